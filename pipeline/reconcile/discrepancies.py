"""What disagrees. Inside a release for now: `count_vs_list` and `duration_vs_dates`."""

from collections.abc import Iterator, Sequence

from extractors.base import Fact, Finding, Mention


def inside(mentions: Sequence[Mention], facts: Sequence[Fact]) -> Iterator[Finding]:
    """The findings inside one release, from what was extracted of it."""
    del mentions, facts
    yield from ()
