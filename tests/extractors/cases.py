"""Reads and runs the case lines of tests/cases: one line a person can write, quotes and never offsets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.document import Document, ReadFailure, Source
from corpus.readers.dispatch import read
from pipeline.contract import as_json
from pipeline.extract import extract

CASES = Path(__file__).parent.parent / "cases"
LABEL = {
    "people": "PERSON", "organisations": "ORG", "infrastructures": "INFRASTRUCTURE", "projects": "PROJECT",
    "places": "LOC", "counts": "COUNT", "money": "MONEY", "quotes": "QUOTE", "abbreviations": None, "relations": None,
}  # fmt: skip


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


def run(case: dict[str, Any], nlp: Any) -> dict[str, Any]:
    """The contract's JSON of the case's text; a problem of any extractor fails the case."""
    (extraction,) = extract([document(case["text"], case.get("published"))], nlp)
    assert not extraction.problems
    return as_json(extraction)


def differences(case: dict[str, Any], found: dict[str, Any], label: str | None, predicates: set[str]) -> list[str]:
    """What is missing and what is too much, in words."""
    told = []
    if "mentions" in case and label is not None:
        ours = [m for m in found["mentions"] if m["label"] == label]
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
