"""The tables. They are internal: what other programs may rely on are the views (views.sql).

Rows that follow from a text (mention, alias, evidence, fact) are keyed by release and revision, so that an older
text keeps what was found in it. A decision names what it is about by id and content, never by a foreign key: nothing
that extraction does can touch it.
"""

from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Column, Computed, ForeignKeyConstraint, Index, MetaData, Numeric, String, text
from sqlmodel import Field, SQLModel

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# The rows lie in the order of their keys: a release's mentions stand together, and no second index repeats the key.
CLUSTERED: Final = {"sqlite_with_rowid": False}


class Row(SQLModel):
    """The base of all tables: one naming convention, without which SQLite's constraints could not be migrated."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def _of_revision() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["release_id", "revision"], ["revision.release_id", "revision.revision"], ondelete="CASCADE"
    )


def _of_evidence() -> ForeignKeyConstraint:
    key = ["release_id", "revision", "start", "end"]
    return ForeignKeyConstraint(key, [f"evidence.{column}" for column in key])


class Run(Row, table=True):
    """One `belegt ingest`. Stamps are UTC, ISO 8601 with milliseconds, and never go back within one database."""

    __tablename__ = "run"
    run_id: str = Field(primary_key=True)
    state: str  # running, done, interrupted, failed
    started: str
    finished: str | None = None
    host: str
    pid: int
    program_version: str
    fingerprint: str | None = None
    new: int = 0
    unchanged: int = 0
    updated: int = 0
    re_extracted: int = 0
    failed: int = 0


class Raw(Row, table=True):
    """Bytes as found, compressed with zlib, so that extraction can be repeated without the source."""

    __tablename__ = "raw"
    sha256: str = Field(primary_key=True)
    media_type: str
    size: int
    data: bytes


class Release(Row, table=True):
    """One release, whatever becomes of its text. `revision` is the number of the current one."""

    __tablename__ = "release"
    release_id: str = Field(primary_key=True)
    key: str | None = Field(default=None, index=True, unique=True)
    external_id: str = Field(index=True)
    cluster_id: str = Field(index=True)
    revision: int
    first_seen: str
    last_seen: str


class Revision(Row, table=True):
    """One state of a release's text."""

    __tablename__ = "revision"
    __table_args__ = (Index(None, "published", "first_seen"),)  # what is new is asked for by both
    release_id: str = Field(primary_key=True, foreign_key="release.release_id", ondelete="CASCADE")
    revision: int = Field(primary_key=True)
    content: str = Field(index=True)  # the hash by which the same text is known again
    source: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = Field(default=None, index=True)
    published_from: str | None = None
    language: str
    text: str
    blocks: str  # JSON: [[start, end, kind], ...]
    media_type: str
    sha256: str = Field(foreign_key="raw.sha256", index=True)
    first_seen: str = Field(index=True)
    last_seen: str
    run_id: str = Field(foreign_key="run.run_id")
    fingerprint: str
    extracted: str


class SketchRow(Row, table=True):
    """What is kept of a release's current text to find its copies: their overlap is computed from `shingles`."""

    __tablename__ = "sketch"
    release_id: str = Field(primary_key=True, foreign_key="release.release_id", ondelete="CASCADE")
    revision: int
    version: str
    shingles: bytes


class Bucket(Row, table=True):
    """Where a release stands in the index of similar texts: those that have no bucket in common are no copies."""

    __tablename__ = "bucket"
    __table_args__ = (CLUSTERED,)
    bucket: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    release_id: str = Field(primary_key=True, foreign_key="sketch.release_id", ondelete="CASCADE", index=True)


class Entity(Row, table=True):
    """What mentions name. Its id follows from `kind` and `folded`; its name is read from its aliases."""

    __tablename__ = "entity"
    entity_id: str = Field(primary_key=True)
    kind: str
    folded: str
    same_as: str | None = Field(
        default=None, index=True
    )  # the smallest id of those that are one with it, unless its own


class EntityKey(Row, table=True):
    """Under which an entity is looked for by others that may be one with it."""

    __tablename__ = "entity_key"
    __table_args__ = (CLUSTERED,)
    key: str = Field(primary_key=True)
    entity_id: str = Field(primary_key=True, foreign_key="entity.entity_id", ondelete="CASCADE", index=True)


class EntityLink(Row, table=True):
    """Two entities that are one, and why."""

    __tablename__ = "entity_link"
    __table_args__ = (CLUSTERED,)
    first: str = Field(primary_key=True, foreign_key="entity.entity_id", ondelete="CASCADE")
    second: str = Field(primary_key=True, foreign_key="entity.entity_id", ondelete="CASCADE", index=True)
    rule: str
    score: float


