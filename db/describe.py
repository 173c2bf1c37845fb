"""Writes the generated part of docs/database.md: examples, views with their columns, named questions.

    python -m db.describe docs/database.md

What stands above the mark is written by hand and stays. What each column is, is told in db/export/described.json; types,
columns and questions are read from the database and the code, so that the page cannot say otherwise.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from db import engine
from db.export import described
from db.export.reading import Snapshot
from db.named import NAMED, Named

MARK: Final = "<!-- From here on generated: python -m db.describe docs/database.md -->"
EXAMPLES: Final = (
    (
        "Which mentions stand in a release, with their place",
        "select label, quote, start, \"end\" from v_mention where release_id = 'r_…' order by start;",
    ),
    (
        "Who takes part in what, and the sentence that says so",
        "select subject, object, quote from v_fact where predicate = 'participates_in' and status <> 'rejected';",
    ),
    (
        "Which names one thing has",
        (
            "select e.name, a.name, a.rule, a.releases from v_entity as e join v_alias as a using (entity_id)"
            " where e.kind = 'INFRASTRUCTURE' order by e.name, a.name;"
        ),
    ),
    (
        "What each publisher wrote in a year",
        (
            "select publisher, count(*) as releases from v_release where published between '2025' and '2025-12-31'"
            " group by publisher order by releases desc;"
        ),
    ),
    (
        "Both sides of every conflict, with their sentences",
        (
            "select d.reason_en, v.value, v.quote, r.published, r.source from v_discrepancy as d"
            " join v_discrepancy_value as v using (discrepancy_id) join v_release as r using (release_id)"
            " where d.verdict = 'conflict' order by d.discrepancy_id, v.position;"
        ),
    ),
    (
        "What people decided, the latest word on each thing",
        "select target, target_id, status, note, reviewer, decided from v_decision where current order by decided desc;",
    ),
    ("What failed in the last run", "select source, stage, reason, cure from v_failure order by at desc limit 20;"),
)
"""Title and SQL; a test runs each."""


def page(by_hand: str) -> str:
    """The whole page: what stands above the mark in `by_hand`, and below it what is generated now."""
    head = by_hand.partition(MARK)[0].rstrip()
    return "\n".join((head, "", MARK, "", *_examples(), *_views(), *_questions()))


def _examples() -> Iterator[str]:
    yield "## Examples"
    for title, sql in EXAMPLES:
        yield from ("", f"{title}:", "", f"    {sql}")
    yield ""


def _views() -> Iterator[str]:
    told = described.views()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine.open(path).close()
        with engine.readonly(path) as connection:
            found = {view.name: view for view in Snapshot(connection).views}
    for name in (*told, *(name for name in found if name not in told)):
        if name not in found:
            continue
        view, columns = found[name], told.get(name, {})
        yield from (f"## {name}", columns.get("", ""), "", "| column | type | what |", "|---|---|---|")
        for column, kind in zip(view.columns, view.types, strict=True):
            yield f"| `{column}` | {kind.lower()} | {columns.get(column, '')} |"
        yield ""


def _questions() -> Iterator[str]:
    yield from (
        "## Named questions",
        "`belegt query --named NAME --param NAME=VALUE`; `belegt query --list` lists them. A name is any name of the thing",
        "(ASCII case aside) or its id; an empty day is today. Each is one SELECT, and can be copied.",
        "",
    )
    for one in NAMED:
        yield from _question(one)


def _question(one: Named) -> Iterator[str]:
    yield from (f"### {one.name}", f"{one.english}. *{one.german}.*", "")
    if one.parameters:
        yield from ("| parameter | type | default | what |", "|---|---|---|---|")
        for parameter in one.parameters:
            default = "needed" if parameter.default is None else f"`{parameter.default}`" if parameter.default else ""
            yield f"| `{parameter.name}` | {parameter.type} | {default} | {parameter.doc} |"
        yield ""
    yield from ("```sql", one.sql.rstrip(), "```", "")


if __name__ == "__main__":
    import sys

    target = Path(sys.argv[1])
    target.write_text(page(target.read_text("utf-8")), "utf-8")
