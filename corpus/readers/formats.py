"""What the bytes of an input are, told by their first bytes and not by the file's name."""

from typing import Final

from corpus.errors import Unreadable

RECORD: Final = "application/x-belegt-record"
"""Media type of one line of a .jsonl file."""
PLAIN: Final = "text/plain"
HTML: Final = "text/html"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL: Final = "message/rfc822"
UNKNOWN: Final = "application/octet-stream"

MEDIA_TYPES: Final = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".eml": MAIL,
}
"""What a folder is searched for, beside `RECORD_SUFFIXES` and `WARC_SUFFIXES`."""
RECORD_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
WARC_SUFFIXES: Final = (".warc", ".warc.gz")
"""Archives of web pages; they may be larger than memory and are read record by record."""
OTHER_RELEASES: Final = frozenset({".doc", ".odt", ".rtf", ".msg"})
"""Formats that releases come in and that no reader here reads: in a folder they are refused by name, never passed over
in silence."""

_AS_TEXT: Final = "save the release as plain text (UTF-8) or HTML and name that file"
_UNPACK: Final = "unpack it and name the files or the folder"
_NO_TEXT: Final = "leave it out: it holds no text"
_FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"%PDF-", "a PDF file", _AS_TEXT),
    (b"PK\x03\x04", "a ZIP archive (or an ODT, XLSX or EPUB file)", _AS_TEXT + ", or unpack the archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (DOC, XLS, MSG) or a DOCX with a password", _AS_TEXT),
    (b"{\\rtf", "an RTF file", _AS_TEXT),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _NO_TEXT),
    (b"\xff\xd8\xff", "a JPEG image", _NO_TEXT),
    (b"GIF87a", "a GIF image", _NO_TEXT),
    (b"GIF89a", "a GIF image", _NO_TEXT),
    (b"II*\x00", "a TIFF image", _NO_TEXT),
    (b"MM\x00*", "a TIFF image", _NO_TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"WARC/1.", "a WARC file", "name it as a file that ends with .warc or .warc.gz"),
    (b"SQLite format 3\x00", "an SQLite database", "give it with --db if it is belegt's own; it is no release"),
    (b"\x7fELF", "a program", _NO_TEXT),
    (b"ID3", "an MP3 recording", _NO_TEXT),
    (b"OggS", "an Ogg recording", _NO_TEXT),
)


def refuse_foreign(head: bytes) -> None:
    """Look at the first bytes (16 are enough).

    Raises:
        Unreadable: when they are those of a format that is no text.
    """
    for magic, what, cure in _FOREIGN:
        if head.startswith(magic):
            raise Unreadable(f"it is {what}, whatever its name says", cure)
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        raise Unreadable("it is an image or a recording (RIFF), whatever its name says", _NO_TEXT)
    if head[4:8] == b"ftyp":
        raise Unreadable("it is a video or an image (MP4, HEIC), whatever its name says", _NO_TEXT)
