"""What people write in a cell, as the value that is stored: "31.12.2025" is 2025-12-31, "12 Betten" a count."""

import re
from datetime import date
from typing import Any, Final

from db.export.words import PREDICATES

_DAY: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_ISO: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
_LENGTH: Final = re.compile(r"(\d+)\s*(Jahre?n?|Monate?n?|Wochen?|Tage?n?|years?|months?|weeks?|days?)", re.IGNORECASE)
_COUNT: Final = re.compile(r"([\d.,\u00a0\u202f ]*\d)\s*(.*)", re.DOTALL)
_GERMAN: Final = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_LETTERS: Final = {"j": "Y", "m": "M", "w": "W", "t": "D", "y": "Y", "d": "D"}


class ValueRefusedError(ValueError):
    """What is written in a cell is no value of the kind that is asked for."""


def predicate(written: Any) -> str:
    """The predicate, by its name or its word.

    Raises:
        ValueRefusedError: it is none.
    """
    wanted = " ".join(str(written).split()).casefold()
    for name, words in PREDICATES.items():
        if wanted in {name, *(word.casefold() for word in words)}:
            return name
    raise ValueRefusedError(f"{written!r} is none of {', '.join(PREDICATES)}")


def object_of(kind: str, written: Any, unit: str | None) -> Any:
    """The object of a fact with the predicate `kind`.

    Args:
        kind: the predicate that holds.
        written: what stands in the cell.
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


def _count(written: Any, unit: str | None) -> dict[str, Any]:
    if isinstance(written, bool):
        raise ValueRefusedError(f"{written!r} is no number")
    if isinstance(written, int | float):
        value: int | float = written
        noun = unit
    else:
        found = _COUNT.fullmatch(str(written).strip())
        if found is None:
            raise ValueRefusedError(f"{written!r} is no number with what is counted")
        value, noun = _number(found[1], written), found[2].strip() or unit
    if not noun:
        raise ValueRefusedError(f"{written!r} does not say what is counted")
    return {"value": value, "unit": noun}


def _number(text: str, written: Any) -> int | float:
    plain = re.sub(r"[\u00a0\u202f ]", "", text)
    if _GERMAN.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise ValueRefusedError(f"{written!r} is no number") from None
    return int(value) if value.is_integer() else value


def _day(written: str) -> str:
    text = written.strip()
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        text = f"{year:04}-{month:02}-{day:02}"
    if _ISO.fullmatch(text) is None or not all(map(_exists, text.split("/"))):
        raise ValueRefusedError(f"{written!r} is no day such as 31.12.2025 or 2025-12-31")
    return text


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
    if found := _LENGTH.fullmatch(text):
        return f"P{int(found[1])}{_LETTERS[found[2][0].casefold()]}"
    raise ValueRefusedError(f"{written!r} is no length of time such as 5 Jahre or P5Y")
