"""Sheets on which people decided, as rows: .xlsx as `belegt export` makes it, .csv as spreadsheets save it, .jsonl."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.export import sheet
from pipeline.errors import BelegtError

_NAMES: Final = {
    "target": "target", "target_id": "target_id", sheet.FACT_ID: "fact_id", sheet.DISCREPANCY_ID: "discrepancy_id",
    sheet.DECISION: "decision", "decision": "decision", sheet.SUBJECT: "subject", "new_subject": "subject",
    sheet.PREDICATE: "predicate", "new_predicate": "predicate", sheet.OBJECT: "object", "new_object": "object",
    sheet.NOTE: "note", "note": "note", sheet.STATE: "state", "state": "state", "status": "status",
    "new_value": "new_value", "decision_id": "decision_id",
}  # fmt: skip
"""The columns that are read, by their heads, German or English; all others are for reading only."""

_HEADS: Final = {head.casefold(): name for head, name in _NAMES.items()}
_CURE: Final = "name the .xlsx of belegt export --format xlsx, or a .csv or .jsonl with its columns"
_LARGEST: Final = 200_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, what was decided of what, and the new values. Texts are stripped; empty is None.

    Attributes:
        place: "Fakten 14": the sheet and the row, as the program that wrote it counts.
        target: fact, discrepancy; or another, as written.
        new: subject, predicate, object: only what is filled in.
        whole: all new values at once, where the file is an export of decisions.
        later: whether a later row of the same thing takes this one's place, as in an export of decisions.
    """

    place: str
    target: str
    target_id: str
    decision: str | None
    new: dict[str, Any]
    whole: dict[str, Any] | None
    note: str | None
    state: str | None
    later: bool = False


def rows(path: Path) -> Iterator[Row]:
    """The rows of a reviewed file that name a fact or a discrepancy.

    Raises:
        BelegtError: it cannot be read, or holds no column in which one decides.
    """
    if not path.is_file():
        raise BelegtError("there is no such file", str(path), _CURE)
    if path.stat().st_size > _LARGEST:
        raise BelegtError(f"it is larger than {_LARGEST:,} bytes", str(path), "split it")
    reader = {".xlsx": _workbook, ".csv": _csv, ".jsonl": _lines}.get(path.suffix.casefold())
    if reader is None:
        raise BelegtError(f"{path.suffix or 'a file without an ending'} is no sheet", str(path), _CURE)
    tables = 0
    for name, table in reader(path):
        tables += 1
        for place, cells in table:
            if row := _row(f"{name} {place}".strip(), cells):
                yield row
    if not tables:
        raise BelegtError("no column in it says what was decided of what", str(path), _CURE)


Table = Iterable[tuple[int, dict[str, Any]]]


def _workbook(path: Path) -> Iterator[tuple[str, Table]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise _damaged(path) from error
    try:
        for page in book.worksheets:
            cells = _cells(page, path)
            heads = _heads(next(cells, ()))
            if _decides(heads):
                yield page.title, ((n, dict(zip(heads, row, strict=False))) for n, row in enumerate(cells, 2))
    finally:
        book.close()


def _cells(page: Any, path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, which is taken apart while it is read: a damaged one may make the library raise anything."""
    try:
        page.reset_dimensions()  # other programs write them wrong; then cells would be missed
        yield from page.iter_rows(values_only=True)
    except Exception as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> BelegtError:
    return BelegtError("it is no workbook, or a damaged one", str(path), _CURE)


def _csv(path: Path) -> Iterator[tuple[str, Table]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")  # what Excel in Germany writes as "CSV"
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heads = _heads(next(reader, []))
        if _decides(heads):
            yield "row", [(n, dict(zip(heads, row, strict=False))) for n, row in enumerate(reader, 2)]
    except csv.Error as error:
        raise BelegtError(f"it is no CSV: {error}", str(path), _CURE) from error


def _lines(path: Path) -> Iterator[tuple[str, Table]]:
    found = []
    # splitlines would also part a line at the U+2028 that JSON leaves inside a text
    lines = [line for line in enumerate(path.read_text("utf-8-sig", "replace").split("\n"), 1) if line[1].strip()]
    for number, line in lines:
        try:
            value = json.loads(line)
        except ValueError as error:
            raise BelegtError(f"line {number} is no JSON", str(path), "mend or remove that line") from error
        if not isinstance(value, dict):
            raise BelegtError(f"line {number} is no object", str(path), "mend or remove that line")
        heads = _heads(value)
        if _decides(heads):
            found.append((number, dict(zip(heads, value.values(), strict=True))))
    if found or not lines:  # the export of a database in which nothing is decided has no line
        yield "line", found


def _heads(cells: Iterable[Any]) -> list[str]:
    return [_HEADS.get(str(cell).strip().casefold(), f"?{n}") for n, cell in enumerate(cells)]


def _decides(heads: list[str]) -> bool:
    """Whether a table with these heads says what was decided of what."""
    named = {"fact_id", "discrepancy_id", "target_id"} & set(heads)
    return bool(named) and ("decision" in heads or {"status", "decision_id"} <= set(heads))


def _row(place: str, cells: dict[str, Any]) -> Row | None:
    told = {name: _plain(value) for name, value in cells.items() if not name.startswith("?")}
    target_id = told.get("target_id") or told.get("fact_id") or told.get("discrepancy_id")
    if not target_id:
        return None
    target = told.get("target") or {"f": "fact", "x": "discrepancy"}.get(str(target_id).partition("_")[0], "")
    # An export of v_decision holds every decision there was: the last of a thing counts.
    history = "decision" not in told
    whole = told.get("new_value")
    if isinstance(whole, str):
        try:
            whole = json.loads(whole)
        except ValueError:
            whole = None
    return Row(
        place,
        str(target),
        str(target_id),
        _text(told.get("status" if history else "decision")),
        {name: told[name] for name in ("subject", "predicate", "object") if told.get(name) is not None},
        whole if isinstance(whole, dict) else None,
        _text(told.get("note")),
        None if history else _text(told.get("state")),
        later=history,
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _plain(value: Any) -> Any:
    """A cell as a plain value: a spreadsheet makes days and numbers of what people write."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.strip() or None
    return value
