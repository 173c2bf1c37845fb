"""A watched folder: what is whole comes, once, and again when it has changed."""

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from pipeline.watch import watching


class Clock:
    """Time that passes only while the watcher sleeps, and then does what was planned."""

    def __init__(self, *plans: Callable[[], object]) -> None:
        self.time = 1_000_000.0
        self.plans = list(plans)

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        if not self.plans:
            raise TimeoutError("nothing more is planned")
        self.plans.pop(0)()

    def now(self) -> float:
        return self.time


def write(path: Path, text: str, at: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))


def nothing() -> None:
    """A look at which nothing has happened."""


def watched(folder: Path, clock: Clock, count: int) -> list[list[str]]:
    groups = islice(watching(folder, 10, clock.sleep, clock.now), count)
    return [[Path(path).relative_to(folder).as_posix() for path in group] for group in groups]


def test_what_is_there_comes_first_and_each_change_once(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "b", 999_000)
    write(tmp_path / "a" / "a.html", "a", 999_000)
    clock = Clock(
        nothing,
        lambda: write(tmp_path / "c.txt", "c", 1_000_020),
        nothing,
        lambda: write(tmp_path / "b.txt", "b, corrected", 1_000_040),
        nothing,
    )
    assert watched(tmp_path, clock, 3) == [["a/a.html", "b.txt"], ["c.txt"], ["b.txt"]]


def test_a_file_that_is_still_written_waits_until_it_is_whole(tmp_path: Path) -> None:
    grown: list[int] = []

    def grow() -> None:
        grown.append(len(grown))
        write(tmp_path / "a.txt", "a" * 10 * len(grown), 1_000_000 + 10 * len(grown))

    clock = Clock(grow, grow, grow, nothing)
    assert watched(tmp_path, clock, 1) == [["a.txt"]]
    assert (len(grown), clock.plans) == (3, []), "not while it grew, and at the first look at which it had not"


def test_hidden_files_and_what_is_no_release_are_left_out(tmp_path: Path) -> None:
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d.exe", "e.txt.part", "f.PDF"):
        write(tmp_path / name, "x", 999_000)
    assert watched(tmp_path, Clock(), 1) == [["a.txt", "f.PDF"]]


def test_a_file_that_goes_is_forgotten_quietly(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "a", 999_000)
    dangling = tmp_path / "b.txt"
    dangling.symlink_to(tmp_path / "no.txt")
    clock = Clock((tmp_path / "a.txt").unlink, lambda: write(tmp_path / "c.txt", "c", 999_000))
    assert watched(tmp_path, clock, 2) == [["a.txt"], ["c.txt"]]
