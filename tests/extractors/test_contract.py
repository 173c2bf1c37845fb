"""What every extractor owes: the evidence law, declared labels, the same result for the same text, silence where nothing is."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, ReadFailure
from corpus.readers.dispatch import documents
from extractors.base import KINDS, LABELS, PREDICATES, VERDICTS, Extractor
from extractors.nlp import NONE, load
from extractors.registry import EXTRACTORS
from pipeline.contract import as_json
from pipeline.extract import extract
from tests.conftest import SAMPLES
from tests.extractors.cases import document

if TYPE_CHECKING:
    from spacy.language import Language

NLP = load()
RULES = load(NONE)


@pytest.fixture(scope="module")
def samples() -> list[Document]:
    found = list(documents([str(SAMPLES)]))
    assert not [f for f in found if isinstance(f, ReadFailure)]
    return [d for d in found if isinstance(d, Document)]


def test_the_evidence_law_holds_on_all_samples(samples: list[Document], nlp: "Language") -> None:
    count = 0
    for extraction in extract(samples, nlp):
        text = extraction.document.text
        spans = [
            *(m.span for m in extraction.mentions),
            *(f.evidence for f in extraction.facts),
            *(s for f in extraction.findings for s in f.evidence),
        ]
        assert [s for s in spans if text[s.start : s.end] != s.quote] == []
        assert extraction.problems == ()
        count += len(spans)
    assert count > 500


def test_the_quotes_of_a_fact_stand_in_the_text(samples: list[Document], nlp: "Language") -> None:
    for extraction in extract(samples, nlp):
        for fact in extraction.facts:
            for quote in (fact.subject_quote, fact.object_quote):
                assert quote is None or quote in extraction.document.text, fact


def test_the_same_text_gives_the_same_result(samples: list[Document]) -> None:
    first = [as_json(e) for e in extract(samples, load())]
    again = [as_json(e) for e in extract(list(reversed(samples)), load())]
    assert first == list(reversed(again))


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.name)
def test_labels_are_declared_and_known(extractor: Extractor) -> None:
    assert extractor.labels
    assert set(extractor.labels) <= {*LABELS, *PREDICATES}
    assert extractor.version >= 1
    assert [e.name for e in EXTRACTORS].count(extractor.name) == 1


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.name)
def test_silence_where_nothing_is(extractor: Extractor, nlp: "Language") -> None:
    text = "Wer viel liest, weiß mehr. Manche Bücher sind dick, andere dünn; gelesen werden wollen sie alle."
    (extraction,) = extract([document(text)], nlp, (extractor,))
    assert (extraction.mentions, extraction.facts, extraction.findings, extraction.problems) == ((), (), (), ())


def test_json_of_every_sample_is_the_contracts(samples: list[Document], nlp: "Language") -> None:
    for extraction in extract(samples, nlp):
        told: dict[str, Any] = json.loads(json.dumps(as_json(extraction), ensure_ascii=False, allow_nan=False))
        assert list(told) == [
            "contract_version", "id", "source", "title", "publisher", "language", "published", "published_from",
            "text", "blocks", "mentions", "facts", "findings",
        ]  # fmt: skip
        assert {m["label"] for m in told["mentions"]} <= set(LABELS)
        assert {f["predicate"] for f in told["facts"]} <= set(PREDICATES)
        assert {f["kind"] for f in told["findings"]} <= set(KINDS)
        assert {f["verdict"] for f in told["findings"]} <= set(VERDICTS)


PIECES = st.sampled_from([
    "Prof. Dr. Anna Beispiel", "die Klinik für Neurologie (KfN)", "an allen 12 Infrastrukturen (A, B, C)", "„", "“", "(", ")", ",", ".", ": ",
    "\n- ", "\n", " ", "\u00a0", "😀", "u\u0308", "Ä", "1. Juli 2025", "31.02.2025", "sagt", "leitet", "ist an", "beteiligt", "GmbH", "2,5 Mio. Euro",
    "Netzwerk X 3.0", "von", "der", "darunter", "𝔘niklinik", "\u202e", "bis", "fünf Jahre", "§", "-", "NUM4Rare", "Dekanin der", "und",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))
def test_any_text_keeps_the_law(text: str) -> None:
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if not text.strip():
        return
    (extraction,) = extract([document(text)], NLP)
    assert extraction.problems == ()


@pytest.mark.parametrize(
    "hostile",
    ["(" * 10_000, "a" * 300_000, "„" * 10_000, "Dr. " * 10_000, "A, " * 10_000 + "B und C", "und " * 30_000, "(A (B " * 3000, "12 " * 20_000, "Klinik für " * 5000,
     '"' * 20_000, "Anna Mai-" * 4000, "000 " * 10_000, "A-" * 20_000, "1." * 20_000, "Projekte, darunter A, B " * 1500, "12 Projekten: A, B und C. " * 800],
    ids=lambda t: t[:6],
)  # fmt: skip
def test_hostile_text_ends(hostile: str) -> None:
    # the model takes its time in proportion to the text; the rules are what could take more
    (extraction,) = extract([document(hostile)], RULES)
    assert extraction.problems == ()


def test_gold_texts_keep_the_law(shared: Path, nlp: "Language") -> None:
    texts = [document(p.read_bytes().decode("utf-8")) for p in sorted((shared / "gold" / "texts").glob("*.txt"))]
    found = list(extract(texts, nlp))
    assert [e.problems for e in found if e.problems] == []
    assert sum(len(e.mentions) for e in found) > 300
