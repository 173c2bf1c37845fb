"""Grammar of what is told from the day of publication or from a date before: heute, letzte Woche, am Montag, künftig."""

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
from extractors.dates.tense import tense

_GENERIC_BEFORE: Final = frozenset(
    {"noch", "wir", "sehen", "wissen", "gilt", "gelten", "lebt", "leben", "heißt", "arbeitet", "wie"}
)
_GENERIC_AFTER: Final = frozenset({"noch", "wissen", "würde", "würden", "wäre", "wären", "gibt"})
"""Next to "heute": it means these days, not the day of publication ("wie wir heute wissen", "heute würde")."""


def _deictic(hit: Hit) -> Expression | None:
    if (
        hit.find("MORROW") is not None
        and hit.word(hit.last - 1)[0].isupper()
        and hit.before("AM", "EACH", "ART", "ADJ", "REL")
    ):
        return None
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
    if before in ("ist", "sind", "gehört", "gehören", "zählt", "zählen"):
        return tense(hit.text, hit.start, hit.end) >= 0 and not hit.after("UM", "AB", "DOTTED", "COLON")
    return before in _GENERIC_BEFORE or after in _GENERIC_AFTER


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
            return None
        if shift == 0 and name != "day":
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
    return Relative(name, shift, "text" if anchor == "text" else "published")


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


def _reference(hit: Hit) -> Expression | None:
    word = hit.word(hit.last - 1).lower()
    if word in ("zukunft", "gegenwart") and not (
        hit.before("IN") or (hit.find("ART") and guards.word_before(hit.text, hit.start).lower() == "in")
    ):
        return None
    if word in ("zukunft", "gegenwart") and hit.word(hit.last - 1)[0].islower():
        return None
    if hit.find("ART") is not None and word not in ("zukunft", "gegenwart"):
        return None
    if word == "jüngst" and hit.word(hit.first)[0].isupper() and not hit.before("STOP"):
        return None
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
    if hit.word(hit.last - 1).lower() != "zeit" or anchor == "text" or shift > 0:
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
