"""What the pipeline's model found, whichever it is: the shipped one, or an installed spaCy pipeline."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import Label

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LABELS: Final[dict[str, Label]] = {
    "PER": "PERSON", "PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC",
    "INFRASTRUCTURE": "INFRASTRUCTURE", "PROJECT": "PROJECT", "MISC": "MISC",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"@|://|\bwww\.")  # "ulrike.muster@example.org" names nobody
_UNKNOWN: Final = 0.8  # a spaCy pipeline gives no score: about the precision of the German ones


def entities(doc: "Doc", label: Label) -> Iterator[tuple[int, int, float]]:
    """The model's names of one label as (start, end, score); start and end in code points, score the probability that it is right."""
    scores = doc.user_data.get("scores", {})
    for ent in doc.ents:
        if _LABELS.get(ent.label_) == label and not _ADDRESS.search(ent.text):
            yield ent.start_char, ent.end_char, scores.get((ent.start, ent.end), _UNKNOWN)
