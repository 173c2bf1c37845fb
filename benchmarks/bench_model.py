"""The shipped model beside a blank spaCy CNN NER with random weights, and beside its own encoder in float32 PyTorch; one run.

    .venv/bin/python benchmarks/bench_model.py FILE.csv [TEXTS]
    training/.venv/bin/python benchmarks/bench_model.py FILE.csv [TEXTS]      with PyTorch as well

FILE.csv holds a label and a text a row (";", quote "'"). Each side reads the same texts to the end in turn, three rounds, the
best round counts; the ratios are what matters. PyTorch runs a network of the same shape with random weights in float32 over
the same sentences, 32 at a time in the order of the text, padded to the longest of the 32, as one would write it at first.
"""

import csv
import sys
import time
from collections.abc import Callable

import spacy

from extractors.nlp import NONE, load
from extractors.tagger import NamedEntities, Tagger, read_meta

ROUNDS = 3
BATCH = 32


def main() -> None:
    """Prints words per second and ratios."""
    csv.field_size_limit(10**9)
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123
        texts = [row[1] for row in csv.reader(file, delimiter=";", quotechar="'")][: int((sys.argv[2:] or ["200"])[0])]
    words = sum(len(text.split()) for text in texts)
    blank = spacy.blank("de")
    names = blank.add_pipe("ner")
    for label in ("PER", "ORG", "LOC", "MISC"):
        names.add_label(label)  # type: ignore[attr-defined]
    blank.initialize()
    ours = load()
    rules = load(NONE)
    sentences = [[t.text for t in s if not t.is_space] for doc in rules.pipe(texts) for s in doc.sents]
    component = ours.get_pipe("belegt_names")
    assert isinstance(component, NamedEntities)  # noqa: S101
    sides: dict[str, Callable[[], object]] = {
        "blank spaCy CNN NER": lambda: sum(1 for _ in blank.pipe(texts)),
        "ours, whole pipeline": lambda: sum(1 for _ in ours.pipe(texts)),
        "ours, model alone": lambda: component.tagger(sentences),
    }
    if (torch := _torch(component.tagger, sentences)) is not None:
        sides["float32 PyTorch, model alone"] = torch
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(ROUNDS):
        for name, run in sides.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    for name, seconds in best.items():
        print(f"{name:30} {words / seconds:8.0f} words/s")
    print(f"ours / blank spaCy CNN: {best['blank spaCy CNN NER'] / best['ours, whole pipeline']:.2f}")
    if torch is not None:
        print(f"ours / PyTorch, model alone: {best['float32 PyTorch, model alone'] / best['ours, model alone']:.2f}")


def _torch(tagger: Tagger, sentences: list[list[str]]) -> Callable[[], object] | None:
    try:
        import torch
    except ImportError:
        return None
    from torch import nn

    layers = len(read_meta()["layers"])
    layer = nn.TransformerEncoderLayer(384, 12, 1536, activation="gelu", batch_first=True)
    network = nn.Sequential(nn.Embedding(40_000, 384), nn.TransformerEncoder(layer, layers), nn.Linear(384, 17)).eval()
    tagger(sentences)  # so that both have the word pieces at hand
    rows = [[0, *(p for w in words for p in tagger._pieces[w]), 2][:250] for words in sentences]  # noqa: SLF001

    def run() -> None:
        with torch.no_grad():
            for k in range(0, len(rows), BATCH):
                part = rows[k : k + BATCH]
                longest = max(map(len, part))
                pieces = torch.tensor([row + [1] * (longest - len(row)) for row in part])
                x = network[1](network[0](pieces), src_key_padding_mask=pieces == 1)
                network[2](x).argmax(-1).tolist()

    return run


if __name__ == "__main__":
    main()
