"""Reads and runs the case lines of tests/cases: one line a person can write, quotes and never offsets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.document import Document, ReadFailure, Source
from corpus.readers.dispatch import read
from extractors.base import LABELS, PREDICATES, Extractor
from extractors.registry import EXTRACTORS
from pipeline.contract import as_json
from pipeline.extract import extract

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parent.parent / "cases"


def names() -> list[str]:
    """The case files, by the name of their extractor; dates have a runner of their own."""
    return sorted(p.stem for p in CASES.glob("*.jsonl") if p.stem != "dates")


def scope(name: str, extractors: tuple[Extractor, ...]) -> tuple[set[str], set[str]]:
    """The mention labels and the predicates that the file `name` is about: its extractor's, and what its lines name."""
    own = {label for e in extractors if e.name == name for label in e.labels}
    told = {f["predicate"] for case in lines(name) for f in case.get("facts", ())}
    return own & set(LABELS), own & set(PREDICATES) | told


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The cases of one file."""
    for number, line in enumerate((CASES / f"{name}.jsonl").read_text("utf-8").splitlines(), 1):
        if line.strip():
            yield {"line": number, **json.loads(line)}


def document(text: str, published: str | None = None) -> Document:
    """A document as the record reader makes it."""
    raw = json.dumps({"id": "case", "text": text, "published": published}, ensure_ascii=False).encode()
    read_document = read(Source(name="case", key="id:case", media_type="application/x-belegt-record", raw=raw))
    assert not isinstance(read_document, ReadFailure), read_document
    return read_document


def run(case: dict[str, Any], nlp: "Language", extractors: tuple[Extractor, ...] = EXTRACTORS) -> dict[str, Any]:
    """The contract's JSON of the case's text; a problem of any extractor fails the case."""
    (extraction,) = extract([document(case["text"], case.get("published"))], nlp, extractors)
    assert not extraction.problems
    return as_json(extraction)


def differences(case: dict[str, Any], found: dict[str, Any], labels: set[str], predicates: set[str]) -> list[str]:
    """What is missing and what is too much, in words."""
    told = []
    if "mentions" in case:
        ours = [m for m in found["mentions"] if m["label"] in labels]
        for want in case["mentions"]:
            hit = next((m for m in ours if m["quote"] == want["quote"]), None)
            if hit is None:
                told.append(f"missing {want['quote']!r}")
                continue
            ours.remove(hit)
            told += [
                f"{want['quote']!r}: {key} is {hit.get(key)!r}, not {value!r}"
                for key, value in want.items()
                if key not in ("label", "quote") and hit.get(key) != value
            ]
        told += [f"too much {m['quote']!r}" for m in ours]
    if "facts" in case:
        facts = [f for f in found["facts"] if f["predicate"] in predicates]
        for want in case["facts"]:
            same = next((f for f in facts if _same(want, f)), None)
            if same is None:
                told.append(f"missing {want['subject']!r} {want['predicate']} {want['object']!r}")
            else:
                facts.remove(same)
        told += [f"too much {f['subject']!r} {f['predicate']} {f['object']!r} {f['qualifiers']}" for f in facts]
    return told


def _same(want: dict[str, Any], fact: dict[str, Any]) -> bool:
    if any(want[key] != fact[key] for key in ("subject", "predicate", "object")):
        return False
    if want.get("modality", "asserted") != fact["modality"]:
        return False
    return all(fact["qualifiers"].get(key) == value for key, value in want.get("qualifiers", {}).items())
