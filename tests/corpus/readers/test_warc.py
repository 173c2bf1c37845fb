import gzip
import io
import zlib
from pathlib import Path

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.readers import warc
from corpus.readers.dispatch import documents
from tests.corpus import made
from tests.corpus.layouts import check, kinds

RELEASES = made.releases()
LIST = "2025-03-27_umbh-im-vuv"
SITE = "https://www.klinikum.example"


def record(n: int, truncated: str | None = None) -> bytes:
    body = f"<html><body><main><h1>Meldung {n}</h1><p>Es ist die Meldung {n}.</p></main></body></html>"
    own = {} if truncated is None else {"WARC-Truncated": truncated}
    return made.record(f"{SITE}/{n}.html", body.encode(), own=own)


def archive_of(*, packed: bool) -> bytes:
    return made.archive(
        [
            made.record(f"{SITE}/{name}.html", made.page(release).encode())
            for name, release in RELEASES.items()
        ],
        packed=packed,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc.gz", True)])
def test_every_release_of_an_archive_is_read_back(tmp_path: Path, name: str, packed: bool) -> None:
    path = made.write(tmp_path, name, archive_of(packed=packed))
    found = list(documents([path]))
    assert len(found) == len(RELEASES)
    for one, (identity, release) in zip(found, RELEASES.items(), strict=True):
        assert isinstance(one, Document), one
        check(one)
        assert made.f1(one.text, release.text) >= 0.98
        assert kinds(one, "list_item") == release.items
        assert one.title == release.title or not release.titled
        assert one.url == f"{SITE}/{identity}.html"
        assert one.key == f"url:{SITE}/{identity}.html"
        assert one.source == f"{path}:{SITE}/{identity}.html"
        assert one.id == identity
        # The record's own day, 2026-10-04, is when the page was fetched.
        assert one.published in {None, identity[:10]} or identity.startswith("dntb-")
        assert not str(one.published).startswith("2026-10")
    assert sum(isinstance(one, Document) and one.published is not None for one in found) >= 9


def read(raw: bytes, max_bytes: int = 1_000_000) -> list[Source | ReadFailure]:
    return list(warc.records(io.BytesIO(raw), "a.warc", max_bytes))


def shape(found: list[Source | ReadFailure]) -> list[str]:
    """Numbers of the pages, "!" for a failure."""
    return ["!" if isinstance(one, ReadFailure) else one.name.rpartition("/")[2][:-5] for one in found]


def test_only_pages_are_taken() -> None:
    html = {"Content-Type": "text/html; charset=iso-8859-1"}
    found = read(
        b"".join([
            record(1),
            made.record(f"{SITE}/logo.png", b"\x89PNG", {"Content-Type": "image/png"}),
            made.record(f"{SITE}/alt.html", b"<p>Umgezogen</p>", {**html, "Location": "/neu"}, status="301 Moved Permanently"),
            made.record(f"{SITE}/weg.html", b"<p>Nicht gefunden</p>", html, status="404 Not Found"),
            made.record(f"{SITE}/2.html", "<p>Größe</p>".encode("latin-1"), html),
            made.record(f"{SITE}/3.pdf", b"%PDF-1.7", {"Content-Type": "application/pdf"}),
        ])
    )  # fmt: skip
    assert shape(found) == ["1", "2", ""]
    assert isinstance(found[2], Source)
    assert found[2].media_type == "application/pdf"


def test_bodies_are_unpacked_within_limits() -> None:
    body = "<html><p>Größe und Maß</p></html>".encode()
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    kind = {"Content-Type": "text/html"}
    sent = [
        made.record(f"{SITE}/1.html", gzip.compress(body), {**kind, "Content-Encoding": "gzip"}),
        made.record(f"{SITE}/2.html", zlib.compress(body), {**kind, "Content-Encoding": "deflate"}),
        made.record(f"{SITE}/3.html", chunks, {**kind, "Transfer-Encoding": "chunked"}),
        made.record(f"{SITE}/4.html", body, {**kind, "Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
    ]
    found = read(b"".join(sent))
    assert [one.raw for one in found if isinstance(one, Source)] == [body] * 4
    bomb = made.record(f"{SITE}/5.html", gzip.compress(bytes(50_000_000)), {**kind, "Content-Encoding": "gzip"})
    cut = made.record(f"{SITE}/6.html", chunks[:20], {**kind, "Transfer-Encoding": "chunked"})
    odd = made.record(f"{SITE}/7.html", body, {**kind, "Content-Encoding": "compress"})
    large = made.record(f"{SITE}/8.html", body * 50_000, kind)
    found = read(bomb + cut + odd + large + record(9))
    assert shape(found) == ["!", "!", "!", "!", "9"]
    reasons = [one.reason for one in found if isinstance(one, ReadFailure)]
    assert "larger than 1,000,000 bytes when unpacked" in reasons[0]
    assert "breaks off" in reasons[1]
    assert "compress" in reasons[2]
    assert "larger than 1,000,000" in reasons[3]
    assert all(isinstance(one, Source) or (one.cure and one.source.startswith(f"a.warc:{SITE}/")) for one in found)


def test_broken_records_are_failures_and_the_rest_goes_on() -> None:
    one, two, three = record(1), record(2), record(3)
    head, _, rest = two.partition(b"Content-Length: ")
    said, _, after = rest.partition(b"\r\n")

    def length(value: int) -> bytes:
        return head + b"Content-Length: " + str(value).encode() + b"\r\n" + after

    assert shape(read(one + two + three)) == ["1", "2", "3"]
    assert shape(read(one + b"Unfug\r\nund mehr\r\n\r\n" + three)) == ["1", "!", "3"]
    for wrong in (length(10), length(-5), length(10**12)):
        found = shape(read(one + wrong + three))
        assert (found[0], found[-1]) == ("1", "3"), found
        assert "!" in found
        assert "2" not in found
    assert shape(read(one + length(int(said) + 400) + three))[-1] in {"3", "!"}
    assert shape(read(one + two[:-20])) == ["1", "!"]
    assert "cut off" in read(one + two[:-20])[1].reason  # type: ignore[union-attr]
    assert shape(read(one + b"WARC/1.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n" + three)) == ["1", "!", "3"]
    assert shape(read(one + two.replace(b"HTTP/1.1 200", b"XXXX/9.9 abc") + three)) == ["1", "!", "3"]
    assert shape(read(one + record(2, "length") + three)) == ["1", "!", "3"]
    assert shape(read(one + two.replace(f"{SITE}/2.html".encode(), b"file:///etc/passwd.html12345") + three)) == [
        "1",
        "!",
        "3",
    ]


def test_torn_members_of_a_packed_archive_are_failures_and_the_rest_goes_on() -> None:
    parts = [bytearray(gzip.compress(record(n))) for n in (1, 2, 3)]
    parts[1][60:70] = bytes(10)
    found = shape(read(b"".join(map(bytes, parts))))
    assert (found[0], found[-1]) == ("1", "3")
    assert "!" in found
    cut = shape(read(bytes(parts[0]) + gzip.compress(record(2))[:-60]))
    assert cut == ["1", "!"]


def test_no_archive_and_an_empty_one() -> None:
    (found,) = read(b"Hallo, Welt")
    assert isinstance(found, ReadFailure)
    assert "no WARC file" in found.reason
    (found,) = read(made.record(f"{SITE}/a.png", b"\x89PNG", {"Content-Type": "image/png"}))
    assert isinstance(found, ReadFailure)
    assert "no page" in found.reason
    (found,) = read(gzip.compress(b"nur gepackt"))
    assert isinstance(found, ReadFailure)


def test_it_is_a_stream() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(size)
            self.taken += len(piece)
            return piece

    stream = Counting(
        b"".join(record(n) + made.record(f"{SITE}/{n}.bin", bytes(200_000), {"Content-Type": "x/y"}) for n in range(50))
    )
    sources = warc.records(stream, "a.warc", 1_000_000)
    next(sources)
    assert stream.taken < 2_000_000
    assert len(list(sources)) == 49


def test_a_page_that_names_its_address_keeps_it(tmp_path: Path) -> None:
    body = f'<html><head><link rel="canonical" href="{SITE}/echt.html"></head><body><p>Es ist die einzige Meldung des Tages.</p></body></html>'
    path = made.write(tmp_path, "a.warc", made.record(f"{SITE}/druck.html?x=1", body.encode()))
    (found,) = documents([path])
    assert isinstance(found, Document)
    assert found.url == f"{SITE}/echt.html"
