"""Stored texts are read anew when a rule or a word list has changed, also where nobody raised a version."""

from pathlib import Path

import pytest

from pipeline import batches, rules
from tests.pipeline.toy import Clinics, nlp


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "cues.py").write_text("CUES = 1\n", "utf-8")
    (tmp_path / "lexicons" / "words.toml").write_text('words = ["Netz"]\n', "utf-8")
    return tmp_path


def digest(house: Path) -> str:
    return rules.digest_of(house, (file for file in house.rglob("*") if file.is_file()))


def test_a_word_more_a_file_more_and_another_name_are_other_rules(house: Path) -> None:
    found = [digest(house)]
    (house / "lexicons" / "words.toml").write_text('words = ["Netz", "Verbund"]\n', "utf-8")
    found.append(digest(house))
    (house / "more.py").write_text("", "utf-8")
    found.append(digest(house))
    (house / "more.py").rename(house / "other.py")
    found.append(digest(house))
    assert len(set(found)) == 4


def test_place_and_line_ends_are_none(house: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "lexicons").mkdir()
    for file in ("cues.py", "lexicons/words.toml"):
        (other / file).write_bytes((house / file).read_bytes().replace(b"\n", b"\r\n"))
    assert digest(other) == digest(house)


def test_all_rules_and_word_lists_count() -> None:
    named = {file.relative_to(rules._HOUSE).as_posix() for file in rules._files(rules._HOUSE)}
    assert {"extractors/lexicons/relations.toml", "extractors/relations/frames.py", "pipeline/extract.py"} <= named
    assert {"pipeline/reconcile/discrepancies.py", "pipeline/reconcile/entities.py"} <= named


def test_the_fingerprint_changes_with_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = batches.fingerprint(nlp(), (Clinics(),))
    assert f" rules:{rules.digest()} " in before
    monkeypatch.setattr(rules, "digest", lambda: "0" * 12)
    assert batches.fingerprint(nlp(), (Clinics(),)) != before
