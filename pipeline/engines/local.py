"""Extraction in several processes of this machine; this process reads, and is the only one that writes.

A worker that ends before its time (killed, crashed, out of memory, too slow) is replaced, and what it had is tried again,
each document alone: one that ends two workers is a failure, everything else is extracted.
"""

import contextlib
import os
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final, Self

from corpus.document import Document
from db.values import FailureRow
from pipeline.engines.base import Recipe, Result, parts
from pipeline.engines.limits import MEMORY, SECONDS, late
from pipeline.engines.plain import Plain, sent, unpacked
from pipeline.engines.worker import Ready, Unready, live
from pipeline.errors import ModelError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

DEATHS: Final = 2
"""Workers that one document may cost."""

_SMALL: Final = (
    20_000  # characters, at most four bytes each: what fits into the pipe of a worker that does not read yet
)
_STARTS: Final = 3  # workers in a row that end before they are ready
_LOADING: Final = 300.0  # seconds in which one must be


@dataclass(slots=True)
class _Batch:
    """What one call of `submit` waits for: results by the documents' places."""

    documents: list[Document]
    found: dict[int, Result] = field(default_factory=dict)


@dataclass(slots=True)
class _Task:
    """Documents that go to a worker together, by their places in their batch."""

    batch: _Batch
    places: list[int]
    deaths: int = 0

    @property
    def size(self) -> int:
        return sum(len(self.batch.documents[place].text) for place in self.places)


@dataclass(slots=True)
class _Worker:
    """A process, and its tasks: it is busy with the first, the second waits in its pipe."""

    process: "SpawnProcess"
    connection: "Connection[Any, Any]"
    ready: bool = False
    tasks: deque[_Task] = field(default_factory=deque)
    heard: float = field(default_factory=time.monotonic)


class Local:
    """Worker processes of this machine; a context manager, which ends them."""

    def __init__(self, workers: int, recipe: Recipe, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """Starts nothing yet.

        Args:
            workers: how many; 0 for one a core.
            recipe: what they load; with one processor thread each.
            seconds: the longest silence of a worker that is at work on one document.
            memory: bytes that it may take for that, beside its model.
        """
        self._number = workers or cores()
        self._recipe = recipe
        self._seconds = seconds
        self._memory = memory
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._fingerprint: str | None = None
        self._failed_starts = 0
        self.ahead = self._number + 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()
        self._waiting.clear()

    def start(self) -> str:
        """As `Engine.start`: waits until the first worker has loaded its model."""
        while self._fingerprint is None:
            self._step(None)
        return self._fingerprint

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        """As `Engine.submit`: work begins at once."""
        batch = _Batch(documents)
        self._waiting.extend(_tasks(batch))
        self._step(0)
        return self._results(batch)

    def _results(self, batch: _Batch) -> Iterator[Result]:
        for place in range(len(batch.documents)):
            self._step(0)  # while this process stored the one before, workers have come to the end of their tasks
            while place not in batch.found:
                self._step(None)
            yield batch.found.pop(place)

    def _step(self, seconds: float | None) -> None:
        """Take what workers have to say, replace those that are gone, give them work.

        Args:
            seconds: to wait for a word; None until there is one, or a worker's time is over.
        """
        for worker in [w for w in self._workers if not w.tasks and not w.process.is_alive()]:
            self._hear(worker)  # it ended with nothing to do: no document is to blame
        while len(self._workers) < self._number:
            self._workers.append(self._started())
        self._give()
        if seconds is None:
            seconds = self._seconds
            until = [end for worker in self._workers if (end := self._end_of(worker)) is not None]
            seconds = max(0.0, min(until) - time.monotonic()) if until else _LOADING
        spoken = wait([worker.connection for worker in self._workers], seconds)
        for worker in [w for w in self._workers if w.connection in spoken]:
            self._hear(worker)
        now = time.monotonic()
        for worker in list(self._workers):
            if (end := self._end_of(worker)) is not None and end < now:
                self._lost(worker, over=True)
        self._give()

    def _end_of(self, worker: _Worker) -> float | None:
        """When a worker must have said something, or None when it has nothing to do."""
        if not worker.ready:
            return worker.heard + _LOADING
        return worker.heard + self._seconds if worker.tasks else None

    def _started(self) -> _Worker:
        # Not forked: a fork of a process with threads may hang, and would hold the database's file.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=live, args=(theirs, self._recipe, self._seconds, self._memory), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self) -> None:
        """Each worker one task, and a second when all have one: it has something to do while this process is busy."""
        for depth in (0, 1):
            for worker in self._workers:
                if not self._waiting or not worker.ready or len(worker.tasks) != depth:
                    continue
                task = self._waiting[0]
                if depth and (task.size > _SMALL or task.deaths):
                    continue
                if not worker.tasks:
                    worker.heard = time.monotonic()
                worker.tasks.append(self._waiting.popleft())
                with contextlib.suppress(OSError):  # it is gone: that is heard next
                    worker.connection.send([sent(task.batch.documents[place]) for place in task.places])

    def _hear(self, worker: _Worker) -> None:
        """All that a worker has said, or that it is gone."""
        try:
            while worker.connection.poll():
                said: Ready | Unready | Plain = worker.connection.recv()
                worker.heard = time.monotonic()
                if isinstance(said, Unready):
                    raise said.error
                if isinstance(said, Ready):
                    worker.ready, self._fingerprint, self._failed_starts = True, said.fingerprint, 0
                    continue
                task = worker.tasks[0]
                place = task.places.pop(0)
                task.batch.found[place] = unpacked(said, task.batch.documents[place])
                if not task.places:
                    worker.tasks.popleft()
        except (EOFError, OSError):
            self._lost(worker)

    def _lost(self, worker: _Worker, *, over: bool = False) -> None:
        """Put another worker in the place of one that is gone or too slow, and let its tasks be done again."""
        self._workers.remove(worker)
        _end(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts == _STARTS:
                cure = "give it more memory, or do without worker processes: --workers 1"
                raise ModelError("worker processes end while they load the model", None, cure)
        if not worker.tasks:
            return
        busy, *untouched = worker.tasks
        self._waiting.extendleft(reversed(untouched))
        if len(busy.places) == 1 and busy.deaths + 1 == DEATHS:
            (place,) = busy.places
            busy.batch.found[place] = self._failure(busy.batch.documents[place], over=over)
            return
        self._waiting.extendleft(_Task(busy.batch, [place], 1) for place in reversed(busy.places))

    def _failure(self, document: Document, *, over: bool) -> FailureRow:
        if over:
            return late(document, self._seconds)
        reason = f"{DEATHS} worker processes ended in its extraction: they crashed, were killed or had no memory left"
        cure = "split the text into its releases, or allow more: extract_memory in belegt.toml; else please report this"
        return FailureRow(document.source, "extract", reason, cure)


def cores() -> int:
    """The processor's cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tasks(batch: _Batch) -> Iterator[_Task]:
    return (_Task(batch, places) for places in parts(batch.documents))


def _end(worker: _Worker) -> None:
    worker.process.kill()  # it holds nothing that could be lost
    worker.process.join()
    worker.connection.close()
