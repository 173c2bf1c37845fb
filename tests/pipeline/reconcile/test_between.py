"""The verdict between releases: agreement, change, conflict, silence."""

import datetime as dt
import itertools
from typing import Any

import pytest

from pipeline.reconcile.between import compare, single
from pipeline.reconcile.scope import Scope
from pipeline.reconcile.statements import Between, Claim, Place, Roll, Said


def said(release_id: str, day: str | None, copy_of: str | None = None) -> Said:
    date = dt.date.fromisoformat(day) if day else None
    return Said(release_id, copy_of or release_id, date, date)


def claim(by: Said, predicate: str, value: str, **changes: Any) -> Claim:
    values: dict[str, Any] = {
        "subject": "e_net",
        "name": "Herznetz",
        "unit": "Standorte" if predicate == "count" else "",
    }
    values |= changes
    return Claim(
        by,
        values.pop("subject"),
        values.pop("name"),
        predicate,
        value,
        Place(by.release_id, 1, 0, 5, "Zitat"),
        **values,
    )


def verdicts(*claims: Claim) -> list[tuple[str, str]]:
    expected: list[Between] | None = None
    for order in itertools.permutations(claims):
        found = list(compare(order))
        assert expected is None or found == expected, "the order of claims must not matter"
        expected = found
    return [(f.kind, f.verdict) for f in expected or []]


EARLY, LATE, SAME, NEVER = (
    said("r_1", "2024-03-01"),
    said("r_2", "2025-03-01"),
    said("r_3", "2024-03-01"),
    said("r_4", None),
)


def test_the_same_value_agrees() -> None:
    assert verdicts(claim(EARLY, "count", "12"), claim(LATE, "count", "12")) == [("agreement", "agrees")]


def test_a_later_number_is_a_change() -> None:
    assert verdicts(claim(EARLY, "count", "12"), claim(LATE, "count", "15")) == [("value_difference", "change")]


def test_two_numbers_of_one_day_are_a_conflict() -> None:
    assert verdicts(claim(EARLY, "count", "12"), claim(SAME, "count", "15")) == [("value_difference", "conflict")]


def test_without_a_date_it_is_a_question() -> None:
    assert verdicts(claim(EARLY, "count", "12"), claim(NEVER, "count", "15")) == [("value_difference", "question")]


@pytest.mark.parametrize("predicate", ["starts_on", "ends_on"])
def test_two_dates_of_one_thing_are_a_conflict_whenever_they_were_said(predicate: str) -> None:
    found = verdicts(claim(EARLY, predicate, "2026-06-30"), claim(LATE, predicate, "2026-12-31"))
    assert found == [("value_difference", "conflict")]


def test_a_more_exact_date_refines() -> None:
    assert verdicts(claim(EARLY, "starts_on", "2026"), claim(LATE, "starts_on", "2026-06")) == [
        ("value_difference", "refines")
    ]


def test_a_plan_that_came_otherwise_is_a_change() -> None:
    planned = claim(EARLY, "starts_on", "2024-06-01", modality="planned")
    assert verdicts(planned, claim(LATE, "starts_on", "2024-09-01")) == [("value_difference", "change")]


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "e_other"},
        {"unit": "Patientinnen"},
        {"modality": "negated"},
    ],
)
def test_what_is_of_another_topic_is_left_alone(other: dict[str, Any]) -> None:
    assert verdicts(claim(EARLY, "count", "12"), claim(LATE, "count", "15", **other)) == []


def test_another_edition_is_kept_quietly() -> None:
    found = verdicts(claim(EARLY, "count", "12"), claim(LATE, "count", "15", name="Herznetz 2.0"))
    assert found == [("value_difference", "phase")]


def test_copies_count_once() -> None:
    copy = said("r_9", "2025-03-01", copy_of="r_1")
    assert verdicts(claim(EARLY, "count", "12"), claim(copy, "count", "12")) == []


def test_rund_is_made_more_precise_by_what_is_near() -> None:
    found = verdicts(claim(EARLY, "count", "700", approx=True), claim(LATE, "count", "712"))
    assert found == [("value_difference", "refines")]
    assert verdicts(claim(EARLY, "count", "700", approx=True), claim(LATE, "count", "900")) == [
        ("value_difference", "change")
    ]


def test_the_number_that_a_list_proves_is_compared() -> None:
    listed = claim(EARLY, "count", "12", whole=True)
    assert verdicts(listed, claim(EARLY, "count", "4"), claim(LATE, "count", "12")) == [("agreement", "agrees")]
    assert verdicts(claim(EARLY, "count", "12"), claim(EARLY, "count", "4"), claim(LATE, "count", "12")) == []


@pytest.mark.parametrize(
    ("units", "one"),
    [
        (("Projekte", "Forschungsprojekte"), True),
        (("Uniklinika", "Universitätsklinika"), True),
        (("Forscherinnen", "Forscher:innen"), False),
        (("Betten", "Standorte"), False),
    ],
)
def test_units(units: tuple[str, str], one: bool) -> None:
    found = verdicts(claim(EARLY, "count", "3", unit=units[0]), claim(LATE, "count", "3", unit=units[1]))
    assert bool(found) is one


def holder(by: Said, who: str, **changes: Any) -> Claim:
    return claim(by, "has_role", who, role="Rektorin", key=f"e_{who}", **changes)


def test_a_successor_is_a_change_and_two_holders_of_one_day_a_conflict() -> None:
    assert verdicts(holder(EARLY, "Berg"), holder(LATE, "Tal")) == [("value_difference", "change")]
    assert verdicts(holder(EARLY, "Berg"), holder(SAME, "Tal")) == [("value_difference", "conflict")]
    assert verdicts(holder(EARLY, "Berg"), holder(LATE, "Berg")) == [("agreement", "agrees")]


