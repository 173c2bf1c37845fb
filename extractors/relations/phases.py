"""When a thing starts, ends and how long it lasts: `starts_on`, `ends_on`, `lasts`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Modality, Predicate, Span
from extractors.needles import Sought
from extractors.relations.beginnings import PASSIVE, attributed, begun, done_by, from_then, relative
from extractors.relations.modality import modality_of
from extractors.relations.plain import plain
from extractors.relations.subjects import Sentences, Subject
from extractors.relations.unowned import unowned

# within a sentence; a point after a day's number ends none
_IN: Final = r"(?:[^.;!?]|(?<=\d)\.)"
_START: Final = re.compile(
    r"\b(?:startet(?:e|en)?|[Ss]tarten|beginnt|begann(?:en)?|[Bb]eginnen|[Gg]estartet|[Bb]egonnen|[Gg]egründet|[Ii]ns Leben gerufen|(?:geht|ging|gehen|gingen)\b[^.;!?]{0,60}\ban den Start|an den Start (?:gegangen|gehen)|"
    rf"(?:nimmt|nahm|nehmen|nahmen)\b{_IN}{{0,80}}\b(?:Betrieb|Arbeit|Tätigkeit|Dienst|Lehrbetrieb)\b{_IN}{{0,20}}\bauf|(?:Betrieb|Arbeit|Tätigkeit|Dienst)[ \u00a0](?:aufnehmen|aufgenommen|aufzunehmen|aufnimmt|aufnahm)|[Ee]röffnet(?:e|en)?|"
    r"[Aa]ngelaufen|anlaufen|online gehen|(?:geht|ging|gehen)\b[^.;!?]{0,60}\bonline|online (?:gegangen|ging|geht|gingen)|[Ff]reigeschaltet|[Ee]ingeweiht|in Betrieb (?:gehen|gegangen|genommen)|(?:läuft|lief|laufen)\b[^.,;!?]{0,60}\ban(?=[ \u00a0]*[.,;]|$)|"
    r"[Aa]ufgelegt|[Ee]rrichtet|besteht|existiert|läuft seit|gibt es|(?:frei[ \u00a0])?(?:zugänglich|verfügbar|nutzbar|abrufbar)|in Betrieb|am Netz|schlossen sich|schließen sich)\b"
)
# What stands since a day exists since then: "besteht seit 2016", "seit 2019 gibt es"
_EXISTS: Final = re.compile(
    r"besteht|existiert|gibt|läuft|frei|zugänglich|verfügbar|nutzbar|abrufbar|in Betrieb$|am Netz"
)
_END: Final = re.compile(
    r"\b(?:endet(?:e|en)?|enden|geendet|ausgelaufen|abgeschlossen|beendet|zu Ende(?! (?:zu|führen|bringen|gebracht|geführt))|(?:läuft|lief|laufen)\b(?:[^.,;!?]|(?<=\d)\.){0,60}\baus(?=[ \u00a0]*[.,;]|$))\b"
)
# "Projektstart ist am 1. März 2026"
_PROJECT_START: Final = re.compile(
    r"(?:(?:Projekt|Studien|Programm|Kurs)(?P<edge>start|beginn|ende|abschluss)|(?P<bare>Start|Beginn|Startschuss|Auftakt))[ \u00a0](?:ist|war|wird|erfolgt)[ \u00a0](?:voraussichtlich[ \u00a0])?(?:am|im|der|zum|Anfang|Mitte|Ende)?[ \u00a0]?$"
)
_UNTIL: Final = re.compile(
    r"\b[Bb]is(?:[ \u00a0](?:zum|zur|einschließlich|spätestens|voraussichtlich|Ende|Mitte|Anfang))*[ \u00a0]$"
)
_FROM: Final = re.compile(r"\b(?:[Aa]b|[Ss]eit|[Vv]on|[Vv]om)(?:[ \u00a0]dem)?[ \u00a0]$")
_PERIOD: Final = re.compile(
    r"(?:Laufzeit|Förderung|Förderzeitraum|Förderphase|Dauer|Zeitraum|bewilligt|gefördert|läuft|laufen|finanziert|fördert|fördern|Projektlaufzeit|Förderdauer|angelegt|verlängert)",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"(?:von|[Ff]ür|über|auf|um|einer|eine|zunächst|weitere[nr]?)[ \u00a0](?:\w+[ \u00a0])?$")
# "wird |drei Jahre| lang gefördert"
_LONG: Final = re.compile(r"[ \u00a0]lang\b")
# "|Mit einem zweitägigen Treffen| hat am 29. und 30. Januar das Projekt begonnen"
_OPENED_BY: Final = re.compile(
    r"\b[Mm]it[ \u00a0]eine[mr][ \u00a0](?:[a-zäöüß]+en[ \u00a0]){0,2}(?P<event>[\w-]{0,30}(?:[Tt]reffen|[Vv]eranstaltung|[Ss]itzung|[Kk]onferenz|[Tt]agung|[Ww]orkshop|[Ss]ymposium|[Kk]ongress|[Kk]lausur|[Mm]eeting|Kick-off))(?![\w-])"
)
# "Die Laufzeit |des Projekts| X endet", "Die zweite Förderphase |von| Y": whose it is stands behind
_OF_WHAT: Final = re.compile(
    r"\b(?:Laufzeit|Projektlaufzeit|Förderung|Finanzierung|Förderdauer|Dauer|Arbeit|\w*[Pp]hase|Förderperiode|Runde|Stufe)[ \u00a0](?:(?:des|der|von|vom|für das|für die|für den)[ \u00a0])(?:[\w-]+[ \u00a0])?[„\"]?$"
)
# "dauert vier Jahre", "läuft 18 Monate", "beträgt sechs Jahre"
_DAUERT: Final = re.compile(
    r"\b(?:dauert|dauern|läuft|laufen|beträgt|dauerte|lief)[ \u00a0](?:(?:noch|zunächst|insgesamt|rund|etwa)[ \u00a0])?$"
)
_GRANTED: Final = re.compile(r"\b(?:bewilligt\w*|förder[nt]\w*|gefördert|finanziert\w*|verlängert\w*|genehmigt\w*)\b")
_MOST: Final = 12  # dates of one sentence: more are a table
_NEAR: Final = 90  # code points between "Start des Projekts" and its date
_START_OF: Final = re.compile(
    r"\b(?P<edge>Start|Projektstart|Beginn|Auftakt|Startschuss|Einführungsjahr|Gründungsjahr|Gründung|(?:Aufnahme|Beginn)[ \u00a0]des[ \u00a0](?:Betriebs|Projektbetriebs|Regelbetriebs)|Einführung|Ende|Abschluss|Projektende)(?:[ \u00a0](?:zum|für))?[ \u00a0](?P<article>des|der|das|dem|die|den|von|(?=[A-ZÄÖÜ„]))(?=[ \u00a0]|(?<=[ \u00a0])[A-ZÄÖÜ„])"
)
_DUE: Final = Sought(
    r"(?:\b(?P<noun>(?:Anmelde|Bewerbungs|Einsende|Einreichungs|Antrags|Abgabe|Melde)(?:schluss|frist))\b[^.;!?]{0,60}?[ \u00a0](?:ist|endet|läuft|bis|am|der|zum)[ \u00a0](?:der[ \u00a0]|am[ \u00a0]|zum[ \u00a0]|bis[ \u00a0]|bis[ \u00a0]zum[ \u00a0])?"
    r"|\b(?P<what>Anträge|Bewerbungen|Anmeldungen|Einreichungen|Bewerbung|Anmeldung|Einreichung)\b[^.;!?]{0,120}?\bbis(?:[ \u00a0](?:zum|spätestens|einschließlich))*[ \u00a0])"
)
_DUE_OF: Final = {"Bew": "Bewerbung", "Ein": "Einreichung", "Ant": "Antragsfrist", "Anm": "Anmeldung"}
# "Seit ihrer Gründung |im Jahr 1958| hat sie"
_SINCE_FOUNDED: Final = re.compile(
    r"\b[Ss]eit[ \u00a0](?:ihrer|seiner|der)[ \u00a0](?:Gründung|Errichtung|Eröffnung|Einführung|Entstehung|Einweihung|Inbetriebnahme)[ \u00a0](?:im[ \u00a0]|am[ \u00a0])?"
)
_CLAUSE: Final = re.compile(r",[ \u00a0](?:der|die|das|den|dem|danach|dann|anschließend|während|wobei)[ \u00a0]")
_FOUNDED: Final = re.compile(
    r"\b(?:[Gg]egründet|[Ii]ns Leben gerufen|schlossen sich|schließen sich|zusammengeschlossen|Gründung)\b"
)
_ORDINALS: Final = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6}
_PHASE: Final = re.compile(
    r"\b(erste|zweite|dritte|vierte|fünfte|sechste)[nrs]?[ \u00a0](?:\w+e[nr]?[ \u00a0])?((?:Förder|Projekt|Aufbau|Programm|Ausbau|Antrags)?[Pp]hase|Förderperiode|Runde|Stufe)\b"
)


def phases(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences, in text order."""
    dates = sorted((m for m in context.mentions if m.label == "DATE"), key=lambda m: m.span.start)
    starts = [d.span.start for d in dates]
    for i, (start, end) in enumerate(found.spans):
        here = dates[bisect_left(starts, start) : bisect_left(starts, end)]
        if not here:
            continue
        if (told := _nominal(text, found, i, here)) is not None:
            predicate, what, when = told
            yield Fact(
                what.name, predicate, str(when.norm), what.quote, when.span.quote, Span.of(text, start, end), 0.8, name,
                "nominal", version, modality_of(text[start:end]),
            )  # fmt: skip
            continue
        bracketed = set()
        for date in here:
            thing = _before_bracket(text, found, start, date)
            if thing is not None and "/" in str(date.norm):
                bracketed.add(date.span.start)
                low = Span.of(text, max(start, thing.span.start - 20), min(end, date.span.end + 1))
                low = _from_word(text, low, start)
                yield from _interval(date, thing.attributes["name"], thing.span.quote, low, name, version)
        rest = [d for d in here if d.span.start not in bracketed]
        if rest:
            yield from _verbs(text, found, i, rest, name, version)


