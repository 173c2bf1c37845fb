"""Which entities are one, by the links between them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.reconcile.namesakes import BARE


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two entities that are one. `rule` says why, `score` how sure that is."""

    first: str
    second: str
    rule: str
    score: float


def clusters(ids: Iterable[str], links: Iterable[Link], called: frozenset[str] = frozenset()) -> dict[str, str]:
    """{entity: the smallest id of those that are one with it}; the order of the links makes no difference.

    Args:
        ids: entities.
        links: what joins them.
        called: those whose kind is said (`namesakes.kinds`): the bare name of two of them is neither's.
    """
    return _joined(ids, meant(ids, links, called))


def meant(ids: Iterable[str], links: Iterable[Link], called: frozenset[str]) -> list[Link]:
    """The links without those of a bare name that two different things have: it is neither's."""
    every = list(links)
    bare = [x for x in every if x.rule == BARE]
    surely = [x for x in every if x.rule != BARE]
    if not bare:
        return surely
    groups = _joined({*ids, *(i for x in bare for i in (x.first, x.second))}, surely)
    fit = set(_certain(groups, [(x.first, x.second) for x in bare], called))
    return surely + [x for x in bare if (x.first, x.second) in fit]


def _joined(ids: Iterable[str], links: Iterable[Link]) -> dict[str, str]:
    leader = {i: i for i in ids}

    def find(i: str) -> str:
        while leader.setdefault(i, i) != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for edge in links:
        a, b = sorted((find(edge.first), find(edge.second)))
        leader[b] = a
    return {i: find(i) for i in leader}


def _certain(
    groups: Mapping[str, str], bare: Iterable[tuple[str, str]], called: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Of the links of bare names those that can be meant: a name that two different things have is neither's.

    Args:
        groups: {entity: group}, of what is one by all other links.
        bare: the links, as pairs of entities.
        called: the entities whose kind is said.
    """
    links = list(bare)
    holds = {group for entity, group in groups.items() if entity in called}
    above = {group: group for group in groups.values()}

    def find(group: str) -> str:
        while above[group] != group:
            group = above[group]
        return group

    for one, two in links:
        a, b = sorted((find(groups[one]), find(groups[two])))
        above[b] = a
    rivals: dict[str, set[str]] = defaultdict(set)
    for group in holds:
        rivals[find(group)].add(group)
    for one, two in links:
        if len(rivals[find(groups[one])]) < 2:
            yield one, two
