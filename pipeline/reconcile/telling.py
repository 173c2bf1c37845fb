"""Turns rows into claims and lists; what a release says of its own time is looked up once."""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from db import neighbours, statements
from db.names import fold
from extractors.german import number
from pipeline.reconcile.scope import Scope, part_named, phase_of, scope_of
from pipeline.reconcile.statements import Claim, Place, Roll, Said, interval, length_of, unit_of, value_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

# "Zum 1. Juli startet die dritte Phase": written not long before that day, or soon after it
_PRESENT: Final = re.compile(r"\b(?:startet|starten|beginnt|beginnen|tritt|treten|fällt|geht an den Start|läuft)\b")
_BEFORE, _AFTER = dt.timedelta(days=183), dt.timedelta(days=31)
# "der bisherige Rektor", "war bis 2023 Rektor", "leitete": who held an office before
_FORMER: Final = re.compile(
    r"\b(?:ehemalige[nrs]?|frühere[nrs]?|bisherige[nrs]?|scheidende[nrs]?|langjährige[nrs]?|Vorgänger\w*|Amtsvorgänger\w*|a\. ?D\.|verabschied\w+|zuletzt|"
    r"war|waren|leitete[n]?|koordinierte[n]?|führte[n]?|gewesen)\b",
    re.IGNORECASE,
)
_STILL: Final = re.compile(
    r"\b(?:seit|inzwischen|nun|jetzt|wurde|worden|gewählt|ernannt|berufen|neue[nrs]?)\b", re.IGNORECASE
)
_COMES: Final = re.compile(r"\b(?:soll|designierte[nrs]?|künftige[nrs]?|wird (?:neue[rn]?|zum|zur|ab))\b")
# "leitet gemeinsam mit", "Co-Leiterin", "stellvertretender Leiter": not the only one
_SHARED: Final = re.compile(
    r"\b(?:gemeinsam|zusammen mit|Co-|Ko-|stellvertret\w+|Teilprojekt\w*|Doppelspitze|beide)", re.IGNORECASE
)
_ABOUT: Final = re.compile(
    r"\b(?:rund|etwa|circa|ca\.|gut|knapp|fast|über|mehr als|bis zu|nahezu|annähernd|ungefähr)[ \u00a0][\d.,]+[ \u00a0]?(?:Mio|Million|Mrd|Milliarde|Euro|€|Tsd)"
)
# not all who take part: "unter anderem", "darunter"; or only those who are new
_OPEN: Final = re.compile(
    r"\b(?:darunter|unter anderem|u\. ?a\.|z\. ?B\.|zum Beispiel|beispielsweise|etwa|insbesondere|vor allem|und (?:weitere|andere)|[Ww]eitere|[Nn]eue[nrs]? \w+ (?:ist|sind)|neu)\b"
)
_LEAST: Final = 2
_TOLD: Final = (
    5_000  # sentences whose reading is kept: the first and last that say something are compared again and again
)
_AMOUNT: Final = re.compile(
    r"(?<![\d.,])(?P<digits>\d[\d.,]*+)[ \u00a0]?(?P<scale>Mio\.?|Million(?:en)?|Mrd\.?|Milliarden?)?[ \u00a0]?(?:Euro|EUR|€)"
)


