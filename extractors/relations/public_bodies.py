"""Towns and districts as bodies that act: "|Die Stadt Aue| beteiligt sich", "gefördert |vom Landkreis Marlow|"; "in der Stadt Aue" is a place."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extractors.base import Mention, Span
from extractors.german import spaces

_KINDS: Final = (
    r"(?:(?:Hanse|Universitäts|Landeshaupt|Bundes|Welterbe|Residenz|Berg|Kreis|Luther|Große[ \u00a0]Kreis)?[Ss]tadt"
    r"|(?:Verbands|Samt|Orts|Markt|Einheits|Stadt|Land)?[Gg]emeinde|(?:Land)?[Kk]reis|Städteregion|Regionalverband|Bezirksverband|Kanton)"
)
# "Musterkreis", "Auenkreis Marlow", "Muster-Kreis"; no circle of friends, of voters, of the pole
_WHOLE: Final = re.compile(
    rf"{_KINDS}(?:e?s)?[ \u00a0][A-ZÄÖÜ]|[A-ZÄÖÜ][\w-]{{2,40}}-(?:Kreis|Land)(?:e?s)?$"
    r"|[A-ZÄÖÜ][a-zäöüß-]{2,40}(?<!Land)(?<!Um)(?<!Wahl)(?<!Polar)(?<!Arbeits)(?<!Freundes)(?<!Förder)(?<!Gesprächs)kreis(?:e?s)?(?:$|[ \u00a0][A-ZÄÖÜ])"
)
_BEFORE: Final = re.compile(rf"(?<![\w-])(?P<kind>{_KINDS}(?:e?s)?)[ \u00a0]$")
# "|in der| Stadt X", "|aus dem| Landkreis Y", "rund um", "im Norden |der| Stadt X", "Bürger |der| Stadt X"
_PLACED: Final = re.compile(
    r"(?<![\w-])(?i:in|im|aus|nach|um|durch|auf|über|innerhalb|außerhalb|nahe|bei|beim|ganz|weite|Teil(?:e|en)?|Norden|Süden|Westen|Osten|Gebiet|Zentrum|Mitte|Herzen|Rand|Nähe|Straßen|Ortsteil|Stadtteil|Menschen|Bürger\w*|Einwohner\w*)[ \u00a0](?:(?:der|dem|den|des|die|das)[ \u00a0])?(?:[a-zäöüß-]+(?:en|er|n)[ \u00a0])?$"
)
# no word but a name follows these, also where no place is known
_SURE: Final = re.compile(
    r"(?<![\w-])(?:Landkreis(?:es)?|Samtgemeinde|Verbandsgemeinde|Ortsgemeinde|Landeshauptstadt|Hansestadt)[ \u00a0][A-ZÄÖÜ][a-zäöüß-]{2,30}(?:-[A-ZÄÖÜ][a-zäöüß]{2,30})?(?![\w-])"
)
# "|der Bund| übernimmt 80 Prozent"; "der Bund der Steuerzahler", "der Bund Deutscher Kriminalbeamter" are others
_STATE: Final = re.compile(
    r"(?<![\w-])(?:[Dd]er|[Vv]om|[Dd]em|[Dd]es)[ \u00a0](?P<state>Bund(?:es)?)(?![\w-])(?![ \u00a0](?:der|für|zur|von|evangelischer|katholischer|freier|[A-ZÄÖÜ]))"
)
_NEAR: Final = 40  # code points before a name


def public_bodies(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """A body for every town or district that is named with its kind and not as a place."""
    mentions = list(mentions)
    taken = [(m.span.start, m.span.end) for m in mentions if m.label in ("ORG", "INFRASTRUCTURE", "PROJECT")]
    spots: dict[int, int] = {m.start(): m.end() for m in _SURE.finditer(text)}
    spots |= {m.start("state"): m.end("state") for m in _STATE.finditer(text)}
    for m in mentions:
        if m.label != "LOC" or m.attributes.get("kind", "place") != "place":
            continue
        start = m.span.start
        if _WHOLE.match(m.span.quote) is None:
            before = _BEFORE.search(text, max(0, start - _NEAR), start)
            if before is None:
                continue
            start = before.start("kind")
        spots[start] = m.span.end
    for start, end in sorted(spots.items()):
        if _PLACED.search(text, max(0, start - _NEAR), start) or any(a < end and start < b for a, b in taken):
            continue
        name = re.sub(r"^(\w*(?:[Kk]reis|verband|Kanton))e?s(?=[ \u00a0])", r"\1", spaces(text[start:end]))
        name = re.sub(r"(-(?:Kreis|Land)|kreis|^Bund)e?s$", r"\1", name)
        yield Mention(Span.of(text, start, end), "ORG", None, 0.7, "relations", "public", 1, {"name": name})
