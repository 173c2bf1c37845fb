"""Names of one release that mean one thing, or may: shortened, with a place or a legal form behind, as initials.

What the extractors join already (inflection, explained short forms) is left to `variants`; here are names that they keep
apart, for a mere likeness joins nothing. Nothing is merged: a variant is told, a possible identity is asked.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from extractors.base import Fact, Finding, Mention, Span
from extractors.lexicon import lexicon
from pipeline.reconcile.event_names import PLACE_STEMS, Name, event_names
from pipeline.reconcile.kinship import SMALL, bag, compact, plain_unit

_LABELS: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
_PLACES: Final = frozenset(n.casefold() for names in lexicon("places").values() for n in names)
_LEGAL: Final = re.compile(
    r"(?<![ \u00a0,])[ \u00a0,]++(?:e\.[ \u00a0]?V\.|g?GmbH(?:[ \u00a0]&[ \u00a0]Co\.[ \u00a0]KG)?|AG|SE|KG|mbH|Inc\.?|Ltd\.?|plc|eG|gAG|UG)$"
)
_WORD: Final = re.compile(r"[^\W_][\w.]*")
_SHORT: Final = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,7}")
_COURTESY: Final = frozenset(
    [
        "Monsieur",
        "Madame",
        "Mademoiselle",
        "Mr",
        "Mr.",
        "Mrs",
        "Mrs.",
        "Ms",
        "Ms.",
        "Signor",
        "Signora",
        "Señor",
        "Señora",
        "Herr",
        "Herrn",
        "Frau",
    ]
)
# "e. V."; "a" is a letter of a name here
_SMALL: Final = (SMALL - {"a"}) | {"e", "V"}
# "Landesinitiative" is the initiative of the Land; a "Teilprojekt" is not the project
_WHOLE: Final = frozenset(["landes", "bundes", "jahres", "gesamt", "haupt"])
_MOST: Final = 250  # names of one release that are compared with each other: more are a directory
_MORE: Final = 3  # words that a name may have beyond its short form
_REGION: Final = re.compile(r"[-–](?:EU|DE|D|Deutschland|Europa|International|Nord|Süd|Ost|West)$")
_OF_REGION: Final = re.compile(r"(?<![\w-])([A-ZÄÖÜ]{3}\w*+)-(?:EU|DE|Deutschland|Europa|International)(?![\w-])")
_IN_PLACE: Final = re.compile(r"[ \u00a0]in[ \u00a0]([A-ZÄÖÜ][\w-]+)")
_SEASON: Final = re.compile(r"(?<![\d/.])((?:19|20)\d\d)/((?:19|20)?\d\d)(?![\d/])")


def spellings(mentions: Sequence[Mention], facts: Sequence[Fact], text: str) -> Iterator[Finding]:
    """The findings among the names of one release, each pair of names once."""
    names = _names(mentions, text)[:_MOST]
    short = {f.subject: str(f.object) for f in facts if f.predicate == "abbreviation_of"}
    groups: list[list[Name]] = []
    asked: set[str] = set()
    for one, two in combinations(names, 2):
        long, brief = sorted((one, two), key=lambda n: (_courtesy(n.name), -len(n.name), n.span.start))
        if long.label != brief.label:
            continue
        if long.label == "PERSON":
            if _one_person(long.name, brief.name, names):
                _join(groups, long, brief)
        elif _asks(long.name, brief.name, short):
            asked.add(long.name)
            yield _question(long, brief)
        elif brief.name not in short and _one_name(long.name, brief.name, names):
            _join(groups, long, brief)
    yield from _regional(text, asked)
    for form in _cut_down(names, short, text):
        _join(groups, *form)
    for event in event_names(facts, short, text):
        _join(groups, *event)
    for group in groups:
        yield _variant(group)
    yield from _seasons(text)


def _regional(text: str, asked: set[str]) -> Iterator[Finding]:
    """ "HISTAR-EU" beside "HISTAR": the whole, or its part for a region."""
    tried = set(asked)
    for m in _OF_REGION.finditer(text):
        if m[0] in tried or len(tried) > _MOST:
            continue
        tried.add(m[0])
        whole = Name("ORG", m[0], Span(m.start(), m.end(), m[0]))
        if (at := _alone(text, m[1], whole)) is not None:
            yield _question(whole, Name("ORG", m[1], at))


def _names(mentions: Sequence[Mention], text: str) -> list[Name]:
    """Each name of the text once, as the text has it in its base form."""
    found: dict[tuple[str, str], Name] = {}
    for m in mentions:
        if m.label in _LABELS or m.label == "PERSON":
            name = str(m.attributes.get("name") or m.span.quote)
            titles = m.attributes.get("titles")
            shown = f"{titles} {m.span.quote}" if titles and m.label == "PERSON" else m.span.quote
            # "FNW-Landesinitiative |in Rheinland-Pfalz|"
            place = _IN_PLACE.match(text, m.span.end) if m.label != "PERSON" else None
            shown += place[0] if place and place[1].casefold() in _PLACES else ""
            found.setdefault((m.label, compact(name)), Name(m.label, name, m.span, shown))
    return sorted(found.values(), key=lambda n: n.span.start)


def _join(groups: list[list[Name]], *names: Name) -> None:
    """Put names into one group, with those that are in it already."""
    touched = [g for g in groups if any(n in g for n in names)]
    for group in touched:
        groups.remove(group)
    merged = list(dict.fromkeys([n for g in touched for n in g] + list(names)))
    groups.append(sorted(merged, key=lambda n: n.span.start))


def _courtesy(name: str) -> bool:
    return name.split(maxsplit=1)[0] in _COURTESY


def _one_person(long: str, brief: str, names: Sequence[Name]) -> bool:
    """ "Monsieur Ferrand" and "Lucas Ferrand": a courtesy title and the surname of the only person who has it."""
    words = brief.split()
    if len(words) > 2 or (len(words) == 2 and not _courtesy(brief)):
        return False
    others = [n.name for n in names if n.label == "PERSON" and n.name.split()[-1] == words[-1] and n.name != brief]
    return others == [long] and len(long.split()) > 1


def _asks(long: str, brief: str, explained: dict[str, str]) -> bool:
    """Whether a person must say that two names are one: "HISTAR" and "HISTAR-EU"; "GDFo", which no text spells out."""
    if (region := _REGION.search(long)) is not None and compact(long[: region.start()]) == compact(brief):
        return True
    return brief not in explained and _initials(long, brief) == "loose"


def _initials(long: str, brief: str) -> str:
    """How the letters of a short form stand for the words of a name: "exact", one letter a word; "loose", more of some; ""."""
    if not _SHORT.fullmatch(brief) or sum(c.isupper() for c in brief) < 3:
        return ""
    parts = [w for w in re.findall(r"[^\W\d_]+", _LEGAL.sub("", long)) if w not in _SMALL and w[0].isupper()]
    if len(parts) < 2:
        return ""
    starts = "".join(w[0] for w in parts)
    if starts.casefold() == brief.casefold():
        return "exact"
    lead = re.findall(r"[A-ZÄÖÜ][a-zäöü]*", brief)
    fits = len(lead) == len(parts) and all(
        w.casefold().startswith(a.casefold()) for w, a in zip(parts, lead, strict=True)
    )
    # "Ruhr-Universität Bochum" is told of by its first three words, whatever stands behind
    return "loose" if fits else ""


def _one_name(long: str, brief: str, names: Sequence[Name]) -> bool:
    """Whether two names of one text are spellings of one."""
    if _initials(long, brief) == "exact":
        return True
    bare, other = _LEGAL.sub("", long), _LEGAL.sub("", brief)
    if compact(bare) == compact(other):
        return True
    words, less = _WORD.findall(bare), _WORD.findall(other)
    if len(less) < 2 or len(words) <= len(less) or len(words) - len(less) > _MORE:
        return _compound(bare, other)
    if [compact(w) for w in words[: len(less)]] != [compact(w) for w in less]:
        return _compound(bare, other)
    rest = words[len(less) :]
    # "Data Lab", "Data Lab Jena": only what stands behind tells them apart, and no other name begins so
    if not all(w.casefold() in _PLACES or w.casefold() in _SMALL for w in rest):
        return False
    rivals = [n.name for n in names if n.name not in (long, brief) and compact(n.name).startswith(compact(brief))]
    return not rivals


def _compound(long: str, brief: str) -> bool:
    """ "FNW-Landesinitiative in Rheinland-Pfalz", "Landesinitiative FDM in Rheinland-Pfalz": the same words, one of them a part of a compound."""
    one, two = bag(long) - PLACE_STEMS, bag(brief) - PLACE_STEMS
    if len(one) != len(two) or len(one) < 2:
        return False
    left, right = one - two, two - one
    if not left and not right:
        return compact(long) != compact(brief)
    if len(left) != 1 or len(right) != 1:
        return False
    a, b = sorted((next(iter(left)), next(iter(right))), key=len)
    return len(a) > 5 and b.removesuffix(a) in _WHOLE


def _cut_down(names: Sequence[Name], short: dict[str, str], text: str) -> Iterator[tuple[Name, ...]]:
    """Forms that no extractor takes for a name of the thing: shortened, spelled out, or with a place behind."""
    known = {n.name for n in names} | set(short)
    for name in names:
        if name.label == "PERSON":
            continue
        # "AURO" for "Nordlicht Farbwerke AG"
        legal = _LEGAL.search(name.name)
        words = name.name[: legal.start()].split() if legal else []
        first = next((w for w in words if w.isupper() and len(w) > 2), words[0] if words else "")
        if legal and first and first not in known and (at := _alone(text, first, name)) is not None:
            yield name, Name(name.label, first, at)
        # "Caritas" in a text about the "Deutscher Sozialverband"
        for other in names:
            if (
                other.label == name.label
                and " " not in other.name
                and len(other.name) > 5
                and _body_of(name.name, other.name)
            ):
                yield name, other
        # "RUB" where the text has "Ruhr-Universität Bochum" as a part of a longer name
        if name.name not in short and (at := _spelled_out(text, name.name)) is not None:
            yield Name(name.label, at.quote, at), name
        # "FNW-Landesinitiative" and "Landesinitiative FDM"
        turned = _turned(text, name)
        if turned is not None:
            yield name, turned
        yield from _placed(text, name)


def _spelled_out(text: str, brief: str) -> Span | None:
    """The words whose first letters are a short form of three capitals or more: "Ruhr-Universität Bochum" for "RUB"."""
    if not re.fullmatch(r"[A-ZÄÖÜ]{3,6}", brief):
        return None
    inner = r"[ \u00a0-](?:(?:der|des|für|und|of|for|the)[ \u00a0])?".join(rf"{c}[a-zäöüß]+" for c in brief)
    m = re.search(rf"(?<![\w-]){inner}(?![\w-])", text)
    return Span(m.start(), m.end(), m[0]) if m else None


def _turned(text: str, name: Name) -> Name | None:
    m = re.fullmatch(r"([A-ZÄÖÜ][\w]*)-([A-ZÄÖÜ][a-zäöüß]{5,})(.*)", name.name)
    at = (
        re.search(
            rf"(?<![\w-]){re.escape(m[2])}[ \u00a0]{re.escape(m[1])}(?![\w-])(?:[ \u00a0]in[ \u00a0][A-ZÄÖÜ][\w-]+)?",
            text,
        )
        if m
        else None
    )
    return Name(name.label, at[0], Span(at.start(), at.end(), at[0])) if at else None


def _placed(text: str, name: Name) -> Iterator[tuple[Name, Name]]:
    """One name with and without the place it stands at: "Data Lab Jena" and "Data Lab", and no other "Data Lab" beside them."""
    bare = name.name
    while (last := bare.rpartition(" "))[0] and (last[2].casefold() in _PLACES or last[2] in {"in", "zu"}):
        bare = last[0]
    if text.count(bare) < 2 or len(bare.split()) < 2 or plain_unit(bare):
        return
    forms: dict[str, Name] = {}
    for m in re.finditer(
        rf"(?<![\w-]){re.escape(bare)}(?:[ \u00a0](?:und|der|des|für|[A-ZÄÖÜ][\w-]+)(?=[ \u00a0,.;)]))*", text
    ):
        words = m[0].split()
        while words and words[-1] in {"und", "der", "des", "für", "in"}:
            words.pop()
        quote = m[0][: len(m[0]) - (len(m[0]) - m[0].rfind(words[-1]) - len(words[-1]))]
        forms.setdefault(quote, Name(name.label, quote, Span(m.start(), m.start() + len(quote), quote)))
    for long in forms.values():
        tail = long.name.split()[-1]
        short = forms.get(long.name[: -len(tail)].rstrip())
        others = [q for q in forms if short and q.startswith(short.name) and q not in (short.name, long.name)]
        if tail.casefold() in _PLACES and short is not None and not others:
            yield long, short


def _body_of(long: str, brief: str) -> bool:
    return any(
        re.fullmatch(
            rf"{re.escape(brief)}s?-?(?:[Vv]erband\w*|[Vv]erein\w*|[Ss]tiftung|[Gg]esellschaft|[Ww]erke?|[Kk]onzern|[Gg]ruppe)",
            w,
        )
        for w in long.split()
        if w.startswith(brief)
    )


def _alone(text: str, word: str, name: Name) -> Span | None:
    """Where a word stands by itself, outside the whole name."""
    if word not in text:
        return None
    for m in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
        around = text[max(0, m.start() - len(name.name)) : m.end() + len(name.name)]
        if name.span.quote not in around and not re.match(
            r"[ \u00a0][A-ZÄÖÜ][\w-]+[ \u00a0](?:GmbH|AG|SE|KG|e\.)", text[m.end() : m.end() + 40]
        ):
            return Span(m.start(), m.end(), word)
    return None


def _question(long: Name, brief: Name) -> Finding:
    return Finding(
        "possible_identity", "question", f"Ist „{brief.name}“ dasselbe wie „{long.name}“? Der Text sagt es nicht.",
        f"Is “{brief.name}” the same as “{long.name}”? The text does not say so.", (long.span, brief.span),
        (long.name, brief.name), long.name,
    )  # fmt: skip


def _variant(names: list[Name]) -> Finding:
    full = max((n.name for n in names if n.shown), key=lambda n: (len(n), n), default=names[0].name)
    quotes = [n.shown or n.span.quote for n in names]
    listed = ", ".join(f"„{q}“" for q in quotes)
    return Finding(
        "name_variant", "variant", f"Ein Name in mehreren Formen in diesem Text: {listed}.",
        f"One name in several forms in this text: {', '.join(f'“{q}”' for q in quotes)}.", tuple(n.span for n in names),
        tuple(quotes), full,
    )  # fmt: skip


def _seasons(text: str) -> Iterator[Finding]:
    """ "2020/2021" and "2020/21": one season, or one winter term, written in two ways."""
    found: dict[tuple[str, str], dict[int, Span]] = {}
    for m in _SEASON.finditer(text):
        if int(m[1][2:]) + 1 == int(m[2][-2:]):
            found.setdefault((m[1], m[2][-2:]), {}).setdefault(len(m[2]), Span(m.start(), m.end(), m[0]))
    for spans in found.values():
        if len(spans) > 1:
            some = sorted(spans.values())
            yield _variant([Name("DATE", s.quote, s) for s in some])
