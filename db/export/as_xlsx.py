"""The register: one workbook for people who live in spreadsheets, with columns in which they decide.

What is taken from a release is written as text, never as a formula or a link: `=HYPERLINK(…)` in a headline stays words.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.export import day_cells, sheet
from db.export.folder import Written
from db.export.reading import Snapshot, parsed
from db.export.words import (
    DISCREPANCY_DECISIONS,
    FACT_DECISIONS,
    MODALITIES,
    PREDICATES,
    STATUSES,
    VERDICTS,
    quantity,
    said,
)

NAME: Final = "belegt.xlsx"

_LONGEST: Final = 32_000  # characters of a cell: Excel's limit is 32,767
_ROWS: Final = 1_000_000  # of one sheet, below Excel's 1,048,576: what is more goes on in a second one
_THINGS: Final = 500  # columns of the matrix
_CREATED: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed one, so that bytes repeat; Excel knows no zones

_FACTS: Final = """
SELECT f.*, r.published, r.publisher, r.title, r.source, r.url
FROM v_fact AS f JOIN v_release AS r ON r.release_id = f.release_id
{} ORDER BY {}r.published, f.release_id, f.start, f."end", f.fact_id
"""
_COMPARED: Final = """
SELECT * FROM v_discrepancy ORDER BY
  CASE WHEN verdict IN ('conflict', 'disagrees') THEN 0
    WHEN verdict IN ('agrees', 'refines', 'phase', 'incomparable') THEN 3
    WHEN verdict = 'incomplete' THEN 2 ELSE 1 END,
  kind, subject, discrepancy_id
"""
_PAIRS: Final = """
SELECT f.subject, f.object, count(DISTINCT f.release_id) FROM v_fact AS f
WHERE f.predicate = 'participates_in' AND f.status <> 'rejected' AND f.modality <> 'negated' AND f.object IS NOT NULL
GROUP BY coalesce(f.subject_id, f.subject), coalesce(f.object_id, f.object)
ORDER BY f.subject, f.object
"""
_HELP: Final = (
    "Fakten: jede Zeile ist eine Aussage einer Mitteilung mit ihrem Beleg.",
    "Widersprüche: je zwei (oder mehr) Aussagen, die nicht zueinander passen, mit dem Grund; am Ende, was geprüft ist und stimmt.",
    f"Entscheiden: in der Spalte „{sheet.DECISION}“ ein Wort aus der Liste wählen; leer heißt: nichts entschieden.",
    f"Korrigieren: „korrigiert“ wählen und nur füllen, was anders ist: „{sheet.SUBJECT}“, „{sheet.PREDICATE}“, „{sheet.OBJECT}“.",
    "Tage schreiben als 31.12.2025 oder 2025-12-31, Anzahlen als 12 Betten.",
    f"Nicht ändern: „{sheet.FACT_ID}“, „{sheet.DISCREPANCY_ID}“, „{sheet.STATE}“; an ihnen wird die Zeile wiedererkannt.",
    "Zurück in die Datenbank: belegt import decisions belegt.xlsx --reviewer NAME",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, whether people write in it, and the words they choose from.

    Attributes:
        days: what is a day in it becomes one for the spreadsheet.
    """

    head: str
    width: int
    own: bool = False
    words: tuple[str, ...] = ()
    days: bool = False


