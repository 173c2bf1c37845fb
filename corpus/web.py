"""Web addresses to sources: a page, or all the pages that a feed, a sitemap or a listing leads to.

Fetching goes on in a thread of its own while what came is read and stored; what nobody has taken yet is bounded.
"""

import asyncio
import re
import threading
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import feeds, listing, sitemaps
from corpus.addresses import canonical
from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.listing import Kind, Link
from corpus.manners import Manners
from corpus.page_cache import PageCache

if TYPE_CHECKING:
    from corpus.fetch import Fetcher, Page

_WAITING: Final = 4
"""Pages of one want that are fetched and not taken yet."""
_WANTS_AT_ONCE: Final = 16
_INDEXED: Final = 1000
"""Sitemaps that one index may lead to."""


@dataclass(frozen=True, slots=True)
class Want:
    """What is to be fetched.

    Attributes:
        address: of a page, feed, sitemap or listing.
        kind: which of these; None: what the bytes turn out to be (a listing only with `links`).
        links: the regular expression that the addresses of a listing's releases hold.
        since: what a feed or sitemap says to be older is left out.
        pages: how many pages of a listing are followed (`rel="next"`).
        name: the source's, None for an address on the command line.
    """

    address: str
    kind: Kind | None = None
    links: str | None = None
    since: date | None = None
    pages: int = 1
    name: str | None = None


@dataclass(slots=True)
class Tally:
    """What became of a want: pages it led to, those that needed no request, that came anew, that failed; and the kind."""

    kind: Kind = "page"
    listed: int = 0
    unasked: int = 0
    fresh: int = 0
    failed: int = 0
    newest: str | None = None


@dataclass(slots=True)
class _Crawl:
    """One run: what all wants share."""

    fetcher: "Fetcher"
    manners: Manners
    tallies: list[Tally]
    asked: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)


