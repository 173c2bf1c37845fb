"""The coverage ledger: the dates, numbers and names of each release that none of its facts uses.

What a reviewer would otherwise miss. It is computed from the stored mentions and facts, never stored itself.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from db.names import fold
from db.readonly import rows

UNUSED: Final = (
    "source", "published", "release_id", "kind", "label", "quote", "name", "norm", "places", "start", "end", "context",
)  # fmt: skip
"""The columns of the ledger; `places` is how often the release says it, the others tell of the first place."""

Kind = Literal["date", "number", "name"]
_KINDS: Final[dict[str, Kind]] = {
    "DATE": "date", "COUNT": "number", "MONEY": "number",
    "PERSON": "name", "ORG": "name", "INFRASTRUCTURE": "name", "PROJECT": "name", "LOC": "name",
}  # fmt: skip
_ORDER: Final = {label: n for n, label in enumerate(_KINDS)}
_AROUND: Final = 60  # code points of context on each side

_FACTS: Final = """
SELECT release_id, subject, subject_id, object, object_id, value, unit, qualifiers, valid_from, valid_to,
  subject_quote, object_quote
FROM v_fact WHERE status <> 'rejected'
"""
_MENTIONS: Final = f"""
SELECT m.release_id, m.label, m.quote, m.name, m.norm, m.entity_id, m.start, m."end", r.source, r.published,
  substr(r.text, max(m.start - {_AROUND}, 0) + 1, m."end" - m.start + {2 * _AROUND}) AS context
FROM v_mention AS m JOIN v_release AS r ON r.release_id = m.release_id
WHERE m.label IN ({", ".join(f"'{label}'" for label in _KINDS)})
  AND coalesce(r.published, r.first_seen) >= substr(?, 1, length(coalesce(r.published, r.first_seen)))
"""  # noqa: S608 - our own labels and numbers
_OF_FACT: Final = "AND release_id = ?"
_OF_MENTION: Final = "AND m.release_id = ?\n"
_IN_ORDER: Final = 'ORDER BY r.published, m.release_id, m.start, m."end", m.mention_id'


def unused(
    path: Path, *, about: str | None = None, since: str | None = None, release_id: str | None = None
) -> list[dict[str, Any]]:
    """What no fact uses, by release, in each dates before numbers before names; with the columns `UNUSED`.

    A name is used when a fact of its release is about it, under any of its forms; a date when a fact states it or is
    bounded by it, or it is the release's own date; a number when a fact has its value. What a person rejected uses nothing.

    Args:
        path: the database.
        about: only what holds this text, by quote or full name; case does not count.
        since: ISO day: of releases published then or later; an unknown date counts as the day it was first seen.
        release_id: only of this release.
    """
    facts, mentions, one = (
        (_FACTS, _MENTIONS, ()) if release_id is None else (_FACTS + _OF_FACT, _MENTIONS + _OF_MENTION, (release_id,))
    )
    uses: dict[str, _Used] = {}
    for row in rows(path, facts, one):
        uses.setdefault(row["release_id"], _Used()).add(row)
    ledger: dict[tuple[Any, ...], dict[str, Any]] = {}
    nothing = _Used()
    for row in rows(path, mentions + _IN_ORDER, (since or "", *one)):
        if uses.get(row["release_id"], nothing).holds(row) or (about is not None and not _is_about(row, about)):
            continue
        told = row["name"] or row["norm"] or row["quote"]
        key = (row["release_id"], row["label"], row["entity_id"] or fold(told))
        if key in ledger:
            ledger[key]["places"] += 1
        else:
            ledger[key] = _line(row)
    # The order of the releases stays; inside each: dates, numbers, names.
    places = {release: n for n, release in enumerate(dict.fromkeys(line["release_id"] for line in ledger.values()))}
    return sorted(ledger.values(), key=lambda line: (places[line["release_id"]], _ORDER[line["label"]], line["start"]))


class _Used:
    """What the facts of one release use."""

    def __init__(self) -> None:
        self._entities: set[str] = set()
        self._words: set[str] = set()
        self._numbers: set[float] = set()

    def add(self, fact: Mapping[str, Any]) -> None:
        """Take in what one fact is about."""
        self._entities |= {fact[key] for key in ("subject_id", "object_id") if fact[key]}
        told = [fact[key] for key in ("subject", "object", "subject_quote", "object_quote", "valid_from", "valid_to")]
        told += _leaves(json.loads(fact["qualifiers"]))
        told.append(fact["value"])
        for value in told:
            if isinstance(value, str):
                self._words.add(fold(value))
            elif isinstance(value, int | float):
                self._numbers.add(float(value))

    def holds(self, mention: Mapping[str, Any]) -> bool:
        """Whether a fact uses what is mentioned."""
        kind, norm = _KINDS[mention["label"]], mention["norm"]
        if kind == "name":
            names = {fold(mention[key]) for key in ("quote", "name") if mention[key]}
            return mention["entity_id"] in self._entities or bool(names & self._words)
        if fold(mention["quote"]) in self._words:
            return True
        if norm is None:
            return False
        if kind == "date":
            parts = {fold(part) for part in (norm, *norm.split("/"))}
            return norm == mention["published"] or bool(parts & self._words)
        value = _parsed(norm)
        return isinstance(value, int | float) and float(value) in self._numbers


def _leaves(value: Any) -> Iterator[Any]:
    """The values inside qualifiers; lists are offsets, which are no values."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, str | int | float):
        yield value


def _parsed(norm: str) -> Any:
    """The number in a stored norm: `{"unit": "Häuser", "value": 8}`."""
    try:
        return json.loads(norm)["value"]
    except (ValueError, KeyError, TypeError):
        return None


def _is_about(mention: Mapping[str, Any], about: str) -> bool:
    return any(fold(about) in fold(mention[key]) for key in ("quote", "name") if mention[key])


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = _KINDS[row["label"]]
    norm = json.loads(row["norm"]) if kind == "number" and row["norm"] is not None else row["norm"]
    line = {**row, "kind": kind, "norm": norm, "places": 1, "context": " ".join(row["context"].split())}
    return {name: line[name] for name in UNUSED}
