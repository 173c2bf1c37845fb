"""Compares anew what releases say of some entities, and puts what is found in the place of what was found before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from db import neighbours, stated
from db.stated import Unit
from pipeline.reconcile import judging
from pipeline.reconcile.between import compare
from pipeline.reconcile.homonyms import questions
from pipeline.reconcile.kinship import keys, namesakes
from pipeline.reconcile.linking import called, doing, named
from pipeline.reconcile.statements import Between, Claim, Place
from pipeline.reconcile.stating import DOUBT, LEADS, LISTS, OFFICES, VARIANT, family_of
from pipeline.reconcile.telling import Teller
from pipeline.reconcile.variants import Form, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection

Chosen = Mapping[Unit, Iterable[str]]
"""{entity and family: the releases whose statements are compared}."""
Found = Iterator[tuple[str, Between]]
"""Family and finding."""


def compare_anew(connection: "Connection", units: Iterable[Unit]) -> set[str]:
    """Find anew what releases say of each other.

    Args:
        connection: inside a transaction that writes.
        units: leaders of entities, and families of statements.

    Returns:
        The releases whose findings changed.
    """
    units = set(units)
    units |= {(about, LEADS) for about, family in units if family.startswith(OFFICES)}
    members: dict[str, set[str]] = defaultdict(set)
    for entity, leader in neighbours.leaders(connection, neighbours.led_by(connection, {u[0] for u in units})).items():
        members[leader].add(entity)
    said = {unit for unit in units if unit[1] not in {VARIANT, DOUBT}}
    chosen = stated.compared(connection, {(m, family) for about, family in said for m in members.get(about, ())})
    leader_of = {m: about for about, some in members.items() for m in some}
    lists = {unit: releases for unit, releases in chosen.items() if unit[1] == LISTS}
    found = [*_of_claims(connection, {u: some for u, some in chosen.items() if u not in lists}, leader_of)]
    if lists:
        found += _of_lists(connection, lists, leader_of)
    spelt = {m for about, family in units if family == VARIANT for m in members.get(about, ())}
    found += ((VARIANT, finding) for finding in variants(_forms(connection, spelt)))
    found += _doubts(connection, {a: some for a, some in members.items() if (a, DOUBT) in units})
    led = [finding for family, finding in found if family == LEADS]
    rows = [_row(connection, family, finding) for family, finding in found if family != LEADS]
    releases = neighbours.replace(connection, {u for u in units if u[1] != LEADS}, rows)
    # "Dr. X leitet das Institut" and "Direktorin des Instituts" are one change, and told once: by the office
    offices = {about: neighbours.offices(connection, about) for about in {finding.about for finding in led}}
    rows = [_row(connection, LEADS, f) for f in led if (f.kind, frozenset(f.values)) not in offices[f.about]]
    return releases | neighbours.replace(connection, {u for u in units if u[1] == LEADS}, rows)


def _of_claims(connection: "Connection", chosen: Chosen, leader: Mapping[str, str]) -> Found:
    """The findings of each leader and family among the claims of the chosen releases."""
    teller = Teller(connection)
    teller.lists.update(neighbours.lists_in(connection, {r for some in chosen.values() for r in some}))
    allowed = {(leader[entity], family, r) for (entity, family), some in chosen.items() for r in some}
    groups: dict[Unit, list[Claim]] = defaultdict(list)
    for claim in teller.claims(stated.facts(connection, chosen)):
        unit = claim.subject, family_of(claim)
        if (*unit, claim.said.release_id) in allowed:
            groups[unit].append(claim)
    for unit in sorted(groups):
        yield from ((unit[1], finding) for finding in compare(groups[unit]))


def _of_lists(connection: "Connection", chosen: Chosen, leader: Mapping[str, str]) -> Found:
    """The findings among the lists of the chosen releases."""
    teller = Teller(connection)
    releases = {r for some in chosen.values() for r in some}
    teller.lists.update(neighbours.lists_in(connection, releases))
    teller.claims(stated.facts(connection, chosen))
    allowed = {(leader[entity], r) for (entity, _), some in chosen.items() for r in some}
    rolls = [
        roll
        for roll in teller.rolls({entity for entity, _ in chosen}, releases)
        if (roll.subject, roll.said.release_id) in allowed
    ]
    yield from ((LISTS, finding) for finding in compare((), judging.renamed(connection, rolls)))


def _doubts(connection: "Connection", members: Mapping[str, set[str]]) -> Found:
    """Things of one name and different kinds that may be one."""
    doubtful = called(connection, {m for some in members.values() for m in some})
    for about, some in sorted(members.items()):
        known = named(connection, some & doubtful)
        near = named(connection, neighbours.sharing(connection, {k for e in known.values() for k in keys(e)}))
        near |= doing(connection, near.values())
        known = {e: near.get(e, named_so) for e, named_so in known.items()}
        pairs = [(one, two) for one in known.values() for two in near.values() if namesakes(one, two)]
        both = {e.entity_id for pair in pairs for e in pair}
        places: dict[str, Place] = {}
        for entity in sorted(both):
            for form in _forms(connection, [entity]):
                places.setdefault(entity, form.place)
        for asked in questions(pairs, neighbours.leaders(connection, both), places):
            if asked.about == about:
                yield DOUBT, asked


def _row(connection: "Connection", family: str, finding: Between) -> neighbours.Row:
    return neighbours.Row(
        finding.about, family, finding.topic, finding.kind, finding.verdict, finding.subject, finding.predicate, finding.reason_de,
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
