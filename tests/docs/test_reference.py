"""The reference follows from the code, and is not stale."""

import runpy
from typing import TYPE_CHECKING

import pytest

from pipeline.settings import Settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REFERENCE = ROOT / "docs" / "reference"
CURE = "run: python docs/generate.py"


@pytest.fixture(scope="module")
def generated() -> "Mapping[Path, str]":
    pages: Mapping[Path, str] = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()
    return pages


@pytest.mark.parametrize("name", ["commands", "settings", "vocabulary"])
def test_a_page_is_not_stale(name: str, generated: "Mapping[Path, str]") -> None:
    path = REFERENCE / f"{name}.md"
    assert path.read_text("utf-8") == generated[path], CURE


def test_every_setting_is_told_with_its_variable() -> None:
    text = (REFERENCE / "settings.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description, f"{name} says nothing"
        assert f"| `{name}` | `BELEGT_{name.upper()}` |" in text


def test_no_option_is_silent(generated: "Mapping[Path, str]") -> None:
    """A command, argument or option without a word of help is a row with an empty cell."""
    rows = [line for line in generated[REFERENCE / "commands.md"].splitlines() if line.startswith("| `")]
    assert rows
    assert [row for row in rows if not row.split(" | ")[1].strip()] == []
