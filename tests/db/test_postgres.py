"""A database on a PostgreSQL server: the same rows and answers as in a file, and what it refuses, with the cure."""

import pickle
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import decisions, engine, entities, ids, ledger, overview, queries, search, upkeep
from db.decisions import Order
from db.dialect import marked, postgres
from db.engine import Database
from db.errors import DatabaseError, RefusedError
from db.named import NAMED, answer
from db.readonly import ask, rows
from db.server import Server, place_of
from tests import postgres as server
from tests.db.make import TEXT, content, document, fact, mention, save, span

SENTENCE = span(TEXT, TEXT.split(". ")[0])
UNICODE = 'Größe 😀: Das Klinikum Straße-Süd leitet das Netz PALAS. \'Zwölf "Häuser" \\ 50 % sind dabei?'
BIG = fact(span(TEXT, "Acht Häuser"), "PALAS", "count", {"value": 9_007_199_254_740_991, "unit": "Häuser"})
HALF = fact(span(TEXT, "zwölf"), "PALAS", "count", {"value": 12.5, "unit": "Häuser"})

DAY = mention(span(TEXT, "zwölf"), "DATE", "2025-07-01")


def contents() -> list[Any]:
    """Two releases of one text, another with other letters, one that was corrected, and numbers of all sizes."""
    return [
        content(),
        content(document(key="id:b", id="b", source="in.jsonl:2", published=None)),
        content(document(UNICODE, "id:c", id="c", published="2024-05")),
        content(document("Vorher. " + TEXT, "id:b", id="b", source="in.jsonl:2", published=None)),
        content(document(key="id:d", id="d", published="2025-08-01"), mentions=(DAY,), findings=(), facts=(BIG, HALF)),
    ]


@pytest.fixture(scope="module")
def both(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Server]:
    """The same stored in a file and on a server."""
    file, there = tmp_path_factory.mktemp("postgres") / "belegt.db", server.new(postgres)
    for path in (file, there):
        with engine.open(path) as database:
            save(database, *contents())
    return file, there


@pytest.fixture
def there(postgres: str) -> Iterator[Database]:
    with engine.open(server.new(postgres)) as database:
        yield database


def test_an_address_is_told_from_a_file_and_keeps_its_password_to_itself() -> None:
    given = place_of("postgresql://ute:geheim@db.example:5433/belegt?sslmode=require")
    assert isinstance(given, Server)
    assert given.url == "postgresql+psycopg://ute:geheim@db.example:5433/belegt?sslmode=require"
    assert "geheim" not in f"{given} {given!r}"
    assert "geheim" not in str(place_of("postgresql+psycopg:///belegt?user=ute&password=geheim"))
    # nor a part of one that has the signs of an address, as it is written there or not
    for secret in ("gehe:im", "gehe/im", "gehe?im", "gehe@im", "gehe@34:im"):
        assert re.search("gehe|im", str(place_of(f"postgresql://ute:{secret}@h/x"))) is None
    for query in ("user=ute&password=gehe@im", "sslpassword=geheim", "PASSWORD=geheim&user=ute"):
        assert re.search("gehe|im", str(place_of(f"postgresql://h:5432/x?{query}"))) is None
    assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301 - our own
    assert given != place_of("postgresql://db.example/belegt")
    assert place_of("postgresql.db") == Path("postgresql.db")
    assert place_of(given) is given


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a IS b.c AND d IS NOT e.f AND g IS NOT NULL AND h IS NULL",
         "a IS NOT DISTINCT FROM b.c AND d IS DISTINCT FROM e.f AND g IS NOT NULL AND h IS NULL"),
        ("SELECT 1 ORDER BY a, f(b, c) DESC LIMIT 1", "SELECT 1 ORDER BY a NULLS FIRST, f(b, c) DESC NULLS LAST LIMIT 1"),
        ("(SELECT x ORDER BY (a = 'ORDER BY b, c') DESC), y ORDER BY z",
         "(SELECT x ORDER BY (a = 'ORDER BY b, c') DESC NULLS LAST), y ORDER BY z NULLS FIRST"),
        ("row_number() OVER (PARTITION BY a ORDER BY b, c) AS n", "row_number() OVER (PARTITION BY a ORDER BY b NULLS FIRST, c NULLS FIRST) AS n"),
        ("a AS x CROSS JOIN b AS y ON y.i = x.i CROSS JOIN c AS z", "a AS x JOIN b AS y ON y.i = x.i CROSS JOIN c AS z"),
        ("CROSS JOIN fact AS f INDEXED BY ix_a ON f.b", "JOIN fact AS f ON f.b"),
        ("WHERE +f.a = 1 AND f.b = 2 + f.c", "WHERE f.a = 1 AND f.b = 2 + f.c"),
        ("INSERT OR IGNORE INTO a (b) VALUES (?)", "INSERT INTO a (b) VALUES (?) ON CONFLICT DO NOTHING"),
        ("a LIKE ? OR a = 'x LIKE y' -- IS it LIKE that", "a ILIKE ? OR a = 'x LIKE y' -- IS it LIKE that"),
        ("a IN () AND \"date(\" = date('now')", "a IN (NULL) AND \"date(\" = day_of('now')"),
    ],
)  # fmt: skip
def test_our_sql_in_the_servers_words(ours: str, theirs: str) -> None:
    assert postgres(ours) == theirs


