"""What the sentences around a quote say of its speaker; words in marks inside a sentence of saying."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractors.base import Context
from extractors.layout import sentence_at, text_of
from extractors.nounphrases import Word, words
from extractors.phrases import PRONOUNS, Phrase, next_subject, opening_subject, phrase_at
from extractors.quotation_marks import Quoted
from extractors.saying import (
    JUDGED_AFTER,
    JUDGING,
    NAMED_AFTER,
    REPORTED,
    SAID_AFTER,
    SAYING,
    SOURCE,
    SUBJUNCTIVE,
    VERBS,
)  # fmt: skip
from extractors.speakers import Speaker, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Doc

NEAR: Final = 260  # code points behind a quote in which its speaker stands
FAR: Final = 600  # code points before it
_LOOK_BACK: Final = 3  # sentences
STOPPED: Final = re.compile(r"[.!?…][\"“”)]?$")
_OWN: Final = re.compile(r"\b(?:[Ii]ch|[Ww]ir|[Uu]ns|[Uu]nser\w*|[Mm]ein\w*|[Mm]ich|[Mm]ir)\b")
_SLOT: Final = re.compile(
    r"\b(?:als|von|vor|wie|ein|eine|einen|einem|einer)(?:[ \u00a0](?:ein|eine|einen|einem|einer|der|die|das))?[ \u00a0]*$"
)
_PREDICATE: Final = re.compile(r"\b(?:als|sei|seien|wäre|bleibe|bleibt|ist|für)(?:[ \u00a0][\w-]+){0,2}[ \u00a0]*$")
# "das Programm |„Wort für Wort“": a name; not so in "sagte, wer auf |„Beamte, Väter oder junge Leute“| schieße, ..."
_NAMED: Final = re.compile(r"(?:[A-ZÄÖÜ][\w-]*|\b(?:der|die|das|dem|den))[ \u00a0]*$")
_CLAUSE: Final = re.compile(r",[ \u00a0]*$|[ \u00a0]dass[ \u00a0]")


@dataclass(frozen=True, slots=True)
class Heard:
    """A quote with who says it, the rule, and where the words about it lie."""

    speaker: Speaker | None
    rule: str
    low: int
    high: int
    score: float


class Surroundings:
    """One document: its sentences, its speakers, its headings."""

    def __init__(self, doc: "Doc", context: Context) -> None:
        """Sorts the names and headings of the document."""
        self.text = text_of(doc)
        self.doc = doc
        self.speakers = Speakers(self.text, context)
        self._heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "heading")]
        self._at_head = 0

    def subject(self, row: Sequence[Word], last: Speaker | None, at: int) -> Speaker | None:
        """Who is the subject of the verb of saying in a row of words: the last one before the code point `at`, or the first."""
        verb = next((k for k in reversed(range(len(row))) if row[k].text in VERBS and row[k].start < at), None)
        if verb is None:
            verb = next((k for k in range(len(row)) if row[k].text in VERBS), None)
        if verb is not None and verb + 1 < len(row) and row[verb + 1].text in PRONOUNS:
            return self.speakers.of(row, Phrase(verb + 1, verb + 1, verb + 1, verb + 1, "", row[verb + 1].text), last)
        phrase = opening_subject(row, len(row))
        if phrase is not None and verb is not None and phrase.first <= verb <= phrase.last:
            phrase = None
        if phrase is None and verb is not None:
            phrase = next_subject(row, verb + 1, len(row))
        for k in range(verb if verb is not None else len(row)):
            if phrase is not None:
                break
            if k == 0 or row[k - 1].text in (",", ";") or row[k].text in ("er", "sie"):
                phrase = next_subject(row, k, verb if verb is not None else len(row))
        single = verb is not None and not row[verb].text.endswith("n")
        return self.speakers.of(row, phrase, last, single=single) if phrase is not None else None

    def told(self, position: int, last: tuple[Quoted, Heard] | None) -> Speaker | None:
        """Whose words the sentences before `position` report: the subject of the last verb of saying in the paragraph."""
        text, spoken = self.text, last[1].speaker if last is not None else None
        line = text.rfind("\n", 0, max(0, position - 1)) + 1
        stop = last[0].high if last is not None else 0
        for distance in range(_LOOK_BACK):
            start, end = sentence_at(self.doc, max(0, position - 2))
            if end > position or start < line or start < stop:
                break
            start = max(start, position - FAR)
            row = words(text, start, end)
            if any(w.text in SAYING for w in row):
                speaker = self.subject(row, spoken, end)
                if speaker is not None and speaker.name is not None:
                    return speaker
                people = {str(m.attributes["name"]): m for m in self.speakers.people(start, end)}
                return self.speakers.person(next(iter(people.values())), 0.75) if len(people) == 1 else speaker
            people = {str(m.attributes["name"]): m for m in self.speakers.people(start, end)}
            if len(people) == 1:
                return self.speakers.person(next(iter(people.values())), 0.75 - 0.1 * distance)
            if people:
                return None
            position = start
        return (
            spoken if spoken is not None and position - stop < FAR and "\n" not in text[stop:position].strip() else None
        )

    def embedded(self, mark: Quoted, behind: int, last: tuple[Quoted, Heard] | None) -> Heard | None:
        """Words in marks inside a sentence: "X sprach von einem „...“", "laut X sei das „...“".

        Args:
            mark: the words.
            behind: where the marks before these end.
            last: the quote before this one.
        """
        text = self.text
        if self.in_heading(mark):
            return None
        start, end = sentence_at(self.doc, mark.low)
        if STOPPED.search(text[max(0, behind - 3) : behind]):
            start = max(start, behind)
        start, end = max(start, mark.low - FAR // 2), min(max(end, mark.high), mark.high + FAR // 2)
        before, after = text[start : mark.low], text[mark.high : end]
        said = text[mark.start : mark.end]
        if NAMED_AFTER.match(after) or not _may_be_speech(said, before[-80:]):
            return None
        spoken = last[1].speaker if last is not None else None
        row = [w for w in words(text, start, end) if not mark.low <= w.start < mark.high]
        source = self.source(text, start, end, mark)
        reported = REPORTED.search(before) is not None or REPORTED.search(after) is not None
        verb = next((w.text for w in reversed(row) if w.start < mark.low and w.text in VERBS), "")
        says = verb in SAYING or (verb != "" and (reported or " dass " in before))
        says = says or any(w.start > mark.low and w.text in SAYING for w in row) or SAID_AFTER.search(after) is not None
        subjunctive = SUBJUNCTIVE.search(before) is not None or SUBJUNCTIVE.search(after) is not None
        speaker: Speaker | None = source
        if speaker is None and says:
            speaker = self.subject(row, spoken, mark.low) or Speaker(0, 0, None, 0.0)
        elif speaker is None and reported:
            near = subjunctive or (last is not None and start - last[0].high < NEAR)
            speaker = self.told(start, last) or (Speaker(0, 0, None, 0.0) if near else None)
        judged = verb in JUDGING or JUDGED_AFTER.match(after) is not None
        if speaker is None or not _is_embedded(
            said, before, judged=judged, says=says, reported=reported, sourced=source is not None
        ):
            return None
        if speaker.end == 0:
            return Heard(None, "embedded", start, end, 0.55)
        near = abs(mark.low - speaker.start) < FAR
        low, high = (min(start, speaker.start), max(end, speaker.end)) if near else (start, end)
        return Heard(speaker, "embedded", low, high, 0.75 if source is not None else 0.72)

    def source(self, text: str, start: int, end: int, mark: Quoted) -> Speaker | None:
        """Who is named as the source: "laut X", "nach Angaben des X", ", so X"."""
        for m in SOURCE.finditer(text, start, end):
            if mark.low <= m.start() < mark.high:
                continue
            stop = mark.low if m.start() < mark.low else end
            row = words(text, m.end(), min(stop, m.end() + 160))
            k = (
                1
                if row
                and row[0].text in ("dem", "der", "den", "einem", "einer", "des", "von", "vom", "seinen", "ihren")
                else 0
            )
            phrase = phrase_at(row, k, len(row))
            if phrase is not None:
                return self.speakers.of(row, phrase, None)
        return None

    def is_clause(self, mark: Quoted) -> bool:
        """Whether it is long enough, or says "wir": no mere name."""
        said = self.text[mark.start : mark.end]
        return len(said.split()) >= 5 or STOPPED.search(said) is not None or _OWN.search(said) is not None

    def is_speech(self, mark: Quoted) -> bool:
        """Whether its own words show that somebody speaks: long, with a stop, or with "wir"."""
        said = self.text[mark.start : mark.end]
        return (
            len(said.split()) >= 8 or STOPPED.search(said) is not None or _OWN.search(said) is not None or ". " in said
        )

    def is_sentence(self, mark: Quoted) -> bool:
        """Whether it stands as a sentence of its own: a capital letter, and a stop or a line's start before it."""
        before = self.text[max(0, mark.low - 3) : mark.low].rstrip(" \u00a0")
        said = self.text[mark.start : mark.end]
        return not said[0].islower() and (not before or before[-1] in '.!?…:“”»\n"’)')

    def in_heading(self, mark: Quoted) -> bool:
        """Whether it stands in a title or heading; asked in text order."""
        while self._at_head < len(self._heads) and self._heads[self._at_head][1] <= mark.low:
            self._at_head += 1
        return self._at_head < len(self._heads) and self._heads[self._at_head][0] <= mark.low


def _may_be_speech(said: str, before: str) -> bool:
    """Whether words in marks inside a sentence can be speech at all, by their own form and the words right before them."""
    count = len(said.split())
    if _is_fragment(said):
        return count > 1 or _PREDICATE.search(before) is not None
    return _SLOT.search(before) is not None or (count > 3 and _NAMED.search(before) is None)


def _is_fragment(said: str) -> bool:
    return said[0].islower() or said[0] in "[…("


def _is_embedded(said: str, before: str, *, judged: bool, says: bool, reported: bool, sourced: bool) -> bool:
    """Whether the words in marks inside a sentence of saying are speech, no name; for what `_may_be_speech`.

    Args:
        said: the words.
        before: the sentence before them.
        judged: whether a verb of judging belongs to them.
        says: whether the sentence has a verb of saying.
        reported: whether it has a subjunctive.
        sourced: whether it says "laut X".
    """
    count = len(said.split())
    if _is_fragment(said):
        return count < 2 or sourced or reported or judged or count > 2 or _CLAUSE.search(before) is not None
    if _SLOT.search(before) is not None:
        return judged or (sourced and count > 1) or (says and reported and " dass " in before)
    return (reported or sourced) and (says or sourced)