class Teller:
    """The claims and lists of one database."""

    def __init__(self, connection: "Connection") -> None:
        """`connection`: inside the transaction that compares."""
        self.connection = connection
        self.said: dict[str, Said] = {}
        self.lists: dict[str, list[tuple[Any, Mapping[str, Any]]]] = {}
        self.counts: list[tuple[Mapping[str, Any], Claim, tuple[Any, Mapping[str, Any]]]] = []

    def claims(self, facts: Iterable[str]) -> list[Claim]:
        """What these facts claim; what cannot be compared is left out."""
        rows = statements.of_facts(self.connection, facts)
        return [claim for row in rows if (claim := self.claim(row)) is not None]

    def claim(self, row: Mapping[str, Any]) -> Claim | None:
        """The claim of a fact; None for what cannot be compared."""
        match row["predicate"]:
            case "has_role" | "leads":
                return self._held(row)
            case "funds":
                return self._amount(row)
            case "part_of":
                return self._part(row)
            case _:
                return self._stated(row)

    def rolls(self, members: Iterable[str] = (), releases: Iterable[str] | None = None) -> Iterator[Roll]:
        """The lists that go with the counts seen so far, and the sentences (of these releases) that name who takes part in one of the entities."""
        yield from self._rosters(set(members), releases)
        for row, claim, (_, attributes) in self.counts:
            at = neighbours.at_places(self.connection, row["release_id"])
            members = {
                at.get((m["start"], m["end"]), "name:" + fold(m["quote"])): m["quote"] for m in attributes["members"]
            }
            yield Roll(
                claim.said, claim.subject, claim.name, claim.unit, members, self._listed(claim.place, attributes)
            )

    def _listed(self, place: Place, attributes: Mapping[str, Any]) -> Place:
        """The words that state a number together with the list that goes with it."""
        start = min(place.start, *(m["start"] for m in attributes["members"]))
        end = max(place.end, *(m["end"] for m in attributes["members"]))
        if (start, end) == (place.start, place.end):
            return place
        quote = neighbours.words_at(self.connection, place.release_id, place.revision, start, end)
        return Place(place.release_id, place.revision, start, end, quote)

    def _rosters(self, entities: set[str], releases: Iterable[str] | None) -> Iterator[Roll]:
        """ "Beteiligt am Netz sind A, B und C": whole lists only, not those with "unter anderem"."""
        rows: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
        for row in statements.of_lists(self.connection, entities, releases):
            if row["kind"] != "PERSON" and row["modality"] == "asserted":
                rows[row["release_id"], row["start"], row["end"], row["leader"]].append(row)
        for some in rows.values():
            quote = str(some[0]["quote"])
            if len(some) < _LEAST or _OPEN.search(quote):
                continue
            some.sort(key=lambda r: (quote.find(r["subject_quote"]), r["fact_id"]))
            members = {r["other"] or "name:" + fold(r["subject"]): str(r["subject"]) for r in some}
            one = some[0]
            yield Roll(
                self._said(one), one["leader"], str(one["object"]), "Beteiligte", members, _place(one), counted=False
            )

    def _stated(self, row: Mapping[str, Any]) -> Claim | None:
        predicate, stored = row["predicate"], row["object"]
        value = value_of(predicate, json.loads(stored) if predicate == "count" and stored else stored)
        if value is None:
            return None
        qualifiers = json.loads(row["qualifiers"])
        found = self._list(row) if predicate == "count" else None
        approx = bool(qualifiers.get("approx") or qualifiers.get("bound")) or bool(stored and '"qualifier"' in stored)
        claim = Claim(
            self._said(row), row["leader"], row["subject"], predicate, value, _place(row), row["unit"] or "", "", row["modality"],
            approx, found is not None, row["score"], key=length_of(value) if predicate == "lasts" else "",
            scope=_scope(row, whole=found is not None),
        )  # fmt: skip
        if found is not None:
            self.counts.append((row, claim, found))
        return claim

    def _held(self, row: Mapping[str, Any]) -> Claim | None:
        """Who holds an office, or leads a thing; not who did, and not one of several who do."""
        office = row["predicate"] == "has_role"
        body = str(json.loads(row["qualifiers"]).get("organisation")) if office else str(row["object"])
        quote, role = str(row["quote"]), str(row["object"]) if office else ""
        alone, comes = _office_told(quote, row["subject_quote"], row["object_quote"] or "")
        if not alone or json.loads(row["qualifiers"]).get("until"):
            return None
        modality = "planned" if comes and row["modality"] == "asserted" else row["modality"]
        return Claim(
            self._said(row), row["leader"], body, row["predicate"], row["subject"], _place(row), "", role, modality,
            score=row["score"], key=str(row["other"]), partner="" if office else str(row["kind"]),
        )  # fmt: skip

    def _amount(self, row: Mapping[str, Any]) -> Claim | None:
        amount = json.loads(row["qualifiers"]).get("amount")
        value = amount.get("value") if isinstance(amount, Mapping) else None
        if not isinstance(value, int | float):
            return None
        currency = str(amount.get("currency") or amount.get("unit") or "EUR")
        quote = str(row["quote"])
        # "von 2 Millionen Euro auf 3 Millionen Euro": the amount that is meant, not the first one
        sums = list(_AMOUNT.finditer(quote))
        at = next((m for m in sums if number(m["digits"].rstrip(".,"), m["scale"]) == value), sums[0] if sums else None)
        start, end = at.span() if at else (0, 0)
        return Claim(
            self._said(row), row["leader"], str(row["object"]), "funds", f"{value:,.0f}".replace(",", "."), _place(row), currency, "",
            row["modality"], bool(_ABOUT.search(quote)) or bool(amount.get("approx") or amount.get("bound")), score=row["score"],
            key=f"{value}", partner=str(row["other"]), scope=scope_of(quote, start, end, inside=str(row["object"])),
        )  # fmt: skip

    def _part(self, row: Mapping[str, Any]) -> Claim | None:
        if row["other"] is None:
            return None
        return Claim(
            self._said(row), row["leader"], row["subject"], "part_of", str(row["object"]), _place(row), modality=row["modality"],
            score=row["score"], key=str(row["other"]), scope=_scope(row),
        )  # fmt: skip

    def _list(self, row: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]] | None:
        """The complete list that goes with a count: its mention stands inside the fact's evidence."""
        release_id = row["release_id"]
        if release_id not in self.lists:
            self.lists[release_id] = list(neighbours.lists(self.connection, release_id))
        for mention, attributes in self.lists[release_id]:
            inside = row["start"] <= mention["start"] and mention["end"] <= row["end"]
            same = attributes.get("value") == row["value"] and unit_of(str(attributes.get("unit"))) == unit_of(
                row["unit"] or ""
            )
            if inside and same and attributes.get("complete"):
                return mention, attributes
        return None

    def _said(self, row: Mapping[str, Any]) -> Said:
        release_id = row["release_id"]
        if release_id not in self.said:
            earliest, latest = interval(row["published"])
            derived = earliest is None
            if derived:
                earliest, latest = _told(neighbours.starts(self.connection, release_id))
            self.said[release_id] = Said(
                release_id, row["cluster_id"], earliest, latest, derived and earliest is not None
            )
        return self.said[release_id]


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["release_id"], row["revision"], row["start"], row["end"], row["quote"])


