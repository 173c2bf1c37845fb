"""Which entities are one: found anew for those of which releases say something more, or less, than before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from db import apart, judgements, neighbours, spelled, stated
from db.stated import Unit
from pipeline.reconcile import judging
from pipeline.reconcile.clusters import Link
from pipeline.reconcile.kinship import APART, Named, keys, link, namesakes
from pipeline.reconcile.namesakes import LABELS
from pipeline.reconcile.namesakes import kinds as said_kinds
from pipeline.reconcile.stating import DOUBT, VARIANT

if TYPE_CHECKING:
    from sqlalchemy import Connection


def link_anew(connection: "Connection", entities: set[str]) -> set[Unit]:
    """Find anew which entities are one with these; what must be compared anew for it.

    Args:
        connection: inside a transaction that writes.
        entities: those of which something more or less is known.
    """
    if not entities:
        return set()
    known = named(connection, entities)
    neighbours.keep_keys(connection, {e.entity_id: keys(e) for e in known.values()})
    near = neighbours.sharing(connection, {k for e in known.values() for k in keys(e)})
    all_known = known | named(connection, near - known.keys())
    all_known |= doing(connection, all_known.values())
    by_key = _by_key(all_known.values())
    links: set[Link] = set()
    beside: set[str] = set()  # what is called the same, and is another thing
    for entity in (all_known[e] for e in known):
        for other in {o.entity_id: o for key in keys(entity) for o in by_key[key]}.values():
            if (found := link(entity, other)) is not None:
                links.add(found)
            elif namesakes(entity, other):
                beside.add(other.entity_id)
    before = {i for edge in neighbours.links_of(connection, entities) for i in edge[:2]}
    said = {i for j in judgements.of(connection, known) for i in (j["first"], j["second"])}
    people = list(judging.joined(connection, known, known | named(connection, said - known.keys())))
    said_so = {(x.first, x.second) for x in people}
    links = {x for x in links if (x.first, x.second) not in said_so} | set(people)
    neighbours.keep_links(connection, entities, ((x.first, x.second, x.rule, x.score) for x in links))
    units = _lead(connection, {*entities, *before, *beside, *(i for x in links for i in (x.first, x.second))})
    return units | {(entity, DOUBT) for entity in entities | beside}


def doing(connection: "Connection", entities: Iterable[Named]) -> dict[str, Named]:
    """Those of the things that share a name with one of another kind, with who leads them or takes part in them.

    Of the others nobody needs to know it, and of a thing in which a whole country takes part it takes long to read.
    """
    things = [e for e in entities if e.kind in LABELS and said_kinds(e.where)]
    groups = _by_key(things).values()
    some = {e.entity_id: e for group in groups if len({e.where for e in group}) > 1 for e in group}
    bodies: dict[str, set[str]] = defaultdict(set)
    for thing, who in apart.taking_part(connection, some):
        bodies[thing].add(who)
    return {e: replace(some[e], bodies=frozenset(who)) for e, who in bodies.items()}


def _by_key(entities: Iterable[Named]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for entity in entities:
        for key in keys(entity):
            found[key].append(entity)
    return found


def _lead(connection: "Connection", entities: set[str]) -> set[Unit]:
    """Name anew the leader of every entity that may have another; all comparisons of those that have, and whose lists hold them."""
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
    after = judging.clusters(before, links, judgements.of(connection, before), called(connection, before))
    changed = {e: leader for e, leader in after.items() if before[e] != leader}
    neighbours.keep_leaders(connection, changed)
    if not changed:
        return set()
    units = stated.units_around(connection, changed)
    units |= {(entity, DOUBT) for entity in neighbours.beside(connection, called(connection, changed))}
    own = {*stated.units_about(connection, changed), *((e, family) for e in changed for family in (VARIANT, DOUBT))}
    for entity, family in own:
        units |= {(before[entity], family), (after[entity], family)}
    return units


def named(connection: "Connection", entities: Iterable[str]) -> dict[str, Named]:
    """What current texts say of how these entities are called, and of people where they hold an office."""
    wanted = set(entities)
    names: dict[str, set[str]] = defaultdict(set)
    written: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for row in spelled.named(connection, wanted):
        kinds[row["entity_id"]] = row["kind"]
        (names if row["base"] else written)[row["entity_id"]].add(row["name"])
    short: dict[str, set[str]] = defaultdict(set)
    for row in spelled.shorts(connection, wanted):
        short[row["entity_id"]].add(row["subject"])
    where = {e: name.partition(APART)[2] for e, name in apart.folded(connection, kinds).items()}
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in spelled.bodies(connection, {e for e, kind in kinds.items() if kind == "PERSON"}):
        bodies[row["entity_id"]].add(row["body"])
    return {
        e: Named(e, kind, frozenset(names[e] or written[e]), frozenset(short[e]), where[e], frozenset(bodies[e]))
        for e, kind in kinds.items()
    }


def called(connection: "Connection", entities: Iterable[str]) -> frozenset[str]:
    """Those of the entities of which releases say what they are."""
    folded = apart.folded(connection, entities)
    return frozenset(e for e, name in folded.items() if said_kinds(name.partition(APART)[2]))
