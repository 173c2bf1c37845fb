"""The samples: what EXPECTED.md says is planted is found, inside releases and between them, and nothing loud beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from corpus.document import Document
from corpus.readers.dispatch import documents
from db import engine, queries
from pipeline.ingest import ingest
from tests.conftest import SAMPLES
from tests.pipeline.made_digest import rows

if TYPE_CHECKING:
    from spacy.language import Language

EXPECTED = (SAMPLES / "EXPECTED.md").read_text("utf-8")
LOUD: Final = {"disagrees", "conflict", "change", "question"}
# By their number in EXPECTED.md, strict: one that is found turns the test red.
GAPS: Final = {
    "I27": "when a release was published is asked only where a comparison waits for it; none does here",
    "B15": "two names of one ministry are two payers, and amounts of two payers are not compared",
    "B25": "the lists are of two owners (the network, a hospital), and lists of one owner are compared",
    "B26": "one abbreviation and two similar long forms are linked, and told as a variant, like B19 and B23",
}
# What is not the release's text at all.
LEFT_OUT: Final = {"T31"}


@dataclass(frozen=True)
class Row:
    """One row of a table: what is planted, and the words of each side, by release."""

    number: str
    kind: str
    verdict: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    why: str


def plain(words: str | None) -> str:
    return re.sub(r"[ \u00a0\n]+", " ", words or "")


def cells(letter: str) -> Iterator[list[str]]:
    """The cells of all rows whose number begins with a letter."""
    for line in EXPECTED.splitlines():
        if re.match(rf"\| {letter}\d+ \|", line):
            yield [c.strip() for c in line.strip("|").split("|")]


def quoted(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


INSIDE = [
    Row(no, kind, verdict, tuple((release, quoted(q)) for q in (first, second) if quoted(q)), why)
    for no, release, kind, verdict, first, second, why in cells("I")
]
BETWEEN = [
    Row(no, kind, verdict, ((one, quoted(first)), (two, quoted(second))), why)
    for no, kind, verdict, one, first, two, second, why in cells("B")
]
PLANTED = [*INSIDE, *BETWEEN]
TRAPS = [(no, release, quoted(quote)) for no, release, quote, _ in cells("T")]


@pytest.fixture(scope="module")
def read() -> dict[str, Document]:
    return {d.id: d for d in documents([str(SAMPLES)]) if isinstance(d, Document)}


@pytest.fixture(scope="module")
def found(nlp: "Language", read: dict[str, Document], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """All findings; each value with the release's own name."""
    path = tmp_path_factory.mktemp("samples") / "t.db"
    with engine.open(path) as database:
        assert ingest(read.values(), database, lambda: nlp).failures == ()
    texts = {d.text: name for name, d in read.items()}
    names = {i: texts[text] for i, text in rows(path, "SELECT release_id, text FROM v_release")}
    findings = queries.discrepancies(path, everything=True)
    return [{**f, "values": [{**v, "release": names[v["release_id"]]} for v in f["values"]]} for f in findings]


def says(value: dict[str, Any], row: Row, release: str, words: tuple[str, ...]) -> bool:
    """Whether a value of a finding is what a side of a row names; a spelling is told once, where it stands first."""
    told = plain(value["quote"]), plain(str(value["value"]))
    if row.kind == "name_variant":
        return any(w in told for w in words)
    return told[0] != "" and value["release"] == release and any(w in told[0] or told[0] in w for w in words)


def tells(finding: dict[str, Any], row: Row) -> bool:
    """Whether a finding is the one that a row asks for."""
    if (finding["kind"], finding["verdict"]) != (row.kind, row.verdict):
        return False
    if (finding["scope"] == "inside") is not row.number.startswith("I"):
        return False
    return all(any(says(v, row, *side) for v in finding["values"]) for side in row.sides)


def merged(row: Row) -> list[Row]:
    """The row, and the one with which it "may be one finding"."""
    one = re.search(r"may be one finding with (B\d+)", row.why)
    return [row, *(r for r in BETWEEN if one is not None and r.number == one[1])]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(r, id=r.number, marks=[pytest.mark.xfail(strict=True, reason=GAPS[r.number])] if r.number in GAPS else [])
        for r in PLANTED
    ],
)  # fmt: skip
def test_what_is_planted_is_found(row: Row, found: list[dict[str, Any]]) -> None:
    hits = [f for f in found if any(tells(f, r) for r in merged(row))]
    assert hits, row
    assert all(f["reason_de"] and f["reason_en"] and len(f["values"]) >= len(row.sides) for f in hits)


def test_nothing_loud_beside_what_is_planted(found: list[dict[str, Any]]) -> None:
    loud = [f for f in found if f["verdict"] in LOUD]
    assert [f for f in loud if not any(tells(f, row) for row in PLANTED)] == []
    assert len(loud) >= 15


@pytest.mark.parametrize(("number", "release", "quotes"), TRAPS, ids=[t[0] for t in TRAPS])
def test_every_trap_is_silent(
    number: str, release: str, quotes: tuple[str, ...], found: list[dict[str, Any]], read: dict[str, Document]
) -> None:
    text = plain(read[release].text)
    assert quotes
    assert all((q in text) is (number not in LEFT_OUT) for q in quotes)
    about = [
        f for f in found
        if f["verdict"] in LOUD and not any(tells(f, row) for row in PLANTED)
        and any(v["release"] == release and any(q in plain(v["quote"]) or plain(v["quote"]) in q for q in quotes) for v in f["values"])
    ]  # fmt: skip
    assert about == []


def test_the_tables_are_read_at_all(read: dict[str, Document]) -> None:
    assert (len(INSIDE), len(BETWEEN), len(TRAPS)) == (27, 24, 33)
    assert {r.number for r in PLANTED} >= GAPS.keys()
    named = {release for row in PLANTED for release, _ in row.sides} | {release for _, release, _ in TRAPS}
    assert named == read.keys()
    for row in PLANTED:
        for release, words in row.sides:
            assert all(w in plain(read[release].text) for w in words), (row.number, words)


def test_publication_dates_and_where_they_were_read(read: dict[str, Document]) -> None:
    table = EXPECTED.split("## Publication dates")[1].split("##")[0]
    told = re.findall(r"^\| (\S+) \| (\d{4}-\d\d-\d\d|none) \| (\w+)", table, re.MULTILINE)
    assert len(told) == 14
    for release, day, source in told:
        document = read[release]
        if day == "none":
            assert (document.published, document.published_from) == (None, None)
        else:
            assert (document.published, document.published_from) == (day, source), release
