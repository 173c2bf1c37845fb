import io
import json
import os
import sys
from pathlib import Path

import pytest

from corpus.document import ReadFailure, Source
from corpus.readers.formats import HTML, PLAIN, RECORD
from corpus.sources import expand


def sources(argument: Path | str, **limits: int) -> list[Source]:
    found = list(expand(str(argument), **limits))
    assert all(isinstance(source, Source) for source in found), found
    return [source for source in found if isinstance(source, Source)]


def failure(argument: Path | str, **limits: int) -> ReadFailure:
    (found,) = expand(str(argument), **limits)
    assert isinstance(found, ReadFailure)
    assert found.reason
    assert found.cure
    return found


def test_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.TXT").write_bytes(b"Text")
    monkeypatch.chdir(tmp_path)
    assert sources("a.TXT") == [Source("a.TXT", f"file:{tmp_path}/a.TXT", PLAIN, b"Text")]


def test_a_folder_by_name_and_without_what_is_no_release(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.html",
        "a/b/c.txt",
        "a.txt",
        ".hidden.txt",
        ".git/x.txt",
        "EXPECTED.md",
        "x.json",
        "y.toml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text")
    (tmp_path / "b.txt").write_text("Text")
    (tmp_path / "c.jsonl").write_text('{"id": 1, "text": "a"}\n')
    names = [source.name.removeprefix(f"{tmp_path}/") for source in sources(tmp_path)]
    assert names == ["a/b/c.txt", "a/z.html", "a.txt", "b.txt", "c.jsonl:1"]
    assert [source.media_type for source in sources(tmp_path)] == [PLAIN, HTML, PLAIN, PLAIN, RECORD]


def test_a_folder_without_releases(tmp_path: Path) -> None:
    assert "nothing" in failure(tmp_path).reason
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "sub").mkdir()
    found = failure(tmp_path)
    assert "1 .md" in found.reason
    assert found.source == str(tmp_path)
    assert ".txt" in found.cure


def test_formats_of_releases_that_no_reader_reads_are_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_text("Text")
    assert [source.name for source in sources(tmp_path)] == [f"{tmp_path}/a.pdf", f"{tmp_path}/b.txt"]


def test_folders_that_link_to_themselves_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("Text")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert len(sources(tmp_path)) == 1


def test_globs(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "x[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text")
    assert [Path(source.name).name for source in sources(tmp_path / "?.txt")] == ["a.txt", "b.txt"]
    assert len(sources(tmp_path / "**" / "*.txt")) == 4
    assert len(sources(tmp_path / "x[1].txt")) == 1
    assert [Path(source.name).name for source in sources(f"{tmp_path}/su*")] == ["c.txt"]
    assert "no file matches" in failure(tmp_path / "*.html").reason


@pytest.mark.parametrize("argument", ["no/such/file.txt", "", "a\0b"])
def test_what_is_not_there(argument: str) -> None:
    assert failure(argument).stage == "source"


def test_addresses_are_fetched_with_the_manners_of_a_careful_guest() -> None:
    found = failure("http://127.0.0.1:9/presse#top")
    assert found.source == "http://127.0.0.1:9/presse"
    assert "--allow-private-hosts" in found.cure


def test_an_unreadable_file_and_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Text")
    opened = Path.open

    def refuse(path: Path, mode: str = "r") -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    first, second = expand(str(tmp_path))
    assert isinstance(first, ReadFailure)
    assert (first.source, first.stage) == (f"{tmp_path}/a.txt", "source")
    assert "Permission denied" in first.reason
    assert isinstance(second, Source)


def test_an_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.txt").write_text("Text")
    listed = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    first, second = expand(str(tmp_path))
    assert isinstance(first, ReadFailure)
    assert first.source == f"{tmp_path}/a"
    assert isinstance(second, Source)


def test_dangling_links_are_failures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert failure(tmp_path).source == f"{tmp_path}/a.txt"


def test_names_that_are_no_utf8_can_be_stored(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xfc.txt")).write_text("Text")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = sources(tmp_path)
    assert found.name.endswith("\\xfc.txt")
    assert found.key
    found.key.encode()


def test_what_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 101)
    assert "100 bytes" in failure(tmp_path / "a.txt", max_bytes=100).reason
    assert len(sources(tmp_path / "a.txt", max_bytes=101)) == 1


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = [
        '{"id": "a", "text": "x"}',
        "",
        "{broken",
        '{"id": 2, "text": "\\ud800"}',
        '{"text": "x"}',
        '{"id": 2, "text": "y"}',
    ]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    found = list(expand(str(path)))
    assert [getattr(f, "name", None) or getattr(f, "source", None) for f in found] == [
        f"{path}:{n}" for n in (1, 3, 4, 5, 6)
    ]
    assert [isinstance(f, Source) for f in found] == [True, False, True, False, True]
    assert [f.key for f in found if isinstance(f, Source)] == ["id:a", "id:2", "id:2"]
    assert isinstance(found[0], Source)
    assert json.loads(found[0].raw) == {"id": "a", "text": "x"}


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "text": "a"}\n' + "x" * 1000 + '\n{"id": 3, "text": "a"}\n')
    first, second, third = expand(str(path), max_bytes=100)
    assert isinstance(first, Source)
    assert isinstance(second, ReadFailure)
    assert second.source == f"{path}:2"
    assert isinstance(third, Source)
    assert third.name == f"{path}:3"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        ('{"id": 1, "text": "a"}\n'.encode("utf-16"), "UTF-16"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "gzip"),
    ],
)
def test_files_of_no_lines(tmp_path: Path, raw: bytes, reason: str) -> None:
    (tmp_path / "in.ndjson").write_bytes(raw)
    assert reason in failure(tmp_path / "in.ndjson").reason


def pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b"Text\nund mehr")
    (found,) = sources("-")
    assert (found.name, found.key, found.raw) == ("stdin", None, b"Text\nund mehr")
    pipe(monkeypatch, b"a" * 101)
    assert "100 bytes" in failure("-", max_bytes=100).reason


def test_lines_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b'{"id": 1, "text": "a"}\n{broken\n')
    first, second = expand("-")
    assert isinstance(first, Source)
    assert (first.name, first.key) == ("stdin:1", "id:1")
    assert isinstance(second, ReadFailure)
    assert second.source == "stdin:2"


def test_one_source_at_a_time(tmp_path: Path) -> None:
    """What is not asked for is not read: a file may go away while the first is worked on."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Text")
    found = expand(str(tmp_path))
    assert isinstance(next(found), Source)
    (tmp_path / "b.txt").unlink()
    assert isinstance(next(found), ReadFailure)