def test_parameters_as_the_driver_marks_them() -> None:
    said = marked("SELECT '?', ':a', '50 %', a::text FROM b WHERE c = ? AND d = :name OR e LIKE '%:x'")
    assert said == "SELECT '?', ':a', '50 %%', a::text FROM b WHERE c = %s AND d = %(name)s OR e LIKE '%%:x'"


def test_rows_are_the_same_in_a_file_and_on_a_server(both: tuple[Path, Server]) -> None:
    one, two = (server.dump(path) for path in both)
    assert [len(one[name]) for name in ("release", "revision", "fact", "discrepancy")] == [4, 5, 8, 2]
    assert one == two
    assert repr(one["v_fact"]) == repr(two["v_fact"]), "12 stays 12 and 12.5 stays 12.5"
    assert upkeep.check(both[1]) == []
    assert upkeep.summary_of(both[1]) == upkeep.summary_of(both[0])


QUESTIONS: dict[str, Callable[[Path], Any]] = {
    "facts": queries.facts,
    "facts about": lambda path: queries.facts(path, about="KLINIKUM  nordtal", predicates=["leads"]),
    "facts since": lambda path: queries.facts(path, since="2025-07-15", as_of="2025-01-01"),
    "discrepancies": lambda path: queries.discrepancies(path, everything=True),
    "some discrepancies": lambda path: queries.discrepancies(path, kinds=["count_vs_list"], verdicts=["disagrees"]),
    "releases": queries.releases,
    "entity": lambda path: entities.entity(path, entities.named(path, "nordtal")),
    "unused": ledger.unused,
    "search": lambda path: [
        found(path, text) for text in ("Klinikum", "Klinik", '"netz palas"', "Nord*", "häuser 50", "no")
    ],
}


def found(path: Path, text: str) -> list[tuple[Any, ...]]:
    """What a search finds, by id: the order is each database's own."""
    names = ("release_id", "start", "end", "snippet", "marks", "match")
    return sorted(tuple(row[name] for name in names) for row in search.search(path, text))


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_have_the_same_answers(name: str, both: tuple[Path, Server]) -> None:
    one, two = (without_stamps(QUESTIONS[name](path)) for path in both)
    assert one
    assert one == two


@pytest.mark.parametrize(
    ("text", "many"), [("LEITET pal", 4), ("%", 0), ("l_itet", 0), ("l\\", 0), ("!", 0), ("\0", 4)]
)
def test_lists_of_the_page_hold_what_is_asked_for_as_it_stands(text: str, many: int, both: tuple[Path, Server]) -> None:
    lists = []
    for path in both:
        with engine.open(path) as database, database.read() as connection:
            releases = overview.releases(connection, text=text, limit=9)
            lists.append((len(releases), [row["name"] for row in overview.entities(connection, text=text, limit=9)]))
    assert lists[0] == lists[1]
    assert lists[0][0] == many


