"""How a sentence says what it says: as done, as planned, as not so, as somebody's words."""

import re
from collections.abc import Iterable
from typing import Final

from extractors.base import Modality

_S: Final = "[ \u00a0]"
_NO_DENIAL: Final = rf"(?!{_S}(?:nur|zuletzt|allein|bloß|mehr{_S}nur|weniger|minder|wenige[nrs]?|selten|umsonst|ohne|erst|lange?|weit|einmal{_S}(?:ein\w*|zwei|drei|vier|fünf|sechs|halb|\d+))\b)"
# "|Nicht beteiligt| ist X"; "|nicht nur| A, sondern auch B", "|nicht weniger als| 20", "|kein Zweifel|" are no denials
_NEGATED: Final = re.compile(
    rf"\b(?:[Nn]icht{_NO_DENIAL}"
    rf"|[Kk]eine?[nrms]?(?!{_S}(?:Frage|Zweifel|Wunder|Geheimnis|[Gg]eringer\w*)\b)|[Ww]eder|[Nn]iemand\w*|[Nn]iemals|[Nn]ie|[Oo]hne(?={_S}[^,;]{{1,120}}?{_S}zu{_S}(?!einen?\b|allen\b|den\b)[a-zäöüß]+(?:en|rn|ln)(?:[ ,.;]|$))|ist{_S}falsch|[Oo]hne{_S}dass)\b"
)
_INTENDED: Final = re.compile(
    r"\b(?:soll|sollen|will|wollen|(?<!als )(?<!wie )[Gg]eplant|[Vv]orgesehen|plant|planen|beabsichtigt|möchten?|[Vv]oraussichtlich)\b|\b[Zz]iel\b[^,;]{0,60}\bist\b[^,;]{0,20},[ \u00a0]dass\b|"
    # the first of a sentence is enough: looking on from each would take the square of its length
    r"(?:^|(?<=[.!?]))(?>[^.!?]*?\b(?:entschieden|beschlossen|angekündigt)\b)[^.!?]*[ \u00a0](?:zu[ \u00a0][a-zäöüß]+|(?>\w+?zu)\w+)(?:en|ern|eln)\b"
)
# "wird sich am Projekt beteiligen": an infinitive ends the clause; "wird vom Bund gefördert" is a passive of today
_FUTURE: Final = re.compile(
    r"(?:^|(?<=[,;:]))(?>[^,;:]*?\b(?:wird|werden)\b)(?:[^,;:]|(?<=-),)*?[ \u00a0](?!worden\b|werden\b|(?:[a-zäöü]{0,20}ge(?!hen|ben|hör|stalt|winn|lang|nieß|lten|währ|nehm|wöhn|fährd|denk|nüg|leit)[a-zäöüß]{3,}en|be(?:trieb|gonn|schloss|wies|troff|worf)en|v(?:er|or)(?:geb|lieh|tret|schob|bund|bot|fasst|trag|schloss|schrieb)en|unter(?:halt|schrieb|stütz|richt|nomm)en|über(?:nomm|trag|geb)en|er(?:hob|halt|schloss)en|ent(?:worf|schied|halt)en)(?![\w-]))(?:[a-zäöüß]{3,}(?:en|ern|eln)|[a-zäöüß]*sein)(?=[ \u00a0]*(?:[.!?,:;]|$))"
    # "das im Mai seine Arbeit aufnehmen wird"; "betrieben wird", "vorgenommen wird" are passives
    r"|[ \u00a0](?!ge|be|er|ver|unter|ent|zer|über|\w*ge(?!h))[a-zäöüß]{3,}(?:en|ern|eln)[ \u00a0](?:wird|werden)(?=[ \u00a0]*[.,;:!?]|$)"
)
# "sei am Projekt beteiligt, hieß es": indirect speech; "den Angaben zufolge", but "laut Vertrag" is no one's word
_REPORTED: Final = re.compile(
    rf"\b(?:sei|seien|habe|hätten|werde|könne|solle|müsse|zufolge|[Nn]ach{_S}(?:eigenen{_S})?(?:Angaben|Aussagen?|Darstellung))\b"
)


