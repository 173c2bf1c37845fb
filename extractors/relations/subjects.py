"""Who a sentence is about: the named thing in nominative position, or the one that "der Standort" refers back to."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Mention
from extractors.relations.back_nouns import (
    BACK,
    BACK_NOUNS,
    BUILDING,
    HOUSE,
    LONG,
    OBJECT,
    bare_noun,
    kinds_of,
    tail_of,
)
from extractors.relations.named_mentions import EVENT, SUBJECTS, THINGS, Named

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NEW: Final = re.compile(r"\bneue[nrsm]?[ \u00a0]$")
# "Die Ausschreibung erfolgt im Herbst": told of something else that the release is about
_CALL: Final = re.compile(r"(?:umfrage|befragung|ausschreibung|wettbewerb|aufruf|bewerbung)", re.IGNORECASE)
_NEAR: Final = 30  # code points: "Koordiniert wird |das ... Vorhaben|", "Heute zählt |die ... Gesellschaft|"


# what is said of an undertaking, and hardly of who bears or pays it
_GOES: Final = re.compile(
    r"\b(?:start(?:et|ete|en)|beginn(?:t|en)|begann|endet|läuft|lief|dauert|gefördert|finanziert|geleitet|koordiniert|getragen|umfasst|angelegt|abgeschlossen)\b"
)
_OF_GENDER: Final = {
    "es": re.compile(
        r"(?i:projekt|vorhaben|netz|netzwerk|register|programm|konsortium|kolleg|portal|archiv|bündnis|labor)s?$"
    ),
    "sie": re.compile(
        r"(?i:studie|initiative|plattform|infrastruktur|datenbank|biobank|kampagne|kohorte|allianz|cloud|strategie)$"
    ),
    "er": re.compile(r"(?i:verbund|cluster|bereich|campus|datenraum)(?:e?s)?$"),
}
_NOUN_BEFORE: Final = re.compile(r"([A-ZÄÖÜ][\w-]{1,40})[ \u00a0][„\"»]?$")


__all__ = ["BACK_NOUNS", "EVENT", "SUBJECTS", "THINGS", "Sentences", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a sentence is about: the fullest name, the words that stand there, and where."""

    name: str
    quote: str
    start: int
    label: str


