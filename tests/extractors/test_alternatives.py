import re

import pytest

from extractors.alternatives import one_of
from extractors.german import number_words
from extractors.lexicon import lexicon
from extractors.named import PLACE_NAMES

ORGANISATIONS = lexicon("organisations")


@pytest.mark.parametrize(
    "words",
    [number_words(), PLACE_NAMES, ORGANISATIONS["names"], ORGANISATIONS["legal_forms"], lexicon("german")["academic"]],
    ids=["numbers", "places", "organisations", "legal_forms", "titles"],
)
def test_the_longest_word_that_fits_is_found_as_it_is_word_by_word(words: list[str]) -> None:
    form = re.compile(one_of(words))
    for word in words:
        for text in (word, f"{word}x", word[:-1]):
            found = form.match(text)
            longest = max(filter(text.startswith, words), key=len, default=None)
            assert (found[0] if found else None) == longest


def test_signs_of_expressions_are_letters_like_others() -> None:
    assert re.fullmatch(one_of(["h. c.", "U+K"]), "U+K")
    assert not re.match(one_of(["h. c.", "U+K"]), "hx cx UUK")
