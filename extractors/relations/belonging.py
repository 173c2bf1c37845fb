"""What belongs to what where one of the two has no name of its own, or the words say it by their order.

"Die |Geschäftsstelle| des Netzwerks X", "X ist eines von 40 Instituten der Y", "Kern ist die Plattform X", "das |Arbeitspaket Sensorik|", "die Y-Tochter X".
"""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.german import spaces
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.back_nouns import bare_noun
from extractors.relations.modality import modality_of
from extractors.relations.subjects import THINGS, Sentences
from extractors.relations.unnamed_units import Part, Units, nominative

_S: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_NAME: Final = r"(?:[A-ZÄÖÜ][\w-]{1,50})"
# "ist eines von 40 Instituten |der Y|", "ist eines der Konsortien |der Y|"
_ONE_OF: Final = re.compile(
    rf"\b(?:ist|war|wird|als|zählt{_S}als)(?:{_S}(?:damit|zudem|auch|somit|derzeit|nun|heute))?{_S}eine[rsm]?{_S}(?:der|von|unter|aus){_S}(?:(?:insgesamt|den|bundesweit|derzeit|rund|mehr{_S}als|deutschlandweit){_S})*(?:[\w.]+{_S})?(?:[a-zäöüß-]+en{_S})?"
    rf"(?P<noun>[A-ZÄÖÜ][\w-]{{3,40}}){_S}(?:der|des|in{_S}der|im|innerhalb{_S}der|innerhalb{_S}des|unter{_S}dem{_S}Dach{_S}der|unter{_S}dem{_S}Dach{_S}des|vom|von){_S}(?:[a-zäöüß-]+en{_S})?[„\"»]?$"
)
# Members, partners, customers, victims are no parts
_UNITS: Final = re.compile(
    r"(?:institut|konsorti|zentr|standort|einrichtung|klini|krankenh|teil|baustein|projekt|vorhaben|säule|fakultät|haus|häus|plattform|infrastruktur|netz|verb[uü]nd|register|modul|gruppe|bereich|abteilung|schule|universität|labor|datenbank|dienst|stelle|komponent|element|archiv|muse|biblio|bank|t[oö]chter|unternehmen|organisation|gesellschaft|werk|studie|sektion|knoten|hub|station|referat|einheit|akademi|kolleg|cluster|programm|park|gebäude|büro|niederlassung)",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"partner|mitglied|träger|förder", re.IGNORECASE)
