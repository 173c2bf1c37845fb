"""What a release says of an identity: one or two sentences, in which it is called this or that."""

import random

from tests.pipeline.reconcile.identities.world import Known, mark, marked
from tests.pipeline.reconcile.pairs.names import TAILS, Forms, Person, Thing, forms
from tests.pipeline.reconcile.pairs.speech import fill

HOUSE = (
    "{Nom} hat einen Anbau eröffnet.",
    "Die Leitung {gen} dankte allen Beschäftigten.",
    "An {dat} gibt es eine neue Sprechstunde.",
    "Für {acc} ist das ein großer Schritt.",
    "Fachleute {gen} stellten ihre Arbeit vor.",
    "{Nom} bildet in vielen Berufen aus.",
    "Besuch aus Dänemark hatte {nom} in dieser Woche.",
    "Der Neubau {gen} ist fertig.",
    "Eine Delegation aus Polen besuchte {acc}.",
    "Mit {dat} wurde ein Vertrag geschlossen.",
)
THING = (
    "{Nom} hat einen Bericht vorgelegt.",
    "Die Geschäftsstelle {gen} ist umgezogen.",
    "In {dat} arbeiten Fachleute vieler Fächer.",
    "Über {acc} wurde in Fachkreisen viel gesprochen.",
    "Das Team {gen} stellte neue Verfahren vor.",
    "{Nom} setzt auf offene Standards.",
    "Von {dat} profitieren auch kleine Häuser.",
    "Die Daten {gen} stehen der Forschung offen.",
    "Neue Software erleichtert {dat} die Arbeit.",
)
SAYS = (
    "„Wir haben viel gelernt“, sagt {name}, {role} {gen}.",
    "{Role} {gen} ist {name}.",
    "{name} ist {role} {gen}.",
    "{name}, {role} {gen}, hielt einen Vortrag.",
    "Als {role} {gen} begrüßte {name} die Gäste.",
)
AGAIN = (
    "{name} verwies auf die Erfahrungen der vergangenen Jahre.",
    "„Das war erst der Anfang“, so {name}.",
    "Auf Nachfrage zeigte sich {name} zuversichtlich.",
    "Für die Zukunft wünscht sich {name} mehr Zeit.",
)


def _sentence(pool: tuple[str, ...], cases: Forms, rng: random.Random) -> str:
    return fill(rng.choice(pool), **cases.slots())


def _two(pool: tuple[str, ...], first: Forms, second: Forms, rng: random.Random) -> list[str]:
    one, other = rng.sample(pool, 2)
    return [fill(one, **first.slots()), fill(other, **second.slots())]


def tell(known: Known, rng: random.Random) -> list[str]:
    """One or two sentences, with marks."""
    return {
        "house": _house,
        "saint": _saint,
        "institute": _institute,
        "register": _register,
        "network": _network,
        "project": _project,
        "person": _person,
    }[known.kind](known, rng)


def _thing(known: Known) -> Thing:
    if known.thing is None:
        raise ValueError(known.id)
    return known.thing


def _full(known: Known, phenomenon: str = "base") -> Forms:
    inflected = "inflection" if _thing(known).gender != "f" and phenomenon == "base" else ""
    return marked(_thing(known).full, known, phenomenon, inflected)


def _house(known: Known, rng: random.Random) -> list[str]:
    thing, full = _thing(known), _full(known)
    if rng.random() < 0.5:
        # "Das Klinikum Moorbeek (KMBK) ... Die Leitung des KMBK ..."
        short = marked(_bare(thing.gender, known.abbreviation), known, "abbreviation")
        return _two(HOUSE, _with_bracket(full, mark(known.abbreviation, known, "abbreviation in brackets")), short, rng)
    if thing.name.startswith("Universitätsklinikum") and rng.random() < 0.4:
        return [_sentence(HOUSE, marked(forms("n", "Uniklinikum", thing.name.split()[-1]), known, "short word"), rng)]
    return [_sentence(HOUSE, full, rng)]


def _bare(gender: str, short: str) -> Forms:
    if gender == "f":
        return Forms(f"die {short}", f"der {short}", f"der {short}", f"die {short}")
    nom, acc = ("der", "den") if gender == "m" else ("das", "das")
    return Forms(f"{nom} {short}", f"des {short}", f"dem {short}", f"{acc} {short}")


def _with_bracket(cases: Forms, inside: str) -> Forms:
    return Forms(
        f"{cases.nom} ({inside})", f"{cases.gen} ({inside})", f"{cases.dat} ({inside})", f"{cases.acc} ({inside})"
    )


def _saint(known: Known, rng: random.Random) -> list[str]:
    thing = _thing(known)
    if rng.random() < 0.6:
        return [_sentence(HOUSE, _full(known), rng)]
    saint, town = thing.name.rsplit("-Klinikum ", 1)
    other = rng.choice((f"{saint.replace('-', ' ')} Klinikum", f"{saint.replace('Sankt', 'St.')}-Klinikum"))
    return [_sentence(HOUSE, marked(forms("n", other, town), known, "saint's spelling"), rng)]


