"""German words as full text compares them: spellings, inflection, parts of compounds. Rules, no word list but one.

Each word of a text is kept in one spelling (`fold`): case, ß/ss and ä/ae do not count. Two keys are made of that:
`bare`, in which "Tübingen", "Tuebingen" and "Tubingen" are one, and `stem`, in which the forms of one word are.
The stem follows CISTEM (Weissweiler and Fraser 2017, "Developing a Stemmer for German Based on a Comparative
Analysis of Publicly Available Stemmers"), with the plurals of Greek and Latin words put before it and without its
removal of "ge-", which would part "Gebiet" from "Gebiets".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

VERSION: Final = 1
"""Of these rules: an index that was made by others is made anew."""

_WORD: Final = re.compile(r"[^\W_]+(?:[\u00ad\u200b\u2060\u0300-\u036f]+[^\W_]*)*")
# "Kinder-Onkologie", "Ärzt:innen", "Ärzt*innen", "Ärzt_innen"; at the end of a line too: "Kinder-\nOnkologie"
_JOINT: Final = re.compile(r"[-\u2010\u2011*:_·](?:\r?\n)?")
_INVISIBLE: Final = dict.fromkeys((0xAD, 0x200B, 0x2060))
_SPELLED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ı": "i"}
)
# "neue", "Bauer", "Quelle": no umlaut there
_UMLAUT: Final = re.compile(r"([ao])e|(?<![aeq])(u)e")
_GREEK_AND_LATIN: Final = (
    (re.compile(r"(?<=in)nen$|(?<=nis)se[ns]?$"), ""),  # "Ärztinnen", "Ergebnisse"
    (re.compile(r"(?<=jubil)aums?$"), "aen"),  # "Jubiläum", "Jubiläen"; "Zeitraum" stays
    (re.compile(r"(?<=..)iums?$"), "ien"),  # "Ministerium", "Ministerien"
    (
        re.compile(r"(?:(?<=^dat)|(?<=.{3}[^aot])|(?<=^for))ums?$"),
        "en",
    ),  # "Zentrum", "Zentren"; "Raum", "Wachstum" stay
    (re.compile(r"(?<=ik)as?$"), "en"),  # "Klinika"
    (re.compile(r"(?<=..m)as?$"), "en"),  # "Thema", "Themen"
    (re.compile(r"(?<=..[^ae])us$"), "en"),  # "Virus", "Viren"; "Haus" stays
    (re.compile(r"(?<=..[kt])os?$"), "en"),  # "Risiko", "Risiken"
    (re.compile(r"(?<=.[sx])is$"), "en"),  # "Praxis", "Praxen"
)
_LAST_OF_GREEK_AND_LATIN: Final = frozenset("aemnos")  # letters with which one of these ends
_ENDING: Final = re.compile(r"(?<=.{4})(?:ern|en|er|es|em|e|n|s)$")
_SHORT_ENDING: Final = re.compile(r"(?<=.{4})[ens]$")
_PREFIX: Final = re.compile(
    r"(ab|an|auf|aus|bei|durch|ein|fest|fort|her|hin|los|mit|nach|um|unter|vor|weg|weiter|wieder|zu|zusammen)(?=.{4})"
)
_NOUN: Final = re.compile(r"(?<=...)(?:ung|ungen|en)$")
FUNCTION_WORDS: Final = frozenset({
    "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "beim", "bis", "das", "dass", "dem", "den", "der", "des",
    "die", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "er", "es", "fuer", "gegen", "hat", "ihr",
    "ihre", "im", "in", "ins", "ist", "mit", "nach", "nicht", "noch", "nur", "oder", "ohne", "sich", "sie", "sind",
    "so", "sowie", "ueber", "um", "und", "unter", "vom", "von", "vor", "war", "was", "wer", "wie", "wird", "zu", "zum",
    "zur",
})  # fmt: skip
"""Words that stand in nearly every text: beside others they need not be found."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its spelling, and where it stands (code points; `position` counts words).

    Attributes:
        last: the position of its last part: `position` itself, but for words joined from "Kinder-Onkologie".
    """

    word: str
    start: int
    end: int
    position: int
    last: int


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    found = []
    for position, match in enumerate(_WORD.finditer(text)):
        found.append(Word(fold(match[0]), *match.span(), position, position))
    return found


def joined(text: str, given: list[Word], longest: int = 4) -> Iterator[Word]:
    """What hyphens and the marks of gender part, as one word: "Kinder-Onkologie" is "kinderonkologie" too."""
    for first, word in enumerate(given):
        whole, last = word.word, word
        for other in given[first + 1 : first + longest]:
            if not _JOINT.fullmatch(text, last.end, other.start):
                break
            whole, last = whole + other.word, other
            yield Word(whole, word.start, last.end, word.position, last.position)


def spellings(text: str, longest: int = 4) -> tuple[list[str], list[str]]:
    """What `words` and `joined` give of a text, without the places: half the work, where nobody asks for them."""
    places = list(_WORD.finditer(text))
    found = [_folded(place[0]) for place in places]
    # most words have a space between them
    tied = [
        text[one.end() : two.start()] != " " and _JOINT.fullmatch(text, one.end(), two.start()) is not None
        for one, two in pairwise(places)
    ]
    whole = []
    for first, ties in enumerate(tied):
        last = first
        while ties:
            last += 1
            whole.append("".join(found[first : last + 1]))
            ties = last < len(tied) and tied[last] and last - first < longest - 1  # noqa: PLW2901 - whether it goes on
    return found, whole


def fold(word: str) -> str:
    """The one spelling of a word.

    >>> fold("Straße"), fold("TÜBINGEN"), fold("Café")
    ('strasse', 'tuebingen', 'cafe')
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word.translate(_INVISIBLE)).casefold().translate(_SPELLED)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return folded


