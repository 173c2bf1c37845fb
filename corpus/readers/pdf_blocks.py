"""Lines of a PDF file to stretches of text: paragraphs, list items, headings.

A PDF file knows neither words nor paragraphs, only signs and where they stand. A line goes on with the one before it
unless it is set off, of another size, or its first word would have fitted into the line before: then someone ended
that line on purpose.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from corpus.document import BlockKind
from corpus.readers import lines as shapes
from corpus.readers import pdf_frame
from corpus.readers.dateline import is_dateline
from corpus.readers.hyphens import Joiner
from corpus.readers.lines import HEAD
from corpus.readers.page import fold
from corpus.readers.pdf_columns import Line

_SET_OFF: Final = 1.2
"""Distance between lines at which a paragraph begins, in usual distances."""
_LARGE: Final = 1.12
"""Size of a heading, in sizes of the running text."""
_SMALL: Final = 0.9
_SAME_SIZE: Final = 0.6
_SPACE: Final = 0.25
_SAME_PLACE: Final = 8
_INDENT: Final = 0.8
_TITLE_MAX: Final = 300
_HEADING_MAX: Final = 150
_LEAD_MIN: Final = 60
_HEAD_LINES: Final = 8
_TOP: Final = 12
_LOOK_BACK: Final = 4
_CID: Final = re.compile(r"^\(cid:\d+\)\s*(?=\S)")

Entry = tuple[str, BlockKind | None, bool]


@dataclass(slots=True)
class _Block:
    """Lines that belong together."""

    lines: list[Line]
    gap: bool
    item: bool = False
    marker: str = ""
    """What the first line begins with and the text leaves out: a bullet is drawn, not written."""
    kind: BlockKind | None = None
    text: str = ""
    open_lines: list[str] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def entries(pages: Sequence[list[Line]], title: str | None) -> list[Entry]:
    """The file's stretches of text: words, role where the print shows it, and whether it is set off.

    Args:
        pages: the lines of each page in reading order.
        title: the title that the file's metadata has.
    """
    kept = pdf_frame.without(pages)
    flat = [line for page in kept for line in page]
    for line in flat:
        line.text = _CID.sub("• ", line.text)
    _widen(kept)
    blocks = _Layout(flat).blocks()
    joiner = Joiner(line.text for line in flat)
    for block in blocks:
        texts = [line.text for line in block.lines]
        texts[0] = texts[0].removeprefix(block.marker).lstrip()
        block.text = joiner.join(texts)
    blocks = [block for block in blocks if block.text]
    _kinds(blocks, _body(flat), title)
    return [(block.text, block.kind, block.gap) for block in blocks]


def _body(flat: Sequence[Line]) -> tuple[float, bool]:
    """Size of the running text, and whether it is bold."""
    found = Counter[tuple[float, bool]]()
    for line in flat:
        found[line.size, line.bold] += len(line.text) * (not line.row)
    return found.most_common(1)[0][0] if found else (10.0, False)


def _widen(pages: Sequence[list[Line]]) -> None:
    """A few last lines alone on a page are as wide as the text of the pages before them."""
    wide: dict[int, float] = {}
    for page in pages:
        for line in page:
            wide[round(line.left / 8)] = max(line.right, wide.get(round(line.left / 8), 0))
    for page in pages:
        if len({line.column for line in page}) == 1 and len(page) < 8:
            for line in page:
                line.right = max(line.right, wide[round(line.left / 8)])


class _Layout:
    def __init__(self, flat: Sequence[Line]) -> None:
        self.flat = flat
        self.body, self.body_bold = _body(flat)
        self.leading = self._leading()
        self.tops = {id(line) for line in flat[:_HEAD_LINES]}
        self.numbered = self._numbered()

    def blocks(self) -> list[_Block]:
        """The lines that belong together."""
        found: list[_Block] = []
        before: Line | None = None
        for line in self.flat:
            beside = before is not None and (before.page, before.column) == (line.page, line.column)
            gap = not beside or (before is not None and self._set_off(before, line))
            if before is not None and beside:
                goes_on = self._goes_on(found[-1], before, line, gap=gap)
                target = found[-1]
            else:
                over = self._over_the_edge(found, line)
                goes_on, target = over is not None, over or _Block([line], gap=True)
            if goes_on:
                target.lines.append(line)
            else:
                marker = self._marker(line, before if beside else None, gap=gap)
                item = marker is not None
                # A number is part of what the item says, a bullet is not.
                found.append(_Block([line], gap, item, "" if marker is None or marker[:1].isalnum() else marker))
            before = line
        return found

    def _leading(self) -> dict[float, float]:
        """The usual distance from line to line, by size."""
        steps: dict[float, Counter[float]] = {}
        for before, line in pairwise(self.flat):
            if (before.page, before.column) != (line.page, line.column) or before.size != line.size:
                continue
            step = round(line.top - before.top, 0)
            if 0.8 * line.size <= step <= 2.6 * line.size:
                steps.setdefault(line.size, Counter())[step] += 1
        found = {}
        for size, counts in steps.items():
            most = max(counts.values())
            # Of two that are nearly as frequent the smaller is the line's, the larger the paragraph's.
            found[size] = min(step for step, count in counts.items() if 3 * count >= most) + 0.5
        return found

    def _set_off(self, before: Line, line: Line) -> bool:
        usual = self.leading.get(line.size, 1.25 * max(line.size, before.size))
        if before.size != line.size:
            usual = max(usual, 1.25 * max(line.size, before.size))
        return line.top - before.top > _SET_OFF * usual

    def _goes_on(self, block: _Block, before: Line, line: Line, *, gap: bool) -> bool:
        """Whether the line belongs to the block of the line before it, in the same column."""
        if line.row or before.row or abs(line.size - before.size) > _SAME_SIZE:
            return False
        if block.item and block.lines == [before] and before.text == block.marker.strip():
            return True
        room = self._room(before, line)
        if not gap and not room and id(line) in self.tops and is_dateline(f"{before.text} {line.text}"):
            return True
        if gap or self._marker(line, before, gap=gap) is not None or self._alone(line) or self._alone(before):
            return False
        if line.size >= _LARGE * self.body:
            return not (room and shapes.ends_sentence(before.text))
        if room or (line.bold != before.bold and shapes.ends_sentence(before.text)):
            return False
        if block.item:
            # Back at the margin after an item whose lines hang.
            return not (line.x0 < before.x0 - 2 and len(block.lines) > 1 and shapes.ends_sentence(before.text))
        indented = line.x0 > before.x0 + _INDENT * line.size and abs(before.x0 - line.left) < 2
        return not (indented and shapes.ends_sentence(before.text))

    def _room(self, before: Line, line: Line) -> bool:
        """Whether the first word of the line would have fitted into the one before."""
        return before.x1 + _SPACE * line.size + line.first <= line.right - 1

    def _over_the_edge(self, found: Sequence[_Block], line: Line) -> _Block | None:
        """The block that goes on at the top of another column or page; footnotes may stand between."""
        if line.row or self._alone(line) or self._marker(line, None, gap=True) is not None:
            return None
        for block in reversed(found[-_LOOK_BACK:]):
            last = block.lines[-1]
            if abs(last.size - line.size) > _SAME_SIZE or last.row:
                if last.size > line.size or last.row:
                    return None
                continue
            if last.bold != line.bold or line.size >= _LARGE * self.body or self._alone(last):
                return None
            if shapes.ends_sentence(last.text) or last.text.endswith(":"):
                return None
            full = last.x1 + _SPACE * last.size + line.first > last.right - 1
            return block if full or (line.text[:1].islower() and not block.item) else None
        return None

    def _alone(self, line: Line) -> bool:
        """Whether no paragraph runs into or out of the line."""
        head = line.text[:HEAD]
        if shapes.is_contact(head) or shapes.is_contact_head(head) or shapes.is_link(head):
            return True
        # "... folgt am\nMittwoch, 13. Juni 2024" further down is no date line.
        return id(line) in self.tops and is_dateline(head)

    def _marker(self, line: Line, before: Line | None, *, gap: bool) -> str | None:
        """What makes the line begin a list item, None when it does not."""
        mark = shapes.marker(line.text[:40])
        if mark is None or line.row:
            return None
        if mark.style != "bullet":
            return line.text.split(None, 1)[0] if id(line) in self.numbered else None
        if shapes.is_boilerplate(line.text[:HEAD]):
            return None
        glyph = line.text[0]
        if glyph in "-–—" and before is not None and not gap:
            # "... innerhalb des Netzes\n– so der Plan –" in a full line's sentence is no item.
            alike = before.text[:1] == glyph or abs(line.x0 - before.x0) > 3 or before.text.endswith(":")
            if not alike and not self._room(before, line):
                return None
        return glyph

    def _numbered(self) -> set[int]:
        """Lines that begin with a number or a letter of a sequence, each at the same place."""
        found: set[int] = set()
        last: tuple[Line, str, int] | None = None
        for line in self.flat:
            mark = shapes.marker(line.text[:40])
            if mark is None or mark.style == "bullet":
                continue
            if last is not None and last[1:] == (mark.style, mark.value - 1):
                beneath = line.page != last[0].page or abs(line.x0 - last[0].x0) <= _SAME_PLACE
                if beneath and (mark.value == 2 or id(last[0]) in found):
                    found |= {id(last[0]), id(line)}
            last = (line, mark.style, mark.value)
        return found


def _kinds(blocks: Sequence[_Block], body: tuple[float, bool], title: str | None) -> None:
    """What size, weight and marks say of the blocks; the rest is told by their words."""
    size, bold = body
    top = _title(blocks, size, title)
    for n, block in enumerate(blocks):
        short = len(block.text) <= _HEADING_MAX and not shapes.ends_sentence(block.text)
        if block is top:
            block.kind = "title"
        elif block.lines[0].row:
            block.kind = "table_row"
        elif block.item:
            block.kind = "list_item"
        elif top is not None and n == 0 and blocks[1:2] == [top]:
            continue
        elif top is not None and blocks[n - 1] is top and len(block.text) >= _LEAD_MIN and (
            (block.bold and not bold) or block.size > _SAME_SIZE + size
        ):  # fmt: skip
            block.kind = "lead"
        elif _is_masthead(block):
            continue
        elif block.size >= _LARGE * size and short:
            block.kind = "heading"
        elif block.bold and not bold and short and block.gap and not block.text.endswith(":") and n + 1 < len(blocks):
            follower = blocks[n + 1]
            if not follower.bold and block.size > _SMALL * size:
                block.kind = "heading"


def _title(blocks: Sequence[_Block], size: float, told: str | None) -> _Block | None:
    """The headline: what the file's metadata repeats, else what is largest at the top of the first page."""
    tops = [block for block in blocks[:_TOP] if block.lines[0].page == 1 and not block.lines[0].row and not block.item]
    if told and len(fold(told)) >= 8:
        for block in tops:
            if fold(block.text) == fold(told):
                return block
    large = [
        block for block in tops
        if block.size >= _LARGE * size and len(block.text) <= _TITLE_MAX and not _is_masthead(block)
    ]  # fmt: skip
    if len(large) > 1:
        # A letterhead may be larger than the headline; it is a name, and the text below uses it.
        rest = " ".join(block.text for block in blocks)
        large = [block for block in large if rest.count(block.text) < 2 or len(block.text.split()) > 6] or large
    return max(large, key=lambda block: block.size, default=None)


def _is_masthead(block: _Block) -> bool:
    return shapes.is_masthead(block.text) or is_dateline(block.text)
