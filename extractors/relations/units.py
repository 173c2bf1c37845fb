"""Parts of a house that somebody leads, "die Geschäftsstelle des VUV": the part is led, not the whole; and since when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from extractors.base import Fact, Mention, Span
from extractors.german import SPACE, TITLES, spaces
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.modality import modality_of
from extractors.relations.subjects import THINGS, Sentences
from extractors.terms import Terms

_NOUN: Final = (
    r"(?:[A-ZÄÖÜ][a-zäöüß-]{0,30}(?:stelle|sekretariat|büro|abteilung|ambulanz|referat|dezernat|zentrale|ausschuss|beirat)"
    r"|Sekretariat|Büro|Abteilung|Ambulanz|Referat|Dezernat|Beirat)"
)
_OF: Final = r"(?:des|der|vom|von der|von|am|an der|beim|bei der|im|in der)"
# "Abteilung Kardiologie" is a name of its own
_UNIT: Final = Sought(rf"(?<![\w-])(?P<unit>{_NOUN})(?P<s>s)?(?![\w-])(?!{SPACE}(?:für|zur|[A-ZÄÖÜ„]))")
_WHOLE: Final = re.compile(rf"{SPACE}{_OF}{SPACE}(?:[A-ZÄÖÜ][\w-]{{1,40}}{SPACE})?[„\"»]?")
# "in der Geschäftsstelle des VUV": where, not what
_WHERE: Final = re.compile(
    rf"(?<![\w-])(?:in|aus|bei|an|von|mit|zu|für|durch|über|am|im|vom|beim|zur|zum){SPACE}(?:(?:der|dem|den|die|das){SPACE})?(?:[a-zäöüß-]+{SPACE})?$",
    re.IGNORECASE,
)
_DIRECTION: Final = re.compile(rf"\b(?:[Dd]ie|deren|dessen|ihre){SPACE}(?:[a-zäöüß]+{SPACE})?(?:Leitung|Führung){SPACE}(?:der|des){SPACE}(?:[a-zäöüß-]+{SPACE})?$")  # fmt: skip
_TAKES: Final = re.compile(r"\b(?:übernimmt|übernahm|übernehmen|übernommen|hat|hatte|innehat|liegt|lag)\b")
_HANDS: Final = re.compile(r"\b(?:übergeben|übertragen|anvertraut|übergegangen|geht|ging|übergibt|übergab)\b")
_TO: Final = re.compile(rf"\ban{SPACE}(?:(?:Frau|Herrn?){SPACE})?(?:{TITLES}{SPACE}?)?$")
_FUTURE: Final = re.compile(r"\b(?:soll|wird|will|sollen|werden)\b[^;:]{0,200}?\b(?:übernehmen|übergeben|übertragen)\b")
_LEADS_IT: Final = re.compile(
    rf"{SPACE}(?:leitet|leitete)(?:{SPACE}(?:seit|ab|bis){SPACE}[^,;:]{{2,30}})?{SPACE}(?:(?:Frau|Herr){SPACE})?(?:{TITLES}{SPACE}?)?"
)
_LED: Final = re.compile(
    rf"{SPACE}(?:leitet|leitete)(?:{SPACE}(?:seit|ab|bis){SPACE}[^,;:]{{2,30}})?{SPACE}(?:die|das|den|ihre?|seine?){SPACE}(?:[a-zäöüß-]+{SPACE})?"
)
_LEAD_WORD: Final = Sought(
    rf"\b(?:leitet|leitete|leiten|leiteten|geleitet|koordiniert|koordinierte|(?:[Dd]ie|[Dd]eren|[Dd]essen){SPACE}(?:[a-zäöüß]+{SPACE})?(?:Gesamtl|Projektl|L)eitung)\b"
)
_BREAK: Final = re.compile(r"[,;:()„“\"\n]|\bund[ \u00a0][a-zäöüß]")
# "der das Institut geleitet |hat und zum| 30. September 2025 |in den Ruhestand| geht"
_THEN: Final = re.compile(rf"(?:{SPACE}(?:hat|hatte))?(?:,?{SPACE}und|,)(?:{SPACE}(?:geht|ging|tritt|scheidet|schied|wird|wurde))?{SPACE}(?:zum|am|im|Ende|mit{SPACE}dem)(?:{SPACE}Ende)?{SPACE}")  # fmt: skip
_RETIRES: Final = re.compile(
    rf"{SPACE}(?:in{SPACE}(?:den|die)|aus{SPACE}dem){SPACE}(?:[a-zäöüß]+{SPACE})?(?:Ruhestand|Vorruhestand|Pension|Rente|Amt|Dienst)\b|{SPACE}(?:ausscheidet|ausschied|emeritiert)\b"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part as the text names it: "Geschäftsstelle des VUV"."""

    name: str
    start: int
    end: int
    whole: bool