class Mention(Row, table=True):
    """One place where a text names a thing, a date, a number."""

    __tablename__ = "mention"
    __table_args__ = (
        _of_revision(),
        # what names nobody may be a long quotation, and PostgreSQL's indexes take no row of more than 2,704 bytes
        Index(None, "entity_id", "quote", "release_id", postgresql_where=text("entity_id IS NOT NULL")),
        CLUSTERED,
    )
    release_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    mention_id: str = Field(primary_key=True)
    start: int
    end: int
    quote: str
    label: str
    norm: str | None = None
    score: float
    entity_id: str | None = Field(default=None, foreign_key="entity.entity_id")
    extractor: str
    rule: str
    version: int
    attributes: str


class Alias(Row, table=True):
    """A name that one release uses for an entity."""

    __tablename__ = "alias"
    __table_args__ = (
        _of_revision(),
        Index("ix_alias_name", "name"),  # without case: `COLLATE NOCASE`
        Index(None, "entity_id", "name", "rule"),
        CLUSTERED,
    )
    release_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    entity_id: str = Field(primary_key=True, foreign_key="entity.entity_id")
    name: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    score: float


class Evidence(Row, table=True):
    """A stretch of text that supports facts and findings; a list supports many, and is stored once."""

    __tablename__ = "evidence"
    __table_args__ = (_of_revision(), CLUSTERED)
    release_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    start: int = Field(primary_key=True)
    end: int = Field(primary_key=True)
    quote: str


class Fact(Row, table=True):
    """One statement that a text makes."""

    __tablename__ = "fact"
    __table_args__ = (
        _of_revision(),
        _of_evidence(),
        Index(None, "subject_id", "predicate", "organisation"),
        Index(None, "object_id", "predicate", "subject"),
        Index(None, "object", sqlite_where=text("predicate = 'ends_on'")),
        Index(None, "valid_to", sqlite_where=text("valid_to IS NOT NULL")),
        CLUSTERED,
    )
    release_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    fact_id: str = Field(primary_key=True, index=True)
    subject: str
    subject_id: str | None = Field(default=None, foreign_key="entity.entity_id")
    subject_quote: str
    predicate: str
    object: str | None = None  # a text as it is, anything else as JSON
    object_id: str | None = Field(default=None, foreign_key="entity.entity_id")
    object_quote: str | None = None
    value: float | None = Field(default=None, sa_type=Numeric(asdecimal=False))  # 12 stays 12, 1.5 stays 1.5
    unit: str | None = None
    qualifiers: str
    modality: str
    valid_from: str | None = None
    valid_to: str | None = None
    start: int
    end: int
    score: float = Field(index=True)  # what is least sure is looked at first
    extractor: str
    rule: str
    version: int
    organisation: str | None = Field(  # what `qualifiers` says, where an index reaches it
        default=None, sa_column=Column(String, Computed("qualifiers ->> '$.organisation'", persisted=False), index=True)
    )
    corrected_subject: str | None = None  # what a person said instead; it follows from anchors and decisions
    corrected_predicate: str | None = None
    shown_subject: str | None = Field(
        default=None,
        sa_column=Column(String, Computed("coalesce(corrected_subject, subject)", persisted=False), index=True),
    )
    shown_predicate: str | None = Field(
        default=None,
        sa_column=Column(String, Computed("coalesce(corrected_predicate, predicate)", persisted=False), index=True),
    )


class Stated(Row, table=True):
    """What a release's current text states of an entity, by what is compared with what (`db.stated`)."""

    __tablename__ = "stated"
    __table_args__ = (
        ForeignKeyConstraint(
            ["release_id", "revision", "fact_id"],
            ["fact.release_id", "fact.revision", "fact.fact_id"],
            ondelete="CASCADE",
        ),
        Index(None, "entity_id", "family", "same", "day", "release_id"),
        Index(None, "entity_id", "family", "day", "release_id"),
        Index(None, "release_id", "revision", "fact_id"),
        CLUSTERED,
    )
    entity_id: str = Field(primary_key=True)
    family: str = Field(primary_key=True)  # "count bett", "has_role direktor", "lists": only one family is compared
    release_id: str = Field(primary_key=True)
    fact_id: str = Field(primary_key=True)  # of a list: one of its facts
    revision: int
    same: str  # the hash of all that matters of what is said: equal for those that say the same of the same scope
    day: str  # the first on which it may have been said; "" where nothing tells
    other_id: str | None = Field(default=None, index=True)  # whom else it is a statement of


class Told(Row, table=True):
    """The releases that have their rows in `stated`, and the rules by which they have them."""

    __tablename__ = "told"
    release_id: str = Field(primary_key=True, foreign_key="release.release_id", ondelete="CASCADE")
    rules: str


