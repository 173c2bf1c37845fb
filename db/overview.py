"""What the review page's lists show: progress, releases, entities, decisions, runs and failures."""
# ruff: noqa: S608 - only question marks and our own words are put into SQL

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from db.reviewing import Fetched, fetch, one

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OF_ENTITY: Final = "SELECT n.entity_id FROM entity AS n WHERE n.entity_id = ? OR n.same_as = ?"
_DECIDED: Final = "FROM anchor AS a CROSS JOIN v_fact AS f ON f.fact_id = a.target_id"
"""The facts that people decided on: much fewer than all."""
_WEIGHT: Final = (
    "CASE WHEN verdict IN ('conflict', 'disagrees') THEN 0 WHEN verdict IN ('change', 'question') THEN 1 "
    "WHEN verdict = 'incomplete' THEN 2 ELSE 3 END"
)
"""What says most comes first: a contradiction stands above a change."""


def acceptance(connection: "Connection") -> list[Fetched]:
    """What people said of each extractor's facts: extractor, decided, right, corrected; the live estimate of its precision.

    `right` counts what was accepted as it stood; unsure counts as nothing.
    """
    sql = (
        "SELECT f.extractor, count(*) AS decided, sum(f.status = 'accepted') AS right, sum(f.status = 'corrected') AS corrected "
        f"{_DECIDED} WHERE f.status IN ('accepted', 'rejected', 'corrected') AND f.extractor <> 'person' "
        "GROUP BY f.extractor ORDER BY f.extractor"
    )
    return list(fetch(connection, sql))


def decided_today(connection: "Connection", since: str) -> int:
    """How many targets were decided since that stamp and still are."""
    sql = "SELECT count(DISTINCT target || target_id) AS n FROM v_decision WHERE decided >= ? AND status <> 'open'"
    return int((one(connection, sql, (since,)) or {"n": 0})["n"])


def newest(connection: "Connection", limit: int) -> list[Fetched]:
    """The releases of the newest run that brought any, newest first; how many facts and how many of them are undecided."""
    sql = (
        "SELECT r.*, (SELECT count(*) FROM v_fact AS f WHERE f.release_id = r.release_id) AS facts FROM ("
        "SELECT release_id, title, publisher, published, source, first_seen FROM v_release "
        "WHERE first_seen = (SELECT max(first_seen) FROM release) ORDER BY published DESC, release_id LIMIT ?"
        ") AS r ORDER BY r.published DESC, r.release_id"
    )
    return list(fetch(connection, sql, (limit,)))


def releases(connection: "Connection", *, text: str = "", limit: int, offset: int = 0) -> list[Fetched]:
    """Releases, newest first, without their texts; with the number of their facts and of those undecided."""
    like = _holding(text)
    sql = (
        "SELECT r.*, (SELECT count(*) FROM v_fact AS f WHERE f.release_id = r.release_id) AS facts, "
        "(SELECT count(*) FROM v_fact AS f WHERE f.release_id = r.release_id AND f.status IN ('open', 'stale')) AS undecided FROM ("
        "SELECT release_id, title, publisher, published, source, url, first_seen, revision, cluster_id "
        "FROM v_release WHERE title LIKE ? ESCAPE '!' OR publisher LIKE ? ESCAPE '!' OR (? = '%%') "
        "ORDER BY published DESC, first_seen DESC, release_id LIMIT ? OFFSET ?"
        ") AS r ORDER BY r.published DESC, r.first_seen DESC, r.release_id"
    )
    return list(fetch(connection, sql, (like, like, like, limit, offset)))


def discrepancies(connection: "Connection", *, loud: bool = True) -> list[Fetched]:
    """All discrepancies, those first that say most; `values` are parsed."""
    where = "WHERE verdict NOT IN ('agrees', 'refines', 'phase', 'incomparable')" if loud else ""
    sql = f"SELECT * FROM v_discrepancy {where} ORDER BY {_WEIGHT}, kind, subject, discrepancy_id"
    return [{**row, "values": json.loads(row["values"])} for row in fetch(connection, sql)]


def discrepancies_of(connection: "Connection", release_id: str) -> list[Fetched]:
    """The discrepancies that a release takes part in, those first that say most, but for what agrees."""
    sql = (
        "SELECT * FROM v_discrepancy WHERE verdict NOT IN ('agrees', 'refines', 'phase', 'incomparable') AND discrepancy_id IN "
        f"(SELECT discrepancy_id FROM v_discrepancy_value WHERE release_id = ?) ORDER BY {_WEIGHT}, verdict, kind, discrepancy_id"
    )
    return [{**row, "values": json.loads(row["values"])} for row in fetch(connection, sql, (release_id,))]


