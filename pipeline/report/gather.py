"""What the report shows, read from the promised views in one snapshot. Nothing here knows of pictures."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from db.export.graph import BODIES, Graph, LeftOut, Node, Statement
from db.export.reading import Snapshot, parsed
from db.queries import QUIET
from pipeline.reconcile.kinship import version_of
from pipeline.reconcile.scope import phase_of
from pipeline.reconcile.statements import unit_of
from pipeline.report.content import (
    Content,
    Counted,
    Discrepancy,
    Link,
    Office,
    Participation,
    Phase,
    Release,
    Said,
    Side,
)

_PLACED: Final = ("starts_on", "ends_on", "lasts")
_RELEASES: Final = """
SELECT release_id, coalesce(title, external_id), coalesce(publisher, ''), published, source, url,
  (SELECT count(*) FROM v_fact AS f WHERE f.release_id = r.release_id AND f.status <> 'rejected')
FROM v_release AS r ORDER BY published IS NULL, published, source, release_id
"""
_WHERE: Final = f"verdict NOT IN ({', '.join(repr(verdict) for verdict in QUIET)}) AND status <> 'dismissed'"
_LOUD: Final = f"""
SELECT * FROM v_discrepancy WHERE {_WHERE}
ORDER BY CASE WHEN verdict IN ('conflict', 'disagrees') THEN 0 WHEN verdict = 'incomplete' THEN 2 ELSE 1 END,
  kind, subject, discrepancy_id
LIMIT ?
"""  # noqa: S608 - our own words
_POINTS: Final = f"""
SELECT count(*), coalesce(sum(status IN ('open', 'unsure', 'stale')), 0) FROM v_discrepancy WHERE {_WHERE}
"""  # noqa: S608
_FACTS: Final = """
SELECT count(*), coalesce(sum(status <> 'open'), 0), coalesce(sum(status = 'rejected'), 0),
  coalesce(sum(status <> 'rejected' AND modality = 'negated'), 0)
FROM v_fact
"""
DISCREPANCIES: Final = 200
STATEMENTS: Final = 200_000
"""What a report can show: a page of more points nobody reads, and more statements fill the memory."""


def gather(snapshot: Snapshot) -> Content:
    """All that the report shows."""
    content = Content()
    content.releases = [Release(*row) for row in snapshot.ask(_RELEASES)]
    by_id = {release.release_id: release for release in content.releases}
    content.kinds = Counter(dict(snapshot.ask("SELECT kind, count(*) FROM v_entity GROUP BY kind ORDER BY kind")))
    counted = 0
    ((content.facts, content.decided, rejected, negated),) = snapshot.ask(_FACTS)
    content.left_out = LeftOut(rejected, negated)
    ((content.points, content.open_points),) = snapshot.ask(_POINTS)
    for release in reversed([release for release in content.releases if release.published]):
        counted += release.facts
        if counted > STATEMENTS:
            break
        content.since = release.published
    if counted <= STATEMENTS:
        content.since = None
    wanted = (*_PLACED, "has_role", "participates_in", "leads", "part_of", "funds", "count")
    statements = list(Graph(snapshot).statements(LeftOut(), wanted, content.since))
    place = Places(by_id)
    content.phases = list(_phases(statements, place))
    content.offices = list(_offices(statements, place))
    content.participations = list(_participations(statements, place))
    content.links = list(_links(statements, place))
    content.counts = list(_counts(statements, place))
    content.discrepancies = list(_discrepancies(snapshot, by_id))
    return content


class Places:
    """The releases of statements, oldest first, each once."""

    def __init__(self, releases: dict[str, Release]) -> None:
        self._releases = releases
        self._order = {release_id: number for number, release_id in enumerate(releases)}

    def __call__(self, statements: Iterable[Statement]) -> tuple[Release, ...]:
        """The releases."""
        found = {statement.row["release_id"] for statement in statements}
        return tuple(self._releases[i] for i in sorted(found, key=self._order.__getitem__))

    def first(self, statements: Iterable[Statement]) -> int:
        """The place of the oldest in the order of releases."""
        return min(self._order[statement.row["release_id"]] for statement in statements)


def _grouped(statements: Iterable[Statement], key: Any) -> dict[Any, list[Statement]]:
    found: dict[Any, list[Statement]] = {}
    for statement in statements:
        found.setdefault(key(statement), []).append(statement)
    return found


def _called(names: Iterable[str]) -> str:
    """The name that is used most; an entity's own may be that of another phase, for all phases are one entity."""
    counted = Counter(names)
    return min(counted, key=lambda name: (-counted[name], name))


def _topic(s: Statement) -> tuple[str, ...]:
    """What a day or a number is said of: phases of one thing are apart, as where they are compared."""
    # A deadline that has no name of its own is another one in every release: "Anmeldefrist".
    where = "" if s.subject.linked else s.row["release_id"]
    phase = phase_of(s.row["subject"])  # "erste Förderphase (X)" and the second are of one X
    edition = phase[0] if phase is not None else version_of(s.row["subject"]).casefold().removesuffix(".0")
    return s.subject.id, where, edition


