"""The relations of contract.md that need a whole sentence: all predicates but abbreviations, roles and quotes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Fact, Finding, Mention, Modality
from extractors.layout import lists, place_of, text_of
from extractors.relations.amounts import amounts
from extractors.relations.belonging import belonging
from extractors.relations.coordinated import coordinated, gapped, rather
from extractors.relations.frames import frames
from extractors.relations.funding import funding
from extractors.relations.happenings import happenings
from extractors.relations.leadership import leadership
from extractors.relations.membership import membership
from extractors.relations.modality import contrasted, modality_at, modality_of, subordinate
from extractors.relations.parts import parts
from extractors.relations.phases import phases
from extractors.relations.quantities import quantities
from extractors.relations.schedule import schedule
from extractors.relations.shares import allotted, shares
from extractors.relations.subjects import Sentences
from extractors.relations.table_rows import table_rows
from extractors.relations.taking_part import taking_part
from extractors.relations.units import precise
from extractors.terms import Terms

if TYPE_CHECKING:
    from spacy.tokens import Doc


# "laut |Jury| eine der begabtesten", "nach Angaben |des Ministeriums|": who says it does nothing else there
_CITED: Final = re.compile(
    r"\b(?:[Ll]aut|[Nn]ach[ \u00a0]Angaben(?:[ \u00a0]von)?)[ \u00a0](?:(?:der|dem|des)[ \u00a0])?$"
)


# "wird |um| zwei Jahre |verlängert|": so much longer, not so long
_LONGER: Final = re.compile(
    r"\bum[ \u00a0](?:weitere[ \u00a0])?[\w-]+[ \u00a0](?:Jahre?|Monate?|Wochen?|Tage?)\b[^;]*\b(?:verlängert?n?|Verlängerung)\b|\bverlänger[^;]*\bum[ \u00a0](?:weitere[ \u00a0])?[\w-]+[ \u00a0](?:Jahre?|Monate?)\b"
)
# "prüft eine Beteiligung am Projekt X", "hat sich um eine Beteiligung beworben": nobody takes part yet
_UNSURE: Final = re.compile(
    r"\b(?:prüf(?:t|en|te|ten)|erwäg(?:t|en)|erwogen|bewirbt|bewerben|bewarb(?:en)?|beworben|[Ii]nteresse|[Gg]espräche)\b[^.;]{0,80}\b(?:[Bb]eteiligung|[Tt]eilnahme|[Bb]eitritt|[Mm]itgliedschaft|zu beteiligen|teilzunehmen|beizutreten)\b"
    r"|\b(?:Beteiligung|Teilnahme|Mitgliedschaft|Beitritt)\b[^.;]{0,60}\b(?:beworben|erwogen|geprüft|abgelehnt)\b"
)


class Relations:
    """Facts between the things that the extractors before it found."""

    name = "relations"
    version = 3
    labels = ("participates_in", "leads", "funds", "part_of", "starts_on", "ends_on", "lasts", "count")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every fact once: the same statement found by two rules keeps the surer one."""
        found = Sentences(doc, context)
        text = text_of(doc)
        if not found.spans:
            return
        acting = found.acting()
        by_phrase = (
            *membership(text, acting, lists(doc, context), context, self.name, self.version),
            *parts(text, found, self.name, self.version),
            *quantities(text, found, context, self.name, self.version),
            *schedule(text, found, context, self.name, self.version),
            *phases(text, found, context, self.name, self.version),
            *funding(text, acting, context, self.name, self.version),
            *leadership(text, acting, context, self.name, self.version),
        )
        paid = [f for f in by_phrase if f.predicate == "funds"]
        by_phrase = (
            *by_phrase,
            *shares(text, found, context, {found.index(f.evidence.start) for f in paid}, self.name, self.version),
            *allotted(text, found, context, paid, self.name, self.version),
            *table_rows(text, found, context, paid, self.name, self.version),
        )
        # what a phrase says of somebody in a sentence a class of verbs need not say again
        said = {
            (f.subject, "part_of" if f.predicate == "participates_in" else f.predicate, found.index(at))
            for f in by_phrase
            for at in (f.evidence.start, f.evidence.end - 1)
        }
        by_class = [
            f for f in frames(text, acting, context, self.name, self.version)
            if (f.subject, "part_of" if f.predicate == "participates_in" else f.predicate, found.index(f.evidence.start)) not in said
        ]  # fmt: skip
        by_class += taking_part(text, acting, context, [*by_phrase, *by_class], self.name, self.version)
        by_class += belonging(text, found, context, [*by_phrase, *by_class], self.name, self.version)
        by_class += happenings(text, found, context, by_phrase, self.name, self.version)
        by_class += coordinated(text, found, (*by_phrase, *by_class))
        days = [m for m in context.mentions if m.label == "DATE"]
        by_class += rather(text, found, (*by_phrase, *by_class), days)
        stated = gapped(text, found, (*by_phrase, *by_class), days)
        stated = amounts(text, acting, stated, [m for m in context.mentions if m.label == "MONEY"])
        terms = Terms(text, context.mentions, context.published)
        best: dict[tuple[str, str, str, str, int], Fact] = {}
        for fact in (precise(text, f, terms) for f in _meant(text, found, stated)):
            amount = str(fact.qualifiers.get("amount", ""))
            key = (fact.subject, fact.predicate, str(fact.object), amount, fact.evidence.start)
            if key not in best or best[key].score < fact.score:
                best[key] = fact
        yield from _told(best.values(), [(b.start, b.end) for b in context.blocks if b.kind in ("title", "heading")])


