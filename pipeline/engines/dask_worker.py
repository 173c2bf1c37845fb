"""What runs in a worker of a Dask cluster: a plugin that loads the model once, and the task. Needs the extra `cluster`."""

from threading import Lock
from typing import Any, Final

from distributed import WorkerPlugin, get_worker

from corpus.document import Document
from pipeline.batches import attempt, fingerprint
from pipeline.engines.base import Recipe
from pipeline.engines.plain import Plain, packed

NAME: Final = "belegt"


class Loaded(WorkerPlugin):  # type: ignore[misc]
    """The model in a worker, for as long as the worker lives; a worker that comes later gets it too."""

    name = NAME

    def __init__(self, recipe: Recipe) -> None:
        """Loads nothing yet: this is sent to the workers."""
        self.recipe = recipe

    def setup(self, worker: Any) -> None:
        """Loads it."""
        del worker
        self.nlp, self.extractors = self.recipe.made()
        self.fingerprint = fingerprint(self.nlp, self.extractors)
        self.lock = Lock()  # a worker may have several threads, the pipeline takes one at a time

    def __getstate__(self) -> dict[str, Any]:
        return {"recipe": self.recipe}


def work(documents: list[Document]) -> tuple[str, list[Plain]]:
    """The fingerprint of this worker's extraction, and a plain result for each document."""
    loaded = get_worker().plugins[NAME]
    with loaded.lock:
        return loaded.fingerprint, [packed(r) for r in attempt(documents, loaded.nlp, loaded.extractors)]
