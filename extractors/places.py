"""Places by lexicon: countries, states, regions, larger cities; what lies inside another name is no place."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractors.base import NAMED, Context, Fact, Finding, Mention, Span
from extractors.entities import entities
from extractors.layout import text_of
from extractors.named import PLACE_NAMES, Candidates, settle

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PLACE: Final = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(n) for n in sorted(PLACE_NAMES, key=lambda n: (-len(n), n))) + r")s?(?![\w-])"
)
# Words that are ordinary German at the start of a sentence or with an article.
_ORDINARY: Final = frozenset(
    {"Essen", "Hof", "Hagen", "Halle", "Worms", "Singen", "Celle", "Witten", "Hamm", "Rom", "Wales", "Franken"}
)

_LEAST: Final = 0.5  # below it two of three of the model's places are none


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
            if score >= _LEAST:
                found.setdefault((start, end), ("model", score))
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
                {"name": name, "kind": "place"},
            )
