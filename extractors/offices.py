"""What the text says of a person beside the name: offices and bodies, before, after and around it."""

import re
from dataclasses import replace
from typing import Final

from extractors import roles
from extractors.appositions import Appositions
from extractors.german import SPACE
from extractors.holders import Holders
from extractors.layout import sentence_at
from extractors.predicates import Predicates
from extractors.role_words import is_role
from extractors.statements import Stated, merge

_TO_ROLE: Final = re.compile(
    rf"{SPACE}?(?:,|–|—|-(?={SPACE})|\||/){SPACE}?(?P<and>(?:und|sowie){SPACE})?|{SPACE}(?P<joined>und|sowie){SPACE}"
)
_BRACKET: Final = re.compile(rf"{SPACE}?\(((?:[^()\n]|\([^()\n]{{0,80}}\)){{1,240}})\)")
_LINK: Final = re.compile(
    rf"(?P<bracket>{SPACE}?\([^()\n]{{1,160}}\))?{SPACE}?(?:,|;|/|,?{SPACE}?(?:und|sowie|&|bzw\.|und{SPACE}auch|mit))\s?(?:(?:Frau|Herrn?){SPACE})?"
)
_IS_NAME: Final = re.compile(
    rf"{SPACE}(?P<verb>ist|sind|war|waren|wird|werden|bleibt|bleiben|wurde|wurden)"
    rf"(?:{SPACE}(?:(?:seit|ab|bis|zum|zur|am|im|in|neben|unter|mit|nach){SPACE}(?:[^,.;:„“()\n]|(?<=\d)\.){{2,45}}|derzeit|weiterhin|künftig|auch|ebenfalls|erneut|nun|jetzt))?{SPACE}$"
)
# "Sprecher des Netzwerks Y |(NY)| ist X"
_SHORT: Final = re.compile(rf"^{SPACE}\([^()\n]{{1,80}}\)")
_CREDIT: Final = re.compile(
    r"(?:Fotos?|Bild(?:er|quelle|nachweis)?|Grafik|Quelle|Copyright|Credit|Illustration|Aufnahme)\b[^.\n]{0,30}[:©|]|©"
)
_PART_WORD: Final = re.compile(rf"(?:{SPACE}[a-zäöüß]+){{1,4}}{SPACE}(?:Frau{SPACE}|Herr{SPACE})?$")
_AT_BODY: Final = re.compile(
    rf"[^.;:,„“\n]{{0,50}}?{SPACE}(?:am|an{SPACE}der|bei{SPACE}der|beim|bei|im|in{SPACE}der){SPACE}"
)
_WORKING: Final = re.compile(
    rf",?{SPACE}(?:forscht|forschte|lehrt|lehrte|arbeitet|arbeitete|promoviert|studiert){SPACE}$"
)
_STATIONS: Final = re.compile(r"\b(?:Stationen|Tätigkeiten|Zwischenstationen)\b")
_GROUP_AROUND: Final = re.compile(
    rf"\b(?:Forschende[nr]?|Forscher\w*|Wissenschaftler\w*|Team|Forschungsteam|Forscherteam|Gruppe|Forschungsgruppe|Arbeitsgruppe|Mitarbeitende[nr]?|Studierende[nr]?)[^.,;:„“]{{0,160}}?{SPACE}um{SPACE}(?:(?:die|den){SPACE}\w+{SPACE})?$"
)

