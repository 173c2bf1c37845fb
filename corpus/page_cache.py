"""The pages as last fetched, in one small file: what a later run need not ask for again.

Not hishel, whose answers follow from what servers say about caching alone: newsrooms send `no-store` with pages that never
change, and then nothing could be taken up again after a kill; it knows nothing of the day of change that a feed or sitemap
gives, by which most pages need no request at all; and it writes what was not unpacked, and so not measured, yet.
Nothing here depends on the database: a page that was fetched and never stored comes out again in the next run.
"""

import sqlite3
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import Unreadable

MAX_BYTES: Final = 1_000_000_000
"""Of packed pages; beyond it those that were looked at longest ago go first."""
RESUMABLE: Final = 24 * 3600.0
"""Seconds for which a run that was killed is taken up again instead of begun anew."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS page (
  address TEXT PRIMARY KEY, final TEXT NOT NULL, media_type TEXT NOT NULL, etag TEXT, modified TEXT, stamp TEXT,
  checked REAL NOT NULL, body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS page_checked ON page (checked);
CREATE TABLE IF NOT EXISTS run (began REAL NOT NULL, ended REAL);
"""
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as last fetched.

    Attributes:
        address: as asked for; final: where redirects ended.
        etag, modified: what the server gave to ask by, verbatim.
        stamp: what the listing said of the page's last change when it was fetched.
        checked: when the server was last asked, in seconds since 1970.
    """

    address: str
    final: str
    media_type: str
    etag: str | None
    modified: str | None
    stamp: str | None
    checked: float
    raw: bytes


class PageCache:
    """The file, or memory alone.

    Args:
        path: where; None keeps nothing beyond this run.

    Raises:
        Unreadable: when the file cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        try:
            self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=30)
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version not in {0, _VERSION}:
                raise self._unusable(f"it is of version {version}, this program writes version {_VERSION}")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")
        except sqlite3.Error as error:
            raise self._unusable(str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def begin(self) -> float | None:
        """Write down that a run begins.

        Returns:
            Since when pages count as fetched already, because the run before was killed; None when it was not.
        """
        now = time.time()
        query = (
            "SELECT min(began) FROM run WHERE ended IS NULL AND began > ? AND began > "
            "(SELECT coalesce(max(ended), 0) FROM run)"
        )
        (since,) = self._run(query, now - RESUMABLE).fetchone()
        self._run("INSERT INTO run (began) VALUES (?)", now)
        return since if since is None else float(since)

    def end(self) -> None:
        """Write down that all runs up to now are over; let go of what is too much."""
        self._run("DELETE FROM run")
        self._run("INSERT INTO run (began, ended) VALUES (?1, ?1)", time.time())
        self._run(
            "DELETE FROM page WHERE address IN (SELECT address FROM ("
            "SELECT address, sum(length(body)) OVER (ORDER BY checked DESC, address) AS total FROM page) WHERE total > ?)",
            MAX_BYTES,
        )

    def get(self, address: str) -> Kept | None:
        """What is kept of an address."""
        columns = "address, final, media_type, etag, modified, stamp, checked, body"
        row = self._run(f"SELECT {columns} FROM page WHERE address = ?", address).fetchone()  # noqa: S608 - constants
        if row is None:
            return None
        *rest, body = row
        return Kept(*(*rest, zlib.decompress(body)))

    def put(self, kept: Kept) -> None:
        """Keep a page in place of what was kept of its address."""
        self._run(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            kept.address, kept.final, kept.media_type, kept.etag, kept.modified, kept.stamp, kept.checked,
            zlib.compress(kept.raw),
        )  # fmt: skip

    def forget(self, addresses: Iterable[str]) -> int:
        """Let go of the pages that were found at these addresses; how many there were. Their bytes go with `purge`."""
        self._run("PRAGMA secure_delete = ON")
        return sum(
            self._run("DELETE FROM page WHERE address = ?1 OR final = ?1", address).rowcount
            for address in set(addresses)
        )

    def purge(self) -> bool:
        """Write the file anew without what was let go of; whether nothing of it is left in the -wal file."""
        self._run("PRAGMA secure_delete = ON")
        self._run("VACUUM")
        (busy, *_) = self._run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def touch(self, address: str, stamp: str | None, checked: float) -> None:
        """Write down that a page was found unchanged."""
        self._run("UPDATE page SET stamp = ?, checked = ? WHERE address = ?", stamp, checked, address)

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._unusable(str(error)) from error

    def _unusable(self, why: str) -> Unreadable:
        return Unreadable(
            f"the file of fetched pages, {self._path or 'in memory'}, cannot be used ({why})",
            "remove it (it is made again), or set another one as `pages` in belegt.toml",
        )
