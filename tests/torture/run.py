"""All of the torture, which takes from minutes to an hour: python -m tests.torture.run [--points 100] [--seed 1] [--only NAME ...]."""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from tests.torture import disk, kills, others, works
from tests.torture.kills import Figures

_FEW: Final = 5
Series = Callable[[Path, int, Random], Figures]


def _once(series: Callable[[Path], Figures]) -> Series:
    return lambda folder, _points, _rng: series(folder)


def _fewer(series: Series) -> Series:
    """Where a point takes seconds."""
    return lambda folder, points, rng: series(folder, max(1, points // _FEW), rng)


def _least(series: Series) -> Series:
    return lambda folder, points, rng: series(folder, max(1, points // 25), rng)


ALL: Final[dict[str, Series]] = {
    **kills.SERIES,
    "disk full": _fewer(disk.full),
    "disk full, commands": _once(disk.commands),
    "read only": _once(disk.forbidden),
    "locked": _fewer(others.locked),
    "two at once": _fewer(others.together),
    "clock back": _once(others.clock),
    "worker killed": _fewer(others.workers),
    "scheduler killed": _least(others.scheduler),
}


def main(arguments: list[str]) -> int:
    """Run; 1 when anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.run")
    parser.add_argument(
        "--points", type=int, default=100, help="at which each of the first five is killed; others less"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help=", ".join(ALL))
    options = parser.parse_args(arguments)
    works.rules()
    broken = 0
    sys.stdout.write(f"seed {options.seed}\n{'':<22}{'points':>8}{'early':>8}{'late':>8}{'seconds':>9}\n")
    for name, series in ALL.items():
        if options.only and name not in options.only:
            continue
        began, told = time.monotonic(), ""
        with tempfile.TemporaryDirectory(prefix="belegt-torture-") as folder:
            try:
                found = series(Path(folder), options.points, Random(options.seed))  # noqa: S311 - chance that can be had again
                told = f"{found.points:>8}{found.early:>8}{found.late:>8}{time.monotonic() - began:>9.0f}"
            except disk.NoMountError as error:
                told = f"  skipped: {error}"
            except Exception:  # noqa: BLE001 - one series must not hide the others
                broken += 1
                told = f"  BROKEN\n{traceback.format_exc()}"
        sys.stdout.write(f"{name:<22}{told}\n")
        sys.stdout.flush()
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
