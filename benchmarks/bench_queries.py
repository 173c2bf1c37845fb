"""Named questions and searches over two databases of made-up releases, the second ten times the first.

    .venv/bin/python benchmarks/bench_queries.py [--releases 10000,100000] [--facts 40] [--keep FOLDER]

The rows are made in SQL, for what is measured is how questions find them: 40 facts and 60 mentions a release. Each
question is asked so that its answer has the same size in both; the window of days shrinks as the releases grow. The
database's own promise is that a question takes no more than three times as long over ten times the releases.
100,000 releases take 4 GB and six minutes of processor time to make; `--keep` keeps them for another time.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from db import engine, search_index
from db.named import NAMED, answer
from db.search import Filters, search

TIMES: Final = 60
ENDS: Final = "2150-01-01"  # forty ends in the year after it, however many releases there are
_STAMP: Final = "2025-01-01T00:00:00.000Z"
_NUMBERS: Final = "WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < {} - 1)"
_ROWS: Final = (
    "INSERT INTO run VALUES ('u_1', 'done', '{stamp}', '{stamp}', 'host', 1, '0', 'made', {n}, 0, 0, 0, 0)",
    "INSERT INTO raw VALUES ('none', 'text/plain', 0, x'789c030000000001')",
    (
        "{i} INSERT INTO release (release_id, key, external_id, cluster_id, revision, first_seen, last_seen)"
        " SELECT printf('r_%08d', n), 'id:' || n, 'x' || n, printf('r_%08d', n), 1, '{stamp}', '{stamp}' FROM i"
    ),
    (
        "{i} INSERT INTO revision (release_id, revision, content, source, publisher, title, published, published_from, language,"
        " text, blocks, media_type, sha256, first_seen, last_seen, run_id, fingerprint, extracted)"
        " SELECT printf('r_%08d', n), 1, 'c' || n, 'made', 'Haus ' || (n % 50), 'Meldung ' || n,"
        " date('2015-01-01', '+' || (n * 3650 / {n}) || ' days'), 'given', 'de', made(n), '[]', 'text/plain', 'none',"
        " '{stamp}', '{stamp}', 'u_1', 'made', '{stamp}' FROM i"
    ),
    # As many things as releases: each is told of by about twenty.
    (
        "{i} INSERT INTO entity (entity_id, kind, folded, same_as) SELECT printf('e_%08d', n),"
        " CASE n % 3 WHEN 0 THEN 'ORG' WHEN 1 THEN 'INFRASTRUCTURE' ELSE 'PERSON' END, 'name ' || n, NULL FROM i"
    ),
    "UPDATE entity SET same_as = printf('e_%08d', substr(entity_id, 3) - 3) WHERE substr(entity_id, 3) % 30 = 5",
    (
        '{i} INSERT INTO evidence (release_id, revision, start, "end", quote)'
        " SELECT printf('r_%08d', n), 1, k, k + 10, 'ein Satz' FROM i CROSS JOIN (SELECT n AS k FROM i LIMIT {facts})"
    ),
    (
        "{i} INSERT INTO mention SELECT printf('r_%08d', n), 1, printf('m_%08d_%d', n, k), k, k + 10, 'Name',"
        " 'ORG', NULL, 0.9, printf('e_%08d', (n * 7 + k * 13) % {n}), 'made', 'made', 1, '{{}}'"
        " FROM i CROSS JOIN (SELECT n AS k FROM i LIMIT 60)"
    ),
    (
        "{i} INSERT OR IGNORE INTO alias SELECT printf('r_%08d', n), 1, printf('e_%08d', (n * 7 + k * 13) % {n}),"
        " 'Name ' || ((n * 7 + k * 13) % {n}), 'base_form', 0.9 FROM i CROSS JOIN (SELECT n AS k FROM i LIMIT 20)"
    ),
    (
        "{i} INSERT INTO fact (release_id, revision, fact_id, subject, subject_id, subject_quote, predicate, object, object_id,"
        ' qualifiers, modality, valid_from, valid_to, start, "end", score, extractor, rule, version)'
        " SELECT printf('r_%08d', n), 1, printf('f_%08d_%d', n, k), 'Name ' || ((n * 7 + k * 13) % {n}),"
        " printf('e_%08d', (n * 7 + k * 13) % {n}), 'Name',"
        " CASE k % 8 WHEN 0 THEN 'has_role' WHEN 1 THEN 'leads' WHEN 2 THEN 'ends_on' WHEN 3 THEN 'count' ELSE 'participates_in' END,"
        " CASE k % 8 WHEN 0 THEN 'Amt ' || k WHEN 2 THEN date(CASE WHEN n < 8 THEN '2150-02-01' ELSE '1900-01-01' END, '+' || (n * 36500 / {n}) || ' days')"
        " ELSE 'Name ' || ((n * 11 + k) % {n}) END,"
        " CASE WHEN k % 8 IN (1, 4, 5, 6, 7) THEN printf('e_%08d', (n * 11 + k) % {n}) END,"
        " CASE k % 8 WHEN 0 THEN '{{\"organisation\":\"Name ' || ((n * 5 + k) % {n}) || '\"}}' ELSE '{{}}' END, 'asserted',"
        " CASE k % 10 WHEN 0 THEN '2020-01-01' END,"
        " CASE k % 10 WHEN 0 THEN date('2025-01-01', '+' || (n * 3650 / {n}) || ' days') END,"
        " k, k + 10, 0.9, 'made', 'made', 1 FROM i CROSS JOIN (SELECT n AS k FROM i LIMIT {facts})"
    ),
    # Two hundred that need a look, and one that agrees for each release.
    (
        "{i} INSERT INTO discrepancy (discrepancy_id, release_id, scope, kind, verdict, subject, reason_de, reason_en, about)"
        " SELECT printf('x_%08d', n), printf('r_%08d', n), 'inside', 'value_difference',"
        " CASE WHEN n < 200 THEN 'conflict' ELSE 'agrees' END, 'Name', 'weil', 'because', printf('e_%08d', n) FROM i"
    ),
    (
        "{i} INSERT INTO discrepancy_evidence SELECT printf('x_%08d', n), k, printf('r_%08d', n), 1, k, k + 10, 'wert'"
        " FROM i CROSS JOIN (SELECT n AS k FROM i LIMIT 2)"
    ),
)


def build(path: Path, size: int, facts: int) -> None:
    """A database of so many releases with so many facts each, as an ingest leaves it: all indexes, all triggers."""
    with engine.open(path) as database, database.write() as connection:
        words = _Words(size)
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA cache_size = -3000000")  # KB: rows come in the order of no index
        raw.create_function("made", 1, words.text, deterministic=False)
        for statement in _ROWS:
            numbers = _NUMBERS.format(size)
            connection.exec_driver_sql(statement.format(i=numbers, n=size, stamp=_STAMP, facts=facts))
        search_index.rebuild(connection)


class _Words:
    """Texts of German-looking words, the frequent ones frequent; a few stand in twenty releases, however many there are."""

    def __init__(self, size: int) -> None:
        self._random = random.Random(1)  # noqa: S311 - the same texts each time
        syllables = [
            "kran",
            "ken",
            "haus",
            "for",
            "schung",
            "daten",
            "netz",
            "werk",
            "kin",
            "der",
            "medi",
            "zin",
            "herz",
        ]
        make = self._random
        self._known = ["".join(make.choices(syllables, k=make.randint(2, 5))) for _ in range(20_000)]
        self._weights = list(accumulate(1 / (n + 10) for n in range(len(self._known))))
        self._rare = {n * size // 20 for n in range(20)}

    def text(self, number: int) -> str:
        """The text of a release."""
        words = self._random.choices(self._known, cum_weights=self._weights, k=120)
        if number in self._rare:
            words[50:52] = ["Sonderwörter", "Gefäßchirurgie"]
        return " ".join(words)


def questions(size: int) -> dict[str, Callable[[Path, int], int]]:
    """By name: what asks the question of a database for the nth time, and tells how many rows there were."""
    days = max(100_000 // size, 1)

    def given(name: str, parameter: str, kind: str, n: int) -> str:
        entity = 300 + 3 * (n % 30)
        first = (100 if name == "first_mentions" else 1000) + n
        values = {
            "name": f"Name {entity}", "text": "x300" if parameter == "release" else "",
            "since": f"date:{first}", "until": f"date:{first + days - 1}", "day": "2020-01-01",
        }  # fmt: skip
        chosen = values.get(parameter, values[kind])
        return _day(int(chosen[5:])) if chosen.startswith("date:") else chosen

    asked: dict[str, Callable[[Path, int], int]] = {}
    for one in NAMED:

        def ask(path: Path, n: int, one: Any = one) -> int:
            values = {p.name: given(one.name, p.name, p.type, n) for p in one.parameters}
            if one.name == "ends_soon":
                values["day"] = ENDS
            elif one.name == "joined_and_left":
                values |= {"since": "2015-01-01", "until": "2025-01-01"}
            return len(answer(path, one.name, values).rows)

        asked[one.name] = ask
    for text in ("Sonderwort", "Gefaesschirurgie", "chirurgie", '"Sonderwörter Gefäßchirurgie"'):
        asked[f"search {text}"] = partial(_found, text)
    return asked


def _found(text: str, path: Path, _: int) -> int:
    return len(search(path, text, Filters()))


def _day(number: int) -> str:
    from datetime import date, timedelta

    return (date(2015, 1, 1) + timedelta(days=number)).isoformat()


def main() -> None:
    """Print, for each question, rows and p95 in both databases."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--releases", default="10000,100000")
    parser.add_argument("--facts", type=int, default=40, help="a release")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    sizes = [int(size) for size in given.releases.split(",")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        paths = {size: folder / f"{size}.db" for size in sizes}
        for size, path in paths.items():
            if not path.exists():
                began = time.perf_counter()
                part = path.with_suffix(".part")
                build(part, size, given.facts)
                part.rename(path)
                print(f"{size:,} releases: {path.stat().st_size / 1e6:,.0f} MB in {time.perf_counter() - began:.0f} s")
        heads = " | ".join(f"rows, p95 ms (clock) at {size:,}" for size in sizes)
        print(f"| question | {heads} | times (clock) |")
        print("|---|" + "---|" * (len(sizes) + 1))
        for name in questions(sizes[0]):
            cells, p95s = [], []
            for size, path in paths.items():
                rows, used, took = measured(path, questions(size)[name])
                p95s.append((used, took))
                cells.append(f"{rows}, {used:.1f} ({took:.1f})")
            times = [last / first for first, last in zip(p95s[0], p95s[-1], strict=True)]
            print(f"| {name} | " + " | ".join(cells) + f" | {times[0]:.1f} ({times[1]:.1f}) |", flush=True)


def measured(path: Path, ask: Callable[[Path, int], int]) -> tuple[int, float, float]:
    """The most rows, p95 of the processor time and of the clock in ms; the first time, which loads the program, does not count."""
    ask(path, TIMES)
    rows, used, took = set(), [], []
    for n in range(TIMES):
        began, clock = time.process_time(), time.perf_counter()
        rows.add(ask(path, n))
        used.append(1000 * (time.process_time() - began))
        took.append(1000 * (time.perf_counter() - clock))
    return max(rows), quantiles(used, n=20)[-1], quantiles(took, n=20)[-1]


if __name__ == "__main__":
    main()
