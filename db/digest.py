"""What is new: the rows behind `belegt digest`. What follows from them is decided in pipeline/reconcile/digest.py.

Everything is asked for by the releases of the interval and by what they name, in indexed rows: a digest of one day costs what that day brought,
however many releases there are.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from db.engine import readonly, require, translated

By = Literal["published", "seen"]
Moment = tuple[str, str, str]
"""When something was said, and which of two at one time counts as the earlier."""

# The first day of a month or year that is all that is known of a date; of a release without one, the day of its arrival.
_DAY: Final = "substr(coalesce(v.published || '-01-01', r.first_seen), 1, 10)"
_PUBLISHED: Final = """
SELECT r.release_id FROM revision AS v JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision
WHERE v.published >= ? AND v.published < ?
UNION
SELECT r.release_id FROM revision AS v JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision
WHERE v.published IS NULL AND v.first_seen >= ? AND r.first_seen >= ? AND r.first_seen < ?
"""
_SEEN: Final = "SELECT DISTINCT release_id FROM revision WHERE first_seen >= ? AND first_seen < ?"
_RELEASES: Final = """
SELECT r.release_id, r.cluster_id, v.title, v.publisher, v.published, v.source, v.url, r.first_seen, v.first_seen AS stated, {day} AS day
FROM release AS r JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision
WHERE r.{column} IN (SELECT value FROM json_each(?))
"""
_FACTS: Final = """
SELECT fact_id, release_id, subject, subject_id, predicate, object, object_id, value, unit, qualifiers, modality, start, "end", quote, score
FROM v_fact WHERE release_id IN (SELECT value FROM json_each(?)) AND status <> 'rejected'
ORDER BY release_id, start, "end", predicate, fact_id
"""
_MEMBERS: Final = """
SELECT entity_id FROM entity WHERE entity_id IN (SELECT value FROM json_each(?))
UNION SELECT entity_id FROM entity WHERE same_as IN (SELECT value FROM json_each(?))
"""
_SAID: Final = """
SELECT f.fact_id, f.release_id, f.subject, coalesce(s.same_as, f.subject_id) AS subject_id, f.predicate, f.object,
  coalesce(o.same_as, f.object_id) AS object_id, f.value, f.unit, f.qualifiers, f.modality,
  f.start, f."end", f.revision = r.revision AS current, r.cluster_id, r.first_seen, w.first_seen AS stated, {day} AS day
FROM fact AS f
JOIN release AS r ON r.release_id = f.release_id
JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision
JOIN revision AS w ON w.release_id = f.release_id AND w.revision = f.revision
LEFT JOIN entity AS s ON s.entity_id = f.subject_id
LEFT JOIN entity AS o ON o.entity_id = f.object_id
WHERE f.{column} IN (SELECT value FROM json_each(?))
"""
_OF_PREDICATES: Final = "AND f.predicate IN (SELECT value FROM json_each(?))"
_REFUSED: Final = """
SELECT f.fact_id FROM v_fact AS f WHERE f.fact_id IN (SELECT value FROM json_each(?)) AND f.status = 'rejected'
"""
_NAMES: Final = """
SELECT a.release_id, coalesce(e.same_as, e.entity_id) AS entity_id, e.kind, a.name, a.rule, a.score, a.revision = r.revision AS current,
  w.first_seen AS stated
FROM alias AS a
JOIN release AS r ON r.release_id = a.release_id
JOIN revision AS w ON w.release_id = a.release_id AND w.revision = a.revision
JOIN entity AS e ON e.entity_id = a.entity_id
WHERE a.release_id IN (SELECT value FROM json_each(?))
ORDER BY a.release_id, a.entity_id, a.rule = 'base_form' DESC, a.score DESC, length(a.name) DESC, a.name
"""
# An entity that every release names has an earlier one at once: the search ends at the first.
_FIRST: Final = """
SELECT w.key AS place FROM json_each(?) AS w
WHERE NOT EXISTS (
  SELECT 1 FROM entity AS n
  CROSS JOIN alias AS a ON a.entity_id = n.entity_id
  CROSS JOIN release AS r ON r.release_id = a.release_id
  CROSS JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision
  CROSS JOIN revision AS u ON u.release_id = a.release_id AND u.revision = a.revision
  WHERE (n.entity_id = w.value ->> 0 OR n.same_as = w.value ->> 0) AND a.release_id <> w.value ->> 1
  AND ({0}) < (w.value ->> 2, w.value ->> 3, w.value ->> 4)
  AND (a.revision = r.revision OR EXISTS (
    SELECT 1 FROM alias AS c JOIN entity AS m ON m.entity_id = c.entity_id
    WHERE c.release_id = r.release_id AND c.revision = r.revision AND coalesce(m.same_as, m.entity_id) = w.value ->> 0
  ))
)
"""
# The plus keeps SQLite from its index of verdicts, by which it would look through those of all releases.
_FINDINGS: Final = """
SELECT d.discrepancy_id, d.kind, d.verdict, d.subject, d.predicate, d.reason_de, d.reason_en, d.status, s.position, s.release_id, s.value,
  s.quote, s.start, s."end", r.first_seen, v.first_seen AS stated, {day} AS day
