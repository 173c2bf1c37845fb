"""Grammar of lengths, recurring times and the clock: fünf Jahre, jeden Montag, zweimal im Jahr, 17.30 Uhr."""

import re
from typing import Final

from extractors.dates import guards, words
from extractors.dates.context_words import PERSON_NOUNS, PLURAL_AGE_BEFORE, TERM_NOUN_ENDINGS
from extractors.dates.expressions import Clock, Duration, Expression, Open, Relative, Repeated
from extractors.dates.lexer import KIND
from extractors.dates.rules import Hit, Rule

_AMOUNT_BEFORE: Final = re.compile(r"(?<![.\d])\d[\d.,]* (?:[\w%€]+ ){1,3}(?:am )?$|(?:mal|Mal) $")

_UNITS: Final = (
    "YEARU", "MONTHU", "WEEKU", "DAYU", "QUARTU", "HALFU", "DECADEU", "CENTU", "WEEKENDU", "CLOCKU", "NIGHTU", "UNIT",
)  # fmt: skip
_INTS: Final = ("INT12", "INT24", "INT31", "INT59", "INT", "YEAR", "NUM", "NUMWORD", "ONE", "HALF")


def _role(hit: Hit) -> str | None:
    """How a length hangs on the calendar, told by the word before it: "vor drei Jahren"."""
    for kind, role in (("VOR", "before"), ("IN", "in"), ("SEIT", "since"), ("BINNEN", "within")):
        if hit.before(kind):
            return role
    before = guards.word_before(hit.text, hit.start).lower()
    at = hit.first - 1
    for _ in range(3):  # "vor ziemlich genau einem Jahr", "innerhalb von zwei Wochen", "seit inzwischen acht Jahren"
        if at <= 0:
            return None
        kind = hit.atoms.kinds[at]
        if kind == KIND["VOR"]:
            return "before"
        if kind == KIND["SEIT"]:
            return "since"
        if kind == KIND["BINNEN"]:
            return "within"
        if kind == KIND["IN"] and before in ("etwa", "rund", "genau", "gut", "knapp"):
            return "in"
        if kind not in (KIND["VON"], KIND["APPROX"], KIND["ADJ"], KIND["OTHER"], KIND["REF"]):
            return None
        if kind == KIND["OTHER"] and " " in hit.word(at).strip():
            return None
        at -= 1
    return None


def _mod(hit: Hit) -> str | None:
    if (found := hit.get("APPROX")) is not None:
        return str(found)
    at = hit.first - 1
    if at > 0 and hit.atoms.kinds[at] == KIND["BOUND"]:
        return str(hit.atoms.values[at])
    before = hit.text[max(0, hit.start - 12) : hit.start].lower()
    if before.endswith("bis zu "):
        return "EQUAL_OR_LESS"
    if before.endswith("mehr als "):
        return "MORE_THAN"
    if before.endswith("weniger als "):
        return "LESS_THAN"
    return None


def _age(hit: Hit, unit: str) -> bool:
    """Whether years are somebody's age: "16 Jahre alt", "ab 16 Jahren", "im Alter von 80 Jahren"."""
    if unit not in ("year", "month"):
        return False
    if hit.after("OLD"):
        return True
    before = guards.word_before(hit.text, hit.start).lower()
    if before in PLURAL_AGE_BEFORE and hit.word(hit.last - 1).lower() == "jahren":
        return True
    if (
        before == "und"
        and re.search(r"zwischen \w+ und $", hit.text[max(0, hit.start - 24) : hit.start])
        and hit.word(hit.last - 1) == "Jahren"
    ):
        return not hit.after("STOP")
    return hit.text[max(0, hit.start - 14) : hit.start].lower().endswith(("alter von ", "alter von über "))


def _amount(hit: Hit, kinds: tuple[str, ...] = _INTS) -> float | None:
    numbers = hit.all(*kinds)
    if not numbers:
        return None
    number = float(numbers[0])
    if len(numbers) > 1 and hit.find("HALF") is not None:
        number = 0.5  # "ein halbes Jahr"
    if (magnitude := hit.get("MAGNITUDE")) is not None:
        number *= float(magnitude)
    return number


def _duration(hit: Hit) -> Expression | None:
    unit = hit.get(*_UNITS)
    number = _amount(hit)
    if unit is None or number is None or _age(hit, unit[0]):
        return None
    if hit.find("ONE") is not None and hit.find("HALF") is None:
        word = hit.word(hit.find("ONE") or 0).lower()
        if unit[1] or (unit[0] == "day" and word == "eines"):  # "eines Tages"
            return None
    elif number == 1 and unit[1]:
        return None
    if number > 1 and not unit[1] and unit[0] in ("year", "month", "week", "day", "hour", "minute", "second"):
        return None
    if guards.touches(hit):
        return None
    amounts: tuple[tuple[float | None, str], ...] = ((number, unit[0]),)
    if hit.find("AND") is not None:
        units, numbers = hit.all(*_UNITS), hit.all(*_INTS)
        if len(units) != 2 or len(numbers) != 2:
            return None
        amounts = ((float(numbers[0]), units[0][0]), (float(numbers[1]), units[1][0]))
    return Duration(amounts, _role(hit), _mod(hit))


