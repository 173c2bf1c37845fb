"""The summary says what happened, names every failure with its cure, and shows both quotes of what disagrees."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, ReadFailure
from db import engine
from db.engine import Database
from extractors.base import Context, Finding, Span
from pipeline import summary as module
from pipeline.gate import looks_english
from pipeline.ingest import Report, ingest
from pipeline.summary import summary
from pipeline.wording import WIDTH, quoted, shown_object, shown_value, visible
from tests.pipeline.toy import Clinics, Faulty, document, nlp

LONG = (
    "An allen 12 Infrastrukturen ("
    + ", ".join(f"Fachnetzwerk Nummer {n}" for n in range(40))
    + ") ist Nordtal beteiligt."
)
NORTH = document(f"Die Klinik Nord hat 12 Betten. {LONG}", "id:nord", source="nord.txt", published="2025-07-01")
SOUTH = document("Die Klinik Süd hat 300 Betten.", "id:sued", source="süd.txt", published="2026-01-30")


class Finder:
    """Gives one finding of each verdict that it is told, about the long sentence."""

    name = "finder"
    version = 1
    labels = ()

    def __init__(self, verdicts: Sequence[Any]) -> None:
        self.verdicts = verdicts

    def __call__(self, doc: Any, context: Context) -> Iterator[Finding]:
        del context
        if LONG in doc.text:
            start = doc.text.index(LONG)
            spans = Span(start + 3, start + 27, LONG[3:27]), Span(start, start + len(LONG), LONG)
            for number, verdict in enumerate(self.verdicts):
                reason = f"Reason {number} {verdict}."
                yield Finding("count_vs_list", verdict, "Grund", reason, spans, ("12", "40"))


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.chdir(tmp_path)
    with engine.open(Path("belegt.db")) as opened:
        yield opened


def run(database: Database, *inputs: Document | ReadFailure, verdicts: Sequence[str] = ()) -> tuple[str, Report]:
    extractors: tuple[Any, ...] = (Clinics(), Faulty(), Finder(verdicts))
    report = ingest(inputs, database, nlp, extractors=extractors)
    lines = list(summary(report, database.path))
    for line in lines:
        assert len(line) <= WIDTH or " " not in line.strip(), line
        assert line == line.rstrip()
    return "\n".join(lines), report


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_counts_releases_mentions_and_facts(database: Database) -> None:
    text, _ = run(database, NORTH, SOUTH)
    assert re.search(r"^2 releases in \d+\.\d s, stored in .*belegt\.db$", text, re.MULTILINE)
    assert "2 new 0 unchanged 0 updated 0 failed" in flat(text)
    assert "Mentions: 4 2 COUNT 2 ORG" in flat(text)
    assert "Facts: 2 2 count" in flat(text)
    assert "Failed" not in text


def test_a_disagreement_shows_its_reason_both_quotes_and_where(database: Database) -> None:
    text, _ = run(database, NORTH, SOUTH)
    assert "Findings: 1 disagrees" in text
    head = re.search(
        r"^  That is many\. \(sum_check, disagrees\)\n     2026-01-30 · süd\.txt · r_\w{16}\n", text, re.MULTILINE
    )
    assert head
    assert "300 „300“" in flat(text)
    assert "99 „Klinik Süd hat 300 Betten“" in flat(text)


def test_a_repeated_run_shows_the_same_findings_again(database: Database) -> None:
    first, _ = run(database, NORTH, SOUTH)
    second, _ = run(database, NORTH, SOUTH)
    assert "0 new 2 unchanged" in flat(second)
    assert first[first.index("Mentions") :] == second[second.index("Mentions") :]


def test_only_what_the_run_saw_is_told(database: Database) -> None:
    run(database, NORTH, SOUTH)
    text, report = run(database, NORTH)
    assert "Facts: 1" in text
    assert "Findings: none" in text
    whole = "\n".join(summary(report, database.path, everything=True))
    assert "Facts: 2" in whole
    assert "sum_check" in whole


def test_a_long_quote_keeps_both_ends_and_a_long_name_its_wholeness(database: Database) -> None:
    text, _ = run(database, NORTH, verdicts=["disagrees"])
    assert "allen 12 Infrastrukturen" in flat(text)
    assert "„An allen 12 Infrastrukturen (Fachnetzwerk" in flat(text)
    assert "ist Nordtal beteiligt.“" in flat(text)
    assert " … " in text


def test_quiet_ones_are_counted_and_incomplete_ones_listed(database: Database) -> None:
    text, _ = run(database, NORTH, verdicts=["agrees", "agrees", "incomplete", "disagrees", "incomparable"])
    assert "Findings: 1 disagrees" in text
    assert "Not to be checked, for the text does not say enough: 1" in text
    assert "nord.txt: Reason 2 incomplete." in flat(text)
    assert "Checked and well: 2 agree, 1 incomparable" in text
    assert "Reason 0" not in text
    assert "belegt discrepancies --all --db belegt.db" in text


@pytest.mark.usefixtures("database")
def test_a_hint_can_be_copied_where_the_path_has_a_space() -> None:
    with engine.open(Path("mein register.db")) as opened:
        text, _ = run(opened, NORTH, verdicts=["agrees"])
        assert "--all --db 'mein register.db')" in text


def test_many_findings_are_cut_with_the_command_that_lists_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHOWN", 2)
    text, _ = run(database, NORTH, verdicts=["disagrees"] * 5)
    assert "Findings: 5 disagree" in text
    assert sum(f"  Reason {n} disagrees." in text for n in range(5)) == 2
    # `belegt discrepancies` numbers all; here, where only this run's are shown, a number would be another
    assert not re.search(r"^ *\d+\. ", text, re.MULTILINE)
    assert "and 3 more: belegt discrepancies --db" in text


def test_every_failure_is_named_with_its_cure(database: Database) -> None:
    png = ReadFailure("bild.txt", "read", "it is a PNG image", "leave it out")
    text, _ = run(database, NORTH, png, document("FEHLER", "id:f", source="f.txt"))
    assert "2 new 0 unchanged 0 updated 2 failed" in flat(text)
    assert "bild.txt (read): it is a PNG image cure: leave it out" in flat(text)
    assert "f.txt (extract faulty): LookupError: this word was too much cure:" in flat(text)


def test_nothing_at_all(database: Database) -> None:
    text, _ = run(database)
    assert re.match(r"0 releases in \d+\.\d s, nothing was stored in ", text)
    assert "Mentions: 0" in text
    assert "Findings: none" in text


def test_what_was_read_by_other_rules_is_counted(database: Database) -> None:
    run(database, SOUTH)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE revision SET fingerprint = 'clinics:0'")
    text, _ = run(database, SOUTH)
    assert "other rules" not in text  # nothing was extracted: it is not known by what it would be
    text, _ = run(database, NORTH)
    told = "Read by other rules or another model than today's: 1 stored release; again: belegt ingest --re-extract --db"
    assert told in flat(text)


ENGLISH = "The clinic in the north has opened a new house for the patients of the region."


def test_a_short_text_that_looks_english_is_named(database: Database) -> None:
    english = document(ENGLISH, "id:e", source="e.txt", language="en")
    text, _ = run(database, SOUTH, english)
    told = re.search(r"^English by its looks, but too short .*\n  e\.txt · r_\w{16}\n", text, re.MULTILINE)
    assert told
    text, report = run(database, english)
    assert "English" not in text  # it was said when it came
    assert "English" not in "\n".join(summary(report, database.path, gated=False))


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (ENGLISH, True), ("Ron Perlman (Beauty and the Beast, Sons of Anarchy) erlebt seine Wunder.", False),
        ("„The Future of Health and the City“ heißt die Tagung.", False), ("Start von NUM", False), ("", False),
        ("Das Projekt „Care for the Elderly of the Region“ startet.", False),
    ],
)  # fmt: skip
def test_what_looks_english(text: str, english: bool) -> None:
    assert looks_english(text) == english


def test_where_nothing_could_be_read_it_is_not_said_that_all_is_well(database: Database) -> None:
    run(database, NORTH, SOUTH)
    gone = ReadFailure("weg.txt", "read", "there is no such file", "look at the path")
    text, _ = run(database, gone)
    assert "Findings" not in text
    assert "Facts" not in text
    assert "weg.txt (read): there is no such file cure: look at the path" in flat(text)
    assert flat(text).endswith("Nothing could be read, so nothing was found or compared; "
                               "what is stored: belegt discrepancies --db belegt.db")  # fmt: skip
    text, _ = run(database, NORTH, gone)
    assert "Findings: none in what could be read" in text


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert visible("Klinik\x1b[2J\u202eNord") == "Klinik\ufffd[2J\ufffdNord"
    assert quoted("Klinik\x1b[2J  Nord\n\n  Ost\n") == "„Klinik\ufffd[2J Nord / Ost“"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"value": 251430, "unit": "Proben"}, "251,430 Proben"), ({"value": 2000000, "currency": "EUR"}, "2,000,000 EUR"),
        ({"value": "viele", "unit": None}, "viele"), ("2025-07-01", "2025-07-01"), (None, ""), (["a", 1], '["a", 1]'),
    ],
)  # fmt: skip
def test_values_as_people_write_them(value: Any, shown: str) -> None:
    assert shown_value(value) == shown


def test_an_object_with_what_qualifies_it() -> None:
    assert (
        shown_object("Leiterin", {"organisation": "KN", "since": None, "place": [1, 2]})
        == "Leiterin (organisation: KN)"
    )
    assert shown_object("x", {"a": "1", "b": 2}) == "x (a: 1; b: 2)"
    assert shown_object(None, {}) == "–"
