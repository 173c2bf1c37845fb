"""Noun phrases in running text and the subject of a sentence, by word forms alone: enough to say who speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.german import ACADEMIC, ACADEMIC_PARTS, STARTERS
from extractors.lexicon import lexicon
from extractors.nounphrases import Word
from extractors.role_words import is_role

_WORDS: Final = lexicon("function_words")
PREPOSITIONS: Final = frozenset(_WORDS["prepositions"])
_NOMINATIVE: Final = frozenset(_WORDS["nominative"])
_OBLIQUE: Final = frozenset(_WORDS["oblique"])
PRONOUNS: Final = frozenset({"er", "sie"})
_OTHER_PRONOUNS: Final = frozenset({"man", "wir", "ich", "es", "das", "dies", "wer"})
_ATTRIBUTE: Final = frozenset(_WORDS["attribute"])
_PARTICLES: Final = frozenset(_WORDS["particles"])
_MODIFIER: Final = re.compile(r"(?:[a-zäöüß][\w-]*|\d+-[a-zäöü]\w+)(?:e|en|er|es|em)$|\d+$")
_MARKS: Final = frozenset('(),;:.„“”"»«–—/')
# Adverbs that open a sentence and look like a noun there: "Ähnlich äußerte sich ..."
_ADVERBS: Final = STARTERS | frozenset(_WORDS["adverbs"])
_ROLE_FEMININE: Final = re.compile(r"(?:in|innen)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or a pronoun.

    Attributes:
        first, last: indices of its words, both included; core: of its first noun; head: of the last noun of the core.
        determiner: its article or the like in lower case, "" where it has none.
        pronoun: "er", "sie" and the like, "" for a noun.
    """

    first: int
    last: int
    core: int
    head: int
    determiner: str
    pronoun: str = ""


def phrase_at(words: Sequence[Word], k: int, limit: int) -> Phrase | None:
    """The noun phrase that starts at word `k`, with its attributes; None where none does.

    Args:
        words: a sentence.
        k: index of its first word.
        limit: index that it may not reach.
    """
    if k >= limit:
        return None
    first, low = k, words[k].text.lower()
    determiner = ""
    if low in _NOMINATIVE or low in _OBLIQUE:
        determiner = low
        k += 1
    while k < limit and k - first < 5 and _is_modifier(words, k):
        k += 1
    core = k
    head, k = _nouns(words, k, limit)
    if head is None:
        return None
    if determiner == "einer" and k < limit and words[k].text == "der":
        determiner = "ein"
    return Phrase(first, _attributes(words, k, limit) - 1, core, head, determiner)


def _is_modifier(words: Sequence[Word], k: int) -> bool:
    word = words[k].text
    return bool(_MODIFIER.match(word)) and word not in PREPOSITIONS and word not in _NOMINATIVE | _OBLIQUE


def _nouns(words: Sequence[Word], k: int, limit: int) -> tuple[int | None, int]:
    """Index of the last noun or name of a row, with titles, initials and particles; and of the first word behind it."""
    head: int | None = None
    while k < limit:
        text = words[k].text
        following = words[k + 1].text if k + 1 < limit else ""
        dotted = following == "." and words[k + 1].start == words[k].end
        if dotted and (f"{text}." in ACADEMIC_PARTS or f"{text}." in ACADEMIC or (len(text) == 1 and text.isupper())):
            head, k = (k if head is None else head), k + 2
        elif text[0].isupper():
            head = k
            k += 1
        elif head is not None and text in _PARTICLES and following[:1].isupper() and words[k - 1].text[0].isupper():
            if text in _ATTRIBUTE and is_role(words[k - 1].text):
                break
            k += 1
        elif head is not None and text in ("und", "&") and following[:1].isupper():
            k += 1
        else:
            break
    return head, k


