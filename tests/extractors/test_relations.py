"""Facts of lists: the verb that carries them may stand far behind, or the introduction be long."""

from typing import TYPE_CHECKING

import pytest

from pipeline.extract import extract
from tests.extractors.cases import document

if TYPE_CHECKING:
    from spacy.language import Language

FIRST = ", ".join(f"ALPHA{n}" for n in range(40))
SECOND = ", ".join(f"BETA{n}" for n in range(120))
LEAD = "nach vielen Jahren der Vorbereitung und mit der Hilfe von Land und Bund " * 10


@pytest.mark.parametrize("lead", ["", LEAD], ids=["short", "long"])
def test_the_evidence_of_a_list_reaches_the_verb_behind_it(lead: str, nlp: "Language") -> None:
    text = (
        f"Die Hochschulmedizin Musterstadt wächst. Seither ist sie {lead}an 40 Infrastrukturen ({FIRST}) sowie an 120 Projekten ({SECOND}) beteiligt."
    )  # fmt: skip
    (extraction,) = extract([document(text)], nlp)
    facts = [f for f in extraction.facts if f.predicate == "participates_in"]
    assert {f.subject for f in facts} == {"Hochschulmedizin Musterstadt"}
    assert len({f.object for f in facts}) == 160
    assert all(f.evidence.quote.endswith("beteiligt") for f in facts)
    assert all(str(f.object_quote) in f.evidence.quote for f in facts)
