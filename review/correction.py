"""What a correction changes: the form's values against what was extracted."""

from collections.abc import Mapping
from typing import Any

from review.words import PREDICATES, Wording


def changed(fact: Mapping[str, Any], value: Any, form: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    """The `new_value` of a correction.

    Args:
        fact: as it is shown.
        value: its object, parsed.
        form: new_subject, new_predicate, and new_object, or new_value and new_unit where a number is counted.
        words: for what is said of a mistake.

    Raises:
        ValueError: when nothing is changed, a name is empty, or a number is none.
    """
    found: dict[str, Any] = {}
    subject = _text(form, "new_subject")
    if not subject:
        raise ValueError(words._("Ohne Subjekt ist es kein Fakt."))
    if subject != fact["subject"]:
        found["subject"] = subject
    predicate = _text(form, "new_predicate")
    if predicate in PREDICATES and predicate != fact["predicate"]:
        found["predicate"] = predicate
    if isinstance(value, Mapping):
        number = _number(_text(form, "new_value"), words)
        unit = _text(form, "new_unit")
        if (number, unit) != (value.get("value"), value.get("unit") or ""):
            found["object"] = {**value, "value": number, "unit": unit}
    else:
        given = _text(form, "new_object")
        if given != (value or ""):
            found["object"] = given or None
    if not found:
        raise ValueError(words._("Es ist nichts geändert."))
    return found


def _text(form: Mapping[str, Any], name: str) -> str:
    return " ".join(str(form.get(name) or "").split())[:4000]


def _number(text: str, words: Wording) -> float | int:
    """A number as Germans and programs write it: 1.200, 1,5, 1200."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") and all(len(part) == 3 for part in plain.split(".")[1:]):
        plain = plain.replace(".", "")
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(words._("Das ist keine Zahl: %s") % text) from None
    if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        raise ValueError(words._("Das ist keine Zahl: %s") % text)
    return int(number) if number.is_integer() else number
