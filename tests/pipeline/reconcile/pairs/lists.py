"""Scenarios with two lists: members come and go, one name of two is another."""

from tests.pipeline.reconcile.pairs.draft import Draft, Maker, Want
from tests.pipeline.reconcile.pairs.names import Forms, Thing

QUESTION = Want("possible_identity", "question", both=False)
VARIANT = Want("name_variant", "variant", both=False)


def _listed(things: list[Thing]) -> str:
    return ", ".join(each.full.nom for each in things[:-1]) + f" und {things[-1].full.nom}"


def _members(m: Maker, family: str, gone: int, new: int) -> Draft:
    thing = m.thing()
    before = [m.names.house() for _ in range(m.number(3, 5))]
    after = before[gone:] + [m.names.house() for _ in range(new)]
    m.rng.shuffle(after)
    slots = {"gone": before[0].full.nom, "Gone": before[0].full.slots()["Nom"]}
    if new:
        one = next(each for each in after if each not in before)
        slots |= {"new": one.full.nom, "New": one.full.slots()["Nom"]}
    first, second = m.both("members", thing, {"list": _listed(before)}, {"list": _listed(after), **slots}, family)
    return Draft(first, second, thing, (Want("membership", "change", "participates_in", both=False),))


def joined(m: Maker) -> Draft:
    return _members(m, "joined", 0, 1)


def left(m: Maker) -> Draft:
    return _members(m, "left", 1, 0)


def lists_differ(m: Maker) -> Draft:
    gone, new = m.rng.choice(((0, 1), (0, 2), (1, 0), (2, 1)))
    return _members(m, "", gone, new)


def _platforms(m: Maker, one: str, other: str, want: Want) -> Draft:
    thing, common = m.thing(), [m.names.acronym() for _ in range(3)]
    at = m.rng.randrange(4)
    lists = [", ".join([*common[:at], name, *common[at:]]) for name in (one, other)]
    first, second = m.both("platforms", thing, {"list": lists[0], "count": "vier"}, {"list": lists[1], "count": "vier"})
    return Draft(first, second, thing, (want,), ("membership", "possible_identity"))


def same_slot(m: Maker) -> Draft:
    """ "QS-TALIMA" in the place of "DM-TALIMA"."""
    name, (one, other) = m.names.acronym(), m.rng.sample(("QS", "DM", "IT", "ZV"), 2)
    return _platforms(m, f"{one}-{name}", f"{other}-{name}", QUESTION)


def case_variant(m: Maker) -> Draft:
    name = m.names.acronym()
    return _platforms(m, f"e{name}", f"E{name}", VARIANT)


def hyphen_variant(m: Maker) -> Draft:
    name = m.names.acronym()
    return _platforms(m, f"{name}-DB", f"{name} DB", VARIANT)


def version_variant(m: Maker) -> Draft:
    name = m.names.acronym()
    return _platforms(m, name, f"{name} {m.number(2, 4)}.0", VARIANT)


def two_long_forms(m: Maker) -> Draft:
    """One abbreviation, one town, "Studiennetz" and "Studiennetzwerk"."""
    town, short = m.names.town(), m.names.acronym()
    one, other = m.rng.choice(
        (
            ("Studiennetz", "Studiennetzwerk"),
            ("Datenregister", "Datenregister für Kliniken"),
            ("Forschungsnetz", "Forschungs- und Versorgungsnetz"),
        )
    )
    forms = [
        Forms(f"das {word} {town} ({short})", "", f"dem {word} {town} ({short})", f"das {word} {town} ({short})")
        for word in (one, other)
    ]
    thing = Thing(forms[0], forms[0], forms[0], f"{one} {town}", "n")
    twin = Thing(forms[1], forms[1], forms[1], f"{other} {town}", "n")
    slots = {"unit": "Standorte", "units": "Standorten", "n": str(m.number(13, 40))}
    draft = Draft(
        m.say("sites", m.number(0, 5), thing, 1, **slots),
        m.say("sites", m.number(0, 5), twin, 2, **slots),
        thing,
        (VARIANT,),
        ("possible_identity",),
    )
    draft.twin = twin
    return draft


MEMBERSHIP = (joined, left, lists_differ)
IDENTITY = (same_slot, case_variant, version_variant, two_long_forms, hyphen_variant)
