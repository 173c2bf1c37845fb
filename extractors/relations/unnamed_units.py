"""Units that have no name of their own, and their houses: "die |Geschäftsstelle| des Netzwerks X", "|Rechenzentrum| am Klinikum Y", "hat |ihren Sitz| an der Universität Z"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractors.base import Context, Mention
from extractors.bodies import Bodies
from extractors.german import adjective_nominative, spaces
from extractors.needles import Sought
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
_INNER: Final = Sought(
    rf"(?<![\w-])(?P<adjective>[A-ZÄÖÜ][a-zäöüß-]{{2,30}}(?:e|en|er|es){_S})?(?P<unit>{_HEADS}(?:e?s)?{_TAIL})(?:{_S}\([^()\n]{{1,30}}\))?{_S}(?P<article>der|des|am|an{_S}der|beim|bei{_S}der|vom|von|im|in{_S}der){_S}(?:(?P<kind>[a-zäöüß-]{{3,30}}en){_S})?(?:(?:Projekts?|Netzwerks?|Verbunde?s|Registers?|Vereins){_S})?[„\"»]?"
)
_BACK: Final = re.compile(rf"(?P<noun>{_NAME})(?![\w-])(?!{_S}(?:für|der|des|[„A-ZÄÖÜ]))")
_OWN: Final = re.compile(
    rf"\b(?:[Ss]eine|[Ii]hre|[Dd]essen|[Dd]eren)[rnms]?{_S}(?:[a-zäöüß-]+e[nr]?{_S})?(?P<unit>Geschäftsstelle|Koordinierungsstelle|Koordinationsstelle|[\w-]{{0,20}}koordination|Zentrale|[\w-]{{0,30}}[Bb]eirat|Ethikkommission|Kuratorium|Lenkungskreis|Studienzentrale|Biobank|Datenbank)(?![\w-])"
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


@dataclass(frozen=True, slots=True)
class Part:
    """A part, its whole, how the text names them, and the stretch that says so."""

    part: str
    part_quote: str
    whole: str
    whole_quote: str
    low: int
    high: int
    rule: str
    score: float


class Units:
    """Reads the unnamed units of one document."""

    def __init__(self, text: str, found: Sentences, context: Context) -> None:
        self.text, self.found = text, found
        long = {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"}
        self.bodies = Bodies(text, context.mentions, long)
        self.whose = Whose(text, self.bodies, self.bodies.every, self.bodies.shortened)
        self.every = [m for m in context.mentions if m.label in THINGS]

    def _pair(self, part: str, quote: str, at: int, whole: Mention, rule: str, score: float) -> Part:
        return Part(
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

    def _inner(self, i: int, start: int, end: int) -> Iterator[Part]:
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
                yield Part(
                    f"{nominative(m['unit'])} {m['article']} {back['noun']}",
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
            yield Part(name, text[low : m.end("unit")], whole[0], text[at : whole[1]], low, whole[1], "inner", 0.7)

    def _office(self, i: int, unit: str, house: str, article: str) -> str:
        """ "Geschäftsstelle |des Netzwerks X|", also where it is "an der Universität Y"."""
        owner = house if article in ("der", "des") else (self._whole(i) or ("", ""))[0]
        return _of(unit, owner) if owner else unit

    @staticmethod
    def _unit(m: re.Match[str]) -> str:
        unit = nominative(m["unit"])
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

    def _own(self, i: int, start: int, end: int) -> Iterator[Part]:
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
                yield Part(
                    _of(m["unit"], whole.name) if m["unit"] == "Geschäftsstelle" else m["unit"],
                    m["unit"],
                    whole.name,
                    m[0].split()[0],
                    m.start(),
                    m.end(),
                    "own_unit",
                    0.6,
                )

    def _sits(self, start: int, end: int, named: list[Mention]) -> Iterator[Part]:
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
            yield Part(
                name,
                self.text[unit.start("unit") : stop],
                house.attributes["name"],
                house.span.quote,
                start,
                house.span.end,
                "sits_at",
                0.7,
            )

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


def _of(unit: str, owner: str) -> str:
    if is_feminine(owner):
        return f"{unit} der {owner}"
    first, *rest = owner.split(" ", 1)
    return " ".join(
        [unit, "des", first if first.endswith("s") or len(first) < 4 or first.isupper() else f"{first}s", *rest]
    )


def nominative(unit: str) -> str:
    """ "Rechenzentrums" as "Rechenzentrum"."""
    first, *rest = unit.split(" ", 1)
    first = re.sub(r"(tut|nat|rat|aat|ich|eis|bor|eit|ium|rum|ojekt|aket|odul|erat|rnat)e?s$", r"\1", first)
    return " ".join([first, *rest])
