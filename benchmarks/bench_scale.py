"""What a whole ingest costs beside the model alone, what a second worker gives, and whether cost and memory stay flat.

    .venv/bin/python benchmarks/bench_scale.py [--texts FILE.jsonl] [--documents N] [--part ratio|workers|growth ...]

Without --texts the texts are made here. Seconds are the processor's, not the clock's: other work beside this one makes the
clock lie, and the processor's seconds a little longer. What is loaded once is loaded before anything is measured.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # one thread, as in a worker

from corpus import language
from corpus.document import Document
from corpus.readers.dispatch import documents
from db import engine
from extractors.registry import EXTRACTORS
from pipeline.batches import load_nlp
from pipeline.engines.base import Here, Recipe
from pipeline.engines.local import Local
from pipeline.ingest import ingest
from pipeline.log import configure

if TYPE_CHECKING:
    from spacy.language import Language

PLACES: Final = ["Nordtal", "Südhausen", "Westfeld", "Ostheim", "Altenrode", "Neukirchen", "Bergstadt", "Seedorf"]
FIELDS: Final = ["Krebs", "Herz", "Schlaganfall", "Kinder", "Infektions", "Demenz", "Diabetes", "Rheuma"]
GIVEN: Final = ["Anna", "Jonas", "Miriam", "Peter", "Sofia", "Karl", "Lena", "Emre"]
FAMILY: Final = ["Berger", "Lindner", "Yilmaz", "Hofmann", "Krüger", "Sommer", "Vogt", "Brandt"]


def made(number: int) -> Iterator[tuple[str, str, str]]:
    """Id, text and day of made releases: short, each with a number of its own, their names repeated as in an archive."""
    chance = random.Random(7)  # noqa: S311 - the same texts in every run
    for n in range(number):
        place, field = chance.choice(PLACES), chance.choice(FIELDS)
        # one name in twenty is new: an archive's names grow with it, but slowly
        network = f"{field}netz {place}" if chance.random() < 0.95 else f"{field}verbund {place}-{n}"
        year, month = 2000 + n * 25 // max(number, 1), chance.randint(1, 12)
        text = (
            f"{network} wächst\n\nDas Universitätsklinikum {place} und {chance.randint(3, 40)} weitere Kliniken arbeiten seit "
            f"{chance.randint(1, 28)}. {month:02d}. {year} im {network} zusammen. Das Vorhaben Nr. {n} wird vom Land mit "
            f"{chance.randint(1, 900)} Millionen Euro gefördert. „Das ist ein guter Tag für {place}“, sagte Prof. Dr. "
            f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}, die das Netz leitet."
        )
        yield f"made-{n}", text, f"{year}-{month:02d}-15"


def write(path: Path, number: int) -> Path:
    """The made releases as .jsonl."""
    with path.open("w", encoding="utf-8") as file:
        for name, text, day in made(number):
            file.write(json.dumps({"id": name, "text": text, "published": day}, ensure_ascii=False) + "\n")
    return path


def processor() -> float:
    """Seconds of this process, and of those of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def resident(process: int | str = "self") -> int:
    """Bytes that a process holds in memory."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def of_process(process: int) -> float:
    """Processor seconds of a running process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ratio(source: Path, folder: Path, nlp: "Language") -> None:
    """Whole ingest against the bare model on the same texts, in turns."""
    texts = [d for d in documents([str(source)]) if isinstance(d, Document)]
    words = sum(len(d.text.split()) for d in texts)
    halves = [], []  # type: tuple[list[float], list[float]]
    stages: dict[str, float] = {}
    for turn in range(2):
        began = time.process_time()
        for _ in nlp.pipe([d.text for d in texts]):
            pass
        halves[0].append(time.process_time() - began)
        language._guess_sample.cache_clear()  # noqa: SLF001 - guessed anew, as with texts never seen
        began = time.process_time()
        with engine.open(folder / f"ratio{turn}.db") as database:
            report = ingest(documents([str(source)]), database, lambda: nlp)
        halves[1].append(time.process_time() - began)
        if report.new != len(texts):
            raise SystemExit(f"{report.new} of {len(texts)} stored: {report.failures[:1]}")
    language._guess_sample.cache_clear()  # noqa: SLF001
    began = time.process_time()
    sum(1 for _ in documents([str(source)]))
    stages["reading"] = time.process_time() - began
    began = time.process_time()
    sum(1 for _ in Here(lambda: nlp, EXTRACTORS).submit(texts))
    stages["model and rules"] = time.process_time() - began
    bare, whole = min(halves[0]), min(halves[1])
    print(f"(a) {len(texts)} texts, {words:,} words, one thread, processor seconds, better of two turns")
    print(
        f"    bare model {bare:.2f} s, {words / bare:,.0f} words/s; whole ingest {whole:.2f} s, {words / whole:,.0f} words/s"
    )
    print(f"    whole / bare = {whole / bare:.2f} (aim 1.5)")
    stages["rules alone"] = stages.pop("model and rules") - bare
    stages["storing and comparing"] = whole - bare - stages["rules alone"] - stages["reading"]
    for stage, seconds in stages.items():
        print(f"    {stage}: {seconds:.2f} s, {seconds / bare:.2f} of the bare model")


