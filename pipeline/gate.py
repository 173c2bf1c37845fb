"""The language gate of an ingest: what is not German is left out, and said; of mixed releases the German parts are read.

The text of a mixed release is stored whole and read whole, so that no offset moves and no sentence is cut; what is found
in its foreign parts is dropped before it is stored. Whoever wants that too asks for any language.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from corpus import language
from corpus.document import Document
from db.values import FailureRow
from extractors.base import Span
from pipeline.extract import Extraction

Gate = Literal["de", "any"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_UMLAUT: Final = re.compile("[äöüß]", re.IGNORECASE)
# "was", "will", "am", "in", "die" are words of both
_ENGLISH: Final = frozenset(_WORD.findall("the of and to is are for with has have by from this that at its"))
_GERMAN: Final = frozenset(
    _WORD.findall(
        "der das den dem des und ist sind im ein eine einen einem einer eines von vom mit für auf zu zum zur nicht sich auch"
        " bei nach aus wird werden hat haben wie als um über durch sein seine ihr ihre es er sie wir ich aber oder wenn dass"
    )
)
_WORDS: Final = 3


def refusal(document: Document) -> FailureRow | None:
    """Why the document is not read, or None."""
    found = language.parts(document).refused
    if found is None:
        return None
    cure = "leave it out of the sources, or read every language: belegt ingest --language any"
    return FailureRow(document.source, "language", f"its language is {found!r}, not German", cure)


def looks_english(text: str) -> bool:
    """Whether a text that is too short for the gate is English beyond doubt: three of its small words, and nothing German.

    Of 28,000 German newspaper sentences of 40 to 200 letters, none was taken for English that is not.
    """
    words = {found[0].casefold() for found in _WORD.finditer(text)}
    return len(words & _ENGLISH) >= _WORDS and not words & _GERMAN and not _UMLAUT.search(text)


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
