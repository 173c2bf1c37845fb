"""Pairs of releases with known verdicts, through the whole pipeline. Written apart from the rules: see pairs/README.md."""

from collections import Counter
from pathlib import Path

import pytest

from tests.pipeline.reconcile.pairs.make import Pair, pairs
from tests.pipeline.reconcile.pairs.measure import LOUD, accuracy, failures, findings, judge
from tests.pipeline.reconcile.pairs.statements import PATTERNS

# The aim is .97 of 2,000 pairs, and no conflict for what cannot be compared (`python -m tests.pipeline.reconcile.pairs.measure --pairs 2000`).
# Here stands what the first PAIRS reach today: to be raised with the rules, up to .97 and 0.
AT_LEAST = 0.96
CONFLICTS_AT_MOST = 0
PAIRS = 65


@pytest.fixture(scope="module")
def made() -> list[Pair]:
    return list(pairs(PAIRS))


def test_pairs_get_the_verdict_they_were_made_for(made: list[Pair], tmp_path: Path) -> None:
    judged, _across = judge(made, findings((release for pair in made for release in pair.releases), tmp_path))
    wrong = [
        f"{each['pair']} {each['class']} {each['scenario']} {each['patterns']}: {each['said']}"
        for each in failures(judged)
    ]
    assert accuracy(judged) >= AT_LEAST, "\n".join(wrong)
    conflicts = [
        each.pair.name
        for each in judged
        if each.pair.verdict_class == "incomparable" and any(one["verdict"] == "conflict" for one in each.unexpected)
    ]
    assert len(conflicts) <= CONFLICTS_AT_MOST, conflicts


def test_the_generator_repeats_itself() -> None:
    assert list(pairs(40, seed=3)) == list(pairs(40, seed=3))
    assert [pair.releases for pair in pairs(40, seed=3)] != [pair.releases for pair in pairs(40, seed=4)]


def test_two_thousand_pairs_with_names_of_their_own() -> None:
    every = list(pairs(2000))
    assert len({release["id"] for pair in every for release in pair.releases}) == 4000
    # No pair may lend another its thing: findings could not be told apart.
    subjects = Counter(want["subject"] for pair in every for want in pair.expected)
    assert max(subjects.values()) == 1
    assert not [
        pair.name for pair in every for release in pair.releases if "{" in release["text"] or "⟦" in release["text"]
    ]


def test_quotes_stand_where_they_are_said_to_stand() -> None:
    for pair in pairs(400, seed=1):
        for want in pair.expected:
            for value in want.get("values", ()):
                text = pair.releases[value["release"]]["text"]
                assert text[value["start"] : value["end"]] == value["quote"]


def test_classes_are_balanced_and_patterns_many() -> None:
    every = list(pairs(2000))
    classes = Counter(pair.verdict_class for pair in every)
    assert min(classes.values()) >= 150
    assert not any(
        want["verdict"] in LOUD
        for pair in every
        if pair.verdict_class in {"agrees", "refines", "phase", "incomparable"}
        for want in pair.expected
    )
    used = {pattern.split("@")[0] for pair in every for pattern in pair.patterns}
    assert len(used) >= 0.95 * sum(len(family) for family in PATTERNS.values())
    assert len(used) > 100
