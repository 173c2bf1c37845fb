"""What releases state of entities, in the order in which it is compared: so that a new release is compared with few others.

Each row of `stated` stands for one statement of a current text, or for one list. Statements of one entity and family are
compared. Of those that say the same (`same`) the first and the last are enough, and of a long series the newest: which they
are follows from the rows alone, and is found by indexes, however many releases name the entity.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from db import direct
from db.prepared import in_parts, marks, values_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

Unit = tuple[str, str]
"""An entity and a family: what is compared at once."""

FIRST: Final = 1
"""How many of the earliest that say the same are compared."""
LAST: Final = 3
"""How many of the latest."""
DIFFERENT: Final = 24
"""How many different statements of one entity and family are compared, each with its first and last; of more only the newest."""

_HOLDER: Final = (
    "(SELECT s.release_id FROM stated AS s WHERE s.entity_id = t.entity_id AND s.family = t.family AND s.same = t.same "
    "ORDER BY s.day{way}, s.release_id{way} LIMIT 1 OFFSET {place})"
)
_HOLDERS: Final = ", ".join(
    _HOLDER.format(way=way, place=place) + f" AS {name}{place}"
    for way, name, many in (("", "first", FIRST), (" DESC", "last", LAST))
    for place in range(many)
)
# from each statement to the next different one, past all that say the same
_STEPS: Final = f"""
WITH RECURSIVE wanted(entity_id, family) AS (VALUES {{0}}),
step(entity_id, family, same, place) AS (
  SELECT w.entity_id, w.family,
    (SELECT min(s.same) FROM stated AS s WHERE s.entity_id = w.entity_id AND s.family = w.family), 1
  FROM wanted AS w
  UNION ALL
  SELECT t.entity_id, t.family,
    (SELECT min(s.same) FROM stated AS s WHERE s.entity_id = t.entity_id AND s.family = t.family AND s.same > t.same), t.place + 1
  FROM step AS t WHERE t.same IS NOT NULL AND t.place <= {DIFFERENT}
)
SELECT t.entity_id, t.family, t.place, {_HOLDERS} FROM step AS t WHERE t.same IS NOT NULL
"""  # noqa: S608 - our own text
_NEWEST: Final = (
    "SELECT release_id FROM stated WHERE entity_id = :entity AND family = :family "  # noqa: S608 - a number of our own
    f"ORDER BY day DESC, release_id DESC LIMIT {DIFFERENT}"
)
_FACTS: Final = (
    "WITH wanted(entity_id, family, release_id) AS (VALUES {0}) SELECT s.fact_id FROM wanted AS w "
    "JOIN stated AS s ON s.entity_id = w.entity_id AND s.family = w.family AND s.release_id = w.release_id"
)


def put(connection: "Connection", release_id: str, rules: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what a release states in the place of what it stated before.

    Args:
        connection: inside a transaction that writes.
        release_id: the release; nothing is kept of one that is not there.
        rules: which rules said so; `outdated` finds the others.
        rows: entity_id, family, release_id, revision, fact_id, same, day, other_id.
    """
    drop(connection, release_id)
    there = direct.first(connection, "SELECT 1 FROM release WHERE release_id = :one", {"one": release_id})
    if there is not None:
        direct.insert(connection, "told", [{"release_id": release_id, "rules": rules}])
    direct.insert(connection, "stated", rows)


def drop(connection: "Connection", release_id: str) -> None:
    """Take out what a release stated."""
    for name in ("stated", "told"):
        direct.run(connection, f"DELETE FROM {name} WHERE release_id = :one", {"one": release_id})  # noqa: S608 - our own names


def outdated(connection: "Connection", rules: str) -> list[str]:
    """The releases whose statements are not kept, or were by other rules."""
    sql = (
        "SELECT r.release_id FROM release AS r LEFT JOIN told AS t ON t.release_id = r.release_id AND t.rules = :rules "
        "WHERE t.release_id IS NULL ORDER BY r.release_id"
    )
    return direct.column(connection, sql, {"rules": rules})


def units_of(connection: "Connection", release_ids: Iterable[str]) -> set[Unit]:
    """The entities, themselves and not their leaders, of which these releases state something, with the families."""
    return _units(connection, "release_id IN ({0})", release_ids)


def units_about(connection: "Connection", entities: Iterable[str]) -> set[Unit]:
    """All that is compared of these entities."""
    return _units(connection, "entity_id IN ({0})", entities)


def units_around(connection: "Connection", entities: Iterable[str]) -> set[Unit]:
    """All comparisons in which these entities are what is said of others, or stand in a list."""
    some = list(entities)
    lists = "family = 'lists' AND release_id IN (SELECT m.release_id FROM mention AS m WHERE m.entity_id IN ({0}))"
    return _units(connection, "other_id IN ({0})", some) | _units(connection, lists, some)


def every_unit(connection: "Connection") -> set[Unit]:
    """All that is compared at all."""
    return {(row[0], row[1]) for row in direct.rows(connection, "SELECT DISTINCT entity_id, family FROM stated")}


def _units(connection: "Connection", where: str, values: Iterable[str]) -> set[Unit]:
    found: set[Unit] = set()
    for part in in_parts(values):
        sql = "SELECT DISTINCT entity_id, family FROM stated WHERE " + where.format(marks(part))  # noqa: S608 - numbered marks
        found.update((entity, family) for entity, family in direct.rows(connection, sql, part))
    return found


def compared(connection: "Connection", units: Iterable[Unit]) -> dict[Unit, set[str]]:
    """{unit: the releases whose statements are compared}: the first and last of each that says the same, or the newest."""
    found: dict[Unit, set[str]] = defaultdict(set)
    series: set[Unit] = set()
    for sql, part in values_of(_STEPS, units):
        for row in direct.rows(connection, sql, part):
            unit = row[0], row[1]
            found[unit].update(holder for holder in row[3:] if holder is not None)
            if row[2] > DIFFERENT:
                series.add(unit)
    for entity, family in sorted(series):
        found[entity, family] = set(direct.column(connection, _NEWEST, {"entity": entity, "family": family}))
    return dict(found)


def facts(connection: "Connection", chosen: Mapping[Unit, Iterable[str]]) -> set[str]:
    """The facts by which these releases state something of these entities."""
    rows = ((*unit, release_id) for unit, releases in chosen.items() for release_id in releases)
    return {fact for sql, part in values_of(_FACTS, rows) for fact in direct.column(connection, sql, part)}
