"""Does the clause around a date look back or ahead? Decides between the last and the next "Montag", "Juli", "15. März"."""

import re
from typing import Final

_STRONG: Final = (
    "war|waren|warst|wurde|wurden|hatte|hatten|konnte|konnten|musste|mussten|durfte|durften|wollte|wollten|worden|"
    "gewesen|geworden|kam|kamen|ging|gingen|fand|fanden|gab|gaben|stand|standen|lag|lagen|sprach|sprachen|traf|trafen|"
    "trat|traten|nahm|nahmen|begann|begannen|gewann|gewannen|starb|starben|blieb|blieben|hieß|hießen|ließ|ließen|sah|"
    "sahen|zog|zogen|fiel|fielen|lief|liefen|bekam|bekamen|erhielt|erhielten|hielt|hielten|entschied|entschieden|trug|"
    "trugen|stieg|stiegen|sank|sanken|brach|brachen|schloss|schlossen|rief|riefen|schrieb|schrieben|verlor|verloren|"
    "entstand|entstanden|verstarb|wuchs|wuchsen|schlug|schlugen|bot|boten|warb|warben|wusste|wussten|brachte|brachten|"
    "dachte|dachten|kannte|kannten|nannte|nannten|saß|saßen|flog|flogen|fuhr|fuhren|warf|warfen|half|halfen|empfing|"
    "empfingen|fing|fingen|verließ|verließen|erschien|erschienen|schien|schienen|hob|hoben|verlieh|verliehen|geschah|"
    "geschahen|sang|sangen|sprang|sprangen|schwamm|rannte|rannten|las|lasen|aß|trank|schuf|schufen|riss|rissen|litt|"
    "litten|stritt|stritten|bewies|bewiesen|wies|wiesen|verzieh|unterlag|unterlagen|übernahm|übernahmen|unternahm|"
    "unternahmen|betrat|bezog|bezogen|vergab|vergaben|übergab|übergaben|ergab|ergaben|umfasste|bestand|bestanden|"
    "erfuhr|erfuhren|erlitt|erlitten|verschwand|verschwanden|gelang|gelangen|misslang|zerbrach|zwang|zwangen|drang|"
    "drangen|rang|rangen"
)
_PRETERITE: Final = re.compile(
    rf"\b(?:{_STRONG})\b"
    r"|(?P<weak>\b[a-zäöüß]{2,}te\b|\b[a-zäöüß]{2,}(?<!ei)(?<!ie)(?<!al)(?<!ar)(?<!re)(?<!it)(?<!is)(?<!os)(?<!es)(?<!ut)"
    r"(?<!eu)(?<!as)(?<!or)(?<!un)(?<!üs)(?<!ich)(?<!ech)(?<!acht)(?<!ohl)(?<!rs)(?<!ns)(?<!ch)ten\b|\b[a-zäöüß]{2,}chten\b)"
)
_NO_PRETERITE: Final = re.compile(
    r"(?:könn|müss|dürf|soll|möch|hät|wür|wär)ten?|(?:[a-zäöüß]*(?:ers|zwei|drit|vier|fünf|sechs|sieb|ach|neun|zehn|elf|zwölf|letz|nächs|bes"
    r"|meis|jüngs|größ|höchs|heutigs|äl|neues|späte|bekann|gesam|rech|wei|gu|al|kal|har|leich|schlech|ech|konkre|priva|direk|sämtlich|geplan"
    r"|beliebt?|bes))te[nr]?|heute|leute|werte|mitte|bitte|seite|hälfte|welte|achten|achte|dichten?|nächten|rechten|früchten|berichten|ausrichten|einrichten"
    r"|unterrichten|beachten|betrachten|beobachten|richten|verpflichten|verzichten|möchte[nt]?|leuchten|schlichten|arbeite|leite|halte|biete|bereite"
    r"|starte|erwarte|warte|ge[a-zäöüß]+te[nr]?"
)
_ARTICLE_BEFORE: Final = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein|eine[nrms]?|im|am|vom|zum|zur|ihre[nrms]?|seine[nrms]?|neue[nrms]?)\s$"
)
_PARTICIPLE: Final = (
    r"(?:[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|(?:ver|be|er|ent|zer|über|unter|emp)[a-zäöüß]{3,}(?:t|en)|[a-zäöüß]{3,}iert)"
)
_PERFECT: Final = re.compile(
    rf"\b(?:hat|haben|habe|ist|sind|sei|seien)\b[^.!?,;:]*?\b{_PARTICIPLE}\b(?! (?:werden|sein|wird))"
    rf"|\b{_PARTICIPLE} (?:hat|haben|habe|ist|sind|sei|seien)\b"
)
# to the end of its clause: "ist am Freitag in Ulm |und eröffnet|" is no perfect
_HAS_DONE: Final = re.compile(rf"\b(?:hat|haben|hatte|hatten)\b[^.!?,;:]*\b{_PARTICIPLE}[ \u00a0]*[.!?]?[ \u00a0]*$")
_FUTURE: Final = re.compile(
    r"\b(?:wird|werden|werde|soll(?:en)?|sollten?|will|wollen|kann|können|könnten?|muss|müssen|möchten?|dürfen|darf|dürften?"
    r"|geplant|vorgesehen|erwartet|angesetzt|terminiert|steht|stehen|findet|finden|lädt|laden|beginnt|beginnen"
    r"|startet|starten|öffnet|eröffnet|folgt|folgen|bittet|gastiert|tritt|treten|trifft|treffen|feiert|feiern|bietet"
    r"|Termine?|Start|Beginn|Anmeldung|Anmeldeschluss|anmelden|zum|Premiere|verschoben|stattfinden|statt)\b"
)
_REPORTED: Final = re.compile(r"\b(?:sagt|sagen|heißt es|erklärt|betont|berichtet|berichten|meldet|schreibt)\b")
"""Told in the present of what was: "sagt sie am Montag"."""
_PRESENT: Final = re.compile(r"\b(?:ist|sind|hat|haben|gibt|geht|[a-zäöüß]{3,}t)\b")
_BORDER: Final = re.compile(r"[.!?:;][“”\"»)]?(?=\s)|\n\s*\n|\n(?=[•*-])")
_CLAUSE: Final = re.compile(r"[,;:()–]| - | und ")
_BREAK: Final = re.compile(r"[,;:()–]| - ")
_SHORT: Final = re.compile(
    r"(?:(?<!\d)\d{1,2}|\b[A-Za-zÄÖÜ]|\b(?:Dr|St|Nr|Str|Mio|Mrd|Hl|hl|ca|bzw|Prof|Dipl|Mag|Ing|Bd|Abs|Art|Jan|Feb|Apr|Aug|Sept?|Okt|Nov|Dez|geb|gest|vgl|inkl|sog|usw|etc|evtl|gem|ff))\Z"
)
_BRACKET: Final = re.compile(r"\([^()\n]{0,120}\)")
# "hat am Montag das Zentrum X|, kurz ZX,| seine Arbeit aufgenommen": the verb goes on behind it
_APPOSITION: Final = re.compile(r",[ \u00a0](?:kurz|genannt|auch|sprich|abgekürzt)[ \u00a0][^,.;:!?\n]{1,60},")
_SHORT_STOP: Final = re.compile(
    r"(?:\b[A-Za-zÄÖÜ]|\b(?:Dr|St|Nr|Prof|Dipl|Ing|med|nat|phil|rer|bzw|ca|Mio|Mrd))\.(?!\s*$)"
)
_REACH: Final = 300


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between the full stops around a mention, no further than 300 code points to either side."""
    left = max(0, start - _REACH)
    for m in _BORDER.finditer(text, left, start):
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
    return _SHORT.search(text[max(0, dot - 6) : dot]) is not None


def _smooth(text: str, left: int, right: int) -> str:
    """The stretch with blanks for what stands in brackets and for full stops that end nothing.

    "hat am Mittwoch das Zentrum X |(ZX)| eröffnet", "hat am Samstag der Verein Y |e. V.| gewählt": the verb goes on behind them.
    """
    stretch = _BRACKET.sub(lambda m: " " * len(m[0]), text[left:right])
    stretch = _APPOSITION.sub(lambda m: " " * len(m[0]), stretch)
    return _SHORT_STOP.sub(lambda m: m[0][:-1] + " ", stretch)


def _preterite(stretch: str) -> bool:
    for m in _PRETERITE.finditer(stretch):
        if m["weak"] is None:
            return True
        adjective = _ARTICLE_BEFORE.search(stretch, max(0, m.start() - 10), m.start())
        if _NO_PRETERITE.fullmatch(m["weak"]) is None and not adjective:
            return True
    return False


def _direction(stretch: str) -> int:
    if _PERFECT.search(stretch) or _preterite(stretch):
        return -1
    if _FUTURE.search(stretch):
        return 1
    return -1 if _REPORTED.search(stretch) else 0


def told(text: str, start: int, end: int) -> bool:
    """Whether the clause around a mention has a preterite: "inzwischen hatte er", "heute wollte"."""
    left, right = sentence(text, start, end)
    clause_left = max((m.end() for m in _CLAUSE.finditer(text, left, start)), default=left)
    found = _CLAUSE.search(text, end, right)
    return _preterite(f"{text[clause_left:start]} {text[end : found.start() if found else right]}")


def tense(text: str, start: int, end: int) -> int:
    """-1 where the clause tells what was, 1 where it tells what will be or nothing at all, 0 where it cannot be told."""
    left, right = sentence(text, start, end)
    before, behind = _smooth(text, left, start), _smooth(text, end, right)
    low = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    found = _CLAUSE.search(behind)
    high = found.start() if found else len(behind)
    near = _direction(f"{before[low:]} {behind[:high]}")
    if near:
        return near
    # "hat am Montag das Zentrum für Alter |und| Mobilität eröffnet": "und" between nouns ends no clause
    further = _BREAK.search(behind)
    if _HAS_DONE.search(f"{before[low:]} {behind[: further.start() if further else None]}"):
        return -1
    if _PRESENT.search(before, low) or _PRESENT.search(behind, 0, high):
        return 0
    wide = _direction(f"{before} {behind}")
    if wide:
        return wide
    return 0 if _PRESENT.search(before) or _PRESENT.search(behind) else 1
