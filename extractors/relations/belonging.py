"""What belongs to what where one of the two has no name of its own, or the words say it by their order.

"Die |Geschäftsstelle| des Netzwerks X", "X ist eines von 40 Instituten der Y", "Kern ist die Plattform X", "das |Arbeitspaket Sensorik|", "die Y-Tochter X".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.bodies import Bodies
from extractors.german import adjective_nominative, spaces
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.slots import is_feminine
from extractors.relations.subjects import THINGS, Sentences
from extractors.whose import Whose

_S: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_HEADS: Final = (
    r"(?:Geschäftsstelle|[Kk]oordinierungsstelle|[Kk]oordinationsstelle|[Kk]oordinierungszentrale|[Ss]tudienzentrale|Transferstelle|Arbeitsstelle|Forschungsstelle|Fachstelle|Servicestelle|Beratungsstelle|Anlaufstelle|Treuhandstelle"
    r"|Stabsstelle|Kontaktstelle|Leitstelle|Nebenstelle|Zentralstelle|Prüfstelle|Meldestelle|[Rr]echenzentrum|[Dd]atenintegrationszentrum|[Hh]ochschulrechenzentrum|[Ss]tudienzentrum|Medienzentrum"
    r"|Ethikkommission|Kommission|Senat|Rektorat|Dekanat|Hochschulrat|Kuratorium|[\w-]{0,30}[Bb]eirat|Lenkungskreis|Lenkungsausschuss|Steuerungsgremium|[\w-]{0,30}ausschuss|[\w-]{0,30}kommission|Sekretariat|Generalsekretariat"
    r"|Fakultät|Fachbereich|Institut|Klinik|Poliklinik|Abteilung|Sektion|Arbeitsgruppe|Forschungsgruppe|Nachwuchsgruppe|Projektgruppe|Fachgruppe|Lehrstuhl|Fachgebiet|Referat|Dezernat|Forschungsabteilung|Arbeitskreis"
    r"|[\w-]{{0,30}}[Ff]onds|Landesverband|Kreisverband|Ortsverein|Regionalverband|Bezirksverband|Graduiertenschule|Graduiertenakademie|Bibliothek|Universitätsbibliothek|Labor|Forschungslabor|[\w-]{{0,20}}koordination|Projektbüro|Baubüro)"
)
_NAME: Final = r"(?:[A-ZÄÖÜ][\w-]{1,50})"
_TAIL: Final = rf"(?:{_S}für{_S}(?:die{_S}|den{_S}|das{_S})?(?:[A-ZÄÖÜa-zäöüß][\w-]{{1,30}}(?:e|en|er|es|s){_S})?{_NAME}(?:{_S}und{_S}{_NAME})?)?"
# "|Ethikkommission| der Universität X", "|Rechenzentrum| am Klinikum Y", "|Geschäftsstelle| des Netzwerks"
_INNER: Final = re.compile(
    rf"(?<![\w-])(?P<adjective>[A-ZÄÖÜ][a-zäöüß-]{{2,30}}(?:e|en|er|es){_S})?(?P<unit>{_HEADS}(?:e?s)?{_TAIL})(?:{_S}\([^()\n]{{1,30}}\))?{_S}(?P<article>der|des|am|an{_S}der|beim|bei{_S}der|vom|von|im|in{_S}der){_S}(?:(?P<kind>[a-zäöüß-]{{3,30}}en){_S})?(?:(?:Projekts?|Netzwerks?|Verbunde?s|Registers?|Vereins){_S})?[„\"»]?"
)
_BACK: Final = re.compile(rf"(?P<noun>{_NAME})(?![\w-])(?!{_S}(?:für|der|des|[„A-ZÄÖÜ]))")
_OWN: Final = re.compile(
    rf"\b(?:[Ss]eine|[Ii]hre|[Dd]essen|[Dd]eren)[rnms]?{_S}(?:[a-zäöüß-]+e[nr]?{_S})?(?P<unit>Geschäftsstelle|Koordinierungsstelle|Koordinationsstelle|[\w-]{{0,20}}koordination|Zentrale|[\w-]{{0,30}}[Bb]eirat|Ethikkommission|Kuratorium|Lenkungskreis|Studienzentrale|Biobank|Datenbank)(?![\w-])"
)
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
_PACKAGE: Final = re.compile(
    rf"(?<![\w-])(?P<part>(?:Arbeitspaket|Teilprojekt|Teilvorhaben|Arbeitsbereich|Work{_S}Package|Modul)s?(?:{_S}\d{{1,2}}(?![\w.])|{_S}[„\"»][^„“”\"«»\n]{{2,60}}[“”\"«]|{_S}[A-ZÄÖÜ][\w-]{{2,40}}|{_S}(?:zu|zur|zum|für){_S}(?:(?:die|den|das){_S})?(?:[a-zäöüß-]+en?{_S})?[A-ZÄÖÜ][\w-]{{2,40}}))(?![\w-])"
)
_CALLED: Final = re.compile(
    r"(?<![\w-])(?:das|im|ein|dem|des|den|der|beim|zum|vom|Das|Im|Ein|Den|Dem|Der)[ \u00a0](?:[a-zäöüß-]+[ \u00a0])?$"
)
# "X im Förderprogramm Y", "im Rahmen der Initiative Y", "Projekt im Bundesprogramm Y"
_PROGRAMME: Final = re.compile(
    rf"\b(?:[Ii]m|[Ii]nnerhalb{_S}de[sr]|[Ii]n{_S}der|[Ii]m{_S}Rahmen{_S}de[sr]|[Ii]m{_S}Rahmen{_S}von|[Tt]eil{_S}de[sr]|[Dd]urch{_S}das|[Üü]ber{_S}das|[Aa]us{_S}dem|[Aa]us{_S}Mitteln{_S}de[sr]){_S}(?:[a-zäöüß-]+en{_S})?(?:EU-|europäischen{_S})?(?:[\w-]{{0,40}}[Pp]rogramms?|[\w-]{{0,40}}[Ff]örderlinie|[Ff]örderinitiative|[Ff]örderschwerpunkts?|[Rr]ahmenprogramms?)(?:{_S}(?:der|des){_S}(?:EU|Bundes|Landes))?{_S}[„\"»]?$"
)
_SITS: Final = re.compile(
    rf"(?<![\w-])(?:angesiedelt|angegliedert|eingegliedert|beheimatet|verortet|verankert|zugeordnet|untergebracht|(?:ihren|seinen){_S}(?:[a-zäöüß]+{_S})?Sitz|sitzt|sitzen|angebunden|eingerichtet|aufgebaut|eingebettet|befindet{_S}sich)(?![\w-])"
)
_IS_AT: Final = re.compile(
    rf"^[^,;:]{{8,120}}?{_S}(?:ist|sind){_S}(?:am|an{_S}der|beim|bei{_S}der){_S}[^,;:]{{5,120}}$"
)
_UNIT_SUBJECT: Final = re.compile(
    rf"^(?:Die|Der|Das|Eine|Ihre|Seine|Ein){_S}(?P<unit>(?:[a-zäöüß-]+e[rs]?{_S})?(?:{_HEADS}|[\w-]{{2,40}}(?:stelle|zentrum|büro|gruppe|sekretariat|zentrale|labor|archiv|bibliothek|sammlung|biobank|ambulanz|akademie|professur|kolleg|station|plattform))(?![\w-]))(?P<of>{_S}(?:des|der|von){_S}[^,;:.]{{2,90}}?)?(?={_S}(?:[a-z]|mit|ist|wird|hat))"
)
_HOUSE: Final = re.compile(
    rf"\b(?:[Aa]m|[Aa]n{_S}der|[Bb]eim|[Bb]ei{_S}der|[Ii]m|[Ii]n{_S}der){_S}(?:[a-zäöüß-]+en{_S})?$"
)
_SETS_UP: Final = re.compile(
    r"(?<![\w-])(?:eröffnete?[tn]?|eröffnen|eingerichtet|richte(?:t|te|n)\b[^;!?]{0,200}\bein(?=[ \u00a0]*[.,;]|$)|eingeweiht|freigeschaltet|aufgebaut|betreib(?:t|en)|betrieb(?:en)?|unterh(?:ält|alten|ielt)|geschaffen|gegründet|in Betrieb genommen|baut\b[^;!?]{0,200}\bauf(?=[ \u00a0]*[.,;]|$)|neu gebaut|verfügt|verfügen)(?![\w-])"
)
_UNIT_NAME: Final = re.compile(
    r"(?i:zentrum|institut|klinik|abteilung|sektion|stelle|labor|station|ambulanz|werk|büro|akademie|bibliothek|schule|haus|museum|portal|campus|gruppe|biobank|stützpunkt|lehrstuhl|professur)"
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
_JOINS: Final = re.compile(
    r"(?i:netzwerk|verbund|konsortium|allianz|bündnis|arbeitsgemeinschaft|plattform|initiative|register|kooperation)"
)
_CLINICS: Final = re.compile(
    r"(?i:klinikverbund|klinikenverbund|krankenhausverbund|klinikgruppe|konzern|unternehmensverbund)"
)
_NOT_REAL: Final = re.compile(r"\b(?:kein(?:e|er|en)?|nicht|könnten?|würden?|ob|falls)\b")


@dataclass(frozen=True, slots=True)
class _Part:
    part: str
    part_quote: str
    whole: str
    whole_quote: str
    low: int
    high: int
    rule: str
    score: float


class _Belonging:
    """Reads the sentences of one document."""

    def __init__(self, text: str, found: Sentences, context: Context) -> None:
        self.text, self.found = text, found
        long = {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"}
        self.bodies = Bodies(text, context.mentions, long)
        self.whose = Whose(text, self.bodies, self.bodies.every, self.bodies.shortened)
        self.every = [m for m in context.mentions if m.label in THINGS]

    def of(self, i: int) -> Iterator[_Part]:
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
                yield _Part(
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

    def _pair(self, part: str, quote: str, at: int, whole: Mention, rule: str, score: float) -> _Part:
        return _Part(
            part,
            quote,
            whole.attributes["name"],
            whole.span.quote,
            min(at, whole.span.start),
            max(at + len(quote), whole.span.end),
            rule,
            score,
        )

    def _house(self, at: int, end: int) -> tuple[str, int] | None:
        """The body that starts at a position, named or as "des Netzwerks", and where that ends."""
        m = next((m for m in self.every if m.span.start == at and m.span.end <= end), None)
        if m is not None:
            return str(m.attributes["name"]), m.span.end
        return None

    def _inner(self, i: int, start: int, end: int) -> Iterator[_Part]:
        text = self.text
        for m in _INNER.finditer(text, start, end):
            at = m.end()
            unit_at = m.start("unit")
            around_it = next(
                (
                    n
                    for n in self.every
                    if n.span.start <= unit_at and m.end("article") < n.span.end and n.span.end > at
                ),
                None,
            )
            whole = self._house(at, end)
            own = next((n for n in self.every if n.span.start <= unit_at < n.span.end), None)
            if whole is None and around_it is not None:
                continue  # "Medizinische Fakultät der Universität X" is one name
            if whole is None:
                back = _BACK.match(text, at, end)
                body = (
                    self.whose.by_noun(f"des {back['noun']}", m.start())
                    if back is not None
                    and re.match(
                        r"Geschäfts|Koordin|Studienz|Ethik|Lenk|[\w-]*[Bb]eirat|Transfer|Arbeitsstelle|Presse|Stabs|Rechenz|Projektb",
                        m["unit"],
                    )
                    else None
                )
                if back is None or body is None or own is not None:
                    continue
                yield _Part(
                    f"{_nominative(m['unit'])} {m['article']} {back['noun']}",
                    text[unit_at : back.end()],
                    body.name,
                    back[0],
                    unit_at,
                    back.end(),
                    "inner",
                    0.65,
                )
                continue
            if own is not None and own.span.end > m.end("unit"):
                continue  # two names side by side, or one name: said elsewhere
            name = str(own.attributes["name"]) if own is not None else self._unit(m)
            low = own.span.start if own is not None else unit_at
            if own is None and m["unit"].startswith("Geschäftsstelle"):
                name = self._office(i, name, whole[0], m["article"])
            yield _Part(name, text[low : m.end("unit")], whole[0], text[at : whole[1]], low, whole[1], "inner", 0.7)

    def _office(self, i: int, unit: str, house: str, article: str) -> str:
        """ "Geschäftsstelle |des Netzwerks X|", also where it is "an der Universität Y"."""
        owner = house if article in ("der", "des") else (self._whole(i) or ("", ""))[0]
        return _of(unit, owner) if owner else unit

    @staticmethod
    def _unit(m: re.Match[str]) -> str:
        unit = _nominative(m["unit"])
        adjective = (m["adjective"] or "").strip()
        if re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß-]+(?:isch|lich|ig|al|ell|iv|tral)e[nrs]?", adjective):
            gender = (
                "f"
                if is_feminine(unit) or unit.startswith(("Fakultät", "Klinik", "Abteilung", "Sektion", "Bibliothek"))
                else "m"
                if re.match(r"[\w-]*(?:rat|ausschuss|kreis|bereich|stuhl|senat)", unit, re.IGNORECASE)
                else "n"
            )
            return f"{adjective_nominative(adjective, gender)} {unit}"
        return unit

    def _own(self, i: int, start: int, end: int) -> Iterator[_Part]:
        """ "In |seiner Geschäftsstelle| arbeiten vier Menschen", "das Netz X, |dessen Ethikkommission|"."""
        for m in _OWN.finditer(self.text, start, end):
            near = [n for n in self.found.named(start, end) if n.label in THINGS and n.span.end <= m.start()]
            if m[0][0] in "dD":
                if not near or not re.fullmatch(
                    rf"(?:{_S}\([^()\n]{{1,40}}\))?,{_S}", self.text[near[-1].span.end : m.start()]
                ):
                    continue
                yield self._pair(m["unit"], m["unit"], m.start("unit"), near[-1], "own_unit", 0.7)
                continue
            whole = self.found.subject(i - 1) if i and not near else None
            if whole is not None and whole.label in THINGS:
                yield _Part(
                    _of(m["unit"], whole.name) if m["unit"] == "Geschäftsstelle" else m["unit"],
                    m["unit"],
                    whole.name,
                    m[0].split()[0],
                    m.start(),
                    m.end(),
                    "own_unit",
                    0.6,
                )

    def _sits(self, start: int, end: int, named: list[Mention]) -> Iterator[_Part]:
        """ "Die Koordinierungsstelle hat ihren Sitz an der Universität X", "Die Geschäftsstelle ist am Institut Y"."""
        unit = _UNIT_SUBJECT.match(self.text, start, end)
        if unit is None or any(n.span.start < unit.end("unit") for n in named):
            return
        if not (_SITS.search(self.text, start, end) or _IS_AT.match(self.text[start:end])):
            return
        house = next(
            (
                n
                for n in named
                if n.label == "ORG"
                and n.span.start >= unit.end()
                and _HOUSE.search(self.text, max(start, n.span.start - 30), n.span.start)
            ),
            None,
        )
        if house is not None:
            stop = unit.end("of") if unit["of"] else unit.end("unit")
            name = spaces(self.text[unit.start("unit") : stop])
            yield _Part(
                name,
                self.text[unit.start("unit") : stop],
                house.attributes["name"],
                house.span.quote,
                start,
                house.span.end,
                "sits_at",
                0.7,
            )

    def _core(self, i: int, start: int, core: re.Match[str], m: Mention, named: list[Mention]) -> Iterator[_Part]:
        inside = [n for n in named if core["of"] and start + core.start("of") <= n.span.start < start + core.end("of")]
        if inside:
            yield self._pair(m.attributes["name"], m.span.quote, m.span.start, inside[0], "core_of", 0.75)
            return
        whole = self._whole(i)
        if whole is not None and whole[0] != m.attributes["name"]:
            yield _Part(m.attributes["name"], m.span.quote, whole[0], whole[1], start, m.span.end, "core_of", 0.65)

    def _whole(self, i: int) -> tuple[str, str] | None:
        """What the last sentences, else the release, is plainly about."""
        for k in (i - 1, i - 2):
            if k >= 0 and (s := self.found.subject(k)) is not None and s.label in _UNDERTAKINGS:
                return s.name, s.quote
        about = self.found.about(i)
        if about is not None and about.label in _UNDERTAKINGS:
            return about.name, about.quote
        first = self.found.foremost()
        return (first.name, first.quote) if first is not None else None

    def _packages(self, i: int, start: int, end: int) -> Iterator[_Part]:
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
            yield _Part(
                _nominative(spaces(m["part"])), m["part"], about.name, about.quote, m.start(), m.end(), "package", 0.65
            )

    def _programme(self, programme: Mention, named: list[Mention]) -> Iterator[_Part]:
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

    def _sets_up(self, i: int, start: int, end: int, named: list[Mention]) -> Iterator[_Part]:
        """ "Das Klinikum X hat das Zentrum Y eröffnet", "hat |sein Portal| Z freigeschaltet", "hat ein Baubüro eingerichtet"."""
        if not _SETS_UP.search(self.text, start, end) or _NOT_REAL.search(self.text, start, end):
            return
        subject = self.found.subject(i)
        if subject is None or subject.label not in ("ORG", "INFRASTRUCTURE"):
            return
        name, at = subject.name, subject.start
        for m in named:
            the = _THE.search(self.text, max(start, m.span.start - 70), m.span.start)
            if the is None or m.span.start <= at or m.attributes["name"] == name or m.label == "PROJECT":
                continue
            own = the["article"].startswith(("sein", "ihr"))
            noun = the[0].split()[-1].strip('„"»')
            if own or (m.label == "ORG" and _UNIT_NAME.search(m.attributes["name"])) or _UNIT_NAME.search(noun):
                yield _Part(m.attributes["name"], m.span.quote, name, subject.quote, start, m.span.end, "set_up", 0.7)
                return
        if (office := _AN_OFFICE.search(self.text, start, end)) is not None and subject.label == "ORG":
            yield _Part(office["unit"], office["unit"], name, subject.quote, start, office.end(), "set_up", 0.65)


def _of(unit: str, owner: str) -> str:
    if is_feminine(owner):
        return f"{unit} der {owner}"
    first, *rest = owner.split(" ", 1)
    return " ".join(
        [unit, "des", first if first.endswith("s") or len(first) < 4 or first.isupper() else f"{first}s", *rest]
    )


def _nominative(unit: str) -> str:
    first, *rest = unit.split(" ", 1)
    first = re.sub(r"(tut|nat|rat|aat|ich|eis|bor|eit|ium|rum|ojekt|aket|odul|erat|rnat)e?s$", r"\1", first)
    return " ".join([first, *rest])


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
