"""What `belegt extract` shows to people."""

from typing import Any

from db.holdings import Disagreement, Statement
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
    assert "„Klinik Nord hat 12 Betten“\n    Klinik Nord · count · 12 Betten 0.90" in text
    assert "It adds up. (sum_check, agrees)" in text
    assert "\x1b" not in text


def test_a_release_with_nothing() -> None:
    text = shown(Extraction(document("Nichts.", "file:a.txt"), (), (), (), ()))
    assert "a.txt · no date · de · 7 characters" in text
    for line in ("Mentions: 0", "Facts: 0", "Findings: 0"):
        assert line in text


def row(subject: str, target: Any, **changes: Any) -> dict[str, Any]:
    values = {
        "release_id": "r_1", "published": None, "source": "a.txt", "subject": subject, "predicate": "participates_in",
        "object": target, "qualifiers": {}, "modality": "asserted", "score": 0.8, "status": "open", "start": 0, "end": 9,
        "quote": "Am Verbund sind viele Häuser beteiligt.",
    }  # fmt: skip
    return values | changes


def test_facts_of_one_sentence_stand_below_its_one_quote() -> None:
    members = [row(f"Universitätsklinikum Nummer {n}", "VUV 3.0") for n in range(23)]
    members[1] |= {"modality": "planned", "qualifiers": {"since": "2025", "role": "Partner"}, "status": "accepted"}
    other = row("Ute Vogt", "Leiterin", predicate="has_role", start=40, quote="Ute Vogt leitet sie.")
    lines = list(view.facts([*members, other]))
    assert lines[0] == "no date · a.txt · r_1"
    assert sum("„Am Verbund sind viele Häuser beteiligt.“" in line for line in lines) == 1
    assert lines[2] == "    Universitätsklinikum Nummer 0 · participates_in · VUV 3.0 0.80"
    text = " ".join(" ".join(lines).split())
    assert "Nummer 1 · participates_in · VUV 3.0 (since: 2025; role: Partner) [planned] [accepted] 0.80" in text
    assert lines[-3:] == ["  „Ute Vogt leitet sie.“", "    Ute Vogt · has_role · Leiterin 0.80", ""]


def test_what_was_said_is_not_printed_twice() -> None:
    said = "Wir haben gelernt,\n wie man teilt"
    given = row("Ute Vogt", "Wir haben gelernt, wie man teilt", predicate="said", quote=f"„{said}“, sagt Ute Vogt.")
    text = "\n".join(view.facts([given]))
    assert text.count("gelernt") == 1
    assert "    Ute Vogt · said 0.80" in text
    assert "said · Anderes" in "\n".join(view.facts([given | {"object": "Anderes"}]))


def test_sixty_columns_are_enough() -> None:
    long = row("Institut für Versorgungsforschung", "Verbund Universitäre Versorgungsforschung 3.0", quote="Wort " * 60)
    lines = list(view.facts([long], 60))
    assert all(len(line) <= 60 for line in lines)
    assert all(len(line.strip()) > 1 for line in lines if line)


def disagreement(verdict: str, status: str = "open", *releases: str) -> Disagreement:
    sides = tuple(Statement(r, f"{r}.txt", "2025-07-01", "12", "zwölf") for r in releases or ("r_1",))
    return Disagreement("x_1", "sum_check", verdict, "Grund.", f"Reason {verdict}.", status, sides)


def test_what_disagrees_stands_apart_from_what_is_incomplete() -> None:
    given = [disagreement(v) for v in ("incomplete", "conflict", "question", "agrees", "disagrees")]
    text = "\n".join(view.discrepancies(given))
    assert text.startswith(
        "Findings: 1 conflict, 1 question, 1 disagrees\n\n  1. Reason conflict. (sum_check, conflict)\n"
    )
    assert "     2025-07-01 · r_1.txt · r_1\n       12  „zwölf“" in text
    heads = (
        "3. Reason disagrees",
        "Not to be checked",
        "4. Reason incomplete",
        "Checked and well: 1 agrees",
        "5. Reason",
    )
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert "Checked" not in "\n".join(view.discrepancies(given[:2]))


def test_sides_in_several_releases_each_name_theirs_and_what_a_person_said_is_shown() -> None:
    text = "\n".join(view.discrepancies([disagreement("conflict", "accepted", "r_1", "r_2")]))
    assert "(sum_check, conflict, accepted)" in text
    assert text.count("2025-07-01 · r_1.txt · r_1") == text.count("2025-07-01 · r_2.txt · r_2") == 1
