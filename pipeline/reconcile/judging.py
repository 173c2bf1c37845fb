"""What a person's word changes in who is who: `same` joins, `different` keeps apart, `unsure` leaves all to the rules."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from db import judgements, neighbours
from pipeline.reconcile import clusters as groups
from pipeline.reconcile.clusters import Link
from pipeline.reconcile.statements import Roll

if TYPE_CHECKING:
    from sqlalchemy import Connection

RULE: Final = "judged"
"""The rule of a link that a person made."""

# the topic of a possible identity: two entities, or members of a list that no mention names
_PAIR: Final = re.compile(r"identity (e_\w+|name:.*?) (e_\w+|name:.*)")


def clusters(
    ids: Iterable[str],
    links: Iterable[Link],
    judged: Sequence[Mapping[str, Any]],
    called: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """{entity: the smallest id of those that are one with it}, with nothing joined that was judged to be different.

    Links are taken one after the other: a person's first, the newest before older ones, then by score. One that would join
    what must stay apart, directly or by others that are joined already, gives way. The order of the arguments makes no
    difference.

    Args:
        ids: entities, all that the links can reach.
        links: what the rules and people joined.
        judged: judgements with `first`, `second`, `status` and `number`.
        called: those whose kind is said (`namesakes.kinds`).
    """
    known, links = set(ids), list(links)
    apart = [
        (j["first"], j["second"])
        for j in judged
        if j["status"] == "different" and j["first"] in known and j["second"] in known
    ]
    if not apart:
        return groups.clusters(known, links, called)
    never = {frozenset(pair) for pair in apart}
    links = groups.meant(known, (x for x in links if frozenset((x.first, x.second)) not in never), called)
    said = {(j["first"], j["second"]): j["number"] for j in judged if j["status"] == "same"}

    def strength(edge: Link) -> tuple[Any, ...]:
        newest = said.get((edge.first, edge.second), -1) if edge.rule == RULE else -1
        return -newest, -edge.score, edge.first, edge.second

    part = {i: {i} for i in known}
    foes: dict[str, set[str]] = {i: set() for i in known}
    for one, two in apart:
        foes[one].add(two)
        foes[two].add(one)
    for edge in sorted(links, key=strength):
        a, b = part[edge.first], part[edge.second]
        if a is b or any(foes[i] & b for i in a):
            continue
        a |= b
        part.update(dict.fromkeys(b, a))
    return {i: min(part[i]) for i in known}


def joined(connection: "Connection", entities: Iterable[str], named: Iterable[str]) -> Iterator[Link]:
    """The links that people made between these entities and others.

    Args:
        connection: to read.
        entities: those whose links are looked for.
        named: of all entities that are judged, those that current texts name; one that no text names joins nothing.
    """
    there = set(named)
    for row in judgements.of(connection, entities):
        if row["status"] == "same" and row["first"] in there and row["second"] in there:
            yield Link(row["first"], row["second"], RULE, 1.0)


def asked(connection: "Connection", topic: str) -> tuple[str, str] | None:
    """The pair that a possible identity asks about, as it was judged if it was: the newest word on any two of their names.

    Args:
        connection: to read.
        topic: of the finding.
    """
    found = _PAIR.fullmatch(topic)
    if not found:
        return None
    one, two = ({side, *neighbours.led_by(connection, [side])} for side in found.groups())
    between = [
        row
        for row in judgements.of(connection, one | two)
        if (row["first"] in one and row["second"] in two) or (row["first"] in two and row["second"] in one)
    ]
    if not between:
        return found[1], found[2]
    newest = max(between, key=lambda row: row["number"])
    return newest["first"], newest["second"]


def renamed(connection: "Connection", rolls: Iterable[Roll]) -> list[Roll]:
    """Lists, their members under the entity that a person said they are: "name:qs-mb" may be one that is known."""
    found = list(rolls)
    names = {m for roll in found for m in roll.members if m.startswith("name:")}
    said = [j for j in judgements.of(connection, names) if j["status"] == "same"] if names else []
    if not said:
        return found
    leaders = neighbours.leaders(connection, {i for j in said for i in (j["first"], j["second"])})
    links = [Link(leaders.get(j["first"], j["first"]), leaders.get(j["second"], j["second"]), RULE, 1.0) for j in said]
    one = groups.clusters((), links)  # an entity's id sorts before a mere name
    return [replace(roll, members={one.get(m, m): name for m, name in roll.members.items()}) for roll in found]
