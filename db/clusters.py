"""Which releases are copies of one another.

Those that a chain of copies joins share a `cluster_id`, the smallest of their release ids.

Two releases are joined when they have a bucket in common and their shingles are alike. Both follow from their texts
alone, so that clusters are the same in whichever order releases come and whoever brings them: a release that is added
is compared with what stands in its buckets, in indexed rows, and with nothing else; one that goes, or gets another
text, leaves a cluster that is joined anew among those that stay. Two writers at once would miss each other's releases:
SQLite lets one write at a time, and another database has to lock `bucket` for the transaction.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from db import direct
from db.models import table
from db.prepared import in_parts, marks
from db.values import Alike, Seen, Sketch

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE: Final = 500
_NEAR: Final = (
    "SELECT r.cluster_id, r.release_id, s.shingles FROM release AS r JOIN sketch AS s ON s.release_id = r.release_id "
    "WHERE r.release_id IN (SELECT b.release_id FROM bucket AS b WHERE b.bucket IN ({})) "
    "ORDER BY r.cluster_id, r.release_id"
)


def place(connection: "Connection", release_id: str, revision: int, sketch: Sketch) -> str:
    """Put a release into its cluster, by the sketch of its current text; what was known of an older text is dropped.

    Args:
        connection: inside a transaction that writes; the release has its row.
        release_id: the release.
        revision: its current one.
        sketch: of that text.

    Returns:
        The cluster's id.
    """
    leave(connection, release_id, sketch.alike)
    row = {
        "release_id": release_id,
        "revision": revision,
        "version": sketch.version,
        "shingles": sketch.shingles,
    }
    direct.insert(connection, "sketch", [row])
    if not sketch.buckets:
        return release_id
    buckets = sorted(set(sketch.buckets))
    joined = {release_id, *_joined(connection, buckets, sketch)}
    direct.insert(connection, "bucket", [{"bucket": bucket, "release_id": release_id} for bucket in buckets])
    _unite(connection, joined)
    return min(joined)


def leave(connection: "Connection", release_id: str, alike: Alike) -> None:
    """Take a release out of its cluster, which may fall into several; it keeps its row, in a cluster of its own."""
    from sqlalchemy import delete, select, update

    if not direct.run(connection, "DELETE FROM sketch WHERE release_id = :one", {"one": release_id}):
        return  # it was in none
    release, bucket, sketch = table("release"), table("bucket"), table("sketch")
    connection.execute(delete(bucket).where(bucket.c.release_id == release_id))
    cluster_id = connection.execute(select(release.c.cluster_id).where(release.c.release_id == release_id)).scalar()
    connection.execute(update(release).where(release.c.release_id == release_id).values(cluster_id=release_id))
    query = (
        select(sketch.c.release_id, sketch.c.shingles)
        .join(release, release.c.release_id == sketch.c.release_id)
        .where(release.c.cluster_id == cluster_id, release.c.release_id != release_id)
    )
    stay = {row.release_id: row.shingles for row in connection.execute(query)}
    for parts in _components(stay, _shared(connection, stay), alike):
        _name(connection, parts)


def outdated(connection: "Connection", version: str) -> list[Seen]:
    """The current revisions that have no sketch of this version, by release id: those that an older program stored."""
    from sqlalchemy import select

    release, sketch = table("release"), table("sketch")
    here = (
        (sketch.c.release_id == release.c.release_id)
        & (sketch.c.revision == release.c.revision)
        & (sketch.c.version == version)
    )
    query = (
        select(release.c.release_id, release.c.revision)
        .outerjoin(sketch, here)
        .where(sketch.c.release_id.is_(None))
        .order_by(release.c.release_id)
    )
    return [Seen("unchanged", row.release_id, row.revision) for row in connection.execute(query)]


def candidates(connection: "Connection", buckets: Iterable[int]) -> list[tuple[str, str, bytes]]:
    """Cluster id, release id and shingles of what stands in any of the buckets, in order."""
    wanted = {f"b{n}": bucket for n, bucket in enumerate(buckets)}
    sql = _NEAR.format(marks(wanted))
    return [(cluster, release_id, shingles) for cluster, release_id, shingles in direct.rows(connection, sql, wanted)]


def _joined(connection: "Connection", buckets: Iterable[int], sketch: Sketch) -> set[str]:
    """The clusters that a new release belongs to, by their ids: one copy in each is enough."""
    return {
        cluster_id
        for cluster_id, members in groupby(candidates(connection, buckets), itemgetter(0))
        if any(sketch.alike(sketch.shingles, shingles) for _, _, shingles in members)
    }


def _unite(connection: "Connection", joined: set[str]) -> None:
    """Make one cluster of several; a cluster's id is that of its smallest member, and so is the smallest of several."""
    smallest = min(joined)
    for part in in_parts(joined - {smallest}):
        sql = f"UPDATE release SET cluster_id = :smallest WHERE cluster_id IN ({marks(part)})"  # noqa: S608 - numbered marks
        direct.run(connection, sql, {**part, "smallest": smallest})


def _name(connection: "Connection", members: set[str]) -> None:
    from sqlalchemy import bindparam, update

    release = table("release")
    at: Any = bindparam("cluster")
    statement = update(release).where(release.c.release_id == bindparam("id")).values(cluster_id=at)
    connection.execute(statement, [{"id": member, "cluster": min(members)} for member in sorted(members)])


def _shared(connection: "Connection", members: Iterable[str]) -> list[list[str]]:
    """Which of the members stand together in a bucket."""
    from sqlalchemy import select

    bucket = table("bucket")
    ordered = sorted(members)
    rows: list[tuple[int, str]] = []
    for first in range(0, len(ordered), _AT_ONCE):
        some = ordered[first : first + _AT_ONCE]
        query = select(bucket.c.bucket, bucket.c.release_id).where(bucket.c.release_id.in_(some))
        rows += [(row.bucket, row.release_id) for row in connection.execute(query)]
    together = ([member for _, member in found] for _, found in groupby(sorted(rows), itemgetter(0)))
    return [found for found in together if len(found) > 1]


def _components(shingles: dict[str, bytes], together: list[list[str]], alike: Alike) -> list[set[str]]:
    """The members, joined by copies among them."""
    part_of = {member: {member} for member in shingles}
    for found in together:
        for n, one in enumerate(found):
            for other in found[:n]:
                if part_of[one] is not part_of[other] and alike(shingles[one], shingles[other]):
                    united = part_of[one] | part_of[other]
                    part_of |= dict.fromkeys(united, united)
    return list({id(part): part for part in part_of.values()}.values())
