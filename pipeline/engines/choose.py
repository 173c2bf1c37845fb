"""The engine that the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.engines.base import Engine
    from pipeline.settings import Settings


@contextmanager
def engine_of(settings: "Settings") -> Iterator["Engine"]:
    """Where the extraction is done, until the block ends.

    Raises:
        SettingsError: when workers and a cluster are asked for at once.
        BelegtError: when the cluster cannot be used.
    """
    from extractors.registry import EXTRACTORS
    from pipeline.batches import load_nlp
    from pipeline.engines.base import Here, Recipe

    seconds, memory = settings.extract_seconds, settings.extract_memory
    if settings.cluster is None and settings.workers == 1:
        yield Here(partial(load_nlp, settings.model), EXTRACTORS, seconds=seconds, memory=memory)
        return

    recipe = Recipe(partial(load_nlp, settings.model, 1))
    if settings.cluster is not None:
        if settings.workers != 1:
            raise SettingsError("the cluster has workers of its own", "--workers", "leave it or --cluster out")
        from pipeline.engines.cluster import Cluster

        with Cluster(settings.cluster, recipe) as cluster:
            yield cluster
        return

    from pipeline.engines.local import Local

    with Local(settings.workers, recipe, seconds=seconds, memory=memory) as local:
        yield local
