"""Offices in lists, tables and sentences that go on: "- KLARA, Leitung: X", "sagt X. Die Direktorin des Y ist ..."."""

import re
from collections.abc import Iterator
from typing import Final

from extractors import roles
from extractors.german import SPACE
from extractors.layout import sentence_at
from extractors.role_words import is_feminine
from extractors.roles import Role
from extractors.statements import Stated, Surroundings

DENIED: Final = re.compile(
    r"\b(?:nicht|kein\w*|nie|niemand|ob|wer|wenn|falls|könnte\w*|würde\w*|offen|unbesetzt|vakant|gesucht|sucht)\b"
)
# "X hat den Vorsitz |abgegeben|", "hat die Leitung des Y |kritisiert|": X has it no longer, or never had
DECLINED: Final = re.compile(
    r"\b(?:hat|hatte|haben|hatten)\b[^.;:]{1,300}[ \u00a0](?:abgelehnt|ausgeschlagen|abgegeben|übergeben|weitergegeben|abgetreten|niedergelegt|aufgegeben|verloren|kritisiert|gelobt|gerügt|angegriffen|verklagt|beauftragt|informiert|gebeten|aufgefordert|gefragt|begrüßt|überzeugt|getroffen|beraten|unterstützt|entlassen)(?=[ \u00a0]*(?:[.,;]|$))"
)
# "- KLARA, Universität Y, |Leitung:| Prof. Dr. X", the head of a column
_OFFICES: Final = r"(?P<noun>(?:(?:[Ww]issenschaftliche|[Ff]achliche)[ \u00a0])?(?:Projektleitung|Leitung|Gesamtleitung|Studienleitung|Koordination|Projektkoordination|Projektleiter(?:in|/-in|:in|\*in)?|Leiter(?:in|/-in|:in|\*in)?|Sprecher(?:in|/-in|:in|\*in)?|Koordinator(?:in|/-in|:in)?|Projektverantwortliche[r]?|Verantwortliche[r]?|Federführung))"
_LABELLED: Final = re.compile(
    rf"(?<![\w-]){_OFFICES}:[ \u00a0]?(?:(?:Frau|Herr)[ \u00a0])?$|(?<![\w-]){_OFFICES.replace('noun', 'noun2')}:[ \u00a0](?=[A-ZÄÖÜ])"
)
_HEAD_CELL: Final = re.compile(rf"[ \u00a0]*{_OFFICES}[ \u00a0]*(?=\||\t|\n|$)")
_ITEM: Final = re.compile(
    r"[ \u00a0]*(?:[-–•*·|][ \u00a0]*|\d{1,2}[.)][ \u00a0])?(?P<what>„[^“”\n]{2,120}[“”\"]|»[^«\n]{2,120}«|\"[^\"\n]{2,120}\"|[^,;:(|\t\n–]{2,90}?)[ \u00a0]*(?=,|;|:|\(|\||\t|\n|[ \u00a0]–|$)"
)
_LABEL_WORD: Final = re.compile(
    r"(?:Leitung|Projektleitung|Kontakt|Förder\w*|Laufzeit|Partner|Ansprechpartner\w*|Sprecher\w*|Koordination|Fotos?|Bild|Telefon|Tel|Unter|Mit|Die|Der|Das|Bei|Im|Am)\b"
)
# "|Die Ärztliche Direktorin| des Klinikums Y ist ..."
_OFFICE_FIRST: Final = re.compile(r"(?P<article>Die|Der)[ \u00a0](?=(?:[A-ZÄÖÜ]?[a-zäöüß-]{0,40}e[ \u00a0])?[A-ZÄÖÜ])")
_BRACKET_GAP: Final = 2  # code points between a name, its closing mark and "("


