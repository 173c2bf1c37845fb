"""The timeline of an entity as numbers for an SVG picture: what is said to begin, last and end, and when it was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

_WIDTH: Final = 720
_LEFT: Final = 4
_ROW: Final = 26
_TOP: Final = 30
_MOST: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture: a period, or a point where `width` is 0."""

    x: float
    y: float
    width: float
    text: str
    detail: str
    fact_id: str
    side: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of it: `ticks` are (x, year)."""

    width: int
    height: int
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


def timeline(rows: Sequence[Mapping[str, Any]]) -> Timeline | None:
    """The picture of dated statements, or None when there is none with a day.

    Args:
        rows: each with first, last (ISO, at least one of them), text, detail, fact_id.
    """
    spans = []
    for row in rows:
        first, last = _day(row["first"], latest=False), _day(row["last"], latest=True)
        if first or last:
            spans.append((first or last, last or first, row))
    spans.sort(key=lambda span: (span[0], span[1], span[2]["text"]))
    spans = spans[:_MOST]
    if not spans:
        return None
    years = [day.year for first, last, _ in spans for day in (first, last) if day]
    begin, end = date(min(years), 1, 1).toordinal(), date(min(max(years) + 1, date.max.year), 1, 1).toordinal()
    scale = (_WIDTH - 2 * _LEFT) / max(end - begin, 1)

    def x(day: date) -> float:
        return round(_LEFT + (day.toordinal() - begin) * scale, 1)

    bars = []
    for n, (first, last, row) in enumerate(spans):
        if first is None or last is None:
            continue
        width = 0.0 if row["first"] is None or row["last"] is None or first == last else round(x(last) - x(first), 1)
        side = "end" if x(first) > _WIDTH * 0.6 else "start"
        bars.append(Bar(x(first), _TOP + n * _ROW, max(width, 0.0), row["text"], row["detail"], row["fact_id"], side))
    step = max(1, -(-(max(years) - min(years) + 1) // 8))
    ticks = tuple((x(date(year, 1, 1)), str(year)) for year in range(min(years), max(years) + 1, step))
    return Timeline(_WIDTH, _TOP + len(bars) * _ROW + 8, ticks, tuple(bars))


def _day(value: str | None, *, latest: bool) -> date | None:
    """The first or last day of a day, month or year."""
    try:
        parts = [int(part) for part in (value or "").split("-")]
    except ValueError:
        return None
    try:
        match parts:
            case [year, month, day]:
                return date(year, month, day)
            case [year, month] if latest:
                following = date(year + month // 12, month % 12 + 1, 1)
                return date.fromordinal(following.toordinal() - 1)
            case [year, month]:
                return date(year, month, 1)
            case [year]:
                return date(year, 12, 31) if latest else date(year, 1, 1)
    except ValueError:
        return None
    return None
