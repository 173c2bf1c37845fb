"""Runs: their stamps, those that died, and what failed in them."""

import subprocess
import sys

import pytest
from sqlalchemy import update

from db import runs
from db.engine import Database
from db.models import table
from db.values import FailureRow
from tests.db.make import ask


def begin(database: Database) -> tuple[str, str]:
    with database.write() as connection:
        return runs.begin(connection, "1.2")


def test_stamps_rise_even_when_the_clock_goes_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    first = begin(database)
    monkeypatch.setattr(runs, "stamp", lambda at=None: "1999-01-01T00:00:00.000Z" if at is None else real(at))
    second, third = begin(database), begin(database)
    assert first[1] < second[1] < third[1]
    assert len({first[0], second[0], third[0]}) == 3


real = runs.stamp


def test_a_dead_run_is_marked_by_the_next(database: Database) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    run_id, _ = begin(database)
    with database.write() as connection:
        connection.execute(update(table("run")).values(pid=dead.pid))
    begin(database)
    states = dict(ask(database.path, "SELECT run_id, state FROM v_run"))
    assert sorted(states.values()) == ["interrupted", "running"]
    assert states[run_id] == "interrupted"


def test_a_run_that_still_runs_is_left_alone(database: Database) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        begin(database)
        with database.write() as connection:
            connection.execute(update(table("run")).values(pid=other.pid))
        begin(database)
        assert ask(database.path, "SELECT DISTINCT state FROM v_run") == [("running",)]
    finally:
        other.communicate()


def test_a_run_of_this_process_number_that_is_not_ours_died(database: Database) -> None:
    begin(database)  # in a container every program has the same small number
    begin(database)
    assert ask(database.path, "SELECT state FROM v_run ORDER BY started") == [("interrupted",), ("running",)]


def test_the_end_is_written_with_its_numbers(database: Database) -> None:
    run_id, stamp = begin(database)
    counts = {"new": 3, "unchanged": 2, "updated": 1, "re_extracted": 4, "failed": 5}
    with database.write() as connection:
        runs.end(connection, run_id, "done", counts, "toy:1")
    query = (
        "SELECT state, started, new, unchanged, updated, re_extracted, failed, fingerprint, program_version FROM v_run"
    )
    assert ask(database.path, query) == [("done", stamp, 3, 2, 1, 4, 5, "toy:1", "1.2")]
    ((finished,),) = ask(database.path, "SELECT finished FROM v_run")
    assert finished >= stamp


def test_a_failure_is_one_row_a_run(database: Database) -> None:
    failure = FailureRow("a\udcff.txt", "read", "it is a PNG image", "leave it out")
    for _ in range(2):
        run_id, _stamp = begin(database)
        with database.write() as connection:
            runs.fail(connection, run_id, failure)
            runs.fail(connection, run_id, failure)
    found = ask(database.path, "SELECT source, stage, reason, cure, release_id FROM v_failure")
    assert found == [("a\\udcff.txt", "read", "it is a PNG image", "leave it out", None)] * 2
