"""Lists of the same things in several releases: who joined, who left, and which name may be another one's."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from pipeline.reconcile.kinship import compact, version_of
from pipeline.reconcile.statements import Between, Place, Roll, unit_of

_LONG: Final = 6  # members of a list that says something when all but one of them are the same
# what many names share says nothing: "Klinikum A" and "Klinikum B"
_HEAD: Final = re.compile(
    r"(?:klinik|klinikum|klinikums|krankenhaus|universität|hochschule|medizin|institut|zentrum|register|netz|netzwerk|fachnetzwerk|verbund|plattform|projekt|studie|stiftung|gesellschaft|verband|verein|amt|museum)s?$",
    re.IGNORECASE,
)


def members(rolls: list[Roll]) -> Iterator[Between]:
    """Joined, left, and what may have been renamed, between two lists of the same things that follow each other."""
    by_topic: dict[tuple[str, str], list[Roll]] = defaultdict(list)
    for roll in rolls:
        by_topic[roll.topic].append(roll)
    steps: dict[tuple[str, str], list[tuple[Roll, Roll, list[str], list[str]]]] = defaultdict(list)
    for topic in sorted(by_topic):
        ordered = sorted(_one_each(by_topic[topic]), key=lambda r: (str(r.said.earliest or "9999"), r.said.release_id))
        for one, two in pairwise(ordered):
            if one.members.keys() == two.members.keys():
                yield _same_members(one, two)
                continue
            if not _one_list(one, two):
                continue
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


def _one_list(one: Roll, two: Roll) -> bool:
    """Whether two lists are of the same things: most of the shorter one stands in the longer one too."""
    shared = len(one.members.keys() & two.members.keys())
    return 2 * shared >= min(len(one.members), len(two.members))


def _same_members(one: Roll, two: Roll) -> Between:
    names = ", ".join(two.members.values())
    return Between(
        one.subject, f"members {one.said.release_id} {two.said.release_id} {unit_of(one.unit)}", "agreement", "agrees", two.name, "participates_in",
        f"{two.name}, {one.unit}: in beiden Meldungen dieselben ({names}).", f"{two.name}, {one.unit}: the same in both releases ({names}).",
        (one.place, two.place), tuple(two.members.values()),
    )  # fmt: skip


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
        near = [b for b in free if parts & _parts(two.members[b])] or _same_place(one, two, a, free)
        if len(near) == 1 and not version_of(one.members[a]):
            found.append((a, near[0]))
            free.remove(near[0])
    return found


def _same_place(one: Roll, two: Roll, a: str, joined: list[str]) -> list[str]:
    """The one name that came, in the very place of the one that went, in two long lists that are equal but for them."""
    before, after = list(one.members), list(two.members)
    if len(joined) != 1 or len(before) != len(after) or len(before) < _LONG or not one.counted:
        return []
    b = joined[0]
    rest = [m for m in before if m != a] == [m for m in after if m != b]
    return [b] if rest and before.index(a) == after.index(b) else []


def _parts(name: str) -> set[str]:
    return {compact(p) for p in re.split(r"[\s\-/]+", name) if len(p) > 1 and not p.islower() and not _HEAD.search(p)}


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
    # each list with the names that only it has; in the earlier one nothing stands for those that came later
    sides: dict[Place, list[str]] = {}
    for a, b, gone, came in steps:
        sides.setdefault(a.place, []).extend(a.members[m] for m in gone)
        sides.setdefault(b.place, []).extend(b.members[m] for m in came)
    return Between(
        one.subject, f"members {one.said.release_id} {two.said.release_id}", "membership", "change" if certain else "question", two.name, "participates_in",
        f"{two.name}, {units}: {de}.", f"{two.name}, {units}: {en}.", tuple(sides), tuple(", ".join(names) or "–" for names in sides.values()),
    )  # fmt: skip
