"""Which part of a sum who pays, where another sentence says what for: "Weitere 30.000 Euro stammen aus einer Spende der X-Stiftung"."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention
from extractors.german import spaces
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.funding import NO_FUNDS
from extractors.relations.modality import modality_of
from extractors.relations.subjects import Sentences, Subject

_SPACE: Final = r"[ \u00a0]"
_NOUN: Final = r"[A-ZÄÖÜ][\w-]{2,40}"
# "|Für Dach und Keller| wurden 1,7 Millionen Euro aufgewendet"
_PURPOSE: Final = re.compile(
    rf"\bFür{_SPACE}(?:(?:den|die|das){_SPACE})?(?:[a-zäöüß-]+en?{_SPACE})?(?P<thing>{_NOUN}(?:{_SPACE}und{_SPACE}{_NOUN})?(?:{_SPACE}(?:der|des){_SPACE}(?:[a-zäöüß-]+en{_SPACE})?{_NOUN})?){_SPACE}(?:wurden?|werden|wird|sind|stehen|standen|fließen|flossen|investier\w+|gibt|gab)\b"
)
# "|von denen| 0,9 Millionen Euro das Land X |übernahm|"
_OF_WHICH: Final = re.compile(
    rf"(?:\bvon{_SPACE}denen|\bwovon|\b[Dd]avon(?:{_SPACE}(?:übernimmt|übernahm|trägt|trug|zahlt|kamen|kommen|stammen|entfallen))?){_SPACE}(?:(?:rund|etwa|gut|knapp|über){_SPACE})?$"
)
_BEARS: Final = re.compile(
    r"\b(?:übernimmt|übernahm(?:en)?|übernehmen|trägt|tragen|trug(?:en)?|zahl(?:t|te|en|ten)|beisteuer(?:t|te|n|ten)|gab(?:en)?|stellte?n?|finanzier(?:t|te|en|ten))\b"
)
# "30.000 Euro |stammen aus einer Spende der| X-Stiftung", "|kommen vom| Land Y", "|steuert| der Verein Z |bei|"
_COMES: Final = re.compile(
    r"\b(?:stamm(?:t|te|en|ten)|komm(?:t|en)|kam(?:en)?|fließ(?:t|en)|floss(?:en)?|steuer(?:t|te|n|ten))\b"
)
_FROM: Final = re.compile(
    rf"\b(?:vom|von|aus|durch|Spende|Mitteln|Zuwendung|Zuschuss|Etat|Haushalt|Programm){_SPACE}(?:(?:der|des|dem|den|einer|einem){_SPACE})?(?:[A-ZÄÖÜ][\w-]+{_SPACE}(?:der|des){_SPACE})?[„\"]?$"
)
_STEERS: Final = re.compile(r"\bsteuer(?:t|te|n|ten)\b[^.;]{0,200}\bbei\b")
_BORNE: Final = re.compile(r"\b(?:[\w-]*[Ff]inanzierung|[\w-]*[Kk]osten|[\w-]*[Ff]örderung)\b")
_NO_NAME: Final = frozenset(("Vorhaben", "Projekt", "Programm", "Initiative", "Studie"))
_WITHIN: Final = 2  # sentences that go on about a purpose
_MOST: Final = 6  # sums of one sentence


def shares(text: str, found: Sentences, context: Context, said: set[int], name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences but those numbered in `said`, of which payer and receiver are known."""
    money = sorted((m for m in context.mentions if m.label == "MONEY"), key=lambda m: m.span.start)
    starts = [m.span.start for m in money]
    purpose: tuple[int, Subject] | None = None
    for i, (start, end) in enumerate(found.spans):
        sums = money[bisect_left(starts, start) : bisect_left(starts, end)][:_MOST]
        if not sums:
            continue
        if (told := _PURPOSE.search(text, start, end)) is not None:
            purpose = i, Subject(spaces(told["thing"]), told["thing"], told.start("thing"), "PROJECT")
        if i in said or found.quoted(start, end) or any(NO_FUNDS.match(text, m.span.end) for m in sums):
            continue
        thing = purpose[1] if purpose is not None and i - purpose[0] <= _WITHIN else found.recent(i)
        if thing is None or thing.label not in ("PROJECT", "INFRASTRUCTURE") or thing.name in _NO_NAME:
            continue
        for amount in sums:
            payer = _payer(text, found, (start, end), amount)
            if payer is not None and payer.attributes["name"] != thing.name:
                yield Fact(
                    payer.attributes["name"], "funds", thing.name, payer.span.quote, thing.quote,
                    around(text, start, end, amount.span), 0.65, name, "share", version, modality_of(text[start:end]),
                    {"amount": dict(amount.norm)},
                )  # fmt: skip


