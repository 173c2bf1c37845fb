"""Tokens that begin with a digit: which of them are days, years, times, numbers, and which are none of ours."""

import re
from typing import Any, Final

from extractors.dates import words
from extractors.dates.kinds import KIND
from extractors.dates.vocabulary import COMPOUND_UNITS, PLURAL_UNITS

_MONTH: Final = (
    "(?i:jan(?:uar)?|feb(?:ruar)?|mär(?:z)?|mrz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    "|nov(?:ember)?|dez(?:ember)?)"
)
FIGURES: Final = rf"""
    (?=\d)(?<![^\W\d_][-‐])(?<!\w)(?:
        (?P<junk>\d++(?:\.\d++){{3,}}\.?|\d+\.\d{{4,}}/\S+|\d{{5,}}+(?:[.,]\d+)*)
      | (?P<iso>(?P<iy>[12]\d\d\d)-(?P<im>\d\d)-(?P<id>\d\d))(?:T\d\d:\d\d\S*)?(?![\w]|[-/.]\d)
      | (?P<dmy>(?P<dd>\d{{1,2}})(?P<ds>[./-])(?P<dm>\d{{1,2}})(?P=ds)(?P<dy>\d{{4}}|(?<=\.)\d\d))(?![\w]|[/.,:]\d)
      | (?P<sdmy>(?P<sd>\d{{1,2}})\.[^\S\n](?P<sm>\d{{1,2}})\.[^\S\n]?(?P<sy>\d{{4}}))(?![\w]|[-/.,:]\d)
      | (?P<dm2>(?P<d2>\d{{1,2}})\.[^\S\n]?(?P<m2>\d{{1,2}})\.)(?!\d)
      | (?P<alpha>(?:(?P<a1>\d{{1,2}})[-/.](?P<a2>{_MONTH})[-/.](?P<a3>\d{{4}}))
          |(?P<a6>\d{{4}})[-/](?P<a7>{_MONTH})[-/](?P<a8>\d{{1,2}})
          |(?P<a9>\d{{1,2}})-(?P<a10>\d{{4}})-(?P<a11>{_MONTH}))(?![\w])
      | (?P<clock>(?P<ch>\d{{1,2}}):(?P<cm>\d\d)(?::\d\d)?)(?:(?=Uhr)|(?![\w]|:\d))
      | (?P<my>(?P<mm>\d{{1,2}})/(?P<myy>\d{{4}}))(?![\w]|[/.,]\d)
      | (?P<yy>(?P<y1>\d{{4}})/[ ]?(?P<y2>\d{{4}}|\d\d))(?![\w]|[-/.,]\d|/\w)
      | (?P<yydash>(?P<y3>(?:19|20)\d\d)[-–](?P<y4>1[3-9]|[2-9]\d))(?![\w]|[-–/.,:]\d)
      | (?P<dmslash>(?P<sl1>\d{{1,2}})/(?P<sl2>\d{{1,2}}))(?![\w]|[-/.,]\d{{3}}|[/.,]\d)
      | (?P<big>\d{{1,3}}(?:[.  ’']\d{{3}})+)(?![\w]|\.\d)
      | (?P<dec>\d+,\d+)(?!\w)
      | (?P<dot>(?P<t1>\d{{1,2}})\.(?P<t2>\d\d?))(?:(?=Uhr)|(?![\w]|[.,:]\d))
      | (?P<tenyears>(?P<ddecade>(?:\d\d)?\d0)er(?P<dn>n?))(?!\w)
      | (?P<unitcomp>(?P<un>\d+)[-‐](?P<uu>(?i:tage|wochen|monate|jahre|stunden|minuten|sekunden)))(?![^\W\d_]*ig)[^\W\d_]*
      | (?P<adjcomp>(?P<an>\d+)[-‐]?(?P<au>(?i:{"|".join(COMPOUND_UNITS)}))(?:e[nrsm]?)?)(?!\w)
      | (?P<ordt>\d{{1,2}})s?te[nrs]?(?!\w)
      | (?P<hour>(?P<hh>\d{{1,2}})h(?P<hm>\d\d)?)(?!\w)
      | (?P<ord>\d{{1,2}})\.(?![\d%])
      | (?P<int>\d{{1,4}})(?:(?=Uhr)|(?![\w%€$]|[.,:]\d))
      | (?P<badnum>\d[\w.,:/-]*)
    )
  | (?=[^\W\d_])(?P<alpham>(?P<b1>{_MONTH})[-/](?P<b2>\d{{1,2}})[-/](?P<b3>\d{{4}}))(?![\w])
"""
"""As a part of the verbose expression of the lexer. Its last group is what cannot be read."""


