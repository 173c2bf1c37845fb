"""Grammar of the clock and of recurring times: 17.30 Uhr, jeden Montag, zweimal im Jahr, 30 Euro im Monat."""

import re
from typing import Final

from extractors.dates import guards, words
from extractors.dates.expressions import Clock, Expression, Open, Repeated
from extractors.dates.rules import UNIT_KINDS, Hit, Rule

_AMOUNT_BEFORE: Final = re.compile(r"(?<![.\d])\d[\d.,]* (?:[\w%€]+ ){1,3}(?:am )?$|(?:mal|Mal) $")

SET_UNITS: Final = {
    "second": "PT1S", "minute": "PT1M", "hour": "PT1H", "day": "P1D", "night": "P1D", "week": "P1W", "weekend": "P1WE",
    "month": "P1M", "quarter": "P1Q", "half": "P6M", "year": "P1Y", "decade": "P10Y", "century": "P100Y",
}  # fmt: skip


def _set_word(hit: Hit) -> Expression | None:
    return Repeated(hit.get("SET"))


def _each(hit: Hit) -> Expression | None:
    quant = hit.word(hit.find("EACH") or hit.first).lower()
    if (compound := hit.get("WDTIME")) is not None:
        return Repeated(f"XXXX-WXX-{compound[0]}-{compound[1]}", quant)
    if (weekday := hit.get("WEEKDAY")) is not None:
        return Repeated("P1M" if hit.find("MONTHU") is not None else f"XXXX-WXX-{weekday}", quant)
    if (month := hit.get("MONTH")) is not None:
        return Repeated(f"XXXX-{month:02d}", quant)
    if (season := hit.get("SEASON")) is not None:
        return Repeated(f"XXXX-{season}", quant)
    if (daytime := hit.get("DAYTIME", "MORROW")) is not None:
        return Repeated(f"XXXX-XX-XX{daytime if isinstance(daytime, str) else 'TMO'}", quant)
    unit = hit.get(*UNIT_KINDS)
    if unit is None or unit[1] or unit[0] not in SET_UNITS:
        return None
    nth = hit.get("ORD", "ORDWORD")
    if nth is not None and nth > 1 and hit.find("IM") is None:
        prefix, letter, factor = words.DURATION_LETTERS[unit[0]]
        return Repeated(f"{prefix}{nth * factor}{letter}", quant)  # "jeden zweiten Tag"
    return Repeated(SET_UNITS[unit[0]], quant)


def _every(hit: Hit) -> Expression | None:
    unit = hit.get(*UNIT_KINDS)
    number = hit.get("INT12", "INT24", "INT31", "INT59", "INT", "NUMWORD")
    if unit is None or not unit[1] or hit.word(hit.first).lower() == "jeweils":
        return None
    prefix, letter, factor = words.DURATION_LETTERS[unit[0]]
    amount = "X" if number is None else f"{number * factor:g}"
    return Repeated(f"{prefix}{amount}{letter}", hit.word(hit.first).lower())


def _rate(hit: Hit) -> Expression | None:
    unit = hit.get(*UNIT_KINDS)
    if unit is None or unit[1] or unit[0] not in SET_UNITS:
        return None
    return Repeated(SET_UNITS[unit[0]])


def _rate_of_amount(hit: Hit) -> Expression | None:
    """As in "30 Euro im Monat", "50 Gäste am Tag": a rate, where a number stands shortly before."""
    unit = hit.get(*UNIT_KINDS)
    before = hit.text[max(0, hit.start - 40) : hit.start]
    after = guards.word_after(hit.text, hit.end)
    counted = _AMOUNT_BEFORE.search(before) is not None
    if (
        unit is None
        or unit[1]
        or not counted
        or after[:1].isupper()
        or after.lower() in ("der", "des", "zuvor", "nach", "vor", "danach")
    ):
        return None
    return Repeated(SET_UNITS[unit[0]])


def _weekday_set(hit: Hit) -> Expression | None:
    if hit.word(hit.first)[0].isupper() and not hit.before("STOP"):
        return None  # "des Montags"
    return Repeated(f"XXXX-WXX-{hit.get('WDSET')}")


