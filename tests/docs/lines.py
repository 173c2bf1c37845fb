"""The `belegt` lines of README.md and docs, as a reader would type them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.conftest import ROOT

GENERATED: Final = ("docs/reference/commands.md", "docs/reference/settings.md", "docs/reference/vocabulary.md")
PAGES: Final = tuple(
    name
    for name in ("README.md", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))))
    if name not in GENERATED
)
"""What is written by hand, or holds examples."""

_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE: Final = re.compile(r"(?<!`)`(belegt [^`\n]+)`(?!`)")
_PROGRAM: Final = ("belegt", ".venv/bin/belegt")
_SUBSTITUTED: Final = re.compile(r"\$\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One call: the page and line on which it stands, and its arguments without `belegt`."""

    page: str
    number: int
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        """As typed, with its place."""
        return f"{self.page}:{self.number}: belegt {shlex.join(self.arguments)}"


def lines(page: str) -> Iterator[Line]:
    """The calls in the code blocks of a page, also those behind a crontab's columns, `cd` or a pipe."""
    text = (ROOT / page).read_text("utf-8")
    for block in _FENCE.finditer(text):
        if block[1]:  # ```text, ```json, ```toml show what comes out, or stands in files
            continue
        first = text.count("\n", 0, block.start(2)) + 1
        for number, line in enumerate(block[2].splitlines(), first):
            for arguments in _calls(line):
                yield Line(page, number, arguments)


def inline(page: str) -> Iterator[Line]:
    """What stands in running text as `belegt ...`."""
    text = (ROOT / page).read_text("utf-8")
    for found in _INLINE.finditer(_FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)):
        yield Line(page, text.count("\n", 0, found.start()) + 1, tuple(shlex.split(found[1])[1:]))


def blocks(page: str, language: str) -> Iterator[str]:
    """The code blocks of a page that are marked so."""
    text = (ROOT / page).read_text("utf-8")
    yield from (block[2] for block in _FENCE.finditer(text) if block[1] == language)


def _calls(line: str) -> Iterator[tuple[str, ...]]:
    """The calls of belegt in a line of shell; `$(date ...)` is some day."""
    reader = shlex.shlex(_SUBSTITUTED.sub("2025-01-01", line), posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    call: list[str] | None = None
    for token in reader:
        if call is None:
            if token in _PROGRAM:
                call = []
        elif re.fullmatch(r"[|&;<>()]+", token):
            yield tuple(call)
            call = None
        else:
            call.append(token)
    if call is not None:
        yield tuple(call)
