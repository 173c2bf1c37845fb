"""An expression that is not tried where none of the letters stand without which it cannot hold.

"(?:Beteiligt|Dabei) sind ..." asks at every place of every sentence; whether "beteiligt" or "dabei" stands in it at all, Python
tells a hundred times as quickly. What an expression needs is read from its own parts, so that it cannot be forgotten.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from sys import maxsize
from typing import Any, Final

# Python's own reading of an expression (3.11 and later). By name: checkers of types know these two in some versions only.
_constants: Final[Any] = import_module("re._constants")
_parser: Final[Any] = import_module("re._parser")
_LEAST: Final = 2  # letters: a single one stands everywhere
_MOST: Final = 120  # needles: more take longer than the expression


class Sought:
    """An expression, and the pieces of text in small letters one of which stands wherever it holds."""

    __slots__ = ("needles", "pattern")

    def __init__(self, expression: str, flags: int = 0) -> None:
        """Compiles it; `needles` is empty where nothing can be said, and then it is always tried.

        Args:
            expression: as `re.compile` takes it.
            flags: `re.IGNORECASE` or none.
        """
        self.pattern: Final = re.compile(expression, flags)
        self.needles: Final = tuple(sorted(needed(expression), key=len))

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Whether the expression can hold in text[start:end]."""
        if not self.needles:
            return True
        if start == 0 and end >= len(text):
            low = text.lower()
        elif len(low := _low(text)) == len(text):
            low = low[start:end]
        else:  # "İ" is two small letters
            return True
        for needle in self.needles:  # noqa: SIM110 - a generator takes twice the time
            if needle in low:
                return True
        return False

    def search(self, text: str, start: int = 0, end: int = maxsize) -> "re.Match[str] | None":
        """As the expression's own."""
        return self.pattern.search(text, start, end) if self.may_stand(text, start, end) else None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator["re.Match[str]"]:
        """As the expression's own."""
        return self.pattern.finditer(text, start, end) if self.may_stand(text, start, end) else iter(())


@lru_cache(maxsize=8)
def _low(text: str) -> str:
    return text.lower()


def needed(expression: str) -> frozenset[str]:
    r"""Pieces of text in small letters one of which stands in whatever the expression holds for; none where nothing is sure.

    >>> sorted(needed(r"(?:[Bb]eteiligt|Mitwirkend) ist|\bzu Gast(?! sein)"))
    ['beteiligt', 'mitwirkend', 'zu gast']
    """
    every = _of(_parser.parse(expression)) or frozenset()
    found = frozenset(n for n in every if not any(other in n for other in every - {n}))
    return found if len(found) <= _MOST else frozenset()


def _of(parts: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best set of needles of a row of parts; None where there is none."""
    sets: list[frozenset[str]] = []
    row = ""
    for kind, value in parts:
        letter = _letter(kind, value)
        if letter is not None:
            row += letter
            continue
        if kind is _constants.AT or kind in (_constants.ASSERT, _constants.ASSERT_NOT):
            continue  # takes no place of its own: the letters around it stand side by side
        if len(row) >= _LEAST:
            sets.append(frozenset((row,)))
        row = ""
        inner = _inner(kind, value)
        if inner is not None:
            sets.append(inner)
    if len(row) >= _LEAST:
        sets.append(frozenset((row,)))
    return min(sets, key=_often, default=None)


def _often(needles: frozenset[str]) -> float:
    """How often one of them may stand in a text, roughly: each letter more makes a piece rarer by a factor."""
    return float(sum(3.0 ** -len(n) for n in needles))


def _inner(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is _constants.BRANCH:
        found = [_of(branch) for branch in value[1]]
        return frozenset().union(*(f for f in found if f is not None)) if None not in found else None
    if kind is _constants.SUBPATTERN:
        return _of(value[3])
    if kind is _constants.ATOMIC_GROUP:
        return _of(value)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of(value[2])
    return None


def _letter(kind: Any, value: Any) -> str | None:
    """The small letter that a part stands for: "b" and "[Bb]"; None for any other."""
    if kind is _constants.LITERAL:
        letters = {chr(value)}
    elif kind is _constants.IN and all(k is _constants.LITERAL for k, _ in value):
        letters = {chr(v) for _, v in value}
    else:
        return None
    low = {one.lower() for one in letters}
    return low.pop() if len(low) == 1 and all(len(one) == 1 for one in low) else None
