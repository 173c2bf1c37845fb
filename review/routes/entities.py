"""People, organisations, infrastructures, projects: the list, and a page for each."""

from typing import TYPE_CHECKING, Any, Final

from db import overview, reviewing
from review import cards
from review.routes.releases import missing
from review.timeline import timeline
from review.visit import Visit
from review.words import LABELS, PREDICATES, Wording

if TYPE_CHECKING:
    from starlette.responses import Response

_ROWS: Final = 60
_FACTS: Final = 400
_DATES: Final = {"starts_on": "first", "ends_on": "last"}
KINDS: Final = ("PERSON", "ORG", "INFRASTRUCTURE", "PROJECT", "LOC")


def index(visit: Visit) -> "Response":
    """The list of entities, the most named first."""
    text, kind = visit.query("q").strip(), visit.query("kind")
    page = visit.number("page")
    with visit.house.database.read() as connection:
        rows = overview.entities(connection, text=text, kind=kind, limit=_ROWS + 1, offset=page * _ROWS)
    values: dict[str, Any] = {
        "rows": rows[:_ROWS],
        "text": text,
        "kind": kind,
        "page": page,
        "more": len(rows) > _ROWS,
        "all_kinds": KINDS,
    }
    return visit.page("entities.html", **values)


def show(visit: Visit) -> "Response":
    """One entity: its names, what is said of it and when, with what it is connected, and with what it may be one."""
    with visit.house.database.read() as connection:
        entity = overview.entity(connection, visit.request.path_params["entity_id"])
        if entity is None:
            return missing(visit)
        entity_id = entity["entity_id"]
        facts = overview.facts_about(connection, entity_id, _FACTS)
        pairs = [
            card
            for row in reviewing.pairs_of(connection, entity_id)
            if (card := cards.card(connection, "identity", row["identity_id"])) is not None
        ]
        values: dict[str, Any] = {
            "entity": entity,
            "aliases": overview.aliases(connection, entity_id),
            "facts": facts,
            "relations": _relations(entity_id, facts),
            "picture": timeline(dated(facts, visit.words, entity_id)),
            "releases": overview.releases_naming(connection, entity_id, _ROWS),
            "pairs": pairs,
        }
    return visit.page("entity.html", adjoining=cards.adjoining, labels=LABELS, **values)


def dated(facts: list[dict[str, Any]], words: Wording, entity_id: str) -> list[dict[str, Any]]:
    """What of the facts can be drawn: beginnings and ends of one thing as one bar, the rest where it holds."""
    rows: list[dict[str, Any]] = []
    periods: dict[tuple[str, str], dict[str, Any]] = {}
    for fact in facts:
        verb = words.word(PREDICATES, fact["predicate"])
        if fact["predicate"] in _DATES:
            key = fact["subject"], fact["release_id"]
            row = periods.get(key)
            if row is None:
                detail = words.day(fact["published"])
                row = periods[key] = {
                    "first": None,
                    "last": None,
                    "text": fact["subject"],
                    "detail": detail,
                    "fact_id": fact["fact_id"],
                }
                rows.append(row)
            row[_DATES[fact["predicate"]]] = (fact["object"] or "").split("/")[0]
        elif fact["valid_from"] or fact["valid_to"]:
            other = fact["object"] if fact["subject_id"] == entity_id else fact["subject"]
            text = f"{verb}: {words.value(other)}"
            rows.append({"first": fact["valid_from"], "last": fact["valid_to"], "text": text, "detail": words.day(fact["published"]), "fact_id": fact["fact_id"]})  # fmt: skip
        elif fact["predicate"] == "count" and fact["published"]:
            text = f"{words.value(fact['object'])}"
            rows.append({"first": fact["published"], "last": fact["published"], "text": text, "detail": words.day(fact["published"]), "fact_id": fact["fact_id"]})  # fmt: skip
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for row in rows:
        key_of = row["first"], row["last"], row["text"]
        if key_of not in seen:
            seen.add(key_of)
            kept.append(row)
    return kept


def _relations(entity_id: str, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With what the facts connect it: predicate, direction, the other's name and id, how often."""
    found: dict[tuple[str, bool, str], dict[str, Any]] = {}
    for fact in facts:
        if not (fact["subject_id"] and fact["object_id"]) or fact["predicate"] == "abbreviation_of":
            continue
        outward = fact["subject_id"] == entity_id
        name, other = (fact["object"], fact["object_id"]) if outward else (fact["subject"], fact["subject_id"])
        if other == entity_id:
            continue
        row = found.setdefault(
            (fact["predicate"], outward, other),
            {"predicate": fact["predicate"], "outward": outward, "name": name, "entity_id": other, "times": 0},
        )
        row["times"] += 1
    return sorted(
        found.values(), key=lambda row: (row["predicate"], not row["outward"], -row["times"], row["name"] or "")
    )