def _ordinal_before(hit: Hit) -> bool:
    return hit.before("ORD", "ORDWORD", "BIGORD")


def _window(hit: Hit) -> Expression | None:
    """As in "in den kommenden fünf Jahren", "die letzten zwei Tage", "in den ersten beiden Jahren"."""
    unit = hit.get(*_UNITS)
    number = _amount(hit, ("INT12", "INT24", "INT31", "INT59", "INT", "NUM", "NUMWORD"))
    if unit is None or not unit[1]:
        return None
    if number is None and hit.find("VAGUE") is None:
        return None
    relative = hit.get("REL")
    role = None
    if relative is not None:
        role = {-1: "last", 1: "next"}.get(relative[0])
        if role is None or relative[1] == "text":
            role = None
    return Duration(((number, unit[0]),), role, _mod(hit))


def _vague(hit: Hit) -> Expression | None:
    unit = hit.get(*_UNITS)
    if unit is None or not unit[1]:
        return None
    if hit.word(hit.first).lower() == "weniger":
        return None
    return Duration(((None, unit[0]),), _role(hit))


def _bare_plural(hit: Hit) -> Expression | None:
    """As in "seit Jahren", "vor Monaten", "über Jahre"."""
    unit = hit.get(*_UNITS)
    if unit is None or not unit[1] or unit[0] in ("hour", "minute", "second", "quarter", "half", "weekend", "night"):
        return None
    return Duration(((None, unit[0]),), _role(hit))


def _compound(hit: Hit) -> Expression | None:
    number, unit = hit.get("COMPOUND")
    word = hit.word(hit.first)
    noun = guards.word_after(hit.text, hit.end)
    noun_like = word.lower().endswith(("tage", "wochen", "monate", "jahre", "stunden", "minuten", "sekunden", "lang"))
    if word[0].isupper() and not hit.before("STOP") and not noun_like:
        return None
    if "jährig" in word.lower():
        low = noun.lower()
        if not noun[:1].isupper() and not (number and number >= 100):
            return None  # "der 25-jährige", "ist volljährig"
        if low in PERSON_NOUNS or (
            low.endswith(("er", "erin", "in", "ling", "ist", "ent", "ant")) and number and 4 <= number < 100
        ):
            return None
    term = noun.lower().endswith(TERM_NOUN_ENDINGS) or not word.lower().rstrip("enrsm").endswith("ig")
    if not term and number is not None and unit == "year" and 10 <= number < 100:
        return None  # "der 55-jährigen Luise": an age
    return Duration(((number, unit),), None if term else "describes", _mod(hit))


def _shift(hit: Hit) -> Expression | None:
    """As in "zwei Tage später", "ein Jahr zuvor": from the date named before."""
    unit = hit.get(*_UNITS)
    number = _amount(hit)
    if unit is None or number is None:
        return None
    if unit[0] == "year" and hit.before("AND"):
        return None
    return Duration(((number, unit[0]),), "later" if hit.find("LATER") is not None else "earlier", _mod(hit))


def _unit_then(hit: Hit) -> Expression | None:
    """As in "am Tag zuvor", "in der Woche darauf"."""
    unit = hit.get(*_UNITS)
    if unit is None or unit[1] or unit[0] in ("hour", "minute", "second"):
        return None
    word = hit.word(hit.last - 1).lower()
    if word in ("später", "früher"):
        return None
    return Relative(unit[0], 1 if hit.find("LATER") is not None else -1, "text")


def _set_word(hit: Hit) -> Expression | None:
    return Repeated(hit.get("SET"))


_SET_UNITS: Final = {
    "second": "PT1S", "minute": "PT1M", "hour": "PT1H", "day": "P1D", "night": "P1D", "week": "P1W", "weekend": "P1WE",
    "month": "P1M", "quarter": "P1Q", "half": "P6M", "year": "P1Y", "decade": "P10Y", "century": "P100Y",
}  # fmt: skip


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
    unit = hit.get(*_UNITS)
    if unit is None or unit[1] or unit[0] not in _SET_UNITS:
        return None
    return Repeated(_SET_UNITS[unit[0]], quant)


def _every(hit: Hit) -> Expression | None:
    unit = hit.get(*_UNITS)
    number = _amount(hit, ("INT12", "INT24", "INT31", "INT59", "INT", "NUMWORD"))
    if unit is None or number is None or not unit[1]:
        return None
    prefix, letter, factor = words.DURATION_LETTERS[unit[0]]
    return Repeated(f"{prefix}{number * factor:g}{letter}", hit.word(hit.first).lower())


