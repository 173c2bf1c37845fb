"""What is paid for: "die Sanierung des Stadtbads", "das Vorhaben", or what the sentences before were about."""

import re
from dataclasses import dataclass
from typing import Final

from extractors.base import Mention
from extractors.german import spaces
from extractors.relations.focus import Focus, described
from extractors.relations.plain import plain
from extractors.relations.subjects import Sentences, Subject

_SPACE: Final = r"[ \u00a0]"
# What goes on about what is paid for already
_ON: Final = re.compile(
    r"\b(?:[Dd]afür|[Dd]avon|[Dd]azu|[Hh]ierfür|[Ww]eitere[nr]?|[Zz]usätzlich\w*|[Rr]est|restlichen|übrigen|[Aa]ußerdem|[Hh]älfte|beteilig\w+[ \u00a0]sich|bei|dazu|jeweils|Kosten|[Ff]inanzierung)\b"
)
_FOR: Final = re.compile(
    r"\b(?:für|in|zu[mr]?)[ \u00a0](?!(?:zunächst|weitere|die[ \u00a0](?:nächsten|kommenden|kommende)|den[ \u00a0]kommenden|insgesamt|rund|\d|je|ein[ \u00a0](?:Jahr|weiteres)|zwei|drei|vier|fünf|sechs|sieben|acht|zehn)\b)"
)
_WORDS: Final = rf"(?:(?!(?:und|sowie|mit|bis|von){_SPACE})[a-zäöüß-]{{3,30}}(?:e|en|er|es|em){_SPACE}){{0,2}}"
_NP: Final = re.compile(
    rf"(?P<article>(?:der|die|das|den|dem|ein|eine|einen|einem|einer|ihr|ihre|ihren|sein|seine|seinen|deren|dessen){_SPACE})?(?P<words>{_WORDS})(?P<noun>[A-ZÄÖÜ][\w-]{{2,50}})"
    rf"(?P<rest>{_SPACE}(?P<of>des|der|von|eines|einer|für|am|im|in|zur|zum){_SPACE}(?:(?:die|den|das|dem|der){_SPACE})?{_WORDS}(?P<whose>[A-ZÄÖÜ][\w/-]{{2,50}})(?:{_SPACE}[A-ZÄÖÜ]{{2,}}[\w/-]*)?)?"
)
_PRONOUN: Final = re.compile(r"(?P<word>ihn|es|sie)(?![\w-])")
_TIME: Final = re.compile(r"\b(?:Jahr|Jahren?|Monaten|\d{4})[ \u00a0](?=(?:die|den|das|ein|eine|einen)[ \u00a0])")
# "1,8 Millionen Euro aus dem Programm |X|": where money comes from
_OUT_OF: Final = re.compile(r"\b(?:aus|im|in|Rahmen)[ \u00a0](?:de[msr][ \u00a0])?(?:[A-ZÄÖÜ]\w+[ \u00a0])?[„\"»]?$")
_REMAINS: Final = re.compile(r"\b(?:dazu|davon|[Rr]est|restlichen|[Ww]eitere)\b")
_NO_THING: Final = re.compile(
    r"(?:Euro|Million(?:en)?|Jahre?n?|Mio|Prozent|Höhe|Seite|Mittel|Verfügung|Summe|Betrag|Haus|Kosten|Rest|Hälfte|Rahmen|Programm|Regel|Anspruch|Zukunft|Finanzierung|Folge|Fälle|Zeitraum|Ende|Anfang|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Beteiligung|Förderung)$"
)
_BARE: Final = frozenset(
    ("projekt", "vorhaben", "studie", "programm", "netzwerk", "netz", "verbund", "zentrum", "register", "kolleg", "initiative", "klinik", "institut", "plattform", "portal", "verein", "stiftung")
)  # fmt: skip
_DOING: Final = re.compile(
    r"^(?:Entwicklung|Aufbau|Ausbau|Umbau|Neubau|Bau|Betrieb|Einrichtung|Sanierung|Umsetzung|Erweiterung|Modernisierung|Fortführung|Weiterentwicklung)$"
)
OCCASION: Final = re.compile(r"(?:Spatenstich|Eröffnung|Einweihung|Grundsteinlegung|Auftakt|Übergabe|Festakt)\b")


@dataclass(slots=True)
class Known:
    """What was said of paying last: who pays, what for, in which sentence."""

    payer: Mention
    thing: Subject
    i: int


