"""Days in the register are days for a spreadsheet, and German."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from db import engine
from db.export import day_cells
from db.export.formats import export
from tests.db.export_made import fill


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("2030-06-30", dt.date(2030, 6, 30)),
        ("2026-01-30T08:15:04.123Z", dt.datetime(2026, 1, 30, 8, 15, 4, 123000)),  # noqa: DTZ001 - Excel knows no zones
        ("2030-06", "06.2030"), ("2025-01-01/2030-06-30", "01.01.2025 bis 30.06.2030"), ("2025", "2025"),
        ("1850-05-01", "01.05.1850"), ("2025-02-31", "31.02.2025"), ("P5Y", "P5Y"),
        ("Leiterin", "Leiterin"), (12, 12), (None, None), ("", ""), ("AB/CD", "AB/CD"), ("2025-01/2025-03", "01.2025 bis 03.2025"),
    ],
)  # fmt: skip
def test_what_a_cell_holds(value: Any, cell: Any) -> None:
    assert day_cells.of(value) == cell
    assert type(day_cells.of(value)) is type(cell)


def test_days_inside_a_sentence() -> None:
    told = "5 Jahre ab 2025-01-01 enden am 2029-12-31; AB-2025-01-01 bleibt."
    assert day_cells.within(told) == "5 Jahre ab 01.01.2025 enden am 31.12.2029; AB-2025-01-01 bleibt."


def test_a_spreadsheet_reads_days_from_the_register(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    with engine.open(tmp_path / "belegt.db") as database:
        fill(database)
    export(tmp_path / "belegt.db", tmp_path, "xlsx", 1)
    book = load_workbook(tmp_path / "belegt.xlsx")
    for page, heads in (("Fakten", {"Veröffentlicht"}), ("Releases", {"Veröffentlicht", "zuerst gesehen (UTC)"})):
        columns = [column for column in book[page].iter_cols() if column[0].value in heads]
        assert {column[0].value for column in columns} == heads
        cells = [cell for column in columns for cell in column[1:] if cell.value is not None]
        assert cells
        assert all(cell.is_date and cell.number_format.startswith("dd.mm.yyyy") for cell in cells), page
    told = [book[page] for page in book.sheetnames if page != "Anleitung"]  # which says that both forms may be written
    written = [str(cell.value) for page in told for row in page.iter_rows() for cell in row if cell.data_type == "s"]
    book.close()
    assert not [text for text in written if day_cells._INSIDE.search(text)]
