"""Questions with a name: SQL over the views, for `belegt query --named`, for Datasette, and to copy from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from db.days import day
from db.errors import RefusedError
from db.question import Named, Parameter
from db.questions_of_releases import OF_RELEASES
from db.questions_of_things import OF_THINGS
from db.readonly import ROWS, SECONDS, Answer, ask

__all__ = ["NAMED", "Named", "Parameter", "answer", "named"]

_ORDER: Final = (
    "participation_matrix", "office_holders", "joined_and_left", "open_discrepancies",
    "single_source", "facts_of_release", "several_roles", "ends_soon", "first_mentions", "held_on",
    "known_on",
)  # fmt: skip
NAMED: Final = tuple(sorted((*OF_THINGS, *OF_RELEASES), key=lambda one: _ORDER.index(one.name)))
"""All of them, in the order in which they are listed."""


def named(name: str) -> Named:
    """The question of that name.

    Raises:
        RefusedError: when there is none.
    """
    for one in NAMED:
        if one.name == name:
            return one
    raise RefusedError("there is no question of this name", name, f"one of {', '.join(one.name for one in NAMED)}")


def answer(path: Path, name: str, given: Mapping[str, str], *, limit: int = ROWS, seconds: float = SECONDS) -> Answer:
    """The answer to a question.

    Args:
        path: the database.
        name: of the question.
        given: its parameters, as text.
        limit: the most rows.
        seconds: the most time.

    Raises:
        RefusedError: there is no such question or parameter, one is missing or none of its type, or as in `readonly.ask`.
        DatabaseError: the database cannot be read.
    """
    one = named(name)
    values = dict(_values(one, given))
    return ask(path, one.sql, values, limit=limit, seconds=seconds, ours=True)


def _values(one: Named, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    known = {parameter.name: parameter for parameter in one.parameters}
    for name in given:
        if name not in known:
            cure = f"its parameters are {', '.join(known)}"
            raise RefusedError(f"it has no parameter {name!r}", one.name, cure)
    for parameter in one.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None or (not value and parameter.default is None):
            cure = f"--param {parameter.name}=… ({parameter.doc})"
            raise RefusedError(f"its parameter {parameter.name!r} is missing", one.name, cure)
        if parameter.type == "day" and value:
            try:
                value = day(value).isoformat()
            except ValueError:
                cure = "give it like 2025-07-01 or 01.07.2025"
                raise RefusedError(f"{parameter.name}: {value!r} is no day", one.name, cure) from None
        yield parameter.name, value