@pytest.mark.parametrize("one", NAMED, ids=lambda one: one.name)
def test_named_questions_have_the_same_answers(one: Any, both: tuple[Path, Server]) -> None:
    values = {"name": "Klinikum Nordtal", "text": ids.make("r_", "id:a"), "day": "2025-01-01"}
    for given in ({}, {p.name: values[p.type] for p in one.parameters}):
        needed = {p.name: values[p.type] for p in one.parameters if p.default is None}
        file, there = (answer(path, one.name, {**needed, **given}) for path in both)
        assert file == there


def without_stamps(answer: Any) -> Any:
    if isinstance(answer, list):
        return [without_stamps(one) for one in answer]
    stamps = {"first_seen", "last_seen"}
    if isinstance(answer, dict):
        return {k: without_stamps(v) for k, v in answer.items() if k not in stamps}
    return answer


def test_a_search_finds_other_forms_and_parts_and_what_was_taken_out_no_more(there: Database) -> None:
    save(there, content())
    path = there.path
    assert [row["match"] for row in search.search(path, "Haus")] == ["form"]
    assert [row["match"] for row in search.search(path, "Nordtal", search.Filters(publisher="KLINIKUM"))] == ["word"]
    assert search.search(path, "Nordtal", search.Filters(since="2025-07-02")) == []
    save(there, content(document("Nun etwas anderes über Herzzentren.")))
    assert search.search(path, "Häuser") == []
    assert [row["match"] for row in search.search(path, "Zentrum")] == ["part"]
    assert server.told(path, "SELECT count(*) FROM search_word WHERE word = 'haeuser'") == [(0,)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("DELETE FROM release", "only reading|syntax error"),
        ("WITH x AS (DELETE FROM failure RETURNING *) SELECT * FROM x", "modif|only reading|data-modifying"),
        ("CREATE TABLE x (y int)", "syntax error"),
        ("SELECT 1; DELETE FROM release", "multiple commands"),
        ("SELECT set_config('transaction_read_only', 'off', true)", "before any query"),
        ("SELECT nextval('decision_number_seq')", "only reading"),
        ("COPY release TO '/tmp/x'", "syntax error"),
        ("SELECT\n  nowhere FROM v_fact", r'column "nowhere" does not exist \(line 2, column 3\)'),
        ("SELEC 1", r"syntax error .* \(line 1, column 1\)"),
        (" ; ", "no question"),
    ],
)
def test_free_sql_can_only_read(sql: str, reason: str, both: tuple[Path, Server]) -> None:
    before = server.dump(both[1])
    with pytest.raises(RefusedError, match=reason):
        ask(both[1], sql)
    assert server.dump(both[1]) == before


def test_free_sql_is_the_servers_own_and_has_limits(both: tuple[Path, Server]) -> None:
    _, there = both
    assert ask(there, "SELECT '?' AS a, '50 %' AS a, 1.50 AS b;").columns == ("a", "a_2", "b")
    assert ask(there, "SELECT '?', '50 %', 1.50, true").rows == [("?", "50 %", 1.5, 1)]
    assert ask(there, "SELECT generate_series(1, 3)", limit=3).rows == [(1,), (2,), (3,)]
    ask(there, "SELECT lo_create(7)")  # no writing to PostgreSQL 15, but nothing of it stays
    assert server.told(there, "SELECT count(*) FROM pg_largeobject_metadata") == [(0,)]
    with pytest.raises(RefusedError, match="more than 2 rows"):
        ask(there, "SELECT generate_series(1, 1000000000)", limit=2)
    with pytest.raises(RefusedError, match=r"takes longer than 0\.2 seconds"):
        ask(there, "SELECT pg_sleep(60)", seconds=0.2)