def _clock(hit: Hit) -> Expression | None:
    pair = hit.get("DOTTED", "COLON")
    if pair is not None:
        hour, minute = pair[0], pair[1]
    else:
        numbers = hit.all("INT12", "INT24", "INT31", "INT59")
        hour = numbers[0]
        minute = numbers[1] if len(numbers) > 1 else None
        if minute is not None and guards.word_after(hit.text, hit.end)[:1].isupper():
            hit.last -= 1  # "um 15 Uhr 25 Gäste"
            minute = None
    if hour > 24 or (minute or 0) > 59:
        return None
    if hour <= 12 and guards.word_after(hit.text, hit.end).lower() in ("nachmittags", "abends") and hour < 12:
        hour += 12
    return Clock(hour, minute)


def _clock_without_word(hit: Hit) -> Expression | None:
    hour, minute = hit.get("DOTTED", "COLON")[:2]
    if hour > 24 or minute > 59 or hit.get("DOTTED", "COLON")[-1] == "/":
        return None
    pair = hit.get("DOTTED")
    if pair is not None and len(str(pair[2])) < 2:
        return None
    return Clock(hour, minute)


def _colon(hit: Hit) -> Expression | None:
    """As in "11:35" behind a date or with a leading nought; "3:2" is a score."""
    hour, minute = hit.get("COLON")
    if not hit.word(hit.first).startswith(("0", "1", "2")) or len(hit.word(hit.first)) < 5 or hour > 24:
        return None
    if hit.before(
        "DMY",
        "ISO",
        "DM",
        "COMMA",
        "AB",
        "BIS",
        "UM",
        "VON",
        "DASH",
        "STOP",
        "YEAR",
        "GEGEN",
        "DEICTIC",
        "WEEKDAY",
        "OPEN",
    ):
        return Clock(hour, minute)
    return Clock(hour, minute) if hit.after("DMY", "ISO", "DM") or guards.alone(hit) else None


def _open_hour(hit: Hit) -> Expression | None:
    pair = hit.get("DOTTED", "COLON")
    if pair is not None:
        return Open(pair[0], pair[1]) if pair[0] <= 24 and pair[1] < 60 else None
    return Open(hit.get("INT12", "INT24"), -1)


_HOUR: Final = "(?:INT12|INT24|DOTTED|COLON)"
_HOURSEP: Final = "(?:DASH|BIS|AND|SLASH|COMMA|AND VON|OR)"

RECURRING_RULES: Final = (
    Rule("clock", f"{_HOUR} UHR (?:INT12|INT24|INT31|INT59)?", _clock, 0.97),
    Rule("clock_at", f"(?<=UM|GEGEN) (?:DOTTED|COLON) (?! UHR|{_HOURSEP} {_HOUR} UHR)", _clock_without_word, 0.85),
    Rule("clock_colon", "COLON", _colon, 0.8),
    Rule("clock_list", f"({_HOUR}) (?= (?:{_HOURSEP} {_HOUR}){{0,8}} {_HOURSEP} {_HOUR} UHR)", _open_hour, 0.95),
    Rule("set", "SET", _set_word, 0.93),
    Rule(
        "set_each",
        "(EACH (?:ORD|ORDWORD|REL)? (?:REL)? (?:WDTIME|WEEKDAY|MONTH|SEASON|DAYTIME|MORROW|LENGTHU) (?:IM MONTHU)?)",
        _each,
        0.93,
    ),
    Rule("set_every", "ALL (?:ANYINT|NUMWORD|VAGUE) LENGTHU", _every, 0.93),
    Rule("set_rate", "(?:TIMES|ANYINT MAL) (?:PRO|IM|AM|IN ART|ART) LENGTHU", _rate, 0.93),
    Rule("set_rate", "PRO (?:DAYU|WEEKU|MONTHU|YEARU|WEEKENDU)", _rate, 0.8),
    Rule("set_rate", "IM (?:MONTHU|YEARU) (?!YEAR)", _rate_of_amount, 0.7),
    Rule("set_rate", "(?<=AM) DAYU", _rate_of_amount, 0.7),
    Rule("set_each", "JE (?:ANYINT|NUMWORD|ONE) LENGTHU", _every, 0.8),
    Rule("set_weekday", "WDSET", _weekday_set, 0.9),
)
