"""An extractor for tests of what must survive it: it does to its process what the text says."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.base import Context
from tests.pipeline.toy import Given

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass
class Nasty:
    """`folder` is where it remembers what it did once."""

    folder: Path
    name: str = "nasty"
    version: int = 1
    labels: tuple[str, ...] = ("ORG",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Given]:
        del context
        if "STIRBT IMMER" in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "STIRBT EINMAL" in doc.text and self.first():
            os.kill(os.getpid(), signal.SIGKILL)
        if "HÄNGT" in doc.text:
            time.sleep(60)
        if "FRISST" in doc.text:
            bytearray(30_000_000_000)
        yield from ()

    def first(self) -> bool:
        """Whether it was not asked before."""
        try:
            (self.folder / "once").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True
