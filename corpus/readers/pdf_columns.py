"""The words of a page in reading order: columns one after the other, in each the lines from top to bottom.

Lengths are points (1/72 inch), measured from the page's upper left corner.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from corpus.readers import lines as shapes

_GUTTER: Final = 9.0
"""The narrowest space between two columns; between words it is three to six points."""
_EDGE: Final = 0.12
"""No gutter lies so near the page's edge, in parts of its width."""
_ROWS: Final = 3
_WORDS: Final = 2.5
"""Words per line that a column of text has at least; the cells of a table have fewer."""
_CELL: Final = 1.6
"""Space between the cells of a table's row, in font sizes."""
_ALIKE: Final = 0.6
"""Difference of font sizes, in points, that is none."""
_PROSE: Final = 8
_FULL: Final = 0.8
_APART: Final = 2.2
"""Distance from line to line that ends a column's text, in line heights."""
_ALIGNED: Final = 3.0
_DEPTH: Final = 3


class Word(NamedTuple):
    """A word, or a whole row of a ruled table, where it stands."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    row: bool = False


@dataclass(slots=True)
class Line:
    """A line of a column.

    Attributes:
        first: width of its first word, which tells whether that would have fitted into the line before.
        left, right: where the column's text begins and ends.
        column: number of the column on the page.
        row: whether it is a row of a table, its cells separated by " | ".
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    row: bool = False
    first: float = 0
    left: float = 0
    right: float = 0
    column: int = 0
    height: float = 0
    """The page's."""


