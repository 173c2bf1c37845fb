"""Asks whether two things of different kinds and one name are one, where nothing says it: "das Projekt AMBER", "die Studie AMBER"."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.reconcile.kinship import Named
from pipeline.reconcile.namesakes import kinds
from pipeline.reconcile.statements import Between, Place


def questions(
    pairs: Iterable[tuple[Named, Named]], leaders: Mapping[str, str], places: Mapping[str, Place]
) -> Iterator[Between]:
    """One question for each two things that may be one; none where of both is told who leads them or takes part, and nobody is the same.

    Args:
        pairs: `kinship.namesakes`.
        leaders: {entity: the id under which it is told}.
        places: {entity: where it is named first}.
    """
    asked: dict[tuple[str, str], tuple[Named, Named]] = {}
    for pair in sorted(pairs, key=lambda p: (p[0].entity_id, p[1].entity_id)):
        if not all(e.bodies for e in pair):
            one, two = sorted(pair, key=lambda e: (leaders[e.entity_id], e.entity_id))
            if leaders[one.entity_id] != leaders[two.entity_id]:
                asked.setdefault((leaders[one.entity_id], leaders[two.entity_id]), (one, two))
    for (first, second), (one, two) in asked.items():
        if one.entity_id in places and two.entity_id in places:
            a, b = _called(one), _called(two)
            yield Between(
                first, f"identity {first} {second}", "possible_identity", "question", min(one.names), None,
                f"{a} und {b} heißen gleich, und keine Meldung sagt, dass sie eines sind: ist es dasselbe?",
                f"{a} and {b} are called the same, and no release says that they are one: are they?",
                (places[one.entity_id], places[two.entity_id]), (a, b),
            )  # fmt: skip


def _called(entity: Named) -> str:
    name = min(entity.names)
    more = [k.capitalize() for k in sorted(kinds(entity.where)) if k not in name.casefold()]
    return f"{name} ({', '.join(more)})" if more else name
