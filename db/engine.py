"""Opens the database: makes it, brings it up to date, and refuses what is not ours, before anything is written.

A database is a SQLite file; where its path is a `Server`, db/postgres.py answers in the file's place.
"""

import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast

from db.errors import DatabaseError
from db.server import Server

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

APPLICATION_ID: Final = 0x62656C67
"""`belg`, in SQLite's header: tells our files from those of other applications."""

SCHEMAS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""All schemas that this program knows, oldest first: the revisions in db/migrations/versions."""

BUSY_SECONDS: Final = 30
"""How long to wait for another program's write."""

_STATEMENTS: Final = 1_000
"""How many the driver keeps ready; an ingest has some 200, and with fewer places than that each is read anew each time."""

_MAGIC: Final = b"SQLite format 3\x00"
_OTHER_FILE: Final = "name another file with --db"
_OUR_FAULT: Final = "nothing was changed; please report this as a fault of belegt"
CURES: Final = {
    "SQLITE_BUSY": "another program is writing to it: try again when that has ended",
    "SQLITE_LOCKED": "another program is writing to it: try again when that has ended",
    "SQLITE_FULL": "make room on the disk; what was stored so far is safe, the same command goes on from there",
    "SQLITE_READONLY": "make the file and its folder writable, or " + _OTHER_FILE,
    "SQLITE_CANTOPEN": "make sure that the folder exists and is writable, or " + _OTHER_FILE,
    "SQLITE_PERM": "make the file and its folder writable, or " + _OTHER_FILE,
    "SQLITE_IOERR": "check the disk; what was stored so far is safe when it reads back",
    "SQLITE_CORRUPT": "the file is damaged: restore a backup (belegt db backup makes them), or ingest anew",
    "SQLITE_NOTADB": "the file is damaged or no SQLite database: " + _OTHER_FILE,
}
"""What to do, by SQLite's name for what is wrong with the file."""


class Database:
    """An open database in the newest schema. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, engine: "Engine") -> None:
        self.path = path
        self._engine = engine

    @contextmanager
    def write(self) -> Iterator["Connection"]:
        """One transaction that writes; all of it or nothing is stored.

        Raises:
            DatabaseError: when the file cannot be written, is locked for too long, or is damaged.
        """
        begin = "BEGIN IMMEDIATE"  # a transaction that reads first and then writes could not wait for another's write
        with (
            translated(self.path),
            self._engine.connect() as connection,
            connection.execution_options(belegt_begin=begin).begin(),
        ):
            yield connection

    @contextmanager
    def read(self) -> Iterator["Connection"]:
        """One transaction that reads: a consistent view of the database."""
        with translated(self.path), self._engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:  # noqa: A001 - db.engine.open is what it does
    """The database at `path`, made when there is none, and brought to the newest schema.

    Args:
        path: the file.
        busy_seconds: how long to wait for another program's write.

    Raises:
        DatabaseError: when the file is not ours, is from a newer program, is damaged, or cannot be written.
    """
    if schema_of(path) != SCHEMAS[-1]:
        migrate(path)
    return Database(path, _engine(path, busy_seconds=busy_seconds))


def schema_of(path: Path) -> str | None:
    """The schema of the database at `path`; None when there is no file, or nothing in it yet.

    Raises:
        DatabaseError: when the file is no database of ours, or newer than this program.
    """
    if isinstance(path, Server):
        from db import postgres_schema

        return _known(path, postgres_schema.schema_of(path))
    if not _present(path):
        return None
    with translated(path), readonly(path) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not application and not tables:
            return None
        if application != APPLICATION_ID or "alembic_version" not in tables:
            raise DatabaseError("this is a database of another application", str(path), _OTHER_FILE)
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if version is None else _known(path, str(version[0]))


def _known(path: Path, version: str | None) -> str | None:
    if version is not None and version not in SCHEMAS:
        raise DatabaseError(
            f"its schema {version} is newer than this program, which knows {SCHEMAS[-1]}",
            str(path),
            "use the newer belegt, or " + _OTHER_FILE,
        )
    return version


def require(path: Path) -> None:
    """Make sure that there is a database to read, in the newest schema.

    Raises:
        DatabaseError: when there is none, or it must be upgraded first.
    """
    schema = schema_of(path)
    if schema is None:
        raise DatabaseError(
            "there is no database here", str(path), f"make one: belegt ingest SOURCE --db {shlex.quote(str(path))}"
        )
    if schema != SCHEMAS[-1]:
        cure = f"belegt db upgrade --db {shlex.quote(str(path))}"
        raise DatabaseError(f"its schema is {schema}, this program needs {SCHEMAS[-1]}", str(path), cure)


def migrate(path: Path, target: str = "head") -> None:
    """Bring the database at `path` to the schema `target` (`base`: no tables), in one transaction.

    Raises:
        DatabaseError: when it cannot be written, or rows would be left that point nowhere.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    downwards = target == "base" or (target in SCHEMAS and target < (schema_of(path) or ""))
    # Foreign keys rest while tables are rebuilt (SQLite: lang_altertable), and are checked before the end.
    database = Database(path, _engine(path, foreign_keys=False))
    with database, database.write() as connection:
        config.attributes["connection"] = connection
        if isinstance(path, Server):
            command.upgrade(config, target)
            return
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        (command.downgrade if downwards else command.upgrade)(config, target)
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise DatabaseError(
                f"the upgrade would leave rows without their parent: {tuple(broken)}", str(path), _OUR_FAULT
            )


