"""Batches: bounded in number and size, in order, nothing lost."""

from collections.abc import Iterator

import pytest

from corpus.document import Document
from db.values import FailureRow
from pipeline import batches
from tests.pipeline.toy import Clinics, document, nlp


def sizes(documents: list[Document]) -> list[int]:
    return [len(batch) for batch in batches.batches(documents)]


def test_batches_end_by_number_and_by_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "DOCUMENTS", 3)
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    assert sizes([]) == []
    assert sizes([document("x")] * 7) == [3, 3, 1]
    assert sizes([document("x" * 20), document("x"), document("x" * 9), document("x")]) == [1, 2, 1]


def test_documents_are_read_no_further_than_their_batch() -> None:
    read: list[Document] = []

    def documents() -> Iterator[Document]:
        for n in range(1000):
            read.append(document(str(n)))
            yield read[-1]

    next(batches.batches(documents()))
    assert len(read) == batches.DOCUMENTS


def test_a_failing_document_is_named_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp(), "max_length", 40)
    given = [document("Klinik Nord hat 1 Betten"), document("x" * 41, "id:long"), document("Klinik Süd hat 2 Betten")]
    first, second, third = batches.attempt(given, nlp(), (Clinics(),))
    assert isinstance(second, FailureRow)
    assert second.source == "long"
    assert not isinstance(first, FailureRow)
    assert not isinstance(third, FailureRow)
    assert [first.facts[0].subject, third.facts[0].subject] == ["Klinik Nord", "Klinik Süd"]


def test_what_is_found_is_the_same_when_spacy_forgets_the_words_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [document(f"Die Klinik Wort{n}berg hat {n} Betten. Das ist Satz Nummer {n}.", f"id:{n}") for n in range(40)]
    pipeline = batches.load_nlp("none")
    kept = list(batches.attempt(given, pipeline))
    monkeypatch.setattr(batches, "_VOCABULARY", 0)
    before = len(pipeline.vocab.strings)
    new = [document(d.text.replace("Wort", f"Neu{n}"), d.key) for n in range(3) for d in given]
    forgotten = [list(batches.attempt(some, pipeline)) for some in (given, new, new, given)]
    assert forgotten[0] == forgotten[3] == kept
    assert forgotten[1] == forgotten[2]
    assert len(pipeline.vocab.strings) == before
