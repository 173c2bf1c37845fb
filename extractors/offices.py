"""What the text says of a person beside the name: offices and bodies, before, after and around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extractors import roles
from extractors.base import Modality
from extractors.bodies import Bodies, nominative_name
from extractors.german import MONTHS, SPACE, TITLES
from extractors.layout import sentence_at
from extractors.person_names import Found
from extractors.role_words import heads_a_body, is_role
from extractors.roles import Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FROM: Final = rf"(?:vom|von{SPACE}(?:der|dem|den)|von|am|an{SPACE}(?:der|den)|aus{SPACE}(?:der|dem|den)|beim|bei{SPACE}(?:der|dem|den)|bei)"
_ALSO: Final = r"(?:ebenfalls|auch|zuletzt|jetzt|bisher|bislang|zuvor|beide|beides|alle|jeweils|heute|früher|damals|derzeit|ehemals)"
_TO_BODY: Final = re.compile(
    rf"(?:{SPACE}?(?P<comma>,|–|\||/){SPACE}?)?(?:{SPACE}?(?P<also>{_ALSO}){SPACE})?(?:{SPACE}?(?P<prep>{_FROM}){SPACE})?(?:{SPACE}?(?P<own>[A-Za-zäöü]\w+(?:er|en)){SPACE})?"
)
_TO_ROLE: Final = re.compile(
    rf"{SPACE}?(?:,|–|—|-(?={SPACE})|\||/){SPACE}?(?P<and>(?:und|sowie){SPACE})?|{SPACE}(?P<joined>und|sowie){SPACE}"
)
_BRACKET: Final = re.compile(rf"{SPACE}?\(((?:[^()\n]|\([^()\n]{{0,80}}\)){{1,240}})\)")
_IN_BRACKET: Final = re.compile(rf"(?:[\s,;/|–•:]|(?:und|sowie|{_ALSO}|{_FROM})(?=\s))+")
_NEXT_PART: Final = re.compile(r"[,;/|–]")
_LINK: Final = re.compile(
    rf"(?P<bracket>{SPACE}?\([^()\n]{{1,160}}\))?{SPACE}?(?:,|;|/|,?{SPACE}?(?:und|sowie|&|bzw\.|und{SPACE}auch|mit))\s?(?:(?:Frau|Herrn?){SPACE})?"
)
_COPULA: Final = re.compile(
    rf",?{SPACE}(?P<verb>ist|war|wird|bleibt|wurde|amtiert|fungiert(?:e)?){SPACE}(?:(?:dort|damals|derzeit){SPACE})?(?:als{SPACE})?"
)
_COPULA_BEFORE: Final = re.compile(rf"(?:^|[\s(])(?P<verb>ist|war|wird|bleibt){SPACE}$")
_IS_NAME: Final = re.compile(
    rf"{SPACE}(?P<verb>ist|sind|war|waren|wird|werden|bleibt|bleiben|wurde|wurden)"
    rf"(?:{SPACE}(?:(?:seit|ab|bis|zum|zur|am|im|in|neben|unter|mit|nach){SPACE}[^,.;:„“()\n]{{2,45}}|derzeit|weiterhin|künftig|auch|ebenfalls|erneut|nun|jetzt))?{SPACE}$"
)
_CREDIT: Final = re.compile(
    r"(?:Fotos?|Bild(?:er|quelle|nachweis)?|Grafik|Quelle|Copyright|Credit|Illustration|Aufnahme)\b[^.\n]{0,30}[:©|]|©"
)
_PART_WORD: Final = re.compile(rf"(?:{SPACE}[a-zäöüß]+){{1,4}}{SPACE}(?:Frau{SPACE}|Herr{SPACE})?$")
_ELECTS: Final = re.compile(
    r"\b(?:wieder)?(?:gewählt|ernannt(?:en?)?|berufen|bestell(?:t|te|ten)|beförder(?:t|te|ten)|bestimm(?:t|te|ten)|wähl(?:t|te|ten)|ernennt|beruft|berief(?:en)?|nominiert(?:en?)?|vorgeschlagen|ausgerufen)\b"
)
_INTENDED: Final = re.compile(r"\b(?:soll(?:en)?|will|nominiert|vorgeschlagen|kandidiert|designiert\w*)\b")
_WORKS: Final = re.compile(
    rf"[^.;:„“\n]{{0,40}}?\b(?:forscht|forschte|arbeitet|arbeitete|lehrt|lehrte|promoviert|promovierte|studiert|studierte|habilitierte(?:{SPACE}sich)?)\b[^.;:„“\n]{{0,50}}?{SPACE}(?:am|an{SPACE}der|bei{SPACE}der|beim|bei|im|in{SPACE}der){SPACE}"
)
_AT_BODY: Final = re.compile(
    rf"[^.;:,„“\n]{{0,50}}?{SPACE}(?:am|an{SPACE}der|bei{SPACE}der|beim|bei|im|in{SPACE}der){SPACE}"
)
_WORKING: Final = re.compile(
    rf",?{SPACE}(?:forscht|forschte|lehrt|lehrte|arbeitet|arbeitete|promoviert|studiert){SPACE}$"
)
_STEP: Final = re.compile(r"\w[\w.-]*")
_STATIONS: Final = re.compile(r"\b(?:Stationen|Tätigkeiten|Zwischenstationen)\b")
_GROUP_AROUND: Final = re.compile(
    rf"\b(?:Forschende[nr]?|Forscher\w*|Wissenschaftler\w*|Team|Forschungsteam|Forscherteam|Gruppe|Forschungsgruppe|Arbeitsgruppe|Mitarbeitende[nr]?|Studierende[nr]?)[^.,;:„“]{{0,160}}?{SPACE}um{SPACE}(?:(?:die|den){SPACE}\w+{SPACE})?$"
)
_BETWEEN: Final = re.compile(
    rf"^{SPACE}?(?:des|der|dem|den|vom|von{SPACE}der|von{SPACE}dem|von|am|an{SPACE}der|im|in{SPACE}der|in|bei{SPACE}der|bei{SPACE}dem|beim|bei|auf{SPACE}der|auf{SPACE}dem|auf|für{SPACE}das|für{SPACE}die|für|zum|zur|of{SPACE}the|of|at{SPACE}the|at|beider|,)?{SPACE}?(?:[\w-]+(?:er|en){SPACE})?[„“\"»(]?$"
)
_JOINT_END: Final = re.compile(
    rf"[\s,]*(?:(?:^|{SPACE})(?:des|der|dem|den|das|die|vom|von|am|an|im|in|beim|bei|auf|für|zum|zur|of|the|at|und|aus))*{SPACE}?[„“\"»(]?$"
)
_OWNER: Final = re.compile(
    rf"{SPACE}(?P<article>des|der|vom|von{SPACE}der|beim|bei{SPACE}der|am|an{SPACE}der|von|bei){SPACE}(?P<name>[A-ZÄÖÜ][^„“\"»«()]{{2,90}})"
)
_THING: Final = re.compile(
    rf"^{SPACE}(?:des|der|vom|im|am|beim){SPACE}[\w-]*(?:[Pp]rojekt|[Cc]luster|[Ff]orschungsbereich|[Kk]olleg|[Vv]erbund|[Nn]etzwerk|[Kk]onsortium|[Ii]nitiative|[Ii]nstitut|[Uu]nternehmen|[Vv]erein|[Vv]erband|[Ff]irma|[Ss]tartup|[Ss]tart-up|[Ss]tiftung|[Pp]lattform|[Ss]tudie|[Pp]rogramm)\w{{0,2}}{SPACE}[„“\"»]?$"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that the text says of one person.

    Attributes:
        role: where the role stands; None where only the body is named.
        object: the role in its base form; None with `role`.
        body: the fullest name of the body; None where the text names none.
        start, end: from the first to the last word that says it, the person's name apart; code points.
        shared: whether it is said of the people that the name is joined with, too.
    """

    role: Role | None
    object: str | None
    body: str | None
    start: int
    end: int
    rule: str
    score: float
    modality: Modality = "asserted"
    shared: bool = False


