"""One command-line argument to many sources: a file, a folder, a glob, a .jsonl file, standard input.

One source at a time: neither a folder of 100,000 files nor a long .jsonl file is ever held in memory.
"""

import glob
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from corpus.addresses import is_address
from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.readers import record
from corpus.readers.formats import (
    MEDIA_TYPES,
    OTHER_RELEASES,
    RECORD,
    RECORD_SUFFIXES,
    UNKNOWN,
    WARC_SUFFIXES,
    refuse_foreign,
)

MAX_BYTES: Final = 100_000_000
"""The largest source, in bytes. A release is a few thousand; what is larger is a mistake."""
STDIN: Final = "stdin"
"""What standard input is called, as a source and as a document."""

_READ: Final = ", ".join([*sorted(MEDIA_TYPES), *sorted(RECORD_SUFFIXES), *WARC_SUFFIXES])
WANTED: Final = MEDIA_TYPES.keys() | RECORD_SUFFIXES | OTHER_RELEASES
"""The endings of what is looked at in a folder."""
_ACCESS: Final = "check that it is there and that you may read it"
_SPLIT: Final = "split it into single releases"
_JSON_LINE: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def expand(argument: str, max_bytes: int = MAX_BYTES) -> Iterator[Source | ReadFailure]:
    """Every source that the argument names, in an order that only the names decide.

    Args:
        argument: a path, a pattern with `*`, `?`, `[...]` or `**`, or `-` for standard input.
        max_bytes: what is larger is a failure.
    """
    name = _printable(argument)
    if argument == "-":
        yield from _standard_input(max_bytes)
        return
    if is_address(argument):  # the caller's manners are not known here: those of a careful guest
        from corpus.manners import Manners
        from corpus.wants import Want
        from corpus.web import sources

        yield from sources([Want(argument)], Manners())
        return
    if not argument:
        yield _failure("(nothing)", "the argument is empty", "name a file, a folder or a pattern")
        return
    try:
        mode = Path(argument).stat().st_mode
    except FileNotFoundError:
        # Path.glob takes no absolute pattern.
        matches = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []  # noqa: PTH207
        if not matches:
            what = "no file matches this pattern" if glob.has_magic(argument) else "there is no such file or folder"
            yield _failure(name, what, "check the path")
        for match in matches:
            yield from _folder(match, max_bytes) if Path(match).is_dir() else _file(match, max_bytes)
    except (OSError, ValueError) as error:
        yield _failure(name, _why(error), _ACCESS)
    else:
        yield from _folder(argument, max_bytes) if stat.S_ISDIR(mode) else _file(argument, max_bytes)


def of_bytes(address: str, final: str, media_type: str, raw: bytes) -> Iterator[Source | ReadFailure]:
    """What was fetched from an address: one source, or the lines of a .jsonl file.

    Args:
        address: as asked for.
        final: where redirects ended, by which the release is known again.
        media_type: as the server claims it.
        raw: the bytes.
    """
    path = PurePosixPath(final.partition("?")[0])
    if path.suffix.lower() in RECORD_SUFFIXES:
        yield from _records(BytesIO(raw), address, len(raw) + 1)
    else:
        yield Source(address, f"url:{final}", media_type or MEDIA_TYPES.get(path.suffix.lower(), UNKNOWN), raw)


def _folder(top: str, max_bytes: int) -> Iterator[Source | ReadFailure]:
    """The releases in a folder and its folders, by name; hidden ones and what is no release are left out."""
    waiting = [Path(top)]
    seen: set[tuple[int, int]] = set()
    others: Counter[str] = Counter()
    nothing = True
    while waiting:
        path = waiting.pop()
        suffix = path.suffix.lower()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                # A folder that links to one above it would never end.
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    shown = (child for child in path.iterdir() if not child.name.startswith("."))
                    waiting.extend(sorted(shown, key=lambda child: child.name, reverse=True))
                continue
        except OSError as error:
            nothing = False
            yield _failure(_printable(str(path)), _why(error), _ACCESS)
            continue
        if stat.S_ISREG(status.st_mode) and (suffix in WANTED or path.name.lower().endswith(WARC_SUFFIXES)):
            nothing = False
            yield from _file(str(path), max_bytes)
        else:
            others[suffix or "without an ending"] += 1
    if nothing:
        held = ", ".join(f"{count} {suffix}" for suffix, count in others.most_common(5)) or "nothing"
        reason = f"there is no release in this folder (it holds {held})"
        yield _failure(_printable(top), reason, f"name a folder with {_READ} files")


