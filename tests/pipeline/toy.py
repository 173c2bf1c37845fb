"""Extractors for tests of what surrounds them: quick, simple, and of a version that can be told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.document import Block, Document
from extractors.base import Context, Fact, Finding, Mention, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Given = Mention | Fact | Finding


@dataclass
class Clinics:
    """`Klinik Nord hat 12 Betten` gives an ORG, a COUNT and a count fact; more than 99 beds disagree with nothing."""

    name: str = "clinics"
    version: int = 1
    labels: tuple[str, ...] = ("ORG", "COUNT", "count")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Given]:
        del context
        for found in re.finditer(r"(Klinik \w+) hat (\d+) Betten", doc.text):
            whole, clinic, beds = (Span.of(doc.text, *found.span(n)) for n in range(3))
            by: dict[str, Any] = {"extractor": self.name, "rule": "beds", "version": self.version}
            value = {"value": int(found[2]), "unit": "Betten"}
            yield Mention(clinic, "ORG", None, 0.9, **by, attributes={"name": clinic.quote})
            yield Mention(beds, "COUNT", value, 1.0, **by)
            yield Fact(clinic.quote, "count", value, clinic.quote, beds.quote, whole, 0.9, **by)
            if int(found[2]) > 99:
                reasons = "Das ist viel.", "That is many."
                yield Finding("sum_check", "disagrees", *reasons, (beds, whole), (beds.quote, "99"))


@dataclass
class Faulty:
    """Does what an extractor must not do, where the text tells it to."""

    name: str = "faulty"
    version: int = 1
    labels: tuple[str, ...] = ("ORG",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Given]:
        del context
        by: dict[str, Any] = {"extractor": self.name, "rule": "fault", "version": self.version}
        if "LÜGE" in doc.text:
            yield Mention(Span(0, 3, "!!!"), "ORG", None, 1.0, **by)
        if "FEHLER" in doc.text:
            raise LookupError("this word was too much")
        if "MENGE" in doc.text:  # passes the evidence law, and is no JSON
            yield Mention(Span(0, 1, doc.text[0]), "ORG", None, 1.0, **by, attributes={"seen": {1}})


@cache
def nlp() -> "Language":
    """The blank German pipeline, made once."""
    import spacy

    made = spacy.blank("de")
    made.add_pipe("sentencizer")
    return made


def counted() -> tuple[Callable[[], "Language"], list[str]]:
    """A loader, and a list that grows with each load."""
    loads: list[str] = []

    def load() -> "Language":
        loads.append("load")
        return nlp()

    return load, loads


def document(text: str, key: str | None = None, **changes: Any) -> Document:
    """A document with nothing known but its text."""
    values: dict[str, Any] = {
        "id": (key or "stdin").partition(":")[2] or "stdin", "source": (key or "stdin").partition(":")[2] or "stdin",
        "key": key, "text": text, "blocks": (Block(0, len(text), "paragraph"),), "title": None, "publisher": None,
        "published": None, "published_from": None, "url": None, "language": "de",
        "raw": text.encode("utf-8", "surrogatepass"), "media_type": "text/plain",
    }  # fmt: skip
    return Document(**(values | changes))
