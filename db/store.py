"""Stores what was read and found: one release, one transaction."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from corpus.document import Block, Document
from db import clusters, direct, identity, ids, rows, search_index
from db.models import table
from db.values import Content, Seen

if TYPE_CHECKING:
    from sqlalchemy import Connection

_DERIVED = ("mention", "alias", "fact")


def save(connection: "Connection", content: Content, run_id: str, stamp: str, seen: Seen | None = None) -> Seen:
    """Store a document and what was found in it, unless it is stored already.

    Args:
        connection: inside a transaction that writes; what is stored when it ends is all of this or nothing.
        content: the document and what was found in it.
        run_id: the run that stores it.
        stamp: the run's time.
        seen: what the document is to the database, where that was asked in this transaction.

    Raises:
        ValueError: when the evidence law is broken, or the text holds what a database cannot: nothing is stored.
    """
    document = content.document
    seen = seen or identity.find(connection, document)
    if seen.state == "unchanged":
        touch(connection, [seen], stamp)
        return seen
    found = rows.of(content, seen.release_id)
    key = {"release_id": seen.release_id, "revision": seen.revision}
    sha256 = keep(connection, document)
    if seen.state == "new":
        row = {
            **key,
            "key": identity.key_of(document),
            "external_id": document.id,
            "cluster_id": seen.release_id,
            "first_seen": stamp,
            "last_seen": stamp,
        }
        direct.insert(connection, "release", [row])
    else:
        _drop_findings(connection, seen.release_id)
        sql = "UPDATE release SET revision = :revision, last_seen = :stamp WHERE release_id = :release_id"
        direct.run(connection, sql, {**key, "stamp": stamp})
    row = {
        **key,
        "content": identity.content_of(document),
        "source": document.source,
        "url": document.url,
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published,
        "published_from": document.published_from,
        "language": document.language,
        "text": document.text,
        "blocks": ids.canonical([[b.start, b.end, b.kind] for b in document.blocks]),
        "media_type": document.media_type,
        "sha256": sha256,
        "first_seen": stamp,
        "last_seen": stamp,
        "run_id": run_id,
        "fingerprint": content.fingerprint,
        "extracted": stamp,
    }
    direct.insert(connection, "revision", [row])
    _insert(connection, key, found)
    clusters.place(connection, seen.release_id, seen.revision, content.sketch)
    search_index.put(connection, seen.release_id)
    return seen


def replace(connection: "Connection", seen: Seen, content: Content, stamp: str) -> None:
    """Put what was found now in the place of what was found before in the same text; decisions stay as they are.

    Raises:
        ValueError: as in `save`; what was there stays.
    """
    from sqlalchemy import delete, select, update

    found = rows.of(content, seen.release_id)
    if not holds(connection, seen, content.document):
        return
    key = {"release_id": seen.release_id, "revision": seen.revision}
    mention, revision = table("mention"), table("revision")
    before = set(
        connection.execute(
            select(mention.c.entity_id).distinct().where(*_at(mention, key), mention.c.entity_id.is_not(None))
        ).scalars()
    )
    _drop_findings(connection, seen.release_id)
    for name in (*_DERIVED, "evidence"):
        connection.execute(delete(table(name)).where(*_at(table(name), key)))
    _insert(connection, key, found)
    connection.execute(
        update(revision).where(*_at(revision, key)).values(fingerprint=content.fingerprint, extracted=stamp)
    )
    entity = table("entity")
    named = select(mention.c.entity_id).where(mention.c.entity_id == entity.c.entity_id).exists()
    for entity_id in sorted(before):
        connection.execute(delete(entity).where(entity.c.entity_id == entity_id, ~named))


def holds(connection: "Connection", seen: Seen, document: Document) -> bool:
    """Whether this revision is the release's current one and says what the document says.

    Another run may have stored a newer text meanwhile; somebody may have forgotten the release, or masked a name in it.
    """
    from sqlalchemy import select

    release, revision = table("release"), table("revision")
    key = {"release_id": seen.release_id, "revision": seen.revision}
    here = (revision.c.release_id == release.c.release_id) & (revision.c.revision == release.c.revision)
    query = select(revision.c.text, revision.c.title).join(release, here).where(*_at(revision, key))
    return connection.execute(query).first() == (document.text, document.title)


def touch(connection: "Connection", seen: Iterable[Seen], stamp: str) -> None:
    """Write down that these revisions were seen again."""
    from sqlalchemy import bindparam, update

    values = [{"id": s.release_id, "number": s.revision, "stamp": stamp} for s in seen]
    if values:
        release, revision = table("release"), table("revision")
        at: Any = bindparam("stamp")
        # a run that began earlier may come later: seen again does not set the time of last sight back
        for there, where in (
            (release, (release.c.release_id == bindparam("id"),)),
            (revision, (revision.c.release_id == bindparam("id"), revision.c.revision == bindparam("number"))),
        ):
            connection.execute(update(there).where(*where, there.c.last_seen < stamp).values(last_seen=at), values)


def outdated(connection: "Connection", fingerprint: str) -> list[Seen]:
    """The current revisions that were extracted under another fingerprint, by release id."""
    from sqlalchemy import select

    release, revision = table("release"), table("revision")
    here = (revision.c.release_id == release.c.release_id) & (revision.c.revision == release.c.revision)
    query = (
        select(release.c.release_id, release.c.revision)
        .join(revision, here)
        .where(revision.c.fingerprint != fingerprint)
        .order_by(release.c.release_id)
    )
    return [Seen("unchanged", row.release_id, row.revision) for row in connection.execute(query)]


def document_of(connection: "Connection", seen: Seen) -> Document:
    """A stored document, as it was read; `raw` is left empty, for nothing is extracted from it."""
    from sqlalchemy import select

    release, revision = table("release"), table("revision")
    key = {"release_id": seen.release_id, "revision": seen.revision}
    query = (
        select(release.c.key, release.c.external_id, revision)
        .join(revision, revision.c.release_id == release.c.release_id)
        .where(*_at(revision, key))
    )
    row = connection.execute(query).one()
    return Document(
        id=row.external_id,
        source=row.source,
        key=row.key,
        text=row.text,
        blocks=tuple(Block(*block) for block in json.loads(row.blocks)),
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        published_from=row.published_from,
        url=row.url,
        language=row.language,
        raw=b"",
        media_type=row.media_type,
    )


def _at(stored: Any, key: Mapping[str, Any]) -> tuple[Any, Any]:
    return stored.c.release_id == key["release_id"], stored.c.revision == key["revision"]


def keep(connection: "Connection", document: Document) -> str:
    """Store the bytes of a document; the same bytes are stored once. Their hash."""
    sha256 = hashlib.sha256(document.raw).hexdigest()
    row = {
        "sha256": sha256,
        "media_type": document.media_type,
        "size": len(document.raw),
        "data": zlib.compress(document.raw),
    }
    direct.insert(connection, "raw", [row], ignore=True)
    return sha256


def _drop_findings(connection: "Connection", release_id: str) -> None:
    """Findings inside a release follow from its current text; what supported nothing else goes with them."""
    from sqlalchemy import and_, delete, select

    discrepancy, evidence = table("discrepancy"), table("evidence")
    connection.execute(
        delete(discrepancy).where(discrepancy.c.release_id == release_id, discrepancy.c.scope == "inside")
    )
    key = ("release_id", "revision", "start", "end")
    used = [
        select(user.c.release_id).where(and_(*(user.c[name] == evidence.c[name] for name in key))).exists()
        for user in (table("fact"), table("discrepancy_evidence"))
    ]
    connection.execute(delete(evidence).where(evidence.c.release_id == release_id, ~used[0], ~used[1]))


def _insert(connection: "Connection", key: Mapping[str, Any], found: rows.Rows) -> None:
    for name, values in found.items():
        if name == "entity":
            direct.insert(connection, name, values, ignore=True)
        elif name == "discrepancy":
            direct.insert(connection, name, [{**row, "release_id": key["release_id"]} for row in values])
        else:
            direct.insert(connection, name, [{**row, **key} for row in values])