def _file(path: str, max_bytes: int) -> Iterator[Source | ReadFailure]:
    name = _printable(path)
    suffix = Path(path).suffix.lower()
    try:
        with Path(path).open("rb") as stream:
            if suffix in RECORD_SUFFIXES:
                yield from _records(stream, name, max_bytes)
                return
            if path.lower().endswith(WARC_SUFFIXES):
                from corpus.readers import warc

                yield from warc.records(stream, name, max_bytes)
                return
            size = os.fstat(stream.fileno()).st_size
            raw = b"" if size > max_bytes else stream.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        yield _failure(name, _why(error), _ACCESS)
        return
    if max(size, len(raw)) > max_bytes:
        yield _too_large(name, max_bytes)
        return
    # Not Path.resolve: a linked file keeps the name under which it was found.
    key = f"file:{_printable(os.path.abspath(path))}"  # noqa: PTH100
    yield Source(name, key, MEDIA_TYPES.get(suffix, UNKNOWN), raw)


def _standard_input(max_bytes: int) -> Iterator[Source | ReadFailure]:
    """Standard input: lines of .jsonl when the first one begins like an object, else one document."""
    stream = sys.stdin.buffer
    try:
        first = stream.readline(max_bytes + 1)
        if _JSON_LINE.match(first):
            yield from _records(stream, STDIN, max_bytes, first)
            return
        raw = first + stream.read(max(0, max_bytes + 1 - len(first)))
    except (OSError, ValueError) as error:
        yield _failure(STDIN, _why(error), "pipe the text in, or name a file")
        return
    yield _too_large(STDIN, max_bytes) if len(raw) > max_bytes else Source(STDIN, None, UNKNOWN, raw)


def _records(stream: BinaryIO, name: str, max_bytes: int, first: bytes = b"") -> Iterator[Source | ReadFailure]:
    """One source per line; a bad line is a failure with its number, and the rest goes on."""
    number = 0
    nothing = True
    while line := first or stream.readline(max_bytes + 1):
        first = b""
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
            if (refusal := _no_lines(line)) is not None:
                yield _failure(name, refusal.reason, refusal.cure)
                return
        where = f"{name}:{number}"
        if len(line) > max_bytes:
            nothing = False
            yield _too_large(where, max_bytes)
            while line and not line.endswith(b"\n"):
                line = stream.readline(max_bytes)
            continue
        if not (line := line.strip()):
            continue
        nothing = False
        try:
            identity = record.parse(line).id
        except Unreadable as error:
            yield ReadFailure(where, "read", error.reason, error.cure)
        else:
            yield Source(where, f"id:{identity}", RECORD, line)
    if nothing:
        yield _failure(name, "it is empty", "write one JSON object a line into it, or leave it out")


def _no_lines(head: bytes) -> Unreadable | None:
    try:
        refuse_foreign(head[:16])
    except Unreadable as refusal:
        return refusal
    if head.startswith(_UTF16):
        return Unreadable("it is UTF-16; lines of JSON are UTF-8", "save the file as UTF-8")
    return None


def _printable(path: str) -> str:
    """The path as text that can be stored: file names may hold bytes that are no UTF-8."""
    return os.fsencode(path.replace("\0", "\\0")).decode("utf-8", errors="backslashreplace")


def _why(error: OSError | ValueError) -> str:
    return f"it cannot be read: {getattr(error, 'strerror', None) or error}"


def _failure(name: str, reason: str, cure: str) -> ReadFailure:
    return ReadFailure(name, "source", reason, cure)


def _too_large(name: str, max_bytes: int) -> ReadFailure:
    return _failure(name, f"it is larger than {max_bytes:,} bytes", _SPLIT)
