"""What an ingest keeps out: releases that were forgotten, names that are masked; also what is forgotten while it runs."""

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.document import Document
from db import forgotten
from db.values import FailureRow

if TYPE_CHECKING:
    from sqlalchemy import Connection


class KeepingOut:
    """The tombstones of a database, as they are now.

    Attributes:
        forgotten: documents that were left out; masked: those in which a name was masked.
    """

    def __init__(self, connection: "Connection") -> None:
        """Reads what was forgotten before the run begins."""
        self.forgotten = self.masked = 0
        self._stones: forgotten.Tombstones | None = None
        self._count = 0
        self._look(connection)
        self._meanwhile = False

    def let_in(self, document: Document) -> Document | None:
        """A document that was read, as it may be stored; None when its release was forgotten."""
        if self._stones is None:
            return document
        known = self._stones.let_in(document)
        self.forgotten += known is None
        self.masked += known is not None and known is not document
        return known

    def let_in_still(self, connection: "Connection", document: Document) -> Document | None:
        """The same for a document that was let in and extracted, in the transaction that stores it.

        Returns:
            The document itself; another one, masked, which must be extracted in its place; or None.
        """
        self._look(connection)
        return self.let_in(document) if self._meanwhile else document

    def said(self, connection: "Connection", failure: FailureRow) -> FailureRow:
        """A failure as it may be written down."""
        self._look(connection)
        if self._stones is None:
            return failure
        stones, texts = self._stones, (failure.source, failure.reason, failure.cure)
        known = stones.families("\n".join(texts))
        source, reason, cure = (stones.masked_address(stones.masked(text, known)) for text in texts)
        return replace(failure, source=source, reason=reason, cure=cure)

    def _look(self, connection: "Connection") -> None:
        """Read the tombstones again when there are more of them; none is ever taken away."""
        count = forgotten.count(connection)
        if count != self._count:
            self._stones, self._count = forgotten.load(connection), count
            self._meanwhile = True
