"""What organisations, infrastructures and projects share: how a name of one kind is found, spread and completed.

A name is found by its head noun, by a list whose introduction says what its members are, by a cue word, by the lexicon,
by the spaCy model, or as the short form of one of these. Then every further occurrence of it is a mention as well.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import NAMED, Context, Fact, Finding, Label, Mention, Span
from extractors.capitals import short_names
from extractors.entities import body_share, entities
from extractors.german import STARTERS, number_words, spaces
from extractors.layout import lists, sentence_words, text_of
from extractors.lexicon import lexicon
from extractors.names import Names
from extractors.needles import Sought
from extractors.nounphrases import BEING, Heads
from extractors.role_words import is_role

if TYPE_CHECKING:
    from spacy.tokens import Doc

Candidates = dict[tuple[int, int], tuple[str, float]]
"""{(start, end): (rule, score)}"""

# A name that is no ordinary word: capitals or digits inside ("eLEVATE", "PaläoBild", "FINO 3").
_ACRONYM: Final = re.compile(r"\w*[^\W_a-zäöüß][\w-]*[A-ZÄÖÜ0-9]")
# "die Biobank |Rostock-Südheide|" is called so with its noun
_REGION: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)+")
# "das Register |TALIMO|", "im Verbundprojekt |TALIMO|"
_THING: Final = re.compile(
    r"(?:egister|e(?<=[Vv]e)rbund|e(?<=[Nn]e)tz(?:werk)?|iobank|lattform|nfrastruktur|rojekt|tudie|onsortium|r(?<=[Pp]r)ogramm|orhaben|nitiative)(?:e?s)?[ \u00a0]((?:[\w-]{0,40}[A-ZÄÖÜ]){2}[\w-]{0,40})(?![\w-])"
)
_QUOTED: Final = re.compile(r"(?<![\w-])([A-ZÄÖÜ][\w-]+)[ \u00a0][„“\"»]([^„“”\"«»\n]{3,90})[“”\"«]")
# Below these scores the model is wrong more often than right about what the rules have not found; of infrastructures and
# projects it knows little but what the rules know better.
_SURE: Final[dict[str, float]] = {"ORG": 0.4, "INFRASTRUCTURE": 0.8, "PROJECT": 0.8}
PLACE_NAMES: Final = frozenset(n for names in lexicon("places").values() for n in names)
# "Dresdner NUM-Community": the adjective of a place right before a name
_ADJECTIVE: Final = re.compile(r"(?<![\w-])([A-ZÄÖÜ][a-zäöüß]+)er[ \u00a0]$")
_ANNOUNCING: Final = re.compile(
    r"[\w-]+(?:agentur|behörde|konzern|firma|unternehmen|hersteller|verlag|partei|gruppe|sender|tochter)[ \u00a0]"
)
_INNER: Final = 0.6  # the score from which the model's name is taken without the word that announces it
# "Afrikanische Schweinepest (ASP)", "chronisch obstruktive Lungenerkrankung (COPD)" take part in nothing
_ILLNESS: Final = re.compile(
    r"(?:pest|seuche|grippe|krankheit|erkrankung|infektion|infarkt|syndrom|sklerose|karzinom|störung|therapie|tomographie|tomografie)(?:e?[ns])?$",
    re.IGNORECASE,
)
# "Register Seltene Lebererkrankungen (RESEL)" is none
_ABOUT_ILLNESS: Final = re.compile(
    r"[\w-]*(?:register|netz|netzwerk|verbund|zentrum|institut|klinik|studie|projekt|konsortium|gesellschaft|plattform|biobank|stiftung|verein|kohorte|initiative)s?[ \u00a0]",
    re.IGNORECASE,
)
_HEARD: Final = 0.4  # what the model must give the words of a head noun on average to be a name
# "das Vorhaben |Nr.| 12", "Projekt |Nummer| 3": which of them, not what it is called
_NUMBERING: Final = frozenset({"Nr", "Nummer", "No"})
_COUNTED: Final = frozenset(noun for heads in lexicon("heads").values() for noun in heads["plural"])
# "die Universitätsklinika Ulm, |Köln| und |Bonn|"
_PLURAL: Final = re.compile(
    r"(?:klinika|kliniken|universitäten|hochschulen|Klinika|Kliniken|Universitäten|Hochschulen)[ \u00a0]([A-ZÄÖÜ][a-zäöüß]+)(?:,[ \u00a0]([A-ZÄÖÜ][a-zäöüß]+))?[ \u00a0]und[ \u00a0]([A-ZÄÖÜ][a-zäöüß]+)(?![\w-])"
)
# "die Projekte |KLARA|, |WABE| und „|Gute Wege|“"
_OWN: Final = (
    r"(?:[„\"»][^„“”\"«»\n]{2,80}[“”\"«]|(?=[\w-]{0,30}[A-ZÄÖÜ0-9][\w-]{0,30}[A-ZÄÖÜ0-9])[A-ZÄÖÜ][\w+-]{2,60})(?![\w-])"
)
# "die Netze ARD und ZDF", "die Plattformen YouTube und LinkedIn" are no infrastructures of research
_LOOSE: Final = re.compile(r"Netzen?$|Plattform|Portal|Dienst")
_SEVERAL: Final = {
    label: Sought(
        rf"(?i:{'|'.join(sorted({noun.casefold() for noun in lexicon('heads')[label]['plural'] if not _LOOSE.match(noun)}))})[ \u00a0]"
        rf"({_OWN}(?:,[ \u00a0]{_OWN}){{0,12}},?[ \u00a0](?:und|sowie|oder)[ \u00a0]{_OWN})"
    )
    for label in ("INFRASTRUCTURE", "PROJECT")
}
_EACH: Final = re.compile(_OWN)
_AT_WHAT: Final = re.compile(r"[ \u00a0](?:im|in|am|an|bei|beim|von|vom|des|der)[ \u00a0]")
_GROUP: Final = re.compile(r"(?<![\w-])(?:Bündnis|Bürgerinitiative|Initiative|Verein|Gruppe)[ \u00a0][„\"»]$")
_HOUSE: Final = re.compile(
    r"(?i:zentrum|klinik|klinikum|krankenhaus|museum|institut|akademie|schule|universität|theater|bibliothek|archiv)s?$"
)
_LOCAL: Final = re.compile(r"(?<![\w-])(lokalen?|hiesigen?|örtlichen?)[ \u00a0]$")
_WORD: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+")
_PLAIN: Final = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß-]+")


class Named:
    """Finds the names of one label; organisations, infrastructures and projects each set the class up in their file."""

    version = 3
    label: Label
    name: str

    def __init__(self) -> None:
        """Reads the head nouns of the label."""
        self.labels: tuple[str, ...] = (self.label,)
        self.heads = Heads(self.label)

    def extra(self, doc: "Doc", context: Context) -> Iterator[tuple[int, int, str, float]]:
        """Candidates that only this label has: (start, end, rule, score)."""
        del doc, context
        yield from ()

    def base_form(self, name: str) -> str:
        """The name without inflection."""
        return self.heads.base_form(name)

    def cues(self, name: str) -> bool:
        """Whether a head noun only announces the proper name after it: "das Repositorium |PaläoBild"."""
        return self.label != "ORG" and bool(_ACRONYM.match(name)) and not _REGION.fullmatch(name)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """The mentions of this label, each with `name`, the fullest base form of the document."""
        text = text_of(doc)
        found: Candidates = {}
        for start, end, rule, score in self._candidates(doc, context):
            if (start, end) not in found or found[start, end][1] < score:
                found[start, end] = (rule, score)
        others = [m.span for m in context.mentions if m.label in NAMED]
        kept = settle(found, others)
        ill = {f.subject for f in context.facts if f.predicate == "abbreviation_of" and _ill(str(f.object))}
        kept = {span: how for span, how in kept.items() if text[slice(*span)] not in ill}
        short = self._short_forms(text, context, kept)
        kept = settle({**kept, **short}, others)
        abbreviations = {f.subject: f.object for f in context.facts if f.predicate == "abbreviation_of"}
        first = {self.base_form(spaces(text[slice(*span)])) for span in kept}
        capitals = short_names(text, first, abbreviations, PLACE_NAMES)
        members = [m.name for e in lists(doc, context) for m in e.members]
        kept = settle({**occurrences(text, kept, members, capitals), **kept}, others)
        bases = {span: self.base_form(spaces(text[slice(*span)])) for span in kept}
        known = {spaces(text[slice(*span)]) for span in kept}
        placed = {
            span: place for span in kept if (place := _place_before(text, span[0], bases[span], self.label)) is not None
        }
        for span, (where, _) in placed.items():
            bases[span] = f"{bases[span]} {where}"
        names = Names(bases.values(), {s: long for s, long in abbreviations.items() if s in known} | dict(capitals))
        for (start, end), (rule, score) in kept.items():
            attributes = {"name": names.fullest(bases[start, end])}
            if (start, end) in placed:
                attributes["written"] = text[placed[start, end][1] : end]
            yield Mention(Span.of(text, start, end), self.label, None, score, self.name, rule, self.version, attributes)

    def _candidates(self, doc: "Doc", context: Context) -> Iterator[tuple[int, int, str, float]]:
        text = text_of(doc)
        inner = {end: start for start, end, score in entities(doc, "ORG") if score >= _INNER}
        places = {(start, end) for start, end, _ in entities(doc, "LOC")}
        beside = {m.span(name) for m in _PLURAL.finditer(text) for name in (2, 3) if m[name]}
        things = {m[1] for m in _THING.finditer(text)} if self.label == "ORG" else set()
        for sentence in sentence_words(doc):
            for phrase in self.heads.phrases(text, sentence):
                if not phrase.complete:
                    continue
                # "die Nachrichtenagentur |Xinhua", "der US-Konzern |Muster & Co.": one word says what the name is of
                start = inner.get(phrase.end, phrase.start)
                if self.label == "ORG" and start > phrase.start and _ANNOUNCING.fullmatch(text[phrase.start : start]):
                    continue
                proper = text[phrase.proper : phrase.end] if phrase.proper is not None else ""
                if proper in _NUMBERING:
                    continue
                if phrase.proper is not None and proper in things and "-" in phrase.head:
                    # "fördert die Moor-Stiftung |TALIMO| mit": elsewhere it is "das Register TALIMO"
                    yield phrase.start, phrase.start + len(phrase.head), "head_noun", 0.85
                elif phrase.proper is not None and proper not in PLACE_NAMES and self.cues(proper):
                    yield phrase.proper, phrase.end, "head_noun_name", 0.8
                elif (
                    self.label != "ORG"
                    # "am neuen |Herzzentrum Brandau|": a house is a place too
                    or ((phrase.start, phrase.end) in places and _HOUSE.search(phrase.head) is not None)
                    or body_share(doc, phrase.start, phrase.end) >= _HEARD
                ):
                    # "die Militärregierung Velascos", "der Höhere Schuldienst": a head noun alone makes no name
                    yield phrase.start, phrase.end, "head_noun", 0.85
        for m in _QUOTED.finditer(text):
            # "das Graduiertenkolleg „Wasser und Macht“": the name is what stands in quotation marks
            if self.label != "ORG" and self.heads.gender(m[1]):
                yield m.start(2), m.end(2), "head_noun_quoted", 0.85
        for several in _SEVERAL[self.label].finditer(text) if self.label in _SEVERAL else ():
            for m in _EACH.finditer(text, several.start(1), several.end(1)):
                quoted = m[0][-1] in '“”"«'
                yield m.start() + quoted, m.end() - quoted, "head_noun_plural", 0.8
        for entry in lists(doc, context):
            if entry.label == self.label:
                for member in entry.members:
                    yield member.name.start, member.name.end, "list_member", 0.9
        for start, stop, score in entities(doc, self.label):
            end = _trimmed(text, start, stop)
            # "das Bündnis „|Klares Wasser|“": what stands before it says that it is a body
            sure = _SURE[self.label] / 2 if _GROUP.search(text, max(0, start - 24), start) else _SURE[self.label]
            # "|Attaché| Osmont": what somebody is; "die Universitätsklinika Ulm, |Köln| und |Bonn|": where they are
            if score >= sure and not (_number(text[start:end]) or _role(text[start:end]) or (start, end) in beside):
                yield start, end, "model", score
        yield from self.extra(doc, context)

    def _short_forms(self, text: str, context: Context, kept: Candidates) -> Candidates:
        """The short forms whose long form is one of ours, and the long forms whose short form is."""
        found: Candidates = {}
        for fact in context.facts:
            if fact.predicate != "abbreviation_of" or fact.rule == "apposed":
                # "Fraunhofer-Institut für Holzforschung WKI" is one name
                continue
            if _ill(str(fact.object)):
                continue
            short, long = tuple(fact.qualifiers["short"]), tuple(fact.qualifiers["long"])
            inside = [s for s in kept if (long[0] <= s[0] and s[1] <= long[1]) or (s[0] <= long[0] and long[1] <= s[1])]
            # "lokale Stabsstelle des NUM (LokS)": the long form is the whole name, the head phrase only a part of it
            own = [s for s in inside if s[1] == long[1] or s == short]
            head = next((w for w in re.findall(r"[\w-]+", text[slice(*long)]) if self.heads.gender(w)), None)
            if own or (head and head[0].isupper()) or short in kept:
                found[short] = ("abbreviation", fact.score)
                found.setdefault(long, ("abbreviated", fact.score))
        return found


def _trimmed(text: str, start: int, end: int) -> int:
    """Where a name of the model's ends without what its bearer is: "ist das Klinikum Marlow |Partner| im Netzwerk"."""
    *name, last = text[start:end].split(" ")
    if len(name) > 1 and last in BEING and _AT_WHAT.match(text, end):
        return end - len(last) - 1
    return end


