"""`belegt db check` and `belegt db backup`."""

import hashlib
import os
import re
import shlex
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from db.engine import SCHEMAS, readonly, require, translated
from db.errors import DatabaseError, RefusedError, UnwritableError
from db.forget_purge import is_due
from db.server import Server, refuse

_LAW: Final = """
SELECT '{table}', x.release_id, x.revision, x.start, x."end", x.quote
FROM {table} AS x JOIN revision AS v ON v.release_id = x.release_id AND v.revision = x.revision
WHERE x.quote IS NOT substr(v.text, x.start + 1, x."end" - x.start) OR x."end" <= x.start OR x.start < 0
"""
# A fact's place is that of its evidence row (a foreign key), so that mentions and evidence are all there is to compare.
_ORPHANS: Final = {
    "releases without their current text": "SELECT r.release_id FROM release AS r WHERE NOT EXISTS (SELECT 1 FROM"
    " revision AS v WHERE v.release_id = r.release_id AND v.revision = r.revision)",
    "bytes that belong to no release": "SELECT sha256 FROM raw WHERE sha256 NOT IN (SELECT sha256 FROM revision)",
    "entities that no mention names": "SELECT entity_id FROM entity AS e WHERE NOT EXISTS"
    " (SELECT 1 FROM mention AS m WHERE m.entity_id = e.entity_id)",
    "clusters without the name of their smallest member": "SELECT cluster_id FROM release GROUP BY cluster_id"
    " HAVING min(release_id) <> cluster_id",
    "evidence that supports nothing": "SELECT e.release_id FROM evidence AS e WHERE NOT EXISTS (SELECT 1 FROM fact AS f"
    ' WHERE (f.release_id, f.revision, f.start, f."end") = (e.release_id, e.revision, e.start, e."end")) AND NOT EXISTS'
    " (SELECT 1 FROM discrepancy_evidence AS d"
    ' WHERE (d.release_id, d.revision, d.start, d."end") = (e.release_id, e.revision, e.start, e."end"))',
    "decisions that point at nothing": "SELECT chain FROM anchor AS a WHERE a.target IN ('fact', 'discrepancy')"
    " AND a.target_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact AS f JOIN release USING (release_id, revision)"
    " WHERE f.fact_id = a.target_id) AND NOT EXISTS (SELECT 1 FROM discrepancy AS x WHERE x.discrepancy_id = a.target_id)",
    "facts that do not show what was decided": "SELECT f.fact_id FROM fact AS f JOIN release USING (release_id, revision)"
    " WHERE (f.corrected_subject IS NOT NULL OR f.corrected_predicate IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM anchor AS a"
    " JOIN decision AS d USING (number) WHERE a.target_id = f.fact_id AND a.status = 'corrected' AND a.fit <> 'stale'"
    " AND d.new_value ->> '$.subject' IS f.corrected_subject AND d.new_value ->> '$.predicate' IS f.corrected_predicate)",
    "discrepancies without evidence": "SELECT discrepancy_id FROM discrepancy WHERE discrepancy_id NOT IN"
    " (SELECT discrepancy_id FROM discrepancy_evidence)",
}
_PART: Final = re.compile(r"\.(.+)\.(\d{1,9})\.part(?:-journal|-wal|-shm)?", re.DOTALL)
_SHOWN: Final = 5
_WRITE_SECONDS: Final = 2


def check(path: Path) -> list[str]:
    """Everything that is wrong in the database, one line each; empty when all is well.

    The file itself, foreign keys, the evidence law over every stored mention, fact and finding, rows without their
    owner, and stored bytes against their hash. A run that has not ended is no damage: see `open_runs`.

    Raises:
        DatabaseError: when it cannot be read at all.
    """
    require(path)
    with translated(path), readonly(path) as connection:
        return list(_problems(connection))


def _problems(connection: sqlite3.Connection) -> Iterator[str]:
    if isinstance(connection, sqlite3.Connection):  # a server looks after its own files and links
        for (line,) in connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield f"damaged file: {line}"
        for child, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_SHOWN):
            yield f"a row of {child} has no {parent}"
    for table in ("mention", "evidence"):
        for name, release_id, revision, start, end, quote in connection.execute(_LAW.format(table=table)):
            yield f"{name} {release_id}.{revision} {start}:{end}: {quote[:60]!r} is not what stands there"
    for what, sql in _ORPHANS.items():
        if rows := connection.execute(sql).fetchall():
            shown = ", ".join(str(row[0]) for row in rows[:_SHOWN])
            yield f"{len(rows)} {what}: {shown}{' …' if len(rows) > _SHOWN else ''}"
    for sha256, size, data in connection.execute("SELECT sha256, size, data FROM raw"):
        try:
            raw = zlib.decompress(data)
        except zlib.error:
            raw = b""
        if len(raw) != size or hashlib.sha256(raw).hexdigest() != sha256:
            yield f"stored bytes {sha256[:16]} are damaged"


