"""Grammar of the calendar above the day: months, years, quarters, seasons, weeks, feasts."""

import re
from typing import Final

from extractors.dates import guards, periods, words
from extractors.dates.expressions import (
    Calendar,
    Edition,
    Expression,
    Feast,
    Fixed,
    Nth,
    Numbered,
    Open,
    Part,
    Relative,
    Turn,
)
from extractors.dates.kinds import KIND
from extractors.dates.rules import Hit, Rule

_DATE_PREPOSITIONS: Final = (
    "IM", "SEIT", "AB", "BIS", "VON", "VOR", "NACH", "ZWISCHEN", "AM", "ZUM", "AND", "OR", "DASH", "IN",
)  # fmt: skip
_YEAR_PREPOSITIONS: Final = ("SEIT", "AB", "BIS", "VOR", "NACH", "ZWISCHEN", "UM", "DASH", "OPEN", "VON", "SLASH")


def _month(hit: Hit) -> Expression | None:
    month = hit.get("MONTH", "MONTHABBR")
    year = hit.year()
    relative = hit.get("REL")
    shift = relative[0] if relative and hit.find("YEARU") is None else None
    if isinstance(year, int):
        if guards.counts_something(hit) and hit.get("YEAR") is not None:
            hit.last = hit.find("YEAR") or hit.last
            year = None
        else:
            return Calendar(year, month)
    if hit.find("PART") is not None or year is not None or shift is not None:
        return Calendar(year, month, shift=shift)
    if hit.find("MONTHABBR") is not None or guards.touches(hit):
        return None
    asked = hit.before(*_DATE_PREPOSITIONS, "PART", "ART", "COMMA", "FUER", "SLASH", "OPEN")
    if _month_follows(hit):
        return Calendar(None, month)
    if hit.before("COMMA", "ART", "FUER", "AND", "OR", "VOR", "NACH", "OPEN", "VON") and month in words.NAME_MONTHS:
        after = guards.word_after(hit.text, hit.end)
        asked = not after[:1].isupper() and not hit.before("ART", "COMMA", "OPEN")
    if not asked and (month in words.NAME_MONTHS or guards.names_someone(hit)):
        return None
    if guards.names_someone(hit) and not hit.before(*_DATE_PREPOSITIONS):
        return None
    return Calendar(None, month)


def _month_follows(hit: Hit) -> bool:
    """Whether another month stands behind, joined by a word or dash: "März und April"."""
    kinds = hit.atoms.kinds
    return hit.after("AND", "BIS", "DASH", "SLASH") and kinds[hit.last + 1] in (KIND["MONTH"], KIND["MONTHABBR"])


def _month_year_numeric(hit: Hit) -> Expression | None:
    year, month = hit.get("MY")
    if not 1 <= month <= 12 or guards.touches(hit) or guards.edition(hit):
        return None
    return Calendar(year, month)


def _year(hit: Hit) -> Expression | None:
    year = hit.get("YEAR")
    if hit.text[hit.end : hit.end + 8].lower().startswith((" v. chr", " v.chr", " vor chr")):
        return None
    if hit.find("YEARU") is not None or hit.find("PART") is not None:
        return Fixed(periods.year(year))
    if not 1500 <= year <= 2060 and not (
        year >= 1000 and (hit.before("OPEN") or hit.before("DASH") or hit.after("DASH"))
    ):
        return None
    if guards.touches(hit) or guards.edition(hit) or guards.counts_something(hit) or guards.in_number(hit):
        return None
    if hit.before("VON") and hit.after("AUF"):
        return None  # "stieg von 1900 auf 2100"
    if hit.before("APPROX", "BOUND", "PRO", "JE", "ONE", "VAGUE", "MORE", "KW", "UHR", "NUMWORD", "MAGNITUDE"):
        return None
    if hit.after("ADJ") and guards.measured_behind(hit):
        return None  # "1950 weitere Besucher"
    if hit.after("MAGNITUDE", "UHR", "CLOCKU", "YEARU", "MONTHU", "DAYU", "WEEKU", "NUMWORD"):
        return None
    listed = hit.before("AND") and hit.first > 1 and hit.atoms.kinds[hit.first - 2] == KIND["YEAR"]
    if (year % 100 == 0 or year < 1600) and not (hit.before(*_YEAR_PREPOSITIONS) or listed or guards.alone(hit)):
        return None  # "es waren 2000", "1600 Mitglieder"
    if guards.names_edition(hit):
        return Edition(year)
    return Fixed(periods.year(year))


def _years(hit: Hit) -> Expression | None:
    if guards.edition(hit) or guards.in_number(hit):
        return None
    first, last = hit.get("YY")
    if (semester := hit.get("SEMESTER")) is not None:
        return Fixed(periods.semester(first, words.SEMESTER_START[semester[0]]))
    if (season := hit.get("SEASON")) is not None:
        return Fixed(periods.season(first, season))
    return Fixed(periods.years(first, last))