def _nominal(text: str, found: Sentences, i: int, dates: list[Mention]) -> tuple[Predicate, Subject, Mention] | None:
    """ "Start des Projektes ist der 1. März", "Bewerbungsschluss ist der 5. Mai", "Anträge müssen bis zum 3. Juni"."""
    start, end = found.spans[i]
    date = next((d for d in dates if not str(d.norm).startswith(("P", "X")) and "parts" not in d.attributes), None)
    if date is None:
        return None
    if (due := _DUE.search(text, start, end)) is not None and due.end() == date.span.start:
        noun = due["noun"] or _DUE_OF[due["what"][:3]]
        return "ends_on", Subject(noun, due["noun"] or due["what"], due.start(), "MISC"), date
    if (at := _PROJECT_START.match(text, start, date.span.start)) is not None:
        told: Predicate = "ends_on" if at["edge"] in ("ende", "abschluss") else "starts_on"
        what = found.recent(i)
        return (told, what, date) if what is not None else None
    if (since := _SINCE_FOUNDED.search(text, start, date.span.start)) is not None and since.end() == date.span.start:
        what = found.subject(i)
        return ("starts_on", what, date) if what is not None and what.label != "MISC" else None
    of = _START_OF.search(text, start, end)
    if of is None or date.span.start < of.end() or date.span.start - of.end() > _NEAR:
        return None
    predicate: Predicate = "ends_on" if of["edge"].casefold().endswith(("ende", "abschluss")) else "starts_on"
    thing = found.referred(i, of.start("article") - 1)
    if thing is None:
        named = [
            m
            for m in found.named(of.end(), date.span.start)
            if m.label in ("PROJECT", "INFRASTRUCTURE", "MISC") or (m.label == "ORG" and of["edge"] == "Gründung")
        ]
        if not named:
            return None
        thing = Subject(named[0].attributes["name"], named[0].span.quote, named[0].span.start, named[0].label)
    if (phase := _PHASE.search(text, of.start("article"), thing.start)) is not None:
        # "bis zum Abschluss der dritten Förderphase von X": the phase ends, not X
        named_so = _edition(found, _ORDINALS[phase[1]], {thing.quote, thing.name, *found.shorts(thing.name)})
        whole = named_so.attributes["name"] if named_so is not None else f"{phase[1]} {phase[2]} ({thing.name})"
        thing = Subject(whole, phase[0], phase.start(), "PROJECT")
    return predicate, thing, date