class Discrepancy(Row, table=True):
    """What statements say of each other. Those inside one release name it; they follow from its current revision."""

    __tablename__ = "discrepancy"
    __table_args__ = (Index(None, "about", "family"),)
    discrepancy_id: str = Field(primary_key=True)
    release_id: str | None = Field(default=None, foreign_key="release.release_id", ondelete="CASCADE", index=True)
    scope: str  # inside, between
    kind: str = Field(index=True)
    verdict: str = Field(index=True)
    subject: str | None = None
    predicate: str | None = None
    reason_de: str
    reason_en: str
    about: str | None = None  # between releases: the entity whose statements are compared
    family: str | None = None  # and which of them (`stated.family`, or "variant")
    first: str | None = None  # of a possible identity: the two that may be one, and the id under which they are judged
    second: str | None = None
    pair: str | None = None


class DiscrepancyEvidence(Row, table=True):
    """What each of the statements claims, and where it stands; the first claim has position 0."""

    __tablename__ = "discrepancy_evidence"
    __table_args__ = (
        _of_evidence(),
        Index(None, "release_id", "revision", "start", "end"),
        CLUSTERED,
    )
    discrepancy_id: str = Field(primary_key=True, foreign_key="discrepancy.discrepancy_id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    release_id: str
    revision: int
    start: int
    end: int
    value: str | None = None


class Decision(Row, table=True):
    """What a person said of a fact or a discrepancy. Only ever added to: the latest row of a chain counts.

    A chain is all that was said of one thing. It stays one when extraction gives the thing another id: `anchor` tells
    where it belongs now, and `target_id` stays what it was when the row was written.
    """

    __tablename__ = "decision"
    __table_args__ = (Index(None, "target", "target_id", "number"), {"sqlite_autoincrement": True})
    number: int | None = Field(default=None, primary_key=True)
    decision_id: str = Field(unique=True)
    chain: str = Field(
        default="", index=True, sa_column_kwargs={"server_default": text("''")}
    )  # id of its first decision
    batch: str | None = Field(default=None, index=True)
    undoes: str | None = None  # the decision that this row takes back; the row itself holds what was said before
    target: str  # fact, discrepancy, identity, addition
    target_id: str
    status: str  # open (taken back), accepted, rejected, corrected, unsure ... (db.decisions)
    content: str  # JSON: what was decided on, as it stood: release_id, subject, predicate, object, quote
    new_value: str | None = None  # JSON: {"subject": ..., "object": ...}, only what is corrected
    note: str | None = None
    reviewer: str
    decided: str


class Anchor(Row, table=True):
    """Where a chain of decisions belongs now. It follows from the decisions and the current rows alone."""

    __tablename__ = "anchor"
    __table_args__ = (Index(None, "target", "fit"),)
    chain: str = Field(primary_key=True)
    target: str
    target_id: str | None = Field(default=None, index=True, unique=True)  # None: orphaned
    release_id: str | None = Field(default=None, index=True)
    number: int  # the decision that counts
    fit: str  # exact, moved, stale, orphaned
    status: str  # of that decision; what the views show follows from both


class Judgement(Row, table=True):
    """Two entities of which a person said whether they are one; `first` is the smaller id."""

    __tablename__ = "judgement"
    first: str = Field(primary_key=True)
    second: str = Field(primary_key=True, index=True)
    status: str  # same, different, unsure; open: taken back, until the neighbours are compared anew
    number: int
    pending: bool = Field(index=True)  # whether the neighbours must still be compared anew


class Claim(Row, table=True):
    """Who looks at something just now. Nothing is locked by it."""

    __tablename__ = "claim"
    target: str = Field(primary_key=True)
    target_id: str = Field(primary_key=True)
    reviewer: str
    expires: str


class Failure(Row, table=True):
    """What could not be read, extracted or stored in a run, and what to do about it."""

    __tablename__ = "failure"
    failure_id: str = Field(primary_key=True)
    run_id: str = Field(foreign_key="run.run_id", index=True)
    source: str
    stage: str
    reason: str
    cure: str
    release_id: str | None = None
    at: str


class Forgotten(Row, table=True):
    """What must not come back: salted hashes, from which nothing can be read (db.forgotten)."""

    __tablename__ = "forgotten"
    digest: str = Field(primary_key=True)
    kind: str  # release: of its key, content or bytes; name: of a person
    words: int  # of a name; 0 for a release
    at: str


class Salt(Row, table=True):
    """One row: what the hashes of this database are made with."""

    __tablename__ = "salt"
    value: str = Field(primary_key=True)


class Backup(Row, table=True):
    """A copy that `belegt db backup` made of this database."""

    __tablename__ = "backup"
    path: str = Field(primary_key=True)
    host: str = Field(primary_key=True)
    at: str


def table(name: str) -> Any:
    """The table of that name, for Core statements (measured: an order of magnitude faster than objects)."""
    return Row.metadata.tables[name]
