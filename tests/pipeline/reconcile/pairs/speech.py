"""How a value is written in German: numbers, days, durations, sums; and the text of a release with its marks."""

import random
import re
from dataclasses import dataclass
from datetime import date

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
WORDS = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
OPEN, CLOSE = "⟦", "⟧"
_CONTRACT = {
    "in dem": "im",
    "an dem": "am",
    "bei dem": "beim",
    "zu dem": "zum",
    "zu der": "zur",
    "von dem": "vom",
}


def number(value: int, rng: random.Random) -> str:
    """12 -> "zwölf" or "12"; 4312 -> "4.312"."""
    if 2 <= value <= 12 and rng.random() < 0.5:
        return WORDS[value]
    return digits(value)


def digits(value: int) -> str:
    """4312 -> "4.312"."""
    return f"{value:,}".replace(",", ".")


def day(value: date, style: str = "long") -> str:
    """Styles: long "1. März 2026", numeric "01.03.2026", month "März 2026", year "2026"."""
    if style == "numeric":
        return f"{value.day:02d}.{value.month:02d}.{value.year}"
    if style == "month":
        return f"{MONTHS[value.month - 1]} {value.year}"
    if style == "year":
        return str(value.year)
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def millions(value: int, style: str = "words") -> str:
    """4500000 -> "4,5 Millionen Euro", "4,5 Mio. Euro" (short) or "4.500.000 Euro" (digits)."""
    if style == "digits":
        return f"{digits(value)} Euro"
    text = f"{value / 1_000_000:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{text} {'Mio.' if style == 'short' else 'Millionen'} Euro"


def years(count: int, style: str = "word") -> str:
    """3 -> "drei Jahre", "3 Jahre" (digits), "36 Monate" (months)."""
    if style == "months":
        return f"{count * 12} Monate"
    return f"{count if style == 'digits' else WORDS[count]} Jahre"


def fill(pattern: str, **slots: str) -> str:
    """The pattern with its slots filled, "in dem" drawn together, a capital at its head."""
    text = pattern.format(**slots)
    for long, short in _CONTRACT.items():
        text = re.sub(rf"\b{long}\b", short, text)
        text = re.sub(rf"\b{long.capitalize()}\b", short.capitalize(), text)
    at = next(i for i, letter in enumerate(text) if letter.isalnum())
    return text[:at] + text[at].upper() + text[at + 1 :]


@dataclass(frozen=True, slots=True)
class Value:
    """Where in which of the two releases the compared value stands."""

    release: int
    start: int
    end: int
    quote: str


def strip(text: str, release: int) -> tuple[str, Value | None]:
    """The text without its marks, and the value they stood around."""
    start = text.find(OPEN)
    if start < 0:
        return text, None
    end = text.find(CLOSE) - 1
    plain = text.replace(OPEN, "").replace(CLOSE, "")
    return plain, Value(release, start, end, plain[start:end])
