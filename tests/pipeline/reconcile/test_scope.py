"""What narrows a number: the moment, the part, the phase; and which offices and units are one."""

import pytest

from pipeline.reconcile.scope import Scope, part_named, phase_of, scope_of
from pipeline.reconcile.statements import length_of, office_of, unit_of


def scope(sentence: str, words: str, *, whole: bool = False) -> Scope:
    start = sentence.index(words)
    return scope_of(sentence, start, start + len(words), whole=whole)


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        ("Das Netz zählt 12 Standorte.", "12 Standorte", Scope()),
        ("2020 waren es 8 Standorte.", "8 Standorte", Scope(moment="2020")),
        ("Zum Vergleich: 2022 zählte das Netz 17 Kliniken.", "17 Kliniken", Scope(moment="2022")),
        ("Im vergangenen Jahr waren es 10 Kliniken.", "10 Kliniken", Scope(moment="-1")),
        ("Seit 2020 arbeiten 12 Kliniken zusammen.", "12 Kliniken", Scope()),
        ("Das 2020 gegründete Netz zählt 12 Standorte.", "12 Standorte", Scope()),
        ("Das Netz wuchs von 12 Standorten auf 15 Standorte.", "12 Standorten", Scope(moment="then")),
        ("Das Netz wuchs von 12 Standorten auf 15 Standorte.", "15 Standorte", Scope()),
        ("Inzwischen sind es 15 Standorte.", "15 Standorte", Scope(now=True)),
        ("Das Netz zählt 12 Standorte, davon 3 Standorte im Ausland.", "12 Standorte", Scope()),
        ("Das Netz zählt 12 Standorte, davon 3 Standorte im Ausland.", "3 Standorte", Scope(limits=frozenset({"part", "in ausland"}))),
        ("In Bayern beteiligen sich 17 Standorte.", "17 Standorte", Scope(limits=frozenset({"in bayern"}))),
        ("In der zweiten Förderphase sind es 12 Standorte.", "12 Standorte", Scope(phase="2")),
        ("Die Zahl der Kliniken liegt bei 13.", "13", Scope()),
        ("Interesse haben 48 Standorte bekundet.", "48 Standorte", Scope(limits=frozenset({"aim"}))),
        ("Weitere 3 Kliniken kommen.", "3 Kliniken", Scope(limits=frozenset({"more"}))),
        ("Der Verbund ist in vier Projekten Sprecher.", "vier Projekten", Scope(limits=frozenset({"at"}))),
    ],
)  # fmt: skip
def test_scope(sentence: str, words: str, expected: Scope) -> None:
    assert scope(sentence, words) == expected


def test_a_number_that_a_list_proves_is_of_all() -> None:
    assert scope("Der Standort ist an 12 Projekten beteiligt.", "12 Projekten", whole=True) == Scope()


@pytest.mark.parametrize(
    ("sentence", "quote", "part"),
    [
        ("Die neue Intensivstation des Klinikums Moor hat 17 Betten.", "Klinikums Moor", {"of intensivstation"}),
        ("ATLAS Nord umfasst 28 Standorte.", "ATLAS", {"as nord"}),
        ("Das Klinikum Moor hat 900 Betten.", "Klinikum Moor", set()),
    ],
)
def test_parts_and_names_that_go_on(sentence: str, quote: str, part: set[str]) -> None:
    assert part_named(sentence, quote, "ATLAS" if quote == "ATLAS" else "Klinikum Moor") == part


def test_phases_without_a_name() -> None:
    assert phase_of("dritte Förderphase (Herznetz)") == ("3", "Herznetz")
    assert phase_of("Herznetz") is None


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Ärztliche Direktorin", "neuer Ärztlicher Direktor", True),
        ("Sprecherin des Registers", "Sprecher", True),
        ("Vorsitzende", "Vorsitzender", True),
        ("Direktorin der Klinik für Neurologie", "Direktorin", False),
        ("Rektorin", "Kanzlerin", False),
    ],
)
def test_offices(one: str, two: str, same: bool) -> None:
    assert (office_of(one) == office_of(two)) is same


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Patientinnen und Patienten", "Patient:innen", True),
        ("Mitarbeitende", "Beschäftigte", True),
        ("Industriepartner", "Partner", False),
        ("Teilprojekte", "Projekte", False),
    ],
)
def test_units_that_are_one(one: str, two: str, same: bool) -> None:
    assert (unit_of(one) == unit_of(two)) is same


def test_durations_are_compared_by_their_length() -> None:
    assert length_of("P4Y") == length_of("P48M") != length_of("P4M")
