"""When two names of one kind mean one thing, or may: explainable rules, each with its score.

Two names are compared only when they share a key (`keys`): what one new release costs does not grow with the database.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.lexicon import lexicon
from pipeline.reconcile.clusters import Link
from pipeline.reconcile.namesakes import BARE, LABELS, kinds

_KNOWN: Final = 10_000  # names whose forms are kept
# "NUKLEUS 3.0", "Phase II", "SFB 1234" without its number is another thing: only versions and phases are cut off
_VERSION: Final = re.compile(
    r"(?<![ \u00a0])[ \u00a0]++(?:(?:v(?:ersion)?[ .]?)?\d{1,2}\.\d{1,2}|(?:Phase[ \u00a0])?(?:II|III|IV))$"
)
_UNIT: Final = re.compile(
    r"(?:\w+ und )?(?:Klinik|Poliklinik|Institut|Zentrum|Abteilung|Sektion|Fakultät|Lehrstuhl|Professur|Bereich|Referat|Amt|Dezernat)(?: und \w+)? für "
    r"|(?:Medizinische|Philosophische|Juristische|Technische) Fakultät$"
)
_WORDS: Final = re.compile(r"[^\W_]+")
_PLACES: Final = frozenset(n.casefold() for names in lexicon("places").values() for n in names)
SMALL: Final = frozenset(
    [
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "für",
        "und",
        "am",
        "an",
        "im",
        "in",
        "von",
        "vom",
        "zu",
        "zur",
        "zum",
        "the",
        "of",
        "and",
        "for",
        "a",
    ]
)
# "des NUM", "lokale Stabsstelle des NUM" and "lokale NUM-Stabsstelle" hold the same words
_ENDINGS: Final = ("ischer", "isches", "ische", "er", "es", "en", "e", "s", "n")
APART: Final = " @ "
"""Between a folded name and what tells it apart from others that are called the same."""
_UNI: Final = re.compile(r"\buni(?=klini)")
_SAINT: Final = re.compile(r"\bst\.[ -]?(?=[a-zäöü])")
_HOUSES: Final = frozenset(
    [
        "universität",
        "klinik",
        "klinikum",
        "universitätsklinik",
        "universitätsklinikum",
        "hochschul",
        "institut",
        "zentrum",
        "medizin",
        "medizinisch",
        "technisch",
        "fakultät",
    ]
)
_KINDS: Final = "Register|Netzwerk|Netz|Plattform|Biobank|Verbund|Forschungsverbund|Konsortium|Portal|Projekt|Studie|Infrastruktur|Datenbank|Archiv|Initiative|Software|App|Kohorte"
_KIND_NOUN: Final = re.compile(rf"(?:{_KINDS})[ \u00a0]([A-ZÄÖÜ][\w-]+)|([A-ZÄÖÜ][\w-]+?)-(?:{_KINDS})s?")
_CUT_OFF: Final = re.compile(r"(?<!\w)(\w++)- (?:und|oder|bzw\.) (\w+)")
_ACRONYM: Final = 3
_LEAST: Final = 0.5  # share of words that two long forms of one abbreviation have in common


@dataclass(frozen=True, slots=True)
class Named:
    """What is known of one entity by its names.

    Attributes:
        entity_id, kind: as in the database; names: base forms; shorts: its explicit abbreviations.
        where: of a unit that every house has its house, of a bare surname the body with which it is named, or the release.
        bodies: of a person those at which it holds an office, of a thing whose kind is said (`namesakes.kinds`) who leads it or takes part.
    """

    entity_id: str
    kind: str
    names: frozenset[str]
    shorts: frozenset[str] = frozenset()
    where: str = ""
    bodies: frozenset[str] = frozenset()


def keys(entity: Named) -> frozenset[str]:
    """Under which an entity is looked for; entities that share none are never compared."""
    found = {f"{entity.kind}:a:{compact(s)}" for s in entity.shorts}
    for name in entity.names:
        found.add(f"{entity.kind}:c:{compact(plain(name))}")
        if entity.kind == "PERSON":
            found.add(f"{entity.kind}:p:{compact(name.split()[-1])}")
        else:
            found.add(f"{entity.kind}:b:{' '.join(sorted(bag(name)))}")
            found.add(f"{entity.kind}:c:{compact(core(name))}")
    return frozenset(found)


def link(one: Named, two: Named) -> Link | None:
    """Why two entities are one, by the surest rule that says so; None when none does."""
    if one.kind != two.kind or one.entity_id == two.entity_id or not _may_be(one, two):
        return None
    first, second = sorted((one.entity_id, two.entity_id))
    best = max(_rules(one, two), key=lambda r: (r[1], r[0]), default=None)
    if best is not None and one.kind in LABELS and bool(kinds(one.where)) != bool(kinds(two.where)):
        best = BARE, min(best[1], 0.85)  # "die Studie AMBER" / "AMBER"
    return Link(first, second, *best) if best else None


def namesakes(one: Named, two: Named) -> bool:
    """Whether two things are of different kinds, are called the same, and nothing shows that they are one: "Projekt AMBER", "Studie AMBER"."""
    if one.kind != two.kind or not (kinds(one.where) and kinds(two.where)) or _may_be(one, two):
        return False
    return next(_rules(one, two), None) is not None


def _may_be(one: Named, two: Named) -> bool:
    """Whether what tells two names apart allows that they are one.

    The Institut für Pathologie of two cities is two; a project and a study of one name are two, unless somebody leads both or takes part in both.
    """
    if one.kind == "PERSON" or not (one.where or two.where):
        return True
    if kinds(one.where) or kinds(two.where):
        return not (one.where and two.where) or bool(kinds(one.where) & kinds(two.where) or one.bodies & two.bodies)
    return bool(one.where and two.where) and same_house(one.where, two.where)


def same_house(one: str, two: str) -> bool:
    """Whether two names of houses are of one: equal, or of one place: "uniklinik ulm" and "universitätsklinikum ulm"."""
    if compact(one) == compact(two):
        return True
    a, b = bag(one), bag(two)
    return bool(a and b) and (a <= b or b <= a) and any(len(w) > 3 and w not in _HOUSES for w in a & b)


def _rules(one: Named, two: Named) -> Iterator[tuple[str, float]]:
    for a in one.names:
        for b in two.names:
            if one.kind == "PERSON":
                if same_person(a, b):
                    yield "person", 0.85
                elif _same_office(one, a, two, b):
                    yield "office", 0.85
                continue
            if compact(a) == compact(b):
                yield "spelling", 0.95  # eLEVATE / ELEVATE, BioBank / Biobank
            elif compact(plain(a)) == compact(plain(b)):
                yield "version", 0.9  # NUKLEUS / NUKLEUS 3.0
            elif _called(a, b) or _called(b, a):
                yield "kind_noun", 0.85  # "Register Talimo", "TALIMO-Register" / "TALIMO"
            elif len(bag(a)) > 1 and bag(a) == bag(b):
                yield "word_order", 0.9  # NUM-Community Dresden / Dresdner NUM-Community
            if {compact(s) for s in one.shorts} & {compact(s) for s in two.shorts} and alike(a, b):
                yield "abbreviation", 0.9  # NUM-Studien-Netzwerk (NUM SN) / Nationales Studien-Netzwerk (NUM SN)


def core(name: str) -> str:
    """The name without the noun that says what it is: "Register TALIMO", "TALIMO-Register" -> "TALIMO"; else the name."""
    m = _KIND_NOUN.fullmatch(plain(name))
    return (m[1] or m[2]) if m else name


def _called(a: str, b: str) -> bool:
    """Whether `b` is the acronym of which `a` also says what it is."""
    return core(a) != a and b.isupper() and len(b) > _ACRONYM and compact(core(a)) == compact(b)


def _same_office(one: Named, a: str, two: Named, b: str) -> bool:
    """ "Sprecherin Tambach vom Register X", "A. Tambach, Sprecherin des Registers X" and "Alheit Tambach" of that register."""
    short, long = sorted(((a, one), (b, two)), key=lambda x: len(x[0]))
    words, full = short[0].split(), long[0].split()
    if len(full) < 2 or compact(words[-1]) != compact(full[-1]):
        return False
    if len(words) > 1 and not (len(compact(words[0])) == 1 and compact(full[0]).startswith(compact(words[0]))):
        return False
    bodies = {fold_house(x) for x in short[1].bodies | ({short[1].where} if short[1].where else set())}
    return bool(bodies & {fold_house(x) for x in long[1].bodies})


def fold_house(name: str) -> str:
    """A body's name as it is compared."""
    return " ".join(sorted(bag(name)))