def _scope(row: Mapping[str, Any], *, whole: bool = False) -> Scope:
    quote, words, subject = str(row["quote"]), str(row["object_quote"] or ""), str(row["subject"])
    start = max(0, quote.find(words)) if words else 0
    end = start + len(words) if words and quote.startswith(words, start) else start
    found = scope_of(quote, start, end, whole=whole, inside=subject)
    named = phase_of(subject)
    phase = named[0] if named else found.phase
    if row["predicate"] == "count":
        limits = found.limits | part_named(quote, str(row["subject_quote"]), subject)
        # "soll bis 2027 auf 51 wachsen": what is to be is not held against what is
        limits |= {"plan"} if row["modality"] == "planned" else set()
        return replace(found, phase=phase, limits=frozenset(limits))
    # of a date only the phase and what is said of a change matter: "am 1. Juli 2025" is the value itself
    return Scope(phase=named[0] if named else "", now=found.now, moved=found.moved)


@lru_cache(_TOLD)
def _office_told(quote: str, one: str, two: str) -> tuple[bool, bool]:
    """Whether somebody holds an office alone, and not formerly; and whether that is to come."""
    words = _between(quote, one, two)
    former = _FORMER.search(words) and not _STILL.search(words)
    return not (_SHARED.search(words) or former), _COMES.search(words) is not None


def _between(quote: str, one: str, two: str) -> str:
    """The words from a person's name to the office, a little further on both sides."""
    at = [(k, k + len(w)) for w in (one, two) if w and (k := quote.find(w)) >= 0]
    if not at:
        return quote
    return quote[max(0, min(a for a, _ in at) - 24) : max(b for _, b in at) + 24]


def _told(starts: Iterable[Mapping[str, Any]]) -> tuple[dt.date | None, dt.date | None]:
    """When a release without a date was written, by the starts that it tells in the present; None where it tells none."""
    days = [interval(row["object"]) for row in starts if _PRESENT.search(row["quote"])]
    spans = [(first, last) for first, last in days if first is not None and last is not None]
    if not spans:
        return None, None
    first, last = max(spans)
    return first - _BEFORE, last + _AFTER
