"""Full text search in German: what belongs to it, in which order, and where it stands."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db import wordforms
from db.engine import readonly, require, translated
from db.names import fold
from db.search_terms import LEVELS, Place, Term, parse, tsquery

LIMIT: Final = 20
MATCH: Final = {1: "word", 2: "form", 3: "part"}
"""How the least near of the terms was found: as written in any spelling, in another form, as a part of a compound."""

_TITLE_COUNTS: Final = 10.0
_WIDTH: Final = 240
"""Code points of a snippet, about two lines of a page."""
_WORTH: Final = {1: 9, 2: 4, 3: 1}
_FOUND: Final = """
SELECT n.release_id, bm25(search, ?, 1.0, 1.0) AS score
FROM search JOIN search_release AS n ON n.number = search.rowid {}
WHERE search MATCH ? {}
ORDER BY score, n.release_id LIMIT ? OFFSET ?
"""
# On a server: the same words, and PostgreSQL's weights in the place of BM25, which it does not have.
_FOUND_ON_SERVER: Final = """
SELECT n.release_id, -ts_rank(CAST(? AS float4[]), search.words, asked.words) AS score
FROM (SELECT CAST(? AS tsquery) AS words) AS asked CROSS JOIN search JOIN search_release AS n ON n.number = search.number {}
WHERE search.words @@ asked.words {}
ORDER BY score, n.release_id LIMIT ? OFFSET ?
"""
_WEIGHTS: Final = "{0.1, 0.1, 0.1, 1.0}"  # of D, C, B, A: the title is A
_JOINED: Final = (
    "JOIN release AS r ON r.release_id = n.release_id"
    " JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision"
)
_SHOWN: Final = (
    "SELECT title, publisher, published, source, url, cluster_id, text, blocks FROM release"
    " JOIN revision USING (release_id, revision) WHERE release_id = ?"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: a part of the publisher's name; ISO days; the kind of block that all of it stands in."""

    publisher: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None

    def sql(self) -> tuple[list[str], list[Any]]:
        """Conditions on `r` and `v`, with their values."""
        where, values = list[str](), list[Any]()
        if self.publisher is not None:
            where.append("instr(fold(v.publisher), ?)")
            values.append(fold(self.publisher))
        # As in `belegt facts --since`: an unknown date counts as the day the release was first seen; of a month or
        # year, any day may be the one.
        for sign, day in ((">=", self.since), ("<=", self.until)):
            if day is not None:
                told = "coalesce(v.published, substr(r.first_seen, 1, 10))"
                where.append(f"{told} {sign} substr(?, 1, length({told}))")
                values.append(day)
        return where, values


def search(path: Path, text: str, filters: Filters = Filters(), *, limit: int = LIMIT) -> list[dict[str, Any]]:
    """The releases that hold all words and phrases of a text, the best first.

    What was written comes before its other forms, and those before compounds with it; among these BM25 counts, a title
    tenfold.

    Args:
        path: the database.
        text: words; phrases in quotation marks; "Onkolog*" for words that begin so.
        filters: what narrows it.
        limit: the most releases.

    Returns:
        release_id, start, end, snippet (`text[start:end]`: the stretch with the most of it), marks ([[start, end]] of
        what was found in the snippet, places in the text), match, score, title, publisher, published, source, url,
        cluster_id.

    Raises:
        DatabaseError: the database cannot be read.
    """
    require(path)
    with translated(path), readonly(path) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.create_function("fold", 1, lambda name: None if name is None else fold(name), deterministic=True)
        connection.execute("BEGIN")  # one state of the database for all that follows
        terms = parse(connection, text)
        found: dict[str, dict[str, Any]] = {}
        asked = ""
        for level in LEVELS if terms else ():
            before, asked = asked, " AND ".join(term.asked(level) for term in terms)
            if asked != before:
                for release_id, score in _candidates(connection, asked, filters):
                    if len(found) >= limit:
                        break
                    if release_id not in found and (hit := _hit(connection, release_id, terms, filters.kind)):
                        found[release_id] = hit | {"match": MATCH[level], "score": round(-score, 4)}
        return list(found.values())[:limit]


def _candidates(connection: sqlite3.Connection, asked: str, filters: Filters) -> Iterator[tuple[str, float]]:
    where, values = filters.sql()
    on_server = not isinstance(connection, sqlite3.Connection)
    found, told = (_FOUND_ON_SERVER, (_WEIGHTS, tsquery(asked))) if on_server else (_FOUND, (_TITLE_COUNTS, asked))
    sql = found.format(_JOINED if where else "", "".join(f" AND {one}" for one in where))
    size, offset = 100, 0
    while rows := connection.execute(sql, (*told, *values, size, offset)).fetchall():
        yield from rows
        if len(rows) < size:
            return
        offset, size = offset + size, size * 10


def _hit(
    connection: sqlite3.Connection, release_id: str, terms: Sequence[Term], kind: str | None
) -> dict[str, Any] | None:
    """What is shown of a release; None when what the index found is not there as it was asked for."""
    *shown, text, blocks = connection.execute(_SHOWN, (release_id,)).fetchone()
    places = _places(terms, text)
    if kind is not None:
        inside = [(start, end) for start, end, of in json.loads(blocks) if of == kind]
        places = [[p for p in some if any(s <= p[0] and p[1] <= e for s, e in inside)] for some in places]
        if not all(places):
            return None
    elif any(term.kind == "phrase" for term in terms):
        titled = _places(terms, shown[0] or "")
        if any(t.kind == "phrase" and not (a or b) for t, a, b in zip(terms, places, titled, strict=True)):
            return None
    start, end = _window(text, places)
    marks = _merged(place[:2] for some in places for place in some if start <= place[0] and place[1] <= end)
    names = ("title", "publisher", "published", "source", "url", "cluster_id")
    head = {"release_id": release_id, "start": start, "end": end, "snippet": text[start:end]}
    return {**head, "marks": marks, **dict(zip(names, shown, strict=True))}


def _places(terms: Sequence[Term], text: str) -> list[list[Place]]:
    words = wordforms.words(text)
    joined = list(wordforms.joined(text, words))
    return [list(term.places(words, joined)) for term in terms]


def _window(text: str, places: Sequence[Sequence[Place]]) -> tuple[int, int]:
    """The stretch that holds the most of what was searched for, with whole words around it; the first of equal ones."""
    marks = sorted((start, end, level, term) for term, some in enumerate(places) for start, end, level in some)
    best, first, last = 0, 0, 0
    for n, (start, *_) in enumerate(marks):
        worth: dict[int, int] = {}
        reach = start
        for other, end, level, term in marks[n:]:
            if end - start > _WIDTH and other > start:
                break
            reach = max(reach, end)
            worth[term] = max(worth.get(term, 0), _WORTH[level])
        if sum(worth.values()) > best:
            best, first, last = sum(worth.values()), start, reach
    around = max(_WIDTH - (last - first), 0)
    start = max(min(first - around // 2, len(text) - _WIDTH), 0)
    end = min(max(last + around // 2, start + _WIDTH), len(text))
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < end < len(text) and not text[end].isspace():
        end -= 1
    while start < first and text[start].isspace():
        start += 1
    while end > last and text[end - 1].isspace():
        end -= 1
    return start, end


def _merged(marks: Iterator[tuple[int, ...]]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged
