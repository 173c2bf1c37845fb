"""Releases as PDF files, set in all the ways in which press offices set them."""

import io
from typing import Any, NamedTuple

from tests.corpus.made import Release, wrap


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
