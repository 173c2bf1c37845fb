"""Releases of invented institutions by the hundred, and edited copies of them: the same on every machine."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

TOWNS: Final = [
    "Auental",
    "Nordtal",
    "Südbruck",
    "Lindhofen",
    "Marbeck",
    "Tannroda",
    "Weidau",
    "Steinfurt",
    "Hohenried",
    "Birkwerder",
    "Kaltenbach",
    "Rosenau",
    "Elmstedt",
    "Grünhain",
    "Falkenau",
    "Seebruck",
]
HOUSES: Final = [
    "Universitätsklinikum",
    "Kreiskrankenhaus",
    "Herzzentrum",
    "Klinikum",
    "Kinderspital",
    "Landeskrankenhaus",
    "Rehazentrum",
    "Tumorzentrum",
]
GIVEN: Final = [
    "Jana",
    "Tobias",
    "Meike",
    "Arne",
    "Ruth",
    "Kilian",
    "Svenja",
    "Holger",
    "Doris",
    "Malte",
    "Ilka",
    "Bernd",
    "Frauke",
    "Anton",
    "Greta",
    "Jost",
]
FAMILY: Final = [
    "Ohlsen",
    "Brandtner",
    "Kirschke",
    "Wollmann",
    "Ehrlich",
    "Tesdorf",
    "Quandt",
    "Rademann",
    "Siepel",
    "Hövel",
    "Lorbach",
    "Mittag",
    "Nauen",
    "Pfordt",
]
FIELDS: Final = [
    "Herzschwäche",
    "Schlaganfall",
    "Kinderonkologie",
    "Wundheilung",
    "Demenz",
    "Diabetes",
    "Sepsis",
    "Transplantation",
    "Rheuma",
    "Epilepsie",
    "Asthma",
    "Migräne",
    "Frühgeburten",
    "Osteoporose",
]
WHO: Final = (
    "die Ärztliche Direktorin", "ein Team um {person}", "die Pflegeleitung", "der Aufsichtsrat", "die Forschungsgruppe {field}", "das {house} {town}",
    "{person}", "der Förderverein", "die Stadt {town}", "die Landesregierung", "eine Jury", "die Klinikleitung", "das Institut für {field}",
    "der Personalrat", "die Stiftung {family}", "ein Konsortium aus {number} Häusern",
)  # fmt: skip
WHEN: Final = (
    "am {day}. März", "seit dem Frühjahr", "nach {number} Monaten", "noch in diesem Jahr", "im kommenden Semester", "zum {number}. Mal", "bis Ende {year}",
    "in der vergangenen Woche", "ohne Verzug", "nach langer Prüfung", "gemeinsam mit {person}", "auf Einladung des Landes", "im Beisein von {person}",
    "trotz knapper Mittel", "für {number} Wochen", "anlässlich des Jubiläums",
)  # fmt: skip
DOES: Final = (
    ("stellt", "vor"), ("eröffnet", ""), ("übernimmt", ""), ("plant", ""), ("prüft", ""), ("fördert", ""), ("baut", "aus"), ("verlängert", ""),
    ("lobt", ""), ("erweitert", ""), ("beantragt", ""), ("richtet", "ein"), ("begleitet", ""), ("verschiebt", ""), ("erneuert", ""), ("weiht", "ein"),
)  # fmt: skip
WHAT: Final = (
    "{number} Betten für {field}", "eine Ambulanz für {field}", "das Register {code}", "den Neubau mit {number} Zimmern", "die Studie {code}",
    "ein Labor im {number}. Stock", "{number} Stellen in der Pflege", "die Sprechstunde zu {field}", "den Preis der Stiftung {family}",
    "eine Lehrklinik in {town}", "das Netzwerk {code}", "den Bericht über {field}", "{number} Geräte zur Diagnose von {field}",
    "die Partnerschaft mit {town}", "einen Fonds über {number} Millionen Euro", "das Programm {code} für den Nachwuchs",
)  # fmt: skip
WHY: Final = (
    "weil die Zahl der Fälle um {number} Prozent stieg", "damit Wege kürzer werden", "obwohl {person} Bedenken hatte", "denn {field} wird häufiger",
    "wie {person} sagte", "um Wartezeiten auf {number} Tage zu senken", "wofür {town} Flächen bereitstellt", "was {number} Familien hilft",
    "sobald {code} bewilligt ist", "während {town} auf Ersatz wartet", "sofern das Land zustimmt", "nachdem {number} Anträge eingegangen waren",
    "und dankt {person}", "ohne den Betrieb zu stören", "auch wenn {field} selten bleibt", "wozu {number} Fachleute rieten",
)  # fmt: skip
STOCK: Final = (
    "Das Bündnis verbindet {number} Häuser zwischen {town} und {town}. Es wird von der Stiftung {family} getragen und berät Praxen zu {field}."
    " Wer mitmachen will, schreibt an die Geschäftsstelle in {town}, die {person} leitet."
)
ABOUT: Final = "Über uns\n\nDas {house} {town} versorgt im Jahr {number}000 Menschen und beschäftigt {number}00 Fachkräfte. Es gehört zum Verbund {code}."
UNMARKED: Final = "Das {house} {town} zählt zu den großen Häusern des Landes, bildet in {number} Berufen aus und arbeitet mit {number} Praxen zusammen."
CONTACT: Final = (
    "Kontakt\n\n{person}\n{house} {town}\nTelefon: 0{number} {number}{number}\nE-Mail: presse@{code}.example"
)
ABOUT_OTHER_WORDS: Final = [
    "heute",
    "gestern",
    "künftig",
    "dort",
    "ebenfalls",
    "zugleich",
    "dabei",
    "bereits",
    "weiter",
    "rund",
    "etwa",
    "deutlich",
    "erneut",
    "nun",
]


@dataclass(frozen=True, slots=True)
class Made:
    """A release in parts.

    Attributes:
        name: its external id; of: that of the release that it was copied from, or its own.
    """

    name: str
    of: str
    title: str
    paragraphs: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join((self.title, *self.paragraphs, *self.after)) + "\n"


def releases(number: int, seed: int = 1) -> list[Made]:
    """Releases of which none is a copy; each fifth shares a paragraph of its office with the one before it."""
    made: list[Made] = []
    for n in range(number):
        rng = random.Random(f"{seed} {n}")  # noqa: S311 - nothing secret
        paragraphs = [" ".join(_sentence(rng) for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(4, 8))]
        if n % 5 == 4:
            paragraphs[-1] = made[-1].paragraphs[-1]
        elif n % 5 == 3:
            paragraphs[-1] = _filled(rng, STOCK)
        after = [_filled(rng, ABOUT)] * (n % 2) + [_filled(rng, CONTACT)]
        title = _filled(rng, f"{rng.choice(DOES)[0].capitalize()} {{town}} {rng.choice(WHAT)}?")
        made.append(Made(f"r{n}", f"r{n}", title, tuple(paragraphs), tuple(after)))
    return made


def copies(originals: Sequence[Made], number: int, seed: int = 2) -> list[Made]:
    """Edited copies: another title, other contacts, up to a third of the paragraphs cut, words changed, things added."""
    rng = random.Random(seed)  # noqa: S311
    return [_copy(rng, original, f"c{n}") for n, original in enumerate(rng.sample(list(originals), number))]


def _copy(rng: random.Random, original: Made, name: str) -> Made:
    kept = list(original.paragraphs)
    for _ in range(rng.randint(0, len(kept) // 3)):
        kept.pop(rng.randrange(1, len(kept)))
    if rng.random() < 0.5:
        kept.append(_filled(rng, UNMARKED))
    paragraphs = [_reworded(rng, paragraph) for paragraph in kept]
    after = [_filled(rng, ABOUT)] * rng.randint(0, 1) + [_filled(rng, CONTACT)]
    title = (
        original.title
        if rng.random() < 0.3
        else _filled(rng, rng.choice(WHAT)).capitalize() + f" in {rng.choice(TOWNS)}"
    )
    return Made(name, original.of, title, tuple(paragraphs), tuple(after))


def _reworded(rng: random.Random, text: str) -> str:
    """About every thirtieth word is left out, replaced, or gets another beside it."""
    words = []
    for word in text.split(" "):
        if rng.random() >= 1 / 30:
            words.append(word)
        elif (how := rng.randrange(3)) > 0:
            words += [rng.choice(ABOUT_OTHER_WORDS), word][: how + (how == 1 and rng.random() < 0.5)]
    return " ".join(words)


def _sentence(rng: random.Random) -> str:
    (verb, particle), who, what = rng.choice(DOES), rng.choice(WHO), rng.choice(WHAT)
    when, second, why = rng.choice(WHEN), rng.choice(WHEN), rng.choice(WHY)
    order = (
        f"{who} {verb} {when} {what} {second}",
        f"{when} {verb} {who} {second} {what}",
        f"{what} {verb} {who} {when}",
    )
    told = f"{rng.choice(order)} {particle}".strip() + f", {why}."
    return _filled(rng, told[0].upper() + told[1:])


def _filled(rng: random.Random, pattern: str) -> str:
    """The pattern with every slot filled, each on its own."""
    parts = pattern.split("{")
    text = parts[0]
    for part in parts[1:]:
        slot, _, rest = part.partition("}")
        text += _SLOTS[slot](rng) + rest
    return text


_SLOTS: Final[dict[str, Callable[[random.Random], str]]] = {
    "town": lambda rng: rng.choice(TOWNS),
    "house": lambda rng: rng.choice(HOUSES),
    "person": lambda rng: f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}",
    "family": lambda rng: rng.choice(FAMILY),
    "field": lambda rng: rng.choice(FIELDS),
    "number": lambda rng: str(rng.randint(2, 97)),
    "day": lambda rng: str(rng.randint(1, 31)),
    "year": lambda rng: str(rng.randint(2024, 2035)),
    "code": lambda rng: "".join(rng.choice("BDFGKLMNPRSTV") + rng.choice("AEIOU") for _ in range(3)),
}  # fmt: skip
