"""From what an expression says to when that is: TIMEX3 value, norm, first and last day, against an anchor."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from extractors.dates import feasts, periods, words
from extractors.dates.expressions import (
    Calendar,
    Clock,
    DayTime,
    Duration,
    Edition,
    Expression,
    Feast,
    Fixed,
    Nth,
    Numbered,
    Open,
    Part,
    Reference,
    Relative,
    Repeated,
    Turn,
    Weekday,
)
from extractors.dates.periods import Period


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known where an expression stands.

    Attributes:
        published: the period of publication (a day, month or year), or None.
        tense: -1 the clause looks back, 1 ahead, 0 unknown.
        before: the last dated period the text named before, or None.
        story: the year the text is telling of when that is not the year of publication, or None.
        clock_day: the day that times of the clock belong to, or None.
    """

    published: Period | None
    tense: int = 0
    before: Period | None = None
    story: int | None = None
    clock_day: date | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, when it is known to the day."""
        return self.published.first if self.published and self.published.grain == "day" else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a mention says of its expression; days are None where they cannot be told."""

    type: str
    value: str
    norm: str
    period: Period | None = None
    mod: str | None = None
    anchor: str | None = None
    derived: bool = False


_NEAR: Final = 45
_FAR: Final = 270
"""Days: a day or month that lies so near while the others lie so far is meant, whatever the tense seems to be."""


class ImpossibleDateError(ValueError):
    """A day that does not exist, such as 31 February."""


_GRAINS: Final = ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century")
_UNKNOWN: Final = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_COARSENESS: Final = {
    "day": 0,
    "week": 1,
    "weekend": 1,
    "month": 2,
    "quarter": 3,
    "half": 3,
    "year": 4,
    "decade": 5,
    "century": 6,
}


def resolve(what: Expression, moment: Moment) -> Resolved:
    """When an expression is, seen from `moment`.

    Raises:
        ImpossibleDateError: for a day that does not exist.
        ValueError, OverflowError: outside the calendar.
    """
    match what:
        case Fixed(period):
            return _dated(period)
        case Calendar():
            return _calendar(what, moment)
        case Relative():
            return _relative(what, moment)
        case Numbered():
            return _numbered(what, moment)
        case Feast():
            return _feast(what, moment)
        case Weekday():
            return _weekday(what, moment)
        case Duration():
            return _duration(what, moment)
        case Part():
            return _part(what, moment)
        case Nth():
            return _nth(what, moment)
        case Clock(hour, minute):
            time = f"T{hour:02d}:{minute or 0:02d}"
            value = f"{moment.clock_day.isoformat()}{time}" if moment.clock_day else time
            return Resolved("TIME", value, value)
        case DayTime():
            return _daytime(what, moment)
        case Repeated(value, _):
            return Resolved("SET", value, value)
        case Reference(value):
            return Resolved("DATE", value, value)
        case Edition(year):
            return _dated(periods.year(year))
        case Turn(year):
            return _turn(year, moment)
        case Open():
            raise ValueError("an open number was left without its neighbour")
    raise TypeError(f"unknown expression {what!r}")


def _dated(period: Period, anchor: str | None = None, mod: str | None = None) -> Resolved:
    return Resolved("DATE", period.value, period.norm, period, mod, anchor)


def _anchor(moment: Moment) -> str | None:
    return moment.published.norm if moment.published else None


def _years_of(year: int | Relative | None, moment: Moment) -> tuple[int | None, str | None]:
    """The year that is meant, if the text says, and the anchor it was counted from."""
    if year is None or isinstance(year, int):
        return year, None
    base, anchor = _base(year, moment)
    return (None, None) if base is None else (base.year + year.shift, anchor)


