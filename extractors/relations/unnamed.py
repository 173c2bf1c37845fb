"""Projects without a name get a description in the text's own words.

"A und B haben ein gemeinsames Projekt gestartet" is "gemeinsames Projekt von A und B", "die Abwrackprämie für Kühlschränke" is
that, and "das Projekt" of a release that names no other is "Projekt".
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from extractors.base import Mention, Span
from extractors.german import spaces

_JOINT: Final = re.compile(
    r"\b(?:ein|eine|einem|einer|das|die|dem|der|ihr|ihre|ihrem|ihrer|Ein|Eine|Das|Die)[ \u00a0](?P<what>gemeinsame[sn]?[ \u00a0](?:[a-zäöüß-]+e[sn]?[ \u00a0])?(?P<noun>[\w-]*(?:[Pp]rojekt|[Vv]orhaben|[Ii]nitiative|[Ss]tudie|[Pp]rogramm))(?:e?s)?)(?![\w-])(?![ \u00a0]?(?:[„\"]|[A-ZÄÖÜ]{2}))"
)
_OWNERS: Final = re.compile(r"^[ \u00a0](?:von|des|der|vom)[ \u00a0]")
_ENDINGS: Final = {"projekt": "es", "vorhaben": "es", "programm": "es", "initiative": "e", "studie": "e"}
_AND: Final = re.compile(
    r"^(?:[ \u00a0]\([^()\n]{1,40}\))?(?:,|[ \u00a0](?:und|sowie))[ \u00a0](?:(?:die|der|das|dem|den|vom|von)[ \u00a0])*(?:[a-zäöüß-]+[ \u00a0])?(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?$"
)


# "die |Abwrackprämie für alte Kühlschränke|", "das |Projekt|"
_NOUN: Final = (
    r"(?:[\w-]*(?:[Pp]rojekt|[Vv]orhaben|[Pp]rämie|[Ff]örderprogramm|[Pp]romotionskolleg)|Programm|Studie|Kampagne)"
)
_DEFINITE: Final = re.compile(
    rf"\b(?:[Dd]as|[Dd]ie|[Dd]er|[Dd]es|[Dd]em|[Dd]en|[Ii]m|[Aa]m|[Dd]ieses|[Dd]iesem|[Dd]iese|[Dd]ieser|[Uu]nser|[Zz]um|[Zz]ur)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){{0,3}}(?P<noun>{_NOUN})(?:e?s)?(?![\w-])(?![ \u00a0]?[„\"])"
)
_COMPLEMENT: Final = re.compile(
    r"[ \u00a0](?:für|zur|zum|zu|über)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){0,2}[A-ZÄÖÜ][\w-]{3,}(?:[ \u00a0](?:und[ \u00a0][A-ZÄÖÜ][\w-]*|(?:der|des|von)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er)[ \u00a0])?[A-ZÄÖÜ][\w-]*))?"
)
_GENERIC: Final = frozenset(("projekt", "forschungsprojekt", "vorhaben", "forschungsvorhaben", "verbundprojekt"))
_NAME: Final = re.compile(r"[ \u00a0][A-ZÄÖÜ]")
_OTHER: Final = re.compile(r"(?:vorgänger|nachfolge|folge|teil|end)(?:projekt|vorhaben|programm)", re.IGNORECASE)


def described(text: str) -> list[Mention]:
    """Every place of the one undertaking that a release without any project's name tells of; none when it tells of several."""
    found = [m for m in _DEFINITE.finditer(text) if not _OTHER.fullmatch(m["noun"])]
    nouns = {"projekt" if m["noun"].casefold() in _GENERIC else m["noun"].casefold() for m in found}
    if len(nouns) != 1:
        return []
    whole = next((c for m in found if (c := _COMPLEMENT.match(text, m.end()))), None)
    if any(_NAME.match(text, m.end()) for m in found):
        # "im Kolleg Wort und Macht": it has a name, if none that is known
        return []
    noun = min((m["noun"] for m in found), key=lambda n: (n.casefold() != "projekt", len(n)))
    name = spaces(noun + whole[0]) if whole is not None else noun
    return [
        Mention(Span.of(text, m.start("noun"), m.end()), "PROJECT", None, 0.6, "relations", "described", 1, {"name": name})
        for m in found
    ]  # fmt: skip


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
            if behind and n.span.start < m.end():
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
        return [
            Mention(Span.of(text, m.start("what"), m.end("what")), "PROJECT", None, 0.7, "relations", "unnamed", 1, {"name": name, "partners": chain})
        ]  # fmt: skip
    return []
