"""The measure, on figures counted by hand."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.agreement import asked_values, fold, name_classes, names_values, same_extent, same_name
from pipeline.gold import ExpectedFinding, GoldMention, read_gold
from pipeline.measure import measure
from pipeline.scores import MissedFinding, Scores, Share
from tests.pipeline.gold_set import claimed, faulty_extractions, found, noted, stated, write_gold


def rows(table: dict[str, Scores]) -> dict[str, tuple[float, ...]]:
    return {
        name: (round(s.precision, 4), round(s.recall, 4), round(s.f1, 4), s.gold, s.system, s.wrong, s.missed)
        for name, s in table.items()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold-set")


def test_mentions_with_equal_extent(folder: Path) -> None:
    report = measure(read_gold(folder), faulty_extractions())
    assert rows(dict(report.strict)) == {
        "PERSON": (0.3333, 0.5, 0.4, 2, 3, 2, 1),
        "ORG": (0.5, 0.25, 0.3333, 4, 2, 1, 3),
        "INFRASTRUCTURE": (0.0, 0.0, 0.0, 0, 1, 1, 0),
        "LOC": (1.0, 1.0, 1.0, 1, 1, 0, 0),
        "DATE": (1.0, 0.6667, 0.8, 3, 2, 0, 1),
        "COUNT": (1.0, 1.0, 1.0, 2, 2, 0, 0),
        "MONEY": (1.0, 1.0, 1.0, 1, 1, 0, 0),
        "all": (0.6923, 0.6429, 0.6667, 14, 13, 4, 5),
    }


def test_mentions_with_any_overlap(folder: Path) -> None:
    report = measure(read_gold(folder), faulty_extractions())
    changed = {name: row for name, row in rows(dict(report.relaxed)).items() if row != rows(dict(report.strict))[name]}
    # The gold's ORG takes the ORG inside it, not the INFRASTRUCTURE that stands before it and would count as right too.
    assert changed == {
        "ORG": (1.0, 0.5, 0.6667, 4, 2, 0, 2),
        "all": (0.7692, 0.7143, 0.7407, 14, 13, 3, 4),
    }


def test_facts(folder: Path) -> None:
    report = measure(read_gold(folder), faulty_extractions())
    assert rows(dict(report.facts)) == {
        # A second has_role stands in a text whose facts are not all annotated: it is not wrong.
        "has_role": (1.0, 1.0, 1.0, 2, 1, 0, 0),
        "part_of": (0.0, 0.0, 0.0, 1, 1, 1, 1),
        "starts_on": (0.0, 0.0, 0.0, 1, 1, 1, 1),
        "ends_on": (0.0, 0.0, 0.0, 1, 0, 0, 1),
        "count": (1.0, 0.5, 0.6667, 2, 1, 0, 1),
        "abbreviation_of": (1.0, 1.0, 1.0, 1, 1, 0, 0),
        "said": (0.0, 0.0, 0.0, 1, 0, 0, 1),
        "all": (0.6, 0.4444, 0.5106, 9, 5, 2, 5),
    }


def test_what_else_is_right(folder: Path) -> None:
    report = measure(read_gold(folder), faulty_extractions())
    assert report.right == {
        "date_of_release all": Share(1, 1),
        "fact role_at": Share(2, 2),
        "norm COUNT": Share(1, 2),
        "norm DATE": Share(1, 2),
        "norm MONEY": Share(1, 1),
        "person role": Share(0, 1),
        "person titles": Share(1, 1),
    }
    assert (report.documents.gold, report.documents.missing, report.documents.bad_offsets) == (3, ("rat",), 1)


def test_findings(folder: Path) -> None:
    findings = measure(read_gold(folder), faulty_extractions()).findings
    assert (findings.met, findings.expected, findings.silent_broken, findings.unexpected_loud) == (1, 2, 1, 2)
    assert findings.missed == (
        MissedFinding("netz", "duration_vs_dates", "disagrees", (("P5Y", "5", "fünf"), ("2026-12",))),
    )


def test_an_exact_name_goes_before_a_similar_one(tmp_path: Path) -> None:
    text = "Am Bund wirken das Moor und das Moor am See mit."
    gold = [stated(text, (name, "participates_in", "Bund"), text) for name in ("Moor", "Moor am See")]
    ours = [claimed(text, (name, "participates_in", "Bund"), text) for name in ("Moor am See", "Moor e. V.")]
    folder = write_one(tmp_path, text, {"mentions": [], "facts": gold})
    # In text order "Moor" would take "Moor am See" and leave nothing that "Moor am See" could agree with.
    assert measure(read_gold(folder), {"one": {"facts": ours}}).facts["all"].missed == 0


def test_one_mention_serves_one_gold_mention(tmp_path: Path) -> None:
    text = "Klinik am Moor und Klinik am See"
    gold = [noted(text, "ORG", "Klinik am Moor"), noted(text, "ORG", "Klinik am See")]
    folder = write_one(tmp_path, text, {"mentions": gold, "facts": []})
    report = measure(read_gold(folder), {"one": {"mentions": [found(text, "ORG", text)]}})
    assert (report.relaxed["ORG"].missed, report.relaxed["ORG"].wrong) == (1, 0)
    assert (report.strict["ORG"].missed, report.strict["ORG"].wrong) == (2, 1)


def test_evidence_of_a_whole_page_is_none(tmp_path: Path) -> None:
    text = "Das Moor trägt den Bund. " + 60 * "Es regnet viel. "
    fact = ("Moor", "funds", "Bund")
    folder = write_one(tmp_path, text, {"mentions": [], "facts": [stated(text, fact, "Das Moor trägt den Bund.")]})
    found_in = {
        length: measure(read_gold(folder), {"one": {"facts": [claimed(text, fact, text[:length])]}}).facts["all"].missed
        for length in (600, 601)
    }
    assert found_in == {600: 0, 601: 1}


@pytest.mark.parametrize(
    ("text", "gold", "ours", "right"),
    [
        ("Er ist es im laufenden Jahr 2021.", "2021", "Jahr 2021", True),
        ("Er ist es im laufenden Jahr 2021.", "Jahr 2021", "2021", True),
        ("Er ist es im laufenden Jahr 2021.", "2021", "im laufenden Jahr 2021", True),
        ("Er ist es im laufenden Jahr\u00a02021.", "2021", "laufenden Jahr\u00a02021", True),
        ("Es dauert mehr als drei Jahre.", "drei Jahre", "mehr als drei Jahre", True),
        ("Er ist es seit 2021.", "2021", "seit 2021", False),
        ("Er ist es Ende 2021.", "2021", "Ende 2021", False),
        ("Im Jahr 2021.", "Jahr 2021", "Jahr", False),
    ],
)
def test_left_edge_of_a_date(text: str, gold: str, ours: str, *, right: bool) -> None:
    start = text.index(gold)
    for label, expected in (("DATE", right), ("ORG", False)):
        mention = GoldMention(start, start + len(gold), label, (), "2021", None, None)
        assert same_extent(mention, found(text, label, ours), text) is expected


@pytest.mark.parametrize(
    "edge",
    [
        *("der", "die", "das", "dem", "den", "des", "im", "ein", "eine", "einem", "einer", "eines"),
        *("Jahr", "Jahre", "Jahren", "Jahres", "rund", "etwa", "gut", "knapp", "fast", "über", "mehr als"),
        *("letzten", "vergangener", "kommendes", "nächste", "dieser", "vorigen", "laufenden", "Den vergangenen"),
    ],
)
def test_words_that_a_date_may_begin_with(edge: str) -> None:
    text = f"{edge} Mai"
    mention = GoldMention(len(edge) + 1, len(text), "DATE", (), "2021-05", None, None)
    assert same_extent(mention, found(text, "DATE", text), text)


@pytest.mark.parametrize(
    ("value", "reason", "met"),
    [
        (12, "es sind 12 Moore", True),
        (12, "es sind 112 Moore", False),
        ("zwei Moore", "es sind 2 Moore", True),
        ("P3Y", "das wären drei Jahre", True),
        ("P3Y", "das wären vier Jahre", False),
        ("Start 2021-05-01", "ab 2021-05-01", True),
        ("Start 2021-05-01", "ab 2021-05-02", False),
        ("1.437 Euro", "macht 1.437 zusammen", True),
        ("Moornetz", "im Moornetzwerk", True),
        ("Moor", "im Moornetzwerk", False),
        (True, "nichts davon", True),
    ],
)
def test_values_that_a_report_must_name(*, value: object, reason: str, met: bool) -> None:
    asked = asked_values(ExpectedFinding("count_vs_list", "agrees", None, (value,)))
    assert names_values({"reason_de": reason}, asked) is met


@pytest.mark.parametrize(
    ("gold", "ours", "right", "why"),
    [
        ("Klinikum Auental", "klinikum  auental", True, "case and spaces"),
        ("Straße der Moore", "Strasse der Moore", True, "sharp s"),
        ("Klinikum Auental", "Klinikums Auental", True, "likeness"),
        ("Klinikum Auental", "Klinikum Talheim", False, "too little likeness"),
        ("Moornetz 3.0", "Moornetz 2.0", False, "another number"),
        ("Moornetz 3.0", "Moornetz", False, "a number is missing and nothing else tells them apart"),
        ("MOOR Netz 3.0", "MOOR", True, "one holds the other, with an acronym in common"),
        ("Rat", "Rat für Moore", True, "contained"),
        ("Au", "Au am See", False, "too short to be contained"),
        (None, "Klinikum", True, "the gold asks for nothing"),
        ("Klinikum", None, False, "nothing was given"),
        ("!", "?", True, "both fold to nothing, which is equal"),
    ],
)
def test_names(gold: str | None, ours: str | None, *, right: bool, why: str) -> None:
    assert same_name(gold, ours) is right, why


def test_classes_grow_together(tmp_path: Path) -> None:
    text = "KLA, A-Klinik, Klinikum Auental, Haus Nord"
    facts = [stated(text, ("KLA", "abbreviation_of", "Klinikum Auental"), text)]
    groups = [["A-Klinik", "Haus Nord"], ["Haus Nord", "KLA"]]
    gold = read_gold(write_one(tmp_path, text, {"mentions": [], "facts": facts, "name_groups": groups}))["one"]
    assert name_classes(gold) == [{fold(name) for name in ("KLA", "Klinikum Auental", "A-Klinik", "Haus Nord")}]
    assert same_name("A-Klinik", "Klinikum Auental", name_classes(gold), exact=True)


def test_report_as_table_and_json(folder: Path) -> None:
    report = measure(read_gold(folder), faulty_extractions())
    assert report.as_json()["facts"]["all"] == {
        "precision": 0.6, "recall": 0.4444, "f1": 0.5106, "gold": 9, "system": 5, "wrong": 2, "missed": 5,
    }  # fmt: skip
    assert report.as_json()["right"]["norm DATE"] == {"right": 1, "of": 2, "share": 0.5}
    lines = report.as_table().splitlines()
    assert "  ORG                 0.5000  0.2500  0.3333      4       2      1       3" in lines
    assert "  missed   netz: duration_vs_dates disagrees: P5Y, 2026-12" in lines
    assert "  missing  rat" in lines


def write_one(folder: Path, text: str, gold: dict[str, Any]) -> Path:
    return write_gold(folder / "one-text", {"one": (text, gold)})
