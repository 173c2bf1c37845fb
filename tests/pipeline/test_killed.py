"""An ingest of 300 releases, killed at three points: the next run ends with the rows of an undisturbed one."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db import upkeep
from pipeline.cli import app
from tests.db.make import ask, dump
from tests.pipeline.killed_driver import POINTS

ROOT = Path(__file__).parents[2]
RELEASES = 300


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 short releases, some of them equal texts under ids of their own."""
    path = tmp_path_factory.mktemp("killed") / "in.jsonl"
    texts = (f"Die Klinik {chr(65 + n % 26)}berg hat {n % 120} Betten. Das ist gut so." for n in range(RELEASES))
    lines = [json.dumps({"id": f"n{n}", "text": text, "published": "2025-07-01"}) for n, text in enumerate(texts)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def drive(database: Path, source: Path, point: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.pipeline.killed_driver", str(database), str(source), point]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def undisturbed(source: Path) -> Path:
    path = source.with_name("undisturbed.db")
    done = drive(path, source, "none")
    assert done.stdout.splitlines()[-1] == f"counts {RELEASES} 0 0 0", done.stderr
    return path


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_run_again(point: str, source: Path, undisturbed: Path, tmp_path: Path) -> None:
    path = tmp_path / "belegt.db"
    assert drive(path, source, point).returncode == -signal.SIGKILL
    ((stored,),) = ask(path, "SELECT count(*) FROM release")
    assert 0 < stored < RELEASES, "it died in the midst of its work"
    assert ask(path, "SELECT state FROM run") == [("running",)]

    again = drive(path, source, "none")
    assert again.stdout.splitlines()[-1] == f"counts {RELEASES - stored} {stored} 0 0", again.stderr
    assert dump(path) == dump(undisturbed)
    assert ask(path, "SELECT state FROM run ORDER BY started") == [("interrupted",), ("done",)]
    checked = CliRunner().invoke(app, ["db", "check", "--db", str(path)])
    assert checked.exit_code == 0, checked.output
    assert f"{RELEASES} releases" in checked.output


def test_what_the_kill_left_is_whole_but_for_the_open_run(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "belegt.db"
    drive(path, source, "inside_a_transaction")
    assert upkeep.check(path) == []
    (note,) = upkeep.open_runs(path)
    assert "has not ended" in note
    assert ask(path, "SELECT count(*) FROM release") == [(100,)], "the hundred before it are stored, this one is not"