class Sentences(Named):
    """The sentences of one document with their mentions and subjects."""

    def __init__(self, doc: "Doc", context: Context) -> None:
        """Sorts the named mentions into the sentences."""
        super().__init__(doc, context)
        self._subjects: dict[int, Subject | None] = {}

    def acting(self) -> "Sentences":
        """The same sentences with towns and districts as bodies, which take part, pay and lead; what is counted in them or begins there is a place's."""
        if not self._publics:
            return self
        named = sorted([*self._named, *self._publics], key=lambda m: (m.span.start, -m.span.end))
        other = copy(self)
        # "das Klinikum" is never the district that was named before: what goes back is asked of these sentences
        vars(other).update(_read=named, _read_starts=[m.span.start for m in named], _around={}, subject=self.subject)
        return other

    def subject(self, i: int) -> Subject | None:
        """Who sentence `i` is about; None where the text leaves it open."""
        if i not in self._subjects:
            self._subjects[i] = None  # no endless look back
            self._subjects[i] = self._find(i)
        return self._subjects[i]

    def referred(self, i: int, position: int) -> Subject | None:
        """What a nominal back reference right behind `position` means: "fördert |das Netz mit ..."."""
        back = OBJECT.match(self.text, position)
        if back is None:
            return None
        before = self._antecedent(i, kinds_of(back["noun"]), back["noun"], position)
        return Subject(before.name, back[0].strip(), back.start(), before.label) if before is not None else None

    def housed(self, i: int, position: int) -> Subject | None:
        """What "zum |Klinikum" right behind a position means: the house that was named before."""
        back = HOUSE.match(self.text, position)
        if back is None:
            return None
        before = self._antecedent(i, ("ORG",), back["noun"], position)
        return Subject(before.name, back[0].strip(), back.start(), before.label) if before is not None else None

    def described(self, start: int, end: int) -> tuple[Subject, re.Match[str]] | None:
        """What "das auf zwei Jahre angelegte Vorhaben" in a stretch means, and where that stands."""
        long = LONG.search(self.text, start, end)
        if long is None:
            return None
        i, noun = self.index(long.start()), long["noun"]
        head = re.sub(r"^(?:Fach|Dach|Forschungs)(?=[a-z])", "", noun)
        bear = [m for m in self._first(kinds_of(noun), head.casefold()) if m.span.start < long.start()]
        if len(bear) == 1:
            return _of(bear[0], long), long
        before = self._antecedent(i, kinds_of(noun), noun, long.start()) if not bear else None
        if before is None and not bear:
            about = self.about(i)
            before = about if about is not None and about.label in kinds_of(noun) else None
        return (Subject(before.name, long[0], long.start(), before.label), long) if before is not None else None

    def means(self, i: int, noun: str, position: int) -> Subject | None:
        """What "das Projekt" or "der Verbund" at a position means; None where that is open."""
        return self._antecedent(i, kinds_of(noun), noun, position)

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
        back = BACK.search(self.text, start, min(end, start + 120))
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
            kinds = kinds_of(back["noun"]) if back["noun"] else THINGS
            before = self._antecedent(i, kinds, back["noun"], back.start())
            if before is not None and before.label == "ORG" and not back["noun"]:
                before = self._carried(i, back, end) or before
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
                return (
                    self._own_noun(subject, kinds, noun, position)
                    or self._so_called(subject, kinds, noun, position)
                    or subject
                )
        return self.only(kinds, noun, position) if noun is not None else None

    def _carried(self, i: int, back: re.Match[str], end: int) -> Subject | None:
        """ "Das Land X fördert |das Projekt Y|. |Es| startet im Juli": what starts is no body, where one undertaking of that gender stands."""
        if not i or not _GOES.search(self.text, back.end(), end):
            return None
        ending = _OF_GENDER[(back["pronoun"] or back["inverted"]).casefold()]
        start, stop = self.spans[i - 1]
        things = {}
        for m in self.named(start, stop):
            noun = _NOUN_BEFORE.search(self.text, max(start, m.span.start - 60), m.span.start)
            if m.label in ("PROJECT", "INFRASTRUCTURE") and ending.search(
                noun[1] if noun else m.attributes["name"].split()[0]
            ):
                things[m.attributes["name"]] = m
        if len(things) != 1:
            return None
        (m,) = things.values()
        return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)

    def _own_noun(self, subject: Subject, kinds: Sequence[str], noun: str | None, position: int) -> Subject | None:
        """ "Das Klinikum X baut das Register Y auf. |Das Register| ...": what bears the noun in its name, before a body that does not."""
        if noun is None or subject.label != "ORG" or kinds[0] == "ORG" or noun.casefold() in subject.name.casefold():
            return None
        bear = [m for m in self._first(tuple(kinds), noun.casefold()) if m.span.start < position]
        if not bear:
            # "A und B gründeten |das Netzwerk AMBRA|. |Dem Netzwerk| gehören ..."
            bear = [
                m
                for m in self._first(tuple(k for k in kinds if k != "ORG"), "")
                if m.span.start < position and self._announced(m, noun)
            ]
        if len(bear) != 1:
            return self.introduced(noun, position)
        return Subject(bear[0].attributes["name"], bear[0].span.quote, bear[0].span.start, bear[0].label)

    def _so_called(self, subject: Subject, kinds: Sequence[str], noun: str | None, position: int) -> Subject | None:
        """ "Das |Netzwerk| X wächst. Die Studie Y beginnt. Teil des |Netzwerks| ist Z": the one that is called so, before one that is called otherwise."""
        if noun is None or subject.label == "ORG":
            return None
        bear = {
            m.attributes["name"]: m for m in self._first(tuple(k for k in kinds if k != "ORG"), "")
            if m.span.start < position and (self._announced(m, noun) or noun.casefold() in m.attributes["name"].casefold())
        }  # fmt: skip
        other = _NOUN_BEFORE.search(self.text, max(0, subject.start - 60), subject.start)
        if len(bear) != 1 or subject.name in bear or other is None:
            return None
        (m,) = bear.values()
        return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)

    def _announced(self, m: Mention, noun: str) -> bool:
        before = _NOUN_BEFORE.search(self.text, max(0, m.span.start - 60), m.span.start)
        return before is not None and bare_noun(before[1]).casefold().endswith(bare_noun(noun).casefold())

    def introduced(self, noun: str, position: int) -> Subject | None:
        """The one thing named before a position whose name holds the noun and for which the text gives a short form."""
        bear = [
            m for m in self._first(kinds_of(noun), noun.casefold())
            if m.span.start < position and self.shorts(m.attributes["name"])
        ]  # fmt: skip
        if len(bear) != 1:
            return None
        return Subject(bear[0].attributes["name"], bear[0].span.quote, bear[0].span.start, bear[0].label)

    def _built(self, i: int) -> Subject | None:
        """ "Der Neubau soll im Mai eröffnet werden": the one house that was called new before."""
        start, end = self.spans[i]
        building = BUILDING.match(self.text, start, end)
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
        own = (noun.casefold(), tail_of(noun))
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


def _of(m: Mention, place: re.Match[str]) -> Subject:
    return Subject(m.attributes["name"], place[0], place.start(), m.label)
