"""Text -> typed words. One pass of one regular expression; every word that plays a part in time expressions gets a kind.

The kinds of a text, one character each, are the string that the grammar's rules match. A stretch of other words is
one `OTHER`; punctuation that ends a phrase, an empty line and the border of a block are `STOP`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from extractors.dates import words
from extractors.dates.feasts import FIRST_LETTERS, named_at
from extractors.dates.figures import FIGURES, classified, short_year, two_years
from extractors.dates.kinds import KIND
from extractors.dates.vocabulary import OPENING, VOCABULARY, compound

_WORD: Final = r"[^\W\d_]++(?:[-‐][^\W\d_]++){0,8}+"
_SMALL: Final = (
    "(?:[Dd](?:er|ie|as|en|em|es)|und|oder|[Ii][nm]|[Aa]uf|[Aa]n|[Ff]ür|[Vv]o[nm]|[Zz]u[mr]?|[Mm]it|[Nn]ach|[Uu]m"
    "|[Üü]ber)"
)
"""Words that matter only before a word that matters: "der Stadt" is passed over, "der Woche" is not."""
_TOKEN: Final = re.compile(
    rf"""
      (?P<era>(?<=[\d\xa0rt .])[vn](?:\.|or|ach)[ \xa0]?Chr(?:\.|istus|isti(?:[ ]Geburt)?(?![^\W\d_]))|(?<=[\d\xa0rt ])[vn](?:or|ach)[ ]unserer[ ]Zeitrechnung)
    | (?!www\.)(?:
        (?P<pass>(?=[^\W\d_])
          (?:[.,;:!?]?[ \n]?(?:{_SMALL}[ ]){{0,4}}+(?!{OPENING}){_WORD}(?![\d_@]|[-‐]\d|://))++[ ]?)
      | (?P<word>{_WORD})(?![\d_@]|[-‐]\d|://)\.?
      )
    | (?P<mark>[,()/–—‑−-])
    | (?P<blank>\n[^\S\n]*\n)
    | {FIGURES}
    | (?P<qx>[QHqh][1-4])(?![\w-])(?:/(?=\d{{4}}))?
    | (?P<url>(?:https?://|www\.)\S+)
    | ['’](?P<apos>\d\d)(?!\w)
    | (?P<rest>\w+|[^\w\s])
    """,
    re.VERBOSE,
)
_MARKS: Final = {",": KIND["COMMA"], "/": KIND["SLASH"], "(": KIND["OPEN"], ")": KIND["CLOSE"]} | dict.fromkeys(
    "–—‑−-", KIND["DASH"]
)
_PLAIN: Final = {
    written: hit
    for word, hit in VOCABULARY.items()
    if word[:5] not in FIRST_LETTERS
    for written in (word, word.capitalize())
}
"""The words of the vocabulary that no feast begins with, as they are mostly written."""
_NOT_OURS: Final = frozenset({"rest", "url", "junk", "badnum"})
_STOPS: Final = '.;:!?"“”„«»•|·'
_KEEP_FULL_STOP: Final = frozenset({"ca", "std", "bzw", "jh", "mio", "mrd", "tg"})
_BEFORE_ADJECTIVE: Final = frozenset(
    KIND[name]
    for name in (
        "REL", "ONE", "NUMWORD", "VAGUE", "NUM", "INT12", "INT24", "INT31", "INT59", "INT", "YEAR", "MAGNITUDE", "HALF",
        "ADJ", "BOUND",
    )
)  # fmt: skip
"""Behind these an adjective may stand inside an expression: "fünf aufregende Monate", "diesem milden Winter"."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The typed words of a text, as parallel lists; `kinds[i]` is the kind of `values[i]`, `starts[i]`, `ends[i]`."""

    kinds: str
    values: list[Any]
    starts: list[int]
    ends: list[int]


def read(text: str, breaks: Iterable[int] = ()) -> Atoms:
    """The typed words of `text`.

    Args:
        text: any text.
        breaks: offsets at which a block of the layout begins; no expression runs across one.
    """
    reader = _Reader(text)
    kinds, values, starts, ends = reader.kinds, reader.values, reader.starts, reader.ends
    other, known = KIND["OTHER"], _PLAIN.get
    borders = sorted(breaks)
    next_border = borders[0] if borders else len(text) + 1
    for m in _TOKEN.finditer(text):
        start, end = m.span()
        if start < reader.skip:
            continue
        if start >= next_border:
            reader.add(KIND["STOP"], None, start, start)
            at = bisect_right(borders, start)
            next_border = borders[at] if at < len(borders) else len(text) + 1
        group = m.lastgroup
        # The commonest tokens are dealt with here: a call for each would be half of all the time.
        if group == "pass" and kinds[-1] not in _BEFORE_ADJECTIVE:
            if kinds[-1] == other:
                ends[-1] = end
            else:
                kinds.append(other)
                values.append(None)
                starts.append(start)
                ends.append(end)
        elif group == "word" and (hit := known(text[start:end])) is not None:
            kinds.append(hit[0])
            values.append(hit[1])
            starts.append(start)
            ends.append(end)
        elif group == "mark":
            kinds.append(_MARKS[text[start]])
            values.append(None)
            starts.append(start)
            ends.append(end)
        else:
            reader.take(m, group or "")
    reader.add(KIND["STOP"], None, len(text), len(text))
    return Atoms("".join(kinds), values, starts, ends)


class _Reader:
    """The lists as they grow."""

    __slots__ = ("ends", "kinds", "skip", "starts", "text", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds = [KIND["STOP"]]
        self.values: list[Any] = [None]
        self.starts = [0]
        self.ends = [0]
        self.skip = 0
        """Up to here the text is read, where a name of several words was found."""

    def add(self, kind: str, value: Any, start: int, end: int) -> None:
        self.kinds.append(kind)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def other(self, start: int, end: int) -> None:
        """A word that is none of ours; several in a row are one."""
        if self.kinds[-1] == KIND["OTHER"]:
            self.ends[-1] = end
        else:
            self.add(KIND["OTHER"], None, start, end)

    def take(self, m: re.Match[str], group: str) -> None:
        """One token."""
        start, end = m.span()
        if group == "pass":
            self.passed(m[0], start, end)
        elif group == "word":
            self.word(m["word"], start, end)
        elif group == "blank":
            self.add(KIND["STOP"], None, start, end)
        elif group in _NOT_OURS:
            if m[0] not in _STOPS:
                self.other(start, end)
            elif self.kinds[-1] != KIND["STOP"]:
                self.add(KIND["STOP"], None, start, end)
        elif group == "apos":
            self.add(KIND["YEAR"], short_year(m["apos"]), start, end)
        elif group == "era":
            self.add(KIND["ERA"], m[0][0], start, end)
        elif group == "qx":
            self.add(KIND["QX" if m[0][0] in "qQ" else "HX"], int(m["qx"][1]), start, start + 2)
        elif group == "yy" and (pair := two_years(m)) is not None:
            self.add(KIND["YEAR"], pair[0], start, start + 4)
            self.add(KIND["SLASH"], None, start + 4, end - 4)
            self.add(KIND["YEAR"], pair[1], end - 4, end)
        elif (found := classified(m, group)) is not None:
            self.add(*found, start, m.end("iso") if group == "iso" else end)
        else:
            self.other(start, end)

    def passed(self, run: str, start: int, end: int) -> None:
        """A run of words that begin like none of ours; its first may be an adjective inside an expression."""
        at = start
        while self.kinds[-1] in _BEFORE_ADJECTIVE and at < end:
            word = self.text[at:end].split(" ", 1)[0]
            if not word or not word[0].islower() or not word.endswith(words.ENDINGS):
                break
            self.add(KIND["ADJ"], None, at, at + len(word))
            at += len(word) + 1
        if at < end:
            self.other(at, start + len(run.rstrip()))

    def word(self, word: str, start: int, end: int) -> None:
        """A word that may be ours; `end` lies behind its full stop, where it has one."""
        low = word.lower()
        stop = start + len(word)
        head = low.partition("-")[0][:5]
        if head in FIRST_LETTERS and (feast := named_at(self.text, start, head)) is not None:
            self.add(KIND["FEAST"], feast[0], start, feast[1])
            self.skip = feast[1]
            return
        found = VOCABULARY.get(low) or (compound(low) if len(low) > 6 else None)
        if found is not None and found[0] == KIND["MONTHABBR"]:
            self.add(*found, start, end)
            return
        if found is None and low in words.WEEKDAY_ABBREVIATIONS:
            self.add(KIND["WDABBR"], words.WEEKDAY_ABBREVIATIONS[low], start, end)
            return
        if found is not None:
            self.add(*found, start, stop)
        elif not ("-" in word and self.hyphenated(word, start)):
            if word[0].islower() and low.endswith(words.ENDINGS):
                self.add(KIND["ADJ"], None, start, stop)
            else:
                self.other(start, stop)
        if end > stop and low not in _KEEP_FULL_STOP:
            self.add(KIND["STOP"], None, stop, end)

    def hyphenated(self, word: str, start: int) -> bool:
        """Reads "Mai-Juni" or "Montag-Freitag" as two words; names with a hyphen are left alone."""
        pieces = word.split("-")
        found = [VOCABULARY.get(piece.lower()) for piece in pieces]
        if any(hit is None or hit[0] not in (KIND["MONTH"], KIND["WEEKDAY"]) for hit in found):
            return False
        at = start
        for n, (piece, hit) in enumerate(zip(pieces, found, strict=True)):
            if n:
                self.add(KIND["DASH"], None, at - 1, at)
            if hit is not None:
                self.add(*hit, at, at + len(piece))
            at += len(piece) + 1
        return True
