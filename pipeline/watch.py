"""A folder that is looked at again and again: what is new or changed in it, once it is whole.

Looking at names and times costs little and works on network drives, where the system's own notices do not arrive.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.sources import WANTED

_Stamp = tuple[int, int]


def watching(
    folder: Path,
    seconds: float,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.time,
) -> Iterator[list[str]]:
    """The files that are new or changed, in groups, without end; what is there at first comes first.

    A file counts when it has not changed between two looks: until then it may still be being written.

    Args:
        folder: what is watched, with its folders; hidden files and what is no release are left out.
        seconds: between two looks.
        sleep: waits.
        now: the time, in seconds since 1970.
    """
    done: dict[str, _Stamp] = {}
    before: dict[str, _Stamp] = {}
    while True:
        here = dict(_files(folder))
        settled = (now() - seconds) * 1e9
        ready = sorted(
            path
            for path, stamp in here.items()
            if done.get(path) != stamp and (before.get(path) == stamp or stamp[0] < settled)
        )
        before = here
        if ready:
            done |= {path: here[path] for path in ready}
            yield ready
        sleep(seconds)


def _files(folder: Path) -> Iterator[tuple[str, _Stamp]]:
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(top, name)
            if name.startswith(".") or path.suffix.lower() not in WANTED:
                continue
            try:
                status = path.stat()
            except OSError:  # gone again
                continue
            yield str(path), (status.st_mtime_ns, status.st_size)
