"""A joint project without a name: "A und B haben ein gemeinsames Projekt gestartet" is "gemeinsames Projekt von A und B"."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from extractors.base import Mention, Span
from extractors.needles import Sought
from extractors.relations.chains import again

_JOINT: Final = Sought(
    r"\b(?:ein|eine|einem|einer|das|die|dem|der|ihr|ihre|ihrem|ihrer|Ein|Eine|Das|Die)[ \u00a0](?P<what>gemeinsame[sn]?[ \u00a0](?:[a-zäöüß-]+e[sn]?[ \u00a0])?(?P<noun>[\w-]{0,40}(?:[Pp]rojekt|[Vv]orhaben|[Ii]nitiative|[Ss]tudie|[Pp]rogramm))(?:e?s)?)(?![\w-])(?![ \u00a0]?(?:[„\"]|[A-ZÄÖÜ]{2}))"
)
_OWNERS: Final = re.compile(r"^[ \u00a0](?:von|des|der|vom)[ \u00a0]")
# "KLARA |ist ein| gemeinsames Projekt von A und B": it has a name
_IS: Final = re.compile(
    r"(?:[ \u00a0]\([^()\n]{1,40}\))?[ \u00a0](?:ist|war|wird|bleibt)[ \u00a0](?:als[ \u00a0])?(?:ein|eine|das|die)[ \u00a0](?=gemeinsam)"
)
_ENDINGS: Final = {"projekt": "es", "vorhaben": "es", "programm": "es", "initiative": "e", "studie": "e"}
_AND: Final = re.compile(
    r"^(?:[ \u00a0]\([^()\n]{1,40}\))?(?:,|[ \u00a0](?:und|sowie))[ \u00a0](?:(?:die|der|das|dem|den|vom|von)[ \u00a0])*(?:[a-zäöüß-]+[ \u00a0])?(?:[A-ZÄÖÜ][\w-]{0,40}[ \u00a0])?$"
)


def unnamed(
    text: str, spans: Sequence[tuple[int, int]], named: Callable[[int, int], list[Mention]], short: Callable[[str], str]
) -> list[Mention]:
    """The first joint project of the text that has no name but whose partners are named; its `partners` are their mentions."""
    for m in _JOINT.finditer(text):
        start, end = spans[max(0, bisect_right(spans, (m.start(), sys.maxsize)) - 1)]
        here = [n for n in named(start, end) if n.label in ("ORG", "INFRASTRUCTURE")]
        behind = _OWNERS.match(text, m.end(), end) is not None
        chain: list[Mention] = []
        for n in here:
            if (behind and n.span.start < m.end()) or (chain and again(text, chain[-1], n)):
                continue
            if chain and _AND.match(text[chain[-1].span.end : n.span.start]):
                chain.append(n)
            elif len(chain) < 2:
                chain = [n]
        if len(chain) < 2:
            continue
        partners = [short(n.attributes["name"]) for n in chain]
        noun = m["noun"]
        ending = next(e for tail, e in _ENDINGS.items() if noun.casefold().endswith(tail))
        name = f"gemeinsam{ending} {noun} von {', '.join(partners[:-1])} und {partners[-1]}"
        of = next(
            (n for n in named(start, m.start()) if n.label == "PROJECT" and _IS.match(text, n.span.end, m.end())), None
        )
        if of is not None:
            name = of.attributes["name"]
        return [
            Mention(Span.of(text, m.start("what"), m.end("what")), "PROJECT", None, 0.7, "relations", "unnamed", 1, {"name": name, "partners": chain})
        ]  # fmt: skip
    return []
