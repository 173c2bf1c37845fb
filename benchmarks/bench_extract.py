"""Where the time of an extraction goes: each stage's share, in one run on the samples (many times over).

    .venv/bin/python benchmarks/bench_extract.py [FOLDER_OR_FILE ...]

Shares and ratios are what counts; words per second depend on the machine and on what else it does.
"""

import sys
import time
from collections import defaultdict

from corpus.document import Document
from corpus.readers.dispatch import documents
from extractors.base import Context, Fact, Mention
from extractors.nlp import load
from extractors.registry import EXTRACTORS
from pipeline.reconcile.discrepancies import inside

ROUNDS = 20


def main() -> None:
    """Reads, then times every stage over all documents."""
    arguments = sys.argv[1:] or ["corpus/samples"]
    nlp = load()
    spent: dict[str, float] = defaultdict(float)
    words = 0
    for _ in range(ROUNDS if len(sys.argv) == 1 else 1):
        started = time.perf_counter()
        found = [d for d in documents(arguments) if isinstance(d, Document)]
        spent["read"] += time.perf_counter() - started
        for document in found:
            words += len(document.text.split())
            started = time.perf_counter()
            doc = nlp.make_doc(document.text)
            doc.user_data["blocks"] = [(b.start, b.end) for b in document.blocks]
            doc = nlp(doc)
            spent["tokens and sentences"] += time.perf_counter() - started
            mentions: list[Mention] = []
            facts: list[Fact] = []
            for extractor in EXTRACTORS:
                context = Context(
                    document.published,
                    document.title,
                    document.publisher,
                    document.blocks,
                    tuple(mentions),
                    tuple(facts),
                )
                started = time.perf_counter()
                things = list(extractor(doc, context))
                spent[extractor.name] += time.perf_counter() - started
                mentions += [t for t in things if isinstance(t, Mention)]
                facts += [t for t in things if isinstance(t, Fact)]
            started = time.perf_counter()
            list(inside(mentions, facts))
            spent["findings"] += time.perf_counter() - started
    whole = sum(spent.values())
    print(f"{words / whole:10.0f} words/s for everything, {words} words")
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{100 * seconds / whole:9.1f} %  {stage}")
    rules = whole - spent["read"] - spent["tokens and sentences"]
    print(f"{rules / spent['tokens and sentences']:10.2f} times the tokens and sentences: all rules together")


if __name__ == "__main__":
    main()
