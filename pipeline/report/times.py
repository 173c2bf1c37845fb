"""ISO days, months and years: on an axis, and as people write them (12. März 2026)."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

ISO: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WITHIN: Final = re.compile(r"(?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-])")
_PATTERNS: Final = {"de": ("y", "MMMM y", "d. MMMM y"), "en": ("y", "MMMM y", "d MMMM y")}
_LENGTH: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS: Final = {
    "de": (("Jahr", "Jahre"), ("Monat", "Monate"), ("Woche", "Wochen"), ("Tag", "Tage")),
    "en": (("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days")),
}


def first_day(text: str | None) -> date | None:
    """The first day of what the text names; None for what is no date."""
    return _day(text, last=False)


def last_day(text: str | None) -> date | None:
    """The last day of what the text names."""
    return _day(text, last=True)


def written(text: str | None, lang: str) -> str:
    """`12. März 2026`, `März 2026`, `2026`; what is no date stays as it is."""
    from babel.dates import format_date

    day = first_day(text)
    if text is None or day is None:
        return text or ""
    if "/" in text:
        begin, _, end = text.partition("/")
        return f"{written(begin, lang)} – {written(end, lang)}"
    locale = "en_GB" if lang == "en" else lang
    return str(format_date(day, _PATTERNS[lang][text.count("-")], locale=locale))


def length(text: str, lang: str) -> str:
    """`P5Y` as `5 Jahre`; what is no such duration stays as it is."""
    found = _LENGTH.fullmatch(text)
    if found is None or not any(found.groups()):
        return text
    parts = zip(found.groups(), _UNITS[lang], strict=True)
    return " ".join(f"{n} {one if n == '1' else more}" for n, (one, more) in parts if n)


def shown(value: str, lang: str) -> str:
    """A value as people write it: a day, a length of time, or as it is."""
    return written(value, lang) if first_day(value) else length(value, lang)


def in_words(sentence: str, lang: str) -> str:
    """The sentence with its ISO days as people write them."""
    return _WITHIN.sub(lambda found: written(found[0], lang), sentence)


def _day(text: str | None, *, last: bool) -> date | None:
    if not text:
        return None
    begin, _, end = text.partition("/")
    found = ISO.fullmatch(end if last and end else begin)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        month = month or (12 if last else 1)
        return date(year or 0, month, day or (monthrange(year or 0, month)[1] if last else 1))
    except ValueError:  # a text may well say 2025-02-30: impossible dates are among what it states
        return None
