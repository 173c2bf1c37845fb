"""A full disk, a disk that may only be read, a file and a folder of somebody else. Disks are small tmpfs, which only root mounts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from db import engine
from tests.torture import works
from tests.torture.forked import Ended, run
from tests.torture.kills import Figures

ROOMY: Final = 64 * 1024
_NOBODY: Final = 65534
ROOT: Final = Path(__file__).parents[2]


class NoMountError(Exception):
    """Why no disk can be mounted here."""


@contextmanager
def disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of its own of that size.

    Raises:
        NoMountError: not root, or the system forbids it.
    """
    if os.geteuid() != 0:
        raise NoMountError("only root may mount a disk")
    folder.mkdir(exist_ok=True)
    made = _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder))
    if made.returncode:
        raise NoMountError(f"no disk can be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def resize(folder: Path, kilobytes: int) -> None:
    """Make room."""
    assert _mount("-o", f"remount,size={kilobytes}k", str(folder)).returncode == 0


def reading_only(folder: Path, *, on: bool) -> None:
    """Forbid to write, or allow it again."""
    assert _mount("-o", "remount,ro" if on else "remount,rw", str(folder)).returncode == 0


def _mount(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)


def belegt(*arguments: str, out: str | None = None) -> "subprocess.CompletedProcess[str]":
    """The command, as a person calls it."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]
    stdout = subprocess.PIPE if out is None else os.open(out, os.O_WRONLY)
    try:
        return subprocess.run(
            command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, timeout=300
        )
    finally:
        if out is not None:
            os.close(stdout)


def named(ended: Ended, path: Path, cure: str) -> None:
    """It failed, and said of which file and what to do."""
    assert ended.code != 0
    last = ended.error.strip().splitlines()[-1]
    assert last.startswith(f"DatabaseError: {path}: "), ended.error[-2000:]
    assert cure in last.partition("cure: ")[2], last


def full(folder: Path, points: int, rng: Random) -> Figures:
    """An ingest onto a disk that gets full at a point of chance, and goes on when there is room."""
    figures, undisturbed = Figures(), folder / "undisturbed.db"
    works.ingest_all(undisturbed)
    expected = works.dump(undisturbed)
    size = sum(file.stat().st_size for file in folder.glob("undisturbed.db*")) // 1024
    while figures.points < points:
        with disk(folder / "disk", rng.randint(40, 3 * size)) as small:
            path = small / "belegt.db"
            ended = run(lambda _: works.ingest_all(path))  # noqa: B023 - it is over when the loop goes on
            if ended.code == 0:
                figures.late += 1
                if figures.late > 3 * points:
                    return figures
                continue
            figures.points += 1
            named(ended, path, "room")
            figures.early += engine.schema_of(path) is None
            resize(small, ROOMY)
            again = run(lambda _: works.ingest_all(path))  # noqa: B023
            assert again.code == 0, again.error
            assert works.dump(path) == expected
            works.whole(path)
    return figures


def commands(folder: Path) -> Figures:
    """Every command that writes a file, onto a full disk: an error that names it, no half file, the database as it was."""
    figures, path = Figures(), folder / "belegt.db"
    works.ingest_all(path)
    works.compact(path)
    before = works.dump(path, without=("run", "backup"))
    with disk(folder / "disk", 16) as small:
        (small / "filler").write_bytes(b"x" * 12_000)
        target = small / "out"
        for arguments in (
            ("db", "backup", str(target)), ("export", str(target), "--format", "csv"), ("export", str(target), "--format", "jsonl"),
            ("export", str(target), "--format", "parquet"), ("export", str(target), "--format", "xlsx"), ("export", str(target), "--format", "ftm"),
            ("export", str(target), "--format", "jsonld"), ("report", str(small / "out.html")),
        ):  # fmt: skip
            done = belegt(*arguments, "--db", str(path))
            figures.points += 1
            told = (arguments, done.returncode, done.stderr[-1500:])
            assert done.returncode in {1, 2, 3}, told
            assert "Traceback" not in done.stderr, told
            assert str(small) in done.stderr, told
            assert [file.name for file in small.rglob("*") if file.is_file()] == ["filler"], told
    for question in (
        ("facts",),
        ("discrepancies", "--format", "json"),
        ("digest", "--since", "2020-01-01", "--format", "html"),
        ("query", "SELECT * FROM v_fact"),
        ("db", "check"),
    ):
        done = belegt(*question, "--db", str(path), out="/dev/full")
        figures.points += 1
        assert done.returncode != 0, question
        assert "Traceback" not in done.stderr, (question, done.stderr[-1500:])
    assert works.dump(path, without=("run", "backup")) == before
    works.whole(path)
    return figures


def forbidden(folder: Path) -> Figures:
    """What may only be read: a disk, a file, a folder; reading goes on, writing is an error that names the cure."""
    figures, base = Figures(), folder / "base.db"
    works.ingest_all(base, works.texts()[:3])
    works.compact(base)
    expected_all = folder / "undisturbed.db"
    works.ingest_all(expected_all)
    expected, small_dump = works.dump(expected_all), works.dump(base)
    with disk(folder / "disk", ROOMY) as small:
        path = works.copy(base, small / "belegt.db")
        reading_only(small, on=True)
        _refused(path, figures)
        assert belegt("facts", "--db", str(path)).returncode == 0
        reading_only(small, on=False)
        _allowed(path, expected, small_dump)
    for what in ("file", "folder"):
        place = folder / what
        place.mkdir()
        path = works.copy(base, place / "belegt.db")
        place.chmod(0o777 if what == "file" else 0o555)
        path.chmod(0o444 if what == "file" else 0o666)
        for above in (folder, *folder.parents):
            if above.stat().st_uid == os.geteuid() and above != Path("/"):
                above.chmod(above.stat().st_mode | 0o711)
        _refused(path, figures, other=os.geteuid() == 0)
        place.chmod(0o777)
        path.chmod(0o666)
        _allowed(path, expected, small_dump)
    return figures


def _refused(path: Path, figures: Figures, *, other: bool = False) -> None:
    figures.points += 1
    ended = run(lambda _: works.ingest_all(path), before=(lambda: os.setuid(_NOBODY)) if other else lambda: None)
    named(ended, path, "writable")
    read = run(lambda _: works.whole(path), before=(lambda: os.setuid(_NOBODY)) if other else lambda: None)
    assert read.code == 0, read.error


def _allowed(path: Path, expected: object, before: object) -> None:
    assert works.dump(path) == before, "nothing was changed"
    again = run(lambda _: works.ingest_all(path))
    assert again.code == 0, again.error
    assert works.dump(path) == expected
    works.whole(path)