def lines(words: Sequence[Word], page: int, width: float, height: float) -> list[Line]:
    """The lines of a page in reading order."""
    found: list[Line] = []
    for column, region in enumerate(_regions(list(words), width, _DEPTH)):
        rows = _rows(region)
        cells = [_cells(row) for row in rows]
        made = [_line(row, _is_row(cells, n), page) for n, row in enumerate(rows)]
        texts = [line for line in made if not line.row] or made
        for line in made:
            # A headline may be wider than the column under it.
            alike = [other for other in texts if abs(other.size - line.size) <= _ALIKE]
            line.left = min(other.x0 for other in texts)
            line.right = max(other.x1 for other in (alike if len(alike) >= _ROWS else texts))
            line.column, line.height = column, height
        found += made
    return found


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """The words that stand on one line, from left to right."""
    rows: list[list[Word]] = []
    base = 0.0
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        if rows and not word.row and not rows[-1][0].row and word.bottom - base <= max(2.0, 0.35 * word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
            base = word.bottom
    for row in rows:
        row.sort(key=lambda word: word.x0)
    return rows


def _regions(words: list[Word], width: float, depth: int) -> list[list[Word]]:
    """The columns of the words, in reading order."""
    if not words:
        return []
    if depth == 0:
        return [words]
    rows = _rows(words)
    found: list[list[Word]] = []
    plain: list[Word] = []
    n = 0
    while n < len(rows):
        end, gutter = _band(rows, n, width)
        if gutter is not None and _heads(rows[n:end], gutter):
            gutter = None
        if gutter is None:
            plain += rows[n]
            n += 1
            continue
        if plain:
            found.append(plain)
            plain = []
        sides = [_side(rows[n:end], gutter, left=left) for left in (True, False)]
        if _is_prose(sides[1]) and not _is_prose(sides[0]):
            sides.reverse()  # notes beside the text are read after it
        for side in sides:
            found += _regions([word for row in side for word in row], width, depth - 1)
        n = end
    return [*found, plain] if plain else found


def _band(rows: Sequence[list[Word]], start: int, width: float) -> tuple[int, float | None]:
    """The rows from `start` on that stand in two columns: the index after them, and where the gutter is."""
    free = [(width * _EDGE, width * (1 - _EDGE))]
    best: tuple[int, float | None] = (start, None)
    for end in range(start, len(rows)):
        free = _without(free, rows[end])
        if not free:
            break
        if len(rows[end]) == 1 and rows[end][0].row:
            break
        for left, right in sorted(free, key=lambda space: space[0] - space[1]):
            if end + 1 - start >= _ROWS and _is_columns(rows[start : end + 1], (left + right) / 2):
                best = (end + 1, (left + right) / 2)
                break
    if best[1] is None:
        return best
    return _trimmed(rows, start, best[0], best[1]), best[1]


def _without(free: list[tuple[float, float]], row: list[Word]) -> list[tuple[float, float]]:
    """What the row leaves free of the spaces."""
    for word in row:
        parts = []
        for left, right in free:
            if word.x1 <= left or word.x0 >= right:
                parts.append((left, right))
                continue
            parts += [(a, b) for a, b in ((left, word.x0), (word.x1, right)) if b - a >= _GUTTER]
        free = parts
    return free


def _side(rows: Sequence[list[Word]], gutter: float, *, left: bool) -> list[list[Word]]:
    """What stands on one side of a gutter, row by row, without empty rows."""
    sides = ([word for word in row if (word.x1 <= gutter) == left] for row in rows)
    return [row for row in sides if row]


def _is_prose(side: Sequence[list[Word]]) -> bool:
    """Whether the rows are running text: many, and most of them as wide as any."""
    if len(side) < _PROSE:
        return False
    left, right = min(row[0].x0 for row in side), max(row[-1].x1 for row in side)
    full = sum(row[-1].x1 - left >= _FULL * (right - left) for row in side)
    return 2 * full >= len(side) and sum(map(len, side)) >= _WORDS * len(side)


def _heads(band: Sequence[list[Word]], gutter: float) -> bool:
    """Whether the first row stands above both columns though it is no wider than the left one."""
    sides = [_side(band, gutter, left=left) for left in (True, False)]
    return _is_prose(sides[0]) == _is_prose(sides[1]) and sides[0][0][0].bottom < sides[1][0][0].top


def _is_columns(rows: Sequence[list[Word]], gutter: float) -> bool:
    """Whether on both sides there are lines of text beside each other, or running text on one and anything on the other."""
    left, right = _side(rows, gutter, left=True), _side(rows, gutter, left=False)
    if not left or not right:
        return False
    if min(left[-1][0].top, right[-1][0].top) < max(left[0][0].top, right[0][0].top):
        return False
    if all(len(side) >= _ROWS and sum(map(len, side)) >= _WORDS * len(side) for side in (left, right)):
        return True
    return _is_prose(left) or _is_prose(right)


def _trimmed(rows: Sequence[list[Word]], start: int, end: int, gutter: float) -> int:
    """Where the columns end: lines on one side only, far below the others, stand under both columns.

    Beside running text a column of notes may end anywhere.
    """
    band = rows[start:end]
    if _is_prose(_side(band, gutter, left=True)) != _is_prose(_side(band, gutter, left=False)):
        return end
    sides = [(any(word.x1 <= gutter for word in row), any(word.x1 > gutter for word in row)) for row in band]
    last = min(max(n for n, side in enumerate(sides) if side[which]) for which in (0, 1))
    for n in range(start + max(last, 1) + 1, end):
        before, here = rows[n - 1][0], rows[n][0]
        if here.top - before.top > _APART * (here.bottom - here.top):
            return n
    return end


def _cells(row: list[Word]) -> list[list[Word]]:
    """The words of a row, parted where the space is wider than between words; a list's marker is no cell."""
    cells = [[row[0]]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > _CELL * max(word.size, 6):
            cells.append([word])
        else:
            cells[-1].append(word)
    if len(cells) > 1 and (_is_mark(cells[0]) or cells[0][-1].text.endswith(":")):
        cells[:2] = [cells[0] + cells[1]]
    return cells


def _is_mark(cell: list[Word]) -> bool:
    return len(cell) == 1 and shapes.marker(f"{cell[0].text} x") is not None


def _is_row(cells: Sequence[list[list[Word]]], n: int) -> bool:
    """Whether the row has cells, and the one above or below it has some that begin at the same place."""
    own = {cell[0].x0 for cell in cells[n][1:]}
    for other in (n - 1, n + 1):
        if 0 <= other < len(cells):
            theirs = [cell[0].x0 for cell in cells[other][1:]]
            if any(abs(a - b) <= _ALIGNED for a in own for b in theirs):
                return True
    return False


def _line(row: list[Word], is_row: bool, page: int) -> Line:
    sizes = Counter[float]()
    bold = 0
    for word in row:
        sizes[word.size] += len(word.text)
        bold += len(word.text) * word.bold
    ruled = len(row) == 1 and row[0].row
    texts = [" ".join(word.text for word in cell) for cell in _cells(row)]
    return Line(
        (" | " if is_row else " ").join(texts),
        row[0].x0, max(word.x1 for word in row), min(word.top for word in row), max(word.bottom for word in row),
        sizes.most_common(1)[0][0], 2 * bold > sum(sizes.values()), page,
        row=is_row or ruled, first=row[0].x1 - row[0].x0,
    )  # fmt: skip
