"""When days, months, numbered parts of a year, feasts and weekdays are."""

from dataclasses import replace
from datetime import date, timedelta

from extractors.dates import feasts, periods
from extractors.dates.anchors import ImpossibleDateError, Moment, Resolved, anchor_of, choose, dated, year_meant
from extractors.dates.expressions import Calendar, Feast, Numbered, Weekday
from extractors.dates.periods import Period


def calendar_date(what: Calendar, moment: Moment) -> Resolved:
    """A day or month, its year chosen where the text leaves it open."""
    year, anchor = year_meant(what.year, moment)
    if what.year is not None and year is None:
        value = f"XXXX-{what.month:02d}" + (f"-{what.day:02d}" if what.day else "") if what.month else "XXXX"
        return Resolved("DATE", value, value)
    if what.month is None and what.day is None:
        return dated(periods.year(year or 1), anchor)
    if what.month is None:
        return _day_of_month(what.day or 1, moment)
    if year is not None:
        if what.day is None:
            return dated(periods.month(year, _month(what.month)), anchor)
        return dated(periods.day(_day(year, what.month, what.day)), anchor)
    _possible(what.month, what.day)
    value = f"XXXX-{what.month:02d}" + (f"-{what.day:02d}" if what.day else "")
    published = moment.published
    if published is None:
        if moment.before is not None:
            around = moment.before.first.year
            return dated(_month_or_day(around, what.month, what.day), moment.before.norm)
        return Resolved("DATE", value, value)
    if moment.story is not None and moment.tense < 0 and what.shift is None:
        return dated(_month_or_day(moment.story, what.month, what.day), f"{moment.story:04d}")
    candidates = _around(published.first.year, what)
    if published.grain == "year":
        candidates = [c for c in candidates if c.first.year == published.first.year] or candidates
    if what.weekday is not None and what.day is not None:
        fitting = [c for c in candidates if c.first.isoweekday() == what.weekday]
        candidates = fitting or candidates
    if what.shift == 0:
        return dated(_month_or_day(published.first.year, what.month, what.day), anchor_of(moment))
    return dated(choose(candidates, moment, what.shift), anchor_of(moment))


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
    before = moment.before
    if before is not None and before.grain == "month" and day <= before.last.day:
        return dated(periods.day(before.first.replace(day=day)), before.norm)  # "nächsten Monat am 4."
    today = moment.today
    if today is None:
        return Resolved("DATE", f"XXXX-XX-{day:02d}", f"XXXX-XX-{day:02d}")
    found = []
    for step in (-1, 0, 1, 2):
        month = periods.month(today.year, today.month + step)
        if day <= month.last.day:
            found.append(periods.day(month.first.replace(day=day)))
    return dated(choose(found, moment, None), anchor_of(moment))


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


def numbered(what: Numbered, moment: Moment) -> Resolved:
    """A quarter, half-year, season, semester or week."""
    year, anchor = year_meant(what.year, moment)
    if year is not None:
        return dated(_of_year(what, year), anchor)
    published = moment.published
    if what.year is not None or published is None:
        tail = {"quarter": f"Q{what.number}", "half": f"H{what.number}", "week": f"W{what.number:02d}"}.get(
            what.unit, what.code or "XX"
        )
        return Resolved("DATE", f"XXXX-{tail}", f"XXXX-{tail}")
    if moment.story is not None and moment.tense < 0 and what.shift is None:
        return dated(_of_year(what, moment.story), f"{moment.story:04d}")
    candidates = []
    for y in range(published.first.year - 1, published.first.year + 2):
        try:
            candidates.append(_of_year(what, y))
        except ValueError:
            continue
    if what.unit in ("quarter", "half") and what.shift is None and moment.tense >= 0:
        return dated(_of_year(what, published.first.year), anchor_of(moment))
    if what.unit == "season" and what.shift is None and moment.tense == 0:
        return dated(_of_year(what, published.first.year), anchor_of(moment))
    if what.shift == 0:
        holding = [c for c in candidates if c.first <= published.first <= c.last]
        return dated(holding[0] if holding else _of_year(what, published.first.year), anchor_of(moment))
    return dated(choose(candidates, moment, what.shift), anchor_of(moment))


def feast(what: Feast, moment: Moment) -> Resolved:
    """A feast; without a year the next one, the last one where the clause looks back."""
    key, _, number = what.name.partition("#")
    nth = int(number) if number else None
    year, anchor = year_meant(what.year, moment)
    if year is not None:
        return dated(feasts.period(key, year, nth), anchor)
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
    return dated(
        choose(candidates, replace(moment, tense=moment.tense or 1), what.shift, near_wins=False), anchor_of(moment)
    )


def weekday(what: Weekday, moment: Moment) -> Resolved:
    """A weekday of this, the last or the next week."""
    today = moment.today
    if today is None:
        return Resolved("DATE", f"XXXX-WXX-{what.day}", f"XXXX-WXX-{what.day}")
    monday = today - timedelta(today.isoweekday() - 1)
    if what.week is not None:
        return dated(periods.day(monday + timedelta(7 * what.week + what.day - 1)), anchor_of(moment))
    ahead = (what.day - today.isoweekday()) % 7
    behind = (today.isoweekday() - what.day) % 7
    if what.shift == 0:
        return dated(periods.day(today + timedelta(ahead or 7 if moment.tense >= 0 else -behind)), anchor_of(moment))
    if what.shift == -2:
        return dated(periods.day(today - timedelta(behind)), anchor_of(moment))
    if what.shift is not None and what.shift < 0:
        return dated(periods.day(today - timedelta(behind or 7)), anchor_of(moment))
    if what.shift is not None and what.shift > 0:
        weeks = 7 * (what.shift - 1) + (7 if what.again else 0)
        return dated(periods.day(today + timedelta((ahead or 7) + weeks)), anchor_of(moment))
    if moment.tense < 0:
        return dated(periods.day(today - timedelta(behind)), anchor_of(moment))
    return dated(periods.day(today + timedelta(ahead or 7)), anchor_of(moment))


def turn_of_year(year: int | None, moment: Moment) -> Resolved:
    """From 31 December to 1 January."""
    anchor = None
    if year is None:
        if moment.published is None:
            return Resolved("DATE", "XXXX-12-31", "XXXX-12-31")
        anchor = anchor_of(moment)
        when = moment.published.first
        year = when.year if when.month > 3 and moment.tense >= 0 else when.year - 1
    return dated(periods.span(periods.day(date(year, 12, 31)), periods.day(date(year + 1, 1, 1))), anchor)
