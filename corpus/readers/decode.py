"""Bytes to text: byte order mark, UTF-8, the page's own word, then detection. Never a UnicodeDecodeError."""

import codecs
import re
from typing import Final

from corpus.errors import Unreadable

_SAVE: Final = "save it as UTF-8"
_NO_TEXT: Final = (
    "leave it out, it is no text: plain text, HTML, PDF, DOCX, e-mail (.eml), .jsonl and .warc files are read"
)

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_DECLARABLE: Final = re.compile(r"(?:iso8859-\d+|cp125\d|cp8\d\d|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis)\Z")
"""Codecs that a page may name. Python knows others that are no text encodings of pages (punycode, unicode_escape)."""

# The single-byte encodings that German text was ever saved in: Windows, DOS, the old Macintosh. Detection alone takes
# short German text for Baltic, Icelandic or EBCDIC, and two umlauts in Windows-1252 for Macintosh.
_GERMAN: Final = ("cp1252", "cp850", "mac_roman")
_GERMAN_SIGNS: Final = re.compile("[äöüÄÖÜßéèêàâçñ„“”‚‘’»«–—…€§°·•\u00a0©®]")
_MOST: Final = 0.7
_EUROPEAN: Final = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso8859_2", "koi8_r", "cp850", "cp852"]
"""What the rest is taken for; among all encodings there is one in which any bytes at all are Chinese."""
_SAMPLE: Final = 50_000
_CONTROLS: Final = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 127))
_HIGH_CONTROLS: Final = re.compile(
    rb"\xc2[\x80-\x84\x86-\x9f]"
)  # U+0080 to U+009F in UTF-8, but for the line end U+0085
_MOST_CONTROLS: Final = 0.05


def decode(raw: bytes, *, declared: bool = False) -> str:
    """The text of `raw`, without a byte order mark.

    Args:
        raw: at least one byte.
        declared: whether to believe a charset that a page declares in its head (after a byte order mark and UTF-8,
            which the bytes themselves prove).

    Raises:
        Unreadable: when no encoding fits, or what comes out is not text.
    """
    text = _decode(raw, declared=declared)
    head = text[:1_000_000]
    if _controls(head) > _MOST_CONTROLS * len(head):
        raise Unreadable("it is full of control characters: these are the bytes of a binary file", _NO_TEXT)
    return text


def _controls(text: str) -> int:
    """How many control characters there are, counted in bytes: to count each of them in the text takes many times as long."""
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw) - len(raw.translate(None, _CONTROLS)) + len(_HIGH_CONTROLS.findall(raw))


def _decode(raw: bytes, *, declared: bool) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            raw = raw[len(mark) :]
            if encoding == "utf-8":
                break
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable(f"it is damaged {encoding.upper()} (byte {error.start + len(mark)})", _SAVE) from error
    if unmarked := _utf16(raw[:4096]):
        try:
            return raw.decode(unmarked)
        except UnicodeDecodeError:
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        first_bad = error.start
    if (text := _damaged_utf8(raw)) is not None:
        return text
    if declared and (text := _declared(raw)) is not None:
        return text
    return _detected(raw, first_bad)


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters have every other byte zero, and strict UTF-8 would take that."""
    half = len(head) // 2
    if half < 2 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _damaged_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few broken bytes (cut off, or glued together): those become U+FFFD, the rest keeps its letters."""
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]", text[: 20 * _SAMPLE]))
    return text if good >= 10 * bad else None


def _declared(raw: bytes) -> str | None:
    if not (found := _META.search(raw[:8192])):
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        if not _DECLARABLE.match(name):
            return None
        # Browsers read Latin-1 as Windows-1252, which has the German quotes where Latin-1 has control characters.
        return raw.decode("cp1252" if name == "iso8859-1" else name)
    except (LookupError, UnicodeDecodeError):
        return None


def _detected(raw: bytes, first_bad: int) -> str:
    """The single-byte encoding under which what is not ASCII is German; else what charset-normalizer takes it for."""
    sample = raw[max(0, first_bad - _SAMPLE) : first_bad + _SAMPLE]
    shares = {encoding: _german(sample, encoding) for encoding in _GERMAN}
    likely = max(shares, key=lambda encoding: shares[encoding])  # the first of equals: Windows
    if shares[likely] < _MOST:
        from charset_normalizer import from_bytes

        best = from_bytes(sample, cp_isolation=_EUROPEAN).best()
        likely = best.encoding if best else likely
    for encoding in (likely, "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"its encoding could not be told (byte {first_bad + 1} is not UTF-8)", _SAVE)


def _german(sample: bytes, encoding: str) -> float:
    """Which share of the signs beyond ASCII German text has."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0
    return len(_GERMAN_SIGNS.findall(text)) / max(1, sum(sign > "\x7f" for sign in text))
