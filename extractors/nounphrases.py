"""Names that are built around a head noun with its German complements.

"Klinik und Poliklinik für Anästhesiologie und Intensivtherapie", "Medizinische Fakultät der TU Dresden",
"Register für Seltene Erkrankungen": adjectives to the left, then the head, a second head, a complement with "für",
a genitive, a proper name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from extractors.german import ABOUT, ACADEMIC, MONTHS, STARTERS, TOLD, adjective_nominative, singular_nominative
from extractors.lexicon import lexicon
from extractors.role_words import is_role

_KNOWN: Final = 10_000  # words whose gender is kept
_WORD: Final = re.compile(
    r"[^\W_](?:[\w*’'&+]|:(?=[a-zäöü]))*(?:[-/][^\W_](?:[\w*]|:(?=[a-zäöü]))*)*-?|[(),;:.„“”\"»«–—/&]"
)
_ADJECTIVE: Final = re.compile(r"[A-ZÄÖÜ][\w-]*[a-zäöüß](?:e|en|er|es|em)$")
# "Medizinischer", "Nationaler": what is inflected; "Dresdner", "Alzheimer" are not.
_INFLECTED: Final = re.compile(
    r"(?:isch|lich|ig|al|ell|iv|är|ös|bar|sam|haft|los|ant|ent|iert|eut|t|d|h|eu|oß|in|an)(?:e|en|er|es|em)$"
)
_CONNECTORS: Final = frozenset({"für", "der", "des", "von", "vom", "zur", "zum", "in", "im", "an", "am", "auf", "bei"})
_OFFICE: Final = re.compile(
    r"(?:bundes|landes|landrats|kreis|kraftfahrt|patent|rechts|gesundheits|umwelt|jugend|ordnungs|finanz)\w*amt$"
)
_ARTICLES: Final = frozenset({"der", "die", "das", "des", "dem", "den"})
_GENITIVE: Final = frozenset({"der", "des"})
# The headline "Neues Zentrum an der Universität": a name that begins with "Neue" has its article before it
_NEW: Final = frozenset({"Neue", "Neuer", "Neues"})
# "Seit Januar ist das Klinikum Aue |Mitglied| im Netz": what it is, not what it is called
BEING: Final = frozenset(
    (
        "Mitglied",
        "Mitglieder",
        "Gründungsmitglied",
        "Partner",
        "Teil",
        "Träger",
        "Standort",
        "Gastgeber",
        "Sitz",
        "Vorsitz",
        "Kooperationspartner",
        # "startet das Netzwerk AMBRA |Anfang| 2030"
        "Anfang",
        "Ende",
    )
)
_STOPS: Final = frozenset('(),;:.„“”"»«–—/')
_GENDERS: Final = ("m", "f", "n")


class Word(NamedTuple):  # a tuple, for it is made of every word of every text
    """A word or a punctuation mark of the text, with its offsets; `capital`: whether it starts with a capital letter."""

    text: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name found by its head noun.

    Attributes:
        start, end: code points, inflection included, without article.
        head: the head noun as written; gender: its own, "m", "f" or "n".
        complete: False for a bare head noun ("das Netzwerk"): a description, no name.
        proper: where the proper name starts that follows the bare head noun ("Projekt |KLARA"); None where none does.
    """

    start: int
    end: int
    head: str
    gender: str
    complete: bool
    proper: int | None


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and marks of the text, with offsets in code points."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word(word := m[0], *m.span(), word[0].isupper()) for m in found]


