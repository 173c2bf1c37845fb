"""Counts: a number with the thing counted, its approximation and bound, and the list that stands with it.

"20 medizinische und wissenschaftliche Einrichtungen", "rund 700 Gäste", "25-köpfiges Team", "elf Infrastrukturen (...)".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from extractors.alternatives import one_of
from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.german import DIGITS, SPACE, modifier, number, number_words, plural_nominative, spaces
from extractors.layout import lists, text_of
from extractors.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractors.enumerations import Enumeration

_WORDS: Final = one_of(number_words())
_SCALE: Final = r"(?:Tausend|tausend|Millionen|Million|Mio\.|Milliarden|Milliarde|Mrd\.)"
_NUMBER: Final = (
    rf"(?:(?P<digits>{DIGITS})|(?P<word>(?:{_WORDS}|[Ee]in(?:e[nmrs]?)?(?={SPACE}(?:Dutzend|Million|Milliarde)))))"
)
# Adjectives between the number and its noun: lower case, joined by "und", a comma or nothing.
_NO_ADJECTIVE: Final = r"(?!(?:der|die|das|des|dem|den|ein|eine|einen|einem|einer|eines|sein|seine|seinen|seiner|ihre|ihren|ihrer|unsere|unser|diese|dieser|dieses|diesen|wurde|wurden|werde|werden|waren|habe|haben|hatte|hatten|bis|sowie|wie|sie|über|oder|aber|je|alle|allen|aller|unter|hinter|neben|ohne|seit|jede|jeder|jeden)\b)"
_ADJECTIVES: Final = rf"(?:{_NO_ADJECTIVE}(?:[a-zäöüß][\w-]*(?:e|en|er|es)|verschiedenste|weitere|je|neue){SPACE}(?:(?:und|oder|sowie|bzw\.){SPACE})?|[a-zäöüß]+-{SPACE}und{SPACE}){{0,4}}"
_NOUN: Final = r"(?>[A-ZÄÖÜ][\w’]*(?:[:*_/·]-?innen|[:*_/]-?in)?(?:-\(?[\w:*)]+)*-?)"
_PAIR: Final = rf"(?:{SPACE}(?:und|bzw\.|sowie|oder|/){SPACE}(?:\((?:\w+-)\))?[A-ZÄÖÜ][\w:*]*(?:innen|er|en|e))"
_COUNT: Final = re.compile(
    rf"(?<![\w,.:§/+€$-])(?<!\d[ \u00a0])(?i:{_NUMBER})(?:{SPACE}(?P<scale>{_SCALE}|Dutzend))?{SPACE}(?P<adjectives>{_ADJECTIVES})(?P<noun>{_NOUN})(?P<pair>{_PAIR})?"
)
_HEADED: Final = re.compile(rf"(?<![\w-])(?<!\d[ \u00a0])(?i:{_NUMBER})-?köpfige[nrsm]?{SPACE}(?P<noun>{_NOUN})")
# "drei der unzähligen Fragen", "vier von zehn Befragten"
_OF: Final = re.compile(
    rf"(?<![\w,.-])(?<!\d[ \u00a0])(?i:{_NUMBER}){SPACE}(?:der|dieser){SPACE}(?P<adjectives>{_ADJECTIVES})(?P<noun>{_NOUN})"
)
_FEW: Final = rf"(?:(?:rund|etwa|über|mehr als|knapp|fast|insgesamt|derzeit|aktuell|nun|jetzt|inzwischen){SPACE})*"
_PLAIN: Final = rf"(?:{DIGITS}|(?i:{_WORDS}))"
# "die Zahl der Kliniken stieg von acht |auf 14|": the new number, not the one before; "die Zahl der Anträge stieg auf 28.784", "die Zahl der Anträge (27.478)": a bare number whose unit stands before it
_NUMBER_OF_THINGS: Final = re.compile(
    rf"\b(?:[Aa]n)?[Zz]ahl{SPACE}(?:der|an|von){SPACE}(?P<adjectives>{_ADJECTIVES})(?P<noun>{_NOUN})(?:{SPACE}\(|[^.;:!?()\n]{{0,80}}?{SPACE}(?:(?:von{SPACE}{_FEW}{_PLAIN}{SPACE})?auf|bei|beträgt|betrug|von(?!{SPACE}{_FEW}{_PLAIN}{SPACE}auf)){SPACE}{_FEW})"
    rf"(?P<number>(?P<digits>{DIGITS})|(?P<word>(?i:{_WORDS})))(?![\w-])(?![\d.,]*\d)(?!{SPACE}?(?:%|Prozent|Euro|€|Mio|Mrd|Million|Milliarde))(?=\)|[.,;]|{SPACE}(?:[a-zäöü]|im{SPACE}|\()|\s*$)",
)
# "umfasst nun |100| statt zuvor 27 Indikatoren": the unit stands with the other number
_INSTEAD: Final = re.compile(
    rf"(?<![\w,.-])(?P<number>(?P<digits>{DIGITS})){SPACE}(?:statt|anstatt|statt{SPACE}wie){SPACE}(?:(?:zuvor|bisher|bislang|vorher|früher|wie{SPACE}bisher){SPACE})?(?:{DIGITS}){SPACE}(?P<noun>{_NOUN})"
)
_MEASURES: Final = frozenset(lexicon("measures")["words"])
_MEASURE_END: Final = re.compile(
    r"(?:meter|gramm|watt|liter|grad|prozent|hertz|byte|bit|volt|jahren?|jahre|stunden?|minuten?|sekunden?|euro|dollar|prozentpunkten?|tonnen?|hektar|mal)$",
    re.IGNORECASE,
)
# "Seite 12", "§ 12 Abs.", "Platz 3", "Raum 2.12", "Nummer 5": the number belongs to the word before it
_LABELLED: Final = re.compile(
    rf"(?:Seite|S\.|Nr\.|Nummer|Platz|Rang|Raum|Zimmer|Haus|Artikel|Art\.|Absatz|Abs\.|Kapitel|Kap\.|Abbildung|Abb\.|Tabelle|Version|Phase|Band|Bd\.|Heft|Ausgabe|Jahrgang|Telefon|Tel\.:?|Fax:?|Gate|Klasse|Typ|Stufe|Ziffer|Covid|COVID|Jahr|Jahre|Jahres|§|SFB|TRR|EXC|TA|Halle|Stand|Gebäude|[A-ZÄÖÜ][\w-]*(?:straße|platz|weg|allee|str\.)){SPACE}$"
)

_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
# "Angaben zu |1562 Erkrankten|", "bisher wurden |1984 Kinder| aufgenommen": people are no year; "die 2019 Erkrankten", "im Herbst 2020 Studierende" have one
_PEOPLE: Final = re.compile(
    r"(?:\w*(?:[Ee]rkrankten?|[Pp]atient(?:en|innen)|[Tt]eilnehm\w+|[Kk]inder[n]?|[Mm]enschen|[Pp]ersonen|[Ff]rauen|[Mm]änner[n]?|[Jj]ugendlichen?|[Ss]tudierenden?|[Bb]eschäftigten?|"
    r"[Mm]itarbeit(?:er|erinnen|ende|enden|ern)|[Bb]etroffenen?|[Pp]roband(?:en|innen)|[Mm]itglieder[n]?|[Ff]älle[n]?|[Bb]esuch(?:er|erinnen|ende|enden|ern)|[Gg]ästen?))(?![\w-])"
)
_DO: Final = "wurden|werden|sind|waren|haben|hat|hatte|hatten|nehmen|nahmen"
_GOVERNED: Final = re.compile(
    rf"(?:\b(?:zu|von|mit|bei|umfasst|zählt|enthält|über|rund|etwa|bislang|bisher|insgesamt|inzwischen|mittlerweile|derzeit|alle)|[.!?]|^){SPACE}*$"
    rf"|\b(?:(?i:bislang|bisher|insgesamt|inzwischen|mittlerweile|derzeit){SPACE})(?:{_DO}){SPACE}$"
)
# "sind |1703 Kranke| erfasst": no release tells of that year; "haben |2023 Studierende|" may be told of it
_HAD: Final = re.compile(rf"\b(?:{_DO}){SPACE}$")

# Each with what no text is without that it finds something in: most texts need not be searched for most of them.
_RULES: Final = (
    (_HEADED, "köpfige", "headed", 0.9), (_OF, "er", "number_of", 0.75), (_COUNT, "", "number_noun", 0.9),
)  # fmt: skip
_BARE: Final = ((_NUMBER_OF_THINGS, "ahl", "number_of_things"), (_INSTEAD, "statt", "instead_of"))

_REACH: Final = 40  # code points between a number's noun and the noun of its list


class Counts:
    """Mentions of COUNT; one that stands with a list carries its `members`."""

    name = "counts"
    version = 2
    labels = ("COUNT",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every number of things; dates, amounts of money and measures are none."""
        text = text_of(doc)
        taken = bytearray(len(text))
        for other in context.mentions:
            if other.label in ("DATE", "TIME", "MONEY", "PERSON", "PROJECT", "INFRASTRUCTURE"):
                taken[other.span.start : other.span.end] = b"\x01" * (other.span.end - other.span.start)
        entries = sorted(lists(doc, context), key=lambda e: e.head.start)
        heads = [e.head.start for e in entries]
        for pattern, needs, rule, score in _RULES:
            for m in pattern.finditer(text) if needs in text else ():
                mention = self._mention(text, m, rule, score, taken, entries, heads)
                if mention is not None:
                    taken[mention.span.start : mention.span.end] = b"\x01" * len(mention.span.quote)
                    yield mention
        for pattern, needs, rule in _BARE:
            for m in pattern.finditer(text) if needs in text else ():
                if (bare := self._bare(text, m, rule, taken)) is not None:
                    yield bare

    def _bare(self, text: str, m: re.Match[str], rule: str, taken: bytearray) -> Mention | None:
        """A number without its unit beside it; a year is none."""
        start, end = m.span("number")
        value, noun = number(m["number"], None), m["noun"]
        if value is None or taken.find(1, start, end) >= 0 or noun in _MEASURES or _MEASURE_END.search(noun):
            return None
        if _YEAR.fullmatch(m["number"]) and text[start - 1] != "(":
            return None
        norm = {"value": value, "unit": spaces(plural_nominative(noun))}
        taken[start:end] = b"\x01" * (end - start)
        attributes = {**norm, **modifier(text, start)}
        return Mention(Span.of(text, start, end), "COUNT", norm, 0.8, self.name, rule, self.version, attributes)

    def _mention(
        self,
        text: str,
        m: re.Match[str],
        rule: str,
        score: float,
        taken: bytearray,
        entries: "list[Enumeration]",
        heads: list[int],
    ) -> Mention | None:
        noun, groups = m["noun"], m.groupdict()
        end = m.end()
        if m["digits"] and re.fullmatch(r"\d{5}", m["digits"]):
            # "69451 Weinheim": thousands are written with a point or a space
            return None
        if noun in _MEASURES or _MEASURE_END.search(noun) or _LABELLED.search(text[max(0, m.start() - 24) : m.start()]):
            return None
        if taken.find(1, m.start(), end) >= 0:
            # "37 Uniklinika Berlin": only the number itself must be free
            return None
        scale = groups.get("scale")
        value = number(m["digits"] or m["word"], None if scale in (None, "Dutzend") else scale)
        if scale == "Dutzend" and value is not None:
            value *= 12
        if value is None or (value == 1 and scale is None) or value == 0:
            return None
        if _YEAR.fullmatch(m["digits"] or "") and not groups.get("adjectives") and not _of_people(text, m):
            # "2025 Projekte" may be a count, but "im Jahr 2025 Mittel", "NUM CONVENTION 2026 Teil" are years
            return None
        unit = plural_nominative(noun)
        pair = groups.get("pair") or ""
        if pair:
            words = pair.split()
            unit = f"{noun} {words[0]} {plural_nominative(words[-1])}"
        elif noun.endswith("-"):
            return None
        attributes: dict[str, Any] = {"value": value, "unit": unit}
        attributes |= modifier(text, m.start())
        span = Span.of(text, m.start(), end)
        near = entries[bisect_left(heads, span.start) : bisect_left(heads, span.end + _REACH)]
        entry = next((e for e in near if _counts(text, span, e)), None)
        if entry is not None:
            attributes["members"] = [
                {"start": x.name.start, "end": x.name.end, "quote": x.name.quote} for x in entry.members
            ]
            attributes["list"] = {"start": entry.whole.start, "end": entry.whole.end, "quote": entry.whole.quote}
            attributes["complete"] = entry.complete
        return Mention(
            span, "COUNT", {"value": value, "unit": spaces(unit)}, score, self.name, rule, self.version, attributes
        )


def _of_people(text: str, m: re.Match[str]) -> bool:
    """Whether a number that may be a year counts people: "Angaben zu 1562 Erkrankten"."""
    low = max(0, m.start() - 40)
    governed = _GOVERNED.search(text, low, m.start()) or (m["digits"] < "19" and _HAD.search(text, low, m.start()))
    return _PEOPLE.match(m["noun"]) is not None and bool(governed)


def _counts(text: str, span: Span, entry: "Enumeration") -> bool:
    """Whether the number counts the list: "11 Projekten und zugehörigen Studien der Forschungslinie (A, B, ...)"."""
    if span.covers(entry.head):
        return True
    between = text[span.end : entry.head.start] if span.end <= entry.head.start else None
    return (
        between is not None
        and len(between) <= _REACH
        and re.fullmatch(rf"{SPACE}(?:und|sowie){SPACE}(?:\w+{SPACE})?", between) is not None
    )
