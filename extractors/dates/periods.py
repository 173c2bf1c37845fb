"""Stretches of the calendar: first and last day, TIMEX3 value, norm. Knows no German."""

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days.

    Attributes:
        grain: day, week, weekend, month, quarter, half, season, semester, year, years, decade, century, span.
        first, last: inclusive days.
        value: as TIMEX3 writes it; norm: the comparable form of contract.md.
    """

    grain: str
    first: date
    last: date
    value: str
    norm: str


def day(when: date) -> Period:
    """One day."""
    iso = when.isoformat()
    return Period("day", when, when, iso, iso)


def month(year: int, number: int) -> Period:
    """One month; numbers outside 1..12 run on into other years.

    Raises:
        ValueError: outside the calendar.
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    iso = f"{date(year, number, 1):%Y-%m}".rjust(7, "0")
    return Period("month", date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), iso, iso)


def year(number: int) -> Period:
    """One year."""
    iso = f"{number:04d}"
    return Period("year", date(number, 1, 1), date(number, 12, 31), iso, iso)


def years(first: int, last: int) -> Period:
    """A year that spans two ("Erntejahr 2020/21"), or a run of years."""
    norm = f"{first:04d}/{last:04d}"
    return Period("years", date(first, 1, 1), date(last, 12, 31), norm, norm)


def months(first: Period, last: Period, value: str, grain: str) -> Period:
    """A run of months with a name of its own."""
    return Period(grain, first.first, last.last, value, f"{first.norm}/{last.norm}")


def quarter(y: int, number: int) -> Period:
    """A quarter; numbers outside 1..4 run on."""
    y, number = y + (number - 1) // 4, (number - 1) % 4 + 1
    return months(month(y, 3 * number - 2), month(y, 3 * number), f"{y:04d}-Q{number}", "quarter")


def half(y: int, number: int) -> Period:
    """A half-year; numbers outside 1..2 run on."""
    y, number = y + (number - 1) // 2, (number - 1) % 2 + 1
    return months(month(y, 6 * number - 5), month(y, 6 * number), f"{y:04d}-H{number}", "half")


_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def season(y: int, code: str) -> Period:
    """Three months; the winter of a year begins in its December."""
    m = _SEASON_MONTH[code]
    return months(month(y, m), month(y, m + 2), f"{y:04d}-{code}", "season")


def semester(y: int, start: int) -> Period:
    """Six months from `start` (German universities: April or October)."""
    first, last = month(y, start), month(y, start + 5)
    return months(first, last, f"{first.norm}/{last.norm}", "semester")


def week(y: int, number: int) -> Period:
    """An ISO week.

    Raises:
        ValueError: when the year has no such week.
    """
    return week_of(date.fromisocalendar(y, number, 1))


def week_of(when: date) -> Period:
    """The ISO week of a day."""
    iso = when.isocalendar()
    first = when - timedelta(iso.weekday - 1)
    last = first + timedelta(6)
    return Period("week", first, last, f"{iso.year:04d}-W{iso.week:02d}", f"{first.isoformat()}/{last.isoformat()}")


def weekend_of(when: date) -> Period:
    """Saturday and Sunday of the ISO week of a day."""
    whole = week_of(when)
    first = whole.first + timedelta(5)
    return Period("weekend", first, whole.last, f"{whole.value}-WE", f"{first.isoformat()}/{whole.last.isoformat()}")


def decade(first: int) -> Period:
    """Ten years from `first`, which ends in 0."""
    return Period(
        "decade", date(first, 1, 1), date(first + 9, 12, 31), f"{first:04d}"[:3], f"{first:04d}/{first + 9:04d}"
    )


def century(number: int) -> Period:
    """The n-th century: the 19th is 1801 to 1900; TIMEX3 writes its first two digits, 18."""
    first = 100 * (number - 1) + 1
    value = f"{number - 1:02d}"
    return Period("century", date(first, 1, 1), date(first + 99, 12, 31), value, f"{first:04d}/{first + 99:04d}")


def span(first: Period, last: Period) -> Period:
    """From the start of one to the end of the other."""
    return Period("span", first.first, last.last, f"{first.value}/{last.value}", _joined(first, last))


def _joined(first: Period, last: Period) -> str:
    a, b = first.norm.split("/")[0], last.norm.rsplit("/", maxsplit=1)[-1]
    return f"{a}/{b}"


def containing(when: date, grain: str) -> Period:
    """The period of a grain that a day lies in."""
    match grain:
        case "week":
            return week_of(when)
        case "weekend":
            return weekend_of(when)
        case "month":
            return month(when.year, when.month)
        case "quarter":
            return quarter(when.year, (when.month + 2) // 3)
        case "half":
            return half(when.year, 1 if when.month <= 6 else 2)
        case "year":
            return year(when.year)
        case "decade":
            return decade(when.year // 10 * 10)
        case "century":
            return century((when.year - 1) // 100 + 1)
        case _:
            return day(when)


def shifted(when: date, grain: str, steps: int) -> Period:
    """The period of a grain that lies `steps` from the one a day lies in.

    Raises:
        ValueError, OverflowError: outside the calendar.
    """
    match grain:
        case "week":
            return week_of(when + timedelta(weeks=steps))
        case "weekend":
            return weekend_of(when + timedelta(weeks=steps))
        case "month":
            return month(when.year, when.month + steps)
        case "quarter":
            return quarter(when.year, (when.month + 2) // 3 + steps)
        case "half":
            return half(when.year, (1 if when.month <= 6 else 2) + steps)
        case "year":
            return year(when.year + steps)
        case "decade":
            return decade((when.year // 10 + steps) * 10)
        case "century":
            return century((when.year - 1) // 100 + 1 + steps)
        case _:
            return day(when + timedelta(days=steps))


_MONTHS_IN = {
    "month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "quartercentury": 300, "century": 1200,
    "millennium": 12000,
}  # fmt: skip


def moved(when: date, number: float, unit: str) -> date:
    """A day so many units away; the last of a month stays inside its month; hours count by whole days.

    Raises:
        ValueError, OverflowError: outside the calendar.
    """
    if unit in ("day", "night", "week", "weekend"):
        return when + timedelta(days=round(number * (1 if unit in ("day", "night") else 7)))
    step = _MONTHS_IN.get(unit)
    if step is None:  # hours and less: by whole days
        return when + timedelta(days=int(number // 24) if unit == "hour" else 0)
    total = when.year * 12 + when.month - 1 + round(number * step)
    y, m = divmod(total, 12)
    if not MINYEAR <= y <= MAXYEAR:
        raise ValueError(f"{number} {unit} from {when} is outside the calendar")
    return date(y, m + 1, min(when.day, calendar.monthrange(y, m + 1)[1]))
