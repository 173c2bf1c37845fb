"""One ingest in a process of its own, which kills itself (SIGKILL) at a named point.

python -m tests.pipeline.killed_driver DATABASE FILE.jsonl POINT
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from corpus.readers.dispatch import documents
from db import engine, store
from pipeline import ingest
from tests.pipeline.toy import Clinics, nlp

POINTS = {
    # documents of the third batch are read, none of it is extracted or stored
    "after_reading": (ingest._Run, "hand", 3),
    # the release and its text are inserted, mentions and facts are not, nothing is committed
    "inside_a_transaction": (store, "_insert", 101),
    # a release is committed, its count is not
    "after_a_commit": (ingest._Run, "_count", 202),
}


def kill_at(point: str) -> None:
    """Let the process die when the point is reached for the nth time."""
    owner, name, nth = POINTS[point]
    real = getattr(owner, name)
    calls = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    setattr(owner, name, counted)


def main(path: str, source: str, point: str) -> None:
    """Run once."""
    if point != "none":
        kill_at(point)
    with engine.open(Path(path)) as database:
        report = ingest.ingest(documents([source]), database, nlp, extractors=(Clinics(),))
    sys.stdout.write(f"counts {report.new} {report.unchanged} {report.updated} {len(report.failures)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
