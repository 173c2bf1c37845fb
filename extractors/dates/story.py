"""Reads the expressions of a text in their order: each is resolved by what stands before it."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from extractors.dates import periods
from extractors.dates.anchors import SINCE, ImpossibleDateError, Moment, Resolved
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
    Part,
    Relative,
    Repeated,
    Turn,
    Weekday,
)
from extractors.dates.periods import Period
from extractors.dates.resolve import resolve
from extractors.dates.rules import Item
from extractors.dates.tense import sentence, tense

_STORY_REACH: Final = 250
"""How many code points a year that the text tells of holds for months named after it."""
_LISTED: Final = 12
"""Code points: days that stand so near are a list, and a time of the clock behind them is of all of them."""
_DAYTIME_REACH: Final = 300
_SINCE: Final = re.compile(r"\b[Ss]eit(?: dem| der)?\s+\Z")
_FROM: Final = re.compile(r"\b(?:[Aa]b|[Bb]is|[Bb]is zum)(?: dem| den)?\s+\Z")


@dataclass(slots=True)
class Story:
    """What the text has named so far, as it is read.

    Attributes:
        published: the period of publication, or None.
        before: the last dated period; day, day_at: the last day and where it ends.
        year, year_at: the year before publication that the text tells of, and where it was named.
    """

    published: Period | None

    before: Period | None = None
    day: date | None = None
    day_at: int = -1
    year: int | None = None
    year_at: int = -1
    open_at: int = -1
    """Where the last recurring time ends: times of the clock behind it belong to no single day."""

    @property
    def anchor(self) -> str | None:
        """The norm of the publication."""
        return self.published.norm if self.published else None

    def resolve(self, text: str, item: Item) -> Resolved | None:
        """When an item is, None when that lies outside the calendar; what it names is kept for those behind it.

        Raises:
            ImpossibleDateError: for a day that does not exist.
        """
        try:
            when = resolve(item.what, _moment(text, item, self.published, self))
        except ImpossibleDateError:
            raise
        except (ValueError, OverflowError):
            return None
        if item.anchor is not None:
            when = replace(when, anchor=item.anchor)
        _remember(self, item, when, self.published)
        return when

    def one_range(self, text: str, left: Item, right: Item) -> tuple[Item, Item]:
        """Both ends of a range without a year, so that the right one follows the left one."""
        match left.what, right.what:
            case Calendar(year=None, month=int(m), shift=None), Calendar(year=None, month=int(n), shift=None):
                if (end := self._period(text, right)) is None:
                    return left, right
                year = end.first.year
                earlier = (m, left.what.day or 0) > (n, right.what.day or 99)
                first: Expression = replace(left.what, year=year - earlier)
                last: Expression = replace(right.what, year=year)
            case Calendar(year=None, month=None, day=int(m)), Calendar(year=None, month=None, day=int(n)):
                if (start := self._period(text, left)) is None:
                    return left, right
                month = periods.month(start.first.year, start.first.month + (n < m))
                first, last = Fixed(start), Calendar(month.first.year, month.first.month, n)
            case Weekday(shift=None, week=None), Weekday(day=day, shift=None, week=None):
                if (start := self._period(text, left)) is None:
                    return left, right
                ahead = (day - start.first.isoweekday()) % 7 or 7
                first, last = Fixed(start), Fixed(periods.day(start.first + timedelta(ahead)))
            case _:
                return left, right
        return replace(left, what=first, anchor=self.anchor), replace(right, what=last, anchor=self.anchor)

    def _period(self, text: str, item: Item) -> Period | None:
        """When an item would be, read where the text has come to."""
        try:
            return resolve(item.what, _moment(text, item, self.published, self)).period
        except (ValueError, OverflowError):
            return None


def _moment(text: str, item: Item, published: Period | None, story: Story) -> Moment:
    year = story.year if item.start - story.year_at <= _STORY_REACH else None
    clock_day = None
    if isinstance(item.what, Clock) and story.open_at > sentence(text, item.start, item.end)[0]:
        pass  # "jeden Freitag um 20 Uhr", "am 6. und 7. Mai, jeweils 20 Uhr": of no single day
    elif isinstance(item.what, Clock | DayTime):
        left = sentence(text, item.start, item.end)[0] if isinstance(item.what, Clock) else item.start - _DAYTIME_REACH
        clock_day = story.day if story.day_at > left else None
        if clock_day is None and published is not None and published.grain == "day":
            clock_day = published.first
    direction = 0
    if _needs_tense(item.what):
        before = text[max(0, item.start - 12) : item.start]
        direction = SINCE if _SINCE.search(before) is not None else tense(text, item.start, item.end)
        if direction == 0 and _FROM.search(before) is not None:
            direction = 1
    return Moment(published, direction, story.before, year, clock_day)


def _needs_tense(what: Expression | None) -> bool:
    match what:
        case (
            Calendar(year=None) | Numbered(year=None) | Feast(year=None) | Weekday() | Turn() | Relative(unit="weekend")
        ):
            return True
        case Part(_, Relative(unit="year", shift=0)):
            return True
        case Part(_, of) | Nth(_, _, _, of) | Holding(_, of):
            return _needs_tense(of)
        case DayTime(_, day):
            return _needs_tense(day)
        case Duration(base=base):
            return _needs_tense(base)
    return False


def _remember(story: Story, item: Item, when: Resolved, published: Period | None) -> None:
    """Keeps what later expressions may hang on."""
    if isinstance(item.what, Repeated):
        story.open_at = item.end
    if when.period is None or when.type == "DURATION" or isinstance(item.what, Edition):
        return
    if when.period.grain != "years":
        story.before = when.period
    if when.period.grain == "day" and not isinstance(item.what, Clock):
        listed = story.day_at >= 0 and item.start - story.day_at < _LISTED and story.day != when.period.first
        story.open_at = item.end if listed and when.type == "DATE" else -1
        story.day, story.day_at = when.period.first, item.end
    if isinstance(item.what, Relative) and item.what.unit == "day" and item.what.anchor == "published":
        story.year = None
    match item.what:
        case Calendar(year=int(year)) | Part(_, Calendar(year=int(year))) | Fixed(Period("year", date(year=year))):
            known = when.anchor is None and (published is None or year < published.first.year)
            story.year, story.year_at = (year if known else None), item.end
        case Calendar(month=int()) if when.anchor and when.anchor.isdigit() and story.year is not None:
            story.year_at = item.end