def same_person(a: str, b: str) -> bool:
    """Whether two full names are one person's: the family name, and given names that do not contradict each other.

    "M. Sedlmayr" may be Martin Sedlmayr; a surname alone says nothing across releases.
    """
    one, two = a.split(), b.split()
    if len(one) < 2 or len(two) < 2 or compact(one[-1]) != compact(two[-1]):
        return False
    for given, other in zip(one[:-1], two[:-1], strict=False):
        x, y = compact(given), compact(other)
        if x != y and not (min(len(x), len(y)) == 1 and x[0] == y[0]):
            return False
    return compact(one[0]) == compact(two[0])


def alike(a: str, b: str) -> bool:
    """Whether two long forms share enough of their words to be two ways to write out one abbreviation."""
    one, two = bag(a), bag(b)
    # "Universitätsklinikum A-Stadt" and "Universitätsklinikum B-Stadt" share an abbreviation, and are two
    last = bag(_WORDS.findall(plain(a))[-1]) & bag(_WORDS.findall(plain(b))[-1]) if one and two else frozenset()
    same = len(one & two) + len(_spelled_out(a, two - one)) + len(_spelled_out(b, one - two))
    return bool(last) and same / max(len(one), len(two)) >= _LEAST


def _spelled_out(name: str, words: frozenset[str]) -> frozenset[str]:
    """Those of the words that a name says in part: "Forschungsnetz" in "Forschungs- und Versorgungsnetz"."""
    found = set()
    for m in _CUT_OFF.finditer(name.casefold()):
        first, whole = compact(m[1]), _stem(m[2])
        found |= {
            w for w in words if w.startswith(first) and len(w) > len(first) + 2 and whole.endswith(w[len(first) :])
        }
    return frozenset(found)


