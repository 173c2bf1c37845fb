"""Which release a document belongs to, and whether its text is known.

1. The key is known: the same release. The same content is `unchanged`, another content a new revision.
2. The key is unknown, and is no external id or address of its own (a file, or standard input): a release with the same
   content, in whatever revision, is that release. A copy of a file is no second release.
3. Else a new release. Records with ids of their own are never merged, even when their texts are equal.
"""

from typing import TYPE_CHECKING

from corpus.document import Document
from db import ids
from db.models import table
from db.values import Seen

if TYPE_CHECKING:
    from sqlalchemy import Connection


def content_of(document: Document) -> str:
    """The hash of what makes a revision: text, title, publisher, publication date, address."""
    return ids.make("c_", document.text, document.title, document.publisher, document.published, document.url)


def release_id_of(document: Document) -> str:
    """The id of the document's release, should it be one of its own."""
    return ids.make("r_", "content", content_of(document)) if document.key is None else ids.make("r_", document.key)


def find(connection: "Connection", document: Document) -> Seen:
    """What the document is to the database."""
    from sqlalchemy import select

    release_id, content = release_id_of(document), content_of(document)
    release, revision = table("release"), table("revision")
    current = connection.execute(select(release.c.revision).where(release.c.release_id == release_id)).scalar()
    if current is not None:
        rows = connection.execute(
            select(revision.c.revision, revision.c.content, revision.c.first_seen, revision.c.last_seen)
            .where(revision.c.release_id == release_id)
            .order_by(revision.c.revision)
        ).all()
        since = next(row.first_seen for row in rows if row.revision == current)
        # A file may hold two records with one id: both are seen in every run, and the later one is the current one.
        # A text that was replaced and comes back was last seen before its successor came, and is a revision again.
        known = [row.revision for row in rows if row.content == content and row.last_seen >= since]
        return Seen("unchanged", release_id, known[-1]) if known else Seen("updated", release_id, current + 1)
    if document.key is None or document.key.startswith("file:"):
        copy = connection.execute(
            select(revision.c.release_id, revision.c.revision)
            .where(revision.c.content == content)
            .order_by(revision.c.release_id, revision.c.revision)
        ).first()
        if copy is not None:
            return Seen("unchanged", copy.release_id, copy.revision)
    return Seen("new", release_id, 1)
