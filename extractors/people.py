"""People: academic titles, given and family names with particles, roles before and after, with their organisation."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from extractors import roles
from extractors.base import NAMED, Context, Fact, Finding, Mention, Span
from extractors.german import MONTHS, SPACE, TITLES, spaces
from extractors.layout import around, sentence_at
from extractors.person_names import Found, find, full_names, name_parts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_COPULA: Final = re.compile(rf"{SPACE}(?:ist|war|wird|bleibt){SPACE}")
_STEP: Final = re.compile(r"\w[\w.-]*")
_AFFILIATION: Final = re.compile(
    rf"(?:,{SPACE})?(?:vom|von{SPACE}der|von{SPACE}dem|von|am|an{SPACE}der|aus{SPACE}dem|aus{SPACE}der|beim|bei{SPACE}der|der|des)?{SPACE}?"
)
_SHORT_ORGANISATION: Final = re.compile(
    rf"{SPACE}(?:der|des|am|beim|im|an{SPACE}der|bei{SPACE}der){SPACE}([A-ZÄÖÜ]{{2,}}[\w-]*)$"
)


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
        found = find(doc, text, blocked)
        full = full_names(text, found)
        organisations = _Sorted(
            (m for m in context.mentions if m.label in ("ORG", "INFRASTRUCTURE", "PROJECT")),
            {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"},
        )
        dates = _Sorted(m for m in context.mentions if m.label == "DATE")
        for person in found:
            quote = text[person.start : person.end]
            name = full.get(spaces(quote), spaces(quote))
            attributes: dict[str, Any] = {"name": name, **name_parts(name)}
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
        person: Found,
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


def _role(doc: "Doc", text: str, person: Found) -> roles.Role | None:
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


def _affiliation(text: str, person: Found, organisations: _Sorted) -> Mention | None:
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
