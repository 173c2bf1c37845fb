"""What the database refuses to open, and how it says so; and that nothing is changed by asking."""

import os
import sqlite3
from pathlib import Path

import pytest

from db import engine
from db.engine import Database
from db.errors import DatabaseError
from tests.db.make import ask, change, content, save


def test_a_new_file_is_ours_in_wal_with_foreign_keys(database: Database) -> None:
    with database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("application_id", "journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "application_id": engine.APPLICATION_ID,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": engine.BUSY_SECONDS * 1000,
    }


def test_opening_again_keeps_what_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "äöü %41 #?.db"  # a name that would be an address in other hands
    with engine.open(path) as database:
        save(database, content())
    with engine.open(path):
        pass
    assert ask(path, "SELECT count(*) FROM release") == [(1,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name], "no journal is left beside a closed database"


@pytest.mark.parametrize("content_of_file", [b"Das ist keine Datenbank.", b"SQLite", b"\x00" * 4096])
def test_what_is_no_sqlite_file_is_refused_untouched(tmp_path: Path, content_of_file: bytes) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content_of_file)
    with pytest.raises(DatabaseError) as caught:
        engine.open(path)
    assert caught.value.message == "this is no SQLite database"
    assert caught.value.source == str(path)
    assert "--db" in caught.value.cure
    assert path.read_bytes() == content_of_file


def test_an_empty_file_and_an_empty_database_become_ours(tmp_path: Path) -> None:
    nothing, header = tmp_path / "0.db", tmp_path / "1.db"
    nothing.touch()
    change(header, "PRAGMA journal_mode = WAL")  # what a kill between making the file and the first table leaves
    assert header.stat().st_size > 0
    for path in (nothing, header):
        engine.open(path).close()
        assert engine.schema_of(path) == engine.SCHEMAS[-1]


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE contacts (name TEXT)"],
        ["PRAGMA application_id = 12345"],
        ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('0001')"],
        [f"PRAGMA application_id = {engine.APPLICATION_ID}", "CREATE TABLE other (x)"],
    ],
)
def test_a_database_of_another_application_is_refused_untouched(tmp_path: Path, statements: list[str]) -> None:
    path = tmp_path / "theirs.db"
    change(path, "CREATE TABLE x (y)", "DROP TABLE x", *statements)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="another application"):
        engine.open(path)
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused_untouched(database: Database) -> None:
    save(database, content())
    database.close()
    change(database.path, "UPDATE alembic_version SET version_num = '9999'")
    before = database.path.read_bytes()
    with pytest.raises(DatabaseError, match="schema 9999 is newer than this program") as caught:
        engine.open(database.path)
    assert "newer belegt" in caught.value.cure
    assert database.path.read_bytes() == before


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be read"):
        engine.open(tmp_path)
    with pytest.raises(DatabaseError) as caught:
        engine.open(tmp_path / "nowhere" / "a.db")
    assert "folder exists" in caught.value.cure


def test_an_unwritable_folder_is_refused() -> None:
    with pytest.raises(DatabaseError) as caught:
        engine.open(Path("/proc/belegt.db"))  # not even root may write there
    assert "writable" in caught.value.cure


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written(database: Database) -> None:
    database.close()
    database.path.chmod(0o400)
    database.path.parent.chmod(0o500)
    try:
        with engine.open(database.path) as opened, pytest.raises(DatabaseError, match="readonly"):
            save(opened, content())
    finally:
        database.path.parent.chmod(0o700)


def test_a_damaged_file_is_named_as_one(database: Database) -> None:
    save(database, content())
    database.close()
    raw = bytearray(database.path.read_bytes())
    raw[4096:] = os.urandom(len(raw) - 4096)
    database.path.write_bytes(raw)
    with pytest.raises(DatabaseError) as caught:
        save(Database(database.path, engine._engine(database.path)), content())
    assert "backup" in caught.value.cure


def test_another_programs_lock_is_waited_for_and_then_named(database: Database) -> None:
    other = sqlite3.connect(database.path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with (
            engine.open(database.path, busy_seconds=0.05) as opened,
            pytest.raises(DatabaseError, match="locked") as caught,
        ):
            save(opened, content())
    finally:
        other.close()
    assert "another program" in caught.value.cure


def test_a_fault_of_ours_is_not_dressed_up_as_the_files(database: Database) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO failure VALUES ('l_1', 'u_none', '', '', '', '', NULL, '')")


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def store_and_stop() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO entity VALUES ('e_1', 'ORG', 'x', NULL)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_and_stop()
    assert ask(database.path, "SELECT count(*) FROM entity") == [(0,)]


def test_reading_needs_a_database_in_the_newest_schema(tmp_path: Path, database: Database) -> None:
    with pytest.raises(DatabaseError, match="no database here") as caught:
        engine.require(tmp_path / "none.db")
    assert f"belegt ingest SOURCE --db {tmp_path}/none.db" in caught.value.cure
    with pytest.raises(DatabaseError) as caught:
        engine.require(tmp_path / "kein register.db")
    assert f"--db '{tmp_path}/kein register.db'" in caught.value.cure
    assert not (tmp_path / "none.db").exists()
    engine.require(database.path)
