"""Who takes part in what has no name: "A und B arbeiten |in der Krebsmedizin| zusammen", "an der |Entwicklung des Impfstoffs| beteiligt sich C".

What has no name goes by the text's own words without the article: "Zusammenarbeit in der Krebsmedizin", "Umbau des Bahnhofs".
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.base import Fact, Mention, Span
from extractors.german import spaces
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.brought_in import brings
from extractors.relations.clauses import Clause
from extractors.relations.engaged import BESIDE
from extractors.relations.modality import modality_of
from extractors.relations.plain import plain
from extractors.relations.slots import Row
from extractors.relations.subjects import EVENT, Sentences

_S: Final = r"[ \u00a0]"
_ENDS: Final = r"(?=[ \u00a0]*(?:[.,;:)]|$|\n|und[ \u00a0]|sowie[ \u00a0]))"
_KNOWN: Final = ("PROJECT", "INFRASTRUCTURE", EVENT)
# "arbeiten künftig enger |zusammen|"
_TOGETHER: Final = Sought(
    rf"(?<![\w-])(?P<together>arbeite(?:t|n|ten|te)\b[^.;:!?\n]{{0,300}}?[ \u00a0]zusammen{_ENDS}|zusammenarbeiten|zusammenzuarbeiten|zusammengearbeitet)(?![\w-])"
    rf"|(?<![\w-])(?P<cooperate>kooperier(?:t|en|te|ten))(?![\w-])"
    # "vereinbaren eine Kooperation", "bauen ihre Zusammenarbeit aus"
    rf"|(?<![\w-])(?:eine|ihre|die|einen|seine|ihren|den|der)[ \u00a0](?:[a-zäöüß]+en?[ \u00a0]){{0,2}}(?P<noun>(?:[A-ZÄÖÜ][a-zäöüß]{{2,20}})?(?:[Kk]ooperation|[Zz]usammenarbeit|[Pp]artnerschaft))(?![\w-])"
)
_AGREES: Final = Sought(
    r"(?<![\w-])(?:vereinbar\w*|(?:ab|be)?schließ(?:t|en)|(?:ab|be)?schloss(?:en)?|(?:ab)?geschlossen|besiegel\w*|unterzeichn\w*|unterschr\w*|starte[nt]?\w*|gestartet|begründe\w*|geht|gehen|gingen?|eingegangen|vertief\w*|stärk\w*|verstärk\w*|intensivier\w*|setz\w*|fortgesetzt|bau\w*|aus(?:ge)?baut|ausbauen|erweiter\w*|verläng\w*|pfleg\w*|beschlossen|beschließ\w*|bekräftig\w*)(?![\w-])"
)
_OVER: Final = Sought(
    r"(?<![\w-])(?i:nicht|kein\w*|beendet\w*|beenden|endet|enden|gescheitert|scheiter\w*|kündig\w*|gekündigt|abgelehnt|lehn(?:t|en|te|ten)|prüf\w*|könnten?|würden?|fordert?e?n?|kritisier\w*|ob|statt|ruf(?:t|en)|rief(?:en)?|lädt|laden|bitt(?:et|en)|sucht|suchen|gesucht|beworben|bewirbt|kosten|finanzier\w*|förder\w*|euro)(?![\w-])"
)
_NOUN: Final = r"[A-ZÄÖÜ][a-zäöüß][\w-]{1,40}"
_ADJ: Final = rf"(?:[a-zäöüß-]{{3,30}}(?:en|em|er){_S}){{0,2}}"
_OF: Final = rf"(?:{_S}(?:des|der|eines|einer|für|zum|zur|von|vom|über|zu){_S}(?:(?:die|den|das|dem|der|einen|eine|ein){_S})?(?:[a-zäöüß-]+(?:en|er|e|es|em){_S}){{0,2}}{_NOUN}){{0,2}}"
# in what field they work together
_FIELD: Final = re.compile(
    rf"(?<![\w-])(?P<field>(?:auf{_S}dem{_S}Gebiet|im{_S}Bereich|bei|beim|im|in{_S}der|in{_S}den|in|für|zum|zur|zu|rund{_S}um){_S}(?:(?:die|den|das|dem|der|einer|einem|eine|einen|ein){_S})?{_ADJ}(?P<head>{_NOUN}){_OF})(?![\w-])"
)
_NO_FIELD: Final = re.compile(
    r"(?:jahr\w*|zukunft|rahmen|folge|sommer|herbst|winter|frühjahr|frühling|monat\w*|woche\w*|tag\w*|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|deutschland|europa|zusammenarbeit|kooperation|partnerschaft|beginn|anfang|mitte|ende|region|stadt|land|projekt\w*|vorhaben\w*|verbund\w*|netzwerk\w*|studie|nutzen|ziel|zeit|seite|linie|regel|wesentlichen|uhr|anwesenheit|beisein|form|hinblick|verfügung|stelle)",
    re.IGNORECASE,
)
# "|beteiligt sich| an der Sanierung", "|wirkt| am Umbau |mit|"
_JOINS: Final = Sought(
    rf"(?<![\w-])(?:[Bb]eteilig(?:t|en|te|ten)|(?:wirk|mach|arbeite|forsch)(?:t|en|te|ten|n)\b[^.;:!?\n]{{0,200}}?[ \u00a0]mit{_ENDS}|mitwirk\w+|mitgewirkt|mitgearbeitet|mitarbeite(?:t|n)|mitgemacht|(?:nimmt|nehmen|nahm|nahmen)\b[^.;:!?\n]{{0,200}}?[ \u00a0]teil{_ENDS}|teilgenommen|teilnehmen|eingebunden|kooperier(?:t|en|te|ten))(?![\w-])"
)
_AT: Final = re.compile(
    rf"(?<![\w-])(?:[Aa]n{_S}(?:der|dem|den|einer|einem)|[Aa]m|[Bb]ei{_S}(?:der|dem|einer|einem)|[Bb]eim|[Ii]n{_S}(?:die|den|das)|[Ii]n{_S}der){_S}{_ADJ}(?P<thing>(?P<head>{_NOUN}){_OF})(?![\w-])"
)
# What one takes part in: what is done, made or held
_DOING: Final = re.compile(
    r"(?:ung|ungen|tion|tionen|bau|studie|studien|leitlinie|leitlinien|aktion|kampagne|projekt|vorhaben|programm|initiative|wettbewerb|rundgang|umzug|treffen|aktionstag|lauf|übung|arbeit|arbeiten|werk|versuch|versuche|test|tests|prozess|verfahren|analyse|konzept|strategie|gruppe|arbeitskreis|kreis|ausschuss|gremium|jubiläum|fest|feier|turnier|tagung|kongress|workshop|messe|reihe|woche|tag|tage|tagen|gespräch|gesprächen|dialog|forum|publikation|buch|film|kurs|studiengang|modell)(?:s|es|n)?$",
    re.IGNORECASE,
)
_NOT_DOING: Final = re.compile(
    r"(?:finanzierung|förderung|leitung|spitze|verwaltung|einrichtung|regierung|abteilung|stiftung|versammlung|bevölkerung|umgebung|erfahrung|wirkung|bedeutung|meinung|richtung|verfügung|vertrag|dienstag|donnerstag|samstag|sonntag|montag|freitag|mittwoch|vormittag|nachmittag|gruppentag|gesellschaft|reihen|region|station|nation|entscheidung|federführung|unterzeichnung|eröffnung|verleihung|sitzung|sitzungen|abstimmung|ausschreibung|verlosung)(?:s|es|en)?$",
    re.IGNORECASE,
)
# "entstand |in Zusammenarbeit mit| A", "wurde |von| A entworfen"
_MADE: Final = Sought(
    r"(?<![\w-])(?:entworfen|geplant|gebaut|errichtet|erarbeitet|entwickelt|konzipiert|kuratiert|gestaltet|ausgeführt|durchgeführt|angeboten|organisiert|umgesetzt|erstellt|verfasst|betreut|begleitet|herausgegeben|produziert|veranstaltet|realisiert|vorbereitet|ausgerichtet|initiiert|getragen)(?![\w-])"
)
_BECOMES: Final = re.compile(r"(?<![\w-])(?:wird|werden|wurde|wurden|worden|ist|sind|war|waren)(?![\w-])")
_WITH: Final = frozenset(
    ("gemeinsam", "zusammen", "zusammenarbeit", "kooperation", "partnerschaft", "partner", "partnern", "kooperationspartner")
)  # fmt: skip
_LEAST: Final = 2
_HOUSES: Final = re.compile(r"(?i:[\w-]{0,30}(?:klinik|kliniken|krankenhaus|verkehrs|hochschul|museums)verbund)")


def described_parts(
    text: str, found: Sentences, i: int, clause: Clause, name: str, version: int, *, main: bool
) -> Iterator[Fact]:
    """The facts of one clause that names bodies, but nothing in which they could take part."""
    rows = clause.rows
    if not any(m.label == "ORG" for r in rows for m in r.members) or any(
        m.label in _KNOWN and not _houses(m) for r in rows for m in r.members
    ):
        return
    start, end = found.spans[i]
    if clause.says(text, _OVER) or any(brings(text, a, b) for a, b in clause.stretches):
        return
    for thing, at, who, rule in _told(text, found, i, clause, main=main):
        for r in who:
            for m in r.members:
                if _is_body(m) and m.attributes["name"] != thing:
                    low, high = min(m.span.start, at.start), max(m.span.end, at.end)
                    yield Fact(
                        m.attributes["name"], "participates_in", thing, m.span.quote, at.quote,
                        around(text, start, end, Span.of(text, max(low, start), min(high, end))), 0.6, name, rule, version,
                        modality_of(text[start:end]),
                    )  # fmt: skip


def _houses(m: Mention) -> bool:
    """ "Der |Klinikverbund| X": a net of houses that acts as one."""
    return m.label == "INFRASTRUCTURE" and _HOUSES.match(str(m.attributes["name"])) is not None


def _is_body(m: Mention) -> bool:
    return m.label == "ORG" or _houses(m)


def _told(
    text: str, found: Sentences, i: int, clause: Clause, *, main: bool
) -> Iterator[tuple[str, Span, list[Row], str]]:
    """(what it is called, where that stands, who takes part, the rule)."""
    rows = clause.rows
    nominative = [
        r for r in rows
        if r.case == "nom" and _is_body(r.members[0]) and r.governor.lower() not in ("als", "wie")
        and not (r.governor[:1].isupper() and text.startswith("der", r.begin))
    ][:1]  # fmt: skip
    along = [r for r in rows if _is_body(r.members[0]) and r.prep == "mit"]
    joins = _find(text, clause, _JOINS)
    if (
        joins is not None
        and nominative
        and not (along and joins[0].startswith("koop"))
        and (at := _place(text, clause)) is not None
    ):
        who = [*nominative, *(r for r in along if r.governor.lower() in _WITH)]
        yield spaces(at.quote), at, who, "joins_described"
        return
    together = _find(text, clause, _TOGETHER)
    if together is not None and nominative:
        who = [*nominative, *along]
        if sum(_is_body(m) for r in who for m in r.members) >= _LEAST and (
            together["noun"] is None or clause.says(text, _AGREES)
        ):
            field = _field(text, clause, together["noun"] is not None, together)
            noun = together["noun"] or ("Kooperation" if together["cooperate"] else "Zusammenarbeit")
            at = field or Span.of(text, *together.span("noun" if together["noun"] else 0))
            yield f"{noun} {spaces(field.quote)}" if field is not None else noun, at, who, "together"
            return
    made = _find(text, clause, _MADE)
    doers = [
        r for r in rows
        if _is_body(r.members[0]) and (
            (r.prep == "mit" and r.governor.lower() in _WITH)
            or (r.governor.lower() in BESIDE and (r.case == "gen" or r.prep in ("von", "durch")))
            or (r.prep in ("von", "durch") and made is not None and any(_BECOMES.search(text, a, b) for a, b in clause.stretches))
        )
    ]  # fmt: skip
    nominative = [r for r in nominative if r not in doers]
    if doers and main and not nominative and (subject := plain(text, found, i)) is not None:
        yield subject.name, Span.of(text, subject.start, subject.start + len(subject.quote)), doers, "made_described"


def _find(text: str, clause: Clause, words: Sought) -> re.Match[str] | None:
    return next((m for a, b in clause.stretches if (m := words.search(text, a, b)) is not None), None)


def _free(start: int, end: int, rows: Sequence[Row]) -> bool:
    """Whether a stretch holds no name."""
    return not any(m.span.start < end and start < m.span.end for r in rows for m in r.members)


def _place(text: str, clause: Clause) -> Span | None:
    """ "an der |Sanierung des Labors|": the described thing in which they take part."""
    for a, b in clause.stretches:
        for m in _AT.finditer(text, a, b):
            if _DOING.search(m["head"]) and not _NOT_DOING.search(m["head"]):
                end = m.end("thing") if _free(*m.span("thing"), clause.rows) else m.end("head")
                if _free(m.start("head"), end, clause.rows):
                    return Span.of(text, m.start("thing"), end)
    return None


def _field(
    text: str,
    clause: Clause,
    behind: bool,
    together: re.Match[str],
) -> Span | None:
    """ "|in der Krebsmedizin|": right behind the noun, or anywhere beside the verb."""
    for a, b in clause.stretches:
        for m in _FIELD.finditer(text, together.end("noun") if behind and a <= together.start() < b else a, b):
            if behind and m.start() > together.end("noun") + 1:
                break
            if not _NO_FIELD.fullmatch(m["head"]) and _free(*m.span("field"), clause.rows):
                return Span.of(text, *m.span("field"))
    return None
