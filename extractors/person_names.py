"""Where people are named: after titles, with a given name, after a role, by surname; offsets in code points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extractors.base import Label, Span
from extractors.entities import entities
from extractors.german import MONTHS, NUMBER, SPACE, STARTERS, TITLES, spaces
from extractors.lexicon import lexicon
from extractors.named import PLACE_NAMES
from extractors.role_words import is_role, is_surname

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GIVEN: Final = frozenset(lexicon("given_names")["names"])
_PARTICLE: Final = r"(?:von|van|zu|zur|vom|de|del|della|di|da|dos|der|den|ten|ter|la|le|el|al|bin|Freiherr|Freifrau|Graf|Gräfin|Edler|Baron)"
_CAPITAL: Final = r"[A-ZÄÖÜÀ-Ý][\w’'ßà-ÿ]{0,80}[a-zäöüßà-ÿ](?:-[A-ZÄÖÜÀ-Ý][\w’'ßà-ÿ]{0,80}){0,9}"
_INITIAL: Final = r"[A-ZÄÖÜ]\.(?:-?[A-ZÄÖÜ]\.)?"
_PIECE: Final = rf"(?:{_INITIAL}|{_CAPITAL})"
_NAME: Final = rf"{_PIECE}(?:{SPACE}{_PIECE}){{0,3}}?(?:{SPACE}{_PARTICLE}){{0,3}}(?:{SPACE}{_PIECE})*"
_WORD: Final = re.compile(rf"(?<![\w-]){_CAPITAL}(?![\w-])")
_TITLED: Final = re.compile(rf"({TITLES}){SPACE}?(?=[A-ZÄÖÜÀ-Ý])")
_ADDRESS: Final = re.compile(rf"(?<!\w)(?:Frau|Herrn?|Schwester|Pater){SPACE}((?:{TITLES}{SPACE})?)(?=[A-ZÄÖÜ])")
_TWO: Final = re.compile(rf"(?<![\w-]){_CAPITAL}{SPACE}{_PIECE}(?![\w-])")
_HOUSE: Final = re.compile(
    rf"(?:von|zu|zur|vom)(?:{SPACE}(?:der|dem|den))?{SPACE}[A-ZÄÖÜ]\w+(?:en|er)?{SPACE}(?:[A-ZÄÖÜ]\w+|für|der|des)"
)
_EPONYM: Final = re.compile(
    r"-(?:Preis|Stück|Stücke|Roman|Oper|Film|Buch|Biografie|Biographie|Konzert|Ausstellung|Institut|Stiftung|Gesellschaft|Universität|Hochschule|Schule|Straße|Platz|Saal|Haus|Klinik|Klinikum|Krankenhaus|Medaille|Programm|Stipendium|Professur|Zentrum|"
    r"Gymnasium|Projekt|Studie|Effekt|Verfahren|Syndrom|Krankheit|Halle|Museum|Fonds|Allee|Weg|Turm|Stadion|Kirche|Kolleg|Akademie|Ring|Brücke|Bibliothek|Archiv|Vorlesung|Lecture|Award|Verein|Werk|Werke|Bau|Park|Ufer|Damm|Gruppe|Konzern)s?$"
)
# "das Chi Sao" is no person; "ein Buch, das Marlene Osterkamp schrieb" is one
_THING: Final = re.compile(rf"(?<!, )(?<!,\n)\b[Dd]as{SPACE}$")
# "Jakob Tannert & Sohn", "Jack Tannert Associates": a firm
_FIRM: Final = re.compile(rf"{SPACE}(?:&|Associates|Partners|Group|Holding|Brothers|Records|Industries)(?!\w)")
_COMPANY: Final = re.compile(r"(?:Associates|Partners|Group|Holding|Brothers|Records|Industries)$")
_ANOTHER: Final = re.compile(rf"{SPACE}[A-ZÄÖÜ][a-zäöüß]")
# "in seinem zweiten |Roman Der Fluss", "zehn |Mark Strafe": given names that are nouns too
_NOUNS: Final = frozenset({"Roman", "Mark", "Ernst"})
_COUNTED: Final = re.compile(
    rf"(?:\b(?:d(?:er|en|em|es|ie)|im|[zv]om|zum|beim|(?:[ms]?ein|ihr|unser)(?:e[mnrs]?)?|(?:erst|zweit|dritt|letzt|neu|veröffentlicht)e[mnrs]?)|\b{NUMBER}|Millionen)"
    rf"{SPACE}$"
)
_CHAIN: Final = re.compile(rf"{_PIECE}|{_PARTICLE}(?={SPACE}[A-ZÄÖÜÀ-Ýa-z])")
# Words after a name that are none of it: "Prof. Dr. Muster Leiterin ..." and what starts the next thing
_NO_NAME: Final = (
    STARTERS
    | MONTHS
    | frozenset(
        {
            "The",
            "Dr",
            "Prof",
            "PD",
            "Univ",
            "Dipl",
            "Ing",
            "Uhr",
            "Foto",
            "Bild",
            "Quelle",
            "Tel",
            "Telefon",
            "Telefax",
            "Fax",
            "E-Mail",
            "Kontakt",
            "Klinik",
            "Universität",
            "Institut",
            "Frau",
            "Herr",
            "Straße",
            "Copyright",
        }
    )
)


_OTHERS: Final[tuple[Label, ...]] = ("LOC", "ORG", "INFRASTRUCTURE", "PROJECT")
_LEAST: Final = 0.3  # below it more of the model's names are wrong than right
_SURE: Final = 0.85  # from this score on the model's extent of a name is taken


@dataclass(frozen=True, slots=True)
class Found:
    """A person's name in the text: where, its titles as written, the rule that found it, and how sure that is."""

    start: int
    end: int
    titles: str
    rule: str
    score: float


