"""A page's tree, parsed and measured in one pass.

Everything that is asked of single elements is counted here, from the leaves up: looking into every element for what
it holds takes quadratic time on a page that nests, and pages nest ten thousand elements deep, by accident or on
purpose.
"""

import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

SILENT: Final = frozenset(
    {
        "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
        "button", "select", "textarea", "input", "option", "datalist", "dialog", "map",
    }
)  # fmt: skip
"""Elements that hold nothing a reader of the page reads."""

_PROLOG: Final = re.compile(r"\s*<\?xml[^>]*>")
_WEIGHTS: Final = {"p": 1, **dict.fromkeys(("table", "h1", "h2", "h3", "article", "section", "ul", "ol"), 4)}


@dataclass(slots=True)
class Measures:
    """What the elements hold, by the element's `id`.

    Attributes:
        size: the length of the visible text.
        weight: how much of a page's structure is inside: 1 for a paragraph, 4 for a heading, a list, a table.
        headed: elements about a first heading.
        central: elements about an article or `main`.
    """

    size: dict[int, int] = field(default_factory=dict)
    weight: dict[int, int] = field(default_factory=dict)
    headed: set[int] = field(default_factory=set)
    central: set[int] = field(default_factory=set)


def parse(text: str) -> "BeautifulSoup":
    """The tree of a page; broken markup is mended, never refused."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        # The declaration may name an encoding that the decoded text no longer has.
        return BeautifulSoup(_PROLOG.sub("", text, count=1).encode(), "lxml", from_encoding="utf-8")


def measure(soup: "BeautifulSoup") -> Measures:
    """Count what each element holds."""
    from bs4.element import NavigableString, Tag

    found = Measures({id(soup): 0}, {id(soup): 0})
    tags: list[Tag] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            tags.append(node)
            found.size[id(node)] = found.weight[id(node)] = 0
        elif type(node) is NavigableString and node.parent is not None:
            found.size[id(node.parent)] += len(node.strip())
    for tag in reversed(tags):
        above = id(tag.parent)
        if tag.name not in SILENT:
            found.size[above] += found.size[id(tag)]
        found.weight[above] += found.weight[id(tag)] + _WEIGHTS.get(tag.name, 0)
        if tag.name == "h1" or id(tag) in found.headed:
            found.headed.add(above)
        if tag.name in {"article", "main"} or id(tag) in found.central:
            found.central.add(above)
    return found