# "|erhält| mit 90.000 Euro das Vorhaben X", "|gehen| an das Projekt Y": who gets it, and not from whom
_GETS: Final = Sought(
    r"\b(?:erhält|erhalten|erhielt(?:en)?|bekommt|bekommen|geht|gehen|gingen|entfallen|entfällt|entfielen|gefördert|finanziert|bedacht)\b"
)


def allotted(
    text: str, found: Sentences, context: Context, paid: list[Fact], name: str, version: int
) -> Iterator[Fact]:
    """What each project gets where one body alone pays in the whole release; `paid` are the facts that say so."""
    payers = {(f.subject): f for f in paid if f.modality == "asserted" and f.rule != "table"}
    if len(payers) != 1:
        return
    (known,) = payers.values()
    said = {(str(f.object), found.index(f.evidence.start)) for f in paid}
    money = sorted((m for m in context.mentions if m.label == "MONEY"), key=lambda m: m.span.start)
    starts = [m.span.start for m in money]
    for i, (start, end) in enumerate(found.spans):
        sums = money[bisect_left(starts, start) : bisect_left(starts, end)]
        things = [m for m in found.named(start, end) if m.label == "PROJECT" and m.attributes["name"] not in _NO_NAME]
        if not sums or len(things) != len(sums) or found.quoted(start, end) or not _GETS.search(text, start, end):
            continue
        for thing, amount in zip(things, sums, strict=True):
            if (thing.attributes["name"], i) not in said and thing.attributes["name"] != known.subject:
                yield Fact(
                    known.subject, "funds", thing.attributes["name"], known.subject_quote, thing.span.quote,
                    around(text, start, end, amount.span), 0.65, name, "allotted", version, modality_of(text[start:end]),
                    {"amount": dict(amount.norm)},
                )  # fmt: skip


def _payer(text: str, found: Sentences, sentence: tuple[int, int], amount: Mention) -> Mention | None:
    """Who pays the amount: the body behind it that bears it, or from which it comes."""
    start, end = sentence
    cut = re.compile(r"[;.](?=\s|$)").search(text, amount.span.end, end)
    end = cut.start() if cut is not None else end
    bodies = [m for m in found.named(*sentence) if m.label == "ORG" and m.span.end <= end]
    behind = [m for m in bodies if m.span.start >= amount.span.end]
    first = behind[0] if behind else None
    if _OF_WHICH.search(text, max(start, amount.span.start - 40), amount.span.start):
        bears = first is not None and found.is_nominative(first, start) and _BEARS.search(text, start, end) is not None
        return first if bears else None
    between = text[amount.span.end : first.span.start] if first is not None else ""
    if first is not None and _STEERS.search(text, start, end):
        return first if found.is_nominative(first, start) else None
    if first is not None and "," not in between and _COMES.search(between) and _FROM.search(between):
        return first
    borne = _BORNE.search(text, start, amount.span.start)
    if first is not None and borne is not None and found.is_nominative(first, start):
        # "Die Anschubfinanzierung in Höhe von 45.000 Euro |trägt das Land X|"
        return (
            first if re.search(rf"\b(?:trägt|tragen|trug|übernimmt|übernahm|stellt|leistet){_SPACE}", between) else None
        )
    return None