class Offices:
    """Reads the surroundings of every name of one document."""

    def __init__(self, doc: "Doc", people: Sequence[Found], bodies: Bodies) -> None:
        """`people` in text order; `bodies` of the same document."""
        self._doc, self._text, self._people, self._bodies = doc, doc.text, people, bodies
        self._begins = [_begin(self._text, p) for p in people]

    def all(self) -> list[list[Stated]]:
        """What is said of each person, in their order; what a list shares stands with each of its people."""
        text = self._text
        after = [self._after(i) for i in range(len(self._people))]
        before = [_new(text, self._before(i), a) for i, a in enumerate(after)]
        for i, (b, a) in enumerate(zip(before, after, strict=True)):
            # "Projektleiter X vom Institut Y": one statement
            if len(b) == len(a) == 1 and a[0].rule in ("affiliation", "works_at") and b[0].role and not b[0].shared:
                if b[0].body in (None, a[0].body):
                    before[i], after[i] = _merge([b[0], a[0]]), []
        around = [[] if a or b else self._around(i) for i, (a, b) in enumerate(zip(after, before, strict=True))]
        links = [
            _LINK.fullmatch(text[p.end : begin]) if begin - p.end < 180 else None
            for p, begin in zip(self._people[:-1], self._begins[1:], strict=True)
        ]
        for i in range(len(links)):
            # "die Professorinnen A und B", "Betreuende sind A (x), B (y) und C"
            for s in before[i]:
                if s.shared and links[i] and not before[i + 1]:
                    before[i + 1] = [s]
        for i in range(len(links) - 1, -1, -1):
            # "A und B vom Lehrstuhl X"
            link = links[i]
            if link and not link["bracket"] and not after[i]:
                after[i] = [replace(s, score=s.score - 0.05) for s in after[i + 1] if s.shared]
        return [[*a, *b, *c] for a, b, c in zip(after, before, around, strict=True)]

    def _limit(self, i: int) -> int:
        end = sentence_at(self._doc, self._people[i].start)[1]
        return min(end, self._begins[i + 1]) if i + 1 < len(self._begins) else end

    def _whose(self, role: Role, i: int) -> bool:
        """Whether the role belongs to person `i`, not to the next one: "A, Kanzler |B"."""
        following = self._begins[i + 1] if i + 1 < len(self._begins) else None
        return following is None or following < role.end or bool(self._text[role.end : following].strip())

    def _after(self, i: int) -> list[Stated]:
        """Appositions, brackets, affiliations and predicates behind the name."""
        text, limit = self._text, self._limit(i)
        position, found = self._people[i].end, list[Stated]()
        line = text.rfind("\n", 0, self._begins[i]) + 1
        if _CREDIT.search(text, max(line, self._begins[i] - 60), self._begins[i]):
            return []  # "Foto: X/Universität Y": whose picture it is
        for _ in range(8):
            bracket = _BRACKET.match(text, position, limit)
            if bracket is not None:
                # "Präsident des Umweltbundesamtes (UBA)": the short form of what stands before
                if not (found and re.fullmatch(r"[\w&+.-]{2,15}", bracket[1])):
                    found += self._bracket(bracket.start(1), bracket.end(1))
                position = bracket.end()
                continue
            to_role = _TO_ROLE.match(text, position, limit)
            if to_role is not None and (found or not (to_role["and"] or to_role["joined"])):
                role = roles.after(text, to_role.end(), limit, self._bodies.ends)
                # "Dr. X, Vertreter:innen aus ...": a plural is somebody else
                if role is not None and self._whose(role, i) and not role.plural:
                    found.append(self._role(role, "role_after", 0.85))
                    position = role.end
                    continue
            body = self._next_body(position, limit)
            if body is None:
                break
            stated, position = body
            # "Prof. X, Institut für Y, Universität Z": the nearest unit, wider ones follow by part_of
            if not found or found[-1].role is not None:
                found.append(stated)
        found = _merge(found)
        if found:
            # "X, bislang Leiter des Y, wird Geschäftsführer"
            return [*found, *self._copula(i, position, limit)]
        return self._line_below(i) or self._predicate(i, position)

    def _next_body(self, position: int, limit: int) -> tuple[Stated, int] | None:
        """An affiliation that starts at `position`: "vom Institut X", ", Universität Y", ", ebenfalls TA4"."""
        m = _TO_BODY.match(self._text, position, limit)
        if m is None or not (m["comma"] or m["prep"] or m["also"]):
            return None
        for start in (m.end(), m.start("own") if m["own"] else m.end()):
            body = self._bodies.at(start, limit)
            if body is not None:
                break
        else:
            return None
        if m["comma"] and not m["prep"] and not m["also"]:
            tail = self._text[body.end : body.end + 30]
            # "Dr. X, Stadtwerke und Kommunen planen": a list, or a new clause
            if body.score < 0.7 or re.match(rf"{SPACE}(?:und|sowie|[a-zäöü]+(?:t|en){SPACE})", tail):
                return None
        score = 0.85 if m["prep"] and body.score >= 0.8 else 0.8 if body.score >= 0.8 else 0.7
        shared = bool(m["prep"] or m["also"])
        return Stated(None, None, body.name, position, body.end, "affiliation", score, shared=shared), body.end

    def _bracket(self, start: int, end: int) -> list[Stated]:
        """ "(Moderation)", "(TU Dresden)", "(Text+, Uni Trier)", "(Präsident des Verbands)", "(Chemie/ Universität Y)"."""
        text, position, found = self._text, start, list[Stated]()
        while position < end and len(found) < 6:
            skipped = _IN_BRACKET.match(text, position, end)
            position = skipped.end() if skipped else position
            role = roles.after(text, position, end, self._bodies.ends)
            if role is not None and role.end > position:
                found.append(self._role(role, "role_bracket", 0.85))
                position = role.end
            elif (body := self._bodies.at(position, end)) is not None:
                score = 0.85 if body.score >= 0.8 else 0.7
                found.append(Stated(None, None, body.name, start, body.end, "affiliation_bracket", score))
                position = body.end
            cut = _NEXT_PART.search(text, position, end)
            if cut is None:
                break
            position = cut.end()
        return _merge(found)

    def _role(
        self, role: Role, rule: str, score: float, modality: Modality = "asserted", *, shared: bool = False
    ) -> Stated:
        """The role with its body: the nearest named unit; a department stays in the role when its body is named too."""
        text = self._text
        inside = self._bodies.inside(role.head_end, role.end)
        if not inside:
            words, body = roles.nominative(text, role, role.end), None
            short = re.match(
                rf"{SPACE}(?:der|des|am|beim|im|an{SPACE}der|bei{SPACE}der|von|von{SPACE}der){SPACE}",
                text[role.head_end : role.end],
            )
            if short is not None and (unknown := self._bodies.at(role.head_end + short.end(), role.end)) is not None:
                if unknown.end == role.end:
                    words, body = roles.nominative(text, role, role.head_end), unknown.name
            elif role.end == role.head_end:
                words, body = self._compound(role, words)
            elif (owner := _OWNER.fullmatch(text[role.head_end : role.end])) is not None and heads_a_body(
                role.head(text)
            ):
                # "Vorsitzende des Kreissportbunds": whoever presides presides over a body
                words, body = (
                    roles.nominative(text, role, role.head_end),
                    nominative_name(owner["article"], owner["name"]),
                )
            return Stated(
                role, words, body, role.start, role.end, rule, score if body else score - 0.1, modality, shared
            )
        first = inside[0]
        if first.part and len(inside) > 1:
            first = inside[1]
            first_end = role.head_end + len(text[role.head_end : first.start].rstrip())
        else:
            between = text[role.head_end : first.start]
            first_end = role.head_end if _BETWEEN.match(between) or _THING.match(between) else first.start
        kept = text[role.head_end : first_end]
        if kept:
            kept = kept[: _JOINT_END.search(kept).start()]  # type: ignore[union-attr]  # it matches the empty end
        words = roles.nominative(text, role, role.head_end + len(kept))
        return Stated(role, words, first.name, role.start, role.end, rule, score, modality, shared)

    def _compound(self, role: Role, words: str) -> tuple[str, str | None]:
        """ "Caritas-Präsident" is the president of a body that the document names."""
        head = role.head(self._text)
        first, hyphen, last = head.rpartition("-")
        if hyphen and is_role(last) and last[0].isupper() and (body := self._bodies.prefixed(first)) is not None:
            return words.replace(f"{first}-", ""), body
        return words, None

    def _line_below(self, i: int) -> list[Stated]:
        """A contact block: the name alone on its line, role and body on the lines below."""
        text, person = self._text, self._people[i]
        line = text.rfind("\n", 0, self._begins[i]) + 1
        if text[line : self._begins[i]].strip() and not text[line : self._begins[i]].rstrip().endswith(":"):
            return []
        position, found = person.end, list[Stated]()
        for _ in range(3):
            end = text.find("\n", position)
            if end < 0 or text[position:end].strip(" \u00a0,;") or end - line > 600:
                break
            stop = text.find("\n", end + 1)
            stop = len(text) if stop < 0 else stop
            start = end + 1 + len(text[end + 1 : stop]) - len(text[end + 1 : stop].lstrip())
            if stop - start > 160 or any(start <= b < stop for b in self._begins[i + 1 : i + 2]):
                break
            role = roles.after(text, start, stop, self._bodies.ends)
            if role is not None:
                found.append(self._role(role, "contact_role", 0.75))
                position = role.end
            elif (body := self._bodies.at(start, stop)) is not None and body.score >= 0.7:
                if any(s.body for s in found):
                    break
                found.append(Stated(None, None, body.name, start, body.end, "contact_body", 0.7))
                position = body.end
            else:
                break
        return _merge(found)

    def _predicate(self, i: int, position: int) -> list[Stated]:
        """ "X ist Präsident des Y", "X wurde zum Direktor gewählt", "X arbeitet als Z am W", "X forscht am V"."""
        text, limit = self._text, self._limit(i)
        if found := self._copula(i, position, limit):
            return found
        found = self._elected(i, position, limit)
        if found:
            return found
        for m in re.finditer(rf"{SPACE}als{SPACE}", text[position : min(limit, position + 160)]):
            at = position + m.end()
            words = text[position : at - 4]
            if re.search(
                r"[.!?:;„“\"»]|\bsowohl\b|\b(?:mehr|besser|größer|höher|anders|andere[rn]?)$|,\s(?:dass|weil|wenn)\b",
                words,
            ):
                break
            role = roles.after(text, at, limit, self._bodies.ends)
            if role is not None and self._whose(role, i) and not role.plural:
                return [self._role(role, "role_as", 0.7)]
        works = _WORKS.match(text, position, limit)
        if works is not None and (body := self._bodies.at(works.end(), limit)) is not None and body.score >= 0.7:
            return [Stated(None, None, body.name, position, body.end, "works_at", 0.7)]
        return []

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
            if article == "zum" and stated.object and re.search(r"(?:nd|gt|rt)e$", stated.object.split(" ")[-1]):
                stated = replace(stated, object=f"{stated.object}r")
            return [stated]
        return []

    def _before(self, i: int) -> list[Stated]:
        """The role in front of the name."""
        text, begin = self._text, self._begins[i]
        start = sentence_at(self._doc, self._people[i].start)[0]
        start = max(start, self._people[i - 1].end) if i else start
        if begin - start < 3:
            return []
        joined = text[begin - 2 : begin].endswith((" ", "\u00a0"))
        role = roles.before(text, start, begin, self._bodies.ends) if joined else None
        if role is not None:
            # "Preisträgerin ist |die Seelsorgerin X": two roles
            article = re.search(rf"(?:^|{SPACE})(?:die|der){SPACE}$", text[max(start, role.start - 5) : role.start])
            more = self._subject(i, start, role.start - 4) if article else []
            return [self._role(role, "role_before", 0.85, shared=role.plural), *more]
        # "Sprecherin: Prof. Dr. X", "Autor/-in: X"
        label = re.search(
            r"(?:^|[\n|;•–(.])[ \u00a0]*([A-ZÄÖÜ][^\n:|;•]{2,80}):[ \u00a0]*$", text[max(0, begin - 90) : begin]
        )
        if label is not None:
            at = max(0, begin - 90) + label.start(1)
            role = roles.after(text, at, begin, self._bodies.ends)
            if role is not None and role.end == at + len(label[1]) and not self._bodies.inside(at, role.end):
                return [self._role(role, "label", 0.75, shared=role.plural)]
        return self._subject(i, start, begin)

    def _subject(self, i: int, start: int, begin: int) -> list[Stated]:
        """ "Sprecher des Verbunds ist X", "Als Betreuende beteiligt sind X, Y und Z", "Neue Präsidentin wird X"."""
        text = self._text
        window = max(start, begin - 260)
        verb = _IS_NAME.search(text, max(window, begin - 70), begin)
        clause = max((m.end() for m in re.finditer(r"[,;:„“–][ \u00a0]", text[window:begin])), default=0) + window
        spots = [clause] if window == start or clause > window else []
        if window == start:
            spots.append(start)
        for at in spots:
            with_as = re.match(r"(?:Als|als)[ \u00a0]", text[at:begin])
            role = roles.after(text, at + (with_as.end() if with_as else 0), begin, self._bodies.ends)
            if role is None:
                continue
            rest = text[role.end : begin]
            plural = role.plural or (
                verb is not None and verb["verb"] in ("sind", "waren", "werden", "bleiben", "wurden")
            )
            if (verb is not None and role.end == verb.start()) or (with_as and _PART_WORD.fullmatch(rest)):
                planned = verb is not None and verb["verb"] in ("wird", "werden") and not with_as
                stated = self._role(role, "role_subject", 0.8, "planned" if planned else "asserted", shared=plural)
                if with_as and stated.body is None and not plural:
                    stated = self._working(stated, i)
                return [stated]
        return []

    def _working(self, stated: Stated, i: int) -> Stated:
        """ "Als Gastwissenschaftlerin forscht X ein Jahr |am Institut Y"."""
        limit = self._limit(i)
        m = _AT_BODY.match(self._text, self._people[i].end, limit)
        body = self._bodies.at(m.end(), limit) if m else None
        return stated if body is None or body.score < 0.8 else replace(stated, body=body.name, end=body.end)

    def _around(self, i: int) -> list[Stated]:
        """Weaker signs of where a person belongs."""
        text, begin = self._text, self._begins[i]
        start = sentence_at(self._doc, self._people[i].start)[0]
        start = max(start, self._people[i - 1].end) if i else start
        near = self._bodies.inside(max(start, begin - 240), begin)
        if not near:
            return []
        last = near[-1]
        gap = text[last.end : begin]
        # "am Zentrum für Medizinische Informatik (ZMI) bei Prof. Dr. X", "das Seminar, vertreten durch Dr. X"
        if re.fullmatch(
            rf"(?:{SPACE}\([^()]{{2,12}}\))?(?:{SPACE}bei{SPACE}|,?{SPACE}vertreten{SPACE}durch{SPACE}(?:\w+{SPACE}){{0,2}})",
            gap,
        ):
            return [Stated(None, None, last.name, last.start, last.end, "affiliation_before", 0.75)]
        if _WORKING.fullmatch(gap + " " if not gap.endswith(" ") else gap) and re.search(
            r"\b(?:An der|Am|Bei|Beim|Bei der|Im|an der|am)[ \u00a0]$", text[max(start, last.start - 9) : last.start]
        ):
            return [Stated(None, None, last.name, last.start, last.end, "works_at", 0.7)]
        if len(near) > 1 and re.fullmatch(rf"{SPACE}?\)?{SPACE}bei{SPACE}", gap) and text[last.start - 1] == "(":
            return [Stated(None, None, near[-2].name, near[-2].start, last.end, "affiliation_before", 0.75)]
        group = _GROUP_AROUND.search(text[max(start, begin - 240) : begin])
        if group is not None and (inside := self._bodies.inside(max(start, begin - 240) + group.start(), begin)):
            return [Stated(None, None, inside[0].name, inside[0].start, inside[0].end, "group_around", 0.65)]
        # "Nach Stationen im Ministerium X und bei Y ist Z ..."
        stations = _STATIONS.search(text, start, begin)
        if stations is not None and not re.search(r"[.;„“]", text[stations.end() : begin]):
            return [
                Stated(None, None, b.name, b.start, b.end, "stations", 0.65)
                for b in self._bodies.inside(stations.end(), begin)
            ]
        return []


