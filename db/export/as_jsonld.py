"""JSON-LD in the terms of schema.org: one graph, a node a line, readable without the network (the context is inline).

Persons, organisations, projects and releases are nodes; a fact stands at its subject, as a Role, Grant or Claim with
its own id, and its evidence as a Quotation that is part of the release and cites its address.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from db.export.folder import Written
from db.export.graph import Graph, LeftOut, Node, Statement
from db.export.reading import Snapshot, parsed

NAME: Final = "belegt.jsonld"
BASE: Final = "urn:belegt:"
CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    "belegt": BASE,
    **{term: {"@id": f"https://schema.org/{term}", "@type": "@id"} for term in ("url", "citation")},
}

_TYPES: Final = {
    "PERSON": "Person",
    "ORG": "Organization",
    "INFRASTRUCTURE": "ResearchOrganization",
    "PROJECT": "ResearchProject",
    "LOC": "Place",
    "EVENT": "Event",
}
_ORGANISED: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
_MEMBERS: Final = ("PERSON", *_ORGANISED)
_RELEASES: Final = """
SELECT release_id, external_id, source, url, publisher, title, published, language, text FROM v_release
ORDER BY release_id
"""
_ALIASES: Final = "SELECT DISTINCT entity_id, name FROM v_alias ORDER BY entity_id, name"
_STATUS: Final = {"planned": "planned", "reported": "reported"}


def write(snapshot: Snapshot, folder: Path, contract_version: int) -> Iterator[Written]:
    """belegt.jsonld: releases, entities, then a node for each fact."""
    left_out = LeftOut()
    count = 0
    head = {"@context": CONTEXT}
    with (folder / NAME).open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "@graph": [')
        about = _node("dataset", "Dataset", name="belegt", schemaVersion=str(contract_version))
        file.write("\n" + json.dumps(about, ensure_ascii=False))
        for node in _nodes(snapshot, left_out):
            file.write(",\n" + json.dumps(node, ensure_ascii=False))
            count += 1
        file.write("\n]}\n")
    yield Written(NAME, count, f"left out: {left_out.rejected} rejected and {left_out.negated} negated facts")


def _nodes(snapshot: Snapshot, left_out: LeftOut) -> Iterator[dict[str, Any]]:
    for row in snapshot.objects(_RELEASES):
        publisher = {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None
        yield _node(
            row["release_id"],
            "Article",
            genre="press release",
            identifier=row["external_id"],
            headline=row["title"],
            datePublished=row["published"],
            inLanguage=row["language"],
            publisher=publisher,
            url=_address(row["url"]),
            articleBody=row["text"],
        )
    graph = Graph(snapshot)
    aliases = {i: [name for _, name in rows] for i, rows in groupby(snapshot.ask(_ALIASES), key=itemgetter(0))}
    for node in graph.entities.values():
        others = [name for name in aliases.get(node.id, ()) if name != node.name]
        yield _node(node.id, _TYPES.get(node.kind, "Thing"), name=node.name, alternateName=others)
    unlinked: set[str] = set()
    for statement in graph.statements(left_out):
        for thing in statement.things:
            if not thing.linked and thing.id not in unlinked:
                unlinked.add(thing.id)
                yield _node(thing.id, _TYPES.get(thing.kind, "Thing"), name=thing.name)
        yield _fact(statement)


def _fact(statement: Statement) -> dict[str, Any]:
    """The fact at the node that it describes; schema.org has a Role stand between the two under one property."""
    row, subject, target = statement.row, statement.subject, statement.target
    predicate = row["predicate"]
    common = {
        "startDate": row["valid_from"],
        "endDate": row["valid_to"],
        "disambiguatingDescription": _STATUS.get(row["modality"]),
        "subjectOf": _evidence(row),
    }
    if predicate == "said":
        said = _node(row["fact_id"], "Quotation", text=row["object"], creator=_ref(subject), subjectOf=_evidence(row))
        return said | {"isPartOf": _id(row["release_id"])}
    if predicate == "has_role" and subject.kind in _MEMBERS and statement.organisation is not None:
        return _role(subject, "memberOf", statement.organisation, row, {"roleName": row["object"], **common})
    if target is not None and subject.kind in _MEMBERS:
        if predicate == "funds":
            given = statement.qualifiers.get("amount")
            amount = given if isinstance(given, dict) else {}
            money = {"@type": "MonetaryAmount", "value": amount.get("value"), "currency": amount.get("currency")}
            grant = {"funder": _ref(subject), "fundedItem": _ref(target), **common}
            return _node(row["fact_id"], "Grant", **grant, amount=money if amount else None)
        if predicate == "part_of" and subject.kind in _ORGANISED and target.kind in _ORGANISED:
            return _role(subject, "parentOrganization", target, row, common)
        if predicate in {"participates_in", "leads"} and target.kind in _ORGANISED:
            return _role(subject, "memberOf", target, row, {"roleName": predicate, **common})
        if predicate == "participates_in" and target.kind == "EVENT":
            return _role(target, "attendee", subject, row, {"roleName": predicate, **common})
    return _claim(statement)


def _role(subject: Node, term: str, target: Node, row: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    kind = "OrganizationRole" if term == "memberOf" else "Role"
    return {**_ref(subject), term: _node(row["fact_id"], kind, **{term: _ref(target)}, **told)}


def _claim(statement: Statement) -> dict[str, Any]:
    """What is said of one thing: a number, a day, a name, an office without a house."""
    row = statement.row
    value = parsed(row["object"]) if row["predicate"] == "count" else row["object"]
    counted = value if isinstance(value, dict) else {"value": value}
    told = {"@type": "PropertyValue", "propertyID": row["predicate"], "name": row["subject"]}
    told |= {k: v for k, v in (("value", counted.get("value")), ("unitText", counted.get("unit"))) if v is not None}
    about = [_ref(thing) for thing in statement.things]
    return _node(
        row["fact_id"],
        "Claim",
        about=about,
        mainEntity=told,
        appearance=_id(row["release_id"]),
        disambiguatingDescription=_STATUS.get(row["modality"]),
        subjectOf=_evidence(row),
    )


def _evidence(row: dict[str, Any]) -> dict[str, Any]:
    quotation = {"@type": "Quotation", "text": row["quote"], "isPartOf": _id(row["release_id"])}
    address = _address(row["url"])
    return quotation | ({"citation": address} if address else {})


def _node(node_id: str, kind: str, **properties: Any) -> dict[str, Any]:
    told = {name: value for name, value in properties.items() if value is not None and value != []}
    return {**_id(node_id), "@type": kind, **told}


def _ref(node: Node) -> dict[str, str]:
    return _id(node.id)


def _id(node_id: str) -> dict[str, str]:
    return {"@id": BASE + node_id}


def _address(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