def _base(what: Relative, moment: Moment) -> tuple[date | None, str | None]:
    """The day that a relative expression is counted from."""
    if moment.story is not None and what.unit == "year" and (what.anchor == "text" or moment.tense < 0):
        return date(moment.story, 1, 1), f"{moment.story:04d}"
    if what.anchor == "text":
        before = moment.before
        if before is not None and _COARSENESS.get(before.grain, 9) <= _COARSENESS.get(what.unit, 0):
            return before.last if before.grain == "span" else before.first, before.norm
        if before is not None and what.unit == "year":
            return before.first, before.norm
    published = moment.published
    if published is None or _COARSENESS[published.grain] > _COARSENESS.get(what.unit, 0):
        return None, None
    return published.first, published.norm


def _choose(candidates: list[Period], moment: Moment, shift: int | None, *, near_wins: bool = True) -> Period:
    """The candidate that is meant, by what the words and the tense say; candidates are in order."""
    published = moment.published
    if published is None:
        raise ValueError("nothing to choose by")
    past = [c for c in candidates if c.first <= published.last]
    future = [c for c in candidates if c.last >= published.first]
    if shift is not None:
        if shift == -1:
            ended = [c for c in candidates if c.last < published.first]
            return ended[-1] if ended else candidates[0]
        if shift > 0:
            coming = [c for c in candidates if c.first > published.last]
            return coming[0] if coming else candidates[-1]
    near = [c for c in candidates if _days_away(c, published) <= _NEAR]
    far = [c for c in candidates if _days_away(c, published) > _FAR]
    lonely = len(near) == 1 and len(far) == len(candidates) - 1
    if lonely and shift is None and near_wins and (moment.tense <= 0 or near[0].last >= published.first):
        return near[0]
    if (moment.tense < 0 or shift == -2) and past:
        return past[-1]
    if (moment.tense > 0 or not past) and future:
        return future[0]
    return min(candidates, key=lambda c: (abs((c.first - published.first).days), -c.first.toordinal()))


def _days_away(period: Period, published: Period) -> int:
    """Days from the publication to the start of a period, 0 inside it."""
    inside = period.first <= published.first <= period.last
    return 0 if inside else abs((period.first - published.first).days)


def _calendar(what: Calendar, moment: Moment) -> Resolved:
    year, anchor = _years_of(what.year, moment)
    if what.year is not None and year is None:
        value = f"XXXX-{what.month:02d}" + (f"-{what.day:02d}" if what.day else "") if what.month else "XXXX"
        return Resolved("DATE", value, value)
    if what.month is None and what.day is None:
        return _dated(periods.year(year or 1), anchor)
    if what.month is None:
        return _day_of_month(what.day or 1, moment)
    if year is not None:
        if what.day is None:
            return _dated(periods.month(year, _month(what.month)), anchor)
        return _dated(periods.day(_day(year, what.month, what.day)), anchor)
    _possible(what.month, what.day)
    value = f"XXXX-{what.month:02d}" + (f"-{what.day:02d}" if what.day else "")
    published = moment.published
    if published is None:
        if moment.before is not None:
            around = moment.before.first.year
            return _dated(_month_or_day(around, what.month, what.day), moment.before.norm)
        return Resolved("DATE", value, value)
    if moment.story is not None and moment.tense < 0 and what.shift is None:
        return _dated(_month_or_day(moment.story, what.month, what.day), f"{moment.story:04d}")
    candidates = _around(published.first.year, what)
    if published.grain == "year":
        candidates = [c for c in candidates if c.first.year == published.first.year] or candidates
    if what.weekday is not None and what.day is not None:
        fitting = [c for c in candidates if c.first.isoweekday() == what.weekday]
        candidates = fitting or candidates
    if what.shift == 0:
        return _dated(_month_or_day(published.first.year, what.month, what.day), _anchor(moment))
    return _dated(_choose(candidates, moment, what.shift), _anchor(moment))


def _around(year: int, what: Calendar) -> list[Period]:
    """The month or day in the years around one; 29 February in the leap years around it."""
    reach = 4 if what.month == 2 and what.day == 29 else 1
    found = []
    for y in range(max(1, year - reach), min(9999, year + reach) + 1):
        try:
            found.append(_month_or_day(y, what.month or 1, what.day))
        except ValueError:
            continue
    return found


