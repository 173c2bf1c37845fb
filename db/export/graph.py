"""Facts as what they connect: for the formats in which a statement is an edge, and for the report's network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from db import ids
from db.export.reading import Snapshot, parsed
from db.names import fold

BODIES: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
"""What an office can be in."""

_UNLINKED: Final = {
    ("has_role", "subject"): "PERSON",
    ("has_role", "organisation"): "ORG",
    ("said", "subject"): "PERSON",
    ("leads", "subject"): "ORG",
    ("leads", "object"): "PROJECT",
    ("funds", "subject"): "ORG",
    ("funds", "object"): "PROJECT",
    ("part_of", "subject"): "ORG",
    ("part_of", "object"): "ORG",
    ("participates_in", "subject"): "ORG",
}
# What no mention names and a text still speaks of is mostly an event, a deadline, a programme: "Anmeldefrist".
_OTHERS: Final = "EVENT"
_CONNECTING: Final = frozenset({"participates_in", "leads", "funds", "part_of"})

_FACTS: Final = """
SELECT f.*, r.title, r.url, r.publisher, r.published, r.source, r.external_id
FROM v_fact AS f JOIN v_release AS r ON r.release_id = f.release_id
WHERE {}
ORDER BY f.release_id, f.start, f."end", f.fact_id
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that facts connect; one that no mention names has an id that follows from its kind and name."""

    id: str
    kind: str
    name: str
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact with the things that it is about. `target` is None where the object is a date, a number, words."""

    row: dict[str, Any]
    qualifiers: dict[str, Any]
    subject: Node
    target: Node | None
    organisation: Node | None

    @property
    def things(self) -> tuple[Node, ...]:
        """All that it is about, the subject first."""
        return tuple(node for node in (self.subject, self.target, self.organisation) if node is not None)


@dataclass(slots=True)
class LeftOut:
    """What a graph does not show, for who reads an edge does not read its small print."""

    rejected: int = 0
    negated: int = 0


class Graph:
    """The entities of a snapshot by id and by name."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.entities = {
            entity_id: Node(entity_id, kind, name)
            for entity_id, kind, name in snapshot.ask("SELECT entity_id, kind, name FROM v_entity ORDER BY entity_id")
        }
        called: dict[str, set[str]] = {}
        for entity_id, name in snapshot.ask("SELECT DISTINCT entity_id, name FROM v_alias"):
            if entity_id in self.entities and self.entities[entity_id].kind in BODIES:
                called.setdefault(fold(name), set()).add(entity_id)
        self._called = {name: next(iter(found)) for name, found in called.items() if len(found) == 1}

    def statements(
        self, left_out: LeftOut, predicates: Sequence[str] = (), since: str | None = None
    ) -> Iterator[Statement]:
        """All facts that say that something is so; rejected and negated ones are counted, nothing more.

        Args:
            left_out: counts them.
            predicates: only these; empty: all.
            since: only of releases published then or later, or without a date.
        """
        where, values = ["1"], list(predicates)
        if predicates:
            where.append(f"f.predicate IN ({', '.join('?' * len(predicates))})")
        if since is not None:
            where.append("(r.published IS NULL OR r.published >= ?)")
            values.append(since)
        for row in self._snapshot.objects(_FACTS.format(" AND ".join(where)), values):
            if row["status"] == "rejected":
                left_out.rejected += 1
            elif row["modality"] == "negated":
                left_out.negated += 1
            else:
                yield self._statement(row)

    def _statement(self, row: dict[str, Any]) -> Statement:
        predicate = row["predicate"]
        qualifiers = parsed(row["qualifiers"])
        qualifiers = qualifiers if isinstance(qualifiers, dict) else {}
        subject = self._node(predicate, "subject", row["subject_id"], row["subject"])
        target = None
        if predicate in _CONNECTING and row["object"] is not None:
            target = self._node(predicate, "object", row["object_id"], str(row["object"]))
        organisation = None
        if predicate == "has_role" and isinstance(named := qualifiers.get("organisation"), str):
            organisation = self._node(predicate, "organisation", self._called.get(fold(named)), named)
        return Statement(row, qualifiers, subject, target, organisation)

    def _node(self, predicate: str, place: str, entity_id: str | None, name: str) -> Node:
        if entity_id is not None and entity_id in self.entities:
            return self.entities[entity_id]
        kind = _UNLINKED.get((predicate, place), _OTHERS)
        return Node(ids.make("n_", kind, fold(name)), kind, name, linked=False)
