"""When events take place: `starts_on` and, where they last longer than a day, `ends_on`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.modality import modality_of
from extractors.relations.subjects import EVENT, Sentences

# "Kolloquium |in Göttingen am| 3. Juni", "Thementage |(|11.-12. Juni)": between an event and the date that belongs to it
_BESIDE: Final = re.compile(
    r"(?:[ \u00a0]\([A-ZÄÖÜ][\w-]*\))?(?:,?[ \u00a0](?:in|im|an|auf|zu|der|dem|den|bei|[A-ZÄÖÜ][\w-]*)){0,6},?[ \u00a0]?(?:[ \u00a0]?(?:am|vom|im|von|ab|zum)[ \u00a0]|[ \u00a0]?\(|,[ \u00a0]|[ \u00a0](?:findet|fand|finden|fanden|startet|beginnt|läuft|ist)[ \u00a0](?:am|vom|im|von|ab)[ \u00a0])$"
)
_HELD: Final = Sought(
    r"\b(?:findet|fand|finden|fanden|stattfinden|stattgefunden|stattfindet|tagt|tagte|tagten|startet|startete|beginnt|begann|lädt|laden|lud|luden|veranstaltet\w*|richtet|richtete|ausgerichtet|eröffnet\w*|geplant|erfolgt|erfolgte|läuft|öffnet|steht|standen|trafen|treffen|getroffen|geht|ging|kommen|kamen|feierte?n?|dreht|heißt es|anberaumt|angesetzt|terminiert|vorgesehen|einberufen|wählt|wählte|wählten|gewählt|beschloss(?:en)?|verabschiedeten?|tagen)\b"
)
_UNTIL: Final = re.compile(r"\bbis(?:[ \u00a0](?:zum|einschließlich|spätestens))*[ \u00a0]$")
# "ist |bis zum 3. Mai| zu sehen", "läuft bis 3. Mai"
_LASTS: Final = re.compile(
    r"\b(?:zu (?:sehen|besichtigen|erleben|Gast)|geöffnet|läuft|lief|dauert|dauerte|verlängert|gezeigt|präsentiert)\b"
)
_SINCE: Final = re.compile(r"\b(?:seit|nach|vor)(?:[ \u00a0]dem)?[ \u00a0]$")
_AT: Final = re.compile(r"(?<!\w)(?:am|vom|im|ab|von|zwischen|für den|auf den|Am|Vom|Im|Ab|Von)[ \u00a0]$")
# "die Umfrage, die im März und April ...", "die Umfrage vom 3. März": what has begun and not only taken place
_OLD: Final = re.compile(
    r"\b(?:ersten|vergangenen|letzten|vorigen|früheren|letztjährigen)[ \u00a0](?:[\w-]+[ \u00a0])?$"
)

_COMING: Final = re.compile(r"\bnächste[nrsm]?[ \u00a0]$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d$")


def schedule(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The dates of all events; every event starts and ends once in a sentence."""
    dates = sorted(
        (
            m for m in context.mentions
            if m.label == "DATE" and not str(m.norm).startswith(("P", "XXXX")) and m.attributes.get("type") != "DURATION"
        ),
        key=lambda m: m.span.start,
    )  # fmt: skip
    starts = [d.span.start for d in dates]
    for i, (begin, end) in enumerate(found.spans):
        start = begin
        here = dates[bisect_left(starts, begin) : bisect_left(starts, end)]
        held = [e for m in found.named(start, end) if m.label == EVENT and (e := _whose(found, i, m)) is not None]
        if not held and i and text[found.spans[i - 1][1] - 1] == ":":
            # "die Gäste des Hafentags staunen: Am 3. Mai dreht sich alles um ..."
            held = [m for m in found.named(*found.spans[i - 1]) if m.label == EVENT]
            start = found.spans[i - 1][0]
        if not here or not held or found.quoted(begin, end):
            continue
        used: set[int] = set()
        for event in held:
            date = _beside(text, event, here)
            if date is None or date.span.start in used:
                continue
            used.add(date.span.start)
            yield from _facts(text, (start, end), event, date, 0.85, name, version)
        if used:
            continue
        only = _only(start, held, found, i)
        if only is None or _OLD.search(text[max(start, only.span.start - 40) : only.span.start]):
            continue
        last = next((d for d in here if _UNTIL.search(text, max(start, d.span.start - 24), d.span.start)), None)
        if last is not None and "/" not in str(last.norm) and _LASTS.search(text, start, end):
            evidence = around(text, start, end, last.span)
            yield Fact(
                only.attributes["name"], "ends_on", str(last.norm), only.span.quote, last.span.quote, evidence, 0.8, name,
                "event_until", version, modality_of(text[start:end]),
            )  # fmt: skip
        whole = [d for d in here if _AT.search(text[max(start, d.span.start - 12) : d.span.start])]
        if (
            len(whole) == 1
            and _HELD.search(text, start, end)
            and not re.search(r"\bbis\b[^/]{0,12}$", text[max(start, whole[0].span.start - 16) : whole[0].span.start])
        ):
            yield from _facts(text, (start, end), only, whole[0], 0.8, name, version)


