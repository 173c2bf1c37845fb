"""Statements as they are compared between releases: by the thing that they are about, be it subject, object or organisation."""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from db import direct
from db.prepared import in_parts, marks

if TYPE_CHECKING:
    from sqlalchemy import Connection

Fetched = dict[str, Any]
"""One row, by the names of its columns."""
_COLUMNS: Final = (
    "f.fact_id, f.release_id, f.revision, f.subject, f.subject_id, f.object_id, f.subject_quote, f.predicate, f.object, f.object_quote, f.value, f.unit, f.qualifiers, "
    'f.modality, f.score, f.start, f."end", e.quote, r.cluster_id, v.published'
)
_FROM: Final = (
    "FROM fact AS f JOIN release AS r USING (release_id, revision) JOIN revision AS v USING (release_id, revision) "
    'JOIN evidence AS e USING (release_id, revision, start, "end") '
)
# An office is stated of the body that the fact names: of the mention of the same release that has that name.
_BODY: Final = (
    "JOIN mention AS b ON b.release_id = f.release_id AND b.revision = f.revision "
    "AND coalesce(b.attributes ->> '$.name', b.quote) = f.qualifiers ->> '$.organisation' "
)
_LEADER: Final = "coalesce({0}.same_as, {0}.entity_id)"
_SUBJECTS: Final = (
    f"SELECT {_COLUMNS}, f.subject_id AS own, {_LEADER.format('s')} AS leader, f.object_id AS other_own, {_LEADER.format('o')} AS other {_FROM}"
    "JOIN entity AS s ON s.entity_id = f.subject_id LEFT JOIN entity AS o ON o.entity_id = f.object_id "
    "WHERE +f.predicate IN ('starts_on', 'ends_on', 'lasts', 'count', 'part_of') AND {column} IN ({marks})"
)
_OBJECTS: Final = (
    f"SELECT {_COLUMNS}, f.object_id AS own, {_LEADER.format('o')} AS leader, f.subject_id AS other_own, {_LEADER.format('s')} AS other, s.kind {_FROM}"
    "JOIN entity AS o ON o.entity_id = f.object_id JOIN entity AS s ON s.entity_id = f.subject_id "
    "WHERE +f.predicate IN ('leads', 'funds') AND {column} IN ({marks})"
)
_BODIES: Final = (
    f"SELECT DISTINCT {_COLUMNS}, b.entity_id AS own, {_LEADER.format('o')} AS leader, f.subject_id AS other_own, {_LEADER.format('s')} AS other {_FROM}{_BODY}"
    "JOIN entity AS o ON o.entity_id = b.entity_id JOIN entity AS s ON s.entity_id = f.subject_id "
    "WHERE +f.predicate = 'has_role' AND f.object IS NOT NULL AND {column} IN ({marks})"
)


def of_release(connection: "Connection", release_id: str) -> Iterator[Fetched]:
    """What the current text of a release states; `own` is the entity that it is stated of, `leader` the leader of that."""
    return _of(connection, "f.release_id", [release_id])


def of_facts(connection: "Connection", fact_ids: Iterable[str]) -> Iterator[Fetched]:
    """The same of these facts."""
    return _of(connection, "f.fact_id", set(fact_ids))


def _of(connection: "Connection", column: str, values: Collection[str]) -> Iterator[Fetched]:
    """Dates, durations, counts, belongings; who leads and pays; who holds an office.

    `other` is the leader of whom else it is stated, `other_own` that entity itself, `kind` what the subject is.
    """
    for sql in (_SUBJECTS, _OBJECTS, _BODIES):
        yield from _each(connection, values, sql.replace("{column}", column))


def objects_of(connection: "Connection", release_id: str) -> set[str]:
    """What the current text of a release says that somebody takes part in."""
    sql = (
        "SELECT DISTINCT f.object_id FROM fact AS f JOIN release AS r USING (release_id, revision) "
        "WHERE f.release_id = :one AND f.predicate = 'participates_in' AND f.object_id IS NOT NULL"
    )
    return set(direct.column(connection, sql, {"one": release_id}))


def of_lists(
    connection: "Connection", entities: Iterable[str], releases: Iterable[str] | None = None
) -> Iterator[Fetched]:
    """Who takes part in the entities, by these releases or all; `leader` is the object's, `other` the subject's, None where it is no entity."""
    wanted = set(entities)
    where, values = ("f.object_id", wanted) if releases is None else ("f.release_id", set(releases))
    for row in _each(
        connection,
        values,
        f"SELECT {_COLUMNS}, {_LEADER.format('o')} AS leader, {_LEADER.format('s')} AS other, s.kind AS kind {_FROM}"
        "JOIN entity AS o ON o.entity_id = f.object_id LEFT JOIN entity AS s ON s.entity_id = f.subject_id "
        f"WHERE f.predicate = 'participates_in' AND {where} IN ({{marks}})",
    ):
        if row["object_id"] in wanted:
            yield row


def _each(connection: "Connection", values: Iterable[str], sql: str) -> Iterator[Fetched]:
    """The rows of a statement for the values, some at a time: a statement takes a bounded number of parameters."""
    order = ' ORDER BY f.release_id, f.start, f."end", f.fact_id'
    for part in in_parts(values):
        yield from direct.dicts(connection, sql.replace("{marks}", marks(part)) + order, part)
