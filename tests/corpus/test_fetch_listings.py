"""Feeds, sitemaps and listings: every release they lead to, whatever shape they are in."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import feeds, listing, sitemaps
from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.listing import Link, kind_of
from corpus.wants import Tally, Want
from corpus.web import listed
from tests.corpus.server import Answer, Server, page, serving
from tests.corpus.test_fetch import QUICK, fault, fetched

BASE = "https://klinik.example/presse/"
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Presse</title><link>/</link>
<item><title>Eins</title><link>/presse/1</link><pubDate>Fri, 30 Jan 2026 10:00:00 +0100</pubDate></item>
<item><title>Zwei</title><guid isPermaLink="true">https://klinik.example/presse/2</guid></item>
<item><title>Eins nochmal</title><link>https://klinik.example/presse/1#oben</link></item>
<item><title>Ohne</title><guid isPermaLink="false">4711</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Presse</title><updated>2026-02-01T00:00:00Z</updated>
<entry><title>Eins</title><link rel="enclosure" href="/bild.jpg"/><link href="1"/><id>urn:1</id>
<published>2025-12-01T08:00:00Z</published><updated>2026-01-02T08:00:00+01:00</updated></entry></feed>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE {0} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY lesen SYSTEM "file:///etc/passwd">]><{0}>&b;&lesen;</{0}>"""


def sitemap(*entries: str) -> bytes:
    urls = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_rss_gives_addresses_and_days_but_no_day_of_change() -> None:
    assert list(feeds.entries(RSS.encode(), BASE)) == [
        Link("https://klinik.example/presse/1", None, "2026-01-30"),
        Link("https://klinik.example/presse/2", None, None),
    ]


def test_atom_gives_the_day_of_change_too() -> None:
    assert list(feeds.entries(ATOM.encode(), BASE)) == [
        Link("https://klinik.example/presse/1", "2026-01-02T07:00:00+00:00", "2025-12-01")
    ]


def test_a_feed_in_latin_1_or_cut_off_gives_what_it_has() -> None:
    assert (
        len(list(feeds.entries(RSS.replace("UTF-8", "ISO-8859-1").replace("Eins", "Grüße").encode("latin-1"), BASE)))
        == 2
    )
    assert len(list(feeds.entries(RSS[: RSS.index("<item><title>Ohne")].encode(), BASE))) == 2


@pytest.mark.parametrize("raw", [b"<rss><channel><item", b"<rss", b"", b"/etc/passwd", b"\x00\xff" * 50])
def test_what_is_no_feed_is_named(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="no feed that can be read") as caught:
        list(feeds.entries(raw, BASE))
    assert caught.value.cure


def test_a_feed_of_10000_entries_is_read_in_bounded_time(server: Server) -> None:
    items = "".join(f"<item><title>{n}</title><link>/p/{n}</link></item>" for n in range(10_000))
    server.pages["/feed"] = Answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    tally = Tally()
    links, failures = listed(Want(server.url("/feed")), replace(QUICK, max_bytes=10**7), tally)
    assert (tally.kind, tally.listed, failures) == ("feed", 10_000, ())
    assert links[1].address == server.url("/p/1")


def test_more_pages_than_allowed_is_a_failure_and_the_first_ones_are_read(server: Server) -> None:
    items = "".join(f"<item><link>/p/{n}</link></item>" for n in range(10_000))
    server.pages["/feed"] = Answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    for n in range(5):
        server.pages[f"/p/{n}"] = page(f"Meldung {n}")
    found = fetched(server.url("/feed"), manners=replace(QUICK, max_links=5))
    assert [type(f) for f in found].count(Source) == 5
    (failure,) = [f for f in found if isinstance(f, ReadFailure)]
    assert "more than 5 pages" in failure.reason
    assert "fetch_max_links" in failure.cure
    assert len(server.asked("/p/")) == 5


@pytest.mark.parametrize("root", ["rss", "feed", "urlset", "sitemapindex"])
def test_entities_are_never_resolved(server: Server, root: str) -> None:
    server.pages["/x"] = Answer(BOMB.format(root).encode())
    assert "entities" in fault(server.url("/x")).reason


def test_broken_xml_is_named_and_the_rest_goes_on(server: Server) -> None:
    server.pages["/kaputt"] = Answer(b"<?xml version='1.0'?><urlset><url><loc>http://x/</loc></url>")
    server.pages["/gut"] = page("Gut")
    broken, good = fetched(server.url("/kaputt"), server.url("/gut"))
    assert isinstance(broken, ReadFailure)
    assert "well-formed" in broken.reason
    assert isinstance(good, Source)


def test_a_news_sitemap_is_filtered_by_the_day_of_publication() -> None:
    raw = sitemap(
        "<loc>https://klinik.example/a</loc><lastmod>2026-03-01</lastmod><news:news xmlns:news='n'>"
        "<news:publication_date>2024-05-01T10:00:00+02:00</news:publication_date></news:news>",
        "<loc> https://klinik.example/b </loc><lastmod>2026-02-03T10:00:00Z</lastmod>",
        "<loc>https://klinik.example/c</loc>",
        "<loc>mailto:presse@klinik.example</loc>",
        "<lastmod>2026-01-01</lastmod>",
    )
    found = sitemaps.read(raw, BASE)
    assert found.pages == (
        Link("https://klinik.example/a", "2026-03-01", "2024-05-01"),
        Link("https://klinik.example/b", "2026-02-03T10:00:00Z", "2026-02-03"),
        Link("https://klinik.example/c"),
    )
    day = date(2025, 1, 1)
    assert [link.since(day) for link in found.pages] == [False, True, True]
    assert Link("x", None, "2025").since(date(2025, 6, 1)), "a year alone may hold the day"


