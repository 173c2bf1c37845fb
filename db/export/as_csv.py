"""CSV: a file for each view, and datapackage.json, which says what the columns are (Frictionless Data Package).

Cells hold what the view holds, nothing is put before it: a text that begins with = + - @ is a formula to some
spreadsheet programs. Who opens releases of strangers in one takes the .xlsx register, whose cells are texts.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from db.export import described
from db.export.folder import Written
from db.export.reading import Snapshot, View, typed

_TYPES: Final = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
_NOTE: Final = "cells are as stored; for spreadsheets take --format xlsx"


def write(snapshot: Snapshot, folder: Path, contract_version: int) -> Iterator[Written]:
    """One .csv a view: UTF-8, comma, a head, null as the empty cell."""
    for view in snapshot.views:
        name = f"{view.name}.csv"
        makers = [typed(kind) for kind in view.types]
        count = 0
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(view.columns)
            for row in snapshot.rows(view):
                rows.writerow([make(value) for make, value in zip(makers, row, strict=True)])
                count += 1
        yield Written(name, count)
    package = {
        "profile": "tabular-data-package",
        "name": "belegt",
        "contract_version": contract_version,
        "resources": [_resource(view) for view in snapshot.views],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, "utf-8")
    yield Written("datapackage.json", len(snapshot.views), _NOTE)


def _resource(view: View) -> dict[str, Any]:
    told = described.views().get(view.name, {})
    return {
        "name": view.name,
        "path": f"{view.name}.csv",
        "profile": "tabular-data-resource",
        "description": told.get("", ""),
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": column, "type": _TYPES[kind], "description": told.get(column, "")}
                for column, kind in zip(view.columns, view.types, strict=True)
            ]
        },
    }
