"""Whose a number is: what the clause is about, what stands beside it, what the release is about; or nobody's."""

import re
from typing import Final

from extractors.base import Context, Mention
from extractors.german import spaces
from extractors.relations.plain import plain
from extractors.relations.subjects import BACK_NOUNS, EVENT, SUBJECTS, THINGS, Sentences, Subject
from extractors.relations.works import works

Owner = tuple[Subject, float]

# Who and what comes to an event, or to a call
_AT_EVENTS: Final = re.compile(
    r"(?:gäste|teilnehm\w+|teilnahmen|besuch(?:er|ende|erinnen)\w*|alumni|delegierte\w*|aussteller\w*|ausstellende\w*|interessierte\w*|vorträge|sessions|workshops|beiträge|referent\w+|speaker\w*|bewerb\w+|einreichungen|anmeldungen|zuhörer\w*|zuschauer\w*|gewinner\w*|preisträger\w*|fachleute|stände)\b",
    re.IGNORECASE,
)
# "eine Sammlung von 4.250 Münzen", "ein Inventar zu 292 Werkzeugen": the number belongs to a thing of its own
_OWN: Final = re.compile(
    r"\b(?:mit[ \u00a0])?(?:ein|eine|einem|einer|einen)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?P<thing>Sammlung|Datenbank|Datensatz|Inventar|[\w-]*inventar|Reihe|Gruppe|Liste|Auswahl|Serie)[ \u00a0](?:von|mit|zu|aus)[ \u00a0](?:\w+[ \u00a0])?$"
)
_AFTER: Final = re.compile(r"\b(?:[Nn]ach|[Vv]or|[Ss]eit)[ \u00a0](?:\w+[ \u00a0]){0,2}$")
_BESIDES: Final = re.compile(r"\b[Nn]eben[ \u00a0](?:\w+[ \u00a0])?$")
# "nehmen 20 Zentren teil, |darunter| die Universität X": the number is not hers
_AMONG: Final = re.compile(r",[ \u00a0](?:darunter|unter ihnen|unter anderem|allen voran|so auch)\b")
_RELATIVE: Final = re.compile(r",[ \u00a0](?:die|der|das|den|dem|denen|deren|wo|welche[rs]?)[ \u00a0]")
# "37 Studierende, die am |Programm X| teilnehmen"
_WHO_ATTEND: Final = re.compile(
    r"[^.;:!?,]{0,60},[ \u00a0](?:die|welche)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?:an|am|im|in|bei|beim|zum)\b[^.;:!?]{0,160}?(?:teil\w+|beteiligt|mitwirk\w+|mitarbeiten|arbeiten|forschen)\b"
)
_BACK: Final = re.compile(
    r"\b(?:am|an|im|in|für|zum|zur|Am|An|Im|In|Für|Das|Die|Der|das|die|der|Zum|Zur|des)(?=[ \u00a0])"
)
# What others say, want or look for they do not have: "sucht 30 Pflegekräfte", "warnt: In Europa ..."
_SAYS: Final = re.compile(
    r"\b(?:warn(?:t|te|en|ten)|meldet(?:e|en)?|melden|forder(?:t|te|n|ten)|lob(?:t|te|en|ten)|kritisier(?:t|te|en|ten)|schätz(?:t|te|en|ten)|rechne(?:t|te|n|ten)[ \u00a0](?:\w+[ \u00a0])?mit|prognostizier(?:t|te|en|ten)|befürchte(?:t|te|n|ten)|beklag(?:t|te|en|ten)|"
    r"such(?:t|te|en|ten)|dank(?:t|te|en|ten)|gratulier(?:t|te|en|ten)|ehr(?:t|te|en|ten)|verlang(?:t|te|en|ten)|vermute(?:t|te|n|ten)|empfiehlt|empfehlen|empfahl(?:en)?|bedauer(?:t|te|n|ten)|verwei(?:st|sen)[ \u00a0]auf|erklär(?:t|te|en|ten)|(?:geht|gehen|ging(?:en)?)[ \u00a0]davon[ \u00a0]aus)\b"
)
_SOURCE: Final = re.compile(
    r"(?:\b(?:[Ll]aut|[Gg]emäß)[ \u00a0]|\b[Nn]ach[ \u00a0](?:Angaben|Auskunft|Einschätzung|Schätzungen?|Daten|Berechnungen|Zahlen|Aussage)[ \u00a0](?:des|der|von|vom)[ \u00a0])(?:(?:dem|der|den)[ \u00a0])?(?:[\w-]+[ \u00a0]){0,2}$"
)
_AWAY: Final = re.compile(
    r"\b(?:[Vv]or|[Hh]inter|[Nn]eben|[Gg]egenüber|[Üü]ber|[Gg]egen|[Uu]nweit|[Nn]ahe|[Ss]tatt|[Oo]hne|[Mm]it|[Gg]emeinsam mit)[ \u00a0](?:(?:dem|der|den|das|die|des)[ \u00a0])?(?:[\w-]+[ \u00a0])?$"
)
_ALONG: Final = re.compile(r"\b(?:mit|Mit)[ \u00a0](?:(?:seinen|ihren|weiteren)[ \u00a0])?$")
# "einer von |elf Standorten der Studie X|", "eine der |23 Kliniken im Netzwerk Y|": the number is not that of the one
_ONE_OF: Final = re.compile(
    r"\b(?:eine[rsmn]?|zu|zweite[rs]?|größte[rsn]?|erste[rsn]?)[ \u00a0](?:von|der|den|aus)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?$"
)
_HANGS_ON: Final = re.compile(
    r"[ \u00a0](?:der|des|von|vom|im|in|in der|am|an der|aus)[ \u00a0](?:[a-zäöüß-]+(?:en|er)[ \u00a0])?(?:[A-ZÄÖÜ][\w-]*[ \u00a0])?[„\"»]?"
)
# "gemeinsam mit |20 weiteren Häusern|": those are others
_OTHERS: Final = re.compile(r"(?:[Mm]it|[Nn]eben|sowie|und)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?$")
_SUBORDINATE: Final = re.compile(
    r"(?:,[ \u00a0](?:dass|weil|wenn|ob|wie|warum|obwohl|damit|denn|was|falls|da)[ \u00a0])"
)
_THAT: Final = re.compile(
    r",[ \u00a0](?:der|die|das|welche[rs]?|in dem|in der)[ \u00a0](?![A-ZÄÖÜ„]|[a-zäöüß-]+(?:e|en|er|es)[ \u00a0][A-ZÄÖÜ])[^,]*$"
)
_NOBODYS: Final = re.compile(
    r"(?:schritt\w*|fragen?|gründe\w*|tipps?|beispiele?n?|dingen?|worten?|drittel\w*|viertel\w*|hälften?|arten und weisen|male?|seiten hinweg|varianten|etappen)$",
    re.IGNORECASE,
)
_DISTANT: Final = re.compile(r"[^.;:,]{0,40}\bentfernt\b")
# "Dort wurden 300 Anträge gestellt": the house or place named last
_THERE: Final = re.compile(r"(?<!\w)(?:[Dd]ort|[Hh]ier)(?!\w)")
# "In Sachsen |leben| 4 Millionen Menschen"
_IN_PLACE: Final = re.compile(r"\b(?:[Ii]n|[Ii]m)[ \u00a0](?:(?:der|ganz|den)[ \u00a0])?$")
_LIVES: Final = re.compile(
    r"\b(?:gibt es|gab es|es gibt|es gab|leben|lebten|wohnen|erkranken|erkrankten|sterben|starben|leiden|litten|arbeiten|existieren|stehen|fehlen)\b"
)
# Verbs with which a number is plainly the subject's
_HAS: Final = re.compile(
    r"\b(?:zähl(?:t|te|en|ten)|umfass(?:t|te|en|ten)|ha(?:t|ben|tte|tten)|beschäftig(?:t|te|en|ten)|betreib(?:t|en)|verfüg(?:t|te|en|ten)|besteh(?:t|en)|bestand|enthält|enthalten|vertritt|vertreten|versorg(?:t|te|en|ten)|behandel(?:t|te|n|ten)|betreu(?:t|te|en|ten)|"
    r"biete(?:t|n)|verein(?:t|en)|bündel(?:t|n)|bilde(?:t|n)|nehmen|nahmen|beteilig(?:t|en|ten)|gehör(?:t|en|ten)|kamen|kommen|besuch(?:t|en|ten)|unterhält|unterhalten|stell(?:t|en)|beruh(?:t|en)|basier(?:t|en)|gingen|versammel(?:t|n|ten)|forsch(?:t|en)|arbeiten|studieren|ist|sind|war|waren|zeig(?:t|en))\b"
)
# "Dem Netz |gehören| elf Standorte an", "Heute |gehören ihm| 31 Kliniken an": whose members they are stands in the dative
_BELONG: Final = re.compile(
    rf"\b(?:[Gg]ehör(?:t|en|te|ten)[ \u00a0](?:(?P<pronoun>ihm|ihr)|(?:dem|der)[ \u00a0](?P<noun>{BACK_NOUNS}))|(?:Dem|Der)[ \u00a0](?P<first>{BACK_NOUNS})[ \u00a0]gehör(?:t|en|te|ten))"
    r"(?![\w-])(?=[^.;!?]{0,200}[ \u00a0]an\b)"
)
# "|Beteiligt sind| neben dem Klinikum X fünf Kliniken": at what the release is about
_TAKE_PART: Final = re.compile(r"(?:Beteiligt|Mit dabei)[ \u00a0](?:ist|sind|waren)\b")
_FIT: Final = re.compile(
    r"(?:stipendien|plätze|projekten?|teilprojekte\w*|arbeitspaket\w+|arbeitsgruppen|länder\w*|nationen|wissenschaftler\w*|forschende\w*|wissenschaftlerinnen und wissenschaftler\w*|forscher\w*|standorten?|kliniken|anträge|arbeitspakete|module|partner\w*|einrichtungen|institutionen)\b",
    re.IGNORECASE,
)


