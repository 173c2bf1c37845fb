"""What several extractors need of one document, worked out once: sentences and lists. Kept with the spaCy `Doc`."""

import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from extractors.base import Span
from extractors.enumerations import Enumeration, enumerations
from extractors.nounphrases import Word, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractors.base import Context

_LONG: Final = 400  # code points: a longer sentence is mostly a list


def text_of(doc: "Doc") -> str:
    """The text of the document; spaCy joins it anew each time that it is asked."""
    found: str | None = doc.user_data.get("text")
    if found is None:
        found = doc.user_data["text"] = doc.text
    return found


def sentences(doc: "Doc") -> list[tuple[int, int]]:
    """(start, end) of every sentence without white space at its edges, in code points."""
    found: list[tuple[int, int]] | None = doc.user_data.get("sentences")
    if found is None:
        text, found = text_of(doc), []
        for sent in doc.sents:
            start, end = sent.start_char, sent.end_char
            quote = text[start:end]
            start += len(quote) - len(quote.lstrip())
            end -= len(quote) - len(quote.rstrip())
            if start < end:
                found.append((start, end))
        doc.user_data["sentences"] = found
    return found


def sentence_words(doc: "Doc") -> list[list[Word]]:
    """The words and marks of every sentence."""
    found: list[list[Word]] | None = doc.user_data.get("sentence_words")
    if found is None:
        text = text_of(doc)
        found = [words(text, start, end) for start, end in sentences(doc)]
        doc.user_data["sentence_words"] = found
    return found


def lists(doc: "Doc", context: "Context") -> list[Enumeration]:
    """The lists of the text with their introductions."""
    found: list[Enumeration] | None = doc.user_data.get("enumerations")
    if found is None:
        found = enumerations(text_of(doc), sentences(doc), context.blocks)
        doc.user_data["enumerations"] = found
    return found


def sentence_at(doc: "Doc", position: int) -> tuple[int, int]:
    """(start, end) of the sentence that holds the code point `position`."""
    found = sentences(doc)
    at = max(0, bisect_right(found, (position, sys.maxsize)) - 1)
    return found[at]


def around(text: str, start: int, end: int, span: Span) -> Span:
    """The sentence from `start` to `end` as evidence for what stands at `span`; of a very long one the part around it."""
    if end - start <= _LONG:
        return Span.of(text, start, end)
    # "... sowie zehn Projekten (A, B, C ...) beteiligt": a list before or behind the words is not needed
    low = start if span.start - start <= _LONG else max(start, text.rfind(") ", start, span.start) + 2)
    if span.start - low > _LONG:
        low = text.find(" ", span.start - _LONG, span.start) + 1 or span.start
    opened = text.find("(", span.end, span.end + _LONG)
    high = opened if opened >= 0 else min(end, span.end + _LONG)
    if high < end and opened < 0:
        high = max(text.rfind(" ", span.end, high), span.end)
    return Span.of(text, low, min(high, end))


def place_of(text: str, quote: str | None, start: int, end: int) -> int:
    """Where a quote stands first in text[start:end], as whole words ("Aue" is not in "Auerbach"); -1 where it does not.

    Args:
        text: the document's.
        quote: what a fact holds of it, or None.
        start: code point.
        end: code point.
    """
    at = text.find(quote, start, end) if quote else -1
    while at >= 0 and quote and (text[at - 1 : at].isalnum() or text[at + len(quote) : at + len(quote) + 1].isalnum()):
        at = text.find(quote, at + 1, end)
    return at
