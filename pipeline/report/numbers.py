"""The same thing counted several times: one bar for each source, in the order of time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from db.export.words import number
from pipeline.report import svg
from pipeline.report.content import Counted, Release
from pipeline.report.times import written
from pipeline.report.words import WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN: Final = 16
"""Topics in the figure; those whose numbers differ come first."""

_WIDTH: Final = 11.0
_LEFT: Final = 4.6
_ROW: Final = 0.27
_HEAD: Final = 0.4


def several(found: Sequence[Counted]) -> list[Counted]:
    """What more than one release counts; what differs first."""
    more = [one for one in found if len({release.release_id for _, release, _ in one.values}) > 1]
    return sorted(more, key=lambda one: (not one.differs, one.subject.casefold(), one.unit.casefold()))


def drawn(found: Sequence[Counted], lang: str) -> "Figure":
    """The figure, in the order given."""
    height = sum(_HEAD + _ROW * len(one.values) + 0.12 for one in found) + 0.1
    figure = svg.blank(_WIDTH, height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(height, 0)
    svg.bare(axes)
    axes.set_xticks([])
    axes.set_yticks([])
    y = 0.05
    for one in found:
        _topic(axes, one, y, lang)
        y += _HEAD + _ROW * len(one.values) + 0.12
    return figure


def _topic(axes: Any, one: Counted, y: float, lang: str) -> None:
    colour = svg.LOUD if one.differs else svg.ORG
    axes.text(
        0.05,
        y + 0.2,
        svg.label(f"{one.subject}: {one.unit}", _WIDTH - 0.2, 9.5, bold=True),
        va="center",
        fontsize=9.5,
        weight="bold",
    )
    largest = max(abs(value) for value, *_ in one.values) or 1
    room = _WIDTH - _LEFT - 1.9
    for place, (value, release, how) in enumerate(one.values):
        line = y + _HEAD + (place + 0.5) * _ROW
        axes.text(_LEFT - 0.12, line, _source(release, lang), ha="right", va="center", fontsize=8, color=svg.MUTED)
        look = {"facecolor": "none" if how == "planned" else colour, "edgecolor": colour, "linewidth": 1, "alpha": 0.85}
        axes.barh(line, max(abs(value) / largest * room, 0.01), left=_LEFT, height=_ROW * 0.62, **look)
        told = f"{WORDS[lang].get(how, '')} {number(value, lang)}".strip()
        end = _LEFT + abs(value) / largest * room
        axes.text(end + 0.08, line, told, va="center", fontsize=8.5, weight="bold" if one.differs else "normal")
    axes.axhline(y + _HEAD + _ROW * len(one.values) + 0.08, color=svg.LINE, linewidth=0.6)


def _source(release: Release, lang: str) -> str:
    day = written(release.published, lang) or WORDS[lang]["undated"]
    return svg.label(f"{day} · {release.publisher or release.title}", _LEFT - 0.3, 8)