def write(snapshot: Snapshot, folder: Path, contract_version: int) -> Iterator[Written]:
    """belegt.xlsx, with a sheet for each kind of thing that people look up."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        folder / NAME,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(folder),
        },
    )
    book.set_properties({"title": "belegt", "comments": f"contract {contract_version}", "created": _CREATED})
    register = _Book(book)
    counts = {
        "Fakten": register.sheet("Fakten", _FACT_COLUMNS, _facts(snapshot)),
        "Widersprüche": register.sheet("Widersprüche", _DISCREPANCY_COLUMNS, _discrepancies(snapshot)),
        "Personen & Ämter": register.sheet("Personen & Ämter", _OFFICE_COLUMNS, _offices(snapshot)),
    }
    heads, rows, note = _matrix(snapshot)
    counts["Beteiligungen"] = register.sheet("Beteiligungen", heads, rows, upright=True)
    counts["Releases"] = register.sheet("Releases", _RELEASE_COLUMNS, _releases(snapshot))
    register.sheet("Anleitung", (Column("Anleitung", 120),), ((line,) for line in _HELP))
    book.close()
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    yield Written(NAME, sum(counts.values()), told + note)


class _Book:
    """The workbook's formats, and how a sheet is laid out."""

    def __init__(self, book: Any) -> None:
        self._book = book
        look = {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True}
        self._head = book.add_format(look)
        self._upright = book.add_format(look | {"rotation": 90})
        self._own_head = book.add_format(look | {"bg_color": "#7A4B00"})
        self._cell = book.add_format({"text_wrap": True, "valign": "top"})
        self._own = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF7E0", "num_format": "@"})
        look = {"text_wrap": True, "valign": "top", "align": "left"}
        self._days = {kind: book.add_format(look | {"num_format": how}) for kind, how in day_cells.FORMATS.items()}

    def sheet(
        self, name: str, columns: tuple[Column, ...], rows: Iterable[tuple[Any, ...]], *, upright: bool = False
    ) -> int:
        """Write the rows, a second sheet where one is full; how many there are."""
        count = row = 0
        number, page = 1, self._begin(name, columns, upright=upright)
        for values in rows:
            if row == _ROWS:
                self._end(page, columns, row)
                number, row = number + 1, 0
                page = self._begin(f"{name} {number}", columns, upright=upright)
            row += 1
            count += 1
            for place, (value, column) in enumerate(zip(values, columns, strict=True)):
                cell = day_cells.of(value) if column.days else value
                self._write(page, row, place, cell, self._own if column.own else self._cell)
        self._end(page, columns, row)
        return count

    def _begin(self, name: str, columns: tuple[Column, ...], *, upright: bool) -> Any:
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
        page.set_row(0, 160 if upright else 32)
        for place, column in enumerate(columns):
            look = self._own_head if column.own else self._upright if upright and place else self._head
            page.write_string(0, place, _short(column.head), look)
        return page

    def _end(self, page: Any, columns: tuple[Column, ...], last: int) -> None:
        page.autofilter(0, 0, last, len(columns) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for place, column in enumerate(columns):
            if column.words and last:
                rule = {"validate": "list", "source": list(column.words), "error_title": "Bitte ein Wort der Liste"}
                page.data_validation(1, place, last, place, rule)

    def _write(self, page: Any, row: int, place: int, value: Any, look: Any) -> None:
        if isinstance(value, int | float):
            page.write_number(row, place, value, look)
        elif isinstance(value, dt.date):
            page.write_datetime(row, place, value, self._days[type(value)])
        elif value is None or value == "":
            page.write_blank(row, place, None, look)
        else:
            page.write_string(row, place, _short(str(value)), look)


def _words(statuses: Iterable[str]) -> tuple[str, ...]:
    return tuple(said(STATUSES, status) for status in statuses)


_OWN: Final = (
    Column(sheet.DECISION, 14, own=True, words=_words(FACT_DECISIONS)),
    Column(sheet.SUBJECT, 20, own=True),
    Column(sheet.PREDICATE, 16, own=True, words=tuple(PREDICATES)),
    Column(sheet.OBJECT, 24, own=True),
    Column(sheet.NOTE, 24, own=True),
)
_FACT_COLUMNS: Final = (
    Column("Subjekt", 32), Column("Aussage", 16), Column("Objekt", 36, days=True), Column("Organisation", 28), Column("Beleg", 70),
    *_OWN, Column("Status", 12), Column("Veröffentlicht", 13, days=True), Column("Herausgeber", 26), Column("Titel", 40),
    Column("gültig von", 12, days=True), Column("gültig bis", 12, days=True), Column("Modalität", 11), Column("Sicherheit", 10),
    Column("Quelle", 40), Column("predicate", 15), Column(sheet.FACT_ID, 21), Column(sheet.STATE, 10),
)  # fmt: skip
_DISCREPANCY_COLUMNS: Final = (
    Column("Grund", 60), Column("Urteil", 16), Column("Betrifft", 30), Column("links: Wert", 20, days=True),
    Column("links: Beleg", 50), Column("links: Mitteilung", 34), Column("rechts: Wert", 20, days=True), Column("rechts: Beleg", 50),
    Column("rechts: Mitteilung", 34), Column("weitere Seiten", 40),
    Column(sheet.DECISION, 16, own=True, words=_words(DISCREPANCY_DECISIONS)), Column(sheet.NOTE, 24, own=True),
    Column("Status", 12), Column("Art", 18), Column(sheet.DISCREPANCY_ID, 21), Column(sheet.STATE, 10),
)  # fmt: skip
_OFFICE_COLUMNS: Final = (
    Column("Person", 28), Column("Amt", 32), Column("Organisation", 40), Column("von", 12, days=True), Column("bis", 12, days=True),
    Column("Modalität", 11), Column("Status", 12), Column("Beleg", 70), Column("Veröffentlicht", 13, days=True),
    Column("Quelle", 40), Column(sheet.FACT_ID, 21),
)  # fmt: skip
_RELEASE_COLUMNS: Final = (
    Column("Veröffentlicht", 13, days=True), Column("Herausgeber", 30), Column("Titel", 60), Column("Adresse", 50),
    Column("Quelle", 50), Column("Sprache", 8), Column("Fassung", 8), Column("zuerst gesehen (UTC)", 18, days=True),
    Column("release_id", 21),
)  # fmt: skip


def _facts(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    for row in snapshot.objects(_FACTS.format("", "")):
        yield (
            row["subject"], said(PREDICATES, row["predicate"]), _object(row), _organisation(row), row["quote"],
            None, None, None, None, None,
            said(STATUSES, row["status"]), row["published"], row["publisher"], row["title"], row["valid_from"],
            row["valid_to"], said(MODALITIES, row["modality"]), row["score"], row["url"] or row["source"],
            row["predicate"], row["fact_id"], sheet.state(row),
        )  # fmt: skip


def _discrepancies(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    places = {
        release_id: " · ".join(part for part in (day_cells.said(published), title or source) if part)
        for release_id, published, title, source in snapshot.ask(
            "SELECT release_id, published, title, source FROM v_release"
        )
    }
    for row in snapshot.objects(_COMPARED):
        sides = [(s["value"], s["quote"], places.get(s["release_id"], "")) for s in json.loads(row["values"])]
        left, right, *more = [*sides, (None, None, None), (None, None, None)]
        others = "\n".join(f"{day_cells.said(value)} „{quote}“ ({place})" for value, quote, place in more if quote)
        yield (
            day_cells.within(row["reason_de"]), said(VERDICTS, row["verdict"]), row["subject"], *left, *right, others, None, None,
            said(STATUSES, row["status"]), row["kind"], row["discrepancy_id"], sheet.discrepancy_state(row),
        )  # fmt: skip


def _offices(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    for row in snapshot.objects(_FACTS.format("WHERE f.predicate = 'has_role'", "f.subject, ")):
        yield (
            row["subject"], row["object"], _organisation(row), row["valid_from"], row["valid_to"],
            said(MODALITIES, row["modality"]), said(STATUSES, row["status"]), row["quote"], row["published"],
            row["url"] or row["source"], row["fact_id"],
        )  # fmt: skip


def _matrix(snapshot: Snapshot) -> tuple[tuple[Column, ...], Iterator[tuple[Any, ...]], str]:
    """Who takes part in what; a cell is the number of releases that say so."""
    pairs: dict[str, dict[str, int]] = {}
    often: dict[str, int] = {}
    for subject, thing, count in snapshot.ask(_PAIRS):
        pairs.setdefault(subject, {})[str(thing)] = count
        often[str(thing)] = often.get(str(thing), 0) + 1
    things = sorted(sorted(often, key=lambda thing: (-often[thing], thing))[:_THINGS], key=str.casefold)
    note = f"; Beteiligungen: the {_THINGS} most frequent of {len(often)}" if len(often) > _THINGS else ""
    columns = (Column("Organisation", 48), *(Column(thing, 5) for thing in things))
    rows = ((subject, *(found.get(thing) for thing in things)) for subject, found in pairs.items())
    return columns, rows, note


def _releases(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    return snapshot.ask(
        "SELECT published, publisher, title, url, source, language, revision, first_seen, release_id FROM v_release"
        " ORDER BY published, source, release_id"
    )


def _object(row: dict[str, Any]) -> str:
    return quantity(parsed(row["object"])) if row["predicate"] == "count" else quantity(row["object"])


def _organisation(row: dict[str, Any]) -> Any:
    qualifiers = parsed(row["qualifiers"])
    return qualifiers.get("organisation") if isinstance(qualifiers, dict) else None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
