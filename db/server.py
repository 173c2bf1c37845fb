"""An address of a PostgreSQL database, where else the path of a SQLite file stands."""

import re
import sys
from pathlib import Path, PosixPath
from typing import Final, Self

_SCHEME: Final = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://", re.IGNORECASE)
_NOWHERE: Final = "/dev/null/postgresql"  # below what is no folder: no file can ever stand there
_IN_QUERY: Final = re.compile(r"(?<=[?&])([a-z]*password)=[^&]*", re.IGNORECASE)
# up to the last @: rather too much than the rest of a password that has an @, a colon or a slash
_OF_USER: Final = re.compile(r"(?<=://)([^:/]*):.*@")


class Server(PosixPath):
    """The address `postgresql+psycopg://USER@HOST/NAME`; its text is shown without the password.

    It is a path only so that everything that takes a database takes either; there is no file behind it. What knows files
    alone (a backup, Datasette) refuses it by `refuse`.

    Attributes:
        url: the whole address, in SQLAlchemy's form.
    """

    url: str

    def __new__(cls, url: str) -> Self:
        """The address, from its text."""
        self = super().__new__(cls, _NOWHERE)
        self.url = _SCHEME.sub("postgresql+psycopg://", url, count=1)
        return self

    def __init__(self, url: str) -> None:
        # From Python 3.12 on a path is made here, not in `__new__`.
        del url
        if sys.version_info >= (3, 12):
            super().__init__(_NOWHERE)

    def __str__(self) -> str:
        return _OF_USER.sub(r"\1:***@", _IN_QUERY.sub(r"\1=***", self.url))

    def exists(self, **_: bool) -> bool:
        """Whether there is such a database is for the server to say, when it is asked."""
        return True

    def __repr__(self) -> str:
        return f"Server({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Server) and other.url == self.url

    def __hash__(self) -> int:
        return hash(self.url)

    def __reduce__(self) -> tuple[type["Server"], tuple[str]]:
        return Server, (self.url,)


def place_of(given: str | Path) -> Path:
    """Where a database is: a `Server` for an address of PostgreSQL, else the path of a file."""
    if isinstance(given, Path):
        return given
    return Server(given) if _SCHEME.match(given) else Path(given)


def refuse(path: Path, what: str, cure: str) -> None:
    """Say that something knows SQLite's files alone.

    Raises:
        RefusedError: when the database is on a server.
    """
    if isinstance(path, Server):
        from db.errors import RefusedError

        raise RefusedError(
            f"{what} knows SQLite files alone, and this database is on a PostgreSQL server", str(path), cure
        )
