"""What disagrees inside one release: all checks that need no other text, with the quotes and the reason."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.base import BlockLike, Fact, Finding, Mention, Span
from extractors.lexicon import lexicon
from pipeline.reconcile.durations import date_order, durations
from pipeline.reconcile.repeats import repeats
from pipeline.reconcile.spellings import spellings
from pipeline.reconcile.statements import interval, unit_of
from pipeline.reconcile.sums import sums

VERSION: Final = 4
"""Raised whenever the findings, or the entities, of the same mentions and facts may change; part of what `--re-extract` goes by."""

_WEEKDAYS_DE: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_BODIES: Final = frozenset(n.casefold() for heads in lexicon("heads").values() for n in heads["plural"])
# "besteht aus 15 Einrichtungen", "setzt sich aus zwölf Partnern zusammen": a list could be given
_MADE_OF: Final = re.compile(
    r"\b(?:besteh\w+|bestand\w*|setz\w+ sich|gebildet|zusammengesetzt)\b[^.;:]{0,80}\baus[ \u00a0](?:\w+[ \u00a0])?$"
)
_MOST: Final = 60  # nobody lists more in a release
# "von den mitantragstellenden Einrichtungen (A, B, C)" goes with "zehn Ko-Antragsteller"
_ACTING: Final = re.compile(
    r"\b(?:mit|ko|co)?-?([a-zäöüß]{4,})(?:end|t)e[nr]?[ \u00a0](?:[\w-]+[ \u00a0])?[A-ZÄÖÜ][\w-]+[ \u00a0]?\("
)
_CO: Final = re.compile(r"^(?:ko|co|mit)-?")


def inside(
    mentions: Sequence[Mention], facts: Sequence[Fact], text: str = "", blocks: Sequence[BlockLike] = ()
) -> Iterator[Finding]:
    """The findings inside one release, from what was extracted of it.

    Args:
        mentions: in text order.
        facts: in text order.
        text: the release's.
        blocks: its layout.
    """
    yield from count_vs_list(mentions, text)
    yield from acting_vs_list(mentions, facts)
    yield from weekday_agrees(mentions)
    yield from durations(mentions, facts, text)
    yield from date_order(mentions, facts, text)
    yield from sums(mentions, text)
    yield from repeats(mentions, facts, text, blocks)
    yield from spellings(mentions, facts, text)


def count_vs_list(mentions: Sequence[Mention], text: str = "") -> Iterator[Finding]:
    """A claimed count against the members of the list that stands with it: "an allen 12 Infrastrukturen (A, B, ...)"."""
    listed_units = {
        (m.norm["value"], unit_of(str(m.norm["unit"])))
        for m in mentions
        if m.label == "COUNT" and m.attributes.get("members")
    }
    for m in mentions:
        if m.label != "COUNT":
            continue
        claimed, unit = m.norm["value"], m.norm["unit"]
        if not (members := m.attributes.get("members")):
            if (claimed, unit_of(str(unit))) not in listed_units and _could_be_listed(m, text):
                yield Finding(
                    "count_vs_list", "incomplete", f"Genannt werden {claimed} {unit}, aufgezählt sind sie nicht (0).",
                    f"{claimed} {unit} are claimed, none is listed (0).", (m.span,), (f"{claimed} {unit}", "0"),
                )  # fmt: skip
            continue
        listed, whole = len(members), m.attributes["list"]
        evidence = (m.span, Span(whole["start"], whole["end"], whole["quote"]))
        values = (f"{claimed} {unit}", str(listed))
        if not m.attributes["complete"]:
            yield Finding(
                "count_vs_list", "incomplete",
                f"Genannt werden {claimed} {unit}, aufgezählt nur Beispiele ({listed}).",
                f"{claimed} {unit} are claimed, only examples are listed ({listed}).", evidence, values,
            )  # fmt: skip
        elif listed == claimed or (m.attributes.get("bound") == "lower" and listed > claimed):
            yield Finding(
                "count_vs_list", "agrees", f"Genannt werden {claimed} {unit}, aufgezählt sind {listed}.",
                f"{claimed} {unit} are claimed and {listed} are listed.", evidence, values,
            )  # fmt: skip
        else:
            yield Finding(
                "count_vs_list", "disagrees", f"Genannt werden {claimed} {unit}, aufgezählt sind aber {listed}.",
                f"{claimed} {unit} are claimed, but {listed} are listed.", evidence, values,
            )  # fmt: skip


def _could_be_listed(m: Mention, text: str) -> bool:
    head = re.findall(r"[\w-]+", str(m.norm["unit"]))
    before = text[max(0, m.span.start - 110) : m.span.start]
    return bool(head) and head[-1].casefold() in _BODIES and m.norm["value"] <= _MOST and bool(_MADE_OF.search(before))


def acting_vs_list(mentions: Sequence[Mention], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A list that a participle introduces against the one count of those who do that: "die mitantragstellenden Einrichtungen (...)"."""
    lists: dict[Span, list[str]] = defaultdict(list)
    for fact in facts:
        if fact.rule == "roster_entry":
            lists[fact.evidence].append(fact.subject_quote)
    for evidence, members in lists.items():
        acting = _ACTING.search(evidence.quote)
        if acting is None:
            continue
        stem = _acts(acting[1])
        counts = [m for m in mentions if m.label == "COUNT" and _acts(str(m.norm["unit"])).startswith(stem)]
        if (
            len(counts) != 1
            or counts[0].attributes.get("members")
            or _CO.match(str(counts[0].norm["unit"]).casefold()) is None
        ):
            continue
        m, listed = counts[0], len(set(members))
        claimed, unit = m.norm["value"], m.norm["unit"]
        agrees = claimed == listed
        yield Finding(
            "count_vs_list", "agrees" if agrees else "disagrees",
            f"Genannt werden {claimed} {unit}, aufgezählt sind {'' if agrees else 'aber '}{listed}.",
            f"{claimed} {unit} are claimed, {'and' if agrees else 'but'} {listed} are listed.", (m.span, evidence),
            (f"{claimed} {unit}", str(listed)),
        )  # fmt: skip


def _acts(word: str) -> str:
    """ "Ko-Antragssteller" and "mitantragstellend" do the same: their common stem."""
    return _CO.sub("", word.casefold()).replace("ss", "s")[:12].removesuffix("r").removesuffix("e")


def weekday_agrees(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """A weekday that is right for its date; the extractor of dates tells of one that is not, for it may be no date."""
    for m in mentions:
        if m.label != "DATE" or not m.attributes.get("weekday"):
            continue
        day, last = interval(str(m.norm))
        if day is not None and day == last:
            name = _WEEKDAYS_DE[day.weekday()]
            if str(m.attributes["weekday"]).rstrip(".,s").casefold()[:2] == name.casefold()[:2]:
                yield Finding(
                    "weekday_vs_date", "agrees", f"Der {day} ist ein {name}.", f"{day} is a {day:%A}.", (m.span,), (name,)
                )  # fmt: skip
