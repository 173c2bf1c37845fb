"""One statement about a person: the office, the body it belongs to, and where the text says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extractors import roles
from extractors.base import Modality
from extractors.bodies import Bodies, nominative_name
from extractors.german import SPACE, TITLES
from extractors.layout import sentence_at, text_of
from extractors.person_names import Found
from extractors.role_words import heads_a_body, is_role
from extractors.roles import Role
from extractors.whose import Whose

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BETWEEN: Final = re.compile(
    rf"^{SPACE}?(?:des|der|dem|den|vom|von{SPACE}der|von{SPACE}dem|von|am|an{SPACE}der|im|in{SPACE}der|in|bei{SPACE}der|bei{SPACE}dem|beim|bei|auf{SPACE}der|auf{SPACE}dem|auf|für{SPACE}das|für{SPACE}die|für|zum|zur|of{SPACE}the|of|at{SPACE}the|at|beider|,)?{SPACE}?(?:[\w-]+(?:er|en){SPACE})?[„“\"»(]?$"
)
_JOINT_END: Final = re.compile(
    rf"[\s,]*(?:(?:^|{SPACE})(?:des|der|dem|den|das|die|vom|von|am|an|im|in|beim|bei|auf|für|zum|zur|of|the|at|und|aus))*{SPACE}?[„“\"»(]?$"
)
_TITLED: Final = re.compile(rf"(?:(?<!\w)(?:Frau|Herrn?){SPACE})?(?:{TITLES}{SPACE}?)?$")
_ADDRESSED: Final = re.compile(rf"(?<!\w)(?:Frau|Herrn?){SPACE}$")
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
        meant: whether the body is one that the document names elsewhere: "Direktor des Instituts", "Sprecherin ist X".
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
    meant: bool = False


class Surroundings:
    """The names of one document with the text around them: whose a role is, and which body it belongs to."""

    def __init__(self, doc: "Doc", people: Sequence[Found], bodies: Bodies) -> None:
        """`people` in text order; `bodies` of the same document."""
        self._doc, self._text, self._people, self._bodies = doc, text_of(doc), people, bodies
        self._begins = [_begin(self._text, p) for p in people]
        self._whose_office = Whose(self._text, bodies, bodies.every, bodies.shortened)

    def _limit(self, i: int) -> int:
        end = sentence_at(self._doc, self._people[i].start)[1]
        return min(end, self._begins[i + 1]) if i + 1 < len(self._begins) else end

    def _whose(self, role: Role, i: int) -> bool:
        """Whether the role belongs to person `i`, not to the next one: "A, Kanzler |B", "A, Kanzler |wird B"."""
        following = self._begins[i + 1] if i + 1 < len(self._begins) else None
        if following is None or following < role.end:
            return True
        between = self._text[role.end : following].strip()
        return bool(between) and between not in ("wird", "ist", "bleibt", "wurde", "war")

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


def _begin(text: str, person: Found) -> int:
    """Where the name starts with its titles and "Frau" or "Herr"."""
    before = text[max(0, person.start - 90) : person.start]
    titles = (_TITLED if person.titles else _ADDRESSED).search(before)
    return person.start - (len(before) - titles.start() if titles else 0)


def merge(found: list[Stated]) -> list[Stated]:
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