def _month_or_day(year: int, month: int, day: int | None) -> Period:
    return periods.month(year, month) if day is None else periods.day(_day(year, month, day))


def _month(number: int) -> int:
    if not 1 <= number <= 12:
        raise ImpossibleDateError(f"there is no month {number}")
    return number


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDateError(str(error)) from error


def _possible(month: int, day: int | None) -> None:
    """That some year has this day."""
    _day(2000, month, day or 1)


def _day_of_month(day: int, moment: Moment) -> Resolved:
    today = moment.today
    if today is None:
        return Resolved("DATE", f"XXXX-XX-{day:02d}", f"XXXX-XX-{day:02d}")
    found = []
    for step in (-1, 0, 1, 2):
        month = periods.month(today.year, today.month + step)
        if day <= month.last.day:
            found.append(periods.day(month.first.replace(day=day)))
    return _dated(_choose(found, moment, None), _anchor(moment))


def _relative(what: Relative, moment: Moment) -> Resolved:
    base, anchor = _base(what, moment)
    if base is None or what.unit not in _GRAINS:
        value = _UNKNOWN.get(what.unit, "XXXX-XX-XX")
        return Resolved("DATE", value, value)
    return _dated(_step(base, what, moment), anchor)


def _step(base: date, what: Relative, moment: Moment) -> Period:
    if what.unit == "weekend" and what.shift == 0 and moment.tense < 0 and base.isoweekday() < 6:
        return periods.shifted(base, "weekend", -1)
    if what.unit == "weekend" and what.shift == -1 and base.isoweekday() > 5:
        return periods.shifted(base, "weekend", -1)
    if what.unit == "weekend" and what.shift == 1 and base.isoweekday() < 6:
        return periods.weekend_of(base)
    return periods.shifted(base, what.unit, what.shift)


def _of_year(what: Numbered, year: int) -> Period:
    match what.unit:
        case "quarter":
            return periods.quarter(year, what.number)
        case "half":
            return periods.half(year, what.number)
        case "semester":
            return periods.semester(year, what.number)
        case "season":
            return periods.season(year, what.code)
        case _:
            return periods.week(year, what.number)


def _numbered(what: Numbered, moment: Moment) -> Resolved:
    year, anchor = _years_of(what.year, moment)
    if year is not None:
        return _dated(_of_year(what, year), anchor)
    published = moment.published
    if what.year is not None or published is None:
        tail = {"quarter": f"Q{what.number}", "half": f"H{what.number}", "week": f"W{what.number:02d}"}.get(
            what.unit, what.code or "XX"
        )
        return Resolved("DATE", f"XXXX-{tail}", f"XXXX-{tail}")
    if moment.story is not None and moment.tense < 0 and what.shift is None:
        return _dated(_of_year(what, moment.story), f"{moment.story:04d}")
    candidates = []
    for y in range(published.first.year - 1, published.first.year + 2):
        try:
            candidates.append(_of_year(what, y))
        except ValueError:
            continue
    if what.unit in ("quarter", "half") and what.shift is None and moment.tense >= 0:
        return _dated(_of_year(what, published.first.year), _anchor(moment))
    if what.unit == "season" and what.shift is None and moment.tense == 0:
        return _dated(_of_year(what, published.first.year), _anchor(moment))
    if what.shift == 0:
        holding = [c for c in candidates if c.first <= published.first <= c.last]
        return _dated(holding[0] if holding else _of_year(what, published.first.year), _anchor(moment))
    return _dated(_choose(candidates, moment, what.shift), _anchor(moment))


