"""Grammar of what is told from the day of publication or from a date before: heute, letzte Woche, am Montag, künftig."""

import re
from typing import Final

from extractors.dates import guards, words
from extractors.dates.expressions import (
    Calendar,
    DayTime,
    Duration,
    Expression,
    Holding,
    Part,
    Reference,
    Relative,
    Rest,
)
from extractors.dates.kinds import KIND
from extractors.dates.rules import UNIT_KINDS, Hit, Rule
from extractors.dates.tense import sentence, tense, told

_GENERIC_BEFORE: Final = frozenset(
    {"noch", "wir", "sehen", "wissen", "gilt", "gelten", "lebt", "leben", "heißt", "arbeitet", "wie"}
)
_STATES: Final = frozenset(
    {"ist", "sind", "gehört", "gehören", "zählt", "zählen", "lebt", "leben", "wohnt", "wohnen", "arbeitet", "arbeiten",
     "gilt", "gelten", "heißt", "heißen", "steht", "stehen", "liegt", "liegen", "hat", "haben", "kann", "können", "weiß",
     "nennt", "nennen", "dient", "dienen", "bildet", "bilden", "kennt", "kennen", "besitzt", "besitzen", "fehlt", "fehlen",
     "erinnert", "erinnern", "leitet", "lehrt", "betreibt", "betreiben", "verdient", "verdienen", "umfasst", "existiert",
     "existieren", "beschäftigt", "kostet", "kosten", "nutzt", "nutzen", "denkt", "denken", "glaubt", "mieten"}
)  # fmt: skip
"""Verbs of what lasts: beside them "heute" means these days ("heute lebt sie in Wien")."""
_CLOCK_REACH: Final = 6
_FORMER: Final = re.compile(
    r"\b(?:damals|einst|früher|ehemals|seinerzeit|Jahrhundert\w*|Jahrzehnte\w*|vor [\w ]{2,20} Jahren|19[0-9]0er|zwanziger|dreißiger"
    r"|vierziger|fünfziger|sechziger|siebziger|achtziger|neunziger|1[0-9]\d\d)\b",
    re.IGNORECASE,
)
_GENERIC_AFTER: Final = frozenset({"noch", "wissen", "würde", "würden", "wäre", "wären", "gibt"})
"""Next to "heute": it means these days, not the day of publication ("wie wir heute wissen", "heute würde")."""


def _deictic(hit: Hit) -> Expression | None:
    if (
        hit.find("MORROW") is not None
        and hit.word(hit.last - 1)[0].isupper()
        and not hit.before("STOP", "DASH", "OPEN", "COMMA", "CLOSE")
    ):
        return None  # "am anderen Morgen"
    if hit.find("MORROW") is not None and guards.word_before(hit.text, hit.start).lower() in (
        "guten",
        "jeden",
        "frühen",
    ):
        return None
    if hit.find("MORROW") is not None and hit.word(hit.last - 1).lower() == "morgens":
        return None
    steps = hit.get("DEICTIC", "MORROW")
    if steps == 0 and _is_nowadays(hit):
        return Reference("PRESENT_REF")
    return Relative("day", steps)


def _is_nowadays(hit: Hit) -> bool:
    """Whether "heute" means these days: "bis heute", "heute noch", "noch heute", "wie wir heute wissen"."""
    if hit.before("BIS"):
        return True
    before = guards.word_before(hit.text, hit.start).lower()
    after = guards.word_after(hit.text, hit.end).lower()
    if before in _GENERIC_BEFORE or after in _GENERIC_AFTER:
        return True
    if hit.before("AB", "SEIT", "AND", "OR", "OPEN") or hit.after(
        "AND", "OR", "UM", "AB", "DOTTED", "COLON", "DAYTIME", "DAYADV", "MORROW", "OPEN", "CLOSE", "IN"
    ):
        return False
    if KIND["UHR"] in hit.atoms.kinds[hit.last : hit.last + _CLOCK_REACH]:
        return False  # "heute ist um 18 Uhr Konzert"
    if before in _STATES or after in _STATES:
        return tense(hit.text, hit.start, hit.end) >= 0
    return _set_against_past(hit) and tense(hit.text, hit.start, hit.end) >= 0


def _set_against_past(hit: Hit) -> bool:
    """Whether the sentence, or the one before, tells of former times: "Damals war hier ein Teich, heute spielen Kinder"."""
    left = sentence(hit.text, max(0, sentence(hit.text, hit.start, hit.end)[0] - 2), hit.start)[0]
    return _FORMER.search(hit.text, max(left, hit.start - 250), hit.start) is not None


