"""One snapshot of all promised views, read as it is written out: no row is kept longer than its batch."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from db.engine import readonly, require, translated

BATCH: Final = 2_000
"""Rows that are in memory at once."""

KEYS: Final = {
    "v_release": ("release_id",),
    "v_mention": ("release_id", "start", "end", "mention_id"),
    "v_entity": ("entity_id",),
    "v_alias": ("entity_id", "name", "rule"),
    "v_fact": ("release_id", "start", "end", "fact_id"),
    "v_discrepancy_value": ("discrepancy_id", "position"),
    "v_discrepancy": ("discrepancy_id",),
    "v_decision": ("number",),
    "v_run": ("started", "run_id"),
    "v_failure": ("at", "failure_id"),
}
"""By which columns a view is put in order; one that is not named here, by all of its columns."""

NUMBERS: Final = {
    "v_fact": {"value": "REAL"},
    "v_alias": {"releases": "INTEGER"},
    "v_entity": {"mentions": "INTEGER", "releases": "INTEGER"},
}
"""Columns that are computed, for which SQLite declares no type."""


@dataclass(frozen=True, slots=True)
class View:
    """A promised view: its name and its columns with their types, `TEXT`, `INTEGER` or `REAL`."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def order(self) -> str:
        """What its rows are put in order by."""
        known = [column for column in KEYS.get(self.name, ()) if column in self.columns]
        return ", ".join(f'"{column}"' for column in known or self.columns)


_ON_SERVER: Final = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND substr(table_name, 1, 2) = 'v_' ORDER BY table_name, ordinal_position"
)


class Snapshot:
    """The database at one moment; what is written meanwhile is not seen."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.views: tuple[View, ...] = tuple(self._views())

    def view(self, name: str) -> View:
        """The view of that name.

        Raises:
            KeyError: there is none.
        """
        return {view.name: view for view in self.views}[name]

    def rows(self, view: View) -> Iterator[tuple[Any, ...]]:
        """All rows of the view, in its order."""
        columns = ", ".join(f'"{column}"' for column in view.columns)
        return self.ask(f"SELECT {columns} FROM {view.name} ORDER BY {view.order}")  # noqa: S608 - names of our schema

    def batches(self, view: View) -> Iterator[list[tuple[Any, ...]]]:
        """The same, `BATCH` rows at a time."""
        rows = self.rows(view)
        while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
            yield batch

    def ask(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a question of our own, as they come."""
        cursor = self._connection.execute(sql, values)
        while batch := cursor.fetchmany(BATCH):
            yield from batch

    def objects(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """The same, as objects."""
        cursor = self._connection.execute(sql, values)
        names = [name for name, *_ in cursor.description]
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                yield dict(zip(names, row, strict=True))

    def _views(self) -> Iterator[View]:
        if not isinstance(self._connection, sqlite3.Connection):
            columns = self._connection.execute(_ON_SERVER).fetchall()
            for name, of in groupby(columns, itemgetter(0)):
                told = [(column, NUMBERS.get(name, {}).get(column, _kind(declared))) for _, column, declared in of]
                yield View(name, *map(tuple, zip(*told, strict=True)))
            return
        names = "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\' ORDER BY name"
        for (name,) in self._connection.execute(names).fetchall():
            told = self._connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall()
            types = tuple(NUMBERS.get(name, {}).get(column, _kind(declared)) for column, declared in told)
            yield View(name, tuple(column for column, _ in told), types)


@contextmanager
def snapshot(path: Path) -> Iterator[Snapshot]:
    """The database at `path`, at one moment.

    Raises:
        DatabaseError: when it cannot be read.
    """
    require(path)
    with translated(path), readonly(path) as connection:
        connection.execute("BEGIN")
        connection.create_function("fold", 1, _fold, deterministic=True)
        yield Snapshot(connection)


def typed(kind: str) -> Callable[[Any], Any]:
    """What makes a value one of a column of this type; a number that a person corrected to words becomes null.

    The words are not lost: they stand in `object`, beside the `value`.
    """
    return {"INTEGER": _integer, "REAL": _real}.get(kind, _text)


def parsed(text: str | None) -> Any:
    """What the JSON says; a text that is none stays one."""
    try:
        return json.loads(text) if text is not None else None
    except ValueError:
        return text


def _kind(declared: str) -> str:
    name = declared.upper()
    if "INT" in name:
        return "INTEGER"
    return "REAL" if any(part in name for part in ("FLOAT", "NUMERIC", "REAL", "DOUBLE")) else "TEXT"


def _integer(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _real(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None  # 12 stays 12, as in the view


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fold(text: Any) -> str | None:
    from db.names import fold

    return None if text is None else fold(str(text))
