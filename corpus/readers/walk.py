"""A page's elements in document order, each stretch of text with what is known of its place."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from corpus.document import BlockKind
from corpus.normalise import normalise
from corpus.readers import lines
from corpus.readers.frames import BLOCKS, KINDS, is_dropped, is_frame
from corpus.readers.tree import Measures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CELLS: Final = " | "
"""What stands between two cells of a table's row."""

_LEAD: Final = re.compile(
    r"(?:^|[\s_-])(?:lead|teaser|intro|vorspann|subline|subtitle|excerpt|kicker)(?:$|[\s_-])", re.IGNORECASE
)
_LEADS: Final = 4
"""Stretches below the headline among which a lead is looked for."""
_SPACE: Final = re.compile(r"[^\S\u00a0\u202f\u2007]+")
"""White space that a page collapses: all but the no-break spaces."""
_SPACES: Final = re.compile(" {2,}")
_INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphens and the like say where a line may break; "Univer\u00adsität" is one word."""
_LAYOUT: Final = 4
"""The weight at which a table's row is there to place parts of the page, not to show figures."""
_BREAK: Final = "\n"


@dataclass(slots=True)
class Stretch:
    """A stretch of text that may become a block.

    Attributes:
        text: cleaned, without white space at its edges.
        kind: what its tags say it is, None where they say nothing.
        gap: whether a block element ends, or a blank line stands, before it.
        node: the innermost block element that holds it.
        linked: how much of it is links, in code points.
        frame: whether it lies in a part of the page that by tag, role or class is no release's: navigation, sharing ...
        tentative: to be kept only when the layout shows it to be a contact line.
    """

    text: str
    kind: BlockKind | None
    gap: bool
    node: "HtmlElement"
    linked: int = 0
    frame: bool = False
    tentative: bool = False


def clean(text: str) -> str:
    """White space collapsed, without soft hyphens, normalised."""
    if text.isascii():
        return normalise(" ".join(text.split()))
    text = _collapsed(text)
    for sign in _INVISIBLE:
        if sign in text:
            text = text.replace(sign, "")
    return normalise(text).strip()


def _collapsed(text: str) -> str:
    """Each run of white space as one space, no-break spaces as they are."""
    if "\u00a0" in text or "\u202f" in text or "\u2007" in text:
        return _SPACE.sub(" ", text)
    words = " ".join(text.split())  # quicker than the expression
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{words}{' ' * after}" if before or after else words


def stretches(root: "HtmlElement", measures: Measures, title: "HtmlElement | None") -> list[Stretch]:
    """The texts under an element, in document order.

    Args:
        root: where to begin.
        measures: of the whole page.
        title: the element that holds the headline, if one does: its text is one stretch of kind title.
    """
    walk = _Walk(title, measures, measures.size[root])
    walk.run(root)
    return walk.out


@dataclass(slots=True)
class _Context:
    """What an open element gives to the text in it."""

    node: "HtmlElement"
    kind: BlockKind | None = None
    used: bool = False
    """A list item has given its block; what follows in it is a paragraph of the same item."""
    article: bool = False
    pre: bool = False
    frame: bool = False
    row: list[list[str]] | None = None
    linked: int = 0
    """Code points of links in the cells of the row."""


