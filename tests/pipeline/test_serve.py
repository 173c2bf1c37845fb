"""Datasette on our database: our metadata, named questions, evidence by one click; nothing is written, nothing runs on."""

import asyncio
import hashlib
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from typer.testing import CliRunner

from db import engine
from db.datasette_metadata import EVIDENCE, FACETS, NAME, SECRET, as_yaml, metadata
from db.named import NAMED
from pipeline.cli import app
from tests.db.export_made import fill
from tests.db.make import ask

pytest.importorskip("datasette")
YAML = Path(__file__).parents[2] / "db" / "datasette.yaml"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serve") / "belegt.db"
    with engine.open(path) as database:
        fill(database)
    return path


class Site:
    """Datasette, asked without a network."""

    def __init__(self, datasette: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self.datasette = datasette
        self._loop.run_until_complete(datasette.invoke_startup())

    def get(self, address: str, **query: str) -> Any:
        return self._loop.run_until_complete(self.datasette.client.get(f"{address}?{urlencode(query)}"))

    def rows(self, address: str, **query: str) -> list[dict[str, Any]]:
        response = self.get(f"{address}.json", _shape="array", **query)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()
        return found

    def close(self) -> None:
        for database in self.datasette.databases.values():
            database.close()
        if self.datasette.executor:
            self.datasette.executor.shutdown()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[Site]:
    from pipeline.datasette_app import datasette_of

    opened = Site(datasette_of(path, seconds=0.5, rows=500))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plain(path: Path) -> Iterator[Site]:
    """What `datasette belegt.db -m db/datasette.yaml` makes."""
    from datasette.app import Datasette
    from datasette.utils import parse_metadata

    opened = Site(Datasette([str(path)], metadata=parse_metadata(YAML.read_text("utf-8"))))
    yield opened
    opened.close()


def values(question: Any) -> dict[str, str]:
    return {p.name: "Institut Nord" if p.default is None else p.default for p in question.parameters}


def test_the_written_metadata_is_fresh(path: Path) -> None:
    tables = [name for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    fresh = "stale: belegt serve --metadata > db/datasette.yaml"
    assert YAML.read_text("utf-8") == as_yaml(metadata(tables)), fresh


def test_the_yaml_says_what_the_metadata_says() -> None:
    from datasette.utils import parse_metadata

    told = metadata(["fact", "salt"])
    assert parse_metadata(as_yaml(told)) == told


def test_every_view_and_column_is_described(path: Path) -> None:
    tables = metadata([])["databases"][NAME]["tables"]
    for (view,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'view'"):
        columns = [name for (name,) in ask(path, "SELECT name FROM pragma_table_info(?)", view)]
        assert list(tables[view]["columns"]) == columns, view
        assert set(FACETS.get(view, [])) <= set(columns), view


def test_all_pages_are_there(site: Site, path: Path) -> None:
    home = site.get(f"/{NAME}").text
    for (view,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'view'"):
        assert f"/{NAME}/{view}" in home
        assert site.get(f"/{NAME}/{view}").status_code == 200
    for question in NAMED:
        assert question.german in home
    facts = site.get(f"/{NAME}/v_fact").text
    assert "how sure the rule is, 0 to 1" in facts
    assert "_facet=predicate" in facts or 'data-column="predicate"' in facts


@pytest.mark.parametrize("question", NAMED, ids=[q.name for q in NAMED])
def test_named_questions_run_with_us_and_with_a_plain_datasette(site: Site, plain: Site, question: Any) -> None:
    ours = site.rows(f"/{NAME}/{question.name}", **values(question))
    assert plain.rows(f"/{NAME}/{question.name}", **values(question)) == ours


def test_from_a_fact_to_its_evidence(site: Site, plain: Site, path: Path) -> None:
    fact_id, quote = ask(path, "SELECT fact_id, quote FROM v_fact WHERE predicate = 'has_role' ORDER BY fact_id")[0]
    assert f'<a href="/{NAME}/evidence_of_fact?fact_id={fact_id}">' in site.get(f"/{NAME}/v_fact").text
    for one in (site, plain):
        (row,) = one.rows(f"/{NAME}/evidence_of_fact", fact_id=fact_id)
        text = ask(path, "SELECT text FROM v_release WHERE release_id = ?", row["release_id"])[0][0]
        assert row["evidence"] == quote
        assert row["before"] + quote + row["after"] in text


def test_the_sides_of_a_discrepancy(site: Site, path: Path) -> None:
    ((discrepancy_id,),) = ask(path, "SELECT min(discrepancy_id) FROM v_discrepancy")
    rows = site.rows(f"/{NAME}/evidence_of_discrepancy", discrepancy_id=discrepancy_id)
    assert rows[0]["value"] == "12"
    page = site.get(f"/{NAME}/v_discrepancy").text
    assert f"evidence_of_discrepancy?discrepancy_id={discrepancy_id}" in page
    assert set(EVIDENCE) == {"evidence_of_fact", "evidence_of_discrepancy"}


def test_text_of_releases_is_text(site: Site) -> None:
    page = site.get(f"/{NAME}/v_release").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("delete from fact", "must be a SELECT"),
        ("drop view v_fact", "must be a SELECT"),
        ("attach database '/tmp/x.db' as x", "must be a SELECT"),
        ("vacuum into '/tmp/x.db'", "must be a SELECT"),
        ("pragma journal_mode=delete", "must be a SELECT"),
        ("with x as (select 1) insert into run select * from run", "not authorized"),
        ("with x as (select 1) update sqlite_master set name = 'x'", "readonly|may not be modified|not authorized"),
        ("select load_extension('x')", "not authorized"),
        ("select * from salt", "prohibited"),
        ("select length(zeroblob(1000000000))", "too big"),
        (
            "select count(*) from mention a, mention b, mention c, mention d, mention e, mention f, mention g, mention h, mention i, mention j",
            "took too long",
        ),
        ("with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t", "took too long"),
    ],
)
def test_what_writes_or_runs_on_is_refused(site: Site, path: Path, sql: str, reason: str) -> None:
    before = hashlib.sha256(path.read_bytes()).digest()
    response = site.get(f"/{NAME}.json", sql=sql)
    assert response.status_code == 400
    assert re.search(reason, response.json()["error"])
    assert hashlib.sha256(path.read_bytes()).digest() == before
    assert not Path("/tmp/x.db").exists()  # noqa: S108 - the name that the statements ask for


def test_secret_tables_are_there_at_all(path: Path) -> None:
    tables = {name for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(SECRET) <= tables


def test_answers_are_cut_at_the_limit(site: Site) -> None:
    sql = "with recursive t(n) as (select 1 union all select n + 1 from t where n < 1000) select n from t"
    found = site.get(f"/{NAME}.json", sql=sql).json()
    assert (len(found["rows"]), found["truncated"]) == (500, True)


def test_a_live_file_shows_what_is_written_meanwhile(path: Path, site: Site) -> None:
    count = "select count(*) as n from v_release"
    before = site.rows(f"/{NAME}", sql=count)[0]["n"]
    from tests.db.export_made import TEXT, made
    from tests.db.make import save

    with engine.open(path) as database:
        save(database, made(TEXT + " Neu.", "id:new"))
    assert site.rows(f"/{NAME}", sql=count)[0]["n"] == before + 1


def test_strange_host_names_are_refused_on_this_machine(path: Path) -> None:
    from starlette.testclient import TestClient

    from pipeline.datasette_app import datasette_of, guarded

    with TestClient(guarded(datasette_of(path, seconds=1, rows=10), "127.0.0.1"), "http://127.0.0.1") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "stranger.example"}).status_code == 400


def test_without_datasette_the_cure_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    result = CliRunner().invoke(app, ["serve", "--db", str(path)])
    assert result.exit_code == 2
    assert "Datasette is not installed" in result.output
    assert "pip install" in result.output


def test_what_is_not_shown_is_not_counted_either(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    for address in ("/", f"/{NAME}", f"/{NAME}.json"):
        assert site.get(address).status_code == 200
    told = capfd.readouterr()
    assert "ERROR" not in told.err + told.out


def test_wrong_addresses_and_files(path: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--db", str(path), "--port", port])
    assert (result.exit_code, "it cannot listen there" in result.output) == (2, True)
    result = CliRunner().invoke(app, ["serve", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 3
    strange = tmp_path / "a#b.db"
    strange.write_bytes(path.read_bytes())
    result = CliRunner().invoke(app, ["serve", "--db", str(strange)])
    assert (result.exit_code, "cannot open a path" in result.output) == (2, True)


def test_the_command_listens(path: Path) -> None:
    import httpx

    code = "from pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--db", str(path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
            assert found is not None
            answer = httpx.get(f"{found[0]}{NAME}.json", params={"sql": "select 1 as n", "_shape": "array"}, timeout=30)
            assert json.loads(answer.text) == [{"n": 1}]
        finally:
            process.terminate()
            process.wait(30)


def test_the_metadata_command() -> None:
    result = CliRunner().invoke(app, ["serve", "--metadata"])
    assert result.exit_code == 0
    assert result.stdout == YAML.read_text("utf-8")
