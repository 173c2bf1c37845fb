"""What runs with belegt may be shipped with it, and the page that says so is not stale."""

import runpy
from typing import Any

import pytest

from tests.conftest import ROOT

LICENCES = runpy.run_path(str(ROOT / "docs" / "licences.py"))
Part: Any = LICENCES["Part"]


@pytest.fixture(scope="module")
def found() -> list[Any]:
    return list(LICENCES["parts"]())


def test_every_pin_is_read(found: list[Any]) -> None:
    lines = [line for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if "==" in line]
    pins = [line for line in lines if not line.startswith(("#", " "))]
    assert len(found) == len(pins) > 100


def test_nothing_that_runs_is_gpl_or_unknown(found: list[Any]) -> None:
    assert LICENCES["refused"](found) == []


def test_the_page_is_not_stale(found: list[Any]) -> None:
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == LICENCES["page"](found), "run: python docs/licences.py"


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("BSD-3-Clause AND 0BSD AND Zlib", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0", False),
        ("MIT AND GPL-2.0-only", False),
        ("LGPL-3.0-only", False),
        ("", False),
        ("UNKNOWN", False),
    ],
)
def test_a_choice_is_enough_and_a_part_is_not(licence: str, *, allowed: bool) -> None:
    assert Part("x", licence, "").allowed is allowed


def test_a_fault_names_the_distribution_and_the_cure() -> None:
    (fault,) = LICENCES["refused"]([Part("good", "MIT", ""), Part("bad", "GPL-3.0-only", "")])
    assert fault.startswith("bad: GPL-3.0-only. Cure: ")


def test_what_is_not_installed_has_no_licence() -> None:
    assert LICENCES["licence_of"]("there-is-no-such-distribution") == ""
