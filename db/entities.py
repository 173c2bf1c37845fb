"""One entity with all that is known of it, and the questions who is who: behind `belegt entity` and `belegt judge`."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from db.errors import RefusedError
from db.judgements import identity_id
from db.names import fold
from db.readonly import rows

_SHOWN: Final = 12
_MEMBERS: Final = "SELECT entity_id FROM entity WHERE (entity_id = :id OR same_as = :id)"
_BY_NAME: Final = """
SELECT DISTINCT coalesce(e.same_as, e.entity_id) AS entity_id FROM entity AS e
JOIN alias AS a ON a.entity_id = e.entity_id JOIN release AS r USING (release_id, revision) WHERE {}
"""
_FACTS: Final = """
SELECT f.*, r.source, r.published, r.title, r.first_seen FROM v_fact AS f JOIN v_release AS r USING (release_id)
WHERE f.status <> 'rejected' AND f.fact_id IN (
  SELECT fact_id FROM fact WHERE subject_id IN (:members)
  UNION SELECT fact_id FROM fact WHERE object_id IN (:members)
  UNION SELECT fact_id FROM fact WHERE predicate = 'has_role'
    AND qualifiers ->> '$.organisation' IN (:names)
)
ORDER BY coalesce(r.published, r.first_seen), f.release_id, f.start, f."end", f.fact_id
"""
_LINKS: Final = """
SELECT l.first, l.second, l.rule, l.score FROM entity_link AS l
WHERE l.first IN (:members) OR l.second IN (:members)
ORDER BY l.score DESC, l.first, l.second
"""
_NAMED: Final = """
SELECT e.entity_id, coalesce(e.same_as, e.entity_id) AS leader, e.kind, (
  SELECT a.name FROM alias AS a WHERE a.entity_id = e.entity_id ORDER BY a.rule = 'base_form' DESC, a.score DESC, a.name LIMIT 1
) AS name FROM entity AS e WHERE e.entity_id IN (:ids)
"""
_FIRST: Final = """
SELECT m.release_id, m.start, m."end", m.quote, v.source, v.published FROM mention AS m
JOIN release AS r USING (release_id, revision) JOIN revision AS v USING (release_id, revision)
WHERE m.entity_id = :id ORDER BY coalesce(v.published, v.first_seen), m.release_id, m.start LIMIT 1
"""
_LINKED: Final = """
SELECT
  l.rule, l.score, e.entity_id AS first_id, e.kind AS first_kind, coalesce(e.same_as, e.entity_id) AS first_leader,
  (
    SELECT a.name FROM alias AS a WHERE a.entity_id = e.entity_id ORDER BY a.rule = 'base_form' DESC, a.score DESC, a.name LIMIT 1
  ) AS first_name, o.entity_id AS second_id, o.kind AS second_kind,
  coalesce(o.same_as, o.entity_id) AS second_leader, (
    SELECT a.name FROM alias AS a WHERE a.entity_id = o.entity_id ORDER BY a.rule = 'base_form' DESC, a.score DESC, a.name LIMIT 1
  ) AS second_name
