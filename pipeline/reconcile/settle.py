"""Brings a release that was stored, changed or extracted anew into line with its neighbours, in the same transaction.

Everything between releases follows from the current rows alone: entities that share a key, statements of one entity. So any
order of releases, and a full rebuild, give the same rows.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from db import neighbours
from db.names import fold
from db.neighbours import Touched
from pipeline.reconcile.between import Between, compare
from pipeline.reconcile.kinship import Link, Named, clusters, keys, link, plain_unit
from pipeline.reconcile.statements import Claim, Place, Roll, Said, interval, unit_of, value_of
from pipeline.reconcile.variants import Form, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PREDICATES: Final = ("starts_on", "ends_on", "lasts", "count")
# "Zum 1. Juli startet die dritte Phase": written not long before that day, or soon after it
_PRESENT: Final = re.compile(r"\b(?:startet|starten|beginnt|beginnen|tritt|treten|fällt|geht an den Start|läuft)\b")
_BEFORE, _AFTER = dt.timedelta(days=183), dt.timedelta(days=31)


def settle(connection: "Connection", release_id: str, touched: Touched) -> None:
    """Compare a release with its neighbours anew.

    Args:
        connection: inside the transaction that stored the release.
        release_id: the release.
        touched: what `db.neighbours.release` gave before its rows changed.
    """
    entities = touched.entities | neighbours.entities_of(connection, release_id)
    abouts = set(touched.abouts) | _link(connection, entities)
    copies = [release_id, *neighbours.copies_of(connection, release_id)]
    abouts |= neighbours.subjects_of(connection, copies)
    _compare(connection, abouts)


def _link(connection: "Connection", entities: Iterable[str]) -> set[str]:
    """Find anew which entities are one with these; the leaders whose comparisons that changes."""
    known = _named(connection, entities)
    neighbours.keep_keys(connection, {e.entity_id: keys(e) for e in known.values()})
    near = neighbours.sharing(connection, {k for e in known.values() for k in keys(e)})
    all_known = known | _named(connection, near - known.keys())
    by_key: dict[str, list[Named]] = defaultdict(list)
    for entity in all_known.values():
        for key in keys(entity):
            by_key[key].append(entity)
    links: set[Link] = set()
    for entity in known.values():
        for other in {o.entity_id: o for key in keys(entity) for o in by_key[key]}.values():
            if (found := link(entity, other)) is not None:
                links.add(found)
    neighbours.keep_links(connection, entities, ((x.first, x.second, x.rule, x.score) for x in links))
    return _lead(connection, {*entities, *(i for x in links for i in (x.first, x.second))})


def _lead(connection: "Connection", entities: set[str]) -> set[str]:
    """Name anew the leader of every entity that may have another; old and new leaders, and whose lists hold them."""
    reached = neighbours.led_by(connection, {*entities, *neighbours.leaders(connection, entities).values()})
    edges: set[tuple[str, str]] = set()
    frontier = reached | entities
    while frontier:
        new = neighbours.links_of(connection, frontier) - edges
        edges |= new
        frontier = {i for edge in new for i in edge} - reached
        reached |= frontier
    before = neighbours.leaders(connection, reached)
    after = clusters(before, (Link(a, b, "", 0.0) for a, b in edges if a in before and b in before))
    changed = {e: leader for e, leader in after.items() if before[e] != leader}
    neighbours.keep_leaders(connection, changed)
    beside = neighbours.subjects_beside(connection, changed) if changed else set()
    return {*entities, *before.values(), *after.values(), *beside}


def _named(connection: "Connection", entities: Iterable[str]) -> dict[str, Named]:
    wanted = set(entities)
    names: dict[str, set[str]] = defaultdict(set)
    written: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for row in neighbours.named(connection, wanted):
        kinds[row["entity_id"]] = row["kind"]
        (names if row["rule"] == "base_form" else written)[row["entity_id"]].add(row["name"])
    short: dict[str, set[str]] = defaultdict(set)
    for row in neighbours.shorts(connection, wanted):
        short[row["entity_id"]].add(row["subject"])
    return {e: Named(e, kind, frozenset(names[e] or written[e]), frozenset(short[e])) for e, kind in kinds.items()}


def _compare(connection: "Connection", abouts: set[str]) -> None:
    neighbours.drop(connection, abouts)
    members = neighbours.led_by(connection, abouts)
    if not members:
        return
    teller = _Teller(connection)
    claims = [c for c in (teller.claim(row) for row in neighbours.statements(connection, members, _PREDICATES)) if c]
    findings = [*compare(claims, list(teller.rolls())), *variants(_forms(connection, members))]
    neighbours.keep(connection, (_row(f) for f in findings))
    undated = {c.said.release_id for c in claims if c.said.derived or c.said.earliest is None}
    for release_id in sorted(undated):
        neighbours.ask_for_date(connection, release_id)


def _row(finding: Between) -> neighbours.Row:
    return neighbours.Row(
        finding.about, finding.topic, finding.kind, finding.verdict, finding.subject, finding.predicate, finding.reason_de,
        finding.reason_en, tuple((p.release_id, p.revision, p.start, p.end, p.quote) for p in finding.places), finding.values,
    )  # fmt: skip


class _Teller:
    """Turns rows into claims and lists; what a release says of its own time is looked up once."""

    def __init__(self, connection: "Connection") -> None:
        self.connection = connection
        self.said: dict[str, Said] = {}
        self.lists: dict[str, list[tuple[Any, Mapping[str, Any]]]] = {}
        self.counts: list[tuple[Mapping[str, Any], Claim, tuple[Any, Mapping[str, Any]]]] = []

    def claim(self, row: Mapping[str, Any]) -> Claim | None:
        """The claim of a fact; None for what cannot be compared."""
        import json

        predicate, stored = row["predicate"], row["object"]
        value = value_of(predicate, json.loads(stored) if predicate == "count" and stored else stored)
        if value is None or plain_unit(row["subject"]):
            return None
        said = self._said(row)
        place = Place(row["release_id"], row["revision"], row["start"], row["end"], row["quote"])
        qualifiers = json.loads(row["qualifiers"])
        found = self._list(row) if predicate == "count" else None
        claim = Claim(
            said, row["leader"], row["subject"], predicate, value, place, row["unit"] or "", "", row["modality"],
            bool(qualifiers.get("approx") or qualifiers.get("bound")) or _about(stored), found is not None, row["score"],
        )  # fmt: skip
        if found is not None:
            self.counts.append((row, claim, found))
        return claim

    def rolls(self) -> Iterator[Roll]:
        """The lists that go with the counts seen so far."""
        for row, claim, (_, attributes) in self.counts:
            at = neighbours.at_places(self.connection, row["release_id"])
            members = {
                at.get((m["start"], m["end"]), "name:" + fold(m["quote"])): m["quote"] for m in attributes["members"]
            }
            yield Roll(claim.said, claim.subject, claim.name, claim.unit, members, claim.place)

    def _list(self, row: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]] | None:
        """The complete list that goes with a count: its mention stands inside the fact's evidence."""
        release_id = row["release_id"]
        if release_id not in self.lists:
            self.lists[release_id] = list(neighbours.lists(self.connection, release_id))
        for mention, attributes in self.lists[release_id]:
            inside = row["start"] <= mention["start"] and mention["end"] <= row["end"]
            same = attributes.get("value") == row["value"] and unit_of(str(attributes.get("unit"))) == unit_of(
                row["unit"] or ""
            )
            if inside and same and attributes.get("complete"):
                return mention, attributes
        return None

    def _said(self, row: Mapping[str, Any]) -> Said:
        release_id = row["release_id"]
        if release_id not in self.said:
            earliest, latest = interval(row["published"])
            derived = earliest is None
            if derived:
                earliest, latest = _told(neighbours.starts(self.connection, release_id))
            self.said[release_id] = Said(
                release_id, row["cluster_id"], earliest, latest, derived and earliest is not None
            )
        return self.said[release_id]


def _about(stored: str | None) -> bool:
    return bool(stored and '"qualifier"' in stored)


def _told(starts: Iterable[Mapping[str, Any]]) -> tuple[dt.date | None, dt.date | None]:
    """When a release without a date was written, by the starts that it tells in the present; None where it tells none."""
    days = [interval(row["object"]) for row in starts if _PRESENT.search(row["quote"])]
    spans = [(first, last) for first, last in days if first is not None and last is not None]
    if not spans:
        return None, None
    first, last = max(spans)
    return first - _BEFORE, last + _AFTER


def _forms(connection: "Connection", entities: Iterable[str]) -> Iterator[Form]:
    for row in neighbours.naming(connection, entities):
        written = row["written"] or row["quote"]
        # "NUM-Studien-Netzwerk (NUM SN)": the short form in brackets right after it is part of how it is introduced
        if (bracketed := neighbours.named_at(connection, row, row["end"] + 2)) is not None:
            written = f"{written} ({bracketed})"
        place = Place(row["release_id"], row["revision"], row["start"], row["end"], row["quote"])
        titled = f"{row['titles']} {written}" if row["titles"] and row["label"] == "PERSON" else written
        yield Form(row["leader"], row["label"], titled, row["name"] or row["quote"], place)
