"""Grammar of prose that tells: eines Tages, Jahre später, am Abend zuvor, Jahr für Jahr, den ganzen Sommer, um halb zehn."""

import re
from typing import Final

from extractors.dates import guards
from extractors.dates.expressions import (
    Clock,
    DayTime,
    Duration,
    Expression,
    Reference,
    Relative,
    Repeated,
    Sometime,
)
from extractors.dates.kinds import KIND
from extractors.dates.recurring_rules import SET_UNITS
from extractors.dates.rules import UNIT_KINDS, Hit, Rule
from extractors.dates.tense import sentence, told

_LASTING_BEFORE: Final = frozenset(
    {"dauert", "dauern", "dauerte", "dauerten", "dauere", "braucht", "brauchen", "brauchte", "brauchten", "vergehen",
     "vergingen", "vergangen", "verstrichen", "kostet", "kostete", "wartet", "warten", "wartete", "warteten",
     "verbrachte", "verbrachten", "verbringt", "liegen", "lagen"}
)  # fmt: skip
"""Before a bare plural: it tells how long ("es dauerte Monate")."""
_LASTING_AFTER: Final = frozenset({"hinweg", "hindurch", "hinaus", "zurück", "lang", "lange"})
"""Behind a bare plural: "Jahre hindurch", "auf Jahre hinaus", "Jahrzehnte zurück"."""
_OVER_THE_YEARS: Final = re.compile(r"\b(?:über|mit|im laufe?|im verlauf) \Z", re.IGNORECASE)
_GROWS: Final = re.compile(
    r"(?:st[ie]eg|steig|stieg|sank|sunk|sink|wuchs|wachs|wächs|fiel|fäll|fallen|erhöh|verringer|reduzier|kürz|schrumpf|senk"
    r"|verläng|verkleiner|vergrößer|aufstock|übertr|Prozent|Punkten?\b|Punkte\b|Tor|Spiel|Sieg|Platz|Rang)"
)
"""In a sentence with such a word "um sieben" may be by how much, "gegen acht" against how many."""


def _sometime(hit: Hit) -> Expression | None:
    """As in "eines Tages", "eines Abends", "an einem kalten Morgen", "an einem Sonntag": some day that nobody names."""
    word = hit.word(hit.first).lower()
    genitive = word == "eines"
    if not genitive and not (word == "einem" and guards.word_before(hit.text, hit.start).lower() == "an"):
        return None
    last = hit.word(hit.last - 1)
    if not last[0].isupper() or genitive is not last.lower().endswith("s"):
        return None
    if (weekday := hit.get("WEEKDAY", "WDSET")) is not None:
        return Sometime("DATE", f"XXXX-WXX-{weekday}")
    if (compound := hit.get("WDTIME")) is not None:
        return Sometime("TIME", f"XXXX-WXX-{compound[0]}{compound[1]}")
    if (code := hit.get("DAYTIME", "DAYADV", "MORROW")) is not None:
        return Sometime("TIME", f"XXXX-XX-XX{code if isinstance(code, str) else 'TMO'}")
    # "eines Tages wird es gelingen" is an idiom
    return Sometime("DATE", "XXXX-XX-XX") if genitive and told(hit.text, hit.start, hit.end) else None


def _daytime_then(hit: Hit) -> Expression | None:
    """As in "am Abend zuvor", "am Morgen danach", "in der Nacht darauf"."""
    if hit.word(hit.last - 1).lower() in ("früher", "später"):
        return None
    code = hit.get("DAYTIME", "MORROW")
    steps = 1 if hit.find("LATER") is not None else -1
    return DayTime(code if isinstance(code, str) else "TMO", Relative("day", steps, "text"))


def _bare_then(hit: Hit) -> Expression | None:
    """As in "Jahre später", "Wochen zuvor"."""
    unit = hit.get(*UNIT_KINDS)
    if unit is None or not unit[1]:
        return None
    if hit.find("ART") is not None:
        return Duration(((None, unit[0]),))  # "in den Jahren davor": a stretch, no point
    return Duration(((None, unit[0]),), "later" if hit.find("LATER") is not None else "earlier")


def _bare_lasting(hit: Hit) -> Expression | None:
    """As in "es dauerte Monate", "Jahrzehnte hindurch", "auf Jahre hinaus"."""
    unit = hit.get(*UNIT_KINDS)
    if unit is None or not unit[1] or unit[0] in ("quarter", "half"):
        return None
    if hit.before("ART", "REL"):
        return None  # "wenn die Tage lang sind"
    before = guards.word_before(hit.text, hit.start).lower()
    after = guards.word_after(hit.text, hit.end).lower()
    if before in _LASTING_BEFORE or after in _LASTING_AFTER:
        return Duration(((None, unit[0]),))
    return None


def _bare_after(hit: Hit) -> Expression | None:
    """As in "nach Jahren", "für Stunden", "seit Stunden"."""
    unit = hit.get(*UNIT_KINDS)
    if unit is None or not unit[1] or unit[0] in ("quarter", "half", "weekend"):
        return None
    if hit.atoms.kinds[hit.first - 1] == KIND["FUER"] and hit.word(hit.first - 1).lower() != "für":
        return None
    return Duration(((None, unit[0]),))


