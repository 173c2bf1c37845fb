"""Whether what looks like a date may be one here: names, amounts, editions and rooms are not."""

import re
from typing import Final

from extractors.dates import context_words as around
from extractors.dates.rules import Hit

_WORD_BEFORE: Final = re.compile(r"([\w§%€$.&'’-]*)[\s(„\"“‚»«]*$")
_WORD_AFTER: Final = re.compile(r"[^\S\n]*([^\W\d_]*)")
_REACH: Final = 48


def word_before(text: str, start: int) -> str:
    """The word that stands before an offset, marks and brackets between them left out; empty at the start of a line."""
    stretch = text[max(0, start - _REACH) : start]
    stretch = stretch[stretch.rfind("\n") + 1 :]
    m = _WORD_BEFORE.search(stretch)
    return m[1] if m else ""


def word_after(text: str, end: int) -> str:
    """The word that stands directly behind an offset in the same line, or nothing."""
    m = _WORD_AFTER.match(text, end, end + _REACH)
    return m[1] if m else ""


def touches(hit: Hit) -> bool:
    """Whether the mention is glued to more: "August-Bebel", "Mai-Ausgabe" keep their hyphen inside the word already."""
    before = hit.text[hit.start - 1 : hit.start]
    after = hit.text[hit.end : hit.end + 1]
    if before == "/" and hit.text[hit.start - 2 : hit.start - 1].isalpha():
        return True
    return before in ("_", "#", "@", "&", "=") or after in ("_", "=", "@", "%", "€", "$")


def alone(hit: Hit) -> bool:
    """Whether the mention is all that stands in its line: a cell of a table, a heading."""
    text = hit.text
    left = text[max(0, hit.start - 3) : hit.start]
    right = text[hit.end : hit.end + 3]
    return (not left.strip() and (hit.start <= len(left) or "\n" in left)) and (
        not right.strip(" .\t\n") and (hit.end + len(right) >= len(text) or "\n" in right)
    )


def names_someone(hit: Hit) -> bool:
    """Whether a month, season or weekday is part of a name here: "Frau Mai", "August Borsig", "Sommer GmbH"."""
    before = word_before(hit.text, hit.start)
    if before.rstrip(".").lower() in around.TITLES:
        return True
    after = word_after(hit.text, hit.end)
    if after.lower() in around.COMPANY_FORMS and after[:1].isupper():
        return True
    gap = hit.text[hit.start - 1 : hit.start]
    capitalised = before[:1].isupper() and before[1:].islower() and gap.isspace() and len(before) > 1
    if capitalised and before.lower() in around.ADVERBS:
        return False
    return capitalised


def counts_something(hit: Hit) -> bool:
    """Whether four digits count the word behind them: "2000 Euro", "1500 Menschen"."""
    after = word_after(hit.text, hit.end)
    if after.lower() in around.MEASURES:
        return True
    year = hit.get("YEAR")
    if not after[:1].isupper() or not after[1:].islower() or year is None:
        return False
    # "1500 Bäume" is a number, "1998 Bundeskanzler" a year: round figures and early years count.
    return bool(year % 100 == 0 or year < 1600)


def measured_behind(hit: Hit) -> bool:
    """Whether the second word behind the mention is a measure: "1950 weitere Besucher"."""
    adjective = word_after(hit.text, hit.end)
    return word_after(hit.text, hit.end + 1 + len(adjective)).lower() in around.MEASURES


def numbered(hit: Hit) -> bool:
    """Whether the word before makes figures a version, norm or number: "Version 2.0.12", "§ 12.3."."""
    before = word_before(hit.text, hit.start).rstrip(".")
    return before.lower() in around.NOT_A_YEAR_BEFORE or before in ("§", "§§")


def edition(hit: Hit) -> bool:
    """Whether a year belongs to the name before it: "Horizon 2020", "KORVIA CONVENTION 2026", "Raum 2014"."""
    if numbered(hit):
        return True
    before = word_before(hit.text, hit.start).rstrip(".")
    if before.isupper() and len(before) > 1 and (hit.get("YEAR") or 2000) < 1800:
        return True  # "ICE 1601"
    return len(before) > 5 and before.isupper()


_INNER_CAPITAL: Final = re.compile(r"[a-zäöüß][A-ZÄÖÜ]|[A-Z]{2}[a-zäöüß]{3}|[^\W\d_]\d")


def names_edition(hit: Hit) -> bool:
    """Whether a year tells an edition apart: "Waldtage 2025", "WaldIndex 2022", "Waldtage Oberland 2025"."""
    before = word_before(hit.text, hit.start)
    if not before[:1].isupper():
        return False
    start = hit.start - len(before) - 1
    earlier = word_before(hit.text, max(0, start))
    for word in (before, earlier):
        low = word.lower().removesuffix(".")
        if word[:1].isupper() and (low.endswith(around.EDITION_NOUN_ENDINGS) or _INNER_CAPITAL.search(word)):
            return True
    return False


def in_number(hit: Hit) -> bool:
    """Whether four digits are a piece of a longer number: a telephone number, a file reference."""
    text = hit.text
    before = text[max(0, hit.start - 12) : hit.start]
    after = text[hit.end : hit.end + 8]
    if re.search(r"(?:\d|\+\d+|\(\d+\))[ /-]{1,3}$", before) and not re.search(
        r"(?<!\d)(?:1\d|20)\d\d ?[-–/,&] ?$", before
    ):
        return not re.search(r"\d\. ?$|(?<!\d)\d{1,2} ?[-–/] ?$", before) or bool(re.match(r"[ /-]{1,2}\d", after))
    return bool(re.match(r" ?[-/] ?\d{3}(?!\d)| ?[-/] ?\d{5,}|[-/]0\d{3}| \d{3}", after))
