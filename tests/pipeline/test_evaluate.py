"""The evaluation as a whole: bad folders, and what the extraction is told."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy

from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.nlp import load
from pipeline.evaluate import evaluate
from pipeline.gold import GoldError, read_gold
from tests.pipeline.gold_set import Json, gold_set, write_gold

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Towns:
    """Finds one town, and notes the publication date that it was told for each text."""

    name = "towns"
    version = 1
    labels: tuple[str, ...] = ("LOC",)

    def __init__(self) -> None:
        self.told: dict[str, str | None] = {}

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        self.told[doc.text] = context.published
        for hit in re.finditer("Talheim", doc.text):
            yield Mention(Span(hit.start(), hit.end(), hit[0]), "LOC", None, 1.0, self.name, "town", self.version)


class Broken(Towns):
    """Fails on every text."""

    name = "broken"

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        raise RuntimeError(f"{len(doc)} tokens too many with {context.published}")


def test_evaluate_reads_extracts_and_measures(tmp_path: Path) -> None:
    towns = Towns()
    report = evaluate(write_gold(tmp_path / "set"), spacy.blank("de"), (towns, Broken()))
    assert report.documents.missing == ()
    assert (report.strict["LOC"].f1, report.strict["all"].missed) == (1.0, 13)
    texts = {key: text for key, (text, _) in gold_set().items()}
    assert towns.told[texts["verbund"]] == "2021-04-01", "known from the metadata, so it is told"
    assert towns.told[texts["rat"]] is None
    assert len(report.problems) == 3
    assert "netz.txt: broken: RuntimeError" in report.problems[0]


def test_a_date_that_the_text_states_is_not_told(tmp_path: Path) -> None:
    gold = {"publication_date": "2021-03-03", "publication_date_source": "text", "mentions": [], "facts": []}
    text = "Ein Text, der sein Datum entgegen dem Gold verschweigt."
    towns = Towns()
    report = evaluate(write_gold(tmp_path / "set", {"one": (text, gold)}), spacy.blank("de"), (towns,))
    assert towns.told == {text: None}
    assert report.right["date_of_release all"].share == 0.0


def test_an_empty_text_is_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "set", {"one": (" ", {"mentions": [], "facts": []})})
    with pytest.raises(GoldError, match=r'one\.txt: "text" is empty'):
        evaluate(folder, spacy.blank("de"), ())


def test_the_extractors_that_are_there(tmp_path: Path) -> None:
    report = evaluate(write_gold(tmp_path / "set"), load())
    assert report.problems == ()
    assert report.documents.missing == ()
    assert report.documents.bad_offsets == 0
    assert report.right["date_of_release all"].share == 1.0


def test_no_gold_folder(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no gold folder\n  cure: name a folder that holds gold/ID\.json"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match="no gold folder"):
        read_gold(tmp_path / "absent")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": 5, "end": 500}, r"netz\.json: mentions\[0\]: 5:500 lies outside the text of \d+ code points"),
        ({"start": 1}, r"mentions\[0\]: '3\. März 2021' is not what stands at 1:12"),
        ({"start": "1"}, r"mentions\[0\]: "),
        ({"norm": None}, r"mentions\[0\]: a DATE with the norm None"),
        ({"label": "MONEY"}, r"mentions\[0\]: a MONEY with the norm '2021-03-03'"),
    ],
)
def test_a_mention_that_cannot_be_measured_with(tmp_path: Path, change: Json, message: str) -> None:
    folder = write_gold(tmp_path / "set")
    file = folder / "gold" / "netz.json"
    gold = json.loads(file.read_text("utf-8"))
    gold["mentions"][0].update(change)
    file.write_text(json.dumps(gold), "utf-8")
    with pytest.raises(GoldError, match=message):
        read_gold(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"netz\.json: not UTF-8 JSON .*\n  cure: mend or remove"),
        (b"\xff\xfe{", "not UTF-8 JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "no list of mentions"),
        (b'{"mentions": {}, "facts": []}', "no list of mentions"),
        (b'{"mentions": [], "facts": [{"subject": "A", "predicate": "leads"}]}', r"facts\[0\] has no 'evidence'"),
        (b'{"mentions": [7], "facts": []}', r"mentions\[0\]: "),
        (
            b'{"mentions": [], "facts": [{"subject": "A", "predicate": "leads", "object": "B", "evidence": [0, 9999]}]}',
            "0:9999 lies outside the text",
        ),
    ],
)
def test_a_file_that_is_no_gold_file(tmp_path: Path, content: bytes, message: str) -> None:
    folder = write_gold(tmp_path / "set")
    (folder / "gold" / "netz.json").write_bytes(content)
    with pytest.raises(GoldError, match=message):
        read_gold(folder)


def test_a_text_that_is_absent_or_unreadable(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "set")
    (folder / "texts" / "rat.txt").write_bytes(b"M\xfcll")
    with pytest.raises(GoldError, match=r"rat\.txt: not UTF-8"):
        read_gold(folder)
    (folder / "texts" / "rat.txt").unlink()
    with pytest.raises(GoldError, match=r"rat\.txt: cannot be read .*\n  cure: put the text of .*rat\.json there"):
        read_gold(folder)
