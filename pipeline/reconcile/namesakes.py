"""Things of different kinds that are called the same: "das Projekt AMBER", "die Software AMBER", "die AMBER-Studie".

A release that says what the thing is tells which of them it means; one that uses the bare name means the only one so called,
or leaves it open. What is called two things in one release ("das Projekt AMBER ... die AMBER-Studie") is one thing that is
both, unless a sentence sets them side by side.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.base import Mention

MARK: Final = "="
"""Before the kinds, where a folded name tells a thing apart by them."""
BARE: Final = "bare_name"
"""The rule of a link between a thing whose kind is said and the same name without a kind."""

LABELS: Final = frozenset({"PROJECT", "INFRASTRUCTURE"})
_MOST: Final = 2  # words: a longer name says itself what it is
# Words for any undertaking ("Projekt", "Verbund", "Plattform") are used for one another; a study, a tool, a collection is another thing.
_NOUNS: Final = {
    "Studie": "studien?|kohorten?",
    "Software": "software|app|tool|werkzeugs?|anwendung",
    "Register": "registers?",
    "Biobank": "biobank",
    "Projekt": "projekts?|projektes|vorhabens?|verbund(?:e?s)?|konsortiums?|initiative|programms?|netz(?:es|werks?)?|plattform|infrastruktur",
}
_REACH: Final = 60  # code points between what belongs together
_NOUN: Final = "|".join(rf"(?P<{kind}>{words})" for kind, words in _NOUNS.items())
_BEFORE: Final = re.compile(rf"(?<![\w-])[\w-]*?(?i:{_NOUN})[ \u00a0][„\"»‚]?$")
_BEHIND: Final = re.compile(rf"-[\w-]{{0,{_REACH}}}?(?i:{_NOUN})(?![\w-])")
_WITHIN: Final = (
    re.compile(rf"(?>(?:.*[^\w\n-])?)\w*+-[\w-]*?(?i:{_NOUN})"),
    re.compile(rf"[\w-]*?(?i:{_NOUN})[ \u00a0].*"),
)
# "das Projekt AMBER |und die| Studie AMBER": two things, not one under two names
_AND: Final = re.compile(r",?[ \u00a0](?:und|sowie|oder|sondern)[ \u00a0][ \u00a0\w]{0,24}$")
_NOT: Final = re.compile(r"\b(?:[Nn]eben|[Aa]ußer|[Nn]icht)[ \u00a0](?:\w{3}[ \u00a0])?$")

Said = tuple[int, int, str]
"""Where a noun and a name stand, and which kind that says."""


def kinds(where: str) -> frozenset[str]:
    """The kinds of a thing, of what stands behind its folded name to tell it apart; none where that is a house, or nothing."""
    return frozenset(where.removeprefix(MARK).split("+")) if where.startswith(MARK) else frozenset()


def told(mentions: Sequence[Mention], names: Sequence[str], text: str) -> tuple[str, ...]:
    """What a release says its things are, as it stands behind their folded names; parallel to `mentions`.

    Args:
        mentions: of one release, in text order.
        names: of each named thing its name without the noun that says what it is; "" for what is never told apart so.
        text: the release's.
    """
    own = [
        _kind(m, text) if name and len(name.split()) <= _MOST else None for m, name in zip(mentions, names, strict=True)
    ]
    said: dict[str, list[Said]] = defaultdict(list)
    for name, one in zip(names, own, strict=True):
        if one is not None:
            said[name].append(one)
    whole = {
        name: "+".join(sorted({kind for _, _, kind in places}))
        for name, places in said.items()
        if not any(a[2] != b[2] and _side_by_side(a, b, text) for a, b in _near(sorted(places)))
    }
    found = (whole.get(name) or (one[2] if one else "") for name, one in zip(names, own, strict=True))
    return tuple(f"{MARK}{kind}" if kind else "" for kind in found)


def _near(places: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Pairs of which the second begins right behind the first; all pairs of a long text would be too many."""
    for k, one in enumerate(places):
        for n in range(k + 1, len(places)):
            if places[n][0] - one[1] >= _REACH:
                break
            yield one, places[n]


def _kind(m: Mention, text: str) -> Said | None:
    start, end = m.span.start, m.span.end
    low = max(0, start - _REACH)
    if (before := _BEFORE.search(text[low:start])) is not None:
        return low + before.start(), end, str(before.lastgroup)
    if (behind := _BEHIND.match(text, end)) is not None:
        return start, behind.end(), str(behind.lastgroup)
    within = next((found for form in _WITHIN if (found := form.fullmatch(m.span.quote)) is not None), None)
    return (start, end, str(within.lastgroup)) if within is not None else None


def _side_by_side(one: Said, two: Said, text: str) -> bool:
    """Whether one sentence names both as two: "und die", "neben dem Projekt AMBER die", "nicht das Projekt AMBER, sondern"."""
    between = text[one[1] : two[0]]
    if not 0 < len(between) < _REACH or re.search(r"[.!?:;\n]", between):
        return False
    return bool(_AND.match(between)) or bool(_NOT.search(text, max(0, one[0] - 20), one[0]))
