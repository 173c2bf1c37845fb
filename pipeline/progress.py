"""How far a run is, on stderr, when that is a terminal."""

import glob
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Tick = Callable[[int], None]
"""Called once for each document that is done, with the number of its bytes."""


@contextmanager
def progress(arguments: Sequence[str]) -> Iterator[Tick]:
    """Documents done, their rate, and the time left by the bytes of local files; nothing when nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _bytes: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[documents]} documents, {task.fields[rate]:.1f}/s"),
        BarColumn(),
        TextColumn("elapsed"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=size_of(arguments), documents=0, rate=0.0)

        def tick(size: int) -> None:
            state: Any = bar.tasks[0]
            done = state.fields["documents"] + 1
            bar.update(task, advance=size, documents=done, rate=done / max(state.elapsed or 0.0, 0.001))

        yield tick


def size_of(arguments: Sequence[str]) -> int | None:
    """The bytes of all files that the arguments name; None when one is no local file, folder or pattern."""
    total = 0
    for argument in arguments:
        found = [argument] if os.path.lexists(argument) else glob.glob(argument, recursive=True)  # noqa: PTH207 - absolute patterns
        if not found:
            return None
        for path in map(Path, found):
            files = (Path(top, name) for top, _, names in os.walk(path) for name in names) if path.is_dir() else [path]
            for file in files:
                try:
                    total += file.stat().st_size
                except OSError:  # it will be named as a failure when it is read
                    continue
    return total
