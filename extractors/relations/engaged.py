"""Who takes part by doing something in it, whatever the verb: "|Im Verbund X| ist |die Hochschule Y| für die Simulation zuständig".

`frames` asks for verbs of taking part. Here a body in the nominative and an undertaking in which, at which or for which something is
done stand in one clause; what only speaks of it, pays for it or judges it does not count.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extractors.base import Fact, Span
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.brought_in import brings
from extractors.relations.clauses import Clause
from extractors.relations.modality import modality_of
from extractors.relations.rosters import lately
from extractors.relations.slots import Row, stand_in
from extractors.relations.subjects import EVENT, Sentences

_S: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
# Whoever does one of these only speaks of the undertaking, judges it, pays for it, gains by it, or stays outside
_STOPS: Final = Sought(
    r"(?<![\w-])(?i:nicht|kein\w*|nie|weder|ohne|ob|statt|sag(?:t|te|en|ten)|erklär\w*|beton\w*|berichte\w*|inform\w*|lob\w*|kritis\w*|begrüß\w*|würdig\w*|dank\w*|gratul\w*|warn\w*|forder\w*|wünsch\w*|hoff\w*|erhoff\w*|erwart\w*|sieht|sehen|sah|vermut\w*|glaub\w*|halten|nenn\w*|nannte\w*"
    r"|fürcht\w*|lehn(?:t|en|te|ten)|empf(?:iehlt|ehlen|ahl)|verweis\w*|verwies\w*|freut|freuen|freute\w*|zeig(?:t|te|ten|en)|veröffentlich\w*|mitteil\w*|mitgeteilt|teilt\w*|heißt|hieß|laut|zufolge|finde[nt]|fand(?:en)?"
    r"|förder\w*|geförder\w*|finanz\w*|bezuschuss\w*|spend\w*|gespendet\w*|zahl(?:t|te|en|ten)|bewillig\w*|gewähr\w*|genehmig\w*|investier\w*|erh(?:ält|alten|ielt|ielten)|bek(?:ommt|ommen|am|amen)|empf(?:ängt|angen|ing)|übergab\w*|überreich\w*|Euro|Mitteln?|Förderung|Zuschuss"
    r"|ausgezeichne\w*|zeichne\w*|verl(?:eiht|eihen|ieh|iehen)|geehrt|ehrt\w*|prämier\w*|nominier\w*|gew(?:innt|ann|innen)|bewerb\w*|bewirb\w*|beworben|bewarb\w*|besuch\w*|besicht\w*|profitier\w*|vergleich\w*|verglichen|verlass\w*|verlässt|verließ\w*|ausgestiegen|ausgeschieden|steigt|stieg|scheidet|beendet\w*"
    r"|leite\w*|geleitet|führ(?:t|te|en|ten)|koordinier\w*|gehör(?:t|te|en|ten)|zähl(?:t|te|en|ten)|angesiedelt|plan(?:t|te|en|ten)|prüft|prüfte|hatten?|beschl\w*|entschied\w*|entscheid\w*|aufzunehmen|ruf(?:t|en)|rief(?:en)?|aufgerufen|lädt|laden|lud(?:en)?|eingeladen|bitt(?:et|en)|bat|baten|appellier\w*|könn(?:t|en|te|ten)|kann|wirb(?:t)?|werben|warb\w*|stolz|froh|gespannt|heute|gestern|spiel(?:t|te|en|ten)|les(?:en|ung)|liest|las|jury|jurys?|preis|arbeit(?:e\w*)?(?=[^.;!?]{0,80}[ \u00a0]auf[.,;]))(?![\w-])"
)
# "Für das Projekt X |stellt| A ihr Schiff zur Verfügung": what one does for something from within
_GIVES: Final = Sought(
    r"(?<![\w-])(?:stell(?:t|en|te|ten)|gestellt|liefer(?:t|n|te|ten)|geliefert|bring(?:t|en)|brachten?|gebracht|(?:mit)?entwick\w*|bau(?:t|en|te|ten)|aufgebaut|gebaut|errechne\w*|berechne\w*|programmier\w*|rekrutier\w*|sammel\w*|gesammelt|erheb\w*|erhob\w*|erhoben|untersuch\w*|analysier\w*|produzier\w*|fertig(?:t|en|te|ten)|öffne\w*|entsend\w*"
    r"|übern(?:immt|ehmen|ahm|ahmen|ommen)|konstruier\w*|konzipier\w*|gestalte\w*|erarbeit\w*|digitalisier\w*|test(?:et|en|ete|eten)|erprob\w*|bereitet?|bereiten|schreib\w*|geschrieben|kooperier\w*|arbeit\w*|wert(?:et|en|ete|eten)|ausgewertet|misst|messen|maßen|gemessen|kümmer\w*|betreib(?:t|en)|betrieb(?:en)?|betreu\w*|begleite\w*|steuer(?:t|n|te|ten)|verantworte\w*|beobacht\w*|simulier\w*|modellier\w*|überwach\w*|organisier\w*|schul(?:t|en|te|ten)|verarbeite\w*|druck(?:t|en)|züchte\w*|erfass(?:t|en|te|ten)|erforsch\w*|forsch(?:t|en|te|ten)|hält|scann\w*|vermessen|verteil(?:t|en|te|ten)|unterricht\w*|entw(?:irft|arf|arfen|erfen|orfen)|erdacht|erdenk\w*|kartier\w*|pfleg(?:t|en|te|ten)|beherberg\w*|befrag\w*|interview\w*|dokumentier\w*|archivier\w*|katalogisier\w*|zertifizier\w*|vermittel\w*|ermittel\w*|validier\w*|optimier\w*|trainier\w*|sequenzier\w*|verfolg(?:t|en|te|ten)|schließ(?:t|en)[^.;!?]{0,80}ein(?=[.,;])|wacht|wachen|schneid\w*|dreh(?:t|en|te|ten)|zugesagt|zuständig)(?![\w-])"
)
# "|Das Team| der Universität X", "Forschende des Instituts Y": people of a body who do it
_PEOPLE: Final = re.compile(
    r"(?i:[\w-]{0,30}(?:teams?|forschenden?|wissenschaftler\w*|forscher\w*|expert\w+|fachleuten?|gruppen?|ingenieur\w*|ärzt\w+|studierenden?|mitarbeit\w+|fachkräften?|informatiker\w*|historiker\w*|biolog\w+|psycholog\w+|auszubildenden?|beschäftigten?))"
)
_BECOMES: Final = re.compile(r"(?<![\w-])(?:wird|werden|wurde|wurden|worden)(?![\w-])")
_SCORE: Final = 0.65
# "|Daran| arbeiten A und B", "A entwickelt |dafür| Modelle": in what was spoken of before
_THERE: Final = Sought(r"(?<![\w-])(?i:daran|darin|dafür|hierfür|hierzu|hierbei|dabei|dort)(?![\w-])")
# "gemeinsam |mit A|", "in Kooperation |mit B|", "mit Unterstützung |der C|"
_WITH: Final = frozenset(
    (
        "gemeinsam", "zusammen", "zusammenarbeit", "kooperation", "partnerschaft", "seite", "partner", "partnern", "partnerin", "kooperationspartner", "kooperationspartnern", "projektpartner", "projektpartnern", "praxispartner", "schulterschluss", "tandem", "abstimmung", "eng", "verbund",
    )
)  # fmt: skip
BESIDE: Final = frozenset(("beteiligung", "mitwirkung", "mitarbeit", "einbindung", "mithilfe"))
# "|kooperiert| im Projekt X mit A und B"
_ALONG: Final = Sought(r"(?<![\w-])(?i:kooperier|arbeit|zusammen|forsch|entwick|kooperation|verbünd)\w*")
# "Das von A und B |getragene| Projekt X", "Die am Projekt X |beteiligte| Universität A"
_BORNE: Final = re.compile(
    rf"[“”\"«]?{_S}(?:(?:gemeinsam|seit{_S}\d{{4}}|maßgeblich){_S})?(?:getragen|durchgeführt|betrieben|entwickelt|gestartet|gegründet|initiiert|umgesetzt|bearbeitet|aufgebaut|konzipiert|organisiert|verantwortet|angestoßen)e[nrs]?{_S}(?:[a-zäöüß-]+e[nrs]?{_S})?(?:[A-ZÄÖÜ][\w-]{{1,40}}{_S})?[„\"»]?"
)
_JOINED: Final = re.compile(
    rf"[“”\"«]?{_S}(?:(?:seit{_S}\d{{4}}|ebenfalls|gemeinsam|aktiv){_S})?(?:beteiligt|mitwirkend|teilnehmend|engagiert|kooperierend|vertreten|eingebunden|zusammengeschlossen|zusammenarbeitend|mitarbeitend|forschend|tätig|organisiert|angeschlossen|aktiv)e[nrs]?{_S}(?:[a-zäöüß-]+en?{_S})?(?:[A-ZÄÖÜ][\w-]{{1,40}}{_S})?"
)
# "Der Verbund „X“ |(|Universität A, B AG|)|"
_BRACKET: Final = re.compile(rf"[“”\"«]?{_S}\($")
_NETS: Final = re.compile(
    r"(?i:verbund|konsortium|netzwerk|bündnis|allianz|verbundprojekt|projekt|gemeinschaftsprojekt|vorhaben|kooperation)s?[ \u00a0][„\"»]?$"
)


def engaged(
    text: str, found: Sentences, i: int, clause: Clause, name: str, version: int, *, main: bool
) -> Iterator[Fact]:
    """The facts of one clause; the score tells that no verb of taking part stands there."""
    rows = clause.rows
    if not any(m.label == "ORG" for r in rows for m in r.members):
        return
    sentence = found.spans[i]
    pairs = list(_beside(text, rows))
    if not clause.says(text, _STOPS) and not any(brings(text, a, b) for a, b in clause.stretches):
        pairs += _told(text, found, i, clause, main=main)
    for core, who in pairs:
        for m in who.members:
            for target in core.members:
                if (
                    m.label != "ORG"
                    or target.label not in _UNDERTAKINGS
                    or target.attributes["name"] == m.attributes["name"]
                ):
                    continue
                low, high = min(m.span.start, target.span.start), max(m.span.end, target.span.end)
                if low < sentence[0]:
                    low, high = sentence
                yield Fact(
                    m.attributes["name"], "participates_in", target.attributes["name"], m.span.quote, target.span.quote,
                    around(text, *sentence, Span.of(text, low, min(high, sentence[1]))), _SCORE, name, "engaged", version,
                    modality_of(text[slice(*sentence)]),
                )  # fmt: skip


def _beside(text: str, rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """(undertaking, bodies) that a participle or a bracket joins, whatever the sentence says of them."""
    for a, b in pairwise(rows):
        between = text[a.end : b.members[0].span.start]
        if a.members[0].label == "ORG" and b.members[0].label in _UNDERTAKINGS:
            if a.prep in ("von", "durch") and _BORNE.fullmatch(between):
                yield b, a
        elif a.members[0].label in _UNDERTAKINGS and b.members[0].label == "ORG":
            joined = a.prep in ("an", "in", "bei") and _JOINED.fullmatch(between)
            bracket = (
                len(b.members) > 1
                and _BRACKET.fullmatch(between)
                and _NETS.search(text, max(0, a.members[0].span.start - 40), a.members[0].span.start)
            )
            if joined or bracket:
                yield a, b


# "|Rekrutiert| wird an A und in B", "|Ausgewertet| werden die Proben am Institut C": where it is done takes part
_DONE_AT: Final = Sought(
    r"(?<![\w-])(?i:eingeschlossen|rekrutiert|erprobt|getestet|ausgewertet|untersucht|erhoben|gemessen|analysiert|sequenziert|gelagert|hergestellt|produziert|entwickelt|gerechnet|geforscht|gesammelt)(?![\w-])"
)


def _told(text: str, found: Sentences, i: int, clause: Clause, *, main: bool) -> list[tuple[Row, Row]]:
    """(undertaking, bodies) of what the clause tells."""
    rows = clause.rows
    core = _within(text, clause)
    inside = core is not None
    core = core or next((r for r in rows if r.members[0].label in _UNDERTAKINGS and r.case in ("nom", "acc")), None)
    there = False
    if core is None and not any(m.label in (*_UNDERTAKINGS, EVENT) for r in rows for m in r.members):
        core = _before(text, found, i, clause, main=main)
        inside = there = core is not None
    if core is None:
        return []
    who = _doers(text, clause, core, there=there) if inside else []
    for r in rows:
        low = r.governor.lower()
        if r is core or r in who or r.members[0].label != "ORG":
            continue
        if (r.prep == "mit" and (low in _WITH or (inside and who and not there and clause.says(text, _ALONG)))) or (
            (r.case == "gen" or r.prep in ("von", "durch")) and low in BESIDE
        ):
            who.append(r)
    if there and not who and clause.says(text, _BECOMES) and clause.says(text, _DONE_AT):
        who = [r for r in rows if r.members[0].label == "ORG" and r.prep in ("an", "in", "bei")]
    return [(core, r) for r in who]


def _within(text: str, clause: Clause) -> Row | None:
    """The undertaking in which, at which or, beside a verb of giving, for which the clause tells that something is done."""
    for r in clause.rows:
        if r.members[0].label not in _UNDERTAKINGS:
            continue
        if r.prep in ("an", "in", "bei") or (r.case == "gen" and r.governor in ("Rahmen", "Zuge", "Auftrag")):
            return r
        if r.prep in ("für", "zu") and clause.says(text, _GIVES):
            return r
    return None


def _before(text: str, found: Sentences, i: int, clause: Clause, *, main: bool) -> Row | None:
    """ "Das Projekt X läuft drei Jahre. |Daran| arbeiten A und B", "Die Drohnen baut A": what one of the sentences before tells of."""
    there = clause.says(text, _THERE)
    if not ((clause.says(text, _GIVES) or clause.says(text, _DONE_AT)) and (main or there)):
        return None
    thing = lately(found, i)
    if thing is None or (not there and _far(found, i, thing.name)):
        return None
    mention = stand_in(text, thing.start, thing.start + len(thing.quote), thing)
    return Row((mention,), "prep", "in", "", "", thing.start, thing.start)


def _far(found: Sentences, i: int, name: str) -> bool:
    """Whether neither the sentence right before nor the whole release is about the undertaking."""
    before = found.subject(i - 1) if i else None
    topic = found.foremost()
    return (before is None or before.name != name) and (topic is None or topic.name != name)


def _of_noun(text: str, r: Row) -> bool:
    """ "die Dienste |der NLX|": an acronym behind an article that is no nominative there; "als X"."""
    return r.governor.lower() in ("als", "wie") or (r.governor[:1].isupper() and text.startswith("der", r.begin))


def _doers(text: str, clause: Clause, core: Row, *, there: bool) -> list[Row]:
    """The body in the nominative, or that whose people do it."""
    passive = clause.says(text, _BECOMES)
    for k, r in enumerate(clause.rows):
        if r is core or r.members[0].label != "ORG":
            continue
        before = clause.rows[k - 1] if k else None
        if before is not None and before.members[0].label == "PERSON" and r.begin - before.end < 4:
            continue  # "Dr. X, Institut Y, untersucht": where somebody is from
        if r.case == "nom" and not _of_noun(text, r):
            if not passive:
                return [] if any(q.case == "nom" and q.members[0].label == "PERSON" for q in clause.rows) else [r]
            if there:
                continue
            return []
        if (r.case == "gen" or r.prep in ("von", "aus")) and _PEOPLE.fullmatch(r.governor):
            return [r]
        if passive and r.prep in ("von", "durch"):
            return [r]
    return []
