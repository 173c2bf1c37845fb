"""What is forgotten is gone from the rows at once, and from the bytes of the file when it has been written anew.

Until then the file itself says that this is due, in its header: whoever was killed, or kept from it by a reader, ends it
later (`belegt forget --finish`), and a copy made meanwhile says it of itself too.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from db.engine import BUSY_SECONDS, readonly, translated

if TYPE_CHECKING:
    from sqlalchemy import Connection


def mark_due(connection: "Connection") -> bool:
    """Write down, in the transaction that forgets, that the file must be written anew; whether it had to be before."""
    before = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    connection.exec_driver_sql(f"PRAGMA user_version = {before + 1}")  # counted: another may begin while this one ends
    return before > 0


def is_due(path: Path) -> bool:
    """Whether something was forgotten whose bytes may still be in the file.

    Raises:
        DatabaseError: when the database cannot be read.
    """
    with translated(path), readonly(path) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0])


def purge(path: Path) -> bool:
    """Write the file anew without what was taken out of it.

    Returns:
        Whether the -wal file is empty too: it is not while another program has the database open. Then it is still due.

    Raises:
        DatabaseError: the file cannot be written, or there is no room for its copy.
    """
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            (due,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("PRAGMA secure_delete = ON")
            for name in ("search", "search_part"):
                connection.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608 - our own names
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy and due:
                connection.execute("BEGIN IMMEDIATE")
                if connection.execute("PRAGMA user_version").fetchone() == (due,):
                    connection.execute("PRAGMA user_version = 0")
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
    return not busy
