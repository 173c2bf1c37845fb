"""Who takes part by a list: "Beteiligt sind A (Institut X), B und C", "Mit dabei: A, B", "Vertreter:innen aus dem X, dem Y und der Z"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from extractors.base import Fact, Span
from extractors.enumerations import Enumeration
from extractors.german import spaces
from extractors.needles import Sought
from extractors.relations.modality import modality_of
from extractors.relations.subjects import BACK_NOUNS, EVENT, Sentences, Subject

_SPACE: Final = r"[ \u00a0]"
# "|Nicht| beteiligt sind A und B"
_NOT: Final = re.compile(r"\b(?:[Nn]icht|[Nn]ie|[Kk]aum)[ \u00a0](?:mehr[ \u00a0]|daran[ \u00a0])?$")
_PEOPLE: Final = r"(?:Vertret\w+|Mitarbeit\w+|Delegierte\w*|Forschende\w*|Wissenschaftler\w*|Expert\w+|Fachleute\w*|Gäste\w*|Teams?|Studierende\w*)(?:[:*_/]?-?innen)?"
_PARTNERS: Final = r"(?:[\w-]{0,40}[Pp]artner(?:einrichtungen|institutionen|[:*_]?innen|n)?|[\w-]{0,40}[Mm]itglieder|Beteiligte[nr]?(?:[ \u00a0](?:Einrichtungen|Institutionen|Partner|Unternehmen))?|Teilnehm(?:er|ende)[\w:*]{0,40}|Referent[\w:*]{1,40}|Podiumsgäste|Aussteller[\w:*]{0,40}|Mitwirkende|Mitveranstalter|Veranstalter|Kooperierende)"
_CUE: Final = Sought(
    rf"\b(?:[Bb]eteiligt|[Dd]abei|[Ee]ingebunden|[Vv]ertreten|[Aa]nwesend|[Zz]u Gast|[Aa]uf dem Podium){_SPACE}(?:sind|waren|ist|war|sitzen|saßen|diskutieren|diskutierten)(?:{_SPACE}(?:auch|nun|jetzt|inzwischen|mittlerweile|damit|somit|derzeit|aktuell|außerdem|neben\b[^,.]{{0,80}},|unter anderem|u\. ?a\.|zudem|weiterhin|ferner))*:?{_SPACE}"
    # "Beteiligt am Projekt X sind", "Zum Konsortium von X gehören", "von einem Konsortium aus A, B und C getragen"
    rf"|\b[Bb]eteiligt{_SPACE}(?:an|am|im|beim){_SPACE}[^.:;,()]{{2,90}}{_SPACE}(?:sind|waren){_SPACE}(?:unter anderem{_SPACE}|u\. ?a\.{_SPACE}|(?:nun|jetzt|damit|somit|inzwischen|derzeit|aktuell){_SPACE}|neben\b[^,.]{{0,80}},{_SPACE})?"
    rf"|\bZu(?:m|r|{_SPACE}den){_SPACE}(?:[\w-]{{0,40}}[Kk]onsortium|[\w-]{{0,40}}[Pp]artner\w*|[\w-]{{0,40}}[Vv]erbund|Projekt\w*|Bündnis|Team)\b[^.:;,()]{{0,90}}{_SPACE}(?:gehören|gehörten|zählen|zählten)(?:{_SPACE}(?:unter anderem|u\. ?a\.|auch|außerdem|neben\b[^,.]{{0,80}},))*{_SPACE}(?=(?:[Dd]ie|[Dd]as|[Dd]er|[A-ZÄÖÜ])\b)"
    rf"|\b[Kk]onsortiums?{_SPACE}aus{_SPACE}(?=(?:der|dem|den|[A-ZÄÖÜ]))"
    rf"|\b(?:vor Ort|[Mm]it dabei|[Dd]abei|[Bb]eteiligt|[Aa]uf dem Podium|{_PARTNERS}){_SPACE}?:{_SPACE}?"
    rf"|\b{_PARTNERS}{_SPACE}(?:im|des|in|am|der|beim|von|bei){_SPACE}[^.:;,()\n]{{2,90}}:{_SPACE}?"
    rf"|(?<!\w)(?:v\. ?l\.(?: ?n\. ?r\.)?|[Vv]on links(?: nach rechts)?|V\.l\.n\.r\.)(?:{_SPACE}?\([^)]*\))?{_SPACE}?:?{_SPACE}"
    rf"|\bEs{_SPACE}(?:sprechen|sprachen|diskutieren|diskutierten|referieren|referierten|beteiligen sich|nehmen teil|wirken mit){_SPACE}(?:unter anderem{_SPACE}|u\. ?a\.{_SPACE})?"
    rf"|\b{_PEOPLE}{_SPACE}(?:aller?{_SPACE}[^,.;:()]{{3,60}},|aus|von|des|der|vom|(?=dem\b)){_SPACE}+(?=(?:der|dem|den|[A-ZÄÖÜ]))"
    rf"|\b{_PARTNERS}(?:{_SPACE}(?:im|des|in|am|der|beim|von|bei){_SPACE}[^.:;,()]{{2,90}})?{_SPACE}(?:sind|waren){_SPACE}(?:unter anderem{_SPACE}|u\. ?a\.{_SPACE}|(?:nun|jetzt|damit|somit|inzwischen|derzeit|aktuell){_SPACE})?(?=(?:[Dd]ie|[Dd]as|[Dd]er|[A-ZÄÖÜ])\b)"
    rf"|\bZu[mr]?{_SPACE}[^.:;,()]{{2,90}}?{_SPACE}(?:gehören|gehörten|zählen|zählten){_SPACE}(?:(?:nun|jetzt|auch|inzwischen|mittlerweile|derzeit|aktuell|damit|außerdem|unter anderem){_SPACE}){{0,3}}(?=(?:[Dd]ie|[Dd]as|[Dd]er){_SPACE}[A-ZÄÖÜ])"
    # "|Hinzu kommen| das Institut A, die Universität B", "Weitere Partner sind" goes on with the list before
    rf"|\b(?:[Hh]inzu|[Dd]azu|Außerdem|Ferner|Des Weiteren){_SPACE}(?:kommen|kommt|kamen|zählen|gehören)(?:{_SPACE}(?:noch|auch|außerdem|schließlich|unter anderem))*{_SPACE}(?=(?:[Dd]ie|[Dd]as|[Dd]er|[A-ZÄÖÜ])\b)"
    # "|Getragen wird es von drei Kliniken:| der Klinik A, der Klinik B"
    rf"|\b(?:Getragen|Betrieben|Gebildet|Gegründet){_SPACE}(?:wird|werden|wurde){_SPACE}[^.:;]{{2,60}}{_SPACE}von{_SPACE}[^.:;,()]{{2,40}}:{_SPACE}?"
    # "|Neu hinzugekommen sind im Juni| A und B", "|Träger sind| A und B"
    rf"|\b(?:[Nn]eu{_SPACE})?(?:[Hh]inzugekommen|[Bb]eigetreten|[Aa]ufgenommen){_SPACE}(?:sind|wurden|werden){_SPACE}(?:(?:im|am|zum|seit|ab){_SPACE}[^,;:]{{2,24}}?{_SPACE})?(?:auch{_SPACE}|außerdem{_SPACE}|zudem{_SPACE})?(?=(?:[Dd]ie|[Dd]as|[Dd]er){_SPACE})"
    rf"|\b(?:Träger|Gesellschafter|Gründer|Initiatoren){_SPACE}(?:sind|waren){_SPACE}(?=(?:[Dd]ie|[Dd]as|[Dd]er){_SPACE})"
    # "Die Versammlung |nahm zwei neue Partner auf:| A, B und C"
    rf"|\b(?:nahm|nahmen|nimmt|nehmen){_SPACE}[^.:;,()]{{2,60}}?{_SPACE}(?:Partner|Mitglieder|Einrichtungen|Standorte){_SPACE}(?:neu{_SPACE})?auf:{_SPACE}?"
    # "Mit von der Partie sind A und B", "Mit im Boot ist C"
    rf"|\b(?:[Mm]it von der Partie|[Mm]it im Boot|[Aa]n Bord|[Ee]benfalls dabei){_SPACE}(?:sind|waren|ist|war){_SPACE}"
    # "Dem Netz X gehören an:", "Zum Verbund Y zählen derzeit:"
    rf"|\b(?:[Dd]e[mr]|[Zz]u[mr]){_SPACE}[^.:;,()]{{2,90}}?{_SPACE}(?:gehör|zähl)(?:en|ten)(?:{_SPACE}(?:derzeit|aktuell|nun|inzwischen|unter anderem|u\. ?a\.|bislang|bisher|folgende{_SPACE}[A-ZÄÖÜ]\w{{1,40}}))*(?:{_SPACE}an)?{_SPACE}?:{_SPACE}?"
    rf"|\bDe[mr]{_SPACE}[^.:;,()]{{2,90}}?{_SPACE}gehör(?:en|ten){_SPACE}(?:(?:nun|jetzt|inzwischen|mittlerweile|derzeit|aktuell|auch|außerdem|zudem|bereits|damit|neben\b[^,.]{{0,80}},){_SPACE}){{0,3}}(?=(?:[Dd]ie|[Dd]as|[Dd]er){_SPACE}[A-ZÄÖÜ][^.]*\ban\b)"
    # "Zum Netz X zählen 22 Häuser, |darunter| A und B", "hat 22 Mitglieder, |unter anderem| A"
    rf"|\b(?:Zu[mr]{_SPACE}[^.:;,()]{{2,60}}?{_SPACE}(?:gehören|zählen)|(?:hat|zählt)(?=[^.:;,()]{{2,60}}(?:[Mm]itglieder|[Pp]artner|Standorte)n?,)){_SPACE}[^.:;,()]{{2,60}}?,{_SPACE}(?:darunter|unter{_SPACE}anderem){_SPACE}(?:auch{_SPACE})?(?=(?:[Dd]ie|[Dd]as|[Dd]er|[A-ZÄÖÜ])\b)"
    rf"|\b(?:[Ff]ür|[Aa]n|[Ii]n|[Ii]m|[Aa]m|[Bb]ei){_SPACE}(?:das{_SPACE}|dem{_SPACE}|der{_SPACE})?(?:Vorhaben|Projekt|Forschungsprojekt){_SPACE}(?:kooperieren|arbeiten){_SPACE}"
)
_PARTNER: Final = re.compile(
    r"(?<![\w-])(?:[\w-]{0,40}[Pp]artner(?:innen)?|Träger|[Hh]inzugekommen|[Bb]eigetreten)(?![\w-])"
)
_TAKEN_IN: Final = re.compile(r"(?<![\w-])n(?:ahm|ahmen|immt|ehmen)[ \u00a0][^.;]{2,90}[ \u00a0]auf:")
# "im |Bundesprogramm| X": what an undertaking stands in
_FRAME: Final = re.compile(
    r"(?:[Pp]rogramm|[Ff]örderlinie|[Ff]örderinitiative|[Aa]usstellung|[Rr]eihe)[smn]{0,2}[ \u00a0][„\"»]?$"
)
# "|Dem Netz| gehören an:", "|Zum Verbund| zählen"
_TO_WHICH: Final = re.compile(
    rf"\b(?:[Dd]e[mr]|[Zz]u[mr])[ \u00a0](?:[a-zäöüß]+en[ \u00a0])?(?P<noun>{BACK_NOUNS})(?=[ \u00a0](?:gehör|zähl))"
)
_BORNE: Final = re.compile(r"(?:Getragen|Betrieben|Gebildet|Gegründet)[ \u00a0]")
_IT: Final = re.compile(r"[ \u00a0](?:wird|werden|wurde)[ \u00a0](?:es|er|sie)[ \u00a0]")
_OF_BODY: Final = re.compile(r"(?i:zu[mr]|de[mr])[ \u00a0].{0,200}(?:gehör|zähl)", re.DOTALL)
_ADJECTIVE: Final = re.compile(
    r"\b(?:beteiligt|mitantragstellend|antragstellend|teilnehmend|kooperierend|mitwirkend|mitveranstaltend)e[nr]?[ \u00a0](?:[\w-]+[ \u00a0])?$"
)
_LEAD: Final = re.compile(
    r"(?:(?:darunter|die|der|das|dem|den|des|vom|von|von der|aus|aus dem|aus der|und|sowie|auch|neu|nun|zudem|außerdem|ferner|beim|am|an der|Die|Das|Der)[ \u00a0])+"
)
_CUT: Final = re.compile(
    r",|;|\n[ \t]*[-–•*][ \u00a0]|[ \u00a0](?:und|sowie|wie auch)[ \u00a0](?=(?:die|der|das|dem|den|vom|von|aus|auch|neu|nun)[ \u00a0]|[„\"]|(?:Prof|Dr|PD|Dipl)\b)"
)
_ITEM: Final = re.compile(r"\s*\n[ \t]*[-–•*][ \u00a0]")
_ITEM_LINE: Final = re.compile(r"[ \t]*[-–•*][ \u00a0]")
_ITEMS: Final = 40  # items of a list that stands below its cue
_AND: Final = re.compile(r"[ \u00a0](?:und|sowie|wie auch)[ \u00a0]")
_STOP: Final = re.compile(
    r"[!?](?=\s|$)|\.(?=\s*$)|[ \u00a0](?:beteiligt|teil|mit|vertreten|dabei|eingebunden|zusammen|getragen|umgesetzt|geleitet|durchgeführt|gesteuert|koordiniert|an)(?=[ \u00a0]*[.,;]|$)|[ \u00a0]–[ \u00a0]"
)
# ", die gemeinsam ...": what follows is said of the members
_RELATIVE: Final = re.compile(
    r"^(?:die|der|das|den|dem|welche[rs]?|wo|um|dass|denen|deren|dessen)[ \u00a0](?![\w-]+(?:e|en|er|es)[ \u00a0][\w-]{0,40}[ \u00a0]?[A-ZÄÖÜ])(?=[a-zäöü])"
)
_BACK: Final = 3  # sentences before
_MOST: Final = 3  # cues in one sentence
_LIMIT: Final = 5000  # code points of one list
_STAFF: Final = re.compile(rf"(?:[A-ZÄÖÜ]\w+er{_SPACE})?{_PEOPLE}{_SPACE}(?:aus|von|vom|der|des){_SPACE}")
# Vertreter:innen of bodies take part when they come with the event, or when they do something there
_WITH: Final = re.compile(
    r"(?:\b(?:mit|Mit|unter anderem|darunter|sowie|neben)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?:[A-ZÄÖÜ]\w+er[ \u00a0])?$|\b(?:diskutier|nahmen|beteilig|dabei|kamen|trafen|tausch|debattier|spra?echen|berieten))"
)
_FREE: Final = re.compile(
    r"[„\"]?[A-ZÄÖÜ][\w/&+.’-]*+(?:[ \u00a0/]++(?:[A-ZÄÖÜ0-9][\w/&+.’-]*+|für|der|des|und|am|an|im|in|von|zur|zum|&|of|for)){0,9}[“\"]?"
)
# "die Dekanin der Fakultät, Dr. X": the body belongs to the role
_ROLE_OF: Final = re.compile(r"[A-ZÄÖÜ]\w+(?:in|er|or|ent)[ \u00a0](?:der|des|von|vom)[ \u00a0]")
_QUOTED: Final = re.compile(r"[„\"»]([^„“”\"«»\n]{2,80})[“”\"«]")


# "ist |an fünf Infrastrukturen| beteiligt: A, B, C"
_IN_MANY: Final = re.compile(
    rf"\b(?:an|in){_SPACE}[^,;:()\n]{{2,60}}?(?:en|n|s){_SPACE}(?:beteiligt|vertreten|eingebunden)\b"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One member: its name and where it stands."""

    name: str
    span: Span
    undertaking: bool = False


