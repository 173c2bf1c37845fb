"""The day on which a release says of itself that it was issued: its date line.

A date inside running text ("Am 1. Juli 2025 startet ...") is never one, nor is an embargo or the day of an event.
Only the first and the last few lines are looked at.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MONTHS: Final = {
    **dict.fromkeys(("januar", "jänner", "jan"), 1),
    **dict.fromkeys(("februar", "feber", "feb"), 2),
    **dict.fromkeys(("märz", "maerz", "mrz", "mär"), 3),
    **dict.fromkeys(("april", "apr"), 4),
    "mai": 5,
    **dict.fromkeys(("juni", "jun"), 6),
    **dict.fromkeys(("juli", "jul"), 7),
    **dict.fromkeys(("august", "aug"), 8),
    **dict.fromkeys(("september", "sept", "sep"), 9),
    **dict.fromkeys(("oktober", "okt"), 10),
    **dict.fromkeys(("november", "nov"), 11),
    **dict.fromkeys(("dezember", "dez"), 12),
}
MONTH_NAMES: Final = "|".join(sorted(MONTHS, key=len, reverse=True))

_DAY = (
    rf"(?:(?P<d>\d{{1,2}})(?:\.\s?(?P<m>\d{{1,2}})\.\s?|\.?\s?(?P<mon>(?i:{MONTH_NAMES}))\.?\s)(?P<y>\d{{4}}|['’]?\d{{2}})"
    r"|(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2}))(?![\d.]\d|\d)"
)
_CLOCK = r"(?:,?\s*(?:um\s|[-–|]\s?)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?Uhr)?)"
_WEEKDAYS = r"(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Mo|Di|Mi|Do|Fr|Sa|So)\b"
_WEEKDAY = rf"(?:{_WEEKDAYS}\.?,?\s+(?:den\s+)?)"
_WORD = r"[A-ZÄÖÜ][\w.ßäöü-]*(?:/[A-ZÄÖÜ][\w.-]*)?"
_PLACE = rf"(?:(?!{_WEEKDAYS}){_WORD}(?:\s+(?:{_WORD}|\([A-ZÄÖÜ][\w. ]{{1,20}}\)|am|an|der|im|in|bei|ob|auf|den|i\.|a\.|d\.)){{0,4}})"
_NUMBER = r"(?:(?:Nr|Nummer|No)\.?\s?)?\d{1,4}(?:\s?[/-]\s?\d{2,4})?[a-z]?"
KIND = (
    r"(?:(?:Gemeinsame\s+)?(?:Presse|Medien)(?:-?[Mm]itteilung|-?[Ii]nformation|-?[Mm]eldung|-?[Ee]rklärung|-?[Ii]nfo"
    r"|dienst|aussendung|nachricht|notiz)(?:en)?|Gemeinsame\s+Erklärung|PRESSE(?:MITTEILUNG|INFORMATION|MELDUNG|INFO)"
    r"|MEDIEN(?:MITTEILUNG|INFORMATION)|PM|PI)"
)
"""What a release calls itself: "Pressemitteilung", "Medieninformation", "PM"."""
RELEASE = rf"(?:{KIND}(?:\s+{_NUMBER})?)"
_ISSUER = r"(?:\s+(?:des|der|vom|von)\s+[A-ZÄÖÜ][^|\n]{1,100}?)"
_LABEL = (
    r"(?:(?:Datum|Stand|Veröffentlicht|Veröffentlichung|Veröffentlichungsdatum|Erschienen|Erscheinungsdatum|Publiziert"
    r"|Erstellt|Online|Eingestellt|Gepostet|Meldung|Nachricht|Artikel|Beitrag)\s*+[:–-]?\s*+(?:(?:vom|am|seit)\s*+)?|[vV]om\s++)"
)
_CORE = rf"(?:(?P<label>{_LABEL})|(?P<place>{_PLACE})(?:\s*,|\s+\|)\s*(?:den\s+)?)?{_WEEKDAY}?{_DAY}{_CLOCK}?"
_END = rf"(?:\s*(?:[|,–-]|\s)\s*{RELEASE}|,\s+{_PLACE}|\s+(?:von|durch)\s+[^.!?]{{2,40}}|\s+(?P<rubric>[A-ZÄÖÜ][\w-]+))?[.:]?(?:\s*[–—|-])?"
_LINE: Final = re.compile(
    rf"(?:{RELEASE}{_ISSUER}?(?:\s*[,|:–-])?\s+)?(?:[(\[]{_CORE}[)\]]|{_CORE.replace('?P<', '?P<x')}){_END}"
)
_PLACE_THEN_DATE: Final = re.compile(rf"(?P<place>{_PLACE})\s+\({_WEEKDAY}?{_DAY}\)(?:\s*[–—:-])?")
_OPENING: Final = re.compile(
    rf"(?:(?P<place>{_PLACE})(?:\s*,\s*(?:den\s+)?|\s+\()|(?P<paren>\()(?:{_PLACE},\s*(?:den\s+)?)?)?{_WEEKDAY}?{_DAY}"
    r"(?P<close>\))?(?:\s\([a-z]{2,10}\))?(?P<after>\s*[–—|]\s*|\s+-+\s+|\.?:\s+|\.?\s+)(?=[^\W\d_a-zäöü]|[„“»\"‚])"
)
# "Jahrestagung, 3. Mai 2025" gives the day of an event, not a place.
_EVENT: Final = re.compile(
    r"(?i)(?:konferenz|tagung|kongress|symposium|workshop|convention|messe|feier|fest|tag|tage|woche|vortrag|lesung"
    r"|termin|seminar|forum|gipfel|treffen|sitzung)\b|^(?:start|beginn|ende|frist|bis|ab|am|vom)\b"
)
_HEAD: Final = 8
_TAIL: Final = 6
_LONG: Final = 200
_FIRST_RELEASES: Final = "1995"


def iso_day(text: str) -> str | None:
    """The day that a date in metadata names: ISO 8601 (with or without a time), German, or RFC 2822.

    >>> iso_day("2025-03-03T08:00:00+01:00"), iso_day("3. März 2025"), iso_day("31.02.2025")
    ('2025-03-03', '2025-03-03', None)
    """
    text = text.strip()[:60]
    if found := re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text):
        return _iso(found[1], found[2], found[3])
    if (found := re.match(_DAY, text)) or (found := re.search(r"(?<!\d)" + _DAY, text)):
        return _of(found)
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def is_dateline(line: str) -> bool:
    """Whether the line says no more than when (and where, and as what) the release was issued."""
    return _line(line) is not None


def masthead_day(lines: Sequence[str]) -> str | None:
    """The ISO day of the first date line among the first and last lines, or None.

    Args:
        lines: the document's lines or blocks, in order; of a long one the first 200 characters are enough.
    """
    stand = None
    long_lines = 0
    for number, line in enumerate(lines[:_HEAD]):
        if (found := _line(line)) and len(lines) > 1:
            day, is_stand = found
            if day and not is_stand:
                return day
            stand = stand or day
        elif day := _opening(line):
            return day
        long_lines += len(line) >= _LONG
        if long_lines == 2 and number >= 2:
            break
    days = [found for line in lines[max(_HEAD, len(lines) - _TAIL) :] if (found := _line(line)) and found[0]]
    # Several days at the end are a list of events.
    return stand or (days[0][0] if len(days) == 1 else None)


def _line(line: str) -> tuple[str | None, bool] | None:
    """(ISO day or None when there is no such day, whether it is only a "Stand:"), or None when it is no date line."""
    if not 6 <= len(line) <= 160 or not any(map(str.isdigit, line)):
        return None
    line = " ".join(line.split())
    for form in (_LINE, _PLACE_THEN_DATE):
        if (found := form.fullmatch(line)) and not _names_event(found):
            return _of(found), (_group(found, "label") or "").startswith("Stand")
    parts = [part.strip() for part in re.split(r"[|•·]", line)]
    if len(parts) > 1 and all(len(part) <= 60 for part in parts):
        # "30.01.2026 | Pressemitteilung | Forschung"
        for part in parts:
            if found := _LINE.fullmatch(part):
                return _of(found), False
    return None


def _opening(line: str) -> str | None:
    """The day of a date line that a paragraph opens with: "Mannheim, 20. November 2019 – Die Universität ..."."""
    line = " ".join(line[:_LONG].split())
    if not (found := _OPENING.match(line)):
        return None
    place, after = found["place"], found["after"].strip()
    if place and _EVENT.search(place):
        return None
    in_brackets = bool(found["close"]) and bool(place or found["paren"])
    # "Dresden, 30.01.2026 Die Universität ..." but not "3. März 2025 Tag der offenen Tür".
    day = _of(found) if in_brackets or place or after not in {"", "."} else None
    # "Berlin, 9. November 1989. Die Mauer ..." sets a scene; no release of that year is a file.
    return day if day and day >= _FIRST_RELEASES else None


def _of(found: re.Match[str]) -> str | None:
    if iso_year := _group(found, "iy"):
        return _iso(iso_year, _group(found, "im") or "", _group(found, "id") or "")
    name = _group(found, "mon")
    month = str(MONTHS[name.lower()]) if name else _group(found, "m") or ""
    return _iso((_group(found, "y") or "").lstrip("'’"), month, _group(found, "d") or "")


def _group(found: re.Match[str], name: str) -> str | None:
    groups = found.groupdict()
    return groups.get(name) or groups.get("x" + name)


def _names_event(found: re.Match[str]) -> bool:
    return any(_EVENT.search(_group(found, name) or "") for name in ("place", "rubric"))


def _iso(year: str, month: str, day: str) -> str | None:
    """ISO day, or None when there is no such day, or no release can be of it."""
    latest = datetime.now(tz=UTC).year + 2  # under embargo, or announced; a year like 2062 is a slip of the pen
    number = int(year)
    if len(year) == 2:
        number += 2000 if 2000 + number <= latest else 1900
    if not 1900 <= number <= latest:
        return None
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        return None
