"""What holds of one name holds of the name that "und" puts beside it: "leitet das Projekt A |und das Netzwerk B|".

A rule that knows one place for a name finds the first that stands there. What is added here has the same rule and evidence, and a
slightly lower score; whether it is denied ("|nicht aber im Projekt B|") is asked of its own place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from extractors.base import Fact, Mention
from extractors.layout import place_of
from extractors.relations.modality import NEXT, modality_at
from extractors.relations.subjects import EVENT, Sentences

_S: Final = "[ \u00a0]"
_PREPOSITION: Final = rf"(?:am|an|im|in|beim|bei|vom|von|zum|zur|zu|für|auf)(?:{_S}(?:der|dem|den|das|die))?"
_ARTICLE: Final = r"(?:das|die|den|der|dem|des)"
# what may stand between: "und am Netzwerk", ", |nicht aber| im Projekt", "sowie das vom Bund geförderte Vorhaben"
_AND: Final = (
    rf"[“”\"«)]?(?:,?{_S}(?:und|sowie|oder|noch|wie{_S}auch|als{_S}auch)|,{_S}(?:(?:wohl{_S}aber|nicht{_S}aber|aber(?:{_S}nicht)?|sondern|nicht|aber|und{_S}nicht|jedoch{_S}nicht)))"
    rf"(?:{_S}(?:auch|zudem|ebenso|ebenfalls|außerdem|künftig|nicht))?"
)
_NOUN: Final = rf"(?:(?:[a-zäöüß-]+(?:e|en|er|es){_S})?[A-ZÄÖÜ][\w-]*{_S})?[„\"»(]?"
_BESIDE: Final = {
    "preposition": re.compile(rf"(?:{_AND}{_S}(?:{_PREPOSITION}{_S}|{_ARTICLE}{_S})?|,{_S}){_NOUN}"),
    "article": re.compile(rf"(?:{_AND}{_S}(?:{_ARTICLE}{_S})?|,{_S}(?:{_ARTICLE}{_S})?){_NOUN}"),
}
_PREPOSED: Final = re.compile(rf"(?i:\b{_PREPOSITION}){_S}{_NOUN}$")
# "leitet A, und das Netzwerk B |startet|": a clause of its own begins
_GOES_ON: Final = re.compile(
    rf"[“”\"«)]?(?:{_S}\([^()]{{1,60}}\))?{_S}(?!(?:teil|mit|dabei|beteilig\w+|vertreten|tätig|ein|seit|mit|ist{_S}zudem)\b)(?:ist|sind|hat|haben|wird|werden|wurden?|soll(?:en)?|will|wollen|[a-zäöüß]{{3,}}(?:t|ten|te|en))(?![\w-])"
)
_PLURAL: Final = re.compile(rf"[“”\"«)]?{_S}(?:sind|haben|werden|wurden|sollen|wollen|[a-zäöüß]{{3,}}en)(?![\w-])")
_ENDS: Final = re.compile(r"(?:werden|wird|worden|sein|ist|sind|haben|hat)?[.;!?)]?")  # of what has no blanks around it
_INFINITE: Final = re.compile(rf"{_S}(?:[a-zäöüß]+(?:en|rn|ln)|ge[a-zäöüß]+t)$")
_RELATIVE: Final = re.compile(rf",{_S}(?:der|die|das|welche[rs]?){_S}[^,;]*$")
_GAP: Final = re.compile(
    rf"(?:,{_S}(?:und{_S})?|{_S}und{_S}){_ARTICLE}{_S}(?P<who>[a-zäöüß]+e|(?:[a-zäöüß]+(?:e|en|er){_S}){{0,2}}[„\"»]?[A-ZÄÖÜ][\w-]*(?:{_S}(?:(?:des|der|von){_S})?[„\"»]?[A-ZÄÖÜ0-9][\w.-]*){{0,4}}[“”\"«]?){_S}"
    rf"(?:(?:erst|dann|bereits|schon|voraussichtlich|am|im|ab|zum|seit|bis(?:{_S}(?:zum|Ende))?|Ende|Anfang|Mitte){_S})*(?=\d|[A-ZÄÖÜ][a-zäöü]+{_S}\d)"
)
# "X endet 2027, |die Charité feiert| 2028"
_OTHER: Final = re.compile(
    rf",{_S}(?:und{_S})?{_ARTICLE}{_S}(?:[a-zäöüß]+(?:e|en|er){_S}){{0,2}}[„\"»]?[A-ZÄÖÜ][\w-]*[“”\"«]?(?:{_S}[„\"»]?[A-ZÄÖÜ0-9][\w.-]*[“”\"«]?){{0,3}}{_S}(?!(?:und|sowie|am|im|ab|bis|zum|seit|erst|mit|statt)\b)[a-zäöüß]{{2,}}t{_S}"
)
# "startet nicht im März, |sondern im Juni|", "wird nicht von A, |sondern von B| gefördert"
_RATHER: Final = re.compile(
    rf"[“”\"«]?,{_S}sondern{_S}(?:auch{_S}|erst{_S}|schon{_S}|bereits{_S})?(?:(?:am|im|ab|zum|von|vom|durch|bei|beim|bis{_S}zum|bis|Ende|Anfang|Mitte){_S})?(?:{_ARTICLE}{_S})?(?:(?:Prof|Dr|PD)\.{_S}){{0,2}}$"
)
_WITH: Final = re.compile(
    rf"\b(?:gemeinsam|zusammen){_S}mit{_S}(?:(?:der|dem|den){_S})?(?:(?:Prof|Dr|PD|Priv|med|rer|nat)\.[-{_S[1:-1]}]?(?:Doz\.)?){{0,4}}$"
)
_NUMBERED: Final = re.compile(r"(?:erste|zweite|dritte|vierte|fünfte|nächste|neue|aktuelle|laufende)[ \u00a0]")
_THINGS: Final = ("PROJECT", "INFRASTRUCTURE", EVENT)
_OBJECTS: Final = {"participates_in": "preposition", "leads": "article", "funds": "article", "part_of": "preposition"}
_DAYS: Final = ("starts_on", "ends_on", "lasts")
_LESS: Final = 0.05
_MOST: Final = 8  # names in a row
_Key = tuple[str, str, str, int]  # of a fact: subject, predicate, object, sentence


def coordinated(text: str, found: Sentences, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts of names beside those of `facts`; none that is there already."""
    facts = list(facts)
    told = {_key(found, f) for f in facts}
    for fact in facts:
        i = found.index(fact.evidence.end - 1)
        start, end = found.spans[i]
        named = found.named(start, end)
        things = [m for m in named if m.label in _THINGS]
        more: list[Fact] = []
        if fact.predicate in _OBJECTS:
            more = [
                replace(fact, object=m.attributes["name"], object_quote=m.span.quote)
                for m in _objects(text, (start, end), fact, things)
            ]
        elif fact.predicate in _DAYS:
            more = [
                replace(fact, subject=m.attributes["name"], subject_quote=m.span.quote)
                for m in _subjects(text, fact, things)
            ]
        if fact.predicate == "leads" and (along := _along(text, named, fact, start, end)) is not None:
            more.append(replace(fact, subject=along.attributes["name"], subject_quote=along.span.quote))
        for other in more:
            key = _key(found, other)
            if other.subject != other.object and key not in told:
                told.add(key)
                yield replace(other, score=max(other.score - _LESS, 0.5))


