"""Brings a release that was stored, changed or extracted anew into line with its neighbours, in the same transaction.

Everything between releases follows from the current rows alone: entities that share a key, statements of one entity. So any
order of releases, and a full rebuild, give the same rows. What a new release says is compared with what was said of the same
things, and of that with the first and last of those that say the same (`db.stated`): what it costs does not grow with how
often a name was used.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from db import judgements, neighbours, spelled, stated
from db.anchors import anchor_findings
from db.neighbours import Touched
from db.stated import Unit
from pipeline.reconcile.comparing import compare_anew
from pipeline.reconcile.linking import called, link_anew
from pipeline.reconcile.statements import interval
from pipeline.reconcile.stating import DOUBT, LISTS, RULES, VARIANT, state

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE: Final = 200  # entities whose statements are in memory while all are compared anew


def settle(connection: "Connection", release_id: str, touched: Touched) -> None:
    """Compare a release with its neighbours anew.

    Args:
        connection: inside the transaction that stored the release.
        release_id: the release.
        touched: what `db.neighbours.release` gave before its rows changed.
    """
    said = touched.calls | spelled.calls(connection, release_id)
    known, written = spelled.only(connection, release_id, said)
    state(connection, release_id)
    # of things that may be another of the same name, the first place is shown too
    units = link_anew(connection, known | called(connection, written))
    units |= touched.units | stated.units_of(connection, [release_id, *neighbours.copies_of(connection, release_id)])
    units |= {(entity, VARIANT) for entity in written}
    _ask_for_dates(connection, touched.releases | compare_anew(connection, _led(connection, units)))
    anchor_findings(connection)


def catch_up(connection: "Connection") -> int:
    """Compare anew what people have judged since the last time: who is one with whom, and what their releases say of each other.

    `belegt judge` calls it at once, and so does the review page, which knows no rules and is handed this. What was judged
    otherwise, by an import, waits for the next `belegt ingest`, which begins with it. So do releases that were compared by older
    rules, or by an older program: all are compared anew, once.

    Args:
        connection: inside a transaction that writes.

    Returns:
        How many judgements were waiting.
    """
    waiting = judgements.pending(connection)
    outdated = stated.outdated(connection, RULES)
    for release_id in outdated:
        state(connection, release_id)
    if waiting:
        entities = {i for pair in waiting for i in pair if i.startswith("e_")}
        units = link_anew(connection, entities) | stated.units_around(connection, entities)
        units |= {(about, family) for about in judgements.abouts(connection, waiting) for family in (LISTS, DOUBT)}
        if not outdated:
            _ask_for_dates(connection, compare_anew(connection, _led(connection, units)))
        judgements.settled(connection, waiting)
    if outdated:
        _compare_all(connection)
    if waiting or outdated:
        anchor_findings(connection)
    return len(waiting)


def _compare_all(connection: "Connection") -> None:
    releases = neighbours.drop_all(connection)
    units = stated.every_unit(connection)
    units |= {(entity, family) for entity in neighbours.every(connection) for family in (VARIANT, DOUBT)}
    by_about: dict[str, set[Unit]] = defaultdict(set)
    for unit in _led(connection, units):
        by_about[unit[0]].add(unit)
    abouts = sorted(by_about)
    for k in range(0, len(abouts), _AT_ONCE):
        some = {unit for about in abouts[k : k + _AT_ONCE] for unit in by_about[about]}
        releases |= compare_anew(connection, some)
    _ask_for_dates(connection, releases)


def _led(connection: "Connection", units: set[Unit]) -> set[Unit]:
    """The units under the leaders of their entities; those of an entity that leads no more too, for its findings must go."""
    leaders = neighbours.leaders(connection, {entity for entity, _ in units})
    return units | {(leaders[entity], family) for entity, family in units if entity in leaders}


def _ask_for_dates(connection: "Connection", releases: Iterable[str]) -> None:
    """Of the releases whose findings changed, ask those for their date that have none."""
    for release_id, published in sorted(neighbours.published(connection, releases).items()):
        if interval(published)[0] is None:
            neighbours.ask_for_date(connection, release_id)
