"""What a release has in common with others: entities by their names, and the statements that are made of one entity.

Reads rows for `pipeline.reconcile` and writes what it concludes; what is the same is decided there.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from db import direct, ids, judgements, spelled, stated
from db.prepared import in_parts, marks, values_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

Fetched = dict[str, Any]
"""One row, by the names of its columns."""


Content = tuple[tuple[Any, ...], tuple[tuple[Any, ...], ...]]
"""A finding's own columns, and those of its places."""

_HEADS: Final = (
    "about", "family", "kind", "verdict", "subject", "predicate", "reason_de", "reason_en", "first", "second", "pair",
)  # fmt: skip
_HEAD: Final = 1 + len(_HEADS)
_STORED: Final = (
    "WITH wanted(about, family) AS (VALUES {0}) "
    f"SELECT x.discrepancy_id, {', '.join(f'x.{name}' for name in _HEADS)}, v.position, v.release_id, v.revision, v.start, "
    'v."end", v.value FROM wanted AS w JOIN discrepancy AS x ON x.about = w.about AND x.family = w.family '
    "JOIN discrepancy_evidence AS v ON v.discrepancy_id = x.discrepancy_id"
)
_UNSUPPORTED: Final = (
    'DELETE FROM evidence WHERE release_id = :release_id AND revision = :revision AND start = :start AND "end" = :end '
    "AND NOT EXISTS (SELECT 1 FROM fact AS f WHERE f.release_id = :release_id AND f.revision = :revision "
    'AND f.start = :start AND f."end" = :end) AND NOT EXISTS (SELECT 1 FROM discrepancy_evidence AS v '
    'WHERE v.release_id = :release_id AND v.revision = :revision AND v.start = :start AND v."end" = :end)'
)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a release touched before its rows changed.

    Attributes:
        calls: how it called entities (`db.spelled`).
        units: of what it stated something, and the findings it took part in, by entity or leader and family.
        releases: those with which it took part in them.
    """

    calls: frozenset[spelled.Call] = frozenset()
    units: frozenset[stated.Unit] = frozenset()
    releases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One finding between releases, as it is stored; `places` are (release_id, revision, start, end, quote)."""

    about: str
    family: str
    topic: str
    kind: str
    verdict: str
    subject: str
    predicate: str | None
    reason_de: str
    reason_en: str
    places: tuple[tuple[str, int, int, int, str], ...]
    values: tuple[str, ...]
    asked: tuple[str, str] | None = None  # of a possible identity: the pair under which it is judged

    @property
    def discrepancy_id(self) -> str:
        """It follows from what is found, and where it is found does not matter."""
        return ids.make("x_", "between", self.about, self.topic, self.kind, self.verdict, list(self.values))

    @property
    def content(self) -> Content:
        """All that is stored of it."""
        first, second = self.asked or (None, None)
        head = (
            self.about, self.family, self.kind, self.verdict, self.subject, self.predicate, self.reason_de, self.reason_en,
            first, second, judgements.identity_id(*self.asked) if self.asked else None,
        )  # fmt: skip
        values = (*self.values, *(None,) * len(self.places))
        return head, tuple((k, *place[:4], values[k]) for k, place in enumerate(self.places))


def release(connection: "Connection", release_id: str) -> Touched:
    """Take what is compared with this release out of the database, before its rows change; what must be compared anew."""
    found = list(
        _rows(
            connection,
            "SELECT DISTINCT x.discrepancy_id, x.about, x.family FROM discrepancy_evidence AS v JOIN discrepancy AS x USING (discrepancy_id) "
            "WHERE x.scope = 'between' AND v.release_id = :one",
            one=release_id,
        )
    )
    units = stated.units_of(connection, [release_id, *copies_of(connection, release_id)])
    units |= {(row["about"], row["family"]) for row in found if row["family"]}
    touched = Touched(
        frozenset(spelled.calls(connection, release_id)),
        frozenset(units),
        frozenset(_drop(connection, [row["discrepancy_id"] for row in found])),
    )
    stated.drop(connection, release_id)
    return touched


def copies_of(connection: "Connection", release_id: str) -> list[str]:
    """The other releases of its cluster."""
    return _all(
        connection,
        "SELECT o.release_id FROM release AS r JOIN release AS o USING (cluster_id) "
        "WHERE r.release_id = :one AND o.release_id <> :one",
        one=release_id,
    )