def test_a_letter_more_is_nobody_else() -> None:
    found = verdicts(holder(EARLY, "Ylva Brinkhoff"), holder(LATE, "Ylva Brinkhof"))
    assert found == [("name_variant", "variant")]


def test_who_is_to_follow_does_not_contradict_who_is() -> None:
    assert verdicts(holder(EARLY, "Berg"), holder(SAME, "Tal", modality="planned")) == [("value_difference", "change")]


@pytest.mark.parametrize(
    "scope",
    [
        Scope(limits=frozenset({"part"})),
        Scope(limits=frozenset({"in bayern"})),
        Scope(limits=frozenset({"more"})),
        Scope(moment="then"),
        Scope(moment="2019"),
        Scope(phase="2"),
    ],
)
def test_another_scope_is_never_a_conflict(scope: Scope) -> None:
    found = verdicts(claim(EARLY, "count", "12"), claim(SAME, "count", "4", scope=scope))
    assert {v for _, v in found} <= {"incomparable", "phase"}


def test_two_values_of_one_told_year_are_a_conflict_whenever_they_are_told() -> None:
    told = Scope(moment="2019")
    found = verdicts(claim(EARLY, "count", "12", scope=told), claim(LATE, "count", "14", scope=told))
    assert found == [("value_difference", "conflict")]


def test_what_the_text_calls_extended_is_a_change() -> None:
    later = claim(LATE, "ends_on", "2027-12-31", scope=Scope(moved=True))
    assert verdicts(claim(EARLY, "ends_on", "2026-12-31"), later) == [("value_difference", "change")]


def test_a_start_that_was_announced_and_came_later_is_a_change() -> None:
    found = verdicts(claim(EARLY, "starts_on", "2024-06-01"), claim(LATE, "starts_on", "2024-09-01"))
    assert found == [("value_difference", "change")]


def test_two_editions_of_a_yearly_thing_are_no_conflict() -> None:
    one, two = (
        claim(EARLY, "starts_on", "2024-05-04", name="Herzkongress"),
        claim(LATE, "starts_on", "2025-05-10", name="Herzkongress"),
    )
    assert verdicts(one, two) == [("value_difference", "phase")]


def test_a_plan_for_a_number_is_not_held_against_what_is() -> None:
    found = verdicts(
        claim(EARLY, "count", "12"),
        claim(LATE, "count", "20", modality="planned", scope=Scope(limits=frozenset({"plan"}))),
    )
    assert {v for _, v in found} <= {"incomparable"}


def roll(by: Said, *names: str) -> Roll:
    return Roll(
        by,
        "e_net",
        "Herznetz",
        "Partner",
        {"e_" + n.casefold(): n for n in names},
        Place(by.release_id, 1, 0, 9, "Liste"),
    )


def told(*rolls: Roll) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.kind, f.verdict, f.values) for f in compare([], rolls)]


def test_members_join_and_leave() -> None:
    found = told(roll(EARLY, "Ulm", "Kiel", "Mainz"), roll(LATE, "Ulm", "Mainz", "Bonn"))
    assert found == [("membership", "change", ("Kiel", "Bonn"))]


def test_equal_lists_agree() -> None:
    assert told(roll(EARLY, "Ulm", "Kiel"), roll(LATE, "Kiel", "Ulm")) == [("agreement", "agrees", ("Kiel", "Ulm"))]


def test_lists_of_other_things_are_not_compared() -> None:
    assert told(roll(EARLY, "Ulm", "Kiel", "Jena"), roll(LATE, "Bonn", "Mainz", "Ulm", "Trier")) == []


def test_one_name_in_the_place_of_another_is_a_question_not_a_change() -> None:
    one = roll(EARLY, "AB", "CD", "EF", "GH", "IJ", "KL", "QX-MB", "MN")
    two = roll(LATE, "AB", "CD", "EF", "GH", "IJ", "KL", "NV-MB", "MN")
    assert told(one, two) == [("possible_identity", "question", ("QX-MB", "NV-MB"))]


def test_one_name_in_the_very_place_of_another_is_a_question_in_a_long_list() -> None:
    one = roll(EARLY, "Signalplattform", "CD", "EF", "GH", "IJ", "KL", "MN")
    two = roll(LATE, "BANKSIG", "CD", "EF", "GH", "IJ", "KL", "MN")
    assert told(one, two) == [("possible_identity", "question", ("Signalplattform", "BANKSIG"))]


def test_houses_of_one_kind_are_not_taken_for_each_other() -> None:
    one = roll(EARLY, "Klinikum Moor", "Klinikum Esch", "Klinikum Tann")
    two = roll(LATE, "Klinikum Moor", "Klinikum Esch", "Klinikum Wald")
    assert told(one, two) == [("membership", "change", ("Klinikum Tann", "Klinikum Wald"))]


def test_lists_whose_order_nobody_knows_are_a_question() -> None:
    assert [f[:2] for f in told(roll(EARLY, "Ulm", "Kiel"), roll(NEVER, "Ulm"))] == [("membership", "question")]


@pytest.mark.parametrize(
    ("role", "one"),
    [
        ("Dekanin", True),
        ("Ärztlicher Direktor", True),
        ("Prodekan", False),
        ("Sprecherin", True),
        ("Co-Sprecherin", False),
        ("Pressesprecher", False),
        ("Mitglied des Vorstands", False),
    ],
)
def test_offices_that_one_person_holds(role: str, one: bool) -> None:
    assert single(role) is one