class Listed(Surroundings):
    """Offices that the layout, or the sentence behind, gives to a name."""

    def _listed(self, i: int) -> Iterator[Stated]:
        """ "- KLARA (Hochschule Y, |Leitung: X|)", and the column "Leitung" of a table: X leads what the line or the item begins with."""
        text, begin = self._text, self._begins[i]
        line = text.rfind("\n", 0, begin) + 1
        m = _LABELLED.search(text, max(line, begin - 60), begin)
        noun, span = (m["noun"], m.span("noun")) if m is not None and m["noun"] else (None, (0, 0))
        if noun is None and (cell := self._column(line, begin)) is not None:
            noun, span = cell
        if noun is None:
            return
        bracket = text.rfind("(", max(line, begin - 140), begin)
        before = (
            self._bodies.inside(max(line, bracket - 120), bracket)
            if bracket > 0 and ")" not in text[bracket:begin]
            else []
        )
        if before and bracket - before[-1].end <= _BRACKET_GAP:
            # "Das Projekt KLARA |(Leitung: X)|"
            thing: str | None = before[-1].name
        else:
            thing = self._item(line, begin) or self._item_above(line, begin)
        if thing is None:
            return
        role = Role(span[0], span[1], span[0], span[1], plural=False)
        yield Stated(role, noun, thing, line, self._people[i].start, "list_label", 0.8, meant=True)

    def _column(self, line: int, begin: int) -> tuple[str, tuple[int, int]] | None:
        """The head of the column of a table, where it names an office."""
        text = self._text
        mark = next((c for c in ("|", "\t") if c in text[line:begin]), None)
        if mark is None:
            return None
        head = line
        for _ in range(60):
            above = text.rfind("\n", 0, max(0, head - 1)) + 1
            if head == 0 or mark not in text[above : head - 1]:
                break
            head = above
        if head == line:
            return None
        k, at = text[line:begin].count(mark), head
        for _ in range(k):
            at = text.find(mark, at, line) + 1
            if at == 0:
                return None
        cell = _HEAD_CELL.match(text, at, line)
        return (cell["noun"], cell.span("noun")) if cell is not None else None

    def _item(self, line: int, begin: int) -> str | None:
        """What an item or a row begins with, where that is no person."""
        text = self._text
        m = _ITEM.match(text, line, begin)
        if (
            m is None
            or _LABEL_WORD.match(m["what"])
            or any(m.start("what") <= p.start < m.end("what") for p in self._people)
        ):
            return None
        body = self._bodies.at(m.start("what"), m.end("what"))
        return (
            body.name
            if body is not None and body.end >= m.end("what") - 2
            else " ".join(m["what"].split()).strip('„“”"»« ')
        )

    def _item_above(self, line: int, begin: int) -> str | None:
        """ "KLARA – Moore schützen" over the line "Leitung: X"."""
        text = self._text
        if text[line:begin].count(":") > 1 or not _LABELLED.match(text, line, begin):
            return None
        for _ in range(3):
            above = text.rfind("\n", 0, max(0, line - 1)) + 1
            if above == line or not text[above : line - 1].strip():
                return None
            if ":" not in text[above : line - 1]:
                return self._item(above, line - 1)
            line = above
        return None

    def _described(self, i: int) -> Iterator[Stated]:
        """ "..., sagt |X|. Die Ärztliche Direktorin des Klinikums Y ist Sprecherin des Netzes Z": the next sentence goes on with the office."""
        text = self._text
        end = self._sentence(i)[1]
        begin = end + len(text[end : end + 3]) - len(text[end : end + 3].lstrip(" \u00a0“"))
        m = _OFFICE_FIRST.match(text, begin)
        after = self._begins[i + 1] if i + 1 < len(self._begins) else len(text)
        if m is None or begin >= after or DENIED.search(text, begin, min(after, begin + 80)):
            return
        stop = min(sentence_at(self._doc, begin)[1], after)
        role = roles.after(text, begin, stop, self._bodies.ends)
        if role is None or role.plural or (stop == after and not re.search(r"[A-ZÄÖÜ]", text[role.end : stop])):
            return  # "Der Leiter der Feuerwehr ist |Y|": who comes next
        verb = re.compile(rf"{SPACE}(?P<be>ist|war|wird|bleibt)?(?:[a-zäöü]+)?{SPACE}").match(text, role.end, stop)
        if verb is None or (is_feminine(role.head(text)) is not (m["article"] == "Die") and role.head(text)[-1] != "e"):
            return
        last = next((k for k in range(len(self._people) - 1, -1, -1) if self._people[k].end <= end), i)
        if last != i:
            return
        yield self._role(role, "office_first", 0.7)
        if verb["be"] is not None:
            more = roles.after(text, verb.end(), stop, self._bodies.ends)
            if more is not None and not more.plural:
                yield self._role(more, "office_first", 0.7, "planned" if verb["be"] == "wird" else "asserted")

    def _sentence(self, i: int) -> tuple[int, int]:
        return sentence_at(self._doc, self._people[i].start)