def rosters(
    text: str, found: Sentences, entries: list[Enumeration], name: str, version: int
) -> Iterator[tuple[int, Fact]]:
    """(sentence, fact) for every member of every such list."""
    for entry in entries:
        if _ADJECTIVE.search(text, max(0, entry.head.start - 60), entry.head.start):
            # "von den mitantragstellenden Einrichtungen (A, B und C)"
            i = found.index(entry.introduction.start)
            thing = _thing(found, i, entry.head.start)
            if thing is None:
                continue
            for member in entry.members:
                at = next((m for m in found.named(member.name.start, member.name.end)), None)
                full = at.attributes["name"] if at is not None else found.full(member.name.quote)
                yield i, Fact(
                    full, "participates_in", thing.name, member.name.quote, thing.quote, entry.whole, 0.7, name, "roster_entry", version,
                )  # fmt: skip
    for i, (start, end) in enumerate(found.spans):
        for cue in islice(_CUE.finditer(text, start, end), _MOST):
            if re.match(_PEOPLE, cue[0]) and not _WITH.search(text[start : cue.start()]):
                continue
            if _NOT.search(text[start : cue.start()]):
                continue
            picture = cue[0][:1] in "vV" and "l" in cue[0][:9] and not cue[0].startswith(("vor", "Ver"))
            last = end
            if cue.end() >= end and i + 1 < len(found.spans) and text[cue.end() : found.spans[i + 1][0]].strip() == "":
                last = found.spans[i + 1][1]
                for begin, stop in found.spans[i + 2 : i + _ITEMS]:
                    if not _ITEM.match(text, last, begin + 2):
                        break
                    last = stop
            borne = _BORNE.match(cue[0]) is not None
            thing = (
                _caption(found, i) if picture else _borne(found, i, cue[0]) if borne else _thing(found, i, cue.end())
            )
            if (
                thing is not None
                and _OF_BODY.match(cue[0])
                and not cue.start() <= thing.start < cue.end()
                and _TO_WHICH.match(cue[0]) is None
            ):
                # "Zum Klinikum X gehören:" in a release about the network Y
                continue
            parts = list(
                _members(
                    text, found, cue.end(), last, open_list=":" in cue[0] or "aus" in cue[0] or "Vertret" in cue[0]
                )
            )
            if thing is None or len(parts) < (2 if picture or ":" not in cue[0] else 1):
                continue
            if (
                thing.label != EVENT
                and _IN_MANY.search(text, start, cue.end()) is not None
                and 2 * sum(part.undertaking for part in parts) > len(parts)
            ):
                # "Das Klinikum ist an fünf Infrastrukturen beteiligt: A, B, C": it takes part in them
                continue
            rule = "roster_staff" if re.match(_PEOPLE, cue[0]) else "roster"
            evidence = Span.of(text, start, max(last, parts[-1].span.end))
            if (
                i
                and cue[0].startswith(("Hinzu", "Dazu"))
                and all(part.undertaking for part in parts)
                and _IN_MANY.search(text, *found.spans[i - 1]) is not None
            ):
                # "ist an fünf Infrastrukturen beteiligt: A, B. |Hinzu kommen| die Projekte C und D": `membership` reads it
                continue
            for part in parts:
                if part.name != thing.name:
                    yield i, Fact(
                        part.name, "participates_in", thing.name, part.span.quote, thing.quote, evidence, 0.75, name, rule, version,
                        modality_of(text[start : cue.end()]),
                    )  # fmt: skip
            break


