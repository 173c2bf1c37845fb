"""How many of something a thing has: `count`. Whose number it is, `owners` says."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from extractors.base import NAMED, Context, Fact, Mention
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.owners import Owners
from extractors.relations.subjects import Sentences, Subject

# "stellt in vier Registern |die Sprecherin": where something is done, not how many there are in all
_WHERE: Final = 0.6
_DESCRIBED: Final = 0.75
_OBJECT: Final = re.compile(r"[ \u00a0](?:die|den|das|eine|einen|ein|ihre|ihren|seine|seinen)[ \u00a0]")
# "|Zu Beginn| gehörten dem Netz sieben Kliniken an": no longer
_ONCE: Final = re.compile(
    r"\b(?:[Zz]u Beginn(?! de[sr]\b)|[Aa]nfangs|[Uu]rsprünglich|[Dd]amals|[Ff]rüher(?! als\b))\b[^,;]*$"
)
# "sind 14 Partner beteiligt, |und das Land| fördert es": the subject of another clause
_OTHERS_DO: Final = re.compile(r",[ \u00a0](?:und[ \u00a0])?(?:das|die|der)[ \u00a0]$")
# "Das Klinikum X |und| 20 Praxen nehmen an der Studie Y teil": they stand beside it
_BESIDE: Final = re.compile(
    r"[“”\"]?[ \u00a0](?:und|sowie)[ \u00a0](?:(?:rund|etwa|über|weitere|knapp|mehr als)[ \u00a0])?"
)
# "ein Haus der |Schwerpunktversorgung| mit 400 Betten": what kind of house it is
_LEVEL: Final = re.compile(r"^(?:Schwerpunkt|Maximal|Regel|Grund|Zentral)versorgung$")
_MOST: Final = 12  # numbers of one sentence: more are a table


def quantities(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """Every number once for each subject: the same statement in headline and text is one fact, that of the text."""
    heads = sorted((b.start, b.end) for b in context.blocks if b.kind in ("title", "lead", "heading"))
    starts = [start for start, _ in heads]
    owners = Owners(text, found, context)
    named = {str(m.attributes.get("name") or m.span.quote) for m in context.mentions if m.label in NAMED}
    best: dict[tuple[str, float, str], tuple[bool, Fact]] = {}
    last, told = -1, 0
    for m in context.mentions:
        # "ein 25-köpfiges Team" is a thing of its own
        if m.label != "COUNT" or m.rule in ("headed", "number_of"):
            continue
        i = found.index(m.span.start)
        last, told = i, told + 1 if i == last else 1
        if told > _MOST:
            continue
        k = bisect_left(starts, m.span.start + 1) - 1
        headline = k >= 0 and m.span.start < heads[k][1]
        owner = owners.of(i, m, headline=headline)
        if owner is None:
            continue
        subject, score = owner
        start, end = found.spans[i]
        if _ONCE.search(text, start, m.span.start) or _OTHERS_DO.search(
            text, m.span.end, max(m.span.end, subject.start)
        ):
            continue
        if _LEVEL.search(subject.name) and (house := found.subject(i)) is not None:
            subject = house
        if start <= subject.start < m.span.start and _BESIDE.fullmatch(
            text, subject.start + len(subject.quote), m.span.start
        ):
            things = {
                n.attributes["name"]: n for n in found.named(start, end) if n.label in ("PROJECT", "INFRASTRUCTURE")
            }
            if len(things) != 1:
                continue
            (thing,) = things.values()
            subject = Subject(thing.attributes["name"], thing.span.quote, thing.span.start, thing.label)
        if text[max(0, m.span.start - 3) : m.span.start - 1] == "in" and _OBJECT.match(text, m.span.end):
            score = min(score, _WHERE)
        # "das Wiedersehen der Ehemaligen" is described, not named: how it is best called is not sure
        score = score if subject.name in named else min(score, _DESCRIBED)
        fact = _fact(text, found.spans[i], m, subject, score, name, version)
        key = (fact.subject, m.attributes["value"], str(m.attributes["unit"]).casefold())
        if key not in best or (best[key][0] and not headline):
            best[key] = (headline, fact)
    for _, fact in best.values():
        yield fact


def _fact(
    text: str, sentence: tuple[int, int], m: Mention, subject: Subject, score: float, name: str, version: int
) -> Fact:
    listed = {"listed": len(m.attributes["members"])} if m.attributes.get("list") else {}
    # "umfasst 4.200 Betten|; bis 2028 sollen es 5.000 sein|": planned is what the part behind it tells
    low = max(sentence[0], text.rfind(";", sentence[0], m.span.start) + 1)
    high = text.find(";", m.span.end, sentence[1])
    modality = modality_of(text[low : high if high >= 0 else sentence[1]])
    return Fact(
        subject.name, "count", {"value": m.attributes["value"], "unit": m.attributes["unit"]}, subject.quote,
        m.span.quote, around(text, *sentence, m.span), score, name, "number_in_sentence", version,
        modality if modality == "planned" else "asserted",
        {k: m.attributes[k] for k in ("approx", "bound") if k in m.attributes} | listed,
    )  # fmt: skip
