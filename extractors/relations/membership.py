"""Who takes part in what, and what consists of what, by list and by sentence: `participates_in`, `part_of`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.enumerations import Enumeration
from extractors.relations.attendance import attendance
from extractors.relations.brought_in import brought_in
from extractors.relations.leaving import leaving
from extractors.relations.made_by import made_by
from extractors.relations.modality import modality_of
from extractors.relations.rosters import rosters
from extractors.relations.subjects import THINGS, Sentences, Subject

_TAKES_PART: Final = re.compile(
    r"\b(?:beteiligt|Beteiligung|beteiligen|teilnehm\w+|teilgenommen|nimmt .{0,600}\bteil|nehmen .{0,600}\bteil|nahm(?:en)? .{0,200}teil|mitwirk\w+|wirkt .{0,600}\bmit|wirken .{0,600}\bmit|vertreten|Mitglied|engagiert|Partner|macht .{0,60}mit|tritt .{0,80}bei|eingebunden)\b",
    re.DOTALL,
)
_CONSISTS: Final = re.compile(
    r"\b(?:umfasst|umfassen|besteh\w+|gehören|gehört|zählen|zählt|bündelt|vereint|setzt sich .{0,40}zusammen|verbindet|zusammengeschlossen)\b"
)
_BELONG: Final = re.compile(r"\b(?:[Zz]u[mr]?|[Dd]e[mr])[ \u00a0][^.;:!?]{1,120}[ \u00a0](?:gehör|zähl)(?:en|ten)\b")
_NEAR: Final = 600  # code points


def membership(
    text: str, found: Sentences, entries: list[Enumeration], context: Context, name: str, version: int
) -> Iterator[Fact]:
    """The facts of all lists and sentences."""
    at = {(m.span.start, m.span.end): m for m in context.mentions if m.label in ("ORG", "INFRASTRUCTURE", "PROJECT")}
    listed: set[int] = set()
    for entry in entries:
        i = found.index(entry.introduction.start)
        subject = found.subject(i) or _belonged(text, found, i, entry)
        if subject is None:
            continue
        start, end = found.spans[i]
        # What is said of a list stands near it: before it in its sentence or, unless it is made of items, behind it.
        low = max(start, entry.introduction.end - _NEAR)
        high = min(end, entry.whole.end + 2 * _NEAR) if entry.whole.end <= end else entry.introduction.end
        listed.add(i)
        yield from _list_facts(text, entry, subject, (low, high), at, name, version)
    for project in found.unnamed:
        i = found.index(project.span.start)
        listed.add(i)
        for partner in project.attributes["partners"]:
            yield Fact(
                partner.attributes["name"], "participates_in", project.attributes["name"], partner.span.quote, project.span.quote,
                Span.of(text, *found.spans[i]), 0.8, name, "joint", version, modality_of(text[slice(*found.spans[i])]),
            )  # fmt: skip
    for i, fact in rosters(text, found, entries, name, version):
        if fact.rule != "roster_staff":
            listed.add(i)
        yield fact
    brought = list(brought_in(text, found, listed, name, version))
    yield from (fact for _, fact in brought)
    listed |= {i for i, _ in brought}
    yield from attendance(text, found, context, listed, name, version)
    yield from made_by(text, found, name, version)
    yield from leaving(text, found, context, name, version)


def _belonged(text: str, found: Sentences, i: int, entry: Enumeration) -> Subject | None:
    """ "|Zum Verbund X| gehören vier Einrichtungen:": the one thing that the introduction names."""
    start, _ = found.spans[i]
    if entry.label != "ORG" or _BELONG.search(text, start, entry.introduction.end) is None:
        return None
    things = {m.attributes["name"]: m for m in found.named(start, entry.introduction.end)}
    if len(things) != 1:
        return None
    (m,) = things.values()
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label) if m.label in THINGS else None


def _list_facts(
    text: str, entry: Enumeration, subject: Subject, said: tuple[int, int],
    at: Mapping[tuple[int, int], Mention], name: str, version: int,
) -> Iterator[Fact]:  # fmt: skip
    """One fact for each member: the subject takes part in it, or consists of it, as the words at `said` have it."""
    part = _TAKES_PART.search(text, *said)
    consists = _CONSISTS.search(text, *said)
    if part is None and consists is None:
        return
    modality = modality_of(text[slice(*said)]) if part else "asserted"
    # The evidence alone must support the fact: sentence start, list, and the verb behind it ("... beteiligt").
    low = entry.introduction.start
    high = max(entry.whole.end, part.end() if part is not None else 0)
    for member in entry.members:
        mention = at.get((member.name.start, member.name.end))
        full = mention.attributes["name"] if mention is not None else member.name.quote
        score = 0.9 if mention is not None else 0.6
        if part is not None and entry.label in ("INFRASTRUCTURE", "PROJECT"):
            evidence = Span.of(text, low, high)
            yield Fact(
                subject.name,
                "participates_in",
                full,
                subject.quote,
                member.name.quote,
                evidence,
                score,
                name,
                "list",
                version,
                modality,
            )
        elif consists is not None and entry.label == "ORG":
            inside = entry.introduction.start <= member.name.start < entry.introduction.end + 1
            evidence = Span.of(text, low, high) if inside or high - low <= 600 else member.name
            # "Dem Netz X gehören drei Häuser an": a body takes part in a net or a project, it is no part of it
            joins = subject.label in ("INFRASTRUCTURE", "PROJECT")
            yield Fact(
                full,
                "participates_in" if joins else "part_of",
                subject.name,
                member.name.quote,
                subject.quote,
                evidence,
                score,
                name,
                "list",
                version,
            )
