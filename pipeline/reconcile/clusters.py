"""Which entities are one, by the links between them."""

from collections import Counter
from collections.abc import Iterable
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
    # What bare names would make one of the groups that all other links make.
    reach = _joined(groups.values(), (Link(groups[x.first], groups[x.second], x.rule, x.score) for x in bare))
    rivals = Counter(reach[group] for group in {group for entity, group in groups.items() if entity in called})
    return surely + [x for x in bare if rivals[reach[groups[x.first]]] < 2]


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
