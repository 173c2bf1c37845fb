"""Builds the spaCy pipeline: tokenizer rules, sentence boundaries, named entities.

The document's blocks reach the pipeline as `doc.user_data["blocks"]`, a list of (start, end) in code points: a heading
or a list item without a full stop is a sentence of its own.
"""

import re
import sys
from typing import TYPE_CHECKING, Any, Final

from extractors.german import ACADEMIC, ACADEMIC_PARTS, FINAL_ABBREVIATIONS, INNER_ABBREVIATIONS, MONTHS, STARTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

# "Kliniker:innen", "Sprecher*innen", "Sprecher_innen", "Sprecher/-innen", "(Co-)Sprecher:innen", "Sprecher(innen)": one token each.
_WHOLE: Final = re.compile(
    r"(?:\((?:\w+-)+\))?[\w-]*\w(?:[:*_·/]-?|/-)(?:in|innen|r|e|n)(?!\w)|\((?:\w+-)+\)\w[\w-]*|\w+\((?:in|innen)\)"
    r"|\w+://\S+\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_RUN: Final = 200  # code points without a space: longer than any German word or address in a release
_LONG_RUN: Final = re.compile(rf"\S{{{_RUN + 1},}}")
_STOP: Final = re.compile(r"[.!?…]$")
_CLOSING: Final = frozenset("“”\"'’»«)]›‹")
_OPENING: Final = frozenset("„\"'‚»«([›‹“–—-•*")
_ORDINAL: Final = re.compile(r"(?:\d{1,2}\.?[-–/])?\d{1,3}\.")  # "3.", "11.-12."
_INITIAL: Final = re.compile(r"[A-ZÄÖÜ]\.")
_INNER: Final = INNER_ABBREVIATIONS | ACADEMIC | ACADEMIC_PARTS


NONE: Final = "none"
"""The name that asks for no model: rules alone."""


def load(model: str | None = None, threads: int = 0) -> "Language":
    """The German pipeline.

    Args:
        model: None for the shipped model, "none" for no model, or the name of an installed spaCy pipeline for named
            entities, whose labels PER, LOC, ORG, MISC are used.
        threads: processor threads of the shipped model; 0 for one a core.

    Raises:
        ModelMissingError: when no pipeline of that name is installed.
        WeightsError: when a file of the shipped model is missing or damaged.
    """
    import spacy
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex

    if not Language.has_factory("belegt_sentences"):
        Language.component("belegt_sentences", func=mark_sentences)
    if model in {None, NONE}:
        nlp = spacy.blank("de")
    else:
        try:
            nlp = spacy.load(str(model), exclude=["senter", "sentencizer"])
        except OSError as error:
            raise ModelMissingError(str(model)) from error
    tokenizer = nlp.tokenizer
    if not isinstance(tokenizer, Tokenizer):
        raise ModelMissingError(str(model))  # a pipeline whose tokenizer is not spaCy's own cannot take our rules
    tokenizer.token_match = _WHOLE.fullmatch
    # "12:30" and "3:2" stay whole as numbers; a colon or slash between letters still splits ("TU/Klinikum").
    infixes = [*(nlp.Defaults.infixes or []), r"(?<=[a-zäöüß])/(?=[A-ZÄÖÜ])"]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for abbreviation in sorted(_INNER | FINAL_ABBREVIATIONS):
        if abbreviation.endswith(".") and len(abbreviation) > 2:
            tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    nlp.max_length = sys.maxsize  # spaCy's limit is meant for parsers; the readers have their own
    nlp.tokenizer = _BoundedTokenizer(tokenizer)
    nlp.add_pipe("belegt_sentences", first=True)
    if model is None:
        _add_shipped(nlp, threads)
    return nlp


def _add_shipped(nlp: "Language", threads: int) -> None:
    from spacy.language import Language

    from extractors.tagger import NamedEntities, Tagger

    if not Language.has_factory("belegt_names"):
        # spaCy passes all three by name
        Language.factory("belegt_names", func=lambda nlp, name, threads: NamedEntities(Tagger(threads=threads)))  # noqa: ARG005
    names = nlp.add_pipe("belegt_names", config={"threads": threads})
    if not isinstance(names, NamedEntities):
        raise TypeError("belegt_names is not our component")
    nlp.meta["name"], nlp.meta["version"] = names.tagger.meta["name"], names.tagger.meta["version"]


class _BoundedTokenizer:
    """spaCy's tokenizer, kept linear: its affix rules take quadratic time on a run like "((((..." without a space."""

    def __init__(self, tokenizer: "Callable[[str], Doc]") -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> "Doc":
        from spacy.tokens import Doc

        cuts = [k for run in _LONG_RUN.finditer(text) for k in range(run.start() + _RUN, run.end(), _RUN)]
        if not cuts:
            return self._tokenizer(text)
        pieces = [self._tokenizer(text[a:b]) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        return Doc.from_docs(pieces, ensure_whitespace=False) or pieces[0]


class ModelMissingError(Exception):
    """No spaCy pipeline of that name is installed."""

    def __init__(self, model: str) -> None:
        """Names the pipeline and the cure."""
        super().__init__(
            f"no spaCy pipeline named {model!r} is installed here; install it into this environment, or leave --model out"
        )
        self.model = model


def mark_sentences(doc: "Doc") -> "Doc":
    """Sets sentence starts: at every block, and after a stop that belongs to no abbreviation, number or initial."""
    from numpy import array, int64, uint64  # what spaCy itself is built on

    edges = {start for start, _ in doc.user_data.get("blocks", ())}
    pending = True  # a block starts: the next token that is no white space starts a sentence
    words = [(t.text, t.is_space, t.idx) for t in doc]
    last = -1  # the last token that is no white space
    quoted = False  # inside „...: then “ closes
    starts = []
    for i, (token, is_space, offset) in enumerate(words):
        begins = offset in edges
        if is_space:
            starts.append(1 if i == 0 else -1)
            pending = pending or begins or (not edges and token.count("\n") > 1)
            continue
        closes = quoted and token == "“"
        ends = last >= 0 and not closes and _ends(words, last, token)
        starts.append(1 if i == 0 or pending or begins or ends else -1)
        quoted = token == "„" or (quoted and not closes)
        pending = False
        last = i
    # One array for all: setting `Token.is_sent_start` one by one looks at the whole document each time.
    if not starts:
        return doc
    flags: Any = array(starts, dtype=int64).astype(uint64).reshape(-1, 1)
    return doc.from_array(["SENT_START"], flags)


def _ends(words: list[tuple[str, bool, int]], i: int, following: str) -> bool:
    """Whether a sentence ends with token `i`, when the word after it is `following`."""
    if not (following[0].isupper() or following[0].isdigit() or following[0] in _OPENING):
        return False
    if following in _CLOSING and following not in _OPENING:
        return False
    # "einnehmen: So ist der Standort ...": a colon before a main clause, not before a list or a quote
    if words[i][0] == ":":
        return following in STARTERS
    k = i
    while k > max(0, i - 8) and words[k][0] in _CLOSING:  # '“)' and the like, never a long row of marks
        k -= 1
    token = words[k][0]
    if not _STOP.search(token):
        return False
    if k == i and following in "\"'" and token[-1] in ".!?":
        # 'Das ist gut.", sagt ...': a straight quote right after a stop closes more often than it opens
        return False
    return _is_stop(words, k, following)


def _is_stop(words: list[tuple[str, bool, int]], k: int, following: str) -> bool:
    token = words[k][0]
    if token in _INNER or _INITIAL.fullmatch(token):
        return False
    if token == "." and k > 0 and f"{words[k - 1][0]}." in _INNER:
        return False
    if _ORDINAL.fullmatch(token):
        # "Am 1. Juli", "die 3. Förderphase", but "... stieg auf 37. Die Klinik ..."
        return following in STARTERS and following not in MONTHS
    if token in FINAL_ABBREVIATIONS:
        return following in STARTERS
    return True
