"""Which release a document belongs to, and whether its text is known.

1. The key is known: the same release. The same content is `unchanged`, another content a new revision. The key is the
   external id, else the canonical address, else where the text was read.
2. The key is unknown, and is no external id or address of its own (a file, or standard input): a release that holds the
   same content now is that release. A copy of a file is no second release, until one of the two changes.
3. Else a new release. Records with ids of their own are never merged, even when their texts are equal.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag, urlsplit

from corpus.document import Document
from db import direct, ids
from db.values import Seen

if TYPE_CHECKING:
    from sqlalchemy import Connection

_THERE: Final = "SELECT 1 FROM release WHERE release_id = :one"
_KNOWN_AS: Final = "SELECT release_id, revision FROM release WHERE key = :key"
_REVISIONS: Final = (
    "SELECT revision, content, first_seen, last_seen FROM revision WHERE release_id = :one ORDER BY revision"
)
_HOLDING: Final = (
    "SELECT v.release_id, v.revision FROM revision AS v JOIN release AS r USING (release_id, revision) "
    "WHERE v.content = :content ORDER BY v.release_id LIMIT 1"
)


def content_of(document: Document) -> str:
    """The hash of what makes a revision: text, title, publisher, publication date, address."""
    return _content(document.text, document.title, document.publisher, document.published, document.url)


@lru_cache(128)
def _content(*parts: str | None) -> str:
    """Asked for several times of a document, on its way from reading to storing."""
    return ids.make("c_", *parts)


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
    number = 1
    while direct.first(connection, _THERE, {"one": release_id}) is not None:
        number += 1
        release_id = ids.make("r_", "content", content, number)
    return release_id


def find(connection: "Connection", document: Document) -> Seen:
    """What the document is to the database."""
    content = content_of(document)
    known_as = None
    for key in dict.fromkeys((key_of(document), document.key)):
        if key is not None and known_as is None:
            known_as = direct.first(connection, _KNOWN_AS, {"key": key})
    if known_as is not None:
        release_id, current = known_as
        revisions = direct.rows(connection, _REVISIONS, {"one": release_id})
        since = next(first_seen for revision, _, first_seen, _ in revisions if revision == current)
        # A file may hold two records with one id: both are seen in every run, and the later one is the current one.
        # A text that was replaced and comes back was last seen before its successor came, and is a revision again.
        # The current one is known whenever it was seen: two runs at once have each a time of their own.
        known = [n for n, held, _, seen in revisions if held == content and (n == current or seen >= since)]
        return Seen("unchanged", release_id, known[-1]) if known else Seen("updated", release_id, current + 1)
    release_id = release_id_of(document)
    if _only_content(key_of(document)):
        copy = direct.first(connection, _HOLDING, {"content": content})
        if copy is not None:
            return Seen("unchanged", *copy)
        release_id = _free(connection, release_id, content)
    return Seen("new", release_id, 1)
