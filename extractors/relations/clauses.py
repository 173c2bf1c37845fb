"""The clauses of a sentence: which names and verbs belong together, and what a relative pronoun stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.needles import Sought
from extractors.relations.modality import subordinate
from extractors.relations.slots import Row, is_feminine

# "X, das im Mai startet", "X, an dem Y beteiligt ist", "X, deren Leitung Y übernimmt", "dass", "weil"
_OPENS: Final = re.compile(
    r",[ \u00a0](?:(?P<prep>an|in|bei|für|mit|von|zu|aus|durch|unter|auf|um)[ \u00a0])?(?:(?P<pronoun>der|die|das|dem|den|denen|deren|dessen|welche[rsmn]?)|(?P<other>dass|weil|wenn|ob|falls|obwohl|während|nachdem|bevor|damit|wo|wie|indem|sofern|so|um|denn|aber|doch|sondern))(?=[ \u00a0])"
)
_CLOSES: Final = re.compile(r",|;|:[ \u00a0\n]")
_COLON: Final = re.compile(r":[ \u00a0\n]|;")
_NOUN: Final = re.compile(r"[ \u00a0](?:[a-zäöüß]+(?:e|en|er|es)[ \u00a0])?([\w-]+)")
_BEFORE: Final = re.compile(r"([A-ZÄÖÜ][\w-]{1,40})[ \u00a0][„\"»]?$")
_SKIPPED: Final = ("wenn", "ob", "falls", "sofern", "wie", "um", "so")
_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with the rows of names in it; the main clause has the stretches left and right of what is put in between.

    Attributes:
        stretches: (start, end) code points.
        rows: in text order; a relative pronoun is a row with the names that it stands for.
        open: whether it states nothing ("ob", "wenn").
    """

    stretches: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    open: bool

    def says(self, text: str, words: re.Pattern[str] | Sought) -> bool:
        """Whether an expression holds in one of its stretches."""
        return any(words.search(text, a, b) for a, b in self.stretches)

    def holds(self, start: int, end: int) -> bool:
        """Whether what stands between two code points begins and ends in this clause."""
        return any(a <= start < b for a, b in self.stretches) and any(a < end <= b for a, b in self.stretches)


def clauses(text: str, rows: Sequence[Row], start: int, end: int) -> list[Clause]:
    """The clauses of the sentence from `start` to `end`, the main one first."""
    inside = [(r.members[0].span.start, r.end) for r in rows if r.end > r.members[0].span.start]
    inner: list[tuple[int, int, re.Match[str] | None]] = []
    at = start
    # "|Weil X nicht mehr mitmacht|, leitet nun Y das Projekt"
    if (ahead := next((b for a, b in subordinate(text[start:end]) if a == 0), None)) is not None:
        at = start + ahead
        inner.append((start, at, None))
    while at < end and len(inner) < _MOST:
        m = _OPENS.search(text, at, end)
        colon = _COLON.search(text, at, m.start() if m is not None else end)
        if colon is not None:
            # "haben sich zum Verbund X zusammengeschlossen: A, B und C": a bare row belongs to what stands before
            row = next((r for r in rows if colon.end() <= r.begin <= colon.end() + 4), None)
            if row is None or end - row.end > 2:
                inner.append((colon.start(), end, None))
                break
            at = end
            continue
        if m is None:
            break
        at = m.end()
        if any(a <= m.start() < b for a, b in inside) or _apposition(m, rows):
            continue
        close = _end(text, m.end(), end, inside)
        inner.append((m.start(), close, m))
        at = max(at, close)
    made: list[Clause] = []
    for low, high, m in inner:
        own = [r for r in rows if low <= r.begin < high]
        skipped = m is not None and m["other"] in _SKIPPED
        if m is not None and m["pronoun"] is not None:
            pronoun = _pronoun(text, rows, m)
            own = [pronoun, *(_freed(r, m) for r in own)] if pronoun is not None else own
        made.append(Clause(((low, high),), tuple(own), skipped))
    stretches: list[tuple[int, int]] = []
    at = start
    for low, high, _ in inner:
        stretches.append((at, low))
        at = high
    stretches.append((at, end))
    main = tuple(r for r in rows if any(a <= r.begin < b for a, b in stretches))
    return [Clause(tuple(stretches), main, open=False), *made]


def _apposition(m: re.Match[str], rows: Sequence[Row]) -> bool:
    """Whether what follows the comma is a name with its article: ", |die| Universität X"."""
    if m["pronoun"] is None or m["prep"] is not None:
        return False
    row = next((r for r in rows if r.begin <= m.start("pronoun") < r.members[0].span.start), None)
    return row is not None and row.members[0].label != "PERSON"


def _end(text: str, start: int, end: int, inside: Sequence[tuple[int, int]]) -> int:
    for m in _CLOSES.finditer(text, start, end):
        if not any(a <= m.start() < b for a, b in inside):
            return m.start()
    return end


def _pronoun(text: str, rows: Sequence[Row], m: re.Match[str]) -> Row | None:
    """The row that the pronoun stands for: the names right before the comma."""
    before = [r for r in rows if 0 <= m.start() - r.end <= 2]
    if not before:
        return None
    pronoun = m["pronoun"]
    case, governor = "nom", ""
    if m["prep"] is not None:
        case = "prep"
    elif pronoun in ("dem", "denen", "welchem") or (pronoun == "der" and _of_feminine(text, before[-1])):
        # "die Initiative X, |der| Y angehört", but "der Verbund X, |der| Y vereint"
        case = "dat"
    elif pronoun in ("den", "welchen"):
        case = "acc"
    if pronoun in ("deren", "dessen"):
        noun = _NOUN.match(text, m.end())
        case, governor = "gen", noun[1] if noun is not None else ""
    return replace(before[-1], case=case, prep=m["prep"] or "", governor=governor, begin=m.start("pronoun"))


def _of_feminine(text: str, row: Row) -> bool:
    noun = _BEFORE.search(text, max(0, row.members[0].span.start - 40), row.members[0].span.start)
    return is_feminine(noun[1] if noun is not None else str(row.members[0].attributes["name"]))


def _freed(row: Row, m: re.Match[str]) -> Row:
    """A row that took the pronoun for its article: ", |dem Dr. X| vorsteht"."""
    if row.begin in (m.start("pronoun"), m.start("prep")):
        return replace(row, case="nom", prep="", governor="", begin=row.members[0].span.start)
    return row
