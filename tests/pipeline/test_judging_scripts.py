"""The same figures as the judging scripts give, on extractions made of the gold with seeded faults."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.gold import read_gold
from pipeline.measure import measure
from pipeline.scores import Scores
from tests.pipeline.gold_set import Json, faulty_extractions, write_gold

SHARED = Path(os.environ.get("BELEGT_SHARED", Path(__file__).parents[3] / "shared"))
TOOLS = SHARED / "tools"
pytestmark = pytest.mark.skipif(
    not (TOOLS / "score.py").is_file(), reason=f"no judging scripts in {TOOLS} (set BELEGT_SHARED)"
)


@pytest.mark.parametrize("seed", [None, 0, 1, 2, 3])
@pytest.mark.parametrize("which", ["own", "development"])
def test_same_figures_as_the_judging_scripts(tmp_path: Path, which: str, seed: int | None) -> None:
    """On the gold itself (None) and on seeded disturbances of it."""
    folder = write_gold(tmp_path / "set") if which == "own" else SHARED / "gold"
    extractions = Disturbance(seed).of_folder(folder)
    lines = tmp_path / "out.jsonl"
    lines.write_text("".join(f"{json.dumps(e)}\n" for e in extractions.values()), "utf-8")
    expected = json.loads(judge("score.py", str(folder), str(lines), "--json"))
    report = measure(read_gold(folder), extractions)

    for name, table in (("strict", report.strict), ("relaxed", report.relaxed), ("fact", report.facts)):
        assert {row: figures(scores) for row, scores in table.items()} == expected[name], name
    result = report.as_json()
    assert result["right"] == expected["right"]
    assert result["documents"] == expected["documents"]

    inside = json.loads(judge("-c", INSIDE, str(TOOLS), str(folder), str(lines)))
    asked = [[m["kind"], m["verdict"], m["values"]] for m in result["findings"]["missed"]]
    ours = {key: value for key, value in result["findings"].items() if key != "missed"}
    assert {**ours, "missed": asked} == inside

    if seed is None:
        assert report.strict["all"].f1 == report.relaxed["all"].f1 == report.facts["all"].f1 == 1.0
    else:
        assert 0.1 < report.strict["all"].f1 < 0.95, "the disturbance is neither too weak nor too strong to tell"
        assert 0.1 < report.facts["all"].f1 < 0.95


def test_same_figures_on_the_faults_counted_by_hand(tmp_path: Path) -> None:
    folder, lines = write_gold(tmp_path / "set"), tmp_path / "out.jsonl"
    lines.write_text("".join(f"{json.dumps(e)}\n" for e in faulty_extractions().values()), "utf-8")
    expected = json.loads(judge("score.py", str(folder), str(lines), "--json"))
    report = measure(read_gold(folder), faulty_extractions())
    for name, table in (("strict", report.strict), ("relaxed", report.relaxed), ("fact", report.facts)):
        assert {row: figures(scores) for row, scores in table.items()} == expected[name], name
    assert report.as_json()["right"] == expected["right"]


INSIDE = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
import score_findings
lines = map(json.loads, pathlib.Path(sys.argv[3]).read_text("utf-8").splitlines())
print(json.dumps(score_findings.inside(sys.argv[2], {e["id"]: e for e in lines})))
"""


def judge(*arguments: str) -> str:
    command = [sys.executable, "-B", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=TOOLS).stdout


def figures(scores: Scores) -> Json:
    return {
        "p": round(scores.precision, 4), "r": round(scores.recall, 4), "f1": round(scores.f1, 4), "gold": scores.gold,
        "system": scores.system, "wrong": scores.wrong, "missed": scores.missed,
    }  # fmt: skip