# "die |Y|-Tochter X"
_DAUGHTER: Final = re.compile(
    rf"(?<![\w-])(?P<mother>[A-ZÄÖÜ][\w&]{{1,40}}(?:-[A-ZÄÖÜ][\w&]{{1,30}}){{0,2}})-(?:Tochter|Tochterfirma|Tochtergesellschaft|Tochterunternehmen|Beteiligung|Ableger|Ausgründung){_S}[„\"»]?$"
)
# "|Herzstück ist| das Portal X", "|Neu ist| das Teilprojekt Y", "|Kern des Netzes Z bildet| ..."
_CORE: Final = re.compile(
    rf"^(?:Ein{_S}|Das{_S}|Eine{_S}|Die{_S}|Der{_S})?(?:(?:zentraler|zentrales|wichtiger|wichtiges|wesentlicher|weiterer|weiteres|eigentliche|technische|neuer){_S})?(?:Kern|Kernstück|Herzstück|Rückgrat|Baustein|Bestandteil|Teilprojekt|Teil|Säule|Fundament|Hauptbestandteil|Element)"
    rf"(?P<of>{_S}(?:des|der|davon|dabei|hiervon)(?:{_S}[^.,;:]{{2,80}}?)?)?{_S}(?:ist|sind|bildet|bilden|bleibt|war){_S}(?:dabei{_S}|auch{_S})?(?:die|das|der|ein|eine|dessen|deren|ihr|ihre|sein|seine){_S}(?:[a-zäöüß-]+e[rs]?{_S})?(?:{_NAME}{_S})?[„\"»]?$"
    rf"|^(?:Neu|Hinzu|Dazu){_S}(?:ist|kommt|kam|gehört|entsteht){_S}(?:dabei{_S}|nun{_S}|noch{_S}|auch{_S}|zudem{_S})?(?:das|ein){_S}(?:[a-zäöüß-]+e?s?{_S})?(?:Teilprojekt|Unterprojekt|Modul|Arbeitspaket|Teilvorhaben){_S}[„\"»]?$"
)
# "Teil |des Netzwerks| ist die Biobank X"
_OF_NOUN: Final = re.compile(rf"{_S}de[sr]{_S}([A-ZÄÖÜ]\w+)$")
_PACKAGE: Final = Sought(
    rf"(?<![\w-])(?P<part>(?:Arbeitspaket|Teilprojekt|Teilvorhaben|Arbeitsbereich|Work{_S}Package|Modul)s?(?:{_S}\d{{1,2}}(?![\w.])|{_S}[„\"»][^„“”\"«»\n]{{2,60}}[“”\"«]|{_S}[A-ZÄÖÜ][\w-]{{2,40}}|{_S}(?:zu|zur|zum|für){_S}(?:(?:die|den|das){_S})?(?:[a-zäöüß-]+en?{_S})?[A-ZÄÖÜ][\w-]{{2,40}}))(?![\w-])"
)
_CALLED: Final = re.compile(
    r"(?<![\w-])(?:das|im|ein|dem|des|den|der|beim|zum|vom|Das|Im|Ein|Den|Dem|Der)[ \u00a0](?:[a-zäöüß-]+[ \u00a0])?$"
)
# "X im Förderprogramm Y", "im Rahmen der Initiative Y", "Projekt im Bundesprogramm Y"
_PROGRAMME: Final = re.compile(
    rf"\b(?:[Ii]m|[Ii]nnerhalb{_S}de[sr]|[Ii]n{_S}der|[Ii]m{_S}Rahmen{_S}de[sr]|[Ii]m{_S}Rahmen{_S}von|[Tt]eil{_S}de[sr]|[Dd]urch{_S}das|[Üü]ber{_S}das|[Aa]us{_S}dem|[Aa]us{_S}Mitteln{_S}de[sr]){_S}(?:[a-zäöüß-]+en{_S})?(?:EU-|europäischen{_S})?(?:[\w-]{{0,40}}[Pp]rogramms?|[\w-]{{0,40}}[Ff]örderlinie|[Ff]örderinitiative|[Ff]örderschwerpunkts?|[Rr]ahmenprogramms?)(?:{_S}(?:der|des){_S}(?:EU|Bundes|Landes))?{_S}[„\"»]?$"
)
_WITH_SUBJECT: Final = re.compile(
    rf"(?:{_S}\([^()]{{1,40}}\))?{_S}(?:und|sowie){_S}(?:(?:das|die|der){_S})?(?:[a-zäöüß]+e{_S})?(?:[A-ZÄÖÜ][\w-]*{_S})?"
)
_SETS_UP: Final = Sought(
    r"(?<![\w-])(?:eröffnete?[tn]?|eröffnen|eingerichtet|richte(?:t|te|n)\b[^;!?]{0,200}\bein(?=[ \u00a0]*[.,;]|$)|eingeweiht|freigeschaltet|aufgebaut|betreib(?:t|en)|betrieb(?:en)?|unterh(?:ält|alten|ielt)|geschaffen|gegründet|in Betrieb genommen|baut\b[^;!?]{0,200}\bauf(?=[ \u00a0]*[.,;]|$)|neu gebaut|verfügt|verfügen)(?![\w-])"
)
_UNIT_NAME: Final = re.compile(
    r"(?i:zentrum|institut|klinik|abteilung|sektion|stelle|labor|station|ambulanz|(?<!etz)werk|büro|akademie|bibliothek|schule|haus|museum|portal|campus|gruppe|biobank|stützpunkt|lehrstuhl|professur)"
)
_THE: Final = re.compile(
    rf"(?<!gegen{_S})(?<!für{_S})(?<!über{_S})(?<!durch{_S})(?<!\b[ai]n{_S})(?<!auf{_S})(?<!ohne{_S})(?<!um{_S})\b(?P<article>das|die|den|ein|eine|einen|sein|seine|seinen|ihr|ihre|ihren){_S}(?:[a-zäöüß-]+e?[snr]?{_S}){{0,2}}(?:{_NAME}{_S})?[„\"»]?$"
)
_AN_OFFICE: Final = re.compile(
    rf"\b(?:ein|eine|einen){_S}(?:[a-zäöüß-]+e[sn]?{_S})?(?P<unit>[A-ZÄÖÜ][a-zäöüß-]{{0,30}}(?:büro|stelle|labor|ambulanz|abteilung|sektion|arbeitsgruppe|zentrum|niederlassung|werkstatt|professur))(?={_S}(?:eingerichtet|eröffnet|gegründet|geschaffen|aufgebaut|ein[.,;]))"
)
_LEADS_AT: Final = re.compile(
    rf"\b(?:leitet|leitete|führt|führte|koordiniert|verantwortet)(?:{_S}(?:dort|zudem|auch|seit{_S}\d{{4}}))?{_S}(?:am|an{_S}der|beim|bei{_S}der|im|in{_S}der){_S}$"
)
_WHICH: Final = re.compile(r",[ \u00a0](?:der|die|das|dem|den)[ \u00a0](?![A-ZÄÖÜ])")
_RUNS: Final = re.compile(r"(?<![\w-])(?:betreib(?:t|en)|betrieb(?:en)?|unterh(?:ält|alten|ielt))(?![\w-])")
_NEXT: Final = re.compile(
    rf"[“”\"«]?(?:{_S}\([^()\n]{{1,60}}\))?(?:,|{_S}(?:und|sowie)){_S}(?:das|die|den|ein|eine|einen|sein|seine|ihr|ihre){_S}(?:[a-zäöüß-]+e?[snr]?{_S}){{0,2}}(?:{_NAME}{_S})?[„\"»]?"
)
_NOT_REAL: Final = re.compile(r"\b(?:kein(?:e|er|en)?|nicht|könnten?|würden?|ob|falls)\b")


