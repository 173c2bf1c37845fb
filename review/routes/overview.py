"""The first page: what is new, what disagrees, what is left; and the list of all that disagrees."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from db import overview
from db import runs as stamps
from review.queue import UNDECIDED, Filter, Snapshot
from review.visit import Visit

if TYPE_CHECKING:
    from starlette.responses import Response

_NEW = 8
_SHOWN = 6


def home(visit: Visit) -> "Response":
    """The overview."""
    today = stamps.stamp(datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
    with visit.house.database.read() as connection:
        held = visit.house.queue.look(connection)
        found = overview.discrepancies(connection)
        waiting = [row for row in found if row["status"] in {"open", "stale"}]
        values: dict[str, Any] = {
            "left": sum(held.kinds.values()),
            "all": len(held.items),
            "today": overview.decided_today(connection, today),
            "kinds": [(kind, n) for kind, n in held.kinds.most_common() if n],
            "stale": visit.house.queue.left(connection, Filter(status="stale")),
            "unsure": visit.house.queue.left(connection, Filter(status="unsure")),
            "acceptance": overview.acceptance(connection),
            "newest": overview.newest(connection, _NEW),
            "discrepancies": waiting[:_SHOWN],
            "waiting": len(waiting),
            "orphaned": overview.orphaned(connection),
            "predicates": _predicates(held),
        }
    return visit.page("overview.html", **values)


def discrepancies(visit: Visit) -> "Response":
    """All that disagrees, to be read and printed."""
    everything = visit.query("all") == "1"
    kind = visit.query("kind")
    with visit.house.database.read() as connection:
        found = overview.discrepancies(connection, loud=not everything)
        known = visit.house.queue.look(connection).releases
    kinds = sorted({row["kind"] for row in found})
    shown = [row for row in found if not kind or row["kind"] == kind]
    return visit.page("discrepancies.html", rows=shown, kinds=kinds, kind=kind, everything=everything, known=known)


def _predicates(held: Snapshot) -> list[tuple[str, int]]:
    """How many facts of each predicate wait, most first."""
    found = Counter(
        item.predicate
        for item, status in zip(held.items, held.statuses, strict=True)
        if item.target == "fact" and item.predicate and status in UNDECIDED
    )
    return [(name, n) for name, n in found.most_common() if name]
