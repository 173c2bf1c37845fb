r"""Lines joined to running text: which hyphen at a line's end belongs to the word, and which only broke it.

German breaks words anywhere between syllables ("Universitäts-\nmedizin"), and has hyphens of its own: between names
("Nord-\nSüd"), after abbreviations ("CT-\ngestützt") and for a part that is left out ("Herz-\nund Gefäßchirurgie").
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_HYPHENS: Final = "-\u2010"
_SOFT: Final = "\u00ad"
_LEFT_OUT: Final = frozenset({
    "und", "oder", "sowie", "bzw.", "bzw", "beziehungsweise", "als", "bis", "wie", "noch", "aber", "statt", "plus", "versus", "vs.", "u.",
})  # fmt: skip
"""Words before which a hyphen stands for the rest of the word."""
_WORD: Final = re.compile(r"\w[\w-]*\w")
_LAST: Final = re.compile(r"(?<![\w-])[\w-]*+$")
_FIRST: Final = re.compile(r"\w+\.?")


class Joiner:
    """Joins lines; what the document spells inside its lines decides what it broke at their ends.

    >>> Joiner([]).join(["Die Universitäts-", "medizin zwischen Nord-", "Süd und der Herz-", "und Gefäßchirurgie"])
    'Die Universitätsmedizin zwischen Nord-Süd und der Herz- und Gefäßchirurgie'
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Learn the words of the lines, but for the first and last of each, which may be halves."""
        self._words: set[str] = set()
        for text in texts:
            self._words.update(found.casefold() for found in _WORD.findall(text.replace(_SOFT, ""))[1:-1])

    def join(self, texts: Sequence[str]) -> str:
        """One text of the lines."""
        parts: list[str] = []
        for text in texts:
            if parts:
                parts[-1], between = self._ending(parts[-1], text)
                parts.append(between)
            parts.append(text)
        return "".join(parts).replace(_SOFT, "")

    def _ending(self, before: str, after: str) -> tuple[str, str]:
        """The line without a hyphen that is not the word's, and what stands between it and the next."""
        if before.endswith(_SOFT):
            return before[:-1], ""
        if before[-2:-1].isalnum() and before[-1] in "/–" and after[:1].isalnum():
            return before, "" if before[-1] == "/" or (before[-2].isdigit() and after[0].isdigit()) else " "
        if before[-1:] not in _HYPHENS or not before[-2:-1].isalnum() or not after[:1].isalnum():
            return before, " "
        stem = (_LAST.search(before[:-1]) or [""])[0]
        tail = (_FIRST.match(after) or [""])[0]
        if not after[0].islower():
            return before, ""
        if tail in _LEFT_OUT:
            return before, " "
        tail = tail.rstrip(".")
        whole, parted = f"{stem}{tail}".casefold() in self._words, f"{stem}-{tail}".casefold() in self._words
        if whole != parted:
            return (before[:-1] if whole else before), ""
        last = stem.rpartition("-")[2]
        # "24-\nstündig", "E-\nmail", "CT-\ngestützt"
        own = last[-1:].isdigit() or len(last) == 1 or (last.isupper() and len(last) <= 6)
        return (before if own else before[:-1]), ""
