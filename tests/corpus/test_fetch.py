"""What a polite client does when servers behave badly: each fault is named, with a cure, and the rest goes on."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from corpus import connecting, fetch
from corpus.document import Document, ReadFailure, Source
from corpus.errors import Unreadable
from corpus.manners import Manners
from corpus.page_cache import PageCache
from corpus.readers.dispatch import documents_of
from corpus.wants import Tally, Want
from corpus.web import sources
from tests.corpus.server import Answer, Server, page, serving

QUICK = Manners(
    contact="post@klinik.example",
    version="1",
    rate=1000,
    per_host=4,
    connect_seconds=5,
    read_seconds=5,
    page_seconds=5,
    max_bytes=1_000_000,
    attempts=3,
    backoff_seconds=0.001,
    max_wait_seconds=2,
    allow_private_hosts=True,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def fetched(*wants: str | Want, manners: Manners = QUICK, cache: Path | None = None) -> list[Source | ReadFailure]:
    return list(sources([Want(w) if isinstance(w, str) else w for w in wants], manners, cache))


def one(want: str | Want, manners: Manners = QUICK, cache: Path | None = None) -> Source:
    (found,) = fetched(want, manners=manners, cache=cache)
    assert isinstance(found, Source), found
    return found


def fault(want: str | Want, manners: Manners = QUICK) -> ReadFailure:
    (found,) = fetched(want, manners=manners)
    assert isinstance(found, ReadFailure), found
    assert found.stage == "source"
    assert found.cure
    return found


def test_a_page_comes_with_its_address_and_its_bytes(server: Server) -> None:
    server.pages["/presse/1"] = page("Neue Klinik")
    found = one(server.url("/presse/1#inhalt"))
    assert found.name == server.url("/presse/1")
    assert found.key == f"url:{server.url('/presse/1')}"
    assert found.media_type == "text/html"
    assert "eröffnet".encode() in found.raw


def test_the_client_says_who_it_is_and_what_it_takes(server: Server) -> None:
    server.pages["/"] = page("A")
    one(server.url())
    for hit in server.hits:
        assert hit.headers["user-agent"] == "belegt/1 (+post@klinik.example)"
        assert hit.headers["accept-encoding"] == "gzip, deflate, br"
    assert "belegt/0 (" in Manners().user_agent
    with pytest.raises(Unreadable, match="contact"):
        fetch.Fetcher(replace(QUICK, contact="Müller"), PageCache(None))


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "gzip"), (brotli.compress, "br"), (bytes, "identity")])
def test_packed_answers_are_unpacked(server: Server, pack: Callable[[bytes], bytes], name: str) -> None:
    raw = page("Gepackt").body
    assert isinstance(raw, bytes)
    server.pages["/"] = Answer(pack(raw), headers={"Content-Type": "text/html", "Content-Encoding": name})
    assert one(server.url()).raw == raw


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_fault_is_tried_again(server: Server, status: int) -> None:
    server.pages["/"] = lambda n: Answer(status=status) if n < 3 else page("Endlich")
    assert b"Endlich" in one(server.url()).raw
    assert [h.status for h in server.hits if h.path == "/"] == [status, status, 200]


@pytest.mark.parametrize("status", [429, 503])
def test_a_fault_that_does_not_pass_is_named_after_the_attempts(server: Server, status: int) -> None:
    server.pages["/"] = Answer(status=status)
    assert str(status) in fault(server.url()).reason
    assert len(server.asked()) == QUICK.attempts


def test_retry_after_is_obeyed_by_every_page_of_the_host(server: Server) -> None:
    server.pages["/a"] = lambda n: Answer(status=503, headers={"Retry-After": "1"}) if n == 1 else page("A")
    server.pages["/b"] = page("B")
    found = fetched(server.url("/a"), server.url("/b"), manners=replace(QUICK, per_host=1))
    assert [type(f) for f in found] == [Source, Source]
    first = next(h.at for h in server.hits if h.path == "/a")
    later = [h for h in server.hits if h.at > first]
    assert len(later) == 2
    assert min(h.at for h in later) - first >= 0.95


def test_a_retry_after_that_is_too_long_ends_the_visit_to_the_host(server: Server) -> None:
    server.pages["/a"] = Answer(status=429, headers={"Retry-After": "3600"})
    server.pages["/b"] = page("B")
    found = fetched(server.url("/a"), server.url("/b"), manners=replace(QUICK, per_host=1))
    assert all(isinstance(f, ReadFailure) and "3,600 seconds" in f.reason for f in found)
    assert server.asked() == ["/a"]


@pytest.mark.parametrize("value", ["Wed, 21 Oct 2015 07:28:00 GMT", "bald", "-5", "9" * 400])
def test_a_retry_after_of_any_shape_does_no_harm(server: Server, value: str) -> None:
    server.pages["/"] = Answer(status=503, headers={"Retry-After": value})
    assert "503" in fault(server.url()).reason


async def _drip() -> AsyncIterator[bytes]:
    while True:
        yield b"<p>"
        await asyncio.sleep(0.02)


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b"<p>Absatz</p>" * 5000


async def _silent() -> AsyncIterator[bytes]:
    yield b"<p>"
    await asyncio.sleep(60)


def test_a_slow_drip_is_cut_off(server: Server) -> None:
    server.pages["/"] = Answer(_drip)
    found = fault(server.url(), replace(QUICK, page_seconds=0.2))
    assert "not whole after 0.2 seconds" in found.reason
    assert "fetch_page_seconds" in found.cure


def test_silence_is_cut_off(server: Server) -> None:
    server.pages["/"] = Answer(_silent)
    assert "silent" in fault(server.url(), replace(QUICK, read_seconds=0.1, attempts=2)).reason
    assert len(server.asked()) == 2


def test_an_endless_body_is_cut_off_at_the_limit(server: Server) -> None:
    server.pages["/"] = Answer(_endless)
    found = fault(server.url())
    assert "larger than 1,000,000 bytes" in found.reason
    assert "fetch_max_bytes" in found.cure
    assert len(server.asked()) == 1, "this does not pass"


def test_a_page_of_100_mb_is_refused_before_it_is_read(server: Server) -> None:
    server.pages["/"] = Answer(b"<html>", length=100_000_000)
    assert "larger than" in fault(server.url()).reason


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "gzip"), (partial(brotli.compress, quality=1), "br")])
def test_a_bomb_is_put_out_while_it_unfolds(server: Server, pack: Callable[[bytes], bytes], name: str) -> None:
    bomb = pack(bytes(50_000_000))
    assert len(bomb) < 100_000
    server.pages["/"] = Answer(bomb, headers={"Content-Encoding": name, "Content-Type": "text/html"})
    assert f"larger than 1,000,000 bytes when unpacked, from {len(bomb):,} bytes" in fault(server.url()).reason


def test_what_is_packed_in_an_unknown_or_damaged_way_is_named(server: Server) -> None:
    server.pages["/a"] = Answer(b"(...)", headers={"Content-Encoding": "zstd"})
    server.pages["/b"] = Answer(b"kein gzip", headers={"Content-Encoding": "gzip"})
    server.pages["/c"] = Answer(gzip.compress(b"Text" * 999)[:-9], headers={"Content-Encoding": "gzip"})
    assert "not asked for" in fault(server.url("/a")).reason
    assert "cannot be unpacked" in fault(server.url("/b")).reason
    assert "breaks off" in fault(server.url("/c")).reason


def test_a_truncated_body_is_tried_again_and_never_taken_for_the_page(server: Server) -> None:
    server.pages["/"] = lambda n: Answer(b"<p>Das Klinikum", length=5000) if n == 1 else page("Ganz")
    assert b"Ganz" in one(server.url()).raw
    server.pages["/nie"] = Answer(b"<p>Das Klinikum", length=5000)
    assert "breaks off" in fault(server.url("/nie")).reason


def test_redirects_are_followed_to_the_address_that_counts(server: Server) -> None:
    server.pages["/alt"] = Answer(status=301, headers={"Location": "/neu?id=1"})
    server.pages["/neu?id=1"] = page("Neu")
    found = one(server.url("/alt"))
    assert found.name == server.url("/alt")
    assert found.key == f"url:{server.url('/neu?id=1')}"


def test_two_addresses_of_one_page_give_it_once(server: Server) -> None:
    server.pages["/alt"] = Answer(status=302, headers={"Location": "/neu"})
    server.pages["/neu"] = page("Neu")
    assert len(fetched(server.url("/alt"), server.url("/neu"), server.url("/alt#x"))) == 1


def test_redirects_in_a_circle_or_too_many_or_to_nowhere_are_named(server: Server) -> None:
    server.pages["/a"] = Answer(status=302, headers={"Location": "/b"})
    server.pages["/b"] = Answer(status=302, headers={"Location": "/a"})
    for n in range(9):
        server.pages[f"/n{n}"] = Answer(status=307, headers={"Location": f"/n{n + 1}"})
    server.pages["/file"] = Answer(status=302, headers={"Location": "file:///etc/passwd"})
    assert "circle" in fault(server.url("/a")).reason
    assert "more than 5 times" in fault(server.url("/n0")).reason
    assert "no web address" in fault(server.url("/file")).reason
    assert server.counts()["/n6"] == 0


def test_a_redirect_to_another_host_comes_under_that_hosts_rules(server: Server) -> None:
    with serving("127.0.0.2") as other:
        other.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /intern")
        other.pages["/offen"] = page("Dort")
        server.pages["/a"] = Answer(status=301, headers={"Location": other.url("/offen")})
        server.pages["/b"] = Answer(status=301, headers={"Location": other.url("/intern")})
        assert one(server.url("/a")).key == f"url:{other.url('/offen')}"
        assert "robots.txt forbids" in fault(server.url("/b")).reason
        assert other.asked("/intern") == []


def test_own_machine_and_network_are_refused(server: Server) -> None:
    server.pages["/"] = page("Innen")
    strict = replace(QUICK, allow_private_hosts=False)
    names = [
        server.url(),
        server.url().replace("127.0.0.1", "localhost"),
        server.url().replace("127.0.0.1", "2130706433"),
    ]
    for name in [
        *names,
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
    ]:
        found = fault(name, strict)
        assert "this machine or its network" in found.reason, found
        assert "--allow-private-hosts" in found.cure
    assert server.hits == []


def test_a_redirect_to_the_own_network_is_refused_after_resolution(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "is_public", lambda ip: ip == "127.0.0.1")  # the others of 127/8 stay private
    with serving("127.0.0.2") as inner:
        inner.pages["/"] = page("Geheim")
        server.pages["/a"] = Answer(status=302, headers={"Location": inner.url()})
        assert "127.0.0.2" in fault(server.url("/a"), replace(QUICK, allow_private_hosts=False)).reason
        assert inner.hits == []


def test_a_name_that_changes_its_answer_gains_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the very address that was checked: the name is resolved once for each connection."""
    monkeypatch.setattr(connecting, "is_public", lambda ip: ip == "127.0.0.1")
    asked = []

    async def resolve(_: object, host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        first = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(0, 0, 0, "", (first, port))]

    with serving("127.0.0.2") as inner:
        server.pages["/robots.txt"] = Answer(b"", headers={"Connection": "close"})
        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
        found = fault(f"http://wandel.example:{server.port}/", replace(QUICK, allow_private_hosts=False))
        assert inner.hits == []
        assert len(server.hits) >= 1
    assert "wandel.example" in asked
    assert found.reason


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https://user:geheim@klinik.example/",
        "http://klinik.example:99999/",
        "http://a b/",
        "http://" + "a" * 5000,
    ],
)
def test_what_is_no_address_is_named(address: str) -> None:
    found = fault(address)
    assert "address" in found.reason
    assert "geheim" not in found.source + found.reason


