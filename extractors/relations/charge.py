"""Who is in charge of what: verbs, nouns and adjectives of leading, with whatever names or describes the thing.

"Sie wird von X geleitet", "Die Leitung liegt bei X", "X, zuständig für die technische Prüfung", "die Auswertung, die X verantwortet".
"""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.german import SPACE, TITLES
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.charge_passive import PASSIVE, Passives
from extractors.relations.charge_reading import ARTICLE, BE, NEAR, Charge
from extractors.relations.charge_things import Referent
from extractors.relations.modality import modality_of
from extractors.relations.subjects import Sentences

_ACTS: Final = r"(?:leitet|leiten|leitete|leiteten|koordiniert|koordinieren|koordinierte|koordinierten|verantwortet|verantworten|verantwortete|steuert|steuerte|führt{S}federführend)".replace(
    "{S}", SPACE
)
# "X leitete die Beschwerde |weiter|", "leitet daraus ein Modell |ab|", "führte die Studie auf das Wetter |zurück|" are other verbs
_APART: Final = re.compile(
    r"[^.;:!?]{1,200}?[ \u00a0](?:weiter|ab|ein|um|her|über|zurück)(?=[ \u00a0]*(?:[.,;!?]|$)|[ \u00a0]und\b)"
)
# "leitet", "die das Institut |geleitet hat|"
_ACTIVE: Final = Sought(
    rf"(?<![\w-])(?:{_ACTS}|(?:geleitet|koordiniert|verantwortet){SPACE}(?:hat|hatte|haben))(?![\w-])"
)
# "leitet |seit 2019 am Institut X| die Gruppe Y"
_STOP: Final = re.compile(r"[,;:„“\n]|\.(?![ \u00a0]?[A-ZÄÖÜ\d])")
_UNREAL: Final = re.compile(
    r"\b(?:könnten?|würden?|hätten?|wären?|ob|falls|wenn|noch[ \u00a0]offen|gesucht|sucht|unklar)\b"
)


