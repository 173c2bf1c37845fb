"""The runner: what breaks the evidence law is refused by name, one extractor's fault costs no other's results."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extractors.base import Context, Extractor, Fact, Finding, Mention, Span
from extractors.registry import EXTRACTORS
from pipeline.extract import extract
from tests.extractors import cases
from tests.extractors.cases import document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Toy:
    """All that a new extractor is: one class in one file."""

    name = "room_numbers"
    version = 1
    labels = ("MISC",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        del context
        for m in re.finditer(r"Raum \d+", doc.text):
            yield Mention(Span.of(doc.text, *m.span()), "MISC", m[0][5:], 0.9, self.name, "room", self.version)


class Liar(Toy):
    name = "liar"

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        del context
        yield Mention(Span(0, 3, "Der"), "MISC", None, 0.9, self.name, "off", 1)
        yield Mention(Span(0, 3, doc.text[:3]), "ORG", None, 0.9, self.name, "undeclared", 1)
        yield Mention(Span(0, 3, doc.text[:3]), "MISC", None, 1.5, self.name, "too_sure", 1)
        yield Mention(Span(0, 3, doc.text[:3]), "MISC", None, 0.5, self.name, "well", 1)


class Broken(Toy):
    name = "broken"

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        del context
        raise KeyError(doc.text[:2])


def test_what_breaks_the_law_is_refused_by_name(nlp: "Language") -> None:
    (extraction,) = extract([document("Das Haus.")], nlp, (Liar(),))
    assert [m.rule for m in extraction.mentions] == ["well"]
    assert len(extraction.problems) == 3
    assert all(p.startswith("liar: ") for p in extraction.problems)


def test_a_broken_extractor_costs_no_others_results(nlp: "Language") -> None:
    (extraction,) = extract([document("Wir treffen uns in Raum 12.")], nlp, (Broken(), Toy()))
    assert [m.span.quote for m in extraction.mentions] == ["Raum 12"]
    assert extraction.problems == ("broken: KeyError: 'Wi'",)


def test_a_new_extractor_is_one_file_one_line_and_one_case_file(
    tmp_path: Path, nlp: "Language", monkeypatch: pytest.MonkeyPatch
) -> None:
    registry: tuple[Extractor, ...] = (*EXTRACTORS, Toy())
    lines: list[dict[str, Any]] = [
        {"label": "room", "text": "Treffpunkt ist Raum 214.", "mentions": [{"label": "MISC", "quote": "Raum 214", "norm": "214"}], "why": "a room"},
        {"label": "no room", "text": "Es gibt viel Raum für Ideen.", "mentions": [], "why": "no number"},
    ]  # fmt: skip
    (tmp_path / "room_numbers.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    monkeypatch.setattr(cases, "CASES", tmp_path)
    assert cases.names() == ["room_numbers"]
    labels, predicates = cases.scope("room_numbers", registry)
    told = [cases.differences(c, cases.run(c, nlp, registry), labels, predicates) for c in cases.lines("room_numbers")]
    assert told == [[], []]
    # and the runner would have noticed: without the line in the registry the case fails
    assert cases.differences(next(cases.lines("room_numbers")), cases.run(lines[0], nlp), {"MISC"}, set()) != []


def test_one_extraction_per_document_in_order_also_of_equal_texts(nlp: "Language") -> None:
    texts = ["Die Klinik für Neurologie zieht um."] * 2 + ["Am Montag war frei."]
    assert [e.document.text for e in extract([document(t) for t in texts], nlp)] == texts
