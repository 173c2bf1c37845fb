"""Text -> typed words. One pass of one regular expression; every word that plays a part in time expressions gets a kind.

A kind is one character, so that the grammar can be written as regular expressions over kinds. A stretch of other
words is one `OTHER`, punctuation that ends a phrase one `STOP`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from extractors.dates import words
from extractors.dates.feasts import FIRST_LETTERS, named_at

_NAMES: Final = [
    "OTHER",
    "STOP",
    "MONTH",
    "MONTHABBR",
    "WEEKDAY",
    "WDABBR",
    "WDTIME",
    "DEICTIC",
    "MORROW",
    "DAYTIME",
    "DAYADV",
    "SEASON",
    "UNIT",
    "REL",
    "RELNOUN",
    "PART",
    "PARTCOMP",
    "ORDWORD",
    "NUMWORD",
    "ONE",
    "HALF",
    "MAGNITUDE",
    "VAGUE",
    "APPROX",
    "BOUND",
    "REF",
    "ADJ",
    "SET",
    "COMPOUND",
    "DECADE",
    "FEAST",
    "SAME",
    "AND",
    "OR",
    "BIS",
    "VON",
    "ZWISCHEN",
    "ZUM",
    "AUF",
    "IM",
    "IN",
    "AM",
    "AB",
    "SEIT",
    "VOR",
    "NACH",
    "BINNEN",
    "FUER",
    "UM",
    "GEGEN",
    "PRO",
    "JE",
    "UHR",
    "MAL",
    "TIMES",
    "LATER",
    "EARLIER",
    "YEARU",
    "MONTHU",
    "WEEKU",
    "DAYU",
    "QUARTU",
    "HALFU",
    "DECADEU",
    "CENTU",
    "WEEKENDU",
    "CLOCKU",
    "NIGHTU",
    "HEUER",
    "WDSET",
    "SHORTLY",
    "LONG",
    "OLD",
    "KW",
    "ART",
    "ALL",
    "EACH",
    "SEMESTER",
    "SEASONYEAR",
    "TURN",
    "MORE",
    "HALFNOUN",
    "QUARTERWORD",
    "HALFWORD",
    "TIMESPAN",
    "INCL",
    "COMMA",
    "DASH",
    "SLASH",
    "OPEN",
    "CLOSE",
    "APOS",
    "DMY",
    "DM",
    "MY",
    "YY",
    "ISO",
    "INT12",
    "INT24",
    "INT31",
    "INT59",
    "INT",
    "YEAR",
    "ORD",
    "BIGORD",
    "NUM",
    "COLON",
    "DOTTED",
    "QX",
    "HX",
    "ALPHADATE",
]
KIND: Final[dict[str, str]] = {name: chr(0x4E00 + n) for n, name in enumerate(_NAMES)}
"""Kind by name; CJK letters because they need no escaping and nothing else uses them here."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The typed words of a text, as parallel lists; `kinds[i]` is the kind of `values[i]`, `starts[i]`, `ends[i]`."""

    kinds: str
    values: list[Any]
    starts: list[int]
    ends: list[int]


