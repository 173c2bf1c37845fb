"""What the report shows, as plain values."""

from collections import Counter
from dataclasses import dataclass, field

from db.export.graph import LeftOut, Node


@dataclass(frozen=True, slots=True)
class Release:
    """Where something is said."""

    release_id: str
    title: str
    publisher: str
    published: str | None
    source: str
    url: str | None
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One value and the releases that say so, by time."""

    value: str
    releases: tuple[Release, ...]
    planned: bool = False


def exact(told: tuple[Said, ...]) -> list[str]:
    """The values without those that another one only makes more exact: not "2025" beside "2025-07-01"."""
    values = [said.value for said in told]
    return [value for value in values if not any(other.startswith(f"{value}-") for other in values)]


@dataclass(frozen=True, slots=True)
class Phase:
    """When something begins and ends, by all that is said of it."""

    name: str
    starts: tuple[Said, ...]
    ends: tuple[Said, ...]
    lasts: tuple[Said, ...]

    @property
    def differs(self) -> bool:
        """Whether releases name different days; one that is only more exact is not different."""
        return len(exact(self.starts)) > 1 or len(exact(self.ends)) > 1


@dataclass(frozen=True, slots=True)
class Office:
    """Who holds an office: since when and until when, where a text tells, and in which releases."""

    person: str
    role: str
    organisation: str
    since: str | None
    until: str | None
    releases: tuple[Release, ...]
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Participation:
    """One institution in one infrastructure or project; `leads`: that it leads it is said too."""

    institution: Node
    thing: Node
    releases: tuple[Release, ...]
    planned: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the network, with the predicates that make it."""

    first: Node
    second: Node
    predicates: tuple[str, ...]
    releases: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing counted at several times or by several sources."""

    subject: str
    unit: str
    values: tuple[tuple[float, Release, str], ...]  # value, where, "", "approx", "lower", "upper" or "planned"

    @property
    def differs(self) -> bool:
        """Whether releases say different numbers."""
        return len({value for value, *_ in self.values}) > 1 and len({r.release_id for _, r, _ in self.values}) > 1


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a discrepancy."""

    value: str
    quote: str
    release: Release


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What does not fit, and why."""

    discrepancy_id: str
    kind: str
    verdict: str
    scope: str
    subject: str
    reason: dict[str, str]
    status: str
    sides: tuple[Side, ...]


@dataclass(slots=True)
class Content:
    """Everything that the report shows."""

    releases: list[Release] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    facts: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)
    decided: int = 0
    since: str | None = None  # statements of older releases are too many to show
    points: int = 0  # discrepancies that need a look; the first of them are in `discrepancies`
    open_points: int = 0
    phases: list[Phase] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)
