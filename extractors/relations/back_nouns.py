"""Nouns that go back to what was named before: "das Projekt", "der Verbund", "das auf zwei Jahre angelegte Vorhaben"."""

import re
from typing import Final

from extractors.relations.named_mentions import THINGS

_PROJECTS: Final = (
    "Projekt|Forschungsprojekt|Verbundprojekt|Modellprojekt|Konsortium|Studie|Programm|Förderprogramm|Vorhaben|Forschungsvorhaben|Promotionskolleg|"
    "Graduiertenkolleg|Kolleg|Exzellenzcluster|Cluster|Sonderforschungsbereich|Kampagne|Initiative"
)
_NETS: Final = (
    "Netz|Netzwerk|Verbund|Zusammenschluss|Plattform|Register|Biobank|Infrastruktur|Bündnis|Allianz|Portal|Archiv"
)
# "das Forschungsnetz", "der Klinikverbund", "das Kooperationsprojekt"; "das Teilprojekt" is another
_COMPOUND: Final = (
    r"(?!(?:Teil|Vorgänger|Nachfolge|Folge|End|Bau|Unter|Pilot|Einzel|Schwester|Dach)[a-zäöü])[A-ZÄÖÜ][a-zäöüß]{2,24}(?:-[A-ZÄÖÜ]?|s)?"
    r"(?:projekt|vorhaben|studie|programm|konsortium|initiative|cluster|kolleg|netz|netzwerk|verbund|plattform|register|biobank|infrastruktur|bündnis|allianz|zentrum)"
)
BACK_NOUNS: Final = f"{_PROJECTS}|{_NETS}|{_COMPOUND}"
_BODIES: Final = (
    "Standort|Klinik|Klinikum|Universitätsklinikum|Universität|Hochschule|Institut|Zentrum|Haus|Einrichtung|Stiftung|Behörde|"
    "Fakultät|Verband|Verein|Unternehmen|Museum|Ministerium|Gesellschaft|Akademie|Konzern|Amt|Bundesamt|Kammer"
)
BACK: Final = re.compile(
    r"(?<![\w-])(?:(?P<pronoun>Sie|Es|Er)(?=[ \u00a0][a-zäöü])|(?:(?<=t[ \u00a0])|(?<=en[ \u00a0]))(?<!gibt[ \u00a0])(?<!gab[ \u00a0])(?P<inverted>sie|es)(?=[ \u00a0])|"
    rf"(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]ieses|[Dd]iese|[Dd]ieser)[ \u00a0](?:[a-zäöüß-]{{3,}}e[ \u00a0]){{0,2}}(?P<noun>{_BODIES}|{BACK_NOUNS}))(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
# "|das auf zwei Jahre angelegte Vorhaben|", "|dem aus einem Verein hervorgegangenen Netz|": what is said of it stands before the noun
LONG: Final = re.compile(
    rf"(?<![\w-])(?P<article>[Dd](?:er|ie|as|em|en|es)|[Aa]m|[Ii]m|[Vv]om|[Zz]u[mr])[ \u00a0](?=[a-zäöüß\d])(?P<said>[^.,;:!?()\n„“]{{3,110}}?[ \u00a0][a-zäöüß-]{{2,40}}(?:t|en|end)e[nrs]?)[ \u00a0](?P<noun>{_BODIES}|Fachgesellschaft|Fachverband|Dachverband|Forschungsinstitut|Forschungszentrum|{_NETS}|{_PROJECTS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
OBJECT: Final = re.compile(
    rf"(?:[ \u00a0](?:an|in|für)|)[ \u00a0](?:das|den|dem|die|des|dieses|diesen|diese|am|im|der|beim)[ \u00a0](?:[a-zäöüß-]{{3,}}en?[ \u00a0]){{0,2}}(?:[A-ZÄÖÜ]{{2,}}-)?(?P<noun>{BACK_NOUNS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
_GENITIVE: Final = re.compile(r"(?:es|(?<![suißx])s)$")
HOUSE: Final = re.compile(
    rf"[ \u00a0](?:(?:am|im|zum|zur|des|der|dem|beim)[ \u00a0])?(?P<noun>{_BODIES})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|[„A-ZÄÖÜ]))"
)
BUILDING: Final = re.compile(r"(?:Der|Das)[ \u00a0](?:Neubau|Gebäude|neue[ \u00a0](?:Gebäude|Haus))(?![\w-])")
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(_PROJECTS.split("|"), ("PROJECT",)), **dict.fromkeys(_NETS.split("|"), ("INFRASTRUCTURE", "PROJECT", "ORG")),
    **dict.fromkeys((*_BODIES.split("|"), "Fachgesellschaft", "Fachverband", "Dachverband", "Forschungsinstitut", "Forschungszentrum"), ("ORG", "INFRASTRUCTURE")),
}  # fmt: skip
_TAILS: Final = sorted(((noun.casefold(), kinds) for noun, kinds in _KINDS.items()), key=lambda t: -len(t[0]))


def kinds_of(noun: str) -> tuple[str, ...]:
    """The labels of what a noun or a compound that ends in it can mean."""
    return _KINDS.get(noun) or dict(_TAILS).get(tail_of(noun), THINGS)


def tail_of(noun: str) -> str:
    """ "Forschungsnetz" is a "netz"."""
    low = noun.casefold()
    return next((tail for tail, _ in _TAILS if low.endswith(tail)), low)


def bare_noun(noun: str) -> str:
    """A noun without the ending of its genitive: "Netzwerks", "Projektes", "Hauses", but "Campus", "Messe" as they are."""
    return _GENITIVE.sub("", noun)