def _begin(text: str, person: Found) -> int:
    """Where the name starts with its titles and "Frau" or "Herr"."""
    before = text[max(0, person.start - 90) : person.start]
    titles = re.search(rf"(?:(?<!\w)(?:Frau|Herrn?){SPACE})?(?:{TITLES}{SPACE}?)?$", before) if person.titles else re.search(rf"(?<!\w)(?:Frau|Herrn?){SPACE}$", before)  # fmt: skip
    return person.start - (len(before) - titles.start() if titles else 0)


def _new(text: str, before: list[Stated], after: list[Stated]) -> list[Stated]:
    """The roles before the name that are not said behind it once more: "Rektor X, Rektor der Y"."""
    heads = {s.role.head(text).casefold()[:5] for s in after if s.role}
    return [s for s in before if s.role is None or s.role.head(text).casefold()[:5] not in heads]


def _merge(found: list[Stated]) -> list[Stated]:
    """A role without a body takes the one beside it: "Dr. X vom Y, Projektleiterin", "X, Sprecher, Universität Y"."""
    merged: list[Stated] = []
    for s in found:
        last = merged[-1] if merged else None
        if last is not None and (last.role is None) != (s.role is None):
            role, body = (s, last) if s.role else (last, s)
            if role.body is None:
                merged[-1] = replace(
                    role,
                    body=body.body,
                    start=min(last.start, s.start),
                    end=max(last.end, s.end),
                    score=min(role.score + 0.1, 0.85),
                )
                continue
            if s.role is None:
                continue
        merged.append(s)
    return merged
