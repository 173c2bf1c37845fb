"""docs/database.md is what the database and the code say today, and what it shows works."""

import re
from pathlib import Path

import pytest

from db import describe
from db.engine import Database
from db.export import described
from db.named import NAMED
from db.readonly import ask
from tests.db.make import content, save

DOCUMENT = Path(__file__).parents[2] / "docs" / "database.md"


def test_the_page_is_not_stale() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert describe.MARK in text
    assert text == describe.page(text), "stale: python -m db.describe docs/database.md"


def test_every_column_is_told_and_nothing_else(database: Database) -> None:
    told = described.views()
    views = [name for (name,) in ask(database.path, "SELECT name FROM sqlite_master WHERE type = 'view'").rows]
    assert set(told) == set(views)
    for view in views:
        columns = {name for _, name, *_ in ask(database.path, f"PRAGMA table_info({view})").rows}
        assert set(told[view]) == columns | {""}, view
        assert all(told[view].values()), view


@pytest.mark.parametrize(("title", "sql"), describe.EXAMPLES)
def test_every_example_runs(database: Database, title: str, sql: str) -> None:
    save(database, content())
    assert title
    answer = ask(database.path, sql.replace("r_…", "r_1"))
    assert answer.columns


def test_every_question_is_told_with_its_parameters() -> None:
    text = DOCUMENT.read_text("utf-8")
    for one in NAMED:
        section = re.search(rf"^### {one.name}\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL)
        assert section is not None, one.name
        for parameter in one.parameters:
            assert f"| `{parameter.name}` | {parameter.type} |" in section[1]
        assert one.sql.strip() in section[1]


def test_what_is_written_by_hand_stays() -> None:
    page = describe.page(f"# Mine\n\nText.\n\n{describe.MARK}\nold")
    assert page.startswith(f"# Mine\n\nText.\n\n{describe.MARK}\n\n## Examples")
    assert "\nold" not in page
