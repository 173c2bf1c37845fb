"""Every `belegt` line of README.md and docs does what the page says: it runs, on a small database, in the page's order."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pytest
import typer

from db.named import NAMED
from pipeline.cli import app
from tests.docs.conftest import Run
from tests.docs.lines import PAGES, Line, blocks, inline, lines

if TYPE_CHECKING:
    from pathlib import Path

NOT_RUN: Final = (
    (r"ingest https?://", "asks the network"),
    (r"ingest --all-sources", "asks the network"),
    (r"sources check", "asks the network"),
    (r"ingest --watch", "goes on until Ctrl+C"),
    (r"ingest .*--workers", "starts processes, and each loads the model"),
    (r"ingest .*--db postgresql", "asks a server"),
    (r"review", "serves until Ctrl+C, or asks for a password"),
    (r"serve(?!.*--metadata)", "serves until Ctrl+C"),
)
"""Of these only the options are read; and why."""


def not_run(line: Line) -> str | None:
    """Why a line is only read; None when it runs."""
    typed = " ".join(line.arguments)
    return next((why for pattern, why in NOT_RUN if re.match(pattern, typed)), None)


@pytest.mark.parametrize("page", PAGES)
def test_every_line_runs(page: str, run: Run, place: "Path") -> None:
    for line in lines(page):
        if not_run(line) is None:
            result = run(line.arguments)
            assert result.exit_code == 0, f"{line} in {place}\n{result.output}\n{result.exception!r}"
            if line.arguments[0] in {
                "search",
                "facts",
                "entity",
                "discrepancies",
                "releases",
            }:  # an example has to show something
                assert "nothing found" not in result.output, line


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_or_stands_in_a_sentence_has_known_options(page: str) -> None:
    for line in lines(page):
        if not_run(line) is not None:
            _parse(line)
    for line in inline(page):
        command, rest = _command(line)
        known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        given = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}
        assert given <= known, f"{line}: {given - known}"


def test_every_exception_is_needed() -> None:
    typed = [" ".join(line.arguments) for page in PAGES for line in lines(page)]
    unused = [pattern for pattern, _ in NOT_RUN if not any(re.match(pattern, one) for one in typed)]
    assert not unused


def test_every_command_and_question_is_shown_in_use() -> None:
    shown = [line.arguments for page in PAGES for line in lines(page)]
    reading = [line.arguments for page in PAGES for line in inline(page)]
    missing = [" ".join(path) for path in _paths() if not any(one[: len(path)] == path for one in shown + reading)]
    assert not missing
    asked = {one[one.index("--named") + 1] for one in shown if "--named" in one}
    assert {named.name for named in NAMED} <= asked


def test_what_is_shown_as_output_comes_out(run: Run, place: "Path") -> None:
    shown = [*blocks("README.md", "text"), *blocks("docs/tutorial.md", "text")]
    assert len(shown) >= 4
    found = " ".join(run((name,)).output for name in ("discrepancies", "facts"))
    told = " ".join(found.split())
    assert str(place) not in told
    for block in shown:
        for line in block.splitlines():
            if line.strip() and not line.startswith(" "):
                assert line.partition(" (")[0] in told
        for quote in re.findall("„[^“]*“", " ".join(block.split())):
            assert quote in told


def _paths() -> Iterator[tuple[str, ...]]:
    def below(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        commands = getattr(command, "commands", {})
        if not commands:
            yield path
        for name, one in commands.items():
            yield from below(one, (*path, name))

    yield from below(typer.main.get_command(app), ())


def _command(line: Line) -> tuple[Any, tuple[str, ...]]:
    """The command that a line names, and what is behind its name."""
    command: Any = typer.main.get_command(app)
    rest = line.arguments
    while rest and rest[0] in getattr(command, "commands", {}):
        command, rest = command.commands[rest[0]], rest[1:]
    assert not getattr(command, "commands", {}) or not rest or rest[0].startswith("--") or rest[0].isupper(), line
    return command, rest


def _parse(line: Line) -> None:
    command, rest = _command(line)
    command.make_context(str(command.name), list(rest))