def test_a_host_that_is_not_there_is_named() -> None:
    with serving() as gone:
        address = gone.url("/x")
    assert "cannot be" in fault(address).reason


@pytest.mark.parametrize(("status", "word"), [(401, "login"), (403, "publisher"), (404, "browser"), (410, "browser")])
def test_refusals_have_a_cure_of_their_own(server: Server, status: int, word: str) -> None:
    server.pages["/"] = Answer(status=status)
    found = fault(server.url())
    assert str(status) in found.reason
    assert word in found.cure
    assert len(server.asked()) == 1


def test_a_wrong_charset_header_spoils_no_letter(server: Server) -> None:
    answer = page("Grüße", "Das Universitätsklinikum Auental grüßt die Ärztinnen und Ärzte in großer Höhe.")
    server.pages["/"] = replace(answer, headers={"Content-Type": "text/html; charset=utf-16"})
    (found,) = documents_of(fetched(server.url()))
    assert isinstance(found, Document)
    assert "grüßt die Ärztinnen" in found.text


def test_a_page_that_is_only_script_is_a_failure_with_a_cure(server: Server) -> None:
    raw = b"<!doctype html><html><body><div id=app></div><script>render({text: 'Klinik'})</script></body></html>"
    server.pages["/"] = Answer(raw, headers={"Content-Type": "text/html"})
    (found,) = documents_of(fetched(server.url()))
    assert isinstance(found, ReadFailure)
    assert found.source == server.url()
    assert "no text" in found.reason
    assert found.cure


