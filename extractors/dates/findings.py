"""Findings on days: those that do not exist, and those that fall on another weekday than the text says."""

from typing import Final

from extractors.base import Finding, Span
from extractors.dates.anchors import Resolved
from extractors.dates.expressions import Calendar
from extractors.dates.rules import Item

_WEEKDAYS_DE: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_WEEKDAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def impossible(text: str, item: Item) -> Finding | None:
    """The finding for a day that does not exist, where the text plainly writes a date."""
    what = item.what
    if not isinstance(what, Calendar) or what.day is None or what.month is None:
        return None
    plausible = (1 <= what.month <= 12 and 1 <= what.day <= 39) or (1 <= what.day <= 31 and what.month <= 39)
    if not plausible or (what.year is None and item.rule != "day_month"):
        return None
    span = Span(item.start, item.end, text[item.start : item.end])
    return Finding(
        kind="impossible_date",
        verdict="disagrees",
        reason_de=f"Den Tag „{span.quote}“ gibt es nicht.",
        reason_en=f"The day “{span.quote}” does not exist.",
        evidence=(span,),
        values=(span.quote,),
    )


def weekday_conflict(text: str, item: Item, when: Resolved) -> Finding | None:
    """The finding for a full date whose weekday is another one."""
    what = item.what
    if (
        not isinstance(what, Calendar)
        or what.weekday is None
        or not isinstance(what.year, int)
        or when.period is None
        or item.anchor
    ):
        return None
    real = when.period.first.isoweekday()
    if real == what.weekday or when.period.grain != "day":
        return None
    span = Span(item.start, item.end, text[item.start : item.end])
    said, is_de, is_en = _WEEKDAYS_DE[what.weekday - 1], _WEEKDAYS_DE[real - 1], _WEEKDAYS_EN[real - 1]
    iso = when.period.first.isoformat()
    return Finding(
        kind="weekday_vs_date",
        verdict="disagrees",
        reason_de=f"Der Text nennt {said}, der {iso} ist aber ein {is_de}.",
        reason_en=f"The text says {_WEEKDAYS_EN[what.weekday - 1]}, but {iso} is a {is_en}.",
        evidence=(span,),
        values=(said, is_de),
    )