def _planned(statements: Iterable[Statement]) -> bool:
    return all(statement.row["modality"] == "planned" for statement in statements)


def _phases(statements: list[Statement], place: Places) -> Iterator[Phase]:
    dated = [s for s in statements if s.row["predicate"] in _PLACED and s.row["object"] is not None]
    for group in _grouped(dated, _topic).values():
        told = {
            predicate: tuple(
                Said(value, place(same), _planned(same))
                for value, same in sorted(_grouped(found, lambda s: str(s.row["object"])).items())
            )
            for predicate, found in _grouped(group, lambda s: s.row["predicate"]).items()
        }
        name = _called(s.row["subject"] for s in group)
        yield Phase(name, *(told.get(predicate, ()) for predicate in _PLACED))


def _offices(statements: list[Statement], place: Places) -> Iterator[Office]:
    roles = [s for s in statements if s.row["predicate"] == "has_role"]

    def office(s: Statement) -> Any:
        where = s.organisation.id if s.organisation else ""
        return s.subject.id, (s.row["object"] or "").casefold(), where, s.row["valid_from"], s.row["valid_to"]

    for group in _grouped(roles, office).values():
        one = group[0]
        yield Office(
            one.subject.name,
            one.row["object"] or "",
            one.organisation.name if one.organisation else "",
            one.row["valid_from"],
            one.row["valid_to"],
            place(group),
            _planned(group),
        )


def _participations(statements: list[Statement], place: Places) -> Iterator[Participation]:
    taking = [
        s
        for s in statements
        if s.row["predicate"] in {"participates_in", "leads"}
        and s.subject.kind in BODIES
        and s.target is not None
        and s.target.kind in {"INFRASTRUCTURE", "PROJECT"}
        and s.target.linked
        and s.target.id != s.subject.id
    ]
    for group in _grouped(taking, lambda s: (s.subject.id, s.target.id if s.target else "")).values():
        one = group[0]
        if one.target is not None:
            leads = any(s.row["predicate"] == "leads" for s in group)
            thing = replace(one.target, name=_called(str(s.row["object"]) for s in group))
            yield Participation(one.subject, thing, place(group), _planned(group), leads)


def _links(statements: list[Statement], place: Places) -> Iterator[Link]:
    joined: dict[tuple[str, str], list[tuple[Statement, Node, Node]]] = {}
    names: dict[str, Counter[str]] = {}
    for s in statements:
        role = s.row["predicate"] == "has_role"
        other = s.organisation if role else s.target
        if other is None or other.id == s.subject.id or "EVENT" in {s.subject.kind, other.kind}:
            continue
        if not other.linked and not role:  # "leitet beide Studien": no name of anything
            continue
        joined.setdefault((s.subject.id, other.id), []).append((s, s.subject, other))
        names.setdefault(s.subject.id, Counter())[s.row["subject"]] += 1
        names.setdefault(other.id, Counter())[s.qualifiers["organisation"] if role else str(s.row["object"])] += 1
    for found in joined.values():
        first, second = (replace(node, name=_called(names[node.id].elements())) for node in found[0][1:])
        predicates = tuple(sorted({s.row["predicate"] for s, *_ in found}))
        yield Link(first, second, predicates, place(s for s, *_ in found))


def _counts(statements: list[Statement], place: Places) -> Iterator[Counted]:
    counted = [
        s
        for s in statements
        if s.row["predicate"] == "count" and isinstance(s.row["value"], int | float) and s.row["unit"]
    ]
    for group in _grouped(counted, lambda s: (*_topic(s), unit_of(s.row["unit"]))).values():
        values = sorted(
            {(place.first([s]), s.row["value"], _how(s)): place([s])[0] for s in group}.items(),
            key=lambda pair: pair[0],
        )
        told = tuple((value, release, how) for (_, value, how), release in values)
        yield Counted(_called(s.row["subject"] for s in group), _called(s.row["unit"] for s in group), told)


def _how(statement: Statement) -> str:
    if statement.row["modality"] == "planned":
        return "planned"
    if statement.qualifiers.get("bound"):
        return str(statement.qualifiers["bound"])
    return "approx" if statement.qualifiers.get("approx") else ""


def _discrepancies(snapshot: Snapshot, releases: dict[str, Release]) -> Iterator[Discrepancy]:
    for row in snapshot.objects(_LOUD, (DISCREPANCIES,)):
        sides = tuple(
            Side(_shown(side["value"]), side["quote"], releases[side["release_id"]])
            for side in json.loads(row["values"])
            if side["release_id"] in releases
        )
        yield Discrepancy(
            row["discrepancy_id"],
            row["kind"],
            row["verdict"],
            row["scope"],
            row["subject"] or "",
            {"de": row["reason_de"], "en": row["reason_en"]},
            row["status"],
            sides,
        )


def _shown(value: Any) -> str:
    told = parsed(value) if isinstance(value, str) and value.startswith(("{", "[")) else value
    if isinstance(told, dict) and "value" in told:
        return f"{told['value']} {told.get('unit') or told.get('currency') or ''}".strip()
    return "" if value is None else str(value)
