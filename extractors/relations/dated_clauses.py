"""What a clause with a day says begins or ends then: "Das Netz X |entstand 2018|", "wird zum 1. Januar |eingerichtet|", "eröffnet die Stadt |die Bücherei Y|".

Asked last, of sentences whose days no other rule has read. The thing is the subject of a verb that begins something, or what somebody begins.
"""

import re
from dataclasses import dataclass
from typing import Final

from extractors.base import Mention, Predicate
from extractors.german import spaces
from extractors.needles import Sought
from extractors.relations.named_mentions import no_preposition, nominative
from extractors.relations.plain import unnameable
from extractors.relations.subjects import EVENT, SUBJECTS, Sentences, Subject

_S: Final = r"[ \u00a0]"
DAY: Final = 10  # letters of "2026-05-03"
# "X entstand 2018", "soll im Herbst folgen", "tritt im Mai in Kraft", "nimmt die Arbeit auf": the subject begins
_BEGINS: Final = Sought(
    r"(?<![\w-])(?:entst(?:and|anden|eht|ehen)|folgen|folgt(?![ \u00a0](?:auf|dem|der|den))|hinzu(?:kommen|kommt|gekommen)?|in[ \u00a0](?:den[ \u00a0])?(?:\w+)?[Bb]etrieb(?![ \u00a0](?:ist|sind))|in[ \u00a0]Kraft|"
    r"ans?[ \u00a0](?:den[ \u00a0])?(?:Start|Netz)|online|starte[tn]|startete|begann(?:en)?|beginn(?:t|en)|begonnen|angelaufen|anlaufen|statt(?:finden|findet|fand|gefunden)?|tagte|tagt|tagen|(?:gilt|gelten)(?![^.;]{0,120}[ \u00a0]als[ \u00a0])|"
    r"(?:Arbeit|Tätigkeit|Dienst|Betrieb|Lehrbetrieb)[ \u00a0]auf(?:nehmen|genommen|nimmt|nahm|zunehmen)?)(?![\w-])"
)
# "wird |eingerichtet|", "ist |gegründet| worden", "hat sie |eröffnet|": whose it is tells the auxiliary
_MADE: Final = Sought(
    r"(?<![\w-])(?:eingerichtet|eröffnet|gegründet|eingeführt|gestartet|aufgelegt|errichtet|gebildet|freigeschaltet|ausgeschrieben|eingeweiht|geschaffen|etabliert|ins[ \u00a0]Leben[ \u00a0]gerufen|in[ \u00a0]Betrieb[ \u00a0]genommen|ausgerichtet|veranstaltet|geplant|vorgesehen)(?![\w-])"
)
# "|eröffnet| die Stadt die Bücherei", "|richtet| das Land eine Stelle |ein|": active, the object begins
_MAKES: Final = Sought(
    r"(?<![\w-])(?:(?:starte|eröffne|gründe|veranstalte)(?:t|te|ten|n)|plan(?:t|en|te|ten)|(?:richte(?:t|te|ten|n)|führ(?:t|te|en|ten))\b[^.;!?]{0,160}[ \u00a0]ein(?=[ \u00a0]*(?:[.,;]|$|und))|(?:leg(?:t|te|en|ten))\b[^.;!?]{0,160}[ \u00a0]auf(?=[ \u00a0]*(?:[.,;]|$|und)))(?![\w-])"
)
_ENDS: Final = Sought(
    r"(?<![\w-])(?:ende(?:t|te|n)|enden|geendet|ausgelaufen|(?:läuft|lief|laufen)[ \u00a0](?:[\w.]+[ \u00a0]){0,6}aus(?=[ \u00a0]*(?:[.,;]|$|und))|zu[ \u00a0]Ende(?![ \u00a0](?:zu|führen|bringen|gebracht|geführt))|stellte?(?:n|t)?[ \u00a0][^.;,]{0,60}[ \u00a0]ein)(?![\w-])"
)
# "ist am 1. Mai geschlossen" is a day off; what is closed "bis" a day opens then
_ENDED: Final = Sought(
    r"(?<![\w-])(?:(?:endgültig|dauerhaft|für immer)[ \u00a0]geschlossen|abgeschlossen|beendet|aufgelöst|eingestellt(?![ \u00a0]auf))(?![\w-])"
)
# "Der Vertrag wurde am 10. April |abgeschlossen|": it begins
_CONCLUDED: Final = re.compile(r"(?:[Vv]ertrag|[Vv]ereinbarung|[Aa]bkommen|[Pp]akt|[Vv]ersicherung)")
_LASTS: Final = Sought(
    r"(?<![\w-])(?:laufen|läuft|lief|dauern|dauert|gesichert|verlängert|gilt|gelten|zu[ \u00a0](?:sehen|besichtigen)|geöffnet|gezeigt|befristet|angelegt|fortgesetzt)(?![\w-])"
)
_ACTIVE: Final = re.compile(r"(?<![\w-])(?:hat|haben|hatte|hatten|habe)(?![\w-])")
_PASSIVE: Final = re.compile(r"(?<![\w-])(?:wird|werden|wurden?|worden|ist|sind|war|waren)(?![\w-])")
UNTIL: Final = re.compile(
    r"\b[Bb]is(?:[ \u00a0](?:zum|einschließlich|spätestens|mindestens|voraussichtlich|Ende|Mitte|Anfang))*[ \u00a0]$"
)
_BEFORE: Final = re.compile(
    r"\b(?:[Ss]eit|[Nn]ach|[Vv]or|[Bb]ereits seit)(?:[ \u00a0](?:dem|der|Anfang|Mitte|Ende))?[ \u00a0]$"
)
_BORDER: Final = re.compile(r"[,;:](?=[ \u00a0\n])|[ \u00a0][–-](?=[ \u00a0])")
# ", |die| am 1. September in Betrieb gehen soll"
_RELATIVE: Final = re.compile(
    r",[ \u00a0](?:der|die|das|welche[rs]?)[ \u00a0](?![A-ZÄÖÜ„])(?!(?:[a-zäöüß-]+[ \u00a0]){0,2}[A-ZÄÖÜ][\w-]*,)"
)
_OPENS: Final = re.compile(
    r"[ \u00a0]?(?:dass|weil|wenn|ob|falls|obwohl|nachdem|bevor|damit|sofern|sobald|während|als|denn|um)[ \u00a0]"
)
# "|Wenn| die Gutachter zustimmen, soll der Verbund 2028 entstehen": nothing is told
_IF: Final = re.compile(r"(?:Wenn|Falls|Sofern|Sollten?|Ob|Würden?)[ \u00a0]")
# "Das Institut begann im Mai, Moore zu zählen": a body begins to do something, unless it comes to be
_COMES_TO_BE: Final = Sought(
    r"(?<![\w-])(?:entst(?:and|anden|eht|ehen)|entstanden|in[ \u00a0](?:den[ \u00a0])?(?:\w+)?[Bb]etrieb|(?:Arbeit|Tätigkeit|Dienst|Betrieb|Lehrbetrieb)[ \u00a0](?:[^.;,]{0,60}[ \u00a0])?auf(?:nehmen|genommen|nimmt|nahm|zunehmen)?|hinzu(?:kommen|kommt|gekommen)?|folgen|folgt|aufgelöst|stellte?(?:n|t)?[ \u00a0][^.;,]{0,60}[ \u00a0]ein)(?![\w-])"
)
_AND: Final = re.compile(
    r"[ \u00a0](?:und|sowie)[ \u00a0](?=(?:[a-zäöüß]{3,}(?:t|te|n)|soll|wird|ist|hat|am|im|ab|zum|bis|Anfang|Mitte|Ende|(?:der|die|das)[ \u00a0][A-ZÄÖÜ][\w-]*[ \u00a0][a-zäöüß]{2,}(?:t|en))[ \u00a0])"
)
_ARTICLE: Final = r"(?<![\w-])(?P<article>der|die|das|den|dieser|diese|dieses|ein|eine|einen|ihr|ihre|ihren|sein|seine|seinen|unser|unsere|unseren|Der|Die|Das|Den|Ein|Eine|Einen|Ihr|Ihre|Ihren|Sein|Seine|Seinen|Dieser|Diese|Dieses)"
_ADJECTIVES: Final = rf"(?:(?!(?:und|sowie|oder){_S})[a-zäöüß-]{{3,30}}(?:e|er|es|en){_S}){{0,3}}"
_NOUN: Final = r"[A-ZÄÖÜ][\w-]{2,50}"
# "das Programm Nierenlotsen", "die Sonderausstellung „Unter Dampf“", "der Neubau des Labors", "die Bücherei Kreyenbrück"
_PHRASE: Final = re.compile(
    rf"{_ARTICLE}{_S}(?P<phrase>[„\"»](?P<only>[^„“”\"«»\n]{{2,70}})[“”\"«]|{_ADJECTIVES}(?P<noun>{_NOUN})(?:{_S}[„\"»](?P<title>[^„“”\"«»\n]{{2,70}})[“”\"«]|{_S}(?P<name>{_NOUN}(?:{_S}[A-ZÄÖÜ0-9][\w-]*){{0,2}})"
    rf"|(?:{_S}(?:des|der|eines|einer|für|zum|zur|von){_S}(?:(?:die|den|das|dem|der|einen|eine){_S})?{_ADJECTIVES}{_NOUN}){{1,2}})?)(?![\w-])"
)
_ACCUSATIVE: Final = frozenset(("den", "einen", "ihren", "seinen", "unseren"))
# What a name behind it is the name of: "das Programm |Nierenlotsen|" is called Nierenlotsen, "die Bücherei |Kreyenbrück|" both
_KIND: Final = re.compile(
    r"(?:programm|projekt|archiv|plattform|portal|reihe|studie|initiative|netz|netzwerk|register|datenbank|dienst|verbund|kampagne|aktion|konsortium|kolleg|app|software|ausstellung|wettbewerb|preis|messe|modul)$",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(rf"(?P<word>Er|Sie|Dieser|Diese|Dieses){_S}(?=[a-zäöüß])")
_GENDERS: Final = {"er": ("der", "den", "ein", "einen"), "sie": ("die", "eine"), "dieser": ("der", "den", "einen"), "diese": ("die", "eine"), "dieses": ("das", "ein")}  # fmt: skip
_NEAR: Final = 8  # code points between a comma and the day that it belongs to: "am Montag|, dem |3. Mai"

_IN_FRONT: Final = re.compile(r"(?i)\b(?:vor|hinter)[ \u00a0]$")

Told = tuple[Subject, Predicate, str, Mention, float, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """The clause around a day.

    Attributes:
        start, end: code points between the commas.
        low, high: of what "und" leaves of it: ", der im Mai begann |und Ende Juni endete|".
        relative: whether a relative pronoun opens it.
    """

    start: int
    end: int
    low: int
    high: int
    relative: bool


def dated_clauses(text: str, found: Sentences, i: int, dates: list[Mention]) -> list[Told]:
    """What begins or ends on the days of sentence `i`."""
    start, end = found.spans[i]
    if _IF.match(text, start, end):
        return []
    made: list[Told] = []
    for date in dates:
        part = _part(text, start, end, date)
        if part is None:
            continue
        before = text[max(start, date.span.start - 40) : date.span.start]
        until = UNTIL.search(before) is not None
        if _BEFORE.search(before):
            continue
        first, _, last = str(date.norm).partition("/")
        ranged = bool(last) and ("parts" in date.attributes or len(first) == DAY)
        told = _told(text, found, i, part, until=until)
        if told is None:
            continue
        thing, predicate = told
        if thing.name.startswith("nächste") or any(m[0].name == thing.name and m[1] == predicate for m in made):
            continue  # whose next one it is, other rules know
        if ranged and not until:
            if predicate == "starts_on":
                made += [(thing, "starts_on", first, date, 0.65, "clause_date"), (thing, "ends_on", last, date, 0.65, "clause_date")]  # fmt: skip
        else:
            made.append((thing, predicate, str(date.norm), date, 0.65, "clause_until" if until else "clause_date"))
    return made


def _part(text: str, start: int, end: int, date: Mention) -> _Part | None:
    """The clause that holds a day; None for one that states nothing."""
    left, right, opening = start, end, start
    for m in _BORDER.finditer(text, start, end):
        if m.end() <= date.span.start - _NEAR:
            left, opening = m.end(), m.start()
        elif m.start() >= date.span.end:
            right = m.start()
            break
    if _OPENS.match(text, left, right):
        return None
    low, high = left, right
    for m in _AND.finditer(text, left, right):
        if m.end() <= date.span.start:
            low = m.start()
        elif m.start() >= date.span.end:
            high = m.start()
            break
    return _Part(left, right, low, high, _RELATIVE.match(text, opening, right) is not None)


def _told(text: str, found: Sentences, i: int, part: _Part, *, until: bool) -> tuple[Subject, Predicate] | None:
    """The thing, and whether it begins or ends."""
    area = part.low, part.high
    made = _MADE.search(text, *area)
    thing, predicate = _begun_or_ended(text, found, i, part, made, until=until)
    if thing is None or predicate is None:
        return None
    if predicate == "ends_on" and _CONCLUDED.search(thing.name) and "abgeschlossen" in text[slice(*area)]:
        return None
    if thing.label == "ORG" and made is None and not _COMES_TO_BE.search(text, *area):
        return None
    if thing.label == "ORG" and "hinzu" in text[slice(*area)]:
        return None  # "das Inselspital wird im Sommer |hinzukommen|": it does not come to be then
    return thing, predicate


def _begun_or_ended(
    text: str, found: Sentences, i: int, part: _Part, made: "re.Match[str] | None", *, until: bool
) -> tuple[Subject | None, Predicate | None]:
    area = part.low, part.high
    if until:
        holds = any(verbs.search(text, *area) is not None for verbs in (_LASTS, _ENDS, _ENDED))
        return (_subject(text, found, i, part) if holds else None), "ends_on"
    active = _ACTIVE.search(text, *area) is not None
    makes = _MAKES.search(text, *area) is not None and _PASSIVE.search(text, *area) is None
    if (made is not None and active) or makes:
        thing = _object(text, found, part)
        if thing is not None or active:
            return thing, "starts_on"
    if _BEGINS.search(text, *area) is not None or (made is not None and not active):
        return _subject(text, found, i, part), "starts_on"
    if _ENDS.search(text, *area) is not None or (_ENDED.search(text, *area) is not None and not active):
        return _subject(text, found, i, part), "ends_on"
    return None, None


def _subject(text: str, found: Sentences, i: int, part: _Part) -> Subject | None:
    """The subject of a clause: what the relative pronoun stands for, the first nominative, what "sie" means."""
    start, _ = found.spans[i]
    if part.relative:
        return _right_before(text, found, start, part)
    if (pronoun := _PRONOUN.match(text, part.start, part.end)) is not None and part.start == start:
        return _meant(text, found, i, pronoun)
    if part.low > part.start and (
        any(_can_be_subject(text, part.low, p) for p in _PHRASE.finditer(text, part.low, part.high))
        or any(m.label in SUBJECTS and found.is_nominative(m, start) for m in found.named(part.low, part.high))
    ):
        # "läuft bis Mai |und die Gewinner folgen| im Juni": behind "und" stands a subject of its own
        return _first(text, found, start, part.low, part.high)
    return _first(text, found, start, part.start, part.end) or (
        # "X wird 2027 eingerichtet |und bis 2041 laufen|", "Der Verein, |gegründet 1990|": the subject stands before
        _first(text, found, start, start, part.start) if part.start > start and text[part.start - 1] == "," else None
    )


def _first(text: str, found: Sentences, start: int, low: int, high: int) -> Subject | None:
    """The first thing of a stretch that can be a subject, with a name or described."""
    named = next(
        (m for m in found.named(low, high) if m.label in (*SUBJECTS, "PERSON") and found.is_nominative(m, start)), None
    )
    phrase = next((p for p in _PHRASE.finditer(text, low, high) if _can_be_subject(text, start, p)), None)
    if phrase is not None and (named is None or phrase.start() < named.span.start):
        inside = [m for m in found.named(low, high) if phrase.start() <= m.span.start < phrase.end()]
        if named is None or named not in inside or named.span.start > _head_end(phrase) + 2:
            return None if any(m.span.start <= _head_end(phrase) - 1 < m.span.end for m in inside) else _called(phrase)
    if named is None or named.label == "PERSON":
        return None
    return Subject(named.attributes["name"], named.span.quote, named.span.start, named.label)


def _can_be_subject(text: str, start: int, phrase: re.Match[str]) -> bool:
    return phrase["article"].casefold() not in _ACCUSATIVE and nominative(text, start, phrase.start("phrase"))


def _called(phrase: re.Match[str]) -> Subject | None:
    """A described thing under the name that stands with it."""
    noun = phrase["noun"]
    if noun is None:
        return Subject(spaces(phrase["only"]), phrase["phrase"], phrase.start("phrase"), EVENT)
    if unnameable(noun):
        return None
    if phrase["title"] is not None:
        return Subject(spaces(phrase["title"]), phrase["phrase"], phrase.start("phrase"), EVENT)
    if phrase["name"] is not None:
        name = phrase["name"] if _KIND.search(noun) else f"{noun} {phrase['name']}"
        return Subject(spaces(name), phrase["phrase"], phrase.start("phrase"), EVENT)
    return Subject(spaces(_base(phrase)), phrase["phrase"], phrase.start("phrase"), EVENT)


def _head_end(phrase: re.Match[str]) -> int:
    return phrase.end("noun") if phrase["noun"] is not None else phrase.end("only")


def _base(phrase: re.Match[str]) -> str:
    """The words of a phrase without what says nothing that lasts."""
    words = phrase["phrase"].split()
    while words and re.fullmatch(r"(?:neu|gemeinsam|eigen|geplant|zentral|entsprechend)e[rsn]?", words[0]):
        words.pop(0)
    return " ".join(words)


def _right_before(text: str, found: Sentences, start: int, part: _Part) -> Subject | None:
    """ "Die Plattform X|, die| im Mai in Betrieb geht": what stands right before the comma."""
    comma = part.start - 1
    near = [m for m in found.named(start, comma) if m.label in SUBJECTS and comma - m.span.end in (0, 1)]
    if near:
        return Subject(near[-1].attributes["name"], near[-1].span.quote, near[-1].span.start, near[-1].label)
    phrase = next((p for p in _PHRASE.finditer(text, max(start, comma - 160), comma) if p.end() == comma), None)
    return _called(phrase) if phrase is not None else None


def _meant(text: str, found: Sentences, i: int, pronoun: re.Match[str]) -> Subject | None:
    """ "zeigt |die Ausstellung „Unter Dampf“|. |Sie| wird am 10. Mai eröffnet": the only named thing of the sentence before that fits."""
    start, _ = found.spans[i]
    if not i or "\n\n" in text[found.spans[i - 1][1] - 1 : start]:
        return None
    low, high = found.spans[i - 1]
    wanted = _GENDERS[pronoun["word"].casefold()]
    fitting = [
        p for p in _PHRASE.finditer(text, low, high) if p["article"].casefold() in wanted and (p["title"] or p["name"])
    ]
    if len(fitting) != 1:
        return None
    p = fitting[0]
    inside = [m for m in found.named(low, high) if p.start() <= m.span.start < p.end()]
    if inside:
        m = inside[0]
        return (
            Subject(m.attributes["name"], pronoun["word"], start, m.label)
            if m.label in SUBJECTS and m.label != "ORG"
            else None
        )
    thing = _called(p)
    return Subject(thing.name, pronoun["word"], start, EVENT) if thing is not None else None


def _object(text: str, found: Sentences, part: _Part) -> Subject | None:
    """What somebody begins: the last thing with an article that can be an accusative, behind who does it."""
    low, high = part.start, part.end
    phrases = [
        p
        for p in _PHRASE.finditer(text, low, high)
        if p["article"].casefold() != "der"
        and no_preposition(text, low, p.start("phrase"))
        # "richtet |den Schulen| eine Stelle ein", "|vor den Ferien| eröffnet"
        and not (p["article"].casefold() == "den" and (p["noun"] or "").endswith("n"))
        and not _IN_FRONT.search(text, max(low, p.start() - 8), p.start())
    ]
    sure = [p for p in phrases if p["article"].casefold() in _ACCUSATIVE]
    doers = [m for m in found.named(low, high) if m.label in ("ORG", "PERSON", "INFRASTRUCTURE")]
    bare = any(not any(p.start() <= m.span.start < p.end() for p in phrases) for m in doers)
    der = re.search(rf"(?<![\w-])(?:[Dd]er|[Ee]r|[Ss]ie|[Ee]s|[Mm]an|[Ww]ir){_S}", text[low:high]) is not None
    if sure:
        chosen = sure[-1]
    elif len(phrases) >= 2 or (phrases and (bare or der)):
        chosen = phrases[-1]
    else:
        return None
    inside = [m for m in found.named(low, high) if chosen.start() <= m.span.start < chosen.end()]
    if inside and inside[0].span.start <= _head_end(chosen) + 3:
        m = inside[0]
        return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label) if m.label in SUBJECTS else None
    return _called(chosen)
