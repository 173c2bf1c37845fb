"""Tables in the text: rows of cells between strokes or tabs, below a row that says what the columns hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from extractors.base import Span

Column = Literal["project", "body", "head", "sum", ""]

_SEPARATOR: Final = re.compile(r"(?<![ \u00a0])[ \u00a0]*+[|\t][ \u00a0]*+")
_LINE: Final = re.compile(r"[^\n]+")
_LEAST: Final = 2  # columns
_LONGEST: Final = 600  # code points of a row
_COLUMNS: Final[tuple[tuple[Column, re.Pattern[str]], ...]] = (
    ("head", re.compile(r"(?:Projekt|Studien|Verbund|Gesamt)?[Ll]eit(?:ung|er(?:in)?)|Leiter/-?in|Leitende.*|Verantwortlich.*|(?:Projekt|Verbund)?[Kk]oordinat(?:ion|or|orin)|Sprecher(?:/-?in|in)?")),
    ("sum", re.compile(r"(?:Förder|Bewilligungs|Zuwendungs)?(?:[Ss]umme|[Bb]etrag|volumen)|(?:Bewilligte )?(?:Förder)?[Mm]ittel|Förderung|Zuwendung|Betrag.*|Summe.*|Fördersumme.*")),
    ("body", re.compile(r"(?:Antragstellende |Beteiligte |Ausführende |Durchführende )?(?:Einrichtung|Institution|Hochschule|Universität|Partner|Organisation|Träger|Klinik|Zuwendungsempfänger|Antragsteller|Standort|Verein)(?:en|n|e|in|s|innen)?")),
    ("project", re.compile(r"(?:Projekt|Vorhaben|Studien?)(?:titel|name|s)?|Titel|Name des (?:Projekts|Vorhabens)|Gefördertes (?:Projekt|Vorhaben)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row below a head that says what its cells hold.

    Attributes:
        whole: the row.
        cells: by column; empty cells and columns of no known kind are left out.
    """

    whole: Span
    cells: tuple[tuple[Column, Span], ...]

    def cell(self, column: Column) -> Span | None:
        """The first cell of a kind."""
        return next((span for kind, span in self.cells if kind == column), None)


@lru_cache(maxsize=4)
def project_rows(text: str) -> tuple[Row, ...]:
    """The rows of all tables that have a column of projects, and of lists of such, in text order; offsets in code points."""
    return (*(_rows(text) if "|" in text or "\t" in text else ()), *_items(text))


# "- PROJEKT, Universität X, Leitung: Dr. Y, 700.000 Euro", "2. PROJEKT – Klinikum X; Projektleitung: Dr. Y"
_ITEM: Final = re.compile(
    r"^[ \t]*(?:[-–•*]|\d{1,2}[.)])[ \u00a0](?P<name>[^\n,;:|]{2,80})(?:,|:|[ \u00a0][–|-])[ \u00a0](?P<rest>[^\n]{5,400})$",
    re.MULTILINE,
)
_OF_PROJECTS: Final = re.compile(r"\bEuro\b|€|\b(?:Projektl|L)eitung:|\bKoordination:|\bLaufzeit:")
_FIELD: Final = re.compile(r"[^,;]+(?:,\d[^,;]*)?")
_LEADS: Final = re.compile(r"[ \u00a0]*(?:(?:Leitung|Projektleitung|Koordination|Sprecher(?:in)?)\b|Prof\.|Dr\.|PD\b)")


def _items(text: str) -> Iterator[Row]:
    """The items of lists that name a project, its body and who leads it or a sum; one alone is no list."""
    found = [m for m in _ITEM.finditer(text) if _OF_PROJECTS.search(m["rest"])]
    if len(found) < _LEAST:
        return
    for m in found:
        cells: list[tuple[Column, Span]] = [("project", Span.of(text, *m.span("name")))]
        for field in _FIELD.finditer(text, *m.span("rest")):
            if _LEADS.match(field[0]):
                continue  # who leads is told by the office itself
            kind: Column = "sum" if re.search(r"\bEuro\b|€", field[0]) else "body"
            cells.append((kind, Span.of(text, *field.span())))
        yield Row(Span.of(text, *m.span()), tuple(cells))


def _rows(text: str) -> Iterator[Row]:
    columns: tuple[Column, ...] = ()
    last = -1
    for line in _LINE.finditer(text):
        cells = _cells(text, *line.span()) if len(line[0]) <= _LONGEST else []
        if len(cells) < _LEAST or line.start() > last + 2:
            columns = ()
        if len(cells) >= _LEAST:
            if not columns:
                columns = tuple(_column(text[slice(*c)]) for c in cells)
                columns = columns if "project" in columns and len(set(columns) - {""}) > 1 else ()
            elif len(cells) == len(columns):
                told = tuple(
                    (kind, Span.of(text, *c)) for kind, c in zip(columns, cells, strict=True) if kind and c[0] < c[1]
                )
                yield Row(Span.of(text, *line.span()), told)
        last = line.end()


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of the cells of one line; an outer stroke makes none."""
    while start < end and text[start] in "| \u00a0\t":
        start += 1
    while end > start and text[end - 1] in "| \u00a0\t":
        end -= 1
    found, at = list[tuple[int, int]](), start
    for stroke in _SEPARATOR.finditer(text, start, end):
        found.append((at, stroke.start()))
        at = stroke.end()
    return [*found, (at, end)]


def _column(head: str) -> Column:
    words = head.strip(" \u00a0*:")
    return next((column for column, pattern in _COLUMNS if pattern.fullmatch(words)), "")
