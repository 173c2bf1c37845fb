"""What a correction changes: the form's values against what was extracted."""

from collections.abc import Mapping
from typing import Any

from db.written import VALUES, ValueRefusedError, number_of, object_of
from review.words import PREDICATES, Wording


def changed(fact: Mapping[str, Any], value: Any, form: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    """The `new_value` of a correction.

    Args:
        fact: as it is shown.
        value: its object, parsed.
        form: new_subject, new_predicate, and new_object, or new_value and new_unit where a number is counted.
        words: for what is said of a mistake.

    Raises:
        ValueError: when nothing is changed, a name is empty, or a number, a day or a duration is none.
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
    try:
        new = _object(found.get("predicate", fact["predicate"]), fact["predicate"], value, form)
    except ValueRefusedError as error:
        raise ValueError(words.refused(error)) from error
    if new != value:
        found["object"] = new
    if not found:
        raise ValueError(words._("Es ist nichts geändert."))
    return found


def _object(kind: str, before: str, value: Any, form: Mapping[str, Any]) -> Any:
    """The object that the form gives to a fact whose predicate is now `kind` and was `before`; as it was where it is the same.

    Raises:
        ValueRefusedError: it is no value such as the predicate asks for.
    """
    if isinstance(value, Mapping):
        number, unit = _text(form, "new_value"), _text(form, "new_unit")
        if kind not in {before, "count"}:
            return object_of(kind, f"{number} {unit}".strip(), None)
        new = {**value, "value": number_of(number)}
        if value.get("unit") and not unit:
            raise ValueRefusedError("counted", number, "does not say what is counted")
        return new | {"unit": unit} if unit or "unit" in value else new
    given = _text(form, "new_object")
    if given == (value or "") and (kind == before or kind not in VALUES):
        return value
    return object_of(kind, given, None) if given or kind in VALUES else None


def _text(form: Mapping[str, Any], name: str) -> str:
    return " ".join(str(form.get(name) or "").split())[:4000]
