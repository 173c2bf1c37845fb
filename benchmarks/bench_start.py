"""What it costs to start: `belegt --help` beside importing spaCy, in processes of their own, in turns.

    .venv/bin/python benchmarks/bench_start.py [ROUNDS]

Processor seconds of the processes, the best of the rounds; Python's own start is in all of them.
"""

import os
import subprocess
import sys
from typing import Final

SIDES: Final = {
    "Python alone": "pass",
    "belegt --help": "import sys; sys.argv = ['belegt', '--help']; from pipeline.cli import main; main()",
    "import spacy": "import spacy",
}


def seconds(code: str) -> float:
    """Processor seconds of a new Python that runs the code."""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)  # noqa: S603 - our own lines
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{code}: ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the seconds of each, and the ratio."""
    rounds = int((sys.argv[1:] or ["7"])[0])
    best = dict.fromkeys(SIDES, float("inf"))
    for _ in range(rounds):
        for name, code in SIDES.items():
            best[name] = min(best[name], seconds(code))
    for name, used in best.items():
        print(f"{name:14} {used:.3f} processor seconds")
    print(f"belegt --help / import spacy: {best['belegt --help'] / best['import spacy']:.2f} (aim 0.4)")


if __name__ == "__main__":
    main()
