"""Recall of `belegt search` on the probes in tests/db, beside FTS5 as it comes: python benchmarks/bench_search.py.

The same searches, the same filters, the first 20 of each. FTS5 gets what was typed as its own strings, so that no
syntax of its own is in the way; phrases stay phrases.
"""

import json
import re
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from db import engine  # noqa: E402
from db.search import Filters, search  # noqa: E402
from tests.db.make import content, document, save  # noqa: E402

FOLDER = ROOT / "tests" / "db"
AT = 20
Asked = Callable[[str, dict[str, str]], list[str]]
Row = dict[str, Any]


def lines(name: str) -> list[Row]:
    """The objects of a .jsonl file."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def ours(folder: Path, corpus: list[Row]) -> Asked:
    """The search, on a database of the corpus."""
    path = folder / "belegt.db"
    with engine.open(path) as database:
        save(database, *(content(document(key=f"id:{row['id']}", **row)) for row in corpus))
    connection = sqlite3.connect(path)
    known = dict(connection.execute("SELECT release_id, external_id FROM release").fetchall())
    connection.close()
    return lambda text, filters: [known[row["release_id"]] for row in search(path, text, Filters(**filters), limit=AT)]


def plain(corpus: list[Row], how: str) -> Asked:
    """FTS5 with a tokenizer of its own."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        f"CREATE VIRTUAL TABLE f USING fts5(id UNINDEXED, publisher UNINDEXED, published UNINDEXED, title, text{how})"
    )
    rows = [(r["id"], r["publisher"], r["published"], r["title"], r["text"]) for r in corpus]
    connection.executemany("INSERT INTO f VALUES (?, ?, ?, ?, ?)", rows)

    def ask(text: str, filters: dict[str, str]) -> list[str]:
        parts = re.findall(r'"([^"]*)"|(\S+)', text)
        match = " ".join('"' + (phrase or word).replace('"', "") + '"' for phrase, word in parts)
        found = connection.execute(
            "SELECT id FROM f WHERE f MATCH ? AND instr(lower(publisher), lower(?)) AND published BETWEEN ? AND ?"
            " ORDER BY rank LIMIT ?",
            (match, filters.get("publisher", ""), filters.get("since", ""), filters.get("until", "9"), AT),
        )
        return [name for (name,) in found]

    return ask


def main() -> None:
    """Print the table, and what was missed."""
    corpus, probes = lines("search_corpus.jsonl"), lines("search_probes.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        asked = {
            "belegt": ours(Path(folder), corpus),
            "FTS5 unicode61": plain(corpus, ""),
            "FTS5 trigram": plain(corpus, ", tokenize = 'trigram'"),
        }
        recall: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in asked}
        precision: dict[str, list[float]] = defaultdict(list)
        took: dict[str, float] = defaultdict(float)
        missed = []
        for probe in probes:
            wanted = set(probe["relevant"])
            for name, ask in asked.items():
                began = time.process_time()
                found = ask(probe["query"], probe.get("filters") or {})
                took[name] += time.process_time() - began
                for kind in (probe["kind"], "all"):
                    recall[name][kind].append(len(wanted & set(found)) / len(wanted) if wanted else float(not found))
                if found:
                    precision[name].append(len(wanted & set(found)) / len(found))
                if name == "belegt" and not wanted <= set(found):
                    missed.append((probe["query"], sorted(wanted - set(found))))
                if name == "belegt" and "--all" in sys.argv and set(found) - wanted:
                    print("beside:", probe["query"], sorted(set(found) - wanted))
        kinds = [*dict.fromkeys(probe["kind"] for probe in probes), "all"]
        print(f"| recall at {AT} | probes | " + " | ".join(asked) + " |\n|---|---|" + "---|" * len(asked))
        for kind in kinds:
            cells = [f"{sum(recall[name][kind]) / len(recall[name][kind]):.3f}" for name in asked]
            print(f"| {kind} | {len(recall['belegt'][kind])} | " + " | ".join(cells) + " |")
        cells = [f"{sum(precision[name]) / len(precision[name]):.3f}" for name in asked]
        print("| precision of what is found | | " + " | ".join(cells) + " |")
        print("| ms a search | | " + " | ".join(f"{1000 * took[name] / len(probes):.1f}" for name in asked) + " |")
        for query, ids in missed:
            print(f"missed: {query}: {', '.join(ids)}")


if __name__ == "__main__":
    main()
