"""What disagrees. Inside one release for now: `count_vs_list` and `duration_vs_dates`, with the quotes and the reason."""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extractors.base import Fact, Finding, Mention, Span, Verdict

VERSION: Final = 1
"""Raised whenever the findings of the same mentions and facts may change; part of what `--re-extract` goes by."""

_DURATION: Final = re.compile(r"P(\d+)([YMWD])")
_BESIDE: Final = 30  # code points between a duration and the interval beside it: ", und zwar vom "
_WEEKDAYS_DE: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_UNITS_DE: Final = {"Y": ("Jahr", "Jahre"), "M": ("Monat", "Monate"), "W": ("Woche", "Wochen"), "D": ("Tag", "Tage")}
_UNITS_EN: Final = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def inside(mentions: Sequence[Mention], facts: Sequence[Fact]) -> Iterator[Finding]:
    """The findings inside one release, from what was extracted of it."""
    yield from count_vs_list(mentions)
    yield from weekday_agrees(mentions)
    found = list(duration_vs_dates(facts))
    yield from found
    told = {span for finding in found for span in finding.evidence}
    yield from (f for f in duration_beside_interval(mentions) if f.evidence[0] not in told)


def count_vs_list(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """A claimed count against the members of the list that stands with it: "an allen 12 Infrastrukturen (A, B, ...)"."""
    for m in mentions:
        members = m.attributes.get("members")
        if m.label != "COUNT" or not members:
            continue
        claimed, unit, listed = m.attributes["value"], m.attributes["unit"], len(members)
        whole = m.attributes["list"]
        evidence = (m.span, Span(whole["start"], whole["end"], whole["quote"]))
        values = (f"{claimed} {unit}", str(listed))
        if not m.attributes["complete"]:
            yield Finding(
                "count_vs_list", "incomplete",
                f"Genannt werden {claimed} {unit}, aufgezählt nur Beispiele ({listed}).",
                f"{claimed} {unit} are claimed, only examples are listed ({listed}).", evidence, values,
            )  # fmt: skip
        elif listed == claimed or (m.attributes.get("bound") == "lower" and listed > claimed):
            yield Finding(
                "count_vs_list", "agrees", f"Genannt werden {claimed} {unit}, aufgezählt sind {listed}.",
                f"{claimed} {unit} are claimed and {listed} are listed.", evidence, values,
            )  # fmt: skip
        else:
            yield Finding(
                "count_vs_list", "disagrees", f"Genannt werden {claimed} {unit}, aufgezählt sind aber {listed}.",
                f"{claimed} {unit} are claimed, but {listed} are listed.", evidence, values,
            )  # fmt: skip


def weekday_agrees(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """A weekday that is right for its date; the extractor of dates tells of one that is not, for it may be no date."""
    for m in mentions:
        day = _first_day(str(m.norm)) if m.label == "DATE" and m.attributes.get("weekday") else None
        if day is not None and len(str(m.norm)) == len("2024-06-13"):
            name = _WEEKDAYS_DE[day.weekday()]
            if str(m.attributes["weekday"]).rstrip(".,s").casefold()[:2] == name.casefold()[:2]:
                yield Finding(
                    "weekday_vs_date",
                    "agrees",
                    f"Der {day} ist ein {name}.",
                    f"{day} is a {day:%A}.",
                    (m.span,),
                    (name,),
                )


def duration_vs_dates(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A stated duration against start and end of the same thing: "fünf Jahre" from 1 July 2025 "bis 31. Dezember 2030"."""
    by_subject: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.predicate in ("starts_on", "ends_on", "lasts") and fact.modality != "negated":
            by_subject[fact.subject][fact.predicate].append(fact)
    for subject, of in by_subject.items():
        for lasts in of["lasts"]:
            start = _nearest(lasts, of["starts_on"])
            end = _nearest(lasts, of["ends_on"])
            if start is not None and (finding := _compare(subject, lasts, start, end)) is not None:
                yield finding


def duration_beside_interval(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """A duration right beside the interval it describes: "Die Förderung läuft vier Jahre, vom 1. März 2025 bis zum ..."."""
    dates = [m for m in mentions if m.label == "DATE"]
    for one, two in pairwise(dates):
        lasts, interval = (one, two) if _DURATION.fullmatch(str(one.norm)) else (two, one)
        start, _, end = str(interval.norm).partition("/")
        duration, first = _DURATION.fullmatch(str(lasts.norm)), _first_day(start)
        if duration is None or duration[2] == "D" or first is None or not end or "parts" not in interval.attributes:
            continue
        if (
            two.span.start - one.span.end > _BESIDE
            or (expected := last_day(first, int(duration[1]), duration[2])) is None
        ):
            continue
        agrees = _same_end(expected, end)
        said_de, said_en = _say(int(duration[1]), duration[2])
        stated_de, stated_en = (
            ("wie genannt", "as stated") if agrees else (f"genannt ist aber {end}", f"but {end} is stated")
        )
        yield Finding(
            "duration_vs_dates", "agrees" if agrees else "disagrees",
            f"{said_de} ab {start} enden am {expected}, {stated_de}.", f"{said_en} from {start} end on {expected}, {stated_en}.",
            (lasts.span, interval.span), (str(lasts.norm), str(interval.norm)), None, "lasts",
        )  # fmt: skip


def _nearest(fact: Fact, others: list[Fact]) -> Fact | None:
    return min(others, key=lambda o: (abs(o.evidence.start - fact.evidence.start), o.evidence.start), default=None)


def _compare(subject: str, lasts: Fact, start: Fact, end: Fact | None) -> Finding | None:
    duration = _DURATION.fullmatch(str(lasts.object))
    first = _first_day(str(start.object))
    if duration is None or first is None:
        return None
    expected = last_day(first, int(duration[1]), duration[2])
    said_de, said_en = _say(int(duration[1]), duration[2])
    if expected is None:
        return None
    if end is None:
        return Finding(
            "duration_vs_dates", "incomplete",
            f"{subject}: Beginn {start.object} und Dauer {said_de} sind genannt, ein Ende nicht; gerechnet endet es am {expected}.",
            f"{subject}: start {start.object} and duration {said_en} are given, no end; computed it ends on {expected}.",
            (_quote(lasts), _quote(start)), (str(lasts.object), str(start.object)), subject, "lasts",
        )  # fmt: skip
    agrees = _same_end(expected, str(end.object))
    evidence, values = (
        (_quote(lasts), _quote(start), _quote(end)),
        (str(lasts.object), str(start.object), str(end.object)),
    )
    if agrees:
        reason_de = f"{subject}: {said_de} ab {start.object} enden am {expected}, wie genannt."
        reason_en = f"{subject}: {said_en} from {start.object} end on {expected}, as stated."
    else:
        reason_de = f"{subject}: {said_de} ab {start.object} enden am {expected}, genannt ist aber {end.object}."
        reason_en = f"{subject}: {said_en} from {start.object} end on {expected}, but {end.object} is stated."
    verdict: Verdict = "agrees" if agrees else "disagrees"
    return Finding("duration_vs_dates", verdict, reason_de, reason_en, evidence, values, subject, "lasts")


def last_day(first: dt.date, amount: int, unit: str) -> dt.date | None:
    """The last day of `amount` years (Y), months (M), weeks (W) or days (D) from `first` on; None past the calendar."""
    try:
        if unit in "YM":
            months = first.year * 12 + first.month - 1 + amount * (12 if unit == "Y" else 1)
            year, month = divmod(months, 12)
            day = min(first.day, calendar.monthrange(year, month + 1)[1])
            return dt.date(year, month + 1, day) - dt.timedelta(days=1)
        return first + dt.timedelta(days=amount * (7 if unit == "W" else 1) - 1)
    except (ValueError, OverflowError):
        return None


def _first_day(norm: str) -> dt.date | None:
    """The first day of an ISO day, month or year."""
    m = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", norm)
    try:
        return dt.date(int(m[1]), int(m[2] or 1), int(m[3] or 1)) if m else None
    except ValueError:
        return None


def _same_end(expected: dt.date, stated: str) -> bool:
    """Whether a stated end (day, month, year) is the expected day; the day after counts too ("bis zum 1. Juli")."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stated):
        return abs((dt.date.fromisoformat(stated) - expected).days) <= 1
    return expected.isoformat().startswith(stated) or (expected + dt.timedelta(days=1)).isoformat().startswith(stated)


def _say(amount: int, unit: str) -> tuple[str, str]:
    singular, plural = _UNITS_DE[unit]
    return f"{amount} {singular if amount == 1 else plural}", f"{amount} {_UNITS_EN[unit]}{'' if amount == 1 else 's'}"


def _quote(fact: Fact) -> Span:
    """The words that state the fact's object, inside its evidence."""
    at = fact.evidence.quote.find(fact.object_quote) if fact.object_quote else -1
    if at < 0 or fact.object_quote is None:
        return fact.evidence
    start = fact.evidence.start + at
    return Span(start, start + len(fact.object_quote), fact.object_quote)