def _thing(found: Sentences, i: int, position: int) -> Subject | None:
    """What the list is of: the event or project of its sentence before the list, a back reference, else what the release is about."""
    start, _ = found.spans[i]
    near = [m for m in found.named(start, position) if m.label in (EVENT, "PROJECT", "INFRASTRUCTURE")]
    if _TAKEN_IN.search(found.text, start, position) is not None and all(m.label == EVENT for m in near):
        # "|Die Mitgliederversammlung| nahm zwei neue Partner auf": not into the meeting
        first = lately(found, i, project=True) or found.foremost()
        return first if first is not None and first.label in ("PROJECT", "INFRASTRUCTURE") else None
    if near:
        return Subject(near[-1].attributes["name"], near[-1].span.quote, near[-1].span.start, near[-1].label)
    if (long := found.described(start, position)) is not None:
        return long[0]
    if (dative := _TO_WHICH.search(found.text, start, position)) is not None:
        return found.means(i, dative["noun"], dative.start())
    back = re.search(r"\b(?:am|im|an|in|für|Am|Im|An|In|Für)\b", found.text[start:position])
    if (
        back is not None
        and (thing := found.referred(i, start + back.end()) or found.referred(i, start + back.start() - 1)) is not None
    ):
        return thing
    partner = _PARTNER.search(found.text, start, position)
    if (near_by := lately(found, i, project=partner is not None)) is not None:
        return near_by
    about = found.about(i)
    if partner is not None and about is not None and about.label == EVENT and (first := found.foremost()) is not None:
        return first if first.label in ("PROJECT", "INFRASTRUCTURE") or partner[0] == "Träger" else about
    return about


