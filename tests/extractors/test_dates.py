"""The cases of dates, every day in every surface form, any text at all, and work that grows with the text alone."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Block
from extractors.base import Context, Finding, Mention
from extractors.dates import feasts, lexer
from extractors.dates.calendar_rules import CALENDAR_RULES
from extractors.dates.day_rules import DAY_RULES
from extractors.dates.extractor import Dates
from extractors.dates.feast_names import FEASTS
from extractors.dates.length_rules import LENGTH_RULES
from extractors.dates.recurring_rules import RECURRING_RULES
from extractors.dates.relative_rules import RELATIVE_RULES
from extractors.dates.rules import Grammar, Item, beginnings, expand
from extractors.dates.weekday_rules import WEEKDAY_RULES

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "dates.jsonl").read_text("utf-8").splitlines()
    if line.strip()
]
RULES = (*DAY_RULES, *CALENDAR_RULES, *RELATIVE_RULES, *WEEKDAY_RULES, *RECURRING_RULES, *LENGTH_RULES)
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
SHORT = ["Jan.", "Febr.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]
WEEKDAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
FORMS = (
    "{d:02d}.{m:02d}.{y}",
    "{d}.{m}.{y}",
    "{d}. {m}. {y}",
    "{y}-{m:02d}-{d:02d}",
    "{d:02d}/{m:02d}/{y}",
    "{d}. {month} {y}",
    "{d:02d}. {month} {y}",
    "{d}. {short} {y}",
    "{d} {month} {y}",
    "{weekday}, {d}. {month} {y}",
    "{weekday}, den {d}. {month} {y}",
    "{weekday}, {d:02d}.{m:02d}.{y}",
)
FRAMES = (
    "{}",
    "Der Festakt ist am {} in Bonn.",
    "Stand: {}",
    "({})",
    "Vom {} an gilt das.",
    "Bonn, {} – Der Rat tagt.",
)


def read(text: str, published: str | None = None) -> list[Mention | Finding]:
    return list(Dates().read(text, Context(published=published)))


def mentions(text: str, published: str | None = None) -> list[Mention]:
    return [m for m in read(text, published) if isinstance(m, Mention)]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['label']}-{n}" for n, c in enumerate(CASES)])
def test_case(case: dict[str, Any]) -> None:
    found = read(case["text"], case.get("published"))
    got = [m for m in found if isinstance(m, Mention) and m.label in ("DATE", "TIME")]
    if case.get("only"):
        got = [m for m in got if m.span.quote in {w["quote"] for w in case["mentions"]}]
    assert [(m.label, m.span.quote, m.norm) for m in got] == [
        (w["label"], w["quote"], w["norm"]) for w in case["mentions"]
    ], case["why"]
    for m, want in zip(got, case["mentions"], strict=True):
        for key in ("value", "earliest", "latest", "mod"):
            if key in want:
                assert m.attributes.get(key) == want[key], case["why"]
    assert [f.kind for f in found if isinstance(f, Finding)] == case.get("findings", [])


def test_a_third_of_the_cases_are_negatives() -> None:
    assert len(CASES) >= 400
    assert sum(not c["mentions"] for c in CASES) * 3 >= len(CASES)


@settings(deadline=None, max_examples=300)
@given(
    st.dates(date(1583, 1, 1), date(2100, 12, 31)),
    st.sampled_from(FORMS),
    st.sampled_from(FRAMES),
    st.none() | st.dates(date(1990, 1, 1), date(2040, 12, 31)),
)
def test_any_day_comes_back_from_any_form(day: date, form: str, frame: str, published: date | None) -> None:
    written = form.format(
        d=day.day, m=day.month, y=day.year, month=MONTHS[day.month - 1], short=SHORT[day.month - 1],
        weekday=WEEKDAYS[day.weekday()],
    )  # fmt: skip
    got = mentions(frame.format(written), published.isoformat() if published else None)
    assert [m.norm for m in got] == [day.isoformat()]
    assert got[0].attributes["earliest"] == got[0].attributes["latest"] == day.isoformat()
    assert got[0].span.quote == written


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(1, 40))
def test_any_range_of_days_is_one_interval(first: date, days: int) -> None:
    last = first + timedelta(days)
    for form in ("vom {:%d.%m.%Y} bis {:%d.%m.%Y}", "{:%d.%m.%Y} – {:%d.%m.%Y}", "{:%Y-%m-%d} bis {:%Y-%m-%d}"):
        (got,) = mentions(form.format(first, last))
        assert got.norm == f"{first.isoformat()}/{last.isoformat()}"
        assert [p["value"] for p in got.attributes["parts"]] == [first.isoformat(), last.isoformat()]


@settings(deadline=None, max_examples=400)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            [
                "vom",
                "bis",
                "am",
                ".",
                ",",
                "/",
                "-",
                "–",
                "und",
                "3.",
                "31.",
                "2025",
                "12",
                "99",
                "Mai",
                "März",
                "KW",
                "Q3",
                "Ende",
                "der",
                "letzten",
                "fünf",
                "Jahre",
                "heute",
                "Uhr",
                "10.10.",
                "1.1.1",
                "Montag",
                "zwischen",
                "30.13.2025",
                "0",
                "vor",
                "nach",
                "Weihnachten",
                "Ramadan",
                "Ostern",
                "9999-12-31",
                "0001-01-01",
                "Jahr",
                "Jahrhundert",
                "nächste",
                "übernächste",
                "80er",
                "Wochen",
                "später",
                "\n",
                "\n\n",
                "(",
                ")",
                "Millionen",
            ]
        ),
        max_size=25,
    ).map(" ".join),
    st.sampled_from([None, "2026-01-30", "2026-01", "2026", "0001-01-01", "9999-12-31", "gestern", "2026-13-45"]),
)
def test_any_text_is_read_and_every_quote_stands_there(text: str, published: str | None) -> None:
    for thing in read(text, published):
        spans = (thing.span,) if isinstance(thing, Mention) else thing.evidence
        for span in spans:
            assert text[span.start : span.end] == span.quote
        if isinstance(thing, Mention):
            assert thing.label in Dates.labels
            for part in thing.attributes.get("parts", ()):
                assert text[part["start"] : part["end"]] == part["quote"]
            if "earliest" in thing.attributes:
                assert thing.attributes["earliest"] <= thing.attributes["latest"]


PIECES = [
    "1.1.1.1.",
    "und und und ",
    "1. 1. 1. 1. ",
    "3., 4., ",
    "2025 ",
    "Mai und ",
    "10-",
    "vor ",
    "(",
    "a",
    "Montag, ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_the_text_alone(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the places that rules look at: twice the text is about twice the work."""
    places = 0
    longest = Grammar._longest

    def counted(self: Grammar, text: str, atoms: lexer.Atoms, at: int) -> Item | None:
        nonlocal places
        places += 1
        return longest(self, text, atoms, at)

    monkeypatch.setattr(Grammar, "_longest", counted)

    def work(size: int) -> int:
        nonlocal places
        places = 0
        text = (piece * (size // len(piece) + 1))[:size]
        words = len(lexer.read(text).kinds)
        assert words <= 2 * size + 10
        return words + len(mentions(text, "2026-01-30")) + places

    assert work(10_000) <= 2.2 * work(5_000) + 50


@pytest.mark.parametrize(
    ("piece", "end"),
    [("1.1.1.1.", ""), ("und und und ", ""), ("a-", "1"), ("ab", "1"), ("1", "x"), ("111 ", "x"), ("1,", ".1")],
)
def test_a_megabyte_is_read(piece: str, end: str) -> None:
    """What was quadratic would not come back: ten thousand times the work of the longest of these."""
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000] + end
    assert mentions(text, "2026-01-30") == []


def test_no_pattern_repeats_without_bound() -> None:
    for rule in RULES:
        assert "*" not in expand(rule.pattern), rule.name
        assert "+" not in expand(rule.pattern), rule.name


def test_a_rule_is_tried_wherever_it_matches() -> None:
    """`beginnings` sorts the rules by their first kind; a rule it sorted wrongly would never be tried."""
    rules = [(rule, re.compile(expand(rule.pattern)), beginnings(expand(rule.pattern))) for rule in RULES]
    for case in CASES:
        kinds = lexer.read(case["text"]).kinds
        for at, kind in enumerate(kinds):
            for rule, pattern, first in rules:
                assert kind in first or pattern.match(kinds, at) is None, (rule.name, case["text"])


def test_an_impossible_day_is_a_finding_with_both_reasons() -> None:
    (finding,) = read("Der Vertrag vom 31.02.2025 liegt vor.")
    assert isinstance(finding, Finding)
    assert (finding.kind, finding.verdict) == ("impossible_date", "disagrees")
    assert finding.evidence[0].quote == "31.02.2025"
    assert "gibt es nicht" in finding.reason_de
    assert "does not exist" in finding.reason_en


def test_a_wrong_weekday_is_a_finding_beside_the_mention() -> None:
    found = read("Sie kommt am Montag, dem 30. Januar 2026.")
    (finding,) = [f for f in found if isinstance(f, Finding)]
    (mention,) = [m for m in found if isinstance(m, Mention)]
    assert (finding.kind, finding.values) == ("weekday_vs_date", ("Montag", "Freitag"))
    assert mention.norm == "2026-01-30"
    assert mention.attributes["weekday"] == "Montag"


def test_relative_expressions_without_an_anchor_keep_their_form() -> None:
    (mention,) = mentions("Der Rat hat gestern getagt.")
    assert mention.norm == "XXXX-XX-XX"
    assert "earliest" not in mention.attributes


def test_a_month_of_publication_anchors_years_and_months_but_no_days() -> None:
    last_year, yesterday = mentions("Im vergangenen Jahr wie gestern.", "2026-01")
    assert last_year.norm == "2025"
    assert "earliest" not in yesterday.attributes


def test_the_anchor_is_named() -> None:
    (mention,) = mentions("Das war gestern.", "2026-01-30")
    assert mention.attributes["anchor"] == "2026-01-30"


def test_blocks_keep_a_heading_and_its_text_apart() -> None:
    text = "Neues im Mai\n2025 begann gut."
    blocks = (Block(0, 12, "heading"), Block(13, len(text), "paragraph"))
    got = list(Dates().read(text, Context(published="2024-12-01", blocks=blocks)))
    assert [m.span.quote for m in got if isinstance(m, Mention)] == ["Mai", "2025"]


@pytest.mark.parametrize("key", FEASTS)
def test_every_feast_has_a_day_in_the_years_around(key: str) -> None:
    """A feast of a lunar calendar near New Year may leave a year out, and fall twice into another."""
    found = []
    for year in range(2002, 2036):
        try:
            found.append((year, feasts.period(key, year)))
        except ValueError:
            continue
    assert len(found) >= 30
    assert all(days.first <= days.last and abs(days.first.year - year) <= 1 for year, days in found)


@pytest.mark.parametrize(
    ("key", "year", "day"),
    [
        ("easter", 2024, "2024-03-31"),
        ("easter", 2025, "2025-04-20"),
        ("orthodox_easter", 2024, "2024-05-05"),
        ("repentance", 2024, "2024-11-20"),
        ("corpus_christi", 2025, "2025-06-19"),
        ("mothers_day", 2025, "2025-05-11"),
    ],
)
def test_known_feasts(key: str, year: int, day: str) -> None:
    assert feasts.period(key, year).norm == day
