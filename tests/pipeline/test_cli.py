"""The command line: exit codes, what goes to stdout and what to stderr, and the shapes that programs read."""

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from corpus.document import Document
from db.models import Row
from pipeline import batches
from pipeline.cli import app
from tests.db.make import ask, change, document

TEXT = (
    "Das Netzwerk Talmedizin (NTM) startet. An allen 5 Infrastrukturen (BRAKTO, LUPINO, TAVELO, KORVIA) ist das Universitätsklinikum Auental"
    " beteiligt. Rund 40 Kliniken helfen mit 2 Millionen Euro."
)
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own, no settings from outside, and a pipeline that is made once."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("BELEGT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(batches, "load_nlp", pipeline)
    return tmp_path


pipeline = cache(batches.load_nlp)


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str, **options: Any) -> Result:
        result = CliRunner().invoke(app, list(arguments), **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture
def stored(folder: Path, run: Run) -> Path:
    """Two releases in belegt.db."""
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "in.jsonl").write_text(
        json.dumps({"id": "b", "text": TEXT.replace("40", "41"), "published": "2025-07-01"}) + "\n", "utf-8"
    )
    assert run("ingest", "a.txt", "in.jsonl").exit_code == 0
    return folder / "belegt.db"


def belegt(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with the installed pipeline."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]
    options.setdefault("capture_output", True)
    return subprocess.run(command, check=False, timeout=120, **options)


def test_help_and_version_without_anything_heavy() -> None:
    heavy = (
        "spacy",
        "sqlalchemy",
        "sqlmodel",
        "alembic",
        "pydantic_settings",
        "lxml",
        "httpx",
        "structlog",
        "corpus",
        "extractors",
    )
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        f"    sys.exit(end.code or ', '.join(n for n in {heavy!r} if n in sys.modules) or None)"
    )
    for arguments in (["--help"], ["ingest", "--help"], ["db", "--help"], ["--version"]):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert done.stdout


def test_help_names_every_command_of_this_version(run: Run) -> None:
    text = run("--help").stdout
    for command in ("ingest", "extract", "facts", "discrepancies", "releases", "query", "evaluate", "db"):
        assert f"\n  {command} " in text, command
    for command in ("upgrade", "check", "backup"):
        assert f"\n  {command} " in run("db", "--help").stdout, command
    assert run("--version").stdout == f"belegt {version('belegt')}\n"


# --- exit codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"], ["ingest"], ["ingest", "--nix"], ["extract"], ["facts", "--format", "xml"],
        ["facts", "--predicate", "loves"], ["facts", "--since", "gestern"], ["facts", "--as-of", "2025-13-01"],
        ["discrepancies", "--kind", "x"], ["discrepancies", "--verdict", "x"], ["query"], ["query", "SELECT 1", "--limit", "0"],
        ["search", ""], ["search", '"'], ["search", "*"],
        ["evaluate", "nowhere"], ["db"], ["db", "backup"],
    ],
)  # fmt: skip
def test_wrong_usage_is_2_on_stderr(run: Run, arguments: list[str], folder: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr or arguments == ["db"]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [["facts"], ["discrepancies"], ["releases"], ["query", "SELECT 1"], ["db", "check"], ["db", "backup", "copy.db"]],
)
@pytest.mark.parametrize("kind", ["none", "foreign", "newer", "text", "folder"])
def test_an_unusable_database_is_3_with_its_name_and_cure(
    run: Run, arguments: list[str], kind: str, folder: Path
) -> None:
    path = folder / "my.db"
    if kind == "foreign":
        change(path, "CREATE TABLE contacts (name)")
    elif kind == "newer":
        run("db", "upgrade", "--db", "my.db")
        change(path, "UPDATE alembic_version SET version_num = '9999'")
    elif kind == "text":
        path.write_text("keine Datenbank", "utf-8")
    elif kind == "folder":
        path.mkdir()
    result = run(*arguments, "--db", "my.db")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "my.db" in result.stderr
    assert "cure: " in result.stderr
    assert not (folder / "copy.db").exists()


@pytest.mark.parametrize("target", ["folder", "foreign", "nowhere/x.db", "/proc/x.db"])
def test_a_database_that_ingest_cannot_use_is_3_and_nothing_is_read(run: Run, folder: Path, target: str) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "folder").mkdir()
    change(folder / "foreign", "CREATE TABLE contacts (name)")
    result = run("ingest", "a.txt", "--db", target)
    assert (result.exit_code, result.stdout) == (3, "")
    assert target in result.stderr