def test_nothing_of_a_transaction_that_fails_is_stored(there: Database) -> None:
    save(there, content())
    before = server.dump(there.path)

    def half(connection: Any) -> None:
        connection.exec_driver_sql("UPDATE release SET external_id = 'x'")
        raise ValueError("half of it")

    with pytest.raises(ValueError, match="half"), there.write() as connection:
        half(connection)
    assert server.dump(there.path) == before


def test_one_writes_at_a_time_and_readers_see_what_was(there: Database) -> None:
    save(there, content())
    with engine.open(there.path, busy_seconds=0.2) as other, there.write() as connection:
        connection.exec_driver_sql("UPDATE release SET external_id = 'x'")
        assert rows(there.path, "SELECT external_id FROM v_release", ()) == [{"external_id": "a"}]
        with pytest.raises(DatabaseError, match="lock") as caught, other.write():
            raise AssertionError
    assert "try again" in caught.value.cure
    assert rows(there.path, "SELECT external_id FROM v_release", ()) == [{"external_id": "x"}]
    with pytest.raises(Exception, match="read-only"), there.read() as connection:
        connection.exec_driver_sql("DELETE FROM claim")


def test_decisions_are_kept_and_follow_the_texts(postgres: str, tmp_path: Path) -> None:
    def decided(path: Path) -> dict[str, Any]:
        with engine.open(path) as database:
            save(database, *contents()[:3])
            (found, *_) = rows(path, "SELECT fact_id FROM v_fact WHERE predicate = 'leads' ORDER BY fact_id", ())
            (finding, *_) = rows(path, "SELECT discrepancy_id FROM v_discrepancy ORDER BY discrepancy_id", ())
            number = rows(path, "SELECT fact_id FROM v_fact WHERE predicate = 'count' ORDER BY fact_id", ())[0]
            added = {"release_id": ids.make("r_", "id:c"), "subject": "PALAS", "predicate": "starts_on", "object": "2026",
                     "start": 0, "end": 5}  # fmt: skip
            orders = [
                Order(
                    "fact",
                    found["fact_id"],
                    "corrected",
                    {"subject": "Klinikum Süd", "object": {"value": 7, "unit": "x"}},
                ),
                Order("fact", number["fact_id"], "rejected", note="nein"),
                Order("discrepancy", finding["discrepancy_id"], "left"),
                Order("addition", decisions.addition_id(added), "added", added),
            ]
            with database.write() as connection:
                made = decisions.decide(connection, orders, reviewer="Ute", stamp="2026-01-01T00:00:00.000Z", batch="b")
                assert (
                    decisions.claim(connection, "fact", "f", reviewer="Ute", stamp="2026-01-01T00:00:00.000Z") is None
                )
                assert (
                    decisions.claim(connection, "fact", "f", reviewer="Jo", stamp="2026-01-01T00:00:01.000Z") == "Ute"
                )
                assert (
                    decisions.claim(connection, "fact", "f", reviewer="Ute", stamp="2026-01-01T00:00:02.000Z") is None
                )
                decisions.undo(connection, reviewer="Ute", stamp="2026-01-01T00:00:03.000Z", decision_id=made[1])
            assert upkeep.check(path) == []
            return server.dump(path)

    one, two = decided(tmp_path / "a.db"), decided(server.new(postgres))
    assert one["v_decision"]
    assert any("Klinikum Süd" in row and 7 in row for row in one["v_fact"])
    assert one == two
    assert repr(one["v_fact"]) == repr(two["v_fact"])


def test_what_only_files_can_is_refused_with_the_cure(both: tuple[Path, Server], tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="SQLite files alone") as caught:
        upkeep.backup(both[1], tmp_path / "copy.db")
    assert "pg_dump" in caught.value.cure


def test_a_database_of_something_else_is_left_alone(postgres: str) -> None:
    path = server.new(postgres)
    server.told(path, "CREATE TABLE alembic_version (version_num varchar)")
    with pytest.raises(DatabaseError, match="another application"):
        engine.open(path)
    assert server.told(path, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("alembic_version",)]
    with pytest.raises(DatabaseError, match="SQL_ASCII") as caught:
        engine.open(server.new(postgres, "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"))
    assert "createdb" in caught.value.cure


