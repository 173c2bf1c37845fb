"""What an ingest stores, leaves alone, names as failed, and does again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, ReadFailure
from db import engine, store, upkeep
from db.engine import Database
from db.errors import DatabaseError
from pipeline import batches, rules
from pipeline.ingest import Report, ingest
from pipeline.reconcile.discrepancies import VERSION
from tests.db.make import ask, dump
from tests.pipeline.toy import Clinics, Faulty, counted, document, nlp

TEXTS = [f"Die Klinik {name} hat {beds} Betten." for name, beds in (("Nord", 12), ("Süd", 300), ("West", 7))]
INPUTS = [document(text, f"id:{n}", id=str(n), source=f"in.jsonl:{n}") for n, text in enumerate(TEXTS)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as opened:
        yield opened


def run(database: Database, *inputs: Document | ReadFailure, **options: Any) -> Report:
    options.setdefault("extractors", (Clinics(),))
    return ingest(inputs, database, options.pop("load", nlp), **options)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.unchanged, report.updated, len(report.failures)


def test_documents_become_rows_with_their_run(database: Database) -> None:
    report = run(database, *INPUTS)
    assert counts(report) == (3, 0, 0, 0)
    found = ask(database.path, "SELECT external_id, last_seen, fingerprint FROM v_release ORDER BY 1")
    fingerprint = f"clinics:1 findings:{VERSION} rules:{rules.digest()} model:de_pipeline:0.0.0"
    assert found == [(str(n), report.stamp, fingerprint) for n in range(3)]
    assert ask(database.path, "SELECT subject, value, unit FROM v_fact ORDER BY value") == [
        ("Klinik West", 7, "Betten"), ("Klinik Nord", 12, "Betten"), ("Klinik Süd", 300, "Betten"),
    ]  # fmt: skip
    assert ask(database.path, "SELECT verdict FROM v_discrepancy WHERE kind = 'sum_check'") == [("disagrees",)]
    run_row = ask(database.path, "SELECT state, new, unchanged, updated, failed, fingerprint FROM v_run")
    assert run_row == [("done", 3, 0, 0, 0, fingerprint)]
    assert upkeep.check(database.path) == []


def test_a_fact_knows_the_entity_of_its_subject(database: Database) -> None:
    run(database, *INPUTS)
    joined = "SELECT DISTINCT f.subject = e.name, e.kind FROM v_fact f JOIN v_entity e ON e.entity_id = f.subject_id"
    assert ask(database.path, joined) == [(1, "ORG")]


def test_repeating_changes_nothing_and_loads_nothing(database: Database) -> None:
    run(database, *INPUTS)
    before = dump(database.path)
    load, loads = counted()
    report = run(database, *INPUTS, load=load)
    assert counts(report) == (0, 3, 0, 0)
    assert loads == []
    assert dump(database.path) == before
    assert ask(database.path, "SELECT DISTINCT last_seen FROM v_release") == [(report.stamp,)]


def test_only_what_changed_is_extracted(database: Database) -> None:
    run(database, *INPUTS)
    load, loads = counted()
    changed = document("Die Klinik Nord hat 13 Betten.", "id:0", id="0")
    assert counts(run(database, changed, *INPUTS[1:], load=load)) == (0, 2, 1, 0)
    assert loads == ["load"]
    assert ask(
        database.path, "SELECT value, revision FROM v_fact JOIN v_release USING (release_id) WHERE value = 13"
    ) == [(13, 2)]


def test_one_key_twice_in_one_batch(database: Database) -> None:
    twice = [document(TEXTS[0], "id:a"), document(TEXTS[1], "id:a")]
    assert counts(run(database, *twice)) == (1, 0, 1, 0)
    before = dump(database.path)
    assert counts(run(database, *twice)) == (0, 2, 0, 0)
    assert dump(database.path) == before


def test_copies_in_one_batch_are_one_release(database: Database) -> None:
    files = [document(TEXTS[0], f"file:/{n}.txt") for n in range(3)]
    assert counts(run(database, *files)) == (1, 2, 0, 0)


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_order_of_releases_makes_no_difference(tmp_path: Path, order: list[int]) -> None:
    dumps = []
    for name, numbers in (("a", [0, 1, 2]), ("b", order)):
        with engine.open(tmp_path / f"{name}.db") as opened:
            run(opened, *(INPUTS[n] for n in numbers))
            dumps.append(dump(opened.path))
    assert dumps[0] == dumps[1]


def test_what_cannot_be_read_is_a_failure_and_the_rest_goes_on(database: Database) -> None:
    broken = ReadFailure("in.jsonl:7", "read", "it is no JSON", "mend the line")
    report = run(database, INPUTS[0], broken, INPUTS[1])
    assert counts(report) == (2, 0, 0, 1)
    found = ask(database.path, "SELECT source, stage, reason, cure, run_id, release_id FROM v_failure")
    assert found == [("in.jsonl:7", "read", "it is no JSON", "mend the line", report.run_id, None)]


def test_an_extractors_fault_is_named_and_the_release_is_stored(database: Database) -> None:
    bad = [document("LÜGE: Klinik Ost hat 3 Betten", "id:l"), document("FEHLER: Klinik Ost hat 4 Betten", "id:f")]
    report = run(database, *bad, extractors=(Clinics(), Faulty()))
    assert counts(report) == (2, 0, 0, 2)
    found = ask(
        database.path, "SELECT external_id, stage, reason FROM v_failure JOIN v_release USING (release_id) ORDER BY 1"
    )
    assert [row[:2] for row in found] == [("f", "extract faulty"), ("l", "extract faulty")]
    assert "this word was too much" in found[0][2]
    assert "'!!!' is not what stands at 0:3" in found[1][2]
    assert ask(database.path, "SELECT count(*) FROM v_mention WHERE quote = '!!!'") == [(0,)]
    assert ask(database.path, "SELECT count(*) FROM v_fact") == [(2,)]


@pytest.mark.parametrize(
    ("text", "stage", "reason"),
    [
        ("MENGE", "store", "not JSON serializable"),
        ("Klinik\0Nord", "store", "NUL"),
        ("Klinik \udc80", "extract", "surrogate"),
    ],
)
def test_what_cannot_be_stored_is_a_failure_and_the_rest_goes_on(
    database: Database, text: str, stage: str, reason: str
) -> None:
    report = run(database, INPUTS[0], document(text, "id:bad"), INPUTS[1], extractors=(Clinics(), Faulty()))
    assert counts(report) == (2, 0, 0, 1)
    (failure,) = report.failures
    assert (failure.source, failure.stage) == ("bad", stage)
    assert reason in failure.reason
    assert ask(database.path, "SELECT count(*) FROM release") == [(2,)]


def test_a_text_that_the_model_refuses_costs_only_itself(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp(), "max_length", 50)
    report = run(database, INPUTS[0], document("x" * 51, "id:long"), INPUTS[1])
    assert counts(report) == (2, 0, 0, 1)
    assert "51 characters are more than the model takes at once (50)" in report.failures[0].reason
    assert "split" in report.failures[0].cure


def test_re_extraction_touches_only_what_is_out_of_date(database: Database) -> None:
    run(database, *INPUTS[:2])
    run(database, INPUTS[2], extractors=(Clinics(version=2),))
    before = dump(database.path)
    load, loads = counted()
    report = run(database, re_extract=True, extractors=(Clinics(version=2),), load=load)
    assert (report.re_extracted, loads) == (2, ["load"])
    assert ask(database.path, "SELECT DISTINCT version FROM v_mention") == [(2,)]
    after = dump(database.path)
    for table in ("release", "entity", "alias", "evidence", "raw", "discrepancy", "discrepancy_evidence"):
        assert after[table] == before[table], table
    again = run(database, re_extract=True, extractors=(Clinics(version=2),))
    assert again.re_extracted == 0
    assert upkeep.check(database.path) == []


def test_re_extraction_gives_the_rows_of_a_fresh_ingest(tmp_path: Path) -> None:
    new = Clinics(version=2, name="clinics")
    with engine.open(tmp_path / "old.db") as old, engine.open(tmp_path / "new.db") as fresh:
        run(old, *INPUTS, extractors=(Faulty(),))
        run(old, re_extract=True, extractors=(new,))
        run(fresh, *INPUTS, extractors=(new,))
        assert dump(old.path) == dump(fresh.path)


def test_a_failed_re_extraction_leaves_what_was_there(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run(database, *INPUTS)
    before = dump(database.path)
    monkeypatch.setattr(nlp(), "max_length", 5)
    report = run(database, re_extract=True, extractors=(Clinics(version=2),))
    assert (report.re_extracted, len(report.failures)) == (0, 3)
    after = dump(database.path)
    assert {k: v for k, v in after.items() if k != "failure"} == {k: v for k, v in before.items() if k != "failure"}


def test_an_interrupted_run_says_so_and_the_next_goes_on(database: Database) -> None:
    def inputs() -> Iterator[Document]:
        yield from INPUTS[:2]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(inputs(), database, nlp, extractors=(Clinics(),))
    assert ask(database.path, "SELECT state FROM v_run") == [("interrupted",)]
    assert counts(run(database, *INPUTS)) == (3, 0, 0, 0)


def test_a_model_that_does_not_load_ends_the_run_as_failed(database: Database) -> None:
    from pipeline.errors import ModelError

    with pytest.raises(ModelError, match="is installed") as caught:
        run(database, *INPUTS, load=lambda: batches.load_nlp("no_such_model"))
    assert caught.value.exit_code == 2
    assert ask(database.path, "SELECT state, new FROM v_run") == [("failed", 0)]
    ((source, stage, reason, cure),) = ask(database.path, "SELECT source, stage, reason, cure FROM v_failure")
    assert (source, stage) == ("no_such_model", "model")
    assert "is installed" in reason
    assert "leave --model out" in cure


def test_a_database_that_fails_ends_the_run(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise DatabaseError("database or disk is full", "belegt.db", "make room")

    monkeypatch.setattr(store, "save", full)
    with pytest.raises(DatabaseError, match="full"):
        run(database, *INPUTS)
    assert ask(database.path, "SELECT state FROM v_run") == [("failed",)]


def test_every_document_is_told_once(database: Database) -> None:
    ticks: list[int] = []
    failure = ReadFailure("x", "read", "", "")
    bad = document("MENGE", "id:bad")
    run(database, *INPUTS, failure, bad, tick=ticks.append, extractors=(Clinics(), Faulty()))
    run(database, *INPUTS, failure, bad, tick=ticks.append, extractors=(Clinics(), Faulty()))
    sizes = [0, 5, *(len(text.encode()) for text in TEXTS)]
    assert sorted(ticks) == sorted(sizes * 2)


def test_stamps_of_many_unchanged_are_written_in_parts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run(database, *INPUTS)
    written: list[int] = []
    real = store.touch

    def touch(connection: Any, seen: Any, stamp: str) -> None:
        written.append(len(list(seen)))
        real(connection, seen, stamp)

    monkeypatch.setattr(store, "touch", touch)
    monkeypatch.setattr("pipeline.ingest._TOUCHES", 2)
    report = run(database, *INPUTS)
    assert written == [2, 1]
    assert ask(database.path, "SELECT DISTINCT last_seen FROM v_release") == [(report.stamp,)]
