"""What narrows a statement: of which moment, of which part of the things it counts. Only statements of one scope are compared."""

import re
from dataclasses import dataclass
from typing import Final

from extractors.german import ABOUT, TOLD
from extractors.lexicon import lexicon

_SPACE: Final = "[ \u00a0]"
_MONTHS: Final = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_PLACES: Final = frozenset(n for names in lexicon("places").values() for n in names)
# ", davon 4 im Ausland; in Sachsen sind es 3": each has its own number and its own scope
_CLAUSE: Final = re.compile(
    r"[;:–]|\.(?=\s|$)|,(?=[ \u00a0](?:davon|darunter|wovon|hiervon|während|wobei|nachdem|aber|sondern|doch|von denen|die|der|das|den|dem|deren|in|2\d\d\d|19\d\d|im Jahr)\b)"
    r"|[ \u00a0](?:und|aber|doch|während|sowie)(?=[ \u00a0](?:davon|darunter|in|im|an|bei|inzwischen|heute|jetzt|aktuell|derzeit|seit|damals|zuvor|zuletzt)\b)"
)
_PART: Final = re.compile(
    r"\b(?:davon|darunter|hiervon|hierunter|wovon|von (?:ihnen|diesen|denen)|unter ihnen|einschließlich|allein)\b",
    re.IGNORECASE,
)
_EACH: Final = re.compile(
    r"\b(?:je|jeweils|pro|jährlich|monatlich|wöchentlich|täglich|im Schnitt|im Mittel|durchschnittlich|jede[rsmn]?|jedes Jahr)\b",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    r"\b(?:weitere[nrsm]?|zusätzliche?[nrsm]?|neue[nrsm]?|neu|hinzu\w*|dazu|erste[nrsm]?(?![ \u00a0](?:[a-z]+[ \u00a0])?\w*(?:[Pp]hase|[Pp]eriode|Runde|Stufe|Jahr|Halbjahr))|andere[nrsm]?|übrige[nrsm]?|restliche[nrsm]?|ehemalige[nrsm]?|"
    r"frühere[nrsm]?|geplante[nrsm]?|künftige[nrsm]?)\b",
    re.IGNORECASE,
)
_AIM: Final = re.compile(
    r"\b(?:Ziel\w*|angestrebt\w*|bis zu|maximal|höchstens|Obergrenze|Kapazität|Platz für|erwartet\w*|vorgesehen\w*|benötigt\w*|"
    r"Interesse|bekundet\w*|beworben|angefragt\w*|Anfragen|Warteliste|Anmeldungen|angemeldet\w*|Bewerb\w+|eingereicht\w*|beantragt\w*)\b"
)
# "an 10 Standorten wird behandelt" is of some; "liegt bei 13" is the number itself
_AT: Final = re.compile(
    r"\b(?:an|in|(?<!liegt )(?<!liegen )(?<!lag )(?<!lagen )bei)[ \u00a0](?:rund[ \u00a0]|etwa[ \u00a0]|den[ \u00a0]|\w+[ \u00a0]als[ \u00a0])?$"
)
_ALL: Final = re.compile(r"\b(?:alle[nr]?|sämtliche[nr]?|insgesamt|zusammen)[ \u00a0](?:\w+[ \u00a0])?$", re.IGNORECASE)
_REACH_DE: Final = re.compile(
    rf"\b(?:[Ii]n|[Aa]us|[Ii]m|innerhalb|außerhalb){_SPACE}(?:ganz{_SPACE}|der{_SPACE}|den{_SPACE})?([A-ZÄÖÜ][\w-]+)|\b(bundesweit|deutschlandweit|europaweit|weltweit|landesweit)\b"
)
_WHERE: Final = frozenset(
    [
        "Ausland",
        "Inland",
        "Bundesgebiet",
        "Land",
        "Norden",
        "Süden",
        "Westen",
        "Osten",
        "EU",
        "Region",
        "Stadt",
        "Bundesland",
        "Umland",
    ]
)
_OF_YEAR: Final = re.compile(
    rf"\b(?:[Ii]m{_SPACE}(?:Jahre?{_SPACE})?|[Ee]nde{_SPACE}|[Aa]nfang{_SPACE}|[Mm]itte{_SPACE}|(?:[Ii]m|[Ss]tand:?|[Pp]er|[Zz]um|[Aa]m){_SPACE}"
    rf"(?:Stand{_SPACE}|Stichtag{_SPACE}|Ende{_SPACE}|Anfang{_SPACE})?(?:(?:\d{{1,2}}\.{_SPACE})?(?:{_MONTHS}){_SPACE}|\d{{1,2}}\.\d{{1,2}}\.|(?:Winter|Sommer)semester{_SPACE}|Jahr{_SPACE})?)((?:19|20)\d\d)\b"
)
_FIRST_YEAR: Final = re.compile(
    r"^\W*(?:Noch|Schon|Bereits|Erst)?[ \u00a0]?((?:19|20)\d\d)[ \u00a0](?!gegründet)[a-zäöüß]+"
)
_SINCE: Final = re.compile(
    r"\b(?:[Ss]eit|[Aa]b|[Bb]is|[Nn]ach|[Vv]or|von|gegründet\w*|entstand\w*|gestartet\w*|begonnen)\b[^,;]{0,30}$"
)
_LAST_YEAR: Final = re.compile(
    r"\b(?:[Ii]m (?:vergangenen|letzten|vorigen) Jahr|[Ii]m Vorjahr|[Vv]or einem Jahr|[Gg]egenüber dem Vorjahr|als im Vorjahr|ein Jahr zuvor|[Vv]orjahres)\b"
)
_THEN: Final = re.compile(
    r"\b(?:[Dd]amals|[Ss]einerzeit|[Zz]uvor|[Vv]orher|[Uu]rsprünglich|[Aa]nfangs|[Zz]u Beginn|[Ff]rüher|[Ee]inst|[Bb]ei (?:der|ihrer|seiner) Gründung|[Zz]um Start|[Bb]is dahin|"
    r"[Vv]or (?:\w+|\d+) (?:Jahren|Monaten)|[Ii]n den (?:Anfangsjahren|ersten Jahren)|(?:[Ss]tatt|[Aa]nstelle) (?:der |von )?(?:bisher |bislang |zuvor |geplanten )?|[Nn]och)\b(?=[^.]*$|[^.]*\b(?:war|waren|hatte|hatten|zählte|zählten|umfasste|gab|lag|lagen)\b)"
)
# "von 12 auf 15 gewachsen", "15 statt zuvor 12"; "bislang 400 Anmeldungen" is how it stands now
_OLD: Final = re.compile(
    r"\b(?:von|statt|statt der|als|zuvor)[ \u00a0](?:(?:rund|etwa|bisher|bislang|bisherigen|zuvor|der|den)[ \u00a0])*$"
)
_TO: Final = re.compile(
    r"[ \u00a0](?:[\w-]+[ \u00a0]){0,4}auf[ \u00a0](?:rund[ \u00a0]|etwa[ \u00a0]|inzwischen[ \u00a0]|nun[ \u00a0]|jetzt[ \u00a0])?[\d\w]"
)
_WAS: Final = re.compile(
    r"\b(?:war|waren|hatte|hatten|zählte|zählten|umfasste|umfassten|bestand|bestanden|gab es|lag|lagen|belief\w*|gehörten|verfügten?)\b"
)
_NOW: Final = re.compile(
    r"\b(?:inzwischen|mittlerweile|aktuell\w*|derzeit\w*|heute|jetzt|nun|nunmehr|zurzeit|momentan|gegenwärtig|neuerdings|seitdem|gewachsen|gestiegen|erweitert|vergrößert|"
    r"angewachsen|gesunken|hinzugekommen|mehr als bisher)\b",
    re.IGNORECASE,
)
_PHASE: Final = re.compile(
    r"\b(erste|zweite|dritte|vierte|fünfte|sechste|1\.|2\.|3\.|4\.|5\.)[nrs]?[ \u00a0](?:\w+e[nr]?[ \u00a0])?((?:Förder|Projekt|Aufbau|Programm|Ausbau|Antrags)?[Pp]hase|Förderperiode|Runde|Stufe|Bauabschnitt|Ausschreibung)\b"
)
_NUMERALS: Final = {"erste": "1", "zweite": "2", "dritte": "3", "vierte": "4", "fünfte": "5", "sechste": "6"}
# "verlängert bis", "verschoben auf", "statt wie geplant": the text itself says that the date is another now
_MOVED: Final = re.compile(
    r"\b(?:verlänger\w+|verschob\w*|verschieb\w*|verleg\w+|vorgezogen|vorverleg\w+|verzöger\w+|statt (?:wie )?(?:ursprünglich |bisher )?(?:geplant|vorgesehen|am|im|zum)|"
    r"anders als (?:geplant|angekündigt)|später als|früher als|nun(?:mehr)? erst|erst(?= am| im)|neuer Termin|neue[rn]? Zeitplan|aufgestockt|erhöht|angehoben|gekürzt)\b",
    re.IGNORECASE,
)
# "Die Kinderklinik |des Klinikums X|", "Auf der Intensivstation der Y": a part of the thing that is named
_PART_OF: Final = re.compile(
    r"\b([A-ZÄÖÜ][\w-]*(?:station|klinik|poliklinik|abteilung|institut|zentrum|bereich|sektion|fakultät|campus|ambulanz|labor|geschäftsstelle|gruppe|team|haus|stelle|schule|apotheke|Standort|standort))"
    r"[ \u00a0](?:der|des|von|vom|am|an der|im|in der|beim)[ \u00a0](?:[\w-]+(?:s|es)?[ \u00a0])?$"
)
# "ATLAS Nord", "ATLAS Kids": the name goes on, and is another thing's
_GOES_ON: Final = re.compile(
    rf"[ \u00a0](?!(?:GmbH|AG|SE|KG)\b|(?:{'|'.join(sorted(TOLD))})[ \u00a0](?:{'|'.join(sorted(ABOUT))})\b)([A-ZÄÖÜ][\w-]+)"
)
_ADJECTIVE: Final = re.compile(r"(?<![\w-])([a-zäöüß][\w-]{2,})(?=[ \u00a0])")
_FILL: Final = re.compile(
    r"(?:und|oder|sowie|beteiligt\w*|teilnehmend\w*|verschieden\w*|unterschiedlich\w*|insgesamt|bzw|zugehörig\w*|rund|etwa|einzeln\w*|genannt\w*|deutsch\w*)$"
)

