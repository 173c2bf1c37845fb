"""SQL as SQLAlchemy takes it: each statement is read once, and compiled once."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import TextClause


_AT_ONCE: Final = 500
_ROWS_AT_ONCE: Final = 64


@lru_cache(1_000)
def prepared(sql: str) -> "TextClause":
    """The statement with its named parameters (`:one`)."""
    from sqlalchemy import text

    return text(sql)


def in_parts(values: Iterable[str]) -> Iterator[dict[str, str]]:
    """The values as named parameters, some at a time: a statement takes a bounded number."""
    ordered = sorted(set(values))
    for k in range(0, len(ordered), _AT_ONCE):
        part = ordered[k : k + _AT_ONCE]
        # Filled up with the last one to 1, 2, 4 ... 512: few different statements, each of which is read once.
        part += part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))
        yield {f"p{i}": v for i, v in enumerate(part)}


def marks(part: Mapping[str, object]) -> str:
    """The parameters' places in a statement: `:p0, :p1`."""
    return ", ".join(f":{name}" for name in part)


def values_of(sql: str, rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, dict[str, str]]]:
    """The statement with the rows in the place of `{0}`, and its parameters.

    Filled up to 1, 2, 4 ... 64 rows with a row of empty texts, that fits nothing: few different statements are read.
    """
    ordered = sorted(set(rows))
    for k in range(0, len(ordered), _ROWS_AT_ONCE):
        some = ordered[k : k + _ROWS_AT_ONCE]
        some += [("",) * len(some[0])] * ((1 << (len(some) - 1).bit_length()) - len(some))
        marks = ", ".join("(" + ", ".join(f":p{i}x{j}" for j in range(len(row))) + ")" for i, row in enumerate(some))
        yield sql.format(marks), {f"p{i}x{j}": v for i, row in enumerate(some) for j, v in enumerate(row)}
