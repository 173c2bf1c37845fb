"""The coverage ledger lists what no fact uses, and nothing that one does."""

from pathlib import Path
from typing import Any

import pytest

from db.engine import Database
from db.ledger import UNUSED, unused
from extractors.base import Mention
from tests.db.make import ask, content, document, fact, mention, save, span
from tests.db.test_views import decide

TEXT = (
    "Das Klinikum Nordtal leitet seit Mai 2024 das Netz PALAS. Acht Häuser sind dabei, zwölf Häuser kommen hinzu. "
    "Gefördert wird PALAS mit 2 Millionen Euro. Im Herbst 2026 dankt das Klinikum Nordtal der Stiftung Hochland. "
    "Die Stiftung Hochland sitzt in Nordtal. Stand: 1. Juli 2025."
)


def said(quote: str, label: str, norm: Any = None, nth: int = 0, **attributes: Any) -> Mention:
    return mention(span(TEXT, quote, nth), label, norm, **attributes)


MENTIONS = (
    said("Klinikum Nordtal", "ORG", name="Klinikum Nordtal"),
    said("Mai 2024", "DATE", "2024-05"),
    said("PALAS", "PROJECT", name="PALAS"),
    said("Acht Häuser", "COUNT", {"value": 8, "unit": "Häuser"}),
    said("zwölf Häuser", "COUNT", {"value": 12, "unit": "Häuser"}),
    said("2 Millionen Euro", "MONEY", {"value": 2000000, "currency": "EUR"}),
    said("Herbst 2026", "DATE", "2026-09/2026-11"),
    said("Klinikum Nordtal", "ORG", nth=1, name="Klinikum Nordtal"),
    said("Stiftung Hochland", "ORG", name="Stiftung Hochland"),
    said("Stiftung Hochland", "ORG", nth=1, name="Stiftung Hochland"),
    said("Nordtal", "LOC", nth=2, name="Nordtal"),
    said("1. Juli 2025", "DATE", "2025-07-01"),
)
FACTS = (
    fact(span(TEXT, "leitet seit"), "Klinikum Nordtal", "leads", "PALAS", qualifiers={"since": "2024-05"}),
    fact(span(TEXT, "Acht Häuser"), "PALAS", "count", {"value": 8, "unit": "Häuser"}),
    fact(
        span(TEXT, "Gefördert"), "Bund", "funds", "PALAS", qualifiers={"amount": {"value": 2000000, "currency": "EUR"}}
    ),
)


@pytest.fixture
def path(database: Database) -> Path:
    save(database, content(document(TEXT), mentions=MENTIONS, facts=FACTS, findings=()))
    return database.path


def told(found: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(row["kind"], row["quote"], row["places"]) for row in found]


def test_dates_then_numbers_then_names_that_no_fact_uses(path: Path) -> None:
    found = unused(path)
    assert told(found) == [
        ("date", "Herbst 2026", 1), ("number", "zwölf Häuser", 1), ("name", "Stiftung Hochland", 2), ("name", "Nordtal", 1),
    ]  # fmt: skip
    assert all(tuple(row) == UNUSED for row in found)
    first = found[0]
    assert TEXT[first["start"] : first["end"]] == first["quote"]
    assert first["quote"] in first["context"]
    assert found[1]["norm"] == {"value": 12, "unit": "Häuser"}


def test_what_a_person_rejected_uses_nothing(path: Path, database: Database) -> None:
    before = told(unused(path))
    for number, (fact_id,) in enumerate(ask(path, "SELECT fact_id FROM v_fact"), 1):
        decide(database, number, fact_id, "rejected")
    now = told(unused(path))
    assert set(before) < set(now)
    assert {("date", "Mai 2024", 1), ("number", "Acht Häuser", 1), ("name", "PALAS", 1)} <= set(now)
    assert not any(quote == "1. Juli 2025" for _, quote, _ in now), "the release's own date is used"


def test_about_and_since(path: Path) -> None:
    assert told(unused(path, about="HOCHLAND")) == [("name", "Stiftung Hochland", 2)]
    assert unused(path, about="niemand") == []
    assert unused(path, since="2025-07-01") == unused(path)
    assert unused(path, since="2025-07-02") == []


def test_a_fact_of_another_release_uses_nothing_here(database: Database) -> None:
    one = content(document(TEXT, key="id:1", id="1"), mentions=MENTIONS, facts=FACTS, findings=())
    two = content(document(TEXT + " ", key="id:2", id="2"), mentions=MENTIONS, facts=(), findings=())
    save(database, one, two)
    by_release: dict[str, list[str]] = {}
    for row in unused(database.path):
        by_release.setdefault(row["release_id"], []).append(row["quote"])
    assert sorted(len(quotes) for quotes in by_release.values()) == [4, 9]