def keep_keys(connection: "Connection", keys: Mapping[str, Iterable[str]]) -> None:
    """The keys {entity: keys} in the place of those that were there."""
    for part in in_parts(keys):
        _run(connection, f"DELETE FROM entity_key WHERE entity_id IN ({marks(part)})", **part)
    rows = [{"key": k, "entity_id": e} for e in sorted(keys) for k in sorted(keys[e])]
    direct.insert(connection, "entity_key", rows)


def sharing(connection: "Connection", keys: Iterable[str]) -> set[str]:
    """The entities that have one of the keys."""
    found: set[str] = set()
    for part in in_parts(keys):
        found.update(
            _all(connection, f"SELECT DISTINCT entity_id FROM entity_key WHERE key IN ({marks(part)})", **part)
        )
    return found


def keep_links(connection: "Connection", entities: Iterable[str], links: Iterable[tuple[str, str, str, float]]) -> None:
    """The links (first, second, rule, score) of these entities in the place of those that were there."""
    for part in in_parts(entities):
        at = marks(part)
        _run(connection, f"DELETE FROM entity_link WHERE first IN ({at}) OR second IN ({at})", **part)
    rows = [dict(zip(("first", "second", "rule", "score"), link, strict=True)) for link in sorted(links)]
    direct.insert(connection, "entity_link", rows)


def links_of(connection: "Connection", entities: Iterable[str]) -> set[tuple[str, str, str, float]]:
    """The links that one of the entities has: first, second, rule, score."""
    found: set[tuple[str, str, str, float]] = set()
    for part in in_parts(entities):
        at = marks(part)
        sql = f"SELECT first, second, rule, score FROM entity_link WHERE first IN ({at}) OR second IN ({at})"
        found.update((first, second, rule, score) for first, second, rule, score in direct.rows(connection, sql, part))
    return found


def leaders(connection: "Connection", entities: Iterable[str]) -> dict[str, str]:
    """{entity: its leader} of those that have rows."""
    found: dict[str, str] = {}
    for part in in_parts(entities):
        sql = f"SELECT entity_id, coalesce(same_as, entity_id) FROM entity WHERE entity_id IN ({marks(part)})"
        found.update((entity, leader) for entity, leader in direct.rows(connection, sql, part))
    return found


def every(connection: "Connection") -> list[str]:
    """All entities."""
    return _all(connection, "SELECT entity_id FROM entity")


def beside(connection: "Connection", entities: Iterable[str]) -> set[str]:
    """The entities that have a key in common with one of these, and these."""
    found: set[str] = set()
    for part in in_parts(entities):
        sql = "SELECT DISTINCT k.entity_id FROM entity_key AS o JOIN entity_key AS k ON k.key = o.key WHERE o.entity_id IN "
        found.update(_all(connection, f"{sql}({marks(part)})", **part))
    return found


def led_by(connection: "Connection", leader_ids: Iterable[str]) -> set[str]:
    """The entities that have one of these leaders, and the leaders themselves where they have rows."""
    found: set[str] = set()
    for part in in_parts(leader_ids):
        at = marks(part)
        found.update(
            _all(connection, f"SELECT entity_id FROM entity WHERE same_as IN ({at}) OR entity_id IN ({at})", **part)
        )
    return found


def keep_leaders(connection: "Connection", leading: Mapping[str, str]) -> None:
    """{entity: leader}."""
    rows = [{"id": e, "leader": leader if leader != e else None} for e, leader in sorted(leading.items())]
    direct.run_each(connection, "UPDATE entity SET same_as = :leader WHERE entity_id = :id", rows)


def starts(connection: "Connection", release_id: str) -> list[Fetched]:
    """Norm and evidence of what a release says of when things start."""
    return list(
        _rows(
            connection,
            "SELECT f.object, e.quote FROM fact AS f JOIN release AS r USING (release_id, revision) "
            'JOIN evidence AS e USING (release_id, revision, start, "end") '
            "WHERE f.release_id = :one AND f.predicate = 'starts_on'",
            one=release_id,
        )
    )


def words_at(connection: "Connection", release_id: str, revision: int, start: int, end: int) -> str:
    """What stands in the text of a release from start to end, in code points."""
    (words,) = _all(
        connection,
        "SELECT substr(text, :start + 1, :size) FROM revision WHERE release_id = :one AND revision = :two",
        start=start,
        size=end - start,
        one=release_id,
        two=revision,
    )
    return words


def lists(connection: "Connection", release_id: str) -> Iterator[tuple[Fetched, Any]]:
    """The counts of a release's text that a list goes with, with their attributes."""
    return iter(lists_in(connection, [release_id])[release_id])


