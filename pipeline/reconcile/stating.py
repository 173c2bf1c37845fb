"""What a release states, by what it is compared with: the rows by which a new release finds its few neighbours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from db import ids, stated, statements
from db.names import fold
from pipeline.reconcile import between
from pipeline.reconcile.statements import Claim, Said, office_of, unit_of
from pipeline.reconcile.telling import Teller

if TYPE_CHECKING:
    from sqlalchemy import Connection

RULES: Final = f"{between.VERSION}.1"
"""Of what is compared with what: raised, all releases are compared anew by the next ingest."""

LEADS: Final = "leads"
OFFICES: Final = "has_role "
LISTS: Final = "lists"
VARIANT: Final = "variant"
DOUBT: Final = "doubt"
"""Families that are told apart: who leads, who holds an office (and which), lists of members; spellings; things of one name."""


def family_of(claim: Claim) -> str:
    """Claims of one thing and family are compared; of which phase, time or part they are is told by the comparison."""
    if claim.predicate == LEADS:
        return LEADS
    return f"{claim.predicate} {unit_of(claim.unit)}{office_of(claim.role)}"


def state(connection: "Connection", release_id: str) -> None:
    """Keep what the current text of a release states.

    Args:
        connection: inside the transaction that stored the release, or took it out.
        release_id: the release.
    """
    stated.put(connection, release_id, RULES, [*_claims(connection, release_id), *_rosters(connection, release_id)])


def _claims(connection: "Connection", release_id: str) -> Iterator[dict[str, Any]]:
    teller = Teller(connection)
    said = [(row, claim) for row in statements.of_release(connection, release_id) if (claim := teller.claim(row))]
    told = [(row, claim) for row, claim in said if between.comparable(claim)]
    values: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row, claim in told:
        values[_place(row, claim)].add(claim.identity)
    for row, claim in told:
        # a release that says two things of one says nothing: it must not stand for others that say one of them
        alone = len(values[_place(row, claim)]) == 1
        yield _kept(row, family_of(claim), claim.said, (*_same(row, claim), alone))
    for counted, claim, (_, attributes) in teller.counts:
        yield _kept(counted, LISTS, claim.said, _listed(claim.unit, (m["quote"] for m in attributes["members"])))


def _rosters(connection: "Connection", release_id: str) -> Iterator[dict[str, Any]]:
    """ "Beteiligt am Netz sind A, B und C"."""
    objects = statements.objects_of(connection, release_id)
    rolls = {
        (roll.place.start, roll.place.end, roll.subject): roll
        for roll in Teller(connection).rolls(objects, [release_id] if objects else [])
    }
    if not rolls:
        return
    first: dict[tuple[str, tuple[Any, ...]], Mapping[str, Any]] = {}
    for row in statements.of_lists(connection, objects, [release_id]):
        place = row["start"], row["end"], row["leader"]
        if place in rolls:
            known = first.setdefault((row["object_id"], place), row)
            if row["fact_id"] < known["fact_id"]:
                first[row["object_id"], place] = row
    for (own, place), stands in sorted(first.items(), key=lambda one: one[0]):
        roll = rolls[place]
        yield _kept({**stands, "own": own}, LISTS, roll.said, _listed(roll.unit, roll.members.values()))


def _kept(row: Mapping[str, Any], family: str, said: Said, same: tuple[Any, ...]) -> dict[str, Any]:
    when = (
        ""
        if said.earliest is None
        else "derived"
        if said.derived
        else "day"
        if said.earliest == said.latest
        else "span"
    )
    return {
        "entity_id": row["own"], "family": family, "release_id": row["release_id"], "fact_id": row["fact_id"],
        "revision": row["revision"], "same": ids.make("", family, when, *same), "day": str(said.earliest or ""),
        "other_id": row["other_own"] if family != LISTS else None,
    }  # fmt: skip


def _place(row: Mapping[str, Any], claim: Claim) -> tuple[str, ...]:
    edition, moment, limits = claim.frame
    return row["own"], family_of(claim), claim.partner, edition, moment, *limits


def _same(row: Mapping[str, Any], claim: Claim) -> tuple[Any, ...]:
    """All that the comparison looks at but for who says it, and when; entities themselves: who leads them may change."""
    own = {row["other"]: row["other_own"]}
    return (
        own.get(claim.identity, claim.identity), own.get(claim.partner, claim.partner), claim.edition, claim.moment,
        sorted(claim.scope.limits), claim.modality, claim.approx, claim.whole, claim.scope.now, claim.scope.moved,
    )  # fmt: skip


def _listed(unit: str, members: Any) -> tuple[Any, ...]:
    return "list", unit_of(unit), sorted({fold(m) for m in members})
