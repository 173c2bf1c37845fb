"""Kill -9 at points that chance chose: what is there afterwards is whole, and the same work once more ends as if nothing had been."""

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from db import engine
from tests.torture import works
from tests.torture.forked import Ended, clean, run

_FRAME: Final = 4096 + 24
_HEADER: Final = 32


@dataclass(slots=True)
class Figures:
    """What a series of points gave.

    Attributes:
        points: at which it was killed; early: of these, how many before anything was stored; late: that came too late.
    """

    points: int = 0
    early: int = 0
    late: int = 0


def at_chance(rng: Random, full: Ended, work: Callable[[Callable[[bytes], object]], object]) -> Ended:
    """Kill the work at a point of its own time, or at a statement, in turns of chance."""
    if full.statements and rng.random() < 0.5:
        return run(work, statement=rng.randint(1, full.statements))
    return run(work, seconds=rng.random() * full.seconds)


def _well(ended: Ended) -> None:
    assert ended.code == 0, ended.error


def ingest(folder: Path, points: int, rng: Random) -> Figures:
    """An ingest into a new database."""
    figures, path = Figures(), folder / "belegt.db"
    full = run(lambda _: works.ingest_all(folder / "undisturbed.db"))
    _well(full)
    expected = works.dump(folder / "undisturbed.db")
    while figures.points < points:
        clean(path)
        ended = at_chance(rng, full, lambda _: works.ingest_all(path))
        if not ended.killed:
            _well(ended)
            figures.late += 1
            continue
        _mends(path, expected, figures)
    return figures


def _mends(path: Path, expected: dict[str, list[tuple[Any, ...]]], figures: Figures) -> None:
    """What the kill left is whole, and the next ingest makes the undisturbed rows of it."""
    figures.points += 1
    if engine.schema_of(path) == engine.SCHEMAS[-1]:
        works.whole(path)
    else:
        figures.early += 1
    _well(run(lambda _: works.ingest_all(path)))
    assert works.dump(path) == expected
    works.whole(path)


def cut(folder: Path, points: int, rng: Random) -> Figures:
    """The same, and as after a power cut the end of the journal is lost, or is nonsense."""
    figures, path = Figures(), folder / "belegt.db"
    full = run(lambda _: works.ingest_all(folder / "undisturbed.db"))
    _well(full)
    expected = works.dump(folder / "undisturbed.db")
    while figures.points < points:
        clean(path)
        ended = run(lambda _: works.ingest_all(path), seconds=(0.1 + 0.9 * rng.random()) * full.seconds)
        log = path.with_name(path.name + "-wal")
        if not ended.killed or not log.exists() or log.stat().st_size <= _HEADER:
            figures.late += 1
            continue
        _lose(path, log, rng)
        _mends(path, expected, figures)
    return figures


def _lose(path: Path, log: Path, rng: Random) -> None:
    """Cut the journal where SQLite promises to cope: anywhere behind what it has copied (and synced) into the file already."""
    shared = path.with_name(path.name + "-shm")
    copied = struct.unpack_from("=I", shared.read_bytes(), 96)[0] if shared.exists() else 0
    size = log.stat().st_size
    safe = _HEADER + copied * _FRAME if copied else 0
    at = rng.randint(min(safe, size), size)
    with log.open("r+b") as file:
        file.truncate(at)
        if rng.random() < 0.5:  # blocks that were to be written, and hold what stood there before
            file.seek(at)
            file.write(rng.randbytes(rng.randrange(3 * _FRAME)))
    shared.unlink(missing_ok=True)


def review(folder: Path, points: int, rng: Random) -> Figures:
    """Decisions at the page: what was answered is stored, what was not may be made again."""
    figures, path, base = Figures(), folder / "belegt.db", folder / "base.db"
    works.ingest_all(base)
    works.compact(base)
    orders = works.wanted(base)
    full = run(lambda tell: works.review(works.copy(base, folder / "undisturbed.db"), orders, tell))
    _well(full)
    assert len(full.said) == len(orders)
    expected = works.decided(folder / "undisturbed.db")
    while figures.points < points:
        clean(path)
        works.copy(base, path)
        ended = at_chance(rng, full, lambda tell: works.review(path, orders, tell))
        if not ended.killed:
            _well(ended)
            figures.late += 1
            continue
        figures.points += 1
        works.whole(path)
        stored = len(works.decided(path)["decisions"])
        assert len(ended.said) <= stored <= len(ended.said) + 1, "what the page has answered is stored"
        figures.early += not stored
        again = run(lambda tell: works.review(path, orders, tell))
        _well(again)
        assert len(again.said) + stored == len(orders)
        assert works.decided(path) == expected
        works.whole(path)
    return figures


def migrate(folder: Path, points: int, rng: Random) -> Figures:
    """The upgrade of a database that an older program left."""
    figures, path = Figures(), folder / "belegt.db"
    bases: list[tuple[Path, Ended, Any]] = []
    for schema in engine.SCHEMAS[:-1]:
        base, new = folder / f"old{schema}.db", folder / f"new{schema}.db"
        works.old(base, schema)
        works.compact(base)
        works.copy(base, new)
        full = run(lambda _, new=new: works.upgrade(new))  # type: ignore[misc]
        _well(full)
        works.whole(new)
        bases.append((base, full, works.dump(new)))
    while figures.points < points:
        base, full, expected = rng.choice(bases)
        clean(path)
        works.copy(base, path)
        ended = at_chance(rng, full, lambda _: works.upgrade(path))
        if not ended.killed:
            _well(ended)
            figures.late += 1
            continue
        figures.points += 1
        assert engine.schema_of(path) in {engine.schema_of(base), engine.SCHEMAS[-1]}, "the one schema or the other"
        figures.early += engine.schema_of(path) != engine.SCHEMAS[-1]
        _well(run(lambda _: works.upgrade(path)))
        assert works.dump(path) == expected
        works.whole(path)
    return figures


def backup(folder: Path, points: int, rng: Random) -> Figures:
    """A backup: the database is untouched, the copy is whole or not there, and no half one is left for long."""
    figures, path = Figures(), folder / "belegt.db"
    target = folder / "copies" / "copy.db"
    target.parent.mkdir()
    works.ingest_all(path)
    works.compact(path)
    with closing(sqlite3.connect(path)) as connection, connection:  # so large that a copy takes a moment
        connection.execute("UPDATE run SET fingerprint = hex(zeroblob(2000000))")
    expected = works.dump(path, without=("run", "backup"))
    full = run(lambda _: works.backup(path, target))
    _well(full)
    while figures.points < points:
        for file in target.parent.iterdir():
            file.unlink()
        ended = at_chance(rng, full, lambda _: works.backup(path, target))
        if not ended.killed:
            _well(ended)
            figures.late += 1
            continue
        figures.points += 1
        if target.exists():
            works.whole(target)
            target.unlink()
        else:
            figures.early += 1
        _well(run(lambda _: works.backup(path, target)))
        works.whole(target)
        works.whole(path)
        assert works.dump(target, without=("run", "backup")) == expected == works.dump(path, without=("run", "backup"))
        assert [file.name for file in target.parent.iterdir()] == [target.name], "what the killed one left is gone"
    return figures


SERIES: Final = {"ingest": ingest, "journal cut": cut, "review": review, "migrate": migrate, "backup": backup}
