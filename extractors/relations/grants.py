"""Who pays what for something that another clause or sentence names: "Weitere 140.000 Euro gibt die X-Stiftung", "Die Stadt Y erhält 6,5 Millionen Euro"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from extractors.base import Fact, Mention, Span
from extractors.layout import around
from extractors.relations.focus import Focus, described
from extractors.relations.modality import modality_of
from extractors.relations.paid_for import OCCASION, Known, PaidFor
from extractors.relations.payers import Payers, stand_in
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


class Grants:
    """Reads the payments of one document in text order."""

    def __init__(self, text: str, found: Sentences, money: Sequence[Mention], places: dict[int, list[Mention]]) -> None:
        """`money` in text order; `places` by sentence."""
        self._text, self._found, self._money, self._places = text, found, money, places
        self._starts = [m.span.start for m in money]
        focus = Focus(text, found)
        self._payers, self.paid = Payers(text, found, focus), PaidFor(text, found, focus, places)
        self._spent: list[float] = []

    def facts(self, direct: Sequence[Fact], name: str, version: int) -> Iterator[Fact]:
        """The facts beside those that phrases gave, `direct`."""
        said: dict[int, list[Fact]] = {}
        for f in direct:
            said.setdefault(self._found.index(f.evidence.start), []).append(f)
        known: Known | None = None
        for i, (start, end) in enumerate(self._found.spans):
            if i in said:
                f = said[i][-1]
                payer = stand_in(self._text, f.subject, f.subject_quote or f.subject, start, end)
                known = Known(payer, Subject(str(f.object), f.object_quote or str(f.object), start, "PROJECT"), i)
            if self._found.quoted(start, end) or _EARNED.search(self._text, start, end):
                continue
            done = {f.subject for f in said.get(i, ())}
            self._spent = [f.qualifiers["amount"]["value"] for f in said.get(i, ()) if "amount" in f.qualifiers]
            for fact, paid in self._sentence(i, known, done, name, version):
                known = paid or known
                yield fact

    def _sentence(
        self, i: int, known: Known | None, done: set[str], name: str, version: int
    ) -> Iterator[tuple[Fact, Known | None]]:
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
            payers = [p for p in self._payers.of(i, low, high) if p.attributes["name"] not in done]
            verb = next(
                (
                    v
                    for v in _VERB.finditer(text, low, high)
                    if not _LIGHT.match(v[0]) or _PARTICLE.search(text, low, high)
                ),
                None,
            )
            if payers and verb is not None:
                thing = self.paid.of(i, low, high, payers, verb, known)
                if thing is not None and not OCCASION.match(thing.name):
                    for payer in payers[:3]:
                        for amount in (*amounts[:_MOST],) or (None,):
                            fact = self._fact(i, payer, thing, amount, (low, high), name, version, "grant")
                            known = Known(payer, thing, i)
                            yield fact, known
                    continue
            if (
                known is not None
                and i - known.i <= 4
                and (_PARTLY.search(text, low, high))
                and _SHARED.search(text, low, high)
            ):
                yield from ((f, None) for f in self._shares(i, low, high, amounts, known, name, version))

    def _items(self, i: int, known: Known, name: str, version: int) -> Iterator[Fact]:
        """The rows of a list of what is paid for, where the text above says so."""
        text, (start, end) = self._text, self._found.spans[i]
        if not _SUPPORTED.search(text, max(0, start - 400), start):
            return
        for item in _ITEM.finditer(text, start, end):
            amounts = self._amounts(*item.span())
            if len(amounts) == 1 and item["name"] != known.payer.attributes["name"]:
                thing = described(item["name"], item["name"], item.start("name"))
                yield self._fact(i, known.payer, thing, amounts[0], item.span(), name, version, "item")

    def _untold(self, i: int, name: str, version: int) -> tuple[Fact, Known] | None:
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
        return fact, Known(near[0], subject, i)

    def _amounts(self, low: int, high: int) -> list[Mention]:
        return list(self._money[bisect_left(self._starts, low) : bisect_left(self._starts, high)])

    def _shares(
        self, i: int, low: int, high: int, amounts: list[Mention], known: Known, name: str, version: int
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
        known: Known,
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
