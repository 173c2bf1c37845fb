"""Does the clause around a date look back or ahead? Decides between the last and the next "Montag", "Juli", "15. März"."""

import re
from typing import Final

_PAST: Final = re.compile(
    r"\b(?:war(?:en|st)?|wurden?|hatten?|hattest|konnten?|mussten?|durften?|wollten?|worden|gewesen|geworden"
    r"|kam(?:en)?|gingen?|fand(?:en)?|gab(?:en)?|stand(?:en)?|lag(?:en)?|sprach(?:en)?|traf(?:en)?|traten?|nahm(?:en)?"
    r"|begann(?:en)?|gewann(?:en)?|starb(?:en)?|blieb(?:en)?|hieß(?:en)?|ließ(?:en)?|sah(?:en)?|zog(?:en)?"
    r"|fiel(?:en)?|lief(?:en)?|bekam(?:en)?|erhielt(?:en)?|hielt(?:en)?|entschied(?:en)?|trug(?:en)?|stieg(?:en)?"
    r"|sank(?:en)?|brach(?:en)?|schloss(?:en)?|rief(?:en)?|schrieb(?:en)?|unterschrieb(?:en)?|verlor(?:en)?"
    r"|entstand(?:en)?|verstarb(?:en)?|wuchs(?:en)?|schlug(?:en)?|bot(?:en)?|warb(?:en)?|wusste[n]?|brachten?"
    r"|dachten?|kannten?|nannten?|saß(?:en)?|flog(?:en)?|fuhr(?:en)?|warf(?:en)?|half(?:en)?|empfing(?:en)?"
    r"|fing(?:en)?|verließ(?:en)?|erschien(?:en)?|schien(?:en)?|hob(?:en)?|verlieh(?:en)?|kürte[n]?"
    r"|[a-zäöüß]{2,}(?<!heu)(?<!leu)(?<!werk)(?<!bes)(?<!let)(?<!lez)(?<!ers)te[nt]?)\b",
)
_NOT_PAST: Final = re.compile(
    r"\b(?:könnten?|müssten?|dürften?|sollten?|möchten?|hätten?|würden?|wären?|beste[nr]?|erste[nr]?|letzte[nr]?|dritte[nr]?"
    r"|vierte[nr]?|fünfte[nr]?|sechste[nr]?|siebte[nr]?|achte[nr]?|neunte[nr]?|zehnte[nr]?|zweite[nr]?|heute|meiste[nr]?"
    r"|nächste[nr]?|bereite[nt]?|biete[nt]|arbeite[nt]|erwarte[nt]|starte[nt]|leite[nt]|bekannte[nr]?|gute[nr]?"
    r"|geplante[nr]?|gesamte[nr]?|rechte[nr]?|weite[nr]?|bedeute[nt]|lautet?|findet|trete[nt]?|alte[nr]?|kalte[nr]?"
    r"|sämtliche|private|konkrete|beantragte[nr]?|elfte[nr]?|zwölfte[nr]?|jüngste[nr]?|größte[nr]?|höchste[nr]?"
    r"|heimste[nr]?|enthalten|erhalten|gestalten|veranstalten|halten|warten|bitten|betten|leisten|seiten|zeiten)\b"
)
_PERFECT: Final = re.compile(
    r"\b(?:hat|haben|habe|ist|sind|sei|seien)\b.*?\b(?:[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|(?:ver|be|er|ent|zer|über|unter)[a-zäöüß]{3,}(?:t|en)|[a-zäöüß]{3,}iert)\b"
    r"|\b(?:[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|(?:ver|be|er|ent)[a-zäöüß]{3,}(?:t|en)|[a-zäöüß]{3,}iert) (?:hat|haben|habe|ist|sind|sei|seien)\b"
)
_FUTURE: Final = re.compile(
    r"\b(?:wird|werden|werde|soll(?:en)?|sollten?|will|wollen|kann|können|könnten?|muss|müssen|möchten?|dürfen|darf|dürften?"
    r"|geplant|vorgesehen|erwartet|angesetzt|terminiert|steht|stehen|findet|finden|lädt|laden|beginnt|beginnen"
    r"|startet|starten|öffnet|eröffnet|folgt|folgen|bittet|gastiert|tritt|treten|trifft|treffen|feiert|feiern|bietet"
    r"|Termine?|Start|Beginn|Anmeldung|Anmeldeschluss|anmelden|zum|Premiere|verschoben|stattfinden|statt)\b"
)
_PRESENT: Final = re.compile(r"\b(?:ist|sind|hat|haben|gibt|geht|[a-zäöüß]{3,}t)\b")
_BORDER: Final = re.compile(r"[.!?:;](?=\s)|\n\s*\n|\n(?=[•*-])")
_CLAUSE: Final = re.compile(r"[,;:()–]| - | und ")
_REACH: Final = 300


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between the full stops around a mention, no further than 300 code points to either side."""
    low = max(0, start - _REACH)
    left = low
    for m in _BORDER.finditer(text, low, start):
        if not (m[0] == "." and _abbreviated(text, m.start())):
            left = m.end()
    right = min(len(text), end + _REACH)
    at = end
    while (found := _BORDER.search(text, at, right)) is not None:
        if found[0] == "." and _abbreviated(text, found.start()):
            at = found.end()
            continue
        right = found.end()
        break
    return left, right


def _abbreviated(text: str, dot: int) -> bool:
    """Whether a full stop belongs to a number or a short abbreviation."""
    return bool(
        re.search(r"(?:\d|\b[A-Za-zÄÖÜ]{1,3}|\bbzw|\bProf|\bDipl|\bNov|\bDez|\bSept)$", text[max(0, dot - 5) : dot])
    )


def _direction(stretch: str) -> int:
    past = bool(_PERFECT.search(stretch)) or any(_NOT_PAST.fullmatch(m[0]) is None for m in _PAST.finditer(stretch))
    if past:
        return -1
    return 1 if _FUTURE.search(stretch) else 0


def tense(text: str, start: int, end: int) -> int:
    """-1 where the clause tells what was, 1 where it tells what will be or nothing at all, 0 where it cannot be told."""
    left, right = sentence(text, start, end)
    clause_left = max((m.end() for m in _CLAUSE.finditer(text, left, start)), default=left)
    found = _CLAUSE.search(text, end, right)
    clause_right = found.start() if found else right
    near = _direction(text[clause_left:clause_right])
    if near:
        return near
    wide = _direction(text[left:right])
    if wide:
        return wide
    return 0 if _PRESENT.search(text, left, right) else 1
