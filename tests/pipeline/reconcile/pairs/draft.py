"""What a scenario works with: names, days of publication, statements about a thing; and what it hands over."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.pipeline.reconcile.pairs.fillers import Fillers
from tests.pipeline.reconcile.pairs.names import KINDS, Names, Person, Thing
from tests.pipeline.reconcile.pairs.speech import day
from tests.pipeline.reconcile.pairs.statements import PATTERNS, say, two

SITES = (
    ("Standorte", "Standorten"),
    ("Kliniken", "Kliniken"),
    ("Einrichtungen", "Einrichtungen"),
    ("Universitätsklinika", "Universitätsklinika"),
)
PEOPLE = (
    ("Patientinnen und Patienten", "Patientinnen und Patienten"),
    ("Kinder", "Kindern"),
    ("Teilnehmende", "Teilnehmenden"),
    ("Erkrankte", "Erkrankten"),
)


@dataclass(frozen=True, slots=True)
class Want:
    """A finding that must be there. `both`: it names the value of each release. `or_kind`: a second kind that is as right."""

    kind: str
    verdict: str
    predicate: str = ""
    both: bool = True
    or_kind: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and the id of its pattern."""

    text: str
    pattern: str


@dataclass(slots=True)
class Draft:
    """The two statements, what is to be said of them, and which loud kinds nobody would hold against the tool here."""

    first: Said
    second: Said
    thing: Thing
    wants: tuple[Want, ...] = ()
    bearable: tuple[str, ...] = ()
    copy: bool = False
    twin: Thing | None = None  # the thing as the second release calls it


@dataclass(slots=True)
class Maker:
    """One pair in the making."""

    rng: random.Random
    names: Names
    fillers: Fillers = field(init=False)
    days: tuple[date, date] = field(init=False)

    def __post_init__(self) -> None:
        self.fillers = Fillers(self.rng, self.names)
        self.apart()

    def apart(self, low: int = 120, high: int = 500) -> None:
        """The second release comes so many days later."""
        first = date(2023, 1, 9) + timedelta(days=self.rng.randrange(900))
        self.days = (first, first + timedelta(days=self.rng.randint(low, high)))

    def same_day(self) -> None:
        """Both releases are of one day."""
        self.days = (self.days[0], self.days[0])

    def soon(self) -> None:
        """The second release comes within weeks."""
        self.apart(3, 60)

    def future(self, low: int = 300, high: int = 1500) -> date:
        """The last day of a month, after both releases."""
        at = (self.days[1] + timedelta(days=self.rng.randint(low, high))).replace(day=1)
        return at - timedelta(days=1)

    def past(self, low: int = 60, high: int = 2000) -> date:
        """A day before both releases, never the first or last of a year."""
        at = self.days[0] - timedelta(days=self.rng.randint(low, high))
        return at.replace(day=self.rng.choice((1, 3, 12, 15, 22, 28)), month=min(max(at.month, 2), 11))

    def thing(self) -> Thing:
        return self.names.thing()

    def lasting(self) -> Thing:
        """Something that is founded, as a study is not."""
        return self.names.thing(KINDS[:6])

    def number(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    def say(self, family: str, choice: int, thing: Thing, release: int, **slots: str) -> Said:
        """A statement about the thing, by its short name in one of three."""
        called = thing.short if self.rng.random() < 0.34 else thing.full
        text, pattern = say(
            family,
            choice,
            **called.slots(),
            short=thing.short.nom.removeprefix("das ").removeprefix("der ").removeprefix("die "),
            **slots,
        )
        return Said(text, f"{pattern}@{release}")

    def both(
        self, family: str, thing: Thing, first: dict[str, str], second: dict[str, str], later: str = ""
    ) -> tuple[Said, Said]:
        """The two statements, in different patterns."""
        one, other = two(family, self.rng, later)
        return self.say(family, one, thing, 1, **first), self.say(later or family, other, thing, 2, **second)

    def any(self, family: str, thing: Thing, release: int, **slots: str) -> Said:
        """A statement of a family."""
        return self.say(family, self.rng.randrange(len(PATTERNS[family])), thing, release, **slots)

    def role(self, person: Person, *, head_of_house: bool = False) -> dict[str, str]:
        """The slots of an office, as the person's gender wants them."""
        female = person.gender == "f"
        name = person.full if self.rng.random() < 0.8 else person.bare
        if head_of_house:
            word, dative = (
                ("Ärztliche Direktorin", "Ärztlichen Direktorin")
                if female
                else ("Ärztlicher Direktor", "Ärztlichen Direktor")
            )
        else:
            word = dative = "Sprecherin" if female else "Sprecher"
        return {
            "P": name,
            "role": word,
            "Role": word,
            "role_dat": dative,
            "New": "Neue" if female else "Neuer",
            "r": "r" if female else "m",
            "en": "" if female else "r",
        }


def later(end: date, more: int) -> date:
    """The last day of the same month, some years later."""
    month = date(end.year + more + end.month // 12, end.month % 12 + 1, 1)
    return month - timedelta(days=1)


def on(value: date, style: str = "long") -> dict[str, str]:
    """The slots of a day: "am 1. März 2026", "im März 2026", "Ende 2026", "im Jahr 2026"."""
    if style == "end":
        return {"d": f"Ende {value.year}", "am": "", "Am": "", "zum": ""}
    am = {"month": "im ", "year": "im Jahr "}.get(style, "am ")
    return {
        "d": day(value, style),
        "am": am,
        "Am": am.capitalize() if style != "year" else "Im Jahr ",
        "zum": "" if style in {"month", "year"} else "zum ",
    }