FROM entity_link AS l JOIN entity AS e ON e.entity_id = l.first JOIN entity AS o ON o.entity_id = l.second
ORDER BY l.score, l.first, l.second
"""
_QUESTIONS: Final = """
SELECT discrepancy_id, subject, "values", reason_de, reason_en, status, first_id, second_id FROM v_discrepancy
WHERE kind = 'possible_identity' AND ({} OR status = 'open') ORDER BY status <> 'open', subject, discrepancy_id
"""
_JUDGED: Final = """
SELECT decision_id, target_id, fit, status, content, new_value, note, reviewer, decided FROM v_decision
WHERE target = 'identity' AND current AND status <> 'open' ORDER BY number
"""
_LOST: Final = """
SELECT decision_id, number, target, target_id, fit, status, content, new_value, note, reviewer, decided FROM v_decision
WHERE current AND status <> 'open' AND fit IN ('stale', 'orphaned') ORDER BY fit, number
"""


def named(path: Path, name: str, kind: str | None = None) -> str:
    """The id of the one entity that is called so.

    Args:
        path: the database.
        name: a name, in any of its spellings; a part of one where no entity has it whole; or an id.
        kind: only of this label.

    Raises:
        RefusedError: when none is, or several are; those are listed.
    """
    where = "(:kind IS NULL OR e.kind = :kind) AND "
    tries = (
        ("e.entity_id = :name", name),
        ("e.folded = :name OR fold(a.name) = :name", fold(name)),
        ("instr(fold(a.name), :name)", fold(name)),
    )
    for condition, wanted in tries:
        sql = _BY_NAME.format(f"{where}({condition})")
        found = [row["entity_id"] for row in _ask(path, sql, name=wanted, kind=kind)] if wanted else []
        if len(found) == 1:
            return str(found[0])
        if found:
            raise RefusedError(
                f"{len(found)} entities are called {name!r}: {_listed(path, found)}", str(path), "name one by its id"
            )
    cure = (
        f"belegt search {name} shows where texts have it, belegt facts --about what is stated of it, under which name"
    )
    raise RefusedError(f"no entity is called {name!r}", str(path), cure)


def itself(path: Path, name: str) -> str:
    """The id of what has just this name, though it is one with others: what is judged is a name, not all that it is one with.

    Raises:
        RefusedError: as `named`.
    """
    leader = named(path, name)
    # "amber @ =studie" is what releases call "die Studie AMBER"
    same = "(folded = :name OR instr(folded, :name || ' @ =') = 1)"
    members = _ask(path, f"{_MEMBERS} AND {same}", id=leader, name=fold(name))
    return str(members[0]["entity_id"]) if len(members) == 1 else leader


def entity(path: Path, entity_id: str) -> dict[str, Any]:
    """All that is known of an entity: entity_id, kind, name, mentions, releases, aliases, links, facts.

    `links` say with which other names it was taken for one: rule, score, the first place of both names, and `status`:
    `in force`, or `overruled` where a person said that they are different.
    """
    (head,) = _ask(path, "SELECT * FROM v_entity WHERE entity_id = :id", id=entity_id)
    aliases = _ask(
        path,
        "SELECT name, rule, score, releases FROM v_alias WHERE entity_id = :id ORDER BY rule, releases DESC, name",
        id=entity_id,
    )
    members = [row["entity_id"] for row in _ask(path, _MEMBERS, id=entity_id)]
    names = sorted({row["name"] for row in aliases})
    facts = _ask(path, _FACTS, members=members, names=names)
    for row in facts:
        row["qualifiers"] = json.loads(row["qualifiers"])
        if row["predicate"] == "count" and row["object"] and row["object"].startswith("{"):
            row["object"] = json.loads(row["object"])
    return {**head, "members": members, "aliases": aliases, "links": _links(path, members), "facts": facts}


def questions(path: Path, *, everything: bool = False) -> list[dict[str, Any]]:
    """The pairs that may be one: id, status, first, second (id, kind, name), reasons, values with their quotes.

    Args:
        path: the database.
        everything: also those that are judged, and what was judged without being asked.
    """
    found = _ask(path, _QUESTIONS.format("TRUE" if everything else "FALSE"))
    judged = {row["target_id"]: row for row in _ask(path, _JUDGED)} if everything else {}
    told = []
    for row in found:
        pair = identity_id(row["first_id"], row["second_id"]) if row["first_id"] else None
        said = judged.pop(pair, None)
        told.append({**row, "values": json.loads(row["values"]), "identity_id": pair, **_said(said)})
    for pair, row in judged.items():
        content = json.loads(row["content"])
        told.append(
            {
                "discrepancy_id": None, "subject": None, "values": [], "reason_de": None, "reason_en": None, "status": row["status"],
                "first_id": content["first"]["entity_id"], "second_id": content["second"]["entity_id"], "identity_id": pair,
                **_said(row),
            }
        )  # fmt: skip
    known = _named(path, {row[side] for row in told for side in ("first_id", "second_id") if row[side]})
    for row in told:
        for side in ("first", "second"):
            row[side] = known.get(row.pop(f"{side}_id"))
    return told


def linked(path: Path, *, everything: bool = False) -> list[dict[str, Any]]:
    """The pairs that are treated as one without having been asked about, the least sure first; as `questions`, and rule, score.

    Args:
        path: the database.
        everything: also those that are judged.
    """
    asked = {
        identity_id(row["first_id"], row["second_id"])
        for row in _ask(path, _QUESTIONS.format("TRUE"))
        if row["first_id"]
    }
    judged = {row["target_id"]: row for row in _ask(path, _JUDGED)}
    told = []
    for row in _ask(path, _LINKED):
        pair = identity_id(row["first_id"], row["second_id"])
        if pair in asked or (pair in judged and not everything):
            continue
        one, two = (
            {"entity_id": row[f"{side}_id"], "leader": row[f"{side}_leader"], "kind": row[f"{side}_kind"], "name": row[f"{side}_name"]}
            for side in ("first", "second")
        )  # fmt: skip
        said = judged.get(pair)
        told.append(
            {
                "discrepancy_id": None, "subject": None, "values": [], "reason_de": None, "reason_en": None,
                "status": said["status"] if said else "open", "identity_id": pair, **_said(said), "first": one, "second": two,
                "rule": row["rule"], "score": row["score"],
            }
        )  # fmt: skip
    return told


def pair_of(path: Path, target_id: str) -> tuple[str, str]:
    """The two entities that a question or an identity is about, by the id of either.

    Raises:
        RefusedError: when there is no such question.
    """
    for row in (*questions(path, everything=True), *linked(path)):
        if target_id in {row["discrepancy_id"], row["identity_id"]} and row["first"] and row["second"]:
            return row["first"]["entity_id"], row["second"]["entity_id"]
    cure = "belegt judge and belegt judge --linked list the pairs with their ids; or give two names"
    raise RefusedError(f"there is no question {target_id!r}", str(path), cure)


def judged_pair(path: Path, one: str, two: str) -> tuple[str, str] | None:
    """The two entities that were judged under these names or ids, also when they are one since; None when none were."""
    wanted = {fold(one), fold(two)}
    for row in questions(path, everything=True):
        sides = row["first"], row["second"]
        if row["reviewer"] and all(sides):
            told = [{fold(str(side["name"])), fold(side["entity_id"])} for side in sides]
            if len(wanted) == 2 and all(t & wanted for t in told) and wanted <= told[0] | told[1]:
                return sides[0]["entity_id"], sides[1]["entity_id"]
    return None


def lost(path: Path) -> list[dict[str, Any]]:
    """The decisions whose thing has changed (`stale`) or is gone (`orphaned`), with what they were made on."""
    found = _ask(path, _LOST)
    for row in found:
        row["content"] = json.loads(row["content"])
        row["new_value"] = json.loads(row["new_value"]) if row["new_value"] else None
    return found


def one_now(path: Path, one: str, two: str) -> bool:
    """Whether two entities are one."""
    known = _named(path, {one, two})
    return one in known and two in known and known[one]["leader"] == known[two]["leader"]


def names(path: Path, *ids: str) -> list[str]:
    """What these entities are called; with its id, where two are called the same."""
    known = _named(path, set(ids))
    called = [str(known[i]["name"]) for i in ids]
    return [f"{name} ({i})" if called.count(name) > 1 else name for i, name in zip(ids, called, strict=True)]


def _links(path: Path, members: Sequence[str]) -> list[dict[str, Any]]:
    links = _ask(path, _LINKS, members=members)
    known = _named(path, {row[side] for row in links for side in ("first", "second")})
    said = {row["target_id"]: row for row in _ask(path, _JUDGED)} if links else {}
    told = []
    for row in links:
        one, two = known[row["first"]], known[row["second"]]
        told.append(
            {
                **row, "first_name": one["name"], "second_name": two["name"],
                "status": "in force" if one["leader"] == two["leader"] else "overruled",
                **_said(said.get(identity_id(row["first"], row["second"]))),
                "evidence": [place for i in (row["first"], row["second"]) for place in _ask(path, _FIRST, id=i)],
            }
        )  # fmt: skip
    return told


def _said(row: Mapping[str, Any] | None) -> dict[str, Any]:
    """Who judged, when, with which remark."""
    return {name: row[name] if row else None for name in ("note", "reviewer", "decided")}


def _named(path: Path, ids: set[str]) -> dict[str, dict[str, Any]]:
    known = {row["entity_id"]: row for row in _ask(path, _NAMED, ids=sorted(ids))}
    for i in ids - known.keys():
        known[i] = {"entity_id": i, "leader": i, "kind": None, "name": i.removeprefix("name:")}
    return known


def _listed(path: Path, found: Sequence[str]) -> str:
    known = _named(path, set(found[:_SHOWN]))
    shown = ", ".join(f"{i} ({known[i]['kind']} {known[i]['name']})" for i in found[:_SHOWN])
    return shown + (" …" if len(found) > _SHOWN else "")


def _ask(path: Path, sql: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a question with named parameters; a list stands for several: `IN (:ids)`."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            many = {f"{name}_{k}": one for k, one in enumerate(value)}
            sql = re.sub(rf":{name}\b", ", ".join(f":{key}" for key in many), sql)
            given |= many
        else:
            given[name] = value
    return rows(path, sql, given, lambda text: None if text is None else fold(str(text)))
