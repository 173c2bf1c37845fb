"""Since and until when somebody holds an office or leads something: the dates of the statement, and of nothing else."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from extractors.base import Mention, Modality
from extractors.german import SPACE, TITLES

# "|seit| 2019", "|ab dem| 1. Mai", "|bis zum| 31. März", "|zum| 1. Juni 2026", "|mit Wirkung vom| 1. Juni", "|von| 2019 bis 2024"
_TERM: Final = re.compile(
    rf"(?<![\w-])(?P<prep>seit|ab|bis|zum|von|mit{SPACE}Wirkung{SPACE}(?:zum|vom))(?:{SPACE}(?:dem|zum|einschließlich|Ende|Anfang|Mitte))?(?:{SPACE}Jahre?)?{SPACE}$",
    re.IGNORECASE,
)
# "Leiter |des| seit 2019 geförderten Projekts": the date is the project's; ", |der| seit 2019 ..." opens a clause
_ATTRIBUTE: Final = re.compile(
    rf"(?<!,{SPACE})(?<![\w-])(?:der|die|das|dem|den|des|im|am|vom|beim|zum|zur|eine[rsmn]?|ein|ihre[rsmn]?|seine[rsmn]?|de[rsmn]en){SPACE}$",
    re.IGNORECASE,
)
# "Seit dem 1. Oktober 2025 |ist Prof. Dr. X| Sprecherin"
_FOREFIELD: Final = re.compile(
    rf"{SPACE}(?:ist|war|wird|bleibt|wurde|amtiert|fungiert|übernimmt|übernahm|übergibt|übergab|hat|hatte|tritt|trat|gibt|gab){SPACE}(?:(?:die|der){SPACE}[A-ZÄÖÜ][\w-]+{SPACE})?(?:(?:Frau|Herrn?){SPACE})?(?:{TITLES}{SPACE}?)?"
)
_BEHIND: Final = re.compile(
    rf",?{SPACE}(?:seit|ab|bis|zum|von)(?:{SPACE}(?:dem|zum|Ende|Anfang|Mitte))?(?:{SPACE}Jahre?)?{SPACE}"
)


_OVER: Final = re.compile(
    r"\b(?:hatten?\b[^.;:!?\n]{0,80}\bge\w+(?:t|en)\b|ge\w+(?:t|en)[ \u00a0]hatten?\b|innehatten?\b)"
)


class Terms:
    """The days, months and years of the text by where they start."""

    def __init__(self, text: str, mentions: Iterable[Mention], published: str | None) -> None:
        """`mentions` of the whole document; `published`: ISO day, month or year, or None."""
        self._text, self._published = text, published
        self._dates = sorted(
            (m for m in mentions if m.label == "DATE" and isinstance(m.norm, str)), key=lambda m: m.span.start
        )
        self._starts = [m.span.start for m in self._dates]

    def between(self, start: int, end: int) -> list[Mention]:
        """The dates that start between two code points."""
        return self._dates[bisect_left(self._starts, start) : bisect_right(self._starts, end)]

    def bound(self, date: Mention, low: int, *, attributes: bool = False, leaves: bool = False) -> dict[str, str]:
        """`since`, `until` or both of one date, by what stands before it; nothing for any other date.

        Args:
            date: a DATE.
            low: code point before which nothing is read.
            attributes: whether "der |seit 2019| amtierende" counts, too.
            leaves: whether "zum 31. Dezember" is an end: "scheidet zum ... aus".
        """
        text, start, norm = self._text, date.span.start, str(date.norm)
        prep = _TERM.search(text, max(low, start - 24), start)
        if prep is None or norm.startswith(("P", "XXXX")):
            return {}
        if not attributes and _ATTRIBUTE.search(text, max(low, prep.start() - 10), prep.start()):
            return {}
        word = prep["prep"].casefold()
        if "/" in norm:
            first, _, last = norm.partition("/")
            # "von 2019 bis 2024"; "seit Herbst 2019" has no day
            return {"since": first, "until": last} if word == "von" and "parts" in date.attributes else {}
        if word == "von":
            return {}
        if word == "seit" and _OVER.search(text, max(low, start - 80), date.span.end + 80):
            # "die das Haus |seit 2006 geleitet hatte|": it is over, and nothing says since when
            return {}
        return {"until" if word == "bis" or (leaves and word not in ("seit", "ab")) else "since": norm}

    def of_office(
        self, sentence: tuple[int, int], low: int, high: int, role_end: int, *, said: bool, leaves: bool
    ) -> dict[str, str]:
        """The term of an office that is told between `low` and `high`.

        Args:
            sentence: its first and last code point.
            low: where the office or the name starts.
            high: where the later of the two ends.
            role_end: where the office's own noun ends: dates behind it may be those of what it is the office of.
            said: whether a verb gives the office, so that a date before or behind is the verb's:
                "|Seit 2019| ist X Sprecherin".
            leaves: whether the office is given up.
        """
        term: dict[str, str] = {}
        for date in self.between(low, high - 1):
            term |= self.bound(date, max(sentence[0], low), attributes=date.span.start < role_end, leaves=leaves)
        if not said:
            return term
        for date in self.between(*sentence):
            start, end = date.span.start, date.span.end
            fronted = end <= low and _FOREFIELD.fullmatch(self._text, end, low)
            if fronted or (start >= high and _BEHIND.fullmatch(self._text, high, start)):
                term = self.bound(date, sentence[0] if fronted else high, leaves=leaves) | term
        return term

    def modality(self, term: dict[str, str], stated: Modality) -> Modality:
        """What begins after the day of publication is planned, though told in the present: "übernimmt |zum 1. Juni|"."""
        since = term.get("since")
        if stated != "asserted" or since is None or self._published is None:
            return stated
        known = min(len(since), len(self._published))
        return "planned" if since[:known] > self._published[:known] else stated
