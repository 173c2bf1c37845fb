"""Rows on stdout: a table for people, JSON and CSV for programs. All of it UTF-8."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pipeline.wording import WIDTH, visible

_PIPED: Final = 160
"""Columns of a table that no terminal bounds."""


def write_json(values: Iterable[Any]) -> None:
    """One array, one value a line, as they come."""
    separator = "[\n"
    for value in values:
        sys.stdout.write(separator + json.dumps(value, ensure_ascii=False, default=_plain))
        separator = ",\n"
    sys.stdout.write("[]\n" if separator == "[\n" else "\n]\n")


def write_object(value: Any) -> None:
    """One value, indented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def write_jsonl(values: Iterable[Any]) -> None:
    """One value a line."""
    for value in values:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A head and a line for each row; what is no plain value is JSON."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, ratios: Sequence[int] | None = None) -> None:
    """Aligned columns that fit the terminal; cells wrap.

    Args:
        columns: their heads.
        rows: their cells.
        ratios: shares of the whole width; without them each column is as wide as it must be.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=ratios is not None)
    for n, column in enumerate(columns):
        table.add_column(column, ratio=ratios[n] if ratios else None, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(_cell(value)), overflow="fold") for value in row))
    wide = WIDTH if ratios else _PIPED
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else wide)
    console.print(table)


def write_rows(how: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The rows as `how` says: table, json or csv."""
    if how == "json":
        write_json(dict(zip(columns, row, strict=True)) for row in rows)
    elif how == "csv":
        write_csv(columns, rows)
    else:
        write_table(columns, rows)


def write_objects(how: str, objects: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Objects of one shape for programs: json or csv."""
    if how == "json":
        write_json(objects)
    else:
        write_csv(columns, ([row[name] for name in columns] for row in objects))


def write_lines(lines: Iterable[str]) -> None:
    """Plain lines."""
    for line in lines:
        sys.stdout.write(line + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return _plain(value) if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> str:
    """What JSON cannot say: bytes as hexadecimal digits."""
    return value.hex() if isinstance(value, bytes) else str(value)
