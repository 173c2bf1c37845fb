"""Plain text: lines, blank lines, list markers."""

import re
from itertools import pairwise
from pathlib import PurePath
from typing import Final, NamedTuple

from corpus.document import Block, BlockKind, Document, Source
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
    found = _Lines(text)
    groups = found.groups()
    pieces = [found.piece(first, last) for first, last in groups]
    kinds, title, sender = classify(pieces)
    blocks = tuple(
        Block(found.lines[first].start, found.lines[last].end, kind)
        for (first, last), kind in zip(groups, kinds, strict=True)
    )
    mastheads = [piece.head for piece in pieces[:_HEAD_LINES]]
    headline = " ".join(text[blocks[title].start : blocks[title].end].split()) if title is not None else None
    if headline is None:
        headline = next(filter(None, map(lines.after_masthead, mastheads)), None)
    issuer = publisher(mastheads) or (pieces[sender].head if sender is not None else None)
    return Layout(blocks, headline, issuer, masthead_day([piece.head for piece in pieces]))


def publisher(mastheads: list[str]) -> str | None:
    """The sender that a masthead names; of several the one whose line says nothing else."""
    named = [(":" in line, found) for line in mastheads if (found := lines.issuer(line))]
    return min(named, key=lambda pair: pair[0])[1] if named else None


class _Lines:
    """The lines of a text, which of them begin list items, and at which column they were wrapped."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        before = 0
        for match in _LINE.finditer(text):
            start = match.start()
            end = start + len(match.group().rstrip())
            indented = start > 0 and text[start - 1] != "\n"
            self.lines.append(Line(start, end, text.count("\n", before, start) > 1, indented))
            before = end
        self.items = self._items()
        self.width = self._width()

    def groups(self) -> list[tuple[int, int]]:
        """Which lines make one block: (first, last) line of each."""
        groups: list[tuple[int, int]] = []
        for n, line in enumerate(self.lines):
            if groups and not line.gap and self._continues(groups[-1], n):
                groups[-1] = (groups[-1][0], n)
            else:
                groups.append((n, n))
        return groups

    def piece(self, first: int, last: int) -> Piece:
        """The piece that some lines make."""
        line = self.lines[first]
        head = self._head(line)
        kind: BlockKind | None = None
        if first in self.items:
            kind = "list_item"
        elif head.count("\t") > 1 or head.count(" | ") > 1:
            kind = "table_row"
        return Piece.of(self.text[line.start : self.lines[last].end], gap=line.gap, kind=kind)

    def _head(self, line: Line) -> str:
        return self.text[line.start : min(line.end, line.start + lines.HEAD)]

    def _items(self) -> set[int]:
        """The lines that begin a list item. A number counts only in a sequence: "1. ..." with "2. ..." after it."""
        found = set()
        numbered: dict[str, list[tuple[int, int]]] = {"number": [], "letter": []}
        for n, line in enumerate(self.lines):
            if (mark := lines.marker(self.text[line.start : min(line.end, line.start + 20)])) is None:
                continue
            if mark.style == "bullet":
                followed = n + 1 < len(self.lines) and not self.lines[n + 1].gap
                # "- Ende der Pressemitteilung -"
                if followed if mark.alone else not lines.is_boilerplate(self._head(line)):
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

    def _width(self) -> int | None:
        """The column at which the text was hard-wrapped, None when its lines are paragraphs.

        Hard-wrapped text breaks lines in mid-sentence: the next goes on in lower case. German writes two words of
        three so; a quarter of all breaks is enough, and long lines speak against it.
        """
        lengths = []
        broken = 0
        for n, (line, following) in enumerate(pairwise(self.lines)):
            if following.gap or n + 1 in self.items:
                continue
            lengths.append(line.end - line.start)
            last = self.text[line.end - 1]
            if self.text[following.start].islower() and (last.isalnum() or last in ",-–"):
                # "presse@..." below a telephone number goes on with nothing.
                broken += not lines.is_contact(self._head(following)) and not lines.is_link(self._head(following))
        if not lengths or broken < max(1, len(lengths) / 4):
            return None
        width = sorted(lengths)[int(0.9 * (len(lengths) - 1))]
        return width if width <= _WIDEST else None

    def _continues(self, group: tuple[int, int], n: int) -> bool:
        """Whether line `n` goes on with what the group of lines before it says."""
        before, line = self.lines[group[1]], self.lines[n]
        head = self._head(line)
        tail = self.text[max(before.start, before.end - 8) : before.end]
        length = before.end - before.start
        item = group[0] in self.items
        if n in self.items:
            # "... innerhalb von NUM\n– so der Plan –": a dash in a full line's sentence, and no list about it
            lone = not item and n - 1 not in self.items and n + 1 not in self.items and head[0] in "–-"
            if not (lone and self.width and length > 0.8 * self.width and tail[-1] not in ".:!?;"):
                return False
            self.items.discard(n)
            return True
        if item and length == 1 and group[0] == group[1]:
            return True  # the bullet stood alone on its line
        # A quotation mark that a link or a style has put on a line of its own.
        if tail[-1] in "„‚(" or head[0] in ",;)" or (head[0] in "“”’" and not head[1:2].isalnum()):
            return True
        if _stands_alone(head, n):
            return False
        ended = lines.ends_sentence(tail)
        if item and line.indented and line.end - line.start < _WIDEST and not ended:
            return True
        if self.width is None or _stands_alone(self._head(before), group[1]):
            return False
        if head[0].islower() and not ended:
            return True
        return length + 1 + len(head.split(None, 1)[0]) > self.width


def _stands_alone(head: str, n: int) -> bool:
    """Whether the line is of a kind that no paragraph runs into, however full it is."""
    if lines.is_contact(head) or lines.is_contact_head(head) or lines.is_boilerplate(head):
        return True
    return n < _HEAD_LINES and (lines.is_masthead(head) or is_dateline(head))