def lately(found: Sentences, i: int, *, project: bool = False) -> Subject | None:
    """ "Das Vorhaben X läuft bis Mai. |Partner sind| A und B": the undertaking that one of the sentences before tells of.

    In a release about an event only where `project` says that an undertaking is meant.
    """
    about = found.about(i)
    if about is not None and about.label == EVENT and not project:
        return None
    for k in range(i - 1, max(-1, i - 1 - _BACK), -1):
        start, end = found.spans[k]
        named = [m for m in found.named(start, end) if m.label in ("PROJECT", "INFRASTRUCTURE")]
        straight = {
            m.attributes["name"]: m for m in named
            if found.is_nominative(m, start) and not _FRAME.search(found.text, max(start, m.span.start - 60), m.span.start)
        }  # fmt: skip
        if len(straight) == 1:
            (m,) = straight.values()
            return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
        if straight:
            return None
        subject = found.subject(k)
        if subject is not None and subject.label in ("PROJECT", "INFRASTRUCTURE"):
            return subject
    return None


def _borne(found: Sentences, i: int, cue: str) -> Subject | None:
    """ "Getragen wird |es| von vier Kliniken:": what the sentence before is about; "Getragen wird |das Zentrum|": that."""
    if _IT.search(cue) is None:
        return found.subject(i)
    before = found.subject(i - 1) if i else None
    return before if before is not None and before.label != EVENT else None