class _Belonging(Units):
    """Reads the sentences of one document."""

    def of(self, i: int) -> Iterator[Part]:
        start, end = self.found.spans[i]
        named = [m for m in self.found.named(start, end) if m.label in THINGS]
        yield from self._inner(i, start, end)
        yield from self._own(i, start, end)
        yield from self._sits(start, end, named)
        yield from self._packages(i, start, end)
        yield from self._sets_up(i, start, end, named)
        subject = self.found.subject(i)
        for k, m in enumerate(named):
            before = self.text[max(start, m.span.start - 160) : m.span.start]
            one = _ONE_OF.search(before)
            if (
                one is not None
                and subject is not None
                and subject.label in THINGS
                and subject.start != m.span.start
                and _UNITS.search(one["noun"])
                and not _BESIDE.search(one["noun"])
            ):
                yield self._pair(subject.name, subject.quote, subject.start, m, "one_of", 0.75)
            if (daughter := _DAUGHTER.search(before)) is not None and m.label == "ORG":
                mother = self.bodies.prefixed(daughter["mother"])
                yield Part(
                    m.attributes["name"],
                    m.span.quote,
                    mother or daughter["mother"],
                    daughter["mother"],
                    m.span.start - len(daughter[0]),
                    m.span.end,
                    "daughter",
                    0.8,
                )
            if (core := _CORE.search(self.text[start : m.span.start])) is not None:
                yield from self._core(i, start, core, m, named)
            if m.label == "PROJECT" and _PROGRAMME.search(before):
                yield from self._programme(m, named)
            if (
                k
                and m.label == "ORG"
                and named[k - 1].label == "ORG"
                and self.text[named[k - 1].span.end : m.span.start].strip("\u00a0 ") in ("die", "das", "den")
                and _LEADS_AT.search(self.text, max(start, named[k - 1].span.start - 60), named[k - 1].span.start)
            ):
                yield self._pair(m.attributes["name"], m.span.quote, m.span.start, named[k - 1], "unit_of", 0.7)

    def _core(self, i: int, start: int, core: re.Match[str], m: Mention, named: list[Mention]) -> Iterator[Part]:
        inside = [n for n in named if core["of"] and start + core.start("of") <= n.span.start < start + core.end("of")]
        if inside:
            yield self._pair(m.attributes["name"], m.span.quote, m.span.start, inside[0], "core_of", 0.75)
            return
        noun = _OF_NOUN.match(core["of"]) if core["of"] else None
        meant = self.found.means(i, bare_noun(noun[1]), start) if noun is not None else None
        whole = (meant.name, meant.quote) if meant is not None else self._whole(i)
        if whole is not None and whole[0] != m.attributes["name"]:
            yield Part(m.attributes["name"], m.span.quote, whole[0], whole[1], start, m.span.end, "core_of", 0.65)

    def _packages(self, i: int, start: int, end: int) -> Iterator[Part]:
        for m in _PACKAGE.finditer(self.text, start, end):
            if not _CALLED.search(self.text, max(start, m.start() - 40), m.start()):
                continue
            about = self.found.about(i)
            if (
                about is None
                or about.label not in _UNDERTAKINGS
                or any(n.span.start <= m.start() < n.span.end or m.start() < n.span.start < m.end() for n in self.every)
            ):
                continue
            yield Part(
                nominative(spaces(m["part"])), m["part"], about.name, about.quote, m.start(), m.end(), "package", 0.65
            )

    def _programme(self, programme: Mention, named: list[Mention]) -> Iterator[Part]:
        """ "fördert X |im Programm Y|"."""
        others = [n for n in named if n.label in _UNDERTAKINGS and n.attributes["name"] != programme.attributes["name"]]
        if len({n.attributes["name"] for n in others}) == 1:
            yield self._pair(
                others[0].attributes["name"],
                others[0].span.quote,
                others[0].span.start,
                programme,
                "in_programme",
                0.65,
            )

    def _sets_up(self, i: int, start: int, end: int, named: list[Mention]) -> Iterator[Part]:
        """ "Das Klinikum X hat das Zentrum Y eröffnet", "hat |sein Portal| Z freigeschaltet", "hat ein Baubüro eingerichtet"."""
        if not _SETS_UP.search(self.text, start, end) or _NOT_REAL.search(self.text, start, end):
            return
        subject = self.found.subject(i)
        if subject is None or subject.label not in ("ORG", "INFRASTRUCTURE"):
            return
        name, at = subject.name, subject.start
        relative = _WHICH.search(self.text, start, end)
        runs = _RUNS.search(self.text, start, relative.start() if relative is not None else end) is not None
        last = 0
        for m in named:
            if self.text[m.span.start - 1 : m.span.start] == "(":
                continue  # the short form of the one before
            if last and not _NEXT.fullmatch(self.text, last, m.span.start):
                return
            the = _THE.search(self.text, max(start, m.span.start - 70), m.span.start)
            if _WITH_SUBJECT.fullmatch(self.text, at + len(subject.quote), m.span.start):
                continue  # "Das Klinikum X |und die Hochschule Y| haben das Netzwerk Z gegründet"
            if the is None or m.span.start <= at or m.attributes["name"] == name or m.label == "PROJECT":
                continue
            own = the["article"].startswith(("sein", "ihr"))
            noun = the[0].split()[-1].strip('„"»')
            if own or _UNIT_NAME.search(m.attributes["name"]) or _UNIT_NAME.search(noun) or (runs and m.label != "ORG"):
                yield Part(m.attributes["name"], m.span.quote, name, subject.quote, start, m.span.end, "set_up", 0.7)
                last = m.span.end  # "das Portal A|, das Register B und die Akademie| C": those of its row too
        if last:
            return
        if (office := _AN_OFFICE.search(self.text, start, end)) is not None and subject.label == "ORG":
            yield Part(office["unit"], office["unit"], name, subject.quote, start, office.end(), "set_up", 0.65)


def belonging(
    text: str, found: Sentences, context: Context, said: list[Fact], name: str, version: int
) -> Iterator[Fact]:
    """The `part_of` facts of all sentences that the facts `said` do not hold already."""
    reader = _Belonging(text, found, context)
    known = {(f.subject, str(f.object)) for f in said if f.predicate == "part_of"}
    for i, (start, end) in enumerate(found.spans):
        if found.quoted(start, end):
            continue
        for p in reader.of(i):
            pair = (p.part, p.whole)
            if p.part == p.whole or pair in known:
                continue
            known.add(pair)
            evidence = (
                Span.of(text, p.low, p.high)
                if p.rule in ("inner", "own_unit", "package")
                else around(text, start, end, Span.of(text, max(start, p.low), min(end, p.high)))
            )
            yield Fact(
                p.part, "part_of", p.whole, p.part_quote, p.whole_quote, evidence, p.score, name, p.rule, version,
                "asserted" if p.rule == "inner" else modality_of(text[start:end]),
            )  # fmt: skip