def precise(text: str, fact: Fact, terms: Terms) -> Fact:
    """A `leads` fact of a verb with the part that is led and its start and end."""
    if fact.predicate != "leads" or fact.object_quote is None or fact.rule in ("role_noun", "group_around"):
        return fact
    return _termed(text, _part(text, fact), terms)


def units(text: str, found: Sentences, name: str, version: int) -> Iterator[Fact]:
    """ "Die Geschäftsstelle leitet X", "X übernimmt die Leitung der Geschäftsstelle", "... ist an X übergeben worden"."""
    every = [_unit(text, found, m) for m in _UNIT.finditer(text)]
    full = {u.name for u in every if u.whole}
    for u in every:
        i = found.index(u.start)
        start, end = found.spans[i]
        if not start <= u.start < end or found.quoted(start, end):
            continue
        people = [m for m in found.named(start, end) if m.label == "PERSON"]
        who = _leader(text, (start, end), u, people) if people else None
        if who is None:
            continue
        longer = [f for f in full if f.startswith(f"{u.name} ")]
        thing = longer[0] if len(longer) == 1 and not u.whole else u.name
        low, high = min(u.start, who.span.start), max(u.end, who.span.end)
        sentence = text[start:end]
        yield Fact(
            str(who.attributes["name"]), "leads", thing, who.span.quote, text[u.start : u.end],
            around(text, start, end, Span.of(text, low, high)), 0.8, name, "leads_unit", version,
            "planned" if _FUTURE.search(sentence) else modality_of(sentence),
        )  # fmt: skip


def _leader(text: str, sentence: tuple[int, int], u: _Unit, people: list[Mention]) -> Mention | None:
    start, end = sentence
    before = [p for p in people if p.span.end <= u.start]
    after = [p for p in people if p.span.start >= u.end]
    if after and _LEADS_IT.fullmatch(text, u.end, after[0].span.start):
        return None if _WHERE.search(text, max(start, u.start - 40), u.start) else after[0]
    if before and _LED.fullmatch(text, before[-1].span.end, u.start):
        return before[-1]
    direction = _DIRECTION.search(text, max(start, u.start - 80), u.start)
    if direction is None:
        return None
    if _HANDS.search(text, start, end):
        return next((p for p in people if _TO.search(text, max(start, p.span.start - 60), p.span.start)), None)
    if not _TAKES.search(text, max(start, u.start - 120), min(end, u.end + 80)):
        return None
    if before and not _BREAK.search(text, before[-1].span.end, direction.start()):
        return before[-1] if direction.start() - before[-1].span.end <= 90 else None
    near = after and after[0].span.start - u.end <= 60 and not _BREAK.search(text, u.end, after[0].span.start)
    return after[0] if near else None


def _unit(text: str, found: Sentences, m: re.Match[str]) -> _Unit:
    whole = _WHOLE.match(text, m.end())
    named = found.named(m.end(), m.end() + 90) if whole is not None else []
    thing = next((n for n in named if n.label in THINGS), None)
    if whole is not None and thing is not None and whole.end() >= thing.span.start:
        return _Unit(spaces(m["unit"] + text[m.end() : thing.span.end]), m.start(), thing.span.end, whole=True)
    return _Unit(m["unit"], m.start(), m.end(), whole=False)


def _part(text: str, fact: Fact) -> Fact:
    """ "Die Geschäftsstelle des VUV leitet X": X leads no more than "Geschäftsstelle des VUV"."""
    quote = str(fact.object_quote)
    at = text.find(quote, fact.evidence.start, fact.evidence.end)
    while at >= 0:
        for m in _UNIT.finditer(text, max(fact.evidence.start, at - 120), at):
            between = _WHOLE.fullmatch(text, m.end(), at)
            if between and not _WHERE.search(text, max(fact.evidence.start, m.start() - 40), m.start()):
                words = text[m.end() : at + len(quote)]
                return replace(fact, object=spaces(m["unit"] + words), object_quote=text[m.start() : at + len(quote)])
        at = text.find(quote, at + 1, fact.evidence.end)
    return fact


def _termed(text: str, fact: Fact, terms: Terms) -> Fact:
    """With `since` and `until` of the verb's clause: "X leitet |seit 2021| das Y", "|Zum 1. Juni| übernimmt X die Leitung"."""
    start, end = fact.evidence.start, fact.evidence.end
    words = list(_LEAD_WORD.finditer(text, start, end))
    if len(words) != 1:
        return fact
    (word,) = words
    term: dict[str, str] = {}
    for date in terms.between(start, end - 1):
        low, high = sorted(((date.span.start, date.span.end), word.span()))
        if not _BREAK.search(text, low[1], high[0]):
            term |= terms.bound(date, start)
        elif _THEN.fullmatch(text, word.end(), date.span.start) and _RETIRES.match(text, date.span.end, end):
            term["until"] = str(date.norm)
    return replace(fact, qualifiers={**fact.qualifiers, **term}, modality=terms.modality(term, fact.modality))
