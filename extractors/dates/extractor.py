"""Dates, periods, durations, clock times, recurring times and vague references of a German text, after TIMEX3."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from extractors.base import Context, Fact, Finding, Label, Mention, Span
from extractors.dates import periods
from extractors.dates.anchors import ImpossibleDateError, Resolved
from extractors.dates.calendar_rules import CALENDAR_RULES
from extractors.dates.century_rules import CENTURY_RULES
from extractors.dates.chains import Link, join
from extractors.dates.day_rules import DAY_RULES
from extractors.dates.expressions import Calendar, Duration, Edition, Sometime
from extractors.dates.findings import impossible, weekday_conflict
from extractors.dates.kinds import KIND
from extractors.dates.length_rules import LENGTH_RULES
from extractors.dates.lexer import Atoms, read
from extractors.dates.narrative_rules import NARRATIVE_RULES
from extractors.dates.periods import Period
from extractors.dates.recurring_rules import RECURRING_RULES
from extractors.dates.relative_rules import RELATIVE_RULES
from extractors.dates.rules import Grammar, Item
from extractors.dates.story import Story
from extractors.dates.weekday_rules import WEEKDAY_RULES
from extractors.layout import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GRAMMAR: Final = Grammar(
    (
        *DAY_RULES,
        *CALENDAR_RULES,
        *CENTURY_RULES,
        *RELATIVE_RULES,
        *WEEKDAY_RULES,
        *RECURRING_RULES,
        *LENGTH_RULES,
        *NARRATIVE_RULES,
    )
)
_PUBLISHED: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class Dates:
    """The tagger of dates and periods."""

    name = "dates"
    version = 1
    labels: tuple[str, ...] = ("DATE", "TIME")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every time expression of the text, and findings for days that do not exist or fall on another weekday."""
        text: str = text_of(doc)
        return self.read(text, context)

    def read(self, text: str, context: Context) -> Iterator[Mention | Finding]:
        """The same from plain text, without a tokenised document."""
        atoms = read(text, [block.start for block in context.blocks])
        items, links = join(atoms, _GRAMMAR.read(text, atoms))
        story = Story(_published(context.published))
        resolved: list[Resolved | None] = []
        for n in range(len(items)):
            if n + 1 < len(items) and links[n + 1].kind == "range":
                items[n], items[n + 1] = story.one_range(text, items[n], items[n + 1])
            item = items[n]
            try:
                when = story.resolve(text, item)
            except ImpossibleDateError:
                when = None
                if (finding := impossible(text, item)) is not None:
                    yield finding
            resolved.append(when)
            if when is not None and (finding := weekday_conflict(text, item, when)) is not None:
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
    value = first.value if first.value == last.value else f"{first.value}/{last.value}"
    a, b = first.norm.split("/")[0], last.norm.rsplit("/", maxsplit=1)[-1]
    period = None
    if first.period is not None and last.period is not None and first.type == "DATE":
        period = periods.span(first.period, last.period)
    anchor = last.anchor or first.anchor
    return Resolved(first.type, value, a if a == b else f"{a}/{b}", period, None, anchor, first.derived or last.derived)


def _label(item: Item, when: Resolved) -> Label:
    """DATE for what can be told to the day, month, year or length; TIME for the clock, sets and vague references.

    TIME too for years of editions and for lengths that only describe ("eine dreitägige Reise"), which date nothing.
    """
    if when.type in ("TIME", "SET") or when.value.endswith("_REF") or (when.type == "DURATION" and "X" in when.value):
        return "TIME"
    if isinstance(item.what, Edition | Sometime) or (isinstance(item.what, Duration) and item.what.role == "describes"):
        return "TIME"
    return "DATE"


def _weekday_written(text: str, atoms: Atoms, item: Item) -> str | None:
    if not isinstance(item.what, Calendar) or item.what.weekday is None:
        return None
    for n in range(item.first, item.last):
        if atoms.kinds[n] in (KIND["WEEKDAY"], KIND["WDABBR"]):
            return text[atoms.starts[n] : atoms.ends[n]]
    return None
