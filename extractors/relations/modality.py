"""How a sentence says what it says: as done, as planned, as not so, as somebody's words."""

import re
from typing import Final

from extractors.base import Modality

# "|Nicht beteiligt| ist X"; "|nicht nur| A, sondern auch B" is no denial
_NEGATED: Final = re.compile(
    r"\b(?:[Nn]icht(?![ \u00a0](?:nur|zuletzt|allein|bloß|mehr[ \u00a0]nur)\b)|[Kk]eine?[nrm]?)\b"
)
_INTENDED: Final = re.compile(
    r"\b(?:soll|sollen|will|wollen|(?<!als )(?<!wie )[Gg]eplant|[Vv]orgesehen|plant|planen|beabsichtigt|voraussichtlich)\b|"
    # the first of a sentence is enough: looking on from each would take the square of its length
    r"(?:^|(?<=[.!?]))(?>[^.!?]*?\b(?:entschieden|beschlossen|angekündigt)\b)[^.!?]*[ \u00a0](?:zu[ \u00a0][a-zäöüß]+|(?>\w+?zu)\w+)(?:en|ern|eln)\b"
)
# "wird sich am Projekt beteiligen": an infinitive ends the clause; "wird vom Bund gefördert" is a passive of today
_FUTURE: Final = re.compile(
    r"(?:^|(?<=[,;:]))(?>[^,;:]*?\b(?:wird|werden)\b)[^,;:]*?[ \u00a0](?!worden\b|werden\b)[a-zäöüß]{3,}(?:en|ern|eln|sein)(?=[ \u00a0]*(?:[.!?,:;]|$))"
    # "das im Mai seine Arbeit aufnehmen wird"; "betrieben wird", "vorgenommen wird" are passives
    r"|[ \u00a0](?!ge|be|er|ver|unter|ent|zer|über|\w*ge(?!h))[a-zäöüß]{3,}(?:en|ern|eln)[ \u00a0](?:wird|werden)(?=[ \u00a0]*[.,;:!?]|$)"
)
# "sei am Projekt beteiligt, hieß es": indirect speech
_REPORTED: Final = re.compile(r"\b(?:sei|seien|habe|hätten|werde|könne|solle|müsse)\b")


def modality_of(sentence: str) -> Modality:
    """The modality of a sentence's statement; the wording decides, not the calendar."""
    if _NEGATED.search(sentence):
        return "negated"
    if _INTENDED.search(sentence) or _FUTURE.search(sentence):
        return "planned"
    return "reported" if _REPORTED.search(sentence) else "asserted"
