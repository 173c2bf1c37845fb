"""Documents in batches through the extraction, so that one which cannot be extracted costs nothing but itself."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from corpus.document import Document
from db.values import FailureRow
from extractors.base import Extractor
from extractors.registry import EXTRACTORS
from pipeline import rules
from pipeline.errors import ModelError
from pipeline.extract import Extraction, extract
from pipeline.reconcile.discrepancies import VERSION

if TYPE_CHECKING:
    from spacy.language import Language

DOCUMENTS: Final = 64
CHARACTERS: Final = 400_000
"""A batch ends with whichever comes first: what is read, extracted and lost by a kill at once."""
_VOCABULARY: Final = 20_000  # words that spaCy keeps for good; of later batches it forgets the others
_MODEL_CURE: Final = "install that pipeline into this environment, or leave --model out: the shipped model is used then"


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in order, some at a time."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if len(batch) >= DOCUMENTS or size >= CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def attempt(
    documents: list[Document], nlp: "Language", extractors: tuple[Extractor, ...] = EXTRACTORS
) -> Iterator[Extraction | FailureRow]:
    """One extraction or one failure per document, in order, each as soon as it is there."""
    done = 0
    try:
        with nlp.memory_zone() if len(nlp.vocab) > _VOCABULARY else nullcontext():
            for extraction in extract(documents, nlp, extractors):
                yield extraction
                done += 1
    except Exception as error:  # noqa: BLE001 - spaCy or its model may fail on one text in any way
        if len(documents) == 1:
            yield _failure(documents[0], nlp, error)
            return
        for document in documents[done:]:
            yield from attempt([document], nlp, extractors)


def problems_of(extraction: Extraction) -> Iterator[FailureRow]:
    """What single extractors gave that could not be kept; the rest of the document is."""
    for problem in extraction.problems:
        extractor, _, reason = problem.partition(": ")
        cure = "everything else of this release is kept; please report this as a fault of the extractor"
        yield FailureRow(extraction.document.source, f"extract {extractor}", reason or problem, cure)


def fingerprint(nlp: "Language", extractors: tuple[Extractor, ...]) -> str:
    """Which extractors and checks, by their versions and by their sources, and which model: what decides what a text gives."""
    model = f"{nlp.meta.get('lang')}_{nlp.meta.get('name')}:{nlp.meta.get('version')}"
    return " ".join(
        [
            *(f"{e.name}:{e.version}" for e in extractors),
            f"findings:{VERSION}",
            f"rules:{rules.digest()}",
            f"model:{model}",
        ]
    )


def load_nlp(model: str | None, threads: int = 0) -> "Language":
    """The spaCy pipeline.

    Args:
        model: its name; None for the shipped one.
        threads: processor threads of the shipped model; 0 for one a core.

    Raises:
        ModelError: when there is none of that name, or the shipped one is damaged.
    """
    from extractors import nlp
    from extractors.tagger import WeightsError

    try:
        return nlp.load(model, threads)
    except WeightsError as error:
        raise ModelError(error.reason, str(error.path), error.cure) from error
    except nlp.ModelMissingError as error:
        raise ModelError("no spaCy pipeline of this name is installed here", model, _MODEL_CURE) from error
    except Exception as error:  # a package of that name that is no pipeline fails in any way
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        raise ModelError(f"this spaCy pipeline does not load: {reason}", model or "the rules", _MODEL_CURE) from error


def _failure(document: Document, nlp: "Language", error: Exception) -> FailureRow:
    if len(document.text) > nlp.max_length:
        reason = f"{len(document.text):,} characters are more than the model takes at once ({nlp.max_length:,})"
        return FailureRow(document.source, "extract", reason, "split the text into its releases")
    if isinstance(error, MemoryError):
        cure = "split the text into its releases, or allow more: extract_memory in belegt.toml"
        return FailureRow(document.source, "extract", "its extraction takes more memory than it may", cure)
    reason = f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
    return FailureRow(document.source, "extract", reason, "everything else goes on; please report this as a fault")
