"""Web addresses to sources: a page, or all the pages that a feed, a sitemap or a listing leads to.

Fetching goes on in a thread of its own while what came is read and stored; what nobody has taken yet is bounded.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.leads import Crawl, failure, links
from corpus.listing import Link
from corpus.manners import Manners
from corpus.page_cache import PageCache
from corpus.wants import Tally, Want

if TYPE_CHECKING:
    from corpus.fetch import Page

_WAITING: Final = 4
"""Pages of one want that are fetched and not taken yet."""
_WANTS_AT_ONCE: Final = 16


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
            crawl = Crawl(fetcher, manners, [tally])
            async with aclosing(links(crawl, want, tally)) as items:
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
        return (), (failure(want.address, error),)


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
            yield failure(want.address, error)
        return
    try:
        async with fetcher:
            crawl = Crawl(fetcher, manners, tallies)
            produced = _in_order(crawl, wants) if ordered else _as_they_come(crawl, wants)
            async with aclosing(produced) as items:
                async for item in items:
                    yield item
        cache.end()
    finally:
        cache.close()


async def _in_order(crawl: Crawl, wants: Sequence[Want]) -> AsyncGenerator[Source | ReadFailure, None]:
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


async def _as_they_come(crawl: Crawl, wants: Sequence[Want]) -> AsyncGenerator[Source | ReadFailure, None]:
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


async def _produce(crawl: Crawl, number: int, want: Want, queue: "asyncio.Queue[Source | ReadFailure | None]") -> None:
    """Everything of one want, then None, whatever happens."""
    tally = crawl.tallies[number]
    try:
        async with aclosing(_sources_of(crawl, want, tally)) as items:
            async for item in items:
                if isinstance(item, ReadFailure):
                    tally.failed += 1
                await queue.put(item)
    except Unreadable as error:  # the page cache gave out
        await queue.put(failure(want.address, error))
    except Exception as error:  # noqa: BLE001 - one source's oddity must not cost all the others
        reason = f"fetching failed ({type(error).__name__}: {str(error)[:200]})"
        await queue.put(ReadFailure(want.address, "source", reason, "report this as a fault, with the address"))
    await queue.put(None)


async def _sources_of(crawl: Crawl, want: Want, tally: Tally) -> AsyncGenerator[Source | ReadFailure, None]:
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
        async with aclosing(links(crawl, want, tally)) as found:
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


async def _page(crawl: Crawl, link: Link) -> "Page | ReadFailure":
    try:
        return await crawl.fetcher.get(link.address, link.stamp)
    except Unreadable as error:
        return failure(link.address, error)


def _given(crawl: Crawl, page: "Page") -> Iterator[Source | ReadFailure]:
    """The page as a source, unless another address led to it before; a .jsonl file line by line."""
    if page.final in crawl.given:
        return
    crawl.given.add(page.final)
    from corpus.sources import of_bytes

    yield from of_bytes(page.address, page.final, page.media_type, page.raw)


async def _cancel(tasks: "Iterable[asyncio.Task[None]] | Iterable[asyncio.Task[Page | ReadFailure]]") -> None:
    left = list(tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