# "Über das DNTB" above a passage, "Das Klinikum X hat eine neue Spitze:" before a sentence: of whom what follows tells
_HEADING: Final = re.compile(rf"(?:^|(?<=\n))Über{SPACE}(?:(?:das|die|den){SPACE})?(?=[^\W\d_])")
# "Die Klinik hat |einen neuen Direktor: X|"
_NEW_OFFICE: Final = re.compile(
    rf"{SPACE}(?:hat|haben|bekommt|bekam|erhält|erhielt|bekommen|begrüßt){SPACE}(?:[a-zäöü]+{SPACE})?(?:ein|eine|einen){SPACE}neue[nr]?{SPACE}(?P<role>(?:[a-zäöüß]{{0,40}}{SPACE})?[A-ZÄÖÜ][\w-]{{3,40}})(?::|{SPACE}–){SPACE}(?:Mit{SPACE})?(?:Frau{SPACE}|Herr{SPACE})?$"
)
_PASSAGE: Final = 1200  # code points
_NEW_HEAD: Final = re.compile(
    rf"(?:{SPACE}\([^()\n]{{1,40}}\))?{SPACE}(?:hat|haben|bekommt|bekam|erhält|erhielt){SPACE}(?:eine|einen|wieder{SPACE}eine|wieder{SPACE}einen){SPACE}neue[nr]?{SPACE}(?:[a-zäöüß-]+{SPACE})?"
    rf"(?:Spitze|Führung|Leitung|Führungsspitze|Chef(?:in)?|Leiter(?:in)?|Direktor(?:in)?|Vorstand|Vorsitzende[nr]?|Präsident(?:en|in)?|Sprecher(?:in)?):{SPACE}$"
)
# "Julian März, Geschäftsführer des DNTB, wechselt ... |Seine Aufgaben übernimmt| Friederike Holm"
_TAKES_OVER: Final = re.compile(
    rf"(?:^|[.!?\n]\s)(?:Seine|Ihre|Dessen|Deren){SPACE}(?:Aufgaben?|Nachfolge|Position|Stelle|Funktion){SPACE}(?:übernimmt|übernahm|übernehmen{SPACE}wird|tritt)(?:{SPACE}(?:zum|ab|am)[^,.;:]{{3,24}})?{SPACE}$"
)
_BEHIND: Final = re.compile(
    rf"(?<![\w-])(?i:in|im|an|am|auf|aus|bei|beim|mit|von|vom|zu|zum|zur|für|durch|unter|über|nach|neben|des|dem|eines|einem){SPACE}(?:(?:der|die|das|dem|den|des|eine[snrm]?|ihre[nrms]?|seine[nrms]?){SPACE})?(?:[a-zäöüß-]{{0,40}}(?:e|en|er|em|es){SPACE})?(?:[A-ZÄÖÜ][\w-]{{0,40}}{SPACE})?[„\"»]?$|[A-ZÄÖÜ][\w-]{{0,40}}{SPACE}der{SPACE}[„\"»]?$|\($"
)
_AT_START: Final = 32  # code points from a sentence's first to its subject
_FOR_A_TERM: Final = rf"(?:{SPACE}für{SPACE}[^,;:]{{3,60}}?)?"
_CHOOSER: Final = re.compile(
    r"(?:mitglieder|delegierten?|vorstand|rat|präsidium|senat|kuratorium|beirat)$", re.IGNORECASE
)
_DEPUTY: Final = re.compile(r"(?:^|[ \u00a0])(?:Stellvertreter(?:in)?|Vize|Nachfolger(?:in)?|Vorgänger(?:in)?)$")
_GOES: Final = re.compile(r"\b(?:wechselt|verlässt|geht|scheidet|legt|übergibt|tritt|wird)\b")


_POSSESSIVE: Final = re.compile(r"\b(?:[Ii]hre?|[Ss]eine?|[Dd]eren|[Dd]essen)[ \u00a0]$")


