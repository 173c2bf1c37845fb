"""The name of an organisation as it stands by itself, from the case in which a masthead has it.

"Pressemitteilung des Universitätsklinikums X" is issued by the Universitätsklinikum X. Only what the closed lists below
know is changed; all else stays as it is written.
"""

import re
from typing import Final

_NEUTER: Final = (
    "klinikum|zentrum|centrum|institut|ministerium|amt|haus|werk|kolleg|konsortium|präsidium|museum|labor|archiv"
    "|kuratorium|register|hospital|forum|büro|studio|spital|theater|observatorium|departement|department"
    "|sekretariat|kommissariat|referat|gymnasium"
)
_MASCULINE: Final = (
    "verband|verbund|verein|bund|rat|ausschuss|dienst|kreis|tag|senat|konzern|vorstand|club|klub|bezirk|freistaat"
    "|stab|rundfunk"
)
_FEMININE: Final = (
    "universität|hochschule|akademie|klinik|medizin|agentur|charité|kammer|kasse|fakultät|anstalt|schule|bank"
    "|gruppe|allianz|initiative|behörde|union|kirche|diakonie|caritas|stelle|regierung|versicherung|stiftung"
    "|vereinigung|einrichtung|verwaltung|schaft"
)
_GENITIVE: Final = re.compile(rf"(?P<noun>[\w-]*?(?:(?P<neuter>{_NEUTER})|{_MASCULINE}))(?:e?s)?", re.IGNORECASE)
_FEMALE: Final = re.compile(rf"[\w-]*?(?:{_FEMININE})", re.IGNORECASE)
_ADJECTIVE: Final = re.compile(r"[A-ZÄÖÜ][\w-]+en")
_AND: Final = re.compile(r"(?:,| und| sowie) des (?=[A-ZÄÖÜ])")


def nominative(name: str, article: str) -> str:
    """The name in the nominative.

    Args:
        name: as it follows its article: "Universitätsklinikums X", "Deutschen Zentrums für Y".
        article: the article, or the preposition that holds it: des, der, vom, von dem, von der; or another word.

    >>> nominative("Universitätsklinikums X", "des"), nominative("Deutschen Zentrums für Y", "des")
    ('Universitätsklinikum X', 'Deutsches Zentrum für Y')
    >>> nominative("Technischen Universität X", "der"), nominative("Institut X", "vom")
    ('Technische Universität X', 'Institut X')
    """
    if article == "des" and (several := _AND.search(name)):
        # "des Klinikums A und des Instituts B"
        first, second = name[: several.start()], name[several.end() :]
        return nominative(first, article) + several[0].removesuffix("des ") + nominative(second, article)
    words = name.split(" ")
    at = next((n for n, word in enumerate(words) if not _is_adjective(words, n, word)), 0)
    if article in {"der", "von der"}:
        ending = "e" if _FEMALE.fullmatch(words[at]) else None
    else:
        found = _GENITIVE.fullmatch(words[at]) if article in {"des", "vom", "von dem"} else None
        if found is None:
            return name
        ending = "es" if found["neuter"] else "er"
        if article == "des":
            words[at] = found["noun"]
    if ending is not None:
        words[:at] = [word.removesuffix("en") + ending for word in words[:at]]
    return " ".join(words)


def _is_adjective(words: list[str], n: int, word: str) -> bool:
    """Whether a noun still follows: "Deutschen Zentrums", but not "Kliniken Essen"."""
    return n + 1 < len(words) and words[n + 1][:1].isupper() and _ADJECTIVE.fullmatch(word) is not None
