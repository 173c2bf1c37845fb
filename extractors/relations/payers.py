"""Who pays in a clause: the bodies in its nominative, or "das Land", "die Stadt", "Bund und Länder"."""

import re
from typing import Final

from extractors.base import Mention, Span
from extractors.german import spaces
from extractors.relations.focus import Focus
from extractors.relations.subjects import Sentences

_SPACE: Final = r"[ \u00a0]"
_PAYER_NOUN: Final = re.compile(
    rf"(?<![\w-])(?P<what>Bund{_SPACE}und{_SPACE}Länder[n]?|(?P<article>[Dd]as|[Dd]er|[Dd]ie){_SPACE}(?:beteiligten{_SPACE}|zehn{_SPACE}|gesetzlichen{_SPACE})*(?P<noun>Land|Freistaat|Bund|Stadt|Landkreis|Kreis|Gemeinde|Stiftung|Ministerium|Krankenkassen|Kassen|Mitglieder|Mitgliedshäuser|Standorte|Partner|Häuser|Kommunen|Kliniken|EU|Union|Fonds|Förderverein|Verein|Universität|Hochschule|Klinikum))(?![\w-])(?!{_SPACE}(?:des|der|für|zur|[A-ZÄÖÜ]))"
)
_OBLIQUE: Final = re.compile(r"\b(?:in|an|für|von|durch|mit|aus|bei|zu|auf|über|nach)[ \u00a0]$", re.IGNORECASE)


class Payers:
    """Reads who pays in one document."""

    def __init__(self, text: str, found: Sentences, focus: Focus) -> None:
        """Takes the sentences with their names, and what nouns go back to."""
        self._text, self._found, self._focus = text, found, focus

    def of(self, i: int, low: int, high: int) -> list[Mention]:
        """The bodies in the nominative of a clause, or "das Land", "die Mitglieder"."""
        text, found = self._text, self._found
        start = found.spans[i][0]
        named = [n for n in found.named(*found.spans[i]) if low <= n.span.start and n.span.end <= high]
        # a name that begins a clause behind a comma: "..., die Regierung Z gibt"
        straight = [n for n in named if n.label == "ORG" and found.is_nominative(n, max(start, low))]
        if straight and straight[0].attributes["name"] in ("Stiftung", "Ministerium", "Land", "Stadt"):
            return []
        if straight:
            row = [straight[0]]
            for n in straight[1:]:
                if re.fullmatch(
                    rf"(?:,|{_SPACE}und|{_SPACE}sowie){_SPACE}(?:(?:die|der|das){_SPACE})?",
                    text[row[-1].span.end : n.span.start],
                ):
                    row.append(n)
            return row
        for noun in _PAYER_NOUN.finditer(text, low, high):
            if _OBLIQUE.search(text, max(low, noun.start() - 8), noun.start()):
                continue
            if noun["noun"] is None:
                first = noun.start("what")
                return [
                    stand_in(text, word, word, at, at + len(word))
                    for word, at in (("Bund", first), ("Länder", text.index("Länder", first)))
                ]
            full = self._body(i, noun["noun"], noun.start("noun"))
            return [stand_in(text, full, noun["noun"], noun.start("noun"), noun.end("noun"))]
        return []

    def _body(self, i: int, noun: str, at: int) -> str:
        """ "das Land" is the one state of the text, "die Stadt" its one town, "die Stiftung" the one named."""
        bodies = {str(n.attributes["name"]) for n in self._found.named(0, len(self._text)) if n.label == "ORG"}
        own = [b for b in bodies if b.startswith(f"{noun} ")]
        if len(own) == 1:
            return own[0]
        if noun in ("Stadt", "Landkreis", "Kreis", "Land", "Freistaat"):
            written = set(
                re.findall(rf"\b{noun}{_SPACE}[A-ZÄÖÜ][\w-]+(?:{_SPACE}[A-ZÄÖÜ][\w-]+(?=[ \u00a0.,]))?", self._text)
            )
            if len(written) == 1:
                return spaces(written.pop())
        known = self._focus.noun(i, noun, at)
        return known.name if known is not None else noun


def stand_in(text: str, name: str, quote: str, start: int, end: int) -> Mention:
    """A payer as a mention, where the text has none: its name, and the words between two code points that stand for it."""
    at = text.find(quote, start, max(end, start + len(quote)))
    span = Span.of(text, at, at + len(quote)) if at >= 0 else Span.of(text, start, end)
    return Mention(span, "ORG", None, 0.65, "relations", "payer", 1, {"name": name})
