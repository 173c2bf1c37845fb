"""Organisations: clinics, institutes, faculties, universities, ministries, foundations, associations, companies."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.alternatives import one_of
from extractors.base import Context, Label
from extractors.layout import text_of
from extractors.lexicon import lexicon
from extractors.named import Named
from extractors.needles import Sought

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LEXICON: Final = lexicon("organisations")

# "TÜV NORD GROUP": words in capitals after a known name belong to it
_KNOWN: Final = re.compile(
    rf"(?<![\w-]){one_of(_LEXICON['names'])}(?![\w-])(?:[ \u00a0][A-ZÄÖÜ]{{4,}}(?![\w-])){{0,3}}"
)
# "Nordlicht Farbwerke AG", "TÜV Informationstechnik GmbH": up to five capitalised words before a legal form;
# "Hüttenwerke |GmbH und| Walzwerk AG" are two
_COMPANY: Final = re.compile(
    rf"(?<![\w.-])(?:(?!{one_of(_LEXICON['legal_forms'])}[ \u00a0](?:und|sowie)[ \u00a0](?!Co\b))[A-ZÄÖÜ0-9][\w.&+-]{{0,60}}[ \u00a0](?:(?:&|und|für|der)[ \u00a0])?){{1,5}}{one_of(_LEXICON['legal_forms'])}(?!\w)"
)
_UNIVERSITY: Final = re.compile(
    rf"(?<![\w-]){one_of(_LEXICON['universities'])}[ \u00a0][A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*(?![\w])"
)
# "des Landes Brandenburg", "das Land Hessen": a state as an actor; "im Land Brandenburg" is where
_STATE: Final = Sought(
    r"(?<![Ii]m[ \u00a0])(?<!\bins[ \u00a0])(?<!\b[Ii]n dem[ \u00a0])(?<!\b[Ii]n das[ \u00a0])(?<!\b[Ii]n den[ \u00a0])\b(?:Land|Landes|Freistaat|Freistaats|Freistaates)[ \u00a0][A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*"
)
_ARTICLE: Final = re.compile(
    # "3. Steinwerk GmbH" is the third of a list
    r"^(?:\d{1,2}\.|Der|Die|Das|Den|Dem|Des|Ein|Eine|Im|In|Am|Bei|Von|Mit|Für|Und|Auch|Als|Aus|Zur|Zum|Firma"
    # "Industriepartner |Nordlicht Farbwerke AG", "Softwarehersteller |Muster GmbH": what the company is
    r"|(?:[A-ZÄÖÜ][\w-]{0,40})?(?:[Uu]nternehmen|[Pp]artner|[Hh]ersteller|[Aa]nbieter|[Kk]onzern|[Bb]etreiber|[Dd]ienstleister)s?)[ \u00a0]"
)
# "die Insolvenz der |Nordbahn GmbH", "Gesellschafterin der |Muster AG": the company alone; "Gesellschaft der Freunde mbH" is one name
_HEADS: Final = tuple(head.lower() for heads in lexicon("heads")["ORG"].values() for head in heads)
_OF: Final = re.compile(r"(?<![\w-])([\w-]++)[ \u00a0]der[ \u00a0]")


class Organisations(Named):
    """Mentions of ORG."""

    name = "organisations"
    label: Label = "ORG"

    def base_form(self, name: str) -> str:
        """The name without inflection; "Landes Hessen" is a state's own way."""
        return re.sub(r"^(Land|Freistaat)(?:e?s)(?=[ \u00a0])", r"\1", super().base_form(name))

    def extra(self, doc: "Doc", context: Context) -> Iterator[tuple[int, int, str, float]]:
        """Companies by legal form, universities by short word and place, states, known short forms."""
        del context
        text = text_of(doc)
        for m in _COMPANY.finditer(text):
            start = m.start()
            while (article := _ARTICLE.match(text[start : m.end()])) is not None:
                start += article.end()
            for of in _OF.finditer(text, start, m.end()):
                if not of[1].lower().endswith(_HEADS):
                    start = of.end()
            if text[start : m.end()].count(" ") or text[start : m.end()].count("\u00a0"):
                yield start, m.end(), "legal_form", 0.9
        for m in _UNIVERSITY.finditer(text):
            yield m.start(), m.end(), "university", 0.9
        for m in _STATE.finditer(text):
            yield m.start(), m.end(), "state", 0.7
        for m in _KNOWN.finditer(text):
            yield m.start(), m.end(), "lexicon", 0.85
