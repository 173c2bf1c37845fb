"""Other programs and a wrong clock: a lock that is held, two ingests at once, a clock that goes back, workers that are killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any, Final

from corpus.document import Document
from db import engine
from pipeline.engines.base import Recipe
from pipeline.errors import BelegtError
from pipeline.ingest import ingest
from tests.db.make import ask
from tests.torture import works
from tests.torture.disk import ROOT, named
from tests.torture.forked import clean, run
from tests.torture.kills import Figures

_BUSY: Final = 0.4


def _hasty(path: Path) -> None:
    """An ingest that does not wait long for a lock."""
    with engine.open(path, busy_seconds=_BUSY) as database:
        ingest(iter(works.texts()), database, works.rules)


def locked(folder: Path, points: int, rng: Random) -> Figures:
    """Another program takes the database at a point of chance and keeps it: an error that says so, and nothing is lost."""
    figures, path = Figures(), folder / "belegt.db"
    full = run(lambda _: works.ingest_all(folder / "undisturbed.db"))
    expected = works.dump(folder / "undisturbed.db")
    while figures.points < points:
        clean(path)
        works.ingest_all(path, works.texts()[:1])
        ended = _while_held(path, rng.random() * full.seconds)
        if ended.code == 0:
            figures.late += 1
            continue
        figures.points += 1
        named(ended, path, "another program")
        works.whole(path)
        works.ingest_all(path)
        assert works.dump(path) == expected
        works.whole(path)
    return figures


def _while_held(path: Path, after: float) -> Any:
    """The ingest, while another one takes the lock after some seconds and keeps it for as long as that lives."""
    done: list[Any] = []
    thread = Thread(target=lambda: done.append(run(lambda _: _hasty(path))))
    other = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        thread.start()
        time.sleep(after)
        other.execute("BEGIN IMMEDIATE")
        thread.join()
    finally:
        other.close()
    return done[0]


def together(folder: Path, points: int, _: Random) -> Figures:
    """Two ingests of the same releases at once into a new database, and two of halves."""
    figures, path = Figures(), folder / "belegt.db"
    works.ingest_all(folder / "undisturbed.db")
    expected = works.dump(folder / "undisturbed.db")
    inputs = works.texts()
    apart = [inputs[:3], [d for d in inputs[3:] if d.key not in {i.key for i in inputs[:3]}]]
    works.ingest_all(folder / "halves.db", apart[0])
    works.ingest_all(folder / "halves.db", apart[1])
    halves = works.dump(folder / "halves.db")
    for n in range(points):
        clean(path)
        shares, wanted = ([inputs, inputs], expected) if n % 2 else (apart, halves)
        ended: list[Any] = []
        threads = [Thread(target=_kept, args=(ended, path, share)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        figures.points += 1
        assert [e.code for e in ended] == [0, 0], [e.error for e in ended]
        works.whole(path)
        if shares[0] is inputs:
            # a revision and what it revises, each stored by either: the order of two programs is nobody's to say
            works.ingest_all(path)
        got = works.dump(path)
        assert {k: v for k, v in got.items() if k not in {"revision", "raw"}} == {k: v for k, v in wanted.items() if k not in {"revision", "raw"}}  # fmt: skip
        works.whole(path)
    return figures


def _kept(ended: list[Any], path: Path, share: list[Document]) -> None:
    ended.append(run(lambda _: works.ingest_all(path, share)))


def _backwards() -> None:
    """In this process, each look at the clock shows an earlier day than the one before."""
    from db import runs

    now = [datetime(2026, 6, 1, tzinfo=UTC)]

    def stamp(at: datetime | None = None) -> str:
        if at is None:
            now[0] -= timedelta(days=1)
        return (at or now[0]).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    runs.stamp = stamp


def clock(folder: Path) -> Figures:
    """The clock goes back from release to release, from run to run, from decision to decision."""
    figures, path = Figures(), folder / "belegt.db"
    works.ingest_all(folder / "undisturbed.db")
    expected = works.dump(folder / "undisturbed.db")
    inputs = works.texts()
    for share in (inputs[:2], inputs[2:5], inputs):
        ended = run(lambda _, share=share: works.ingest_all(path, share), before=_backwards)  # type: ignore[misc]
        assert ended.code == 0, ended.error
        figures.points += 1
    got = works.dump(path)
    assert {k: v for k, v in got.items() if k not in {"revision", "raw"}} == {k: v for k, v in expected.items() if k not in {"revision", "raw"}}  # fmt: skip
    started = [row[0] for row in ask(path, "SELECT started FROM run ORDER BY rowid")]
    assert started == sorted(started), "each run's stamp is later than the one before"
    works.compact(path)
    orders = works.wanted(path)
    forward = works.copy(path, folder / "forward.db")
    assert run(lambda tell: works.review(forward, orders, tell)).code == 0
    ended = run(lambda tell: works.review(path, orders, tell), before=_backwards)
    assert ended.code == 0, ended.error
    figures.points += 1
    assert works.decided(path) == works.decided(forward)
    works.whole(path)
    return figures


def workers(folder: Path, points: int, rng: Random) -> Figures:
    """A worker process is killed at a point of chance: it is replaced, and nothing is missing."""
    from functools import partial

    from pipeline.batches import load_nlp
    from pipeline.engines.local import Local

    figures, path = Figures(), folder / "belegt.db"
    began = time.monotonic()
    works.ingest_all(folder / "undisturbed.db")
    span = time.monotonic() - began
    expected = works.dump(folder / "undisturbed.db")
    with Local(2, Recipe(partial(load_nlp, "none", 1))) as made:
        made.start()
        for _ in range(points):
            clean(path)
            victim = rng.choice(made._workers).process
            after = rng.random() * span

            def kill(victim: Any = victim, after: float = after) -> None:
                time.sleep(after)
                if victim.is_alive():
                    os.kill(victim.pid, signal.SIGKILL)

            thread = Thread(target=kill)
            thread.start()
            with engine.open(path) as database:
                report = ingest(iter(works.texts()), database, works.rules, engine=made)
            thread.join()
            figures.points += 1
            assert report.failures == (), report.failures
            got = works.dump(path)
            assert {k: v for k, v in got.items() if k != "revision"} == {
                k: v for k, v in expected.items() if k != "revision"
            }
            works.whole(path)
    return figures


_SCHEDULER: Final = """
import sys, time, warnings
warnings.simplefilter("ignore")
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", worker_dashboard_address=None)
    print(cluster.scheduler_address, flush=True)
    time.sleep(600)
