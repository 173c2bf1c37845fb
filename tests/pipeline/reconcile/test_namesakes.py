"""A project, a study and a software of one name: two things unless something shows that they are one; a bare name that two have is neither's."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.document import Document
from db import engine, ids, upkeep
from extractors.base import Context, Fact, Mention, Span
from pipeline.ingest import ingest
from pipeline.reconcile.clusters import Link, clusters
from pipeline.reconcile.entities import assign
from pipeline.reconcile.kinship import Named, keys, link, namesakes
from pipeline.reconcile.namesakes import BARE
from tests.db.make import ask
from tests.pipeline.reconcile.test_settle import LINKS, ROWS
from tests.pipeline.toy import Clinics, document, nlp

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass
class Undertakings(Clinics):
    """AMBER in any company is a PROJECT; `Institut X leitet ... AMBER` says who leads it."""

    labels: tuple[str, ...] = ("ORG", "PROJECT", "leads")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact]:
        del context
        by: dict[str, Any] = {"extractor": self.name, "rule": "toy", "version": self.version}
        for found in re.finditer(r"AMBER", doc.text):
            yield Mention(Span.of(doc.text, *found.span()), "PROJECT", None, 0.9, **by, attributes={"name": "AMBER"})
        for found in re.finditer(r"(Institut \w+) leitet [^.]*?(AMBER)", doc.text):
            whole, body, thing = (Span.of(doc.text, *found.span(n)) for n in range(3))
            yield Mention(body, "ORG", None, 0.9, **by, attributes={"name": body.quote})
            yield Fact(body.quote, "leads", "AMBER", body.quote, thing.quote, whole, 0.9, **by)


def told(text: str) -> list[str]:
    """What stands behind the folded name of each AMBER of a text."""
    mentions = [
        Mention(Span.of(text, *m.span()), "PROJECT", None, 0.9, "toy", "toy", 1, {"name": "AMBER"})
        for m in re.finditer("AMBER", text)
    ]
    return [one.folded.removeprefix("amber").removeprefix(" @ =") for one in assign(mentions, (), text) if one]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Das Projekt AMBER beginnt. AMBER ist neu.", ["projekt", "projekt"]),
        ("Die Leitung der AMBER-Studie dankt. AMBER ist neu.", ["studie", "studie"]),
        ("Die Kohortenstudie „AMBER“ ist neu.", ["studie"]),
        ("Im Verbundprojekt AMBER arbeiten viele.", ["projekt"]),
        ("Die App AMBER und die AMBER-Software gibt es.", ["software", "software"]),
        # one thing under two names, as far as the release says
        ("Das Projekt AMBER beginnt. Die AMBER-Studie hat 30 Orte.", ["projekt+studie", "projekt+studie"]),
        # two things in one sentence
        ("Das Projekt AMBER und die Studie AMBER sind zweierlei.", ["projekt", "studie"]),
        ("Neben dem Projekt AMBER gibt es die Software AMBER.", ["projekt", "software"]),
        ("AMBER ist neu.", [""]),
        ("Die Projektleitung AMBER und der Studienleiter AMBER kommen.", ["", ""]),
    ],
)
def test_what_a_release_says_a_thing_is(text: str, kinds: list[str]) -> None:
    assert told(text) == kinds


def thing(identity: str, kind: str, *bodies: str, name: str = "AMBER") -> Named:
    where = f"={kind}" if kind else ""
    return Named(identity, "PROJECT", frozenset({name}), frozenset(), where, frozenset(bodies))


@pytest.mark.parametrize(
    ("one", "two", "rule", "asked"),
    [
        (thing("e_1", "projekt"), thing("e_2", "studie"), None, True),
        (thing("e_1", "projekt", "e_8"), thing("e_2", "studie", "e_9"), None, True),
        (thing("e_1", "projekt", "e_8"), thing("e_2", "studie", "e_8", "e_9"), "spelling", False),
        (thing("e_1", "projekt"), thing("e_2", "projekt+studie"), "spelling", False),
        (thing("e_1", ""), thing("e_2", "studie"), BARE, False),
        (thing("e_1", "studie"), thing("e_2", "studie", name="AMBER-Studie"), "kind_noun", False),
        (thing("e_1", "projekt"), thing("e_2", "studie", name="AMBER-Studie"), None, True),
        (thing("e_1", "projekt"), thing("e_2", "studie", name="ONYX"), None, False),
    ],
)
def test_two_kinds_are_two_things_unless_somebody_is_in_both(
    one: Named, two: Named, rule: str | None, *, asked: bool
) -> None:
    for a, b in ((one, two), (two, one)):
        found = link(a, b)
        assert (found.rule if found else None) == rule
        assert namesakes(a, b) is asked
    assert bool(keys(one) & keys(two)) is (rule is not None or asked)


def test_a_bare_name_is_the_only_ones_or_nobodys() -> None:
    links = [Link("e_1", "e_2", BARE, 0.85), Link("e_1", "e_3", BARE, 0.85)]
    called = frozenset({"e_2", "e_3"})
    assert set(clusters(["e_1", "e_2", "e_3"], links, called).values()) == {"e_1", "e_2", "e_3"}
    assert set(clusters(["e_1", "e_2"], links[:1], called).values()) == {"e_1"}
    # what is one by another rule has one bare name
    both = [*links, Link("e_2", "e_3", "spelling", 0.95)]
    for order in itertools.permutations(both):
        assert set(clusters(["e_1", "e_2", "e_3"], order, called).values()) == {"e_1"}


def release(number: int, text: str) -> Document:
    rest = " ".join(f"Wort{number}{k} folgt auf Wort{k}{number}." for k in range(12))
    return document(
        f"{text} {rest}", f"id:{number}", id=str(number), published=f"2025-01-1{number}", published_from="given"
    )


def made(path: Path, documents: Sequence[Document]) -> tuple[list[Any], list[Any]]:
    with engine.open(path) as database:
        for one in documents:
            assert ingest([one], database, nlp, extractors=(Undertakings(),)).failures == ()
    assert upkeep.check(path) == []
    return ask(path, ROWS), ask(path, LINKS)


def groups(path: Path) -> set[str]:
    return {row[0] for row in ask(path, "SELECT coalesce(same_as, entity_id) FROM entity WHERE kind = 'PROJECT'")}


def entity(kind: str = "") -> str:
    return ids.make("e_", "PROJECT", f"amber @ ={kind}" if kind else "amber")


PROJECT = release(1, "Das Projekt AMBER beginnt.")
STUDY = release(2, "Die AMBER-Studie läuft.")
PLAIN = release(3, "Viele loben AMBER.")
LED = release(4, "Institut Nord leitet das Projekt AMBER.")
LED_TOO = release(5, "Institut Nord leitet die Studie AMBER.")
LED_BY_OTHERS = release(6, "Institut Süd leitet die Studie AMBER.")
QUESTION = ("possible_identity", "question")


def test_a_project_and_a_study_are_asked_about_and_any_order_gives_the_same_rows(tmp_path: Path) -> None:
    first = None
    for n, order in enumerate(itertools.permutations([PROJECT, STUDY, PLAIN])):
        found = made(tmp_path / f"{n}.db", order)
        first = first or found
        assert found == first
        assert groups(tmp_path / f"{n}.db") == {entity(), entity("projekt"), entity("studie")}
    assert first is not None
    assert {row[6] for row in first[0] if row[:2] == QUESTION} == {"AMBER (Projekt)", "AMBER (Studie)"}


def test_who_leads_both_makes_them_one(tmp_path: Path) -> None:
    found, _ = made(tmp_path / "a.db", [LED, STUDY, PLAIN, LED_TOO])
    assert len(groups(tmp_path / "a.db")) == 1
    assert QUESTION not in {row[:2] for row in found}


def test_two_that_others_lead_are_two_without_a_question(tmp_path: Path) -> None:
    found, _ = made(tmp_path / "a.db", [LED, LED_BY_OTHERS, PLAIN])
    assert groups(tmp_path / "a.db") == {entity(), entity("projekt"), entity("studie")}
    assert QUESTION not in {row[:2] for row in found}


def test_a_revision_that_takes_the_second_thing_back_gives_the_name_to_the_first(tmp_path: Path) -> None:
    revised = release(2, "Nichts davon war so gemeint.")
    after = made(tmp_path / "a.db", [PROJECT, STUDY, PLAIN, revised])
    named = ask(
        tmp_path / "a.db",
        "SELECT DISTINCT coalesce(e.same_as, e.entity_id) FROM mention AS m JOIN release AS r USING (release_id, revision) "
        "JOIN entity AS e USING (entity_id)",
    )
    assert len(named) == 1
    assert QUESTION not in {row[:2] for row in after[0]}
