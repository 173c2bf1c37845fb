"""`belegt db`: look after the database."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.command import Db, answering, settings_of
from pipeline.errors import NO_DATABASE, StorageError

app = typer.Typer(help="Look after the database.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
@answering
def upgrade(*, db: Db = None) -> None:
    """Bring the database to the newest schema; make it when there is none."""
    from db.engine import SCHEMAS, schema_of
    from db.engine import open as open_database

    path = settings_of(db=db).db
    before = schema_of(path)
    open_database(path).close()
    typer.echo(f"{path}: schema {SCHEMAS[-1]}" + ("" if before == SCHEMAS[-1] else f", before: {before or 'none'}"))


@app.command()
@answering
def check(*, db: Db = None) -> None:
    """Prove that the database is whole: the file, its links, and every quote against its text."""
    from db import upkeep

    path = settings_of(db=db).db
    problems = upkeep.check(path)
    for problem in problems:
        typer.echo(problem)
    if problems:
        cure = "restore a backup, or ingest into a new database"
        raise StorageError(f"{len(problems)} problems", str(path), cure, exit_code=NO_DATABASE)
    for note in (*upkeep.open_runs(path), *upkeep.unfinished(path)):
        typer.echo(f"note: {note}")
    typer.echo(f"{path}: well; {upkeep.summary_of(path)}")


@app.command()
@answering
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")], *, db: Db = None
) -> None:
    """Copy the database to a new file, also while it is being written to."""
    from db import upkeep

    path = settings_of(db=db).db
    recorded = upkeep.backup(path, target)
    typer.echo(f"{target}: a copy of {path}; {upkeep.summary_of(target)}")
    if not recorded:
        typer.echo(
            "note: the database could not write down where this copy is; belegt forget will not name it", err=True
        )