def entities(connection: "Connection", *, text: str = "", kind: str = "", limit: int, offset: int = 0) -> list[Fetched]:
    """Entities, the most named first: entity_id, kind, name, mentions, releases."""
    called = (
        "AND m.entity_id IN (SELECT n.entity_id FROM (SELECT coalesce(e.same_as, e.entity_id) AS id FROM alias AS a "
        "JOIN release AS r ON r.release_id = a.release_id AND r.revision = a.revision JOIN entity AS e ON e.entity_id = a.entity_id "
        "WHERE a.name LIKE ? ESCAPE '!') AS l JOIN entity AS n ON n.entity_id = l.id OR n.same_as = l.id) "
    )
    # All places are counted in the order of their index, those in older texts are taken off; what else is shown is looked up
    # for these few alone.
    named = f"m.entity_id IS NOT NULL {called if text else ''}GROUP BY m.entity_id"
    counted = (
        "SELECT coalesce(e.same_as, e.entity_id) AS entity_id, min(e.kind) AS kind, sum(p.places) AS mentions FROM ("
        f"SELECT m.entity_id, count(*) AS places FROM mention AS m WHERE {named} UNION ALL "
        "SELECT m.entity_id, -count(*) FROM revision AS v CROSS JOIN release AS r ON r.release_id = v.release_id "
        "AND r.revision <> v.revision CROSS JOIN mention AS m ON m.release_id = v.release_id AND m.revision = v.revision "
        f"WHERE {named}) AS p JOIN entity AS e ON e.entity_id = p.entity_id WHERE (? = '' OR e.kind = ?) "
        "GROUP BY 1 HAVING sum(p.places) > 0 ORDER BY 3 DESC, 1 LIMIT ? OFFSET ?"
    )
    sql = (
        "SELECT c.entity_id, c.kind, c.mentions, (SELECT count(DISTINCT m.release_id) FROM entity AS n JOIN mention AS m "
        "ON m.entity_id = n.entity_id JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision "
        "WHERE n.entity_id = c.entity_id OR n.same_as = c.entity_id) AS releases, "
        "(SELECT a.name FROM entity AS n JOIN alias AS a ON a.entity_id = n.entity_id JOIN release AS r "
        "ON r.release_id = a.release_id AND r.revision = a.revision WHERE n.entity_id = c.entity_id OR n.same_as = c.entity_id "
        f"ORDER BY a.rule = 'base_form' DESC, a.score DESC, a.name LIMIT 1) AS name FROM ({counted}) AS c "
        "ORDER BY c.mentions DESC, c.entity_id"
    )
    return list(fetch(connection, sql, (*([_holding(text)] * 2 if text else []), kind, kind, limit, offset)))


def entity(connection: "Connection", entity_id: str) -> Fetched | None:
    """One entity; the id of one that was taken for one with another gives that other."""
    found = one(
        connection, "SELECT coalesce(same_as, entity_id) AS leader FROM entity WHERE entity_id = ?", (entity_id,)
    )
    return found and one(connection, "SELECT * FROM v_entity WHERE entity_id = ?", (found["leader"],))


def aliases(connection: "Connection", entity_id: str) -> list[Fetched]:
    """The names of an entity and in how many releases each stands, the commonest first."""
    sql = (
        "SELECT a.name, max(a.score) AS score, count(DISTINCT a.release_id) AS releases FROM alias AS a "
        f"JOIN release AS r ON r.release_id = a.release_id AND r.revision = a.revision WHERE a.entity_id IN ({_OF_ENTITY}) "
        "GROUP BY a.name ORDER BY releases DESC, a.name"
    )
    return list(fetch(connection, sql, (entity_id, entity_id)))


def facts_about(connection: "Connection", entity_id: str, limit: int) -> list[Fetched]:
    """The facts of an entity, as subject or object, oldest release first; what was rejected is left out."""
    sql = (
        "SELECT f.*, r.published, r.title, r.publisher, r.source FROM v_fact AS f "
        "JOIN v_release AS r ON r.release_id = f.release_id WHERE f.status <> 'rejected' AND f.fact_id IN ("
        f"SELECT fact_id FROM fact WHERE subject_id IN ({_OF_ENTITY}) UNION SELECT fact_id FROM fact WHERE object_id IN ({_OF_ENTITY})"
        ") ORDER BY r.published, f.release_id, f.start, f.fact_id LIMIT ?"
    )
    return [
        {**row, "qualifiers": json.loads(row["qualifiers"] or "{}")}
        for row in fetch(connection, sql, (*[entity_id] * 4, limit))
    ]


def releases_naming(connection: "Connection", entity_id: str, limit: int) -> list[Fetched]:
    """The releases that name an entity, oldest first, and how often."""
    sql = (
        "SELECT m.release_id, count(*) AS times, v.published, v.title, v.publisher, v.source FROM mention AS m "
        "JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision "
        "JOIN revision AS v ON v.release_id = m.release_id AND v.revision = m.revision "
        f"WHERE m.entity_id IN ({_OF_ENTITY}) GROUP BY m.release_id, v.published, v.title, v.publisher, v.source ORDER BY v.published, m.release_id LIMIT ?"
    )
    return list(fetch(connection, sql, (entity_id, entity_id, limit)))


