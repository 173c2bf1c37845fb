"""What people and programs hand in: reviewed sheets, forms and addresses of the page, free SQL, searches."""

import atexit
import csv
import io
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from db import engine, readonly, search
from db.errors import RefusedError
from db.names import fold
from pipeline.errors import BelegtError
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up
from pipeline.reviewed import take
from pipeline.reviewed_files import rows
from tests.db.make import ask
from tests.fuzz import material
from tests.fuzz.target import Target
from tests.fuzz.texts import _rules
from tests.pipeline.toy import document

if TYPE_CHECKING:
    from starlette.testclient import TestClient

BASE: Final = "http://127.0.0.1:8421"
_TEXT: Final = "Die Klinik Nordtal hat 120 Betten. Prof. Dr. Anna Beispiel leitet das Forschungsnetz PALAS (Patienten an Lotsen). Das Projekt startet am 1. März 2026. An allen 3 Infrastrukturen (A, B, C) ist das Universitätsklinikum Nordtal beteiligt."  # fmt: skip
_GETS: Final = ("/", "/queue", "/discrepancies", "/releases", "/entities", "/decisions", "/decisions/rejected.jsonl", "/bulk", "/runs", "/help", "/login", "/static/x", "/static/../app.py", "/release/{id}", "/release/{id}/add", "/entity/{id}", "/nowhere")  # fmt: skip
_POSTS: Final = ("/decide", "/undo", "/bulk", "/settings", "/release/{id}/add", "/login", "/logout", "/queue")
_FIELDS: Final = (
    "target", "target_id", "status", "seen", "note", "at", "go", "back", "batch", "decision_id", "extent", "extractor", "keys", "kind", "name",
    "new_object", "new_predicate", "new_subject", "new_unit", "new_value", "object", "password", "predicate", "publisher", "q", "quote",
    "release", "run", "start", "subject", "page", "from", "lang", "all", "told", "f_kind", "f_status", "f_predicate", "f_release", "f_publisher",
)  # fmt: skip
_SAYS: Final = ("fact", "discrepancy", "identity", "addition", "accepted", "rejected", "corrected", "unsure", "left", "same", "different", "added", "open", "stale", "skip", "next", "previous", "count", "has_role", "leads", "starts_on", "lasts", "part", "words", "decisions", "de", "en", "on", "1", "-1", "999999999999")  # fmt: skip
_SQL: Final = (
    "SELECT", "*", "FROM", "WHERE", "v_fact", "v_release", "v_mention", "v_entity", "sqlite_master", "fact", "JOIN", "ON", "ORDER BY", "LIMIT",
    "GROUP BY", "HAVING", "count(*)", "text", "subject", "object", "=", "<", "LIKE", "'%a%'", "(", ")", ",", ";", "--", "/*", "*/", "NULL", "1", "0",
    "1e999", "-9223372036854775808", "x'00'", '"', "'", "`", "[", "]", "?", ":a", "@b", "UNION ALL", "EXCEPT", "WITH", "RECURSIVE", "AS", "x(n)", "VALUES",
    "PRAGMA", "table_info(fact)", "ATTACH", "INSERT INTO", "DELETE", "UPDATE", "SET", "CREATE", "DROP", "TABLE", "VACUUM", "BEGIN", "COMMIT",
    "zeroblob(1000000000)", "printf('%999999999d', 1)", "randomblob(9)", "json_extract(qualifiers, '$')", "json('{')", "char(0)", "abs(-9223372036854775808)",
    "load_extension('x')", "fold(text)", "fold(NULL)", "fold(x'ff')", "CAST(x'ff' AS TEXT)", "date('now')", "strftime('%Y', 'x')", "OVER ()", "MATCH", "GLOB", "REGEXP", "CASE WHEN", "END",
    "search", "search MATCH '\"'", "EXPLAIN", "\x00", "😀", "\ud800", "\n",
)  # fmt: skip
_QUESTIONS: Final = ("SELECT subject, predicate, object, value, unit FROM v_fact WHERE release_id = 'a' ORDER BY score LIMIT 5", "SELECT e.name, count(*) FROM v_mention AS m JOIN v_entity AS e USING (entity_id) GROUP BY 1 HAVING count(*) > 1", "WITH RECURSIVE x(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM x LIMIT 9) SELECT n FROM x")  # fmt: skip


@cache
def _folder() -> Path:
    """A folder in memory, where the system has one; it goes with this process."""
    memory = Path("/dev/shm")  # noqa: S108
    made = Path(tempfile.mkdtemp(prefix="belegt-fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _database() -> Path:
    """A small database with facts, findings and what may be one."""
    path = _folder() / "belegt.db"
    texts = [
        _TEXT,
        _TEXT.replace("120", "130").replace("2026", "2027"),
        "Die Klinik Nord-Tal dankt der Klinik Nordtal.",
    ]
    with engine.open(path) as opened:
        ingest(
            [document(text, f"id:{n}", id=str(n), published="2026-02-01") for n, text in enumerate(texts)],
            opened,
            _rules,
        )
    return path


@cache
def _ids() -> tuple[str, ...]:
    sql = "SELECT fact_id FROM v_fact UNION SELECT discrepancy_id FROM v_discrepancy UNION SELECT release_id FROM v_release UNION SELECT entity_id FROM v_entity"
    return tuple(sorted(row[0] for row in ask(_database(), sql)))


@cache
def _page() -> "TestClient":
    from starlette.testclient import TestClient

    from review.app import create_app

    path = _folder() / "reviewed.db"
    shutil.copy(_database(), path)
    client = TestClient(
        create_app(path, settle=catch_up), base_url=BASE, follow_redirects=False, raise_server_exceptions=True
    )
    client.__enter__()
    client.headers.update({"Origin": BASE})
    atexit.register(client.__exit__, None, None, None)
    return client


# --- The page -----------------------------------------------------------------------------------------------------


def _request(rng: Random) -> str:
    """Method, path and query, form: three lines."""
    get = rng.random() < 0.5
    path = rng.choice(_GETS if get else _POSTS).replace("{id}", rng.choice((*_ids(), "x", "%00", "é", "r_1' OR 1=1")))
    fields = [(rng.choice(_FIELDS), _answer(rng)) for _ in range(rng.randrange(7))]
    if not get and path == "/decide" and rng.random() < 0.7:
        target_id = rng.choice(_ids())
        fields += [("target", {"f": "fact", "x": "discrepancy"}.get(target_id[0], "identity")), ("target_id", target_id), ("status", rng.choice(_SAYS[4:12]))]  # fmt: skip
    told = _encoded(fields)
    return f"{'GET' if get else 'POST'}\n{path}{'?' + told if get and told else ''}\n{'' if get else told}"


def _encoded(fields: list[tuple[str, str]]) -> str:
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in fields])


