"""A stated duration, a start and an end of one thing: whether they fit, and whether the end comes after the start."""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.base import Fact, Finding, Mention, Span, Verdict
from pipeline.reconcile.statements import interval

_DURATION: Final = re.compile(r"P(\d{1,4})([YMWD])")
_BESIDE: Final = 30  # code points between a duration and the interval beside it: ", und zwar vom "
# "vom 15. September 2026 |bis zum| 31. August 2026": two days that the text joins to one stretch
_TO: Final = re.compile(r"[ \u00a0]?(?:bis(?:[ \u00a0](?:zum|einschließlich))?|[-–—])[ \u00a0]?")
_REACH: Final = 80  # code points between what is told of and its duration
# "Seine |Amtszeit beträgt| sechs Jahre |und endet am| 31. August 2031"
_TERM: Final = re.compile(r"\b(?:Amtszeit|Amtsperiode|Amtsdauer|Wahlperiode)[ \u00a0](?:\w+[ \u00a0]){0,4}$")
_ENDS: Final = re.compile(
    r"(?:,|[ \u00a0]und|[ \u00a0]lang und)[ \u00a0](?:sie[ \u00a0])?(?:endet|läuft|reicht)(?:[ \u00a0]bis)?[ \u00a0](?:am|zum|mit dem)[ \u00a0]"
)
# "|PULSAR-V beginnt am| 1. November 2025 |und dauert| zwei Jahre"
_BEGINS: Final = re.compile(
    rf"(?P<name>[A-ZÄÖÜ][\w-]{{1,{_REACH}}})[ \u00a0](?:beginnt|startet|läuft)[ \u00a0](?:am|im|zum|ab)(?:[ \u00a0]dem)?[ \u00a0]$"
)
_AND_LASTS: Final = re.compile(r"[ \u00a0](?:an[ \u00a0])?und[ \u00a0](?:dauert|läuft)[ \u00a0](?:\w+[ \u00a0])?")
_UNITS_DE: Final = {"Y": ("Jahr", "Jahre"), "M": ("Monat", "Monate"), "W": ("Woche", "Wochen"), "D": ("Tag", "Tage")}
_UNITS_EN: Final = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def date_order(mentions: Sequence[Mention], facts: Sequence[Fact], text: str) -> Iterator[Finding]:
    """An end before its start: "vom 15. September 2026 bis zum 31. August 2026"."""
    told: set[Span] = set()
    dates = [m for m in mentions if m.label == "DATE"]
    for one, two in pairwise(dates):
        between = text[one.span.end : two.span.start]
        if _TO.fullmatch(between) and _reversed(str(one.norm), str(two.norm)):
            told |= {one.span, two.span}
            yield _order(one.span, two.span, str(one.norm), str(two.norm), None)
    by_subject: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.predicate in ("starts_on", "ends_on") and fact.modality != "negated":
            by_subject[fact.subject][fact.predicate].append(fact)
    for subject, of in by_subject.items():
        starts, ends = {str(f.object) for f in of["starts_on"]}, {str(f.object) for f in of["ends_on"]}
        if len(starts) != 1 or len(ends) != 1:
            continue
        start, end = of["starts_on"][0], of["ends_on"][0]
        first, last = quote_of(start), quote_of(end)
        if first not in told and last not in told and _reversed(str(start.object), str(end.object)):
            yield _order(first, last, str(start.object), str(end.object), subject)


def _reversed(start: str, end: str) -> bool:
    first, last = interval(start)[0], interval(end)[1]
    return first is not None and last is not None and last < first


def _order(first: Span, last: Span, start: str, end: str, subject: str | None) -> Finding:
    who = f"{subject}: " if subject else ""
    return Finding(
        "date_order", "disagrees", f"{who}Das Ende {end} liegt vor dem Beginn {start}.",
        f"{who}the end {end} lies before the start {start}.", (first, last), (start, end), subject,
        "ends_on" if subject else None,
    )  # fmt: skip


def durations(mentions: Sequence[Mention], facts: Sequence[Fact], text: str) -> Iterator[Finding]:
    """Durations against facts of start and end, and against the intervals and days beside them."""
    found = list(duration_vs_dates(facts))
    yield from found
    told = {span for finding in found for span in finding.evidence}
    beside = [
        *duration_beside_interval(mentions),
        *duration_of_office(mentions, facts, text),
        *duration_from_start(mentions, text),
    ]
    yield from (f for f in beside if f.evidence[0] not in told)


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
        lasts, span = (one, two) if _DURATION.fullmatch(str(one.norm)) else (two, one)
        start, _, end = str(span.norm).partition("/")
        duration, first = _DURATION.fullmatch(str(lasts.norm)), interval(start)[0]
        if duration is None or duration[2] == "D" or first is None or not end or "parts" not in span.attributes:
            continue
        if two.span.start - one.span.end > _BESIDE:
            continue
        expected = last_day(first, int(duration[1]), duration[2])
        if expected is None:
            continue
        agrees = _same_end(expected, end)
        said_de, said_en = _say(int(duration[1]), duration[2])
        stated_de, stated_en = (
            ("wie genannt", "as stated") if agrees else (f"genannt ist aber {end}", f"but {end} is stated")
        )
        yield Finding(
            "duration_vs_dates", "agrees" if agrees else "disagrees",
            f"{said_de} ab {start} enden am {expected}, {stated_de}.", f"{said_en} from {start} end on {expected}, {stated_en}.",
            (lasts.span, span.span), (str(lasts.norm), str(span.norm)), None, "lasts",
        )  # fmt: skip


