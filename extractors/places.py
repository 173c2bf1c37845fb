"""Places by lexicon: countries, states, regions, larger cities; what lies inside another name is no place."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.alternatives import one_of
from extractors.base import NAMED, Context, Fact, Finding, Mention, Span
from extractors.entities import entities
from extractors.landscape import natural
from extractors.layout import text_of
from extractors.named import PLACE_NAMES, Candidates, settle

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PLACE: Final = re.compile(rf"(?<![\w-]){one_of(PLACE_NAMES)}s?(?![\w-])")
# Words that are ordinary German at the start of a sentence or with an article.
_ORDINARY: Final = frozenset(
    {"Essen", "Hof", "Hagen", "Halle", "Worms", "Singen", "Celle", "Witten", "Hamm", "Rom", "Wales", "Franken"}
)

_LEAST: Final = 0.5  # below it two of three of the model's places are none
_DISTRICT: Final = re.compile(
    r"(?:(?:Land)?[Kk]reis|(?:Verbands|Samt|Orts)?[Gg]emeinde|(?:Regierungs|Stadt)?[Bb]ezirk|Stadtteil|Ortsteil|Region)[ \u00a0][A-ZÄÖÜ]"
)


class Places:
    """Mentions of LOC, kind `place`."""

    name = "places"
    version = 1
    labels = ("LOC",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every place that is no part of another name."""
        text = text_of(doc)
        found: Candidates = {}
        for m in _PLACE.finditer(text):
            if m[0] in _ORDINARY and not re.search(
                r"\b(?:in|aus|nach|bei|von|Stadt|Raum)[ \u00a0]$", text[max(0, m.start() - 7) : m.start()]
            ):
                continue
            if m[0] == "Halle" and text[m.end() + 1 : m.end() + 2].isdigit():  # "in Halle 13"
                continue
            # "Leipzigs" is Leipzig; "Hess" never is
            found[m.span()] = ("lexicon", 0.9)
        for start, end, score in entities(doc, "LOC"):
            if score >= _LEAST or _DISTRICT.match(text, start, end):  # "im |Landkreis Musterstadt|"
                found.setdefault((start, end), ("model", score))
        # "Frankfurt |am Main|" is one place
        nature = {(a, b) for a, b in natural(text) if not any(s <= a and b <= e and (s, e) != (a, b) for s, e in found)}
        found = {span: how for span, how in found.items() if not any(a < span[1] and span[0] < b for a, b in nature)}
        found |= dict.fromkeys(nature, ("landscape", 0.85))
        others = [m.span for m in context.mentions if m.label in NAMED]
        for (start, end), (rule, score) in settle(found, others).items():
            quote = text[start:end]
            name = quote if quote in PLACE_NAMES else quote.removesuffix("s")
            yield Mention(
                Span.of(text, start, end),
                "LOC",
                None,
                score,
                self.name,
                rule,
                self.version,
                {"name": name, "kind": "nature" if (start, end) in nature else "place"},
            )
