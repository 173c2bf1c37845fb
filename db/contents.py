"""What is decided on, as it stands in the current texts: kept with each decision, and compared when texts change."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from db.names import fold
from db.prepared import prepared

if TYPE_CHECKING:
    from sqlalchemy import Connection

Content = dict[str, Any]

_AT_ONCE: Final = 500
_AROUND: Final = 60  # code points before and after the evidence: enough to tell two places of one sentence apart
_FACTS: Final = """
SELECT f.fact_id, f.release_id, f.revision, f.subject, f.predicate, f.object, f.unit, f.qualifiers, f.modality,
  f.subject_quote, f.object_quote, f.start, f."end", e.quote, f.score, f.extractor, f.rule, f.version,
  substr(v.text, max(f.start - {around}, 0) + 1, f.start - max(f.start - {around}, 0)) AS before,
  substr(v.text, f."end" + 1, {around}) AS after
FROM fact AS f JOIN release AS r USING (release_id, revision) JOIN revision AS v USING (release_id, revision)
JOIN evidence AS e USING (release_id, revision, start, "end")
WHERE f.release_id IN ({marks}) ORDER BY f.release_id, f.start, f."end", f.fact_id
"""
_FINDINGS: Final = """
SELECT x.discrepancy_id, x.release_id, x.scope, x.kind, x.verdict, x.subject, x.predicate, x.reason_de, x.first, x.second,
  v.position, v.value, v.release_id AS side, e.quote, v.start, v."end"
FROM discrepancy AS x JOIN discrepancy_evidence AS v USING (discrepancy_id)
JOIN evidence AS e ON e.release_id = v.release_id AND e.revision = v.revision AND e.start = v.start AND e."end" = v."end"
WHERE x.discrepancy_id IN ({marks}) ORDER BY x.discrepancy_id, v.position
"""
_BESIDE: Final = """
SELECT DISTINCT x.discrepancy_id FROM discrepancy_evidence AS v JOIN discrepancy AS x USING (discrepancy_id)
WHERE v.release_id IN ({marks})
"""


def facts(connection: "Connection", fact_ids: Iterable[str]) -> dict[str, Content]:
    """Those of the facts that stand in current texts, as they are decided on, with what stands beside them."""
    wanted = set(fact_ids)
    releases = {
        row["release_id"] for row in _rows(connection, "SELECT release_id FROM fact WHERE fact_id IN ({marks})", wanted)
    }
    found = {}
    for of_release in _by_release(facts_of(connection, releases)):
        by_triple: dict[tuple[Any, ...], list[Content]] = defaultdict(list)
        for content in of_release:
            for key in _neighbourhood(content):
                by_triple[key].append(content)
        for content in of_release:
            if content["fact_id"] in wanted:
                beside = {o["said"] for key in _neighbourhood(content) for o in by_triple[key]} - {content["said"]}
                found[content["fact_id"]] = {**content, "beside": sorted(beside)}
    return found


def facts_of(connection: "Connection", release_ids: Iterable[str]) -> Iterator[Content]:
    """What is extracted from the current texts of these releases, or added to it, by release and place."""
    for row in _rows(connection, _FACTS, release_ids):
        yield {**row, "qualifiers": json.loads(row["qualifiers"]), "said": _said(row)}


def findings(connection: "Connection", discrepancy_ids: Iterable[str], *, beside: bool = True) -> dict[str, Content]:
    """Those of the discrepancies that are there, as they are decided on; with the others of the same releases."""
    found: dict[str, Content] = {}
    heads = (
        "discrepancy_id",
        "release_id",
        "scope",
        "kind",
        "verdict",
        "subject",
        "predicate",
        "reason_de",
        "first",
        "second",
    )
    for row in _rows(connection, _FINDINGS, discrepancy_ids):
        content = found.setdefault(row["discrepancy_id"], {**{name: row[name] for name in heads}, "values": []})
        side = {"release_id": row["side"], "value": row["value"], "quote": row["quote"]}
        content["values"].append({**side, "start": row["start"], "end": row["end"]})
    for content in found.values():
        content["said"] = _told(content)
    if beside:
        releases = {content["discrepancy_id"]: releases_of(content) for content in found.values()}
        near = near_findings(connection, {r for some in releases.values() for r in some})
        at: dict[tuple[str, str], set[str]] = defaultdict(set)
        for content in findings(connection, near, beside=False).values():
            for release_id in releases_of(content):
                at[release_id, content["kind"]].add(content["said"])
        for content in found.values():
            others = {s for r in releases[content["discrepancy_id"]] for s in at[r, content["kind"]]}
            content["beside"] = sorted(others - {content["said"]})
    return found


def near_findings(connection: "Connection", release_ids: Iterable[str]) -> set[str]:
    """The discrepancies that one of these releases takes part in."""
    return {row["discrepancy_id"] for row in _rows(connection, _BESIDE, release_ids)}


def releases_of(content: Mapping[str, Any]) -> set[str]:
    """The releases whose words a discrepancy compares."""
    return {value["release_id"] for value in content["values"]}


def entities(connection: "Connection", entity_ids: Iterable[str]) -> dict[str, Content]:
    """Kind and best name of these entities, by any text that names them."""
    sql = """
    SELECT e.entity_id, e.kind, (
      SELECT a.name FROM alias AS a WHERE a.entity_id = e.entity_id
      ORDER BY a.rule = 'base_form' DESC, a.score DESC, a.name LIMIT 1
    ) AS name FROM entity AS e WHERE e.entity_id IN ({marks})
    """
    return {row["entity_id"]: row for row in _rows(connection, sql, entity_ids)}


def text_of(connection: "Connection", release_id: str) -> tuple[int, str] | None:
    """The number and the text of a release's current revision."""
    sql = "SELECT v.revision, v.text FROM release AS r JOIN revision AS v USING (release_id, revision) WHERE r.release_id IN ({marks})"
    row = next(_rows(connection, sql, (release_id,)), None)
    return (row["revision"], row["text"]) if row else None


