"""Forgetting: what a release, or a person, leaves in the database is taken out, and is kept from coming back.

The rows between releases are not touched here: who calls takes them out before (`db.neighbours.release`) and has the
neighbours compared anew afterwards.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from db import clusters, forget_decisions, forget_rows, forgotten, search_index
from db.engine import readonly
from db.errors import DatabaseError, RefusedError
from db.forget_rows import listed
from db.names import fold
from db.values import Alike

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COUNTED: Final = ("revision", "mention", "fact", "evidence", "alias")
_SHOWN: Final = 5
_NO_NAME: Final = re.compile(r"[\d_]")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten: a release by its id, or a person by entities and names."""

    kind: Literal["release", "person"]
    ids: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database that may still hold it. `holds`: True, False, or None where that cannot be seen from here."""

    path: str
    host: str
    at: str
    holds: bool | None


def find(connection: "Connection", name: str, path: str) -> Target:
    """What is called so: a release by id or external id, a person by entity id or name.

    Raises:
        RefusedError: nothing is called so, or several things are; or the person has no name of two words.
    """
    releases = listed(connection, "SELECT release_id FROM release WHERE release_id = ? OR external_id = ?", name, name)
    people = listed(
        connection,
        "SELECT DISTINCT coalesce(e.same_as, e.entity_id) FROM entity AS e WHERE e.kind = 'PERSON' AND ("
        "e.entity_id = ? OR e.entity_id IN (SELECT a.entity_id FROM alias AS a WHERE a.name = ? COLLATE NOCASE))",
        name, name,
    )  # fmt: skip
    found = releases + people
    if len(found) > 1:
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        raise RefusedError(f"{len(found)} things are called {name!r}", path, f"name one by its id: {shown}")
    if releases:
        return Target("release", tuple(releases))
    # the letters of an id that is not there, "r_7c2fd1", are nobody's given and family name
    if not people and (len(forgotten.name_words(name)) < 2 or _NO_NAME.search(name)):
        cure = "name a release or a person; belegt releases and belegt search find them"
        raise RefusedError(f"nothing is called {name!r}", path, cure)
    members = listed(
        connection, "SELECT entity_id FROM entity WHERE entity_id = ? OR same_as = ?", *(people or [""]) * 2
    )
    names = set() if people else {name}
    for entity_id in members:
        names |= set(listed(connection, "SELECT name FROM alias WHERE entity_id = ?", entity_id))
        names |= set(listed(connection, "SELECT quote FROM mention WHERE entity_id = ?", entity_id))
    full = sorted({n for n in names if len(forgotten.name_words(n)) > 1})
    if not full:
        cure = "name it in full, given name and family name, or forget the release"
        raise RefusedError(f"{name!r} is too short a name to tell the person from others", path, cure)
    return Target("person", tuple(members), tuple(full))


def release(connection: "Connection", release_id: str, alike: Alike, stamp: str) -> dict[str, int]:
    """Take a release out, with everything that follows from it.

    Args:
        connection: inside a transaction that writes.
        release_id: the release.
        alike: as in `db.clusters.leave`.
        stamp: now.

    Returns:
        How many rows of each kind went.
    """
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    salt, at = forgotten.salt_of(connection), (release_id,)
    key = connection.exec_driver_sql("SELECT key FROM release WHERE release_id = ?", at).scalar()
    stones = set() if key is None or key.startswith("file:") else {forgotten.digest(salt, "key", key)}
    shas = listed(connection, "SELECT DISTINCT sha256 FROM revision WHERE release_id = ?", release_id)
    stones |= {forgotten.digest(salt, "bytes", sha256) for sha256 in shas}
    contents = listed(connection, "SELECT content FROM revision WHERE release_id = ?", release_id)
    stones |= {forgotten.digest(salt, "content", content) for content in contents}
    forgotten.remember(connection, "release", dict.fromkeys(stones, 0), stamp)

    counts = {name: _count(connection, f"SELECT count(*) FROM {name} WHERE release_id = ?", *at) for name in _COUNTED}  # noqa: S608 - our own names
    counts["decision"] = forget_decisions.reduce(connection, release_id)
    listed_names = forget_decisions.listed_names(connection, release_id)
    forget_decisions.drop_failures(connection, release_id)
    search_index.drop(connection, release_id)
    clusters.leave(connection, release_id, alike)
    entities = forget_rows.entities_of(connection, release_id)
    counts["discrepancy"] = forget_rows.drop_rows(connection, release_id)
    connection.exec_driver_sql("DELETE FROM release WHERE release_id = ?", at)
    gone = forget_rows.drop_unused(connection, entities, shas)
    counts["decision"] += forget_decisions.reduce_identities(connection, gone, listed_names)
    return counts


def affected(connection: "Connection", target: Target) -> list[str]:
    """The releases that name a person, in any of their texts or in what a person corrected or added."""
    found: set[str] = set()
    for entity_id in target.ids:
        found |= set(listed(connection, "SELECT DISTINCT release_id FROM mention WHERE entity_id = ?", entity_id))
    stones = _stones(connection, target.names)
    # No index knows older texts. A name's longest word narrows: in its own spelling only, the hashes find the others.
    for word in sorted({max(name.split(), key=len) for name in target.names}):
        for release_id, text, title in connection.exec_driver_sql(
            "SELECT release_id, text, coalesce(title, '') FROM revision WHERE instr(text, ?) OR instr(title, ?)",
            (word, word),
        ):
            if release_id not in found and (stones.families(text) or stones.families(title)):
                found.add(release_id)
    families = {forgotten.name_words(name)[-1] for name in target.names}
    return sorted(found | forget_decisions.naming(connection, stones, families))


def person(
    connection: "Connection", target: Target, releases: Sequence[str], alike: Alike, stamp: str
) -> dict[str, int]:
    """Mask a person in the texts of these releases, and take out everything that was found in those texts.

    What else the texts say is extracted anew by who calls: the releases are marked as extracted by nobody.

    Args:
        connection: inside a transaction that writes.
        target: the person.
        releases: as `affected` gives them.
        alike: as in `db.clusters.leave`.
        stamp: now.

    Returns:
        How many rows of each kind went, or were masked.
    """
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    stones = _stones(connection, target.names)
    lengths = {name: len(forgotten.name_words(name)) for name in target.names}
    digests = {forgotten.digest(stones.salt, "name", *forgotten.name_words(n)): k for n, k in lengths.items()}
    forgotten.remember(connection, "name", digests, stamp)
    families = {forgotten.name_words(name)[-1] for name in target.names}
    counts = dict.fromkeys(("text", "mention", "fact", "discrepancy", "decision"), 0)
    for release_id in releases:
        for name in ("mention", "fact"):
            counts[name] += _count(connection, f"SELECT count(*) FROM {name} WHERE release_id = ?", release_id)  # noqa: S608 - our own names
        entities = forget_rows.entities_of(connection, release_id)
        search_index.drop(connection, release_id)
        clusters.leave(connection, release_id, alike)
        counts["discrepancy"] += forget_rows.drop_rows(connection, release_id)
        shas = listed(connection, "SELECT DISTINCT sha256 FROM revision WHERE release_id = ?", release_id)
        counts["text"] += forget_rows.mask(connection, release_id, stones)
        forget_rows.drop_unused(connection, entities, shas)
        search_index.put(connection, release_id)
    counts["decision"] = forget_decisions.mask(connection, stones, families, releases)
    forget_decisions.drop_judgements(connection, stones, target.ids)
    forget_decisions.mask_failures(connection, stones, families, releases)
    return counts


def addresses(connection: "Connection", releases: Iterable[str], names: Iterable[str]) -> list[str]:
    """The addresses and paths of these releases that may name a person: they are what the releases are known by."""
    last = {forgotten.name_words(name)[-1] for name in names}
    found = set()
    for release_id in releases:
        for source, url in connection.exec_driver_sql(
            "SELECT source, url FROM revision WHERE release_id = ?", (release_id,)
        ):
            found |= {one for one in (source, url) if one and any(word in fold(one) for word in last)}
    return sorted(found)


def backups(connection: "Connection", release_ids: Sequence[str]) -> list[Backup]:
    """The recorded copies of the database, with whether they hold one of these releases."""
    rows = connection.exec_driver_sql("SELECT path, host, at FROM backup ORDER BY at, path").all()
    return [Backup(row.path, row.host, row.at, _holds(Path(row.path), release_ids)) for row in rows]


def _stones(connection: "Connection", names: Iterable[str]) -> forgotten.Tombstones:
    """What masks these names, beside those that were forgotten before."""
    salt, before = forgotten.salt_of(connection), forgotten.load(connection)
    words = [forgotten.name_words(name) for name in names]
    digests = {forgotten.digest(salt, "name", *some) for some in words} | (before.names if before else set())
    lengths = {len(some) for some in words} | set(before.lengths if before else ())
    return forgotten.Tombstones(salt, frozenset(), frozenset(digests), tuple(sorted(lengths, reverse=True)))


def _holds(path: Path, release_ids: Sequence[str]) -> bool | None:
    try:
        with readonly(path) as connection:
            known = (
                connection.execute("SELECT 1 FROM release WHERE release_id = ?", (i,)).fetchone() for i in release_ids
            )
            return any(row is not None for row in known)
    except (sqlite3.Error, DatabaseError, OSError):
        return None


def _count(connection: "Connection", sql: str, *values: str) -> int:
    return int(connection.exec_driver_sql(sql, values).scalar() or 0)
