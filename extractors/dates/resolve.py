"""From what an expression says to when that is: TIMEX3 value, norm, first and last day, against an anchor."""

from dataclasses import replace
from datetime import date, timedelta

from extractors.dates import periods
from extractors.dates.anchors import GRAINS, UNKNOWN, Moment, Resolved, anchor_of, base_of, dated
from extractors.dates.calendar_days import calendar_date, feast, numbered, turn_of_year, weekday
from extractors.dates.expressions import (
    Calendar,
    Clock,
    DayTime,
    Duration,
    Edition,
    Expression,
    Feast,
    Fixed,
    Holding,
    Nth,
    Numbered,
    Open,
    Part,
    Reference,
    Relative,
    Repeated,
    Rest,
    Sometime,
    Turn,
    Weekday,
)
from extractors.dates.lengths import duration
from extractors.dates.periods import Period


def resolve(what: Expression, moment: Moment) -> Resolved:
    """When an expression is, seen from `moment`.

    Raises:
        ImpossibleDateError: for a day that does not exist.
        ValueError, OverflowError: outside the calendar.
    """
    match what:
        case Fixed(period):
            return dated(period)
        case Calendar():
            return calendar_date(what, moment)
        case Relative():
            return _relative(what, moment)
        case Numbered():
            return numbered(what, moment)
        case Feast():
            return feast(what, moment)
        case Weekday():
            return weekday(what, moment)
        case Duration():
            return duration(what, moment, resolve)
        case Part():
            return _part(what, moment)
        case Holding(unit, of):
            whole = resolve(of, moment)
            if whole.period is None:
                return Resolved("DATE", UNKNOWN[unit], UNKNOWN[unit])
            return dated(periods.containing(whole.period.first, unit), whole.anchor)
        case Rest(unit):
            return _rest(unit, moment)
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
        case Sometime(kind, value):
            return Resolved(kind, value, value)
        case Edition(year):
            return dated(periods.year(year))
        case Turn(year):
            return turn_of_year(year, moment)
        case Open():
            raise ValueError("an open number was left without its neighbour")
    raise TypeError(f"unknown expression {what!r}")


def _relative(what: Relative, moment: Moment) -> Resolved:
    base, anchor = base_of(what, moment)
    if base is None or what.unit not in GRAINS:
        value = UNKNOWN.get(what.unit, "XXXX-XX-XX")
        return Resolved("DATE", value, value)
    return dated(_step(base, what, moment), anchor)


def _step(base: date, what: Relative, moment: Moment) -> Period:
    if what.unit == "weekend" and what.shift == 0 and moment.tense < 0 and base.isoweekday() < 6:
        return periods.shifted(base, "weekend", -1)
    if what.unit == "weekend" and what.shift == -1 and base.isoweekday() > 5:
        return periods.shifted(base, "weekend", -1)
    if what.unit == "weekend" and what.shift == 1 and base.isoweekday() < 6:
        return periods.weekend_of(base)
    return periods.shifted(base, what.unit, what.shift)


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


def _rest(unit: str, moment: Moment) -> Resolved:
    """From the day of publication to the end of its week, month or year."""
    today = moment.today
    if today is None:
        return Resolved("DATE", UNKNOWN[unit], UNKNOWN[unit])
    whole = periods.containing(today, unit)
    left = Period("span", today, whole.last, whole.value, f"{today.isoformat()}/{whole.last.isoformat()}")
    return dated(left, anchor_of(moment))


def _nth(what: Nth, moment: Moment) -> Resolved:
    whole = resolve(what.of, moment)
    if whole.period is None:
        return Resolved("DATE", UNKNOWN[what.unit], UNKNOWN[what.unit])
    first, last = whole.period.first, whole.period.last
    if what.weekday is not None:
        day = _nth_day(first, last, what.number, what.weekday)
        return dated(periods.day(day), whole.anchor)
    if what.unit == "day":
        day = last if what.number < 0 else first + timedelta(what.number - 1)
        return dated(periods.day(day), whole.anchor)
    thursday = _nth_day(first, last, what.number, 4)
    return dated(periods.week_of(thursday), whole.anchor)


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
        return Resolved("TIME", value, value, periods.day(day) if day else None, None, anchor_of(moment))
    of = resolve(what.day, moment)
    return Resolved("TIME", f"{of.value}{what.code}", f"{of.norm}{what.code}", of.period, None, of.anchor)
