"""The words around a quote: verbs of saying, words that name a source, words that only name a thing in marks."""

import re
from typing import Final

from extractors.lexicon import lexicon

_SPEECH: Final = lexicon("speech")
_ENDINGS: Final = ("t", "te", "en", "ten", "et", "ete", "eten", "n")

VERBS: Final[frozenset[str]] = frozenset(_SPEECH["forms"]) | {
    stem + end for stem in _SPEECH["stems"] for end in _ENDINGS
}
"""Finite forms of verbs of saying."""
JUDGING: Final[frozenset[str]] = frozenset(_SPEECH["judging"])
"""Verbs that say what something is in somebody's words: "bezeichnete ... als"."""
MUTE: Final[frozenset[str]] = frozenset(_SPEECH["mute"])
"""Verbs that behind marks without a comma say nothing of a speaker."""
NAMING: Final[frozenset[str]] = frozenset(_SPEECH["naming"])
"""Nouns before a title or motto."""

SAYING: Final[frozenset[str]] = (VERBS - frozenset(_SPEECH["light"])) | JUDGING
"""Verbs that by themselves make what stands in marks inside a sentence somebody's words; light ones need a "dass"."""

# "mit den Worten", "mit folgenden Worten:", "wörtlich:"
QUOTING: Final = re.compile(
    r"\b(?:mit (?:den|diesen|folgenden|seinen|ihren) Worten|[Ww]örtlich)(?: zitiert)?[ \u00a0,:]*$"
)
# "versuchte mit den Worten zu beruhigen:"
WORDS: Final = re.compile(r"\bmit (?:den|diesen|folgenden|seinen|ihren) Worten\b")
# "laut X", "nach Angaben des X", "..., so X"
SOURCE: Final = re.compile(
    r"(?<![\w-])(?:[Ll]aut|[Nn]ach (?:Angaben?|Ansicht|Auffassung|Meinung|Einschätzung|Worten|Aussagen?|Überzeugung)(?: (?:von|vom|des|der))?|(?<=, )so(?! (?:dass|wie|viel)))[ \u00a0]+"
)
# Indirect speech: "sei", "habe", "werde"
REPORTED: Final = re.compile(
    r"\b(?:sei|seien|habe|hätten|hätte|werde|würden|würde|könne|könnten|müsse|müssten|solle|sollten|wolle|dürfe|dürften|gebe|stehe|bleibe|gehe|komme|erinnere|mache|brauche|wäre|wären|zeige|gelte|liege|laufe|führe|biete)\b"
    # "„...“ |schiesse|, ...", "... |resultiere|."
    r"|(?<![\w-])(?!heute|gerade|alle|beide|viele|eine|seine|ihre|keine|ohne|diese|solche|einige|andere|weitere|ende|stelle|weise)[a-zäöüß]{4,}(?<!te)e(?=[.,;])"
)
# "die Lage |sei| „kritisch“": what somebody else says, even where nobody is named
SUBJUNCTIVE: Final = re.compile(r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle|dürfe|gebe|stehe|bleibe)\b")
# "als „Geschäft des Jahres“ |bezeichnet| worden"
JUDGED_AFTER: Final = re.compile(
    r"[ \u00a0]*(?:bezeichnet|beschrieben|kritisiert|gewertet|verurteilt|gelobt|gewürdigt|charakterisiert)\b"
)
# "hatte die Zustimmung „trotz einiger Vorbehalte“ |bekannt gegeben|"
SAID_AFTER: Final = re.compile(
    r"\b(?:bekannt ?gegeben|erklärt|gesagt|betont|angekündigt|mitgeteilt|geschrieben|geäußert|versichert|bestätigt)\b"
)
# „Bruno“ genannt, „X“ heißt
NAMED_AFTER: Final = re.compile(r"[ \u00a0]*(?:genannt|heißt|heißen|hieß|getauft|nennt sich)\b")
# What makes the words in marks a name: "das Projekt |„X“", "die sogenannte |„X“", "unter dem Motto |„X“"
EMBEDDED: Final = re.compile(
    r"(?:\b(?:so ?genannte\w?|genannt|namens|heißt|Motto|Titel|Thema|Namen?|Begriff|Slogan|Stichwort|Prinzip,?|Leitbild|Programm|Projekt|Schwerpunkt)|\w\()[ \u00a0]*$"
)
