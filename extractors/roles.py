"""Offices and roles as the text words them: "Dekanin der Medizinischen Fakultät", "Caritas-Präsident"."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.german import ACADEMIC, STARTERS
from extractors.lexicon import lexicon

_HEADS: Final = frozenset(h.casefold() for h in lexicon("roles")["heads"])
_LEADING: Final = frozenset(h.casefold() for h in lexicon("roles")["leading"])
_LENGTHS: Final = sorted({len(h) for h in _HEADS}, reverse=True)
_TOKEN: Final = re.compile(r"[^\W_][\w’'*:.&+-]*|[^\w\s]|\n")
# What a role phrase may hold besides capitalised words: "Leiterin der Abteilung für ... am Institut von ..."
_INNER: Final = frozenset(
    {
        "der",
        "des",
        "die",
        "dem",
        "den",
        "das",
        "am",
        "an",
        "im",
        "in",
        "beim",
        "bei",
        "für",
        "von",
        "vom",
        "zur",
        "zum",
        "und",
        "sowie",
        "auf",
        "aus",
        "of",
        "for",
        "the",
        "&",
        "ins",
        "über",
    }
)
_DANGLING: Final = re.compile(
    r"[ \u00a0](?:der|des|die|dem|den|das|am|an|im|in|beim|bei|für|von|vom|zur|zum|und|sowie|auf|aus|&|über)$"
)
_ADJECTIVE: Final = re.compile(
    r"(?!inzwischen|zwischen|neben|gegen|wegen|seine|ihre|eine|unsere|diese|jede|aber|oder|über|unter|weiter|immer|wieder|heute|gestern)"
    r"[a-zäöüß-]+(?:e|en|er|es|em)$"
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role as written.

    Attributes:
        start, end: the whole phrase, code points, without article.
        head_end: where the role's own noun ends: "Dekanin" of "Dekanin der Medizinischen Fakultät".
        leads: whether the noun says that the person leads the thing.
    """

    start: int
    end: int
    head_end: int
    leads: bool


@lru_cache(maxsize=50_000)
def is_role(word: str) -> bool:
    """Whether the word is a role noun or a compound of one, gendered or inflected ("Sprecher:in", "Sprechers")."""
    bare = re.sub(r"[:*_/]-?(?=in)|(?<=\w)\((in|innen)\)", "", word).strip(".").casefold()
    return any(
        _known(form) for form in (bare, bare.removesuffix("s"), bare.removesuffix("nen"), bare.removesuffix("n"))
    )


def is_leading(word: str) -> bool:
    """Whether the role noun says that its holder leads something."""
    bare = re.sub(r"[:*_/]-?(?=in)", "", word).casefold()
    return any(bare.endswith(head) for head in _LEADING)


def _known(form: str) -> bool:
    return any(len(form) >= n and form[-n:] in _HEADS and _joint(form, n) for n in _LENGTHS)


def _joint(form: str, length: int) -> bool:
    """A short noun at the end of a longer word must be a real compound: no "Chef" in "Küchef"."""
    return len(form) == length or length >= 5 or form[-length - 1] in "-s"


