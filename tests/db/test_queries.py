"""What `belegt facts`, `discrepancies` and `releases` answer."""

from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.engine import Database
from db.holdings import holdings
from extractors.base import Finding
from tests.db.make import TEXT, content, document, fact, mention, save, span
from tests.db.test_views import decide

PLACE = span(TEXT, "zwölf")


def subjects(found: list[dict[str, Any]]) -> list[str]:
    return [row["subject"] for row in found]


@pytest.fixture
def path(database: Database) -> Path:
    """Three releases: of July 2025, of the month of May 2026, and one without a date."""
    facts = [
        [
            fact(PLACE, "Klinikum Nordtal", "leads", "PALAS", qualifiers={"since": "2024-05", "until": "2026"}),
            fact(PLACE, "Ute Vogt", "has_role", "Direktorin", qualifiers={"organisation": "Straßenklinik"}),
        ],
        [fact(PLACE, "PALAS", "count", {"value": 8, "unit": "Häuser"}), fact(PLACE, "VIREX", "starts_on", "2026-05")],
        [fact(PLACE, "KN", "part_of", "Verbund")],
    ]
    dates = ["2025-07-01", "2026-05", None]
    named = mention(span(TEXT, "Klinikum Nordtal"), name="Klinikum Nordtal"), mention(PLACE, name="KN")
    contents = [
        content(
            document(key=f"id:{n}", id=str(n), published=date, source=f"{n}.txt"),
            facts=tuple(facts[n]), mentions=named, findings=(),
        )
        for n, date in enumerate(dates)
    ]  # fmt: skip
    save(database, *contents)
    return database.path


def test_all_facts_by_date_with_the_promised_columns(path: Path) -> None:
    found = queries.facts(path)
    assert subjects(found) == ["KN", "Ute Vogt", "Klinikum Nordtal", "PALAS", "VIREX"]
    assert all(tuple(row) == queries.FACT for row in found)
    assert found[3]["object"] == {"value": 8, "unit": "Häuser"}
    assert found[2]["qualifiers"] == {"since": "2024-05", "until": "2026"}


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("nordtal", ["Klinikum Nordtal"]),
        ("PALAS", ["Klinikum Nordtal", "PALAS"]),
        ("STRASSENKLINIK", ["Ute Vogt"]),
        ("ute\u00a0vogt", ["Ute Vogt"]),
        ("kn", ["KN"]),
        ("100%", []),
        ("' OR 1 --", []),
    ],
)
def test_about_a_name(path: Path, about: str, expected: list[str]) -> None:
    assert subjects(queries.facts(path, about=about)) == expected


def test_about_an_alias(database: Database) -> None:
    named = mention(span(TEXT, "Klinikum Nordtal"), name="KN")
    save(database, content(mentions=(named,), facts=(fact(PLACE, "KN", "part_of", "Verbund"),), findings=()))
    entity_id = queries.facts(database.path)[0]["subject_id"]
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO alias SELECT release_id, revision, entity_id, 'Klinikum Nordtal', 'as_written', 1 FROM alias"
        )
    found = queries.facts(database.path, about="klinikum nord")
    assert [(row["subject"], row["subject_id"]) for row in found] == [("KN", entity_id)]


def test_by_predicate(path: Path) -> None:
    assert subjects(queries.facts(path, predicates=["count", "part_of"])) == ["KN", "PALAS"]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2025-07-01", 5), ("2025-07-02", 3), ("2026-05-31", 3), ("2026-06-01", 1),  # what has no date was seen today
        ("2999-01-01", 0),
    ],
)  # fmt: skip
def test_since_a_day(path: Path, since: str, expected: int) -> None:
    assert len(queries.facts(path, since=since)) == expected


@pytest.mark.parametrize(
    ("as_of", "holds"),
    [("2024-04-30", False), ("2024-05-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_as_of_a_day(path: Path, as_of: str, holds: bool) -> None:
    found = subjects(queries.facts(path, as_of=as_of))
    assert ("Klinikum Nordtal" in found) is holds
    assert "KN" in found, "what the text does not bound is listed"


def test_what_a_person_decided_counts(database: Database) -> None:
    save(database, content())
    by_predicate = {row["predicate"]: row["fact_id"] for row in queries.facts(database.path)}
    decide(database, 1, by_predicate["leads"], "rejected")
    decide(database, 2, by_predicate["count"], "corrected", {"object": "neun Häuser"})
    (left,) = queries.facts(database.path)
    assert (left["object"], left["extracted_object"], left["status"]) == (
        "neun Häuser", {"value": 8, "unit": "Häuser"}, "corrected",
    )  # fmt: skip


def finding(verdict: Any, kind: Any = "count_vs_list") -> Finding:
    return Finding(kind, verdict, "deutsch", "english", (PLACE,), ("12",), "PALAS", "count")


def test_discrepancies_in_the_contracts_shape_without_what_is_quiet(database: Database) -> None:
    verdicts = ["agrees", "incomplete", "disagrees", "phase", "question", "refines", "incomparable", "conflict"]
    save(database, content(findings=tuple(finding(v) for v in verdicts)))
    shown = queries.discrepancies(database.path)
    assert {row["verdict"] for row in shown[:2]} == {"conflict", "disagrees"}, "what matters comes first"
    assert [row["verdict"] for row in shown[2:]] == ["question", "incomplete"]
    assert len(queries.discrepancies(database.path, everything=True)) == len(verdicts)
    assert [row["verdict"] for row in queries.discrepancies(database.path, verdicts=["agrees"])] == ["agrees"]
    first = shown[0]
    assert tuple(first) == queries.DISCREPANCY
    assert first["values"][0].items() >= {"value": "12", "quote": "zwölf", "start": PLACE.start}.items()
    assert (first["scope"], first["subject"], first["reason_de"], first["status"]) == (
        "inside",
        "PALAS",
        "deutsch",
        "open",
    )


def test_discrepancies_by_kind(database: Database) -> None:
    save(database, content(findings=(finding("disagrees"), finding("disagrees", "sum_check"))))
    assert [row["kind"] for row in queries.discrepancies(database.path, kinds=["sum_check"])] == ["sum_check"]
    assert queries.discrepancies(database.path, kinds=["membership"], everything=True) == []


def test_releases_with_what_they_hold(path: Path) -> None:
    found = queries.releases(path)
    assert [(row["published"], row["mentions"], row["facts"]) for row in found] == [
        (None, 2, 1), ("2025-07-01", 2, 2), ("2026-05", 2, 2),
    ]  # fmt: skip
    assert all(tuple(row) == queries.RELEASE for row in found)


def test_holdings_of_a_run_and_of_all(path: Path, database: Database) -> None:
    save(database, content(document(key="id:new")))
    ((stamp,),) = [tuple(r.values()) for r in [{"s": max(row["last_seen"] for row in queries.releases(path))}]]
    of_run, of_all = holdings(path, stamp), holdings(path)
    assert of_run.mentions == {"ORG": 2, "COUNT": 1}
    assert of_run.facts == {"count": 1, "leads": 1}
    assert of_all.mentions == {"ORG": 8, "COUNT": 1}
    assert list(of_all.facts.items())[:2] == [("count", 2), ("leads", 2)]
    (found,) = of_all.discrepancies
    assert [(s.value, s.quote, s.source) for s in found.statements] == [
        ("8", "Acht Häuser", "in.jsonl:1"), ("12", "zwölf", "in.jsonl:1"),
    ]  # fmt: skip
