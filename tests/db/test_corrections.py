"""What a person said instead is found as it is shown, by an index, and goes when the decision goes or the text does."""

import json
from typing import Any

import pytest

from db import engine, upkeep
from db.decisions import Order, anchor, decide, undo
from db.engine import Database
from tests.db.make import TEXT, ask, change, content, document, save

STAMP = "2026-01-01T00:00:00.000Z"
KEPT = "SELECT corrected_subject, corrected_predicate FROM fact ORDER BY start LIMIT 1"
FILTERS = ("subject = 'PALAS'", "predicate = 'leads'", "release_id = 'r_1'", "fact_id = 'f_1'", "subject IN ('a', 'b')")
ASKED = (
    "SELECT * FROM v_fact WHERE {}",
    "SELECT count(*) FROM v_fact WHERE {}",
    "SELECT r.publisher, count(*) FROM v_fact AS f JOIN v_release AS r USING (release_id) WHERE f.{} GROUP BY 1",
    "SELECT subject, quote FROM v_fact WHERE status = 'open' AND {} ORDER BY score LIMIT 5",
)


def correct(database: Database, value: dict[str, Any]) -> str:
    ((fact_id,),) = ask(database.path, "SELECT fact_id FROM v_fact ORDER BY start LIMIT 1")
    with database.write() as connection:
        return decide(connection, [Order("fact", fact_id, "corrected", value)], reviewer="Ute", stamp=STAMP)[0]


def test_a_correction_stands_with_the_fact_until_it_is_taken_back(database: Database) -> None:
    save(database, content())
    decision_id = correct(database, {"subject": "Klinik Westtal", "predicate": "funds"})
    assert ask(database.path, KEPT) == [("Klinik Westtal", "funds")]
    found = "SELECT extracted_subject, subject_id FROM v_fact WHERE subject = 'Klinik Westtal' AND predicate = 'funds'"
    assert ask(database.path, found) == [("Klinikum Nordtal", None)]
    with database.write() as connection:
        undo(connection, reviewer="Ute", stamp=STAMP, decision_id=decision_id)
    assert ask(database.path, KEPT) == [(None, None)]
    assert ask(database.path, found) == []


def test_a_later_decision_takes_its_place(database: Database) -> None:
    save(database, content())
    correct(database, {"subject": "Klinik Westtal"})
    correct(database, {"predicate": "funds"})
    assert ask(database.path, KEPT) == [(None, "funds")]


def test_it_follows_its_fact_into_another_text(database: Database) -> None:
    save(database, content())
    correct(database, {"subject": "Klinik Westtal"})
    shown = "SELECT extracted_subject FROM v_fact WHERE subject = 'Klinik Westtal'"
    for text, found in (
        (f"Anders beginnt es: {TEXT}", [("Klinikum Nordtal",)]),
        ("Nichts mehr davon.", []),
        (TEXT, [("Klinikum Nordtal",)]),
    ):
        (seen,) = save(database, content(document(text)))
        with database.write() as connection:
            anchor(connection, seen.release_id)
        assert ask(database.path, shown) == found


def test_the_upgrade_writes_it_down_and_the_check_finds_what_differs(database: Database) -> None:
    save(database, content())
    correct(database, {"subject": "Klinik Westtal"})
    database.close()
    engine.migrate(database.path, "0006")
    engine.migrate(database.path)
    assert ask(database.path, KEPT) == [("Klinik Westtal", None)]
    assert upkeep.check(database.path) == []
    change(database.path, "UPDATE fact SET corrected_predicate = 'leads'")
    (problem,) = upkeep.check(database.path)
    assert "2 facts that do not show what was decided" in problem


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("where", FILTERS)
def test_a_filter_of_the_facts_is_found_by_an_index(database: Database, asked: str, where: str) -> None:
    plan = [row[3] for row in ask(database.path, f"EXPLAIN QUERY PLAN {asked.format(where)}")]
    assert [step for step in plan if step.startswith("SCAN ")] == [], json.dumps(plan, indent=1)


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ("predicate = 'leads' AND fact_id = 'f_1'", "ix_fact_fact_id"),
        ("predicate = 'leads' AND subject = 'PALAS'", "ix_fact_shown_subject"),
        ("predicate = 'leads'", "ix_fact_shown_predicate"),
    ],
)
def test_what_tells_more_is_looked_up_first(database: Database, where: str, index: str) -> None:
    plan = ask(database.path, f"EXPLAIN QUERY PLAN SELECT * FROM v_fact WHERE {where}")  # noqa: S608 - ours
    assert plan[0][3].startswith(f"SEARCH x USING INDEX {index} ")