"""


def scheduler(folder: Path, points: int, rng: Random) -> Figures:
    """The scheduler of a cluster is killed with all its workers: an error with the cure, and the next run goes on."""
    figures, path = Figures(), folder / "belegt.db"
    script = folder / "scheduler.py"
    script.write_text(_SCHEDULER, "utf-8")
    for n in range(points):
        clean(path)
        process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
        try:
            error = _deserted(path, process, works.texts(40 if n == 0 else 12), 0.5 + 2 * rng.random())
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        works.whole(path)
        if error is None:
            figures.late += 1
            continue
        figures.points += 1
        assert error.cure
        works.ingest_all(path, works.texts(40 if n == 0 else 12))
        works.whole(path)
        works.ingest_all(folder / f"undisturbed{n}.db", works.texts(40 if n == 0 else 12))
        assert works.dump(path) == works.dump(folder / f"undisturbed{n}.db")
    return figures


def _deserted(path: Path, process: "subprocess.Popen[str]", inputs: list[Document], after: float) -> BelegtError | None:
    """What an ingest says whose scheduler is killed after some seconds; None when it had ended."""
    from functools import partial

    from pipeline.batches import load_nlp
    from pipeline.engines.cluster import Cluster

    def kill() -> None:
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)

    address = process.stdout.readline().strip() if process.stdout else ""
    thread = Thread(target=kill)
    try:
        with Cluster(address, Recipe(partial(load_nlp, "none", 1)), seconds=20) as cluster:
            thread.start()
            with engine.open(path) as database:
                ingest(iter(inputs), database, works.rules, engine=cluster)
    except BelegtError as error:
        return error
    finally:
        thread.join()
    return None
