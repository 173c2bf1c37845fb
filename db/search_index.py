"""The full text index: what is in it, and how it is kept in step with the releases, in their own transactions.

`search` holds the words of each release's current text as `db.wordforms.fold` spells them: of the title, of the text,
and those that hyphens part as one word. It holds no text (contentless): what stands where is read from the release.
`search_word` lists each spelling once with the keys by which its other forms are found; `search_part` finds the
spellings of which a few letters are known. Both grow with the language and not with the number of releases, which is
what keeps the search for a part of a compound quick. Migration 0005 makes the tables. In PostgreSQL `search` holds the same
words as a tsvector, and an index of trigrams stands for `search_part` (db/postgres.sql).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from db import direct, wordforms

if TYPE_CHECKING:
    from sqlalchemy import Connection

_STORED: Final = (
    "SELECT v.release_id, v.revision, v.title, v.text FROM revision AS v"
    " JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision"
)
_AT_ONCE: Final = 500
_NUMBER: Final = "SELECT number FROM search_release WHERE release_id = :one"
_UNKNOWN: Final = "SELECT value FROM json_each(:words) WHERE value NOT IN (SELECT word FROM search_word)"
# One statement: FTS5 writes a segment of its own for each statement by which a trigger reaches it.
_LEARN: Final = (
    "INSERT INTO search_word (word, bare, stem) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:keys)"
)
_LAST_PLACE: Final = 16_383  # of a word in a tsvector; those behind it stand there
_LONGEST: Final = 2_046  # bytes of a word in a tsvector; what is longer is no word that anybody searches for


@dataclass(frozen=True, slots=True)
class _Statements:
    """How a database keeps the words of releases: put some in, take them out, take all out, ask for one word."""

    add: str
    drop: str
    clear: str
    holds: str


_FTS5: Final = _Statements(
    "INSERT INTO search (rowid, title, body, joined) VALUES (:number, :title, :body, :joined)",
    "INSERT INTO search (search, rowid, title, body, joined) VALUES ('delete', :number, :title, :body, :joined)",
    "INSERT INTO search (search) VALUES ('delete-all')",
    "SELECT 1 FROM search_term WHERE term = :word",
)
_TSVECTOR: Final = _Statements(
    "INSERT INTO search (number, words) VALUES (:number, CAST(:words AS tsvector))",
    "DELETE FROM search WHERE number = :number",
    "DELETE FROM search",
    "SELECT 1 FROM search WHERE words @@ CAST(:word AS tsquery) LIMIT 1",
)


def put(connection: "Connection", release_id: str) -> None:
    """Index the current text of a release, in the place of an older one.

    Args:
        connection: inside the transaction that stored the text.
        release_id: the release.
    """
    drop(connection, release_id)
    _put(connection, direct.rows(connection, f"{_STORED} WHERE v.release_id = :one", {"one": release_id}))


def drop(connection: "Connection", release_id: str) -> None:
    """Take a release out, and the words that no other one has; before its rows are deleted, for its words are read there."""
    found = direct.first(
        connection,
        "SELECT s.number, v.title, v.text FROM search_release AS s"
        " JOIN revision AS v ON v.release_id = s.release_id AND v.revision = s.revision WHERE s.release_id = :one",
        {"one": release_id},
    )
    if found is None:
        return
    number, title, text = found
    said = _said(connection)
    columns = _columns(said, title, text)
    direct.run(connection, said.drop, {"number": number, **(_held(said, columns) if said is _FTS5 else {})})
    direct.run(connection, "DELETE FROM search_release WHERE number = :number", {"number": number})
    asked = ({"word": word} for word in _words(columns))
    gone = [word for word in asked if direct.first(connection, said.holds, word) is None]
    direct.run_each(connection, "DELETE FROM search_word WHERE word = :word", gone)


def outdated(connection: "Connection") -> bool:
    """Whether another version of the rules made any of it, or a release is not in it."""
    other = direct.first(
        connection, "SELECT 1 FROM search_release WHERE version <> :now LIMIT 1", {"now": wordforms.VERSION}
    )
    missing = direct.first(
        connection, "SELECT 1 FROM release WHERE release_id NOT IN (SELECT release_id FROM search_release) LIMIT 1"
    )
    return other is not None or missing is not None


def rebuild(connection: "Connection") -> None:
    """Make all of it anew from the stored texts."""
    for statement in (
        _said(connection).clear,
        "DELETE FROM search_release",
        "DELETE FROM search_word",
    ):
        direct.run(connection, statement)
    after = ""
    sql = f"{_STORED} WHERE v.release_id > :after ORDER BY v.release_id LIMIT {_AT_ONCE}"
    while found := direct.rows(connection, sql, {"after": after}):
        _put(connection, found)
        after = found[-1][0]


def columns_of(title: str | None, text: str) -> tuple[str, str, str]:
    """What the three columns of `search` hold of a release: words with a space between them."""
    (first, apart), (second, others) = wordforms.spellings(title or ""), wordforms.spellings(text)
    return " ".join(first), " ".join(second), " ".join((*apart, *others))


def _put(connection: "Connection", stored: Iterable[tuple[Any, ...]]) -> None:
    known: set[str] = set()
    said = _said(connection)
    for release_id, revision, title, text in stored:
        columns = _columns(said, title, text)
        row = {"release_id": release_id, "revision": revision, "version": wordforms.VERSION}
        direct.run(
            connection,
            "INSERT INTO search_release (release_id, revision, version) VALUES (:release_id, :revision, :version)",
            row,
        )
        (number,) = direct.column(connection, _NUMBER, {"one": release_id})
        direct.run(connection, said.add, {"number": number, **_held(said, columns)})
        known |= _words(columns)
    if known:
        _learn(connection, said, sorted(known))


def _learn(connection: "Connection", said: _Statements, words: list[str]) -> None:
    """Keep the keys of those of the words that are not known yet."""
    if said is _FTS5:
        unknown = direct.column(connection, _UNKNOWN, {"words": json.dumps(words)})
        if unknown:
            direct.run(connection, _LEARN, {"keys": json.dumps([_keys(word) for word in unknown])})
        return
    rows = [dict(zip(("word", "bare", "stem"), _keys(word), strict=True)) for word in words]
    direct.run_each(
        connection, "INSERT OR IGNORE INTO search_word (word, bare, stem) VALUES (:word, :bare, :stem)", rows
    )


def _said(connection: "Connection") -> _Statements:
    return _TSVECTOR if connection.dialect.name == "postgresql" else _FTS5


def _columns(said: _Statements, title: str | None, text: str) -> tuple[str, str, str]:
    first, second, whole = columns_of(title, text)
    return (first, second, whole) if said is _FTS5 else (_short(first), _short(second), _short(whole))


def _short(column: str) -> str:
    return " ".join(word for word in column.split() if len(word.encode()) <= _LONGEST)


def _held(said: _Statements, columns: tuple[str, str, str]) -> dict[str, str]:
    """The words as the statements take them; in a tsvector, those of the title weigh more."""
    if said is _FTS5:
        return dict(zip(("title", "body", "joined"), columns, strict=True))
    places, at = list[str](), 0
    for column, weight in zip(columns, "ADD", strict=True):
        for word in column.split():
            at = min(at + 1, _LAST_PLACE)
            places.append(f"'{word}':{at}{weight}")
        at = min(at + 1, _LAST_PLACE)  # what one column ends with and another begins with is no phrase
    return {"words": " ".join(places)}


def _words(columns: Iterable[str]) -> set[str]:
    """The words that have other forms; a number has none."""
    return {word for column in columns for word in column.split() if not word.isdecimal()}


@lru_cache(maxsize=20_000)
def _keys(word: str) -> tuple[Any, ...]:
    bare = wordforms.bare(word)
    return word, bare, wordforms.stem(bare)
