"""A database on a PostgreSQL server: connections, and what the server says, with its cure (its schema: db/postgres_schema.py).

One program writes at a time, as with SQLite: a transaction that writes holds a lock of its own until it ends. What is read is
one state of the database, in a transaction that can write nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from db import dialect
from db.errors import DatabaseError, RefusedError, TooLongError
from db.server import Server

if TYPE_CHECKING:
    from psycopg import Connection as Driver
    from psycopg import Cursor
    from sqlalchemy import URL, Connection, Engine

OTHER: Final = "name another database with --db"
_LATER: Final = "another program is writing to it: try again when that has ended"
CURES: Final = {
    "08": "make sure that the server runs and can be reached: " + OTHER + " where it is another one",
    "28": "check user and password; PGPASSWORD or ~/.pgpass keep a password out of the address",
    "3D": "make it: createdb --encoding=UTF8 --template=template0 NAME",
    "42501": "give this user the rights on the schema (GRANT), or " + OTHER,
    "25006": "the server or this user may only read: " + OTHER,
    "53100": "make room on the server's disk; what was stored so far is safe, the same command goes on from there",
    "54": "a text or a word of it is longer than the server takes: leave that release out, or keep it in a file (--db FILE)",
    "53300": "the server has no connection left: try again later, or raise max_connections",
    "55P03": _LATER,
    "40": _LATER,
    "57P": "the server stopped: start it; what was stored so far is safe, the same command goes on from there",
}
"""What to do, by the beginning of the server's code for what is wrong."""
_ASK: Final = "ask with one SELECT over the views v_…"
_NOTHING: Final = frozenset({"BEGIN", "PRAGMA query_only = ON"})  # what a reading connection is from the start


class Reading:
    """A connection that is asked as one of SQLite's, in our SQL; it can write nothing."""

    def __init__(self, driver: "Driver[Any]") -> None:
        self._driver = driver

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> "Cursor[Any]":
        """The cursor of a question in our SQL."""
        cursor = self._driver.cursor()
        if sql not in _NOTHING:
            question: Any = dialect.marked(dialect.postgres(sql))
            cursor.execute(question, values)
        return cursor

    def create_function(self, *_: Any, **__: Any) -> None:
        """What our SQL calls is in the database (db/postgres.sql)."""


def engine(server: Server, *, busy_seconds: float) -> "Engine":
    """The engine by which the program writes, and the review page reads."""
    from sqlalchemy import create_engine, event

    made = create_engine(_url(server))

    def begin(connection: "Connection") -> None:
        if connection.get_execution_options().get("belegt_begin"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(busy_seconds * 1000)}")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('belegt'), hashtext(current_schema()))")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def say(
        _connection: "Connection", _cursor: Any, sql: str, values: Any, context: Any, _many: bool
    ) -> tuple[str, Any]:
        if context.compiled is None:  # as it was written, with question marks
            return dialect.marked(dialect.postgres(sql)), values
        return (dialect.postgres(sql) if context.isddl is False and _written(context) else sql), values

    event.listen(made, "connect", lambda connection, _record: _adapt(connection))
    event.listen(made, "begin", begin)
    event.listen(made, "before_cursor_execute", say, retval=True)
    return made


@contextmanager
def reading(server: Server, *, seconds: float | None = None) -> Iterator[Reading]:
    """A connection that can write nothing and sees one state of the database."""
    with _connected(server, seconds) as driver:
        yield Reading(driver)


