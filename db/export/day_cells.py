"""Days in the register: a full day is a real date cell, which a spreadsheet sorts and shows as 30.06.2030."""

import datetime as dt
import re
from typing import Any, Final

FORMATS: Final = {dt.date: "dd.mm.yyyy", dt.datetime: "dd.mm.yyyy hh:mm"}
"""How Excel shows each of the two."""

_DAY: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_INSIDE: Final = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])", re.ASCII)
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(?:Z|\+00:00)", re.ASCII)
_FIRST: Final = dt.date(1900, 3, 1)  # Excel takes 1900 for a leap year: before that its days are others


def of(value: Any) -> Any:
    """The value as it stands in a cell.

    Returns:
        A date of a full day, a datetime (UTC, without a zone: Excel knows none) of a stamp; "06.2030" of a month and
        "01.01.2025 bis 30.06.2030" of an interval, which are no days; anything else as it is.
    """
    if not isinstance(value, str):
        return value
    if _STAMP.fullmatch(value):
        return dt.datetime.fromisoformat(value).replace(tzinfo=None)
    day = _day(value)
    if day is not None:
        return day if day >= _FIRST else said(value)
    return said(value)


def said(value: str | None) -> str:
    """The same in words: "30.06.2030", "06.2030", "01.01.2025 bis 30.06.2030"."""
    parts = (value or "").split("/")
    days = len(parts) == 2 and all(map(_DAY.fullmatch, parts))
    return " bis ".join(map(_said, parts)) if days else _said(value or "")


def within(text: str) -> str:
    """A sentence with its days in German: "…, genannt ist aber 30.06.2030."."""
    return _INSIDE.sub(lambda found: said(found[0]), text)


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if _DAY.fullmatch(value) and value.count("-") == 2 else None
    except ValueError:
        return None


def _said(part: str) -> str:
    found = _DAY.fullmatch(part)
    return ".".join(filter(None, reversed(found.groups()))) if found else part
