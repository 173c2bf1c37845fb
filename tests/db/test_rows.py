"""Values to rows: ids that outlive a shifted text, the evidence law, and values that SQLite cannot hold."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import ids, rows
from extractors.base import Finding, Span
from tests.db.make import TEXT, content, document, fact, mention, span


def made(**changes: Any) -> rows.Rows:
    return rows.of(content(**changes), "r_1")


def test_ids_are_short_typed_and_from_content_alone() -> None:
    assert re.fullmatch(r"f_[0-9a-f]{16}", ids.make("f_", "a", {"x": 1, "y": [2]}))
    assert ids.make("f_", {"x": 1, "y": 2}) == ids.make("f_", {"y": 2, "x": 1})
    assert ids.make("f_", "ab", "c") != ids.make("f_", "a", "bc")
    assert ids.make("m_", "x") == "m_" + ids.make("f_", "x")[2:]


def test_ids_do_not_change_when_the_text_moves() -> None:
    moved = rows.of(content(document("Neu: 😀 davor. \n" + TEXT)), "r_1")
    here = made()
    for table, name in (("mention", "mention_id"), ("fact", "fact_id"), ("discrepancy", "discrepancy_id")):
        if table == "fact":  # the sentence that the fact stands in begins otherwise now
            assert moved[table][1][name] == here[table][1][name]
        else:
            assert [r[name] for r in moved[table]] == [r[name] for r in here[table]]
    assert moved["mention"][0]["start"] != here["mention"][0]["start"]


def test_ids_tell_equal_ones_apart_and_releases_too() -> None:
    here, there = made(), rows.of(content(), "r_2")
    mention_ids = [r["mention_id"] for r in here["mention"]]
    assert len(set(mention_ids)) == 3, "the same name twice in a text is two mentions"
    assert not set(mention_ids) & {r["mention_id"] for r in there["mention"]}
    twice = made(facts=(fact(span(TEXT, "Acht Häuser"), "PALAS", "count", {"value": 8, "unit": "Häuser"}),) * 2)
    assert len({r["fact_id"] for r in twice["fact"]}) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"target": "VIREX"}, {"modality": "negated"}, {"qualifiers": {"since": "2025"}}, {"subject": "Uni Nordtal"},
        {"evidence": span(TEXT, "Klinikum Nordtal leitet das Netz PALAS")},
    ],
)  # fmt: skip
def test_a_fact_id_holds_all_that_the_fact_says(change: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "evidence": span(TEXT, "leitet das Netz PALAS"),
        "subject": "K",
        "predicate": "leads",
        "target": "PALAS",
    }
    first, second = (made(facts=(fact(**v),))["fact"][0]["fact_id"] for v in (values, values | change))
    assert first != second


def test_evidence_is_stored_once_for_all_that_it_supports() -> None:
    listed = span(TEXT, "Acht Häuser sind dabei")
    found = made(facts=tuple(fact(listed, name, "participates_in", "PALAS") for name in "ABC"), findings=())
    assert found["evidence"] == [{"start": listed.start, "end": listed.end, "quote": listed.quote}]
    assert len(found["fact"]) == 3


@pytest.mark.parametrize("wrong", [Span(0, 3, "Die"), Span(5, 5, ""), Span(-3, 3, "Das"), Span(0, 10_000, TEXT)])
def test_the_evidence_law_is_checked_for_mentions_facts_and_findings(wrong: Span) -> None:
    for broken in (
        {"mentions": (mention(wrong),)},
        {"facts": (fact(wrong, "A", "leads", "B"),)},
        {"findings": (Finding("sum_check", "disagrees", "", "", (wrong,), ("1",)),)},
    ):
        with pytest.raises(ValueError, match=r"is not what stands at -?\d+:\d+"):
            made(**broken)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), st.data())
def test_any_text_keeps_its_quotes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = rows.of(content(document(text), mentions=(mention(Span(start, end, text[start:end])),)), "r_1")
    assert found["mention"][0]["quote"] == text[start:end]


@pytest.mark.parametrize("text", ["Nord\0tal", "Nord\udc80tal"])
def test_a_text_that_no_database_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be stored"):
        rows.of(content(document(text)), "r_1")


@pytest.mark.parametrize(
    ("norm", "stored"),
    [
        (None, None), ("2025-07-01", "2025-07-01"),
        ({"value": 37, "unit": "Uniklinika"}, '{"unit":"Uniklinika","value":37}'),
        ({"value": 10**30, "unit": "Viren"}, '{"unit":"Viren","value":' + str(10**30) + "}"),
    ],
)  # fmt: skip
def test_a_norm_is_a_text_or_json(norm: Any, stored: str | None) -> None:
    assert made(mentions=(mention(span(TEXT, "zwölf"), "COUNT", norm),))["mention"][0]["norm"] == stored


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        made(mentions=(mention(span(TEXT, "zwölf"), seen={1, 2}),))
    with pytest.raises(ValueError, match="JSON"):
        made(mentions=(mention(span(TEXT, "zwölf"), share=float("nan")),))


@pytest.mark.parametrize(
    ("target", "qualifiers", "value", "unit"),
    [
        ({"value": 12, "unit": "Häuser"}, {}, 12, "Häuser"),
        ({"value": 1.5, "unit": "Jahre"}, {}, 1.5, "Jahre"),
        ("PALAS", {"amount": {"value": 2_000_000, "currency": "EUR"}}, 2_000_000, "EUR"),
        ({"value": 10**30, "unit": "Viren"}, {}, None, "Viren"),
        ({"value": "viele", "unit": "Häuser"}, {}, None, "Häuser"),
        ({"value": True, "unit": 3}, {}, None, None),
        ("PALAS", {"amount": "2 Millionen"}, None, None),
        (None, {}, None, None),
    ],
)
def test_value_and_unit(target: Any, qualifiers: dict[str, Any], value: float | None, unit: str | None) -> None:
    row = made(facts=(fact(span(TEXT, "zwölf"), "PALAS", "count", target, qualifiers=qualifiers),))["fact"][0]
    assert (row["value"], row["unit"]) == (value, unit)
    assert json.loads(row["qualifiers"]) == qualifiers


@pytest.mark.parametrize(
    ("since", "until", "valid_from", "valid_to"),
    [
        ("2025-07-01", "2030-12-31", "2025-07-01", "2030-12-31"),
        ("2025", "2026-03", "2025", "2026-03"),
        ("2025-04/2025-06", "2025-04/2025-06", "2025-04", "2025-06"),
        ("PRESENT_REF", None, None, None),
        (2025, ["2026"], None, None),
        ("P3Y", "", None, None),
    ],
)
def test_validity_comes_from_since_and_until(
    since: Any, until: Any, valid_from: str | None, valid_to: str | None
) -> None:
    qualifiers = {"since": since, "until": until}
    row = made(facts=(fact(span(TEXT, "zwölf"), "A", "leads", "B", qualifiers=qualifiers),))["fact"][0]
    assert (row["valid_from"], row["valid_to"]) == (valid_from, valid_to)
