"""Who is in charge by the passive: "Sie wird von X geleitet", "das Projekt, koordiniert vom Institut Y"."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Mention, Span
from extractors.german import SPACE
from extractors.needles import Sought
from extractors.relations.charge_nouns import Duties
from extractors.relations.charge_reading import BE, ROLE, Charge
from extractors.relations.charge_things import Referent

_DONE: Final = r"(?:geleitet|koordiniert|verantwortet|gesteuert|angeführt|federführend{S}(?:geleitet|begleitet|betreut|bearbeitet|umgesetzt|durchgeführt|entwickelt)|gemanagt|geführt)".replace(
    "{S}", SPACE
)
_BY: Final = re.compile(r"\b(?:von|vom|durch)[ \u00a0]")
# "Sie |wird| von X geleitet", "Geleitet |wird| sie von X"
PASSIVE: Final = Sought(rf"\b(?i:{_DONE})(?![\w-])")
_PRONOUN_BE: Final = re.compile(
    rf"(?<![\w-])(?P<who>[Ss]ie|[Ee]s|[Ee]r|Diese|Dieses|Dieser){SPACE}{BE}(?![\w-])|{SPACE}{BE}{SPACE}(?P<who2>sie|es|er){SPACE}|\bund{SPACE}{BE}{SPACE}"
)
_GREMIUM: Final = re.compile(
    rf"\b(?:von|durch){SPACE}(?:einem|einer|dem|der|vom){SPACE}(?:[\w-]+(?:en|er){SPACE}){{0,2}}(?P<who>Direktorium|Vorstand|Präsidium|Leitungsgremium|Lenkungskreis|Lenkungsausschuss|Steuerungsgremium|Steuerungskreis|Leitungsteam|Team|Doppelspitze|Kuratorium|Geschäftsführung|Kollegium|Sprecherrat|Sprecherteam|Beirat|Tandem|Trio|Duo)\b"
)


class Passives(Duties):
    """Reads the passive sentences of one document."""

    def _passive(self, i: int, start: int, end: int) -> Iterator[Charge]:
        text = self._text
        for m in PASSIVE.finditer(text, start, end):
            ends = re.match(rf"(?:{SPACE}und{SPACE}\w+t)?(?:{SPACE}(?:{BE}|worden))?", text[m.end() : end])
            by = [
                b
                for b in _BY.finditer(text, max(start, m.start() - 200), end)
                if b.start() > m.end() or b.end() < m.start()
            ]
            opening = m.start() == start
            led = m[0].casefold() == "geführt"
            for b in by:
                if (b.start() > m.end()) != opening and not re.match(
                    rf"{SPACE}(?:{BE}{SPACE})?(?:{ROLE}){{0,1}}", text[m.end() : b.start()] or "-"
                ):
                    continue
                gremium = _GREMIUM.match(text, b.start(), end)
                who = self._who(b.end(), end)
                if gremium is None and (not who or led):
                    continue
                thing = self._patient(i, start, m, b.start())
                if thing is None:
                    continue
                if gremium is not None:
                    at = Span.of(text, *gremium.span("who"))
                    who = (Mention(at, "ORG", None, 0.6, "relations", "gremium", 1, {"name": gremium["who"]}),)
                high = max(m.end() + (ends.end() if ends else 0), who[-1].span.end)
                yield Charge(who, thing, min(thing.start, b.start()), high, "led_referent", 0.75)
                break

    def _patient(self, i: int, start: int, m: re.Match[str], by: int) -> Referent | None:
        """What is led by somebody named behind `by`."""
        text = self._text
        if m.start() == start:
            # "Koordiniert wird |das auf zwei Jahre angelegte Vorhaben, ...,| von der Universität X"
            be = re.compile(rf"{SPACE}{BE}{SPACE}").match(text, m.end())
            if be is None:
                return None
            pronoun = re.compile(r"(?:sie|es|er)(?=[ \u00a0])").match(text, be.end())
            if pronoun is not None:
                return self._refer.pronoun(i, pronoun[0], start)
            return self._refer.phrase(i, be.end(), by) or self._attributed(i, be.end(), by)
        low = max(start, min(m.start(), by) - 220)
        relative = None
        for r in re.finditer(rf",{SPACE}(?:der|die|das|welche[rs]?){SPACE}", text[low : min(m.start(), by)]):
            relative = r
        if relative is not None:
            at = low + relative.start()
            tail = text[at + len(relative[0]) : min(m.start(), by)]
            if "," not in tail and not re.search(rf"\b{BE}\b", tail):
                return self._left_of(i, start, at)
            if re.search(r"\bund[ \u00a0]$", tail):
                return self._left_of(i, start, at)
        pronoun = _PRONOUN_BE.search(text, low, min(m.start(), by))
        if pronoun is not None and (word := pronoun["who"] or pronoun["who2"]) is not None:
            return self._refer.pronoun(i, word, pronoun.start("who") if pronoun["who"] else pronoun.start("who2"))
        if pronoun is not None:
            # "Es hat 250 Beschäftigte |und wird| von ..."
            first = re.compile(r"(?:Sie|Es|Er)(?=[ \u00a0])").match(text, start)
            return (
                self._refer.pronoun(i, first[0], start)
                if first is not None
                else self._refer.phrase(i, start, low + 120)
            )
        be = re.search(rf"{SPACE}{BE}(?![\w-])", text[start : min(m.start(), by)])
        if be is not None and be.start() < 140:
            return self._refer.phrase(i, start, start + be.start())
        return None

    def _attributed(self, i: int, start: int, limit: int) -> Referent | None:
        """ "das |auf zwei Jahre angelegte| Vorhaben": an attribute between article and noun."""
        m = re.compile(
            rf"(?P<article>[Dd]as|[Dd]ie|[Dd]er){SPACE}[^,;:]{{3,60}}?(?:te|ene|nde)[nr]?{SPACE}(?=[A-ZÄÖÜ„])"
        ).match(self._text, start, limit)
        if m is None:
            return None
        noun = re.compile(r"[A-ZÄÖÜ][\w-]{0,40}").match(self._text, m.end(), limit)
        thing = next(
            (n for n in self._found.named(m.end(), limit) if n.span.start - m.end() < 40 and n.label != "PERSON"), None
        )
        if thing is not None and thing.span.start == m.end():
            return Referent(str(thing.attributes["name"]), thing.span.start, thing.span.end, named=True)
        topic = self._refer.topic(i)
        return (
            Referent(topic.name, noun.start(), noun.end(), named=True)
            if topic is not None and noun is not None
            else None
        )
