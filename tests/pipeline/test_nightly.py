"""The nightly run: three sources, 500 releases, and a second night in which only what changed is fetched."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db import upkeep
from pipeline import batches
from pipeline.cli import app
from tests.corpus.server import Answer, Server, page, serving
from tests.db.make import ask, dump
from tests.pipeline import toy

ROOT = Path(__file__).parents[2]
FEED, SITEMAP, LISTING = 200, 200, 100
RELEASES = FEED + SITEMAP + LISTING
PER_HOST = 2


class Night:
    """Three press offices: one with a feed, one with a sitemap, one with a page of links."""

    def __init__(self, servers: list[Server], folder: Path) -> None:
        self.servers = servers
        self.feed, self.sitemap, self.listing = feed, sitemap, listing = servers
        self.stamps: dict[tuple[Server, int], str] = {}
        self.folder = folder
        for server, count in zip(self.servers, (FEED, SITEMAP, LISTING), strict=True):
            for number in range(count):
                self.write(server, number, 10 + number % 80, "2025-11-03T08:00:00Z")
        (folder / "sources.toml").write_text(
            f'[feed]\nurl = "{feed.url("/feed")}"\n'
            f'[karte]\nurl = "{sitemap.url("/sitemap.xml")}"\nsince = 2020-01-01\n'
            f'[liste]\nurl = "{listing.url("/liste")}"\nlinks = "/presse/"\n',
            "utf-8",
        )

    def write(self, server: Server, number: int, beds: int, stamp: str) -> None:
        """A release, new or changed, and the listing that leads to it."""
        clinic = f"{'FKL'[self.servers.index(server)]}{number}"  # one of its own: what disagrees between releases is not at stake
        text = f"Die Klinik {clinic} hat {beds} Betten. Das teilt das Haus in Meldung {number} mit."
        plain = page(f"Meldung {number}", text).headers | {"Content-Type": "text/plain; charset=utf-8"}
        server.pages[f"/presse/{number}"] = Answer(f"Meldung {number}\n\n{text}\n".encode(), headers=plain)
        self.stamps[server, number] = stamp
        mine = [(n, at) for (owner, n), at in self.stamps.items() if owner is server]
        if server is self.feed:
            entries = "".join(
                f"<entry><title>{n}</title><link href='/presse/{n}'/><id>{n}</id><updated>{at}</updated></entry>"
                for n, at in mine
            )
            raw, path = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", "/feed"
        elif server is self.sitemap:
            entries = "".join(
                f"<url><loc>{server.url(f'/presse/{n}')}</loc><lastmod>{at}</lastmod></url>" for n, at in mine
            )
            raw, path = f"<urlset>{entries}</urlset>", "/sitemap.xml"
        else:
            raw, path = "".join(f"<a href='/presse/{n}'>{n}</a>" for n, _ in mine), "/liste"
        etag = f'"{hashlib.sha256(raw.encode()).hexdigest()[:12]}"'
        server.pages[path] = Answer(raw.encode(), headers={"ETag": etag})

    def run(self, database: str = "belegt.db", kill: int = 0) -> subprocess.CompletedProcess[str]:
        """One night."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BELEGT_")} | {
            "BELEGT_SOURCES": str(self.folder / "sources.toml"),
            "BELEGT_ALLOW_PRIVATE_HOSTS": "1",
            "BELEGT_FETCH_RATE": "2000",
            "BELEGT_FETCH_PER_HOST": str(PER_HOST),
        }
        command = [sys.executable, "-m", "tests.pipeline.nightly_driver", str(self.folder / database), str(kill)]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=150
        )

    def forget(self) -> None:
        """Begin a new log."""
        for server in self.servers:
            server.hits.clear()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    with ExitStack() as stack:
        running = [stack.enter_context(serving(f"127.0.0.{n}")) for n in (1, 2, 3)]
        yield Night(running, tmp_path)


def test_the_second_night_fetches_only_what_changed(night: Night) -> None:
    first = night.run()
    assert first.stdout == f"counts {RELEASES} 0 0 0\n", first.stderr
    for server in night.servers:
        assert set(server.counts().values()) == {1}
        assert [h.path for h in server.hits].count("/robots.txt") == 1

    night.forget()
    for server in night.servers:
        night.write(server, 3, 99, "2025-12-01T09:00:00Z")
    night.write(night.feed, FEED, 50, "2025-12-01T09:00:00Z")
    night.write(night.listing, LISTING, 50, "2025-12-01T09:00:00Z")
    second = night.run()
    assert second.stdout == f"counts 2 {RELEASES - 3} 3 0\n", second.stderr
    assert night.feed.asked("/presse/") == ["/presse/3", f"/presse/{FEED}"]
    assert night.sitemap.asked("/presse/") == ["/presse/3"]
    assert night.listing.asked("/presse/", 200) == ["/presse/3", f"/presse/{LISTING}"]
    assert len(night.listing.asked("/presse/", 304)) == LISTING - 1, "asked, and not sent again"

    night.forget()
    third = night.run()
    assert third.stdout == f"counts 0 {RELEASES + 2} 0 0\n", third.stderr
    assert sum(server.counts("/presse/", 200).total() for server in night.servers) == 0
    assert [server.asked("/", 304)[0] for server in night.servers] == ["/feed", "/sitemap.xml", "/liste"]


