"""What tells entities apart that are called the same: the house of a unit, the bodies at which a person holds an office."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from db import direct
from db.prepared import in_parts, marks

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FOLDED: Final = "SELECT entity_id, folded FROM entity WHERE entity_id IN ({})"
# whoever pays for a thing pays for others of that name too; "X ist Teil von Y" says where X belongs
_PART: Final = (
    "SELECT DISTINCT f.object_id, f.subject_id FROM fact AS f JOIN release AS r USING (release_id, revision) "
    "WHERE f.predicate IN ('leads', 'participates_in') AND f.subject_id IS NOT NULL AND f.object_id IN ({})"
)
_WHOLE: Final = (
    "SELECT DISTINCT f.subject_id, f.object_id FROM fact AS f JOIN release AS r USING (release_id, revision) "
    "WHERE f.predicate = 'part_of' AND f.object_id IS NOT NULL AND f.subject_id IN ({})"
)


def folded(connection: "Connection", entities: Iterable[str]) -> dict[str, str]:
    """{entity: its folded name, with what stands behind it to tell it apart}."""
    return dict(_pairs(connection, _FOLDED, entities))


def taking_part(connection: "Connection", things: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Entity and entity: who leads the things or takes part in them, and what they are parts of, by current texts."""
    some = set(things)
    yield from _pairs(connection, _PART, some)
    yield from _pairs(connection, _WHOLE, some)


def _pairs(connection: "Connection", sql: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    for part in in_parts(values):
        yield from ((one, other) for one, other in direct.rows(connection, sql.format(marks(part)), part))
