"""What the page calls things, in the reader's language, and how it writes days, numbers and values.

The German words stand here and in the templates; locale/en/messages.po translates them. What the database's names are
called in both languages stands in db/export/words.py.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from db.export.words import MODALITIES as _MODALITIES
from db.export.words import PREDICATES, STATUSES, VERDICTS, said
from db.written import ValueRefusedError

__all__ = ["PREDICATES", "STATUSES", "VERDICTS"]  # the same words as in the sheets and the report

LANGUAGES: Final = ("de", "en")


def N_(text: str) -> str:  # noqa: N802 - the name that catalogues are gathered by
    """A text that is translated where it is shown."""
    return text


KINDS: Final = {
    "fact": N_("Fakten"), "identity": N_("Gleich oder verschieden?"), "discrepancy": N_("Alle Widersprüche"),
    "count_vs_list": N_("Zahl und Aufzählung"), "duration_vs_dates": N_("Dauer und Daten"),
    "date_order": N_("Reihenfolge von Daten"), "sum_check": N_("Summe"), "weekday_vs_date": N_("Wochentag und Datum"),
    "impossible_date": N_("Unmögliches Datum"), "value_difference": N_("Verschiedene Werte"),
    "membership": N_("Dazugekommen, weggefallen"), "name_variant": N_("Schreibweisen"),
    "possible_identity": N_("Vielleicht dasselbe"), "missing_date": N_("Datum fehlt"), "agreement": N_("Übereinstimmung"),
}  # fmt: skip
LABELS: Final = {
    "PERSON": N_("Person"), "ORG": N_("Organisation"), "INFRASTRUCTURE": N_("Infrastruktur"), "PROJECT": N_("Projekt"),
    "LOC": N_("Ort"), "DATE": N_("Datum"), "TIME": N_("Zeit"), "COUNT": N_("Zahl"), "MONEY": N_("Betrag"), "QUOTE": N_("Zitat"),
}  # fmt: skip
MODALITIES: Final = {name: words for name, words in _MODALITIES.items() if name != "asserted"}
"""Those that are worth a word."""
QUALIFIERS: Final = {
    "organisation": N_("bei"), "since": N_("seit"), "until": N_("bis"), "amount": N_("Betrag"), "listed": N_("aufgezählt"),
    "approx": N_("ungefähr"), "bound": N_("Grenze"), "phase": N_("Phase"), "place": N_("Ort"), "scope": N_("Bereich"),
}  # fmt: skip
BOUNDS: Final = {"min": N_("mindestens"), "max": N_("höchstens"), "more": N_("mehr als"), "less": N_("weniger als")}
RULES: Final = {
    "abbreviation": N_("Abkürzung und voller Name"), "version": N_("dieselbe Sache mit und ohne Nummer"),
    "word_order": N_("dieselben Wörter, andere Form"), "family_name": N_("Familienname und voller Name"),
    "judged": N_("von Ihnen oder anderen entschieden"),
}  # fmt: skip
FITS: Final = {
    "exact": N_("unverändert"), "moved": N_("mitgezogen"), "stale": N_("Beleg geändert"), "orphaned": N_("Fakt verschwunden"),
}  # fmt: skip
RUN_STATES: Final = {
    "running": N_("läuft"), "done": N_("fertig"), "interrupted": N_("abgebrochen"), "failed": N_("gescheitert"),
}  # fmt: skip
TARGETS: Final = {
    "fact": N_("Fakt"), "discrepancy": N_("Widerspruch"), "identity": N_("Identität"), "addition": N_("Ergänzung"),
}  # fmt: skip

CHOICES: Final = {
    ("fact", "accepted"): (N_("Stimmt"), N_("steht so da")),
    ("fact", "rejected"): (N_("Stimmt nicht"), N_("steht so nicht da")),
    ("", "unsure"): (N_("Unsicher"), N_("später klären")),
    ("identity", "same"): (N_("Dieselbe Sache"), ""),
    ("identity", "different"): (N_("Zwei verschiedene"), ""),
    ("sides", "left"): (N_("A gilt"), ""),
    ("sides", "right"): (N_("B gilt"), ""),
    ("duration_vs_dates", "left"): (N_("Die Dauer gilt"), "A"),
    ("duration_vs_dates", "right"): (N_("Beginn und Ende gelten"), "B"),
    ("sides", "both"): (N_("Beides gilt"), N_("verschiedene Dinge")),
    ("sides", "superseded"): (N_("Überholt"), N_("das Neuere ersetzt das Ältere")),
    ("sides", "dismissed"): (N_("Kein Widerspruch"), N_("falsch erkannt")),
    ("names", "both"): (N_("Alle richtig"), N_("dieselbe Sache")),
    ("names", "left"): (N_("Nur die erste"), ""),
    ("names", "right"): (N_("Nur die zweite"), ""),
    ("names", "dismissed"): (N_("Nicht dieselbe Sache"), ""),
    ("alone", "right"): (N_("Fehler in der Meldung"), N_("bestätigt")),
    ("alone", "dismissed"): (N_("Kein Fehler"), N_("falsch erkannt")),
    ("missing", "dismissed"): (N_("Zur Kenntnis"), ""),
}
"""What the buttons say, by form of card (or what it compares) and status, with a word of explanation."""

QUESTIONS: Final = {
    "sides": N_("Was gilt?"), "names": N_("Sind das Schreibweisen derselben Sache?"),
    "alone": N_("Ist das ein Fehler?"), "missing": N_("Wann erschien diese Meldung?"),
}  # fmt: skip

REFUSALS: Final = {
    "number": N_("Das ist keine Zahl: %s"),
    "counted": N_("Es fehlt, was gezählt wird, wie in „12 Betten“: %s"),
    "day": N_("Das ist kein Tag: %s. Schreiben Sie ihn wie 31.12.2025, 1. März 2026, März 2026 oder 2026."),
    "length": N_("Das ist keine Dauer: %s. Schreiben Sie sie wie 5 Jahre, 6 Monate oder 10 Tage."),
    "predicate": N_("Bitte wählen, was ausgesagt wird."),
}
"""Why what was typed is no value."""

_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FULL_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_SPAN: Final = re.compile(r"P(\d+)([YMWD])")
_PATH: Final = re.compile(r"(?<![\w:/.])(?:~|[A-Za-z]:)?(?:[/\\][^\s/\\:'\"<>|]+)+[/\\]?")


class Wording:
    """Words in one language.

    Args:
        language: de or en.
        translate: a German text of the page to that language; plural: one of two by a number.
    """

    def __init__(self, language: str, translate: Callable[[str], str], plural: Callable[[str, str, int], str]) -> None:
        self.language = language
        self._ = translate
        self.plural = plural
        self.locale = {"de": "de_DE", "en": "en_GB"}[language]

    def word(self, words: Mapping[str, str] | Mapping[str, tuple[str, str]], key: Any) -> str:
        """What a key of our own vocabulary is called; one that has no word stays as it is."""
        found = words.get(key)
        if isinstance(found, tuple):
            return said({key: found}, key, self.language)
        return str(key or "") if found is None else self._(found)

    def refused(self, error: ValueRefusedError) -> str:
        """Why what was typed is no value, and how to write one."""
        text = self._(REFUSALS[error.reason])
        return text % error.written if "%s" in text else text

    def number(self, value: float) -> str:
        """12.000 or 12,000."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self.locale))

    def percent(self, part: float) -> str:
        """93 %."""
        from babel.numbers import format_percent

        return str(format_percent(part, locale=self.locale))

    def day(self, value: str | None) -> str:
        """A day, month or year as people write it: 30. Januar 2026, Juli 2025, 2030."""
        from babel.dates import format_date

        found = _DAY.fullmatch(value or "")
        if not found:
            return value or ""
        year, month, day = found.groups()
        try:
            if day:
                return str(format_date(date.fromisoformat(value or ""), "long", locale=self.locale))
            if month:
                return str(format_date(date(int(year), int(month), 1), "LLLL y", locale=self.locale))
        except ValueError:
            return value or ""
        return str(year)

    def moment(self, stamp: str | None) -> str:
        """A stamp as day and minute; it is UTC, and says so."""
        from babel.dates import format_datetime

        try:
            at = datetime.fromisoformat(stamp or "")
        except ValueError:
            return stamp or ""
        return (
            str(
                format_datetime(
                    at, "d. MMM y, HH:mm" if self.language == "de" else "d MMM y, HH:mm", locale=self.locale
                )
            )
            + " UTC"
        )

    def reason(self, row: Mapping[str, Any]) -> str:
        """Why a discrepancy is one, in the reader's language, with its days as people write them."""
        text = row["reason_de"] if self.language == "de" else row["reason_en"]
        return _FULL_DAY.sub(lambda found: self.day(found[0]), str(text))

    def value(self, value: Any) -> str:
        """A norm or an object as people write it: 12 Infrastrukturen, 2.000.000 EUR, 1. Juli 2025, 5 Jahre."""
        if isinstance(value, str) and value.startswith("{"):
            try:
                value = json.loads(value)
            except ValueError:
                return str(value)
        if isinstance(value, Mapping) and "value" in value:
            number, unit = value["value"], value.get("unit") or value.get("currency") or ""
            shown = self.number(number) if isinstance(number, int | float) else str(number)
            bound = self.word(BOUNDS, value["bound"]) if value.get("bound") else ""
            return " ".join(part for part in (bound, shown, str(unit)) if part)
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self._("ja") if value else self._("nein")
        if isinstance(value, int | float):
            return self.number(value)
        if not isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        first, slash, last = value.partition("/")
        if slash and _DAY.fullmatch(first) and _DAY.fullmatch(last):
            return f"{self.day(first)} – {self.day(last)}"
        if _DAY.fullmatch(value) and "-" in value:
            return self.day(value)
        if span := _SPAN.fullmatch(value):
            return self._duration(int(span[1]), span[2])
        return value

    def qualifiers(self, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What qualifies a fact, as (word, value); offsets are for programs and left out."""
        found = [
            (self.word(QUALIFIERS, key), self.value(value))
            for key, value in fact["qualifiers"].items()
            if value is not None and not isinstance(value, list)
        ]
        bounds = ((N_("gilt ab"), fact.get("valid_from"), "since"), (N_("gilt bis"), fact.get("valid_to"), "until"))
        return found + [
            (self._(word), self.day(day)) for word, day, key in bounds if day and key not in fact["qualifiers"]
        ]

    def _duration(self, n: int, unit: str) -> str:
        if unit == "Y":
            text = self.plural("%(num)s Jahr", "%(num)s Jahre", n)
        elif unit == "M":
            text = self.plural("%(num)s Monat", "%(num)s Monate", n)
        elif unit == "W":
            text = self.plural("%(num)s Woche", "%(num)s Wochen", n)
        else:
            text = self.plural("%(num)s Tag", "%(num)s Tage", n)
        return text % {"num": n}


def name_of(source: str | None) -> str:
    """A source without its folder: no path of the server is shown; an address keeps its host."""
    source = source or ""
    parts = urlsplit(source) if "://" in source else None
    if parts is not None and parts.scheme in {"http", "https"}:
        return (parts.hostname or "") + parts.path
    return PurePosixPath(source.replace("\\", "/")).name or Path(source).name


def pathless(text: str | None) -> str:
    """A message without the folders that it names: `/srv/in/a.txt: broken` is `a.txt: broken`."""
    return _PATH.sub(lambda found: name_of(found[0].rstrip("/\\")) or "…", text or "")


def safe_url(url: str | None) -> str | None:
    """An address that may be linked to: http and https only."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None