class Offices(Appositions, Predicates, Holders):
    """Reads the surroundings of every name of one document."""

    def all(self) -> list[list[Stated]]:
        """What is said of each person, in their order; what a list shares stands with each of its people."""
        text = self._text
        after = [self._after(i) for i in range(len(self._people))]
        before = [_new(text, self._before(i), a) for i, a in enumerate(after)]
        for i, (b, a) in enumerate(zip(before, after, strict=True)):
            # "Projektleiter X vom Institut Y": one statement
            single = len(b) == len(a) == 1 and b[0].role is not None and not b[0].shared
            if single and a[0].rule in ("affiliation", "works_at") and b[0].body in (None, a[0].body):
                before[i], after[i] = merge([b[0], a[0]]), []
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
        told = [[*a, *b, *c] for a, b, c in zip(after, before, around, strict=True)]
        for i, every in enumerate(told):
            stated = [s for s in every if s.rule != "role_before"] if self._chooses(every) else every
            told[i] = [t for s in stated for t in self._of_the_same(i, self._placed(i, s), told)] or (
                self._takes_over(i, told[i - 1]) if i else []
            )
        for i, more in self._more(told):
            if more.rule == "list_label":
                # "Leitung: X, Universität Y" below a project: the office is the project's, Y only where X is from
                told[i] = [
                    _affiliated(s) for s in told[i] if s.rule not in ("label", "role_before") or s.body is not None
                ]
            if not _known(text, told[i], more):
                told[i] = [*told[i], more]
        return [[t for s in stated for t in self._settled(i, s)] for i, stated in enumerate(told)]

    def _nearby(self, i: int, head: str) -> str | None:
        """ "Das Teilprojekt Y ist neu. |Leiterin ist| X", "|Deren Leiter| X": what the sentence before is about."""
        start = sentence_at(self._doc, self._people[i].start)[0]
        low = sentence_at(self._doc, max(0, start - 2))[0]
        project = self._whose_office.of_project(head)
        kinds = ("PROJECT",) if head.casefold().startswith("projekt") else ("PROJECT", "INFRASTRUCTURE")
        if not project and not self._bodies.inside(low, start):
            # "Die Biobank Y gehört zum Klinikum Z. Sie bewahrt Proben auf. |Ihre Leiterin|, Dr. X, ...": one sentence further back
            start, low = low, sentence_at(self._doc, max(0, low - 2))[0]
        near = [b for b in self._bodies.inside(low, start) if not project or b.label in kinds]
        straight = [b for b in near if not _BEHIND.search(self._text, max(low, b.start - 40), b.start)]
        if straight and (
            (straight[0].start - low <= _AT_START and ":" not in self._text[low : straight[0].start])
            or len({b.name for b in straight}) == 1
        ):
            return straight[0].name
        return near[-1].name if project and near else None

    def _settled(self, i: int, said: Stated) -> list[Stated]:
        """With the body that an office of no named one belongs to; "Sprecherin X vom Institut Y" speaks for the project, not for Y."""
        role, text, whose = said.role, self._text, self._whose_office
        if role is None or (said.meant and said.body is not None):
            # "2. KLARA – Klinikum X; Projektleitung: Dr. Y": the layout says of what, whatever stands in the line above
            return [said]
        bare, head = role.end == role.head_end, role.head(text)
        if said.body is not None and not (bare or " " not in said.body):
            return [said]
        if not bare:
            meant = whose.by_noun(text[role.head_end : role.end], role.start)
            if meant is None or meant.name == said.body:
                return [said]
            words = roles.nominative(text, role, role.head_end)
            return [replace(said, body=meant.name, object=words, meant=True)]
        if said.body is not None and not (
            whose.of_project(head) or (whose.of_club(head) and not whose.is_club(said.body))
        ):
            return [said]
        own_head = said.body is None and _POSSESSIVE.search(text, max(0, role.start - 12), role.start) is not None
        if (own_head or whose.of_project(head) or whose.of_whole(head)) and (near := self._nearby(i, head)) is not None:
            own = replace(said, body=near, meant=True)
            if said.body is None:
                return [own]
            return [own, Stated(None, None, said.body, said.start, said.end, "affiliation", min(said.score, 0.8))]
        meant = whose.by_role(head, role.start)
        if (
            meant is None
            or meant.name == said.body
            or (said.body is not None and whose.of_club(head) and not whose.is_club(meant.name))
        ):
            return [said]
        own = replace(said, body=meant.name, meant=True)
        if said.body is None:
            return [own]
        return [own, Stated(None, None, said.body, said.start, said.end, "affiliation", min(said.score, 0.8))]

    def _placed(self, i: int, said: Stated) -> Stated:
        """ "Über das DNTB ... Geschäftsführer ist X", "Das Klinikum Y hat eine neue Spitze: X ist Direktor": whose office it is."""
        if said.role is None or said.body is not None or said.role.end != said.role.head_end:
            return said
        text = self._text
        low = max(0, self._begins[i] - _PASSAGE)
        if said.rule == "role_subject":
            heading = next(reversed(list(_HEADING.finditer(text, low, self._begins[i]))), None)
            line = text.find("\n", heading.end()) if heading is not None else -1
            if heading is None or line < 0 or "\n" in text[line : said.start].strip("\n"):
                return said
            body = self._bodies.at(heading.end(), line)
            return replace(said, body=body.name) if body is not None and body.end == line else said
        near = self._bodies.inside(max(low, self._begins[i] - 200), self._begins[i])
        for body in near:
            if _NEW_HEAD.fullmatch(text, body.end, self._begins[i]):
                return replace(said, body=body.name)
        return said

    def _chooses(self, stated: list[Stated]) -> bool:
        """ "Zur Leiterin bestellte |der Vorstand| X": who chooses is not X."""
        chosen = any(s.rule == "elected" for s in stated)
        return chosen and any(s.rule == "role_before" and _CHOOSER.search(s.object or "") for s in stated)

    def _of_the_same(self, i: int, said: Stated, told: list[list[Stated]]) -> list[Stated]:
        """ "X ist Leiterin des Y. |Ihr Stellvertreter| ist Z vom W": of the same body; W is where Z is from."""
        if said.role is None or not _DEPUTY.search(said.object or "") or said.role.end != said.role.head_end:
            return [said]
        held = [s for k in range(max(0, i - 2), i) for s in told[k] if s.role is not None and s.role.end > 0]
        own = [said if not held else replace(said, body=held[-1].body)]
        if held and said.body is not None and said.body != held[-1].body:
            own.append(Stated(None, None, said.body, said.start, said.end, "affiliation", 0.8))
        return own

    def _takes_over(self, i: int, former: list[Stated]) -> list[Stated]:
        """ "A, Geschäftsführer des X, wechselt. Seine Aufgaben übernimmt |B|": the office of who was named last."""
        text, begin = self._text, self._begins[i]
        takes = _TAKES_OVER.search(text, max(self._people[i - 1].end, begin - 90), begin)
        held = [s for s in former if s.role is not None and s.body is not None and not s.shared]
        if takes is None or len(held) != 1:
            return []
        leaves = _GOES.search(text, self._people[i - 1].end, takes.start() + 1) is not None
        return [
            replace(
                held[0],
                start=self._begins[i - 1],
                rule="takes_over",
                score=0.7,
                modality="planned" if leaves else "asserted",
            )
        ]

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
                if not (found and re.fullmatch(r"[\w&+.-]{2,15}", bracket[1]) and not is_role(bracket[1])):
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
        found = merge(found)
        if found:
            # "X, bislang Leiter des Y, wird Geschäftsführer"
            elected = [] if any(s.role is not None for s in found) else self._elected(i, self._people[i].end, limit)
            return [*found, *(elected or self._copula(i, position, limit))]
        return self._line_below(i) or self._predicate(i, position)

    def _before(self, i: int) -> list[Stated]:
        """The role in front of the name."""
        text, begin = self._text, self._begins[i]
        head = _NEW_OFFICE.search(text, max(0, begin - 140), begin)
        role = roles.after(text, head.start("role"), begin, self._bodies.ends) if head is not None else None
        if head is not None and role is not None:
            body = next(iter(self._bodies.inside(max(0, head.start() - 160), head.start() + 1)), None)
            near = body is not None and not re.search(r"[.;:\n]", text[body.end : head.start()])
            said = self._role(role, "new_head", 0.8)
            return [
                replace(said, body=body.name, start=body.start)
                if near and said.body is None and body is not None
                else said
            ]
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
            r"(?:^|[\n|;•–(.]|\n[-*·])[ \u00a0]*([A-ZÄÖÜ][^\n:|;•]{2,80}):[ \u00a0]*$", text[max(0, begin - 90) : begin]
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
            with_as = re.match(r"(?:Als|als|Zu|zu)[ \u00a0]", text[at:begin])
            role = roles.after(text, at + (with_as.end() if with_as else 0), begin, self._bodies.ends)
            if role is None:
                continue
            rest = text[role.end : begin]
            plural = role.plural or (
                verb is not None and verb["verb"] in ("sind", "waren", "werden", "bleiben", "wurden")
            )
            if (verb is not None and re.fullmatch(_FOR_A_TERM, _SHORT.sub("", text[role.end : verb.start()]))) or (
                with_as and _PART_WORD.fullmatch(rest)
            ):
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


def _affiliated(said: Stated) -> Stated:
    """The statement without its office, which is told of something else."""
    if said.rule not in ("label", "role_before"):
        return said
    return Stated(None, None, said.body, said.start, said.end, "affiliation", said.score)


def _known(text: str, told: list[Stated], more: Stated) -> bool:
    """Whether the office, or else the body, is told of the person already."""
    if more.role is None:
        return any(s.body == more.body for s in told)
    head = (more.object or "").split(" ")[-1].casefold()[:5]
    return any(
        s.role is not None and (s.role.head(text).casefold()[:5] == head and s.body in (None, more.body)) for s in told
    )


def _new(text: str, before: list[Stated], after: list[Stated]) -> list[Stated]:
    """The roles before the name that are not said behind it once more: "Rektor X, Rektor der Y"."""
    heads = {s.role.head(text).casefold()[:5] for s in after if s.role}
    return [s for s in before if s.role is None or s.role.head(text).casefold()[:5] not in heads]
