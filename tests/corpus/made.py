"""Releases as PDF, DOCX, e-mail and WARC files, made from the project's own samples by libraries, never by hand."""

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


# --- PDF ----------------------------------------------------------------------------------------------------------


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


class Print(NamedTuple):
    """How a PDF file looks. Lengths in points."""

    font: str = "Helvetica"
    size: float = 10.5
    leading: float = 1.25
    columns: int = 1
    page: tuple[float, float] = (595, 842)
    margin: float = 70
    hyphens: bool = False
    justified: bool = False
    gap: float = 0.6
    """Space between paragraphs, in lines."""
    indent: float = 0
    title: float = 1.7
    head: str | None = None
    foot: str | None = None
    """Running head and foot; {page} and {pages} are the page's number and their count."""
    bullet: str = "•"
    numbered: bool = False
    side: bool = False
    """Contacts stand in a narrow column beside the text."""
    titles_bold: bool = True
    owner: str | None = None
    """Password against changes; the file opens without it."""
    user: str | None = None


def pdf(release: Release, how: Print) -> bytes:
    """A release in print."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if how.font == "Vera":
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    count = _Printer(release, how, 0).run()[1]
    return _Printer(release, how, count).run()[0]


class _Printer:
    def __init__(self, release: Release, how: Print, pages: int) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        self.release, self.how, self.pages = release, how, pages
        self.out = io.BytesIO()
        secret = StandardEncryption(how.user or "", how.owner or "x", canPrint=0) if how.owner or how.user else None
        self.canvas: Any = Canvas(self.out, pagesize=how.page, encrypt=secret)
        self.canvas.setTitle(release.title)
        self.canvas.setAuthor("Wenzel Hartlaub")
        self.bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Vera": "VeraBd"}[how.font]
        self.number = 1
        self.column = 0
        self.full = how.page[0] - 2 * how.margin
        self.wide = self.full
        self.top = how.page[1] - how.margin
        self.y = self.top
        self.left = how.margin
        self.columns_from: float | None = None

    def run(self) -> tuple[bytes, int]:
        item = 0
        before = ""
        side = [words for kind, words in self.release.blocks if kind == "contact"] if self.how.side else []
        if side:
            self.wide = self.full * 0.62
        for kind, words in self.release.blocks:
            if kind == "contact" and side:
                continue
            if self.how.columns > 1 and kind != "title" and len(words) > 120 and self.columns_from is None:
                self._begin_columns()
            if before and not (before == kind and kind in {"list_item", "contact"}):
                self.y -= self.how.gap * self.how.size * self.how.leading
            before = kind
            item = item + 1 if kind == "list_item" else 0
            self._block(kind, words, item)
        if side:
            self._side(side)
        self._frame()
        self.canvas.save()
        return self.out.getvalue(), self.number

    def _begin_columns(self) -> None:
        between = 24
        self.wide = (self.full - between * (self.how.columns - 1)) / self.how.columns
        self.step = self.wide + between
        self.columns_from = self.y

    def _block(self, kind: str, words: str, item: int) -> None:
        how = self.how
        size = how.size * (how.title if kind == "title" else 1.25 if kind == "heading" else 1)
        font = self.bold if kind in {"title", "heading"} and how.titles_bold else how.font
        hang = 14.0 if kind == "list_item" else 0.0
        wide = self.full if kind == "title" and self.columns_from is None else self.wide
        lines = wrap(words, lambda text: self.canvas.stringWidth(text, font, size), wide - hang - how.indent, hyphens=how.hyphens)  # fmt: skip
        for n, line in enumerate(lines):
            if self.y - size < how.margin:
                self._next()
            x = self.left + hang + (how.indent if n == 0 and kind == "paragraph" else 0)
            if n == 0 and item:
                self.canvas.setFont(how.font, size)
                self.canvas.drawString(self.left, self.y - size, f"{item}." if how.numbered else how.bullet)
            self.canvas.setFont(font, size)
            spaces = line.count(" ")
            free = wide - hang - how.indent - self.canvas.stringWidth(line, font, size)
            stretch = free / spaces if how.justified and spaces and n + 1 < len(lines) and free > 0 else 0
            self.canvas.drawString(x, self.y - size, line, wordSpace=stretch)
            self.y -= size * how.leading

    def _next(self) -> None:
        if self.columns_from is not None and self.column + 1 < self.how.columns:
            self.column += 1
            self.left += self.step
            self.y = self.columns_from
            return
        self._frame()
        self.canvas.showPage()
        self.number += 1
        self.column, self.left, self.y = 0, self.how.margin, self.top
        if self.columns_from is not None:
            self.columns_from = self.top

    def _frame(self) -> None:
        values = {"page": self.number, "pages": self.pages}
        self.canvas.setFont(self.how.font, 8)
        if self.how.head:
            self.canvas.drawString(self.how.margin, self.how.page[1] - 36, self.how.head.format(**values))
        if self.how.foot:
            self.canvas.drawCentredString(self.how.page[0] / 2, 34, self.how.foot.format(**values))

    def _side(self, words: list[str]) -> None:
        x, y = self.how.margin + self.full * 0.62 + 22, self.how.page[1] / 2
        self.canvas.setFont(self.how.font, 8.5)
        for text in words:
            for line in wrap(text, lambda t: self.canvas.stringWidth(t, self.how.font, 8.5), self.full * 0.38 - 22, hyphens=False):  # fmt: skip
                self.canvas.drawString(x, y, line)
                y -= 11
            y -= 4


PRINTS: dict[str, tuple[str, Print]] = {
    "plain": ("2024-09-30_utaf-register-resel", Print()),
    "two columns, justified": ("2025-03-27_umbh-im-vuv", Print("Times-Roman", 12, columns=2, justified=True)),
    "hyphens": ("2024-02-14_vuv-zwischenbilanz", Print(hyphens=True, page=(420, 595), margin=60)),
    "two columns, hyphens": ("2025-10-02_hme-herzzentrum-eroeffnet", Print("Times-Roman", 13, columns=2, hyphens=True, justified=True, bullet="–")),
    "running heads": ("2024-05-21_hme-herzzentrum-spatenstich", Print(size=14, page=(420, 595), margin=60, head="Hochschulmedizin Eschenwerder | Kommunikation", foot="Seite {page} von {pages}")),
    "page numbers": ("2025-01-08_vuv-start-dritte-phase", Print("Times-Roman", 15, page=(420, 595), margin=60, hyphens=True, foot="- {page} -")),
    "numbered": ("2025-10-02_hme-herzzentrum-eroeffnet", Print("Vera", 9, numbered=True, foot="{page}")),
    "indents, no gaps": ("2025-05-06_hme-sommerschule", Print("Times-Roman", 12, gap=0, indent=14, justified=True, hyphens=True)),
    "wide lines": ("2025-07-03_hme-im-vuv", Print(size=11, leading=1.9, gap=0.8, titles_bold=False)),
    "contacts beside": ("2025-09-15_utaf-neuer-direktor", Print(size=9.5, side=True, hyphens=True)),
    "three columns": ("utaf-biobank-umzug", Print("Times-Roman", 9.5, columns=3, hyphens=True, page=(842, 595), margin=50)),
    "no changes allowed": ("dntb-2025-10-02-studienzentrum", Print("Vera", 10, hyphens=True, owner="geheim", foot="Seite {page}")),
}  # fmt: skip
"""Twelve files: what the print is about, which sample, how it looks."""


def scan() -> bytes:
    """A PDF file with a picture on its page and no text."""
    import PIL.Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out, picture = io.BytesIO(), io.BytesIO()
    PIL.Image.effect_noise((200, 280), 60).save(picture, "PNG")
    canvas = Canvas(out)
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def many_pages(count: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for n in range(count):
        canvas.drawString(70, 700, f"Der Jahresbericht hat hier seine Seite {n}.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


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
