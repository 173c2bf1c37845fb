"""Who takes part by what they do there: guests, speakers and signers at events, tasks in an undertaking, houses told by their towns.

"Zur Eröffnung kamen 90 Gäste, |darunter die Ministerin X|", "sagte X |bei der Eröffnung|", "Die Auswertung |übernimmt das Institut Y|",
"Ihm gehören |die Universitätskliniken in A, B und C| an".
"""

import re
from collections.abc import Iterator
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.relations.occasions import Occasions
from extractors.relations.rosters import lately
from extractors.relations.subjects import EVENT, Sentences, Subject

_S: Final = r"[ \u00a0]"
_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
_NAME: Final = r"[A-ZÄÖÜ][\w-]{1,50}"
_TASK: Final = (
    r"(?:[\w-]{0,30}(?:[Bb]egleitung|[Aa]uswertung(?:en)?|[Ee]valuation|[Ee]valuierung|[Aa]nalysen?|[Ee]ntwicklung|[Uu]msetzung|[Dd]urchführung|[Ss]chulung(?:en)?|[Bb]etreuung|[Rr]ekrutierung|[Ee]rhebung|[Pp]rogrammierung|[Bb]eratung|[Mm]odellierung|[Ss]imulation(?:en)?"
    r"|[Vv]ersuche|[Mm]odelle|[Mm]essungen|[Uu]ntersuchung(?:en)?|[Pp]rüfung(?:en)?|[Ss]icherung|[Dd]igitalisierung|[Ee]rschließung|[Vv]erarbeitung|[Hh]erstellung|[Pp]roduktion|[Ll]agerung|[Aa]ufbereitung|[Mm]anagement|[Oo]rganisation|[Aa]uswahl|[Vv]ermittlung|[Ss]ynthese|[Tt]ests)"
    r"|Biometrie|Statistik|Monitoring|Öffentlichkeitsarbeit|Software|Hosting|Betrieb|Aufbau|Technik|Moderation|Studiendurchführung|Qualitätssicherung|Logistik|Teilstudie|Studie|Projekt|Vorhaben)"
)
_DOES: Final = re.compile(
    rf"(?<![\w-])(?:übernimmt|übernehmen|übernahm(?:en)?|übernommen|verantwortet|verantworten|obliegt|liegt{_S}bei|leistet|leisten)(?![\w-])"
)
_THE_TASK: Final = re.compile(
    rf"(?<![\w-])(?:[Dd]ie|[Dd]en|[Dd]as|[Dd]er){_S}(?:[a-zäöüß-]+en?{_S}){{0,2}}{_TASK}(?![\w-])"
)
_FOR_TASK: Final = re.compile(rf"(?<![\w-])[Ff]ür{_S}(?:die|den|das){_S}(?:[a-zäöüß-]+en?{_S}){{0,2}}{_TASK}(?![\w-])")
_IN_CHARGE: Final = re.compile(r"(?<![\w-])(?:zuständig|verantwortlich)(?![\w-])")
_DONE: Final = re.compile(
    r"(?<![\w-])(?i:begleitet|evaluiert|ausgewertet|betreut|betrieben|aufgebaut|erarbeitet|entwickelt|mitentwickelt|bereitgestellt|gehostet|umgesetzt|durchgeführt|erstellt|konzipiert)(?![\w-])"
)
# "Betrieben wird |sie| vom X", "|Das Projekt| wird vom Y begleitet", "begleitet wird |der Aufbau|"
_PASSIVE: Final = re.compile(
    rf"(?:^|{_S})(?:wird|werden|wurde|wurden){_S}(?:(?:sie|es|er|dabei)(?={_S})|(?:das|der|die){_S}(?:Projekt|Vorhaben|Studie|Aufbau|Prozess|Plattform|Datenbank|Register|Portal|Netzwerk|Modellprojekt|Programm)(?={_S}))"
    rf"|^(?:Sie|Es|Er|(?:Das|Der|Die){_S}(?:Projekt|Vorhaben|Studie|Aufbau|Plattform|Datenbank|Register|Portal|Netzwerk|Modellprojekt|Programm|Umsetzung)){_S}(?:wird|werden|wurde|wurden)(?={_S})"
)
_BY: Final = re.compile(rf"(?<![\w-])(?:von|vom|durch)(?:{_S}(?:der|dem|das|die|den))?{_S}(?:{_NAME}{_S})?$")
_UNREAL: Final = re.compile(
    r"(?<![\w-])(?:nicht|kein(?:e|er|en)?|könnten?|würden?|hätten?|ob|falls|abgesagt|fehlte|verhindert)(?![\w-])"
)
# "|Hinzu kommen| die Projekte A und B": where the one before takes part too
_MORE: Final = re.compile(
    r"(?:Hinzu|Dazu)[ \u00a0](?:kommen|kamen)[ \u00a0](?:noch[ \u00a0]|auch[ \u00a0])?(?:die[ \u00a0])?(?:[a-zäöüß0-9]+[ \u00a0]){0,2}[A-ZÄÖÜ][\w-]{0,40}(?:projekte|vorhaben|studien|netzwerke|infrastrukturen|plattformen|register|Projekte|Studien|Infrastrukturen)[ \u00a0]"
)
_ITEM: Final = re.compile(r"(?<![\w-])[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ0-9][\w-]*(?:[ \u00a0][A-ZÄÖÜ0-9][\w-]*){0,3}(?![\w-])")
_HOSTS: Final = re.compile(
    rf"(?:Gastgeber(?:in)?|Veranstalter(?:in)?|Ausrichter(?:in)?){_S}(?:ist|war|waren|sind){_S}(?:(?:das|die|der){_S})?"
)


