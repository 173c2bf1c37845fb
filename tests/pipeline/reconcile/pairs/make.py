"""Pairs of German releases with a known verdict. Written apart from the rules; imports nothing of what it tests."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.pipeline.reconcile.pairs import changes, conflicts, incomparable, lists, quiet
from tests.pipeline.reconcile.pairs.draft import Draft, Maker, Said
from tests.pipeline.reconcile.pairs.names import Names, Thing
from tests.pipeline.reconcile.pairs.speech import CLOSE, OPEN, Value, day, fill, strip

Scenario = Callable[[Maker], Draft]

# Each round of this order makes one pair of each entry: a sixth of the loud, a sixth of the quiet and so on.
ROUND: tuple[tuple[str, tuple[Scenario, ...]], ...] = (
    ("agrees", quiet.AGREE),
    ("change", changes.CHANGE),
    ("incomparable", incomparable.INCOMPARABLE),
    ("conflict", conflicts.CONFLICT),
    ("refines", quiet.REFINE),
    ("agrees", quiet.AGREE),
    ("change", changes.CHANGE),
    ("incomparable", incomparable.INCOMPARABLE),
    ("conflict", conflicts.CONFLICT),
    ("phase", quiet.PHASES),
    ("membership", lists.MEMBERSHIP),
    ("refines", quiet.REFINE),
    ("identity", lists.IDENTITY),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two releases in the .jsonl form, and what must be said of them.

    `expected`: {kind, verdict, predicate?, subject, or_kind?, values?: [{release, start, end, quote}]}; empty means that nothing loud may be said.
    `bearable`: kinds of loud findings that are no fault in this pair. `patterns`: the ids of the two statements' patterns.
    """

    name: str
    verdict_class: str
    scenario: str
    patterns: tuple[str, str]
    releases: tuple[dict[str, Any], dict[str, Any]]
    expected: tuple[dict[str, Any], ...]
    bearable: tuple[str, ...]


def pairs(n: int = 2000, seed: int = 0) -> Iterator[Pair]:
    """The first n pairs of this seed. Names are unique to their pair, so that all can go into one database (about 2,300 are possible)."""
    rng = random.Random(seed)  # noqa: S311
    names = Names(rng)
    turns: dict[str, int] = {}
    for number in range(n):
        verdict_class, scenarios = ROUND[number % len(ROUND)]
        turn = turns.get(verdict_class, 0)
        turns[verdict_class] = turn + 1
        yield _pair(f"p{seed}-{number:04d}", verdict_class, scenarios[turn % len(scenarios)], Maker(rng, names))


def _pair(name: str, verdict_class: str, scenario: Scenario, maker: Maker) -> Pair:
    draft = scenario(maker)
    first, one = _release(maker, draft.thing, draft.first, f"{name}-1", 0)
    if draft.copy:
        second = {
            **first,
            "id": f"{name}-2",
            "published": maker.days[1].isoformat(),
            "publisher": f"Nachrichten {maker.names.town()}",
        }
        other = None
    else:
        second, other = _release(maker, draft.twin or draft.thing, draft.second, f"{name}-2", 1)
    values = [
        {"release": each.release, "start": each.start, "end": each.end, "quote": each.quote}
        for each in (one, other)
        if each
    ]
    expected = tuple(
        {
            "kind": want.kind,
            "verdict": want.verdict,
            "subject": draft.thing.name,
            **({"predicate": want.predicate} if want.predicate else {}),
            **({"or_kind": want.or_kind} if want.or_kind else {}),
            **({"values": values} if want.both else {}),
        }
        for want in draft.wants
    )
    return Pair(
        name,
        verdict_class,
        scenario.__name__,
        (draft.first.pattern, draft.second.pattern),
        (first, second),
        expected,
        draft.bearable,
    )


def _release(maker: Maker, thing: Thing, said: Said, name: str, at: int) -> tuple[dict[str, Any], Value | None]:
    rng, fillers = maker.rng, maker.fillers
    title = fillers.titles.pop().format(name=thing.name)
    intro = fill(fillers.intros.pop(), **thing.intro.slots(), city=fillers.city())
    if rng.random() < 0.5:
        intro = f"{fillers.city()}, {day(maker.days[at])} – {intro}"
    rest = [said.text, *(fillers.sentence() for _ in range(rng.randint(1, 4)))]
    rng.shuffle(rest)
    cut = rng.randint(1, len(rest))
    text = "\n\n".join(part for part in (title, " ".join([intro, *rest[:cut]]), " ".join(rest[cut:])) if part) + "\n"
    if text.count(OPEN) > 1 or text.count(CLOSE) > 1:
        raise AssertionError(said.pattern)
    text, value = strip(text, at)
    release = {
        "id": name,
        "text": text,
        "published": maker.days[at].isoformat(),
        "title": title,
        "publisher": f"Pressestelle {thing.name}",
    }
    return release, value
