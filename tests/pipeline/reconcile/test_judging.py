"""Judgements of identity bind: over any chain of links, in any order of releases, until they are taken back."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from db import decisions, engine, ids, upkeep
from db.decisions import Order
from db.engine import Database
from db.names import fold
from extractors.base import Context, Fact, Mention, Span
from pipeline.ingest import ingest
from pipeline.reconcile import clusters as groups
from pipeline.reconcile.clusters import Link
from pipeline.reconcile.judging import RULE, clusters
from pipeline.reconcile.settle import catch_up
from tests.db.make import ask
from tests.pipeline.reconcile.test_settle import LINKS, ROWS, release
from tests.pipeline.toy import Clinics, document, nlp

if TYPE_CHECKING:
    from spacy.tokens import Doc

STAMP = "2026-01-01T00:00:00.000Z"


def entity(name: str, kind: str = "ORG") -> str:
    return ids.make("e_", kind, fold(name))


@dataclass
class Spellings(Clinics):
    """Clinics whose entity is the name as written, hyphens included: "Klinik Nord-West", "Klinik NordWest"."""

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact]:
        del context
        by: dict[str, Any] = {"extractor": self.name, "rule": "beds", "version": self.version}
        for found in re.finditer(r"(Klinik [\w-]+) hat (\d+) Betten", doc.text):
            whole, clinic, beds = (Span.of(doc.text, *found.span(n)) for n in range(3))
            yield Mention(clinic, "ORG", None, 0.9, **by, attributes={"name": clinic.quote})
            yield Fact(
                clinic.quote,
                "count",
                {"value": int(found[2]), "unit": "Betten"},
                clinic.quote,
                beds.quote,
                whole,
                0.9,
                **by,
            )


ONE, TWO, THIRD, FOUR = "Klinik Nord-West-Tal", "Klinik NordWest-Tal", "Klinik NordWestTal", "Klinik Süd"
RELEASED = [
    release(1, 12, "2024-01-10", ONE.removeprefix("Klinik ")),
    release(2, 14, "2025-01-10", TWO.removeprefix("Klinik ")),
    release(3, 16, "2025-02-10", THIRD.removeprefix("Klinik ")),
    release(4, 9, "2025-02-11", FOUR.removeprefix("Klinik ")),
]
JUDGED = [(ONE, TWO, "different"), (THIRD, FOUR, "same"), (ONE, FOUR, "unsure")]


def judge(database: Database, one: str, two: str, status: str) -> str:
    pair = {"first": one if one[:2] == "e_" else entity(one), "second": two if two[:2] == "e_" else entity(two)}
    order = Order("identity", decisions.identity_id(*pair.values()), status, pair)
    with database.write() as connection:
        (made,) = decisions.decide(connection, [order], reviewer="Ute", stamp=STAMP)
        assert catch_up(connection) == 1
        assert catch_up(connection) == 0
    return made


def take_back(database: Database, decision_id: str) -> None:
    with database.write() as connection:
        decisions.undo(connection, reviewer="Ute", stamp=STAMP, decision_id=decision_id)
        catch_up(connection)


def leaders(path: Path) -> dict[str, str]:
    return dict(ask(path, "SELECT entity_id, coalesce(same_as, entity_id) FROM entity"))


def state(path: Path) -> tuple[list[Any], list[Any]]:
    assert upkeep.check(path) == []
    return ask(path, ROWS), ask(path, LINKS)


def made(path: Path, documents: Sequence[Document]) -> Database:
    database = engine.open(path)
    for one in documents:
        assert ingest([one], database, nlp, extractors=(Spellings(),)).failures == ()
    return database


def test_different_keeps_apart_also_over_a_third_and_undo_restores(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with made(path, RELEASED) as database:
        before = state(path)
        one, two, third = (entity(name) for name in (ONE, TWO, THIRD))
        assert len({leaders(path)[i] for i in (one, two, third)}) == 1
        judged = judge(database, ONE, TWO, "different")
        now = leaders(path)
        assert now[one] != now[two]
        # both links have one score: the one of the smaller ids is taken first
        nearer = one if sorted((one, third)) < sorted((two, third)) else two
        assert now[third] == now[nearer] != now[two if nearer is one else one]
        assert state(path) != before
        take_back(database, judged)
        assert state(path) == before


def test_same_joins_what_no_rule_joins_and_undo_restores(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with made(path, [RELEASED[0], RELEASED[3]]) as database:
        before = state(path)
        assert not [row for row in before[0] if row[0] == "value_difference"]
        judged = judge(database, ONE, FOUR, "same")
        assert leaders(path)[entity(ONE)] == leaders(path)[entity(FOUR)]
        (found,) = {row[:2] for row in state(path)[0] if row[0] == "value_difference"}
        assert found == ("value_difference", "change")
        take_back(database, judged)
        assert state(path) == before
        judge(database, ONE, FOUR, "unsure")
        assert state(path) == before


def test_any_order_of_releases_and_judgements_gives_the_same_rows(tmp_path: Path) -> None:
    """A judgement is made as soon as both of its names are there; the rest comes after it."""
    first = None
    for n, order in enumerate(list(itertools.permutations(RELEASED))[::4]):
        path = tmp_path / f"{n}.db"
        waiting = list(JUDGED)
        with engine.open(path) as database:
            for one in order:
                ingest([one], database, nlp, extractors=(Spellings(),))
                there = leaders(path)
                for judgement in [j for j in waiting if entity(j[0]) in there and entity(j[1]) in there]:
                    judge(database, *judgement)
                    waiting.remove(judgement)
            assert waiting == []
            # numbers differ with the order; what is judged does not, and no two of these contradict each other
            first = first or state(path)
            assert state(path) == first
            report = ingest([], database, nlp, extractors=(Spellings(version=2),), re_extract=True)
            assert report.re_extracted == len(RELEASED)
            assert state(path) == first
    assert first is not None


def test_a_judgement_waits_for_names_that_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with made(path, [RELEASED[0], RELEASED[3]]) as database:
        judge(database, ONE, FOUR, "same")
        joined = state(path)
        gone = document("Hier steht nichts mehr davon, und auch sonst nicht viel.", "id:4", id="4")
        ingest([gone], database, nlp, extractors=(Spellings(),))
        assert leaders(path)[entity(ONE)] == entity(ONE)
        ingest([RELEASED[3]], database, nlp, extractors=(Spellings(),))
        assert [row[:5] for row in state(path)[0]] == [row[:5] for row in joined[0]]


def test_the_next_ingest_follows_what_was_only_written_down(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with made(path, [RELEASED[0], RELEASED[3]]) as database:
        pair = {"first": entity(ONE), "second": entity(FOUR)}
        with database.write() as connection:
            order = Order("identity", decisions.identity_id(*pair.values()), "same", pair)
            decisions.decide(connection, [order], reviewer="Ute", stamp=STAMP)
        assert leaders(path)[entity(ONE)] != leaders(path)[entity(FOUR)]
        ingest([], database, nlp, extractors=(Spellings(),))
        assert leaders(path)[entity(ONE)] == leaders(path)[entity(FOUR)]


@dataclass
class Lists:
    """`Das Netz Nord hat vier Teile (A, B, C)` gives a count with its list."""

    name: str = "lists"
    version: int = 1
    labels: tuple[str, ...] = ("ORG", "COUNT", "count")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact]:
        del context
        by: dict[str, Any] = {"extractor": self.name, "rule": "list", "version": self.version}
        for found in re.finditer(r"(Netz \w+) hat (\d+) Teile \(([^)]+)\)", doc.text):
            whole, net, number = (Span.of(doc.text, *found.span(n)) for n in range(3))
            at, members = found.start(3), []
            for part in found[3].split(", "):
                span = Span.of(doc.text, at, at + len(part))
                members.append({"start": span.start, "end": span.end, "quote": part})
                at += len(part) + 2
                if not part.islower():
                    yield Mention(span, "ORG", None, 0.9, **by, attributes={"name": part})
            value = {"value": int(found[2]), "unit": "Teile"}
            yield Mention(net, "ORG", None, 0.9, **by, attributes={"name": net.quote})
            all_of_it = {"start": whole.start, "end": whole.end, "quote": whole.quote}
            listed = {"members": members, "list": all_of_it, "complete": True, **value}
            yield Mention(number, "COUNT", value, 1.0, **by, attributes=listed)
            yield Fact(net.quote, "count", value, net.quote, number.quote, whole, 0.9, **by)


def listing(number: int, parts: str, day: str) -> Document:
    rest = " ".join(f"Wort{number}{k} folgt auf Wort{k}{number}." for k in range(12))
    text = f"Das Netz Nord hat {parts.count(',') + 1} Teile ({parts}). {rest}"
    return document(text, f"id:{number}", id=str(number), published=day, published_from="given")


QUESTIONS = "SELECT status, first_id, second_id FROM v_discrepancy WHERE kind = 'possible_identity'"
MEMBERS = "Alpha, Beta, Gamma, Delta, Epsilon, Zeta, Eta, Theta"


@pytest.mark.parametrize(("old", "new"), [("QS-MB", "NUM-MB"), ("lager-MB", "NUM-MB")])
def test_a_question_shows_as_decided_at_once(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "a.db"
    documents = [listing(1, f"{MEMBERS}, {old}", "2024-01-10"), listing(2, f"{MEMBERS}, {new}", "2025-01-10")]
    with engine.open(path) as database:
        ingest(documents, database, nlp, extractors=(Lists(),))
        before = state(path)
        ((status, first, second),) = ask(path, QUESTIONS)
        assert status == "open"
        names = {entity(n) if not n.islower() else f"name:{fold(n)}" for n in (old, new)}
        assert {first, second} == names
        pair = {"first": first, "second": second}
        order = Order("identity", decisions.identity_id(first, second), "different", pair)
        with database.write() as connection:
            decisions.decide(connection, [order], reviewer="Ute", stamp=STAMP)
        assert ask(path, QUESTIONS) == [("different", first, second)]
        with database.write() as connection:
            catch_up(connection)
        assert ask(path, QUESTIONS) == [("different", first, second)], "it is asked no more"
        judged = judge(database, first, second, "same")
        assert ask(path, QUESTIONS) == [], "one thing has one place in both lists"
        take_back(database, judged)
        assert ask(path, QUESTIONS) == [("different", first, second)]
        with database.write() as connection:
            decisions.undo(connection, reviewer="Ute", stamp=STAMP)
            catch_up(connection)
        assert ask(path, QUESTIONS) == [("open", first, second)]
        assert state(path) == before


IDS = [f"e_{k}" for k in range(7)]
pairs = st.sampled_from([(a, b) for a in IDS for b in IDS if a < b])


def rule(pair: tuple[str, str], score: float) -> Link:
    return Link(pair[0], pair[1], "spelling", score)


rules = st.lists(st.builds(rule, pairs, st.sampled_from([0.8, 0.9])), max_size=12)
words = st.lists(st.tuples(pairs, st.sampled_from(["same", "different", "unsure"])), max_size=6)


@given(rules, words, st.randoms(use_true_random=False))
def test_no_chain_of_links_joins_what_is_different(
    links: list[Link], judged: list[tuple[tuple[str, str], str]], random: Any
) -> None:
    by_pair: dict[tuple[str, str], dict[str, Any]] = {
        p: {"first": p[0], "second": p[1], "status": s, "number": n} for n, (p, s) in enumerate(judged)
    }
    said = list(by_pair.values())
    edges = list({(x.first, x.second): x for x in links}.values())
    edges += [Link(j["first"], j["second"], RULE, 1.0) for j in said if j["status"] == "same"]
    found = clusters(IDS, edges, said)
    for j in said:
        if j["status"] == "different":
            assert found[j["first"]] != found[j["second"]]
    random.shuffle(edges)
    random.shuffle(said)
    assert clusters(list(reversed(IDS)), edges, said) == found
    free = groups.clusters(IDS, edges)
    assert all(free[i] == free[leader] for i, leader in found.items()), "nothing is joined that no link joins"
    if not [j for j in said if j["status"] == "different"]:
        assert found == free
