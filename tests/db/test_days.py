"""Days as people write them, and what is none."""

from datetime import date

import pytest

from db.days import day


@pytest.mark.parametrize("written", ["2025-07-01", "01.07.2025", "1.7.2025", "1. 7. 2025", " 01.07.2025 "])
def test_a_day_as_in_a_register_or_as_in_a_letter(written: str) -> None:
    assert day(written) == date(2025, 7, 1)


@pytest.mark.parametrize("written", ["", "gestern", "07.2025", "31.02.2025", "07/01/2025", "01.07.25", "13.31.2025"])
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of many kinds: the caller says what it was
        day(written)
