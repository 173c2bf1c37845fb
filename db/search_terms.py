"""What a person searches for: words, phrases in quotation marks, compounds with hyphens; and what stands for each in the index.

Three levels, from what was written to what is like it: 1 the same word in any spelling; 2 its other forms; 3 words that
it is a part of. Any text is a search: what FTS5 is asked is made of words alone.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from db import wordforms
from db.wordforms import Word

LEVELS: Final = (1, 2, 3)
MOST_FORMS: Final = 400
"""Words that one searched word may stand for: of more, the shortest, which are the nearest."""

_QUOTED: Final = re.compile('["„“”«»]([^"„“”«»]+)["„“”«»]')
_HOLDING: Final = (
    "SELECT w.word FROM search_part AS p JOIN search_word AS w ON w.number = p.rowid"
    " WHERE search_part MATCH ? ORDER BY length(w.word), w.word LIMIT ?"
)
_HOLDING_ON_SERVER: Final = "SELECT word FROM search_word WHERE bare LIKE ? ORDER BY length(word), word LIMIT ?"
_FEW_LETTERS: Final = 3
_IN_COMPOUNDS: Final = 4
Kind = Literal["word", "start", "chain", "phrase"]
Place = tuple[int, int, int]
"""Start, end (code points), level."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a text must hold.

    Attributes:
        kind: `word`; `start` of a word ("Onkolog*"); `chain` of words with hyphens; `phrase`.
        words: as `wordforms.fold` spells them.
        forms: what stands for each of them in the index, with its level; of a chain also for its words as one, last.
    """

    kind: Kind
    words: tuple[str, ...]
    forms: tuple[Mapping[str, int], ...]

    def asked(self, level: int) -> str:
        """The expression for FTS5, up to a level."""
        if self.kind in {"word", "start"}:
            return _any(self.forms[0], level)
        whole = '"' + " ".join(self.words) + '"'
        if level == 1:
            return whole if self.kind == "phrase" else f'({whole} OR "{"".join(self.words)}")'
        each = " AND ".join(_any(forms, level) for forms in self.forms[: len(self.words)])
        if self.kind == "phrase":
            return f"({each})"  # `places` looks whether they follow each other
        return f"({whole} OR {_any(self.forms[-1], level)} OR ({each}))"

    def places(self, words: Sequence[Word], joined: Sequence[Word]) -> Iterator[Place]:
        """Where it stands in a text."""
        if self.kind != "phrase":
            single = self.forms[-1]  # of a chain: its words as one
            for word in (*words, *joined):
                if (level := single.get(word.word)) is not None:
                    yield word.start, word.end, level
        if self.kind in {"phrase", "chain"}:
            for first in range(len(words) - len(self.words) + 1):
                run = words[first : first + len(self.words)]
                levels = [forms.get(word.word, 9) for word, forms in zip(run, self.forms, strict=False)]
                if max(levels) <= 2:
                    yield run[0].start, run[-1].end, max(levels)
        if self.kind == "chain":
            each = self.forms[: len(self.words)]
            spelled = {word.word for word in words}
            if all(not spelled.isdisjoint(forms) for forms in each):
                yield from ((w.start, w.end, 3) for w in words if any(w.word in forms for forms in each))


def parse(connection: sqlite3.Connection, text: str) -> list[Term]:
    """The terms of a search, each with what stands for it in the index of this database.

    Args:
        connection: one that reads.
        text: what a person typed; any text.
    """
    terms: list[Term] = []
    rest, begin = [], 0
    for quoted in _QUOTED.finditer(text):
        rest.append(text[begin : quoted.start()])
        begin = quoted.end()
        if found := tuple(word.word for word in wordforms.words(quoted[1])):
            forms = [_forms(connection, word, 2 if len(found) > 1 else 1) for word in found]
            terms.append(Term("phrase", found, tuple(forms)))
    rest.append(text[begin:])
    loose = [term for chunk in " ".join(rest).split() if (term := _loose(connection, chunk)) is not None]
    telling = [term for term in loose if term.kind != "word" or term.words[0] not in wordforms.FUNCTION_WORDS]
    kept = telling or ([] if terms else loose)
    return list({(term.kind, term.words): term for term in (*terms, *kept)}.values())


def tsquery(asked: str) -> str:
    """What `Term.asked` says, in PostgreSQL's words.

    >>> tsquery('("a" OR "b c") AND "d"')
    "('a' | ('b' <-> 'c')) & 'd'"
    """

    def said(found: re.Match[str]) -> str:
        words = [f"'{word}'" for word in found[1].split()]
        return words[0] if len(words) == 1 else f"({' <-> '.join(words)})"

    return re.sub('"([^"]+)"', said, asked).replace(" OR ", " | ").replace(" AND ", " & ")


def _loose(connection: sqlite3.Connection, chunk: str) -> Term | None:
    found = wordforms.words(chunk)
    if not found:
        return None
    folded = tuple(word.word for word in found)
    if len(found) == 1:
        if chunk.endswith("*") and len(folded[0]) >= 2:
            return Term("start", folded, ({folded[0]: 1} | _beginning(connection, folded[0], 1),))
        return Term("word", folded, (_forms(connection, folded[0], 3),))
    whole = [word for word in wordforms.joined(chunk, found, len(found)) if word.position == 0]
    if whole and whole[-1].last == len(found) - 1:
        forms = [_forms(connection, word, 3) for word in (*folded, "".join(folded))]
        return Term("chain", folded, tuple(forms))
    return Term("phrase", folded, tuple(_forms(connection, word, 2) for word in folded))  # "30.01.2026"


def _forms(connection: sqlite3.Connection, word: str, level: int) -> dict[str, int]:
    """The words of the index that a searched word stands for, up to a level, the nearest first."""
    found = {word: 1}
    if word.isdecimal():
        return found
    bare = wordforms.bare(word)
    if level >= 2:
        same = "SELECT word FROM search_word WHERE stem = ? ORDER BY length(word), word LIMIT ?"
        _add(found, connection.execute(same, (wordforms.stem(bare), MOST_FORMS)), 2)
    if level >= 3:
        others = sorted({wordforms.stem(other) for other in wordforms.kin(bare)})
        marks = ", ".join("?" * len(others))
        kin = f"SELECT word FROM search_word WHERE stem IN ({marks}) ORDER BY length(word), word LIMIT ?"  # noqa: S608 - marks
        _add(found, connection.execute(kin, (*others, MOST_FORMS)), 3)
        part = wordforms.part(bare)
        if len(part) >= _IN_COMPOUNDS:
            on_server = not isinstance(connection, sqlite3.Connection)
            holding, asked = (_HOLDING_ON_SERVER, f"%{part}%") if on_server else (_HOLDING, f'"{part}"')
            _add(found, connection.execute(holding, (asked, MOST_FORMS)), 3)
        elif len(bare) == _FEW_LETTERS:
            _add(found, _beginning(connection, word, 3), 3)
    return found


def _beginning(connection: sqlite3.Connection, word: str, level: int) -> dict[str, int]:
    bare = wordforms.bare(word)
    sql = "SELECT word FROM search_word WHERE bare >= ? AND bare < ? ORDER BY length(word), word LIMIT ?"
    rows = connection.execute(sql, (bare, bare + "\U0010ffff", MOST_FORMS))
    return {found: level for (found,) in rows}


def _add(found: dict[str, int], rows: Iterable[Any], level: int) -> None:
    for row in rows:
        word = row if isinstance(row, str) else row[0]
        if word not in wordforms.FUNCTION_WORDS:  # "nach" is no form of "Nacht"
            found.setdefault(word, level)


def _any(forms: Mapping[str, int], level: int) -> str:
    return "(" + " OR ".join(f'"{word}"' for word, at in forms.items() if at <= level) + ")"
