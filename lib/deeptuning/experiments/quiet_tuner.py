"""KerasTuner without two warnings that say nothing about the search."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

# The surrogate's length ends at a bound when there are only a handful of trials.
BOUND = "The optimal value found for dimension"
# A promoted net gets back its weights, not the optimizer's memory; the lesson says so.
MEMORY = "Skipping variable loading for optimizer"


@contextmanager
def quiet_tuner() -> Iterator[None]:
    """Silence the two warnings, and no other.

    Example:
        >>> with quiet_tuner():
        ...     warnings.warn("Skipping variable loading for optimizer 'sgd'")
    """
    with warnings.catch_warnings():
        for message in (BOUND, MEMORY):
            warnings.filterwarnings("ignore", message)
        yield
