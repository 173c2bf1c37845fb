"""Houses that are told by their towns: "Ihm gehören |die Universitätskliniken in A, B und C| an"."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.rosters import lately
from extractors.relations.subjects import EVENT, Sentences

_S: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_NAME: Final = r"[A-ZÄÖÜ][\w-]{1,50}"
SINGULAR: Final[dict[str, str]] = {
    "krankenhäuser": "Krankenhaus", "krankenhäusern": "Krankenhaus", "universitätsklinika": "Universitätsklinikum", "universitätskliniken": "Universitätsklinikum", "universitätsklinken": "Universitätsklinik",
    "uniklinika": "Uniklinikum", "unikliniken": "Uniklinik", "universitäten": "Universität", "hochschulen": "Hochschule", "kliniken": "Klinik", "klinika": "Klinikum", "institute": "Institut", "instituten": "Institut", "museen": "Museum",
    "fachhochschulen": "Fachhochschule", "bibliotheken": "Bibliothek", "biobanken": "Biobank", "städte": "Stadt", "städten": "Stadt", "zentren": "Zentrum", "universitätsmedizinen": "Universitätsmedizin",
    "archive": "Archiv", "archiven": "Archiv", "zoos": "Zoo", "gesundheitsämter": "Gesundheitsamt", "gesundheitsämtern": "Gesundheitsamt", "landkreise": "Landkreis", "landkreisen": "Landkreis",
}  # fmt: skip
_SPREAD: Final = re.compile(
    rf"(?<![\w-])(?:[Dd]ie|[Dd]en|[Dd]er|[Aa]n){_S}(?:(?:\w+|Technischen){_S})?(?P<noun>(?:Technischen{_S})?(?i:{'|'.join(sorted((k for k in SINGULAR if ' ' not in k), key=len, reverse=True))}))(?:{_S}in)?{_S}(?P<places>{_NAME}(?:{_S}\([^()\n]{{1,30}}\))?(?:,{_S}{_NAME}(?:{_S}\([^()\n]{{1,30}}\))?){{0,20}}{_S}(?:und|sowie){_S}{_NAME})(?![\w-])"
)
_PLACE: Final = re.compile(rf"(?<![\w-]){_NAME}")
_BELONGS: Final = re.compile(
    r"(?<![\w-])(?:gehör(?:en|ten)|zähl(?:en|ten)|[Bb]eteiligt|beteiligen|[Dd]abei|Partner|Mitglieder|Standorte|zusammengeschlossen|zusammen|mitwirken|vertreten|kooperieren)(?![\w-])"
)
_CLINICS: Final = re.compile(r"(?i:klinikverbund|klinikenverbund|krankenhausverbund|klinikgruppe|konzern|klinikum)")
_HOUSE: Final = re.compile(
    r"(?i:klinik|krankenhaus|hospital|universität|hochschule|institut|museum|archiv|biobank|zentrum|medizin)"
)


class InTowns:
    """Reads the houses of several towns in one document."""

    def __init__(self, text: str, found: Sentences, context: Context, name: str, version: int) -> None:
        """Takes the sentences with their names; `name` and `version` are those of the extractor."""
        self.text, self.found, self.name, self.version = text, found, name, version
        self.bodies = [m for m in context.mentions if m.label == "ORG"]

    def of(self, i: int, named: list[Mention]) -> Iterator[Fact]:
        """ "Ihm gehören |die Universitätsklinika in A, B und C| an": one house in each town."""
        start, end = self.found.spans[i]
        told = _SPREAD.search(self.text, start, end)
        if told is None or not _BELONGS.search(self.text, start, end):
            return
        if told[0].startswith("der") and re.search(
            r"(?<![\w-])[A-ZÄÖÜ][\w-]++[ \u00a0]$", self.text[start : told.start()]
        ):
            return  # "die Biobanken |der Universitätskliniken in A und B|": theirs, not they
        whole, part = self._whole(i, told, named)
        if whole is None:
            return
        noun = SINGULAR[told["noun"].casefold()]
        for place in _PLACE.finditer(self.text, *told.span("places")):
            name = self._in_town(noun, place[0])
            yield Fact(
                name, "part_of" if part else "participates_in", whole[0], place[0], whole[1], around(self.text, start, end, Span.of(self.text, *told.span())) if end - start > 400 else Span.of(self.text, start, end),
                0.7, self.name, "in_towns", self.version, modality_of(self.text[start:end]),
            )  # fmt: skip

    def _whole(self, i: int, told: re.Match[str], named: list[Mention]) -> tuple[tuple[str, str] | None, bool]:
        start = self.found.spans[i][0]
        own = next(
            (
                m
                for m in named
                if m.label in ("ORG", *_UNDERTAKINGS)
                and not told.start() <= m.span.start < told.end()
                and re.search(
                    r"(?<![\w-])(?:[Zz]u[mr]|(?<!neben )(?<!mit )(?<!außer )[Dd]e[mr]|[Aa]m|[Aa]n der|[Ii]m)[ \u00a0](?:[A-ZÄÖÜ][\w-]+[ \u00a0])?[„\"»]?$",
                    self.text[max(start, m.span.start - 40) : m.span.start],
                )
            ),
            None,
        )
        if own is not None:
            return (own.attributes["name"], own.span.quote), own.label == "ORG" and _CLINICS.search(
                own.attributes["name"]
            ) is not None
        if any(m.label in ("PROJECT", "INFRASTRUCTURE", EVENT) for m in named):
            return None, False
        near = lately(self.found, i) or self.found.about(i)
        return ((near.name, near.quote) if near is not None and near.label in _UNDERTAKINGS else None), False

    def _in_town(self, noun: str, town: str) -> str:
        """The house of a kind in a town: as the text names it elsewhere, else "Krankenhaus in A"."""
        known = {
            str(m.attributes["name"]) for m in self.bodies
            if _HOUSE.search(m.attributes["name"]) and not re.search(r"[ \u00a0](?:des|der|am|an)[ \u00a0]", m.attributes["name"]) and re.search(rf"[ \u00a0]{re.escape(town)}$", m.attributes["name"]) and (noun.casefold()[-5:] in m.attributes["name"].casefold() or noun == "Krankenhaus")
        }  # fmt: skip
        return next(iter(known)) if len(known) == 1 else f"{noun} in {town}"