FROM v_discrepancy AS d
JOIN v_discrepancy_value AS s ON s.discrepancy_id = d.discrepancy_id
JOIN release AS r ON r.release_id = s.release_id
JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision
WHERE d.discrepancy_id IN (
  SELECT x.discrepancy_id FROM discrepancy_evidence AS x WHERE x.release_id IN (SELECT value FROM json_each(?))
)
AND (+d.verdict IN ('conflict', 'question') OR +d.verdict = CASE d.scope WHEN 'between' THEN 'change' ELSE 'disagrees' END)
AND d.status IN ('open', 'unsure', 'stale')
ORDER BY d.kind, d.subject, d.discrepancy_id, s.position
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The interval of a digest.

    Attributes:
        by: `published`, as releases date themselves, those without a date as they arrived; `seen`, as they arrived.
        first: the first day (YYYY-MM-DD) or stamp; last: the first after it, None for no end.
    """

    by: By
    first: str
    last: str | None = None

    @classmethod
    def of_run(cls, stamp: str) -> "Window":
        """What the run of that stamp brought."""
        return cls("seen", stamp, stamp + "~")  # it sorts behind every digit

    def holds(self, moment: Moment) -> bool:
        """Whether something said then belongs to it."""
        return self.first <= moment[0] and (self.last is None or moment[0] < self.last)

    def moment(self, row: dict[str, Any]) -> Moment:
        """When something was said that stands in a row with `release_id`, `day`, `first_seen` and `stated`."""
        first = (row["day"], row["first_seen"]) if self.by == "published" else (row["stated"], row["day"])
        return (*first, row["release_id"])


@dataclass(frozen=True, slots=True)
class Material:
    """All that a digest is made from, as rows.

    Attributes:
        releases: those that said something in the interval, and their copies, by id.
        chosen: the ids of the former; facts: theirs, as v_fact shows them; names: theirs, the best first.
        said: the statements about the same things, of any release and revision, theirs too.
        first: (release, entity) that no earlier release names; findings: between releases, and what one says against itself, one row a statement.
    """

    releases: dict[str, dict[str, Any]]
    chosen: tuple[str, ...]
    facts: list[dict[str, Any]]
    names: list[dict[str, Any]]
    said: list[dict[str, Any]]
    first: frozenset[tuple[str, str]]
    findings: list[dict[str, Any]]


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as it is at one moment, whatever is written to it meanwhile.

    Raises:
        DatabaseError: there is none, or it cannot be read.
    """
    require(path)
    with translated(path), readonly(path) as connection:
        connection.execute("BEGIN")
        yield connection


def releases_of(database: sqlite3.Connection, window: Window) -> list[str]:
    """The ids of the releases that said something in that interval, in order of time."""
    last = window.last or "9999-12-32"
    if window.by == "published":
        # "2025-07" sorts before "2025-07-01", and is that day
        low, high = (bound.removesuffix("-01").removesuffix("-01") for bound in (window.first, last))
        found = _rows(database, _PUBLISHED, (low, high, window.first, window.first, last))
    else:
        found = _rows(database, _SEEN, (window.first, last))
    known = _releases(database, "release_id", [row["release_id"] for row in found])
    return sorted(known, key=lambda i: window.moment(known[i]))


def material(database: sqlite3.Connection, window: Window, chosen: Sequence[str]) -> Material:
    """The rows for a digest of these releases."""
    known = _releases(database, "release_id", chosen)
    copies = _releases(database, "cluster_id", {row["cluster_id"] for row in known.values()})
    facts = _rows(database, _FACTS, (_list(chosen),))
    about = _list({f["subject_id"] for f in facts if f["subject_id"]})
    members = [row["entity_id"] for row in _rows(database, _MEMBERS, (about, about))]
    said = {
        (row["release_id"], row["fact_id"], row["stated"]): row
        for row in _rows(database, _SAID.format(day=_DAY, column="release_id"), (_list(copies),))
    }
    for row in _rows(
        database,
        _SAID.format(day=_DAY, column="subject_id") + _OF_PREDICATES,
        (_list(members), _list({f["predicate"] for f in facts})),
    ):
        said[row["release_id"], row["fact_id"], row["stated"]] = row
    refused = {row["fact_id"] for row in _rows(database, _REFUSED, (_list({row["fact_id"] for row in said.values()}),))}
    names = _rows(database, _NAMES, (_list(chosen),))
    findings = _rows(database, _FINDINGS.format(day=_DAY), (_list(chosen),))
    return Material(
        copies,
        tuple(chosen),
        facts,
        names,
        [row for row in said.values() if row["fact_id"] not in refused],
        _first(database, window, known, names),
        findings,
    )


def releases(database: sqlite3.Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Title, publisher, date and source of these releases, by id."""
    return _releases(database, "release_id", ids)


def _first(
    database: sqlite3.Connection, window: Window, known: dict[str, dict[str, Any]], names: Iterable[dict[str, Any]]
) -> frozenset[tuple[str, str]]:
    """Which releases are the first to name which of their entities, in the interval."""
    current: set[tuple[str, str]] = set()
    when: dict[tuple[str, str], Moment] = {}
    for row in names:
        place = row["release_id"], row["entity_id"]
        moment = window.moment({**known[row["release_id"]], "stated": row["stated"]})
        when[place] = min(when.get(place, moment), moment)
        if row["current"]:
            current.add(place)
    asked = [(*place, when[place]) for place in sorted(current) if window.holds(when[place])]
    wanted = [[entity, release, *moment] for release, entity, moment in asked]
    key = f"{_DAY}, r.first_seen, r.release_id" if window.by == "published" else f"u.first_seen, {_DAY}, r.release_id"
    found = _rows(database, _FIRST.format(key), (json.dumps(wanted),))
    return frozenset(asked[row["place"]][:2] for row in found)


def _releases(database: sqlite3.Connection, column: str, values: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {
        row["release_id"]: row for row in _rows(database, _RELEASES.format(day=_DAY, column=column), (_list(values),))
    }


def _rows(database: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    cursor = database.execute(sql, values)
    columns = [name for name, *_ in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def _list(values: Iterable[str]) -> str:
    return json.dumps(sorted(values))
