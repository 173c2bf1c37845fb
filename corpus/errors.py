"""The one error of this room; `corpus.readers.dispatch` turns it into a `ReadFailure`."""


class Unreadable(Exception):  # noqa: N818 - read aloud where it is raised: "unreadable: a PNG image"
    """An input that no document can be made of.

    Attributes:
        reason: what was wrong, as a clause without a full stop.
        cure: what to do about it.
    """

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
