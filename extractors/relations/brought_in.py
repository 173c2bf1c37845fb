"""Who is brought into something by another: "Das Land X beteiligt |die Universität B| am Projekt Z", "nimmt |die Klinik C| auf"."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Fact, Mention, Span
from extractors.layout import around
from extractors.relations.modality import modality_of
from extractors.relations.slots import Row, back_rows, rows
from extractors.relations.subjects import EVENT, Sentences

_ENDS: Final = r"(?=[ \u00a0]*(?:[.,;:)]|$|\n))"
# Who does it is the subject; who takes part then stands in the accusative
_BRINGS: Final = re.compile(
    rf"(?<![\w-])(?:beteilig(?:t|en|te|ten)|bind(?:et|en)\b[^;!?\n]{{0,300}}[ \u00a0]ein{_ENDS}|band(?:en)?\b[^;!?\n]{{0,300}}[ \u00a0]ein{_ENDS}|eingebunden|"
    rf"(?:bezieh(?:t|en)|bezog(?:en)?)\b[^;!?\n]{{0,300}}[ \u00a0]ein{_ENDS}|einbezogen|(?:nimmt|nehmen|nahm|nahmen)\b[^;!?\n]{{0,300}}[ \u00a0]auf{_ENDS}|aufgenommen|als[ \u00a0]\w{{0,40}}(?:[Pp]artner(?:in|innen)?|[Mm]itglied(?:er)?)\b[^;!?\n]{{0,300}}\bgewonnen)(?![\w-])"
)
# "sind beteiligt", "beteiligt sich", "wurde aufgenommen", "am Projekt Beteiligte"; "nimmt die Arbeit auf"
_NOT: Final = re.compile(
    r"(?<![\w-])(?:sich|uns|mich|ist|sind|war|waren|wird|werden|wurde|wurden|worden|sei|seien|bleibt|bleiben|wäre|wären|Beteiligt|Eingebunden|(?:[Aa]rbeit|[Bb]etrieb|[Tt]ätigkeit|[Kk]ontakt|[Vv]erhandlungen|[Gg]espräche|[Ss]tudium)|nicht|ob|wenn)(?![\w-])"
)
_FINITE: Final = re.compile(
    r"(?<![\w-])(?:beteilig(?:t|en|te|ten)|bind(?:et|en)|band(?:en)?|bezieh(?:t|en)|bezog(?:en)?|nimmt|nehmen|nahm(?:en)?|ha(?:t|ben|tte|tten)|will|wollen|möchten?)(?![\w-])"
)
# "Das Konsortium beteiligt", "Es beteiligt", "Die Stadt Ilmenau beteiligt": the subject is no body with a name
_NAMELESS: Final = re.compile(
    r"(?:Er|Sie|Es|Wir|Man|(?:Das|Die|Der|Unser|Unsere|Ein|Eine)[ \u00a0](?:[a-zäöüß-]+e[rs]?[ \u00a0])?[A-ZÄÖÜ][\w-]*(?:[ \u00a0][A-ZÄÖÜ][\w-]*)?)[ \u00a0]"
)
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE", EVENT)


def brings(text: str, start: int, end: int) -> bool:
    """Whether the stretch says that somebody brings somebody in; then its subject does not take part itself."""
    return _BRINGS.search(text, start, end) is not None and _NOT.search(text, start, end) is None


def brought_in(text: str, found: Sentences, skip: set[int], name: str, version: int) -> Iterator[tuple[int, Fact]]:
    """(sentence, fact) for all who are brought in; sentences numbered in `skip` are lists that have said it."""
    for i, (start, end) in enumerate(found.spans):
        if i in skip or not brings(text, start, end) or found.quoted(start, end):
            continue
        here = back_rows(text, found, i, rows(text, found, start, end))
        verb = _BRINGS.search(text, start, end)
        thing = next(
            (r for r in here if r.prep in ("an", "in", "bei", "für") and r.members[0].label in _UNDERTAKINGS), None
        )
        own = [r for r in here if r is not thing and r.case in ("nom", "acc")]
        who = _accusative(text, start, end, own)
        if thing is None and own and who is not own[0] and own[0].members[0].label in ("PROJECT", "INFRASTRUCTURE"):
            # "Das Netzwerk X nimmt die Universität B auf": into itself
            thing = own[0]
        if verb is None or thing is None or who is None:
            continue
        target: Mention = thing.members[0]
        for m in who.members:
            if m.label in ("ORG", "PERSON"):
                low, high = (
                    min(m.span.start, target.span.start, verb.start()),
                    max(m.span.end, target.span.end, verb.end()),
                )
                yield i, Fact(
                    m.attributes["name"], "participates_in", target.attributes["name"], m.span.quote, target.span.quote,
                    around(text, start, end, Span.of(text, low, high)), 0.75, name, "brought_in", version,
                    modality_of(text[start:end]),
                )  # fmt: skip


def _accusative(text: str, start: int, end: int, own: list[Row]) -> Row | None:
    """Of two names without a preposition the second; one alone where a subject without a name stands before the verb."""
    if len(own) > 1:
        return own[1]
    finite = _FINITE.search(text, start, end)
    if not own or finite is None or own[0].begin < finite.start():
        return None
    return own[0] if _NAMELESS.fullmatch(text, start, finite.start()) else None
