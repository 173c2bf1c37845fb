"""The queue, held by the server: discrepancies first, then what is least sure, then what is newest.

It is made once from the rows and then kept up with each decision, here or in another program, so that the next card
costs the same in a large database as in a small one. When a run has brought other rows, or people were judged one or were
forgotten, it is made anew.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from operator import itemgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from db import decisions, reviewing

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNDECIDED: Final = frozenset({"open", "stale"})
"""What waits for a decision; stale: the evidence has changed since a person decided."""

_RANK: Final = {"conflict": 0, "disagrees": 0, "change": 1, "question": 2, "incomplete": 3, "variant": 4}
_AFTER_DISCREPANCIES: Final = 8  # judgements of identity that the rules made themselves
_FACTS: Final = 9
_WHILE_RUNNING: Final = 15.0  # seconds: how old the queue may be while an ingest brings new rows
_VIEWS: Final = 64


class Item(NamedTuple):
    """One thing to be decided: a tuple, for there may be a hundred thousand of them.

    Attributes:
        target, target_id: as in db.decisions.
        kind: fact, identity, or the discrepancy's kind; by which the queue is filtered.
        predicate, extractor: None where there is none.
        releases: those in which its evidence stands.
        rank, score, published: the order.
    """

    target: str
    target_id: str
    kind: str
    predicate: str | None
    extractor: str | None
    releases: tuple[str, ...]
    rank: int
    score: float
    published: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue is wanted; an empty text is no condition. `status` empty: what is undecided."""

    kind: str = ""
    predicate: str = ""
    publisher: str = ""
    release: str = ""
    run: str = ""
    extractor: str = ""
    status: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Filter":
        """The filter that a query or a form names."""
        return cls(**{f.name: str(given.get(f.name) or "")[:200] for f in fields(cls)})

    def given(self) -> dict[str, str]:
        """The conditions that there are."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    def query(self, **more: str) -> str:
        """As the query of an address; empty, or with its question mark."""
        pairs = self.given() | {name: value for name, value in more.items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(slots=True)
class View:
    """The items of one filter: their places in the queue, in order, and how many of them match its status."""

    places: list[int]
    at: dict[int, int]
    left: int


@dataclass(slots=True)
class Snapshot:
    """The queue as of one state of the rows."""

    state: tuple[Any, ...]
    made: float
    items: list[Item]
    place: dict[tuple[Any, ...], int]
    statuses: list[str]
    releases: Mapping[str, Mapping[str, Any]]
    choices: Mapping[str, list[str]]
    """What there is of each that can be filtered by, in order."""
    number: int
    """Of the newest decision that is taken in."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many of each kind are undecided."""
    views: dict[Filter, View] = field(default_factory=dict)