def test_a_host_that_is_down_is_left_alone_and_the_others_go_on(server: Server) -> None:
    links = "".join(f"<a href='/p/{n}'>x</a>" for n in range(50))
    server.pages["/liste"] = Answer(links.encode())
    for n in range(50):
        server.pages[f"/p/{n}"] = Answer(status=502)
    with serving("127.0.0.2") as other:
        other.pages["/"] = page("Wohlauf")
        found = fetched(Want(server.url("/liste"), links="/p/"), other.url())
    assert len([f for f in found if isinstance(f, ReadFailure)]) == 50
    assert isinstance(found[-1], Source)
    assert "given up" in str(found[-2])
    assert len(server.asked("/p/")) < 50


def test_an_unchanged_page_costs_a_question_and_no_body(server: Server, tmp_path: Path) -> None:
    server.pages["/etag"] = page("A")
    server.pages["/day"] = Answer(b"<p>B", headers={"Last-Modified": "Wed, 21 Oct 2015 07:28:00 GMT"})
    server.pages["/none"] = Answer(b"<p>C")
    for path in ("/etag", "/day", "/none"):
        first = one(server.url(path), cache=tmp_path / "pages")
        assert one(server.url(path), cache=tmp_path / "pages") == first
    assert [h.status for h in server.hits if h.path != "/robots.txt"] == [200, 304, 200, 304, 200, 200]
    server.pages["/etag"] = page("Anders")
    assert b"Anders" in one(server.url("/etag"), cache=tmp_path / "pages").raw


def test_an_unusable_page_cache_is_named(server: Server, tmp_path: Path) -> None:
    server.pages["/"] = page("A")
    (tmp_path / "pages").write_bytes(b"keine Datenbank, nur Text " * 99)
    (found,) = fetched(server.url(), cache=tmp_path / "pages")
    assert isinstance(found, ReadFailure)
    assert "cannot be used" in found.reason
    assert "remove it" in found.cure


def test_taking_no_more_ends_the_fetching(server: Server) -> None:
    server.pages["/liste"] = Answer("".join(f"<a href='/p/{n}'>x</a>" for n in range(200)).encode())
    for n in range(200):
        server.pages[f"/p/{n}"] = page(str(n))
    taking = sources([Want(server.url("/liste"), links="/p/")], QUICK, tallies=[tally := Tally()])
    next(taking)
    taking.close()  # type: ignore[attr-defined]
    assert len(server.asked("/p/")) < 60, "what nobody takes is not fetched"
    assert tally.kind == "listing"
