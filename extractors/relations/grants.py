"""Who pays what for something that another clause or sentence names: "Weitere 140.000 Euro gibt die X-Stiftung", "Die Stadt Y erhält 6,5 Millionen Euro"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from extractors.base import Fact, Mention, Span
from extractors.german import spaces
from extractors.layout import around
from extractors.relations.focus import Focus, described
from extractors.relations.modality import modality_of
from extractors.relations.plain import plain
from extractors.relations.subjects import Sentences, Subject

_SPACE: Final = r"[ \u00a0]"
_VERB: Final = re.compile(
    r"(?<![\w-])(?:(?:ko|mit)?finanzier(?:t|te|en|ten)|förder(?:t|te|n|ten)|unterstütz(?:t|te|en|ten)|bezuschuss(?:t|te|en|ten)|bewillig(?:t|te|en|ten)|stell(?:t|te|en|ten)|spende(?:t|te|n|ten)|stifte(?:t|te|n|ten)|gibt|geben|gab|gaben|zahl(?:t|te|en|ten)|steuer(?:t|te|n|ten)"
    r"|träg(?:t)|trug|tragen|trugen|übernimmt|übernehmen|übernahm(?:en)?|beteilig(?:t|te|en|ten)[ \u00a0]sich|schieß(?:t|en)|schoss|bring(?:t|en)|brachte(?:n)?|investier(?:t|te|en|ten)|sicher(?:t|te|n|ten)|gewähr(?:t|te|en|ten)|leg(?:t|te|en|ten)|sag(?:t|te|en|ten)|schütte(?:t|te|n|ten)|bereitstell(?:t|te|en|ten)|bereitgestellt|zugesagt|wende(?:t|te|n|ten)|werde|unterstützen)(?![\w-])"
)
# Verbs that pay only with their particle, or with the costs: "|gibt| ... dazu", "trägt die Kosten"
_LIGHT: Final = re.compile(r"^(?:steuer|schieß|schoss|bring|brach|leg|sag|schütte|wende|stell|sicher|werde)")
_PARTICLE: Final = re.compile(
    r"\b(?:bei|zu|dazu|auf|aus|bereit|zur[ \u00a0]Verfügung|beisteuern|Finanzierung|drauf|unterstützen|fördern|zugesagt)\b"
)
_REST: Final = re.compile(
    r"\b(?:[Dd]en[ \u00a0]Rest|[Dd]ie[ \u00a0](?:gesamten[ \u00a0])?Kosten|[Dd]ie[ \u00a0](?:\w+)?[Ff]inanzierung|[Dd]ie[ \u00a0]übrigen[ \u00a0]Kosten)\b"
)
# "Das Land X fördert Y mit 130.000 Euro|, die| Regierung Z gibt 60.000 Euro dazu"
_CUT: Final = re.compile(
    r"(?:;|,)[ \u00a0](?=(?:(?:die|der|das|den|weitere|zusätzlich|davon)[ \u00a0]|und[ \u00a0])[^,;]{3,160}(?:Euro|€|Rest))"
)
_PAYER_NOUN: Final = re.compile(
    rf"(?<![\w-])(?P<what>Bund{_SPACE}und{_SPACE}Länder[n]?|(?P<article>[Dd]as|[Dd]er|[Dd]ie){_SPACE}(?:beteiligten{_SPACE}|zehn{_SPACE}|gesetzlichen{_SPACE})*(?P<noun>Land|Freistaat|Bund|Stadt|Landkreis|Kreis|Gemeinde|Stiftung|Ministerium|Krankenkassen|Kassen|Mitglieder|Mitgliedshäuser|Standorte|Partner|Häuser|Kommunen|Kliniken|EU|Union|Fonds|Förderverein|Verein|Universität|Hochschule|Klinikum))(?![\w-])(?!{_SPACE}(?:des|der|für|zur|[A-ZÄÖÜ]))"
)
_OBLIQUE: Final = re.compile(r"\b(?:in|an|für|von|durch|mit|aus|bei|zu|auf|über|nach)[ \u00a0]$", re.IGNORECASE)
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
# "|Davon fließen| 3,2 Millionen Euro |ins Emsland|", "Die Stadt Marlow |erhält| 6,5 Millionen Euro", "gehen 1,4 Millionen Euro |an| das Institut"
_SHARED: Final = re.compile(
    r"(?<![\w-])(?:geht|gehen|ging(?:en)?|fließt|fließen|floss(?:en)?|entfällt|entfallen|entfiel(?:en)?|erhält|erhalten|erhielt(?:en)?|bekommt|bekommen|bekam(?:en)?)(?![\w-])"
)
_TO: Final = re.compile(r"\b(?:[Aa]n|[Aa]uf|[Nn]ach|[Ii]n|[Ii]ns|[Aa]ns)[ \u00a0](?:(?:die|den|das|dem)[ \u00a0])?$")
_PARTLY: Final = re.compile(
    r"\b(?:[Dd]avon|[Mm]ittel|[Hh]iervon|Fördersumme|Gesamtsumme|[Ss]umme|Mittel|Betrag|erhält|erhalten|bekommt|bekommen)\b"
)
_SOURCE: Final = re.compile(
    r"\b(?:Das[ \u00a0]Geld|Die[ \u00a0](?:\w+)?[Mm]ittel|Die[ \u00a0]Gelder|Die[ \u00a0]Summe|Die[ \u00a0]Förderung|Es)[ \u00a0](?:stamm|komm|kam|fließ)\w*[ \u00a0](?:aus|vom|von)\b"
)
_BARE: Final = frozenset(
    ("projekt", "vorhaben", "studie", "programm", "netzwerk", "netz", "verbund", "zentrum", "register", "kolleg", "initiative", "klinik", "institut", "plattform", "portal", "verein", "stiftung")
)  # fmt: skip
_DOING: Final = re.compile(
    r"^(?:Entwicklung|Aufbau|Ausbau|Umbau|Neubau|Bau|Betrieb|Einrichtung|Sanierung|Umsetzung|Erweiterung|Modernisierung|Fortführung|Weiterentwicklung)$"
)
_OCCASION: Final = re.compile(r"(?:Spatenstich|Eröffnung|Einweihung|Grundsteinlegung|Auftakt|Übergabe|Festakt)\b")
# "Das Kolleg X wird ab Oktober mit 5,3 Millionen Euro |gefördert|": the one that the sentence before names pays
_PASSIVE: Final = re.compile(
    r"\b(?:wird|werden|wurde|wurden)\b[^.;!?]{0,200}\b(?:gefördert|finanziert|unterstützt|bezuschusst)(?![\w-])"
)
_AGENT: Final = re.compile(r"\b(?:von|vom|durch|aus)[ \u00a0](?:der[ \u00a0]|dem[ \u00a0]|Mitteln\b)?[A-ZÄÖÜ]")
_PAYS_OFTEN: Final = re.compile(
    r"(?:[Ss]tiftung|[Ff]orschungsgemeinschaft|[Mm]inisterium|^Land|^Freistaat|^Bund|[Ff]onds|Europäische|[Kk]rebshilfe|[Ff]orschungsrat|[Ff]örder)"
)
# "für das |Freibad|", "für ihr |Rathaus|"
_FOR_WHAT: Final = re.compile(
    rf"\bfür{_SPACE}(?P<article>das|den|die|ihre?n?|seine?n?){_SPACE}(?P<noun>[A-ZÄÖÜ][\w-]{{2,40}})(?=[,.;]|$)"
)
# "- |X|, Universität Y, Leitung: Z, 900.000 Euro": what is paid for, in a list below the one who pays
_ITEM: Final = re.compile(
    r"^[ \t]*[-–•*·][ \t]+[„\"]?(?P<name>[A-ZÄÖÜ][^,;:\n“”\"]{1,60})[“\"]?[,:(][^\n]*(?:Euro|€)", re.MULTILINE
)
_SUPPORTED: Final = re.compile(r"\b(?:[Gg]efördert\w*|[Ff]örder\w+|[Uu]nterstützt\w*)\b")
_EARNED: Final = re.compile(
    r"\b(?:Preis|Preisgeld|Auszeichnung|Umsatz|Gewinn|Verkaufs?|Erlös|Gehalt|Lohn|Kaufpreis|Strafe|Bußgeld|Miete|Eintritt|kostet|kosten|dotiert)\b"
)
_MOST: Final = 3


@dataclass(slots=True)
class _Known:
    """What was said of paying last: who pays, what for, in which sentence."""

    payer: Mention
    thing: Subject
    i: int


class Grants:
    """Reads the payments of one document in text order."""

    def __init__(self, text: str, found: Sentences, money: Sequence[Mention], places: dict[int, list[Mention]]) -> None:
        """`money` in text order; `places` by sentence."""
        self._text, self._found, self._money, self._places = text, found, money, places
        self._starts = [m.span.start for m in money]
        self._focus = Focus(text, found)
        self._spent: list[float] = []

    def facts(self, direct: Sequence[Fact], name: str, version: int) -> Iterator[Fact]:
        """The facts beside those that phrases gave, `direct`."""
        said: dict[int, list[Fact]] = {}
        for f in direct:
            said.setdefault(self._found.index(f.evidence.start), []).append(f)
        known: _Known | None = None
        for i, (start, end) in enumerate(self._found.spans):
            if i in said:
                f = said[i][-1]
                payer = _stand_in(self._text, f.subject, f.subject_quote or f.subject, start, end)
                known = _Known(payer, Subject(str(f.object), f.object_quote or str(f.object), start, "PROJECT"), i)
            if self._found.quoted(start, end) or _EARNED.search(self._text, start, end):
                continue
            done = {f.subject for f in said.get(i, ())}
            self._spent = [f.qualifiers["amount"]["value"] for f in said.get(i, ()) if "amount" in f.qualifiers]
            for fact, paid in self._sentence(i, known, done, name, version):
                known = paid or known
                yield fact

    def _sentence(
        self, i: int, known: _Known | None, done: set[str], name: str, version: int
    ) -> Iterator[tuple[Fact, _Known | None]]:
        text, (start, end) = self._text, self._found.spans[i]
        if known is not None and _SOURCE.search(text, start, min(end, start + 80)) and i - known.i <= 2:
            for m in self._found.named(start, end)[:1]:
                if m.label != "PERSON" and m.attributes["name"] not in (
                    known.thing.name,
                    known.payer.attributes["name"],
                ):
                    yield self._fact(i, m, known.thing, None, (start, end), name, version, "source"), None
            return
        if known is not None and self._amounts(start, end) and _ITEM.match(text, start, end) is not None:
            yield from ((f, None) for f in self._items(i, known, name, version))
            return
        if (told := self._untold(i, name, version)) is not None:
            yield told
            return
        cuts = [start, *(c.end() for c in _CUT.finditer(text, start, end)), end]
        for low, high in pairwise(cuts):
            amounts = self._amounts(low, high)
            rest = _REST.search(text, low, high)
            if (
                not amounts
                and rest is None
                and not (known is not None and i - known.i <= 2 and _SHARED.search(text, low, high))
            ):
                continue
            payers = [p for p in self._payers(i, low, high) if p.attributes["name"] not in done]
            verb = next(
                (
                    v
                    for v in _VERB.finditer(text, low, high)
                    if not _LIGHT.match(v[0]) or _PARTICLE.search(text, low, high)
                ),
                None,
            )
            if payers and verb is not None:
                thing = self._thing(i, low, high, payers, verb, known)
                if thing is not None and not _OCCASION.match(thing.name):
                    for payer in payers[:3]:
                        for amount in (*amounts[:_MOST],) or (None,):
                            fact = self._fact(i, payer, thing, amount, (low, high), name, version, "grant")
                            known = _Known(payer, thing, i)
                            yield fact, known
                    continue
            if (
                known is not None
                and i - known.i <= 4
                and (_PARTLY.search(text, low, high))
                and _SHARED.search(text, low, high)
            ):
                yield from ((f, None) for f in self._shares(i, low, high, amounts, known, name, version))

    def _items(self, i: int, known: _Known, name: str, version: int) -> Iterator[Fact]:
        """The rows of a list of what is paid for, where the text above says so."""
        text, (start, end) = self._text, self._found.spans[i]
        if not _SUPPORTED.search(text, max(0, start - 400), start):
            return
        for item in _ITEM.finditer(text, start, end):
            amounts = self._amounts(*item.span())
            if len(amounts) == 1 and item["name"] != known.payer.attributes["name"]:
                thing = described(item["name"], item["name"], item.start("name"))
                yield self._fact(i, known.payer, thing, amounts[0], item.span(), name, version, "item")

    def _untold(self, i: int, name: str, version: int) -> tuple[Fact, _Known] | None:
        """ "Das Kolleg X wird mit 5,3 Millionen Euro gefördert", where the sentence before names the one who pays."""
        text, (start, end) = self._text, self._found.spans[i]
        amounts = self._amounts(start, end)
        if not i or len(amounts) != 1 or not _PASSIVE.search(text, start, end) or _AGENT.search(text, start, end):
            return None
        subject, (low, high) = self._found.subject(i), self._found.spans[i - 1]
        near = [n for n in self._found.named(low, high) if n.label == "ORG" and self._found.is_nominative(n, low)]
        payer = str(near[0].attributes["name"]) if near else ""
        if subject is None or not _PAYS_OFTEN.search(payer) or payer == subject.name:
            return None
        fact = self._fact(i, near[0], subject, amounts[0], (start, end), name, version, "payer_before")
        return fact, _Known(near[0], subject, i)

    def _amounts(self, low: int, high: int) -> list[Mention]:
        return list(self._money[bisect_left(self._starts, low) : bisect_left(self._starts, high)])

    def _payers(self, i: int, low: int, high: int) -> list[Mention]:
        """The bodies in the nominative of a clause, or "das Land", "die Mitglieder"."""
        text, found = self._text, self._found
        start = found.spans[i][0]
        named = [n for n in found.named(*found.spans[i]) if low <= n.span.start and n.span.end <= high]
        # a name that begins a clause behind a comma: "..., die Regierung Z gibt"
        straight = [n for n in named if n.label == "ORG" and found.is_nominative(n, max(start, low))]
        if straight and straight[0].attributes["name"] in ("Stiftung", "Ministerium", "Land", "Stadt"):
            return []
        if straight:
            row = [straight[0]]
            for n in straight[1:]:
                if re.fullmatch(
                    rf"(?:,|{_SPACE}und|{_SPACE}sowie){_SPACE}(?:(?:die|der|das){_SPACE})?",
                    text[row[-1].span.end : n.span.start],
                ):
                    row.append(n)
            return row
        for noun in _PAYER_NOUN.finditer(text, low, high):
            if _OBLIQUE.search(text, max(low, noun.start() - 8), noun.start()):
                continue
            if noun["noun"] is None:
                first = noun.start("what")
                return [
                    _stand_in(text, word, word, at, at + len(word))
                    for word, at in (("Bund", first), ("Länder", text.index("Länder", first)))
                ]
            full = self._body(i, noun["noun"], noun.start("noun"))
            return [_stand_in(text, full, noun["noun"], noun.start("noun"), noun.end("noun"))]
        return []

    def _body(self, i: int, noun: str, at: int) -> str:
        """ "das Land" is the one state of the text, "die Stadt" its one town, "die Stiftung" the one named."""
        bodies = {str(n.attributes["name"]) for n in self._found.named(0, len(self._text)) if n.label == "ORG"}
        own = [b for b in bodies if b.startswith(f"{noun} ")]
        if len(own) == 1:
            return own[0]
        if noun in ("Stadt", "Landkreis", "Kreis", "Land", "Freistaat"):
            written = set(
                re.findall(rf"\b{noun}{_SPACE}[A-ZÄÖÜ][\w-]+(?:{_SPACE}[A-ZÄÖÜ][\w-]+(?=[ \u00a0.,]))?", self._text)
            )
            if len(written) == 1:
                return spaces(written.pop())
        known = self._focus.noun(i, noun, at)
        return known.name if known is not None else noun

    def _thing(
        self, i: int, low: int, high: int, payers: list[Mention], verb: re.Match[str], known: _Known | None
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

    def _before(self, i: int, known: _Known | None) -> Subject | None:
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
            if own is not None and not _NO_THING.search(own.name) and not _OCCASION.match(own.name):
                if " " in own.name:
                    return own
                if (bare := self._focus.noun(k, own.name, own.start)) is not None:
                    return bare
        topic = self._found.foremost()
        return topic if topic is not None and topic.label in ("PROJECT", "INFRASTRUCTURE") else None

    def _shares(
        self, i: int, low: int, high: int, amounts: list[Mention], known: _Known, name: str, version: int
    ) -> Iterator[Fact]:
        """Who gets which part of what is paid: "Davon fließen 3,2 Millionen Euro ins Emsland", "erhält 6,5 Millionen Euro für ihr Rathaus"."""
        text, found = self._text, self._found
        if any(m.norm["value"] in self._spent for m in amounts):
            # "erhält für das Projekt X 600.000 Euro vom Land": told already
            return
        places = [p for p in self._places.get(i, ()) if low <= p.span.start < high]
        named = [n for n in found.named(*found.spans[i]) if low <= n.span.start < high and n.label == "ORG"]
        verb = _SHARED.search(text, low, high)
        gets = verb is not None and verb[0].startswith(("erh", "bek"))
        takers = [
            n
            for n in sorted([*named, *places], key=lambda m: m.span.start)
            if (found.is_nominative(n, low) if gets else _TO.search(text, max(low, n.span.start - 16), n.span.start))
        ]
        if takers and not gets:
            # "Weitere Mittel fließen |nach A, B und C|"
            for p in places:
                if re.fullmatch(rf"(?:,|{_SPACE}und){_SPACE}", text[takers[-1].span.end : p.span.start]):
                    takers.append(p)
        if not takers or len(amounts) > 1 or (not amounts and gets) or (amounts and len(takers) > 1):
            return
        purpose = _FOR_WHAT.search(text, takers[0].span.end, high)
        if purpose is not None:
            place = str(takers[0].attributes.get("name") or takers[0].span.quote).removeprefix("Stadt ")
            what = purpose["noun"] if purpose["article"].startswith("d") else f"{purpose['noun']} {place}"
            thing = described(what, purpose["noun"], purpose.start("noun"))
            amount = amounts[0] if amounts else None
            yield self._fact(i, known.payer, thing, amount, (low, high), name, version, "part")
            return
        for taker in takers:
            yield from self._share(i, (low, high), taker, amounts, known, name, version)

    def _share(
        self,
        i: int,
        clause: tuple[int, int],
        taker: Mention,
        amounts: list[Mention],
        known: _Known,
        name: str,
        version: int,
    ) -> Iterator[Fact]:
        thing = Subject(
            str(taker.attributes.get("name") or taker.span.quote), taker.span.quote, taker.span.start, taker.label
        )
        if thing.name in (known.payer.attributes["name"], known.thing.name):
            return
        for amount in (*amounts,) or (None,):
            yield self._fact(i, known.payer, thing, amount, clause, name, version, "part")

    def _fact(
        self,
        i: int,
        payer: Mention,
        thing: Subject,
        amount: Mention | None,
        clause: tuple[int, int],
        name: str,
        version: int,
        rule: str,
    ) -> Fact:
        text, sentence = self._text, self._found.spans[i]
        qualifiers: dict[str, Any] = {"amount": dict(amount.norm)} if amount is not None else {}
        return Fact(
            str(payer.attributes["name"]), "funds", thing.name, payer.span.quote, thing.quote,
            around(text, *sentence, Span.of(text, *clause)), 0.65, name, rule, version, modality_of(text[slice(*sentence)]), qualifiers,
        )  # fmt: skip


def _subject(m: Mention) -> Subject:
    return Subject(str(m.attributes["name"]), m.span.quote, m.span.start, m.label)


def _stand_in(text: str, name: str, quote: str, start: int, end: int) -> Mention:
    at = text.find(quote, start, max(end, start + len(quote)))
    span = Span.of(text, at, at + len(quote)) if at >= 0 else Span.of(text, start, end)
    return Mention(span, "ORG", None, 0.65, "relations", "payer", 1, {"name": name})
