"""WARC files (ISO 28500): the pages in an archive of the web, one source each, read as a stream.

A broken record is a failure, and reading goes on at the next one that can be found. Answers that are no page (pictures,
scripts, redirects, errors) are passed over as they are on the web.
"""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.readers.warc_record import AGAIN, MAX_HEAD, CutOffError, named, source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MAX_RESYNC: Final = 1_000
"""How often the next record is looked for in one file before the rest is given up."""
_WINDOW: Final = 1_048_576
_STEP: Final = 65_536
_GZIP: Final = b"\x1f\x8b\x08"
_RECORD: Final = b"\nWARC/1."
_MAGIC: Final = (b"WARC/", _GZIP[:2])


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
                page = source(record, name, max_bytes)
            except Unreadable as error:
                nothing = False
                yield ReadFailure(named(name, record, last[0]), "read", error.reason, error.cure)
                if isinstance(error, CutOffError):
                    # What claims to be longer than the file may only be wrong about it.
                    offset, last, told = last[0], None, True
                    break
                failed = True
                continue
            except (OSError, ValueError) as error:
                nothing = False
                reason = f"the record is broken ({str(error)[:120]})"
                yield ReadFailure(named(name, record, last[0]), "read", reason, AGAIN)
                continue
            if page is not None:
                nothing = False
                yield page
        if broken and not told:
            nothing = False
            told = True
            reason = f"a record after byte {(last or (offset, 0))[0]:,} is broken ({broken})"
            yield ReadFailure(name, "read", reason, "make the archive again, or leave the record out")
        end = None if last is None else _end(stream, *last, packed=packed)
        if last is not None and end is None and not broken and not failed:
            nothing, told = False, True
            yield ReadFailure(name, "read", f"the file ends inside its record at byte {last[0]:,}", AGAIN)
        if end is None:
            end = 1 + (offset if last is None else last[0])
        offset = _following(stream, end, packed=packed)
        tries += 1
    if tries > MAX_RESYNC:
        yield ReadFailure(name, "read", f"it is broken in more than {MAX_RESYNC:,} places", "make the archive again")
    elif nothing:
        yield ReadFailure(name, "source", "there is no page in this WARC file", "check what was archived")


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
