"""Run the pairs through the command and print what comes out: `python -m tests.pipeline.reconcile.pairs.measure --pairs 300`."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.pipeline.reconcile.pairs.make import Pair, pairs

LOUD = frozenset({"change", "conflict", "question", "disagrees"})
COMMAND = Path(sys.executable).parent / "belegt"


@dataclass(slots=True)
class Judged:
    """What is to be said of one pair: what it lacks, what is there and should not be, what is counted apart."""

    pair: Pair
    missing: list[dict[str, Any]] = field(default_factory=list)
    missing_quiet: list[dict[str, Any]] = field(default_factory=list)
    unexpected: list[dict[str, Any]] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Every expected finding is there, and no loud one besides."""
        return not (self.missing or self.missing_quiet or self.unexpected)

    @property
    def heard_right(self) -> bool:
        """The same, but what need not be heard need not be there either."""
        return not (self.missing or self.unexpected)


def run(*arguments: str) -> str:
    """What the command prints. A source that fails would be a fault of the generator, so any exit but 0 stops the measure."""
    done = subprocess.run([str(COMMAND), *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        message = f"belegt {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return done.stdout


def findings(releases: Iterable[dict[str, Any]], folder: Path, *options: str) -> list[dict[str, Any]]:
    """All findings of a fresh database of these releases, each with its values' external release ids."""
    source, db = folder / "pairs.jsonl", folder / "pairs.db"
    source.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in releases), encoding="utf-8")
    run("ingest", str(source), "--db", str(db), *options)
    outside = {
        each["release_id"]: each["external_id"]
        for each in json.loads(run("releases", "--format", "json", "--db", str(db)))
    }
    found: list[dict[str, Any]] = json.loads(run("discrepancies", "--all", "--format", "json", "--db", str(db)))
    for finding in found:
        for value in finding["values"]:
            value["external_id"] = outside[value["release_id"]]
    return found


def judge(made: Sequence[Pair], found: Sequence[dict[str, Any]]) -> tuple[list[Judged], list[dict[str, Any]]]:
    """Each pair with what was said of it; and the findings between two pairs, which ought not to be."""
    of_pair: dict[str, list[dict[str, Any]]] = defaultdict(list)
    across = []
    for finding in found:
        names = {value["external_id"].rsplit("-", 1)[0] for value in finding["values"]}
        if len(names) > 1:
            across.append(finding)
        for name in names:
            of_pair[name].append(finding)
    return [_judge(pair, of_pair[pair.name]) for pair in made], across


def _judge(pair: Pair, found: list[dict[str, Any]]) -> Judged:
    judged = Judged(pair)
    matched = set()
    for wanted in pair.expected:
        hits = [at for at, finding in enumerate(found) if _fits(wanted, finding, pair)]
        matched.update(hits)
        if not hits:
            (
                judged.missing if wanted["verdict"] in LOUD or wanted["verdict"] == "variant" else judged.missing_quiet
            ).append(wanted)
    for at, finding in enumerate(found):
        kind, verdict = finding["kind"], finding["verdict"]
        judged.said.append(
            f"{kind}/{verdict} {finding['predicate']}: {' | '.join(value['quote'] for value in finding['values'])}"
        )
        if at in matched or verdict not in LOUD | {"variant"}:
            continue
        if kind in {"missing_date", "name_variant"} or kind in pair.bearable:
            judged.aside[kind] += 1
        else:
            judged.unexpected.append(finding)
    return judged


def _fits(wanted: dict[str, Any], finding: dict[str, Any], pair: Pair) -> bool:
    if finding["kind"] not in {wanted["kind"], wanted.get("or_kind")} or finding["verdict"] != wanted["verdict"]:
        return False
    return all(
        any(
            given["external_id"] == pair.releases[value["release"]]["id"]
            and given["start"] < value["end"]
            and value["start"] < given["end"]
            for given in finding["values"]
        )
        for value in wanted.get("values", ())
    )


def accuracy(judged: Iterable[Judged]) -> float:
    """The share of pairs that are right."""
    marks = [each.right for each in judged]
    return sum(marks) / len(marks)


def table(judged: Sequence[Judged]) -> str:
    """Accuracy overall, of what is heard, by class, by scenario and by pattern (those that fail)."""
    lines = [
        f"pairs {len(judged)}  accuracy {accuracy(judged):.3f}  heard {sum(each.heard_right for each in judged) / len(judged):.3f}"
    ]
    for title, keys in (
        ("class", lambda each: [each.pair.verdict_class]),
        ("scenario", lambda each: [f"{each.pair.verdict_class}: {each.pair.scenario}"]),
        ("pattern", lambda each: [pattern.split("@")[0] for pattern in each.pair.patterns]),
    ):
        groups: dict[str, list[Judged]] = defaultdict(list)
        for each in judged:
            for key in keys(each):
                groups[key].append(each)
        lines.append(f"\nby {title}")
        for key, group in sorted(groups.items(), key=lambda item: (accuracy(item[1]), item[0])):
            if title != "pattern" or accuracy(group) < 1:
                lines.append(
                    f"  {accuracy(group):.2f} (heard {sum(each.heard_right for each in group) / len(group):.2f}, {len(group):3d})  {key}"
                )
    conflicts = [
        each.pair.name
        for each in judged
        if each.pair.verdict_class == "incomparable" and any(one["verdict"] == "conflict" for one in each.unexpected)
    ]
    aside: Counter[str] = sum((each.aside for each in judged), Counter())
    lines.append(f"\nconflicts for incomparable: {len(conflicts)} {' '.join(conflicts)}")
    lines.append(f"counted apart: {dict(aside)}")
    return "\n".join(lines)


def failures(judged: Iterable[Judged]) -> list[dict[str, Any]]:
    """The pairs that are wrong, with all that a reader needs to see why."""
    return [
        {
            "pair": each.pair.name,
            "class": each.pair.verdict_class,
            "scenario": each.pair.scenario,
            "patterns": each.pair.patterns,
            "missing": each.missing + each.missing_quiet,
            "unexpected": each.unexpected,
            "said": each.said,
            "texts": [f"[{release['published']}] {release['text']}" for release in each.pair.releases],
        }
        for each in judged
        if not each.right
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shard", type=int, default=500, help="so many pairs go into one database")
    parser.add_argument("--model", default="", help="passed to belegt ingest")
    parser.add_argument("--failures", type=Path, default=None, help="write the failures to this JSON file")
    chosen = parser.parse_args()
    made = list(pairs(chosen.pairs, chosen.seed))
    judged: list[Judged] = []
    across: list[dict[str, Any]] = []
    for at in range(0, len(made), chosen.shard):
        shard = made[at : at + chosen.shard]
        with tempfile.TemporaryDirectory() as folder:
            found = findings(
                (release for pair in shard for release in pair.releases),
                Path(folder),
                *(("--model", chosen.model) if chosen.model else ()),
            )
        some, between = judge(shard, found)
        judged += some
        across += between
    loud = [each for each in across if each["verdict"] in LOUD]
    sys.stdout.write(
        f"{table(judged)}\nfindings across pairs: {len(across)}, loud {len(loud)} {dict(Counter(each['kind'] for each in loud))}\n"
    )
    if chosen.failures:
        chosen.failures.write_text(json.dumps(failures(judged), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
