"""What forgetting does to what people decided, and to what failed: both hold names in words of their own.

Most decisions name the release whose words they are about. A judgement of identity names entities alone, a correction or a
note may say any name, and a failure may know no more than an address.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from db import corrections, ids
from db.forgotten import MASK, Tombstones
from db.names import fold
from db.wordforms import fold as fold_word

if TYPE_CHECKING:
    from sqlalchemy import Connection

REDUCED: Final = '{"forgotten":true}'
"""What stays of the content of a decision about a release that is forgotten."""
_NOBODY: Final = {"entity_id": "", "kind": None, "name": MASK}
REDUCED_PAIR: Final = ids.canonical({"forgotten": True, "first": _NOBODY, "second": _NOBODY, "abouts": []})
"""The same of a judgement of identity, in the form in which judgements are read."""
_RELEASE_ID: Final = re.compile(r"r_[0-9a-f]{16}")
_NAMED: Final = "name:"  # what stands before the folded name of somebody who is no entity (db.judgements)


def mask(connection: "Connection", stones: Tombstones, families: Collection[str], releases: Collection[str]) -> int:
    """Mask forgotten names in all decisions; how many changed.

    Args:
        connection: inside a transaction that writes.
        stones: what masks.
        families: the person's family names, masked too where a decision is about one of the releases, or says the full name.
        releases: those that name the person.
    """
    changed = {
        number: after
        for number, before, after in _masked_rows(connection, stones, families, frozenset(releases))
        if after != before
    }
    if changed:
        rows = [(*after, number) for number, after in changed.items()]
        connection.exec_driver_sql("UPDATE decision SET content = ?, new_value = ?, note = ? WHERE number = ?", rows)
        corrections.lay(connection, _chains(connection, list(changed)))
    return len(changed)


def naming(connection: "Connection", stones: Tombstones, families: Collection[str]) -> set[str]:
    """The stored releases of facts that a person corrected to a forgotten name, or added with it."""
    found: set[str] = set()
    for content, new_value in connection.exec_driver_sql(
        "SELECT content, new_value FROM decision WHERE target IN ('fact', 'addition') AND new_value IS NOT NULL"
    ):
        if _may_name(families, new_value) and stones.families("\n".join(_words(json.loads(new_value)))):
            found.add(str(json.loads(content).get("release_id")))
    stored = connection.exec_driver_sql("SELECT release_id FROM release").scalars()
    return found.intersection(stored) if found else found


def drop_judgements(connection: "Connection", stones: Tombstones, entities: Collection[str]) -> None:
    """Take out who is who of these entities, and of forgotten names: the decisions stay, nothing follows from them."""
    gone = set(entities)
    for pair in connection.exec_driver_sql("SELECT first, second FROM judgement").all():
        if any(one in gone or (one.startswith(_NAMED) and stones.families(one)) for one in pair):
            connection.exec_driver_sql("DELETE FROM judgement WHERE first = ? AND second = ?", tuple(pair))


def mask_failures(
    connection: "Connection", stones: Tombstones, families: Collection[str], releases: Collection[str]
) -> None:
    """Mask what failures quote, and the names in their addresses; a failure may know its release by the address alone."""
    known, own = frozenset(releases), _addresses(connection, releases)
    for row in connection.exec_driver_sql("SELECT failure_id, source, reason, cure, release_id FROM failure").all():
        before = row.source, row.reason, row.cure
        mine = row.release_id in known or row.source in own
        if not mine and not any(_may_name(families, text) for text in before):
            continue
        said = set(families) if mine else stones.families(f"{row.reason}\n{row.cure}")
        after = tuple(stones.masked_address(stones.masked(text, said)) for text in before)
        if after != before:
            connection.exec_driver_sql(
                "UPDATE failure SET source = ?, reason = ?, cure = ? WHERE failure_id = ?", (*after, row.failure_id)
            )


def drop_failures(connection: "Connection", release_id: str) -> None:
    """Take out what failed of a release, also where only its address says so."""
    own = [(one,) for one in sorted(_addresses(connection, [release_id]))]
    connection.exec_driver_sql("DELETE FROM failure WHERE release_id = ?", (release_id,))
    if own:
        connection.exec_driver_sql("DELETE FROM failure WHERE source = ?", own)


def reduce(connection: "Connection", release_id: str) -> int:
    """Leave of decisions about a release that they were made, by whom and when; how many there are."""
    about = (
        "instr(content, ?) OR instr(new_value, ?) OR chain IN (SELECT chain FROM anchor WHERE release_id = ?)"
        " OR target_id IN (SELECT fact_id FROM fact WHERE release_id = ?)"
        " OR target_id IN (SELECT discrepancy_id FROM discrepancy_evidence WHERE release_id = ?)"
    )
    sql = f"SELECT DISTINCT chain FROM decision WHERE target <> 'identity' AND ({about})"  # noqa: S608 - our own names
    chains = list(connection.exec_driver_sql(sql, (release_id,) * 5).scalars())
    _reduce(connection, chains, REDUCED)
    return len(chains)


def listed_names(connection: "Connection", release_id: str) -> set[str]:
    """Of the names that were judged and are no entity, those that this release names: "name:" and the folded name."""
    return _said_in(connection, _judged_names(connection), "WHERE release_id = ?", release_id)


def reduce_identities(connection: "Connection", entities: Collection[str], listed: Collection[str]) -> int:
    """The same as `reduce` for judgements of somebody whom no release names any more; how many there are.

    Args:
        connection: inside a transaction that writes, the release's rows already gone.
        entities: those that went with the release.
        listed: as `listed_names` gave them before.
    """
    gone = {*entities, *(set(listed) - _said_in(connection, set(listed)))}
    if not gone:
        return 0
    chains = {
        chain
        for chain, new_value in connection.exec_driver_sql(
            "SELECT chain, new_value FROM decision WHERE target = 'identity' AND new_value IS NOT NULL"
        )
        if not gone.isdisjoint(_pair(new_value))
    }
    _reduce(connection, chains, REDUCED_PAIR)
    rows = [(one, one) for one in sorted(gone)]
    connection.exec_driver_sql("DELETE FROM judgement WHERE first = ? OR second = ?", rows)
    return len(chains)


def _chains(connection: "Connection", numbers: Iterable[int]) -> list[str]:
    """The chains of which one of these decisions counts."""
    found = (connection.exec_driver_sql("SELECT chain FROM anchor WHERE number = ?", (number,)) for number in numbers)
    return [chain for one in found for chain in one.scalars()]


def _reduce(connection: "Connection", chains: Collection[str], content: str) -> None:
    corrections.lift(connection, chains)
    for chain in chains:
        connection.exec_driver_sql(
            "UPDATE decision SET content = ?, new_value = NULL, note = NULL WHERE chain = ?", (content, chain)
        )
        connection.exec_driver_sql(
            "UPDATE anchor SET target_id = NULL, release_id = NULL, fit = 'orphaned' WHERE chain = ?", (chain,)
        )


def _masked_rows(
    connection: "Connection", stones: Tombstones, families: Collection[str], releases: frozenset[str]
) -> Iterator[tuple[int, tuple[str | None, ...], tuple[str | None, ...]]]:
    for number, *rest in connection.exec_driver_sql("SELECT number, content, new_value, note FROM decision"):
        before = tuple(rest)
        if not any(value and _may_name(families, value) for value in before):
            continue
        content, new_value = (json.loads(value) if value else None for value in before[:2])
        said = set(families)
        if releases.isdisjoint(_RELEASE_ID.findall(f"{before[0]} {before[1]}")):
            said = stones.families("\n".join([*_words(content), *_words(new_value), before[2] or ""]))

        def hide(text: str, said: Collection[str] = said) -> str:
            return stones.masked(text, said)

        after = [value if loaded is None else ids.canonical(_each(loaded, hide)) for value, loaded in
                 zip(before, (content, new_value), strict=False)]  # fmt: skip
        yield number, before, (*after, before[2] and hide(before[2]))


def _may_name(families: Iterable[str], text: str) -> bool:
    folded = fold_word(text)
    return any(family in folded for family in families)


def _words(value: Any) -> Iterator[str]:
    """The texts inside a value; each is masked for itself: escaped in JSON, a line's end would be a letter of a name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words(inner)


