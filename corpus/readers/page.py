"""What a web page says of itself: headline, sender, day of publication, address; and where its main part is."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from corpus.document import PublishedFrom
from corpus.readers.dateline import iso_day
from corpus.readers.tree import Measures

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

# In this order: what names the publication comes before what may be any date.
_DATE_NAMES: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "dcterms.issued",
    "dc.date.issued", "citation_publication_date", "publish-date", "publish_date", "publishdate", "pubdate",
    "publication_date", "date.published", "published", "last-published", "dc.date.created", "dcterms.created",
    "dcterms.date", "dc.date", "date",
)  # fmt: skip
_SITE_NAMES: Final = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "article:publisher_name")
_URL_DAY: Final = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/_-]|$)")
_SEPARATOR: Final = re.compile(r"\s+[|–—»·•]\s+|\s+-\s+")
_MAX_NODES: Final = 10_000
_HEADINGS: Final = 60


class Facts(NamedTuple):
    """What the head of the page says."""

    names: dict[str, str]
    """Content by lower-case name, property or itemprop of the meta elements; the first of each name."""
    node: dict[str, Any]
    """The schema.org object of the article, or {}."""
    url: str | None

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


def facts(soup: "BeautifulSoup") -> Facts:
    """Read the meta elements, the schema.org data and the canonical address."""
    names: dict[str, str] = {}
    for tag in soup.find_all("meta", content=True):
        content = words(str(tag["content"]))
        for attribute in ("property", "name", "itemprop"):
            if content and (name := str(tag.get(attribute) or "").lower()):
                names.setdefault(name, content)
    addresses = [str(tag["href"]) for tag in soup.find_all("link", rel="canonical", href=True, limit=1)]
    addresses.append(names.get("og:url", ""))
    url = next(
        (address.strip() for address in addresses if re.match(r"\s*https?://\S+\s*$", address, re.IGNORECASE)), None
    )
    return Facts(names, _article(soup), url)


def published(
    soup: "BeautifulSoup", found: Facts, root: "Tag", masthead: str | None
) -> tuple[str | None, PublishedFrom | None]:
    """The day of publication and where it was read: metadata, then the text's date line, then the address."""
    candidates = [str(found.node.get("datePublished") or ""), *(found.names.get(name, "") for name in _DATE_NAMES)]
    times = soup.find_all(itemprop="datePublished", limit=1)
    # Of several times in an article the later ones are those of comments and of other articles.
    times += [*root.find_all("time", pubdate=True, limit=1), *root.find_all("time", datetime=True, limit=1)]
    candidates += [str(tag.get("datetime") or tag.get("content") or tag.get_text()) for tag in times]
    for candidate in candidates:
        if candidate and (day := iso_day(candidate)):
            return day, "meta"
    if masthead:
        return masthead, "text"
    if (
        found.url
        and (match := _URL_DAY.search(urlsplit(found.url).path))
        and (day := iso_day("-".join(match.groups())))
    ):
        return day, "url"
    return None, None


def headline(soup: "BeautifulSoup", found: Facts, root: "Tag") -> tuple[str | None, "Tag | None"]:
    """The headline, and the element that holds it (None when only the metadata has one).

    A first heading may be the site's name; the one that the page's metadata repeats is the headline.
    """
    told = [fold(text) for text in (found.headline, soup.title.get_text() if soup.title else None) if text]
    tops: list[Tag] = []
    for tag in root.find_all(["h1", "h2", "h3"], limit=_HEADINGS):
        text = _text(tag)
        if not text:
            continue
        if len(text) >= 8 and any(fold(text) in other or (len(other) >= 8 and other in fold(text)) for other in told):
            return text, tag
        if tag.name == "h1":
            tops.append(tag)
    tops = tops or [tag for tag in soup.find_all("h1", limit=3) if _text(tag)]
    if tops:
        return _text(tops[0]), tops[0]
    if found.headline:
        return found.headline, None
    title = words(soup.title.get_text()) if soup.title else None
    return (max(_SEPARATOR.split(title), key=len), None) if title else (None, None)


def _text(tag: "Tag") -> str | None:
    """What a heading says; a `<br>` in it is a space."""
    from bs4.element import NavigableString, Tag

    parts = []
    for node in tag.descendants:
        if type(node) is NavigableString:
            parts.append(str(node))
        elif isinstance(node, Tag) and node.name == "br":
            parts.append(" ")
    return words("".join(parts))


def fold(text: str) -> str:
    """Letters and digits only, lower case: for comparing headlines."""
    return "".join(filter(str.isalnum, text.casefold()))


def main_part(soup: "BeautifulSoup", measures: Measures) -> "Tag":
    """The element that holds the release: its article, else `main`, else the whole body."""
    sizes = measures.size
    body: Tag = soup.body or soup
    mains = [*soup.find_all("main"), *soup.find_all(role="main")]
    base = max(mains, key=lambda tag: sizes[id(tag)], default=body)
    if sizes[id(base)] < 0.1 * sizes[id(body)]:
        base = body
    articles = base.find_all("article")
    if not articles:
        return base
    largest: Tag = max(articles, key=lambda tag: sizes[id(tag)])
    if 2 * sizes[id(largest)] >= sizes[id(base)]:
        return largest
    # A list of many articles is an overview; one article, or one with the page's headline, is the release.
    headed = [tag for tag in articles if id(tag) in measures.headed]
    alone = articles if len(articles) == 1 else headed
    enough = [tag for tag in alone[:1] if sizes[id(tag)] >= 0.1 * sizes[id(base)]]
    return enough[0] if enough else base


def _article(soup: "BeautifulSoup") -> dict[str, Any]:
    """The schema.org object that has a publication date, an article's before a web page's."""
    best: dict[str, Any] = {}
    for tag in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(tag.get_text())
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kind = str(node.get("@type"))
            if ("Article" in kind or "Posting" in kind or "Report" in kind) and node.get("datePublished"):
                return node
            if not best and node.get("datePublished"):
                best = node
    return best


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
