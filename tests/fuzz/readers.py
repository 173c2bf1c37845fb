"""Bytes into readers: a document that keeps the law of blocks, or a refusal with reason and cure; never anything else."""

import gzip
import io
import zipfile
from functools import cache
from random import Random

from corpus import feeds, listing, named_sources, robots, sitemaps
from corpus.addresses import link
from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.normalise import normalise
from corpus.readers import decode, dispatch, mail_parts, warc
from corpus.readers.formats import DOCX, HTML, MAIL, PDF, PLAIN, RECORD, UNKNOWN
from corpus.sources import of_bytes
from tests.conftest import SAMPLES
from tests.corpus import layouts, made, printed
from tests.fuzz import material
from tests.fuzz.target import Target

_FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Presse</title>
<item><title>Neu</title><link>/presse/1?x=1&amp;y=2#a</link><pubDate>Tue, 04 Mar 2025 09:15:00 +0100</pubDate><guid isPermaLink="true">https://a.example/2</guid></item>
<item><link>https://a.example/3</link><dc:date>2025-03-04T10:00:00Z</dc:date><description><![CDATA[<p>Text</p>]]></description></item></channel></rss>"""
_ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/"><title>Presse</title><updated>2025-03-04T10:00:00Z</updated>
<entry><id>tag:a.example,2025:1</id><link rel="alternate" href="1.html"/><link rel="enclosure" href="a.pdf"/><published>2025-03-01</published><updated>2025-03-04T10:00:00+01:00</updated></entry></feed>"""
_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/presse/1</loc><lastmod>2025-03-04T10:00:00+01:00</lastmod><news:news><news:publication_date>2025-03-01</news:publication_date></news:news></url>
<url><loc> /presse/2 </loc><lastmod>2025</lastmod></url></urlset>"""
_INDEX = "<sitemapindex><sitemap><loc>https://a.example/s1.xml.gz</loc></sitemap></sitemapindex>"
_ROBOTS = "User-agent: *\nDisallow: /intern*$\nAllow: /presse\nCrawl-delay: 2.5\nRequest-rate: 1/5s\nVisit-time: 0100-0500\nSitemap: https://a.example/s.xml\n"
_NAMED = '[klinik]\nurl = "https://klinik.example/presse"\nlinks = \'/presse/\\d+\'\npages = 3\nkind = "listing"\nsince = 2025-01-01\n\n[zwei]\nurl = "https://b.example/"\n'
_ADDRESSES = ("https://klinik.example:443/a%20b?q=ä#x", "http://user:pw@[::1]:80/x/../y", "//a.example/x", "mailto:a@b.c", "javascript:x", "https://xn--mnchen-3ya.de/", "https://MÜNCHEN.de/%zz", "http://1.2.3.4:99999/", "../a?b=c;d", "https://a.example/" + "a" * 200)  # fmt: skip


@cache
def _texts() -> list[bytes]:
    return [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]


@cache
def _releases() -> list[made.Release]:
    return list(made.releases().values())


@cache
def _pages() -> list[bytes]:
    own = [path.read_bytes() for path in sorted(SAMPLES.glob("*.html"))]
    return own + [made.page(release).encode() for release in _releases()[:4]] + [one.decode().encode("utf-16") for one in own[:1]]  # fmt: skip


@cache
def _lines() -> list[bytes]:
    return (SAMPLES / "dntb-meldungen.jsonl").read_bytes().splitlines()


@cache
def _mails() -> list[bytes]:
    found = []
    for n, release in enumerate(_releases()[:4]):
        message = made.mail(release)
        message.set_content(made.plain_text(release, 70), cte="quoted-printable" if n % 2 else "base64")
        if n > 0:
            message.add_alternative(made.page(release), subtype="html")
        if n > 1:
            message.add_attachment(
                made.plain_text(release).encode(), maintype="text", subtype="plain", filename="ä.txt"
            )
            inner = made.mail(release)
            inner.set_content("Anbei.")
            message.add_attachment(inner)
        found.append(message.as_bytes())
    return found


@cache
def _parts() -> list[dict[str, bytes]]:
    found = []
    for n, release in enumerate(_releases()[:3]):
        with zipfile.ZipFile(io.BytesIO(made.docx(release, styled=n != 1, blanks=n == 1, extras=n == 2))) as file:
            found.append({name: file.read(name) for name in file.namelist() if not name.endswith((".jpeg", ".bin"))})
    return found


@cache
def _archives() -> list[bytes]:
    records = [
        made.record(f"https://a.example/{n}", made.page(release).encode()) for n, release in enumerate(_releases()[:2])
    ]
    records.append(made.record("https://a.example/p", gzip.compress(_pages()[0]), {"Content-Type": "text/html", "Content-Encoding": "gzip"}))  # fmt: skip
    return [made.archive(records, packed=False), made.archive(records, packed=True), made.archive(records[:1], packed=False)]  # fmt: skip


@cache
def _prints() -> list[bytes]:
    by_name = made.releases()
    return [printed.pdf(by_name[name], how) for name, how in list(printed.PRINTS.values())[:4]]


