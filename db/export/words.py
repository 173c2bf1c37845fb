"""What people read for the names in the database: predicates, verdicts, kinds, in German and English."""

from typing import Any, Final

PREDICATES: Final = {
    "has_role": ("hat das Amt", "has the office"),
    "participates_in": ("beteiligt sich an", "participates in"),
    "leads": ("leitet", "leads"),
    "funds": ("fördert", "funds"),
    "part_of": ("gehört zu", "is part of"),
    "starts_on": ("beginnt am", "starts on"),
    "ends_on": ("endet am", "ends on"),
    "lasts": ("dauert", "lasts"),
    "count": ("hat", "has"),
    "abbreviation_of": ("ist kurz für", "is short for"),
    "said": ("sagt", "said"),
}
MODALITIES: Final = {
    "asserted": ("gesagt", "asserted"),
    "planned": ("geplant", "planned"),
    "negated": ("verneint", "negated"),
    "reported": ("berichtet", "reported"),
}
VERDICTS: Final = {
    "agrees": ("stimmt überein", "agrees"),
    "disagrees": ("stimmt nicht", "disagrees"),
    "incomplete": ("unvollständig", "incomplete"),
    "change": ("geändert", "change"),
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
}
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


def said(words: dict[str, tuple[str, str]], name: str | None, lang: str = "de") -> str:
    """The word for a name; a name without one stands for itself."""
    if name is None:
        return ""
    found = words.get(name)
    return name if found is None else found[lang != "de"]


def status_of(word: str) -> str:
    """The status that a person wrote: by its name or one of its words; what is none stays as written."""
    wanted = " ".join(word.split()).casefold()
    return next((s for s, words in STATUSES.items() if wanted in {s, *(w.casefold() for w in words)}), word)


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
