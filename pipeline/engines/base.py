"""Where documents are extracted: in this process, in several, on several machines. What comes back is the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from corpus.document import Document
from db.values import FailureRow
from extractors.base import Extractor
from pipeline.batches import attempt, fingerprint
from pipeline.engines.limits import MEMORY, SECONDS, TooLongError, late, limited
from pipeline.extract import Extraction

if TYPE_CHECKING:
    from spacy.language import Language

Result = Extraction | FailureRow

_DOCUMENTS: Final = 32
_CHARACTERS: Final = 32_000
"""A task ends with whichever comes first: about two seconds of work, so that all workers end at nearly the same time."""


class Engine(Protocol):
    """Takes batches of documents, and gives for each document its extraction or its failure."""

    @property
    def ahead(self) -> int:
        """How many batches may be under way beside the one whose results are read: more would only fill the memory."""

    def start(self) -> str:
        """Make ready what is not yet; the fingerprint of the extraction.

        Raises:
            ModelError: when the pipeline does not load.
        """

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        """The results in the documents' order, as they are asked for; work may begin at once."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a worker needs to extract as everybody else does. It must travel: its parts are named functions, and values.

    Attributes:
        load: gives the spaCy pipeline.
        extractors: in the order in which they run; None for the registry.
    """

    load: "Callable[[], Language]"
    extractors: tuple[Extractor, ...] | None = None

    def made(self) -> "tuple[Language, tuple[Extractor, ...]]":
        """The pipeline and the extractors."""
        from extractors.registry import EXTRACTORS

        return self.load(), EXTRACTORS if self.extractors is None else self.extractors


class Here:
    """Extraction in this process, when its results are asked for; its limits are soft."""

    ahead = 0

    def __init__(
        self,
        load: "Callable[[], Language]",
        extractors: tuple[Extractor, ...],
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        """Loads nothing yet.

        Args:
            load: gives the spaCy pipeline.
            extractors: in the order in which they run.
            seconds: that one document may take.
            memory: bytes that it may take beside what the process has.
        """
        self._load = load
        self._extractors = extractors
        self._seconds = seconds
        self._memory = memory
        self._nlp: Language | None = None

    def start(self) -> str:
        """As `Engine.start`."""
        return fingerprint(self._ready(), self._extractors)

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        """As `Engine.submit`."""
        return self._results(documents, self._ready())

    def _results(self, documents: list[Document], nlp: "Language") -> Iterator[Result]:
        results = attempt(documents, nlp, self._extractors)
        done = 0
        while done < len(documents):
            try:
                with limited(self._seconds, self._memory):
                    result = next(results)
            except TooLongError:
                break
            done += 1
            yield result
        if done == len(documents):
            return
        if len(documents) == 1:
            yield late(documents[0], self._seconds)
            return
        for document in documents[done:]:  # one of them it was, or all together
            yield from self._results([document], nlp)

    def _ready(self) -> "Language":
        if self._nlp is None:
            self._nlp = self._load()
        return self._nlp


def parts(documents: Sequence[Document]) -> Iterator[list[int]]:
    """The places of the documents, in order, as many at a time as make a task."""
    places: list[int] = []
    size = 0
    for place, document in enumerate(documents):
        if places and (len(places) == _DOCUMENTS or size + len(document.text) > _CHARACTERS):
            yield places
            places, size = [], 0
        places.append(place)
        size += len(document.text)
    if places:
        yield places
