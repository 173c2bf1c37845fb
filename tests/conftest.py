"""What all tests share: the pipeline, loaded once, and the folder of third-party texts where it is there."""

import os
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