def decisions(connection: "Connection", *, limit: int, offset: int = 0, fit: tuple[str, ...] = ()) -> Iterator[Fetched]:
    """Decisions, newest first; `takes` says whether one can be taken back: nothing was said of its target since.

    Args:
        connection: to read.
        limit: how many.
        offset: how many newer ones are left out.
        fit: only those that count, of which the target is exact, moved, stale or orphaned.
    """
    where = f"d.current AND d.status <> 'open' AND d.fit IN ({', '.join('?' * len(fit))})" if fit else "TRUE"
    sql = (
        "SELECT d.*, d.undoes IS NULL AND d.status <> 'open' AND d.current AS takes, EXISTS (SELECT 1 FROM decision AS u "
        "WHERE u.chain = d.chain AND u.undoes = d.decision_id) AS undone FROM v_decision AS d "
        f"WHERE {where} ORDER BY d.number DESC LIMIT ? OFFSET ?"
    )
    for row in fetch(connection, sql, (*fit, limit, offset)):
        new = json.loads(row["new_value"]) if row["new_value"] else None
        yield {**row, "content": json.loads(row["content"] or "{}"), "new_value": new}


def batch_sizes(connection: "Connection", batches: Sequence[str]) -> dict[str, int]:
    """How many decisions each batch has, without those that took it back."""
    wanted = sorted(set(batches))
    sql = f"SELECT batch, count(*) AS n FROM decision WHERE undoes IS NULL AND batch IN ({', '.join('?' * len(wanted))}) GROUP BY batch"
    return {row["batch"]: row["n"] for row in fetch(connection, sql, wanted)} if wanted else {}


def orphaned(connection: "Connection") -> int:
    """How many decisions lost what they were about."""
    sql = "SELECT count(*) AS n FROM v_decision WHERE current AND fit = 'orphaned' AND status <> 'open'"
    return int((one(connection, sql) or {"n": 0})["n"])


def rejected(connection: "Connection") -> list[Fetched]:
    """The facts that people rejected, with their evidence, by rule."""
    sql = f"SELECT f.* {_DECIDED} WHERE f.status = 'rejected' ORDER BY f.extractor, f.rule, f.fact_id"
    return list(fetch(connection, sql))


def runs(connection: "Connection", limit: int) -> list[Fetched]:
    """The newest runs first."""
    return list(fetch(connection, "SELECT * FROM v_run ORDER BY started DESC LIMIT ?", (limit,)))


def failures(connection: "Connection", limit: int) -> list[Fetched]:
    """What could not be read, extracted or stored, newest first."""
    return list(fetch(connection, "SELECT * FROM v_failure ORDER BY at DESC, failure_id LIMIT ?", (limit,)))


def publishers(connection: "Connection") -> list[Fetched]:
    """Who publishes: publisher, releases, first and latest day, when last seen."""
    sql = (
        "SELECT publisher, count(*) AS releases, min(published) AS first, max(published) AS latest, max(last_seen) AS seen "
        "FROM v_release GROUP BY publisher ORDER BY releases DESC, publisher"
    )
    return list(fetch(connection, sql))


def unheard(connection: "Connection", release_id: str) -> set[str]:
    """The facts of a release that none before it states: new against all earlier ones, by subject, predicate and object."""
    sql = (
        "SELECT f.fact_id FROM fact AS f JOIN release AS r ON r.release_id = f.release_id AND r.revision = f.revision "
        "JOIN revision AS v ON v.release_id = f.release_id AND v.revision = f.revision "
        "LEFT JOIN entity AS s ON s.entity_id = f.subject_id LEFT JOIN entity AS o ON o.entity_id = f.object_id "
        "WHERE f.release_id = ? AND f.subject_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity AS n "
        "JOIN fact AS e ON e.subject_id = n.entity_id JOIN release AS er ON er.release_id = e.release_id AND er.revision = e.revision "
        "JOIN revision AS ev ON ev.release_id = e.release_id AND ev.revision = e.revision "
        "LEFT JOIN entity AS eo ON eo.entity_id = e.object_id "
        "WHERE (n.entity_id = coalesce(s.same_as, s.entity_id) OR n.same_as = coalesce(s.same_as, s.entity_id)) "
        "AND e.predicate = f.predicate AND e.release_id <> f.release_id AND ev.published < v.published "
        "AND (e.object IS f.object OR coalesce(eo.same_as, e.object_id) = coalesce(o.same_as, f.object_id)))"
    )
    return {row["fact_id"] for row in fetch(connection, sql, (release_id,))}


def _holding(text: str) -> str:
    """The pattern, with ! before what would be none of its letters, of what holds the text as it stands."""
    return (
        "%" + re.sub("[!%_]", r"!\g<0>", text.replace("\x00", "")) + "%"
    )  # a NUL is in no text, and no server takes one
