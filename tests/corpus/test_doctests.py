import doctest

import pytest

from corpus.readers import dateline, lines, nominative


@pytest.mark.parametrize("module", [dateline, lines, nominative], ids=lambda module: str(module.__name__))
def test_examples_in_docstrings(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed
