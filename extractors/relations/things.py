"""Undertakings that no extractor knows, by a title or by a description in the text's own words.

"im Kolleg Wir und die Stadt" is "Wir und die Stadt", "die Abwrackprämie für alte Kühlschränke" is that, and "das Projekt" of
a release that names no other is "Projekt".
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.base import Mention, Span
from extractors.german import spaces
from extractors.needles import Sought

_NOUN: Final = (
    r"(?:[\w-]{0,40}(?:[Pp]rojekt|[Vv]orhaben|[Pp]rämie|[Kk]olleg|[Ss]tudie)|"
    r"(?:Förder|Austausch|Stipendien|Mentoring|Modell|Sonder|Investitions|Forschungs)?[Pp]rogramm|Kampagne|Initiative)"
)
# "die |Abwrackprämie für alte Kühlschränke|", "das |Projekt|", the headline "|Neues Promotionskolleg"
_DEFINITE: Final = Sought(
    rf"(?<!\w)(?:[Dd](?:as|e[rsmn]|ie(?:se[rsm]?)?)|[Ii]m|[Aa]m|[Uu]nser|[Zz]u[mr]|[Bb]eim|[Vv]om|^Neue[rs]?)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){{0,3}}(?P<noun>{_NOUN})(?:e?s)?(?![\w-])(?![ \u00a0]?[„\"])",
    re.MULTILINE,
)
_COMPLEMENT: Final = re.compile(
    r"[ \u00a0](?:für|zur|zum|zu|über)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){0,2}[A-ZÄÖÜ][\w-]{3,}(?:[ \u00a0](?:und[ \u00a0][A-ZÄÖÜ][\w-]{0,40}|(?:der|des|von)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er)[ \u00a0])?[A-ZÄÖÜ][\w-]{0,40}))?"
)
_GENERIC: Final = frozenset(("projekt", "forschungsprojekt", "vorhaben", "forschungsvorhaben", "verbundprojekt"))
_HEADS: Final = ("projekt", "vorhaben", "prämie", "kolleg", "studie", "programm", "kampagne", "initiative")
_NAME: Final = re.compile(r"[ \u00a0][A-ZÄÖÜ]")
_OTHER: Final = re.compile(
    r"(?:vorgänger|nachfolge|folge|teil|end|schul|bau)(?:projekt|vorhaben|programm)", re.IGNORECASE
)
# "im Kolleg |Mit Worten – Macht durch Sprache|": a title begins with a word that no German noun phrase has there
_TITLE: Final = re.compile(
    r"[ \u00a0](?P<title>(?:Mit|Im|In|Für|Von|Auf|Zu|Über|Gemeinsam|Wir|Vom|Zum|Zur|Am|An|Aus|Ohne|Unter|Zwischen|Gegen|Nach)[ \u00a0]"
    r"(?:(?:[A-ZÄÖÜ][\w-]{0,40}|–|und|durch|für|in|im|der|die|das|den|dem|des|von|mit|zu|zur|zum|auf|am|an|ohne|statt|gegen)[ \u00a0]){0,9}[A-ZÄÖÜ][\w-]{0,40})"
)
# "die am |„Programme des échanges“| (PDE) teilnehmen"
_JOINED: Final = re.compile(
    r"\b(?:am|an dem|an der|beim|bei dem)[ \u00a0][„\"»](?P<title>[^„“”\"«»\n]{3,80})[“”\"«](?=[^.;:!?\n]{0,60}?[ \u00a0](?:teil|beteiligt|mitwirk|mitgewirkt))"
)

# "des Bündnisses |„Kühler Kiez“|", "das Konzept |„Zahlwerk“|": undertakings that are no mentions of their own
_CALLED: Final = Sought(
    r"(?<![\w-])(?:[\w-]{0,30}(?i:bündnis(?:ses)?|allianz|konzept(?:s|es)?|modell(?:s|es)?|modellversuch(?:s|es)?|aktion|stipendium(?:s)?|abkommen(?:s)?|pakt(?:s|es)?|partnerschaft|reallabor(?:s)?|kampagne|initiative|projekt(?:s|es)?|vorhaben(?:s)?|programm(?:s)?|offensive|cluster(?:s)?|kolleg(?:s)?|challenge))[ \u00a0][„\"»](?P<title>[A-ZÄÖÜ0-9][^„“”\"«»\n]{2,60})[“”\"«]"
)
_QUOTED: Final = re.compile(r"[„»\"](?P<title>[A-ZÄÖÜ][^„“”\"«»\n.,;:]{2,50})[“«\"”]")
_WORDS: Final = 5  # of a name in quotation marks; more are a saying


# "Erster Patient in |ADAPT-Lunge|": a word with capitals inside
_CAMEL: Final = re.compile(
    r"(?<![\w./@&+-])(?=[\w-]{0,24}[A-ZÄÖÜ0-9][\w-]{0,24}[A-ZÄÖÜ0-9])(?=[\w-]{0,24}[A-ZÄÖÜ]{2}|[\w-]{0,24}[a-zäöü][A-ZÄÖÜ]|[A-ZÄÖÜ]\d)[A-Za-zÄÖÜ][\w]{2,24}(?:-[A-ZÄÖÜ0-9][\w]{1,20})?(?![\w@&+]|-[\wäöü]|\.\w)"
)
_NO_NAME: Final = re.compile(
    r"(?:SARS|COVID|CoV|Corona|HIV|mRNA|DNA|RNA|DNS|MRT|CT|PET|EEG|EKG|PCR|ICD|KI|IT|EDV|USB|PDF|QR|CO2|WLAN|PKW|LKW|GPS|EU|UN|USA|NATO|AIDS|ADHS|COPD|GmbH|gGmbH|ISBN|ISSN|DOI|URL|ORCID|FAIR|CAR-T|DIN|ISO|LinkedIn|YouTube|ChatGPT|iPhone|WhatsApp|e\.V|MdB|MdL|Uhr|Dr|Prof|VfL|FSV|TSV)"
)
# "den Gewässerpakt |Mittlere Nidda|", "Das Parkinsonnetz |Allgäu|": what it is and where or what for
_PACT: Final = Sought(
    r"(?<![\w-])(?:[Dd](?:as|ie|er|em|en|es)|[Ii]m|[Aa]m|[Zz]u[mr]|[Vv]om|[Bb]eim)[ \u00a0](?P<title>[A-ZÄÖÜ][\w-]{2,30}(?:pakt|partnerschaft|versprechen|bündnis|allianz|netz|netzwerk|initiative|offensive|abkommen|kampagne|konsortium|verbund|challenge|werkstatt|atlas)(?:[ \u00a0](?:[A-ZÄÖÜ][\w-]{2,30}|–|für|und)){1,4})(?<![ \u00a0](?:für|und))(?<![ \u00a0]–)(?![\w-])"
)


_MOST: Final = 24  # names of one release: more are a list


def topical(
    text: str, heads: list[tuple[int, int]], known: Sequence[tuple[int, int]], *, without: bool
) -> list[Mention]:
    """What a release goes on about under a name that no extractor knows, wherever it stands outside of known names.

    In quotation marks: behind a noun that says what it is, or in the headline and again below.

    Args:
        text: the release.
        heads: its headline and lead, as code points.
        known: where names and quotes are.
        without: whether no undertaking is known: then a word with capitals inside that stands in the headline is a name too, and a
            "Klimapakt Mittlere Nidda".
    """
    held = bytearray(len(text) + 1)
    for a, b in known:
        held[a:b] = b"\x01" * (b - a)
    above = "\n".join(text[a:b] for a, b in heads)
    titles = {m["title"] for m in _CALLED.finditer(text)}
    titles |= {
        m["title"] for m in _QUOTED.finditer(above) if m["title"].count(" ") < _WORDS and text.count(m["title"]) > 1
    }
    if without and not titles:
        # "die |NordhessenNetz|" is the NordhessenNetz GmbH
        parts = {word for a, b in known for word in text[a:b].split()}
        titles |= {m[0] for m in _CAMEL.finditer(above) if not _NO_NAME.match(m[0]) and m[0] not in parts}
        titles |= {m["title"] for m in _PACT.finditer(text)}
    if not titles or len(titles) > _MOST:
        return []
    every = re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(t) for t in sorted(titles, key=len, reverse=True))})(?![\w-])"
    )
    return [
        _mention(text, m.start(), m.end(), spaces(m[0]), "topical", 0.6)
        for m in every.finditer(text)
        if not held[m.start()] and not held[m.end() - 1]
    ]


def titled(text: str) -> list[Mention]:
    """What stands behind "Kolleg" or "Projekt" as a title without quotation marks, and what one takes part in by a title in them."""
    spots = [(t.start("title"), t.end("title")) for m in _DEFINITE.finditer(text) if (t := _TITLE.match(text, m.end()))]
    spots += [m.span("title") for m in _JOINED.finditer(text)]
    return [_mention(text, *spot, spaces(text[slice(*spot)]), "titled", 0.7) for spot in sorted(spots)]


def described(text: str) -> list[Mention]:
    """Every place of the undertakings of one kind that a release without any project's name tells of.

    One that has a title goes by it. Where there are several of the kind ("die Kohleprämie", "die Windprämie"), each has its own
    name, and the bare noun ("die Prämie") means the one that was named last. None when it tells of several kinds.
    """
    found = [m for m in _DEFINITE.finditer(text) if not _OTHER.fullmatch(m["noun"])]
    if len({_head(m["noun"]) for m in found}) != 1:
        return []
    titles = {spaces(t["title"]) for m in found if (t := _TITLE.match(text, m.end()))}
    if len(titles) > 1 or (not titles and any(_NAME.match(text, m.end()) for m in found)):
        # "im Kolleg Wort und Macht": it has a name, if none that is known
        return []
    if titles:
        return [_mention(text, m.start("noun"), m.end(), next(iter(titles)), "described", 0.7) for m in found]
    return list(_by_noun(text, found))


def _by_noun(text: str, found: list[re.Match[str]]) -> Iterator[Mention]:
    own = [m["noun"] for m in found if not _bare(m["noun"])]
    wholes: dict[str, str] = {}
    plains: dict[str, str] = {}
    for m in found:
        key, noun = _key(m["noun"]), m["noun"]
        plains[key] = min(plains.get(key, noun), noun, key=lambda n: (n.casefold() != "projekt", len(n)))
        if (complement := _COMPLEMENT.match(text, m.end())) is not None:
            wholes.setdefault(_key(m["noun"]), spaces(m["noun"] + complement[0]))
    single = len({_key(n) for n in own}) < 2
    last = _key(own[0]) if own else _key(found[0]["noun"])
    for m in found:
        key = _key(m["noun"])
        if _bare(m["noun"]):
            key = last
        last = key
        name = wholes.get(key) or (next(iter(wholes.values()), None) if single else None)
        plain = plains[key]
        yield _mention(text, m.start("noun"), m.end(), name or plain, "described", 0.6)


def _bare(noun: str) -> bool:
    """Whether the noun alone says nothing of which one it is."""
    return noun.casefold() in _GENERIC or noun.casefold() in _HEADS


def _key(noun: str) -> str:
    return _head(noun) if _bare(noun) else noun.casefold()


def _head(noun: str) -> str:
    low = noun.casefold()
    head = next(h for h in _HEADS if low.endswith(h))
    return "projekt" if low in _GENERIC else head


def _mention(text: str, start: int, end: int, name: str, rule: str, score: float) -> Mention:
    return Mention(Span.of(text, start, end), "PROJECT", None, score, "relations", rule, 1, {"name": name})
