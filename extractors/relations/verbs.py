"""Classes of verbs and nouns of `lexicons/relations.toml` as patterns: "einbringen" is "bringt sich ... ein", "eingebracht"."""

import re
from functools import cache

from extractors.lexicon import lexicon
from extractors.needles import Sought

# "liefert", "beteiligten", "rekrutieren", "liefern"; "gegründet" and "beteiligt" are the participles
_ENDINGS = r"(?:e?t|e?n|e?te|e?ten)"
_NO_GE = re.compile(r"(?:be|ver|er|ent|zer|unter|über|ge)(?=[a-zäöüß]{3})|.*ier$")
_SIMPLE = ("gehört", "gehören", "gehörte", "gehörten", "geht", "gehen", "gibt", "geben")
_WITHIN = r"\b[^;!?\n]{0,300}?[ \u00a0]"


def _one(entry: str) -> str:
    """The pattern of one verb; only a participle may open a sentence: "Beteiligt sind", never "Vorstand" for "vorstand"."""
    words, _, particle = entry.partition("+")
    forms = [f for f in words.split("/") if f]
    if "/" not in words and not particle:
        participle = rf"{_first(entry)}e?t" if _NO_GE.match(entry) else rf"[Gg]e{entry}e?t"
        return rf"{entry}{_ENDINGS}|{participle}"
    if not particle:
        return "|".join(_first(f) if f.startswith("ge") and f.endswith(("t", "en")) else f for f in forms)
    finite = "|".join(f for f in forms if not f.startswith("ge") or f in _SIMPLE)
    joined = "|".join(forms)
    # "bringt sich in das Register X ein", "eingebracht", "das sich einbringt"; who is asked "sich einzubringen" does not yet
    return rf"(?:{finite}){_WITHIN}{particle}(?=[ \u00a0]*(?:[.,;:)]|$|\n|(?:und|sowie|–)[ \u00a0]))|{particle}(?:{joined})|{_first(particle)}(?:{'|'.join(f for f in forms if f.startswith('ge')) or joined})"


def _first(word: str) -> str:
    return f"[{word[0].upper()}{word[0]}]{word[1:]}"


@cache
def verbs(table: str, key: str = "verbs") -> Sought:
    """Any form of any verb of a class."""
    entries = lexicon("relations")[table][key]
    return Sought(rf"(?<![\w-])(?:{'|'.join(map(_one, entries))})(?![\w-])")


@cache
def nouns(table: str, key: str = "nouns") -> frozenset[str]:
    """The nouns of a class, in lower case."""
    return frozenset(lexicon("relations")[table][key])
