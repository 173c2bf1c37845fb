"""Every case line holds; a line with `"expect": "fail"` is a known gap and turns red when it starts to pass."""

from typing import TYPE_CHECKING, Any

import pytest

from extractors.registry import EXTRACTORS
from tests.extractors import cases

if TYPE_CHECKING:
    from spacy.language import Language

ALL = [(name, case) for name in cases.names() for case in cases.lines(name)]


@pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(
            name,
            case,
            id=f"{name}:{case['line']}:{case['label']}",
            marks=[pytest.mark.xfail(strict=True, reason="known gap")] if case.get("expect") == "fail" else [],
        )
        for name, case in ALL
    ],
)
def test_case(name: str, case: dict[str, Any], nlp: "Language") -> None:
    labels, predicates = cases.scope(name, EXTRACTORS)
    assert cases.differences(case, cases.run(case, nlp), labels, predicates) == [], case["why"]


@pytest.mark.parametrize("name", cases.names())
def test_every_file_says_what_must_not_be_found(name: str) -> None:
    found = list(cases.lines(name))
    negatives = [c for c in found if not c.get("mentions") and not c.get("facts")]
    assert len(negatives) >= len(found) / 5
    assert any(c.get("expect") != "fail" for c in negatives)
