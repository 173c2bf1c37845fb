"""Quoted speech with its speaker: „…“, so Prof. X; X betont: „…“; „…“, sagt Dr. Y.

Mottos and names in quotation marks are no quotes: a quote is a clause of some length beside a verb of saying.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Opening and closing marks; the last pair is typewriter style, where both are the same.
_PAIRS: Final = (("„", '“”"'), ("»", "«"), ("«", "»"), ("“", '”"'), ("‚", "‘’"), ('"', '"“”'))
_MOST: Final = 2500  # code points
_VERB: Final = "|".join(re.escape(v) for v in sorted(lexicon("speech")["verbs"], key=lambda v: (-len(v), v)))
_SAID_AFTER: Final = re.compile(rf"^[\s\u00a0]*[,–-]?[\s\u00a0]*(?P<verb>(?:so|{_VERB})(?!\w))")
_COLON: Final = re.compile(r":[\s\u00a0]*$")
_PRONOUN: Final = re.compile(r"^[\s\u00a0]*,?[\s\u00a0]*\w+[\s\u00a0](?:sie|er)\b")


class Quotes:
    """Mentions of QUOTE, and `said` where the speaker is named."""

    name = "quotes"
    version = 1
    labels = ("QUOTE", "said")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every quoted clause that somebody says; each part of a split quote is one."""
        text = doc.text
        people = sorted((m for m in context.mentions if m.label == "PERSON"), key=lambda m: m.span.start)
        starts = [m.span.start for m in people]
        last: Mention | None = None
        last_end = 0
        for start, end in _quoted(text):
            speaker, rule, low, high = _speaker(text, start - 1, end + 1, people, starts)
            if speaker is None and last is not None and _continues(text, start, last_end, end):
                # „...“, sagt Dr. X. „...“: the second part follows at once
                speaker, rule, low, high = last, "split", start - 1, end + 1
            elif (
                speaker is None
                and last is not None
                and _PRONOUN.match(text[end + 1 : end + 60])
                and _SAID_AFTER.match(text[end + 1 : end + 60])
            ):
                speaker, rule, low, high = last, "pronoun", start - 1, end + 1
            if speaker is None:
                continue
            quote = Span.of(text, start, end)
            name = speaker.attributes["name"]
            yield Mention(quote, "QUOTE", None, 0.9, self.name, rule, self.version, {"speaker": name})
            yield Fact(
                name,
                "said",
                quote.quote,
                speaker.span.quote,
                quote.quote,
                Span.of(text, low, high),
                0.85,
                self.name,
                rule,
                self.version,
            )
            last, last_end = speaker, high


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what stands between quotation marks and is long enough to be speech, without the marks."""
    opening = dict(_PAIRS)
    position = 0
    marks = re.compile("[" + "".join(opening) + "]")
    while (m := marks.search(text, position)) is not None:
        closers = opening[m[0]]
        before = text[m.start() - 1] if m.start() else " "
        after = text[m.end() : m.end() + 1]
        # A closing mark, or an apostrophe inside a word; but "„" opens even when the text stands on the next line.
        if m[0] != "„" and (before.isalnum() or not after.strip()):
            position = m.end()
            continue
        closing = re.compile(f"[{closers}]").search(text, m.end(), m.end() + _MOST)
        if closing is None:
            position = m.end()
            continue
        end = closing.start()
        if text[m.end() : end].strip():
            yield m.end(), end
        position = end + 1


def _speaker(
    text: str, low: int, high: int, people: list[Mention], starts: list[int]
) -> tuple[Mention | None, str, int, int]:
    """The speaker of the quote between `low` and `high` (marks included), the rule, and where the evidence lies."""
    after = text[high : high + 160]
    if (said := _SAID_AFTER.match(after)) is not None:
        near = bisect_left(starts, high + said.end())
        if near < len(people):
            person = people[near]
            gap = text[high + said.end() : person.span.start]
            if len(gap) <= 140 and not re.search(r"[!?;„\"»]|\.\s+[A-ZÄÖÜ](?!\w*\.)[a-zäöü]{3,}\s[a-zäöü]", gap):
                return person, "after", low, person.span.end
    before = text[max(0, low - 220) : low]
    if _COLON.search(before) is not None:
        near = bisect_left(starts, low) - 1
        sentence = max(
            before.rfind("\n"),
            *(m.end() for m in re.finditer(r"(?<!Dr)(?<!Prof)(?<!med)(?<!rer)(?<!nat)\.\s(?=[A-ZÄÖÜ])", before)),
            0,
        )
        if near >= 0 and people[near].span.start >= low - len(before) + sentence:
            return people[near], "before", people[near].span.start, high
    return None, "", low, high


def _continues(text: str, start: int, last_end: int, end: int) -> bool:
    """Whether this quote follows the words about its speaker at once."""
    gap = text[last_end : start - 1]
    return (
        0 <= start - 1 - last_end <= 240
        and gap.count(". ") + gap.count(".\n") <= 1
        and end - start > 20
        and "\n\n" not in gap.strip("\n")
    )
