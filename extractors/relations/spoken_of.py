"""Who the sentence of a number speaks of, where that is a pronoun, "der Verbund" or something without a name."""

import re
from typing import Final

from extractors.base import Context, Mention
from extractors.relations.focus import Focus, family
from extractors.relations.number_holders import NumberHolders
from extractors.relations.plain import plain
from extractors.relations.subjects import EVENT, SUBJECTS, Sentences, Subject
from extractors.relations.works import works

Owner = tuple[Subject, float]
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
# "Rund 150 Kinder sollen teilnehmen": in a study; "sind 9.000 Proben erfasst": in a register
DONE_WITH: Final = (
    (re.compile(r"\b(?:teilnehmen|nehmen[ \u00a0][^.;]{0,80}teil|teilgenommen|eingeschlossen|einschließen|befragt|getestet|rekrutiert|untersucht|nachverfolgt|ausgewertet)\b"), ("PROJECT", EVENT)),
    (re.compile(r"\b(?:verzeichnet|erfasst|gespeichert|registriert|durchsuch\w+|abrufbar|hinterlegt|dokumentiert|katalogisiert)\b"), ("INFRASTRUCTURE", "PROJECT")),
    (re.compile(r"\b(?:gezeigt|ausgestellt|zu sehen|Exponate)\b", re.IGNORECASE), (EVENT,)),
    (re.compile(r"\b(?:behandelt|versorgt|operiert|beschäftigt|studieren|angestellt)\b"), ("ORG",)),
)  # fmt: skip


class SpokenOf:
    """What the sentences of one document speak of, and what numbers were told of so far."""

    def __init__(self, text: str, found: Sentences, context: Context) -> None:
        """Reads the places, the quotes and the works of the document."""
        self._text, self._found = text, found
        self._works = works(text, found.spans)
        self._holders, self._focus = NumberHolders(text, found), Focus(text, found)
        self._places: dict[int, list[Mention]] = {}
        self._people: dict[int, list[Mention]] = {}
        self._quoted = bytearray(len(text))
        self._last: tuple[int, Subject] | None = None
        for m in context.mentions:
            if m.label == "QUOTE":
                self._quoted[m.span.start : m.span.end] = b"\x01" * (m.span.end - m.span.start)
            elif m.label == "LOC" and m.attributes.get("kind", "place") == "place":
                self._places.setdefault(found.index(m.span.start), []).append(m)

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

    def _done_with(self, i: int) -> Subject | None:
        """ "Rund 150 Kinder sollen teilnehmen", "Insgesamt sind 9.000 Proben erfasst": the study, the register of the sentences before."""
        text, found = self._text, self._found
        wanted = next((labels for pattern, labels in DONE_WITH if pattern.search(text, *found.spans[i])), None)
        for k in (i - 1, i - 2, i - 3) if wanted is not None else ():
            near = (
                {n.attributes["name"]: n for n in found.named(*found.spans[k]) if n.label in (wanted or ())}
                if k >= 0
                else {}
            )
            if len(near) > 1:
                near = {name: n for name, n in near.items() if self._focus.stores(n)}
            if len(near) == 1:
                return as_subject(next(iter(near.values())))
        return None


def as_subject(m: Mention) -> Subject:
    """A named mention as what a sentence is about."""
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