def ask(
    server: Server, sql: str, values: Sequence[Any] | Mapping[str, Any] | None, *, limit: int, seconds: float
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names of the columns and rows of a question; one row more than the limit at most.

    Args:
        server: the database.
        sql: one statement that reads.
        values: of the parameters of a question in our SQL; None: it is somebody's own, in PostgreSQL's.
        limit: the most rows.
        seconds: the most time.

    Raises:
        RefusedError: the statement writes, is no SQL, asks nothing, or takes too long.
    """
    import psycopg

    question: Any = sql.strip().rstrip(";")
    if not question:
        raise RefusedError("there is no question in it", str(server), _ASK)
    try:
        with _connected(server, seconds) as driver:
            if values is not None:
                cursor = Reading(driver).execute(sql, values)
                return [column.name for column in cursor.description or ()], cursor.fetchmany(limit + 1)
            with driver.cursor(name="asked") as asked:  # the server takes one statement that gives rows, or refuses it
                asked.execute(question)
                return [column.name for column in asked.description or ()], asked.fetchmany(limit + 1)
    except psycopg.errors.QueryCanceled as error:
        cure = "narrow the question, or give it more with --seconds"
        raise RefusedError(f"it takes longer than {seconds:g} seconds", str(server), cure) from error
    except psycopg.Error as error:
        if values is not None or (_cure(error) is not None and error.sqlstate != "25006"):
            raise
        raise RefusedError(_reason(error, question), str(server), _ASK) from error


@contextmanager
def translated(server: Server) -> Iterator[None]:
    """What the server says, as a `DatabaseError` with the cure; a fault of ours stays what it is."""
    from sqlalchemy.exc import DBAPIError

    try:
        import psycopg
    except ModuleNotFoundError as error:
        raise DatabaseError(
            "the driver psycopg is not installed", str(server), "pip install 'belegt[postgres]'"
        ) from error
    try:
        yield
    except (psycopg.Error, DBAPIError) as error:
        cause: Any = error.orig if isinstance(error, DBAPIError) else error
        cure = _cure(cause)
        if cure is None:
            raise
        kind = TooLongError if (cause.sqlstate or "").startswith("54") else DatabaseError
        raise kind(" ".join(str(cause).split()), str(server), cure) from error


def _written(context: Any) -> bool:
    from sqlalchemy import TextClause

    return isinstance(context.compiled.statement, TextClause)


@contextmanager
def _connected(server: Server, seconds: float | None) -> Iterator["Driver[Any]"]:
    import psycopg
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    dialect_of: Any = PGDialect_psycopg
    _, told = dialect_of().create_connect_args(_url(server))
    with psycopg.connect(**told, autocommit=False) as driver:
        driver.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        driver.read_only = True
        driver.cursor_factory = psycopg.ClientCursor  # a parameter is a text of no type, as in our SQL
        _adapt(driver)
        if seconds is not None and seconds != float("inf"):
            driver.execute(f"SET LOCAL statement_timeout = {max(int(seconds * 1000), 1)}")
        yield driver
        driver.rollback()  # a function may have written what PostgreSQL does not count as writing


def _url(server: Server) -> "URL":
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    wrong = DatabaseError(
        "this is no address of a database",
        str(server),
        "write it like postgresql+psycopg://USER@HOST/NAME, and an @ within a part as %40",
    )
    try:
        url = make_url(server.url)
    except (ArgumentError, ValueError):  # which says a part of the address, and that may be one of a password
        raise wrong from None
    if "@" in (url.host or ""):
        raise wrong
    return url


def _adapt(driver: Any) -> None:
    """Numbers as SQLite gives and takes them: 12 stays 12, 1.5 stays 1.5, true is 1."""
    from psycopg.adapt import Dumper, Loader

    class Number(Loader):
        def load(self, data: Any) -> int | float:
            text = bytes(data).decode()
            value = float(text)
            return int(text.partition(".")[0]) if value.is_integer() else value

    class Truth(Loader):
        def load(self, data: Any) -> int:
            return int(bytes(data) == b"t")

    class Exact(Dumper):
        """A number by all its digits, of the type that its column has."""

        def dump(self, obj: float) -> bytes:
            return repr(obj).encode()

        def quote(self, obj: float) -> bytes:
            return self.dump(obj)

    driver.adapters.register_loader("numeric", Number)
    driver.adapters.register_loader("bool", Truth)
    driver.adapters.register_dumper(float, Exact)


def _cure(error: Any) -> str | None:
    code = getattr(error, "sqlstate", None)
    if code is None:  # nobody answered, or nobody is let in
        import psycopg

        if not isinstance(error, psycopg.OperationalError):
            return None
        text = str(error)
        code = (
            "28"
            if "authentication failed" in text or "no password" in text
            else "3D"
            if "does not exist" in text
            else "08"
        )
    return next((cure for begin, cure in CURES.items() if code.startswith(begin)), None)


def _reason(error: Any, sql: str) -> str:
    """What the server says, and where that stands in the question."""
    text = error.diag.message_primary or str(error)
    if error.sqlstate == "25006":
        return "only reading is allowed here"
    at = error.diag.statement_position
    declared = len('DECLARE "asked" CURSOR FOR ')
    if at is None or not 0 < int(at) - declared <= len(sql):
        return text
    before = sql[: int(at) - declared - 1]
    return f"{text} (line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))})"
