"""What belongs to what: `part_of` for units and their house, members of a group, parts of an event, phases of a programme."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from extractors.base import Fact, Mention, Span
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.phases import edition_of
from extractors.relations.subjects import EVENT, THINGS, Sentences

_SHORT: Final = re.compile(r"^[ \u00a0]\([^()\n]{1,40}\)")
# "Abteilung Cytologie |am| Institut", "AI Lab |von| Mercur", "Institut für Recht (IR) |der| Universität"
_AT: Final = re.compile(
    r"^[“”\"]?[ \u00a0](?:am|an der|an dem|der|des|im|in der|beim|bei der|von|vom|von der)[ \u00a0]$"
)
# "Instituts für Anatomie|, |Abteilung Cytologie"
_UNIT: Final = re.compile(
    r"^(?:Abteilung|Referat|Sektion|Fachbereich|Arbeitsgruppe|Dezernat|Lehrstuhl|Bereich|Fachgebiet|Arbeitsbereich)\b"
)
_IS_PART: Final = re.compile(
    r"\b(?:ist|sind|war|waren|bildet|wird|als)[ \u00a0](?:[a-zäöüß]+[ \u00a0]){0,3}(?:Teil|Bestandteil|Teilprojekt|Mitglied der Gruppe)[ \u00a0](?:des|der|von|vom)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0]|[A-ZÄÖÜ][\w-]*(?:s|programms|projekts|netzwerks)[ \u00a0])?[„\"]?$"
    r"|\bgehör(?:t|en|te|ten)[ \u00a0](?:[a-zäöüß]+[ \u00a0]){0,3}(?:zum|zur|zu|zu den)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0]|[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"]?$"
    r"|\b(?:ein|eine)[ \u00a0](?:[^,.;:]{0,60}[ \u00a0])?(?:Unternehmen|Tochter|Tochtergesellschaft|Tochterunternehmen|Publikation|Zeitschrift|Marke|Einrichtung|Forschungseinrichtung|Institut)[ \u00a0](?:der|des|von)[ \u00a0]$"
    r"|\b(?:angebunden|angesiedelt|angegliedert|eingegliedert|eingebettet)[ \u00a0](?:am|an die|an das|an der|beim|bei der|in der|in das|in die|im)[ \u00a0]$"
)
_BEHIND: Final = re.compile(
    r"^(?:[ \u00a0]\([^()\n]{1,40}\))?(?:[ \u00a0][^,.;:]{0,40})?[ \u00a0](?:angebunden|angesiedelt|angegliedert|eingegliedert|eingebettet)\b"
)
_AT_HOUSE: Final = re.compile(r"\b(?:am|an der|an dem|beim|bei der|in der|im)[ \u00a0]$")
_HEADS_IT: Final = re.compile(r"[ \u00a0](?:leitet|leitete|leiten|führt|verantwortet)\b")
_IN_FRAME: Final = re.compile(
    r"^[^.;:!?]{0,20}?[ \u00a0](?:als[ \u00a0]Teil|im[ \u00a0]Rahmen|am[ \u00a0]Rande|innerhalb)[ \u00a0](?:des|der|von)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0])?[„\"]?$"
)
_TAKEN_IN: Final = re.compile(r"^[“”\"]?[ \u00a0]in[ \u00a0](?:die|das|den)[ \u00a0][„\"]?$")
_TAKEN: Final = re.compile(
    r"^(?:[ \u00a0]\([^()\n]{1,40}\))?[ \u00a0](?:aufzunehmen|aufgenommen|integriert|eingegliedert|aufnehmen)\b"
)
_HAS: Final = re.compile(
    r"\b(?:verfügt|verfügen)\b[^.;:]{0,80}\büber[ \u00a0](?:ein|eine|einen)[ \u00a0](?:[a-zäöüß-]+[ \u00a0])?$"
)
_PHASE_OF: Final = re.compile(r"\b(?:[Ff]örderphase|[Pp]hase|[Ff]örderperiode)[ \u00a0]$")


def parts(text: str, found: Sentences, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences."""
    for i, (start, end) in enumerate(found.spans):
        named = [m for m in found.named(start, end) if m.label in (*THINGS, EVENT)]
        for part, whole, score, rule in (
            *_side_by_side(text, end, named),
            *_said(text, found, i, named),
            *_phases(text, found, i, named),
        ):
            if part.attributes["name"] != whole.attributes["name"]:
                low, high = min(part.span.start, whole.span.start), max(part.span.end, whole.span.end)
                evidence = (
                    Span.of(text, low, high)
                    if rule == "unit_of"
                    else around(text, start, end, Span.of(text, low, high))
                )
                yield Fact(
                    part.attributes["name"], "part_of", whole.attributes["name"], part.span.quote, whole.span.quote, evidence, score, name, rule,
                    version, "asserted" if rule == "unit_of" else modality_of(text[start:end]),
                )  # fmt: skip