def _feast(what: Feast, moment: Moment) -> Resolved:
    key, _, number = what.name.partition("#")
    nth = int(number) if number else None
    year, anchor = _years_of(what.year, moment)
    if year is not None:
        return _dated(feasts.period(key, year, nth), anchor)
    published = moment.published
    if published is None or what.year is not None:
        return Resolved("DATE", "XXXX-XX-XX", "XXXX-XX-XX")
    candidates = []
    for y in range(published.first.year - 1, published.first.year + 2):
        try:
            candidates.append(feasts.period(key, y, nth))
        except ValueError:
            continue
    if not candidates:
        return Resolved("DATE", "XXXX-XX-XX", "XXXX-XX-XX")
    return _dated(
        _choose(candidates, replace(moment, tense=moment.tense or 1), what.shift, near_wins=False), _anchor(moment)
    )


def _weekday(what: Weekday, moment: Moment) -> Resolved:
    today = moment.today
    if today is None:
        return Resolved("DATE", f"XXXX-WXX-{what.day}", f"XXXX-WXX-{what.day}")
    monday = today - timedelta(today.isoweekday() - 1)
    if what.week is not None:
        return _dated(periods.day(monday + timedelta(7 * what.week + what.day - 1)), _anchor(moment))
    ahead = (what.day - today.isoweekday()) % 7
    behind = (today.isoweekday() - what.day) % 7
    if what.shift == 0:
        return _dated(periods.day(today + timedelta(ahead or 7 if moment.tense >= 0 else -behind)), _anchor(moment))
    if what.shift == -2:
        return _dated(periods.day(today - timedelta(behind)), _anchor(moment))
    if what.shift is not None and what.shift < 0:
        return _dated(periods.day(today - timedelta(behind or 7)), _anchor(moment))
    if what.shift is not None and what.shift > 0:
        weeks = 7 * (what.shift - 1) + (7 if what.again else 0)
        return _dated(periods.day(today + timedelta((ahead or 7) + weeks)), _anchor(moment))
    if moment.tense < 0:
        return _dated(periods.day(today - timedelta(behind)), _anchor(moment))
    return _dated(periods.day(today + timedelta(ahead or 7)), _anchor(moment))


def length(amounts: tuple[tuple[float | None, str], ...]) -> str:
    """A length as TIMEX3 and contract write it: P5Y, P18M, PT25H, PXD."""
    days, clock = "", ""
    for number, unit in amounts:
        prefix, letter, factor = words.DURATION_LETTERS[unit]
        if number is None:
            text = f"X{letter}"
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


def _duration(what: Duration, moment: Moment) -> Resolved:
    value = length(what.amounts)
    bare = Resolved("DURATION", value, value, None, what.mod)
    number, unit = what.amounts[0]
    if number is None:
        return bare
    if what.base is not None:
        base = resolve(what.base, replace(moment, tense=-1) if what.role == "after" else moment).period
        if base is None:
            return bare
        steps = -number if what.role == "before" else number
        return replace(
            bare, period=_point(base.first, steps, unit, exact=base.grain == "day"), anchor=base.norm, derived=True
        )
    if what.role in ("later", "earlier"):
        return _later(what, moment)
    published = moment.published
    if published is None or published.grain != "day" or what.role is None:
        return bare
    today = published.first
    period: Period | None = None
    match what.role:
        case "before":
            period = _point(today, -number, unit)
        case "in":
            period = _point(today, number, unit)
        case "since":
            period = periods.span(_point(today, -number, unit), periods.day(today))
        case "within":
            period = periods.span(periods.day(today), periods.day(periods.moved(today, number, unit)))
        case "last" | "next":
            period = _window(today, number, unit, -1 if what.role == "last" else 1)
    return bare if period is None else replace(bare, period=period, anchor=published.norm, derived=True)


def _point(base: date, steps: float, unit: str, *, exact: bool = False) -> Period:
    """Where so many units lead: to a month for years ("in drei Jahren"), to a day for what is shorter."""
    when = periods.moved(base, steps, unit)
    if not exact and unit in ("year", "decade", "century", "millennium"):
        return periods.month(when.year, when.month)
    return periods.day(when)


