"""When what was extracted agrees with what was annotated: extents, names, norms, facts, findings.

The rules are those by which the project is judged, so they are generous where the wording is free (a longer form of
the same name, a unit in other words) and strict where it is not (numbers, dates, acronyms, negation).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from typing import Any, Final

from pipeline.gold import ExpectedFinding, Gold, GoldFact, GoldMention

Json = Mapping[str, Any]
"""One mention, fact or finding as contract.md has it."""
Classes = Sequence[AbstractSet[str]]
"""Sets of folded names that mean the same in one document."""

_ARTICLES: Final = ("der", "die", "das", "dem", "den", "des", "ein", "eine", "einem", "einer", "eines", "im")
_YEARS: Final = ("Jahr", "Jahre", "Jahren", "Jahres")
_DEGREES: Final = ("rund", "etwa", "gut", "knapp", "fast", "über", "mehr als")
_RELATIVE: Final = ("letzt", "vergangen", "kommend", "nächst", "dies", "vorig", "laufend")
_LEFT_EDGE: Final = re.compile(
    rf"(?:(?:{'|'.join((*_ARTICLES, *_YEARS, *_DEGREES))}|(?:{'|'.join(_RELATIVE)})\w+)\s+)+", re.IGNORECASE
)
"""What a date may begin with or not: "[der kommenden] Woche", "[Jahr] 2014", "[rund] drei Jahre"."""

_LONGEST_NAME: Final = 80
"""Code points up to which a name may hold another one of any length and still be a name, not a sentence."""
_LONGEST_EVIDENCE: Final = 600
"""Code points up to which evidence counts as a place in the text."""

_DAY: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_PERIOD: Final = re.compile(r"P(\d+)[YMWD]")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS: Final = {
    "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9",
    "zehn": "10", "elf": "11", "zwölf": "12",
}  # fmt: skip
_MOST_VALUES: Final = 4


def fold(name: object) -> str:
    """A name without case, width and punctuation: "Straße 3–5" is "strasse 3 5"."""
    plain = unicodedata.normalize("NFKC", str(name)).casefold().replace("ß", "ss")
    return " ".join(re.sub(r"[^\w%&+-]+", " ", plain).split())


def _signs(name: object) -> set[str]:
    """The words that tell similar names apart: acronyms and what holds a digit ("NUM", "3.0")."""
    words = re.findall(r"[\w.-]+", str(name))
    return {w for w in words if any(c.isdigit() for c in w) or sum(c.isupper() for c in w) >= 2}


def name_classes(gold: Gold) -> Classes:
    """The names that the text's abbreviations and the annotators' groups join, folded."""
    abbreviations = ((f.subject, f.object) for f in gold.facts if f.predicate == "abbreviation_of")
    classes: list[set[str]] = []
    for names in (*abbreviations, *gold.name_groups):
        joined = {fold(name) for name in names}
        apart = [c for c in classes if not c & joined]
        classes = [*apart, joined.union(*(c for c in classes if c & joined))]
    return classes


def same_name(gold: object, ours: object, classes: Classes = (), least: float = 0.8, *, exact: bool = False) -> bool:
    """Whether two names agree.

    They do when their folded forms are equal or of one class; unless `exact`, also when one holds the other or their
    likeness (difflib's ratio) is at least `least`, and no acronym or number sets them apart. No name in the gold asks
    for nothing.
    """
    if gold is None or ours is None:
        return gold is None
    a, b = fold(gold), fold(ours)
    if a == b or any(a in names and b in names for names in classes):
        return True
    if exact or not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    held = f" {short} " in f" {long} "
    brief = len(long) <= _LONGEST_NAME
    likeness = SequenceMatcher(None, a, b, autojunk=False).ratio()
    signs, our_signs = _signs(gold), _signs(ours)
    if signs != our_signs and likeness < 0.97 and not (held and brief and signs & our_signs):
        return False
    return likeness >= least or (held and len(short) >= 3 and (brief or len(short) >= len(long) / 4))


def same_label(gold: GoldMention, ours: Json) -> bool:
    """Whether the label is the gold's, or one of those that count as right too."""
    return ours["label"] == gold.label or ours["label"] in gold.alt_labels


def same_extent(gold: GoldMention, ours: Json, text: str) -> bool:
    """Whether start and end are equal; two dates may differ at the left by an article, "Jahr" or a modifier."""
    if gold.end != ours["end"]:
        return False
    left, right = sorted((gold.start, ours["start"]))
    if left == right:
        return True
    dates = gold.label == ours["label"] == "DATE"
    return dates and left >= 0 and _LEFT_EDGE.fullmatch(text[left:right].replace("\u00a0", " ")) is not None


def overlap(gold: GoldMention | GoldFact, start: int, end: int) -> bool:
    """Whether the gold's stretch of the text and the other one share a code point."""
    return gold.start < end and start < gold.end


def same_norm(gold: GoldMention, ours: object) -> bool:
    """Whether a DATE, COUNT or MONEY has the gold's value, and its unit or currency."""
    if gold.label == "DATE":
        return str(gold.norm) == str(ours)
    if not isinstance(ours, dict) or _number(gold.norm["value"]) != _number(ours.get("value")):
        return False
    if gold.label == "MONEY":
        return bool(gold.norm["currency"] == ours.get("currency"))
    return _same_unit(gold.norm, ours.get("unit"))


def same_fact(gold: GoldFact, ours: Json, classes: Classes, *, exact: bool) -> bool:
    """Whether a fact says what the gold says, in the same place; `exact` takes no merely similar names."""
    evidence = ours.get("evidence") or {}
    start, end = evidence.get("start", -1), evidence.get("end", -1)
    if gold.predicate != ours.get("predicate") or gold.negated != (ours.get("modality") == "negated"):
        return False
    if not overlap(gold, start, end) or end - start > max(_LONGEST_EVIDENCE, 2 * (gold.end - gold.start)):
        return False
    if not same_name(gold.subject, ours.get("subject"), classes, exact=exact):
        return False
    thing, qualifiers = ours.get("object"), ours.get("qualifiers") or {}
    match gold.predicate:
        case "count":
            if not isinstance(thing, dict):
                thing = {"value": qualifiers.get("value", thing), "unit": qualifiers.get("unit", thing)}
            value_agrees = _number(gold.object["value"]) == _number(thing.get("value"))
            return value_agrees and _same_unit(gold.object, thing.get("unit"))
        case "starts_on" | "ends_on":
            return str(gold.object) == str(thing)
        case "has_role" if gold.object is None:
            return same_organisation(gold, ours, classes)
        case "said":
            # A quote is no name: no class of names joins two quotes.
            return fold(gold.object) == fold(thing) if exact else same_name(gold.object, thing)
        case _:
            return same_name(gold.object, thing, classes, exact=exact)


def same_organisation(gold: GoldFact, ours: Json, classes: Classes) -> bool:
    """Whether a role names the gold's organisation."""
    return same_name(gold.at, (ours.get("qualifiers") or {}).get("organisation"), classes, 0.7)


def asked_values(finding: ExpectedFinding) -> list[list[str]]:
    """The values that a report must mention, each as equally good short forms: by its day, its period, its number."""
    return [_forms(value) for value in _leaves(list(finding.values))][:_MOST_VALUES]


def names_values(report: Json, values: Sequence[Sequence[str]]) -> bool:
    """Whether a reported finding mentions every value in one of its forms, anywhere in it."""
    said = f" {' '.join(fold(leaf) for leaf in _leaves(report))} "

    def named(form: str) -> bool:
        # A long form may be part of a compound; a short one ("12") only counts as a word of its own.
        return f" {form} " in said or (len(form) > 6 and form in said)

    return all(any(named(fold(form)) for form in forms) for forms in values)


def _forms(value: str) -> list[str]:
    if day := _DAY.search(value):
        return [day[0]]
    if period := _PERIOD.fullmatch(value):
        return [value, period[1], *(word for word, digits in _NUMBER_WORDS.items() if digits == period[1])]
    if number := _NUMBER.search(value):
        return [number[0], value]
    if word := next((word for word in value.split() if word in _NUMBER_WORDS), None):
        return [word, _NUMBER_WORDS[word], value]
    return [value]


def _leaves(tree: object) -> Iterator[str]:
    """The strings and numbers of a JSON value, in order; not its keys, nulls and truth values."""
    if isinstance(tree, Mapping):
        for branch in tree.values():
            yield from _leaves(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _leaves(branch)
    elif tree is not None and not isinstance(tree, bool):
        yield str(tree)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _same_unit(gold: Json, ours: object) -> bool:
    """Units are worded freely ("Standorte", "Standorten"), so less likeness is asked of them."""
    return any(same_name(unit, ours, least=0.6) for unit in (gold["unit"], *gold.get("alt_units", ())))
