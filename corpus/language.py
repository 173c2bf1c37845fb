"""Which language a text is in."""

from typing import Final

UNDETERMINED: Final = "und"
MIN_LETTERS: Final = 40
_SAMPLE: Final = 10_000


def detect(text: str) -> str:
    """ISO 639-1 code of the language of the text's first 10,000 characters (py3langid, after Lui and Baldwin 2012).

    `und` below 40 letters: on less the guess is worth nothing ("Start von NUM 3.0" is anything).
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return UNDETERMINED
    import py3langid  # loads its model (half a second) once, at the first call

    return str(py3langid.classify(sample)[0])