def _role(name: str) -> bool:
    return " " not in name and is_role(name)


def _number(name: str) -> bool:
    """Whether it only counts, as the model has it at the head of a sentence: "|Elf Kliniken| machen mit", "|Zwölf| sind dabei"."""
    first, *rest = name.split()
    return first.casefold() in number_words() and all(w in _COUNTED for w in rest)


def _ill(long: str) -> bool:
    """Whether an abbreviation's long form is an illness or a treatment, which takes part in nothing."""
    return bool(_ILLNESS.search(long)) and not _ABOUT_ILLNESS.match(long)


def _place_before(text: str, start: int, name: str, label: Label) -> tuple[str, int] | None:
    """The place that a name takes from the word before it, and where that word stands.

    "die Dresdner NUM-Community" is that of Dresden, "die lokale NUM-Community" that of the place the text is about.
    """
    if (label != "ORG" or "-" in name) and (m := _ADJECTIVE.search(text, max(0, start - 40), start)) is not None:
        stems = (m[1], m[1].removesuffix("n"))
        place = next((s + e for s in stems for e in ("", "en", "n") if s + e in PLACE_NAMES), None)
    elif "-" in name and (m := _LOCAL.search(text, max(0, start - 12), start)) is not None:
        place = _home(text)
    else:
        return None
    return (place, m.start(1)) if place is not None and place not in name else None


