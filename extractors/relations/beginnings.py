"""What it is that begins or ends on a day: the thing behind a participle, before a relative clause, or that a body starts."""

import re
from typing import Final

from extractors.base import Mention
from extractors.relations.subjects import SUBJECTS, THINGS, Sentences, Subject

# A body starts something, or itself: "die Universität startet das Projekt X", "startet am 3. Mai mit dem Umbau"
_TRANSITIVE: Final = re.compile(r"start|aufgeleg|Aufgeleg|begin|begann|begonn|gestartet|eröffne|Eröffne", re.IGNORECASE)
_NOUN: Final = re.compile(
    r"\b(?!(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Uhr)\b)[A-ZÄÖÜ]\w|\bzu[ \u00a0][a-zäöüß]+n\b"
)
_PLACE: Final = re.compile(r"\b(?:in|an|bei)[ \u00a0](?:der[ \u00a0])?[A-ZÄÖÜ][\w-]+")
# "Bis Mai 2026 wird das Institut das Projekt |umsetzen|"
_DONE_BY: Final = re.compile(
    r"\b(?:umsetzen|umgesetzt|durchführen|durchgeführt|abschließen|abgeschlossen|fertigstellen|bearbeiten)\b"
)
_PROJECT_AT: Final = re.compile(r"\w(?=[ \u00a0](?:das|die|dieses|diese)[ \u00a0])")
# "das |2016 gegründete| Netzwerk X", "die |seit 2016 bestehende| Plattform Y"
_ATTRIBUTE: Final = re.compile(
    r"[ \u00a0](?:gegründete|eröffnete|gestartete|begonnene|bestehende|laufende|ins Leben gerufene)[nrsm]?[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){0,2}(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"»]?"
)
_FOUNDED_THEN: Final = re.compile(
    r"[ \u00a0](?:[^.,;:!?()\n„“]{3,80}[ \u00a0])?(?:gegründet|eröffnet|gestartet|hervorgegangen|entstanden|errichtet|ins Leben gerufen)e[nrs]?[ \u00a0]"
)
# "hat im März |mit der klinischen Studie| X begonnen": the study begins
_STARTS_WITH: Final = re.compile(
    r"\bmit[ \u00a0](?:der|dem|seinem|ihrem|seiner|ihrer)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0]){0,2}(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"»]?$"
)
_THAT: Final = re.compile(r",[ \u00a0](?:der|die|das|welche[rs]?)[ \u00a0](?![A-ZÄÖÜ])[^,]*$")
PASSIVE: Final = re.compile(r"\b(?:wird|werden|wurde|wurden|worden|ist|sind|war|waren)\b")


def attributed(text: str, found: Sentences, end: int, date: Mention) -> Subject | None:
    """ "das |2016 gegründete| Netzwerk X": what stands behind the participle."""
    m = _ATTRIBUTE.match(text, date.span.end, end)
    near = (
        [n for n in found.named(date.span.end, end) if n.label in THINGS and n.span.start <= m.end() <= n.span.end]
        if m
        else []
    )
    if not near:
        # "|Die 1987 gegründete Fachgesellschaft| zählt ..."
        long = (
            found.described(max(0, date.span.start - 30), end)
            if _FOUNDED_THEN.match(text, date.span.end, end)
            else None
        )
        return long[0] if long is not None and long[1].start() < date.span.start < long[1].end() else None
    return Subject(near[0].attributes["name"], near[0].span.quote, near[0].span.start, near[0].label)


def from_then(text: str, found: Sentences, start: int, date: Mention) -> Subject | None:
    """ "die Studie „X“ |ab| Juli 2026": the project right before the day."""
    if text[max(start, date.span.start - 4) : date.span.start] not in (" ab ", " ab\u00a0"):
        return None
    low = max(start, date.span.start - 200)
    near = [
        m
        for m in found.named(low, date.span.start)
        if m.label == "PROJECT" and 0 <= date.span.start - 4 - m.span.end <= 1
    ]
    return Subject(near[-1].attributes["name"], near[-1].span.quote, near[-1].span.start, "PROJECT") if near else None


def relative(text: str, found: Sentences, start: int, date: Mention) -> Subject | None:
    """ "X|, das| im Mai startet": what stands right before the clause in which the date is."""
    that = _THAT.search(text, max(start, date.span.start - 200), date.span.start)
    if that is None:
        return None
    before = [
        m for m in found.named(start, that.start() + 1) if m.label in SUBJECTS and that.start() - m.span.end in (0, 1)
    ]
    return (
        Subject(before[-1].attributes["name"], before[-1].span.quote, before[-1].span.start, before[-1].label)
        if before
        else None
    )


def done_by(text: str, found: Sentences, i: int, date: Mention) -> Subject | None:
    """ "|Bis| Mai 2026 wird das Institut |das Projekt| umsetzen": the project ends."""
    start, end = found.spans[i]
    end = min(end, date.span.end + 400)
    if not _DONE_BY.search(text, date.span.end, end):
        return None
    for m in found.named(date.span.end, end):
        if m.label == "PROJECT" and found.is_nominative(m, start):
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
    for back in _PROJECT_AT.finditer(text, date.span.end, end):
        if (thing := found.referred(i, back.end())) is not None and thing.label == "PROJECT":
            return thing
    return None


def begun(
    text: str, found: Sentences, i: int, subject: Subject, date: Mention, verb: tuple[int, int]
) -> Subject | None:
    """What starts: what a body starts or opens, else the subject; None where a body only starts to do something."""
    start, end = found.spans[i]
    word = text[slice(*verb)]
    if subject.label != "ORG" or not _TRANSITIVE.match(word):
        return subject
    for m in found.named(start, end):
        if m.span.start <= subject.start + len(subject.quote):
            continue
        if m.label == "PROJECT" and _STARTS_WITH.search(text, max(start, m.span.start - 60), m.span.start):
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
        if m.label in SUBJECTS and found.is_nominative(m, start):
            between = text[subject.start + len(subject.quote) : m.span.start]
            if not re.match(r"(?:[ \u00a0]\([^()\n]*\))?(?:,|[ \u00a0](?:und|sowie)\b)", between):
                return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
    if word.casefold() in ("eröffnet", "gestartet") and PASSIVE.search(text, start, end):
        return subject
    rest = text[verb[1] : end]
    for taken in (date.span.quote, subject.quote):
        rest = rest.replace(taken, "", 1)
    return None if _NOUN.search(_PLACE.sub("", rest)) else subject
