"""Who speaks: the subject of a verb of saying, resolved to a name where the document leaves no doubt."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from extractors.base import Context, Mention
from extractors.german import ACADEMIC, ACADEMIC_PARTS, SPACE, STARTERS, TITLES, fold, spaces
from extractors.lexicon import lexicon
from extractors.nounphrases import Word
from extractors.phrases import Phrase
from extractors.role_words import is_role

_THINGS: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
_FAR: Final = 5000  # code points in which an office without a name is looked for
_ROW: Final = re.compile(
    rf"(?<![\w-])(?:[A-ZÄÖÜ][a-zäöüßé]+(?:-[A-ZÄÖÜ][a-zäöüßé]+)?{SPACE}){{1,3}}[A-ZÄÖÜ][\w’-]*(?![\w-])"
)
_NEAR: Final = 900  # code points that a pronoun looks back
_ADDRESS: Final = frozenset({"Herr", "Herrn", "Frau", *(part.rstrip(".") for part in ACADEMIC | ACADEMIC_PARTS)})
_NAME_WORD: Final = re.compile(r"[A-ZÄÖÜÀ-Ý][\w’'.-]*$")
_BEFORE_PERSON: Final = re.compile(rf"(?>{TITLES}|[\w:*-]++(?<=\w)|{SPACE})*")
_ABSTRACT: Final = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|innen|leute|kreise|[Mm]inisterium|amt|sprecher)$")
_SHE: Final = re.compile(rf"(?:\bFrau|\w{{3}}in|\b[Dd]ie|\b[Ee]ine){SPACE}(?:{TITLES}{SPACE}?)?$")
_HE: Final = re.compile(rf"(?:\bHerrn?|\b[Dd]er|\b[Ee]in){SPACE}(?:[\w-]+{SPACE})?(?:{TITLES}{SPACE}?)?$")
_SHE_AFTER: Final = re.compile(rf",{SPACE}(?:(?:die|eine|seine|ihre){SPACE})?(?:[a-zäöü-]+e{SPACE})?[A-ZÄÖÜ][\w-]+in\b")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the text words it.

    Attributes:
        start, end: the words, code points.
        name: the fullest name the document gives, None where it gives none.
        named: whether that is a name that a fact can have as its subject.
        score: how sure it is that this is who is meant.
        gender: "f", "m" or "", as far as the words tell.
    """

    start: int
    end: int
    name: str | None
    score: float
    gender: str = ""

    @property
    def named(self) -> bool:
        """Whether the speaker has a name that a fact can be about."""
        return self.name is not None


