"""The report: its data are those of the views, its figures can be read by everyone, hostile text stays text."""

import json
import re
import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from db import engine
from db.export.graph import Node
from db.export.words import number, quantity
from pipeline.cli import app
from pipeline.report import gather, matrix, network, numbers, svg, tables, timeline
from pipeline.report.content import Content, Counted, Link, Participation, Phase, Release, Said
from pipeline.report.page import page, write
from pipeline.report.times import in_words, length, shown, written
from pipeline.report.words import WORDS
from tests.db.export_made import HOSTILE, fill
from tests.db.make import ask


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "belegt.db"
    with engine.open(path) as database:
        fill(database)
    return path


@pytest.fixture(scope="module")
def text(path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("out") / "report.html"
    write(path, target, "de")
    return target.read_text("utf-8")


@pytest.fixture(scope="module")
def html(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "lxml")


def rows(html: BeautifulSoup, name: str) -> list[list[str]]:
    table = html.find(id=f"table-{name}")
    assert isinstance(table, Tag), name
    return [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.find_all("td")]
        for row in table.find_all("tr")[1:]
    ]


def heading(point: Tag) -> str:
    assert point.h3 is not None
    return point.h3.get_text()


def facts(path: Path, predicate: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        sql = (
            "SELECT f.*, r.published FROM v_fact AS f JOIN v_release AS r ON r.release_id = f.release_id"
            " WHERE predicate = ? AND status <> 'rejected' AND modality <> 'negated' ORDER BY r.published IS NULL, r.published"
        )
        return connection.execute(sql, (predicate,)).fetchall()
    finally:
        connection.close()


def day(published: str | None) -> str:
    return written(published, "de") or "ohne Datum"


def test_key_figures_are_those_of_the_views(html: BeautifulSoup, path: Path) -> None:
    told = {tag["data-key"]: tag.get_text() for tag in html.find_all("dd")}
    kinds = dict(ask(path, "SELECT kind, count(*) FROM v_entity GROUP BY kind"))
    assert told == {
        "releases": str(ask(path, "SELECT count(*) FROM v_release")[0][0]),
        "facts": str(ask(path, "SELECT count(*) FROM v_fact")[0][0]),
        "decided": str(ask(path, "SELECT count(*) FROM v_fact WHERE status <> 'open'")[0][0]),
        "people": str(kinds["PERSON"]),
        "organisations": str(kinds["ORG"]),
        "infrastructures": "0",
        "projects": str(kinds["PROJECT"]),
        "discrepancies": str(ask(path, "SELECT count(*) FROM v_discrepancy WHERE status = 'open'")[0][0]),
    }


def test_the_numbers_are_those_of_the_views(html: BeautifulSoup, path: Path) -> None:
    wanted = [[f["subject"], number(f["value"]), f["unit"], "", day(f["published"])] for f in facts(path, "count")]
    assert len(wanted) == 3
    assert 13 in {f["value"] for f in facts(path, "count")}  # a person's correction is what is shown
    assert sorted(rows(html, "counts")) == sorted(wanted)


def test_participations_are_those_of_the_views(html: BeautifulSoup, path: Path) -> None:
    found = [f for f in facts(path, "participates_in") if f["object_id"]]
    counted = Counter((f["subject"], f["object"]) for f in found)
    wanted = [[who, what, "Projekt", "", str(count)] for (who, what), count in counted.items()]
    assert [row[:5] for row in rows(html, "matrix")] == wanted == [["Institut Nord", "PALAS", "Projekt", "", "3"]]
    assert rows(html, "matrix")[0][5] == "1. Juli 2025 , 12. März 2026 , ohne Datum"


def test_offices_are_those_of_the_views(html: BeautifulSoup, path: Path) -> None:
    found = facts(path, "has_role")
    wanted = {
        (f["subject"], f["object"], json.loads(f["qualifiers"])["organisation"], written(f["valid_from"], "de"))
        for f in found
    }
    assert {tuple(row[:4]) for row in rows(html, "offices")} == wanted
    assert wanted == {("Ute Amsel", "Leiterin", "Institut Nord", "Mai 2024")}


def test_phases_with_all_that_is_said_of_them(html: BeautifulSoup) -> None:
    found = {row[0]: row[1:] for row in rows(html, "phases")}
    assert found["PALAS 3.0"] == [
        "1. Juli 2025 ( 1. Juli 2025 , 12. März 2026 , ohne Datum )",
        "30. Juni 2030 ( 1. Juli 2025 , ohne Datum ) 31. Dezember 2030 ( 12. März 2026 )",
        "",
    ]
    # Not one thing: each release has a deadline of its own.
    assert sorted(row[2] for row in rows(html, "phases") if row[0] == "Anmeldefrist") == [
        f"10. Juni 2025 (geplant) ( {said} )" for said in ("1. Juli 2025", "12. März 2026", "ohne Datum")
    ]


def test_the_network_links_what_facts_link(html: BeautifulSoup) -> None:
    assert [row[:3] for row in rows(html, "network")] == [
        ["Institut Nord", "Förderung, Beteiligung", "PALAS"],
        ["Ute Amsel", "Amt", "Institut Nord"],
    ]


def test_discrepancies_with_both_sides_and_the_reason(html: BeautifulSoup, path: Path) -> None:
    points = html.find_all("article")
    assert [point["id"] for point in points] == [
        i for (i,) in ask(path, "SELECT discrepancy_id FROM v_discrepancy ORDER BY discrepancy_id")
    ]
    for point in points:
        assert heading(point) == "12 genannt, 14 gezählt am 1. Juli 2025"
        values = ask(
            path, "SELECT value, quote FROM v_discrepancy_value WHERE discrepancy_id = ? ORDER BY position", point["id"]
        )
        sides = [
            tuple(tag.get_text() for tag in side.find_all(["b", "blockquote"]))
            for side in point.find_all(class_="side")
        ]
        assert sides == values


def test_releases_are_listed_with_their_addresses(html: BeautifulSoup) -> None:
    assert [row[0] for row in rows(html, "sources")] == ["1. Juli 2025", "12. März 2026", "ohne Datum"]
    table = html.find(id="table-sources")
    assert isinstance(table, Tag)
    assert [a["href"] for a in table.find_all("a")] == ["https://nord.example/a"]
    inner = {a["href"] for a in html.find_all("a")} - {"https://nord.example/a"}
    assert inner
    assert all(html.find(id=str(target).removeprefix("#")) for target in inner)


def test_hostile_text_stays_text_and_nothing_is_loaded(text: str, html: BeautifulSoup) -> None:
    assert not html.find_all(["script", "link", "iframe", "img", "object", "embed", "base"])
    assert HOSTILE.split(";")[0] in html.get_text()
    assert "<script>" not in text
    assert not [tag for tag in html.find_all() for name in tag.attrs if name.startswith("on")]
    addresses = set(re.findall(r'(?:src|href)="(?!#)([^"]*)"', text)) | set(re.findall(r"url\((?!#)([^)]*)\)", text))
    assert addresses == {"https://nord.example/a"}
    policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_figures_can_be_read_by_those_who_cannot_see_them(html: BeautifulSoup) -> None:
    figures = html.find_all("svg")
    assert len(figures) == 5
    for figure in figures:
        assert figure["role"] == "img"
        names = [html.find(id=name) for name in str(figure["aria-labelledby"]).split()]
        assert all(isinstance(name, Tag) and name.get_text() for name in names)
        section = figure.find_parent("section")
        assert isinstance(section, Tag)
        assert section.find("details") is not None
    ids = [tag["id"] for tag in html.find_all(id=True)]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'(?:url\(#|xlink:href="#)([^)"]+)', str(html)))
    assert used
    assert used <= set(ids)