def _home(text: str) -> str | None:
    """The place that a text names far more often than any other."""
    first, second = [*Counter(w for w in _WORD.findall(text) if w in PLACE_NAMES).most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= max(3, 2 * second[1]) else None


def settle(found: Candidates, others: list[Span]) -> Candidates:
    """The candidates without overlaps: the longest wins; what lies inside or across a name of another label goes."""
    taken = bytearray(max((end for _, end in found), default=0))
    kept: Candidates = {}
    blocked = sorted((s.start, s.end) for s in others)
    starts = [start for start, _ in blocked]
    longest = max((end - start for start, end in blocked), default=0)
    for start, end in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if taken.find(1, start, end) >= 0:
            continue
        near = blocked[bisect_left(starts, start - longest) : bisect_left(starts, end)]
        if any(a < end and start < b and not (start <= a and b <= end and (start, end) != (a, b)) for a, b in near):
            continue
        taken[start:end] = b"\x01" * (end - start)
        kept[start, end] = found[start, end]
    return dict(sorted(kept.items()))


def occurrences(text: str, kept: Candidates, members: list[Span], more: Iterable[str] = ()) -> Candidates:
    """Every further place of a name that is distinctive, several words or not an ordinary word, and of the names `more`."""
    forms: dict[str, float] = dict.fromkeys(more, 0.8)
    for span, (_, score) in kept.items():
        form = text[slice(*span)]
        if not _PLAIN.fullmatch(form) and form not in STARTERS:
            forms[form] = max(score, forms.get(form, 0.0))
    found: Candidates = {}
    if not forms:
        return found
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f))) + r")(?![\w-])"
    )
    whole = {(m.start, m.end) for m in members}
    inside = bytearray(len(text))
    for member in members:
        inside[member.start : member.end] = b"\x01" * (member.end - member.start)
    for m in pattern.finditer(text):
        # "NUM 3.0", "NUM CONVENTION 2026", "RACOON PAIN": part of a longer name of something else
        if re.match(r"[ \u00a0](?:\d+\.\d|[A-ZÄÖÜ]{3,}(?![\w-]))", text[m.end() : m.end() + 8]):
            continue
        if inside[m.start()] and m.span() not in whole:
            continue
        found[m.span()] = ("occurrence", round(forms[m[0]] * 0.95, 3))
    return found