def _rate(hit: Hit) -> Expression | None:
    unit = hit.get(*_UNITS)
    if unit is None or unit[1] or unit[0] not in _SET_UNITS:
        return None
    return Repeated(_SET_UNITS[unit[0]])


def _rate_of_amount(hit: Hit) -> Expression | None:
    """As in "400 Euro im Monat", "200 Patienten am Tag": a rate, where a number stands shortly before."""
    unit = hit.get(*_UNITS)
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
    return Repeated(_SET_UNITS[unit[0]])


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
        "DMY", "ISO", "DM", "COMMA", "AB", "BIS", "UM", "VON", "DASH", "STOP", "YEAR", "GEGEN", "DEICTIC", "WEEKDAY"
    ):
        return Clock(hour, minute)
    return None


def _open_hour(hit: Hit) -> Expression | None:
    pair = hit.get("DOTTED", "COLON")
    if pair is not None:
        return Open(pair[0], pair[1]) if pair[0] <= 24 and pair[1] < 60 else None
    return Open(hit.get("INT12", "INT24"), -1)


def _open_number(hit: Hit) -> Expression | None:
    number = _amount(hit, ("INT12", "INT24", "INT31", "INT59", "INT", "NUM", "NUMWORD"))
    return None if number is None else Open(number, -2)


_HOUR: Final = "(?:INT12|INT24|DOTTED|COLON)"
_HOURSEP: Final = "(?:DASH|BIS|AND|SLASH|COMMA|AND VON|OR)"
_LENGTH: Final = "(?:COUNT|HALF|ONE HALF|ONE NUMWORD) MAGNITUDE? (?:ADJ|VAGUE){0,2}"

LENGTH_RULES: Final = (
    Rule("clock", f"{_HOUR} UHR (?:INT12|INT24|INT31|INT59)?", _clock, 0.97),
    Rule("clock_at", f"(?<=UM|GEGEN) (?:DOTTED|COLON) (?! UHR|{_HOURSEP} {_HOUR} UHR)", _clock_without_word, 0.85),
    Rule("clock_colon", "COLON", _colon, 0.8),
    Rule("clock_list", f"({_HOUR}) (?= (?:{_HOURSEP} {_HOUR}){{0,8}} {_HOURSEP} {_HOUR} UHR)", _open_hour, 0.95),
    Rule(
        "number_list",
        "(APPROX? (?:ANYINT|NUMWORD|NUM)) (?= (?:BIS|DASH|OR) (?:ZUM)? COUNT ADJ? LENGTHU)",
        _open_number,
        0.9,
    ),
    Rule("duration", f"APPROX? {_LENGTH} LENGTHU", _duration, 0.95),
    Rule("duration_sum", "APPROX? COUNT LENGTHU AND COUNT LENGTHU", _duration, 0.95),
    Rule("duration_window", "ART? (?:REL|ORDWORD) APPROX? (?:ANYINT|NUM|NUMWORD|VAGUE) ADJ? LENGTHU", _window, 0.95),
    Rule("duration_window", "ART? NUMWORD REL LENGTHU", _window, 0.9),
    Rule("duration_vague", "(?:ONE|ART)? VAGUE ADJ? LENGTHU", _vague, 0.85),
    Rule("duration_bare", "(?<=SEIT|VOR|BINNEN) LENGTHU", _bare_plural, 0.8),
    Rule("duration_bare", "(?<=BINNEN VON) LENGTHU", _bare_plural, 0.8),
    Rule("duration_vague", "LONG LENGTHU", _vague, 0.8),
    Rule("duration_bare", "APPROX LENGTHU", _bare_plural, 0.7),
    Rule("duration_compound", "APPROX? COMPOUND", _compound, 0.9),
    Rule("duration_shift", "APPROX? (?:COUNT|VAGUE|ONE HALF) ADJ? LENGTHU (?:LATER|EARLIER)", _shift, 0.9),
    Rule("unit_then", "ART? PERIODU (?:LATER|EARLIER)", _unit_then, 0.85),
    Rule("set", "SET", _set_word, 0.93),
    Rule(
        "set_each",
        "(EACH (?:ORD|ORDWORD|REL)? (?:REL)? (?:WDTIME|WEEKDAY|MONTH|SEASON|DAYTIME|MORROW|LENGTHU) (?:IM MONTHU)?)",
        _each,
        0.93,
    ),
    Rule("set_every", "ALL (?:ANYINT|NUMWORD) LENGTHU", _every, 0.93),
    Rule("set_rate", "(?:TIMES|ANYINT MAL) (?:PRO|IM|AM|IN ART) LENGTHU", _rate, 0.93),
    Rule("set_rate", "IM (?:MONTHU|YEARU)", _rate_of_amount, 0.7),
    Rule("set_rate", "(?<=AM) DAYU", _rate_of_amount, 0.7),
    Rule("set_weekday", "WDSET", _weekday_set, 0.9),
)
