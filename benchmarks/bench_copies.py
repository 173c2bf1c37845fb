"""What it costs to add one release, its copies found, to 1,000 releases and to 10,000, in one run; and what is found.

    .venv/bin/python benchmarks/bench_copies.py

The releases are made by tests/corpus/made_releases.py. A third of those that are added are edited copies. Both databases
get the same releases in turns, so that whatever else the machine does costs both the same. Times are the processor time
of this process, by the whole way of a release that is already extracted: sketch, rows, bucket index, cluster.
"""

import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus import similar
from corpus.document import Document, Source
from corpus.readers.dispatch import read
from db import clusters, engine, runs, store
from db.engine import Database
from db.values import Content
from tests.corpus.made_releases import Made, copies, releases

SIZES: Final = (1_000, 10_000)
ADDED: Final = 300
FOUND: Final = (1_000, 200)


def main() -> None:
    """Fills both databases, adds to both in turns, then measures precision and recall."""
    made = releases(max(SIZES) + ADDED)
    old, new = made[: max(SIZES)], made[max(SIZES) :]
    edited = copies(old[: min(SIZES)], ADDED // 3)
    added = [each for n, one in enumerate(edited) for each in (one, *new[2 * n : 2 * n + 2])]
    with tempfile.TemporaryDirectory() as folder:
        databases = [engine.open(Path(folder) / f"{size}.db") for size in SIZES]
        for database, size in zip(databases, SIZES, strict=True):
            _add(database, old[:size])
        spent: list[list[float]] = [[] for _ in SIZES]
        compared: list[list[int]] = [[] for _ in SIZES]
        for n, one in enumerate(added):
            for at in (0, 1) if n % 2 else (1, 0):
                compared[at].append(_candidates(databases[at], one))
                spent[at].append(_add(databases[at], [one]))
        for size, times, counts in zip(SIZES, spent, compared, strict=True):
            print(
                f"{size:6,} releases: {1000 * mean(times):.2f} ms to add one (median {1000 * median(times):.2f}),"
                f" {mean(counts):.2f} candidates (most {max(counts)})"
            )
        print(f"ratio {mean(spent[1]) / mean(spent[0]):.2f}, of the medians {median(spent[1]) / median(spent[0]):.2f}")
        for database in databases:
            database.close()
    _found()


def _found() -> None:
    """Precision and recall over pairs that share a cluster, in a database of its own."""
    originals = releases(FOUND[0])
    edited = copies(originals, FOUND[1])
    with tempfile.TemporaryDirectory() as folder, engine.open(Path(folder) / "found.db") as database:
        _add(database, [*originals, *edited])
        with database.read() as connection:
            rows = connection.exec_driver_sql("SELECT cluster_id, external_id FROM v_release").all()
    together: dict[str, set[str]] = {}
    for cluster_id, name in rows:
        together.setdefault(cluster_id, set()).add(name)
    pairs = {frozenset((a, b)) for names in together.values() for a in names for b in names if a < b}
    true = {frozenset((one.name, one.of)) for one in edited}
    print(
        f"{FOUND[1]} copies of {FOUND[0]:,}: precision {len(pairs & true) / len(pairs):.3f},"
        f" recall {len(pairs & true) / len(true):.3f}"
    )


def _add(database: Database, made: list[Made]) -> float:
    """Store releases in one transaction; seconds of the processor."""
    documents = [_document(one) for one in made]
    with database.write() as connection:
        run_id, stamp = runs.begin(connection, "0")
    start = time.process_time()
    with database.write() as connection:
        for document in documents:
            content = Content(document, (), (), (), (), (), "none", similar.sketch(document))
            store.save(connection, content, run_id, stamp)
    return time.process_time() - start


def _candidates(database: Database, made: Made) -> int:
    with database.read() as connection:
        return len(clusters.candidates(connection, similar.sketch(_document(made)).buckets))


@cache
def _document(made: Made) -> Document:
    found = read(Source(made.name, f"id:{made.name}", "text/plain", made.text.encode()))
    if not isinstance(found, Document):
        raise TypeError(found)
    return found


if __name__ == "__main__":
    main()
