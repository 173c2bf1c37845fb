"""`belegt db check` finds what is wrong, each kind of it; `belegt db backup` makes one whole file or none."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from db import engine, upkeep
from db.engine import Database
from db.errors import DatabaseError, RefusedError, UnwritableError
from tests.db.make import TEXT, ask, change, content, document, dump, save


@pytest.fixture
def path(database: Database) -> Path:
    save(database, content(), content(document("😀 " + TEXT, key="id:b")))
    database.close()
    return database.path


def test_a_healthy_database_has_no_problems(path: Path) -> None:
    assert upkeep.check(path) == []
    assert upkeep.summary_of(path) == f"schema {engine.SCHEMAS[-1]}; 2 releases, 6 mentions, 4 facts"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("UPDATE mention SET quote = 'Klinik' WHERE label = 'COUNT'", "'Klinik' is not what stands there"),
        ("UPDATE mention SET start = start + 1", "is not what stands there"),
        ('UPDATE mention SET "end" = start', "is not what stands there"),
        ("UPDATE evidence SET quote = quote || '.'", "evidence r_"),
        ("UPDATE revision SET text = 'x' || text", "is not what stands there"),
        ("DELETE FROM evidence", "a row of fact has no evidence"),
        ("DELETE FROM entity", "a row of mention has no entity"),
        (
            "INSERT INTO entity (entity_id, kind, folded) VALUES ('e_x', 'ORG', 'x')",
            "1 entities that no mention names: e_x",
        ),
        ("INSERT INTO raw VALUES ('ab', 'text/plain', 0, x'00')", "1 bytes that belong to no release: ab"),
        ("UPDATE raw SET data = x'00'", "are damaged"),
        ("UPDATE raw SET size = size + 1", "are damaged"),
        ("UPDATE release SET revision = 7", "2 releases without their current text"),
        ("UPDATE release SET cluster_id = 'r_0'", "1 clusters without the name of their smallest member: r_0"),
        ("DELETE FROM fact", "evidence that supports nothing"),
        ("DELETE FROM discrepancy_evidence", "2 discrepancies without evidence"),
    ],
)
def test_each_kind_of_damage_is_found(path: Path, damage: str, message: str) -> None:
    change(path, damage)
    problems = upkeep.check(path)
    assert any(message in problem for problem in problems), problems


def test_an_open_run_is_no_damage(path: Path) -> None:
    assert upkeep.open_runs(path) == []
    change(path, "UPDATE run SET state = 'running', pid = 4711, host = 'weit-weg'")
    assert upkeep.check(path) == []
    (note,) = upkeep.open_runs(path)
    ((started,),) = ask(path, "SELECT started FROM run")
    assert f"begun {started} by process 4711 on weit-weg has not ended" in note


def test_a_damaged_page_is_found(path: Path) -> None:
    raw = path.read_bytes()
    ((page,),) = ask(path, "SELECT rootpage FROM sqlite_master WHERE name = 'ix_revision_content'")
    place = raw.index(b"c_", (page - 1) * 4096)
    path.write_bytes(raw[:place] + b"d_" + raw[place + 2 :])
    assert any(problem.startswith("damaged file: row") for problem in upkeep.check(path))


def test_a_backup_is_a_whole_database_of_its_own(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups" / "sicher 1.db"
    target.parent.mkdir()
    upkeep.backup(path, target)
    assert dump(target, stamps=True, without=()) == dump(path, stamps=True, without=())
    assert upkeep.check(target) == []
    for extra in ("-wal", "-shm"):
        target.with_name(target.name + extra).unlink(missing_ok=True)
    assert [p.name for p in target.parent.iterdir()] == [target.name]
    with engine.open(target) as opened:
        save(opened, content(document(key="id:c")))


def test_a_backup_while_another_writes_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    save(database, content())
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO entity (entity_id, kind, folded) VALUES ('e_x', 'ORG', 'x')")
        upkeep.backup(database.path, tmp_path / "copy.db")
    assert upkeep.check(tmp_path / "copy.db") == []
    assert ask(database.path, "SELECT count(*) FROM entity WHERE entity_id = 'e_x'") == [(1,)]


@pytest.mark.parametrize("folder", [".", ".."])
def test_a_backup_into_a_folder_asks_for_a_file(path: Path, folder: str) -> None:
    with pytest.raises(RefusedError, match="it is a folder"):
        upkeep.backup(path, Path(folder))


def test_a_backup_never_overwrites(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.db"
    target.write_bytes(b"mine")
    with pytest.raises(RefusedError, match="such a file already"):
        upkeep.backup(path, target)
    assert target.read_bytes() == b"mine"
    with pytest.raises(RefusedError):
        upkeep.backup(path, path)


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "late.db"
    copy = upkeep._copy

    def slow(source: Path, part: Path) -> None:
        copy(source, part)
        target.write_bytes(b"mine")

    monkeypatch.setattr(upkeep, "_copy", slow)
    with pytest.raises(RefusedError):
        upkeep.backup(path, target)
    assert target.read_bytes() == b"mine"
    assert not list(tmp_path.glob(".*part*"))


def test_a_backup_that_fails_leaves_nothing(path: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no such folder") as caught:
        upkeep.backup(path, tmp_path / "no where" / "copy.db")
    assert f"mkdir -p '{tmp_path}/no where'" in caught.value.cure
    assert "--db" not in caught.value.cure
    (tmp_path / "file").touch()
    with pytest.raises(RefusedError):
        upkeep.backup(path, tmp_path / "file" / "copy.db")
    with pytest.raises(DatabaseError, match="no database here"):
        upkeep.backup(tmp_path / "none.db", tmp_path / "copy.db")
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith("belegt.db")) == ["file"]


def test_a_folder_that_may_not_be_written_has_its_own_cure(path: Path) -> None:
    with pytest.raises(UnwritableError) as caught:
        upkeep.backup(path, Path("/proc/copy.db"))  # not even root may write there
    assert caught.value.source == "/proc/copy.db"
    assert "name a file in another folder" in caught.value.cure
    assert "--db" not in caught.value.cure


def test_what_a_killed_backup_left_is_taken_away_by_the_next(path: Path, tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = [tmp_path / f".copy.db.{gone.pid}.part", tmp_path / f".copy.db.{gone.pid}.part-journal"]
    others = [tmp_path / f".copy.db.{os.getppid()}.part", tmp_path / f".other.db.{gone.pid}.part"]
    for file in (*left, *others):
        file.write_bytes(b"half")
    upkeep.backup(path, tmp_path / "copy.db")
    assert [file.exists() for file in left] == [False, False]
    assert [file.exists() for file in others] == [True, True]


def test_a_disk_without_hard_links(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    upkeep.backup(path, tmp_path / "copy.db")
    assert upkeep.check(tmp_path / "copy.db") == []


def test_a_file_cut_short_is_no_traceback(path: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.db"
    shutil.copy(path, cut)
    with cut.open("r+b") as file:
        file.truncate(9000)
    try:
        problems = upkeep.check(cut)
    except DatabaseError as error:
        problems = [error.cure]
    except sqlite3.Error as error:  # pragma: no cover - what must not be
        pytest.fail(f"raw error: {error}")
    assert problems
