"""Whose a number is: what the clause is about, what stands beside it, what the release is about; or nobody's."""

import re
from itertools import islice
from typing import Final

from extractors.base import Context, Mention
from extractors.german import spaces
from extractors.relations.focus import NOUNS, Focus, family
from extractors.relations.holders import Holders
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
    r"\b(?:mit[ \u00a0])?[Ee]in(?:e|em|er|en)?[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?P<thing>Sammlung|Datenbank|Datensatz|Inventar|[\w-]*inventar|Reihe|Gruppe|Liste|Auswahl|Serie)[ \u00a0](?:von|mit|zu|aus)[ \u00a0](?:\w+[ \u00a0])?$"
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
    r"(?:schritt\w*|fragen?|gründe\w*|tipps?|beispiele?n?|dingen?|worten?|drittel\w*|viertel\w*|hälften?|arten und weisen|male?|seiten hinweg|varianten|etappen|stimmen|gegenstimmen|kandidat(?:en|innen)?)$",
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
_PAYS: Final = re.compile(
    r"\b(?:förder(?:t|te|n|ten)|unterstütz(?:t|te|en|ten)|finanzier(?:t|te|en|ten)|start(?:et|ete|en|eten)|wähl(?:t|te|en|ten)|beruft|berief|ernennt|ernannte|verleiht|verlieh|zeichnet|bewillig(?:t|te|en|ten)|nimmt|begrüßt|investier(?:t|te|en|ten))\b"
)
_CHOSEN: Final = re.compile(r"\b(?:wähl(?:t|te|en|ten)|beruft|berief|ernennt|ernannte|begrüßt)[ \u00a0]")
_GOVERNED: Final = re.compile(r"\b(?:in|an|von|aus|auf|bei|für|mit)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?$")
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
        self._holders, self._focus = Holders(text, found), Focus(text, found)
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
        if owner is not None and not headline and owner[0].label in THINGS and owner[1] != _BESIDE_IT:
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
        for holder, stands in (self._holders.with_it(i, at), self._holders.of_clause(i, at, stop)):
            if stands:
                return (holder, _BESIDE_IT) if holder is not None else None
        if _ONE_OF.search(text, max(start, at - 40), at):
            return self._whole(i, stop)
        if _THE.search(text, max(start, at - 12), at) and (whole := self._genitive(i, stop)) is not None:
            return whole
        if (visited := self._visited(i, m)) is not None:
            return visited
        if (told := self._more(i, m)) is not None:
            return told if told[1] else None
        work = self._works.of(i, at)
        subject = self._spoken_of(i)
        if work is not None and (subject is None or subject.start > work.start or subject.label == EVENT):
            return work, 0.75
        if subject is not None:
            return self._subject(i, m, subject)
        return (
            self._belongs(i, m) or self._beside(i, m) or self._back(i) or self._there(i, m) or self._listed(i, m)
            or self._taking_part(i) or self._about(i, m, headline=headline) or self._tacit(i, m, headline=headline)
        )  # fmt: skip

    def _more(self, i: int, m: Mention) -> Owner | None:
        """ "Hinzu kommen A, B sowie |sechs Partner| aus Polen", "nahmen 240 |an der Wahl| teil", "gegründet |von sechs Hebammen|"; nobody's has 0."""
        text, found = self._text, self._found
        start, end = found.spans[i]
        nobody = Subject("", "", start, EVENT), 0.0
        if _ADDED.match(text, start, end):
            if self._last is not None and 0 <= i - self._last[0] <= 2:
                return self._last[1], 0.6
            near = found.recent(i)
            return (
                (near, 0.55)
                if near is not None and near.label in ("PROJECT", "INFRASTRUCTURE") and found.named(start, end)
                else (nobody if found.named(start, end) else None)
            )
        whole, known = self._holders.taking_part(i)
        if known and not any(n.label in SUBJECTS for n in found.named(start, end)):
            return (whole, 0.65) if whole is not None else nobody
        low = max(start, m.span.start - 30)
        if _BY.search(text, low, m.span.start) and _MADE.search(text, start, end):
            return nobody
        if _DOING.search(text, max(start, m.span.start - 50), m.span.start) or (
            _CHOSEN_OF.search(text, start, end) and _CALLED.search(m.span.quote)
        ):
            return nobody
        return None

    def _spoken_of(self, i: int) -> Subject | None:
        """Who the sentence is about, its pronoun and "der Verbund" read by gender and by what bears the noun."""
        text, (start, end) = self._text, self._found.spans[i]
        subject = self._found.subject(i)
        if subject is None or subject.quote in ("Sie", "Es", "sie", "es", "Er", "er"):
            told = _PRONOUN.search(text, start, min(end, start + 120))
            if told is None or (
                subject is None
                and any(
                    n.label in (*SUBJECTS, "PERSON") and n.span.end < told.start()
                    for n in self._found.named(start, end)
                )
            ):
                return subject
            if subject is None and self._found.named(start, min(end, told.start())):
                return None
            meant, opened = self._described_before(i, told["word"])
            meant = meant if opened else self._focus.pronoun(i, told["word"], told.start())
            return Subject(meant.name, told["word"], told.start(), meant.label) if meant is not None else None
        back = _BACK_NOUN.fullmatch(subject.quote)
        if (
            back is None
            or self._focus.open_to_all(back["noun"])
            or not back["noun"][1:].islower()
            or subject.quote == subject.name
        ):
            return subject
        known = self._focus.noun(i, back["noun"], subject.start)
        return Subject(known.name, subject.quote, subject.start, known.label) if known is not None else subject

    def _described_before(self, i: int, word: str) -> tuple[Subject | None, bool]:
        """ "Ein neuer Kurs startet im Mai. |Er| umfasst zehn Abende": what the sentence before describes, and whether its gender fits."""
        text, (start, end) = self._text, self._found.spans[i - 1] if i else (0, 0)
        article = _OPENS.match(text, start)
        if not i or article is None or word.casefold() != _ARTICLES[article[1]]:
            return None, False
        if any(
            n.span.start <= article.end() + 40 and self._found.is_nominative(n, start)
            for n in self._found.named(start, end)
        ):
            return None, False
        return self._plainly(i - 1), True

    def _plainly(self, i: int) -> Subject | None:
        """What a sentence describes without a name; "die Gruppe", "das Programm" are what bears the noun."""
        own = plain(self._text, self._found, i)
        if own is None or " " in own.name:
            return own
        known = self._focus.noun(i, own.name, own.start)
        return known if known is not None or family(own.name) is not None else own

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
        if _OTHERS_DO.search(text[start:end]) or (_THERE.search(text, start, end) and i and self._last is None):
            return None
        if (own := self._holders.part(i)) is not None:
            return own, 0.6
        if self._last is not None and 0 <= i - self._last[0] <= 1:
            return self._last[1], 0.6
        if (kept := self._done_with(i)) is not None:
            return kept, 0.6
        wanted = next((labels for pattern, labels in _DONE_WITH if pattern.search(text, start, end)), None)
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

    def _done_with(self, i: int) -> Subject | None:
        """ "Rund 150 Kinder sollen teilnehmen", "Insgesamt sind 9.000 Proben erfasst": the study, the register of the sentences before."""
        text, found = self._text, self._found
        wanted = next((labels for pattern, labels in _DONE_WITH if pattern.search(text, *found.spans[i])), None)
        for k in (i - 1, i - 2, i - 3) if wanted is not None else ():
            near = (
                {n.attributes["name"]: n for n in found.named(*found.spans[k]) if n.label in (wanted or ())}
                if k >= 0
                else {}
            )
            if len(near) > 1:
                near = {name: n for name, n in near.items() if self._focus.stores(n)}
            if len(near) == 1:
                return _subject(next(iter(near.values())))
        return None

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
            whom = self._focus.noun(i, noun, belong.start()) or found.introduced(noun, belong.start())
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

    def _genitive(self, i: int, stop: int) -> Owner | None:
        """ "unterstützt |die acht Standorte des Konsortiums|": the consortium's."""
        text, end = self._text, self._found.spans[i][1]
        if (whole := self._whole(i, stop)) is not None and re.match(
            r"[ \u00a0](?:des|der|von)[ \u00a0]", text[stop : stop + 6]
        ):
            return whole
        back = _BACK_GENITIVE.match(text, stop, end)
        known = self._focus.noun(i, back["noun"], stop) if back is not None else None
        return (known, 0.7) if known is not None else None

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
        if (occasion := self._holders.occasion(i)) is not None:
            return occasion, 0.65
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
            return self._beside(i, m, needed=True) or self._back(i) or self._there(i, m) or self._in_place(i, m)
        speaks = (
            subject.label == "ORG"
            and _SAYS.search(text, max(start, subject.start - 60), min(end, low + 60)) is not None
        )
        if speaks and not m.attributes.get("list"):
            return self._in_place(i, m)
        # "Das Land unterstützt |die Sanierung von fünf Brücken|", "fördert Forschung |an vier Standorten|", "wählt sechs Mitglieder"
        if (
            subject.label == "ORG" and subject.start < m.span.start and _PAYS.search(text, low, end) is not None
            and (_CHOSEN.search(text, low, m.span.start) or _GOVERNED.search(text, max(low, m.span.start - 30), m.span.start))
        ):  # fmt: skip
            return None
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
        if only.label == EVENT and _OF_UNDERTAKINGS.search(m.span.quote):
            # "Im Januar kamen |die zwölf Partner| zur Auftaktsitzung zusammen": not the meeting's
            near = self._found.recent(i - 1) if i else None
            return (near, 0.6) if near is not None and near.label in ("PROJECT", "INFRASTRUCTURE") else None
        if only.span.end < m.span.start:
            inner = text.rfind(", ", start, only.span.start)
            if (
                inner >= 0
                and re.match(r", (?:\w+ )?(?:der|die|das|dem|den|deren|dessen) ", text[inner : inner + 30])
                and ", " in text[only.span.end : m.span.start]
            ):
                return None
        if _COMES_FROM.search(text, max(start, only.span.start - 60), only.span.start):
            return None
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
        # "An dem Zentrum sind zwei Kliniken beteiligt: |A, B und C|"
        end = next((k for k in (text.find(": ", start, end),) if k > 0), end)
        if any(n.label in SUBJECTS and n.span.end <= end for n in found.named(*found.spans[i])):
            return None
        for back in islice(_BACK_PHRASE.finditer(text, start, min(end, start + 400)), 4):
            if _SAID_BY.search(text, max(start, back.start() - 40), back.start()):
                continue
            if (known := self._focus.noun(i, back["noun"], back.start("noun"))) is not None:
                return Subject(known.name, back["noun"], back.start("noun"), known.label), 0.65
        for back in _BACK.finditer(text, start, min(end, start + 400)):
            for position in (back.end(), max(0, back.start() - 1)):
                if (thing := found.referred(i, position) or found.housed(i, position)) is not None:
                    return thing, 0.6
        return None

    def _there(self, i: int, m: Mention) -> Owner | None:
        """ "Dort wurden 300 Anträge gestellt": the house of the sentence before, or the only place that it names."""
        start, end = self._found.spans[i]
        if not i or not _THERE.search(self._text, start, min(end, m.span.end + 60)):
            return None
        if self._last is not None and 0 <= i - self._last[0] <= 1:
            return self._last[1], 0.65
        if (kept := self._done_with(i)) is not None:
            return kept, 0.65
        before = self._spoken_of(i - 1) or self._plainly(i - 1)
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
        near = [
            p for p in self._places.get(i, ())
            if p.span.end <= m.span.start and self._holders.told_of_place(start, m.span.start, end, p.span.start)
        ]  # fmt: skip
        if not near and not _LIVES.search(text, low, high):
            return None
        near = near[-1:] or [
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
        return _subject(next(iter(things.values()))) if len(things) == 1 else None


# "Der Nachlass |umfasst| 450 Briefe": what has a number of its own
_HOLDS: Final = re.compile(
    r"\b(?:umfass(?:t|te|en|ten)|zähl(?:t|te|en|ten)|enthält|enthalten|besteh(?:t|en)|bestand|biete(?:t|n)|verfüg(?:t|te|en|ten)|hat|haben|hatte|hatten|zeig(?:t|te|en)|bekommt|erhält|beschäftig(?:t|te|en))\b"
)
_OF_UNDERTAKINGS: Final = re.compile(r"(?:partner\w*|arbeitspaket\w*|teilprojekt\w*)$", re.IGNORECASE)
_COMES_FROM: Final = re.compile(r"\b(?:stamm|komm|kam)[a-z]*[ \u00a0]aus[ \u00a0](?:dem|der|den)[ \u00a0]$")
_THE: Final = re.compile(r"\b(?:die|der|den|alle|allen|ihre|seine|ihren|seinen)[ \u00a0]$", re.IGNORECASE)
_BACK_GENITIVE: Final = re.compile(
    rf"[ \u00a0](?:des|der)[ \u00a0](?P<noun>{NOUNS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|[„A-ZÄÖÜ]))"
)
_ADDED: Final = re.compile(r"(?:Hinzu|Dazu)[ \u00a0](?:kommen|kommt|kamen|kam)\b")
_BY: Final = re.compile(r"\b(?:von|durch)[ \u00a0](?:(?:den|rund|etwa|insgesamt)[ \u00a0])?$")
_MADE: Final = re.compile(r"\b(?i:gegründet|initiiert|entworfen|errichtet|unterzeichnet|gewählt|ausgewählt|bewertet)\b")
# "die Sanierung |von fünf Brücken|", "eine Nachuntersuchung |der ersten 90 Kinder|"
_DOING: Final = re.compile(
    r"\b[A-ZÄÖÜ][a-zäöüß-]{3,40}ung[ \u00a0](?:von|der)[ \u00a0](?:(?:rund|etwa|ersten|insgesamt|letzten|weiteren)[ \u00a0])?$"
)
_CHOSEN_OF: Final = re.compile(r"\b(?i:ausgewählt|jury|gutachter\w*)\b")
_CALLED: Final = re.compile(r"(?:bewerbungen|anträgen?|einreichungen|vorschlägen?|skizzen)\b", re.IGNORECASE)
_BESIDE_IT: Final = 0.7  # the score of what stands right beside its number, and of nothing else
_PRONOUN: Final = re.compile(
    r"(?<![\w-])(?P<word>Er|Sie|Es|(?<=[a-zäöüß][ \u00a0])(?:er|sie|es))(?=[ \u00a0])(?<!sind[ \u00a0]es)(?<!waren[ \u00a0]es)(?<!gibt[ \u00a0]es)(?<!gab[ \u00a0]es)"
)
_OPENS: Final = re.compile(r"(Der|Die|Das|Ein neuer|Eine|Ein neues|Dieser|Diese|Dieses)[ \u00a0]")
_ARTICLES: Final[dict[str, str]] = {
    "Der": "er",
    "Die": "sie",
    "Das": "es",
    "Ein neuer": "er",
    "Eine": "sie",
    "Ein neues": "es",
    "Dieser": "er",
    "Diese": "sie",
    "Dieses": "es",
}
_BACK_NOUN: Final = re.compile(r"(?:\w+[ \u00a0])?(?:[a-zäöüß-]+[ \u00a0]){0,2}(?P<noun>[A-ZÄÖÜ][\w-]+)")
# "Nach Angaben |des Ministeriums|", "so die Schätzung |des Hauses|"
_SAID_BY: Final = re.compile(
    r"\b(?:[Aa]ngaben?|[Aa]uskunft|[Ss]chätzung(?:en)?|[Ee]inschätzung|[Mm]itteilung|[Zz]ahlen|[Bb]erechnungen|[Ll]aut|[Gg]emäß|[Ss]precher(?:in)?)[ \u00a0]$"
)
_BACK_PHRASE: Final = re.compile(
    rf"(?<![\w-])(?:[Dd](?:er|ie|as|em|en|es)|[Dd]iese[rsmn]?|[Ii]m|[Aa]m|[Zz]u[mr]|[Bb]eim|[Vv]om)[ \u00a0](?:(?:neue|gemeinsame|gesamte|ganze)[nrsm]?[ \u00a0])?(?P<noun>{NOUNS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|zur|zum|von|[„A-ZÄÖÜ]))"
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
# "Rund 150 Kinder sollen teilnehmen": in a study; "sind 9.000 Proben erfasst": in a register
_DONE_WITH: Final = (
    (re.compile(r"\b(?:teilnehmen|nehmen[ \u00a0][^.;]{0,80}teil|teilgenommen|eingeschlossen|einschließen|befragt|getestet|rekrutiert|untersucht|nachverfolgt|ausgewertet)\b"), ("PROJECT", EVENT)),
    (re.compile(r"\b(?:verzeichnet|erfasst|gespeichert|registriert|durchsuch\w+|abrufbar|hinterlegt|dokumentiert|katalogisiert)\b"), ("INFRASTRUCTURE", "PROJECT")),
    (re.compile(r"\b(?:gezeigt|ausgestellt|zu sehen|Exponate)\b", re.IGNORECASE), (EVENT,)),
    (re.compile(r"\b(?:behandelt|versorgt|operiert|beschäftigt|studieren|angestellt)\b"), ("ORG",)),
)  # fmt: skip
# What a release tells of the world, not of the thing it is about
_TOLD_OF_OTHERS: Final = re.compile(
    r"\b(?:weltweit|bundesweit|deutschlandweit|europaweit|Prozent|jährlich|jedes Jahr|pro Jahr|Menschen in|in Deutschland|erkrank\w+|leiden|leben|sterben|starben|verletzt|getötet|festgenommen|Studien zufolge)\b"
)
_ITS: Final = re.compile(r"\b(?:ihre[rsmn]?|seine[rsmn]?)[ \u00a0](?:Laufzeit|Bestehens|Geschichte|Arbeit|Art)\b")


def _subject(m: Mention) -> Subject:
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
