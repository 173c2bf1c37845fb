"""The named questions: each answers, by its parameters, from the views; what a parameter narrows is found by an index."""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from db.decisions import Order, decide
from db.engine import Database
from db.errors import RefusedError
from db.named import NAMED, Named, answer, named
from extractors.base import Finding
from pipeline.cli import app
from tests.db.make import content, document, fact, mention, save, span

TABLES = ("fact", "mention", "revision", "evidence", "release", "alias")
FOUND = {"w", "t", "s", "n", "p", "h", "l"}
"""How the questions call what a parameter found; `x`, `e`, `r`, `v` are fact, evidence, release, revision in the views."""
KLINIKUM, PALAS, PERSON = "Klinikum Nordtal", "PALAS", "Anna Testmann"
WEST = "Klinik Westtal"
GIVEN = {"about": KLINIKUM, "organisation": KLINIKUM, "release": "a"}


def release(name: str, published: str | None, text: str, **changes: Any) -> Any:
    doc = document(text, f"id:{name}", id=name, published=published)
    found = [
        mention(span(text, quote), label, name=quote)
        for quote, label in ((KLINIKUM, "ORG"), (WEST, "ORG"), (PALAS, "PROJECT"), (PERSON, "PERSON"))
        if quote in text
    ]
    return content(doc, **({"mentions": tuple(found), "facts": (), "findings": ()} | changes))


@pytest.fixture
def path(database: Database) -> Path:
    join = "Das Klinikum Nordtal ist seit Mai 2024 bei PALAS."
    office = "Anna Testmann leitet seit 2025 das Klinikum Nordtal und ist Sprecherin."
    ends = "PALAS endet am 31. Dezember 2026, das Klinikum Nordtal verließ PALAS."
    save(
        database,
        release("a", "2024-05-10", join, facts=(
            fact(span(join, join), KLINIKUM, "participates_in", PALAS, qualifiers={"since": "2024-05"}),
        )),
        release("b", "2025-02-01", office, facts=(
            fact(span(office, office), PERSON, "has_role", "Direktorin", qualifiers={"organisation": KLINIKUM, "since": "2025"}),
            fact(span(office, office), PERSON, "has_role", "Sprecherin", qualifiers={"organisation": PALAS}),
        )),
        release("c", "2026-03-01", ends, facts=(
            fact(span(ends, ends), PALAS, "ends_on", "2026-12-31"),
            fact(span(ends, ends), KLINIKUM, "participates_in", PALAS, modality="negated"),
        )),
        content(document(key="id:d", id="d", published="2026-04-01")),
    )  # fmt: skip
    return database.path


def rows(path: Path, name: str, **given: str) -> list[dict[str, Any]]:
    found = answer(path, name, given)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_the_matrix(path: Path) -> None:
    ((row),) = rows(path, "participation_matrix")
    assert (row["organisation"], row["infrastructure"], row["since"]) == (KLINIKUM, PALAS, "2024-05")
    assert rows(path, "participation_matrix", about="klinikum nordtal") == [row]
    assert rows(path, "participation_matrix", about=row["organisation_id"]) == [row]
    assert rows(path, "participation_matrix", about=PERSON) == []


def test_offices_over_time(path: Path) -> None:
    found = rows(path, "office_holders", organisation=KLINIKUM)
    assert [(r["person"], r["role"], r["since"], r["first_told"]) for r in found] == [
        (PERSON, "Direktorin", "2025", "2025-02-01")
    ]


def test_joined_and_left(path: Path) -> None:
    found = rows(path, "joined_and_left", about=KLINIKUM)
    assert [(r["what"], r["organisation"], r["day"]) for r in found] == [
        ("joined", KLINIKUM, "2024-05"),
        ("left", KLINIKUM, "2026-03-01"),
    ]
    later = rows(path, "joined_and_left", about=KLINIKUM, since="2025-01-01", until="2026-12-31")
    assert [r["what"] for r in later] == ["left"]
    assert rows(path, "joined_and_left", about=KLINIKUM, since="2024-05-20", until="2024-05-20") != []


