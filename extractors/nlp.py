"""Builds the spaCy pipeline: tokenizer rules, sentence boundaries, named entities."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


def load(model: str | None = None) -> "Language":
    """The German pipeline.

    Args:
        model: the name of an installed spaCy pipeline for named entities; None for the shipped one.
    """
    import spacy

    nlp = spacy.blank("de") if model is None else spacy.load(model)
    if "sentencizer" not in nlp.pipe_names:
        nlp.add_pipe("sentencizer")
    return nlp
