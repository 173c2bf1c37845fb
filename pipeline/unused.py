"""What people are shown of the coverage ledger: what stands in each release and is used by no fact."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.wording import WIDTH, plural, quoted, shown_value, wrapped


def lines(found: Sequence[Mapping[str, Any]], width: int = WIDTH) -> Iterator[str]:
    """The lines about what no fact uses, release by release: each thing once, with the words around its first place."""
    by_release = groupby(found, key=lambda row: (row["published"] or "no date", row["source"], row["release_id"]))
    for place, rows in by_release:
        of_release = list(rows)
        kinds = Counter(row["kind"] for row in of_release)
        yield from wrapped(" · ".join(place), "", "  ", width)
        yield "  no fact uses: " + ", ".join(plural(n, kind) for kind, n in kinds.items())
        for row in of_release:
            yield from wrapped(_line(row), "    ", "      ", width)
        yield ""


def _line(row: Mapping[str, Any]) -> str:
    told = [f"{row['label']}  {quoted(row['quote'])}"]
    full = row["name"] if row["name"] not in (None, row["quote"]) else shown_value(row["norm"])
    if full:
        told.append(f"= {full}")
    if row["places"] > 1:
        told.append(f"({row['places']} places)")
    return f"{' '.join(told)}  … {row['context']} …"
