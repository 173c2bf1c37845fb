"""Indices, prizes, reports and calls: they have no mention of their own, and yet numbers: "Der Pflegeatlas 2024 umfasst 80 Indikatoren"."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from extractors.german import spaces
from extractors.needles import Sought
from extractors.relations.subjects import EVENT, Subject

_HEADS: Final = "index|atlas|barometer|monitor|ranking|preis|bericht|report|award|fellowship|stipendium|antrag"
_COMPOUND: Final = Sought(
    rf"\b(?P<article>[Dd]er|[Dd]ie|[Dd]as|[Dd]es|[Dd]em|[Dd]en|[Zz]um|[Ii]m|[Aa]m|[Ff]ürs?|[Uu]nser|[Ee]in|[Ee]inen)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){{0,2}}"
    rf"(?P<name>(?:[A-ZÄÖÜ][\w-]{{0,40}}?(?P<head>(?i:{_HEADS}))|(?P<bare>(?i:{_HEADS}|auszeichnung)))(?:e?s)?(?![\w-])(?P<year>[ \u00a0](?:19|20)\d\d)?)"
)
# "Kaufpreis", "Wetterbericht" are no works with a name
_NAMED: Final = re.compile(
    r"-|[a-zäöüß][A-ZÄÖÜ]|(?:förder|forschungs|innovations|wissenschafts|kunst|kultur|literatur|umwelt|gründer|nachwuchs|pflege|publikums|medien|film|bundes|landes|ehren|friedens|klima)(?:preis|award)$|(?:index|atlas|barometer|monitor|ranking)$"
)
_PLAIN: Final = re.compile(
    r"(?:verbraucher|börsen|aktien|preis|miet|dow|schlag|kauf|markt|strom)\w*(?:index|preis)|computermonitor",
    re.IGNORECASE,
)
_OBLIQUE: Final = re.compile(r"\b(?:des|dem|zum|im|am)$", re.IGNORECASE)
_TOWARDS: Final = re.compile(r"\b(?:[Ff]ür|[Aa]uf|[Aa]n|[Zz]u|[Bb]ei|[Uu]m)[ \u00a0]$")


class Works:
    """The works of one document, by sentence."""

    def __init__(self, by_sentence: dict[int, list[Subject]]) -> None:
        """Takes what stands in a place that may own a number, in text order."""
        self._by_sentence = by_sentence

    def of(self, i: int, position: int) -> Subject | None:
        """The work of sentence `i` that stands before a code point and may own what is there."""
        return next((w for w in self._by_sentence.get(i, ()) if w.start < position), None)


def works(text: str, spans: Sequence[tuple[int, int]]) -> Works:
    """The places of works that have a name; a bare "der Preis" means the one that was named last."""
    starts = [start for start, _ in spans]
    found: list[tuple[re.Match[str], str, str]] = []
    for m in _COMPOUND.finditer(text):
        if m["bare"]:
            found.append((m, m["bare"].casefold(), ""))
            continue
        name = spaces(m["name"]).removesuffix(spaces(m["year"] or ""))
        name = name[:-1] if name.endswith("s") and m["article"].casefold() == "des" else name
        if (_NAMED.search(name) or m["year"]) and not _PLAIN.fullmatch(name):
            found.append((m, m["head"].casefold(), name))
    dated = {name: spaces(f"{name}{m['year']}") for m, _, name in reversed(found) if name and m["year"]}
    by_sentence: dict[int, list[Subject]] = {}
    last: dict[str, str] = {}
    for m, head, name in found:
        known = name or last.get(head) or (next(reversed(last.values()), None) if head == "auszeichnung" else None)
        if not known:
            continue
        last[head] = known
        before = text[max(0, m.start() - 8) : m.start()]
        if _OBLIQUE.match(m["article"]) and not _TOWARDS.search(before):
            continue
        subject = Subject(dated.get(known, known), m["name"], m.start("name"), EVENT)
        by_sentence.setdefault(max(0, bisect_right(starts, m.start()) - 1), []).append(subject)
    return Works(by_sentence)
