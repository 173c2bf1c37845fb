"""Whose a number is where its sentence names nobody: what the sentences before were about, or the release."""

import re
from typing import Final

from extractors.base import Mention
from extractors.german import spaces
from extractors.needles import Sought
from extractors.relations.focus import NOUNS
from extractors.relations.owners_beside import THERE, Beside
from extractors.relations.plain import plain
from extractors.relations.spoken_of import DONE_WITH, Owner, as_subject
from extractors.relations.subjects import SUBJECTS, THINGS, Subject

# "|Beteiligt sind| neben dem Klinikum X fünf Kliniken": at what the release is about
_TAKE_PART: Final = re.compile(r"(?:Beteiligt|Mit dabei)[ \u00a0](?:ist|sind|waren)\b")
_FIT: Final = re.compile(
    r"(?:stipendien|plätze|projekten?|teilprojekte\w*|arbeitspaket\w+|arbeitsgruppen|länder\w*|nationen|wissenschaftler\w*|forschende\w*|wissenschaftlerinnen und wissenschaftler\w*|forscher\w*|standorten?|kliniken|anträge|arbeitspakete|module|partner\w*|einrichtungen|institutionen)\b",
    re.IGNORECASE,
)
# "Der Nachlass |umfasst| 450 Briefe": what has a number of its own
_HOLDS: Final = re.compile(
    r"\b(?:umfass(?:t|te|en|ten)|zähl(?:t|te|en|ten)|enthält|enthalten|besteh(?:t|en)|bestand|biete(?:t|n)|verfüg(?:t|te|en|ten)|hat|haben|hatte|hatten|zeig(?:t|te|en)|bekommt|erhält|beschäftig(?:t|te|en))\b"
)
# Whom the sentence tells of is somebody else: "Jede Doktorandin hat zwei Betreuende", "setzte sich mit 61 Stimmen durch"
_OTHERS_DO: Final = re.compile(
    r"\b(?:[Jj]ede[rsmn]?|pro|je)[ \u00a0][A-ZÄÖÜ]|\b(?:[Ss]timmen|[Kk]andidat\w+|Gegenstimmen|Enthaltungen)\b|^(?:Demnach|Danach|Wer|Viele|Manche|Einige)\b"
)
# "|Die Gewerkschaft vertritt| 3.000 Mitglieder", "|Die Feuerwehr rückte| mit 40 Wagen an": what has the number stands there
_ANOTHER: Final = re.compile(
    rf"(?:Der|Die|Das|Ein|Eine)[ \u00a0](?:[a-zäöüß-]+e[rs]?[ \u00a0])?(?!(?:{NOUNS})(?![\w-]))[A-ZÄÖÜ][\w-]{{2,40}}[ \u00a0](?!sind|werden|wurden|sollen|haben|lag|liegt|betrug|beträgt|stieg|sank|beruh|basier|besteh|bestand)[a-zäöüß]{{3,20}}[ \u00a0]"
)
# "14 Betriebe |planen| neue Hallen", "Acht Kollegen |teilen| sich ein Büro": they do something, and are nobody's
_THEY_DO: Final = re.compile(
    r"[ \u00a0](?!sind|waren|werden|wurden|sollen|können|konnten|stehen|standen|nehmen|nahmen|haben|hatten|arbeiten|forschen|machen|gehören|wirken|beteiligen|kommen|kamen|stell|liefer|steuer|test|erprob|entwickel|unterstütz)[a-zäöüß]{2,20}(?:en|ten|n)[ \u00a0]"
)
# What a release tells of the world, not of the thing it is about
_TOLD_OF_OTHERS: Final = Sought(
    r"\b(?:weltweit|bundesweit|deutschlandweit|europaweit|Prozent|jährlich|jedes Jahr|pro Jahr|Menschen in|in Deutschland|erkrank\w+|leiden|leben|sterben|starben|verletzt|getötet|festgenommen|Studien zufolge)\b"
)
_ITS: Final = re.compile(r"\b(?:ihre[rsmn]?|seine[rsmn]?)[ \u00a0](?:Laufzeit|Bestehens|Geschichte|Arbeit|Art)\b")


