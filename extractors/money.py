"""Amounts of money: "rund 2,5 Millionen Euro", "506.070 Euro", "10 Mio. €", "EUR 3.000"."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from extractors.alternatives import one_of
from extractors.base import Context, Fact, Finding, Mention, Span
from extractors.german import DIGITS, SPACE, modifier, number, number_words
from extractors.layout import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CURRENCIES: Final = {
    "euro": "EUR", "eur": "EUR", "€": "EUR", "us-dollar": "USD", "dollar": "USD", "usd": "USD", "$": "USD", "us$": "USD", "franken": "CHF", "schweizer franken": "CHF",
    "chf": "CHF", "pfund": "GBP", "gbp": "GBP", "£": "GBP", "d-mark": "DEM", "dm": "DEM", "mark": "DEM", "cent": "EUR", "yen": "JPY",
}  # fmt: skip
_CURRENCY: Final = r"(?:US-Dollar|US\$|Schweizer[ \u00a0]Franken|Franken|Dollar|Euros?|EUR|USD|CHF|GBP|DM|D-Mark|Pfund|Cent|Yen|€|\$|£)(?!\w)"
_SCALE: Final = r"(?:Tausend|tausend|Millionen|Million|Mio\.?|Milliarden|Milliarde|Mrd\.?|Billionen|Billion)"
_WORDS: Final = one_of(number_words())
_NUMBER: Final = rf"(?:{DIGITS}|(?i:{_WORDS}|ein(?:e[nmrs]?)?(?={SPACE}(?:Million|Milliarde|Billion))))"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,-])(?<!\d[ \u00a0\u202f])(?P<number>{_NUMBER})(?P<dash>,(?:-|–|--))?(?:{SPACE}?(?P<scale>{_SCALE}))?(?:{SPACE}?|-)(?P<currency>{_CURRENCY})"
)
_PREFIXED: Final = re.compile(
    rf"(?<![\w.,-])(?P<currency>EUR|USD|CHF|€|\$|£){SPACE}?(?P<number>{DIGITS})(?:{SPACE}(?P<scale>{_SCALE}))?(?![\w])"
)


_ANY: Final = re.compile(_CURRENCY)


class Money:
    """Mentions of MONEY."""

    name = "money"
    version = 1
    labels = ("MONEY",)

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        """Every amount with its currency."""
        del context
        text = text_of(doc)
        if not _ANY.search(text):
            return
        seen = -1
        found = sorted([*_AMOUNT.finditer(text), *_PREFIXED.finditer(text)], key=lambda m: (m.start(), -m.end()))
        for m in found:
            if m.start() < seen:
                continue
            value = number(m["number"], m["scale"])
            currency = _CURRENCIES[m["currency"].casefold().removesuffix("s") if m["currency"] != "Euros" else "euro"]
            if value is None:
                continue
            if m["currency"] == "Cent":
                value = value / 100
            seen = m.end()
            attributes: dict[str, Any] = {"value": value, "currency": currency}
            attributes |= modifier(text, m.start())
            norm = {"value": value, "currency": currency}
            yield Mention(
                Span.of(text, m.start(), m.end()), "MONEY", norm, 0.97, self.name, "amount", self.version, attributes
            )
