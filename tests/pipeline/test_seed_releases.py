"""The two releases that the project started from, where they are at hand: every member, every bracket, both findings."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.document import Document
from corpus.readers.dispatch import documents
from pipeline.contract import as_json
from pipeline.extract import extract

if TYPE_CHECKING:
    from spacy.language import Language

SEEDS = ("seed_000", "seed_001")


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    return {i: json.loads((shared / "gold" / "gold" / f"{i}.json").read_text("utf-8")) for i in SEEDS}


@pytest.fixture(scope="module")
def found(shared: Path, nlp: "Language") -> dict[str, dict[str, Any]]:
    paths = sorted((shared / "releases").glob("*.txt"))
    read = [d for d in documents([str(p) for p in paths]) if isinstance(d, Document)]
    return dict(zip(SEEDS, (as_json(e) for e in extract(read, nlp)), strict=True))


def quotes(told: dict[str, Any], label: str) -> set[str]:
    return {m["quote"] for m in told["mentions"] if m["label"] == label}


def counted(told: dict[str, Any], verdict: str) -> list[list[str]]:
    return sorted(f["values"] for f in told["findings"] if (f["kind"], f["verdict"]) == ("count_vs_list", verdict))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("label", ["INFRASTRUCTURE", "PROJECT"])
def test_every_infrastructure_and_project_is_a_mention(
    seed: str, label: str, gold: dict[str, Any], found: dict[str, dict[str, Any]]
) -> None:
    wanted = {m["text"] for m in gold[seed]["mentions"] if m["label"] == label}
    assert len(wanted) >= 10
    assert wanted <= quotes(found[seed], label)


@pytest.mark.parametrize(("seed", "members"), [("seed_000", 23), ("seed_001", 21)])
def test_every_member_of_the_lists_is_a_fact(
    seed: str, members: int, gold: dict[str, Any], found: dict[str, dict[str, Any]]
) -> None:
    # The lists are the longest evidence of all: every member carries the whole list sentence.
    lists = [
        f
        for f in gold[seed]["facts"]
        if f["predicate"] == "participates_in" and f["evidence"][1] - f["evidence"][0] >= 400
    ]
    ours = {(f["subject"], f["object"]) for f in found[seed]["facts"] if f["predicate"] == "participates_in"}
    assert len(lists) == members
    assert {(f["subject"], f["object"]) for f in lists} <= ours


def test_every_listed_institution_is_a_mention_and_part_of_the_community(
    gold: dict[str, Any], found: dict[str, dict[str, Any]]
) -> None:
    units = {
        f["subject"] for f in gold["seed_000"]["facts"] if f["predicate"] == "part_of" and "Community" in f["object"]
    }
    ours = {f["subject"] for f in found["seed_000"]["facts"] if f["predicate"] == "part_of"}
    names = {
        m.get("name", m["quote"]) for m in found["seed_000"]["mentions"] if m["label"] in ("ORG", "INFRASTRUCTURE")
    }
    assert len(units) == 20
    assert units <= ours
    assert units <= names


@pytest.mark.parametrize("seed", SEEDS)
def test_every_bracketed_abbreviation(seed: str, gold: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    def pairs(facts: list[dict[str, Any]]) -> set[tuple[str, str]]:
        return {(f["subject"], f["object"]) for f in facts if f["predicate"] == "abbreviation_of"}

    assert pairs(gold[seed]["facts"]) == pairs(found[seed]["facts"])


@pytest.mark.parametrize("seed", SEEDS)
def test_every_date_and_every_person(seed: str, gold: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    for label, keys in (("DATE", ("norm",)), ("PERSON", ("titles", "role"))):
        # A date may take its article and attribute along ("den kommenden fünf Jahren"): the end is the same.
        ours = {m["end"]: m for m in found[seed]["mentions"] if m["label"] == label}
        for m in gold[seed]["mentions"]:
            if m["label"] == label:
                hit = ours[m["end"]]
                assert {k: hit.get(k) for k in keys if k in m} == {k: m[k] for k in keys if k in m}


def test_both_funding_periods_and_their_ends(found: dict[str, dict[str, Any]]) -> None:
    def of(seed: str) -> set[tuple[str, str, str]]:
        keep = ("starts_on", "ends_on", "lasts")
        return {(f["subject"], f["predicate"], f["object"]) for f in found[seed]["facts"] if f["predicate"] in keep}

    assert {("NUM 3.0", "starts_on", "2025-07-01"), ("NUM 3.0", "ends_on", "2030-06-30")} <= of("seed_000")
    assert {
        ("NUM 3.0", "starts_on", "2025-07-01"),
        ("NUM 3.0", "ends_on", "2030-12-31"),
        ("NUM 3.0", "lasts", "P5Y"),
    } <= of("seed_001")


def test_the_findings_inside(found: dict[str, dict[str, Any]]) -> None:
    assert [v[1] for v in counted(found["seed_000"], "agrees")] == ["11", "12", "20"]
    assert [v[1] for v in counted(found["seed_001"], "agrees")] == ["10", "11"]
    loud = [f for told in found.values() for f in told["findings"] if f["verdict"] == "disagrees"]
    assert [(f["kind"], f["values"]) for f in loud] == [("duration_vs_dates", ["P5Y", "2025-07-01", "2030-12-31"])]
    assert [e["quote"] for e in loud[0]["evidence"]] == ["fünf Jahren", "1. Juli 2025", "31. Dezember 2030"]
