"""The extractors, in the order in which they run: later ones see what earlier ones found. Adding one is one line here."""

from typing import Final

from extractors.abbreviations import Abbreviations
from extractors.base import Extractor
from extractors.counts import Counts
from extractors.dates.extractor import Dates
from extractors.infrastructures import Infrastructures
from extractors.money import Money
from extractors.organisations import Organisations
from extractors.people import People
from extractors.places import Places
from extractors.projects import Projects
from extractors.quotes import Quotes
from extractors.relations.extractor import Relations

EXTRACTORS: Final[tuple[Extractor, ...]] = (
    Dates(),
    Abbreviations(),
    Infrastructures(),
    Projects(),
    Organisations(),
    People(),
    Places(),
    Money(),
    Counts(),
    Quotes(),
    Relations(),
)
