"""Grammar of what is longer than a year: die achtziger Jahre, das frühe 19. Jahrhundert, 44 v. Chr., die Jahrhundertwende."""

from typing import Final

from extractors.dates import periods, words
from extractors.dates.expressions import Expression, Fixed, Part, Sometime
from extractors.dates.rules import Hit, Rule


def _decade(hit: Hit) -> Expression | None:
    value, inside = hit.get("DECADE")
    named = inside or hit.find("YEARU", "PART") is not None
    if value >= 1000:
        if not named and not hit.before("ART") and hit.find("ART") is None and hit.find("PART") is None:
            return None
        return _period_part(hit, Fixed(periods.decade(value // 10 * 10)))
    if not named:
        return None
    return _period_part(hit, Fixed(periods.decade(value + (1900 if value >= 20 else 2000))))


def _period_part(hit: Hit, whole: Expression) -> Expression:
    """With the part that an adjective names: "den frühen achtziger Jahren", "dem ausgehenden 19. Jahrhundert"."""
    at = hit.find("ADJ")
    stem = "" if at is None else hit.word(at).lower().removesuffix("n").removesuffix("e").removesuffix("en")
    return Part(words.PERIOD_PARTS[stem], whole) if stem in words.PERIOD_PARTS else whole


def _listed_decade(hit: Hit) -> Expression | None:
    """As in "in den siebziger und achtziger Jahren": the year stands behind the last one only."""
    value, _ = hit.get("DECADE")
    return Fixed(periods.decade(value if value >= 1000 else value + (1900 if value >= 20 else 2000)))


def _decade_of_century(hit: Hit) -> Expression | None:
    """As in "in den zwanziger Jahren des vorigen Jahrhunderts", "die dreißiger Jahre des 19. Jahrhunderts"."""
    value, _ = hit.get("DECADE")
    number = hit.get("ORD", "ORDWORD")
    if number is None:
        if hit.get("REL")[0] != -1:
            return None
        number = 20
    return Fixed(periods.decade(100 * (number - 1) + value)) if value < 100 and 2 <= number <= 31 else None


def _century_era(hit: Hit) -> Expression | None:
    """As in "im 5. Jahrhundert v. Chr."."""
    number = hit.get("ORD", "ORDWORD")
    if hit.get("ERA") == "n":
        return Fixed(periods.century(number)) if number >= 2 else Sometime("DATE", "00")
    return Sometime("DATE", f"BC{number - 1:02d}")


def _year_era(hit: Hit) -> Expression | None:
    """As in "44 v. Chr.", "im Jahr 79 nach Christus"; days of these years are not told."""
    number = int(hit.get("YEAR", "INT12", "INT24", "INT31", "INT59", "INT", "NUM"))
    if hit.get("ERA") == "n":
        return Fixed(periods.year(number)) if 1 <= number <= 2100 else None
    return Sometime("DATE", f"BC{number:04d}")


def _century(hit: Hit) -> Expression | None:
    number = hit.get("ORD", "ORDWORD") if hit.find("HALFNOUN") is None else hit.all("ORD", "ORDWORD")[-1]
    if not 2 <= number <= 31:
        return None
    whole = _period_part(hit, Fixed(periods.century(number)))
    if hit.find("HALFNOUN") is None:
        return whole
    halves = hit.all("ORD", "ORDWORD", "REL")
    return Part("START" if halves[0] == 1 else "END", whole)


def _century_turn(hit: Hit) -> Expression | None:
    """As in "um die Jahrhundertwende": the years on both sides."""
    year = hit.get("CENTTURN")
    first, last = periods.year(year - 1), periods.year(year + 1)
    return Fixed(periods.months(first, last, f"{year:04d}", "years"))


CENTURY_RULES: Final = (
    Rule("decade", "PARTPRE? ART? ADJ? DECADE (?:DASH? YEARU)?", _decade, 0.93),
    Rule(
        "decade_list",
        "(DECADE) (?= DASH? (?:COMMA ART? DECADE)? (?:AND|OR|BIS|DASH|COMMA) (?:ZUM|IN)? ART? DECADE DASH? YEARU)",
        _listed_decade,
        0.9,
    ),
    Rule("decade_of_century", "PARTPRE? ART? DECADE YEARU ART (?:ORD|ORDWORD|REL) CENTU", _decade_of_century, 0.93),
    Rule("century", "PARTPRE? (?:ART? (?:ORD|ORDWORD|REL) HALFNOUN)? ART? ADJ? (?:ORD|ORDWORD) CENTU", _century, 0.95),
    Rule(
        "century_list",
        "(ORD|ORDWORD) (?= (?:AND|OR|BIS|DASH|COMMA) (?:ZUM|IN)? ART? (?:ORD|ORDWORD) CENTU)",
        _century,
        0.9,
    ),
    Rule("century_era", "PARTPRE? ART? (?:ORD|ORDWORD) CENTU ERA", _century_era, 0.95),
    Rule("year_era", "(?:ART? YEARU)? (?:ANYINT|YEAR|NUM) ERA", _year_era, 0.95),
    Rule("century_turn", "CENTTURN", _century_turn, 0.8),
)