def _semester(hit: Hit) -> Expression | None:
    name = hit.get("SEMESTER")
    relative = hit.get("REL")
    if hit.find("YEAR") is None and len(name) < 5:
        return None  # "WS" alone
    return Numbered("semester", words.SEMESTER_START[name[0]], hit.year(), shift=relative and relative[0])


def _half_of(hit: Hit) -> Expression | None:
    """As in "in der zweiten Hälfte des Jahres", "in der ersten Hälfte des Monats", "die zweite Hälfte der 1990er Jahre"."""
    first = hit.get("ORD", "ORDWORD")
    relative = hit.get("REL")
    if not hit.word(hit.find("HALFNOUN") or 0).lower().startswith("hälfte"):
        return None
    number = first if first in (1, 2) else 2 if first is None and relative and relative[0] == -1 else None
    if number is None:
        return None
    if hit.find("MONTH") is not None:
        return Part("START" if number == 1 else "END", Calendar(hit.year(), hit.get("MONTH")))
    year = hit.year()
    if year is None and hit.find("MONTHU") is not None:
        return Part("START" if number == 1 else "END", Relative("month", 0))
    return Numbered("half", number, year)


def _first_of_year(hit: Hit) -> Expression | None:
    """As in "in den ersten neun Monaten 2025", "in den ersten drei Quartalen des Jahres 2025"."""
    number = hit.get("INT12", "NUMWORD")
    year = hit.get("YEAR")
    months = int(number * (3 if hit.find("QUARTU") is not None else 1))
    if hit.get("ORDWORD") != 1 or number != int(number) or not 1 <= months <= 12:
        return None
    first, last = periods.month(year, 1), periods.month(year, months)
    return Fixed(periods.months(first, last, f"{first.value}/{last.value}", "span"))


def _open_ordinal(hit: Hit) -> Expression | None:
    return Open(hit.get("ORD", "ORDWORD"), -3)


def _open_part(hit: Hit) -> Expression | None:
    return Part(hit.get("PART"), Open(0, -4))


def _day_of_month(hit: Hit) -> Expression | None:
    """As in "am 15. dieses Monats"."""
    relative = hit.get("REL")
    return Nth(hit.get("ORD"), "day", None, Relative("month", relative[0] if relative else 0))


def _week_number(hit: Hit) -> Expression | None:
    year = hit.year()
    if (pair := hit.get("MY")) is not None:
        year, number = pair
    else:
        number = hit.get("ORD", "BIGORD", "INT12", "INT24", "INT31", "INT59")
    return Numbered("week", number, year) if number and 1 <= number <= 53 else None


def _quarter(hit: Hit) -> Expression | None:
    unit = "quarter" if hit.find("QUARTU", "QX") is not None else "half"
    number = hit.get("ORD", "ORDWORD", "QX", "HX")
    year = hit.year()
    if number is None:
        relative = hit.get("REL")
        if relative is None or relative[0] != -1 or year is None:
            return None
        number = 4 if unit == "quarter" else 2  # "letztes Quartal 2013"
    if not 1 <= number <= (4 if unit == "quarter" else 2):
        return None
    return Numbered(unit, number, year)


_THROUGH: Final = re.compile(
    r"(?:bis in|über|den ganzen|das ganze|während|im laufe?) (?:den|das|des)\s\Z", re.IGNORECASE
)
"""Before a season: "bis in den Winter", "über den Sommer", "während des Sommers"."""


def _season(hit: Hit) -> Expression | None:
    code = hit.get("SEASON")
    relative = hit.get("REL")
    year = hit.year()
    shift = relative[0] if relative and hit.find("YEARU") is None else None
    if isinstance(year, int) and (guards.counts_something(hit) and hit.get("YEAR") is not None):
        return None
    if year is None and shift is None and hit.find("PART") is None:
        since_the = hit.text[max(0, hit.start - 9) : hit.start].lower().endswith("seit dem ")
        through = hit.before("ART") and _THROUGH.search(hit.text[max(0, hit.start - 16) : hit.start]) is not None
        if not (since_the or through) and not hit.before(
            "IM", "SEIT", "BIS", "AB", "ADJ", "ZUM", "NACH", "VOR", "AND", "VON", "SLASH", "DASH"
        ):
            return None
        if guards.names_someone(hit) or (
            hit.before("AND", "VON", "NACH", "VOR", "ZUM", "ADJ", "DASH") and not _among_seasons(hit)
        ):
            return None
    if guards.touches(hit):
        return None
    return Numbered("season", 0, year, code, shift)


def _among_seasons(hit: Hit) -> bool:
    """Whether "und Sommer" follows another season ("im Frühjahr und Sommer"), or "ganzen" stands before."""
    if guards.word_before(hit.text, hit.start).lower() in ("ganzen", "gesamten", "zum", "bis", "nach", "vor"):
        return True
    at = hit.first - 2
    return hit.before("AND", "DASH") and at > 0 and hit.atoms.kinds[at] in (KIND["SEASON"], KIND["MONTH"], KIND["YEAR"])


