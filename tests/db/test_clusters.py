"""Copies share a cluster: whatever comes first, whoever brings it, whatever becomes of it."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import similar
from db import clusters, engine, search_index, upkeep
from db.engine import Database
from db.values import Content, Sketch
from tests.corpus.made_releases import Made, copies, releases
from tests.db.make import ask, change, content, document, dump, save

ORIGINALS = releases(6)
EDITED = copies(ORIGINALS, 4)


def of(text: str, name: str) -> Content:
    return content(document(text, f"id:{name}", id=name), mentions=(), facts=(), findings=())


def made(one: Made) -> Content:
    return of(" ".join(one.paragraphs), one.name)


def chained(*shares: str) -> list[str]:
    """A text for each share: a letter is a paragraph of 80 words."""
    words = (" ".join(one.paragraphs).split()[:80] for one in releases(12, seed=5))
    paragraphs = {chr(97 + n): " ".join(some) for n, some in enumerate(words)}
    return [" ".join(paragraphs[letter] for letter in share) for share in shares]


def parts(database: Database) -> set[frozenset[str]]:
    """The clusters, by their members' external ids; each bears the smallest release id of its own."""
    found: dict[str, set[tuple[str, str]]] = {}
    for cluster_id, release_id, name in ask(database.path, "SELECT cluster_id, release_id, external_id FROM v_release"):
        found.setdefault(cluster_id, set()).add((release_id, name))
    assert all(cluster_id == min(members)[0] for cluster_id, members in found.items())
    return {frozenset(name for _, name in members) for members in found.values()}


def test_copies_share_the_id_of_the_smallest_and_stay_releases(database: Database) -> None:
    save(database, *map(made, (*ORIGINALS, *EDITED)))
    expected = {frozenset({one.name, *(c.name for c in EDITED if c.of == one.name)}) for one in ORIGINALS}
    assert parts(database) == expected
    assert ask(database.path, "SELECT count(*) FROM v_release") == [(10,)]
    assert upkeep.check(database.path) == []


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_makes_no_difference(tmp_path: Path, seed: int) -> None:
    shares = chained("abc", "bcd", "cde", "def", "efg", "hij")
    contents = [of(text, str(n)) for n, text in enumerate(shares)]
    shuffled = random.Random(seed).sample(contents, len(contents))  # noqa: S311
    dumps = []
    for name, order in (("a", contents), ("b", shuffled)):
        with engine.open(tmp_path / f"{name}.db") as opened:
            save(opened, *order)
            dumps.append(dump(opened.path))
            assert parts(opened) == {frozenset("01234"), frozenset("5")}
    assert dumps[0] == dumps[1]


def test_two_writers_make_the_clusters_of_one(tmp_path: Path) -> None:
    contents = list(map(made, (*ORIGINALS, *EDITED)))
    with engine.open(tmp_path / "one.db") as one:
        save(one, *contents)
        expected = parts(one)
    with engine.open(tmp_path / "two.db") as first, engine.open(tmp_path / "two.db") as second:
        for n, each in enumerate(contents):
            save((first, second)[n % 2], each)
        assert parts(first) == expected


def test_a_release_that_joins_two_clusters_makes_them_one(database: Database) -> None:
    left, bridge, right = chained("abc", "bcd", "cde")
    save(database, of(left, "l"), of(right, "r"))
    assert parts(database) == {frozenset("l"), frozenset("r")}
    save(database, of(bridge, "b"))
    assert parts(database) == {frozenset("lbr")}


def test_a_release_with_another_text_leaves_its_cluster_which_falls_apart(database: Database) -> None:
    left, bridge, right, other = chained("abc", "bcd", "cde", "hij")
    save(database, of(left, "l"), of(bridge, "b"), of(right, "r"), of(left + " Ende.", "k"))
    assert parts(database) == {frozenset("lbrk")}
    save(database, of(other, "b"))
    assert parts(database) == {frozenset("lk"), frozenset("b"), frozenset("r")}
    save(database, of(right + " Neu.", "b"))
    assert parts(database) == {frozenset("lk"), frozenset("br")}
    assert ask(database.path, "SELECT count(*) FROM sketch") == [(4,)]
    assert upkeep.check(database.path) == []


