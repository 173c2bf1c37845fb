"""Who there is: houses, institutes, registers, projects and people, each with an id, and how they may be called. All fiction."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations

from tests.pipeline.reconcile.pairs.names import (
    FEMALE,
    FIELDS,
    HOSPITALS,
    KINDS,
    MALE,
    SUBJECTS,
    Forms,
    Names,
    Person,
    Thing,
    forms,
)

ARTICLES = frozenset({"das", "der", "die", "des", "dem", "den", "von"})
OPEN, CLOSE, BAR = "⟦", "⟧", "¦"


@dataclass(slots=True)
class Known:
    """One identity. `house`: where it belongs (an institute, a project) or whose office the person holds. `twin`: shares a name with another one."""

    id: str
    kind: str
    thing: Thing | None = None
    person: Person | None = None
    abbreviation: str = ""
    house: "Known | None" = None
    subject: str = ""
    twin: str = ""


@dataclass(slots=True)
class World:
    """All identities, and the pairs of homonyms among them."""

    known: list[Known] = field(default_factory=list)
    homonyms: list[tuple[str, str]] = field(default_factory=list)


def mark(surface: str, known: Known, phenomenon: str) -> str:
    """The surface with its identity around it: "⟦H0001¦base¦Klinikum Moorbeek⟧"."""
    return f"{OPEN}{known.id}{BAR}{phenomenon}{BAR}{surface}{CLOSE}"


def marked(cases: Forms, known: Known, phenomenon: str, inflected: str = "") -> Forms:
    """A name in four cases, the mark behind the article; the genitive is its own phenomenon where it has an ending."""

    def wrap(text: str, name: str) -> str:
        head, _, tail = text.partition(" ")
        return f"{head} {mark(tail, known, name)}" if head in ARTICLES else mark(text, known, name)

    return Forms(
        wrap(cases.nom, phenomenon),
        wrap(cases.gen, inflected or phenomenon),
        wrap(cases.dat, phenomenon),
        wrap(cases.acc, phenomenon),
    )


def build(rng: random.Random, scale: float = 1.0) -> World:
    """About 600 identities; with a smaller scale fewer."""
    names, world = Names(rng), World()

    def add(letter: str, kind: str, **what: object) -> Known:
        known = Known(f"{letter}{len(world.known):04d}", kind, **what)  # type: ignore[arg-type]
        world.known.append(known)
        return known

    def twins(first: Known, second: Known) -> None:
        first.twin, second.twin = second.id, first.id
        world.homonyms.append((first.id, second.id))

    def many(count: int) -> range:
        return range(max(2, round(count * scale)))

    houses = []
    for _ in many(110):
        thing = names.house()
        houses.append(add("H", "house", thing=thing, abbreviation=_letters(thing, names)))
    # "UKM" of two towns: each release says which one it means.
    for _ in many(12):
        university = partial(names.house, HOSPITALS[:1])
        one = _until(university, lambda thing: f"UK{_town(thing)[0]}" not in names.shorts)
        names.shorts.add(f"UK{_town(one)[0]}")
        two = _until(university, partial(_same_letter, one))
        pair = [add("H", "house", thing=thing, abbreviation=f"UK{_town(one)[0]}") for thing in (one, two)]
        twins(pair[0], pair[1])
    for _ in many(24):
        saint = rng.choice(("Sankt-Anselm", "Sankt-Hilda", "Sankt-Corbin", "Sankt-Odila"))
        full = forms("n", f"{saint}-Klinikum", names.town())
        add("S", "saint", thing=Thing(full, full, full, full.nom.removeprefix("das "), "n"))
    # The Institut für Pathologie of two houses, and of a third.
    taken: dict[str, list[Known]] = {}
    for _ in many(26):
        gender, word = rng.choice((("n", "Institut für"), ("f", "Klinik für")))
        thing = _institute(gender, word, rng.choice(FIELDS))
        here = taken.setdefault(thing.name, [])
        free = [house for house in houses if house not in [each.house for each in here]]
        here += [add("I", "institute", thing=thing, house=house) for house in rng.sample(free, 2)]
    for same in taken.values():
        world.homonyms += [(first.id, second.id) for first, second in combinations(same, 2)]
    for _ in many(90):
        add("R", "register", thing=names.thing(KINDS[:6], long=0))
    for _ in many(50):
        add("N", "network", thing=names.long_thing())
    # One abbreviation, two networks: "Register Hautkrebs Moorbeek (RHM)", "Register Herzklappen Mistelfurt (RHM)".
    for _ in many(10):
        first_net = _until(
            names.long_thing, lambda thing: _initials(thing)[1] in "SHKLBA" and _initials(thing) not in names.shorts
        )
        names.shorts.add(_initials(first_net))
        second_net = _like(first_net, rng, names)
        shared = _initials(first_net)
        pair = [add("N", "network", thing=thing, abbreviation=shared) for thing in (first_net, second_net)]
        twins(pair[0], pair[1])
    for _ in many(40):
        add("P", "project", thing=names.projects(), house=rng.choice(houses), subject=rng.choice(SUBJECTS))
    # One acronym, two projects: other kinds of undertaking, other houses, other subjects.
    for _ in many(15):
        first = names.thing((("n", "Projekt"),), long=0)
        second = forms("f", "Studie", first.name)
        other = Thing(second, second, first.short, first.name, "f")
        where, what = rng.sample(houses, 2), rng.sample(SUBJECTS, 2)
        pair = [
            add("P", "project", thing=thing, house=house, subject=subject)
            for thing, house, subject in zip((first, other), where, what, strict=True)
        ]
        twins(pair[0], pair[1])
    registers = [each for each in world.known if each.kind == "register"]
    for _ in many(90):
        add("M", "person", person=names.person(), house=rng.choice(registers))
    # Two people of one surname.
    for _ in many(40):
        first_person = names.person()
        gender = rng.choice("fm")
        given = rng.choice([name for name in (FEMALE if gender == "f" else MALE) if name[0] != first_person.given[0]])
        second_person = replace(first_person, given=given, gender=gender, title=rng.choice(("Dr.", "Prof. Dr.")))
        where = rng.sample(registers, 2)
        pair = [
            add("M", "person", person=person, house=house)
            for person, house in zip((first_person, second_person), where, strict=True)
        ]
        twins(pair[0], pair[1])
    return world


HEADS = {
    "Universitätsklinikum": "UK",
    "Klinikum": "KL",
    "Universitätsmedizin": "UM",
    "Hochschulmedizin": "HM",
    "Kreiskrankenhaus": "KKH",
}


def _letters(thing: Thing, names: Names) -> str:
    """ "Universitätsklinikum Moorbeek" -> "UKMO", or "UKMOO" where that is taken."""
    word, town = thing.name.split()
    short = next(text for cut in range(2, len(town)) if (text := HEADS[word] + town[:cut].upper()) not in names.shorts)
    names.shorts.add(short)
    return short


def _town(thing: Thing) -> str:
    return thing.name.split()[-1]


def _initials(thing: Thing) -> str:
    return "".join(word[0] for word in thing.name.split())


def _same_letter(one: Thing, other: Thing) -> bool:
    return _town(one)[0] == _town(other)[0]


def _like(one: Thing, rng: random.Random, names: Names) -> Thing:
    """Another network with these initials: another subject, another town."""
    word, subject, town = one.name.split()
    other_subject = rng.choice([each for each in SUBJECTS if each[0] == subject[0] and each != subject])
    other_town = next(each for each in iter(names.town, None) if each[0] == town[0])
    full = forms(one.gender, word, f"{other_subject} {other_town}")
    return Thing(full, full, one.short, f"{word} {other_subject} {other_town}", one.gender)


def _until(make: Callable[[], Thing], good: Callable[[Thing], bool]) -> Thing:
    return next(thing for thing in iter(make, None) if good(thing))


def _institute(gender: str, word: str, name: str) -> Thing:
    head, tail = word.split()
    full = forms(gender, head, f"{tail} {name}")
    return Thing(full, full, full, f"{word} {name}", gender)
