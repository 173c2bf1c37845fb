import io
import sys
from pathlib import Path

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.readers import plain
from corpus.readers.dispatch import MAX_CHARACTERS, documents, read
from corpus.readers.formats import HTML, PLAIN, UNKNOWN
from tests.corpus.layouts import check

SENTENCE = "Das Zentrum der Universitätsmedizin Musterstadt nimmt im Herbst mit dreißig Betten seinen Betrieb auf."


@pytest.mark.parametrize(
    ("raw", "reason", "cure"),
    [
        (b"", "empty", "leave it out"),
        (b" \n\t\r\n", "empty", "leave it out"),
        (b"\xef\xbb\xbf", "empty", "leave it out"),
        ("\ufeff \n".encode("utf-16-le"), "empty", "leave it out"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG image", "no text"),
        (b"%PDF-1.7\n...", "PDF", "plain text"),
        (b"PK\x03\x04....", "ZIP", "plain text"),
        (b"\xff\xd8\xff\xe0", "JPEG", "no text"),
        (b"RIFF....WEBPVP8", "image", "no text"),
        (b"{\\rtf1 Text}", "RTF", "plain text"),
        (b"Text\0Text und mehr Text", "U+0000", "plain text"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "XML", "HTML or plain text"),
        (b'{"id": "1",\n "text": "a"}', "JSON", ".jsonl"),
        (bytes(range(1, 256)) * 4, "control characters", "it is no text"),
        (bytes(range(1, 128)) * 4, "control characters", "it is no text"),
    ],
)
@pytest.mark.parametrize("media_type", [PLAIN, UNKNOWN])
def test_what_is_no_release(raw: bytes, reason: str, cure: str, media_type: str) -> None:
    found = read(Source("a.txt", None, media_type, raw))
    assert isinstance(found, ReadFailure)
    assert (found.source, found.stage) == ("a.txt", "read")
    assert reason in found.reason
    assert cure in found.cure


@pytest.mark.parametrize(
    ("raw", "media_type", "expected"),
    [
        (f"<!-- a --><!DOCTYPE html><p>{SENTENCE}</p>", PLAIN, HTML),
        (f"<html><p>{SENTENCE}</p>", UNKNOWN, HTML),
        (f"<p>{SENTENCE}</p>", HTML, HTML),
        (SENTENCE, HTML, PLAIN),
        (f"<b> wie Bett: {SENTENCE}", PLAIN, PLAIN),
        (f"[Musterstadt, 3. März 2025] {SENTENCE}", UNKNOWN, PLAIN),
    ],
)
def test_the_bytes_say_what_they_are(raw: str, media_type: str, expected: str) -> None:
    found = read(Source("x", None, media_type, raw.encode()))
    assert isinstance(found, Document)
    assert found.media_type == expected
    assert SENTENCE in found.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(SENTENCE.encode(encoding))
    (found,) = documents([str(tmp_path / "a.txt")])
    assert isinstance(found, Document)
    assert found.text == SENTENCE
    assert found.raw == SENTENCE.encode(encoding)


def test_order_and_failures_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "Text."}\n{"id": "x", "text": "Text."}\nkaputt\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SENTENCE.encode())))
    found = list(documents([str(tmp_path), "-", "no-such-file", str(tmp_path / "b.txt")]))
    assert [f.source.removeprefix(f"{tmp_path}/") for f in found] == [
        "a.txt", "b.txt", "c.jsonl:1", "c.jsonl:2", "c.jsonl:3", "stdin", "no-such-file", "b.txt",
    ]  # fmt: skip
    assert [isinstance(f, Document) for f in found] == [False, True, True, True, False, True, False, True]
    assert [f.id for f in found if isinstance(f, Document)] == ["b", "x", "x", "stdin", "b"]


def test_a_fault_of_a_reader_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(source: Source, text: str) -> Document:
        raise RecursionError(f"too deep in {source.name}: {len(text)}")

    monkeypatch.setattr(plain, "read", break_down)
    found = read(Source("a.txt", None, PLAIN, SENTENCE.encode()))
    assert isinstance(found, ReadFailure)
    assert "RecursionError" in found.reason


def test_language() -> None:
    def language(text: str) -> str:
        found = read(Source("a", None, PLAIN, text.encode()))
        assert isinstance(found, Document)
        return found.language

    assert language(SENTENCE) == "de"
    assert language("The network was founded in April to coordinate research in all university hospitals.") == "en"
    assert language("Start von NUM 3.0") == "und"
    assert language("1 2 3 " * 100) == "und"


def test_a_text_of_five_million_characters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    line = SENTENCE * 20 + "\n"
    lines = MAX_CHARACTERS // len(line) - 1
    path.write_text("Titel der Meldung\n" + line * lines, encoding="utf-8")
    (found,) = documents([str(path)])
    assert isinstance(found, Document)
    assert len(found.blocks) == lines + 1
    assert found.language == "de"


def test_fifty_megabytes_are_no_release(tmp_path: Path) -> None:
    path = tmp_path / "archive.txt"
    path.write_text("Titel der Meldung\n" + (SENTENCE * 20 + "\n") * 25_000, encoding="utf-8")
    assert path.stat().st_size > 50_000_000
    (found,) = documents([str(path)])
    assert isinstance(found, ReadFailure)
    assert "more than a release ever has" in found.reason
    assert "split it" in found.cure


ODD = {
    "one line": "a" * 1_000_000,
    "lines of a letter": "a\n" * 200_000,
    "blank lines": "\n" * 999_999 + "x",
    "spaces": " " * 999_999 + "x",
    "dashes": "- x\n" * 50_000,
    "numbers": "1. a\n" * 50_000,
    "full stops": "." * 1_000_000,
    "quotation marks": "„\n" * 100_000,
    "colons": "a:\n" * 50_000,
    "carriage returns": "\r" * 500_000 + "x",
    "date lines": "Dresden, 30.01.2026\n" * 20_000,
    "almost date lines": ("Aa am " * 26 + "1\n") * 2_000,
    "almost mail addresses": ("a." * 78 + "@\n") * 1_000,
    "almost telephone numbers": ("1 1-" * 39 + "\n") * 2_000,
    "contact heads": "Kontakt:\n" * 20_000,
    "many marks": ("a" + "\u0301\u0323" * 45) * 5_000,
    "line separators": "a\u2028" * 100_000,
    "opened tags": "<" * 500_000,
    "opened braces": "{" * 500_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_read_all_the_same(name: str) -> None:
    found = read(Source("odd.txt", None, PLAIN, ODD[name].encode()))
    assert isinstance(found, Document)
    check(found)


def test_a_letter_under_a_heap_of_accents() -> None:
    found = read(Source("odd.txt", None, PLAIN, ("a" + "\u0301\u0323" * 300_000).encode()))
    assert isinstance(found, ReadFailure)
    assert "combining marks" in found.reason
