"""How current texts call entities: names, short forms and offices, by which entities are linked, and the ways they are written.

A release that calls an entity as others do already changes nothing about who is who: `only` finds what it alone says.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from db import direct
from db.prepared import in_parts, marks, values_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

Fetched = dict[str, Any]
"""One row, by the names of its columns."""
Call = tuple[str, str, str, str]
"""What of (name, short, body, part, whole, form), the entity, the words, and more: the rule of a name; label, titles and base form of a form."""

_CURRENT: Final = "JOIN release AS r ON r.release_id = {0}.release_id AND r.revision = {0}.revision"
# "amber @ =Studie": a thing of which the release says what it is
_KIND_SAID: Final = "e.folded LIKE '% @ =%'"
_FORM: Final = (
    "m.label || ' ' || coalesce(m.attributes ->> '$.titles', '') || ' ' || coalesce(m.attributes ->> '$.written', '')"
)
_CALLS: Final = f"""
SELECT 'name', a.entity_id, a.name, a.rule FROM alias AS a {_CURRENT.format("a")} WHERE a.release_id = :one
UNION SELECT 'short', f.object_id, f.subject, '' FROM fact AS f {_CURRENT.format("f")}
WHERE f.release_id = :one AND f.predicate = 'abbreviation_of' AND f.object_id IS NOT NULL
UNION SELECT 'body', f.subject_id, f.organisation, '' FROM fact AS f {_CURRENT.format("f")}
WHERE f.release_id = :one AND f.predicate = 'has_role' AND f.subject_id IS NOT NULL AND f.organisation IS NOT NULL
UNION SELECT 'part', f.object_id, f.subject_id, '' FROM fact AS f {_CURRENT.format("f")} JOIN entity AS e ON e.entity_id = f.object_id
WHERE f.release_id = :one AND f.predicate IN ('leads', 'participates_in') AND f.subject_id IS NOT NULL AND {_KIND_SAID}
UNION SELECT 'whole', f.subject_id, f.object_id, '' FROM fact AS f {_CURRENT.format("f")} JOIN entity AS e ON e.entity_id = f.subject_id
WHERE f.release_id = :one AND f.predicate = 'part_of' AND f.object_id IS NOT NULL AND {_KIND_SAID}
UNION SELECT 'form', m.entity_id, m.quote, {_FORM} FROM mention AS m {_CURRENT.format("m")}
WHERE m.release_id = :one AND m.entity_id IS NOT NULL
"""  # noqa: S608 - our own text
# of a form the first place is shown: one that stands in an earlier release too changes nothing
_ONLY: Final = f"""
WITH called(what, entity_id, words, more) AS (VALUES {{0}})
SELECT c.what, c.entity_id FROM called AS c WHERE
c.what = 'name' AND NOT EXISTS (SELECT 1 FROM alias AS a {_CURRENT.format("a")}
  WHERE a.entity_id = c.entity_id AND a.name = c.words AND a.rule = c.more AND a.release_id <> :one)
OR c.what = 'short' AND NOT EXISTS (SELECT 1 FROM fact AS f {_CURRENT.format("f")}
  WHERE f.object_id = c.entity_id AND f.predicate = 'abbreviation_of' AND f.subject = c.words AND f.release_id <> :one)
OR c.what = 'body' AND NOT EXISTS (SELECT 1 FROM fact AS f {_CURRENT.format("f")}
  WHERE f.subject_id = c.entity_id AND f.predicate = 'has_role' AND f.organisation = c.words AND f.release_id <> :one)
OR c.what = 'part' AND NOT EXISTS (SELECT 1 FROM fact AS f {_CURRENT.format("f")}
  WHERE f.object_id = c.entity_id AND f.predicate IN ('leads', 'participates_in') AND f.subject_id = c.words AND f.release_id <> :one)
OR c.what = 'whole' AND NOT EXISTS (SELECT 1 FROM fact AS f {_CURRENT.format("f")}
  WHERE f.subject_id = c.entity_id AND f.predicate = 'part_of' AND f.object_id = c.words AND f.release_id <> :one)
OR c.what = 'form' AND NOT EXISTS (SELECT 1 FROM mention AS m {_CURRENT.format("m")}
  WHERE m.entity_id = c.entity_id AND m.quote = c.words AND m.release_id < :one AND {_FORM} = c.more)
