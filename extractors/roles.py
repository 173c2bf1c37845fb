"""Offices and roles as the text words them: "Dekanin der Medizinischen Fakultät", "Leiter des Referats X beim Y"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from extractors.german import ACADEMIC, MONTHS, SPACE, STARTERS
from extractors.role_words import base, is_feminine, is_plural, is_role
from extractors.saying import VERBS

_TOKEN: Final = re.compile(r"[^\W_][\w’'*:.&+-]*(?:/-?in(?:nen)?(?!\w)|\(in(?:nen)?\))?|[^\w\s]|\n")
# What joins the parts of a role phrase: "Leiterin |der| Abteilung |für| ... |am| Institut |von| ..."
_JOINTS: Final = frozenset(
    [
        "darunter",  # "darunter Ministerin X", "unter ihnen Landrat Y"
        "ihnen",
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
        "zu",
        "auf",
        "aus",
        "of",
        "for",
        "the",
        "at",
        "&",
        "ins",
        "über",
        "gegen",
        "ihrer",
        "seiner",
        "ihres",
        "seines",
        "dieser",
        "dieses",
        "einer",
        "eines",
    ]
)
_AND: Final = frozenset({"und", "sowie", "&", "and"})
_DETERMINERS: Final = frozenset(
    [
        "die",
        "der",
        "das",
        "ein",
        "eine",
        "einer",
        "dem",
        "den",
        "des",
        "seine",
        "seiner",
        "ihr",
        "ihre",
        "ihrer",
        "sein",
        "unser",
        "unsere",
        "unserer",
        "dessen",
        "deren",
    ]
)
_PERIODS: Final = frozenset(("Amtszeit", "Amtsperiode", "Jahre", "Wahlperiode", "Legislaturperiode", "Monate"))
_MARKS: Final = frozenset(',;:!?„“”"()»«\n–—|/')
_DANGLING: Final = re.compile(
    rf"(?:{SPACE}(?:{'|'.join(sorted((_JOINTS | _AND) - {'&'}))}|&)|{SPACE}[a-zäöüß-]+(?:e|en|er|es|em))$"
)
_ADJECTIVE: Final = re.compile(
    r"(?!(?:inzwischen|zwischen|neben|gegen|wegen|seine[rnms]?|ihre[rnms]?|eine[rnms]?|unsere[rnms]?|diese[rnms]?|jede[rnms]?|aber|oder|"
    r"über|unter|weiter|immer|wieder|heute|gestern|werden|wurden?|würden?|sei|seien|habe|hatte|haben|waren|können|sollen|wollen|müssen|hatten|seinen|keine[rnms]?)$)"
    r"[a-zäöüß-]+(?:e|en|er|es|em)$"
)
_CAPITAL_ADJECTIVE: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{2,}(?:e|er|en|es|em)$")
# What says since when or how, before the role: "|seit 2019| Vorsitzende", "|zuletzt| Direktor", "|derzeit noch| Rektorin"
_SINCE: Final = (
    rf"(?:seit|ab|bis|von){SPACE}(?:(?:dem|zum|Ende|Anfang|Mitte){SPACE})?(?:Jahre?{SPACE})?(?:\d{{1,2}}\.{SPACE})?(?:(?:{'|'.join(sorted(MONTHS))}){SPACE})?"
    rf"(?:\d{{4}}(?:{SPACE}bis{SPACE}(?:Ende{SPACE})?\d{{4}})?|(?:(?:gut|rund|über|mehr als|fast){SPACE})?\w+{SPACE}Jahren)"
)
_LEAD: Final = re.compile(
    rf"(?:(?:{_SINCE}|derzeit|zurzeit|aktuell|zuletzt|bislang|bisher|zuvor|vormals|seinerzeit|hauptamtlich|zugleich|gleichzeitig|ebenfalls|auch|heute|damals|früher|künftig|bereits|"
    rf"außerdem|zudem|weiterhin|nun|jetzt|selbst|ehemals|einst|wiederum|noch|dort|hier|dabei|hauptberuflich|ehrenamtlich|federführend|"
    rf"nicht{SPACE}nur|sowohl|stellvertretend|kommissarisch|offiziell|erneut|wieder|schon|lange),?{SPACE}){{1,3}}"
)
_REMOVED: Final = re.compile(
    rf"^(?:(?:neu|neugewählt|neu gewählt|ehemalig|früher|langjährig|amtierend|scheidend|damalig|heutig|bisherig|künftig|designiert|frisch gekürt|zuständig|damalig|jetzig|verantwortlich|stammend|gebürtig|lebend|ansässig|"
    rf"Neu|Ehemalig|Früher|Langjährig|Amtierend|Scheidend|Damalig|Bisherig|Künftig|Designiert)(?:e|er|en|em|es)(?:,?{SPACE}))+"
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role as written.

    Attributes:
        start, end: the whole phrase, code points, without article.
        head_start, head_end: the role's own noun: "Dekanin" of "Dekanin der Medizinischen Fakultät".
        plural: whether the noun can only stand for several people.
    """

    start: int
    end: int
    head_start: int
    head_end: int
    plural: bool

    def head(self, text: str) -> str:
        """The role's own noun as written."""
        return text[self.head_start : self.head_end]