def _answer(rng: Random) -> str:
    how = rng.random()
    if how < 0.35:
        return rng.choice(_SAYS)
    if how < 0.6:
        return rng.choice(_ids())
    if how < 0.7:
        return f"{rng.choice(_SAYS)}:{rng.choice(_ids())}"
    if how < 0.8:
        return _TEXT[rng.randrange(100) : rng.randrange(200)]
    return material.text(rng, most=5)


def _visit(given: str) -> None:
    method, path, form = given.split("\n")
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    answer = _page().request(method, path, content=form.encode(), headers=headers)
    assert answer.status_code < 500, answer.status_code
    assert "Traceback" not in answer.text
    assert "<script>x" not in answer.text


# --- Sheets -------------------------------------------------------------------------------------------------------


def _sheet(rng: Random) -> list[dict[str, Any]]:
    """Rows as people and programs fill them in."""
    values: tuple[Any, ...] = (
        None,
        True,
        0,
        -1,
        2.5,
        1e300,
        [],
        {},
        {"subject": "x"},
        "",
        "{",
        '{"first": "e_1", "second": "e_2"}',
        10**30,
    )
    columns = ("target", "target_id", "Fakt-Nr.", "Entscheidung", "decision", "status", "decision_id", "new_value", "new_subject", "new_predicate", "new_object", "note", "state", "x")  # fmt: skip
    return [
        {c: rng.choice(values) if rng.random() < 0.3 else _answer(rng) for c in columns if rng.random() < 0.7}
        for _ in range(rng.randrange(1, 5))
    ]


def _lines(rng: Random) -> bytes:
    raw = "\n".join(json.dumps(row, ensure_ascii=rng.random() < 0.5) for row in _sheet(rng)).encode("utf-8", "replace")
    return raw if rng.random() < 0.6 else material.mutated(rng, [raw], 3)


def _table(rng: Random) -> bytes:
    found = _sheet(rng)
    out = io.StringIO()
    writer = csv.DictWriter(out, sorted({c for row in found for c in row}) or ["x"], delimiter=rng.choice(";,\t"))
    writer.writeheader()
    writer.writerows(found)
    raw = out.getvalue().encode("utf-8", "replace")
    return raw if rng.random() < 0.5 else material.mutated(rng, [raw], 3)


@cache
def _members() -> dict[str, bytes]:
    import zipfile

    from openpyxl import Workbook

    book = Workbook()
    page: Any = book.active
    page.append(["fact_id", "decision", "new_object", "note"])
    for n, one in enumerate(_ids()[:6]):
        page.append([one, "accepted" if n % 2 else "corrected", 12.5, "ja"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as file:
        return {name: file.read(name) for name in file.namelist()}


def _import(suffix: str, raw: bytes) -> None:
    path = _folder() / f"in{suffix}"
    path.write_bytes(raw)
    try:
        for row in rows(path):
            assert row.target_id
            assert row.place
    except BelegtError:
        return
    outcome = take(_database(), path, "fuzz", dry_run=True)
    assert outcome.taken >= 0


# --- Questions ----------------------------------------------------------------------------------------------------


def _sql(rng: Random) -> str:
    if rng.random() < 0.5:
        return " ".join(rng.choice(_SQL) for _ in range(rng.randrange(1, 14)))
    return material.mutated_text(rng, rng.choice(_QUESTIONS), (_SQL, _SQL, material.MARKS, material.ODD))


def _query(sql: str) -> None:
    before = _database().stat().st_mtime_ns
    try:
        found = readonly.ask(
            _database(), sql, limit=50, seconds=0.4, fold=lambda text: None if text is None else fold(str(text))
        )
    except RefusedError:
        pass
    else:
        assert len(set(found.columns)) == len(found.columns)
        assert all(len(row) == len(found.columns) for row in found.rows)
    assert _database().stat().st_mtime_ns == before, "nothing was written"


def _search(text: str) -> None:
    for found in search.search(_database(), text):
        assert found["start"] <= found["end"]


TARGETS = (
    Target("review", _request, _visit, 7, 5),
    Target("sheet_jsonl", _lines, lambda raw: _import(".jsonl", raw), 4, 3, text=False),
    Target("sheet_csv", _table, lambda raw: _import(".csv", raw), 3, 3, text=False),
    Target("sheet_xlsx", lambda rng: material.zip_mutated(rng, _members()), lambda raw: _import(".xlsx", raw), 3, 5, text=False),
    Target("query", _sql, _query, 6, 3),
    Target("search", lambda rng: material.text(rng, most=6), _search, 3, 3),
)  # fmt: skip
