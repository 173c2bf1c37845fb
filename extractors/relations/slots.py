"""Where a name stands in its sentence: behind which preposition or article, hanging on which noun, in which row of names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, cast

from extractors.base import Label, Mention, Span
from extractors.german import TITLES
from extractors.needles import Sought
from extractors.relations.subjects import BACK_NOUNS, Sentences, Subject

_SPACE: Final = r"[ \u00a0]"
# "beim" and "bei dem" are one preposition
_MERGED: Final = {
    "am": "an", "ans": "an", "im": "in", "ins": "in", "beim": "bei", "vom": "von", "zum": "zu", "zur": "zu", "fürs": "für",
    "aufs": "auf", "ums": "um",
}  # fmt: skip
_PREPOSITIONS: Final = (
    "an|am|ans|auf|aufs|aus|außer|bei|beim|dank|durch|für|fürs|gegen|gegenüber|hinter|in|im|ins|innerhalb|laut|mit|mitsamt|nach|neben|ohne|samt|seit|statt|trotz|über|um|"
    "unter|von|vom|vor|wegen|wie|zu|zum|zur|zwischen|gemäß|anders als|als|per"
)
_ARTICLES: Final = (
    "der|die|das|dem|den|des|ein|eine|einem|einer|einen|eines|ihr|ihre|ihrem|ihrer|ihren|ihres|sein|seine|seinem|seiner|seinen|seines|unser|unsere|unserem|unserer|"
    "dieser|diese|dieses|diesem|diesen|beide|beiden|deren|dessen"
)
_BEFORE: Final = re.compile(
    rf"(?:(?<![\w-])(?P<prep>(?i:{_PREPOSITIONS})){_SPACE})?(?:(?<![\w-])(?P<article>(?i:{_ARTICLES})){_SPACE})?"
    rf"(?:(?<![\w-])(?P<adjective>(?!(?:{_ARTICLES}){_SPACE})(?:[a-zäöüß]|\d+-)[\w-]*(?:e|en|er|es|em)){_SPACE}){{0,2}}"
    rf"(?P<noun>(?:(?<![\w-])[A-ZÄÖÜ][\w:*-]{{1,40}}{_SPACE}){{0,2}})(?:{TITLES}{_SPACE}?)?[„“\"»]?$"
)
# "|das Vorhaben| wird ... gefördert", "sind |am Verbund| beteiligt", "Partner |dieses Projekts|"
_BACK: Final = Sought(
    rf"(?<![\w-])(?:[Dd](?:as|em|er|es|ie|en)|[Dd]iese[smrn]?|[Aa]m|[Ii]m|[Bb]eim|[Zz]um|[Zz]ur|[Vv]om){_SPACE}(?:(?:neue|gemeinsame|geplante|bundesweite|internationale)n?{_SPACE})?"
    rf"(?P<noun>{BACK_NOUNS}|Zentrum|Gesellschaft|Verband|Verein)(?:e?s)?(?![\w-])(?!{_SPACE}(?:für|der|des|zur|zum|von|[„A-ZÄÖÜ]))"
)
_BODY: Final = re.compile(r"(?i:der|die|das)[ \u00a0][A-ZÄÖÜ][a-zäöüß]+$")
_WORD: Final = re.compile(r"([\w-]{1,60})[“”\"«)]?[ \u00a0]{0,60}$")
# Names of these are feminine: "der Universität" is no nominative, "der Verband" is one
_FEMININE: Final = re.compile(
    r"(?:tät|schule|klinik|ung|schaft|medizin|akademie|kammer|gmbh|ag|ie|bank|form|stadt|kasse|union|charité|kirche|behörde|agentur|zentrale|gruppe|kommission|fakultät|studie|allianz|kohorte|aok|in|uni|"
    r"abteilung|sektion|poliklinik|ambulanz|diakonie|caritas|stelle|praxis|region|firma|genossenschaft|liga|initiative|hilfe|versicherung|mission|union|kliniken|universitäten|hochschulen|stiftungen|kassen|länder|partei|zeitung)$",
    re.IGNORECASE,
)
# "A, die B sowie das Institut C": what stands between two members of a row
_JOINT: Final = re.compile(
    rf"^[“”\"«]?(?:{_SPACE}\([^()\n]{{1,160}}\))?(?:{_SPACE}(?:in|aus){_SPACE}[A-ZÄÖÜ][\w-]{{1,40}})?(?:,?{_SPACE}(?:und auch|sowie auch|und|sowie|oder|als auch|wie auch|&)|,){_SPACE}(?:(?:auch|zudem|schließlich|{_PREPOSITIONS}){_SPACE}){{0,2}}(?:(?:{_ARTICLES}){_SPACE})?(?:(?!(?:{_ARTICLES}){_SPACE})[a-zäöüß]\w+(?:e|en|er|es){_SPACE})?"
    rf"(?:[A-ZÄÖÜ][\w:*-]{{1,40}}{_SPACE}){{0,2}}(?:{TITLES}{_SPACE}?)?[„“\"»]?$"
)
# "das Institut für Informatik |der| Hochschule B": the house, between two members
_HOUSE: Final = re.compile(rf"^[“”\"«]?(?:{_SPACE}\([^()\n]{{1,80}}\))?(?:{_SPACE}(?:der|des|am|an der|im|in|von|vom|aus|beim|bei der)(?:{_SPACE}(?:der|dem))?{_SPACE}|{_SPACE}\(|,{_SPACE})$")  # fmt: skip
_NEAR: Final = 120  # code points before a name
_BACKS: Final = 6  # back references of one sentence
_MOST: Final = 60  # names of one sentence: more are a table


@dataclass(frozen=True, slots=True)
class Row:
    """Names that "und" and commas join, and the place that they share.

    Attributes:
        members: one or more, in text order.
        case: "prep", "gen", "dat", "acc" ("den"), "nom" for what may be the subject or the object, "" in a bracket or behind "dieses".
        prep: the preposition, "" where there is none.
        governor: the word before the preposition or article.
        adjective: the adjective before the name ("federführenden"), "" where there is none.
        begin: where the preposition or article stands; end: behind the last member; code points.
    """

    members: tuple[Mention, ...]
    case: str
    prep: str
    governor: str
    adjective: str
    begin: int
    end: int


def rows(text: str, found: Sentences, start: int, end: int) -> list[Row]:
    """The names of the sentence from `start` to `end` by rows, in text order."""
    named = found.named(start, end)[:_MOST]
    made: list[Row] = []
    k = 0
    while k < len(named):
        members, last, behind = [named[k]], named[k].span.end, k + 1
        while behind < len(named):
            m = named[behind]
            between = text[last : m.span.start]
            if _JOINT.match(between) and not _part(members[-1], m, between):
                members.append(m)
            elif not _is_house(text, named, behind, between):
                break
            last = _behind(text, m)
            behind += 1
        made.append(_row(text, start, members, last))
        k = behind
    return made


def back_rows(text: str, found: Sentences, i: int, rows: Sequence[Row]) -> list[Row]:
    """The rows of a sentence with those of "das Projekt" and of the pronoun that it is about, in text order."""
    start, end = found.spans[i]
    made = list(rows)
    for m in islice(_BACK.finditer(text, start, end), _BACKS):
        at = m.start("noun")
        if any(r.begin <= at < r.end for r in rows) or (thing := found.means(i, m["noun"], m.start())) is None:
            continue
        mention = stand_in(text, at, m.end(), thing)
        made.append(_row(text, start, [mention], m.end(), back=True))
    if (long := found.described(start, end)) is not None:
        thing, place = long
        if not any(r.begin <= place.start("noun") < r.end for r in made):
            mention = stand_in(text, place.start("noun"), place.end(), thing)
            row = _row(text, start, [mention], place.end(), back=True)
            made.append(replace(row, case=_ARTICLES_CASE.get(place["article"].casefold(), "prep"), begin=place.start()))
    subject = found.subject(i)
    if (
        subject is not None
        and start <= subject.start < end
        # "|Das Klinikum| kooperiert mit": a pronoun, or a noun that goes back
        and (subject.quote in ("Sie", "Es", "Er", "sie", "es") or _BODY.match(subject.quote) is not None)
        and not any(r.begin <= subject.start < r.end for r in made)
    ):
        mention = stand_in(text, subject.start, subject.start + len(subject.quote), subject)
        made.append(Row((mention,), "nom", "", "", "", mention.span.start, mention.span.end))
    return sorted(made, key=lambda r: r.begin)


# of neuters and masculines; "der" before a feminine is left to the verb
_ARTICLES_CASE: Final = {"das": "nom", "die": "nom", "der": "nom", "den": "acc", "dem": "dat", "des": "gen"}


def stand_in(text: str, start: int, end: int, thing: Subject) -> Mention:
    """The words from `start` to `end` as a mention of what they stand for."""
    return Mention(
        Span.of(text, start, end), cast("Label", thing.label), None, 0.7, "relations", "back", 1, {"name": thing.name}
    )


def _is_house(text: str, named: Sequence[Mention], k: int, between: str) -> bool:
    """Whether name `k` only says where the one before it is, and the row goes on: "Institut A |der Universität B| und Klinik C"."""
    m = named[k]
    if (
        named[k - 1].label not in ("ORG", "PERSON")
        or m.label not in ("ORG", "LOC")
        or not _HOUSE.match(between)
        or k + 1 >= len(named)
    ):
        return False
    return _JOINT.match(text[_behind(text, m) : named[k + 1].span.start]) is not None


def _behind(text: str, m: Mention) -> int:
    return m.span.end + text.startswith(")", m.span.end)


def _part(last: Mention, m: Mention, between: str) -> bool:
    """Whether a comma only sets the house of a person beside the name: "Dr. X, Institut Y"."""
    return last.label == "PERSON" and m.label != "PERSON" and between.startswith(",") and " und " not in between


def _row(text: str, start: int, members: Sequence[Mention], end: int, *, back: bool = False) -> Row:
    first = members[0]
    before = text[max(start, first.span.start - _NEAR) : first.span.start]
    m = _BEFORE.search(before)
    prep = (m["prep"] or "").lower() if m is not None else ""
    article = (m["article"] or "").lower() if m is not None else ""
    begin = first.span.start - (len(before) - m.start()) if m is not None else first.span.start
    if m is not None and prep:
        begin = first.span.start - (len(before) - m.start("prep"))
    elif m is not None and article:
        begin = first.span.start - (len(before) - m.start("article"))
    word = _WORD.search(text, max(start, begin - 60), begin)
    governor = word[1] if word is not None else ""
    noun = (m["noun"] or "").strip() if m is not None else ""
    bracket = text.rfind("(", start, first.span.start) > text.rfind(")", start, first.span.start)
    case = (
        ""
        if bracket
        else _case(
            prep, article, governor, noun or (first.span.quote if back else str(first.attributes["name"])), back=back
        )
    )
    return Row(
        tuple(members), case, _MERGED.get(prep, prep), governor,
        (m["adjective"] or "") if m is not None else "", begin, end,
    )  # fmt: skip


def _case(prep: str, article: str, governor: str, name: str, *, back: bool = False) -> str:
    if back and article.startswith("dies"):
        # "Partner dieses Projekts", "dieses Projekt vereint"
        article = {"diesem": "dem", "diesen": "den", "dieser": "der", "diese": "die"}.get(article, "des" if name.endswith("s") else "das")  # fmt: skip
    elif article.startswith("dies"):
        # "dieses Programms": something that was named before
        return ""
    if prep:
        return "prep"
    if article in ("des", "eines", "ihres", "seines"):
        return "gen"
    if article in ("dem", "einem", "ihrem", "seinem", "unserem"):
        return "dat"
    if article in ("den", "einen", "ihren", "seinen"):
        return "acc"
    if article in ("der", "einer", "ihrer", "seiner", "unserer", "deren", "dessen"):
        feminine = is_feminine(name)
        # "Mitglied |der Leopoldina|": behind a noun what is not plainly masculine is its genitive
        owned = governor in _OWNED and _MASCULINE.search(name.split(" ", maxsplit=1)[0]) is None
        if article == "der" and not feminine:
            return "gen" if owned else "nom"
        # "Projekt der Universität": on a noun; "gehört der Universität": on a verb
        return "gen" if governor[:1].isupper() else "dat"
    return "nom"


_OWNED: Final = frozenset(
    (
        "Mitglied",
        "Mitglieder",
        "Fellow",
        "Sprecher",
        "Sprecherin",
        "Vorsitzende",
        "Vorsitzender",
        "Leiter",
        "Leiterin",
        "Partner",
        "Teil",
        "Rahmen",
    )
)
_MASCULINE: Final = re.compile(
    r"(?i:verbund|verein|verband|bund|rat|kreis|dienst|campus|cluster|konzern|club|fonds|ausschuss|senat|tag|bereich)$"
)


def is_feminine(name: str) -> bool:
    """Whether a name is feminine or plural by its head noun: "Technische |Universität| Brandau"."""
    words = re.split(r"[ \u00a0](?:für|der|des|von|zur|zum|in|an|am)\b", name, maxsplit=1)[0].split()
    while len(words) > 1 and re.search(r"[a-zäöüß](?:e|en|er|es)$", words[0]) and not _FEMININE.search(words[0]):
        words = words[1:]
    return bool(words) and _FEMININE.search(words[0]) is not None
