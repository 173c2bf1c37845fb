"""Whose a number is: what the clause is about, what stands beside it, what the release is about; or nobody's."""

import re
from typing import Final

from extractors.base import Mention
from extractors.needles import Sought
from extractors.relations.focus import NOUNS
from extractors.relations.owners_beside import BESIDES
from extractors.relations.owners_untold import Untold
from extractors.relations.spoken_of import Owner, as_subject
from extractors.relations.subjects import EVENT, SUBJECTS, THINGS, Subject

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
# "nehmen 20 Zentren teil, |darunter| die Universität X": the number is not hers
_AMONG: Final = re.compile(r",[ \u00a0](?:darunter|unter ihnen|unter anderem|allen voran|so auch)\b")
# "37 Studierende, die am |Programm X| teilnehmen"
_WHO_ATTEND: Final = re.compile(
    r"[^.;:!?,]{0,60},[ \u00a0](?:die|welche)[ \u00a0](?:[a-zäöüß]+[ \u00a0])?(?:an|am|im|in|bei|beim|zum)\b[^.;:!?]{0,160}?(?:teil\w+|beteiligt|mitwirk\w+|mitarbeiten|arbeiten|forschen)\b"
)
# What others say, want or look for they do not have: "sucht 30 Pflegekräfte", "warnt: In Europa ..."
_SAYS: Final = re.compile(
    r"\b(?:warn(?:t|te|en|ten)|meldet(?:e|en)?|melden|forder(?:t|te|n|ten)|lob(?:t|te|en|ten)|kritisier(?:t|te|en|ten)|schätz(?:t|te|en|ten)|rechne(?:t|te|n|ten)[ \u00a0](?:\w+[ \u00a0])?mit|prognostizier(?:t|te|en|ten)|befürchte(?:t|te|n|ten)|beklag(?:t|te|en|ten)|"
    r"such(?:t|te|en|ten)|dank(?:t|te|en|ten)|gratulier(?:t|te|en|ten)|ehr(?:t|te|en|ten)|verlang(?:t|te|en|ten)|vermute(?:t|te|n|ten)|empfiehlt|empfehlen|empfahl(?:en)?|bedauer(?:t|te|n|ten)|verwei(?:st|sen)[ \u00a0]auf|erklär(?:t|te|en|ten)|(?:geht|gehen|ging(?:en)?)[ \u00a0]davon[ \u00a0]aus)\b"
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
_SEEKS: Final = re.compile(r"\bsuch(?:t|te|en|ten)\b")
_NONE: Final = re.compile(r"\bkeine?[nrm]?[ \u00a0]$")
_NOBODYS: Final = re.compile(
    r"(?:schritt\w*|fragen?|gründe\w*|tipps?|beispiele?n?|dingen?|worten?|drittel\w*|viertel\w*|hälften?|arten und weisen|male?|seiten hinweg|varianten|etappen|stimmen|gegenstimmen|kandidat(?:en|innen)?)$",
    re.IGNORECASE,
)
_DISTANT: Final = re.compile(r"[^.;:,]{0,40}\bentfernt\b")
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
_THE: Final = re.compile(r"\b(?:die|der|den|alle|allen|ihre|seine|ihren|seinen)[ \u00a0]$", re.IGNORECASE)
_BACK_GENITIVE: Final = re.compile(
    rf"[ \u00a0](?:des|der)[ \u00a0](?P<noun>{NOUNS})(?:e?s)?(?![\w-])(?![ \u00a0](?:für|der|des|[„A-ZÄÖÜ]))"
)
_ADDED: Final = re.compile(r"(?:Hinzu|Dazu)[ \u00a0](?:kommen|kommt|kamen|kam)\b")
_BY: Final = re.compile(r"\b(?:von|durch)[ \u00a0](?:(?:den|rund|etwa|insgesamt)[ \u00a0])?$")
_MADE: Final = Sought(r"\b(?i:gegründet|initiiert|entworfen|errichtet|unterzeichnet|gewählt|ausgewählt|bewertet)\b")
# "die Sanierung |von fünf Brücken|", "eine Nachuntersuchung |der ersten 90 Kinder|"
_DOING: Final = re.compile(
    r"\b[A-ZÄÖÜ][a-zäöüß-]{3,40}ung[ \u00a0](?:von|der)[ \u00a0](?:(?:rund|etwa|ersten|insgesamt|letzten|weiteren)[ \u00a0])?$"
)
_CHOSEN_OF: Final = Sought(r"\b(?i:ausgewählt|jury|gutachter\w*)\b")
_CALLED: Final = re.compile(r"(?:bewerbungen|anträgen?|einreichungen|vorschlägen?|skizzen)\b", re.IGNORECASE)
_BESIDE_IT: Final = 0.7  # the score of what stands right beside its number, and of nothing else


class Owners(Untold):
    """The owners of the numbers of one document."""

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
        if _NONE.search(text, max(start, at - 8), at):
            return None
        if _NOBODYS.search(str(m.attributes["unit"])) or _DISTANT.match(text, stop, end):
            return None
        if BESIDES.search(text, max(start, at - 24), at):
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

    def _whole(self, i: int, stop: int) -> Owner | None:
        """The thing that a number hangs on: "einer von elf Standorten |der Studie X|"."""
        _, end = self._found.spans[i]
        hangs = _HANGS_ON.match(self._text, stop, end)
        if hangs is None:
            return None
        things = [n for n in self._found.named(stop, end) if n.label in SUBJECTS and stop < n.span.start <= hangs.end()]
        return (as_subject(things[0]), 0.75) if things else None

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
        return (as_subject(things[0]), 0.75) if things else None

    def _visited(self, i: int, m: Mention) -> Owner | None:
        """Guests, speakers and the like are of the event of the sentence, or of that of the release."""
        if not _AT_EVENTS.search(m.span.quote):
            return None
        held = [n for n in self._found.named(*self._found.spans[i]) if n.label == EVENT]
        if held:
            # "zum Austausch und Wiedersehen getroffen", "nach dem Pitch-Event": an occasion more than the event that is counted
            plain = held[0].attributes["event"] == "described" and not held[0].attributes["topic"]
            after = self._text[max(0, held[0].span.start - 40) : held[0].span.start]
            return as_subject(held[0]), 0.7 if plain or _AFTER.search(after) else 0.8
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
        told = _SAYS if subject.label == "ORG" else _SEEKS
        speaks = told.search(text, max(start, subject.start - 60), min(end, low + 60)) is not None
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
            return (as_subject(near[-1]), 0.7) if near and near[-1].label in SUBJECTS else None
        return subject, 0.85 if _HAS.search(text, start, end) else 0.75

    def _other_clause(self, low: int, high: int) -> bool:
        """Whether a clause begins between two code points that a subject before it is no part of."""
        return low < high and (
            _SUBORDINATE.search(self._text, low, high) is not None
            or re.search(r":[ \u00a0]", self._text[low:high]) is not None
        )