def test_a_kill_in_the_middle_loses_and_repeats_nothing(night: Night) -> None:
    undisturbed = night.run("undisturbed.db")
    assert undisturbed.stdout == f"counts {RELEASES} 0 0 0\n", undisturbed.stderr
    night.forget()

    killed = night.run(kill=180)
    assert killed.returncode == -signal.SIGKILL
    stored = {source for (source,) in ask(night.folder / "belegt.db", "SELECT source FROM revision")}
    assert 0 < len(stored) < RELEASES
    again = night.run()
    assert again.stdout == f"counts {RELEASES - len(stored)} {len(stored)} 0 0\n", again.stderr
    assert dump(night.folder / "belegt.db") == dump(night.folder / "undisturbed.db")
    assert upkeep.check(night.folder / "belegt.db") == []

    twice = {server.url(path) for server in night.servers for path, count in server.counts().items() if count > 1}
    assert not twice & stored, "what was stored is not asked for again"
    assert len(twice) <= len(night.servers) * PER_HOST, "no more than what was under way when it died"
    assert sum(len(server.counts("/presse/")) for server in night.servers) == RELEASES


def test_the_command_says_what_is_new_since_last_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("BELEGT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(batches, "load_nlp", lambda _model: toy.nlp())
    run = CliRunner().invoke
    with serving() as server:
        server.pages["/liste"] = Answer(b"<a href='/presse/1'>1</a><a href='/presse/2'>2</a><a href='/presse/3'>3</a>")
        server.pages["/presse/1"] = page("Herzzentrum eröffnet")
        server.pages["/presse/2"] = page("Neue Direktorin")
        assert run(app, ["ingest", "--all-sources"]).exit_code == 2, "there is nothing to read yet"
        added = run(app, ["sources", "add", "klinik", server.url("/liste"), "--links", "/presse/"])
        assert added.exit_code == 0, added.output
        refused = run(app, ["ingest", "--all-sources"])
        assert refused.exit_code == 1
        assert "--allow-private-hosts" in " ".join(refused.output.split())
        assert not Path("belegt.db").exists()

        (tmp_path / "belegt.toml").write_text(
            "allow_private_hosts = true\nfetch_rate = 1000\nfetch_backoff_seconds = 0.001\n", "utf-8"
        )
        first = run(app, ["ingest", "--all-sources"])
        assert first.exit_code == 1, "one page is not there"
        assert "404" in first.output
        assert "New in this first run: 2" in first.output
        assert "klinik: 3 pages listed, 2 fetched, 0 known without asking, 1 failed" in first.output

        server.pages["/presse/2"] = page(
            "Neue Direktorin", "Das Klinikum Auental hat seit dem 1. Mai 2025 eine neue Direktorin."
        )
        server.pages["/presse/3"] = page("Sommerschule")
        second = run(app, ["ingest", "--all-sources"])
        assert second.exit_code == 0, second.output
        news = second.output[second.output.index("New since") :]
        assert "Sommerschule" in news
        assert "Neue Direktorin (changed)" in news
        assert "Herzzentrum" not in news
        assert "klinik: 3 pages listed, 2 fetched, 0 known without asking, 0 failed" in second.output

        third = run(app, ["ingest", "--all-sources"])
        assert third.output.rstrip().endswith("nothing")
        checked = run(app, ["sources", "check"])
        assert checked.exit_code == 0, checked.output
        assert "klinik: listing, 3 pages" in checked.output
    gone = run(app, ["sources", "check", "klinik"])
    assert gone.exit_code == 1
    assert "cure:" in gone.output


def test_extract_reads_addresses_in_their_order_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batches, "load_nlp", lambda _model: toy.nlp())
    monkeypatch.setenv("BELEGT_FETCH_RATE", "1000")
    Path("b.txt").write_text("Guten Tag.", "utf-8")
    with serving() as server:
        server.pages["/a"], server.pages["/c"] = page("Anfang"), page("Chirurgie")
        arguments = [
            "extract",
            server.url("/a"),
            "b.txt",
            server.url("/c"),
            "--format",
            "jsonl",
            "--allow-private-hosts",
        ]
        done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert ["Anfang" in lines[0], "Guten Tag" in lines[1], "Chirurgie" in lines[2]] == [True] * 3
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