def after(text: str, position: int, limit: int, names: Mapping[int, int]) -> Role | None:
    """The role phrase that starts at `position` ("Dekanin der Medizinischen Fakultät"), or None.

    Args:
        text: the document's.
        position: code point at which the phrase starts.
        limit: code point at which the sentence, or the next person's name, starts.
        names: {start: end} of bodies' names: they are taken whole, whatever stands in them.
    """
    limit = min(limit, position + 300)
    lead = _LEAD.match(text, position, limit)
    begin = lead.end() if lead else position
    # Most places hold no role: the head must stand near, before all is cut into words.
    if not any(_is_head(m[0]) for m in _TOKEN.finditer(text, begin, min(limit, begin + 130))):
        return None
    tokens = list(_TOKEN.finditer(text, begin, limit))
    k = 0
    while k < len(tokens) and tokens[k][0].casefold() in _DETERMINERS:
        k += 1
    first = k
    while k < len(tokens) and k - first < 5 and not _is_head(tokens[k][0]):
        word = tokens[k][0]
        joined = word in _AND and k > first and k + 1 < len(tokens)
        cut = word.endswith("-") and word[0].isupper() and k + 1 < len(tokens) and tokens[k + 1][0] in _AND
        short = word in ("stellv.", "Stellv.", "1.", "2.", "Wiss.", "wiss.")
        if not (joined or cut or short or _CAPITAL_ADJECTIVE.fullmatch(word) or _attribute(word, known=k > 0)):
            return None
        k += 1
    if k >= len(tokens) or not _is_head(tokens[k][0]):
        return None
    head = tokens[k]
    head_end = head.start() + len(head[0].rstrip(".,:"))
    # "Mitgründer und CEO", "Präsidentin und Sprecherin der ...": the second is another role
    end = _complement(text, tokens, k, names)
    start = tokens[first].start()
    # "mit X, dem Präsidenten des Y": one person, inflected
    one = (
        k > 0
        and tokens[0][0] in ("dem", "den", "des", "der", "einem", "einen", "einer", "seinem", "ihrem")
        and not head[0].endswith("innen")
    )
    return Role(start, max(end, head_end), head.start(), head_end, is_plural(head[0]) and not one)


def _is_head(word: str) -> bool:
    return (word[0].isupper() or word.startswith("(")) and is_role(word)


