"""The promised JSON of one extraction. Removing, renaming or giving a field a new meaning raises CONTRACT_VERSION."""

from typing import Any, Final

from extractors.base import Span
from pipeline.extract import Extraction

CONTRACT_VERSION: Final = 1


def as_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as plain JSON values, in the order of contract.md."""
    document = extraction.document
    return {
        "contract_version": CONTRACT_VERSION,
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "language": document.language,
        "published": document.published,
        "published_from": document.published_from,
        "text": document.text,
        "blocks": [{"start": b.start, "end": b.end, "kind": b.kind} for b in document.blocks],
        "mentions": [
            {
                **_span(m.span),
                "label": m.label,
                "norm": m.norm,
                "score": m.score,
                "extractor": m.extractor,
                "rule": m.rule,
                "version": m.version,
                **m.attributes,
            }
            for m in extraction.mentions
        ],
        "facts": [
            {
                "subject": f.subject,
                "predicate": f.predicate,
                "object": f.object,
                "qualifiers": dict(f.qualifiers),
                "modality": f.modality,
                "subject_quote": f.subject_quote,
                "object_quote": f.object_quote,
                "evidence": _span(f.evidence),
                "score": f.score,
                "extractor": f.extractor,
                "rule": f.rule,
                "version": f.version,
            }
            for f in extraction.facts
        ],
        "findings": [
            {
                "kind": f.kind,
                "verdict": f.verdict,
                "subject": f.subject,
                "predicate": f.predicate,
                "values": list(f.values),
                "reason_de": f.reason_de,
                "reason_en": f.reason_en,
                "evidence": [_span(s) for s in f.evidence],
            }
            for f in extraction.findings
        ],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote}
