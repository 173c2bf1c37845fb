"""belegt beside what one would glue together in an afternoon: trafilatura for the text, dateparser for the dates, spaCy for the names.

    .venv/bin/python benchmarks/bench_glue.py [--pages FOLDER] [--limit N] [--gold FOLDER]

The same web pages go through both in one run, in turns of some pages at a time; times are this process's processor time, and
nothing is counted that is loaded once. belegt does all it does (text with blocks, title and day of publication, ten kinds of
mentions, facts with evidence, findings), the glue gives a text, title and day of publication, its dates and its names. Then
both once more by the clock, as they are run: the glue page by page, belegt with a worker for each core (`--workers 0`).
Without --pages the pages of `corpus/samples` are read. With --gold both are measured on annotated texts. dateparser is told
that the texts are German; what it takes when it must find that out, as its first example has it, is told beside.

No German pipeline of spaCy's own can be installed from the package index, so the glue's names come from the model that belegt
ships, called as one calls spaCy: `nlp(text)`, text by text. Both sides pay the same for each sentence.
"""

import argparse
import gzip
import os
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # one thread on both sides

from corpus.document import Document, Source
from corpus.readers.dispatch import read
from corpus.readers.formats import HTML
from extractors.registry import EXTRACTORS
from pipeline.batches import load_nlp
from pipeline.engines.base import Recipe, Result
from pipeline.engines.local import Local
from pipeline.extract import extract

if TYPE_CHECKING:
    from spacy.language import Language

HERE: Final = Path(__file__).resolve().parent
TURN: Final = 20  # pages; belegt takes them as a batch, the glue one by one
LABELS: Final = ("PERSON", "ORG", "LOC", "DATE")  # what both sides have
INSTALL: Final = "dateparser and trafilatura are missing here. Cure: .venv/bin/pip install trafilatura dateparser"

Json = dict[str, Any]


class Glue:
    """The three libraries, one after the other, and the seconds of each."""

    def __init__(self, nlp: "Language", *, told: bool = True) -> None:
        """Takes the pipeline whose `ents` are the names; `told`: whether dateparser is told that the text is German."""
        self.nlp, self.names = nlp, nlp.has_pipe("belegt_names")
        self.languages = ["de"] if told else None
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def page(self, raw: bytes) -> list[Json]:
        """The mentions of a page."""
        import trafilatura

        page = self._timed("trafilatura", lambda: trafilatura.bare_extraction(raw, with_metadata=True))
        return self.text((page.text if page else "") or "")

    def text(self, text: str) -> list[Json]:
        """The mentions of a text, as the contract writes them."""
        from dateparser.search import search_dates

        found = self._timed("dateparser", lambda: search_dates(text, languages=self.languages) if text else None)
        mentions = []
        if self.names:
            doc = self._timed("spaCy", lambda: self.nlp(text))
            mentions = [_mention(text, e.start_char, e.end_char, e.label_) for e in doc.ents]
        at = 0
        for quote, day in found or ():  # dateparser says what it read, not where: the next place at which it stands
            start = text.find(quote, at)
            if start >= 0:
                at = start + len(quote)
                mentions.append({**_mention(text, start, at, "DATE"), "norm": day.date().isoformat()})
        return mentions

    def _timed(self, part: str, action: Callable[[], Any]) -> Any:
        began = time.process_time()
        try:
            return action()
        finally:
            self.seconds[part] += time.process_time() - began


def _mention(text: str, start: int, end: int, label: str) -> Json:
    return {"start": start, "end": end, "quote": text[start:end], "label": label}


def documents(pages: list[bytes]) -> list[Document]:
    """What belegt reads in some pages."""
    given = (read(Source(f"page {n}", None, HTML, raw)) for n, raw in enumerate(pages))
    return [document for document in given if isinstance(document, Document)]


def pages_of(folder: Path) -> list[bytes]:
    """The web pages below a folder, in the order of their names."""
    paths = sorted(p for p in folder.rglob("*") if p.name.endswith((".html", ".html.gz")))
    return [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in paths]


