"""What is forgotten while an ingest runs stays forgotten: what was on its way then is left out, or masked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Document
from db import engine, store, upkeep
from db.engine import Database
from db.values import Content, FailureRow, Seen
from extractors.registry import EXTRACTORS
from pipeline.engines.base import Here, Result
from pipeline.forgetting import carry_out, plan
from pipeline.ingest import Report, ingest
from tests.db.make import ask, content, document
from tests.db.make import save as save_made
from tests.db.test_forget import bytes_of
from tests.pipeline.toy import Clinics, nlp

GONE = "Die Klinik Lichtblick hat 12 Betten."
NAMED = "Anna Testmann leitet sie. Die Klinik Nord hat 20 Betten."
EXTRACTORS_HERE = (*EXTRACTORS, Clinics())


class Meanwhile:
    """Something happens when the first texts are extracted and not stored yet."""

    ahead = 0

    def __init__(self, happens: Callable[[], object], fault: FailureRow | None = None) -> None:
        self._inner = Here(nlp, EXTRACTORS_HERE)
        self._happens: list[Callable[[], object]] = [happens]
        self._fault = fault

    def start(self) -> str:
        return self._inner.start() + " meanwhile"

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        results = list(self._inner.submit(documents))
        if self._happens:
            self._happens.pop()()
            yield from [self._fault] * len(results) if self._fault else results
        else:
            yield from results


def documents(end: str = "") -> list[Document]:
    texts = {"c": GONE + end, "n": NAMED + end}
    return [document(t, f"id:{n}", id=n, source=f"{n}.txt", title=None, raw=t.encode()) for n, t in texts.items()]


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as database:
        ingest(documents(), database, nlp, extractors=EXTRACTORS_HERE, language="any")
        yield database


def forget(path: Path, *names: str) -> Callable[[], None]:
    def happens() -> None:
        with engine.open(path) as other:
            for name in names:
                carry_out(other, plan(other, name), None, nlp)

    return happens


def run(database: Database, inputs: list[Document], made: Meanwhile, *, re_extract: bool = False) -> Report:
    return ingest(inputs, database, nlp, engine=made, language="any", re_extract=re_extract)


def test_a_release_forgotten_on_its_way_does_not_come_back(stored: Database) -> None:
    report = run(stored, documents(" Neu."), Meanwhile(forget(stored.path, "c")))
    assert (report.forgotten, report.updated, report.new) == (1, 1, 0)
    assert ask(stored.path, "SELECT external_id FROM v_release") == [("n",)]
    assert b"Lichtblick" not in bytes_of(stored.path)
    assert upkeep.check(stored.path) == []


def test_a_person_forgotten_on_the_way_is_masked_in_all_that_comes_after(stored: Database) -> None:
    more = document("Anna Testmann dankt.", "id:m", id="m", source="m.txt", title=None, raw=b"Anna Testmann dankt.")
    report = run(stored, [*documents(" Neu."), more], Meanwhile(forget(stored.path, "Anna Testmann")))
    assert (report.masked, report.updated, report.new) == (2, 2, 1)
    texts = dict(ask(stored.path, "SELECT external_id, text FROM v_release"))
    assert texts["n"] == NAMED.replace("Anna Testmann", "████ ████████") + " Neu."
    assert texts["m"] == "████ ████████ dankt."
    assert ask(stored.path, "SELECT DISTINCT value FROM v_fact WHERE predicate = 'count' ORDER BY 1") == [(12,), (20,)]
    assert b"Testmann" not in bytes_of(stored.path)
    assert upkeep.check(stored.path) == []


def test_a_text_extracted_anew_does_not_bring_a_name_back(stored: Database) -> None:
    report = run(stored, [], Meanwhile(forget(stored.path, "Anna Testmann")), re_extract=True)
    assert (report.re_extracted, report.failures) == (1, ()), "what was masked is extracted by who masked it"
    assert ask(stored.path, "SELECT count(*) FROM mention WHERE quote LIKE '%Testmann%'") == [(0,)]
    assert b"Testmann" not in bytes_of(stored.path)
    assert upkeep.check(stored.path) == []


def test_a_release_gone_while_it_is_extracted_anew_is_no_failure(stored: Database) -> None:
    report = run(stored, [], Meanwhile(forget(stored.path, "c")), re_extract=True)
    assert (report.re_extracted, report.failures) == (1, ())
    assert ask(stored.path, "SELECT external_id FROM v_release") == [("n",)]


def test_a_failure_on_the_way_says_nothing_of_what_is_forgotten(stored: Database) -> None:
    fault = FailureRow("lichtblick.txt", "extract", "Klinik Lichtblick, Anna Testmann", "mend it")
    report = run(stored, documents(" Neu."), Meanwhile(forget(stored.path, "c", "Anna Testmann"), fault))
    assert (report.forgotten, report.updated) == (1, 1)
    assert b"Testmann" not in bytes_of(stored.path)
    assert ask(stored.path, "SELECT count(*) FROM failure") == [(0,)]


def test_findings_of_another_text_are_not_put_in_its_place(tmp_path: Path) -> None:
    with engine.open(tmp_path / "belegt.db") as database:
        made = content()
        (seen,) = save_made(database, made)
        other: Content = content(replace(made.document, title="Ein anderer"), "toy:2")
        for candidate, fingerprint in ((other, "toy:1"), (content(fingerprint="toy:3"), "toy:3")):
            with database.write() as connection:
                store.replace(connection, Seen("unchanged", seen.release_id, 1), candidate, "2026-01-01T00:00:00.000Z")
            assert ask(database.path, "SELECT fingerprint FROM revision") == [(fingerprint,)]
