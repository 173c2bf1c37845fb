"""Lists with what introduces them: "an allen 12 Infrastrukturen (A, B (BB), C)", or items after a colon.

The members of such a list get the type of its head noun even when nothing else is known of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.base import BlockLike, Span
from extractors.german import NUMBER
from extractors.lexicon import lexicon

_PLURALS: Final[dict[str, str]] = {
    noun.casefold(): label for label, heads in lexicon("heads").items() for noun in heads["plural"]
}
_WORD: Final = re.compile(r"[^\W\d_](?:[\w*-]|:(?=[a-zäöü]))*")
_BULLET: Final = re.compile(r"^[\s\u00a0]*(?:[-–—•*·▪►‣]|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))[\s\u00a0]*")
_OPEN: Final = re.compile(
    r"\b(?:darunter|unter anderem|u\. ?a\.|z\. ?B\.|zum Beispiel|beispielsweise|etwa|wie|insbesondere|vor allem|u\.a\.|z\.B\.)[\s:,]*$|\b(?:etc\.|usw\.|u\. ?a\.|und (?:weitere|andere)\w*.*)$"
)
_COUNTED: Final = re.compile(
    rf"(?<![\w.,-]){NUMBER}[ \u00a0](?:[a-zäöüß][\w-]*(?:e|en|er)[ \u00a0]){{0,3}}([A-ZÄÖÜ][\w-]+)(?=[ \u00a0,:]|$)"
)
# "|dem Register| X gehören an:": one, though the noun is its own plural
_ONE: Final = re.compile(
    r"\b(?:[Dd]em|[Dd]as|[Ii]m|[Aa]m|[Zz]um|[Vv]om|[Bb]eim|[Dd]es|[Ee]in(?:em|es)?)[ \u00a0](?:[a-zäöüß-]+(?:e|en|es)[ \u00a0])?$"
)
# "die |beiden| neuen Projekte A und B"
_TWO: Final = re.compile(
    r"(?<![\w.,-])(?i:zwei|zweier|beiden?|2)[ \u00a0](?:[a-zäöüß][\w-]*(?:e|en|er)[ \u00a0]){0,2}$"
)
_LIMIT: Final = 5000  # code points: what is longer inside brackets is no list of names


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a list: its name, and the short form that stands in brackets behind it."""

    name: Span
    short: Span | None


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list and its introduction.

    Attributes:
        introduction: the words from the start of the sentence up to the list.
        head: the noun that says what the members are ("Infrastrukturen").
        label: what that noun makes of them, or None when it is not in the lexicon.
        members: in text order.
        whole: introduction and members together.
        complete: False where the text says that there are more ("darunter", "unter anderem").
    """

    introduction: Span
    head: Span
    label: str | None
    members: tuple[Member, ...]
    whole: Span
    complete: bool


def enumerations(text: str, sentences: Sequence[tuple[int, int]], blocks: Sequence[BlockLike]) -> list[Enumeration]:
    """All lists of the text that a plural noun introduces, in text order; offsets in code points.

    Args:
        text: the document's.
        sentences: (start, end) of every sentence.
        blocks: the layout; items of a list are blocks of kind `list_item`.
    """
    found = [*_brackets(text, sentences), *_items(text, sentences, blocks), *_inline(text, sentences)]
    return sorted(found, key=lambda e: e.whole.start)


def _brackets(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Enumeration]:
    """ "an elf Infrastrukturen (NUM-DIZ, Nationales Studien-Netzwerk (NUM SN), ...) sowie zehn Projekten (...)"."""
    for start, end in sentences:
        position = start
        while (opened := text.find("(", position, end)) >= 0:
            closed = _closing(text, opened, end)
            position = opened + 1
            if closed is None or closed - opened > _LIMIT:
                continue
            position = closed
            parts = list(_split(text, opened + 1, closed))
            if len(parts) == 2:
                continue
            head = _head(text, start, opened)
            if head is None:
                continue
            least = 3
            if len(parts) == 1 and (pair := _pair(text, start, head, opened + 1, closed)):
                parts, least = pair, 2
            members = tuple(m for a, b in parts if (m := _member(text, a, b)) is not None)
            if len(members) < least or any(len(m.name.quote) > 120 for m in members):
                continue
            inside = text[opened + 1 : closed]
            complete = not _OPEN.search(text[start:opened]) and not re.match(r"(?:u\. ?a\.|z\. ?B\.|darunter|etwa|unter anderem)", inside) and not _OPEN.search(inside)  # fmt: skip
            yield Enumeration(
                Span.of(text, start, opened),
                head,
                _label(head.quote),
                members,
                Span.of(text, start, closed + 1),
                complete,
            )


def _items(text: str, sentences: Sequence[tuple[int, int]], blocks: Sequence[BlockLike]) -> Iterator[Enumeration]:
    """ "... umfasst aktuell 20 Einrichtungen:" and the list items below it."""
    i = 0
    while i < len(blocks):
        if blocks[i].kind != "list_item":
            i += 1
            continue
        first = i
        while i < len(blocks) and blocks[i].kind == "list_item":
            i += 1
        before = blocks[first - 1] if first else None
        if before is None or i - first < 2:
            continue
        intro = max((s for s in sentences if before.start <= s[0] < before.end), default=None)
        if intro is None or not (text[before.start : before.end].rstrip().endswith(":") or before.kind == "heading"):
            continue
        head = _head(text, intro[0], before.end)
        members = tuple(
            m
            for block in blocks[first:i]
            if (bullet := _BULLET.match(text[block.start : block.end])) is not None or True
            for m in [_member(text, block.start + (bullet.end() if bullet else 0), _name_end(text, block, head))]
            if m is not None and len(m.name.quote) <= 160
        )
        if head is None or len(members) < 2:
            continue
        complete = not _OPEN.search(text[intro[0] : before.end].rstrip().rstrip(":"))
        yield Enumeration(
            Span.of(text, intro[0], before.end), head, _label(head.quote), members,
            Span.of(text, intro[0], blocks[i - 1].end), complete,
        )  # fmt: skip


# "- PROJEKT|, Universität X, Leitung: Dr. Y, 700.000 Euro|": what goes on behind the name says more of it
_MORE: Final = re.compile(
    r"(?:,|:|[ \u00a0][–|-])[ \u00a0](?=[^\n]{0,200}(?:\b(?:[Ll]eitung|[Kk]oordination|[Ss]precher|[Ll]eiter|Prof\.|Dr\.|PD)|\bEuro\b|€))"
)


def _name_end(text: str, block: BlockLike, head: Span | None) -> int:
    """Where the name of an item ends: of a project with its body, leader or amount behind it before these."""
    if head is None or _label(head.quote) not in ("PROJECT", "INFRASTRUCTURE"):
        return block.end
    more = _MORE.search(text, block.start + 4, block.end)
    return more.start() if more is not None else block.end


# "zwölf Projekte, darunter A, B und C", "Drei Arbeitsgruppen: A, B und C"
_INLINE: Final = re.compile(
    r"(?:,[ \u00a0](?P<part>darunter|unter anderem|etwa|wie|zum Beispiel|beispielsweise|insbesondere)|,[ \u00a0]nämlich|(?<=en),(?=[ \u00a0](?=[\w-]{0,30}[A-ZÄÖÜ0-9][\w-]{0,30}[A-ZÄÖÜ0-9])[A-ZÄÖÜ][\w+-]{2,60}[ \u00a0]und[ \u00a0][A-ZÄÖÜ])|[ \u00a0](?:tragen die Namen|heißen|mit den Namen)|:)[ \u00a0](?=[„\"\w])"
)


def _inline(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Enumeration]:
    """Names after a colon or "darunter", inside the sentence that introduces them."""
    for k, (start, end) in enumerate(sentences):
        done = start
        for m in _INLINE.finditer(text, start, end):
            if m.start() < done:
                continue
            last = end
            # A colon before a capital letter ends the sentence for the splitter; the list may be the next one.
            if m.end() >= end and k + 1 < len(sentences):
                last = sentences[k + 1][1]
            head = _head(text, start, m.start())
            if head is None or m.start() - head.end > 40:
                continue
            stop = re.compile(
                r"[.;!?(](?=\s|$)|[ \u00a0](?:–|sind|ist|haben|werden|wurden|wird|beteiligt)(?=[ \u00a0.])"
            ).search(text, m.end(), last)
            finish = min(stop.start() if stop else last, m.end() + _LIMIT)
            done = finish
            parts = list(_split(text, m.end(), finish))
            if len(parts) == 1:
                parts = _pair(text, start, head, m.end(), finish, told=m["part"] == "darunter")
            members = tuple(x for a, b in parts if (x := _member(text, a, b)) is not None)
            named = all(
                x.name.quote[:1].isupper() or any(c.isupper() for c in x.name.quote.split()[0]) for x in members
            )
            if (
                len(members) < 2
                or len(members) != len(parts)
                or not named
                or any(x.name.quote.count(" ") > 6 for x in members)
            ):
                continue
            yield Enumeration(
                Span.of(text, start, m.start()),
                head,
                _label(head.quote),
                members,
                Span.of(text, start, finish),
                not m["part"],
            )


def _closing(text: str, opened: int, end: int) -> int | None:
    depth = 0
    for k in range(opened, min(end, opened + _LIMIT)):
        if text[k] == "(":
            depth += 1
            if depth > 3:
                return None
        elif text[k] == ")":
            depth -= 1
            if depth == 0:
                return k
    return None


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts between commas and semicolons, and before a last "und" or "sowie", outside inner brackets."""
    depth, begin, cuts = 0, start, []
    for k in range(start, end):
        depth += (text[k] == "(") - (text[k] == ")")
        if depth == 0 and text[k] in ",;":
            cuts.append((begin, k))
            begin = k + 1
    if cuts and (last := re.search(r"\s(?:und|sowie|oder)\s+(?=[\w„\"])", text[begin:end])):
        cuts.append((begin, begin + last.start()))
        begin += last.end()
    return iter([*cuts, (begin, end)])


