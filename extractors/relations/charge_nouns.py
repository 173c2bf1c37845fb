"""Leading by nouns and adjectives: "Die Leitung liegt bei X", "unter Koordination von X", "X, zuständig für Y"."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.german import SPACE, TITLES, spaces
from extractors.needles import Sought
from extractors.relations.charge_reading import ARTICLE, NEAR, ROLE, Charge, Reading
from extractors.relations.charge_things import Referent

if TYPE_CHECKING:
    from extractors.base import Modality

_NOUN: Final = r"(?:(?:wissenschaftliche|fachliche|regionale|organisatorische|operative|medizinische|ärztliche|gemeinsame|kommissarische|technische|inhaltliche|administrative|zentrale|lokale|bundesweite|künstlerische|klinische|gesamte)[nr]?[ \u00a0])?(?:[Gg]esamt|[Pp]rojekt|[Ss]tudien|[Kk]onsortial|[Vv]erbund|[Ff]ach|[Tt]eil[Pp]rojekt|[Nn]etzwerk|[Pp]rüf)?(?:[Ll]eitung|[Kk]oordination|[Kk]oordinierung|[Ff]ederführung|[Ff]ührung|[Ss]precherschaft|[Ss]teuerung|[Rr]egie|[Vv]erantwortung)"
_DUTY: Final = Sought(
    rf"(?<![\w-])(?P<article>[Dd]ie|[Dd]er|[Dd]eren|[Dd]essen|[Ii]hre|[Ss]eine){SPACE}(?P<noun>{_NOUN})(?![\w-])(?P<of>{SPACE}(?:des|der|dieses|dieser|von|vom|für|im|in{SPACE}der|am|bei){SPACE})?"
)
_HOLDS: Final = re.compile(
    rf"(?:{SPACE}(?:liegt|lag|liegen|obliegt|oblag|hat|haben|hatte|übernimmt|übernehmen|übernahm|übernahmen|trägt|tragen|behält|behalten|teilen{SPACE}sich|verbleibt|bleibt|geht|ging|wechselt|führt|hält)(?P<rest>(?:{SPACE}(?:dabei|damit|weiterhin|künftig|gemeinsam|in|den|Händen|seit|ab|zum|auch|hier|nun|derzeit|am|im|an)(?:{SPACE}(?:dem|der|Jahr|\d{{1,2}}\.|\d{{4}}|[A-Z]\w+))?)*?)(?:{SPACE}(?:bei|beim|von|vom|auf|an))?{SPACE}(?:(?:der|dem|die|das){SPACE})?)"
)
_HANDED: Final = re.compile(rf"\b(?:von|vom){SPACE}(?:(?:der|dem){SPACE})?{ROLE}(?:{TITLES}{SPACE}?)?$")
_UNDER: Final = re.compile(
    rf"\b[Uu]nter{SPACE}(?:(?:der|dem|ihrer|seiner){SPACE})?{_NOUN}{SPACE}(?:von|des|der|durch|vom){SPACE}"
)
_FOR: Final = re.compile(rf"\b(?:zuständig|verantwortlich){SPACE}für{SPACE}")
_FOR_WHICH: Final = re.compile(rf",{SPACE}für{SPACE}(?:das|die|den){SPACE}")
_FOR_IT: Final = re.compile(rf"\b[Ff]ür{SPACE}(?=(?:das|die|den|diese[ns]?){SPACE})")
_LEADING: Final = re.compile(
    rf"\b[Ff]ederführend(?:{SPACE}(?:beteiligt|dabei|daran))?{SPACE}(?:ist|sind|war|waren|bleibt)(?:{SPACE}dabei)?{SPACE}(?:(?:das|die|der){SPACE})?"
)
_BEHIND: Final = re.compile(
    rf"(?P<np>(?:(?:das|die|der|den|dem|ein|eine|einer|einem|eines){SPACE})?(?:[a-zäöüß-]{{0,40}}(?:e|en|er|es|em){SPACE}){{0,2}}[A-ZÄÖÜ][\w-]{{2,40}}),?{SPACE}$"
)


class Duties(Reading):
    """Who leads by a noun or an adjective."""

    def _duty(self, i: int, start: int, end: int) -> Iterator[Charge]:
        text = self._text
        for m in _DUTY.finditer(text, start, end):
            at, thing = m.end(), None
            if m["of"] is not None:
                thing = self._refer.phrase(
                    i, m.start("of") + 1 if m["of"].strip() in ("des", "der", "dieses", "dieser") else m.end("of"), end
                )
                if thing is None:
                    continue
                at = thing.end
                for k in range(3):
                    tail = (
                        re.compile(
                            rf"{SPACE}(?:des|der|am|an{SPACE}der|im|in{SPACE}der|von|in){SPACE}[^,;:]{{2,60}}?(?={SPACE}(?:liegt|hat|haben|übern\w+|obliegt|lag|trägt))"
                        ).match(text, at, end)
                        if k == 0
                        else None
                    )
                    at = tail.end() if tail is not None else at
            holds = _HOLDS.match(text, at, end)
            if holds is None:
                yield from self._takes(i, start, end, m, thing)
                continue
            who = self._who(holds.end(), end)
            planned: Modality | None = None
            if not who:
                continue
            thing = thing or self._duty_thing(i, m)
            if thing is not None:
                yield Charge(who, thing, m.start(), who[-1].span.end, "duty_referent", 0.75, planned)
        for m in _UNDER.finditer(text, start, end):
            who = self._who(m.end(), end)
            thing = self._above(i, start, m.start()) if who else None
            if thing is not None:
                yield Charge(who, thing, thing.start, who[-1].span.end, "under_referent", 0.75, "asserted")

    def _duty_thing(self, i: int, m: re.Match[str]) -> Referent | None:
        """What is led is untold; "die |lokale| Koordination" is less than the leading of the whole."""
        if re.match(r"(?:lokale|regionale|zentrale|bundesweite|operative|technische|administrative)", m["noun"]):
            return Referent(spaces(m["noun"]), m.start("noun"), m.end("noun"), named=False)
        return self._refer.untold(i)

    def _takes(self, i: int, start: int, end: int, m: re.Match[str], thing: Referent | None) -> Iterator[Charge]:
        """ "X übernimmt die Leitung", "Sie hat die Leitung 2016 von |Y| übernommen"."""
        text = self._text
        former = next(
            (
                n
                for n in self._found.named(m.end(), end)
                if n.label == "PERSON" and _HANDED.search(text, m.end(), n.span.start) and n.span.start - m.end() < NEAR
            ),
            None,
        )
        if former is not None and re.search(r"\b(?:übernommen|übernimmt|übernahm|übernehmen)\b", text[start:end]):
            thing = thing or self._refer.untold(i)
            if thing is not None:
                yield Charge((former,), thing, m.start(), former.span.end, "duty_former", 0.7, "asserted")

    def _above(self, i: int, start: int, under: int) -> Referent | None:
        """What stands in front of "unter der Leitung von"; "Die Erprobung findet |unter der Leitung von X| statt": the subject."""
        text = self._text
        relative = re.search(rf",{SPACE}(?:die|das|der){SPACE}$", text[max(start, under - 8) : under])
        if relative is not None:
            return self._left_of(i, start, max(start, under - 8) + relative.start())
        near = [n for n in self._found.named(start, under) if n.label != "PERSON" and under - n.span.end <= 2]
        if near:
            # "die Arbeitsgruppe X |der Universität Y| unter Leitung von": the group
            left = [n for n in self._found.named(start, near[-1].span.start) if n.label != "PERSON"]
            if left and re.fullmatch(
                rf"(?:{SPACE}\([^()]{{2,30}}\))?{SPACE}(?:der|des|am|an{SPACE}der|vom|von{SPACE}der|im){SPACE}",
                text[left[-1].span.end : near[-1].span.start],
            ):
                return Referent(str(left[-1].attributes["name"]), left[-1].span.start, left[-1].span.end, named=True)
        if near and not _BEHIND.search(text, max(start, near[-1].span.start - 60), near[-1].span.end + 1):
            return Referent(str(near[-1].attributes["name"]), near[-1].span.start, near[-1].span.end, named=True)
        m = _BEHIND.search(text, max(start, under - 90), under)
        if m is not None and not near:
            thing = self._refer.phrase(i, m.start("np"), under)
            if thing is not None:
                return thing
        if near:
            return Referent(str(near[-1].attributes["name"]), near[-1].span.start, near[-1].span.end, named=True)
        if ARTICLE.match(text, start, under):
            return self._refer.phrase(i, start, under)
        return None

    def _answers(self, i: int, start: int, end: int) -> Iterator[Charge]:
        """ "X, zuständig für Y", "für das X verantwortlich zeichnet", "Federführend ist X"."""
        text = self._text
        for m in _FOR.finditer(text, start, end):
            people = [n for n in self._found.named(start, m.start()) if n.label == "PERSON"]
            apposed = people and re.search(
                r",[ \u00a0](?:die|der|und)?[ \u00a0]?$|\b(?:ist|war|sind)(?:[ \u00a0][a-zäöü]+)?[ \u00a0]$",
                text[people[-1].span.end : m.start()] or "-",
            )
            if (
                not people
                or not apposed
                or m.start() - people[-1].span.end > 100
                or (m[0].startswith("z") and "ist" in text[people[-1].span.end : m.start()].split())
            ):
                continue
            thing = self._refer.phrase(i, m.end(), end)
            if thing is not None:
                yield Charge((people[-1],), thing, people[-1].span.start, thing.end, "answers_for", 0.7)
        for m in _FOR_WHICH.finditer(text, start, end):
            who = self._who(m.end(), end)
            rest = text[who[-1].span.end : min(end, who[-1].span.end + 90)] if who else ""
            if who and re.match(r"[^,;:]*\b(?:verantwortlich|zuständig|die[ \u00a0](?:\w+)?[Vv]erantwortung)\b", rest):
                thing = self._left_of(i, start, m.start()) or self._refer.phrase(i, start, m.start())
                if thing is not None:
                    yield Charge(who, thing, thing.start, who[-1].span.end, "answers_for", 0.7)
        for m in _FOR_IT.finditer(text, start, end):
            thing = self._refer.phrase(i, m.end(), end)
            if thing is None:
                continue
            be = re.compile(rf"[^,;:]{{0,60}}?{SPACE}(?:ist|zeichnet|zeichnen|sind|war|trägt){SPACE}").match(
                text, thing.end, end
            )
            who = self._who(be.end(), end) if be is not None else ()
            if who and re.match(
                rf"[^;:]{{0,120}}?\bverantwortlich\b|[^;:]{{0,120}}?\b(?:die{SPACE})?Verantwortung\b",
                text[who[-1].span.end : end],
            ):
                yield Charge(who, thing, m.start(), who[-1].span.end, "answers_for", 0.7)
        for m in _LEADING.finditer(text, start, end):
            who = self._who(m.end(), end)
            thing = self._refer.untold(i) if who else None
            if thing is not None and not re.search(r"\bbei\b|\bfür\b|\bin\b", text[m.start() : m.end()]):
                yield Charge(who[:1], thing, m.start(), who[0].span.end, "federführend", 0.75)