def _whose(found: Sentences, i: int, event: Mention) -> Mention | None:
    """ "Ihre nächste Jahrestagung": every year has another, so it goes by whose it is; None where that is not told."""
    if not event.attributes["name"].startswith("nächste"):
        # "Die |nächsten| Wassertage finden 2028 statt": not those that the release tells of
        coming = _COMING.search(found.text, max(0, event.span.start - 14), event.span.start)
        if coming is None or _YEAR.search(event.span.quote):
            return event
        return replace(event, attributes={**event.attributes, "name": f"nächste {event.attributes['name']}"})
    own = re.search(r"\b(?:[Ii]hr|[Ss]ein)e?[ \u00a0]$", found.text[max(0, event.span.start - 8) : event.span.start])
    owner = next(
        (s for k in (i - 1, i - 2) if own and k >= 0 and (s := found.subject(k)) is not None and s.label != EVENT), None
    )
    owner = owner or found.about(i)
    if owner is None or owner.name == event.attributes["name"]:
        return None
    return replace(event, attributes={**event.attributes, "name": f"{event.attributes['name']} ({owner.name})"})


def _beside(text: str, event: Mention, dates: list[Mention]) -> Mention | None:
    """The date right behind the event: "Kolloquium am 3. Juni"."""
    for date in dates:
        between = text[event.span.end : date.span.start]
        if date.span.start >= event.span.end and len(between) <= 80:
            close = _BESIDE.fullmatch(between) is not None
            return date if close and not _UNTIL.search(between) and not _SINCE.search(between) else None
    return None


def _only(start: int, held: list[Mention], found: Sentences, i: int) -> Mention | None:
    """The event that the sentence is about: its subject, or the only one that it names."""
    first = [m for m in held if found.is_nominative(m, start)]
    subject = found.subject(i)
    if first and subject is not None and subject.start == first[0].span.start:
        return first[0]
    names = {m.attributes["name"] for m in held}
    return held[0] if len(names) == 1 else first[0] if len(first) == 1 else None


def _facts(
    text: str, sentence: tuple[int, int], event: Mention, date: Mention, score: float, name: str, version: int
) -> Iterator[Fact]:
    norm = str(date.norm)
    first, _, last = norm.partition("/")
    evidence = around(
        text, *sentence, Span.of(text, min(event.span.start, date.span.start), max(event.span.end, date.span.end))
    )
    modality = modality_of(text[slice(*sentence)])
    ranged = bool(last) and ("parts" in date.attributes or len(first) == len("2025-01-01"))
    rule = "event_date"
    yield Fact(
        event.attributes["name"], "starts_on", first if ranged else norm, event.span.quote, date.span.quote, evidence,
        score, name, rule, version, modality,
    )  # fmt: skip
    if ranged and last:
        yield Fact(
            event.attributes["name"], "ends_on", last, event.span.quote, date.span.quote, evidence, score, name, rule,
            version, modality,
        )  # fmt: skip
