"""Text into what reads German: dates, abbreviations, quotes, lists, names; and all extractors together."""

import json
import re
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final

from corpus import similar
from corpus.document import Block, Document, Source
from corpus.errors import Unreadable
from corpus.normalise import normalise
from corpus.readers import dispatch
from corpus.readers.formats import RECORD
from db import names, wordforms, written
from db.effects import in_force
from extractors import abbreviations, quotation_marks
from extractors.base import Context, Mention
from extractors.dates import lexer
from extractors.dates.extractor import Dates
from extractors.enumerations import enumerations
from extractors.nlp import NONE, load
from pipeline.contract import as_json
from pipeline.extract import extract
from pipeline.reconcile import kinship
from review.highlight import Mark, marked, window
from review.selection import select
from tests.conftest import ROOT, SAMPLES
from tests.fuzz import material
from tests.fuzz.target import Target

if TYPE_CHECKING:
    from spacy.language import Language

_NORM: Final = re.compile(r"[\dXPQWHT./:+-]|[A-Z]{2}|_REF")
_DATES: Final = Dates()
_KINDS: Final = ("count", "starts_on", "ends_on", "lasts", "leads", "said")
_CELLS: Final = (material.NUMBERS, material.NUMBERS, material.DATES, material.MARKS, material.ODD, ("31.12.2025", "1. Januar 2020", "5 Jahre", "P5Y", "1.200,5 Betten", "zwölf Häuser", "2025-01/2025-03", " bis "))  # fmt: skip


@cache
def _samples() -> list[str]:
    cases = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "tests" / "cases").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))] + ["\n\n".join(cases)]


@cache
def _dates() -> str:
    lines = (ROOT / "tests" / "cases" / "dates.jsonl").read_text("utf-8").splitlines()
    return "\n".join(json.loads(line)["text"] for line in lines)


@cache
def _rules() -> "Language":
    return load(NONE)


def _prose(rng: Random) -> str:
    return material.text(rng) if rng.random() < 0.5 else material.mutated_text(rng, rng.choice(_samples()))


def _timely(rng: Random) -> str:
    found = material.text(rng, material.TIMES, 14) if rng.random() < 0.6 else material.mutated_text(rng, _dates(), material.TIMES)[:160]  # fmt: skip
    return f"{rng.choice(('', '2025-07-01', '2024-02-29', '2025-07', '2025', '0001-01-01', '9999-12-31', '1.1.2025'))}|{found}"


def _cell(rng: Random) -> str:
    return material.text(rng, _CELLS, 4)


def _name(rng: Random) -> str:
    some = (material.NAMES, material.NAMES, material.WORDS, material.MARKS, material.ODD, material.NUMBERS)
    return material.text(rng, some, 5) + "|" + material.text(rng, some, 5)


def _read_dates(given: str) -> None:
    published, _, text = given.partition("|")
    for found in _DATES.read(text, Context(published=published or None)):
        if not isinstance(found, Mention):
            assert all(text[s.start : s.end] == s.quote for s in found.evidence)
            continue
        assert text[found.span.start : found.span.end] == found.span.quote
        assert found.span.quote.strip() == found.span.quote != ""
        assert 0 <= found.score <= 1
        assert found.norm
        assert _NORM.search(found.norm)
        first, last = found.attributes.get("earliest"), found.attributes.get("latest")
        assert (first is None) == (last is None)
        assert first is None or first <= last
        for part in found.attributes.get("parts", ()):
            assert text[part["start"] : part["end"]] == part["quote"]


def _lex(text: str) -> None:
    atoms = lexer.read(text)
    assert len(atoms.kinds) == len(atoms.values) == len(atoms.starts) == len(atoms.ends)
    assert atoms.starts == sorted(atoms.starts)


def _pairs(text: str) -> None:
    for start, end, short, long, score, _ in abbreviations.pairs(text):
        assert 0 <= start <= long[0] < long[1] <= end <= len(text)
        assert start <= short[0] < short[1] <= end
        assert 0 <= score <= 1
        assert text[slice(*short)].strip()


def _quoted(text: str) -> None:
    last = 0
    for found in quotation_marks.quoted(text):
        assert last <= found.low <= found.start < found.end <= found.high <= len(text)
        last = found.end