def speed(pages: list[bytes], nlp: "Language") -> None:
    """Seconds of both on the same pages, in turns."""
    for warm in (pages[:2], pages[-2:]):  # what loads itself at its first use
        list(extract(documents(warm), nlp, EXTRACTORS))
        for raw in warm:
            Glue(nlp).page(raw)
    glue, guessing = Glue(nlp), Glue(nlp, told=False)
    reading, ours, facts, mentions = 0.0, 0.0, 0, 0
    for some in (pages[n : n + TURN] for n in range(0, len(pages), TURN)):
        began = time.process_time()
        given = documents(some)
        reading += time.process_time() - began
        found = list(extract(given, nlp, EXTRACTORS))
        ours += time.process_time() - began
        facts += sum(len(e.facts) for e in found)
        mentions += sum(len(e.mentions) for e in found)
        for raw in some:
            glue.page(raw)
            guessing.page(raw)
    theirs = sum(glue.seconds.values())
    shares = ", ".join(f"{part} {seconds:.2f}" for part, seconds in glue.seconds.items())
    print(f"{len(pages)} pages, processor seconds")
    each = 1000 / len(pages)
    print(f"    belegt {ours:.2f}: {each * ours:.0f} ms a page (reading {reading:.2f}, all else {ours - reading:.2f})")
    print(f"    glue   {theirs:.2f}: {each * theirs:.0f} ms a page ({shares})")
    print(f"    belegt gives {mentions:,} mentions and {facts:,} facts")
    print(f"    belegt is {theirs / ours:.1f} times as fast (aim 3)")
    more = guessing.seconds["dateparser"] - glue.seconds["dateparser"]
    print(f"    {(theirs + more) / ours:.1f} times where dateparser is not told the language ({more:.2f} s more)")


def clock(pages: list[bytes], model: str | None, nlp: "Language") -> None:
    """The clock's seconds of both as they are run: page by page, and with a worker for each core."""
    with Local(0, Recipe(partial(load_nlp, model, 1))) as local:
        list(local.submit(documents(pages[:8])))  # all are loaded
        began = time.perf_counter()
        # as `belegt ingest` does: the next pages are read while the workers extract those before
        way: deque[Iterator[Result]] = deque()
        for n in range(0, len(pages), TURN):
            way.append(local.submit(documents(pages[n : n + TURN])))
            if len(way) > local.ahead:
                list(way.popleft())
        for results in way:
            list(results)
        ours = time.perf_counter() - began
    seconds = []
    for told in (True, False):
        glue = Glue(nlp, told=told)
        began = time.perf_counter()
        for raw in pages:
            glue.page(raw)
        seconds.append(time.perf_counter() - began)
    told_it, guessing = seconds
    print(
        f"by the clock, {os.cpu_count()} cores: belegt {ours:.1f} s, glue {told_it:.1f} s: {told_it / ours:.1f} times"
    )
    print(f"    {guessing / ours:.1f} times where dateparser is not told the language ({guessing:.1f} s)")


def quality(folder: Path, nlp: "Language") -> None:
    """Both on annotated texts, by belegt's own measure."""
    from pipeline.evaluate import evaluate
    from pipeline.gold import read_gold
    from pipeline.measure import measure

    gold = read_gold(folder)
    glue = Glue(nlp)
    theirs = measure(gold, {key: {"mentions": glue.text(text.text)} for key, text in gold.items()})
    ours = evaluate(folder, nlp)
    print(f"{len(gold)} annotated texts, strict F1 (precision, recall)")
    for label in LABELS:
        for name, report in (("glue", theirs), ("belegt", ours)):
            s = report.strict[label]
            print(f"    {label:7} {name:7} {s.f1:.4f} ({s.precision:.4f}, {s.recall:.4f})  {s.gold} annotated")
    for name, report in (("glue", theirs), ("belegt", ours)):
        row = report.relaxed["DATE"]
        share = report.right.get("norm DATE")
        days = f"{share.right} of {share.of}" if share else "none"
        print(f"    DATE, any overlap: {name} {row.f1:.4f}; of the matched the right day: {days}")


def main() -> int:
    """Prints both halves; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=HERE.parent / "corpus" / "samples", help="a folder of web pages")
    parser.add_argument("--limit", type=int, help="take this many, spread over the folder")
    parser.add_argument("--model", choices=["none"], help="no names on either side: what is not the model's")
    parser.add_argument("--gold", type=Path, help="a folder with gold/ID.json and texts/ID.txt")
    chosen = parser.parse_args()
    try:
        import dateparser  # noqa: F401 - only whether it is there
        import trafilatura  # noqa: F401
    except ImportError:
        print(INSTALL, file=sys.stderr)
        return 2
    pages = pages_of(chosen.pages)
    if not pages:
        print(f"{chosen.pages}: no .html below it", file=sys.stderr)
        return 2
    nlp = load_nlp(chosen.model, 1)
    speed(list(_spread(pages, chosen.limit or len(pages))), nlp)
    sys.stdout.flush()
    clock(list(_spread(pages, chosen.limit or len(pages))), chosen.model, nlp)
    sys.stdout.flush()
    if chosen.gold:
        quality(chosen.gold, nlp)
    return 0


def _spread(pages: list[bytes], number: int) -> Iterator[bytes]:
    step = max(len(pages) / max(number, 1), 1)
    yield from (pages[int(n * step)] for n in range(min(number, len(pages))))


if __name__ == "__main__":
    sys.exit(main())
