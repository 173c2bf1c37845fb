"""Writes docs/licences.md, the licence of everything that runs: python docs/licences.py.

What is pinned in requirements.lock is asked of the metadata that each distribution brings; where that names no licence that a
program can read, it was read by a person (`BY_HAND`). A licence that is not among `ALLOWED`, or none, is an error.
tests/docs fails when there is one, and when the page is stale.
"""
# ruff: noqa: INP001 - a script beside the page, no package

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "docs" / "licences.md"
LOCK: Final = ROOT / "requirements.lock"

ALLOWED: Final = frozenset((
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-1.1",
    "MPL-2.0", "PSF-2.0", "Public Domain", "Zlib",
))  # fmt: skip
"""No GPL, AGPL or LGPL. "BSD" is what a classifier says that does not say which; MPL-1.1 is one of three to choose from (tld)."""
# Distributions whose metadata names nothing that `_plain` knows, or that are pinned for other machines than this one.
BY_HAND: Final = {
    "brotlicffi": "MIT",  # PyPy only
    "colorama": "BSD-3-Clause",  # Windows only
    "httpx2-jsfetch": "BSD-3-Clause",  # the browser only
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # "BSD-3-Clause, Apache-2.0, dependency licenses": PDFium's parts are of the same kinds
}
CLASSIFIERS: Final = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Public Domain": "Public Domain",
    "Python Software Foundation License": "PSF-2.0",
}
NAMES: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
SHIPPED: Final = (
    ("the model, `extractors/model`", "Apache-2.0; of layers of intfloat/multilingual-e5-small (MIT)", "MODEL_CARD.md"),
    ("the word lists, `extractors/lexicons`", "each says its source and licence in its head", ""),
    ("htmx, `review/static/htmx.min.js`", "0BSD", "`review/static/htmx.LICENSE`"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A pinned distribution: its name, its licence as an SPDX expression ("" when nothing says it), and where it runs."""

    name: str
    licence: str
    marker: str

    @property
    def allowed(self) -> bool:
        """Whether some choice that the licence leaves is one of ours."""
        ways = self.licence.strip("()").split(" OR ")
        return any(all(part.strip("() ") in ALLOWED for part in way.split(" AND ")) for way in ways)


def parts(lock: Path = LOCK) -> Iterator[Part]:
    """What the lock file pins, in its order."""
    for line in lock.read_text("utf-8").splitlines():
        if pinned := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==\S+(?: ; (.*?))? \\", line):
            name, marker = pinned[1], pinned[2] or ""
            yield Part(name, BY_HAND.get(name) or licence_of(name), marker)


def licence_of(name: str) -> str:
    """The licence that an installed distribution names, as an SPDX expression; "" when it names none that is known."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    expression, stated = ((metadata.get_all(key) or [""])[0].strip() for key in ("License-Expression", "License"))
    if expression:
        return expression
    if (plain := NAMES.get(stated, stated)) in ALLOWED and plain != "BSD":
        return plain
    heads = [c.split(" :: ") for c in metadata.get_all("Classifier") or [] if c.startswith("License :: ")]
    found = sorted({CLASSIFIERS.get(head[-1], head[-1]) for head in heads if head[-1] != "OSI Approved"})
    return " AND ".join(found) or stated.partition("\n")[0]


def refused(found: list[Part]) -> list[str]:
    """What may not be shipped with, each with the cure."""
    return [
        f"{part.name}: {part.licence or 'no licence that a program can read, or not installed'}. Cure: do without it, or"
        " where a person has read an allowed licence, write it into BY_HAND of docs/licences.py"
        for part in found
        if not part.allowed
    ]


def page(found: list[Part]) -> str:
    """The page."""
    lines = [
        "# Licences",
        "",
        "<!-- Made by: python docs/licences.py -->",
        "",
        "belegt is Apache-2.0. What it needs at run time, and what it ships of others; nothing of it is GPL or AGPL. Versions and hashes:",
        "`requirements.lock`; as a CycloneDX list of parts: `make sbom`.",
        "",
        "| distribution | licence | only where |",
        "|---|---|---|",
        *(f"| {p.name} | {p.licence} | {f'`{p.marker}`' if p.marker else ''} |" for p in found),
        "",
        "| shipped | licence | see |",
        "|---|---|---|",
        *(f"| {what} | {licence} | {where} |" for what, licence, where in SHIPPED),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Writes the page; 1 when something may not be shipped with."""
    found = list(parts())
    PAGE.write_text(page(found), "utf-8")
    faults = refused(found)
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - this is what the script says
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
