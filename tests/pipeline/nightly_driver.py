"""One nightly run in a process of its own, which kills itself (SIGKILL) after the nth release was committed.

python -m tests.pipeline.nightly_driver DATABASE N        (the sources and manners come from the environment)
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from db import engine
from pipeline import ingest, log, settings
from pipeline.fetching import inputs_of
from tests.pipeline.toy import Clinics, nlp


def kill_after(nth: int) -> None:
    """Let the process die when that many releases are stored."""
    real = ingest._Run._count
    calls = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    ingest._Run._count = counted  # type: ignore[method-assign]


def main(path: str, nth: str) -> None:
    """Run once."""
    log.configure(verbose=False)
    if int(nth):
        kill_after(int(nth))
    inputs = inputs_of(settings.load(db=Path(path)), [], all_sources=True)
    with engine.open(Path(path)) as database:
        report = ingest.ingest(inputs.documents(), database, nlp, extractors=(Clinics(),))
    for failure in report.failures:
        sys.stderr.write(f"{failure}\n")
    sys.stdout.write(f"counts {report.new} {report.unchanged} {report.updated} {len(report.failures)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
