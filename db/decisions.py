"""What people decide. Only ever added to: the latest row of a chain counts, and to take something back is a row as well."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from db import additions, anchors, contents, dialect, ids, judgements
from db.additions import addition_id
from db.anchors import anchor, anchor_findings
from db.effects import in_force
from db.errors import RefusedError
from db.judgements import identity_id
from db.models import table
from db.prepared import prepared
from db.runs import stamp as stamp_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "TARGETS", "DecisionError", "Order", "addition_id", "anchor", "anchor_findings", "claim", "decide", "history",
    "identity_id", "latest", "standing", "undo",
]  # fmt: skip

TARGETS: Final = ("fact", "discrepancy", "identity", "addition")
SAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "fact": ("accepted", "rejected", "corrected", "unsure"),
    "discrepancy": ("left", "right", "both", "superseded", "dismissed", "unsure"),
    "identity": ("same", "different", "unsure"),
    "addition": ("added",),
}
"""What can be said of each."""
_CORRECTABLE: Final = ("subject", "predicate", "object")
_ROW: Final = (
    "SELECT d.*, coalesce(a.target_id, d.target_id) AS points_to, a.fit FROM decision AS d "
    "LEFT JOIN anchor AS a ON a.chain = d.chain "
)


class DecisionError(RefusedError):
    """What was to be decided on is not there, or cannot be decided like that."""


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that a person decides.

    Attributes:
        target: one of TARGETS.
        target_id: a fact's, a discrepancy's, an identity's (`identity_id`) or an addition's id (`addition_id`).
        status: what is said of it, one of SAYS.
        new_value: of `corrected` what is corrected: subject, predicate, object; of an identity {"first", "second"}, entity
            ids; of an addition the whole fact: release_id, subject, predicate, object, start, end, and qualifiers, modality.
        note: a remark.
    """

    target: str
    target_id: str
    status: str
    new_value: Mapping[str, Any] | None = None
    note: str | None = None


def decide(
    connection: "Connection", orders: Sequence[Order], *, reviewer: str, stamp: str, batch: str | None = None
) -> list[str]:
    """Write down what a person decides; all of it or nothing.

    What follows at once is done as well: status, corrected values, the rows of added facts. A judgement of identity waits
    for the comparison with the neighbours (`pipeline.reconcile.settle.catch_up`), which needs more than the database.

    Args:
        connection: inside a transaction that writes.
        orders: what is decided, in this order.
        reviewer: who.
        stamp: when, UTC (`db.runs.stamp`).
        batch: under which these can be taken back together.

    Returns:
        The ids of the decisions, parallel to `orders`.

    Raises:
        DecisionError: when a target is not there, or something else is said than can be said of it.
    """
    for order in orders:
        _check(order, reviewer)
    known = _contents(connection, orders)
    chains = {row["target_id"]: row["chain"] for row in _anchored(connection, [o.target_id for o in orders])}
    before: dict[str, int] = {}
    made = []
    for order in orders:
        content = known[order.target_id]
        chain = chains.get(order.target_id)
        if chain is not None and chain not in before:
            before[chain] = len(_chain(connection, chain))
        count = before.get(chain, 0) if chain is not None else 0
        decision_id = ids.make("d_", order.target, order.target_id, chain, count, reviewer, stamp)
        chain = chains.setdefault(order.target_id, decision_id)
        before[chain] = count + 1
        made.append(
            {
                "decision_id": decision_id, "chain": chain, "batch": batch, "undoes": None, "target": order.target,
                "target_id": order.target_id, "status": order.status, "content": ids.canonical(content),
                "new_value": None if order.new_value is None else ids.canonical(dict(order.new_value)), "note": order.note,
                "reviewer": reviewer, "decided": stamp,
            }
        )  # fmt: skip
    _write(connection, made, fit="exact")
    return [row["decision_id"] for row in made]


