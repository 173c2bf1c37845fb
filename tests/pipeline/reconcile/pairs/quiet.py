"""Scenarios that need not be heard: agreement, refinement, another phase."""

from datetime import date, timedelta

from tests.pipeline.reconcile.pairs.changes import funder
from tests.pipeline.reconcile.pairs.draft import PEOPLE, SITES, Draft, Maker, Want, later, on
from tests.pipeline.reconcile.pairs.names import Thing
from tests.pipeline.reconcile.pairs.speech import WORDS, day, digits, millions, years

AGREES = Want("agreement", "agrees")
REFINES = Want("value_difference", "refines")
PHASE = Want("value_difference", "phase")


def _same(
    m: Maker,
    family: str,
    first: dict[str, str],
    second: dict[str, str],
    want: Want,
    thing: Thing | None = None,
    done: str = "",
) -> Draft:
    thing = thing or m.thing()
    one, other = m.both(family, thing, first, second, done)
    return Draft(one, other, thing, (want,))


def same_sites(m: Maker) -> Draft:
    unit, n = m.rng.choice(SITES), m.number(5, 30)
    slots = {"unit": unit[0], "units": unit[1]}
    # "zwölf" in the one, "12" in the other
    one, other = ([WORDS[n], str(n)] if n <= 12 else [str(n), str(n)])[:: m.rng.choice((1, -1))]
    return _same(m, "sites", {**slots, "n": one}, {**slots, "n": other}, AGREES)


def same_people(m: Maker) -> Draft:
    m.soon()
    unit, n = m.rng.choice(PEOPLE), m.number(1100, 6000)
    slots = {"unit": unit[0], "units": unit[1]}
    return _same(m, "people", {**slots, "n": digits(n)}, {**slots, "n": m.rng.choice((str(n), digits(n)))}, AGREES)


def same_house(m: Maker) -> Draft:
    n = digits(m.number(200, 1900))
    return _same(m, m.rng.choice(("beds", "staff")), {"n": n}, {"n": n}, AGREES, m.names.house())


def same_end(m: Maker) -> Draft:
    end, start = m.future(), day(m.past())
    return _same(
        m,
        "ends",
        {**on(end), "start": start},
        {**on(end, m.rng.choice(("long", "numeric"))), "start": start},
        AGREES,
        m.names.projects(),
    )


def same_start(m: Maker) -> Draft:
    at = m.past()
    return _same(m, "starts", on(at), on(at, m.rng.choice(("long", "numeric"))), AGREES, m.names.projects())


def same_founding(m: Maker) -> Draft:
    at, style = m.past(900, 5000), m.rng.choice(("long", "month", "year"))
    return _same(m, "founded", on(at, style), on(at, style), AGREES, m.lasting())


def same_duration(m: Maker) -> Draft:
    k = m.number(2, 5)
    return _same(
        m, "lasts", {"dur": years(k)}, {"dur": years(k, m.rng.choice(("digits", "months")))}, AGREES, m.names.projects()
    )


def same_office(m: Maker) -> Draft:
    head = m.rng.random() < 0.4
    who = m.names.person()
    return _same(
        m,
        "office",
        m.role(who, head_of_house=head),
        m.role(who, head_of_house=head),
        AGREES,
        m.names.house() if head else None,
    )


def same_funds(m: Maker) -> Draft:
    total, slots = m.number(11, 60) * 100_000, funder(m)
    return _same(
        m,
        "funds",
        {**slots, "m": millions(total)},
        {**slots, "m": millions(total, m.rng.choice(("short", "digits")))},
        AGREES,
    )


def kept_plan(m: Maker) -> Draft:
    at = m.days[1] - timedelta(days=m.number(2, 60))
    return _same(m, "planned", on(at), on(at), AGREES, done="done")


def same_members(m: Maker) -> Draft:
    houses = [m.names.house().full.nom for _ in range(m.number(3, 5))]
    again = m.rng.sample(houses, len(houses))
    lists = [", ".join(each[:-1]) + f" und {each[-1]}" for each in (houses, again)]
    return _same(
        m,
        "members",
        {"list": lists[0]},
        {"list": lists[1]},
        Want("agreement", "agrees", both=False, or_kind="membership"),
    )


def copied(m: Maker) -> Draft:
    m.days = (m.days[0], m.days[0] + timedelta(days=m.number(0, 2)))
    draft = m.rng.choice((same_sites, same_end, same_office))(m)
    return Draft(draft.first, draft.second, draft.thing, (), copy=True)


