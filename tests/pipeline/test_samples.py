"""The samples: what EXPECTED.md says is planted is found, and nothing loud beside it."""

import re
from typing import TYPE_CHECKING

import pytest

from corpus.document import Document
from corpus.readers.dispatch import documents
from pipeline.extract import Extraction, extract
from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from spacy.language import Language

EXPECTED = (SAMPLES / "EXPECTED.md").read_text("utf-8")
FOUND_INSIDE = {
    "count_vs_list",
    "duration_vs_dates",
    "weekday_vs_date",
    "impossible_date",
    "sum_check",
    "date_order",
    "value_difference",
}
# Known gaps, by their number in EXPECTED.md: an office without a name for its term, a study that nothing but its acronym names.
GAPS = {"I22", "I24"}
ROW = re.compile(r"^\| (I\d+) \| (\S+) \| (\w+) \| (\w+) \| (.*?) \| (.*?) \|", re.MULTILINE)
PLANTED = [r for r in ROW.findall(EXPECTED) if r[2] in FOUND_INSIDE]


@pytest.fixture(scope="module")
def found(nlp: "Language") -> dict[str, Extraction]:
    read = [d for d in documents([str(SAMPLES)]) if isinstance(d, Document)]
    return {e.document.id: e for e in extract(read, nlp)}


@pytest.mark.parametrize(
    ("number", "release", "kind", "verdict", "first"),
    [
        pytest.param(*row[:5], id=row[0], marks=[pytest.mark.xfail(strict=True, reason="known gap")] if row[0] in GAPS else [])
        for row in PLANTED
    ],
)  # fmt: skip
def test_what_is_planted_is_found(
    number: str, release: str, kind: str, verdict: str, first: str, found: dict[str, Extraction]
) -> None:
    quotes = re.findall(r"`([^`]+)`", first)
    hits = [
        f for f in found[release].findings
        if (f.kind, f.verdict) == (kind, verdict)
        and any(q in s.quote or s.quote in q for q in quotes for s in f.evidence)
    ]  # fmt: skip
    assert hits, f"{number}: {quotes}"
    assert all(f.reason_de and f.reason_en and f.evidence for f in hits)


def test_nothing_loud_beside_what_is_planted(found: dict[str, Extraction]) -> None:
    planted = {(release, kind) for _, release, kind, verdict, *_ in PLANTED if verdict == "disagrees"}
    loud = {(i, f.kind) for i, e in found.items() for f in e.findings if f.verdict == "disagrees"}
    assert loud == planted


def test_the_table_is_read_at_all() -> None:
    assert len(PLANTED) >= 20
    assert {r[1] for r in PLANTED} <= {p.stem for p in SAMPLES.iterdir()} | set(re.findall(r"dntb-2\S+", EXPECTED))


def test_publication_dates_and_where_they_were_read(found: dict[str, Extraction]) -> None:
    table = EXPECTED.split("## Publication dates")[1].split("##")[0]
    rows = re.findall(r"^\| (\S+) \| (\d{4}-\d\d-\d\d|none) \| (\w+)", table, re.MULTILINE)
    assert len(rows) == 14
    for release, day, source in rows:
        document = found[release].document
        if day == "none":
            assert (document.published, document.published_from) == (None, None)
        else:
            assert (document.published, document.published_from) == (day, source), release
