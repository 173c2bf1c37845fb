"""What lengths of time are worth, and where they lead from an anchor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from extractors.dates import periods, words
from extractors.dates.anchors import COARSENESS, GRAINS, UNKNOWN, Moment, Resolved
from extractors.dates.expressions import Duration, Expression
from extractors.dates.periods import Period

_VAGUE_LETTERS = {"decade": "DE", "century": "CE", "millennium": "ML"}
"""An unknown number of these is no number of years: "Jahrzehnte" are `PXDE`."""


def length(amounts: tuple[tuple[float | None, str], ...]) -> str:
    """A length as TIMEX3 and contract write it: P5Y, P18M, PT25H, PXD."""
    days, clock = "", ""
    for number, unit in amounts:
        prefix, letter, factor = words.DURATION_LETTERS[unit]
        if number is None:
            text = f"X{_VAGUE_LETTERS.get(unit, letter)}"
        else:
            total = number * factor
            if unit in ("year", "decade", "century") and total != int(total):
                total, letter = total * 12, "M"
            text = f"{int(total)}{letter}" if total == int(total) else f"{total:g}{letter}"
        if prefix == "PT":
            clock += text
        else:
            days += text
    return f"P{days}" + (f"T{clock}" if clock else "")


def duration(what: Duration, moment: Moment, resolve: Callable[[Expression, Moment], Resolved]) -> Resolved:
    """A length; with an anchor in reach the days it leads to, marked as derived."""
    value = length(what.amounts)
    bare = Resolved("DURATION", value, value, None, what.mod)
    number, unit = what.amounts[0]
    if number is None:
        return _later(what, moment) if what.role in ("later", "earlier") else bare
    if what.base is not None:
        base = resolve(what.base, replace(moment, tense=-1) if what.role == "after" else moment).period
        if base is None:
            return bare
        if what.role in ("from", "until"):
            return replace(bare, period=_stretch(base, number, unit, what.role), anchor=base.norm, derived=True)
        steps = -number if what.role == "before" else number
        return replace(
            bare, period=_point(base.first, steps, unit, exact=base.grain == "day"), anchor=base.norm, derived=True
        )
    if what.role in ("later", "earlier"):
        return _later(what, moment)
    published = moment.published
    if published is None or published.grain != "day" or what.role is None:
        return bare
    try:
        period = _from_today(what.role, published.first, number, unit)
    except (ValueError, OverflowError):
        return bare  # "vor 65 Millionen Jahren": before the calendar
    return bare if period is None else replace(bare, period=period, anchor=published.norm, derived=True)


def _from_today(role: str, today: date, number: float, unit: str) -> Period | None:
    """Where a length leads from the day of publication."""
    period: Period | None = None
    match role:
        case "before":
            period = _point(today, -number, unit)
        case "in":
            period = _point(today, number, unit)
        case "since":
            period = periods.span(_point(today, -number, unit), periods.day(today))
        case "within":
            period = periods.span(periods.day(today), periods.day(periods.moved(today, number, unit)))
        case "last" | "next":
            period = _window(today, number, unit, -1 if role == "last" else 1)
    return period


def _point(base: date, steps: float, unit: str, *, exact: bool = False) -> Period:
    """Where so many units lead: to a month for years ("in drei Jahren"), to a day for what is shorter."""
    when = periods.moved(base, steps, unit)
    if not exact and unit in ("year", "decade", "quartercentury", "century", "millennium"):
        return periods.month(when.year, when.month)
    return periods.day(when)


def _stretch(base: Period, number: float, unit: str, role: str) -> Period:
    """The days that a length covers from a start on, or up to an end: "drei Jahre ab dem 1. Juli 2025"."""
    if role == "from":
        first, last = base.first, periods.moved(base.first, number, unit) - timedelta(1)
    else:
        last = base.last
        first = periods.moved(last + timedelta(1), -number, unit)
    last = max(last, first)
    return periods.span(periods.day(first), periods.day(last))


def _window(today: date, number: float, unit: str, direction: int) -> Period | None:
    """The whole units before or behind the one that today lies in: "die kommenden drei Jahre" begin in January."""
    if number < 1 or number != int(number):
        return None
    grain = "day" if unit == "night" else unit
    if grain not in GRAINS:
        return None
    near = periods.shifted(today, grain, direction)
    far = periods.shifted(today, grain, direction * int(number))
    first, last = (near, far) if direction > 0 else (far, near)
    return periods.span(first, last) if number > 1 else near


def _later(what: Duration, moment: Moment) -> Resolved:
    """As in "zwei Tage später": a date, counted from the one named before."""
    number, unit = what.amounts[0]
    value = length(what.amounts)
    if unit in ("second", "minute", "hour", "quarterhour", "threequarterhour"):
        return Resolved("TIME", "XXXX-XX-XXTXX:XX", value, None, what.mod)
    base = moment.before
    if (
        number is None
        or base is None
        or COARSENESS.get(base.grain, 9) > COARSENESS.get("day" if unit == "night" else unit, 0)
    ):
        return Resolved("DATE", UNKNOWN.get(unit, "XXXX-XX-XX"), UNKNOWN.get(unit, "XXXX-XX-XX"), None, what.mod)
    when = periods.moved(base.first, number if what.role == "later" else -number, unit)
    coarse = base.grain if COARSENESS[base.grain] > 0 else ("year" if unit in ("year", "decade") else "day")
    if base.grain == "day" and unit == "month":
        coarse = "month"
    return Resolved("DATE", *_pair(periods.containing(when, coarse)), what.mod, base.norm)


def _pair(period: Period) -> tuple[str, str, Period]:
    return period.value, period.norm, period
