"""Our SQL on the driver itself, where the database is a file: storing a release asks so often that SQLAlchemy's way to the driver would cost more than SQLite.

On a server the same goes through SQLAlchemy: `db.postgres` says it in the server's words there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from db import dialect
from db.models import table
from db.prepared import prepared

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Connection

Values = Mapping[str, Any]
"""The named parameters of a statement."""
_NONE: Final[Values] = {}


def rows(connection: "Connection", sql: str, values: Values = _NONE) -> list[tuple[Any, ...]]:
    """The rows of a statement with named parameters (`:one`)."""
    driver = _driver(connection)
    if driver is None:
        return [tuple(row) for row in connection.execute(prepared(sql), dict(values))]
    return driver.execute(sql, values).fetchall()


def dicts(connection: "Connection", sql: str, values: Values = _NONE) -> list[dict[str, Any]]:
    """The same, each row by the names of its columns."""
    driver = _driver(connection)
    if driver is None:
        return [dict(row) for row in connection.execute(prepared(sql), dict(values)).mappings()]
    cursor = driver.execute(sql, values)
    found = cursor.fetchall()
    if not found:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def column(connection: "Connection", sql: str, values: Values = _NONE) -> list[Any]:
    """The first column of the rows."""
    return [row[0] for row in rows(connection, sql, values)]


def first(connection: "Connection", sql: str, values: Values = _NONE) -> tuple[Any, ...] | None:
    """The first row, if there is one."""
    return next(iter(rows(connection, sql, values)), None)


def run(connection: "Connection", sql: str, values: Values = _NONE) -> int:
    """Do what the statement says; how many rows it changed."""
    driver = _driver(connection)
    if driver is None:
        return connection.execute(prepared(sql), dict(values)).rowcount
    return driver.execute(sql, values).rowcount


def run_each(connection: "Connection", sql: str, values: Sequence[Values]) -> None:
    """The same with one set of parameters after the other."""
    if not values:
        return
    driver = _driver(connection)
    if driver is None:
        connection.execute(prepared(sql), [dict(one) for one in values])
    else:
        driver.executemany(sql, values)


def insert(connection: "Connection", name: str, values: Sequence[Values], *, ignore: bool = False) -> None:
    """Put rows into a table.

    Args:
        connection: inside a transaction that writes.
        name: the table's.
        values: the rows, all with the same columns.
        ignore: where there is such a row already, it stays.
    """
    if not values:
        return
    driver = _driver(connection)
    if driver is None:
        statement = dialect.insert(connection, name)
        connection.execute(statement.on_conflict_do_nothing() if ignore else statement, list(values))
        return
    sql, numbers = _insert(name, tuple(values[0]), ignore)
    driver.executemany(sql, _as_stored(values, numbers) if numbers else values)


def _driver(connection: "Connection") -> "sqlite3.Connection | None":
    """The driver's connection, its transaction begun; None on a server."""
    if connection.dialect.name != "sqlite":
        return None
    if not connection.in_transaction():
        connection.begin()  # SQLAlchemy does so with the first statement that it sees
    found: Any = connection.connection.driver_connection
    return found  # type: ignore[no-any-return]


@lru_cache(200)
def _insert(
    name: str, columns: tuple[str, ...], ignore: bool
) -> tuple[str, tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """The statement, and the columns whose values are stored otherwise than they are given."""
    from sqlalchemy.dialects import sqlite

    said = sqlite.dialect()
    stored = table(name).columns
    given = ((c, stored[c].type.dialect_impl(said).bind_processor(said)) for c in columns)
    places = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join(f":{c}" for c in columns)
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    sql = f'INSERT INTO "{name}" ({places}) VALUES ({marks}){end}'  # noqa: S608 - our own names
    return sql, tuple((c, how) for c, how in given if how)


def _as_stored(values: Iterable[Values], how: Iterable[tuple[str, Callable[[Any], Any]]]) -> Iterable[dict[str, Any]]:
    for row in values:
        yield {**row, **{c: as_stored(row[c]) for c, as_stored in how}}
