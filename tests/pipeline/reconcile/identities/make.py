"""Releases full of mentions whose identities are known. Written apart from the rules; imports nothing of what it tests."""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.pipeline.reconcile.identities.episodes import apart, tell
from tests.pipeline.reconcile.identities.world import BAR, CLOSE, OPEN, Known, World, build
from tests.pipeline.reconcile.pairs.fillers import PLAIN

_MARK = re.compile(f"{OPEN}([^{BAR}]+){BAR}([^{BAR}]+){BAR}([^{CLOSE}]+){CLOSE}")


@dataclass(frozen=True, slots=True)
class Gold:
    """One mention: where it stands, whom it means, what makes it hard."""

    release: str
    start: int
    end: int
    quote: str
    identity: str
    phenomenon: str


@dataclass(frozen=True, slots=True)
class Set:
    """The releases, the mentions, and the pairs of identities that share a name and are two."""

    releases: tuple[dict[str, Any], ...]
    mentions: tuple[Gold, ...]
    homonyms: tuple[tuple[str, str], ...]


def identities(mentions: int = 5000, seed: int = 0) -> Set:
    """So many mentions (or a few more), of about one identity for each eight."""
    rng = random.Random(seed)  # noqa: S311
    world = build(rng, mentions / 5000)
    releases: list[dict[str, Any]] = []
    golds: list[Gold] = []
    waiting: list[Known] = []
    while len(golds) < mentions:
        if len(waiting) < 2:
            waiting = _round(world, rng) + waiting
        told = [waiting.pop()]
        # Two subjects in four of ten releases, as long as no name could mean both.
        if rng.random() < 0.4 and apart(told[0], waiting[-1]):
            told.append(waiting.pop())
        sentences = [sentence for known in told for sentence in tell(known, rng)]
        if rng.random() < 0.5 and len(sentences) < 4:
            sentences.insert(rng.choice((0, len(sentences))), rng.choice(PLAIN))
        release, found = _release(
            f"i{seed}-{len(releases):05d}", " ".join(sentences), date(2023, 1, 2) + timedelta(days=rng.randrange(900))
        )
        releases.append(release)
        golds += found
    return Set(tuple(releases), tuple(golds), tuple(world.homonyms))


def _round(world: World, rng: random.Random) -> list[Known]:
    return rng.sample(world.known, len(world.known))


def _release(name: str, text: str, published: date) -> tuple[dict[str, Any], list[Gold]]:
    golds: list[Gold] = []
    plain, at = "", 0
    for found in _MARK.finditer(text):
        plain += text[at : found.start()]
        identity, phenomenon, surface = found.groups()
        golds.append(Gold(name, len(plain), len(plain) + len(surface), surface, identity, phenomenon))
        plain += surface
        at = found.end()
    plain += text[at:] + "\n"
    return {"id": name, "text": plain, "published": published.isoformat(), "publisher": "Pressedienst"}, golds
