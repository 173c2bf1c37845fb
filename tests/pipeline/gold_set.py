"""A gold folder of three invented releases, small enough to count by hand, and one extraction of it with known faults."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]

ROLE = "Dr. Ute Brandt, Sprecherin im Klinikum Auental (KLA), bekommt 2 Millionen Euro."
HELPERS = "Rund 40 Kliniken helfen"
ABSENT = "Das Klinikum gehört ihm nicht an."
NETZ = f"3. März 2021\n\n{ROLE} {HELPERS} ab der kommenden Woche dem Netz Morgenrot. {ABSENT}"
VERBUND = "Im Verbund Tal und Au forscht Jonas Reh. Tal und Au hat zwölf Standorte in Talheim."
RAT = "Der Rat für Moore endet 2023. „Wir bleiben“, sagt der Rat."


def span(text: str, quote: str, nth: int = 0) -> Json:
    """Where the quote stands for the n-th time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return {"start": start, "end": start + len(quote)}


def noted(text: str, label: str, quote: str, nth: int = 0, **more: Any) -> Json:
    """A mention as a gold file has it."""
    return {**span(text, quote, nth), "text": quote, "label": label, **more}


def found(text: str, label: str, quote: str, nth: int = 0, **more: Any) -> Json:
    """A mention as `belegt extract` gives it."""
    return {**span(text, quote, nth), "quote": quote, "label": label, **more}


def stated(text: str, fact: tuple[str | None, str, Any], quote: str, **more: Any) -> Json:
    """A fact as a gold file has it."""
    at = span(text, quote)
    subject, predicate, thing = fact
    return {
        "subject": subject,
        "predicate": predicate,
        "object": thing,
        "evidence": [at["start"], at["end"]],
        **more,
    }


def claimed(text: str, fact: tuple[str | None, str, Any], quote: str, **more: Any) -> Json:
    """A fact as `belegt extract` gives it."""
    subject, predicate, thing = fact
    evidence = {**span(text, quote), "quote": quote}
    return {"subject": subject, "predicate": predicate, "object": thing, "evidence": evidence, **more}


def gold_set() -> dict[str, tuple[str, Json]]:
    """The texts and their gold, by id."""
    netz = {
        "publication_date": "2021-03-03",
        "publication_date_source": "text",
        "facts_complete": True,
        "mentions": [
            noted(NETZ, "DATE", "3. März 2021", norm="2021-03-03"),
            noted(NETZ, "PERSON", "Ute Brandt", titles="Dr.", role="Sprecherin"),
            noted(NETZ, "ORG", "Klinikum Auental"),
            noted(NETZ, "ORG", "KLA"),
            noted(NETZ, "MONEY", "2 Millionen Euro", norm={"value": 2000000, "currency": "EUR"}),
            noted(NETZ, "COUNT", "40 Kliniken", norm={"value": 40, "unit": "Kliniken", "alt_units": ["Hospitäler"]}),
            noted(NETZ, "DATE", "Woche", norm="2021-03-10/2021-03-16"),
            noted(NETZ, "INFRASTRUCTURE", "Netz Morgenrot", alt_labels=["ORG"]),
        ],
        "facts": [
            stated(NETZ, ("KLA", "abbreviation_of", "Klinikum Auental"), ROLE),
            stated(NETZ, ("Ute Brandt", "has_role", "Sprecherin"), ROLE, at="Klinikum Auental"),
            stated(NETZ, ("Netz Morgenrot", "count", {"value": 40, "unit": "Kliniken"}), HELPERS, modality="planned"),
            stated(NETZ, ("Klinikum Auental", "part_of", "Netz Morgenrot"), ABSENT, modality="negated"),
            stated(NETZ, ("Netz Morgenrot", "starts_on", "2021-03-10"), HELPERS),
            stated(NETZ, (None, "funds", "Klinikum Auental"), ROLE),
        ],
        "expected_findings": [
            {"type": "x", "kind": "count_vs_list", "verdict": "agrees", "claim": 40, "listed": "vierzig"},
            {"type": "x", "kind": "duration_vs_dates", "verdict": "disagrees", "values": ["P5Y", "Ende 2026-12"]},
            {"type": "x", "kind": "sum_check", "verdict": "silent", "values": ["2 Millionen"]},
            {"type": "x", "kind": "date_order", "verdict": "silent"},
            {"type": "x", "kind": "value_difference", "verdict": "conflict", "values": [1, 2]},
            {"type": "x", "kind": "missing_date", "verdict": "question", "docs": ["rat"]},
        ],
    }
    verbund = {
        "publication_date": "2021-04-01",
        "publication_date_source": "metadata",
        "facts_complete": False,
        "facts_note": "only the first sentence",
        "name_groups": [["Verbund Tal und Au", "TA-Bund"]],
        "mentions": [
            noted(VERBUND, "ORG", "Verbund Tal und Au", alt_labels=["INFRASTRUCTURE"]),
            noted(VERBUND, "PERSON", "Jonas Reh"),
            noted(VERBUND, "COUNT", "zwölf Standorte", norm={"value": 12, "unit": "Standorte"}),
            noted(VERBUND, "LOC", "Talheim"),
        ],
        "facts": [
            stated(VERBUND, ("Jonas Reh", "has_role", None), "Im Verbund Tal und Au forscht Jonas Reh.", at="TA-Bund"),
            stated(VERBUND, ("TA-Bund", "count", {"value": 12, "unit": "Standorte"}), "Tal und Au hat zwölf Standorte"),
        ],
        "expected_findings": [],
    }
    rat = {
        "publication_date": None,
        "mentions": [noted(RAT, "ORG", "Rat für Moore"), noted(RAT, "DATE", "2023", norm="2023")],
        "facts": [
            stated(RAT, ("Rat für Moore", "said", "Wir bleiben"), "„Wir bleiben“, sagt der Rat"),
            stated(RAT, ("Rat für Moore", "ends_on", "2023"), "Der Rat für Moore endet 2023"),
        ],
    }
    return {"netz": (NETZ, netz), "rat": (RAT, rat), "verbund": (VERBUND, verbund)}