_MON = "jan(?:uar)?|feb(?:ruar)?|mär(?:z)?|mrz|apr(?:il)?|mai|jun[i]?|jul[i]?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?"
_TOKEN: Final = re.compile(
    rf"""
      (?!www\.)(?P<word>[^\W\d_]++(?:[-‐][^\W\d_]++)*+)(?![\d_@]|[-‐]\d|://)\.?
    | (?P<blank>\n[^\S\n]*\n)
    | (?<![^\W\d_][-‐])(?<![\w])(?:
        (?P<junk>\d++(?:[.]\d++){{3,}}[.]?|\d+\.\d{{4,}}/\S+|\d{{5,}}+(?:[.,]\d+)*)
      | (?P<iso>(?P<iy>[12]\d\d\d)-(?P<im>\d\d)-(?P<id>\d\d))(?:T\d\d:\d\d\S*)?(?![\w]|[-/.]\d)
      | (?P<dmy>(?P<dd>\d{{1,2}})(?P<ds>[./-])(?P<dm>\d{{1,2}})(?P=ds)(?P<dy>\d{{4}}|(?<=\.)\d\d))(?![\w]|[-/.,:]\d)
      | (?P<sdmy>(?P<sd>\d{{1,2}})\.[^\S\n](?P<sm>\d{{1,2}})\.[^\S\n]?(?P<sy>\d{{4}}))(?![\w]|[-/.,:]\d)
      | (?P<dm2>(?P<d2>\d{{1,2}})\.[^\S\n]?(?P<m2>\d{{1,2}})\.)(?!\d)
      | (?P<alpha>(?:(?P<a1>\d{{1,2}})[-/.](?P<a2>{_MON})[-/.](?P<a3>\d{{4}}))|(?P<a6>\d{{4}})[-/](?P<a7>{_MON})[-/](?P<a8>\d{{1,2}})|(?P<a9>\d{{1,2}})-(?P<a10>\d{{4}})-(?P<a11>{_MON}))(?![\w])
      | (?P<clock>(?P<ch>\d{{1,2}}):(?P<cm>\d\d)(?::\d\d)?)(?![\w]|[:]\d)
      | (?P<my>(?P<mm>\d{{1,2}})/(?P<myy>\d{{4}}))(?![\w]|[-/.,]\d)
      | (?P<yy>(?P<y1>\d{{4}})/[ ]?(?P<y2>\d{{4}}|\d\d))(?![\w]|[-/.,]\d)
      | (?P<dmslash>(?P<sl1>\d{{1,2}})/(?P<sl2>\d{{1,2}}))(?![\w]|[-/.,]\d{{3}}|[/.,]\d)
      | (?P<big>\d{{1,3}}(?:[.  ’']\d{{3}})+)(?![\w]|[.]\d)
      | (?P<dec>\d+,\d+)(?!\w)
      | (?P<dot>(?P<t1>\d{{1,2}})\.(?P<t2>\d\d?))(?![\w]|[.,:]\d)
      | (?P<ddecade>(?:\d\d)?\d0)(?:er)(?!\w)
      | (?P<unitcomp>(?P<un>\d+)[-‐](?P<uu>tage|wochen|monate|jahre|stunden|minuten|sekunden))(?![^\W\d_]*ig)[^\W\d_]*
      | (?P<adjcomp>(?P<an>\d+)[-‐]?(?P<au>jährig|monatig|wöchig|tägig|stündig|minütig|sekündig|jaehrig)(?:e[nrsm]?)?)(?!\w)
      | (?P<ordt>\d{{1,2}})(?:te[nrs]?|ste[nrs]?)(?!\w)
      | (?P<hour>(?P<hh>\d{{1,2}})h(?P<hm>\d\d)?)(?!\w)
      | (?P<ord>\d{{1,2}})\.(?![\d%])
      | (?P<int>\d{{1,4}})(?![\w%€$]|[.,:]\d)
      | (?P<badnum>\d[\w.,:/-]*)
      )
    | (?P<alpham>(?P<b1>{_MON})[-/](?P<b2>\d{{1,2}})[-/](?P<b3>\d{{4}}))(?![\w])
    | (?P<qx>[QH][1-4])(?![\w-])(?:/(?=\d{{4}}))?
    | (?P<url>(?:https?://|www\.)\S+)
    | (?P<comma>,)
    | (?P<dash>[–—‑−-])
    | (?P<slash>/)
    | (?P<par>[()])
    | (?P<apos>['’])(?P<ap2>\d\d)(?!\w)
    | (?P<rest>\w+|[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)

_COMPOUND_UNITS: Final = {
    "jährig": "year", "jaehrig": "year", "monatig": "month", "wöchig": "week", "tägig": "day", "stündig": "hour",
    "minütig": "minute", "sekündig": "second",
}  # fmt: skip
_PLURALS: Final = {
    "tage": "day", "wochen": "week", "monate": "month", "jahre": "year", "stunden": "hour", "minuten": "minute",
    "sekunden": "second", "jahrzehnte": "decade", "jahrhunderte": "century",
}  # fmt: skip
_ADJECTIVE: Final = re.compile(
    r"(?P<n>\w*?)-?(?P<u>jährig|jaehrig|monatig|wöchig|tägig|stündig|minütig|sekündig)(?:e[nrsm]?)?"
)
_LONG: Final = re.compile(r"(?P<u>tage|wochen|monate|jahre|stunden|minuten|jahrzehnte|jahrhunderte)lang(?:e[nrsm]?)?")
_DECADE_WORD: Final = re.compile(
    r"(?P<t>zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)er(?:-?jahren?)?"
)
_WEEKDAY_TIME: Final = re.compile(
    r"(?P<w>\w+tag|mittwoch|sonnabend)(?P<t>abend|nachmittag|vormittag|mittag|morgen|nacht|früh)s?"
)
_SET_ADJECTIVE: Final = re.compile(r"(?P<s>\w+(?:lich|weise))e[nrsm]?")


_UNIT_KINDS: Final = {
    "year": "YEARU", "month": "MONTHU", "week": "WEEKU", "day": "DAYU", "quarter": "QUARTU", "half": "HALFU",
    "decade": "DECADEU", "century": "CENTU", "weekend": "WEEKENDU", "hour": "CLOCKU", "minute": "CLOCKU",
    "second": "CLOCKU", "night": "NIGHTU",
}  # fmt: skip


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
    put("DAYADV", [(w, c) for w, c in words.DAYTIMES.items() if w in words.DAYTIME_ADVERBS])
    put("DAYTIME", words.DAYTIMES.items())
    put("SEASON", words.SEASONS.items())
    for word, (unit, plural) in words.UNITS.items():
        put(_UNIT_KINDS.get(unit, "UNIT"), [(word, (unit, plural))])
    put("HEUER", [("heuer", ("year", 0))])
    put("RELNOUN", words.RELATIVE_NOUNS.items())
    put("PART", words.PARTS.items())
    put("PARTCOMP", words.PART_COMPOUNDS.items())
    put("NUMWORD", words.NUMBERS.items())
    put("ONE", ((w, 1.0) for w in words.ONE))
    put("HALF", ((w, 0.5) for w in words.HALF))
    put("MAGNITUDE", words.MAGNITUDES.items())
    put("VAGUE", ((w, None) for w in words.VAGUE_NUMBERS))
    put("APPROX", words.APPROXIMATE.items())
    put("BOUND", words.BOUNDS.items())
    put("REF", words.REFERENCES.items())
    put("SET", words.SETS.items())
    for word, kind in words.WORDS.items():
        put(kind, [(word, word)])
    for stem, value in words.RELATIVE.items():
        put("REL", ((stem + ending, value) for ending in words.ENDINGS))
    for stem, number in words.ORDINALS.items():
        put("ORDWORD", ((stem + ending, number) for ending in words.ENDINGS))
    return found


_VOCABULARY: Final = _vocabulary()


@lru_cache(maxsize=16384)
def _compound(word: str) -> tuple[str, Any] | None:
    """The kind of a word that is put together: "fünfjährige", "jahrelang", "Montagabend", "achtziger"."""
    if word.endswith(("ig", "ige", "igen", "iger", "iges", "igem")) and (m := _ADJECTIVE.fullmatch(word)):
        number = _number(m["n"])
        unit = _COMPOUND_UNITS[m["u"]]
        if number is not None:
            return KIND["COMPOUND"], (number, unit)
        if m["n"] in ("mehr", "viel"):
            return KIND["COMPOUND"], (None, unit)
        return None
    if "lang" in word and (m := _LONG.fullmatch(word)):
        return KIND["COMPOUND"], (None, _PLURALS[m["u"]])
    if m := _DECADE_WORD.fullmatch(word):
        return KIND["DECADE"], (words.TENS[m["t"]], word.endswith(("jahre", "jahren")))
    if m := _WEEKDAY_TIME.fullmatch(word):
        weekday = words.WEEKDAYS.get(m["w"])
        code = "TMO" if m["t"] == "morgen" else words.DAYTIMES[m["t"]]
        return (KIND["WDTIME"], (weekday, code)) if weekday else None
    if (m := _SET_ADJECTIVE.fullmatch(word)) and m["s"] in words.SETS:
        return KIND["SET"], words.SETS[m["s"]]
    return None


def _number(word: str) -> float | None:
    if word in words.NUMBERS:
        return words.NUMBERS[word]
    return {"ein": 1.0, "eineinhalb": 1.5, "halb": 0.5, "dreiviertel": 0.75}.get(word)


def _int_kind(digits: str) -> str:
    n = int(digits)
    if len(digits) == 4:
        return KIND["YEAR"] if 1000 <= n <= 2100 else KIND["INT"]
    for limit, name in ((12, "INT12"), (24, "INT24"), (31, "INT31"), (59, "INT59")):
        if n <= limit and len(digits) <= 2:
            return KIND[name]
    return KIND["INT"]


def _month_number(word: str) -> int:
    word = word.lower()
    return words.MONTHS.get(word) or words.MONTH_ABBREVIATIONS[word]


def short_year(digits: str) -> int:
    """Two digits as a year: up to 69 in this century."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def valid(year: int, month: int, day: int) -> bool:
    """Whether the day exists."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _numeric(m: re.Match[str], group: str) -> tuple[str, Any]:
    """Kind and value of a token that begins with a digit; OTHER when it is none of ours."""
    other = (KIND["OTHER"], None)
    match group:
        case "iso":
            return KIND["ISO"], (int(m["iy"]), int(m["im"]), int(m["id"]))
        case "dmy":
            return KIND["DMY"], (short_year(m["dy"]), int(m["dm"]), int(m["dd"]))
        case "sdmy":
            return KIND["DMY"], (int(m["sy"]), int(m["sm"]), int(m["sd"]))
        case "dm2":
            return (KIND["DM"], (int(m["m2"]), int(m["d2"])))
        case "alpha":
            if m["a1"]:
                return KIND["ALPHADATE"], (int(m["a3"]), _month_number(m["a2"]), int(m["a1"]))
            if m["a6"]:
                return KIND["ALPHADATE"], (int(m["a6"]), _month_number(m["a7"]), int(m["a8"]))
            return KIND["ALPHADATE"], (int(m["a10"]), _month_number(m["a11"]), int(m["a9"]))
        case "clock":
            return (KIND["COLON"], (int(m["ch"]), int(m["cm"]))) if int(m["ch"]) < 25 and int(m["cm"]) < 60 else other
        case "my":
            return (KIND["MY"], (int(m["myy"]), int(m["mm"]))) if 1800 <= int(m["myy"]) <= 2100 else other
        case "yy":
            first, last = int(m["y1"]), int(m["y2"])
            last = last if last > 99 else first // 100 * 100 + last
            if last < first and first % 100 == 99:
                last += 100
            return (KIND["YY"], (first, last)) if 1500 <= first <= 2100 and first < last <= first + 60 else other
        case "dmslash":
            return KIND["DOTTED"], (int(m["sl1"]), int(m["sl2"]), "/")
        case "big":
            return KIND["NUM"], float(re.sub(r"\D", "", m["big"]))
        case "dec":
            return KIND["NUM"], float(m["dec"].replace(",", "."))
        case "dot":
            return KIND["DOTTED"], (int(m["t1"]), int(m["t2"]), m["t2"])
        case "ddecade":
            return KIND["DECADE"], (int(m["ddecade"]), False)
        case "unitcomp":
            return KIND["COMPOUND"], (float(m["un"]), _PLURALS[m["uu"].lower()])
        case "adjcomp":
            if m["au"][0].isupper():
                return other  # "der 29-Jährige" is a person
            return KIND["COMPOUND"], (float(m["an"]), _COMPOUND_UNITS[m["au"].lower()])
        case "ordt":
            return KIND["ORD"], int(m["ordt"])
        case "hour":
            return KIND["COLON"], (int(m["hh"]), int(m["hm"] or 0)) if int(m["hh"]) < 25 else other
        case "ord":
            return (KIND["ORD"] if 1 <= int(m["ord"]) <= 31 else KIND["BIGORD"]), int(m["ord"])
        case "int":
            return _int_kind(m["int"]), int(m["int"])
        case _:
            return other


def _two_years(m: re.Match[str]) -> tuple[int, int] | None:
    """Both numbers of "2005/2010" when they are years that do not adjoin."""
    first, last = int(m["y1"]), int(m["y2"])
    return (first, last) if 1000 <= first <= 2100 and 1000 <= last <= 2100 and last != first + 1 else None


_SIMPLE: Final = {"comma": "COMMA", "dash": "DASH", "slash": "SLASH"}


def read(text: str, breaks: Iterable[int] = ()) -> Atoms:
    """The typed words of `text`.

    Args:
        text: any text.
        breaks: offsets at which a block of the layout begins; no expression runs across one.
    """
    kinds: list[str] = []
    values: list[Any] = []
    starts: list[int] = []
    ends: list[int] = []
    other, stop = KIND["OTHER"], KIND["STOP"]
    borders = sorted(breaks)
    next_border = borders[0] if borders else len(text) + 1
    skip = 0
    known = _VOCABULARY.get

    def add(kind: str, value: Any, start: int, end: int) -> None:
        kinds.append(kind)
        values.append(value)
        starts.append(start)
        ends.append(end)

    add(stop, None, 0, 0)
    for m in _TOKEN.finditer(text):
        start = m.start()
        if start < skip:
            continue
        if start >= next_border:
            add(stop, None, start, start)
            at = bisect_right(borders, start)
            next_border = borders[at] if at < len(borders) else len(text) + 1
        group = m.lastgroup
        if group == "word":
            word = m["word"]
            low = word.lower()
            end = start + len(word)
            if low[:3] in FIRST_LETTERS and (feast := named_at(text, start, low[:3])):
                add(KIND["FEAST"], feast[0], start, feast[1])
                skip = feast[1]
                continue
            hit = known(low) or (_compound(low) if len(low) > 6 else None)
            if hit is not None:
                kind, value = hit
                if kind == KIND["MONTHABBR"] and m.end() > end:
                    end = m.end()
                    add(kind, value, start, end)
                    continue
                add(kind, value, start, end)
                if m.end() > end and low not in ("ca", "std", "bzw", "jh", "mio", "mrd", "tg"):
                    add(stop, None, end, end + 1)
                continue
            if low in words.WEEKDAY_ABBREVIATIONS:
                add(KIND["WDABBR"], words.WEEKDAY_ABBREVIATIONS[low], start, m.end())
                continue
            if "-" in low and (parts := _hyphenated(word, start)):
                for kind, value, a, b in parts:
                    add(kind, value, a, b)
            elif word[0].islower() and low.endswith(words.ENDINGS):
                add(KIND["ADJ"], None, start, end)
            elif kinds[-1] != other:
                add(other, None, start, end)
            else:
                ends[-1] = end
            if m.end() > end:
                add(stop, None, end, end + 1)
        elif group in _SIMPLE:
            add(KIND[_SIMPLE[group]], None, start, m.end())
        elif group == "blank":
            add(stop, None, start, m.end())
        elif group == "par":
            add(KIND["OPEN" if m[0] == "(" else "CLOSE"], None, start, m.end())
        elif group == "ap2":
            add(KIND["YEAR"], short_year(m["ap2"]), start, m.end())
        elif group in ("alpham", "b3"):
            add(KIND["ALPHADATE"], (int(m["b3"]), _month_number(m["b1"]), int(m["b2"])), start, m.end())
        elif group == "qx":
            add(KIND["QX" if m[0][0] in "qQ" else "HX"], int(m["qx"][1]), start, start + 2)
        elif group in ("rest", "url", "junk", "badnum"):
            if m[0] in '.;:!?"“”„«»•|·':
                if kinds[-1] != stop:
                    add(stop, None, start, m.end())
            elif kinds[-1] != other:
                add(other, None, start, m.end())
        elif group == "yy" and (pair := _two_years(m)):
            # "Weltmeister (2005/2010)": two years, no span
            add(KIND["YEAR"], pair[0], start, start + 4)
            add(KIND["SLASH"], None, start + 4, m.end() - 4)
            add(KIND["YEAR"], pair[1], m.end() - 4, m.end())
        else:
            kind, value = _numeric(m, group or "")
            add(kind, value, start, start + len(m[group]) if group == "iso" else m.end())
    add(stop, None, len(text), len(text))
    return Atoms("".join(kinds), values, starts, ends)


def _hyphenated(word: str, start: int) -> list[tuple[str, Any, int, int]]:
    """The atoms of "Mai-Juni" or "80er-Jahre"; empty for names with a hyphen."""
    out: list[tuple[str, Any, int, int]] = []
    at = start
    for n, piece in enumerate(word.split("-")):
        hit = _VOCABULARY.get(piece.lower())
        if hit is None or hit[0] not in (KIND["MONTH"], KIND["WEEKDAY"]):
            return []
        if n:
            out.append((KIND["DASH"], None, at - 1, at))
        out.append((*hit, at, at + len(piece)))
        at += len(piece) + 1
    return out
