"""Speed of the dates beside `dateparser.search_dates` on the same text in one run, and their share of all extraction.

    .venv/bin/python benchmarks/bench_dates.py [TEXT_FILE ...] [--repeat N]

Without files the releases of `corpus/samples` are read. dateparser is no dependency of this project: where it is
missing, its half is left out and the line that installs it is printed. Times are the processor time of this process,
the best of N rounds.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractors.base import Context
from extractors.dates.extractor import Dates

HERE = Path(__file__).resolve().parent
INSTALL = "dateparser is missing: python -m venv PEER && PEER/bin/pip install dateparser, then --peer PEER/lib/python3.*/site-packages"


def best(work: Callable[[], int], rounds: int) -> tuple[float, int]:
    """Seconds of the fastest round, and what it found."""
    found, seconds = 0, float("inf")
    for _ in range(rounds):
        start = time.process_time()
        found = work()
        seconds = min(seconds, time.process_time() - start)
    return seconds, found


def texts(files: list[Path]) -> list[str]:
    """The texts to read: the files, or every text among the samples."""
    chosen = files or sorted((HERE.parent / "corpus" / "samples").glob("*.txt"))
    return [path.read_text("utf-8") for path in chosen]


def share(given: list[str], rounds: int) -> float | None:
    """Seconds of dates over seconds of the whole extraction of the same documents, None when it cannot run."""
    from corpus.document import Block, Document
    from extractors import nlp
    from extractors.registry import EXTRACTORS
    from pipeline.extract import extract

    pipe = nlp.load()
    documents = [
        Document(
            id=str(n), source=f"bench:{n}", key=None, text=text, blocks=(Block(0, len(text), "paragraph"),), title=None,
            publisher=None, published="2026-01-30", published_from="given", url=None, language="de", raw=b"",
            media_type="text/plain",
        )
        for n, text in enumerate(given)
    ]  # fmt: skip
    whole, _ = best(lambda: sum(len(e.mentions) for e in extract(documents, pipe, EXTRACTORS)), rounds)
    ours, _ = best(lambda: _read(given), rounds)
    return ours / whole


def _read(given: list[str]) -> int:
    dates, context = Dates(), Context(published="2026-01-30")
    return sum(sum(1 for _ in dates.read(text, context)) for text in given)


def main() -> int:
    """Prints one JSON object; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peer", type=Path, help="a site-packages folder that has dateparser")
    chosen = parser.parse_args()
    given = texts(chosen.files)
    characters = sum(map(len, given))
    if not characters:
        print("nothing to read: name a text file", file=sys.stderr)
        return 2
    seconds, hits = best(lambda: _read(given), chosen.repeat)
    result: dict[str, object] = {
        "characters": characters,
        "dates": {"seconds": round(seconds, 5), "characters_per_second": round(characters / seconds), "hits": hits},
    }
    if chosen.peer:
        sys.path.append(str(chosen.peer))
    if importlib.util.find_spec("dateparser") is None:
        print(INSTALL, file=sys.stderr)
    else:
        from dateparser.search import search_dates

        def peer() -> int:
            return sum(len(search_dates(text, languages=["de"]) or ()) for text in given)

        theirs, found = best(peer, max(1, chosen.repeat // 3))
        result["dateparser"] = {"seconds": round(theirs, 5), "hits": found}
        result["times_as_fast"] = round(theirs / seconds, 1)
    result["share_of_extraction"] = round(share(given, max(1, chosen.repeat // 3)) or 0, 3)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
