"""`belegt serve`: the database in Datasette, for people who know SQL or like facets."""

from typing import Annotated

import typer

from pipeline.command import Db, answering, settings_of
from pipeline.errors import BelegtError


@answering
def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen at; there is no login.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8001,
    seconds: Annotated[float, typer.Option(min=0.001, help="The most time of one question.")] = 10.0,
    rows: Annotated[int, typer.Option(min=1, help="The most rows of one answer.")] = 10_000,
    metadata: Annotated[
        bool, typer.Option("--metadata", help="Print the metadata for a plain Datasette (db/datasette.yaml), and end.")
    ] = False,
    db: Db = None,
) -> None:
    """Show the database in Datasette, read-only: views, facets, named questions, evidence by one click."""
    if metadata:
        _print_metadata()
        return

    import socket

    from db.server import refuse
    from pipeline.datasette_app import LOCAL, datasette_of, guarded

    path = settings_of(db=db).db
    refuse(
        path, "Datasette", "belegt review shows it too; a SQLite file for Datasette is made by an ingest with --db FILE"
    )
    app = guarded(datasette_of(path, seconds=seconds, rows=rows), host)

    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            cure = "name another with --host or --port (0: any that is free)"
            raise BelegtError(f"it cannot listen there: {error.strerror or error}", f"{host}:{port}", cure) from error
        address = f"[{host}]" if ":" in host else host
        typer.echo(f"{path}: http://{address}:{listener.getsockname()[1]}/ (ends with Ctrl+C)", err=True)
        if host not in LOCAL:
            typer.echo("belegt: whoever reaches this address can read everything: there is no login", err=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on")).run(sockets=[listener])


def _print_metadata() -> None:
    """For the tables of a database that is made for this alone."""
    import sqlite3
    import sys
    import tempfile
    from contextlib import closing
    from pathlib import Path

    from db import engine
    from db.datasette_metadata import as_yaml
    from db.datasette_metadata import metadata as of_tables

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine.open(path).close()
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    sys.stdout.write(as_yaml(of_tables(name for (name,) in found)))