def _each(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {key: _each(inner, hide) for key, inner in value.items()}
    return [_each(inner, hide) for inner in value] if isinstance(value, list) else value


def _pair(new_value: str) -> set[str]:
    return {str(one) for one in json.loads(new_value).values()}


def _judged_names(connection: "Connection") -> set[str]:
    found = set()
    for (new_value,) in connection.exec_driver_sql(
        "SELECT new_value FROM decision WHERE target = 'identity' AND instr(new_value, ?)", (_NAMED,)
    ):
        found |= {one for one in _pair(new_value) if one.startswith(_NAMED)}
    return found


def _said_in(connection: "Connection", names: set[str], where: str = "", *values: str) -> set[str]:
    """Those of the names that stand in texts, or are what a fact is about."""
    found: set[str] = set()
    for sql in (f"SELECT text FROM revision {where}", f"SELECT DISTINCT subject FROM fact {where}"):  # noqa: S608 - our own
        for (text,) in connection.exec_driver_sql(sql, values) if names - found else ():
            folded = fold(text)
            found |= {name for name in names if name.removeprefix(_NAMED) in folded}
    return found


def _addresses(connection: "Connection", releases: Iterable[str]) -> set[str]:
    """Where the texts of these releases were read."""
    found: set[str] = set()
    for release_id in releases:
        for row in connection.exec_driver_sql("SELECT source, url FROM revision WHERE release_id = ?", (release_id,)):
            found |= {one for one in row if one}
    return found
