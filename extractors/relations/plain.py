"""Subjects that have no name: "|Der Umbau des Messhauses| soll im September beginnen", "|Der Nachlass| umfasst 450 Briefe".

Only what stands right before or behind the finite verb with an article that can be nominative, and no person.
"""

import re
from typing import Final

from extractors.german import spaces
from extractors.relations.subjects import EVENT, Sentences, Subject
from extractors.role_words import is_role

_SPACE: Final = r"[ \u00a0]"
_WORDS: Final = rf"(?:(?!(?:und|sowie|oder){_SPACE})[a-zäöüß-]{{3,30}}(?:e|er|es|en|em){_SPACE}){{0,3}}"
_NOUN: Final = r"[A-ZÄÖÜ][\w-]{2,50}"
# "des Messhauses", "für Ehrenamtliche", "zum Projekt X", „Unter Dampf“
_COMPLEMENT: Final = (
    rf"(?:{_SPACE}(?:des|der|eines|einer|für|zum|zur|über|von|vom|zu){_SPACE}(?:(?:die|den|das|dem|der|einen|eine|ein){_SPACE})?{_WORDS}{_NOUN}"
    rf"(?:{_SPACE}(?:und|sowie){_SPACE}{_WORDS}{_NOUN})?(?:{_SPACE}(?=[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ0-9])[\w-]{{2,30}})?|{_SPACE}[„\"»][^„“”\"«»\n]{{2,60}}[“”\"«])"
)
_PHRASE: Final = rf"(?P<phrase>{_WORDS}(?P<noun>{_NOUN})(?:{_COMPLEMENT}){{0,2}})"
_FINITE: Final = (
    r"(?:ist|sind|war|waren|wird|werden|wurde|wurden|soll|sollen|sollte|sollten|hat|haben|hatte|hatten|kann|können|konnte|konnten|bleibt|bleiben|liegt|lag|(?:[a-zäöüß]{3,20}(?:t|te|ten|en))"
    r"|gibt es|fand|fanden|lief|liefen|begann|begannen|trat|traten|ging|gingen|kam|kamen|entstand|entstanden|bestand|bestanden|enthielt|enthielten|umfasste)"
)
# "Der Umbau des Messhauses soll ...", "Die Gruppe gibt es seit 2009", "Ein neuer Vorbereitungskurs startet"
_FIRST: Final = re.compile(
    rf"(?:„?(?P<article>Der|Die|Das|Dieser|Diese|Dieses|Ein|Eine|Ihr|Ihre|Sein|Seine|Unser|Unsere){_SPACE}){_PHRASE}(?:{_SPACE}\([^()\n]{{1,60}}\))?(?:{_SPACE}(?:in|im|an|am|auf|bei|beim){_SPACE}(?:der{_SPACE}|dem{_SPACE}|den{_SPACE})?[A-ZÄÖÜ][\w-]{{1,40}})?{_SPACE}(?P<verb>{_FINITE})(?![\w-])"
)
# "Am 10. Mai beginnt |der Neubau des Labors|", "Beginnen soll |die Arbeit| am 1. Oktober"
_SECOND: Final = re.compile(
    rf"(?P<verb>(?<![\w-]){_FINITE}){_SPACE}(?:(?:auch|dann|nun|jetzt|erstmals|zudem|außerdem|bereits|voraussichtlich|offiziell){_SPACE}){{0,2}}(?P<article>der|die|das|dieser|diese|dieses|ein|eine|ihr|ihre|sein|seine|unser|unsere){_SPACE}{_PHRASE}(?![\w-])"
)
# What may stand before the verb when the subject stands behind it
_FRONT: Final = re.compile(
    rf"(?:(?:Am|Im|Ab|Seit|Zum|Zur|Nach|Vor|In|Mit|Bis|Für|An|Auf|Bei|Beim|Unter|Während|Neben|Von|Vom|Zwischen|Anfang|Mitte|Ende|Kurz|Rund|Noch|Schon|Bereits|Erst|Gleich){_SPACE}[^.;:!?]{{2,120}}"
    rf"|(?:Nun|Jetzt|Neu|Damit|Dort|Hier|Heute|Gestern|Morgen|Derzeit|Aktuell|Inzwischen|Zuletzt|Zudem|Außerdem|Zugleich|Gleichzeitig|Voraussichtlich|Geplant|Vorgesehen|Offiziell|Ursprünglich|Danach|Anschließend|Künftig|Bislang|Bisher|Dann|Zunächst)(?:{_SPACE}[^.;:!?,]{{2,80}})?"
    rf"|[A-ZÄÖÜ][a-zäöüß]+(?:en|t)){_SPACE}(?:(?:soll|sollen|wird|werden|wurde|wurden|ist|sind|hat|haben){_SPACE})?$"
)
# What has no beginning, and what other rules know better
_NOT: Final = re.compile(
    r"(?:zahl|anteil|ergebnis(?:se)?|frist|schluss|grund|gründe|ziel|ziele|thema|themen|frage|fragen|mittel|summe|kosten|menschen|team|teams|daten|mehrheit|rede|ideen?|blick|dank|projektpartner|förderung|laufzeit|förderphase|jahr|jahre|zeit|tag|tage|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|uhr|euro|prozent|teil|hälfte|land|stadt|bund|frühling|frühjahr|sommer|herbst|winter|saison|monat|woche|ferien)$",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"(?:innen|steller|trägerin?|erin|orin|istin|entin|ärztin|ärzte|arzt|jährige[rn]?|mann|frau|leute|männer|frauen|chef|ende[n]?|kinder|patienten|bürger|besucher|teilnehmer|mitglieder|gäste|familie[n]?|forscher|experten|beschäftigten?|studierenden?)$",
    re.IGNORECASE,
)
_NEW: Final = re.compile(r"(?:neu|gemeinsam|eigen|geplant)e[rsn]?")
_BACK: Final = 600  # code points in which a bare noun was called more fully
_COMPOUND: Final = re.compile(
    r"(?<![\w-])(?:(?P<number>erste|zweite|dritte|vierte|fünfte|nächste)[nrs]?[ \u00a0])?(?P<noun>[A-ZÄÖÜ][a-zäöüß-]{3,50})(?![\w-])"
)
_MOST: Final = 220  # code points of a sentence in which a subject is looked for