def short_year(digits: str) -> int:
    """Two digits as a year: up to 69 in this century."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _month(word: str) -> int:
    word = word.lower()
    return words.MONTHS.get(word) or words.MONTH_ABBREVIATIONS[word]


def _size(digits: str) -> str:
    n = int(digits)
    if len(digits) == 4:
        return KIND["YEAR"] if 1000 <= n <= 2100 else KIND["INT"]
    for limit, name in ((12, "INT12"), (24, "INT24"), (31, "INT31"), (59, "INT59")):
        if n <= limit and len(digits) <= 2:
            return KIND[name]
    return KIND["INT"]


def two_years(m: re.Match[str]) -> tuple[int, int] | None:
    """Both numbers of "2002/2014" when they are years that do not adjoin."""
    first, last = int(m["y1"]), int(m["y2"])
    return (first, last) if 1000 <= first <= 2100 and 1000 <= last <= 2100 and last != first + 1 else None


def classified(m: re.Match[str], group: str) -> tuple[str, Any] | None:
    """Kind and value of a match of FIGURES whose outer group is `group`; None when it is none of ours."""
    match group:
        case "iso":
            return KIND["ISO"], (int(m["iy"]), int(m["im"]), int(m["id"]))
        case "dmy":
            return KIND["DMY"], (short_year(m["dy"]), int(m["dm"]), int(m["dd"]))
        case "sdmy":
            return KIND["DMY"], (int(m["sy"]), int(m["sm"]), int(m["sd"]))
        case "dm2":
            return KIND["DM"], (int(m["m2"]), int(m["d2"]))
        case "alpha" if m["a1"]:
            return KIND["ALPHADATE"], (int(m["a3"]), _month(m["a2"]), int(m["a1"]))
        case "alpha" if m["a6"]:
            return KIND["ALPHADATE"], (int(m["a6"]), _month(m["a7"]), int(m["a8"]))
        case "alpha":
            return KIND["ALPHADATE"], (int(m["a10"]), _month(m["a11"]), int(m["a9"]))
        case "alpham":
            return KIND["ALPHADATE"], (int(m["b3"]), _month(m["b1"]), int(m["b2"]))
        case "clock" if int(m["ch"]) <= 24 and int(m["cm"]) < 60:
            return KIND["COLON"], (int(m["ch"]), int(m["cm"]))
        case "hour" if int(m["hh"]) <= 24:
            return KIND["COLON"], (int(m["hh"]), int(m["hm"] or 0))
        case "my" if 1800 <= int(m["myy"]) <= 2100:
            return KIND["MY"], (int(m["myy"]), int(m["mm"]))
        case "yy":
            return _year_span(int(m["y1"]), int(m["y2"]))
        case "yydash":  # only behind the twelve months: "2021-03" may be one
            return _year_span(int(m["y3"]), int(m["y4"]))
        case "dmslash":
            return KIND["DOTTED"], (int(m["sl1"]), int(m["sl2"]), "/")
        case "dot":
            return KIND["DOTTED"], (int(m["t1"]), int(m["t2"]), m["t2"])
        case "big":
            return KIND["NUM"], float(re.sub(r"\D", "", m["big"]))
        case "dec":
            return KIND["NUM"], float(m["dec"].replace(",", "."))
        case "tenyears":
            return KIND["DECADE"], (int(m["ddecade"]), bool(m["dn"]))
        case "unitcomp":
            return KIND["COMPOUND"], (float(m["un"]), PLURAL_UNITS[m["uu"].lower()])
        case "adjcomp" if m["au"][0].islower():  # "der 29-Jährige" is a person
            return KIND["COMPOUND"], (float(m["an"]), COMPOUND_UNITS[m["au"].lower()])
        case "ordt":
            return KIND["ORD"], int(m["ordt"])
        case "ord":
            return (KIND["ORD"] if 1 <= int(m["ord"]) <= 31 else KIND["BIGORD"]), int(m["ord"])
        case "int":
            return _size(m["int"]), int(m["int"])
    return None


def _year_span(first: int, last: int) -> tuple[str, Any] | None:
    last = last if last > 99 else first // 100 * 100 + last
    if last < first and first % 100 == 99:
        last += 100
    return (KIND["YY"], (first, last)) if 1500 <= first <= 2100 and first < last <= first + 60 else None
