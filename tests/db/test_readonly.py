"""`belegt query`: what reads is answered, what writes or takes too much is refused, and nothing changes."""

from hashlib import sha256
from pathlib import Path

import pytest

from db.engine import Database
from db.errors import DatabaseError, RefusedError
from db.readonly import ask, rows
from tests.db.make import content, save

ENDLESS = "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT {} FROM x"


@pytest.fixture
def path(database: Database) -> Path:
    save(database, content())
    database.close()
    return database.path


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT count(*) FROM v_mention", [(3,)]),
        ("SELECT quote, \"end\" - start FROM v_mention WHERE label = 'COUNT'", [("Acht Häuser", 11)]),
        ("WITH x AS (SELECT 1 AS n) SELECT n FROM x", [(1,)]),
        ("VALUES (1, 'a')", [(1, "a")]),
        ("SELECT json_extract(qualifiers, '$.since') FROM v_fact WHERE predicate = 'leads'", [("2024-05",)]),
        ("PRAGMA foreign_key_list(v_alias)", []),
        ("SELECT 1 WHERE 0", []),
        (ENDLESS.format("n") + " LIMIT 3", [(1,), (2,), (3,)]),
    ],
)
def test_what_reads_is_answered(path: Path, sql: str, expected: list[object]) -> None:
    assert ask(path, sql).rows == expected


def test_the_columns_of_a_view_can_be_looked_up(path: Path) -> None:
    names = [name for _, name, *_ in ask(path, "PRAGMA table_info(v_alias)").rows]
    assert names == ["entity_id", "name", "rule", "score", "releases"]


def test_columns_of_one_name_are_told_apart(path: Path) -> None:
    assert ask(path, "SELECT 1 AS a, 2 AS a, 3 AS b").columns == ("a", "a_2", "b")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM release", "UPDATE revision SET text = ''", "INSERT INTO entity VALUES ('e', 'ORG', 'x')",
        "DROP VIEW v_fact", "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "CREATE VIEW v AS SELECT 1",
        "ATTACH 'other.db' AS other", "DETACH main", "PRAGMA journal_mode = DELETE", "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON", "PRAGMA user_version = 7", "VACUUM", "VACUUM INTO 'copy.db'", "REINDEX", "ANALYZE",
        "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT a", "SELECT load_extension('x')", "DELETE FROM release RETURNING *",
        "WITH x AS (SELECT 1) DELETE FROM release", "EXPLAIN DELETE FROM release",
    ],
)  # fmt: skip
def test_what_writes_is_refused_and_changes_nothing(path: Path, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    before = path.read_bytes()
    with pytest.raises(RefusedError) as caught:
        ask(path, sql)
    assert "SELECT" in caught.value.cure
    assert path.read_bytes() == before
    assert {p.name for p in path.parent.iterdir()} <= {path.name, f"{path.name}-wal", f"{path.name}-shm"}


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELEC 1", r'near "SELEC": syntax error \(line 1, column 1\)'),
        ("SELECT nix FROM v_fact", r"no such column: nix \(line 1, column 8\)"),
        ("SELECT 1; SELECT 2", "one statement"), ("SELECT ?", "binding"), ("SELECT 1 LIMIT 'x'", "datatype mismatch"),
        ("SELECT json_extract('{', '$')", "malformed JSON"), ("SELECT 1\0", "null character"),
        ("SELECT zeroblob(2000000000)", "too big"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused_with_sqlites_own_words(path: Path, sql: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        ask(path, sql)


@pytest.mark.parametrize(
    "sql", [ENDLESS.format("count(*)"), "SELECT count(*) FROM v_mention a, v_mention b" + ", v_mention" * 12]
)
def test_what_takes_too_long_is_stopped(path: Path, sql: str) -> None:
    with pytest.raises(RefusedError, match=r"longer than 0\.05 seconds") as caught:
        ask(path, sql, seconds=0.05)
    assert "--seconds" in caught.value.cure


def test_too_many_rows_are_refused_whole(path: Path) -> None:
    assert len(ask(path, "SELECT 1 FROM v_mention", limit=3).rows) == 3
    with pytest.raises(RefusedError, match="more than 2 rows") as caught:
        ask(path, "SELECT 1 FROM v_mention", limit=2)
    assert "--limit" in caught.value.cure


def test_the_default_limits_are_the_contracts(path: Path) -> None:
    sql = ENDLESS.format("n") + " LIMIT {}"
    assert len(ask(path, sql.format(100_000)).rows) == 100_000
    with pytest.raises(RefusedError, match="more than 100000 rows"):
        ask(path, sql.format(100_001))
    assert len(rows(path, sql.format(100_001), ())) == 100_001, "our own questions have no limit"


def test_without_a_database_there_is_no_answer_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database here"):
        ask(tmp_path / "none.db", "SELECT 1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("SELECT 1\nFROM nirgends", "no such table: nirgends (line 2, column 6)"),
        ("SELECT 1 +", "incomplete input, at its end (line 1, column 11)"),
        ("SELECT\n  subject,\n  FROM v_fact", 'near "FROM": syntax error (line 3, column 3)'),
        ("SELECT nix(1)", "no such function: nix (line 1, column 8)"),
        ("SELECT x, x FROM v_fact", "no such column: x"),  # which of the two is not told
    ],
)
def test_a_mistake_is_told_with_its_place(path: Path, sql: str, place: str) -> None:
    with pytest.raises(RefusedError) as caught:
        ask(path, sql)
    assert caught.value.message == place


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO search (search) VALUES ('delete-all')", "DELETE FROM search_word", "DROP TABLE forgotten",
        "INSERT INTO search_part (search_part) VALUES ('rebuild')", "PRAGMA wal_checkpoint(TRUNCATE)",
        "SELECT fts3_tokenizer('simple')", "ATTACH ':memory:' AS a", "WITH x AS (SELECT 1) INSERT INTO salt SELECT 'x'",
    ],
)  # fmt: skip
def test_nothing_is_written_by_any_way(path: Path, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    before = sha256(path.read_bytes()).hexdigest()
    with pytest.raises(RefusedError):
        ask(path, sql)
    assert sha256(path.read_bytes()).hexdigest() == before
    assert not (path.parent / "copy.db").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM (SELECT 1 FROM numbers a, numbers b, numbers c)",
        "SELECT a.n FROM numbers a, numbers b, numbers c WHERE a.n + b.n + c.n < 0",
        "SELECT max(length(a.n || b.n || c.n)) FROM numbers a, numbers b, numbers c GROUP BY a.n, b.n, c.n",
    ],
)
def test_a_billion_rows_are_stopped(path: Path, sql: str) -> None:
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000) "
    with pytest.raises(RefusedError, match=r"longer than 0\.1 seconds"):
        ask(path, numbers + sql, seconds=0.1)


@pytest.mark.parametrize("sql", ["", " ;", "-- nur ein Kommentar"])
def test_what_asks_nothing_is_refused(path: Path, sql: str) -> None:
    with pytest.raises(RefusedError, match="no question"):
        ask(path, sql)


def test_parameters_go_by_name_too(path: Path) -> None:
    assert ask(path, "SELECT :a || :b", {"a": "x", "b": "y"}).rows == [("xy",)]
