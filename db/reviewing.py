"""What the review page reads: the queue's items, one card, one release's text. Lists for the other pages: db/overview.py.

All of it reads the views, inside one transaction of the caller: a page shows one state of the database.
"""
# ruff: noqa: S608 - only question marks and our own words are put into SQL

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from db.judgements import identity_id
from db.queries import QUIET

if TYPE_CHECKING:
    from sqlalchemy import Connection

Fetched = dict[str, Any]
"""One row, by the names of its columns."""

_LOUD: Final = f"verdict NOT IN ({', '.join(repr(verdict) for verdict in QUIET)})"


def fetch(connection: "Connection", sql: str, values: Sequence[Any] = ()) -> Iterator[Fetched]:
    """The rows of one question."""
    yield from (dict(row) for row in connection.exec_driver_sql(sql, tuple(values)).mappings())


def one(connection: "Connection", sql: str, values: Sequence[Any] = ()) -> Fetched | None:
    """The first row of one question, or None."""
    return next(fetch(connection, sql, values), None)


def state(connection: "Connection") -> tuple[Any, ...]:
    """What changes when there are other rows: the newest run and how far it has come; what was judged and what forgotten.

    The second value is how many runs are at work. Judgements that still wait for the comparison of the neighbours change
    no row; those that were compared are counted with their numbers, so that one more, another or one less is seen.
    """
    runs = "SELECT count(*) AS runs, sum(state = 'running') AS running, max(started) AS latest, max(finished) AS finished FROM v_run"
    others = (
        "SELECT (SELECT count(*) FROM release) AS releases, (SELECT count(*) FROM forgotten) AS forgotten, "
        "(SELECT count(*) FROM judgement WHERE NOT pending) AS judged, "
        "(SELECT total(number) FROM judgement WHERE NOT pending) AS numbers"
    )
    return tuple(value for sql in (runs, others) for value in (one(connection, sql) or {}).values())


def releases(connection: "Connection") -> dict[str, Fetched]:
    """All releases by id, without their texts: release_id, published, publisher, title, source, url, run_id."""
    sql = (
        "SELECT r.release_id, v.published, v.publisher, v.title, v.source, v.url, v.run_id FROM release AS r "
        "JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision"
    )
    return {row["release_id"]: row for row in fetch(connection, sql)}


def facts(connection: "Connection") -> Sequence[Any]:
    """Of every fact what the queue sorts and filters by: (fact_id, release_id, predicate, extractor, score, status).

    As `v_fact` has them, but for its look at entities and evidence, which took half of the time. Plain tuples: as objects, a
    hundred thousand rows took three times as long.
    """
    sql = (
        "SELECT f.fact_id, f.release_id, f.shown_predicate, f.extractor, f.score, "
        "CASE WHEN a.status IS NULL OR a.status = 'open' THEN 'open' WHEN a.fit = 'stale' THEN 'stale' "
        "WHEN a.status = 'added' THEN 'accepted' ELSE a.status END FROM release AS r "
        "CROSS JOIN fact AS f ON f.release_id = r.release_id AND f.revision = r.revision "
        "LEFT JOIN anchor AS a ON a.target_id = f.fact_id"
    )
    return connection.exec_driver_sql(sql).fetchall()


def discrepancies(connection: "Connection") -> Iterator[Fetched]:
    """Of every discrepancy that needs a look what the queue sorts and filters by; `releases` are those it is between."""
    sql = (
        "SELECT x.discrepancy_id, x.kind, x.verdict, x.predicate, x.status, x.first_id, x.second_id, "
        "(SELECT json_group_array(DISTINCT v.release_id) FROM v_discrepancy_value AS v "
        f"WHERE v.discrepancy_id = x.discrepancy_id) AS releases FROM v_discrepancy AS x WHERE x.{_LOUD}"
    )
    for row in fetch(connection, sql):
        yield {**row, "releases": json.loads(row["releases"])}