class Heads:
    """The head nouns of one label, with their gender."""

    def __init__(self, label: str) -> None:
        """Reads the heads of `label` from the lexicon `heads`."""
        table: Mapping[str, Sequence[str]] = lexicon("heads")[label]
        self._genders = {noun.casefold(): gender for gender in _GENDERS for noun in table.get(gender, ())}
        # by their last two letters, which most words share with none of them
        self._lengths = {
            end: sorted({len(noun) for noun in self._genders if noun[-2:] == end}, reverse=True)
            for end in {noun[-2:] for noun in self._genders}
        }
        self._known = lru_cache(_KNOWN)(self._gender)

    def gender(self, word: str) -> str | None:
        """The gender of the head noun that `word` is or ends in ("Universitätsklinikums": "n"), None for other words."""
        return self._known(word)

    def _gender(self, word: str) -> str | None:
        low = word.casefold()
        forms = (low, low[:-1], low[:-2]) if low.endswith("es") else (low, low[:-1]) if low.endswith("s") else (low,)
        for form in forms:
            for length in self._lengths.get(form[-2:], ()):
                tail = form[-length:]
                if len(tail) == length and tail in self._genders:
                    gender = self._genders[tail]
                    if form == low or gender != "f":
                        # "Werk", "Bund", "Haus" as mere ends of words are too common ("Handwerk", "Verbund", "Krankenhaus")
                        if length <= 4 and len(form) > length and form[-length - 1] != "-" and not _OFFICE.match(form):
                            continue
                        return gender
        return None

    def phrases(self, text: str, sentence: Sequence[Word]) -> Iterator[Phrase]:
        """The names in one sentence whose head noun is one of these, left to right, not overlapping."""
        i = 0
        while i < len(sentence):
            word = sentence[i]
            gender = self.gender(word.text) if word.capital else None
            if gender is None:
                i += 1
                continue
            left, adjectives = _left(sentence, i)
            right, complement = self._right(text, sentence, i)
            named = complement or adjectives or _is_name(word.text)
            bare = right > i and right == _proper(sentence, i + 1) and not adjectives
            proper = sentence[i + 1].start if bare else None
            yield Phrase(sentence[left].start, sentence[right].end, word.text, gender, named, proper)
            i = right + 1

    def _right(self, text: str, s: Sequence[Word], i: int) -> tuple[int, bool]:
        """Index of the last word of the name whose head is word `i`, and whether it has a complement."""
        k, found = i, False
        # "Klinik und Poliklinik", "Institut und Poliklinik"
        if k + 2 < len(s) and s[k + 1].text in ("und", "&") and s[k + 2].capital and self.gender(s[k + 2].text):
            after = s[k + 3].text if k + 3 < len(s) else ""
            if after == "für" or s[k + 2].text.casefold() == "poliklinik":
                k += 2
        if k + 2 < len(s) and s[k + 1].text == "für":
            end = _complement(s, k + 2)
            if end is not None:
                k, found = end, True
        elif k + 2 < len(s) and s[k + 1].text in _GENITIVE and s[k + 2].capital:
            end = self._owner(s, k + 2)
            if end is not None:
                return end, True
        elif (
            k + 3 < len(s) and s[k + 1].text == "in" and s[k + 2].text in ("der", "den") and s[k + 3].capital and found
        ):
            k += 3
        end = _proper(s, k + 1)
        # "Bundesamt für Sicherheit in der Informationstechnik"
        if (
            found
            and end == k
            and k + 3 < len(s)
            and s[k + 1].text == "in"
            and s[k + 2].text == "der"
            and s[k + 3].capital
        ):
            end = k + 3
        if end > k and "\n" not in text[s[k].end : s[end].start]:
            return end, True
        return k, found

    def _owner(self, s: Sequence[Word], k: int) -> int | None:
        """Index of the last word of a genitive that belongs to the name: "der TU Dresden", "der Ruhr-Universität Bochum"."""
        if _ADJECTIVE.match(s[k].text) and k + 1 < len(s) and s[k + 1].capital:
            k += 1
        if self.gender(s[k].text) or s[k].text.isupper() or _is_name(s[k].text):
            return _proper(s, k + 1)
        return None

    def base_form(self, phrase: str) -> str:
        """The name without inflection: "Medizinischen Fakultät der TU Dresden" -> "Medizinische Fakultät der TU Dresden".

        Only what stands before the first preposition or genitive is changed.
        """
        parts = phrase.split(" ")
        for k, part in enumerate(parts):
            if part in _CONNECTORS:
                break
            gender = self.gender(part)
            if gender is None:
                continue
            noun = singular_nominative(part, gender)
            if noun.casefold() not in self._genders and self.gender(noun) is None:
                noun = part
            # "Verbraucherzentrale Bundesverband": a noun that only looks like an adjective
            before = [
                adjective_nominative(p, gender) if _INFLECTED.search(p) and not p.endswith("rzentrale") else p
                for p in parts[:k]
            ]
            rest = parts[k + 1 :]
            # "Klinik und Poliklinik": the second head is inflected too ("des Instituts und der Poliklinik" is not one name)
            if len(rest) > 1 and rest[0] == "und" and (second := self.gender(rest[1])):
                rest[1] = singular_nominative(rest[1], second)
            return " ".join([*before, noun, *rest])
        return phrase


def _left(s: Sequence[Word], i: int) -> tuple[int, bool]:
    """Index of the first adjective of the name whose head is word `i`, and whether there is one."""
    k = i
    while (
        k > 0 and _ADJECTIVE.match(s[k - 1].text) and s[k - 1].text not in STARTERS and s[k - 1].end + 1 == s[k].start
    ):
        if k == 1 and s[0].text in _NEW:
            break
        # "die Dresdner NUM-Community": where it is, not what it is called
        demonym = s[k - 1].text.endswith("er") and not _INFLECTED.search(s[k - 1].text)
        if demonym and k > 1 and s[k - 2].text.casefold() in _ARTICLES:
            break
        k -= 1
    # "Kinder- und Jugendklinik"
    if k > 1 and s[k - 1].text in ("und", "&") and s[k - 2].text.endswith("-") and s[k - 2].capital:
        return k - 2, k < i
    # "German Biobank Network": English names go on to the left
    if k == i and s[i].text in ("Network", "Department", "Forum", "Hospital"):
        while k > 0 and s[k - 1].capital and s[k - 1].text not in STARTERS and s[k - 1].text not in _STOPS:
            k -= 1
    return k, k < i


