"""Run the set through the command and print how well mentions were gathered: `python -m tests.pipeline.reconcile.identities.measure --mentions 5000`."""

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import comb
from pathlib import Path
from typing import Any

from tests.pipeline.reconcile.identities.make import Gold, Set, identities
from tests.pipeline.reconcile.pairs.measure import run

QUERY = 'select release_id, start, "end", quote, entity_id from v_mention where entity_id is not null'


def found(made: Set, folder: Path, *options: str) -> dict[Gold, str]:
    """The entity of each gold mention that was found. Of the found mentions that overlap it the longest overlap counts, and each counts once."""
    source, db = folder / "identities.jsonl", folder / "identities.db"
    source.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in made.releases), encoding="utf-8")
    run("ingest", str(source), "--db", str(db), *options)
    outside = {
        each["release_id"]: each["external_id"]
        for each in json.loads(run("releases", "--format", "json", "--db", str(db)))
    }
    mentions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mention in json.loads(run("query", QUERY, "--limit", "1000000", "--format", "json", "--db", str(db))):
        mentions[outside[mention["release_id"]]].append(mention)
    golds: dict[str, list[Gold]] = defaultdict(list)
    for gold in made.mentions:
        golds[gold.release].append(gold)
    aligned: dict[Gold, str] = {}
    for release, here in golds.items():
        aligned |= align(here, mentions[release])
    return aligned


def align(golds: Iterable[Gold], mentions: list[dict[str, Any]]) -> dict[Gold, str]:
    """Gold mentions and found ones of one release, the longest overlap first, the shorter found one where two are equal."""
    offers = sorted(
        (
            (
                min(gold.end, each["end"]) - max(gold.start, each["start"]),
                each["start"] - each["end"],
                gold.start,
                at,
                gold,
            )
            for gold in golds
            for at, each in enumerate(mentions)
            if gold.start < each["end"] and each["start"] < gold.end
        ),
        key=lambda offer: (-offer[0], -offer[1], offer[2], offer[3]),
    )
    aligned: dict[Gold, str] = {}
    taken: set[int] = set()
    for *_rank, at, gold in offers:
        if gold not in aligned and at not in taken:
            aligned[gold] = mentions[at]["entity_id"]
            taken.add(at)
    return aligned


@dataclass(frozen=True, slots=True)
class Score:
    """Over pairs of aligned mentions."""

    precision: float
    recall: float
    coverage: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return (
            2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0
        )


def score(made: Set, aligned: Mapping[Gold, str]) -> Score:
    """Pairwise precision and recall, and the share of gold mentions that were found at all."""
    both = Counter((gold.identity, entity) for gold, entity in aligned.items())
    same = sum(comb(count, 2) for count in both.values())
    claimed = sum(comb(count, 2) for count in Counter(aligned.values()).values())
    true = sum(comb(count, 2) for count in Counter(gold.identity for gold in aligned).values())
    return Score(same / claimed if claimed else 1.0, same / true if true else 1.0, len(aligned) / len(made.mentions))


def merged(made: Set, aligned: Mapping[Gold, str]) -> list[tuple[str, str, list[str]]]:
    """The homonyms that share an entity, with some quotes."""
    entities: dict[str, set[str]] = defaultdict(set)
    for gold, entity in aligned.items():
        entities[gold.identity].add(entity)
    wrong = []
    for first, second in made.homonyms:
        shared = entities[first] & entities[second]
        if shared:
            quotes = sorted(
                {
                    f"{gold.identity}: {gold.quote} ({gold.phenomenon})"
                    for gold, entity in aligned.items()
                    if entity in shared and gold.identity in {first, second}
                }
            )
            wrong.append((first, second, quotes))
    return wrong


def by_phenomenon(made: Set, aligned: Mapping[Gold, str]) -> list[tuple[str, int, float, float, float]]:
    """Phenomenon, mentions, share found, share of its true links that were made, share of its made links that are true."""
    both = Counter((gold.identity, entity) for gold, entity in aligned.items())
    of_entity, of_identity = Counter(aligned.values()), Counter(gold.identity for gold in aligned)
    rows = []
    for phenomenon, all_of_it in sorted(Counter(gold.phenomenon for gold in made.mentions).items()):
        here = [(gold, entity) for gold, entity in aligned.items() if gold.phenomenon == phenomenon]
        good = sum(both[gold.identity, entity] - 1 for gold, entity in here)
        true = sum(of_identity[gold.identity] - 1 for gold, _ in here)
        claimed = sum(of_entity[entity] - 1 for _, entity in here)
        rows.append(
            (
                phenomenon,
                all_of_it,
                len(here) / all_of_it,
                good / true if true else 1.0,
                good / claimed if claimed else 1.0,
            )
        )
    return sorted(rows, key=lambda row: row[3])


def failures(aligned: Mapping[Gold, str]) -> dict[str, list[Any]]:
    """Identities that fell apart, and entities that hold several, each with its quotes."""
    of_identity: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    of_entity: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for gold, entity in aligned.items():
        surface = f"{gold.quote} ({gold.phenomenon})"
        of_identity[gold.identity][entity][surface] += 1
        of_entity[entity][gold.identity][surface] += 1
    return {
        "apart": [
            {"identity": identity, "parts": [dict(part) for part in parts.values()]}
            for identity, parts in sorted(of_identity.items())
            if len(parts) > 1
        ],
        "merged": [
            {"entity": entity, "identities": {key: dict(value) for key, value in parts.items()}}
            for entity, parts in sorted(of_entity.items())
            if len(parts) > 1
        ],
    }


def breaks(aligned: Mapping[Gold, str]) -> Counter[tuple[str, str]]:
    """Between which phenomena identities fell apart: neighbouring mentions of one identity that are in two entities."""
    chains: dict[str, list[tuple[Gold, str]]] = defaultdict(list)
    for gold, entity in aligned.items():
        chains[gold.identity].append((gold, entity))
    return Counter(
        (min(one.phenomenon, other.phenomenon), max(one.phenomenon, other.phenomenon))
        for chain in chains.values()
        for (one, first), (other, second) in pairwise(sorted(chain, key=lambda link: (link[0].release, link[0].start)))
        if first != second
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", default="", help="passed to belegt ingest")
    parser.add_argument(
        "--failures", type=Path, default=None, help="write what fell apart and what was merged to this JSON file"
    )
    chosen = parser.parse_args()
    made = identities(chosen.mentions, chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        aligned = found(made, Path(folder), *(("--model", chosen.model) if chosen.model else ()))
    result = score(made, aligned)
    lines = [
        f"releases {len(made.releases)}  mentions {len(made.mentions)}  identities {len({gold.identity for gold in made.mentions})}",
        f"precision {result.precision:.3f}  recall {result.recall:.3f}  F1 {result.f1:.3f}  coverage {result.coverage:.3f}",
        "",
        "phenomenon                mentions  found  links made  links true",
        *(
            f"{name:25} {count:8d}  {share:.2f}   {good:.2f}        {true:.2f}"
            for name, count, share, good, true in by_phenomenon(made, aligned)
        ),
        "",
        "fell apart between",
        *(f"  {count:4d}  {one} | {other}" for (one, other), count in breaks(aligned).most_common(15)),
    ]
    wrong = merged(made, aligned)
    lines += [
        "",
        f"homonyms merged: {len(wrong)} of {len(made.homonyms)}",
        *(f"  {first} {second}: {'; '.join(quotes)}" for first, second, quotes in wrong),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.failures:
        chosen.failures.write_text(json.dumps(failures(aligned), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
