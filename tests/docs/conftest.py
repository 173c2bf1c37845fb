"""A reader's working folder: some releases, and a database of them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from typer.testing import CliRunner

from db import decisions, engine
from pipeline import batches
from pipeline.cli import app
from tests.conftest import ROOT, SAMPLES

if TYPE_CHECKING:
    from spacy.language import Language

PM_12: Final = (
    '{"id": "pm-12", "published": "2025-07-03", "title": "Herzzentrum eröffnet", "publisher": "Uniklinik Beispielstadt", "text":'
    ' "Das Herzzentrum Beispielstadt hat 124 Betten. Leiterin des Herzzentrums ist Dr. Ada Beispiel. Am 3. Juli 2025 wurde'
    ' es eröffnet, und die Onkologie zog ein. Am Fachnetzwerk Sepsis beteiligt es sich nicht."}\n'
)
Run = Callable[[tuple[str, ...]], Any]


@pytest.fixture(scope="session")
def run(nlp: "Language") -> Run:
    """Calls belegt in this process, with the pipeline that is loaded; answers yes."""
    runner = CliRunner(env={"COLUMNS": "200"})

    def call(arguments: tuple[str, ...]) -> Any:
        with (
            pytest.MonkeyPatch.context() as patch
        ):  # for the call alone: other tests of this process load for themselves
            patch.setattr(batches, "load_nlp", lambda *_args, **_named: nlp)
            patch.delenv("BELEGT_DB", raising=False)
            return runner.invoke(app, list(arguments), input="y\n")

    return call


@pytest.fixture(scope="session")
def made(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The working folder of a reader, and a copy of it as it is before each page."""
    place = tmp_path_factory.mktemp("reader") / "folder"
    (place / "releases").mkdir(parents=True)
    (place / "releases" / "archive.jsonl").write_text(PM_12, "utf-8")
    for path in SAMPLES.glob("*vuv*.txt"):
        shutil.copy(path, place / "releases")
    shutil.copy(SAMPLES / "2025-01-08_vuv-start-dritte-phase.txt", place / "release.txt")
    for folder in ("backups", "inbox", "FOLDER/texts", "FOLDER/gold"):
        (place / folder).mkdir(parents=True)
    (place / "FOLDER/texts/one.txt").write_text("Am 3. Juli 2025 geht es los.", "utf-8")
    gold = '{"id": "one", "mentions": [{"start": 3, "end": 15, "quote": "3. Juli 2025", "label": "DATE", "norm": "2025-07-03"}], "facts": [], "findings": []}'
    (place / "FOLDER/gold/one.json").write_text(gold, "utf-8")
    (place / "corpus").symlink_to(ROOT / "corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        result = run(("ingest", "releases/"))
    assert result.exit_code == 0, result.output
    _decide(place / "belegt.db")
    before = place.with_name("before")
    shutil.copytree(place, before, symlinks=True)
    return place, before


@pytest.fixture
def place(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder, as it was at first, and in it."""
    here, before = made
    shutil.rmtree(here)
    shutil.copytree(before, here, symlinks=True)
    monkeypatch.chdir(here)
    return here


def _decide(path: Path) -> None:
    """One fact was accepted, so that an export has a decision."""
    with engine.open(path) as database, database.write() as connection:
        (fact_id,) = connection.exec_driver_sql("SELECT min(fact_id) FROM v_fact").one()
        decisions.decide(
            connection,
            [decisions.Order("fact", fact_id, "accepted")],
            reviewer="Anna",
            stamp="2025-07-04T08:00:00.000Z",
        )
