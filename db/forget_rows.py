"""What forgetting does to the rows of one release: masks them, takes them out."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from db import forgotten, identity, store
from db.values import Seen

if TYPE_CHECKING:
    from sqlalchemy import Connection


def mask(connection: "Connection", release_id: str, stones: forgotten.Tombstones) -> int:
    """Mask all texts of a release; how many changed."""
    changed = 0
    for (revision,) in connection.exec_driver_sql(
        "SELECT revision FROM revision WHERE release_id = ? ORDER BY revision", (release_id,)
    ).all():
        seen = Seen("unchanged", release_id, revision)
        document = store.document_of(connection, seen)
        masked = stones.let_in(document)
        if masked is None or masked is document:
            connection.exec_driver_sql(
                "UPDATE revision SET fingerprint = '' WHERE release_id = ? AND revision = ?", (release_id, revision)
            )
            continue
        changed += 1
        connection.exec_driver_sql(
            "UPDATE revision SET text = ?, title = ?, content = ?, sha256 = ?, media_type = ?, fingerprint = ''"
            " WHERE release_id = ? AND revision = ?",
            (
                masked.text, masked.title, identity.content_of(masked), store.keep(connection, masked),
                masked.media_type, release_id, revision,
            ),
        )  # fmt: skip
    return changed


def unextracted(connection: "Connection") -> list[str]:
    """The releases whose current text was masked, and not extracted since."""
    return listed(
        connection, "SELECT r.release_id FROM release AS r JOIN revision AS v USING (release_id, revision)"
        " WHERE v.fingerprint = '' ORDER BY 1",
    )  # fmt: skip


def drop_rows(connection: "Connection", release_id: str) -> int:
    """Take out what was found in the texts of a release, and every discrepancy that cites them; how many there were."""
    citing = listed(
        connection,
        "SELECT discrepancy_id FROM discrepancy_evidence WHERE release_id = ?"
        " UNION SELECT discrepancy_id FROM discrepancy WHERE release_id = ?",
        release_id, release_id,
    )  # fmt: skip
    for discrepancy_id in citing:
        others = connection.exec_driver_sql(
            'SELECT release_id, revision, start, "end" FROM discrepancy_evidence WHERE discrepancy_id = ?',
            (discrepancy_id,),
        ).all()
        connection.exec_driver_sql("DELETE FROM discrepancy WHERE discrepancy_id = ?", (discrepancy_id,))
        for place in others:
            connection.exec_driver_sql(
                'DELETE FROM evidence AS e WHERE (release_id, revision, start, "end") = (?, ?, ?, ?) AND NOT EXISTS'
                ' (SELECT 1 FROM fact AS f WHERE (f.release_id, f.revision, f.start, f."end")'
                ' = (e.release_id, e.revision, e.start, e."end")) AND NOT EXISTS (SELECT 1 FROM discrepancy_evidence AS d'
                ' WHERE (d.release_id, d.revision, d.start, d."end") = (e.release_id, e.revision, e.start, e."end"))',
                tuple(place),
            )
    for name in ("fact", "mention", "alias", "evidence"):
        connection.exec_driver_sql(f"DELETE FROM {name} WHERE release_id = ?", (release_id,))  # noqa: S608 - our own names
    return len(citing)


def entities_of(connection: "Connection", release_id: str) -> list[str]:
    """What the texts of a release name: before its rows go, for afterwards perhaps nobody names it."""
    return listed(
        connection,
        "SELECT entity_id FROM mention WHERE release_id = ? AND entity_id IS NOT NULL"
        " UNION SELECT entity_id FROM alias WHERE release_id = ?",
        release_id, release_id,
    )  # fmt: skip


def drop_unused(connection: "Connection", entities: Iterable[str], shas: Iterable[str]) -> set[str]:
    """Take out those of the entities that nobody names any more, and of the bytes that no text was read from.

    Returns:
        The entities that went.
    """
    gone = set()
    for entity_id in entities:
        ended = connection.exec_driver_sql(
            "DELETE FROM entity WHERE entity_id = ? AND NOT EXISTS (SELECT 1 FROM mention WHERE entity_id = ?)",
            (entity_id, entity_id),
        )
        if ended.rowcount:
            gone.add(entity_id)
    for sha256 in shas:
        connection.exec_driver_sql(
            "DELETE FROM raw WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM revision WHERE sha256 = ?)",
            (sha256, sha256),
        )
    return gone


def listed(connection: "Connection", sql: str, *values: str) -> list[str]:
    """The first column of a question of our own."""
    return list(connection.exec_driver_sql(sql, values).scalars())
