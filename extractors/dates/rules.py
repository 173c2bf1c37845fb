"""How the grammar is written: rules are regular expressions over kinds of words, with a function that builds the value.

In a pattern a name in capitals is a kind of the lexer or a macro below; the rest is regular-expression syntax, spaces
mean nothing. The mention is the first group when the pattern has one, else the whole match. Every repetition is
bounded, so that the work grows with the length of the text alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from extractors.dates.expressions import Expression, Part, Relative
from extractors.dates.kinds import KIND, NEVER_FIRST
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


class Hit:
    """A place where a rule matches: the words that it covers, and those around it."""

    __slots__ = ("atoms", "first", "last", "text")

    def __init__(self, text: str, atoms: Atoms, first: int, last: int) -> None:
        self.text = text
        self.atoms = atoms
        self.first = first
        self.last = last

    def find(self, *kinds: str) -> int | None:
        """The number of the first word of these kinds, or None."""
        wanted = [KIND[k] for k in kinds]
        return next((i for i in range(self.first, self.last) if self.atoms.kinds[i] in wanted), None)

    def get(self, *kinds: str) -> Any:
        """The value of the first word of these kinds, or None."""
        at = self.find(*kinds)
        return None if at is None else self.atoms.values[at]

    def all(self, *kinds: str) -> list[Any]:
        """The values of all words of these kinds."""
        wanted = [KIND[k] for k in kinds]
        return [self.atoms.values[i] for i in range(self.first, self.last) if self.atoms.kinds[i] in wanted]

    def word(self, at: int) -> str:
        """The word of that number as written."""
        return self.text[self.atoms.starts[at] : self.atoms.ends[at]]

    def before(self, *kinds: str) -> bool:
        """Whether the word before the mention is of one of these kinds."""
        return self.first > 0 and self.atoms.kinds[self.first - 1] in [KIND[k] for k in kinds]

    def after(self, *kinds: str) -> bool:
        """Whether the word behind the mention is of one of these kinds."""
        return self.last < len(self.atoms.kinds) and self.atoms.kinds[self.last] in [KIND[k] for k in kinds]

    @property
    def start(self) -> int:
        """First code point of the mention."""
        return self.atoms.starts[self.first]

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
    """

    rule: str
    score: float
    first: int
    last: int
    start: int
    end: int
    what: Expression


class Grammar:
    """Rules, compiled: one expression to find where any of them may begin, one each to see how far it reaches."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = [(rule, re.compile(expand(rule.pattern))) for rule in rules]
        branches = "|".join(f"(?:{expand(rule.pattern)})" for rule in rules)
        self._any = re.compile(f"(?![{NEVER_FIRST}])(?:{branches})")

    def read(self, text: str, atoms: Atoms) -> list[Item]:
        """The time expressions of a text, from left to right; the longest that means something wins."""
        items: list[Item] = []
        at = 0
        while (found := self._any.search(atoms.kinds, at)) is not None:
            at = found.start()
            item = self._longest(text, atoms, at)
            if item is None:
                at += 1
            else:
                items.append(item)
                at = max(item.last, at + 1)
        return items

    def _longest(self, text: str, atoms: Atoms, at: int) -> Item | None:
        hits = []
        for order, (rule, pattern) in enumerate(self._rules):
            if (m := pattern.match(atoms.kinds, at)) is not None:
                first, last = m.span(1) if pattern.groups and m.start(1) >= 0 else m.span()
                hits.append((-last, order, first, rule))
        for neg_last, _, first, rule in sorted(hits, key=lambda h: h[:2]):
            hit = Hit(text, atoms, first, -neg_last)
            what = rule.build(hit)
            if what is None:
                continue
            if (part := hit.get("PART")) is not None and not isinstance(what, Part):
                what = Part(part, what)
            return Item(rule.name, rule.score, hit.first, hit.last, hit.start, hit.end, what)
        return None
