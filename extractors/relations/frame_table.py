"""The frames: which place beside its verb, or its noun, each of the two of a relation has."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from extractors.base import Predicate
from extractors.needles import Sought
from extractors.relations.slots import Row
from extractors.relations.subjects import THINGS
from extractors.relations.verbs import nouns, verbs

Place: TypeAlias = Callable[[Row], bool]
_ACTORS: Final = ("ORG",)
_LEADERS: Final = ("PERSON", "ORG")
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_COPULA: Final = Sought(
    r"(?<![\w-])(?i:ist|sind|war|waren|wird|werden|wurde|wurden|bleib(?:t|en)|blieb(?:en)?|fungier(?:t|en)|zähl(?:t|en|te|ten)|gehör(?:t|en|te|ten)|gewonnen|als)(?![\w-])|:"
)
_IS: Final = Sought(r"(?<![\w-])(?:[Aa]ls|ist|sind|war|waren|wird|werden|bleib(?:t|en)|bilde(?:t|n))(?![\w-])")
_WON: Final = Sought(
    r"\bals[ \u00a0]\w{0,40}[Pp]artner\w*\b[^;!?]{0,300}\bgewonnen\b|\b[Aa]ls[ \u00a0]\w{0,40}[Pp]artner\w*\b"
)
_UNDER: Final = Sought(
    r"\b[Uu]nter[ \u00a0](?:(?:der|deren|dessen)[ \u00a0])?(?:[a-zäöüß]+en[ \u00a0])?\w{0,40}(?:[Ll]eitung|[Ff]ederführung|[Kk]oordination|[Rr]egie|[Ff]ührung)\b"
)
_ADJECTIVE: Final = Sought(
    r"\b(?i:federführend|hauptverantwortlich|verantwortlich)(?:[ \u00a0](?:geleitet|begleitet|beteiligt))?(?![\w-])"
)
_PASSIVE: Final = Sought(r"(?<![\w-])(?i:geleitet|koordiniert|gesteuert|verantwortet|angeführt|geführt)(?![\w-])")
# "Koordiniert wird der Verbund |an| der Universität X"; "wird am Institut von Dr. X koordiniert" has somebody else
_LED_AT: Final = Sought(r"(?<![\w-])(?i:koordiniert|gesteuert)(?![\w-])(?![^.;!?]{0,200}\b(?:von|vom|durch)\b)")
_BECOMES: Final = re.compile(r"(?<![\w-])(?:wird|werden|wurde|wurden|worden|ist|sind|war|waren)(?![\w-])")
_LEADING: Final = re.compile(r"^(?:federführend|koordinierend|leitend|konsortialführend)e[nrs]?$")
_HEAD: Final = 6  # letters of a noun that compounds may end in: "Doppelspitze", "Serviceeinrichtung"
_OTHER: Final = re.compile(
    r"(?:durch|aus|ein|auf|buch|unter|ent|an|ab|ehe|sexual|mittel)(?:führung|leitung|partner|partnerin|spitze)$|(?:wasser|strom|gas|pipeline)leitung$|kommunikations"
)
# "|Im Projekt X| entwickelt A", "|Beim Vorhaben Y| haben A und B ...": the undertaking opens the sentence; nothing is done to A
_DONE_TO: Final = re.compile(
    r"(?<![\w-])(?:wird|werden|wurde|wurden|worden|ist|sind|war|waren|gegen|kritisier\w*|vergleich\w*)(?![\w-])"
)
# "Im Projekt X |untersucht| A", "|arbeiten| A und B zusammen": who works in it; "vermutet", "stellt fest" only speaks of it
_WORKS: Final = Sought(
    r"(?<![\w-])(?:(?:er)?(?:arbeit|forsch|prob)|entwick|untersuch|test|analysier|samm|erfass|erheb|erhob|vernetz|verknüpf|kooperier|koordinier|bau|bünd|bring|brach|wirk"
    r"|engagier|steuer|beobacht|begleit|betreu|behand|rekrutier|liefer|schaff|führ|nehm|nimm|nahm|mess|miss|verfolg|prüf|validier|digitalisier|kümmer|tausch|teil|nutz|übernehm|übernimm)[a-zäöüß]*(?![\w-])"
)
_SUMS: Final = re.compile(
    r"\bEuro\b|€|\b\w*(?:[Mm]ittel|[Gg]eld|[Ff]ördersumme|[Ff]örderung|[Ff]inanzierung|[Ss]pende|[Zz]uschuss|[Zz]uwendung)(?:n|er|ern|en)?\b"
)
# "|dank einer Förderung| der X-Stiftung", "|aus Mitteln| des Landes"
_BY_GIFT: Final = Sought(
    r"\b(?i:dank|durch|mit|aus|mithilfe)[ \u00a0](?:[a-zäöüß]+[ \u00a0]){0,3}(?:\w{0,30}[Ff]örderung|\w{0,30}[Ss]penden?|\w{0,30}[Zz]uwendung(?:en)?|\w{0,30}[Zz]uschuss|\w{0,30}[Mm]itteln|\w{0,30}[Gg]eldern|\w{0,30}[Ff]inanzierung|[Ss]tipendien)\b|\b[Dd]ank[ \u00a0](?:[a-zäöüß]+[ \u00a0]){0,3}Unterstützung\b"
)
_DIRECTION: Final = re.compile(
    r"\bdie[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?:\w{0,30}[Kk]oordination|\w{0,30}[Ll]eitung|[Ff]ederführung|[Kk]onsortialführung|[Ff]ührungsrolle)\b"
)
_FRONTED: Final = Sought(
    r"(?<![\w-])(?:Geleitet|Koordiniert|Gesteuert|Angeführt|Verantwortet)(?=[ \u00a0](?:vom|von|durch)[ \u00a0])"
)
_STANDS: Final = Sought(r"(?<![\w-])(?:steh(?:t|en)|stand(?:en)?)(?![\w-])")
_SOME: Final = frozenset(("als", "wie"))
_SOURCES: Final = frozenset(("aus", "von", "durch", "mit", "neben", "laut", "gemäß"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A class of verbs with its two places.

    Attributes:
        verb: where the class is said; who, thing: what place a row must have; things: labels of the thing.
        actors: labels of who; least: how many must do it together; along: whether "gemeinsam mit Z" does it too.
        money: whether an amount must stand beside; test, unless: what else the clause must hold, and must not.
    """

    predicate: Predicate
    rule: str
    verb: Sought
    who: Place
    thing: Place
    score: float = 0.75
    actors: tuple[str, ...] = _ACTORS
    things: tuple[str, ...] = _UNDERTAKINGS
    least: int = 1
    along: bool = True
    money: bool = False
    test: re.Pattern[str] | None = None
    unless: re.Pattern[str] | Sought | None = None


