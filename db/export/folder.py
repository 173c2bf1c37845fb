"""Files that appear together or not at all: an export that fails leaves what was there before."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.errors import RefusedError, UnwritableError


@dataclass(frozen=True, slots=True)
class Written:
    """One file and how many rows, entities or nodes it holds; `note`: what a reader must know."""

    name: str
    rows: int
    note: str = ""


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder beside the target's files; what is in it at the end takes their place, one file after the other.

    Raises:
        RefusedError: the target is a file.
        UnwritableError: it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise RefusedError("it is a file", str(folder), "name a folder; it is made when there is none")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".belegt-", dir=folder))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield stage
        for file in sorted(stage.iterdir()):
            file.replace(folder / file.name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> UnwritableError:
    cure = "make room on the disk, or name a folder that can be written to"
    return UnwritableError(f"it cannot be written: {error.strerror or error}", str(folder), cure)
