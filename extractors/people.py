"""People: academic titles, given and family names with particles, roles before and after, with their organisation."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from extractors import roles
from extractors.base import NAMED, Context, Fact, Finding, Mention, Span
from extractors.german import MONTHS, SPACE, STARTERS, TITLES, spaces
from extractors.layout import around, sentence_at
from extractors.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GIVEN: Final = frozenset(lexicon("given_names")["names"])
_PARTICLE: Final = r"(?:von|van|zu|zur|vom|de|del|della|di|da|dos|der|den|ten|ter|la|le|el|al|bin|Freiherr|Freifrau|Graf|Gräfin|Edler|Baron)"
_CAPITAL: Final = r"[A-ZÄÖÜÀ-Ý][\w’'ßà-ÿ]*[a-zäöüßà-ÿ](?:-[A-ZÄÖÜÀ-Ý][\w’'ßà-ÿ]*)*"
_INITIAL: Final = r"[A-ZÄÖÜ]\.(?:-?[A-ZÄÖÜ]\.)?"
_PIECE: Final = rf"(?:{_INITIAL}|{_CAPITAL})"
_NAME: Final = rf"{_PIECE}(?:{SPACE}{_PIECE}){{0,3}}?(?:{SPACE}{_PARTICLE}){{0,3}}(?:{SPACE}{_PIECE})*"
_WORD: Final = re.compile(rf"(?<![\w-]){_CAPITAL}(?![\w-])")
_TITLED: Final = re.compile(rf"({TITLES}){SPACE}?(?=[A-ZÄÖÜÀ-Ý])")
_ADDRESS: Final = re.compile(rf"(?<!\w)(?:Frau|Herrn?|Schwester|Pater){SPACE}((?:{TITLES}{SPACE})?)(?=[A-ZÄÖÜ])")
_TWO: Final = re.compile(rf"(?<![\w-]){_CAPITAL}{SPACE}{_PIECE}(?![\w-])")
_COPULA: Final = re.compile(rf"{SPACE}(?:ist|war|wird|bleibt){SPACE}")
_HOUSE: Final = re.compile(
    rf"(?:von|zu|zur|vom)(?:{SPACE}(?:der|dem|den))?{SPACE}[A-ZÄÖÜ]\w+(?:en|er)?{SPACE}(?:[A-ZÄÖÜ]\w+|für|der|des)"
)
_STEP: Final = re.compile(r"\w[\w.-]*")
_CHAIN: Final = re.compile(rf"{_PIECE}|{_PARTICLE}(?={SPACE}[A-ZÄÖÜÀ-Ýa-z])")
# Words after a name that are none of it: "Prof. Dr. Muster Leiterin ..." and what starts the next thing
_NO_NAME: Final = (
    STARTERS
    | MONTHS
    | frozenset(
        {
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
# A surname that also is a month or an ordinary word is one only with a title or "Frau" before it ("Dr. Mai").
_AFFILIATION: Final = re.compile(
    rf"(?:,{SPACE})?(?:vom|von{SPACE}der|von{SPACE}dem|von|am|an{SPACE}der|aus{SPACE}dem|aus{SPACE}der|beim|bei{SPACE}der|der|des)?{SPACE}?"
)
_SHORT_ORGANISATION: Final = re.compile(
    rf"{SPACE}(?:der|des|am|beim|im|an{SPACE}der|bei{SPACE}der){SPACE}([A-ZÄÖÜ]{{2,}}[\w-]*)$"
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    titles: str
    rule: str
    score: float


class _Sorted:
    """Mentions by where they start; `long` resolves the document's abbreviations."""

    def __init__(self, mentions: Iterable[Mention], long: Mapping[str, str] | None = None) -> None:
        self.long = long or {}
        self._mentions = sorted(mentions, key=lambda m: (m.span.start, m.span.end))
        self._starts = [m.span.start for m in self._mentions]

    def near(self, start: int, end: int) -> list[Mention]:
        """Those that start between two code points, both included."""
        return self._mentions[bisect_left(self._starts, start) : bisect_right(self._starts, end)]


