"""A Dask cluster on this machine that keeps quiet and leaves nothing behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SILENT = logging.CRITICAL + 1


@contextmanager
def local_workers(workers: int = 2) -> Iterator[Any]:
    """Start a Dask cluster of worker processes on this machine; stop it at the end.

    No dashboard, no port but the loopback's, one thread per worker. Dask's loggers are silent, here
    and in the workers: a worker that is killed on purpose is no news.

    Args:
        workers: how many processes.

    Yields:
        A `distributed.Client`.
    """
    import dask
    from distributed import Client, LocalCluster

    quiet = {
        "distributed.logging": {"distributed": "critical"},
        # Optuna says in every worker that DaskStorage is experimental; the lesson's text may.
        "distributed.nanny.pre-spawn-environ.PYTHONWARNINGS": "ignore:DaskStorage is experimental",
    }
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(SILENT)
    try:
        with (
            dask.config.set(quiet),
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                # What is left of the web server would take port 8787, and warn where it is taken.
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                host="127.0.0.1",
                silence_logs=SILENT,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
    finally:
        logger.setLevel(before)
