"""`belegt judge` and `belegt entity`: questions, the word on them, what became of decisions, and one thing's time."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from db import decisions, engine
from db.decisions import Order
from pipeline.cli import app
from pipeline.ingest import ingest
from pipeline.timeline import lines, timeline
from tests.db.make import ask
from tests.pipeline.reconcile.test_judging import MEMBERS, Lists, listing
from tests.pipeline.reconcile.test_settle import release
from tests.pipeline.toy import Clinics, nlp


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two lists that ask whether QS-MB and NUM-MB are one, and two clinics that are not."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELEGT_DB", str(tmp_path / "b.db"))
    monkeypatch.setenv("LOGNAME", "ute")
    lists = [listing(1, f"{MEMBERS}, QS-MB", "2024-01-10"), listing(2, f"{MEMBERS}, NUM-MB", "2025-01-10")]
    clinics = [release(3, 12, "2025-02-10"), release(4, 9, "2025-02-11", "Süd"), release(5, 14, "2026-02-11")]
    with engine.open(tmp_path / "b.db") as database:
        ingest([*lists, *clinics], database, nlp, extractors=(Lists(), Clinics()))
    return tmp_path / "b.db"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json").stdout)


def test_a_question_is_listed_with_both_sides_judged_and_taken_back(path: Path) -> None:
    assert path.exists()
    (question,) = told("judge")
    assert {question[side]["name"] for side in ("first", "second")} == {"QS-MB", "NUM-MB"}
    assert (question["status"], len(question["values"])) == ("open", 2)
    shown = run("judge").stdout
    assert question["discrepancy_id"] in shown
    assert "„Netz Nord hat 9 Teile" in shown

    done = run("judge", question["discrepancy_id"], "same", "--note", "umbenannt")
    assert (done.exit_code, done.stdout.splitlines()[0].endswith("same, by ute; they are one entity")) == (0, True)
    assert told("judge") == []
    (judged,) = told("judge", "--all")
    assert (judged["status"], judged["reviewer"], judged["note"]) == ("same", "ute", "umbenannt")
    (link,) = told("entity", "QS-MB")[0]["links"]
    assert (link["rule"], link["status"], link["reviewer"]) == ("judged", "in force", "ute")
    assert sorted(place["quote"] for place in link["evidence"]) == ["NUM-MB", "QS-MB"]

    undone = run("judge", "qs-mb", "NUM-MB", "--undo", "--reviewer", "Ada")
    assert undone.stdout.splitlines() == [undone.stdout.strip()]
    assert "open, by Ada; they are two entities" in undone.stdout
    assert [q["status"] for q in told("judge")] == ["open"]
    again = run("judge", "QS-MB", "NUM-MB", "--undo")
    assert (again.exit_code, "nothing was said of these two" in again.stderr) == (2, True)


def test_what_is_treated_as_one_without_a_question_is_listed_too(path: Path) -> None:
    assert told("judge", "--linked") == []
    with closing(sqlite3.connect(path)) as connection, connection:
        ids = [
            connection.execute("SELECT entity_id FROM alias WHERE name = ?", (name,)).fetchone()[0]
            for name in ("Klinik Nord", "Klinik Süd")
        ]
        connection.execute("INSERT INTO entity_link VALUES (?, ?, 'word_order', 0.7)", sorted(ids))
    assert "1 more pair is treated as one so far, without a question: belegt judge --linked" in run("judge").stderr
    (pair,) = told("judge", "--linked")
    assert {pair[side]["name"] for side in ("first", "second")} == {"Klinik Nord", "Klinik Süd"}
    assert (pair["status"], pair["rule"], pair["score"]) == ("open", "word_order", 0.7)
    shown = run("judge", "--linked").stdout
    assert pair["identity_id"] in shown
    assert "treated as one so far: word_order (0.70)" in shown
    done = run("judge", pair["identity_id"], "different")
    assert done.exit_code == 0
    assert {*done.stdout.partition(":")[0].split(" and ")} == {"Klinik Nord", "Klinik Süd"}, "names, no ids"
    assert told("judge", "--linked") == []


def test_two_names_are_judged_and_contradictions_are_told(path: Path) -> None:
    del path
    assert "one entity" in run("judge", "Klinik Nord", "Klinik Süd", "same").stdout
    assert len(told("entity", "Klinik Süd")[0]["facts"]) == 3
    second = run("judge", "Klinik Nord", "Klinik Süd", "different")
    assert "different, by ute; they are two entities" in second.stdout
    assert len(told("entity", "Klinik Süd")[0]["facts"]) == 1
    run("judge", "Klinik Nord", "Netz Nord", "same")
    contrary = run("judge", "Netz Nord", "Klinik Süd", "same")
    assert "same, by ute; they are one entity" in contrary.stdout, "the newest word is followed"
    (first,) = [q for q in told("judge", "--all") if q["status"] == "different"]
    assert {first[side]["name"] for side in ("first", "second")} == {"Klinik Nord", "Klinik Süd"}
    assert len({first[side]["leader"] for side in ("first", "second")}) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("judge", "x_0", "same"), "no question 'x_0'"),
        (("judge", "QS-MB", "Nirgends", "same"), "no entity is called 'Nirgends'"),
        (("judge", "QS-MB", "QS-MB", "same"), "both names are of one entity"),
        (("judge", "QS-MB", "NUM-MB", "perhaps"), "say one of same, different, unsure"),
        (("judge", "same"), "name a question by its id, or two entities"),
        (("judge", "a", "b", "c", "same"), "name a question by its id, or two entities"),
        (("judge", "x_0", "same", "--orphans"), "a list takes no judgement"),
        (("judge", "x_0", "same", "--linked"), "a list takes no judgement"),
        (("judge", "--linked", "--orphans"), "another list than --orphans"),
        (("judge", "--note", "x"), "it goes with a judgement"),
        (("entity", "Nirgends"), "no entity is called 'Nirgends'"),
        (("entity", "Klinik"), "2 entities are called 'Klinik'"),
        (("entity", "Klinik", "--kind", "THING"), "'THING' is none of"),
    ],
)
def test_what_cannot_be_answered_says_why_and_changes_nothing(
    path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert ask(path, "SELECT count(*) FROM v_decision") == [(0,)]


def test_a_part_of_a_name_is_enough_where_one_entity_has_it(path: Path) -> None:
    del path
    (found,) = told("entity", "epsil")
    assert (found["name"], found["kind"], found["releases"]) == ("Epsilon", "ORG", 2)
    assert told("entity", found["entity_id"]) == [found]


def test_decisions_that_lost_their_thing_are_listed(path: Path) -> None:
    rows = ask(path, "SELECT fact_id, subject, value FROM v_fact WHERE subject LIKE 'Klinik %' ORDER BY subject, value")
    with engine.open(path) as database:
        with database.write() as connection:
            orders = [Order("fact", rows[0][0], "accepted"), Order("fact", rows[2][0], "rejected", note="veraltet")]
            decisions.decide(connection, orders, reviewer="Ute", stamp="2026-01-01T00:00:00.000Z")
        assert told("judge", "--orphans") == []
        ingest(
            [release(3, 13, "2025-02-10"), release(4, 30, "2025-02-11", "West")],
            database,
            nlp,
            extractors=(Lists(), Clinics()),
        )
    lost = told("judge", "--orphans")
    assert [(row["fit"], row["status"], row["content"]["subject"]) for row in lost] == [
        ("orphaned", "rejected", "Klinik Süd"), ("stale", "accepted", "Klinik Nord"),
    ]  # fmt: skip
    shown = run("judge", "--orphans").stdout
    assert "„Klinik Süd hat 9 Betten“" in shown
    assert "Ute, 2026-01-01: veraltet" in shown


def test_a_timeline_tells_from_when_to_when(path: Path) -> None:
    del path
    (found,) = told("entity", "Klinik Nord")
    spans = [(s["since"], s["until"], s["told"], s["superseded"], s["object"]["value"]) for s in found["timeline"]]
    assert spans == [("2025-02-10", "2026-02-11", False, True, 12), ("2026-02-11", None, False, False, 14)]
    shown = run("entity", "Klinik Nord").stdout
    assert "2025-02-10 – 2026-02-11  Klinik Nord · count · 12 Betten" in shown
    assert "told 2026-02-11  Klinik Nord · count · 14 Betten" in shown
    assert "„Klinik Nord hat 14 Betten“" in shown


def row(predicate: str, target: Any, published: str | None = "2025-01-01", **changes: Any) -> dict[str, Any]:
    given = {
        "fact_id": f"f_{predicate}", "subject": "Netz", "subject_id": "e_1", "predicate": predicate, "object": target,
        "object_id": None, "qualifiers": {}, "modality": "asserted", "status": "open", "valid_from": None, "valid_to": None,
        "quote": "Das steht da.", "source": "a.txt", "release_id": f"r_{published}", "published": published, "start": 0,
    }  # fmt: skip
    return given | changes


def test_statements_of_several_releases_are_one_line_in_the_order_of_time() -> None:
    facts = [
        row("ends_on", "2030-06"),
        row("starts_on", "2025-07-01"), row("starts_on", "2025-07-01", "2024-05-02"),
        row("leads", "Ute", valid_from="2024", valid_to="2026"),
        row("has_role", "Sprecher", None, modality="planned"),
    ]  # fmt: skip
    spans = timeline(facts)
    assert [line for line in lines(spans) if line.startswith("  ") and not line.startswith("   ")] == [
        "  2024 – 2026  Netz · leads · Ute", "  2025-07-01  Netz · starts", "  2030-06  Netz · ends",
        "  no date  Netz · has_role · Sprecher [planned]",
    ]  # fmt: skip
    assert spans[1].releases == ["r_2024-05-02", "r_2025-01-01"]
    assert spans[1].published == "2024-05-02"
