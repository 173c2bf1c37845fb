"""`belegt import decisions`: reviewed rows become decisions; what does not fit is told, row by row, and left out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.export import sheet
from db.export.words import DISCREPANCY_DECISIONS, FACT_DECISIONS, STATUSES, said, status_of
from db.written import ValueRefusedError, object_of, predicate
from pipeline.reviewed_files import Row, rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.decisions import Order

_ALLOWED: Final = {"fact": FACT_DECISIONS, "discrepancy": DISCREPANCY_DECISIONS}


@dataclass(slots=True)
class Outcome:
    """What became of the rows of a file.

    Attributes:
        taken: decisions stored (or that would be, without `--dry-run`); unchanged: decided so already;
        undecided: rows without a decision; misfits: the place and the reason of each row that was left out.
        batch: under which the decisions can be taken back together; empty where none was stored.
    """

    taken: int = 0
    unchanged: int = 0
    undecided: int = 0
    misfits: list[tuple[str, str]] = field(default_factory=list)
    batch: str = ""


class MisfitError(Exception):
    """Why a row cannot be taken."""


def take(path: Path, file: Path, reviewer: str, *, dry_run: bool) -> Outcome:
    """Store what was decided in the file, in one transaction; the same file a second time changes nothing.

    Args:
        path: the database.
        file: .xlsx, .csv or .jsonl.
        reviewer: in whose name.
        dry_run: only look.

    Raises:
        BelegtError: the file cannot be read.
        DatabaseError: the database cannot be written.
    """
    from db import engine, ids
    from db.decisions import decide
    from db.runs import stamp

    outcome = Outcome()
    wanted = list(_wanted(rows(file), outcome))
    engine.require(path)
    with engine.open(path) as database, database.read() if dry_run else database.write() as connection:
        orders = []
        for row in wanted:
            try:
                order = _order(connection, row)
            except MisfitError as misfit:
                outcome.misfits.append((row.place, str(misfit)))
                continue
            if order is None:
                outcome.unchanged += 1
            else:
                orders.append(order)
        if orders and not dry_run:
            now = stamp()
            outcome.batch = ids.make("b_", file.name, reviewer, now)
            decide(connection, orders, reviewer=reviewer, stamp=now, batch=outcome.batch)
    outcome.taken = len(orders)
    return outcome


def _wanted(found: Iterable[Row], outcome: Outcome) -> Iterable[Row]:
    """Each thing once; one that is decided in two ways is no decision."""
    by_thing: dict[tuple[str, str], Row] = {}
    doubtful: set[tuple[str, str]] = set()
    for row in found:
        if row.decision is None:
            if row.new:
                outcome.misfits.append((row.place, f"new values, but no decision in {sheet.DECISION}"))
            else:
                outcome.undecided += 1
            continue
        key = row.target, row.target_id
        before = by_thing.setdefault(key, row)
        if before is row or row.later:
            by_thing[key] = row
        elif (before.decision, before.new, before.note) != (row.decision, row.new, row.note):
            doubtful.add(key)
            outcome.misfits.append((row.place, f"{row.target_id} is decided otherwise in {before.place}"))
    for key in doubtful:
        row = by_thing.pop(key)
        outcome.misfits.append((row.place, f"{row.target_id} is decided otherwise in another row"))
    taken_back = [key for key, row in by_thing.items() if row.later and row.decision == "open"]
    for key in taken_back:
        del by_thing[key]
    outcome.undecided += len(taken_back)
    return by_thing.values()


def _order(connection: "Connection", row: Row) -> "Order | None":
    """The decision of a row; None where it holds already.

    Raises:
        MisfitError: it cannot be taken.
    """
    from db.decisions import Order, latest

    allowed = _ALLOWED.get(row.target)
    if allowed is None:
        raise MisfitError(f"{row.target_id} is no fact and no discrepancy")
    status = status_of(row.decision or "", allowed)
    if status not in allowed:
        words = ", ".join(said(STATUSES, name) for name in allowed)
        raise MisfitError(f"{row.decision!r} is no decision on a {row.target}; one of {words}")
    question = sheet.FACT_STATE if row.target == "fact" else sheet.DISCREPANCY_STATE
    found = connection.exec_driver_sql(question, (row.target_id,)).mappings().first()
    if found is None:
        raise MisfitError(f"there is no {row.target} {row.target_id}: export anew, and decide there")
    current = dict(found)
    new = _new(row, status, current)
    before = latest(connection, row.target, row.target_id)
    if before is not None and _same(before, current["status"], status, new, row.note):
        return None
    state = sheet.state(current) if row.target == "fact" else sheet.discrepancy_state(current)
    if row.state is not None and row.state != state:
        who = f" by {before['reviewer']}" if before is not None else ""
        raise MisfitError(
            f"{row.target_id} was changed since the export{who} (now: {said(STATUSES, current['status'])}): export anew"
        )
    return Order(row.target, row.target_id, status, new, row.note)


def _new(row: Row, status: str, current: Mapping[str, Any]) -> dict[str, Any] | None:
    if status != "corrected":
        if row.new:
            raise MisfitError(f"new values, but the decision is {row.decision!r}, not {said(STATUSES, 'corrected')}")
        return None
    if row.whole is not None:
        return row.whole
    if not row.new:
        raise MisfitError(f"{said(STATUSES, 'corrected')}, but no new value is given")
    try:
        new: dict[str, Any] = {}
        if "subject" in row.new:
            new["subject"] = str(row.new["subject"])
        if "predicate" in row.new:
            new["predicate"] = predicate(row.new["predicate"])
        if "object" in row.new:
            kind = new.get("predicate", current["predicate"])
            new["object"] = object_of(kind, row.new["object"], _unit(current["object"]))
    except ValueRefusedError as refused:
        raise MisfitError(str(refused)) from refused
    return new


def _unit(stored: Any) -> str | None:
    try:
        value = json.loads(stored)
    except (TypeError, ValueError):
        return None
    return value.get("unit") if isinstance(value, dict) else None


def _same(before: Mapping[str, Any], shown: str, status: str, new: dict[str, Any] | None, note: str | None) -> bool:
    """Whether the latest decision says the same and still holds."""
    same = before["status"] == status == shown and (before["new_value"] or None) == (new or None)
    return same and (note is None or before["note"] == note)
