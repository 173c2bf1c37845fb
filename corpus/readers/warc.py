"""WARC files (ISO 28500): the pages in an archive of the web, one source each, read as a stream.

A broken record is a failure, and reading goes on at the next one that can be found. Answers that are no page (pictures,
scripts, redirects, errors) are passed over as they are on the web.
"""

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.readers.formats import DOCX, HTML, PDF
from corpus.unpacking import Body

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MAX_RESYNC: Final = 1_000
"""How often the next record is looked for in one file before the rest is given up."""
MAX_HEAD: Final = 65_536
_ADDRESS_MAX: Final = 2_000
_WINDOW: Final = 1_048_576
_STEP: Final = 65_536
_TYPES: Final = {HTML: HTML, "application/xhtml+xml": HTML, PDF: PDF, "application/x-pdf": PDF, DOCX: DOCX}
_GZIP: Final = b"\x1f\x8b\x08"
_RECORD: Final = b"\nWARC/1."
_MAGIC: Final = (b"WARC/", _GZIP[:2])
_HTTP: Final = re.compile(r"https?://[^\s<>\"\\^`{|}]+\Z", re.IGNORECASE)
_CHUNK: Final = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_AGAIN: Final = "fetch that page again, or leave it out"


def records(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[Source | ReadFailure]:
    """One source for each page in an open WARC file, packed or not.

    Its key and its address are the record's target URI; the day of the record is when the page was fetched, which says
    nothing of when it was published.

    Args:
        stream: seekable, at its beginning.
        name: what the file is called.
        max_bytes: of one page, packed and unpacked.
    """
    head = stream.read(5)
    if not head.startswith(_MAGIC):
        yield ReadFailure(name, "source", "it is no WARC file, whatever its name says", "check how it was saved")
        return
    packed = head.startswith(_GZIP[:2])
    offset: int | None = 0
    tries = 0
    nothing = True
    told = False
    while offset is not None and tries <= MAX_RESYNC:
        last: tuple[int, int] | None = None
        broken, failed = "", False
        iterator = _iterator(stream, offset)
        while True:
            try:
                record = next(iterator)
            except StopIteration:
                broken = broken or ("" if last else "it is cut off")
                break
            except (OSError, ValueError) as error:
                broken = str(error)[:120]
                break
            last, told, failed = (offset + record.stream_pos, record.content_length), False, False
            try:
                source = _source(record, name, max_bytes)
            except Unreadable as error:
                nothing = False
                yield ReadFailure(_named(name, record, last[0]), "read", error.reason, error.cure)
                if isinstance(error, _CutOffError):
                    # What claims to be longer than the file may only be wrong about it.
                    offset, last, told = last[0], None, True
                    break
                failed = True
                continue
            except (OSError, ValueError) as error:
                nothing = False
                reason = f"the record is broken ({str(error)[:120]})"
                yield ReadFailure(_named(name, record, last[0]), "read", reason, _AGAIN)
                continue
            if source is not None:
                nothing = False
                yield source
        if broken and not told:
            nothing = False
            told = True
            reason = f"a record after byte {(last or (offset, 0))[0]:,} is broken ({broken})"
            yield ReadFailure(name, "read", reason, "make the archive again, or leave the record out")
        end = None if last is None else _end(stream, *last, packed=packed)
        if last is not None and end is None and not broken and not failed:
            nothing, told = False, True
            yield ReadFailure(name, "read", f"the file ends inside its record at byte {last[0]:,}", _AGAIN)
        if end is None:
            end = 1 + (offset if last is None else last[0])
        offset = _following(stream, end, packed=packed)
        tries += 1
    if tries > MAX_RESYNC:
        yield ReadFailure(name, "read", f"it is broken in more than {MAX_RESYNC:,} places", "make the archive again")
    elif nothing:
        yield ReadFailure(name, "source", "there is no page in this WARC file", "check what was archived")


class _CutOffError(Unreadable):
    """The file ends inside the record."""


class _From:
    """The stream from a position on; the archive reader takes where it begins for the file's first byte."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self._stream = stream
        self._offset = offset
        stream.seek(offset)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset + (self._offset if whence == 0 else 0), whence) - self._offset

    def tell(self) -> int:
        return self._stream.tell() - self._offset

    def close(self) -> None:
        """The stream is the caller's."""


def _iterator(stream: BinaryIO, offset: int) -> "Iterator[WarcRecord]":
    from fastwarc.warc import ArchiveIterator

    return iter(ArchiveIterator(_From(stream, offset), parse_http=False, max_header_len=MAX_HEAD, fsspec_args=False))


def _end(stream: BinaryIO, start: int, length: int, *, packed: bool) -> int | None:
    """Where a record ends: what a page holds must not be taken for a record. None when it is broken or cut off."""
    stream.seek(start)
    if not packed:
        head = stream.read(MAX_HEAD).find(b"\r\n\r\n")
        end = start + head + 4 + length
        return None if head < 0 or end > stream.seek(0, 2) else end
    inner = zlib.decompressobj(16 + zlib.MAX_WBITS)
    at = start
    try:
        while not inner.eof and (piece := stream.read(_STEP)):
            at += len(piece)
            while piece and not inner.eof:
                inner.decompress(piece, _WINDOW)
                piece = inner.unconsumed_tail
    except zlib.error:
        return None
    return at - len(inner.unused_data) if inner.eof else None


def _following(stream: BinaryIO, after: int, *, packed: bool) -> int | None:
    """Where the next record begins, at or after a position; None when nowhere."""
    magic, before = (_GZIP, 0) if packed else (_RECORD, 1)
    at = max(0, after - before)
    stream.seek(at)
    window = stream.read(_WINDOW)
    while len(window) >= len(magic):
        found = window.find(magic)
        if found < 0:
            at += len(window) - len(magic) + 1
        elif not packed or _begins(window[found : found + _STEP]):
            return at + found + before
        else:
            at += found + 1
        stream.seek(at)
        window = stream.read(_WINDOW)
    return None


def _begins(piece: bytes) -> bool:
    """Whether a packed record begins here: three bytes like its mark are in any packed megabyte."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(piece, 5) == b"WARC/"
    except zlib.error:
        return False


def _source(record: "WarcRecord", name: str, max_bytes: int) -> Source | None:
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
        raise _CutOffError("the record does not say how long it is", _AGAIN)
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
            raise Unreadable(f"the record holds no HTTP answer ({str(error)[:80]})", _AGAIN) from error
        answer = record.http_headers
        if declared and (answer is None or answer.status_code is None):
            _read(record, max_bytes)  # a record that is cut off says so
            raise Unreadable("the record holds no HTTP answer", _AGAIN)
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
                raise _CutOffError("the record holds the beginning of an answer and no page", _AGAIN)
            if b"<html" not in body[:2048].lower():
                return None
            media_type = HTML
    if (cut := record.headers.get("WARC-Truncated")) is not None:
        raise Unreadable(f"the page was cut off when it was archived ({cut[:40]})", _AGAIN)
    if address is None:
        raise Unreadable("the record names no web address as its target", "leave it out, or save the page as HTML")
    return Source(f"{name}:{address}", f"url:{address}", media_type, body)


def _address(record: "WarcRecord") -> str | None:
    found = (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    return found if len(found) <= _ADDRESS_MAX and _HTTP.match(found) and found.isprintable() else None


def _named(name: str, record: "WarcRecord", start: int) -> str:
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
        raise Unreadable(f"the record is broken ({str(error)[:80]})", _AGAIN) from error
    if size < declared:
        raise _CutOffError(f"the record is cut off: {size:,} of {declared:,} bytes are there", _AGAIN)
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
        raise Unreadable(error.reason, _AGAIN) from error


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
    raise Unreadable("the answer in the record breaks off", _AGAIN)
