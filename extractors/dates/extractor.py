"""Dates, periods, durations, clock times, recurring times and vague references of a German text, after TIMEX3."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from extractors.base import Context, Fact, Finding, Label, Mention, Span
from extractors.dates import periods
from extractors.dates.calendar_rules import CALENDAR_RULES
from extractors.dates.chains import Link, join
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
    Part,
    Relative,
    Turn,
    Weekday,
)
from extractors.dates.length_rules import LENGTH_RULES
from extractors.dates.lexer import KIND, Atoms, read
from extractors.dates.periods import Period
from extractors.dates.relative_rules import RELATIVE_RULES
from extractors.dates.resolve import ImpossibleDateError, Moment, Resolved, resolve
from extractors.dates.rules import Grammar, Item
from extractors.dates.tense import sentence, tense

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GRAMMAR: Final = Grammar((*CALENDAR_RULES, *RELATIVE_RULES, *LENGTH_RULES))
_STORY_REACH: Final = 350
"""How many code points a year that the text tells of holds for months named after it."""
_DAYTIME_REACH: Final = 300
_SINCE: Final = re.compile(r"\b[Ss]eit(?: dem| der)?\s+\Z")
_FROM: Final = re.compile(r"\b(?:[Aa]b|[Bb]is|[Bb]is zum)(?: dem| den)?\s+\Z")
_WEEKDAYS_DE: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_WEEKDAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PUBLISHED: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(slots=True)
class _Story:
    """What the text has named so far, as it is read."""

    before: Period | None = None
    day: date | None = None
    day_at: int = -1
    year: int | None = None
    year_at: int = -1


class Dates:
    """The tagger of dates and periods."""

    name = "dates"
    version = 1
    labels: tuple[str, ...] = ("DATE", "TIME")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every time expression of the text, and findings for days that do not exist or fall on another weekday."""
        text: str = doc.text
        return self.read(text, context)

    def read(self, text: str, context: Context) -> Iterator[Mention | Finding]:
        """The same from plain text, without a tokenised document."""
        atoms = read(text, [block.start for block in context.blocks])
        items, links = join(atoms, _GRAMMAR.read(text, atoms))
        published = _published(context.published)
        story = _Story()
        resolved: list[Resolved | None] = []
        for item in items:
            try:
                when = resolve(item.what, _moment(text, item, published, story))
            except ImpossibleDateError:
                resolved.append(None)
                if (finding := _impossible(text, item)) is not None:
                    yield finding
                continue
            except (ValueError, OverflowError):
                resolved.append(None)
                continue
            resolved.append(when)
            _remember(story, item, when, published)
            if (finding := _weekday_conflict(text, item, when)) is not None:
                yield finding
        for group in _groups(items, links, resolved):
            whens = [w for n in group if (w := resolved[n])]
            ranged = any(links[n].kind == "range" for n in group[1:])
            yield self._mention(text, atoms, [items[n] for n in group], whens, "range" if ranged else "list")

    def _mention(self, text: str, atoms: Atoms, items: list[Item], whens: list[Resolved], joint: str) -> Mention:
        first, last = items[0], items[-1]
        when = whens[0] if len(whens) == 1 else _combined(whens)
        attributes: dict[str, Any] = {"type": when.type, "value": when.value}
        if when.mod:
            attributes["mod"] = when.mod
        if when.period is not None:
            attributes["earliest"] = when.period.first.isoformat()
            attributes["latest"] = when.period.last.isoformat()
        if when.anchor:
            attributes["anchor"] = when.anchor
        if when.derived:
            attributes["derived"] = True
        if (weekday := _weekday_written(text, atoms, first)) is not None:
            attributes["weekday"] = weekday
        rule = first.rule
        if len(items) > 1:
            rule = joint
            attributes["parts"] = [
                {"start": i.start, "end": i.end, "quote": text[i.start : i.end], "type": w.type, "value": w.value}
                for i, w in zip(items, whens, strict=True)
            ]
        return Mention(
            span=Span(first.start, last.end, text[first.start : last.end]),
            label=_label(first, when),
            norm=when.norm,
            score=min(i.score for i in items),
            extractor=self.name,
            rule=rule,
            version=self.version,
            attributes=attributes,
        )


def _published(iso: str | None) -> Period | None:
    """The publication date as a period; what is no date counts as unknown."""
    m = _PUBLISHED.match(iso or "")
    if m is None:
        return None
    try:
        year = int(m[1])
        if m[3]:
            return periods.day(date(year, int(m[2]), int(m[3])))
        return periods.month(year, int(m[2])) if m[2] and 1 <= int(m[2]) <= 12 else periods.year(year)
    except ValueError:
        return None


