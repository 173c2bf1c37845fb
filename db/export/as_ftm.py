"""FollowTheMoney: releases as Documents, entities as Person, Organization, Project, each fact as what links them.

entities.ftm.json has an entity a line, statements.csv a row for each of their values. Ids are ours with a hyphen (`f-…` for
`f_…`), which is what the model allows. A fact keeps its evidence (`description` the sentence, `proof` the release), its
own id (`recordId`) and its modality (`status`). What has no link of its own in the model, such as a number or a quotation,
is a Documentation of its subject by the release. Schemata and property types: https://followthemoney.tech/explorer/ (4.x).
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from db.export.folder import Written
from db.export.graph import Graph, LeftOut, Node, Statement
from db.export.reading import Snapshot, parsed

DATASET: Final = "belegt"
COLUMNS: Final = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip

TYPES: Final = {
    "id": "id", "name": "name", "alias": "name", "weakAlias": "name", "abbreviation": "name", "full": "address",
    "sourceUrl": "url", "publishedAt": "date", "startDate": "date", "endDate": "date", "date": "date",
    "language": "language", "mimeType": "mimetype", "bodyText": "text", "summary": "text", "description": "text",
    "notes": "text", "purpose": "text", "amount": "number", "member": "entity", "organization": "entity",
    "director": "entity", "project": "entity", "participant": "entity", "payer": "entity", "beneficiary": "entity",
    "subject": "entity", "object": "entity", "document": "entity", "entity": "entity", "proof": "entity",
    "position": "string",
}  # fmt: skip
"""The model's type of each property that is written, where that is not `string`."""

_SCHEMATA: Final = {
    "PERSON": "Person",
    "ORG": "Organization",
    "INFRASTRUCTURE": "Organization",
    "PROJECT": "Project",
    "LOC": "Address",
    "EVENT": "Event",
}
_LEGAL: Final = ("PERSON", "ORG", "INFRASTRUCTURE")
_ORGANISED: Final = ("ORG", "INFRASTRUCTURE")
_LANGUAGES: Final = {"de": "deu", "en": "eng", "fr": "fra", "it": "ita", "nl": "nld"}  # the model wants ISO 639-3

_RELEASES: Final = """
SELECT release_id, external_id, source, url, publisher, title, published, language, text, media_type
FROM v_release ORDER BY release_id
"""
_BOUNDS: Final = """
SELECT DISTINCT f.subject_id, f.predicate, f.object FROM v_fact AS f JOIN v_entity AS e ON e.entity_id = f.subject_id
WHERE e.kind = 'PROJECT' AND f.predicate IN ('starts_on', 'ends_on') AND f.status <> 'rejected'
  AND f.modality <> 'negated'
ORDER BY 1, 2, 3
"""
_SHORT: Final = """
SELECT DISTINCT subject_id, subject FROM v_fact
WHERE predicate = 'abbreviation_of' AND status <> 'rejected' AND modality <> 'negated' AND subject_id IS NOT NULL
ORDER BY 1, 2
"""
_ALIASES: Final = "SELECT DISTINCT entity_id, name FROM v_alias ORDER BY entity_id, name"

Entity = dict[str, Any]


def write(snapshot: Snapshot, folder: Path, contract_version: int) -> Iterator[Written]:
    """entities.ftm.json and statements.csv."""
    del contract_version
    left_out = LeftOut()
    count = values = 0
    with (
        (folder / "entities.ftm.json").open("w", encoding="utf-8", newline="\n") as entities,
        (folder / "statements.csv").open("w", encoding="utf-8", newline="") as table,
    ):
        # The dialect in which the model's own programs read statements: all cells in quotes.
        statements = csv.writer(table, dialect=csv.unix_dialect)
        statements.writerow(COLUMNS)
        for entity in _entities(snapshot, left_out):
            entities.write(json.dumps(entity, ensure_ascii=False) + "\n")
            count += 1
            for row in _rows(entity):
                statements.writerow(row)
                values += 1
    note = f"left out: {left_out.rejected} rejected and {left_out.negated} negated facts"
    yield Written("entities.ftm.json", count, note)
    yield Written("statements.csv", values)


def _entities(snapshot: Snapshot, left_out: LeftOut) -> Iterator[Entity]:
    for row in snapshot.objects(_RELEASES):
        yield _document(row)
    graph = Graph(snapshot)
    bounds = _grouped((i, (p, o)) for i, p, o in snapshot.ask(_BOUNDS))
    short = _grouped(snapshot.ask(_SHORT))
    aliases = {i: sorted({name for _, name in rows}) for i, rows in groupby(snapshot.ask(_ALIASES), key=itemgetter(0))}
    for node in graph.entities.values():
        others = [name for name in aliases.get(node.id, ()) if name != node.name]
        abbreviations = [name for name in short.get(node.id, ()) if name != node.name]
        yield _thing(node, [n for n in others if n not in abbreviations], abbreviations, bounds.get(node.id, ()))
    unlinked: set[str] = set()
    for statement in graph.statements(left_out):
        for thing in statement.things:
            if not thing.linked and thing.id not in unlinked:
                unlinked.add(thing.id)
                yield _thing(thing, (), (), ())
        yield _fact(statement)


