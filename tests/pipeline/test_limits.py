"""Limits of an extraction in this process: a text that hangs a rule or fills the memory is a failure, all others are kept."""

import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.document import Document
from db import engine
from extractors.base import Context
from pipeline.engines.base import Here
from pipeline.engines.limits import TooLongError, limited
from pipeline.ingest import ingest
from tests.db.make import ask
from tests.pipeline.toy import Clinics, Given, document, nlp

if TYPE_CHECKING:
    from spacy.tokens import Doc

SECONDS = 1.0
MEMORY = 300_000_000
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="how much memory a process takes is read from /proc")


class Greedy:
    """Never ends, in one of several ways, or takes memory without end: as the text says."""

    name = "greedy"
    version = 1
    labels = ()

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Given]:
        del context
        while "SCHLEIFE" in doc.text:
            pass
        if "AUSDRUCK" in doc.text:
            re.fullmatch(r"(a|aa)+b", "a" * 60)
        if "SCHLAF" in doc.text:
            time.sleep(60)
        hoard = []
        while "FRISST" in doc.text:
            hoard.append(np.empty(20_000_000, "u1"))  # which is not written to: quick
        yield from ()


def here() -> Here:
    return Here(nlp, (Clinics(), Greedy()), seconds=SECONDS, memory=MEMORY)


def texts(*hostile: str) -> list[Document]:
    good = [document(f"Die Klinik {chr(65 + n)}burg hat {n} Betten.", f"id:{n}", id=str(n)) for n in range(4)]
    bad = [document(f"{word}: Klinik Nord hat 3 Betten.", f"id:{word}", source=word) for word in hostile]
    return [*good[:2], *bad, *good[2:]]


@LINUX
def test_what_exceeds_a_limit_is_a_failure_and_all_others_are_stored(tmp_path: Path) -> None:
    hostile = ("SCHLEIFE", "FRISST", "AUSDRUCK", "SCHLAF")
    with engine.open(tmp_path / "a.db") as database:
        report = ingest(texts(*hostile), database, nlp, engine=here())
    late, full = f"its extraction took longer than {SECONDS:g} seconds", "its extraction takes more memory than it may"
    assert report.new == 4
    assert [(f.source, f.stage, f.reason) for f in report.failures] == [
        ("SCHLEIFE", "extract", late), ("FRISST", "extract", full), ("AUSDRUCK", "extract", late), ("SCHLAF", "extract", late),
    ]  # fmt: skip
    assert ["extract_seconds" in f.cure for f in report.failures] == [True, False, True, True]
    assert "extract_memory" in report.failures[1].cure
    assert ask(tmp_path / "a.db", "SELECT state, new, failed FROM v_run") == [("done", 4, 4)]


def test_the_results_are_those_without_limits() -> None:
    given = texts()
    assert list(here().submit(given)) == list(Here(nlp, (Clinics(), Greedy())).submit(given))


@LINUX
def test_nothing_is_left_of_a_limit() -> None:
    import resource

    before = signal.getsignal(signal.SIGALRM), resource.getrlimit(resource.RLIMIT_AS)
    with limited(60, MEMORY):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        assert resource.getrlimit(resource.RLIMIT_AS)[0] < 2**62
    with pytest.raises(TooLongError), limited(0.05, MEMORY):
        time.sleep(5)
    assert (signal.getsignal(signal.SIGALRM), resource.getrlimit(resource.RLIMIT_AS)) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_an_alarm_of_somebody_else_and_another_thread_are_left_alone() -> None:
    signal.setitimer(signal.ITIMER_REAL, 50)
    try:
        with limited(0.01, MEMORY):
            time.sleep(0.05)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 10
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    ended: list[bool] = []

    def other() -> None:
        with limited(0.01, MEMORY):
            time.sleep(0.05)
        ended.append(True)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert ended == [True]
