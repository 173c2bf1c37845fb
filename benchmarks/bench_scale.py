"""What a whole ingest costs beside the model alone, what a second worker gives, and whether cost and memory stay flat.

    .venv/bin/python benchmarks/bench_scale.py [--texts FILE.jsonl] [--pages FOLDER] [--documents N] [--part ratio|html|workers|growth ...]

Without --texts the texts are made here, without --pages the pages from them. Seconds are the processor's, not the clock's: other work beside this one makes the
clock lie, and the processor's seconds a little longer. What is loaded once is loaded before anything is measured.
"""

import argparse
import html
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

TURNS: Final = 3
ONSETS: Final = ["Nord", "Süd", "West", "Ost", "Alten", "Neu", "Berg", "See", "Wald", "Stein", "Lind", "Buch"]
MIDDLES: Final = ["en", "er", "in", "el", "ing", "ach", "au", "olds", "arts", "manns", "richs", "walds"]
ENDS: Final = ["tal", "hausen", "feld", "heim", "rode", "kirchen", "stadt", "dorf", "bach", "burg", "stetten", "weiler"]
FIELDS: Final = ["Krebs", "Herz", "Schlaganfall", "Kinder", "Infektions", "Demenz", "Diabetes", "Rheuma"]
GIVEN: Final = ["Anna", "Jonas", "Miriam", "Peter", "Sofia", "Karl", "Lena", "Emre"]


SYLLABLES: Final = [c + v for c in "BDFGKLMNPRSTVZ" for v in "AEIOU"]
NOUNS: Final = (  # noqa: SIM905 - words and sentences
    "Betroffene Angehörige Pflegekräfte Hausärzte Forscherinnen Labore Kassen Gemeinden Studierende Schulen Vereine Apotheken Proben Befunde Bilder "
    "Messwerte Akten Fragebögen Geräte Verfahren Leitlinien Wartezeiten Kosten Impfstoffe Wirkstoffe Nebenwirkungen Rückfälle Therapien Operationen "
    "Notfälle Schichten Stellen Räume Wege Daten Algorithmen Modelle Karten Archive Register Vorträge Kurse Prüfungen Reisen Gespräche Anträge"
).split()
VERBS: Final = (  # noqa: SIM905 - words and sentences
    "erreichen begleiten entlasten prüfen vergleichen ordnen sammeln verkürzen ersetzen verbessern beraten schulen befragen untersuchen zählen "
    "erfassen verteilen senken erklären schützen verbinden beobachten beschreiben bewerten planen erneuern vereinfachen ergänzen"
).split()
WAYS: Final = (  # noqa: SIM905 - words and sentences
    "schneller gemeinsam gründlich vor Ort|ohne Umwege|noch besser|in kleinen Schritten|mit wenig Aufwand|über Grenzen hinweg|auch nachts|zu Hause|"
    "am Telefon|im Alltag|nach festen Regeln|mit viel Geduld|erstmals|wie bisher|von Anfang an|nach Feierabend|auf dem Land|in den Bergen|unter Aufsicht"
).split("|")
FRAMES: Final = (  # noqa: SIM905 - words and sentences
    "Viele {0} lassen sich heute {3} {2}.|Wer {0} und {1} {3} {2} will, braucht Zeit.|Ohne {0} sind {1} kaum zu {2}.|Dass {0} {3} helfen, zeigt der Alltag.|"
    "Bisher fehlten {0}, um {1} {3} zu {2}.|Neue {0} sollen {1} {2}.|Im Mittelpunkt stehen {0}; {1} folgen {3}.|Mehr {0} bedeuten weniger {1}.|"
    "Alle wollen {0} {3} {2}, auch wenn {1} knapp sind.|Aus {0} werden {3} {1}.|Man kann {0} {2}, nicht aber {1}.|Zwischen {0} und {1} liegen Welten.|"
    "Erst kommen {0}, dann {1}.|Ob {0} die {1} {3} {2}, ist offen.|Gerade {0} brauchen {1}.|Über {0} wurde {3} gesprochen."
).split("|")


