"""The wheel holds all that runs: built here, put into a folder of its own, and used from another."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT, SAMPLES

ROOMS = ("corpus", "extractors", "pipeline", "db", "review")
# What no import would miss: each pattern must match something, wherever its files move.
KINDS = (
    "extractors/model/meta.json",
    "extractors/model/model.onnx",
    "extractors/model/tokenizer.json",
    "extractors/lexicons/*.toml",
    "db/views.sql",
    "db/datasette.yaml",
    "db/export/described.json",
    "db/migrations/env.py",
    "db/migrations/script.py.mako",
    "db/migrations/versions/*.py",
    "pipeline/report/templates/*.j2",
    "pipeline/report/templates/*.css",
    "review/templates/*.html",
    "review/static/*.js",
    "review/static/*.css",
    "review/static/*.svg",
    "review/static/*.LICENSE",
    "review/locale/*/messages.po",
    "corpus/samples/*.txt",
    "belegt-*.dist-info/licenses/LICENSE",
)
# In one process, so that spaCy is loaded once: command after command, as a user would type them.
PROGRAM = """
import json, sys
from typer.testing import CliRunner
import pipeline
from pipeline.cli import app
from review.pages import wording
runner = CliRunner()
ends = [runner.invoke(app, line.split()) for line in sys.argv[1:]]
for end in ends:
    if end.exception and not isinstance(end.exception, SystemExit):
        raise end.exception
print(json.dumps({"home": pipeline.__path__[0], "rc": [e.exit_code for e in ends], "out": [e.stdout for e in ends],
                  "languages": [type(wording(name)).__name__ for name in ("de", "en")]}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel; nothing is fetched for it."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    return built


def test_it_holds_every_file_of_the_rooms_and_nothing_else(wheel: Path) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with ZipFile(wheel) as file:
        inside = {name for name in file.namelist() if ".dist-info/" not in name}
    assert inside == here


@pytest.mark.parametrize("kind", KINDS)
def test_it_holds_what_is_read_at_run_time(wheel: Path, kind: str) -> None:
    with ZipFile(wheel) as file:
        assert [name for name in file.namelist() if Path(name).match(kind)]


def test_installed_elsewhere_it_runs(wheel: Path, tmp_path: Path) -> None:
    home, away = tmp_path / "installed", tmp_path / "away"
    away.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile"]
    subprocess.run([*install, "--target", str(home), str(wheel)], check=True, capture_output=True)
    # The libraries are those of this environment; our own rooms are found in the folder first.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BELEGT_")}
    environment |= {"PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command: str) -> str:
        ended = subprocess.run(command, cwd=away, env=environment, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout

    assert run(str(home / "bin" / "belegt"), "--version").startswith("belegt ")
    sample = SAMPLES / "2024-11-18_dntb-gruendung.html"
    lines = ["model info", f"ingest {sample}", "facts --format json", "report page.html"]
    said = json.loads(run(sys.executable, "-c", PROGRAM, *lines))
    assert said["home"] == str(home / "pipeline")
    assert said["rc"] == [0] * len(lines)
    assert str(home / "extractors" / "model") in said["out"][0]
    found = json.loads(said["out"][2])
    assert {"abbreviation_of", "has_role"} <= {fact["predicate"] for fact in found}
    assert "Netz Translationale Bildgebung" in (away / "page.html").read_text("utf-8")
    assert said["languages"] == ["Wording", "Wording"]
