"""Quoted speech with its speaker: „…“, so Prof. X; X betont: „…“; „…“, sagt sie; laut Y sei das „…“.

Mottos, titles, names and words in marks are no quotes: a quote has a verb of saying, a colon or a speaker beside it, or
stands in reported speech.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.german import TITLES
from extractors.layout import sentence_at, text_of
from extractors.nounphrases import words
from extractors.phrases import next_subject, opening_subject
from extractors.quotation_marks import Quoted, quoted
from extractors.quoted_speech import FAR, NEAR, STOPPED, Heard, Surroundings
from extractors.role_words import is_role
from extractors.saying import EMBEDDED, MUTE, NAMING, QUOTING, SAYING, VERBS, WORDS
from extractors.speakers import Speaker

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PARAGRAPHS: Final = 8  # of one quote
_CUE: Final = re.compile(r"[ \u00a0]*+(?P<comma>,?)[ \u00a0]*+(?:[–-][ \u00a0]*+)?(?P<verb>[a-zäöüß]++)(?![\w-])")
_AND: Final = re.compile(r"[ \u00a0]*+,?[ \u00a0]*+und[ \u00a0](?P<verb>[a-zäöüß]++)(?![\w-])")
_GENERIC: Final = re.compile(
    r"(?!mit|seit|statt|samt|jetzt|damit|somit|nicht|erst|sonst|selbst|dort|ge\w+t$|ver\w+t$|be\w+t$)[a-zäöüß]{2,}t(?:e|en)?$"
)
_AUXILIARY: Final = frozenset({"hat", "hatte", "haben", "hatten", "wird", "wurde"})
_COLON: Final = re.compile(r":[\s\u00a0]*$")
_BEFORE_COLON: Final = re.compile(r"(?<![\w-])([\w-]++)[ \u00a0\"“»)]*+:\s*+$")
# „...“ (line break) X; „...“ – X; „...“ (X)
_LINE_SPEAKER: Final = re.compile(r"[ \u00a0]*(?:\n+[ \u00a0]*(?:[–—-][ \u00a0]*)?|[–—-][ \u00a0]|\()")


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
                attributes = {
                    "speaker": speaker.name or said_by,
                    "speaker_quote": said_by,
                    "speaker_start": speaker.start,
                    "speaker_end": speaker.end,
                }
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
        self.text = text_of(doc)
        self._around = Surroundings(doc, context)
        self._marks = list(quoted(self.text))

    def heard(self) -> Iterator[tuple[Quoted, Heard]]:
        """The quotes, each with its speaker."""
        last: tuple[Quoted, Heard] | None = None
        waiting: list[tuple[Quoted, Heard]] = []  # paragraphs of one quote whose speaker comes last
        for i, mark in enumerate(self._marks):
            following = self._marks[i + 1].low if i + 1 < len(self._marks) else len(self.text)
            before = self._marks[i - 1].high if i else 0
            heard = self._hear(mark, before, following, last)
            if heard is None:
                continue
            last = mark, heard
            if mark.open_ended and heard.speaker is None and len(waiting) < _PARAGRAPHS:
                waiting.append(last)
                continue
            for part, alone in waiting:
                speaker = heard.speaker
                yield part, alone if speaker is None else Heard(speaker, "split", part.low, part.high, 0.85)
            waiting = []
            yield last
        yield from waiting

    def _hear(self, mark: Quoted, before: int, following: int, last: tuple[Quoted, Heard] | None) -> Heard | None:
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
        return self._around.embedded(mark, before, last)

    # „...“, sagt X
    def _behind(self, mark: Quoted, following: int, last: Speaker | None) -> Heard | None:
        text = self.text
        end = min(len(text), mark.high + NEAR)
        line = text.find("\n", mark.high, end)
        limit = min(end if line < 0 else line, following)
        cue = _CUE.match(text, mark.high, limit)
        if cue is None:
            return None
        verb, after = cue["verb"], cue.end()
        said, lead = text[mark.start : mark.end], text[max(0, mark.low - 3) : mark.low].rstrip(" \u00a0")[-1:]
        # "Die Truppe „Starke Stimmen“, hatte ...": a name inside a sentence
        if said[0].isupper() and (lead.isalnum() or lead == "-") and not self._around.is_speech(mark):
            return None
        if (
            verb == "und"
            and last is not None
            and (more := _AND.match(text, mark.high, limit))
            and more["verb"] in VERBS
        ):
            return Heard(last, "and", mark.low, mark.high, 0.75)
        known = verb in VERBS or verb in _AUXILIARY
        if verb == "so":
            if not cue["comma"] and not self._around.is_speech(mark):
                return None
            # "so charakterisierte ihn der Sprecher"
            more = _CUE.match(text, after, limit)
            if more is not None and more["verb"] in ("heißt", "hieß", "lautet", "lautete", "nennt", "nannte"):
                return None
            if more is not None and more["verb"] in VERBS:
                after = more.end()
        elif cue["comma"]:
            if not known and not (_GENERIC.match(verb) and self._around.is_speech(mark)):
                return None
        elif verb in MUTE or verb in _AUXILIARY or verb not in VERBS or not self._around.is_clause(mark):
            return None
        row = words(text, after, limit)
        phrase = next_subject(row, 0, len(row))
        if phrase is None:
            # "heißt es in einem Bericht": nobody; a known verb behind a comma is enough for a quote
            return (
                Heard(None, "behind", mark.low, mark.high, 0.7)
                if cue["comma"] and known and self._around.is_speech(mark)
                else None
            )
        speaker = self._around.speakers.of(row, phrase, last, single=not verb.endswith("n"))
        if not cue["comma"] and speaker.name is None:
            return None
        return Heard(speaker, "pronoun" if phrase.pronoun else "behind", mark.low, max(mark.high, speaker.end), 0.92)

    # X betont: „...“
    def _introduced(self, mark: Quoted, before: int, last: Speaker | None) -> Heard | None:
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
        start = max(
            sentence_at(self._around.doc, max(0, end - 1))[0], before if text[before:end].strip() else 0, mark.low - FAR
        )
        row = words(text, start, end)
        speaker = self._around.subject(row, last, mark.low)
        saying = (
            any(w.text in VERBS for w in row)
            or WORDS.search(text, start, end) is not None
            or QUOTING.search(lead) is not None
        )
        # "Das Motto lautet: „...“"
        if any(w.text in NAMING for w in row) and not any(w.text in SAYING for w in row):
            return None
        if speaker is None and (found := self._around.speakers.people(start, end)):
            speaker = self._around.speakers.person(found[0], 0.8)
        if (
            not saying
            and not self._around.is_speech(mark)
            and (speaker is None or speaker.name is None or len(row) > 12)
        ):
            return None
        if speaker is None or speaker.name is None:
            # "Darin steht: „...“", "Die Begründung: „...“"
            score = 0.75 if saying or self._around.is_speech(mark) else 0.5
            return Heard(speaker, "colon", mark.low, mark.high, score) if score > 0.5 else None
        return Heard(speaker, "colon", min(start, speaker.start), mark.high, 0.92)

    # „...“, sagt X. „...“
    def _continued(self, mark: Quoted, previous: Quoted, heard: Heard) -> Heard | None:
        text = self.text
        if heard.speaker is None or not (
            self._around.is_sentence(mark) or not STOPPED.search(text[previous.start : previous.end])
        ):
            return None
        gap = text[previous.high : mark.low]
        if self._around.in_heading(mark) or ("\n" in gap and not STOPPED.search(text[mark.start : mark.end])):
            return None
        told = text[max(previous.high, heard.high) : mark.low]
        direct = not gap.strip(" \u00a0\n,–-") and (previous.open_ended or "\n" not in gap.strip(" \u00a0"))
        if previous.open_ended and direct:
            return Heard(heard.speaker, "split", mark.low, mark.high, 0.85)
        split = (
            heard.rule in ("behind", "pronoun", "split")
            and len(gap) <= NEAR
            and "\n" not in gap.strip()
            and not re.search(r"[.!?][ \u00a0]+[A-ZÄÖÜ][\w-]* (?!\w*\.)", told)
            and len(gap.strip()) > 1
        )
        if not split and not direct:
            return None
        if not split and heard.rule == "embedded":
            return None
        if split and not self._around.is_sentence(mark) and not re.search(r",[ \u00a0]*$", told[-3:]):
            return None
        return Heard(heard.speaker, "split", mark.low, mark.high, 0.87)

    # X lobte den Bau. „...“ / „...“ (line break) X, Leiterin
    def _alone(self, mark: Quoted, following: int, last: tuple[Quoted, Heard] | None) -> Heard | None:
        text = self.text
        if not self._around.is_sentence(mark):
            return None
        if (signed := self._signed(mark, following)) is not None:
            return signed
        stopped = STOPPED.search(text[mark.start : mark.end]) or text[mark.high : mark.high + 1] in (".", "!", "?")
        if (
            self._around.in_heading(mark)
            or not self._around.is_clause(mark)
            or not (stopped or text[mark.high : mark.high + 1] == ",")
        ):
            return None
        speaker = self._around.told(mark.low, last)
        if speaker is None or speaker.name is None:
            return Heard(speaker, "alone", mark.low, mark.high, 0.65) if stopped or speaker is not None else None
        near = 0 <= mark.low - speaker.start < FAR and (last is None or speaker is not last[1].speaker)
        return Heard(speaker, "alone", speaker.start if near else mark.low, mark.high, 0.8)

    def _signed(self, mark: Quoted, following: int) -> Heard | None:
        """ "„...“ (line break) X, Leiterin"; "„...“ – X"."""
        text = self.text
        line = _LINE_SPEAKER.match(text, mark.high)
        if line is None:
            return None
        start = line.end()
        stop = text.find("\n", start, min(start + 60, following))
        stop = min(start + 60, following) if stop < 0 else stop
        for person in self._around.speakers.people(start, min(start + 40, stop))[:1]:
            # nothing but titles and an office before the name
            if all(is_role(word) for word in re.sub(TITLES, " ", text[start : person.span.start]).split()):
                return Heard(self._around.speakers.person(person), "signed", mark.low, person.span.end, 0.85)
        row = words(text, start, stop)
        phrase = opening_subject(row, len(row))
        if phrase is None or phrase.first or phrase.determiner or phrase.pronoun or phrase.last + 1 >= len(row):
            return None
        speaker = self._around.speakers.of(row, phrase, None)
        if speaker.name is None or row[phrase.last + 1].text != ",":
            return None
        return Heard(speaker, "signed", mark.low, speaker.end, 0.75)
