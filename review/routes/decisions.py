"""What was decided: the log with its way back, decisions over a whole filter, and rejections as test cases."""

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from db import decisions, ids, overview, runs
from review import cards
from review.queue import Filter, Item
from review.visit import Visit

if TYPE_CHECKING:
    from starlette.responses import Response

_ROWS: Final = 60
_SAMPLES: Final = 5
_IN_BULK: Final = ("accepted", "rejected", "unsure")


def log(visit: Visit) -> "Response":
    """The log, newest first; above it what lost its place."""
    page = visit.number("page")
    with visit.house.database.read() as connection:
        rows = list(overview.decisions(connection, limit=_ROWS + 1, offset=page * _ROWS))
        lost = list(overview.decisions(connection, limit=_ROWS, fit=("stale", "orphaned"))) if not page else []
        batches = overview.batch_sizes(connection, [row["batch"] for row in rows if row["batch"]])
    return visit.page(
        "decisions.html", groups=_grouped(rows[:_ROWS], batches), lost=lost, page=page, more=len(rows) > _ROWS
    )


def bulk(visit: Visit) -> "Response":
    """How many facts a filter holds, five of them, and one confirmation."""
    return _asked(visit, visit.wanted, visit.query("status"))


def bulk_decide(visit: Visit) -> "Response":
    """Decide on all facts of a filter that wait, as one batch."""
    wanted, status = visit.wanted, visit.given("status")
    wanted = Filter.of({**wanted.given(), "kind": "fact", "status": ""})
    if status not in _IN_BULK:
        return _asked(visit, wanted, status)
    with suppress(decisions.DecisionError), visit.house.database.write() as connection:
        items = list(visit.house.queue.undecided(connection, wanted))
        if _digest(items) == visit.given("seen") and items:
            stamp = runs.stamp()
            batch = ids.make("b_", visit.reviewer, stamp, len(items))
            orders = [
                decisions.Order("fact", item.target_id, status, note=visit.given("note") or None) for item in items
            ]
            decisions.decide(connection, orders, reviewer=visit.reviewer, stamp=stamp, batch=batch)
            return visit.elsewhere(f"/decisions?batch={batch}")
    visit.house.queue.forget()  # what it holds may be gone: a release was forgotten, or extracted anew
    notice = visit.words._("Inzwischen sind es andere Fakten geworden: bitte noch einmal ansehen.")
    return _asked(visit, wanted, status, notice=notice, code=409)


def cases(visit: Visit) -> "Response":
    """Every rejected fact as a line for tests: the sentence, and that nothing of the kind may be found in it."""
    from starlette.responses import PlainTextResponse

    with visit.house.database.read() as connection:
        lines = [
            json.dumps(
                {
                    "label": f"{row['extractor']}/{row['rule']}",
                    "text": row["quote"],
                    "facts": [],
                    "why": f"rejected: {row['subject']} {row['predicate']} {row['object'] or ''}".strip(),
                },
                ensure_ascii=False,
            )
            for row in overview.rejected(connection)
        ]
    headers = {"Content-Disposition": "attachment; filename=rejected.jsonl"}
    body = "".join(f"{line}\n" for line in lines)
    return visit.sent(PlainTextResponse(body, headers=headers, media_type="application/x-ndjson"))


def _asked(visit: Visit, wanted: Filter, status: str, *, notice: str = "", code: int = 200) -> "Response":
    wanted = Filter.of({**wanted.given(), "kind": "fact", "status": ""})
    with visit.house.database.read() as connection:
        held = visit.house.queue.look(connection)
        waiting = list(visit.house.queue.undecided(connection, wanted))
        count = len(waiting)
        samples: list[cards.Card] = []
        step = max(1, count // _SAMPLES)  # from all over the filter, not the five least sure
        for n, item in enumerate(waiting):
            if n % step == 0 and len(samples) < _SAMPLES and (card := cards.card(connection, "fact", item.target_id)):
                samples.append(card)
    return visit.page(
        "bulk.html", status=code, wanted=wanted, count=count, seen=_digest(waiting), samples=samples, chosen=status if status in _IN_BULK else "accepted",
        statuses=_IN_BULK, notice=notice, choices=held.choices, release=held.releases.get(wanted.release),
    )  # fmt: skip


def _digest(items: list[Item]) -> str:
    """Which facts these are: as many others are not those that somebody looked at."""
    return ids.make("", *sorted(item.target_id for item in items))


def _grouped(rows: list[dict[str, Any]], sizes: dict[str, int]) -> list[dict[str, Any]]:
    """Rows of one batch that follow each other as one group."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        key = (row["batch"], row["undoes"] is not None)
        if row["batch"] and groups and groups[-1]["key"] == key:
            groups[-1]["rows"].append(row)
        else:
            groups.append({"key": key, "batch": row["batch"], "size": sizes.get(row["batch"] or "", 1), "rows": [row]})
    return groups
