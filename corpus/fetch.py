"""Polite HTTP: the only file that imports httpx.

One `Fetcher` per run. Each request passes, in this order: the page cache, the host's robots.txt, a free place at the host, the
pause the host asked for, a free place in the run, the host's rate. The address is resolved here and the connection goes to the
very address that was checked, so that a name which changes its answer in between gains nothing.
"""

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final, Self

import httpcore
import httpx
import stamina

from corpus.addresses import canonical, host_of, link, robots_of
from corpus.connecting import Checked, Private
from corpus.errors import Unreadable
from corpus.hosts import LATER, Fault, Host, named
from corpus.manners import Manners
from corpus.page_cache import Kept, PageCache
from corpus.robots import Rules, rules
from corpus.unpacking import ENCODINGS, Body, too_large

# What fails in the end is a named failure of the run; a warning about each attempt would be noise.
stamina.instrumentation.set_on_retry_hooks([])

_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHECK: Final = "open the address in a browser, and correct it or leave it out"
_CURES: Final = {
    401: "it needs a login: save the page yourself and name the file",
    403: "the host refuses programs or strangers: ask the publisher, or save the page yourself and name the file",
    429: "lower fetch_rate in belegt.toml, and try again later",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address holds.

    Attributes:
        address: as asked for, canonical; final: where redirects ended.
        media_type: what the server claims it to be, without parameters. (Its charset is as often wrong as right: the bytes
            and the page's own head decide.)
        raw: the body, unpacked.
        asked: whether a request was made for it; fresh: whether the body came with this request.
    """

    address: str
    final: str
    media_type: str
    raw: bytes
    asked: bool
    fresh: bool


@dataclass(slots=True)
class _Answer:
    """One answer: a body, a redirect, or that nothing has changed."""

    body: bytes = b""
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    location: str | None = None
    unchanged: bool = False


class Fetcher:
    """Fetches pages. To be used as `async with`, inside one event loop.

    Args:
        manners: what is kept to.
        cache: pages of earlier runs.
        since: pages that were looked at after that time (seconds since 1970) are not asked for again.

    Raises:
        Unreadable: when the contact cannot be sent.
    """

    def __init__(self, manners: Manners, cache: PageCache, since: float | None = None) -> None:
        if not manners.user_agent.isprintable() or not manners.user_agent.isascii():
            raise Unreadable("the contact holds what cannot be sent", "set `contact` to an address in plain ASCII")
        self._manners = manners
        self._cache = cache
        self._since = math.inf if since is None else since
        self._hosts: dict[str, Host] = {}
        self._rules: dict[str, asyncio.Task[Rules]] = {}
        self._at_once = asyncio.Semaphore(manners.at_once)
        timeout = httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds, pool=None)
        self._client = httpx.AsyncClient(
            transport=_Transport(Checked(allow=manners.allow_private_hosts)),
            headers={
                "User-Agent": manners.user_agent,
                "Accept-Encoding": ENCODINGS,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "de,*;q=0.5",
            },
            timeout=timeout,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._rules.values():
            task.cancel()
        await asyncio.gather(*self._rules.values(), return_exceptions=True)
        await self._client.aclose()

    async def get(self, address: str, stamp: str | None = None) -> Page:
        """What the address holds.

        Args:
            address: of a page.
            stamp: when the page last changed, as a feed or sitemap says; the one that the kept page had means: unchanged.

        Raises:
            Unreadable: with the reason and the cure.
        """
        address = canonical(address)
        kept = self._cache.get(address)
        if kept and (kept.checked >= self._since or (stamp is not None and stamp == kept.stamp)):
            return Page(address, kept.final, kept.media_type, kept.raw, asked=False, fresh=False)
        return await self._ask(address, kept, stamp, ruled=True)

    async def rules(self, address: str) -> Rules:
        """What the address's host allows, asked for once in a run.

        Raises:
            Unreadable: when the host is on the own machine or network.
        """
        where = robots_of(address)
        if where not in self._rules:
            self._rules[where] = asyncio.create_task(self._fetch_rules(where))
        return await asyncio.shield(self._rules[where])

    async def _fetch_rules(self, where: str) -> Rules:
        kept = self._cache.get(where)
        try:
            if kept and kept.checked >= self._since:
                return self._obey(where, rules(200, kept.raw))
            return self._obey(where, rules(200, (await self._ask(where, kept, None, ruled=False)).raw))
        except Private:
            raise
        except Fault as fault:
            return rules(fault.status, b"") if fault.status else Rules(unreachable=fault.reason)
        except Unreadable as error:
            return Rules(unreachable=error.reason)

    def _obey(self, where: str, found: Rules) -> Rules:
        """Slow down to what the host asks for."""
        self._host(where).slow_down(found.delay, self._manners)
        return found

    async def _ask(self, address: str, kept: Kept | None, stamp: str | None, *, ruled: bool) -> Page:
        """Follow the address to its end, under the rules of each host on the way."""
        here, passed = address, set[str]()
        while True:
            passed.add(here)
            if ruled:
                (await self.rules(here)).check(here)
            answer = await self._attempts(here, _conditions(kept) if kept and kept.final == here else {})
            if answer.location is None:
                break
            target = link(here, answer.location)
            if target is None:
                raise Unreadable(f"it redirects to no web address: {answer.location[:200]!r}", _CHECK)
            if target in passed:
                raise Unreadable("it redirects in a circle", _CHECK)
            if len(passed) > self._manners.redirects:
                raise Unreadable(f"it redirects more than {self._manners.redirects} times", _CHECK)
            here = target
        now = time.time()
        if answer.unchanged and kept:
            self._cache.touch(address, _trusted(stamp, now), now)
            return Page(address, here, kept.media_type, kept.raw, asked=True, fresh=False)
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        self._cache.put(Kept(address, here, media_type, etag, modified, _trusted(stamp, now), now, answer.body))
        return Page(address, here, media_type, answer.body, asked=True, fresh=True)

    async def _attempts(self, address: str, conditions: Mapping[str, str]) -> _Answer:
        host = self._host(address)
        pause = self._manners.backoff_seconds
        try:
            async for attempt in stamina.retry_context(
                on=lambda error: isinstance(error, Fault) and error.passing and host.closed is None,
                attempts=self._manners.attempts,
                timeout=None,
                wait_initial=pause,
                wait_max=self._manners.max_wait_seconds,
                wait_jitter=pause,
            ):
                with attempt:
                    answer = await self._once(host, address, conditions)
        except Fault as fault:
            if fault.passing:
                host.count(fault)
            raise
        host.failed = 0
        return answer

    async def _once(self, host: Host, address: str, conditions: Mapping[str, str]) -> _Answer:
        loop = asyncio.get_running_loop()
        async with host.places:
            while True:
                if (pause := host.not_before - loop.time()) > 0 and host.closed is None:
                    await asyncio.sleep(pause)
                    continue
                if host.closed is not None:
                    raise Unreadable(host.closed.reason, host.closed.cure)
                async with self._at_once:
                    await host.limiter.acquire()
                    if host.not_before <= loop.time():  # else another page was told to wait in the meantime
                        return await self._request(host, address, conditions)

    async def _request(self, host: Host, address: str, conditions: Mapping[str, str]) -> _Answer:
        manners = self._manners
        try:
            async with (
                asyncio.timeout(manners.page_seconds),
                self._client.stream("GET", address, headers=conditions) as response,
            ):
                return await self._read(host, response)
        except TimeoutError as error:
            what = f"the answer was not whole after {manners.page_seconds:g} seconds"
            raise Fault(what, "try again later, or raise fetch_page_seconds in belegt.toml") from error
        except httpx.TimeoutException as error:
            what = f"the host was silent for too long ({type(error).__name__})"
            raise Fault(what, LATER, passing=True) from error
        except httpx.ConnectError as error:
            what = f"the host cannot be reached ({error})"
            lasting = "certificate" in str(error).lower()
            raise Fault(what, f"check the address; {LATER}", passing=not lasting) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise Fault(f"the answer breaks off ({error or type(error).__name__})", LATER, passing=True) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Unreadable(f"it cannot be fetched ({error})", _CHECK) from error

    async def _read(self, host: Host, response: httpx.Response) -> _Answer:
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED:
            return _Answer(headers=response.headers, unchanged=True)
        if status in _REDIRECTS and (location := response.headers.get("location")):
            return _Answer(headers=response.headers, location=location)
        if not 200 <= status < 300:
            host.wait_as_told(status, response.headers.get("retry-after"), self._manners)
            cure = _CURES.get(status, LATER if status >= 500 else _CHECK)
            raise Fault(f"the host answers {named(status)}", cure, passing=status in _PASSING, status=status)
        limit = self._manners.max_bytes
        if int(response.headers.get("content-length", "0")) > limit:
            raise too_large(limit)
        body = Body(response.headers.get("content-encoding", ""), limit)
        async for piece in response.aiter_raw():
            body.feed(piece)
        return _Answer(body.whole(), response.headers)

    def _host(self, address: str) -> Host:
        name = host_of(address)
        if name not in self._hosts:
            self._hosts[name] = Host.of(self._manners)
        return self._hosts[name]


class _Transport(httpx.AsyncHTTPTransport):
    """HTTP/1.1 and HTTP/2 over checked connections."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        # httpx has no argument for the network below it; its transport is no more than this pool.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=5,
            http1=True,
            http2=True,
            network_backend=backend,
        )


def _conditions(kept: Kept) -> dict[str, str]:
    found = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified}
    return {name: value for name, value in found.items() if value}


def _trusted(stamp: str | None, now: float) -> str | None:
    """The stamp, when the page was fetched after the time that it names: a day alone may see another change."""
    if stamp is None:
        return None
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    whole_day = 2 * 86400 if len(stamp) <= len("2026-01-30") else 60
    return stamp if at.timestamp() + whole_day < now else None