def _complement(text: str, tokens: "list[re.Match[str]]", k: int, names: Mapping[int, int]) -> int:
    """Where the phrase ends whose head is token `k`; the code point behind its last word."""
    end, i = tokens[k].end(), k + 1
    if tokens[k][0].endswith(":"):
        return end - 1
    while i < len(tokens):
        token = tokens[i]
        word = token[0]
        if (name_end := names.get(token.start())) is not None and (i == k + 1 or tokens[i - 1][0] not in _MARKS):
            end = name_end
            while i < len(tokens) and tokens[i].start() < name_end:
                i += 1
            continue
        if word == "„" or (word in '“”"»' and text[token.end() : token.end() + 1].isalnum()):
            # "Sprecherin des Kollegs „Wasser und Macht“"
            closing = re.compile(r"[“”\"«]").search(text, token.end(), min(token.end() + 90, tokens[-1].end()))
            if closing is None or i == k + 1:
                break
            end = closing.end()
            while i < len(tokens) and tokens[i].start() < end:
                i += 1
            continue
        if word in _MARKS or word in ACADEMIC or word == ".":
            break
        if word in _AND:
            # "Sprecher des Verbunds und Direktor des Instituts": the second office is another one
            if _starts_role(tokens, i + 1) or not _goes_on(tokens, i + 1, names):
                break
        elif word[0].isupper() or word[0].isdigit():
            if word in STARTERS and word not in ("Der", "Die", "Das"):
                break
            end = token.end()
        elif word == "zum" and i + 1 < len(tokens) and tokens[i + 1][0].isdigit():
            break  # "Direktorin der Klinik zum 1. Mai 2026": the day is no part of the office
        elif word == "für" and any(t[0] in _PERIODS for t in tokens[i + 1 : i + 4]):
            break  # "Präsident für die Amtszeit 2024 bis 2026"
        elif word in _JOINTS or _ADJECTIVE.fullmatch(word):
            if not _goes_on(tokens, i, names) or (word not in _JOINTS and tokens[i - 1][0][0].isupper()):
                break
        else:
            break
        i += 1
    quote = (
        text[tokens[k].start() : end].rstrip(".,:") if not _abbreviated(text, end) else text[tokens[k].start() : end]
    )
    while (dangling := _DANGLING.search(quote)) is not None:
        quote = quote[: dangling.start()]
    return tokens[k].start() + len(quote)


def _abbreviated(text: str, end: int) -> bool:
    """Whether the stop at `end` belongs to the word: "e.V."."""
    return bool(re.search(r"\b(?:e\.?[ \u00a0]?V|[A-Z]\.[A-Z])\.$", text[max(0, end - 8) : end]))


def _starts_role(tokens: "list[re.Match[str]]", k: int) -> bool:
    """Whether a role follows: "und |stellvertretende Direktorin", "und |Sprecher"."""
    for t in tokens[k : k + 4]:
        if _is_head(t[0]):
            return True
        if not (_ADJECTIVE.fullmatch(t[0]) or _CAPITAL_ADJECTIVE.fullmatch(t[0]) or t[0] in _DETERMINERS):
            return False
    return False


def _goes_on(tokens: "list[re.Match[str]]", k: int, names: Mapping[int, int]) -> bool:
    """Whether joints and adjectives from `k` on lead to a capitalised word: "|für elektronische |Identitäten"."""
    for t in tokens[k : k + 5]:
        if t.start() in names or t[0][0].isupper() or t[0][0].isdigit() or t[0] == "„":
            return True
        if not (t[0] in _JOINTS or t[0] in _AND or _ADJECTIVE.fullmatch(t[0])):
            return False
    return False


# "war |die |Bereichsdezernentin der Fakultät, |Dr. X": what may stand before a role that is the subject of an apposition
_CLAUSE: Final = re.compile(r"[,;:„“”\"()»«\n!?|](?![\w])|[–—]|/|\.(?=[ \u00a0])")


