"""The training data: sentences as words with one tag each, from GermEval 2014, our own corpus and unlabelled text."""

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

LABELS = ("PERSON", "ORG", "LOC", "INFRASTRUCTURE", "PROJECT", "MISC")
KINDS = (*LABELS, "DERIV", "PART")
TAGS = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))
TAG = {t: i for i, t in enumerate(TAGS)}
_GERMEVAL = {"PER": "PERSON", "OTH": "MISC"}
_NAME = re.compile(r"\[([^\[\]|]*)\|([A-Z]+)\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and their tags.

    `open_o` says that "DERIV" and "PART" ("deutsch", "SPD-Chef") were not annotated: a word tagged O may be one.
    `tags` is None for unlabelled text.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...] | None
    source: str
    open_o: bool = False


def germeval(path: Path) -> Iterator[Sentence]:
    """The sentences of a GermEval 2014 file, outer level."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if words:
                yield Sentence(tuple(words), tuple(tags), "germeval")
            words, tags = [], []
            continue
        _, word, tag = line.split("\t")[:3]
        words.append(word)
        tags.append(_tag(tag))


def _tag(tag: str) -> str:
    if tag == "O":
        return tag
    prefix, kind = tag.split("-")
    if kind.endswith(("deriv", "part")):
        return f"{prefix}-{'DERIV' if kind.endswith('deriv') else 'PART'}"
    return f"{prefix}-{_GERMEVAL.get(kind, kind)}"


def held_out(sentence: Sentence) -> bool:
    """Whether a sentence of GermEval is kept for measuring: every fifth, by the hash of its words, so that copies stay together."""
    return int(hashlib.sha256(" ".join(sentence.words).encode()).hexdigest(), 16) % 5 == 0


def own(folder: Path) -> Iterator[Sentence]:
    """The units of our own corpus, in the words of belegt's tokenizer."""
    from extractors.nlp import NONE, load

    tokenizer = load(NONE).tokenizer
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            text, spans = unmark(line)
            words, tags = [], []
            for token in tokenizer(text):
                if token.is_space:
                    continue
                words.append(token.text)
                start, end = token.idx, token.idx + len(token)
                hit = next((s for s in spans if s[0] < end and start < s[1]), None)
                # a token that only begins or ends inside a name ("Bosch-Manager") is no part of it
                inside = hit is not None and hit[0] <= start and end <= hit[1]
                tags.append(f"{'B' if start == hit[0] else 'I'}-{hit[2]}" if hit and inside else "O")
            yield Sentence(tuple(words), tuple(tags), f"own:{path.stem}", open_o=True)


def unmark(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of an annotated unit and its names as (start, end, label)."""
    text, spans, at = "", [], 0
    for m in _NAME.finditer(line):
        text += line[at : m.start()].replace("\\n", "\n")
        spans.append((len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        at = m.end()
    return text + line[at:].replace("\\n", "\n"), spans


def legal(folder: Path) -> Iterator[Sentence]:
    """The words of the German legal corpus, without its tags: its persons are initials, its labels others."""
    for path in sorted(folder.glob("*.conll.gz")):
        words: list[str] = []
        for line in [*gzip.decompress(path.read_bytes()).decode("utf-8").splitlines(), ""]:
            if line.strip():
                words.append(line.split(" ")[0])
                continue
            if 5 <= len(words) <= 60:
                yield Sentence(tuple(words), None, "legal")
            words = []


def smartdata(path: Path) -> Iterator[Sentence]:
    """The sentences of the SmartData documents that its CC-BY licence covers whole, without their labels."""
    from extractors.nlp import NONE, load

    nlp = load(NONE)
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        while at < len(text) and text[at].isspace():
            at += 1
        if "Research use only" in json.dumps(document, ensure_ascii=False):
            continue
        for sentence in nlp(document["text"]["string"]).sents:
            words = tuple(t.text for t in sentence if not t.is_space)
            if 5 <= len(words) <= 60:
                yield Sentence(words, None, "smartdata")


def renamed(sentences: list[Sentence], names: "Names", rng: random.Random) -> Iterator[Sentence]:
    """Each sentence with other names of the same kind in the places of its own."""
    for s in sentences:
        if s.tags is None or all(t == "O" for t in s.tags):
            continue
        words: list[str] = []
        tags: list[str] = []
        i = 0
        while i < len(s.words):
            tag = s.tags[i]
            if not tag.startswith("B-"):
                words.append(s.words[i])
                tags.append(tag)
                i += 1
                continue
            j = i + 1
            while j < len(s.words) and s.tags[j] == f"I-{tag[2:]}":
                j += 1
            other = names.like(s.words[i:j], tag[2:], rng)
            words += other
            tags += [tag, *[f"I-{tag[2:]}"] * (len(other) - 1)]
            i = j
        yield replace(s, words=tuple(words), tags=tuple(tags))


class Names:
    """The names of the training data by kind and shape, and persons put together from lists of given and family names."""

    def __init__(self, sentences: list[Sentence], given: list[str], family: list[str]) -> None:
        self.given, self.family = given, family
        self.known: dict[tuple[str, int, bool], list[tuple[str, ...]]] = {}
        for s in sentences:
            for i, j, kind in spans(s.tags or ()):
                words = s.words[i:j]
                self.known.setdefault(self._shape(words, kind), []).append(words)

    @staticmethod
    def _shape(words: tuple[str, ...], kind: str) -> tuple[str, int, bool]:
        return kind, min(len(words), 4), words[-1].endswith("s")

    def like(self, words: tuple[str, ...], kind: str, rng: random.Random) -> tuple[str, ...]:
        """Another name of that kind, as long and with the same ending; the name itself where none is known."""
        if kind == "PERSON" and all(w[0].isupper() for w in words) and rng.random() < 0.7:
            s = "s" if words[-1].endswith("s") else ""
            family = rng.choice(self.family)
            if len(words) == 1:
                return (family + (s if not family.endswith("s") else ""),)
            given = rng.sample(self.given, len(words) - 1)
            return (*given, family + (s if not family.endswith("s") else ""))
        if kind in ("DERIV", "PART") or rng.random() < 0.3:
            return words
        return rng.choice(self.known.get(self._shape(words, kind)) or [words])


def spans(tags: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """The names in a row of tags as (first, last + 1, kind)."""
    start, kind = -1, ""
    for i, tag in enumerate((*tags, "O")):
        if start >= 0 and (tag == "O" or tag[0] == "B" or tag[2:] != kind):
            yield start, i, kind
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
