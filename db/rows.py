"""Values to plain rows: ids, JSON, the evidence law. Pure: no database is touched here."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from db import ids
from db.values import Content
from extractors.base import Fact, Finding, Mention, Span

Rows = dict[str, list[dict[str, Any]]]
_LARGEST: Final = 2**63 - 1
_DAY: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")


def of(content: Content, release_id: str) -> Rows:
    """The rows of each table, in the order in which they can be inserted; the key of the revision is not in them.

    Ids hold no offsets: a mention or fact keeps its id when the text around it changes. Equal ones are told apart by
    their order in the text.

    Raises:
        ValueError: when a quote is not what stands at its place, or the text holds what no database can.
        TypeError: when a norm, an object or an attribute is no JSON value.
    """
    text = content.document.text
    if "\0" in text or not _encodes(text):
        raise ValueError("the text holds a NUL character or half of a surrogate pair, which cannot be stored")
    rows: Rows = {
        "entity": [
            {"entity_id": a.entity_id, "kind": a.kind, "folded": a.folded}
            for a in {a.entity_id: a for a in content.assignments if a}.values()
        ],
        "mention": _mentions(content, release_id),
        "alias": _aliases(content),
        "evidence": [],
        "fact": _facts(content, release_id),
        "discrepancy": [],
        "discrepancy_evidence": [],
    }
    _findings(content, release_id, rows)
    spans = [f.evidence for f in content.facts] + [s for f in content.findings for s in f.evidence]
    rows["evidence"] = [{"start": s.start, "end": s.end, "quote": s.quote} for s in sorted(set(spans))]
    return rows


def _mentions(content: Content, release_id: str) -> list[dict[str, Any]]:
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for mention, assignment in zip(content.mentions, content.assignments, strict=True):
        _law(content, mention.span, mention)
        same = mention.label, mention.span.quote
        rows.append(
            {
                "mention_id": ids.make("m_", release_id, *same, seen[same]),
                "start": mention.span.start,
                "end": mention.span.end,
                "quote": mention.span.quote,
                "label": mention.label,
                "norm": _text(mention.norm),
                "score": float(mention.score),
                "entity_id": assignment and assignment.entity_id,
                "extractor": mention.extractor,
                "rule": mention.rule,
                "version": mention.version,
                "attributes": ids.canonical(dict(mention.attributes)),
            }
        )
        seen[same] += 1
    return rows


def _aliases(content: Content) -> list[dict[str, Any]]:
    best: dict[tuple[str, str, str], float] = {}
    for assignment in content.assignments:
        for name in assignment.names if assignment else ():
            key = (assignment.entity_id, name.name, name.rule) if assignment else ("", "", "")
            best[key] = max(best.get(key, 0.0), name.score)
    return [
        {"entity_id": entity_id, "name": name, "rule": rule, "score": score}
        for (entity_id, name, rule), score in sorted(best.items())
    ]


def _facts(content: Content, release_id: str) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    rows = []
    for fact, (subject_id, object_id) in zip(content.facts, content.links, strict=True):
        _law(content, fact.evidence, fact)
        qualifiers = dict(fact.qualifiers)
        said = [fact.subject, fact.predicate, fact.object, qualifiers, fact.modality, fact.evidence.quote]
        same = ids.canonical(said)
        rows.append({"fact_id": ids.make("f_", release_id, same, seen[same]), **fact_row(fact, subject_id, object_id)})
        seen[same] += 1
    return rows


def fact_row(fact: Fact, subject_id: str | None, object_id: str | None) -> dict[str, Any]:
    """The columns of one fact, without its id and its revision."""
    value, unit = _amount(fact)
    return {
        "subject": fact.subject,
        "subject_id": subject_id,
        "subject_quote": fact.subject_quote,
        "predicate": fact.predicate,
        "object": _text(fact.object),
        "object_id": object_id,
        "object_quote": fact.object_quote,
        "value": value,
        "unit": unit,
        "qualifiers": ids.canonical(dict(fact.qualifiers)),
        "modality": fact.modality,
        "valid_from": _day(fact.qualifiers.get("since"), 0),
        "valid_to": _day(fact.qualifiers.get("until"), -1),
        "start": fact.evidence.start,
        "end": fact.evidence.end,
        "score": float(fact.score),
        "extractor": fact.extractor,
        "rule": fact.rule,
        "version": fact.version,
    }


def _findings(content: Content, release_id: str, rows: Rows) -> None:
    seen: Counter[str] = Counter()
    for finding in content.findings:
        for span in finding.evidence:
            _law(content, span, finding)
        same = ids.canonical([finding.kind, finding.verdict, finding.values, [s.quote for s in finding.evidence]])
        discrepancy_id = ids.make("x_", release_id, same, seen[same])
        seen[same] += 1
        rows["discrepancy"].append(
            {
                "discrepancy_id": discrepancy_id,
                "scope": "inside",
                "kind": finding.kind,
                "verdict": finding.verdict,
                "subject": finding.subject,
                "predicate": finding.predicate,
                "reason_de": finding.reason_de,
                "reason_en": finding.reason_en,
            }
        )
        for position, span in enumerate(finding.evidence):
            rows["discrepancy_evidence"].append(
                {
                    "discrepancy_id": discrepancy_id,
                    "position": position,
                    "start": span.start,
                    "end": span.end,
                    "value": finding.values[position] if position < len(finding.values) else None,
                }
            )


def _law(content: Content, span: Span, thing: Mention | Fact | Finding) -> None:
    text = content.document.text
    if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.quote:
        who = thing.kind if isinstance(thing, Finding) else f"{thing.extractor}/{thing.rule}"
        raise ValueError(f"{who}: {span.quote[:60]!r} is not what stands at {span.start}:{span.end}")


def _text(value: Any) -> str | None:
    """A text as it is, anything else as JSON: `2025-07-01`, `{"unit":"Infrastrukturen","value":12}`."""
    return value if value is None or isinstance(value, str) else ids.canonical(value)


def _amount(fact: Fact) -> tuple[float | None, str | None]:
    """Number and unit of a `count`, or of the amount that a `funds` fact names."""
    for holder in (fact.object, fact.qualifiers.get("amount")):
        if isinstance(holder, Mapping):
            value, unit = holder.get("value"), holder.get("unit", holder.get("currency"))
            return _stored_number(value), unit if isinstance(unit, str) else None
    return None, None


def _stored_number(value: Any) -> float | None:
    """A number that SQLite can hold; a text may give a larger one, and `object` keeps that as JSON."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if math.isfinite(value) and abs(value) <= _LARGEST else None


def _day(value: Any, end: int) -> str | None:
    """An ISO day, month or year; of an interval, its first (0) or last (-1) end."""
    part = value.split("/")[end] if isinstance(value, str) else ""
    return part if _DAY.fullmatch(part) else None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
