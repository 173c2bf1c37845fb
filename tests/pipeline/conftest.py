"""What tests of several engines share."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """Two processes on this machine; a task may cost one of them."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address=None,
        ) as cluster,
    ):
        warnings.simplefilter("ignore")
        cluster.scheduler.allowed_failures = 1
        yield cluster
