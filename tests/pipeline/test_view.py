"""What `belegt extract` shows to people."""

from extractors.base import Finding, Mention, Span
from pipeline import view
from pipeline.batches import attempt
from pipeline.extract import Extraction
from pipeline.wording import WIDTH
from tests.pipeline.toy import Clinics, document, nlp

TEXT = "Die Klinik Nord hat 12 Betten. Prof. Dr. Ute Vogt leitet sie \x1b[2Jseit langem."


def shown(extraction: Extraction) -> str:
    lines = list(view.release(extraction))
    assert all(len(line) <= WIDTH for line in lines)
    return "\n".join(lines)


def test_a_release_with_all_that_was_found() -> None:
    given = document(
        TEXT, "file:a.txt", title="Neue Betten", published="2025-07-01", published_from="text", publisher="KN"
    )
    (extraction,) = attempt([given], nlp(), (Clinics(),))
    assert isinstance(extraction, Extraction)
    start = TEXT.index("Ute Vogt")
    person = Mention(
        Span(start, start + 8, "Ute Vogt"),
        "PERSON",
        None,
        1.0,
        "x",
        "y",
        1,
        {"titles": "Prof. Dr.", "role": "Leiterin"},
    )
    finding = Finding("sum_check", "agrees", "", "It adds up.", (person.span,), ("1", "2"))
    text = shown(Extraction(given, (*extraction.mentions, person), extraction.facts, (finding,), ()))
    assert "Neue Betten\n===========" in text
    assert "a.txt · 2025-07-01 (from text) · KN · de · 77 characters" in text
    assert text.index("PERSON") < text.index("ORG") < text.index("COUNT"), "in the contract's order"
    assert "Ute Vogt  (Prof. Dr.; Leiterin)" in text
    assert "12  = 12 Betten" in text
    assert "„Klinik Nord hat 12 Betten“\n    Klinik Nord · count · 12 Betten" in text
    assert "It adds up. (sum_check, agrees)" in text
    assert "\x1b" not in text


def test_a_release_with_nothing() -> None:
    text = shown(Extraction(document("Nichts.", "file:a.txt"), (), (), (), ()))
    assert "a.txt · no date · de · 7 characters" in text
    for line in ("Mentions: 0", "Facts: 0", "Findings: 0"):
        assert line in text
