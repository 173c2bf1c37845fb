import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.normalise import MAX_MARKS, normalise

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("U\u0308bung", "Übung"),
        ("37\u00a0Uniklinika, 5\u202f000", "37\u00a0Uniklinika, 5\u202f000"),
        ("Univer\u00adsität\u2028neu\u2029", "Univer\u00adsität\u2028neu\u2029"),
        ("„Ja“ – 😀 ﬁ ²", "„Ja“ – 😀 ﬁ ²"),
        ("  zwei  Leerzeichen \t", "  zwei  Leerzeichen \t"),
    ],
)
def test_composes_and_ends_lines_with_lf_and_leaves_the_rest(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(TEXTS)
def test_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(TEXTS)
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    text = unicodedata.normalize("NFC", text.replace("\r", ""))
    assert normalise(text) == text


@pytest.mark.parametrize("before", ["", "A", "\u2126"])
def test_every_character_near_those_that_are_not_looked_at_closely_is_composed(before: str) -> None:
    for code in (*range(1, 0xD), *range(0xE, 0x3100)):
        assert normalise(before + chr(code)) == unicodedata.normalize("NFC", before + chr(code)), hex(code)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\0b", "U+0000"),
        ("ä\0b", "U+0000"),
        ("ab\ud800c", "character 3"),
        ("a" + "\u0301\u0323" * MAX_MARKS, "combining marks"),
    ],
)
def test_refuses_what_cannot_be_stored_or_composed(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        normalise(text)
    assert reason in caught.value.reason
    assert caught.value.cure


def test_a_few_marks_and_many_signs_are_text() -> None:
    line = "x" + "\u0301\u0323" * (MAX_MARKS // 2 - 1) + "-" * 500
    assert normalise(line).endswith("-" * 500)