_AROUND: Final = 600  # code points on each side


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows one statement.

    Attributes:
        moment: the year that it tells of, "" for the time of its release; "then": an earlier time without a year; "-1": the year before the release's.
        phase: the number of the phase or round that it names.
        limits: what narrows the things that are counted: "part", "each", "more", "aim", "at", a region, adjectives.
        now: whether it says "inzwischen", "aktuell" and the like; moved: whether it says that the value is another one now.
    """

    moment: str = ""
    phase: str = ""
    limits: frozenset[str] = frozenset()
    now: bool = False
    moved: bool = False


def scope_of(sentence: str, start: int, end: int, *, whole: bool = False, inside: str = "") -> Scope:
    """The scope of the number or date at `start` to `end` of its sentence.

    Args:
        sentence: the words that state it.
        start: where the number with its noun begins there, in code points.
        end: where it ends.
        whole: whether a list proves the number, so that it is of all.
        inside: the name of the thing that it is stated of, whose words narrow nothing.
    """
    # a row of marks without a stop is no sentence: what is read of one is bounded, and so is the time it takes
    first = max(0, start - _AROUND)
    sentence, start, end = sentence[first : end + _AROUND], start - first, end - first
    low = max((m.end() for m in _CLAUSE.finditer(sentence, 0, start)), default=0)
    high = next((m.start() for m in _CLAUSE.finditer(sentence, end)), len(sentence))
    before, clause, words = sentence[low:start], sentence[low:high], sentence[start:end]
    limits = set()
    if _PART.search(sentence[max(0, low - 12) : start]) or re.match(
        r"[ \u00a0](?:davon|von ihnen)\b", sentence[end:high]
    ):
        limits.add("part")
    if _EACH.search(clause):
        limits.add("each")
    if _MORE.search(words) or _MORE.search(before[-28:]):
        limits.add("more")
    if _AIM.search(clause):
        limits.add("aim")
    if _AT.search(before) and not _ALL.search(before) and not whole:
        limits.add("at")
    limits |= {f"in {where}" for where in _regions(clause, inside)}
    limits |= _adjectives(words)
    moment = _moment(sentence[:low] if not first and low < 40 else "", before, clause, sentence[end:high])
    phase = _PHASE.search(clause)
    number = _NUMERALS.get(phase[1].casefold(), phase[1].rstrip(".")) if phase else ""
    return Scope(moment, number, frozenset(limits), bool(_NOW.search(clause)), bool(_MOVED.search(sentence)))


def phase_of(subject: str) -> tuple[str, str] | None:
    """(number, whose) of a phase without a name of its own: "dritte Förderphase (Herznetz)" -> ("3", "Herznetz")."""
    m = re.fullmatch(r"(erste|zweite|dritte|vierte|fünfte|sechste) [\w-]+ \((.+)\)", subject)
    return (_NUMERALS[m[1]], m[2]) if m else None


def part_named(sentence: str, subject_quote: str, subject: str) -> frozenset[str]:
    """What the sentence names in the place of the thing: a part of it, or another thing whose name begins like its own."""
    at = sentence.find(subject_quote) if subject_quote else -1
    if at < 0:
        return frozenset()
    found = set()
    if (part := _PART_OF.search(sentence[max(0, at - 80) : at])) is not None and part[1] not in subject:
        found.add(f"of {part[1].casefold()}")
    after = _GOES_ON.match(sentence, at + len(subject_quote))
    if after is not None and len(subject_quote.split()) == 1 and subject_quote.isupper() and after[1] not in subject:
        found.add(f"as {after[1].casefold()}")
    return frozenset(found)


def _regions(clause: str, inside: str) -> set[str]:
    found = set()
    for m in _REACH_DE.finditer(clause):
        word = m[1] or m[2]
        if m[2] or ((word in _PLACES or word in _WHERE) and word not in inside):
            found.add(word.casefold())
    return found


def _adjectives(words: str) -> set[str]:
    """The adjectives between number and noun, as stems: "15 medizinische Einrichtungen" are not all that there are."""
    return {
        re.sub(r"(?:en|er|es|em|e)$", "", a)
        for a in _ADJECTIVE.findall(words)[1 if words[:1].islower() else 0 :]
        if not _FILL.match(a)
    }


def _moment(lead: str, before: str, clause: str, after: str) -> str:
    if _LAST_YEAR.search(clause):
        return "-1"
    for pattern, told in ((_FIRST_YEAR, lead + clause), (_FIRST_YEAR, clause), (_OF_YEAR, lead + clause)):
        for m in pattern.finditer(told):
            if not _SINCE.search(told[: m.start(1)]) and not re.match(
                r"[ \u00a0](?:gegründet|gestartet|begonnen|eröffnet|eingerichtet|ins Leben)", told[m.end(1) :]
            ):
                return m[1]
    if (old := _OLD.search(before)) and (_TO.match(after) or not old[0].startswith(("von", "als"))):
        return "then"
    if _THEN.search(clause) and _WAS.search(clause):
        return "then"
    return ""
