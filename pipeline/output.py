"""Rows on stdout: a table for people, JSON and CSV for programs. All of it UTF-8."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.wording import visible, width_of, wrapped


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


def write_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None = None) -> None:
    """Aligned columns where they fit; where they do not, each row as lines of `column: value`.

    Args:
        columns: their heads.
        rows: their cells.
        width: columns of the screen or page; None: the terminal's, or those of a page.
    """
    from rich.cells import cell_len, set_cell_size

    width = width or width_of()
    cells = [[visible(_cell(value)) for value in row] for row in rows]
    heads = [visible(column) for column in columns]
    sizes = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]
    if sum(sizes) + 2 * (len(sizes) - 1) > width or any("\n" in cell for row in cells for cell in row):
        for row in cells:
            for head, cell in zip(heads, row, strict=True):
                first, *others = cell.split("\n")
                lines = wrapped(f"{head}: {first}", "", "  ", width)
                write_lines([*lines, *(line for part in others for line in wrapped(part, "  ", "  ", width))])
            write_lines([""])
        return
    for row in (heads, ["─" * size for size in sizes], *cells):
        write_lines(["  ".join(map(set_cell_size, row, sizes)).rstrip()])


def write_rows(how: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The rows as `how` says: table, json or csv."""
    if how == "json":
        write_json(dict(zip(columns, row, strict=True)) for row in rows)
    elif how == "csv":
        write_csv(columns, rows)
    elif rows:
        write_table(columns, rows)


def write_csv_of(columns: Sequence[str], objects: Iterable[Mapping[str, Any]]) -> None:
    """Objects of one shape as CSV, with these of their columns."""
    write_csv(columns, ([row[name] for name in columns] for row in objects))


def found_nothing() -> None:
    """Tell who waits that the answer is empty, not lost; programs read it from stdout."""
    sys.stderr.write("nothing found\n")


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
