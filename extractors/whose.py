"""Whose office it is where the phrase names no body: "Direktor des Instituts", "Neue Schatzmeisterin ist X"."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2
from typing import Final

from extractors.bodies import Bodies, Body
from extractors.role_words import is_speaking, plain

_PROJECTS: Final[tuple[str, ...]] = (
    "projekt", "vorhaben", "verbund", "konsortium", "studie", "netzwerk", "netz", "cluster", "kolleg", "forschungsbereich", "forschungsgruppe", "programm",
    "initiative", "plattform", "allianz", "register", "biobank", "bündnis", "portal", "infrastruktur", "schwerpunkt", "campus", "labor", "kompetenznetz",
)  # fmt: skip
_CLUBS: Final[tuple[str, ...]] = (
    "gesellschaft", "verband", "verein", "bund", "vereinigung", "kammer", "akademie", "club", "klub", "union", "gewerkschaft", "innung", "rat", "konferenz", "liga",
    "genossenschaft", "verbund", "netzwerk", "stiftung", "allianz", "bündnis", "föderation", "gemeinschaft", "forum", "kreuz", "e.v", "e. v", "kasse", "kolleg", "werk",
)  # fmt: skip
_SCHOOLS: Final[tuple[str, ...]] = (
    "universität",
    "hochschule",
    "akademie",
    "fachhochschule",
    "fakultät",
    "charité",
    "uni",
    "kolleg",
    "institute",
)
_HOUSES: Final[tuple[str, ...]] = (
    "klinikum", "klinik", "krankenhaus", "hospital", "universitätsmedizin", "universitätsklinikum", "hochschulmedizin", "charité", "haus", "museum", "theater", "zentrum", "werke", "gmbh", "ag", "stift",
    "diakonie", "kliniken", "se", "kg", "kgaa", "sparkasse", "bank", "institut", "archiv", "bibliothek", "agentur", "zoo", "oper", "philharmonie",
    "gesellschaft", "verband", "verein", "kammer", "stiftung", "bund", "netzwerk", "caritas", "labor", "messe",
)  # fmt: skip
# A noun of the kind is also a body of these: "die Fachgesellschaft" is a "Gesellschaft", "das Haus" a "Klinikum"
_KIN: Final[dict[str, tuple[str, ...]]] = {
    "haus": ("klinikum", "klinik", "krankenhaus", "museum", "theater", "hospital", "stift", "universitätsmedizin", "bibliothek", "oper", "archiv"),
    "krankenhaus": ("klinikum", "klinik", "hospital", "charité", "stift"),
    "klinik": ("klinikum", "krankenhaus", "hospital", "klinik"),
    "klinikum": ("universitätsmedizin", "charité", "hochschulmedizin", "krankenhaus", "kliniken"),
    "universität": ("hochschule", "uni", "fu", "hu", "tu", "lmu", "kit"), "hochschule": ("universität", "akademie"), "uni": ("universität",),
    "gesellschaft": ("gmbh", "ag", "mbh", "vereinigung", "se"), "fachgesellschaft": ("gesellschaft", "vereinigung", "verband"),
    "dachverband": ("verband", "bund", "union", "vereinigung"), "verband": ("bund", "vereinigung", "verein", "innung", "union", "fachverband"),
    "verein": ("e.v", "verband", "club", "bund", "freunde", "initiative", "förderkreis"), "bund": ("verband",),
    "unternehmen": ("gmbh", "ag", "se", "kg", "kgaa", "werke", "konzern", "inc", "ab", "ltd"), "firma": ("gmbh", "ag", "se", "kg"),
    "konzern": ("ag", "se", "gruppe"), "einrichtung": ("institut", "zentrum", "stiftung", "klinik", "museum", "haus"),
    "behörde": ("amt", "agentur", "ministerium"), "amt": ("bundesamt", "landesamt", "amt"), "zentrum": ("institut",),
    "kammer": ("ärztekammer", "handwerkskammer"), "akademie": ("hochschule",), "organisation": ("verband", "verein", "stiftung", "gesellschaft"),
    "bank": ("sparkasse",), "kasse": ("krankenkasse", "aok", "barmer"), "landeskirche": ("kirche",),
}  # fmt: skip
_NOUN: Final = re.compile(r"(?:des|der|dieses|dieser|am|im|beim|vom|unseres|unserer|an der|von der|in der|bei der|ihres|seines|seiner|ihrer)[ \u00a0](?:(?:gesamten|neuen|neu gegründeten|gemeinsamen|genannten|jungen|[A-ZÄÖÜ][a-zäöüß]{2,20}er|geplanten)[ \u00a0])?(?P<noun>[A-ZÄÖÜ][\w-]{1,40})$")  # fmt: skip
# Officers of associations, of universities, of houses; of projects
_OF_CLUB: Final = re.compile(r"(?:präsident|vize|schatzmeister|kassenwart|kassier|kassenprüfer|rechnungsprüfer|schriftführer|generalsekretär|beisitzer|vorsitzende|vorsitz|vorstandsmitglied|präsidiumsmitglied|präses|past-president|president-elect|hauptgeschäftsführer|obmann|obfrau|präsidentschaft|justiziar|kongresspräsident|tagungspräsident)")  # fmt: skip
_OF_SCHOOL: Final = re.compile(
    r"(?:(?<!di)rektor|kanzler|dekan|hochschulpräsident|hochschulratsvorsitz|prorektor|universitätspräsident)"
)
_OF_HOUSE: Final = re.compile(r"(?:direktor|geschäftsführ|geschäftsleit|vorstand|vorständ|verwaltungsleit|pflegedienstleit|intendan|chefarzt|chefärzt|betriebsrat|aufsichtsrat|personalrat|prokurist|betriebsleit|ceo|cfo|cto|coo|unternehmenssprecher|klinikleit|heimleit|klinikchef|standortleit|werkleit|kaufmänn)")  # fmt: skip
_OF_PROJECT: Final = re.compile(
    r"(?:projekt|verbund|konsortial|studien|netzwerk|cluster|kolleg|teilprojekt)(?:leit|koordinat|sprecher|manag|führ)|^(?:gesamt|co-|ko-|haupt)?(?:koordinator|koordination)|principal investigator"
)
_OF_ANY: Final = re.compile(r"(?:pressesprecher|pressereferent|leiter.*kommunikation|mediensprecher)")
_OF_STATE: Final = re.compile(
    r"(?:minister|staatssekretär|bürgermeister|landrat|landrät|senator|bundeskanzler|bundespräsident|dezernent|staatsrat|regierungspräsident|stadtrat|stadträt|kämmer|beigeordnete|gesundheitsdirektor|kreisdirektor|polizeipräsident|landtagspräsident|bezirks)"
)
# "Zur Leiterin bestellte der Vorstand X": of what the release is about
_OF_WHOLE: Final = re.compile(r"(?:gründungs|haupt|gesamt)?leit(?:er|erin|ung)$")
_PLAIN: Final = 3.0  # weight of what the release is plainly about: it stands in the headline
_SHORTEST: Final = 5  # letters: "Bundesvorsitzende" is not of a "Bund"
_EARLY: Final = 700  # code points of headline and lead


class Whose:
    """What the bodies of one document are to its offices."""

    def __init__(self, text: str, bodies: Bodies, every: Sequence[Body], shorts: Iterable[str]) -> None:
        """`every` body in text order; `shorts`: the long names that the document abbreviates."""
        self._text, self._bodies, self._every = text, bodies, every
        count = Counter(b.name for b in every)
        head = text.find("\n") if 0 < text.find("\n") < 250 else 120
        short = set(shorts)
        self._weight: dict[str, float] = {}
        for b in every:
            known = self._weight.get(b.name)
            if known is None:
                known = log2(count[b.name]) + 0.75 * (b.name in short) + (b.start < _EARLY)
            self._weight[b.name] = max(known, log2(count[b.name]) + 0.75 * (b.name in short) + 1 + 2) if b.start < head else known  # fmt: skip

    def by_noun(self, phrase: str, position: int) -> Body | None:
        """The body that "des Instituts" behind an office means; None where that is open or the phrase is none of the kind."""
        m = _NOUN.search(phrase)
        if m is None:
            return None
        low = m["noun"].casefold()
        stems = {low, low.removesuffix("s"), low.removesuffix("es")}
        before = [b for b in self._every if b.start < position]
        for own in (stems, {k for s in stems for k in _KIN.get(s, ())}):
            fits = [b for b in before if _bears(b.name, own)]
            if fits:
                return self._foremost(fits, nearest=True)
        if any(s.endswith(_PROJECTS) for s in stems):
            return self._foremost([b for b in before if b.label in ("PROJECT", "INFRASTRUCTURE")])
        return None

    def by_role(self, head: str, position: int) -> Body | None:
        """The body whose officer a bare "Schatzmeisterin", "Projektleiterin", "Rektor" is; None where that is open."""
        low = plain(head).casefold()
        if _OF_STATE.search(low):
            return None
        every = self._every
        own = [k for k in (*_SCHOOLS, *_HOUSES, *_CLUBS, *_PROJECTS) if len(k) > _SHORTEST and low.startswith(k)]
        if own and (fits := [b for b in every if _bears(b.name, own)]):
            return self._foremost(fits)
        if self.of_project(head):
            labels = ("PROJECT",) if low.startswith("projekt") else ("PROJECT", "INFRASTRUCTURE")
            return self._foremost([b for b in every if b.label in labels])
        for pattern, kinds in ((_OF_SCHOOL, _SCHOOLS), (_OF_HOUSE, _HOUSES), (_OF_CLUB, (*_CLUBS, *_SCHOOLS))):
            if pattern.search(low):
                return self._foremost([b for b in every if b.label != "PROJECT" and _bears(b.name, kinds)])
        if _OF_ANY.search(low):
            return self._foremost([b for b in every if b.label == "ORG"])
        if _OF_WHOLE.match(low):
            first = self._foremost([b for b in every if b.start < position])
            return first if first is not None and self._weight[first.name] >= _PLAIN else None
        return None

    @staticmethod
    def of_project(head: str) -> bool:
        """Whether the office is that of a project or net: "Verbundkoordinatorin", "Sprecherin"."""
        return _OF_PROJECT.search(plain(head).casefold()) is not None or (
            is_speaking(head) and not _OF_ANY.search(plain(head).casefold())
        )

    @staticmethod
    def of_whole(head: str) -> bool:
        """Whether the office is the leading of a whole: "Leiterin"."""
        return _OF_WHOLE.match(plain(head).casefold()) is not None

    @staticmethod
    def of_club(head: str) -> bool:
        """Whether the office is one of an association's board."""
        low = plain(head).casefold()
        return _OF_CLUB.search(low) is not None and not _OF_STATE.search(low)

    @staticmethod
    def is_club(name: str) -> bool:
        """Whether the body can have a president, treasurer or board of its own."""
        return _bears(name, _CLUBS)

    def _foremost(self, fits: Sequence[Body], *, nearest: bool = False) -> Body | None:
        """The one that the document is about, or the last one where two are named as often."""
        if not fits:
            return None
        if nearest and len({b.name for b in fits}) > 1:
            best = max(self._weight[b.name] for b in fits)
            lead = {b.name for b in fits if self._weight[b.name] >= best - 0.5}
            return fits[-1] if fits[-1].name in lead or len(lead) > 1 else next(b for b in fits if b.name in lead)
        return max(fits, key=lambda b: (self._weight[b.name], -b.start))


def _bears(name: str, nouns: Iterable[str]) -> bool:
    """Whether a word of the name is or ends in one of the nouns: "Leibniz-|Institut|", "Fach|gesellschaft|"."""
    words = [w for w in re.split(r"[^\wäöüß.]+", name.casefold()) if w]
    return any(w == n or (len(n) > 3 and w.endswith((n, n + "s"))) for w in words for n in nouns)
