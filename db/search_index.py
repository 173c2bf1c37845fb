"""The full text index: what is in it, and how it is kept in step with the releases, in their own transactions.

`search` holds the words of each release's current text as `db.wordforms.fold` spells them: of the title, of the text,
and those that hyphens part as one word. It holds no text (contentless): what stands where is read from the release.
`search_word` lists each spelling once with the keys by which its other forms are found; `search_part` finds the
spellings of which a few letters are known. Both grow with the language and not with the number of releases, which is
what keeps the search for a part of a compound quick. Migration 0005 makes the tables. In PostgreSQL `search` holds the same
words as a tsvector, and an index of trigrams stands for `search_part` (db/postgres.sql).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from db import wordforms

if TYPE_CHECKING:
    from sqlalchemy import Connection

_STORED: Final = (
    "SELECT v.release_id, v.revision, v.title, v.text FROM revision AS v"
    " JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision"
)
_AT_ONCE: Final = 500
_NUMBER: Final = "SELECT number FROM search_release WHERE release_id = ?"
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
    "INSERT INTO search (rowid, title, body, joined) VALUES (?, ?, ?, ?)",
    "INSERT INTO search (search, rowid, title, body, joined) VALUES ('delete', ?, ?, ?, ?)",
    "INSERT INTO search (search) VALUES ('delete-all')",
    "SELECT 1 FROM search_term WHERE term = ?",
)
_TSVECTOR: Final = _Statements(
    "INSERT INTO search (number, words) VALUES (?, CAST(? AS tsvector))",
    "DELETE FROM search WHERE number = ?",
    "DELETE FROM search",
    "SELECT 1 FROM search WHERE words @@ CAST(? AS tsquery) LIMIT 1",
)


def put(connection: "Connection", release_id: str) -> None:
    """Index the current text of a release, in the place of an older one.

    Args:
        connection: inside the transaction that stored the text.
        release_id: the release.
    """
    drop(connection, release_id)
    row = connection.exec_driver_sql(f"{_STORED} WHERE v.release_id = ?", (release_id,)).one()
    _put(connection, [tuple(row)])


def drop(connection: "Connection", release_id: str) -> None:
    """Take a release out, and the words that no other one has; before its rows are deleted, for its words are read there."""
    found = connection.exec_driver_sql(
        "SELECT s.number, v.title, v.text FROM search_release AS s"
        " JOIN revision AS v ON v.release_id = s.release_id AND v.revision = s.revision WHERE s.release_id = ?",
        (release_id,),
    ).first()
    if found is None:
        return
    number, title, text = found
    said = _said(connection)
    columns = _columns(said, title, text)
    connection.exec_driver_sql(said.drop, (number, *columns) if said is _FTS5 else (number,))
    connection.exec_driver_sql("DELETE FROM search_release WHERE number = ?", (number,))
    gone = [(word,) for word in _words(columns) if connection.exec_driver_sql(said.holds, (word,)).first() is None]
    if gone:
        connection.exec_driver_sql("DELETE FROM search_word WHERE word = ?", gone)


def outdated(connection: "Connection") -> bool:
    """Whether another version of the rules made any of it, or a release is not in it."""
    other = connection.exec_driver_sql(
        "SELECT 1 FROM search_release WHERE version <> ? LIMIT 1", (wordforms.VERSION,)
    ).first()
    missing = connection.exec_driver_sql(
        "SELECT 1 FROM release WHERE release_id NOT IN (SELECT release_id FROM search_release) LIMIT 1"
    ).first()
    return other is not None or missing is not None


def rebuild(connection: "Connection") -> None:
    """Make all of it anew from the stored texts."""
    for statement in (
        _said(connection).clear,
        "DELETE FROM search_release",
        "DELETE FROM search_word",
    ):
        connection.exec_driver_sql(statement)
    after = ""
    while found := connection.exec_driver_sql(
        f"{_STORED} WHERE v.release_id > ? ORDER BY v.release_id LIMIT ?", (after, _AT_ONCE)
    ).all():
        _put(connection, [tuple(row) for row in found])
        after = found[-1].release_id


def columns_of(title: str | None, text: str) -> tuple[str, str, str]:
    """What the three columns of `search` hold of a release: words with a space between them."""
    bodies = [(given, wordforms.words(given)) for given in (title or "", text)]
    whole = (word.word for given, found in bodies for word in wordforms.joined(given, found))
    first, second = (" ".join(word.word for word in found) for _, found in bodies)
    return first, second, " ".join(whole)


def _put(connection: "Connection", stored: list[tuple[str, int, str | None, str]]) -> None:
    known: set[str] = set()
    said = _said(connection)
    for release_id, revision, title, text in stored:
        columns = _columns(said, title, text)
        numbered = connection.exec_driver_sql(
            "INSERT INTO search_release (release_id, revision, version) VALUES (?, ?, ?)",
            (release_id, revision, wordforms.VERSION),
        )
        of_server = said is _TSVECTOR
        number = connection.exec_driver_sql(_NUMBER, (release_id,)).scalar() if of_server else numbered.lastrowid
        connection.exec_driver_sql(said.add, (number, *_held(said, columns)))
        known |= _words(columns)
    rows = [_keys(word) for word in sorted(known)]
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO search_word (word, bare, stem) VALUES (?, ?, ?)", rows)


def _said(connection: "Connection") -> _Statements:
    return _TSVECTOR if connection.dialect.name == "postgresql" else _FTS5


def _columns(said: _Statements, title: str | None, text: str) -> tuple[str, str, str]:
    first, second, whole = columns_of(title, text)
    return (first, second, whole) if said is _FTS5 else (_short(first), _short(second), _short(whole))


def _short(column: str) -> str:
    return " ".join(word for word in column.split() if len(word.encode()) <= _LONGEST)


def _held(said: _Statements, columns: tuple[str, str, str]) -> tuple[str, ...]:
    """The words as the statements take them; in a tsvector, those of the title weigh more."""
    if said is _FTS5:
        return columns
    places, at = list[str](), 0
    for column, weight in zip(columns, "ADD", strict=True):
        for word in column.split():
            at = min(at + 1, _LAST_PLACE)
            places.append(f"'{word}':{at}{weight}")
        at = min(at + 1, _LAST_PLACE)  # what one column ends with and another begins with is no phrase
    return (" ".join(places),)


def _words(columns: Iterable[str]) -> set[str]:
    """The words that have other forms; a number has none."""
    return {word for column in columns for word in column.split() if not word.isdecimal()}


@lru_cache(maxsize=100_000)
def _keys(word: str) -> tuple[Any, ...]:
    bare = wordforms.bare(word)
    return word, bare, wordforms.stem(bare)
