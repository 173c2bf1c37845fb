"""What is fuzzed: how an input is made, and what must hold of it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """One way into the program.

    Attributes:
        name: under which found cases are kept.
        make: an input from a source of chance: bytes, or text.
        run: gives it to the program; raises where the program does what it must not.
        share: of the time of a long run, relative to the others.
        seconds: processor time that one input may take: far more than any input of this size needs.
        text: whether inputs are text; else bytes.
    """

    name: str
    make: Callable[[Random], Any]
    run: Callable[[Any], object]
    share: float = 1.0
    seconds: float = 3.0
    text: bool = True

    def stored(self, given: Any) -> bytes:
        """The input as a file's bytes."""
        return given.encode("utf-8", "surrogatepass") if self.text else given  # type: ignore[no-any-return]

    def restored(self, raw: bytes) -> Any:
        """The input of a file's bytes."""
        return raw.decode("utf-8", "surrogatepass") if self.text else raw
