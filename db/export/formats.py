"""`belegt export`: all formats by name, and the one way in."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from db.errors import RefusedError
from db.export.folder import Written, staged
from db.export.reading import Snapshot, snapshot

FORMATS: Final = {
    "csv": "db.export.as_csv",
    "jsonl": "db.export.as_jsonl",
    "parquet": "db.export.as_parquet",
    "ftm": "db.export.as_ftm",
    "jsonld": "db.export.as_jsonld",
    "xlsx": "db.export.as_xlsx",
}
"""The module of each: `write(snapshot, folder, contract_version) -> Iterator[Written]`."""

Writer = Callable[[Snapshot, Path, int], Iterator[Written]]


def export(path: Path, folder: Path, how: str, contract_version: int) -> list[Written]:
    """Write the whole database into a folder: one moment of it, in one order, so that the same rows give the same bytes.

    Args:
        path: the database.
        folder: made when there is none; files of the same names are replaced when all are written.
        how: one of `FORMATS`.
        contract_version: what the files are marked with.

    Raises:
        RefusedError: no such format, or the folder is a file, or cannot be written.
        DatabaseError: the database cannot be read.
    """
    if how not in FORMATS:
        raise RefusedError(f"there is no format {how!r}", str(folder), f"name one of {', '.join(FORMATS)}")
    writer: Writer = import_module(FORMATS[how]).write
    with snapshot(path) as moment, staged(folder) as stage:
        return list(writer(moment, stage, contract_version))
