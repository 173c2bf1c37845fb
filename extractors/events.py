"""Events and other dated undertakings, named or described: "NORDLICHT CONGRESS 2025", "Jahrestagung des Verbandes der ...".

They are no mentions of their own label; the relations need them as subjects and objects, so they are given as MISC.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Mention, Span
from extractors.entities import entities
from extractors.german import MONTHS, STARTERS, adjective_nominative, spaces
from extractors.layout import sentence_words, text_of
from extractors.lexicon import lexicon
from extractors.names import Names

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractors.nounphrases import Word

_LEXICON: Final = lexicon("events")
_PLACES: Final = frozenset(n for names in lexicon("places").values() for n in names)
_GENERIC: Final = frozenset(w.casefold() for w in _LEXICON["generic"])
_ENGLISH: Final = frozenset(w.casefold() for w in _LEXICON["english"])
_NONE: Final = frozenset(w.casefold() for w in _LEXICON["no_event"])
_PLURALS: Final = frozenset(w.casefold() for w in _LEXICON["plural"])
_UNDERTAKINGS: Final = tuple(w.casefold() for w in _LEXICON["undertakings"])
_CALLS: Final = frozenset(("ausschreibung", "wettbewerb", "förderaufruf"))
_PARTS: Final = tuple(w.casefold() for w in _LEXICON["parts"])
_GENDERS: Final = {w.casefold(): gender for gender in ("m", "f", "n") for w in _LEXICON[gender]}
_LAST: Final = frozenset(noun[-4:] for noun in _GENDERS)  # what most words do not end in: they need no closer look
_PLURAL: Final = tuple(_PLURALS)
_INFLECTED: Final = re.compile(
    r"[A-ZÄÖÜ][\w-]*(?:isch|lich|ig|al|iv|är|ell|sam|eut|iert|end|neu|groß|tional)(?:e|en|er|es|em)$"
)
_DEMONYM: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{2,}(?:er|ner)$")
_COMING: Final = frozenset(("nächste", "nächsten", "nächstes", "nächster", "nächstem"))
_ORDINAL: Final = re.compile(r"(?<![\w.])(\d{1,3}\.)[ \u00a0]$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:/\d\d)?$")
_QUOTED: Final = re.compile(r"[ \u00a0][„“\"»]([^„“”\"«»\n]{3,90})[“”\"«]")
# "der BAU Ende 2024": a time, no edition
_WHEN: Final = re.compile(
    r"[ \u00a0](?:Ende|Anfang|Mitte|Sommer|Herbst|Winter|Frühjahr|Jahr|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)[ \u00a0]"
)
# "das Thema des Kolloquiums „Daten teilen“"
_THEME: Final = re.compile(r"(?:[Tt]hem(?:a|as|en)|Mottos?|Titels?)[ \u00a0](?:des|der)[ \u00a0]$")
_NOUN: Final = r"(?:[\w-]+(?:en|er|e|es)[ \u00a0]){0,2}[A-ZÄÖÜ][\w/’-]*(?:[ \u00a0](?:und|&)[ \u00a0][A-ZÄÖÜ][\w-]*)?"
# "Jahrestagung |des Verbandes der Archive|", "Podiumsdiskussion |zur Eröffnung der Thementage Hessen 2025|"
_COMPLEMENT: Final = re.compile(
    rf"[ \u00a0](?:des|der|zum|zur|für|zu|von|über)[ \u00a0](?!(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Jahr|Jahre|Thema)\b){_NOUN}"
    rf"(?:[ \u00a0](?:der|des|von|für|in)[ \u00a0]{_NOUN}){{0,2}}(?:[ \u00a0][A-ZÄÖÜ][\w-]*){{0,2}}(?:[ \u00a0]20\d\d)?"
)
# "auf der NORDLICHT FORUM 2025", "bei den KLIMATAGEN 2026": capitals and a year behind a preposition of events
_DATED_NAME: Final = re.compile(
    r"\b(?:auf|bei|zu|an|von)[ \u00a0](?:der|den|dem)[ \u00a0]|\b(?:beim|zum|zur|am|vom|des|der|den|dem|im)[ \u00a0]|\b(?:[Dd]ie|[Dd]er|[Dd]as)[ \u00a0]"
)
_CAPITALS: Final = re.compile(
    r"((?:[A-ZÄÖÜ][\w&-]*[ \u00a0]){0,3}[A-ZÄÖÜ]{2}[\w&-]*[ \u00a0](?:[A-ZÄÖÜ][\w&-]*[ \u00a0]){0,2}(?:19|20)\d\d)(?![\w.])"
)


@lru_cache(maxsize=20_000)
def head(word: str) -> tuple[str, str] | None:
    """(nominative, gender) of an event noun: "Thementagen" -> ("Thementage", "p"), "Kongresses" -> ("Kongress", "m").

    Gender is m, f, n, p for plurals, e for English nouns; None when `word` names no event.
    """
    low = word.casefold()
    last = low.rsplit("-", maxsplit=1)[-1]
    for form in (low, low.removesuffix("s")):
        if form in _ENGLISH or (("-" in form) and form.rsplit("-", maxsplit=1)[-1] in _ENGLISH):
            gender = _GENDERS.get(form.rsplit("-", maxsplit=1)[-1], "e")
            return word[: len(form)], gender
    for cut, plural in (("", False), ("s", False), ("es", False), ("n", True), ("", True), ("en", True), ("e", True)):
        if cut and not low.endswith(cut):
            continue
        form = low[: len(low) - len(cut)] if cut else low
        if form in _NONE or last[: len(last) - len(cut)] in _NONE:
            continue
        if plural and cut in ("n", "") and form.endswith(_PLURAL):
            return word[: len(form)], "p"
        if form[-4:] not in _LAST:
            continue
        for length in range(min(len(form), 20), 3, -1):
            gender = _GENDERS.get(form[-length:], "")
            if gender and (length > 4 or length == len(form) or form[-length - 1] == "-"):
                if plural and (cut not in ("en", "e") or (cut == "e" and gender == "f")):
                    break
                if cut in ("s", "es") and gender == "f":
                    break
                return (word if plural and cut == "en" else word[: len(form)] if not plural else word), (
                    "p" if plural else gender
                )
    return None


@dataclass(frozen=True, slots=True)
class _Event:
    """One place: its name as written, its noun, and how it names the event."""

    start: int
    end: int
    name: str
    noun: str
    kind: str

    @property
    def bare(self) -> bool:
        """Whether it is one word, which may mean an event that is named elsewhere ("die Thementage")."""
        return " " not in self.name


def of_event(name: str) -> bool:
    """Whether a name is that of an event: its noun stands last, or before a year or a place ("MOORTAGE EMSLAND 2025")."""
    words = [w for w in name.rstrip(".").split() if not _YEAR.match(w)]
    return any(head(w) is not None for w in words[-2:])


def events(doc: "Doc", context: Context) -> list[Mention]:
    """The events of the text, in text order, not overlapping.

    Each is a mention of MISC with `name`, the fullest base form of the document, and `event`: "named" for a proper name,
    "described" for a noun with its complement or a compound, "back" for a bare noun that means an event named elsewhere.
    Where several events fit a bare noun it means the one of the title; where there is none it is left out.
    """
    text = text_of(doc)
    kept = _places(doc, context)
    names = Names([e.name for e in kept if not e.bare], {})
    full = {e: names.fullest(e.name) if not e.bare else e.name for e in kept}
    topic = _topic(kept, context)
    found = []
    alike: dict[str, list[_Event]] = {}
    for e in kept:
        name, kind = full[e], e.kind
        if e.bare and e.kind != "named":
            like = alike.get(e.noun.casefold())
            if like is None:
                like = [o for o in kept if not o.bare and o.noun.casefold().endswith(e.noun.casefold())]
                alike[e.noun.casefold()] = like
            if topic is not None and (
                topic in like or (not like and (e.kind == "generic" or e.noun.casefold() in _CALLS))
            ):
                name, kind = full[topic], "back"
            elif like and (like[0].start < e.start or len(like) == 1):
                # "das Kolloquium": the last one that was named
                name, kind = full[like[max(0, bisect_left(like, e.start, key=_start) - 1)]], "back"
            elif e.kind == "generic" or e.noun.casefold() in _UNDERTAKINGS:
                continue
            elif topic is not None and topic.start < e.start and e.noun.casefold().endswith(_PARTS):
                # "die Eröffnungs-Podiumsdiskussion": of the congress
                name = f"{name} ({full[topic]})"
        found.append(
            Mention(
                Span.of(text, e.start, e.end), "MISC", None, 0.8, "events", kind, 1,
                {"name": name, "event": kind, "topic": topic is not None and name == full[topic]},
            )
        )  # fmt: skip
    return found


def _start(event: _Event) -> int:
    return event.start


def _topic(kept: list[_Event], context: Context) -> _Event | None:
    """The event that the release is about: the first one of its headline, else the only one that has a name."""
    heads = [(b.start, b.end) for b in context.blocks if b.kind in ("title", "lead")]
    own = [
        e for e in kept
        if e.kind != "generic" and not (e.bare and e.kind == "described" and e.noun.casefold().endswith(_PARTS))
        and not e.noun.casefold().endswith(_UNDERTAKINGS)
    ]  # fmt: skip
    for e in own:
        if any(start <= e.start and e.end <= end for start, end in heads):
            # "bei den Thementagen 2025" in the headline is one of "Thementage Hessen 2025"
            return max(
                (
                    o
                    for o in own
                    if o.noun.casefold() == e.noun.casefold() and set(e.name.split()) <= set(o.name.split())
                ),
                key=lambda o: len(o.name),
                default=e,
            )
    named = {e.name: e for e in reversed(own) if e.kind == "named"}
    if len(named) == 1:
        return next(iter(named.values()))
    return None


def _places(doc: "Doc", context: Context) -> list[_Event]:
    text = text_of(doc)
    blocked = sorted(
        (m.span.start, m.span.end)
        for m in context.mentions
        # the model takes "MOORTAGE 2025" for a project
        if m.label in ("ORG", "PERSON") or (m.label in ("INFRASTRUCTURE", "PROJECT") and not of_event(m.span.quote))
    )
    starts = [start for start, _ in blocked]
    found: dict[tuple[int, int], _Event] = {}
    for sentence in sentence_words(doc):
        for event in _phrases(text, sentence):
            found[event.start, event.end] = event
    for m in _DATED_NAME.finditer(text):
        named = _CAPITALS.match(text, m.end())
        if named is not None and not _WHEN.search(named[1]):
            name = _base(spaces(named[1]))
            found.setdefault(named.span(1), _Event(*named.span(1), name, name, "named"))
    for start, end, _ in entities(doc, "MISC"):
        if re.search(r"[ \u00a0](?:19|20)\d\d$", text[start:end]):
            name = _base(spaces(text[start:end]))
            found.setdefault((start, end), _Event(start, end, name, name, "named"))
    kept: list[_Event] = []
    for e in sorted(found.values(), key=lambda e: (e.start, -e.end)):
        if kept and e.start < kept[-1].end:
            continue
        # "Kongress" inside "Deutscher Kongress e. V."
        near = blocked[max(0, bisect_right(starts, e.start) - 1) : bisect_right(starts, e.start)]
        if not any(a <= e.start and e.end <= b for a, b in near):
            kept.append(e)
    return kept


def _base(name: str) -> str:
    """The name with its event noun in the nominative: "KLIMATAGEN 2026" -> "KLIMATAGE 2026"."""
    return " ".join((head(w) or (w, ""))[0] if w[:1].isupper() else w for w in name.split(" "))


def _phrases(text: str, s: "Sequence[Word]") -> Iterator[_Event]:
    """Every event noun of a sentence with what belongs to it."""
    for i, word in enumerate(s):
        if not word.capital or (found := head(word.text)) is None:
            continue
        noun, gender = found
        k = i
        english = noun.rsplit("-", maxsplit=1)[-1].casefold() in _ENGLISH
        while (
            k > 0
            and s[k - 1].end + 1 == s[k].start
            and i - k < 5
            and _joins(s[k - 1].text, english=english, first=k == 1)
        ):
            k -= 1
        before = [w.text for w in s[k:i]]
        start = s[k].start
        coming = k > 0 and k == i and s[k - 1].text in _COMING and s[k - 1].end + 1 == s[k].start
        if coming and gender in ("m", "f", "n"):
            # "|das nächste Treffen|": which one it is
            yield _Event(
                s[k - 1].start, word.end, f"{adjective_nominative(s[k - 1].text, gender)} {noun}", noun, "described"
            )
            continue
        if (ordinal := _ORDINAL.search(text, max(0, start - 6), start)) is not None and before:
            start, before = ordinal.start(1), [ordinal[1], *before]
        if gender in ("m", "f", "n"):
            before = [adjective_nominative(w, gender) if _is_adjective(w) else w for w in before]
        end = word.end
        quoted = _QUOTED.match(text, end)
        if quoted is not None and not _THEME.search(text, max(0, start - 40), start):
            yield _Event(start, quoted.end(), spaces(quoted[1]), noun, "named")
            continue
        last = _proper(s, i)
        if last > i:
            end = s[last].end
            name = spaces(" ".join([*before, noun, text[s[i + 1].start : end]]))
            yield _Event(start, end, name, noun, "named")
            continue
        proper = any(not _is_adjective(w) for w in before)
        complement = _COMPLEMENT.match(text, end)
        if not proper and complement is not None and complement.end() <= s[-1].end + 1:
            name = spaces(" ".join([*before, noun]) + complement[0])
            yield _Event(start, complement.end(), name, noun, "described")
        elif before:
            yield _Event(start, end, " ".join([*before, noun]), noun, "named")
        elif noun.casefold() in _GENERIC:
            yield _Event(start, end, noun, noun, "generic")
        elif gender not in ("p", "e") or "-" in noun or noun.casefold().endswith("tage"):
            yield _Event(start, end, noun, noun, "described")


def _is_adjective(word: str) -> bool:
    """Whether a word is inflected: "Internationalen"; "Leipziger" comes of a place and stays."""
    return bool(_INFLECTED.match(word)) and word.removesuffix("er") not in _PLACES


def _joins(word: str, *, english: bool, first: bool) -> bool:
    """Whether a capitalised word before the noun belongs to the name: an adjective, a short name, or any in English."""
    if not word[:1].isupper() or word in STARTERS or word in MONTHS:
        return False
    if english and not first:
        return True
    return bool(_INFLECTED.match(word) or _DEMONYM.match(word)) or (word.isupper() and len(word) > 1) or english


def _proper(s: "Sequence[Word]", i: int) -> int:
    """Index of the last word of a name that goes on behind the noun at `i`: "Thementage |Hessen 2025|", "Tagung |KÜSTE 2025|"."""
    k = i + 1
    capitals = 0
    while k < len(s) and k - i < 5 and s[k].start - s[k - 1].end == 1:
        word = s[k].text
        if _YEAR.match(word):
            return k
        if not word[0].isupper() or word in STARTERS or word in MONTHS or head(word) is not None:
            break
        capitals += word.isupper() and len(word) > 2
        k += 1
    return k - 1 if capitals and k - i <= 3 else i
