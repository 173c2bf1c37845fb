"""Brings a release that was stored, changed or extracted anew into line with its neighbours, in the same transaction.

Everything between releases follows from the current rows alone: entities that share a key, statements of one entity. So any
order of releases, and a full rebuild, give the same rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from db import apart, judgements, neighbours, statements
from db.anchors import anchor_findings
from db.neighbours import Touched
from pipeline.reconcile import judging
from pipeline.reconcile.between import compare
from pipeline.reconcile.clusters import Link
from pipeline.reconcile.homonyms import questions
from pipeline.reconcile.kinship import APART, Named, keys, link, namesakes
from pipeline.reconcile.namesakes import LABELS
from pipeline.reconcile.namesakes import kinds as said_kinds
from pipeline.reconcile.statements import Between, Place
from pipeline.reconcile.telling import Teller
from pipeline.reconcile.variants import Form, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection


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
    abouts |= statements.abouts_of(connection, copies)
    _compare(connection, abouts)
    anchor_findings(connection)


def catch_up(connection: "Connection") -> int:
    """Compare anew what people have judged since the last time: who is one with whom, and what their releases say of each other.

    `belegt judge` calls it at once, and so does the review page, which knows no rules and is handed this. What was judged
    otherwise, by an import, waits for the next `belegt ingest`, which begins with it.

    Args:
        connection: inside a transaction that writes.

    Returns:
        How many judgements were waiting.
    """
    waiting = judgements.pending(connection)
    if waiting:
        entities = {i for pair in waiting for i in pair if i.startswith("e_")}
        abouts = judgements.abouts(connection, waiting) | _link(connection, entities)
        abouts |= neighbours.subjects_beside(connection, entities) | statements.abouts_around(connection, entities)
        _compare(connection, abouts | set(neighbours.leaders(connection, abouts).values()))
        judgements.settled(connection, waiting)
        anchor_findings(connection)
    return len(waiting)


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
    beside: set[str] = set()  # what is called the same, and is another thing
    for entity in known.values():
        for other in {o.entity_id: o for key in keys(entity) for o in by_key[key]}.values():
            if (found := link(entity, other)) is not None:
                links.add(found)
            elif namesakes(entity, other):
                beside.add(other.entity_id)
    before = {i for edge in neighbours.links_of(connection, entities) for i in edge[:2]}
    said = {i for j in judgements.of(connection, known) for i in (j["first"], j["second"])}
    people = list(judging.joined(connection, known, known | _named(connection, said - known.keys())))
    said_so = {(x.first, x.second) for x in people}
    links = {x for x in links if (x.first, x.second) not in said_so} | set(people)
    neighbours.keep_links(connection, entities, ((x.first, x.second, x.rule, x.score) for x in links))
    return _lead(connection, {*entities, *before, *beside, *(i for x in links for i in (x.first, x.second))})


def _lead(connection: "Connection", entities: set[str]) -> set[str]:
    """Name anew the leader of every entity that may have another; old and new leaders, and whose lists hold them."""
    reached = neighbours.led_by(connection, {*entities, *neighbours.leaders(connection, entities).values()})
    edges: set[tuple[str, str, str, float]] = set()
    frontier = reached | entities
    while frontier:
        new = neighbours.links_of(connection, frontier) - edges
        edges |= new
        frontier = {i for edge in new for i in edge[:2]} - reached
        reached |= frontier
    before = neighbours.leaders(connection, reached)
    links = (Link(*edge) for edge in edges if edge[0] in before and edge[1] in before)
    after = judging.clusters(before, links, judgements.of(connection, before), _called(connection, before))
    changed = {e: leader for e, leader in after.items() if before[e] != leader}
    neighbours.keep_leaders(connection, changed)
    beside = (
        neighbours.subjects_beside(connection, changed) | statements.abouts_around(connection, changed)
        if changed
        else set()
    )
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
    where = {e: name.partition(APART)[2] for e, name in apart.folded(connection, kinds).items()}
    bodies: dict[str, set[str]] = defaultdict(set)
    for person, body in apart.bodies(connection, {e for e, kind in kinds.items() if kind == "PERSON"}):
        bodies[person].add(body)
    for thing, who in apart.taking_part(connection, {e for e, kind in kinds.items() if kind in LABELS and where[e]}):
        bodies[thing].add(who)
    return {
        e: Named(e, kind, frozenset(names[e] or written[e]), frozenset(short[e]), where[e], frozenset(bodies[e]))
        for e, kind in kinds.items()
    }


def _compare(connection: "Connection", abouts: set[str]) -> None:
    neighbours.drop(connection, abouts)
    members = neighbours.led_by(connection, abouts)
    if not members:
        return
    teller = Teller(connection)
    claims = teller.claims(members)
    findings = [
        *compare(claims, judging.renamed(connection, teller.rolls(members))),
        *variants(_forms(connection, members)),
        *(asked for asked in _doubts(connection, members) if asked.about in abouts),
    ]
    neighbours.keep(connection, [_row(connection, f) for f in findings])
    undated = {c.said.release_id for c in claims if c.said.derived or c.said.earliest is None}
    for release_id in sorted(undated):
        neighbours.ask_for_date(connection, release_id)


def _called(connection: "Connection", entities: Iterable[str]) -> frozenset[str]:
    """Those of the entities of which releases say what they are."""
    folded = apart.folded(connection, entities)
    return frozenset(e for e, name in folded.items() if said_kinds(name.partition(APART)[2]))


def _doubts(connection: "Connection", entities: Iterable[str]) -> Iterator[Between]:
    """Things of one name and different kinds that may be one."""
    known = _named(connection, _called(connection, entities))
    near = _named(connection, neighbours.sharing(connection, {k for e in known.values() for k in keys(e)}))
    pairs = [(one, two) for one in known.values() for two in near.values() if namesakes(one, two)]
    some = {e.entity_id for pair in pairs for e in pair}
    places: dict[str, Place] = {}
    for entity in sorted(some):
        for form in _forms(connection, [entity]):
            places.setdefault(entity, form.place)
    yield from questions(pairs, neighbours.leaders(connection, some), places)


def _row(connection: "Connection", finding: Between) -> neighbours.Row:
    return neighbours.Row(
        finding.about, finding.topic, finding.kind, finding.verdict, finding.subject, finding.predicate, finding.reason_de,
        finding.reason_en, tuple((p.release_id, p.revision, p.start, p.end, p.quote) for p in finding.places), finding.values,
        judging.asked(connection, finding.topic) if finding.kind == "possible_identity" else None,
    )  # fmt: skip


def _forms(connection: "Connection", entities: Iterable[str]) -> Iterator[Form]:
    for row in neighbours.naming(connection, entities):
        written = row["written"] or row["quote"]
        # "NUM-Studien-Netzwerk (NUM SN)": the short form in brackets right after it is part of how it is introduced
        if row["bracketed"] is not None:
            written = f"{written} ({row['bracketed']})"
        place = Place(row["release_id"], row["revision"], row["start"], row["end"], row["quote"])
        titled = f"{row['titles']} {written}" if row["titles"] and row["label"] == "PERSON" else written
        yield Form(row["leader"], row["label"], titled, row["name"] or row["quote"], place)
