"""The training corpus is well formed: brackets, labels, edges, no line twice, enough units without a name."""

import re
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "training" / "corpus"
FILES = sorted(FOLDER.glob("*.txt"))
LABELS = {"PERSON", "ORG", "LOC", "INFRASTRUCTURE", "PROJECT", "MISC"}
NAME = re.compile(r"\[([^\[\]|]*)\|([A-Z]+)\]")


def units(path: Path) -> list[str]:
    return [u for u in path.read_text("utf-8").splitlines() if u.strip() and not u.startswith("#")]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_annotation_is_well_formed(path: Path) -> None:
    for unit in units(path):
        rest = NAME.sub("", unit)
        assert not set("[]|") & set(rest.replace(" | ", " ")), unit
        for name, label in NAME.findall(unit):
            assert label in LABELS, unit
            assert name, unit
            assert name == name.strip(), unit
            assert not (name[0] in '„“"»«(' and name[-1] in '“”"«»)'), unit


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_has_units_without_a_name(path: Path) -> None:
    found = units(path)
    assert len(found) >= 500
    assert sum(not NAME.search(u) for u in found) >= len(found) / 8


def test_no_unit_stands_twice_and_all_labels_are_there() -> None:
    every = [u for path in FILES for u in units(path)]
    assert [u for u, n in Counter(every).items() if n > 1] == []
    labels = Counter(label for u in every for _, label in NAME.findall(u))
    assert min(labels[label] for label in LABELS) >= 200
