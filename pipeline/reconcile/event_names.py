"""Events under several names in one release: "Jahrestagung des Verbandes X", "XY Tagung", "die Thementage Hessen 2025"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from extractors.base import Fact, Span
from extractors.lexicon import lexicon
from extractors.needles import Sought
from pipeline.reconcile.kinship import bag, compact

_PLACES: Final = frozenset(n.casefold() for names in lexicon("places").values() for n in names)
PLACE_STEMS: Final = frozenset(w for p in _PLACES for w in bag(p))
"""The stems of the words of all known places."""
_TWO, _LONG, _MOST = 2, 7, 60
_EVENT: Final = re.compile(
    r"(?:[Tt]agung|[Kk]ongress|[Kk]onferenz|[Ss]ymposium|[Kk]olloquium|[Tt]reffen|[Tt]agen?\b|[Ww]oche|[Ff]orum|[Ww]orkshop|[Ss]chule|[Ff]estival|[Mm]esse|[Ss]chip\b)"
)
_HEADS: Final = r"(?:[A-ZÄÖÜ][\wäöüß]*-?)?(?:[Tt]agung|[Kk]ongress(?:es)?|[Kk]onferenz|[Ss]ymposiums?|[Kk]olloquiums?|[Tt]hementagen?|[Ff]orums?)"
# "VLA Tagung", "Jahrestagung des VLA", "FDM-Thementage Rheinland-Pfalz 2025"
_NAMED_EVENT: Final = Sought(
    rf"(?<![\w-])(?:[A-ZÄÖÜ]{{2,8}}[ -]{_HEADS}|{_HEADS}[ \u00a0]de[rs][ \u00a0][A-ZÄÖÜ]{{2,8}}(?!\w)|(?!(?:Die|Das|Der|Eine|Diese|Viele|Alle|Beide|Weitere)\b)[A-ZÄÖÜ]\w{{4,}}es?[ \u00a0]{_HEADS}|{_HEADS}[ \u00a0]de[rs][ \u00a0][A-ZÄÖÜ]\w+(?:[ \u00a0]de[rs][ \u00a0][A-ZÄÖÜ]\w+)?)"
    r"(?:[ \u00a0][A-ZÄÖÜ]\w+(?:-[A-ZÄÖÜ]\w+)?)?(?:[ \u00a0]20\d\d)?"
)
_STEMS: Final = PLACE_STEMS | bag("wissenschaftliche jährliche")


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its first place."""

    label: str
    name: str
    span: Span
    shown: str = ""


def event_names(facts: Sequence[Fact], short: dict[str, str], text: str) -> Iterator[tuple[Name, Name]]:
    """Events under several names: "Jahrestagung des Verbandes X", "Jahrestagung des XY", "XY Tagung"; "FDM-Tage 2025", "FDM-Tage Hessen 2025"."""
    found: dict[str, Name] = {}
    for fact in facts:
        for name, quote in ((fact.subject, fact.subject_quote), (fact.object, fact.object_quote)):
            event = (
                isinstance(name, str)
                and _EVENT.search(name)
                and (fact.predicate in ("starts_on", "participates_in", "part_of"))
            )
            if event and quote and (at := fact.evidence.quote.find(quote)) >= 0:
                start = fact.evidence.start + at
                found.setdefault(quote, Name("MISC", str(quote), Span(start, start + len(quote), quote)))
    for m in _NAMED_EVENT.finditer(text):
        found.setdefault(m[0], Name("MISC", m[0], Span(m.start(), m.end(), m[0])))
    named = sorted(found.values(), key=lambda n: n.span.start)[:_MOST]
    if len({y for n in named for y in re.findall(r"20\d\d", n.name)}) > 1:
        # "die Thementage" of 2024 and of 2025 are two: what has no year may be either
        named = [n for n in named if re.search(r"20\d\d", n.name)]
    for one, two in combinations(named, 2):
        if (compact(one.name) != compact(two.name) and _one_event(one.name, two.name, short)) or (
            (head := _shared_head(one.name, two.name)) and _spoken_of(text, head)
        ):
            yield one, two


def _one_event(one: str, two: str, short: dict[str, str]) -> bool:
    """Whether two names of events say the same with short forms spelled out: one head noun, one body, no other year or number."""
    if (
        set(re.findall(r"\d+", one)) ^ set(re.findall(r"\d+", two))
        and re.findall(r"\d+", one)
        and re.findall(r"\d+", two)
    ):
        return False
    a, b = (_event_words(x, short) for x in (one, two))
    less, more = sorted((a, b), key=len)
    if len(less) < 2 or (a == b and bag(one) == bag(two)):
        return False
    missing = [
        w
        for w in less
        if not any(w == m or (min(len(w), len(m)) > 5 and (m.endswith(w) or w.endswith(m))) for m in more)
    ]
    extra = {w for w in more - less if not any(w.endswith(x) or x.endswith(w) for x in less)}
    return not missing and all(w in _STEMS or w.isdigit() for w in extra)


def _shared_head(one: str, two: str) -> str:
    """The event noun at the end of two names that differ only before it, neither of which has a number: "Wissenschaftliches Kolloquium", "VLA Kolloquium"."""
    a, b = one.split(), two.split()
    heads = [re.sub(r"(?:s|es)$", "", w[-1]) for w in (a, b)]
    plain = len(a) == len(b) == _TWO and heads[0] == heads[1] and not re.search(r"\d", one + two)
    return heads[0] if plain and len(heads[0]) > _LONG and _EVENT.search(heads[0]) else ""


def _spoken_of(text: str, head: str) -> bool:
    """Whether the text speaks of the event as the only one of its kind: "das Kolloquium", "des Kolloquiums"."""
    return (
        re.search(rf"\b(?:das|des|dem|beim|vom)[ \u00a0]{head}(?:s|es)?(?![\w-])(?![ \u00a0](?:des|der|von)\b)", text)
        is not None
    )


def _event_words(name: str, short: dict[str, str]) -> set[str]:
    words: set[str] = set()
    for word in re.split(r"[ \u00a0-]+", name):
        words |= bag(short.get(word, word))
    return words
