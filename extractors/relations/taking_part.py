"""Who takes part by what they do there: guests, speakers and signers at events, tasks in an undertaking, houses told by their towns.

"Zur Eröffnung kamen 90 Gäste, |darunter die Ministerin X|", "sagte X |bei der Eröffnung|", "Die Auswertung |übernimmt das Institut Y|",
"Ihm gehören |die Universitätskliniken in A, B und C| an".
"""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.german import spaces
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.rosters import lately
from extractors.relations.subjects import EVENT, Sentences, Subject

_S: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_NAME: Final = r"[A-ZÄÖÜ][\w-]{1,50}"
_OCCASION: Final = (
    r"(?:[\w-]{0,30}(?:[Ee]röffnung|[Ee]inweihung|[Üü]bergabe|[Gg]rundsteinlegung|[Uu]nterzeichnung|[Vv]erleihung|[Ee]nthüllung|[Ff]eierstunde|[Ff]eier|[Vv]ersammlung|[Aa]mtseinführung|[Vv]erabschiedung|[Ee]hrung|[Pp]ressekonferenz|[Aa]uftaktveranstaltung|[Vv]eranstaltung|[Tt]agung)"
    r"|Inbetriebnahme|Spatenstich|Richtfest|Festakt|Empfang|Vernissage|Premiere|Startschuss|Jubiläum|Podiumsdiskussion|Kick-off|Freigabe|Freischaltung|Begehung|Feldtag|Workshop|Symposium|Kongress|Konferenz)"
)
_OF_IT: Final = rf"(?:{_S}(?:des|der|von){_S}(?:(?:neuen|ersten|zweiten|dritten|gemeinsamen){_S})?{_NAME}(?:{_S}(?:für|der|des){_S}{_NAME}|{_S}{_NAME}){{0,3}})?"
# "|bei der Eröffnung| des Labors", "zur Feier", "auf dem Festakt"
_AT: Final = re.compile(
    rf"(?<![\w-])(?:[Bb]ei{_S}de[rm]|[Bb]eim|[Bb]ei{_S}einer|[Aa]uf{_S}de[rm]|[Aa]uf{_S}einer|[Zz]ur|[Zz]um|[Ww]ährend{_S}de[rs]|[Aa]nlässlich{_S}de[rs]|[Ii]m{_S}Rahmen{_S}(?:der|des|einer)|[Mm]it{_S}eine[mr]|[Ii]n{_S}einer){_S}(?:(?:feierlichen|offiziellen|symbolischen|festlichen|gestrigen|heutigen|ersten|diesjährigen){_S}){{0,2}}(?P<what>{_OCCASION}{_OF_IT})(?![\w-])(?<!Feier{_S}des{_S}Tages)"
)
_CAME: Final = re.compile(
    r"(?<![\w-])(?:kamen|kam|nahmen|nehmen|teil|teilgenommen|teilnahmen|Gäste|Gästen|Besucher\w*|Teilnehm\w+|folgten|erschienen|versammelten|feierten|trafen|gratulierten|begrüßten?)(?![\w-])"
)
_AMONG: Final = re.compile(r",[ \u00a0](?:darunter|unter ihnen|unter anderem|allen voran|so auch)[ \u00a0]")
_SAID: Final = re.compile(
    r"(?<![\w-])(?:sagte|betonte|erklärte|nannte|lobte|würdigte|dankte|hob|unterstrich|erläuterte|freute|bezeichnete|verwies|berichtete|gratulierte|begrüßte|sprach|ergänzte|kündigte|zeigte|überbrachte|so|nahm|hielt|verlieh|zeichnete)(?![\w-])"
)
_HANDS: Final = re.compile(
    r"(?<![\w-])(?:übergab(?:en)?|überreichten?|überbrachten?|händigten?|übergeben|überreicht)(?![\w-])"
)
_DEED: Final = re.compile(
    rf"(?<![\w-])(?P<article>[Ee]inen|[Dd]en|[Dd]ie|[Dd]er|[Dd]as|[Ee]ine){_S}(?:[a-zäöüß]+e[nr]?{_S})?(?P<deed>(?:[\w-]{{0,30}}[Bb]escheide?|Schecks?|[\w-]{{0,30}}[Uu]rkunden?|Preise?|Schlüssel))(?![\w-])"
)
_SIGNS: Final = re.compile(r"(?<![\w-])(?:unterzeichne(?:t|te|ten|n)|unterschrieb(?:en)?|unterschreiben)(?![\w-])")
_PAPER: Final = re.compile(
    rf"(?<![\w-])(?:[Ee]ine[nr]?|[Dd]e[nr]|[Dd]ie|[Dd]as|ihre[nr]?){_S}(?:[a-zäöüß]+e[nrs]?{_S})?(?P<paper>(?:[\w-]{{0,30}}(?:[Vv]ereinbarung|[Vv]ertrag|[Aa]bkommen|[Ee]rklärung|Memorandum|Charta|Resolution)|Letter of Intent))(?![\w-])"
)
# "Den ersten Spatenstich setzten X und Y"
_BREAKS: Final = re.compile(
    r"(?<![\w-])(?P<what>Spatenstich|Grundstein|Startschuss|Startknopf)(?![\w-])[^.;:]{0,160}?(?<![\w-])(?:setzten?|legten?|gab(?:en)?|vollzog(?:en)?|führten?|drückten?|nahm(?:en)?)(?![\w-])"
)
_TASK: Final = (
    r"(?:[\w-]{0,30}(?:[Bb]egleitung|[Aa]uswertung(?:en)?|[Ee]valuation|[Ee]valuierung|[Aa]nalysen?|[Ee]ntwicklung|[Uu]msetzung|[Dd]urchführung|[Ss]chulung(?:en)?|[Bb]etreuung|[Rr]ekrutierung|[Ee]rhebung|[Pp]rogrammierung|[Bb]eratung|[Mm]odellierung|[Ss]imulation(?:en)?"
    r"|[Vv]ersuche|[Mm]odelle|[Mm]essungen|[Uu]ntersuchung(?:en)?|[Pp]rüfung(?:en)?|[Ss]icherung|[Dd]igitalisierung|[Ee]rschließung|[Vv]erarbeitung|[Hh]erstellung|[Pp]roduktion|[Ll]agerung|[Aa]ufbereitung|[Mm]anagement|[Oo]rganisation|[Aa]uswahl|[Vv]ermittlung|[Ss]ynthese|[Tt]ests)"
    r"|Biometrie|Statistik|Monitoring|Öffentlichkeitsarbeit|Software|Hosting|Betrieb|Aufbau|Technik|Moderation|Studiendurchführung|Qualitätssicherung|Logistik|Teilstudie|Studie|Projekt|Vorhaben)"
)
_DOES: Final = re.compile(
    rf"(?<![\w-])(?:übernimmt|übernehmen|übernahm(?:en)?|übernommen|verantwortet|verantworten|obliegt|liegt{_S}bei|leistet|leisten)(?![\w-])"
)
_THE_TASK: Final = re.compile(
    rf"(?<![\w-])(?:[Dd]ie|[Dd]en|[Dd]as|[Dd]er){_S}(?:[a-zäöüß-]+en?{_S}){{0,2}}{_TASK}(?![\w-])"
)
_FOR_TASK: Final = re.compile(rf"(?<![\w-])[Ff]ür{_S}(?:die|den|das){_S}(?:[a-zäöüß-]+en?{_S}){{0,2}}{_TASK}(?![\w-])")
_IN_CHARGE: Final = re.compile(r"(?<![\w-])(?:zuständig|verantwortlich)(?![\w-])")
_DONE: Final = re.compile(
    r"(?<![\w-])(?i:begleitet|evaluiert|ausgewertet|betreut|betrieben|aufgebaut|erarbeitet|entwickelt|mitentwickelt|bereitgestellt|gehostet|umgesetzt|durchgeführt|erstellt|konzipiert)(?![\w-])"
)
# "Betrieben wird |sie| vom X", "|Das Projekt| wird vom Y begleitet", "begleitet wird |der Aufbau|"
_PASSIVE: Final = re.compile(
    rf"(?:^|{_S})(?:wird|werden|wurde|wurden){_S}(?:(?:sie|es|er|dabei)(?={_S})|(?:das|der|die){_S}(?:Projekt|Vorhaben|Studie|Aufbau|Prozess|Plattform|Datenbank|Register|Portal|Netzwerk|Modellprojekt|Programm)(?={_S}))"
    rf"|^(?:Sie|Es|Er|(?:Das|Der|Die){_S}(?:Projekt|Vorhaben|Studie|Aufbau|Plattform|Datenbank|Register|Portal|Netzwerk|Modellprojekt|Programm|Umsetzung)){_S}(?:wird|werden|wurde|wurden)(?={_S})"
)
_BY: Final = re.compile(rf"(?<![\w-])(?:von|vom|durch)(?:{_S}(?:der|dem|das|die|den))?{_S}(?:{_NAME}{_S})?$")
SINGULAR: Final[dict[str, str]] = {
    "krankenhäuser": "Krankenhaus", "krankenhäusern": "Krankenhaus", "universitätsklinika": "Universitätsklinikum", "universitätskliniken": "Universitätsklinikum", "universitätsklinken": "Universitätsklinik",
    "uniklinika": "Uniklinikum", "unikliniken": "Uniklinik", "universitäten": "Universität", "hochschulen": "Hochschule", "kliniken": "Klinik", "klinika": "Klinikum", "institute": "Institut", "instituten": "Institut", "museen": "Museum",
    "fachhochschulen": "Fachhochschule", "bibliotheken": "Bibliothek", "biobanken": "Biobank", "städte": "Stadt", "städten": "Stadt", "zentren": "Zentrum", "universitätsmedizinen": "Universitätsmedizin",
    "archive": "Archiv", "archiven": "Archiv", "zoos": "Zoo", "gesundheitsämter": "Gesundheitsamt", "gesundheitsämtern": "Gesundheitsamt", "landkreise": "Landkreis", "landkreisen": "Landkreis",
}  # fmt: skip
_SPREAD: Final = re.compile(
    rf"(?<![\w-])(?:[Dd]ie|[Dd]en|[Dd]er|[Aa]n){_S}(?:(?:\w+|Technischen){_S})?(?P<noun>(?:Technischen{_S})?(?i:{'|'.join(sorted((k for k in SINGULAR if ' ' not in k), key=len, reverse=True))}))(?:{_S}in)?{_S}(?P<places>{_NAME}(?:{_S}\([^()\n]{{1,30}}\))?(?:,{_S}{_NAME}(?:{_S}\([^()\n]{{1,30}}\))?){{0,20}}{_S}(?:und|sowie){_S}{_NAME})(?![\w-])"
)
_PLACE: Final = re.compile(rf"(?<![\w-]){_NAME}")
_BELONGS: Final = re.compile(
    r"(?<![\w-])(?:gehör(?:en|ten)|zähl(?:en|ten)|[Bb]eteiligt|beteiligen|[Dd]abei|Partner|Mitglieder|Standorte|zusammengeschlossen|zusammen|mitwirken|vertreten|kooperieren)(?![\w-])"
)
_MERGE: Final = re.compile(rf"(?<![\w-])(?:zum|zur){_S}[„\"»]?$")
_CLINICS: Final = re.compile(r"(?i:klinikverbund|klinikenverbund|krankenhausverbund|klinikgruppe|konzern|klinikum)")
_UNREAL: Final = re.compile(
    r"(?<![\w-])(?:nicht|kein(?:e|er|en)?|könnten?|würden?|hätten?|ob|falls|abgesagt|fehlte|verhindert)(?![\w-])"
)
_HOUSE: Final = re.compile(
    r"(?i:klinik|krankenhaus|hospital|universität|hochschule|institut|museum|archiv|biobank|zentrum|medizin)"
)
# "|Hinzu kommen| die Projekte A und B": where the one before takes part too
_MORE: Final = re.compile(
    r"(?:Hinzu|Dazu)[ \u00a0](?:kommen|kamen)[ \u00a0](?:noch[ \u00a0]|auch[ \u00a0])?(?:die[ \u00a0])?(?:[a-zäöüß0-9]+[ \u00a0]){0,2}[A-ZÄÖÜ][\w-]{0,40}(?:projekte|vorhaben|studien|netzwerke|infrastrukturen|plattformen|register|Projekte|Studien|Infrastrukturen)[ \u00a0]"
)
_ITEM: Final = re.compile(r"(?<![\w-])[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ0-9][\w-]*(?:[ \u00a0][A-ZÄÖÜ0-9][\w-]*){0,3}(?![\w-])")
# "Dem |Beirat| gehört X an", "vertritt X die Interessen |im Lenkungskreis|"
_GREMIUM: Final = re.compile(
    rf"(?<![\w-])(?:[Dd]em|[Ii]m|[Ii]n{_S}den|[Ii]ns|[Ii]n{_S}der|[Ii]n{_S}die){_S}(?:[a-zäöüß-]+en{_S})?(?P<body>[\w-]{{0,30}}[Bb]eirat|[\w-]{{0,20}}[Ll]enkungskreis|Lenkungsausschuss|Kuratorium|Jury|[\w-]{{0,30}}[Kk]ommission|Steuerungsgruppe|Expertenrat|Hochschulrat|Aufsichtsrat)(?![\w-])"
)
_SITS: Final = re.compile(
    r"(?<![\w-])(?:gehör(?:t|en|te|ten)\b[^;!?]{0,200}\ban(?=[ \u00a0]*[.,;]|$)|angehören|gewählt|berufen|vertritt|vertreten|sitzt|sitzen|wirkt|wirken)(?![^;!?]{0,200}[ \u00a0]vor[ \u00a0]*[.,;])(?![\w-])"
)


