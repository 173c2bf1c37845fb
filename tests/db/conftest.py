from collections.abc import Iterator
from pathlib import Path

import pytest

from db import engine
from db.engine import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with engine.open(tmp_path / "belegt.db") as opened:
        yield opened
