"""The shipped model: what it finds, that batches and order change nothing, windows, scores, damage."""

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors.tagger import FOLDER, Tagger, WeightsError, read_meta

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def ents(nlp: "Language", text: str) -> list[tuple[str, str]]:
    return [(e.text, e.label_) for e in nlp(text).ents]


@pytest.mark.parametrize("dash", ["–", "-", "—"])
def test_a_dateline_gives_its_place(nlp: "Language", dash: str) -> None:
    assert ("Mannheim", "LOC") in ents(nlp, f"Mannheim, 20. November 2019 {dash} Die neue Tagesklinik ist eröffnet.")


def test_a_dateline_alone_gives_its_place(nlp: "Language") -> None:
    assert ents(nlp, "Mannheim, 20. November 2019") == [("Mannheim", "LOC")]


@pytest.mark.parametrize("stop", ["", ".", "!", " "])
def test_a_final_stop_changes_no_name(nlp: "Language", stop: str) -> None:
    found = ents(nlp, f"Der Vortrag von Annika Weidenfeller war sehr gut besucht{stop}")
    assert found == [("Annika Weidenfeller", "PERSON")]


SENTENCES = [
    [
        "Die",
        "Klinik",
        "für",
        "Neurologie",
        "am",
        "Universitätsklinikum",
        "Ulm",
        "hat",
        "Katrin",
        "Ostermeier",
        "berufen",
        ".",
    ],
    ["In", "Bremen", "regnet", "es", "."],
    ["Das", "Vorhaben", "wird", "vom", "Bundesministerium", "für", "Bildung", "und", "Forschung", "gefördert", "."],
    ["Es", "gibt", "nichts", "Neues", "."],
    ["Mit", "dabei", "sind", "Hannover", ",", "Kiel", "und", "die", "Stiftung", "Kinderherz", "."],
]


def test_batch_and_order_change_nothing(tagger: Tagger) -> None:
    together = tagger(SENTENCES)
    assert together == [tagger([s])[0] for s in SENTENCES]
    assert together[::-1] == tagger(SENTENCES[::-1])
    many = tagger(SENTENCES * 40)
    assert many == together * 40
    assert any(together)


def test_a_long_sentence_is_cut_into_windows_and_nothing_is_lost(tagger: Tagger) -> None:
    names = [f"Professorin Sabine Kellermann aus Hannover, Nummer {k} ,".split() for k in range(120)]
    found = tagger([[w for name in names for w in name]])[0]
    assert len([e for e in found if e.label == "PERSON"]) >= 115
    assert max(e.end for e in found) > 117 * 7
    assert found == sorted(found, key=lambda e: e.start)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_two_hundred_pages_go_through_with_each_name_in_its_place(nlp: "Language") -> None:
    page = "Die Leiterin Sabine Kellermann spricht in Hannover. " + "Es folgt ein Absatz ohne Namen darin. " * 40
    doc = nlp("\n\n".join([page] * 200))
    people = [e for e in doc.ents if e.label_ == "PERSON"]
    assert len(people) == 200
    assert {e.text for e in people} == {"Sabine Kellermann"}


@pytest.mark.parametrize("words", [[], [""], ["."], ["\u202e"], ["x" * 100_000], ["🧬"] * 300, ["A"] * 3000])
def test_odd_words_never_raise(tagger: Tagger, words: list[str]) -> None:
    (found,) = tagger([words])
    assert all(0 <= e.start < e.end <= len(words) for e in found)


def test_scores_are_probabilities_of_every_name(nlp: "Language") -> None:
    doc = nlp("Katrin Ostermeier leitet die Klinik für Neurologie am Universitätsklinikum Ulm.")
    assert set(doc.user_data["scores"]) == {(e.start, e.end) for e in doc.ents}
    assert all(0 < score < 1 for score in doc.user_data["scores"].values())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "meta.json"])
def test_a_missing_file_is_named_with_the_cure(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(WeightsError, match="is missing") as caught:
        Tagger(copy)
    assert caught.value.path == copy / name
    assert "--model none" in str(caught.value)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_named(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(WeightsError, match="is damaged: its sha256"):
        Tagger(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1'])
def test_a_damaged_meta_is_named(copy: Path, text: str) -> None:
    (copy / "meta.json").write_text(text)
    with pytest.raises(WeightsError, match="is damaged"):
        read_meta(copy)


def test_weights_of_another_library_version_are_an_error_of_ours(copy: Path) -> None:
    import hashlib

    (copy / "model.onnx").write_bytes(b"not a graph")
    meta = json.loads((copy / "meta.json").read_text())
    meta["sha256"]["model.onnx"] = hashlib.sha256(b"not a graph").hexdigest()
    (copy / "meta.json").write_text(json.dumps(meta))
    with pytest.raises(WeightsError, match="cannot be loaded"):
        Tagger(copy)


def test_the_model_is_small(tagger: Tagger) -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) <= 40_000_000
    assert set(tagger.meta["labels"]) == {"PERSON", "ORG", "LOC", "INFRASTRUCTURE", "PROJECT", "MISC"}
