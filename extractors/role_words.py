"""Words for offices and roles: which they are, their number, their base form."""

import re
from functools import lru_cache
from typing import Final

from extractors.lexicon import lexicon

_LEXICON: Final = lexicon("roles")
_OTHERS: Final = tuple(w.casefold() for w in _LEXICON["others"])
_SURNAMES: Final = frozenset(_LEXICON["surnames"])
_EXACT: Final = frozenset(w.casefold() for w in _LEXICON["exact"])
_LEADING: Final = tuple(w.casefold() for w in _LEXICON["leading"])
_SPEAKING: Final = tuple(w.casefold() for w in _LEXICON["speaking"])
_SPOKESMEN: Final = tuple(w.casefold() for w in _LEXICON["spokesmen"])
# "Sprecher:in", "Sprecher*innen", "Autor/-in", "Leiter(in)", "LeiterIn"
_GENDER: Final = re.compile(r"[:*_/·]-?(?=in)|\((?=in(?:nen)?\))|(?<=in|en)\)$")
_INNER_I: Final = re.compile(r"(?<=[a-zäöüß])I(?=n(?:nen)?$)")
_PRESIDING: Final = tuple(w.casefold() for w in _LEXICON["presiding"])
_PLURAL: Final = re.compile(
    r"(?:innen|(?:or|ör|är|[^r]ent|ant|ist|and|at|log|kt|nd)en|ekten|alisten|leute|leuten|mitglieder[n]?|stände[n]?|räte[n]?|eure[n]?|äre[n]?|ärzte[n]?|ekane[n]?|wälte[n]?|mitarbeitenden?)$"
)


def _forms() -> dict[str, bool]:
    """{form in lower case: whether it is a whole word's end that may carry a first part}."""
    found: dict[str, bool] = {}
    for noun in _LEXICON["nouns"]:
        low = noun.casefold()
        stem = low.removesuffix("e")
        feminine = stem[: -len("mann")] + "frau" if stem.endswith("mann") else stem + "in"
        forms = {
            low,
            low + "s",
            low + "es",
            low + "n",
            low + "en",
            low + "e",
            feminine,
            feminine + "nen",
            stem + "inne",
        }
        if stem.endswith("mann"):
            forms.add(feminine + "en")
        found |= dict.fromkeys(forms, True)
    found |= {word.casefold(): True for word in _LEXICON["irregular"]}
    found |= {stem.casefold() + ending: True for stem in _LEXICON["participles"] for ending in ("e", "er", "en", "em")}
    return found


_FORMS: Final = _forms()
_LENGTHS: Final = sorted({len(f) for f in _FORMS}, reverse=True)


def plain(word: str) -> str:
    """The word without the marks of gender-inclusive writing: "Autor/-in" -> "Autorin", "Sprecher*innen" -> "Sprecherinnen"."""
    return _INNER_I.sub("i", _GENDER.sub("", word.rstrip(".,;:")))


@lru_cache(maxsize=10_000)
def is_role(word: str) -> bool:
    """Whether the word is a role noun or a compound of one, gendered or inflected ("Sprecher:in", "Sprechers")."""
    low = plain(word).casefold()
    if low in _EXACT or low.removesuffix("s") in _EXACT:
        return True
    if low.rsplit("-", maxsplit=1)[-1] in _EXACT:
        return True
    if low.endswith(_OTHERS):
        return False
    return any(len(low) >= n and low[-n:] in _FORMS and _joint(low, n) for n in _LENGTHS)


def _joint(form: str, length: int) -> bool:
    """A short noun at the end of a longer word must be a real compound: no "Chef" in "Küchef", no "Wirt" in "bewirt"."""
    return len(form) == length or length >= 5 or form[-length - 1] in "-s" or form.endswith(("arzt", "ärzte"))


def is_surname(word: str) -> bool:
    """Whether a role noun is a family name as well: "Thomas Richter"."""
    return word in _SURNAMES


@lru_cache(maxsize=10_000)
def is_leading(word: str) -> bool:
    """Whether the role noun says that its holder leads what is named after it."""
    return plain(word).casefold().endswith(_LEADING) and is_role(word)


@lru_cache(maxsize=10_000)
def is_speaking(word: str) -> bool:
    """Whether the role noun is that of a project's or network's speaker, not of a press officer."""
    low = plain(word).casefold()
    return low.endswith(_SPEAKING) and not low.startswith(_SPOKESMEN)


def heads_a_body(word: str) -> bool:
    """Whether what stands in the genitive after the noun can only be a body: "Vorsitzende des ...", "Geschäftsführer der ..."."""
    return base(plain(word)).casefold().endswith(_PRESIDING)


@lru_cache(maxsize=10_000)
def is_plural(word: str) -> bool:
    """Whether the role noun can only stand for several people: "Professorinnen", "Ministerpräsidenten" may also be inflected."""
    return bool(_PLURAL.search(plain(word).casefold()))


def is_feminine(word: str) -> bool:
    """Whether the role noun is a feminine form."""
    low = plain(word).casefold()
    return low.endswith(("in", "innen", "frau"))


@lru_cache(maxsize=10_000)
def base(word: str) -> str:
    """The noun in the nominative singular: "Präsidenten" -> "Präsident", "Professorinnen" -> "Professorin", "Leiters" -> "Leiter"."""
    low = word.casefold()
    if low.endswith("innen"):
        return word[:-3]
    for ending in ("es", "en", "n", "s", "e"):
        cut = word[: -len(ending)]
        if low.endswith(ending) and is_role(cut) and cut.casefold() != low:
            # "Vorsitzenden" stays a participle: "Vorsitzende"
            return cut
    return word
