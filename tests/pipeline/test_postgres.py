"""The samples on a PostgreSQL server: the same rows as in a file, whoever extracts; and the commands and the page on them."""

import json
import os
import random
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from corpus.document import Document
from corpus.readers.dispatch import documents
from db import engine
from db.readonly import rows
from db.server import Server
from extractors.registry import EXTRACTORS
from pipeline.batches import load_nlp
from pipeline.cli import app
from pipeline.engines import base
from pipeline.engines.base import Engine, Here, Recipe, Result
from pipeline.engines.local import Local
from pipeline.extract import Extraction
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up
from review.app import create_app
from tests import postgres as server
from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from spacy.language import Language

BASE = "http://127.0.0.1:8421"
SHIPPED = Recipe(partial(load_nlp, None, 1))


class Kept(Here):
    """Extracts each document once, for both databases."""

    def __init__(self, load: "Callable[[], Language]") -> None:
        super().__init__(load, EXTRACTORS)
        self._kept: dict[str, Result] = {}

    def submit(self, documents: list[Document]) -> Iterator[Result]:
        new = [document for document in documents if document.id not in self._kept]
        self._kept |= {d.id: result for d, result in zip(new, super().submit(new) if new else (), strict=True)}
        return iter([self._kept[document.id] for document in documents])


def stored(path: Path, made: Engine, tick: Callable[[int], None] = lambda _: None) -> dict[str, list[tuple[Any, ...]]]:
    with engine.open(path) as database:
        report = ingest(documents([str(SAMPLES)]), database, SHIPPED.load, engine=made, tick=tick)
    assert report.failures == ()
    return server.dump(path)


@pytest.fixture(scope="module")
def both(postgres: str, nlp: "Language", tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Server]:
    """The samples by the shipped model, in a file and on a server."""
    file, there = tmp_path_factory.mktemp("samples") / "belegt.db", server.new(postgres)
    kept = Kept(lambda: nlp)
    for path in (file, there):
        stored(path, kept)
    return file, there


def same(one: dict[str, list[tuple[Any, ...]]], two: dict[str, list[tuple[Any, ...]]]) -> None:
    assert len(one["v_fact"]) > 100
    assert len(one["entity_link"]) > 3
    assert len(one["discrepancy"]) > 30
    for name, expected in one.items():
        assert two[name] == expected, name


def test_the_samples_by_the_shipped_model(both: tuple[Path, Server]) -> None:
    one, two = (server.dump(path) for path in both)
    same(one, two)
    assert repr(one["v_fact"]) == repr(two["v_fact"])


def test_the_samples_by_the_rules_alone(postgres: str, tmp_path: Path) -> None:
    kept = Kept(partial(load_nlp, "none"))
    same(stored(tmp_path / "one.db", kept), stored(server.new(postgres), kept))


