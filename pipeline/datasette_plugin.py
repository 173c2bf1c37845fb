"""What Datasette asks us: to prepare its connections, and to show its cells. Imported where Datasette is installed."""

import sqlite3
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from datasette import hookimpl
from markupsafe import Markup

from db.datasette_metadata import NAME, SECRET

if TYPE_CHECKING:
    from datasette.app import Datasette

_LARGEST_VALUE: Final = 100_000_000
"""Bytes of one value: no single call of SQLite may fill the memory."""

_READING: Final = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_LOOKING: Final = frozenset({
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "database_list",
    "schema_version", "page_count", "page_size", "data_version",
})  # fmt: skip
_BARRED: Final = frozenset({"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"})
_LINKS: Final = {
    "fact_id": ("f_", "evidence_of_fact?fact_id="),
    "discrepancy_id": ("x_", "evidence_of_discrepancy?discrepancy_id="),
    "release_id": ("r_", "v_release?release_id="),
    "entity_id": ("e_", "v_entity?entity_id="),
    "subject_id": ("e_", "v_entity?entity_id="),
    "object_id": ("e_", "v_entity?entity_id="),
}
"""Where an id leads, by its column; columns such as `person_id` are entities too."""


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Datasette opens the file for reading; this also refuses what only tries to leave it (ATTACH, VACUUM INTO)."""
    if database == NAME:
        conn.execute("PRAGMA query_only = ON")
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
        conn.set_authorizer(_authorized)


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, database: str, datasette: "Datasette") -> Markup | None:
    """An id as a link: a fact's to its evidence."""
    named = column if column in _LINKS else "entity_id" if column.endswith("_id") else ""
    prefix, where = _LINKS.get(named, ("", ""))
    if database != NAME or not where or not isinstance(value, str) or not value.startswith(prefix):
        return None
    address = f"{datasette.urls.database(NAME)}/{where}{quote(value, safe='')}"
    return Markup('<a href="{}">{}</a>').format(address, value)


def _authorized(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = second not in _BARRED
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in _LOOKING
    elif action == sqlite3.SQLITE_READ:
        allowed = first not in SECRET
    elif action == sqlite3.SQLITE_UPDATE:
        allowed = first == "sqlite_master"  # so SQLite asks when it opens a virtual table; an update stays impossible
    else:
        allowed = action in _READING
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
