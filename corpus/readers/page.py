"""What a web page says of itself: headline, sender, address; and where its main part is."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from corpus.readers.tree import SILENT, Measures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SITE_NAMES: Final = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "article:publisher_name")
_SEPARATOR: Final = re.compile(r"(?<!\s)\s++[|–—»·•-]\s+")
_ADDRESS: Final = re.compile(r"\s*(https?://\S+)\s*$", re.IGNORECASE)
_MAX_NODES: Final = 10_000
_MAX_DATA: Final = 2_000_000
_HEADINGS: Final = 60


class Facts(NamedTuple):
    """What the head of the page says."""

    names: dict[str, str]
    """Content by lower-case name, property or itemprop of the meta elements; the first of each name."""
    node: dict[str, Any]
    """The schema.org object of the article, or {}."""
    url: str | None
    title: str | None
    """What the `title` element says."""

    @property
    def publisher(self) -> str | None:
        """Who runs the site, or issued the article."""
        for name in _SITE_NAMES:
            if value := self.names.get(name):
                return value
        sender = self.node.get("publisher")
        sender = sender[0] if isinstance(sender, list) and sender else sender
        found = sender.get("name") if isinstance(sender, dict) else sender
        return words(found) if isinstance(found, str) else None

    @property
    def headline(self) -> str | None:
        """The headline as shared with others."""
        found = self.node.get("headline")
        given = self.names.get("og:title") or (words(found) if isinstance(found, str) else None)
        return given or self.names.get("twitter:title")


def words(text: str) -> str | None:
    """White space collapsed, None when nothing is left."""
    return " ".join(text.split()) or None


def facts(measures: Measures) -> Facts:
    """Read the meta elements, the schema.org data and the canonical address."""
    names: dict[str, str] = {}
    for tag in measures.named["meta"]:
        if not (content := words(tag.get("content") or "")):
            continue
        for attribute in ("property", "name", "itemprop"):
            if name := tag.get(attribute):
                names.setdefault(name.lower(), content)
    addresses = [
        tag.get("href") or "" for tag in measures.named["link"] if (tag.get("rel") or "").lower() == "canonical"
    ][:1]
    addresses.append(names.get("og:url", ""))
    url = next((found[1] for address in addresses if (found := _ADDRESS.match(address))), None)
    titles = [told for tag in measures.named["title"][:1] if (told := words(visible(tag)))]
    return Facts(names, _article(measures), url, titles[0] if titles else None)


def visible(tag: "HtmlElement") -> str:
    """The text of an element; a `<br>` in it is a space, comments are nothing."""
    parts = []
    for node in tag.iter():
        if isinstance(node.tag, str):
            if node.tag == "br":
                parts.append(" ")
            elif node.text and (node is tag or node.tag not in SILENT):
                parts.append(node.text)
        if node is not tag and node.tail:
            parts.append(node.tail)
    return "".join(parts)


def headline(found: Facts, measures: Measures, root: "HtmlElement") -> tuple[str | None, "HtmlElement | None"]:
    """The headline, and the element that holds it (None when only the metadata has one).

    A first heading may be the site's name; the one that the page's metadata repeats is the headline.
    """
    told = [fold(text) for text in (found.headline, found.title) if text]
    tops: list[tuple[str, HtmlElement]] = []
    for number, tag in enumerate(root.iter("h1", "h2", "h3")):
        if number == _HEADINGS:
            break
        if not (text := words(visible(tag))):
            continue
        if len(text) >= 8 and any(fold(text) in other or (len(other) >= 8 and other in fold(text)) for other in told):
            return text, tag
        if tag.tag == "h1":
            tops.append((text, tag))
    tops = tops or [(text, tag) for tag in measures.named["h1"][:3] if (text := words(visible(tag)))]
    if tops:
        return tops[0]
    if found.headline:
        return found.headline, None
    return (max(_SEPARATOR.split(found.title), key=len), None) if found.title else (None, None)


def fold(text: str) -> str:
    """Letters and digits only, lower case: for comparing headlines."""
    return "".join(filter(str.isalnum, text.casefold()))


def main_part(root: "HtmlElement", measures: Measures) -> "HtmlElement":
    """The element that holds the release: its article, else `main`, else the whole body."""
    sizes = measures.size
    body = next(iter(measures.named["body"]), root)
    mains = [*measures.named["main"], *root.xpath("descendant::*/@role[.='main']/..")]
    base = max(mains, key=lambda tag: sizes[tag], default=body)
    if sizes[base] < 0.1 * sizes[body]:
        base = body
    articles = measures.named["article"] if base is body else list(base.iterdescendants("article"))
    if not articles:
        return base
    largest = max(articles, key=lambda tag: sizes[tag])
    if 2 * sizes[largest] >= sizes[base]:
        return largest
    # A list of many articles is an overview; one article, or one with the page's headline, is the release.
    headed = [tag for tag in articles if tag in measures.headed]
    alone = articles if len(articles) == 1 else headed
    enough = [tag for tag in alone[:1] if sizes[tag] >= 0.1 * sizes[base]]
    return enough[0] if enough else base


def _article(measures: Measures) -> dict[str, Any]:
    """The schema.org object that has a publication date, an article's before a web page's."""
    best: dict[str, Any] = {}
    for tag in measures.named["script"]:
        if tag.get("type") != "application/ld+json" or not tag.text or len(tag.text) > _MAX_DATA:
            continue
        try:
            data = json.loads(tag.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            if not node.get("datePublished"):
                continue
            kind = str(node.get("@type"))
            if "Article" in kind or "Posting" in kind or "Report" in kind:
                return node
            best = best or node
    return best


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for n in range(_MAX_NODES):
        if n >= len(waiting):
            return
        node = waiting[n]
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
