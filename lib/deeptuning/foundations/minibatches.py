"""Mini-batches: one epoch of a data set, in small portions and a fresh order."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Integral
from typing import Any

import numpy as np


def minibatches(
    *arrays: Any, batch_size: int, rng: np.random.Generator | None, drop_last: bool = False
) -> Iterator[tuple]:
    r"""Walk once through the examples, every one exactly once, in $\lceil m/B \rceil$ batches.

    Call it again for the next epoch: `rng` has moved on, so the order is another. The last batch
    is short if $B$ does not divide $m$; it is kept, as in Keras and torch, unless asked.

    Args:
        *arrays: inputs, targets, …: NumPy arrays or torch tensors, examples on the first axis.
        batch_size: $B \ge 1$, examples per batch.
        rng: NumPy generator; `None` keeps the given order (for evaluation).
        drop_last: whether a short last batch is left out.

    Returns:
        An iterator over tuples, one slice per array.

    Raises:
        ValueError: no arrays, different numbers of examples, no examples, a batch size below 1, or
            one that with `drop_last` leaves no batch at all.

    Example:
        >>> x, y = np.arange(5), np.arange(5) * 10
        >>> for x_batch, y_batch in minibatches(x, y, batch_size=2, rng=None):
        ...     print(x_batch, y_batch)
        [0 1] [ 0 10]
        [2 3] [20 30]
        [4] [40]

    Source: Bottou, Curiously Fast Convergence of Some Stochastic Gradient Descent Algorithms, 2009
        (a fresh order every epoch).
    """
    sizes = [len(array) for array in arrays]
    if len(set(sizes)) != 1 or sizes[0] == 0:
        raise ValueError(
            "Arguments `arrays` must hold the same number of examples, at least one. "
            f"Received: {sizes}. Pass inputs and targets of the same examples."
        )
    if isinstance(batch_size, bool) or not isinstance(batch_size, Integral) or batch_size < 1:
        raise ValueError(
            "Argument `batch_size` must be a whole number of at least 1. "
            f"Received: batch_size={batch_size!r}. Choose a count of examples."
        )
    if drop_last and batch_size > sizes[0]:
        raise ValueError(
            f"Argument `batch_size` must be at most {sizes[0]}, the number of examples, when "
            f"drop_last=True. Received: batch_size={batch_size}. Keep the last batch."
        )
    order = np.arange(sizes[0]) if rng is None else rng.permutation(sizes[0])
    stop = sizes[0] - sizes[0] % batch_size if drop_last else sizes[0]
    starts = range(0, stop, batch_size)
    return (tuple(a[order[s : s + batch_size]] for a in arrays) for s in starts)