def find(doc: "Doc", text: str, blocked: list[Span]) -> list[Found]:
    """Every place where a person is named, in text order; what touches a `blocked` span is none."""
    given = [f for f in _given(text) if not _other(doc, f)]
    found = _settle([*_titled(text), *given, *_by_role(text), *_model(doc)], blocked)
    return _settle([*found, *_surnames(text, found)], blocked)


def _other(doc: "Doc", name: Found) -> bool:
    """Whether the model knows the words as something else: "Rio Branco", "Jack Rouse Associates" begin like people."""
    return any(
        score >= _SURE and start < name.end and name.start < end
        for label in _OTHERS
        for start, end, score in entities(doc, label)
    )


def _titled(text: str) -> Iterator[Found]:
    """A name after academic titles, or after "Frau" and "Herr"."""
    for m in _TITLED.finditer(text):
        end = _chain(text, m.end(), 4)
        if end is not None:
            yield Found(m.end(), end, m[1], "title", 0.97)
    for m in _ADDRESS.finditer(text):
        end = _chain(text, m.end(), 3)
        # "die reichste Frau Frankreichs": where she lives
        if end is not None and text[m.end() : end].removesuffix("s") not in PLACE_NAMES:
            yield Found(m.end(), end, m[1].strip(), "address", 0.93)


def _chain(text: str, start: int, most: int) -> int | None:
    """Where the name ends that starts at `start`; None where no name does."""
    position, end, count, last = start, None, 0, ""
    while count < most and (m := _CHAIN.match(text, position)) is not None:
        word = m[0]
        # "Henrike Mai": a month is a family name after a given name, a date before a year
        month = word in MONTHS and not re.match(rf"{SPACE}\d", text[m.end() : m.end() + 2])
        if word in _NO_NAME and not month:
            break
        capital = word[0].isupper() and not re.fullmatch(_PARTICLE, word)
        # "den Preis erhielt Xenia Muster den ...": an article, unless it follows "van", "von", "zu"
        if word in ("der", "den") and last not in ("von", "van", "zu", "op", "in", "auf"):
            break
        if capital and _EPONYM.search(word):
            return None  # "Gottfried Wilhelm Leibniz-Preis"
        # "Später beauftragte Jakob Meyer |Hans Tannert": the next person
        if capital and count > 1 and not _is_given(last) and _is_given(word) and _ANOTHER.match(text, m.end()):
            break
        last = word
        if not capital and count > 1 and _HOUSE.match(text, m.start()):
            # "Olaf Birk von der Technischen Universität": where from, not who
            break
        if capital and count and is_role(word) and not is_surname(word):
            break
        if not capital and count == 0 and word not in ("von", "van", "de", "Freiherr", "Graf"):
            break
        if capital:
            count += 1
            if not re.fullmatch(_INITIAL, word):
                end = m.end()
        space = re.compile(SPACE).match(text, m.end())
        if space is None:
            break
        position = space.end()
    return end


