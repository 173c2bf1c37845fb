"""Named research infrastructures: networks, registries, platforms, biobanks, data services."""

from extractors.base import Label
from extractors.named import Named


class Infrastructures(Named):
    """Mentions of INFRASTRUCTURE."""

    name = "infrastructures"
    label: Label = "INFRASTRUCTURE"
