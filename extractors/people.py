"""People: academic titles, given and family names with particles, roles before and after, with their organisation."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from extractors.base import NAMED, Context, Fact, Finding, Mention, Span
from extractors.bodies import Bodies
from extractors.german import SPACE, spaces
from extractors.layout import around, sentence_at, text_of
from extractors.offices import Offices
from extractors.person_names import Found, find, full_names, name_parts
from extractors.statements import Stated
from extractors.terms import Terms

if TYPE_CHECKING:
    from spacy.tokens import Doc

OF_TOPIC: Final = "_of_topic"
"""What the rule of a `has_role` ends in whose body stands elsewhere in the document."""
# A verb gives these: a date in its clause says since or until when
_VERBAL: Final = frozenset(("role_predicate", "role_joined", "role_subject", "elected", "office_taken", "office_left"))


class People:
    """Mentions of PERSON, and `has_role` for the roles and bodies that stand beside a name."""

    name = "people"
    version = 2
    labels = ("PERSON", "has_role")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every place where a person is named, with titles and role; one `has_role` for each stated role or body."""
        text = text_of(doc)
        blocked = [m.span for m in context.mentions if m.label in NAMED and m.label != "LOC"]
        found = find(doc, text, blocked)
        full = full_names(text, found)
        long = {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"}
        stated = Offices(doc, found, Bodies(text, context.mentions, long)).all()
        terms = Terms(text, context.mentions, context.published)
        for person, told in zip(found, stated, strict=True):
            quote = text[person.start : person.end]
            name = full.get(spaces(quote), spaces(quote))
            attributes: dict[str, Any] = {"name": name, **name_parts(name)}
            if person.titles:
                attributes["titles"] = spaces(person.titles)
            if (role := _written(text, person, told)) is not None:
                attributes["role"] = role
            span = Span.of(text, person.start, person.end)
            yield Mention(span, "PERSON", None, person.score, self.name, person.rule, self.version, attributes)
            for s in told:
                yield self._fact(doc, text, terms, person, span, name, s)

    def _fact(self, doc: "Doc", text: str, terms: Terms, person: Found, span: Span, name: str, said: Stated) -> Fact:
        if said.meant and said.role is not None and text.endswith(("dessen ", "deren "), 0, said.role.start):
            # "koordiniert vom Gesundheitsamt, |dessen| Leiter X": of what stands there, not of what the text is about
            said = replace(said, body=None, meant=False)
        low, high = min(person.start, said.start), max(person.end, said.end)
        start, end = sentence_at(doc, person.start)
        evidence = around(text, min(start, low), max(end, high), Span.of(text, low, high))
        qualifiers: dict[str, Any] = {} if said.body is None else {"organisation": said.body}
        quote, modality = None, said.modality
        if said.role is not None:
            quote = text[said.role.start : said.role.end]
            term = terms.of_office(
                (start, end),
                low,
                high,
                said.role.head_end,
                said=said.rule in _VERBAL,
                leaves=said.rule == "office_left",
            )
            qualifiers |= term
            modality = terms.modality(term, modality)
        rule = f"{said.rule}{OF_TOPIC}" if said.meant else said.rule
        return Fact(
            name, "has_role", said.object, span.quote, quote, evidence, round(said.score, 2), self.name, rule,
            self.version, modality, qualifiers,
        )  # fmt: skip


def _written(text: str, person: Found, told: list[Stated]) -> str | None:
    """The role as the text words it; two that follow each other are one phrase: "Sprecherin des X und Leiterin des Y"."""
    spans = sorted((s.role.start, s.role.end) for s in told if s.role is not None)
    if not spans:
        # "Professorin Yuki Tanabe": the spelled-out title is what she is
        return (
            person.titles
            if person.titles in ("Professor", "Professorin", "Juniorprofessor", "Juniorprofessorin")
            else None
        )
    # "Ansprechpartner ist X, Leiter des Y": the apposition says more than what stands before
    spans = [s for s in spans if s[0] > person.start] or spans
    start, end = spans[0]
    for following, last in spans[1:]:
        if re.fullmatch(rf"{SPACE}?(?:,|und|sowie|,{SPACE}und){SPACE}", text[end:following]):
            end = last
    return spaces(text[start:end])