def _deictic_time(hit: Hit) -> Expression | None:
    steps = hit.get("DEICTIC", "MORROW")
    if hit.find("DEICTIC") is None and hit.word(hit.first).lower() == "morgens":
        return None
    last = hit.atoms.values[hit.last - 1]
    return DayTime(last if isinstance(last, str) else "TMO", Relative("day", steps))


def _unit(hit: Hit) -> tuple[str, bool] | None:
    found = hit.get(*UNIT_KINDS, "YEARLIKE")
    if found is None:
        return None
    return ("year" if found[0] == "yearlike" else found[0]), found[1]


def _deictic_shifted(hit: Hit) -> Expression | None:
    """As in "heute in einer Woche", "gestern vor acht Tagen"."""
    number = hit.get("INT12", "INT24", "INT31", "NUMWORD", "ONE")
    days = number * (7 if hit.find("WEEKU") is not None else 1) * (-1 if hit.find("VOR") is not None else 1)
    return Relative("day", hit.get("DEICTIC", "MORROW") + int(days)) if days == int(days) else None


def _rest_of(hit: Hit) -> Expression | None:
    unit = _unit(hit)
    return None if unit is None or unit[1] else Rest(unit[0])


def _week_of(hit: Hit) -> Expression | None:
    day = hit.get("ORD", "INT12", "INT24", "INT31")
    return Holding("week", Calendar(hit.year(), hit.get("MONTH", "MONTHABBR"), day))


def _relative_unit(hit: Hit) -> Expression | None:
    unit = _unit(hit)
    if unit is None:
        return None
    shift, anchor = hit.get("REL")
    name, plural = unit
    if plural:
        if hit.word(hit.find("REL") or hit.first).lower().startswith("letzt") and _last_of_something(hit):
            return None
        if name in ("second", "minute", "hour"):
            ahead = shift > 0 and anchor == "published" and hit.before("IN")
            return Reference("FUTURE_REF") if ahead else None  # "in den nächsten Stunden"
        if (
            shift == 0
            and name != "day"
            and not hit.word(hit.find("REL") or hit.first).lower().startswith(("dies", "jen"))
        ):
            return None
        if shift > 0 and name != "day":
            return Reference("FUTURE_REF")
        return Duration(((None, name),), "last" if shift < 0 else "now")
    if name in ("night", "hour", "minute", "second", "millennium"):
        return None
    word = hit.word(hit.find("REL") or hit.first).lower()
    if word.startswith("letzt") and _last_of_something(hit):
        return None
    if (
        name == "day"
        and anchor == "published"
        and hit.word(hit.find("REL") or 0).lower().startswith(("dies", "nächst"))
    ):
        anchor = "text"  # "an diesem Tag", "am nächsten Tag": of the day just named
    return Relative(name, shift, anchor)


def _last_of_something(hit: Hit) -> bool:
    """Whether "letzt-" is an ordinal: "im zweiten und letzten Jahr", "die letzten Tage der Menschheit"."""
    at = hit.first - 2
    if hit.before("AND") and at > 0 and hit.atoms.kinds[at] == KIND["ORDWORD"]:
        return True
    return guards.word_after(hit.text, hit.end).lower() in (
        "der",
        "des",
        "ihrer",
        "seiner",
        "ihres",
        "seines",
        "eines",
        "einer",
    )


def _definite_unit(hit: Hit) -> Expression | None:
    """As in "das Jahr", "in dem Jahr": the year spoken of."""
    article = hit.word(hit.first).lower()
    unit = _unit(hit)
    if (
        unit is None
        or unit[1]
        or article not in ("das", "dem")
        or (hit.after("OTHER", "ADJ") is False and not hit.after("STOP"))
    ):
        return None
    if guards.word_after(hit.text, hit.end)[:1].isupper():
        return None
    return Relative(unit[0], 0)


def _weekend(hit: Hit) -> Expression | None:
    """As in "am Wochenende": the last or the next, as the clause looks."""
    return None if hit.get("WEEKENDU")[1] else Relative("weekend", 0)


def _part_of_unit(hit: Hit) -> Expression | None:
    unit = _unit(hit)
    if unit is None or unit[1]:
        return None
    return Part(hit.get("PART"), Relative(unit[0], 0))


def _part_compound(hit: Hit) -> Expression | None:
    which, unit = hit.get("PARTCOMP")
    year = hit.year()
    if unit == "year" and year is not None:
        if isinstance(year, int):
            return Part(which, Calendar(year))
        return Part(which, year)
    if hit.find("YEAR") is not None:
        return None
    return Part(which, Relative(unit, 0))


