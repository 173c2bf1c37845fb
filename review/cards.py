"""What stands on a card: one thing to be decided, with its evidence in its paragraph."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from db import decisions, reviewing
from review.highlight import Mark, Part, around, parts

if TYPE_CHECKING:
    from sqlalchemy import Connection

Card = dict[str, Any]
"""What templates/card_*.html show."""

CHOICES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "fact": (("accepted", "a"), ("rejected", "x"), ("unsure", "u")),
    "identity": (("same", "a"), ("different", "x"), ("unsure", "u")),
    "sides": (("left", "1"), ("right", "2"), ("both", "3"), ("superseded", "4"), ("dismissed", "x"), ("unsure", "u")),
    "names": (("both", "a"), ("left", "1"), ("right", "2"), ("dismissed", "x"), ("unsure", "u")),
    "alone": (("right", "a"), ("dismissed", "x"), ("unsure", "u")),
    "missing": (("dismissed", "x"), ("unsure", "u")),
}
"""(status, key) of what can be said of each form of card."""

_HEADS: Final = frozenset({"heading", "title"})
_SIDES: Final = 8
_CLOSE: Final = 1200  # code points between the sides' ends


def card(connection: "Connection", target: str, target_id: str) -> Card | None:
    """The card of one target, or None when there is no such thing any more."""
    made = {"fact": _fact, "discrepancy": _discrepancy, "identity": _identity}.get(target)
    found = made(connection, target_id) if made else None
    if found is None:
        return None
    last = decisions.latest(connection, target, target_id)
    return {
        "target": target,
        "target_id": target_id,
        "last": last,
        "seen": (last or {}).get("decision_id", ""),
        **found,
    }


def passages(
    release: Mapping[str, Any], start: int, end: int, marks: Sequence[Mark], *, before: int = 320, after: int = 320
) -> list[list[Part]]:
    """What is shown of a release around evidence, in one or two stretches; the heading above it is `heading`."""
    text, blocks = release["text"], release["blocks"]
    stretches = around(text, blocks, start, end, before=before, after=after)
    return [list(parts(text, blocks, marks, first, last)) for first, last in stretches]


def heading(release: Mapping[str, Any], start: int) -> str | None:
    """The heading or title under which a place stands, when that is not the release's title."""
    above = [block for block in release["blocks"] if block[1] <= start and block[2] in _HEADS]
    text = release["text"][above[-1][0] : above[-1][1]].strip() if above else ""
    return text if text and text != release["title"] else None


def _fact(connection: "Connection", fact_id: str) -> Card | None:
    fact = reviewing.fact(connection, fact_id)
    release = reviewing.release(connection, fact["release_id"]) if fact else None
    if fact is None or release is None:
        return None
    marks = [Mark(fact["start"], fact["end"], "evidence"), *_quoted(fact, release["text"])]
    target = fact["object"]
    return {
        "form": "fact",
        "kind": "fact",
        "choices": CHOICES["fact"],
        "status": fact["status"],
        "fact": fact,
        "object": _parsed(target),
        "release": _without_text(release),
        "heading": heading(release, fact["start"]),
        "passages": passages(release, fact["start"], fact["end"], marks),
    }


def _quoted(fact: Mapping[str, Any], text: str) -> Iterator[Mark]:
    """Where subject and object stand inside the evidence."""
    taken: tuple[int, int] | None = None
    for kind in ("object", "subject"):
        quote = fact[f"{kind}_quote"]
        at = text.find(quote, fact["start"], fact["end"]) if quote else -1
        if at >= 0 and taken != (at, at + len(quote)):
            taken = at, at + len(quote)
            yield Mark(*taken, kind)


def _discrepancy(connection: "Connection", discrepancy_id: str) -> Card | None:
    row = reviewing.discrepancy(connection, discrepancy_id)
    if row is None:
        return None
    sides = _sides(connection, row["values"])
    return {
        "form": form_of(row),
        "kind": row["kind"],
        "choices": CHOICES[form_of(row)],
        "status": row["status"],
        "discrepancy": row,
        "sides": sides[:_SIDES],
        "compares": _compares(row),
        "shared": _shared(connection, sides),
        "more": len(sides) - _SIDES,
    }


def form_of(row: Mapping[str, Any]) -> str:
    """How a discrepancy is asked about: two sides, several spellings, one statement that cannot be, a date that is missing."""
    if row["kind"] == "name_variant":
        return "names"
    if row["kind"] == "missing_date":
        return "missing"
    return "sides" if len(row["values"]) > 1 else "alone"