class People:
    """Mentions of PERSON, and `has_role` for the roles that stand beside a name."""

    name = "people"
    version = 1
    labels = ("PERSON", "has_role")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every place where a person is named, with titles and role; one `has_role` for each stated role."""
        text = doc.text
        blocked = [m.span for m in context.mentions if m.label in NAMED and m.label != "LOC"]
        found = _settle([*_titled(text), *_given(text), *_by_role(text), *_model(doc)], blocked)
        found = _settle([*found, *_surnames(text, found)], blocked)
        full = _full_names(text, found)
        organisations = _Sorted(
            (m for m in context.mentions if m.label in ("ORG", "INFRASTRUCTURE", "PROJECT")),
            {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"},
        )
        dates = _Sorted(m for m in context.mentions if m.label == "DATE")
        for person in found:
            quote = text[person.start : person.end]
            name = full.get(spaces(quote), spaces(quote))
            attributes: dict[str, Any] = {"name": name, **_parts(name)}
            if person.titles:
                attributes["titles"] = spaces(person.titles)
            role = _role(doc, text, person)
            if role is not None:
                attributes["role"] = spaces(text[role.start : role.end])
            span = Span.of(text, person.start, person.end)
            yield Mention(span, "PERSON", None, person.score, self.name, person.rule, self.version, attributes)
            fact = self._fact(doc, text, dates, person, span, name, role, organisations)
            if fact is not None:
                yield fact

    def _fact(
        self,
        doc: "Doc",
        text: str,
        dates: _Sorted,
        person: _Found,
        span: Span,
        name: str,
        role: roles.Role | None,
        organisations: _Sorted,
    ) -> Fact | None:
        if role is None:
            at = _affiliation(text, person, organisations)
            if at is None:
                return None
            start, end = sentence_at(doc, person.start)
            told = Span.of(text, min(person.start, at.span.start), max(person.end, at.span.end))
            evidence = around(text, min(start, told.start), max(end, told.end), told)
            return Fact(
                name, "has_role", None, span.quote, None, evidence, 0.7, self.name, "affiliation", self.version,
                qualifiers={"organisation": at.attributes["name"]},
            )  # fmt: skip
        inside = [
            m
            for m in organisations.near(role.head_end, role.end)
            if role.head_end <= m.span.start and m.span.end <= role.end + 1
        ]
        head = spaces(text[role.start : role.head_end])
        if inside:
            first = min(inside, key=lambda m: (m.span.start, -m.span.end))
            phrase, qualifiers = head, {"organisation": first.attributes["name"]}
        else:
            phrase, qualifiers = spaces(text[role.start : role.end]), {}
            # "Rektor der RUB": a short form that nothing explains is still the organisation
            if (short := _SHORT_ORGANISATION.match(text[role.head_end : role.end])) is not None:
                phrase, qualifiers = head, {"organisation": organisations.long.get(short[1], short[1])}
            # "der Dekan des Klinikums"
            after = [
                m
                for m in organisations.near(role.end, role.end + 12)
                if 0 <= m.span.start - role.end <= 12 and role.end >= person.start
            ]
            if after and re.fullmatch(_AFFILIATION, text[role.end : after[0].span.start]):
                qualifiers = {"organisation": after[0].attributes["name"]}
        start, end = sentence_at(doc, person.start)
        told = Span.of(text, min(person.start, role.start), max(person.end, role.end))
        evidence = around(text, min(start, told.start), max(end, told.end), told)
        qualifiers |= _term(text, person.end, role.start, dates)
        becomes = role.start > person.end and re.match(rf"{SPACE}(?:wird|soll){SPACE}", text[person.end : role.start])
        return Fact(
            name, "has_role", _nominative(phrase), span.quote, text[role.start : role.end], evidence,
            0.85 if "organisation" in qualifiers else 0.75, self.name,
            "role_after" if role.start > person.start else "role_before", self.version,
            "planned" if becomes else "asserted", qualifiers,
        )  # fmt: skip


def _term(text: str, start: int, end: int, dates: _Sorted) -> dict[str, str]:
    """Since or until when somebody holds an office: "ist |seit 2019| Vorsitzende", "war |bis 2022| Präsidentin"."""
    term: dict[str, str] = {}
    for date in dates.near(start, end - 1):
        before = re.search(
            rf"\b(seit|ab|bis)(?:{SPACE}(?:dem|zum|Ende))?{SPACE}$",
            text[max(start, date.span.start - 12) : date.span.start],
        )
        if before is not None and isinstance(date.norm, str) and "/" not in date.norm and not date.norm.startswith("P"):
            term["until" if before[1] == "bis" else "since"] = date.norm
    return term


def _nominative(role: str) -> str:
    """The role without inflection: "wissenschaftlichen Leiterin" -> "wissenschaftliche Leiterin"."""
    return re.sub(r"^([A-ZÄÖÜa-zäöü]\w+)en(?= [A-ZÄÖÜ]\w+in\b)", r"\1e", role)


def _titled(text: str) -> Iterator[_Found]:
    """A name after academic titles, or after "Frau" and "Herr"."""
    for m in _TITLED.finditer(text):
        end = _chain(text, m.end(), 4)
        if end is not None:
            yield _Found(m.end(), end, m[1], "title", 0.97)
    for m in _ADDRESS.finditer(text):
        end = _chain(text, m.end(), 3)
        if end is not None:
            yield _Found(m.end(), end, m[1].strip(), "address", 0.93)


def _chain(text: str, start: int, most: int) -> int | None:
    """Where the name ends that starts at `start`; None where no name does."""
    position, end, count = start, None, 0
    while count < most and (m := _CHAIN.match(text, position)) is not None:
        word = m[0]
        # "Henrike Mai": a month is a family name after a given name, a date before a year
        month = word in MONTHS and not re.match(rf"{SPACE}\d", text[m.end() : m.end() + 2])
        if word in _NO_NAME and not month:
            break
        capital = word[0].isupper() and not re.fullmatch(_PARTICLE, word)
        if not capital and count > 1 and _HOUSE.match(text, m.start()):
            # "Olaf Birk von der Technischen Universität": where from, not who
            break
        if capital and count and roles.is_role(word):
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


def _given(text: str) -> Iterator[_Found]:
    """A known given name and a family name after it: "Hanna Beispiel", "Hans-Peter von der Heide"."""
    position = 0
    for m in _WORD.finditer(text):
        if m.start() < position or not _is_given(m[0]):
            continue
        end = _chain(text, m.start(), 4)
        if end is None or end <= m.end():
            continue
        # "Marie Curie Institut" is no person, "Anna Klinik" neither: the organisations before this one block those
        position = end
        yield _Found(m.start(), end, "", "given_name", 0.85)


def _by_role(text: str) -> Iterator[_Found]:
    """Two capitalised words after a role, or after the verb of a quote: "Gemeindepräsident Reto Ammann", "“, sagt Reto Ammann"."""
    for m in _TWO.finditer(text):
        before = text[max(0, m.start() - 40) : m.start()]
        word = re.search(rf"([A-ZÄÖÜ][\w:*-]+){SPACE}$", before)
        said = re.search(rf"[“”\"«’‘],?{SPACE}(?:so|[a-zäöü]+t(?:e|en)?){SPACE}$", before)
        if said is None and (word is None or not roles.is_role(word[1]) or word[1].endswith("innen")):
            continue
        end = _chain(text, m.start(), 3)
        pieces = text[m.start() : end].split() if end else []
        if end is not None and len(pieces) >= 2 and not any(p in _NO_NAME or roles.is_role(p) for p in pieces):
            yield _Found(m.start(), end, "", "role_name" if said is None else "speaker", 0.75)


def _is_given(word: str) -> bool:
    return all(part in _GIVEN for part in word.split("-")) and word not in STARTERS


def _model(doc: "Doc") -> Iterator[_Found]:
    for ent in doc.ents:
        if ent.label_ in ("PER", "PERSON"):
            yield _Found(ent.start_char, ent.end_char, "", "model", 0.8)


def _surnames(text: str, found: list[_Found]) -> Iterator[_Found]:
    """Later places where only the family name stands: "Muster betont"."""
    families = {_parts(spaces(text[f.start : f.end])).get("family", "") for f in found}
    families = {f for f in families if len(f) > 2 and f not in _NO_NAME}
    if not families:
        return
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in sorted(families, key=lambda f: (-len(f), f)))})(?![\w-])"
    )
    for m in pattern.finditer(text):
        yield _Found(m.start(), m.end(), "", "surname", 0.8)


def _settle(found: list[_Found], blocked: list[Span]) -> list[_Found]:
    """Without overlaps, the surer and longer first; what touches the name of something else goes."""
    taken = bytearray(max([0, *(f.end for f in found)]))
    for span in blocked:
        taken[span.start : span.end] = b"\x01" * max(0, min(span.end, len(taken)) - span.start)
    kept = []
    for person in sorted(found, key=lambda f: (-bool(f.titles), f.start - f.end, f.start)):
        if taken.find(1, person.start, person.end) < 0:
            taken[person.start : person.end] = b"\x01" * (person.end - person.start)
            kept.append(person)
    return sorted(kept, key=lambda f: f.start)


def _full_names(text: str, found: list[_Found]) -> dict[str, str]:
    """{surname or partial name: full name} where the document leaves no doubt."""
    names = {spaces(text[f.start : f.end]) for f in found}
    full: dict[str, str] = {}
    for name in names:
        longer = {n for n in names if n != name and n.split()[-len(name.split()) :] == name.split()}
        if len(longer) == 1:
            full[name] = longer.pop()
    return full


def _parts(name: str) -> dict[str, str]:
    """Given and family name: {"given": "Hans", "family": "von der Heide"}."""
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and re.fullmatch(_PARTICLE, words[cut - 1]):
        cut -= 1
    if cut < 1:
        return {"family": name}
    return {"given": " ".join(words[:cut]), "family": " ".join(words[cut:])}


def _role(doc: "Doc", text: str, person: _Found) -> roles.Role | None:
    start, end = sentence_at(doc, person.start)
    # "Prof. Dr. X, Dekanin der ...", "X (Sprecher)", "X – Leiter ..."
    follows = re.compile(rf"{SPACE}?(?:,|\(|–|\|){SPACE}?").match(text, person.end)
    if follows is not None and (role := roles.after(text, follows.end(), end)) is not None:
        return role
    # "X ist seit 2019 Vorsitzende des ...", "X wird neue Rektorin der ..."
    if (copula := _COPULA.match(text, person.end)) is not None:
        for word in _STEP.finditer(text, copula.end(), min(end, copula.end() + 70)):
            if (role := roles.after(text, word.start(), end)) is not None:
                return role
            if word[0][0].isupper() and word[0] not in MONTHS:
                break
    begin = person.start
    while begin > start and text[begin - 1] in " \u00a0":
        begin -= 1
    if person.titles:
        begin = text.rfind(person.titles.strip(), start, person.start)
        begin = person.start if begin < 0 else begin
    return roles.before(text, start, begin) if begin > start else None


def _affiliation(text: str, person: _Found, organisations: _Sorted) -> Mention | None:
    """The organisation right after a name: "Dr. X vom Institut für Y", "Dr. X (Universität Z)"."""
    for m in organisations.near(person.end, person.end + 16):
        gap = text[person.end : m.span.start] if 0 < m.span.start - person.end <= 16 else None
        if gap is not None and re.fullmatch(
            rf"(?:{SPACE}\(|,{SPACE}|,?{SPACE}(?:vom|von{SPACE}der|von|am|an{SPACE}der|aus{SPACE}der|aus{SPACE}dem){SPACE})",
            gap,
        ):
            return m
    # "am Zentrum für Medizinische Informatik (ZMI) bei Prof. Dr. X angesiedelt"
    for m in reversed(organisations.near(person.start - 240, person.start)):
        gap = text[m.span.end : person.start] if 0 < person.start - m.span.end <= 40 + len(person.titles) else None
        if gap is not None and re.fullmatch(
            rf"(?:{SPACE}\([^()]{{2,12}}\))?{SPACE}bei{SPACE}(?:{TITLES}{SPACE})?", gap
        ):
            return m
    return None
