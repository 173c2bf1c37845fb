"""Who is who. The first rule: mentions of one label whose folded names are equal name one entity."""

from collections.abc import Sequence

from db import ids
from db.names import fold
from db.values import Assignment, Name
from extractors.base import NAMED, Fact, Mention
from pipeline.reconcile.scope import phase_of


def assign(mentions: Sequence[Mention]) -> tuple[Assignment | None, ...]:
    """The entity of each mention, None for what is no name, such as a date; parallel to `mentions`.

    It depends on the one mention alone, so that the order in which releases come makes no difference.
    """
    return tuple(_entity(mention) if mention.label in NAMED else None for mention in mentions)


def link(
    facts: Sequence[Fact], mentions: Sequence[Mention], assignments: Sequence[Assignment | None]
) -> tuple[tuple[str | None, str | None], ...]:
    """The entity ids of each fact's subject and object, None where no mention of the release has that name."""
    named: dict[str, list[tuple[Mention, str]]] = {}
    for mention, assignment in zip(mentions, assignments, strict=True):
        if assignment is not None:
            for name in {assignment.folded, *(fold(n.name) for n in assignment.names)}:
                named.setdefault(name, []).append((mention, assignment.entity_id))

    def entity(fact: Fact, name: object) -> str | None:
        candidates = named.get(fold(name), []) if isinstance(name, str) else []
        if not candidates and isinstance(name, str) and (phase := phase_of(name)) is not None:
            # "dritte Förderphase (Herznetz)" is told of the network: which phase it is stays in the name
            candidates = named.get(fold(phase[1]), [])
        # One name may stand for two things, a network and its office: the one named in the evidence is meant.
        inside = [entity_id for mention, entity_id in candidates if fact.evidence.covers(mention.span)]
        return next(iter(inside or [entity_id for _, entity_id in candidates]), None)

    return tuple((entity(fact, fact.subject), entity(fact, fact.object)) for fact in facts)


def _entity(mention: Mention) -> Assignment:
    given = mention.attributes.get("name")
    written = " ".join(mention.span.quote.split())
    base = " ".join(given.split()) if isinstance(given, str) and given.strip() else written
    names = [Name(written, "as_written", mention.score)]
    if base != written:
        names.append(Name(base, "base_form", mention.score))
    folded = fold(base)
    return Assignment(ids.make("e_", mention.label, folded), mention.label, folded, tuple(names))