def links(connection: "Connection", entity_id: str | None = None) -> Iterator[Fetched]:
    """Entities that were taken for one: first, second, rule, score, the status of that judgement.

    Args:
        connection: to read.
        entity_id: only of those that are one with this entity.
    """
    where, values = "", []
    if entity_id is not None:
        where = "WHERE coalesce(a.same_as, a.entity_id) = ? OR coalesce(b.same_as, b.entity_id) = ?"
        values = [entity_id, entity_id]
    sql = (
        "SELECT l.first, l.second, l.rule, l.score, a.kind FROM entity_link AS l JOIN entity AS a ON a.entity_id = l.first "
        f"JOIN entity AS b ON b.entity_id = l.second {where} ORDER BY l.score, l.first, l.second"
    )
    known = judged(connection)
    for row in fetch(connection, sql, values):
        pair_id = identity_id(row["first"], row["second"])
        yield {**row, "identity_id": pair_id, "status": known.get(pair_id, {"status": "open"})["status"]}


def judged(connection: "Connection") -> dict[str, Fetched]:
    """What was last said of each two entities, by the id under which they are judged: first, second, status."""
    rows = fetch(connection, "SELECT first, second, status FROM judgement")
    return {identity_id(row["first"], row["second"]): row for row in rows}


def pairs_of(connection: "Connection", entity_id: str) -> list[Fetched]:
    """What can be judged of an entity: identity_id of each two that were taken for one, are asked about or were judged."""
    group = {row["entity_id"] for row in fetch(
        connection, "SELECT entity_id FROM entity WHERE entity_id = ? OR same_as = ?", (entity_id, entity_id)
    )}  # fmt: skip
    marks = ", ".join("?" * len(group))
    asked = fetch(
        connection,
        f"SELECT DISTINCT pair AS identity_id FROM discrepancy WHERE pair IS NOT NULL AND (first IN ({marks}) OR second IN ({marks}))",
        (*group, *group),
    )
    said = [key for key, row in judged(connection).items() if {row["first"], row["second"]} & group]
    found = [row["identity_id"] for row in links(connection, entity_id)] + [row["identity_id"] for row in asked] + said
    return [{"identity_id": key} for key in dict.fromkeys(found)]


def pair(connection: "Connection", pair_id: str) -> Fetched | None:
    """The two entities of an identity, by its id: of what was asked, taken for one, or judged.

    Its `question` is the discrepancy that asks, or None.
    """
    asked = one(
        connection,
        "SELECT x.discrepancy_id, x.first AS first, x.second AS second FROM discrepancy AS x WHERE x.pair = ?",
        (pair_id,),
    )
    status = judged(connection).get(pair_id)
    if asked is not None:
        question = discrepancy(connection, asked["discrepancy_id"])
        found = {
            "rule": None,
            "score": None,
            "question": question,
            **asked,
            "status": (question or {}).get("status", "open"),
        }
    else:
        link = next((row for row in links(connection) if row["identity_id"] == pair_id), None)
        if link is None and status is None:
            return None
        found = {"rule": None, "score": None, "question": None, **(status or {}), **(link or {})}
    return {**found, "identity_id": pair_id}


def last_number(connection: "Connection") -> int:
    """The number of the newest decision; 0 when there is none."""
    return int((one(connection, "SELECT coalesce(max(number), 0) AS n FROM decision") or {"n": 0})["n"])


def claimed(connection: "Connection", target: str, target_id: str, stamp: str) -> str | None:
    """Who looks at something at that time."""
    sql = "SELECT reviewer FROM claim WHERE target = ? AND target_id = ? AND expires > ?"
    row = one(connection, sql, (target, target_id, stamp))
    return None if row is None else str(row["reviewer"])


def last_of(connection: "Connection", reviewer: str) -> Fetched | None:
    """The last decision of a reviewer that can be taken back: decision_id, batch.

    One that was taken back cannot, nor one after which something else was said of the same thing that still stands.
    """
    undone = "EXISTS (SELECT 1 FROM decision AS u WHERE u.chain = {0}.chain AND u.undoes = {0}.decision_id)"
    sql = (
        f"SELECT d.decision_id, d.batch FROM decision AS d WHERE d.reviewer = ? AND d.undoes IS NULL AND NOT {undone.format('d')} "
        "AND NOT EXISTS (SELECT 1 FROM decision AS l WHERE l.chain = d.chain AND l.number > d.number AND l.undoes IS NULL "
        f"AND NOT {undone.format('l')}) ORDER BY d.number DESC LIMIT 1"
    )
    return one(connection, sql, (reviewer,))


def target_of(connection: "Connection", decision_id: str) -> tuple[str, str] | None:
    """What a decision is about, where it belongs now."""
    row = one(connection, "SELECT target, target_id FROM v_decision WHERE decision_id = ?", (decision_id,))
    return None if row is None else (row["target"], row["target_id"])


