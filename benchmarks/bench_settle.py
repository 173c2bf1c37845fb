"""What the same releases cost on top of few and of many of one press office, where the same names stand in release after release.

    .venv/bin/python benchmarks/bench_settle.py [--sizes 1000 10000] [--added 50] [--kept FOLDER]

Rules alone (`--model none`): the model's cost is constant, and would hide what grows. Seconds are the processor's. Making 10,000
releases takes long; with --kept their database stays in that folder, and is found again.
"""

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.document import Document
from corpus.readers.dispatch import documents
from db import engine
from pipeline.batches import load_nlp
from pipeline.ingest import ingest
from pipeline.log import configure

if TYPE_CHECKING:
    from spacy.language import Language

WARM: Final = 10
TURN: Final = 5
ONSETS: Final = ("Nord", "Süd", "West", "Ost", "Alten", "Neu", "Berg", "See", "Wald", "Stein", "Lind", "Buch")
MIDDLES: Final = ("en", "er", "in", "el", "ing", "ach", "au", "olds", "arts", "manns", "richs", "walds")
ENDS: Final = (
    "tal", "hausen", "feld", "heim", "rode", "kirchen", "stadt", "dorf", "bach", "burg", "stetten", "weiler",
)  # fmt: skip
GIVEN: Final = ("Anna", "Jonas", "Miriam", "Peter", "Sofia", "Karl", "Lena", "Emre")
MONTHS: Final = ("Januar", "März", "Mai", "Juli", "September", "November")


def place(number: int) -> str:
    """The name of a made place."""
    number, end = divmod(number, len(ENDS))
    onset, middle = divmod(number, len(MIDDLES))
    return f"{ONSETS[onset % len(ONSETS)]}{MIDDLES[middle]}{ENDS[end]}"


def office(number: int, first: int = 0) -> Iterator[tuple[str, str, str]]:
    """Id, text and day of made releases: one hospital stands in all, each of ten projects in a tenth; what is said changes with the years."""
    for n in range(first, first + number):
        chance = random.Random(n)  # noqa: S311 - the same texts in every run
        turn, age = n % 10, n * 7 % 25
        year, month, day = 2000 + age, chance.randrange(6), chance.randint(1, 28)
        project, head = place(7 * turn + 3), f"{GIVEN[(turn + age // 6) % 8]} {place(11 * turn + age // 6)}er"
        others = [f"das Klinikum {place(13 * turn + k)}" for k in range(3 + age // 8)]
        own = "-".join(place(chance.randrange(1700)) for _ in range(2))
        # enough of its own that none is a copy of another
        words = " ".join(place(chance.randrange(1700)).lower() for _ in range(60)).capitalize()
        text = (
            f"Neues aus {own}\n\nDas Universitätsklinikum Lindenau versorgt {chance.randint(900, 90_000)} Patientinnen und Patienten. "
            f"Das Projekt {project} umfasst derzeit {12 + age // 3} Kliniken. "
            f"Am Projekt {project} beteiligt sind {', '.join(others[:-1])} und {others[-1]}. "
            f"Prof. Dr. {head} leitet das Projekt {project}. {words}. Das Projekt {own} startet am {day}. {MONTHS[month]} {year}. "
            f"Das Land Hessen fördert das Projekt {project} mit {5 + age // 5} Millionen Euro und das Projekt {own} mit "
            f"{chance.randint(1, 900)} Millionen Euro. Vorstandsvorsitzende des Universitätsklinikums Lindenau ist Prof. Dr. "
            f"{GIVEN[age // 9]} Bergner. „Das ist gut“, sagte Dr. Anna Tal, Sprecherin des Klinikums. Das Universitätsklinikum "
            f"Lindenau hat {1200 + 50 * (age // 5)} Betten und beschäftigt rund {5 + age // 10}.000 Mitarbeiterinnen und Mitarbeiter."
        )
        yield f"office-{n}", text, f"{year}-{2 * month + 1:02d}-{day:02d}"


def write(path: Path, releases: Iterable[tuple[str, str, str]]) -> Path:
    """The releases as .jsonl."""
    with path.open("w", encoding="utf-8") as file:
        for name, text, day in releases:
            file.write(json.dumps({"id": name, "text": text, "published": day}, ensure_ascii=False) + "\n")
    return path


def stored(size: int, folder: Path, nlp: "Language") -> Path:
    """A database of so many releases, made unless it is there; one that was not finished goes on."""
    base, part = folder / f"{size}.db", folder / f"{size}.part"
    if not base.exists():
        with engine.open(part) as database:
            ingest(documents([str(write(folder / f"{size}.jsonl", office(size)))]), database, lambda: nlp)
        part.rename(base)
    return base


def compare(sizes: list[int], number: int, folder: Path, nlp: "Language") -> None:
    """The same releases added to each of the databases, in turns."""
    source = write(folder / "added.jsonl", office(WARM + number, 10_000_000))
    added = [d for d in documents([str(source)]) if isinstance(d, Document)]
    databases = []
    for size in sizes:
        copy = folder / f"{size}-added.db"
        for old in folder.glob(copy.name + "*"):
            old.unlink()
        shutil.copyfile(stored(size, folder, nlp), copy)
        databases.append(engine.open(copy))
        ingest(added[:WARM], databases[-1], lambda: nlp)
    spent = [0.0] * len(sizes)
    for first in range(WARM, len(added), TURN):
        for n, database in enumerate(databases):
            began = time.process_time()
            ingest(added[first : first + TURN], database, lambda: nlp)
            spent[n] += time.process_time() - began
    for database in databases:
        database.close()
    print(f"the same {number} releases, added to those of one press office; milliseconds of processor a release")
    for size, seconds in zip(sizes, spent, strict=True):
        print(f"    to {size:7,}: {1000 * seconds / number:7.1f} ms, {seconds / spent[0]:.2f} (aim 1.3)")


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="releases that are there already")
    parser.add_argument("--added", type=int, default=50, help="releases that are added to each")
    parser.add_argument("--kept", type=Path, help="where the databases stay")
    chosen = parser.parse_args()
    configure(verbose=False)
    nlp = load_nlp("none", 1)
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.kept or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        compare(chosen.sizes, chosen.added, folder, nlp)


if __name__ == "__main__":
    main()
