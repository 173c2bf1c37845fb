"""An expression that waits for its needles finds what it finds without them."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import extractors
from extractors.needles import Sought, needed
from extractors.relations.frame_table import every_frame

RELEASES = Path(__file__).parent.parent / "releases"


def every() -> Iterator[tuple[str, Sought]]:
    """All that the extractors hold."""
    for module in pkgutil.walk_packages(extractors.__path__, "extractors."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Sought):
                yield f"{module.name}.{name}", value
    for n, frame in enumerate(every_frame()):
        yield f"frame {n} ({frame.rule})", frame.verb


def test_nothing_is_lost_in_annotated_releases() -> None:
    texts = [path.read_text("utf-8") for path in sorted(RELEASES.glob("*/texts/*.txt"))]
    assert len(texts) >= 60
    tried = spared = 0
    held = list(every())
    for text in texts:
        lines = [(at, at + len(line)) for at, line in _lines(text)]
        for name, sought in held:
            for start, end in lines:
                plain = [m.span() for m in sought.pattern.finditer(text, start, end)]
                assert [m.span() for m in sought.finditer(text, start, end)] == plain, (name, text[start:end])
                tried += 1
                spared += not sought.may_stand(text, start, end)
    assert spared > tried / 2  # else it is not worth its while


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line
        at += len(line)


@pytest.mark.parametrize(
    ("expression", "needles"),
    [
        (r"(?:[Bb]eteiligt|Mitwirkend) ist|\bzu Gast(?! sein)", {"beteiligt", "mitwirkend", "zu gast"}),
        (r"(?i:Netz)(?:werk)?s?", {"netz"}),
        (r"(?:geleitet|leitet)[ \u00a0]+von", {"leitet"}),
        (r"(?>vor|bei) Ort\b", {" ort"}),
        (r"(?:Partner)+|(?:Träger){2,3}", {"partner", "träger"}),
        (r"(?:Partner)?|x", set()),  # may be nothing at all
        (r"\w+|Partner", set()),
        (r"(?=Partner)[A-Z]\w+", set()),  # what stands ahead is not asked for
    ],
)
def test_what_an_expression_needs(expression: str, needles: set[str]) -> None:
    assert needed(expression) == needles


def test_letters_that_change_their_number_are_not_counted_on() -> None:
    sought = Sought("Partner")
    assert sought.search("İİİ Partner", 0, 11) is not None
    assert sought.search("PARTNER", 0, 7) is None
    assert Sought("partner", 2).search("PARTNER") is not None