@contextmanager
def readonly(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection that can write nothing; it works also where nothing may be written.

    Raises:
        DatabaseError: changes wait in the journal of a folder that may not be written, or came in while it was read.
    """
    if isinstance(path, Server):
        from db import postgres

        with postgres.reading(path) as reading:
            yield cast("sqlite3.Connection", reading)  # it is asked in the same way
        return
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise
        with _immutable(path, error) as connection:
            yield connection
        return
    except sqlite3.Error:
        connection.close()
        raise
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _immutable(path: Path, refusal: sqlite3.Error) -> Iterator[sqlite3.Connection]:
    """A connection to a database of which SQLite may not make the WAL files that it would read by."""
    # `immutable=1` reads the file as it lies there, without locks and without the journal. That is the whole database
    # only when no -wal file holds anything: its content would be missed. And it is of one moment only when nobody
    # writes meanwhile: what is written goes to a -wal file first, and into the file itself when that is emptied. So
    # both are looked at before and after, and what was read across a change is not given out as an answer.
    before = _state(path)
    if before[0]:
        raise DatabaseError(
            "its latest changes are still in its -wal file, which can only be read where its folder may be written",
            str(path),
            "let somebody who may write there run `belegt db backup` and read the copy",
        ) from refusal
    connection = _connect(path, "mode=ro&immutable=1")
    try:
        yield connection
    finally:
        connection.close()
    if _state(path) != before:
        raise DatabaseError("it was changed while it was read", str(path), "run the same command again")


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS)


def _state(path: Path) -> tuple[int, int, int]:
    """The size of the -wal file; size and time of the file itself."""
    try:
        waiting = path.with_name(path.name + "-wal").stat().st_size
    except FileNotFoundError:
        waiting = 0
    found = path.stat()
    return waiting, found.st_size, found.st_mtime_ns


@contextmanager
def translated(path: Path, instead: str = _OTHER_FILE) -> Iterator[None]:
    """What SQLite says of the file, as a `DatabaseError` with the cure; a fault of ours stays what it is.

    Args:
        path: the file.
        instead: how another file is named.
    """
    from sqlalchemy.exc import DBAPIError

    if isinstance(path, Server):
        from db import postgres

        with postgres.translated(path):
            yield
        return
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        cause: Any = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(cause, "sqlite_errorname", "")
        cure = next((text for code, text in CURES.items() if name.startswith(code)), None)
        if cure is None:
            raise
        raise DatabaseError(str(cause), str(path), cure.replace(_OTHER_FILE, instead)) from error


def _present(path: Path) -> bool:
    """Whether a file with something in it stands there; what is no SQLite file is refused without being touched."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError:
        return False
    except PermissionError as error:
        cure = "ask its owner for the right to read it, or " + _OTHER_FILE
        raise DatabaseError("you may not read it", str(path), cure) from error
    except OSError as error:
        raise DatabaseError(
            f"it cannot be read: {error.strerror or error}", str(path), CURES["SQLITE_CANTOPEN"]
        ) from error
    if head and head != _MAGIC:
        raise DatabaseError("this is no SQLite database", str(path), _OTHER_FILE)
    return bool(head)


def _engine(path: Path, *, foreign_keys: bool = True, busy_seconds: float = BUSY_SECONDS) -> "Engine":
    from sqlalchemy import URL, create_engine, event

    if isinstance(path, Server):
        from db import postgres

        return postgres.engine(path, busy_seconds=busy_seconds)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_seconds, "cached_statements": _STATEMENTS},
    )

    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the transactions are ours: Python's driver would begin them too late
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # safe with WAL: a power cut loses the last commits, whole
        connection.execute("PRAGMA wal_autocheckpoint = 8000")  # pages: 32 MB, so that the disk is waited for seldom
        connection.execute("PRAGMA cache_size = -65536")  # KB
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    def begin(connection: "Connection") -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("belegt_begin", "BEGIN"))

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)
    return engine
