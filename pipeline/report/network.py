"""People, organisations, infrastructures and projects in three columns: every name can be read, no two overlap."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from db.export.graph import Node
from pipeline.report import svg
from pipeline.report.content import Link
from pipeline.report.words import WORDS

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.figure import Figure

SHOWN: Final = 36
"""Names in one column; those with most links are shown."""

_WIDTH: Final = 11.0
_ROW: Final = 0.3
_GAP: Final = 0.13  # between two boxes, for a link that goes past all organisations
_PERSON, _BOX, _THING = 2.15, (3.75, 6.95), 8.35  # inches from the left: a dot, a box, a dot
_COLUMN: Final = {"PERSON": 0, "ORG": 1, "INFRASTRUCTURE": 2, "PROJECT": 2}
_ROUNDS: Final = 12


def chosen(links: Sequence[Link]) -> list[Link]:
    """The links between the names that are shown."""
    graph = _graph(links)
    kept: set[str] = set()
    for column in range(3):
        nodes = [node for node, data in graph.nodes(data=True) if data["column"] == column]
        kept |= set(sorted(nodes, key=lambda node: (-graph.degree(node), node))[:SHOWN])
    return [link for link in links if {link.first.id, link.second.id} <= kept]


def size(links: Sequence[Link]) -> tuple[int, int]:
    """Nodes and edges."""
    graph = _graph(links)
    return graph.number_of_nodes(), graph.number_of_edges()


def drawn(links: Sequence[Link], lang: str) -> "Figure":
    """The figure."""
    graph = _graph(links)
    layered = _layered(graph)
    columns = _ordered(layered)

    def room(node: str) -> float:
        return _ROW if node in graph else _GAP

    tall = [sum(map(room, column)) for column in columns]
    height = max(tall) + 1.0
    figure = svg.blank(_WIDTH, height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(height, 0)
    svg.bare(axes)
    axes.set_xticks([])
    axes.set_yticks([])
    places = {}
    for column, own in zip(columns, tall, strict=True):
        # Few names stay together in the middle, where their links are short.
        stretch = min(max(tall) / own, 2.2) if own else 1
        y = 0.45 + (max(tall) - own * stretch) / 2
        for node in column:
            step = room(node) * stretch
            places[node] = y + step / 2
            y += step
    for first, second, data in graph.edges(data=True):
        _edge(axes, graph, (first, second), places, data["predicates"])
    for node, data in graph.nodes(data=True):
        _node(axes, data["node"], places[node])
    heads = WORDS[lang]["people"], WORDS[lang]["organisations"], WORDS[lang]["things"]
    for x, side, head in zip((_PERSON, sum(_BOX) / 2, _THING), ("right", "center", "left"), heads, strict=True):
        axes.text(x, 0.2, head, ha=side, va="center", fontsize=9.5, weight="bold", color=svg.MUTED)
    _legend(axes, height - 0.2, {p for *_, data in graph.edges(data=True) for p in data["predicates"]}, lang)
    return figure


def _graph(links: Sequence[Link]) -> "nx.Graph[str]":
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for link in links:
        for node in (link.first, link.second):
            if node.kind in _COLUMN:
                graph.add_node(node.id, node=node, column=_COLUMN[node.kind])
        if link.first.kind in _COLUMN and link.second.kind in _COLUMN:
            told = set(link.predicates)
            if graph.has_edge(link.first.id, link.second.id):
                told |= graph.edges[link.first.id, link.second.id]["predicates"]
            graph.add_edge(link.first.id, link.second.id, predicates=told)
    graph.remove_nodes_from([node for node in list(graph) if not graph.degree(node)])
    return graph


def _layered(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """The same, with a place among the organisations for each link that goes past them: it must not cross a box."""
    layered = graph.copy()
    for first, second in graph.edges:
        if abs(graph.nodes[first]["column"] - graph.nodes[second]["column"]) == 2:
            between = _between(first, second)
            layered.remove_edge(first, second)
            layered.add_node(between, node=Node(between, "", ""), column=1)
            layered.add_edge(first, between)
            layered.add_edge(between, second)
    return layered


def _between(first: str, second: str) -> str:
    return "|".join(sorted((first, second)))


def _ordered(graph: "nx.Graph[str]") -> list[list[str]]:
    """The three columns, each name near those that it is linked to (barycentre method, Sugiyama 1981)."""
    import networkx as nx

    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    part_of = {node: place for place, part in enumerate(parts) for node in part}
    name = {node: data["node"].name.casefold() for node, data in graph.nodes(data=True)}
    columns: list[list[str]] = [[], [], []]
    for node, data in graph.nodes(data=True):
        columns[data["column"]].append(node)
    for column in columns:
        column.sort(key=lambda node: (part_of[node], -graph.degree(node), name[node], node))
    for turn in range(_ROUNDS):
        at = {node: place / len(column) for column in columns for place, node in enumerate(column)}
        column = columns[(1, 0, 2)[turn % 3]]

        def middle(node: str, at: dict[str, float] = at) -> float:
            near = [at[other] for other in graph[node]]
            return sum(near) / len(near)

        column.sort(key=lambda node: (part_of[node], round(middle(node), 6), name[node], node))
    return columns


def _edge(axes: Any, graph: "nx.Graph[str]", pair: tuple[str, str], places: dict[str, float], told: set[str]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    first, second = sorted(pair, key=lambda node: (graph.nodes[node]["column"], node))
    left, right = graph.nodes[first]["column"], graph.nodes[second]["column"]
    begin_y, end_y = places[first], places[second]
    if left == right:
        x = (_PERSON, _BOX[0], _THING)[left]
        bow = x - min(0.35 + abs(end_y - begin_y) * 0.16, 1.3)
        points = [(x, begin_y), (bow, begin_y), (bow, end_y), (x, end_y)]
    elif right - left == 2:
        y = places[_between(first, second)]
        points = [*_wave(_PERSON, begin_y, _BOX[0], y), *[(_BOX[1], y)] * 3, *_wave(_BOX[1], y, _THING, end_y)[1:]]
    else:
        begin, end = ((_PERSON, _BOX[0]), (_BOX[1], _THING))[left]
        points = _wave(begin, begin_y, end, end_y)
    curve = Path(points, [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)])
    colour, dashes, width = _look(told)
    axes.add_patch(
        PathPatch(curve, facecolor="none", edgecolor=colour, linewidth=width, linestyle=dashes, alpha=0.75, zorder=1)
    )


def _wave(begin: float, begin_y: float, end: float, end_y: float) -> list[tuple[float, float]]:
    middle = (begin + end) / 2
    return [(begin, begin_y), (middle, begin_y), (middle, end_y), (end, end_y)]


def _look(told: set[str]) -> tuple[str, Any, float]:
    if "leads" in told:
        return svg.INK, "solid", 1.5
    if "has_role" in told:
        return svg.PERSON, "solid", 1.1
    if "participates_in" in told:
        return svg.INFRASTRUCTURE, "solid", 0.9
    if "funds" in told:
        return svg.LOUD, (0, (5, 2)), 1.2
    return svg.MUTED, (0, (2, 2)), 0.9


def _node(axes: Any, node: Node, y: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    colour = svg.KIND[node.kind]
    if node.kind == "ORG":
        wide = _BOX[1] - _BOX[0]
        shape = FancyBboxPatch(
            (_BOX[0] + 0.05, y - 0.105), wide - 0.1, 0.21, boxstyle="round,pad=0.02", facecolor=svg.PAPER, edgecolor=colour,
            linewidth=1, zorder=3,
        )  # fmt: skip
        axes.add_patch(shape)
        axes.text(
            sum(_BOX) / 2, y, svg.label(node.name, wide - 0.2, 7.5), ha="center", va="center", fontsize=7.5, zorder=4
        )
        return
    x, side, gap = (_PERSON, "right", -0.1) if node.kind == "PERSON" else (_THING, "left", 0.1)
    marker = "s" if node.kind == "PROJECT" else "o"
    axes.plot([x], [y], marker=marker, color=colour, markersize=6, markeredgecolor=svg.PAPER, zorder=3)
    name = svg.label(node.name, _PERSON - 0.2 if gap < 0 else _WIDTH - _THING - 0.2, 8, 2)
    axes.text(x + gap, y, name, ha=side, va="center", fontsize=8, linespacing=1.05, zorder=4)


def _legend(axes: Any, y: float, told: set[str], lang: str) -> None:
    x = 0.3
    for predicate in ("leads", "has_role", "participates_in", "funds", "part_of"):
        if predicate not in told:
            continue
        colour, dashes, width = _look({predicate})
        axes.plot([x, x + 0.45], [y, y], color=colour, linestyle=dashes, linewidth=width)
        word = WORDS[lang][predicate]
        axes.text(x + 0.52, y, word, va="center", fontsize=8, color=svg.MUTED)
        x += 0.95 + 0.085 * len(word)
    for kind, marker in (("INFRASTRUCTURE", "o"), ("PROJECT", "s")):
        axes.plot([x], [y], marker=marker, color=svg.KIND[kind], markersize=6)
        word = WORDS[lang][kind]
        axes.text(x + 0.12, y, word, va="center", fontsize=8, color=svg.MUTED)
        x += 0.5 + 0.085 * len(word)
