"""Extraction on the workers of a Dask cluster; this process reads, and is the only one that writes.

The scheduler gives what a dead worker had to another one. A task that ends several workers is done again document by
document: the one that ends them is a failure, everything else is extracted.
"""

from collections.abc import Iterator
from typing import Any, Final, Self

from corpus.document import Document
from db.values import FailureRow
from pipeline.engines.base import Recipe, Result, parts
from pipeline.engines.plain import sent, unpacked
from pipeline.errors import BelegtError

SECONDS: Final = 30
"""To wait for the scheduler, and for its first worker."""
_LOOK: Final = 60.0  # seconds between two looks whether there are workers at all, while a result is waited for


class Cluster:
    """The workers of one scheduler; a context manager, which takes leave of it."""

    def __init__(self, address: str, recipe: Recipe, *, seconds: float = SECONDS) -> None:
        """Connects.

        Args:
            address: of the scheduler, "tcp://host:8786".
            recipe: what the workers load; they need the same version of this program.
            seconds: to wait for the scheduler, and then for a worker.

        Raises:
            BelegtError: when Dask is not installed here, or nobody answers.
        """
        try:
            from distributed import Client
        except ImportError as error:
            cure = "pip install 'belegt[cluster]' here and on the workers, or use this machine's processes: --workers N"
            raise BelegtError("a cluster needs dask.distributed, which is not installed", "--cluster", cure) from error
        self._address, self._recipe, self._seconds = address, recipe, seconds
        try:
            self._client: Any = Client(address, timeout=seconds, set_as_default=False)
        except (OSError, ValueError) as error:
            cure = "start one: dask scheduler; then on each machine: dask worker ADDRESS --nthreads 1 --nworkers auto"
            raise BelegtError(f"no scheduler answers: {error}", address, cure) from error
        self._fingerprint: str | None = None
        self.ahead = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def start(self) -> str:
        """As `Engine.start`: waits for a worker, and lets all load the model."""
        if self._fingerprint is None:
            from pipeline.engines.dask_worker import NAME, Loaded

            try:
                self._client.wait_for_workers(1, timeout=self._seconds)
                self._client.register_plugin(Loaded(self._recipe), name=NAME)
            except TimeoutError as error:
                raise self._deserted() from error
            except OSError as error:  # the scheduler has gone, or a worker cannot read the model
                cure = "look whether the scheduler runs, and into the workers' log; what was stored stays, run it again"
                raise BelegtError(f"the cluster does not get ready: {error}", self._address, cure) from error
            self._fingerprint, _ = self._answer(self._task([]))
            self.ahead = len(self._client.scheduler_info(n_workers=-1)["workers"]) + 1
        return self._fingerprint

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        """As `Engine.submit`: the scheduler has the tasks at once."""
        self.start()
        tasks = [(places, self._task([documents[p] for p in places])) for places in parts(documents)]
        return self._results(documents, tasks)

    def _results(self, documents: list[Document], tasks: list[tuple[list[int], Any]]) -> Iterator[Result]:
        from distributed import KilledWorker

        for places, task in tasks:
            try:
                found = self._found(task, [documents[p] for p in places])
            except KilledWorker:
                found = [self._alone(documents[p]) for p in places]
            yield from found

    def _alone(self, document: Document) -> Result:
        """Of a document that was extracted beside one that ends workers, or is that one."""
        from distributed import KilledWorker

        try:
            (found,) = self._found(self._task([document]), [document])
        except KilledWorker as error:
            reason = f"its extraction ended workers of the cluster, {error.allowed_failures + 1} in a row"
            cure = "split the text into its releases, or give workers more memory; else please report this"
            return FailureRow(document.source, "extract", reason, cure)
        return found

    def _task(self, documents: list[Document]) -> Any:
        from pipeline.engines.dask_worker import work

        return self._client.submit(work, [sent(document) for document in documents], pure=False, retries=1)

    def _found(self, task: Any, documents: list[Document]) -> list[Result]:
        fingerprint, plain = self._answer(task)
        if fingerprint != self._fingerprint:
            cure = "install the same version of belegt and of its model on all of them"
            raise BelegtError("its workers extract in different versions", self._address, cure)
        return [unpacked(one, document) for one, document in zip(plain, documents, strict=True)]

    def _answer(self, task: Any) -> Any:
        from distributed import KilledWorker

        while True:
            try:
                return task.result(timeout=_LOOK)
            except TimeoutError as error:
                if not self._client.scheduler_info(n_workers=-1)["workers"]:
                    raise self._deserted() from error
            except (KilledWorker, BelegtError):
                raise
            except Exception as error:
                cure = "look into the workers' log; what was stored stays, run it again"
                raise BelegtError(f"the cluster gives no result: {type(error).__name__}: {error}", self._address, cure) from error  # fmt: skip

    def _deserted(self) -> BelegtError:
        cure = "start some: dask worker ADDRESS --nthreads 1 --nworkers auto; what was stored stays, run it again"
        return BelegtError("the scheduler has no workers", self._address, cure)
