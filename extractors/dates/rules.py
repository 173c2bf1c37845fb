"""How the grammar is written: rules are regular expressions over kinds of words, with a function that builds the value.

In a pattern a name in capitals is a kind of the lexer or a macro below; the rest is regular-expression syntax, spaces
mean nothing. The mention is the first group when the pattern has one, else the whole match. Every repetition is
bounded, so that the work grows with the length of the text alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from extractors.dates.expressions import Expression, Part, Relative
from extractors.dates.kinds import KIND
from extractors.dates.lexer import Atoms

MACROS: Final[dict[str, str]] = {
    "SMALLINT": "(?:INT12|INT24|INT31)",
    "ANYINT": "(?:INT12|INT24|INT31|INT59|INT)",
    "DAYNUM": "(?:ORD|INT12|INT24|INT31)",
    "MONTHS": "(?:MONTH|MONTHABBR)",
    "WD": "(?:WEEKDAY|WDABBR)",
    "WDPRE": "(?:(?:WEEKDAY|WDABBR) COMMA? ART?)",
    "YEARTAIL": "(?:YEAR|ART? REL YEARU|ART RELNOUN|ART YEARU YEAR|IM REL YEARU)",
    "LENGTHU": "(?:YEARU|MONTHU|WEEKU|DAYU|QUARTU|HALFU|DECADEU|CENTU|WEEKENDU|CLOCKU|NIGHTU|UNIT)",
    "PERIODU": "(?:YEARU|MONTHU|WEEKU|DAYU|QUARTU|HALFU|DECADEU|CENTU|WEEKENDU|NIGHTU)",
    "COUNT": "(?:INT12|INT24|INT31|INT59|INT|YEAR|NUM|NUMWORD|ONE)",
    "PARTPRE": "(?:PART ART?)",
    "LASTING": "(?:ANYINT)",
    "SEP": "(?:COMMA? (?:AND|OR|BIS|DASH|SLASH|COMMA) (?:ZUM|AM|VON|AUF|INCL|UM)? ART?)",
}
"""Names for often used groups of kinds; a macro may use kinds and other macros."""

UNIT_KINDS: Final = (
    "YEARU", "MONTHU", "WEEKU", "DAYU", "QUARTU", "HALFU", "DECADEU", "CENTU", "WEEKENDU", "CLOCKU", "NIGHTU", "UNIT",
)  # fmt: skip
"""The kinds of units, whose values are (unit, whether it is a plural)."""
_NAME: Final = re.compile(r"[A-Z][A-Z0-9]+")


def expand(pattern: str) -> str:
    """The pattern as a regular expression over kinds.

    Raises:
        KeyError: when a name is neither a kind nor a macro.
    """
    return _NAME.sub(lambda m: expand(MACROS[m[0]]) if m[0] in MACROS else KIND[m[0]], pattern).replace(" ", "")


@cache
def _joined(kinds: tuple[str, ...]) -> str:
    return "".join(KIND[kind] for kind in kinds)


class Hit:
    """A place where a rule matches: the words that it covers, and those around it."""

    __slots__ = ("atoms", "first", "last", "lead", "text")

    def __init__(self, text: str, atoms: Atoms, first: int, last: int) -> None:
        self.text = text
        self.atoms = atoms
        self.first = first
        self.last = last
        self.lead = 0
        """Code points before the first word that belong to the mention too: "mehr als" is no word of the grammar."""

    def find(self, *kinds: str) -> int | None:
        """The number of the first word of these kinds, or None."""
        wanted = _joined(kinds)
        for at in range(self.first, self.last):
            if self.atoms.kinds[at] in wanted:
                return at
        return None

    def get(self, *kinds: str) -> Any:
        """The value of the first word of these kinds, or None."""
        at = self.find(*kinds)
        return None if at is None else self.atoms.values[at]

    def all(self, *kinds: str) -> list[Any]:
        """The values of all words of these kinds."""
        wanted = _joined(kinds)
        return [self.atoms.values[i] for i in range(self.first, self.last) if self.atoms.kinds[i] in wanted]

    def word(self, at: int) -> str:
        """The word of that number as written."""
        return self.text[self.atoms.starts[at] : self.atoms.ends[at]]

    def before(self, *kinds: str) -> bool:
        """Whether the word before the mention is of one of these kinds."""
        return self.first > 0 and self.atoms.kinds[self.first - 1] in _joined(kinds)

    def after(self, *kinds: str) -> bool:
        """Whether the word behind the mention is of one of these kinds."""
        return self.last < len(self.atoms.kinds) and self.atoms.kinds[self.last] in _joined(kinds)

    @property
    def start(self) -> int:
        """First code point of the mention."""
        return self.atoms.starts[self.first] - self.lead

    @property
    def end(self) -> int:
        """One past its last code point."""
        return self.atoms.ends[self.last - 1]

    def year(self) -> int | Relative | None:
        """The year that the match names: a number, or one counted from the anchor."""
        if (number := self.get("YEAR")) is not None:
            return int(number)
        if self.find("YEARU") is not None and (relative := self.get("REL")) is not None:
            return Relative("year", relative[0], relative[1])
        if (noun := self.get("RELNOUN")) is not None and noun[0] == "year":
            return Relative("year", noun[1])
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar.

    Attributes:
        name: what the mention's `rule` says.
        pattern: over kinds and macros.
        build: what the words mean, or None when they mean no time after all.
        score: how sure the rule is where nothing speaks against it.
    """

    name: str
    pattern: str
    build: Callable[[Hit], Expression | None]
    score: float = 0.95