_folded: Final = lru_cache(10_000)(fold)


def bare(folded: str) -> str:
    """The spelling without umlauts, however they were written.

    >>> bare("tuebingen"), bare("tubingen"), bare("neue")
    ('tubingen', 'tubingen', 'neue')
    """
    return _UMLAUT.sub(lambda m: m[1] or m[2], folded)


def stem(word: str) -> str:
    """What the forms of one word have in common; of a word as `bare` gives it.

    >>> stem("hauser") == stem("haus"), stem("zentren") == stem("zentrum"), stem("arztinnen") == stem("arztin")
    (True, True, True)
    """
    if not word.isalpha():
        return word
    word = re.sub(r"(.)\1", r"\1*", _common_plural(word))
    word = word.replace("sch", "$").replace("ei", "%").replace("ie", "&")
    while len(word) > 3:
        if (len(word) > 4 and word.endswith(("er", "em"))) or (len(word) > 5 and word.endswith("nd")):
            word = word[:-2]
        elif word.endswith(("t", "e", "s", "n")):
            word = word[:-1]
        else:
            break
    return word


def part(word: str) -> str:
    """What of a word, as `bare` gives it, stands in compounds; at least four letters of it.

    >>> part("arzte"), part("onkologie"), part("zentrum")
    ('arzt', 'onkologi', 'zentr')
    """
    common = _common_plural(word)
    cut = _ENDING.sub("", common)
    return cut if cut != common else _SHORT_ENDING.sub("", common)


def kin(word: str) -> set[str]:
    """Other words, as `bare` gives them, that may be of the same verb: "geforscht", "einzurichten", "Versorgung".

    >>> sorted(kin("forscht")), sorted(kin("versorgung")), sorted(kin("eingerichtet"))
    (['geforscht'], ['geversorgung', 'versorgen'], ['einrichtet', 'geeingerichtet'])
    """
    if not word.isalpha() or len(word) < 5:
        return set()
    found = {word[2:] if word.startswith("ge") else "ge" + word}
    if noun := _NOUN.search(word):
        found.add(word[: noun.start()] + ("ung" if noun[0] == "en" else "en"))
    if prefix := _PREFIX.match(word):
        rest = word[prefix.end() :]
        if rest.startswith(("ge", "zu")):
            found.add(prefix[1] + rest[2:])
        else:
            found |= {prefix[1] + "ge" + rest, prefix[1] + "zu" + rest}
    return {other for other in found if len(other) > 4}


def _common_plural(word: str) -> str:
    if word[-1:] not in _LAST_OF_GREEK_AND_LATIN:
        return word
    for ending, other in _GREEK_AND_LATIN:
        changed = ending.sub(other, word)
        if changed != word:
            return changed
    return word
