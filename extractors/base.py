"""What every extractor takes and gives: frozen values and one protocol. Imports no spaCy.

The evidence law: every mention and every fact carries a `Span`, and `text[start:end] == quote`. Offsets are Unicode
code points into the document's text, end exclusive.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, get_args

if TYPE_CHECKING:
    from spacy.tokens import Doc

Label = Literal["PERSON", "ORG", "INFRASTRUCTURE", "PROJECT", "LOC", "MISC", "DATE", "TIME", "COUNT", "MONEY", "QUOTE"]
LABELS: Final[tuple[str, ...]] = get_args(Label)
NAMED: Final[tuple[Label, ...]] = ("PERSON", "ORG", "INFRASTRUCTURE", "PROJECT", "LOC")
"""The labels whose mentions are names of something, and so become entities."""

Predicate = Literal[
    "has_role", "participates_in", "leads", "funds", "part_of", "starts_on", "ends_on", "lasts", "count",
    "abbreviation_of", "said",
]  # fmt: skip
PREDICATES: Final[tuple[str, ...]] = get_args(Predicate)

Modality = Literal["asserted", "planned", "negated", "reported"]
Kind = Literal[
    "count_vs_list", "duration_vs_dates", "date_order", "sum_check", "weekday_vs_date", "impossible_date",
    "value_difference", "membership", "name_variant", "possible_identity", "missing_date", "agreement",
]  # fmt: skip
KINDS: Final[tuple[str, ...]] = get_args(Kind)
Verdict = Literal[
    "agrees", "disagrees", "incomplete", "change", "conflict", "refines", "phase", "incomparable", "variant", "question"
]
VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text and the words that stand there."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Span":
        """The span of `text` from `start` to `end`; white space at its edges is left out.

        Raises:
            ValueError: when nothing is left, or the offsets lie outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}:{end} in a text of {len(text)} code points")
        quote = text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        if not quote:
            raise ValueError(f"only white space at {start}:{end}")
        return cls(start, start + len(quote), quote)

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies inside this span (or is equal)."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text names a thing, a date, a number.

    Attributes:
        span: where, and the words.
        label: what it is (contract.md, Labels).
        norm: the comparable form: an ISO string for DATE, `{"value", "unit"}` for COUNT, `{"value", "currency"}` for
            MONEY, None where the label has none.
        score: how sure the rule is, 0 to 1.
        extractor: the name of the extractor; rule: the name of its rule; version: of the extractor.
        attributes: what the label adds (contract.md): `titles`, `role`, `value`, `earliest`, `unit` ...; named things
            carry `name`, the fullest base form that this document gives. JSON values only.
    """

    span: Span
    label: Label
    norm: Any
    score: float
    extractor: str
    rule: str
    version: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that the text makes, with the sentence (or list) that alone supports it.

    Attributes:
        subject: the fullest base form that the document gives; subject_quote: what stands in the text.
        object: a name, an ISO date, a role, a quote, `{"value", "unit"}` for `count`, or None.
        qualifiers: `organisation`, `amount`, `since` ...; JSON values only.
        evidence: the sentence, or the list with its introduction.
    """

    subject: str
    predicate: Predicate
    object: Any
    subject_quote: str
    object_quote: str | None
    evidence: Span
    score: float
    extractor: str
    rule: str
    version: int
    modality: Modality = "asserted"
    qualifiers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What two statements say of each other: they agree, disagree, or one cannot be checked.

    Attributes:
        evidence: the quotes, the first claim first. Inside one document there is at least one.
        values: what each quote claims, in the same order, as people compare it ("12", "2030-12-31", "P5Y").
    """

    kind: Kind
    verdict: Verdict
    reason_de: str
    reason_en: str
    evidence: tuple[Span, ...]
    values: tuple[str, ...]
    subject: str | None = None
    predicate: Predicate | None = None


class BlockLike(Protocol):
    """A stretch of the layout: `corpus.document.Block` is one."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    @property
    def kind(self) -> str:
        """One of the kinds of contract.md: title, lead, heading, paragraph, list_item ..."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document, and what the extractors before this one found.

    Attributes:
        published: ISO day, month or year, or None: the anchor of relative dates.
        mentions, facts: everything found so far, in the order of the registry.
    """

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    blocks: tuple[BlockLike, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()


class Extractor(Protocol):
    """One kind of thing that can be found. Stateless after loading: the same text gives the same result."""

    @property
    def name(self) -> str:
        """Its own name, unique in the registry: it stands in every mention and fact, and names its case file."""

    @property
    def version(self) -> int:
        """Raised whenever the output may change; `belegt ingest --re-extract` goes by it."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The mention labels and the predicates that it may give; anything else is refused."""

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """What the text of `doc` holds, in any order.

        A `Finding` is given only for what is no mention and yet worth a look, such as a date that does not exist.
        """
