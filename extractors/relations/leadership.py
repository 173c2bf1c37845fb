"""Who leads: `leads`."""

from collections.abc import Iterator

from extractors.base import Context, Fact
from extractors.relations.leading import leading, offices, untold_offices
from extractors.relations.subjects import Sentences
from extractors.relations.units import units


def leadership(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences."""
    for i, (start, end) in enumerate(found.spans):
        yield from leading(text, found, i, found.named(start, end), name, version)
    yield from units(text, found, name, version)
    yield from offices(context, name, version)
    yield from untold_offices(found, context, name, version)
