"""`belegt facts --unused`: the coverage ledger for people and for programs."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from db.ledger import UNUSED
from pipeline.cli import app
from pipeline.unused import lines

TEXT = "Die Stiftung Hochland tagt am 3. Mai 2026 in Köln. 40 Gäste kommen.\n"


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELEGT_DB", str(tmp_path / "b.db"))
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert run("ingest", "a.txt", "--model", "none").exit_code == 0
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_text_json_and_csv_tell_the_same(stored: Path) -> None:
    assert stored.exists()
    found = json.loads(run("facts", "--unused", "--format", "json").stdout)
    used = json.loads(run("facts", "--format", "json").stdout)
    assert "40 Gäste" in [row["quote"] for row in found]
    assert not {row["name"] for row in found if row["name"]} & {one["subject"] for one in used}
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in found)
    rows = list(csv.DictReader(io.StringIO(run("facts", "--unused", "--format", "csv").stdout)))
    assert [row["quote"] for row in rows] == [row["quote"] for row in found]
    assert tuple(rows[0]) == UNUSED
    text = run("facts", "--unused").stdout
    assert all(f"„{row['quote']}“" in text for row in found)


def test_filters_and_refusals(stored: Path) -> None:
    assert stored.exists()
    nothing = run("facts", "--unused", "--about", "niemand", "--format", "json")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "[]\n", "nothing found\n")
    for option, value in (("--predicate", "leads"), ("--as-of", "2026-01-01"), ("--since", "gestern")):
        assert run("facts", "--unused", option, value).exit_code == 2


def test_each_release_says_how_much_and_where() -> None:
    row = dict.fromkeys(UNUSED) | {
        "source": "a.txt", "release_id": "r_1", "kind": "name", "label": "ORG", "quote": "Stiftung Hochlands",
        "name": "Stiftung Hochland", "places": 2, "context": "der Stiftung Hochlands dankt",
    }  # fmt: skip
    assert list(lines([row], 200)) == [
        "no date · a.txt · r_1",
        "  no fact uses: 1 name",
        "    ORG  „Stiftung Hochlands“ = Stiftung Hochland (2 places)  … der Stiftung Hochlands dankt …",
        "",
    ]
