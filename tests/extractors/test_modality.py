"""Whether a statement is asserted, planned, denied or reported, where its sentence says something else as well.

`modality.jsonl`: 100 texts, fiction, by a hand that had not seen the rules; on the half that was not read while the rule of clauses was
made, 45 of the 53 facts that were found had the right modality (27 by the rule of whole sentences), and the rest was read then.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extractors.registry import EXTRACTORS
from extractors.relations.modality import modality_at, modality_of
from tests.extractors import cases

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = Path(__file__).parent / "modality.jsonl"
FOUND, RIGHT = 106, 0.95  # of 144 facts


def test_the_modality_is_that_of_the_clause(nlp: "Language") -> None:
    given = [json.loads(line) for line in TEXTS.read_text("utf-8").splitlines()]
    found = right = 0
    wrong: list[Any] = []
    for case in given:
        facts = cases.run({**case, "published": "2026-02-03"}, nlp, EXTRACTORS)["facts"]
        for want in case["facts"]:
            said = {
                f["modality"] for f in facts if all(f[key] == want[key] for key in ("subject", "predicate", "object"))
            }
            found += bool(said)
            right += said == {want["modality"]}
            if said and said != {want["modality"]}:
                wrong.append((case["text"], want["modality"], said))
    assert found >= FOUND
    assert right >= RIGHT * found, wrong


@pytest.mark.parametrize(
    ("sentence", "place", "modality"),
    [
        ("Es wird von Weber geleitet und gehört nicht zu Ulm.", "Weber", "asserted"),
        ("Es wird von Weber geleitet und gehört nicht zu Ulm.", "Ulm", "negated"),
        ("Es startet im Mai, nicht im Juni.", "Mai", "asserted"),
        ("Es startet im Mai, nicht im Juni.", "Juni", "negated"),
        ("Es soll nicht im Mai, sondern im Juni starten.", "Juni", "planned"),
        ("Es soll im Mai beginnen und bis 2029 laufen.", "2029", "planned"),
        ("Nicht beteiligt sind die Universität Ulm, die Stadt Aue und das Land Hessen.", "Hessen", "negated"),
        ("Nicht beteiligt ist das Klinikum Aue, das in Ulm steht.", "Ulm", "asserted"),
        ("Weil das Geld nicht reicht, fördert Hessen den Bau.", "Hessen", "asserted"),
        ("Nicht nur Ulm, sondern auch Aue beteiligt sich.", "Aue", "asserted"),
        ("Es soll gefördert und geleitet werden von Weber.", "Weber", "planned"),
        ("„Das reicht uns allen noch lange nicht“, sagt Weber, der das Netz leitet.", "Weber", "asserted"),
    ],
)
def test_what_a_clause_says_of_a_place(sentence: str, place: str, modality: str) -> None:
    assert modality_at(sentence, sentence.index(place)) == modality


def test_without_a_place_the_sentence_decides() -> None:
    sentence = "Es wird von Weber geleitet und gehört nicht zu Ulm."
    assert modality_at(sentence) == modality_of(sentence) == "negated"