def undo(
    connection: "Connection", *, reviewer: str, stamp: str, decision_id: str | None = None, batch: str | None = None
) -> list[str]:
    """Take back a decision, a batch, or, where neither is named, the last thing that this reviewer decided.

    Each is a new row that says again what was said before it, or `open`. Of a batch, what somebody has decided anew since
    stays as it is.

    Returns:
        The ids of the new rows.

    Raises:
        DecisionError: when there is nothing to take back, or something later was said of the same thing.
    """
    given = _given(connection, reviewer, decision_id, batch)
    chains: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(_some(connection, "decision", "chain", given), key=lambda r: r["number"]):
        chains[row["chain"]].append(row)
    made = []
    for row in given:
        chain = chains[row["chain"]]
        stack = in_force(chain)
        last = row["undoes"] is None and bool(stack) and stack[-1]["decision_id"] == row["decision_id"]
        if row["undoes"] is not None:
            last = chain[-1]["decision_id"] == row["decision_id"]
        if not last:
            if batch is not None:
                continue
            later = chain[-1]
            raise DecisionError(
                f"{later['reviewer']} has decided on it again since ({later['decided']}: {later['status']})",
                row["decision_id"], "take that back first, or decide anew",
            )  # fmt: skip
        made.append(_taken_back(chain, row, reviewer, stamp, batch))
        chain.append(made[-1])
    if not made:
        what = f"of batch {batch}" if batch else f"by {reviewer}"
        raise DecisionError(f"there is nothing {what} to take back", decision_id or batch or reviewer, "belegt judge --all lists what was decided")  # fmt: skip
    _write(connection, made, fit="orphaned")
    anchors.again(connection, {row["chain"] for row in made})
    return [row["decision_id"] for row in made]


def history(connection: "Connection", target: str, target_id: str) -> list[dict[str, Any]]:
    """All that was said of something, oldest first; under whichever id extraction gave it."""
    chain = _rows(connection, "SELECT chain FROM anchor WHERE target_id = :id", id=target_id) or _rows(
        connection,
        "SELECT chain FROM decision WHERE target = :target AND target_id = :id ORDER BY number DESC LIMIT 1",
        target=target,
        id=target_id,
    )
    return [_parsed(row) for row in _chain(connection, chain[0]["chain"])] if chain else []


def standing(connection: "Connection", target: str, target_id: str) -> list[dict[str, Any]]:
    """Of all that was said of something what was not taken back, oldest first: the last can be taken back."""
    return [dict(row) for row in in_force(history(connection, target, target_id))]


def latest(connection: "Connection", target: str, target_id: str) -> dict[str, Any] | None:
    """What counts of all that was said of something: its last row, which may say `open`; None where nothing was said."""
    return next(iter(history(connection, target, target_id)[-1:]), None)


def claim(
    connection: "Connection", target: str, target_id: str, *, reviewer: str, stamp: str, seconds: int = 120
) -> str | None:
    """Say that somebody looks at something now. It locks nothing.

    Returns:
        Who else does already; None when the claim is this reviewer's now, for so many seconds.
    """
    key = {"target": target, "id": target_id}
    held = _rows(connection, "SELECT * FROM claim WHERE target = :target AND target_id = :id", **key)
    if held and held[0]["reviewer"] != reviewer and held[0]["expires"] > stamp:
        return str(held[0]["reviewer"])
    expires = stamp_of(datetime.fromisoformat(stamp) + timedelta(seconds=seconds))
    row = {"target": target, "target_id": target_id, "reviewer": reviewer, "expires": expires}
    statement = dialect.insert(connection, "claim")
    connection.execute(statement.on_conflict_do_update(index_elements=["target", "target_id"], set_=row), row)
    return None


def _check(order: Order, reviewer: str) -> None:
    if order.target not in TARGETS:
        raise DecisionError(
            f"{order.target!r} cannot be decided on", order.target_id, f"name one of {', '.join(TARGETS)}"
        )
    if order.status not in SAYS[order.target]:
        cure = f"say one of {', '.join(SAYS[order.target])}"
        raise DecisionError(f"{order.status!r} cannot be said of a {order.target}", order.target_id, cure)
    if not reviewer.strip():
        raise DecisionError("nobody decides", order.target_id, "name the reviewer")
    if order.status == "corrected":
        given = dict(order.new_value or {})
        if not given or not set(given) <= set(_CORRECTABLE):
            raise DecisionError(
                f"a correction of {', '.join(given) or 'nothing'}",
                order.target_id,
                f"correct {', '.join(_CORRECTABLE)}",
            )
    elif order.target in {"identity", "addition"}:
        if not order.new_value:
            raise DecisionError("it is not said of what", order.target_id, "give new_value")
        ours = judgements.pair_id(order.new_value) if order.target == "identity" else addition_id(order.new_value)
        if order.target_id != ours:
            raise DecisionError(f"the id that follows from its content is {ours}", order.target_id, "use that one")


def _contents(connection: "Connection", orders: Sequence[Order]) -> dict[str, dict[str, Any]]:
    wanted: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        wanted[order.target].append(order)
    found = contents.facts(connection, (o.target_id for o in wanted["fact"]))
    found |= contents.findings(connection, (o.target_id for o in wanted["discrepancy"]))
    found |= judgements.contents(connection, (o.new_value or {} for o in wanted["identity"]))
    for order in wanted["addition"]:
        try:
            found[order.target_id] = additions.content(connection, order.target_id, order.new_value or {})
        except RefusedError as error:
            raise DecisionError(error.message, error.source, error.cure) from error
    for order in orders:
        if order.target_id not in found:
            cure = "it went with a new text or other extractors: look for it again"
            raise DecisionError(f"there is no such {order.target}", order.target_id, cure)
    return found