def _before_bracket(text: str, found: Sentences, start: int, date: Mention) -> Mention | None:
    """The thing in "Förderphase NUM 3.0 (01.07.2025 bis 30.06.2030)"."""
    opened = date.span.start - 1
    if opened < 0 or text[opened] != "(":
        return None
    named = [m for m in found.named(start, opened) if m.label in ("INFRASTRUCTURE", "PROJECT", "ORG")]
    return named[-1] if named and 0 <= opened - named[-1].span.end <= 1 else None


def _from_word(text: str, span: Span, start: int) -> Span:
    """The span without a cut word at its start."""
    begin = span.start
    if begin > start and text[begin - 1].isalnum() and text[begin].isalnum():
        begin = text.find(" ", begin) + 1
    return Span.of(text, begin, span.end)


def _interval(date: Mention, subject: str, quote: str, evidence: Span, name: str, version: int) -> Iterator[Fact]:
    first, _, last = str(date.norm).partition("/")
    parts = date.attributes.get("parts") or []
    quotes = [p.get("quote", date.span.quote) for p in parts] or [date.span.quote] * 2
    yield Fact(subject, "starts_on", first, quote, quotes[0], evidence, 0.9, name, "interval", version)
    if last:
        yield Fact(subject, "ends_on", last, quote, quotes[-1], evidence, 0.9, name, "interval", version)


