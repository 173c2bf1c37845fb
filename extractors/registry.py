"""The extractors, in the order in which they run: later ones see what earlier ones found. Adding one is one line here."""

from typing import Final

from extractors.abbreviations import Abbreviations
from extractors.base import Extractor
from extractors.infrastructures import Infrastructures
from extractors.organisations import Organisations
from extractors.places import Places
from extractors.projects import Projects

EXTRACTORS: Final[tuple[Extractor, ...]] = (
    Abbreviations(),
    Infrastructures(),
    Projects(),
    Organisations(),
    Places(),
)
