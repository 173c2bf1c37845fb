"""Grammar of days: 30.01.2026, 30. Januar, Freitag, 30. Januar 2026, am 15."""

from typing import Final

from extractors.dates import guards
from extractors.dates.expressions import Calendar, Expression, Open
from extractors.dates.figures import short_year
from extractors.dates.rules import Hit, Rule

_DM_BEFORE: Final = (
    "AM", "VON", "BIS", "AB", "SEIT", "ART", "DASH", "AND", "OR", "COMMA", "OPEN", "STOP", "ZUM", "ZWISCHEN", "SLASH", "AUF",
    "VOR", "NACH",
)  # fmt: skip


def _day_month(hit: Hit) -> Expression | None:
    day = hit.get("ORD", "INT12", "INT24", "INT31")
    year = hit.year()
    if isinstance(year, int) and not 1000 <= year <= 2100:
        return None
    if isinstance(year, int) and guards.counts_something(hit):
        hit.last = hit.find("YEAR") or hit.last  # "am 5. Mai 2000 Menschen"
        year = None
    if year is None and hit.find("MONTHABBR") is not None and guards.word_after(hit.text, hit.end)[:1].isupper():
        return None  # "9. Jan Berger" in a list of ranks
    return Calendar(year, hit.get("MONTH", "MONTHABBR"), day, hit.get("WEEKDAY", "WDABBR"), _looking_back(hit, year))


def _looking_back(hit: Hit, year: object) -> int | None:
    """-2 for "die Rede vom 11. August": what is told of was."""
    if year is not None or not hit.before("VON") or hit.after("BIS", "DASH", "AND", "SLASH", "COMMA"):
        return None
    return None if guards.word_after(hit.text, hit.end).lower() in ("an", "bis") else -2


def _day_month_short_year(hit: Hit) -> Expression | None:
    number = hit.atoms.values[hit.last - 1]
    day = hit.get("ORD", "INT12", "INT24", "INT31")
    weekday = hit.get("WEEKDAY", "WDABBR")
    return Calendar(short_year(f"{number:02d}"), hit.get("MONTH", "MONTHABBR"), day, weekday)


def _month_day(hit: Hit) -> Expression | None:
    day = hit.get("INT12", "INT24", "INT31")
    return Calendar(hit.year(), hit.get("MONTH", "MONTHABBR"), day, hit.get("WEEKDAY", "WDABBR"))


def _numeric(hit: Hit) -> Expression | None:
    if guards.touches(hit) or guards.numbered(hit):
        return None
    year, month, day = hit.get("DMY", "ISO", "ALPHADATE")
    return Calendar(year, month, day, hit.get("WEEKDAY", "WDABBR")) if year >= 1 else None


def _numeric_without_year(hit: Hit) -> Expression | None:
    month, day = hit.get("DM")
    if not (1 <= month <= 12 and 1 <= day <= 31) or guards.numbered(hit):
        return None
    bare = hit.find("YEAR", "WEEKDAY", "WDABBR") is None
    two_digits = hit.word(hit.find("DM") or 0).replace(" ", "")[2:3] == "." and len(hit.word(hit.find("DM") or 0)) >= 6
    asked = hit.before(*_DM_BEFORE) and guards.word_before(hit.text, hit.start).lower() != "zu"
    if guards.touches(hit) or (bare and not two_digits and not (asked or guards.alone(hit))):
        return None  # "Android 5.1.", "f/6.3.", "1.1 zu 1.2."
    return Calendar(hit.year(), month, day, hit.get("WEEKDAY", "WDABBR"))


def _dotted_day(hit: Hit) -> Expression | None:
    """As in "am 22.04", "29/2": a day only where a preposition, a weekday or an empty line asks for one."""
    day, month, written = hit.get("DOTTED")
    weekday = hit.get("WEEKDAY", "WDABBR")
    if not (1 <= month <= 12 and 1 <= day <= 31) or hit.after("UHR", "DOTTED"):
        return None
    dashed = hit.after("DASH") or hit.before("DASH")
    if written == "/":
        asked = guards.alone(hit) or (dashed and day > 12) or hit.before("AM", "VON") or weekday
    else:
        asked = hit.before("AM", "VON", "ZUM") or weekday or guards.alone(hit)
    return Calendar(None, month, day, weekday) if asked else None


def _spoken_day(hit: Hit) -> Expression | None:
    """As in "am siebter 4.", "Montag zwölfter fünfter"."""
    numbers = hit.all("ORD", "ORDWORD")
    weekday = hit.get("WEEKDAY", "WDABBR")
    if len(numbers) != 2 or not (numbers[0] <= 31 and numbers[1] <= 12) or not (weekday or hit.before("AM", "VON")):
        return None
    return Calendar(None, numbers[1], numbers[0], weekday)


def _day_only(hit: Hit) -> Expression | None:
    """As in "am 15ten", "bis zum 3.": a day of the month spoken of, where nothing follows that it could count."""
    if guards.word_after(hit.text, hit.end)[:1].isupper() or hit.after("MONTHU", "DAYU", "QUARTU", "CENTU"):
        return None
    return Calendar(None, None, hit.get("ORD"), hit.get("WEEKDAY"))


def _open_day(hit: Hit) -> Expression | None:
    return Open(hit.get("ORD", "INT12", "INT24", "INT31"))


_DAYLIST = "(?= (?:SEP DAYNUM){0,12} SEP (?:WDPRE)? (?:DAYNUM MONTHS|DMY|DM))"


DAY_RULES: Final = (
    Rule("day_list", f"(DAYNUM) {_DAYLIST}", _open_day, 0.97),
    Rule(
        "day_month_short_year", "WDPRE? DAYNUM MONTHS SMALLINT (?=STOP|COMMA|CLOSE|OTHER)", _day_month_short_year, 0.9
    ),
    Rule("day_month", "PARTPRE? WDPRE? DAYNUM MONTHS YEARTAIL?", _day_month, 0.98),
    Rule("month_day", "WDPRE? MONTHS SMALLINT (?:COMMA? YEAR)? (?=STOP|COMMA|DASH|CLOSE|BIS)", _month_day, 0.85),
    Rule("day_numeric", "WDPRE? (?:DMY|ISO|ALPHADATE)", _numeric, 0.99),
    Rule("day_numeric_no_year", "WDPRE? DM YEAR?", _numeric_without_year, 0.95),
    Rule("day_dotted", "WDPRE? DOTTED", _dotted_day, 0.7),
    Rule("day_spoken", "WDPRE? (?:ORDWORD|ORD) SLASH? (?:ORDWORD|ORD)", _spoken_day, 0.6),
    Rule("day_only", f"(?<=AM|BIS|VON|ZUM) WDPRE? ORD (?!{_DAYLIST[3:-1]})", _day_only, 0.6),
)