def test_a_text_that_the_server_refuses_as_too_long_is_a_failure_and_the_others_are_stored(
    postgres: str, tmp_path: Path
) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    many = " ".join("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(130_000))
    source, there = tmp_path / "in.jsonl", server.new(postgres)
    told = [{"id": name, "text": text} for name, text in (("a", "Erste."), ("b", many), ("c", "Letzte."))]
    source.write_text("".join(json.dumps(one) + "\n" for one in told), "utf-8")

    class Nothing(Here):
        """Finds nothing: what is found does not matter here."""

        def submit(self, documents: list[Document]) -> Iterator[Result]:
            return (Extraction(document, (), (), (), ()) for document in documents)

    with engine.open(there) as database:
        made = Nothing(partial(load_nlp, "none"), EXTRACTORS)
        report = ingest(documents([str(source)]), database, partial(load_nlp, "none"), language="any", engine=made)
    assert report.new == 2
    (failure,) = report.failures
    assert (failure.source, failure.stage) == (f"{source}:2", "store")
    assert "too long" in failure.reason
    assert "leave that release out" in failure.cure
    held = rows(there, "SELECT external_id FROM v_release ORDER BY 1", ())
    assert held == [{"external_id": "a"}, {"external_id": "c"}]
    assert rows(there, "SELECT source FROM v_failure", ()) == [{"source": f"{source}:2"}]


def test_two_workers_give_the_same_rows(postgres: str, both: tuple[Path, Server]) -> None:
    with Local(2, SHIPPED, seconds=300.0, memory=4_000_000_000) as workers:
        same(server.dump(both[0]), stored(server.new(postgres), workers))


def test_a_cluster_gives_the_same_rows_when_a_worker_is_killed(
    postgres: str, both: tuple[Path, Server], dask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.engines.cluster import Cluster

    monkeypatch.setattr(base, "_DOCUMENTS", 2)
    killed = list[int]()

    def kill_one(_: int) -> None:
        """When the first document is stored, while the others are under way."""
        if not killed:
            killed.append(dask.workers[0].process.pid)
            os.kill(killed[0], signal.SIGKILL)

    with Cluster(dask.scheduler_address, SHIPPED) as cluster:
        there = stored(server.new(postgres), cluster, kill_one)
    assert killed
    same(server.dump(both[0]), there)


def said(*arguments: str | Path, db: Path) -> Any:
    url = db.url if isinstance(db, Server) else str(db)
    return CliRunner().invoke(app, [*map(str, arguments), "--db", url])


@pytest.mark.parametrize(
    "arguments",
    [
        ("facts", "--format", "json"), ("facts", "--about", "klinik"), ("discrepancies", "--all"), ("discrepancies", "--format", "csv"),
        ("releases",), ("judge", "--linked"), ("digest", "--since", "2024-01-01"), ("db", "check"),
        ("query", "--named", "participation_matrix"), ("query", "--named", "several_roles", "--format", "csv"),
        ("query", "SELECT kind, count(*) AS n FROM v_entity GROUP BY kind ORDER BY kind"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_commands_say_the_same(arguments: tuple[str, ...], both: tuple[Path, Server]) -> None:
    file, there = (said(*arguments, db=path) for path in both)
    assert (file.exit_code, there.exit_code) == (0, 0), there.output
    plain = (re.sub(r"20\d\d-\d\d-\d\dT[\d:.]+Z", "@", one.stdout) for one in (file, there))
    first, second = (text.replace(str(path), "DB") for text, path in zip(plain, both, strict=True))
    assert len(first) > 20
    assert first == second


def test_report_and_export_are_the_same(both: tuple[Path, Server], tmp_path: Path) -> None:
    made = []
    for number, path in enumerate(both):
        folder, page = tmp_path / str(number), tmp_path / f"{number}.html"
        for arguments in (("export", folder, "--format", "jsonl"), ("report", page)):
            ended = said(*arguments, db=path)
            assert ended.exit_code == 0, ended.output
        texts = {
            f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name not in {"v_run.jsonl", "datapackage.json"}
        }
        made.append(
            {
                n: re.sub(r"20\d\d-\d\d-\d\dT[\d:.]+Z", "@", t)
                for n, t in (texts | {"report": page.read_text("utf-8")}).items()
            }
        )
    assert {"v_fact.jsonl", "v_discrepancy.jsonl", "report"} <= made[0].keys()
    assert made[0].keys() == made[1].keys()
    for name, text in made[0].items():
        assert made[1][name] == text, name


def test_an_entity_and_a_search_say_the_same(both: tuple[Path, Server]) -> None:
    (entity_id, name) = rows(
        both[0], "SELECT entity_id, name FROM v_entity ORDER BY mentions DESC, entity_id LIMIT 1", ()
    )[0].values()
    first, second = (said("entity", entity_id, db=path).stdout for path in both)
    assert name in first
    assert first == second
    for asked in ("Register", "Daten Medizin", f'"{name}"', "Forschungs*"):
        found = [
            {row["release_id"]: (row["marks"], row["match"]) for row in json.loads(said("search", asked, "--format", "json", db=p).stdout)}
            for p in both
        ]  # fmt: skip
        assert found[0]
        assert found[0] == found[1]


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (("db", "backup", "copy.db"), "pg_dump"),
        (("serve",), "belegt review"),
        (("forget", "r_1", "--yes"), "new database"),
        (("query", "DELETE FROM release"), "one SELECT"),
    ],
    ids=" ".join,
)
def test_what_is_refused_says_what_to_do(arguments: tuple[str, ...], cure: str, both: tuple[Path, Server]) -> None:
    ended = said(*arguments, db=both[1])
    assert ended.exit_code == 2
    assert cure in ended.stderr


def test_people_decide_by_command_and_on_the_page(both: tuple[Path, Server], tmp_path: Path) -> None:
    def decided(path: Path) -> dict[str, list[tuple[Any, ...]]]:
        one, two = (
            row["entity_id"]
            for row in rows(
                path, "SELECT entity_id FROM v_entity WHERE kind = 'ORG' ORDER BY mentions DESC, entity_id LIMIT 2", ()
            )
        )
        ended = said("judge", one, two, "same", "--reviewer", "Ute", db=path)
        assert ended.exit_code == 0, ended.output
        assert "they are one entity" in ended.stdout
        with TestClient(create_app(path, settle=catch_up), base_url=BASE) as client:
            client.headers.update({"Origin": BASE})
            for page in (
                "/",
                "/discrepancies?all=1",
                "/releases?q=a",
                "/entities",
                f"/entity/{one}",
                "/decisions",
                "/bulk",
                "/runs",
            ):
                assert client.get(page).status_code == 200, page
            card = client.get("/queue?kind=fact").text
            form = card[card.index('class="decide"') :]
            fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")])
            answer = client.post("/decide", data={**{k: unescape(v) for k, v in fields}, "status": "accepted"})
            assert answer.status_code == 200
        assert rows(path, "SELECT count(*) AS n FROM v_fact WHERE status = 'accepted'", ()) == [{"n": 1}]
        return server.dump(path)

    copy = tmp_path / "copy.db"
    with sqlite3.connect(both[0]) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    one = decided(copy)
    two = decided(both[1])
    assert len(one["judgement"]) == 1
    for name, expected in one.items():
        if name not in {"decision", "v_decision", "anchor", "claim"}:  # their ids follow from the time
            assert two[name] == expected, name
