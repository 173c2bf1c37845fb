"""What a time expression says, before it is known when that is: plain values that the grammar builds."""

from dataclasses import dataclass
from typing import Literal

from extractors.dates.periods import Period

Anchored = Literal["published", "text", "told"]


@dataclass(frozen=True, slots=True)
class Relative:
    """So many units from the anchor: "letzte Woche" is (week, -1)."""

    unit: str
    shift: int
    anchor: Anchored = "published"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day or month as far as the text names it; `year` may itself be relative ("Mai nächsten Jahres")."""

    year: "int | Relative | None" = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    """-1 for "vergangenen Mai", 1 for "kommenden 3. Mai", 0 for "diesen Mai"."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered or named part of a year: quarter 3, half 1, week 12, season SU, semester."""

    unit: str
    number: int
    year: "int | Relative | None" = None
    code: str = ""
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period that needs no anchor: a year, a decade, a century, 2025/26."""

    period: Period


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday by its key in the table of feasts."""

    name: str
    year: "int | Relative | None" = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday: `shift` as in Calendar; `week` weeks from this one when the text names the week."""

    day: int
    shift: int | None = None
    week: int | None = None
    again: bool = False
    """"Freitag nach dem nächsten": one week further."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time.

    Attributes:
        amounts: (number, unit) pairs, None for an unknown number ("einige Tage").
        role: how it hangs on the calendar: before, in, since, within, next, last, later, earlier, after (a base), from (a
            base), until (a base); describes: it only describes; None for bare lengths.
        base: the day it is counted from when the text names it ("drei Tage vor Weihnachten").
    """

    amounts: tuple[tuple[float | None, str], ...]
    role: str | None = None
    mod: str | None = None
    base: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Part:
    """The start, middle or end of something: "Ende 2025"."""

    which: str
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Holding:
    """The week that a day lies in: "die Woche vom 6. Februar"."""

    unit: str
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a unit from the day of publication on: "der Rest der Woche"."""

    unit: str


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th weekday, day or week of something: "letzter Montag im März". -1 is the last."""

    number: int
    unit: str
    weekday: int | None
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the clock."""

    hour: int
    minute: int | None


@dataclass(frozen=True, slots=True)
class DayTime:
    """A time of day, of a named day or of the day spoken of: "gestern Abend", "am Nachmittag"."""

    code: str
    day: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A recurring set with its TIMEX3 value: "jeden Montag", "jährlich"."""

    value: str
    quant: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """PAST_REF, PRESENT_REF, FUTURE_REF."""

    value: str


@dataclass(frozen=True, slots=True)
class Sometime:
    """A day or time of day that the text leaves open: "eines Tages", "an einem Sonntag"."""

    type: Literal["DATE", "TIME"]
    value: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The year in the name of an edition ("Waldtage 2025"): a year, but no statement of when something is."""

    year: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of the year: from 31 December to 1 January."""

    year: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A number that borrows the rest from the expression behind it: "3." in "3. bis 5. Mai".

    `minute` tells what it is a number of: None a day, 0 to 59 an hour with its minutes, -1 an hour, -2 a length, -3 a
    numbered part of a year, -4 nothing (a part that borrows all: "Anfang bis Mitte März").
    """

    number: float
    minute: int | None = None


Expression = (
    Relative | Calendar | Numbered | Fixed | Feast | Weekday | Duration | Part | Nth | Clock | DayTime | Repeated
    | Reference | Sometime | Edition | Holding | Rest | Turn | Open
)  # fmt: skip