def _caption(found: Sentences, i: int) -> Subject | None:
    """The event that the line before a list of people in a picture names."""
    before = [m for m in found.named(*found.spans[i - 1]) if m.label == EVENT] if i else []
    here = [m for m in found.named(*found.spans[i]) if m.label == EVENT]
    return next(
        (Subject(m.attributes["name"], m.span.quote, m.span.start, EVENT) for m in (*here, *reversed(before))), None
    )


def _members(text: str, found: Sentences, start: int, end: int, *, open_list: bool) -> Iterator[_Part]:
    """The members; in an open list also those of no known kind ("die Neurologie", „Leben mit Epilepsie“)."""
    stop = _STOP.search(text, start, end)
    end = min(stop.start() if stop is not None else end, start + _LIMIT)
    end = _closed(text, start, end)
    people = any(m.label == "PERSON" for m in found.named(start, end))
    units = open_list
    for low, high in _parts(text, found, start, end):
        if low > start and _RELATIVE.match(text[low:high]):
            return
        begin = _without_lead(text, low, high)
        if (staff := _STAFF.match(text, begin, high)) is not None:
            low, begin, units = staff.end(), _without_lead(text, staff.end(), high), True  # noqa: PLW2901
        part = text[begin:high]
        named = [m for m in found.named(low, high) if m.label != EVENT]
        person = next((m for m in named if m.label == "PERSON"), None)
        own = next((m for m in named if m.span.start == begin or text[begin : m.span.start].count(" ") <= 1), None)
        if person is not None:
            yield _Part(person.attributes["name"], person.span)
        elif own is not None and not _ROLE_OF.match(part):
            yield _Part(own.attributes["name"], own.span, own.label in ("PROJECT", "INFRASTRUCTURE"))
        elif not units:
            continue
        elif (quoted := _QUOTED.search(part)) is not None:
            yield _Part(spaces(quoted[1]), Span.of(text, begin + quoted.start(1), begin + quoted.end(1)))
        elif text[max(0, low - 2) : low] == ", " and _ITEM_LINE.match(text, text.rfind("\n", 0, low) + 1):
            # "- Klinikum A, |Marlow|": where the member of the line is
            continue
        elif not people or text[low:begin].strip() in ("der", "dem", "den"):
            bare = re.sub(r"[ \u00a0]?\([^()]*\)", "", part).strip(" \u00a0.:")
            if _FREE.fullmatch(bare) and (begin, begin + len(bare)) not in found.places:
                yield _Part(found.full(spaces(bare)), Span.of(text, begin, begin + len(part.rstrip(" \u00a0."))))


