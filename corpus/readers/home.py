"""Where in a page's tree its release lives."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from corpus.readers.walk import Stretch

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHARE: Final = 0.8
"""Which share of the release its home holds at least."""
_LISTS: Final = frozenset({"ul", "ol", "dl", "table"})
LISTED: Final = frozenset({"list_item", "table_row"})
"""Kinds of which a release's lists and tables consist."""
_TEXTUAL: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "span", "pre"})
PROSE: Final = 40
"""Code points from which unlinked text is prose; menus and labels are shorter."""
LINKED: Final = 0.3
"""The share of links up to which a stretch says something itself."""


def is_prose(stretch: Stretch) -> bool:
    """Whether it is long enough for prose, and not mostly links."""
    return len(stretch.text) >= PROSE and stretch.linked <= LINKED * len(stretch.text)


def home_of(stretches: Sequence[Stretch], chosen: Sequence[bool], root: "HtmlElement") -> "HtmlElement":
    """The smallest element that holds nearly all of the chosen prose."""
    held: dict[HtmlElement, int] = {}
    total = 0
    for stretch, is_chosen in zip(stretches, chosen, strict=True):
        if not is_chosen or stretch.frame:
            continue
        size = len(stretch.text) - stretch.linked
        total += size
        node = stretch.node
        while node is not None and node is not root:
            held[node] = held.get(node, 0) + size
            node = node.getparent()
    best, least = root, total + 1
    # Of nested elements the inner ones come first in a dictionary that was filled from the leaves.
    for node, size in held.items():
        if size >= _SHARE * total and size < least:
            best, least = node, size
    return best


def inside(stretches: Sequence[Stretch], home: "HtmlElement") -> list[bool]:
    """Which stretches lie in an element."""
    known: dict[HtmlElement, bool] = {home: True}
    found = []
    for stretch in stretches:
        path = []
        node = stretch.node
        while node is not None and node not in known:
            path.append(node)
            node = node.getparent()
        answer = node is not None and known[node]
        for passed in path:
            known[passed] = answer
        found.append(answer)
    return found


def beside(stretches: Sequence[Stretch], chosen: Sequence[bool]) -> list[bool]:
    """Which items and rows belong to a list or table that stands beside prose of the release, or holds some of it."""
    hosts: set[HtmlElement] = set()
    for stretch, is_chosen in zip(stretches, chosen, strict=True):
        if is_chosen and not stretch.frame and (stretch.kind in LISTED or is_prose(stretch)):
            if stretch.kind not in LISTED:
                above = stretch.node.getparent()
                hosts.add(stretch.node if above is None or stretch.node.tag not in _TEXTUAL else above)
            elif (around := _around(stretch.node)) is not None:
                hosts.add(around)
    return [
        s.kind in LISTED
        and (around := _around(s.node)) is not None
        and (around in hosts or around.getparent() in hosts)
        for s in stretches
    ]


def _around(node: "HtmlElement") -> "HtmlElement | None":
    """The list or table that an item or row stands in."""
    for _ in range(6):
        if node is None or node.tag in _LISTS:
            return node
        node = node.getparent()
    return None
