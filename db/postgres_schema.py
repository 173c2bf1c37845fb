"""The schema of a database on a PostgreSQL server: functions and tables as they are newest, and what a migration leaves to do."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from db.errors import DatabaseError
from db.postgres import CURES, OTHER, reading, translated
from db.server import Server

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

OURS: Final = "belegt"
"""The comment on the table of the schema's version: tells our databases from those of other applications."""


def schema_of(server: Server) -> str | None:
    """The version of the schema; None when there is nothing yet.

    Raises:
        DatabaseError: when something else stands there, or its texts are not stored as Unicode.
    """
    with translated(server), reading(server) as connection:
        encoding, tables = connection.execute(
            "SELECT current_setting('server_encoding'), (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema())"
        ).fetchone() or ("", 0)
        if encoding != "UTF8":
            raise DatabaseError(f"its texts are stored as {encoding}", str(server), CURES["3D"])
        if not tables:
            return None
        ours = connection.execute("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')").fetchone()
        if ours != (OURS,):
            raise DatabaseError("this is a database of another application", str(server), OTHER)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def make(connection: "Connection", tables: "MetaData") -> None:
    """Make functions and tables in their newest form; the views follow (db/migrations/env.py).

    Texts are compared by their code points, as SQLite does, whatever the language of the database is.
    """
    from sqlalchemy import Computed, MetaData, String

    driver: Any = connection.connection.driver_connection
    driver.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    driver.execute(files("db").joinpath("postgres.sql").read_text("utf-8"))
    copied = MetaData(naming_convention=tables.naming_convention)
    for table in tables.sorted_tables:
        made = table.to_metadata(copied)
        for column in made.columns:
            if isinstance(getattr(column.type, "impl", column.type), String):
                column.type = String(collation="C")
            if isinstance(column.computed, Computed):
                column.computed.persisted = True  # PostgreSQL 15 computes a column where it is stored
        for index in made.indexes:
            ours, theirs = (index.dialect_options[name] for name in ("sqlite", "postgresql"))
            if ours["where"] is not None:
                theirs["where"] = ours["where"]
    copied.create_all(connection)
    driver.execute(files("db").joinpath("postgres_search.sql").read_text("utf-8"))


def collate(connection: "Connection") -> None:
    """Let texts of columns that a migration has made be compared by their code points, as all others are."""
    found = connection.exec_driver_sql(
        "SELECT c.table_name, c.column_name FROM information_schema.columns AS c JOIN pg_tables AS t "
        "ON t.schemaname = c.table_schema AND t.tablename = c.table_name WHERE c.table_schema = current_schema() "
        "AND c.data_type = 'character varying' AND coalesce(c.collation_name, '') <> 'C' AND c.table_name <> 'alembic_version'"
    ).all()
    for table, column in found:
        connection.exec_driver_sql(f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE varchar COLLATE "C"')


def claimed(connection: "Connection") -> None:
    """Write down that the database is ours."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"COMMENT ON TABLE alembic_version IS '{OURS}'")


def drop_views(connection: "Connection") -> None:
    """Drop our views, all at once: one looks at another."""
    sql = "SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND substr(viewname, 1, 2) = 'v_'"
    if names := connection.exec_driver_sql(sql).scalars().all():
        connection.exec_driver_sql(f"DROP VIEW {', '.join(names)}")
