"""Who leads and who pays: `leads`, `funds`."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.phases import phase_subject
from extractors.relations.subjects import THINGS, Sentences
from extractors.roles import is_leading

_LED_BY: Final = re.compile(
    r"\b(?:geleitet|unter (?:der )?(?:Leitung|Federführung)|koordiniert|gesteuert|angeführt|Leitung)\b"
)
_LEADS: Final = re.compile(r"\b(?:leitet|leiten|leitete|koordiniert|steuert|verantwortet)\b")
_BY: Final = re.compile(r"\b(?:von|durch|bei|Leitung:)[ \u00a0](?:der[ \u00a0]|dem[ \u00a0])?$")
_PAID: Final = re.compile(
    r"\b(?:gefördert|finanziert|bewilligt|unterstützt|finanzieller Unterstützung|Förderung durch)\b"
)
_PAYS: Final = re.compile(
    r"\b(?:fördert|finanziert|bewilligt(?:e)?|fördern|stellt .{0,80}bereit|stellt .{0,80}zur Verfügung)\b"
)
_PAYER: Final = re.compile(
    r"\b(?:vom|von der|von|durch das|durch die|durch den|durch|seitens des|seitens der)[ \u00a0](?:dem[ \u00a0])?$"
)
_TITLE_GAP: Final = re.compile(r"(?:[A-Z][\w.-]*\.?[ \u00a0])+$")


def leadership(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences."""
    money = [m for m in context.mentions if m.label == "MONEY"]
    for i, (start, end) in enumerate(found.spans):
        sentence = text[start:end]
        named = found.named(start, end)
        if _LED_BY.search(sentence):
            yield from _led_by(text, found, i, named, name, version)
        if _LEADS.search(sentence):
            yield from _leads(text, found, i, named, name, version)
        if _PAID.search(sentence) or _PAYS.search(sentence):
            amount = next((m for m in money if start <= m.span.start and m.span.end <= end), None)
            yield from _funds(text, found, i, named, amount, name, version)
    for fact in context.facts:
        # "Sprecherin des SFB 874": a noun gives the role and that its holder leads
        at = fact.qualifiers.get("organisation")
        if fact.predicate == "has_role" and at and fact.object and is_leading(str(fact.object).split(" ")[-1]):
            yield Fact(
                fact.subject,
                "leads",
                at,
                fact.subject_quote,
                fact.object_quote,
                fact.evidence,
                0.75,
                name,
                "role_noun",
                version,
            )


def _led_by(text: str, found: Sentences, i: int, named: list[Mention], name: str, version: int) -> Iterator[Fact]:
    """ "die Stabsstelle (LokS), die ... von Dr. X geleitet wird", "unter der Leitung von Prof. X"."""
    start, end = found.spans[i]
    for m in named:
        before = text[max(start, m.span.start - 50) : m.span.start]
        if m.label != "PERSON" or not _BY.search(_TITLE_GAP.sub("", before)):
            continue
        if not re.match(r"[^,.;]{0,40}\bgeleitet\b", text[m.span.end : end]) and not re.search(
            r"Leitung von|Federführung von", before
        ):
            continue
        subject = found.subject(i)
        # The thing that is led: the subject, or the last thing before a relative clause that leads to the verb.
        things = [n for n in named if n.label in THINGS and n.span.end < m.span.start]
        relative = [
            n
            for n in things
            if re.match(r"(?:[ \u00a0]\([^)]*\))?,[ \u00a0](?:die|der|das)[ \u00a0]", text[n.span.end : end])
        ]
        thing = relative[-1] if relative else None
        target = thing.attributes["name"] if thing else (subject.name if subject else None)
        if target is None:
            continue
        quote = thing.span.quote if thing else (subject.quote if subject else None)
        yield Fact(
            m.attributes["name"],
            "leads",
            target,
            m.span.quote,
            quote,
            Span.of(text, start, end),
            0.8,
            name,
            "led_by",
            version,
        )


def _leads(text: str, found: Sentences, i: int, named: list[Mention], name: str, version: int) -> Iterator[Fact]:
    """ "Dr. X leitet das Y", "die HSMD leitet den Aufbau eines Registers (Z)"."""
    start, end = found.spans[i]
    for verb in _LEADS.finditer(text, start, end):
        before = [m for m in named if m.span.end <= verb.start()]
        person = next((m for m in reversed(before) if m.label == "PERSON" and verb.start() - m.span.end <= 60), None)
        subject = found.subject(i)
        who, quote = (
            (person.attributes["name"], person.span.quote)
            if person
            else (subject.name, subject.quote)
            if subject
            else (None, None)
        )
        after = [m for m in named if m.span.start >= verb.end() and m.label in THINGS and m.attributes["name"] != who]
        if who is None or quote is None or not after or after[0].span.start - verb.end() > 60:
            continue
        thing = after[0]
        target, span_quote = thing.attributes["name"], thing.span.quote
        # "leitet den Aufbau eines Registers für Seltene Erkrankungen (NUM4Rare)"
        if (
            built := re.search(
                r"\b(Aufbau|Ausbau|Umsetzung|Koordination)[ \u00a0](?:eines|einer|des|der)[ \u00a0]$",
                text[verb.end() : thing.span.start],
            )
        ) is not None:
            begin = verb.end() + built.start(1)
            close = re.match(r"[ \u00a0]\([^)]{2,30}\)", text[thing.span.end : end])
            span_quote = text[begin : thing.span.end + (close.end() if close else 0)]
            target = span_quote
        yield Fact(
            who, "leads", target, quote, span_quote, around(text, start, end, Span.of(text, verb.start(), thing.span.end)), 0.75, name, "leads_verb", version,
            modality_of(text[start:end]),
        )  # fmt: skip


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