def _read(media_type: str, name: str, raw: bytes) -> None:
    """As the dispatcher reads it, but what it would tell as a fault of the reader is one."""
    try:
        found = dispatch._read(Source(name, f"file:/{name}", media_type, raw))
    except Unreadable as error:
        _told(error)
        return
    layouts.check(found)
    assert found.text == normalise(found.text)
    assert found.raw == raw


def _told(error: Unreadable) -> None:
    assert error.reason.strip()
    assert error.cure.strip()


def _some(sources: object) -> None:
    for n, item in enumerate(sources):  # type: ignore[arg-type,var-annotated]
        assert isinstance(item, Source | ReadFailure)
        assert n < 5_000
        if isinstance(item, Source) and n < 20:
            _read(item.media_type, item.name, item.raw)


def _record(raw: bytes) -> None:
    _some(of_bytes("in.jsonl", "https://a.example/in.jsonl", "", raw))


def _mail(raw: bytes) -> None:
    source = Source("a.eml", "file:/a.eml", MAIL, raw)
    for n, part in enumerate(mail_parts.parts(source)):
        if isinstance(part, Source) and n < 8:
            _read(part.media_type, part.name, part.raw)


def _warc(raw: bytes) -> None:
    _some(warc.records(io.BytesIO(raw), "a.warc", 1_000_000))


def _feed(raw: bytes) -> None:
    listing.kind_of(raw)
    try:
        for found in feeds.entries(raw, "https://a.example/feed"):
            assert link(found.address, found.address) == found.address
    except Unreadable as error:
        _told(error)


def _sitemap(raw: bytes) -> None:
    listing.kind_of(raw)
    try:
        found = sitemaps.read(sitemaps.unpacked(raw, 1_000_000), "https://a.example/sitemap.xml")
    except Unreadable as error:
        _told(error)
        return
    for one in (*found.pages, *found.sitemaps):
        assert link(one.address, one.address) == one.address


def _listing(raw: bytes) -> None:
    try:
        listing.next_page(raw, "https://a.example/presse/")
        for found in listing.links(raw, "https://a.example/presse/", r"/presse/\d+"):
            assert link(found.address, found.address) == found.address
    except Unreadable as error:
        _told(error)


def _robots(raw: bytes) -> None:
    found = robots.rules(200, raw)
    assert found.delay >= 0
    try:
        found.check("https://a.example/presse/1?a=b")
    except Unreadable as error:
        _told(error)


def _sources(raw: str) -> None:
    try:
        named_sources._parsed(raw)
    except Unreadable as error:
        _told(error)


def _decode(raw: bytes) -> None:
    for declared in (False, True):
        try:
            text = decode.decode(raw, declared=declared)
            assert normalise(text) == normalise(normalise(text))
        except Unreadable as error:
            _told(error)


def _address(href: str) -> None:
    found = link("https://a.example/presse/", href)
    assert found is None or link(found, found) == found, found


def _addressed(rng: Random) -> str:
    return material.mutated_text(rng, rng.choice(_ADDRESSES), (material.ODD, material.MARKS, _ADDRESSES))


TARGETS = (
    Target("txt", lambda rng: material.mutated(rng, _texts()), lambda raw: _read(PLAIN, "a.txt", raw), 3, text=False),
    Target("unknown", lambda rng: material.mutated(rng, [*_texts(), *_pages(), *_mails(), *_lines()]), lambda raw: _read(UNKNOWN, "a", raw), 2, text=False),
    Target("html", lambda rng: material.mutated(rng, _pages()), lambda raw: _read(HTML, "a.html", raw), 4, 5, text=False),
    Target("jsonl_line", lambda rng: material.mutated(rng, _lines()), lambda raw: _read(RECORD, "a.jsonl:1", raw), 2, text=False),
    Target("jsonl", lambda rng: material.mutated(rng, [b"\n".join(_lines()[:3])]), _record, 1, text=False),
    Target("mail", lambda rng: material.mutated(rng, _mails()), _mail, 3, 5, text=False),
    Target("docx", lambda rng: material.zip_mutated(rng, rng.choice(_parts())), lambda raw: _read(DOCX, "a.docx", raw), 3, 5, text=False),
    Target("pdf", lambda rng: material.mutated(rng, _prints()), lambda raw: _read(PDF, "a.pdf", raw), 2, 5, text=False),
    Target("warc", lambda rng: material.mutated(rng, _archives()), _warc, 3, 8, text=False),
    Target("feed", lambda rng: material.mutated(rng, [_FEED.encode(), _ATOM.encode()]), _feed, 2, text=False),
    Target("sitemap", lambda rng: material.mutated(rng, [_SITEMAP.encode(), _INDEX.encode(), gzip.compress(_SITEMAP.encode(), mtime=0)]), _sitemap, 2, text=False),
    Target("listing", lambda rng: material.mutated(rng, _pages()), _listing, 1, text=False),
    Target("robots", lambda rng: material.mutated(rng, [_ROBOTS.encode()]), _robots, 1, text=False),
    Target("named_sources", lambda rng: material.mutated_text(rng, _NAMED) if rng.random() < 0.5 else _NAMED + material.mutated_text(rng, _NAMED), _sources, 1),
    Target("decode", lambda rng: material.mutated(rng, _texts()), _decode, 2, text=False),
    Target("address", _addressed, _address, 6),
)  # fmt: skip
