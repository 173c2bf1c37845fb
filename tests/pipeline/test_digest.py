"""What is new, on small made releases that go through the whole pipeline: each group, copies, new texts, dates."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import digest as stored
from db import engine
from db.decisions import Order, decide
from db.digest import Window
from pipeline import digest_pages
from pipeline.ingest import ingest
from pipeline.reconcile.digest import Entry, totals
from tests.pipeline.made_digest import COPY, FIRST, SECOND, put, read, release, rows, rules


@pytest.fixture
def store(tmp_path: Path) -> Callable[..., Path]:
    """Stores releases, each in a run of its own."""
    return partial(put, tmp_path / "t.db")


def since(path: Path, first: str = "2000-01-01", last: str | None = None) -> dict[str, Entry]:
    """The entries by title."""
    return {str(e.release["title"]): e for e in read(path, Window("published", first, last))[0]}


def told(rows: Sequence[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(f["subject"], f["predicate"], str(f["object"])) for f in rows}


def test_the_first_release_adds_all_that_it_says_and_names(store: Callable[..., Path]) -> None:
    entry = since(store(release(FIRST, "a", "2024-01-10")))["Meldung a"]
    assert {
        ("TAVOLA", "starts_on", "2024-03-01"), ("TAVOLA", "ends_on", "2027-12-31"),
        ("Universitätsklinikum Waldau", "participates_in", "TAVOLA"), ("Anna Berg", "leads", "TAVOLA"),
        ("Herzzentrum Waldau", "count", "{'unit': 'Betten', 'value': 40}"),
    } <= told(entry.adds)  # fmt: skip
    assert {n["name"] for n in entry.names} >= {"TAVOLA", "Universitätsklinikum Waldau", "Anna Berg"}
    assert [entry.confirms, entry.changes, entry.contradicts, entry.questions] == [[], [], [], []]
    assert (entry.copy_of, entry.changed) == (None, False)


def test_the_second_confirms_changes_contradicts_adds_and_names(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"), release(SECOND, "b", "2025-02-10"))
    first, second = since(path).values()
    assert told(second.confirms) == {("Universitätsklinikum Waldau", "participates_in", "TAVOLA")}
    assert {f["before"] for f in second.confirms} == {first.release["release_id"]}
    assert told(second.adds) == {("Institut für Klangforschung Ostheim", "participates_in", "TAVOLA")}
    assert {n["name"] for n in second.names} == {"Institut für Klangforschung Ostheim"}
    (change,) = second.changes
    assert (change["subject"], [v["value"] for v in change["values"]]) == (
        "Herzzentrum Waldau",
        ["40 Betten", "48 Betten"],
    )
    (conflict,) = second.contradicts
    assert [v["value"] for v in conflict["values"]] == ["2027-12-31", "2028-12-31"]
    assert (first.changes, first.contradicts) == ([], []), "who said it first contradicts nobody"
    assert totals([first, second]) == {
        "contradicts": 1, "changes": 1, "questions": 0, "names": len(first.names) + 1, "adds": len(first.adds) + 1, "confirms": 1,
    }  # fmt: skip


def test_which_is_the_first_follows_from_the_dates_not_from_the_order_of_arrival(store: Callable[..., Path]) -> None:
    path = store(release(SECOND, "b", "2025-02-10"), release(FIRST, "a", "2024-01-10"))
    second = since(path, "2025-01-01")["Meldung b"]
    assert len(second.contradicts) == len(second.changes) == len(second.confirms) == 1
    entries, _ = read(path, Window("seen", "2000-01-01"))
    seen = {e.release["title"]: e for e in entries}
    assert [len(seen[f"Meldung {n}"].confirms) for n in "ba"] == [0, 1], "by arrival the other is the first"


def test_a_copy_adds_and_confirms_nothing(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"), release(COPY, "c", "2024-01-11"))
    entries = since(path)
    copy = entries["Meldung c"]
    assert copy.copy_of == entries["Meldung a"].release["release_id"]
    assert copy.empty
    text = "\n".join(
        digest_pages.text(*read(path, Window("published", "2024-01-11")), Window("published", "2024-01-11"), "de")
    )
    assert "Kopie von: 10. Januar 2024, Meldung a" in text


def test_a_copy_that_came_first_takes_nothing_from_a_third(store: Callable[..., Path]) -> None:
    path = store(
        release(FIRST, "a", "2024-01-10"), release(COPY, "c", "2024-01-11"), release(SECOND, "b", "2025-02-10")
    )
    third = since(path)["Meldung b"]
    assert len(third.confirms) == 1
    assert third.confirms[0]["before"] == since(path)["Meldung a"].release["release_id"]


def test_the_same_again_is_nothing_new(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"))
    stamp = rows(path, "SELECT max(first_seen) FROM release")[0][0]
    store(release(FIRST, "a", "2024-01-10"))
    assert read(path, Window("seen", stamp + "~"))[0] == []
    assert len(since(path)) == 1


def test_a_new_text_brings_what_the_old_one_did_not_say(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"))
    store(
        release(
            FIRST + " Das Institut für Klangforschung Ostheim beteiligt sich am Register TAVOLA.", "a", "2024-01-10"
        )
    )
    (stamp,) = rows(path, "SELECT max(first_seen) FROM revision")[0]
    (entry,) = read(path, Window.of_run(stamp))[0]
    assert entry.changed
    assert told(entry.adds) == {("Institut für Klangforschung Ostheim", "participates_in", "TAVOLA")}
    assert {n["name"] for n in entry.names} == {"Institut für Klangforschung Ostheim"}
    (before,) = read(path, Window("seen", "2000-01-01", stamp))[0]
    assert not before.changed
    assert ("TAVOLA", "starts_on", "2024-03-01") in told(before.adds)
    assert "Institut für Klangforschung Ostheim" not in {n["name"] for n in before.names}


def test_a_new_text_that_says_nothing_new_is_left_out(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"))
    store(release(FIRST + " Gutes Wetter heute.", "a", "2024-01-10"))
    (stamp,) = rows(path, "SELECT max(first_seen) FROM revision")[0]
    assert read(path, Window.of_run(stamp))[0] == []


def test_without_a_date_the_day_of_arrival_counts(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", None), release(SECOND, "b", "2025-02-10"))
    (arrived,) = rows(path, "SELECT substr(first_seen, 1, 10) FROM release WHERE external_id = 'a'")[0]
    tomorrow = (date.fromisoformat(arrived) + timedelta(days=1)).isoformat()
    assert set(since(path, arrived, tomorrow)) == {"Meldung a"}
    assert set(since(path, tomorrow)) == set()
    assert set(since(path, "2025-02-10", "2025-02-11")) == {"Meldung b"}


@pytest.mark.parametrize(
    ("published", "first", "last", "held"),
    [
        ("2025-07-01", "2025-07-01", "2025-07-02", True), ("2025-07-01", "2025-07-02", None, False),
        ("2025-07-01", "2025-06-01", "2025-07-01", False), ("2025-07", "2025-07-01", None, True),
        ("2025-07", "2025-07-02", None, False), ("2025-07", "2025-06-01", "2025-07-01", False),
        ("2025", "2025-01-01", "2025-01-02", True), ("2025", "2024-01-01", "2025-01-01", False),
        ("2025", "2025-01-02", None, False),
    ],
)  # fmt: skip
def test_a_month_or_year_counts_by_its_first_day(
    store: Callable[..., Path], published: str, first: str, last: str | None, held: bool
) -> None:
    path = store(release("Gutes Wetter heute.", "a", published))
    with stored.reading(path) as database:
        assert bool(stored.releases_of(database, Window("published", first, last))) is held


def test_what_a_person_rejected_is_neither_told_nor_confirmed(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"))
    (wrong,) = (f for f in since(path)["Meldung a"].adds if f["predicate"] == "participates_in")
    with engine.open(path) as database, database.write() as connection:
        decide(
            connection, [Order("fact", wrong["fact_id"], "rejected")], reviewer="r", stamp="2026-01-01T00:00:00.000Z"
        )
    store(release(SECOND, "b", "2025-02-10"))
    entries = since(path)
    assert "participates_in" not in {f["predicate"] for f in entries["Meldung a"].adds}
    assert entries["Meldung b"].confirms == []
    assert ("Universitätsklinikum Waldau", "participates_in", "TAVOLA") in told(entries["Meldung b"].adds)


NAMES = ("TAVOLA", "KORVEM", "LUPISAN", "BRANTEK")
DAYS = [f"2025-03-{n:02}" for n in range(1, 9)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.lists(
        st.tuples(st.sampled_from(DAYS), st.sets(st.sampled_from(NAMES), min_size=1)), min_size=1, max_size=4
    ),
    cuts=st.sets(st.sampled_from(DAYS[1:])),
)
@pytest.mark.parametrize("by", ["published", "seen"])
def test_parts_of_an_interval_name_together_what_the_whole_names(
    tmp_path_factory: pytest.TempPathFactory,
    by: Any,
    held: list[tuple[str, set[str]]],
    cuts: set[str],
) -> None:
    path = tmp_path_factory.mktemp("parts") / "t.db"
    with engine.open(path) as database:
        for n, (published, names) in enumerate(held):
            text = " ".join(f"Die Stadt {n} beteiligt sich am Register {name}." for name in sorted(names))
            ingest([release(text, str(n), published)], database, rules)
    if by == "seen":  # as if each had come on its day
        with sqlite3.connect(path) as connection:
            for n, (published, _) in enumerate(held):
                stamp = f"{published}T12:00:00.000Z"
                connection.execute("UPDATE release SET first_seen = ? WHERE external_id = ?", (stamp, str(n)))
                connection.execute(
                    "UPDATE revision SET first_seen = ? WHERE release_id = (SELECT release_id FROM release WHERE external_id = ?)",
                    (stamp, str(n)),
                )
        connection.close()

    def firsts(first: str, last: str) -> list[tuple[str, str]]:
        entries, _ = read(path, Window(by, first, last))
        return [(e.release["release_id"], n["name"]) for e in entries for n in e.names]

    bounds = [DAYS[0], *sorted(cuts), "2025-03-09"]
    parts = [pair for first, last in pairwise(bounds) for pair in firsts(first, last)]
    whole = firsts(bounds[0], bounds[-1])
    assert sorted(parts) == sorted(whole)
    found = [name for _, name in whole if name in NAMES]
    assert sorted(found) == sorted(set().union(*(names for _, names in held))), "each once"


def test_nothing_is_looked_through_as_a_whole(store: Callable[..., Path]) -> None:
    path = store(release(FIRST, "a", "2024-01-10"))
    asked = [
        (stored._PUBLISHED, 5), (stored._SEEN, 2), (stored._FACTS, 1), (stored._MEMBERS, 2), (stored._REFUSED, 1), (stored._NAMES, 1),
        (stored._FINDINGS.format(day=stored._DAY), 1), (stored._FIRST.format("r.first_seen, r.first_seen, r.release_id"), 1),
        (stored._RELEASES.format(day=stored._DAY, column="cluster_id"), 1),
        (stored._SAID.format(day=stored._DAY, column="subject_id") + stored._OF_PREDICATES, 2),
    ]  # fmt: skip
    with stored.reading(path) as database:
        for sql, n in asked:
            plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + sql, ['["2024-01-01"]'] * n)]
            assert [line for line in plan if line.startswith("SEARCH")]
            assert not [line for line in plan if line.startswith("SCAN") and "VIRTUAL TABLE" not in line], plan
            assert not [line for line in plan if "verdict" in line], plan
