"""Invented names, each given out once: towns, houses, things, people. All fiction; likeness would be chance."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
TOWN_HEADS = WORDS["town_heads"]
TOWN_TAILS = WORDS["town_tails"]
SURNAME_HEADS = WORDS["surname_heads"]
SURNAME_TAILS = WORDS["surname_tails"]
MALE = WORDS["male"]
FEMALE = WORDS["female"]
SYLLABLES = WORDS["syllables"]
TAILS = WORDS["tails"]
SUBJECTS = WORDS["subjects"]
FIELDS = WORDS["fields"]
CITIES = WORDS["cities"]
STATES = WORDS["states"]


@dataclass(frozen=True, slots=True)
class Forms:
    """A name in its four cases, article and all."""

    nom: str
    gen: str
    dat: str
    acc: str

    def slots(self, mark: str = "") -> dict[str, str]:
        """What a pattern may ask for: `nom`, `Nom` (a sentence's first word), `gen`, `dat`, `acc`."""
        up = self.nom[0].upper() + self.nom[1:]
        return {
            f"{mark}nom": self.nom,
            f"{mark}Nom": up,
            f"{mark}gen": self.gen,
            f"{mark}dat": self.dat,
            f"{mark}acc": self.acc,
        }


def forms(gender: str, word: str, rest: str) -> Forms:
    """ "Register", "TALIMO" -> das Register TALIMO, des Registers TALIMO, dem Register TALIMO."""
    name = f" {rest}" if rest else ""
    if gender == "f":
        return Forms(f"die {word}{name}", f"der {word}{name}", f"der {word}{name}", f"die {word}{name}")
    ending = "" if word.endswith("s") else "s"
    if word.endswith(("netz", "haus")):
        ending = "es"
    nom, acc = ("der", "den") if gender == "m" else ("das", "das")
    return Forms(f"{nom} {word}{name}", f"des {word}{ending}{name}", f"dem {word}{name}", f"{acc} {word}{name}")


@dataclass(frozen=True, slots=True)
class Thing:
    """A register, a network, a project, a house: full name, and how it may be called afterwards."""

    full: Forms
    intro: Forms
    short: Forms
    name: str
    gender: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: title, first name, surname, f or m."""

    title: str
    given: str
    family: str
    gender: str

    @property
    def full(self) -> str:
        """With the title."""
        return f"{self.title} {self.given} {self.family}"

    @property
    def bare(self) -> str:
        """Without the title."""
        return f"{self.given} {self.family}"


KINDS = (
    ("n", "Register"),
    ("n", "Netzwerk"),
    ("m", "Forschungsverbund"),
    ("f", "Plattform"),
    ("f", "Biobank"),
    ("n", "Konsortium"),
    ("f", "Studie"),
    ("n", "Projekt"),
)
LONG_KINDS = (
    ("n", "Netzwerk"),
    ("n", "Register"),
    ("m", "Forschungsverbund"),
    ("n", "Studiennetz"),
    ("f", "Datenplattform"),
)
HOUSES = (
    ("n", "Universitätsklinikum"),
    ("n", "Klinikum"),
    ("f", "Universitätsmedizin"),
    ("f", "Hochschulmedizin"),
    ("n", "Kreiskrankenhaus"),
    ("f", "Universität"),
    ("n", "Forschungsinstitut"),
)
HOSPITALS = HOUSES[:5]


@dataclass(slots=True)
class Names:
    """Gives out names; none comes twice, and none is one letter away from another of its kind."""

    rng: random.Random
    towns: Iterator[str] = field(init=False)
    families: Iterator[str] = field(init=False)
    acronyms: Iterator[str] = field(init=False)
    shorts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.towns = self._mixed([a + b for a in TOWN_HEADS for b in TOWN_TAILS])
        self.families = self._mixed([a + b for a in SURNAME_HEADS for b in SURNAME_TAILS])
        self.acronyms = self._mixed([a + b + self.rng.choice(TAILS) for a in SYLLABLES for b in SYLLABLES if a != b])

    def _mixed(self, values: list[str]) -> Iterator[str]:
        self.rng.shuffle(values)
        return iter(values)

    def town(self) -> str:
        return next(self.towns)

    def acronym(self) -> str:
        return next(self.acronyms)

    def person(self, gender: str = "") -> Person:
        gender = gender or self.rng.choice("fm")
        title = self.rng.choice(("Prof. Dr.", "Dr.", "Prof. Dr. med.", "PD Dr."))
        return Person(title, self.rng.choice(FEMALE if gender == "f" else MALE), next(self.families), gender)

    def house(self, kinds: tuple[tuple[str, str], ...] = HOSPITALS) -> Thing:
        gender, word = self.rng.choice(kinds)
        town = self.town()
        full = forms(gender, word, town)
        return Thing(full, full, full, f"{word} {town}", gender)

    def institute(self, town: str = "", field_: str = "") -> Thing:
        town, field_ = town or self.town(), field_ or self.rng.choice(FIELDS)
        full = forms("n", "Institut", f"für {field_} {town}")
        return Thing(full, full, full, f"Institut für {field_} {town}", "n")

    def thing(self, kinds: tuple[tuple[str, str], ...] = KINDS, *, long: float = 0.33) -> Thing:
        """A kind and an invented name, or (one in three) a long name with its abbreviation."""
        if self.rng.random() < long:
            return self.long_thing()
        gender, word = self.rng.choice(kinds)
        name = self.acronym()
        full = forms(gender, word, name)
        return Thing(full, full, Forms(name, f"von {name}", name, name), name, gender)

    def long_thing(self) -> Thing:
        gender, word = self.rng.choice(LONG_KINDS)
        while True:
            subject, town = self.rng.choice(SUBJECTS), self.town()
            short = word[0] + subject[:2].upper() + town[:2].upper()
            if short not in self.shorts:
                break
        self.shorts.add(short)
        full = forms(gender, word, f"{subject} {town}")
        return Thing(
            full,
            forms(gender, word, f"{subject} {town} ({short})"),
            forms(gender, short, "") if gender == "f" else _bare(gender, short),
            f"{word} {subject} {town}",
            gender,
        )

    def projects(self) -> Thing:
        return self.thing(
            (("n", "Projekt"), ("f", "Studie"), ("n", "Forschungsprojekt"), ("n", "Verbundprojekt")), long=0
        )


def _bare(gender: str, short: str) -> Forms:
    # "des NSEES": an abbreviation takes no genitive -s here.
    nom, acc = ("der", "den") if gender == "m" else ("das", "das")
    return Forms(f"{nom} {short}", f"des {short}", f"dem {short}", f"{acc} {short}")
