"""Who is at an event: guests, speakers, signers and hosts: "kamen 120 Gäste, |darunter X|", "sagte X |bei der Eröffnung|", "X und Y |unterzeichneten einen Vertrag|"."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.german import spaces
from extractors.layout import around
from extractors.relations.in_towns import InTowns
from extractors.relations.modality import modality_of
from extractors.relations.subjects import EVENT, Sentences, Subject

_S: Final = r"[ \u00a0]"
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
# "Dem |Beirat| gehört X an", "vertritt X die Interessen |im Lenkungskreis|"
_GREMIUM: Final = re.compile(
    rf"(?<![\w-])(?:[Dd]em|[Ii]m|[Ii]n{_S}den|[Ii]ns|[Ii]n{_S}der|[Ii]n{_S}die){_S}(?:[a-zäöüß-]+en{_S})?(?P<body>[\w-]{{0,30}}[Bb]eirat|[\w-]{{0,20}}[Ll]enkungskreis|Lenkungsausschuss|Kuratorium|Jury|[\w-]{{0,30}}[Kk]ommission|Steuerungsgruppe|Expertenrat|Hochschulrat|Aufsichtsrat)(?![\w-])"
)
_SITS: Final = re.compile(
    r"(?<![\w-])(?:gehör(?:t|en|te|ten)\b[^;!?]{0,200}\ban(?=[ \u00a0]*[.,;]|$)|angehören|gewählt|berufen|vertritt|vertreten|sitzt|sitzen|wirkt|wirken)(?![^;!?]{0,200}[ \u00a0]vor[ \u00a0]*[.,;])(?![\w-])"
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


class Occasions:
    """Reads who is at the events of one document."""

    def __init__(self, text: str, found: Sentences, context: Context, name: str, version: int) -> None:
        self.text, self.found, self.name, self.version = text, found, name, version
        self.quotes = sorted((m.span.start, m.span.end) for m in context.mentions if m.label == "QUOTE")
        self.towns = InTowns(text, found, context, name, version)

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
