"""Which release a document belongs to, and whether its text is known.

1. The key is known: the same release. The same content is `unchanged`, another content a new revision. The key is the
   external id, else the canonical address, else where the text was read.
2. The key is unknown, and is no external id or address of its own (a file, or standard input): a release that holds the
   same content now is that release. A copy of a file is no second release, until one of the two changes.
3. Else a new release. Records with ids of their own are never merged, even when their texts are equal.
"""

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from corpus.document import Document
from db import ids
from db.models import table
from db.values import Seen

if TYPE_CHECKING:
    from sqlalchemy import Connection


def content_of(document: Document) -> str:
    """The hash of what makes a revision: text, title, publisher, publication date, address."""
    return ids.make("c_", document.text, document.title, document.publisher, document.published, document.url)


def key_of(document: Document) -> str | None:
    """The key by which the document's release is known again, should it be a new one.

    A page that tells its canonical address is known by it, wherever it was read: with a campaign's parameters in its
    address, from an archive, from a file. An external id goes before that. An address without a path is the sender's
    whole site, which some pages name as theirs, and no release.
    """
    if document.url is None or (document.key or "").startswith("id:"):
        return document.key
    try:
        address = urlsplit(urldefrag(document.url).url)
    except ValueError:
        return document.key
    if address.scheme not in {"http", "https"} or not address.netloc or not (address.path.strip("/") or address.query):
        return document.key
    return f"url:{address._replace(scheme='https', netloc=address.netloc.lower()).geturl()}"


def release_id_of(document: Document) -> str:
    """The id of the document's release, should it be a new one: the same on every machine.

    It follows from the external id or the address where there is one; else from the content, for a path is of one machine.
    """
    key = key_of(document)
    return ids.make("r_", "content", content_of(document)) if _only_content(key) else ids.make("r_", key)


def _only_content(key: str | None) -> bool:
    """Whether a key names no release of its own: a file, or standard input."""
    return key is None or key.startswith("file:")


def _free(connection: "Connection", release_id: str, content: str) -> str:
    """The id, or the next one of the same content: the first may belong to a file that held it once and has changed."""
    from sqlalchemy import select

    release = table("release")
    number = 1
    while (
        connection.execute(select(release.c.release_id).where(release.c.release_id == release_id)).first() is not None
    ):
        number += 1
        release_id = ids.make("r_", "content", content, number)
    return release_id


def find(connection: "Connection", document: Document) -> Seen:
    """What the document is to the database."""
    from sqlalchemy import select

    content = content_of(document)
    release, revision = table("release"), table("revision")
    known_as = None
    for key in dict.fromkeys((key_of(document), document.key)):
        if key is not None and known_as is None:
            columns = select(release.c.release_id, release.c.revision)
            known_as = connection.execute(columns.where(release.c.key == key)).first()
    release_id = release_id_of(document) if known_as is None else known_as.release_id
    current = None if known_as is None else known_as.revision
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
    if _only_content(key_of(document)):
        copy = connection.execute(
            select(revision.c.release_id, revision.c.revision)
            .join(
                release, (release.c.release_id == revision.c.release_id) & (release.c.revision == revision.c.revision)
            )
            .where(revision.c.content == content)
            .order_by(revision.c.release_id)
        ).first()
        if copy is not None:
            return Seen("unchanged", copy.release_id, copy.revision)
        release_id = _free(connection, release_id, content)
    return Seen("new", release_id, 1)