def _relative_noun(hit: Hit) -> Expression | None:
    unit, shift = hit.get("RELNOUN", "HEUER")
    at = hit.find("RELNOUN", "HEUER") or hit.first
    text = hit.word(at).lower() in words.TEXT_ANCHORED_NOUNS or unit == "day"
    return Relative(unit, shift, "text" if text else "published")


_TIMES: Final = ("vergangenheit", "gegenwart", "zukunft")


def _reference(hit: Hit) -> Expression | None:
    word = hit.word(hit.last - 1).lower()
    if word in _TIMES and not (
        hit.before("IN") or (hit.find("ART") and guards.word_before(hit.text, hit.start).lower() == "in")
    ):
        return None
    if word in _TIMES and hit.word(hit.last - 1)[0].islower():
        return None
    if hit.find("ART") is not None and word not in _TIMES:
        return None
    if word == "jüngst" and hit.word(hit.first)[0].isupper() and not hit.before("STOP"):
        return None
    if word == "zuletzt" and guards.word_before(hit.text, hit.start).lower() == "nicht":
        return None  # "nicht zuletzt": above all
    if word == "inzwischen" and told(hit.text, hit.start, hit.end):
        return None  # "inzwischen hatte er geheiratet": by then
    return Reference(hit.get("REF"))


def _shortly(hit: Hit) -> Expression | None:
    return Reference("PAST_REF") if hit.find("SHORTLY") is not None else None


def _todays(hit: Hit) -> Expression | None:
    word = hit.word(hit.first).lower()
    return Reference("PRESENT_REF") if word.startswith("heutig") else None


def _this_time(hit: Hit) -> Expression | None:
    """As in "in dieser schwierigen Zeit"."""
    shift, anchor = hit.get("REL")
    word = hit.word(hit.find("REL") or hit.first).lower()
    if hit.word(hit.last - 1).lower() != "zeit" or hit.before("ART"):
        return None
    if shift > 0 and word.startswith(("nächst", "kommend")) and hit.first + 2 == hit.last and hit.before("IN"):
        return Reference("FUTURE_REF")
    if anchor != "published" or shift > 0:
        return None
    if word.startswith("dies") and hit.before("ZUM"):
        return None  # "zu dieser Zeit": of the time just told
    return Reference("PRESENT_REF" if shift == 0 else "PAST_REF")


RELATIVE_RULES: Final = (
    Rule("deictic", "(?:DEICTIC|MORROW)", _deictic, 0.95),
    Rule("deictic_time", "(?:DEICTIC|MORROW) ZUM? (?:DAYTIME|MORROW|DAYADV)", _deictic_time, 0.95),
    Rule(
        "deictic_shifted",
        "(?:DEICTIC|MORROW) (?:IN|VOR) (?:INT12|INT24|INT31|NUMWORD|ONE) (?:WEEKU|DAYU)",
        _deictic_shifted,
        0.9,
    ),
    Rule("rest_of", "REST ART (?:YEARU|MONTHU|WEEKU)", _rest_of, 0.85),
    Rule("week_of", "ART? WEEKU (?:VON|AB ART?) DAYNUM MONTHS YEARTAIL?", _week_of, 0.85),
    Rule("relative_unit", "PARTPRE? ART? REL ADJ? (?:LENGTHU|YEARLIKE)", _relative_unit, 0.93),
    Rule("weekend", "(?<=AM|ZUM) WEEKENDU", _weekend, 0.9),
    Rule("weekend", "(?<=SEIT|VOR|NACH) ART WEEKENDU", _weekend, 0.85),
    Rule("definite_unit", "ART YEARU", _definite_unit, 0.7),
    Rule("part_of_unit", "PART ART (?:YEARU|MONTHU|WEEKU|QUARTU|DECADEU|CENTU)", _part_of_unit, 0.9),
    Rule("part_compound", "PARTCOMP (?:YEARTAIL)?", _part_compound, 0.9),
    Rule("relative_noun", "PARTPRE? (?:ART? RELNOUN|HEUER)", _relative_noun, 0.93),
    Rule("reference", "ART? REF", _reference, 0.8),
    Rule("reference_shortly", "VOR SHORTLY", _shortly, 0.85),
    Rule("reference_adjective", "REL", _todays, 0.7),
    Rule("reference_time", "ART? REL ADJ? TIMESPAN", _this_time, 0.7),
)
