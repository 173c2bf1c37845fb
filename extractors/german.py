"""German that several extractors share: inflection, number words, academic titles."""

import re
import unicodedata
from functools import cache
from typing import Final

from extractors.alternatives import one_of
from extractors.lexicon import lexicon

_WORDS: Final = lexicon("german")
MONTHS: Final[frozenset[str]] = frozenset(_WORDS["months"])
STARTERS: Final[frozenset[str]] = frozenset(_WORDS["starters"])
INNER_ABBREVIATIONS: Final[frozenset[str]] = frozenset(_WORDS["inner_abbreviations"])
FINAL_ABBREVIATIONS: Final[frozenset[str]] = frozenset(_WORDS["final_abbreviations"])
ACADEMIC: Final[frozenset[str]] = frozenset(_WORDS["academic"])
ACADEMIC_PARTS: Final[frozenset[str]] = frozenset(_WORDS["academic_parts"])


SPACE: Final = "[ \u00a0\u202f]"
_PART: Final = rf"{one_of(_WORDS['academic_parts'])}(?!\w)"
TITLE: Final = rf"(?<![\w-]){one_of(_WORDS['academic'])}(?!\w)"
# "Univ.-Prof. Dr. med. Dr. h. c. mult.": titles, each with its parts, one space or none between them ("Prof.Dr.").
TITLES: Final = rf"{TITLE}(?:{SPACE}?(?:{_PART}|{TITLE}))*"

