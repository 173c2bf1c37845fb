"""Reading who is in charge: the names behind a position, and what stands before a comma."""

import re
from dataclasses import dataclass
from typing import Final

from extractors.base import Context, Mention, Modality
from extractors.german import SPACE, TITLES
from extractors.relations.charge_things import Referent, Referents
from extractors.relations.subjects import Sentences

BE: Final = r"(?:wird|werden|wurde|wurden|ist|sind|war|waren)"
ROLE: Final = rf"(?:(?:[a-zäöüß-]{{0,40}}e[nr]?{SPACE})?[A-ZÄÖÜ][\w-]{{3,40}}{SPACE})?"
_NAME_AT: Final = re.compile(
    rf"(?:(?:der|dem|den|die|das|einem|einer|unserem|unserer){SPACE})?(?:(?:Frau|Herrn?){SPACE})?{ROLE}(?:{TITLES}{SPACE}?)?[„\"]?$"
)
ARTICLE: Final = re.compile(
    r"(?<![\w-])(?:das|die|den|der|ein|eine|einen|ihre|ihren|seine|seinen|unser|unsere|unseren|Das|Die|Den|Der|Ein|Eine|dieses|diese|diesen)[ \u00a0]"
)
_AND: Final = re.compile(r",?[ \u00a0](?:und|sowie)[ \u00a0](?:(?:das|die|der|dem|vom|von der)[ \u00a0])?")
_COMMA: Final = re.compile(r"(?:,|\bund|\bsowie)[ \u00a0]")
_BREAK: Final = re.compile(r"[.;:]|,[ \u00a0](?:der|die|das)[ \u00a0]")
_PREPOSITION: Final = re.compile(r"\b(?:durch|an|in|bei|mit|für|aus|auf|um|über|gegen)[ \u00a0]$")
NEAR: Final = 90


@dataclass(frozen=True, slots=True)
class Charge:
    """Who leads what, and the code points between which that is said."""

    who: tuple[Mention, ...]
    thing: Referent
    low: int
    high: int
    rule: str
    score: float
    modality: Modality | None = None


class Reading:
    """The sentences of one document with what their phrases mean."""

    def __init__(self, text: str, found: Sentences, context: Context) -> None:
        """`context` of the whole document."""
        self._text, self._found, self._refer = text, found, Referents(text, found, context)

    def _who(self, position: int, end: int) -> tuple[Mention, ...]:
        """The people or the body right behind a position, with those that "und" joins."""
        text = self._text
        named = [n for n in self._found.named(position, end) if n.label in ("PERSON", "ORG", "INFRASTRUCTURE")]
        first = next(
            (n for n in named if n.span.start - position <= NEAR and _NAME_AT.fullmatch(text, position, n.span.start)),
            None,
        )
        if first is None:
            return ()
        who = [first]
        for n in named[named.index(first) + 1 :]:
            between = text[who[-1].span.end : n.span.start]
            joined = n.label == first.label and len(between) < NEAR + 50 and _joined(between)
            if joined and (n.label == "PERSON" or _AND.fullmatch(between)):
                who.append(n)
                continue
            if n.label == first.label:
                break
        return tuple(who)

    def _left_of(self, i: int, start: int, comma: int) -> Referent | None:
        """The thing right before a comma: "die Auswertung durch das Institut X|, die Y verantwortet"."""
        text = self._text
        low = max(start, comma - 160)
        near = [n for n in self._found.named(start, comma) if n.label != "PERSON" and comma - n.span.end <= 3]
        starts = [m.start() for m in ARTICLE.finditer(text, low, comma)]
        for at in reversed(starts):
            thing = self._refer.phrase(i, at, comma)
            if thing is not None and thing.end >= comma - 2 and not re.search(r"[,;]", text[thing.end : comma]):
                return thing
        if near:
            return Referent(str(near[-1].attributes["name"]), near[-1].span.start, near[-1].span.end, named=True)
        # "ist |die Sektion Y| beteiligt, die von X geleitet wird"
        for at in reversed(starts):
            if not re.match(r"(?:die|das|eine?)[ \u00a0]", text[at : at + 5]) or _PREPOSITION.search(
                text, max(start, at - 12), at
            ):
                continue
            thing = self._refer.phrase(i, at, comma)
            if thing is not None and re.fullmatch(rf"{SPACE}[a-zäöüß]{{4,}}", text[thing.end : comma]):
                return thing
        return None


def _joined(between: str) -> bool:
    """Whether what stands between two names, offices apart, joins them: ", Direktorin der Klinik Y, und Dr. "."""
    if not _COMMA.search(between) or _BREAK.search(re.sub(TITLES, "", between)):
        return False
    return _NAME_AT.fullmatch(_COMMA.split(between)[-1]) is not None
