"""The figures of an evaluation, as values, as JSON and as a table for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Scores:
    """One row: shares from 0 to 1, and the numbers behind them. 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float
    gold: int
    system: int
    wrong: int
    missed: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the matched ones are right in a further respect, such as their norm."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there are none."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Documents:
    """What was measured: how many gold texts, which of them nothing was given for, how many quotes stand elsewhere."""

    gold: int
    missing: tuple[str, ...]
    bad_offsets: int


@dataclass(frozen=True, slots=True)
class MissedFinding:
    """An expected finding that nothing reported; `values` must be mentioned, each in one of its forms."""

    document: str
    kind: str
    verdict: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings inside single documents, against the expected ones.

    Attributes:
        silent_broken: how many false reports were made that an annotator had foreseen.
        unexpected_loud: how many reports ask a person to look and meet nothing expected; they may be right.
    """

    met: int
    expected: int
    silent_broken: int
    unexpected_loud: int
    missed: tuple[MissedFinding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Precision, recall and F1 per label and predicate, and what else was measured.

    Attributes:
        strict: mentions by label with equal extent; relaxed: with any overlap; `all` is the row of all labels.
        facts: by predicate, and `all`.
        right: `norm LABEL`, `person titles`, `person role`, `fact role_at`, `date_of_release all`.
        problems: what the extractors themselves reported as gone wrong.
    """

    strict: Mapping[str, Scores]
    relaxed: Mapping[str, Scores]
    facts: Mapping[str, Scores]
    right: Mapping[str, Share]
    documents: Documents
    findings: Findings
    problems: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; shares have four digits."""
        tables = {"strict": self.strict, "relaxed": self.relaxed, "facts": self.facts}
        return {
            **{name: {row: _scores_json(s) for row, s in table.items()} for name, table in tables.items()},
            "right": {
                name: {"right": s.right, "of": s.of, "share": round(s.share, _DIGITS)} for name, s in self.right.items()
            },
            "documents": {
                "gold": self.documents.gold,
                "missing": list(self.documents.missing),
                "bad_offsets": self.documents.bad_offsets,
            },
            "findings": {
                "met": self.findings.met,
                "expected": self.findings.expected,
                "silent_broken": self.findings.silent_broken,
                "unexpected_loud": self.findings.unexpected_loud,
                "missed": [
                    {
                        "document": m.document,
                        "kind": m.kind,
                        "verdict": m.verdict,
                        "values": [list(forms) for forms in m.values],
                    }
                    for m in self.findings.missed
                ],
            },
            "problems": list(self.problems),
        }

    def as_table(self) -> str:
        """Aligned plain text, for people."""
        return "\n".join(_lines(self))


def _scores_json(scores: Scores) -> dict[str, float | int]:
    return {
        "precision": round(scores.precision, _DIGITS),
        "recall": round(scores.recall, _DIGITS),
        "f1": round(scores.f1, _DIGITS),
        "gold": scores.gold,
        "system": scores.system,
        "wrong": scores.wrong,
        "missed": scores.missed,
    }


def _lines(report: Report) -> Iterator[str]:
    tables = {"mention, strict": report.strict, "mention, relaxed": report.relaxed, "fact": report.facts}
    width = (
        max(len(name) for name in (*tables, *report.right, *(row for table in tables.values() for row in table))) + 2
    )
    for name, table in tables.items():
        yield f"{name:{width}}{'P':>7}{'R':>8}{'F1':>8}{'gold':>7}{'system':>8}{'wrong':>7}{'missed':>8}"
        for row, s in table.items():
            yield (
                f"{'  ' + row:{width}}{s.precision:7.4f}{s.recall:8.4f}{s.f1:8.4f}"
                f"{s.gold:7}{s.system:8}{s.wrong:7}{s.missed:8}"
            )
        yield ""
    yield f"{'right':{width}}{'share':>7}{'right':>8}{'of':>8}"
    for name, share in report.right.items():
        yield f"{'  ' + name:{width}}{share.share:7.4f}{share.right:8}{share.of:8}"
    yield ""
    findings, documents = report.findings, report.documents
    yield (
        f"findings   {findings.met} of {findings.expected} met, {findings.silent_broken} false ones that were foreseen, "
        f"{findings.unexpected_loud} unexpected ones to look at"
    )
    for missed in findings.missed:
        values = ", ".join(forms[0] for forms in missed.values) or "no value"
        yield f"  missed   {missed.document}: {missed.kind} {missed.verdict}: {values}"
    yield f"documents  {documents.gold}, {len(documents.missing)} missing, {documents.bad_offsets} quotes not at their offsets"
    for key in documents.missing:
        yield f"  missing  {key}"
    for problem in report.problems:
        yield f"problem    {problem}"
