"""What people are shown of releases, facts and discrepancies: plain text, every statement with its quote."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from db.holdings import Disagreement
from db.queries import QUIET
from extractors.base import LABELS, Mention
from pipeline.extract import Extraction
from pipeline.wording import WIDTH, agree, finding, plural, quoted, shown_object, shown_value, wrapped

INCOMPLETE: Final = "Not to be checked, for the text does not say enough"
_EVIDENCE: Final = 2_000  # characters: a quote that stands once for all its facts may be as long as a long list


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
            told = (fact.subject, fact.predicate, fact.object, fact.qualifiers, fact.modality, fact.score)
            yield from wrapped(_fact(*told, evidence.quote), "    ", "      ", width)
    yield ""
    yield f"Findings: {len(extraction.findings)}"
    for found in extraction.findings:
        values = (*found.values, *[None] * (len(found.evidence) - len(found.values)))
        sides = [(value, span.quote, "") for value, span in zip(values, found.evidence, strict=False)]
        yield from finding(f"{found.reason_en} ({found.kind}, {found.verdict})", "", sides, width)
    yield ""


def facts(found: Sequence[Mapping[str, Any]], width: int = WIDTH) -> Iterator[str]:
    """The lines about stored facts, release by release: each quote once, and below it what it states."""
    by_release = groupby(found, key=lambda row: (row["published"] or "no date", row["source"], row["release_id"]))
    for place, of_release in by_release:
        yield from wrapped(" · ".join(place), "", "  ", width)
        for (_, _, quote), rows in groupby(of_release, key=lambda row: (row["start"], row["end"], row["quote"])):
            yield from wrapped(quoted(quote, _EVIDENCE), "  ", "  ", width)
            for row in rows:
                told = (row["subject"], row["predicate"], row["object"], row["qualifiers"], row["modality"])
                yield from wrapped(_fact(*told, row["score"], quote, row["status"]), "    ", "      ", width)
        yield ""


def releases(found: Sequence[Mapping[str, Any]], width: int = WIDTH) -> Iterator[str]:
    """Two lines about each stored release: its date and title, and where it is from."""
    for row in found:
        date = (row["published"] or "no date").ljust(10)
        yield from wrapped(row["title"] or row["external_id"] or "no title", f"{date}  ", " " * 12, width)
        holds = plural(row["mentions"], "mention"), plural(row["facts"], "fact")
        yield from wrapped(" · ".join((row["source"], row["release_id"], *holds)), " " * 12, " " * 14, width)


def discrepancies(found: Sequence[Disagreement], width: int = WIDTH) -> Iterator[str]:
    """The lines about discrepancies: what disagrees or is asked, what could not be checked, what is well; numbered."""
    loud = [d for d in found if d.verdict not in QUIET and d.verdict != "incomplete"]
    incomplete = [d for d in found if d.verdict == "incomplete"]
    quiet = [d for d in found if d.verdict in QUIET]
    number = 0
    for head, part in (
        (f"Findings: {verdicts(loud) or 'nothing disagrees'}", loud),
        (f"{INCOMPLETE}: {len(incomplete)}", incomplete),
        (f"Checked and well: {verdicts(quiet)}", quiet),
    ):
        if not part and part is not loud:
            continue
        yield head
        yield ""
        for one in part:
            number += 1
            yield from disagreement(number, one, width)
            yield ""


def disagreement(number: int | None, one: Disagreement, width: int = WIDTH) -> Iterator[str]:
    """The lines about one discrepancy: its number in a list of all, if it has one, why, where, and all its quotes."""
    places = [f"{s.published or 'no date'} · {s.source} · {s.release_id}" for s in one.statements]
    common = places[0] if len(set(places)) == 1 else ""
    sides = [(s.value, s.quote, "" if common else place) for s, place in zip(one.statements, places, strict=True)]
    decided = "" if one.status == "open" else f", {one.status}"
    head = f"{one.reason_en} ({one.kind}, {one.verdict}{decided})"
    head = head if number is None else f"{number}. {head}"
    yield from finding(head, common, sides, width)


def verdicts(found: Sequence[Disagreement]) -> str:
    """How many there are of each verdict: `5 disagree, 1 question`."""
    return ", ".join(agree(n, verdict) for verdict, n in Counter(d.verdict for d in found).items())


def _mention(mention: Mention) -> str:
    line = " ".join(mention.span.quote.split())
    name, titles, role = (mention.attributes.get(key) for key in ("name", "titles", "role"))
    if isinstance(name, str) and name != line:
        line += f"  = {name}"
    if mention.norm is not None:
        line += f"  = {shown_value(mention.norm)}"
    extra = [str(part) for part in (titles, role) if part]
    return f"{line}  ({'; '.join(extra)})" if extra else line


def _fact(
    subject: str,
    predicate: str,
    target: Any,
    qualifiers: Mapping[str, Any],
    modality: str,
    score: float,
    quote: str,
    status: str = "open",
) -> str:
    """One fact on one line: `subject · predicate · object (qualifiers) [planned] 0.80`."""
    told = [subject, predicate]
    # What somebody said stands in the quote above already.
    if not (predicate == "said" and isinstance(target, str) and " ".join(target.split()) in " ".join(quote.split())):
        told.append(shown_object(target, qualifiers))
    marks = [f"[{mark}]" for mark, usual in ((modality, "asserted"), (status, "open")) if mark != usual]
    return " ".join(" ".join([" · ".join(told), *marks, f"{score:.2f}"]).split())
