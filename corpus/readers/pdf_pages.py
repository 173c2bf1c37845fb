"""A PDF file's pages: opened, checked, and their words put into lines. Runs in the child (`corpus.readers.confined`).

pypdf opens the file and reads what it says of itself; pdfplumber says where on the page each word stands.
"""

import io
import re
from typing import TYPE_CHECKING, Any, Final

from corpus.errors import Unreadable
from corpus.readers import pdf_blocks, pdf_columns
from corpus.readers.pdf_columns import Line, Word

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pypdf import PdfReader

MAX_PAGES: Final = 300
"""A release has two; what is longer is a book."""
MAX_CHARS: Final = 200_000
"""Signs drawn on one page. A full page of print has five thousand."""
_FEW_LETTERS: Final = 20
_MOST_UNKNOWN: Final = 0.1
_AS_TEXT: Final = "or save its text as plain text (UTF-8)"
_OCR: Final = f"run text recognition (OCR) over it and name the result, {_AS_TEXT}"
_CID: Final = re.compile(r"\(cid:\d+\)")
_BULLET_FONT: Final = re.compile(r"wingdings|webdings|symbol|dingbats", re.IGNORECASE)
_FILE_NAME: Final = re.compile(r"(?:^Microsoft \w+ - |\.(?:docx?|indd|pdf|odt|rtf|pptx?|qxp)$|^untitled$|^\(?anonymous\)?$)", re.IGNORECASE)  # fmt: skip
_RULES: Final = 4
"""Lines and boxes that a page with a ruled table has at least."""

_Box = tuple[float, float, float, float]


def extract(raw: bytes) -> dict[str, Any]:
    """The entries of the file, and what it says of itself.

    Raises:
        Unreadable: when it is encrypted, broken, scanned or too long.
    """
    title, publisher = _facts(_opened(raw))
    pages = _pages(raw)
    letters = sum(sum(map(str.isalpha, line.text)) for page in pages for line in page)
    if letters < _FEW_LETTERS:
        raise Unreadable("the PDF file holds pictures of text, no text (a scan)", _OCR)
    entries = pdf_blocks.entries(pages, title)
    return {"entries": entries, "title": title, "publisher": publisher}


def _opened(raw: bytes) -> "PdfReader":
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        # A file that only forbids printing opens with the empty password.
        locked = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
        count = 1 if locked else len(reader.pages)
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable(
            f"the PDF file is encrypted in a way that cannot be read ({error})",
            f"save it without a password, {_AS_TEXT}",
        ) from error
    except MemoryError:
        raise
    except (PyPdfError, Exception) as error:
        reason = f"the PDF file is broken ({type(error).__name__}: {str(error)[:120]})"
        raise Unreadable(reason, f"export it again from the program that made it, {_AS_TEXT}") from error
    if locked:
        raise Unreadable("the PDF file is encrypted and needs a password", f"save it without a password, {_AS_TEXT}")
    if count == 0:
        raise Unreadable("the PDF file has no pages", f"export it again, {_AS_TEXT}")
    if count > MAX_PAGES:
        raise Unreadable(
            f"the PDF file has {count:,} pages, more than a release ever has ({MAX_PAGES})", "split it into releases"
        )
    return reader


def _facts(reader: "PdfReader") -> tuple[str | None, str | None]:
    """Title and publisher, as far as the file's metadata has them; a broken part of it is as good as none."""
    title = publisher = None
    try:
        if (xmp := reader.xmp_metadata) is not None:
            names = xmp.dc_publisher
            publisher = next((name.strip() for name in names or () if isinstance(name, str) and name.strip()), None)
        if (metadata := reader.metadata) is not None:
            title = metadata.title
    except Exception:  # noqa: BLE001 - pypdf parses XMP when asked, and raises whatever it finds
        title = title or None
    title = " ".join(str(title).split()) if title else None
    return (None if title is None or _FILE_NAME.search(title) else title[:500]), publisher


def _pages(raw: bytes) -> list[list[Line]]:
    """The lines of each page, in reading order."""
    import pdfplumber

    found = []
    unknown = signs = 0
    with pdfplumber.open(io.BytesIO(raw), password="") as opened:
        for page in opened.pages:
            if len(page.chars) > MAX_CHARS:
                raise Unreadable(f"page {page.page_number} has more than {MAX_CHARS:,} signs", "print it to a new PDF")
            lines = _lines(page)
            unknown += sum(len(_CID.findall(line.text)) for line in lines)
            signs += sum(len(line.text) for line in lines)
            found.append(lines)
            page.close()
    if signs and unknown > _MOST_UNKNOWN * signs / 8:
        raise Unreadable("the PDF file does not say which letters its fonts draw", _OCR)
    return found


def _lines(page: "Page") -> list[Line]:
    width, height = float(page.width), float(page.height)
    upright = page.filter(_upright).dedupe_chars()
    tables = _tables(upright) if len(page.lines) + len(page.rects) >= _RULES else []
    words = [_word(word) for word in upright.extract_words(
        x_tolerance_ratio=0.15, extra_attrs=["size", "fontname"], return_chars=False
    )]  # fmt: skip
    free = [word for word in words if not any(_inside(word, box) for box, _ in tables)]
    free += [row for _, table in tables for row in table]
    return pdf_columns.lines(free, page.page_number, width, height)


def _upright(thing: dict[str, Any]) -> bool:
    """Whether it is no sign that stands upright: "ENTWURF" across the page is none of the text."""
    return thing.get("object_type") != "char" or bool(thing.get("upright"))


def _word(found: dict[str, Any]) -> Word:
    text = str(found["text"])
    font = str(found["fontname"])
    if len(text) == 1 and _BULLET_FONT.search(font) and not text.isdigit():
        text = "•"
    return Word(
        text, float(found["x0"]), float(found["x1"]), float(found["top"]), float(found["bottom"]),
        round(float(found["size"]), 1), "bold" in font.lower() or "black" in font.lower() or "heavy" in font.lower(),
    )  # fmt: skip


def _inside(word: Word, box: _Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _tables(page: "Page") -> list[tuple[_Box, list[Word]]]:
    """The ruled tables: the box of each, and one word for each row. A frame about some text is no table."""
    found = []
    for table in page.find_tables():
        rows = []
        widest = 0
        for row, cells in zip(table.rows, table.extract(x_tolerance_ratio=0.15), strict=True):
            texts = [" ".join(cell.split()) for cell in cells if cell and cell.strip()]
            widest = max(widest, len(texts))
            if texts:
                x0, top, x1, bottom = (float(edge) for edge in row.bbox)
                rows.append(Word(" | ".join(texts), x0, x1, top, bottom, 0, bold=False, row=True))
        if widest > 1 and len(rows) > 1:
            x0, top, x1, bottom = (float(edge) for edge in table.bbox)
            found.append(((x0, top, x1, bottom), rows))
    return found
