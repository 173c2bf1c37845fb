"""Named research projects, studies, consortia, programmes, and the phases of networks ("NUM 3.0")."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Label
from extractors.layout import lists, text_of
from extractors.lexicon import lexicon
from extractors.named import Named
from extractors.needles import Sought
from extractors.tables import project_rows

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KNOWN: Final = Sought(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(n) for n in sorted(lexicon("projects")["names"], key=len, reverse=True))
    + r")(?![\w-])"
)
# "das Projekt eLEVATE", "im Verbundprojekt „Gesunde Stadt“", "die Studie PRAXIS-2": the name follows the cue.
_CUE: Final = Sought(
    r"(?:[Pp]rojekt(?:s|es)?|[Ss]tudie|[Vv]orhaben(?:s)?|[Kk]onsortium(?:s)?|[Ii]nitiative|[Pp]rogramm(?:s)?|[Vv]erbund(?:s|es)?|[Kk]ampagne|[Kk]ollegs?|[Cc]lusters?)[ \u00a0]"
    r"(?:((?=[\w-]{0,30}[A-ZÄÖÜ0-9][\w-]{0,30}[A-ZÄÖÜ0-9])[A-ZÄÖÜa-z][\w+-]{2,60}(?:[ \u00a0][A-ZÄÖÜ]{2,}[\w-]*)*))"
)
# "SFB 874", "TRR 123", "EXC 2147": the research foundation's own numbers
_NUMBERED: Final = re.compile(
    r"(?<![\w-])(?:SFB(?:/TRR)?|TRR|SPP|GRK|EXC|FOR|KFO|Sonderforschungsbereichs?|Graduiertenkollegs?|Schwerpunktprogramms?|Exzellenzclusters?)[ \u00a0]\d{2,4}(?!\w)"
)
# "NUM 3.0", "NUKLEUS 3.0": an edition of a thing that has an acronym
_EDITION: Final = re.compile(
    r"(?<![\w-])(?=\w[\w-]{0,40}[ \u00a0]\d)[A-ZÄÖÜ][\w-]{0,38}[A-ZÄÖÜ][\w-]{0,38}[ \u00a0]\d\.\d(?![\w.]{0,20}\d)"
)
# "Projektpartner von SENTA", "die Konsortialführung von MERVA": only an undertaking has these; a "Projektleiter bei X" works there
_HAS_PARTNERS: Final = re.compile(
    r"\b(?:(?:Projekt|Verbund|Konsortial|Studien)(?:partner(?:n|in|innen)?|leitung|leiter(?:in)?|führung|koordination|koordinator(?:in)?|laufzeit|zentrum|zentren|start|beginn|ende)|Förderzeitraum|Förderphase|Förderdauer)[ \u00a0]von[ \u00a0]"
    r"[„\"»]?((?=[\w-]{0,30}[A-ZÄÖÜ0-9][\w-]{0,30}[A-ZÄÖÜ0-9])[A-ZÄÖÜa-z][\w+-]{3,60})(?![\w-])"
)
# "das Kolleg „Stadt und Strom“"
_COLLEGE: Final = re.compile(r"\b(?:[A-ZÄÖÜ]\w{0,40}k|K)ollegs?[ \u00a0][„“\"»]([^„“”\"«»\n]{3,90})[“”\"«]")
# "das Vorhaben „A“ des Vereins X, gefolgt von |„B“|", "die Projekte „A“ und |„B“|"
_SECOND: Final = re.compile(
    r"(?:[Pp]rojekten?|[Vv]orhaben|[Pp]rojekt)[ \u00a0][„\"»][^„“”\"«»\n]{2,80}[“”\"«][^.;:!?„“”\"«»\n]{0,80}?(?:gefolgt von|und|sowie|,)[ \u00a0][„\"»]([^„“”\"«»\n]{2,80})[“”\"«]"
)
# "An |NORA|, einem Projekt der EU": what it is stands behind
_KINDS: Final = r"(?:\w{0,40}[Pp]rojekt|\w{0,40}[Vv]orhaben|\w{0,40}[Ss]tudie|[Kk]onsortium|(?:\w{0,30}[Vv]|V)erbund|[Ii]nitiative|[Kk]ampagne|\w{0,30}[Nn]etz(?:werk)?)"
_OWN: Final = r"(?=[\w-]{0,30}[A-ZÄÖÜ0-9][\w-]{0,30}[A-ZÄÖÜ0-9])[A-ZÄÖÜ][\w+-]{3,60}"
_APPOSED: Final = re.compile(
    rf"(?<![\w-])({_OWN}),[ \u00a0](?:ein|eine|einem|einer|eines|dem|das)[ \u00a0](?:[a-zäöüß-]+(?:es|en|er|e)[ \u00a0]){{0,2}}(?:\w{{0,40}}[Pp]rojekt|\w{{0,40}}[Vv]orhaben|\w{{0,40}}[Ss]tudie|[Kk]onsortium)(?:e?s)?(?![\w-])"
)
# "beteiligt sich außerdem an |DIALYSE-LINK|", "wirkt bei |LiCycleSax| mit": one takes part in undertakings
_TAKEN_PART_IN: Final = Sought(
    rf"(?<![\w-])(?:[Bb]eteilig\w+|[Mm]itwirk\w+|wirk(?:t|en|te|ten)|[Tt]eilnehm\w+|nimmt|nehmen|nahm(?:en)?)(?![\w-])[^.,;:!?()\n]{{0,60}}?[ \u00a0](?:an|bei|in)[ \u00a0](?=[\w-]{{5,40}}(?:,|\.|[ \u00a0](?:mit|teil|beteiligt|ist|sind|und)(?![\w-])))(?=[\w-]{{0,20}}(?:[A-ZÄÖÜ]{{3}}|[a-zäöü][A-ZÄÖÜ]))({_OWN})(?![\w-])"
)
# "|KEIMRADAR|, so der Name des Teilprojekts", "|BienenBlick| ist ein Teilvorhaben", "das |„TeleStroke Nordost“|, ein Verbund aus sechs Häusern"
_SO_CALLED: Final = Sought(
    rf"(?<![\w-])({_OWN})(?:,[ \u00a0]so[ \u00a0](?:heißt|der[ \u00a0](?:Name|Titel)|lautet[ \u00a0]der[ \u00a0](?:Name|Titel))(?:[ \u00a0](?:des|der|das|die))?|[ \u00a0](?:ist|war)[ \u00a0](?:ein|eine|das|die|der))[ \u00a0](?:[a-zäöüß-]+(?:e|es|en|er|s)[ \u00a0]){{0,2}}{_KINDS}(?:e?s)?(?![\w-])"
)
_QUOTED_SO: Final = Sought(
    rf"[„\"»]([A-ZÄÖÜ0-9][^„“”\"«»\n]{{2,60}})[“”\"«](?:,[ \u00a0](?:ein|eine|einem|einer|eines)[ \u00a0]|[ \u00a0](?:ist|heißt|nennt sich)[ \u00a0](?:ein|eine|das|die|der)[ \u00a0])(?:[a-zäöüß-]+(?:e|es|en|er|s)[ \u00a0]){{0,2}}{_KINDS}(?:e?s)?(?![\w-])"
)
# "|LiCycleSax| heißt das Verbundprojekt", "Das Vorhaben heißt |LiCycleSax|"
_IS_CALLED: Final = Sought(
    rf"(?<![\w-])[„\"»]?({_OWN})[“”\"«]?[ \u00a0](?:heißt|nennt sich|lautet der Name)[ \u00a0](?:das|die|der|des|dieses|diese)?[ \u00a0]?(?:[a-zäöüß-]+[ \u00a0])?{_KINDS}(?:e?s)?(?![\w-])"
)
_CALLED_SO: Final = Sought(
    rf"{_KINDS}[ \u00a0](?:heißt|nennt sich|trägt den (?:Namen|Titel))[ \u00a0][„\"»]?({_OWN})(?![\w-])"
)

# "|Am| UKSH ist ein Forschungsprojekt gestartet", "|Beim| NABU heißt das Projekt": where it is, not what it is called
_WHERE: Final = re.compile(
    r"\b(?i:am|an|im|in|bei|beim|mit|von|vom|zum|zur|zu|für|auf|aus|durch|über)[ \u00a0](?:(?:der|dem|den|des|die|das|einem|einer)[ \u00a0])?(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"»]?$"
)


_TITLE: Final = 8  # spaces: a longer cell is a title, no name


class Projects(Named):
    """Mentions of PROJECT."""

    name = "projects"
    label: Label = "PROJECT"

    def cues(self, name: str) -> bool:
        """ "Das Verbundprojekt |Nachhaltige Auenwirtschaft": the word for the kind is never part of the name."""
        del name
        return True

    def extra(self, doc: "Doc", context: Context) -> Iterator[tuple[int, int, str, float]]:
        """Cue words, numbered programmes, editions, known consortia."""
        text = text_of(doc)
        for m in _CUE.finditer(text):
            yield m.start(1), m.end(1), "cue", 0.8
        for pattern in (_HAS_PARTNERS, _COLLEGE, _APPOSED, _SECOND, _CALLED_SO, _TAKEN_PART_IN):
            for m in pattern.finditer(text):
                yield m.start(1), m.end(1), "cue", 0.8
        for pattern in (_IS_CALLED, _SO_CALLED, _QUOTED_SO):
            for m in pattern.finditer(text):
                if not _WHERE.search(text, max(0, m.start() - 30), m.start()):
                    yield m.start(1), m.end(1), "cue", 0.8
        for m in _NUMBERED.finditer(text):
            yield m.start(), m.end(), "numbered", 0.95
        for m in _KNOWN.finditer(text):
            yield m.start(), m.end(), "lexicon", 0.9
        for row in project_rows(text):
            cell = row.cell("project")
            if cell is not None and cell.quote.count(" ") < _TITLE and cell.quote[:1].isalpha():
                yield cell.start, cell.end, "table", 0.85
        listed = [member.name for entry in lists(doc, context) for member in entry.members]
        for m in _EDITION.finditer(text):
            if not any(s.start <= m.start() and m.end() <= s.end for s in listed):
                yield m.start(), m.end(), "edition", 0.8