def _moment(text: str, item: Item, published: Period | None, story: _Story) -> Moment:
    moment = Moment(published, before=story.before)
    if story.year is not None and item.start - story.year_at <= _STORY_REACH:
        moment = replace(moment, story=story.year)
    if isinstance(item.what, Clock | DayTime):
        left = sentence(text, item.start, item.end)[0] if isinstance(item.what, Clock) else item.start - _DAYTIME_REACH
        near = story.day is not None and story.day_at > left
        moment = replace(moment, clock_day=story.day if near else moment.today)
    if _needs_tense(item.what):
        since = _SINCE.search(text[max(0, item.start - 12) : item.start]) is not None
        direction = -1 if since else tense(text, item.start, item.end)
        if direction == 0 and _FROM.search(text[max(0, item.start - 12) : item.start]) is not None:
            direction = 1
        moment = replace(moment, tense=direction)
    return moment


def _needs_tense(what: Expression | None) -> bool:
    match what:
        case (
            Calendar(year=None) | Numbered(year=None) | Feast(year=None) | Weekday() | Turn() | Relative(unit="weekend")
        ):
            return True
        case Part(_, Relative(unit="year", shift=0)):
            return True
        case Part(_, of) | Nth(_, _, _, of):
            return _needs_tense(of)
        case DayTime(_, day):
            return _needs_tense(day)
        case Duration(base=base):
            return _needs_tense(base)
    return False


def _remember(story: _Story, item: Item, when: Resolved, published: Period | None) -> None:
    """Keeps what later expressions may hang on."""
    if when.period is None or when.type == "DURATION" or isinstance(item.what, Edition):
        return
    if when.period.grain != "years":
        story.before = when.period
    if when.period.grain == "day":
        story.day, story.day_at = when.period.first, item.end
    if isinstance(item.what, Relative) and item.what.unit == "day" and item.what.anchor == "published":
        story.year = None
    match item.what:
        case Calendar(year=int(year)) | Part(_, Calendar(year=int(year))) | Fixed(Period("year", date(year=year))):
            known = when.anchor is None and (published is None or year < published.first.year)
            story.year, story.year_at = (year if known else None), item.end
        case Calendar(month=int()) if when.anchor and when.anchor.isdigit() and story.year is not None:
            story.year_at = item.end


def _groups(items: list[Item], links: list[Link], resolved: list[Resolved | None]) -> Iterator[list[int]]:
    """Which items make one mention: ranges, and lists whose members adjoin and share their year or month."""
    group: list[int] = []
    for n in range(len(items)):
        if resolved[n] is None:
            if group:
                yield group
            group = []
            continue
        if group and _belongs(links[n], resolved[group[-1]], resolved[n], len(group)):
            group.append(n)
            continue
        if group:
            yield group
        group = [n]
    if group:
        yield group


def _belongs(link: Link, left: Resolved | None, right: Resolved | None, size: int) -> bool:
    if link.kind is None or left is None or right is None or left.type != right.type:
        return False
    if link.kind == "range" and size == 1:
        if left.type == "SET" or left.value.endswith("_REF") or right.value.endswith("_REF"):
            return False
        if left.type != "DATE":
            return True
        if left.period is None or right.period is None:
            return left.period is right.period
        return left.period.first <= right.period.last
    if link.kind == "list" and link.shared and left.period is not None and right.period is not None:
        return left.type == "DATE" and left.period.last + timedelta(1) == right.period.first
    return False


def _combined(whens: list[Resolved]) -> Resolved:
    first, last = whens[0], whens[-1]
    value = f"{first.value}/{last.value}"
    a, b = first.norm.split("/")[0], last.norm.rsplit("/", maxsplit=1)[-1]
    period = None
    if first.period is not None and last.period is not None and first.type == "DATE":
        period = periods.span(first.period, last.period)
    anchor = last.anchor or first.anchor
    return Resolved(first.type, value, f"{a}/{b}", period, None, anchor, first.derived or last.derived)


def _label(item: Item, when: Resolved) -> Label:
    """DATE for what can be told to the day, month, year or length; TIME for the clock, sets and vague references.

    TIME too for years of editions and for lengths that only describe ("eine dreitägige Reise"), which date nothing.
    """
    if when.type in ("TIME", "SET") or when.value.endswith("_REF") or (when.type == "DURATION" and "X" in when.value):
        return "TIME"
    if isinstance(item.what, Edition) or (isinstance(item.what, Duration) and item.what.role == "describes"):
        return "TIME"
    return "DATE"


def _weekday_written(text: str, atoms: Atoms, item: Item) -> str | None:
    if not isinstance(item.what, Calendar) or item.what.weekday is None:
        return None
    for n in range(item.first, item.last):
        if atoms.kinds[n] in (KIND["WEEKDAY"], KIND["WDABBR"]):
            return text[atoms.starts[n] : atoms.ends[n]]
    return None


def _impossible(text: str, item: Item) -> Finding | None:
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


def _weekday_conflict(text: str, item: Item, when: Resolved) -> Finding | None:
    what = item.what
    if not isinstance(what, Calendar) or what.weekday is None or not isinstance(what.year, int) or when.period is None:
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
