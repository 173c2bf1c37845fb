"""Forgetting a release or a person: what goes, what is compared and extracted anew, and what must be done by hand."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.page_cache import PageCache
from corpus.similar import Sketch
from db import forget, neighbours
from db.engine import Database
from db.forget import Backup, Target
from db.neighbours import Touched
from pipeline.ingest import ingest
from pipeline.reconcile.settle import settle

if TYPE_CHECKING:
    from spacy.language import Language
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be forgotten.

    Attributes:
        target: the release or the person.
        releases: what is taken out; of a person: in which releases the name is masked.
        titles: of these.
        copies: other releases with nearly the same text, which stay.
        addresses: addresses and paths that may name the person, which stay.
        backups: recorded copies of the database.
        counts: rows that go or change, by kind.
    """

    target: Target
    releases: tuple[str, ...]
    titles: tuple[str, ...]
    copies: tuple[str, ...]
    addresses: tuple[str, ...]
    backups: tuple[Backup, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done beside the plan.

    Attributes:
        fetched: fetched pages that went; failed: masked texts that could not be extracted anew.
        clean: whether nothing is left in the -wal file.
    """

    fetched: int
    failed: int
    clean: bool


class _DryRunError(Exception):
    """Ends the transaction of a dry run."""


def plan(database: Database, name: str) -> Plan:
    """What forgetting it would do: it is done, counted, and taken back.

    Raises:
        RefusedError: as in `db.forget.find`.
        DatabaseError: the database cannot be written.
    """
    planned: list[Plan] = []
    with suppress(_DryRunError), database.write() as connection:
        planned.append(_plan(connection, database.path, name))
        raise _DryRunError
    return planned[0]


def carry_out(database: Database, planned: Plan, pages: Path | None, load: Callable[[], "Language"]) -> Outcome:
    """Forget it.

    Args:
        database: the database.
        planned: as `plan` gave it; it is looked up anew.
        pages: the file of fetched pages.
        load: gives the spaCy pipeline, where masked texts are extracted anew.

    Raises:
        DatabaseError: the database cannot be written; nothing was forgotten, or all of it was and the bytes are still there.
    """
    with database.write() as connection:
        places = _places(connection, planned.releases)
        _take_out(connection, planned.target, planned.releases)
    fetched = failed = 0
    if planned.target.kind == "person":
        only = frozenset(planned.releases)
        failed = len(ingest((), database, load, re_extract=True, only=only, language="any").failures)
    if pages is not None and pages.exists():
        cache = PageCache(pages)
        fetched = cache.forget(places)
        cache.close()
    database.close()
    return Outcome(fetched, failed, forget.purge(database.path))


def _plan(connection: "Connection", path: Path, name: str) -> Plan:
    target = forget.find(connection, name, str(path))
    releases = target.ids if target.kind == "release" else tuple(forget.affected(connection, target))
    titles = tuple(
        str(title)
        for release_id in releases
        for (title,) in connection.exec_driver_sql(
            "SELECT coalesce(v.title, v.source) FROM release AS r JOIN revision AS v USING (release_id, revision)"
            " WHERE r.release_id = ?",
            (release_id,),
        )
    )
    copies = neighbours.copies_of(connection, releases[0]) if target.kind == "release" else []
    addresses = forget.addresses(connection, releases, target.names)
    backups = forget.backups(connection, releases)
    counts = _take_out(connection, target, releases)
    return Plan(target, releases, titles, tuple(copies), tuple(addresses), tuple(backups), counts)


def _take_out(connection: "Connection", target: Target, releases: Sequence[str]) -> dict[str, int]:
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    touched = {release_id: neighbours.release(connection, release_id) for release_id in releases}
    copies = {c for release_id in releases for c in neighbours.copies_of(connection, release_id)} - set(releases)
    if target.kind == "release":
        counts = forget.release(connection, releases[0], Sketch.alike, stamp)
    else:
        counts = forget.person(connection, target, releases, Sketch.alike, stamp)
    for release_id, before in touched.items():
        settle(connection, release_id, before)
    for release_id in sorted(copies):  # of a statement that copies share, another one may speak now
        settle(connection, release_id, Touched(frozenset(), frozenset()))
    return counts


def _places(connection: "Connection", releases: Sequence[str]) -> set[str]:
    """The addresses that the texts of these releases were read from."""
    found: set[str] = set()
    for release_id in releases:
        for source, url in connection.exec_driver_sql(
            "SELECT source, url FROM revision WHERE release_id = ?", (release_id,)
        ):
            found |= {one for one in (source, url) if one}
    return found
