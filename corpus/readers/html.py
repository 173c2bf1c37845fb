"""Web pages: the main part's elements become blocks, everything about it is left out.

The tree is walked without recursion (corpus.readers.tree says why).
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from corpus.document import Block, BlockKind, Document, Source
from corpus.errors import Unreadable
from corpus.language import detect
from corpus.normalise import normalise
from corpus.readers import lines, page, tree
from corpus.readers.dateline import masthead_day
from corpus.readers.formats import HTML
from corpus.readers.layout import Piece, classify
from corpus.readers.plain import publisher
from corpus.readers.tree import Measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

MAX_BYTES: Final = 20_000_000
"""A tree takes about twenty times the memory of its page, and a second for each megabyte."""
BETWEEN: Final = "\n"
"""What stands between two blocks."""
CELLS: Final = " | "
"""What stands between two cells of a table's row."""

_KINDS: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"), "heading"),
    "li": "list_item",
    "figcaption": "caption",
    "caption": "caption",
    "address": "contact",
}
_BLOCKS: Final = frozenset(
    {
        "html", "body", "main", "article", "section", "div", "p", "blockquote", "pre", "figure", "ul", "ol", "dl", "dd",
        "table", "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "header", "footer", "nav", "aside", "form", "fieldset",
        "details", "center", "hgroup", "menu", "search",
    }
) | frozenset(_KINDS)  # fmt: skip
_FRAME: Final = frozenset({"nav", "aside", "footer"})
_FRAME_ROLES: Final = frozenset(
    {"navigation", "contentinfo", "search", "complementary", "dialog", "alertdialog", "alert"}
)
_CONTAINERS: Final = frozenset({"div", "section", "ul", "ol", "dl", "table", "p", "span", "a"})
_NOISE: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookie\w+|consent\w*|breadcrumbs?|nav|navbar|navigation|menu|submenu|share|sharing|social|socialmedia"
    r"|skip|skiplinks?|sr-only|visually-hidden|newsletter|pagination|pager|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"(?:^|[\s_-])(?:lead|teaser|intro|vorspann|subline|subtitle|excerpt|kicker)(?:$|[\s_-])", re.IGNORECASE
)
_UNSEEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE: Final = re.compile(r"[^\S\u00a0\u202f\u2007]+")
"""White space that a page collapses: all but the no-break spaces."""
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphens and the like say where a line may break; "Univer\u00adsität" is one word."""
_LAYOUT: Final = 4
"""The weight at which a table's row is there to place parts of the page, not to show figures."""
_BREAK: Final = "\n"


def read(source: Source, text: str) -> Document:
    """The document that a page is.

    Args:
        source: where the page came from.
        text: the whole page, decoded and normalised.

    Raises:
        Unreadable: when the page is too large, or holds no text outside its frame.
    """
    if len(source.raw) > MAX_BYTES:
        raise Unreadable(f"the page is larger than {MAX_BYTES:,} bytes", "save its text alone as a .txt file")
    soup = tree.parse(text)
    measures = tree.measure(soup)
    root = page.main_part(soup, measures)
    found = page.facts(soup)
    title, title_tag = page.headline(soup, found, root)
    walk = _Walk(title_tag, measures, measures.size[id(root)])
    walk.run(root)
    if not any(kind == "title" for _, kind, _ in walk.out) and title:
        _place_title(walk.out, title, own=title_tag is not None or bool(found.headline))
    if not walk.out:
        raise Unreadable("the page holds no text outside its navigation", "save the release's own page, or its text")
    pieces = [Piece.of(words, gap=gap, kind=kind) for words, kind, gap in walk.out]
    kinds, top, _ = classify(pieces)
    blocks = []
    at = 0
    for (words, _, _), kind in zip(walk.out, kinds, strict=True):
        blocks.append(Block(at, at + len(words), kind))
        at += len(words) + len(BETWEEN)
    body = BETWEEN.join(words for words, _, _ in walk.out)
    # The date line stands about the headline, whatever menus a page without a main part has above it.
    masthead = masthead_day([piece.head for piece in pieces[max(0, (top or 0) - 3) :]])
    day, day_from = page.published(soup, found, root, masthead)
    return Document(
        id=PurePath(source.name).stem,
        source=source.name,
        key=source.key,
        text=body,
        blocks=tuple(blocks),
        title=_clean(title) if title else None,
        publisher=_clean(found.publisher or "") or publisher([piece.head for piece in pieces[:8]]),
        published=day,
        published_from=day_from,
        url=found.url,
        language=detect(body),
        raw=source.raw,
        media_type=HTML,
    )


def _place_title(out: "list[tuple[str, BlockKind | None, bool]]", title: str, *, own: bool) -> None:
    """Mark the block that is the title, or set it at the top where the main part lacks it."""
    for n, (words, _, gap) in enumerate(out[:8]):
        if page.fold(words) == page.fold(title):
            out[n] = (words, "title", gap)
            return
    # What only the <title> of the page says is as often the name of a section.
    if own and (words := _clean(title)):
        out.insert(0, (words, "title", True))


def _clean(text: str) -> str:
    return normalise(_SPACE.sub(" ", text).translate(_INVISIBLE)).strip()