_UNITS: Final = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
]
_TENS: Final = {20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig", 60: "sechzig", 70: "siebzig", 80: "achtzig", 90: "neunzig"}  # fmt: skip


@cache
def number_words() -> dict[str, int]:
    """Number words from two to 999, lower case, and the round thousands: {"zwei": 2, ..., "dreihundert": 300}."""
    words = {w: n for n, w in enumerate(_UNITS) if n > 1}
    words |= {"dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16}
    words |= {"siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwo": 2, "zweier": 2, "dreier": 3}
    for ten, word in _TENS.items():
        words[word] = ten
        words |= {f"{_UNITS[n]}und{word}": ten + n for n in range(1, 10)}
    below = dict(words)
    words |= {"hundert": 100, "einhundert": 100, "tausend": 1000, "eintausend": 1000}
    words |= {f"{_UNITS[n]}hundert": 100 * n for n in range(2, 10)}
    words |= {f"hundert{w}": 100 + n for w, n in below.items() if w != "zwo"}
    words |= {f"{_UNITS[n]}tausend": 1000 * n for n in range(2, 13)}
    return words


_SCALE: Final = {
    "tausend": 10**3, "mio": 10**6, "million": 10**6, "millionen": 10**6,
    "mrd": 10**9, "milliarde": 10**9, "milliarden": 10**9, "billion": 10**12, "billionen": 10**12,
}  # fmt: skip
DIGITS: Final = r"\d{1,3}(?:[.\u00a0\u202f ]\d{3}){1,4}(?:,\d{1,6})?|\d{1,15}(?:,\d{1,6})?"
NUMBER: Final = rf"(?:{DIGITS}|(?i:{one_of(number_words())}))"
_ONE: Final = {"ein", "eine", "einer", "einen", "einem", "eins", "1"}


def number(text: str, scale: str | None = None) -> int | float | None:
    """The value of a German number: "4.200" -> 4200, "12,5" -> 12.5, "elf" -> 11, ("2", "Mio.") -> 2000000.

    None when it is no number.
    """
    low = text.casefold()
    value: int | float | None = 1 if low in _ONE else number_words().get(low)
    if value is None:
        bare = re.sub(r"[\s.]", "", low)
        if not re.fullmatch(r"[0-9]+(?:,[0-9]+)?", bare):
            return None
        value = float(bare.replace(",", ".")) if "," in bare else int(bare)
    if scale:
        value *= _SCALE[scale.casefold().rstrip(".")]
    return int(value) if isinstance(value, float) and value.is_integer() else value


TOLD: Final = frozenset({"Angaben", "Auskunft", "Auskünfte", "Daten", "Befunde", "Bilder", "Einblicke", "Ergebnisse", "Hinweise", "Informationen", "Proben"})  # fmt: skip
ABOUT: Final = frozenset({"zu", "zum", "zur", "über", "von", "aus"})
"""Nouns without an article, and what follows them, that stand behind a name and are no part of it: "enthält TALIMO Angaben zu"."""
_APPROXIMATE: Final = ("rund", "etwa", "ca.", "circa", "zirka", "ungefähr", "gut", "knapp", "fast", "nahezu", "annähernd", "um die")  # fmt: skip
_BOUNDS: Final = {
    "über": "lower", "mehr als": "lower", "mindestens": "lower", "wenigstens": "lower",
    "bis zu": "upper", "höchstens": "upper", "maximal": "upper", "weniger als": "upper", "unter": "upper",
}  # fmt: skip
_MODIFIER: Final = re.compile(
    rf"(?<!\w)({'|'.join(re.escape(m) for m in sorted((*_APPROXIMATE, *_BOUNDS), key=len, reverse=True))}){SPACE}$",
    re.IGNORECASE,
)


def modifier(text: str, start: int) -> dict[str, bool | str]:
    """What the words before a number at `start` make of it: "rund" -> {"approx": True}, "bis zu" -> {"bound": "upper"}."""
    before = _MODIFIER.search(text[max(0, start - 14) : start])
    if before is None:
        return {}
    word = before[1].lower()
    # "verfügt über 1.380 Betten": a preposition of the verb
    if word == "über" and re.search(r"\bverf(?:üg|ueg)\w+ (?:\w+ ){0,2}$", text[max(0, start - 40) : start - 5]):
        return {}
    return {"bound": _BOUNDS[word]} if word in _BOUNDS else {"approx": True}


def fold(name: str) -> str:
    """The form by which names are compared: no case, no hyphens, ß as ss, one space."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ß", "ss")
    return " ".join(re.sub(r"[^\w%&+]+", " ", text).split())


def spaces(text: str) -> str:
    """The text with every run of white space (no-break spaces too) as one space."""
    return " ".join(text.split())


# Nouns with a plural in -e, whose dative plural ends in -en: "an elf Projekten", "mit zehn Instituten", "an vier Standorten".
_DATIVE: Final = re.compile(
    r"(?:ekt|[^d]ut|ort|eis|träg|schläg|verlag|nat|rät|[^b]ot|iel|[aä]ll|[aä]tz|ieb|rein|eich|erk|ment|ück|[aä]ng|[uü]ss|b[aä]nd|[hw]änd|ständ|[uü]nd|"
    r"[aä]um|itz|eug|tier|aar|jahr|isch|oll|itt|teil|mord|berg|eit?ritt|kurs|eist|programm|system|mal|ahren|nisse?|sal|pfad|"
    r"fest|test|netz|satz|brief|werk|tag|gast|gäst|arzt|ärzt|stab|stäb|hof|höf|flug|flüg|zug|züg|preis|weg|freund|schritt|"
    r"punkt|jekt|dokument|register)en$",
    re.IGNORECASE,
)
# Nouns that were adjectives or participles: "die 3.400 Studierenden" is a count of "Studierende"
_WEAK: Final = re.compile(
    r"(?:(?:arbeit|studier|teilnehm|forsch|lehr|besuch|interessier|ausstell|auszubild|antragstell|antragsstell|promovier|mitwirk|wähl|nutz|zuschau|reis)end|"
    r"beschäftigt|angestellt|delegiert|befragt|betroffen|versichert|freiwillig|jugendlich|erwachsen|ehrenamtlich|geflüchtet|abgeordnet|beteiligt|bedienstet|verletzt|angehörig)en$",
    re.IGNORECASE,
)
_DATIVE_N: Final = re.compile(r"(?:nern|tern|dern|lern|gern|mern|bern|sern|chern|geln|teln|keln|feln)$")


def plural_nominative(noun: str) -> str:
    """Undoes the dative plural: "Projekten" -> "Projekte", "Partnern" -> "Partner"; other words stay."""
    if _DATIVE_N.search(noun) and not re.search(r"(?:ister|chwester|utter|ochter|elder)n$", noun):
        return noun[:-1]
    return noun[:-1] if _DATIVE.search(noun) or _WEAK.search(noun) else noun


def singular_nominative(noun: str, gender: str) -> str:
    """Undoes the genitive of a head noun: "Universitätsklinikums" -> "Universitätsklinikum".

    Args:
        noun: one word.
        gender: `m`, `f` or `n`; feminine nouns have no ending to undo.
    """
    if gender == "f":
        return noun
    if noun.endswith(("tes", "des", "kes", "bes", "ses", "ßes", "zes", "hes", "fes", "ges", "ndes")):
        return noun[:-2]
    return noun[:-1] if re.search(r"[^s]s$", noun) else noun


def adjective_nominative(adjective: str, gender: str) -> str:
    """The adjective as a name without article has it: "Medizinischen" (f) -> "Medizinische", (n) -> "Medizinisches"."""
    stem = re.sub(r"(?:en|em|er|es|e)$", "", adjective)
    if stem == adjective or len(stem) < 3:
        return adjective
    return stem + {"m": "er", "f": "e", "n": "es"}[gender]
