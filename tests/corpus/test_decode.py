import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.readers.decode import decode

GERMAN = "Die Universität Köln eröffnet das Gebäude für 37 Ärztinnen. „Schön“, sagt Dr. Müßig."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_reads_german_text(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15", "mac_roman", "cp850"])
def test_detects_older_encodings(encoding: str) -> None:
    text = "Die Straße in Zürich wurde heute für den Verkehr geöffnet; Bürgermeister José Müller kam auch. " * 3
    assert decode(text.encode(encoding)) == text


def test_detects_other_languages() -> None:
    text = "Zażółć gęślą jaźń, powiedział rzecznik szpitala uniwersyteckiego w Łodzi. Źródło: własne badania. " * 3
    assert decode(text.encode("cp1250")) == text


def test_one_word_in_cp1252() -> None:
    assert decode("Größe".encode("cp1252")) == "Größe"


def test_marks_of_byte_order_are_no_text() -> None:
    assert decode(codecs.BOM_UTF16_BE + "Grüße".encode("utf-16-be")) == "Grüße"
    assert decode(codecs.BOM_UTF8) == ""


def test_utf8_cut_off_keeps_its_letters() -> None:
    raw = (GERMAN * 5).encode()[:-2]
    assert decode(raw + "ü".encode()[:1]).endswith("Müßi\ufffd")


def test_a_page_is_believed_only_where_the_bytes_prove_nothing() -> None:
    head = '<html><head><meta charset="iso-8859-1"></head><body>'
    assert decode(f"{head}Grüße".encode(), declared=True) == f"{head}Grüße"
    assert decode(f"{head}„Grüße“".encode("cp1252"), declared=True) == f"{head}„Grüße“"
    cyrillic = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Привет'
    assert decode(cyrillic.encode("cp1251"), declared=True) == cyrillic


@pytest.mark.parametrize("name", ["unicode_escape", "punycode", "rot13", "zlib", "no-such-thing", "utf-16"])
def test_a_page_may_not_name_any_codec(name: str) -> None:
    raw = f'<meta charset="{name}"><p>'.encode() + "Größe \\u0041".encode("cp1252")
    assert decode(raw, declared=True).endswith("Größe \\u0041")


@pytest.mark.parametrize(
    "raw", [bytes(range(1, 32)) * 20, bytes(n * n * 7919 % 255 + 1 for n in range(2_000))], ids=["controls", "noise"]
)
def test_a_binary_file_is_told_from_a_text_in_another_encoding(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="bytes of a binary file") as binary:
        decode(raw)
    assert "no text" in binary.value.cure
    assert "DOCX" in binary.value.cure
    assert "UTF-8" not in binary.value.cure


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (codecs.BOM_UTF16_LE + b"a\0b", "damaged UTF-16-LE"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\0", "damaged UTF-16-LE"),
    ],
)
def test_refuses_what_is_no_text(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(raw)
    assert reason in caught.value.reason
    assert "UTF-8" in caught.value.cure


@given(st.binary(min_size=1, max_size=400), st.booleans())
def test_any_bytes_are_text_or_refused(raw: bytes, declared: bool) -> None:
    text = ""
    with suppress(Unreadable):
        text = decode(raw, declared=declared)
    assert text.encode("utf-8").decode() == text
