"""What travels between processes: plain tuples. A quote is not sent: it is what stands at its place in the text."""

from dataclasses import replace
from typing import Any

from corpus.document import Document
from db.values import FailureRow
from extractors.base import Fact, Finding, Mention, Span
from pipeline.engines.base import Result
from pipeline.extract import Extraction

Plain = tuple[Any, ...]


def sent(document: Document) -> Document:
    """The document without its bytes: nothing is extracted from them."""
    return replace(document, raw=b"")


def packed(result: Result) -> Plain:
    """A result as it travels."""
    if isinstance(result, FailureRow):
        return ("failure", result.source, result.stage, result.reason, result.cure)
    return (
        "found",
        [_mention(m) for m in result.mentions],
        [_fact(f) for f in result.facts],
        [_finding(f) for f in result.findings],
        result.problems,
    )


def unpacked(plain: Plain, document: Document) -> Result:
    """The result for this document, the one that was sent."""
    if plain[0] == "failure":
        return FailureRow(*plain[1:])
    _, mentions, facts, findings, problems = plain
    text = document.text

    def span(start: int, end: int) -> Span:
        return Span(start, end, text[start:end])

    return Extraction(
        document,
        tuple(Mention(span(m[0], m[1]), *m[2:]) for m in mentions),
        tuple(Fact(*[*f[:5], span(f[5], f[6]), *f[7:]]) for f in facts),
        tuple(Finding(*[*f[:4], tuple(span(*at) for at in f[4]), *f[5:]]) for f in findings),
        problems,
    )


def _mention(m: Mention) -> Plain:
    return m.span.start, m.span.end, m.label, m.norm, m.score, m.extractor, m.rule, m.version, dict(m.attributes)


def _fact(f: Fact) -> Plain:
    return (
        f.subject, f.predicate, f.object, f.subject_quote, f.object_quote, f.evidence.start, f.evidence.end, f.score,
        f.extractor, f.rule, f.version, f.modality, dict(f.qualifiers),
    )  # fmt: skip


def _finding(f: Finding) -> Plain:
    evidence = [(span.start, span.end) for span in f.evidence]
    return f.kind, f.verdict, f.reason_de, f.reason_en, evidence, f.values, f.subject, f.predicate
