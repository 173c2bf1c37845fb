"""What stands side by side: "3. bis 5. Mai", "zwischen 2018 und 2022", "Mai und Juni dieses Jahres".

Left neighbours borrow month, year or unit from the right one; ranges, and lists of adjoining days or months that share
one year, become one group.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from extractors.dates.expressions import (
    Calendar,
    Clock,
    DayTime,
    Duration,
    Expression,
    Feast,
    Fixed,
    Numbered,
    Open,
    Part,
    Relative,
    Weekday,
)
from extractors.dates.kinds import KIND
from extractors.dates.lexer import Atoms
from extractors.dates.rules import Item, expand

_RANGE: Final = re.compile(expand("(?:BIS (?:ZUM|INCL|AUF|AM)? (?:ZUM|INCL)? ART?|DASH|DASH BIS)"))
_ONTO: Final = re.compile(expand("AUF ART?"))
_AND: Final = re.compile(expand("(?:COMMA? (?:AND|OR)|SLASH|COMMA) (?:AM|VON|ZUM|IM|INCL|UM)? ART?"))
_COUNTED_FROM: Final = re.compile(expand("(?:VOR|NACH|AB|BIS ZUM|BIS) ART?"))
_ROLES: Final = {KIND["VOR"]: "before", KIND["NACH"]: "after", KIND["AB"]: "from", KIND["BIS"]: "until"}
_BETWEEN: Final = KIND["ZWISCHEN"]
_FROM: Final = KIND["VON"]


@dataclass(frozen=True, slots=True)
class Link:
    """How an item hangs on the one before it: `range`, `list`, or not at all (None); `shared`: it borrowed from there."""

    kind: str | None
    shared: bool = False


def join(atoms: Atoms, items: list[Item]) -> tuple[list[Item], list[Link]]:
    """The items with borrowed parts filled in, and how each hangs on its left neighbour."""
    links = [Link(None)] * len(items)
    for n in range(len(items) - 1, 0, -1):
        links[n] = Link(_link(atoms, items[n - 1], items[n]))
        items[n - 1], items[n], shared = _borrow(items[n - 1], items[n], links[n].kind)
        links[n] = replace(links[n], shared=shared)
        if links[n].kind is None or isinstance(items[n - 1].what, Duration) != isinstance(items[n].what, Duration):
            items[n - 1] = _counted(atoms, items[n - 1], items[n])
    kept = [n for n, item in enumerate(items) if not _left_open(item.what)]
    out_links = [links[n] if n and not _left_open(items[n - 1].what) else Link(None) for n in kept]
    return [items[n] for n in kept], out_links


def _left_open(what: Expression) -> bool:
    """Whether a number or part found no neighbour to borrow from."""
    return isinstance(what, Open) or (isinstance(what, Part) and isinstance(what.of, Open))


def _link(atoms: Atoms, left: Item, right: Item) -> str | None:
    gap = atoms.kinds[left.last : right.first]
    if not gap or len(gap) > 5:
        return None
    if _RANGE.fullmatch(gap):
        return "range"
    before = atoms.kinds[max(0, left.first - 2) : left.first]
    if _ONTO.fullmatch(gap):
        return "range" if _FROM in before else None
    if _AND.fullmatch(gap):
        return "range" if _BETWEEN in before and KIND["AND"] in gap else "list"
    return None


def _borrow(left: Item, right: Item, link: str | None) -> tuple[Item, Item, bool]:
    """Both items with what one lends the other, and whether the left one borrowed."""
    if link is None:
        return left, right, False
    match left.what, right.what:
        case Open(number, None), Calendar(day=int()):
            what: Expression = replace(right.what, day=int(number), weekday=None, shift=None)
            return replace(left, what=what, rule=right.rule), right, True
        case Open(number, minute), Clock() if minute is not None and minute >= -1:
            return replace(left, what=Clock(int(number), None if minute < 0 else minute), rule="clock"), right, True
        case Open(number, -2), Duration(amounts=amounts):
            what = replace(right.what, amounts=((number, amounts[-1][1]),), mod=None)
            return replace(left, what=what, rule="duration"), replace(right, what=replace(right.what, role=None)), True
        case Open(number, -3), Numbered():
            return replace(left, what=replace(right.what, number=int(number)), rule=right.rule), right, True
        case Part(which, Open()), Part(_, of):
            return replace(left, what=Part(which, of), rule=right.rule), right, True
        case Calendar(year=None, month=int(m)), Calendar(year=year, month=int(n)) if (
            year is not None and left.what.shift is None
        ):
            if isinstance(year, int) and m > n and link == "range":
                year -= 1
            return replace(left, what=replace(left.what, year=year)), right, True
        case Part(which, Calendar(year=None) as of), Calendar(year=year) if year is not None:
            return replace(left, what=Part(which, replace(of, year=year))), right, True
        case (Calendar(year=None) as of, Part(_, Calendar(year=year))) if year is not None:
            return replace(left, what=replace(of, year=year)), right, True
        case Part(which, Calendar(year=None) as of), Part(_, Calendar(year=year)) if year is not None:
            return replace(left, what=Part(which, replace(of, year=year))), right, True
        case Calendar(year=int(year), month=int(m)), Calendar(year=None, month=int(n)) if link == "range":
            year += 1 if n < m else 0
            return left, replace(right, what=replace(right.what, year=year)), False
        case Numbered(year=None), Numbered(year=year) if year is not None and left.what.unit == right.what.unit:
            return replace(left, what=replace(left.what, year=year)), right, True
    return left, right, False


def _counted(atoms: Atoms, left: Item, right: Item) -> Item:
    """As in "drei Tage vor Weihnachten", "ein Jahr nach dem 3. Mai 2020": the length gets its base."""
    if not isinstance(left.what, Duration) or left.what.role in ("later", "earlier", "last", "next"):
        return left
    gap = atoms.kinds[left.last : right.first]
    if not _COUNTED_FROM.fullmatch(gap):
        return left
    if not isinstance(right.what, Calendar | Feast | Fixed | Weekday | Relative | DayTime | Part):
        return left
    role = _ROLES[gap[0]]
    if role == "from" and isinstance(right.what, Relative) and right.what.unit == "day":
        role = "after"  # "zwei Tage ab heute"
    if role in ("from", "until") and left.what.role is not None:
        return left  # "in zwei Jahren bis 2030"
    return replace(left, what=replace(left.what, role=role, base=right.what))
