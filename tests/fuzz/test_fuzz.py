"""A few inputs for each way in, with Hypothesis, which makes small what fails; and all that once failed."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.driver import FOUND, TARGETS, failure
from tests.fuzz.target import Target

BY_NAME = {target.name: target for target in TARGETS}
CASES = sorted(path for path in FOUND.glob("*/*") if path.is_file())
CHANCE = st.randoms(use_true_random=False)
SLOW = {
    "txt",
    "unknown",
    "review",
    "extract",
    "pdf",
    "docx",
    "mail",
    "warc",
    "html",
    "sheet_xlsx",
    "sheet_csv",
    "sheet_jsonl",
    "sketch",
}


@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.name)
def test_nothing_but_what_is_promised(target: Target) -> None:
    @settings(
        max_examples=4 if target.name in SLOW else 15,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(CHANCE)
    def run(rng: Any) -> None:
        target.run(target.make(rng))

    run()


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_what_once_failed(path: Any) -> None:
    target = BY_NAME[path.parent.name]
    assert failure(target, target.restored(path.read_bytes())) is None


def test_what_fails_is_seen_made_small_and_kept(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from random import Random

    from tests.fuzz.driver import Tally, turn

    def run(text: str) -> None:
        if "ö" in text:
            raise LookupError(text)

    bad = Target("bad", lambda rng: "x" * rng.randrange(9) + rng.choice("aö") + "y" * 9, run)
    tally = Tally(bad)
    turn(tally, Random(1), 1e18, 40, tmp_path)  # noqa: S311 - chance that can be had again
    (path,) = tally.failures.values()
    assert path is not None
    assert path.read_text("utf-8") == "ö"
    assert tally.executions == 40
    assert "LookupError" in capsys.readouterr().out


def test_what_takes_too_long_is_a_failure() -> None:
    def run(_: str) -> None:
        while True:
            pass

    assert failure(Target("slow", lambda _: "", run, seconds=0.05), "") == "SlowError"
