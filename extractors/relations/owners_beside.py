"""Whose a number is by what stands beside it, where the sentence has no subject: "An X sind N beteiligt", "Dort wurden N gestellt", "In Sachsen leben N"."""

import re
from itertools import islice
from typing import Final

from extractors.base import Mention
from extractors.relations.focus import NOUNS
from extractors.relations.spoken_of import Owner, SpokenOf, as_subject
from extractors.relations.subjects import BACK_NOUNS, EVENT, SUBJECTS, THINGS, Subject

BESIDES: Final = re.compile(r"\b[Nn]eben[ \u00a0](?:\w+[ \u00a0])?$")
_RELATIVE: Final = re.compile(r",[ \u00a0](?:die|der|das|den|dem|denen|deren|wo|welche[rs]?)[ \u00a0]")
_BACK: Final = re.compile(
    r"\b(?:am|an|im|in|für|zum|zur|Am|An|Im|In|Für|Das|Die|Der|das|die|der|Zum|Zur|des)(?=[ \u00a0])"
)
_SOURCE: Final = re.compile(
    r"(?:\b(?:[Ll]aut|[Gg]emäß)[ \u00a0]|\b[Nn]ach[ \u00a0](?:Angaben|Auskunft|Einschätzung|Schätzungen?|Daten|Berechnungen|Zahlen|Aussage)[ \u00a0](?:des|der|von|vom)[ \u00a0])(?:(?:dem|der|den)[ \u00a0])?(?:[\w-]+[ \u00a0]){0,2}$"
)
_AWAY: Final = re.compile(
    r"\b(?:[Vv]or|[Hh]inter|[Nn]eben|[Gg]egenüber|[Üü]ber|[Gg]egen|[Uu]nweit|[Nn]ahe|[Ss]tatt|[Oo]hne|[Mm]it|[Gg]emeinsam mit)[ \u00a0](?:(?:dem|der|den|das|die|des)[ \u00a0])?(?:[\w-]+[ \u00a0])?$"
)
# "Dort wurden 300 Anträge gestellt": the house or place named last
THERE: Final = re.compile(r"(?<!\w)(?:[Dd]ort|[Hh]ier)(?!\w)")
# "In Sachsen |leben| 4 Millionen Menschen"
_IN_PLACE: Final = re.compile(r"\b(?:[Ii]n|[Ii]m)[ \u00a0](?:(?:der|ganz|den)[ \u00a0])?$")
_LIVES: Final = re.compile(
    r"\b(?:gibt es|gab es|es gibt|es gab|leben|lebten|wohnen|erkranken|erkrankten|sterben|starben|leiden|litten|arbeiten|existieren|stehen|fehlen)\b"
)
# "Dem Netz |gehören| elf Standorte an", "Heute |gehören ihm| 31 Kliniken an": whose members they are stands in the dative
_BELONG: Final = re.compile(
    rf"\b(?:[Gg]ehör(?:t|en|te|ten)[ \u00a0](?:(?P<pronoun>ihm|ihr)|(?:dem|der)[ \u00a0](?P<noun>{BACK_NOUNS}))|(?:Dem|Der)[ \u00a0](?P<first>{BACK_NOUNS})[ \u00a0]gehör(?:t|en|te|ten))"
    r"(?![\w-])(?=[^.;!?]{0,200}[ \u00a0]an\b)"
)
_OF_UNDERTAKINGS: Final = re.compile(r"(?:partner\w*|arbeitspaket\w*|teilprojekt\w*)$", re.IGNORECASE)
_COMES_FROM: Final = re.compile(r"\b(?:stamm|komm|kam)[a-z]*[ \u00a0]aus[ \u00a0](?:dem|der|den)[ \u00a0]$")
# "Nach Angaben |des Ministeriums|", "so die Schätzung |des Hauses|"
_SAID_BY: Final = re.compile(
    r"\b(?:[Aa]ngaben?|[Aa]uskunft|[Ss]chätzung(?:en)?|[Ee]inschätzung|[Mm]itteilung|[Zz]ahlen|[Bb]erechnungen|[Ll]aut|[Gg]emäß|[Ss]precher(?:in)?)[ \u00a0]$"
)
_BACK_PHRASE: Final = re.compile(
    rf"(?<![\w-])(?:[Dd](?:er|ie|as|em|en|es)|[Dd]iese[rsmn]?|[Ii]m|[Aa]m|[Zz]u[mr]|[Bb]eim|[Vv]om)[ \u00a0](?:(?:neue|gemeinsame|gesamte|ganze)[nrsm]?[ \u00a0])?(?P<noun>{NOUNS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|von|[„A-ZÄÖÜ]))"
)


