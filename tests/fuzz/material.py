"""What inputs are made of: words that German rules look for, signs that break things, and changes to bytes."""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

ODD: Final = (
    "", " ", "\u00a0", "\u202f", "\n", "\n\n", "\t", "\r", "\u2028", "\u0085", "\x0b", "\x1c", "\u200b", "\ufeff", "\u202e", "\u00ad",
    "😀", "𝔘", "u\u0308", "ß", "ẞ", "İ", "ﬁ", "٣", "²", "½", "Ⅻ", "一", "\ud800", "\udfff", "\x00", "\x1b", "\uffff", "é", "\u0300" * 4,
)  # fmt: skip
MARKS: Final = (
    ".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "„", "“", "”", '"', "'", "’", "»", "«", "‚", "‘", "-", "–", "—", "‑", "/", "&",
    "%", "§", "*", "_", "…", "...", " - ", ", ", ". ", ": ", " (", ") ", "\n- ", "\n• ", "\n1. ", " | ", "+++", "©", "°", "€", "$", "@",
)  # fmt: skip
NUMBERS: Final = (
    "0", "1", "2", "3.", "12", "24", "29", "30.", "31", "32", "59", "60", "99", "100", "1.000", "1.000,5", "2,5", "1e9", "-1", "00", "000",
    "1899", "1990", "2000", "2024", "2025", "2030", "9999", "10000", "99999999999999999999", "1/2", "12:30", "24:00", "31.02.2025", "30.01.2026",
    "1.1.1", "2025-07-01", "2025-13-40", "2025/26", "2019-2025", "01/2025", "Q3", "3/2025", "1.-3.", "I", "IV", "XX.",
)  # fmt: skip
DATES: Final = (
    "Januar", "Februar", "März", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Dezember", "Montag", "Mo", "Di.", "Sonnabend", "Sonntag",
    "Jahr", "Jahre", "Jahren", "Jahres", "Monat", "Monaten", "Woche", "Wochen", "Tag", "Tage", "Tagen", "Stunden", "Minuten", "Uhr", "Quartal",
    "Halbjahr", "Jahrzehnt", "Jahrhundert", "Jahrtausend", "Sommer", "Winter", "Frühjahr", "Herbst", "Ostern", "Weihnachten", "Pfingstmontag",
    "Silvester", "Advent", "heute", "gestern", "morgen", "übermorgen", "vorgestern", "heute Abend", "jetzt", "derzeit", "künftig", "früher",
    "vergangenen", "kommenden", "nächsten", "letzten", "vorigen", "dieses", "diesem", "seit", "bis", "vor", "nach", "ab", "am", "im", "um",
    "zwischen", "von", "vom", "zum", "Anfang", "Mitte", "Ende", "Beginn", "jeden", "jährlich", "täglich", "alle", "zweimal", "mehr als", "rund",
    "knapp", "halb", "Viertel", "anderthalb", "dreieinhalb", "fünf", "zwanzig", "hundert", "tausend", "der Zwanziger", "er Jahre", "WS", "SoSe",
    "KW", "Wochenende", "tägige", "jährige", "monatigen", "Spielzeit", "Legislaturperiode", "Jahreswende", "v. Chr.", "n. Chr.",
)  # fmt: skip
NAMES: Final = (
    "Prof. Dr.", "Priv.-Doz.", "Dr. med.", "Anna Beispiel", "Anna Mai-Sommer", "von der Heide", "Klinik für Neurologie", "Universitätsklinikum",
    "Universität", "Institut", "Zentrum", "GmbH", "e. V.", "AG", "gGmbH", "Netzwerk", "Register", "Biobank", "Verbund", "Projekt", "Studie",
    "Plattform", "Forschungsnetz", "NUM", "NUM4Rare", "(KfN)", "(kurz: ABC)", "kurz XY", "Bundesministerium", "DFG", "Deutsche", "Berlin", "Bad",
    "Land", "Frankfurt am Main", "Straße", "3.0", "2030", "Sprecher*innen", "Kliniker:innen", "A-B-C", "X", "Netz X 3.0",
)  # fmt: skip
WORDS: Final = (
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "und", "oder", "sowie", "an", "mit", "für", "allen", "Infrastrukturen", "Standorte",
    "Standorten", "Häuser", "Kliniken", "Betten", "Euro", "Mio. Euro", "Millionen", "Mrd.", "Patienten", "sagt", "sagte", "so", "erklärt",
    "betont", "leitet", "ist", "sind", "hat", "beteiligt", "gefördert", "fördert", "startet", "endet", "läuft", "gehört", "zu", "Leiterin",
    "Direktor", "Sprecher", "Dekanin der", "darunter", "unter anderem", "etwa", "insgesamt", "beide", "mindestens", "nicht", "kein", "z. B.",
    "bzw.", "ca.", "Das", "Die", "Er", "Sie", "Wir", "neue", "Projekte", "Partner", "Mitglieder", "Phase", "Förderphase",
)  # fmt: skip
TEXT: Final = (ODD, MARKS, NUMBERS, DATES, NAMES, WORDS)
TIMES: Final = (DATES, DATES, NUMBERS, NUMBERS, MARKS, WORDS, ODD)

