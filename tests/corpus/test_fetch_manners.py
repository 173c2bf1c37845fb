"""Politeness, proven by the server's log: robots.txt obeyed, never more than the set rate, nothing asked for twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.page_cache import PageCache
from corpus.robots import Rules, rules
from corpus.wants import Tally, Want
from corpus.web import sources
from tests.corpus.server import Answer, Server, page, serving
from tests.corpus.test_fetch import QUICK, fault, fetched, one


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def listing(server: Server, count: int) -> Want:
    """A page of links to that many releases."""
    server.pages["/liste"] = Answer("".join(f"<a href='/p/{n}'>x</a>" for n in range(count)).encode())
    for n in range(count):
        server.pages[f"/p/{n}"] = page(f"Meldung {n}")
    return Want(server.url("/liste"), links="/p/")


def test_what_robots_forbid_is_not_asked_for(server: Server) -> None:
    server.pages["/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /\n\nUser-agent: belegt\nDisallow: /intern\nAllow: /intern/presse\n"
    )
    for path in ("/offen", "/intern/a", "/intern/presse/b"):
        server.pages[path] = page(path)
    assert isinstance(one(server.url("/offen")), Source)
    assert isinstance(one(server.url("/intern/presse/b")), Source)
    found = fault(server.url("/intern/a"))
    assert "robots.txt forbids" in found.reason
    assert server.asked("/intern/a") == []


def test_robots_are_asked_for_once_in_a_run_and_first(server: Server) -> None:
    fetched(listing(server, 12))
    assert server.hits[0].path == "/robots.txt"
    assert [h.path for h in server.hits].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
def test_robots_that_are_not_there_forbid_nothing(server: Server, status: int) -> None:
    server.pages["/robots.txt"] = Answer(status=status)
    server.pages["/"] = page("A")
    assert isinstance(one(server.url()), Source)


@pytest.mark.parametrize("status", [500, 503, 599])
def test_robots_that_cannot_be_had_forbid_everything(server: Server, status: int) -> None:
    server.pages["/robots.txt"] = Answer(status=status)
    server.pages["/"] = page("A")
    found = fault(server.url())
    assert "robots.txt cannot be had" in found.reason
    assert str(status) in found.reason
    assert server.asked() == []


def test_robots_are_followed_through_redirects(server: Server) -> None:
    with serving("127.0.0.2") as other:
        other.pages["/regeln"] = Answer(b"User-agent: *\nDisallow: /p")
        server.pages["/robots.txt"] = Answer(status=301, headers={"Location": other.url("/regeln")})
        server.pages["/p"] = page("P")
        assert "forbids" in fault(server.url("/p")).reason


def test_robots_of_any_bytes_are_read_as_far_as_the_rule_says() -> None:
    rules(200, b"\xff\xfe\x00Disallow\n" * 99).check("https://klinik.example/a")
    long = b"User-agent: *\n" + b"# nichts\n" * 100_000 + b"Disallow: /"
    rules(200, long).check("https://klinik.example/a")
    with pytest.raises(Unreadable):
        rules(302, b"").check("https://klinik.example/a")
    assert rules(200, b"User-agent: *\nCrawl-delay: 7").delay == 7
    assert rules(200, b"User-agent: *\nRequest-rate: 1/30s").delay == 30
    assert Rules().delay == 0


def test_never_more_than_the_set_rate(server: Server) -> None:
    rate, count = 50, 25
    fetched(listing(server, count), manners=replace(QUICK, rate=rate, per_host=8))
    times = [h.at for h in server.hits]
    assert len(times) == count + 2
    # A window of any length holds no more than rate x length requests, and one for its edge; 5 ms are the way here.
    for first in range(len(times)):
        for last in range(first + 5, len(times)):
            assert (times[last] - times[first] + 0.005) * rate >= last - first - 1


def test_a_crawl_delay_is_kept(server: Server) -> None:
    server.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.2")
    fetched(listing(server, 3))
    times = [h.at for h in server.hits]
    assert len(times) == 5
    assert min(later - before for before, later in pairwise(times)) >= 0.15


def test_a_crawl_delay_without_reason_is_a_failure_not_a_wait(server: Server) -> None:
    server.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 86400")
    server.pages["/"] = page("A")
    assert "86,400 seconds" in fault(server.url()).reason


def test_no_more_under_way_than_allowed(server: Server) -> None:
    now, most = 0, 0

    def counted(_: int) -> Answer:
        async def body() -> AsyncIterator[bytes]:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.01)
            yield b"<p>Text"
            now -= 1

        return Answer(body)

    want = listing(server, 20)
    for n in range(20):
        server.pages[f"/p/{n}"] = counted
    assert len(fetched(want, manners=replace(QUICK, per_host=3))) == 20
    assert most == 3


def test_no_more_under_way_than_allowed_over_all_hosts(server: Server) -> None:
    with serving("127.0.0.2") as other:
        wants = [listing(server, 6), listing(other, 6)]
        found = fetched(*wants, manners=replace(QUICK, per_host=4, at_once=1))
    assert len(found) == 12
    assert not [f for f in found if isinstance(f, ReadFailure)]


def test_a_slow_host_holds_up_no_other(server: Server) -> None:
    with serving("127.0.0.2") as slow:
        slow.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.5")
        slow.pages["/"] = page("Langsam")
        wants = [Want(slow.url()), listing(server, 10)]
        found = list(sources(wants, QUICK, ordered=False))
    assert len(found) == 11
    assert found[-1].name == slow.url() if isinstance(found[-1], Source) else False


def test_the_order_is_that_of_the_links_whatever_comes_first(server: Server) -> None:
    want = listing(server, 9)

    async def late() -> AsyncIterator[bytes]:
        await asyncio.sleep(0.05)
        yield b"<p>sp\xc3\xa4t"

    server.pages["/p/0"] = server.pages["/p/5"] = Answer(late)
    names = [f.name for f in fetched(server.url("/p/5"), want) if isinstance(f, Source)]
    assert names == [server.url(f"/p/{n}") for n in (5, 0, 1, 2, 3, 4, 6, 7, 8)]


def test_a_run_that_was_killed_is_taken_up_without_asking_again(server: Server, tmp_path: Path) -> None:
    want, cache = listing(server, 30), tmp_path / "pages"
    taking = sources([want], QUICK, cache)
    taken = [next(taking).name for _ in range(10)]  # type: ignore[union-attr]
    taking.close()  # type: ignore[attr-defined]
    assert 10 <= len(server.counts("/p/")) < 30
    tally = Tally()
    again = list(sources([want], QUICK, cache, tallies=[tally]))
    assert len(again) == 30, "what was fetched and not taken comes now"
    twice = {server.url(path) for path, count in server.counts().items() if count > 1}
    assert not twice & set(taken)
    assert len(twice) <= QUICK.per_host, "no more than what was under way"
    assert tally.unasked >= 10
    list(sources([want], QUICK, cache))
    assert min(server.counts().values()) == 2, "an undisturbed run is followed by one that asks"
    assert server.counts("/p/", 304).total() == 30


def test_what_a_later_kill_leaves_counts_from_the_first_unfinished_run(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "pages")
    assert cache.begin() is None
    first = cache.begin()
    assert first is not None
    assert cache.begin() == first
    cache.end()
    assert cache.begin() is None
    cache.close()


def test_too_many_kept_pages_lose_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    from corpus import page_cache

    monkeypatch.setattr(page_cache, "MAX_BYTES", 2500)
    fetched(listing(server, 30), cache=tmp_path / "pages")
    cache = PageCache(tmp_path / "pages")
    kept = [n for n in range(30) if cache.get(server.url(f"/p/{n}"))]
    cache.close()
    assert 0 < len(kept) < 30
    assert 29 in kept
