"""Measures the files of `extractors/model` as they are shipped, and calibrates their scores."""

import math
from collections.abc import Iterator
from itertools import pairwise

from extractors.tagger import Tagger
from training.data import Sentence, spans

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
_STEPS, _RATE = 4000, 0.05


def calibrate(sentences: list[Sentence]) -> list[float]:
    """Slope and offset of the logistic curve from the model's own probability of a name to the share that is right.

    Fitted by gradient descent on the log loss (Platt 1999), over persons, organisations and places.
    """
    points = [(math.log(score / (1 - score)), right) for score, right in judged(sentences)]
    slope, offset = 1.0, 0.0
    for _ in range(_STEPS):
        errors = [(1 / (1 + math.exp(-(slope * x + offset))) - right, x) for x, right in points]
        slope -= _RATE * sum(e * x for e, x in errors) / len(points)
        offset -= _RATE * sum(e for e, _ in errors) / len(points)
    return [round(slope, 3), round(offset, 3)]


def judged(sentences: list[Sentence]) -> Iterator[tuple[float, bool]]:
    """The score of each person, organisation and place that the model finds, and whether the sentence's tags have it."""
    for sentence, found in zip(sentences, Tagger()([s.words for s in sentences]), strict=True):
        gold = set(spans(sentence.tags or ()))
        for e in found:
            if e.label in {"PERSON", "ORG", "LOC"}:
                yield min(max(e.score, 0.001), 0.999), (e.start, e.end, e.label) in gold


def report(sentences: list[Sentence]) -> Iterator[str]:
    """Precision, recall and F1 by label, and the reliability of the scores."""
    tagger = Tagger()
    found = tagger([s.words for s in sentences])
    for kinds in ({"PERSON"}, {"ORG"}, {"LOC"}, {"PERSON", "ORG", "LOC"}, {"MISC"}):
        both = gold = ours = 0
        for sentence, names in zip(sentences, found, strict=True):
            a = {s for s in spans(sentence.tags or ()) if s[2] in kinds}
            b = {(e.start, e.end, e.label) for e in names if e.label in kinds}
            both, gold, ours = both + len(a & b), gold + len(a), ours + len(b)
        yield (
            f"{'+'.join(sorted(kinds)):15} precision {both / max(1, ours):.3f} recall {both / max(1, gold):.3f} "
            f"F1 {2 * both / max(1, gold + ours):.3f} ({gold} in the gold)"
        )
    points = list(judged(sentences))
    for low, high in pairwise(_BINS):
        inside = [(s, r) for s, r in points if low <= s < high]
        if inside:
            mean, right = sum(s for s, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            yield f"score {low:.2f}-{min(high, 1):.2f}: {len(inside):5} names, mean score {mean:.3f}, right {right:.3f}"
