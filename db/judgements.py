"""Who is who by a person's word: same, different, unsure. Keyed by the ids of two entities, which follow from their names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db import contents as _contents
from db import dialect, direct, ids
from db.models import table
from db.prepared import in_parts, marks, prepared

if TYPE_CHECKING:
    from sqlalchemy import Connection


def identity_id(one: str, two: str) -> str:
    """The id under which two entities are judged, in whichever order they are named."""
    return ids.make("i_", *sorted((one, two)))


def pair_id(new_value: Mapping[str, Any]) -> str | None:
    """The same for {"first": id, "second": id}; None where that names no two."""
    one, two = new_value.get("first"), new_value.get("second")
    return identity_id(one, two) if isinstance(one, str) and isinstance(two, str) and one != two else None


def contents(connection: "Connection", pairs: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is judged, as it stands: {identity id: {first, second, abouts}} with kind and name; only of entities that are there.

    A member of a list that no mention names is `name:` and its folded name.
    """
    wanted = [(str(p.get("first")), str(p.get("second"))) for p in pairs]
    found = _contents.entities(connection, {i for pair in wanted for i in pair})
    for i in {i for pair in wanted for i in pair if i.startswith("name:")}:
        found[i] = {"entity_id": i, "kind": None, "name": i.removeprefix("name:")}
    judged: dict[str, dict[str, Any]] = {
        identity_id(one, two): {"first": found[one], "second": found[two]}
        for one, two in wanted
        if one in found and two in found
    }
    for pair, content in judged.items():
        content["abouts"] = sorted(_asked_of(connection, pair))
    return judged


def keep(connection: "Connection", rows: Sequence[Mapping[str, Any]]) -> None:
    """Of decisions, those of identities: what counts from now on, until the neighbours are compared anew `pending`.

    Args:
        connection: inside a transaction that writes.
        rows: decisions, the latest last, with `content`, `status` and `number`.
    """
    import json

    for row in rows:
        if row["target"] == "identity" and row["new_value"] is not None:  # None: they are forgotten
            given = json.loads(row["new_value"])
            first, second = sorted((given["first"], given["second"]))
            values = {
                "first": first,
                "second": second,
                "status": row["status"],
                "number": row["number"],
                "pending": True,
            }
            statement = dialect.insert(connection, "judgement").on_conflict_do_update(
                index_elements=["first", "second"], set_=values
            )
            connection.execute(statement, values)


def pending(connection: "Connection") -> set[tuple[str, str]]:
    """The pairs whose neighbours must still be compared anew."""
    from sqlalchemy import select

    judgement = table("judgement")
    query = select(judgement.c.first, judgement.c.second).where(judgement.c.pending)
    return {(row.first, row.second) for row in connection.execute(query)}


def abouts(connection: "Connection", pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The entities whose comparison asks, or asked, whether two are one."""
    import json

    sql = "SELECT content FROM decision WHERE target = 'identity' AND target_id = :pair"
    found: set[str] = set()
    for one, two in pairs:
        pair = identity_id(one, two)
        found |= _asked_of(connection, pair)
        for content in connection.execute(prepared(sql), {"pair": pair}).scalars():
            found.update(json.loads(content).get("abouts", ()))
    return found


def _asked_of(connection: "Connection", pair: str) -> set[str]:
    from sqlalchemy import select

    stored = table("discrepancy")
    query = select(stored.c.about).where(stored.c.kind == "possible_identity", stored.c.pair == pair)
    return {about for about in connection.execute(query).scalars() if about}


def settled(connection: "Connection", pairs: Iterable[tuple[str, str]]) -> None:
    """Write down that these neighbours were compared anew; what was taken back is nothing any more."""
    from sqlalchemy import bindparam, delete, update

    judgement = table("judgement")
    rows = [{"one": first, "two": second} for first, second in sorted(pairs)]
    if rows:
        here = (judgement.c.first == bindparam("one"), judgement.c.second == bindparam("two"))
        connection.execute(update(judgement).where(*here).values(pending=False), rows)
        connection.execute(delete(judgement).where(*here, judgement.c.status == "open"), rows)


def of(connection: "Connection", entities: Iterable[str]) -> list[dict[str, Any]]:
    """What is judged of these entities: first, second, status, number; nothing that was taken back."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for part in in_parts(entities):
        at = marks(part)
        sql = f"SELECT * FROM judgement WHERE (first IN ({at}) OR second IN ({at})) AND status <> 'open'"  # noqa: S608 - numbered marks
        found |= {(row["first"], row["second"]): row for row in direct.dicts(connection, sql, part)}
    return [found[key] for key in sorted(found)]
