"""Same, revision, copy: what a release was, what its next text changed, and who copied it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from db import engine, revisions, upkeep
from db.errors import RefusedError
from pipeline.cli import app
from pipeline.ingest import ingest
from pipeline.releases import edits, history, lines
from tests.db.make import ask, change
from tests.pipeline.toy import Clinics, document, nlp

FIRST = "Neuer Bau\n\nDie Klinik Nord hat 12 Betten.\n\nIm Herbst folgt die Station für Kinder.\n"
SECOND = "Neuer Bau\n\nDie Klinik Nord hat 13 Betten.\n\nIm Herbst folgt die Station für Kinder.\n\nSie 😀 ist neu.\n"
OTHER = "Ganz anderes steht in dieser Meldung, die keiner kennt.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two texts of `a`, of which the first was copied as `b`; `c` is something else."""
    path = tmp_path / "belegt.db"
    with engine.open(path) as database:
        for inputs in (
            [
                document(FIRST, "id:a", title="Neuer Bau"),
                document(FIRST, "id:b", publisher="Presseamt"),
                document(OTHER, "id:c"),
            ],
            [document(SECOND, "id:a", title="Bau eröffnet")],
        ):
            ingest(inputs, database, nlp, extractors=(Clinics(),))
    return path


def changes(before: str, after: str) -> list[tuple[str, str]]:
    return [(before[a:b], after[start:end]) for (a, b), (start, end) in edits(before, after)]


def test_a_new_text_under_the_same_id_is_a_revision_with_its_difference(path: Path) -> None:
    first, second = history(revisions.revisions(path, "a"))
    assert [(row["revision"], row["current"], row["text"]) for row in (first, second)] == [
        (1, False, FIRST), (2, True, SECOND),
    ]  # fmt: skip
    assert first["changes"] == []
    title, number, added = second["changes"]
    assert title == {"field": "title", "before": "Neuer Bau", "after": "Bau eröffnet"}
    assert (number["before"], number["after"]) == ("12", "13")
    assert (added["before"], added["after"]) == ("", "Sie 😀 ist neu.")
    for one in (number, added):
        assert SECOND[one["start"] : one["end"]] == one["after"]


def test_a_copy_stays_a_release_of_its_own_in_a_common_cluster(path: Path) -> None:
    release_id = revisions.revisions(path, "a")[0]["release_id"]
    assert [row["publisher"] for row in revisions.copies(path, release_id)] == ["Presseamt"]
    assert ask(path, "SELECT count(*), count(DISTINCT cluster_id) FROM v_release") == [(3, 2)]
    assert upkeep.check(path) == []


def test_a_page_is_known_by_its_canonical_address_wherever_it_was_read(tmp_path: Path) -> None:
    path, url = tmp_path / "belegt.db", "https://klinik.example/presse/neuer-bau"
    inputs = [
        document(FIRST, "file:/a.html", url=url),
        document(
            SECOND, "url:https://klinik.example/presse/neuer-bau?utm_source=mail", url=url.replace("https", "http")
        ),
        document(OTHER, "id:c", url=url),
        document(f"{OTHER} Eins.", "file:/b.html", url="https://klinik.example/"),
        document(f"{OTHER} Zwei.", "file:/c.html", url="https://klinik.example"),
    ]
    with engine.open(path) as database:
        report = ingest(inputs, database, nlp, extractors=(Clinics(),))
        assert (report.new, report.updated, report.unchanged) == (4, 1, 0), "a whole site's address is no release's"
        again = ingest(inputs[::-1], database, nlp, extractors=(Clinics(),))
        assert (again.new, again.updated, again.unchanged) == (0, 0, 5)
    ((release_id,),) = ask(path, "SELECT release_id FROM v_release WHERE revision = 2")
    assert [row["source"] for row in revisions.revisions(path, release_id)] == [one.source for one in inputs[:2]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("eins zwei", "eins zwei", []),
        ("", "neu hier", [("", "neu hier")]),
        ("weg damit", "", [("weg damit", "")]),
        ("eins zwei drei", "eins drei", [("zwei", "")]),
        ("eins drei", "eins zwei drei", [("", "zwei")]),
        ("a\nb\nc", "a\nc", [("b", "")]),
        ("a  b\u00a0c", "a b c", []),
        ("vor 12 von 30 Betten nun", "vor 13 von 31 Betten nun", [("12 von 30", "13 von 31")]),
    ],
)
def test_edits(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert changes(before, after) == expected


def test_a_long_line_that_changed_is_one_change() -> None:
    long = " ".join(f"w{n}" for n in range(2_500))
    assert changes(f"x\n{long}\ny", f"x\n{long} z\ny") == [(long, f"{long} z")]


def test_lines_for_people(path: Path) -> None:
    shown = "\n".join(
        lines(
            history(revisions.revisions(path, "a")),
            revisions.copies(path, revisions.revisions(path, "a")[0]["release_id"]),
        )
    )
    for part in (
        "2 revisions",
        "2 (current)",
        "title: Neuer Bau → Bau eröffnet",
        "- „12“",
        "+ „13“",
        "Copies",
        "Presseamt",
    ):
        assert part in shown
    (alone,) = history(revisions.revisions(path, "c"))
    assert "Copies" not in "\n".join(lines([alone], []))


def test_the_command(path: Path) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["releases", "--db", str(path), *arguments])

    answer = json.loads(run("--revisions", "a", "--format", "json").stdout)
    assert [row["revision"] for row in answer] == [1, 2]
    assert run("--revisions", answer[0]["release_id"], "--format", "csv").stdout.startswith(
        "release_id,revision,current,"
    )
    assert "„13“" in run("--revisions", "a").stdout
    missing = run("--revisions", "nichts")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "no release is called 'nichts'" in missing.stderr


def test_a_name_of_several_releases_is_refused_with_their_ids(path: Path) -> None:
    change(path, "UPDATE release SET external_id = 'a'")
    with pytest.raises(RefusedError, match="3 releases are called 'a'") as caught:
        revisions.revisions(path, "a")
    assert caught.value.cure.count("r_") == 3


def test_the_next_ingest_finds_the_copies_among_what_an_older_program_stored(path: Path) -> None:
    before = ask(path, "SELECT release_id, cluster_id FROM release ORDER BY 1")
    sketches = ask(path, "SELECT * FROM sketch ORDER BY 1")
    change(
        path,
        "UPDATE release SET cluster_id = release_id",
        "DELETE FROM bucket",
        "DELETE FROM sketch WHERE release_id = (SELECT min(release_id) FROM sketch)",
        "UPDATE sketch SET version = '0', shingles = x'00000000'",
    )
    with engine.open(path) as database:
        ingest([], database, nlp, extractors=(Clinics(),))
    assert ask(path, "SELECT release_id, cluster_id FROM release ORDER BY 1") == before
    assert ask(path, "SELECT * FROM sketch ORDER BY 1") == sketches
