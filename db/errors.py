"""What the database says when it cannot do what was asked. Light: the command line loads it before anything else."""


class DatabaseError(Exception):
    """The database cannot be used.

    Attributes:
        message: what is wrong; source: the file; cure: what to do about it.
    """

    def __init__(self, message: str, source: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.cure = cure


class RefusedError(DatabaseError):
    """The database is well, but will not do this: a write through `query`, a limit, a file that would be overwritten."""


class TooLongError(DatabaseError):
    """The database is well, but one text is longer than it takes; others are stored as ever."""


class UnwritableError(RefusedError):
    """The database is well, but the file or folder that was named for an answer cannot be written."""
