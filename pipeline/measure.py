"""Counts what was found, what is wrong and what was missed.

The measure: one-to-one matching per document; an equal label goes before one that merely counts as right, an exact
name before a similar one. A mention matched by another label counts in the row `all` and is neutral in the rows of
the single labels. Precision of facts is over the documents whose facts are all annotated, recall over all documents.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from pipeline.agreement import (
    Json,
    asked_values,
    name_classes,
    names_values,
    overlap,
    same_extent,
    same_fact,
    same_label,
    same_name,
    same_norm,
    same_organisation,
)
from pipeline.gold import Gold, GoldFact, GoldMention
from pipeline.scores import Documents, Findings, MissedFinding, Report, Scores, Share

LABELS: Final = ("PERSON", "ORG", "INFRASTRUCTURE", "PROJECT", "LOC", "DATE", "COUNT", "MONEY")
"""The labels that the gold knows; mentions with another one are left out."""
PREDICATES: Final = (
    "has_role", "participates_in", "leads", "funds", "part_of", "starts_on", "ends_on", "count", "abbreviation_of",
    "said",
)  # fmt: skip
KINDS: Final = frozenset(
    (
        "count_vs_list",
        "duration_vs_dates",
        "date_order",
        "sum_check",
        "weekday_vs_date",
        "impossible_date",
        "missing_date",
    )
)
"""The kinds of finding that one text alone can give."""
LOUD: Final = frozenset(("disagrees", "conflict", "change", "question"))
"""The verdicts that ask a person to look."""

_Gold = TypeVar("_Gold")
_Ours = TypeVar("_Ours")


def measure(gold: Mapping[str, Gold], extractions: Mapping[str, Json]) -> Report:
    """Compares extractions with the gold.

    Args:
        gold: as `pipeline.gold.read_gold` gives it.
        extractions: the JSON objects of `pipeline.contract.as_json`, by document id; others than the gold's are ignored.
    """
    count = _Count()
    for key, document in gold.items():
        extraction = extractions.get(key, {})
        _mentions(count, document, extraction.get("mentions", ()))
        _facts(count, document, extraction.get("facts", ()))
        _findings(count, document, extraction.get("findings", ()))
        if document.published and document.stated:
            stated = str(extraction.get("published") or "")[:10]
            count.judge("date_of_release all", right=stated == document.published)
    return Report(
        strict=_table(count.strict, LABELS),
        relaxed=_table(count.relaxed, LABELS),
        facts=_table(count.facts, PREDICATES),
        right={name: Share(right, of) for name, (right, of) in sorted(count.right.items())},
        documents=Documents(len(gold), tuple(key for key in gold if key not in extractions), count.bad_offsets),
        findings=Findings(
            met=count.met,
            expected=count.met + len(count.missed),
            silent_broken=count.silent_broken,
            unexpected_loud=count.unexpected_loud,
            missed=tuple(count.missed),
        ),
    )


@dataclass(slots=True)
class _Row:
    """`found` counts towards precision, `recalled` towards recall; they differ where not all facts are annotated."""

    found: int = 0
    system: int = 0
    recalled: int = 0
    gold: int = 0


_Rows = defaultdict[str, _Row]


@dataclass(slots=True)
class _Count:
    strict: _Rows = field(default_factory=lambda: defaultdict(_Row))
    relaxed: _Rows = field(default_factory=lambda: defaultdict(_Row))
    facts: _Rows = field(default_factory=lambda: defaultdict(_Row))
    right: dict[str, tuple[int, int]] = field(default_factory=dict)
    bad_offsets: int = 0
    met: int = 0
    silent_broken: int = 0
    unexpected_loud: int = 0
    missed: list[MissedFinding] = field(default_factory=list)

    def judge(self, name: str, *, right: bool) -> None:
        so_far, of = self.right.get(name, (0, 0))
        self.right[name] = so_far + right, of + 1


def _mentions(count: _Count, document: Gold, mentions: Iterable[Json]) -> None:
    text, ours = document.text, []
    for mention in mentions:
        if mention["label"] not in LABELS or (mention["label"] == "LOC" and mention.get("kind", "place") != "place"):
            continue
        stands = text[mention["start"] : mention["end"]] == mention.get("quote")
        count.bad_offsets += not stands
        # What does not stand there was not found: it keeps its place among the wrong ones and meets nothing.
        ours.append(mention if stands else {**mention, "start": -2, "end": -1})

    def exact(a: GoldMention, b: Json) -> bool:
        return same_label(a, b) and same_extent(a, b, text)

    def touching(a: GoldMention, b: Json) -> bool:
        return same_label(a, b) and overlap(a, b["start"], b["end"])

    for rows, rule in ((count.strict, exact), (count.relaxed, touching)):
        pairs, left = _match(document.mentions, ours, _with_label(rule), rule)
        whole = rows["all"]
        whole.found += len(pairs)
        whole.recalled += len(pairs)
        whole.system += len(pairs) + len(left)
        whole.gold += len(document.mentions)
        for label in LABELS:
            row, of_label = rows[label], [(a, b) for a, b in pairs if a.label == label]
            found = sum(b["label"] == label for _, b in of_label)
            row.found += found
            row.recalled += found
            row.system += found + sum(m["label"] == label for m in left)
            row.gold += sum(m.label == label for m in document.mentions) - (len(of_label) - found)
        if rule is exact:
            _attributes(count, [(a, b) for a, b in pairs if a.label == b["label"]])


def _attributes(count: _Count, pairs: Sequence[tuple[GoldMention, Json]]) -> None:
    for a, b in pairs:
        if a.label in ("DATE", "COUNT", "MONEY"):
            count.judge(f"norm {a.label}", right=same_norm(a, b.get("norm")))
        elif a.label == "PERSON":
            if a.titles:
                count.judge("person titles", right=same_name(a.titles, b.get("titles"), least=0.85))
            if a.role:
                count.judge("person role", right=same_name(a.role, b.get("role"), least=0.85))


def _facts(count: _Count, document: Gold, facts: Iterable[Json]) -> None:
    ours = [fact for fact in facts if fact.get("predicate") in PREDICATES]
    classes = name_classes(document)

    def exact(a: GoldFact, b: Json) -> bool:
        return same_fact(a, b, classes, exact=True)

    def similar(a: GoldFact, b: Json) -> bool:
        return same_fact(a, b, classes, exact=False)

    pairs, _ = _match(document.facts, ours, exact, similar)
    for name in (*PREDICATES, "all"):
        row = count.facts[name]
        found = sum(name in (a.predicate, "all") for a, _ in pairs)
        row.recalled += found
        row.gold += sum(name in (a.predicate, "all") for a in document.facts)
        if document.complete:
            row.found += found
            row.system += sum(name in (b["predicate"], "all") for b in ours)
    for a, b in pairs:
        if a.predicate == "has_role" and a.at:
            count.judge("fact role_at", right=same_organisation(a, b, classes))


def _findings(count: _Count, document: Gold, reports: Sequence[Json]) -> None:
    used = set()
    for finding in document.findings:
        if finding.kind not in KINDS or finding.documents not in ((document.id,), None):
            continue
        values = asked_values(finding)
        naming = [n for n, r in enumerate(reports) if r.get("kind") == finding.kind and names_values(r, values)]
        if finding.verdict == "silent":
            # A trap noted without values cannot be told from a right report of the same kind.
            count.silent_broken += bool(values) and any(reports[n].get("verdict") in LOUD for n in naming)
            continue
        hit = next((n for n in naming if reports[n].get("verdict") == finding.verdict), None)
        if hit is None:
            asked = tuple(tuple(forms) for forms in values)
            count.missed.append(MissedFinding(document.id, finding.kind, finding.verdict, asked))
        else:
            count.met += 1
            used.add(hit)
    count.unexpected_loud += sum(n not in used and r.get("verdict") in LOUD for n, r in enumerate(reports))


def _with_label(rule: Callable[[GoldMention, Json], bool]) -> Callable[[GoldMention, Json], bool]:
    return lambda a, b: a.label == b["label"] and rule(a, b)


def _match(
    gold: Iterable[_Gold], ours: Iterable[_Ours], *rules: Callable[[_Gold, _Ours], bool]
) -> tuple[list[tuple[_Gold, _Ours]], list[_Ours]]:
    """One-to-one pairs, and what of ours is left: each rule in turn over what the stricter ones left over."""
    unmet, free = list(gold), list(ours)
    pairs = []
    for rule in rules:
        still = []
        for a in unmet:
            at = next((n for n, b in enumerate(free) if rule(a, b)), None)
            if at is None:
                still.append(a)
            else:
                pairs.append((a, free.pop(at)))
        unmet = still
    return pairs, free


def _table(rows: Mapping[str, _Row], names: Sequence[str]) -> dict[str, Scores]:
    """The rows that the gold or the extraction holds anything for."""
    return {
        name: _scores(rows[name]) for name in (*names, "all") if name in rows and (rows[name].gold or rows[name].system)
    }


def _scores(row: _Row) -> Scores:
    precision = row.found / row.system if row.system else 0.0
    recall = row.recalled / row.gold if row.gold else 0.0
    both = precision + recall
    return Scores(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / both if both else 0.0,
        gold=row.gold,
        system=row.system,
        wrong=row.system - row.found,
        missed=row.gold - row.recalled,
    )