_HOSTS: Final = re.compile(
    rf"(?:Gastgeber(?:in)?|Veranstalter(?:in)?|Ausrichter(?:in)?){_S}(?:ist|war|waren|sind){_S}(?:(?:das|die|der){_S})?"
)
_THERE: Final = re.compile(
    r"(?:Daran|Dabei|Darin|Dort|Es)[ \u00a0](?:nahmen?|nehmen|diskutier(?:ten|en)|debattierten|sprachen|wirkten|waren|beteiligten)(?![\w-])"
)
_TALKS: Final = re.compile(
    r"(?:(?:Weitere|Die|Den|Einen|Grußworte?|Vorträge?|Den{0,1}[ \u00a0]Festvortrag|Ein|Zum[ \u00a0]Auftakt|Zum[ \u00a0]Abschluss|Anschließend)[ \u00a0])(?:[a-zäöüß]+[ \u00a0])?(?:\w{0,20}(?:[Vv]ortr[äa]ge?|Grußworte?|Keynotes?|[Rr]eden?|Impulse?)[ \u00a0])?(?:hielt(?:en)?|sprach(?:en)?|steuerten|lieferten)(?![\w-])"
)
# "sagte X, |zur Eröffnung| habe es geregnet", "sagte, dass er zum Jubiläum kommt", "gratulierte zum Jubiläum": told of, not gone to
_TOLD_OF: Final = re.compile(
    r"^[^,;:]*,[ \u00a0](?:[a-zäöü]+[ \u00a0]){1,2}$|,[ \u00a0](?:dass|er|sie|es|man|wie|wenn|weil|ob|was)[ \u00a0]"
)
_FROM: Final = re.compile(r"(?:von|mit|für|um|an)[ \u00a0](?:Dr\.[ \u00a0])?$")