def plain(text: str, found: Sentences, i: int) -> Subject | None:
    """The described thing that sentence `i` is about; None where it is a person, is named, or there is none.

    Its name are the words of the text without article, the adjectives among them: "Umbau des Messhauses".
    """
    start, end = found.spans[i]
    stop = min(end, start + _MOST)
    m = _FIRST.match(text, start, stop)
    if m is None:
        m = next(
            (
                s
                for s in _SECOND.finditer(text, start, stop)
                if "," not in text[start : s.start()] and _open(text, start, s.start())
            ),
            None,
        )
    if m is None:
        return None
    noun = m["noun"]
    if unnameable(noun):
        return None
    low, high = m.span("phrase")
    if any(n.span.start < m.end("noun") and m.start("noun") < n.span.end for n in found.named(start, end)):
        return None
    name = _base(spaces(text[low:high]), m["article"].casefold())
    if name == noun and m["article"].casefold() in ("der", "die", "das", "dieser", "diese", "dieses"):
        name = _fuller(text, start, noun, m["article"].casefold())
    return Subject(name, text[low:high], low, EVENT)


def unnameable(noun: str) -> bool:
    """Whether a noun is a person, a body's short form, or of what has no beginning."""
    return bool(_NOT.search(noun) or _PERSON.search(noun)) or is_role(noun) or noun.isupper()


def _fuller(text: str, start: int, noun: str, article: str) -> str:
    """ "der dritte Bauabschnitt ... |Der Abschnitt| soll 2028 fertig sein": the compound or numbered one that was spoken of just before."""
    before = [
        m for m in _COMPOUND.finditer(text, max(0, start - _BACK), start)
        if m["noun"] != noun and m["noun"].endswith(noun.lower()) and len(m["noun"]) > len(noun) + 1
    ]  # fmt: skip
    found = {m["noun"] for m in before}
    if len(found) != 1:
        return noun
    last = before[-1]
    if last["number"] is None:
        return last["noun"]
    return _base(f"{last['number']} {last['noun']}", article)


def _open(text: str, start: int, at: int) -> bool:
    """Whether what stands before the finite verb is no nominative of its own: "Am 10. Mai |beginnt", "Neu |ist", "Eröffnet |wird"."""
    return _FRONT.fullmatch(text, start, at) is not None


def _base(phrase: str, article: str) -> str:
    """The phrase as it stands without an article: "der |erste| Abschnitt" is "erster Abschnitt"; "neu" says nothing that lasts."""
    ending = {"der": "er", "dieser": "er", "das": "es", "dieses": "es"}.get(article)
    front = re.match(r"(?:[a-zäöüß-]+[ \u00a0])*", phrase)
    adjectives, rest = (front[0].split(), phrase[front.end() :]) if front is not None else ([], phrase)
    kept = [a for a in adjectives if not _NEW.fullmatch(a)]
    if ending is not None:
        kept = [a[:-1] + ending if a.endswith("e") else a for a in kept]
    return " ".join([*kept, rest])
