"""What is known where an expression stands, what is said of it, and what relative expressions are counted from."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from extractors.dates.expressions import Relative
from extractors.dates.periods import Period

_NEAR: Final = 45
_FAR: Final = 270
"""Days: a day or month that lies so near while the others lie so far is meant, unless the tense plainly denies it."""
SINCE: Final = -2  # as a tense: past by its preposition, whatever the verb
_SOON: Final = 14
"""Days: so far ahead a past tense still fits ("die Konzerte vom 18. Dezember wurden verlegt")."""
GRAINS: Final = ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century")
UNKNOWN: Final = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
COARSENESS: Final = {
    "day": 0, "week": 1, "weekend": 1, "month": 2, "quarter": 3, "half": 3, "year": 4, "decade": 5, "century": 6,
}  # fmt: skip


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


class ImpossibleDateError(ValueError):
    """A day that does not exist, such as 31 February."""


def dated(period: Period, anchor: str | None = None, mod: str | None = None) -> Resolved:
    """A period that is told to its days."""
    return Resolved("DATE", period.value, period.norm, period, mod, anchor)


def anchor_of(moment: Moment) -> str | None:
    """The norm of the day of publication, as an anchor."""
    return moment.published.norm if moment.published else None


def year_meant(year: int | Relative | None, moment: Moment) -> tuple[int | None, str | None]:
    """The year that is meant, if the text says, and the anchor it was counted from."""
    if year is None or isinstance(year, int):
        return year, None
    base, anchor = base_of(year, moment)
    return (None, None) if base is None else (base.year + year.shift, anchor)


def base_of(what: Relative, moment: Moment) -> tuple[date | None, str | None]:
    """The day that a relative expression is counted from."""
    if moment.story is not None and what.unit == "year" and (what.anchor != "published" or moment.tense < 0):
        return date(moment.story, 1, 1), f"{moment.story:04d}"
    if what.anchor != "published":
        before = moment.before
        if before is not None and COARSENESS.get(before.grain, 9) <= COARSENESS.get(what.unit, 0):
            return before.last if before.grain == "span" else before.first, before.norm
        if before is not None and what.unit == "year":
            return before.first, before.norm
        if before is not None and before.grain != "span":
            return None, None  # "am selben Tag" behind a mere month
    published = moment.published
    if what.anchor == "told":
        return None, None
    if published is None or COARSENESS[published.grain] > COARSENESS.get(what.unit, 0):
        return None, None
    return published.first, published.norm


def choose(candidates: list[Period], moment: Moment, shift: int | None, *, near_wins: bool = True) -> Period:
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
    if len(near) == 1 and len(far) == len(candidates) - 1 and shift is None and near_wins:
        ahead = (near[0].first - published.first).days
        # "seit Januar", told in December, has begun: that is no January to come
        behind_told = moment.tense < 0 and ahead > (0 if moment.tense == SINCE else _SOON)
        ahead_told = moment.tense > 0 and near[0].last < published.first
        if not behind_told and not ahead_told:
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
