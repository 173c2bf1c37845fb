"""What takes place on a day without having a name: acts, deadlines, and described things that are put into use.

"Den Vertrag unterzeichneten beide |am 5. Mai|", "Schulen können sich |bis zum 3. Juni| bewerben", "Die Inbetriebnahme ist |für Mai| vorgesehen".
Asked last, of days about which nothing else is said.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Predicate, Span
from extractors.german import spaces
from extractors.needles import Sought
from extractors.relations.dated_clauses import DAY, UNTIL, Told, dated_clauses
from extractors.relations.modality import modality_at, modality_of
from extractors.relations.plain import plain
from extractors.relations.subjects import EVENT, Sentences, Subject

_S: Final = r"[ \u00a0]"
_MOST: Final = 12  # dates of one sentence: more are a table
_ARTICLE: Final = r"(?<![\w-])(?P<article>[Ee]inen|[Dd]en|[Dd]ie|[Dd]er|[Dd]as|[Ee]ine|[Ee]in|[Ii]hren|[Ii]hre)"
_ADJECTIVES: Final = rf"{_S}(?:[a-zäöüß]+e[nrs]?{_S}){{0,2}}"
# "den Förderbescheid |übergab|", "einen Kooperationsvertrag |unterzeichnet|", "den ersten Spatenstich |gesetzt|"
_ACTS: Final = (
    (
        Sought(r"(?<![\w-])(?:übergab(?:en)?|überreicht(?:e|en)?|überbrachten?|händigten?|ausgehändigt|übergeben)(?![\w-])"),
        Sought(
            rf"{_ARTICLE}{_ADJECTIVES}(?P<noun>[\w-]{{0,30}}(?:[Bb]escheide?|[Uu]rkunden?)|Schecks?|Schlüssel)(?![\w-])"
        ),
        "Übergabe",
    ),
    (
        Sought(r"(?<![\w-])(?:unterzeichne(?:t|te|ten|n)|unterschrieb(?:en)?|unterschreiben)(?![\w-])"),
        Sought(
            rf"{_ARTICLE}{_ADJECTIVES}(?P<noun>[\w-]{{0,30}}(?:[Vv]ereinbarung(?:en)?|[Vv]ertr[aä]ge?|[Aa]bkommen|[Ee]rklärung|Memorandum)|Charta|Letter of Intent)(?![\w-])"
        ),
        "Unterzeichnung",
    ),
    (
        Sought(r"(?<![\w-])(?:gelegt|legten?|gesetzt|setzten?|vollzog(?:en)?|gefeiert|feierten?)(?![\w-])"),
        Sought(r"(?<![\w-])(?P<noun>Spatenstich|Grundstein|Richtfest)(?![\w-])"),
        "",
    ),
)  # fmt: skip
_ACT_NAMES: Final = {"Grundstein": "Grundsteinlegung"}
# "|am| 5. Mai", "|am| Montag", "gestern": the day of the deed itself
_ON: Final = re.compile(
    r"(?:^|[ \u00a0(])(?:[Aa]m|[Ii]m|vom)[ \u00a0](?:[\w]+[ \u00a0])?$|(?:tag|woch|abend)[ \u00a0]?,?[ \u00a0]?\($|(?:tag|woch|abend),[ \u00a0](?:dem[ \u00a0])?$"
)
_SAID_DAY: Final = re.compile(
    r"(?:[Hh]eute|[Gg]estern|[Vv]orgestern|(?:(?:am|vergangenen|letzten)[ \u00a0])?(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend))"
)
_OTHER_CLAUSE: Final = re.compile(
    r"[;:]|,[ \u00a0](?:der|die|das|dem|den|welche[rs]?|dass|weil|wenn|wo|deren|dessen|während)[ \u00a0]"
)
# "Schulen können sich |bis zum 3. Juni| um die Mittel |bewerben|", "|Anmelden| kann man sich |bis| Mai"
_ENTER: Final = Sought(r"(?<![\w-])(?P<verb>bewerben|anmelden|(?:Bewerb|Anmeld)(?:en|ungen|ung))(?![\w-])")
_HAND_IN: Final = Sought(
    r"\b(?P<what>Anträge|Projektanträge|Förderanträge|Vorschläge|Skizzen|Projektskizzen|Beiträge|Einreichungen|Abstracts|Bewerbungen|Anmeldungen)\b(?:[^.;:!?]|(?<=\d)\.){0,200}?\b(?:eingereicht|gestellt|einreichen|stellen|möglich|entgegen|angenommen|eingehen|vorliegen|abgegeben|gesendet|geschickt)\b"
)
_FROM: Final = re.compile(r"\b(?:[Aa]b|[Vv]on|[Vv]om)(?:[ \u00a0]dem)?[ \u00a0]$")
_SINCE: Final = re.compile(r"\b(?:[Ss]eit|[Nn]ach|[Vv]or)(?:[ \u00a0](?:dem|Anfang|Mitte|Ende))?[ \u00a0]$")
_SINCE_THEN: Final = re.compile(r"\b[Ss]eit(?:[ \u00a0](?:dem|Anfang|Mitte|Ende))?[ \u00a0]$")
_WITH_IT: Final = re.compile(
    r"(?:Mit|In|Im|Unter dem Namen|Unter dem Titel)[ \u00a0](?:(?:dem|der|ihrem|ihrer|seinem|seiner)[ \u00a0])?(?:[a-zäöüß-]+en[ \u00a0]){0,2}(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"»]?"
)
_IN_IT: Final = re.compile(
    r"[ \u00a0](?:(?:daran|gemeinsam|erfolgreich)[ \u00a0])?(?:im|in[ \u00a0]dem|in[ \u00a0]der|im[ \u00a0]Rahmen[ \u00a0](?:des|der|von)|mit[ \u00a0]dem)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0]){0,2}(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"»]?"
)
# "ist für Mai |vorgesehen|", "|erfolgt| im Herbst", "wird am 3. Juni |eröffnet|", "|folgt| 2027"
_BEGINS: Final = Sought(
    r"(?<![\w-])(?:vorgesehen|geplant|angesetzt|terminiert|anberaumt|erfolgt|erfolgte|erfolgen|folgt(?![ \u00a0]auf)|stattfinden|stattgefunden|stattfand|stattfindet|findet|finden|fand|fanden|eingerichtet|eröffnet|eröffnen|installiert|eingeführt|angelegt|"
    r"öffnet|öffnen|startet|starten|gestartet|beginnt|beginnen|begonnen|begann|aufgenommen|aufnehmen|aufnimmt|auf(?=[ \u00a0]*(?:[.,;]|$))|gilt|gelten|entstand|entstehen|hinzukommen|hinzu|ausgeschrieben|vergeben|verliehen|in Kraft|in Betrieb|freigeschaltet|online)(?![\w-])"
)
# "soll im Herbst |fertig| sein", "muss bis 2028 |abgeschlossen| sein", "ist bis Mai |gültig|"
_ENDS: Final = Sought(
    r"(?<![\w-])(?:fertig|fertiggestellt|fertig gestellt|abgeschlossen|beendet|abgelaufen|ausgelaufen|endet|enden|endete|geendet|ausläuft)(?![\w-])"
)
_LASTS: Final = Sought(
    r"(?<![\w-])(?:läuft|laufen|lief|dauert|dauern|gültig|gesichert|verlängert|gilt|gelten|zu sehen|zu besichtigen|geöffnet|gezeigt|finanziert|gefördert|befristet|angelegt|abgeschlossen|fertig|fertiggestellt|beendet|folgen|umgesetzt|installiert|zusammengeführt|erneuert|saniert|befragt)(?![\w-])"
)
_PRONOUN: Final = re.compile(
    rf"(?P<pronoun>Er|Sie|Es|Dieser|Diese|Dieses){_S}(?:soll|wird|ist|war|wurde|findet|fand|öffnet|startet|beginnt|gilt|läuft|endet|tritt|dauert|hat|geht|nimmt|bleibt|kann)(?![\w-])"
)
# "plant |eine Sommerschule für Promovierende|", "hat |ein Baubüro| eingerichtet"
_NEW_THING: Final = re.compile(
    rf"(?<![\w-])(?P<article>einen|eine|ein|Eine|Ein){_S}(?P<phrase>(?:[a-zäöüß-]{{3,30}}(?:e|er|es|en){_S}){{0,2}}(?P<noun>[A-ZÄÖÜ][\w-]{{2,50}})(?:{_S}(?:für|zur|zum){_S}(?:[a-zäöüß]+{_S})?[A-ZÄÖÜ][\w-]{{2,40}})?)"
)
_OF_PRONOUN: Final = {"er": "einen", "dieser": "einen", "sie": "eine", "diese": "eine", "es": "ein", "dieses": "ein"}
_DULL: Final = re.compile(
    r"(?:Reihe|Teil|Hälfte|Anzahl|Zahl|Jahr|Woche|Monat|Tag|Million|Ergebnis|Weise|Rolle|Beitrag|Schritt|Ziel|Ort|Team|Frage|Chance|Lücke|Blick|Betrag|Preis|Summe|Menge|Gruppe|Förderung|Idee|Bedarf|Vorteil|Meilenstein|Stelle|Dank)$|(?:erin|orin|istin|entin|ärztin|leiterin|forscherin|mann|frau|ent|ist|forscher|leiter)$"
)
# "Die zweite |Förderphase| beginnt": whose phase it is may stand nowhere near
_PHASE_FIRST: Final = re.compile(
    rf"(?:^|[.;:]{_S})(?:Die|Eine|Ihre|Seine|Diese){_S}(?P<name>(?:erste|zweite|dritte|vierte|fünfte|nächste|neue|neu|kommende|letzte|weitere)[nr]?{_S}(?P<noun>(?:Förder|Projekt|Aufbau|Programm|Ausbau|Antrags|Bewerbungs|Ausschreibungs|Untersuchungs)?(?:[Pp]hase|[Pp]eriode|[Rr]unde|[Ss]tufe))){_S}(?:beginnt|startet|läuft|endet|soll|wird|ist|dauert|hat|begann|startete|geht)\b"
)
_PAID: Final = re.compile(
    rf"(?:^|[;:,]{_S})(?:[Dd]ie|[Dd]iese){_S}(?P<name>(?:Projekt|Anschub|Grund)?(?:[Ff]örderung|[Ff]inanzierung)){_S}(?:läuft|endet|ist|beginnt|soll|wird|reicht|sichert|gilt|startet)\b"
)


def happenings(
    text: str, found: Sentences, context: Context, facts: Iterable[Fact], name: str, version: int
) -> Iterator[Fact]:
    """`starts_on` and `ends_on` of days that no other rule has read."""
    told = {
        (found.index(f.evidence.start), f.object_quote)
        for f in facts
        if f.predicate in ("starts_on", "ends_on", "lasts")
    }
    days: dict[int, list[Mention]] = {}
    for m in context.mentions:
        if m.label == "DATE" and not str(m.norm).startswith(("P", "X")) and m.attributes.get("type") != "DURATION":
            days.setdefault(found.index(m.span.start), []).append(m)
    heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "heading")]
    for i, dates in days.items():
        start, end = found.spans[i]
        dates = [d for d in dates if (i, d.span.quote) not in told]  # noqa: PLW2901
        if not dates or len(dates) > _MOST or found.quoted(start, end) or any(a <= start < b for a, b in heads):
            continue
        modality = modality_of(text[start:end])
        evidence = Span.of(text, start, end)
        for subject, predicate, norm, date, score, rule in _read(text, found, i, dates):
            if modality == "negated" and modality_at(text[start:end], date.span.start - start) == "negated":
                continue
            yield Fact(
                subject.name, predicate, norm, subject.quote, date.span.quote, evidence, score, name, rule, version, modality
            )  # fmt: skip


def _read(text: str, found: Sentences, i: int, dates: list[Mention]) -> list[Told]:
    """The first reading that holds."""
    return (
        _acts(text, found, i, dates) or _deadlines(text, found, i, dates) or _since(text, found, i, dates)
        or _things(text, found, i, dates) or dated_clauses(text, found, i, dates)
    )  # fmt: skip


def _since(text: str, found: Sentences, i: int, dates: list[Mention]) -> list[Told]:
    """ "|Mit dem Projekt X| bringt die Stiftung |seit 2020| Musik in Schulen", "arbeitet |seit 2023 im Projekt X|"."""
    start, end = found.spans[i]
    since = [d for d in dates if _SINCE_THEN.search(text, max(start, d.span.start - 12), d.span.start)]
    if len(since) != 1:
        return []
    for m in found.named(start, end):
        if m.label not in ("PROJECT", "INFRASTRUCTURE"):
            continue
        front = m.span.end < since[0].span.start and _WITH_IT.fullmatch(text, start, m.span.start) is not None
        behind = (
            m.span.start > since[0].span.end and _IN_IT.fullmatch(text, since[0].span.end, m.span.start) is not None
        )
        if (front or behind) and not _OTHER_CLAUSE.search(text, *sorted((m.span.end, since[0].span.start))):
            return [(Subject(m.attributes["name"], m.span.quote, m.span.start, m.label), "starts_on", str(since[0].norm), since[0], 0.65, "done_since")]  # fmt: skip
    return []


def _acts(text: str, found: Sentences, i: int, dates: list[Mention]) -> list[Told]:
    """ "Den Bescheid übergab Ministerin X |am Montag|": the handing over took place then."""
    start, end = found.spans[i]
    for verb, thing, deed in _ACTS:
        done, what = verb.search(text, start, end), thing.search(text, start, end)
        if done is None or what is None:
            continue
        low, high = sorted((done.start(), what.start()))
        # "am Montag (2. Juni)": the one with a figure is the surer
        for date in sorted(dates, key=lambda d: not any(c.isdigit() for c in d.span.quote)):
            norm = str(date.norm)
            between = sorted((low, high, date.span.start))
            if (
                len(norm) == DAY
                and (
                    _ON.search(text, max(start, date.span.start - 24), date.span.start)
                    or _SAID_DAY.match(date.span.quote)
                )
                and not _OTHER_CLAUSE.search(text, between[0], between[2])
            ):
                noun = what["noun"]
                name = _deed(deed, noun, what["article"]) if deed else _ACT_NAMES.get(noun, noun)
                return [(Subject(name, noun, what.start("noun"), EVENT), "starts_on", norm, date, 0.75, "act_date")]
    return []


def _deed(deed: str, noun: str, article: str) -> str:
    """ "Übergabe" and "Bescheid" are "Übergabe des Bescheids"."""
    if article.casefold() == "die" or noun.endswith(("ung", "ungen", "a", "träge", "bescheide", "urkunde", "urkunden")):
        return f"{deed} der {noun}"
    return f"{deed} des {noun}" if noun.endswith(("s", "Intent")) else f"{deed} des {noun}s"


def _deadlines(text: str, found: Sentences, i: int, dates: list[Mention]) -> list[Told]:
    """ "können sich |bis zum 3. Juni| bewerben"; "Anträge können |vom 1. Mai bis 3. Juni| gestellt werden"."""
    start, end = found.spans[i]
    entered, handed = _ENTER.search(text, start, end), _HAND_IN.search(text, start, end)
    if entered is None and handed is None:
        return []
    if entered is not None and (entered["verb"][0].isupper() or " sich " in text[start : entered.start()]):
        word = entered["verb"]
        what = Subject("Bewerbung" if word[0] in "Bb" else "Anmeldung", word, entered.start(), EVENT)
    elif handed is not None:
        what = Subject(f"Einreichung der {handed['what']}", handed["what"], handed.start("what"), EVENT)
    else:
        return []
    for date in dates:
        first, _, last = str(date.norm).partition("/")
        if last and "parts" in date.attributes and len(first) == DAY:
            return [
                (what, "starts_on", first, date, 0.7, "deadline"), (what, "ends_on", last, date, 0.7, "deadline")
            ]  # fmt: skip
        if not last and UNTIL.search(text, max(start, date.span.start - 40), date.span.start):
            return [(what, "ends_on", first, date, 0.75, "deadline")]
    return []


def _things(text: str, found: Sentences, i: int, dates: list[Mention]) -> list[Told]:
    """What the sentence is about without naming it, and the day on which it begins or ends."""
    start, end = found.spans[i]
    begins, ends, lasts = (
        _BEGINS.search(text, start, end),
        _ENDS.search(text, start, end),
        _LASTS.search(text, start, end),
    )
    if begins is None and ends is None and lasts is None:
        return []
    what = _meant(text, found, i)
    if what is None:
        return []
    made: list[Told] = []
    for date in dates:
        low, high = sorted((what.start, date.span.start))
        if _OTHER_CLAUSE.search(text, low, high):
            continue
        before = (max(start, date.span.start - 40), date.span.start)
        norm = str(date.norm)
        first, _, last = norm.partition("/")
        edge = _edge(text, what, date, (start, end))
        until = UNTIL.search(text, *before) is not None
        if _SINCE.search(text, *before):
            continue
        if last and not until and ("parts" in date.attributes or len(first) == DAY):
            if edge is not None:
                made += [
                    (what, "starts_on", first, date, 0.7, "thing_date"),
                    (what, "ends_on", last, date, 0.7, "thing_date"),
                ]
        elif until:
            if edge == "ends_on" or (
                lasts is not None and not _OTHER_CLAUSE.search(text, *sorted((what.start, lasts.start())))
            ):
                made.append((what, "ends_on", norm, date, 0.65, "thing_until"))
        elif edge is not None and not any(m[1] == edge for m in made):
            made.append((what, edge, norm, date, 0.65, "thing_until" if edge == "ends_on" else "thing_date"))
    return made


def _edge(text: str, what: Subject, date: Mention, sentence: tuple[int, int]) -> Predicate | None:
    """What the verb of the clause that is nearest to the day tells: a beginning or an end."""
    best: tuple[int, Predicate] | None = None
    told: tuple[tuple[Sought, Predicate], ...] = ((_BEGINS, "starts_on"), (_ENDS, "ends_on"))
    for verbs, predicate in told:
        for n, verb in enumerate(verbs.finditer(text, max(sentence[0], what.start - 80), sentence[1])):
            low, high = sorted((what.start, verb.start()))
            if n > _MOST or (verb.start() > what.start and _OTHER_CLAUSE.search(text, low, high)):
                break
            if _OTHER_CLAUSE.search(text, low, high):
                continue
            away = date.span.start - verb.end() if verb.end() <= date.span.start else verb.start() - date.span.end
            if best is None or away < best[0]:
                best = away, predicate
    return best[1] if best is not None else None


def _meant(text: str, found: Sentences, i: int) -> Subject | None:
    """The described thing that the sentence is about: "Die Inbetriebnahme ist ...", "Sie soll ..." of what was new before."""
    start, end = found.spans[i]
    for pattern in (_PHASE_FIRST, _PAID):
        if (m := pattern.search(text[start:end])) is not None:
            name = spaces(m["name"])
            return Subject(
                name[:1].lower() + name[1:] if " " in name else name[:1].upper() + name[1:],
                m["name"],
                start + m.start("name"),
                EVENT,
            )
    if (own := plain(text, found, i)) is not None:
        return own
    pronoun = _PRONOUN.match(text, start, end)
    if pronoun is None or not i:
        return None
    low, high = found.spans[i - 1]
    if "\n\n" in text[high - 1 : start]:
        return None
    wanted = _OF_PRONOUN[pronoun["pronoun"].casefold()]
    new = [
        m
        for m in _NEW_THING.finditer(text, low, high)
        if m["article"].casefold() == wanted and not _DULL.search(m["noun"])
    ]
    if len(new) != 1:
        return None
    named = [m for m in found.named(low, high) if new[0].start("noun") <= m.span.start]
    if named and named[0].span.start <= new[0].end() + 2:
        thing = named[0]
        if thing.label in ("PERSON", "ORG"):
            return None
        return Subject(thing.attributes["name"], pronoun["pronoun"], start, thing.label)
    return Subject(spaces(new[0]["phrase"]), pronoun["pronoun"], start, EVENT)