def plain(name: str) -> str:
    """The name without its version or phase: "NUKLEUS 3.0" -> "NUKLEUS"."""
    return _VERSION.sub("", name)


def plain_unit(name: str) -> bool:
    """Whether a name tells a unit of any house: "Klinik für Neurologie", "Institut für Pathologie" stand in every city."""
    return bool(_UNIT.match(name)) and not any(w.casefold() in _PLACES for w in _WORDS.findall(name))


def version_of(name: str) -> str:
    """The version or phase at the end of a name, or ""."""
    m = _VERSION.search(name)
    return m[0].strip() if m else ""


def _long(folded: str) -> str:
    """ "Uniklinikum" and "St." written out."""
    return _SAINT.sub("sankt ", _UNI.sub("universitäts", folded))


@lru_cache(_KNOWN)
def compact(name: str) -> str:
    """The name without case, hyphens, spaces, ß and umlaut spellings: how variants of one spelling are known."""
    folded = _long(unicodedata.normalize("NFKC", name).casefold())
    folded = folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return "".join(_WORDS.findall(folded))


@lru_cache(_KNOWN)
def bag(name: str) -> frozenset[str]:
    """The stems of the words of a name, parts of hyphenated compounds too, without articles and prepositions."""
    return frozenset(
        _stem(w) for w in _WORDS.findall(_long(unicodedata.normalize("NFKC", name).casefold())) if w not in SMALL
    )


@lru_cache(_KNOWN)
def _stem(word: str) -> str:
    """Inflection cut off; "Dresdner" and "Dresden" meet in their common stem."""
    if word in _PLACES:
        return word.removesuffix("en").removesuffix("n")
    for place in (word.removesuffix("er"), word.removesuffix("ner"), word.removesuffix("ener")):
        if place != word and any(place + ending in _PLACES for ending in ("", "en", "n")):
            return place
    if word.endswith("ner") and word[:-3] + "en" in _PLACES:
        return word[:-3]
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 5 and word.endswith(ending):
            return word.removesuffix(ending)
    return word
