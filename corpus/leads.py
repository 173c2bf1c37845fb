"""What a want leads to: the page itself, or the links of a feed, a sitemap, a listing."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from corpus import feeds, listing, sitemaps
from corpus.addresses import canonical
from corpus.document import ReadFailure
from corpus.errors import Unreadable
from corpus.listing import Link
from corpus.manners import Manners
from corpus.wants import Tally, Want

if TYPE_CHECKING:
    from corpus.fetch import Fetcher, Page

_INDEXED: Final = 1000
"""Sitemaps that one index may lead to."""


@dataclass(slots=True)
class Crawl:
    """One run: what all wants share."""

    fetcher: "Fetcher"
    manners: Manners
    tallies: list[Tally]
    asked: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)


async def links(crawl: Crawl, want: Want, tally: Tally) -> "AsyncGenerator[Link | Page | ReadFailure, None]":
    """The links of a want; or the page itself, when it is one."""
    try:
        page = await crawl.fetcher.get(want.address)
        raw = sitemaps.unpacked(page.raw, crawl.manners.max_bytes) if want.kind == "sitemap" else page.raw
        if want.kind is None and _names_packed_xml(page):
            raw = sitemaps.unpacked(raw, crawl.manners.max_bytes)
        tally.kind = kind = want.kind or ("listing" if want.links else listing.kind_of(raw))
    except Unreadable as error:
        yield failure(want.address, error)
        return
    if kind == "page":
        yield page
        return
    count, faults = 0, 0
    made = {"feed": _of_feed, "sitemap": _of_sitemap, "listing": _of_listing}[kind](crawl, want, page, raw)
    async with aclosing(made) as found:
        async for item in found:
            if isinstance(item, Link):
                if not item.since(want.since):
                    continue
                if count == crawl.manners.max_links:
                    reason = f"it leads to more than {count:,} pages; those after them were left out"
                    cure = "narrow it with --since or --links, or raise fetch_max_links in belegt.toml"
                    yield ReadFailure(want.address, "source", reason, cure)
                    return
                count += 1
            faults += isinstance(item, ReadFailure)
            yield item
    if not count and not faults:
        reason = "it leads to no page" + (f" of {want.since} or later" if want.since else "")
        if kind == "listing":
            yield ReadFailure(want.address, "source", f"no link on it holds {want.links!r}", "correct the pattern")
        elif not want.since:  # a quiet week is no failure
            yield ReadFailure(want.address, "source", reason, "check that it is the right address")


async def _of_feed(crawl: Crawl, want: Want, page: "Page", raw: bytes) -> AsyncGenerator[Link | ReadFailure, None]:
    del crawl
    try:
        found: Iterable[Link] = await asyncio.to_thread(lambda: list(feeds.entries(raw, page.final)))
    except Unreadable as error:
        yield failure(want.address, error)
        return
    for item in found:
        yield item


async def _of_sitemap(crawl: Crawl, want: Want, page: "Page", raw: bytes) -> AsyncGenerator[Link | ReadFailure, None]:
    """The pages of a sitemap; of an index, those of its sitemaps (an index in an index is none)."""
    waiting = deque([(want.address, page, raw)])
    indexed = deque[Link]()
    while waiting or indexed:
        address = want.address
        try:
            if waiting:
                address, here, content = waiting.popleft()
            else:
                address = indexed[0].address
                child = indexed.popleft()
                here = await crawl.fetcher.get(child.address, child.stamp)
                content = sitemaps.unpacked(here.raw, crawl.manners.max_bytes)
            found = await asyncio.to_thread(sitemaps.read, content, here.final)
        except Unreadable as error:
            yield failure(address, error)
            continue
        for item in found.pages:
            yield item
        if here is page:
            # What an index says of a sitemap's last change is no earlier than its newest page.
            indexed.extend([s for s in found.sitemaps if s.since(want.since)][:_INDEXED])


async def _of_listing(crawl: Crawl, want: Want, page: "Page", raw: bytes) -> AsyncGenerator[Link | ReadFailure, None]:
    pattern = want.links or "."
    seen, passed = set[str](), {page.final}
    for number in range(1, want.pages + 1):
        try:
            found = await asyncio.to_thread(lambda: list(listing.links(raw, page.final, pattern)))  # noqa: B023
            following = listing.next_page(raw, page.final) if number < want.pages else None
        except Unreadable as error:
            yield failure(page.address, error)
            return
        for item in found:
            if item.address not in seen:
                seen.add(item.address)
                yield item
        if following is None or following in passed:
            return
        passed.add(following)
        try:
            page = await crawl.fetcher.get(following)
            raw = page.raw
        except Unreadable as error:
            yield failure(following, error)
            return


def _names_packed_xml(page: "Page") -> bool:
    return page.raw.startswith(b"\x1f\x8b") and page.final.partition("?")[0].endswith((".xml.gz", ".xml"))


def failure(address: str, error: Unreadable) -> ReadFailure:
    """Why an address gave nothing, without the password that may stand in it."""
    try:
        name = canonical(address)
    except Unreadable:
        name = re.sub(r"//[^/@]*@", "//…@", address[:300])  # no password gets into a log
    return ReadFailure(name, "source", error.reason, error.cure)