class PaidFor:
    """Reads what is paid for in one document."""

    def __init__(self, text: str, found: Sentences, focus: Focus, places: dict[int, list[Mention]]) -> None:
        """Takes the sentences with their names, what nouns go back to, and the places by sentence."""
        self._text, self._found, self._focus, self._places = text, found, focus, places

    def of(
        self, i: int, low: int, high: int, payers: list[Mention], verb: re.Match[str], known: Known | None
    ) -> Subject | None:
        """What a clause says is paid for; else what the clause or the sentence before is about."""
        text, found = self._text, self._found
        taken = {p.span.start for p in payers}
        if known is not None and known.i == i and _REMAINS.search(text, low, high):
            return known.thing
        spots = (
            [verb.end() + 1]
            + [p.span.end + 1 for p in payers if p.span.start >= verb.end()]
            + [f.end() for f in _FOR.finditer(text, low, high)]
        )
        for spot in (*spots, *(t.end() for t in _TIME.finditer(text, verb.end(), high))):
            pronoun = _PRONOUN.match(text, spot, high)
            if pronoun is not None and spot == verb.end() + 1:
                return self._before(i, known)
            if (thing := self._phrase(i, spot, high, taken)) is not None:
                return thing
        named = [
            n
            for n in found.named(*found.spans[i])
            if low <= n.span.start < high
            and n.span.start not in taken
            and n.label in ("PROJECT", "INFRASTRUCTURE")
            and n.span.start > low
        ]
        named = [n for n in named if not _OUT_OF.search(text, max(low, n.span.start - 40), n.span.start)]
        if named:
            return _subject(named[0])
        return self._before(i, known) if _ON.search(text, low, high) else None

    def _phrase(self, i: int, spot: int, high: int, taken: set[int]) -> Subject | None:
        """The thing that a noun phrase at a code point means."""
        text, found = self._text, self._found
        np = _NP.match(text, spot, high)
        if np is None:
            opened = text[spot : spot + 1] in '„"»'
            quoted = [n for n in found.named(*found.spans[i]) if n.span.start == spot + opened and n.label != "PERSON"]
            return _subject(quoted[0]) if quoted else None
        at = np.start("noun")
        names = [n for n in found.named(*found.spans[i]) if n.label != "PERSON" and n.span.start <= at < n.span.end]
        names = names or [
            n
            for n in found.named(*found.spans[i])
            if n.label in ("PROJECT", "INFRASTRUCTURE") and n.span.start in (np.end("noun") + 1, np.end("noun") + 2)
        ]
        if names:
            return _subject(names[0]) if names[0].span.start not in taken else None
        noun = np["noun"]
        if np["article"] is None and any(p.span.start == at for p in self._places.get(i, ())):
            return None  # "investiert 5 Millionen Euro in |Italien|": where, not what for
        if _NO_THING.search(noun) or any(p <= at < p + 3 for p in taken):
            return None
        if np["rest"] is None or np["of"] in ("in", "im", "am", "zur", "zum"):
            if np["article"] and (back := self._focus.noun(i, noun, at)) is not None and back.start not in taken:
                return back
            if np["article"] and noun.casefold() in _BARE:
                return self._before(i, None)
            of = self._before(i, None) if np["article"] and _DOING.search(noun) else None
            if of is not None and " " not in of.name:
                # "förderte |die Entwicklung| mit": of what the sentence before is about
                return described(f"{noun} von {of.name}", noun, at)
            if np["article"] is None and not noun.endswith(("en", "ung", "er", "e")):
                return None
        whole = spaces(text[np.start("words") : np.end("rest") if np["rest"] else np.end("noun")])
        if np["whose"] is not None and np["of"] in ("des", "der"):
            whole = self.completed(i, whole, np["whose"], np.start("whose"))
        name = [
            n
            for n in found.named(*found.spans[i])
            if np["whose"] is not None and n.span.start <= np.start("whose") < n.span.end
        ]
        if name and name[0].span.end > np.end():
            whole = spaces(text[np.start("words") : name[0].span.end])
        return described(whole, text[np.start("words") : np.end()], np.start("words"))

    def completed(self, i: int, whole: str, whose: str, at: int) -> str:
        """ "Aufbau |des Zentrums|" with the full name of the centre."""
        owner = self._focus.noun(i, re.sub(r"(?<=[a-zäöüß])s$", "", whose), at)
        if owner is None or owner.name.casefold() == whose.casefold():
            return whole
        first, _, more = owner.name.partition(" ")
        if first.casefold()[:5] == whose.casefold()[:5]:
            return f"{whole} {more}".strip()
        return f"{whole[: -len(whose)]}{owner.name}" if whole.endswith(whose) else whole

    def _before(self, i: int, known: Known | None) -> Subject | None:
        """What was paid for just before, or what the sentence before describes or is about."""
        if known is not None and i - known.i <= 3:
            return known.thing
        for k in (i - 1, i - 2):
            if k < 0:
                break
            near = self._found.subject(k)
            if near is not None and near.label in ("PROJECT", "INFRASTRUCTURE"):
                return near
            things = {
                n.attributes["name"]: n
                for n in self._found.named(*self._found.spans[k])
                if n.label in ("PROJECT", "INFRASTRUCTURE")
                and not _OUT_OF.search(self._text, max(0, n.span.start - 40), n.span.start)
            }
            if len(things) == 1:
                return _subject(next(iter(things.values())))
            own = plain(self._text, self._found, k)
            if own is not None and not _NO_THING.search(own.name) and not OCCASION.match(own.name):
                if " " in own.name:
                    return own
                if (bare := self._focus.noun(k, own.name, own.start)) is not None:
                    return bare
        topic = self._found.foremost()
        return topic if topic is not None and topic.label in ("PROJECT", "INFRASTRUCTURE") else None


def _subject(m: Mention) -> Subject:
    return Subject(str(m.attributes["name"]), m.span.quote, m.span.start, m.label)
