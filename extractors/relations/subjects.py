"""Who a sentence is about: the named thing in nominative position, or the one that "der Standort" refers back to."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Mention
from extractors.events import events, of_event
from extractors.layout import sentences, text_of
from extractors.relations.explained import explained
from extractors.relations.things import described, titled
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
_PROJECTS: Final = (
    "Projekt|Forschungsprojekt|Verbundprojekt|Modellprojekt|Konsortium|Studie|Programm|Förderprogramm|Vorhaben|Forschungsvorhaben|Promotionskolleg|"
    "Graduiertenkolleg|Kolleg|Exzellenzcluster|Cluster|Sonderforschungsbereich|Kampagne|Initiative"
)
_NETS: Final = "Netz|Netzwerk|Verbund|Plattform|Register|Biobank|Infrastruktur|Bündnis|Allianz|Portal|Archiv"
# "das Forschungsnetz", "der Klinikverbund", "das Kooperationsprojekt"; "das Teilprojekt" is another
_COMPOUND: Final = (
    r"(?!(?:Teil|Vorgänger|Nachfolge|Folge|End|Bau|Unter|Pilot|Einzel|Schwester|Dach)[a-zäöü])[A-ZÄÖÜ][a-zäöüß]{2,24}(?:-[A-ZÄÖÜ]?|s)?"
    r"(?:projekt|vorhaben|studie|programm|konsortium|initiative|cluster|kolleg|netz|netzwerk|verbund|plattform|register|biobank|infrastruktur|bündnis|allianz|zentrum)"
)
BACK_NOUNS: Final = f"{_PROJECTS}|{_NETS}|{_COMPOUND}"
_BODIES: Final = (
    "Standort|Klinik|Klinikum|Universitätsklinikum|Universität|Hochschule|Institut|Zentrum|Haus|Einrichtung|Stiftung|Behörde|"
    "Fakultät|Verband|Verein|Unternehmen|Museum|Ministerium|Gesellschaft|Akademie|Konzern|Amt|Bundesamt|Kammer"
)
_BACK: Final = re.compile(
    r"(?<![\w-])(?:(?P<pronoun>Sie|Es|Er)(?=[ \u00a0][a-zäöü])|(?:(?<=t[ \u00a0])|(?<=en[ \u00a0]))(?<!gibt[ \u00a0])(?<!gab[ \u00a0])(?P<inverted>sie|es)(?=[ \u00a0])|"
    rf"(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]ieses|[Dd]iese|[Dd]ieser)[ \u00a0](?:[a-zäöüß-]{{3,}}e[ \u00a0]){{0,2}}(?P<noun>{_BODIES}|{BACK_NOUNS}))(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
# "|das auf fünf Jahre angelegte Vorhaben|", "|dem aus einem Verein hervorgegangenen Netz|": what is said of it stands before the noun
_LONG: Final = re.compile(
    rf"(?<![\w-])(?P<article>[Dd](?:er|ie|as|em|en|es)|[Aa]m|[Ii]m|[Vv]om|[Zz]u[mr])[ \u00a0](?=[a-zäöüß\d])(?P<said>[^.,;:!?()\n„“]{{3,110}}?[ \u00a0][a-zäöüß-]{{2,40}}(?:t|en|end)e[nrs]?)[ \u00a0](?P<noun>{_BODIES}|Fachgesellschaft|Fachverband|Dachverband|Forschungsinstitut|Forschungszentrum|{_NETS}|{_PROJECTS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
_OBJECT: Final = re.compile(
    rf"(?:[ \u00a0](?:an|in|für)|)[ \u00a0](?:das|den|dem|die|des|dieses|diesen|diese|am|im|der|beim)[ \u00a0](?:[a-zäöüß-]{{3,}}en?[ \u00a0]){{0,2}}(?:[A-ZÄÖÜ]{{2,}}-)?(?P<noun>{BACK_NOUNS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
_HOUSE: Final = re.compile(
    rf"[ \u00a0](?:(?:am|im|zum|zur|des|der|dem|beim)[ \u00a0])?(?P<noun>{_BODIES})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
_BUILDING: Final = re.compile(r"(?:Der|Das)[ \u00a0](?:Neubau|Gebäude|neue[ \u00a0](?:Gebäude|Haus))(?![\w-])")
_NEW: Final = re.compile(r"\bneue[nrsm]?[ \u00a0]$")
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(_PROJECTS.split("|"), ("PROJECT",)), **dict.fromkeys(_NETS.split("|"), ("INFRASTRUCTURE", "PROJECT", "ORG")),
    **dict.fromkeys((*_BODIES.split("|"), "Fachgesellschaft", "Fachverband", "Dachverband", "Forschungsinstitut", "Forschungszentrum"), ("ORG", "INFRASTRUCTURE")),
}  # fmt: skip
_TAILS: Final = sorted(((noun.casefold(), kinds) for noun, kinds in _KINDS.items()), key=lambda t: -len(t[0]))


def _kinds(noun: str) -> tuple[str, ...]:
    """The labels of what a noun or a compound that ends in it can mean."""
    return _KINDS.get(noun) or dict(_TAILS).get(_tail(noun), THINGS)


def _tail(noun: str) -> str:
    """ "Forschungsnetz" is a "netz"."""
    low = noun.casefold()
    return next((tail for tail, _ in _TAILS if low.endswith(tail)), low)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a sentence is about: the fullest name, the words that stand there, and where."""

    name: str
    quote: str
    start: int
    label: str


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


