"""Reading a database in a folder that the reader may not write: a colleague opens the shared register."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import engine, queries, upkeep
from db.engine import Database
from db.errors import DatabaseError
from tests.db.make import content, document, save

NOBODY = 65534
ANSWERS = """
import os, sys, tempfile
from pipeline.cli import app

def answers(path):
    folder = tempfile.mkdtemp()
    for command in (["facts"], ["discrepancies"], ["releases"], ["query", "SELECT * FROM v_release"], ["db", "check"],
                    ["db", "backup", folder + "/copy.db"], ["db", "check", "--db", folder + "/copy.db"]):
        code = app(command if "--db" in command else [*command, "--db", path], standalone_mode=False)
        print("exit", command[:2], code or 0)

user, path, other = sys.argv[1:]
if os.geteuid() == 0:
    answers(other)  # loads all there is to load: root's Python may be out of the reach of others
    os.setuid(int(user))
print("as a reader")
answers(path)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may read; pytest's own may be read by its user alone."""
    made = Path(tempfile.mkdtemp())
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def test_every_question_works_without_the_right_to_write(folder: Path, tmp_path: Path) -> None:
    path = folder / "register.db"
    with engine.open(path) as database:
        save(database, content())
    shutil.copy(path, tmp_path / "other.db")
    path.chmod(0o444)
    folder.chmod(0o555)
    before = path.read_bytes()
    command = [sys.executable, "-c", ANSWERS, str(NOBODY), str(path), str(tmp_path / "other.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = done.stdout.partition("as a reader\n")[2]
    assert [line.rpartition(" ")[2] for line in said.splitlines() if line.startswith("exit")] == ["0"] * 7
    assert "Klinikum Nordtal · leads · PALAS" in said
    assert [p.name for p in folder.iterdir()] == [path.name]
    assert path.read_bytes() == before


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite refuses to read by WAL files, as it does where it cannot make them."""
    real = engine._connect

    class Refusing:
        def execute(self, _sql: str) -> Any:
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorname = "SQLITE_READONLY_DIRECTORY"
            raise error

        def close(self) -> None: ...

    monkeypatch.setattr(engine, "_connect", lambda path, how: real(path, how) if "immutable" in how else Refusing())


@pytest.mark.usefixtures("refused")
def test_a_database_at_rest_is_read_as_it_lies_there(database: Database) -> None:
    save(database, content())
    database.close()
    assert len(queries.facts(database.path)) == 2
    assert upkeep.check(database.path) == []
    assert sorted(os.listdir(database.path.parent)) == [database.path.name]  # noqa: PTH208 - names


@pytest.mark.usefixtures("refused")
def test_changes_that_wait_in_the_journal_are_not_passed_over(database: Database) -> None:
    save(database, content())  # the connection stays open: what was stored waits in the -wal file
    with pytest.raises(DatabaseError, match="-wal file") as caught:
        queries.facts(database.path)
    assert "belegt db backup" in caught.value.cure


@pytest.mark.usefixtures("refused")
def test_what_changes_while_it_is_read_gives_no_answer(database: Database) -> None:
    save(database, content())
    database.close()

    def read_while_another_writes() -> None:
        with engine.readonly(database.path) as connection, engine.open(database.path) as writer:
            assert connection.execute("SELECT count(*) FROM release").fetchone() == (1,)
            save(writer, content(document(key="id:b")))

    with pytest.raises(DatabaseError, match="changed while it was read"):
        read_while_another_writes()


def test_another_error_of_sqlite_is_not_taken_for_this_one(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.close()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(database.path, isolation_level=None)
    try:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="locked"):
            queries.facts(database.path)
    finally:
        other.close()
