"""A day as people here write it: as in a register, or as in a letter."""

import re
from datetime import date
from typing import Final

_GERMAN: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)


def day(written: str) -> date:
    """The day of "2025-07-01" or "01.07.2025": day before month, never the other way round.

    Raises:
        ValueError: when it names no day.
    """
    text = written.strip()
    if found := _GERMAN.fullmatch(text):
        first, month, year = map(int, found.groups())
        return date(year, month, first)
    return date.fromisoformat(text)
