"""The digest to be read: text in 72 columns, HTML for mail, rows for programs, the closing summary of an ingest."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from typer.testing import CliRunner

from db import engine
from db.digest import Window
from pipeline import digest_pages
from pipeline.cli import app
from pipeline.digest_mail import page
from pipeline.digest_words import day, fact
from pipeline.ingest import ingest
from pipeline.summary import brought
from tests.pipeline.made_digest import FIRST, SECOND, put, read, release, rules


@pytest.fixture
def store(tmp_path: Path) -> Callable[..., Path]:
    """Stores releases, each in a run of its own."""
    return partial(put, tmp_path / "t.db")


def test_the_text_fits_72_columns_and_shows_both_quotes(store: Callable[..., Path]) -> None:
    path = store(
        release(FIRST, "a", "2024-01-10"), release(SECOND, "b", "2025-02-10", title="Ein Titel " * 20, publisher="Haus")
    )
    window = Window("published", "2025-02-01", "2025-03-13")
    lines = list(digest_pages.text(*read(path, window), window, "de"))
    assert lines[0] == "Neu vom 1. Februar 2025 bis 12. März 2025: eine Meldung"
    assert max(map(len, lines)) <= digest_pages.WIDTH
    assert all(line == line.rstrip() for line in lines)
    flat = " ".join(" ".join(lines).split())
    for part in (
        "10. Februar 2025 · Haus", "Widerspricht: 1", "31. Dezember 2027: „TAVOLA endet am 31. Dezember 2027.“ (10. Januar 2024, Meldung a)",
        "31. Dezember 2028: „Nach heutigem Stand endet TAVOLA am 31. Dezember 2028.“", "Ändert: 1", "40 Betten: „Das Herzzentrum",
        "Nennt zum ersten Mal: 1 - Organisationen: Institut für Klangforschung Ostheim", "Neu ausgesagt: 1",
        "Bestätigt: 1 - Universitätsklinikum Waldau ist beteiligt an TAVOLA (zuerst: 10. Januar 2024, Meldung a)",
    ):  # fmt: skip
        assert part in flat
    english = " ".join(" ".join(digest_pages.text(*read(path, window), window, "en")).split())
    for part in (
        "New from 1 February 2025 to 12 March 2025: one release",
        "Contradicts: 1",
        "takes part in TAVOLA",
        "31 December 2028",
    ):
        assert part in english


def test_many_facts_are_cut_in_text_and_whole_in_json(store: Callable[..., Path]) -> None:
    members = "".join(
        f"Das Institut für Klangforschung {c}heim beteiligt sich am Register TAVOLA. "
        for c in ["Ost", "Nord", "Süd", "West", "Alt", "Neu"]
    )
    more = "".join(
        f"Das Klinikum {c}heim beteiligt sich am Register TAVOLA. "
        for c in ["Ost", "Nord", "Süd", "West", "Alt", "Neu", "Berg", "Tal"]
    )
    path = store(release(members + more, "a", "2024-01-10"))
    window = Window("published", "2024-01-10")
    entries, known = read(path, window)
    text = "\n".join(digest_pages.text(entries, known, window, "de"))
    assert len(entries[0].adds) == 14
    assert "  … und 2 weitere" in text
    (row,) = digest_pages.as_rows(entries, known)
    assert len(json.loads(json.dumps(row))["adds"]) == 14


def test_html_escapes_what_releases_say_and_fetches_nothing(store: Callable[..., Path]) -> None:
    text = SECOND.replace("Institut für Klangforschung Ostheim", "Institut für <b>Klang</b> & Forschung")
    hostile: dict[str, Any] = {"title": "<script>alert('1')</script> & \"Co\"\x1b[2J", "publisher": "<img src=x>"}
    path = store(
        release(FIRST, "a", "2024-01-10", url="https://waldau.example/?a=1&b=2"),
        release(text, "b", "2025-02-10", url="javascript:alert(1)", **hostile),
    )
    window = Window("published", "2024-01-01")
    made = page(*read(path, window), window, "de")
    assert "<script" not in made
    assert "<img" not in made
    assert "<b>" not in made
    assert "\x1b" not in made
    assert "&lt;script&gt;" in made
    assert 'href="javascript' not in made
    assert 'href="https://waldau.example/?a=1&amp;b=2"' in made
    tree = html.fromstring(made)
    assert {node.tag for node in tree.iter()} <= {
        "html", "head", "meta", "title", "body", "div", "h1", "h2", "h3", "p", "em", "ul", "li", "a", "strong", "span",
    }  # fmt: skip
    assert {name for node in tree.iter() for name in node.attrib} <= {
        "style",
        "href",
        "lang",
        "charset",
        "name",
        "content",
    }
    assert "url(" not in made
    assert tree.xpath("string(//h1)") == "Neu seit 1. Januar 2024: 2 Meldungen"
    assert tree.xpath("//h2")[1].text_content().startswith("<script>alert('1')</script> & \"Co\"")


@pytest.mark.parametrize(("how", "out"), [("text", "Nichts Neues seit 1. Januar 2030.\n"), ("json", "[]\n")])
def test_nothing_new(store: Callable[..., Path], how: str, out: str) -> None:
    path = store(release(FIRST, "a", "2024-01-10"))
    result = CliRunner().invoke(app, ["digest", "--since", "2030-01-01", "--format", how, "--db", str(path)])
    assert (result.exit_code, result.stdout) == (0, out)


def test_the_command(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"), release(SECOND, "b", "2025-02-10"))
    run = CliRunner().invoke
    result = run(
        app, ["digest", "--since", "2025-01-01", "--until", "2025-12-31", "--format", "json", "--db", str(path)]
    )
    (row,) = json.loads(result.stdout)
    assert row["release"]["title"] == "Meldung b"
    assert row["confirms"][0]["before"]["title"] == "Meldung a"
    assert set(row) >= {"adds", "confirms", "changes", "contradicts", "names"}
    result = run(app, ["digest", "--since", "2025-02-10", "--until", "2025-02-10", "--lang", "en", "--db", str(path)])
    assert result.stdout.startswith("New on 10 February 2025: one release\n")
    result = run(app, ["digest", "--since", "2025-01-01", "--format", "html", "--db", str(path)])
    assert result.stdout.startswith("<!DOCTYPE html>")
    for wrong in (["--since", "gestern"], ["--since", "2025-02-10", "--until", "2025-02-09"]):
        assert run(app, ["digest", *wrong, "--db", str(path)]).exit_code == 2
    missing = run(app, ["digest", "--since", "2025-01-01", "--db", str(path.with_name("no.db"))])
    assert missing.exit_code == 3


def test_the_summary_of_an_ingest_says_what_each_release_brought(tmp_path: Path) -> None:
    with engine.open(tmp_path / "t.db") as database:
        both = [release(FIRST, "a", "2024-01-10"), release(SECOND, "b", "2025-02-10")]
        report = ingest(both, database, rules)
        lines = list(brought(report, database.path))
        again = ingest(both, database, rules)
        assert list(brought(again, database.path)) == []
    assert lines[1] == "What is new"
    assert lines[2].startswith("  2024-01-10 – Meldung a: adds ")
    second = "  2025-02-10 – Meldung b: adds 1, confirms 1, changes 1, contradicts 1, names 1 for the first time"
    assert lines[3] == second
    assert lines[4] == f"  all of it: belegt digest --since {report.stamp[:10]} --by seen --db {database.path}"


@pytest.mark.parametrize(
    ("norm", "german", "english"),
    [
        ("2026-03-12", "12. März 2026", "12 March 2026"), ("2026-03", "März 2026", "March 2026"), ("2026", "2026", "2026"),
        ("2026-03-12/2026-04-01", "12. März 2026 – 1. April 2026", "12 March 2026 – 1 April 2026"),
        ("2026-02-30", "2026-02-30", "2026-02-30"), ("PRESENT_REF", "PRESENT_REF", "PRESENT_REF"), (None, "ohne Datum", "no date"),
    ],
)  # fmt: skip
def test_days_as_people_write_them(norm: str | None, german: str, english: str) -> None:
    assert (day(norm, "de"), day(norm, "en")) == (german, english)


@pytest.mark.parametrize(
    ("row", "german"),
    [
        (("Anna Berg", "has_role", "Leiterin", {"organisation": "Haus Waldau"}, "asserted"), "Anna Berg: Leiterin (Haus Waldau)"),
        (("Anna Berg", "has_role", None, {"organisation": "Haus Waldau"}, "asserted"), "Anna Berg: Haus Waldau"),
        (("TAVOLA", "lasts", "P5Y", {}, "planned"), "TAVOLA, Dauer: 5 Jahre [geplant]"),
        (("TAVOLA", "lasts", "P1Y", {}, "asserted"), "TAVOLA, Dauer: 1 Jahr"),
        (("Land", "funds", "TAVOLA", {"amount": {"value": 2500000, "currency": "EUR"}}, "asserted"), "Land fördert TAVOLA (2.500.000 EUR)"),
        (("TAVOLA", "count", {"value": 1200, "unit": "Proben"}, {"listed": 3}, "negated"), "TAVOLA: 1.200 Proben [verneint]"),
        (("Berg", "said", "Ja", {}, "asserted"), "Berg sagt: „Ja“"),
    ],
)  # fmt: skip
def test_facts_as_people_say_them(row: tuple[Any, ...], german: str) -> None:
    names = ("subject", "predicate", "object", "qualifiers", "modality")
    assert fact(dict(zip(names, row, strict=True)), "de") == german