def around(text: str, start: int, end: int) -> dict[str, str]:
    """The words before and after a place."""
    return {"before": text[max(start - _AROUND, 0) : start], "after": text[end : end + _AROUND]}


def _by_release(found: Iterable[Content]) -> Iterator[list[Content]]:
    of: dict[str, list[Content]] = defaultdict(list)
    for content in found:
        of[content["release_id"]].append(content)
    yield from of.values()


def _neighbourhood(content: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What another statement has in common with this one where one could be taken for the other's new state."""
    subject, target = _folded(content["subject"]), _folded(content["object"] or "")
    yield "sp", subject, content["predicate"]
    yield "q", content["predicate"], content["start"], content["end"]
    yield "so", subject, target


def _said(row: Mapping[str, Any]) -> str:
    """A statement in short, to know it again beside another."""
    return _short(_folded(row["subject"]), row["predicate"], _folded(row["object"] or ""))


def _told(content: Mapping[str, Any]) -> str:
    sides = (part for v in content["values"] for part in (v["release_id"], fold(str(v["value"]))))
    return _short(
        content["kind"], content["verdict"], fold(content["subject"] or ""), content["predicate"] or "", *sides
    )


def _short(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


@lru_cache(4096)
def _folded(name: str) -> str:
    return fold(name)


def _rows(connection: "Connection", sql: str, values: Iterable[str]) -> Iterator[Content]:
    """The rows for these values, some at a time: a statement takes a bounded number."""
    ordered = sorted(set(values))
    for k in range(0, len(ordered), _AT_ONCE):
        part = {f"p{i}": value for i, value in enumerate(ordered[k : k + _AT_ONCE])}
        statement = sql.format(marks=", ".join(f":{name}" for name in part), around=_AROUND)
        yield from (dict(row) for row in connection.execute(prepared(statement), part).mappings().all())
