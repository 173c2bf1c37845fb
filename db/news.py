"""What one run brought: the releases and revisions that bear its stamp as the time when they were first seen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.readonly import rows

_CHANGES: Final = """
SELECT r.release_id, r.first_seen < v.first_seen AS updated, v.title, v.publisher, v.published, v.source
FROM revision AS v JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision
WHERE v.first_seen = ?
ORDER BY updated, v.published, v.source
"""
_BEFORE: Final = "SELECT max(started) AS started FROM run WHERE started < ? AND state = 'done'"


@dataclass(frozen=True, slots=True)
class Change:
    """A release that is new, or whose text is."""

    release_id: str
    updated: bool
    title: str | None
    publisher: str | None
    published: str | None
    source: str


def changes(path: Path, stamp: str) -> list[Change]:
    """What the run of that stamp brought, new releases first, then by day.

    Args:
        path: the database.
        stamp: the run's time.
    """
    return [Change(**row | {"updated": bool(row["updated"])}) for row in rows(path, _CHANGES, (stamp,))]


def last_before(path: Path, stamp: str) -> str | None:
    """When the last run before that one began which came to its end; None when there was none."""
    ((found),) = rows(path, _BEFORE, (stamp,))
    started = found["started"]
    return None if started is None else str(started)
