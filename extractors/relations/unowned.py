"""Phases and terms of which it was said before whose they are: "Das Netz X wächst. |Die Förderphase| beginnt am 1. Juli"."""

import re
from typing import Final

from extractors.relations.subjects import Sentences, Subject

_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_SPACE: Final = r"[ \u00a0]"
# "|Die Förderphase| beginnt", "Nun steht fest: |Die neue Förderphase| startet"; "die Förderung des X", "durch das Y" name somebody
_UNOWNED: Final = re.compile(
    rf"(?:^|^(?:Beginnen|Starten|Enden){_SPACE}(?:soll|sollen|wird|werden){_SPACE}|[;:]{_SPACE}|,{_SPACE}(?:und{_SPACE})?(?:dass|weil|wenn){_SPACE})(?:[Dd]ie|[Dd]er|[Dd]iese|[Dd]ieser|[Ii]hre|[Ss]eine){_SPACE}(?P<new>(?:neue|aktuelle|laufende|jetzige|gesamte|kommende){_SPACE})?"
    rf"(?P<noun>(?P<phase>Förderphase|Förderperiode)|Förderung|Projektförderung|Laufzeit|Projektlaufzeit|Förderdauer|Förderzeitraum|Arbeit|Arbeiten|Umsetzung|Projektarbeit|Forschungsarbeiten)(?=[ \u00a0][a-zäöüß(])(?!{_SPACE}(?:des|der|von|vom|für|durch|zum|zur){_SPACE})"
)


def unowned(text: str, found: Sentences, i: int) -> Subject | None:
    """The phase, the funding or the term of the one undertaking that the sentences before name, else of what the release is about."""
    start, end = found.spans[i]
    told = _UNOWNED.search(text[start:end])
    owner = _owner(found, i) if told is not None else None
    if told is None or owner is None:
        return None
    at = start + told.start("noun")
    if told["phase"] is None and not told["noun"].casefold().startswith(("förder", "projektförder")):
        return Subject(owner.name, told["noun"], at, owner.label)
    return Subject(
        f"{told['new'] or ''}{told['noun']} ({owner.name})".replace("\u00a0", " "), told["noun"], at, "PROJECT"
    )


def _owner(found: Sentences, i: int) -> Subject | None:
    for k in (i - 1, i - 2):
        near = {m.attributes["name"]: m for m in found.named(*found.spans[k])} if k >= 0 else {}
        things = [m for m in near.values() if m.label in _UNDERTAKINGS]
        if len(things) == 1:
            return Subject(things[0].attributes["name"], things[0].span.quote, things[0].span.start, things[0].label)
        if things:
            # two are spoken of, and either may be meant
            return None
    about = found.about(i)
    return about if about is not None and about.label in _UNDERTAKINGS else None
