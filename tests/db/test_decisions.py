"""What people decide: chains, undo, batches, claims, corrections, added facts, and that nothing is lost."""

from typing import Any

import pytest

from db import decisions, ids, store, upkeep
from db.decisions import DecisionError, Order
from db.engine import Database
from extractors.base import Fact
from tests.db.make import TEXT, ask, change, content, document, fact, save, span

SENTENCE = span(TEXT, TEXT.split(". ")[0])
LEADS = fact(SENTENCE, "Klinikum Nordtal", "leads", "PALAS")
COUNT = fact(span(TEXT, "Acht Häuser"), "PALAS", "count", {"value": 8, "unit": "Häuser"})


def stamp(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000Z"


def decide(database: Database, *orders: Order, at: int = 1, who: str = "Ute", batch: str | None = None) -> list[str]:
    with database.write() as connection:
        return decisions.decide(connection, orders, reviewer=who, stamp=stamp(at), batch=batch)


def undo(database: Database, at: int = 30, who: str = "Ute", **what: str) -> list[str]:
    with database.write() as connection:
        return decisions.undo(connection, reviewer=who, stamp=stamp(at), **what)


def facts(database: Database, columns: str = "status") -> list[tuple[Any, ...]]:
    return ask(database.path, f"SELECT {columns} FROM v_fact ORDER BY predicate, fact_id")  # noqa: S608


def fact_id(database: Database, predicate: str = "leads") -> str:
    return str(ask(database.path, "SELECT fact_id FROM v_fact WHERE predicate = ?", predicate)[0][0])


def put(database: Database, *given: Fact, text: str | None = None, fingerprint: str = "toy:2") -> None:
    """Store the same release with these facts: anew from the same text, or from another one."""
    with database.write() as connection:
        kept: dict[str, Any] = {"mentions": (), "findings": (), "facts": given}
        if text is None:
            (seen, *_) = store.outdated(connection, fingerprint)
            store.replace(connection, seen, content(fingerprint=fingerprint, **kept), stamp(40))
            release_id = seen.release_id
        else:
            seen = store.save(connection, content(document(text), fingerprint, **kept), run(database), stamp(40))
            release_id = seen.release_id
        decisions.anchor(connection, release_id)
        decisions.anchor_findings(connection)
    assert upkeep.check(database.path) == []


def run(database: Database) -> str:
    return str(ask(database.path, "SELECT run_id FROM run")[0][0])


def stored(database: Database, *given: Fact) -> None:
    save(database, content(mentions=(), findings=(), facts=given or (LEADS, COUNT)))


def test_a_decision_keeps_what_was_decided_on(database: Database) -> None:
    stored(database)
    (made,) = decide(database, Order("fact", fact_id(database), "accepted", note="gut"), batch="b1")
    with database.read() as connection:
        row = decisions.latest(connection, "fact", fact_id(database))
    assert row is not None
    assert (row["decision_id"], row["batch"], row["note"], row["reviewer"], row["fit"]) == (
        made,
        "b1",
        "gut",
        "Ute",
        "exact",
    )
    kept = row["content"]
    assert (kept["subject"], kept["predicate"], kept["object"], kept["quote"]) == (
        "Klinikum Nordtal", "leads", "PALAS", SENTENCE.quote,
    )  # fmt: skip
    assert (kept["before"], kept["after"]) == ("", TEXT[SENTENCE.end : SENTENCE.end + 60])
    assert kept["release_id"] == ask(database.path, "SELECT release_id FROM v_release")[0][0]


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (Order("fact", "f_0", "accepted"), "no such fact"),
        (Order("discrepancy", "x_0", "left"), "no such discrepancy"),
        (Order("thing", "f_0", "accepted"), "'thing' cannot be decided on"),
        (Order("fact", "f_0", "left"), "'left' cannot be said of a fact"),
        (Order("fact", "f_0", "corrected"), "a correction of nothing"),
        (Order("fact", "f_0", "corrected", {"score": 1}), "a correction of score"),
        (
            Order("identity", decisions.identity_id("e_1", "e_2"), "same", {"first": "e_1", "second": "e_2"}),
            "no such identity",
        ),
        (Order("identity", "i_0", "same", {"first": "e_1", "second": "e_2"}), "the id that follows"),
        (Order("identity", "i_0", "same"), "not said of what"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    database: Database, order: Order, message: str
) -> None:
    stored(database)
    with pytest.raises(DecisionError, match=message) as refusal:
        decide(database, Order("fact", fact_id(database), "accepted"), order)
    assert refusal.value.source == order.target_id
    assert ask(database.path, "SELECT count(*) FROM v_decision") == [(0,)]
    assert facts(database) == [("open",), ("open",)]


def test_undo_restores_what_was_said_before_and_can_be_undone(database: Database) -> None:
    stored(database)
    one = fact_id(database)
    (first,) = decide(database, Order("fact", one, "accepted"), at=1)
    (second,) = decide(database, Order("fact", one, "corrected", {"object": "VIREX"}), at=2, who="Ada")
    with pytest.raises(DecisionError, match="Ada has decided on it again"):
        undo(database, decision_id=first)
    (third,) = undo(database, decision_id=second)
    assert facts(database, "status, object")[1] == ("accepted", "PALAS")
    undo(database, 31, decision_id=third)
    assert facts(database, "status, object")[1] == ("corrected", "VIREX")
    with pytest.raises(DecisionError, match="decided on it again"):
        undo(database, 32, decision_id=third)
    with database.read() as connection:
        rows = decisions.history(connection, "fact", one)
    assert [row["status"] for row in rows] == ["accepted", "corrected", "accepted", "corrected"]
    assert [row["undoes"] for row in rows] == [None, None, second, third]


def test_undo_after_undo_goes_one_step_further_back(database: Database) -> None:
    stored(database)
    one = fact_id(database)
    for at, status in enumerate(("accepted", "rejected", "unsure"), 1):
        decide(database, Order("fact", one, status), at=at)
    seen = []
    for at in range(30, 33):
        undo(database, at)
        seen.append(facts(database)[1][0])
    assert seen == ["rejected", "accepted", "open"]
    with pytest.raises(DecisionError, match="nothing by Ute"):
        undo(database, 33)
    assert ask(database.path, "SELECT count(*) FROM v_decision") == [(6,)], "nothing is ever removed"


def test_a_batch_is_taken_back_as_one_but_for_what_was_decided_anew(database: Database) -> None:
    stored(database)
    both = fact_id(database), fact_id(database, "count")
    made = decide(database, *(Order("fact", i, "accepted") for i in both), batch="b1")
    assert len(set(made)) == 2
    decide(database, Order("fact", both[0], "rejected"), at=2, who="Ada")
    assert len(undo(database, batch="b1")) == 1
    assert facts(database) == [("open",), ("rejected",)]
    with pytest.raises(DecisionError, match="nothing of batch b1"):
        undo(database, 31, batch="b1")


def test_a_claim_is_soft_and_ends(database: Database) -> None:
    with database.write() as connection:
        asked = [
            decisions.claim(connection, "fact", "f_1", reviewer=who, stamp=stamp(at), seconds=10)
            for who, at in (("Ute", 0), ("Ute", 5), ("Ada", 14), ("Ada", 16), ("Ute", 17))
        ]
    assert asked == [None, None, "Ute", None, "Ada"]


def test_a_corrected_predicate_counts_and_the_extracted_one_stays(database: Database) -> None:
    stored(database, LEADS)
    decide(database, Order("fact", fact_id(database), "corrected", {"predicate": "part_of"}))
    assert facts(database, "predicate, extracted_predicate, subject, object") == [
        ("part_of", "leads", "Klinikum Nordtal", "PALAS")
    ]


OTHER = TEXT.replace("Acht", "Neun")
REWORDED = TEXT.replace("leitet das Netz PALAS", "leitet seit langem das große Netz PALAS")


@pytest.mark.parametrize(
    ("again", "text", "fit", "status"),
    [
        (LEADS, None, "exact", "accepted"),
        (fact(span("Vorweg: " + TEXT, SENTENCE.quote), "Klinikum Nordtal", "leads", "PALAS"), "Vorweg: " + TEXT, "exact", "accepted"),
        (fact(span(TEXT, "Klinikum Nordtal leitet das Netz PALAS"), "klinikum  Nordtal", "leads", "PALAS"), None, "moved", "accepted"),
        (fact(span(REWORDED, REWORDED.split(". ")[0]), "Klinikum Nordtal", "leads", "PALAS"), REWORDED, "moved", "accepted"),
        (fact(SENTENCE, "Klinikum Nordtal", "leads", "PALAS", qualifiers={"until": "2026"}), None, "moved", "accepted"),
        (fact(SENTENCE, "Klinikum Nordtal", "leads", "PALAS", modality="negated"), None, "stale", "stale"),
        (fact(SENTENCE, "Klinikum Nordtal", "leads", "Netz PALAS"), None, "stale", "stale"),
        (fact(SENTENCE, "Klinikum Nordtal", "part_of", "PALAS"), None, "stale", "stale"),
        (fact(SENTENCE, "Nordtal", "leads", "PALAS"), None, "stale", "stale"),
        (fact(span(TEXT, "zwölf sind geplant"), "Klinikum Nordtal", "leads", "PALAS"), None, "stale", "stale"),
        (fact(span(TEXT, "zwölf sind geplant"), "Klinikum Nordtal", "leads", "VIREX"), None, "stale", "stale"),
        (fact(span(TEXT, "zwölf sind geplant"), "VIREX", "part_of", "PALAS"), None, "orphaned", "open"),
        (COUNT, None, "orphaned", "open"),
    ],
)  # fmt: skip
def test_a_decision_is_found_its_place_again(
    database: Database, again: Fact, text: str | None, fit: str, status: str
) -> None:
    stored(database, LEADS)
    old = fact_id(database)
    decide(database, Order("fact", old, "accepted"))
    put(database, again, text=text)
    new = fact_id(database, again.predicate)
    assert facts(database) == [(status,)]
    assert ask(database.path, "SELECT target_id, fit, status FROM v_decision") == [
        (old if fit == "orphaned" else new, fit, "accepted")
    ]


def test_a_lost_qualifier_makes_it_stale(database: Database) -> None:
    stored(database, fact(SENTENCE, "A", "has_role", "Leiterin", qualifiers={"organisation": "PALAS"}))
    decide(database, Order("fact", fact_id(database, "has_role"), "accepted"))
    put(database, fact(SENTENCE, "A", "has_role", "Leiterin", qualifiers={"organisation": "VIREX"}))
    assert facts(database) == [("stale",)]


def test_a_neighbour_in_the_list_is_no_new_state_of_what_was_dropped(database: Database) -> None:
    """Who stood beside it in the list then is another statement, also when all evidence is cut anew."""
    members = [fact(SENTENCE, name, "participates_in", "PALAS") for name in "ABC"]
    stored(database, *members)
    (third,) = ask(database.path, "SELECT fact_id FROM v_fact WHERE subject = 'C'")[0]
    decide(database, Order("fact", third, "accepted"))
    cut = span(TEXT, "Klinikum Nordtal leitet das Netz PALAS")
    put(database, *(fact(cut, name, "participates_in", "PALAS") for name in "AB"))
    assert set(facts(database, "subject, status")) == {("A", "open"), ("B", "open")}
    assert ask(database.path, "SELECT fit FROM v_decision") == [("orphaned",)]
    put(database, *(fact(cut, name, "participates_in", "PALAS") for name in "ABC"), fingerprint="toy:3")
    assert set(facts(database, "subject, status")) == {("A", "open"), ("B", "open"), ("C", "accepted")}


def test_a_stale_one_that_is_decided_anew_is_one_chain_and_undo_makes_it_stale_again(database: Database) -> None:
    stored(database, LEADS)
    decide(database, Order("fact", fact_id(database), "accepted"), at=1)
    put(database, fact(SENTENCE, "Klinikum Nordtal", "leads", "Netz PALAS"))
    (again,) = decide(database, Order("fact", fact_id(database), "rejected"), at=2)
    assert facts(database) == [("rejected",)]
    with database.read() as connection:
        assert [r["status"] for r in decisions.history(connection, "fact", fact_id(database))] == [
            "accepted",
            "rejected",
        ]
    undo(database, decision_id=again)
    assert facts(database) == [("stale",)]
    assert ask(database.path, "SELECT DISTINCT fit FROM v_decision") == [("stale",)]
    put(database, LEADS, fingerprint="toy:3")
    assert facts(database) == [("accepted",)], "what was decided on is there again"


def test_a_correction_of_what_changed_is_not_shown_as_if_it_held(database: Database) -> None:
    stored(database, COUNT)
    nine = {"value": 9, "unit": "Häuser"}
    decide(database, Order("fact", fact_id(database, "count"), "corrected", {"object": nine}))
    put(database, fact(span(OTHER, "Neun Häuser"), "PALAS", "count", nine), text=OTHER)
    assert facts(database, "status, value, object") == [("stale", 9, ids.canonical(nine))]


def test_a_discrepancy_that_changed_comes_back(database: Database) -> None:
    save(database, content())
    one = str(ask(database.path, "SELECT discrepancy_id FROM v_discrepancy")[0][0])
    decide(database, Order("discrepancy", one, "left"))
    assert ask(database.path, "SELECT status FROM v_discrepancy") == [("left",)]
    (finding,) = content().findings
    sides: list[tuple[tuple[str, ...], str, str]] = [
        (("8", "13"), "stale", "stale"), (("8", "12"), "exact", "left"), (("12", "8"), "stale", "stale"),
    ]  # fmt: skip
    for n, (values, fit, status) in enumerate(sides):
        changed = type(finding)("count_vs_list", "disagrees", "", "", finding.evidence, values, "PALAS")
        with database.write() as connection:
            (seen, *_) = store.outdated(connection, f"toy:{n + 2}")
            kept = content(fingerprint=f"toy:{n + 2}", findings=(changed,))
            store.replace(connection, seen, kept, stamp(40))
            decisions.anchor(connection, seen.release_id)
            decisions.anchor_findings(connection)
        assert ask(database.path, "SELECT status FROM v_discrepancy") == [(status,)], values
        assert ask(database.path, "SELECT fit FROM v_decision") == [(fit,)]
    put(database, fingerprint="toy:9")
    assert ask(database.path, "SELECT fit, target_id FROM v_decision") == [("orphaned", one)]


def added(database: Database, **changes: Any) -> Order:
    where = span(TEXT, "zwölf sind geplant")
    release_id = str(ask(database.path, "SELECT release_id FROM v_release")[0][0])
    given = {
        "release_id": release_id, "subject": "PALAS", "predicate": "count", "object": {"value": 12, "unit": "Häuser"},
        "start": where.start, "end": where.end, "modality": "planned",
    } | changes  # fmt: skip
    return Order("addition", decisions.addition_id(given), "added", given)


ADDED = (
    "SELECT fact_id, subject, value, unit, quote, status, extractor, modality FROM v_fact WHERE extractor = 'person'"
)


def test_an_added_fact_is_a_fact_with_its_evidence(database: Database) -> None:
    save(database, content())
    order = added(database, subject="Klinikum Nordtal")
    decide(database, order)
    assert ask(database.path, ADDED) == [
        (order.target_id, "Klinikum Nordtal", 12, "Häuser", "zwölf sind geplant", "accepted", "person", "planned")
    ]
    assert ask(database.path, "SELECT subject_id IS NOT NULL FROM v_fact WHERE extractor = 'person'") == [(1,)]
    assert upkeep.check(database.path) == []
    decide(database, Order("fact", order.target_id, "corrected", {"object": {"value": 13, "unit": "Häuser"}}), at=2)
    assert ask(database.path, ADDED)[0][2:6] == (13, "Häuser", "zwölf sind geplant", "corrected")
    undo(database, 30)
    undo(database, 31)
    assert ask(database.path, ADDED) == []
    assert upkeep.check(database.path) == []
    undo(
        database, 32, decision_id=str(ask(database.path, "SELECT max(decision_id) FROM v_decision WHERE current")[0][0])
    )
    assert ask(database.path, ADDED)[0][2] == 12


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT + " Mehr steht hier nicht.", "zwölf sind geplant"),
        ("Vorweg: zwölf sind geplant, heißt es. " + TEXT, "zwölf sind geplant"),
        (TEXT.replace("sind geplant", "sind\ngeplant"), "zwölf sind\ngeplant"),
        (TEXT.replace("zwölf", "elf"), None),
    ],
)
def test_an_added_fact_follows_its_words_and_survives_without_them(
    database: Database, text: str, found: str | None
) -> None:
    save(database, content())
    order = added(database)
    decide(database, order)
    put(database, text=text)
    rows = ask(database.path, "SELECT quote, start FROM v_fact WHERE fact_id = ?", order.target_id)
    assert rows == ([] if found is None else [(found, text.rindex(found))])
    fit = ask(database.path, "SELECT fit FROM v_decision")[0][0]
    assert fit == (
        "orphaned" if found is None else "moved" if not text.startswith(TEXT[:80]) or "\n" in text else "exact"
    )
    put(database, text=TEXT + " Und wieder anders.")
    assert ask(database.path, "SELECT quote FROM v_fact WHERE fact_id = ?", order.target_id) == [
        ("zwölf sind geplant",)
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"release_id": "r_0"}, "no release"), ({"end": 9999}, "no place in the text"), ({"predicate": "likes"}, "no predicate"),
        ({"subject": " "}, "no subject"),
    ],
)  # fmt: skip
def test_an_addition_without_evidence_is_refused(database: Database, changes: dict[str, Any], message: str) -> None:
    save(database, content())
    with pytest.raises(DecisionError, match=message):
        decide(database, added(database, **changes))


