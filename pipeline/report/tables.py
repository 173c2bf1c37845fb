"""The tables under the figures: the same values, for reading, copying and for those who cannot see a figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from db.export.words import number
from pipeline.report.content import Counted, Link, Office, Participation, Phase, Release, Said
from pipeline.report.times import length, written
from pipeline.report.words import WORDS

ROWS: Final = 500
"""What a page can hold; how many there are stands below."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of text, each with the releases that say it."""

    lines: tuple[tuple[str, tuple[Release, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows that are shown, and how many there are."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def phases(found: Sequence[Phase], lang: str) -> Table:
    """A row for each phase: every value with its releases."""

    def days(told: Iterable[Said]) -> Cell:
        return Cell(
            tuple((_planned(written(said.value, lang), lang, planned=said.planned), said.releases) for said in told)
        )

    def lengths(told: Iterable[Said]) -> Cell:
        return Cell(
            tuple((_planned(length(said.value, lang), lang, planned=said.planned), said.releases) for said in told)
        )

    rows = ((_text(p.name), days(p.starts), days(p.ends), lengths(p.lasts)) for p in found)
    return _table("phases", ("thing", "start", "end", "duration"), rows, len(found), lang)


def offices(found: Sequence[Office], lang: str) -> Table:
    """A row for each office."""
    rows = (
        (
            _text(o.person),
            _text(_planned(o.role, lang, planned=o.planned)),
            _text(o.organisation),
            _text(written(o.since, lang)),
            _text(written(o.until, lang)),
            _where(o.releases),
        )
        for o in found
    )
    return _table("offices", ("person", "office", "organisation", "since", "until", "source"), rows, len(found), lang)


def participations(found: Sequence[Participation], lang: str) -> Table:
    """A row for each pair."""
    words = WORDS[lang]
    rows = (
        (
            _text(p.institution.name),
            _text(_planned(p.thing.name, lang, planned=p.planned)),
            _text(words[p.thing.kind]),
            _text(words["yes"] if p.leads else ""),
            _text(str(len(p.releases))),
            _where(p.releases),
        )
        for p in sorted(found, key=lambda p: (p.institution.name.casefold(), p.thing.kind, p.thing.name.casefold()))
    )
    return _table("matrix", ("institution", "thing", "kind", "leads", "count", "source"), rows, len(found), lang)


def links(found: Sequence[Link], lang: str) -> Table:
    """A row for each link of the network."""
    words = WORDS[lang]
    rows = (
        (
            _text(link.first.name),
            _text(", ".join(words[predicate] for predicate in link.predicates)),
            _text(link.second.name),
            _where(link.releases),
        )
        for link in sorted(
            found, key=lambda one: (one.first.name.casefold(), one.second.name.casefold(), one.predicates)
        )
    )
    return _table("network", ("from", "link", "to", "source"), rows, len(found), lang)


def counts(found: Sequence[Counted], lang: str) -> Table:
    """A row for each number, in the order of time within its topic."""
    words = WORDS[lang]
    rows = [
        (
            _text(one.subject),
            _text(number(value, lang)),
            _text(one.unit),
            _text(words.get(how, how)),
            _where((release,)),
        )
        for one in found
        for value, release, how in one.values
    ]
    return _table("counts", ("thing", "value", "unit", "how", "source"), rows, len(rows), lang)


def _table(name: str, heads: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], total: int, lang: str) -> Table:
    shown = tuple(row for row, _ in zip(rows, range(ROWS), strict=False))
    return Table(name, tuple(WORDS[lang][head] for head in heads), shown, total)


def _text(text: str) -> Cell:
    return Cell(((text, ()),))


def _where(releases: tuple[Release, ...]) -> Cell:
    return Cell((("", releases),))


def _planned(text: str, lang: str, *, planned: bool) -> str:
    return f"{text} ({WORDS[lang]['planned']})" if planned and text else text
