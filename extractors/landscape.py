"""Rivers, seas, mountains and lakes by lexicon: they are natural features and no places."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.lexicon import lexicon

_LEXICON: Final = lexicon("landscape")
_NAMES: Final = sorted((n for names in _LEXICON.values() for n in names), key=lambda n: (-len(n), n))
# "|der| Oder", "|zwischen| Ems und Eider", "|im| Harz": never "oder" alone, nor the town "Fulda" or a Ms Weser
_NATURE: Final = re.compile(
    r"(?<![\w-])(?:[Dd](?:er|ie|as|en|em|es)|[Aa]m|[Ii]m|[Vv]om|[Zz]u[mr]|[Bb]eim|[Uu]nd|[Zz]wischen|[Nn]iederen|[Uu]nteren|[Oo]beren|[Mm]ittleren|nördlichen|südlichen|östlichen|westlichen)[ \u00a0]"
    rf"(?P<name>{'|'.join(re.escape(n) for n in _NAMES)})s?(?![\w-])(?![ \u00a0][A-ZÄÖÜ][a-zäöüß]+(?:er|e)?[ \u00a0]?(?:GmbH|AG|e\.[ \u00a0]?V\.))"
)
# "zwischen Ems |und| Eider": the second counts beside a first
_BETWEEN: Final = re.compile(r"(?:[Zz]wischen[ \u00a0](?:[Dd](?:er|em)[ \u00a0])?[\w-]{2,30}|[Nn]ord- )[ \u00a0]$")


def natural(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every natural feature, code points, in text order."""
    for m in _NATURE.finditer(text):
        joined = m[0][:3].casefold() == "und"
        if not joined or _BETWEEN.search(text, max(0, m.start() - 50), m.start()):
            yield m.start("name"), m.end()
