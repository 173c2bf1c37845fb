"""What a sentence goes on about that does not name it: "An dem Verbund sind ...", "Er zählt 800 Betten", "Dort arbeiten 22 Beschäftigte"."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Mention
from extractors.german import spaces
from extractors.relations.slots import is_feminine
from extractors.relations.subjects import EVENT, SUBJECTS, THINGS, Sentences, Subject

_SPACE: Final = r"[ \u00a0]"
# Head nouns by what they can stand for; a noun means what bears one of its own family in its name, or has the family's label
_FAMILIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "net": ("netz|netzwerk|verbund|allianz|bündnis|konsortium|initiative|cluster", ("INFRASTRUCTURE", "PROJECT")),
    "work": ("projekt|vorhaben|studie|programm|kolleg|kampagne|modellversuch|erprobung|sonderforschungsbereich", ("PROJECT",)),
    "store": ("register|biobank|plattform|portal|datenbank|archiv|infrastruktur|kohorte|sammlung|verzeichnis", ("INFRASTRUCTURE",)),
    "house": ("klinik|klinikum|krankenhaus|hospital|universitätsmedizin|hochschulmedizin|unimedizin|charité|ambulanz", ()),
    "university": ("universität|hochschule|akademie|schule|fakultät", ()),
    "institute": ("institut|forschungseinrichtung|lehrstuhl|abteilung|labor|arbeitsgruppe", ()),
    "centre": ("zentrum|center|campus", ()),
    "club": ("verein|gesellschaft|verband|fachgesellschaft|dachverband|kammer|e.v.|bund", ()),
    "foundation": ("stiftung", ()),
    "office": ("ministerium|behörde|amt|landesamt|bundesamt", ()),
    "firm": ("unternehmen|firma|konzern|gmbh|betrieb", ()),
    "culture": ("museum|bibliothek|theater|gedenkstätte|haus", ()),
}  # fmt: skip
_FAMILY: Final = {word: family for family, (words, _) in _FAMILIES.items() for word in words.split("|")}
_TAILS: Final = sorted(_FAMILY, key=lambda w: -len(w))
NOUNS: Final = rf"(?:[A-ZÄÖÜ][\w-]{{0,40}}?)?(?i:{'|'.join(re.escape(w) for w in _TAILS if '.' not in w)}|einrichtung|standort|gruppe)"
# "das Haus", "die Einrichtung", "der Standort": any body
_ANY: Final = re.compile(r"^(?:haus|einrichtung|standort)$", re.IGNORECASE)
_NEUTER: Final = re.compile(
    r"(?:projekt|vorhaben|netz|netzwerk|zentrum|institut|register|kolleg|programm|konsortium|labor|museum|klinikum|krankenhaus|haus|archiv|bündnis|portal|team|büro|hospital|amt|ministerium|forum|werk|center|land|unternehmen)$",
    re.IGNORECASE,
)
_MASCULINE: Final = re.compile(
    r"(?:verbund|bereich|verband|cluster|verein|bund|kreis|lehrstuhl|campus|ausschuss|beirat|schwerpunkt|rat|vorstand|fonds|dienst|konzern|standort|kurs|preis|trakt|atlas|nachlass|freistaat|betrieb)$",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(rf"(?<![\w-])(?P<article>[Dd]as|[Dd]ie|[Dd]er|[Ee]in|[Ee]ine){_SPACE}(?:[a-zäöüß-]+e[rs]?{_SPACE})?(?:[A-ZÄÖÜ][\w-]+{_SPACE})?[„\"»]?$")  # fmt: skip
_GENDERS: Final = {"das": "n", "die": "f", "eine": "f", "der": "m"}
_WANTED: Final = {"sie": "f", "es": "n", "er": "m"}
_APART: Final = re.compile(rf"{_SPACE}(?:für|der|des|von|zur|zum|in|an|am|e\.)")
_BACK: Final = 3  # sentences


def family(noun: str) -> str | None:
    """The family of a noun or of a compound that ends in one of its words."""
    low = noun.casefold()
    return next((_FAMILY[t] for t in _TAILS if low.endswith(t)), None)


class Focus:
    """What the phrases of one document refer back to."""

    def __init__(self, text: str, found: Sentences) -> None:
        """Takes the sentences with their names."""
        self._text, self._found = text, found

    def noun(self, i: int, noun: str, position: int) -> Subject | None:
        """What "der Verbund" at a position of sentence `i` means: what bears the noun before what only can be one; None where that is open."""
        bears: list[Mention] = []
        fits: list[Mention] = []
        for k in range(i, max(-1, i - _BACK - 1), -1):
            for n in self._near(k, position):
                fit = self._fit(noun, n)
                if fit == 2 and not bears:
                    bears.append(n)
                elif fit == 1 and not fits and self._found.is_nominative(n, self._found.spans[k][0]):
                    fits.append(n)
            if bears:
                exact = self._exact(noun, position)
                return exact or _of(bears[0])
        known = self._everywhere(noun, position)
        if known is not None:
            return known
        topic = self._found.foremost()
        if topic is not None and (family(noun) is None or not self._label_fits(noun, topic.label, topic.name)):
            topic = None
        if topic is not None and (
            not fits or family(_APART.split(topic.name, maxsplit=1)[0].split()[0]) == family(noun)
        ):
            return topic
        return _of(fits[0]) if fits else None

    def stores(self, n: Mention) -> bool:
        """Whether a name is that of a register, a portal or the like: "das Portal |LandAtlas|"."""
        return any(self._fit(word.capitalize(), n) == 2 for word in _FAMILIES["store"][0].split("|"))

    @staticmethod
    def open_to_all(noun: str) -> bool:
        """Whether a noun says nothing of what it stands for: "der Standort", "das Haus"."""
        return _ANY.match(noun) is not None

    def pronoun(self, i: int, word: str, position: int) -> Subject | None:
        """What "er", "sie", "es" means: a thing of that gender in one of the two sentences before, its subject first."""
        wanted = _WANTED[word.casefold()]
        for k in (i - 1, i - 2):
            if k < 0:
                break
            start, end = self._found.spans[k]
            named = [
                n for n in self._found.named(start, end) if n.label in (*SUBJECTS, "PERSON") and n.span.end <= position
            ]
            straight = [n for n in named if self._found.is_nominative(n, start)]
            if straight and straight[0].label == "PERSON" and word.casefold() != "es":
                return None
            sure = [n for n in (*straight, *named) if n.label in SUBJECTS and self.gender(n, start) == wanted]
            if sure:
                name = str(sure[0].attributes["name"])
                # "Die Stiftung ...": a bare noun, taken for a name
                bare = self.noun(k, name, start) if " " not in name and family(name) is not None else None
                return bare or _of(sure[0])
            open_ = [n for n in straight if n.label in SUBJECTS and self.gender(n, start) == ""]
            if open_:
                return _of(open_[0])
        return None

    def gender(self, n: Mention, low: int) -> str:
        """ "m", "f", "n" of a name, by its article in the nominative or by its head noun; "" where neither tells."""
        article = _ARTICLE.search(self._text, max(low, n.span.start - 50), n.span.start)
        head = _APART.split(str(n.attributes["name"]), maxsplit=1)[0].split()
        for word in (head[-1:] + head[:1]) if head else []:
            if _NEUTER.search(word):
                return "n"
            if _MASCULINE.search(word):
                return "m"
            if is_feminine(word):
                return "f"
        if article is not None and self._found.is_nominative(n, low):
            return _GENDERS.get(article["article"].casefold(), "")
        return ""

    def _near(self, k: int, position: int) -> Iterator[Mention]:
        """The things of a sentence before a position, those in the nominative first."""
        start, end = self._found.spans[k]
        named = [n for n in self._found.named(start, end) if n.label in SUBJECTS and n.span.end <= position]
        yield from sorted(named, key=lambda n: not self._found.is_nominative(n, start))

    def _exact(self, noun: str, position: int) -> Subject | None:
        """ "Das Zentrum" is "Nationales |Zentrum| für X" before it is "Deutsches Rheumazentrum"."""
        word = re.compile(rf"(?:^|[ \u00a0]){re.escape(noun.casefold())}(?:s|es)?(?![\w-])")
        seen = {
            str(n.attributes["name"]): n
            for n in self._found.named(0, position)
            if n.label in THINGS and word.search(str(n.attributes["name"]).casefold())
        }
        return _of(next(iter(seen.values()))) if len(seen) == 1 else None

    def _everywhere(self, noun: str, position: int) -> Subject | None:
        """The one thing of the text before a position that bears the noun, or the one of them that the release is about."""
        seen: dict[str, Mention] = {}
        for n in self._found.named(0, position):
            if n.label in SUBJECTS and self._fit(noun, n) == 2:
                seen.setdefault(str(n.attributes["name"]), n)
        if len(seen) == 1:
            return _of(next(iter(seen.values())))
        topic = self._found.foremost()
        return topic if topic is not None and topic.name in seen else None

    def _fit(self, noun: str, n: Mention) -> int:
        """2: the name bears the noun, or stands right behind it; 1: it can be one; 0: it is something else."""
        low, name = noun.casefold(), str(n.attributes["name"])
        kind = family(noun)
        if n.label == EVENT and n.attributes.get("event") not in ("named", "described"):
            return 0
        tail = next((t for t in _TAILS if low.endswith(t)), low)
        if re.search(rf"{re.escape(tail)}(?:e?s)?(?![a-zäöüß])", name.casefold()):
            return 2
        before = self._text[max(0, n.span.start - 50) : n.span.start].casefold()
        if n.label != EVENT and re.search(rf"{re.escape(tail)}(?:e?s)?[ \u00a0][„\"»]?$", before):
            return 2
        if n.label == EVENT:
            return 0
        return 1 if (kind is not None or _ANY.match(noun)) and self._label_fits(noun, n.label, name) else 0

    @staticmethod
    def _label_fits(noun: str, label: str, name: str) -> bool:
        kind = family(noun)
        own = (
            "club"
            if re.search(r"e\.[ \u00a0]?V\.?$", name)
            else next(
                (f for w in _APART.split(name, maxsplit=1)[0].split()[::-1] if (f := family(w)) is not None), None
            )
        )
        if _ANY.match(noun):
            return label == "ORG" and own in ("house", "university", "institute", "centre", "culture")
        if kind is None:
            return False
        if label in _FAMILIES[kind][1]:
            return own in (None, kind, "net", "work") if kind in ("net", "work") else own in (None, kind)
        return label == "ORG" and own == kind


def _of(m: Mention) -> Subject:
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)


def described(noun: str, quote: str, start: int) -> Subject:
    """A thing without a name by the words that describe it."""
    return Subject(spaces(noun), quote, start, EVENT)


__all__ = ["NOUNS", "THINGS", "Focus", "described", "family"]