def _along(text: str, named: list[Mention], fact: Fact, start: int, end: int) -> Mention | None:
    """ "X koordiniert |gemeinsam mit Y| das Projekt Z": who leads with the one who is told as the subject."""
    at, thing = place_of(text, fact.subject_quote, start, end), place_of(text, fact.object_quote, start, end)
    if at < 0:
        return None
    after = at + len(fact.subject_quote or "")
    who = next((m for m in named if m.span.start == at), None)
    other = next((m for m in named if m.span.start > after), None)
    if other is None or other.label not in ("PERSON", "ORG") or (who is not None and who.label != other.label):
        return None
    with_it = _WITH.search(text, after, other.span.start)
    if (
        with_it is None
        or "," in text[after : with_it.start()]
        or other.attributes["name"] in (fact.subject, fact.object)
    ):
        return None
    # "kooperiert gemeinsam mit Y |und leitet| Z": with Y it does something else
    return None if thing > other.span.end and NEXT.search(text, other.span.end, thing) else other


def gapped(text: str, found: Sentences, facts: Iterable[Fact], dates: Iterable[Mention]) -> Iterator[Fact]:
    """`facts`, where a verb has two subjects with a day each: "Phase 1 endet 2027, |die zweite 2031|"."""
    facts = list(facts)
    days = sorted(dates, key=lambda m: m.span.start)
    added: list[Fact] = []
    wrong: set[_Key] = set()  # what was read of the first subject, and is the second's
    rest = [f for f in facts if f.predicate in _DAYS[:2]]
    for fact in rest:  # it grows: the row may go on
        start, end = found.spans[found.index(fact.evidence.end - 1)]
        quote = fact.object_quote or ""
        at = place_of(text, quote, start, end)
        if at < 0:
            continue
        gap = _GAP.match(text, at + len(quote), end)
        if gap is None:
            if (clause := _OTHER.search(text, at, end)) is not None:
                later = (
                    str(m.norm) for m in days if clause.end() <= m.span.start < end and str(m.norm) != str(fact.object)
                )
                wrong.update(_key(found, replace(fact, object=day)) for day in later)
            continue
        day = next((m for m in days if gap.start("who") < m.span.start <= gap.end()), None)
        who = _called(found, gap, fact.subject)
        if day is None or who is None or len(added) >= _MOST:
            continue
        if who[0] != fact.subject and str(day.norm) != str(fact.object):
            wrong.add(_key(found, replace(fact, object=str(day.norm))))
            added.append(
                replace(fact, subject=who[0], subject_quote=who[1], object=str(day.norm), object_quote=day.span.quote)
            )
            rest.append(added[-1])
    yield from (fact for fact in facts if not wrong or _key(found, fact) not in wrong)
    yield from added


