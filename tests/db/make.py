"""Small values for the tests of rows, and dumps of the rows they became."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus import similar
from corpus.document import Block, Document
from db import ids, runs, store
from db.engine import Database
from db.names import fold
from db.values import Assignment, Content, Name, Seen
from extractors.base import Fact, Finding, Mention, Span

TEXT = "Das Klinikum Nordtal leitet das Netz PALAS. Acht Häuser sind dabei, zwölf sind geplant 😀. Das Klinikum Nordtal dankt."
STAMPS = {"first_seen", "last_seen", "extracted", "run_id", "at", "failure_id", "started", "finished"}


def document(text: str = TEXT, key: str | None = "id:a", **changes: Any) -> Document:
    """A document about an invented hospital."""
    values: dict[str, Any] = {
        "id": "a",
        "source": "in.jsonl:1",
        "key": key,
        "text": text,
        "blocks": (Block(0, len(text), "paragraph"),),
        "title": "Nordtal leitet PALAS",
        "publisher": "Klinikum Nordtal",
        "published": "2025-07-01",
        "published_from": "given",
        "url": None,
        "language": "de",
        "raw": text.encode("utf-8", "surrogatepass"),
        "media_type": "text/plain",
    }
    return Document(**(values | changes))


def span(text: str, quote: str, nth: int = 0) -> Span:
    """The nth place of the quote in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote), quote)


def mention(where: Span, label: Any = "ORG", norm: Any = None, **attributes: Any) -> Mention:
    """A mention by the extractor `toy`."""
    return Mention(where, label, norm, 0.9, "toy", "rule", 1, attributes)


def fact(evidence: Span, subject: str, predicate: Any, target: Any, **changes: Any) -> Fact:
    """A fact by the extractor `toy`."""
    values: dict[str, Any] = {"subject_quote": subject, "object_quote": None, "score": 0.8} | changes
    return Fact(subject, predicate, target, evidence=evidence, extractor="toy", rule="rule", version=1, **values)


def content(doc: Document | None = None, fingerprint: str = "toy:1", **changes: Any) -> Content:
    """A document with two mentions of a hospital, a date, two facts and one finding."""
    doc = doc or document()
    text = doc.text
    values: dict[str, Any] = {"mentions": (), "facts": (), "findings": ()}
    if text.endswith(TEXT):
        sentence = span(text, text.split(". ")[0])
        numbers = span(text, "Acht Häuser"), span(text, "zwölf")
        values = {
            "mentions": (
                mention(span(text, "Klinikum Nordtal"), name="Klinikum Nordtal"),
                mention(numbers[0], "COUNT", {"value": 8, "unit": "Häuser"}),
                mention(span(text, "Klinikum Nordtal", 1), name="Klinikum Nordtal"),
            ),
            "facts": (
                fact(sentence, "Klinikum Nordtal", "leads", "PALAS", qualifiers={"since": "2024-05", "until": "2026"}),
                fact(numbers[0], "PALAS", "count", {"value": 8, "unit": "Häuser"}),
            ),
            "findings": (
                Finding("count_vs_list", "disagrees", "8 gegen 12", "8 against 12", numbers, ("8", "12"), "PALAS"),
            ),
        }
    values |= changes
    assignments = tuple(_assignment(m) for m in values["mentions"])
    known = {a.folded: a.entity_id for a in assignments if a}
    links = tuple((known.get(fold(f.subject)), None) for f in values["facts"])
    sketch = similar.sketch(doc)
    return Content(doc, **values, assignments=assignments, links=links, fingerprint=fingerprint, sketch=sketch)


def _assignment(given: Mention) -> Assignment | None:
    if given.label not in {"ORG", "PERSON", "PROJECT"}:
        return None
    name = given.attributes.get("name", given.span.quote)
    entity_id = ids.make("e_", given.label, fold(name))
    return Assignment(entity_id, given.label, fold(name), (Name(name, "base_form", given.score),))


def save(database: Database, *contents: Content) -> list[Seen]:
    """Store in one run, as an ingest does."""
    with database.write() as connection:
        run_id, stamp = runs.begin(connection, "0")
    seen = []
    for one in contents:
        with database.write() as connection:
            seen.append(store.save(connection, one, run_id, stamp))
    with database.write() as connection:
        runs.end(connection, run_id, "done", {}, None)
    return seen


def ask(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a question, by a connection of its own."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def change(path: Path, *statements: str) -> None:
    """Do what the program never does, foreign keys off."""
    connection = sqlite3.connect(path)
    try:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def dump(path: Path, *, stamps: bool = False, without: Iterable[str] = ("run",)) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the full text index, sorted; without stamps, so that two runs can be compared."""
    tables = [
        name for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'")
    ]
    rows = {}
    for table in tables:
        columns = [row[1] for row in ask(path, f"PRAGMA table_info({table})")]
        kept = ", ".join(f'"{c}"' for c in columns if stamps or c not in STAMPS)
        if table not in without and kept:
            rows[table] = sorted(ask(path, f"SELECT {kept} FROM {table}"), key=repr)  # noqa: S608 - our own tables
    return rows