class Disturbance:
    """Makes extractions from the gold itself, with seeded faults of every kind that the measure tells apart."""

    def __init__(self, seed: int | None) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.rate = 0.0 if seed is None else 0.35

    def of_folder(self, folder: Path) -> dict[str, Json]:
        golds = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((folder / "gold").glob("*.json"))}
        made = {
            key: self.extraction(key, gold, (folder / "texts" / f"{key}.txt").read_bytes().decode())
            for key, gold in golds.items()
        }
        if self.rate:
            made.pop(self.chance.choice(sorted(made)))
        return made

    def hits(self, rate: float | None = None) -> bool:
        return self.chance.random() < (self.rate if rate is None else rate * bool(self.rate))

    def extraction(self, key: str, gold: Json, text: str) -> Json:
        mentions = [m for g in gold["mentions"] for m in self.copies(self.mention(g, text))]
        facts = [f for g in gold["facts"] if g["subject"] is not None for f in self.copies(self.fact(g, text, gold))]
        findings = [f for g in gold.get("expected_findings", []) for f in self.copies(self.finding(g))]
        if self.rate:
            for things in (mentions, facts, findings):
                self.chance.shuffle(things)
        published = gold["publication_date"]
        return {
            "id": key,
            "published": self.chance.choice([None, "2000-01-01", f"{published}T08:00"]) if self.hits() else published,
            "mentions": mentions,
            "facts": facts,
            "findings": findings,
        }

    def copies(self, thing: Json) -> list[Json]:
        """Mostly one; at times none, or two."""
        return [thing] * (self.chance.choice([0, 0, 2]) if self.hits(0.2) else 1)

    def mention(self, gold: Json, text: str) -> Json:
        start, end, label = gold["start"], gold["end"], gold["label"]
        if self.hits():
            start, end = self.shifted(start, end, text)
        made = {"start": start, "end": end, "quote": text[start:end], "label": label}
        made |= {key: gold[key] for key in ("norm", "titles", "role") if key in gold}
        if self.hits(0.2):
            made["label"] = self.chance.choice(["ORG", "PROJECT", "LOC", "TIME", *gold.get("alt_labels", [])])
        if made["label"] == "LOC" and self.hits(0.3):
            made["kind"] = self.chance.choice(["place", "street", None])
        if self.hits(0.05):
            made["quote"] += "!"
        if "norm" in made and self.hits():
            made["norm"] = self.norm(made["norm"])
        for key in ("titles", "role"):
            if key in made and self.hits():
                made[key] = self.name(made[key], [])
        return made

    def shifted(self, start: int, end: int, text: str) -> tuple[int, int]:
        """One or two words more or less at the left, or a few letters at either side."""
        words = [0, *(m.end() for m in re.finditer(r"\s+", text[:end])), end]
        place = min(range(len(words)), key=lambda n: abs(words[n] - start))
        left = words[max(0, min(len(words) - 2, place + self.chance.choice([-2, -1, -1, 1])))]
        moved = self.chance.choice([(left, end), (start + 1, end), (max(0, start - 3), end), (start, end + 2)])
        return moved if moved[0] < moved[1] <= len(text) else (start, end)

    def norm(self, norm: Any) -> Any:
        if not isinstance(norm, dict):
            return self.chance.choice([None, "2021", f"{norm}-01", {"value": norm}])
        unit = self.chance.choice([str(norm.get("unit")) + "n", "Moore", *norm.get("alt_units", [])])
        changes: list[Json] = [
            {"value": 7},
            {"value": str(norm["value"])},
            {"value": None},
            {"unit": unit},
            {"currency": "CHF"},
        ]
        return self.chance.choice([None, {}, *({**norm, **change} for change in changes)])

    def name(self, name: Any, others: list[str]) -> Any:
        """Another form of a name: inflected, shortened, with an acronym or a number, or another name of the text."""
        words = str(name).split()
        forms = [
            None, "", f"{name}s", str(name).upper(), f"{name} 2.0", f"{name} in der Stadt am Fluss", words[0], words[-1],
            " ".join(words[1:]), " ".join(reversed(words)), f"die {name}", re.sub(r"\d", "9", str(name)),
            str(name)[: len(str(name)) * 2 // 3], *others,
        ]  # fmt: skip
        return self.chance.choice(forms)

    def fact(self, gold: Json, text: str, document: Json) -> Json:
        others = [n for f in document["facts"] for n in (f["subject"], f["object"]) if isinstance(n, str)]
        start, end = gold["evidence"]
        if self.hits(0.2):
            start, end = self.chance.choice([(max(0, start - 400), end + 400), (end, end + 50), (start + 1, end - 1)])
        made: Json = {
            "subject": gold["subject"],
            "predicate": gold["predicate"],
            "object": gold["object"],
            "modality": gold.get("modality", "asserted"),
            "qualifiers": {"organisation": gold["at"]} if gold.get("at") else {},
            "evidence": {"start": start, "end": min(end, len(text))},
        }
        if self.hits():
            made["subject"] = self.name(made["subject"], others)
        if self.hits():
            value = made["object"]
            made["object"] = self.norm(value) if isinstance(value, dict) else self.name(value or "Rolle", others)
        if made["predicate"] == "count" and isinstance(made["object"], dict) and self.hits():
            made["qualifiers"] = made["object"]
            made["object"] = None
        if made["predicate"] == "has_role" and self.hits():
            made["qualifiers"] = {"organisation": self.name(gold.get("at") or "Bund", others)}
        if self.hits(0.1):
            made["modality"] = self.chance.choice(["negated", "planned", None])
        if self.hits(0.1):
            made["predicate"] = self.chance.choice(["leads", "lasts", "part_of", "has_role"])
        if self.hits(0.05):
            del made[self.chance.choice(["evidence", "qualifiers", "object", "modality"])]
        return made

    def finding(self, gold: Json) -> Json:
        made: Json = {key: gold[key] for key in ("values", "value", "claim", "listed") if key in gold}
        verdict = "agrees" if gold["verdict"] == "silent" else gold["verdict"]
        if self.hits():
            verdict = self.chance.choice(["agrees", "disagrees", "question", "incomplete"])
        if made and self.hits():
            made.popitem()
        kind = "sum_check" if self.hits(0.2) else gold["kind"]
        return {"kind": kind, "verdict": verdict, "reason_de": f"Gefunden: {json.dumps(made)}", **made}
