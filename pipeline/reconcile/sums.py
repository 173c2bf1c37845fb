"""Whether the parts that a text gives make the whole that it gives: "zehn Kliniken, davon vier in A und fünf in B"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.base import Finding, Mention, Span, Verdict
from extractors.german import NUMBER, number

_REACH: Final = 420  # code points from the whole to its last part
_CLOSE: Final = 0.75  # parts that make less of the whole are a choice, not a division of it
_MOST: Final = 12
_FAR: Final = 60  # amounts further down that are looked at
# "davon", "verteilen sich auf", "setzt sich zusammen aus": what follows divides the whole
_DIVIDES: Final = re.compile(
    r"\b(?:davon|hiervon|wovon|von (?:ihnen|diesen|denen)|setz\w+ sich\b[^.]{0,30}\bzusammen|teil\w+ sich|verteil\w+ sich|gliedern? sich|"
    r"entf[aä]ll\w*|entfielen|flie(?:ß|ss)\w+|floss(?:en)?|gehen|gingen|steuer\w+|tr[aä]gt|tragen|trugen|übern[ai]hm\w*|übernimmt|übernehmen|kamen|kommen|stammen|stammten|zahl\w+|geb[ei]n|gab(?:en)?|gibt)\b",
    re.IGNORECASE,
)
_OF_IT: Final = re.compile(r"\b(?:davon|hiervon|wovon|von (?:ihnen|diesen|denen))\b", re.IGNORECASE)
# "darunter", "unter anderem": only some of the parts are told; "je 3": each part stands for several
_OPEN: Final = re.compile(
    r"\b(?:darunter|unter anderem|u\. ?a\.|z\. ?B\.|zum Beispiel|beispielsweise|etwa die|vor allem|insbesondere|allein|mehr als die Hälfte|übrige\w*|restliche\w*|"
    r"Rest|weitere\w*|zusätzlich\w*|andere\w*|je|jeweils|pro|jährlich|gleichzeitig|sowohl)\b",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r"\b(?:zusammen|insgesamt|in Summe|zusammengenommen|macht|alles in allem)\b", re.IGNORECASE
)
_TOTAL: Final = re.compile(r"\b(?:insgesamt|zusammen|in Summe|Gesamt\w*)[ \u00a0](?:\w+[ \u00a0]){0,2}$")
_ABOUT: Final = re.compile(
    r"\b(?:rund|etwa|circa|ca\.|gut|knapp|fast|über|mehr als|bis zu|nahezu|annähernd|ungefähr)[ \u00a0]$"
)
_NUMBER: Final = re.compile(rf"(?<![\w.,/-])(?:{NUMBER}|eine?[rnm]?(?=[ \u00a0](?:in|aus|im|an)\b))(?![\w%-]|[.,]\d)")
_NO_COUNT: Final = re.compile(
    r"[ \u00a0]?(?:%|Prozent|Uhr|Jahr|Monat|Woche|Tag(?:e|en)?\b|Stunde|Minute|Euro|€|Millionen|Mio|Milliarden|Mrd|Meter|Kilometer|Quadrat|Hektar|Tonnen|Grad|mal\b|Mal\b|\.\s?(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))"
)
# "Kliniken, davon vier |in Sachsen|", "fünf |davon aus|": a part of the same things needs no noun of its own
_PLACE: Final = re.compile(
    r"[ \u00a0](?:davon[ \u00a0])?(?:in|im|aus|an|am|auf|bei|beim|vom|von|für|mit|ohne|beider)\b|[ \u00a0]?[,;.]|[ \u00a0](?:und|sowie|liegen|kommen|stammen|arbeiten|sind)\b"
)
_PERCENT: Final = re.compile(
    r"(?<![\w.,-])(\d{1,3}(?:,\d{1,2})?|[a-zäöüß]{3,16})[ \u00a0]?(?:%|Prozent\b)", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"[.!?][“\"]?(?=\s+[A-ZÄÖÜ„\"])|\n")

_LONGEST: Final = 1_500  # code points that are read of a sentence


@dataclass(frozen=True, slots=True)
class _Amount:
    """One number in the text: `slack` is how far off it may be, for "rund" and for the digits that "3,3 Millionen" leaves out."""

    span: Span
    value: float
    slack: float


def sums(mentions: Sequence[Mention], text: str) -> Iterator[Finding]:
    """The findings among amounts of money, counts and percentages."""
    yield from _money(mentions, text)
    yield from _counts(mentions, text)
    yield from _percentages(text)


def _money(mentions: Sequence[Mention], text: str) -> Iterator[Finding]:
    amounts = [(m.norm["currency"], _amount(m, text)) for m in mentions if m.label == "MONEY"]
    for k, (currency, whole) in enumerate(amounts):
        rest = [a for c, a in amounts[k + 1 : k + _FAR] if c == currency]
        near = [a for a in rest if a.span.start - whole.span.end < _REACH][:_MOST]
        near = near[: next((i for i, a in enumerate(near) if a.value >= whole.value), len(near))]
        near = _one_stretch(text, whole, near)
        unit = "Euro" if currency == "EUR" else str(currency)
        finding = _divided(text, whole, near, unit)
        if finding is None and _TOTAL.search(text, max(0, whole.span.start - 40), whole.span.start):
            finding = _somewhere(whole, rest, unit)
        if finding is not None:
            yield finding


def _one_stretch(text: str, whole: _Amount, parts: list[_Amount]) -> list[_Amount]:
    """The parts that stand in the sentence of the whole or in the ones right behind it, each of which gives some."""
    kept: list[_Amount] = []
    last = whole
    for part in parts:
        between = text[last.span.end : part.span.start]
        if len(_SENTENCE_END.findall(between)) > 1 or "\n" in between.strip(" "):
            break
        kept.append(part)
        last = part
    return kept


def _divided(text: str, whole: _Amount, parts: list[_Amount], unit: str) -> Finding | None:
    """The whole against the parts right behind it, in one stretch of text."""
    if len(parts) < 2:
        return None
    stretch = text[whole.span.end : _sentence_end(text, parts[-1].span.end)]
    total = 0.0
    for n, part in enumerate(parts, 1):
        total += part.value
        if n >= 2 and abs(total - whole.value) <= _slack(whole, parts[:n]) and total != parts[0].value:
            exact = n > 2 or _DIVIDES.search(stretch) is not None
            return _finding("agrees", whole, parts[:n], total, unit) if exact else None
    if not _DIVIDES.search(stretch) or _OPEN.search(stretch) or not _joined(text, parts):
        return None
    over = total > whole.value + _slack(whole, parts)
    if over and not _OF_IT.search(stretch):
        return None
    if total >= _CLOSE * whole.value:
        return _finding("disagrees", whole, parts, total, unit)
    return None


def _joined(text: str, parts: list[_Amount]) -> bool:
    """Whether the last part closes the row: "A 5 Millionen, B 3 Millionen |und| C 2 Millionen", or "die KVB |selbst| trägt"."""
    return (
        re.search(r"\b(?:und|sowie|selbst|schließlich)\b|[,;]", text[parts[-2].span.end : parts[-1].span.start])
        is not None
    )


def _somewhere(whole: _Amount, rest: list[_Amount], unit: str) -> Finding | None:
    """ "insgesamt 3,3 Millionen Euro", and further down the exact amounts of three years that make it: only that they agree is told."""
    for first in range(len(rest)):
        for last in range(first + 3, min(len(rest), first + 6) + 1):
            parts = rest[first:last]
            total = sum(p.value for p in parts)
            if abs(total - whole.value) <= _slack(whole, parts) and max(p.value for p in parts) < whole.value:
                return _finding("agrees", whole, parts, total, unit)
    return None


def _counts(mentions: Sequence[Mention], text: str) -> Iterator[Finding]:
    taken = [(m.span.start, m.span.end) for m in mentions if m.label in ("DATE", "TIME", "MONEY", "PERSON")]
    for m in mentions:
        if m.label != "COUNT" or m.attributes.get("members") or not float(m.norm["value"]).is_integer():
            continue
        whole, unit = _amount(m, text), str(m.norm["unit"])
        end = _sentence_end(text, m.span.end)
        of_it = _OF_IT.search(text, m.span.end, min(len(text), end + 60))
        if of_it is not None and of_it.start() < end + 3:
            end = _sentence_end(text, of_it.end())
            parts = _parts(text, of_it.end(), end, unit, taken)
            if (
                len(parts) > 1
                and not _OPEN.search(text, m.span.end, end)
                and "darunter" not in text[m.span.start : end]
            ):
                yield from _division(whole, parts, unit)
            continue
        least = max(0, m.span.start - _LONGEST)
        start = max(text.rfind("\n", least, m.span.start), text.rfind(". ", least, m.span.start), least - 1) + 1
        if (together := _TOGETHER.search(text, start, m.span.start)) is not None and m.span.start - together.end() < 25:
            parts = _parts(text, start, together.start(), unit, taken)
            if len(parts) > 1 and not _OPEN.search(text, start, together.start()):
                yield from _division(whole, parts, unit)


def _parts(text: str, start: int, end: int, unit: str, taken: Sequence[tuple[int, int]]) -> list[_Amount]:
    """The numbers that count the same things; none at all where one of them counts others ("davon zwölf Frauen und neun Studierende")."""
    found = []
    for m in _NUMBER.finditer(text, start, end):
        if _NO_COUNT.match(text, m.end()) or any(a <= m.start() < b for a, b in taken):
            continue
        noun = re.match(r"[ \u00a0](?:[a-zäöüß-]+[ \u00a0])?([A-ZÄÖÜ][\w-]+)", text[m.end() : end])
        same = noun is not None and noun[1].casefold()[:5] == unit.casefold()[:5]
        if not same and not _PLACE.match(text, m.end()) and m.end() != end:
            return []
        value = number(m[0])
        if value is not None:
            slack = 0.05 * value if _ABOUT.search(text, max(0, m.start() - 12), m.start()) else 0.0
            found.append(_Amount(Span(m.start(), m.end(), m[0]), float(value), slack))
    return found


def _division(whole: _Amount, parts: list[_Amount], unit: str) -> Iterator[Finding]:
    total = sum(p.value for p in parts)
    if abs(total - whole.value) <= _slack(whole, parts):
        yield _finding("agrees", whole, parts, total, unit)
    elif total > whole.value or total >= _CLOSE * whole.value:
        yield _finding("disagrees", whole, parts, total, unit)


def _percentages(text: str) -> Iterator[Finding]:
    """Shares of one whole in one sentence: "40 Prozent entfallen auf A, 35 auf B und 30 Prozent auf C"."""
    found = [(m, number(m[1])) for m in _PERCENT.finditer(text)]
    rows: list[list[_Amount]] = []
    for m, value in found:
        if value is None:
            continue
        share = _Amount(
            Span(m.start(), m.end(), m[0]),
            float(value),
            1.0 if _ABOUT.search(text, max(0, m.start() - 12), m.start()) else 0.34,
        )
        last = rows[-1][-1] if rows else None
        if (
            last is not None
            and not _SENTENCE_END.search(text, last.span.end, m.start())
            and m.start() - last.span.end < 160
        ):
            rows[-1].append(share)
        else:
            rows.append([share])
    for row in rows:
        stretch = text[row[0].span.start : _sentence_end(text, row[-1].span.end)]
        before = text[max(0, row[0].span.start - 90) : row[0].span.start]
        divides = _DIVIDES.search(stretch) or re.search(r"\b(?:verteil|entf[aä]ll|teil\w* sich|zusammen)", before)
        if (
            len(row) < 3
            or not divides
            or _OPEN.search(stretch)
            or re.search(r"\b(?:von|statt|nach|auf)[ \u00a0]$", before)
        ):
            continue
        total = sum(s.value for s in row)
        agrees = abs(total - 100) <= sum(s.slack for s in row)
        if agrees or 90 <= total <= 120:
            verdict: Verdict = "agrees" if agrees else "disagrees"
            de = f"Die Anteile ergeben zusammen {_show(total)} Prozent" + ("." if agrees else ", nicht 100.")
            en = f"The shares make {_show(total, '.')} per cent together" + ("." if agrees else ", not 100.")
            yield Finding("sum_check", verdict, de, en, tuple(s.span for s in row), tuple(s.span.quote for s in row))


def _amount(m: Mention, text: str) -> _Amount:
    value = float(m.norm["value"])
    return _Amount(m.span, value, _left_out(m.span.quote, value) if not (m.attributes.get("approx") or m.attributes.get("bound") or _ABOUT.search(text[max(0, m.span.start - 12) : m.span.start])) else max(0.05 * value, _left_out(m.span.quote, value)))  # fmt: skip


def _left_out(quote: str, value: float) -> float:
    """Half of the last digit that "3,3 Millionen" gives; nothing for a number in full."""
    m = re.match(r"(\d+)(?:,(\d+))?[ \u00a0](?:Mio|Million|Mrd|Milliarde)", quote)
    if m is None or not value:
        return 0.0
    scale = value / float(f"{m[1]}.{m[2] or 0}") if float(f"{m[1]}.{m[2] or 0}") else 0.0
    return float(0.5 * scale * 10.0 ** -len(m[2])) if m[2] else 0.0


def _slack(whole: _Amount, parts: Sequence[_Amount]) -> float:
    """How far sum and whole may differ: what "rund" allows, and the digits left out where the parts give more of them."""
    finer = any(p.slack < whole.slack for p in parts)
    about = sum(p.slack for p in parts if p.slack >= 0.04 * p.value)
    return (whole.slack if finer or whole.slack >= 0.04 * whole.value else 0.0) + about + 1e-6


def _sentence_end(text: str, start: int) -> int:
    end = _SENTENCE_END.search(text, start, start + 400)
    return end.start() if end else min(len(text), start + 400)


def _finding(verdict: Verdict, whole: _Amount, parts: Sequence[_Amount], total: float, unit: str) -> Finding:
    listed = " + ".join(_show(p.value) for p in parts)
    made = _show(total)
    if verdict == "agrees":
        de = f"Die Teile ({listed} = {made} {unit}) ergeben das Ganze ({whole.span.quote})."
        en = f"The parts ({listed} = {made} {unit}) make the whole ({whole.span.quote})."
    else:
        de = f"Die Teile ({listed}) ergeben {made} {unit}, genannt ist als Ganzes {whole.span.quote}."
        en = f"The parts ({listed}) make {made} {unit}, but the whole is given as {whole.span.quote}."
    spans = (whole.span, *(p.span for p in parts))
    return Finding("sum_check", verdict, de, en, spans, tuple(s.quote for s in spans))


def _show(value: float, point: str = ",") -> str:
    if value >= 1e6:
        return f"{value / 1e6:.6g}".replace(".", point) + (" Mio." if point == "," else " million")
    if value.is_integer():
        return f"{value:,.0f}".replace(",", "." if point == "," else ",")
    return f"{value:g}".replace(".", point)