def test_a_newer_schema_is_refused_and_none_is_made_by_reading(there: Database, postgres: str) -> None:
    server.told(there.path, "UPDATE alembic_version SET version_num = '9999'")  # type: ignore[arg-type]
    with pytest.raises(DatabaseError, match="newer than this program"):
        engine.open(there.path)
    empty = server.new(postgres)
    assert engine.schema_of(empty) is None
    with pytest.raises(DatabaseError, match="there is no database here"):
        ask(empty, "SELECT 1")


def test_an_upgrade_makes_the_views_anew_and_keeps_rows_and_order(there: Database) -> None:
    save(there, content())
    before = server.dump(there.path)
    assert isinstance(there.path, Server)
    for statement in (
        "DROP VIEW v_failure",
        'ALTER TABLE failure ALTER COLUMN cure TYPE varchar COLLATE "und-x-icu"',  # as a migration makes a column
    ):
        server.told(there.path, statement)
    engine.migrate(there.path)
    assert server.dump(there.path) == before
    assert rows(there.path, "SELECT count(*) AS n FROM v_failure", ()) == [{"n": 0}]
    collation = (
        "SELECT collation_name FROM information_schema.columns WHERE table_name = 'failure' AND column_name = 'cure'"
    )
    assert server.told(there.path, collation) == [("C",)]


def test_the_order_of_texts_is_not_that_of_the_databases_language(postgres: str) -> None:
    at = server.new(postgres, "LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C.UTF-8' TEMPLATE template0")
    with engine.open(at) as database:
        save(database, *(content(document(key=f"id:{n}", id=n)) for n in ("b", "ä", "Z", "a", "-")))
    found = rows(at, "SELECT external_id FROM v_release ORDER BY external_id", ())
    assert [row["external_id"] for row in found] == ["-", "Z", "a", "b", "ä"]


@pytest.mark.parametrize(
    ("change", "reason", "cure"),
    [
        (("/test_", "/nowhere_"), "does not exist", "createdb"),
        (("?host=", "?host=/nowhere"), "connection|No such file", "server runs"),
        (("belegt@", "nobody@"), "does not exist", "user|createdb"),
    ],
)
def test_who_is_not_let_in_is_told_what_to_do(there: Database, change: tuple[str, str], reason: str, cure: str) -> None:
    assert isinstance(there.path, Server)
    with pytest.raises(DatabaseError, match=reason) as caught:
        engine.open(Server(there.path.url.replace(*change)))
    assert any(word in caught.value.cure for word in cure.split("|"))


def test_an_address_that_is_none_and_a_driver_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DatabaseError, match="no address") as caught:
        engine.open(Server("postgresql://h:port/x"))
    assert "postgresql+psycopg://" in caught.value.cure
    for secret in ("gehe@im", "gehe@34:im"):  # what stands behind the first @ is taken for the host, and its port
        with pytest.raises(DatabaseError, match="no address") as caught:
            engine.open(Server(f"postgresql://ute:{secret}@h/x"))
        assert "%40" in caught.value.cure
        assert re.search("gehe|im@", str(caught.value)) is None
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseError, match="psycopg is not installed") as caught:
        engine.open(Server("postgresql://localhost/x"))
    assert "belegt[postgres]" in caught.value.cure


def test_long_quotations_and_words_are_stored_and_what_is_too_long_has_a_cure(there: Database) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret

    def letters(many: int) -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=many))  # which cannot be packed

    quotation, word = " ".join(letters(7) for _ in range(1_500)), letters(9_000)
    text = f"{TEXT} „{quotation}“ {word}"
    save(there, content(document(text, "id:long"), mentions=(mention(span(text, quotation), "QUOTE", None),)))
    save(there, content(document(TEXT, "id:long")))  # and another text takes its place
    assert upkeep.check(there.path) == []
    many = " ".join(letters(9) for _ in range(130_000))
    with pytest.raises(DatabaseError, match="too long") as caught:
        save(there, content(document(f"{TEXT} {many}", "id:many")))
    assert "leave that release out" in caught.value.cure
