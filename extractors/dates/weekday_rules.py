"""Grammar of weekdays and times of day: am Montag, kommenden Freitag, Montagabend, am frühen Morgen, in der Nacht."""

from typing import Final

from extractors.dates import guards
from extractors.dates.expressions import Calendar, DayTime, Expression, Relative, Weekday
from extractors.dates.rules import Hit, Rule


def _weekday(hit: Hit) -> Expression | None:
    day = hit.get("WEEKDAY", "WDABBR")
    relative = hit.get("REL")
    if hit.find("WDABBR") is not None:
        return Weekday(day) if guards.alone(hit) and hit.last - hit.first == 1 else None
    if relative is None:
        if guards.touches(hit):
            return None
        asked = hit.before(
            "AM", "BIS", "AB", "SEIT", "VON", "AND", "SLASH", "ZUM", "AUF", "DASH", "NACH", "VOR", "OPEN"
        )
        if not asked and not hit.after("BIS", "DASH") and guards.names_someone(hit):
            return None
        if hit.before("ART") and not guards.alone(hit):
            return None
        if hit.before("VON") and not hit.after("BIS", "DASH", "AND"):
            return Weekday(day, -2)  # "das Ergebnis vom Sonntag": the one that was
        return Weekday(day)
    shift, anchor = relative
    word = hit.word(hit.find("REL") or hit.first).lower()
    if word.startswith(("heutig", "gestrig", "morgig")):
        return Relative("day", shift)
    if anchor != "published" and shift == 0:
        return Weekday(day)
    return Weekday(day, shift)


def _weekday_of_week(hit: Hit) -> Expression | None:
    shift, _ = hit.get("REL")
    return Weekday(hit.get("WEEKDAY"), week=shift)


def _weekday_shifted(hit: Hit) -> Expression | None:
    number = hit.get("INT12", "INT24", "INT31", "NUMWORD", "ONE")
    if number is None or number != int(number):
        return None
    return Weekday(hit.get("WEEKDAY"), week=int(number) * (-1 if hit.find("VOR") is not None else 1))


def _weekday_after_next(hit: Hit) -> Expression | None:
    shift, _ = hit.get("REL")
    return Weekday(hit.get("WEEKDAY"), shift=1, again=True) if shift == 1 else None


def _weekday_time(hit: Hit) -> Expression | None:
    relative = hit.get("REL")
    compound = hit.get("WDTIME")
    if compound is not None:
        day, code = compound
    else:
        day = hit.get("WEEKDAY")
        last = hit.atoms.values[hit.last - 1]
        code = last if isinstance(last, str) else "TMO"
    what: Expression = Weekday(day, relative[0]) if relative else Weekday(day)
    if relative and hit.word(hit.find("REL") or hit.first).lower().startswith(("heutig", "gestrig", "morgig")):
        what = Relative("day", relative[0])
    return DayTime(code, what)


def _daytime(hit: Hit) -> Expression | None:
    code = hit.get("DAYTIME", "MORROW")
    code = code if isinstance(code, str) else "TMO"
    relative = hit.get("REL")
    if hit.word(hit.last - 1)[0].islower() and (hit.find("MORROW") is not None or hit.before("ZUM")):
        return None  # "zu früh"
    if relative is None:
        return DayTime(code)
    shift, anchor = relative
    if anchor != "published":
        return DayTime(code, Relative("day", shift, anchor))
    word = hit.word(hit.find("REL") or hit.first).lower()
    if word.startswith(("dies", "heutig")):
        return DayTime(code)
    return DayTime(code, Relative("day", shift))


def _midnight(hit: Hit) -> Expression | None:
    """As in "bis Mitternacht"."""
    return DayTime("TNI") if hit.word(hit.first) == "Mitternacht" else None


def _daytime_adjective(hit: Hit) -> Expression | None:
    """As in "am frühen Morgen", "am späten Nachmittag"."""
    if not hit.word(hit.first).lower().startswith(("früh", "spät")):
        return None
    return _daytime(hit)


def _daytime_hours(hit: Hit) -> Expression | None:
    """As in "in den frühen Morgenstunden", "in der Nacht"; "in der Nacht auf Montag" is left to its day."""
    word = hit.word(hit.last - 1).lower()
    if not (word.endswith("stunden") or (word == "nacht" and hit.find("ADJ") is None)) or hit.after(
        "AUF", "ZUM", "VON"
    ):
        return None
    return DayTime(hit.get("DAYTIME"))


def _daytime_of_date(hit: Hit) -> Expression | None:
    """As in "Nacht des 14. August", "Abend des 3. Mai"."""
    code = hit.get("DAYTIME", "MORROW")
    day = Calendar(hit.year(), hit.get("MONTH", "MONTHABBR"), hit.get("ORD"))
    return DayTime(code if isinstance(code, str) else "TMO", day)


WEEKDAY_RULES: Final = (
    Rule("weekday", "(?:ART? REL ADJ?)? (?:WEEKDAY|WDABBR)", _weekday, 0.9),
    Rule("weekday_of_week", "WEEKDAY ART? REL WEEKU", _weekday_of_week, 0.93),
    Rule("weekday_shifted", "WEEKDAY (?:VOR|IN) (?:INT12|INT24|INT31|NUMWORD|ONE) WEEKU", _weekday_shifted, 0.9),
    Rule("weekday_after_next", "WEEKDAY NACH ART REL", _weekday_after_next, 0.85),
    Rule("weekday_time", "(?:ART? REL)? (?:WDTIME|WEEKDAY (?:DAYTIME|MORROW|DAYADV))", _weekday_time, 0.93),
    Rule("daytime", "(?<=AM|GEGEN|APPROX|ZUM) (?:DAYTIME|MORROW)", _daytime, 0.85),
    Rule("daytime", "(?<=BIS|UM|NACH|VOR|GEGEN|AB) DAYTIME", _midnight, 0.85),
    Rule("daytime", "AM (ADJ (?:DAYTIME|MORROW))", _daytime_adjective, 0.85),
    Rule("daytime", "(?<=IN) ART ADJ? DAYTIME", _daytime_hours, 0.8),
    Rule("daytime", "ART? REL (?:DAYTIME|MORROW)", _daytime, 0.85),
    Rule("daytime_of_date", "(?:ART? REL)? ((?:DAYTIME|MORROW) ART ORD MONTHS YEARTAIL?)", _daytime_of_date, 0.9),
)
