"""The named mentions of a document by sentence: what stands where, under which names, and what may be a subject."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import log2
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Mention
from extractors.events import events, of_event
from extractors.layout import sentences, text_of
from extractors.relations.explained import explained
from extractors.relations.public_bodies import public_bodies
from extractors.relations.things import described, titled, topical
from extractors.relations.unnamed import unnamed

if TYPE_CHECKING:
    from spacy.tokens import Doc

THINGS: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
EVENT: Final = "MISC"
SUBJECTS: Final = (*THINGS, EVENT)
# What stands before a name that is no subject: a preposition, or an article in genitive or dative.
_OBLIQUE: Final = re.compile(
    r"(?<!\w)(?:in|im|an|am|auf|aus|bei|beim|mit|von|vom|zu|zum|zur|für|durch|unter|über|nach|neben|seit|innerhalb|gegen|ohne|um|ins|ans|aufs|gegenüber|dank|laut|wegen|statt|gemäß|zwischen|als|wie|"
    r"In|Im|An|Am|Auf|Aus|Bei|Beim|Mit|Von|Vom|Zu|Zum|Zur|Für|Durch|Unter|Über|Nach|Neben|Seit|Innerhalb|Dank|Laut|Gemäß|Zwischen|Als)"
    r"[ \u00a0](?:(?:der|die|das|dem|den|des|einem|einer|einen|ein|eine|ihrem|ihrer|seinem|seiner|unserem|unserer|diesem|dieser)[ \u00a0])?(?:[\w-]+(?:e|en|er|em|es)[ \u00a0])?(?:[A-ZÄÖÜ][\w-]+[ \u00a0])?[„\"]?$"
)
_GENITIVE: Final = re.compile(
    r"(?:(?<=[\w“”\"»)])[ \u00a0](?:des|dem|den)|(?:\w{3}|[“”\"»)])[ \u00a0]der|(?<!\w)(?:des|dem|eines|einer|einem|ihres|ihrer|seines|seiner|unserer|deren))[ \u00a0](?:[\w-]+(?:en|er)[ \u00a0])?[„\"]?$"
)
_VERB_BEFORE_DER: Final = re.compile(
    r"(?:ist|war|wird|wurde|hat|sind|nimmt|kann|soll|stellt|startet|beginnt|\w{3}t"
    # "Geplant ist, |dass der| Verbund im Mai beginnt": a clause begins with its subject
    r"|\b(?:dass|weil|wenn|obwohl|sobald|nachdem|bevor|damit|falls|ob|ehe|solange))[ \u00a0]der[ \u00a0]$"
)
# "aus dem Programm |X|", "in der Reihe |X|", "im Vorgängerprojekt |X|": not what the release is about
_FRAME: Final = re.compile(
    r"(?:[Pp]rogramm|[Ff]örderlinie|[Ff]örderinitiative|[Aa]usstellung|[Rr]eihe|[Ff]onds|[Vv]orgänger\w{0,20}|[Nn]achfolge\w{0,20}|[Tt]eilprojekt|[Aa]rbeitspaket|[Rr]ahmen (?:der|des)|[Dd]atenbank)[smn]{0,2}[ \u00a0][„\"»]?$"
)
_PROGRAMMES: Final = re.compile(
    r"Horizon|Erasmus|Exzellenzstrategie|DigitalPakt|Interreg|Nationale[nrs]? Forschungsdateninfrastruktur|NFDI$|Innovationsfonds|Medizininformatik-Initiative"
)
_CELL: Final = re.compile(r"[|\t][ \u00a0]?$")
_OPENING: Final = 3  # sentences below the headline that say what a release is about
_PLAIN: Final = 2.0  # what a thing must weigh to be what the release is about
_AHEAD: Final = 1.0  # and how much more than the next
_LONGEST: Final = 6000  # code points of a sentence: no release has a longer one


class Named:
    """The sentences of one document with their mentions."""

    def __init__(self, doc: "Doc", context: Context) -> None:
        """Sorts the named mentions into the sentences."""
        self.text = text_of(doc)
        # a row of marks without a stop is no sentence: what is read of one is bounded, and so is the time it takes
        self.spans = [
            (at, min(end, at + _LONGEST))
            for start, end in _joined(sentences(doc), context)
            for at in range(start, max(end, start + 1), _LONGEST)
        ]
        self.events = events(doc, context)
        topics = [m for m in self.events if m.attributes["topic"]]
        self.topic = topics[0] if topics else None
        """The event that the release is about, where there is one."""
        held = bytearray(len(self.text))
        for event in self.events:
            held[event.span.start : event.span.end] = b"\x01" * len(event.span.quote)
        self._named = [
            m for m in context.mentions
            if m.label in ("ORG", "PERSON") or (m.label in THINGS and not (held[m.span.start] and of_event(m.span.quote)))
        ] + self.events  # fmt: skip
        self._named.sort(key=lambda m: (m.span.start, -m.span.end))
        self._firsts: dict[tuple[tuple[str, ...], str], list[Mention]] = {}
        self._quotes = sorted((m.span.start, m.span.end) for m in context.mentions if m.label == "QUOTE")
        self._opens = [m.start() for m in re.finditer(r"\(", self.text)]
        self._closes = [m.start() for m in re.finditer(r"\)", self.text)]
        self._event_starts = [m.span.start for m in self.events]
        self._around: dict[tuple[int, int], list[Mention]] = {}
        self.places = {(m.span.start, m.span.end) for m in context.mentions if m.label == "LOC"}
        self._read, self._read_starts = self._named, [m.span.start for m in self._named]
        self._shorts: dict[str, list[str]] = {}
        self._long = {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"}
        for fact in context.facts:
            if fact.predicate == "abbreviation_of":
                self._shorts.setdefault(str(fact.object), []).append(fact.subject)
        programmes = {(t.span.start, t.span.end) for t in titled(self.text)}
        names = {m.attributes["name"] for m in self._named if (m.span.start, m.span.end) in programmes}
        # "die am „Programme des échanges“ (PDE) teilnehmen": what the model takes for a body
        self._named = [replace(m, label="PROJECT") if m.attributes["name"] in names else m for m in self._named]
        self._named = explained(self.text, context.facts, self._named)
        self._read, self._read_starts = self._named, [m.span.start for m in self._named]
        self.unnamed = unnamed(self.text, self.spans, self.named, lambda n: min([n, *self.shorts(n)], key=len))
        own = [] if self.unnamed or any(m.label == "PROJECT" for m in self._named) else described(self.text)
        taken = [(m.span.start, m.span.end) for m in (*self._named, *own)]
        own += [t for t in titled(self.text) if not any(a < t.span.end and t.span.start < b for a, b in taken)]
        heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "lead")]
        taken = sorted([*taken, *((m.span.start, m.span.end) for m in own), *self._quotes])
        without = not any(self._undertaking(m) for m in (*self._named, *own))
        places = [*taken, *self.places]
        own += [m for m in topical(self.text, heads, places, without=without) if m.span.quote not in self._long]
        self._named = sorted([*self._named, *self.unnamed, *own], key=lambda m: (m.span.start, -m.span.end))
        self._read, self._read_starts = self._named, [m.span.start for m in self._named]
        self._around = {}
        self._heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "lead")]
        self._weights: dict[str, float] = {}
        below = max((end for _, end in self._heads), default=0)
        self._opening = [span for span in self.spans if span[0] >= below][:_OPENING]
        self._publics = list(public_bodies(self.text, context.mentions))

    def index(self, position: int) -> int:
        """The sentence that holds the code point `position`, or the last one before it."""
        return max(0, bisect_right(self.spans, (position, sys.maxsize)) - 1)

    def shorts(self, name: str) -> list[str]:
        """The short forms that the document gives for a name."""
        return self._shorts.get(name, [])

    def named(self, start: int, end: int) -> list[Mention]:
        """The named mentions between two code points, outermost first."""
        if (start, end) in self._around:
            return self._around[start, end]
        found: list[Mention] = []
        for m in self._read[bisect_left(self._read_starts, start) : bisect_left(self._read_starts, end)]:
            if m.span.end <= end and not (found and found[-1].span.covers(m.span) and found[-1].span != m.span):
                found.append(m)
        self._around[start, end] = found
        return found

    def called(self, name: str) -> Mention | None:
        """The first mention of a thing by its name or its short form."""
        full = self.full(name)
        return next((m for m in self._named if m.label in THINGS and m.attributes["name"] in (name, full)), None)

    @property
    def states(self) -> list[Mention]:
        """The mentions of states as bodies: "Land Hessen"."""
        return [m for m in self._named if m.label == "ORG" and m.attributes["name"].startswith(("Land ", "Freistaat "))]

    def holding(self, noun: str) -> Mention | None:
        """The first undertaking whose name holds a noun."""
        low = noun.casefold()
        return next((m for m in self._named if m.label == "PROJECT" and low in m.attributes["name"].casefold()), None)

    def full(self, name: str) -> str:
        """The name that a short form stands for, or the name itself."""
        return self._long.get(name, name)

    def _undertaking(self, m: Mention) -> bool:
        return m.label in ("PROJECT", "INFRASTRUCTURE") and not (
            _PROGRAMMES.match(m.span.quote)
            or _FRAME.search(self.text, max(0, m.span.start - 60), m.span.start)
            or _CELL.search(self.text, max(0, m.span.start - 4), m.span.start)
        )

    def quoted(self, start: int, end: int) -> bool:
        """Whether the stretch is somebody's words."""
        k = bisect_right(self._quotes, (start, sys.maxsize)) - 1
        return k >= 0 and end <= self._quotes[k][1]

    def _foremost(self, things: Sequence[Mention]) -> Mention | None:
        """Of several things the one that the release is plainly about: in the headline or the lead, explained, named again and again."""
        ranked = sorted(((self._weight(m), -m.span.start, m) for m in things), key=lambda r: r[:2], reverse=True)
        if not ranked or ranked[0][0] < _PLAIN or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _AHEAD):
            return None
        return ranked[0][2]

    def _weight(self, m: Mention) -> float:
        name = m.attributes["name"]
        if name not in self._weights:
            times = sum(n.attributes["name"] == name for n in self._named)
            early = any(n.attributes["name"] == name for k in self._opening for n in self.named(*k))
            head = any(n.attributes["name"] == name and self._in_headline(n) for n in self._named)
            self._weights[name] = 2.0 * head + early + 0.5 * bool(self.shorts(name)) + log2(times)
        return self._weights[name]

    def _first(self, kinds: tuple[str, ...], wanted: str) -> list[Mention]:
        """The first mention of every thing of some kinds whose name holds `wanted`; a line feed asks for the headline's."""
        key = (kinds, wanted)
        if key not in self._firsts:
            seen: dict[str, Mention] = {}
            for m in self._named:
                name = m.attributes["name"]
                if m.label in kinds and (self._in_headline(m) if wanted == "\n" else wanted in name.casefold()):
                    seen.setdefault(name, m)
            self._firsts[key] = list(seen.values())
        return self._firsts[key]

    def _in_headline(self, m: Mention) -> bool:
        return any(a <= m.span.start and m.span.end <= b for a, b in self._heads)

    def is_nominative(self, mention: Mention, start: int) -> bool:
        """Whether a mention of the sentence that begins at `start` may be its subject: no preposition, no genitive."""
        text, at = self.text, mention.span.start
        # A member of a list in brackets is never what the sentence is about, however long the list.
        opened = bisect_left(self._opens, at) - bisect_left(self._opens, start)
        if opened > bisect_left(self._closes, at) - bisect_left(self._closes, start):
            return False
        return nominative(text, start, at)


def nominative(text: str, start: int, at: int) -> bool:
    """Whether what stands at a position, behind its article, may be a subject: no preposition, no genitive before it."""
    before = text[max(start, at - 60) : at]
    if _OBLIQUE.search(before):
        return False
    return not _GENITIVE.search(before) or bool(_VERB_BEFORE_DER.search(before))


def no_preposition(text: str, start: int, at: int) -> bool:
    """Whether what stands at a position, behind its article, may be an object in the accusative."""
    return _OBLIQUE.search(text[max(start, at - 60) : at]) is None


def _joined(spans: list[tuple[int, int]], context: Context) -> list[tuple[int, int]]:
    """The sentences, with those joined that a date runs across: "Vom 11.-12. Juni"."""
    joined: list[tuple[int, int]] = []
    dates = sorted((m.span.start, m.span.end) for m in context.mentions if m.label == "DATE")
    starts = [start for start, _ in dates]
    for start, end in spans:
        k = bisect_left(starts, start) - 1
        if joined and k >= 0 and dates[k][1] > start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
