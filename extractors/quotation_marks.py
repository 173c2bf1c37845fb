"""Where something stands between quotation marks: „…“, "…", »…«, «…», “…”, ‚…‘; nested, unclosed and reopened marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Opening marks and what closes them; the last is typewriter style, where both are the same.
_CLOSING: Final = {"„": '“”"', "»": "«", "«": "»", "“": '”"', "‚": "‘’", '"': '"“”'}
_OPENING: Final = re.compile("[" + "".join(_CLOSING) + "]")
_ENDS: Final = {mark: re.compile(f"[{mark}{closing}]") for mark, closing in _CLOSING.items()}
_MOST: Final = 2500  # code points between two marks
_DEEPEST: Final = 3  # a mark inside a mark inside a mark: beyond that it is no text
_LINE_START: Final = re.compile(r"\n[^\S\n]*$")


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between two marks.

    Attributes:
        start, end: code points without the marks and the white space beside them.
        low, high: with the marks; of a paragraph whose quote goes on in the next one `high` is `end`.
        open_ended: the quote goes on in the next paragraph, which opens it again.
    """

    start: int
    end: int
    low: int
    high: int
    open_ended: bool = False


def quoted(text: str) -> Iterator[Quoted]:
    """What stands between marks, outermost, in text order."""
    position = 0
    while (m := _OPENING.search(text, position)) is not None:
        position = m.end()
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        # A closing mark, an inch, an apostrophe inside a word; "„" opens even when its text stands on the next line.
        if m[0] != "„" and (before.isalnum() or not after.strip() or before in _sentence_ends(m[0])):
            continue
        end, open_ended = _end(text, m.end(), m[0])
        if end is None:
            continue
        position = end if open_ended else end + 1
        inner = text[m.end() : end]
        if inner.strip():
            start = m.end() + len(inner) - len(inner.lstrip())
            stop = end - (len(inner) - len(inner.rstrip()))
            yield Quoted(start, stop, m.start(), stop if open_ended else end + 1, open_ended)


def _sentence_ends(mark: str) -> tuple[str, ...]:
    """What stands before a closing mark, never before an opening one; the marks that only open have none."""
    return (".", "!", "?", ",") if mark in '"“»«' else ()


def _end(text: str, start: int, mark: str) -> tuple[int | None, bool]:
    """Where the mark that closes stands, and False; or where the paragraph ends whose quote goes on, and True."""
    depth = 1
    first: int | None = None
    same = mark in _CLOSING[mark]
    for m in _ENDS[mark].finditer(text, start, start + _MOST):
        if m[0] == mark and not same:
            if mark == "„" and depth == 1 and _LINE_START.search(text, max(start, m.start() - 40), m.start()):
                return text.rindex("\n", start, m.start()), True
            depth += 1
            if depth > _DEEPEST:
                break
            continue
        if same and text[m.end() : m.end() + 1].isalnum():
            continue
        first = m.start() if first is None else first
        depth -= 1
        if depth == 0:
            return m.start(), False
    return first, False
