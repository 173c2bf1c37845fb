"""Every regular expression on the worst texts that can be made of its own parts: twice the text, about twice the work."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from tests.fuzz.patterns import Use, uses
from tests.fuzz.worst_cases import attacks

SHORT: Final = 256
LONG: Final = 4096
QUICK: Final = 0.04  # seconds: linear work on these sizes takes two thousandths; what is quadratic by a hair is let pass, never in doubt
GROWTH: Final = 2.9  # of the time when the text doubles: linear is 2, quadratic 4
TRIES: Final = 2
PATIENCE: Final = 0.5

BOUNDED: Final[dict[str, int]] = {
    "corpus.readers.boilerplate._CUT": 90,
    "corpus.readers.dateline._LINE": 160,
    "corpus.readers.lines._BOILERPLATE": 200,
}
"""Expressions that are only ever given so many characters: measured on that many."""
NOT_LINEAR: Final = frozenset(
    {
        "corpus.readers.lines._CONTACT",
        "corpus.readers.lines._MAIL",
        "corpus.readers.lines._MASTHEAD",
        "corpus.readers.mail._REPLY",
        "corpus.readers.page._SEPARATOR",
        "corpus.readers.pdf_frame._NUMBER",
        "db.dialect._WORDS[6][0]",
        "db.written._TO",
        "extractors.abbreviations:",
        "extractors.bodies._UNIT",
        "extractors.counts._COUNT",
        "extractors.counts._HEADED",
        "extractors.counts._INSTEAD",
        "extractors.counts._LABELLED",
        "extractors.counts._NUMBER_OF_THINGS",
        "extractors.counts._OF",
        "extractors.dates.guards._INNER_CAPITAL",
        "extractors.dates.guards._WORD_BEFORE",
        "extractors.dates.tense._PERFECT",
        "extractors.nlp._STOP",
        "extractors.organisations._OF",
        "extractors.person_names:",
        "extractors.quotes._AND",
        "extractors.quotes._BEFORE_COLON",
        "extractors.quotes._CUE",
        "extractors.relations.clauses._BEFORE",
        "extractors.relations.modality._FUTURE",
        "extractors.relations.rosters._FREE",
        "extractors.relations.slots._BEFORE",
        "extractors.relations.slots._WORD",
        "extractors.relations.subjects._GENITIVE",
        "extractors.relations.subjects._VERB_BEFORE_DER",
        "extractors.speakers._BEFORE_PERSON",
        "extractors.speakers._SHE",
        "extractors.statements._JOINT_END",
        "pipeline.reconcile.kinship._CUT_OFF",
        "pipeline.reconcile.kinship._VERSION",
        "pipeline.reconcile.namesakes._WITHIN[0]",
        "pipeline.reconcile.namesakes._WITHIN[1]",
        "pipeline.reconcile.scope._OLD",
        "pipeline.reconcile.spellings._LEGAL",
        "pipeline.reconcile.spellings._OF_REGION",
        "pipeline.reconcile.telling._AMOUNT",
    }
)
"""More than linear by themselves. They are given a line, a name or a window of the text, not the text; what texts can do to
all of them together is measured by `test_hostile_text_ends`. Nothing may be added here: a new one is to be mended.
"""


class LateError(Exception):
    """It takes longer than it may."""


@contextmanager
def limited() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise LateError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(use: Use, way: str, text: str) -> float:
    """Of processor time; infinite when it is more than anything linear needs."""
    given: Any = text.encode("latin-1", "replace") if isinstance(use.pattern.pattern, bytes) else text
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        if way == "search":
            for _ in use.pattern.finditer(given):
                pass
        else:
            getattr(use.pattern, way)(given)
    except LateError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def grows(use: Use, way: str, parts: tuple[str, str, str], most: int = LONG) -> str | None:
    """How the work grows when it grows faster than the text, in words; None when all is well."""
    lead, part, end = parts

    def best(size: int, tries: int = TRIES) -> float:
        text = lead + part * (size // len(part) + 1) + end
        return min(seconds(use, way, text[:most] if most < LONG else text) for _ in range(tries))

    for size in (SHORT, LONG):
        first = best(min(size, most), 1)
        if first < QUICK:
            continue
        if first == float("inf"):
            return f"more than {PATIENCE:g} s for {min(size, most)} characters"
        if most < LONG:
            return (
                None if best(most) < QUICK else f"{best(most) * 1000:.0f} ms for the {most} characters that it may get"
            )
        # measured anew where the machine was busy: only what grows each time grows
        for _ in range(TRIES):
            once, twice = best(size), best(2 * size)
            if twice < QUICK or twice < GROWTH * max(once, 0.001):
                break
        else:
            return f"{once * 1000:.0f} ms for {size}, {twice * 1000:.0f} ms for {2 * size} characters"
    return None


def worst(use: Use) -> str | None:
    """The first text on which the expression is more than linear."""
    most = BOUNDED.get(use.where, LONG)
    for parts in attacks(use.pattern):
        for way in sorted(use.ways):
            if told := grows(use, way, parts, most):
                return f"{use.where}.{way}: {told}: {parts[0]!r} + {parts[1]!r} * n + {parts[2]!r}"
    return None


def test_no_expression_takes_more_than_linear_time() -> None:
    looked_at = [use for use in uses() if re.sub(r"(?<=:)\d+$", "", use.where) not in NOT_LINEAR]
    with limited():
        found = [told for use in looked_at if (told := worst(use))]
    assert found == []


def test_all_are_looked_at() -> None:
    found = uses()
    names = {use.where for use in found}
    assert len(found) > 500
    assert "corpus.readers.dispatch._PAGE" in names, "of a module"
    assert any("._GRAMMAR." in name or "[" in name for name in names), "inside tables and values"
    assert any(":" in name for name in names), "in a call of re"
    assert set(BOUNDED) <= names
    assert {re.sub(r"(?<=:)\d+$", "", name) for name in names} >= NOT_LINEAR


@pytest.mark.parametrize("pattern", [r"(?:<!--.{0,2000}?-->\s*)*<html", r"(\w+\s?)*:", r"(?:a|aa)+b", r"\s*,?\s*;"])
def test_what_is_not_linear_is_seen(pattern: str) -> None:
    with limited():
        assert worst(Use("made", re.compile(pattern, re.DOTALL), frozenset({"search"})))


@pytest.mark.parametrize("pattern", [r"\w+", r"(?<![a-z])[a-z]++;", r"(?:ab)++", r"\b\d{1,3}(?:\.\d{3})*\b", r"^\s+"])
def test_what_is_linear_passes(pattern: str) -> None:
    with limited():
        assert worst(Use("made", re.compile(pattern), frozenset({"search"}))) is None
