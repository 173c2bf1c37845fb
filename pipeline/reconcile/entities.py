"""Who is who in one release: mentions of one label whose folded names are equal name one entity.

Two kinds of names say too little by themselves, and are told apart by what stands beside them: a unit that every house has
("Institut für Pathologie") by its house, a bare surname by the office it is named with. Where nothing stands beside them
they are of this release alone: nothing is merged silently. A thing of which the release says what it is ("die Studie AMBER") is told apart
by that (`namesakes.py`).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from db import ids
from db.names import fold
from db.values import Assignment, Name
from extractors.base import NAMED, Fact, Mention
from pipeline.reconcile import namesakes
from pipeline.reconcile.kinship import APART, core, plain_unit
from pipeline.reconcile.scope import phase_of

# "am Institut für Pathologie |des| Klinikums X", "Klinik für Neurologie|, |Universitätsmedizin Y", "Institut für Virologie |in| Z"
_BEHIND: Final = re.compile(
    r"(?:[ \u00a0]\([^()]{2,12}\))?(?:,|[ \u00a0](?:des|der|am|an der|vom|von|von der|im|in|beim|bei der))?[ \u00a0](?:(?:dem|der|den|das|die)[ \u00a0])?"
)
_HOUSE: Final = re.compile(
    r"^(?:Universitäts\w*|Uniklini\w+|Klinikum|Klinik|Krankenhaus|Kreiskrankenhaus|Universität|Hochschul\w*|Hochschule|Technische|Medizinische Hochschule|Charité|\w*[Kk]linikum|\w*krankenhaus)\b"
)
# "Tambachs Team": whose it is depends on which Tambach the release names
_TEAM: Final = re.compile(r"(\S+) (?:Team|Arbeitsgruppe|Gruppe|Labor|Mannschaft|Forschungsgruppe)")


def assign(
    mentions: Sequence[Mention], facts: Sequence[Fact] = (), text: str = "", own: str = ""
) -> tuple[Assignment | None, ...]:
    """The entity of each mention, None for what is no name, such as a date; parallel to `mentions`.

    It depends on the one release alone, so that the order in which releases come makes no difference.

    Args:
        mentions: of one release, in text order.
        facts: of the same release.
        text: the release's.
        own: what names the release: that of a name which nothing tells apart.
    """
    houses = _houses(mentions, facts, text)
    people = _people(mentions)
    offices = _offices(facts)
    cores = [fold(core(_base(m))) if m.label in namesakes.LABELS else "" for m in mentions]
    found: list[Assignment | None] = []
    for mention, called in zip(mentions, namesakes.told(mentions, cores, text), strict=True):
        if mention.label not in NAMED:
            found.append(None)
            continue
        base = _base(mention)
        if mention.label == "ORG" and base.endswith("s") and base[:-1] in people:
            # "Tambachs Team": the genitive of somebody whom the release names in full is no body
            found.append(_entity(mention, people[base[:-1]], label="PERSON"))
        elif mention.label == "PERSON" and " " not in base:
            full = people.get(base) or (people.get(base[:-1]) if base.endswith("s") else None)
            where = offices.get(base) or own
            found.append(_entity(mention, full or base, "" if full or not own else where))
        elif plain_unit(base):
            found.append(_entity(mention, base, houses.get(base) or own))
        elif mention.label == "ORG" and (team := _TEAM.fullmatch(base)) and (head := _head(team[1], people)):
            found.append(_entity(mention, base, head))
        else:
            found.append(_entity(mention, base, called))
    return tuple(found)


def link(
    facts: Sequence[Fact], mentions: Sequence[Mention], assignments: Sequence[Assignment | None]
) -> tuple[tuple[str | None, str | None], ...]:
    """The entity ids of each fact's subject and object, None where no mention of the release has that name."""
    named: dict[str, list[tuple[Mention, str]]] = {}
    for mention, assignment in zip(mentions, assignments, strict=True):
        if assignment is not None:
            for name in {assignment.folded, *(fold(n.name) for n in assignment.names)}:
                named.setdefault(name, []).append((mention, assignment.entity_id))

    def entity(fact: Fact, name: object) -> str | None:
        candidates = named.get(fold(name), []) if isinstance(name, str) else []
        if not candidates and isinstance(name, str) and (phase := phase_of(name)) is not None:
            # "dritte Förderphase (Herznetz)" is told of the network: which phase it is stays in the name
            candidates = named.get(fold(phase[1]), [])
        # One name may stand for two things, a network and its office: the one named in the evidence is meant.
        inside = [entity_id for mention, entity_id in candidates if fact.evidence.covers(mention.span)]
        return next(iter(inside or [entity_id for _, entity_id in candidates]), None)

    return tuple((entity(fact, fact.subject), entity(fact, fact.object)) for fact in facts)