def _side_by_side(text: str, end: int, named: list[Mention]) -> Iterator[tuple[Mention, Mention, float, str]]:
    """A unit and its house, next to each other."""
    for first, second in pairwise(named):
        gap = _SHORT.sub("", text[first.span.end : second.span.start])
        if first.label == second.label == "ORG" and _AT.match(gap):
            yield first, second, 0.75, "unit_of"
        elif (
            first.label == second.label == "ORG"
            and gap in (" das ", " die ", " den ")
            and _AT_HOUSE.search(text[max(0, first.span.start - 12) : first.span.start])
            and _HEADS_IT.match(text, second.span.end)
        ):
            # "die an der Universität A das Institut B leitet"
            yield second, first, 0.7, "unit_of"
        elif (
            first.label == second.label == "ORG"
            and gap == ", "
            and _UNIT.match(second.span.quote)
            and not _UNIT.match(first.span.quote)
        ):
            yield second, first, 0.7, "unit_of"
        elif _TAKEN_IN.match(gap) and _TAKEN.match(text[second.span.end : min(end, second.span.end + 80)]):
            yield first, second, 0.75, "taken_in"
        elif (
            first.label == EVENT
            and second.label == EVENT
            and first.attributes["event"] != "back"
            and _IN_FRAME.match(gap)
        ):
            yield first, second, 0.7, "within"


def _said(text: str, found: Sentences, i: int, named: list[Mention]) -> Iterator[tuple[Mention, Mention, float, str]]:
    """ "X ist Teil des Y", "X gehört zu Y", "X, ein Unternehmen der Y", "angesiedelt am Y", "X verfügt über eine Y"."""
    start, end = found.spans[i]
    subject = found.subject(i)
    for k, m in enumerate(named):
        if m.label == EVENT:
            continue
        before = text[max(start, m.span.start - 140) : m.span.start]
        own = next((n for n in named if subject is not None and n.span.start == subject.start), None)
        behind = (
            _AT_HOUSE.search(before) is not None
            and _BEHIND.match(text[m.span.end : min(end, m.span.end + 90)]) is not None
        )
        if _IS_PART.search(before) or behind:
            # "die Stabsstelle, die am Z angesiedelt ist": what stands before the clause
            nearest = next(
                (n for n in reversed(named[:k]) if re.search(r",[ \u00a0]|–", text[n.span.end : m.span.start])), None
            )
            part = nearest if nearest is not None and ("," in before or behind) else own
            # "Das Klinikum X wird Teil des Netzwerks Y": a body takes part in it
            member = (
                part is not None and part.label == "ORG" and m.label in ("INFRASTRUCTURE", "PROJECT") and not behind
            )
            if part is not None and part.span.start != m.span.start and not member:
                yield part, m, 0.75, "is_part"
        elif own is not None and own.label == "ORG" and m.label == "ORG" and _HAS.search(before):
            yield m, own, 0.65, "has_unit"


def _phases(text: str, found: Sentences, i: int, named: list[Mention]) -> Iterator[tuple[Mention, Mention, float, str]]:
    """ "innerhalb der Förderphase VUV 3.0", "startet das VUV in seine dritte Förderphase": an edition is part of what has it."""
    start, _ = found.spans[i]
    for m in named:
        edition = re.fullmatch(r"(.+)[ \u00a0]\d\.\d", m.span.quote)
        if edition and _PHASE_OF.search(text, max(start, m.span.start - 24), m.span.start):
            owner = found.called(edition[1])
            if owner is not None:
                yield m, owner, 0.8, "phase_of"
    pair = edition_of(text, found, i)
    if pair is not None:
        yield *pair, 0.75, "phase_of"