class Owners:
    """The owners of the numbers of one document."""

    def __init__(self, text: str, found: Sentences, context: Context) -> None:
        """Reads the places, the quotes and the works of the document."""
        self._text, self._found = text, found
        self._works = works(text, found.spans)
        self._places: dict[int, list[Mention]] = {}
        self._people: dict[int, list[Mention]] = {}
        self._quoted = bytearray(len(text))
        self._last: tuple[int, Subject] | None = None
        for m in context.mentions:
            if m.label == "QUOTE":
                self._quoted[m.span.start : m.span.end] = b"\x01" * (m.span.end - m.span.start)
            elif m.label == "LOC" and m.attributes.get("kind", "place") == "place":
                self._places.setdefault(found.index(m.span.start), []).append(m)

    def of(self, i: int, m: Mention, *, headline: bool) -> Owner | None:
        """Whose the number `m` of sentence `i` is, and how sure that is; None where it is nobody's or that is open.

        Numbers are asked for in text order: a list goes with what the number before it was of.
        """
        owner = self._of(i, m, headline=headline)
        if owner is not None and not headline and owner[0].label in THINGS:
            self._last = i, owner[0]
        return owner

    def _of(self, i: int, m: Mention, *, headline: bool) -> Owner | None:
        text, (start, end) = self._text, self._found.spans[i]
        at, stop = m.span.start, m.span.end
        own = _OWN.search(text, max(start, at - 80), at)
        if own is not None:
            return self._collection(i, own)
        if _NOBODYS.search(str(m.attributes["unit"])) or _DISTANT.match(text, stop, end):
            return None
        if _BESIDES.search(text, max(start, at - 24), at):
            return None
        if _OTHERS.search(text, max(start, at - 24), at) and re.search(r"\b(?:weitere|andere)n?\b", m.span.quote):
            return None
        if self._quoted.find(1, at, stop) >= 0:
            # Inside a quote "wir" counts, and who that is stands outside; a thing that is named inside may have the number.
            return self._inside(i, m)
        if (attended := self._attended(i, m)) is not None:
            return attended
        if _ONE_OF.search(text, max(start, at - 40), at):
            return self._whole(i, stop)
        if (visited := self._visited(i, m)) is not None:
            return visited
        work = self._works.of(i, at)
        subject = self._found.subject(i)
        if work is not None and (subject is None or subject.start > work.start or subject.label == EVENT):
            return work, 0.75
        if subject is not None:
            return self._subject(i, m, subject)
        return (
            self._belongs(i, m) or self._beside(i, m) or self._back(i) or self._there(i, m) or self._listed(i, m)
            or self._taking_part(i) or self._about(i, m, headline=headline) or self._tacit(i, m, headline=headline)
        )  # fmt: skip

    def _tacit(self, i: int, m: Mention, *, headline: bool) -> Owner | None:
        """ "Auf zwei Etagen stehen 24.000 Medien bereit": names nothing, and goes on about what the sentences before are about."""
        text, found = self._text, self._found
        start, end = found.spans[i]
        if headline or m.attributes.get("list") or _TOLD_OF_OTHERS.search(text, start, end):
            return None
        if _HOLDS.search(text, start, m.span.start) and (own := plain(text, found, i)) is not None and own.start < m.span.start:
            return own, 0.6
        if any(n.label in (*SUBJECTS, "PERSON") for n in found.named(start, end)) or self._places.get(i):
            return None
        for k in (i - 1, i - 2, i - 3):
            if k < 0 or "\n\n" in text[found.spans[k][1] - 1 : start] and k < i - 1:
                break
            if (before := found.subject(k)) is not None:
                return (before, 0.55) if before.label in THINGS else None
        topic = found.foremost()
        return (topic, 0.5) if topic is not None else None

    def _belongs(self, i: int, m: Mention) -> Owner | None:
        """ "Dem Netz gehören elf Standorte an", "Heute gehören ihm 31 Universitätsklinika an": what was named before."""
        found, (start, end) = self._found, self._found.spans[i]
        belong = _BELONG.search(self._text, start, min(end, start + 200))
        if belong is None or belong.start() > m.span.start:
            return None
        noun = belong["noun"] or belong["first"]
        if noun is None:
            whom = next((s for k in (i - 1, i - 2) if k >= 0 and (s := found.subject(k)) is not None), None)
        else:
            whom = found.means(i, noun, belong.start()) or found.introduced(noun, belong.start())
        return (whom, 0.7) if whom is not None and whom.label in THINGS else None

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

    def _outside(self, i: int, m: Mention, labels: tuple[str, ...]) -> list[Mention]:
        """What the sentence names beside the list that goes with a number: what is counted owns no number."""
        start, end = self._found.spans[i]
        members, whole = m.attributes.get("members") or [], m.attributes.get("list")
        low = members[0]["start"] if members else end
        # "(A, B, |C-Netz (CN)|)": a member may be named twice
        high = max(members[-1]["end"], whole["end"] if whole else 0) if members else end
        return [n for n in self._found.named(start, end) if n.label in labels and not low <= n.span.start < high]

    def _whole(self, i: int, stop: int) -> Owner | None:
        """The thing that a number hangs on: "einer von elf Standorten |der Studie X|"."""
        _, end = self._found.spans[i]
        hangs = _HANGS_ON.match(self._text, stop, end)
        if hangs is None:
            return None
        things = [n for n in self._found.named(stop, end) if n.label in SUBJECTS and stop < n.span.start <= hangs.end()]
        return (_subject(things[0]), 0.75) if things else None

    def _collection(self, i: int, own: re.Match[str]) -> Owner | None:
        """ "X |mit einer Sammlung| von 400 Münzen": the collection of X."""
        if not own[0].startswith("mit"):
            return None
        start, _ = self._found.spans[i]
        people = [n for n in self._found.named(start, own.start()) if n.label == "PERSON"]
        if not people or people[-1].span.end + 1 != own.start():
            return None
        name = f"{own['thing']} von {people[-1].attributes['name']}"
        return Subject(name, own["thing"], own.start("thing"), EVENT), 0.7

    def _inside(self, i: int, m: Mention) -> Owner | None:
        text, at = self._text, m.span.start
        opened = max(text.rfind(mark, max(0, at - 600), at) for mark in '„“»"«‚')
        for owner in (self._works.of(i, at), self._found.subject(i)):
            if owner is not None and opened < owner.start < at and self._quoted[owner.start]:
                return (owner, 0.7) if not self._other_clause(owner.start, at) else None
        return None

    def _attended(self, i: int, m: Mention) -> Owner | None:
        """ "37 Studierende, die am Programm X teilnehmen": the number is the programme's."""
        _, end = self._found.spans[i]
        who = _WHO_ATTEND.match(self._text, m.span.end, end)
        if who is None:
            return None
        things = [
            n for n in self._found.named(m.span.end, who.end()) if n.label in ("PROJECT", "INFRASTRUCTURE", EVENT)
        ]
        return (_subject(things[0]), 0.75) if things else None

    def _visited(self, i: int, m: Mention) -> Owner | None:
        """Guests, speakers and the like are of the event of the sentence, or of that of the release."""
        if not _AT_EVENTS.search(m.span.quote):
            return None
        held = [n for n in self._found.named(*self._found.spans[i]) if n.label == EVENT]
        if held:
            # "zum Austausch und Wiedersehen getroffen", "nach dem Pitch-Event": an occasion more than the event that is counted
            plain = held[0].attributes["event"] == "described" and not held[0].attributes["topic"]
            after = self._text[max(0, held[0].span.start - 40) : held[0].span.start]
            return _subject(held[0]), 0.7 if plain or _AFTER.search(after) else 0.8
        about = self._found.about(i)
        return (about, 0.75) if about is not None and about.label == EVENT else None

    def _subject(self, i: int, m: Mention, subject: Subject) -> Owner | None:
        """The number is the subject's, unless it stands in another clause, or the subject only speaks of it."""
        text, (start, end) = self._text, self._found.spans[i]
        if subject.start > m.span.start and _AMONG.search(text, m.span.end, subject.start):
            return self._beside(i, m, needed=True)
        low, high = sorted((subject.start + len(subject.quote), m.span.start))
        if self._other_clause(low, high) or (
            subject.start > m.span.start and re.search(r"[;:]", text[m.span.end : high])
        ):
            return self._beside(i, m, needed=True) or self._there(i, m) or self._in_place(i, m)
        speaks = (
            subject.label == "ORG"
            and _SAYS.search(text, max(start, subject.start - 60), min(end, low + 60)) is not None
        )
        if speaks and not m.attributes.get("list"):
            return self._in_place(i, m)
        if _ALONG.search(text, max(start, m.span.start - 20), m.span.start) and any(
            n.label == "PERSON" for n in self._found.named(start, end)
        ):
            # "Mit zwei Freunden besuchte Rolf Stange das Museum"
            return None
        that = _THAT.search(text, low, m.span.start) if subject.start < m.span.start else None
        if that is not None and that.start() > low + 2:
            # "hat eine Station eröffnet, die 30 Betten umfasst": the station's, not the house's
            near = [n for n in self._found.named(start, that.start() + 1) if that.start() - n.span.end in (0, 1)]
            return (_subject(near[-1]), 0.7) if near and near[-1].label in SUBJECTS else None
        return subject, 0.85 if _HAS.search(text, start, end) else 0.75

    def _other_clause(self, low: int, high: int) -> bool:
        """Whether a clause begins between two code points that a subject before it is no part of."""
        return low < high and (
            _SUBORDINATE.search(self._text, low, high) is not None
            or re.search(r":[ \u00a0]", self._text[low:high]) is not None
        )

    def _beside(self, i: int, m: Mention, *, needed: bool = False) -> Owner | None:
        """The only thing that is named, by a preposition that may own: "in den 23 Kliniken des X", "an X sind N beteiligt"."""
        text, (start, end) = self._text, self._found.spans[i]
        # "Zu X gehören vier Plattformen |(A, B, C, D)|"
        named = {n.attributes["name"]: n for n in self._outside(i, m, SUBJECTS)}
        if needed:
            named = {k: n for k, n in named.items() if not self._found.is_nominative(n, start)}
        if len(named) != 1:
            return None
        only = next(iter(named.values()))
        before = text[max(start, only.span.start - 60) : only.span.start]
        if (
            _BESIDES.search(before)
            or _SOURCE.search(before)
            or _AWAY.search(before)
            or re.match(r"[ \u00a0]zufolge\b", text[only.span.end : end])
        ):
            return None
        if only.span.start > m.span.end and (
            _RELATIVE.search(text, m.span.end, min(only.span.start, m.span.end + 400))
            or re.search(r"[;:]", text[m.span.end : only.span.start])
        ):
            return None
        return _subject(only), 0.65

    def _back(self, i: int) -> Owner | None:
        """ "Am Netzwerk sind 18 Kliniken beteiligt", "Zum Klinikum gehören 26 Kliniken": what was named before."""
        text, found = self._text, self._found
        start, end = found.spans[i]
        if any(n.label in SUBJECTS for n in found.named(start, end)):
            return None
        for back in _BACK.finditer(text, start, min(end, start + 400)):
            for position in (back.end(), max(0, back.start() - 1)):
                if (thing := found.referred(i, position) or found.housed(i, position)) is not None:
                    return thing, 0.65
        return None

    def _there(self, i: int, m: Mention) -> Owner | None:
        """ "Dort wurden 300 Anträge gestellt": the house of the sentence before, or the only place that it names."""
        start, end = self._found.spans[i]
        if not i or not _THERE.search(self._text, start, min(end, m.span.end + 60)):
            return None
        before = self._found.subject(i - 1)
        if before is not None and before.label in (*THINGS, EVENT):
            return before, 0.65
        places = {p.span.quote: p for p in self._places.get(i - 1, ())}
        if len(places) == 1 and (last := next(iter(places.values()))):
            return Subject(
                str(last.attributes.get("name", last.span.quote)), last.span.quote, last.span.start, "LOC"
            ), 0.6
        return None

    def _in_place(self, i: int, m: Mention) -> Owner | None:
        """ "In Sachsen leben 4 Millionen Menschen": the place's."""
        text, (start, end) = self._text, self._found.spans[i]
        low, high = max(start, m.span.start - 80), min(end, m.span.end + 60)
        if not _LIVES.search(text, low, high):
            return None
        near = [
            p for p in self._places.get(i, ())
            if low <= p.span.start and p.span.end <= high and _IN_PLACE.search(text[max(start, p.span.start - 12) : p.span.start])
        ]  # fmt: skip
        if len(near) != 1:
            return None
        return Subject(
            str(near[0].attributes.get("name", near[0].span.quote)), near[0].span.quote, near[0].span.start, "LOC"
        ), 0.65

    def _about(self, i: int, m: Mention, *, headline: bool) -> Owner | None:
        """ "Zwölf Stipendien zu vergeben" in the headline of a release about a programme; "ihre Laufzeit" of what was named last."""
        found, (start, end) = self._found, self._found.spans[i]
        if (placed := self._in_place(i, m)) is not None:
            return placed
        if any(n.label in (*SUBJECTS, "PERSON") for n in found.named(start, end)):
            return None
        if headline or _FIT.search(spaces(m.span.quote)):
            about = found.about(i)
            if about is not None:
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
        return _subject(next(iter(things.values()))) if len(things) == 1 else None


# "Der Nachlass |umfasst| 320 Pläne": what has a number of its own
_HOLDS: Final = re.compile(
    r"\b(?:umfass(?:t|te|en|ten)|zähl(?:t|te|en|ten)|enthält|enthalten|besteh(?:t|en)|bestand|biete(?:t|n)|verfüg(?:t|te|en|ten)|hat|haben|hatte|hatten|zeig(?:t|te|en)|bekommt|erhält|beschäftig(?:t|te|en))\b"
)
# What a release tells of the world, not of the thing it is about
_TOLD_OF_OTHERS: Final = re.compile(
    r"\b(?:weltweit|bundesweit|deutschlandweit|europaweit|Prozent|jährlich|jedes Jahr|pro Jahr|Menschen in|in Deutschland|erkrank\w+|leiden|leben|sterben|starben|Studien zufolge)\b"
)
_ITS: Final = re.compile(r"\b(?:ihre[rsmn]?|seine[rsmn]?)[ \u00a0](?:Laufzeit|Bestehens|Geschichte|Arbeit|Art)\b")


def _subject(m: Mention) -> Subject:
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
