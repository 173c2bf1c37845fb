"""The closing summary of an ingest: what is new, what failed, what was found, and what disagrees, with both quotes."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from corpus.document import ReadFailure
from db import digest, news
from db.holdings import Holdings, first_seen, holdings, read_otherwise
from db.queries import PRESSING, QUIET
from db.values import FailureRow
from pipeline.gate import looks_english
from pipeline.ingest import Report
from pipeline.reconcile.digest import digest as made
from pipeline.view import INCOMPLETE, disagreement, verdicts
from pipeline.wording import WIDTH, counts, plural, visible, wrapped

SHOWN: Final = 30
"""Findings and failures that are shown each; the rest is counted, and the command that lists it is named."""

_SHORT: Final = 500  # characters: more hold the 200 letters from which the gate tells languages
_VERBS: Final = (
    ("adds", "adds {n}"), ("confirms", "confirms {n}"), ("changes", "changes {n}"), ("contradicts", "contradicts {n}"),
    ("questions", "asks {n}"), ("names", "names {n} for the first time"),
)  # fmt: skip


def summary(
    report: Report, path: Path, *, everything: bool = False, gated: bool = True, width: int = WIDTH
) -> Iterator[str]:
    """The lines of the summary.

    Args:
        report: what the run did.
        path: the database.
        everything: about all releases in the database; else about those that the run saw, new or not.
        gated: only German was wanted: what is too short to be told, but looks English, is named.
        width: of a line.
    """
    found = holdings(path, None if everything else report.stamp)
    yield from _done(report, path)
    yield from _failed(report.failures, path, width)
    if gated and report.new:
        yield from _english(report, path, width)
    if otherwise := read_otherwise(path, report.run_id):
        yield ""
        told = f"Read by other rules or another model than today's: {plural(otherwise, 'stored release')}"
        yield from wrapped(f"{told}; again: belegt ingest --re-extract --db {shlex.quote(str(path))}", width=width)
    if report.failures and not (everything or _seen(report)):
        yield ""
        told = "Nothing could be read, so nothing was found or compared"
        yield from wrapped(f"{told}; what is stored: belegt discrepancies --db {shlex.quote(str(path))}", width=width)
        return
    if report.new or report.updated:
        yield from brought(report, path, width)
    yield ""
    yield from counts("Mentions", found.mentions.items(), width)
    yield ""
    yield from counts("Facts", found.facts.items(), width)
    yield ""
    yield from _findings(found, path, width, failed=bool(report.failures))


def nothing(failures: Sequence[ReadFailure], path: Path, width: int = WIDTH) -> Iterator[str]:
    """The lines when nothing at all could be read, and so no database was made at `path`."""
    yield from wrapped(f"Nothing could be read; {path} was not made.", width=width)
    yield ""
    yield "Failed"
    for failure in failures:
        yield from _failure(failure, width)


def brought(report: Report, path: Path, width: int = WIDTH) -> Iterator[str]:
    """The lines that say, release by release, how much of what the run brought is new, confirmed, changed, contradicted."""
    window = digest.Window.of_run(report.stamp)
    with digest.reading(path) as database:
        ids = digest.releases_of(database, window)
        entries = made(digest.material(database, window, ids[:SHOWN]), window)
    if not entries:
        return
    yield ""
    yield "What is new"
    for entry in entries:
        numbers = ((verb, len(entry.group(name))) for name, verb in _VERBS)
        told = ", ".join(verb.format(n=f"{n:,}") for verb, n in numbers if n)
        mark = "a copy" if entry.copy_of else "a new text" if entry.changed else ""
        one = entry.release
        head = " – ".join(filter(None, (one["published"], one["title"] or one["source"])))
        yield from wrapped(
            f"{visible(' '.join(head.split()))}: {'; '.join(filter(None, (mark, told))) or 'nothing'}",
            "  ",
            "    ",
            width,
        )
    day = report.stamp[:10]
    rest = f"and {len(ids) - SHOWN:,} more; " if len(ids) > SHOWN else ""
    yield f"  {rest}all of it: belegt digest --since {day} --by seen --db {shlex.quote(str(path))}"


def since_last_time(report: Report, path: Path, width: int = WIDTH) -> Iterator[str]:
    """The lines that say what the run brought, by title: what a person who comes in the morning wants to see."""
    found = news.changes(path, report.stamp)
    before = news.last_before(path, report.stamp)
    when = f"since {before[:16].replace('T', ' ')} UTC" if before else "in this first run"
    yield ""
    yield f"New {when}: {len(found):,}" if found else f"New {when}: nothing"
    for one in found[:SHOWN]:
        told = " – ".join(filter(None, (one.published, one.publisher, one.title or one.source)))
        yield from wrapped(visible(told) + (" (changed)" if one.updated else ""), "  ", "    ", width)
        if one.title:
            yield f"    {visible(one.source)}"
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN:,} more: belegt releases --db {shlex.quote(str(path))}"


def _done(report: Report, path: Path) -> Iterator[str]:
    seen = _seen(report)
    where = f"stored in {path}" if seen else f"nothing was stored in {path}"
    yield f"{plural(seen, 'release')} in {report.seconds:.1f} s, {where}"
    failed = len({f.source for f in report.failures})
    numbers = [("new", report.new), ("unchanged", report.unchanged), ("updated", report.updated), ("failed", failed)]
    if report.re_extracted:
        numbers.append(("re-extracted", report.re_extracted))
    if report.forgotten:
        numbers.append(("left out: forgotten earlier", report.forgotten))
    if report.masked:
        numbers.append(("masked: they name a forgotten person", report.masked))
    yield "  " + "   ".join(f"{n:,} {word}" for word, n in numbers)


def _english(report: Report, path: Path, width: int) -> Iterator[str]:
    short = first_seen(path, report.stamp, "en", _SHORT)
    found = [(ident, source) for ident, source, text in short if looks_english(text)]
    if found:
        yield ""
        yield "English by its looks, but too short to be left out for it (belegt forget ID takes it out)"
    for ident, source in found[:SHOWN]:
        yield from wrapped(f"{source} · {ident}", "  ", "    ", width)
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN:,} more"


def _seen(report: Report) -> int:
    return report.new + report.unchanged + report.updated


def _failed(failures: Sequence[FailureRow], path: Path, width: int) -> Iterator[str]:
    if not failures:
        return
    yield ""
    yield "Failed"
    for failure in failures[:SHOWN]:
        yield from _failure(failure, width)
    if len(failures) > SHOWN:
        yield f"  and {len(failures) - SHOWN:,} more, in the view v_failure of {path}"


def _failure(failure: FailureRow | ReadFailure, width: int) -> Iterator[str]:
    yield from wrapped(f"{failure.source} ({failure.stage}): {failure.reason}", "  ", "    ", width)
    yield from wrapped(f"cure: {failure.cure}", "    ", "          ", width)


def _findings(found: Holdings, path: Path, width: int, *, failed: bool) -> Iterator[str]:
    # What a person has decided is no news.
    undecided = [d for d in found.discrepancies if d.status in {"open", "unsure"}]
    quiet = [d for d in undecided if d.verdict in QUIET]
    incomplete = [d for d in undecided if d.verdict == "incomplete"]
    loud = [d for d in undecided if d.verdict not in QUIET and d.verdict != "incomplete"]
    loud.sort(key=lambda d: PRESSING.index(d.verdict))
    if not found.discrepancies:
        yield "Findings: none in what could be read" if failed else "Findings: none"
        return
    database = shlex.quote(str(path))
    yield f"Findings: {verdicts(loud) or 'nothing disagrees'}"
    for one in loud[:SHOWN]:  # without numbers: `belegt discrepancies` counts over all releases
        yield ""
        yield from disagreement(None, one, width)
    if len(loud) > SHOWN:
        yield ""
        yield f"  and {len(loud) - SHOWN:,} more: belegt discrepancies --db {database}"
    if incomplete:
        yield ""
        yield f"{INCOMPLETE}: {len(incomplete)}"
        for one in incomplete[:SHOWN]:
            yield from wrapped(f"{one.statements[0].source}: {one.reason_en}", "  ", "    ", width)
    if quiet:
        yield ""
        yield f"Checked and well: {verdicts(quiet)} (belegt discrepancies --all --db {database})"
