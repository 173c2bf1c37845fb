"""Bars over time: phases with all their ends, offices with the days on which they are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pipeline.report import svg
from pipeline.report.content import Office, Phase, Release, Said, exact
from pipeline.report.times import first_day, last_day, written
from pipeline.report.words import WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN: Final = 40
"""Rows of one figure: more than a page of them is no picture any more."""

_WIDTH: Final = 11.0  # inches
_LEFT: Final = 3.1
_RIGHT: Final = 3.0
_ROW: Final = 0.46
_SHORTEST: Final = 400  # days of an axis, so that it has ticks
_BEFORE, _AFTER = (
    10 * 366,
    15 * 366,
)  # days around the releases: what lies farther off ("gegründet 1409") is cut at the edge


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its names, what is sure (`solid`), what is not (`hatched`), single days, and all of it in words."""

    name: str
    about: str
    solid: tuple[date, date] | None
    hatched: tuple[tuple[date, date], ...]
    ticks: tuple[date, ...]
    dots: tuple[date, ...]
    open_end: date | None
    planned: bool
    told: str
    colour: str


def phases(found: Sequence[Phase], releases: Sequence[Release], lang: str) -> "Figure":
    """The figure of phases, in the order given."""
    return _drawn([_phase(phase, lang) for phase in found], releases, lang)


def offices(found: Sequence[Office], releases: Sequence[Release], lang: str) -> "Figure":
    """The figure of offices, in the order given."""
    return _drawn([_office(office, lang) for office in found], releases, lang)


def order(phase: Phase) -> tuple[bool, date, str]:
    """By the first day that is known, then by name."""
    days = [day for said in phase.starts + phase.ends if (day := first_day(said.value))]
    return not days, min(days, default=date.min), phase.name


def drawable(phase: Phase) -> bool:
    """Whether any of its days is one."""
    return not order(phase)[0]


def _phase(phase: Phase, lang: str) -> Row:
    starts = [day for value in exact(phase.starts) if (day := first_day(value))]
    ends = [day for value in exact(phase.ends) if (day := last_day(value))]
    solid, hatched = None, []
    if starts and ends and max(starts) <= min(ends):
        solid = max(starts), min(ends)
        hatched = [pair for pair in ((min(starts), max(starts)), (min(ends), max(ends))) if pair[0] < pair[1]]
    elif starts and ends:  # an end before its beginning: nothing of it is sure
        hatched = [(min(*starts, *ends), max(*starts, *ends))]
    planned = all(said.planned for said in phase.starts + phase.ends)
    return Row(
        phase.name,
        "",
        solid,
        tuple(hatched),
        (*starts, *ends),
        (),
        max(starts) if starts and not ends else None,
        planned,
        _told(phase, lang),
        svg.LOUD if phase.differs else svg.ORG,
    )


def _told(phase: Phase, lang: str) -> str:
    words = WORDS[lang]

    def days(told: tuple[Said, ...]) -> str:
        return " / ".join(written(said.value, lang) for said in told)

    if phase.starts and phase.ends:
        return f"{days(phase.starts)} –\n{days(phase.ends)}"
    return f"{words['start']}: {days(phase.starts)}" if phase.starts else f"{words['end']}: {days(phase.ends)}"


def _office(office: Office, lang: str) -> Row:
    words = WORDS[lang]
    since, until = first_day(office.since), last_day(office.until)
    dots = tuple(day for release in office.releases if (day := first_day(release.published)))
    told = [f"{words['since']} {written(office.since, lang)}" if since else ""]
    told += [f"{words['until']} {written(office.until, lang)}" if until else ""]
    named = [written(release.published, lang) if release.published else words["undated"] for release in office.releases]
    text = " ".join(part for part in told if part) or ", ".join(dict.fromkeys(named))
    solid = (since, until) if since and until and since <= until else None
    ticks = tuple(day for day in (since, until) if day)
    about = ", ".join(part for part in (office.role, office.organisation) if part)
    open_end = since if since and not until else None
    return Row(office.person, about, solid, (), ticks, dots, open_end, office.planned, text, svg.PERSON)


def _drawn(rows: Sequence[Row], releases: Sequence[Release], lang: str) -> "Figure":
    height = len(rows) * _ROW + 0.55
    figure = svg.blank(_WIDTH, height)
    axes = figure.add_axes((_LEFT / _WIDTH, 0.05 / height, (_WIDTH - _LEFT - _RIGHT) / _WIDTH, 1 - 0.5 / height))
    first, last = _span(rows, releases)
    axes.set_xlim(first, last)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.tick_top()
    days, names = _ticks(first, last)
    axes.set_xticks(days, names, fontsize=8)
    axes.grid(axis="x", color=svg.LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    svg.bare(axes)
    for place, row in enumerate(rows):
        if place % 2:
            left = -_LEFT / (_WIDTH - _LEFT - _RIGHT)
            right = 1 + _RIGHT / (_WIDTH - _LEFT - _RIGHT)
            band: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "clip_on": False, "zorder": 0}
            axes.fill_between([left, right], place - 0.5, place + 0.5, color=svg.LINE, alpha=0.22, lw=0, **band)
        _bar(axes, place, row, (first, last))
        _names(axes, place, row, lang)
    return figure