def test_figures_take_the_colours_of_the_page(text: str) -> None:
    figures = "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))
    assert "var(--loud)" in figures
    assert "#1010" not in figures
    assert set(re.findall(r"var\(--(\w+)\)", figures)) <= set(re.findall(r"--(\w+):", text))
    assert "<!--" not in figures


def test_the_same_database_gives_the_same_bytes(path: Path, text: str, tmp_path: Path) -> None:
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 30, "svg.fonttype": "none"}):  # what a user has set changes nothing
        write(path, tmp_path / "again.html", "de")
    assert (tmp_path / "again.html").read_text("utf-8") == text


def test_in_english(path: Path, tmp_path: Path) -> None:
    write(path, tmp_path / "en.html", "en")
    html = BeautifulSoup((tmp_path / "en.html").read_text("utf-8"), "lxml")
    assert html.html is not None
    assert html.html["lang"] == "en"
    assert "12 March 2026" in html.get_text()
    assert [row[2] for row in rows(html, "matrix")] == ["Project"]
    assert heading(html.find_all("article")[0]) == "12 named, 14 counted"
    assert not set(re.findall(r"\w+", html.get_text())) & {"Laufzeiten", "Ämter", "Mitteilungen", "Beteiligungen"}


def test_both_languages_say_the_same_things() -> None:
    assert set(WORDS["de"]) == set(WORDS["en"])
    for name, german in WORDS["de"].items():
        assert sorted(re.findall(r"\{\w+\}", german)) == sorted(re.findall(r"\{\w+\}", WORDS["en"][name])), name


