"""A page's elements in document order, each stretch of text with what is known of its place."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from corpus.document import BlockKind
from corpus.normalise import normalise
from corpus.readers import lines, tree
from corpus.readers.tree import Measures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
_SKIPPED: Final = frozenset({"nav", "footer"})
_FRAME_ROLES: Final = frozenset(
    {"navigation", "contentinfo", "search", "complementary", "dialog", "alertdialog", "alert"}
)
_CONTAINERS: Final = frozenset(
    {
        "div",
        "section",
        "ul",
        "ol",
        "dl",
        "table",
        "p",
        "span",
        "a",
        "li",
        "h2",
        "h3",
        "h4",
        "h5",
        "header",
        "figure",
        "td",
    }
)
_NOISE: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookie\w+|consent\w*|gdpr|breadcrumbs?|nav|navi|navbar|navigation|subnav|menu|submenu|skip|skiplinks?|sr-only|visually-hidden"
    r"|share|sharing|sharedaddy|social|socialmedia|newsletter|subscribe|subscription|signup|pagination|pager|popup|modal|overlay|login|paywall"
    r"|comments?|commentlist|commentform|respond|reply|related\w*|recommend\w*|recent|latest|popular|mostread|yarpp|jp-relatedposts"
    r"|sidebar\w*|(?<!elementor-)(?<!wpb-)widget|widgets|widgettitle|widget-area|author|authors|author-?box|bio|vcard|ratings?|tags|tagcloud"
    r"|ads?|adv|advert\w*|anzeigen?|werbung|banner|promo\w*|sponsor\w*|affiliate\w*|taboola|outbrain|copyright|infobox|tooltip|dropdown|offcanvas|flyout"
    r"|reviews?|appendix|disclaimer|citation|toc|ez-toc\w*|table-of-contents|inhaltsverzeichnis|kommentare?|appstores?|shop|embed|fb-post|action-?bar|notice|crp_\w+"
    r"|linklist|teasers|contentteaser|teaserlist|toolbar|tools|masthead|site-?header|site-?footer|footer|topbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(
    r"(?:^|[\s_-])(?:comments|commentlist|respond|kommentare|sidebar|related|relatedposts|widget-area|site-?footer)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What is no part of a release, however large it is: a hundred comments are longer than what they are about."""
_LEAD: Final = re.compile(
    r"(?:^|[\s_-])(?:lead|teaser|intro|vorspann|subline|subtitle|excerpt|kicker)(?:$|[\s_-])", re.IGNORECASE
)
_LEADS: Final = 4
"""Stretches below the headline among which a lead is looked for."""
_UNSEEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE: Final = re.compile(r"[^\S\u00a0\u202f\u2007]+")
"""White space that a page collapses: all but the no-break spaces."""
_SPACES: Final = re.compile(" {2,}")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
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
    return normalise(_SPACE.sub(" ", text).translate(_INVISIBLE)).strip()


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
                elif self._dropped(node, name):
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
                if node in silent:
                    silent.discard(node)
                elif (name := node.tag) != "br":
                    inner = stack.pop()
                    self._leave(node, name, inner, stack[-1])
                    self.links -= name == "a"
            if (text := node.tail) and node is not root:
                self._text(text, stack[-1])
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
        self.buffer.append(text := _SPACE.sub(" ", text))
        if self.links:
            self.linked += len(text.strip())

    def _dropped(self, tag: "HtmlElement", name: str) -> bool:
        """Whether nobody who looks at the page sees the element, or takes it for the release's."""
        if name in tree.SILENT or (name in _SKIPPED and tag not in self.measures.central):
            return tag is not self.title
        attributes = tag.attrib
        if not attributes:
            return False
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return tag is not self.title
        if (style := attributes.get("style")) and _UNSEEN.search(style):
            return tag not in self.measures.headed and tag is not self.title
        return False

    def _frames(self, tag: "HtmlElement", name: str, context: _Context) -> bool:
        """Whether the element is about the release, not of it."""
        central = tag in self.measures.central
        headed = central or tag in self.measures.headed
        small = 3 * self.measures.size[tag] < self.total
        role = tag.get("role") or ""
        if name in _FRAME or role in _FRAME_ROLES:
            return not central
        if (name in {"header", "form"} or role == "banner") and not headed:
            # An article's own header has its headline and day; a form about half the page is how some servers work.
            return small and not (name == "header" and context.article)
        if headed or name not in _CONTAINERS:
            return False
        named = f"{tag.get('id') or ''} {tag.get('class') or ''}"
        return len(named) > 1 and bool(_NOISE.search(named) if small else _STRONG.search(named))

    def _enter(self, tag: "HtmlElement", name: str, outer: _Context) -> _Context:
        frame = outer.frame or (tag is not self.title and self._frames(tag, name, outer))
        if name in {"td", "th"} and outer.row is not None:
            self._flush(outer)
            outer.row.append([])
            return outer
        if name not in _BLOCKS and tag is not self.title:
            if frame is outer.frame:
                return outer
            self._flush(outer)
            return _Context(tag, outer.kind, outer.used, outer.article, outer.pre, frame, outer.row)
        self._flush(outer)
        if tag is self.title:
            return _Context(tag, "title")
        if outer.kind == "title":
            return outer
        inner = _Context(tag, article=outer.article or name == "article", pre=outer.pre or name == "pre", frame=frame)
        if name == "tr" and self.measures.weight[tag] < _LAYOUT:
            inner.row = []
        elif name in _KINDS:
            inner.kind = _KINDS[name]
        elif outer.row is not None or (outer.kind is not None and name in {"p", "div", "section", "blockquote"}):
            return outer
        elif name == "p" and _LEAD.search(tag.get("class") or "") and len(self.out) - self.top < _LEADS:
            inner.kind = "lead"
        return inner

    def _leave(self, tag: "HtmlElement", name: str, context: _Context, outer: _Context) -> None:
        if name not in _BLOCKS and tag is not self.title and context is outer:
            return
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
        if not self.buffer:
            return
        whole = _SPACES.sub(" ", "".join(self.buffer))
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