def decided_since(connection: "Connection", number: int) -> Iterator[Fetched]:
    """The decisions after that number, oldest first: number, target, target_id, status."""
    sql = "SELECT number, target, target_id, status FROM v_decision WHERE number > ? ORDER BY number"
    yield from fetch(connection, sql, (number,))


def fact(connection: "Connection", fact_id: str) -> Fetched | None:
    """One fact as `v_fact` has it; qualifiers are parsed."""
    row = one(connection, "SELECT * FROM v_fact WHERE fact_id = ?", (fact_id,))
    return row and {**row, "qualifiers": json.loads(row["qualifiers"] or "{}")}


def facts_of(connection: "Connection", release_id: str) -> list[Fetched]:
    """The facts of one release, by their place."""
    sql = 'SELECT * FROM v_fact WHERE release_id = ? ORDER BY start, "end", predicate, fact_id'
    return [
        {**row, "qualifiers": json.loads(row["qualifiers"] or "{}")} for row in fetch(connection, sql, (release_id,))
    ]


def discrepancy(connection: "Connection", discrepancy_id: str) -> Fetched | None:
    """One discrepancy as `v_discrepancy` has it; `values` are parsed."""
    row = one(connection, "SELECT * FROM v_discrepancy WHERE discrepancy_id = ?", (discrepancy_id,))
    return row and {**row, "values": json.loads(row["values"])}


def release(connection: "Connection", release_id: str) -> Fetched | None:
    """One release with its text and its blocks [(start, end, kind)]."""
    row = one(connection, "SELECT * FROM v_release WHERE release_id = ?", (release_id,))
    if row is None:
        return None
    held = one(
        connection,
        "SELECT blocks FROM revision WHERE release_id = ? AND revision = ?",
        (release_id, row["revision"]),
    )
    return {**row, "blocks": [tuple(block) for block in json.loads((held or {"blocks": "[]"})["blocks"])]}


def mentions(connection: "Connection", release_id: str) -> list[Fetched]:
    """The mentions of one release, by their place."""
    sql = (
        'SELECT mention_id, start, "end", quote, label, norm, score, entity_id, name, extractor, rule FROM v_mention '
        'WHERE release_id = ? ORDER BY start, "end" DESC, mention_id'
    )
    return list(fetch(connection, sql, (release_id,)))


def one_name(connection: "Connection", entity_id: str) -> Fetched:
    """One entity for itself, not what it was taken for one with: kind, names, and up to two places that name it."""
    names = fetch(
        connection,
        "SELECT a.name, min(a.rule) AS rule, count(DISTINCT a.release_id) AS releases FROM alias AS a JOIN release AS r "
        "ON r.release_id = a.release_id AND r.revision = a.revision WHERE a.entity_id = ? "
        "GROUP BY a.name ORDER BY sum(a.rule = 'base_form') > 0 DESC, releases DESC, a.name LIMIT 12",
        (entity_id,),
    )
    places = fetch(
        connection,
        'SELECT w.release_id, w.start, n."end", n.quote, w.times FROM ('
        "SELECT m.release_id, m.revision, min(m.start) AS start, count(*) AS times FROM mention AS m JOIN release AS r "
        "ON r.release_id = m.release_id AND r.revision = m.revision WHERE m.entity_id = ? "
        "GROUP BY m.release_id, m.revision ORDER BY m.release_id LIMIT 2) AS w JOIN mention AS n ON n.release_id = w.release_id "
        "AND n.revision = w.revision AND n.start = w.start AND n.entity_id = ? ORDER BY w.release_id",
        (entity_id, entity_id),
    )
    if not entity_id.startswith("e_"):  # a member of a list that no mention names
        name = {"name": entity_id.removeprefix("name:"), "rule": "listed", "releases": 1}
        return {"entity_id": entity_id, "kind": None, "leader": None, "names": [name], "places": []}
    kind = one(
        connection, "SELECT kind, coalesce(same_as, entity_id) AS leader FROM entity WHERE entity_id = ?", (entity_id,)
    )
    return {
        "entity_id": entity_id,
        **(kind or {"kind": None, "leader": entity_id}),
        "names": list(names),
        "places": list(places),
    }