def _houses(mentions: Sequence[Mention], facts: Sequence[Fact], text: str) -> dict[str, str]:
    """The house of each unit of the release that is in no way another's: said to be a part of it, named right behind it, or the only house."""
    told: dict[str, set[str]] = defaultdict(set)
    starts = {m.span.start: m for m in mentions if m.label in ("ORG", "LOC")}
    for fact in facts:
        if fact.predicate == "part_of" and isinstance(fact.object, str):
            told[fact.subject].add(fact.object)
    units = [m for m in mentions if m.label == "ORG" and plain_unit(_base(m))]
    for m in units:
        behind = _BEHIND.match(text, m.span.end)
        other = starts.get(behind.end()) if behind else None
        if other is not None and not plain_unit(_base(other)):
            told[_base(m)].add(_base(other))
    bodies = {_base(m) for m in mentions if m.label == "ORG" and _HOUSE.match(_base(m)) and not plain_unit(_base(m))}
    only = next(iter(bodies)) if len(bodies) == 1 else None
    found: dict[str, str] = {}
    for unit in {_base(m) for m in units}:
        wholes = {_whole(w, told) for w in told.get(unit, ())} - {None}
        house = next(iter(wholes)) if len(wholes) == 1 else None if wholes else only
        if house is not None:
            found[unit] = house
    return found


def _whole(name: str, told: dict[str, set[str]], steps: int = 3) -> str | None:
    """The house of a unit's unit: "Abteilung X" of "Medizinische Fakultät" of "Universität Y"."""
    if not plain_unit(name):
        return name
    above = told.get(name, set())
    return _whole(next(iter(above)), told, steps - 1) if len(above) == 1 and steps else None


def _people(mentions: Sequence[Mention]) -> dict[str, str]:
    """{surname: full name} of the people of whom the release has one with that surname."""
    full: dict[str, set[str]] = defaultdict(set)
    for m in mentions:
        if m.label == "PERSON" and " " in (base := _base(m)):
            full[base.rpartition(" ")[2]].add(base)
    return {surname: next(iter(names)) for surname, names in full.items() if len(names) == 1}


def _offices(facts: Sequence[Fact]) -> dict[str, str]:
    """{surname: the body at which it holds an office}, where there is one."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        body = fact.qualifiers.get("organisation")
        if fact.predicate == "has_role" and isinstance(body, str) and " " not in fact.subject:
            found[fact.subject].add(body)
    return {surname: next(iter(bodies)) for surname, bodies in found.items() if len(bodies) == 1}


def _head(genitive: str, people: Mapping[str, str]) -> str:
    """The full name of the one person whose surname stands in the genitive: "Tambachs", "Lammers'"."""
    return people.get(genitive.rstrip("'’")) or people.get(genitive[:-1], "")


def _base(mention: Mention) -> str:
    given = mention.attributes.get("name")
    return " ".join(given.split()) if isinstance(given, str) and given.strip() else " ".join(mention.span.quote.split())


def _entity(mention: Mention, base: str, where: str = "", label: str = "") -> Assignment:
    written = " ".join(mention.span.quote.split())
    names = [Name(written, "as_written", mention.score)]
    if base != written:
        names.append(Name(base, "base_form", mention.score))
    folded = f"{fold(base)}{APART}{fold(where)}" if where else fold(base)
    kind = label or mention.label
    return Assignment(ids.make("e_", kind, folded), kind, folded, tuple(names))