def _the_years(hit: Hit) -> Expression | None:
    """As in "über die Jahre", "im Lauf der Monate", "mit den Jahren"."""
    unit = hit.get(*UNIT_KINDS)
    if unit is None or not unit[1] or unit[0] not in ("year", "month", "week", "decade", "century"):
        return None
    if _OVER_THE_YEARS.search(hit.text[max(0, hit.start - 14) : hit.start].replace("\n", " ")) is None:
        return None
    return None if hit.after("YEAR") or hit.after("VON") else Duration(((None, unit[0]),))


def _first_units(hit: Hit) -> Expression | None:
    """As in "in den ersten Jahren", "die ersten Wochen"."""
    unit = hit.get(*UNIT_KINDS)
    if unit is None or not unit[1] or hit.get("ORDWORD") != 1:
        return None
    return Duration(((None, unit[0]),))


def _whole(hit: Hit) -> Expression | None:
    """As in "das ganze Jahr", "den ganzen Tag"."""
    if hit.word(hit.first + 1).lower() not in ("ganze", "ganzen", "gesamte", "gesamten"):
        return None
    if (code := hit.get("DAYTIME")) is not None:
        return Duration(((1, "night"),)) if code == "TNI" else None
    unit = hit.get(*UNIT_KINDS)
    return None if unit is None or unit[1] else Duration(((1, unit[0]),))


def _again_and_again(hit: Hit) -> Expression | None:
    """As in "Jahr um Jahr", "Abend für Abend"; "Tag für Tag" is an idiom."""
    if hit.word(hit.first).lower() != hit.word(hit.last - 1).lower():
        return None
    if (code := hit.get("DAYTIME", "MORROW")) is not None:
        return Repeated(f"XXXX-XX-XX{code if isinstance(code, str) else 'TMO'}")
    if (season := hit.get("SEASON")) is not None:
        return Repeated(f"XXXX-{season}")
    if (weekday := hit.get("WEEKDAY")) is not None:
        return Repeated(f"XXXX-WXX-{weekday}")
    unit = hit.get(*UNIT_KINDS)
    return None if unit is None or unit[1] or unit[0] not in SET_UNITS else Repeated(SET_UNITS[unit[0]])


def _daytime_set(hit: Hit) -> Expression | None:
    """As in "abends", "nachts": again and again, where no day and no clock stands beside it."""
    word = hit.word(hit.first)
    if not word.lower().endswith("s") or (word[0].isupper() and not hit.before("STOP", "DASH", "OPEN")):
        return None
    if hit.before(
        "UHR", "COLON", "DOTTED", "NUMWORD", "INT12", "INT24", "WEEKDAY", "WDSET", "DMY", "DM", "MONTH", "YEAR", "FEAST",
        "DEICTIC", "MORROW",
    ):  # fmt: skip
        return None
    code = hit.get("DAYADV", "MORROW")
    return Repeated(f"XXXX-XX-XX{code if isinstance(code, str) else 'TMO'}")


def _weekend_set(hit: Hit) -> Expression | None:
    """As in "an Wochenenden", "an den Wochenenden", "an Werktagen"."""
    if guards.word_before(hit.text, hit.start).lower() != "an":
        return None
    if hit.find("WEEKENDU") is not None:
        return Repeated("XXXX-WXX-WE") if hit.get("WEEKENDU")[1] else None
    return Repeated("XXXX-WXX-WD") if hit.word(hit.last - 1).lower() == "werktagen" else None


def _spoken_clock(hit: Hit) -> Expression | None:
    """As in "halb zehn", "Viertel vor acht", "sieben Uhr"."""
    hour = hit.all("NUMWORD", "INT12", "ONE")[-1]
    if hour != int(hour) or not 1 <= hour <= (24 if hit.find("UHR") is not None else 12):
        return None
    if hit.find("UHR") is not None:
        late = hour < 12 and guards.word_after(hit.text, hit.end).lower() in ("nachmittags", "abends")
        return Clock(int(hour) + 12 * late, None)
    if hit.after("MAGNITUDE", "NUM", *UNIT_KINDS) or guards.word_after(hit.text, hit.end)[:1].isupper():
        return None
    if hit.find("HALFTO") is not None:
        return Clock(int(hour) - 1, 30)
    return Clock(int(hour) - 1, 45) if hit.find("VOR") is not None else Clock(int(hour), 15)


def _bare_hour(hit: Hit) -> Expression | None:
    """As in "um sieben", "gegen acht", "kurz nach neun", where nothing is counted."""
    hour = hit.get("NUMWORD")
    if hour != int(hour) or not 1 <= hour <= 12:
        return None
    if hit.before("VOR", "NACH") and not re.search(
        r"kurz (?:vor|nach)\s\Z", hit.text[max(0, hit.start - 12) : hit.start]
    ):
        return None
    after = guards.word_after(hit.text, hit.end)
    if after[:1].isupper() or (after and not hit.after("OTHER", "DAYADV", "MORROW")):
        return None
    left, right = sentence(hit.text, hit.start, hit.end)
    if after.endswith(("er", "en", "e", "t")) and after.lower() not in ("morgens", "abends") and hit.before("GEGEN"):
        return None
    return None if _GROWS.search(hit.text, left, right) else Clock(int(hour), None)


