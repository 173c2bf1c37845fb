"""How many of something a thing has: `count`. Its subject is what the sentence, or the release, is about."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.subjects import EVENT, SUBJECTS, Sentences, Subject

# Who and what comes to an event
_AT_EVENTS: Final = re.compile(
    r"(?:gäste|teilnehm\w+|teilnahmen|besuch(?:er|ende|erinnen)\w*|alumni|delegierte\w*|aussteller\w*|ausstellende\w*|interessierte\w*|vorträge|sessions|workshops|beiträge|referent\w+|speaker\w*|bewerb\w+|einreichungen|anmeldungen|zuhörer\w*|zuschauer\w*|gewinner\w*|preisträger\w*|fachleute|stände)\b",
    re.IGNORECASE,
)
# "eine Sammlung von 4.250 Münzen", "ein Inventar zu 292 Werkzeugen": the number belongs to a thing of its own
_OWN: Final = re.compile(
    r"\b(?:ein|eine|einem|einer|einen)[ \u00a0](?:[a-zäöüß-]+[ \u00a0])?(?:Sammlung|Datenbank|Datensatz|Inventar|[\w-]*inventar|Reihe|Gruppe|Liste|Auswahl|Serie)[ \u00a0](?:von|mit|zu|aus)[ \u00a0](?:\w+[ \u00a0])?$"
)
# Who is counted comes out of the thing that stands beside: "neben dem X fünf Kliniken"
_BESIDES: Final = re.compile(r"\bneben[ \u00a0]\w+[ \u00a0]$")
_RELATIVE: Final = re.compile(r",[ \u00a0](?:die|der|das|den|dem|denen|deren|wo|welche[rs]?)[ \u00a0]")
_BACK: Final = re.compile(r"\b(?:am|an|im|in|für|zum|zur|Am|An|Im|In|Für|Das|Die|Der|das|die|der)(?=[ \u00a0])")


def quantities(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """Every number once for each subject: the same statement in headline and text is one fact, that of the text."""
    heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "lead", "heading")]
    quoted = bytearray(len(text))
    for q in context.mentions:
        if q.label == "QUOTE":
            quoted[q.span.start : q.span.end] = b"\x01" * (q.span.end - q.span.start)
    best: dict[tuple[str, float, str], tuple[bool, Fact]] = {}
    for m in context.mentions:
        if m.label != "COUNT" or quoted.find(1, m.span.start, m.span.end) >= 0 or m.rule in ("headed", "number_of"):
            # Inside a quote "wir" counts, and who that is stands outside; "ein 25-köpfiges Team" is a thing of its own.
            continue
        i = found.index(m.span.start)
        owner = _owner(text, found, i, m)
        if owner is None:
            continue
        fact = _fact(text, found.spans[i], m, *owner, name, version)
        headline = any(a <= m.span.start < b for a, b in heads)
        key = (fact.subject, m.attributes["value"], str(m.attributes["unit"]).casefold())
        if key not in best or (best[key][0] and not headline):
            best[key] = (headline, fact)
    for _, fact in best.values():
        yield fact


def _fact(
    text: str, sentence: tuple[int, int], m: Mention, subject: Subject, score: float, name: str, version: int
) -> Fact:
    listed = {"listed": len(m.attributes["members"])} if m.attributes.get("list") else {}
    modality = modality_of(text[slice(*sentence)])
    return Fact(
        subject.name, "count", {"value": m.attributes["value"], "unit": m.attributes["unit"]}, subject.quote,
        m.span.quote, around(text, *sentence, m.span), score, name, "number_in_sentence", version,
        modality if modality == "planned" else "asserted",
        {k: m.attributes[k] for k in ("approx", "bound") if k in m.attributes} | listed,
    )  # fmt: skip


def _owner(text: str, found: Sentences, i: int, m: Mention) -> tuple[Subject, float] | None:
    """Whose number it is, and how sure that is."""
    start, end = found.spans[i]
    if _OWN.search(text, max(start, m.span.start - 80), m.span.start):
        return None
    if _AT_EVENTS.search(m.span.quote):
        held = [n for n in found.named(start, end) if n.label == EVENT]
        if held:
            return _subject(held[0]), 0.8
        about = found.about(i)
        if about is not None and about.label == EVENT:
            return about, 0.75
    subject = found.subject(i)
    if subject is not None:
        return subject, 0.8
    # "Forschende aller 37 Uniklinika arbeiten unter dem Dach des NUM zusammen": the only thing that is named
    named = {n.attributes["name"]: n for n in found.named(start, end) if n.label in SUBJECTS}
    if len(named) == 1:
        only = next(iter(named.values()))
        if _BESIDES.search(text, max(start, only.span.start - 16), only.span.start) or (
            only.span.start > m.span.end and _RELATIVE.search(text, m.span.end, min(only.span.start, m.span.end + 400))
        ):
            return None
        return _subject(only), 0.65
    if named:
        return None
    for back in _BACK.finditer(text, start, min(end, start + 400)):
        thing = found.referred(i, back.end()) or found.referred(i, max(0, back.start() - 1))
        if thing is not None:
            return thing, 0.65
    return None


def _subject(m: Mention) -> Subject:
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