def rather(text: str, found: Sentences, facts: Iterable[Fact], dates: Iterable[Mention]) -> Iterator[Fact]:
    """What holds in the place of what is denied: "nicht im März, |sondern im Juni|", "nicht von A, |sondern von B|"."""
    days = sorted(dates, key=lambda m: m.span.start)
    for fact in facts:
        start, end = found.spans[found.index(fact.evidence.end - 1)]
        if ", sondern " not in text[start:end]:
            continue
        dated = fact.predicate in _DAYS[:2]
        if not dated and fact.predicate not in _OBJECTS:
            continue
        quote = (fact.object_quote if dated else fact.subject_quote) or ""
        at = place_of(text, quote, start, end)
        if at < 0:
            continue
        behind = (m for m in (days if dated else found.named(start, end)) if at + len(quote) < m.span.start < end)
        other = next((m for m in behind if dated or m.label in ("ORG", "PERSON")), None)
        if other is None or not _RATHER.fullmatch(text[at + len(quote) : other.span.start]):
            continue
        modality = modality_at(text[start:end], other.span.start - start)
        if dated:
            yield replace(fact, object=str(other.norm), object_quote=other.span.quote, modality=modality)
        else:
            yield replace(fact, subject=other.attributes["name"], subject_quote=other.span.quote, modality=modality)


def _key(found: Sentences, fact: Fact) -> _Key:
    return fact.subject, fact.predicate, str(fact.object), found.index(fact.evidence.end - 1)


def _called(found: Sentences, gap: re.Match[str], subject: str) -> tuple[str, str] | None:
    """Name and quote of the second subject: "das Netzwerk |AMBRA|", or "die |zweite|" beside "die erste Förderphase"."""
    there = found.named(gap.start("who"), gap.end("who"))
    if there:
        return str(there[-1].attributes["name"]), there[-1].span.quote
    if gap["who"].islower() and _NUMBERED.match(subject):
        return _NUMBERED.sub(gap["who"] + " ", subject, count=1), gap["who"]
    return None


def _objects(text: str, sentence: tuple[int, int], fact: Fact, named: list[Mention]) -> list[Mention]:
    """What stands beside the object, as far as the row goes."""
    first = next((k for k, m in enumerate(named) if m.span.quote == fact.object_quote), None)
    if first is None:
        return []
    start, end = sentence
    before = _PREPOSED.search(text, max(start, named[first].span.start - 60), named[first].span.start)
    if (before is not None) != (_OBJECTS[fact.predicate] == "preposition"):
        return []
    row = _row(text, named, first, _BESIDE[_OBJECTS[fact.predicate]])
    subject = place_of(text, fact.subject_quote, start, end)
    while row and subject < row[-1].span.end and _begins(text, row[-1], end):
        row.pop()
    return row


def _subjects(text: str, fact: Fact, named: list[Mention]) -> list[Mention]:
    """ "Das Projekt A |und das Netzwerk B| starten": of several the verb is a plural."""
    first = next((k for k, m in enumerate(named) if m.span.quote == fact.subject_quote), None)
    if first is None:
        return []
    row = _row(text, named, first, _BESIDE["article"])
    return row if row and _PLURAL.match(text, row[-1].span.end) else []


def _row(text: str, named: list[Mention], first: int, beside: re.Pattern[str]) -> list[Mention]:
    row: list[Mention] = []
    last = named[first]
    joined = False
    for m in named[first + 1 : first + _MOST]:
        between = text[last.span.end : m.span.start]
        if not beside.fullmatch(between):
            break
        row.append(m)
        last = m
        if not between.startswith(", ") or any(
            word in between for word in (" und ", " sowie ", " aber ", " sondern ", " nicht ")
        ):
            joined = True
            break
    return row if joined else []


def _begins(text: str, last: Mention, end: int) -> bool:
    """Whether a clause of its own begins with a name: ", und das Netzwerk B |wächst|", but "A und B |leiten.|"."""
    verb = _GOES_ON.match(text, last.span.end, end)
    if verb is None:
        return False
    own = re.search(
        r",[ \u00a0](?:und|aber|sondern)[ \u00a0][^,]*$", text[max(0, last.span.start - 80) : last.span.start]
    )
    return own is not None or not (
        # "wird A und B |leiten.|", "hat A und B |geleitet.|", ", die A und B |leitet,|"; in "leitet A und B |wächst|" another begins
        (_INFINITE.search(verb[0]) or _RELATIVE.search(text, max(0, last.span.start - 200), last.span.start))
        and _ENDS.fullmatch(text[verb.end() : end].strip() or ".")
    )