def _feast(hit: Hit) -> Expression | None:
    key = hit.get("FEAST")
    number = hit.get("ORD", "ORDWORD") if key in ("advent", "christmas_day") else None
    if key == "advent" and (number is None or not 1 <= number <= 4):
        return None
    if number is None and hit.find("ORD", "ORDWORD") is not None:
        return None
    if guards.touches(hit):
        return None
    relative = hit.get("REL")
    shift = relative[0] if relative and hit.find("YEARU") is None else None
    return Feast(key if number is None else f"{key}#{number}", hit.year(), shift)


def _nth(hit: Hit) -> Expression | None:
    relative = hit.get("REL")
    first = hit.get("ORD", "ORDWORD")
    if first is None:
        if relative is None or relative[0] != -1:
            return None
        first = -1
    unit = "day" if hit.find("DAYU") is not None else "week"
    weekday = hit.get("WEEKDAY")
    if hit.find("MONTH", "MONTHABBR") is not None:
        of: Expression = Calendar(hit.year(), hit.get("MONTH", "MONTHABBR"))
    elif isinstance(year := hit.get("YEAR"), int):
        of = Fixed(periods.year(year))
    else:
        steps = [v for v in hit.all("REL") if v is not relative or first != -1]
        unit_of = "year" if hit.find("YEARU") is not None else "month"
        of = Relative(unit_of, steps[-1][0] if steps else 0)
    return Nth(first, unit, weekday, of)


def _turn(hit: Hit) -> Expression | None:
    pair = hit.get("YY")
    year = pair[0] if pair else hit.get("YEAR")
    return Turn(year)


CALENDAR_RULES: Final = (
    Rule("month_year", "PARTPRE? (?:ART? REL)? MONTHS YEARTAIL?", _month, 0.96),
    Rule("month_year_numeric", "MY", _month_year_numeric, 0.9),
    Rule("year", "PARTPRE? (?:ART? YEARU)? YEAR", _year, 0.9),
    Rule("year_span", "PARTPRE? (?:ART? (?:SEASONYEAR|YEARU)|SEMESTER|ART? SEASON)? YY", _years, 0.93),
    Rule("semester", "(?:ART? REL)? SEMESTER YEAR?", _semester, 0.93),
    Rule("week_number", "KW (?:MY|(?:INT12|INT24|INT31|INT59) (?:SLASH? YEAR)?)", _week_number, 0.95),
    Rule("week_number", "ART? (?:ORD|BIGORD|ORDWORD) KW YEARTAIL?", _week_number, 0.95),
    Rule("quarter", "PARTPRE? ART? (?:ORD|ORDWORD|REL) (?:QUARTU|HALFU) YEARTAIL?", _quarter, 0.95),
    Rule("quarter", "PARTPRE? (?:QX|HX) YEAR?", _quarter, 0.9),
    Rule("season", "PARTPRE? (?:ART? REL ADJ?)? SEASON YEARTAIL?", _season, 0.92),
    Rule("feast", "PARTPRE? (?:ART? (?:REL|ORD|ORDWORD))? FEAST YEARTAIL?", _feast, 0.95),
    Rule(
        "nth",
        "ART? (?:ORD|ORDWORD|REL) (?:WEEKDAY|DAYU|WEEKU) (?:IM|ART|IM ART)? REL? (?:MONTHS YEARTAIL?|YEAR|YEARU|MONTHU)",
        _nth,
        0.9,
    ),
    Rule(
        "half_of",
        "ART? (?:ORD|ORDWORD|REL) HALFNOUN (?:ART (?:REL? YEARU|MONTHU)|ART YEARU YEAR|YEAR|ART? MONTHS YEARTAIL?)",
        _half_of,
        0.9,
    ),
    Rule("first_of_year", "ART? ORDWORD (?:INT12|NUMWORD) (?:QUARTU|MONTHU) (?:ART YEARU)? YEAR", _first_of_year, 0.93),
    Rule(
        "ordinal_list",
        "ART? ((?:ORD|ORDWORD)) (?= (?:AND|OR|BIS|DASH|SLASH) ART? (?:ORD|ORDWORD) (?:QUARTU|HALFU))",
        _open_ordinal,
        0.9,
    ),
    Rule("part_list", "(PART) (?= (?:AND|OR|BIS|DASH|SLASH) (?:ZUM)? PART (?:MONTHS|YEAR|ART))", _open_part, 0.9),
    Rule("day_of_month", "ORD (?:ART? REL MONTHU|ART MONTHU)", _day_of_month, 0.85),
    Rule("turn_of_year", "TURN (?:YY|YEAR)?", _turn, 0.9),
)
