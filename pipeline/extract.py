"""Runs the extractors over documents, and enforces the evidence law."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document import Document
from extractors.base import Context, Extractor, Fact, Finding, Mention, Span
from extractors.registry import EXTRACTORS
from pipeline.reconcile.discrepancies import inside

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document holds.

    Attributes:
        mentions, facts: in text order.
        findings: what disagrees, agrees or cannot be checked inside this document.
        problems: what was refused or went wrong, each with the extractor's name; the rest stands.
    """

    document: Document
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    problems: tuple[str, ...]


def extract(
    documents: Iterable[Document], nlp: "Language", extractors: tuple[Extractor, ...] = EXTRACTORS
) -> Iterator[Extraction]:
    """One extraction per document, in input order."""

    def docs() -> Iterator[tuple["Doc", Document]]:
        for document in documents:
            doc = nlp.make_doc(document.text)
            doc.user_data["blocks"] = [(b.start, b.end) for b in document.blocks]
            doc.user_data["text"] = document.text  # spaCy would join it anew
            yield doc, document

    for doc, document in nlp.pipe(docs(), as_tuples=True):
        yield _run(doc, document, extractors)


def _run(doc: "Doc", document: Document, extractors: tuple[Extractor, ...]) -> Extraction:
    mentions: list[Mention] = []
    facts: list[Fact] = []
    findings: list[Finding] = []
    problems: list[str] = []
    for extractor in extractors:
        context = Context(
            published=document.published,
            title=document.title,
            publisher=document.publisher,
            blocks=document.blocks,
            mentions=tuple(mentions),
            facts=tuple(facts),
        )
        try:
            things = list(extractor(doc, context))
        except (
            MemoryError
        ):  # of a text that has reached its limit nothing is kept: later extractors would miss what is not there
            raise
        except Exception as error:  # noqa: BLE001 - one extractor's fault must not cost the others' results
            problems.append(f"{extractor.name}: {type(error).__name__}: {error}")
            continue
        for thing in things:
            if breach := _breach(thing, extractor, document.text):
                problems.append(f"{extractor.name}: {breach}")
            elif isinstance(thing, Mention):
                mentions.append(thing)
            elif isinstance(thing, Fact):
                facts.append(thing)
            else:
                findings.append(thing)
    mentions.sort(key=lambda m: (m.span.start, -m.span.end, m.label, m.rule))
    facts.sort(key=lambda f: (f.evidence.start, f.evidence.end, f.predicate, f.subject, str(f.object)))
    for finding in inside(mentions, facts, document.text, document.blocks):
        if breach := _off(finding.evidence, document.text):
            problems.append(f"findings: {finding.kind}: {breach}")
        else:
            findings.append(finding)
    return Extraction(document, tuple(mentions), tuple(facts), tuple(findings), tuple(problems))


def _breach(thing: Mention | Fact | Finding, extractor: Extractor, text: str) -> str | None:
    """Why the thing may not be kept, or None."""
    spans: tuple[Span, ...]
    if isinstance(thing, Mention):
        spans, what, score = (thing.span,), str(thing.label), thing.score
    elif isinstance(thing, Fact):
        spans, what, score = (thing.evidence,), str(thing.predicate), thing.score
    else:
        spans, what, score = thing.evidence, str(thing.kind), 1.0
    if not isinstance(thing, Finding) and what not in extractor.labels:
        return f"{what} is not among its labels"
    if not 0 <= score <= 1:
        return f"{what}: a score of {score}"
    if breach := _off(spans, text):
        return f"{what}: {breach}"
    return None if spans else f"{what}: no evidence"


def _off(spans: tuple[Span, ...], text: str) -> str | None:
    """Which quote does not stand where it is said to stand, or None."""
    for span in spans:
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.quote:
            return f"{span.quote[:60]!r} is not what stands at {span.start}:{span.end}"
    return None
