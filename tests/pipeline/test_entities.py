"""Who is who, by the first rule."""

import pytest

from db.names import fold
from extractors.base import Fact, Mention, Span
from pipeline.reconcile.entities import assign, link

TEXT = "Das Netz PALAS und das Register PALAS; das Klinikum Nordtal (KN) leitet PALAS."


def mention(quote: str, label: str, name: object = None, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    attributes = {} if name is None else {"name": name}
    return Mention(Span(start, start + len(quote), quote), label, None, 0.7, "toy", "r", 1, attributes)  # type: ignore[arg-type]


def fact(subject: str, target: object, quote: str) -> Fact:
    start = TEXT.index(quote)
    evidence = Span(start, start + len(quote), quote)
    return Fact(subject, "leads", target, subject, None, evidence, 0.7, "toy", "r", 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Klinikum Nordtal", "KLINIKUM  Nordtal"), ("Straße", "STRASSE"), ("Ute\u00a0Vogt", "Ute Vogt"),
        ("U\u0308bung", "Übung"), (" NUM\n3.0 ", "num 3.0"),
    ],
)  # fmt: skip
def test_names_that_are_compared_as_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("NUM 3.0", "NUM 3"), ("QS-MB", "NUM-MB"), ("Nordtal", "Nördtal")])
def test_names_that_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_mentions_of_one_name_and_label_are_one_entity() -> None:
    first, second, other_kind = assign([
        mention("PALAS", "INFRASTRUCTURE"), mention("PALAS", "INFRASTRUCTURE", nth=2), mention("PALAS", "PROJECT", nth=1)
    ])  # fmt: skip
    assert first == second
    assert first is not None
    assert other_kind is not None
    assert first.entity_id != other_kind.entity_id


def test_the_base_form_decides_and_both_names_are_kept() -> None:
    short, long = assign([mention("KN", "ORG", "Klinikum Nordtal"), mention("Klinikum Nordtal", "ORG")])
    assert short is not None
    assert long is not None
    assert short.entity_id == long.entity_id
    assert [(n.name, n.rule, n.score) for n in short.names] == [
        ("KN", "as_written", 0.7), ("Klinikum Nordtal", "base_form", 0.7),
    ]  # fmt: skip
    assert [(n.name, n.rule) for n in long.names] == [("Klinikum Nordtal", "as_written")]


@pytest.mark.parametrize("name", ["", "  ", 7, None, ["KN"]])
def test_without_a_usable_base_form_the_quote_is_the_name(name: object) -> None:
    (assignment,) = assign([mention("KN", "ORG", name)])
    assert assignment is not None
    assert assignment.folded == "kn"


@pytest.mark.parametrize("label", ["DATE", "TIME", "COUNT", "MONEY", "QUOTE", "MISC"])
def test_what_is_no_name_is_no_entity(label: str) -> None:
    assert assign([mention("PALAS", label)]) == (None,)


def test_facts_are_linked_to_the_entities_that_they_name() -> None:
    mentions = [mention("KN", "ORG", "Klinikum Nordtal"), mention("PALAS", "INFRASTRUCTURE"), mention("und", "MISC")]
    named = assign(mentions)
    facts = [fact("Klinikum Nordtal", "Palas", TEXT), fact("kn", None, TEXT), fact("und", {"value": 1}, TEXT)]
    ids = [a.entity_id if a else None for a in named]
    assert link(facts, mentions, named) == ((ids[0], ids[1]), (ids[0], None), (None, None))


def test_of_two_things_of_one_name_the_one_in_the_evidence_is_meant() -> None:
    mentions = [mention("PALAS", "INFRASTRUCTURE"), mention("PALAS", "PROJECT", nth=1)]
    named = assign(mentions)
    near = fact("PALAS", "PALAS", "das Register PALAS")
    far = fact("PALAS", "PALAS", "leitet PALAS")
    assert named[0] is not None
    assert named[1] is not None
    assert link([near], mentions, named) == ((named[1].entity_id, named[1].entity_id),)
    assert link([far], mentions, named) == ((named[0].entity_id, named[0].entity_id),), "else the first in the text"
