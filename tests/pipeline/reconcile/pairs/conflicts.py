"""Scenarios of conflict: two values of what has one, whatever the day; or two values on one day."""

from datetime import timedelta

from tests.pipeline.reconcile.pairs.changes import counts, funder, office
from tests.pipeline.reconcile.pairs.draft import PEOPLE, SITES, Draft, Maker, Want, later, on
from tests.pipeline.reconcile.pairs.speech import day, millions, years

COUNT_CONFLICT = Want("value_difference", "conflict", "count")


def ends(m: Maker) -> Draft:
    end, start, thing = m.future(), day(m.past()), m.names.projects()
    other = end.replace(day=1) - timedelta(days=1) if m.rng.random() < 0.5 else later(end, 1)
    first, second = m.both("ends", thing, {**on(end), "start": start}, {**on(other), "start": start})
    return Draft(first, second, thing, (Want("value_difference", "conflict", "ends_on"),))


def ends_in_brackets(m: Maker) -> Draft:
    end, start, thing = m.future(), m.past(), m.names.projects()
    other = end.replace(day=1) - timedelta(days=1) if m.rng.random() < 0.5 else later(end, 1)
    first, second = m.both(
        "ends",
        thing,
        {**on(end), "start": day(start)},
        {**on(other, "numeric"), "start": day(start, "numeric")},
        "ends_brackets",
    )
    return Draft(first, second, thing, (Want("value_difference", "conflict", "ends_on"),))


def phase_ends(m: Maker) -> Draft:
    end, thing = m.future(), m.thing()
    nth = m.rng.choice(("zweite", "dritte"))
    slots = {"nth": nth, "nth_dat": f"{nth}n", "start": day(m.past(60, 500))}
    first, second = m.both("phase_ends", thing, {**slots, **on(end)}, {**slots, **on(later(end, 1))})
    return Draft(first, second, thing, (Want("value_difference", "conflict", "ends_on"),))


def version_ends(m: Maker) -> Draft:
    end, start = m.future(), day(m.past(60, 500))
    thing, k = m.thing(), str(m.number(2, 4))
    first, second = m.both(
        "version_ends", thing, {**on(end), "start": start, "k": k}, {**on(later(end, 1)), "start": start, "k": k}
    )
    return Draft(first, second, thing, (Want("value_difference", "conflict", "ends_on"),))


def starts(m: Maker) -> Draft:
    at, thing = m.past(), m.names.projects()
    first, second = m.both("starts", thing, on(at), on(at - timedelta(days=m.number(40, 400))))
    return Draft(first, second, thing, (Want("value_difference", "conflict", "starts_on"),))


def founded(m: Maker) -> Draft:
    at, thing = m.past(900, 5000), m.lasting()
    style = m.rng.choice(("long", "month", "year"))
    first, second = m.both("founded", thing, on(at, style), on(at.replace(year=at.year - m.number(1, 3), day=9), style))
    return Draft(first, second, thing, (Want("value_difference", "conflict", "starts_on"),))


def lasts(m: Maker) -> Draft:
    k, thing = m.number(2, 5), m.names.projects()
    first, second = m.both(
        "lasts", thing, {"dur": years(k)}, {"dur": years(k + 1, m.rng.choice(("word", "digits", "months")))}
    )
    return Draft(first, second, thing, (Want("value_difference", "conflict", "lasts"),))


def same_day_sites(m: Maker) -> Draft:
    m.same_day()
    n = m.number(5, 30)
    return counts(m, "sites", "", m.rng.choice(SITES), n, n + m.rng.choice((2, 3, 5)), COUNT_CONFLICT)


def same_day_people(m: Maker) -> Draft:
    m.same_day()
    n = m.number(300, 6000)
    return counts(m, "people", "", m.rng.choice(PEOPLE), n, n + m.number(130, 900), COUNT_CONFLICT)


def same_day_house(m: Maker) -> Draft:
    m.same_day()
    n = m.number(200, 1900)
    return counts(
        m,
        m.rng.choice(("beds", "staff")),
        "",
        ("", ""),
        n,
        n + m.rng.choice((-90, 130)),
        COUNT_CONFLICT,
        m.names.house(),
    )


def same_day_office(m: Maker) -> Draft:
    m.same_day()
    return office(m, "", "conflict", head=True)


def same_day_funds(m: Maker) -> Draft:
    m.same_day()
    low, slots, thing = m.number(4, 60) * 100_000, funder(m), m.thing()
    first, second = m.both(
        "funds", thing, {**slots, "m": millions(low)}, {**slots, "m": millions(low + m.number(5, 20) * 100_000)}
    )
    return Draft(first, second, thing, (Want("value_difference", "conflict", "funds"),))


CONFLICT = (
    ends,
    same_day_sites,
    starts,
    same_day_house,
    founded,
    phase_ends,
    lasts,
    same_day_office,
    ends_in_brackets,
    same_day_people,
    version_ends,
    same_day_funds,
)
