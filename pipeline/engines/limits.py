"""Limits of time and memory for one extraction. What a text makes of a rule that hangs or grows is a failure, not the program's end.

In this process they are soft: an exception comes between two steps of Python or of a regular expression, or instead of an
allocation; one long call into a library ends first. A worker process is killed from outside (`pipeline.engines.local`).
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

from corpus.document import Document
from db.values import FailureRow

SECONDS: Final = 300.0
"""A task of a few thousand words takes one or two, a book a minute."""
MEMORY: Final = 4_000_000_000
"""Bytes beside the loaded model: a release takes a few million."""

_AGAIN: Final = 5.0  # seconds, where an exception got lost: Python drops those that come up in a destructor


class TooLongError(BaseException):
    """An extraction is over its time; no `Exception`, or the next `except` would take it for an extractor's fault."""


@contextlib.contextmanager
def limited(seconds: float, memory: int) -> Iterator[None]:
    """Let a block take so long and so much; only where the system can, and time only in a program's main thread.

    Args:
        seconds: of the clock.
        memory: bytes beside what the process has now.

    Raises:
        TooLongError: in the block.
        MemoryError: in the block.
    """
    with _time(seconds), _space(memory):
        yield


def room(memory: int) -> tuple[int, int] | None:
    """Let this process take no more address space than it has now, and `memory`.

    Returns:
        the limits that were there before, None where the system knows none.
    """
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        wanted = pages * resource.getpagesize() + memory
        before = resource.getrlimit(resource.RLIMIT_AS)
        known = [limit for limit in before if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(wanted, *known) if known else wanted, before[1]))
        return before
    return None


def late(document: Document, seconds: float) -> FailureRow:
    """The failure of a document that is over its time."""
    cure = "split the text into its releases, or allow more: extract_seconds in belegt.toml"
    return FailureRow(document.source, "extract", f"its extraction took longer than {seconds:g} seconds", cure)


@contextlib.contextmanager
def _time(seconds: float) -> Iterator[None]:
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer") or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield  # an alarm that is set is somebody else's
        return
    over = False

    def ring(_signal: int, _frame: FrameType | None) -> None:
        if not over:
            raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        try:
            yield
        finally:
            over = True  # what rings from here on is too late
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _space(memory: int) -> Iterator[None]:
    before = room(memory)
    try:
        yield
    finally:
        if before is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, before)