def lists_in(connection: "Connection", release_ids: Iterable[str]) -> dict[str, list[tuple[Fetched, Any]]]:
    """The same of several releases, by their ids."""
    found: dict[str, list[tuple[Fetched, Any]]] = {i: [] for i in release_ids}
    for part in in_parts(found):
        for row in _rows(
            connection,
            'SELECT m.release_id, m.start, m."end", m.norm, m.attributes FROM mention AS m JOIN release AS r USING (release_id, revision) '
            f"WHERE m.release_id IN ({marks(part)}) AND m.label = 'COUNT' AND m.attributes ->> '$.members' IS NOT NULL",
            **part,
        ):
            found[row["release_id"]].append((row, json.loads(row["attributes"])))
    return found


def at_places(connection: "Connection", release_id: str) -> dict[tuple[int, int], str]:
    """{(start, end): leader} of the names in a release's text."""
    rows = _rows(
        connection,
        'SELECT m.start, m."end", coalesce(e.same_as, e.entity_id) AS leader FROM mention AS m '
        "JOIN release AS r USING (release_id, revision) JOIN entity AS e ON e.entity_id = m.entity_id WHERE m.release_id = :one",
        one=release_id,
    )
    return {(r["start"], r["end"]): r["leader"] for r in rows}


def naming(connection: "Connection", entities: Iterable[str]) -> Iterator[Fetched]:
    """Each way in which current texts write the entities, at its first place (by release id), with the entity's leader.

    `bracketed` is what names the same entity two places behind it: "NUM-Studien-Netzwerk (NUM SN)".
    """
    for part in in_parts(entities):
        yield from _rows(
            connection,
            "SELECT x.*, (SELECT n.quote FROM mention AS n JOIN entity AS o ON o.entity_id = n.entity_id "
            'WHERE n.release_id = x.release_id AND n.revision = x.revision AND n.start = x."end" + 2 '
            "AND coalesce(o.same_as, o.entity_id) = x.leader LIMIT 1) AS bracketed FROM ("
            "SELECT w.*, row_number() OVER (PARTITION BY w.leader, w.label, w.quote, w.titles, w.written "
            "ORDER BY w.release_id, w.start) AS nth FROM ("
            'SELECT m.release_id, m.revision, m.start, m."end", m.quote, m.label, coalesce(e.same_as, e.entity_id) AS leader, '
            "m.attributes ->> '$.titles' AS titles, m.attributes ->> '$.written' AS written, m.attributes ->> '$.name' AS name "
            "FROM mention AS m JOIN release AS r USING (release_id, revision) "
            f"JOIN entity AS e ON e.entity_id = m.entity_id WHERE m.entity_id IN ({marks(part)})"
            ") AS w) AS x WHERE x.nth = 1 ORDER BY x.release_id, x.start",
            **part,
        )


def replace(connection: "Connection", units: Iterable[stated.Unit], findings: Iterable[Row]) -> set[str]:
    """Put the findings of these units in the place of those that were there; what is the same stays as it is.

    Returns:
        The releases of those that went and of those that came.
    """
    new = {f.discrepancy_id: f for f in reversed(list(findings))}  # of two that ask the same, the first
    before = _found(connection, units)
    gone = [i for i, content in before.items() if i not in new or content != new[i].content]
    fresh = [new[i] for i in sorted(new) if i not in before or before[i] != new[i].content]
    releases = _drop(connection, gone)
    _keep(connection, fresh)
    return releases | {place[0] for f in fresh for place in f.places}


def drop_all(connection: "Connection") -> set[str]:
    """Take out all findings between releases; the releases that took part in them."""
    return _drop(connection, _all(connection, "SELECT discrepancy_id FROM discrepancy WHERE scope = 'between'"))