def test_an_empty_database_has_a_report_too() -> None:
    text = page(Content(), "de")
    assert text.count("Dazu sagen die Mitteilungen nichts.") == 6
    assert "<svg" not in text


def release(number: int) -> Release:
    return Release(f"r_{number}", f"Titel {number}", "Haus", "2025-07-01", "a.txt", None)


def test_what_is_too_much_for_a_picture_is_cut_and_told() -> None:
    said = [release(n) for n in range(3)]
    content = Content(releases=said)
    content.phases = [Phase(f"Phase {n}", (Said(f"20{n:02}-01-01", (said[0],)),), (), ()) for n in range(60)]
    houses = [Node(f"e_{n:02}", "ORG", f"Haus {n} " + "W" * 80) for n in range(70)]
    things = [Node(f"p_{n:02}", "PROJECT", f"Projekt {n}") for n in range(30)]
    pairs = [(house, things[0]) for house in houses] + [(houses[0], thing) for thing in things[1:]]
    content.participations = [
        Participation(house, thing, (said[0],), planned=n % 2 == 0, leads=n % 3 == 0)
        for n, (house, thing) in enumerate(pairs)
    ]
    content.links = [Link(house, thing, ("participates_in",), (said[0],)) for house, thing in pairs]
    content.counts = [Counted(f"Haus {n}", "Betten", ((n, said[0], ""),)) for n in range(1500)]
    html = BeautifulSoup(page(content, "de"), "lxml")
    notes = [p.get_text().partition(";")[0] for p in html.find_all("p") if p.get_text().startswith("Gezeigt")]
    assert notes == [
        f"Gezeigt: {timeline.SHOWN} von 60",
        f"Gezeigt: {matrix.ROWS - 1 + matrix.COLUMNS} von 99",
        f"Gezeigt: {network.SHOWN + len(things) - 1} von 99",
        f"Gezeigt: {tables.ROWS} von 1.500",
    ]
    assert len(rows(html, "counts")) == tables.ROWS
    assert matrix.shape(matrix.chosen(content.participations)) == (matrix.ROWS, matrix.COLUMNS)


def test_of_too_many_statements_the_newest_are_shown(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "STATEMENTS", 10)
    monkeypatch.setattr(gather, "DISCREPANCIES", 1)
    content = write(path, tmp_path / "a.html", "de")
    assert (content.since, len(content.discrepancies), content.points) == ("2026-03-12", 1, 3)
    html = BeautifulSoup((tmp_path / "a.html").read_text("utf-8"), "lxml")
    assert "was Mitteilungen seit 12. März 2026 und solche ohne Datum sagen" in html.get_text()
    assert rows(html, "matrix")[0][4:] == ["2", "12. März 2026 , ohne Datum"]
    assert "Gezeigt: 1 von 3" in html.get_text()


def test_names_in_the_network_do_not_overlap() -> None:
    people = [Node(f"e_p{n}", "PERSON", f"Person {n}") for n in range(20)]
    houses = [Node(f"e_h{n}", "ORG", f"Haus {n}") for n in range(8)]
    things = [Node(f"e_t{n}", "PROJECT", f"Ding {n}") for n in range(15)]
    links = [Link(p, houses[n % 8], ("has_role",), ()) for n, p in enumerate(people)]
    links += [Link(p, things[n % 15], ("leads",), ()) for n, p in enumerate(people)]
    with svg.style():
        figure = network.drawn(links, "de")
        figure.draw_without_rendering()
        boxes = [t.get_window_extent() for t in figure.axes[0].texts if t.get_text()]
    assert len(boxes) > 40
    clashes = [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.overlaps(b)]
    assert not clashes


