"""One expression for many words, in which what no word begins with is given up at its first letters.

Of the 220 number words one after the other, each is tried at the head of every word of a text.
"""

import re
from collections.abc import Iterable


class _Letters(dict[str, "_Letters"]):
    """What may follow a letter; the key "" where a word ends."""


def one_of(words: Iterable[str]) -> str:
    r"""An expression for any of the words, the longest that fits first; without regard to case only words of one case.

    >>> one_of(["acht", "achtzehn", "elf"]), one_of(["A. B.", "A"])
    ('(?:acht(?:zehn)?|elf)', 'A(?:\\.\\ B\\.)?')
    """
    tree = _Letters()
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, _Letters())
        node[""] = _Letters()
    return _written(tree)


def _written(node: _Letters) -> str:
    branches = [re.escape(letter) + _written(below) for letter, below in sorted(node.items()) if letter]
    if not branches:
        return ""
    if "" in node:
        return f"(?:{'|'.join(branches)})?"
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