def _institute(known: Known, rng: random.Random) -> list[str]:
    if known.house is None:
        raise ValueError(known.id)
    own = _full(known, "department with its house")
    there = _full(known.house)
    behind = rng.choice((there.gen, f"an {there.dat}"))
    placed = Forms(f"{own.nom} {behind}", f"{own.gen} {behind}", f"{own.dat} {behind}", f"{own.acc} {behind}")
    if rng.random() < 0.6:
        return _two(HOUSE, placed, _full(known, "department alone"), rng)
    return [_sentence(HOUSE, placed, rng)]


def _register(known: Known, rng: random.Random) -> list[str]:
    thing, full = _thing(known), _full(known)
    name, word = thing.name, thing.full.nom.split()[1]
    way = rng.choice(("full", "full", "bare", "both", "compound", "case", "version", "hyphen"))
    if way == "bare":
        return [_sentence(THING, marked(thing.short, known, "bare name"), rng)]
    if way == "both":
        return _two(THING, full, marked(thing.short, known, "bare name after full"), rng)
    if way == "compound":
        return [_sentence(THING, marked(forms(thing.gender, f"{name}-{word}", ""), known, "compound"), rng)]
    if way == "case":
        return [_sentence(THING, marked(_renamed(thing, name.capitalize()), known, "case"), rng)]
    if way == "version":
        return [_sentence(THING, marked(_renamed(thing, f"{name} {rng.randint(2, 4)}.0"), known, "version"), rng)]
    if way == "hyphen":
        return [_sentence(THING, marked(_renamed(thing, _hyphened(name)), known, "hyphen"), rng)]
    return [_sentence(THING, full, rng)]


def _renamed(thing: Thing, name: str) -> Forms:
    full = thing.full
    return Forms(*(each.removesuffix(thing.name) + name for each in (full.nom, full.gen, full.dat, full.acc)))


def _hyphened(name: str) -> str:
    tail = next(each for each in sorted(TAILS, key=len, reverse=True) if name.endswith(each))
    return f"{name.removesuffix(tail)}-{tail}"


def _network(known: Known, rng: random.Random) -> list[str]:
    thing, full = _thing(known), _full(known)
    short = known.abbreviation or thing.short.nom.split()[-1]
    bare = _bare(thing.gender, short)
    way = rng.random()
    if way < 0.15 and not known.twin:
        # Another release has said what the letters stand for.
        return [_sentence(THING, marked(bare, known, "abbreviation alone"), rng)]
    if way < 0.3 and not known.twin:
        return [_sentence(THING, full, rng)]
    return _two(
        THING,
        _with_bracket(full, mark(short, known, "abbreviation in brackets")),
        marked(bare, known, "abbreviation"),
        rng,
    )


def _project(known: Known, rng: random.Random) -> list[str]:
    if known.house is None:
        raise ValueError(known.id)
    thing, there = _thing(known), _full(known.house)
    own = _full(known)
    first = fill(
        rng.choice(
            (
                "{Nom} {at} befasst sich mit dem Thema {subject}.",
                "Um das Thema {subject} geht es in {dat} {at}.",
                "{There} leitet {acc} zum Thema {subject}.",
            )
        ),
        **own.slots(),
        at=there.gen,
        There=there.slots()["Nom"],
        subject=known.subject,
    )
    if rng.random() < 0.5:
        return [first, _sentence(THING, marked(thing.short, known, "bare name after full"), rng)]
    return [first]


def _person(known: Known, rng: random.Random) -> list[str]:
    person, office = known.person, known.house
    if person is None or office is None:
        raise ValueError(known.id)
    role = "Sprecherin" if person.gender == "f" else "Sprecher"
    way = rng.choice(("full", "again", "again", "genitive", "title", "none", "initial", "role"))
    name = {
        "title": f"{rng.choice(('Dr.', 'Prof. Dr. Dr. h. c.', 'Professor', 'Univ.-Prof. Dr.'))} {mark(person.bare, known, 'other title')}",
        "none": mark(person.bare, known, "no title"),
        "initial": f"{person.title} {mark(f'{person.given[0]}. {person.family}', known, 'initial')}",
    }.get(way, f"{person.title} {mark(person.bare, known, 'full name')}")
    where = _full(office).slots()
    if way == "role":
        # "Sprecherin Tambach vom Register TALIMO": surname with role and house.
        return [
            fill(
                "{role} {name} von {dat} stellte die Ergebnisse vor.",
                role=role,
                name=mark(person.family, known, "surname and role"),
                **where,
            )
        ]
    first = fill(rng.choice(SAYS), name=name, role=role, Role=role, **where)
    if way == "again":
        return [
            first,
            fill(
                rng.choice(AGAIN), name=rng.choice(("", f"{_short(person)} ")) + mark(person.family, known, "surname")
            ),
        ]
    if way == "genitive" and person.family[-1] not in "szxß":
        return [
            first,
            fill(
                "{name} Team hat lange daran gearbeitet.", name=mark(f"{person.family}s", known, "surname's genitive")
            ),
        ]
    return [first]


def _short(person: Person) -> str:
    return person.title.replace(" med.", "")


def apart(first: Known, second: Known) -> bool:
    """May the two stand in one release? Not if one name could mean both."""
    if first.thing and second.thing and first.thing.name == second.thing.name:
        return False
    ids = {first.id, first.twin, first.house.id if first.house else ""}
    return not ids & {second.id, second.twin, second.house.id if second.house else ""} - {""}
