"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org 0.9, Google News 0.9). No entity is ever resolved."""

import re
from dataclasses import dataclass
from typing import Any, Final

from corpus.addresses import link
from corpus.errors import Unreadable
from corpus.listing import Link, refuse_entities
from corpus.unpacking import gunzip

_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages, or, when it is an index, further sitemaps."""

    pages: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()


def unpacked(raw: bytes, max_bytes: int) -> bytes:
    """The bytes, when they are a gzip file what it holds: sitemaps are kept as .xml.gz.

    Raises:
        Unreadable: when they are too large, or damaged.
    """
    return gunzip(raw, max_bytes) if raw.startswith(b"\x1f\x8b") else raw


def read(raw: bytes, base: str) -> Sitemap:
    """What a sitemap lists, in its order, each address once.

    Args:
        raw: the sitemap, unpacked.
        base: its address.

    Raises:
        Unreadable: when it is no sitemap, or not well-formed.
    """
    from lxml import etree

    refuse_entities(raw)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        cure = "ask the publisher to mend it, or name the pages themselves"
        raise Unreadable(f"it is no well-formed XML ({str(error)[:150]})", cure) from error
    name = _name(root)
    if name not in {"urlset", "sitemapindex"}:
        raise Unreadable(f"it is no sitemap: its first element is <{name}>", "name the sitemap, or a feed")
    found: dict[str, Link] = {}
    for entry in root:
        texts = {_name(e): e.text.strip() for e in entry.iter() if isinstance(e.tag, str) and e.text}
        address = link(base, texts.get("loc", ""))
        if address is None or not texts.get("loc"):
            continue
        changed = texts.get("lastmod")
        day = _DAY.match(texts.get("publication_date") or changed or "")
        found.setdefault(address, Link(address, changed, day[0] if day else None))
    listed = tuple(found.values())
    return Sitemap(pages=listed) if name == "urlset" else Sitemap(sitemaps=listed)


def _name(element: Any) -> str:
    """The element's name without its namespace (often a wrong one)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
