"""Worker processes and clusters: the same rows at any number of them, whatever happens to them."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.document import Document, ReadFailure
from db import engine
from db.values import FailureRow
from extractors.base import Extractor
from pipeline import batches, ingest
from pipeline.batches import load_nlp
from pipeline.cli import app
from pipeline.engines import base, local, plain
from pipeline.engines.base import Engine, Here, Recipe, Result
from pipeline.engines.local import Local
from pipeline.errors import BelegtError, ModelError
from tests.db.make import ask, dump
from tests.pipeline.nasty import Nasty
from tests.pipeline.toy import Clinics, Faulty, document, nlp

SECONDS = 4.0


def texts() -> list[Document | ReadFailure]:
    """Releases, copies, corrections, and what cannot be read, extracted or stored; three batches."""
    found: list[Document | ReadFailure] = [
        document(f"Die Klinik {chr(65 + n % 26)}burg hat {n} Betten.", f"id:{n}", id=str(n)) for n in range(42)
    ]
    found[5:5] = [ReadFailure("a.html", "read", "it is empty", "mend it")]
    found[8:8] = [document("LÜGE: Klinik Ost hat 3 Betten", "id:l"), document("MENGE", "id:m")]
    # the same id with another text: in one batch, in the next one, and back again in the last
    found[12:12] = [document("Die Klinik Xburg hat 7 Betten.", "id:3", id="3")]
    found[25:25] = [document("Die Klinik Xburg hat 8 Betten.", "id:3", id="3")]
    found += [document("Die Klinik Xburg hat 7 Betten.", "id:3", id="3"), document("Ein Satz.", "file:/copy.txt")]
    found[20:20] = [document("Ein Satz.", "file:/first.txt")]
    return found


def extractors(folder: Path) -> tuple[Extractor, ...]:
    return (Clinics(), Faulty(), Nasty(folder))


def stored(path: Path, inputs: list[Document | ReadFailure], made: Engine) -> tuple[dict[str, Any], ingest.Report]:
    with engine.open(path) as database:
        report = ingest.ingest(inputs, database, nlp, engine=made)
    return dump(path), report


def told(report: ingest.Report) -> tuple[Any, ...]:
    return report.new, report.unchanged, report.updated, [(f.source, f.stage, f.reason) for f in report.failures]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "DOCUMENTS", 16)
    monkeypatch.setattr(base, "_DOCUMENTS", 4)
    monkeypatch.setattr(local, "_SMALLEST", 100)  # characters: three of these texts
    monkeypatch.setattr(local, "_LARGEST", 200)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nasty")


@pytest.fixture(scope="module")
def workers(folder: Path) -> Iterator[Local]:
    """Two, which all tests share; those that end in one are replaced in it."""
    with Local(2, Recipe(nlp, extractors(folder)), seconds=SECONDS, memory=400_000_000) as made:
        yield made


@pytest.fixture
def here(tmp_path: Path) -> Here:
    (tmp_path / "once").touch()
    return Here(nlp, extractors(tmp_path))


def test_the_same_rows_with_one_and_with_two_workers(tmp_path: Path, here: Here, workers: Local) -> None:
    one, first = stored(tmp_path / "one.db", texts(), here)
    two, second = stored(tmp_path / "two.db", texts(), workers)
    assert told(first) == told(second)
    assert first.updated == 2
    for table, rows in one.items():
        assert two[table] == rows, table
    (run,) = ask(tmp_path / "two.db", "SELECT state, new, updated, failed FROM v_run")
    assert run == ("done", first.new, 2, 2)


def test_a_killed_worker_loses_nothing(tmp_path: Path, folder: Path, here: Here, workers: Local) -> None:
    inputs = [*texts()[:20], document("STIRBT EINMAL: Klinik Nord hat 12 Betten", "id:once"), *texts()[20:30]]
    two, second = stored(tmp_path / "two.db", inputs, workers)
    assert (folder / "once").exists()
    one, first = stored(tmp_path / "one.db", inputs, here)
    assert told(first) == told(second)
    assert two == one


def test_a_worker_that_ended_with_nothing_to_do_costs_no_document(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "DEATHS", 1)
    with Local(1, Recipe(nlp, extractors(folder))) as made:
        made.start()
        (worker,) = made._workers
        worker.process.kill()
        worker.process.join()
        _, report = stored(tmp_path / "one.db", texts()[30:31], made)
    assert report.new == 1
    assert report.failures == ()


def test_a_text_that_ends_workers_or_hangs_is_a_failure_and_the_rest_is_stored(tmp_path: Path, workers: Local) -> None:
    inputs = [*texts()[:5], document("STIRBT IMMER", "id:dies"), document("HÄNGT", "id:hangs"), *texts()[30:40]]
    _, report = stored(tmp_path / "two.db", inputs, workers)
    assert report.new == 15
    dies, hangs = report.failures
    assert (dies.source, dies.stage, hangs.source, hangs.stage) == ("dies", "extract", "hangs", "extract")
    assert "2 worker processes ended" in dies.reason
    assert f"longer than {SECONDS:g} seconds" in hangs.reason
    assert "extract_memory" in dies.cure
    assert "extract_seconds" in hangs.cure
    assert ask(tmp_path / "two.db", "SELECT state, new, failed FROM v_run") == [("done", 15, 2)]


@pytest.mark.skipif(sys.platform != "linux", reason="how much memory a process takes is read from /proc")
def test_too_much_memory_is_a_failure_of_one_document(tmp_path: Path, workers: Local) -> None:
    inputs = [*texts()[:3], document("FRISST: Klinik Nord hat 12 Betten", "id:eats"), *texts()[3:5]]
    _, report = stored(tmp_path / "two.db", inputs, workers)
    assert report.new == 5
    ((source, stage, reason),) = told(report)[3]
    assert (source, stage, reason) == ("eats", "extract", "its extraction takes more memory than it may")


def test_interrupted_workers_end_and_the_run_says_so(tmp_path: Path, folder: Path) -> None:
    def inputs() -> Iterator[Document | ReadFailure]:
        yield from texts()
        raise KeyboardInterrupt

    with engine.open(tmp_path / "two.db") as database, Local(1, Recipe(nlp, extractors(folder))) as made:
        made.start()
        processes = [worker.process for worker in made._workers]
        with pytest.raises(KeyboardInterrupt):
            ingest.ingest(inputs(), database, nlp, engine=made)
        assert [process.is_alive() for process in processes] == [True]
    assert [process.is_alive() for process in processes] == [False]
    assert ask(tmp_path / "two.db", "SELECT state FROM v_run") == [("interrupted",)]


def test_a_model_that_no_worker_can_load(tmp_path: Path) -> None:
    with (
        Local(1, Recipe(partial(load_nlp, "no_such_model", 1))) as made,
        engine.open(tmp_path / "two.db") as database,
        pytest.raises(ModelError, match="is installed") as caught,
    ):
        ingest.ingest(texts(), database, nlp, engine=made)
    assert caught.value.source == "no_such_model"
    assert ask(tmp_path / "two.db", "SELECT state FROM v_run") == [("failed",)]


class Slow:
    """Gives results only when they are asked for, and writes down what it was given."""

    ahead = 2

    def __init__(self) -> None:
        self.given: list[int] = []

    def start(self) -> str:
        return "slow"

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        self.given.append(len(documents))
        return batches.attempt(documents, nlp(), (Clinics(),))


def test_no_more_is_read_than_may_be_on_the_way(tmp_path: Path) -> None:
    read = 0
    most = 0

    def inputs() -> Iterator[Document]:
        nonlocal read, most
        for n in range(8 * batches.DOCUMENTS):
            read += 1
            most = max(most, read - len(ask(tmp_path / "a.db", "SELECT 1 FROM release")) if n % 16 == 0 else 0)
            yield document(f"Satz {n}.", f"id:{n}")

    slow = Slow()
    with engine.open(tmp_path / "a.db") as database:
        ingest.ingest(inputs(), database, nlp, engine=slow)
    assert slow.given == [batches.DOCUMENTS] * 8
    assert batches.DOCUMENTS < most <= (slow.ahead + 1) * batches.DOCUMENTS + 1


def test_a_batch_becomes_tasks_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_DOCUMENTS", 3)
    monkeypatch.setattr(base, "_CHARACTERS", 10)
    lengths = [4, 4, 4, 20, 1, 1, 1, 1]
    assert list(base.parts([document("x" * n) for n in lengths])) == [[0, 1], [2], [3], [4, 5, 6], [7]]
    assert list(base.parts([])) == []


class Patient:
    """Takes what a worker is sent, and never answers."""

    def __init__(self) -> None:
        self.given: list[list[int]] = []

    def send(self, documents: list[Document]) -> None:
        self.given.append([len(document.text) for document in documents])


def test_the_last_tasks_are_the_smallest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_SMALLEST", 10)
    monkeypatch.setattr(local, "_LARGEST", 40)
    made = Local(2, Recipe(nlp))
    waiting = Patient()
    worker: Any = SimpleNamespace(connection=waiting, ready=True, task=None, heard=0.0)
    made._workers = [worker]
    for lengths in ([10] * 20, [30, 3, 3, 3, 50]):
        batch = local._Batch([document("x" * n) for n in lengths])
        made._waiting.append(local._Task(batch, list(range(len(lengths)))))
    while made._waiting:
        made._give()
        worker.task = None
    # 289 characters: a quarter of what waits, 40 at most; 10 at the end, but never less than one text, and of one batch only
    assert waiting.given == [*[[10] * 4] * 4, [10] * 3, [10], [30], [3, 3, 3], [50]]


def test_what_travels_is_what_was_found() -> None:
    given = document("Die Klinik Nord hat 120 Betten. LÜGE 😀 FEHLER", "id:a")
    (found,) = batches.attempt([given], nlp(), (Clinics(), Faulty()))
    assert not isinstance(found, FailureRow)
    assert found.findings
    assert found.problems
    assert plain.unpacked(plain.packed(found), given) == found
    failure = FailureRow("a", "extract", "it broke", "mend it")
    assert plain.unpacked(plain.packed(failure), given) == failure
    assert plain.sent(given).raw == b""


def test_workers_and_a_cluster_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Die Klinik Nord hat 12 Betten.", "utf-8")
    arguments = ["ingest", str(tmp_path / "a.txt"), "--db", str(tmp_path / "a.db"), "--workers", "2", "--cluster", "x"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert "leave it or --cluster out" in result.stderr


def test_without_dask_a_cluster_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.engines.cluster import Cluster

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BelegtError, match=r"pip install 'belegt\[cluster\]'"):
        Cluster("tcp://127.0.0.1:1", Recipe(nlp))


def test_a_cluster_gives_the_same_rows_when_a_worker_is_killed(tmp_path: Path, here: Here, dask: Any) -> None:
    from pipeline.engines.cluster import Cluster

    folder = tmp_path / "cluster"
    folder.mkdir()
    inputs = [*texts()[:20], document("STIRBT EINMAL: Klinik Nord hat 12 Betten", "id:once"), *texts()[20:]]
    one, first = stored(tmp_path / "one.db", inputs, here)
    with Cluster(dask.scheduler_address, Recipe(nlp, extractors(folder))) as cluster:
        two, second = stored(tmp_path / "two.db", inputs, cluster)
    assert (folder / "once").exists()
    assert told(first) == told(second)
    for table, rows in one.items():
        assert two[table] == rows, table


def test_a_text_that_ends_workers_of_a_cluster_is_a_failure(tmp_path: Path, dask: Any) -> None:
    from pipeline.engines.cluster import Cluster

    inputs = [*texts()[:3], document("STIRBT IMMER", "id:dies"), *texts()[3:5]]
    dask.scheduler.allowed_failures = 0
    with Cluster(dask.scheduler_address, Recipe(nlp, extractors(tmp_path))) as cluster:
        _, report = stored(tmp_path / "two.db", inputs, cluster)
    assert report.new == 5
    ((source, stage, reason),) = told(report)[3]
    assert (source, stage) == ("dies", "extract")
    assert "ended workers of the cluster" in reason


def test_nobody_at_the_address_of_a_cluster() -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    from pipeline.engines.cluster import Cluster

    with pytest.raises(BelegtError, match="no scheduler answers") as caught:
        Cluster("tcp://127.0.0.1:9", Recipe(nlp), seconds=0.5)
    assert "dask scheduler" in str(caught.value.cure)
    with pytest.raises(BelegtError, match="no scheduler answers"):
        Cluster("nonsense://x", Recipe(nlp), seconds=0.5)