def test_a_source_that_failed_is_1_and_the_others_are_stored(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "leer.txt").touch()
    (folder / "in.jsonl").write_text('{"id": "b", "text": "Ein kurzer Text."}\n{kaputt\n', "utf-8")
    result = run("ingest", "a.txt", "leer.txt", "fehlt.txt", "in.jsonl")
    assert result.exit_code == 1
    for name in ("leer.txt", "fehlt.txt", "in.jsonl:2"):
        assert f"  {name} (" in result.stdout
    assert result.stdout.count("cure: ") == 3
    assert ask(folder / "belegt.db", "SELECT external_id FROM v_release ORDER BY 1") == [("a",), ("b",)]
    assert len(ask(folder / "belegt.db", "SELECT * FROM v_failure")) == 3


def test_a_model_that_is_not_there_is_2(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    for command in ("ingest", "extract"):
        result = run(command, "a.txt", "--model", "de_nowhere")
        assert result.exit_code == 2
        assert "de_nowhere" in result.stderr
        assert "cure: install that pipeline into this environment, or leave --model out" in result.stderr
    assert ask(folder / "belegt.db", "SELECT source, stage FROM v_failure") == [("de_nowhere", "model")]


def test_a_mistyped_source_makes_no_database(run: Run, folder: Path) -> None:
    (folder / "leer.txt").touch()
    result = run("ingest", "relases/", "leer.txt")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "belegt.db was not made" in result.stdout
    assert "  leer.txt (" in result.stdout
    assert result.stdout.count("cure: ") == 2
    assert [p.name for p in folder.iterdir()] == ["leer.txt"]
    run("db", "upgrade")
    assert "2 failed" in run("ingest", "relases/", "leer.txt").stdout, "a database that is there keeps the failures"
    assert len(ask(folder / "belegt.db", "SELECT * FROM v_failure")) == 2


def test_re_extraction_makes_no_database(run: Run, folder: Path) -> None:
    result = run("ingest", "--re-extract")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "no database here" in result.stderr
    assert list(folder.iterdir()) == []


def test_an_interrupt_is_one_line_and_130(
    run: Run, stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_sources: object) -> Iterator[Document]:
        yield document("Die Klinik Nord hat 12 Betten.", "id:new")
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.readers.dispatch.documents_of", stopped)
    result = run("ingest", "a.txt")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "belegt: interrupted; what was stored stays, run it again\n"
    assert ask(stored, "SELECT state FROM v_run ORDER BY started")[-1] == ("interrupted",)
    assert (folder / "a.txt").exists()


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # SQLite keeps it to itself, Python tells of it
def test_an_interrupt_while_a_question_is_answered(run: Run, stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stored.exists()
    times = iter([0.0])

    def clock() -> float:
        for time in times:
            return time
        raise KeyboardInterrupt  # inside SQLite, which does not pass it on

    monkeypatch.setattr("db.readonly.time.monotonic", clock)
    sql = "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT max(n) FROM x"
    result = run("query", sql)
    assert result.exit_code == 130
    assert "interrupted" in result.stderr


def test_a_broken_settings_file_is_2(run: Run, folder: Path) -> None:
    (folder / "belegt.toml").write_text("db =", "utf-8")
    result = run("facts")
    assert result.exit_code == 2
    assert "belegt.toml" in result.stderr


# --- ingest and the database ------------------------------------------------------------------------------------------


def test_ingest_prints_its_summary_on_stdout_and_nothing_else_anywhere(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    first = run("ingest", "a.txt")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("1 release in ")
    assert "1 new" in first.stdout
    second = run("ingest", "a.txt")
    assert "0 new   1 unchanged" in second.stdout
    assert sorted(p.name for p in folder.iterdir()) == ["a.txt", "belegt.db"], "no journal is left behind"


def test_where_the_database_is(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "belegt.toml").write_text('db = "toml.db"', "utf-8")
    run("ingest", "a.txt")
    monkeypatch.setenv("BELEGT_DB", "env.db")
    run("ingest", "a.txt")
    run("ingest", "a.txt", "--db", "flag.db")
    assert sorted(p.name for p in folder.glob("*.db")) == ["env.db", "flag.db", "toml.db"]


def test_standard_input(run: Run) -> None:
    assert "1 new" in run("ingest", "-", input=TEXT).stdout
    assert "1 unchanged" in run("ingest", "-", input=TEXT).stdout


def test_re_extraction_needs_no_source(run: Run, stored: Path) -> None:
    change(
        stored, "UPDATE revision SET fingerprint = 'dates:0' WHERE release_id = (SELECT min(release_id) FROM release)"
    )
    result = run("ingest", "--re-extract")
    assert result.exit_code == 0
    assert "1 re-extracted" in result.stdout
    assert ask(stored, "SELECT count(DISTINCT fingerprint) FROM v_release") == [(1,)]
    assert "re-extracted" not in run("ingest", "--re-extract").stdout


def test_verbose_speaks_on_stderr_alone(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    result = run("ingest", "a.txt", "--verbose")
    assert "model loaded" in result.stderr
    assert "model loaded" not in result.stdout


def test_progress_is_for_terminals_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")  # a dumb terminal shows no bar
    (folder / "a.txt").write_text(TEXT, "utf-8")
    ours, theirs = pty.openpty()
    told: list[bytes] = []

    def read() -> None:
        # While the command runs: a terminal that nobody reads is full after a few pictures of the bar.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 100_000):
                told.append(part)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = belegt("ingest", "a.txt", stdout=subprocess.PIPE, stderr=theirs, capture_output=False)
    finally:
        os.close(theirs)
        reader.join(timeout=30)
        os.close(ours)
    shown = b"".join(told).decode()
    assert done.returncode == 0
    assert "documents" in shown
    assert "left" in shown
    assert b"documents" not in done.stdout


def test_upgrade_check_and_backup(run: Run, stored: Path, folder: Path) -> None:
    upgraded = run("db", "upgrade")
    assert (upgraded.exit_code, "schema" in upgraded.stdout) == (0, True)
    checked = run("db", "check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "2 releases" in checked.stdout
    assert run("db", "backup", "copy.db").exit_code == 0
    assert run("db", "check", "--db", "copy.db").exit_code == 0
    again = run("db", "backup", "copy.db")
    assert again.exit_code == 2
    assert "copy.db" in again.stderr
    change(stored, "UPDATE run SET state = 'running', pid = 4711, host = 'weit-weg'")
    noted = run("db", "check")
    assert (noted.exit_code, noted.stderr) == (0, "")
    assert "note: the run begun " in noted.stdout
    lost = run("db", "backup", "no where/x.db")
    assert lost.exit_code == 2
    assert "mkdir -p 'no where'" in lost.stderr
    change(stored, "UPDATE mention SET quote = 'x'")
    broken = run("db", "check")
    assert broken.exit_code == 3
    assert "is not what stands there" in broken.stdout
    assert "cure: restore a backup" in broken.stderr
    assert (folder / "copy.db").exists()


def test_upgrade_makes_a_database(run: Run, folder: Path) -> None:
    assert "before: none" in run("db", "upgrade", "--db", "new.db").stdout
    tables = {name for (name,) in ask(folder / "new.db", "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(Row.metadata.tables) <= tables


# --- extract ----------------------------------------------------------------------------------------------------------


def records(*texts: str) -> str:
    return "".join(json.dumps({"id": f"n{n}", "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts))


def test_extract_gives_one_object_a_readable_input_in_order_and_makes_no_database(run: Run, folder: Path) -> None:
    (folder / "in.jsonl").write_text(
        records(TEXT, TEXT, "Kurz.") + "{kaputt\n" + '{"id": "z", "text": "Ende 😀."}\n', "utf-8"
    )
    result = run("extract", "in.jsonl", "fehlt.txt", "--format", "jsonl")
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["id"] for one in found] == ["n0", "n1", "n2", "z"]
    assert [one["source"] for one in found] == ["in.jsonl:1", "in.jsonl:2", "in.jsonl:3", "in.jsonl:5"]
    assert {**found[0], "id": "", "source": ""} == {**found[1], "id": "", "source": ""}
    assert found[3]["text"] == "Ende 😀."
    assert "in.jsonl:4" in result.stderr
    assert "fehlt.txt" in result.stderr
    assert [p.name for p in folder.iterdir()] == ["in.jsonl"]


def test_extract_obeys_the_evidence_law(run: Run, folder: Path) -> None:
    (folder / "in.jsonl").write_text(records("😀 " + TEXT), "utf-8")
    (found,) = json.loads(run("extract", "in.jsonl", "--format", "json").stdout)
    spans = [
        *found["mentions"],
        *(f["evidence"] for f in found["facts"]),
        *(s for f in found["findings"] for s in f["evidence"]),
    ]
    assert spans
    for span in spans:
        assert found["text"][span["start"] : span["end"]] == span["quote"]
    assert found["contract_version"] == 1


@pytest.mark.parametrize(("how", "empty"), [("json", "[]\n"), ("jsonl", ""), ("text", "")])
def test_extract_of_nothing_readable(run: Run, how: str, empty: str) -> None:
    result = run("extract", "fehlt.txt", "--format", how)
    assert (result.exit_code, result.stdout) == (1, empty)


def test_extract_for_people(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    result = run("extract", "a.txt")
    assert result.exit_code == 0
    assert "Mentions: " in result.stdout
    assert "2 Millionen Euro" in result.stdout


def test_json_is_utf_8_whatever_the_locale_says(folder: Path) -> None:
    (folder / "in.jsonl").write_text(records("Grüße 😀 aus Würzburg."), "utf-8")
    done = belegt("extract", "in.jsonl", "--format", "json", env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))[0]["text"] == "Grüße 😀 aus Würzburg."


def test_a_closed_pipe_is_no_fault(folder: Path) -> None:
    (folder / "in.jsonl").write_text(records(*(f"{TEXT} {n}" for n in range(300))), "utf-8")
    command = [
        sys.executable,
        "-c",
        "from pipeline.cli import main; main()",
        "extract",
        "in.jsonl",
        "--format",
        "jsonl",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "n0"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_full_disk_behind_the_output_is_told_with_the_cure(stored: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = belegt("facts", cwd=stored.parent, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 2
    assert b"standard output: it cannot be written: no space left\n  cure: make room" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--help"], ["facts"], ["ingest", "fehlt.txt"], ["extract", "a.txt", "fehlt.txt"], ["query", "nix"]]
)
def test_a_pipe_that_is_closed_from_the_start_is_no_fault(stored: Path, arguments: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        done = belegt(*arguments, cwd=stored.parent, stdout=theirs, stderr=subprocess.PIPE, capture_output=False)
    finally:
        os.close(theirs)
    assert b"BrokenPipe" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode == (2 if arguments == ["query", "nix"] else 0), "a refusal has written nothing into the pipe"


# --- questions --------------------------------------------------------------------------------------------------------


def test_facts_for_programs_and_people(run: Run, stored: Path) -> None:
    found = json.loads(run("facts", "--format", "json").stdout)
    assert found
    assert {one["release_id"] for one in found} <= {r for (r,) in ask(stored, "SELECT release_id FROM v_release")}
    rows = list(csv.DictReader(io.StringIO(run("facts", "--format", "csv").stdout)))
    assert [row["fact_id"] for row in rows] == [one["fact_id"] for one in found]
    assert all(json.loads(row["qualifiers"]) == one["qualifiers"] for row, one in zip(rows, found, strict=True))
    assert list(rows[0])[:10] == [
        "source", "published", "subject", "predicate", "object", "organisation", "quote", "score", "modality", "status",
    ]  # fmt: skip
    assert [row["organisation"] for row in rows] == [one["qualifiers"].get("organisation", "") for one in found]
    text = run("facts").stdout
    assert "2025-07-01 · in.jsonl:1 · r_" in text
    assert found[0]["subject"].split()[0] in text


def test_facts_are_filtered(run: Run, stored: Path) -> None:
    predicates = [p for (p,) in ask(stored, "SELECT DISTINCT predicate FROM v_fact")]
    for predicate in predicates:
        found = json.loads(run("facts", "--predicate", predicate, "--format", "json").stdout)
        assert {one["predicate"] for one in found} == {predicate}
    dated = json.loads(run("facts", "--since", "2025-07-01", "--about", "talmedizin", "--format", "json").stdout)
    assert dated == json.loads(
        run("facts", "--since", "01.07.2025", "--about", "talmedizin", "--format", "json").stdout
    )
    assert dated
    assert all("Talmedizin" in json.dumps(one, ensure_ascii=False) for one in dated)


def test_an_empty_answer(run: Run, stored: Path) -> None:
    assert stored.exists()
    for question in (
        ["facts", "--about", "niemand"],
        ["discrepancies", "--kind", "membership"],
        ["query", "SELECT 1 AS one WHERE 0"],
    ):
        for how, empty in (("json", "[]\n"), ("table", "")):
            result = run(*question, "--format", how)
            assert (result.exit_code, result.stdout, result.stderr) == (0, empty, "nothing found\n")
        assert len(run(*question, "--format", "csv").stdout.splitlines()) == 1, "a head alone"
    assert run("facts", "--since", "2999-01-01", "--predicate", "said", "--as-of", "2025-01-01").exit_code == 0


def test_discrepancies_in_the_contracts_shape(run: Run, stored: Path) -> None:
    assert stored.exists()
    found = json.loads(run("discrepancies", "--all", "--format", "json").stdout)
    for one in found:
        assert list(one) == [
            "id", "kind", "verdict", "scope", "subject", "predicate", "values", "reason_de", "reason_en", "status",
        ]  # fmt: skip
        assert all(set(v) == {"release_id", "value", "quote", "start", "end"} for v in one["values"])
    loud = [one for one in found if one["verdict"] == "disagrees"]
    assert [one["kind"] for one in loud] == ["count_vs_list"] * 2
    text = run("discrepancies", "--kind", "count_vs_list", "--verdict", "disagrees").stdout
    assert text.count("(count_vs_list, disagrees)") == 2
    assert "     2025-07-01 · in.jsonl:1 · r_" in text
    arguments = ["--kind", "count_vs_list", "--verdict", "disagrees", "--format", "csv"]
    sheet = csv.DictReader(io.StringIO(run("discrepancies", *arguments).stdout))
    assert sorted((row["source"], row["published"]) for row in sheet) == [("a.txt", ""), ("in.jsonl:1", "2025-07-01")]
    assert "BRAKTO, LUPINO, TAVELO, KORVIA)" in " ".join(text.split())


def test_releases(run: Run, stored: Path) -> None:
    found = json.loads(run("releases", "--format", "json").stdout)
    assert [(one["external_id"], one["published"]) for one in found] == [("a", None), ("b", "2025-07-01")]
    assert (
        found[0]["mentions"]
        == ask(stored, "SELECT count(*) FROM v_mention WHERE release_id = ?", found[0]["release_id"])[0][0]
    )
    assert found[1]["release_id"] in run("releases").stdout


def test_query_in_every_format(run: Run, stored: Path) -> None:
    assert stored.exists()
    sql = "SELECT external_id AS id, NULL AS nix, 1.5 AS x, x'00ff' AS raw FROM v_release ORDER BY 1"
    assert json.loads(run("query", sql, "--format", "json").stdout)[0] == {
        "id": "a",
        "nix": None,
        "x": 1.5,
        "raw": "00ff",
    }
    assert run("query", sql, "--format", "csv").stdout == "id,nix,x,raw\na,,1.5,00ff\nb,,1.5,00ff\n"
    assert [line.split() for line in run("query", sql).stdout.splitlines()][2] == ["a", "1.5", "00ff"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["DELETE FROM release"], "only reading is allowed"),
        (["ATTACH 'x.db' AS x"], "only reading is allowed"),
        (["SELECT nix"], "no such column"),
        (["SELECT 1 UNION SELECT 2", "--limit", "1"], "more than 1 rows"),
        (
            [
                "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT max(n) FROM x",
                "--seconds",
                "0.05",
            ],
            "longer than 0.05 seconds",
        ),
    ],
)
def test_a_refused_query_is_2_and_prints_no_data(run: Run, stored: Path, arguments: list[str], reason: str) -> None:
    before = stored.read_bytes()
    result = run("query", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr
    assert "cure: " in result.stderr
    assert stored.read_bytes() == before


# --- evaluate ---------------------------------------------------------------------------------------------------------


def test_evaluate_prints_a_table_or_one_object(run: Run, folder: Path) -> None:
    from tests.pipeline.gold_set import gold_set

    for part in ("gold", "texts"):
        (folder / "set" / part).mkdir(parents=True)
    for name, (text, gold) in gold_set().items():
        (folder / "set" / "texts" / f"{name}.txt").write_text(text, "utf-8")
        (folder / "set" / "gold" / f"{name}.json").write_text(json.dumps(gold), "utf-8")
    table = run("evaluate", "set")
    assert (table.exit_code, table.stderr) == (0, "")
    figures = json.loads(run("evaluate", "set", "--format", "json").stdout)
    strict = figures["strict"]["all"]
    assert 0 <= strict["f1"] <= 1
    assert f"{strict['f1']:.4f}" in table.stdout
    assert sorted(p.name for p in folder.iterdir()) == ["set"], "no database is made"


def test_an_empty_gold_folder_is_2(run: Run, folder: Path) -> None:
    (folder / "set").mkdir()
    result = run("evaluate", "set")
    assert result.exit_code == 2
    assert "set" in result.stderr
