"""Every expected finding of a gold folder, and what belegt says of it, as a Markdown table on standard output.

    python benchmarks/expected_findings.py GOLD > benchmarks/findings.md

GOLD holds gold/ID.json and texts/ID.txt. All texts go into one fresh database through `belegt ingest`; a finding is met when a
reported one has its kind and verdict and names its values, and one whose verdict is `silent` when nothing loud of its kind does.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.agreement import asked_values, names_values
from pipeline.gold import ExpectedFinding, read_gold

LOUD: Final = frozenset({"disagrees", "conflict", "change", "question"})
COMMAND: Final = Path(sys.executable).parent / "belegt"
_LONGEST: Final = 150  # characters of what is told in one cell
Row = tuple[str, str, str, str, str]


def reported(gold: Path, folder: Path) -> list[dict[str, Any]]:
    """All findings of a fresh database of the folder's texts, each value with its external release id."""
    source, db = folder / "gold.jsonl", str(folder / "gold.db")
    with source.open("w", encoding="utf-8") as lines:
        for document in read_gold(gold).values():
            # a date that stands in the text must be read there
            published = None if document.stated else document.published
            line = {"id": document.id, "text": document.text, "published": published}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    _run("ingest", str(source), "--db", db)
    outside = {r["release_id"]: r["external_id"] for r in json.loads(_run("releases", "--format", "json", "--db", db))}
    found: list[dict[str, Any]] = json.loads(_run("discrepancies", "--all", "--format", "json", "--db", db))
    for finding in found:
        finding["documents"] = sorted({outside[v["release_id"]] for v in finding["values"]})
    return found


def _run(*arguments: str) -> str:
    done = subprocess.run([str(COMMAND), *arguments], check=False, capture_output=True, text=True)  # noqa: S603 - our own command
    if done.returncode:
        raise SystemExit(f"belegt {arguments[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def expectations(gold: Path) -> Iterator[tuple[str, ExpectedFinding]]:
    """Document and finding, each once: what two texts have in common stands in both, and points to the other (`same_as`)."""
    for path in sorted((gold / "gold").glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        for e in document.get("expected_findings", []):
            if "kind" in e and not e.get("same_as"):
                values = tuple(e[k] for k in ("values", "value", "claim", "listed") if k in e)
                yield document["id"], ExpectedFinding(e["kind"], e["verdict"], None, values)


def table(gold: Path, found: list[dict[str, Any]]) -> tuple[list[Row], Counter[str], list[dict[str, Any]]]:
    """A row for each expected finding; how many are met, by group; what is loud and expected by nobody."""
    rows: list[Row] = []
    counts: Counter[str] = Counter()
    used: set[str] = set()
    for document, expected in expectations(gold):
        group = "two NUM releases" if document.startswith("seed") else "other documents"
        values = asked_values(expected)
        wording = "; ".join(v[-1] for v in values) or "–"
        kind = [f for f in found if f["kind"] == expected.kind and names_values(f, values)]
        if expected.verdict == "silent":
            told = [f for f in kind if f["verdict"] in LOUD and values]
            counts[f"{group}, silence: {'broken' if told else 'kept'}"] += 1
        else:
            told = [f for f in kind if f["verdict"] == expected.verdict]
            # the finding of this very document before one of another that happens to name the same numbers
            told.sort(key=lambda f: (document not in f["documents"], f["id"] in used))
            used |= {f["id"] for f in told[:1]}
            counts[f"{group}, findings: {'met' if told else 'missed'}"] += 1
        well = bool(told) != (expected.verdict == "silent")
        says = _short(told[0]["reason_en"]) if told else "nothing"
        rows.append((document, f"{expected.kind}, {expected.verdict}", wording, says, "yes" if well else "**no**"))
    return rows, counts, [f for f in found if f["verdict"] in LOUD and f["id"] not in used]


def _short(text: str) -> str:
    text = text.replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    gold = parser.parse_args().gold
    with tempfile.TemporaryDirectory() as folder:
        found = reported(gold, Path(folder))
    rows, counts, extra = table(gold, found)
    lines = [
        "# Expected findings, and what belegt says",
        "",
        "Made with `python benchmarks/expected_findings.py GOLD > benchmarks/findings.md`; the texts are not part of the project.",
        "",
        *(f"- {name}: {n}" for name, n in sorted(counts.items())),
        f"- loud and expected by nobody: {len(extra)}",
        "",
        "| document | expected | values | belegt says | met |",
        "|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    if extra:
        lines += [
            "",
            "## Loud and expected by nobody",
            "",
            *(f"- {f['kind']}, {f['verdict']}: {_short(f['reason_en'])}" for f in extra),
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
