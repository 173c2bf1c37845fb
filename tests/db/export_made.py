"""A small database with every kind of fact, a hostile release, and decisions; for exports and the report."""

from dataclasses import replace
from typing import Any

from db.decisions import Order, decide
from db.engine import Database
from extractors.base import Finding
from tests.db.make import ask, content, document, fact, mention, save, span

TEXT = (
    "Ute Amsel leitet das Institut Nord. Das Institut Nord ist am Netz PALAS beteiligt und fördert es mit 5.000 Euro."
    " PALAS 3.0 läuft vom 1. Juli 2025 bis 30. Juni 2030. Es hat 12 Häuser. „Wir freuen uns“, sagt Ute Amsel."
    " Das Institut Süd ist nicht dabei. Zum Tag der Netze kommt das Institut Nord."
)
LATER = TEXT.replace("12 Häuser", "14 Häuser").replace("30. Juni 2030", "31. Dezember 2030")
HOSTILE = '=HYPERLINK("http://böse.example";"klick") <script>alert(1)</script> & $x^2$ 漢字'
STAMP = "2026-01-01T00:00:00.000Z"


def made(text: str = TEXT, key: str = "id:a", **changes: Any) -> Any:
    """The text with what it says."""
    sentences = [span(text, part) for part in text.split(". ")[:1]]
    first = sentences[0]
    whole = span(text, text)
    leads = {"qualifiers": {"organisation": "Institut Nord", "since": "2024-05"}}
    number = 14 if "14 Häuser" in text else 12
    end = "2030-12-31" if "Dezember" in text else "2030-06-30"
    named = [
        ("Ute Amsel", "PERSON"), ("Institut Nord", "ORG"), ("PALAS", "PROJECT"), ("Institut Süd", "ORG"),
        ("PALAS 3.0", "PROJECT"),
    ]  # fmt: skip
    said = content(
        document(text, key=key, id=key, **changes),
        mentions=tuple(mention(span(text, name), label, name=name) for name, label in named),
        facts=(
            fact(first, "Ute Amsel", "has_role", "Leiterin", **leads),
            fact(whole, "Institut Nord", "participates_in", "PALAS"),
            fact(whole, "Institut Nord", "participates_in", "Tag der Netze"),
            fact(whole, "Institut Süd", "participates_in", "PALAS", modality="negated"),
            fact(whole, "Institut Nord", "funds", "PALAS", qualifiers={"amount": {"value": 5000, "currency": "EUR"}}),
            fact(whole, "PALAS 3.0", "starts_on", "2025-07-01"),
            fact(whole, "PALAS 3.0", "ends_on", end),
            fact(whole, "PALAS", "count", {"value": number, "unit": "Häuser"}),
            fact(whole, "Ute Amsel", "said", "Wir freuen uns"),
            fact(whole, "Anmeldefrist", "ends_on", "2025-06-10", modality="planned"),
        ),
        findings=(
            Finding(
                "count_vs_list", "disagrees", "12 genannt, 14 gezählt am 2025-07-01", "12 named, 14 counted", (first, whole),
                ("12", HOSTILE), "PALAS",
            ),
        ),
    )  # fmt: skip
    known = {a.names[0].name: a.entity_id for a in said.assignments if a}
    links = tuple(
        (known.get(f.subject), known.get(f.object) if isinstance(f.object, str) else None) for f in said.facts
    )
    return replace(said, links=links)


def fill(database: Database) -> dict[str, str]:
    """Three releases, one without a date and with a hostile title; one fact rejected, one corrected.

    Returns:
        fact ids by what was decided.
    """
    save(
        database,
        made(url="https://nord.example/a", publisher="Institut Nord"),
        made(LATER, "id:b", published="2026-03-12", publisher="Netz PALAS", title="Mehr Häuser"),
        made(TEXT + " Ende.", "id:c", published=None, published_from=None, title=HOSTILE, publisher=HOSTILE),
    )
    found = ask(
        database.path,
        "SELECT fact_id, predicate, release_id FROM v_fact WHERE predicate IN ('said', 'count') ORDER BY release_id, fact_id",
    )
    said = next(fact_id for fact_id, predicate, _ in found if predicate == "said")
    count = next(fact_id for fact_id, predicate, _ in found if predicate == "count")
    with database.write() as connection:
        orders = [
            Order("fact", said, "rejected"),
            Order("fact", count, "corrected", {"object": {"value": 13, "unit": "Häuser"}}),
        ]
        decide(connection, orders, reviewer="Ute", stamp=STAMP)
    return {"rejected": said, "corrected": count}
