"""Scenarios of change: another value on a later day; and what scenarios of change and conflict share."""

from datetime import timedelta

from tests.pipeline.reconcile.pairs.draft import PEOPLE, SITES, Draft, Maker, Want, later, on
from tests.pipeline.reconcile.pairs.names import Thing
from tests.pipeline.reconcile.pairs.speech import WORDS, day, digits, millions, number

COUNT_CHANGE = Want("value_difference", "change", "count")


def counts(
    m: Maker, family: str, marked: str, unit: tuple[str, str], n1: int, n2: int, want: Want, thing: Thing | None = None
) -> Draft:
    thing = thing or m.thing()
    slots = {
        "unit": unit[0],
        "units": unit[1],
        "n1": digits(n1),
        "more": WORDS[abs(n2 - n1)] if abs(n2 - n1) <= 12 else digits(abs(n2 - n1)),
    }
    first, second = m.both(family, thing, {**slots, "n": number(n1, m.rng)}, {**slots, "n": number(n2, m.rng)}, marked)
    return Draft(first, second, thing, (want,))


def office(m: Maker, marked: str, verdict: str, *, head: bool | None = None) -> Draft:
    head = m.rng.random() < 0.4 if head is None else head
    thing = m.names.house() if head else m.thing()
    old, new = m.names.person(), m.names.person()
    # A woman follows a man as often as not; the office stays the same.
    since = day(m.days[1] - timedelta(days=m.number(10, 90)))
    first, second = m.both(
        "office",
        thing,
        m.role(old, head_of_house=head),
        {**m.role(new, head_of_house=head), "P1": old.full, "since": since},
        marked,
    )
    return Draft(first, second, thing, (Want("value_difference", verdict, "has_role"),))


def funder(m: Maker) -> dict[str, str]:
    name = f"{m.names.person().family}-Stiftung"
    return {"funder": name, "Funder": f"Die {name}"}


def sites_marked(m: Maker) -> Draft:
    n = m.number(5, 30)
    return counts(m, "sites", "sites_later", m.rng.choice(SITES), n, n + m.number(2, 9), COUNT_CHANGE)


def sites_plain(m: Maker) -> Draft:
    n = m.number(8, 30)
    return counts(m, "sites", "", m.rng.choice(SITES), n, n + m.rng.choice((-3, -2, 2, 4, 6)), COUNT_CHANGE)


def people_marked(m: Maker) -> Draft:
    n = m.number(300, 6000)
    return counts(m, "people", "people_later", m.rng.choice(PEOPLE), n, n + m.number(140, 3000), COUNT_CHANGE)


def people_plain(m: Maker) -> Draft:
    n = m.number(300, 6000)
    return counts(m, "people", "", m.rng.choice(PEOPLE), n, n + m.number(140, 3000), COUNT_CHANGE)


def house_plain(m: Maker) -> Draft:
    n = m.number(200, 1900)
    return counts(
        m,
        m.rng.choice(("beds", "staff")),
        "",
        ("", ""),
        n,
        n + m.rng.choice((-90, -40, 60, 130)),
        COUNT_CHANGE,
        m.names.house(),
    )


def office_marked(m: Maker) -> Draft:
    return office(m, "office_new", "change")


def office_plain(m: Maker) -> Draft:
    return office(m, "", "change")


def extended(m: Maker) -> Draft:
    end, more, thing = m.future(), m.number(2, 4), m.names.projects()
    start = day(m.past())
    new = on(later(end, more))
    first, second = m.both("ends", thing, {**on(end), "start": start}, {**new, "more": WORDS[more]}, "extended")
    return Draft(first, second, thing, (Want("value_difference", "change", "ends_on"),))


def funds_more(m: Maker) -> Draft:
    low = m.number(4, 60) * 100_000
    slots = funder(m)
    thing = m.thing()
    first, second = m.both(
        "funds",
        thing,
        {**slots, "m": millions(low)},
        {**slots, "m1": millions(low), "m": millions(low + m.number(5, 30) * 100_000)},
        "funds_more",
    )
    return Draft(first, second, thing, (Want("value_difference", "change", "funds"),))


def slipped(m: Maker) -> Draft:
    thing, late = m.thing(), m.days[1] - timedelta(days=m.number(5, 60))
    early = m.days[0] + timedelta(days=m.number(20, 50))
    first, second = m.both("planned", thing, on(early), on(late), "done")
    return Draft(first, second, thing, (Want("value_difference", "change", "starts_on"),))


def moved(m: Maker) -> Draft:
    thing = m.thing()
    early = m.days[1] + timedelta(days=m.number(20, 50))
    first, second = m.both("planned", thing, on(early), on(early + timedelta(days=m.number(60, 300))), "moved")
    return Draft(first, second, thing, (Want("value_difference", "change", "starts_on"),))


CHANGE = (
    sites_marked,
    people_marked,
    office_marked,
    extended,
    funds_more,
    slipped,
    sites_plain,
    people_plain,
    house_plain,
    office_plain,
    moved,
)