class Beside(SpokenOf):
    """Owners that a sentence names in another place than its subject."""

    def _belongs(self, i: int, m: Mention) -> Owner | None:
        """ "Dem Netz gehören elf Standorte an", "Heute gehören ihm 31 Universitätsklinika an": what was named before."""
        found, (start, end) = self._found, self._found.spans[i]
        belong = _BELONG.search(self._text, start, min(end, start + 200))
        if belong is None or belong.start() > m.span.start:
            return None
        noun = belong["noun"] or belong["first"]
        if noun is None:
            whom = next((s for k in (i - 1, i - 2) if k >= 0 and (s := found.subject(k)) is not None), None)
        else:
            whom = self._focus.noun(i, noun, belong.start()) or found.introduced(noun, belong.start())
        return (whom, 0.7) if whom is not None and whom.label in THINGS else None

    def _outside(self, i: int, m: Mention, labels: tuple[str, ...]) -> list[Mention]:
        """What the sentence names beside the list that goes with a number: what is counted owns no number."""
        start, end = self._found.spans[i]
        members, whole = m.attributes.get("members") or [], m.attributes.get("list")
        low = members[0]["start"] if members else end
        # "(A, B, |C-Netz (CN)|)": a member may be named twice
        high = max(members[-1]["end"], whole["end"] if whole else 0) if members else end
        return [n for n in self._found.named(start, end) if n.label in labels and not low <= n.span.start < high]

    def _beside(self, i: int, m: Mention, *, needed: bool = False) -> Owner | None:
        """The only thing that is named, by a preposition that may own: "in den 23 Kliniken des X", "an X sind N beteiligt"."""
        text, (start, end) = self._text, self._found.spans[i]
        # "Zu X gehören vier Plattformen |(A, B, C, D)|"
        named = {n.attributes["name"]: n for n in self._outside(i, m, SUBJECTS)}
        if needed:
            named = {k: n for k, n in named.items() if not self._found.is_nominative(n, start)}
        if len(named) != 1:
            return None
        only = next(iter(named.values()))
        if only.label == EVENT and _OF_UNDERTAKINGS.search(m.span.quote):
            # "Im Januar kamen |die zwölf Partner| zur Auftaktsitzung zusammen": not the meeting's
            near = self._found.recent(i - 1) if i else None
            return (near, 0.6) if near is not None and near.label in ("PROJECT", "INFRASTRUCTURE") else None
        if only.span.end < m.span.start:
            inner = text.rfind(", ", start, only.span.start)
            if (
                inner >= 0
                and re.match(r", (?:\w+ )?(?:der|die|das|dem|den|deren|dessen) ", text[inner : inner + 30])
                and ", " in text[only.span.end : m.span.start]
            ):
                return None
        if _COMES_FROM.search(text, max(start, only.span.start - 60), only.span.start):
            return None
        before = text[max(start, only.span.start - 60) : only.span.start]
        if (
            BESIDES.search(before)
            or _SOURCE.search(before)
            or _AWAY.search(before)
            or re.match(r"[ \u00a0]zufolge\b", text[only.span.end : end])
        ):
            return None
        if only.span.start > m.span.end and (
            _RELATIVE.search(text, m.span.end, min(only.span.start, m.span.end + 400))
            or re.search(r"[;:]", text[m.span.end : only.span.start])
        ):
            return None
        return as_subject(only), 0.65

    def _back(self, i: int) -> Owner | None:
        """ "Am Netzwerk sind 18 Kliniken beteiligt", "Zum Klinikum gehören 26 Kliniken": what was named before."""
        text, found = self._text, self._found
        start, end = found.spans[i]
        # "An dem Zentrum sind zwei Kliniken beteiligt: |A, B und C|"
        end = next((k for k in (text.find(": ", start, end),) if k > 0), end)
        if any(n.label in SUBJECTS and n.span.end <= end for n in found.named(*found.spans[i])):
            return None
        for back in islice(_BACK_PHRASE.finditer(text, start, min(end, start + 400)), 4):
            if _SAID_BY.search(text, max(start, back.start() - 40), back.start()):
                continue
            if (known := self._focus.noun(i, back["noun"], back.start("noun"))) is not None:
                return Subject(known.name, back["noun"], back.start("noun"), known.label), 0.65
        for back in _BACK.finditer(text, start, min(end, start + 400)):
            for position in (back.end(), max(0, back.start() - 1)):
                if (thing := found.referred(i, position) or found.housed(i, position)) is not None:
                    return thing, 0.6
        return None

    def _there(self, i: int, m: Mention) -> Owner | None:
        """ "Dort wurden 300 Anträge gestellt": the house of the sentence before, or the only place that it names."""
        start, end = self._found.spans[i]
        if not i or not THERE.search(self._text, start, min(end, m.span.end + 60)):
            return None
        if self._last is not None and 0 <= i - self._last[0] <= 1:
            return self._last[1], 0.65
        if (kept := self._done_with(i)) is not None:
            return kept, 0.65
        before = self._spoken_of(i - 1) or self._plainly(i - 1)
        if before is not None and before.label in (*THINGS, EVENT):
            return before, 0.65
        places = {p.span.quote: p for p in self._places.get(i - 1, ())}
        if len(places) == 1 and (last := next(iter(places.values()))):
            return Subject(
                str(last.attributes.get("name", last.span.quote)), last.span.quote, last.span.start, "LOC"
            ), 0.6
        return None

    def _in_place(self, i: int, m: Mention) -> Owner | None:
        """ "In Sachsen leben 4 Millionen Menschen": the place's."""
        text, (start, end) = self._text, self._found.spans[i]
        low, high = max(start, m.span.start - 80), min(end, m.span.end + 60)
        near = [
            p for p in self._places.get(i, ())
            if p.span.end <= m.span.start and self._holders.told_of_place(start, m.span.start, end, p.span.start)
        ]  # fmt: skip
        if not near and not _LIVES.search(text, low, high):
            return None
        near = near[-1:] or [
            p for p in self._places.get(i, ())
            if low <= p.span.start and p.span.end <= high and _IN_PLACE.search(text[max(start, p.span.start - 12) : p.span.start])
        ]  # fmt: skip
        if len(near) != 1:
            return None
        return Subject(
            str(near[0].attributes.get("name", near[0].span.quote)), near[0].span.quote, near[0].span.start, "LOC"
        ), 0.65
