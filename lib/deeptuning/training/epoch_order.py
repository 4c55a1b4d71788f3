"""The order of the examples in an epoch, as a function of a seed and the epoch."""

from __future__ import annotations

import numpy as np

from deeptuning._validation import checked
from deeptuning.training._checks import Count


@checked(size=Count(0), seed=Count(0), epoch=Count(0))
def epoch_order(size: int, seed: int, epoch: int) -> np.ndarray:
    """Return the numbers 0 to `size` - 1, shuffled anew for every seed and epoch.

    Nothing else decides: no generator moves on, so the order of epoch 7 is known without going
    through the six before it.

    Args:
        size: number of examples, 0 or more.
        seed: a whole number, 0 or more.
        epoch: counted from 0.

    Returns:
        A permutation, shape `(size,)`.

    Raises:
        ValueError: an argument that is no such number.

    Example:
        >>> epoch_order(5, seed=0, epoch=0), epoch_order(5, seed=0, epoch=1)
        (array([2, 4, 3, 0, 1]), array([1, 4, 3, 0, 2]))

    Source: Fisher & Yates, Statistical Tables, 1938 (the shuffle).
    """
    return np.random.default_rng([seed, epoch]).permutation(size)
