"""Grammar of lengths: fünf Jahre, anderthalb Jahre, die kommenden fünf Jahre, zwei Tage später, fünfjährige Laufzeit."""

import re
from typing import Final

from extractors.dates import guards
from extractors.dates.context_words import PERSON_NOUNS, PLURAL_AGE_BEFORE, TERM_NOUN_ENDINGS
from extractors.dates.expressions import Duration, Expression, Open, Relative
from extractors.dates.kinds import KIND
from extractors.dates.rules import UNIT_KINDS, Hit, Rule

_INTS: Final = ("INT12", "INT24", "INT31", "INT59", "INT", "YEAR", "NUM", "NUMWORD", "ONE", "HALF")


_ROLE_BEFORE: Final = re.compile(
    r"\b(?:(?P<before>vor)|(?P<since>seit)|(?P<within>binnen|innerhalb(?: von)?)|(?P<in>in)) "
    r"(?:(?:etwa|rund|genau|gut|knapp|ziemlich|fast|circa|ca\.|bereits|schon|inzwischen|nunmehr|mittlerweile|nur|weniger als|mehr als) ){0,2}\Z",
    re.IGNORECASE,
)
"""As in "vor ziemlich genau einem Jahr", "innerhalb von zwei Wochen", "seit inzwischen acht Jahren"."""


_OF_PEOPLE: Final = (
    "er", "ern", "in", "innen", "ist", "isten", "ent", "enten", "ant", "or", "oren", "chef", "freund", "freunde", "freunden",
    "mann", "frau", "leute", "mitglied", "mitglieder", "mitgliedern", "rat", "minister", "kollege", "kollegen",
)  # fmt: skip
_COMPARED: Final = re.compile(r"\b(?:mehr|weniger) als\s\Z", re.IGNORECASE)


def _role(hit: Hit) -> str | None:
    """How a length hangs on the calendar, told by the words before it."""
    m = _ROLE_BEFORE.search(hit.text[max(0, hit.start - 40) : hit.start].replace("\u00a0", " ").replace("\n", " "))
    return m.lastgroup if m else None


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
    if (
        before == "mit"
        and hit.word(hit.last - 1) == "Jahren"
        and not guards.word_after(hit.text, hit.end)[:1].isupper()
    ):
        return True  # "wurde mit 28 Jahren gewählt"
    return hit.text[max(0, hit.start - 14) : hit.start].lower().endswith(("alter von ", "alter von über "))


def _amount(hit: Hit, kinds: tuple[str, ...] = _INTS) -> float | None:
    numbers = hit.all(*kinds)
    if not numbers:
        return None
    number = float(numbers[0])
    if len(numbers) > 1 and float(numbers[-1]) < 1:
        number = float(numbers[-1])  # "ein halbes Jahr", "ein dreiviertel Jahr"
    if (magnitude := hit.get("MAGNITUDE")) is not None:
        number *= float(magnitude)
    return number


def _duration(hit: Hit) -> Expression | None:
    unit = hit.get(*UNIT_KINDS)
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
    if hit.word(hit.first).lower() == "über" and guards.word_after(hit.text, hit.end) == "hinweg":
        hit.first += 1  # "über zwei Jahre hinweg"
    amounts: tuple[tuple[float | None, str], ...] = ((number, unit[0]),)
    if hit.find("AND") is not None:
        units, numbers = hit.all(*UNIT_KINDS), hit.all(*_INTS)
        if len(units) != 2 or len(numbers) != 2:
            return None
        amounts = ((float(numbers[0]), units[0][0]), (float(numbers[1]), units[1][0]))
    role, mod = _role(hit), _mod(hit)
    if mod in ("MORE_THAN", "LESS_THAN") and (m := _COMPARED.search(hit.text, max(0, hit.start - 14), hit.start)):
        hit.lead = hit.start - m.start()
    return Duration(amounts, role, mod)


def _window(hit: Hit) -> Expression | None:
    """As in "in den kommenden fünf Jahren", "die letzten zwei Tage", "in den ersten beiden Jahren"."""
    unit = hit.get(*UNIT_KINDS)
    number = _amount(hit, ("INT12", "INT24", "INT31", "INT59", "INT", "NUM", "NUMWORD"))
    if unit is None or not unit[1]:
        return None
    if number is None and hit.find("VAGUE") is None:
        return None
    relative = hit.get("REL")
    role = None
    if relative is not None:
        role = {-1: "last", 1: "next"}.get(relative[0])
        if role is None or relative[1] != "published":
            role = None
    return Duration(((number, unit[0]),), role, _mod(hit))


def _vague(hit: Hit) -> Expression | None:
    unit = hit.get(*UNIT_KINDS)
    if unit is None or not unit[1]:
        return None
    if hit.word(hit.first).lower() == "weniger" and not hit.before("BINNEN"):
        return None
    return Duration(((None, unit[0]),), _role(hit))


def _bare_plural(hit: Hit) -> Expression | None:
    """As in "seit Jahren", "vor Monaten", "über Jahre"."""
    unit = hit.get(*UNIT_KINDS)
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
        if low in PERSON_NOUNS or (word.lower().startswith("langjähr") and low.endswith(_OF_PEOPLE)):
            return None  # "der langjährige Leiter": a trait
        if low.endswith(("er", "erin", "in", "ling", "ist", "ent", "ant")) and number and 4 <= number < 100:
            return None
    term = noun.lower().endswith(TERM_NOUN_ENDINGS) or not word.lower().rstrip("enrsm").endswith("ig")
    if not term and number is not None and unit == "year" and 10 <= number < 100:
        return None  # "der 55-jährigen Luise": an age
    return Duration(((number, unit),), None if term else "describes", _mod(hit))


def _shift(hit: Hit) -> Expression | None:
    """As in "zwei Tage später", "ein Jahr zuvor": from the date named before."""
    unit = hit.get(*UNIT_KINDS)
    number = _amount(hit)
    if unit is None or (number is None and hit.find("VAGUE") is None):
        return None
    if unit[1] and hit.before("ART"):
        return Duration(((number, unit[0]),), None, _mod(hit))  # "in den sechs Jahren zuvor": a stretch, no point
    return Duration(((number, unit[0]),), "later" if hit.find("LATER") is not None else "earlier", _mod(hit))


def _unit_then(hit: Hit) -> Expression | None:
    """As in "am Tag zuvor", "in der Woche darauf"."""
    unit = hit.get(*UNIT_KINDS)
    if unit is None or unit[1] or unit[0] in ("hour", "minute", "second"):
        return None
    word = hit.word(hit.last - 1).lower()
    if word in ("später", "früher"):
        return None
    return Relative(unit[0], 1 if hit.find("LATER") is not None else -1, "text")


def _open_number(hit: Hit) -> Expression | None:
    number = _amount(hit)
    return None if number is None else Open(number, -2)


_LENGTH: Final = "(?:COUNT|HALF|ONE HALF|ONE NUMWORD) MAGNITUDE? (?:ADJ|VAGUE){0,2}"


LENGTH_RULES: Final = (
    Rule(
        "number_list",
        "(APPROX? (?:ANYINT|NUMWORD|NUM|ONE)) (?= (?:BIS|DASH|OR) (?:ZUM)? COUNT ADJ? LENGTHU)",
        _open_number,
        0.9,
    ),
    Rule("number_list", "(APPROX? NUMWORD) (?= COMMA NUMWORD ADJ? LENGTHU)", _open_number, 0.8),
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
)
