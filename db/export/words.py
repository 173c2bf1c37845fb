"""What people read for the names in the database: predicates, statuses, verdicts, kinds, in German and English.

The one table for the review page, the report and the sheets, so that what one of them shows the other understands.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

PREDICATES: Final = {
    "has_role": ("hat die Funktion", "has the role"),
    "participates_in": ("beteiligt sich an", "participates in"),
    "leads": ("leitet", "leads"),
    "funds": ("fördert", "funds"),
    "part_of": ("gehört zu", "is part of"),
    "starts_on": ("beginnt am", "starts on"),
    "ends_on": ("endet am", "ends on"),
    "lasts": ("dauert", "lasts"),
    "count": ("zählt", "has"),
    "abbreviation_of": ("ist kurz für", "is short for"),
    "said": ("sagt", "said"),
}
_PREDICATES_TOO: Final[Mapping[str, tuple[str, ...]]] = {
    "has_role": ("hat das Amt", "has the office"),
    "participates_in": ("ist beteiligt an", "takes part in"),
    "part_of": ("ist Teil von",),
    "count": ("hat", "hat die Zahl", "has the number"),
    "abbreviation_of": ("ist die Abkürzung für", "is the abbreviation of"),
    "said": ("says",),
}
"""What is understood as well: the words of older sheets and pages."""
MODALITIES: Final = {
    "asserted": ("gesagt", "asserted"),
    "planned": ("geplant", "planned"),
    "negated": ("verneint", "negated"),
    "reported": ("berichtet", "reported"),
}
VERDICTS: Final = {
    "agrees": ("stimmt überein", "agrees"),
    "disagrees": ("passt nicht zusammen", "disagrees"),
    "incomplete": ("unvollständig", "incomplete"),
    "change": ("Änderung", "change"),
    "conflict": ("Widerspruch", "conflict"),
    "refines": ("genauer", "refines"),
    "phase": ("andere Phase", "another phase"),
    "incomparable": ("nicht vergleichbar", "incomparable"),
    "variant": ("Schreibweise", "variant"),
    "question": ("Frage", "question"),
}
STATUSES: Final = {
    "open": ("offen", "open"),
    "accepted": ("bestätigt", "accepted"),
    "rejected": ("abgelehnt", "rejected"),
    "corrected": ("korrigiert", "corrected"),
    "unsure": ("unsicher", "unsure"),
    "stale": ("Text geändert", "stale"),
    "added": ("ergänzt", "added"),
    "left": ("links gilt", "left holds"),
    "right": ("rechts gilt", "right holds"),
    "both": ("beide gelten", "both hold"),
    "superseded": ("überholt", "superseded"),
    "dismissed": ("kein Widerspruch", "dismissed"),
    "same": ("dieselbe Sache", "the same thing"),
    "different": ("zwei verschiedene", "two different ones"),
}
_STATUSES_TOO: Final[Mapping[str, tuple[str, ...]]] = {
    "accepted": ("stimmt", "right"),
    "rejected": ("stimmt nicht", "wrong"),
    "corrected": ("berichtigt",),
    "left": ("A gilt", "A holds", "nur die erste", "only the first"),
    "right": ("B gilt", "B holds", "nur die zweite", "only the second"),
    "both": ("beides gilt",),
    "dismissed": ("no disagreement",),
}
"""What is understood as well: the words on the page's buttons."""
KINDS: Final = {
    "PERSON": ("Personen", "people"),
    "ORG": ("Organisationen", "organisations"),
    "INFRASTRUCTURE": ("Infrastrukturen", "infrastructures"),
    "PROJECT": ("Projekte", "projects"),
    "LOC": ("Orte", "places"),
    "EVENT": ("Anderes", "other"),
}

FACT_DECISIONS: Final = ("accepted", "rejected", "corrected", "unsure")
DISCREPANCY_DECISIONS: Final = ("left", "right", "both", "superseded", "dismissed", "unsure")


def said(words: Mapping[str, tuple[str, str]], name: str | None, lang: str = "de") -> str:
    """The word for a name; a name without one stands for itself."""
    if name is None:
        return ""
    found = words.get(name)
    return name if found is None else found[lang != "de"]


def status_of(word: str, among: Collection[str] = ()) -> str:
    """The status that a person wrote, by its name or one of its words; what is none stays as written.

    Args:
        word: as written, in either language.
        among: what can be said here; "right" of a fact is `accepted`, of two sides it is the right one.
    """
    first = {name: STATUSES[name] for name in STATUSES if name in among}
    return _named(first, _STATUSES_TOO, word) or _named(STATUSES, _STATUSES_TOO, word) or word


def predicate_of(word: str) -> str | None:
    """The predicate that a person wrote, by its name or one of its words in either language; None where it is none."""
    return _named(PREDICATES, _PREDICATES_TOO, word)


def _named(words: Mapping[str, tuple[str, str]], more: Mapping[str, tuple[str, ...]], word: str) -> str | None:
    wanted = " ".join(word.split()).casefold()
    known = ((name, {name, *(w.casefold() for w in (*two, *more.get(name, ())))}) for name, two in words.items())
    return next((name for name, names in known if wanted in names), None)


def number(value: Any, lang: str = "de") -> str:
    """`1.380`, `1,5` in German; `1,380`, `1.5` in English."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    text = f"{int(value):,}" if value == int(value) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "de" else text


def quantity(value: Any, lang: str = "de") -> str:
    """What a count's object says: `1.380 Betten`; an amount with its currency; any other value as it is."""
    if isinstance(value, dict) and "value" in value:
        return f"{number(value['value'], lang)} {value.get('unit') or value.get('currency') or ''}".strip()
    return number(value, lang)
