"""Quoted speech with its speaker: „…“, so Prof. X; X betont: „…“; „…“, sagt sie; laut Y sei das „…“.

Mottos, titles, names and words in marks are no quotes: a quote has a verb of saying, a colon or a speaker beside it, or
stands in reported speech.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.layout import sentence_at
from extractors.nounphrases import Word, words
from extractors.phrases import PRONOUNS, Phrase, next_subject, opening_subject, phrase_at
from extractors.quotation_marks import Quoted, quoted
from extractors.saying import EMBEDDED, JUDGING, MUTE, NAMED_AFTER, NAMING, QUOTING, REPORTED, SAYING, SOURCE, VERBS, WORDS
from extractors.speakers import Speaker, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Doc

_AFTER: Final = 260  # code points behind a quote in which its speaker stands
_BEFORE: Final = 600  # code points before it
_CUE: Final = re.compile(r"[ \u00a0]*(?P<comma>,?)[ \u00a0]*(?:[–-][ \u00a0]*)?(?P<verb>[a-zäöüß]+)(?![\w-])")
_AND: Final = re.compile(r"[ \u00a0]*,?[ \u00a0]*und[ \u00a0](?P<verb>[a-zäöüß]+)(?![\w-])")
_GENERIC: Final = re.compile(r"(?!mit|seit|statt|samt|jetzt|damit|somit|nicht|erst|sonst|selbst|dort|ge\w+t$|ver\w+t$|be\w+t$)[a-zäöüß]{2,}t(?:e|en)?$")
_AUXILIARY: Final = frozenset({"hat", "hatte", "haben", "hatten", "wird", "wurde"})
_COLON: Final = re.compile(r":[\s\u00a0]*$")
_BEFORE_COLON: Final = re.compile(r"([\w-]+)[ \u00a0\"“»)]*:[\s\u00a0]*$")
_STOPPED: Final = re.compile(r"[.!?…][\"“”)]?$")
_SLOT: Final = re.compile(
    r"\b(?:als|von|vor|wie|ein|eine|einen|einem|einer)(?:[ \u00a0](?:ein|eine|einen|einem|einer|der|die|das))?[ \u00a0]*$"
)
_PREDICATE: Final = re.compile(r"\b(?:als|sei|seien|wäre|bleibe|bleibt|ist|für)(?:[ \u00a0][\w-]+){0,2}[ \u00a0]*$")
_CLAUSE: Final = re.compile(r",[ \u00a0]*$|[ \u00a0]dass[ \u00a0]")
_LOOK_BACK: Final = 3  # sentences
_OWN: Final = re.compile(r"\b(?:[Ii]ch|[Ww]ir|[Uu]ns|[Uu]nser\w*|[Mm]ein\w*|[Mm]ich|[Mm]ir)\b")
_LINE_SPEAKER: Final = re.compile(r"[ \u00a0]*\n+[ \u00a0]*(?:[–—-][ \u00a0]*)?")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A quote with who says it, the rule, and where the words about it lie."""

    speaker: Speaker | None
    rule: str
    low: int
    high: int
    score: float


