"""Compressed answers, unpacked in small steps: a few kilobytes must not become gigabytes before anybody looks.

httpx unpacks each piece whole, and brotli packs a gigabyte of zeros into one piece; hence an own unpacker.
"""

import zlib
from collections.abc import Iterator
from typing import Any, Final, Protocol

from corpus.errors import Unreadable

ENCODINGS: Final = "gzip, deflate, br"
"""What may be asked for (Accept-Encoding)."""
_STEP: Final = 262_144


class _Unpacker(Protocol):
    def feed(self, piece: bytes) -> Iterator[bytes]: ...
    def done(self) -> bool: ...


class _Plain:
    def feed(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def done(self) -> bool:
        return True


class _Zlib:
    """gzip (several members in a row, as the format allows) and deflate (with its head, or without as some servers send)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._bits = 16 + zlib.MAX_WBITS if gzip else zlib.MAX_WBITS
        self._inner = zlib.decompressobj(self._bits)
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._inner.eof:
                if not self._gzip or not piece.startswith(b"\x1f\x8b"):
                    return  # padding after the end
                self._inner = zlib.decompressobj(self._bits)
            try:
                out = self._inner.decompress(piece, _STEP)
            except zlib.error:
                if self._begun or self._gzip:
                    raise
                self._begun, self._inner = True, zlib.decompressobj(-zlib.MAX_WBITS)
                continue
            self._begun = True
            piece = self._inner.unconsumed_tail or self._inner.unused_data
            yield out
        while not self._inner.eof and (out := self._inner.decompress(self._inner.unconsumed_tail, _STEP)):
            yield out

    def done(self) -> bool:
        return self._inner.eof or not self._begun


class _Brotli:
    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]

        self._inner: Any = brotli.Decompressor()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        # It says that it accepts more while output still waits in it: it is emptied until nothing comes.
        while not self._inner.is_finished():
            out = self._inner.process(piece, output_buffer_limit=_STEP)
            piece = b""
            if not out and self._inner.can_accept_more_data():
                return
            yield out

    def done(self) -> bool:
        return bool(self._inner.is_finished())


class Body:
    """The bytes of one answer, as they come.

    Args:
        encoding: the `Content-Encoding`.
        max_bytes: of what is sent, and of what comes out.

    Raises:
        Unreadable: for an encoding that nobody asked for.
    """

    def __init__(self, encoding: str, max_bytes: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity"}]
        if len(names) > 1 or (names and names[0] not in {"gzip", "x-gzip", "deflate", "br"}):
            raise Unreadable(f"it is packed as {encoding[:60]!r}, which was not asked for", _SAVE)
        name = names[0] if names else ""
        self._unpacker: _Unpacker = (
            _Plain() if not name else _Brotli() if name == "br" else _Zlib(gzip=name.endswith("gzip"))
        )
        self._max = max_bytes
        self._sent = self._size = 0
        self._pieces: list[bytes] = []

    def feed(self, piece: bytes) -> None:
        """Take a piece.

        Raises:
            Unreadable: when it grows too large, or cannot be unpacked.
        """
        self._sent += len(piece)
        if self._sent > self._max:
            raise too_large(self._max)
        try:
            for out in self._unpacker.feed(piece):
                self._size += len(out)
                self._pieces.append(out)
                if self._size > self._max:
                    break
        except Exception as error:
            raise Unreadable(f"it cannot be unpacked ({str(error)[:100]})", _SAVE) from error
        if self._size > self._max:
            raise too_large(self._max, f" when unpacked, from {self._sent:,} bytes")

    def whole(self) -> bytes:
        """All of it.

        Raises:
            Unreadable: when the packed bytes break off.
        """
        if not self._unpacker.done():
            raise Unreadable("the packed answer breaks off", "try again later; " + _SAVE)
        return b"".join(self._pieces)


def gunzip(raw: bytes, max_bytes: int) -> bytes:
    """What a gzip file holds (sitemaps come as .xml.gz).

    Raises:
        Unreadable: when it is too large, damaged or breaks off.
    """
    body = Body("gzip", max_bytes)
    body.feed(raw)
    return body.whole()


def too_large(max_bytes: int, how: str = "") -> Unreadable:
    """The error of an answer beyond the limit."""
    return Unreadable(
        f"the answer is larger than {max_bytes:,} bytes{how}", "leave it out, or raise fetch_max_bytes in belegt.toml"
    )


_SAVE: Final = "save the page in a browser and name the file"
