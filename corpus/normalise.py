"""The one text normalisation. After it, offsets never move.

Unicode NFC and LF line ends, and nothing else: no-break spaces, soft hyphens, typographic quotes and the line and
paragraph separators U+2028 and U+2029 stay what they are. A byte order mark is a mark of the encoding and is gone
before (corpus.readers.decode).
"""

import re
import unicodedata
from typing import Final

from corpus.errors import Unreadable

MAX_MARKS: Final = 100
"""Combining marks on one letter. The stream-safe format of Unicode (UAX #15) allows 30; composing takes quadratic time
in their number, so that a megabyte of nothing but accents would hold up everything else for hours."""

_SYMBOLS: Final = re.compile(rf"(?<![^\w\s])[^\w\s]{{{MAX_MARKS},}}")
# In UTF-8: what lies below U+0300, and U+2000 to U+2FFF (dashes, quotes), where three blocks and U+2D7F are marks, and
# eight characters are others in NFC: U+2000, U+2001, U+2126, U+212A, U+212B, U+2329, U+232A, U+2ADC.
_PLAIN: Final = bytes((*range(0xCC), 0xE2))
_CHANGED_OF_E2: Final = re.compile(
    rb"\xe2(?:[\x83\xb3\xb7]|\xb5\xbf|\x80[\x80\x81]|\x84[\xa6\xaa\xab]|\x8c[\xa9\xaa]|\xab\x9c)"
)


def normalise(text: str) -> str:
    """NFC with LF line ends; doing it twice changes nothing more.

    Raises:
        Unreadable: when the text holds U+0000, half of a surrogate pair, or more than `MAX_MARKS` combining marks
            in a row: such text cannot be stored, printed or composed.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        _refuse_null(text)
        return text
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(
            f"character {error.start + 1} is half of a surrogate pair (\\u{ord(text[error.start]):04x})",
            "write the character as UTF-8, or both halves of the pair",
        ) from error
    _refuse_null(text)
    if _is_plain(raw):
        return text
    # So many in a row are so many in all, which is counted sooner than found.
    if sum(map(text.count, filter(unicodedata.combining, set(text)))) > MAX_MARKS:
        _refuse_marks(text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _is_plain(raw: bytes) -> bool:
    """Whether NFC changes nothing for sure: German text has none of the bytes of what it changes, which is seen at once."""
    return not raw.translate(None, _PLAIN) and _CHANGED_OF_E2.search(raw) is None


def _refuse_marks(text: str) -> None:
    for symbols in _SYMBOLS.finditer(text):
        run = 0
        for character in symbols.group():
            run = run + 1 if unicodedata.combining(character) else 0
            if run > MAX_MARKS:
                raise Unreadable(f"more than {MAX_MARKS} combining marks on one letter", "clean the text")


def _refuse_null(text: str) -> None:
    if (at := text.find("\0")) >= 0:
        raise Unreadable(
            f"character {at + 1} is U+0000: these are the bytes of a binary file, not text",
            "save the release as plain text (UTF-8) or HTML",
        )
