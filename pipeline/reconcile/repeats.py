"""One thing told twice in one release: headline against text, two counts of one thing, stages and years that follow each other."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from extractors.base import BlockLike, Fact, Finding, Mention, Span
from pipeline.reconcile.durations import quote_of
from pipeline.reconcile.scope import Scope, part_named, scope_of
from pipeline.reconcile.statements import interval, unit_of

_HEAD: Final = frozenset({"title", "lead", "heading"})
_TOLERANCE: Final = 0.1
_MOST: Final = 40
_LEAST: Final = 5  # a smaller number stands twice by chance
# "Bewerbungen", "Bewerber", "Gewinnerinnen": stages of one choice; their numbers differ and do not contradict each other
_STAGES: Final = re.compile(
    r"^(?:bewerb|eingereicht|einreich|antr[aä]g|anmeld|vorschl[aä]g|nominier|finalist|gewinner|preistr[aä]ger|gefördert|ausgew[aä]hlt|aufgenommen|stipendiat|teilnehm|zusag|bewillig)"
)
_LAST_STAGE: Final = re.compile(
    r"^(?:nominier|finalist|gewinner|preistr[aä]ger|gefördert|ausgew[aä]hlt|stipendiat|zusag)"
)
# "umfasst 12 Standorte", "hat 12 Betten", "besteht aus": all of them
_HAS: Final = re.compile(
    r"\b(?:umfass\w+|zähl\w+|vereint?|vereinen|besteh\w+ aus|hat|haben|verfügt\w* über|beschäftigt\w*|gehören|beteiligen sich|beteiligt|sind es|insgesamt)\b"
)

_AROUND: Final = 600  # code points that are read on each side of a number


def repeats(
    mentions: Sequence[Mention], facts: Sequence[Fact], text: str, blocks: Sequence[BlockLike]
) -> Iterator[Finding]:
    """The findings among what is told more than once."""
    heads = [(b.start, b.end) for b in blocks if b.kind in _HEAD]
    told: set[Span] = set()
    for finding in (*_headline_counts(mentions, text, heads), *_headline_money(mentions, heads)):
        told |= set(finding.evidence)
        yield finding
    yield from (f for f in _counted_twice(facts) if not told & set(f.evidence))
    yield from (f for f in _dated_twice(facts))
    yield from _stages(mentions)
    yield from _years(mentions, text)


def _in_head(m: Mention, heads: Sequence[tuple[int, int]]) -> bool:
    return any(a <= m.span.start < b for a, b in heads)


def _headline_counts(mentions: Sequence[Mention], text: str, heads: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """ "Zwölf Standorte gründen ein Netz" above "die elf Standorte": the same unit, once in the headline and once in the text."""
    counts = [m for m in mentions if m.label == "COUNT" and m.rule == "number_noun"]
    above = [m for m in counts if _in_head(m, heads)][:_MOST]
    below = [m for m in counts if not _in_head(m, heads)]
    for one in above:
        unit = unit_of(str(one.norm["unit"]))
        same = [m for m in below if unit_of(str(m.norm["unit"])) == unit]
        values = {m.norm["value"] for m in same}
        if (
            sum(unit_of(str(m.norm["unit"])) == unit for m in above) > 1
            and len({m.norm["value"] for m in above if unit_of(str(m.norm["unit"])) == unit}) > 1
        ):
            continue
        if one.norm["value"] in values or any(_close(one, m) for m in same):
            two = next(m for m in same if m.norm["value"] == one.norm["value"] or _close(one, m))
            yield _agrees(one, two)
        elif (
            len(values) == 1
            and not same[0].attributes.get("bound")
            and not one.attributes.get("bound")
            and _plain(text, one)
            and _plain(text, same[0])
        ):
            two = same[0]
            yield Finding(
                "value_difference", "disagrees",
                f"Überschrift und Text nennen verschiedene Zahlen: „{one.span.quote}“ und „{two.span.quote}“.",
                f"Headline and text give different numbers: “{one.span.quote}” and “{two.span.quote}”.",
                (one.span, two.span), (one.span.quote, two.span.quote), None, "count",
            )  # fmt: skip
        elif not same and float(one.norm["value"]) >= _LEAST:
            # "Zwölf Stipendien" above "zwölf Doktorandinnen und Doktoranden": the number is told again in other words
            again = [m for m in below if m.norm["value"] == one.norm["value"]]
            if len(again) == 1:
                yield _agrees(one, again[0])


def _plain(text: str, m: Mention) -> bool:
    """Whether the number is of all: no "davon", no "weitere", no year that is over."""
    start = max(text.rfind("\n", 0, m.span.start), text.rfind(". ", 0, m.span.start)) + 1
    end = min(x for x in (text.find("\n", m.span.end), text.find(". ", m.span.end), len(text)) if x >= 0)
    found = scope_of(text[start:end], m.span.start - start, m.span.end - start)
    return not found.moment and not found.phase and not found.limits - {"at"}


def _close(one: Mention, two: Mention) -> bool:
    a, b = float(one.norm["value"]), float(two.norm["value"])
    loose = any(m.attributes.get("approx") or m.attributes.get("bound") for m in (one, two))
    return loose and abs(a - b) <= _TOLERANCE * max(abs(a), abs(b))


def _agrees(one: Mention, two: Mention) -> Finding:
    return Finding(
        "agreement", "agrees", f"Überschrift und Text nennen dieselbe Zahl: „{one.span.quote}“ und „{two.span.quote}“.",
        f"Headline and text give the same number: “{one.span.quote}” and “{two.span.quote}”.", (one.span, two.span),
        (one.span.quote, two.span.quote),
    )  # fmt: skip


def _headline_money(mentions: Sequence[Mention], heads: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """ "rund 1,4 Millionen Euro" above the exact amount; where the text gives several that fit, all of them."""
    money = [m for m in mentions if m.label == "MONEY"]
    for one in (m for m in money if _in_head(m, heads)):
        below = [m for m in money if not _in_head(m, heads) and m.norm["currency"] == one.norm["currency"]]
        fits = [m for m in below if _rounds_to(m, one)]
        if fits:
            quotes = [m.span.quote for m in fits]
            yield Finding(
                "agreement", "agrees", f"Die Überschrift ({one.span.quote}) passt zum Text: {', '.join(quotes)}.",
                f"The headline ({one.span.quote}) fits the text: {', '.join(quotes)}.",
                (one.span, *(m.span for m in fits)), (one.span.quote, *quotes),
            )  # fmt: skip


def _rounds_to(exact: Mention, rounded: Mention) -> bool:
    """Whether an amount is the rounded one, to the digits that this gives."""
    a, b = float(exact.norm["value"]), float(rounded.norm["value"])
    if a == b:
        return True
    m = re.match(r"(\d+)(?:,(\d+))?[ \u00a0](?:Mio|Million|Mrd|Milliarde)", rounded.span.quote)
    if m is None or not b:
        return False
    scale = b / float(f"{m[1]}.{m[2] or 0}") if float(f"{m[1]}.{m[2] or 0}") else 0.0
    return abs(a - b) <= 0.5 * scale * 10.0 ** -len(m[2] or "")


def _counted_twice(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Two numbers of one thing and unit in one release, each said of all of them."""
    groups: dict[tuple[str, str], list[tuple[Fact, Scope]]] = defaultdict(list)
    for fact in facts:
        thing = fact.object
        if fact.predicate != "count" or fact.modality != "asserted" or not isinstance(thing, Mapping):
            continue
        quote, words = fact.evidence.quote, fact.object_quote or ""
        at = quote.find(words) if words else -1
        if at < 0 or any(fact.qualifiers.get(k) for k in ("approx", "bound")):
            continue
        found = scope_of(quote, at, at + len(words), inside=fact.subject)
        if found.moment or found.phase or found.limits or part_named(quote, fact.subject_quote, fact.subject):
            continue
        if _HAS.search(quote):
            groups[fact.subject, unit_of(str(thing["unit"]))].append((fact, found))
    for (subject, _), some in groups.items():
        for (one, first), (two, second) in combinations(some[:_MOST], 2):
            if _value(one) == _value(two) or one.evidence == two.evidence or first.now != second.now:
                continue
            a, b = quote_of(one), quote_of(two)
            yield Finding(
                "value_difference", "disagrees", f"{subject}: im selben Text „{a.quote}“ und „{b.quote}“.",
                f"{subject}: “{a.quote}” and “{b.quote}” in one text.", (a, b), (a.quote, b.quote), subject, "count",
            )  # fmt: skip
            break