def _compares(row: Mapping[str, Any]) -> str | None:
    """The kind, where its sides have names: "fünf Jahre" is one, "1. Januar 2025 bis 30. Juni 2030" together the other."""
    values = [str(side["value"] or "") for side in row["values"]]
    named = row["kind"] == "duration_vs_dates" and row["verdict"] != "incomplete"
    lengths = [value.startswith("P") for value in values]
    return (
        "duration_vs_dates" if named and len(values) > 1 and lengths == [True, *[False] * (len(values) - 1)] else None
    )


def _sides(connection: "Connection", values: Sequence[Mapping[str, Any]]) -> list[Card]:
    known: dict[str, Any] = {}
    sides: list[Card] = []
    for value in values:
        if value["release_id"] not in known:
            known[value["release_id"]] = reviewing.release(connection, value["release_id"])
        release = known[value["release_id"]]
        if release is None:
            continue
        marks = [Mark(value["start"], value["end"], "evidence")]
        if sides and value["value"] is None and sides[-1]["release"]["release_id"] == release["release_id"]:
            continue  # the same side goes on, in the words of its list
        sides.append(
            {
                "value": value["value"],
                "quote": value["quote"],
                "start": value["start"],
                "release": _without_text(release),
                "published": release["published"] or "",
                "passages": passages(release, value["start"], value["end"], marks, before=140, after=140),
            }
        )
    days = [side["published"] for side in sides]
    newest = max(days, default="")
    for side in sides:
        side["newer"] = bool(newest) and side["published"] == newest and any(day and day < newest for day in days)
        side["undated"] = not side["published"] and len(set(days)) > 1
    differ = differing([side["value"] for side in sides])
    for side, shown in zip(sides, differ, strict=True):
        side["pieces"] = shown
    return sides


def _shared(connection: "Connection", sides: Sequence[Mapping[str, Any]]) -> list[list[Part]] | None:
    """One passage for all sides, where they stand close together in one release; else None."""
    places = [(side["start"], side["start"] + len(side["quote"])) for side in sides]
    if not sides or len({side["release"]["release_id"] for side in sides}) > 1:
        return None
    start, end = min(a for a, _ in places), max(b for _, b in places)
    release = reviewing.release(connection, sides[0]["release"]["release_id"]) if end - start <= _CLOSE else None
    marks = [Mark(a, b, "evidence") for a, b in places]
    return None if release is None else passages(release, start, end, marks, before=140, after=140)


def differing(values: Sequence[str | None]) -> list[list[tuple[str, bool]]]:
    """Each value in pieces, and whether the piece differs from the other sides': `[("12", True), (" Häuser", False)]`."""
    words = [value.split(" ") if value else [] for value in values]
    common = set.intersection(*map(set, words)) if words else set()
    found = []
    for own in words:
        pieces: list[tuple[str, bool]] = []
        for word in own:
            other = word not in common and len(words) > 1
            if pieces and pieces[-1][1] == other:
                pieces[-1] = f"{pieces[-1][0]} {word}", other
            else:
                pieces.append((word, other))
        found.append(pieces)
    return found


def _identity(connection: "Connection", identity_id: str) -> Card | None:
    pair = reviewing.pair(connection, identity_id)
    if pair is None:
        return None
    sides = []
    for key in ("first", "second"):
        named = reviewing.one_name(connection, pair[key])
        for place in named["places"]:
            release = reviewing.release(connection, place["release_id"])
            if release is not None:
                end = place["start"] + len(place["quote"])
                marks = [Mark(place["start"], end, "evidence")]
                place["release"] = _without_text(release)
                place["passages"] = passages(release, place["start"], end, marks, before=120, after=120)
        sides.append(named)
    return {
        "form": "identity",
        "kind": "identity",
        "choices": CHOICES["identity"],
        "status": pair["status"],
        "pair": pair,
        "sides": sides,
    }


def _without_text(release: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in release.items() if key not in {"text", "blocks"}}


def _parsed(value: str | None) -> Any:
    """An object's value and unit where it has them, else the text."""
    try:
        found = json.loads(value) if value and value.startswith("{") else value
    except ValueError:
        return value
    return found if isinstance(found, Mapping | str) else value


def adjoining(parts_shown: Sequence[Part]) -> list[tuple[Part, bool, bool]]:
    """Parts with whether a list begins before and ends behind each."""
    listed = [False, *(part.kind == "list_item" for part in parts_shown), False]
    edges = list(pairwise(listed))
    return [(part, edges[n] == (False, True), edges[n + 1] == (True, False)) for n, part in enumerate(parts_shown)]
