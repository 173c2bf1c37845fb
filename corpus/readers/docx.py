"""Word files (DOCX): paragraphs, lists, tables and text boxes in their order, with the roles that their styles say."""

import io
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from corpus.document import Document, Source
from corpus.errors import Unreadable
from corpus.readers import compose
from corpus.readers.compose import Known
from corpus.readers.dateline import masthead_day
from corpus.readers.formats import DOCX
from corpus.readers.plain import publisher

if TYPE_CHECKING:
    from docx.document import Document as WordFile

MAX_UNPACKED: Final = 200_000_000
"""Bytes that all parts of the file may take together, pictures included."""
MAX_XML: Final = 20_000_000
"""Bytes of a single part that is no picture. The text of a release takes a hundred thousand."""
MAX_PARTS: Final = 5_000
_MAIN: Final = "word/document.xml"
_STEP: Final = 1_000_000
_AS_TEXT: Final = "save it again as DOCX, or as plain text (UTF-8)"
_BOMB_CURE: Final = "leave it out unless you trust its sender; then save its text as plain text (UTF-8)"


def is_docx(raw: bytes) -> bool:
    """Whether a ZIP archive is a Word file, by the names of its parts; a broken archive that says so is one too."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _MAIN in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return _MAIN.encode() in raw


def read(source: Source) -> Document:
    """The document that a Word file is.

    Its author is a person, and the days of its making and of its last change are those of the file: neither is the
    publisher nor the day of publication, which the text or the letterhead says.

    Raises:
        Unreadable: when it is broken, holds no text, or unpacks to more than a release ever has.
    """
    from corpus.readers import docx_body

    word = _opened(source.raw)
    entries = docx_body.entries(word)
    found = compose.document(source, entries, DOCX, Known(_title(word)))
    if found.published and found.publisher:
        return found
    # The letterhead stands in the page's head, beside the text.
    heads = docx_body.letterhead(word)
    day = found.published or masthead_day([*heads, ""])
    return replace(
        found,
        publisher=found.publisher or publisher(heads),
        published=day,
        published_from="text" if day else None,
    )


def _opened(raw: bytes) -> "WordFile":
    import docx

    _check(raw)
    try:
        return docx.Document(io.BytesIO(raw))
    except MemoryError:
        raise  # says nothing of the file
    except Exception as error:  # whatever the library does not expect: a relation without a target is a TypeError
        reason = f"the Word file is broken ({type(error).__name__}: {str(error)[:120]})"
        raise Unreadable(reason, _AS_TEXT) from error


def _check(raw: bytes) -> None:
    """Look at what the parts take, as declared and in truth, before anything is unpacked whole.

    Raises:
        Unreadable: when it is too much, or the archive is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _measure(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable(f"the Word file is broken ({str(error)[:120]})", _AS_TEXT) from error


def _measure(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Unreadable(f"the Word file has {len(parts):,} parts, more than any has", _BOMB_CURE)
    declared = sum(part.file_size for part in parts)
    if declared > MAX_UNPACKED:
        raise _bomb(f"{declared:,}", MAX_UNPACKED)
    unpacked = 0
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable("the Word file is encrypted", "save it without a password")
        unpacked += _unpacked(archive, part)
        if unpacked > MAX_UNPACKED:
            raise _bomb(f"more than {unpacked:,}", MAX_UNPACKED)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The part's true size; what is XML may only take `MAX_XML`."""
    limit = MAX_XML if part.filename.endswith((".xml", ".rels")) else MAX_UNPACKED
    size = 0
    with archive.open(part) as stream:
        while piece := stream.read(_STEP):
            size += len(piece)
            if size > limit:
                raise _bomb(f"more than {size:,} (in {part.filename[:60]})", limit)
    return size


def _bomb(size: str, limit: int) -> Unreadable:
    return Unreadable(f"the Word file unpacks to {size} bytes, more than the {limit:,} that are read", _BOMB_CURE)


def _title(word: "WordFile") -> str | None:
    try:
        title: Any = word.core_properties.title
    except Exception:  # noqa: BLE001 - broken properties are as good as none
        return None
    title = " ".join(str(title or "").split())[:500]
    return None if not title or title.lower().startswith(("microsoft word", "word document")) else title
