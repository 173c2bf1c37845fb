"""The page by its answers: what is shown, what is written, what is told."""

import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from db import decisions, engine, runs
from review.app import create_app
from tests.review.conftest import BASE, Ask

PAGES = (
    "/",
    "/queue",
    "/discrepancies",
    "/discrepancies?all=1",
    "/releases",
    "/entities",
    "/decisions",
    "/bulk",
    "/runs",
    "/help",
)


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the card's own form."""
    form = html[html.index('class="decide"') :]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")])
    return {name: unescape(value) for name, value in fields}


def hidden_in(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent there."""
    form = html[html.index(f'method="post" action="{action}"') :]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")])
    return {name: unescape(value) for name, value in fields}


def card(client: TestClient, query: str = "?kind=fact") -> dict[str, str]:
    return hidden(client.get(f"/queue{query}").text)


def test_each_page_answers_in_german_and_in_english(client: TestClient) -> None:
    for page in PAGES:
        german, english = client.get(page, params={"lang": "de"}), client.get(page, params={"lang": "en"})
        assert (german.status_code, english.status_code) == (200, 200), page
        assert '<html lang="de">' in german.text
        assert '<html lang="en">' in english.text
        assert "Übersicht" in german.text
        assert "Übersicht" not in english.text
    assert "Overview" in client.get("/").text  # it is kept


def test_no_path_of_the_server_is_on_any_page(client: TestClient, ask: Ask, path: Path) -> None:
    run = ask("SELECT run_id FROM run")[0]["run_id"]
    values = (
        "l_1",
        run,
        "/srv/secret/x.pdf",
        "read",
        "/srv/secret/x.pdf: broken",
        "mend /srv/secret/x.pdf",
        None,
        "2026-01-01T00:00:00.000Z",
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO failure VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    pages = [*PAGES, *(f"/release/{row['release_id']}" for row in ask("SELECT release_id FROM release"))]
    for page in pages:
        text = client.get(page).text
        assert "/srv/secret" not in text, page
        assert "/corpus/samples" not in text, page
        assert str(path.parent) not in text, page
    assert "x.pdf: broken" in client.get("/runs").text


def test_discrepancies_come_first_then_what_is_least_sure(client: TestClient, ask: Ask) -> None:
    first = card(client, "")
    assert first["target"] == "discrepancy"
    verdict = ask("SELECT verdict FROM v_discrepancy WHERE discrepancy_id = ?", first["target_id"])
    assert verdict[0]["verdict"] in {"conflict", "disagrees"}
    fact = card(client)
    lowest = ask("SELECT min(score) AS s FROM v_fact")[0]["s"]
    assert ask("SELECT score FROM v_fact WHERE fact_id = ?", fact["target_id"])[0]["score"] == lowest


def test_to_decide_and_to_see_the_next_card_is_one_request(client: TestClient, ask: Ask) -> None:
    before = card(client)
    client.headers["HX-Request"] = "true"
    answer = client.post("/decide", data={**before, "status": "accepted", "note": "so steht es da"})
    after = hidden(answer.text)
    assert answer.status_code == 200
    assert after["target_id"] != before["target_id"]
    assert "<html" not in answer.text
    (row,) = ask("SELECT * FROM decision")
    assert (row["target_id"], row["status"], row["note"]) == (before["target_id"], "accepted", "so steht es da")
    assert re.fullmatch(r"Gast-[0-9a-f]{4}", row["reviewer"])
    assert row["decided"].endswith("Z")
    assert hidden(client.get("/queue?kind=fact").text)["target_id"] == after["target_id"]  # a reload stays there


def test_undo_is_a_new_row_and_works_in_another_process(client: TestClient, ask: Ask, path: Path) -> None:
    before = card(client)
    client.post("/decide", data={**before, "status": "rejected"})
    with TestClient(create_app(path), base_url=BASE, cookies=dict(client.cookies)) as other:
        answer = other.post("/undo")
    assert hidden(answer.text)["target_id"] == before["target_id"]
    assert [row["status"] for row in ask("SELECT status FROM decision ORDER BY number")] == ["rejected", "open"]
    assert ask("SELECT status FROM v_fact WHERE fact_id = ?", before["target_id"])[0]["status"] == "open"
    assert "nichts zurückzunehmen" in client.post("/undo").text


def test_a_correction_keeps_what_was_extracted(client: TestClient, ask: Ask) -> None:
    fact = ask("SELECT * FROM v_fact WHERE predicate = 'count' AND object LIKE '{%' LIMIT 1")[0]
    fields = card(client, f"?at=fact:{fact['fact_id']}")
    given = {
        **fields,
        "status": "corrected",
        "new_subject": fact["subject"],
        "new_predicate": "count",
        "new_value": "1.234",
        "new_unit": fact["unit"],
    }
    client.post("/decide", data=given)
    after = ask("SELECT * FROM v_fact WHERE fact_id = ?", fact["fact_id"])[0]
    assert (after["status"], after["value"], after["unit"]) == ("corrected", 1234, fact["unit"])
    assert after["extracted_object"] == fact["object"]


@pytest.mark.parametrize(("value", "told"), [("zwölfzig", "keine Zahl"), ("nan", "keine Zahl")])
def test_a_correction_that_cannot_be_is_told_and_not_written(
    client: TestClient, ask: Ask, value: str, told: str
) -> None:
    fact = ask("SELECT * FROM v_fact WHERE predicate = 'count' AND object LIKE '{%' LIMIT 1")[0]
    fields = card(client, f"?at=fact:{fact['fact_id']}")
    given = {
        **fields,
        "status": "corrected",
        "new_subject": fact["subject"],
        "new_predicate": "count",
        "new_value": value,
        "new_unit": "",
    }
    answer = client.post("/decide", data=given)
    assert answer.status_code == 422
    assert told in answer.text
    assert not ask("SELECT * FROM decision")


def test_a_late_decision_is_told_who_decided_when(client: TestClient, ask: Ask, path: Path) -> None:
    fields = card(client)
    with engine.open(path) as database, database.write() as connection:
        order = decisions.Order("fact", fields["target_id"], "rejected")
        decisions.decide(connection, [order], reviewer="Anna Beispiel", stamp=runs.stamp())
    answer = client.post("/decide", data={**fields, "status": "accepted"})
    assert answer.status_code == 409
    assert "Anna Beispiel" in answer.text
    assert [row["status"] for row in ask("SELECT status FROM decision")] == ["rejected"]
    client.post("/decide", data={**hidden(answer.text), "status": "accepted"})  # knowing it, one may
    assert ask("SELECT status FROM v_fact WHERE fact_id = ?", fields["target_id"])[0]["status"] == "accepted"


def test_two_people_are_given_two_cards_and_nobody_is_locked_out(client: TestClient, path: Path) -> None:
    first = card(client)
    with TestClient(create_app(path), base_url=BASE) as other:
        second = card(other)
        assert second["target_id"] != first["target_id"]
        shown = other.get(f"/queue?at=fact:{first['target_id']}")
        assert "Gerade auch offen bei" in shown.text
        assert other.post("/decide", data={**hidden(shown.text), "status": "accepted"}).status_code == 200


def test_skip_and_move(client: TestClient, ask: Ask) -> None:
    first = card(client)["target_id"]
    skipped = hidden(client.get(f"/queue?kind=fact&at=fact:{first}&go=skip").text)["target_id"]
    assert skipped != first
    assert card(client)["target_id"] == skipped  # it is remembered
    assert hidden(client.get(f"/queue?kind=fact&at=fact:{skipped}&go=previous").text)["target_id"] == first
    assert "Ende der Liste" in client.get(f"/queue?kind=fact&at=fact:{first}&go=previous").text
    assert not ask("SELECT * FROM decision")


@pytest.mark.parametrize("name", ["predicate", "publisher", "release", "run"])
def test_filters_hold_what_they_say(client: TestClient, ask: Ask, name: str) -> None:
    sql = {
        "predicate": "SELECT predicate AS v FROM v_fact ORDER BY fact_id LIMIT 1",
        "publisher": "SELECT publisher AS v FROM v_release WHERE publisher IS NOT NULL ORDER BY release_id LIMIT 1",
        "release": "SELECT release_id AS v FROM v_fact ORDER BY fact_id LIMIT 1",
        "run": "SELECT run_id AS v FROM run",
    }[name]
    value = ask(sql)[0]["v"]
    column = {"run": "v.run_id", "publisher": "v.publisher", "release": "f.release_id", "predicate": "f.predicate"}[
        name
    ]
    wanted = ask(
        "SELECT count(*) AS n FROM v_fact AS f JOIN release AS r USING (release_id) "  # noqa: S608
        f"JOIN revision AS v USING (release_id, revision) WHERE {column} = ?",
        value,
    )[0]["n"]
    text = client.get("/queue", params={"kind": "fact", name: value}).text
    assert f"<strong>{wanted}</strong>" in text


def test_bulk_is_one_batch_and_undone_as_one(client: TestClient, ask: Ask) -> None:
    single = ask("SELECT fact_id FROM v_fact WHERE predicate = 'leads' LIMIT 1")[0]["fact_id"]
    client.post("/decide", data={**card(client, f"?at=fact:{single}"), "status": "rejected"})
    count = ask("SELECT count(*) AS n FROM v_fact WHERE predicate = 'leads'")[0]["n"] - 1
    asked = client.get("/bulk?predicate=leads").text
    seen = hidden_in(asked, "/bulk")["seen"]
    assert asked.count('class="claim"') == min(5, count)
    wrong = client.post("/bulk", data={"f_predicate": "leads", "status": "accepted", "seen": seen[::-1]})
    assert wrong.status_code == 409
    client.post("/bulk", data={"f_predicate": "leads", "status": "accepted", "seen": seen})
    rows = ask("SELECT status, batch FROM decision WHERE batch IS NOT NULL")
    assert len(rows) == count
    assert len({row["batch"] for row in rows}) == 1
    client.post("/undo", data={"batch": rows[0]["batch"]})
    statuses = ask("SELECT status, count(*) AS n FROM v_fact WHERE predicate = 'leads' GROUP BY 1 ORDER BY 1")
    assert [tuple(row.values()) for row in statuses] == [("open", count), ("rejected", 1)]  # the single one stays


def test_on_a_release_a_contradiction_stands_above_a_change(client: TestClient, ask: Ask) -> None:
    release = ask("SELECT release_id FROM v_release WHERE published = '2025-01-08'")[0]["release_id"]
    found = re.findall(r'class="verdict v-(\w+)"', client.get(f"/release/{release}").text)
    assert {"conflict", "disagrees", "change"} <= set(found)
    assert found.index("change") > max(n for n, verdict in enumerate(found) if verdict in {"conflict", "disagrees"})


def test_the_overview_names_the_predicates_under_the_facts(client: TestClient) -> None:
    rows = re.findall(r'<tr( class="sub")?><th scope="row"><a href="/queue\?kind=(\w+)', client.get("/").text)
    at = rows.index(("", "fact"))
    assert rows[at + 1][0], rows  # not under whatever kind comes last
    assert [n for n, row in enumerate(rows) if row[0]] == list(
        range(at + 1, at + 1 + sum(bool(row[0]) for row in rows))
    )


def test_a_discrepancy_is_shown_from_both_sides_and_resolved(client: TestClient, ask: Ask) -> None:
    row = ask("SELECT * FROM v_discrepancy WHERE verdict = 'conflict' AND subject = 'VUV 3.0'")[0]
    page = client.get(f"/queue?at=discrepancy:{row['discrepancy_id']}").text
    assert "30. Juni 2030" in page
    assert "31. Dezember 2029" in page
    assert page.count('class="newer"') == 1
    assert 'class="differs"' in page
    client.post("/decide", data={**hidden(page), "status": "right"})
    assert (
        ask("SELECT status FROM v_discrepancy WHERE discrepancy_id = ?", row["discrepancy_id"])[0]["status"] == "right"
    )


def test_an_identity_is_judged_and_takes_effect(client: TestClient, ask: Ask) -> None:
    link = ask("SELECT * FROM entity_link ORDER BY first LIMIT 1")[0]
    target_id = decisions.identity_id(link["first"], link["second"])
    page = client.get(f"/queue?at=identity:{target_id}").text
    assert page.count('class="side-card"') == 2
    client.post("/decide", data={**hidden(page), "status": "different"})
    assert ask("SELECT status FROM judgement") == [{"status": "different"}]
    leaders = ask(
        "SELECT DISTINCT coalesce(same_as, entity_id) AS l FROM entity WHERE entity_id IN (?, ?)",
        link["first"],
        link["second"],
    )
    assert len(leaders) == 2


def test_what_is_gone_is_passed_over(client: TestClient, ask: Ask, path: Path) -> None:
    n = len(ask("SELECT * FROM v_discrepancy WHERE kind = 'name_variant'"))
    assert f"<strong>{n}</strong>" in client.get("/queue?kind=name_variant").text
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM discrepancy WHERE kind = 'name_variant'")
    assert "Hier ist alles geprüft" in client.get("/queue?kind=name_variant").text
    assert card(client)["target"] == "fact"


def test_what_cannot_be_said_is_refused(client: TestClient, ask: Ask) -> None:
    fields = card(client)
    for change in (
        {"status": "left"},
        {"status": "open"},
        {"target": "addition", "status": "added"},
        {"target": "nix", "status": "accepted"},
    ):
        assert client.post("/decide", data={**fields, **change}).status_code == 400
    gone = client.post("/decide", data={**fields, "target_id": "f_gone", "seen": "", "status": "accepted"})
    assert "Das gibt es nicht mehr" in gone.text
    assert not ask("SELECT * FROM decision")


def test_what_was_decided_on_other_evidence_comes_back_with_the_old_decision(
    client: TestClient, ask: Ask, path: Path
) -> None:
    fields = card(client)
    client.post("/decide", data={**fields, "status": "accepted"})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE anchor SET fit = 'stale'")
        connection.execute(
            "INSERT INTO run SELECT 'u_2', state, started || 'x', finished, host, pid, program_version, fingerprint, 0, 0, 0, 0, 0 FROM run LIMIT 1"
        )
    assert "der Beleg geändert" in client.get("/").text
    page = client.get("/queue?status=stale").text
    assert hidden(page)["target_id"] == fields["target_id"]
    assert "Der Beleg hat sich geändert" in page
    assert ask("SELECT fit FROM v_decision WHERE fit = 'stale'")
    assert "Haben ihren Beleg verloren oder geändert" in client.get("/decisions").text


def test_the_overview_counts_and_estimates(client: TestClient) -> None:
    for status in ("accepted", "accepted", "rejected"):
        client.post("/decide", data={**card(client, "?kind=fact&predicate=said"), "status": status})
    text = client.get("/").text
    assert "3 heute entschieden" in text
    assert re.search(r'quotes</a></th><td class="n">3</td><td class="n">67\s%', text)


def test_rejected_facts_become_case_lines(client: TestClient) -> None:
    client.post("/decide", data={**card(client), "status": "rejected"})
    lines = client.get("/decisions/rejected.jsonl").text.splitlines()
    assert len(lines) == 1
    assert '"facts": []' in lines[0]


def test_a_reviewers_name_is_kept_and_escaped(client: TestClient, ask: Ask) -> None:
    client.post("/settings", data={"name": "Änne <b>Müller</b>\n", "back": "//evil.example/"})
    assert "&lt;b&gt;Müller" in client.get("/").text
    client.post("/decide", data={**card(client), "status": "unsure"})
    assert ask("SELECT reviewer FROM decision")[0]["reviewer"] == "Änne <b>Müller</b>"


@pytest.mark.parametrize(
    ("quote", "stored"),
    [
        ("Herzzentrum", "Herzzentrum"),
        ("erzzentrumsdatenban", "Herzzentrumsdatenbank"),
        ("Forschungsnetz 😀", "Forschungsnetz 😀"),
    ],
)
def test_a_missed_fact_is_added_where_it_stands(client: TestClient, ask: Ask, quote: str, stored: str) -> None:
    release = ask("SELECT release_id, text FROM v_release WHERE external_id = 'astral'")[0]
    address = f"/release/{release['release_id']}/add"
    form: dict[str, Any] = {"quote": quote, "start": release["text"].index(quote)}
    assert "<mark" in client.get(address, params=form).text
    answer = client.post(
        address, data={**form, "subject": "Herzzentrum", "predicate": "part_of", "object": "Forschungsnetz"}
    )
    assert answer.status_code == 200
    fact = ask("SELECT * FROM v_fact WHERE extractor = 'person'")[0]
    assert (fact["quote"], release["text"][fact["start"] : fact["end"]]) == (stored, stored)
    assert (fact["subject"], fact["predicate"], fact["object"]) == ("Herzzentrum", "part_of", "Forschungsnetz")


def test_words_that_are_not_there_are_no_evidence(client: TestClient, ask: Ask) -> None:
    release = ask("SELECT release_id FROM v_release LIMIT 1")[0]["release_id"]
    data = {"quote": "steht hier nicht", "subject": "a", "predicate": "leads", "object": "b"}
    assert client.post(f"/release/{release}/add", data=data).status_code == 422
    assert not ask("SELECT * FROM decision")


def test_what_no_fact_uses_and_what_is_new_stands_beside_the_text(client: TestClient, ask: Ask) -> None:
    release = ask("SELECT release_id FROM v_release WHERE published = '2025-03-27'")[0]["release_id"]
    text = client.get(f"/release/{release}").text
    assert "In keinem Fakt" in text
    assert "erstmals" in text
    assert "9 Infrastrukturen" in text


def test_an_entity_has_names_facts_relations_and_a_picture(client: TestClient, ask: Ask) -> None:
    entity = ask("SELECT entity_id FROM v_entity WHERE name LIKE 'VUV 3.0%' OR name LIKE 'VUV 2.0%'")[0]["entity_id"]
    text = client.get(f"/entity/{entity}").text
    assert '<svg class="timeline"' in text
    assert '<rect class="bar"' in text
    assert "Auch genannt" in text
    assert "Verbindungen" in text
    assert client.get("/entity/e_none").status_code == 404


def test_a_review_goes_on_while_an_ingest_writes(client: TestClient, ask: Ask, path: Path) -> None:
    fields = card(client)
    with closing(sqlite3.connect(path, timeout=10)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE release SET last_seen = last_seen")
        assert client.get("/queue?kind=fact&predicate=said").status_code == 200  # reads, and waits for nobody
        writing.commit()
    assert client.post("/decide", data={**fields, "status": "accepted"}).status_code == 200
    assert len(ask("SELECT * FROM decision")) == 1


def test_every_string_of_the_page_is_translated() -> None:
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import read_po

    import review.pages

    folder = Path(str(review.pages.__file__)).parent
    words = {"_": None, "ngettext": (1, 2), "N_": None, "plural": (1, 2)}
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    found = extract_from_dir(str(folder), methods, {"templates/**.html": {"silent": "false"}}, keywords=words)
    used = {message for _, _, message, _, _ in found}
    for language in ("de", "en"):
        with (folder / "locale" / language / "messages.po").open("rb") as file:
            catalogue = {_forms(message.id): _forms(message.string) for message in read_po(file) if message.id}
        assert set(catalogue) == {_forms(message) for message in used}, language
        for ident, text in catalogue.items():
            assert all(text), ident
            marks = [sorted(re.findall(r"%\(\w+\)s|%s", part)) for part in (*ident, *text)]
            assert all(part == marks[0] for part in marks), ident


def _forms(text: Any) -> tuple[str, ...]:
    """One form, or one and many."""
    return (text,) if isinstance(text, str) else tuple(text or ())
