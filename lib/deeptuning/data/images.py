"""One form for every set of images: real ones and stand-ins are used alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Images(NamedTuple):
    """Images for training and for the final test.

    Images are uint8, 0 to 255, `(n, height, width)` when grey and `(n, height, width, 3)` in
    colour (channels last, as in Keras; torch wants channels first). Labels are `(n,)`, int64,
    and point into `classes`. Keras returns uint8 labels, and for CIFAR-10 of shape `(n, 1)`.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    classes: tuple[str, ...]