class _Reader(Occasions):
    """Reads the sentences of one document."""

    def of(self, i: int, said: list[Fact]) -> Iterator[Fact]:
        start, end = self.found.spans[i]
        if _UNREAL.search(self.text, start, end):
            return
        named = [m for m in self.found.named(start, end) if not any(a <= m.span.start < b for a, b in self.quotes)]
        people = [m for m in named if m.label == "PERSON"]
        yield from self._guests(i, people)
        if people:
            yield from self._there(i, people)
            yield from self._speakers(i, people)
            yield from self._hands(i, people)
            yield from self._gremium(i, people)
        yield from self._signs(i, named)
        yield from self._tasks(i, named)
        yield from self.towns.of(i, named)
        yield from self._more(i, named, said)

    def _undertaking(self, i: int, named: list[Mention]) -> Subject | None:
        own = [m for m in named if m.label in (*_UNDERTAKINGS, EVENT)]
        if own:
            return None
        near = lately(self.found, i) or self.found.about(i)
        return near if near is not None and near.label in _UNDERTAKINGS else None

    def _tasks(self, i: int, named: list[Mention]) -> Iterator[Fact]:
        """ "Die Auswertung übernimmt X", "Für die Laboranalysen ist Y zuständig", "Betrieben wird sie von Z"."""
        start, end = self.found.spans[i]
        orgs = [m for m in named if m.label == "ORG"]
        hosts = _HOSTS.match(self.text, start, end)
        if hosts is not None and orgs and orgs[0].span.start == hosts.end() and (event := self._lately(i)) is not None:
            yield self._fact(i, orgs[0], event[0], event[1], "host", 0.7, start, orgs[0].span.end)
        if not orgs:
            return
        does = _DOES.search(self.text, start, end) and _THE_TASK.search(self.text, start, end)
        charge = _IN_CHARGE.search(self.text, start, end) and _FOR_TASK.search(self.text, start, end)
        passive = _DONE.search(self.text, start, end) and _PASSIVE.search(self.text, start, end)
        if not (does or charge or passive) or (thing := self._undertaking(i, named)) is None:
            return
        if does or charge:
            if charge and any(m.label == "PERSON" for m in named):
                return  # "X, der das Labor Y leitet und dort für das Projekt verantwortlich ist"
            for k, m in enumerate(orgs):
                if self.found.is_nominative(m, start) and not (
                    k
                    and re.fullmatch(
                        r"(?:[ \u00a0]\([^()]*\))?[ \u00a0](?:der|des|am|an der|im|in der)[ \u00a0]",
                        self.text[orgs[k - 1].span.end : m.span.start],
                    )
                ):
                    yield self._fact(i, m, thing.name, thing.quote, "task", 0.65, start, end)
            return
        who = next((m for m in orgs if _BY.search(self.text, max(start, m.span.start - 50), m.span.start)), None)
        if who is not None:
            yield self._fact(i, who, thing.name, thing.quote, "task_by", 0.65, start, end)

    def _more(self, i: int, named: list[Mention], said: list[Fact]) -> Iterator[Fact]:
        """ "X ist an fünf Netzen beteiligt: ... |Hinzu kommen| die Projekte A und B": X takes part in them too."""
        start, end = self.found.spans[i]
        more = _MORE.match(self.text, start, end)
        if not i or more is None or any(m.label in ("ORG", "PERSON") for m in named):
            return
        before = self.found.spans[i - 1]
        doers = {
            f.subject: f
            for f in said
            if f.predicate == "participates_in"
            and f.rule == "list"
            and f.evidence.start < before[1]
            and before[0] < f.evidence.end
        }
        if len(doers) == 1:
            (f,) = doers.values()
            for m in _ITEM.finditer(self.text, more.end(), end):
                known = next((n for n in named if n.span.start <= m.start() < n.span.end), None)
                name, quote = (known.attributes["name"], known.span.quote) if known is not None else (m[0], m[0])
                yield Fact(
                    f.subject, "participates_in", name, f.subject_quote, quote, Span.of(self.text, start, m.end()), 0.7, self.name, "goes_on", self.version,
                )  # fmt: skip


def taking_part(
    text: str, found: Sentences, context: Context, said: list[Fact], name: str, version: int
) -> Iterator[Fact]:
    """The `participates_in` facts of all sentences that the facts `said` do not hold already."""
    reader = _Reader(text, found, context, name, version)
    known = {(f.subject, str(f.object)) for f in said if f.predicate == "participates_in"}
    for i, (start, end) in enumerate(found.spans):
        if found.quoted(start, end):
            continue
        for fact in reader.of(i, said):
            if fact.subject != fact.object and (fact.subject, str(fact.object)) not in known:
                known.add((fact.subject, str(fact.object)))
                yield fact
