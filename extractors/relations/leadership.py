"""Who leads and who pays: `leads`, `funds`."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.relations.leading import leading, offices
from extractors.relations.modality import modality_of
from extractors.relations.phases import phase_subject
from extractors.relations.subjects import Sentences

_PAID: Final = re.compile(
    r"\b(?:gefördert|finanziert|bewilligt|unterstützt|finanzieller Unterstützung|Förderung durch)\b"
)
_PAYS: Final = re.compile(
    r"\b(?:fördert|finanziert|bewilligt(?:e)?|fördern|stellt .{0,80}bereit|stellt .{0,80}zur Verfügung)\b"
)
_PAYER: Final = re.compile(
    r"\b(?:vom|von der|von|durch das|durch die|durch den|durch|seitens des|seitens der)[ \u00a0](?:dem[ \u00a0])?$"
)


def leadership(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences."""
    money = [m for m in context.mentions if m.label == "MONEY"]
    for i, (start, end) in enumerate(found.spans):
        sentence = text[start:end]
        named = found.named(start, end)
        yield from leading(text, found, i, named, name, version)
        if _PAID.search(sentence) or _PAYS.search(sentence):
            amount = next((m for m in money if start <= m.span.start and m.span.end <= end), None)
            yield from _funds(text, found, i, named, amount, name, version)
    yield from offices(context, name, version)


def _funds(
    text: str, found: Sentences, i: int, named: list[Mention], amount: Mention | None, name: str, version: int
) -> Iterator[Fact]:
    """ "das Projekt X wird vom Ministerium mit 2 Millionen Euro gefördert", "die Stiftung fördert X"."""
    start, end = found.spans[i]
    subject = phase_subject(text, found, i)
    qualifiers = {"amount": dict(amount.norm)} if amount is not None else {}
    payers = [
        m for m in named if m.label == "ORG" and _PAYER.search(text[max(start, m.span.start - 25) : m.span.start])
    ]
    if payers and _PAID.search(text[start:end]) and subject is not None:
        for payer in payers[:2]:
            if payer.attributes["name"] != subject.name:
                yield Fact(
                    payer.attributes["name"], "funds", subject.name, payer.span.quote, subject.quote, Span.of(text, start, end),
                    0.75, name, "funded_by", version, qualifiers=qualifiers,
                )  # fmt: skip
    if payers:
        return
    giver = found.subject(i)
    verb = _PAYS.search(text, start, end)
    if giver is None or giver.label != "ORG" or verb is None or giver.start > verb.start():
        return
    things = [m for m in named if m.label in ("PROJECT", "INFRASTRUCTURE") and m.attributes["name"] != giver.name]
    if things:
        thing = things[0]
        yield Fact(
            giver.name, "funds", thing.attributes["name"], giver.quote, thing.span.quote, Span.of(text, start, end),
            0.75, name, "funds_verb", version, modality_of(text[start:end]), qualifiers,
        )  # fmt: skip
    elif (back := found.referred(i, verb.end())) is not None and back.name != giver.name:
        # "Das Ministerium fördert das Netz mit 9,6 Millionen Euro."
        yield Fact(
            giver.name, "funds", back.name, giver.quote, back.quote, Span.of(text, start, end),
            0.65, name, "funds_back_reference", version, modality_of(text[start:end]), qualifiers,
        )  # fmt: skip