def test_a_release_that_leaves_keeps_its_row_alone(database: Database) -> None:
    seen = save(
        database, of("Das Klinikum Nordtal hat zwölf Betten.", "a"), of("Das Klinikum Nordtal hat zwölf Betten.", "b")
    )
    assert parts(database) == {frozenset("ab")}
    with database.write() as connection:
        clusters.leave(connection, seen[0].release_id, similar.Sketch.alike)
        clusters.leave(connection, seen[0].release_id, similar.Sketch.alike)
    assert parts(database) == {frozenset("a"), frozenset("b")}


def test_a_deleted_release_takes_its_sketch_with_it(database: Database) -> None:
    seen = save(database, of("Das Klinikum Nordtal hat zwölf Betten.", "a"))
    with database.write() as connection:
        search_index.drop(connection, seen[0].release_id)
        connection.exec_driver_sql("DELETE FROM release WHERE release_id = ?", (seen[0].release_id,))
    assert ask(database.path, "SELECT (SELECT count(*) FROM sketch), (SELECT count(*) FROM bucket)") == [(0, 0)]


def test_texts_without_words_are_nobodys_copies(database: Database) -> None:
    save(database, of("– – –", "a"), of("– – –", "b"))
    assert parts(database) == {frozenset("a"), frozenset("b")}


def test_what_an_older_method_sketched_is_outdated(database: Database) -> None:
    seen = save(database, made(ORIGINALS[0]), made(ORIGINALS[1]))
    change(database.path, "UPDATE sketch SET version = '0' WHERE release_id = (SELECT min(release_id) FROM sketch)")
    with database.read() as connection:
        assert clusters.outdated(connection, similar.VERSION) == [
            replace(min(seen, key=lambda s: s.release_id), state="unchanged")
        ]


def test_only_what_stands_in_its_buckets_is_compared(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    save(database, *map(made, releases(40, seed=8)))
    compared: list[tuple[bytes, bytes]] = []

    def alike(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return similar.overlap(one, other) >= similar.COPY

    monkeypatch.setattr(similar.Sketch, "alike", staticmethod(alike))
    original = releases(40, seed=8)[7]
    copy = made(copies([original], 1)[0])
    save(database, copy)
    assert compared == [(copy.sketch.shingles, made(original).sketch.shingles)]


def test_one_of_many_copies_is_compared(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(ORIGINALS[0].paragraphs)
    save(database, *(of(f"{text} Teil {n}.", str(n)) for n in range(12)))
    calls: list[int] = []

    def alike(one: bytes, other: bytes) -> bool:
        calls.append(len(one))
        return similar.overlap(one, other) >= similar.COPY

    monkeypatch.setattr(similar.Sketch, "alike", staticmethod(alike))
    save(database, of(f"{text} Teil 99.", "99"))
    assert len(calls) == 1
    assert parts(database) == {frozenset([*map(str, range(12)), "99"])}


def test_candidates_are_found_by_an_index(database: Database) -> None:
    queries = (
        "SELECT release_id FROM bucket WHERE bucket IN (1, 2)",
        "DELETE FROM bucket WHERE release_id = 'r_1'",
        "SELECT release_id FROM release WHERE cluster_id = 'r_1'",
    )
    for query in queries:
        plan = [step for *_, step in ask(database.path, f"EXPLAIN QUERY PLAN {query}")]
        assert plan
        assert all(step.startswith("SEARCH") for step in plan), plan


def test_a_sketch_is_all_that_the_store_asks_for() -> None:
    one: Sketch = similar.sketch(document("Das Klinikum Nordtal hat zwölf Betten."))
    assert one.alike(one.shingles, one.shingles)