def finer_end(m: Maker) -> Draft:
    end, start = m.future(), day(m.past())
    if m.rng.random() < 0.5:
        end = date(end.year, 12, 31)
    coarse = m.rng.choice(("end", "year")) if end.month == 12 else m.rng.choice(("month", "year"))
    return _either_way(m, "ends", on(end), on(end, coarse), m.names.projects(), start=start)


def finer_start(m: Maker) -> Draft:
    at = m.past()
    return _either_way(m, "starts", on(at), on(at, m.rng.choice(("month", "year"))), m.names.projects())


def finer_founding(m: Maker) -> Draft:
    at = m.past(900, 5000)
    return _either_way(m, "founded", on(at, m.rng.choice(("long", "month"))), on(at, "year"), m.lasting())


def _either_way(
    m: Maker, family: str, fine: dict[str, str], coarse: dict[str, str], thing: Thing | None, **slots: str
) -> Draft:
    first, second = (coarse, fine) if m.rng.random() < 0.7 else (fine, coarse)
    return _same(m, family, {**first, **slots}, {**second, **slots}, REFINES, thing)


def rounded_people(m: Maker) -> Draft:
    m.soon()
    unit, base = m.rng.choice(PEOPLE), m.number(3, 40) * 100
    slots = {"unit": unit[0], "units": unit[1]}
    word, exact = m.rng.choice(
        (
            ("rund", base + m.number(3, 20)),
            ("etwa", base - m.number(3, 20)),
            ("mehr als", base + m.number(3, 20)),
            ("knapp", base - m.number(3, 12)),
        )
    )
    return _either_way(m, "people", {"n": digits(exact)}, {"n": f"{word} {digits(base)}"}, None, **slots)


def rounded_house(m: Maker) -> Draft:
    base = m.number(3, 19) * 100
    word, exact = m.rng.choice((("rund", base + m.number(3, 15)), ("etwa", base - m.number(3, 15))))
    return _either_way(
        m, m.rng.choice(("beds", "staff")), {"n": digits(exact)}, {"n": f"{word} {digits(base)}"}, m.names.house()
    )


def rounded_funds(m: Maker) -> Draft:
    base = m.number(3, 20)
    slots = funder(m)
    return _either_way(
        m,
        "funds",
        {"m": millions(base * 1_000_000 + m.number(20, 60) * 1000, "digits")},
        {"m": f"rund {millions(base * 1_000_000)}"},
        None,
        **slots,
    )


def other_phase_end(m: Maker) -> Draft:
    end = m.future(30, 200)
    one = {"nth": "zweite", "nth_dat": "zweiten", "start": day(m.past(300, 900)), **on(end)}
    other = {
        "nth": "dritte",
        "nth_dat": "dritten",
        "start": day(end + timedelta(days=1)),
        **on(later(end, m.number(3, 4))),
    }
    return _same(m, "phase_ends", one, other, PHASE)


def other_version_end(m: Maker) -> Draft:
    end = m.future(30, 200)
    one = {"k": "2", "start": day(m.past(300, 900)), **on(end)}
    other = {"k": "3", "start": day(end + timedelta(days=1)), **on(later(end, m.number(3, 4)))}
    return _same(m, "version_ends", one, other, PHASE)


def other_phase_length(m: Maker) -> Draft:
    k = m.number(2, 4)
    return _same(m, "phase_lasts", {"nth": "erste", "dur": years(k)}, {"nth": "zweite", "dur": years(k + 1)}, PHASE)


def other_phase_funds(m: Maker) -> Draft:
    total, slots = m.number(11, 60) * 100_000, funder(m)
    one = {**slots, "nth": "erste", "nth_dat": "ersten", "m": millions(total)}
    other = {**slots, "nth": "zweite", "nth_dat": "zweiten", "m": millions(total + 1_300_000)}
    return _same(m, "phase_funds", one, other, PHASE)


AGREE = (
    same_sites,
    same_end,
    same_office,
    same_people,
    same_start,
    same_funds,
    same_founding,
    same_duration,
    kept_plan,
    same_house,
    same_members,
    copied,
)
REFINE = (finer_end, rounded_people, finer_start, rounded_funds, finer_founding, rounded_house)
PHASES = (other_phase_end, other_version_end, other_phase_length, other_phase_funds)
