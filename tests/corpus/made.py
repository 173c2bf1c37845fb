"""Releases as DOCX, e-mail and WARC files (PDF: printed.py), made from the project's own samples by libraries, never by hand."""

import gzip
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from corpus.document import Document
from corpus.readers.dispatch import documents
from corpus.readers.lines import marker
from tests.conftest import SAMPLES

Blocks = list[tuple[str, str]]
NUMBERS = ["eins", "zwei", "drei"]


class Release(NamedTuple):
    """A sample: its blocks as (kind, words), list items without their bullets."""

    id: str
    blocks: Blocks

    @property
    def text(self) -> str:
        return "\n".join(words for _, words in self.blocks)

    @property
    def items(self) -> list[str]:
        return [words for kind, words in self.blocks if kind == "list_item"]

    @property
    def titled(self) -> bool:
        return any(kind == "title" for kind, _ in self.blocks)

    @property
    def title(self) -> str:
        return next((words for kind, words in self.blocks if kind == "title"), self.blocks[0][1])


def releases() -> dict[str, Release]:
    """The samples that are plain text, by id."""
    found = {}
    paths = [*sorted(map(str, SAMPLES.glob("*.txt"))), str(SAMPLES / "dntb-meldungen.jsonl")]
    for document in documents(paths):
        assert isinstance(document, Document)
        blocks: Blocks = []
        for block in document.blocks:
            words = document.text[block.start : block.end]
            mark = marker(words) if block.kind == "list_item" else None
            blocks.append((block.kind, words.split(None, 1)[1] if mark else words))
        found[document.id] = Release(document.id, blocks)
    return found


def f1(found: str, expected: str) -> float:
    """F1 of the tokens (words with their counts), and their order: a transposed half is worth nothing."""
    ours, theirs = (re.findall(r"\w+|[^\w\s]", text) for text in (found, expected))
    common = sum((Counter(ours) & Counter(theirs)).values())
    pairs = sum((Counter(pairwise(ours)) & Counter(pairwise(theirs))).values())
    single, paired = 2 * common / (len(ours) + len(theirs)), 2 * pairs / max(1, len(ours) + len(theirs) - 2)
    return min(single, paired + 0.02)


def halves(word: str) -> Iterable[tuple[str, str]]:
    """Where a German word may be broken, roughly: before a consonant that a vowel follows; after its own hyphen too."""
    for n in range(len(word) - 3, 2, -1):
        if word[n - 1] == "-":
            yield word[:n], word[n:]
        elif word[: n + 3].isalpha() and word[n].lower() not in "aeiouäöüyh" and word[n + 1].lower() in "aeiouäöü" and word[n].islower():  # fmt: skip
            yield word[:n] + "-", word[n:]


def wrap(text: str, measure: Callable[[str], float], width: float, *, hyphens: bool) -> list[str]:
    """The lines of a paragraph, broken within words where that is asked for."""
    lines = [""]
    waiting = text.split()
    while waiting:
        word = waiting.pop(0)
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= width or not lines[-1]:
            lines[-1] = longer
            continue
        for head, tail in halves(word) if hyphens else ():
            if measure(f"{lines[-1]} {head}") <= width:
                lines[-1] = f"{lines[-1]} {head}"
                word = tail
                break
        lines.append(word)
    return lines


# --- WARC ---------------------------------------------------------------------------------------------------------


