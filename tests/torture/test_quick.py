"""The torture at a few points: that it finds what is wrong is seen each time; at hundreds of points it is `make torture`."""

import os
import signal
import sqlite3
from pathlib import Path
from random import Random

import pytest

from db import engine
from tests.torture import kills, works
from tests.torture.disk import named
from tests.torture.forked import Ended, run


def test_a_killed_process_is_seen_as_one() -> None:
    def forever(acknowledge: works.Acknowledge) -> None:
        acknowledge(b"begun")
        while True:
            pass

    ended = run(forever, seconds=0.05)
    assert (ended.killed, ended.code, ended.said) == (True, -signal.SIGKILL, b"begun")
    assert ended.seconds >= 0.05


def test_killed_at_a_statement_and_failed_by_itself(tmp_path: Path) -> None:
    def write(_: works.Acknowledge) -> None:
        connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        for n in range(5):
            connection.execute(f"CREATE TABLE t{n} (x)")
        raise LookupError("no more")

    full = run(write)
    assert (full.killed, full.statements) == (False, 5)
    assert "LookupError" in full.error
    (tmp_path / "a.db").unlink()
    assert run(write, statement=3).killed
    assert works.ask(tmp_path / "a.db", "SELECT count(*) FROM sqlite_master") == [(2,)]


@pytest.mark.parametrize("name", ["migrate", "backup"])
def test_killed_at_a_few_points(name: str, tmp_path: Path) -> None:
    figures = kills.SERIES[name](tmp_path, 2, Random(5))  # noqa: S311 - chance that can be had again
    assert figures.points == 2


@pytest.mark.parametrize("name", ["ingest", "journal cut", "review"])
def test_killed_at_one_point(name: str, tmp_path: Path) -> None:
    assert kills.SERIES[name](tmp_path, 1, Random(6)).points == 1  # noqa: S311


def test_a_database_that_may_not_grow_any_more_is_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "belegt.db"
    works.ingest_all(tmp_path / "undisturbed.db")
    works.ingest_all(path, works.texts()[:1])

    def full(_: works.Acknowledge) -> None:
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
        works.ingest_all(path)

    ended: Ended = run(full)
    named(ended, path, "make room on the disk")
    works.whole(path)
    works.ingest_all(path)
    assert works.dump(path) == works.dump(tmp_path / "undisturbed.db")


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not root is refused without this: test_engine")
def test_a_file_of_somebody_else_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "belegt.db"
    works.ingest_all(path, works.texts()[:1])
    works.compact(path)
    before = works.dump(path)
    for above in (tmp_path, *tmp_path.parents[:-1]):
        if above.stat().st_uid == 0:
            above.chmod(above.stat().st_mode | 0o711)
    path.chmod(0o444)
    named(run(lambda _: works.ingest_all(path), before=lambda: os.setuid(65534)), path, "writable")
    assert works.dump(path) == before
    assert engine.schema_of(path) == engine.SCHEMAS[-1]
