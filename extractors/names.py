"""Which name of a document is the fullest for a thing: abbreviations resolved, shortened forms completed."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from extractors.german import fold

_UNI: Final = re.compile(r"\buni(?=klini)")


class Names:
    """The names of one kind in one document."""

    def __init__(self, names: Iterable[str], abbreviations: Mapping[str, str]) -> None:
        """Takes base forms as the document gives them, and its abbreviations {short: long}."""
        self._long = {fold(short): long for short, long in abbreviations.items()}
        self._names = sorted({*names, *abbreviations.values()}, key=lambda n: (-len(n), n))
        self._parts = [(_words(n), n) for n in self._names]
        self._memo: dict[str, str] = {}

    def fullest(self, name: str) -> str:
        """The fullest name of the same thing, or the name itself.

        "HSMD" -> what it abbreviates; "Medizinische Fakultät" -> "Medizinische Fakultät der TU Dresden" when the
        document knows only one; a name of one word is never completed ("RACOON" is not "RACOON PAIN").
        """
        if name not in self._memo:
            self._memo[name] = self._complete(self._long.get(fold(name), name))
        return self._memo[name]

    def _complete(self, name: str) -> str:
        parts = _words(name)
        if len(parts) < 2:
            return name
        longer = [
            (words, full) for words, full in self._parts
            if len(words) > len(parts) and words[0] == parts[0] and _within(parts, words)
        ]  # fmt: skip
        if not longer:
            return name
        # Unambiguous: all longer names are shortened forms of the longest one.
        words, full = max(longer, key=lambda item: (len(item[0]), item[1]))
        return full if all(_within(other, words) for other, _ in longer) else name


def _words(name: str) -> list[str]:
    """The words by which names are completed: "Uniklinikum X" is the Universitätsklinikum X."""
    return _UNI.sub("universitäts", fold(name)).split()


def _within(short: list[str], long: list[str]) -> bool:
    """Whether the words of `short` stand in `long` in the same order."""
    rest = iter(long)
    return all(word in rest for word in short)