class Queue:
    """The queue of one database, for all who review it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._snapshot: Snapshot | None = None
        self._cursors: dict[tuple[str, Filter], tuple[str, str]] = {}

    def look(self, connection: "Connection") -> Snapshot:
        """The queue as it is now."""
        with self._lock:
            state, held = reviewing.state(connection), self._snapshot
            if held is None or (held.state != state and not _running_and_fresh(state, held)):
                with _uncollected():
                    held = self._snapshot = _made(connection, state)
            self._keep_up(held, connection)
            return held

    def next(
        self,
        connection: "Connection",
        wanted: Filter,
        *,
        after: tuple[str, str] | None = None,
        at: tuple[str, str] | None = None,
    ) -> Item | None:
        """The first item that waits, behind `after` or from `at` on; past the end it begins again from the first."""
        with self._lock:
            held = self.look(connection)
            view = self.view(held, wanted)
            begin = 0
            for key, offset in ((after, 1), (at, 0)):
                place = held.place.get(key) if key else None
                if place is not None:
                    begin = view.at[place] + offset if place in view.at else _behind(view.places, place)
            n = len(view.places)
            for step in range(n):
                place = view.places[(begin + step) % n]
                if _matches(held.statuses[place], wanted):
                    return held.items[place]
            return None

    def beside(self, connection: "Connection", wanted: Filter, at: tuple[str, str], step: int) -> Item | None:
        """The item before (-1) or behind (1) one, decided or not; None at the end."""
        with self._lock:
            held = self.look(connection)
            view = self.view(held, wanted)
            place = held.place.get(at)
            if place is None or place not in view.at:
                return None
            k = view.at[place] + step
            return held.items[view.places[k]] if 0 <= k < len(view.places) else None

    def item(self, connection: "Connection", key: tuple[str, str]) -> Item | None:
        """One item, or None when it is no part of the queue."""
        held = self.look(connection)
        place = held.place.get(key)
        return None if place is None else held.items[place]

    def undecided(self, connection: "Connection", wanted: Filter) -> Iterator[Item]:
        """All items of a filter that wait, in order."""
        with self._lock:
            held = self.look(connection)
            found = [
                held.items[place] for place in self.view(held, wanted).places if _matches(held.statuses[place], wanted)
            ]
        yield from found

    def left(self, connection: "Connection", wanted: Filter) -> int:
        """How many items of a filter wait."""
        with self._lock:
            return self.view(self.look(connection), wanted).left

    def drop(self, key: tuple[str, str]) -> None:
        """Take out what is no longer there."""
        with self._lock:
            place = self._snapshot.place.get(key) if self._snapshot else None
            if self._snapshot is not None and place is not None:
                self._put(self._snapshot, place, "gone")

    def forget(self) -> None:
        """Make the queue anew when it is next looked at: a judgement of identity has changed what disagrees."""
        with self._lock:
            self._snapshot = None

    def remember(self, reviewer: str, wanted: Filter, key: tuple[str, str]) -> None:
        """Where a reviewer stands in a filter: what was skipped does not come back at once."""
        with self._lock:
            if len(self._cursors) > 10_000:
                self._cursors.clear()
            self._cursors[reviewer, wanted] = key

    def cursor(self, reviewer: str, wanted: Filter) -> tuple[str, str] | None:
        """Where a reviewer stood."""
        return self._cursors.get((reviewer, wanted))

    def view(self, held: Snapshot, wanted: Filter) -> View:
        """The items of one filter."""
        with self._lock:
            if wanted not in held.views:
                if len(held.views) >= _VIEWS:
                    del held.views[next(iter(held.views))]
                places = [n for n, item in enumerate(held.items) if _passes(held, item, wanted)]
                left = sum(_matches(held.statuses[n], wanted) for n in places)
                held.views[wanted] = View(places, {place: k for k, place in enumerate(places)}, left)
            return held.views[wanted]

    def _keep_up(self, held: Snapshot, connection: "Connection") -> None:
        for row in reviewing.decided_since(connection, held.number):
            held.number = row["number"]
            place = held.place.get((row["target"], row["target_id"]))
            if place is not None:
                self._put(held, place, row["status"])

    def _put(self, held: Snapshot, place: int, status: str) -> None:
        before, held.statuses[place] = held.statuses[place], status
        held.kinds[held.items[place].kind] += (status in UNDECIDED) - (before in UNDECIDED)
        for wanted, view in held.views.items():
            if place in view.at:
                view.left += _matches(status, wanted) - _matches(before, wanted)


def _matches(status: str, wanted: Filter) -> bool:
    return status == wanted.status if wanted.status else status in UNDECIDED


def _passes(held: Snapshot, item: Item, wanted: Filter) -> bool:
    if wanted.kind and wanted.kind != item.kind and not (wanted.kind == "discrepancy" and item.target == "discrepancy"):
        return False
    if (wanted.predicate and wanted.predicate != item.predicate) or (
        wanted.extractor and wanted.extractor != item.extractor
    ):
        return False
    if wanted.release and wanted.release not in item.releases:
        return False
    known = (held.releases.get(release, {}) for release in item.releases)
    if wanted.publisher or wanted.run:
        return any(
            (not wanted.publisher or row.get("publisher") == wanted.publisher)
            and (not wanted.run or row.get("run_id") == wanted.run)
            for row in known
        )
    return True


def _behind(places: list[int], place: int) -> int:
    from bisect import bisect_right

    return bisect_right(places, place)


def _running_and_fresh(state: tuple[Any, ...], held: Snapshot) -> bool:
    return bool(state[1]) and time.monotonic() - held.made < _WHILE_RUNNING


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for what is no longer used: it goes through all new items again and again, for half of the time."""
    import gc

    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


def _made(connection: "Connection", state: tuple[Any, ...]) -> Snapshot:
    known = reviewing.releases(connection)
    number = reviewing.last_number(connection)
    found: list[tuple[Item, str]] = []

    def published(releases: tuple[str, ...]) -> str:
        return max((known[r]["published"] or "" for r in releases if r in known), default="")

    asked: set[str] = set()
    for row in reviewing.discrepancies(connection):
        releases = tuple(row["releases"])
        target, target_id, kind = "discrepancy", row["discrepancy_id"], row["kind"]
        if row["first_id"] and row["second_id"]:
            target, target_id = "identity", decisions.identity_id(row["first_id"], row["second_id"])
            if target_id in asked:
                continue
            asked.add(target_id)
            kind = "identity"
        rank = _RANK.get(row["verdict"], 3)
        item = Item(target, target_id, kind, row["predicate"], None, releases, rank, 0.0, published(releases))
        found.append((item, row["status"]))
    for row in reviewing.links(connection):
        if row["identity_id"] not in asked:
            item = Item(
                "identity", row["identity_id"], "identity", None, None, (), _AFTER_DISCREPANCIES, row["score"], ""
            )
            found.append((item, row["status"]))
    found.sort(key=lambda pair: pair[0].target_id)
    found.sort(key=lambda pair: pair[0].published, reverse=True)
    found.sort(key=lambda pair: (pair[0].rank, pair[0].score))
    items, statuses = [item for item, _ in found], [status for _, status in found]
    # Facts stand behind all others, in the same order; there are by far the most of them.
    days = {release: row["published"] or "" for release, row in known.items()}
    facts = sorted(reviewing.facts(connection), key=itemgetter(0))
    facts.sort(key=lambda row: days.get(row[1], ""), reverse=True)
    facts.sort(key=itemgetter(4))
    alone = {release: (release,) for release in known}
    items += [
        Item("fact", fact_id, "fact", predicate, extractor, alone[release], _FACTS, score, days[release])
        for fact_id, release, predicate, extractor, score, _ in facts
    ]
    statuses += [row[5] for row in facts]
    place = {item[:2]: n for n, item in enumerate(items)}
    kinds = Counter(item.kind for item, status in zip(items, statuses, strict=True) if status in UNDECIDED)
    choices = {
        "publisher": sorted({row["publisher"] for row in known.values() if row["publisher"]}),
        "predicate": sorted({item.predicate for item in items if item.predicate}),
        "extractor": sorted({item.extractor for item in items if item.extractor}),
    }
    return Snapshot(state, time.monotonic(), items, place, statuses, known, choices, number, kinds)