def sources(
    wants: Sequence[Want],
    manners: Manners,
    cache: Path | None = None,
    *,
    tallies: Sequence[Tally] = (),
    ordered: bool = True,
) -> Iterator[Source | ReadFailure]:
    """Every source that the wants lead to; a page that several lead to comes once.

    Args:
        wants: what is to be fetched; several at once.
        manners: what is kept to.
        cache: the file of fetched pages; None keeps nothing beyond this run.
        tallies: one for each want, filled on the way.
        ordered: in the order of the wants and their links; else as they come, and no slow host holds up another.
    """
    crawl = _crawl(wants, manners, cache, list(tallies) or [Tally() for _ in wants], ordered=ordered)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="fetching", daemon=True)
    thread.start()
    try:
        while (item := asyncio.run_coroutine_threadsafe(anext(crawl, None), loop).result()) is not None:
            yield item
    finally:
        asyncio.run_coroutine_threadsafe(_end(crawl), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def listed(
    want: Want, manners: Manners, tally: Tally, most: int = 20
) -> tuple[tuple[Link, ...], tuple[ReadFailure, ...]]:
    """What a want leads to at first sight, without fetching the pages themselves.

    Args:
        want: what is looked at.
        manners: what is kept to.
        tally: told how many pages there are, and the newest day.
        most: links that are returned.
    """
    from corpus.fetch import Fetcher

    async def look() -> tuple[tuple[Link, ...], tuple[ReadFailure, ...]]:
        found, failures = list[Link](), list[ReadFailure]()
        cache = PageCache(None)
        async with Fetcher(manners, cache) as fetcher:
            crawl = _Crawl(fetcher, manners, [tally])
            async with aclosing(_links(crawl, want, tally)) as items:
                async for item in items:
                    if isinstance(item, ReadFailure):
                        failures.append(item)
                    elif isinstance(item, Link):
                        tally.newest = max(filter(None, (tally.newest, item.day)), default=None)
                        tally.listed += 1
                        found.append(item)
                    else:
                        tally.listed += 1
                        found.append(Link(item.final))
        cache.close()
        return tuple(found[:most]), tuple(failures)

    try:
        return asyncio.run(look())
    except Unreadable as error:
        return (), (_failure(want.address, error),)


async def _end(crawl: AsyncGenerator[Source | ReadFailure, None]) -> None:
    await crawl.aclose()
    await asyncio.get_running_loop().shutdown_default_executor()


async def _crawl(
    wants: Sequence[Want], manners: Manners, path: Path | None, tallies: list[Tally], *, ordered: bool
) -> AsyncGenerator[Source | ReadFailure, None]:
    from corpus.fetch import Fetcher

    try:
        cache = PageCache(path)
        fetcher = Fetcher(manners, cache, cache.begin())
    except Unreadable as error:
        for want in wants:
            yield _failure(want.address, error)
        return
    try:
        async with fetcher:
            crawl = _Crawl(fetcher, manners, tallies)
            produced = _in_order(crawl, wants) if ordered else _as_they_come(crawl, wants)
            async with aclosing(produced) as items:
                async for item in items:
                    yield item
        cache.end()
    finally:
        cache.close()


async def _in_order(crawl: _Crawl, wants: Sequence[Want]) -> AsyncGenerator[Source | ReadFailure, None]:
    """Some wants are under way at once; each waits when enough of it lies ready."""
    running: deque[tuple[asyncio.Task[None], asyncio.Queue[Source | ReadFailure | None]]] = deque()
    waiting = iter(enumerate(wants))

    def fill() -> None:
        while len(running) < _WANTS_AT_ONCE and (following := next(waiting, None)) is not None:
            queue: asyncio.Queue[Source | ReadFailure | None] = asyncio.Queue(_WAITING)
            running.append((asyncio.create_task(_produce(crawl, *following, queue)), queue))

    try:
        fill()
        while running:
            task, queue = running[0]
            while (item := await queue.get()) is not None:
                yield item
            await task
            running.popleft()
            fill()
    finally:
        await _cancel([task for task, _ in running])


async def _as_they_come(crawl: _Crawl, wants: Sequence[Want]) -> AsyncGenerator[Source | ReadFailure, None]:
    queue: asyncio.Queue[Source | ReadFailure | None] = asyncio.Queue(_WAITING)
    free = asyncio.Semaphore(_WANTS_AT_ONCE)

    async def one(number: int, want: Want) -> None:
        async with free:
            await _produce(crawl, number, want, queue)

    tasks = [asyncio.create_task(one(number, want)) for number, want in enumerate(wants)]
    try:
        open_wants = len(tasks)
        while open_wants:
            item = await queue.get()
            if item is None:
                open_wants -= 1
            else:
                yield item
    finally:
        await _cancel(tasks)


async def _produce(crawl: _Crawl, number: int, want: Want, queue: "asyncio.Queue[Source | ReadFailure | None]") -> None:
    """Everything of one want, then None, whatever happens."""
    tally = crawl.tallies[number]
    try:
        async with aclosing(_sources_of(crawl, want, tally)) as items:
            async for item in items:
                if isinstance(item, ReadFailure):
                    tally.failed += 1
                await queue.put(item)
    except Unreadable as error:  # the page cache gave out
        await queue.put(_failure(want.address, error))
    except Exception as error:  # noqa: BLE001 - one source's oddity must not cost all the others
        reason = f"fetching failed ({type(error).__name__}: {str(error)[:200]})"
        await queue.put(ReadFailure(want.address, "source", reason, "report this as a fault, with the address"))
    await queue.put(None)


async def _sources_of(crawl: _Crawl, want: Want, tally: Tally) -> AsyncGenerator[Source | ReadFailure, None]:
    """A want's pages, some of them under way at once, in the order of their links."""
    running: deque[asyncio.Task[Page | ReadFailure]] = deque()

    async def oldest() -> Iterator[Source | ReadFailure]:
        result = await running[0]
        running.popleft()
        if isinstance(result, ReadFailure):
            return iter((result,))
        tally.fresh += result.fresh
        tally.unasked += not result.asked
        return _given(crawl, result)

    try:
        async with aclosing(_links(crawl, want, tally)) as found:
            async for item in found:
                if isinstance(item, ReadFailure):
                    yield item
                    continue
                tally.listed += 1
                if isinstance(item, Link):
                    if item.address in crawl.asked:
                        continue
                    crawl.asked.add(item.address)
                    running.append(asyncio.create_task(_page(crawl, item)))
                else:
                    tally.fresh += item.fresh
                    tally.unasked += not item.asked
                    for source in _given(crawl, item):
                        yield source
                while len(running) > 2 * crawl.manners.per_host:
                    for source in await oldest():
                        yield source
        while running:
            for source in await oldest():
                yield source
    finally:
        await _cancel(running)


async def _page(crawl: _Crawl, link: Link) -> "Page | ReadFailure":
    try:
        return await crawl.fetcher.get(link.address, link.stamp)
    except Unreadable as error:
        return _failure(link.address, error)


def _given(crawl: _Crawl, page: "Page") -> Iterator[Source | ReadFailure]:
    """The page as a source, unless another address led to it before; a .jsonl file line by line."""
    if page.final in crawl.given:
        return
    crawl.given.add(page.final)
    from corpus.sources import of_bytes

    yield from of_bytes(page.address, page.final, page.media_type, page.raw)


async def _links(crawl: _Crawl, want: Want, tally: Tally) -> "AsyncGenerator[Link | Page | ReadFailure, None]":
    """The links of a want; or the page itself, when it is one."""
    try:
        page = await crawl.fetcher.get(want.address)
        raw = sitemaps.unpacked(page.raw, crawl.manners.max_bytes) if want.kind == "sitemap" else page.raw
        if want.kind is None and _names_packed_xml(page):
            raw = sitemaps.unpacked(raw, crawl.manners.max_bytes)
        tally.kind = kind = want.kind or ("listing" if want.links else listing.kind_of(raw))
    except Unreadable as error:
        yield _failure(want.address, error)
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


async def _of_feed(crawl: _Crawl, want: Want, page: "Page", raw: bytes) -> AsyncGenerator[Link | ReadFailure, None]:
    del crawl
    try:
        found: Iterable[Link] = await asyncio.to_thread(lambda: list(feeds.entries(raw, page.final)))
    except Unreadable as error:
        yield _failure(want.address, error)
        return
    for item in found:
        yield item


async def _of_sitemap(crawl: _Crawl, want: Want, page: "Page", raw: bytes) -> AsyncGenerator[Link | ReadFailure, None]:
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
            yield _failure(address, error)
            continue
        for item in found.pages:
            yield item
        if here is page:
            # What an index says of a sitemap's last change is no earlier than its newest page.
            indexed.extend([s for s in found.sitemaps if s.since(want.since)][:_INDEXED])


async def _of_listing(crawl: _Crawl, want: Want, page: "Page", raw: bytes) -> AsyncGenerator[Link | ReadFailure, None]:
    pattern = want.links or "."
    seen, passed = set[str](), {page.final}
    for number in range(1, want.pages + 1):
        try:
            found = await asyncio.to_thread(lambda: list(listing.links(raw, page.final, pattern)))  # noqa: B023
            following = listing.next_page(raw, page.final) if number < want.pages else None
        except Unreadable as error:
            yield _failure(page.address, error)
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
            yield _failure(following, error)
            return


def _names_packed_xml(page: "Page") -> bool:
    return page.raw.startswith(b"\x1f\x8b") and page.final.partition("?")[0].endswith((".xml.gz", ".xml"))


async def _cancel(tasks: "Iterable[asyncio.Task[None]] | Iterable[asyncio.Task[Page | ReadFailure]]") -> None:
    left = list(tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _failure(address: str, error: Unreadable) -> ReadFailure:
    try:
        name = canonical(address)
    except Unreadable:
        name = re.sub(r"//[^/@]*@", "//…@", address[:300])  # no password gets into a log
    return ReadFailure(name, "source", error.reason, error.cure)
