"""Batches for Keras whose order is a function of a seed and the epoch."""

from __future__ import annotations

import math
from typing import Any

from deeptuning._validation import checked
from deeptuning.training._checks import Count
from deeptuning.training.epoch_order import epoch_order

try:
    import keras
except ImportError as error:
    raise ImportError(
        "deeptuning.training.keras_batches needs Keras and TensorFlow, which are not installed. "
        "Run: pip install tensorflow"
    ) from error


class RepeatableBatches(keras.utils.PyDataset):
    """Batches whose order is a function of a seed and the epoch, for `fit(..., shuffle=False)`.

    Args:
        x: inputs, an array of shape `(n, ...)`.
        y: targets, an array of shape `(n, ...)`.
        batch_size: 1 or more; the last batch may be shorter.
        seed: a whole number, 0 or more.

    Raises:
        ValueError: no examples, not as many targets as inputs, or an argument out of range.

    Example:
        >>> import numpy as np
        >>> data = RepeatableBatches(np.arange(5), np.arange(5), batch_size=2, seed=0)
        >>> [data[i][0].tolist() for i in range(len(data))]
        [[2, 4], [3, 0], [1]]
        >>> data.set_epoch(1)
        >>> data[0][0].tolist()
        [1, 4]
    """

    @checked(batch_size=Count(1), seed=Count(0))
    def __init__(self, x: Any, y: Any, batch_size: int, seed: int) -> None:
        super().__init__()
        if len(x) == 0 or len(x) != len(y):
            raise ValueError(
                "Arguments `x` and `y` must have the same length, 1 or more. "
                f"Received: {len(x)} and {len(y)}. Pass one target per input."
            )
        self.x, self.y, self.batch_size, self.seed = x, y, batch_size, seed
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Take the order of an epoch, counted from 0; the next pass of `fit` is that epoch."""
        self.following, self.order = epoch, epoch_order(len(self.x), self.seed, epoch)

    def on_epoch_begin(self) -> None:
        """Go on to the following epoch; Keras calls it. (It calls `on_epoch_end` too early.)"""
        self.set_epoch(self.following)
        self.following += 1

    def __len__(self) -> int:
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]
