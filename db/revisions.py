"""The texts that one release has had, and who copied it: the questions behind `belegt releases --revisions`."""

from pathlib import Path
from typing import Any, Final

from db.errors import RefusedError
from db.readonly import rows

REVISION: Final = (
    "release_id", "revision", "current", "source", "url", "publisher", "title", "published", "published_from", "language",
    "sha256", "first_seen", "last_seen", "text",
)  # fmt: skip
"""The columns of an answer."""

_SHOWN: Final = 5


def revisions(path: Path, name: str) -> list[dict[str, Any]]:
    """All texts of a release, oldest first.

    Args:
        path: the database.
        name: the release's id, or the external id, where only one release has it.

    Raises:
        RefusedError: when no release, or more than one, is called so.
        DatabaseError: when the database cannot be read.
    """
    release_id = _release_id(path, name)
    found = rows(
        path,
        "SELECT v.release_id, v.revision, v.revision = r.revision AS current, v.source, v.url, v.publisher, v.title,"
        " v.published, v.published_from, v.language, v.sha256, v.first_seen, v.last_seen, v.text"
        " FROM revision AS v JOIN release AS r ON r.release_id = v.release_id"
        " WHERE v.release_id = ? ORDER BY v.revision",
        (release_id,),
    )
    return [{**row, "current": bool(row["current"])} for row in found]


def copies(path: Path, release_id: str) -> list[dict[str, Any]]:
    """The other releases of a release's cluster, oldest first: id, source, publisher, publication date, title."""
    return rows(
        path,
        "SELECT c.release_id, c.source, c.publisher, c.published, c.title FROM v_release AS r"
        " JOIN v_release AS c ON c.cluster_id = r.cluster_id AND c.release_id <> r.release_id"
        " WHERE r.release_id = ? ORDER BY c.published, c.source, c.release_id",
        (release_id,),
    )


def _release_id(path: Path, name: str) -> str:
    for column in ("release_id", "external_id"):
        # Not among the results of a view: an external id has no index, and the table is narrow.
        found = rows(path, f"SELECT release_id FROM release WHERE {column} = ? ORDER BY release_id", (name,))  # noqa: S608
        if len(found) == 1:
            return str(found[0]["release_id"])
        if found:
            shown = ", ".join(row["release_id"] for row in found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
            raise RefusedError(f"{len(found)} releases are called {name!r}", str(path), f"name one by its id: {shown}")
    raise RefusedError(f"no release is called {name!r}", str(path), "belegt releases lists them, with their ids")
