"""What stands in a Word file's body, read from its XML (ECMA-376, part 1, WordprocessingML).

python-docx's own paragraphs leave out text in content controls, accepted insertions and text boxes; here the tree is
walked, and what was deleted, hidden, or is a copy for old programs is left out.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from corpus.document import BlockKind
from corpus.readers import lines as shapes
from corpus.readers.compose import Entry

if TYPE_CHECKING:
    from docx.document import Document as WordFile

CELLS: Final = " | "
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _TBL, _TR, _TC, _BOX = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
_SKIPPED: Final = frozenset({_FALLBACK, *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr"))})  # fmt: skip
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}br": "\n", f"{_W}cr": "\n"}
_SOFT: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_KINDS: Final[tuple[tuple[tuple[str, ...], BlockKind], ...]] = (
    (("title", "titel"), "title"),
    (("subtitle", "untertitel"), "lead"),
    (("heading", "überschrift", "berschrift"), "heading"),
    (("caption", "beschriftung"), "caption"),
    (("list", "liste", "aufzählung", "aufzhlung"), "list_item"),
)
_SHORT: Final = 100
_LONG_CELL: Final = 3
"""Paragraphs in a cell from which the table places parts of the page and shows no figures."""
_MAX_DEPTH: Final = 50


def entries(word: "WordFile") -> list[Entry]:
    """The stretches of text in their order."""
    body = _Body(word)
    body.flow(word.element.body)
    return body.finished()


def letterhead(word: "WordFile") -> list[str]:
    """The lines in the head of the first page."""
    found: list[str] = []
    for section in list(word.sections)[:1]:
        for head in (section.first_page_header, section.header):
            if head.is_linked_to_previous:
                continue
            for paragraph in head._element.iter(_P):  # noqa: SLF001 - its paragraphs leave out text boxes
                found += [line.strip() for line in _text(paragraph).split("\n") if line.strip()]
    return found[:10]


class _Body:
    def __init__(self, word: "WordFile") -> None:
        self.styles = _styles(word)
        self.found: list[tuple[str, BlockKind | None, bool, bool]] = []
        """Words (none for an empty paragraph), kind, whether another line of the same paragraph, whether a heading 1."""

    def flow(self, root: Any, depth: int = 0) -> None:
        """Add the paragraphs and tables under an element."""
        for element in _blocks(root):
            if element.tag == _P:
                self.paragraph(element, depth)
            elif depth < _MAX_DEPTH:
                self.table(element, depth + 1)

    def paragraph(self, element: Any, depth: int) -> None:
        """Add a paragraph; text boxes that hang on it follow it."""
        kind, first = self.kind(element)
        words = _text(element)
        if kind in {"title", "heading", "list_item", "caption"}:
            words = " ".join(words.split("\n"))
        parts = [" ".join(part.split(" ")).strip() for part in words.split("\n")]
        for n, part in enumerate(parts):
            self.found.append((part, kind, n > 0, first))
        for box in _boxes(element):
            if depth < _MAX_DEPTH:
                self.flow(box, depth + 1)

    def table(self, element: Any, depth: int) -> None:
        """Add a table: its rows, or what it holds when it only places text on the page."""
        rows = [[_cell(cell) for cell in _children(row, _TC)] for row in _children(element, _TR)]
        widest = max((sum(bool(" ".join(cell)) for cell in row) for row in rows), default=0)
        placing = any(len(cell) > _LONG_CELL for row in rows for cell in row)
        if widest < 2 or placing or any(next(cell.iter(_TBL), None) is not None for cell in element.iter(_TC)):
            for row in _children(element, _TR):
                for cell in _children(row, _TC):
                    self.flow(cell, depth)
            return
        for row in rows:
            texts = [" ".join(cell) for cell in row if cell]
            kind: BlockKind | None = "table_row" if len(texts) > 1 else None
            self.found.append((CELLS.join(texts), kind, False, False))

    def kind(self, element: Any) -> tuple[BlockKind | None, bool]:
        """What style, outline and numbering say of a paragraph, and whether it is a heading of the first level."""
        properties = element.find(f"{_W}pPr")
        style = None if properties is None else _value(properties, "pStyle")
        kind, level, numbered = self.styles.get(style or "", (None, None, False))
        if properties is not None:
            if (own := _value(properties, "outlineLvl")) is not None and own.isdigit() and int(own) < 9:
                kind, level = kind or "heading", level or int(own)
            if (numbering := properties.find(f"{_W}numPr")) is not None:
                # Number 0 takes the style's numbering away.
                numbered = _value(numbering, "numId") != "0"
        if kind is None and numbered:
            kind = "list_item"
        return kind, kind == "heading" and level in {None, 0}

    def finished(self) -> list[Entry]:
        """The entries: with a gap after an empty paragraph, or at every paragraph where nobody used empty ones."""
        made: list[Entry] = []
        titled = any(kind == "title" and words for words, kind, _, _ in self.found)
        filled = [n for n, (words, _, inner, _) in enumerate(self.found) if words and not inner]
        blank_lines = any(not words for words, _, _, _ in self.found[filled[0] : filled[-1]]) if filled else False
        gap = True
        short = False
        for words, told, inner, first in self.found:
            if not words:
                gap = True
                continue
            kind = told
            if kind == "title" and any(entry.kind == "title" for entry in made):
                kind = "heading"
            elif first and not titled:
                kind, titled = "title", True
            mark = shapes.marker(words) if kind in {None, "list_item"} else None
            if mark is not None and mark.style == "bullet" and not mark.alone:
                kind = "list_item"
            # Short lines below each other are an address or a list, however the style spaces them.
            before, short = short, len(words) <= _SHORT and not shapes.ends_sentence(words)
            made.append(Entry(words, kind, gap or not (inner or blank_lines or (before and short))))
            gap = False
        return made


def _styles(word: "WordFile") -> dict[str, tuple[BlockKind | None, int | None, bool]]:
    """By style id: kind, outline level and whether it numbers its paragraphs; what a style is based on counts too."""
    elements = {}
    for style in word.styles.element.iter(f"{_W}style"):
        elements[style.get(f"{_W}styleId") or ""] = style
    found = {}
    for name, element in elements.items():
        kind: BlockKind | None = None
        level: int | None = None
        numbered = False
        at: str | None = name
        seen: set[str] = set()
        while at is not None and at in elements and at not in seen:
            seen.add(at)
            style = elements[at]
            called = (_value(style, "name") or at).lower()
            kind = kind or next((k for starts, k in _KINDS if called.startswith(starts)), None)
            properties = style.find(f"{_W}pPr")
            if properties is not None:
                own = _value(properties, "outlineLvl")
                level = int(own) if level is None and own is not None and own.isdigit() else level
                numbered = numbered or properties.find(f"{_W}numPr") is not None
            at = _value(style, "basedOn")
        if kind is None and level is not None and level < 9:
            kind = "heading"
        if kind == "list_item" and "paragraph" in (_value(element, "name") or "").lower():
            kind = None  # "List Paragraph" is also what Word gives to any indented text
        found[name] = (kind, level, numbered)
    return found


def _value(parent: Any, name: str) -> str | None:
    element = parent.find(f"{_W}{name}")
    return None if element is None else element.get(f"{_W}val")


def _blocks(root: Any) -> Iterator[Any]:
    """The outermost paragraphs and tables under an element, through content controls and the like."""
    waiting = [iter(root)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in {_P, _TBL}:
            yield element
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
            waiting.append(iter(element))


def _children(root: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, through content controls, not those of tables inside."""
    for element in root:
        if element.tag == tag:
            yield element
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"}:
            yield from _children(element, tag)


def _cell(cell: Any) -> list[str]:
    """The paragraphs of a cell that are not empty."""
    texts = (" ".join(_text(paragraph).split()) for paragraph in cell.iter(_P))
    return [text for text in texts if text]


def _boxes(paragraph: Any) -> Iterator[Any]:
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag == _BOX:
            yield element
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
            waiting.append(iter(element))


def _text(paragraph: Any) -> str:
    """What a paragraph says; tabs are tabs and breaks are line ends."""
    parts: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in _SIGNS:
            # A page ends where the printer says so, not where the sentence does.
            breaks = element.tag == f"{_W}br" and element.get(f"{_W}type") in {"page", "column"}
            parts.append(" " if breaks else _SIGNS[element.tag])
        elif element.tag == f"{_W}r" and _hidden(element):
            continue
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED and element.tag not in {_BOX, _P}:
            waiting.append(iter(element))
    return "".join(parts).translate(_SOFT)


def _hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    vanish = None if properties is None else properties.find(f"{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in {"0", "false", "off"}
