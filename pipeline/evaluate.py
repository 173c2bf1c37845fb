"""Runs the extraction over a gold folder and measures it: what `belegt evaluate GOLD_DIR` prints."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.document import Document, ReadFailure, Source
from corpus.readers.dispatch import read
from corpus.readers.formats import RECORD
from extractors.base import Extractor
from extractors.registry import EXTRACTORS
from pipeline.contract import as_json
from pipeline.extract import extract
from pipeline.gold import Gold, GoldError, read_gold
from pipeline.measure import measure
from pipeline.scores import Report

if TYPE_CHECKING:
    from spacy.language import Language


def evaluate(gold_dir: Path, nlp: "Language", extractors: tuple[Extractor, ...] = EXTRACTORS) -> Report:
    """Precision, recall and F1 of the extractors over an annotated folder.

    Args:
        gold_dir: holds `gold/ID.json` and `texts/ID.txt`.
        nlp: the pipeline of `extractors.nlp.load`.
        extractors: those to measure, in the order in which they run.

    Raises:
        pipeline.gold.GoldError: the folder is none, or one of its files cannot be read or measured with.
    """
    gold = read_gold(gold_dir)
    extractions: dict[str, Any] = {}
    problems: list[str] = []
    for extraction in extract(_documents(gold.values()), nlp, extractors):
        # Through JSON and back, so that what is measured is what a reader of the contract gets.
        extractions[extraction.document.id] = json.loads(json.dumps(as_json(extraction)))
        problems.extend(f"{extraction.document.source}: {problem}" for problem in extraction.problems)
    return replace(measure(gold, extractions), problems=tuple(problems))


def _documents(gold: Iterable[Gold]) -> Iterator[Document]:
    """Each gold text as a release whose publication date is told, unless the text states it and it is to be found."""
    for text in gold:
        record = {"id": text.id, "text": text.text, "published": None if text.stated else text.published}
        document = read(
            Source(
                name=str(text.source),
                key=f"id:{text.id}",
                media_type=RECORD,
                raw=json.dumps(record, ensure_ascii=False).encode(),
            )
        )
        if isinstance(document, ReadFailure):
            raise GoldError(document.reason, document.source, document.cure)
        yield document
