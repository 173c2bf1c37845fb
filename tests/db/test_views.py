"""The promised surface: every view and column is there, documented, and says what it promises."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from db import decisions
from db.engine import Database
from extractors.base import Fact, Mention
from tests.db.make import TEXT, ask, content, document, fact, mention, save, span

PROMISED = {
    "v_release": "release_id external_id cluster_id revision source url publisher title published published_precision"
    " published_from language text sha256 first_seen last_seen",
    "v_mention": "mention_id release_id start end quote label norm norm_precision score entity_id extractor rule version",
    "v_entity": "entity_id kind name",
    "v_alias": "entity_id name rule score",
    "v_fact": "fact_id release_id subject subject_id predicate object object_id value unit qualifiers modality valid_from"
    " valid_from_precision valid_to valid_to_precision start end quote score status extracted_object",
    "v_discrepancy": "discrepancy_id kind verdict scope subject predicate values reason_de reason_en status",
    "v_discrepancy_value": "discrepancy_id position release_id value quote start end",
    "v_decision": "decision_id number batch target target_id fit status content new_value note reviewer decided",
    "v_run": "run_id state started finished new unchanged updated failed",
    "v_failure": "failure_id run_id source stage reason cure",
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "database.md"
PLACE = span(TEXT, "zwölf")


def columns(path: Path, view: str) -> list[str]:
    return [name for (name,) in ask(path, "SELECT name FROM pragma_table_info(?)", view)]


def test_every_promised_view_and_column_exists(database: Database) -> None:
    views = {name for (name,) in ask(database.path, "SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == set(PROMISED)
    for view, promised in PROMISED.items():
        assert set(promised.split()) <= set(columns(database.path, view)), view


def test_every_view_and_column_is_documented_and_nothing_else(database: Database) -> None:
    text = DOCUMENT.read_text("utf-8")
    documented: dict[str, list[str]] = {}
    for view, body in re.findall(r"^## (v_\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        documented[view] = re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
    assert documented == {view: columns(database.path, view) for view in sorted(PROMISED, key=list(documented).index)}


@pytest.mark.parametrize(
    ("published", "precision"), [("2025-07-01", "day"), ("2025-07", "month"), ("2025", "year"), (None, None)]
)
def test_dates_tell_their_precision(database: Database, published: str | None, precision: str | None) -> None:
    save(database, content(document(published=published)))
    assert ask(database.path, "SELECT published, published_precision FROM v_release") == [(published, precision)]


@pytest.mark.parametrize(
    ("label", "norm", "precision"),
    [
        ("DATE", "2025-07-01", "day"), ("DATE", "2025-12", "month"), ("DATE", "2025", "year"),
        ("DATE", "2025-07/2025-09", "interval"), ("DATE", "P3Y", "duration"), ("DATE", "XXXX-12-24", "yearly"),
        ("DATE", None, None), ("COUNT", {"value": 2025, "unit": "Betten"}, None),
    ],
)  # fmt: skip
def test_norms_tell_their_precision(database: Database, label: str, norm: Any, precision: str | None) -> None:
    save(database, one_mention(mention(PLACE, label, norm, earliest="2025-07-01", latest="2025-07-02")))
    found = ask(database.path, "SELECT norm_precision, earliest, latest FROM v_mention")
    assert found == [(precision, "2025-07-01", "2025-07-02")]


def one_mention(given: Mention) -> Any:
    return content(mentions=(given,), facts=(), findings=())


def one_fact(given: Fact) -> Any:
    return content(mentions=(), facts=(given,), findings=())


def test_a_fact_with_its_evidence_validity_and_links(database: Database) -> None:
    save(database, content())
    ((row),) = ask(
        database.path,
        "SELECT subject, subject_id IS NOT NULL, predicate, object, valid_from, valid_from_precision, valid_to,"
        " valid_to_precision, quote, start, \"end\", status, extracted_object FROM v_fact WHERE predicate = 'leads'",
    )
    sentence = TEXT.split(". ")[0]
    assert row == (
        "Klinikum Nordtal", 1, "leads", "PALAS", "2024-05", "month", "2026", "year", sentence, 0, len(sentence), "open",
        "PALAS",
    )  # fmt: skip


def test_numbers_stay_what_they_are(database: Database) -> None:
    whole, part = (fact(PLACE, "A", "count", {"value": v, "unit": "Betten"}) for v in (12, 1.5))
    save(database, content(mentions=(), facts=(whole, part), findings=()))
    found = ask(database.path, "SELECT value, typeof(value), unit, object FROM v_fact ORDER BY value")
    assert found == [
        (1.5, "real", "Betten", '{"unit":"Betten","value":1.5}'),
        (12, "integer", "Betten", '{"unit":"Betten","value":12}'),
    ]


def decide(
    database: Database, number: int, target_id: str, status: str, new_value: Any = None, *, target: str = "fact"
) -> None:
    stamp = f"2026-01-01T00:00:{number:02}.000Z"
    with database.write() as connection:
        if status == "open":
            decisions.undo(connection, reviewer="Ute", stamp=stamp)
        else:
            order = decisions.Order(target, target_id, status, new_value)
            decisions.decide(connection, [order], reviewer="Ute", stamp=stamp)


EFFECTIVE = (
    "SELECT status, subject, subject_id IS NULL, object, value, unit, extracted_subject, extracted_object FROM v_fact"
)


def test_the_latest_decision_counts_and_the_extracted_value_stays(database: Database) -> None:
    save(database, one_fact(fact(PLACE, "PALAS", "count", {"value": 12, "unit": "Häuser"})))
    ((fact_id,),) = ask(database.path, "SELECT fact_id FROM v_fact")
    was = '{"unit":"Häuser","value":12}'
    steps: list[tuple[str, Any, tuple[Any, ...]]] = [
        ("accepted", None, ("accepted", "PALAS", 1, was, 12, "Häuser", "PALAS", was)),
        (
            "corrected",
            {"object": {"value": 13, "unit": "Häuser"}},
            ("corrected", "PALAS", 1, '{"unit":"Häuser","value":13}', 13, "Häuser", "PALAS", was),
        ),
        ("corrected", {"subject": "VIREX"}, ("corrected", "VIREX", 1, was, 12, "Häuser", "PALAS", was)),
        ("corrected", {"object": None}, ("corrected", "PALAS", 1, None, None, None, "PALAS", was)),
        ("rejected", None, ("rejected", "PALAS", 1, was, 12, "Häuser", "PALAS", was)),
        ("unsure", None, ("unsure", "PALAS", 1, was, 12, "Häuser", "PALAS", was)),
        ("open", None, ("rejected", "PALAS", 1, was, 12, "Häuser", "PALAS", was)),
    ]
    for number, (status, new_value, expected) in enumerate(steps):
        decide(database, number, fact_id, status, new_value)
        assert ask(database.path, EFFECTIVE) == [expected], status
    assert ask(database.path, "SELECT count(*) FROM v_decision") == [(len(steps),)]


def test_a_corrected_subject_is_no_longer_the_extracted_entity(database: Database) -> None:
    save(database, content())
    ((fact_id,),) = ask(database.path, "SELECT fact_id FROM v_fact WHERE subject_id IS NOT NULL")
    decide(database, 1, fact_id, "corrected", {"subject": "Klinikum Südtal"})
    assert ask(database.path, f"{EFFECTIVE} WHERE fact_id = ?", fact_id)[0][1:3] == ("Klinikum Südtal", 1)


def test_a_discrepancy_with_both_sides_in_order_and_its_status(database: Database) -> None:
    save(database, content())
    query = 'SELECT discrepancy_id, kind, verdict, scope, subject, "values", status FROM v_discrepancy'
    ((discrepancy_id, *row),) = ask(database.path, query)
    ((release_id,),) = ask(database.path, "SELECT release_id FROM v_release")
    eight, twelve = span(TEXT, "Acht Häuser"), span(TEXT, "zwölf")
    assert row[:4] == ["count_vs_list", "disagrees", "inside", "PALAS"]
    assert json.loads(row[4]) == [
        {"release_id": release_id, "value": "8", "quote": "Acht Häuser", "start": eight.start, "end": eight.end},
        {"release_id": release_id, "value": "12", "quote": "zwölf", "start": twelve.start, "end": twelve.end},
    ]
    assert row[5] == "open"
    decide(database, 1, discrepancy_id, "left", target="discrepancy")
    assert ask(database.path, query)[0][6] == "left"


def test_an_entity_has_its_best_name_and_its_numbers(database: Database) -> None:
    second = content(document(key="id:b"), mentions=(mention(span(TEXT, "Klinikum Nordtal"), name="KLINIKUM Nordtal"),))
    save(database, content(), second)
    assert ask(database.path, "SELECT kind, name, mentions, releases FROM v_entity") == [
        ("ORG", "KLINIKUM Nordtal", 3, 2)
    ]
    aliases = ask(database.path, "SELECT name, rule, score, releases FROM v_alias ORDER BY name")
    assert aliases == [("KLINIKUM Nordtal", "base_form", 0.9, 1), ("Klinikum Nordtal", "base_form", 0.9, 1)]


def test_a_release_is_found_by_its_id_without_reading_all(database: Database) -> None:
    for view in ("v_release", "v_mention", "v_fact"):
        plan = ask(database.path, f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE release_id = 'r_1'")  # noqa: S608
        assert not [step for *_, step in plan if step.startswith("SCAN")], (view, plan)