def offices(connection: "Connection", about: str) -> set[tuple[str, frozenset[str]]]:
    """Kind and values of what is found of those who hold offices in an entity."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _rows(
        connection,
        "SELECT x.discrepancy_id, x.kind, v.value FROM discrepancy AS x JOIN discrepancy_evidence AS v USING (discrepancy_id) "
        "WHERE x.about = :one AND x.predicate = 'has_role'",
        one=about,
    ):
        found[row["discrepancy_id"], row["kind"]].add(row["value"])
    return {(kind, frozenset(values)) for (_, kind), values in found.items()}


def published(connection: "Connection", release_ids: Iterable[str]) -> dict[str, str | None]:
    """{release: when its current text was published}."""
    found: dict[str, str | None] = {}
    for part in in_parts(release_ids):
        sql = "SELECT r.release_id, v.published FROM release AS r JOIN revision AS v USING (release_id, revision) WHERE r.release_id IN "
        rows = direct.rows(connection, f"{sql}({marks(part)})", part)
        found.update((release_id, published) for release_id, published in rows)
    return found


def _found(connection: "Connection", units: Iterable[stated.Unit]) -> dict[str, Content]:
    """The findings of these units, by id."""
    heads: dict[str, tuple[Any, ...]] = {}
    places: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for sql, part in values_of(_STORED, units):
        for row in direct.rows(connection, sql, part):
            heads[row[0]] = row[1:_HEAD]
            places[row[0]].append(row[_HEAD:])
    return {i: (head, tuple(sorted(places[i]))) for i, head in heads.items()}


def _drop(connection: "Connection", discrepancy_ids: Iterable[str]) -> set[str]:
    """Take out findings, and evidence that supported nothing else; the releases that took part in them."""
    releases: set[str] = set()
    for part in in_parts(discrepancy_ids):
        at = marks(part)
        held = list(
            _rows(
                connection,
                'SELECT DISTINCT release_id, revision, start, "end" FROM discrepancy_evidence '
                f"WHERE discrepancy_id IN ({at})",
                **part,
            )
        )
        _run(connection, f"DELETE FROM discrepancy WHERE discrepancy_id IN ({at})", **part)
        direct.run_each(connection, _UNSUPPORTED, held)
        releases.update(row["release_id"] for row in held)
    return releases


def _keep(connection: "Connection", findings: Iterable[Row]) -> None:
    """Store findings between releases."""
    heads, places, evidence = [], [], {}
    for f in findings:
        head, held = f.content
        heads.append(
            {
                "discrepancy_id": f.discrepancy_id,
                "release_id": None,
                "scope": "between",
                **dict(zip(_HEADS, head, strict=True)),
            }
        )
        for position, release_id, revision, start, end, value in held:
            at = {"release_id": release_id, "revision": revision, "start": start, "end": end}
            places.append({"discrepancy_id": f.discrepancy_id, "position": position, **at, "value": value})
        for release_id, revision, start, end, quote in f.places:
            at = {"release_id": release_id, "revision": revision, "start": start, "end": end}
            evidence[release_id, revision, start, end] = {**at, "quote": quote}
    direct.insert(connection, "evidence", list(evidence.values()), ignore=True)
    direct.insert(connection, "discrepancy", heads)
    direct.insert(connection, "discrepancy_evidence", places)


def ask_for_date(connection: "Connection", release_id: str) -> None:
    """Keep the question when a release was published, where what others say differs from it; drop it where nothing does.

    One question a release, however many comparisons wait for it: it stands beside them, and goes with the last.
    """
    discrepancy_id = ids.make("x_", "missing_date", release_id)
    waiting = _all(
        connection,
        "SELECT v.discrepancy_id FROM discrepancy_evidence AS v JOIN discrepancy AS x USING (discrepancy_id) "
        "WHERE v.release_id = :one AND x.scope = 'between' AND x.kind IN ('value_difference', 'membership') "
        "AND x.verdict IN ('change', 'question') LIMIT 1",
        one=release_id,
    )
    _run(connection, "DELETE FROM discrepancy WHERE discrepancy_id = :one", one=discrepancy_id)
    if not waiting:
        return
    first = next(
        _rows(
            connection,
            'SELECT e.revision, e.start, e."end" FROM evidence AS e JOIN release AS r USING (release_id, revision) '
            'WHERE e.release_id = :one ORDER BY e.start, e."end" LIMIT 1',
            one=release_id,
        )
    )
    row = {
        "discrepancy_id": discrepancy_id, "release_id": release_id, "scope": "inside", "kind": "missing_date", "verdict": "question",
        "subject": None, "predicate": None, "about": None,
        "reason_de": "Die Meldung trägt kein Datum; welcher Stand der spätere ist, hängt davon ab. Wann erschien sie?",
        "reason_en": "The release has no date, and which state is the later one depends on it. When was it published?",
    }  # fmt: skip
    direct.insert(connection, "discrepancy", [row], ignore=True)
    place = {"discrepancy_id": discrepancy_id, "position": 0, "release_id": release_id, "value": None, **first}
    direct.insert(connection, "discrepancy_evidence", [place], ignore=True)


def _rows(connection: "Connection", sql: str, **parameters: Any) -> Iterator[Fetched]:
    return iter(direct.dicts(connection, sql, parameters))


def _all(connection: "Connection", sql: str, **parameters: Any) -> list[str]:
    return direct.column(connection, sql, parameters)


def _run(connection: "Connection", sql: str, **parameters: Any) -> None:
    direct.run(connection, sql, parameters)
