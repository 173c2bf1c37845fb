"""JSON lines: a file for each view, an object for each row; what is JSON in a cell is JSON in the object."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from db.export.folder import Written
from db.export.reading import Snapshot, parsed

_JSON: Final = {
    "v_mention": ("attributes",),
    "v_fact": ("qualifiers",),
    "v_discrepancy": ("values",),
    "v_decision": ("content", "new_value"),
}
_NUMBERED: Final = ("COUNT", "MONEY")


def write(snapshot: Snapshot, folder: Path, contract_version: int) -> Iterator[Written]:
    """One .jsonl a view: UTF-8, keys as the view's columns and in their order."""
    del contract_version
    for view in snapshot.views:
        name = f"{view.name}.jsonl"
        count = 0
        with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
            for row in snapshot.rows(view):
                file.write(
                    json.dumps(_object(view.name, dict(zip(view.columns, row, strict=True))), ensure_ascii=False)
                )
                file.write("\n")
                count += 1
        yield Written(name, count)


def _object(view: str, row: dict[str, Any]) -> dict[str, Any]:
    for column in _JSON.get(view, ()):
        row[column] = parsed(row.get(column))
    if view == "v_fact" and row["predicate"] == "count":
        row["object"], row["extracted_object"] = parsed(row["object"]), parsed(row["extracted_object"])
    if view == "v_mention" and row["label"] in _NUMBERED:
        row["norm"] = parsed(row["norm"])
    return row