def _nom(row: Row) -> bool:
    return row.case == "nom" and row.governor.lower() not in _SOME


def _object(row: Row) -> bool:
    return row.case in ("nom", "acc")


def _dative(row: Row) -> bool:
    return row.case == "dat"


def _receiver(row: Row) -> bool:
    """What is paid for: an undertaking beside the verb, or any body in the dative or behind "für"."""
    if row.members[0].label in _UNDERTAKINGS:
        # "|aus dem Programm X|": where the money comes from
        return (row.case != "gen" or row.governor.lower() in nouns("pays")) and row.prep not in _SOURCES
    return row.case == "dat" or row.prep in ("für", "an", "in")


def _opening(row: Row) -> bool:
    """ "|Im Projekt X| ...", "Im Rahmen |des Projekts X| ..." at the head of a sentence."""
    return (row.prep in ("in", "bei") and not row.governor) or (row.case == "gen" and row.governor == "Rahmen")


def _beside_verb(row: Row) -> bool:
    """ "A übernimmt |im Projekt X| die Auswertung": right behind the verb."""
    return (
        row.prep in ("in", "bei")
        and re.search(r"[a-zäöüß](?:t|en|te)$|^ist$|^sind$", row.governor) is not None
        and not row.governor[0].isupper()
    )


def _prep(*preps: str) -> Place:
    # "das Vorhaben X, gefolgt |von Y|": the next of a row
    return lambda row: row.case == "prep" and row.prep in preps and row.governor != "gefolgt"


def _of(table: str, key: str = "nouns", *preps: str) -> Place:
    """A name that hangs on a noun of the class: "Partner |des X|", "Finanzierung |von X|", "Federführung |für X|"."""
    wanted = nouns(table, key)
    heads = tuple(n for n in wanted if len(n) >= _HEAD)

    def hangs(row: Row) -> bool:
        noun = row.governor.lower()
        named = noun in wanted or (noun.endswith(heads) and not _OTHER.search(noun))
        return named and (row.case == "gen" or row.prep in (preps or ("von",)))

    return hangs


def _any(*places: Place) -> Place:
    return lambda row: any(place(row) for place in places)


