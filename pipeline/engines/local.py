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
from pipeline.engines.base import Recipe, Result
from pipeline.engines.limits import MEMORY, SECONDS, late
from pipeline.engines.plain import Plain, sent, unpacked
from pipeline.engines.worker import Ready, Unready, live
from pipeline.errors import ModelError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

DEATHS: Final = 2
"""Workers that one document may cost."""

_LARGEST: Final = 96_000
"""Characters of a task, about six seconds of work: the more sentences are read at once, the faster the model is."""
_SMALLEST: Final = 8_000
"""Characters of the last tasks, half a second of work: all workers end at nearly the same time."""
_STARTS: Final = 3  # workers in a row that end before they are ready
_LOADING: Final = 300.0  # seconds in which one must be


@dataclass(slots=True)
class _Batch:
    """What one call of `submit` waits for: results by the documents' places."""

    documents: list[Document]
    found: dict[int, Result] = field(default_factory=dict)


@dataclass(slots=True)
class _Task:
    """Documents of a batch, by their places in it: those that a worker has, or those that wait for one."""

    batch: _Batch
    places: list[int]
    deaths: int = 0

    @property
    def size(self) -> int:
        return sum(map(self._length, self.places))

    def cut(self, size: int) -> "_Task":
        """The first documents of it, of at most so many characters, but at least one; they are no longer here."""
        number, room = 1, size - self._length(self.places[0])
        while number < len(self.places) and (room := room - self._length(self.places[number])) >= 0:
            number += 1
        first, self.places = self.places[:number], self.places[number:]
        return _Task(self.batch, first, self.deaths)

    def _length(self, place: int) -> int:
        return len(self.batch.documents[place].text)


@dataclass(slots=True)
class _Worker:
    """A process, and what it is busy with."""

    process: "SpawnProcess"
    connection: "Connection[Any, Any]"
    ready: bool = False
    task: _Task | None = None
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
        if documents:
            self._waiting.append(_Task(batch, list(range(len(documents)))))
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
        for worker in [w for w in self._workers if w.task is None and not w.process.is_alive()]:
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
        return worker.heard + self._seconds if worker.task else None

    def _started(self) -> _Worker:
        # Not forked: a fork of a process with threads may hang, and would hold the database's file.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=live, args=(theirs, self._recipe, self._seconds, self._memory), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self) -> None:
        """Every worker that has nothing to do a task; the less is waiting, the smaller ones."""
        for worker in self._workers:
            if not self._waiting or not worker.ready or worker.task:
                continue
            fair = sum(task.size for task in self._waiting) // (2 * self._number)
            worker.task = self._waiting[0].cut(min(max(fair, _SMALLEST), _LARGEST))
            if not self._waiting[0].places:
                self._waiting.popleft()
            worker.heard = time.monotonic()
            documents = worker.task.batch.documents
            with contextlib.suppress(OSError):  # it is gone: that is heard next
                worker.connection.send([sent(documents[place]) for place in worker.task.places])

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
                task = worker.task
                if task is None:  # it was asked for nothing
                    continue
                place = task.places.pop(0)
                task.batch.found[place] = unpacked(said, task.batch.documents[place])
                if not task.places:
                    worker.task = None
        except (EOFError, OSError):
            self._lost(worker)

    def _lost(self, worker: _Worker, *, over: bool = False) -> None:
        """Put another worker in the place of one that is gone or too slow, and let its task be done again."""
        self._workers.remove(worker)
        _end(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts == _STARTS:
                cure = "give it more memory, or do without worker processes: --workers 1"
                raise ModelError("worker processes end while they load the model", None, cure)
        busy = worker.task
        if busy is None:
            return
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


def _end(worker: _Worker) -> None:
    worker.process.kill()  # it holds nothing that could be lost
    worker.process.join()
    worker.connection.close()
