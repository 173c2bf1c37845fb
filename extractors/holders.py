"""Offices that stand apart from the name: "Den Vorsitz hat X", "unter Leitung von X", "Sie war zuvor Chemikerin am Y"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractors import roles
from extractors.base import Modality
from extractors.german import SPACE, TITLES
from extractors.layout import sentence_at, sentences
from extractors.listed_offices import DECLINED, DENIED, Listed
from extractors.role_words import is_feminine
from extractors.roles import Role
from extractors.statements import Stated

# "|das Amt des| Schatzmeisters übernimmt X"
_OFFICE_OF: Final = re.compile(
    rf"\b(?:[Dd]as{SPACE}(?:[a-zäöüß]+e{SPACE})?(?:Ehrena|A)mt|[Dd]ie{SPACE}(?:[a-zäöüß]+e{SPACE})?(?:Funktion|Position|Rolle|Aufgaben?)|[Dd]en{SPACE}Posten){SPACE}(?=(?:des|der|eines|einer){SPACE})"
)
_HOLDS: Final = r"(?:übernimmt|übernahm|übernehmen|bekleidet|bekleidete|hat|hatte|haben|führt|führte|führen|behält|hält|erhält|trägt|teilen|wurde|wird|liegt|lag|obliegt|bleibt|geht|ging|fiel|fällt)"
_TO_NAME: Final = rf"(?:{SPACE}(?:(?:ab|seit|zum|bis){SPACE}[^,.;:]{{3,30}}?|künftig|weiterhin|nun|jetzt|derzeit|erneut|sich|auch|zudem|weiter|dabei|somit|wieder|kommissarisch)){{0,2}}(?:{SPACE}(?:bei|an|auf|von|in{SPACE}den{SPACE}Händen{SPACE}von))?{SPACE}(?:(?:Frau|Herrn?){SPACE})?$"
_HOLDS_IT: Final = re.compile(rf",?{SPACE}{_HOLDS}{_TO_NAME}")
# "Den Vorsitz |des Beirats| führt X", "unter |dem Vorsitz| von X", "X hat |die Leitung| inne"
_NOUN: Final = r"(?P<noun>(?:\w{0,30}(?:[Vv]orsitz|[Pp]räsidentschaft|[Ss]precherschaft|[Ss]chirmherrschaft|[Gg]eschäftsführung|[Ss]chriftführung|[Pp]rojektleitung|[Ss]tudienleitung|[Gg]esamtleitung|[Ss]tellvertretung|[Mm]oderation)|Leitung|Projektkoordination|Gesamtkoordination))"
_ADJECTIVE: Final = rf"(?:(?:[a-zäöüß-]{{0,40}}(?:e|en|er)|1\.|2\.){SPACE})?"
_OF: Final = rf"(?P<of>(?:des|der|dieses|dieser|im|in{SPACE}der|am|an{SPACE}der|beim|von|vom|für{SPACE}(?:das|die|den)){SPACE}(?:[a-zäöüß-]{{0,40}}(?:en|er|es){SPACE})?)"
_DUTY: Final = re.compile(
    rf"\b(?:[Dd]en|[Dd]ie|[Dd]er|[Ss]eine|[Ii]hre){SPACE}{_ADJECTIVE}{_NOUN}(?![\w-])(?:{SPACE}{_OF})?"
)
_UNDER: Final = re.compile(
    rf"\b[Uu]nter{SPACE}(?:(?:der|dem|ihrem|ihrer|seiner|seinem){SPACE})?{_ADJECTIVE}{_NOUN}{SPACE}(?:von|des|der|durch){SPACE}(?:(?:den|dem|der){SPACE})?"
)
_TAKEN: Final = re.compile(
    r"\b(?:übernimmt|übernahm|übernommen|übernehmen|bekleidet|innehat|inne|hat|hatte|führt|führte|behält|angetreten|führen|tritt|antreten|trat)\b"
)
# "wird den Vorsitz |übernehmen|"; "strebt den Vorsitz an und |hat| Zeit" says nothing of it
_TAKEN_AT_END: Final = re.compile(
    r"\b(?:übernimmt|übernahm|übernommen|übernehmen|innehat|inne|angetreten|antreten|führt|führte|führen)(?=[ \u00a0]*(?:[.,;)“]|$)|[ \u00a0](?:und|sowie)\b)"
)
_PRESIDES: Final = re.compile(r"\b(?P<verb>sitzt|saß|sitzen|vorsitzt|vorsaß)\b")
_WORD: Final = re.compile(r"[A-ZÄÖÜ][\w-]{1,40}")
_WHOM: Final = re.compile(
    rf"(?P<article>[Dd]em|[Dd]er){SPACE}(?P<what>(?:[a-zäöüß-]+en{SPACE})?[A-ZÄÖÜ][\w-]{{1,40}})(?:{SPACE}(?:des|der|von){SPACE}[^,.;:]{{2,60}}?)?"
)
_PLANS: Final = re.compile(r"\b(?:soll|wird|sollen|werden|will)\b[^.;:]{0,200}\b(?:übernehmen|führen|antreten)\b")
# ", die |zuvor lange Chemikerin an der Hochschule Y gewesen war|"
_RELATIVE: Final = re.compile(
    rf"(?:{SPACE}\([^()\n]{{1,60}}\))?,{SPACE}(?P<who>die|der){SPACE}(?P<said>[^,.;:„“\n]{{6,220}})(?=[,.;\n])"
)
_WAS: Final = re.compile(
    rf"(?:{SPACE}(?:ist|war|wird|bleibt|gewesen{SPACE}(?:ist|war)|tätig{SPACE}(?:ist|war|gewesen{SPACE}(?:ist|war))|tätig|arbeitet|arbeitete|gearbeitet{SPACE}(?:hat|hatte)|wirkt|wirkte|amtiert|amtierte|fungiert|fungierte|wurde|geworden{SPACE}(?:ist|war)|innehat|innehatte|forscht|forschte|lehrt|lehrte|geforscht{SPACE}hat|gelehrt{SPACE}hat|tätig{SPACE}war))$"
)
# "|Sie war zuvor| Chemikerin am ...", "Zuvor |war er| ...", "Seit 2020 |ist sie| ..."
_PRONOUN: Final = re.compile(
    rf"(?:^|(?<=[.!?“]{SPACE})|(?<=\n)|(?<=,{SPACE})|(?<=;{SPACE}))(?:(?P<who>Er|Sie|er|sie){SPACE}(?:(?:hat|hatte){SPACE})?(?P<verb>ist|war|wird|bleibt|wurde|arbeitet|arbeitete|forscht|forschte|lehrt|lehrte|wirkt|wirkte|amtiert|fungiert|promovierte|studierte|kommt|kam|wechselt|wechselte)\b"
    rf"|(?:Zuvor|Zuletzt|Davor|Danach|Seither|Seitdem|Derzeit|Bislang|Bisher|Heute|Anschließend|Später|Zudem|Außerdem|Zugleich|Daneben|Hauptberuflich|Seit{SPACE}[^.,;:]{{2,30}}?|Von{SPACE}[^.,;:]{{2,40}}?|Bis{SPACE}[^.,;:]{{2,30}}?|Ab{SPACE}[^.,;:]{{2,30}}?|Im{SPACE}Jahr{SPACE}\d{{4}}|\d{{4}}){SPACE}"
    rf"(?P<verb2>ist|war|wird|wurde|arbeitet|arbeitete|forscht|forschte|lehrt|lehrte|wirkt|wirkte|amtiert|fungierte?|leitete|leitet){SPACE}(?P<who2>er|sie)\b"
    rf"|wo{SPACE}(?P<who3>er|sie)\b)"
)
_FOLLOWS: Final = re.compile(
    rf"(?:\b(?:folgt|folgte|folgen){SPACE}(?:[a-zäöüß]{{0,40}}{SPACE}){{0,3}}(?:auf{SPACE})?|\bNachfolge{SPACE}von{SPACE}|\bNachfolger(?:in)?{SPACE}(?:von{SPACE})?|\b(?:löst|löste|beerbt|beerbte|ersetzt|ersetzte){SPACE}(?:[a-zäöüß]{{0,40}}{SPACE}){{0,2}})(?:(?:Frau|Herrn?|den|die|der){SPACE})?(?:[A-ZÄÖÜ][\w-]{{0,40}}{SPACE})?(?:{TITLES}{SPACE}?)?$"
)
_AFFILIATED: Final = re.compile(
    rf"\b(?:am|an{SPACE}der|an{SPACE}die|vom|von{SPACE}der|aus{SPACE}dem|aus{SPACE}der|bei|beim|bei{SPACE}der|im|in{SPACE}der|für{SPACE}(?:das|die)){SPACE}(?:[a-zäöüß-]{{0,40}}(?:en|er){SPACE})?"
)
_CHAIR: Final = re.compile(
    rf"\bauf{SPACE}(?:die|den|eine|einen){SPACE}(?:[a-zäöüß-]{{0,40}}e[n]?{SPACE})?(?P<noun>(?:[\w-]{{0,30}}[Pp]rofessur|Lehrstuhl))(?P<of>{SPACE}(?:für|of){SPACE}(?:[a-zäöüß-]+{SPACE})?[A-ZÄÖÜ][\w-]{{0,40}}(?:(?:,|{SPACE}und){SPACE}(?:[a-zäöüß]{{0,40}}{SPACE})?[A-ZÄÖÜ][\w-]{{0,40}}){{0,3}})?"
)
_CALLED: Final = re.compile(r"\b(?:berufen|angenommen|erhalten|erhielt|angetreten|folgt|gefolgt|nimmt|nahm|wechselt)\b")
_MARKS: Final = re.compile(r"[.;:„“]|,")
_STATES: Final = frozenset(("arbeitet", "arbeitete", "forscht", "forschte", "lehrt", "lehrte", "kommt", "kam", "promovierte", "studierte", "wirkt", "wirkte", "wechselte"))  # fmt: skip


class Holders(Listed):
    """Offices that another place of the sentence, or the sentence behind, gives to a name."""

    def _more(self, told: Sequence[Sequence[Stated]]) -> Iterator[tuple[int, Stated]]:
        """(person, statement) beyond what stands beside the names; `told`: what does."""
        for i in range(len(self._people)):
            for found in (
                self._listed(i),
                self._duty(i),
                self._office_of(i),
                self._clause(i),
                self._chair(i),
                self._described(i),
            ):
                yield from ((i, s) for s in found)
        yield from self._by_pronoun()
        yield from self._followed(told)

    def _office_of(self, i: int) -> Iterator[Stated]:
        """ "Das Amt des Schatzmeisters übernimmt |X|"."""
        text, begin = self._text, self._begins[i]
        start = max(self._sentence(i)[0], begin - 220)
        for m in _OFFICE_OF.finditer(text, start, begin):
            role = roles.after(text, m.end(), begin, self._bodies.ends)
            ended = self._sentence(i)[1]
            if DENIED.search(text, begin, min(ended, begin + 80)) or DECLINED.search(text, m.start(), ended):
                return  # "Das Amt des Präsidenten hat X |nie| interessiert"
            if role is not None and _HOLDS_IT.match(text, role.end, begin) and not role.plural:
                planned = _PLANS.search(text, start, self._sentence(i)[1])
                yield self._role(role, "office_taken", 0.8, "planned" if planned else "asserted")
                return

    def _duty(self, i: int) -> Iterator[Stated]:
        """ "Den Vorsitz des Beirats führt |X|", "|X| übernimmt den Vorsitz", "eine Jury unter Leitung von |X|", "Dem Beirat sitzt |X| vor"."""
        text, begin = self._text, self._begins[i]
        start, end = self._sentence(i)
        low, high = max(start, begin - 260), min(end, self._people[i].end + 200)
        if DENIED.search(text, low, begin):
            return
        modality: Modality = "planned" if _PLANS.search(text, low, end) else "asserted"
        for m in _UNDER.finditer(text, low, begin):
            between = text[m.end() : begin]
            role = roles.before(text, m.end(), begin, self._bodies.ends) if between.strip() else None
            if between.strip() and (role is None or role.start - m.end() > 20) and not self._and_another(i, m.end()):
                continue
            body, at = self._over(m.start(), low)
            yield self._duty_of(m, body, at if body else m.start(), 0.75, "asserted")
            return
        for m in _DUTY.finditer(text, low, begin):
            body, at = self._under(m, begin)
            if _HOLDS_IT.match(text, at, begin):
                yield self._duty_of(m, body, m.start(), 0.75, modality)
                return
        limit = min(high, self._limit(i))
        for m in _DUTY.finditer(text, self._people[i].end, limit):
            before = text[self._people[i].end : m.start()]
            if (
                _MARKS.search(before)
                or not (_TAKEN.search(before) or _TAKEN_AT_END.search(text, m.end(), end))
                or DENIED.search(text, self._people[i].end, min(end, m.end() + 40))
                or DECLINED.search(text, self._people[i].end, end)
                or m["noun"] == "Leitung"
            ):
                break
            body, _ = self._under(m, end)
            yield self._duty_of(m, body, m.start(), 0.75, modality)
            return
        sits = _PRESIDES.search(text, low, high)
        if sits is not None and (
            sits["verb"].startswith("vor")
            or re.search(r"\bvor(?=[ \u00a0]*[.,;)]|[ \u00a0]und\b|$)", text[sits.end() : high])
        ):
            whom = _WHOM.search(text, low, high)
            if whom is not None and abs(sits.start() - begin) < 160:
                whole = self._bodies.at(whom.start("what"), end)
                name = whole.name if whole else _plain(whom["article"], whom["what"])
                role = Role(sits.start(), sits.end(), sits.start(), sits.end(), plural=False)
                yield Stated(role, "Vorsitz", name, min(whom.start(), sits.start()), sits.end(), "presides", 0.75)

    def _and_another(self, i: int, position: int) -> bool:
        """Whether only another name stands between: "unter Leitung von A und |B|"."""
        text = self._text
        return i > 0 and position <= self._begins[i - 1] <= position + 60 and re.fullmatch(rf"(?:{SPACE}\([^()\n]{{1,80}}\))?{SPACE}(?:und|sowie){SPACE}", text[self._people[i - 1].end : self._begins[i]]) is not None  # fmt: skip

    def _duty_of(self, m: re.Match[str], body: str | None, start: int, score: float, modality: Modality) -> Stated:
        role = Role(m.start("noun"), m.end("noun"), m.start("noun"), m.end("noun"), plural=False)
        return Stated(role, m["noun"], body, min(start, m.start()), m.end(), "duty", score, modality, meant=True)

    def _under(self, m: re.Match[str], end: int) -> tuple[str | None, int]:
        """The body behind "den Vorsitz |des|": its name and where it ends."""
        if m["of"] is None:
            known = self._whose_office.by_role("projektleiter" if "eitung" in m["noun"] else "vorsitzende", m.start())
            return (known.name if known is not None else None), m.end()
        body = self._bodies.at(m.end("of"), end)
        if body is not None:
            return body.name, body.end
        word = _WORD.match(self._text, m.end("of"), end)
        if word is None:
            return None, m.end()
        inner = self._bodies.at(word.end() + 1, end)
        if inner is not None and inner.score > 0.65:
            return inner.name, inner.end
        phrase = f"{m['of']}{word[0]}".strip()
        known = self._whose_office.by_noun(phrase, m.start())
        at = word.end()
        return (
            known.name
            if known is not None
            else _plain(m["of"].split()[0], f"{' '.join(m['of'].split()[1:])} {word[0]}")
        ), at

    def _over(self, position: int, low: int) -> tuple[str | None, int]:
        """What is led in front of "unter Leitung von": "eine neunköpfige |Jury| unter Leitung von X"."""
        near = self._bodies.inside(max(low, position - 160), position)
        if (
            near
            and position - near[-1].end <= 24
            and not re.search(r"[.,;:]", self._text[near[-1].end : position].strip(" ,)"))
        ):
            return near[-1].name, near[-1].start
        word = re.compile(
            rf"(?P<adjective>[a-zäöüß-]{{0,40}}(?:e|er|en|es|em){SPACE})?(?P<noun>[A-ZÄÖÜ][\w-]{{2,40}}),?{SPACE}$"
        ).search(self._text, max(low, position - 80), position)
        if word is None:
            first = near[0] if near else None
            return (first.name, first.start) if first is not None and first.label != "ORG" else (None, position)
        if re.search(rf"\b(?:in|aus|im|am){SPACE}$", self._text[max(low, word.start() - 4) : word.start()]):
            return None, position
        known = self._whose_office.by_noun(f"des {word['noun']}", position)
        return (known.name if known is not None else word["noun"]), word.start("noun")

    def _clause(self, i: int) -> Iterator[Stated]:
        """ "X, die zuvor lange |Chemikerin an der Hochschule Y| gewesen war"."""
        clause = _RELATIVE.match(self._text, self._people[i].end, min(len(self._text), self._people[i].end + 330))
        if clause is None:
            # "X vom Institut Y, die ..."
            bodies = self._bodies.inside(self._people[i].end, self._people[i].end + 90)
            clause = (
                _RELATIVE.match(self._text, bodies[0].end, bodies[0].end + 300)
                if bodies and not _MARKS.search(self._text, self._people[i].end, bodies[0].start)
                else None
            )
        if clause is None or _WAS.search(clause["said"]) is None:
            return
        yield from self._said(clause.start("said"), clause.end("said"), clause["who"] == "die", clause["said"])

    def _said(self, start: int, end: int, feminine: bool | None, words: str) -> Iterator[Stated]:
        """The office, or else the body, that a clause about a person gives."""
        if DENIED.search(words):
            return
        text = self._text
        for word in re.compile(r"[A-ZÄÖÜa-zäöü][\w-]*").finditer(text, start, end):
            role = roles.after(text, word.start(), end, self._bodies.ends)
            if role is None or role.start > word.start() + 3:
                if self._bodies.at(word.start(), end) is not None:
                    break
                continue
            if role.plural or (
                feminine is not None
                and is_feminine(role.head(text)) is not feminine
                and role.head(text)[-2:] not in ("de", "ng", "tz", "in")
                and feminine
            ):
                return
            yield self._role(role, "clause", 0.75)
            return
        for m in _AFFILIATED.finditer(text, start, end):
            body = self._bodies.at(m.end(), end)
            if body is not None and body.label == "ORG" and body.score >= 0.7:
                yield Stated(None, None, body.name, start, body.end, "works_at", 0.7)
                return

    def _by_pronoun(self) -> Iterator[tuple[int, Stated]]:
        """ "Lang leitet das Institut. |Sie war zuvor| Chemikerin am Institut Y.": of who was named last."""
        text = self._text
        if not self._people:
            return
        for m in _PRONOUN.finditer(text):
            start, end = sentence_at(self._doc, m.end() - 1)
            pronoun = m["who"] or m["who2"] or m["who3"]
            if pronoun == "Sie" and m["verb"] is None:
                continue
            before = [k for k, p in enumerate(self._people) if p.end <= m.start()]
            if not before or m.start() - self._people[before[-1]].end > 500:
                continue
            k = before[-1]
            own = sentence_at(self._doc, self._people[k].start)
            among = [s for s in sentences(self._doc) if own[1] <= s[0] < start]
            names = {self._people[n].end for n in before if self._people[n].start >= own[0]}
            inside = own == (start, end)
            if len(among) > 1 or (len(names) > 1 and not inside):
                continue
            stop = re.compile(
                r"[.;:„“\n](?=[ \u00a0\n]|$)|,[ \u00a0](?:wo|und|die|der|das|wobei|bevor|nachdem)\b"
            ).search(text, m.end(), end)
            limit = min(stop.start() if stop else end, self._begins[k + 1] if k + 1 < len(self._begins) else end)
            verb = m["verb"] or m["verb2"]
            for s in self._said(m.end(), limit, pronoun.casefold() == "sie", text[m.end() : limit]):
                if s.role is None and verb not in _STATES and m["who3"] is None:
                    continue
                if m["who3"] is not None and _WAS.search(text[m.end() : limit]) is None:
                    continue  # "wo sie die Direktorin traf"
                planned = verb == "wird"
                yield (
                    k,
                    replace(
                        s, rule="pronoun", start=m.start(), score=0.7, modality="planned" if planned else "asserted"
                    ),
                )

    def _followed(self, told: Sequence[Sequence[Stated]]) -> Iterator[tuple[int, Stated]]:
        """ "Sie folgt auf |Y|", "hat die Nachfolge von |Y| angetreten": Y had the office that is told of X."""
        text = self._text
        for i in range(1, len(self._people)):
            start, _ = self._sentence(i)
            m = _FOLLOWS.search(text, max(start, self._begins[i] - 90), self._begins[i])
            if m is None or DENIED.search(text, max(start, m.start() - 40), m.end()):
                continue
            near = [k for k in range(i - 1, max(-1, i - 5), -1) if self._begins[i] - self._people[k].end <= _FAR]
            held = [s for k in near for s in told[k] if s.role is not None and s.rule in _GIVEN]
            held = held or [s for k in near[:1] for s in told[k] if s.role is not None and s.rule != "role_followed"]
            held = [s for s in held if s.role is not None and not s.role.head(text).startswith("Nachfolg")]
            if held and not any(s.role for s in told[i]):
                start = min(held[0].start, m.start())
                yield i, replace(held[0], start=start, rule="former", score=0.7, modality="asserted", shared=False)

    def _chair(self, i: int) -> Iterator[Stated]:
        """ "|X| wurde auf die Professur für Wasserbau an der Universität Y berufen"."""
        text, limit = self._text, self._limit(i)
        end = self._sentence(i)[1]
        m = _CHAIR.search(text, self._people[i].end, min(limit, self._people[i].end + 200))
        if (
            m is None
            or not _CALLED.search(text, self._people[i].end, end)
            or DENIED.search(text, self._people[i].end, end)
        ):
            return
        role = Role(m.start("noun"), m.end(), m.start("noun"), m.end("noun"), plural=False)
        words = " ".join(text[m.start("noun") : m.end()].split())
        bodies = self._bodies.inside(m.end(), min(end, m.end() + 120))
        body = bodies[0].name if bodies and not re.search(r"[;:.]", text[m.end() : bodies[0].start]) else None
        yield Stated(role, words, body, m.start(), bodies[0].end if body else m.end(), "chair", 0.75)


_GIVEN: Final = frozenset(
    (
        "elected",
        "new_head",
        "office_taken",
        "takes_over",
        "duty",
        "role_subject",
        "label",
        "list_label",
    )
)
_FAR: Final = 400  # code points


def _plain(article: str, phrase: str) -> str:
    """ "dem wissenschaftlichen Beirat" -> "wissenschaftlicher Beirat", "des Beirats" -> "Beirat"."""
    words = phrase.split()
    noun = words[-1]
    if article.casefold() in ("des", "dieses") and noun.endswith("s") and not noun.endswith("ss"):
        noun = noun[:-1]
    ending = "e" if article.casefold() in ("der", "dieser") else "er"
    return " ".join([*(re.sub(r"(?:en|er)$", ending, w) for w in words[:-1]), noun])
