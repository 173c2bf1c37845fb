"""Who leads: `leads`."""

from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact
from extractors.relations.charge import charges
from extractors.relations.leading import leading, offices
from extractors.relations.subjects import Sentences
from extractors.relations.units import units

_DESCRIBED: Final = 0.7  # score of what is led by a description, not by name


def _whole(text: str, found: Sentences, fact: Fact, name: str, version: int) -> bool:
    """Whether an older rule has the longer description: "die Projekte |des X in Y|"."""
    i = found.index(fact.evidence.end - 1)
    start, end = found.spans[i]
    longer = leading(text, found, i, found.named(start, end), name, version)
    return any(f.subject == fact.subject and str(f.object).startswith(f"{fact.object} ") for f in longer)


def leadership(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences; where a phrase says of somebody what is led, a referent found for it says no more."""
    told = list(charges(text, found, context, name, version))
    told = [f for f in told if f.score > _DESCRIBED or not _whole(text, found, f, name, version)]
    sure = {(f.subject, found.index(f.evidence.end - 1)) for f in told}
    for i, (start, end) in enumerate(found.spans):
        for fact in leading(text, found, i, found.named(start, end), name, version):
            if fact.rule == "group_around" or (fact.subject, i) not in sure:
                yield fact
    yield from told
    yield from units(text, found, name, version)
    for fact in offices(context, name, version):
        duty = fact.object_quote is not None and fact.object_quote.endswith(("eitung", "oordination"))
        if not duty or (fact.subject, found.index(fact.evidence.end - 1)) not in sure:
            yield fact
