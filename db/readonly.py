"""One free SQL question, read only, within limits of time and size."""

import re
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.engine import CURES, readonly, require, translated
from db.errors import RefusedError
from db.server import Server

SECONDS: Final = 10.0
ROWS: Final = 100_000
_UNLIMITED: Final = 2**31 - 2
_LARGEST_VALUE: Final = 100_000_000
"""Bytes of one value: no single call of SQLite may fill the memory (`zeroblob`, `printf` with a width)."""

_READING: Final = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_LOOKING: Final = frozenset({"table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"})
_INSTRUCTIONS: Final = 10_000  # of SQLite's machine, between two looks at the clock: below a millisecond


_NAMED: Final = re.compile(
    r'(?:near|unrecognized token:|no such (?:table|column|function|index):|ambiguous column name:) "?([^"]+)"?'
)
"""What SQLite names of the question when it cannot read it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows; columns of one name are told apart: `quote`, `quote_2`."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def ask(
    path: Path,
    sql: str,
    parameters: Sequence[Any] | Mapping[str, Any] = (),
    *,
    limit: int = ROWS,
    seconds: float = SECONDS,
    fold: Callable[[Any], str | None] | None = None,
    ours: bool = False,
) -> Answer:
    """The answer to one SQL statement.

    Args:
        path: the database.
        sql: one statement that reads.
        parameters: for its question marks, or by name.
        limit: the most rows that the answer may have.
        seconds: the most time that it may take.
        fold: what SQL calls `fold(text)`, where a question of ours compares names.
        ours: whether it is a question of ours; to a server, somebody else's goes as it is written.

    Raises:
        RefusedError: the statement writes, is no SQL, asks nothing, or goes over a limit.
        DatabaseError: the database cannot be read.
    """
    require(path)
    if isinstance(path, Server):
        from db import postgres

        with translated(path):
            names, found = postgres.ask(path, sql, parameters if ours else None, limit=limit, seconds=seconds)
        return _answer(path, names, found, limit)
    over: list[str] = []
    deadline = time.monotonic() + seconds

    def late() -> bool:
        if time.monotonic() > deadline:
            over.append(f"it takes longer than {seconds:g} seconds")
        return bool(over)

    with translated(path), readonly(path) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
        if fold is not None:
            connection.create_function("fold", 1, fold, deterministic=True)
        connection.set_authorizer(_authorized)
        connection.set_progress_handler(late, _INSTRUCTIONS)
        try:
            cursor = connection.execute(sql, parameters)
            rows = cursor.fetchmany(limit + 1)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT" and not over:
                raise KeyboardInterrupt from error  # it came while `late` ran, where SQLite keeps it to itself
            if over:
                raise RefusedError(over[0], str(path), "narrow the question, or give it more with --seconds") from error
            if getattr(error, "sqlite_errorname", "").startswith(tuple(CURES)):
                raise
            raise RefusedError(_reason(error, sql), str(path), "ask with one SELECT over the views v_…") from error
    if cursor.description is None:  # "", ";", a comment
        raise RefusedError("there is no question in it", str(path), "ask with one SELECT over the views v_…")
    return _answer(path, [name for name, *_ in cursor.description], rows, limit)


def rows(
    path: Path, sql: str, values: Sequence[Any] | Mapping[str, Any], fold: Callable[[Any], str | None] | None = None
) -> list[dict[str, Any]]:
    """The rows of a question of our own, as objects: it may be as long as the database is large."""
    answer = ask(path, sql, values, limit=_UNLIMITED, seconds=float("inf"), fold=fold, ours=True)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _answer(path: Path, names: list[str], rows: list[tuple[Any, ...]], limit: int) -> Answer:
    if len(rows) > limit:
        cure = "narrow the question, add LIMIT to it, or allow more with --limit"
        raise RefusedError(f"the answer has more than {limit} rows", str(path), cure)
    return Answer(_columns(names), rows)


def _authorized(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = second not in {"load_extension", "fts3_tokenizer"}
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in _LOOKING
    else:
        allowed = action in _READING
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _reason(error: Exception, sql: str) -> str:
    """What SQLite says, and where that stands in the question: Python's driver leaves the place out."""
    text = str(error)
    if "not authorized" in text or "prohibited" in text:
        return "only reading is allowed here"
    if text == "incomplete input":
        return f"{text}, at its end ({_line_and_column(sql, len(sql))})"
    named = _NAMED.search(text)
    places = [] if named is None else [m.start() for m in re.finditer(re.escape(named[1]), sql)]
    if len(places) != 1 and named is not None and named[1].isidentifier():
        places = [m.start() for m in re.finditer(rf"(?<!\w){named[1]}(?!\w)", sql)]
    return f"{text} ({_line_and_column(sql, places[0])})" if len(places) == 1 else text


def _line_and_column(sql: str, at: int) -> str:
    before = sql[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"


def _columns(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    columns = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        columns.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(columns)