def _closed(text: str, start: int, end: int) -> int:
    """Where a bracket closes that the list stands in: "(Partner: A, B|) läuft"."""
    depth = 0
    for k in range(start, end):
        depth += (text[k] == "(") - (text[k] == ")")
        if depth < 0:
            return k
    return end


def _without_lead(text: str, start: int, end: int) -> int:
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead is not None else start


def _parts(text: str, found: Sentences, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between commas and before "und", outside brackets and names."""
    named = {m.span.start for m in found.named(start, end)}
    inside = bytearray(end - start)
    depth = 0
    for k in range(start, end):
        depth += text[k] == "("
        inside[k - start] = depth > 0
        depth -= text[k] == ")" and depth > 0
    for m in found.named(start, end):
        inside[m.span.start - start : m.span.end - start] = b"\x01" * (m.span.end - m.span.start)
    cuts = [c for c in _CUT.finditer(text, start, end) if not inside[c.start() - start]]
    taken = {c.start() for c in cuts}
    cuts += [
        c
        for c in _AND.finditer(text, start, end)
        if c.start() not in taken and not inside[c.start() - start] and c.end() in named
    ]
    begin = start
    for cut in sorted(cuts, key=lambda c: c.start()):
        yield _trim(text, begin, cut.start())
        begin = cut.end()
    yield _trim(text, begin, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \u00a0\n:,-–•*":
        start += 1
    return start, end