def test_the_views_find_a_status_by_its_key(database: Database) -> None:
    for view, where in (("v_fact", "fact_id = 'f_1'"), ("v_discrepancy", "discrepancy_id = 'x_1'")):
        plan = ask(database.path, f"EXPLAIN QUERY PLAN SELECT status FROM {view} WHERE {where}")  # noqa: S608
        assert not [step for *_, step in plan if step.startswith("SCAN")], (view, plan)
    plan = ask(
        database.path, "EXPLAIN QUERY PLAN SELECT fact_id FROM v_fact WHERE status = 'open' ORDER BY score LIMIT 1"
    )
    scans = [step for *_, step in plan if step.startswith("SCAN")]
    assert len(scans) == 1
    assert "ix_fact_score" in scans[0]
    assert not [step for *_, step in plan if "decision" in step and "SCAN" in step]


def test_old_decisions_are_found_by_the_new_schema_and_kept_by_the_old_one(database: Database) -> None:
    from db import engine

    stored(database)
    both = fact_id(database), fact_id(database, "count")
    decide(database, *(Order("fact", i, "accepted") for i in both))
    decide(database, Order("fact", both[0], "rejected"), at=2)
    database.close()
    kept = "SELECT number, decision_id, target, target_id, status, content, reviewer FROM decision ORDER BY number"
    before = ask(database.path, kept)
    engine.migrate(database.path, "0003")
    assert ask(database.path, kept) == before
    change(database.path, "DELETE FROM fact WHERE predicate = 'count'")
    engine.migrate(database.path)
    assert ask(database.path, kept) == before
    assert facts(database) == [("rejected",)]
    assert ask(database.path, "SELECT fit, current FROM v_decision ORDER BY number") == [
        ("exact", 0), ("orphaned", 1), ("exact", 1),
    ]  # fmt: skip


def test_a_decision_that_points_at_nothing_is_damage(database: Database) -> None:
    stored(database)
    decide(database, Order("fact", fact_id(database), "accepted"))
    assert upkeep.check(database.path) == []
    database.close()
    change(database.path, "DELETE FROM fact WHERE predicate = 'leads'", "DELETE FROM evidence WHERE start = 0")
    (problem,) = upkeep.check(database.path)
    assert problem.startswith("1 decisions that point at nothing: d_")
