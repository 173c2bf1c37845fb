"""Offices that a verb gives: "ist", "wird", "wurde zum ... gewählt", "arbeitet als", "forscht am"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extractors import roles
from extractors.base import Modality
from extractors.german import MONTHS, SPACE
from extractors.layout import sentence_at
from extractors.needles import Sought
from extractors.roles import Role
from extractors.statements import Stated, Surroundings

_COPULA: Final = re.compile(
    rf",?{SPACE}(?P<verb>ist|war|wird|bleibt|wurde|amtiert|fungiert(?:e)?){SPACE}(?:(?:dort|damals|derzeit){SPACE})?(?:als{SPACE})?"
)
_COPULA_BEFORE: Final = re.compile(rf"(?:^|[\s(])(?P<verb>ist|war|wird|bleibt){SPACE}$")
_ELECTS: Final = Sought(
    r"\b(?:wieder)?(?:gewählt|ernannt(?:en?)?|berufen|bestell(?:t|te|ten)|beförder(?:t|te|ten)|bestimm(?:t|te|ten)|wähl(?:t|te|ten)|ernennt|beruft|berief(?:en)?|nominiert(?:en?)?|vorgeschlagen|ausgerufen)\b"
)
_INTENDED: Final = re.compile(r"\b(?:soll(?:en)?|will|nominiert|vorgeschlagen|kandidiert|designiert\w*)\b")
_WORKS: Final = re.compile(
    rf"[^.;:„“\n]{{0,40}}?\b(?:forscht|forschte|arbeitet|arbeitete|lehrt|lehrte|promoviert|promovierte|studiert|studierte|habilitierte(?:{SPACE}sich)?)\b[^.;:„“\n]{{0,50}}?{SPACE}(?:am|an{SPACE}der|bei{SPACE}der|beim|bei|im|in{SPACE}der){SPACE}"
)
_FOLLOWS: Final = re.compile(
    rf"{SPACE}(?:(?:folgt|folgte|ist{SPACE}Nachfolger(?:in)?|wird{SPACE}Nachfolger(?:in)?){SPACE}(?:[a-zäöüß]{{0,40}}{SPACE}){{0,2}}(?:auf|von)"
    rf"|(?:tritt|trat|hat|übernimmt|übernahm|wird)(?:{SPACE}(?:zum|ab|am|seit)(?:{SPACE}[^,;:\n]{{2,24}}?)?)?{SPACE}die{SPACE}Nachfolge{SPACE}(?:von|des|der)|(?:löst|löste|beerbt|beerbte)(?:{SPACE}[a-zäöüß]+)?){SPACE}"
)
_VERB_NEXT: Final = re.compile(
    rf"{SPACE}(?:wurden?|ist|sind|wird|werden|bleib(?:t|en)|fungier(?:t|en)|steh(?:t|en)|amtier(?:t|en)){SPACE}"
)
_FOLLOWED: Final = re.compile(
    rf"\b(?:folgte?{SPACE}(?:[a-zäöüß]{{0,40}}{SPACE}){{0,2}}auf|(?:löste?|beerbte?)|Nachfolger(?:in)?{SPACE}von|Nachfolge{SPACE}von){SPACE}$"
)
# "übernimmt zum 1. Mai |das Amt des| Sprechers", "hat |die Funktion der| Sprecherin inne"
_OFFICE: Final = re.compile(
    rf"\b(?:das{SPACE}(?:[a-zäöüß]+e{SPACE})?(?:Ehrena|A)mt|die{SPACE}(?:[a-zäöüß]+e{SPACE})?(?:Funktion|Position|Rolle|Aufgaben?)|den{SPACE}Posten|im{SPACE}Amt){SPACE}(?:(?P<of>des|der|eines|einer)|als){SPACE}"
)
_TAKES: Final = re.compile(
    r"\b(?:übernimmt|übernahm|übernommen|übernehmen|bekleidet|bekleidete|innehat|bestätigt|wiedergewählt|angetreten|anzutreten|antreten|(?:hat|hatte)\b[^;:]{0,300}\binne|(?:tritt|trat)\b[^;:]{0,300}\ban(?=[ \u00a0]*[.,;)]|[ \u00a0]und\b|$)|übt\b[^;:]{0,300}\baus)\b"
)
_LEAVES: Final = re.compile(
    r"\b(?:abgegeben|niedergelegt|aufgegeben|abgeben|niederlegen|aufgeben|(?:gibt|gab)\b[^;:]{0,300}\b(?:ab|auf|weiter)(?=[ \u00a0]*[.,;)]|[ \u00a0]und\b|$)|(?:legt|legte)\b[^;:]{0,300}\bnieder)\b"
)
_WILL: Final = re.compile(
    r"\b(?:wird|soll|will|möchte)\b[^;:]{0,300}?\b(?:übernehmen|antreten|bekleiden|abgeben|niederlegen)\b"
)
_CHOOSERS: Final = re.compile(
    rf"\b\w*(?:[Vv]ersammlung|[Ss]enat|[Rr]at|[Vv]orstand|[Kk]uratorium|[Pp]räsidium|[Kk]onvent|[Gg]remium|[Pp]arteitag|[Kk]ommission|Mitglieder|Delegierten){SPACE}(?:des|der|von|vom){SPACE}(?:[a-zäöüß]{{0,40}}{SPACE})?$"
)
_STEP: Final = re.compile(r"\w[\w.-]*")


class Predicates(Surroundings):
    """Roles and bodies that are predicated of a name."""

    def _predicate(self, i: int, position: int) -> list[Stated]:
        """ "X ist Präsident des Y", "X wurde zum Direktor gewählt", "X arbeitet als Z am W", "X forscht am V"."""
        text, limit = self._text, self._limit(i)
        if found := self._copula(i, position, limit):
            return found
        found = self._elected(i, position, limit) or self._taken(i, position, limit)
        if found:
            return found
        if (followed := _FOLLOWS.match(text, position)) is not None:
            return self._successor(i, followed.end())
        if _FOLLOWED.search(text[max(0, self._begins[i] - 40) : self._begins[i]]):
            return []  # "X folgt auf |Y| als Direktor": the office is that of X
        for m in re.finditer(rf"{SPACE}als{SPACE}", text[position : min(limit, position + 160)]):
            at = position + m.end()
            words = text[position : at - 4]
            if re.search(
                r"[.!?:;„“\"»]|\bsowohl\b|\b(?:mehr|besser|größer|höher|anders|andere[rn]?)$|,\s(?:dass|weil|wenn)\b",
                words,
            ):
                break
            # ", als der Kanzler erwartet hatte": a comparison
            compared = re.match(rf"(?:der|die|das){SPACE}", text[at : at + 5])
            role = None if compared else roles.after(text, at, limit, self._bodies.ends)
            if role is not None and words.rstrip().endswith(",") and _VERB_NEXT.match(text, role.end):
                break  # "Präsidentin ist X, als Beisitzer |wurden| Y und Z gewählt"
            if role is not None and self._whose(role, i) and not role.plural:
                return [self._role(role, "role_as", 0.7)]
        works = _WORKS.match(text, position, limit)
        if works is not None and (body := self._bodies.at(works.end(), limit)) is not None and body.score >= 0.7:
            return [Stated(None, None, body.name, position, body.end, "works_at", 0.7)]
        return []

    def _successor(self, i: int, position: int) -> list[Stated]:
        """ "X folgt auf Y als Direktorin des Z": the office stands behind the name of who had it."""
        end = sentence_at(self._doc, self._people[i].start)[1]
        at = re.compile(rf"[^;:„“\n]{{2,80}}?{SPACE}als{SPACE}").match(self._text, position, end)
        role = roles.after(self._text, at.end(), end, self._bodies.ends) if at else None
        return [] if role is None or role.plural else [self._role(role, "role_followed", 0.8)]

    def _copula(self, i: int, position: int, limit: int) -> list[Stated]:
        """ "X ist seit 2019 Vorsitzende des Y", "Seit 2019 ist X Vorsitzende"."""
        text = self._text
        begin = sentence_at(self._doc, self._people[i].start)[0]
        copula = _COPULA.match(text, position, limit)
        inverted = _COPULA_BEFORE.search(text[max(begin, self._begins[i] - 12) : self._begins[i]])
        if copula is None and (inverted is None or text[position : position + 1] not in (" ", "\u00a0")):
            return []
        verb = (copula or inverted)["verb"]  # type: ignore[index]
        start = copula.end() if copula else position
        role = self._first_role(start, min(limit, start + 80), limit)
        if role is None or role.plural or not self._whose(role, i):
            return []
        words = text[start : role.start]
        denied = re.search(r"\b(?:nicht|kein\w*|nie)\b", words)
        modality: Modality = "negated" if denied else "planned" if verb == "wird" or "soll " in words else "asserted"
        return [self._role(role, "role_predicate", 0.85, modality), *self._joined(role, limit, modality)]

    def _first_role(self, start: int, stop: int, limit: int) -> Role | None:
        """The role that stands after a copula, adverbs and dates between them."""
        for word in _STEP.finditer(self._text, start, stop):
            if (role := roles.after(self._text, word.start(), limit, self._bodies.ends)) is not None:
                return role
            if (
                word[0][0].isupper()
                and word[0] not in MONTHS
                and word[0] not in ("Jahr", "Jahre", "Jahren", "Ende", "Anfang", "Mitte")
            ):
                break
        return None

    def _joined(self, role: Role, limit: int, modality: Modality) -> Iterator[Stated]:
        """ "ist Professor für X |und Direktor des Y"."""
        position = role.end
        for _ in range(3):
            m = re.compile(rf"{SPACE}?(?:,|und|sowie|,{SPACE}und){SPACE}").match(
                self._text, position + (self._text[position : position + 1] == " "), limit
            )
            more = roles.after(self._text, m.end(), limit, self._bodies.ends) if m else None
            if more is None or more.plural:
                return
            yield self._role(more, "role_joined", 0.8, modality)
            position = more.end

    def _taken(self, i: int, position: int, limit: int) -> list[Stated]:
        """ "X übernimmt zum 1. Oktober das Amt des Sprechers", "Das Amt gibt X ab": an office that is taken or left."""
        text = self._text
        begin, end = sentence_at(self._doc, self._people[i].start)
        office = _OFFICE.search(text, position, min(limit, position + 140))
        if office is None or re.search(r"[,.;:„“](?![\d])(?<!\d\.)", text[position : office.start()]):
            return []
        at = office.start("of") if office["of"] else office.end()
        role = roles.after(text, at, limit, self._bodies.ends)
        if role is None or role.plural:
            return []
        clause = max((m.end() for m in re.finditer(r"[,;:„“]", text[begin : self._begins[i]])), default=0) + begin
        close = re.compile(r"[;:„“]|,").search(text, role.end, end)
        said = text[clause : close.start() if close else end]
        leaves = _LEAVES.search(said) is not None
        if not leaves and not _TAKES.search(said):
            return []
        denied = re.search(r"\b(?:nicht|nie|kein\w*)\b", said)
        modality: Modality = "negated" if denied else "planned" if _WILL.search(said) and not leaves else "asserted"
        stated = self._role(role, "office_left" if leaves else "office_taken", 0.8, modality)
        return [_strong(stated) if office["of"] in ("des", "eines") else stated]

    def _elected(self, i: int, position: int, limit: int) -> list[Stated]:
        """ "wurde X zur Präsidentin des Y gewählt", "Zum Vorsitzenden wählte die Versammlung X"."""
        text = self._text
        start, end = sentence_at(self._doc, self._people[i].start)
        if end - start > 800 or not _ELECTS.search(text, start, end):
            return []
        first = re.match(r"(?:Zum|Zur)[ \u00a0]", text[start : start + 4])
        spots = [
            (position + m.end(), m[1])
            for m in re.finditer(r"\b(zum|zur)[ \u00a0]", text[position : min(limit, position + 200)])
        ]
        if first is not None and self._begins[i] - start < 160 and (i == 0 or self._begins[i - 1] < start):
            spots.append((start + 4, text[start : start + 3].lower()))
        for at, article in spots:
            role = roles.after(text, at, end if at > position else self._begins[i], self._bodies.ends)
            if role is None or not self._whose(role, i):
                continue
            modality: Modality = "planned" if _INTENDED.search(text, start, end) else "asserted"
            stated = self._role(role, "elected", 0.85, modality)
            if stated.body is None and (body := self._electing(i, start, end)) is not None:
                stated = replace(stated, body=body)
            return [_strong(stated) if article == "zum" else stated]
        return []

    def _electing(self, i: int, start: int, end: int) -> str | None:
        """Whose assembly or board chooses: "Zum Präsidenten wählte |die Mitgliederversammlung des X|"."""
        for body in self._bodies.inside(start, end):
            before = self._text[max(start, body.start - 60) : body.start]
            if _CHOOSERS.search(before) and body.label != "PROJECT":
                return body.name
        first = next(iter(self._bodies.inside(start, self._begins[i])), None)
        plain = first is not None and re.fullmatch(r"(?:Der|Die|Das)?[ \u00a0]?", self._text[start : first.start])
        return (
            first.name
            if first is not None
            and plain
            and re.match(
                r"[^,;:]{0,40}?\b(?:hat|wählte|berief|ernannte|bestellte|beruft|wählt)\b",
                self._text[first.end : first.end + 60],
            )
            else None
        )


def _strong(stated: Stated) -> Stated:
    """ "zum Vorsitzenden", "das Amt des Vorsitzenden": he is "Vorsitzender"."""
    if stated.object and re.search(r"(?:nd|gt|rt)e$", stated.object.split(" ")[-1]):
        return replace(stated, object=f"{stated.object}r")
    return stated