def _given(text: str) -> Iterator[Found]:
    """A known given name and a family name after it: "Hanna Beispiel", "Hans-Peter von der Heide"."""
    position = 0
    for m in _WORD.finditer(text):
        if m.start() < position or not _is_given(m[0]) or _THING.search(text, max(0, m.start() - 5), m.start()):
            continue
        if m[0] in _NOUNS and _COUNTED.search(text, max(0, m.start() - 20), m.start()):
            continue
        end = _chain(text, m.start(), 4)
        if end is None or end <= m.end():
            continue
        if _COMPANY.search(text, end - 12 if end > 12 else 0, end) or _FIRM.match(text, end):
            continue
        # "Marie Curie Institut" is no person, "Anna Klinik" neither: the organisations before this one block those
        position = end
        yield Found(m.start(), end, "", "given_name", 0.85)


def _by_role(text: str) -> Iterator[Found]:
    """Two capitalised words after a role, or after the verb of a quote: "Gemeindepräsident Reto Ammann", "“, sagt Reto Ammann"."""
    for m in _TWO.finditer(text):
        before = text[max(0, m.start() - 40) : m.start()]
        word = re.search(rf"([A-ZÄÖÜ][\w:*-]{{1,40}}){SPACE}$", before)
        said = re.search(rf"[“”\"«’‘],?{SPACE}(?:so|[a-zäöü]+t(?:e|en)?){SPACE}$", before)
        if said is None and (word is None or not is_role(word[1]) or word[1].endswith("innen")):
            continue
        end = _chain(text, m.start(), 3)
        pieces = text[m.start() : end].split() if end else []
        if end is not None and len(pieces) >= 2 and not any(p in _NO_NAME or is_role(p) for p in pieces):
            yield Found(m.start(), end, "", "role_name" if said is None else "speaker", 0.75)


def _is_given(word: str) -> bool:
    return all(part in _GIVEN for part in word.split("-")) and word not in STARTERS


def _model(doc: "Doc") -> Iterator[Found]:
    for start, end, score in entities(doc, "PERSON"):
        if score >= _LEAST:
            yield Found(start, end, "", "model", score)


def _surnames(text: str, found: list[Found]) -> Iterator[Found]:
    """Later places where only the family name stands: "Muster betont"."""
    families = {name_parts(spaces(text[f.start : f.end])).get("family", "") for f in found}
    families = {f for f in families if len(f) > 2 and f not in _NO_NAME}
    if not families:
        return
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in sorted(families, key=lambda f: (-len(f), f)))})(?![\w-])"
    )
    for m in pattern.finditer(text):
        yield Found(m.start(), m.end(), "", "surname", 0.8)


def _settle(found: list[Found], blocked: list[Span]) -> list[Found]:
    """Without overlaps, the surer and longer first; what touches the name of something else goes."""
    taken = bytearray(max([0, *(f.end for f in found)]))
    for span in blocked:
        taken[span.start : span.end] = b"\x01" * max(0, min(span.end, len(taken)) - span.start)
    kept = []
    for person in sorted(
        _extents(found), key=lambda f: (-bool(f.titles), f.rule != "model" or f.score < _SURE, f.start - f.end, f.start)
    ):
        if taken.find(1, person.start, person.end) < 0:
            taken[person.start : person.end] = b"\x01" * (person.end - person.start)
            kept.append(person)
    return sorted(kept, key=lambda f: f.start)


def _extents(found: list[Found]) -> Iterator[Found]:
    """The model knows better than a rule where a name ends; the titles are the rule's."""
    ends = {f.start: f.end for f in found if f.rule == "model" and f.score >= _SURE}
    for f in found:
        yield replace(f, end=ends[f.start]) if f.rule in ("title", "address") and f.start in ends else f


def full_names(text: str, found: list[Found]) -> dict[str, str]:
    """{surname or partial name: full name} where the document leaves no doubt."""
    names = {spaces(text[f.start : f.end]) for f in found}
    full: dict[str, str] = {}
    for name in names:
        longer = {n for n in names if n != name and n.split()[-len(name.split()) :] == name.split()}
        if len(longer) == 1:
            full[name] = longer.pop()
    return full


def name_parts(name: str) -> dict[str, str]:
    """Given and family name: {"given": "Hans", "family": "von der Heide"}."""
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and re.fullmatch(_PARTICLE, words[cut - 1]):
        cut -= 1
    if cut < 1:
        return {"family": name}
    return {"given": " ".join(words[:cut]), "family": " ".join(words[cut:])}
