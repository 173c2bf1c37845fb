"""A name that many releases speak of: few are compared, the same whatever the order, and nothing that contradicts is lost."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from db import engine, stated, upkeep
from db.prepared import prepared
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up
from tests.db.make import ask, change, dump
from tests.pipeline.toy import Clinics, document, nlp

# what follows from the releases, but for when and in which run they were stored
DERIVED = ("discrepancy", "discrepancy_evidence", "evidence", "entity", "entity_key", "entity_link", "stated", "told")


def release(number: int, beds: int, day: str | None, name: str = "Nord", rest: str = "") -> Document:
    words = rest or " ".join(f"Wort{number}{k} folgt auf Wort{k}{number}." for k in range(12))
    text = f"Die Klinik {name} hat {beds} Betten. {words}"
    return document(text, f"id:{number}", id=str(number), published=day, published_from="given" if day else None)


def day(number: int) -> str:
    return f"{2000 + number // 12}-{1 + number % 12:02d}-10"


def agreeing(number: int) -> list[Document]:
    return [release(n, 12, day(n)) for n in range(number)]


def stored(path: Path, documents: Sequence[Document]) -> dict[str, list[tuple[Any, ...]]]:
    with engine.open(path) as database:
        report = ingest(documents, database, nlp, extractors=(Clinics(),))
        assert report.failures == ()
    assert upkeep.check(path) == []
    return {name: rows for name, rows in dump(path).items() if name in DERIVED}


def findings(path: Path) -> list[tuple[str, str, str]]:
    sql = "SELECT discrepancy_id, kind, verdict, value FROM v_discrepancy JOIN v_discrepancy_value USING (discrepancy_id) ORDER BY 1, position"
    values: dict[tuple[str, str, str], list[str]] = {}
    for *finding, value in ask(path, sql):
        values.setdefault((finding[0], finding[1], finding[2]), []).append(value)
    return sorted((kind, verdict, " ".join(some)) for (_, kind, verdict), some in values.items())


def mixed() -> list[Document]:
    """Long agreement, a series of ever new values, releases without a date, a copy, other spellings."""
    series = [release(100 + n, 20 + n, day(n), "Süd") for n in range(stated.DIFFERENT + 4)]
    copy = " ".join(f"Wort{k} folgt auf Wort{k + 1}." for k in range(40))
    return [
        *agreeing(9), release(50, 14, day(9)), release(51, 12, day(10), "NORD"), release(52, 14, day(11)),
        release(53, 13, None), release(54, 12, None),
        release(60, 30, day(3), "West", copy), release(61, 30, day(4), "West", copy), release(62, 31, day(5), "West"),
        *series,
    ]  # fmt: skip


def test_any_order_and_a_rebuild_give_the_same_rows(tmp_path: Path) -> None:
    releases = mixed()
    first = stored(tmp_path / "0.db", releases)
    assert len(first["discrepancy"]) >= 4
    for seed in (1, 2):
        random.Random(seed).shuffle(releases)  # noqa: S311 - the same orders in every run
        assert stored(tmp_path / f"{seed}.db", releases) == first
    path = tmp_path / "2.db"
    change(
        path,
        "UPDATE told SET rules = 'older'",
        "DELETE FROM stated WHERE entity_id IN (SELECT min(entity_id) FROM stated)",
    )
    with engine.open(path) as database, database.write() as connection:
        catch_up(connection)
    assert {name: rows for name, rows in dump(path).items() if name in DERIVED} == first


def test_of_many_that_agree_the_first_and_the_last_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    stored(path, agreeing(12))
    ((kind, verdict, _),) = findings(path)
    assert (kind, verdict) == ("agreement", "agrees")
    told = ask(
        path,
        "SELECT r.external_id FROM v_discrepancy_value JOIN v_release AS r USING (release_id) ORDER BY r.published",
    )
    assert [i for (i,) in told] == ["0", "9", "10", "11"]


@pytest.mark.parametrize("place", [0, 7, 14])
def test_one_that_says_something_else_is_found_among_many(tmp_path: Path, place: int) -> None:
    releases = agreeing(15)
    releases[place] = release(place, 13, day(place))
    path = tmp_path / "a.db"
    stored(path, releases)
    values = {7: "12 Betten 13 Betten 12 Betten", 0: "13 Betten 12 Betten", 14: "12 Betten 13 Betten"}
    assert findings(path) == [("value_difference", "change", values[place])]


def test_two_of_one_day_contradict_each_other_however_many_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    stored(path, [*agreeing(15), release(90, 13, day(6)), release(91, 14, day(6))])
    conflicts = [values for _, verdict, values in findings(path) if verdict == "conflict"]
    assert conflicts == ["13 Betten 14 Betten"]


def test_of_a_long_series_the_newest_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    stored(path, [release(n, 90 - n, day(n)) for n in range(stated.DIFFERENT + 10)])
    ((_, verdict, values),) = findings(path)
    assert verdict == "change"
    assert values.split()[::2] == [str(90 - n) for n in range(10, stated.DIFFERENT + 10)]


def test_what_goes_gives_its_place_to_another(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    stored(path, agreeing(8))
    with engine.open(path) as database:
        ingest([release(7, 99, "2010-01-10")], database, nlp, extractors=(Clinics(),))
    assert findings(path) == [("value_difference", "change", "12 Betten 99 Betten")]
    before = ask(path, "SELECT release_id, day FROM stated ORDER BY 1")
    stored(tmp_path / "b.db", [*agreeing(7), release(7, 99, "2010-01-10")])
    assert ask(tmp_path / "b.db", "SELECT release_id, day FROM stated ORDER BY 1") == before


def test_what_one_release_reads_does_not_grow_with_how_many_name_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    rows: list[int] = []
    with engine.open(path) as database:
        for some in (agreeing(40)[:10], agreeing(40)[10:39]):
            ingest(some, database, nlp, extractors=(Clinics(),))
            with database.read() as connection:
                units = stated.every_unit(connection)
                chosen = stated.compared(connection, units)
                rows.append(sum(len(releases) for releases in chosen.values()))
                steps = connection.execute(prepared("SELECT count(*) FROM stated")).scalar()
    assert steps == 39
    assert rows == [stated.FIRST + stated.LAST] * 2
