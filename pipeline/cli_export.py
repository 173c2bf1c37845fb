"""`belegt export`: the whole database as files for other programs, or for people with spreadsheets."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command import Db, answering, settings_of


class Formats(StrEnum):
    """What can be written."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    ftm = "ftm"
    jsonld = "jsonld"
    xlsx = "xlsx"


@answering
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; it is made when there is none.")],
    *,
    how: Annotated[
        Formats,
        typer.Option(
            "--format",
            help="csv, jsonl, parquet: a file for each view. ftm: FollowTheMoney. jsonld: schema.org. xlsx: a register"
            " in which people decide (belegt import decisions).",
        ),
    ] = Formats.csv,
    db: Db = None,
) -> None:
    """Write everything into a folder; the same database gives the same bytes."""
    from db.export.formats import export as write
    from pipeline.contract import CONTRACT_VERSION

    for file in write(settings_of(db=db).db, folder, how.value, CONTRACT_VERSION):
        typer.echo(f"{folder / file.name}: {file.rows:,}" + (f" ({file.note})" if file.note else ""))
