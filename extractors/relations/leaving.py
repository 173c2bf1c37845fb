"""Who has left: "ist zum 31. Dezember 2025 aus dem Netzwerk X ausgeschieden" is taking part with an end, or none any more."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.subjects import Sentences
from extractors.terms import Terms

_LEFT: Final = Sought(
    r"\b(?P<done>ausgeschieden|ausgetreten|verlassen)\b|\b(?:scheidet|scheiden|schieden?|tritt|treten|traten?)\b[^;:]{0,300}\baus(?=[ \u00a0]*[.,;]|[ \u00a0]und\b|$)|\b(?:ausscheidet|ausscheiden|austritt|austreten)\b"
)
_OUT_OF: Final = re.compile(
    r"\baus[ \u00a0](?:dem|der|den|diesem|dieser)[ \u00a0](?:[a-zäöüß-]+[ \u00a0])?(?:[A-ZÄÖÜ][\w-]{1,40}[ \u00a0])?[„\"»]?$"
)
_FROM: Final = re.compile(r"(?<!auf[ \u00a0])\b(?:das|die|den)[ \u00a0](?:[A-ZÄÖÜ][\w-]{1,40}[ \u00a0])?[„\"»]?$")
_UNREAL: Final = re.compile(
    r"\b(?:nicht|kein\w*|nie|soll(?:en|te|ten)?|will|wollen|könnten?|würden?|möchten?|ob|wenn|falls|droht|drohen)\b",
    re.IGNORECASE,
)
_NO_END: Final = re.compile(r"\b(?:seit|ab|nach|vor|von)(?:[ \u00a0](?:dem|der|den))?[ \u00a0]$", re.IGNORECASE)
_BREAK: Final = re.compile(r"[;:()„“]|,[ \u00a0]")


def leaving(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences; of people, whose office it leaves open, there is none."""
    if not _LEFT.search(text):
        return
    terms = Terms(text, context.mentions, context.published)
    for start, end in found.spans:
        left = _LEFT.search(text, start, end)
        if left is None or _UNREAL.search(text, start, end) or found.quoted(start, end):
            continue
        named = found.named(start, end)
        thing = next((m for m in named if m.label in ("INFRASTRUCTURE", "PROJECT") and _is_left(text, start, m)), None)
        who = next((m for m in named if m.label in ("ORG", "PERSON") and found.is_nominative(m, start)), None)
        if thing is None or who is None or who.label != "ORG":
            continue
        low, high = min(who.span.end, thing.span.end), max(thing.span.end, left.end())
        until = _end(text, terms, start, end)
        if _BREAK.search(text, low, high) or (until is None and left["done"] is None):
            # "scheidet aus": it takes part until a day that is not told
            continue
        low = min(who.span.start, thing.span.start)
        yield Fact(
            who.attributes["name"], "participates_in", thing.attributes["name"], who.span.quote, thing.span.quote,
            around(text, start, end, Span.of(text, low, max(high, who.span.end))), 0.85, name, "left", version,
            "asserted" if until else "negated", {"until": until} if until else {},
        )  # fmt: skip


def _is_left(text: str, start: int, thing: Mention) -> bool:
    low = max(start, thing.span.start - 90)
    if "verlassen" in text[thing.span.end : thing.span.end + 60]:
        return _FROM.search(text, low, thing.span.start) is not None  # "hat |das Netzwerk X| verlassen"
    return _OUT_OF.search(text, low, thing.span.start) is not None


def _end(text: str, terms: Terms, start: int, end: int) -> str | None:
    """The only day, month or year of the sentence."""
    dates = [d for d in terms.between(start, end - 1) if not str(d.norm).startswith(("P", "XXXX"))]
    if len(dates) != 1 or "/" in str(dates[0].norm):
        return None
    at = dates[0].span.start
    return None if _NO_END.search(text, max(start, at - 24), at) else str(dates[0].norm)
