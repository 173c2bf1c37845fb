"""The bodies that a person can belong to, as the text names them: mentions, short forms, English names."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from extractors.base import Mention
from extractors.german import SPACE, fold, singular_nominative, spaces
from extractors.role_words import is_role

# "TA4", "IFHV", "NFDI4Memory", "TA 6": capitals or digits inside a word that no rule and no model knows
_SHORT: Final = re.compile(rf"[A-ZÄÖÜ][\w&+.-]*[A-ZÄÖÜ0-9+][\w&+-]*(?:{SPACE}\d{{1,2}}(?![\w.]))?")
_NO_BODY: Final = re.compile(r"(?:MdB|MdL|MdEP|[IVX]+|USA|EU|DDR|BRD|UK|PDF|FAQ|CEO|CFO|CTO|CIO|COO|PI|M\.?A\.?|B\.?A\.?|M\.?Sc\.?|B\.?Sc\.?|PhD|LL\.?M|MBA|[A-Z]\d|A\d+|\d+)$")  # fmt: skip
_ENGLISH: Final = re.compile(
    rf"(?:[A-ZÄÖÜÀ-Ý][\w’'.-]+{SPACE}(?:(?:of|and|for|the|&){SPACE}){{0,2}}){{1,6}}(?:University|Institute|College|School|Hospital|Academy|Centre|Center|Laboratory)(?:{SPACE}(?:of|for){SPACE}(?:[A-ZÄÖÜ]\w+(?:{SPACE}and)?{SPACE}?){{1,3}})?|"
    rf"(?:University|Institute|College|School|Academy){SPACE}of{SPACE}[A-Z]\w+(?:{SPACE}(?:and{SPACE})?[A-Z]\w+){{0,3}}"
)
# "Fachbereich „Biologie/Chemie“", "Abteilung Neuropsychologie", "Lehrstuhl für X": a unit that the others did not take whole
_UNIT: Final = re.compile(
    rf"(?:[A-ZÄÖÜ]\w+e[rsnm]?{SPACE})?(?:Fachbereich|Fachgebiet|Abteilung|Arbeitsgruppe|Nachwuchsgruppe|Forschungsgruppe|Arbeitsbereich|Referat|Dezernat|Fachgruppe|Sektion|Lehrstuhl|Professur|Task{SPACE}Area|Team|Bereich)s?"
    rf"{SPACE}(?:[„“\"»][^„“”\"«»\n]{{2,60}}[“”\"«]|\d{{1,3}}(?![\w.])|[A-ZÄÖÜ][\w/-]+)"
)
_ADJECTIVE: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]+(?:isch|lich|ig|al|ell|iv|eit|rei|d|u|n|h|r|t|ß)en")
# A part of a larger body: its name belongs to the role when the larger one is named too.
_PART: Final = re.compile(
    r"(?:Abteilung|Referat|Arbeitsgruppe|Nachwuchsgruppe|Forschungsgruppe|Fachgruppe|Arbeitsbereich|Sektion|Stabsstelle|Bereich|Team|Gruppe|AG|Fachgebiet|Dezernat|Geschäftsbereich|Stabsabteilung|Unterabteilung|Fachabteilung|Fachreferat|Hauptabteilung)s?(?=\s|$)|\w+abteilung|\w+gruppe"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body in the text: where it is named, its fullest name, what it is, and how sure that is."""

    start: int
    end: int
    name: str
    label: str
    score: float

    @property
    def part(self) -> bool:
        """Whether it is a department or a group of a larger body."""
        return bool(_PART.match(self.name))


class Bodies:
    """All bodies of one document."""

    def __init__(self, text: str, mentions: Iterable[Mention], long: Mapping[str, str]) -> None:
        """Takes the mentions of organisations, infrastructures and projects, and the abbreviations {short: long}."""
        self._text = text
        self._long = dict(long)
        best: dict[int, Body] = {}
        for m in mentions:
            if m.label not in ("ORG", "INFRASTRUCTURE", "PROJECT"):
                continue
            body = Body(m.span.start, m.span.end, m.attributes["name"], m.label, m.score)
            if body.start not in best or best[body.start].end < body.end:
                best[body.start] = body
        self._bodies = sorted(best.values(), key=lambda b: b.start)
        self._starts = [b.start for b in self._bodies]
        self.ends: dict[int, int] = {b.start: b.end for b in self._bodies}
        self._names = {b.name for b in self._bodies} | set(self._long.values())

    def at(self, start: int, limit: int) -> Body | None:
        """The body whose name starts at `start` and ends by `limit`."""
        k = bisect_left(self._starts, start)
        known = self._bodies[k] if k < len(self._bodies) and self._starts[k] == start else None
        if known is not None and known.end <= limit:
            return known
        for pattern in (_UNIT, _ENGLISH):
            m = pattern.match(self._text, start, limit)
            if m is not None:
                return Body(start, m.end(), spaces(m[0]), "ORG", 0.7)
        m = _SHORT.match(self._text, start, limit)
        # "Test-DaF", "Co-CEO": the capitals must stand in the first part
        first = m[0].split("-")[0] if m else ""
        if (
            m is not None
            and sum(c.isupper() or c.isdigit() for c in first) > 1
            and not _NO_BODY.match(m[0])
            and not is_role(m[0])
        ):
            name = m[0].rstrip(".-")
            return Body(start, start + len(name), self.resolve(name), "ORG", 0.65)
        return None

    @property
    def every(self) -> list[Body]:
        """All that mentions name, in text order."""
        return self._bodies

    @property
    def shortened(self) -> list[str]:
        """The names for which the document gives a short form."""
        return list(self._long.values())

    def inside(self, start: int, end: int) -> list[Body]:
        """The bodies named between two code points, outermost first, from left to right."""
        found: list[Body] = []
        for b in self._bodies[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if b.end <= end and not (found and b.end <= found[-1].end):
                found.append(b)
        return found

    def resolve(self, name: str) -> str:
        """The long form of an abbreviation of this document, or the name itself."""
        return self._long.get(name, name)

    def prefixed(self, first: str) -> str | None:
        """The body that the first part of a compound means: "Caritas|-Präsident", "UBA|-Chefin"; None where it is open."""
        if first in self._long:
            return self._long[first]
        low = fold(first)
        if len(low) < 2:
            return None
        whole = [n for n in self._names if fold(n) == low]
        if whole:
            return whole[0]
        near = {n for n in self._names if low in fold(n).replace(" ", "")} if len(low) > 3 else set()
        if near:
            longest = max(near, key=len)
            # shortened forms of one another are one body
            if all(set(fold(n).split()) <= set(fold(longest).split()) or fold(n) in fold(longest) for n in near):
                return longest
        return first if sum(c.isupper() for c in first) > 1 and not _NO_BODY.match(first) else None


def nominative_name(article: str, name: str) -> str:
    """A body's name that nothing else knew, without the inflection that its article shows.

    ("des", "Deutschen Kreissportbunds Celle") -> "Deutscher Kreissportbund Celle"; ("der", "Grünen Jugend") -> "Grüne Jugend".
    """
    masculine = article.endswith(("des", "em", "vom", "beim", "am"))
    words = spaces(name).split(" ")
    k = 0
    while k < len(words) - 1 and _ADJECTIVE.fullmatch(words[k]):
        words[k] = words[k][:-2] + ("er" if masculine else "e")
        k += 1
    if masculine and article == "des":
        words[k] = singular_nominative(words[k], "m")
    return " ".join(words)
