"""Who takes part by what stands beside a name: "die |vom Institut X entwickelte| Plattform Y", "das Vorhaben Y |des Vereins X|"."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from extractors.base import Fact, Mention, Span
from extractors.relations.subjects import EVENT, Sentences

_SPACE: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
# "vom Institut X |entwickelte Plattform| Y", "von der Hochschule X |in Marlow betriebene| Datenbank Y"
_MADE: Final = re.compile(
    rf"(?:{_SPACE}\([^()\n]{{1,40}}\))?(?:{_SPACE}[^.,;:!?()\n„“]{{2,60}})?{_SPACE}(?:entwickelt|aufgebaut|betrieben|bereitgestellt|initiiert|getragen|durchgeführt|organisiert|konzipiert|gegründet|gestartet|erarbeitet|verantwortet)e[nrs]?{_SPACE}(?:[a-zäöüß-]+e[nrs]?{_SPACE}){{0,2}}(?:[A-ZÄÖÜ][\w-]*{_SPACE})?[„\"»]?"
)
_BY: Final = re.compile(rf"\b(?:von|vom|durch){_SPACE}(?:(?:der|dem|den|die|das){_SPACE})?(?:[a-zäöüß-]+en{_SPACE})?$")
# "das |Vorhaben| „Y“ des Vereins X", not "das Förderprogramm Y des Ministeriums X"
_KIND: Final = re.compile(
    rf"(?:[A-ZÄÖÜ][\w-]{{0,40}})?(?:[Pp]rojekts?|[Vv]orhabens?|[Ss]tudie|[Kk]ohorte|[Rr]egisters?|[Pp]lattform|[Dd]atenbank){_SPACE}[„\"»]?$"
)
_OF: Final = re.compile(
    rf"[“”\"«]?(?:{_SPACE}\([^()\n]{{1,40}}\))?{_SPACE}(?:der|des|vom|von{_SPACE}der|am|an{_SPACE}der){_SPACE}"
)
_ABOUT: Final = re.compile(rf"\büber{_SPACE}(?:(?:das|die|den){_SPACE})?(?:[a-zäöüß-]+e{_SPACE})?$")
_PAYER: Final = re.compile(
    r"(?:ministerium|stiftung|gemeinschaft)\b|^(?:Land|Freistaat|Europäische|EU|Bund)\b", re.IGNORECASE
)
# "das Institut X|, dessen Studie „|Y“ ab Juli läuft"
_WHOSE: Final = re.compile(
    rf"(?:{_SPACE}\([^()\n]{{1,40}}\))?,{_SPACE}(?:dessen|deren){_SPACE}(?:[a-zäöüß-]+e[nrs]?{_SPACE})?(?:[A-ZÄÖÜ][\w-]{{0,40}})?(?:[Pp]rojekt|[Vv]orhaben|[Ss]tudie|[Pp]lattform|[Rr]egister|[Dd]atenbank){_SPACE}[„\"»]?"
)
_HOUSE: Final = re.compile(rf"{_SPACE}(?:der|des|am|an{_SPACE}der|im|von|vom){_SPACE}")
_REPRESENTED: Final = re.compile(
    rf"\b(?P<who>(?:ist|sind|war|waren){_SPACE}mit{_SPACE}(?:(?:der|dem){_SPACE})?)[^.,;:!?\n]{{3,120}}?{_SPACE}(?:vertreten|dabei|beteiligt)\b"
)
_BY_WHOM: Final = re.compile(rf"{_SPACE}(?:von{_SPACE}(?:der|dem|den)|vom|durch{_SPACE}(?:die|das|den)){_SPACE}")
# "„Y“ |(Verein X, 90.000 Euro)|"
_BRACKET: Final = re.compile(rf"[“”\"«]?{_SPACE}\(")


def made_by(text: str, found: Sentences, name: str, version: int) -> Iterator[Fact]:
    """The facts of all names that stand beside each other."""
    for start, end in found.spans:
        if found.quoted(start, end):
            continue
        named = found.named(start, end)
        yield from _represented(text, found, (start, end), name, version)
        for k, (first, second) in enumerate(pairwise(named)):
            between = text[first.span.end : second.span.start]
            if _WHOSE.fullmatch(between) and k and _HOUSE.fullmatch(text[named[k - 1].span.end : first.span.start]):
                # "das Institut A |der Universität B|, dessen Studie": of the institute
                first = named[k - 1] if named[k - 1].label == "ORG" else first  # noqa: PLW2901
            if _BY_WHOM.fullmatch(between):
                continue  # "A wird vom Bund gefördert, das Register B |von der| Stiftung C"
            who, thing, score = _told(text, start, end, first, second, between)
            if who is not None and thing is not None:
                kept = who.label == "ORG" and thing is first and thing.label == "INFRASTRUCTURE"
                yield Fact(
                    who.attributes["name"] if not kept else thing.attributes["name"],
                    "part_of" if kept else "participates_in", (who if kept else thing).attributes["name"], (thing if kept else who).span.quote, (who if kept else thing).span.quote,
                    Span.of(text, first.span.start, second.span.end), score, name, "beside", version,
                )  # fmt: skip


def _represented(text: str, found: Sentences, sentence: tuple[int, int], name: str, version: int) -> Iterator[Fact]:
    """ "Finnland ist |mit der Universität X| vertreten": in what the release is about."""
    told = _REPRESENTED.search(text, *sentence)
    if told is None or any(m.label in (*_UNDERTAKINGS, EVENT) for m in found.named(*sentence)):
        return
    about = found.about(found.index(sentence[0]))
    for m in found.named(told.end("who") - 1, told.end()) if about is not None else []:
        if about is not None and m.label == "ORG" and m.span.start == told.end("who"):
            yield Fact(
                m.attributes["name"], "participates_in", about.name, m.span.quote, about.quote,
                Span.of(text, told.start(), told.end()), 0.65, name, "represented", version,
            )  # fmt: skip


def _told(
    text: str, start: int, end: int, first: Mention, second: Mention, between: str
) -> tuple[Mention | None, Mention | None, float]:
    """(who takes part, in what, how sure that is)."""
    if first.label == "ORG" and second.label in _UNDERTAKINGS:
        if _WHOSE.fullmatch(between):
            return first, second, 0.75
        if _MADE.fullmatch(between) and _BY.search(text, max(start, first.span.start - 40), first.span.start):
            return first, second, 0.75
    if first.label in _UNDERTAKINGS and second.label == "ORG" and not _PAYER.search(second.attributes["name"]):
        kind = _KIND.search(text, max(start, first.span.start - 60), first.span.start)
        # "berichtet über das Projekt X der Universität Y" states nothing of the project
        told_of = kind is not None and _ABOUT.search(text, max(start, kind.start() - 40), kind.start())
        if kind is not None and not told_of and _OF.fullmatch(between):
            return second, first, 0.7
        closed = text.find(")", second.span.end, min(end, second.span.end + 60))
        if (
            first.label == "PROJECT"
            and _BRACKET.fullmatch(between)
            and closed >= 0
            and "," in text[second.span.end : closed]
        ):
            return second, first, 0.65
    return None, None, 0.0