def test_who_joined_may_be_another_ones_name(path: Path, database: Database) -> None:
    text = "Die Klinik Westtal nimmt an PALAS teil."
    asked = Finding("possible_identity", "question", "dasselbe?", "are they one?", (span(text, WEST),) * 2, (WEST, "W"))
    part = fact(span(text, text), WEST, "participates_in", PALAS)
    save(database, release("w", "2026-05-01", text, facts=(part,), findings=(asked,)))
    ((joined),) = rows(path, "joined_and_left", about=WEST)
    assert (joined["what"], joined["doubt"]) == ("joined", "are they one?")
    assert {r["doubt"] for r in rows(path, "joined_and_left", about=KLINIKUM)} == {None}
    with database.write() as connection:
        ((question,),) = connection.exec_driver_sql(
            "SELECT discrepancy_id FROM discrepancy WHERE kind = 'possible_identity'"
        )
        decide(
            connection, [Order("discrepancy", question, "dismissed")], reviewer="Ute", stamp="2026-06-01T00:00:00.000Z"
        )
    ((joined),) = rows(path, "joined_and_left", about=WEST)
    assert (joined["what"], joined["doubt"]) == ("joined", None)


def test_an_unknown_date_is_no_date(path: Path, database: Database) -> None:
    undated = "Das Klinikum Nordtal und die Klinik Westtal nehmen an PALAS teil. Anna Testmann ist Sprecherin in PALAS."
    dated = "Die Klinik Westtal nimmt an PALAS teil."
    part = fact(span(undated, undated), WEST, "participates_in", PALAS)
    office = fact(span(undated, undated), PERSON, "has_role", "Vorsitzende", qualifiers={"organisation": KLINIKUM})
    save(database, release("w", "2026-05-01", dated, facts=(fact(span(dated, dated), WEST, "participates_in", PALAS),)))
    ((joined),) = rows(path, "joined_and_left", about=WEST)
    assert (joined["what"], joined["day"]) == ("joined", "2026-05-01")
    save(database, release("u", None, undated, facts=(part, office)))
    assert rows(path, "joined_and_left", about=WEST) == [], "the undated one may have said so years before"
    ((row),) = rows(path, "participation_matrix", about=WEST)
    assert (row["first_told"], row["last_told"], row["releases"]) == ("2026-05-01", "2026-05-01", 2)
    (told,) = [r for r in rows(path, "office_holders", organisation=KLINIKUM) if r["role"] == "Vorsitzende"]
    assert (told["first_told"], told["last_told"]) == (None, None)
    assert "u" not in [r["release_id"] for r in rows(path, "first_mentions")]


def test_open_discrepancies(path: Path) -> None:
    ((row),) = rows(path, "open_discrepancies")
    assert (row["kind"], row["verdict"]) == ("count_vs_list", "disagrees")
    assert rows(path, "open_discrepancies", kind="membership") == []


def test_what_only_one_release_says(path: Path) -> None:
    told = [(r["subject"], r["predicate"]) for r in rows(path, "single_source", since="2025-01-01", until="2025-12-31")]
    assert told == [(PERSON, "has_role")] * 2
    assert ("participates_in") not in [r["predicate"] for r in rows(path, "single_source")], "two releases tell of it"
    assert {r["predicate"] for r in rows(path, "single_source", predicate="ends_on")} == {"ends_on"}


def test_what_a_release_says(path: Path) -> None:
    assert [r["predicate"] for r in rows(path, "facts_of_release", release="b")] == ["has_role", "has_role"]


def test_several_offices(path: Path) -> None:
    ((row),) = rows(path, "several_roles")
    assert (row["person"], row["offices"]) == (PERSON, 2)
    assert rows(path, "several_roles", organisation=KLINIKUM) == [row]
    assert rows(path, "several_roles", organisation="Stiftung") == []


def test_what_ends_within_a_year(path: Path) -> None:
    assert [r["ends"] for r in rows(path, "ends_soon", day="2026-01-01")] == ["2026", "2026-12-31"]
    assert [r["ends"] for r in rows(path, "ends_soon", day="2027-01-01")] == []
    assert rows(path, "ends_soon", day="1.1.2026") == rows(path, "ends_soon", day="2026-01-01")


def test_first_mentions(path: Path) -> None:
    assert [r["name"] for r in rows(path, "first_mentions", since="2025-01-01")] == [PERSON]
    both = rows(path, "first_mentions", until="2024-12-31", kind="ORG")
    assert [(r["name"], r["published"]) for r in both] == [(KLINIKUM, "2024-05-10")]


def test_what_held_and_what_was_known(path: Path) -> None:
    held = rows(path, "held_on", about=KLINIKUM, day="2024-06-01")
    assert [r["predicate"] for r in held] == ["leads", "participates_in"]
    assert [r["predicate"] for r in rows(path, "held_on", about=KLINIKUM, day="2024-04-30")] == []
    known = rows(path, "known_on", about=KLINIKUM, day="2024-06-01")
    assert [r["predicate"] for r in known] == ["participates_in"]