class Quotes:
    """Mentions of QUOTE, and `said` where the speaker has a name."""

    name = "quotes"
    version = 2
    labels = ("QUOTE", "said")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every quoted clause that somebody says; each part of a split quote is one."""
        reader = _Reader(doc, context)
        for mark, heard in reader.heard():
            quote = Span.of(reader.text, mark.start, mark.end)
            attributes: dict[str, str | int] = {}
            speaker = heard.speaker
            if speaker is not None and speaker.end > speaker.start:
                said_by = reader.text[speaker.start : speaker.end]
                attributes = {"speaker": speaker.name or said_by, "speaker_quote": said_by, "speaker_start": speaker.start, "speaker_end": speaker.end}
            yield Mention(quote, "QUOTE", None, heard.score, self.name, heard.rule, self.version, attributes)
            if speaker is None or speaker.name is None or (heard.rule == "embedded" and len(quote.quote.split()) < 3):
                continue
            evidence = Span.of(reader.text, heard.low, heard.high)
            yield Fact(
                speaker.name, "said", quote.quote, reader.text[speaker.start : speaker.end], quote.quote, evidence,
                round(min(heard.score, speaker.score), 2), self.name, heard.rule, self.version,
            )  # fmt: skip


class _Reader:
    """One document, its marks in text order."""

    def __init__(self, doc: "Doc", context: Context) -> None:
        self.text = doc.text
        self._doc = doc
        self._marks = list(quoted(self.text))
        self._speakers = Speakers(self.text, context)
        self._heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "heading")]
        self._at_head = 0

    def heard(self) -> Iterator[tuple[Quoted, _Heard]]:
        """The quotes, each with its speaker."""
        last: tuple[Quoted, _Heard] | None = None
        for i, mark in enumerate(self._marks):
            following = self._marks[i + 1].low if i + 1 < len(self._marks) else len(self.text)
            before = self._marks[i - 1].high if i else 0
            heard = self._hear(mark, before, following, last)
            if heard is None:
                continue
            last = mark, heard
            yield mark, heard

    def _hear(self, mark: Quoted, before: int, following: int, last: tuple[Quoted, _Heard] | None) -> _Heard | None:
        spoken = last[1].speaker if last is not None else None
        if EMBEDDED.search(self.text, max(0, mark.low - 40), mark.low) is not None:
            return None
        if (heard := self._behind(mark, following, spoken)) is not None:
            return heard
        if (heard := self._introduced(mark, before, spoken)) is not None:
            return heard
        if last is not None and (heard := self._continued(mark, *last)) is not None:
            return heard
        if (heard := self._alone(mark, following, last)) is not None:
            return heard
        return self._embedded(mark, before, last)

    # „...“, sagt X
    def _behind(self, mark: Quoted, following: int, last: Speaker | None) -> _Heard | None:
        text = self.text
        end = min(len(text), mark.high + _AFTER)
        line = text.find("\n", mark.high, end)
        limit = min(end if line < 0 else line, following)
        cue = _CUE.match(text, mark.high, limit)
        if cue is None:
            return None
        verb, after = cue["verb"], cue.end()
        said, lead = text[mark.start : mark.end], text[max(0, mark.low - 3) : mark.low].rstrip()[-1:]
        # "Die Truppe „Starke Stimmen“, hatte ...": a name inside a sentence
        if said[0].isupper() and (lead.isalnum() or lead == "-") and not self._is_speech(mark):
            return None
        if verb == "und" and last is not None and (more := _AND.match(text, mark.high, limit)) and more["verb"] in VERBS:
            return _Heard(last, "and", mark.low, mark.high, 0.75)
        known = verb in VERBS or verb in _AUXILIARY
        if verb == "so":
            if not cue["comma"] and not self._is_speech(mark):
                return None
            # "so charakterisierte ihn der Sprecher"
            more = _CUE.match(text, after, limit)
            if more is not None and more["verb"] in ("heißt", "hieß", "lautet", "lautete", "nennt", "nannte"):
                return None
            if more is not None and more["verb"] in VERBS:
                after = more.end()
        elif cue["comma"]:
            if not known and not (_GENERIC.match(verb) and self._is_speech(mark)):
                return None
        elif verb in MUTE or verb in _AUXILIARY or verb not in VERBS or not self._is_clause(mark):
            return None
        row = words(text, after, limit)
        phrase = next_subject(row, 0, len(row))
        if phrase is None:
            # "heißt es in einem Bericht": nobody; a known verb behind a comma is enough for a quote
            return _Heard(None, "behind", mark.low, mark.high, 0.7) if cue["comma"] and known and self._is_speech(mark) else None
        speaker = self._speakers.of(row, phrase, last)
        if not cue["comma"] and speaker.name is None:
            return None
        return _Heard(speaker, "pronoun" if phrase.pronoun else "behind", mark.low, max(mark.high, speaker.end), 0.92)

    # X betont: „...“
    def _introduced(self, mark: Quoted, before: int, last: Speaker | None) -> _Heard | None:
        text = self.text
        lead = text[max(0, mark.low - 60) : mark.low]
        colon = _COLON.search(lead) is not None
        if not colon and not QUOTING.search(lead):
            return None
        named = _BEFORE_COLON.search(lead)
        if colon and named is not None and named[1] in NAMING:
            return None
        end = mark.low
        while end > 0 and text[end - 1] in ": \u00a0\n":
            end -= 1
        start = max(sentence_at(self._doc, max(0, end - 1))[0], before if text[before:end].strip() else 0, mark.low - _BEFORE)
        row = words(text, start, end)
        speaker = self._subject(row, last, mark.low)
        saying = any(w.text in VERBS for w in row) or WORDS.search(text, start, end) is not None or QUOTING.search(lead) is not None
        if not saying and any(w.text in NAMING for w in row):
            return None
        if speaker is None and (found := self._speakers.people(start, end)):
            speaker = self._speakers.person(found[0], 0.8)
        if not saying and not self._is_speech(mark) and (speaker is None or speaker.name is None or len(row) > 12):
            return None
        if speaker is None or speaker.name is None:
            # "Darin steht: „...“", "Die Begründung: „...“"
            score = 0.75 if saying or self._is_speech(mark) else 0.5
            return _Heard(speaker, "colon", mark.low, mark.high, score) if score > 0.5 else None
        return _Heard(speaker, "colon", min(start, speaker.start), mark.high, 0.92)

    def _subject(self, row: Sequence[Word], last: Speaker | None, at: int) -> Speaker | None:
        """Who is the subject of the verb of saying in a row of words: the last one before the code point `at`, or the first."""
        verb = next((k for k in reversed(range(len(row))) if row[k].text in VERBS and row[k].start < at), None)
        if verb is None:
            verb = next((k for k in range(len(row)) if row[k].text in VERBS), None)
        if verb is not None and verb + 1 < len(row) and row[verb + 1].text in PRONOUNS:
            return self._speakers.of(row, Phrase(verb + 1, verb + 1, verb + 1, verb + 1, "", row[verb + 1].text), last)
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
        return self._speakers.of(row, phrase, last) if phrase is not None else None

    # „...“, sagt X. „...“
    def _continued(self, mark: Quoted, previous: Quoted, heard: _Heard) -> _Heard | None:
        text = self.text
        if heard.speaker is None or not (self._is_sentence(mark) or not _STOPPED.search(text[previous.start : previous.end])):
            return None
        gap = text[previous.high : mark.low]
        told = text[max(previous.high, heard.high) : mark.low]
        direct = not gap.strip(" \u00a0\n,–-") and (previous.open_ended or "\n" not in gap.strip(" \u00a0"))
        if previous.open_ended and direct:
            return _Heard(heard.speaker, "split", mark.low, mark.high, 0.85)
        split = (
            heard.rule in ("behind", "pronoun", "split")
            and len(gap) <= _AFTER
            and "\n" not in gap.strip()
            and not re.search(r"[.!?][ \u00a0]+[A-ZÄÖÜ][\w-]* (?!\w*\.)", told)
            and len(gap.strip()) > 1
        )
        if not split and not direct:
            return None
        if not split and heard.rule == "embedded":
            return None
        if split and not self._is_sentence(mark) and not re.search(r",[ \u00a0]*$", told[-3:]):
            return None
        return _Heard(heard.speaker, "split", mark.low, mark.high, 0.87)

    # X lobte den Bau. „...“ / „...“ (line break) X, Leiterin
    def _alone(self, mark: Quoted, following: int, last: tuple[Quoted, _Heard] | None) -> _Heard | None:
        text = self.text
        if not self._is_sentence(mark):
            return None
        line = _LINE_SPEAKER.match(text, mark.high)
        if line is not None:
            people = self._speakers.people(line.end(), min(line.end() + 40, following))
            if people and not re.sub(r"[\w.\u00a0 -]", "", text[line.end() : people[0].span.start]) and "\n" not in text[line.end() : people[0].span.start]:
                return _Heard(self._speakers.person(people[0]), "signed", mark.low, people[0].span.end, 0.85)
            row = words(text, line.end(), min(line.end() + 60, following, text.find("\n", line.end()) if "\n" in text[line.end() : line.end() + 60] else following))
            if len(row) >= 3 and (phrase := opening_subject(row, len(row))) is not None and phrase.first == 0 and not phrase.determiner:
                speaker = self._speakers.of(row, phrase, None)
                if speaker.name is not None and phrase.last + 1 < len(row) and row[phrase.last + 1].text == ",":
                    return _Heard(speaker, "signed", mark.low, speaker.end, 0.75)
        stopped = _STOPPED.search(text[mark.start : mark.end]) or text[mark.high : mark.high + 1] in (".", "!", "?")
        if self._in_heading(mark) or not self._is_clause(mark) or not (stopped or text[mark.high : mark.high + 1] == ","):
            return None
        speaker = self._told(mark.low, last)
        if speaker is None or speaker.name is None:
            return _Heard(speaker, "alone", mark.low, mark.high, 0.65) if stopped or speaker is not None else None
        near = 0 <= mark.low - speaker.start < _BEFORE and (last is None or speaker is not last[1].speaker)
        return _Heard(speaker, "alone", speaker.start if near else mark.low, mark.high, 0.8)

    def _told(self, position: int, last: tuple[Quoted, _Heard] | None) -> Speaker | None:
        """Whose words the sentences before `position` report: the subject of the last verb of saying in the paragraph."""
        text, spoken = self.text, last[1].speaker if last is not None else None
        line = text.rfind("\n", 0, max(0, position - 1)) + 1
        stop = last[0].high if last is not None else 0
        for distance in range(_LOOK_BACK):
            start, end = sentence_at(self._doc, max(0, position - 2))
            if end > position or start < line or start < stop:
                break
            row = words(text, start, end)
            if any(w.text in SAYING for w in row):
                speaker = self._subject(row, spoken, end)
                if speaker is not None and speaker.name is not None:
                    return speaker
                people = {str(m.attributes["name"]): m for m in self._speakers.people(start, end)}
                return self._speakers.person(next(iter(people.values())), 0.75) if len(people) == 1 else speaker
            people = {str(m.attributes["name"]): m for m in self._speakers.people(start, end)}
            if len(people) == 1:
                return self._speakers.person(next(iter(people.values())), 0.75 - 0.1 * distance)
            if people:
                return None
            position = start
        return spoken if spoken is not None and position - stop < _BEFORE and "\n" not in text[stop:position].strip() else None

    # X sprach von einem „...“; laut X sei das „...“
    def _embedded(self, mark: Quoted, behind: int, last: tuple[Quoted, _Heard] | None) -> _Heard | None:
        text = self.text
        if self._in_heading(mark):
            return None
        start, end = sentence_at(self._doc, mark.low)
        if _STOPPED.search(text[max(0, behind - 3) : behind]):
            start = max(start, behind)
        start, end = max(start, mark.low - _BEFORE), min(max(end, mark.high), mark.high + _BEFORE)
        before, after = text[start : mark.low], text[mark.high : end]
        if NAMED_AFTER.match(after):
            return None
        spoken = last[1].speaker if last is not None else None
        row = [w for w in words(text, start, end) if not mark.low <= w.start < mark.high]
        source = self._source(text, start, end, mark)
        reported = REPORTED.search(before) is not None or REPORTED.search(after) is not None
        verb = next((w.text for w in reversed(row) if w.start < mark.low and w.text in VERBS), "")
        later = any(w.start > mark.low and w.text in SAYING for w in row)
        speaker = source
        if speaker is None and (verb in SAYING or later):
            speaker = self._subject(row, spoken, mark.low) or Speaker(0, 0, None, 0.0)
        elif speaker is None and reported:
            speaker = self._told(start, last)
        if speaker is None or not _is_embedded(text[mark.start : mark.end], before, verb, reported=reported, sourced=source is not None):
            return None
        if speaker.end == 0:
            return _Heard(None, "embedded", start, end, 0.55)
        near = abs(mark.low - speaker.start) < _BEFORE
        low, high = (min(start, speaker.start), max(end, speaker.end)) if near else (start, end)
        return _Heard(speaker, "embedded", low, high, 0.75 if source is not None else 0.72)

    def _source(self, text: str, start: int, end: int, mark: Quoted) -> Speaker | None:
        """Who is named as the source: "laut X", "nach Angaben des X", ", so X"."""
        for m in SOURCE.finditer(text, start, end):
            if mark.low <= m.start() < mark.high:
                continue
            stop = mark.low if m.start() < mark.low else end
            row = words(text, m.end(), min(stop, m.end() + 160))
            k = 1 if row and row[0].text in ("dem", "der", "den", "einem", "einer", "des", "von", "vom", "seinen", "ihren") else 0
            phrase = phrase_at(row, k, len(row))
            if phrase is not None:
                return self._speakers.of(row, phrase, None)
        return None

    def _is_clause(self, mark: Quoted) -> bool:
        """Whether it is long enough, or says "wir": no mere name."""
        said = self.text[mark.start : mark.end]
        return len(said.split()) >= 5 or _STOPPED.search(said) is not None or _OWN.search(said) is not None

    def _is_speech(self, mark: Quoted) -> bool:
        said = self.text[mark.start : mark.end]
        return len(said.split()) >= 8 or _STOPPED.search(said) is not None or _OWN.search(said) is not None or ". " in said

    def _is_sentence(self, mark: Quoted) -> bool:
        """Whether it stands as a sentence of its own: a capital letter, and a stop or a line's start before it."""
        before = self.text[max(0, mark.low - 3) : mark.low].rstrip(" \u00a0")
        said = self.text[mark.start : mark.end]
        return not said[0].islower() and (not before or before[-1] in ".!?…:“”»\n\"’)")

    def _in_heading(self, mark: Quoted) -> bool:
        while self._at_head < len(self._heads) and self._heads[self._at_head][1] <= mark.low:
            self._at_head += 1
        return self._at_head < len(self._heads) and self._heads[self._at_head][0] <= mark.low


def _is_embedded(said: str, before: str, verb: str, *, reported: bool, sourced: bool) -> bool:
    """Whether the words in marks inside a sentence of saying are speech, no name.

    Args:
        said: the words; before: the sentence before them.
        verb: the last verb of saying before them, "" where there is none.
        reported: whether the sentence has a subjunctive; sourced: whether it says "laut X".
    """
    count = len(said.split())
    if said[0].islower() or said[0] in "[…(":
        if count < 2:
            return _PREDICATE.search(before) is not None
        return sourced or reported or verb in JUDGING or count > 2 or _CLAUSE.search(before) is not None
    if _SLOT.search(before) is not None:
        return verb in JUDGING or (sourced and count > 1)
    # "sagte, wer auf „Beamte, Väter oder junge Leute“ schieße, ...": no noun before it that it would be the name of
    noun = re.search(r"(?:[A-ZÄÖÜ][\w-]*|\b(?:der|die|das|dem|den|des))[ \u00a0]*$", before)
    return noun is None and (reported or sourced) and count > 3 and bool(verb or sourced)
