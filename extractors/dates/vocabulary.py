"""What kind of word a German word is: the table, the compounds, and which words need not be looked at."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from extractors.dates import words
from extractors.dates.feasts import FIRST_LETTERS
from extractors.dates.kinds import KIND

_UNIT_KINDS: Final = {
    "year": "YEARU", "month": "MONTHU", "week": "WEEKU", "day": "DAYU", "quarter": "QUARTU", "half": "HALFU",
    "decade": "DECADEU", "century": "CENTU", "weekend": "WEEKENDU", "hour": "CLOCKU", "minute": "CLOCKU",
    "second": "CLOCKU", "night": "NIGHTU", "yearlike": "YEARLIKE",
}  # fmt: skip
COMPOUND_UNITS: Final = {
    "jährig": "year", "jaehrig": "year", "monatig": "month", "wöchig": "week", "tägig": "day", "stündig": "hour",
    "minütig": "minute", "sekündig": "second",
}  # fmt: skip
PLURAL_UNITS: Final = {
    "tage": "day", "wochen": "week", "monate": "month", "jahre": "year", "stunden": "hour", "minuten": "minute",
    "sekunden": "second", "jahrzehnte": "decade", "jahrhunderte": "century", "jahrtausende": "millennium",
    "nächte": "night",
}  # fmt: skip
_ADJECTIVE: Final = re.compile(rf"(?P<n>\w*?)-?(?P<u>{'|'.join(COMPOUND_UNITS)})(?:e[nrsm]?)?")
_LONG: Final = re.compile(rf"(?P<u>{'|'.join(PLURAL_UNITS)})lang(?:e[nrsm]?)?")
_DECADE_WORD: Final = re.compile(rf"(?P<t>null|{'|'.join(words.TENS)})er(?P<n>n|-?jahren?)?")
_WEEKDAY_TIME: Final = re.compile(
    r"(?P<w>\w+tag|mittwoch|sonnabend)(?P<t>abend|nachmittag|vormittag|mittag|morgen|nacht|früh)s?"
)
_SET_ADJECTIVE: Final = re.compile(r"(?P<s>\w+(?:lich|weise))e[nrms]?")
_SMALL_NUMBERS: Final = {"ein": 1.0, "eineinhalb": 1.5, "halb": 0.5, "dreiviertel": 0.75}


def _vocabulary() -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}

    def put(kind: str, items: Iterable[tuple[str, Any]]) -> None:
        for word, value in items:
            found.setdefault(word, (KIND[kind], value))

    put("MONTH", words.MONTHS.items())
    put("MONTHABBR", words.MONTH_ABBREVIATIONS.items())
    put("WEEKDAY", ((w, n) for w, n in words.WEEKDAYS.items() if not w.endswith("s")))
    put("WDSET", ((w, n) for w, n in words.WEEKDAYS.items() if w.endswith("s")))
    put("MORROW", [("morgen", 1), ("morgens", 1)])
    put("DEICTIC", words.DEICTIC.items())
    put("DAYADV", ((w, c) for w, c in words.DAYTIMES.items() if w in words.DAYTIME_ADVERBS))
    put("DAYTIME", words.DAYTIMES.items())
    put("SEASON", words.SEASONS.items())
    for word, (unit, plural) in words.UNITS.items():
        put(_UNIT_KINDS.get(unit, "UNIT"), [(word, (unit, plural))])
    put("HEUER", [("heuer", ("year", 0))])
    put("RELNOUN", words.RELATIVE_NOUNS.items())
    put("PART", words.PARTS.items())
    put("PARTCOMP", words.PART_COMPOUNDS.items())
    put("NUMWORD", words.NUMBERS.items())
    put("ONE", ((w, 1.0) for w in sorted(words.ONE)))
    put("HALF", ((w, 0.5) for w in sorted(words.HALF)))
    put("MAGNITUDE", words.MAGNITUDES.items())
    put("VAGUE", ((w, None) for w in sorted(words.VAGUE_NUMBERS)))
    put("APPROX", words.APPROXIMATE.items())
    put("BOUND", words.BOUNDS.items())
    put("REF", words.REFERENCES.items())
    put("SET", words.SETS.items())
    put("NEARTIME", words.NEAR_TIMES.items())
    put("CENTTURN", words.CENTURY_TURNS.items())
    for stem, reference in words.REFERENCE_ADJECTIVES.items():
        put("REFADJ", ((stem + ending, reference) for ending in words.ENDINGS))
    for word, kind in words.WORDS.items():
        put(kind, [(word, word)])
    for stem, value in words.RELATIVE.items():
        put("REL", ((stem + ending, value) for ending in words.ENDINGS))
    for stem, number in words.ORDINALS.items():
        put("ORDWORD", ((stem + ending, number) for ending in words.ENDINGS))
    return found


VOCABULARY: Final = _vocabulary()
"""Word in small letters -> kind and value."""


@lru_cache(maxsize=16384)
def compound(word: str) -> tuple[str, Any] | None:
    """Kind and value of a word that is put together: "fünfjährige", "jahrelang", "Montagabend", "achtziger"."""
    if word.endswith(("ig", "ige", "igen", "iger", "iges", "igem")) and (m := _ADJECTIVE.fullmatch(word)):
        number = words.NUMBERS.get(m["n"], _SMALL_NUMBERS.get(m["n"]))
        if number is not None or m["n"] in ("mehr", "viel", "lang"):
            return KIND["COMPOUND"], (number, COMPOUND_UNITS[m["u"]])
        return None
    if "lang" in word and (m := _LONG.fullmatch(word)):
        return KIND["COMPOUND"], (None, PLURAL_UNITS[m["u"]])
    if m := _DECADE_WORD.fullmatch(word):
        return KIND["DECADE"], (words.TENS.get(m["t"], 0), m["n"] is not None)
    if m := _WEEKDAY_TIME.fullmatch(word):
        weekday = words.WEEKDAYS.get(m["w"])
        code = "TMO" if m["t"] == "morgen" else words.DAYTIMES[m["t"]]
        return (KIND["WDTIME"], (weekday, code)) if weekday else None
    if (m := _SET_ADJECTIVE.fullmatch(word)) and m["s"] in words.SETS:
        return KIND["SET"], words.SETS[m["s"]]
    return None


_DEPTH: Final = 6
"""How many letters tell that a word may be ours: more cost time when the expression is built, fewer when it is used."""


def _openings() -> str:
    """What a word must begin with to be ours, as a regular expression: a tree of letters.

    Without regard to case in the first letter alone, which keeps the match fast; of words in capitals only the commonest.
    A word of the table must end there ("tag", not "Tagung"); a part of a compound may go on ("drei", "montag").
    """
    going_on = {
        *words.NUMBERS, *words.TENS, *PLURAL_UNITS, *words.SETS, *_SMALL_NUMBERS, "mehrj", "mehrm", "mehrw", "mehrt",
        "mehrs", "vieljä", "langjä", "nuller", *(w for w in words.WEEKDAYS if not w.endswith("s")), *(f for f in FIRST_LETTERS if len(f) == 5),
    }  # fmt: skip
    tree: dict[str, Any] = {}
    for word in (*VOCABULARY, *words.WEEKDAY_ABBREVIATIONS, *FIRST_LETTERS):
        _plant(tree, word + "$")
    for word in (
        *words.MONTHS,
        *words.WEEKDAYS,
        *words.DEICTIC,
        *words.SEASONS,
        *words.PARTS,
        "uhr",
        "jahr",
        "morgen",
        "kw",
        "ws",
    ):
        _plant(tree, word[0] + word[1:].upper() + "$")
    for word in sorted(going_on):
        _plant(tree, word + "*")
    quarters: dict[str, list[str]] = {}
    for first, rest in tree.items():
        # four groups behind one look at the first letter: most words are told by it
        group = next((g for g in ("abcdeä", "fghij", "klmnoö") if first in g), "p-z")
        quarters.setdefault(group, []).append(f"[{first}{first.upper()}]{_written(rest)}")
    branches = [f"(?=[{''.join(b[1:3] for b in group)}])(?:{'|'.join(group)})" for group in quarters.values()]
    return f"(?:{'|'.join(branches)}|(?:So|Wi)Se)"


def _plant(tree: dict[str, Any], word: str) -> None:
    if len(word) > _DEPTH:
        word = word[:_DEPTH] + "*"
    for letter in word:
        if "*" in tree:
            return
        tree = tree.setdefault(letter, {})


def _written(tree: dict[str, Any]) -> str:
    if "*" in tree:
        return ""
    branches = [
        r"(?![^\W\d_])" if letter == "$" else re.escape(letter) + _written(rest) for letter, rest in tree.items()
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


OPENING: Final = _openings()
"""Matches where a word begins that may play a part in a time expression; all other words can be passed over."""