class Speakers:
    """The people and bodies of one document who may speak."""

    def __init__(self, text: str, context: Context) -> None:
        """Sorts the names by where they stand."""
        self._text = text
        self._people = sorted((m for m in context.mentions if m.label == "PERSON"), key=lambda m: m.span.start)
        self._starts = [m.span.start for m in self._people]
        self._things = sorted((m for m in context.mentions if m.label in _THINGS), key=lambda m: m.span.start)
        self._thing_starts = [m.span.start for m in self._things]
        self._meant: dict[str, set[str]] = {}

    def people(self, start: int, end: int) -> list[Mention]:
        """The people named between two code points."""
        return self._people[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def person(self, mention: Mention, score: float = 0.9) -> Speaker:
        """The speaker who is named there."""
        name = str(mention.attributes["name"])
        return Speaker(mention.span.start, mention.span.end, name, score, self.genders.get(name, ""))

    def of(self, words: Sequence[Word], phrase: Phrase, last: Speaker | None, *, single: bool = False) -> Speaker:
        """The speaker that a phrase names, or describes.

        Args:
            words: the sentence that holds it.
            phrase: the subject of the verb of saying.
            last: who spoke before, whom a pronoun may mean.
            single: whether the verb is singular: a bare noun is a name then ("sagt |Beispiel|", never "sagen |Fachleute|").
        """
        start, end = words[phrase.first].start, words[phrase.last].end
        if phrase.pronoun:
            return self._pronoun(phrase.pronoun, start, end, last)
        core, head = words[phrase.core].start, words[phrase.head].end
        within = [m for m in self.people(core, end) if m.span.start < head or self._is_apposed(core, m)]
        if within:
            found = self.person(within[0], 0.9 if len(within) == 1 else 0.7)
            return Speaker(start, max(end, found.end), found.name, found.score, found.gender)
        if (apposed := self._apposition(end)) is not None:
            found = self.person(apposed)
            return Speaker(start, found.end, found.name, 0.85, found.gender)
        if (thing := self._thing(core, head)) is not None:
            return Speaker(start, max(end, thing.span.end), str(thing.attributes["name"]), 0.8)
        noun = words[phrase.core : phrase.head + 1]
        gender = {"die": "f", "eine": "f", "der": "m"}.get(phrase.determiner, "")
        name, score = self._unlisted([w.text for w in noun if w.text != "."], phrase.determiner, single=single)
        if name is None and phrase.determiner:
            name, score = self._referred(noun[-1].text if len(noun) == 1 else "", start, gender, last)
        return Speaker(start, end, name, score, gender)

    def _is_apposed(self, core: int, mention: Mention) -> bool:
        """ "Direktor der Klinik für Chirurgie |Prof. X|", not "Sprecherin von Minister |X|"."""
        between = re.split(
            r"\b(?:der|des|vom|von|für|am|im|an|in|beim|bei|dem)\b", self._text[core : mention.span.start]
        )
        plain = [w for w in re.sub(TITLES, "", between[-1]).split() if w[0].isupper() and not is_role(w)]
        return len(between) > 1 and bool(plain)

    def _apposition(self, end: int) -> Mention | None:
        """ "der Sprecher des Hauses, |Tomas Beispiel|," behind a phrase that ends at `end`."""
        comma = re.compile(rf"{SPACE}?,{SPACE}+").match(self._text, end)
        if comma is None:
            return None
        for m in self.people(comma.end(), comma.end() + 60)[:1]:
            if _BEFORE_PERSON.fullmatch(self._text, comma.end(), m.span.start):
                return m
        return None

    def _thing(self, core: int, head: int) -> Mention | None:
        for m in self._things[bisect_left(self._thing_starts, core - 80) : bisect_left(self._thing_starts, head)]:
            if m.span.start <= core < m.span.end or (core <= m.span.start and m.span.end >= head):
                return m
        return None

    def _unlisted(self, words: list[str], determiner: str, *, single: bool) -> tuple[str | None, float]:
        """A name that no extractor knows, beside a verb of saying: "Gemeindepräsident |Reto Ammann|", "|Ammann|"."""
        office = False
        while words and (is_role(words[0]) or words[0] in _ADDRESS):
            office = True
            words = words[1:]
        if not words or not all(_NAME_WORD.match(w) for w in words) or any(is_role(w) for w in words):
            return None, 0.0
        if determiner and not office:
            return None, 0.0
        if words[0] in STARTERS or any(w.isupper() for w in words):
            return None, 0.0
        if len(words) == 1:
            full = self._full(words[0])
            plain = office or (single and _ABSTRACT.search(words[0]) is None)
            return (full, 0.75) if full is not None else (words[0] if plain else None, 0.6)
        return (" ".join(words), 0.7) if len(words) <= 4 else (None, 0.0)

    def _full(self, family: str) -> str | None:
        """The full name of which the text gives this family name, when there is just one."""
        known = self._families.get(family, set())
        found = known or self._written.get(family, set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _families(self) -> dict[str, set[str]]:
        """{family name: full names} of the people."""
        found: dict[str, set[str]] = {}
        for m in self._people:
            name = str(m.attributes["name"])
            found.setdefault(name.rsplit(maxsplit=1)[-1], set()).add(name)
        return found

    @cached_property
    def _written(self) -> dict[str, set[str]]:
        """{last word: the words} of every row of two to four capitalised words that may be a name."""
        found: dict[str, set[str]] = {}
        for m in _ROW.finditer(self._text):
            parts = m[0].split()
            while len(parts) > 1 and (is_role(parts[0]) or parts[0] in STARTERS or parts[0] in _ADDRESS):
                parts = parts[1:]
            if len(parts) > 1:
                found.setdefault(parts[-1], set()).add(" ".join(parts))
        return found

    def _referred(self, noun: str, position: int, gender: str, last: Speaker | None) -> tuple[str | None, float]:
        """Who "die Präsidentin" or "das Ministerium" is: the only one of whom the document says so."""
        if not noun:
            return None, 0.0
        if noun not in self._meant:
            self._meant[noun] = self._bearers(noun)
        holders = self._meant[noun]
        if len(holders) == 1:
            return next(iter(holders)), 0.85 if is_role(noun) else 0.75
        if not is_role(noun):
            return None, 0.0
        names = {str(m.attributes["name"]) for m in self.people(max(0, position - _FAR), position)}
        names = {n for n in names if not gender or self.genders.get(n, gender) == gender}
        if len(names) == 1 and not holders:
            return names.pop(), 0.7
        # „...“, sagt Beispiel. „...“, so die Präsidentin: who spoke just before
        fits = last is not None and position - last.end < _NEAR and last.gender in ("", gender)
        return (last.name, 0.65) if last is not None and fits and not holders else (None, 0.0)

    def _bearers(self, noun: str) -> set[str]:
        """The people who have that office, or the bodies whose name holds that noun."""
        if is_role(noun):
            return {str(m.attributes["name"]) for m in self._people if _holds(str(m.attributes.get("role", "")), noun)}
        names, low = {str(m.attributes["name"]) for m in self._things if m.label == "ORG"}, fold(noun)
        return {name for name in names if any(word.endswith(low) for word in fold(name).split())}

    def _pronoun(self, pronoun: str, start: int, end: int, last: Speaker | None) -> Speaker:
        gender = {"er": "m", "sie": "f"}.get(pronoun)
        if gender is None:
            return Speaker(start, end, None, 0.0)
        near = self.people(max(0, start - _NEAR), start)
        if last is not None and last.name is not None and last.gender in ("", gender) and start - last.end < _NEAR:
            # "X leitet das Haus. Y kam dazu. „...“, sagt sie": who was named since, and fits surely, counts more
            since = {str(m.attributes["name"]) for m in near if m.span.start >= last.end} - {last.name}
            if not any(self.genders.get(name) == gender for name in since):
                return Speaker(start, end, last.name, 0.8, gender)
        line = self._text.rfind("\n", 0, max(0, start - 1))
        here = [m for m in near if m.span.start > line]
        for some in (here[-1:] if len({str(m.attributes["name"]) for m in here}) == 1 else here, near):
            names = list(dict.fromkeys(str(m.attributes["name"]) for m in some))
            sure = [n for n in names if self.genders.get(n) == gender]
            fitting = sure or [n for n in names if self.genders.get(n, gender) == gender]
            if len(fitting) == 1:
                return Speaker(start, end, fitting[0], 0.8, gender)
        return Speaker(start, end, self._plain_subject(start), 0.65, gender)

    def _plain_subject(self, position: int) -> str | None:
        """Two capitalised words at the start of the sentence before a pronoun: "|Katja Wentorf| hat das Heft übernommen."."""
        line = self._text.rfind("\n", 0, position) + 1
        m = re.compile(
            r"([A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)? [A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?) [a-zäöü]+t(?:e|en)? "
        ).match(self._text, line)
        if m is None or m[1].split()[0] in STARTERS or any(is_role(w) for w in m[1].split()):
            return None
        return m[1]

    @cached_property
    def genders(self) -> dict[str, str]:
        """{name: "f" or "m"} as far as the words beside the names tell."""
        told: dict[str, set[str]] = {}
        for m in self._people:
            before = self._text[max(0, m.span.start - 60) : m.span.start]
            role = str(m.attributes.get("role", "")).split(" ")
            signs = told.setdefault(str(m.attributes["name"]), set())
            if (
                _SHE.search(before)
                or _SHE_AFTER.match(self._text, m.span.end)
                or any(w.endswith("in") and is_role(w) for w in role)
            ):
                signs.add("f")
            elif _HE.search(before) or any(is_role(w) for w in role):
                signs.add("m")
        given = {name: _gender_of(name) for name in told}
        return {
            name: next(iter(signs)) if len(signs) == 1 else given[name]
            for name, signs in told.items()
            if len(signs) == 1 or given[name]
        }


_SHE_NAMES: Final = frozenset(lexicon("speech")["she"])
_HE_NAMES: Final = frozenset(lexicon("speech")["he"])


def _gender_of(name: str) -> str:
    given = name.split(maxsplit=1)[0].split("-", maxsplit=1)[0]
    if given in _HE_NAMES:
        return "m"
    return "f" if given in _SHE_NAMES or (given.endswith("a") and " " in name) else ""


def _holds(role: str, noun: str) -> bool:
    """Whether the stated role is the one that the noun names: "Präsidentin des Verbandes" and "Präsidentin"."""
    low = noun.casefold()
    return any(
        word.casefold() == low or (is_role(word) and word.casefold().endswith(low)) for word in spaces(role).split()
    )