# where a clause begins that says something of its own: "und |gehört| nicht zu Y", "; X", ", |das| im Mai startet", ", |aber| nicht Y"
_VERB: Final = r"(?:ist|sind|war|waren|hat|haben|wird|werden|wurden?|soll(?:en)?|will|wollen|kann|können|bleib(?:t|en)|[a-zäöüß]{2,}(?:[^e]t|[rlmn]et|tet|det|ete[nt]?|te))"
_NO_VERB: Final = r"(?!(?:damit|seit|mit|somit|weit|nicht|jetzt|zuletzt|heute|bereits|erst|fast|meist|sonst|samt|gut|rund|seitdem|heut|laut|statt|gesamt|derzeit|zumindest|insgesamt|selbst|dort|echt|leicht|spät|später|sofort|direkt|bekannt\w*|gilt)\b)"
NEXT: Final = re.compile(
    rf";|{_S}(?:und|oder){_S}(?={_NO_VERB}(?!(?:ge|be|ver|er|ent|zer)\w+t{_S}(?:werden|worden|wird|wurden?|von|vom|durch|hat|haben)\b){_VERB}{_S})|,{_S}(?={_NO_VERB}{_VERB}{_S}(?:aber|jedoch|dagegen|hingegen|dafür){_S})"
    rf"|,{_S}(?:aber|doch|jedoch|denn|dagegen|hingegen|wohl{_S}aber|und{_S}zwar){_S}"
)
# "|nicht im Mai|, sondern im Juni", "im Mai, |nicht im Juni|": what is denied stands beside what is so
_CONTRAST: Final = re.compile(
    rf"\b(?:[Nn]icht{_NO_DENIAL}(?!{_S}mehr\b)|[Kk]eine?[nrms]?)(?=(?P<left>{_S}[^,;]{{1,200}}),{_S}sondern\b)|(?:(?<=,{_S})|(?<={_S}und{_S})|(?<=,{_S}aber{_S})|(?<=,{_S}jedoch{_S}))nicht{_NO_DENIAL}(?!{_S}mehr\b)(?=(?P<right>(?:,{_S}wie{_S}[^,;]{{1,60}},)?{_S}[^,;.!?]{{1,200}}))"
)
_INNER: Final = re.compile(
    rf"(?:,{_S}(?:(?:an|in|bei|für|mit|von|zu|aus|durch|unter|auf|um|über){_S})?(?P<pronoun>der|die|das|dem|den|denen|deren|dessen|welche[rsmn]?)"
    rf"|(?:,{_S}|^)(?:(?:[Aa]uch|[Ss]elbst|[Ee]rst|[Nn]ur){_S})?(?P<why>[Ww]eil|[Oo]bwohl|[Oo]bgleich|[Ww]ährend|[Nn]achdem|[Bb]evor|[Dd]a|[Ww]o|[Ww]obei|[Ww]enn|[Ff]alls|[Ss]ofern|[Ss]obald|[Ss]olange|[Oo]hne|[Ss]tatt|[Aa]nstatt|[Uu]m))"
    rf"{_S}(?P<said>[^,;]*)(?P<close>,|(?=;|$))"
)
_LISTED: Final = re.compile(rf"[A-ZÄÖÜ][^,;]*{_S}(?:und|sowie|oder){_S}")
# ", das im Mai startet", but ", das Klinikum Marlow" and ", das Projekt zu fördern" go on with what was begun
_FINITE: Final = re.compile(r"[ \u00a0][a-zäöüß]+[“\"»]?[.!?]?\s*$")
_TO: Final = re.compile(r"[ \u00a0](?:zu[ \u00a0]\w+|\w+zu\w+)(?:en|rn|ln)[“\"»]?[.!?]?\s*$")
# "„Das reicht nicht“, sagt X", "(die Finanzierung ist nicht gesichert)", but no name: "„Wasser und Macht“", "(KLARA)"
_QUOTED: Final = re.compile(r"„[^„“]{30,}“(?=,)|„[^„“]*[.!?]“|\((?=[^()]*[ \u00a0][a-zäöüß]+[ \u00a0])[^()]{20,}\)")
_MOST: Final = 2_000
"""Code points of a sentence of which clauses are told apart; a longer one is no sentence of a release."""


def modality_of(sentence: str) -> Modality:
    """The modality of a sentence's statement; the wording decides, not the calendar."""
    if _NEGATED.search(sentence):
        return "negated"
    if _INTENDED.search(sentence) or _FUTURE.search(sentence):
        return "planned"
    return "reported" if _REPORTED.search(sentence) else "asserted"


def modality_at(sentence: str, *places: int) -> Modality:
    """The modality of the clause in which a statement ends: "wird von X geleitet |und gehört nicht zu Y|".

    Args:
        sentence: with its full stop.
        places: where in it stand the names and days that the statement is of; code points.
    """
    if not places or len(sentence) > _MOST:
        return modality_of(sentence)
    clause = _clause(sentence, max(places))
    return "negated" if contrasted(clause, places) else modality_of(_CONTRAST.sub(" ", clause))


def contrasted(sentence: str, places: Iterable[int]) -> bool:
    """Whether one of the places stands in what is denied beside what is so: "nicht |im Mai|, sondern im Juni"."""
    if "icht" not in sentence and "ein" not in sentence:
        return False
    scopes = [m.span("left" if m["left"] else "right") for m in _CONTRAST.finditer(sentence)]
    return any(start <= place < end for place in places for start, end in scopes)


def subordinate(sentence: str) -> list[tuple[int, int]]:
    """Where a sentence has clauses with a verb of their own: ", das Weber leitet,", "Weil X fehlt,"; code points."""
    found = []
    for m in _INNER.finditer(sentence):
        ends = _FINITE.search(m["said"]) is not None
        if ends and (m["why"] or not (_LISTED.match(m["said"]) or _TO.search(m["said"]))):
            found.append(m.span())
    return found


def _clause(sentence: str, place: int) -> str:
    """The sentence with blanks in the place of all clauses but the one that holds a place."""
    main = list(sentence)
    for start, end in (*(m.span() for m in _QUOTED.finditer(sentence)), *subordinate(sentence)):
        if start <= place < end:
            return " " * start + sentence[start:end] + " " * (len(sentence) - end)
        main[start:end] = " " * (end - start)
    told = "".join(main)
    edges = [0, *(m.end() for m in NEXT.finditer(told)), len(told)]
    start = max(e for e in edges if e <= place)
    end = min(e for e in edges if e > place)
    return " " * start + told[start:end] + " " * (len(told) - end)
