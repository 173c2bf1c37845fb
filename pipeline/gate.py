"""The language gate of an ingest: what is not German is left out, and said; of mixed releases the German parts are read.

The text of a mixed release is stored whole and read whole, so that no offset moves and no sentence is cut; what is found
in its foreign parts is dropped before it is stored. Whoever wants that too asks for any language.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from corpus import language
from corpus.document import Document
from db.values import FailureRow
from extractors.base import Span
from pipeline.extract import Extraction

Gate = Literal["de", "any"]


def refusal(document: Document) -> FailureRow | None:
    """Why the document is not read, or None."""
    found = language.parts(document).refused
    if found is None:
        return None
    cure = "leave it out of the sources, or read every language: belegt ingest --language any"
    return FailureRow(document.source, "language", f"its language is {found!r}, not German", cure)


def german_of(extraction: Extraction) -> Extraction:
    """What was found in the German parts of a document; the document stays what it is."""
    foreign = language.parts(extraction.document).foreign
    if not foreign:
        return extraction

    def german(*spans: Span) -> bool:
        return not any(_touches(span, foreign) for span in spans)

    return replace(
        extraction,
        mentions=tuple(m for m in extraction.mentions if german(m.span)),
        facts=tuple(f for f in extraction.facts if german(f.evidence)),
        findings=tuple(f for f in extraction.findings if german(*f.evidence)),
    )


def _touches(span: Span, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in stretches)