def test_an_index_leads_to_its_sitemaps_packed_or_not_and_leaves_out_old_ones(server: Server) -> None:
    names = [("neu.xml.gz", "2026-01-01"), ("alt.xml", "2019-01-01"), ("weg.xml", "2026-01-01")]
    maps = "".join(f"<sitemap><loc>{server.url('/' + n)}</loc><lastmod>{d}</lastmod></sitemap>" for n, d in names)
    server.pages["/sitemap.xml"] = Answer(f"<sitemapindex>{maps}</sitemapindex>".encode())
    server.pages["/neu.xml.gz"] = Answer(
        gzip.compress(sitemap(f"<loc>{server.url('/a')}</loc>")), headers={"Content-Type": "application/gzip"}
    )
    server.pages["/a"] = page("A")
    found = fetched(Want(server.url("/sitemap.xml"), since=date(2025, 1, 1)))
    assert {f.name if isinstance(f, Source) else f.source for f in found} == {server.url("/a"), server.url("/weg.xml")}
    assert server.asked("/alt.xml") == []


def test_a_packed_sitemap_bomb_is_put_out(server: Server) -> None:
    server.pages["/s.xml.gz"] = Answer(gzip.compress(b"<urlset>" + bytes(30_000_000)))
    assert "when unpacked" in fault(server.url("/s.xml.gz")).reason


def test_links_are_those_that_hold_the_pattern_once_each() -> None:
    raw = (
        "<base href='https://klinik.example/de/'><a href='presse/1'>1</a><a href='presse/1#x'>1</a>"
        "<a href='/presse/archiv'>x</a><a href='mailto:a@b'>m</a><a href='javascript:x()'>j</a><a>nichts</a>"
        "<a href='presse/zwölf 12'>12</a>"
    )
    found = [link.address for link in listing.links(raw.encode(), BASE, r"/presse/\S*\d+$")]
    assert found == ["https://klinik.example/de/presse/1", "https://klinik.example/de/presse/zw%C3%B6lf%2012"]


def test_a_listing_is_followed_over_as_many_pages_as_asked_for(server: Server) -> None:
    for n in range(1, 5):
        following = f"<a rel='next' href='/liste/{n + 1}'>weiter</a>"
        server.pages[f"/liste/{n}"] = Answer(f"<a href='/presse/{n}'>x</a>{following}".encode())
        server.pages[f"/presse/{n}"] = page(f"Meldung {n}")
    found = fetched(Want(server.url("/liste/1"), links="/presse/", pages=3))
    assert [f.name for f in found if isinstance(f, Source)] == [server.url(f"/presse/{n}") for n in (1, 2, 3)]
    assert server.asked("/liste/4") == []


def test_a_listing_that_holds_nothing_is_named(server: Server) -> None:
    server.pages["/liste"] = page("Nur Text")
    assert "no link on it holds '/presse/'" in fault(Want(server.url("/liste"), links="/presse/")).reason


def test_a_quiet_week_is_no_failure(server: Server) -> None:
    server.pages["/feed"] = Answer(ATOM.encode())
    assert fetched(Want(server.url("/feed"), since=date(2026, 6, 1))) == []


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x > y -->\n<rss>", "feed"),
        (b"<!DOCTYPE rss [<!ELEMENT x ANY>]><rss>", "feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", "feed"),
        (b"<sm:urlset>", "sitemap"),
        (b"<!doctype html><rss>", "feed"),
        (b"<html><rss>", "page"),
        (b"Klinik <rss>", "page"),
        (b"<!--" * 9999, "page"),
        (b"", "page"),
    ],
)
def test_kinds(raw: bytes, kind: str) -> None:
    assert kind_of(raw) == kind


def test_lines_of_json_from_an_address_are_records(server: Server) -> None:
    server.pages["/a.jsonl"] = Answer(b'{"id": "1", "text": "Guten Tag."}\n{"id": 2}\n{"id": "3", "text": "Ja."}')
    first, second, third = fetched(server.url("/a.jsonl"))
    assert isinstance(first, Source)
    assert first.key == "id:1"
    assert isinstance(second, ReadFailure)
    assert second.source.endswith("a.jsonl:2")
    assert isinstance(third, Source)


def test_an_unchanged_day_in_a_listing_needs_no_request(server: Server, tmp_path: Path) -> None:
    stamps = {"/alt": "2025-12-01", "/genau": "2026-01-05T10:00:00Z", "/heute": f"{date.today()}", "/ohne": ""}  # noqa: DTZ011
    entries = [f"<loc>{server.url(p)}</loc>" + (f"<lastmod>{s}</lastmod>" if s else "") for p, s in stamps.items()]
    server.pages["/sitemap.xml"] = Answer(sitemap(*entries))
    for path in stamps:
        server.pages[path] = page(path)
    for _ in range(2):
        assert len(fetched(server.url("/sitemap.xml"), cache=tmp_path / "pages")) == 4
    counts = server.counts()
    assert counts["/alt"] == counts["/genau"] == 1
    assert counts["/heute"] == counts["/ohne"] == 2, "a day that is not over, or none at all, proves nothing"
    assert server.counts("/", 304)["/heute"] == 1
