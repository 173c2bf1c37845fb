"""A PostgreSQL server of the tests' own, in a folder of its own, on a socket that no other program knows; and its databases."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from itertools import count
from pathlib import Path
from typing import Any

from db import engine
from db.models import Row
from db.server import Server
from tests.db.make import STAMPS

VIEWS = ("release", "mention", "alias", "entity", "fact", "discrepancy_value", "discrepancy", "decision")
_NUMBERS = count()


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian's, or that of the path; None where there is none."""
    found = shutil.which("initdb") or max(glob("/usr/lib/postgresql/*/bin/initdb"), default=None)  # noqa: PTH207
    return None if found is None else Path(found).resolve().parent


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A server that runs until the block ends; the folder of its socket."""
    folder = tempfile.mkdtemp(prefix="belegt-pg-")
    # PostgreSQL does not run as root; Debian's package brings a user of its own.
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "postgres", "postgres")

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)  # type: ignore[call-overload]

    data, pg_ctl = f"{folder}/data", str(programs / "pg_ctl")
    try:
        # another language than the tests' texts, so that nothing depends on it
        run(str(programs / "initdb"), "-D", data, "-U", "belegt", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N")
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=40"
        run(pg_ctl, "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            yield folder
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def address(socket: str, name: str) -> Server:
    """The address of one of its databases."""
    return Server(f"postgresql+psycopg://belegt@/{name}?host={socket}")


def new(socket: str, options: str = "") -> Server:
    """A database with nothing in it."""
    name = f"test_{next(_NUMBERS)}"
    told(address(socket, "postgres"), f"CREATE DATABASE {name} {options}")
    return address(socket, name)


def told(at: Server, sql: str) -> list[tuple[Any, ...]]:
    """What the server answers to a statement, by a connection of its own."""
    import psycopg

    with psycopg.connect(at.url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables and views, sorted, as they are read from either kind of database; without stamps."""
    from sqlalchemy import select

    rows: dict[str, list[tuple[Any, ...]]] = {}
    without = {*STAMPS, "pid"}
    with engine.open(path) as database, database.read() as connection:
        for table in Row.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in without]
            if table.name != "salt":
                rows[table.name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
        for view in VIEWS:
            found = connection.exec_driver_sql(f"SELECT * FROM v_{view}")  # noqa: S608 - our own views
            names = [name for name in found.keys() if name not in without]  # noqa: SIM118 - a result, no dict
            rows[f"v_{view}"] = sorted((tuple(row[n] for n in names) for row in found.mappings()), key=repr)
    return rows
