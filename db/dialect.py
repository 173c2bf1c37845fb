"""Our SQL in PostgreSQL's words: written once, for SQLite, and said otherwise only where the grammar differs.

Functions that SQLite has and PostgreSQL lacks are made in the database by `db/postgres.sql` under SQLite's names, so that what
is left to do here is small: comparison with NULL, the order of NULLs, hints to SQLite's planner, and the marks of parameters.
Text in quotes and comments stays as it is.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from db.models import table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LITERAL: Final = r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*"
_QUOTED: Final = re.compile(_LITERAL)
_KEPT: Final = re.compile("\x00(\\d+)\x00")
_WORDS: Final = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"\bIS NOT (?!NULL\b|DISTINCT\b|TRUE\b|FALSE\b)", "IS DISTINCT FROM "),
        (r"\bIS (?!NOT\b|NULL\b|DISTINCT\b|TRUE\b|FALSE\b)", "IS NOT DISTINCT FROM "),
        (r"\bIN \(\s*+\)", "IN (NULL)"),  # one of none
        (r"\bWHERE 1 (?=AND\b)", "WHERE TRUE "),
        (r"\bleading\b", '"leading"'),  # a word of PostgreSQL's grammar
        (r"\bdate\(", "day_of("),  # and its name of a type
        (r"\bjson_each\(", "json_elements("),  # of a list; PostgreSQL's own is of an object
        (r"\bLIKE\b", "ILIKE"),  # SQLite's LIKE does not tell cases apart
        (r"(?<!\s)\s++INDEXED BY \w+", ""),
        # a CROSS JOIN with a condition only tells SQLite's planner which table to begin with
        (r"\bCROSS (JOIN \w+ AS \w+\s++ON\b)", r"\1"),
        (r"(\bWHERE |\bAND |\bOR |\()\+(?=\w)", r"\1"),  # and so does a plus before a column
        (r"\bINSERT OR IGNORE (INTO\b[^;]*)", r"INSERT \1 ON CONFLICT DO NOTHING"),
    )
)
_ORDER: Final = re.compile(r"\bORDER BY\b")
_CLAUSE: Final = re.compile(r"[(),;]|\b(?:LIMIT|OFFSET|UNION)\b")
_MARKS: Final = re.compile(rf"{_LITERAL}|::|:([a-zA-Z_]\w*)|\?|%")


@lru_cache(2_000)
def postgres(sql: str) -> str:
    """The statement in PostgreSQL's grammar; its parameters stay as they are marked."""
    kept: list[str] = []

    def away(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    said = _QUOTED.sub(away, sql)
    for pattern, new in _WORDS:
        said = pattern.sub(new, said)
    for found in reversed(list(_ORDER.finditer(said))):
        said = _nulls_first(said, found.end())
    return _KEPT.sub(lambda m: kept[int(m[1])], said)


@lru_cache(2_000)
def marked(sql: str) -> str:
    """The statement with its parameters marked as psycopg marks them: `?` as `%s`, `:name` as `%(name)s`."""

    def mark(found: re.Match[str]) -> str:
        if found[0] == "?":
            return "%s"
        if found[1] is not None:
            return f"%({found[1]})s"
        return found[0].replace("%", "%%")

    return _MARKS.sub(mark, sql)


def insert(connection: "Connection", name: str) -> Any:
    """An INSERT into the table of that name that can say what happens where there is such a row already."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table(name))
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table(name))


def _nulls_first(sql: str, at: int) -> str:
    """The ORDER BY whose terms begin at `at`, with NULLs where SQLite has them: before all values."""
    ends, depth, end = list[int](), 0, len(sql)
    for found in _CLAUSE.finditer(sql, at):
        if found[0] == "(":
            depth += 1
        elif found[0] == ")" and depth:
            depth -= 1
        elif found[0] == "," and not depth:
            ends.append(found.start())
        elif not depth:
            end = found.start()
            break
    for stop in (end, *reversed(ends)):
        term = sql[:stop].rstrip()
        last = "LAST" if term.endswith(" DESC") else "FIRST"
        sql = f"{term} NULLS {last}{sql[len(term) :]}"
    return sql