"""  # noqa: S608 - our own text
# From each name of an entity to the next one, past all texts that use it.
_NAMES: Final = f"""
WITH RECURSIVE step(entity_id, name) AS (
  SELECT e.entity_id, (SELECT min(a.name) FROM alias AS a WHERE a.entity_id = e.entity_id)
  FROM entity AS e WHERE e.entity_id IN ({{0}})
  UNION ALL
  SELECT t.entity_id, (SELECT min(a.name) FROM alias AS a WHERE a.entity_id = t.entity_id AND a.name > t.name)
  FROM step AS t WHERE t.name IS NOT NULL
),
known(entity_id, name, base) AS (
  SELECT t.entity_id, t.name,
    EXISTS (SELECT 1 FROM alias AS a {_CURRENT.format("a")} WHERE a.entity_id = t.entity_id AND a.name = t.name AND a.rule = 'base_form')
  FROM step AS t WHERE t.name IS NOT NULL
)
SELECT k.entity_id, e.kind, k.name, k.base FROM known AS k JOIN entity AS e ON e.entity_id = k.entity_id
WHERE k.base OR EXISTS (SELECT 1 FROM alias AS a {_CURRENT.format("a")} WHERE a.entity_id = k.entity_id AND a.name = k.name)
"""  # noqa: S608 - our own text
_SHORTS: Final = f"""
WITH RECURSIVE step(entity_id, name) AS (
  SELECT e.entity_id, (SELECT min(f.subject) FROM fact AS f WHERE f.object_id = e.entity_id AND f.predicate = 'abbreviation_of')
  FROM entity AS e WHERE e.entity_id IN ({{0}})
  UNION ALL
  SELECT t.entity_id,
    (SELECT min(f.subject) FROM fact AS f WHERE f.object_id = t.entity_id AND f.predicate = 'abbreviation_of' AND f.subject > t.name)
  FROM step AS t WHERE t.name IS NOT NULL
)
SELECT t.entity_id, t.name AS subject FROM step AS t WHERE EXISTS (SELECT 1 FROM fact AS f {_CURRENT.format("f")}
  WHERE f.object_id = t.entity_id AND f.predicate = 'abbreviation_of' AND f.subject = t.name)
"""  # noqa: S608 - our own text
_BODIES: Final = f"""
WITH RECURSIVE step(entity_id, name) AS (
  SELECT e.entity_id, (SELECT min(f.organisation) FROM fact AS f WHERE f.subject_id = e.entity_id AND f.predicate = 'has_role')
  FROM entity AS e WHERE e.entity_id IN ({{0}})
  UNION ALL
  SELECT t.entity_id,
    (SELECT min(f.organisation) FROM fact AS f WHERE f.subject_id = t.entity_id AND f.predicate = 'has_role' AND f.organisation > t.name)
  FROM step AS t WHERE t.name IS NOT NULL
)
SELECT t.entity_id, t.name AS body FROM step AS t WHERE EXISTS (SELECT 1 FROM fact AS f {_CURRENT.format("f")}
  WHERE f.subject_id = t.entity_id AND f.predicate = 'has_role' AND f.organisation = t.name)
"""  # noqa: S608 - our own text


def calls(connection: "Connection", release_id: str) -> set[Call]:
    """How the current text of a release calls entities."""
    return {(row[0], row[1], row[2], row[3]) for row in direct.rows(connection, _CALLS, {"one": release_id})}


def only(connection: "Connection", release_id: str, said: Iterable[Call]) -> tuple[set[str], set[str]]:
    """Of these calls those that no other current text makes, by their entities.

    Args:
        connection: to read.
        release_id: whose text calls, or called, the entities so.
        said: how.

    Returns:
        The entities that are known by something more, or less, with this release; and those of which a way of writing has its
        first place, by release id, in it.
    """
    known: set[str] = set()
    written: set[str] = set()
    for sql, part in values_of(_ONLY, said):
        for row in direct.rows(connection, sql, {**part, "one": release_id}):
            (written if row[0] == "form" else known).add(row[1])
    return known, written


def named(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """entity_id, kind, name, and whether a text has it as its base form (`base`), of current texts."""
    return _each(connection, _NAMES, entities)


def shorts(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """entity_id and subject: the explicit abbreviations of current texts."""
    return _each(connection, _SHORTS, entities)


def bodies(connection: "Connection", people: Iterable[str]) -> Iterator[Fetched]:
    """entity_id and body: where the people hold an office, by current texts."""
    return _each(connection, _BODIES, people)


def _each(connection: "Connection", sql: str, values: Iterable[str]) -> Iterator[Fetched]:
    for part in in_parts(values):
        yield from direct.dicts(connection, sql.format(marks(part)), part)