def _document(row: dict[str, Any]) -> Entity:
    return _entity(
        row["release_id"],
        "Document",
        fileName=row["source"],
        title=row["title"],
        publishedAt=row["published"],
        publisher=row["publisher"],
        sourceUrl=_address(row["url"]),
        bodyText=row["text"],
        language=_LANGUAGES.get(row["language"]),
        mimeType=row["media_type"],
    )


def _thing(node: Node, aliases: Iterable[str], short: Iterable[str], bounds: Iterable[tuple[str, str]]) -> Entity:
    schema = _SCHEMATA.get(node.kind, "LegalEntity")
    days = list(bounds)
    return _entity(
        node.id,
        schema,
        name=node.name,
        full=node.name if schema == "Address" else None,
        alias=list(aliases),
        weakAlias=list(short),
        startDate=[day for predicate, day in days if predicate == "starts_on"],
        endDate=[day for predicate, day in days if predicate == "ends_on"],
        notes="Infrastructure" if node.kind == "INFRASTRUCTURE" else None,
    )


def _fact(statement: Statement) -> Entity:
    row, subject = statement.row, statement.subject
    schema, links = _link(statement)
    interval: dict[str, Any] = {
        "startDate": row["valid_from"],
        "endDate": row["valid_to"],
        "date": row["published"] if row["valid_from"] is None and row["valid_to"] is None else None,
        "summary": _summary(statement),
        "description": row["quote"],
        "recordId": row["fact_id"],
        "sourceUrl": _address(row["url"]),
        "publisher": row["publisher"],
        "proof": row["release_id"],
    }
    if schema == "Payment":
        amount = statement.qualifiers.get("amount")
        given = amount if isinstance(amount, dict) else {}
        interval |= {"amount": _number(given.get("value")), "currency": given.get("currency")}
    else:
        links = {"status": row["modality"], **links}
    if schema == "Documentation":
        links |= {"document": row["release_id"], "entity": subject.id}
    return _entity(row["fact_id"], schema, **links, **interval)


def _link(statement: Statement) -> tuple[str, dict[str, Any]]:
    """The schema that says it best, and whom it links; Documentation where none does."""
    subject, target, predicate = statement.subject, statement.target, statement.row["predicate"]
    if predicate == "has_role":
        target = statement.organisation
    role = statement.row["object"] if predicate == "has_role" else predicate
    documented = "Documentation", {"role": role or predicate}
    if target is None or target.id == subject.id:
        return documented
    if predicate == "funds" and subject.kind in _LEGAL and target.kind in _LEGAL:
        return "Payment", {"payer": subject.id, "beneficiary": target.id, "purpose": "funds"}
    if predicate in {"has_role", "participates_in", "leads", "funds"} and subject.kind in _LEGAL:
        if target.kind == "PROJECT":
            return "ProjectParticipant", {"role": role, "participant": subject.id, "project": target.id}
        if target.kind in _ORGANISED and predicate == "leads":
            return "Directorship", {"role": role, "director": subject.id, "organization": target.id}
        if target.kind in _ORGANISED and predicate != "funds":
            return "Membership", {"role": role, "member": subject.id, "organization": target.id}
    return "UnknownLink", {"role": role, "subject": subject.id, "object": target.id}


def _summary(statement: Statement) -> str:
    row = statement.row
    value = parsed(row["object"]) if row["predicate"] == "count" else row["object"]
    if isinstance(value, dict):
        value = f"{value.get('value')} {value.get('unit') or ''}".strip()
    where = f" ({statement.organisation.name})" if statement.organisation else ""
    return f"{row['subject']} {row['predicate']} {'' if value is None else value}{where}".strip()


def _entity(entity_id: str, schema: str, **properties: Any) -> Entity:
    """The entity in the model's JSON: all values are texts, in lists; what is empty is not there."""
    kept = {}
    for name, value in properties.items():
        values = [str(v).strip() for v in (value if isinstance(value, list) else [value]) if v not in {None, ""}]
        if TYPES.get(name) == "entity":
            values = [_key(v) for v in values]
        if values:
            kept[name] = list(dict.fromkeys(values))
    return {"id": _key(entity_id), "schema": schema, "properties": kept}


def _key(entity_id: str) -> str:
    """The id as the model allows it: `f-…` for `f_…`."""
    return entity_id.replace("_", "-")


def _rows(entity: Entity) -> Iterator[tuple[str, ...]]:
    """A row for the entity and one for each of its values, in the order of `COLUMNS`."""
    entity_id, schema = entity["id"], entity["schema"]
    values = [("id", entity_id), *((name, v) for name, found in entity["properties"].items() for v in found)]
    for name, value in values:
        key = hashlib.sha1(f"{DATASET}.{entity_id}.{name}.{value}".encode(), usedforsecurity=False).hexdigest()
        kind = TYPES.get(name, "string")
        yield entity_id, entity_id, name, kind, schema, value, DATASET, "", "", "", "f", "", "", key


def _grouped(pairs: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _address(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _number(value: Any) -> str | None:
    return None if value is None else str(value)