def workers(source: Path, folder: Path, nlp: "Language") -> None:
    """One worker in this process against two of their own, one model thread each."""
    began, clock = time.process_time(), time.perf_counter()
    with engine.open(folder / "one.db") as database:
        ingest(documents([str(source)]), database, lambda: nlp)
    one, one_clock = time.process_time() - began, time.perf_counter() - clock
    with Local(2, Recipe(partial(load_nlp, None, 1))) as local, engine.open(folder / "two.db") as database:
        list(
            local.submit([d for d in islice(documents([str(source)]), 40) if isinstance(d, Document)])
        )  # both are warm
        children = [w.process.pid or 0 for w in local._workers]  # noqa: SLF001 - this is what is measured
        before = [of_process(child) for child in children]
        began, clock = time.process_time(), time.perf_counter()
        ingest(documents([str(source)]), database, lambda: nlp, engine=local)
        parent, two_clock = time.process_time() - began, time.perf_counter() - clock
        shares = [of_process(child) - b for child, b in zip(children, before, strict=True)]
    total = parent + sum(shares)
    print("(b) 1 against 2 workers, one model thread each")
    print(f"    one: {one:.2f} processor seconds, {one_clock:.1f} by the clock")
    print(
        f"    two: reader and writer {parent:.2f}, workers {', '.join(f'{s:.2f}' for s in shares)}; {two_clock:.1f} by the clock"
    )
    print(f"    by the clock {one_clock / two_clock:.2f} times (aim 1.8; only on an idle machine)")
    print(f"    by processor seconds on two cores at most {one / max(total / 2, parent, *shares):.2f} times")


def growth(number: int, folder: Path, nlp: "Language") -> None:
    """Cost per document and memory over many short releases, in tenths; bytes of database a document."""
    source = write(folder / "made.jsonl", number)
    tenths: list[tuple[float, int]] = []
    done = 0
    began = time.process_time()

    def tick(_bytes: int) -> None:
        nonlocal done, began
        done += 1
        if done % max(number // 10, 1) == 0:
            now = time.process_time()
            tenths.append((now - began, resident()))
            began = now

    path = folder / "growth.db"
    with engine.open(path) as database:
        ingest(documents([str(source)]), database, lambda: nlp, tick=tick)
    print(f"(c) {number:,} made releases; ms of processor a document, MB resident at the end of each tenth")
    for n, (seconds, size) in enumerate(tenths, 1):
        print(f"    {n:2}: {1000 * seconds / (number / 10):7.2f} ms {size / 1e6:7.1f} MB")
    if len(tenths) > 2:
        (second, early), (last, late) = tenths[1], tenths[-1]
        print(f"    last / second tenth: cost {last / second:.2f} (aim 1.1), memory {late / early:.3f} (aim 1.05)")
    text = sum(len(text.encode()) for _, text, _ in made(number))
    stored = sum(p.stat().st_size for p in folder.glob("growth.db*"))
    print(f"(d) {stored / number:,.0f} bytes of database a document, {stored / text:.1f} times its text")


def main() -> None:
    """Runs the parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=Path, help=".jsonl for (a) and (b)")
    parser.add_argument("--documents", type=int, default=400, help="made releases for (c) and (d)")
    parser.add_argument("--part", action="append", choices=["ratio", "workers", "growth"])
    chosen = parser.parse_args()
    parts: list[str] = chosen.part or ["ratio", "workers", "growth"]
    configure(verbose=False)
    nlp = load_nlp(None, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = chosen.texts or write(folder / "texts.jsonl", 120)
        with engine.open(folder / "warm.db") as database:  # models, caches and prepared statements are loaded
            warm: list[Document] = [d for d in islice(documents([str(source)]), 8) if isinstance(d, Document)]
            ingest(warm, database, lambda: nlp)
        actions: dict[str, Callable[[], None]] = {
            "ratio": lambda: ratio(source, folder, nlp),
            "workers": lambda: workers(source, folder, nlp),
            "growth": lambda: growth(chosen.documents, folder, nlp),
        }
        for part in parts:
            actions[part]()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
