"""Which of several payers gives which of several amounts: "das Land X |1 Million Euro|, die Stiftung Y |2 Millionen Euro|"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from extractors.base import Fact, Mention
from extractors.layout import place_of
from extractors.relations.modality import NEXT
from extractors.relations.subjects import Sentences

# "|Von den| 4 Millionen Euro", "Gesamtkosten |betragen| 86 Millionen", "|davon gehen| 1 Million an Y": nobody's share
_WHOLE: Final = re.compile(
    r"(?:\b(?:[Vv]on|[Aa]us)[ \u00a0]den|\b(?:beträgt|betragen|kostet|kosten)|\b[Dd]avon\b[^,;]{0,30})[ \u00a0](?:rund[ \u00a0]|etwa[ \u00a0])?$"
)
_TOGETHER: Final = re.compile(r"\b(?:insgesamt|zusammen|gemeinsam)[ \u00a0](?:rund[ \u00a0]|etwa[ \u00a0])?$")
# "beteiligt sich am Projekt X": a clause that pays nothing
_PAYS: Final = re.compile(
    r"(?i:förder|finanz|unterstütz|zahl|spende|stell|steuer|geb|gib|gab|trag|träg|übern|stift|zuwend|zuschuss|bereit|bewillig|erhalt|erhält|mittel|euro|€|sponsor|investier|kosten|hilft|helfen|geld)"
)
_JOINT: Final = re.compile(
    r"(?:,|,?[ \u00a0](?:und|sowie))[ \u00a0](?:(?:von|vom|durch)[ \u00a0])?(?:(?:die|der|das|dem|den)[ \u00a0])?(?:[a-zäöüß]+en?[ \u00a0])?"
)
Json = dict[str, object]


def amounts(text: str, found: Sentences, facts: Iterable[Fact], money: Iterable[Mention]) -> Iterator[Fact]:
    """`facts`, each payer with the amount that is told beside it, where a sentence has several amounts or payers."""
    sums = sorted(money, key=lambda m: m.span.start)
    facts = list(facts)
    by_sentence: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.predicate == "funds":
            by_sentence[found.index(fact.evidence.end - 1)].append(fact)
    yield from (fact for fact in facts if fact.predicate != "funds")
    for i, paid in by_sentence.items():
        start, end = found.spans[i]
        here = [m for m in sums if start <= m.span.start < end]
        paid = [fact for fact in paid if not _elsewhere(text, start, end, fact)]  # noqa: PLW2901 - those that pay
        if len(here) > 1:
            paid = list(_told_apart(text, found, (start, end), paid, here))  # noqa: PLW2901 - those with their own amounts
        elif (
            here
            and len({f.subject for f in paid}) > 1
            and _TOGETHER.search(text, max(start, here[0].span.start - 24), here[0].span.start)
        ):
            # "A, B und C fördern X mit |zusammen| 4 Millionen Euro"
            paid = [replace(f, qualifiers={k: v for k, v in f.qualifiers.items() if k != "amount"}) for f in paid]  # noqa: PLW2901
        yield from paid


def _told_apart(
    text: str, found: Sentences, sentence: tuple[int, int], paid: list[Fact], sums: list[Mention]
) -> Iterator[Fact]:
    start, end = sentence
    bodies = [m for m in found.named(start, end) if m.label in ("ORG", "PERSON")]
    shares = [m for m in sums if not _WHOLE.search(text, max(start, m.span.start - 30), m.span.start)]
    payers = {f.subject_quote for f in paid}
    own: dict[str, list[Json]] = defaultdict(list)
    beside: list[Fact] = []
    objects = {str(f.object) for f in paid}
    # "fördert die Universität A mit 1 Million und die Universität B mit 2": who gets it
    gets = any(m.attributes["name"] in objects for m in bodies)
    taken: list[Mention] = []
    for k, share in enumerate(shares):
        # the body since the amount before, else the next: "1 Million kommt |vom Land|, 2 Millionen |von der Stiftung|"
        since = shares[k - 1].span.end if k else start
        before = [m for m in bodies if since <= m.span.start < share.span.start and m not in taken]
        near = before[-1] if before else next((m for m in bodies if m.span.start >= share.span.end), None)
        if near is None and taken:
            near = taken[-1]  # "stockt von 1 |auf 2 Millionen Euro| auf": the same again
        if near is None:
            continue
        taken.append(near)
        name = str(near.attributes["name"])
        own[name].append(dict(share.norm))
        joint = text[max((m.span.end for m in sums if m.span.end <= near.span.start), default=end) : near.span.start]
        if near.span.quote not in payers and not gets and paid and _JOINT.fullmatch(joint):
            # "vom Land mit 1 Million |und von der Stiftung Y mit 2 Millionen Euro|"
            qualifiers = {**paid[0].qualifiers, "amount": dict(share.norm)}
            beside.append(
                replace(
                    paid[0],
                    subject=name,
                    subject_quote=near.span.quote,
                    qualifiers=qualifiers,
                    score=paid[0].score - 0.05,
                )
            )
    for fact in paid:
        amount, mine = fact.qualifiers.get("amount"), own.get(fact.subject)
        if amount is None or mine is None or amount in mine:
            yield fact
    yield from beside


def _elsewhere(text: str, start: int, end: int, fact: Fact) -> bool:
    """ "wird vom Land gefördert |und ist Partner im Netzwerk X|": the payer stands in one clause, the thing in one that pays nothing."""
    payer, thing = place_of(text, fact.subject_quote, start, end), place_of(text, fact.object_quote, start, end)
    if not 0 <= payer < thing:
        return False
    *_, cut = [None, *NEXT.finditer(text, payer, thing)]
    return cut is not None and _PAYS.search(text, cut.end(), end) is None
