"""What a release has in common with others: entities by their names, and the statements that are made of one entity.

Reads rows for `pipeline.reconcile` and writes what it concludes; what is the same is decided there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from db import dialect, ids, judgements
from db.models import table
from db.prepared import in_parts, marks, prepared

if TYPE_CHECKING:
    from sqlalchemy import Connection

Fetched = dict[str, Any]
"""One row, by the names of its columns."""


_UNSUPPORTED: Final = (
    'DELETE FROM evidence WHERE release_id = :release_id AND revision = :revision AND start = :start AND "end" = :end '
    "AND NOT EXISTS (SELECT 1 FROM fact AS f WHERE f.release_id = :release_id AND f.revision = :revision "
    'AND f.start = :start AND f."end" = :end) AND NOT EXISTS (SELECT 1 FROM discrepancy_evidence AS v '
    'WHERE v.release_id = :release_id AND v.revision = :revision AND v.start = :start AND v."end" = :end)'
)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a release touches: its entities, and the entities whose comparison it takes part in."""

    entities: frozenset[str]
    abouts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One finding between releases, as it is stored; `places` are (release_id, revision, start, end, quote)."""

    about: str
    topic: str
    kind: str
    verdict: str
    subject: str
    predicate: str | None
    reason_de: str
    reason_en: str
    places: tuple[tuple[str, int, int, int, str], ...]
    values: tuple[str, ...]
    asked: tuple[str, str] | None = None  # of a possible identity: the pair under which it is judged


def release(connection: "Connection", release_id: str) -> Touched:
    """Take what is compared with this release out of the database, before its rows change; what must be compared anew."""
    abouts = set(
        _all(
            connection,
            "SELECT DISTINCT x.about FROM discrepancy AS x JOIN discrepancy_evidence AS v USING (discrepancy_id) "
            "WHERE x.scope = 'between' AND v.release_id = :one",
            one=release_id,
        )
    )
    drop(connection, abouts)
    return Touched(frozenset(entities_of(connection, release_id)), frozenset(a for a in abouts if a))


def entities_of(connection: "Connection", release_id: str) -> set[str]:
    """The entities that the current text of a release names."""
    return set(
        _all(
            connection,
            "SELECT DISTINCT m.entity_id FROM mention AS m JOIN release AS r USING (release_id, revision) "
            "WHERE m.release_id = :one AND m.entity_id IS NOT NULL",
            one=release_id,
        )
    )


def copies_of(connection: "Connection", release_id: str) -> list[str]:
    """The other releases of its cluster."""
    return _all(
        connection,
        "SELECT o.release_id FROM release AS r JOIN release AS o USING (cluster_id) "
        "WHERE r.release_id = :one AND o.release_id <> :one",
        one=release_id,
    )


def named(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """entity_id, kind, name and whether it is an abbreviation (`short`), of current texts."""
    for part in in_parts(entities):
        yield from _rows(
            connection,
            "SELECT DISTINCT a.entity_id, e.kind, a.name, a.rule FROM alias AS a JOIN release AS r USING (release_id, revision) "
            f"JOIN entity AS e ON e.entity_id = a.entity_id WHERE a.entity_id IN ({marks(part)})",
            **part,
        )


def shorts(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """entity_id and subject: the explicit abbreviations of current texts."""
    for part in in_parts(entities):
        yield from _rows(
            connection,
            "SELECT DISTINCT f.object_id AS entity_id, f.subject FROM fact AS f JOIN release AS r USING (release_id, revision) "
            f"WHERE f.predicate = 'abbreviation_of' AND f.object_id IN ({marks(part)})",
            **part,
        )


def keep_keys(connection: "Connection", keys: Mapping[str, Iterable[str]]) -> None:
    """The keys {entity: keys} in the place of those that were there."""
    from sqlalchemy import insert

    for part in in_parts(keys):
        _run(connection, f"DELETE FROM entity_key WHERE entity_id IN ({marks(part)})", **part)
    rows = [{"key": k, "entity_id": e} for e in sorted(keys) for k in sorted(keys[e])]
    if rows:
        connection.execute(insert(table("entity_key")), rows)


def sharing(connection: "Connection", keys: Iterable[str]) -> set[str]:
    """The entities that have one of the keys."""
    found: set[str] = set()
    for part in in_parts(keys):
        found.update(
            _all(connection, f"SELECT DISTINCT entity_id FROM entity_key WHERE key IN ({marks(part)})", **part)
        )
    return found


def keep_links(connection: "Connection", entities: Iterable[str], links: Iterable[tuple[str, str, str, float]]) -> None:
    """The links (first, second, rule, score) of these entities in the place of those that were there."""
    from sqlalchemy import insert

    for part in in_parts(entities):
        at = marks(part)
        _run(connection, f"DELETE FROM entity_link WHERE first IN ({at}) OR second IN ({at})", **part)
    rows = [dict(zip(("first", "second", "rule", "score"), link, strict=True)) for link in sorted(links)]
    if rows:
        connection.execute(insert(table("entity_link")), rows)


def links_of(connection: "Connection", entities: Iterable[str]) -> set[tuple[str, str, str, float]]:
    """The links that one of the entities has: first, second, rule, score."""
    found: set[tuple[str, str, str, float]] = set()
    for part in in_parts(entities):
        at = marks(part)
        rows = _rows(
            connection,
            f"SELECT first, second, rule, score FROM entity_link WHERE first IN ({at}) OR second IN ({at})",
            **part,
        )
        found.update((r["first"], r["second"], r["rule"], r["score"]) for r in rows)
    return found


def leaders(connection: "Connection", entities: Iterable[str]) -> dict[str, str]:
    """{entity: its leader} of those that have rows."""
    found: dict[str, str] = {}
    for part in in_parts(entities):
        rows = _rows(
            connection,
            f"SELECT entity_id, coalesce(same_as, entity_id) AS leader FROM entity WHERE entity_id IN ({marks(part)})",
            **part,
        )
        found.update((r["entity_id"], r["leader"]) for r in rows)
    return found


def led_by(connection: "Connection", leader_ids: Iterable[str]) -> set[str]:
    """The entities that have one of these leaders, and the leaders themselves where they have rows."""
    found: set[str] = set()
    for part in in_parts(leader_ids):
        at = marks(part)
        found.update(
            _all(connection, f"SELECT entity_id FROM entity WHERE same_as IN ({at}) OR entity_id IN ({at})", **part)
        )
    return found


def keep_leaders(connection: "Connection", leading: Mapping[str, str]) -> None:
    """{entity: leader}."""
    from sqlalchemy import bindparam, update

    entity = table("entity")
    rows = [{"id": e, "leader": leader if leader != e else None} for e, leader in sorted(leading.items())]
    if rows:
        statement = update(entity).where(entity.c.entity_id == bindparam("id")).values(same_as=bindparam("leader"))
        connection.execute(statement, rows)


def starts(connection: "Connection", release_id: str) -> list[Fetched]:
    """Norm and evidence of what a release says of when things start."""
    return list(
        _rows(
            connection,
            "SELECT f.object, e.quote FROM fact AS f JOIN release AS r USING (release_id, revision) "
            'JOIN evidence AS e USING (release_id, revision, start, "end") '
            "WHERE f.release_id = :one AND f.predicate = 'starts_on'",
            one=release_id,
        )
    )


def words_at(connection: "Connection", release_id: str, revision: int, start: int, end: int) -> str:
    """What stands in the text of a release from start to end, in code points."""
    (words,) = _all(
        connection,
        "SELECT substr(text, :start + 1, :size) FROM revision WHERE release_id = :one AND revision = :two",
        start=start,
        size=end - start,
        one=release_id,
        two=revision,
    )
    return words


def lists(connection: "Connection", release_id: str) -> Iterator[tuple[Fetched, Any]]:
    """The counts of a release's text that a list goes with, with their attributes."""
    for row in _rows(
        connection,
        'SELECT m.start, m."end", m.norm, m.attributes FROM mention AS m JOIN release AS r USING (release_id, revision) '
        "WHERE m.release_id = :one AND m.label = 'COUNT' AND m.attributes ->> '$.members' IS NOT NULL",
        one=release_id,
    ):
        yield row, json.loads(row["attributes"])