def _bar(axes: Any, place: int, row: Row, span: tuple[float, float]) -> None:
    def at(day: date) -> float:
        return min(max(float(day.toordinal()), span[0]), span[1])

    face = "none" if row.planned else row.colour
    if row.solid:
        begin, end = map(at, row.solid)
        axes.barh(
            place, end - begin, left=begin, height=0.36, facecolor=face, edgecolor=row.colour, linewidth=1, alpha=0.85
        )
    for pair in row.hatched:
        begin, end = map(at, pair)
        axes.barh(
            place,
            end - begin,
            left=begin,
            height=0.36,
            facecolor="none",
            edgecolor=row.colour,
            linewidth=1,
            hatch="////",
        )
    for day in row.ticks:
        axes.plot([at(day)] * 2, [place - 0.26, place + 0.26], color=row.colour, linewidth=1.8, solid_capstyle="butt")
        if not span[0] <= day.toordinal() <= span[1]:
            edge = "<" if day.toordinal() < span[0] else ">"
            axes.plot([at(day)], [place], marker=edge, color=row.colour, markersize=7, clip_on=False)
    if row.open_end:
        begin = at(row.open_end)
        end = min(begin + (span[1] - span[0]) * 0.06, span[1])
        arrow = {"arrowstyle": "-|>", "color": row.colour, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (end, place), (begin, place), arrowprops=arrow)
    for day in row.dots:
        axes.plot(
            [at(day)],
            [place],
            marker="o",
            markersize=5.5,
            color=row.colour,
            markeredgecolor=svg.PAPER,
            markeredgewidth=0.8,
        )


def _names(axes: Any, place: int, row: Row, lang: str) -> None:
    offset = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
    side = {"xycoords": axes.get_yaxis_transform(), "ha": "left", **offset}
    left = -_LEFT * 72 + 4
    planned = f" ({WORDS[lang]['planned']})" if row.planned else ""
    if row.about:
        axes.annotate(
            svg.label(row.name + planned, _LEFT - 0.2, 9, bold=True),
            (0, place - 0.2),
            (left, 0),
            fontsize=9,
            weight="bold",
            **side,
        )
        axes.annotate(
            svg.label(row.about, _LEFT - 0.2, 7.5), (0, place + 0.2), (left, 0), fontsize=7.5, color=svg.MUTED, **side
        )
    else:
        axes.annotate(
            svg.label(row.name + planned, _LEFT - 0.2, 9, 2),
            (0, place),
            (left, 0),
            fontsize=9,
            linespacing=1.15,
            **side,
        )
    parts = row.told.split("\n")
    told = "\n".join(svg.label(line, _RIGHT - 0.2, 8, 3 - len(parts)) for line in parts)
    colour = svg.LOUD if row.colour == svg.LOUD else svg.MUTED
    axes.annotate(told, (1, place), (12, 0), fontsize=8, color=colour, linespacing=1.2, **side)


def _span(rows: Sequence[Row], releases: Sequence[Release]) -> tuple[float, float]:
    days = [
        day.toordinal()
        for row in rows
        for day in (*row.ticks, *row.dots, *(row.solid or ()), *(d for pair in row.hatched for d in pair))
    ]
    said = [day.toordinal() for release in releases if (day := first_day(release.published))]
    first, last = min(days, default=730_000), max(days, default=730_365)
    if said:
        first, last = max(first, min(said) - _BEFORE), min(last, max(said) + _AFTER)
        first, last = min(first, *said), max(last, *said)
    margin = max((last - first) * 0.03, 20, (_SHORTEST - (last - first)) / 2)
    return first - margin, last + margin


def _ticks(first: float, last: float) -> tuple[list[int], list[str]]:
    """Years, or quarters where there are few; never more than a dozen."""
    begin, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    years = end.year - begin.year + 1
    if years <= 3:
        days = [date(year, month, 1) for year in range(begin.year, end.year + 1) for month in (1, 4, 7, 10)]
        kept = [day for day in days if first <= day.toordinal() <= last]
        if years > 2:
            kept = [day for day in kept if day.month in {1, 7}]
        return [day.toordinal() for day in kept], [f"{day.month:02}/{day.year}" for day in kept]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 500) if years / step <= 12)
    kept = [date(year, 1, 1) for year in range(begin.year, end.year + 1) if year % step == 0]
    kept = [day for day in kept if first <= day.toordinal() <= last]
    return [day.toordinal() for day in kept], [str(day.year) for day in kept]
