"""Who may ask, from where; and what a release may not do to the page."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from threading import Lock
from time import sleep

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from db import engine
from pipeline import cli
from pipeline.ingest import ingest
from review import login
from review.app import create_app
from review.highlight import shown
from review.login import TRIES, Doorkeeper, PasswordFileError, hashed, read_passwords
from review.security import Guarded, host_of, is_loopback
from review.words import name_of, pathless, safe_url
from tests.review.conftest import BASE, Ask, released
from tests.review.test_pages import PAGES, card

WRITES = (
    "/decide",
    "/undo",
    "/bulk",
    "/settings",
    "/login",
    "/logout",
    "/nowhere",
    "/static/review.css",
    "/release/r_1/add",
)
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://127.0.0.1:8421.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "Cross-Site", "Origin": BASE},
)


def test_foreign_writes_are_refused_on_any_path(path: Path, ask: Ask) -> None:
    with TestClient(create_app(path), base_url=BASE) as client:
        fields = {**card(client), "status": "accepted"}
        for headers, method, address in product(FOREIGN, ("POST", "PUT", "PATCH", "DELETE", "PROPFIND"), WRITES):
            answer = client.request(method, address, data=fields, headers=headers)
            assert answer.status_code == 403, (headers, method, address)
            assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not ask("SELECT * FROM decision")


def test_own_writes_are_let_through_and_so_are_programs(path: Path, ask: Ask) -> None:
    with TestClient(create_app(path), base_url=BASE) as client:
        for headers in (
            {},
            {"Origin": BASE},
            {"Sec-Fetch-Site": "same-origin", "Origin": BASE},
            {"Sec-Fetch-Site": "none"},
        ):
            assert (
                client.post("/decide", data={**card(client), "status": "accepted"}, headers=headers).status_code == 200
            )
    assert len(ask("SELECT * FROM decision")) == 4


def test_another_name_is_refused_on_loopback(client: TestClient) -> None:
    for host in (
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "192.168.1.7:8421",
        "",
        "a@localhost",
        "[",
    ):
        answer = client.get("/", headers={"Host": host})
        assert answer.status_code == 421, host
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104
        ("example.org", False),
        ("", False),
    ],
)
def test_what_is_this_machine(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_names_in_the_host_header() -> None:
    assert (host_of("[::1]:80"), host_of("Localhost:1"), host_of("x/y"), host_of("[")) == ("::1", "localhost", "", "")


def test_each_answer_has_the_headers_and_no_inline_code(client: TestClient) -> None:
    tricks = (
        "/nowhere",
        "/login",
        "/static/review.js",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/release/..%2f..%2fetc",
    )
    for page in (*PAGES, *tricks):
        answer = client.get(page)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        if answer.headers["content-type"].startswith("text/html"):
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"/static/)|javascript:", answer.text), page
        assert "def create_app" not in answer.text


def test_too_large_a_body_is_refused(client: TestClient, ask: Ask) -> None:
    assert client.post("/decide", data={"note": "x" * 1_100_000}).status_code == 413
    chunks = (b"note=" + b"x" * 600_000 for _ in range(2))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/decide", content=chunks, headers=headers).status_code == 413
    assert not ask("SELECT * FROM decision")


def test_without_a_session_nothing_is_shown_or_written(path: Path, ask: Ask) -> None:
    door = Doorkeeper([hashed("ein langes Kennwort")])
    with TestClient(
        create_app(path, rules=Guarded(loopback=False), door=door),
        base_url="https://review.example",
        follow_redirects=False,
    ) as client:
        for page in PAGES:
            answer = client.get(page)
            assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert client.post("/decide", data={"status": "accepted"}).status_code == 401
        assert client.get("/queue", headers={"HX-Request": "true"}).status_code == 401
        assert client.get("/static/review.css").status_code == 200
        client.cookies.set("belegt_session", "forged.AAAA.AAAA")
        assert client.get("/").status_code == 303
        client.cookies.clear()
        assert client.post("/login", data={"password": "falsch"}).status_code == 401
        entered = client.post("/login", data={"password": "ein langes Kennwort"})
        cookie = next(v for v in entered.headers.get_list("set-cookie") if v.startswith("belegt_session"))
        assert all(part in cookie.lower() for part in ("httponly", "secure", "samesite=strict"))
        assert client.get("/").status_code == 200
        client.post("/logout")
        assert client.get("/").status_code == 303
    assert not ask("SELECT * FROM decision")


def test_log_in_is_limited_and_opens_again() -> None:
    now = [0.0]
    door = Doorkeeper([hashed("richtig")], clock=lambda: now[0])
    for _ in range(TRIES):
        assert door.wait("a") == 0
        assert door.open("falsch", "a") is None
    assert door.wait("a") > 0
    assert door.wait("b") == 0
    now[0] = 400
    assert door.wait("a") == 0
    session = door.open("richtig", "a")
    assert door.admits(session)
    assert not Doorkeeper([hashed("richtig")]).admits(session)  # another start, another key
    assert not door.admits(None)


def test_the_limit_is_told(path: Path) -> None:
    door = Doorkeeper([hashed("richtig")])
    with TestClient(
        create_app(path, rules=Guarded(loopback=False), door=door), base_url="http://review.example"
    ) as client:
        codes = [client.post("/login", data={"password": "falsch"}).status_code for _ in range(TRIES + 1)]
        answer = client.post("/login", data={"password": "richtig"})
    assert codes == [401] * TRIES + [429]
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_guesses_at_once_are_looked_at_one_by_one_and_no_more_than_the_limit(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    looked, now, most, lock = 0, 0, 0, Lock()

    def verify(*_: object) -> bool:
        nonlocal looked, now, most
        with lock:
            looked, now = looked + 1, now + 1
            most = max(most, now)
        sleep(0.01)
        with lock:
            now -= 1
        raise VerifyMismatchError

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    rules, door = Guarded(loopback=False), Doorkeeper(["$argon2id$x"])
    with (
        TestClient(create_app(path, rules=rules, door=door), base_url="http://review.example") as client,
        ThreadPoolExecutor(20) as pool,
    ):
        codes = list(pool.map(lambda _: client.post("/login", data={"password": "x"}).status_code, range(20)))
    assert (looked, most) == (TRIES, 1)
    assert sorted(codes) == [401] * TRIES + [429] * (20 - TRIES)


def test_while_one_password_is_looked_at_another_is_not_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door = Doorkeeper([hashed("richtig")])
    monkeypatch.setattr(login, "BUSY_SECONDS", 0.01)
    with TestClient(create_app(path, rules=Guarded(loopback=False), door=door), base_url="http://a.example") as client:
        with door._lock:
            answer = client.post("/login", data={"password": "richtig"})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert client.post("/login", data={"password": "richtig"}).status_code == 200


def test_a_host_name_that_was_given_is_the_only_one(path: Path) -> None:
    rules = Guarded(loopback=False, hosts=frozenset({"review.example"}))
    with TestClient(create_app(path, rules=rules), base_url="http://review.example") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"Host": "other.example"}).status_code == 421


def test_the_password_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    runner = CliRunner()
    made = runner.invoke(
        cli.app,
        ["review", "--set-password", "--password-file", str(file)],
        input="ein langer Satz hier\nein langer Satz hier\n",
    )
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Doorkeeper(read_passwords(file)).open("ein langer Satz hier", "a")
    short = runner.invoke(cli.app, ["review", "--set-password", "--password-file", str(file)], input="kurz\nkurz\n")
    assert short.exit_code == 2
    for text in ("", "geheim\n"):
        file.write_text(text)
        with pytest.raises(PasswordFileError):
            read_passwords(file)


def test_another_host_needs_a_password(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = CliRunner()
    open_to_all = runner.invoke(cli.app, ["review", "--host", "0.0.0.0", "--db", str(path)])  # noqa: S104
    assert (open_to_all.exit_code, "--password-file" in open_to_all.output) == (2, True)
    monkeypatch.setenv("BELEGT_REVIEW_TOKEN", "kurz")
    assert runner.invoke(cli.app, ["review", "--db", str(path)]).exit_code == 2
    assert runner.invoke(cli.app, ["review", "--db", str(tmp_path / "none.db")]).exit_code == 3


HOSTILE = (
    "Klinik <script>alert(1)</script> gründet Netz\n\n"
    'Das <img src=x onerror=alert(1)> Universitätsklinikum "Nord" & <svg/onload=alert(2)> leitet das Forschungsnetz PALAS. '
    "Am 1. Juli 2025 startet \u202eSALAP\u202c das Netz\u2066 mit zwölf Häusern. </p></main><style>*{display:none}</style>\n\n"
    "{{ 7 * 7 }} {% raw %} \x1b[31m Prof. Dr. Eva <b>Muster</b> leitet das Institut für Probe.\n"
)


def test_a_hostile_release_is_text(path: Path, ask: Ask, nlp: object) -> None:
    title = "\"'><script>alert('t')</script>\u202ehcsiF"
    lines = released("long", "Das Universitätsklinikum Nord hat 12 Häuser.", title="Eine Zeile")
    documents = [
        released("evil", HOSTILE, title=title, publisher="<i>Haus</i>\u202e", url="javascript:alert(1)"),
        lines,
    ]
    with engine.open(path) as database:
        ingest(iter(documents), database, lambda: nlp)  # type: ignore[arg-type, return-value]
        with database.write() as connection:  # as if all of it stood on one line of 5 MB
            longer = "UPDATE revision SET text = text || ? WHERE release_id = (SELECT release_id FROM release WHERE external_id = 'long')"
            connection.exec_driver_sql(longer, ("x" * 5_000_000,))
    with TestClient(create_app(path), base_url=BASE) as client:
        ids = {
            row["external_id"]: row["release_id"]
            for row in ask("SELECT external_id, release_id FROM v_release WHERE external_id IN ('evil', 'long')")
        }
        facts = ask("SELECT fact_id FROM v_fact WHERE release_id IN (?, ?)", *ids.values())
        entities = ask(
            "SELECT DISTINCT entity_id FROM v_mention WHERE release_id = ? AND entity_id IS NOT NULL", ids["evil"]
        )
        pages = [
            *PAGES,
            *(f"/release/{i}" for i in ids.values()),
            *(f"/release/{i}/add?quote=Häuser" for i in ids.values()),
        ]
        pages += [f"/queue?at=fact:{row['fact_id']}" for row in facts] + [
            f"/entity/{row['entity_id']}" for row in entities
        ]
        assert facts
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert not re.search(
                r"<script>|<img|<svg/|<style|onerror=alert\(1\)>|<b>Muster|<i>Haus|href=\"javascript", answer.text
            ), page
            told = re.sub(r'value="[^"]*"', "", answer.text)  # what a form sends back is as it is
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", told), page
            assert len(answer.content) < 1_500_000, page
            assert "<title>" in answer.text
        text = client.get(f"/release/{ids['evil']}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert 'title="U+202E"' in text


def test_one_character_stays_one_character() -> None:
    text = "a\u202eb\x00c\u2028😀"
    plain = re.sub(r"<[^>]+>", "", shown(text))
    assert len(plain) == len(text)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/srv/in/a.txt", "a.txt"),
        ("C:\\in\\a.txt", "a.txt"),
        ("/srv/in/b.jsonl:7", "b.jsonl:7"),
        ("https://a.example/b?token=1", "a.example/b"),
        ("-", "-"),
        (None, ""),
    ],
)
def test_a_source_is_shown_by_its_name(source: str | None, name: str) -> None:
    assert name_of(source) == name


def test_messages_lose_their_paths_and_keep_their_sense() -> None:
    assert (
        pathless("/srv/in/a.txt: broken, see /var/log/x and https://a.example/b/c")
        == "a.txt: broken, see x and https://a.example/b/c"
    )
    assert pathless("and/or 1/2") == "and/or 1/2"


def test_links_lead_to_the_web_only() -> None:
    assert safe_url("https://a.example/x") == "https://a.example/x"
    assert [
        safe_url(u) for u in ("javascript:alert(1)", "data:text/html,x", "//a.example", "file:///etc", None, "http://[")
    ] == [None] * 6