# "Die Ausschreibung erfolgt im Herbst": told of something else that the release is about
_CALL: Final = re.compile(r"(?:umfrage|befragung|ausschreibung|wettbewerb|aufruf|bewerbung)", re.IGNORECASE)
_OPENING: Final = 3  # sentences below the headline that say what a release is about
_PLAIN, _AHEAD = 2.0, 1.0  # what a thing must weigh, and how much more than the next, to be what the release is about
_LONGEST: Final = 6000  # code points of a sentence: no release has a longer one


_NEAR: Final = 30  # code points: "Koordiniert wird |das ... Vorhaben|", "Heute zählt |die ... Gesellschaft|"


def _of(m: Mention, place: re.Match[str]) -> Subject:
    return Subject(m.attributes["name"], place[0], place.start(), m.label)


class Sentences:
    """The sentences of one document with their mentions and subjects."""

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
        self._starts = [m.span.start for m in self._named]
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
        self._starts = [m.span.start for m in self._named]
        self.unnamed = unnamed(self.text, self.spans, self.named, lambda n: min([n, *self.shorts(n)], key=len))
        own = [] if self.unnamed or any(m.label == "PROJECT" for m in self._named) else described(self.text)
        taken = [(m.span.start, m.span.end) for m in (*self._named, *own)]
        own += [t for t in titled(self.text) if not any(a < t.span.end and t.span.start < b for a, b in taken)]
        self._named = sorted([*self._named, *self.unnamed, *own], key=lambda m: (m.span.start, -m.span.end))
        self._starts = [m.span.start for m in self._named]
        self._around = {}
        self._subjects: dict[int, Subject | None] = {}
        self._heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "lead")]
        self._weights: dict[str, float] = {}
        below = max((end for _, end in self._heads), default=0)
        self._opening = [span for span in self.spans if span[0] >= below][:_OPENING]

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
        for m in self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
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

    def subject(self, i: int) -> Subject | None:
        """Who sentence `i` is about; None where the text leaves it open."""
        if i not in self._subjects:
            self._subjects[i] = None  # no endless look back
            self._subjects[i] = self._find(i)
        return self._subjects[i]

    def quoted(self, start: int, end: int) -> bool:
        """Whether the stretch is somebody's words."""
        k = bisect_right(self._quotes, (start, sys.maxsize)) - 1
        return k >= 0 and end <= self._quotes[k][1]

    def referred(self, i: int, position: int) -> Subject | None:
        """What a nominal back reference right behind `position` means: "fördert |das Netz mit ..."."""
        back = _OBJECT.match(self.text, position)
        if back is None:
            return None
        before = self._antecedent(i, _kinds(back["noun"]), back["noun"], position)
        return Subject(before.name, back[0].strip(), back.start(), before.label) if before is not None else None

    def housed(self, i: int, position: int) -> Subject | None:
        """What "zum |Klinikum" right behind a position means: the house that was named before."""
        back = _HOUSE.match(self.text, position)
        if back is None:
            return None
        before = self._antecedent(i, ("ORG",), back["noun"], position)
        return Subject(before.name, back[0].strip(), back.start(), before.label) if before is not None else None

    def described(self, start: int, end: int) -> tuple[Subject, re.Match[str]] | None:
        """What "das auf fünf Jahre angelegte Vorhaben" in a stretch means, and where that stands."""
        long = _LONG.search(self.text, start, end)
        if long is None:
            return None
        i, noun = self.index(long.start()), long["noun"]
        head = re.sub(r"^(?:Fach|Dach|Forschungs)(?=[a-z])", "", noun)
        bear = [m for m in self._first(_kinds(noun), head.casefold()) if m.span.start < long.start()]
        if len(bear) == 1:
            return _of(bear[0], long), long
        before = self._antecedent(i, _kinds(noun), noun, long.start()) if not bear else None
        if before is None and not bear:
            about = self.about(i)
            before = about if about is not None and about.label in _kinds(noun) else None
        return (Subject(before.name, long[0], long.start(), before.label), long) if before is not None else None

    def means(self, i: int, noun: str, position: int) -> Subject | None:
        """What "das Projekt" or "der Verbund" at a position means; None where that is open."""
        return self._antecedent(i, _kinds(noun), noun, position)

    def about(self, i: int) -> Subject | None:
        """What sentence `i` can be about when it names nothing: the event last spoken of, where the release has one, else its project.

        An event counts only when the last one that is named before is the event of the release, or a part of it.
        """
        k = bisect_left(self._event_starts, self.spans[i][1])
        topic = self.topic
        if topic is not None and (k == 0 or topic.attributes["name"] in self.events[k - 1].attributes["name"]):
            return Subject(topic.attributes["name"], topic.span.quote, topic.span.start, EVENT)
        if topic is not None or any(
            e.attributes["event"] == "named" and not _CALL.search(e.attributes["name"]) for e in self.events[:k]
        ):
            return None
        for kinds, wanted in ((("PROJECT", "INFRASTRUCTURE"), "\n"), (("PROJECT",), "")):
            things = self._first(kinds, wanted)
            if len(things) == 1:
                m = things[0]
                return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
        first = self._foremost(self._first(("PROJECT", "INFRASTRUCTURE"), ""))
        return Subject(first.attributes["name"], first.span.quote, first.span.start, first.label) if first else None

    def foremost(self) -> Subject | None:
        """The thing that the whole release is plainly about; None where there are two."""
        m = self._foremost(self._first(THINGS, ""))
        return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label) if m is not None else None

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

    def recent(self, i: int) -> Subject | None:
        """The undertaking or event that one of the two sentences before is about, else what the release is about."""
        for k in (i - 1, i - 2):
            if (
                k >= 0
                and (subject := self.subject(k)) is not None
                and subject.label in ("PROJECT", "INFRASTRUCTURE", EVENT)
            ):
                return subject
        return self.about(i)

    def _find(self, i: int) -> Subject | None:
        start, end = self.spans[i]
        nominative = [m for m in self.named(start, end) if m.label in SUBJECTS and self.is_nominative(m, start)]
        back = _BACK.search(self.text, start, min(end, start + 120))
        if (
            back is not None
            and back["pronoun"] == "Er"
            and (not i or any(m.label == "PERSON" for m in self.named(*self.spans[i - 1])))
        ):
            # "Dr. X leitet den Verband. |Er| kommt aus Jena"
            back = None
        if nominative and (back is None or nominative[0].span.start <= back.start()):
            m = nominative[0]
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
        if back is not None:
            kinds = _kinds(back["noun"]) if back["noun"] else THINGS
            before = self._antecedent(i, kinds, back["noun"], back.start())
            if before is not None:
                return Subject(before.name, back[0], back.start(), before.label)
        if nominative:
            return None
        long = self.described(start, min(end, start + 200))
        if (
            long is not None
            and long[1]["article"] in ("Der", "Die", "Das", "das", "die")
            and long[1].start() - start < _NEAR
        ):
            return long[0]
        return self._built(i)

    def _antecedent(self, i: int, kinds: Sequence[str], noun: str | None, position: int) -> Subject | None:
        """The subject of one of the two sentences before, of a kind that fits, or else the only thing that "das Projekt" can mean."""
        for k in (i - 1, i - 2):
            if k >= 0 and (subject := self.subject(k)) is not None and subject.label in kinds:
                return self._own_noun(subject, kinds, noun, position) or subject
        return self.only(kinds, noun, position) if noun is not None else None

    def _own_noun(self, subject: Subject, kinds: Sequence[str], noun: str | None, position: int) -> Subject | None:
        """ "Das Klinikum X baut das Register Y auf. |Das Register| ...": what bears the noun in its name, before a body that does not."""
        if noun is None or subject.label != "ORG" or kinds[0] == "ORG" or noun.casefold() in subject.name.casefold():
            return None
        bear = [m for m in self._first(tuple(kinds), noun.casefold()) if m.span.start < position]
        if len(bear) != 1:
            return self.introduced(noun, position)
        return Subject(bear[0].attributes["name"], bear[0].span.quote, bear[0].span.start, bear[0].label)

    def introduced(self, noun: str, position: int) -> Subject | None:
        """The one thing named before a position whose name holds the noun and for which the text gives a short form."""
        bear = [
            m for m in self._first(_kinds(noun), noun.casefold())
            if m.span.start < position and self.shorts(m.attributes["name"])
        ]  # fmt: skip
        if len(bear) != 1:
            return None
        return Subject(bear[0].attributes["name"], bear[0].span.quote, bear[0].span.start, bear[0].label)

    def _built(self, i: int) -> Subject | None:
        """ "Der Neubau soll im Mai eröffnet werden": the one house that was called new before."""
        start, end = self.spans[i]
        building = _BUILDING.match(self.text, start, end)
        if building is None:
            return None
        new = {
            m.attributes["name"]: m for m in self._named
            if m.span.start < start and m.label in THINGS and _NEW.search(self.text, max(0, m.span.start - 12), m.span.start)
        }  # fmt: skip
        if len(new) != 1:
            return None
        (m,) = new.values()
        return Subject(m.attributes["name"], building[0], start, m.label)

    def only(self, kinds: Sequence[str], noun: str, position: int) -> Subject | None:
        """The one thing before a position that "das Netzwerk" can mean: the one whose name has the noun, or the headline's."""
        own = (noun.casefold(), _tail(noun))
        for wanted in (*own, "\n", ""):
            found = self._first(tuple(kinds), wanted)
            if found and found[0].span.start < position:
                m = found[0]
                alone = len(found) == 1 or found[1].span.start >= position
                if not alone and (first := self._foremost([n for n in found if n.span.start < position])) is not None:
                    m, alone = first, True
                if alone and (wanted in own or m.label in ("PROJECT", "INFRASTRUCTURE")):
                    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
                return None
        return None

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
        before = text[max(start, at - 60) : at]
        if _OBLIQUE.search(before):
            return False
        return not _GENITIVE.search(before) or bool(_VERB_BEFORE_DER.search(before))
