"""Who takes part in what by the words of one sentence: `participates_in` for events, projects and networks."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.brought_in import brings
from extractors.relations.chains import again
from extractors.relations.modality import modality_of
from extractors.relations.subjects import EVENT, THINGS, Sentences, Subject

_TAKES: Final = Sought(
    r"\b(?:beteiligt(?:e|en)?|beteiligen|Beteiligung|Beteiligten|teilnehm\w+|teilgenommen|teilnahm\w*|teilnimmt|nimmt\b[^;!?]{0,400}\bteil|nehmen\b[^;!?]{0,400}\bteil|nahm(?:en)?\b[^;!?]{0,400}\bteil|mitwirk\w+|mitgewirkt|wirk(?:t|te|en|ten)\b[^;!?]{0,400}\bmit|"
    r"vertreten|(?:Gründungs|Vereins|Konsortial)?[Mm]itglied(?:er|s|ern)?|engagier(?:t|en|te|ten)|(?:Projekt|Kooperations|Verbund|Konsortial|Industrie|Praxis|Medien|Netzwerk)?[Pp]artner(?:in|innen|hochschule|hochschulen|land|n)?|mach(?:t|en|te)\b[^;!?]{0,80}\bmit|(?:tritt|treten|trat|traten)\b[^;!?]{0,120}\bbei(?=[ \u00a0]*[.,;]|$)|beigetreten|angeschlossen|gehör(?:t|en|te|ten)\b[^;!?]{0,300}\ban(?=[ \u00a0]*[.,;]|$)|eingebunden|kooperier(?:t|en|te|ten)|"
    r"dabei(?=[ \u00a0]*[.,;:]|[ \u00a0](?:ist|sind|war|waren)\b)|[Mm]it dabei|vor Ort|zu Gast|als Gast|Gast in|eingeladen|arbeit(?:et|en|eten)\b[^;!?]{0,200}\bzusammen|Verankerung|(?:nimmt|nehmen|einnehmen|übernimmt|übernehmen|spielt|spielen)\b[^;!?]{0,300}\bRolle|Rolle\b[^;!?]{0,200}\b(?:einnehmen|übernehmen|spielen)|schließ(?:t|en)\b[^;!?]{0,80}\ban|angehör\w+|trag(?:en|t)\b[^;!?]{0,80}\bgemeinsam)(?!\w)"
)
_SPEAKS: Final = Sought(
    r"\b(?:spricht|sprechen|sprach(?:en)?|gesprochen|referier(?:t|en|te|ten)|h(?:ält|alten|ielt|ielten)\b[^;!?]{0,160}\b(?:[\w-]{0,40}(?:[Vv]ortrag|[Rr]ede)|Keynote|Laudatio|Grußwort|Impuls\w*|Ansprache)|präsentier(?:t|en|te|ten)|"
    r"stell(?:t|te|en|ten)\b[^;!?]{0,400}\bvor|vorgestellt|diskutier(?:t|en|te|ten)|debattier(?:t|en|te|ten)|moderier(?:t|en|te|ten)|begrüß(?:t|te|en|ten)|eröffne(?:t|te|n|ten)|trat(?:en)?\b[^;!?]{0,100}\bauf|zeig(?:t|te|en|ten)(?![ \u00a0](?:sich|dass|wie))|"
    r"berichte(?:t|te|n|ten)\b[^;!?]{0,200}\büber|erläuter(?:t|te|n|ten)|erklärten?,[ \u00a0]wie|beschäftigt sich|[\w-]{0,40}[Vv]ortrag von|[Bb]eiträgen? von|[Gg]ruß(?:wort|worte) von)(?!\w)"
)
_HOSTS: Final = Sought(
    r"\b(?:veranstalte(?:t|te|n|ten)|organisier(?:t|te|en|ten)|richte(?:t|te|n|ten)\b[^;!?]{0,200}\baus|ausgerichtet|l(?:ädt|aden|ud|uden)\b[^;!?]{0,200}\bein|Gastgeber(?:in)?|Veranstalter(?:in)?|Ausrichter(?:in)?|initiier(?:t|te|en|ten))(?!\w)"
)
# "führt das Projekt X durch": who carries it out; "forscht im Projekt X"
_DOES: Final = Sought(
    r"\b(?:(?:setz|führ)(?:t|en|te|ten)\b[^;!?]{0,300}\b(?:um|durch)(?=[ \u00a0]*[.,;]|$)|umsetzen|umgesetzt|durchführen|durchgeführt|realisier(?:t|en|te|ten)|verwirklich(?:t|en|te|ten)|"
    r"(?:erforsch|forsch|untersuch|erprob|entwickel|analysier|arbeite|test)(?:t|en|te|ten|n)|getragen)(?!\w)"
)
_DONE: Final = re.compile(r"umgesetzt|durchgeführt|realisiert|verwirklicht|getragen")
_ACCUSATIVE: Final = re.compile(r"\w(?=[ \u00a0](?:das|die|dieses|diese)[ \u00a0])")
_CARRIES: Final = re.compile(r"setz|führ|umsetz|umgesetzt|durch|realisier|verwirklich|getragen")
_IN: Final = re.compile(
    r"(?:\b(?:[Ii]m|[Ii]n dem|[Ii]nnerhalb des|[Rr]ahmen des|[Rr]ahmen von|[Ii]n der)[ \u00a0])(?:[a-zäöüß-]+en[ \u00a0])?(?:[A-ZÄÖÜ][\w-]{0,40}[ \u00a0])?[„\"»]?$"
)
_TO: Final = re.compile(
    r"\b(?:[Aa]n|[Aa]m|[Aa]uf|aufs|[Bb]ei|[Bb]eim|[Ii]m|[Ii]n|[Zz]u|[Zz]ur|[Zz]um|für|von|vom|der|des|dem|den|Rahmen)[ \u00a0](?:(?:der|dem|den|die|das|des|unserem|ihrem|ihrer|seiner|seinem|diesem|dieser|einem|einer)[ \u00a0])?(?:(?!und\b)[\w.-]+(?:en|er|em|e|n)[ \u00a0]){0,3}(?:[A-ZÄÖÜ][\w-]{0,40}[ \u00a0]){0,2}[„\"»]?$"
)
_PROJECT_TO: Final = re.compile(
    r"\b(?:[Ii]nnerhalb von|[Aa]n|[Aa]m|[Aa]uf|[Bb]ei|[Bb]eim|[Ii]m|[Ii]n|zur|zum|des|der|[Dd]em)[ \u00a0](?:(?:der|dem|den|die|das|des|unserem|ihrem|ihrer|seiner|seinem|diesem|dieser)[ \u00a0])?(?:(?:[a-zäöüß-]+en|[a-zäöüß-]+er)[ \u00a0]){0,2}(?:[A-ZÄÖÜ][\w-]{0,40}(?:[Pp]rojekt|[Nn]etzwerk|[Vv]erbund|[Kk]onsortium|[Ss]tudie|[Ii]nitiative|[Pp]rogramm|[Pp]lattform|[Ff]örderphase|[Rr]egister|[Cc]luster|[Kk]olleg|[Vv]orhaben|[Bb]ündnis|[Aa]llianz|[Kk]ampagne)\w{0,2}[ \u00a0]|(?:Förderphase|Phase|Projekt|Netzwerk|Verbund|Konsortium|Studie|Initiative|Programm|Plattform|Register|Cluster|Kolleg|Vorhaben|Bündnis|Allianz|Kampagne|Biobank|Datenbank|Kohorte|Infrastruktur|Portal|Archiv|Netz)\w{0,2}[ \u00a0])?[„\"»]?$"
)
# Between two members of one subject: "A und das B", "A (AA), der B sowie C"
_AND: Final = re.compile(
    r"^(?:[ \u00a0]\([^()\n]{1,160}\))?(?:[ \u00a0](?:in|aus)[ \u00a0][A-ZÄÖÜ][\w-]{1,40})?(?:,|,?[ \u00a0](?:und|sowie|sowie auch|als auch|wie auch)|[ \u00a0]&)[ \u00a0](?:(?:auch|weitere|die|der|das|dem|den|vom|von der)[ \u00a0])*(?:[a-zäöüß-]+[ \u00a0]){0,2}(?:(?:Prof|Dr|PD|Dipl|Univ|apl|med|rer|nat|phil|h|c|M|Sc|Ing|Priv|Doz)[\w.-]*+[ \u00a0]?)*(?:[A-ZÄÖÜ][\w:*-]*[ \u00a0]){0,2}[„\"»]?$"
)
_WITH: Final = re.compile(
    r"\b(?:[Gg]emeinsam mit|[Zz]usammen mit|[Zz]usammenarbeit mit|[Kk]ooperation mit|[Pp]artnerschaft mit|Seite an Seite mit|[Mm]it (?:den|dem|der|ihren|seinen|ihrem|seinem) (?:[\w-]{0,40}[Pp]artner(?:n|innen|in|einrichtungen)?)|(?<!bei denen )[Nn]eben|[Aa]ußer)[ \u00a0](?:(?:der|dem|den)[ \u00a0])?(?:[a-zäöüß-]+[ \u00a0]){0,2}(?:[A-ZÄÖÜ][\w:-]*[ \u00a0]){0,2}$"
)
_BY: Final = re.compile(
    r"\b(?:von|vom|durch|von der|vom|durch das|durch die|durch den|von dem|von den)[ \u00a0](?:(?:der|dem|den|das|die)[ \u00a0])?(?:(?:Prof|Dr|PD|Dipl|med|rer|nat)[\w.-]*[ \u00a0])*(?:[A-ZÄÖÜ][\w:-]*[ \u00a0]){0,2}$"
)
# "kooperiert im Projekt X |mit| Y"
_ALONG: Final = re.compile(r"\bmit[ \u00a0](?:(?:der|dem|den)[ \u00a0])?(?:[a-zäöüß-]+en[ \u00a0])?$")
# "dankt allen|, die| am Projekt beteiligt waren", "das Projekt X|, an dem| Y beteiligt ist"
_WHO: Final = re.compile(
    r",[ \u00a0](?:der|die|das|welche[rs]?)[ \u00a0](?![A-ZÄÖÜ„]|[a-zäöüß-]+(?:e|en|er|es)[ \u00a0][A-ZÄÖÜ])[^,]*$"
)
_WHERE: Final = re.compile(r",[ \u00a0](?:an|bei|in|auf|zu)[ \u00a0](?:dem|der|denen|welche[mrn])[ \u00a0]")
_BECOMES: Final = re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b")
# What people do at other places as well: only with an event in the same sentence
_WEAK: Final = re.compile(r"zeig|begrüß|eröffn|berichte|beschäftigt")
# "Im ersten Vortrag des Tages", "Am Nachmittag berichtet", "Anschließend spricht": a programme is told
_PROGRAMME: Final = re.compile(
    r"\b(?:[\w-]{0,40}[Vv]ortr[aä]g\w*|[Kk]eynote|[Pp]odium\w*|[Gg]rußwort\w*|Am (?:Vormittag|Nachmittag|Abend)|Anschließend|Danach|Zunächst|Zum (?:Auftakt|Abschluss|Schluss)|Abschließend|Den (?:Auftakt|Abschluss)|Poster\w*)\b"
)
# "Als Projektpartner ist zudem X eingebunden": of what the release is about
_PARTNER: Final = re.compile(r"beteilig|mitwirk|eingebunden|kooperier|(?:Projekt|Verbund|Konsortial)partner")
_MOST: Final = 5  # verbs of one kind in one sentence
_UNDERTAKING: Final = re.compile(r"(?:umfrage|befragung|ausschreibung|wettbewerb|aufruf)", re.IGNORECASE)
_RELATIVE: Final = re.compile(r",[ \u00a0](?:bei|an|auf|in|zu)[ \u00a0](?:dem|der|denen)[ \u00a0][^,]*$")
# "Mitarbeitende aus |X|", "unter Beteiligung der |X|"
_OF: Final = re.compile(
    r"\b(?:Mitarbeit\w+|Vertret\w+|Forschende\w*|Wissenschaftler\w*|Expert\w+|Fachleuten?|Teams?|Studierende\w*|Delegation|Beteiligung|Teilnahme|Mitwirkung|Präsenz|Verankerung|Mitgliedschaft)(?:[:*_]?innen)?[ \u00a0](?:aus|von|der|des|vom|aus dem|aus der|von der)[ \u00a0](?:[\w-]+en[ \u00a0])?$"
)
_PASSIVE: Final = re.compile(
    r"\b(?:organisiert|veranstaltet|ausgerichtet|initiiert|moderiert|eröffnet|[Vv]ortrag|[Bb]eiträgen?|[Gg]ruß(?:wort|worte)|getragen|umgesetzt)\b"
)
_OPEN: Final = re.compile(r"^(?:Ob|Wenn|Falls|Wer|Sollte)\b|\?$")
_ATTENDS: Final = re.compile(r"teil(?:nehm|nahm|nimmt|genommen)|n(?:immt|ehmen|ahm|ahmen)\b.*\bteil$", re.DOTALL)
_AT: Final = re.compile(
    r"\b(?:[Aa]n[ \u00a0](?:der|dem|den|einer|einem|dieser|diesem|ihrer|seiner)|[Aa]m)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0])?[A-ZÄÖÜ][\w-]+"
)
_NEAR: Final = 40  # code points: "an der |Studie zur Hautkrebsvorsorge| X"
_ROLE_ONLY: Final = frozenset({"ORG", "PERSON", "INFRASTRUCTURE", "PROJECT"})


def attendance(
    text: str, found: Sentences, context: Context, skip: set[int], name: str, version: int
) -> Iterator[Fact]:
    """The facts of all sentences but those numbered in `skip`, which are lists that have said it already."""
    quoted = bytearray(len(text))
    for q in context.mentions:
        if q.label == "QUOTE":
            quoted[q.span.start : q.span.end] = b"\x01" * (q.span.end - q.span.start)
    for i, (start, end) in enumerate(found.spans):
        if i in skip or _OPEN.search(text[start:end]):
            continue
        for pattern, rule in ((_TAKES, "takes_part"), (_HOSTS, "hosts"), (_SPEAKS, "speaks"), (_DOES, "carries_out")):
            who: list[Mention] = []
            target: tuple[Subject, float] | None = None
            for verb in islice(pattern.finditer(text, start, end), _MOST):
                # "rief dazu auf, sich zu beteiligen": nobody does yet
                idle = quoted[verb.start()] or text.endswith(("zu ", "zu\u00a0"), start, verb.start())
                target = None if idle else _target(text, found, i, verb, rule)
                if rule == "takes_part" and target is not None and _elsewhere(text, start, end, verb, target[0]):
                    target = None
                if rule == "takes_part" and target is not None and brings(text, start, end):
                    target = None
                if target is not None and (who := _actors(text, found, i, verb, rule, target[0])):
                    break
            if target is None:
                continue
            thing, score = target
            for m in who:
                low, high = min(m.span.start, verb.start()), max(m.span.end, verb.end())
                yield Fact(
                    m.attributes["name"], "participates_in", thing.name, m.span.quote, thing.quote,
                    around(text, start, end, Span.of(text, low, high)) if high - low < 400 else Span.of(text, start, end),
                    score, name, rule, version, modality_of(text[start:end]),
                )  # fmt: skip
            if who:
                break


def _elsewhere(text: str, start: int, end: int, verb: re.Match[str], thing: Subject) -> bool:
    """Whether one takes part in something else: "der Leiter des Projekts X nahm |an der Tagung| teil"."""
    if _ATTENDS.match(verb[0]) is None:
        return False
    own = [m for m in _AT.finditer(text, start, end) if m.end() <= verb.end()]
    return bool(own) and not any(m.start() <= thing.start <= m.end() + _NEAR for m in own)


def _target(text: str, found: Sentences, i: int, verb: re.Match[str], rule: str) -> tuple[Subject, float] | None:
    """What is taken part in, and how sure that is: a thing of the sentence, a back reference, or what the release is about."""
    start, end = found.spans[i]
    for m in found.named(start, end):
        if m.label in ("PERSON", "ORG"):
            continue
        before = text[max(start, m.span.start - 60) : m.span.start]
        if m.label == EVENT:
            if rule == "speaks" and _UNDERTAKING.search(m.span.quote):
                continue
            if m.span.end < verb.start() and rule == "takes_part" and _RELATIVE.search(text, m.span.end, verb.start()):
                return _subject(m), 0.75
            if (
                _TO.search(before)
                or (rule == "hosts")
                or (m.span.start > verb.end() and rule == "speaks" and verb[0].startswith("eröffn"))
            ):
                return _subject(m), 0.8
        elif rule == "takes_part" and (
            _PROJECT_TO.search(before)
            or (m.span.end < verb.start() and _RELATIVE.search(text, m.span.end, verb.start()) is not None)
        ):
            return _subject(m), 0.75
        elif (
            rule == "carries_out"
            and m.label == "PROJECT"
            and (found.is_nominative(m, start) if _CARRIES.match(verb[0]) else _IN.search(before))
        ):
            return _subject(m), 0.7
    if rule == "carries_out":
        return _carried(text, found, i) if _CARRIES.match(verb[0]) else None
    if rule == "takes_part" and verb[0] not in ("vertreten", "Mitglied", "eingeladen"):
        # "ist Partnerhochschule |dieses Programms|"
        if (thing := found.referred(i, verb.end())) is not None:
            return thing, 0.7
        for back in re.finditer(
            r"\b(?:an|am|im|in|Am|Im|An|In|Für|für|bei|Bei)(?=[ \u00a0])|\b(?:am|im|beim|Am|Im)(?=[ \u00a0][A-Z])",
            text[start:end],
        ):
            thing = found.referred(i, start + back.end()) or found.referred(i, max(0, start + back.start() - 1))
            if thing is not None:
                return thing, 0.7
    if (
        rule == "takes_part"
        and _PARTNER.search(verb[0])
        and not any(m.label in ("PROJECT", "INFRASTRUCTURE", EVENT) for m in found.named(start, end))
    ):
        about = found.about(i)
        if about is not None:
            return about, 0.65
    if rule == "speaks" or verb[0] in (
        "vor Ort",
        "dabei",
        "Mit dabei",
        "mit dabei",
        "zu Gast",
        "als Gast",
        "eingeladen",
    ):
        about = found.about(i)
        if (
            about is not None
            and about.label == EVENT
            and (not _WEAK.match(verb[0]) or _PROGRAMME.search(text, start, end))
        ):
            return about, 0.7
    return None


def _carried(text: str, found: Sentences, i: int) -> tuple[Subject, float] | None:
    """What "das Vorhaben" or "das Projekt" means that somebody carries out."""
    start, end = found.spans[i]
    subject = found.subject(i)
    if subject is not None and subject.label == "PROJECT":
        return subject, 0.65
    for back in _ACCUSATIVE.finditer(text, start, end):
        if (thing := found.referred(i, back.end())) is not None and thing.label == "PROJECT":
            return thing, 0.65
    return None


def _subject(m: Mention) -> Subject:
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)


def _actors(text: str, found: Sentences, i: int, verb: re.Match[str], rule: str, thing: Subject) -> list[Mention]:
    """Who does it: the people and bodies in the nominative, with those that are joined to them by "und" or "gemeinsam mit"."""
    start, end = found.spans[i]
    labels = ("PERSON", "ORG") if rule == "speaks" else _ROLE_ONLY
    named = [
        m
        for m in found.named(start, end)
        if m.label in labels and m.attributes["name"] != thing.name and m.span.start != thing.start
    ]
    own = _clause(text, start, named, thing, verb)
    named = named if own is None else own
    done = rule == "carries_out" and _DONE.match(verb[0]) is not None and _BECOMES.search(text, start, end) is not None
    along = verb[0].startswith(("kooperier", "arbeit"))
    passive = (
        _PASSIVE.search(verb[0]) is not None
        and re.search(r"\b(?:von|vom|durch)[ \u00a0]", text[verb.start() : end]) is not None
    )
    who: list[Mention] = []
    subject_found = False
    taken = -1
    for k, m in enumerate(named):
        if m.span.start <= taken:
            continue
        before = text[max(start, m.span.start - 70) : m.span.start]
        if done:
            chosen = _BY.search(before) is not None
        elif passive:
            chosen = m.span.start > verb.start() and _BY.search(before) is not None
        else:
            first = not subject_found and found.is_nominative(m, start) and not _apposed(m, named, k)
            subject_found = subject_found or first
            chosen = (
                first
                or _WITH.search(before) is not None
                or _OF.search(before) is not None
                or (along and _ALONG.search(before) is not None)
            )
        if chosen and (m.label not in ("PROJECT", "INFRASTRUCTURE") or thing.label == EVENT):
            who += _joined(text, named, k)
            taken = who[-1].span.start
    if rule == "speaks" and any(m.label == "PERSON" for m in who):
        who = [m for m in who if m.label == "PERSON"]
    if (
        not who
        and own is None
        and rule != "speaks"
        and (subject := found.subject(i)) is not None
        and subject.label in THINGS
        and subject.name != thing.name
        and subject.label != thing.label
    ):
        # "Das Institut ist am Projekt X beteiligt": a back reference
        back = (
            Span.of(text, subject.start, subject.start + len(subject.quote))
            if text.startswith(subject.quote, subject.start)
            else None
        )
        if back is not None and start <= back.start:
            return [Mention(back, "ORG", None, 0.8, "relations", "back", 1, {"name": subject.name})]
    return who


def _clause(text: str, start: int, named: list[Mention], thing: Subject, verb: re.Match[str]) -> list[Mention] | None:
    """The names that can be the subject of the verb's own clause, where that is a relative one; None where it is not."""
    where = _WHERE.search(text, thing.start, verb.start()) if thing.start < verb.start() else None
    if where is not None:
        return [m for m in named if m.span.start >= where.end()]
    who = _WHO.search(text, max(start, verb.start() - 400), verb.start())
    if who is None:
        return None
    own = [m for m in named if m.span.start > who.start()]
    if any(m.span.start < verb.start() for m in own):
        return own
    k = 0
    while k < len(named):
        chain = _joined(text, named, k)
        if 0 <= who.start() - chain[-1].span.end <= 1:
            return chain
        k += len(chain)
    return [m for m in own if m.span.start > verb.end()]


def _apposed(m: Mention, named: Sequence[Mention], k: int) -> bool:
    """Whether the name only says where somebody is from: "Dr. X |vom| Y", "X, Sprecherin des Y"."""
    return (
        k > 0 and named[k - 1].label == "PERSON" and m.label != "PERSON" and m.span.start - named[k - 1].span.end < 60
    )


def _joined(text: str, named: Sequence[Mention], k: int) -> list[Mention]:
    """The name numbered `k` and those that "und", commas and brackets join to it, with what stands beside each left out."""
    chain = [named[k]]
    last = named[k]
    for m in named[k + 1 :]:
        between = text[last.span.end : m.span.start]
        if again(text, last, m):
            continue
        if _AND.match(between):
            chain.append(m)
            last = m
        elif last.label == "PERSON" and m.label != "PERSON" and len(between) < 90 and not re.search(r"[.;:]", between):
            # "Dr. X (Institut Y) und Dr. Z": the affiliation is passed over
            last = Mention(Span.of(text, last.span.start, _behind(text, m.span.end)), "PERSON", None, 0, "", "", 1, {})
        else:
            break
    return chain


def _behind(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" else end
