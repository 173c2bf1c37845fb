"""How long the server takes for the next card, at 1,000 and at 100,000 facts: decide, and the card that follows.

`python benchmarks/bench_review.py [FACTS ...]` prints one line a size, and the ratio of the last to the first. The rows are
made by SQL: what is measured is the page, not extraction. Times are the processor's, server and client together, so that other
work on the machine does not count.
"""

import json
import re
import statistics
import sys
import tempfile
import time
from contextlib import closing
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from db import engine
from review.app import create_app

ROUNDS = 60
_BASE = "http://127.0.0.1:8421"
_TEXT = "Das Klinikum Nordtal leitet das Netz PALAS. " * 50
_ROWS = (
    "INSERT INTO run (run_id, state, started, host, pid, program_version, new, unchanged, updated, re_extracted, failed) VALUES ('u_1', 'done', '2026-01-01T00:00:00.000Z', 'h', 1, '0', 0, 0, 0, 0, 0)",
    "INSERT INTO raw VALUES ('0', 'text/plain', 0, x'')",
    (
        "INSERT INTO release (release_id, key, external_id, cluster_id, revision, first_seen, last_seen) WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :releases) "
        "SELECT printf('r_%06d', i), 'id:' || i, i, printf('r_%06d', i), 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' FROM n"
    ),
    (
        "INSERT INTO revision (release_id, revision, content, source, publisher, title, published, language, text, blocks, media_type, sha256, first_seen, last_seen, run_id, fingerprint, extracted) "
        "SELECT release_id, 1, external_id, external_id || '.txt', 'Haus ' || (CAST(external_id AS INTEGER) % 40), 'Meldung ' || external_id, "
        "date('2020-01-01', '+' || (CAST(external_id AS INTEGER) % 2000) || ' days'), 'de', :text, :blocks, 'text/plain', '0', first_seen, first_seen, 'u_1', '', first_seen FROM release"
    ),
    (
        'INSERT INTO evidence (release_id, revision, start, "end", quote) WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :each) '
        "SELECT r.release_id, 1, n.i * 44, n.i * 44 + 43, substr(:text, n.i * 44 + 1, 43) FROM release AS r, n"
    ),
    (
        'INSERT INTO fact (release_id, revision, fact_id, subject, subject_quote, predicate, object, qualifiers, modality, start, "end", score, extractor, rule, version) '
        "SELECT release_id, 1, 'f_' || release_id || '_' || start, 'Klinikum Nordtal', 'Klinikum Nordtal', CASE WHEN start % 3 THEN 'leads' ELSE 'part_of' END, 'PALAS', '{}', 'asserted', start, \"end\", "
        "0.5 + (start % 50) / 100.0, 'relations', 'rule', 1 FROM evidence"
    ),
)  # fmt: skip


def fill(path: Path, facts: int) -> None:
    """A database of that many facts, twenty a release."""
    with engine.open(path) as database, database.write() as connection:
        values = {
            "releases": max(facts // 20, 1),
            "each": 20,
            "text": _TEXT,
            "blocks": json.dumps([[0, len(_TEXT), "paragraph"]]),
        }
        from sqlalchemy import text

        for statement in _ROWS:
            connection.execute(text(statement), {k: v for k, v in values.items() if f":{k}" in statement})


def measure(path: Path) -> tuple[float, float, float]:
    """Seconds of the processor: the first card (the queue is made), the median and the slowest of the cards after it."""
    with TestClient(create_app(path), base_url=_BASE) as client:
        begin = time.process_time()
        page = client.get("/queue?kind=fact").text
        first = time.process_time() - begin
        client.headers["HX-Request"] = "true"
        times = []
        for n in range(ROUNDS):
            form = page[page.index('class="decide"') :]
            pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")])
            fields = {name: unescape(value) for name, value in pairs}
            begin = time.process_time()
            page = client.post("/decide", data={**fields, "status": ("accepted", "rejected", "unsure")[n % 3]}).text
            times.append(time.process_time() - begin)
    return first, statistics.median(times), max(times)


def main() -> None:
    """Measure each size."""
    sizes = [int(given) for given in sys.argv[1:]] or [1_000, 100_000]
    medians = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.db"
            fill(path, size)
            first, median, slowest = measure(path)
            medians.append(median)
            with closing(path.open("rb")):
                print(
                    f"{size:>8,} facts: first card {first * 1000:6.0f} ms, next card {median * 1000:5.1f} ms (slowest {slowest * 1000:.1f})"
                )
    print(f"ratio of the last to the first: {medians[-1] / medians[0]:.2f}")


if __name__ == "__main__":
    main()
