"""A piece of work in a process of its own, which is killed from outside (SIGKILL) at a point that chance chose.

The process is forked, so that what takes a second to import is imported once; a point is either so many seconds of the
process's own time, or the nth statement that SQLite is given.
"""

import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_POLL: Final = 0.0004
_PATIENCE: Final = 300.0
FAILED: Final = 70


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended.

    Attributes:
        killed: whether by us, or it had ended before; code: its exit code then.
        seconds: of processor time; statements: that SQLite was given, in a process that was not killed.
        said: what it wrote to its pipe while it worked, which is what it had acknowledged.
        error: its traceback, when it failed.
    """

    killed: bool
    code: int
    seconds: float
    statements: int
    said: bytes
    error: str


def run(
    work: Callable[[Callable[[bytes], object]], object],
    *,
    seconds: float | None = None,
    statement: int | None = None,
    before: Callable[[], object] = lambda: None,
) -> Ended:
    """Do the work in a process of its own, to its end or to the point where it is killed.

    Args:
        work: is given a function that acknowledges: what it is given reaches us even when the process dies next.
        seconds: of processor time, after which the process is killed.
        statement: kill it when SQLite is about to execute this one (from 1).
        before: called in the process first: what is to be otherwise there.
    """
    told, tell = os.pipe()
    failed, fail = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other threads of a test runner hold nothing that the work needs
        pid = os.fork()
    if pid == 0:
        os.close(told)
        os.close(failed)
        _work(work, before, tell, fail, statement)
    os.close(tell)
    os.close(fail)
    killed, status, used = _wait(pid, seconds)
    said, error = _all(told), _all(failed)
    killed = killed or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL)
    count, _, trace = error.partition(b"\n")
    code = os.waitstatus_to_exitcode(status)
    return Ended(killed, code, used, int(count or 0), said, trace.decode("utf-8", "replace"))


def _work(
    work: Callable[[Callable[[bytes], object]], object],
    before: Callable[[], object],
    tell: int,
    fail: int,
    statement: int | None,
) -> None:
    """The life of the process; it ends here."""
    code = FAILED
    count = _counted(statement)
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for n in range(3):
            os.dup2(null, n)
        before()
        work(lambda raw: os.write(tell, raw))
        code, trace = 0, ""
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told
        trace = "".join(traceback.format_exception(error))
        trace += (
            f"{type(error).__name__}: {getattr(error, 'source', '')}: {error}: cure: {getattr(error, 'cure', '')}\n"
        )
    finally:
        os.write(
            fail, f"{count[0]}\n{trace}"[-60_000:].encode("utf-8", "replace") if trace else f"{count[0]}\n".encode()
        )
        os._exit(code)


def _counted(statement: int | None) -> list[int]:
    """Count SQLite's statements, over all connections; die at one of them."""
    import sqlite3.dbapi2 as driver

    count = [0]
    connect: Any = driver.connect

    def look(_: str) -> None:
        count[0] += 1
        if count[0] == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: Any, **kwargs: Any) -> Any:
        made = connect(*args, **kwargs)
        made.set_trace_callback(look)
        return made

    driver.connect = sys.modules["sqlite3"].connect = traced  # type: ignore[attr-defined]
    return count


def _wait(pid: int, seconds: float | None) -> tuple[bool, int, float]:
    clock = (~pid << 3) | 2  # clock_getcpuclockid(3): the processor time of another process
    deadline = time.monotonic() + _PATIENCE
    killed, used = False, 0.0
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return killed, status, usage.ru_utime + usage.ru_stime
        used = time.clock_gettime(clock)
        if (seconds is not None and used >= seconds) or time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            return os.WIFSIGNALED(status), status, usage.ru_utime + usage.ru_stime
        time.sleep(_POLL if seconds is not None else 0.005)


def _all(pipe: int) -> bytes:
    found = b""
    while piece := os.read(pipe, 65536):
        found += piece
    os.close(pipe)
    return found


def clean(path: Path) -> None:
    """Take a database away, with the files beside it."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
