"""A missed fact: the stretch that a person selected, verified against the text and snapped to words."""

import re
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\w+")
_REST: Final = 3  # letters that a compound's other part has at least; fewer were missed by the hand that selected
_PART: Final = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text, code points.

    Attributes:
        start, end, quote: what is taken. whole: whether it begins and ends with words, or is part of a compound.
        words: the same, widened to whole words.
    """

    start: int
    end: int
    quote: str
    whole: bool
    words: tuple[int, int]


def select(text: str, quote: str, start: int | None = None, *, exact: bool | None = None) -> Selection | None:
    """What was selected, or None when it does not stand in the text.

    Args:
        text: the release's text.
        quote: as selected; white space does not count, for the page shows it otherwise than the text has it.
        start: where the browser saw it begin; without it, or where it is not there, the nearest place counts.
        exact: True: as it is; False: whole words; None: as it is where it looks like a part of a compound, else words.
    """
    found = _place(text, quote, start)
    if found is None:
        return None
    first, last = found
    wide = _widened(text, first, last)
    whole = wide == (first, last)
    if not whole and (exact is False or (exact is None and not _is_part(first, last, wide))):
        first, last = wide
    return Selection(first, last, text[first:last], (first, last) == wide, wide)


def _place(text: str, quote: str, start: int | None) -> tuple[int, int] | None:
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = [match.span() for match in pattern.finditer(text)]
    if not found:
        return None
    return min(found, key=lambda span: abs(span[0] - (start or 0)))


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """To whole words: a hyphen parts them, as it parts the names of a compound."""
    a, b = start, end
    while a > 0 and _WORD.match(text[a]) and _WORD.match(text[a - 1]):
        a -= 1
    while b < len(text) and _WORD.match(text[b - 1]) and _WORD.match(text[b]):
        b += 1
    return a, b


def _is_part(start: int, end: int, wide: tuple[int, int]) -> bool:
    """Whether a selection inside words is meant as it is: `Herz` in Herzzentrum, not `erzzentrum`."""
    cut = [n for n in (start - wide[0], wide[1] - end) if n]
    return end - start >= _PART and all(n >= _REST for n in cut)