def phase_subject(text: str, found: Sentences, i: int) -> Subject | None:
    """What starts, ends or is paid for: "startet das NUM in seine dritte Förderphase" is about the phase, which may have a name."""
    subject = found.subject(i) or _of_what(text, found, i) or unowned(text, found, i)
    start, end = found.spans[i]
    # "schlossen sich im April 2020 die Kliniken zum Netzwerk X zusammen": what is founded stands after "zum"
    if re.search(r"\b(?:schlossen|schließen)[ \u00a0]sich\b", text[start:end]):
        for m in found.named(start, end):
            if m.label in ("INFRASTRUCTURE", "PROJECT", "ORG") and re.search(
                r"\b(?:zum|zur|zu einem|zu einer)[ \u00a0](?:[\w-]+en[ \u00a0])?$",
                text[max(start, m.span.start - 40) : m.span.start],
            ):
                return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
    if _FOUNDED.search(text, start, end):
        return subject
    phase = _PHASE.search(text, start, end)
    if phase is None:
        if subject is not None and subject.label == "ORG" and _GRANTED.search(text, start, end):
            return _funded(found, i, subject)
        return subject
    owner = _owner(found, i)
    if owner is None:
        return None
    edition = _edition(found, _ORDINALS[phase[1]], {owner.quote, owner.name, *found.shorts(owner.name)})
    if edition is not None:
        return Subject(edition.attributes["name"], phase[0], phase.start(), "PROJECT")
    return Subject(f"{phase[1]} {phase[2]} ({owner.name})", phase[0], phase.start(), "PROJECT")


def _of_what(text: str, found: Sentences, i: int) -> Subject | None:
    """The network or project whose duration, funding or phase a sentence tells of, where it is no subject: "Die Laufzeit des Projekts X"."""
    start, end = found.spans[i]
    for m in found.named(start, end):
        if m.label in ("PROJECT", "INFRASTRUCTURE", "ORG") and _OF_WHAT.search(
            text, max(start, m.span.start - 60), m.span.start
        ):
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
    return None