@dataclass(slots=True)
class _Walk:
    """Turns the elements under the main part into stretches."""

    title: "HtmlElement | None"
    measures: Measures
    total: int
    out: list[Stretch] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    linked: int = 0
    top: int = 0
    """How many stretches there were when the headline ended."""
    links: int = 0
    """How many links are open."""

    def run(self, root: "HtmlElement") -> None:
        """Walk the tree in document order, without recursion."""
        from lxml.etree import iterwalk

        context = _Context(root, article=root.tag == "article")
        stack: list[_Context] = [context]
        silent: set[HtmlElement] = set()
        events = iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in events:
            if event == "start":
                name = node.tag
                if node is root:
                    pass
                elif name == "br":
                    self.buffer.append(_BREAK)
                elif node is not self.title and is_dropped(node, name, self.measures):
                    silent.add(node)
                    events.skip_subtree()
                    continue
                else:
                    self.links += name == "a"
                    stack.append(self._enter(node, name, stack[-1]))
                if text := node.text:
                    self._text(text, stack[-1])
                continue
            if event == "end" and node is not root:
                if silent and node in silent:
                    silent.discard(node)
                elif (name := node.tag) != "br":
                    inner = stack.pop()
                    self._leave(node, name, inner, stack[-1])
                    self.links -= name == "a"
            if (text := node.tail) and node is not root:
                self._text(text, stack[-1])
        if self.buffer:
            self._flush(context)

    def _text(self, text: str, context: _Context) -> None:
        if context.pre:
            for n, line in enumerate(text.split("\n")):
                self.buffer += [_BREAK] * (n > 0) + [_SPACE.sub(" ", line)]
            return
        if text.isspace():
            if self.buffer and "\u00a0" not in text:
                self.buffer.append(" ")
            elif self.buffer:
                self.buffer.append(_SPACE.sub(" ", text))
            return
        self.buffer.append(text := _collapsed(text))
        if self.links:
            self.linked += len(text.strip())

    def _enter(self, tag: "HtmlElement", name: str, outer: _Context) -> _Context:
        frame = outer.frame or (
            tag is not self.title and is_frame(tag, name, self.measures, self.total, article=outer.article)
        )
        if self.buffer and (name in BLOCKS or tag is self.title or frame is not outer.frame):
            self._flush(outer)
        if name in {"td", "th"} and outer.row is not None:
            outer.row.append([])
            return outer
        if name not in BLOCKS and tag is not self.title:
            if frame is outer.frame:
                return outer
            return _Context(tag, outer.kind, outer.used, outer.article, outer.pre, frame, outer.row)
        if tag is self.title:
            return _Context(tag, "title")
        if outer.kind == "title":
            return outer
        inner = _Context(tag, article=outer.article or name == "article", pre=outer.pre or name == "pre", frame=frame)
        if name == "tr" and self.measures.weight[tag] < _LAYOUT:
            inner.row = []
        elif name in KINDS:
            inner.kind = KINDS[name]
        elif outer.row is not None or (outer.kind is not None and name in {"p", "div", "section", "blockquote"}):
            return outer
        elif name == "p" and _LEAD.search(tag.get("class") or "") and len(self.out) - self.top < _LEADS:
            inner.kind = "lead"
        return inner

    def _leave(self, tag: "HtmlElement", name: str, context: _Context, outer: _Context) -> None:
        if name not in BLOCKS and tag is not self.title and context is outer:
            return
        if self.buffer:
            self._flush(context)
        if tag is self.title:
            self.top = len(self.out)
        if name == "tr" and context.row is not None and context is not outer:
            cells = [" ".join(cell) for cell in context.row if cell]
            if cells:
                kind: BlockKind | None = "table_row" if len(cells) > 1 else outer.kind
                self.out.append(
                    Stretch(CELLS.join(cells), kind, gap=True, node=tag, linked=context.linked, frame=context.frame)
                )

    def _flush(self, context: _Context) -> None:
        """Make stretches of the text so far."""
        whole = "".join(self.buffer)
        if "  " in whole:
            whole = _SPACES.sub(" ", whole)
        self.buffer.clear()
        linked, self.linked = self.linked, 0
        if whole.isspace():
            return
        parts = [clean(part) for part in whole.split(_BREAK)] if _BREAK in whole else [clean(whole)]
        found: list[tuple[str, bool]] = []
        gap = True
        blank = False
        for part in parts:
            if not part:
                blank = True
                continue
            if found and not blank and _goes_on(found[-1][0], part, context.kind):
                found[-1] = (f"{found[-1][0]} {part}", found[-1][1])
            else:
                found.append((part, gap or blank))
            gap = blank = False
        share = linked / max(1, sum(len(part) for part, _ in found))
        for part, before in found:
            if context.row is not None:
                if not context.row:
                    context.row.append([])
                context.row[-1].append(part)
                context.linked += int(share * len(part))
                continue
            marked = lines.marker(part) if context.kind in {None, "list_item"} else None
            kind = context.kind
            if kind in {"list_item", "title"} and context.used:
                kind = "paragraph"
            if kind is None and marked and marked.style == "bullet" and not marked.alone:
                kind = "list_item"
            context.used = True
            self.out.append(Stretch(part, kind, before, context.node, int(share * len(part)), context.frame))


def _goes_on(before: str, part: str, kind: BlockKind | None) -> bool:
    """Whether the text after a `<br>` goes on with the sentence or the headline before it."""
    if kind in {"title", "heading", "caption"}:
        return True
    if lines.is_contact(part) or lines.is_link(part):
        return False
    return (part[0].islower() or part[0] in ",;)“") and not lines.ends_sentence(before)
