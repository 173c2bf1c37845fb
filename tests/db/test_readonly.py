"""`belegt query`: what reads is answered, what writes or takes too much is refused, and nothing changes."""

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
        ("SELEC 1", 'near "SELEC": syntax error'), ("SELECT nix FROM v_fact", "no such column: nix"),
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