def _lists(text: str) -> None:
    sentences = [m.span() for m in re.finditer(r"[^\s.!?][^.!?]*[^\s.!?]", text)]
    blocks = [Block(*m.span(), "list_item" if m[0].startswith(("-", "•")) else "paragraph") for m in re.finditer(r"\S[^\n]*", text)]  # fmt: skip
    for found in enumerations(text, sentences, blocks):
        for span in (found.introduction, found.head, found.whole):
            assert text[span.start : span.end] == span.quote


def _document(text: str) -> Document | None:
    raw = json.dumps({"id": "a", "text": text, "published": "2025-07-01"}).encode()
    try:
        return dispatch._read(Source("a", "id:a", RECORD, raw))
    except Unreadable:
        return None


def _extract(text: str) -> None:
    if (document := _document(text)) is None:
        return
    (extraction,) = extract([document], _rules())
    assert extraction.problems == ()
    told = as_json(extraction)
    assert json.loads(json.dumps(told, ensure_ascii=False, allow_nan=False)) == json.loads(json.dumps(told))


def _sketch(text: str) -> None:
    if (document := _document(text)) is not None:
        similar.sketch(document)


def _normal(text: str) -> None:
    try:
        found = normalise(text)
    except Unreadable:
        return
    assert normalise(found) == found
    assert "\r" not in found


def _value(text: str) -> None:
    for kind in _KINDS:
        try:
            found = written.object_of(kind, text, "Betten")
        except written.ValueRefusedError:
            continue
        json.dumps(found, allow_nan=False)
        if kind in {"starts_on", "ends_on", "lasts"}:
            assert written.object_of(kind, found, None) == found, "what is written stays as it is"


def _related(given: str) -> None:
    one, two = (part.strip() or "x" for part in (given.partition("|")[0], given.partition("|")[2]))  # no name is empty
    for kind in ("ORG", "PERSON", "PROJECT"):
        a = kinship.Named("e_1", kind, frozenset([one]), frozenset([two[:8]]))
        b = kinship.Named("e_2", kind, frozenset([two]))
        kinship.keys(a)
        first, second = kinship.link(a, b), kinship.link(b, a)
        assert (first is None) == (second is None)
    names.fold(given)


def _words(text: str) -> None:
    for word in wordforms.words(text):
        wordforms.stem(word.word)
        wordforms.kin(word.word)
        assert 0 <= word.start < word.end <= len(text)
        assert wordforms.fold(word.word) == word.word


def _shown(text: str) -> None:
    places = [m.start() for m in re.finditer(r"\w+", text)]
    marks = [Mark(a, b, "ORG") for a, b in zip(places, places[1:][::-1], strict=False)]
    start, end = window(text, len(text) // 2, 50)
    html = str(marked(text, start, end, marks))
    assert html.count("<mark") == html.count("</mark>")
    assert "<script" not in html
    if len(text) > 4 and (found := select(text, text[2:9], 3)) is not None:
        assert text[found.start : found.end] == found.quote


def _chain(given: str) -> None:
    rows = [{"decision_id": str(n), "undoes": c if c.isdigit() else None} for n, c in enumerate(given)]
    assert len(in_force(rows)) <= len(rows)


TARGETS = (
    Target("dates", _timely, _read_dates, 14, 1),
    Target("date_words", lambda rng: material.text(rng, material.TIMES), _lex, 6, 1),
    Target("abbreviations", _prose, _pairs, 10, 1),
    Target("quotes", _prose, _quoted, 10, 1),
    Target("lists", _prose, _lists, 6, 1),
    Target("extract", _prose, _extract, 9, 5),
    Target("sketch", _prose, _sketch, 1, 5),
    Target("normalise", material.text, _normal, 5, 1),
    Target("values", _cell, _value, 10, 1),
    Target("kinship", _name, _related, 4, 1),
    Target("wordforms", _prose, _words, 2, 1),
    Target("highlight", _prose, _shown, 2, 1),
    Target("decision_chain", lambda rng: "".join(rng.choice("0123456789x") for _ in range(rng.randrange(12))), _chain, 1, 1),
)  # fmt: skip
