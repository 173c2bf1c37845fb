"""Which rules made a row: a digest of the sources and word lists that decide what a text gives.

Versions of extractors are raised by hand, and forgotten: a cue word more in a list makes other facts under the same version.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

_HOUSE: Final = Path(__file__).resolve().parent.parent
_ROOMS: Final = ("extractors", "pipeline/reconcile")
_ALONE: Final = ("pipeline/extract.py",)
_KINDS: Final = frozenset({".py", ".toml"})  # the model has a version of its own
_LETTERS: Final = 12


@cache
def digest() -> str:
    """Twelve hexadecimal digits, the same on every machine that has the same rules."""
    return digest_of(_HOUSE, _files(_HOUSE))


def digest_of(house: Path, files: Iterable[Path]) -> str:
    """The digest of these files: their names below `house`, and what stands in them, in any line ends."""
    made = hashlib.sha256()
    for name, file in sorted((file.relative_to(house).as_posix(), file) for file in files):
        source = file.read_bytes().replace(b"\r\n", b"\n")
        made.update(f"{name}\0{len(source)}\0".encode())
        made.update(source)
    return made.hexdigest()[:_LETTERS]


def _files(house: Path) -> Iterator[Path]:
    for room in _ROOMS:
        yield from (file for file in (house / room).rglob("*") if file.suffix in _KINDS)
    yield from (house / file for file in _ALONE)
