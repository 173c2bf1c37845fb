"""The file of named sources: read, added to, taken out of, and never harmed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import named_sources
from corpus.errors import Unreadable
from corpus.wants import Want

WRITTEN = r"""# die Häuser, die wir lesen
[auental]   # das erste
url = "https://auental.example/presse"
links = '/presse/\d+'
kind = "listing"
pages = 3

# ein Feed
[netz]
url = "https://netz.example/feed"
since = 2025-01-01
"""
AUENTAL = Want("https://auental.example/presse", "listing", r"/presse/\d+", None, 3, "auental")
NETZ = Want("https://netz.example/feed", None, None, date(2025, 1, 1), 1, "netz")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(WRITTEN, "utf-8")
    return path


def test_what_is_written_by_hand_is_read_in_its_order(file: Path) -> None:
    assert list(named_sources.read(file).values()) == [AUENTAL, NETZ]


def test_no_file_means_no_sources(tmp_path: Path) -> None:
    assert named_sources.read(tmp_path / "no.toml") == {}


@pytest.mark.parametrize(
    "want",
    [
        Want("https://neu.example/", name="neu"),
        Want("https://neu.example/", "listing", r'/p/"\\d+\t$', date(2024, 2, 29), 7, "neu-1_a"),
        Want("https://münchen.example/ä?b=ü", "feed", name="Neu"),
    ],
)
def test_what_is_added_is_read_back_and_the_rest_stays_as_it_is(file: Path, want: Want) -> None:
    named_sources.add(file, want)
    assert file.read_text("utf-8").startswith(WRITTEN)
    read = named_sources.read(file)
    address = read[want.name or ""].address
    assert read == {"auental": AUENTAL, "netz": NETZ, want.name: replace(want, address=address)}
    assert address.isascii()
    named_sources.remove(file, want.name or "")
    assert file.read_text("utf-8") == WRITTEN


def test_the_first_source_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    named_sources.add(path, NETZ)
    assert named_sources.read(path) == {"netz": NETZ}
    named_sources.remove(path, "netz")
    assert path.read_text("utf-8") == ""


def test_a_file_without_a_last_line_end_gets_one(file: Path) -> None:
    file.write_text(WRITTEN.rstrip("\n"), "utf-8")
    named_sources.add(file, Want("https://neu.example/", name="neu"))
    assert list(named_sources.read(file)) == ["auental", "netz", "neu"]


@pytest.mark.parametrize(
    ("want", "reason"),
    [
        (replace(NETZ, name="netz"), "a source named netz already"), (replace(NETZ, name="zwei Wörter"), "is no name"),
        (replace(NETZ, name=""), "is no name"), (replace(NETZ, name="a", address="ftp://netz.example/"), "ftp"),
        (replace(NETZ, name="a", links="("), "no regular expression"), (replace(NETZ, name="a", kind="listing"), "needs links"),
        (replace(NETZ, name="a", pages=0), "pages is 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_and_nothing_is_written(file: Path, want: Want, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        named_sources.add(file, want)
    assert file.read_text("utf-8") == WRITTEN


def test_the_table_goes_and_its_neighbours_stay(file: Path) -> None:
    named_sources.remove(file, "auental")
    assert named_sources.read(file) == {"netz": NETZ}
    with pytest.raises(Unreadable, match="no source named auental"):
        named_sources.remove(file, "auental")


def test_a_table_that_cannot_be_told_from_the_rest_is_left_to_the_hand(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    whole = 'netz = {url = "https://netz.example/feed"}\n'
    path.write_text(whole, "utf-8")
    with pytest.raises(Unreadable, match="cannot be told"):
        named_sources.remove(path, "netz")
    assert path.read_text("utf-8") == whole


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[a", "no TOML"), ("a = 1", "a source is a table"), ("[a]", "there is no url"), ("[a]\nurl = 3", "there is no url"),
        ('[a]\nurl = "https://a.example"\ncolour = 1', "'colour' is no key"), ('[a]\nurl = "https://a.example"\nkind = "blog"', "kind is 'blog'"),
        ('[a]\nurl = "https://a.example"\nsince = "gestern"', "since is 'gestern'"), ('[a]\nurl = "https://a.example"\npages = true', "pages is True"),
        ('[a]\nurl = "https://a.example"\nlinks = 3', "no regular expression"), ('[a]\nurl = "/presse"', "a: "),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Unreadable, match=reason) as caught:
        named_sources.read(path)
    assert caught.value.cure


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes("# Häuser".encode("latin-1"))
    with pytest.raises(Unreadable, match="cannot be read"):
        named_sources.read(path)


def test_a_moment_counts_as_its_day(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[a]\nurl = "https://a.example/"\nsince = 2025-01-01T12:00:00Z\n', "utf-8")
    assert named_sources.read(path)["a"].since == date(2025, 1, 1)
