"""What was forgotten must not come back: salted hashes of releases and of names, and what they do to a document.

A release is known by its id or address, by its content and by its bytes, and is left out. A person is known by the
names, as `wordforms.fold` spells them, and is masked: every letter of the name becomes `█`, so that all places stay what
they were. In a text that holds the full name, the family name alone is masked too.

The hashes are made with a random salt of this database: they cannot be read, nor looked up in a table made elsewhere.
Whoever holds the file can still ask whether one given name is among them.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from corpus.document import Document
from db import direct, identity, ids
from db.wordforms import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection

MASK: Final = "█"
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*")
# "Anna Müller", "Anna\nMüller", "A. Müller", "anna.mueller@"
_GAP: Final = re.compile(r"\.?\s{1,3}|[._]")
_ADDRESS_GAP: Final = re.compile(r"[-+]|%20")
_HYPHENS: Final = str.maketrans("‐‑’", "--'")


@dataclass(frozen=True, slots=True)
class Tombstones:
    """What must not come back.

    Attributes:
        salt: of the hashes; releases, names: the hashes; lengths: in words, of the names, the longest first.
    """

    salt: bytes
    releases: frozenset[str]
    names: frozenset[str]
    lengths: tuple[int, ...]

    def let_in(self, document: Document) -> Document | None:
        """The document, with the names of forgotten people masked; None when its release was forgotten."""
        if self.releases and not self.releases.isdisjoint(digests_of(self.salt, document)):
            return None
        families = self.families(document.text) | self.families(document.title or "")
        text = self.masked(document.text, families)
        title = document.title and self.masked(document.title, families)
        if (text, title) == (document.text, document.title):
            return document
        raw = text.encode("utf-8", "surrogatepass")
        return replace(document, text=text, title=title, raw=raw, media_type="text/plain")

    def families(self, text: str) -> set[str]:
        """The last words of the forgotten names that stand in a text."""
        return {_without_s(fold(_plain(run[-1][0]))) for run in self._found(text)} if self.names else set()

    def masked(self, text: str, families: Iterable[str] = ()) -> str:
        """The text with forgotten names masked, and with these family names."""
        if not self.names:
            return text
        spans = {(m.start(), m.end()) for run in self._found(text) for m in run}
        known = set(families)
        for m in _NAME_WORD.finditer(text) if known else ():
            word = fold(_plain(m[0]))
            written = m[0][0].isupper() or text[m.end() : m.end() + 1] == "@"
            if written and (word in known or _without_s(word) in known):
                spans.add((m.start(), m.end()))
        letters = list(text)
        for start, end in spans:
            letters[start:end] = MASK * (end - start)
        return "".join(letters)

    def masked_address(self, text: str) -> str:
        """The same for an address or a path, where "anna-müller", "anna+müller" and "anna%20müller" are two words."""
        apart = _ADDRESS_GAP.sub(lambda m: " " * len(m[0]), text)
        return "".join(MASK if b == MASK else a for a, b in zip(text, self.masked(apart), strict=True))

    def _found(self, text: str) -> Iterator[list[re.Match[str]]]:
        words = list(_NAME_WORD.finditer(text))
        folded = [fold(_plain(m[0])) for m in words]
        near = [bool(_GAP.fullmatch(text, a.end(), b.start())) for a, b in pairwise(words)]
        for length in self.lengths:
            for first in range(len(words) - length + 1):
                if all(near[first : first + length - 1]):
                    *head, last = folded[first : first + length]
                    if any(digest(self.salt, "name", *head, one) in self.names for one in {last, _without_s(last)}):
                        yield words[first : first + length]


def load(connection: "Connection") -> Tombstones | None:
    """What must not come back into this database; None when nothing was forgotten."""
    rows = connection.exec_driver_sql("SELECT digest, kind, words FROM forgotten").all()
    if not rows:
        return None
    releases = frozenset(row.digest for row in rows if row.kind == "release")
    names = {row.digest: row.words for row in rows if row.kind == "name"}
    return Tombstones(salt_of(connection), releases, frozenset(names), tuple(sorted(set(names.values()), reverse=True)))


def count(connection: "Connection") -> int:
    """How many tombstones there are: another number says that something was forgotten meanwhile."""
    (number,) = direct.column(connection, "SELECT count(*) FROM forgotten")
    return int(number)


def remember(connection: "Connection", kind: str, digests: dict[str, int], stamp: str) -> None:
    """Write tombstones: {digest: words of the name, or 0}."""
    rows = [(digest, kind, words, stamp) for digest, words in sorted(digests.items())]
    if rows:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO forgotten (digest, kind, words, at) VALUES (?, ?, ?, ?)", rows
        )


def salt_of(connection: "Connection") -> bytes:
    """The salt of this database, made when it is first needed."""
    found = connection.exec_driver_sql("SELECT value FROM salt").scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.exec_driver_sql("INSERT INTO salt (value) VALUES (?)", (found,))
    return bytes.fromhex(str(found))


def digest(salt: bytes, *parts: str | None) -> str:
    """The salted hash of some texts."""
    said = ids.canonical(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, key=salt, digest_size=16).hexdigest()


def digests_of(salt: bytes, document: Document) -> set[str]:
    """The hashes by which a document's release is known again; a path says nothing of what stands there today."""
    keys = {key for key in (document.key, identity.key_of(document)) if key is not None and not key.startswith("file:")}
    found = {digest(salt, "key", key) for key in keys}
    content = digest(salt, "content", identity.content_of(document))
    return found | {content, digest(salt, "bytes", hashlib.sha256(document.raw).hexdigest())}


def name_words(name: str) -> list[str]:
    """The words of a name, as they are compared."""
    return [fold(_plain(m[0])) for m in _NAME_WORD.finditer(name)]


def _plain(word: str) -> str:
    return word.translate(_HYPHENS)


def _without_s(word: str) -> str:
    """Without the ending of the genitive: "Müllers", "Müller's"."""
    return word.removesuffix("s").removesuffix("'")