def after(text: str, position: int, limit: int) -> Role | None:
    """The role phrase that starts at `position` ("Dekanin der Medizinischen Fakultät"), or None.

    Args:
        text: the document's.
        position: code point at which the phrase starts.
        limit: code point at which the sentence ends.
    """
    tokens = list(_TOKEN.finditer(text, position, min(limit, position + 260)))
    k = 0
    while k < len(tokens) and tokens[k][0] in (
        "die",
        "der",
        "das",
        "ein",
        "eine",
        "seine",
        "ihre",
        "ehemaliger",
        "ehemalige",
        "neue",
        "neuer",
        "neuen",
    ):
        k += 1
    first = k
    while k < len(tokens) and k - first < 4 and not is_role(tokens[k][0]):
        word = tokens[k][0]
        if not (_ADJECTIVE.fullmatch(word) or (word[0].isupper() and re.search(r"(?:e|er|es)$", word))):
            return None
        k += 1
    # "Dr. X, sowie Vertreter:innen aus ...": a plural is somebody else
    if k >= len(tokens) or not is_role(tokens[k][0]) or tokens[k][0].endswith("innen"):
        return None
    if k == first and not tokens[k][0][0].isupper():
        return None
    head = tokens[k]
    last = k
    for i in range(k + 1, len(tokens)):
        word = tokens[i][0]
        if word in ',;:.!?„“”"()»«\n–—|' or word in ACADEMIC:
            break
        if word in ("und", "sowie") and i + 1 < len(tokens) and _next_is_role(tokens, i + 1):
            # "Sprecher des Verbunds und Direktor des Instituts": the second office is another one
            break
        if word in _INNER or word[0].isupper() or word[0].isdigit():
            last = i
        elif (
            _ADJECTIVE.fullmatch(word)
            and i + 1 < len(tokens)
            and tokens[i + 1][0][0].isupper()
            and tokens[i - 1][0] in _INNER
        ):
            continue
        else:
            break
    end = tokens[last].end()
    quote = text[tokens[first].start() : end].rstrip(".")
    while (dangling := _DANGLING.search(quote)) is not None:
        quote = quote[: dangling.start()]
    end = max(tokens[first].start() + len(quote), head.end())
    return Role(tokens[first].start(), end, head.end(), is_leading(head[0]))


def _next_is_role(tokens: "list[re.Match[str]]", k: int) -> bool:
    return any(t[0][0].isupper() and is_role(t[0]) for t in tokens[k : k + 2])


def before(text: str, start: int, end: int) -> Role | None:
    """The role phrase that stands right before `end`, not before `start`: "Rektor |Prof. Dr. X", "die Dekanin der Fakultät, |Dr. X"."""
    start = max(start, end - 300)  # a role and its organisation, however long the sentence
    window = text[start:end]
    comma = re.search(r",[ \u00a0]*$", window)
    body = window[: comma.start()] if comma else window.rstrip()
    cut = max((m.end() for m in re.finditer(r"[,;:.„“”\"()»«\n](?![\w])|[–—][ \u00a0]", body)), default=0)
    tokens = list(_TOKEN.finditer(body, cut))
    heads = [i for i, t in enumerate(tokens) if t[0][0].isupper() and is_role(t[0])]
    if not heads:
        return None
    if comma:
        # "war die Bereichsdezernentin der Medizinischen Fakultät, Dr. X": article, role, the rest up to the comma
        k = heads[0]
        tail = [t[0] for t in tokens[k + 1 :]]
        if k == 0 or tokens[k - 1][0] not in (
            "die",
            "der",
            "Die",
            "Der",
            "dem",
            "den",
            "seiner",
            "ihrer",
            "Dem",
            "Den",
            "Unser",
            "Unsere",
            "unser",
            "unsere",
        ):
            adjective = (
                k >= 2
                and _ADJECTIVE.fullmatch(tokens[k - 1][0].lower())
                and tokens[k - 2][0] in ("die", "der", "Die", "Der", "dem", "den")
            )
            if not adjective:
                return None
            k -= 1
        if any(not (w in _INNER or w[0].isupper() or _ADJECTIVE.fullmatch(w)) for w in tail):
            return None
        return Role(
            start + tokens[k].start(),
            start + tokens[-1].end(),
            start + tokens[heads[0]].end(),
            is_leading(tokens[heads[0]][0]),
        )
    k = len(tokens) - 1
    if heads[-1] != k:
        return None
    head = tokens[k]
    while (
        k > 0
        and _ADJECTIVE.fullmatch(tokens[k - 1][0])
        and tokens[k - 1][0] not in _INNER
        and tokens[k - 1][0] not in ("eine", "einer", "seine", "ihre")
    ):
        k -= 1
    while (
        k > 0
        and re.fullmatch(r"[A-ZÄÖÜ]\w+(?:er|e|es)", tokens[k - 1][0])
        and tokens[k - 1][0] not in STARTERS
        and k > 1
    ):
        k -= 1
    return Role(start + tokens[k].start(), start + head.end(), start + head.end(), is_leading(head[0]))
