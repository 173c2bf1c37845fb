"""Search: the probes that were written before it, ranks, snippets, filters; any input is safe; the index keeps in step."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import engine, search_index, wordforms
from db.engine import Database
from db.search import Filters, search
from tests.db.make import ask, content, document, save

FOLDER = Path(__file__).parent
PROBES = [json.loads(line) for line in (FOLDER / "search_probes.jsonl").read_text("utf-8").splitlines()]
AT = 20


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "corpus.db"
    rows = [json.loads(line) for line in (FOLDER / "search_corpus.jsonl").read_text("utf-8").splitlines()]
    with engine.open(path) as database:
        save(database, *(content(document(key=f"id:{row['id']}", **row)) for row in rows))
    return path


def found(path: Path, text: str, **filters: Any) -> list[str]:
    known = dict(ask(path, "SELECT release_id, external_id FROM release"))
    return [known[row["release_id"]] for row in search(path, text, Filters(**filters), limit=AT)]


def test_recall_on_the_probes(corpus: Path) -> None:
    shares = []
    for probe in PROBES:
        wanted = set(probe["relevant"])
        got = set(found(corpus, probe["query"], **(probe.get("filters") or {})))
        shares.append(len(wanted & got) / len(wanted) if wanted else float(not got))
    assert len(shares) == 200
    assert sum(shares) / len(shares) >= 0.98


def test_every_result_is_a_stretch_of_the_text_with_its_marks(corpus: Path) -> None:
    texts = dict(ask(corpus, "SELECT release_id, text FROM v_release"))
    seen = 0
    for probe in PROBES:
        for row in search(corpus, probe["query"]):
            text = texts[row["release_id"]]
            assert text[row["start"] : row["end"]] == row["snippet"]
            assert row["snippet"] == row["snippet"].strip()
            assert row["marks"], probe["query"]
            assert all(row["start"] <= start < end <= row["end"] for start, end in row["marks"])
            seen += 1
    assert seen > 400


def of(database: Database, *texts: str, **changes: Any) -> None:
    save(
        database,
        *(content(document(text, f"id:{n}", id=str(n), title=None, **changes)) for n, text in enumerate(texts)),
    )


def test_what_was_written_comes_before_its_forms_and_those_before_compounds(database: Database) -> None:
    of(database, "Das Krankenhaus am Fluss.", "Die Häuser am Fluss.", "Das Haus am Fluss.")
    rows = search(database.path, "haus")
    assert [(row["snippet"][4:9], row["match"]) for row in rows] == [
        ("Haus ", "word"),
        ("Häuse", "form"),
        ("Krank", "part"),
    ]


def test_a_title_counts_more(database: Database) -> None:
    plain = content(document("Netz Netz Netz. Biobank.", "id:a", id="a", title="Anderes"))
    titled = content(document("Ein Netz.", "id:b", id="b", title="Biobank"))
    save(database, plain, titled)
    assert found(database.path, "Biobank") == ["b", "a"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Tuebingen", "in Tübingen"), ("Tübingen", "in Tuebingen"), ("Tubingen", "in Tübingen"),
        ("STRASSE", "die Straße"), ("Straße", "die Strasse"), ("Kinderonkologie", "die Kinder-Onkologie"),
        ("Kinder-Onkologie", "die Kinderonkologie"), ("onkologie", "die Kinderonkologie"), ("Ärztinnen", "die Ärzt:innen"),
        ("Zentrum", "zwei Zentren"), ("Ministerien", "das Ministerium"), ("forschen", "sie haben geforscht"),
        ("einrichten", "sie wurde eingerichtet"), ("Versorgung", "wird versorgt"), ("Onkolog*", "die Onkologin"),
        ('"seltene Erkrankungen"', "die seltene\nErkrankung"), ("30.01.2026", "am 30.01.2026"), ("café", "ein Cafe"),
        ("E-Mail", "eine Email"), ("Uni", "die Uniklinik"), ("Bu\u0308cher", "ein Buch"), ("der", "der"),
    ],
)  # fmt: skip
def test_one_word_in_another_spelling_or_form(database: Database, query: str, text: str) -> None:
    of(database, text, "Nichts von alledem")
    assert found(database.path, query) == ["0"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ('"Netz der Kliniken"', "Kliniken im Netz der Bank"), ("Nacht", "nach dem Fest"), ("Haus Garten", "ein Haus"),
        ('"Haus"', "die Häuser"), ("Kind", "eine Unterkunft"),
    ],
)  # fmt: skip
def test_what_is_not_meant(database: Database, query: str, text: str) -> None:
    of(database, text)
    assert found(database.path, query) == []


def test_filters(database: Database) -> None:
    one = document("Das Netz.", "id:a", id="a", published="2025-03-01", publisher="Klinikum Nordtal")
    two = document("Das Netz.", "id:b", id="b", published="2025-04", publisher="Stiftung")
    save(database, content(one), content(two))
    path = database.path
    assert found(path, "Netz", publisher="NORDTAL") == ["a"]
    assert found(path, "Netz", since="2025-03-02") == ["b"]
    assert found(path, "Netz", until="2025-03-31") == ["a"]
    assert sorted(found(path, "Netz", since="2025-04-15")) == ["b"], "of a month any day may be the one"
    assert found(path, "Netz", kind="title") == []
    assert sorted(found(path, "Netz", kind="paragraph")) == ["a", "b"]


@pytest.mark.parametrize(
    "query", ["", " ", '"', '""', "*", "AND", "a AND", "NEAR(x", "x:y", "-x", "(", "\0", "\ud800", "^a", "{a b}", "'; DROP", "😀", "%"]
)  # fmt: skip
def test_any_input_is_a_search(corpus: Path, query: str) -> None:
    assert isinstance(search(corpus, query), list)


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_search(corpus: Path, query: str) -> None:
    for row in search(corpus, query):
        assert set(row) >= {"release_id", "start", "end", "snippet"}


def test_the_index_follows_every_change(database: Database) -> None:
    of(database, "Der alte Text über Radiologie.")
    of(database, "Der neue Text über Chirurgie.")
    path = database.path
    assert found(path, "Radiologie") == []
    assert found(path, "Chirurgie") == ["0"]
    assert ask(path, "SELECT count(*) FROM search_word WHERE word = 'radiologie'") == [(0,)]
    assert ask(path, "SELECT count(*) FROM search_part WHERE search_part MATCH 'radiologie'") == [(0,)]
    words = ask(path, "SELECT word, bare, stem FROM search_word ORDER BY 1")
    with database.write() as connection:
        assert not search_index.outdated(connection)
        search_index.rebuild(connection)
        connection.exec_driver_sql("INSERT INTO search_part (search_part) VALUES ('integrity-check')")
    assert ask(path, "SELECT word, bare, stem FROM search_word ORDER BY 1") == words
    assert found(path, "Chirurgie") == ["0"]


def test_a_failed_transaction_leaves_no_words(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    of(database, "Chirurgie")

    def boom(*_: object) -> None:
        raise sqlite3.OperationalError("full")

    monkeypatch.setattr(search_index, "_words", boom)
    with pytest.raises(sqlite3.OperationalError):
        of(database, "Radiologie")
    monkeypatch.undo()
    assert (found(database.path, "Radiologie"), found(database.path, "Chirurgie")) == ([], ["0"])


def test_an_index_by_other_rules_is_outdated(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    of(database, "Chirurgie")
    monkeypatch.setattr(wordforms, "VERSION", 99)
    with database.read() as connection:
        assert search_index.outdated(connection)


def test_an_older_database_gets_its_index_by_the_migration(database: Database) -> None:
    of(database, "Kinderonkologie in Tübingen", "Chirurgie")
    engine.migrate(database.path, "0004")
    assert ask(database.path, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'") == [(0,)]
    engine.migrate(database.path)
    assert found(database.path, "onkologie tuebingen") == ["0"]


def test_of_many_forms_the_nearest_count(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.search_terms.MOST_FORMS", 1)
    of(database, "Forschungsverbundnetz", "Forschungsnetz")
    assert found(database.path, "forschung") == ["1"]


@pytest.mark.parametrize(
    "forms",
    [
        "Haus Häuser Hauses",
        "Arzt Ärzte Ärzten",
        "Museum Museen",
        "Praxis Praxen",
        "neu neue neuer neuen",
        "Virus Viren",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({wordforms.stem(wordforms.bare(wordforms.fold(word))) for word in forms.split()}) == 1


@pytest.mark.parametrize("forms", ["Gebiet Gebot", "Raum Rahmen", "Tagung Tage", "Klinge Klinik"])
def test_other_words_have_other_stems(forms: str) -> None:
    assert len({wordforms.stem(wordforms.bare(wordforms.fold(word))) for word in forms.split()}) == 2


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("Kinderonkologie", {}),
        ("onkologie Zentrum", {"since": "2024-01-01"}),
        ('"Zentrum für Herz" Onkolog*', {"publisher": "Haus", "until": "2026-01-01", "kind": "paragraph"}),
    ],
)
def test_what_a_search_asks_is_found_by_an_index(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, text: str, filters: dict[str, str]
) -> None:
    asked: list[str] = []

    @contextmanager
    def traced(path: Path) -> Iterator[sqlite3.Connection]:
        with engine.readonly(path) as connection:
            connection.set_trace_callback(asked.append)
            yield connection

    monkeypatch.setattr("db.search.readonly", traced)
    search(corpus, text, Filters(**filters))
    with engine.readonly(corpus) as connection:
        connection.create_function("fold", 1, str, deterministic=True)
        ours = {
            sql for sql in asked if sql.startswith(("SELECT", "\nSELECT")) and "'main'." not in sql
        }  # not FTS5's own
        for sql in ours:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert [step for step in plan if step.startswith("SCAN ") and "VIRTUAL TABLE INDEX" not in step] == [], sql
    assert any("MATCH" in sql for sql in asked)
