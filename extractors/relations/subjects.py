"""Who a sentence is about: the named thing in nominative position, or the one that "der Standort" refers back to."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Mention
from extractors.layout import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

THINGS: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
# What stands before a name that is no subject: a preposition, or an article in genitive or dative.
_OBLIQUE: Final = re.compile(
    r"(?<!\w)(?:in|im|an|am|auf|aus|bei|beim|mit|von|vom|zu|zum|zur|für|durch|unter|über|nach|neben|seit|innerhalb|gegen|ohne|um|ins|ans|aufs|gegenüber|dank|laut|wegen|statt|gemäß|als|wie|"
    r"In|Im|An|Am|Auf|Aus|Bei|Beim|Mit|Von|Vom|Zu|Zum|Zur|Für|Durch|Unter|Über|Nach|Neben|Seit|Innerhalb|Dank|Laut|Gemäß|Als)"
    r"[ \u00a0](?:(?:der|die|das|dem|den|des|einem|einer|einen|ein|eine|ihrem|ihrer|seinem|seiner|unserem|unserer|diesem|dieser)[ \u00a0])?(?:[\w-]+(?:e|en|er|em|es)[ \u00a0])?(?:[A-ZÄÖÜ][\w-]+[ \u00a0])?[„\"]?$"
)
_GENITIVE: Final = re.compile(
    r"(?:(?<=\w)[ \u00a0](?:des|dem|den)|\w{3,}[ \u00a0]der|(?<!\w)des|(?<!\w)dem)[ \u00a0](?:[\w-]+(?:en|er)[ \u00a0])?[„\"]?$"
)
_VERB_BEFORE_DER: Final = re.compile(
    r"(?:ist|war|wird|hat|sind|nimmt|kann|soll|stellt|startet|beginnt|\w{3,}t)[ \u00a0]der[ \u00a0]$"
)
_BACK: Final = re.compile(
    r"(?<![\w-])(?:(?P<pronoun>Sie|Es)(?=[ \u00a0][a-zäöü])|(?:(?<=t[ \u00a0])|(?<=en[ \u00a0]))(?P<inverted>sie|es)(?=[ \u00a0])|(?:der|die|das|Der|Die|Das)[ \u00a0](?P<noun>Standort|Klinik|Klinikum|Universitätsklinikum|Universität|Hochschule|Institut|Zentrum|Haus|Einrichtung|Stiftung|Behörde|"
    r"Fakultät|Verband|Unternehmen|Netz|Netzwerk|Verbund|Plattform|Register|Biobank|Infrastruktur|Initiative|Projekt|Konsortium|Studie|Programm|Vorhaben))(?![\w-])(?![ \u00a0](?:für|der|des|[A-ZÄÖÜ]))"
)
_OBJECT: Final = re.compile(
    r"[ \u00a0](?:das|den|die|dieses|diesen|diese)[ \u00a0](Netz|Netzwerk|Verbund|Plattform|Register|Biobank|Infrastruktur|Initiative|Projekt|Konsortium|Studie|Programm|Vorhaben)(?![\w-])"
)
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "Netz": ("INFRASTRUCTURE", "ORG"), "Netzwerk": ("INFRASTRUCTURE", "ORG"), "Verbund": ("INFRASTRUCTURE", "PROJECT"), "Plattform": ("INFRASTRUCTURE",),
    "Register": ("INFRASTRUCTURE", "PROJECT"), "Biobank": ("INFRASTRUCTURE",), "Infrastruktur": ("INFRASTRUCTURE",),
    "Initiative": ("PROJECT", "INFRASTRUCTURE"), "Projekt": ("PROJECT",), "Konsortium": ("PROJECT",), "Studie": ("PROJECT",),
    "Programm": ("PROJECT",), "Vorhaben": ("PROJECT",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a sentence is about: the fullest name, the words that stand there, and where."""

    name: str
    quote: str
    start: int
    label: str


class Sentences:
    """The sentences of one document with their mentions and subjects."""

    def __init__(self, doc: "Doc", context: Context) -> None:
        """Sorts the named mentions into the sentences."""
        self.text = doc.text
        self.spans = sentences(doc)
        self._named = [m for m in context.mentions if m.label in (*THINGS, "PERSON")]
        self._named.sort(key=lambda m: (m.span.start, -m.span.end))
        self._starts = [m.span.start for m in self._named]
        self._shorts: dict[str, list[str]] = {}
        for fact in context.facts:
            if fact.predicate == "abbreviation_of":
                self._shorts.setdefault(str(fact.object), []).append(fact.subject)
        self._subjects: dict[int, Subject | None] = {}

    def index(self, position: int) -> int:
        """The sentence that holds the code point `position`, or the last one before it."""
        return max(0, bisect_right(self.spans, (position, sys.maxsize)) - 1)

    def shorts(self, name: str) -> list[str]:
        """The short forms that the document gives for a name."""
        return self._shorts.get(name, [])

    def named(self, start: int, end: int) -> list[Mention]:
        """The named mentions between two code points, outermost first."""
        found: list[Mention] = []
        for m in self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if m.span.end <= end and not (found and found[-1].span.covers(m.span) and found[-1].span != m.span):
                found.append(m)
        return found

    def subject(self, i: int) -> Subject | None:
        """Who sentence `i` is about; None where the text leaves it open."""
        if i not in self._subjects:
            self._subjects[i] = None  # no endless look back
            self._subjects[i] = self._find(i)
        return self._subjects[i]

    def referred(self, i: int, position: int) -> Subject | None:
        """What a nominal back reference right behind `position` means: "fördert |das Netz mit ..."."""
        back = _OBJECT.match(self.text, position)
        if back is None:
            return None
        before = self._antecedent(i, _KINDS.get(back[1], ("INFRASTRUCTURE", "PROJECT")))
        return Subject(before.name, back[0].strip(), back.start(), before.label) if before is not None else None

    def _find(self, i: int) -> Subject | None:
        start, end = self.spans[i]
        nominative = [m for m in self.named(start, end) if m.label in THINGS and self._is_nominative(m, start)]
        back = _BACK.search(self.text, start, min(end, start + 120))
        if nominative and (back is None or nominative[0].span.start <= back.start()):
            m = nominative[0]
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
        if back is not None:
            kinds: Sequence[str] = _KINDS.get(back["noun"] or "", ("ORG", "INFRASTRUCTURE") if back["noun"] else THINGS)
            before = self._antecedent(i, kinds)
            if before is not None:
                return Subject(before.name, back[0], back.start(), before.label)
        return None

    def _antecedent(self, i: int, kinds: Sequence[str]) -> Subject | None:
        """The subject of one of the two sentences before, of a kind that fits."""
        for k in (i - 1, i - 2):
            if k >= 0 and (subject := self.subject(k)) is not None and subject.label in kinds:
                return subject
        return None

    def _is_nominative(self, mention: Mention, start: int) -> bool:
        text, at = self.text, mention.span.start
        # A member of a list in brackets is never what the sentence is about, however long the list.
        if text.count("(", start, at) > text.count(")", start, at):
            return False
        before = text[max(start, at - 60) : at]
        if _OBLIQUE.search(before):
            return False
        return not _GENITIVE.search(before) or bool(_VERB_BEFORE_DER.search(before))
