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
ATTACKS: Final = 40  # on one expression
TRIES: Final = 2
PATIENCE: Final = 0.5

BOUNDED: Final[dict[str, tuple[int, str]]] = {
    "corpus.readers.boilerplate._CUT": (90, "stretches of 90 code points at most are matched"),
    "corpus.readers.dateline._LINE": (160, "a part of a line of at most 160"),
    "corpus.readers.lines._BOILERPLATE": (200, "is_boilerplate: longer lines are none"),
    "corpus.readers.lines._MASTHEAD": (160, "is_masthead: longer lines are none"),
    "extractors.abbreviations._SERIES": (120, "what may be a long form, _REACH"),
    "extractors.counts._LABELLED": (24, "the 24 before a number"),
    "extractors.dates.guards._WORD_BEFORE": (48, "the 48 before a date, _REACH"),
    "extractors.dates.tense._PERFECT": (601, "300 to either side of a date, _REACH, and the space between"),
    "extractors.quoted_speech._NAMED": (80, "the 80 before a quotation mark"),
    "extractors.relations.slots._BEFORE": (120, "the 120 before a name, _NEAR"),
    "extractors.statements._JOINT_END": (300, "the words of one role; roles.after reads 300"),
    "extractors.statements._TITLED": (90, "the 90 before a name"),
    "pipeline.reconcile.scope._OLD": (600, "what stands before a number in its clause, _AROUND"),
    "pipeline.reconcile.scope._PART_OF": (80, "the 80 before a name"),
}
"""More than linear by themselves, but only ever given so many characters, and why: measured on that many.

What sees a line, a sentence or a text of any length has no place here; it is mended (`*+`, `(?>...)`, a lookbehind at its
start, `{0,60}` where the caller gives no more).
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


def seconds(use: Use, way: str, text: str, patience: float = PATIENCE) -> float:
    """Of processor time; infinite when it is more than anything linear needs."""
    given: Any = text.encode("latin-1", "replace") if isinstance(use.pattern.pattern, bytes) else text
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, patience)
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


def grows(use: Use, way: str, parts: tuple[str, str, str], most: int | None = None) -> str | None:
    """How the work grows when it grows faster than the text, in words; None when all is well."""
    lead, part, end = parts

    def best(size: int, tries: int = TRIES, patience: float = PATIENCE) -> float:
        text = lead + part * (size // len(part) + 1) + end
        return min(seconds(use, way, text[:most], patience) for _ in range(tries))

    if most is not None:
        it_may = best(most, 1)
        if it_may >= QUICK and (it_may := best(most)) >= QUICK:
            return f"{it_may * 1000:.0f} ms for the {most} characters that it may get"
        return None
    for size in (SHORT, LONG):
        if (first := best(size, 1)) == float("inf"):
            return f"more than {PATIENCE:g} s for {size} characters"
    if first < QUICK:
        return None
    # measured anew where the machine was busy: only what grows each time grows
    for _ in range(TRIES):
        once = best(LONG)
        if best(2 * LONG, 1, max(QUICK, GROWTH * once)) < float("inf"):
            return None
    return f"{once * 1000:.0f} ms for {LONG}, more than {GROWTH:g} times as much for {2 * LONG} characters"


def squares(use: Use, way: str, parts: tuple[str, str, str]) -> bool:
    """Whether four times the text takes well over four times the time."""
    lead, part, end = parts
    once, four = (lead + part * (size // len(part) + 1) + end for size in (LONG, 4 * LONG))
    took = seconds(use, way, once, 3 * QUICK)
    return took == float("inf") or seconds(use, way, four, max(QUICK, 7 * took)) == float("inf")


def worst(use: Use, most: int | None = None) -> str | None:
    """The first text on which the expression is more than linear, or slow on the `most` characters that it gets."""
    for parts in attacks(use.pattern, ATTACKS):
        for way in sorted(use.ways):
            if told := grows(use, way, parts, most):
                return f"{use.where}.{way}: {told}: {parts[0]!r} + {parts[1]!r} * n + {parts[2]!r}"
    return None


def test_no_expression_takes_more_than_linear_time() -> None:
    with limited():
        found = [told for use in uses() if (told := worst(use, BOUNDED.get(use.where, (None, ""))[0]))]
    assert found == []


@pytest.mark.parametrize("name", BOUNDED)
def test_what_is_excepted_needs_it(name: str) -> None:
    """An expression that is gone, or that was mended, leaves the table."""
    (use,) = (use for use in uses() if use.where == name)
    with limited():
        assert any(squares(use, way, parts) for parts in attacks(use.pattern, 10 * ATTACKS) for way in use.ways), (
            "it is linear by itself: remove it from BOUNDED"
        )


def test_all_are_looked_at() -> None:
    found = uses()
    names = {use.where for use in found}
    assert len(found) > 500
    assert "corpus.readers.dispatch._PAGE" in names, "of a module"
    assert any("._GRAMMAR." in name or "[" in name for name in names), "inside tables and values"
    assert any(":" in name for name in names), "in a call of re"
    ways = {use.where: use.ways for use in found}
    assert ways["extractors.bodies._UNIT"] == {"match"}, "of several in a loop"
    assert ways["pipeline.reconcile.namesakes._WITHIN[0]"] == {"fullmatch"}, "of a table in a comprehension"


@pytest.mark.parametrize("pattern", [r"(?:<!--.{0,2000}?-->\s*)*<html", r"\w+\s?:", r"(?:a|aa)+b", r"\s*,?\s*;"])
def test_what_is_not_linear_is_seen(pattern: str) -> None:
    with limited():
        assert worst(Use("made", re.compile(pattern, re.DOTALL), frozenset({"search"})))


@pytest.mark.parametrize("pattern", [r"\w+", r"(?<![a-z])[a-z]++;", r"(?:ab)++", r"\b\d{1,3}(?:\.\d{3})*\b", r"^\s+"])
def test_what_is_linear_passes(pattern: str) -> None:
    with limited():
        assert worst(Use("made", re.compile(pattern), frozenset({"search"}))) is None