def _value(fact: Fact) -> Any:
    return fact.object["value"] if isinstance(fact.object, Mapping) else fact.object


def _dated_twice(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Two ends, or two starts, of one thing in one release, both to the day: "endet am 30. Juni", "läuft bis 31. Dezember"."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.predicate in ("starts_on", "ends_on") and fact.modality == "asserted" and fact.rule != "event_date":
            first, last = interval(str(fact.object))
            if first is not None and first == last:
                groups[fact.subject, fact.predicate].append(fact)
    for (subject, predicate), some in groups.items():
        one, two = some[0], next((f for f in some if f.object != some[0].object), None)
        if two is None or one.evidence == two.evidence or scope_of(two.evidence.quote, 0, 0).moved:
            continue
        word_de, word_en = ("Beginn", "start") if predicate == "starts_on" else ("Ende", "end")
        yield Finding(
            "value_difference", "disagrees", f"{subject}: zweimal ein {word_de}, {one.object} und {two.object}.",
            f"{subject}: two {word_en} dates, {one.object} and {two.object}.", (quote_of(one), quote_of(two)),
            (str(one.object), str(two.object)), subject, one.predicate,
        )  # fmt: skip


def _stages(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """ "ein Dutzend Bewerbungen", "zehn Bewerber", "vier Gewinnerinnen": kept quietly, so that nobody takes it for a conflict."""
    found: dict[str, Mention] = {}
    for m in mentions:
        if m.label == "COUNT":
            whole = str(m.norm["unit"]).casefold()
            if _STAGES.match(unit_of(whole)) or _STAGES.match(whole):
                found.setdefault(whole, m)
    some = list(found.values())
    if len({m.norm["value"] for m in some}) > 1 and any(_LAST_STAGE.match(unit) for unit in found):
        quotes = [m.span.quote for m in some]
        yield Finding(
            "value_difference", "phase", f"Stufen einer Auswahl, kein Widerspruch: {', '.join(quotes)}.",
            f"Stages of one choice, no contradiction: {', '.join(quotes)}.", tuple(m.span for m in some), tuple(quotes),
        )  # fmt: skip


def _years(mentions: Sequence[Mention], text: str) -> Iterator[Finding]:
    """ "2022 kamen 400 Besucher, 2023 waren es 520 Besucher": one number for each year, kept quietly."""
    groups: dict[str, list[tuple[str, Mention]]] = defaultdict(list)
    for m in mentions:
        if m.label != "COUNT":
            continue
        least, most = max(0, m.span.start - _AROUND), min(len(text), m.span.end + _AROUND)
        start = max(text.rfind("\n", least, m.span.start), text.rfind(". ", least, m.span.start), least - 1) + 1
        end = min(x for x in (text.find("\n", m.span.end, most), text.find(". ", m.span.end, most), most) if x >= 0)
        moment = scope_of(text[start:end], m.span.start - start, m.span.end - start).moment
        if moment:
            groups[unit_of(str(m.norm["unit"]))].append((moment, m))
    for some in groups.values():
        years = dict(some)
        if len(years) > 1 and len({m.norm["value"] for m in years.values()}) > 1:
            listed = ", ".join(f"{m.span.quote} ({year})" for year, m in years.items() if year[:1] in "12")
            if listed.count("(") > 1:
                yield Finding(
                    "value_difference", "phase", f"Werte verschiedener Jahre: {listed}.", f"Values of different years: {listed}.",
                    tuple(m.span for m in years.values()), tuple(m.span.quote for m in years.values()),
                )  # fmt: skip