class Charges(Passives):
    """Reads the sentences of one document."""

    def all(self, name: str, version: int) -> Iterator[Fact]:
        """The `leads` facts of all sentences."""
        for i, (start, end) in enumerate(self._found.spans):
            sentence = self._text[start:end]
            if self._found.quoted(start, end) or _UNREAL.search(sentence):
                continue
            for c in self._of(i, start, end):
                for who in c.who:
                    if who.attributes["name"] == c.thing.name:
                        continue
                    low, high = min(c.low, who.span.start), max(c.high, who.span.end)
                    first, last = min(start, low), max(end, high)
                    yield Fact(
                        str(who.attributes["name"]), "leads", c.thing.name, who.span.quote,
                        self._text[c.thing.start : c.thing.end], around(self._text, first, last, Span.of(self._text, low, high)),
                        c.score if c.thing.named else min(c.score, 0.7), name, c.rule, version, c.modality or modality_of(sentence),
                    )  # fmt: skip

    def _of(self, i: int, start: int, end: int) -> Iterator[Charge]:
        if PASSIVE.search(self._text, start, end):
            yield from self._passive(i, start, end)
        if _ACTIVE.search(self._text, start, end):
            yield from self._active(i, start, end)
        yield from self._duty(i, start, end)
        yield from self._answers(i, start, end)

    def _active(self, i: int, start: int, end: int) -> Iterator[Charge]:
        text = self._text
        for m in _ACTIVE.finditer(text, start, end):
            if _APART.match(text, m.end(), end):
                continue
            before = [n for n in self._found.named(start, m.start()) if n.label == "PERSON"]
            # ", die |X verantwortet|", ", die Dr. X |leitet|"
            rel = None
            for r in re.finditer(
                rf",{SPACE}(?P<case>die|das|den|der|welche[sn]?){SPACE}", text[max(start, m.start() - 160) : m.start()]
            ):
                rel = r
            if rel is not None and not re.search(
                r"[,;:]", text[(opened := max(start, m.start() - 160) + rel.end()) : m.start()]
            ):
                who = self._who(opened, m.start())
                at = max(start, m.start() - 160) + rel.start()
                if (
                    who
                    and who[0].span.end >= m.start() - 60
                    and rel["case"] != "der"
                    and not self._refer_inside(opened, who[0].span.start)
                    and not ARTICLE.search(text, opened, who[0].span.start)
                ):
                    thing = self._antecedent_of(i, start, at)
                    if thing is not None:
                        yield Charge(who, thing, thing.start, m.end(), "leads_referent", 0.75)
                    continue
                person = next((p for p in reversed(before) if p.span.end <= at), None)
                if person is not None and rel["case"] in ("die", "der") and at - person.span.end < 80:
                    thing = self._inside(i, opened, m.start())
                    if thing is not None:
                        yield Charge((person,), thing, person.span.start, m.end(), "leads_referent", 0.75)
                continue
            behind = self._who(m.end() + 1, end)
            adverbs = None
            if not behind:
                adverbs = re.compile(
                    rf"{SPACE}(?:(?:seit|ab|bis|zum){SPACE}[^,;:\n]{{2,24}}?|künftig|derzeit|gemeinsam|weiterhin){SPACE}"
                ).match(text, m.end(), end)
                behind = self._who(adverbs.end(), end) if adverbs is not None else ()
            if behind and behind[0].label == "PERSON":
                # "|Das Arbeitspaket zur Datenauswertung| leitet X", "eines davon, |die Öffentlichkeitsarbeit,| verantwortet X"
                thing = self._fronted(i, start, m.start())
                if thing is not None:
                    yield Charge(behind, thing, thing.start, behind[-1].span.end, "leads_referent", 0.75)
                continue
            who_now = self._doer(i, start, m.start())
            if not who_now:
                continue
            thing = self._acted(i, m.end(), end)
            if thing is not None:
                yield Charge(who_now, thing, min(who_now[0].span.start, m.start()), thing.end, "leads_referent", 0.75)

    def _refer_inside(self, low: int, high: int) -> bool:
        return any(n.label != "PERSON" for n in self._found.named(low, high))

    def _antecedent_of(self, i: int, start: int, comma: int) -> Referent | None:
        """ "die wissenschaftliche Auswertung durch das Institut X finanziert, die Y verantwortet": what stands before the comma, or the subject."""
        near = self._left_of(i, start, comma)
        if near is not None and not re.search(rf"\b(?:{BE}|hat|haben)\b", self._text[near.end : comma]):
            return near
        be = re.compile(rf"\b(?:wird|wurde|werden|wurden){SPACE}").search(self._text, start, comma)
        return self._refer.phrase(i, be.end(), comma) if be is not None else near

    def _inside(self, i: int, low: int, high: int) -> Referent | None:
        """The object of a verb at the end of its clause: "an der Universität Y |das Institut Z| leitet"."""
        best = None
        for m in re.compile(r"(?<![\w-])(?:das|die|den|ein|eine|einen|unser|unsere)[ \u00a0]").finditer(
            self._text, low, high
        ):
            if re.search(
                r"(?:in|auf|für|an|über|durch|um|gegen)[ \u00a0]$", self._text[max(low - 1, m.start() - 6) : m.start()]
            ):
                continue
            best = self._refer.phrase(i, m.start(), high) or best
            if best is not None:
                return best
        return best

    def _fronted(self, i: int, start: int, verb: int) -> Referent | None:
        text = self._text
        low = max(start, verb - 200)
        apposed = re.compile(rf"(?:^|,{SPACE})(?P<np>(?:das|die|den|der){SPACE}[^,;:]{{4,80}}),?$").search(
            text[low:verb].rstrip()
        )
        if apposed is not None and (thing := self._refer.phrase(i, low + apposed.start("np"), verb)) is not None:
            return thing
        begin = start
        colon = re.search(r"[;:][ \u00a0]", text[low:verb])
        if colon is not None:
            begin = low + colon.end()
        if not ARTICLE.match(text, begin, verb):
            return None
        thing = self._refer.phrase(i, begin, verb)
        if (
            thing is None
            or re.search(r"[,;:]", text[thing.end : verb].strip(" ,"))
            or len(text[thing.end : verb]) > 100
        ):
            return None
        return thing

    def _doer(self, i: int, start: int, verb: int) -> tuple[Mention, ...]:
        """Who leads, in front of the verb: a person, a body, or "sie" of the sentence before."""
        text = self._text
        people = [n for n in self._found.named(start, verb) if n.label == "PERSON"]
        if (
            people
            and verb - people[-1].span.end <= NEAR
            and not re.search(
                r"[;:“]|,[ \u00a0](?:die|der|das|wo|dass|weil|wenn)[ \u00a0]", text[people[-1].span.end : verb]
            )
        ):
            who = [people[-1]]
            for p in reversed(people[:-1]):
                if (
                    re.search(
                        rf"(?:,|und|sowie){SPACE}(?:(?:Frau|Herrn?){SPACE})?(?:{TITLES}{SPACE}?)?$",
                        text[p.span.end : who[-1].span.start],
                    )
                    and len(text[p.span.end : who[-1].span.start]) < 90
                ):
                    who.append(p)
            return tuple(who)
        m = re.compile(
            r"(?:(?:Sie|Er)(?=[ \u00a0])|(?:Die|Der)[ \u00a0](?:\d\d-Jährige|[A-ZÄÖÜ][\w-]{0,40}(?:in|er|or|ist|ent|loge|arzt|ärztin))(?=[ \u00a0]))"
        ).match(text, start)
        if m is None or text[m.end() : verb].strip():
            return ()
        return self._named_last(i)

    def _named_last(self, i: int) -> tuple[Mention, ...]:
        """The only person of the sentence before, or of the one before that."""
        for k in (i - 1, i - 2):
            if k < 0:
                break
            people = [n for n in self._found.named(*self._found.spans[k]) if n.label == "PERSON"]
            if people:
                return (people[0],) if len({p.attributes["name"] for p in people}) == 1 else ()
        return ()

    def _acted(self, i: int, verb: int, end: int) -> Referent | None:
        """What stands behind "leitet", adverbs and places between."""
        close = re.compile(r"[,;:.](?=[ \u00a0\n]|$)|[ \u00a0](?:und|sowie)[ \u00a0][a-zäöü]").search(
            self._text, verb, end
        )
        limit = close.start() if close is not None else end
        for m in ARTICLE.finditer(self._text, verb, min(limit, verb + 140)):
            before = self._text[verb : m.start()]
            if re.search(r"\b(?:in|auf|für|an|über|durch|um|gegen|mit|von|bei|aus)[ \u00a0]$", before) or m[
                0
            ].strip() in ("der", "Der"):
                continue
            if not _STOP.search(before):
                return self._refer.phrase(i, m.start(), end)
            return None
        return None


def charges(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences."""
    yield from Charges(text, found, context).all(name, version)
