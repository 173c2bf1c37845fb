"""How a digest speaks: German first, English on request. Dates, numbers and facts as people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Language = Literal["de", "en"]

_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LENGTH: Final = re.compile(r"P(\d+(?:\.\d+)?)([YMWD])")
_LOCALE: Final = {"de": "de", "en": "en_GB"}
_PATTERNS: Final = {"de": ("y", "MMMM y", "d. MMMM y"), "en": ("y", "MMMM y", "d MMMM y")}
_LENGTHS: Final = {
    "de": {"Y": ("Jahr", "Jahre"), "M": ("Monat", "Monate"), "W": ("Woche", "Wochen"), "D": ("Tag", "Tage")},
    "en": {"Y": ("year", "years"), "M": ("month", "months"), "W": ("week", "weeks"), "D": ("day", "days")},
}
# {s} subject, {o} object, {q} what qualifies it, in brackets
_SENTENCES: Final = {
    "de": {
        "has_role": "{s}: {o}{q}", "participates_in": "{s} ist beteiligt an {o}{q}", "leads": "{s} leitet {o}{q}",
        "funds": "{s} fördert {o}{q}", "part_of": "{s} gehört zu {o}{q}", "starts_on": "{s}, Beginn: {o}{q}",
        "ends_on": "{s}, Ende: {o}{q}", "lasts": "{s}, Dauer: {o}{q}", "count": "{s}: {o}{q}",
        "abbreviation_of": "{s} steht für {o}", "said": "{s} sagt: „{o}“",
    },
    "en": {
        "has_role": "{s}: {o}{q}", "participates_in": "{s} takes part in {o}{q}", "leads": "{s} leads {o}{q}",
        "funds": "{s} funds {o}{q}", "part_of": "{s} is part of {o}{q}", "starts_on": "{s}, start: {o}{q}",
        "ends_on": "{s}, end: {o}{q}", "lasts": "{s}, duration: {o}{q}", "count": "{s}: {o}{q}",
        "abbreviation_of": "{s} stands for {o}", "said": "{s} said: “{o}”",
    },
}  # fmt: skip
_MODALITIES: Final = {
    "de": {"planned": "geplant", "negated": "verneint", "reported": "berichtet"},
    "en": {"planned": "planned", "negated": "negated", "reported": "reported"},
}
_KINDS: Final = {
    "de": {
        "PERSON": "Personen", "ORG": "Organisationen", "INFRASTRUCTURE": "Infrastrukturen", "PROJECT": "Projekte", "LOC": "Orte",
    },
    "en": {
        "PERSON": "People", "ORG": "Organisations", "INFRASTRUCTURE": "Infrastructures", "PROJECT": "Projects", "LOC": "Places",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrases:
    """The fixed words of one language; `{...}` is filled in."""

    nothing: str
    one: str
    many: str
    since: str
    between: str
    on: str
    no_date: str
    no_title: str
    copy: str
    changed: str
    before: str
    more: str
    bare: str
    groups: Mapping[str, str]


PHRASES: Final[Mapping[Language, Phrases]] = {
    "de": Phrases(
        nothing="Nichts Neues {when}.", one="Neu {when}: eine Meldung", many="Neu {when}: {n} Meldungen",
        since="seit {first}", between="vom {first} bis {last}", on="am {first}", no_date="ohne Datum", no_title="ohne Titel",
        copy="Kopie von: {title}", changed="geänderter Text", before="zuerst: {when}, {title}", more="… und {n} weitere",
        bare="Nichts, was nicht schon bekannt war.",
        groups={
            "contradicts": "Widerspricht", "changes": "Ändert", "questions": "Offene Fragen", "names": "Nennt zum ersten Mal",
            "adds": "Neu ausgesagt", "confirms": "Bestätigt",
        },
    ),
    "en": Phrases(
        nothing="Nothing new {when}.", one="New {when}: one release", many="New {when}: {n} releases",
        since="since {first}", between="from {first} to {last}", on="on {first}", no_date="no date", no_title="no title",
        copy="copy of: {title}", changed="changed text", before="first: {when}, {title}", more="… and {n} more",
        bare="Nothing that was not known before.",
        groups={
            "contradicts": "Contradicts", "changes": "Changes", "questions": "Open questions", "names": "Names for the first time",
            "adds": "Says anew", "confirms": "Confirms",
        },
    ),
}  # fmt: skip


def day(norm: str | None, language: Language) -> str:
    """A day, month or year as people write it: "12. März 2026", "März 2026", "2026"; other text as it is.

    Args:
        norm: YYYY, YYYY-MM, YYYY-MM-DD, two of them as an interval A/B, or None for no date.
        language: de or en.
    """
    from datetime import date

    from babel.dates import format_date

    if norm is None:
        return PHRASES[language].no_date
    if "/" in norm:
        return " – ".join(day(part, language) for part in norm.split("/"))
    m = _DAY.fullmatch(norm)
    try:
        known = date(*(int(part or 1) for part in m.groups())) if m else None
    except ValueError:  # 2026-02-30, as it stands in a release
        known = None
    if m is None or known is None:
        return norm
    pattern = _PATTERNS[language][sum(part is not None for part in m.groups()) - 1]
    return str(format_date(known, pattern, locale=_LOCALE[language]))


def number(value: Any, language: Language) -> str:
    """A number with the language's marks; what is none as it is."""
    from babel.numbers import format_decimal

    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return str(format_decimal(value, locale=_LOCALE[language]))


def fact(row: Mapping[str, Any], language: Language) -> str:
    """One fact as a short sentence."""
    qualifiers = {k: _value(v, language) for k, v in row["qualifiers"].items() if k in {"organisation", "amount"} and v}
    target = _object(row["predicate"], row["object"], language)
    if not target and qualifiers:  # a person of whom only the house is told
        target = qualifiers.pop("organisation", "")
    told = f" ({', '.join(qualifiers.values())})" if qualifiers else ""
    sentence = _SENTENCES[language].get(row["predicate"], "{s} " + row["predicate"] + " {o}{q}")
    mark = _MODALITIES[language].get(row["modality"])
    return " ".join(sentence.format(s=row["subject"], o=target or "–", q=told).split()) + (f" [{mark}]" if mark else "")


def kind(label: str, language: Language) -> str:
    """What entities of that label are called."""
    return _KINDS[language].get(label, label)


def _object(predicate: str, value: Any, language: Language) -> str:
    if predicate in {"starts_on", "ends_on"}:
        return day(value, language)
    m = _LENGTH.fullmatch(value) if predicate == "lasts" and isinstance(value, str) else None
    if m:
        return f"{m[1]} {_LENGTHS[language][m[2]][m[1] != '1']}"
    return _value(value, language)


def _value(value: Any, language: Language) -> str:
    if isinstance(value, dict):
        unit = value.get("unit") or value.get("currency") or ""
        return f"{number(value.get('value'), language)} {unit}".strip()
    return "" if value is None else number(value, language)
