"""What people type where a value is asked for: stored as extraction stores it, or refused."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.review.conftest import Ask
from tests.review.test_pages import card

ADDED = (
    ("count", "1.200 Betten", '{"unit":"Betten","value":1200}', 1200, "Betten"),
    ("count", "zwölf Häuser", '{"unit":"Häuser","value":12}', 12, "Häuser"),
    ("starts_on", "1. Januar 2020", "2020-01-01", None, None),
    ("ends_on", "März 2026", "2026-03", None, None),
    ("lasts", "5 Jahre", "P5Y", None, None),
)


@pytest.mark.parametrize(("predicate", "written", "stored", "value", "unit"), ADDED)
def test_an_added_value_is_stored_as_extraction_stores_it(
    client: TestClient, ask: Ask, predicate: str, written: str, stored: str, value: Any, unit: Any
) -> None:
    release = ask("SELECT release_id FROM v_release WHERE external_id = 'astral'")[0]["release_id"]
    form = {"quote": "Herzzentrum", "subject": "Das Netz", "predicate": predicate, "object": written}
    assert client.post(f"/release/{release}/add", data=form).status_code == 200
    fact = ask("SELECT * FROM v_fact WHERE extractor = 'person'")[0]
    assert (fact["object"], fact["value"], fact["unit"]) == (stored, value, unit)


REFUSED = (
    ("count", "viele", "Das ist keine Zahl: viele"),
    ("count", "1.200", "Es fehlt, was gezählt wird"),
    ("starts_on", "31. Februar 2020", "Das ist kein Tag"),
    ("lasts", "lange", "Das ist keine Dauer"),
)


@pytest.mark.parametrize(("predicate", "written", "told"), REFUSED)
def test_a_value_that_cannot_be_read_is_refused(
    client: TestClient, ask: Ask, predicate: str, written: str, told: str
) -> None:
    release = ask("SELECT release_id FROM v_release WHERE external_id = 'astral'")[0]["release_id"]
    form = {"quote": "Herzzentrum", "subject": "Das Netz", "predicate": predicate, "object": written}
    answer = client.post(f"/release/{release}/add", data=form)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert f'value="{written}"' in answer.text  # what was typed stays
    fact = ask("SELECT * FROM v_fact WHERE predicate = 'starts_on' LIMIT 1")[0]
    fields = card(client, f"?at=fact:{fact['fact_id']}")
    given = {
        **fields,
        "status": "corrected",
        "new_subject": fact["subject"],
        "new_predicate": predicate,
        "new_object": written,
    }
    answer = client.post("/decide", data=given)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert not ask("SELECT * FROM decision")


def test_a_corrected_day_is_a_day(client: TestClient, ask: Ask) -> None:
    fact = ask("SELECT * FROM v_fact WHERE predicate = 'starts_on' LIMIT 1")[0]
    fields = card(client, f"?at=fact:{fact['fact_id']}")
    given = {
        **fields,
        "status": "corrected",
        "new_subject": fact["subject"],
        "new_predicate": "starts_on",
        "new_object": "3. März 2031",
    }
    assert client.post("/decide", data=given).status_code == 200
    assert ask("SELECT object FROM v_fact WHERE fact_id = ?", fact["fact_id"]) == [{"object": "2031-03-03"}]
    assert json.loads(ask("SELECT new_value FROM decision")[0]["new_value"]) == {"object": "2031-03-03"}
