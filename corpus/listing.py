"""What leads to releases: feeds, sitemaps and pages with links. Bytes in, links out; nothing is fetched here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from corpus.addresses import link
from corpus.errors import Unreadable

Kind = Literal["page", "feed", "sitemap", "listing"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

_ROOTS: Final[dict[str, Kind]] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
}
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z]\w*)")
_SAVE: Final = "ask the publisher to mend it, or name the pages themselves"


@dataclass(frozen=True, slots=True)
class Link:
    """One page that a listing leads to.

    Attributes:
        address: canonical.
        stamp: when the page last changed, as the listing says it (ISO 8601), or None where it does not.
        day: the ISO day by which it is filtered: of its publication, else of its last change; None where neither is told.
    """

    address: str
    stamp: str | None = None
    day: str | None = None

    def since(self, day: date | None) -> bool:
        """Whether it is of that day or later; what bears no day might be."""
        return day is None or self.day is None or self.day >= day.isoformat()[: len(self.day)]


def kind_of(raw: bytes) -> Kind:
    """What the bytes are, by the first element in them.

    >>> kind_of(b"<?xml version='1.0'?><!-- news --><rss version='2.0'>"), kind_of(b"<!doctype html><html>")
    ('feed', 'page')
    """
    head = raw[:100_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    while True:
        head = head.lstrip()
        if head.startswith(b"<!--"):
            end, width = head.find(b"-->"), 3
        elif head.startswith(b"<?"):
            end, width = head.find(b"?>"), 2
        elif head[:9].upper() == b"<!DOCTYPE":
            inner = head.find(b"[")
            first = head.find(b">")
            end, width = (head.find(b"]>"), 2) if 0 <= inner < first else (first, 1)
        else:
            break
        if end < 0:
            return "page"
        head = head[end + width :]
    root = _ROOT.match(head)
    return _ROOTS.get(root[1].decode("ascii").lower(), "page") if root else "page"


def refuse_entities(raw: bytes) -> None:
    """No feed or sitemap needs entities of its own: they make a file of a few bytes fill the memory, or read other files.

    Raises:
        Unreadable: when some are declared.
    """
    if b"<!ENTITY" in raw or "<!ENTITY".encode("utf-16-le") in raw or "<!ENTITY".encode("utf-16-be") in raw:
        raise Unreadable(
            "it declares entities of its own, which no feed or sitemap needs and which are not read", _SAVE
        )


def links(raw: bytes, base: str, pattern: str) -> Iterator[Link]:
    """The links of a page whose addresses hold the pattern, in their order, each once.

    Args:
        raw: the page.
        base: its address.
        pattern: a regular expression, looked for in the whole address.

    Raises:
        Unreadable: when the bytes are no page.
    """
    wanted = re.compile(pattern)
    seen = set[str]()
    for _, _, href in _anchors(raw, base):
        if href not in seen and wanted.search(href):
            seen.add(href)
            yield Link(href)


def next_page(raw: bytes, base: str) -> str | None:
    """The address of the listing's next page (`rel="next"`), where it names one."""
    return next((href for _, rel, href in _anchors(raw, base) if "next" in rel), None)


def _anchors(raw: bytes, base: str) -> Iterator[tuple[str, list[str], str]]:
    from lxml import etree, html

    from corpus.readers.decode import decode

    text = decode(raw, declared=True) if raw.strip() else ""
    parser = html.HTMLParser(huge_tree=False, no_network=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no links can be read of it ({error})", "name the page that lists the releases") from error
    for element in root.iter("base"):
        base = link(base, element.get("href") or "") or base
        break
    for element in root.iter("a", "link"):
        if (href := element.get("href")) and (address := link(base, href)):
            rel = (element.get("rel") or "").lower().split()
            if element.tag == "a" or "next" in rel:
                yield element.tag, rel, address