def _window(today: date, number: float, unit: str, direction: int) -> Period | None:
    """The whole units before or behind the one that today lies in: "die kommenden drei Jahre" begin in January."""
    if number < 1 or number != int(number):
        return None
    grain = "day" if unit == "night" else unit
    if grain not in _GRAINS:
        return None
    near = periods.shifted(today, grain, direction)
    far = periods.shifted(today, grain, direction * int(number))
    first, last = (near, far) if direction > 0 else (far, near)
    return periods.span(first, last) if number > 1 else near


def _later(what: Duration, moment: Moment) -> Resolved:
    """As in "zwei Tage später": a date, counted from the one named before."""
    number, unit = what.amounts[0]
    value = length(what.amounts)
    if unit in ("second", "minute", "hour"):
        return Resolved("TIME", "XXXX-XX-XXTXX:XX", value, None, what.mod)
    base = moment.before
    if (
        number is None
        or base is None
        or _COARSENESS.get(base.grain, 9) > _COARSENESS.get("day" if unit == "night" else unit, 0)
    ):
        return Resolved("DATE", _UNKNOWN.get(unit, "XXXX-XX-XX"), _UNKNOWN.get(unit, "XXXX-XX-XX"), None, what.mod)
    when = periods.moved(base.first, number if what.role == "later" else -number, unit)
    coarse = base.grain if _COARSENESS[base.grain] > 0 else ("year" if unit in ("year", "decade") else "day")
    if base.grain == "day" and unit == "month":
        coarse = "month"
    return Resolved("DATE", *_pair(periods.containing(when, coarse)), what.mod, base.norm)


def _pair(period: Period) -> tuple[str, str, Period]:
    return period.value, period.norm, period


def _part(what: Part, moment: Moment) -> Resolved:
    whole = resolve(what.of, moment)
    if whole.period is None:
        return replace(whole, mod=what.which)
    period = whole.period
    if period.grain == "year":
        year = period.first.year
        sub = {
            "START": periods.month(year, 1),
            "MID": periods.span(periods.month(year, 6), periods.month(year, 7)),
            "END": periods.month(year, 12),
        }[what.which]
        return replace(whole, norm=sub.norm, period=sub, mod=what.which)
    return replace(whole, mod=what.which)


def _nth(what: Nth, moment: Moment) -> Resolved:
    whole = resolve(what.of, moment)
    if whole.period is None:
        return Resolved("DATE", _UNKNOWN[what.unit], _UNKNOWN[what.unit])
    first, last = whole.period.first, whole.period.last
    if what.weekday is not None:
        day = _nth_day(first, last, what.number, what.weekday)
        return _dated(periods.day(day), whole.anchor)
    if what.unit == "day":
        day = last if what.number < 0 else first + timedelta(what.number - 1)
        return _dated(periods.day(day), whole.anchor)
    thursday = _nth_day(first, last, what.number, 4)
    return _dated(periods.week_of(thursday), whole.anchor)


def _nth_day(first: date, last: date, number: int, weekday: int) -> date:
    if number < 0:
        return last - timedelta((last.isoweekday() - weekday) % 7)
    day = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (number - 1))
    if day > last:
        raise ValueError(f"no {number}. weekday {weekday} between {first} and {last}")
    return day


def _daytime(what: DayTime, moment: Moment) -> Resolved:
    if what.day is None:
        day = moment.clock_day or moment.today
        value = f"{day.isoformat()}{what.code}" if day else f"XXXX-XX-XX{what.code}"
        return Resolved("TIME", value, value, periods.day(day) if day else None, None, _anchor(moment))
    of = resolve(what.day, moment)
    return Resolved("TIME", f"{of.value}{what.code}", f"{of.norm}{what.code}", of.period, None, of.anchor)


def _turn(year: int | None, moment: Moment) -> Resolved:
    anchor = None
    if year is None:
        if moment.published is None:
            return Resolved("DATE", "XXXX-12-31", "XXXX-12-31")
        anchor = _anchor(moment)
        when = moment.published.first
        year = when.year if when.month > 3 and moment.tense >= 0 else when.year - 1
    return _dated(periods.span(periods.day(date(year, 12, 31)), periods.day(date(year + 1, 1, 1))), anchor)