def _attributes(words: Sequence[Word], k: int, limit: int) -> int:
    """Index of the first word behind genitives, prepositional attributes and brackets that follow a noun."""
    for _ in range(6):
        if k >= limit:
            return k
        text = words[k].text
        if text == "(":
            close = next((j for j in range(k + 1, min(limit, k + 9)) if words[j].text == ")"), None)
            if close is None:
                return k
            k = close + 1
            continue
        if text not in _ATTRIBUTE:
            return k
        j = k + 1
        while j < limit and j - k < 5 and (words[j].text in _NOMINATIVE | _OBLIQUE or _is_modifier(words, j)):
            j += 1
        head, behind = _nouns(words, j, limit)
        if head is None:
            return k
        # "sagte am Freitag |der Minister": a masculine office after "der" is no genitive
        if text == "der" and is_nominative_office(words[j].text):
            return k
        k = behind
    return k


def is_nominative_office(noun: str) -> bool:
    """Whether "der" before this noun is a nominative: "der Sprecher", never "der Sprecherin"."""
    return is_role(noun) and not _ROLE_FEMININE.search(noun) and not noun.endswith("s")


def is_nominative(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether the phrase can be what a sentence is about, as far as its forms tell."""
    if phrase.pronoun:
        return True
    if phrase.determiner in _OBLIQUE:
        return False
    if phrase.determiner in ("der", "dieser"):
        # "Der deutschen Zeitung sagte ...": dative; "der Sprecherin"
        if phrase.core - phrase.first > 1 and words[phrase.first + 1].text.endswith("en"):
            return False
        head = words[phrase.core].text
        return not (is_role(head) and _ROLE_FEMININE.search(head))
    return True


def next_subject(words: Sequence[Word], k: int, limit: int) -> Phrase | None:
    """The first noun phrase or pronoun from word `k` on that can be a subject; prepositional phrases are passed over.

    A comma, a bracket or the end of the sentence ends the search.
    """
    while k < limit:
        text = words[k].text
        low = text.lower()
        if low in PRONOUNS:
            return Phrase(k, k, k, k, "", low)
        if low in _OTHER_PRONOUNS and not _phrase_follows(words, k, limit):
            return Phrase(k, k, k, k, "", low)
        if text in _MARKS:
            return None
        if text in _ADVERBS and low not in _NOMINATIVE and low not in PREPOSITIONS:
            k += 1
            continue
        if low in PREPOSITIONS:
            inner = phrase_at(words, k + 1, limit)
            k = inner.last + 1 if inner is not None else k + 1
            continue
        phrase = phrase_at(words, k, limit)
        if phrase is None:
            k += 1
        elif is_nominative(words, phrase):
            return phrase
        else:
            k = phrase.last + 1
    return None


def _phrase_follows(words: Sequence[Word], k: int, limit: int) -> bool:
    """Whether "das" is an article here."""
    return words[k].text.lower() == "das" and phrase_at(words, k, limit) is not None


def opening_subject(words: Sequence[Word], limit: int) -> Phrase | None:
    """The subject with which a sentence opens: "|Der Sprecher des Hauses| sagte", "Auch |er| betonte"."""
    k = 0
    while k < limit and (
        words[k].text in ("Auch", "Aber", "Doch", "Und", "Nur", "Selbst", "–", "—", "-", "„", "“", "(", ")")
    ):
        k += 1
    # "Von der Leyen betonte"
    if (
        k + 2 < limit
        and words[k].text in ("Von", "Van", "De", "Zu")
        and words[k + 2].text[0].isupper()
        and words[k + 1].text in ("der", "den", "dem")
    ):
        return Phrase(k, k + 2, k, k + 2, "")
    if k >= limit or words[k].text.lower() in PREPOSITIONS:
        return None
    low = words[k].text.lower()
    if low in PRONOUNS:
        return Phrase(k, k, k, k, "", low)
    if words[k].text in _ADVERBS and low not in _NOMINATIVE:
        return None
    phrase = phrase_at(words, k, limit)
    return phrase if phrase is not None and is_nominative(words, phrase) else None
