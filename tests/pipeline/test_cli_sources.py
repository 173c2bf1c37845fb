"""`belegt sources`: what people type, what they are told, and what is asked of the hosts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.corpus.server import Answer, Server, page, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        for number in range(4):
            found.pages[f"/presse/{number}"] = page(f"Meldung {number}")
        entries = "".join(
            f"<entry><title>{n}</title><link href='/presse/{n}'/><id>{n}</id><updated>2025-11-0{n + 1}T08:00:00Z</updated></entry>"
            for n in range(4)
        )
        found.pages["/feed"] = Answer(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode())
        links = "".join(f"<a href='/presse/{n}'>{n}</a>" for n in range(3)) + "<a href='/impressum'>i</a>"
        found.pages["/liste"] = Answer(
            f"<html><body>{links}</body></html>".encode(), headers={"Content-Type": "text/html"}
        )
        yield found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELEGT_CONTACT", "presse@belegt.example")
    monkeypatch.setenv("BELEGT_FETCH_RATE", "1000")
    return tmp_path


def sources(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments])


def test_add_list_remove(folder: Path) -> None:
    added = sources("add", "netz", "https://netz.example/feed", "--kind", "feed", "--since", "2025-01-01")
    assert (added.exit_code, added.stdout) == (0, "sources.toml: netz added; try it with: belegt sources check netz\n")
    sources("add", "auental", "https://auental.example/presse", "--links", r"/presse/\d+", "--pages", "3")
    assert sources("list").stdout.splitlines() == [
        "netz  https://netz.example/feed  kind feed  since 2025-01-01",
        r"auental  https://auental.example/presse  links /presse/\d+  pages 3",
    ]
    removed = sources("remove", "netz")
    assert (removed.exit_code, "what came from" in removed.stdout or "stay stored" in removed.stdout) == (0, True)
    assert "netz" not in (folder / "sources.toml").read_text("utf-8")


def test_an_empty_list_says_so() -> None:
    result = sources("list")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "a", "https://a.example", "--kind", "blog"), "'blog' is none of"),
        (("add", "a", "https://a.example", "--since", "gestern"), "'gestern' is no day like 2025-07-01 or 01.07.2025"),
        (("add", "a b", "https://a.example"), "'a b' is no name"),
        (("add", "a", "https://a.example", "--links", "("), "no regular expression"),
        (("remove", "nichts"), "no source named nichts"), (("check", "nichts"), "no source named nichts"),
        (("check",), "there are no named sources"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_the_cure(arguments: tuple[str, ...], told: str, folder: Path) -> None:
    result = sources(*arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())
    assert not (folder / "sources.toml").exists()


def test_check_asks_for_the_listings_and_for_no_release(server: Server, folder: Path) -> None:
    sources("add", "feed", server.url("/feed"), "--since", "2025-11-02")
    sources("add", "liste", server.url("/liste"), "--links", "/presse/")
    sources("add", "seite", server.url("/presse/0"))
    result = sources("check", "--allow-private-hosts")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "feed: feed, 3 pages, the newest of 2025-11-04",
        *(f"  {server.url(f'/presse/{n}')}" for n in (1, 2, 3)),
        "liste: listing, 3 pages",
        *(f"  {server.url(f'/presse/{n}')}" for n in (0, 1, 2)),
        "seite: page, 1 page",
        f"  {server.url('/presse/0')}",
    ]
    assert sorted(server.asked()) == ["/feed", "/liste", "/presse/0"]
    assert sorted(path.name for path in folder.iterdir()) == ["sources.toml"], "nothing is stored"


def test_check_looks_at_those_that_are_named(server: Server) -> None:
    sources("add", "feed", server.url("/feed"))
    sources("add", "liste", server.url("/liste"), "--links", "/presse/")
    assert sources("check", "liste", "--allow-private-hosts").exit_code == 0
    assert server.asked() == ["/liste"]


def test_check_names_what_fails_and_goes_on(server: Server) -> None:
    sources("add", "weg", server.url("/gone"))
    sources("add", "liste", server.url("/liste"), "--links", "/nirgends/")
    sources("add", "feed", server.url("/feed"))
    result = sources("check", "--allow-private-hosts")
    assert result.exit_code == 1
    assert f"weg: {server.url('/gone')}: the host answers 404 Not Found" in result.stderr
    assert "no link on it holds '/nirgends/'" in result.stderr
    assert result.stderr.count("cure: ") == 2
    assert "feed: feed, 4 pages" in result.stdout


def test_check_refuses_this_machine_unless_told(server: Server) -> None:
    sources("add", "feed", server.url("/feed"))
    result = sources("check")
    assert result.exit_code == 1
    assert "--allow-private-hosts" in result.stderr
    assert server.hits == []


def test_check_says_that_nothing_is_new_since_a_day(server: Server) -> None:
    sources("add", "feed", server.url("/feed"), "--since", "2026-01-01")
    result = sources("check", "--allow-private-hosts")
    assert (result.exit_code, result.stdout) == (0, "feed: feed, nothing since 2026-01-01\n")


def test_check_reminds_of_the_contact(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BELEGT_CONTACT")
    sources("add", "feed", server.url("/feed"))
    assert "set `contact`" in sources("check", "--allow-private-hosts").stderr
