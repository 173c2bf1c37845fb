"""Forgetting a release or a person: what goes, what is compared and extracted anew, and what must be done by hand."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.page_cache import PageCache
from corpus.similar import Sketch
from db import forget, forget_purge, forget_rows, neighbours
from db.engine import Database
from db.errors import DatabaseError
from db.forget import Backup, Target
from db.neighbours import Touched
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up, settle

if TYPE_CHECKING:
    from spacy.language import Language
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be forgotten.

    Attributes:
        name: what was asked for.
        target: the release or the person.
        releases: what is taken out; of a person: in which releases the name is masked.
        titles: of these.
        copies: other releases with nearly the same text, which stay.
        addresses: addresses and paths that may name the person, which stay.
        backups: recorded copies of the database.
        places: where the releases were read, or their pages fetched.
        counts: rows that go or change, by kind.
    """

    name: str
    target: Target
    releases: tuple[str, ...]
    titles: tuple[str, ...]
    copies: tuple[str, ...]
    addresses: tuple[str, ...]
    backups: tuple[Backup, ...]
    places: frozenset[str]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done beside the plan.

    Attributes:
        plan: as it was carried out: what came in since it was made is in it.
        fetched: fetched pages that went; failed: masked texts that could not be extracted anew.
        clean: whether no bytes are left: they are while another program has the database open. Then `finish` is due.
    """

    plan: Plan
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
        planned: as `plan` gave it; it is looked up anew, for minutes may have passed.
        pages: the file of fetched pages.
        load: gives the spaCy pipeline, where masked texts are extracted anew.

    Raises:
        RefusedError: meanwhile nothing, or more than one thing, is called so; nothing was forgotten.
        DatabaseError: the database cannot be written; nothing was forgotten, or all of it was and `finish` is due.
    """
    with database.write() as connection:
        name = planned.target.ids[0] if planned.target.kind == "release" else planned.name
        done = _plan(connection, database.path, name)
        left = forget_purge.mark_due(connection)
        # The pages go first: when what follows does not come to its end, a page too many was let go of, and none stays.
        fetched = _let_go(pages, done.places)
    try:
        failed, clean = finish(database, pages if fetched or left else None, load)
    except DatabaseError as error:
        message = f"it is forgotten, but its bytes may still be in the file: {error.message}"
        raise DatabaseError(message, error.source, f"{error.cure}; then: belegt forget --finish") from error
    return Outcome(done, fetched, failed, clean)


def finish(database: Database, pages: Path | None, load: Callable[[], "Language"]) -> tuple[int, bool]:
    """Bring to its end what was forgotten: masked texts are extracted anew, and the bytes taken out of the files.

    Args:
        database: the database; it is closed.
        pages: the file of fetched pages.
        load: gives the spaCy pipeline, where there is something to extract.

    Returns:
        How many masked texts could not be extracted; whether no bytes are left.

    Raises:
        DatabaseError: the database cannot be written, or there is no room for its copy.
    """
    with database.read() as connection:
        masked = frozenset(forget_rows.unextracted(connection))
    failed = 0
    if masked:
        failed = len(ingest((), database, load, re_extract=True, only=masked, language="any").failures)
    database.close()
    clean = True
    if pages is not None and pages.exists():
        cache = PageCache(pages)
        clean = cache.purge()
        cache.close()
    # The database last: what it says to be due is done when all of it is.
    return failed, clean and forget_purge.purge(database.path)


def _let_go(pages: Path | None, places: Collection[str]) -> int:
    if pages is None or not pages.exists():
        return 0
    cache = PageCache(pages)
    try:
        return cache.forget(places)
    finally:
        cache.close()


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
    places = frozenset(_places(connection, releases))
    counts = _take_out(connection, target, releases)
    return Plan(name, target, releases, titles, tuple(copies), tuple(addresses), tuple(backups), places, counts)


def _take_out(connection: "Connection", target: Target, releases: Sequence[str]) -> dict[str, int]:
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    catch_up(connection)
    touched = {release_id: neighbours.release(connection, release_id) for release_id in releases}
    copies = {c for release_id in releases for c in neighbours.copies_of(connection, release_id)} - set(releases)
    if target.kind == "release":
        counts = forget.release(connection, releases[0], Sketch.alike, stamp)
    else:
        counts = forget.person(connection, target, releases, Sketch.alike, stamp)
    for release_id, before in touched.items():
        settle(connection, release_id, before)
    for release_id in sorted(copies):  # of a statement that copies share, another one may speak now
        settle(connection, release_id, Touched())
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
