"""Scenarios of statements that look alike and must not be compared."""

from collections.abc import Callable
from datetime import timedelta

from tests.pipeline.reconcile.pairs.changes import funder
from tests.pipeline.reconcile.pairs.draft import PEOPLE, SITES, Draft, Maker, Said, on
from tests.pipeline.reconcile.pairs.names import STATES, Thing
from tests.pipeline.reconcile.pairs.speech import WORDS, day, digits, millions, number


def _beside(m: Maker, first: Said, second: Said, thing: Thing, bearable: tuple[str, ...] = ()) -> Draft:
    if m.rng.random() < 0.5:
        first, second = (Said(each.text, f"{each.pattern[:-1]}{at}") for at, each in ((1, second), (2, first)))
    return Draft(first, second, thing, (), bearable)


def _sites_and(
    family: str, low: int, high: int, *, same_day: bool = False, ordered: bool = False
) -> Callable[[Maker], Draft]:
    def scenario(m: Maker) -> Draft:
        if same_day:
            m.same_day()
        thing, unit, n = m.thing(), m.rng.choice(SITES), m.number(15, 30)
        slots = {"unit": unit[0], "units": unit[1]}
        whole = m.any("sites", thing, 1, **slots, n=str(n))
        # A future year lies ahead of both releases, a past one behind them.
        year = m.days[0].year - m.number(2, 5) if family == "earlier_year" else m.days[1].year + m.number(2, 5)
        slots |= {
            "state": m.rng.choice(STATES),
            "part": WORDS[m.number(3, 8)],
            "year": str(year),
            "P": m.names.person().full,
        }
        amount = n if family == "of_which" else n + m.number(low, high)
        part = m.any(family, thing, 2, **slots, n=number(max(amount, 2), m.rng))
        return Draft(whole, part, thing) if ordered else _beside(m, whole, part, thing)

    scenario.__name__ = f"sites_and_{family}"
    return scenario


def sites_of_another(m: Maker) -> Draft:
    """ "TALIMO" and "TALIMO Kids": a question whether they are one may be asked, nothing more."""
    m.same_day()
    thing = m.names.thing((("n", "Register"), ("n", "Netzwerk")), long=0)
    twin = f"{thing.short.nom} {m.rng.choice(('Kids', 'Nord', 'International', 'Plus'))}"
    unit, n = m.rng.choice(SITES), m.number(15, 30)
    slots = {"unit": unit[0], "units": unit[1]}
    other = {"Other": twin, "other_dat": twin, "other_rel": "dem"}
    return _beside(
        m,
        m.any("sites", thing, 1, **slots, n=str(n)),
        m.any("other_thing", thing, 2, **slots, **other, n=str(n + 7)),
        thing,
        ("possible_identity",),
    )


def institutes_of_two_towns(m: Maker) -> Draft:
    m.same_day()
    thing = m.names.institute()
    twin = m.names.institute(field_=thing.name.split()[2])
    one, other = m.any("staff", thing, 1, n=str(m.number(40, 70))), m.any("staff", twin, 2, n=str(m.number(90, 190)))
    return Draft(one, other, thing, twin=twin)


def ward(m: Maker) -> Draft:
    thing = m.names.house()
    return _beside(
        m,
        m.any("beds", thing, 1, n=digits(m.number(400, 1900))),
        m.any("ward", thing, 2, n=str(m.number(12, 60))),
        thing,
    )


def two_years(m: Maker) -> Draft:
    m.soon()
    thing, unit = m.thing(), m.rng.choice(PEOPLE)
    slots = {"unit": unit[0], "units": unit[1]}
    year, n = m.days[0].year - 1, m.number(200, 900)
    return Draft(
        m.any("per_year", thing, 1, **slots, year=str(year - 2), n=str(n)),
        m.any("per_year", thing, 2, **slots, year=str(year), n=str(n + 55)),
        thing,
    )


def part_of_money(m: Maker) -> Draft:
    thing, slots, total = m.thing(), funder(m), m.number(20, 60) * 100_000
    family = m.rng.choice(("yearly_money", "share_money"))
    return _beside(
        m,
        m.any("funds", thing, 1, **slots, m=millions(total)),
        m.any(family, thing, 2, **slots, m=f"{m.number(2, 9) * 50}.000 Euro"),
        thing,
    )


def other_office(m: Maker) -> Draft:
    head = m.rng.random() < 0.3
    thing = m.names.house() if head else m.thing()
    family = m.rng.choice(("deputy", "former"))
    first = m.any("office", thing, 1, **m.role(m.names.person(), head_of_house=head))
    return _beside(m, first, m.any(family, thing, 2, **m.role(m.names.person(), head_of_house=head)), thing)


def event_or_deadline(m: Maker) -> Draft:
    thing = m.names.projects()
    family = m.rng.choice(("event", "deadline"))
    soon = day(m.days[1] + timedelta(days=m.number(20, 90)))
    if family == "event":
        return Draft(m.any("starts", thing, 1, **on(m.past())), m.any("event", thing, 2, d=soon), thing)
    return Draft(
        m.any("ends", thing, 1, **on(m.future()), start=day(m.past())), m.any("deadline", thing, 2, d=soon), thing
    )


INCOMPARABLE = (
    _sites_and("in_state", -12, -6, same_day=True),
    _sites_and("of_which", 0, 0),
    _sites_and("other_unit", 3, 30, same_day=True),
    _sites_and("earlier_year", -9, -3),
    _sites_and("target", 10, 30),
    _sites_and("applied", 10, 30),
    sites_of_another,
    institutes_of_two_towns,
    ward,
    two_years,
    part_of_money,
    other_office,
    event_or_deadline,
)
