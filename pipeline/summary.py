"""The closing summary of an ingest: what is new, what failed, what was found, and what disagrees, with both quotes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from db.holdings import Disagreement, Holdings, holdings
from db.values import FailureRow
from pipeline.ingest import Report
from pipeline.wording import WIDTH, agree, counts, finding, plural, wrapped

SHOWN: Final = 30
"""Findings and failures that are shown each; the rest is counted, and the command that lists it is named."""


def summary(report: Report, path: Path, *, everything: bool = False, width: int = WIDTH) -> Iterator[str]:
    """The lines of the summary.

    Args:
        report: what the run did.
        path: the database.
        everything: about all releases in the database; else about those that the run saw, new or not.
        width: of a line.
    """
    found = holdings(path, None if everything else report.stamp)
    yield from _done(report, path)
    yield from _failed(report.failures, path, width)
    yield ""
    yield from counts("Mentions", found.mentions.items(), width)
    yield ""
    yield from counts("Facts", found.facts.items(), width)
    yield ""
    yield from _findings(found, path, width)


def _done(report: Report, path: Path) -> Iterator[str]:
    seen = report.new + report.unchanged + report.updated
    yield f"{plural(seen, 'release')} in {report.seconds:.1f} s, stored in {path}"
    failed = len({f.source for f in report.failures})
    numbers = [("new", report.new), ("unchanged", report.unchanged), ("updated", report.updated), ("failed", failed)]
    if report.re_extracted:
        numbers.append(("re-extracted", report.re_extracted))
    yield "  " + "   ".join(f"{n:,} {word}" for word, n in numbers)


def _failed(failures: Sequence[FailureRow], path: Path, width: int) -> Iterator[str]:
    if not failures:
        return
    yield ""
    yield "Failed"
    for failure in failures[:SHOWN]:
        yield from wrapped(f"{failure.source} ({failure.stage}): {failure.reason}", "  ", "    ", width)
        yield from wrapped(f"cure: {failure.cure}", "    ", "          ", width)
    if len(failures) > SHOWN:
        yield f"  and {len(failures) - SHOWN:,} more, in the view v_failure of {path}"


def _findings(found: Holdings, path: Path, width: int) -> Iterator[str]:
    # What a person has decided is no news.
    undecided = [d for d in found.discrepancies if d.status in {"open", "unsure"}]
    quiet = Counter(d.verdict for d in undecided if d.verdict in {"agrees", "refines", "phase", "incomparable"})
    incomplete = [d for d in undecided if d.verdict == "incomplete"]
    loud = [d for d in undecided if d.verdict not in quiet and d.verdict != "incomplete"]
    if not found.discrepancies:
        yield "Findings: none"
        return
    numbers = [agree(n, verdict) for verdict, n in Counter(d.verdict for d in loud).items()]
    yield f"Findings: {', '.join(numbers) or 'nothing disagrees'}"
    for number, disagreement in enumerate(loud[:SHOWN], 1):
        yield ""
        yield from _one(number, disagreement, width)
    if len(loud) > SHOWN:
        yield ""
        yield f"  and {len(loud) - SHOWN:,} more: belegt discrepancies --db {path}"
    if incomplete:
        yield ""
        yield f"Not to be checked, for the text does not say enough: {len(incomplete)}"
        for disagreement in incomplete[:SHOWN]:
            source = disagreement.statements[0].source
            yield from wrapped(f"{source}: {disagreement.reason_en}", "  ", "    ", width)
    if quiet:
        yield ""
        shown = ", ".join(agree(n, verdict) for verdict, n in quiet.items())
        yield f"Checked and well: {shown} (belegt discrepancies --all --db {path})"


def _one(number: int, disagreement: Disagreement, width: int) -> Iterator[str]:
    sides = disagreement.statements
    places = [f"{s.published or 'no date'} · {s.source} · {s.release_id}" for s in sides]
    common = places[0] if len(set(places)) == 1 else ""
    quotes = [(s.value, s.quote, "" if common else place) for s, place in zip(sides, places, strict=True)]
    head = f"{number}. {disagreement.reason_en} ({disagreement.kind}, {disagreement.verdict})"
    yield from finding(head, common, quotes, width)
