"""The migrations make what the models say, and nothing is left or lost on the way."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import engine, upkeep
from db.engine import Database
from db.errors import DatabaseError
from db.models import Row
from tests.db.make import ask, content, dump, save

MIGRATIONS = Path(engine.__file__).parent / "migrations"


def objects(path: Path) -> list[tuple[str, str]]:
    return ask(path, "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic_version%' ORDER BY name")


def not_of_the_index(_: object, name: str | None, *__: object) -> bool:
    """The full text index has no model: SQLite makes most of its tables."""
    return not str(name).startswith("search")


def test_the_known_schemas_are_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(revisions)) == engine.SCHEMAS


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    with database.read() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_object": not_of_the_index}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Row.metadata) == []


def test_clustered_tables_have_no_second_key(database: Database) -> None:
    clustered = {row[1] for row in ask(database.path, "PRAGMA table_list") if row[4] and row[2] == "table"}
    assert clustered == {
        "mention", "alias", "evidence", "fact", "discrepancy_evidence", "bucket", "entity_key", "entity_link", "stated",
    }  # fmt: skip


def test_up_down_up_with_data(database: Database) -> None:
    path = database.path
    save(database, content())
    before, rows = objects(path), dump(path, stamps=True, without=())
    engine.migrate(path)
    assert dump(path, stamps=True, without=()) == rows, "an upgrade of what is up to date changes nothing"

    engine.migrate(path, "base")
    assert objects(path) == [("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)")]
    assert engine.schema_of(path) is None

    engine.migrate(path)
    assert objects(path) == before
    with engine.open(path) as again:
        save(again, content())
    assert upkeep.check(path) == []


def test_a_broken_migration_changes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    save(database, content())
    database.close()
    before = dump(database.path, stamps=True, without=())

    def boom(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("alembic.op.drop_table", boom)
    with pytest.raises(sqlite3.OperationalError):
        engine.migrate(database.path, "base")
    assert dump(database.path, stamps=True, without=()) == before
    assert ask(database.path, "SELECT count(*) FROM v_release") == [(1,)], "the views are there again"


def test_rows_that_lost_their_parent_stop_a_migration(database: Database) -> None:
    from tests.db.make import change

    save(database, content())
    database.close()
    change(database.path, "DELETE FROM revision")
    with pytest.raises(DatabaseError, match="without their parent"):
        engine.migrate(database.path)
