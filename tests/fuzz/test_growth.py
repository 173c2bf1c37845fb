"""The whole extraction on texts made to be slow: twice the text, about twice the work."""

import time
from typing import Final

import pytest

from extractors.nlp import NONE, load
from pipeline.extract import extract
from tests.extractors.cases import document

RULES: Final = load(NONE)
SIZE: Final = 60_000  # code points
GROWTH: Final = 2.6  # of the time when the text doubles: linear is 2, quadratic 4
TRIES: Final = 3
# what repetitions run over, and what stands before and behind them
WORDS: Final = (
    "aaaa", "Aa", "AAA", "A-B-", "Z'", "Ae’", "eine-", "Ää", "1", "1.", "000 ", "1,2 ", "-", "--- ", "…", ".", "“", "„", "(", ") ", ": ", "; ", " ", "\u00a0",
    "\n", "\t", "/A", "A/", "Mai-", "zuzu", "geht", "Xin", "Xt ", "@a", "a@a.", "http://", "[at]", "_", "*", "&", "§ ", "€ ", "% ",
)  # fmt: skip
PHRASES: Final = (
    "wird ", "wird zur ", "hat ", "hat sich be", "entschieden ", "beschlossen zu ", "soll die Leitung ", "der ", "des der ", "der Xen ", "von den ", "zuvor ",
    "als der ", "und ", "und der ", ", und ", "für A, ", "Zahl der X-AB-", "Zahl der A ", "12 Projekte, ", "zwölf von ", "Seite 1 ", "Dr. ", "Prof. Dr. h.c. ",
    "Frau Dr. ", "PD ", "Anna Muster ", "Anna Muster, ", "Sprecher, aaa ", "Leiterin der ", "Institut für ", "Abteilung A ", "Fachbereich „A", "Zentrum der ",
    "Projekt A ", "das Projekt „A", "Netzwerk A-", "Referent*", "Partner: A/A ", "Beteiligt sind A, ", "Zur A ", "Zu den A-", "GmbH der ", "A GmbH, ",
    "(A, ", "A (B ", "ABC (Abc ", "kurz: ABC ", "„A“, ", "„A b c d.“ ", "“, sagte ", "“, so ", "“ und ", "sagt: „", ": „A", "am 1. ", "1. Juli ",
    "vom 1. bis ", "2020 ", "2020/", "Montag, ", "12 Uhr ", "Mio. Euro ", "2,5 Mio. ", "von 2 auf ", "statt 3 ", "beginnt am ", "läuft bis ", "übernimmt ",
    "stellt ", "spricht ", "A wird B. ", "Sie ist. ", "Er sagt, ", "\n- A ", "\n1. A ", "Tel.: ", "Foto: ", "A: b\n", "A | B ",
)  # fmt: skip


def made(parts: tuple[str, ...], size: int) -> str:
    """A stretch of each, as long as all others, with what makes no stretch fit its end."""
    share = size // len(parts)
    return "\x01\n\n".join((part * (share // len(part) + 1))[:share] for part in parts)


def seconds(text: str) -> float:
    """Of processor time."""
    began = time.process_time()
    (extraction,) = extract([document(text)], RULES)
    assert extraction.problems == ()
    return time.process_time() - began


@pytest.mark.parametrize("parts", [WORDS, PHRASES], ids=["words", "phrases"])
def test_twice_the_text_takes_twice_the_time(parts: tuple[str, ...]) -> None:
    seconds(made(parts, SIZE // 50))  # what is made once
    # measured anew where the machine was busy: only what grows each time grows
    growth = []
    for _ in range(TRIES):
        growth.append(seconds(made(parts, 2 * SIZE)) / seconds(made(parts, SIZE)))
        if growth[-1] <= GROWTH:
            return
    pytest.fail(f"twice the text takes {', '.join(f'{g:.1f}' for g in growth)} times the time")