def _meant(text: str, found: Sentences, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts with the modality of their own clauses, where a rule took that of the whole sentence."""
    sentences: dict[int, tuple[list[tuple[int, int]], Modality]] = {}
    for fact in facts:
        i = found.index(fact.evidence.end - 1)
        start, end = found.spans[i]
        sentence = text[start:end]
        if i not in sentences:
            sentences[i] = subordinate(sentence), modality_of(sentence)
        inner, of_all = sentences[i]
        subject = place_of(sentence, fact.subject_quote, 0, len(sentence))
        object_ = place_of(sentence, fact.object_quote, 0, len(sentence))
        if _is_of_another(sentence, inner, fact, subject, object_):
            continue
        places = [place for place in (subject, object_) if place >= 0]
        if fact.modality == "asserted":
            if contrasted(sentence, places):
                fact = replace(fact, modality="negated")  # noqa: PLW2901 - the fact as it is meant
            elif inner and of_all == "asserted" and modality_at(sentence, *places) == "planned":
                # "wird, |wenn das Geld da ist,| im Juli starten"
                fact = replace(fact, modality="planned")  # noqa: PLW2901
        elif fact.modality == of_all:
            fact = replace(fact, modality=modality_at(sentence, *places))  # noqa: PLW2901
        yield fact


def _is_of_another(sentence: str, inner: list[tuple[int, int]], fact: Fact, subject: int, object_: int) -> bool:
    """Whether a rule took a name for the subject that only stands by, or what is only thought of for done."""
    quote = fact.subject_quote or ""
    # "Ulm, |die KLARA leitet|, beteiligt sich an AMBRA": what is named in between does not
    if fact.predicate != "funds" and any(
        a <= subject < b <= object_ and sentence[a] == "," and place_of(sentence, quote, b, len(sentence)) < 0
        for a, b in inner
    ):
        return True
    if fact.predicate == "participates_in" and (unsure := _UNSURE.search(sentence)) is not None:
        return object_ < 0 or unsure.start() <= object_
    if fact.predicate == "lasts" and _LONGER.search(sentence):
        return True
    return subject >= 0 and sentence.count(quote) == 1 and _CITED.search(sentence, 0, subject) is not None


def _told(facts: Iterable[Fact], heads: list[tuple[int, int]]) -> Iterator[Fact]:
    """The facts without those of a headline that the text below says again."""
    facts = list(facts)
    above = {id(f) for f in facts if any(a <= f.evidence.start and f.evidence.end <= b for a, b in heads)}
    below = {(f.subject, f.predicate, str(f.object)) for f in facts if id(f) not in above}
    for fact in facts:
        if id(fact) not in above or (fact.subject, fact.predicate, str(fact.object)) not in below:
            yield fact
