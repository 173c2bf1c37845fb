"""What is forgotten is gone from rows, index, file and journal, stays away, and leaves everything else whole."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus.document import Document
from corpus.page_cache import Kept, PageCache
from db import engine, forget, forget_decisions, forgotten, upkeep
from db.engine import Database
from db.errors import RefusedError
from db.search import search
from pipeline.cli import app
from pipeline.forgetting import Plan, carry_out, plan
from pipeline.ingest import Report, ingest
from tests.db.make import ask, content, document, save

if TYPE_CHECKING:
    from spacy.language import Language

OFFICE = (
    "Testmann leitet Klinikum\n\nProf. Dr. Anna Testmann ist neue Ärztliche Direktorin des Klinikums Nordtal. „Wir sind"
    " bereit“, sagte Testmann. Das Klinikum Nordtal hat 300 Betten. Kontakt: anna.testmann@nordtal.example"
)
LEAVE = "Abschied\n\nAnna Testmanns Vorgänger Otto Beispiel geht nach Südtal. Das Klinikum Nordtal hat 310 Betten."
GIFT = "Spende\n\nDie Stiftung Lichtblick fördert das Klinikum Nordtal mit zwei Millionen Euro."


def documents() -> list[Document]:
    texts = {"a": OFFICE, "b": LEAVE, "c": GIFT}
    return [
        document(text, f"id:{name}", id=name, title=text.split("\n")[0], raw=text.encode(), published=f"2025-0{n}-01")
        for n, (name, text) in enumerate(texts.items(), 3)
    ]


@pytest.fixture
def stored(tmp_path: Path, nlp: "Language") -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as database:
        ingest(documents(), database, lambda: nlp, language="any")
        yield database


def forgotten_now(database: Database, name: str, nlp: "Language") -> Plan:
    planned = plan(database, name)
    done = carry_out(database, planned, None, lambda: nlp)
    assert done.clean
    assert not done.failed
    return planned


def again(database: Database, nlp: "Language") -> Report:
    with engine.open(database.path) as opened:
        return ingest(documents(), opened, lambda: nlp, language="any")


def bytes_of(path: Path) -> bytes:
    return b"".join(f.read_bytes() for f in sorted(path.parent.glob(f"{path.name}*")))


def test_a_release_goes_with_all_that_follows_from_it_and_stays_away(stored: Database, nlp: "Language") -> None:
    path = stored.path
    assert b"Lichtblick" in bytes_of(path)
    others = ask(path, "SELECT release_id, text FROM v_release WHERE external_id <> 'c' ORDER BY 1")
    planned = forgotten_now(stored, "c", nlp)
    assert planned.counts["fact"] >= 1

    assert b"Lichtblick" not in bytes_of(path)
    assert ask(path, "SELECT release_id, text FROM v_release ORDER BY 1") == others
    assert ask(path, "SELECT count(*) FROM search_word WHERE word LIKE '%lichtblick%'") == [(0,)]
    assert ask(path, "SELECT count(*) FROM v_entity WHERE name LIKE '%Lichtblick%'") == [(0,)]
    assert search(path, "Lichtblick") == []
    assert upkeep.check(path) == []

    report = again(stored, nlp)
    assert (report.forgotten, report.unchanged, report.new) == (1, 2, 0)
    assert ask(path, "SELECT count(*) FROM v_release") == [(2,)]


def test_a_person_is_masked_and_all_else_is_said_as_before(stored: Database, nlp: "Language") -> None:
    path = stored.path
    planned = forgotten_now(stored, "anna testmann", nlp)
    assert len(planned.releases) == 2
    for word in (b"Testmann", b"testmann", b"Anna"):
        assert word not in bytes_of(path)
    texts = dict(ask(path, "SELECT external_id, text FROM v_release"))
    assert texts["c"] == GIFT
    for name, text in (("a", OFFICE), ("b", LEAVE)):
        assert len(texts[name]) == len(text)
        assert texts[name].replace(forgotten.MASK, "") != texts[name]
    assert "Otto Beispiel geht" in texts["b"]
    assert ask(path, "SELECT title FROM v_release WHERE external_id = 'a'") == [("████████ leitet Klinikum",)]
    counts = ask(path, "SELECT value FROM v_fact WHERE predicate = 'count' ORDER BY 1")
    assert counts == [(300,), (310,)], "what else the texts say is there, found in the masked text"
    assert ask(path, "SELECT count(*) FROM v_discrepancy WHERE kind = 'value_difference'") != [(0,)]
    assert search(path, "Testmann") == []
    assert len(search(path, "Klinikum Nordtal")) == 3
    assert upkeep.check(path) == []


def test_a_masked_person_stays_masked_and_is_masked_in_new_texts(stored: Database, nlp: "Language") -> None:
    forgotten_now(stored, "Anna Testmann", nlp)
    report = again(stored, nlp)
    assert (report.unchanged, report.updated, report.masked) == (3, 0, 2)
    text = "Dr. ANNA TESTMANN und Frau Testmann danken. Otto Testmann, den sie nicht kennt, auch."
    with engine.open(stored.path) as database:
        report = ingest([document(text, "id:d", id="d", raw=text.encode())], database, lambda: nlp, language="any")
    assert (report.new, report.masked) == (1, 1)
    assert ask(stored.path, "SELECT text FROM v_release WHERE external_id = 'd'") == [
        ("Dr. ████ ████████ und Frau ████████ danken. Otto ████████, den sie nicht kennt, auch.",)
    ]
    assert b"Testmann" not in bytes_of(stored.path)


def test_the_family_name_alone_is_somebody_elses(stored: Database, nlp: "Language") -> None:
    forgotten_now(stored, "Anna Testmann", nlp)
    with stored.read() as connection:
        stones = forgotten.load(connection)
    assert stones is not None
    other = document("Otto Testmann lobt Anna.", "id:x")
    assert stones.let_in(other) is other


def test_the_tombstones_hold_no_name_and_are_this_databases_own(stored: Database, nlp: "Language") -> None:
    forgotten_now(stored, "Anna Testmann", nlp)
    rows = ask(stored.path, "SELECT digest, kind, words FROM forgotten")
    assert {(kind, words) for _, kind, words in rows} == {("name", 2)}
    assert all(len(digest) == 32 for digest, *_ in rows)
    assert rows[0][0] != forgotten.digest(bytes(32), "name", "anna", "testmann")


def test_decisions_lose_their_words_and_stay(stored: Database, nlp: "Language") -> None:
    from db.decisions import Order, decide

    ((fact_id,),) = ask(stored.path, "SELECT fact_id FROM v_fact WHERE predicate = 'funds'")
    with stored.write() as connection:
        decide(
            connection,
            [Order("fact", fact_id, "corrected", {"subject": "Stiftung Lichtblick e. V."}, "laut Lichtblick")],
            reviewer="Ute",
            stamp="2026-01-01T00:00:00.000Z",
        )
    forgotten_now(stored, "c", nlp)
    rows = ask(stored.path, "SELECT content, new_value, note, status, reviewer, fit FROM v_decision")
    assert rows == [(forget_decisions.REDUCED, None, None, "corrected", "Ute", "orphaned")]
    assert b"Lichtblick" not in bytes_of(stored.path)
    assert again(stored, nlp).forgotten == 1


def test_bytes_that_another_release_holds_too_stay(database: Database) -> None:
    save(database, content(document(key="id:a")), content(document(key="id:b", id="b")))
    ((first,), (second,)) = ask(database.path, "SELECT release_id FROM release ORDER BY 1")
    with database.write() as connection:
        forget.release(connection, first, lambda *_: False, "2026-01-01T00:00:00.000Z")
    assert ask(database.path, "SELECT count(*) FROM raw") == [(1,)]
    with database.write() as connection:
        forget.release(connection, second, lambda *_: False, "2026-01-01T00:00:00.000Z")
    assert ask(database.path, "SELECT count(*) FROM raw") == [(0,)]
    assert ask(database.path, "SELECT count(*) FROM entity") == [(0,)]


def test_backups_that_hold_it_are_named(stored: Database, tmp_path: Path, nlp: "Language") -> None:
    before, gone = tmp_path / "before.db", tmp_path / "gone.db"
    upkeep.backup(stored.path, before)
    upkeep.backup(stored.path, gone)
    gone.unlink()
    planned = forgotten_now(stored, "c", nlp)
    assert {(Path(b.path).name, b.holds) for b in planned.backups} == {("before.db", True), ("gone.db", None)}
    after = tmp_path / "after.db"
    upkeep.backup(stored.path, after)
    with engine.open(stored.path) as database, database.read() as connection:
        found = {Path(b.path).name: b.holds for b in forget.backups(connection, planned.releases)}
    assert found == {"before.db": True, "gone.db": None, "after.db": False}


def test_fetched_pages_go_too(database: Database, tmp_path: Path, nlp: "Language") -> None:
    address, pages = "https://nordtal.example/palas", tmp_path / "belegt.pages"
    save(database, content(document(key=f"url:{address}", source=address, url=address)))
    cache = PageCache(pages)
    for one in (address, "https://nordtal.example/other"):
        cache.put(Kept(one, one, "text/html", None, None, None, 0.0, b"Klinikum"))
    cache.close()
    ((release_id,),) = ask(database.path, "SELECT release_id FROM release")
    assert carry_out(database, plan(database, release_id), pages, lambda: nlp).fetched == 1
    assert [a for (a,) in ask(pages, "SELECT address FROM page")] == ["https://nordtal.example/other"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Nobody", "nothing is called"),
        ("r_0000000000000000", "nothing"),
        ("r_712abe08e052beef", "nothing"),
        ("Otto", "nothing is called"),
    ],
)
def test_what_is_not_there_is_refused(stored: Database, name: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        plan(stored, name)
    assert caught.value.cure


def test_a_dry_run_changes_nothing(stored: Database) -> None:
    before = ask(stored.path, "SELECT count(*) FROM fact UNION ALL SELECT count(*) FROM forgotten")
    planned = plan(stored, "Anna Testmann")
    assert "Anna Testmann" in planned.target.names
    assert ask(stored.path, "SELECT count(*) FROM fact UNION ALL SELECT count(*) FROM forgotten") == before


def test_on_the_command_line_it_asks_first(stored: Database) -> None:
    stored.close()
    at = ["--db", str(stored.path)]
    run = CliRunner().invoke
    told = run(app, ["forget", "c", "--dry-run", *at])
    assert told.exit_code == 0
    assert "Would go" in told.output
    refused = run(app, ["forget", "c", *at], input="n\n")
    assert refused.exit_code == 2
    assert "nothing was forgotten" in refused.output
    assert ask(stored.path, "SELECT count(*) FROM v_release") == [(3,)]
    done = run(app, ["forget", "c", "--yes", *at])
    assert done.exit_code == 0, done.output
    assert ask(stored.path, "SELECT count(*) FROM v_release") == [(2,)]
    rows = json.loads(run(app, ["search", "Lichtblick", "--format", "json", *at]).stdout)
    assert rows == []