@dataclass(frozen=True, slots=True)
class Item:
    """One time expression as found, not yet resolved.

    Attributes:
        first, last: numbers of its first word and of the one behind it.
        anchor: what it was counted from, where that was settled before resolving (ranges without a year).
    """

    rule: str
    score: float
    first: int
    last: int
    start: int
    end: int
    what: Expression
    anchor: str | None = None


def beginnings(pattern: str) -> frozenset[str]:
    """The kinds that a match of an expanded pattern can begin with; lookarounds are passed over."""
    found, _, _ = _alternatives(pattern, 0)
    return frozenset(found)


def _alternatives(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """Kinds, whether nothing at all matches too, and where the group ends, read from `at`."""
    found: set[str] = set()
    empty = False
    while True:
        kinds, nothing, at = _sequence(pattern, at)
        found |= kinds
        empty = empty or nothing
        if at >= len(pattern) or pattern[at] == ")":
            return found, empty, at + 1
        at += 1


def _sequence(pattern: str, at: int) -> tuple[set[str], bool, int]:
    found: set[str] = set()
    open_still = True
    while at < len(pattern) and pattern[at] not in "|)":
        passed_over = pattern.startswith(("(?=", "(?!", "(?<"), at)
        if pattern[at] == "(":
            at += next(len(o) for o in ("(?<=", "(?:", "(?=", "(?!", "(") if pattern.startswith(o, at))
            kinds, nothing, at = _alternatives(pattern, at)
        else:
            kinds, nothing, at = {pattern[at]}, False, at + 1
        if at < len(pattern) and pattern[at] in "?{":
            nothing = nothing or pattern[at] == "?" or pattern.startswith("{0", at)
            at = at + 1 if pattern[at] == "?" else pattern.index("}", at) + 1
        if passed_over:
            continue
        if open_still:
            found |= kinds
            open_still = nothing
    return found, open_still, at


class Grammar:
    """Rules, compiled, and sorted by the kinds they can begin with."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._by_kind: dict[str, list[tuple[int, Rule, re.Pattern[str]]]] = {}
        patterns = [expand(rule.pattern) for rule in rules]
        for order, (rule, pattern) in enumerate(zip(rules, patterns, strict=True)):
            compiled = re.compile(pattern)
            for kind in beginnings(pattern):
                self._by_kind.setdefault(kind, []).append((order, rule, compiled))
        self._first = re.compile(f"[{''.join(sorted(self._by_kind))}]")
        # Most words that a rule can begin with begin none: one look tells, instead of one for each rule.
        looks: dict[tuple[int, ...], re.Pattern[str]] = {}
        self._any: dict[str, re.Pattern[str]] = {}
        for kind, begun in self._by_kind.items():
            numbers = tuple(order for order, _, _ in begun)
            if numbers not in looks:
                looks[numbers] = re.compile("|".join(f"(?:{patterns[n]})" for n in numbers))
            self._any[kind] = looks[numbers]

    def read(self, text: str, atoms: Atoms) -> list[Item]:
        """The time expressions of a text, from left to right; the longest that means something wins."""
        items: list[Item] = []
        behind = 0
        for found in self._first.finditer(atoms.kinds):
            at = found.start()
            if at < behind or self._any[found[0]].match(atoms.kinds, at) is None:
                continue
            if (item := self._longest(text, atoms, at)) is not None:
                items.append(item)
                behind = max(item.last, at + 1)
        return items

    def _longest(self, text: str, atoms: Atoms, at: int) -> Item | None:
        hits = []
        for order, rule, pattern in self._by_kind[atoms.kinds[at]]:
            if (m := pattern.match(atoms.kinds, at)) is not None:
                first, last = m.span(1) if pattern.groups and m.start(1) >= 0 else m.span()
                hits.append((-last, order, first, rule))
        hits.sort(key=lambda h: h[:2])
        for neg_last, _, first, rule in hits:
            hit = Hit(text, atoms, first, -neg_last)
            what = rule.build(hit)
            if what is None:
                continue
            if (part := hit.get("PART")) is not None and not isinstance(what, Part):
                what = Part(part, what)
            return Item(rule.name, rule.score, hit.first, hit.last, hit.start, hit.end, what)
        return None