@cache
def every_frame() -> tuple[Frame, ...]:
    """All frames, in the order in which they are tried."""
    partner = _of("partners", "nouns", "von", "in", "an", "bei", "für")
    directed = _of("directs", "nouns", "von", "für", "bei", "in")
    funded = _of("pays", "nouns", "von", "für")
    given = _of("pays", "gifts", "von", "durch", "aus")
    joins, forms, unites = verbs("joins"), verbs("forms"), verbs("unites")
    joint = _of("partners", "joint", "von", "zwischen")
    inside = _of("houses", "nouns", "von", "in")
    member: Predicate = "participates_in"
    leader: Predicate = "leads"
    return (
        Frame(member, "joins", joins, _nom, _prep("an", "in", "bei", "für", "zu")),
        Frame(member, "joins", verbs("joins", "dative"), _nom, _any(_dative, _prep("zu"))),
        Frame(member, "made_by", verbs("forms", "made"), _prep("von", "durch"), lambda r: r.case == "nom", test=_BECOMES, along=False),
        Frame(member, "held_at", verbs("forms", "held"), _prep("an", "in"), lambda r: r.case == "nom", score=0.65, along=False),
        Frame(member, "stands_behind", _STANDS, _nom, _prep("hinter"), along=False),
        Frame(member, "partner_of", _COPULA, _nom, partner),
        Frame(member, "won_for", _WON, _any(_nom, _prep("mit")), _any(_prep("für", "in", "an"), _object)),
        Frame(member, "within", _WORKS, _nom, _opening, score=0.7, things=("PROJECT",), unless=_DONE_TO),
        Frame(member, "within", _WORKS, _nom, _beside_verb, score=0.65, things=("PROJECT",), unless=_DONE_TO),
        Frame(member, "joint_of", _IS, joint, lambda r: r.case == "nom"),
        Frame(member, "forms", forms, _nom, _any(_object, _prep("zu")), least=2),
        Frame(member, "unites", unites, _any(_object, _prep("aus", "wie")), lambda r: r.case == "nom", along=False),
        Frame("funds", "pays_amount", verbs("pays"), _nom, _receiver, money=True, things=THINGS, along=False),
        Frame("funds", "grants", verbs("pays", "grants"), _nom, funded, things=THINGS, along=False),
        Frame("funds", "gift_of", verbs("pays", "receives"), _any(given, _prep("aus")), lambda r: r.case in ("nom", "acc") or r.prep in ("für", "in", "zu", "an"), actors=("ORG", "PROJECT"), along=False),
        Frame("funds", "flows", verbs("pays", "flows"), _any(_prep("von", "aus"), given), lambda r: r.case == "nom" or r.prep in ("für", "in", "zu", "an"), actors=("ORG", "PROJECT"), test=_SUMS, unless=_PASSIVE, along=False),
        Frame("funds", "gift_of", _BY_GIFT, given, lambda r: r.case == "nom", along=False),
        Frame("funds", "payer_is", _IS, _nom, _of("pays", "payers", "von", "für"), things=THINGS, along=False),
        Frame(leader, "directs", verbs("directs"), _nom, _prep("in", "bei", "für"), actors=_LEADERS, test=_DIRECTION, along=False),
        Frame(leader, "leader_noun", _COPULA, _nom, _of("directs", "leaders", "von", "in", "für", "bei"), things=THINGS, along=False),
        Frame(leader, "led_by_class", _FRONTED, _prep("von", "durch"), lambda r: r.case == "nom", actors=_LEADERS, things=THINGS, along=False),
        Frame(leader, "directs", verbs("directs"), _any(_nom, _prep("bei", "mit"), _dative), directed, actors=_LEADERS, things=THINGS, along=False),
        Frame(leader, "under", _UNDER, _of("directs", "nouns", "von", "durch"), lambda r: r.case == "nom", actors=_LEADERS, things=THINGS, along=False),
        Frame(leader, "in_charge", _ADJECTIVE, _nom, _prep("bei", "in", "für", "an"), actors=_LEADERS, things=THINGS, along=False),
        Frame(leader, "in_charge", Sought(r"\w"), lambda r: _LEADING.match(r.adjective) is not None, lambda r: _LEADING.match(r.adjective) is None, along=False),
        Frame(leader, "led_by_class", _PASSIVE, _prep("von", "durch"), lambda r: r.case == "nom", actors=_LEADERS, things=THINGS, test=_BECOMES, along=False),
        Frame(leader, "led_at", _LED_AT, _prep("an", "in", "bei"), lambda r: r.case == "nom", test=_BECOMES, along=False),
        Frame("part_of", "assigned", verbs("houses"), _nom, _any(_dative, _prep("an", "in", "bei", "zu")), actors=THINGS, things=THINGS, along=False),
        Frame("part_of", "unit_noun", _IS, _nom, inside, actors=THINGS, things=THINGS, along=False),
        Frame("part_of", "owner_is", _IS, _of("houses", "owners", "von"), lambda r: r.case == "nom", along=False, things=_ACTORS),
        Frame(leader, "leads_class", verbs("directs", "leads"), _nom, _object, actors=("PERSON",), things=THINGS, along=False),
        Frame(leader, "steers", verbs("directs", "steers"), _nom, _object, along=False),
        Frame(leader, "leads_class", verbs("directs", "presides"), _nom, _dative, actors=("PERSON",), things=THINGS, along=False),
    )  # fmt: skip