def at_places(connection: "Connection", release_id: str) -> dict[tuple[int, int], str]:
    """{(start, end): leader} of the names in a release's text."""
    rows = _rows(
        connection,
        'SELECT m.start, m."end", coalesce(e.same_as, e.entity_id) AS leader FROM mention AS m '
        "JOIN release AS r USING (release_id, revision) JOIN entity AS e ON e.entity_id = m.entity_id WHERE m.release_id = :one",
        one=release_id,
    )
    return {(r["start"], r["end"]): r["leader"] for r in rows}


def naming(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """Each way in which current texts write the entities, at its first place (by release id), with the entity's leader.

    `bracketed` is what names the same entity two places behind it: "NUM-Studien-Netzwerk (NUM SN)".
    """
    for part in in_parts(entities):
        yield from _rows(
            connection,
            "SELECT x.*, (SELECT n.quote FROM mention AS n JOIN entity AS o ON o.entity_id = n.entity_id "
            'WHERE n.release_id = x.release_id AND n.revision = x.revision AND n.start = x."end" + 2 '
            "AND coalesce(o.same_as, o.entity_id) = x.leader LIMIT 1) AS bracketed FROM ("
            "SELECT w.*, row_number() OVER (PARTITION BY w.leader, w.label, w.quote, w.titles, w.written "
            "ORDER BY w.release_id, w.start) AS nth FROM ("
            'SELECT m.release_id, m.revision, m.start, m."end", m.quote, m.label, coalesce(e.same_as, e.entity_id) AS leader, '
            "m.attributes ->> '$.titles' AS titles, m.attributes ->> '$.written' AS written, m.attributes ->> '$.name' AS name "
            "FROM mention AS m JOIN release AS r USING (release_id, revision) "
            f"JOIN entity AS e ON e.entity_id = m.entity_id WHERE m.entity_id IN ({marks(part)})"
            ") AS w) AS x WHERE x.nth = 1 ORDER BY x.release_id, x.start",
            **part,
        )


def subjects_beside(connection: "Connection", entities: Iterable[str]) -> set[str]:
    """The leaders of what is counted in releases that name one of the entities: their lists may hold it."""
    found: set[str] = set()
    for part in in_parts(entities):
        found.update(
            _all(
                connection,
                "SELECT DISTINCT coalesce(s.same_as, s.entity_id) FROM mention AS m JOIN release AS r USING (release_id, revision) "
                "JOIN fact AS f USING (release_id, revision) JOIN entity AS s ON s.entity_id = f.subject_id "
                f"WHERE f.predicate = 'count' AND m.entity_id IN ({marks(part)})",
                **part,
            )
        )
    return found


def drop(connection: "Connection", abouts: Iterable[str | None]) -> None:
    """Take out the findings between releases about these entities, and evidence that supported nothing else."""
    for part in in_parts(a for a in abouts if a):
        at = marks(part)
        held = list(
            _rows(
                connection,
                'SELECT DISTINCT v.release_id, v.revision, v.start, v."end" FROM discrepancy_evidence AS v '
                f"JOIN discrepancy AS x USING (discrepancy_id) WHERE x.scope = 'between' AND x.about IN ({at})",
                **part,
            )
        )
        _run(connection, f"DELETE FROM discrepancy WHERE scope = 'between' AND about IN ({at})", **part)
        if held:
            connection.execute(prepared(_UNSUPPORTED), held)


def keep(connection: "Connection", findings: Iterable[Row]) -> None:
    """Store findings between releases."""
    from sqlalchemy import insert

    heads, places, evidence = [], [], {}
    for f in findings:
        discrepancy_id = ids.make("x_", "between", f.about, f.topic, f.kind, f.verdict, list(f.values))
        asked: dict[str, str | None] = {"first": None, "second": None, "pair": None}
        if f.asked is not None:
            asked = {"first": f.asked[0], "second": f.asked[1], "pair": judgements.identity_id(*f.asked)}
        heads.append(
            {
                "discrepancy_id": discrepancy_id, "release_id": None, "scope": "between", "kind": f.kind, "verdict": f.verdict,
                "subject": f.subject, "predicate": f.predicate, "reason_de": f.reason_de, "reason_en": f.reason_en, "about": f.about,
                **asked,
            }
        )  # fmt: skip
        for position, (release_id, revision, start, end, quote) in enumerate(f.places):
            at = {"release_id": release_id, "revision": revision, "start": start, "end": end}
            evidence[release_id, revision, start, end] = {**at, "quote": quote}
            value = f.values[position] if position < len(f.values) else None
            places.append({"discrepancy_id": discrepancy_id, "position": position, **at, "value": value})
    if heads:
        connection.execute(dialect.insert(connection, "evidence").on_conflict_do_nothing(), list(evidence.values()))
        connection.execute(insert(table("discrepancy")), heads)
        connection.execute(insert(table("discrepancy_evidence")), places)


def ask_for_date(connection: "Connection", release_id: str) -> None:
    """Keep the question when a release was published, where what others say differs from it; drop it where nothing does.

    One question a release, however many comparisons wait for it: it stands beside them, and goes with the last.
    """
    discrepancy_id = ids.make("x_", "missing_date", release_id)
    waiting = _all(
        connection,
        "SELECT v.discrepancy_id FROM discrepancy_evidence AS v JOIN discrepancy AS x USING (discrepancy_id) "
        "WHERE v.release_id = :one AND x.scope = 'between' AND x.kind IN ('value_difference', 'membership') "
        "AND x.verdict IN ('change', 'question') LIMIT 1",
        one=release_id,
    )
    _run(connection, "DELETE FROM discrepancy WHERE discrepancy_id = :one", one=discrepancy_id)
    if not waiting:
        return
    first = next(
        _rows(
            connection,
            'SELECT e.revision, e.start, e."end" FROM evidence AS e JOIN release AS r USING (release_id, revision) '
            'WHERE e.release_id = :one ORDER BY e.start, e."end" LIMIT 1',
            one=release_id,
        )
    )
    row = {
        "discrepancy_id": discrepancy_id, "release_id": release_id, "scope": "inside", "kind": "missing_date", "verdict": "question",
        "subject": None, "predicate": None, "about": None,
        "reason_de": "Die Meldung trägt kein Datum; welcher Stand der spätere ist, hängt davon ab. Wann erschien sie?",
        "reason_en": "The release has no date, and which state is the later one depends on it. When was it published?",
    }  # fmt: skip
    connection.execute(dialect.insert(connection, "discrepancy").on_conflict_do_nothing(), row)
    place = {"discrepancy_id": discrepancy_id, "position": 0, "release_id": release_id, "value": None, **first}
    connection.execute(dialect.insert(connection, "discrepancy_evidence").on_conflict_do_nothing(), place)


def _rows(connection: "Connection", sql: str, **parameters: Any) -> Iterator[Fetched]:
    yield from (dict(row) for row in connection.execute(prepared(sql), parameters).mappings().all())


def _all(connection: "Connection", sql: str, **parameters: Any) -> list[str]:
    return list(connection.execute(prepared(sql), parameters).scalars())


def _run(connection: "Connection", sql: str, **parameters: Any) -> None:
    connection.execute(prepared(sql), parameters)
