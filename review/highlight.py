"""Marks in a text, from code-point offsets: the server renders them, the browser computes none.

Every character of the text becomes one character of the page, so that offsets count the same in both.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

LISTED: Final = "list_item"
_BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS: Final = (
    "".join(chr(n) for n in (*range(9), *range(11, 32), *range(127, 160))) + "\u2028\u2029\ufff9\ufffa\ufffb"
)
_SHOWN: Final = {
    ord(c): Markup('<span class="control" title="U+{:04X}">{}</span>').format(ord(c), sign)
    for signs, sign in ((_BIDI, "\u21c4"), (_CONTROLS, "\ufffd"))
    for c in signs
}
"""What would turn the writing round, or would be obeyed: a release may hold it, a page shows it as one sign."""

_PLAIN: Final = {ord(c): sign for signs, sign in ((_BIDI, "\u21c4"), (_CONTROLS, "\ufffd")) for c in signs}


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch to be marked.

    Attributes:
        start, end: code points in the text.
        kind: the mark's class: a label, `evidence`, `subject`, `object`.
        ident: by which its pieces belong together; empty for none.
        title: what a pointer that rests on it is told.
    """

    start: int
    end: int
    kind: str
    ident: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a text, or what is shown of it.

    Attributes:
        kind: of the block; start: of what is shown, code points; html: the text with its marks.
        bare: a list's item without a sign of its own; before, after: whether something is left out there.
    """

    kind: str
    start: int
    html: Markup
    bare: bool = False
    before: bool = False
    after: bool = False


def plain(text: str) -> str:
    """The text where no tag can stand, as in a window's title: the same signs, to be escaped by the template."""
    return text.translate(_PLAIN)


def shown(text: str) -> Markup:
    """The text for a page: escaped, with signs in place of what is not to be obeyed."""
    return Markup(str(escape(text)).translate(_SHOWN))  # noqa: S704 - escaped in this very line


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Markup:
    """`text[start:end]` with its marks, one inside the other; what crosses another's end goes on behind it.

    Args:
        text: the whole text.
        start: code points of what is shown.
        end: the same.
        marks: in any order; what lies outside is left out, what reaches out is cut.
    """
    waiting = [
        (max(mark.start, start), -min(mark.end, end), n, mark)
        for n, mark in enumerate(marks)
        if mark.start < end and mark.end > start and mark.start < mark.end
    ]
    heapq.heapify(waiting)
    out: list[str] = []
    open_ends: list[int] = []
    at = start

    def text_to(place: int) -> None:
        nonlocal at
        if place > at:
            out.append(shown(text[at:place]))
            at = place

    while waiting or open_ends:
        if open_ends and (not waiting or open_ends[-1] <= waiting[0][0]):
            text_to(open_ends.pop())
            out.append("</mark>")
            continue
        first, last, n, mark = heapq.heappop(waiting)
        last = -last
        if open_ends and last > open_ends[-1]:
            heapq.heappush(waiting, (open_ends[-1], -last, n, mark))
            last = open_ends[-1]
        text_to(first)
        out.append(_opening(mark))
        open_ends.append(last)
    text_to(end)
    return Markup("".join(out))  # noqa: S704 - made of escaped parts only


def parts(
    text: str, blocks: Sequence[tuple[int, int, str]], marks: Sequence[Mark], start: int = 0, end: int | None = None
) -> Iterator[Part]:
    """The blocks between two places with their marks.

    Args:
        text: the whole text.
        blocks: (start, end, kind), in order; text between them that is more than space is shown as a paragraph.
        marks: in any order.
        start: code points of what is shown.
        end: the same; None: the text's end.
    """
    end = len(text) if end is None else min(end, len(text))
    ordered = sorted(marks, key=lambda mark: mark.start)
    passed, reaching = 0, list[Mark]()
    for first, last, kind in _covering(text, blocks):
        if last <= start or first >= end:
            continue
        a, b = max(first, start), min(last, end)
        while passed < len(ordered) and ordered[passed].start < b:
            reaching.append(ordered[passed])
            passed += 1
        reaching = [mark for mark in reaching if mark.end > a]
        bare = kind == LISTED and text[a].isalnum()
        yield Part(kind, a, marked(text, a, b, reaching), bare, before=a > first, after=b < last)


def window(text: str, start: int, size: int) -> tuple[int, int]:
    """About `size` code points from `start` on, cut at a space where there is one."""
    start = min(max(start, 0), max(len(text) - 1, 0))
    end = min(start + size, len(text))
    if end < len(text):
        space = max(text.rfind(" ", start + size // 2, end), text.rfind("\n", start + size // 2, end))
        end = space + 1 if space > 0 else end
    return start, end


def around(
    text: str, blocks: Sequence[tuple[int, int, str]], start: int, end: int, *, before: int = 320, after: int = 320
) -> list[tuple[int, int]]:
    """What is shown of a text around evidence: its blocks, but not more than a glance can take in.

    Args:
        text: the whole text.
        blocks: (start, end, kind).
        start: the evidence, code points.
        end: the same.
        before: how much at most of its blocks in front of it.
        after: how much behind it.

    Returns:
        One or two (start, end): of very long evidence, its beginning and its end.
    """
    touched = [(a, b) for a, b, _ in blocks if a < end and b > start] or [(start, end)]
    first, last = min(touched[0][0], start), max(touched[-1][1], end)
    if start - first > before:
        space = text.find(" ", start - before, start)
        first = space + 1 if space > 0 else start - before
    if last - end > after:
        space = text.rfind(" ", end, end + after)
        last = space if space > 0 else end + after
    if end - start <= _LONG:
        return [(first, last)]
    return [(first, start + _LONG * 2 // 3), (end - _LONG // 3, last)]


_LONG: Final = 2400  # code points of evidence; the longest lists of real releases have about 900


def _covering(text: str, blocks: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for first, last, kind in blocks:
        if text[at:first].strip():
            yield at, first, "paragraph"
        if last > max(first, at):
            yield max(first, at), last, kind
        at = max(at, last)
    if text[at:].strip():
        yield at, len(text), "paragraph"


def _opening(mark: Mark) -> Markup:
    html = Markup('<mark class="{}"').format(mark.kind)
    if mark.ident:
        html += Markup(' data-m="{}"').format(mark.ident)
    if mark.title:
        html += Markup(' title="{}"').format(mark.title)
    return html + Markup(">")
