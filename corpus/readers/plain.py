"""Plain text: lines, blank lines, list markers."""

import re
from pathlib import PurePath
from typing import Final, NamedTuple

from corpus.document import Block, Document, Source
from corpus.language import detect
from corpus.readers import lines
from corpus.readers.dateline import is_dateline, masthead_day
from corpus.readers.formats import PLAIN
from corpus.readers.layout import Piece, classify

_LINE: Final = re.compile(r"\S[^\n]*")
_WIDEST: Final = 140
"""Characters of the widest line that is still taken for hard-wrapped text."""
_HEAD_LINES: Final = 8


class Layout(NamedTuple):
    """What the lines of a text show."""

    blocks: tuple[Block, ...]
    title: str | None
    publisher: str | None
    published: str | None


class Line(NamedTuple):
    """A line that is not blank; `start` and `end` leave out the white space at its edges."""

    start: int
    end: int
    gap: bool
    """A blank line stands before it."""
    indented: bool


def read(source: Source, text: str) -> Document:
    """The document that the normalised `text` of a file is."""
    found = layout(text)
    return Document(
        id=PurePath(source.name).stem,
        source=source.name,
        key=source.key,
        text=text,
        blocks=found.blocks,
        title=found.title,
        publisher=found.publisher,
        published=found.published,
        published_from="text" if found.published else None,
        url=None,
        language=detect(text),
        raw=source.raw,
        media_type=PLAIN,
    )


def layout(text: str) -> Layout:
    """The blocks of a text, and what its first and last lines say of it.

    Each line is a block, except where a paragraph is broken in mid-sentence: hard-wrapped text, an indented
    continuation of a list item, a quotation mark on a line of its own.
    """
    all_lines = _lines(text)
    items = _items(text, all_lines)
    groups = _join(text, all_lines, items)
    pieces = [
        Piece.of(
            text[all_lines[first].start : all_lines[last].end],
            gap=all_lines[first].gap,
            kind="list_item" if first in items else "table_row" if _is_row(text, all_lines[first]) else None,
        )
        for first, last in groups
    ]
    kinds, title = classify(pieces)
    blocks = tuple(
        Block(all_lines[first].start, all_lines[last].end, kind)
        for (first, last), kind in zip(groups, kinds, strict=True)
    )
    mastheads = [piece.head for piece in pieces[:_HEAD_LINES]]
    headline = " ".join(text[blocks[title].start : blocks[title].end].split()) if title is not None else None
    if headline is None:
        headline = next(filter(None, map(lines.after_masthead, mastheads)), None)
    return Layout(blocks, headline, publisher(mastheads), masthead_day([piece.head for piece in pieces]))


def publisher(mastheads: list[str]) -> str | None:
    """The sender that a masthead names; of several the one whose line says nothing else."""
    named = [(":" in line, found) for line in mastheads if (found := lines.issuer(line))]
    return min(named, key=lambda pair: pair[0])[1] if named else None


def _lines(text: str) -> list[Line]:
    found = []
    before = 0
    for match in _LINE.finditer(text):
        start = match.start()
        end = start + len(match.group().rstrip())
        indented = start > 0 and text[start - 1] != "\n"
        found.append(Line(start, end, text.count("\n", before, start) > 1, indented))
        before = end
    return found


def _head(text: str, line: Line) -> str:
    return text[line.start : min(line.end, line.start + lines.HEAD)]


def _is_row(text: str, line: Line) -> bool:
    head = _head(text, line)
    return head.count("\t") > 1 or head.count(" | ") > 1


def _items(text: str, all_lines: list[Line]) -> set[int]:
    """The lines that begin a list item. A number counts only in a sequence: "1. ..." with "2. ..." after it."""
    found = set()
    numbered: dict[str, list[tuple[int, int]]] = {"number": [], "letter": []}
    for n, line in enumerate(all_lines):
        if (mark := lines.marker(text[line.start : min(line.end, line.start + 20)])) is None:
            continue
        if mark.style == "bullet":
            if not mark.alone or (n + 1 < len(all_lines) and not all_lines[n + 1].gap):
                found.add(n)
        else:
            numbered[mark.style].append((n, mark.value))
    for sequence in numbered.values():
        last = None
        for (n, value), following in zip(sequence, [*sequence[1:], (0, 0)], strict=False):
            if (value == 1 and following[1] == 2) or (last is not None and value == last + 1):
                found.add(n)
                last = value
            else:
                last = None
    return found


def _join(text: str, all_lines: list[Line], items: set[int]) -> list[tuple[int, int]]:
    """Which lines make one block: (first, last) line of each."""
    width = _width(text, all_lines, items)
    groups: list[tuple[int, int]] = []
    for n, line in enumerate(all_lines):
        if groups and not line.gap and _continues(text, all_lines, groups[-1], n, items, width):
            groups[-1] = (groups[-1][0], n)
        else:
            groups.append((n, n))
    return groups


def _continues(
    text: str, all_lines: list[Line], group: tuple[int, int], n: int, items: set[int], width: int | None
) -> bool:
    """Whether line `n` goes on with what the group of lines before it says."""
    before, line = all_lines[group[1]], all_lines[n]
    head = _head(text, line)
    tail = text[max(before.start, before.end - 8) : before.end]
    first = group[0] in items
    if n in items:
        # "... innerhalb von NUM\n– so der Plan –": a dash in a full line's sentence, and no list about it
        lone = n - 1 not in items and n + 1 not in items and not first and head[:1] in "–-"
        if not (lone and width and before.end - before.start > 0.8 * width and tail[-1] not in ".:!?;"):
            return False
        items.discard(n)
        return True
    if first and lines.marker(text[all_lines[group[0]].start : before.end][:20]) == ("bullet", 0, True):
        return group[0] == group[1]
    # A quotation mark that a link or a style has put on a line of its own.
    if tail[-1] in "„‚(" or head[0] in ",;)" or (head[0] in "“”’" and not head[1:2].isalnum()):
        return True
    if _stands_alone(head, n):
        return False
    if first and line.indented and line.end - line.start < _WIDEST and not lines.ends_sentence(tail):
        return True
    if width is None or _stands_alone(_head(text, before), group[1]):
        return False
    if head[0].islower() and not lines.ends_sentence(tail):
        return True
    word = len(head.split(None, 1)[0])
    return before.end - before.start + 1 + word > width


def _stands_alone(head: str, n: int) -> bool:
    if lines.is_contact(head) or lines.is_contact_head(head) or lines.is_boilerplate(head):
        return True
    return n < _HEAD_LINES and (lines.is_masthead(head) or is_dateline(head))


def _width(text: str, all_lines: list[Line], items: set[int]) -> int | None:
    """The column at which the text was hard-wrapped, None when its lines are paragraphs.

    Hard-wrapped text breaks lines in mid-sentence: the next goes on in lower case. German writes two words of three
    so; a quarter of all breaks is enough, and long lines speak against it.
    """
    lengths = []
    broken = 0
    for n in range(len(all_lines) - 1):
        line, following = all_lines[n], all_lines[n + 1]
        if following.gap or n + 1 in items:
            continue
        lengths.append(line.end - line.start)
        if text[following.start].islower() and (text[line.end - 1].isalnum() or text[line.end - 1] in ",-–"):
            broken += 1
    if not lengths or broken < max(1, len(lengths) / 4):
        return None
    width = sorted(lengths)[int(0.9 * (len(lengths) - 1))]
    return width if width <= _WIDEST else None