class Untold(Beside):
    """Owners that the sentence of the number leaves out."""

    def _tacit(self, i: int, m: Mention, *, headline: bool) -> Owner | None:
        """ "Auf drei Etagen stehen 9.000 Bücher bereit": names nothing, and goes on about what the sentences before are about."""
        text, found = self._text, self._found
        start, end = found.spans[i]
        if headline or m.attributes.get("list") or _TOLD_OF_OTHERS.search(text, start, end):
            return None
        if _HOLDS.search(text, start, m.span.start) and plain(text, found, i) is not None:
            own = self._plainly(i)
            return (own, 0.6) if own is not None and own.start < m.span.start else None
        if any(n.label in (*SUBJECTS, "PERSON") for n in found.named(start, end)) or self._places.get(i):
            return None
        if _ANOTHER.match(text, start, m.span.start) or (
            m.span.start <= start + 16 and _THEY_DO.match(text, m.span.end, end)
        ):
            return None
        if _OTHERS_DO.search(text[start:end]) or (THERE.search(text, start, end) and i and self._last is None):
            return None
        if (own := self._holders.part(i)) is not None:
            return own, 0.6
        if self._last is not None and 0 <= i - self._last[0] <= 1:
            return self._last[1], 0.6
        if (kept := self._done_with(i)) is not None:
            return kept, 0.6
        wanted = next((labels for pattern, labels in DONE_WITH if pattern.search(text, start, end)), None)
        topic = found.foremost()
        for k in (i - 1, i - 2, i - 3):
            if k < 0 or ("\n\n" in text[found.spans[k][1] - 1 : start] and k < i - 1):
                break
            if (before := found.subject(k)) is not None:
                if before.label in ("PROJECT", "INFRASTRUCTURE") or (topic is not None and before.name == topic.name):
                    return before, 0.55
                break
        if topic is None or (wanted is not None and topic.label not in wanted):
            return None
        # "14 Betriebe planen neue Hallen": they do something, and are nobody's
        return (topic, 0.5) if topic.label != "ORG" or m.span.start > start + 16 else None

    def _listed(self, i: int, m: Mention) -> Owner | None:
        """ "Kern der Arbeit sind acht Infrastrukturen |(A, B, ...)|" names nothing but what it lists: it tells on of the thing before."""
        if not m.attributes.get("list") or self._outside(i, m, (*SUBJECTS, "PERSON")):
            return None
        if self._last is not None and 0 <= i - self._last[0] <= 1:
            return self._last[1], 0.6
        before = next((s for k in (i - 1, i - 2) if k >= 0 and (s := self._found.subject(k)) is not None), None)
        return (before, 0.6) if before is not None and before.label in THINGS else None

    def _taking_part(self, i: int) -> Owner | None:
        """ "Beteiligt sind neben dem Klinikum X fünf Kliniken": of the one undertaking that the release is about."""
        start, end = self._found.spans[i]
        if _TAKE_PART.match(self._text, start, end) is None:
            return None
        about = self._found.about(i)
        return (about, 0.6) if about is not None and about.label in ("PROJECT", "INFRASTRUCTURE") else None

    def _about(self, i: int, m: Mention, *, headline: bool) -> Owner | None:
        """ "Zwölf Stipendien zu vergeben" in the headline of a release about a programme; "ihre Laufzeit" of what was named last."""
        found, (start, end) = self._found, self._found.spans[i]
        if (placed := self._in_place(i, m)) is not None:
            return placed
        if any(n.label in (*SUBJECTS, "PERSON") for n in found.named(start, end)):
            return None
        if headline or _FIT.search(spaces(m.span.quote)):
            about = found.about(i)
            if (
                about is not None
                and about.label in THINGS
                and (topic := found.foremost()) is not None
                and topic.label != "ORG"
            ):
                about = topic
            # a programme that is named once is not what the release is about
            if about is not None and (headline or about.label not in THINGS or self._text.count(about.quote) > 1):
                return about, 0.6
        if i and _ITS.search(self._text, start, min(end, start + 120)):
            before = found.subject(i - 1) or self._only(i - 1)
            if before is not None:
                return before, 0.6
        return None

    def _only(self, i: int) -> Subject | None:
        things = {
            n.attributes["name"]: n
            for n in self._found.named(*self._found.spans[i])
            if n.label in ("PROJECT", "INFRASTRUCTURE")
        }
        return as_subject(next(iter(things.values()))) if len(things) == 1 else None
