"""What releases say of each other: agreement, change, conflict; lists that gained or lost members; names that may be one.

Only claims of one topic are compared: the same thing in the same phase, the same predicate, the same unit or role. What
cannot be compared is left alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.base import Kind, Verdict
from pipeline.reconcile.kinship import compact, version_of
from pipeline.reconcile.statements import TIMELESS, Claim, Place, Roll, one_of_each, refines, same_value

VERSION: Final = 1

_WORD_DE: Final = {
    "starts_on": "Beginn", "ends_on": "Ende", "lasts": "Dauer", "count": "Anzahl", "has_role": "Amt", "leads": "Leitung",
    "part_of": "Zugehörigkeit", "funds": "Förderung",
}  # fmt: skip
_WORD_EN: Final = {
    "starts_on": "start", "ends_on": "end", "lasts": "duration", "count": "number", "has_role": "office", "leads": "leadership",
    "part_of": "affiliation", "funds": "funding",
}  # fmt: skip
# Offices that one person holds at a time; "Sprecherin", "Mitglied", "Professorin" are held by many.
_SINGLE: Final = re.compile(
    r"(?:Dekan|Rektor|Präsident|Kanzler|Intendant|Direktor|Vorsitzende|Vorstand|Geschäftsführer|Minister|Bürgermeister|Landrat|Bischof|"
    r"Kommandeur|Chefarzt|Chefärztin|Leiter)(?:in|r|s|en)?(?:\b|$)",
    re.IGNORECASE,
)
_MANY: Final = re.compile(
    r"stellvertret|ehemalig|früher|vize|pro(?:dekan|rektor)|co-|mitglied|alt(?:rektor|präsident)", re.IGNORECASE
)
_AGREE: Final = frozenset({"starts_on", "ends_on", "lasts", "count", "leads"})


@dataclass(frozen=True, slots=True)
class Between:
    """One finding between releases. `about` is the entity whose statements are compared, `topic` which of them."""

    about: str
    topic: str
    kind: Kind
    verdict: Verdict
    subject: str
    predicate: str | None
    reason_de: str
    reason_en: str
    places: tuple[Place, ...]
    values: tuple[str, ...]


def compare(claims: Sequence[Claim], rolls: Sequence[Roll] = ()) -> Iterator[Between]:
    """The findings among the claims and lists of any releases; their order makes no difference."""
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.modality != "negated" and (claim.predicate != "has_role" or single(claim.role)):
            groups[claim.topic].append(claim)
    for topic in sorted(groups):
        yield from _values(groups[topic])
    lists: dict[str, list[Roll]] = defaultdict(list)
    for roll in rolls:
        lists[roll.subject].append(roll)
    for subject in sorted(lists):
        yield from _members(lists[subject])


def single(role: str) -> bool:
    """Whether an office is held by one person at a time."""
    return bool(_SINGLE.search(role)) and not _MANY.search(role)


def _values(claims: list[Claim]) -> Iterator[Between]:
    claims = [c for of in _by_release(claims) for c in _main(of)]
    states = one_of_each(claims)
    if len({c.said.cluster_id for c in states}) < 2:
        return
    states.sort(key=_when)
    first = states[0]
    topic = " ".join(("value", *first.topic))
    distinct: list[Claim] = []
    for claim in states:
        if not any(same_value(claim, d) for d in distinct):
            distinct.append(claim)
    if len(distinct) == 1:
        if first.predicate in _AGREE:
            yield _agreement(topic, states)
        return
    if all(refines(a, b) for a, b in pairwise(distinct)):
        yield _finding(topic, "value_difference", "refines", distinct, "genauer angegeben", "stated more precisely")
        return
    yield _difference(topic, distinct)


def _by_release(claims: list[Claim]) -> list[list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.said.release_id].append(claim)
    return [found[k] for k in sorted(found)]


def _main(claims: list[Claim]) -> list[Claim]:
    """What one release says of a topic: the number that a list of its own proves; nothing where it says two things.

    "an allen 12 Infrastrukturen ..., in vier Infrastrukturen die Sprecher": the four are counted under another condition.
    """
    if claims[0].predicate != "count" or len({c.value for c in claims}) == 1:
        return claims
    whole = [c for c in claims if c.whole]
    return whole if len({c.value for c in whole}) == 1 else []


def _when(claim: Claim) -> tuple[str, str, str, int]:
    return str(claim.said.earliest or "9999"), claim.said.cluster_id, claim.said.release_id, claim.place.start


def _agreement(topic: str, claims: list[Claim]) -> Between:
    one = claims[0]
    return _finding(topic, "agreement", "agrees", claims, f"übereinstimmend {_value(one)}", f"both say {_value(one)}")


def _difference(topic: str, distinct: list[Claim]) -> Between:
    one = distinct[0]
    if one.predicate in TIMELESS:
        planned = {c.modality for c in distinct} > {"planned"}
        if planned and _ordered(distinct):
            de, en = (
                "erst geplant, später anders berichtet: verschoben",
                "planned first, reported otherwise later: moved",
            )
            return _finding(topic, "value_difference", "change", distinct, de, en)
        de, en = "beides kann nicht gelten", "both cannot hold"
        return _finding(topic, "value_difference", "conflict", distinct, de, en)
    if _ordered(distinct):
        return _finding(
            topic,
            "value_difference",
            "change",
            distinct,
            "die spätere Meldung nennt einen anderen Stand",
            "the later release states another value",
        )
    if any(c.said.earliest is None for c in distinct):
        de, en = (
            "welche Meldung die spätere ist, ist nicht zu erkennen",
            "which release is the later one cannot be told",
        )
        return _finding(topic, "value_difference", "question", distinct, de, en)
    return _finding(
        topic, "value_difference", "conflict", distinct, "zur selben Zeit zwei Werte", "two values at one time"
    )


def _ordered(claims: list[Claim]) -> bool:
    """Whether the releases of the claims follow each other in time beyond doubt."""
    return all(a.said.before(b.said) for a, b in pairwise(claims))


def _value(claim: Claim) -> str:
    return f"{claim.value} {claim.unit}".strip()


def _finding(topic: str, kind: Kind, verdict: Verdict, claims: list[Claim], de: str, en: str) -> Between:
    one = claims[0]
    values = tuple(_value(c) for c in claims)
    derived = [c for c in claims if c.said.derived]
    note_de = " (Zeit einer Meldung ohne Datum aus ihrem Text erschlossen)" if derived and verdict == "change" else ""
    note_en = " (the time of a release without a date is read from its text)" if derived and verdict == "change" else ""
    what_de = one.role or _WORD_DE.get(one.predicate, one.predicate)
    what_en = one.role or _WORD_EN.get(one.predicate, one.predicate)
    listed_de, listed_en = " / ".join(dict.fromkeys(values)), " / ".join(dict.fromkeys(values))
    return Between(
        one.subject, topic, kind, verdict, one.name, one.predicate,
        f"{one.name}, {what_de}: {listed_de}: {de}{note_de}.", f"{one.name}, {what_en}: {listed_en}: {en}{note_en}.",
        tuple(c.place for c in claims), values,
    )  # fmt: skip


def _members(rolls: list[Roll]) -> Iterator[Between]:
    """Joined, left, and what may have been renamed, between two lists of the same things that follow each other."""
    by_topic: dict[tuple[str, str], list[Roll]] = defaultdict(list)
    for roll in rolls:
        by_topic[roll.topic].append(roll)
    steps: dict[tuple[str, str], list[tuple[Roll, Roll, list[str], list[str]]]] = defaultdict(list)
    for topic in sorted(by_topic):
        ordered = sorted(_one_each(by_topic[topic]), key=lambda r: (str(r.said.earliest or "9999"), r.said.release_id))
        for one, two in pairwise(ordered):
            left = [m for m in one.members if m not in two.members]
            joined = [m for m in two.members if m not in one.members]
            for a, b in _slots(one, two, left, joined):
                yield _identity(one, two, a, b)
                left.remove(a)
                joined.remove(b)
            if left or joined:
                steps[one.said.release_id, two.said.release_id].append((one, two, left, joined))
    for pair in sorted(steps):
        yield _membership(steps[pair])


def _one_each(rolls: list[Roll]) -> list[Roll]:
    best: dict[str, Roll] = {}
    for roll in sorted(rolls, key=lambda r: (-len(r.members), r.said.release_id, r.place.start)):
        best.setdefault(roll.said.cluster_id, roll)
    return list(best.values())


def _slots(one: Roll, two: Roll, left: list[str], joined: list[str]) -> list[tuple[str, str]]:
    """Pairs of a name that went and one that came which look like one thing under two names.

    "QS-MB" in the one list and "NUM-MB" in the other, where nearly all else is the same: they share a part of their
    names. A person must say whether they are one.
    """
    if len(left) + len(joined) > max(2, (len(one.members) + len(two.members)) // 4):
        return []
    found = []
    free = list(joined)
    for a in left:
        parts = _parts(one.members[a])
        near = [b for b in free if parts & _parts(two.members[b])]
        if len(near) == 1 and not version_of(one.members[a]):
            found.append((a, near[0]))
            free.remove(near[0])
    return found


def _parts(name: str) -> set[str]:
    return {compact(p) for p in re.split(r"[\s\-/]+", name) if len(p) > 1 and not p.islower()}


def _identity(one: Roll, two: Roll, a: str, b: str) -> Between:
    first, second = one.members[a], two.members[b]
    topic = " ".join(("identity", *sorted((a, b))))
    return Between(
        one.subject, topic, "possible_identity", "question", one.name, None,
        f"{first} und {second} stehen an derselben Stelle sonst gleicher Listen ({one.unit}): ist es dasselbe?",
        f"{first} and {second} stand in the same place of otherwise equal lists ({one.unit}): are they one?",
        (one.place, two.place), (first, second),
    )  # fmt: skip


def _membership(steps: list[tuple[Roll, Roll, list[str], list[str]]]) -> Between:
    one, two = steps[0][0], steps[0][1]
    joined = [r.members[m] for _, r, _, came in steps for m in came]
    left = [r.members[m] for r, _, gone, _ in steps for m in gone]
    certain = one.said.before(two.said)
    de = "; ".join(
        p
        for p in (f"neu: {', '.join(joined)}" if joined else "", f"nicht mehr: {', '.join(left)}" if left else "")
        if p
    )
    en = "; ".join(
        p for p in (f"joined: {', '.join(joined)}" if joined else "", f"left: {', '.join(left)}" if left else "") if p
    )
    units = ", ".join(dict.fromkeys(r.unit for _, r, _, _ in steps))
    if not certain:
        de, en = (
            f"{de}; welche Liste die spätere ist, ist nicht zu erkennen",
            f"{en}; which list is the later one cannot be told",
        )
    places = tuple(p for a, b, _, _ in steps for p in (a.place, b.place))
    return Between(
        one.subject, f"members {one.said.release_id} {two.said.release_id}", "membership", "change" if certain else "question", two.name, "participates_in",
        f"{two.name}, {units}: {de}.", f"{two.name}, {units}: {en}.", tuple(dict.fromkeys(places)), (*joined, *left),
    )  # fmt: skip
