"""What an ingest does with releases that are not German, or not all of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from db import engine, upkeep
from db.engine import Database
from pipeline.ingest import Report, ingest
from tests.corpus.test_language import ENGLISH, GERMAN, MORE, made
from tests.db.make import ask
from tests.pipeline.toy import Clinics, nlp

BEDS = "Die Klinik Nord hat 12 Betten."
FOREIGN_BEDS = "Klinik West hat 300 Betten"
ENGLISH_ONLY = replace(made(ENGLISH, MORE), key="id:b")
MIXED = made(f"{GERMAN} {BEDS}", f"{ENGLISH} ({FOREIGN_BEDS}, as they say.)", MORE, f"Am Ende 😀: {GERMAN}")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as opened:
        yield opened


def run(database: Database, *inputs: Document, **options: Any) -> Report:
    options.setdefault("extractors", (Clinics(),))
    return ingest(inputs, database, nlp, **options)


def test_what_is_not_german_is_left_out_and_said(database: Database) -> None:
    report = run(database, ENGLISH_ONLY, MIXED)
    assert (report.new, len(report.failures)) == (1, 1)
    ((stage, reason, cure),) = ask(database.path, "SELECT stage, reason, cure FROM v_failure")
    assert (stage, reason) == ("language", "its language is 'en', not German")
    assert "--language any" in cure
    assert ask(database.path, "SELECT count(*) FROM v_release") == [(1,)]


def test_any_language_is_read_when_asked_for(database: Database) -> None:
    report = run(database, ENGLISH_ONLY, MIXED, language="any")
    assert (report.new, len(report.failures)) == (2, 0)
    assert ask(database.path, "SELECT value FROM v_fact ORDER BY value") == [(12,), (300,)]
    assert sorted(ask(database.path, "SELECT language FROM v_release")) == [("en",), ("en",)]


def test_what_is_stored_stays_known_behind_the_gate(database: Database) -> None:
    run(database, ENGLISH_ONLY, language="any")
    report = run(database, ENGLISH_ONLY)
    assert (report.new, report.unchanged, len(report.failures)) == (0, 1, 0)


def test_a_mixed_release_is_stored_whole_and_read_in_its_german_parts(database: Database) -> None:
    report = run(database, MIXED)
    assert (report.new, report.failures) == (1, ())
    assert ask(database.path, "SELECT text FROM v_release") == [(MIXED.text,)]
    assert ask(database.path, "SELECT subject, value FROM v_fact") == [("Klinik Nord", 12)]
    assert ask(database.path, "SELECT quote FROM v_mention ORDER BY start") == [("Klinik Nord",), ("12",)]
    assert ask(database.path, "SELECT count(*) FROM v_discrepancy") == [(0,)]
    assert upkeep.check(database.path) == []


def test_re_extraction_reads_the_same_parts(database: Database) -> None:
    run(database, MIXED)
    assert run(database, re_extract=True, extractors=(Clinics(version=2),)).re_extracted == 1
    assert ask(database.path, "SELECT subject, value, version FROM v_fact") == [("Klinik Nord", 12, 2)]
