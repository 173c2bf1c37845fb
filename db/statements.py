"""Statements as they are compared between releases: by the thing that they are about, be it subject, object or organisation."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from db.prepared import in_parts, marks, prepared

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


def of_subjects(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """Dates, durations, counts and belongings of the entities; `leader` is the subject's, `other` the object's."""
    yield from _each(
        connection,
        entities,
        f"SELECT {_COLUMNS}, {_LEADER.format('s')} AS leader, {_LEADER.format('o')} AS other {_FROM}"
        "JOIN entity AS s ON s.entity_id = f.subject_id LEFT JOIN entity AS o ON o.entity_id = f.object_id "
        "WHERE f.predicate IN ('starts_on', 'ends_on', 'lasts', 'count', 'part_of') AND f.subject_id IN ({marks})",
    )


def of_objects(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """Who leads and who pays for the entities; `leader` is the object's, `other` the subject's, `kind` what the subject is."""
    yield from _each(
        connection,
        entities,
        f"SELECT {_COLUMNS}, {_LEADER.format('o')} AS leader, {_LEADER.format('s')} AS other, s.kind AS kind {_FROM}"
        "JOIN entity AS o ON o.entity_id = f.object_id JOIN entity AS s ON s.entity_id = f.subject_id "
        "WHERE f.predicate IN ('leads', 'funds') AND f.object_id IN ({marks})",
    )


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


def of_bodies(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """Who holds which office in the entities; `leader` is the body's, `other` the person's."""
    yield from _each(
        connection,
        entities,
        f"SELECT DISTINCT {_COLUMNS}, {_LEADER.format('o')} AS leader, {_LEADER.format('s')} AS other {_FROM}{_BODY}"
        "JOIN entity AS o ON o.entity_id = b.entity_id JOIN entity AS s ON s.entity_id = f.subject_id "
        "WHERE f.predicate = 'has_role' AND f.object IS NOT NULL AND b.entity_id IN ({marks})",
    )


def abouts_of(connection: "Connection", release_ids: Iterable[str]) -> set[str]:
    """The leaders of what the current texts of these releases make statements of."""
    return _abouts(connection, release_ids, "f.release_id")


def abouts_around(connection: "Connection", entities: Iterable[str]) -> set[str]:
    """The leaders of what is stated with these entities as subject: they lead it, pay for it, hold an office there."""
    return _abouts(connection, entities, "f.subject_id")


def _abouts(connection: "Connection", values: Iterable[str], column: str) -> set[str]:
    """The leaders that the facts chosen by `column` are about."""
    here = "FROM fact AS f JOIN release AS r USING (release_id, revision) "
    found: set[str] = set()
    for join, more in (
        ("JOIN entity AS o ON o.entity_id = f.subject_id ", ""),
        ("JOIN entity AS o ON o.entity_id = f.object_id ", " AND f.predicate IN ('leads', 'funds', 'participates_in')"),
        (f"{_BODY}JOIN entity AS o ON o.entity_id = b.entity_id ", " AND f.predicate = 'has_role'"),
    ):
        sql = f"SELECT DISTINCT {_LEADER.format('o')} AS leader {here}{join}WHERE {column} IN ({{marks}}){more}"
        found.update(row["leader"] for row in _each(connection, values, sql, ordered=False))
    return found


def _each(connection: "Connection", values: Iterable[str], sql: str, *, ordered: bool = True) -> Iterator[Fetched]:
    """The rows of a statement for the values, some at a time: a statement takes a bounded number of parameters."""
    order = ' ORDER BY f.release_id, f.start, f."end", f.fact_id' if ordered else ""
    for part in in_parts(values):
        statement = prepared(sql.format(marks=marks(part)) + order)
        yield from (dict(row) for row in connection.execute(statement, part).mappings().all())