def duration_of_office(mentions: Sequence[Mention], facts: Sequence[Fact], text: str) -> Iterator[Finding]:
    """ "Seine Amtszeit beträgt sechs Jahre und endet am 31. August 2031", of the one office that the release gives a first day."""
    since = [f for f in facts if f.predicate == "has_role" and f.modality != "negated" and f.qualifiers.get("since")]
    if len({(f.subject, str(f.qualifiers["since"])) for f in since}) != 1:
        return
    held = since[0]
    start = str(held.qualifiers["since"])
    dates = [m for m in mentions if m.label == "DATE"]
    first = next((m.span for m in dates if m.norm == start and held.evidence.covers(m.span)), None)
    for lasts, end in pairwise(dates):
        duration = _DURATION.fullmatch(str(lasts.norm))
        if (
            duration is None
            or first is None
            or not _TERM.search(text, max(0, lasts.span.start - _REACH), lasts.span.start)
            or not _ENDS.fullmatch(text, lasts.span.end, end.span.start)
        ):
            continue
        whole = Fact(
            held.subject, "lasts", str(lasts.norm), held.subject_quote, lasts.span.quote, lasts.span, 1.0, "", "", 1
        )
        begun = replace(whole, predicate="starts_on", object=start, object_quote=first.quote, evidence=first)
        ended = replace(
            whole, predicate="ends_on", object=str(end.norm), object_quote=end.span.quote, evidence=end.span
        )
        if (finding := _compare(held.subject, whole, begun, ended)) is not None:
            yield finding


def duration_from_start(mentions: Sequence[Mention], text: str) -> Iterator[Finding]:
    """ "X beginnt am 1. November 2025 und dauert zwei Jahre": nothing says when it ends."""
    dates = [m for m in mentions if m.label == "DATE"]
    for start, lasts in pairwise(dates):
        duration, first = _DURATION.fullmatch(str(lasts.norm)), interval(str(start.norm))[0]
        begins = _BEGINS.search(text, max(0, start.span.start - _REACH), start.span.start)
        if duration is None or first is None or begins is None:
            continue
        if not _AND_LASTS.fullmatch(text, start.span.end, lasts.span.start):
            continue
        name = begins["name"]
        whole = Fact(name, "lasts", str(lasts.norm), name, lasts.span.quote, lasts.span, 1.0, "", "", 1)
        begun = replace(
            whole, predicate="starts_on", object=str(start.norm), object_quote=start.span.quote, evidence=start.span
        )
        if (finding := _compare(name, whole, begun, None)) is not None:
            yield finding


def _nearest(fact: Fact, others: list[Fact]) -> Fact | None:
    return min(others, key=lambda o: (abs(o.evidence.start - fact.evidence.start), o.evidence.start), default=None)


def _compare(subject: str, lasts: Fact, start: Fact, end: Fact | None) -> Finding | None:
    duration = _DURATION.fullmatch(str(lasts.object))
    first = interval(str(start.object))[0]
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
            (quote_of(lasts), quote_of(start)), (str(lasts.object), str(start.object)), subject, "lasts",
        )  # fmt: skip
    agrees = _same_end(expected, str(end.object))
    evidence, values = (
        (quote_of(lasts), quote_of(start), quote_of(end)),
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


def _same_end(expected: dt.date, stated: str) -> bool:
    """Whether a stated end (day, month, year) is the expected day; the day after counts too ("bis zum 1. Juli")."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stated):
        return abs((dt.date.fromisoformat(stated) - expected).days) <= 1
    return expected.isoformat().startswith(stated) or (expected + dt.timedelta(days=1)).isoformat().startswith(stated)


def _say(amount: int, unit: str) -> tuple[str, str]:
    singular, plural = _UNITS_DE[unit]
    return f"{amount} {singular if amount == 1 else plural}", f"{amount} {_UNITS_EN[unit]}{'' if amount == 1 else 's'}"


def quote_of(fact: Fact) -> Span:
    """The words that state the fact's object, inside its evidence."""
    at = fact.evidence.quote.find(fact.object_quote) if fact.object_quote else -1
    if at < 0 or fact.object_quote is None:
        return fact.evidence
    start = fact.evidence.start + at
    return Span(start, start + len(fact.object_quote), fact.object_quote)