def place(number: int) -> str:
    """The name of a made place; some 1,700 without a number of their own."""
    number, end = divmod(number, len(ENDS))
    number, middle = divmod(number, len(MIDDLES))
    number, onset = divmod(number, len(ONSETS))
    return f"{ONSETS[onset]}{MIDDLES[middle]}{ENDS[end]}" + (f" {number}" if number else "")


def code(number: int) -> str:
    """An acronym that no other number has, up to 343,000: "BAKOTU"."""
    found = ""
    for _ in range(3):
        number, one = divmod(number, len(SYLLABLES))
        found = SYLLABLES[one] + found
    return found


def made(number: int, same: int) -> Iterator[tuple[str, str, str]]:
    """Id, text and day of made releases, each short and with figures of its own; each name stands in about `same` that follow each other.

    Two in three sentences are drawn, and their words too: releases of one pattern would all be candidates for copies.
    """
    chance = random.Random(7)  # noqa: S311 - the same texts in every run
    for n in range(number):
        town = place(n // same + chance.randrange(5))
        field, family = FIELDS[len(town) % len(FIELDS)], place(n // same + chance.randrange(5)) + "er"
        year, month = 2000 + n * 25 // max(number, 1), chance.randint(1, 12)
        around = [
            frame.format(*(chance.choice(NOUNS) for _ in range(2)), chance.choice(VERBS), chance.choice(WAYS))
            for frame in chance.sample(FRAMES, 4)
        ]
        text = (
            f"{field}netz {town} wächst\n\n{around[0]} Das Universitätsklinikum {town} und {chance.randint(3, 40)} weitere Kliniken "
            f"arbeiten seit {chance.randint(1, 28)}. {month:02d}. {year} im {field}netz {town} zusammen. {around[1]} Das Projekt {code(n)} "
            f"wird vom Land mit {chance.randint(1, 900)} Millionen Euro gefördert. {around[2]} „{around[3]}“, sagte "
            f"Prof. Dr. {chance.choice(GIVEN)} {family}, die das Netz leitet."
        )
        yield f"made-{n}", text, f"{year}-{month:02d}-15"


def write(path: Path, number: int, same: int = 10) -> Path:
    """The made releases as .jsonl."""
    with path.open("w", encoding="utf-8") as file:
        for name, text, day in made(number, same):
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


def pages_of(source: Path, folder: Path) -> list[str]:
    """The texts as web pages in files, with what stands around a text there."""
    around = "".join(f"<li><a href='/{n}'>Seite {n}</a></li>" for n in range(40))
    pages = folder / "pages"
    pages.mkdir()
    for n, text in enumerate(d.text for d in documents([str(source)]) if isinstance(d, Document)):
        body = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part)
        page = f"<html lang=de><title>Seite {n}</title><nav><ul>{around}</ul></nav><article>{body}</article><footer>Impressum</footer>"
        (pages / f"{n:05}.html").write_text(page, "utf-8")
    return sorted(map(str, pages.iterdir()))


def ratio(arguments: list[str], folder: Path, nlp: "Language", aim: float) -> None:
    """Whole ingest against the bare model on the same texts, in turns."""
    texts = [d for d in documents(arguments) if isinstance(d, Document)]
    words = sum(len(d.text.split()) for d in texts)
    spent: dict[str, list[float]] = {"bare": [], "read": [], "extracted": [], "whole": []}

    def timed(what: str, action: Callable[[], object]) -> None:
        language._guess_sample.cache_clear()  # noqa: SLF001 - guessed anew, as with texts never seen
        began = time.process_time()
        action()
        spent[what].append(time.process_time() - began)

    def whole(turn: int) -> None:
        with engine.open(folder / f"ratio{aim}-{turn}.db") as database:
            report = ingest(documents(arguments), database, lambda: nlp, language="any")
        if report.new != len(texts):
            raise SystemExit(f"{report.new} of {len(texts)} stored: {report.failures[:1]}")

    for turn in range(TURNS):
        timed("bare", lambda: list(nlp.pipe([d.text for d in texts])))
        timed("read", lambda: list(documents(arguments)))
        timed("extracted", lambda: list(Here(lambda: nlp, EXTRACTORS).submit(texts)))
        timed("whole", partial(whole, turn))
    bare, read, extracted, all_of_it = (min(seconds) for seconds in spent.values())
    print(
        f"(a) {len(texts)} texts ({texts[0].media_type}), {words:,} words, one thread, processor seconds, best of {TURNS} turns"
    )
    print(
        f"    bare model {bare:.2f} s, {words / bare:,.0f} words/s; whole ingest {all_of_it:.2f} s, {words / all_of_it:,.0f} words/s"
    )
    print(f"    whole / bare = {all_of_it / bare:.2f} (aim {aim})")
    rest = all_of_it - extracted - read
    for stage, seconds in (("reading", read), ("rules", extracted - bare), ("storing and comparing", rest)):
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


def growth(number: int, same: int, folder: Path, nlp: "Language") -> None:
    """Cost per document and memory over many short releases, in tenths; bytes of database a document."""
    source = write(folder / "made.jsonl", number, same)
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
    print(
        f"(c) {number:,} made releases, each name in about {same}; ms of processor a document, MB resident at the end of each tenth"
    )
    for n, (seconds, size) in enumerate(tenths, 1):
        print(f"    {n:2}: {1000 * seconds / (number / 10):7.2f} ms {size / 1e6:7.1f} MB")
    if len(tenths) > 2:
        (second, early), (last, late) = tenths[1], tenths[-1]
        print(f"    last / second tenth: cost {last / second:.2f} (aim 1.1), memory {late / early:.3f} (aim 1.05)")
    text = sum(len(text.encode()) for _, text, _ in made(number, same))
    stored = sum(p.stat().st_size for p in folder.glob("growth.db*"))
    print(f"(d) {stored / number:,.0f} bytes of database a document, {stored / text:.1f} times its text")


def main() -> None:
    """Runs the parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=Path, help=".jsonl for (a) and (b)")
    parser.add_argument("--pages", type=Path, help="a folder of .html for the part html")
    parser.add_argument("--limit", type=int, default=40, help="pages of it, spread over the folder")
    parser.add_argument("--documents", type=int, default=400, help="made releases for (c) and (d)")
    parser.add_argument("--same", type=int, default=10, help="of these, how many share a name")
    parser.add_argument("--model", help="in place of the shipped model; none: rules alone")
    parser.add_argument("--part", action="append", choices=["ratio", "html", "workers", "growth"])
    chosen = parser.parse_args()
    parts: list[str] = chosen.part or ["ratio", "html", "workers", "growth"]
    configure(verbose=False)
    nlp = load_nlp(chosen.model, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = chosen.texts or write(folder / "texts.jsonl", 120)
        with engine.open(folder / "warm.db") as database:  # models, caches and prepared statements are loaded
            warm: list[Document] = [d for d in islice(documents([str(source)]), 8) if isinstance(d, Document)]
            ingest(warm, database, lambda: nlp)
        pages: list[str] = []
        if "html" in parts:
            found = sorted(map(str, chosen.pages.rglob("*.html"))) if chosen.pages else pages_of(source, folder)
            pages = found[:: max(1, -(-len(found) // chosen.limit))]
        actions: dict[str, Callable[[], None]] = {
            "ratio": lambda: ratio([str(source)], folder, nlp, 1.5),
            "html": lambda: ratio(pages, folder, nlp, 2.2),
            "workers": lambda: workers(source, folder, nlp),
            "growth": lambda: growth(chosen.documents, chosen.same, folder, nlp),
        }
        for part in parts:
            actions[part]()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