_TOKEN: Final = re.compile(rb"[A-Za-z_][\w-]*|\d+|[^\w\s]|\s+")
_BYTES: Final = (b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\x80", b"\r", b"\n", b"\r\n\r\n", b"<", b">", b"&#0;", b"&#xD800;", b"&#1114112;", b'"', b"\\u0000", b"\\ud800", b"=", b"%", b"--", b"]]>", b"\x1a", b"9" * 30, b"-1", b"\t", b"{", b"[", b"\xa0", b"=?utf-8?q?=FF?=", b"=?x?b?!?=")  # fmt: skip


def text(rng: Random, kinds: Sequence[Sequence[str]] = TEXT, most: int = 24) -> str:
    """Words and signs in any order, now and then one of them many times, mostly with a space between."""
    choice, chance = rng.choice, rng.random
    pieces: list[str] = []
    for _ in range(int(chance() * most) + 1):
        piece = choice(choice(kinds))
        pieces.append(piece if chance() > 0.004 else piece * int(chance() * 200))
        if chance() < 0.75:
            pieces.append(" ")
    return "".join(pieces)


def mutated_text(rng: Random, sample: str, kinds: Sequence[Sequence[str]] = TEXT) -> str:
    """A stretch of a sample with a few words put in, taken out, doubled or moved."""
    length = len(sample)
    start = int(rng.random() * length)
    found = sample[start : start + int(rng.random() * 700) + 1]
    for _ in range(int(rng.random() * 5) + 1):
        a = int(rng.random() * (len(found) + 1))
        b = a + int(rng.random() * 12)
        how = int(rng.random() * 4)
        if how == 0:
            found = found[:a] + rng.choice(rng.choice(kinds)) + found[a:]
        elif how == 1:
            found = found[:a] + found[b:]
        elif how == 2:
            found = found[:b] + found[a:]
        else:
            found = found[:a] + rng.choice(rng.choice(kinds)) + found[b:]
    return found


def mutated(rng: Random, samples: Sequence[bytes], most: int = 6) -> bytes:
    """A sample with a few of its bytes, tokens or stretches changed, or two samples spliced."""
    found = rng.choice(samples)
    for _ in range(int(rng.random() * most) + 1):
        found = _CHANGES[int(rng.random() * len(_CHANGES))](rng, found, samples)
    return found


def zip_mutated(rng: Random, members: dict[str, bytes]) -> bytes:
    """A ZIP file of the members, one or two of them changed, missing or doubled; made by hand, so that it may be wrong."""
    import io
    import zipfile

    changed = dict(members)
    names = sorted(changed)
    for _ in range(int(rng.random() * 2) + 1):
        name = rng.choice(names)
        how = rng.random()
        if how < 0.06:
            changed.pop(name, None)
        else:
            changed[name] = mutated(rng, [members[name]], 4)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, raw in changed.items():
            file.writestr(name, raw)
    made = out.getvalue()
    return made if rng.random() < 0.85 else mutated(rng, [made], 3)


def _at(rng: Random, raw: bytes) -> int:
    return int(rng.random() * (len(raw) + 1))


def _flip(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _at(rng, raw)
    return raw[:at] + bytes([int(rng.random() * 256)]) + raw[at + 1 :]


def _insert(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _at(rng, raw)
    return raw[:at] + rng.choice(_BYTES) + raw[at:]


def _remove(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _at(rng, raw)
    return raw[:at] + raw[at + int(rng.random() ** 3 * 300) :]


def _repeat(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _at(rng, raw)
    end = at + int(rng.random() * 60)
    return raw[:end] + raw[at:end] * int(rng.random() ** 4 * 40) + raw[end:]


def _cut(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    return raw[: _at(rng, raw)] if rng.random() < 0.3 else raw


def _splice(rng: Random, raw: bytes, samples: Sequence[bytes]) -> bytes:
    other = rng.choice(samples)
    return raw[: _at(rng, raw)] + other[_at(rng, other) :]


def _swap(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    """One token in the place of another of the same input."""
    here, there = _at(rng, raw), _at(rng, raw)
    one, two = _TOKEN.search(raw, here), _TOKEN.search(raw, there)
    if one is None or two is None:
        return raw
    return raw[: one.start()] + two[0] + raw[one.end() :]


def _word(rng: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _at(rng, raw)
    return raw[:at] + rng.choice(rng.choice(TEXT)).encode("utf-8", "surrogatepass") + raw[at:]


_CHANGES: Final[tuple[Callable[[Random, bytes, Sequence[bytes]], bytes], ...]] = (
    _flip, _insert, _insert, _remove, _repeat, _cut, _splice, _swap, _swap, _word, _word,
)  # fmt: skip
