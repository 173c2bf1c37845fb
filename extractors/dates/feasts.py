"""Feasts: which one a text names, and its day in a year.

Easter after the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8), orthodox Easter after the
Julian one; other movable feasts from `lexicons/feast_days.toml`.
"""

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from extractors.dates import periods
from extractors.dates.feast_names import FEASTS
from extractors.dates.periods import Period


def _by_first_letters() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, (letters, _, _) in FEASTS.items():
        for first in letters.split(" "):
            found.setdefault(first, []).append(key)
    return found


FIRST_LETTERS: Final = _by_first_letters()
"""The first five letters of a word, or the whole shorter word -> the feasts that may begin there."""


@cache
def _names(first: str) -> re.Pattern[str]:
    branches = "|".join(f"(?P<{key}>{FEASTS[key][1]})" for key in FIRST_LETTERS[first])
    return re.compile(rf"(?:{branches.replace(' ', '[ -]*')})(?![\w]|[-‐]\w)", re.IGNORECASE)


def named_at(text: str, start: int, first: str) -> tuple[str, int] | None:
    """The feast whose name begins at `start` with the letters `first`: its key and the end of the name."""
    m = _names(first).match(text, start)
    return None if m is None or m.lastgroup is None else (m.lastgroup, m.end())


def easter(year: int) -> date:
    """Easter Sunday of the Western churches."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    m = (a + 11 * d + 22 * e) // 451
    month, day = divmod(d + e - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Eastern churches, in the Gregorian calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def nth_weekday(year: int, month: int, number: int, weekday: int) -> date:
    """The n-th Monday (1) to Sunday (7) of a month; -1 is the last.

    Raises:
        ValueError: when the month has no such day.
    """
    if number < 0:
        last = periods.month(year, month).last
        return last - timedelta((last.isoweekday() - weekday) % 7 + 7 * (-number - 1))
    first = date(year, month, 1)
    day = first.day + (weekday - first.isoweekday()) % 7 + 7 * (number - 1)
    return date(year, month, day)


def _first_advent(year: int) -> date:
    christmas = date(year, 12, 25)
    return christmas - timedelta(christmas.isoweekday() % 7 or 7) - timedelta(21)


@cache
def _tables() -> dict[str, dict[int, date]]:
    raw = tomllib.loads((files("extractors") / "lexicons" / "feast_days.toml").read_text("utf-8"))
    return {name: {int(d[:4]): date.fromisoformat(d) for d in reversed(days)} for name, days in raw.items()}


def _table(name: str, year: int) -> date:
    found = _tables()[name].get(year)
    if found is None:
        raise ValueError(f"no day known for {name} in {year}")
    return found


def _jewish_state_day(year: int, days: int) -> date:
    """Jom haAtzmaut and Jom haSchoa move off the Sabbath; both begin on the evening before."""
    day = _table("passover", year) + timedelta(days)
    if days == 20:
        day += timedelta({5: -1, 6: -2, 1: 1}.get(day.isoweekday(), 0))
    else:
        day += timedelta({5: -1, 7: 1}.get(day.isoweekday(), 0))
    return day - timedelta(1)


def period(key: str, year: int, number: int | None = None) -> Period:
    """The days of a feast.

    Args:
        key: as in FEASTS.
        year: the calendar year.
        number: the third Sunday in Advent, the second day of Christmas.

    Raises:
        ValueError: when the table does not reach that year.
    """
    length = 1
    match FEASTS[key][2]:
        case ("fixed", int(month), int(day)):
            first = date(year, month, day)
        case ("easter", int(days)):
            first = easter(year) + timedelta(days)
        case ("orthodox", int(days)):
            first = orthodox_easter(year) + timedelta(days)
        case ("orthodox", int(days), int(length)):
            first = orthodox_easter(year) + timedelta(days)
        case ("nth", int(n), int(weekday), int(month)):
            first = nth_weekday(year, month, n, weekday)
        case ("advent", int(days)):
            first = _first_advent(year) + timedelta(days)
        case ("table", str(name), int(days)):
            first = _table(name, year) + timedelta(days)
        case ("until", str(name), str(end)):
            first = _table(name, year)
            length = ((_table(end, year) if end != name else first) - first).days or 1
            if length < 0:
                length = 30
        case ("hebrew", int(days), str(name), int(length)):
            first = _table(name, year) + timedelta(days - 1)
        case ("cycle", int(start), int(month), int(day)):
            first = date(start, month, day) + timedelta(365 * (year - start))
        case ("shoah",):
            first = _jewish_state_day(year, 12)
        case ("independence",):
            first = _jewish_state_day(year, 20)
        case rule:
            raise ValueError(f"no such rule for {key}: {rule}")
    if number is not None:
        first += timedelta((number - 1) * (7 if key == "advent" else 1))
    if length == 1:
        return periods.day(first)
    last = first + timedelta(length - 1)
    norm = f"{first.isoformat()}/{last.isoformat()}"
    return Period("span", first, last, norm, norm)
