"""What a release brings: what it adds, confirms, changes, contradicts, and names for the first time. Pure: rows in, values out.

A statement is said when its release was published, or when it arrived (`db.digest.Window`). What was said before by anybody is not added; what
only a copy said before is neither added nor confirmed, for copies count once; what an older text of the same release said is nothing new.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from db.digest import Material, Moment, Window
from db.names import fold
from pipeline.reconcile.statements import Claim, Place, Said, same_value

GROUPS: Final = ("contradicts", "changes", "questions", "names", "adds", "confirms")
"""The groups of a digest, what is most urgent first; `questions` are those that only a person can answer."""

_GROUP_OF: Final = {"conflict": "contradicts", "disagrees": "contradicts", "change": "changes", "question": "questions"}
_VALUED: Final = frozenset({"starts_on", "ends_on", "lasts", "count"})

Row = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """What one release brings.

    Attributes:
        release: release_id, title, publisher, published, source, url, first_seen and more.
        copy_of: the id of the earlier release that it is a copy of; changed: whether it is an older release with a new text.
        adds: facts; confirms: facts with `before`, the id of the first other release that said so.
        changes, contradicts, questions: findings, each with its `values`; names: entities.
    """

    release: Row
    copy_of: str | None
    changed: bool
    adds: list[Row] = field(default_factory=list)
    confirms: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    contradicts: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)

    def group(self, name: str) -> list[Row]:
        """The group of that name."""
        found: list[Row] = getattr(self, name)
        return found

    @property
    def empty(self) -> bool:
        """Whether it brings nothing."""
        return not any(self.group(name) for name in GROUPS)


@dataclass(frozen=True, slots=True)
class _Item:
    """One statement of one release, and when it was said first there."""

    moment: Moment
    release_id: str
    cluster_id: str
    claim: Claim


def digest(found: Material, window: Window) -> list[Entry]:
    """What each release of the interval brings, in order of time.

    Args:
        found: as `db.digest.material` reads it.
        window: the interval it was read for.
    """
    entries = {i: _entry(found, window, i) for i in found.chosen}
    told = set(_findings(found, window, entries))
    items = _items(found, window)
    done: set[tuple[str, tuple[str, ...], str]] = set()
    for row in found.facts:
        _place(row, found, window, entries, items, told, done)
    for name in _names(found):
        entries[name["release_id"]].names.append(name)
    return [e for e in entries.values() if not (e.changed and e.empty)]


def _items(found: Material, window: Window) -> dict[tuple[str, ...], list[_Item]]:
    """By topic, what releases say now, each with the time at which a text of that release said it first."""
    items: dict[tuple[str, tuple[str, ...], str], _Item] = {}
    current = set()
    for row in found.said:
        item = _Item(window.moment(row), row["release_id"], row["cluster_id"], _claim(row))
        key = item.release_id, _topic(row), item.claim.value
        if key not in items or item.moment < items[key].moment:
            items[key] = item
        if row["current"]:
            current.add(key)
    by_topic: dict[tuple[str, ...], list[_Item]] = defaultdict(list)
    for key in current:
        by_topic[key[1]].append(items[key])
    return by_topic


def _entry(found: Material, window: Window, release_id: str) -> Entry:
    release = found.releases[release_id]
    arrived = {**release, "stated": release["first_seen"]}
    own = window.moment(arrived)
    earlier = [
        (moment, i)
        for i, other in found.releases.items()
        if other["cluster_id"] == release["cluster_id"]
        and (moment := window.moment({**other, "stated": other["first_seen"]})) < own
    ]
    return Entry(release, min(earlier)[1] if earlier else None, not window.holds(own))


def _place(
    row: Row, found: Material, window: Window, entries: Mapping[str, Entry], items: Mapping[tuple[str, ...], list[_Item]],
    told: set[tuple[Any, ...]], done: set[tuple[str, tuple[str, ...], str]],
) -> None:  # fmt: skip
    """Put one fact of one release of the interval where it belongs."""
    release = found.releases[row["release_id"]]
    row = {**row, "cluster_id": release["cluster_id"]}
    claim, topic = _claim(row), _topic(row)
    key = row["release_id"], topic, claim.value
    if key in done:
        return  # the release says it twice
    done.add(key)
    same = [item for item in items.get(topic, ()) if same_value(item.claim, claim)]
    own = [item.moment for item in same if item.release_id == row["release_id"]]
    moment = min(own, default=window.moment(release))
    if not window.holds(moment) or _told(row, claim) in told:
        return
    before = [item for item in same if item.moment < moment and item.release_id != row["release_id"]]
    if not before:
        entries[row["release_id"]].adds.append(_fact(row))
    elif not any(item.cluster_id == release["cluster_id"] for item in before):
        first = min(before, key=lambda item: item.moment)
        entries[row["release_id"]].confirms.append({**_fact(row), "before": first.release_id})


def _findings(found: Material, window: Window, entries: Mapping[str, Entry]) -> Iterator[tuple[Any, ...]]:
    """Give each finding to the latest release of the interval that takes part and is not its earliest; what it tells of.

    What a release says against itself ("fünf Jahre" that end after six) is that release's own.
    """
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in found.findings:
        by_id[row["discrepancy_id"]].append(row)
    facts: dict[tuple[str, int, int], Moment] = {}
    for row in found.said:
        if row["current"]:
            facts[row["release_id"], row["start"], row["end"]] = window.moment(row)
    for sides in by_id.values():
        moments: dict[str, Moment] = {}
        for s in sides:
            moment = facts.get((s["release_id"], s["start"], s["end"]), window.moment(s))
            moments[s["release_id"]] = max(moments.get(s["release_id"], moment), moment)
        earliest = min(moments.values())
        brought = [
            (m, i)
            for i, m in moments.items()
            if i in entries and (m > earliest or len(moments) == 1) and window.holds(m)
        ]
        if not brought:
            continue
        release_id = max(brought)[1]
        one = sides[0]
        entries[release_id].group(_GROUP_OF[one["verdict"]]).append(
            {
                **{k: one[k] for k in ("discrepancy_id", "kind", "verdict", "subject", "predicate", "reason_de", "reason_en", "status")},
                "values": [
                    {k: s[k] for k in ("release_id", "value", "quote", "start", "end")}
                    for s in sorted(sides, key=lambda s: (moments[s["release_id"]], s["position"]))
                ],
            }
        )  # fmt: skip
        if one["kind"] == "value_difference":
            for s in sides:
                if s["release_id"] == release_id:  # for the others it was new when they said it
                    yield release_id, s["start"], s["end"], one["predicate"], s["value"]


def _told(row: Row, claim: Claim) -> tuple[Any, ...]:
    """By what a finding tells of this fact already."""
    return row["release_id"], row["start"], row["end"], row["predicate"], f"{claim.value} {claim.unit}".strip()


def _names(found: Material) -> Iterator[Row]:
    """The entities that are named for the first time, by the fullest name that the release gives, each once."""
    seen = set()
    for row in found.names:
        place = row["release_id"], row["entity_id"]
        if row["current"] and place in found.first and place not in seen:
            seen.add(place)
            yield {k: row[k] for k in ("release_id", "entity_id", "kind", "name")}


def _topic(row: Row) -> tuple[str, ...]:
    """What a fact is a statement of, and but for numbers and dates what it states: only those of one topic are compared."""
    said = ("", "") if row["predicate"] in _VALUED else (row["object_id"] or fold(row["object"] or ""), _qualified(row))
    return (*_claim(row).topic, str(row["modality"] == "negated"), *said)


def _qualified(row: Row) -> str:
    """What tells two statements with one object apart: the house of an office, the amount of a grant."""
    qualifiers = json.loads(row["qualifiers"])
    told = [qualifiers.get("organisation"), qualifiers.get("amount")]
    return "|".join(fold(q) if isinstance(q, str) else json.dumps(q, sort_keys=True) for q in told if q)


def _claim(row: Row) -> Claim:
    value = row["object"] or ""
    unit, approx = "", False
    if row["predicate"] == "count":
        qualifiers = json.loads(row["qualifiers"])
        approx = bool(qualifiers.get("approx") or qualifiers.get("bound")) or '"qualifier"' in value
        unit = row["unit"] or ""
        value = f"{row['value']:g}" if isinstance(row["value"], int | float) else value
    elif row["predicate"] not in _VALUED:
        value = ""
    said = Said(row["release_id"], row["cluster_id"], None, None)
    place = Place(row["release_id"], 0, 0, 0, "")
    subject = row["subject_id"] or "name:" + fold(row["subject"])
    return Claim(said, subject, row["subject"], row["predicate"], value, place, unit, "", row["modality"], approx)


def _fact(row: Row) -> Row:
    told = ("fact_id", "subject", "predicate", "object", "modality", "start", "end", "quote", "score")
    value = row["object"]
    if row["predicate"] == "count" and value:
        value = json.loads(value)
    return {**{k: row[k] for k in told}, "object": value, "qualifiers": json.loads(row["qualifiers"])}


def totals(entries: Iterable[Entry]) -> dict[str, int]:
    """How much there is in each group, all releases together."""
    listed = list(entries)
    return {name: sum(len(e.group(name)) for e in listed) for name in GROUPS}


def named(entries: Iterable[Entry]) -> set[str]:
    """The ids of all releases that a digest names."""
    found = set()
    for entry in entries:
        found |= {entry.release["release_id"], entry.copy_of or entry.release["release_id"]}
        found |= {f["before"] for f in entry.confirms}
        for group in ("contradicts", "changes", "questions"):
            found |= {value["release_id"] for row in entry.group(group) for value in row["values"]}
    return found
