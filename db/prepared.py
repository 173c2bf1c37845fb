"""SQL as SQLAlchemy takes it: each statement is read once, and compiled once."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import TextClause


_AT_ONCE: Final = 500


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


def marks(part: Mapping[str, str]) -> str:
    """The parameters' places in a statement: `:p0, :p1`."""
    return ", ".join(f":{name}" for name in part)
