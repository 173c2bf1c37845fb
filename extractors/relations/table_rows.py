"""What the rows of a table say of its projects: who takes part, who leads, who pays how much."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.relations.funding import PAYS
from extractors.relations.subjects import Sentences
from extractors.tables import Row, project_rows

_SCORE: Final = 0.75


def table_rows(
    text: str, found: Sentences, context: Context, payers: list[Fact], name: str, version: int
) -> Iterator[Fact]:
    """The facts of all rows; `payers` are the `funds` facts of the text around the table."""
    rows = project_rows(text)
    if not rows:
        return
    payer = _payer(found, rows[0], payers)
    at = {
        m.span.start: m for m in context.mentions if m.label in ("ORG", "PERSON", "PROJECT", "INFRASTRUCTURE", "MONEY")
    }
    names: list[tuple[str, str]] = []
    for row in rows:
        cell = row.cell("project")
        if cell is None:
            continue
        thing = at.get(cell.start)
        project = thing.attributes["name"] if thing is not None and thing.span == cell else cell.quote
        names.append((project, cell.quote))
        for kind, span in row.cells:
            inside = [m for start, m in at.items() if span.start <= start and m.span.end <= span.end]
            if kind == "body":
                for m in (m for m in inside if m.label == "ORG"):
                    yield _fact(m, "participates_in", project, cell.quote, row, name, version)
            elif kind == "head":
                for m in (m for m in inside if m.label == "PERSON"):
                    yield _fact(m, "leads", project, cell.quote, row, name, version)
            elif kind == "sum" and payer is not None:
                for m in (m for m in inside if m.label == "MONEY"):
                    yield Fact(
                        payer[0], "funds", project, payer[1], cell.quote, row.whole, _SCORE - 0.1, name, "table", version,
                        qualifiers={"amount": dict(m.norm)},
                    )  # fmt: skip
    yield from _begin(text, context, names, name, version)


# "Starttermin ist für |alle Projekte| der 1. September", "|Alle Vorhaben| beginnen am 1. Mai"
_ALL_START: Final = re.compile(
    r"(?:\b(?:[Ss]tarttermin|[Pp]rojektstart|[Ss]tart|[Bb]eginn|Förderbeginn)[ \u00a0](?:ist|war)[ \u00a0]für[ \u00a0]alle[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?:Projekte|Vorhaben)[ \u00a0](?:der|am|im)[ \u00a0]"
    r"|\b[Aa]lle[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?:Projekte|Vorhaben)[ \u00a0](?:starten|beginnen)[ \u00a0](?:am|im|zum|ab)[ \u00a0])(?:dem[ \u00a0])?"
)


def _begin(text: str, context: Context, names: list[tuple[str, str]], name: str, version: int) -> Iterator[Fact]:
    """The day on which all projects of the table start."""
    said = _ALL_START.search(text)
    date = next(
        (m for m in context.mentions if said is not None and m.label == "DATE" and m.span.start == said.end()), None
    )
    if said is None or date is None or str(date.norm).startswith(("P", "X")):
        return
    evidence = Span.of(text, said.start(), date.span.end)
    for full, quote in names:
        yield Fact(full, "starts_on", str(date.norm), quote, date.span.quote, evidence, _SCORE, name, "table", version)


def _fact(m: Mention, predicate: str, project: str, quote: str, row: Row, name: str, version: int) -> Fact:
    told = "leads" if predicate == "leads" else "participates_in"
    return Fact(m.attributes["name"], told, project, m.span.quote, quote, row.whole, _SCORE, name, "table", version)  # type: ignore[arg-type]


def _payer(found: Sentences, first: Row, payers: list[Fact]) -> tuple[str, str] | None:
    """(name, quote) of the one body that the text says pays, else of the only one that the sentences before are about."""
    told = {f.subject: (f.subject, f.subject_quote) for f in payers if f.modality != "negated"}
    if len(told) == 1:
        return next(iter(told.values()))
    if told:
        return None
    for k in range(found.index(first.whole.start)):
        subject = found.subject(k)
        if subject is not None and subject.label == "ORG" and PAYS.search(found.text[slice(*found.spans[k])]):
            return subject.name, subject.quote
    return None