def _pair(text: str, sentence: int, head: Span, start: int, end: int, *, told: bool = False) -> list[tuple[int, int]]:
    """ "an zwei Projekten (A und B)", "darunter A und B": what has one "und" is a list of two where two are announced, or some of more (`told`)."""
    joints = list(re.finditer(r"\s(?:und|sowie)\s+(?=[\w„\"])", text[start:end]))
    if len(joints) != 1 or (not told and not _TWO.search(text, max(sentence, head.start - 60), head.start)):
        return []
    return [(start, start + joints[0].start()), (start + joints[0].end(), end)]


def _member(text: str, start: int, end: int) -> Member | None:
    part = text[start:end]
    part_end = start + len(part.rstrip(" \t\n\u00a0.,;"))
    short = None
    if part_end > start and text[part_end - 1] == ")" and (opened := text.rfind("(", start, part_end)) > start:
        try:
            short = Span.of(text, opened + 1, part_end - 1)
        except ValueError:
            short = None
        part_end = opened
    begin = start
    while begin < part_end and text[begin] in " \t\n\u00a0„“\"'":
        begin += 1
    while part_end > begin and text[part_end - 1] in " \t\n\u00a0“”\"',;:":
        part_end -= 1
    if part_end <= begin or not any(c.isalpha() for c in text[begin:part_end]):
        return None
    return Member(Span.of(text, begin, part_end), short)


def _head(text: str, start: int, end: int) -> Span | None:
    """The noun that says what is listed: the last known plural noun before the list."""
    best = None
    start = max(start, end - 240)
    for word in _WORD.finditer(text, start, end):
        if (
            _label(word[0]) is not None
            and word[0][0].isupper()
            and not _ONE.search(text, max(start, word.start() - 30), word.start())
        ):
            best = Span(word.start(), word.end(), word[0])
    if best is None:
        # "Das Programm hat fünf Schwerpunkte:": whatever is counted is what the list holds
        for counted in _COUNTED.finditer(text, start, end):
            best = Span(counted.start(1), counted.end(1), counted[1])
    # Only the nearest words count: the list belongs to "11 Projekten und zugehörigen Studien der Forschungslinie (".
    return best if best is not None and end - best.end <= 100 else None


@lru_cache(maxsize=10_000)
def _label(noun: str) -> str | None:
    low = noun.casefold()
    return _PLURALS.get(low) or next(
        (label for plural, label in _PLURALS.items() if len(plural) > 4 and low.endswith(plural)), None
    )
