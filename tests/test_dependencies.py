"""Every runtime dependency is there and can be imported: an old pip leaves out `lxml-html-clean`, and trafilatura fails."""

import importlib
import re
import tomllib
import warnings
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
NAMES = [re.split(r"[\[<>=!~; ]", text)[0].lower() for text in PROJECT["dependencies"]]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def modules(name: str) -> list[str]:
    """The modules that a distribution brings, by its own record."""
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if plain(name) in map(plain, owners) and not module.startswith("_") and module.isidentifier()
    )


def test_the_list_is_read() -> None:
    assert {"spacy", "beautifulsoup4", "httpx", "sqlmodel", "trafilatura", "lxml-html-clean"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_imported(name: str) -> None:
    found = modules(name)
    assert found, f"{name} brings no module"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they say of each other is not ours
        for module in found[:3]:
            assert importlib.import_module(module).__name__ == module


def test_trafilatura_finds_the_cleaner_that_lxml_no_longer_has() -> None:
    from trafilatura import extract

    assert "Klinik" in str(
        extract(f"<html><body><article><p>{'Die Klinik hat 40 Betten. ' * 20}</p></article></body></html>")
    )
