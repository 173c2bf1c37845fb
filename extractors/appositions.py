"""What stands right behind a name: affiliations, brackets, the lines below it in a contact block."""

import re
from typing import Final

from extractors import roles
from extractors.german import SPACE
from extractors.statements import Stated, Surroundings, merge

_FROM: Final = rf"(?:vom|von{SPACE}(?:der|dem|den)|von|am|an{SPACE}(?:der|den)|aus{SPACE}(?:der|dem|den)|beim|bei{SPACE}(?:der|dem|den)|bei)"
_ALSO: Final = r"(?:ebenfalls|auch|zuletzt|jetzt|bisher|bislang|zuvor|beide|beides|alle|jeweils|heute|früher|damals|derzeit|ehemals)"
_TO_BODY: Final = re.compile(
    rf"(?:{SPACE}?(?P<comma>,|–|\||/){SPACE}?)?(?:{SPACE}?(?P<also>{_ALSO}){SPACE})?(?:{SPACE}?(?P<prep>{_FROM}){SPACE})?(?:{SPACE}?(?P<own>[A-Za-zäöü]\w+(?:er|en)){SPACE})?"
)
_IN_BRACKET: Final = re.compile(rf"(?:[\s,;/|–•:]|(?:und|sowie|{_ALSO}|{_FROM})(?=\s))+")
_SUBJECT: Final = re.compile(
    r"(?:[A-ZÄÖÜ][a-zäöüß]{2,20}e[ \u00a0])?[A-ZÄÖÜ]?\w{0,40}(?:wissenschaft(?:en)?|[Cc]hemie|[Pp]hysik|logie|[Mm]athematik|[Ii]nformatik|[Gg]eschichte|[Mm]edizin|[Ii]stik|[Gg]rafie|[Gg]raphie|[Rr]echt|technik|[Pp]ädagogik|nomie|didaktik)"
)
_NEXT_PART: Final = re.compile(r"[,;/|–]")


class Appositions(Surroundings):
    """Bodies and roles in apposition to a name."""

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
                # "(Sprachwissenschaft, Universität X)": the subject, not where from
                subject = _SUBJECT.fullmatch(body.name) and _NEXT_PART.match(text[body.end : body.end + 1])
                if not (subject and self._bodies.inside(body.end, end)):
                    found.append(Stated(None, None, body.name, start, body.end, "affiliation_bracket", score))
                position = body.end
            cut = _NEXT_PART.search(text, position, end)
            if cut is None:
                break
            position = cut.end()
        return merge(found)

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
        return merge(found)
