import doctest

import pytest

from corpus.readers import dateline, lines


@pytest.mark.parametrize("module", [dateline, lines], ids=lambda module: str(module.__name__))
def test_examples_in_docstrings(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed
