"""Many inputs, made by chance from a seed, into every way in; what fails is made small and kept.

python -m tests.fuzz.driver [--executions N] [--seconds S] [--seed N] [--only NAME ...] [--keep DIR]
"""

import argparse
import hashlib
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.fuzz import asked, readers, texts
from tests.fuzz.target import Target

TARGETS: Final = (*readers.TARGETS, *texts.TARGETS, *asked.TARGETS)
FOUND: Final = Path(__file__).parent / "found"
_SLICE: Final = 4.0  # seconds of the clock for one target before the next has its turn
_SHRINKS: Final = 400


class SlowError(Exception):
    """An input took more processor time than anything of its size may."""


class Tally:
    """What became of one target's inputs."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.executions = 0
        self.seconds = 0.0
        self.slowest: tuple[float, Any] = (0.0, "" if target.text else b"")
        self.failures: dict[str, Path | None] = {}


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise when this process takes longer than so many seconds of its own processor time."""

    def stop(*_: object) -> None:
        raise SlowError(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def failure(target: Target, given: Any) -> str | None:
    """Where and how the input fails, in a line; None when all is well."""
    try:
        with limited(target.seconds):
            target.run(given)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "/.venv/" not in f.filename]
        ours = [f for f in frames if "/tests/" not in f.filename] or frames
        last = ours[-1]
        where = "" if isinstance(error, SlowError) else f" at {Path(last.filename).name}:{last.lineno}"
        return f"{type(error).__name__}{where}"
    return None


def smaller(target: Target, given: Any, wanted: str) -> Any:
    """The input, with all taken out that is not needed for the same failure."""
    size, tries = len(given) // 2, 0
    while size >= 1 and tries < _SHRINKS:
        at, before = 0, len(given)
        while at < len(given) and tries < _SHRINKS:
            shorter = given[:at] + given[at + size :]
            tries += 1
            if failure(target, shorter) == wanted:
                given = shorter
            else:
                at += size
        size = size // 2 if len(given) == before or size > 1 else 0
    return given


def turn(tally: Tally, rng: Random, until: float, most: int, keep: Path) -> None:
    """Inputs for one target, until the clock or their number says so."""
    target, done, began = tally.target, 0, time.process_time()
    while done < most and (done % 16 or time.monotonic() < until):
        given = target.make(rng)
        before = time.process_time()
        told = failure(target, given)
        took = time.process_time() - before
        done += 1
        if took > tally.slowest[0]:
            tally.slowest = (took, given)
        if told is not None and told not in tally.failures:
            least = given if "Slow" in told else smaller(target, given, told)
            raw = target.stored(least)
            path = keep / target.name / hashlib.sha256(raw).hexdigest()[:12]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            tally.failures[told] = path
            sys.stdout.write(f"  {target.name}: {told}: {path}\n")
            sys.stdout.flush()
    tally.executions += done
    tally.seconds += time.process_time() - began


def main(arguments: list[str]) -> int:
    """Run; 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.driver")
    parser.add_argument("--executions", type=int, default=sys.maxsize, help="of all targets together")
    parser.add_argument("--seconds", type=float, default=300.0, help="of the clock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="names of targets")
    parser.add_argument("--keep", type=Path, default=FOUND, help="where what fails is kept")
    options = parser.parse_args(arguments)
    tallies = [Tally(t) for t in TARGETS if not options.only or t.name in options.only]
    rng = Random(options.seed)  # noqa: S311 - chance that can be had again
    mean = sum(t.target.share for t in tallies) / max(1, len(tallies))
    for tally in tallies:  # what is loaded at first belongs to no input
        failure(tally.target, tally.target.make(rng))
    began = time.monotonic()
    left = options.executions
    while left > 0 and time.monotonic() - began < options.seconds:
        for tally in tallies:
            until = min(time.monotonic() + _SLICE * tally.target.share / mean, began + options.seconds)
            before = tally.executions
            turn(tally, rng, until, left, options.keep)
            left -= tally.executions - before
    _tell(tallies, options.seed, time.monotonic() - began)
    return int(any(tally.failures for tally in tallies))


def _tell(tallies: list[Tally], seed: int, seconds: float) -> None:
    out = sys.stdout.write
    out(f"seed {seed}, {seconds:.0f} s by the clock, {sum(t.seconds for t in tallies):.0f} s of processor time\n")
    out(f"{'target':<16}{'executions':>12}{'per second':>12}{'failures':>10}{'slowest ms':>12}  of characters\n")
    for t in tallies:
        speed = t.executions / t.seconds if t.seconds else 0
        out(f"{t.target.name:<16}{t.executions:>12,}{speed:>12,.0f}{len(t.failures):>10}{t.slowest[0] * 1000:>12.1f}  {len(t.slowest[1]):,}\n")  # fmt: skip
    out(f"{'all':<16}{sum(t.executions for t in tallies):>12,}\n")
    slowest = max(tallies, key=lambda t: t.slowest[0])
    out(f"slowest of all: {slowest.target.name}: {slowest.slowest[1][:300]!r}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
