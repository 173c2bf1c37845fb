"""What releases state, in the form in which it is compared."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from db.names import fold
from pipeline.reconcile.kinship import version_of

TIMELESS: Final = frozenset({"starts_on", "ends_on", "lasts"})
"""One thing starts once: two values cannot both hold, whenever they were said."""

_NORM: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_UNI: Final = re.compile(r"^uni(?:versitäts)?(?=klini)")
_GENDER: Final = re.compile(r"[:*_/·]-?innen$|\(innen\)$")
_TOLERANCE: Final = 0.1  # "rund 700" and 712 agree


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands."""

    release_id: str
    revision: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Said:
    """The release that states something.

    Attributes:
        cluster_id: copies of one release share it, and count once.
        earliest, latest: when it was written, as days; None where nothing says so.
        derived: whether that was read from its text, for it has no date.
    """

    release_id: str
    cluster_id: str
    earliest: dt.date | None
    latest: dt.date | None
    derived: bool = False

    def before(self, other: "Said") -> bool:
        """Whether it was certainly written before the other."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about one thing.

    Attributes:
        subject: the thing's id among all releases, or its folded name; name: as the release calls it.
        predicate, value: of a count the number, of a date its norm, of a role the person; unit: of a count.
        role: of `has_role`; modality: asserted, planned, negated, reported.
        approx: whether the text says "rund", "mehr as" and the like; whole: whether a list in the text proves it.
        place: the words that state it.
    """

    said: Said
    subject: str
    name: str
    predicate: str
    value: str
    place: Place
    unit: str = ""
    role: str = ""
    modality: str = "asserted"
    approx: bool = False
    whole: bool = False
    score: float = 1.0

    @property
    def topic(self) -> tuple[str, ...]:
        """What it is a statement of: only claims of one topic are compared."""
        return self.subject, version_of(self.name).casefold(), self.predicate, unit_of(self.unit), fold(self.role)


@dataclass(frozen=True, slots=True)
class Roll:
    """A complete list of members that one release gives of one thing: "an allen 12 Infrastrukturen (A, B, ...)".

    Attributes:
        unit: what its members are; members: {id among all releases: name as written}, in the order of the list.
    """

    said: Said
    subject: str
    name: str
    unit: str
    members: Mapping[str, str] = field(hash=False)
    place: Place

    @property
    def topic(self) -> tuple[str, str]:
        """What it lists."""
        return self.subject, unit_of(self.unit)


def unit_of(unit: str) -> str:
    """The counted noun as units are compared.

    "Forschungsprojekte" and "Projekte" are one, "Uniklinika" and "Universitätsklinika".
    """
    word = _GENDER.sub("", fold(unit).split(" ")[-1]) if unit else ""
    word = _UNI.sub("universitäts", word)
    for head in (
        "projekte",
        "projekten",
        "infrastrukturen",
        "einrichtungen",
        "institutionen",
        "standorte",
        "standorten",
        "partner",
    ):
        if word.endswith(head):
            return (
                head.removesuffix("n")
                if head.endswith("en") and head not in {"infrastrukturen", "einrichtungen", "institutionen"}
                else head
            )
    return word


def same_value(one: Claim, two: Claim) -> bool:
    """Whether two claims of one topic say the same, as far as "rund" allows."""
    if one.value == two.value:
        return True
    if one.predicate == "count" and (one.approx or two.approx):
        a, b = float(one.value), float(two.value)
        return abs(a - b) <= _TOLERANCE * max(abs(a), abs(b))
    return False


def refines(one: Claim, two: Claim) -> bool:
    """Whether two dates differ only in how exact they are: "2025" and "2025-07-01", "2018/2022" and "2018"."""
    if one.predicate not in {"starts_on", "ends_on"}:
        return False
    short, long = sorted((one.value, two.value), key=len)
    return bool(_NORM.fullmatch(short)) and long.startswith(short) and len(long) > len(short)


def interval(norm: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of an ISO day, month or year; (None, None) for anything else."""
    m = _NORM.fullmatch(norm or "")
    if not m:
        return None, None
    year, month, day = int(m[1]), int(m[2] or 0), int(m[3] or 0)
    try:
        first = dt.date(year, month or 1, day or 1)
        if day:
            return first, first
        last = dt.date(year + (month in {0, 12}), 1 if month in {0, 12} else month + 1, 1)
        return first, last - dt.timedelta(days=1)
    except ValueError:
        return None, None


def value_of(predicate: str, stored: Any) -> str | None:
    """A fact's object as a comparable text: of a count its number, else the text itself."""
    if predicate == "count":
        value = stored.get("value") if isinstance(stored, Mapping) else None
        return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else None
    return stored if isinstance(stored, str) else None


def one_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """One claim of each value a group of copies makes, the surest and then the first."""
    best: dict[tuple[str, str], Claim] = {}
    for claim in sorted(claims, key=lambda c: (-c.score, c.said.release_id, c.place.start)):
        best.setdefault((claim.said.cluster_id, claim.value), claim)
    return list(best.values())
