"""SQL as SQLAlchemy takes it: each statement is read once, and compiled once."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import TextClause


@lru_cache(1_000)
def prepared(sql: str) -> "TextClause":
    """The statement with its named parameters (`:one`)."""
    from sqlalchemy import text

    return text(sql)
