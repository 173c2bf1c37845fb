"""Reviewed sheets come back: what is taken, what is not, and that a second time changes nothing."""

import csv
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from db import engine
from db.decisions import Order, decide, undo
from db.engine import Database
from db.export.formats import export
from db.written import ValueRefusedError, object_of, predicate
from pipeline.cli import app
from pipeline.errors import BelegtError
from pipeline.reviewed import Outcome, take
from tests.db.export_made import STAMP, fill
from tests.db.make import ask


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled database and its register, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    with engine.open(folder / "belegt.db") as database:
        fill(database)
    export(folder / "belegt.db", folder, "xlsx", 1)
    return folder


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(template / "belegt.db", tmp_path)
    with engine.open(tmp_path / "belegt.db") as database:
        yield database


class Register:
    """The exported workbook, to be filled in as a person does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book = load_workbook(self.path)

    def fill(self, page: str, thing: str, **cells: Any) -> int:
        """Fill in the row of a thing; the number of the row."""
        sheet = self._book[page]
        heads = [cell.value for cell in sheet[1]]
        rows = range(2, sheet.max_row + 1)
        row: int = next(n for n in rows if thing in {cell.value for cell in sheet[n]})
        for head, value in cells.items():
            sheet.cell(row, heads.index(head if head in heads else head.replace("_", " ")) + 1).value = value
        self._book.save(self.path)
        return row


@pytest.fixture
def register(template: Path, tmp_path: Path) -> Register:
    return Register(Path(shutil.copy(template / "belegt.xlsx", tmp_path)))


def facts(database: Database, predicate: str) -> list[str]:
    query = "SELECT fact_id FROM v_fact WHERE predicate = ? AND status = 'open' ORDER BY fact_id"
    return [fact_id for (fact_id,) in ask(database.path, query, predicate)]


def status(database: Database, fact_id: str) -> tuple[Any, ...]:
    return ask(database.path, "SELECT status, subject, object FROM v_fact WHERE fact_id = ?", fact_id)[0]


def test_a_register_comes_back_and_a_second_time_changes_nothing(filled: Database, register: Register) -> None:
    role, ends, count = (facts(filled, p)[0] for p in ("has_role", "ends_on", "count"))
    ((point,),) = ask(filled.path, "SELECT min(discrepancy_id) FROM v_discrepancy")
    register.fill("Fakten", role, Entscheidung="bestätigt", Anmerkung="stimmt")
    register.fill("Fakten", ends, Entscheidung="Korrigiert ", Objekt_neu="31.12.2031", Subjekt_neu="PALAS III")
    register.fill("Fakten", count, Entscheidung="korrigiert", Objekt_neu=15)
    register.fill("Widersprüche", point, Entscheidung="rechts gilt")
    total = ask(filled.path, "SELECT (SELECT count(*) FROM v_fact) + (SELECT count(*) FROM v_discrepancy)")[0][0]

    looked = take(filled.path, register.path, "Ute", dry_run=True)
    assert (looked.taken, looked.unchanged, looked.undecided, looked.misfits) == (4, 0, total - 4, [])
    assert status(filled, role)[0] == "open"

    outcome = take(filled.path, register.path, "Ute", dry_run=False)
    assert (outcome.taken, outcome.misfits) == (4, [])
    assert status(filled, role)[0] == "accepted"
    assert status(filled, ends) == ("corrected", "PALAS III", "2031-12-31")
    assert status(filled, count)[0] == "corrected"
    assert json.loads(status(filled, count)[2]) == {"value": 15, "unit": "Häuser"}
    assert ask(filled.path, "SELECT status FROM v_discrepancy WHERE discrepancy_id = ?", point) == [("right",)]
    stored = ask(filled.path, "SELECT reviewer, note FROM v_decision WHERE target_id = ?", role)
    assert stored == [("Ute", "stimmt")]

    again = take(filled.path, register.path, "Ute", dry_run=False)
    assert (again.taken, again.unchanged, again.misfits, again.batch) == (0, 4, [], "")
    assert ask(filled.path, "SELECT count(*) FROM v_decision")[0][0] == 6


def test_a_batch_is_taken_back_together(filled: Database, register: Register) -> None:
    role = facts(filled, "has_role")[0]
    register.fill("Fakten", role, Entscheidung="abgelehnt")
    outcome = take(filled.path, register.path, "Ute", dry_run=False)
    with filled.write() as connection:
        undo(connection, reviewer="Ute", stamp="2030-01-01T00:00:00.000Z", batch=outcome.batch)
    assert status(filled, role)[0] == "open"


def misfit(outcome: Outcome) -> str:
    ((place, reason),) = outcome.misfits
    return f"{place}: {reason}"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Entscheidung": "jawohl"}, "'jawohl' is no decision on a fact; one of bestätigt, abgelehnt"),
        ({"Entscheidung": "links gilt"}, "'links gilt' is no decision on a fact"),
        ({"Entscheidung": "korrigiert"}, "korrigiert, but no new value is given"),
        ({"Entscheidung": "bestätigt", "Objekt_neu": "x"}, "not korrigiert"),
        ({"Objekt_neu": "x"}, "new values, but no decision in Entscheidung"),
        ({"Entscheidung": "korrigiert", "Objekt_neu": "bald"}, "'bald' is no day such as 31.12.2025"),
        ({"Entscheidung": "korrigiert", "Objekt_neu": "31.02.2025"}, "'31.02.2025' is no day"),
        ({"Entscheidung": "korrigiert", "Prädikat_neu": "liebt"}, "'liebt' is none of has_role"),
    ],
)
def test_what_does_not_fit_is_told_by_its_row(
    filled: Database, register: Register, cells: dict[str, Any], reason: str
) -> None:
    wrong, right = facts(filled, "ends_on")[:2]
    row = register.fill("Fakten", wrong, **cells)
    register.fill("Fakten", right, Entscheidung="bestätigt")
    outcome = take(filled.path, register.path, "Ute", dry_run=False)
    assert misfit(outcome).startswith(f"Fakten {row}: ")
    assert reason in misfit(outcome)
    assert status(filled, wrong)[0] == "open"
    assert (outcome.taken, status(filled, right)[0]) == (1, "accepted")


def test_what_another_changed_since_the_export_does_not_fit(filled: Database, register: Register) -> None:
    role = facts(filled, "has_role")[0]
    register.fill("Fakten", role, Entscheidung="bestätigt")
    with filled.write() as connection:
        decide(connection, [Order("fact", role, "rejected")], reviewer="Jo", stamp=STAMP)
    outcome = take(filled.path, register.path, "Ute", dry_run=False)
    assert "was changed since the export by Jo (now: abgelehnt)" in misfit(outcome)
    assert status(filled, role)[0] == "rejected"


def test_an_unknown_fact_does_not_fit(filled: Database, register: Register) -> None:
    role = facts(filled, "has_role")[0]
    register.fill("Fakten", role, Entscheidung="bestätigt", fact_id="f_0000000000000000")
    assert "there is no fact f_0000000000000000" in misfit(take(filled.path, register.path, "Ute", dry_run=False))


def sheet(path: Path, rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig")])
def test_csv_as_spreadsheets_save_it(filled: Database, tmp_path: Path, delimiter: str, encoding: str) -> None:
    role = facts(filled, "has_role")[0]
    rows = [{"fact_id": role, "Entscheidung": "bestätigt", "Anmerkung": "für später; geprüft"}]
    path = sheet(tmp_path / "a.csv", rows, delimiter=delimiter, encoding=encoding)
    assert take(filled.path, path, "Ute", dry_run=False).taken == 1
    assert ask(filled.path, "SELECT note FROM v_decision WHERE target_id = ?", role) == [("für später; geprüft",)]


def test_one_thing_decided_in_two_ways_is_no_decision(filled: Database, tmp_path: Path) -> None:
    role, count = facts(filled, "has_role")[0], facts(filled, "count")[0]
    rows = [
        {"fact_id": role, "decision": "accepted"}, {"fact_id": count, "decision": "accepted"},
        {"fact_id": role, "decision": "rejected"}, {"fact_id": count, "decision": "accepted"},
    ]  # fmt: skip
    outcome = take(filled.path, sheet(tmp_path / "a.csv", rows), "Ute", dry_run=False)
    assert outcome.taken == 1
    assert [place for place, _ in outcome.misfits] == ["row 4", "row 2"]
    assert status(filled, role)[0] == "open"


def test_decisions_of_another_database_come_over(filled: Database, template: Path, tmp_path: Path) -> None:
    role = facts(filled, "has_role")[0]
    with filled.write() as connection:
        for number, said in enumerate(("rejected", "accepted")):
            stamp = f"2030-01-0{number + 1}T00:00:00.000Z"
            decide(connection, [Order("fact", role, said)], reviewer="Jo", stamp=stamp)
    export(filled.path, tmp_path / "out", "jsonl", 1)
    other = Path(shutil.copy(template / "belegt.db", tmp_path / "other.db"))
    outcome = take(other, tmp_path / "out" / "v_decision.jsonl", "Ute", dry_run=False)
    assert (outcome.taken, outcome.unchanged, outcome.misfits) == (1, 2, [])
    assert ask(other, "SELECT status FROM v_fact WHERE fact_id = ?", role) == [("accepted",)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.xlsx", None, "no such file"),
        ("a.pdf", b"%PDF", ".pdf is no sheet"),
        ("a.xlsx", b"PK nothing", "no workbook, or a damaged one"),
        ("a.csv", b"a,b\n1,2\n", "no column in it"),
        ("a.csv", b"", "no column in it"),
        ("a.jsonl", b'{"fact_id": "f_1", "decision"\n', "line 1 is no JSON"),
        ("a.jsonl", b"[1]\n", "line 1 is no object"),
    ],
)
def test_files_that_are_no_sheets(
    filled: Database, tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BelegtError, match=reason) as caught:
        take(filled.path, tmp_path / name, "Ute", dry_run=False)
    assert caught.value.cure


def test_a_workbook_without_our_columns(filled: Database, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(BelegtError, match="no column in it"):
        take(filled.path, tmp_path / "a.xlsx", "Ute", dry_run=False)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("count", "1.380 Betten", {"value": 1380, "unit": "Betten"}),
        ("count", "1,5 Stellen", {"value": 1.5, "unit": "Stellen"}),
        ("count", 12, {"value": 12, "unit": "Häuser"}),
        ("count", "12", {"value": 12, "unit": "Häuser"}),
        ("starts_on", "1.7.2025", "2025-07-01"),
        ("starts_on", "2025-07", "2025-07"),
        ("starts_on", "1. Januar 2020", "2020-01-01"),
        ("starts_on", "1.März 2020", "2020-03-01"),
        ("starts_on", "Jänner 2020", "2020-01"),
        ("starts_on", "1. März 2026 bis 31.3.2026", "2026-03-01/2026-03-31"),
        ("starts_on", "2026", "2026"),
        ("count", "zwölf Häuser", {"value": 12, "unit": "Häuser"}),
        ("lasts", "fünf Jahre", "P5Y"),
        ("ends_on", "2025-07-01/2025-08-01", "2025-07-01/2025-08-01"),
        ("lasts", "5 Jahre", "P5Y"),
        ("lasts", "P18M", "P18M"),
        ("has_role", "Dekanin", "Dekanin"),
    ],
)
def test_values_as_people_write_them(kind: str, written: Any, value: Any) -> None:
    assert object_of(kind, written, "Häuser") == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("count", "viele"),
        ("count", True),
        ("count", "12"),
        ("count", "9" * 400 + " Betten"),
        ("starts_on", "2025-13"),
        ("lasts", "lange"),
        ("starts_on", "31. Februar 2020"),
        ("starts_on", "1. Brumaire 2020"),
        ("starts_on", ""),
        ("starts_on", "2026/2025"),
        ("starts_on", "2024/2025/2026"),
    ],
)
def test_values_that_are_none(kind: str, written: Any) -> None:
    with pytest.raises(ValueRefusedError):
        object_of(kind, written, None)


@pytest.mark.parametrize(
    ("target", "word", "said"),
    [
        ("fact", "stimmt", "accepted"), ("fact", "Right", "accepted"), ("fact", "bestätigt", "accepted"), ("fact", "accepted", "accepted"),
        ("fact", "stimmt nicht", "rejected"), ("fact", "wrong", "rejected"), ("fact", "unsure", "unsure"),
        ("discrepancy", "A gilt", "left"), ("discrepancy", "right", "right"), ("discrepancy", "B holds", "right"),
        ("discrepancy", "beides  gilt", "both"), ("discrepancy", "no disagreement", "dismissed"),
    ],
)  # fmt: skip
def test_a_decision_in_the_words_of_the_page_or_of_the_sheet_in_both_languages(
    filled: Database, tmp_path: Path, target: str, word: str, said: str
) -> None:
    view = f"v_{target}"
    ((thing,),) = ask(filled.path, f"SELECT min({target}_id) FROM {view} WHERE status = 'open'")  # noqa: S608
    path = sheet(tmp_path / "a.csv", [{f"{target}_id": thing, "decision": word}])
    assert take(filled.path, path, "Ute", dry_run=False).misfits == []
    assert ask(filled.path, f"SELECT status FROM {view} WHERE {target}_id = ?", thing) == [(said,)]  # noqa: S608


def test_the_page_the_report_and_the_sheet_call_things_the_same() -> None:
    from db.export import words as ours
    from review import words as page
    from review.pages import wording

    for name in ("PREDICATES", "STATUSES", "VERDICTS"):
        assert getattr(page, name) is getattr(ours, name)
    assert wording("de").word(page.STATUSES, "accepted") == "bestätigt"
    assert wording("en").word(page.STATUSES, "accepted") == "accepted"


def test_predicates_by_their_german_words() -> None:
    assert predicate("Beteiligt sich an") == "participates_in"
    assert predicate("has_role") == "has_role"
    assert {predicate(word) for word in ("hat die Funktion", "hat das Amt", "Has the role")} == {"has_role"}


def test_the_command(filled: Database, register: Register, tmp_path: Path) -> None:
    role, count = facts(filled, "has_role")[0], facts(filled, "count")[0]
    register.fill("Fakten", role, Entscheidung="bestätigt")
    row = register.fill("Fakten", count, Entscheidung="vielleicht")
    command = ["import", "decisions", str(register.path), "--reviewer", "Ute", "--db", str(filled.path)]
    result = CliRunner().invoke(app, [*command, "--dry-run"])
    assert (result.exit_code, "1 would be taken" in result.output) == (1, True)
    assert status(filled, role)[0] == "open"
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "1 taken, 0 unchanged" in result.output
    assert f"Fakten {row}: 'vielleicht' is no decision" in result.output
    register.fill("Fakten", count, Entscheidung=None)
    assert CliRunner().invoke(app, command).exit_code == 0
    assert CliRunner().invoke(app, [*command[:4], " "]).exit_code == 2
    command[-1] = str(tmp_path / "none.db")
    assert CliRunner().invoke(app, command).exit_code == 3
    assert not (tmp_path / "none.db").exists()


def test_who_is_logged_in_decides_unless_another_is_named(
    filled: Database, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ute.muster")
    role = facts(filled, "has_role")[0]
    register.fill("Fakten", role, Entscheidung="bestätigt")
    result = CliRunner().invoke(app, ["import", "decisions", str(register.path), "--db", str(filled.path)])
    assert result.exit_code == 0, result.output
    assert ask(filled.path, "SELECT reviewer FROM v_decision WHERE target_id = ?", role) == [("ute.muster",)]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_an_export_without_decisions_is_nothing_to_take(template: Path, tmp_path: Path, kind: str) -> None:
    with engine.open(tmp_path / "fresh.db"):
        pass
    export(tmp_path / "fresh.db", tmp_path / "out", kind, 1)
    path = tmp_path / "out" / f"v_decision.{kind}"
    assert path.exists()
    result = CliRunner().invoke(app, ["import", "decisions", str(path), "--db", str(template / "belegt.db")])
    assert (result.exit_code, ": 0 taken, 0 unchanged" in result.output) == (0, True), result.output


def test_nothing_is_stored_when_the_database_refuses(
    filled: Database, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import decisions

    def broken(*_: Any, **__: Any) -> list[str]:
        raise sqlite3.OperationalError("disk I/O error")

    role = facts(filled, "has_role")[0]
    register.fill("Fakten", role, Entscheidung="bestätigt")
    monkeypatch.setattr(decisions, "decide", broken)
    with pytest.raises(sqlite3.OperationalError):
        take(filled.path, register.path, "Ute", dry_run=False)
    assert status(filled, role)[0] == "open"
