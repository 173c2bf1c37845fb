"""What people write in a cell or a field, as the value that is stored: "31.12.2025" is 2025-12-31, "12 Betten" a count."""

import math
import re
from datetime import date
from typing import Any, Final, Literal

from db.export.words import PREDICATES, predicate_of

_DAY: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_NAMED: Final = re.compile(r"(?:(\d{1,2})\.?\s*)?([^\W\d]+)\.?\s+(\d{4})")  # "1. Januar 2020", "März 2026"
_ISO: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_TO: Final = re.compile(r"(?:(?<!\s)\s++)?[/–—]\s*|(?<!\s)\s++(?:bis|to|-)\s+")
_LENGTH: Final = re.compile(r"(\d+)\s*(Jahre?n?|Monate?n?|Wochen?|Tage?n?|years?|months?|weeks?|days?)", re.IGNORECASE)
_COUNT: Final = re.compile(r"([\d.,\u00a0\u202f ]*\d)\s*(.*)", re.DOTALL)
_FIGURES: Final = re.compile(r"[\d.,]*\d")
_GERMAN: Final = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_MONTHS: Final = (
    ("januar", "jänner", "january", "jan"), ("februar", "february", "feb"), ("märz", "maerz", "march", "mär", "mar"),
    ("april", "apr"), ("mai", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"), ("august", "aug"),
    ("september", "sept", "sep"), ("oktober", "october", "okt", "oct"), ("november", "nov"),
    ("dezember", "december", "dez", "dec"),
)  # fmt: skip
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_IN_WORDS: Final = {
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
_LETTERS: Final = {"j": "Y", "m": "M", "w": "W", "t": "D", "y": "Y", "d": "D"}

Reason = Literal["number", "counted", "day", "length", "predicate"]

VALUES: Final = frozenset({"count", "starts_on", "ends_on", "lasts"})
"""The predicates whose object is a value, not a name or words."""


class ValueRefusedError(ValueError):
    """What is written is no value of the kind that is asked for.

    Attributes:
        reason: number, counted (what is counted is missing), day, length, predicate; written: what cannot be read.
    """

    def __init__(self, reason: Reason, written: Any, told: str) -> None:
        super().__init__(f"{written!r} {told}")
        self.reason = reason
        self.written = str(written)


def predicate(written: Any) -> str:
    """The predicate, by its name or its word.

    Raises:
        ValueRefusedError: it is none.
    """
    found = predicate_of(str(written))
    if found is None:
        raise ValueRefusedError("predicate", written, f"is none of {', '.join(PREDICATES)}")
    return found


def object_of(kind: str, written: Any, unit: str | None) -> Any:
    """The object of a fact with the predicate `kind`.

    Args:
        kind: the predicate that holds.
        written: what stands in the cell or the field.
        unit: what was counted so far, for a number without a noun.

    Raises:
        ValueRefusedError: it does not fit the predicate.
    """
    if kind == "count":
        return _count(written, unit)
    if kind in {"starts_on", "ends_on"}:
        return _day(str(written))
    if kind == "lasts":
        return _length(str(written))
    return str(written)


def number_of(written: str) -> int | float:
    """A number as Germans and programs write it: 1.200, 1,5, 1200.

    Raises:
        ValueRefusedError: it is none.
    """
    plain = re.sub(r"[\u00a0\u202f ]", "", written)
    if _GERMAN.fullmatch(plain):
        plain = plain.replace(".", "")
    try:
        value = float(plain.replace(",", ".")) if _FIGURES.fullmatch(plain) else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueRefusedError("number", written, "is no number")
    return int(value) if value.is_integer() else value


def _count(written: Any, unit: str | None) -> dict[str, Any]:
    if isinstance(written, int | float) and not isinstance(written, bool) and math.isfinite(written):
        value: int | float = written
        noun = unit
    else:
        found = _COUNT.fullmatch(_in_figures(str(written)))
        if found is None or isinstance(written, bool):
            raise ValueRefusedError("number", written, "is no number with what is counted")
        value, noun = number_of(found[1]), found[2].strip() or unit
    if not noun:
        raise ValueRefusedError("counted", written, "does not say what is counted")
    return {"value": value, "unit": noun}


def _in_figures(written: str) -> str:
    """ "zwölf Häuser" as "12 Häuser": releases write small numbers as words, and what was selected is offered as the value."""
    first, space, rest = written.strip().partition(" ")
    number = _IN_WORDS.get(first.casefold())
    return written.strip() if number is None else f"{number}{space}{rest}"


def _day(written: str) -> str:
    parts = [_one_day(part) for part in _TO.split(written.strip())]
    days = [part for part in parts if part is not None and _exists(part)]
    if len(days) != len(parts) or len(days) > 2 or not _in_order(days):
        raise ValueRefusedError("day", written, "is no day such as 31.12.2025 or 2025-12-31")
    return "/".join(days)


def _one_day(text: str) -> str | None:
    """A day, a month or a year in ISO's form, whether there is such a day or not."""
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return f"{year:04}-{month:02}-{day:02}"
    if (found := _NAMED.fullmatch(text)) and (number := _MONTH.get(found[2].casefold())):
        return f"{found[3]}-{number:02}" + (f"-{int(found[1]):02}" if found[1] else "")
    return text if _ISO.fullmatch(text) else None


def _in_order(days: list[str]) -> bool:
    """Whether the second does not begin before the first, as far as both say."""
    least = min(map(len, days))
    return days[0][:least] <= days[-1][:least]


def _exists(day: str) -> bool:
    try:
        date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _length(written: str) -> str:
    text = written.strip()
    if re.fullmatch(r"P(\d+[YMWD])+", text):
        return text
    if found := _LENGTH.fullmatch(_in_figures(text)):
        return f"P{int(found[1])}{_LETTERS[found[2][0].casefold()]}"
    raise ValueRefusedError("length", written, "is no length of time such as 5 Jahre or P5Y")
