"""Bytes in, documents out: the reader is chosen by what the bytes are, the claimed media type coming second."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from corpus.document import Document, ReadFailure, Source
from corpus.errors import Unreadable
from corpus.normalise import normalise
from corpus.readers import plain, record
from corpus.readers.decode import decode
from corpus.readers.formats import HTML, MAIL, PDF, PLAIN, RECORD, UNKNOWN, refuse_foreign
from corpus.sources import expand

MAX_CHARACTERS: Final = 5_000_000
"""Code points: about 2,500 pages. What is longer is an archive in one file, and would fill the memory when it is read closely."""

NO_MEMORY: Final = "it does not fit into memory"

_SNIFFED: Final = 1024
_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_ADDRESS: Final = "url:"
_MAIL_FIELD: Final = re.compile(rb"(?:From \S|(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[\w-]+|From|To|Subject|Date):\s)", re.IGNORECASE)  # fmt: skip
_MAIL_PROOF: Final = re.compile(rb"^(?:Message-ID|MIME-Version|Received):\s", re.IGNORECASE | re.MULTILINE)
_TAG: Final = re.compile(r"<[a-zA-Z!/]")
_PAGE: Final = re.compile(
    r"\s*+(?:<\?xml[^>]{0,300}>\s*+)?(?:<!--(?>.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(r"\s*<\?xml\b|\s*<(?:rss|feed|urlset|sitemapindex)\b")


def documents(arguments: Iterable[str]) -> Iterator[Document | ReadFailure]:
    """Everything that the arguments name, in their order, one at a time; what cannot be read is a failure."""
    return documents_of(chain.from_iterable(map(expand, arguments)))


def documents_of(sources: Iterable[Source | ReadFailure]) -> Iterator[Document | ReadFailure]:
    """The documents that some sources are, one at a time; what cannot be read is a failure.

    What is attached to an e-mail follows it, each attachment a document of its own.
    """
    for source in sources:
        if isinstance(source, ReadFailure):
            yield source
        elif not _is_mail(source):
            yield read_apart(source)
        else:
            from corpus.readers import mail_parts

            for part in mail_parts.parts(source):
                yield part if isinstance(part, ReadFailure) else read_apart(part)


def read_apart(source: Source) -> Document | ReadFailure:
    """As `read`; what has to be taken apart is read in a child with limits of time and memory, see `corpus.readers.apart`."""
    head = source.raw[:_SNIFFED]
    plain = source.media_type == PLAIN and not any(mark in head for mark in (_PDF, _ZIP, b"<"))
    if plain or source.media_type == RECORD:
        return read(source)
    from corpus.readers import apart

    return apart.read(source)


def read(source: Source) -> Document | ReadFailure:
    """The document that a source is, or why it is none. Raises nothing: bad input is normal input."""
    try:
        found = _read(source)
        # A page that names no address of its own has the one under which it was found.
        here = source.key is not None and source.key.startswith(_ADDRESS) and found.url is None
        return replace(found, url=(source.key or "").removeprefix(_ADDRESS)) if here else found
    except Unreadable as error:
        return ReadFailure(source.name, "read", error.reason, error.cure)
    except MemoryError:
        return ReadFailure(source.name, "read", NO_MEMORY, "split it into single releases")
    except Exception as error:  # noqa: BLE001 - one page's oddity must not cost all the others
        reason = f"the reader failed ({type(error).__name__}: {str(error)[:200]})"
        return ReadFailure(source.name, "read", reason, "save it as plain text (UTF-8), and report the file")


def _bounded(text: str) -> str:
    """The text, when it is no longer than a release may be: looked at before any closer reading.

    Raises:
        Unreadable: when it is longer.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            f"it is a text of {len(text):,} characters, more than a release ever has ({MAX_CHARACTERS:,})",
            "split it into single releases, for example one a line in a .jsonl file",
        )
    return text


def _read(source: Source) -> Document:
    if not source.raw.strip():
        raise Unreadable("it is empty", "leave it out, or check how it was saved")
    if source.media_type == RECORD:
        return record.read(source)
    # What some mail gateway or server has put before the file is no harm.
    if source.raw.startswith(_PDF) or (source.media_type == PDF and _PDF in source.raw[:1024]):
        from corpus.readers import pdf

        return pdf.read(source)
    if source.raw.startswith(_ZIP):
        from corpus.readers import docx

        if docx.is_docx(source.raw):
            return docx.read(source)
    if _is_mail(source):
        from corpus.readers import mail

        return mail.read(source)
    refuse_foreign(source.raw[:16])
    claimed_page = source.media_type == HTML
    text = decode(source.raw, declared=claimed_page or b"<html" in source.raw[:2048].lower())
    if not text.strip():
        raise Unreadable("it is empty", "leave it out, or check how it was saved")
    if _PAGE.match(text) or (claimed_page and _TAG.search(text)):
        from corpus.readers import html

        return html.read(source, normalise(text))
    _bounded(text)
    if _XML.match(text):
        raise Unreadable("it is XML, no page", "save the release as HTML or plain text and name that file")
    if text.lstrip()[:1] in {"{", "["} and _is_json(text):
        raise Unreadable("it is JSON, no text", "write one object a line into a .jsonl file and name that")
    return plain.read(source, normalise(text))


def _is_mail(source: Source) -> bool:
    """Whether it is an e-mail: says so, or is not said to be anything and begins with the fields of one."""
    if source.media_type != UNKNOWN:
        return source.media_type == MAIL
    if not _MAIL_FIELD.match(source.raw):
        return False
    head = source.raw[:16_384].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return bool(_MAIL_PROOF.search(head))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