def edition_of(text: str, found: Sentences, i: int) -> tuple[Mention, Mention] | None:
    """(the phase's own name, what it is a phase of) where sentence `i` speaks of a numbered phase that has a name."""
    start, end = found.spans[i]
    phase = _PHASE.search(text, start, end)
    owner = _owner(found, i) if phase is not None else None
    if phase is None or owner is None:
        return None
    edition = _edition(found, _ORDINALS[phase[1]], {owner.quote, owner.name, *found.shorts(owner.name)})
    whole = found.called(owner.name)
    return (edition, whole) if edition is not None and whole is not None else None


def _funded(found: Sentences, i: int, payer: Subject) -> Subject | None:
    """ "Das Ministerium hat X für fünf Jahre bewilligt": the dates are those of X, not of who pays."""
    for m in found.named(*found.spans[i]):
        if (
            m.label in ("PROJECT", "INFRASTRUCTURE")
            and m.span.start > payer.start
            and m.attributes["name"] != payer.name
        ):
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
    # "Die DFG fördert |das Konsortium| vom 1. Mai 2021 bis zum 30. April 2026"
    _, end = found.spans[i]
    paid = _PAID.search(found.text, payer.start, end)
    thing = found.referred(i, paid.start("gap")) if paid is not None else None
    if thing is not None and thing.label != "PROJECT":
        # "fördert |das Netz| bis Ende 2028": the money ends then, not the net
        return Subject(f"Förderung ({thing.name})", thing.quote, thing.start, "PROJECT")
    return thing


_PAID: Final = re.compile(
    r"\b(?:förder|finanzier|unterstütz|bewillig)\w{1,5}(?P<gap>[ \u00a0](?=(?:das|den|die)[ \u00a0]))"
)


def _owner(found: Sentences, i: int) -> Subject | None:
    """Whose phase it is: the network or project that this sentence, or one shortly before, is about."""
    if (of := _of_what(found.text, found, i)) is not None:
        return of
    near = [subject for k in range(i, max(-1, i - 5), -1) if (subject := found.subject(k)) is not None]
    return next((s for s in near if s.label in ("INFRASTRUCTURE", "PROJECT")), None) or (
        near[0] if near and found.subject(i) is not None else None
    )


def _edition(found: Sentences, number: int, owners: set[str]) -> Mention | None:
    """The name of phase `number` of one of `owners`: "VUV 3.0" for the third phase of VUV."""
    for start, end in found.spans:
        for m in found.named(start, end):
            edition = re.fullmatch(r"(.+)[ \u00a0](\d)\.0", m.span.quote)
            if (
                m.label in ("PROJECT", "INFRASTRUCTURE")
                and edition
                and int(edition[2]) == number
                and edition[1] in owners
            ):
                return m
    return None


