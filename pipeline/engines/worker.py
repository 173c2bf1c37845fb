"""What runs in a worker process: it loads the model once, and extracts what it is sent until nobody sends any more."""

import contextlib
import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.values import FailureRow
from pipeline.batches import attempt, fingerprint
from pipeline.engines.base import Recipe
from pipeline.engines.limits import room
from pipeline.engines.plain import packed
from pipeline.errors import BelegtError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Ready:
    """The pipeline is loaded; `fingerprint` says which."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class Unready:
    """The pipeline does not load."""

    error: BelegtError


def live(connection: "Connection", recipe: Recipe, seconds: float, memory: int) -> None:
    """A worker's life.

    Args:
        connection: gives lists of documents, takes one plain result for each, in order.
        recipe: how to extract.
        seconds: in which the parent wants a word; it ends who is later, and if it is gone, the system does after twice as long.
        memory: bytes that the extraction may take beside the loaded model.
    """
    # Ctrl-C reaches all processes of a terminal: the parent ends its workers itself, when it has written what it knows.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # there are as many workers as are to be busy
    with contextlib.suppress(
        EOFError, BrokenPipeError, ConnectionResetError
    ):  # the parent is gone: nobody wants results
        try:
            nlp, extractors = recipe.made()
        except BelegtError as error:
            connection.send(Unready(error))
            return
        connection.send(Ready(fingerprint(nlp, extractors)))
        room(memory)
        while True:
            documents: list[Document] = connection.recv()
            _end_in(2 * seconds)
            for document, result in zip(documents, attempt(documents, nlp, extractors), strict=True):
                _end_in(2 * seconds)
                try:
                    connection.send(packed(result))
                except (BrokenPipeError, ConnectionResetError):
                    raise
                except Exception as error:  # noqa: BLE001 - what an extractor gives may be nothing that travels
                    reason = f"what was found cannot be handed on: {type(error).__name__}: {error}"
                    cure = "everything else goes on; please report this as a fault"
                    connection.send(packed(FailureRow(document.source, "extract", reason, cure)))
            _end_in(0)


def _end_in(seconds: float) -> None:
    """End this process then, whatever it does; 0: let it live. A worker that hangs and has no parent would hang for ever."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