@dataclass(slots=True)
class _Context:
    """What an open element gives to the text in it."""

    kind: BlockKind | None = None
    used: bool = False
    """A list item has given its block; what follows in it is a paragraph of the same item."""
    article: bool = False
    pre: bool = False
    row: list[list[str]] | None = None


@dataclass(slots=True)
class _Walk:
    """Turns the elements under the main part into (text, kind, gap)."""

    title: "Tag | None"
    measures: Measures
    total: int
    out: list[tuple[str, BlockKind | None, bool]] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)

    def run(self, root: "Tag") -> None:
        """Walk the tree in document order."""
        from bs4.element import NavigableString, Tag

        context = _Context(article=root.name == "article")
        stack: list[tuple[Tag, _Context, Iterator[object]]] = [(root, context, iter(root.contents))]
        while stack:
            tag, context, children = stack[-1]
            node = next(children, None)
            if node is None:
                stack.pop()
                self._leave(tag, context, stack[-1][1] if stack else context)
            elif isinstance(node, Tag):
                if node.name == "br":
                    self.buffer.append(_BREAK)
                elif not self._dropped(node, context):
                    stack.append((node, self._enter(node, context), iter(node.contents)))
            elif type(node) is NavigableString:
                self._text(str(node), context)
        self._flush(context)

    def _text(self, text: str, context: _Context) -> None:
        if context.pre:
            for n, line in enumerate(text.split("\n")):
                self.buffer += [_BREAK] * (n > 0) + [_SPACE.sub(" ", line)]
        else:
            self.buffer.append(_SPACE.sub(" ", text))

    def _dropped(self, tag: "Tag", context: _Context) -> bool:
        name = tag.name
        if name in tree.SILENT or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
            return True
        if tag is self.title:
            return False
        central = id(tag) in self.measures.central
        headed = central or id(tag) in self.measures.headed
        small = 3 * self.measures.size[id(tag)] < self.total
        role = str(tag.get("role") or "")
        if name in _FRAME or role in _FRAME_ROLES:
            return not central
        if (name in {"header", "form"} or role == "banner") and not headed:
            # An article's own header has its headline and day; a form about half the page is how some servers work.
            return small and not (name == "header" and context.article)
        if (style := tag.get("style")) and _UNSEEN.search(str(style)):
            return True
        if headed or not small or name not in _CONTAINERS:
            return False
        return bool(_NOISE.search(f"{tag.get('id') or ''} {_classes(tag)}"))

    def _enter(self, tag: "Tag", outer: _Context) -> _Context:
        name = tag.name
        if name in {"td", "th"} and outer.row is not None:
            self._flush(outer)
            outer.row.append([])
            return outer
        if name not in _BLOCKS and tag is not self.title:
            return outer
        self._flush(outer)
        if tag is self.title:
            return _Context("title")
        if outer.kind == "title":
            return outer
        inner = _Context(article=outer.article or name == "article", pre=outer.pre or name == "pre")
        if name == "tr" and self.measures.weight[id(tag)] < _LAYOUT:
            inner.row = []
        elif name in _KINDS:
            inner.kind = _KINDS[name]
        elif outer.row is not None or (outer.kind is not None and name in {"p", "div", "section", "blockquote"}):
            return outer
        elif name == "p" and _LEAD.search(_classes(tag)) and len(self.out) < 4:
            inner.kind = "lead"
        return inner

    def _leave(self, tag: "Tag", context: _Context, outer: _Context) -> None:
        if tag.name not in _BLOCKS and tag is not self.title:
            return
        self._flush(context)
        if tag.name == "tr" and context.row is not None and context is not outer:
            cells = [" ".join(cell) for cell in context.row if cell]
            if cells:
                kind: BlockKind | None = "table_row" if len(cells) > 1 else outer.kind
                self.out.append((CELLS.join(cells), kind, True))

    def _flush(self, context: _Context) -> None:
        """Make blocks of the text so far."""
        if not self.buffer:
            return
        parts = [_clean(part) for part in re.sub(" {2,}", " ", "".join(self.buffer)).split(_BREAK)]
        self.buffer.clear()
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
        for part, before in found:
            if context.row is not None:
                if not context.row:
                    context.row.append([])
                context.row[-1].append(part)
                continue
            marked = lines.marker(part) if context.kind in {None, "list_item"} else None
            kind = context.kind
            if kind in {"list_item", "title"} and context.used:
                kind = "paragraph"
            if kind is None and marked and marked.style == "bullet" and not marked.alone:
                kind = "list_item"
            context.used = True
            self.out.append((part, kind, before))


def _goes_on(before: str, part: str, kind: BlockKind | None) -> bool:
    """Whether the text after a `<br>` goes on with the sentence or the headline before it."""
    if kind in {"title", "heading", "caption"}:
        return True
    if lines.is_contact(part) or lines.is_link(part):
        return False
    return (part[0].islower() or part[0] in ",;)“") and not lines.ends_sentence(before)


def _classes(tag: "Tag") -> str:
    value = tag.get("class")
    return " ".join(value) if isinstance(value, list) else str(value or "")
