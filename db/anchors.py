"""Where decisions belong after texts, extractors or neighbours have changed. It follows from decisions and current rows alone.

Each chain of decisions is found its place again by what was decided on last (`db.effects.place`): no order of releases, and
nothing that was there in between, makes a difference. What fits nowhere is orphaned: listed, never removed.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from db import additions, contents, corrections, direct, effects
from db.models import table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_CHAINS: Final = """
SELECT a.chain, a.target, a.target_id, a.fit, a.status, d.number, d.target_id AS wanted, d.content
FROM anchor AS a JOIN decision AS d ON d.number = a.number
"""
_OTHER: Final = f"""{_CHAINS}
WHERE a.target = 'discrepancy' AND (
  a.fit <> 'exact' OR NOT EXISTS (SELECT 1 FROM discrepancy AS x WHERE x.discrepancy_id = a.target_id)
)
"""  # noqa: S608 - our own text
_ELSEWHERE: Final = """
SELECT a.* FROM anchor AS a JOIN decision AS d USING (number)
WHERE a.chain = :one AND (a.fit <> 'exact' OR a.target = 'addition' OR a.target_id IS NOT d.target_id)
"""
# Decisions of the oldest schema may say no more than an id.
_UNKNOWN: Final = {
    "subject": "", "predicate": "", "object": None, "quote": "", "kind": "", "scope": "", "verdict": "", "values": (),
}  # fmt: skip


def anchor(connection: "Connection", release_id: str) -> None:
    """Find for each decision of a release's facts, and for each fact added to it, where it belongs now.

    Called where a release is stored, inside its transaction, before it is compared with its neighbours: what a person
    added is a statement like any other. Discrepancies follow when that is done: `anchor_findings`.

    Args:
        connection: inside the transaction that stored the release.
        release_id: the release.
    """
    chains = _rows(
        connection, _CHAINS + "WHERE a.release_id = :one AND a.target IN ('fact', 'addition')", one=release_id
    )
    if not chains:
        return
    keep(connection, _added(connection, release_id, [c for c in chains if c["target"] == "addition"]))
    decided = [c for c in chains if c["target"] == "fact"]
    if decided:
        present = [c for c in contents.facts_of(connection, [release_id]) if c["extractor"] != additions.PERSON]
        keep(
            connection,
            effects.place(
                [effects.fact(c["chain"], _content(c), c["number"]) for c in decided],
                [effects.fact(c["fact_id"], c) for c in present],
            ),
        )


def anchor_findings(connection: "Connection") -> None:
    """Find for each decision of a discrepancy that is gone, or is another now, where it belongs; those that are as they were rest."""
    chains = _rows(connection, _OTHER)
    if not chains:
        return
    decided = {c["chain"]: _content(c) for c in chains}
    near = contents.near_findings(connection, {r for c in decided.values() for r in contents.releases_of(c)})
    near |= {c["wanted"] for c in chains}
    mine = {c["target_id"] for c in chains}
    held = {
        row["target_id"]
        for row in _rows(connection, "SELECT target_id FROM anchor WHERE target = 'discrepancy' AND fit = 'exact'")
    }
    present = contents.findings(connection, near - (held - mine), beside=False)
    keep(
        connection,
        effects.place(
            [effects.discrepancy(c["chain"], decided[c["chain"]], c["number"]) for c in chains],
            [effects.discrepancy(key, content) for key, content in present.items()],
        ),
    )


def again(connection: "Connection", chains: Collection[str]) -> None:
    """Find these chains their place anew, after what was decided last was taken back."""
    rows = [row for row in of(connection, chains) if row["target"] != "identity"]
    for release_id in sorted({row["release_id"] for row in rows if row["target"] in {"fact", "addition"}}):
        anchor(connection, release_id)
    if any(row["target"] == "discrepancy" for row in rows):
        findings = [{"chain": row["chain"]} for row in rows if row["target"] == "discrepancy"]
        # not exact until it is shown to be
        _many(connection, "UPDATE anchor SET fit = 'orphaned' WHERE chain = :chain", findings)
        anchor_findings(connection)


def of(connection: "Connection", chains: Iterable[str]) -> list[dict[str, Any]]:
    """Of these chains those that are not where what was decided on was: the others are found already."""
    return [row for chain in sorted(set(chains)) for row in _rows(connection, _ELSEWHERE, one=chain)]


def keep(connection: "Connection", placed: Mapping[str, tuple[str | None, effects.Fit]]) -> None:
    """Write down where chains belong: {chain: (id or None, fit)}."""
    rows = [{"chain": chain, "id": target_id, "fit": fit} for chain, (target_id, fit) in sorted(placed.items())]
    corrections.lift(connection, placed)
    # first all of them away: two of them may take each other's place
    _many(connection, "UPDATE anchor SET target_id = NULL WHERE chain = :chain", rows)
    _many(connection, "UPDATE anchor SET target_id = :id, fit = :fit WHERE chain = :chain", rows)
    corrections.lay(connection, placed)


def _added(
    connection: "Connection", release_id: str, chains: list[dict[str, Any]]
) -> dict[str, tuple[str | None, effects.Fit]]:
    base = {}
    for chain in chains:
        # what was added is the chain's first row; later ones may have corrected or rejected it
        (first,) = _rows(
            connection, "SELECT content, target_id FROM decision WHERE decision_id = :one", one=chain["chain"]
        )
        base[chain["chain"]] = first["target_id"], json.loads(first["content"])
    there = {c["chain"] for c in chains if c["status"] != "open"}
    fits = additions.place(
        connection, release_id, {i: content for chain, (i, content) in base.items() if chain in there}
    )
    return {
        chain: (target_id, fits.get(target_id, "exact")) if fits.get(target_id) != "orphaned" else (None, "orphaned")
        for chain, (target_id, _) in base.items()
    }


def insert(connection: "Connection", rows: list[dict[str, Any]]) -> None:
    """New anchors, in the place of those that their chains had."""
    from sqlalchemy import insert as into

    chains = [row["chain"] for row in rows]
    corrections.lift(connection, chains)
    _many(connection, "DELETE FROM anchor WHERE chain = :chain", [{"chain": chain} for chain in chains])
    connection.execute(into(table("anchor")), rows)
    corrections.lay(connection, chains)


def _content(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**_UNKNOWN, "fact_id": row["wanted"], "discrepancy_id": row["wanted"], **json.loads(row["content"])}


def _rows(connection: "Connection", sql: str, **parameters: Any) -> list[dict[str, Any]]:
    return direct.dicts(connection, sql, parameters)


def _many(connection: "Connection", sql: str, rows: list[dict[str, Any]]) -> None:
    direct.run_each(connection, sql, rows)
