"""What the elements of a page are by tag, role and class: blocks of its text, or parts that are about it."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from corpus.document import BlockKind
from corpus.readers import tree
from corpus.readers.tree import Measures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

KINDS: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"), "heading"),
    "li": "list_item",
    "figcaption": "caption",
    "caption": "caption",
    "address": "contact",
}
BLOCKS: Final = frozenset(
    {
        "html", "body", "main", "article", "section", "div", "p", "blockquote", "pre", "figure", "ul", "ol", "dl", "dd",
        "table", "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "header", "footer", "nav", "aside", "form", "fieldset",
        "details", "center", "hgroup", "menu", "search",
    }
) | frozenset(KINDS)  # fmt: skip
_FRAME: Final = frozenset({"nav", "aside", "footer"})
_SKIPPED: Final = frozenset({"nav", "footer"})
_HEADERS: Final = frozenset({"header", "form"})
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
_UNSEEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_dropped(node: "HtmlElement", name: str, measures: Measures) -> bool:
    """Whether nobody who looks at the page sees the element, or takes it for the release's."""
    if name in tree.SILENT or (name in _SKIPPED and node not in measures.central):
        return True
    attributes = node.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style and _UNSEEN.search(style)) and node not in measures.headed


def is_frame(node: "HtmlElement", name: str, measures: Measures, total: int, *, article: bool) -> bool:
    """Whether the element is about the release, not of it.

    Args:
        node: the element.
        name: its tag.
        measures: of the page.
        total: the length of the page's visible text.
        article: whether it stands in an article.
    """
    role = node.get("role") or ""
    if name in _FRAME or role in _FRAME_ROLES:
        return node not in measures.central
    if (name in _HEADERS or role == "banner") and not (node in measures.central or node in measures.headed):
        # An article's own header has its headline and day; a form about half the page is how some servers work.
        return 3 * measures.size[node] < total and not (name == "header" and article)
    if name not in _CONTAINERS:
        return False
    noises = [noise for given in (node.get("id"), node.get("class")) if given and (noise := _noise(given))]
    if not noises or node in measures.headed or node in measures.central:
        return False
    return "strong" in noises or 3 * measures.size[node] < total


@lru_cache(maxsize=4096)  # a page has hundreds of elements with the same few classes
def _noise(named: str) -> str:
    """Whether an id or a class names what is about a release: "strong" where it does however large it is, else "weak"."""
    if _STRONG.search(named):
        return "strong"
    return "weak" if _NOISE.search(named) else ""
