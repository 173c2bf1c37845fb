import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.dateline import is_dateline, iso_day, masthead_day

BODY = "Die Klinik hat am 1. Juli 2025 ein neues Zentrum eröffnet, das vom Land gefördert wird. " * 3


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("30.01.2026", "2026-01-30"),
        ("30.1.26", "2026-01-30"),
        ("03. 03. 2025", "2025-03-03"),
        ("2025-03-03", "2025-03-03"),
        ("Dresden, 30. Januar 2026", "2026-01-30"),
        ("Dresden, den 30.01.2026", "2026-01-30"),
        ("Dresden,\u00a030.\u00a0Januar\u00a02026", "2026-01-30"),
        ("Frankfurt am Main, 3. Feb. 2022", "2022-02-03"),
        ("Halle (Saale), 7. Sept. 2022", "2022-09-07"),
        ("Freiburg i. Br., 7. Mrz. 2022", "2022-03-07"),
        ("BERLIN/BONN, 3. MÄRZ 2025", "2025-03-03"),
        ("Wien, 3. Jänner 2025", "2025-01-03"),
        ("Mannheim, 20. November 2019 –", "2019-11-20"),
        ("(Berlin, 3. März 2025)", "2025-03-03"),
        ("[Samstag, 19. Juli 2014]", "2014-07-19"),
        ("Berlin (3. März 2025)", "2025-03-03"),
        ("Freitag, 30. Januar 2026", "2026-01-30"),
        ("Falkenmoor, Montag, 15. September 2025", "2025-09-15"),
        ("Pressemitteilung vom 3. März 2025", "2025-03-03"),
        ("Pressemitteilung Nr. 12/2025 vom 3. März 2025", "2025-03-03"),
        ("Pressemitteilung der Universität Musterstadt vom 3. März 2025", "2025-03-03"),
        ("PRESSEMITTEILUNG Nr. 17/2024 | Dienstag, 21.05.2024", "2024-05-21"),
        ("PM 12/2026, 3. März 2026", "2026-03-03"),
        ("3. März 2026 – PM 12/2026", "2026-03-03"),
        ("30.01.2026 | Pressemitteilung | Forschung", "2026-01-30"),
        ("Stand: 05.05.2025", "2025-05-05"),
        ("Datum 28.01.2022", "2022-01-28"),
        ("01.11.2023 11:35", "2023-11-01"),
        ("Veröffentlicht am 03.03.2025 um 10:15 Uhr", "2025-03-03"),
        ("03.03.2025, Dresden", "2025-03-03"),
    ],
)
def test_date_lines(line: str, day: str) -> None:
    assert is_dateline(line)
    assert masthead_day([line, "Klinik eröffnet Zentrum", BODY]) == day
    assert masthead_day(["Klinik eröffnet Zentrum", *[BODY] * 9, line]) == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Mannheim, 20. November 2019 – Die Klinik", "2019-11-20"),
        ("(Berlin, 3. März 2025) Die Klinik", "2025-03-03"),
        ("Berlin (3. März 2025) – Die Klinik", "2025-03-03"),
        ("Berlin, 3. März 2025. Die Klinik", "2025-03-03"),
        ("Berlin, 3. März 2025 (ots) - „Wir", "2025-03-03"),
        ("Dresden, 30.01.2026 Die Klinik", "2026-01-30"),
        ("30.01.2026: Die Klinik", "2026-01-30"),
    ],
)
def test_a_paragraph_may_open_with_one(line: str, day: str) -> None:
    assert masthead_day(["Klinik eröffnet Zentrum", f"{line} hat ein Zentrum eröffnet. {BODY}"]) == day


@pytest.mark.parametrize(
    "line",
    [
        "1. Juli 2025 startet die neue Phase",
        "Am 3. März 2025 – einem Montag – war",
        "17. bis 20. Juni 2025",
        "3. März 2025 – 4. Mai 2025",
        "Vom 3. März 2025 bis 4. Mai 2025",
        "Jahrestagung, 3. Mai 2025",
        "Tag der offenen Tür, 3. Mai 2025",
        "Sperrfrist: 3. März 2025, 10 Uhr",
        "31.02.2025",
        "Dresden, 30. Februar 2026",
        "30.13.2025",
        "3.3.2099",
        "3. März 1025",
        "Berlin, 9. November 1989. Die Mauer fällt.",
        "im März 2025",
        "2025",
    ],
)
def test_no_day_of_publication(line: str) -> None:
    assert masthead_day([line, "Klinik eröffnet Zentrum", BODY]) is None


def test_a_date_inside_the_body_is_none() -> None:
    assert masthead_day(["Klinik eröffnet Zentrum", BODY, BODY, BODY]) is None
    assert masthead_day([*[BODY] * 10, "30.01.2026", *[BODY] * 10]) is None


def test_several_days_at_the_end_are_events() -> None:
    assert masthead_day(["Titel", *[BODY] * 8, "Dresden, 3. Mai 2025", "Leipzig, 4. Mai 2025"]) is None


def test_the_state_of_a_page_gives_way_to_its_date() -> None:
    assert masthead_day(["Stand: 05.05.2025", "Dresden, 3. Mai 2025", BODY]) == "2025-05-03"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-03-03T08:00:00+01:00", "2025-03-03"),
        ("20250303", "2025-03-03"),
        ("3. März 2025", "2025-03-03"),
        ("Montag, 03.03.2025, 10:00", "2025-03-03"),
        ("Mon, 03 Mar 2025 10:00:00 GMT", "2025-03-03"),
        ("2025-02-31", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_dates_of_metadata(value: str, day: str | None) -> None:
    assert iso_day(value) == day


@given(st.text(max_size=200), st.text(max_size=300))
def test_any_lines_are_looked_at(line: str, other: str) -> None:
    day = masthead_day([line, other])
    assert day is None or iso_day(day) == day
