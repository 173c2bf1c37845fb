"""What people decided, and what failed, hold names in words of their own: these go too."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from db import engine, forget_decisions, forgotten, ids, runs, upkeep
from db.decisions import Order, decide, identity_id, undo
from db.engine import Database
from db.entities import lost, questions
from db.values import FailureRow
from pipeline.forgetting import carry_out, plan
from pipeline.ingest import ingest
from tests.db.make import ask
from tests.db.test_forget import again, bytes_of, documents

if TYPE_CHECKING:
    from spacy.language import Language

STAMP = "2026-01-01T00:00:00.000Z"
NAMES = (b"Testmann", b"testmann", b"Anna")


@pytest.fixture
def stored(tmp_path: Path, nlp: "Language") -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as database:
        ingest(documents(), database, lambda: nlp, language="any")
        yield database


def said(database: Database, *orders: Order) -> None:
    with database.write() as connection:
        decide(connection, orders, reviewer="Ute", stamp=STAMP)


def failed(database: Database, *failures: FailureRow) -> None:
    with database.write() as connection:
        run_id, _ = runs.begin(connection, "0")
        for failure in failures:
            runs.fail(connection, run_id, failure)
        runs.end(connection, run_id, "done", {}, None)


def entity(path: Path, name: str) -> str:
    (found,) = ask(path, "SELECT DISTINCT entity_id FROM alias WHERE name = ?", name)
    return str(found[0])


def pair(one: str, two: str, note: str | None = None) -> Order:
    return Order("identity", identity_id(one, two), "different", {"first": one, "second": two}, note)


def forget(database: Database, name: str, nlp: "Language") -> dict[str, int]:
    planned = plan(database, name)
    assert carry_out(database, planned, None, lambda: nlp).clean
    assert upkeep.check(database.path) == []
    return dict(planned.counts)


def content_of(path: Path) -> Any:
    ((content,),) = ask(path, "SELECT content FROM decision")
    return content


def test_a_judgement_of_a_person_loses_the_name(stored: Database, nlp: "Language") -> None:
    path = stored.path
    said(stored, pair(entity(path, "Anna Testmann"), entity(path, "Otto Beispiel"), "Testmann ist eine andere"))
    assert forget(stored, "Anna Testmann", nlp)["decision"] == 1
    assert all(word not in bytes_of(path) for word in NAMES)
    assert '"name":"Otto Beispiel"' in content_of(path)
    assert ask(path, "SELECT note FROM decision") == [("████████ ist eine andere",)]
    assert ask(path, "SELECT count(*) FROM judgement") == [(0,)], "it is about nobody any more"
    questions(path, everything=True)
    with engine.open(path) as database, database.write() as connection:
        assert undo(connection, reviewer="Ute", stamp=STAMP)


def test_the_key_of_a_judgement_holds_no_name(stored: Database, nlp: "Language") -> None:
    one, two = "name:anna testmann", entity(stored.path, "Klinikum Nordtal")
    said(stored, pair(one, two))
    assert b"name:anna testmann" in bytes_of(stored.path)
    forget(stored, "Anna Testmann", nlp)
    assert all(word not in bytes_of(stored.path).lower() for word in (b"anna", b"testmann"))


def test_corrections_and_additions_that_name_a_person_elsewhere_are_masked(stored: Database, nlp: "Language") -> None:
    path = stored.path
    ((fact_id, release_id),) = ask(path, "SELECT fact_id, release_id FROM v_fact WHERE predicate = 'funds'")
    added = {
        "release_id": release_id, "subject": "Anna\nTestmann", "predicate": "funds", "object": "Nordtal", "start": 8, "end": 30,
    }  # fmt: skip
    said(
        stored,
        Order("fact", fact_id, "corrected", {"subject": "Anna Testmann"}, "gemeint ist ANNA TESTMANN, nicht Testmann"),
        Order("addition", ids.make("a_", *added.values()), "added", added),
    )
    assert ("Anna Testmann",) in ask(path, "SELECT subject FROM v_fact")
    assert forget(stored, "Anna Testmann", nlp)["decision"] == 2
    assert all(word not in bytes_of(path) for word in (*NAMES, b"TESTMANN"))
    assert ask(path, "SELECT subject FROM v_fact WHERE predicate = 'funds' ORDER BY extractor = 'person'") == [
        ("████ ████████",),
        ("████\n████████",),
    ]
    assert ask(path, "SELECT note FROM decision WHERE note IS NOT NULL") == [
        ("gemeint ist ████ ████████, nicht ████████",)
    ]
    assert ask(path, "SELECT DISTINCT fit FROM v_decision") == [("exact",)]


def test_failures_of_no_release_are_masked(stored: Database, nlp: "Language") -> None:
    kept = FailureRow("https://nordtal.example/otto-testmann", "read", "Otto Testmann ist nicht da", "warten")
    failed(
        stored,
        FailureRow("/in/anna-testmann.html", "read", "/in/anna%20testmann.html is empty", "look at anna_testmann"),
        FailureRow("in.jsonl:9", "store", "Frau Testmann, Anna Testmann: zu lang", "mend it"),
        kept,
    )
    forget(stored, "Anna Testmann", nlp)
    rows = ask(stored.path, "SELECT source, reason, cure FROM failure WHERE stage <> 'x' ORDER BY source")
    assert (kept.source, kept.reason, kept.cure) in rows
    rest = [row for row in rows if row[0] != kept.source]
    assert len(rest) == 2
    assert not any(word in str(row).lower() for row in rest for word in ("anna", "testmann"))
    assert ("/in/████-████████.html", "/in/████%20████████.html is empty", "look at ████_████████") in rest


def test_a_failure_after_it_does_not_bring_the_name_back(stored: Database, nlp: "Language") -> None:
    from corpus.document import ReadFailure

    forget(stored, "Anna Testmann", nlp)
    unread = ReadFailure("/in/anna-testmann.html", "read", "Anna Testmann: it is empty", "mend it")
    with engine.open(stored.path) as database:
        report = ingest([unread], database, lambda: nlp)
    assert report.failures[0].source == unread.source, "who ingests must find the file"
    assert ask(stored.path, "SELECT source, reason FROM failure") == [
        ("/in/████-████████.html", "████ ████████: it is empty")
    ]


def test_of_a_release_go_judgements_of_those_whom_it_alone_named(stored: Database, nlp: "Language") -> None:
    path = stored.path
    clinic = entity(path, "Klinikum Nordtal")
    said(
        stored,
        pair(entity(path, "Stiftung Lichtblick"), clinic, "Lichtblick ist keine Klinik"),
        pair("name:lichtblick", clinic),
        pair("name:südtal", clinic, "bleibt"),
    )
    assert forget(stored, "c", nlp)["decision"] == 2
    for word in (b"Lichtblick", b"lichtblick"):
        assert word not in bytes_of(path)
    rows = ask(path, "SELECT content, note, reviewer, fit FROM v_decision ORDER BY number")
    assert rows[:2] == [(forget_decisions.REDUCED_PAIR, None, "Ute", "orphaned")] * 2
    assert rows[2][1] == "bleibt"
    assert ask(path, "SELECT first FROM judgement UNION SELECT second FROM judgement") == [(clinic,), ("name:südtal",)]
    assert len(lost(path)) == 2, "what is left can be read by those who read judgements"
    questions(path, everything=True)
    with engine.open(path) as database, database.write() as connection:
        assert undo(connection, reviewer="Ute", stamp=STAMP)
        ((decision_id,), *_) = ask(path, "SELECT decision_id FROM decision ORDER BY number")
        assert undo(connection, reviewer="Ute", stamp=STAMP, decision_id=decision_id)
    assert again(stored, nlp).forgotten == 1


def test_of_a_release_go_failures_that_know_its_address_alone(stored: Database, nlp: "Language") -> None:
    ((source,),) = ask(stored.path, "SELECT DISTINCT source FROM v_release WHERE external_id = 'c'")
    with stored.write() as connection:
        connection.exec_driver_sql("UPDATE revision SET source = 'in.jsonl:3' WHERE text LIKE '%Lichtblick%'")
    assert source
    failed(
        stored,
        FailureRow("in.jsonl:3", "extract", "Stiftung Lichtblick: too long", "mend it"),
        FailureRow("in.jsonl:4", "extract", "something else", "mend it"),
    )
    forget(stored, "c", nlp)
    assert ask(stored.path, "SELECT reason FROM failure") == [("something else",)]
    assert b"Lichtblick" not in bytes_of(stored.path)


def test_a_mask_in_an_address_keeps_its_length() -> None:
    digest = forgotten.digest(b"s", "name", "anna", "mueller")
    stones = forgotten.Tombstones(b"s", frozenset(), frozenset({digest}), (2,))
    assert stones.masked_address("/a/anna-müller+x%20anna.mueller") == "/a/████-██████+x%20████.███████"
    assert stones.masked_address("/a/otto-müller") == "/a/otto-müller"
