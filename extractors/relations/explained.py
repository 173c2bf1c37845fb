"""Nets and projects that no extractor knows but for which the text gives a short form: "das Studiennetz Moor (STUMO)"."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extractors.base import Fact, Label, Mention, Span

_MOST: Final = 12  # names: each is looked for in the whole text
_HEADS: Final[tuple[tuple[Label, re.Pattern[str]], ...]] = (
    (
        "INFRASTRUCTURE",
        re.compile(r"[A-ZÄÖÜ][\w-]{0,60}(?:netz|netzwerk|verbund|register|plattform|biobank|datenbank|archiv|portal)"),
    ),
    ("PROJECT", re.compile(r"[A-ZÄÖÜ][\w-]{0,60}(?:projekt|vorhaben|programm|studie|konsortium|initiative)")),
)


def explained(text: str, facts: Iterable[Fact], named: Sequence[Mention]) -> list[Mention]:
    """The mentions `named`, and every place of the long and short forms of `abbreviation_of` whose long form nobody named.

    A mention of a short form with the number behind it ("gehören dem |STUMO 26| Kliniken an") is taken for the short form.
    """
    known = {m.attributes["name"]: m.label for m in named}
    labels: dict[str, Label] = {}
    forms: dict[str, str] = {}
    for fact in facts:
        if fact.predicate != "abbreviation_of" or len(labels) >= _MOST:
            continue
        long = str(fact.object)
        head, _, rest = long.partition(" ")
        label = next((k for k, heads in _HEADS if heads.fullmatch(head)), None)
        if label is not None and rest:
            labels[long] = known.get(long, label)
            forms |= {fact.subject: long, long: long, long.replace(head, f"{head}s", 1): long}
            forms[long.replace(head, f"{head}es", 1)] = long
    if not forms:
        return list(named)
    kept = [m for m in named if not ((parts := re.fullmatch(r"(.+)[ \u00a0]\d+", m.span.quote)) and parts[1] in forms)]
    taken = bytearray(len(text))
    for m in kept:
        taken[m.span.start : m.span.end] = b"\x01" * len(m.span.quote)
    found = []
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    for place in re.finditer(rf"(?<![\w-])(?:{either})(?![\w-])", text):
        if taken.find(1, *place.span()) < 0:
            name, span = forms[place[0]], Span.of(text, *place.span())
            found.append(Mention(span, labels[name], None, 0.7, "relations", "explained", 1, {"name": name}))
    return sorted([*kept, *found], key=lambda m: (m.span.start, -m.span.end))
