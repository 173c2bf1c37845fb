"""The page where two act at once, where something went meanwhile, and where an address or a value is nonsense."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from db import decisions, engine, runs
from pipeline.forgetting import carry_out, plan
from pipeline.reconcile.settle import catch_up
from review.queue import Filter, Queue
from tests.review.conftest import Ask
from tests.review.test_pages import card, hidden_in

if TYPE_CHECKING:
    from spacy.language import Language


def said_by(path: Path, reviewer: str, *orders: decisions.Order, settled: bool = False) -> None:
    """Decide as another program does."""
    with engine.open(path) as database, database.write() as connection:
        decisions.decide(connection, orders, reviewer=reviewer, stamp=runs.stamp())
        if settled:
            catch_up(connection)


@pytest.mark.parametrize("page", ["9" * 30, "-1", "x", "²", "1.5"])
@pytest.mark.parametrize("address", ["/decisions", "/entities", "/releases"])
def test_a_page_that_is_none_is_the_first(client: TestClient, address: str, page: str) -> None:
    assert client.get(address, params={"page": page}).status_code == 200


def bulk_fields(client: TestClient, query: str) -> dict[str, str]:
    return hidden_in(client.get(f"/bulk?{query}").text, "/bulk")


def test_as_many_other_facts_are_not_those_that_were_shown(client: TestClient, ask: Ask, path: Path) -> None:
    first, second = (row["fact_id"] for row in ask("SELECT fact_id FROM v_fact WHERE predicate = 'leads' LIMIT 2"))
    said_by(path, "Jo", decisions.Order("fact", first, "rejected"))
    shown = bulk_fields(client, "predicate=leads")
    with engine.open(path) as database, database.write() as connection:
        decisions.undo(connection, reviewer="Jo", stamp=runs.stamp())
    said_by(path, "Jo", decisions.Order("fact", second, "rejected"))
    assert client.post("/bulk", data={**shown, "status": "accepted"}).status_code == 409
    assert not ask("SELECT * FROM decision WHERE batch IS NOT NULL")
    assert (
        client.post("/bulk", data={**bulk_fields(client, "predicate=leads"), "status": "accepted"}).status_code == 200
    )
    assert ask("SELECT status FROM v_fact WHERE fact_id = ?", first) == [{"status": "accepted"}]


def test_a_fact_that_went_meanwhile_is_told_as_a_change(
    client: TestClient, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = bulk_fields(client, "predicate=leads")

    def gone(*_: Any, **__: Any) -> list[str]:
        raise decisions.DecisionError("there is no such fact", "f_1", "look again")

    monkeypatch.setattr(decisions, "decide", gone)
    answer = client.post("/bulk", data={**shown, "status": "accepted"})
    assert answer.status_code == 409
    assert "andere Fakten geworden" in answer.text
    assert not ask("SELECT * FROM decision")


def test_what_somebody_else_overruled_is_passed_over_when_taking_back(client: TestClient, ask: Ask, path: Path) -> None:
    client.post("/settings", data={"name": "Ute"})
    mine = []
    for _ in range(2):
        fields = card(client)
        client.post("/decide", data={**fields, "status": "accepted"})
        mine.append(fields["target_id"])
    said_by(path, "Jo", decisions.Order("fact", mine[1], "rejected"))
    assert "1 Entscheidung zurückgenommen" in client.post("/undo").text
    statuses = [ask("SELECT status FROM v_fact WHERE fact_id = ?", fact_id)[0]["status"] for fact_id in mine]
    assert statuses == ["open", "rejected"]
    assert "nichts zurückzunehmen" in client.post("/undo").text


def test_a_place_is_found_in_the_text_that_is_written_to(
    client: TestClient, ask: Ask, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from review.routes import releases

    release = ask("SELECT release_id, text FROM v_release WHERE external_id = 'astral'")[0]["release_id"]
    problem = releases._problem

    def meanwhile(*args: Any) -> str:
        with closing(sqlite3.connect(path, timeout=5)) as connection, connection:
            connection.execute("UPDATE revision SET text = 'Neu: ' || text WHERE release_id = ?", (release,))
        return problem(*args)

    monkeypatch.setattr(releases, "_problem", meanwhile)
    form = {"quote": "Herzzentrum", "start": "0", "subject": "a", "predicate": "part_of", "object": "b"}
    assert client.post(f"/release/{release}/add", data=form).status_code == 200
    assert ask("SELECT quote FROM v_fact WHERE extractor = 'person'") == [{"quote": "Herzzentrum"}]


def test_a_judgement_and_a_forgetting_elsewhere_make_the_queue_anew(ask: Ask, path: Path, nlp: "Language") -> None:
    queue = Queue()
    with engine.open(path) as database:
        with database.read() as connection:
            before = queue.look(connection)
        link = ask("SELECT * FROM entity_link ORDER BY first LIMIT 1")[0]
        pair = {"first": link["first"], "second": link["second"]}
        order = decisions.Order("identity", decisions.identity_id(*pair.values()), "different", pair)
        said_by(path, "Jo", order, settled=True)
        with database.read() as connection:
            judged = queue.look(connection)
        assert judged is not before
        said_by(
            path, "Jo", decisions.Order("fact", ask("SELECT fact_id FROM v_fact LIMIT 1")[0]["fact_id"], "accepted")
        )
        with database.read() as connection:
            assert queue.look(connection) is judged  # what is only decided costs no new queue
        release = ask("SELECT release_id FROM v_fact LIMIT 1")[0]["release_id"]
        carry_out(database, plan(database, release), None, lambda: nlp)
        with database.read() as connection:
            queue.look(connection)
            assert queue.left(connection, Filter(release=release)) == 0


@pytest.mark.parametrize("address", ["/queue?subject=a%00b", "/entity/a%00b", "/release/%00", "/releases?%00=1"])
def test_a_nul_in_an_address_is_refused(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, "NUL" in answer.text) == (400, True)


def test_a_nul_in_a_form_is_refused_and_nothing_stored(client: TestClient, ask: Ask) -> None:
    fields = card(client)
    assert client.post("/decide", data={**fields, "status": "accepted", "note": "a\0b"}).status_code == 400
    assert not ask("SELECT * FROM decision")


def test_a_length_and_its_days_are_named_on_the_buttons(client: TestClient) -> None:
    shown = client.get("/queue?kind=duration_vs_dates").text
    assert ('data-key="1"><span class="label">Die Dauer gilt</span><span class="hint">A</span>') in shown
    assert ('data-key="2"><span class="label">Beginn und Ende gelten</span><span class="hint">B</span>') in shown
    other = client.get("/queue?kind=value_difference").text
    assert '<span class="label">A gilt</span>' in other
    assert "Die Dauer gilt" not in other
    assert "The duration holds" in client.get("/queue?kind=duration_vs_dates&lang=en").text