@given(st.text(max_size=300), st.floats(0.5, 4), st.integers(1, 3), st.booleans())
def test_a_label_fits_its_room(text: str, inches: float, lines: int, bold: bool) -> None:
    told = svg.label(text, inches, 9, lines, bold=bold).split("\n")
    assert len(told) <= lines
    # One sign and the ellipsis are always shown, however little room there is.
    assert all(svg.wide(line, 9, bold=bold) <= inches + 0.01 or len(line) <= 2 for line in told)


def test_a_label_says_that_it_was_cut() -> None:
    assert svg.label("Universitätsklinikum Theodor Amsel", 10, 9) == "Universitätsklinikum Theodor Amsel"
    assert svg.label("Universitätsklinikum Theodor Amsel", 1, 9).endswith("…")
    assert svg.label("a\n b", 3, 9) == "a b"
    assert svg.label("漢", 3, 9) == "\ufffd"


@pytest.mark.parametrize(
    ("iso", "german", "english"),
    [
        ("2026-03-12", "12. März 2026", "12 March 2026"),
        ("2026-03", "März 2026", "March 2026"),
        ("2026", "2026", "2026"),
        ("2026-03-12/2026-04", "12. März 2026 – April 2026", "12 March 2026 – April 2026"),
        ("2025-02-30", "2025-02-30", "2025-02-30"),
        (None, "", ""),
    ],
)
def test_days_as_people_write_them(iso: str | None, german: str, english: str) -> None:
    assert (written(iso, "de"), written(iso, "en")) == (german, english)


def test_values_and_sentences_as_people_write_them() -> None:
    assert (length("P5Y", "de"), length("P1Y6M", "de"), length("P1D", "en")) == ("5 Jahre", "1 Jahr 6 Monate", "1 day")
    assert [shown(v, "de") for v in ("P3M", "2025-07-01", "12 Häuser")] == ["3 Monate", "1. Juli 2025", "12 Häuser"]
    assert in_words("5 Jahre ab 2025-07-01 enden 2030-06.", "de") == "5 Jahre ab 1. Juli 2025 enden Juni 2030."
    assert in_words("SFB 1234-56-78 und 2024-25", "de") == "SFB 1234-56-78 und 2024-25"
    assert quantity({"value": 1380, "unit": "Betten"}) == "1.380 Betten"
    assert quantity({"value": 1.5, "currency": "EUR"}, "en") == "1.5 EUR"


def test_a_time_far_off_does_not_squeeze_the_rest() -> None:
    old = Phase("Universität", (Said("1409", (release(1),)),), (), ())
    new = Phase("Phase", (Said("2025-07-01", (release(1),)),), (Said("2030-06-30", (release(1),)),), ())
    with svg.style():
        axes = timeline.phases([old, new], [release(1)], "de").axes[0]
    first, last = axes.get_xlim()
    assert (last - first) / 365 < 30


def test_a_day_that_is_only_more_exact_is_no_difference() -> None:
    def phase(*days: str) -> Phase:
        return Phase("P", tuple(Said(day, (release(1),)) for day in days), (), ())

    assert not phase("2025", "2025-07", "2025-07-01").differs
    assert phase("2025-07", "2025-08-01").differs
    assert phase("2025-1", "2025-10").differs
    with svg.style():
        axes: Any = timeline.phases([phase("2025", "2025-07-01")], [], "de").axes[0]
    assert axes.lines[0].get_xdata()[0] == date(2025, 7, 1).toordinal()


def test_topics_that_differ_come_first() -> None:
    def counted(name: str, *values: float) -> Counted:
        return Counted(name, "Betten", tuple((value, release(n), "") for n, value in enumerate(values)))

    found = [counted("A", 1), counted("B", 2, 2), counted("C", 3, 4)]
    assert [one.subject for one in numbers.several(found)] == ["C", "B"]


def test_the_command(path: Path, tmp_path: Path) -> None:
    def run(*arguments: Any) -> Any:
        return CliRunner().invoke(app, ["report", *map(str, arguments)])

    result = run(tmp_path / "a.html", "--db", path, "--lang", "en")
    assert result.exit_code == 0
    assert "3 releases" in result.output
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    result = run(tmp_path / "none" / "a.html", "--db", path)
    assert (result.exit_code, "cure: name a file in a folder that exists" in result.output) == (2, True)
    assert run(tmp_path / "a.html" / "b.html", "--db", path).exit_code == 2, "in a file, as if it were a folder"
    assert run(tmp_path / "b.html", "--db", tmp_path / "none.db").exit_code == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html"]
