"""One record of a WARC file as the page that it holds: an answer of HTTP, its pieces put together and unpacked."""

import re
from typing import TYPE_CHECKING, Final

from corpus.document import Source
from corpus.errors import Unreadable
from corpus.readers.formats import DOCX, HTML, PDF
from corpus.unpacking import Body

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MAX_HEAD: Final = 65_536
AGAIN: Final = "fetch that page again, or leave it out"
_ADDRESS_MAX: Final = 2_000
_WINDOW: Final = 1_048_576
_GZIP: Final = b"\x1f\x8b\x08"
_TYPES: Final = {HTML: HTML, "application/xhtml+xml": HTML, PDF: PDF, "application/x-pdf": PDF, DOCX: DOCX}
_HTTP: Final = re.compile(r"https?://[^\s<>\"\\^`{|}]+\Z", re.IGNORECASE)
_CHUNK: Final = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


class CutOffError(Unreadable):
    """The file ends inside the record."""


def source(record: "WarcRecord", name: str, max_bytes: int) -> Source | None:
    """The page that a record holds, None when it holds none.

    Raises:
        Unreadable: when it is cut off, too large, packed in an unknown way, or no answer at all.
    """
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.unknown and not record.headers.get("WARC-Type"):
        raise Unreadable("the record does not say what it is", "leave it out, or make the archive again")
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    if not (record.headers.get("Content-Length") or "").strip().isdecimal():
        raise CutOffError("the record does not say how long it is", AGAIN)
    address = _address(record)
    declared = record.content_length
    if declared > max_bytes:
        raise Unreadable(f"the record is larger than {max_bytes:,} bytes", "leave it out")
    if record.record_type == WarcRecordType.resource:
        media_type = _TYPES.get((record.headers.get("Content-Type") or "").partition(";")[0].strip().lower())
        if media_type is None:
            return None
        body = _read(record, max_bytes)
    else:
        try:
            record.parse_http(auto_decode="none", max_header_len=MAX_HEAD, quirks_mode=True)
        except (OSError, ValueError) as error:
            raise Unreadable(f"the record holds no HTTP answer ({str(error)[:80]})", AGAIN) from error
        answer = record.http_headers
        if declared and (answer is None or answer.status_code is None):
            _read(record, max_bytes)  # a record that is cut off says so
            raise Unreadable("the record holds no HTTP answer", AGAIN)
        if answer is None or answer.status_code != 200:
            return None
        media_type = _TYPES.get((answer.get("Content-Type") or "").partition(";")[0].strip().lower())
        if media_type is None and answer.get("Content-Type"):
            return None
        body = _decoded(
            _read(record, max_bytes), answer.get("Transfer-Encoding"), answer.get("Content-Encoding"), max_bytes
        )
        if media_type is None:
            if not body:
                raise CutOffError("the record holds the beginning of an answer and no page", AGAIN)
            if b"<html" not in body[:2048].lower():
                return None
            media_type = HTML
    if (cut := record.headers.get("WARC-Truncated")) is not None:
        raise Unreadable(f"the page was cut off when it was archived ({cut[:40]})", AGAIN)
    if address is None:
        raise Unreadable("the record names no web address as its target", "leave it out, or save the page as HTML")
    return Source(f"{name}:{address}", f"url:{address}", media_type, body)


def _address(record: "WarcRecord") -> str | None:
    found = (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    return found if len(found) <= _ADDRESS_MAX and _HTTP.match(found) and found.isprintable() else None


def named(name: str, record: "WarcRecord", start: int) -> str:
    """What to call a record that could not be read: its address, else where it stands."""
    return f"{name}:{_address(record) or f'byte {start}'}"


def _read(record: "WarcRecord", max_bytes: int) -> bytes:
    """The record's content, all of it.

    Raises:
        Unreadable: when the file ends before the record does.
    """
    declared = record.content_length
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= min(declared, max_bytes) and (piece := record.reader.read(_WINDOW)):
            pieces.append(piece)
            size += len(piece)
    except OSError as error:
        raise Unreadable(f"the record is broken ({str(error)[:80]})", AGAIN) from error
    if size < declared:
        raise CutOffError(f"the record is cut off: {size:,} of {declared:,} bytes are there", AGAIN)
    return b"".join(pieces)


def _decoded(body: bytes, transfer: str | None, content: str | None, max_bytes: int) -> bytes:
    """The page that was sent: pieces put together, unpacked.

    Archives differ in whether they keep the body as sent or as decoded and leave the fields as they were; a body that
    is not what its fields say is taken as it is.
    """
    if (transfer or "").strip().lower() == "chunked" and _CHUNK.match(body):
        body = _unchunked(body)
    encoding = (content or "").strip().lower()
    if encoding in {"gzip", "x-gzip"} and not body.startswith(_GZIP):
        return body
    if encoding in {"br", "deflate"} and body[:256].lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        return body
    try:
        unpacked = Body(encoding, max_bytes)
        unpacked.feed(body)
        return unpacked.whole()
    except Unreadable as error:
        raise Unreadable(error.reason, AGAIN) from error


def _unchunked(body: bytes) -> bytes:
    """The pieces of a chunked answer (RFC 9112, section 7.1).

    Raises:
        Unreadable: when a piece says a wrong length.
    """
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces)
        piece = body[found.end() : found.end() + size]
        if len(piece) < size:
            break
        pieces.append(piece)
        at = found.end() + size
    raise Unreadable("the answer in the record breaks off", AGAIN)
