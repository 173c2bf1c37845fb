"""What releases state, in the form in which it is compared."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from extractors.base import Kind, Verdict
from pipeline.reconcile.kinship import version_of
from pipeline.reconcile.scope import Scope

TIMELESS: Final = frozenset({"starts_on", "ends_on", "lasts"})
"""One thing starts once: two values cannot both hold, whenever they were said."""

HELD: Final = frozenset({"has_role", "leads"})
"""What one person, or one body, holds at a time."""

_NORM: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_UNI: Final = re.compile(r"^uni(?:versitäts)?(?=klini)")
_GENDER: Final = re.compile(r"[:*_/·]-?innen$|\(innen\)$")
_TOLERANCE: Final = 0.1  # "rund 700" and 712 agree
# "Forschungsprojekte" are the projects; "Teilprojekte" and "Industriepartner" are some of them
_LOOSE: Final = re.compile(
    r"^(?:forschungs|verbund|projekt|partner|mitglieds|netzwerk|kooperations)(?=(?:projekt|infrastruktur|einrichtung|institution|standort|partner|klinik|universit))"
)
_ALIKE: Final = {
    "beschäftigt": "mitarbeit", "angestellt": "mitarbeit", "mitarbeiter": "mitarbeit", "mitarbeitend": "mitarbeit", "student": "studier", "studierend": "studier",
    "uniklinik": "universitätsklinik", "universitätsklinik": "universitätsklinik", "wissenschaftler": "forsch", "forschend": "forsch", "forscher": "forsch",
    "teilnehmend": "teilnehm", "teilnehmer": "teilnehm", "besuchend": "besuch", "besucher": "besuch", "krankenhäus": "krankenhaus", "häus": "haus",
}  # fmt: skip
_MALE_FORM: Final = re.compile(
    r"(?:^|\s)(?:amtierend|neue|bisherig|derzeitig|künftig|designiert|gewählt|langjährig)\w*\s"
)
# "Sprecher des Registers", where the fact names the register: the office is "Sprecher"
_OF_KIND: Final = re.compile(
    r"\s(?:des|der|vom)\s(?:\w*(?:register|netz|netzwerk|verbund|projekt|konsortium|institut|zentrum|klinikum|instanz|museum|verein|verband)e?s|"
    r"\w*(?:biobank|plattform|studie|initiative|klinik|universität|hochschule|stiftung|gesellschaft|abteilung|fakultät|infrastruktur|einrichtung|akademie))$"
)
_FEMALE_END: Final = re.compile(r"(?<=\w{3})in$")
_ADJECTIVE_END: Final = re.compile(r"(?<=\w{3})e[rsnm]?$")


_ROMAN: Final = {"ii": "2", "iii": "3", "iv": "4"}

Frame = tuple[str, str, tuple[str, ...]]
"""Edition, moment and limits of a statement."""


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
        approx: whether the text says "rund", "mehr als" and the like; whole: whether a list in the text proves it.
        place: the words that state it.
        key: what is compared in the place of `value`: the id of a person among all releases; "" where it is the value.
        partner: the id of who else it is a statement of: of `funds` who pays.
        scope: what narrows the statement.
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
    key: str = ""
    partner: str = ""
    scope: Scope = field(default_factory=Scope)

    @property
    def topic(self) -> tuple[str, ...]:
        """What it is a statement of: only claims of one topic are compared."""
        return self.subject, self.predicate, unit_of(self.unit), office_of(self.role), self.partner

    @property
    def frame(self) -> Frame:
        """Of which edition or phase, time and part: claims of one topic that differ here are of different scopes."""
        return self.edition, self.moment, tuple(sorted(self.scope.limits))

    @property
    def edition(self) -> str:
        """The number of the edition or phase: "NUKLEUS 3.0", "Phase III" and "dritte Förderphase" are the third."""
        version = version_of(self.name).casefold().rpartition(" ")[2]
        return _ROMAN.get(version, version.removesuffix(".0")) or self.scope.phase

    @property
    def moment(self) -> str:
        """The year that the statement tells of, "" for the time of its release, "then" for an earlier time that nobody can tell."""
        told, first, last = self.scope.moment, self.said.earliest, self.said.latest
        if told == "-1":
            return str(first.year - 1) if first is not None and last is not None and first.year == last.year else "then"
        return (
            "" if first is not None and last is not None and told == str(last.year) and not self.said.derived else told
        )

    @property
    def identity(self) -> str:
        """What is compared."""
        return self.key or self.value


@dataclass(frozen=True, slots=True)
class Roll:
    """A complete list of members that one release gives of one thing: "an allen 12 Infrastrukturen (A, B, ...)".

    Attributes:
        unit: what its members are; members: {id among all releases: name as written}, in the order of the list.
        counted: whether the text gives their number too.
    """

    said: Said
    subject: str
    name: str
    unit: str
    members: Mapping[str, str] = field(hash=False)
    place: Place
    counted: bool = True

    @property
    def topic(self) -> tuple[str, str]:
        """What it lists."""
        return self.subject, unit_of(self.unit)


@dataclass(frozen=True, slots=True)
class Between:
    """One finding between releases. `about` is the entity whose statements are compared, `topic` which of them."""

    about: str
    topic: str
    kind: Kind
    verdict: Verdict
    subject: str
    predicate: str | None
    reason_de: str
    reason_en: str
    places: tuple[Place, ...]
    values: tuple[str, ...]


def unit_of(unit: str) -> str:
    """The counted noun as units are compared: its stem, without what only says that it takes part.

    "Forschungsprojekte" and "Projekte" are one, "Uniklinika" and "Universitätsklinika", "Patientinnen und Patienten" and
    "Patient:innen"; "Forscherinnen" are not "Forscher".
    """
    words = [w for w in re.split(r"[\s,;]+", fold_unit(unit)) if w]
    if not words:
        return ""
    # "Patientinnen und Patienten": two forms of one word
    paired = len(words) == 3 and words[1] in {"und", "bzw.", "oder"} and words[0][:5] == words[2][:5]
    word = min(words[0], words[2], key=len) if paired else words[-1]
    word = _LOOSE.sub("", _UNI.sub("universitäts", word))
    stem = re.sub(r"(?:en|er|e|n|a|s)$", "", word) if len(word) > 4 else word
    return _ALIKE.get(stem, _ALIKE.get(word, stem))


def fold_unit(unit: str) -> str:
    """The words of a unit without case and without the marks of gender: "Patient:innen" -> "patient"."""
    return " ".join(_GENDER.sub("", word.replace("\u00a0", " ")) for word in unit.casefold().split())


def office_of(role: str) -> str:
    """A role as roles are compared: "neue Ärztliche Direktorin" and "Ärztlicher Direktor" are one office."""
    words = _OF_KIND.sub("", _MALE_FORM.sub(" ", f" {role.casefold()} ").rstrip()).replace("ä", "a").split()
    return " ".join(_ADJECTIVE_END.sub("", _FEMALE_END.sub("", w)) for w in words)


def same_value(one: Claim, two: Claim) -> bool:
    """Whether two claims of one topic say the same, as far as "rund" allows."""
    return one.identity == two.identity or near(one, two)


def near(one: Claim, two: Claim) -> bool:
    """Whether two numbers are one as far as "rund" allows."""
    if one.predicate not in {"count", "funds"} or not (one.approx or two.approx):
        return False
    a, b = float(one.key or one.value), float(two.key or two.value)
    return abs(a - b) <= _TOLERANCE * max(abs(a), abs(b))


def refines(one: Claim, two: Claim) -> bool:
    """Whether two values differ only in how exact they are: "2025" and "2025-07-01", "rund 700" and 712."""
    if one.predicate not in {"starts_on", "ends_on"}:
        return one.approx != two.approx and near(one, two)
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


def length_of(norm: str) -> str:
    """A duration in months or days: "P4Y" and "P48M" are one."""
    m = re.fullmatch(r"P(\d{1,6})([YMWD])", norm)
    if m is None:
        return norm
    amount = int(m[1])
    return {"Y": f"{12 * amount} months", "M": f"{amount} months", "W": f"{7 * amount} days", "D": f"{amount} days"}[
        m[2]
    ]


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
        best.setdefault((claim.said.cluster_id, claim.identity), claim)
    return list(best.values())