class _Reader:
    """Reads the sentences of one document."""

    def __init__(self, text: str, found: Sentences, context: Context, name: str, version: int) -> None:
        self.text, self.found, self.name, self.version = text, found, name, version
        self.quotes = sorted((m.span.start, m.span.end) for m in context.mentions if m.label == "QUOTE")
        self.bodies = [m for m in context.mentions if m.label == "ORG"]

    def of(self, i: int, said: list[Fact]) -> Iterator[Fact]:
        start, end = self.found.spans[i]
        if _UNREAL.search(self.text, start, end):
            return
        named = [m for m in self.found.named(start, end) if not any(a <= m.span.start < b for a, b in self.quotes)]
        people = [m for m in named if m.label == "PERSON"]
        yield from self._guests(i, people)
        if people:
            yield from self._there(i, people)
            yield from self._speakers(i, people)
            yield from self._hands(i, people)
            yield from self._gremium(i, people)
        yield from self._signs(i, named)
        yield from self._tasks(i, named)
        yield from self._spread(i, named)
        yield from self._more(i, named, said)

    def _fact(
        self, i: int, who: Mention | Subject, thing: str, quote: str, rule: str, score: float, low: int, high: int
    ) -> Fact:
        start, end = self.found.spans[i]
        name, own = (who.attributes["name"], who.span.quote) if isinstance(who, Mention) else (who.name, who.quote)
        return Fact(
            name, "participates_in", thing, own, quote, around(self.text, start, end, Span.of(self.text, max(low, start), min(high, end))), score, self.name, rule, self.version,
            modality_of(self.text[start:end]),
        )  # fmt: skip

    def _occasion(self, start: int, end: int) -> tuple[str, str, int, int] | None:
        """The event of a stretch: as other rules name it, or a noun with what belongs to it."""
        m = _AT.search(self.text, start, end)
        if m is None:
            return None
        known = next(
            (
                e
                for e in self.found.named(start, end)
                if e.label == EVENT and e.span.start <= m.end("what") and m.start("what") < e.span.end
            ),
            None,
        )
        if (
            known is not None
            and "(" not in known.attributes["name"]
            and len(known.attributes["name"]) >= len(m["what"].split()[0])
        ):
            return known.attributes["name"], known.span.quote, known.span.start, known.span.end
        return spaces(m["what"]), m["what"], m.start("what"), m.end("what")

    def _lately(self, i: int) -> tuple[str, str, int, int] | None:
        """The event that the sentence or one of the two before it tells of."""
        for k in (i, i - 1, i - 2):
            if k >= 0:
                events = [e for e in self.found.named(*self.found.spans[k]) if e.label == EVENT]
                if events:
                    return events[0].attributes["name"], events[0].span.quote, events[0].span.start, events[0].span.end
                if (at := self._occasion(*self.found.spans[k])) is not None:
                    return at
        about = self.found.about(i)
        return (
            (about.name, about.quote, about.start, about.start) if about is not None and about.label == EVENT else None
        )

    def _guests(self, i: int, people: list[Mention]) -> Iterator[Fact]:
        """ "kamen 90 Gäste, |darunter X und Y|"."""
        start, end = self.found.spans[i]
        among = _AMONG.search(self.text, start, end)
        if among is None or not _CAME.search(self.text, start, among.start()):
            return
        event = self._lately(i)
        if event is None:
            return
        for m in people:
            if m.span.start >= among.end() and not _FROM.search(self.text, max(start, m.span.start - 12), m.span.start):
                yield self._fact(i, m, event[0], event[1], "guest", 0.75, start, m.span.end)

    def _there(self, i: int, people: list[Mention]) -> Iterator[Fact]:
        """ "Der Tag schloss mit einer Diskussion. |Daran nahmen X, Y und Z teil|", "Weitere Vorträge hielten X und Y"."""
        start, end = self.found.spans[i]
        event = None
        if _THERE.match(self.text, start, end) and i:
            event = self._occasion(*self.found.spans[i - 1]) or self._lately(i - 1)
        elif _TALKS.match(self.text, start, end):
            event = self._lately(i)
        for m in people if event is not None else []:
            if event is not None and not _FROM.search(self.text, max(start, m.span.start - 12), m.span.start):
                yield self._fact(i, m, event[0], event[1], "there", 0.7, start, end)

    def _speakers(self, i: int, people: list[Mention]) -> Iterator[Fact]:
        """ "sagte X |bei der Eröffnung|"; "Den ersten Spatenstich setzten X und Y"."""
        start, end = self.found.spans[i]
        if (breaks := _BREAKS.search(self.text, start, end)) is not None:
            event = (
                "Spatenstich"
                if breaks["what"] == "Spatenstich"
                else "Grundsteinlegung"
                if breaks["what"] == "Grundstein"
                else breaks["what"]
            )
            for m in people:
                if m.span.start > breaks.end() or self.found.is_nominative(m, start):
                    yield self._fact(i, m, event, breaks["what"], "breaks_ground", 0.7, start, m.span.end)
            return
        event_at = self._occasion(start, end)
        said = _SAID.search(self.text, start, end)
        if event_at is None or said is None or _TOLD_OF.search(self.text[said.end() : event_at[2]]):
            return
        if said[0] == "gratulierte" and event_at[1].startswith("Jubiläum"):
            return
        who = next((m for m in people if self.found.is_nominative(m, start)), None)
        if who is not None and any(a <= event_at[2] < b for a, b in self.quotes):
            return
        if who is not None:
            yield self._fact(
                i,
                who,
                event_at[0],
                event_at[1],
                "says_at",
                0.7,
                min(who.span.start, event_at[2]),
                max(who.span.end, event_at[3]),
            )

    def _hands(self, i: int, people: list[Mention]) -> Iterator[Fact]:
        """ "Den Bescheid übergab Ministerin X"."""
        start, end = self.found.spans[i]
        deed = _DEED.search(self.text, start, end)
        if deed is None or not _HANDS.search(self.text, start, end):
            return
        who = next((m for m in people if self.found.is_nominative(m, start)), None)
        if who is not None:
            noun = deed["deed"]
            many = noun.endswith(("e", "en")) or deed["article"].casefold() == "die"
            event = f"Übergabe der {noun}" if many else f"Übergabe des {noun}{'s' if not noun.endswith('s') else ''}"
            yield self._fact(i, who, event, noun, "hands_over", 0.7, start, end)

    def _gremium(self, i: int, people: list[Mention]) -> Iterator[Fact]:
        start, end = self.found.spans[i]
        body = _GREMIUM.search(self.text, start, end)
        if (
            body is None
            or not _SITS.search(self.text, start, end)
            or any(m.span.start <= body.start("body") < m.span.end for m in self.found.named(start, end))
        ):
            return
        for m in people:
            if self.found.is_nominative(m, start):
                yield self._fact(i, m, body["body"], body["body"], "sits_in", 0.65, start, end)

    def _signs(self, i: int, named: list[Mention]) -> Iterator[Fact]:
        """ "X und Y |unterzeichneten einen Kooperationsvertrag|"."""
        start, end = self.found.spans[i]
        paper = _PAPER.search(self.text, start, end)
        if paper is None or not _SIGNS.search(self.text, start, end):
            return
        noun = paper["paper"]
        event = (
            f"Unterzeichnung der {noun}"
            if noun.endswith(("ung", "ta", "tion"))
            else f"Unterzeichnung des {noun}s"
            if noun[-1] not in "sm"
            else f"Unterzeichnung des {noun}"
        )
        who = [m for m in named if m.label in ("ORG", "PERSON") and self.found.is_nominative(m, start)]
        if any(m.label == "PERSON" for m in who):
            who = [m for m in who if m.label == "PERSON"]
        for m in who:
            yield self._fact(i, m, event, noun, "signs", 0.7, start, end)

    def _undertaking(self, i: int, named: list[Mention]) -> Subject | None:
        own = [m for m in named if m.label in (*_UNDERTAKINGS, EVENT)]
        if own:
            return None
        near = lately(self.found, i) or self.found.about(i)
        return near if near is not None and near.label in _UNDERTAKINGS else None

    def _tasks(self, i: int, named: list[Mention]) -> Iterator[Fact]:
        """ "Die Auswertung übernimmt X", "Für die Laboranalysen ist Y zuständig", "Betrieben wird sie von Z"."""
        start, end = self.found.spans[i]
        orgs = [m for m in named if m.label == "ORG"]
        hosts = _HOSTS.match(self.text, start, end)
        if hosts is not None and orgs and orgs[0].span.start == hosts.end() and (event := self._lately(i)) is not None:
            yield self._fact(i, orgs[0], event[0], event[1], "host", 0.7, start, orgs[0].span.end)
        if not orgs:
            return
        does = _DOES.search(self.text, start, end) and _THE_TASK.search(self.text, start, end)
        charge = _IN_CHARGE.search(self.text, start, end) and _FOR_TASK.search(self.text, start, end)
        passive = _DONE.search(self.text, start, end) and _PASSIVE.search(self.text, start, end)
        if not (does or charge or passive) or (thing := self._undertaking(i, named)) is None:
            return
        if does or charge:
            if charge and any(m.label == "PERSON" for m in named):
                return  # "X, der das Labor Y leitet und dort für das Projekt verantwortlich ist"
            for k, m in enumerate(orgs):
                if self.found.is_nominative(m, start) and not (
                    k
                    and re.fullmatch(
                        r"(?:[ \u00a0]\([^()]*\))?[ \u00a0](?:der|des|am|an der|im|in der)[ \u00a0]",
                        self.text[orgs[k - 1].span.end : m.span.start],
                    )
                ):
                    yield self._fact(i, m, thing.name, thing.quote, "task", 0.65, start, end)
            return
        who = next((m for m in orgs if _BY.search(self.text, max(start, m.span.start - 50), m.span.start)), None)
        if who is not None:
            yield self._fact(i, who, thing.name, thing.quote, "task_by", 0.65, start, end)

    def _spread(self, i: int, named: list[Mention]) -> Iterator[Fact]:
        """ "Ihm gehören |die Universitätsklinika in A, B und C| an": one house in each town."""
        start, end = self.found.spans[i]
        told = _SPREAD.search(self.text, start, end)
        if told is None or not _BELONGS.search(self.text, start, end):
            return
        if told[0].startswith("der") and re.search(r"[A-ZÄÖÜ][\w-]+[ \u00a0]$", self.text[start : told.start()]):
            return  # "die Biobanken |der Universitätskliniken in A und B|": theirs, not they
        whole, part = self._whole(i, told, named)
        if whole is None:
            return
        noun = SINGULAR[told["noun"].casefold()]
        for place in _PLACE.finditer(self.text, *told.span("places")):
            name = self._in_town(noun, place[0])
            yield Fact(
                name, "part_of" if part else "participates_in", whole[0], place[0], whole[1], around(self.text, start, end, Span.of(self.text, *told.span())) if end - start > 400 else Span.of(self.text, start, end),
                0.7, self.name, "in_towns", self.version, modality_of(self.text[start:end]),
            )  # fmt: skip

    def _whole(self, i: int, told: re.Match[str], named: list[Mention]) -> tuple[tuple[str, str] | None, bool]:
        start = self.found.spans[i][0]
        own = next(
            (
                m
                for m in named
                if m.label in ("ORG", *_UNDERTAKINGS)
                and not told.start() <= m.span.start < told.end()
                and re.search(
                    r"(?<![\w-])(?:[Zz]u[mr]|[Dd]e[mr]|[Aa]m|[Aa]n der|[Ii]m)[ \u00a0](?:[A-ZÄÖÜ][\w-]+[ \u00a0])?[„\"»]?$",
                    self.text[max(start, m.span.start - 40) : m.span.start],
                )
            ),
            None,
        )
        if own is not None:
            return (own.attributes["name"], own.span.quote), own.label == "ORG" and _CLINICS.search(
                own.attributes["name"]
            ) is not None
        if any(m.label in ("PROJECT", "INFRASTRUCTURE", EVENT) for m in named):
            return None, False
        near = lately(self.found, i) or self.found.about(i)
        return ((near.name, near.quote) if near is not None and near.label in _UNDERTAKINGS else None), False

    def _in_town(self, noun: str, town: str) -> str:
        """The house of a kind in a town: as the text names it elsewhere, else "Krankenhaus in A"."""
        known = {
            str(m.attributes["name"]) for m in self.bodies
            if _HOUSE.search(m.attributes["name"]) and not re.search(r"[ \u00a0](?:des|der|am|an)[ \u00a0]", m.attributes["name"]) and re.search(rf"[ \u00a0]{re.escape(town)}$", m.attributes["name"]) and (noun.casefold()[-5:] in m.attributes["name"].casefold() or noun == "Krankenhaus")
        }  # fmt: skip
        return next(iter(known)) if len(known) == 1 else f"{noun} in {town}"

    def _more(self, i: int, named: list[Mention], said: list[Fact]) -> Iterator[Fact]:
        """ "X ist an fünf Netzen beteiligt: ... |Hinzu kommen| die Projekte A und B": X takes part in them too."""
        start, end = self.found.spans[i]
        more = _MORE.match(self.text, start, end)
        if not i or more is None or any(m.label in ("ORG", "PERSON") for m in named):
            return
        before = self.found.spans[i - 1]
        doers = {
            f.subject: f
            for f in said
            if f.predicate == "participates_in"
            and f.rule == "list"
            and f.evidence.start < before[1]
            and before[0] < f.evidence.end
        }
        if len(doers) == 1:
            (f,) = doers.values()
            for m in _ITEM.finditer(self.text, more.end(), end):
                known = next((n for n in named if n.span.start <= m.start() < n.span.end), None)
                name, quote = (known.attributes["name"], known.span.quote) if known is not None else (m[0], m[0])
                yield Fact(
                    f.subject, "participates_in", name, f.subject_quote, quote, Span.of(self.text, start, m.end()), 0.7, self.name, "goes_on", self.version,
                )  # fmt: skip


def taking_part(
    text: str, found: Sentences, context: Context, said: list[Fact], name: str, version: int
) -> Iterator[Fact]:
    """The `participates_in` facts of all sentences that the facts `said` do not hold already."""
    reader = _Reader(text, found, context, name, version)
    known = {(f.subject, str(f.object)) for f in said if f.predicate == "participates_in"}
    for i, (start, end) in enumerate(found.spans):
        if found.quoted(start, end):
            continue
        for fact in reader.of(i, said):
            if fact.subject != fact.object and (fact.subject, str(fact.object)) not in known:
                known.add((fact.subject, str(fact.object)))
                yield fact