def _formerly(hit: Hit) -> Expression | None:
    """As in "Früher war hier ein Teich", "wie früher"."""
    word = hit.word(hit.first)
    after = guards.word_after(hit.text, hit.end).lower()
    if word == "Früher":
        return Reference("PAST_REF") if hit.before("STOP") and after and after not in ("oder", "als") else None
    before = guards.word_before(hit.text, hit.start).lower()
    return Reference("PAST_REF") if word == "früher" and before in ("wie", "von") and after != "als" else None


def _pointing(hit: Hit) -> Expression | None:
    """As in "der damalige Rektor", "ihre zukünftige Frau"."""
    if hit.word(hit.first)[0].isupper() and not hit.before("STOP"):
        return None
    return Reference(hit.get("REFADJ")) if guards.word_after(hit.text, hit.end) else None


def _near_time(hit: Hit) -> Expression | None:
    """As in "in jüngster Zeit", "in ferner Zukunft"."""
    last = hit.word(hit.last - 1).lower()
    if last not in ("zeit", "zukunft", "vergangenheit") or guards.word_before(hit.text, hit.start).lower() != "in":
        return None
    return Reference(hit.get("NEARTIME"))


_TIME_OF: Final = frozenset({"von", "vom", "als", "in", "im", "da"})


def _at_present(hit: Hit) -> Expression | None:
    """As in "zur Zeit": now; "zur Zeit der Pest", "zur Zeit Karls" not."""
    if hit.word(hit.first).lower() != "zur" or hit.word(hit.last - 1) != "Zeit":
        return None
    after = guards.word_after(hit.text, hit.end)
    if hit.after("ART", "VON", "ONE") or after[:1].isupper() or after.endswith(("er", "es")) or after in _TIME_OF:
        return None
    return Reference("PRESENT_REF")


_ALIKE: Final = "|".join(
    f"{kind} (?:FUER|UM) {kind}"
    for kind in ("WEEKU", "MONTHU", "YEARU", "CLOCKU", "DAYTIME", "MORROW", "SEASON", "WEEKDAY", "WEEKENDU")
)
_PLURALS: Final = "(?:YEARU|MONTHU|WEEKU|DAYU|DECADEU|CENTU|CLOCKU|UNIT)"

NARRATIVE_RULES: Final = (
    Rule("sometime", "ONE ADJ? (?:DAYU|DAYTIME|DAYADV|MORROW|WEEKDAY|WDSET|WDTIME)", _sometime, 0.85),
    Rule("daytime_then", "(?<=AM) (?:DAYTIME|MORROW) (?:EARLIER|LATER)", _daytime_then, 0.85),
    Rule("daytime_then", "(?<=IN) ART DAYTIME (?:EARLIER|LATER)", _daytime_then, 0.85),
    Rule("bare_then", f"ART? {_PLURALS} (?:LATER|EARLIER)", _bare_then, 0.8),
    Rule("bare_lasting", _PLURALS, _bare_lasting, 0.75),
    Rule("duration_bare", f"(?<=NACH|FUER|SEIT) {_PLURALS}", _bare_after, 0.75),
    Rule("the_years", f"ART {_PLURALS}", _the_years, 0.75),
    Rule("first_units", f"ART ORDWORD ADJ? {_PLURALS}", _first_units, 0.8),
    Rule("whole_unit", "ART ADJ (?:YEARU|MONTHU|WEEKU|DAYU|WEEKENDU|DECADEU|CENTU|DAYTIME) (?!YEAR)", _whole, 0.8),
    Rule("set_again", f"(?:{_ALIKE})", _again_and_again, 0.85),
    Rule("set_daytime", "(?:DAYADV|MORROW)", _daytime_set, 0.7),
    Rule("set_weekend", "(?<=AM) ART? (?:WEEKENDU|DAYU)", _weekend_set, 0.8),
    Rule("clock_spoken", "HALFTO NUMWORD", _spoken_clock, 0.85),
    Rule("clock_spoken", "QTR (?:VOR|NACH) (?:NUMWORD|INT12)", _spoken_clock, 0.9),
    Rule("clock_spoken", "(?:NUMWORD|ONE) UHR", _spoken_clock, 0.93),
    Rule("clock_bare", "(?<=UM|GEGEN|VOR|NACH) NUMWORD", _bare_hour, 0.65),
    Rule("reference_formerly", "EARLIER", _formerly, 0.7),
    Rule("reference_pointing", "REFADJ", _pointing, 0.7),
    Rule("reference_near", "NEARTIME (?:TIMESPAN|REF)", _near_time, 0.75),
    Rule("reference_now", "ZUM TIMESPAN", _at_present, 0.7),
)
