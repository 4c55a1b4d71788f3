"""Handwritten digits, 8 by 8 pixels: real data that needs no download."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np


class Split(NamedTuple):
    """Images and labels for fitting, and others for choosing."""

    train_images: np.ndarray
    train_labels: np.ndarray
    validation_images: np.ndarray
    validation_labels: np.ndarray


def load_digits(seed: int = 0, train: int = 1200) -> Split:
    """Load scikit-learn's 1,797 digits, shuffled and split, pixels centred and in [-1, 1].

    This is the small UCI set (8×8 pixels, grey levels 0 to 16), not MNIST. The mean that is
    taken off is that of the training images alone.

    Args:
        seed: decides the split.
        train: number of training images, 1 to 1796; the rest is for validation.

    Returns:
        `Split`: images of shape `(n, 64)`, labels of shape `(n,)` with values 0 to 9.

    Raises:
        ValueError: `train` out of range.

    Example:
        >>> load_digits().train_images.shape
        (1200, 64)

    Source: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998.
    """
    if not 1 <= train <= 1796:
        raise ValueError(
            f"Argument `train` must be in [1, 1796]. Received: train={train}. "
            "There are 1,797 digits, and at least one has to be left for validation."
        )
    scans, targets = all_digits()
    order = np.random.default_rng(seed).permutation(len(targets))
    images, labels = scans[order].reshape(-1, 64) / 16, targets[order]
    images = images - images[:train].mean(axis=0)
    return Split(images[:train], labels[:train], images[train:], labels[train:])


@functools.cache
def all_digits() -> tuple[np.ndarray, np.ndarray]:
    """Read scikit-learn's 1,797 digits, once: images `(n, 8, 8)` of 0 to 16, labels; read-only."""
    from sklearn.datasets import load_digits as load  # heavy: only when asked for

    digits = load()
    digits.images.flags.writeable = digits.target.flags.writeable = False
    return digits.images, digits.target
