"""Runs and what failed in them."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from db import dialect, ids
from db.models import table
from db.values import FailureRow

if TYPE_CHECKING:
    from sqlalchemy import Connection


def begin(connection: "Connection", program_version: str) -> tuple[str, str]:
    """Write down that a run begins, and that runs which died without a word were interrupted.

    Returns:
        The run's id, and its stamp: what it sees and stores bears this one time. Stamps of later runs are later, even
        when the clock was set back.
    """
    from sqlalchemy import func, insert, select, update

    run = table("run")
    for row in connection.execute(select(run).where(run.c.state == "running")).all():
        if not _alive(row.host, row.pid):
            connection.execute(update(run).where(run.c.run_id == row.run_id).values(state="interrupted"))
    now = stamp()
    latest = connection.execute(select(func.max(run.c.started))).scalar()
    if latest is not None and now <= latest:
        now = stamp(datetime.fromisoformat(latest) + timedelta(milliseconds=1))
    run_id = ids.make("u_", now)
    connection.execute(
        insert(run),
        {
            "run_id": run_id,
            "state": "running",
            "started": now,
            "host": platform.node(),
            "pid": os.getpid(),
            "program_version": program_version,
        },
    )
    return run_id, now


def end(connection: "Connection", run_id: str, state: str, counts: Mapping[str, int], fingerprint: str | None) -> None:
    """Write down how a run ended.

    Args:
        connection: inside a transaction that writes.
        run_id: the run.
        state: done, interrupted, failed.
        counts: of new, unchanged, updated and failed documents.
        fingerprint: of the extraction, None when nothing was extracted.
    """
    from sqlalchemy import update

    run = table("run")
    values = {"state": state, "finished": stamp(), "fingerprint": fingerprint, **counts}
    connection.execute(update(run).where(run.c.run_id == run_id).values(**values))


def fail(connection: "Connection", run_id: str, failure: FailureRow) -> None:
    """Write down one failure; the same one twice in a run is one row."""
    row = {
        "failure_id": ids.make("l_", run_id, failure.source, failure.stage, failure.reason, failure.release_id),
        "run_id": run_id,
        "source": _storable(failure.source),
        "stage": failure.stage,
        "reason": _storable(failure.reason),
        "cure": failure.cure,
        "release_id": failure.release_id,
        "at": stamp(),
    }
    connection.execute(dialect.insert(connection, "failure").on_conflict_do_nothing(), row)


def stamp(at: datetime | None = None) -> str:
    """The time as the database writes it: UTC, ISO 8601, milliseconds; texts that sort by time."""
    return (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _alive(host: str, pid: int) -> bool:
    """Whether a run's process still runs. On another host nobody can tell: such a run writes its own end later."""
    if host != platform.node() or pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _storable(text: str) -> str:
    """A file's name may hold bytes that are no text; they are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
