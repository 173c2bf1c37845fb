"""The kinds of words that the grammar is written in, one character each."""

from typing import Final

_NAMES: Final = (
    "OTHER", "STOP",  # any other words; punctuation that ends a phrase
    "MONTH", "MONTHABBR", "WEEKDAY", "WDABBR", "WDTIME", "WDSET",  # Mai, Nov., Montag, Mo., Montagabend, montags
    "DEICTIC", "MORROW", "DAYTIME", "DAYADV", "SEASON", "FEAST",  # heute, morgen, Abend, abends, Herbst, Ostern
    "REL", "RELNOUN", "HEUER", "PART", "PARTCOMP",  # letzte, Vorjahr, heuer, Ende, Jahresende
    "ORDWORD", "NUMWORD", "ONE", "HALF", "MAGNITUDE", "VAGUE",  # dritte, drei, ein, halbe, Millionen, einige
    "APPROX", "BOUND", "REF", "SET", "COMPOUND", "DECADE",  # rund, höchstens, derzeit, jährlich, fünfjährige, 80er
    "REFADJ", "NEARTIME", "HALFTO", "QTR", "CENTTURN", "ERA",  # damalige, jüngster, halb, Viertel, Jahrhundertwende, v. Chr.
    "ADJ",  # any other word in small letters that ends like an adjective
    "YEARU", "MONTHU", "WEEKU", "DAYU", "QUARTU", "HALFU", "DECADEU", "CENTU", "WEEKENDU", "CLOCKU", "NIGHTU", "UNIT",
    "YEARLIKE",  # Geschäftsjahr
    "AND", "OR", "BIS", "VON", "ZWISCHEN", "ZUM", "AUF", "IM", "IN", "AM", "AB", "SEIT", "VOR", "NACH", "BINNEN",
    "FUER", "UM", "GEGEN", "PRO", "JE", "UHR", "MAL", "TIMES", "LATER", "EARLIER", "SHORTLY", "LONG", "OLD", "KW",
    "ART", "ALL", "EACH", "SEMESTER", "SEASONYEAR", "TURN", "MORE", "HALFNOUN", "TIMESPAN", "INCL", "REST",
    "COMMA", "DASH", "SLASH", "OPEN", "CLOSE",
    "DMY", "DM", "MY", "YY", "ISO", "ALPHADATE",  # 3.2.2025, 3.2., 2/2025, 2025/26, 2025-02-03, 3-Feb-2025
    "INT12", "INT24", "INT31", "INT59", "INT", "YEAR", "ORD", "BIGORD", "NUM",  # figures by size, "3.", "12,5"
    "COLON", "DOTTED", "QX", "HX",  # 17:30, 17.30, Q3, H1
)  # fmt: skip

KIND: Final[dict[str, str]] = {name: chr(0x4E00 + n) for n, name in enumerate(_NAMES)}
"""Kind by name; CJK letters because they need no escaping in a pattern and nothing else uses them here."""
