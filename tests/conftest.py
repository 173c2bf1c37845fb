"""What all tests share: the pipeline, loaded once, and the folder of third-party texts where it is there."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors.nlp import load

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "corpus" / "samples"


@pytest.fixture(scope="session")
def nlp() -> "Language":
    """The shipped pipeline."""
    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold texts and releases; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("BELEGT_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip("no ../shared here (or set BELEGT_SHARED): third-party texts are not part of the project")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server; the folder of its socket (tests/postgres.py)."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    from tests import postgres as server

    programs = server.programs()
    if programs is None:
        pytest.skip("no PostgreSQL server here: apt install postgresql")
    with server.server(programs) as socket:
        yield socket
