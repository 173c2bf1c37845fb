"""Values that the store takes beside documents, mentions and facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from corpus.document import Document
from extractors.base import Fact, Finding, Mention

State = Literal["new", "updated", "unchanged"]

Alike = Callable[[bytes, bytes], bool]
"""Whether two texts, by their shingles, are copies."""


class Sketch(Protocol):
    """What is kept of a text to find its copies (corpus.similar makes it)."""

    @property
    def version(self) -> str:
        """Of the method: sketches of different versions share no bucket."""

    @property
    def shingles(self) -> bytes:
        """What `alike` compares."""

    @property
    def buckets(self) -> Sequence[int]:
        """Signed 64-bit numbers: texts that have none in common are no copies."""

    @property
    def alike(self) -> Alike:
        """Whether two texts are copies."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way in which a mention names its entity.

    Attributes:
        name: as written, or in its base form; rule: how it was come by; score: how sure that is, 0 to 1.
    """

    name: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """The entity that one mention names.

    Attributes:
        entity_id: follows from `kind` and `folded` alone.
        kind: the mention's label.
        folded: the name as names are compared.
        names: the names by which this mention calls it.
    """

    entity_id: str
    kind: str
    folded: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """One document and everything that was found in it, as it is stored: in one transaction.

    Attributes:
        assignments: the entity of each mention, or None, parallel to `mentions`.
        links: subject's and object's entity id of each fact, or None, parallel to `facts`.
        fingerprint: which extractors, in which versions, with which model; what was extracted under another
            fingerprint is out of date.
        sketch: by which its copies are found.
    """

    document: Document
    mentions: Sequence[Mention]
    facts: Sequence[Fact]
    findings: Sequence[Finding]
    assignments: Sequence[Assignment | None]
    links: Sequence[tuple[str | None, str | None]]
    fingerprint: str
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Seen:
    """What a document is to the database.

    Attributes:
        state: `new`: no release of it yet; `updated`: its release has another text so far; `unchanged`: it is stored.
        release_id: the release's id, given also when there is no row yet.
        revision: the revision that holds the document, or the one that it will be.
    """

    state: State
    release_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class FailureRow:
    """What could not be read, extracted or stored."""

    source: str
    stage: str
    reason: str
    cure: str
    release_id: str | None = field(default=None)
