"""Between releases in the database: any order, re-extraction, revisions, the same rows."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from db import engine, upkeep
from pipeline.ingest import ingest
from tests.db.make import ask
from tests.pipeline.toy import Clinics, document, nlp


def release(number: int, beds: int, day: str | None, name: str = "Nord") -> Document:
    # what else it says keeps one release from being a copy of another
    rest = " ".join(f"Wort{number}{k} folgt auf Wort{k}{number}." for k in range(12))
    text = f"Die Klinik {name} hat {beds} Betten. {rest}"
    return document(text, f"id:{number}", id=str(number), published=day, published_from="given" if day else None)


RELEASES = [
    release(1, 12, "2024-01-10"),
    release(2, 14, "2025-01-10"),
    release(3, 14, "2025-02-10", "NORD"),
    release(4, 9, "2025-02-11", "Süd"),
]
ROWS = """
SELECT x.kind, x.verdict, x.subject, x.reason_de, v.position, r.external_id, v.value, v.quote
FROM v_discrepancy AS x JOIN v_discrepancy_value AS v USING (discrepancy_id) JOIN v_release AS r USING (release_id)
WHERE x.scope = 'between' OR x.kind = 'missing_date' ORDER BY x.kind, x.reason_de, v.position, r.external_id
"""
LINKS = (
    "SELECT first, second, rule FROM entity_link UNION ALL SELECT entity_id, same_as, '' FROM entity ORDER BY 1, 2, 3"
)


def made(path: Path, documents: Sequence[Document], **options: Any) -> tuple[list[Any], list[Any]]:
    with engine.open(path) as database:
        for one in documents:
            report = ingest([one], database, nlp, extractors=(Clinics(),), **options)
            assert report.failures == ()
    assert upkeep.check(path) == []
    return ask(path, ROWS), ask(path, LINKS)


def test_any_order_gives_the_same_rows(tmp_path: Path) -> None:
    orders = list(itertools.permutations(RELEASES))
    first = made(tmp_path / "0.db", orders[0])
    kinds = {(row[0], row[1]) for row in first[0]}
    assert kinds == {("value_difference", "change"), ("name_variant", "variant")}
    for n, order in enumerate(orders[1::5], 1):
        assert made(tmp_path / f"{n}.db", order) == first


def test_extracting_again_gives_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    before = made(path, RELEASES)
    with engine.open(path) as database:
        report = ingest([], database, nlp, extractors=(Clinics(version=2),), re_extract=True)
    assert report.re_extracted == len(RELEASES)
    assert (ask(path, ROWS), ask(path, LINKS)) == before
    assert upkeep.check(path) == []


def test_a_new_text_takes_its_old_statements_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    found, _ = made(path, [*RELEASES[:2], release(1, 14, "2024-01-10")])
    assert {row[1] for row in found} == {"agrees"}


@pytest.mark.parametrize("day", ["2025-06-01", None])
def test_a_release_without_a_date_is_asked_for_it_once_a_comparison_needs_it(tmp_path: Path, day: str | None) -> None:
    found, _ = made(tmp_path / "a.db", [RELEASES[0], release(2, 20, day)])
    assert ("missing_date" in {row[0] for row in found}) is (day is None)
    assert ("value_difference", "change" if day else "question") in {(row[0], row[1]) for row in found}
