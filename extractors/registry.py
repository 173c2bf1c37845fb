"""The extractors, in the order in which they run: later ones see what earlier ones found. Adding one is one line here."""

from typing import Final

from extractors.base import Extractor

EXTRACTORS: Final[tuple[Extractor, ...]] = ()
