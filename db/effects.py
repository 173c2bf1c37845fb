"""What follows from decisions at once: what counts, and where a decision belongs when its thing has changed.

Pure: rows in, values out. Status and effective values are what the views show (views.sql); the rebuild that a judgement of identity needs stays in `pipeline.reconcile`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

from db.names import fold

Fit = Literal["exact", "moved", "stale", "orphaned"]
Content = Mapping[str, Any]
"""A fact or a discrepancy as it stands or stood: what db.contents makes."""

# share of the shorter quote's words: the sentence was cut or reworded, and is still that sentence
_OVERLAP: Final = 0.5


def in_force(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The decisions of one chain that were not taken back, oldest first; the last one counts.

    Args:
        rows: all of the chain, oldest first, with `decision_id` and `undoes`. A row that takes back another names it;
            to take back such a row brings the other back.
    """
    by_id = {row["decision_id"]: row for row in rows}
    stack: list[Mapping[str, Any]] = []
    for row in rows:
        undone = by_id.get(row["undoes"]) if row["undoes"] else None
        if undone is None:
            stack.append(row)
        elif undone["undoes"] is None:
            stack = [kept for kept in stack if kept is not undone]
        elif (again := by_id.get(undone["undoes"])) is not None:
            stack.append(again)
    return stack


@dataclass(frozen=True, slots=True)
class Thing:
    """What is looked for, or may be it: a fact or a discrepancy, in comparable form.

    Attributes:
        key: its id; of what is looked for, the chain. wanted: the id that it had.
        parts: what it says, by part; sense: what else must be the same, such as modality; values: what it names more.
        quotes: its evidence, in order; around: the words before and after it.
        beside: of what is looked for, the statements (`said`) that stood beside it and were others then.
        start, order: ties go to the nearest place and to the latest decision.
    """

    key: str
    wanted: str
    parts: Mapping[str, Hashable]
    sense: Hashable
    values: frozenset[tuple[str, str]]
    quotes: tuple[str, ...]
    around: tuple[str, str] = ("", "")
    beside: frozenset[str] = frozenset()
    start: int = 0
    order: int = 0
    said: str = field(default="")


def fact(key: str, content: Content, order: int = 0) -> Thing:
    """A fact's content as it is compared."""
    unit = content.get("unit") if content["predicate"] == "count" else None
    parts = {
        "subject": fold(content["subject"]),
        "predicate": content["predicate"],
        "object": fold(content["object"]) if content["object"] is not None else None,
    }
    return Thing(
        key, content["fact_id"], parts, (content.get("modality"), fold(unit) if unit else None),
        frozenset(_leaves(content.get("qualifiers") or {})), (_plain(content["quote"]),),
        (content.get("before", ""), content.get("after", "")), frozenset(content.get("beside", ())),
        content.get("start", 0), order, content.get("said", ""),
    )  # fmt: skip


def discrepancy(key: str, content: Content, order: int = 0) -> Thing:
    """A discrepancy's content as it is compared: who says what, side by side, in this order."""
    sides = tuple((v["release_id"], fold(str(v["value"]))) for v in content["values"])
    parts: dict[str, Hashable] = {
        "subject": fold(content["subject"] or ""),
        "predicate": (content["kind"], content["predicate"], content["scope"]),
        "object": (sides, content["verdict"]),
    }
    return Thing(
        key, content["discrepancy_id"], parts, None, frozenset(),
        tuple(f"{v['release_id']} {_plain(v['quote'])}" for v in content["values"]),
        beside=frozenset(content.get("beside", ())), order=order, said=content.get("said", ""),
    )  # fmt: skip


def place(decided: Sequence[Thing], present: Sequence[Thing]) -> dict[str, tuple[str | None, Fit]]:
    """Where what was decided on is now: {chain: (id, fit)}; no two chains have one id.

    `exact`: the id is there. `moved`: it says the same, and its quote is the same but for white space, or holds the same
    words. `stale`: the same subject and predicate, or the same evidence, but something of it is another. `orphaned`:
    nothing fits. Pairs that fit better are taken first; the order of the arguments makes no difference.
    """
    found: dict[str, tuple[str | None, Fit]] = {}
    free = {thing.key: thing for thing in present}
    for one in sorted(decided, key=lambda t: (-t.order, t.key)):
        if one.wanted in free:
            found[one.key] = one.wanted, "exact"
            del free[one.wanted]
    left = [one for one in decided if one.key not in found]
    near: dict[Hashable, list[Thing]] = defaultdict(list)
    for thing in free.values() if left else ():
        for key in _keys(thing):
            near[key].append(thing)
    pairs = [
        (rank, -one.order, one.key, other.key)
        for one in left
        for other in {t.key: t for key in _keys(one) for t in near[key]}.values()
        if (rank := _rank(one, other)) is not None
    ]
    for rank, _, chain, key in sorted(pairs):
        if chain not in found and key in free:
            found[chain] = key, ("stale" if rank[0] else "moved")
            del free[key]
    for one in left:
        found.setdefault(one.key, (None, "orphaned"))
    return found


def _rank(one: Thing, other: Thing) -> tuple[float, ...] | None:
    """How well what is there fits what was decided on, smaller is better; the first number: 1 for stale. None: not at all."""
    same = [name for name, value in one.parts.items() if other.parts.get(name) == value]
    alike = _overlap(one.quotes, other.quotes)
    told = -_context(one.around, other.around), float(abs(one.start - other.start))
    if len(same) == len(one.parts) and one.sense == other.sense and one.values <= other.values and alike >= _OVERLAP:
        return 0.0, 0.0, -alike, *told
    if other.said and other.said in one.beside:
        return None  # it stood beside what was decided on, and was another statement then
    if _unit(one) != _unit(other):
        return None
    sure = (bool(one.parts["subject"]) and {"subject", "predicate"} <= set(same)) or (
        alike >= _OVERLAP and (len(same) > 1 or (alike == 1 and "predicate" in same))
    )
    return (1.0, -float(len(same)), -alike, *told) if sure else None


def _unit(thing: Thing) -> Hashable:
    """What is counted: twelve infrastructures are no new state of eleven hospitals."""
    return thing.sense[1] if isinstance(thing.sense, tuple) else None


def _keys(thing: Thing) -> Iterator[Hashable]:
    """Things that share none cannot be one."""
    p = thing.parts
    yield "sp", p["subject"], p["predicate"]
    yield "po", p["predicate"], p["object"]
    yield "so", p["subject"], p["object"]
    yield "q", p["predicate"], thing.quotes


def _overlap(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """1 for the same quotes; else the share of the shorter one's words that the other holds, below 1."""
    if one == two:
        return 1.0
    a, b = _words(one), _words(two)
    least = min(a.total(), b.total())
    return 0.99 * (a & b).total() / least if least else 0.0


@lru_cache(4096)
def _words(quotes: tuple[str, ...]) -> Counter[str]:
    return Counter(word.strip(".,;:!?()„“\"'") for quote in quotes for word in fold(quote).split())


def _context(one: tuple[str, str], two: tuple[str, str]) -> int:
    """How many characters before and after are the same."""
    return _common(_plain(one[0])[::-1], _plain(two[0])[::-1]) + _common(_plain(one[1]), _plain(two[1]))


def _common(one: str, two: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _plain(quote: str) -> str:
    return " ".join(quote.split())


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The values inside qualifiers; lists are offsets, which are no values."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}")
    elif isinstance(value, str):
        yield name, fold(value)
    elif isinstance(value, int | float):
        yield name, json.dumps(value)