def _given(connection: "Connection", reviewer: str, decision_id: str | None, batch: str | None) -> list[dict[str, Any]]:
    """What is to be taken back, the latest first."""
    if decision_id is not None:
        found = _rows(connection, "SELECT * FROM decision WHERE decision_id = :id", id=decision_id)
        if not found:
            raise DecisionError("there is no such decision", decision_id, "belegt judge --all lists what was decided")
        return found
    open_yet = "SELECT * FROM decision AS d WHERE undoes IS NULL AND NOT EXISTS (SELECT 1 FROM decision AS u WHERE u.chain = d.chain AND u.undoes = d.decision_id) "
    if batch is not None:
        return _rows(connection, open_yet + "AND batch = :batch ORDER BY number DESC", batch=batch)
    return _rows(connection, open_yet + "AND reviewer = :who ORDER BY number DESC LIMIT 1", who=reviewer)


def _taken_back(
    chain: list[dict[str, Any]], row: Mapping[str, Any], reviewer: str, stamp: str, batch: str | None
) -> dict[str, Any]:
    """The row that takes back another: what counts without it is said again."""
    marker = {"decision_id": "", "undoes": row["decision_id"]}
    stack = in_force([*chain, marker])
    said = stack[-1] if stack else {**row, "status": "open", "new_value": _pair(row)}
    names = ("target", "target_id", "status", "content", "new_value")
    return {
        "decision_id": ids.make("d_", row["chain"], len(chain), reviewer, stamp), "chain": row["chain"], "batch": batch,
        "undoes": row["decision_id"], **{name: said[name] for name in names}, "note": None, "reviewer": reviewer, "decided": stamp,
    }  # fmt: skip


def _pair(row: Mapping[str, Any]) -> str | None:
    """Of an identity that is open again: which one it was."""
    return row["new_value"] if row["target"] == "identity" else None


def _write(connection: "Connection", made: list[dict[str, Any]], *, fit: str) -> None:
    """Store the rows, and what counts from now on; `fit` of chains whose place is found anew after this is no matter."""
    from sqlalchemy import insert

    if not made:
        return
    connection.execute(insert(table("decision")), made)
    numbers = {row["decision_id"]: row["number"] for row in _some(connection, "decision", "decision_id", made)}
    old = {row["chain"]: row for row in _some(connection, "anchor", "chain", made)}
    rows: dict[str, dict[str, Any]] = {}
    for row in made:
        before = rows.get(row["chain"]) or old.get(row["chain"]) or {}
        again = fit != "exact" and row["target"] != "identity"
        rows[row["chain"]] = {
            "chain": row["chain"],
            "target": before.get("target", row["target"]),
            "target_id": before.get("target_id") if again else row["target_id"],
            "release_id": before.get("release_id") or json.loads(row["content"]).get("release_id"),
            "number": numbers[row["decision_id"]],
            "fit": before.get("fit", fit) if again else "exact",
            "status": row["status"],
        }
    anchors.insert(connection, list(rows.values()))
    judgements.keep(connection, [row | {"number": numbers[row["decision_id"]]} for row in made])
    for release_id in sorted({r["release_id"] for r in rows.values() if r["target"] == "addition"}):
        anchor(connection, release_id)


def _anchored(connection: "Connection", target_ids: Iterable[str]) -> list[dict[str, Any]]:
    return _some(connection, "anchor", "target_id", [{"target_id": i} for i in sorted(set(target_ids))])


def _some(connection: "Connection", name: str, column: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table whose column has one of the values."""
    from sqlalchemy import select

    values, found = sorted({row[column] for row in rows}), []
    stored = table(name)
    for k in range(0, len(values), 500):
        query = select(stored).where(stored.c[column].in_(values[k : k + 500]))
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def _chain(connection: "Connection", chain: str) -> list[dict[str, Any]]:
    return _rows(connection, _ROW + "WHERE d.chain = :chain ORDER BY d.number", chain=chain)


def _parsed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as other programs read it: parsed, with where it points now."""
    loaded = {name: json.loads(row[name]) if row[name] else None for name in ("content", "new_value")}
    return {**{k: v for k, v in row.items() if k != "points_to"}, **loaded, "target_id": row["points_to"]}


def _rows(connection: "Connection", sql: str, **parameters: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(prepared(sql), parameters).mappings()]
