"""What has a number right beside it: "eine Studie |mit 50 Teilnehmenden|", "der Beirat, |dem neun Mitglieder| angehören", "Zur Eröffnung kamen 90 Gäste"."""

import re
from typing import Final

from extractors.german import spaces
from extractors.relations.focus import Focus, described
from extractors.relations.subjects import SUBJECTS, Sentences, Subject
from extractors.role_words import is_role

_SPACE: Final = r"[ \u00a0]"
_ABOUT: Final = rf"(?:(?:rund|etwa|über|knapp|gut|fast|circa|ca\.|mehr{_SPACE}als|insgesamt|derzeit|aktuell|zunächst|jeweils|je|bis{_SPACE}zu|mindestens|höchstens|den|seinen|ihren){_SPACE}){{0,2}}"
_PHRASE: Final = (
    rf"(?P<article>[Dd](?:er|ie|as|em|en|es)|[Ee]in(?:e[nrms]?)?|[Ii]m|[Aa]m|[Zz]u[mr]|[Bb]eim|[Vv]om|[Ii]hre?[nrms]?|[Ss]eine?[nrms]?|[Uu]nsere?[nrms]?){_SPACE}"
    rf"(?P<adjectives>(?:[a-zäöüß-]{{3,30}}(?:e|en|er|es|em){_SPACE}){{0,3}})(?P<noun>[A-ZÄÖÜ][\w-]{{2,50}})"
)
# "|eine klinische Studie| mit rund |50 Teilnehmenden"
_WITH: Final = re.compile(rf"(?<![\w-]){_PHRASE}{_SPACE}mit{_SPACE}{_ABOUT}$")
_MIT: Final = re.compile(rf"[“”\"«]?(?:{_SPACE}\([^()\n]{{1,40}}\))?{_SPACE}mit{_SPACE}{_ABOUT}$")
# ", |in dem| Fachleute 40 Fälle besprechen", ", |die| 30 Betten umfasst"; ", die Klinik hat 30 Betten" is a clause of its own
_RELATIVE: Final = re.compile(
    rf",{_SPACE}(?:(?P<prep>in|an|bei|zu|auf|mit|aus|für){_SPACE})?(?P<rel>dem|der|die|das|dessen|deren|denen|wo){_SPACE}(?P<next>[^ \u00a0]{{1,40}})"
)
_ENDS_IN_VERB: Final = re.compile(rf"[^.,;:!?]{{0,120}}?(?:en|t|te|ten){_SPACE}?(?=[.,;:!?]|$)")
_PARTICIPLE: Final = re.compile(rf"{_SPACE}(?:[a-zäöüß]+(?:t|en))$")
_PHRASE_END: Final = re.compile(rf"(?<![\w-]){_PHRASE}$")
# Not what has members, places, patients: "einen Vertrag mit zwölf Häusern", "das Gespräch mit zwei Ärzten"
_NO_HOLDER: Final = re.compile(
    r"(?:vertrag|vertrags|vereinbarung|gespräche?|zusammenarbeit|kooperation(?:en)?|interview|beitrag|wert|platz|erfahrung(?:en)?|umgang|kontakt|austausch|partnerschaft(?:en)?|treffen|jahr(?:e|en|es)?|zeit|stelle|mittel|hilfe|förderung|abstimmung|vergleich|umfeld|gemeinde|region|gebiet|regel|ende|anfang|gegensatz|rahmen|bereich|menschen|personen|frau|mann|kind(?:er)?|meter|prozent|millionen|euro|runde|phase|fall|fällen?)$",
    re.IGNORECASE,
)
_POINTS: Final = re.compile(
    r"(?:neue|erste|zweite|dritte|letzte|weitere|geplante|eigene|gemeinsame|solche|große|kleine|zusätzliche)[nrsm]?[ \u00a0]"
)
# "|Zur Eröffnung des Zentrums| kamen 90 Gäste", "|Zum Tag der offenen Tür|", "|Bei der Feier|"
_OCCASION: Final = re.compile(
    rf"(?<![\w-])(?:[Zz]u[mr]|[Bb]eim?|[Aa]n|[Aa]m|[Aa]uf){_SPACE}(?:(?:der|dem){_SPACE})?(?:[a-zäöüß-]+(?:en|er){_SPACE})?"
    rf"(?P<what>(?:Tag{_SPACE}der{_SPACE}offenen{_SPACE}Tür|[A-ZÄÖÜ][\w-]{{0,30}}?(?i:eröffnung|einweihung|auftakt|jubiläum|festakt|feier|fest|tagung|treffen|veranstaltung|konferenz|kongress|symposium|workshop|versammlung|premiere|messe|gala|empfang|spatenstich|übergabe|verleihung|schulung|kurs))(?:e?s|n|en)?"
    rf"(?:{_SPACE}(?:des|der){_SPACE}[A-ZÄÖÜ][\w-]{{2,40}})?)(?![\w-])"
)
_TAKES_PART: Final = re.compile(
    rf"(?<![\w-])[Aa](?:n{_SPACE}(?P<article>den|der|dem|einer|einem|diesen|dieser|diesem)|m){_SPACE}(?:[a-zäöüß-]+(?:en|er){_SPACE})?(?P<noun>[A-ZÄÖÜ][\w-]{{2,40}})(?=[ \u00a0][a-zäöüß0-9])(?:[^.,;:!?]{{0,100}}{_SPACE})?(?:teil|teilgenommen|teilnehmen|{_SPACE}?beteiligt)(?![\w-])"
)
_ITS_PART: Final = re.compile(
    rf"(?:In|An|Bei){_SPACE}(?:ihrer|ihrem|seiner|seinem|deren|dessen){_SPACE}(?:[a-zäöüß-]+(?:en|er|em){_SPACE})?(?P<noun>[A-ZÄÖÜ][\w-]{{2,40}}?(?:stelle|zentrale|klinik|zentrum|labor|abteilung|werkstatt|ambulanz|bibliothek|station|werk))(?=[ \u00a0][a-zäöüß])"
)
# "|Im Landkreis X| waren es 510 Geburten", "In X wurden 8.300 Kinder geboren": what is told of a place
_OF_PLACE: Final = re.compile(
    r"\b(?:(?:waren|sind|wären|seien)[ \u00a0]es|gibt[ \u00a0]es|gab[ \u00a0]es|leben|lebten|wohnen|wohnten|geboren|gezählt|registriert|gemeldet|zur[ \u00a0]Welt|verzeichnet|zugelassen|geschlossen|gefehlt|fehlen|stehen|standen|erkranken|erkrankten|starben|sterben|studieren)\b"
)
_TO_THE_PLACE: Final = re.compile(
    r"(?:^|[,;][ \u00a0](?:und[ \u00a0])?|\b(?:wurden|werden|sind|waren|leben|gibt es|gab es)[ \u00a0])(?:[^,;:]{0,30}[ \u00a0])?[Ii][nm][ \u00a0](?:der[ \u00a0]|ganz[ \u00a0])?$"
)


