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
_OPEN: Final = re.compile(r"[ \u00a0](?:and|und|&|of|for|für)$")
# "Muster GmbH.", "KGaA.": one token, but the full stop ends the sentence
_FULL_STOP: Final = re.compile(r"(?<=[a-z][A-Z])\.$")
_PEOPLE: Final = ("PER", "PERSON")  # "George and |Jane Holms" are two
# What the model takes for a body where it stands alone
_NO_BODY: Final = frozenset({"KI", "AI", "IT", "MRT", "CT", "EKG", "PCR", "OP", "DNA", "RNA", "PM", "FH"})
_UNKNOWN: Final = 0.8  # a spaCy pipeline gives no score: about the precision of the German ones


def entities(doc: "Doc", label: Label) -> Iterator[tuple[int, int, float]]:
    """The model's names of one label as (start, end, score); start and end in code points, score the probability that it is right."""
    found: dict[Label, list[tuple[int, int, float]]] | None = doc.user_data.get("entities")
    if found is None:
        found = doc.user_data["entities"] = _by_label(doc)
    yield from found.get(label, ())


def _by_label(doc: "Doc") -> dict[Label, list[tuple[int, int, float]]]:
    scores = doc.user_data.get("scores", {})
    found: dict[Label, list[tuple[int, int, float]]] = {}
    last = None
    for ent in doc.ents:
        if ent.label_ in _LABELS and not _ADDRESS.search(ent.text):
            score = scores.get((ent.start, ent.end), _UNKNOWN)
            same = found.setdefault(_LABELS[ent.label_], [])
            # "Laura Morgen |García|": two family names; beside another name stands a comma, an "und", a line end
            if (
                last is not None
                and last.end == ent.start
                and ent.label_ in _PEOPLE
                and last.label_ in _PEOPLE
                and len(ent) == 1
                and len(last) > 1
                and doc[last.end - 1].whitespace_
                and same[-1][1] == last.end_char  # nothing was left off: "George and |Jane|" are two
                and doc[last.end - 1].is_alpha
            ):
                start, _, before = same.pop()
                same.append((start, ent.end_char, min(before, score)))
                last = ent
                continue
            # "Fujian Agriculture and |Forestry University": a name that ends in "and" goes on
            if (
                last is not None
                and last.end == ent.start
                and last.label == ent.label
                and ent.label_ not in _PEOPLE
                and _OPEN.search(last.text)
            ):
                start, _, before = same.pop()
                same.append((start, ent.end_char, min(before, score)))
            else:
                beyond = _FULL_STOP.search(ent.text) or (ent.label_ in _PEOPLE and _OPEN.search(ent.text))
                same.append((ent.start_char, ent.end_char - (len(beyond[0]) if beyond else 0), score))
            last = ent
    return found


def body_share(doc: "Doc", start: int, end: int) -> float:
    """How sure the model is, on average, that the words from start to end (code points) name a body; 1 where it does not say."""
    shares = doc.user_data.get("bodies")
    if not shares:
        return 1.0
    words = doc.char_span(start, end, alignment_mode="expand")
    found = [shares[t.idx] for t in words if t.idx in shares] if words is not None else []
    return sum(found) / len(found) if found else 1.0
