"""What goes wrong and what to do about it. Each error names its source and the cure."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from db.errors import DatabaseError

SOME_FAILED: Final = 1
REFUSED: Final = 2
NO_DATABASE: Final = 3
INTERRUPTED: Final = 130


class BelegtError(Exception):
    """The base of all errors that a person sees.

    Attributes:
        message: what is wrong.
        source: the file, address or setting that it is about, or None where the message names it.
        cure: what to do about it, or None where the message says it.
        exit_code: what the command ends with (contract.md).
    """

    def __init__(
        self, message: str, source: str | None = None, cure: str | None = None, exit_code: int = REFUSED
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.cure = cure
        self.exit_code = exit_code

    def __str__(self) -> str:
        named = f"{self.source}: {self.message}" if self.source else self.message
        return f"{named}\n  cure: {self.cure}" if self.cure else named


class SettingsError(BelegtError):
    """An environment variable, a line of belegt.toml or a flag that cannot be used."""


class ModelError(BelegtError):
    """A spaCy pipeline that is not installed here or does not load."""


class StorageError(BelegtError):
    """The database cannot be used (exit code 3), or refuses what was asked (exit code 2)."""

    @classmethod
    def of(cls, error: "DatabaseError") -> "StorageError":
        """The database's own error, which knows nothing of exit codes."""
        from db.errors import RefusedError

        return cls(error.message, error.source, error.cure, REFUSED if isinstance(error, RefusedError) else NO_DATABASE)