class NumberHolders:
    """Owners that stand beside their numbers, in one document."""

    def __init__(self, text: str, found: Sentences) -> None:
        """Takes the sentences with their names."""
        self._text, self._found, self.focus = text, found, Focus(text, found)

    def with_it(self, i: int, at: int) -> tuple[Subject | None, bool]:
        """What "mit" joins to the number at a code point, and whether a phrase stands there at all (which may be nobody's)."""
        text, start = self._text, self._found.spans[i][0]
        mit = _MIT.search(text, max(start, at - 60), at)
        if mit is None:
            return None, False
        named = [n for n in self._found.named(*self._found.spans[i]) if n.span.end == mit.start()]
        if named:
            n = named[0]
            if n.label not in SUBJECTS:
                return None, True
            return Subject(n.attributes["name"], n.span.quote, n.span.start, n.label), True
        phrase = _WITH.search(text, max(start, at - 160), at)
        return (self._phrase(i, phrase), True) if phrase is not None else (None, False)

    def of_clause(self, i: int, at: int, stop: int) -> tuple[Subject | None, bool]:
        """The noun of the relative clause in which a number stands, and whether it stands in one."""
        text, (start, end) = self._text, self._found.spans[i]
        comma = text.rfind(", ", start, at)
        relative = _RELATIVE.match(text, comma, at) if comma >= 0 else None
        if relative is None:
            return None, False
        plainly = relative["next"][0].islower() or relative["next"][0].isdigit()
        if not plainly and relative["prep"] is None and relative["rel"] not in ("wo", "dessen", "deren"):
            return None, False
        if relative["prep"] is not None and _ENDS_IN_VERB.match(text, stop, end) is None:
            return None, False
        inside = [
            n
            for n in self._found.named(start, end)
            if comma < n.span.start and n.span.end <= at and n.label in SUBJECTS
        ]
        if any(self._found.is_nominative(n, comma) for n in inside):
            # "das Institut X, dessen Studie |Y| 250 Betroffene untersucht"
            n = next(n for n in inside if self._found.is_nominative(n, comma))
            return Subject(n.attributes["name"], n.span.quote, n.span.start, n.label), True
        closed = comma - (text[comma - 1] in '“”"«)')
        verb = _PARTICIPLE.search(text, max(start, comma - 30), comma)
        if verb is not None and relative["rel"] in ("dem", "denen", "deren", "dessen"):
            # "über den Rat Betroffene |eingebunden|, dem sechs Personen angehören"
            closed = verb.start()
        named = [n for n in self._found.named(start, end) if n.span.end in (comma, closed)]
        if named:
            n = named[-1]
            return (
                Subject(n.attributes["name"], n.span.quote, n.span.start, n.label) if n.label in SUBJECTS else None
            ), True
        phrase = _PHRASE_END.search(text, max(start, comma - 120), comma)
        return (self._phrase(i, phrase), True) if phrase is not None else (None, False)

    def occasion(self, i: int) -> Subject | None:
        """ "Zur Eröffnung kamen 90 Gäste": an event that has no name."""
        told = _OCCASION.search(self._text, *self._found.spans[i])
        return described(told["what"], told["what"], told.start("what")) if told is not None else None

    def taking_part(self, i: int) -> tuple[Subject | None, bool]:
        """ "An der Wahl nahmen 240 Mitglieder teil": what has no name and is no project, and whether the sentence says that."""
        told = _TAKES_PART.search(self._text, *self._found.spans[i])
        if told is None:
            return None, False
        known = self.focus.noun(i, told["noun"], told.start("noun"))
        if known is not None or told["article"] in ("den", "diesen"):
            return known, True
        return described(told["noun"], told["noun"], told.start("noun")), True

    def part(self, i: int) -> Subject | None:
        """ "In |seiner Geschäftsstelle| arbeiten vier Personen": a part of what was named before."""
        start, end = self._found.spans[i]
        told = _ITS_PART.match(self._text, start, end)
        return described(told["noun"], told["noun"], told.start("noun")) if told is not None else None

    def told_of_place(self, start: int, at: int, end: int, place: int) -> bool:
        """Whether a place that begins at `place` is what a number at `at` is told of: "Im Landkreis X waren es 510 Geburten"."""
        return (
            _OF_PLACE.search(self._text, start, min(end, at + 120)) is not None
            and _TO_THE_PLACE.search(self._text[max(start, place - 60) : place]) is not None
        )

    def _phrase(self, i: int, phrase: re.Match[str]) -> Subject | None:
        noun = phrase["noun"]
        if _NO_HOLDER.search(noun) or is_role(noun) or noun.endswith("innen"):
            return None
        if not phrase["article"].casefold().startswith(("ein", "ihr", "sein", "unser")):
            known = self.focus.noun(i, noun, phrase.start())
            if known is not None:
                return known
        words = _POINTS.sub("", phrase["adjectives"])
        return described(spaces(words + noun), words + noun, phrase.start("noun") - len(words))