def _verbs(text: str, found: Sentences, i: int, dates: list[Mention], name: str, version: int) -> Iterator[Fact]:
    start, end = found.spans[i]
    sentence = text[start:end]
    evidence = Span.of(text, start, end)
    modality = modality_of(sentence)
    starts, period, ends = _START.search(sentence), _PERIOD.search(sentence), _END.search(sentence)
    together = _all_of(text, found, i)
    whole = together[0] if together else phase_subject(text, found, i) or plain(text, found, i)
    started = False
    for date in dates[:_MOST]:
        kind, norm = date.attributes.get("type"), str(date.norm)
        before = text[max(start, date.span.start - 30) : date.span.start]
        subject = (
            attributed(text, found, end, date)
            or from_then(text, found, start, date)
            or relative(text, found, start, date)
        )
        if subject is None:
            subject = whole
        elif (
            subject.start > date.span.start
            or subject.start + len(subject.quote) > date.span.end
            or from_then(text, found, start, date) is not None
        ):
            if not norm.startswith(("P", "X")):
                yield _fact(subject, "starts_on", norm, date, evidence, name, version, modality)
            continue
        until = _UNTIL.search(before) is not None
        if until and (done := done_by(text, found, i, date)) is not None:
            yield _fact(done, "ends_on", norm, date, evidence, name, version, modality)
            continue
        if subject is None or norm.startswith("X"):
            continue
        predicate: Predicate | None = None
        if kind == "DURATION" or norm.startswith("P"):
            if (
                period is not None
                and (_FOR.search(before) or date.span.quote.startswith("über") or _LONG.match(text, date.span.end))
            ) or _DAUERT.search(before):
                yield _fact(subject, "lasts", norm, date, evidence, name, version, modality)
            continue
        body = subject.label == "ORG"
        if "/" in norm and "parts" in date.attributes:
            opening = _OPENED_BY.search(text, start, date.span.start)
            if opening is not None and starts is not None and subject.start > opening.end():
                # "|Mit einem Treffen| hat am 29. und 30. Januar das Projekt X begonnen": the meeting ends, the project does not
                yield _fact(subject, "starts_on", norm.partition("/")[0], date, evidence, name, version, modality)
                yield from _interval(date, opening["event"], opening["event"], evidence, name, version)
            elif (period is not None and not body) or starts is not None:
                yield from _interval(date, subject.name, subject.quote, evidence, name, version)
            continue
        if until:
            # "die Förderung läuft bis 2027, danach entscheidet die Stiftung": another clause, another subject
            # ("seine dritte Förderphase, die bis 2030 läuft": a clause right behind the subject is about it)
            near = sorted((subject.start + len(subject.quote) + 2, date.span.start))
            lasts = period is not None and (not body or PASSIVE.search(sentence) is not None)
            if (lasts or (starts is not None and not body)) and not _CLAUSE.search(text, *near):
                predicate = "ends_on"
        elif (
            starts is not None
            and not started
            and (
                abs(date.span.start - start - starts.start()) <= _NEAR
                or _FOUNDED.search(sentence)
                or _FROM.search(before)
            )
        ):
            if _EXISTS.match(starts[0]) and not _FROM.search(before):
                continue
            first = begun(text, found, i, subject, date, (start + starts.start(), start + starts.end()))
            if first is None:
                continue
            subject, predicate, started = first, "starts_on", True
        elif _FROM.search(before) and period is not None and not started and not body:
            predicate, started = "starts_on", True
        elif ends is not None and not body:
            predicate = "ends_on"
        if predicate is not None:
            for whose in together or (subject,):
                yield _fact(whose, predicate, norm, date, evidence, name, version, modality)


# "|Alle Projekte| beginnen am 1. Juli", "Starttermin ist |für alle Vorhaben| der 1. September"
_ALL: Final = Sought(
    r"\b(?:[Aa]lle|[Ss]ämtliche|[Bb]eide|[Dd]ie)(?:[ \u00a0](?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|geförderten|neuen|ausgewählten)){0,2}[ \u00a0](?:[A-ZÄÖÜ][a-zäöüß]+)?(?:[Pp]rojekte|[Vv]orhaben|[Ss]tudien)(?![\w-])"
)
_ROW: Final = re.compile(r"[ \t]*[-–•*][ \u00a0]")


def _all_of(text: str, found: Sentences, i: int) -> tuple[Subject, ...]:
    """The projects of the list above, where the sentence speaks of all of them."""
    start, end = found.spans[i]
    if _ALL.search(text, start, end) is None:
        return ()
    listed: dict[str, Mention] = {}
    for low, high in found.spans[max(0, i - 40) : i]:
        if _ROW.match(text, text.rfind("\n", 0, low) + 1):
            for m in found.named(low, high):
                if m.label == "PROJECT":
                    listed.setdefault(m.attributes["name"], m)
    if len(listed) < 2:
        return ()
    return tuple(Subject(m.attributes["name"], m.span.quote, m.span.start, m.label) for m in listed.values())


def _fact(
    subject: Subject, predicate: Predicate, norm: str, date: Mention, evidence: Span, name: str, version: int, modality: Modality
) -> Fact:  # fmt: skip
    rule = "duration" if predicate == "lasts" else "verb_date"
    return Fact(
        subject.name, predicate, norm, subject.quote, date.span.quote, evidence, 0.8, name, rule, version, modality
    )