def write_gold(folder: Path, texts: Mapping[str, tuple[str, Json]] | None = None) -> Path:
    """The set, or other texts with their gold, as a gold folder."""
    (folder / "gold").mkdir(parents=True)
    (folder / "texts").mkdir()
    for key, (text, gold) in (texts or gold_set()).items():
        (folder / "texts" / f"{key}.txt").write_bytes(text.encode())
        (folder / "gold" / f"{key}.json").write_text(json.dumps({"id": key, **gold}), "utf-8")
    return folder


def faulty_extractions() -> dict[str, Json]:
    """What a middling extraction of the set looks like: every fault once; of `rat` there is none."""
    netz = {
        "id": "netz",
        "published": "2021-03-03",
        "mentions": [
            found(NETZ, "DATE", "3. März 2021", norm="2021-03-03"),
            found(NETZ, "PERSON", "Ute Brandt", titles="Dr.", role="Leiterin"),
            found(NETZ, "ORG", "Klinikum Auental"),
            found(NETZ, "PERSON", "KLA"),
            found(NETZ, "MONEY", "2 Millionen Euro", norm={"value": 2e6, "currency": "EUR"}),
            found(NETZ, "COUNT", "40 Kliniken", norm={"value": 40, "unit": "Hospitäler"}),
            found(NETZ, "DATE", "der kommenden Woche", norm="2021-03-03"),
            found(NETZ, "ORG", "Netz Morgenrot"),
            found(NETZ, "TIME", "März"),
            found(NETZ, "LOC", "Auental", kind="nature"),
        ],
        "facts": [
            claimed(NETZ, ("KLA", "abbreviation_of", "Klinikum Auental"), ROLE),
            claimed(NETZ, ("Ute Brandt", "has_role", "Sprecherin"), ROLE, qualifiers={"organisation": "KLA"}),
            claimed(NETZ, ("Netz Morgenrot", "count", {"value": 40, "unit": "Kliniken"}), HELPERS, modality="asserted"),
            claimed(NETZ, ("Klinikum Auental", "part_of", "Netz Morgenrot"), ABSENT, modality="asserted"),
            claimed(NETZ, ("Netz Morgenrot", "starts_on", "2021-03"), HELPERS),
            claimed(NETZ, ("Netz Morgenrot", "lasts", "P5Y"), HELPERS),
        ],
        "findings": [
            {"kind": "count_vs_list", "verdict": "agrees", "reason_de": "40 genannt, vierzig gezählt", "evidence": []},
            {"kind": "duration_vs_dates", "verdict": "disagrees", "values": ["fünf Jahre", "2026-11"]},
            {"kind": "sum_check", "verdict": "disagrees", "values": ["2", "3"]},
            {"kind": "date_order", "verdict": "agrees", "values": ["2"]},
        ],
    }
    verbund = {
        "id": "verbund",
        "published": "2021-04-01",
        "mentions": [
            found(VERBUND, "INFRASTRUCTURE", "Verbund"),
            found(VERBUND, "ORG", "Tal und Au"),
            {**found(VERBUND, "PERSON", "Jonas Reh"), "quote": "Jonas R."},
            found(VERBUND, "COUNT", "zwölf Standorte", norm={"value": 11, "unit": "Standorte"}),
            found(VERBUND, "LOC", "Talheim", kind="place"),
        ],
        "facts": [
            claimed(
                VERBUND,
                ("Jonas Reh", "has_role", "Forscher"),
                VERBUND,
                qualifiers={"organisation": "Verbund Tal und Au"},
            ),
            claimed(VERBUND, ("Talheim", "has_role", "Ort"), VERBUND),
        ],
        "findings": [],
    }
    return {"netz": netz, "verbund": verbund}