def test_a_correction_is_what_is_found(path: Path, database: Database) -> None:
    fact_id = rows(path, "facts_of_release", release="a")[0]["fact_id"]
    with database.write() as connection:
        decide(
            connection,
            [Order("fact", fact_id, "corrected", {"predicate": "leads"})],
            reviewer="Ute",
            stamp="2026-01-01T00:00:00.000Z",
        )
    assert rows(path, "participation_matrix") == []
    assert [r["predicate"] for r in rows(path, "facts_of_release", release="a")] == ["leads"]


@pytest.mark.parametrize("one", NAMED, ids=lambda one: one.name)
def test_every_question_has_titles_and_told_parameters(one: Named) -> None:
    assert one.german
    assert one.english
    names = [parameter.name for parameter in one.parameters]
    assert len(set(names)) == len(names)
    assert all(f":{name}" in one.sql for name in names)
    assert all(parameter.doc for parameter in one.parameters)


@pytest.mark.parametrize("one", NAMED, ids=lambda one: one.name)
def test_what_a_parameter_narrows_is_found_by_an_index(path: Path, one: Named) -> None:
    answer(path, one.name, {p.name: GIVEN[p.name] for p in one.parameters if p.default is None})
    connection = sqlite3.connect(path)
    try:
        values = {parameter.name: "" for parameter in one.parameters}
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {one.sql}", values)]
    finally:
        connection.close()
    big = {"x", "e", "r", "v", *TABLES, *re.findall(rf"\b(?:{'|'.join(TABLES)}) AS (\w+)", one.sql)} - FOUND
    big -= {step.split()[1] for step in plan if step.startswith(("CO-ROUTINE", "MATERIALIZE"))}
    scanned = [step for step in plan if step.startswith("SCAN ") and step.split()[1] in big]
    assert scanned == [], "\n".join(plan)
    assert re.findall(r"SEARCH \w+ USING (?:COVERING )?INDEX ix_|SEARCH \w+ USING PRIMARY KEY", "\n".join(plan)), plan


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("nothing", {}, "no question of this name"), ("office_holders", {}, "missing"),
        ("office_holders", {"organisation": ""}, "missing"), ("ends_soon", {"day": "bald"}, "no day"),
        ("ends_soon", {"Tag": "2025-01-01"}, "no parameter 'Tag'"), ("ends_soon", {"day": "13.31.2025"}, "no day"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(path: Path, name: str, given: dict[str, str], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        answer(path, name, given)
    assert caught.value.cure


def test_a_name_finds_its_question() -> None:
    assert named("ends_soon").name == "ends_soon"


def told(path: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "--db", str(path)])
    return result.exit_code, result.output


def test_on_the_command_line(path: Path) -> None:
    code, text = told(path, "query", "--named", "ends_soon", "--param", "day=2026-01-01", "--format", "csv")
    assert code == 0
    assert text.splitlines()[0].startswith("ends,subject,predicate")
    assert len(text.splitlines()) == 3
    code, text = told(path, "query", "--list", "--format", "json")
    assert [row["name"] for row in json.loads(text)] == [one.name for one in NAMED]
    code, text = told(path, "query", "--list")
    assert all(f"{one.name}: {one.german[:9]}" in text for one in NAMED)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("SELECT 1", "--named", "ends_soon"), ("SELECT 1", "--param", "a=b"), ("--named", "nothing"),
        ("--named", "ends_soon", "--param", "day"), ("--named", "office_holders"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_ends_with_two(path: Path, arguments: tuple[str, ...]) -> None:
    assert told(path, "query", *arguments)[0] == 2


def test_search_on_the_command_line(path: Path) -> None:
    code, text = told(path, "search", "Sprecher", "--format", "json")
    assert code == 0
    ((row),) = json.loads(text)
    assert list(row)[:4] == ["release_id", "start", "end", "snippet"]
    code, text = told(path, "search", "palas", "verließ")
    assert "das Klinikum Nordtal ›verließ‹ ›PALAS‹" in " ".join(text.split())
    code, text = told(path, "search", "nirgends", "--format", "json")
    assert sorted(text.splitlines()) == ["[]", "nothing found"]
    assert told(path, "search", "x", "--kind", "nothing")[0] == 2
    assert told(path, "search", "x", "--since", "bald")[0] == 2