def open_runs(path: Path) -> list[str]:
    """The runs without an end, one line each: of programs that still run, or were killed.

    Raises:
        DatabaseError: when the database cannot be read.
    """
    with translated(path), readonly(path) as connection:
        found = connection.execute("SELECT started, pid, host FROM run WHERE state = 'running' ORDER BY started")
        return [
            f"the run begun {started} by process {pid} on {host} has not ended: it still runs, or was killed;"
            " the next ingest closes it"
            for started, pid, host in found
        ]


def unfinished(path: Path) -> list[str]:
    """One line when something was forgotten whose bytes may still be in the file.

    Raises:
        DatabaseError: when the database cannot be read.
    """
    said = "what was forgotten may still be in the bytes of the file; take it out of them: belegt forget --finish"
    return [said] if not isinstance(path, Server) and is_due(path) else []


def backup(path: Path, target: Path) -> bool:
    """Copy the database, also while it is written to, to a file that does not exist yet.

    Returns:
        Whether the database has it written down, for the day when something must be forgotten.

    Raises:
        RefusedError: when there is such a file, or no such folder, or it cannot be written to.
        DatabaseError: when the database cannot be read or there is no room for the copy; no half copy is left.
    """
    refuse(path, "belegt db backup", "let the server's own program make the copy: pg_dump --format=custom")
    require(path)
    if target.is_dir():
        raise RefusedError("it is a folder", str(target), "name a new file for the backup, for example inside it")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    taken = RefusedError("there is such a file already", str(target), "name a new file for the backup")
    try:
        if target.exists():
            raise taken
        if not target.parent.is_dir():
            cure = f"make it (mkdir -p {shlex.quote(str(target.parent))}), or name a file in another folder"
            raise RefusedError("there is no such folder", str(target.parent), cure)
        _sweep(target)
        part.touch()  # where nothing can be written, the database is not at fault, and no copy is written down
        recorded = _record(path, target)
        with translated(target, "name a file in another folder"):
            _copy(path, part)
            _move(part, target)
    except FileExistsError as error:
        raise taken from error
    except OSError as error:
        cure = "name a file in another folder, one that can be written to"
        raise UnwritableError(f"it cannot be written: {error.strerror or error}", str(target), cure) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return recorded


def _record(path: Path, target: Path) -> bool:
    """Write down that there will be a copy; False where nothing may be written, or another program writes for long."""
    from datetime import UTC, datetime
    from socket import gethostname

    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    connection = sqlite3.connect(path, timeout=_WRITE_SECONDS)
    try:
        with connection:
            row = (str(target.absolute()), gethostname(), at)
            connection.execute("INSERT OR REPLACE INTO backup (path, host, at) VALUES (?, ?, ?)", row)
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY")):
            raise
        return False  # a copy can be made all the same
    finally:
        connection.close()
    return True


def _copy(path: Path, part: Path) -> None:
    with readonly(path) as source:
        copy = sqlite3.connect(part)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself: no journal beside it
            (result,) = copy.execute("PRAGMA quick_check").fetchone()
        finally:
            copy.close()
    if result != "ok":
        raise DatabaseError(f"the copy is damaged: {result}", str(path), "belegt db check says more")


def _sweep(target: Path) -> None:
    """Take away the half copies of backups to this file that were killed: they hold all that the database holds."""
    for left in target.parent.iterdir():
        named = _PART.fullmatch(left.name)
        if named and named[1] == target.name and not _runs(int(named[2])):
            left.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _move(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # unlike a rename, it never overwrites
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        part.rename(target)


def summary_of(path: Path) -> str:
    """One line about a healthy database: its schema and what it holds."""
    with translated(path), readonly(path) as connection:
        counts = [
            f"{connection.execute(f'SELECT count(*) FROM v_{name}').fetchone()[0]} {word}"  # noqa: S608 - our names
            for name, word in (("release", "releases"), ("mention", "mentions"), ("fact", "facts"))
        ]
    return f"schema {SCHEMAS[-1]}; " + ", ".join(counts)