def _complement(s: Sequence[Word], k: int) -> int | None:
    """Index of the last word of a complement that starts at `k`: "Forschung, Technologie und Raumfahrt"."""
    end = _noun_group(s, k)
    if end is None:
        return None
    while True:
        following = s[end + 1].text if end + 1 < len(s) else ""
        if following in ("und", "sowie", "&"):
            # "für elektronische Identitäten": a second complement with its own preposition
            begin = end + 3 if end + 2 < len(s) and s[end + 2].text == "für" else end + 2
            if begin == end + 2 and _article(s, begin) and not _article(s, k):
                # "das Institut für Zellkunde und |die| Universität Teichstadt": another body begins
                return end
            more = _noun_group(s, begin)
            return end if more is None else _tail(s, more)
        if following == ",":
            ends = _series(s, end + 1)
            return end if ends is None else ends
        return end


def _tail(s: Sequence[Word], end: int) -> int:
    """After "A und B" there may be one more: "Maßnahmen- und Schutzflächen"."""
    if end + 2 < len(s) and s[end].text.endswith("-") and s[end + 1].text == "und" and s[end + 2].capital:
        return end + 2
    return end


def _article(s: Sequence[Word], k: int) -> bool:
    return k < len(s) and s[k].text in ("die", "das", "den", "der")


def _series(s: Sequence[Word], k: int) -> int | None:
    """Index of the last word of ", B und C" that starts with the comma at `k`; None where no "und" follows."""
    while k + 1 < len(s) and s[k].text == ",":
        end = _noun_group(s, k + 1)
        if end is None or end + 1 >= len(s) or end - k > 3 or _article(s, k + 1):
            return None
        if s[end + 1].text == "und":
            if _article(s, end + 2):
                return None
            last = _noun_group(s, end + 2)
            return last if last is not None and s[end + 2].capital else None
        k = end + 1
    return None


def _noun_group(s: Sequence[Word], k: int) -> int | None:
    """Index of the last word of adjectives and one noun that start at `k`; None where there is none."""
    start = k
    if k < len(s) and s[k].text in ("die", "den", "das", "seltene", "elektronische"):
        k += 1
    while k < len(s) and k - start < 4 and _ADJECTIVE.match(s[k].text) and k + 1 < len(s) and s[k + 1].capital:
        k += 1
    if k >= len(s) or not s[k].capital or _is_title(s[k].text) or s[k].text in STARTERS:
        return None
    if k > 0 and s[k - 1].text in ("und", "sowie") and is_role(s[k].text) and not s[k].text.endswith("-"):
        # "Direktor des Instituts für Pathologie |und Inhaberin| des Lehrstuhls"
        return None
    # "Kinder- und Jugendmedizin", "Grenzflächen- und Bioverfahrenstechnik"
    if s[k].text.endswith("-") and k + 2 < len(s) and s[k + 1].text in ("und", "&", "/") and s[k + 2].capital:
        k += 2
    return k


def _proper(s: Sequence[Word], k: int) -> int:
    """Index of the last capitalised word of a proper name that starts at `k`; `k - 1` where none does."""
    last = k - 1
    while k < len(s) and (s[k].capital or s[k].text in ("am", "im", "zu", "an") or s[k].text.isdigit()):
        word = s[k].text
        # "Institut für Anatomie |Prof. Dr. X": a title ends the name of the body
        if word in STARTERS or word in MONTHS or word in _STOPS or word in BEING or k > last + 2 or _is_title(word):
            break
        # "enthält das Register TALIMO |Angaben zu| 800 Kindern": what it holds, not what it is called
        if word in TOLD and k + 1 < len(s) and s[k + 1].text in ABOUT:
            break
        if not word[0].isupper():
            # "Freiburg im Breisgau", "Frankfurt am Main": only between two capitalised words of a place
            if not (
                last >= 0
                and k == last + 1
                and k + 1 < len(s)
                and s[k + 1].text in ("Main", "Breisgau", "Rhein", "Neckar", "Inn", "See")
            ):
                break
            k += 1
            continue
        if s[k].start - s[k - 1].end != 1:
            break
        last = k
        k += 1
    return last


def _is_title(word: str) -> bool:
    """Whether a word without its point is an academic title: "Prof", "Dr", "PD"."""
    return word in ACADEMIC or f"{word}." in ACADEMIC


def _is_name(word: str) -> bool:
    """Whether a bare compound is a name: "Hans-Böckler-Stiftung", "Bundesfamilienministerium", "NUM-Community"."""
    first = word.split("-", maxsplit=1)[0]
    if "-" in word and (
        first.isupper() or word.count("-") > 1 or (first[0].isupper() and word.rsplit("-", maxsplit=1)[-1][0].isupper())
    ):
        return True
    return bool(
        re.match(
            r"(?:Bundes|Landes)\w{3,}(?:ministerium|amt|anstalt|agentur|behörde|regierung|zentrale|verband)\w?", word
        )
    ) or bool(re.match(r"[A-ZÄÖÜ]\w{3,}(?:ministerium|bundesamt|landesamt|bundesanstalt)e?s?$", word))