def before(text: str, start: int, end: int, names: Mapping[int, int]) -> Role | None:
    """The role phrase right before `end`, not before `start`: "Rektor |Prof. Dr. X", "die Dekanin der Fakultät, |Dr. X".

    With a complement the phrase is taken when a comma follows it, or when a body's name ends it ("Rektor der RUB |Prof. Dr. X").
    """
    start = max(start, end - 300)  # a role and its organisation, however long the sentence
    body_end = start + len(text[start:end].rstrip(" \u00a0"))
    comma = body_end > start and text[body_end - 1] == ","
    if comma:
        body_end -= 1
    cut = start
    for m in _CLAUSE.finditer(text, start, body_end):
        if not any(a < m.start() < b for a, b in names.items()):
            cut = m.end()
    tokens = list(_TOKEN.finditer(text, cut, body_end))
    heads = [i for i, t in enumerate(tokens) if _is_head(t[0])]
    if not heads:
        return None
    last = heads[-1]
    if last == len(tokens) - 1 and not comma:
        first = _left(tokens, last)
        head = tokens[last]
        return Role(tokens[first].start(), head.end(), head.start(), head.end(), is_plural(head[0]))
    # "die Präsidentin des Instituts und der Sprecher des Netzes, X": the last one that reaches the name
    for k in reversed(heads):
        first = _left(tokens, k)
        article = first > 0 and tokens[first - 1][0].casefold() in _DETERMINERS | {"mit"}
        if not article and (first > 0 or (cut > start and comma)):
            continue
        role = after(text, tokens[first].start(), body_end, names)
        if role is None or role.end < body_end - 1 or role.head_start != tokens[k].start():
            continue
        if not comma and not any(b == role.end for b in names.values()):
            continue
        if comma and role.end == role.head_end and not article:
            continue
        return role
    return None


def _left(tokens: "list[re.Match[str]]", k: int) -> int:
    """Index of the first adjective of the role whose head is token `k`."""
    while k > 0:
        word = tokens[k - 1][0]
        if word.casefold() in _DETERMINERS or word in _JOINTS:
            break
        joined = word in _AND and k > 1 and (tokens[k - 2][0].endswith("-") or _inflected(tokens[k - 2][0], k - 2))
        if joined:
            k -= 2
            continue
        if not _inflected(word, k - 1):
            break
        k -= 1
    return k


def _attribute(word: str, *, known: bool) -> bool:
    """Whether the word is an adjective before a noun; a past tense ("sagte", "dankten") only behind an article (`known`)."""
    if not _ADJECTIVE.fullmatch(word) or word in _JOINTS or word in _DETERMINERS:
        return False
    return known or not re.search(r"[^n]ten?$", word) or word.startswith(("ge", "beauftrag", "studier", "promovier"))


def _inflected(word: str, k: int) -> bool:
    """Whether the word is an adjective before a noun; a capital one only where it does not begin the sentence by chance."""
    if word in VERBS:
        # "„...“, |betonte| MHO-Präsident X"
        return False
    if _attribute(word, known=False):
        return True
    return bool(_CAPITAL_ADJECTIVE.fullmatch(word)) and word not in STARTERS and not (is_role(word) and k > 0)


def nominative(text: str, role: Role, end: int) -> str:
    """The role up to `end` without inflection and without "neu", "ehemalig" and the like.

    "wissenschaftlichen Leiterin" -> "wissenschaftliche Leiterin", "neuen Präsidenten" -> "Präsident".
    """
    head = role.head(text)
    noun = base(head)
    if role.plural and noun == head and head.endswith("enden"):
        noun = head[:-1]
    left = " ".join(text[role.start : role.head_start].split())
    right = " ".join(text[role.head_end : end].split())
    left = _REMOVED.sub("", left + " ").strip() if left else ""
    if left:
        # "stellvertretende Vorsitzende": a participle does not say whose form it is
        ending = "e" if is_feminine(noun) or re.search(r"(?:nd|gt|rt|et|mt|lt|kt|cht)e$", noun) else "er"
        words = [re.sub(r"(?:en|em|e)$", ending, w) if _ADJECTIVE.fullmatch(w.casefold()) else w for w in left.split()]
        left = " ".join(words) if re.fullmatch(r"[\w.\- ]+", left) else left
    noun = re.sub(r"(end|ragt|igt|iert|dnet|chtet)en$", r"\1e", noun)
    return " ".join(p for p in (left, noun, right) if p)
