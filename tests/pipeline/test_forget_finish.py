"""What came in while somebody was asked goes too, and what was kept from its end is brought to it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus.document import Document
from corpus.page_cache import Kept, PageCache
from db import engine, forget_purge, upkeep
from db.engine import Database
from db.errors import DatabaseError, RefusedError
from extractors.registry import EXTRACTORS
from pipeline.cli import app
from pipeline.forgetting import carry_out, finish, plan
from pipeline.ingest import ingest
from tests.db.make import ask, document
from tests.db.test_forget import bytes_of
from tests.pipeline.toy import Clinics, nlp

if TYPE_CHECKING:
    from spacy.language import Language

ADDRESS = "https://nordtal.example/lichtblick"
GONE = "Die Klinik Lichtblick hat 12 Betten."
NAMED = "Anna Testmann leitet sie. Die Klinik Nord hat 20 Betten."


def made(name: str, text: str) -> Document:
    return document(text, f"id:{name}", id=name, source=f"{name}.txt", title=None, raw=text.encode())


def store(database: Database, *documents: Document) -> None:
    ingest(documents, database, nlp, extractors=(*EXTRACTORS, Clinics()), language="any")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as database:
        store(database, made("c", GONE), made("n", NAMED))
        yield database


def run(database: Database, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["forget", *words, "--model", "none", "--db", str(database.path)])
    return result.exit_code, result.output


def test_a_text_that_came_in_while_somebody_was_asked_is_masked_too(stored: Database) -> None:
    planned = plan(stored, "Anna Testmann")
    with engine.open(stored.path) as other:
        store(other, made("m", "Dr. Anna Testmann dankt."), made("n", NAMED + " Neu."))
    done = carry_out(stored, planned, None, nlp)
    assert (len(planned.releases), len(done.plan.releases)) == (1, 2)
    assert b"Testmann" not in bytes_of(stored.path)
    assert upkeep.check(stored.path) == []


def test_a_text_that_came_to_a_release_meanwhile_goes_with_it(stored: Database) -> None:
    planned = plan(stored, "c")
    with engine.open(stored.path) as other:
        store(other, made("c", GONE + " Neu."))
    assert carry_out(stored, planned, None, nlp).plan.counts["revision"] == 2
    assert b"Lichtblick" not in bytes_of(stored.path)
    with engine.open(stored.path) as other:
        store(other, made("c", GONE + " Neu."))
    assert ask(stored.path, "SELECT external_id FROM v_release") == [("n",)]


def test_what_is_gone_meanwhile_is_refused(stored: Database) -> None:
    planned = plan(stored, "c")
    carry_out(stored, planned, None, nlp)
    with pytest.raises(RefusedError, match="nothing is called"):
        carry_out(stored, planned, None, nlp)


def test_the_cure_that_is_named_cures(stored: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    stored.close()
    monkeypatch.setattr(forget_purge, "BUSY_SECONDS", 0.1)
    reader = sqlite3.connect(stored.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM release").fetchone()
    code, told = run(stored, "c", "--yes")
    assert code == 2
    assert "belegt forget --finish" in told
    assert "written anew" not in told
    assert b"Lichtblick" in bytes_of(stored.path)
    assert run(stored, "--finish")[0] == 2, "the program is still there"
    assert "belegt forget --finish" in CliRunner().invoke(app, ["db", "check", "--db", str(stored.path)]).output
    reader.close()
    assert run(stored, "--finish") == (0, "Forgotten: the file is written anew without it.\n")
    assert b"Lichtblick" not in bytes_of(stored.path)
    assert "--finish" not in CliRunner().invoke(app, ["db", "check", "--db", str(stored.path)]).output


def test_a_kill_after_the_commit_is_finished_later(stored: Database, tmp_path: Path) -> None:
    def stop(_: Path) -> bool:
        raise KeyboardInterrupt

    pages = tmp_path / "belegt.pages"
    with stored.write() as connection:
        connection.exec_driver_sql("UPDATE revision SET url = ? WHERE source = 'c.txt'", (ADDRESS,))
    cache = PageCache(pages)
    cache.put(Kept(ADDRESS, ADDRESS, "text/html", None, None, None, 0.0, GONE.encode()))
    cache.close()
    planned = plan(stored, "c")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forget_purge, "purge", stop)
        with pytest.raises(KeyboardInterrupt):
            carry_out(stored, planned, pages, nlp)
    assert upkeep.unfinished(stored.path)
    assert ask(pages, "SELECT count(*) FROM page") == [(0,)], "pages go before the commit"
    assert finish(stored, pages, nlp) == (0, True)
    assert upkeep.unfinished(stored.path) == []
    assert b"Lichtblick" not in bytes_of(stored.path) + bytes_of(pages)


def test_masked_texts_that_nobody_extracted_are_extracted_at_the_end(stored: Database) -> None:
    def stop() -> "Language":
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(stored, plan(stored, "Anna Testmann"), None, stop)
    assert ask(stored.path, "SELECT count(*) FROM v_fact WHERE predicate = 'count' AND value = 20") == [(0,)]
    assert finish(stored, None, nlp) == (0, True)
    assert ask(stored.path, "SELECT count(*) FROM v_fact WHERE predicate = 'count' AND value = 20") != [(0,)]
    assert b"Testmann" not in bytes_of(stored.path)


def test_no_room_for_the_copy_names_the_way_on(stored: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> bool:
        raise DatabaseError("database or disk is full", "belegt.db", "make room on the disk")

    monkeypatch.setattr(forget_purge, "purge", full)
    with pytest.raises(DatabaseError, match="it is forgotten, but") as caught:
        carry_out(stored, plan(stored, "c"), None, nlp)
    assert caught.value.cure == "make room on the disk; then: belegt forget --finish"


def test_a_purge_does_not_say_that_a_later_one_is_done(stored: Database) -> None:
    for _ in range(2):
        with stored.write() as connection:
            forget_purge.mark_due(connection)
    assert forget_purge.is_due(stored.path)
    stored.close()
    assert forget_purge.purge(stored.path)
    assert not forget_purge.is_due(stored.path)


@pytest.mark.parametrize("words", [(), ("c", "--finish"), ("--finish", "--dry-run")])
def test_it_is_said_what_is_to_be_forgotten(stored: Database, words: tuple[str, ...]) -> None:
    stored.close()
    assert run(stored, *words)[0] == 2
    assert ask(stored.path, "SELECT count(*) FROM v_release") == [(2,)]
