"""Who takes part in what: institutions against infrastructures and projects."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from db.export.graph import Node
from pipeline.report import svg
from pipeline.report.content import Participation

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

ROWS: Final = 60
COLUMNS: Final = 24
"""What fits on a page; the most frequent are shown."""

_CELL: Final = 0.3
_LEFT: Final = 3.9
_LABEL: Final = 2.3


def chosen(found: Sequence[Participation]) -> list[Participation]:
    """Those that fit: of the institutions and things that are named most."""
    turned = _turned(found)
    things = _most((p.thing for p in found), ROWS if turned else COLUMNS)
    houses = _most((p.institution for p in found), COLUMNS if turned else ROWS)
    return [p for p in found if p.thing.id in things and p.institution.id in houses]


def shape(found: Sequence[Participation]) -> tuple[int, int]:
    """Rows and columns of the figure."""
    sizes = len({p.thing.id for p in found}), len({p.institution.id for p in found})
    return sizes if _turned(found) else (sizes[1], sizes[0])


def drawn(found: Sequence[Participation]) -> "Figure":
    """The figure; the longer of the two lists runs down, for names read better there."""
    from matplotlib.collections import PatchCollection

    turned = _turned(found)
    things = {p.thing.id: p.thing for p in found}
    houses = {p.institution.id: p.institution for p in found}
    down = _sorted(things if turned else houses)
    across = _sorted(houses if turned else things)
    rows = {node.id: place for place, node in enumerate(down)}
    columns = {node.id: place for place, node in enumerate(across)}
    names = [svg.label(node.name, _LABEL, 8, 2) for node in across]
    top = 0.2 + max(svg.wide(line, 8) for name in names for line in name.split("\n"))
    width = max(_LEFT + len(across) * _CELL + 0.3, 11.0)
    height = top + len(down) * _CELL + 0.15
    figure = svg.blank(width, height)
    axes = figure.add_axes((_LEFT / width, 0.1 / height, len(across) * _CELL / width, len(down) * _CELL / height))
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.set_ylim(len(down) - 0.5, -0.5)
    for place in range(len(down) + 1):
        axes.axhline(place - 0.5, color=svg.LINE, linewidth=0.5)
    for place in range(len(across) + 1):
        axes.axvline(place - 0.5, color=svg.LINE, linewidth=0.5)
    cells = []
    for participation in found:
        pair = participation.thing.id, participation.institution.id
        row, column = pair if turned else pair[::-1]
        cells.append(_cell(axes, columns[column], rows[row], participation))
    axes.add_collection(PatchCollection(cells, match_original=True))  # one by one it takes twice as long
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(across)), names, rotation=90, fontsize=8, linespacing=1.0)
    axes.set_yticks(range(len(down)), [svg.label(node.name, _LEFT - 0.2, 8.5) for node in down], fontsize=8.5)
    for tick, node in zip(axes.get_yticklabels(), down, strict=True):
        tick.set_color(svg.KIND.get(node.kind, svg.INK) if turned else svg.INK)
    for tick, node in zip(axes.get_xticklabels(), across, strict=True):
        tick.set_color(svg.INK if turned else svg.KIND.get(node.kind, svg.INK))
    svg.bare(axes)
    return figure


def _cell(axes: Any, x: int, y: int, participation: Participation) -> "Rectangle":
    from matplotlib.patches import Rectangle

    colour = svg.KIND.get(participation.thing.kind, svg.ORG)
    face = "none" if participation.planned else colour
    text = f"{len(participation.releases)}{'L' if participation.leads else ''}"
    ink = colour if participation.planned else svg.PAPER
    axes.text(x, y + 0.02, text, ha="center", va="center", fontsize=7.5, weight="bold", color=ink)
    return Rectangle((x - 0.4, y - 0.4), 0.8, 0.8, facecolor=face, edgecolor=colour, linewidth=1.2)


def _turned(found: Sequence[Participation]) -> bool:
    """Whether things run down: there are more of them than of institutions."""
    return len({p.thing.id for p in found}) > len({p.institution.id for p in found})


def _most(nodes: Any, limit: int) -> set[str]:
    counted = Counter(node.id for node in nodes)
    return set(sorted(counted, key=lambda one: (-counted[one], one))[:limit])


def _sorted(nodes: dict[str, Node]) -> list[Node]:
    return sorted(nodes.values(), key=lambda node: (node.kind, node.name.casefold(), node.id))