def record(
    address: str,
    body: bytes,
    fields: dict[str, str] | None = None,
    status: str = "200 OK",
    own: dict[str, str] | None = None,
) -> bytes:
    """One record of a WARC file, not packed: an answer with its fields."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    found = WarcRecord()
    found.init_headers(WarcRecordType.response, f"<urn:uuid:{abs(hash(address)):032x}>".encode())
    found.headers["WARC-Target-URI"] = address
    found.headers["WARC-Date"] = "2026-10-04T10:00:00Z"
    for name, value in (own or {}).items():
        found.headers[name] = value
    found.is_http = True
    lines = [f"HTTP/1.1 {status}", *(f"{n}: {v}" for n, v in (fields or {"Content-Type": "text/html"}).items())]
    found.set_bytes_content("\r\n".join([*lines, "", ""]).encode() + body)
    out = io.BytesIO()
    found.write(out)
    return out.getvalue()


def archive(records: Iterable[bytes], *, packed: bool) -> bytes:
    """A WARC file of records, each packed by itself or none."""
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def page(release: Release) -> str:
    """A release as a web page."""
    from html import escape

    tags = {"title": "h1", "heading": "h2", "list_item": "li", "contact": "address"}
    parts = []
    before = ""
    for kind, words in release.blocks:
        tag = tags.get(kind, "p")
        if (tag == "li") != (before == "li"):
            parts.append("<ul>" if tag == "li" else "</ul>")
        parts.append(f"<{tag}>{escape(words)}</{tag}>")
        before = tag
    return f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{escape(release.title)}</title></head>\n<body><main><article>{chr(10).join(parts)}</article></main></body></html>'


# --- DOCX ---------------------------------------------------------------------------------------------------------


def docx(
    release: Release, *, styled: bool = True, blanks: bool = False, breaks: bool = False, extras: bool = False
) -> bytes:
    """A release as a Word file.

    Args:
        styled: with styles for headings and lists, else as people type: bold titles, dashes as bullets.
        blanks: empty paragraphs between paragraphs.
        breaks: contacts in one paragraph with line breaks.
        extras: with a letterhead, a deleted and a hidden passage, a content control about the first paragraph.
    """
    import docx as word
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    file = word.Document()
    file.core_properties.title = release.title
    file.core_properties.author = "Wenzel Hartlaub"
    styles = {"title": "Title", "heading": "Heading 1", "list_item": "List Bullet", "caption": "Caption"}
    contacts: Any = None
    for kind, words in release.blocks:
        if kind == "contact" and breaks:
            if contacts is None:
                contacts = file.add_paragraph(words)
            else:
                contacts.add_run().add_break()
                contacts.add_run(words)
            continue
        if styled:
            made = file.add_paragraph(words, style=styles.get(kind))
        else:
            made = file.add_paragraph("– " * (kind == "list_item"))
            made.add_run(words).bold = kind in {"title", "heading"}
        if blanks and kind not in {"list_item", "contact"}:
            file.add_paragraph()
    if extras:
        file.sections[0].header.paragraphs[0].text = "Pressemitteilung der Hochschulmedizin Eschenwerder"
        file.sections[0].header.add_paragraph("Eschenwerder, 3. Juli 2025")
        deleted = (
            f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>Entwurf vom Montag</w:delText></w:r></w:del>'
        )
        hidden = f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>nur intern</w:t></w:r>"
        last = file.paragraphs[-1]._p
        last.append(parse_xml(deleted))
        last.append(parse_xml(hidden))
        for paragraph in file.paragraphs[3:5]:
            control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
            paragraph._p.addprevious(control)
            control[1].append(paragraph._p)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# --- E-mail -------------------------------------------------------------------------------------------------------


def plain_text(release: Release, width: int | None = None) -> str:
    """A release as people write it into a mail."""
    parts = []
    before = ""
    for kind, words in release.blocks:
        if before and not (before == kind and kind in {"list_item", "contact"}):
            parts.append("")
        shown = f"- {words}" if kind == "list_item" else words
        if width is None:
            parts.append(shown)
        else:
            parts += wrap(shown, len, width, hyphens=False)
        before = kind
    return "\n".join(parts) + "\n"


def mail(release: Release, date: str | None = "Tue, 04 Mar 2025 09:15:00 +0100") -> EmailMessage:
    """A message with the fields of one and no content yet."""
    found = EmailMessage()
    found["From"] = "Wenzel Hartlaub <presse@klinikum.example>"
    found["To"] = "verteiler@klinikum.example"
    found["Subject"] = f"Pressemitteilung: {release.title}"
    found["Message-ID"] = "<1@klinikum.example>"
    if date:
        found["Date"] = date
    return found


def write(folder: Path, name: str, raw: bytes) -> str:
    path = folder / name
    path.write_bytes(raw)
    return str(path)
