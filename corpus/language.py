"""Which language a text is in, and which parts of a release are in another one than German."""

from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from corpus.document import Block, Document

UNDETERMINED: Final = "und"
GERMAN: Final = "de"
MIN_LETTERS: Final = 40
"""Letters below which a guess is worth nothing ("Start von NUM 3.0" is anything)."""

GATE: Final = 200
"""Letters: no text and no part of a text is called foreign that has no more of them."""

_GERMAN_PART: Final = 100
"""Letters of German, beside contacts and boilerplate, that make a release in another language worth reading. The address
of the sender is German under every English release, and mostly told from the text by its layout."""

_SURE: Final = 0.8
"""Confidence from which a text is called foreign. Of 15,600 German newspaper sentences of 60 letters or more, eleven were
guessed to be something else with more, and nine of these were English; tables of names are guessed with less."""

_SAMPLE: Final = 4_000
_ASIDE: Final = frozenset({"contact", "boilerplate"})


class Parts(NamedTuple):
    """A document by language.

    Attributes:
        foreign: the stretches (start, end) that are in another language than German, in order.
        refused: the language, when nothing in German is left that is worth reading; else None.
    """

    foreign: tuple[tuple[int, int], ...]
    refused: str | None


def detect(text: str) -> str:
    """ISO 639-1 code of the language of the text's first 4,000 characters (py3langid, after Lui and Baldwin 2012).

    `und` below 40 letters.
    """
    return _guess(text)[0]


def parts(document: Document) -> Parts:
    """Which parts of a document are not German.

    A foreign part is a run of blocks with more than 200 letters that are surely in other languages; what is too short to
    tell belongs to it when it stands inside. Single titles of papers and projects, English quotations and lists of names
    are no parts: they stand in German releases, and are read with them.
    """
    text = document.text
    if letters(text) <= GATE:
        return Parts((), None)
    told = [_told(text[b.start : b.end]) for b in document.blocks]
    foreign = tuple(
        (document.blocks[first].start, document.blocks[last].end)
        for first, last in _runs(told)
        if sum(part.letters for part in told[first : last + 1]) > GATE
    )
    german = sum(
        part.letters
        for block, part in zip(document.blocks, told, strict=True)
        if part.language == GERMAN and block.kind not in _ASIDE and not _inside(block, foreign)
    )
    language, confidence = _guess(text)
    refused = language not in {GERMAN, UNDETERMINED} and confidence >= _SURE and german < _GERMAN_PART
    return Parts(foreign, language if refused else None)


def letters(text: str) -> int:
    """How many letters there are."""
    return sum(map(str.isalpha, text))


class _Told(NamedTuple):
    letters: int
    language: str | None
    """None where it is too short, or the guess unsure."""


def _told(text: str) -> _Told:
    language, confidence = _guess(text)
    sure = language == GERMAN or (language != UNDETERMINED and confidence >= _SURE)
    return _Told(letters(text), language if sure else None)


def _runs(told: list[_Told]) -> list[tuple[int, int]]:
    """First and last of the blocks that follow each other and are foreign, or untold among foreign ones."""
    runs: list[tuple[int, int]] = []
    open_run = False
    for n, part in enumerate(told):
        if part.language == GERMAN:
            open_run = False
        elif part.language is not None:
            if open_run:
                runs[-1] = (runs[-1][0], n)
            else:
                runs.append((n, n))
            open_run = True
    return runs


def _inside(block: Block, stretches: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= block.start and block.end <= end for start, end in stretches)


def _guess(text: str) -> tuple[str, float]:
    return _guess_sample(text[:_SAMPLE])


@lru_cache(maxsize=256)  # a document is asked about when it is read, at the gate, and before it is stored
def _guess_sample(sample: str) -> tuple[str, float]:
    if letters(sample) < MIN_LETTERS:
        return UNDETERMINED, 0.0
    language, confidence = _identifier().classify(sample)
    return str(language), float(confidence)


@cache
def _identifier() -> Any:
    from py3langid import langid  # loads its model (half a second) once, at the first call

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
