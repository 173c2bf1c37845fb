"""A page's tree, parsed and measured in one pass.

Everything that is asked of single elements is counted here, from the leaves up: looking into every element for what
it holds takes quadratic time on a page that nests, and pages nest ten thousand elements deep, by accident or on
purpose.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import TreeBuilder, XPath
    from lxml.html import HtmlElement, HTMLParser

SILENT: Final = frozenset(
    {
        "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
        "button", "select", "textarea", "input", "option", "datalist", "dialog", "map",
    }
)  # fmt: skip
"""Elements that hold nothing a reader of the page reads."""

_PROLOG: Final = re.compile(r"\s*<\?xml[^>]*>")
_WEIGHTS: Final = {"p": 1, **dict.fromkeys(("table", "h1", "h2", "h3", "article", "section", "ul", "ol"), 4)}
_DEEPEST: Final = 2048
_NAMED: Final = frozenset({"meta", "link", "script", "title", "h1", "h2", "h3", "article", "main", "time", "body"})


@dataclass(slots=True)
class Measures:
    """What the elements hold. The elements themselves are kept alive here: their identity is the key.

    Attributes:
        elements: all of them, in document order.
        named: those of a name that is asked for later, in document order, by name.
        size: the length of the visible text.
        weight: how much of a page's structure is inside: 1 for a paragraph, 4 for a heading, a list, a table; empty
            where the page has no row of a table, for which alone it is asked.
        headed: elements about a first heading.
        central: elements about an article or `main`.
        depth: how deep the page nests.
    """

    elements: "list[HtmlElement]"
    named: "dict[str, list[HtmlElement]]"
    size: "dict[HtmlElement, int]"
    weight: "dict[HtmlElement, int]"
    headed: "set[HtmlElement]"
    central: "set[HtmlElement]"
    depth: int


class EmptyPageError(ValueError):
    """The page has no element."""


def parse(text: str) -> "HtmlElement":
    """The tree of a page; broken markup is mended, never refused.

    Raises:
        EmptyPageError: when there is no element at all: "<!-- -->", or a first tag that never ends.
    """
    from lxml.etree import ParserError, TreeBuilder
    from lxml.html import document_fromstring

    # The declaration may name an encoding that the decoded text no longer has.
    prolog = _PROLOG.match(text)
    raw = text[prolog.end() if prolog else 0 :].encode()
    try:
        root: HtmlElement = document_fromstring(raw, parser=_parser())
    except ParserError as error:
        raise EmptyPageError(str(error)) from None
    if _deepest()(root):
        # There libxml2 stops, and what follows is lost; its events go on.
        parser = _parser(TreeBuilder())
        parser.feed(raw)
        root = parser.close()
    return root


@cache
def _deepest() -> "XPath":
    """Whether a tree nests as deep as libxml2 makes them."""
    from lxml.etree import XPath

    return XPath("boolean(" + "/*" * (_DEEPEST - 1) + ")")


def _parser(target: "TreeBuilder | None" = None) -> "HTMLParser":
    """A parser that makes every element an `HtmlElement`; lxml's own way asks a function of Python for each what it is."""
    from lxml.etree import ElementDefaultClassLookup
    from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction

    parser = HTMLParser(encoding="utf-8", huge_tree=True, target=target)
    lookup = ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)
    parser.set_element_class_lookup(lookup)
    return parser


def measure(root: "HtmlElement") -> Measures:
    """Count what each element holds."""
    nodes = list(root.iter())
    elements = [node for node in nodes if isinstance(node.tag, str)]
    named: dict[str, list[HtmlElement]] = {name: [] for name in _NAMED}
    for node in root.iter(*_NAMED):
        named[node.tag].append(node)
    size = dict.fromkeys(elements, 0)
    depth = dict.fromkeys(elements, 0)
    deepest = 0
    for node in reversed(nodes):
        above = node.getparent()
        after = len(tail.strip()) if (tail := node.tail) else 0
        if node not in size:
            if above is not None:
                size[above] += after
            continue
        if text := node.text:
            size[node] += len(text.strip())
        below = depth[node] + 1
        if above is None:
            deepest = below
            break
        if depth[above] < below:  # noqa: PLR1730 - three times as quick as max
            depth[above] = below
        size[above] += after if node.tag in SILENT else after + size[node]
    rows = next(root.iter("tr"), None) is not None
    return Measures(
        elements,
        named,
        size,
        _weights(elements) if rows else {},
        _about(named["h1"]),
        _about(named["article"] + named["main"]),
        deepest,
    )


def _weights(elements: "list[HtmlElement]") -> "dict[HtmlElement, int]":
    weight = dict.fromkeys(elements, 0)
    for node in reversed(elements):
        if (above := node.getparent()) is not None:
            weight[above] += weight[node] + _WEIGHTS.get(node.tag, 0)
    return weight


def _about(inner: "list[HtmlElement]") -> "set[HtmlElement]":
    """The elements about some others."""
    found: set[HtmlElement] = set()
    for node in inner:
        for above in node.iterancestors():
            if above in found:
                break
            found.add(above)
    return found
