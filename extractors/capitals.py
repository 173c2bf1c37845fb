"""Short names in capitals that are the distinctive word of a long one: the headline's "Forschungsnetz Linde" is the text's "LINDE"."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from extractors.german import fold
from extractors.nounphrases import Heads

_HEADS: Final = tuple(Heads(label) for label in ("ORG", "INFRASTRUCTURE", "PROJECT"))
_CAPITALS: Final = re.compile(r"(?<![\w-])[A-ZÄÖÜ]{4,}(?![\w-])")
_PROPER: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{3,}")
# "das Register |LINDE|": what kind of thing it is called there
_KIND: Final = re.compile(r"(?<![\w-])([A-ZÄÖÜ][\w-]{2,40})[ \u00a0][„\"»]?$")
# Kinds that one thing may have by turns: "das Forschungsnetz Linde", "der Verbund LINDE"
_ALIKE: Final = (
    ("netz", "netzes", "netzwerk", "netzwerks", "verbund", "verbunds", "verbundes", "konsortium", "konsortiums"),
    ("projekt", "projekts", "projektes", "vorhaben", "vorhabens", "initiative", "programm", "programms"),
    ("register", "registers", "datenbank", "biobank", "kohorte"),
)
# "TANNRODE (pm) – Das ...": a place at the head of a line
_DATELINE: Final = re.compile(r"[ \u00a0]?[.,(/–—|:-]")


def short_names(text: str, names: Iterable[str], taken: Collection[str], places: Collection[str]) -> Mapping[str, str]:
    """{short name in capitals: base form of the long name}, for those that stand in the text and that nothing contradicts.

    Args:
        text: the document's.
        names: base forms of the names of one label.
        taken: short forms that the text explains otherwise.
        places: names of places: "Netzwerk Rhein" is not "RHEIN".
    """
    written = {m[0] for m in _CAPITALS.finditer(text)}
    if not written:
        return {}
    owners: dict[str, set[str]] = {}
    for name in names:
        word = _distinctive(name)
        if word is not None and word not in places and word.upper() in written:
            owners.setdefault(word.upper(), set()).add(name)
    explained = {fold(short) for short in taken}
    return {
        short: next(iter(long))
        for short, long in owners.items()
        if len(long) == 1 and fold(short) not in explained and _agrees(text, short, next(iter(long)))
    }


def _distinctive(name: str) -> str | None:
    """The one word that says which one it is: "Forschungsnetz |Linde|", "|Linde|-Register"; None where there are several."""
    words = name.split()
    if len(words) == 1:
        first, _, rest = name.partition("-")
        return first if _PROPER.fullmatch(first) and (not rest or _kind(rest)) else None
    own = [w for w in words if not _kind(w)]
    proper = _PROPER.fullmatch(own[0]) is not None if len(own) == 1 else False
    return own[0] if proper and own[0] == words[-1] else None


def _agrees(text: str, short: str, long: str) -> bool:
    """Whether no place of the short name is called another kind of thing ("das Register LINDE"), and one is no dateline."""
    own = next((w.casefold() for w in re.split(r"[ -]", long) if _kind(w)), "")
    counted = 0
    for m in re.finditer(rf"(?<![\w-]){short}(?![\w-])", text):
        before = _KIND.search(text, max(0, m.start() - 60), m.start())
        if before is not None and _kind(before[1]) and not _same_kind(before[1].casefold(), own):
            return False
        begins = m.start() == 0 or text[m.start() - 1] == "\n"
        counted += not (begins and _DATELINE.match(text, m.end())) and not _shouted(text, m)
    return counted > 0


def _kind(word: str) -> bool:
    return any(heads.gender(word) for heads in _HEADS)


def _same_kind(noun: str, own: str) -> bool:
    if not own or noun.endswith(own) or own.endswith(noun.removesuffix("s")):
        return True
    return any(noun.endswith(group) and own.endswith(group) for group in _ALIKE)


def _shouted(text: str, m: re.Match[str]) -> bool:
    """Whether the words beside it are in capitals too: "FORSCHUNGSNETZ LINDE STARTET"."""
    return bool(
        re.search(r"[A-ZÄÖÜ]{4}[ \u00a0]$", text[max(0, m.start() - 5) : m.start()])
        or re.match(r"[ \u00a0][A-ZÄÖÜ]{4}", text[m.end() : m.end() + 5])
    )
