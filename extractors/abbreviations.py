"""Short forms that the text itself explains: "Hochschulmedizin Dresden (HSMD)", "kurz: X", "GBN (German Biobank Network)".

The long form is found by aligning the letters of the short form with the words before the bracket, right to left, after
Schwartz and Hearst (2003), scored so that letters at the start of words count more: compounds ("HochSchulMedizin") are
understood, and a start at the whole name wins over a start inside it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.german import STARTERS, spaces
from extractors.layout import text_of
from extractors.needles import Sought
from extractors.nounphrases import Heads

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A short form: two to twelve letters or digits, at least two capitals or a capital inside ("LokS", "NUM SN", "NFDI4Health", "IfL-A").
_SHORT: Final = re.compile(r"[A-ZÄÖÜa-zäöü0-9][\w.&+/-]{1,11}(?: [A-ZÄÖÜ0-9][\w-]{0,5})?")
_BRACKET: Final = re.compile(
    r"\(((?:kurz|abgekürzt|im Folgenden|nachfolgend|Abk\.|engl\.)?:?[ \u00a0]?)([^()\n]{2,60})\)"
)
_KURZ: Final = re.compile(
    r",? \(?(?:kurz|abgekürzt|im Folgenden|nachfolgend)(?: auch)?(?: nur)?(?: als)?:? [„\"“»]?([A-ZÄÖÜ][\w-]{1,11})[“”\"«]?"
)
_TOKEN: Final = re.compile(r"[^\W_][\w’'*:-]*")
_REACH: Final = 120  # code points that a long form may go back
# "für Forschung, Technik und Bau"
_SERIES: Final = re.compile(r"für [^,()]+(?:, [^,()]+)+ (?:und|sowie) \S")
_CONNECTORS: Final = frozenset(
    {
        "für",
        "und",
        "der",
        "des",
        "die",
        "das",
        "in",
        "im",
        "am",
        "an",
        "von",
        "vom",
        "zur",
        "zum",
        "zu",
        "mit",
        "auf",
        "of",
        "for",
        "the",
        "and",
        "on",
        "den",
        "dem",
        "e",
        "V",
        "&",
        "de",
        "la",
    }
)
# "das Waldnetzwerk Altensiel (TORFINET)": a name that can be spoken and is used again need not spell the long form
_SPOKEN: Final = re.compile(r"(?<![\w-])[A-ZÄÖÜ]{5,12}(?![\w-])")
_VOWELS: Final = re.compile(r"[AEIOUÄÖÜY]")
_NET: Final = re.compile(
    r"\b(?:[Dd](?:as|ie|er|em|en)|[AaIi]m|[ZzVv][ou]m|[Zz]ur|[Bb]eim)[ \u00a0](?P<long>(?:[A-ZÄÖÜ]\w{0,40}-[ \u00a0]und[ \u00a0])?"
    r"[A-ZÄÖÜ][\w-]{0,40}(?:netz|netzwerk|verbund|register|plattform|biobank|datenbank|portal|konsortium)"
    r"(?:[ \u00a0](?:für[ \u00a0])?[A-ZÄÖÜ][\w-]{0,40}){1,4})[ \u00a0]$"
)
_MEASURES: Final = frozenset({"EUR", "USD", "CHF", "GmbH", "AG", "KG", "SE", "UG", "CDU", "SPD", "CSU", "FDP"})
_HEADS: Final = tuple(Heads(label) for label in ("ORG", "INFRASTRUCTURE", "PROJECT"))


class Abbreviations:
    """Facts `abbreviation_of(short, long)`: explicit ones only."""

    name = "abbreviations"
    version = 1
    labels = ("abbreviation_of",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """One fact for each pair of short and long form, at its first place."""
        del context
        text, seen = text_of(doc), set()
        for start, end, short_span, long_span, score, rule in pairs(text):
            short, long = text[slice(*short_span)], spaces(text[slice(*long_span)])
            long = _with_gender(long, text[max(0, long_span[0] - 6) : long_span[0]])
            key = (short, base_form(long))
            if key in seen:
                continue
            seen.add(key)
            yield Fact(
                subject=spaces(short), predicate="abbreviation_of", object=key[1], subject_quote=short,
                object_quote=text[slice(*long_span)], evidence=Span.of(text, start, end), score=score,
                extractor=self.name, rule=rule, version=self.version,
                qualifiers={"short": list(short_span), "long": list(long_span)},
            )  # fmt: skip


def _with_gender(long: str, before: str) -> str:
    """The adjective as a name has it, by the article before: "das Technische Hilfswerk" -> "Technisches Hilfswerk"."""
    if base_form(long) != long:
        return long
    if re.search(r"\b(?:der|die|zur)[ \u00a0]$", before):
        return re.sub(r"^(\w+)en(?= [A-ZÄÖÜ])", r"\1e", long)
    if re.search(r"\b[Dd]as[ \u00a0]$", before):
        return re.sub(r"^([A-ZÄÖÜ]\w+)e(?= [A-ZÄÖÜ])", r"\1es", long)
    return long


Pair = tuple[int, int, tuple[int, int], tuple[int, int], float, str]
"""Evidence start and end, short form, long form (start, end), score, rule."""


def pairs(text: str) -> Iterator[Pair]:
    """All pairs of short and long form in the text, in text order; offsets in code points."""
    told = Counter(_SPOKEN.findall(text))
    for m in _BRACKET.finditer(text):
        short = _clean(m[2])
        if short is None:
            # "GBN (German Biobank Network)"
            yield from _reversed(text, m)
            continue
        long = _long_form(text, m.start(), short)
        if long is None and " " in short:
            # "Nationales Studien-Netzwerk (NUM SN)": the short form carries the house's own short name before it
            long = _long_form(text, m.start(), short.split(" ")[-1])
            if long is not None and (
                adjective := re.search(r"[A-ZÄÖÜ]\w{1,40}es? $", text[max(0, long[0] - 40) : long[0]])
            ):
                long = (long[0] - len(adjective[0]), long[1])
        spoken = long is None and told[short] > 1 and len(_VOWELS.findall(short)) > 1
        if spoken and _SPOKEN.fullmatch(short) and (net := _NET.search(text, max(0, m.start() - _REACH), m.start())):
            long = (net.start("long"), 0.65)
        if long is not None:
            begin, score = long
            at = m.start(2) + m[2].index(short)
            end = _bare_end(text, m.start(), " \u00a0“”\"'«’")
            yield begin, m.end(), (at, at + len(short)), (begin, end), score, "bracket"
    yield from _trailing(text)
    for m in _KURZ.finditer(text):
        long = _long_form(text, m.start(), m[1])
        if long is not None:
            begin, score = long
            end = _bare_end(text, m.start(), " \u00a0“”\"'«’,")
            yield begin, m.end(1), (m.start(1), m.end(1)), (begin, end), score, "kurz"


# "das Fraunhofer-Institut für Holzforschung |WKI|": the short form stands right behind the name
_TRAILING: Final = Sought(
    r"(?<![\w-])(?P<long>(?:[A-ZÄÖÜ][a-zäöüß]+(?:e[sr]?|en)[ \u00a0])?(?P<first>(?:[A-ZÄÖÜ][\w-]{1,40}-)?)(?P<head>(?:Forschungs)?(?:[Ii]nstitut|[Zz]entrum)s?[ \u00a0](?:für|der|des|zur)[ \u00a0][^.,;:!?()\n„“]{5,90}?))[ \u00a0](?P<short>[A-ZÄÖÜ]{3,6})(?![\w-]|[ \u00a0][A-ZÄÖÜ]{2})"
)
_SPELT: Final = 0.7


def _trailing(text: str) -> Iterator[Pair]:
    """ "Fraunhofer-Institut für Holzforschung |WKI|" where the letters spell the name, with or without what "-Institut" belongs to."""
    for m in _TRAILING.finditer(text):
        fits = (_align(m["short"], m["long"]), _align(m["short"], m["head"]))
        if max((f for f in fits if f is not None), default=0.0) >= _SPELT:
            yield m.start("long"), m.end("short"), m.span("short"), m.span("long"), 0.75, "apposed"


def _bare_end(text: str, end: int, marks: str) -> int:
    """Where the text before `end` ends without the marks behind it; nothing is copied."""
    while end and text[end - 1] in marks:
        end -= 1
    return end


def base_form(name: str) -> str:
    """The name without inflection, whatever head noun it has."""
    return next((base for heads in _HEADS if (base := heads.base_form(name)) != name), name)


def _clean(inside: str) -> str | None:
    """The short form that stands in a bracket, or None: "„NUM“" -> "NUM", "NUM, gegründet 2020" -> "NUM"."""
    inside = re.split(r"[,;:]", inside)[0].strip(" \u00a0„“”\"'‚‘’«»")
    if not _SHORT.fullmatch(inside) or inside in _MEASURES or inside in STARTERS:
        return None
    letters = [c for c in inside if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) < 2 or capitals == 0 or (capitals < 2 and not (inside[0].isupper() and len(inside) <= 5)):
        return None
    return inside


def _reversed(text: str, bracket: re.Match[str]) -> Iterator[Pair]:
    before = re.search(
        r"(?<![\w-])([A-ZÄÖÜ][\w&+-]{1,11})[ \u00a0]$", text[max(0, bracket.start() - 15) : bracket.start()]
    )
    long = bracket[2].strip(' „“"')
    if before is None or _clean(before[1]) is None or sum(c.isupper() for c in before[1]) < 2 or " " not in long:
        return
    start = max(0, bracket.start() - 15) + before.start(1)
    found = _align(before[1], long)
    first = _TOKEN.match(long)
    if found is None and _titled(before[1], long):
        found = _SPELLED
    if found is not None and first is not None and found >= 0.75 and "," not in long:
        at = bracket.start(2) + bracket[2].index(long)
        span = (at, at + len(long))
        yield (
            start,
            bracket.end(),
            (start, start + len(before[1])),
            span,
            round(0.7 + 0.2 * found, 2),
            "bracket_reversed",
        )


_SPELLED: Final = 0.76
_TITLE: Final = re.compile(
    r"[A-Z][\w-]+(?:[ \u00a0](?:[A-Z][\w-]+|for|of|and|the|in|to|on|with|from|by|at|an|a)){2,12}"
)


def _titled(short: str, long: str) -> bool:
    """Whether an English title stands behind a spoken name that it nearly spells: "AQUANORD (Aquatic Nurseries of Rivers and Deltas)"."""
    if _SPOKEN.fullmatch(short) is None or _TITLE.fullmatch(long) is None or short[0] != long[0]:
        return False
    rest, hit = iter(long.lower()), 0
    for letter in short.lower():
        kept = list(rest)
        if letter in kept:
            hit += 1
            rest = iter(kept[kept.index(letter) + 1 :])
        else:
            rest = iter(kept)
    return hit >= len(short) - 1


def _long_form(text: str, end: int, short: str) -> tuple[int, float] | None:
    """Where the long form of `short` starts that ends before `end`, and the score; None where no words fit."""
    low = max(0, end - _REACH)
    window = text[low:end]
    if (legal := re.search(r"[ \u00a0]e\.[ \u00a0]?V\.[ \u00a0]?$", window)) is not None:
        window = window[: legal.start()]
    cut = max(
        (m.end() for m in re.finditer(r"[.!?;:()\n](?=\s|$)|[(\n]|(?<=\s)[–-](?=\s)|„(?=[^“]*$)", window)), default=0
    )
    tokens = list(_TOKEN.finditer(window, cut))
    if not tokens or len(window.rstrip(" \u00a0“”\"'«’,")) > tokens[-1].end() + 1:
        return None
    letters = re.sub(r"[^\w]", "", short)
    budget = min(len(letters) + 5, 2 * len(letters) + 1) + 3
    best: tuple[float, int] | None = None
    for k in range(len(tokens) - 1, max(-1, len(tokens) - 1 - budget), -1):
        token = tokens[k]
        # "5-Hydroxymethylfurfural (HMF)": what counts starts after the digits
        word = token[0].lstrip("0123456789,-")
        if word[:1].casefold() != letters[0].casefold():
            continue
        long = window[token.start() :].rstrip(" \u00a0“”\"'«’,")
        # "RACK, Zentrales Register (ZR)": a comma belongs to a name only in a series ("für Forschung, Technik und Bau")
        if "," in long and not _SERIES.search(long):
            continue
        fit = _align(letters, long[len(token[0]) - len(word) :])
        if fit is None:
            continue
        # A name starts after a small word or a comma: "Institut" rather than "Informatik und Biometrie".
        before = tokens[k - 1][0] if k else ""
        natural = (
            not before or before in STARTERS or (before[0].islower() and before not in ("für", "und", "sowie", "&"))
        )
        value = fit + (0.15 if natural else 0.0)
        if best is None or value > best[0]:
            best = (value, low + token.start())
    if best is None or best[0] < 0.55:
        return None
    return best[1], round(min(0.98, 0.6 + 0.35 * best[0]), 2)


def _align(short: str, long: str) -> float | None:
    """How well the letters of `short` spell `long`, 0 to 1; None where they cannot.

    Each letter counts 1 at the start of a word, 0.8 at the start of a part ("Daten|integrations|zentrum", seen as any
    letter inside a compound after a joint), 0.5 inside a word; capitalised words that give no letter cost 0.25 each.
    """
    # lower, not casefold: "ß" must stay one letter ("Straßenbau")
    short = re.sub(r"[^\w]", "", short).lower()
    words = [(m.start(), m[0]) for m in _TOKEN.finditer(long)]
    starts = {s for s, _ in words} | {s + m.end() for s, w in words for m in re.finditer("-", w)}
    low = long.lower()
    if len(low) != len(long):
        return None
    # best[j]: the best value of having matched the short form up to here with its last letter at position j
    best = {0: (1.0, frozenset({0}))} if low[:1] == short[:1] else {}
    for letter in short[1:]:
        following: dict[int, tuple[float, frozenset[int]]] = {}
        for j, char in enumerate(low):
            if char != letter:
                continue
            before = [best[i] for i in best if i < j]
            if before:
                value, used = max(before, key=lambda b: b[0])
                gain = 1.0 if j in starts else 0.55
                word = max((s for s, _ in words if s <= j), default=0)
                following[j] = (value + gain, used | {word})
        best = following
        if not best:
            return None
    if not best:
        return None
    value, used = max(best.values(), key=lambda b: b[0])
    content = [s for s, w in words if w[0].isupper() and w not in _CONNECTORS]
    unused = sum(1 for s in content if s not in used)
    return max(0.0, value / len(short) - 0.2 * unused)
