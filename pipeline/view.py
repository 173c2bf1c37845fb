"""What people are shown of releases, facts and discrepancies: plain text, every statement with its quote."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from extractors.base import LABELS, Fact, Mention
from pipeline.extract import Extraction
from pipeline.wording import WIDTH, finding, plural, quoted, shown_object, shown_value, wrapped


def release(extraction: Extraction, width: int = WIDTH) -> Iterator[str]:
    """The lines about one release: what it is, its mentions by label, its facts by evidence, its findings."""
    document = extraction.document
    yield from wrapped(document.title or document.id, width=width)
    yield "=" * min(width, len(document.title or document.id))
    published = f"{document.published} (from {document.published_from})" if document.published else "no date"
    known = [document.source, published, document.publisher, document.language, plural(len(document.text), "character")]
    yield from wrapped(" · ".join(part for part in known if part), width=width)
    yield ""
    yield f"Mentions: {len(extraction.mentions)}"
    order = {label: n for n, label in enumerate(LABELS)}
    by_label = sorted(extraction.mentions, key=lambda m: (order[m.label], m.span.start))
    for label, mentions in groupby(by_label, key=lambda m: m.label):
        yield f"  {label}"
        for mention in mentions:
            yield from wrapped(_mention(mention), "    ", "      ", width)
    yield ""
    yield f"Facts: {len(extraction.facts)}"
    for evidence, facts in groupby(extraction.facts, key=lambda f: f.evidence):
        yield from wrapped(quoted(evidence.quote), "  ", "  ", width)
        for fact in facts:
            yield from wrapped(_fact(fact), "    ", "      ", width)
    yield ""
    yield f"Findings: {len(extraction.findings)}"
    for found in extraction.findings:
        values = (*found.values, *[None] * (len(found.evidence) - len(found.values)))
        sides = [(value, span.quote, "") for value, span in zip(values, found.evidence, strict=False)]
        yield from finding(f"{found.reason_en} ({found.kind}, {found.verdict})", "", sides, width)
    yield ""


def discrepancies(found: Sequence[Mapping[str, Any]], width: int = WIDTH) -> Iterator[str]:
    """The lines about discrepancies in the contract's shape: each with its reason and all its quotes."""
    for row in found:
        decided = "" if row["status"] == "open" else f", {row['status']}"
        releases = {v["release_id"] for v in row["values"]}
        place = next(iter(releases)) if len(releases) == 1 else ""
        sides = [(v["value"], v["quote"], "" if place else v["release_id"]) for v in row["values"]]
        yield from finding(f"{row['reason_en']} ({row['kind']}, {row['verdict']}{decided})", place, sides, width)
        yield ""


def _mention(mention: Mention) -> str:
    line = " ".join(mention.span.quote.split())
    name, titles, role = (mention.attributes.get(key) for key in ("name", "titles", "role"))
    if isinstance(name, str) and name != line:
        line += f"  = {name}"
    if mention.norm is not None:
        line += f"  = {shown_value(mention.norm)}"
    extra = [str(part) for part in (titles, role) if part]
    return f"{line}  ({'; '.join(extra)})" if extra else line


def _fact(fact: Fact) -> str:
    told = " · ".join([fact.subject, fact.predicate, shown_object(fact.object, fact.qualifiers)])
    return " ".join((told if fact.modality == "asserted" else f"{told} ({fact.modality})").split())
