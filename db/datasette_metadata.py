"""What Datasette shows beside the data: titles, descriptions, facets, the named questions, and evidence by one click.

`db/datasette.yaml` is this, written down for a plain `datasette belegt.db -m db/datasette.yaml`; `belegt serve --metadata`
prints it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from db.export import described
from db.named import NAMED, Named

NAME: Final = "belegt"
"""Of the database in Datasette: belegt.db is called so."""

FACETS: Final = {
    "v_fact": ["predicate", "status", "modality"],
    "v_mention": ["label", "extractor"],
    "v_release": ["publisher", "published_from"],
    "v_entity": ["kind"],
    "v_discrepancy": ["kind", "verdict", "status", "scope"],
    "v_decision": ["target", "status", "reviewer"],
    "v_failure": ["stage"],
}
# With 300 characters before and after it.
_EVIDENCE: Final = """
SELECT
  f.subject, f.predicate, f.object, f.modality, f.status,
  substr(r.text, max(f.start - 300, 0) + 1, min(f.start, 300)) AS before, f.quote AS evidence,
  substr(r.text, f."end" + 1, 300) AS after, r.title, r.publisher, r.published, r.url, r.source, f.score, f.extractor,
  f.rule, f.version, f.fact_id, f.release_id
FROM v_fact AS f JOIN v_release AS r ON r.release_id = f.release_id
WHERE f.fact_id = :fact_id
"""
_SIDES: Final = """
SELECT
  d.reason_de, d.reason_en, d.verdict, d.status, v.value, v.quote AS evidence, r.title, r.publisher, r.published, r.url,
  r.source, v.start, v."end", v.release_id, d.discrepancy_id
FROM v_discrepancy AS d
JOIN v_discrepancy_value AS v ON v.discrepancy_id = d.discrepancy_id
JOIN v_release AS r ON r.release_id = v.release_id
WHERE d.discrepancy_id = :discrepancy_id ORDER BY v.position
"""
SECRET: Final = ("salt",)
"""Tables that nobody reads by a page."""

EVIDENCE: Final = {
    "evidence_of_fact": {
        "title": "Beleg einer Aussage / The evidence of a fact",
        "description": "fact_id: aus v_fact / from v_fact. Die Worte, mit denen die Mitteilung es sagt, und was davor und danach steht.",
        "sql": _EVIDENCE.strip(),
        "params": ["fact_id"],
    },
    "evidence_of_discrepancy": {
        "title": "Die Seiten eines Widerspruchs / The sides of a discrepancy",
        "description": "discrepancy_id: aus v_discrepancy / from v_discrepancy.",
        "sql": _SIDES.strip(),
        "params": ["discrepancy_id"],
    },
}
"""The two questions that lead from what is said to the words that say it."""


def metadata(tables: Iterable[str]) -> dict[str, Any]:
    """The metadata as Datasette takes it.

    Args:
        tables: names of the internal ones, which are not listed on its pages.
    """
    shown = {view: _view(view, told) for view, told in described.views().items()}
    hidden = {table: {"hidden": True} for table in sorted(set(tables) - set(shown))}
    hidden |= {table: {"hidden": True, "allow": False} for table in SECRET if table in hidden}
    return {
        "title": "belegt",
        "description": "Was Pressemitteilungen sagen, jede Aussage mit ihrem Beleg. What press releases say, each fact with its evidence.",
        "databases": {
            NAME: {
                "description": "Die Sichten v_… sind versprochen, die Tabellen sind intern. The views v_… are promised, the tables are internal.",
                "tables": shown | hidden,
                "queries": {**deepcopy(EVIDENCE), **{one.name: _query(one) for one in NAMED}},
            }
        },
    }


def as_yaml(value: Mapping[str, Any]) -> str:
    """The metadata as YAML; texts are written as JSON writes them, which YAML reads, and SQL as it is."""
    head = "# Made by `belegt serve --metadata`; for: datasette belegt.db -m db/datasette.yaml --setting sql_time_limit_ms 10000\n"
    return head + "".join(f"{line}\n" for line in _lines(value, ""))


def _view(view: str, told: dict[str, str]) -> dict[str, Any]:
    facets = {"facets": FACETS[view]} if view in FACETS else {}
    columns = {column: text for column, text in told.items() if column}
    return {"description": told.get("", ""), "columns": columns, **facets}


def _query(one: Named) -> dict[str, Any]:
    told = "; ".join(f"{p.name}: {p.doc}" for p in one.parameters)
    return {
        "title": f"{one.german} / {one.english}",
        **({"description": told} if told else {}),
        "sql": one.sql.strip(),
        "params": [p.name for p in one.parameters],
    }


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, one in value.items():
        if isinstance(one, Mapping):
            yield f"{indent}{key}:" if one else f"{indent}{key}: {{}}"
            yield from _lines(one, indent + "  ")
        elif isinstance(one, str) and "\n" in one:
            yield f"{indent}{key}: |-"
            yield from (f"{indent}  {line}".rstrip() for line in one.split("\n"))
        else:
            yield f"{indent}{key}: {json.dumps(one, ensure_ascii=False)}"
